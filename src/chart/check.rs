//! What makes a picture unfit for a proposal, read off the scene.
//!
//! Invariant: an empty answer means the rules that can be checked without eyes hold. Limits: looks at boxes,
//! not at ink, and cannot see ugliness.

use crate::chart::font::Fonts;
use crate::chart::scene::{Area, Item, Label, SENTENCES, Scene};
use crate::chart::theme::palette::Palette;
use crate::chart::theme::{self, Color, TextSize};
use std::collections::{BTreeMap, BTreeSet};

/// Pixels two boxes may share: the air around letters inside their boxes.
const SLACK: f64 = 1.0;

/// Every breach in words, in painting order; empty when the picture is sound in the usual colours.
pub fn problems(scene: &Scene, fonts: &Fonts) -> Vec<String> {
    problems_in(scene, &Palette::light(), fonts)
}

/// The same in other colours.
pub fn problems_in(scene: &Scene, palette: &Palette, fonts: &Fonts) -> Vec<String> {
    let mut out = Vec::new();
    let canvas = Area::new(0.0, 0.0, scene.width, scene.height);
    let texts: Vec<(usize, &Label, Area)> = scene
        .items
        .iter()
        .enumerate()
        .filter_map(|(i, item)| match item {
            Item::Text(label) => Some((i, label, label.bounds(fonts))),
            _ => None,
        })
        .collect();
    for item in &scene.items {
        let b = item.bounds(fonts);
        let inside = canvas.contains(b.x, b.y) && canvas.contains(b.right(), b.bottom());
        // Also false for NaN.
        if !inside {
            out.push(format!("outside the picture: {item:?}"));
        }
    }
    for (n, (at, label, area)) in texts.iter().enumerate() {
        let what = label.text.replace('\n', " / ");
        if label.size.px() < 15.0 {
            out.push(format!("too small: {what}"));
        }
        if label.size == TextSize::Figure && !is_page(scene) {
            out.push(format!("a size of pages: {what}"));
        }
        for (_, other, b) in texts.iter().skip(n + 1) {
            // Lines of one block share the air between them.
            if area.overlaps(b, SLACK) {
                out.push(format!("texts overlap: {what} | {}", other.text));
            }
        }
        let grounds = grounds(scene, *at, area);
        if !grounds.contains(&label.on) {
            out.push(format!("not on {:?} as it says: {what}", label.on));
        }
        for ground in grounds {
            let ratio = palette.contrast(label.color, ground);
            if ratio < theme::CONTRAST {
                out.push(format!("contrast {ratio:.1} on {ground:?}: {what}"));
            }
        }
        for c in fonts.missing(&label.text) {
            out.push(format!("no glyph for U+{:04X}: {what}", u32::from(c)));
        }
        for item in &scene.items {
            if crosses(item, area) {
                out.push(format!("a line runs through: {what}"));
            }
        }
    }
    out.extend(covered(scene, fonts));
    out.extend(same_names(&texts));
    out.extend(same_quotes(&texts));
    out
}

/// Images that lie on other marks.
fn covered(scene: &Scene, fonts: &Fonts) -> Vec<String> {
    let mut out = Vec::new();
    for image in scene.items.iter().filter(|i| matches!(i, Item::Image { .. })) {
        let area = image.bounds(fonts);
        let ground = |other: &Item| matches!(other, Item::Rect { fill: Color::Paper, .. });
        let under = scene.items.iter().filter(|other| !std::ptr::eq(*other, image) && !ground(other));
        out.extend(under.filter(|other| other.bounds(fonts).overlaps(&area, 0.0)).map(|other| format!("an image lies on {other:?}")));
    }
    out
}

/// Whether the scene is a page of A4, landscape.
fn is_page(scene: &Scene) -> bool {
    (scene.width - theme::WIDTH).abs() < 0.5 && (scene.height - theme::PAGE_HEIGHT).abs() < 0.5
}

/// Colours under a text, looked up on a grid of points over its box.
fn grounds(scene: &Scene, before: usize, area: &Area) -> std::collections::BTreeSet<Color> {
    let mut found = std::collections::BTreeSet::new();
    for step in 0..=8 {
        for rise in [0.2, 0.5, 0.8] {
            let (x, y) = (area.x + area.w * f64::from(step) / 8.0, area.y + area.h * rise);
            let under = scene.items.iter().take(before).rev().find_map(|item| match item {
                Item::Rect { area, fill } => area.contains(x, y).then_some(*fill),
                Item::Dot { x: cx, y: cy, r, color, solid } if (x - cx).hypot(y - cy) <= *r => {
                    Some(if *solid { *color } else { Color::Paper })
                }
                _ => None,
            });
            found.insert(under.unwrap_or(Color::Paper));
        }
    }
    found
}

/// Whether a line goes through the letters of a box.
fn crosses(item: &Item, area: &Area) -> bool {
    let Item::Line { points, .. } = item else {
        return false;
    };
    let core = Area::new(area.x + 1.0, area.y + 2.0, (area.w - 2.0).max(0.0), (area.h - 4.0).max(0.0));
    points.windows(2).any(|pair| {
        let [a, b] = *pair else { return false };
        (0..=64).any(|i| {
            let t = f64::from(i) / 64.0;
            core.contains(a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
        })
    })
}

fn same_names(texts: &[(usize, &Label, Area)]) -> Vec<String> {
    let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
    let mut out = Vec::new();
    for (_, label, _) in texts {
        let Some(named) = label.names.as_ref().filter(|n| n.axis != SENTENCES) else { continue };
        let key = (named.axis.as_str(), label.text.replace('\n', " "));
        let full = seen.entry(key).or_insert(&named.full);
        if *full != named.full {
            out.push(format!("both read \"{}\": {} | {}", label.text, full, named.full));
        }
    }
    out
}

/// Shortened names in quotation marks that stand for two names.
fn same_quotes(texts: &[(usize, &Label, Area)]) -> Vec<String> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Vec::new();
    for (_, label, _) in texts {
        let Some(named) = label.names.as_ref().filter(|n| n.axis == SENTENCES) else { continue };
        let whole: BTreeSet<String> = quotes(&named.full).into_iter().collect();
        for short in quotes(&label.text) {
            let Some((head, tail)) = short.split_once('…') else { continue };
            let mut meant = whole.iter().filter(|name| !name.contains('…') && name.starts_with(head) && name.ends_with(tail));
            if let (Some(name), None) = (meant.next(), meant.next()) {
                let before = seen.entry(short.clone()).or_insert_with(|| name.clone());
                if before != name {
                    out.push(format!("both read \"{short}\": {before} | {name}"));
                }
            }
        }
    }
    out
}

/// What stands in quotation marks, without what breaks lines.
fn quotes(text: &str) -> Vec<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
    let parts = plain.split(['"', '“', '”']).map(str::to_owned);
    parts.skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(build: impl FnOnce(&mut Scene)) -> Vec<String> {
        let mut scene = Scene { width: 200.0, height: 100.0, title: String::new(), items: Vec::new() };
        build(&mut scene);
        problems(&scene, &Fonts::bundled())
    }

    fn label(x: f64, y: f64, text: &str) -> Label {
        Label::new(x, y, text, TextSize::Label)
    }

    #[test]
    fn each_breach_is_found_and_a_sound_picture_passes() {
        assert!(one(|s| s.text(label(10.0, 50.0, "sound"))).is_empty());
        let found = |part: &str, build: &dyn Fn(&mut Scene)| {
            let all = one(build);
            assert!(all.iter().any(|p| p.contains(part)), "{part}: {all:?}");
        };
        found("overlap", &|s| {
            s.text(label(10.0, 50.0, "one"));
            s.text(label(20.0, 55.0, "two"));
        });
        found("outside", &|s| s.text(label(180.0, 50.0, "beyond")));
        found("outside", &|s| s.rect(Area::new(f64::NAN, 0.0, 1.0, 1.0), Color::Ink));
        found("contrast", &|s| s.text(label(10.0, 50.0, "pale").color(Color::Before)));
        found("contrast", &|s| {
            s.rect(Area::new(0.0, 0.0, 30.0, 100.0), Color::Ink);
            s.text(label(10.0, 50.0, "half on ink"));
        });
        found("U+20BB7", &|s| s.text(label(10.0, 50.0, "𠮷")));
        found("runs through", &|s| {
            s.text(label(10.0, 50.0, "struck"));
            s.line(&[(0.0, 45.0), (200.0, 45.0)], 1.0, Color::Ink);
        });
        found("a size of pages", &|s| s.text(Label::new(10.0, 50.0, "30 %", TextSize::Figure)));
        let page = one(|s| {
            (s.width, s.height) = (theme::WIDTH, theme::PAGE_HEIGHT);
            s.text(Label::new(10.0, 50.0, "30 %", TextSize::Figure));
        });
        assert!(page.is_empty(), "{page:?}");
        found("both read", &|s| {
            s.text(label(10.0, 40.0, "A…").names("x", "Aa"));
            s.text(label(10.0, 80.0, "A…").names("x", "Ab"));
        });
        found("both read \"Aa…\"", &|s| {
            s.text(label(10.0, 40.0, "soften \"Aa…\"").names(SENTENCES, "soften \"Aa b\", which hurts \"C\""));
            s.text(label(10.0, 80.0, "shape \"A\na…\"").names(SENTENCES, "shape \"Aa d\""));
        });
        let told = one(|s| {
            s.text(label(10.0, 40.0, "“Aa…b”").names(SENTENCES, "“Aa to b”"));
            s.text(label(10.0, 80.0, "“Aa…d”").names(SENTENCES, "“Aa to d”"));
        });
        assert!(told.is_empty(), "{told:?}");
    }
}
