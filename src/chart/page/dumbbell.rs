//! Before and after, one row per thing: a hollow grey ring, a solid dot, a line between them, the gain as a number.
//!
//! Invariant: one scale for all rows, from zero or the lowest value to one; a loss is orange and its number has a minus sign, so that it
//! reads in grey print. Limits: rows beyond the height are left out and counted by the caller.

use crate::chart::font::Fonts;
use crate::chart::layout::{baseline, held};
use crate::chart::page::setting;
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, TextSize, UNIT};
use crate::chart::wrap::shorten_all;

/// Lowest and highest row.
pub(crate) const PITCH: (f64, f64) = (21.0, 30.0);
/// Height of the key with the ends of the scale under it.
pub(crate) const HEAD: f64 = 42.0;
/// Part of the width that names take at most.
const NAMES: f64 = 0.42;
/// The ring is seen around the dot when nothing changes.
const RING: f64 = 6.5;
const DOT: f64 = 4.5;
const BAR: f64 = 3.0;
const SIZE: TextSize = TextSize::Source;

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dumbbell {
    /// Its name.
    pub name: String,
    /// -1..=1.
    pub before: f64,
    /// -1..=1.
    pub after: f64,
    /// The gain in words ("+24 pts").
    pub gain: String,
}

/// Words of the key and the scale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DumbbellWords {
    /// Meaning of the ring.
    pub before: String,
    /// Meaning of the dot.
    pub after: String,
    /// Name of zero.
    pub zero: String,
    /// Name of one.
    pub full: String,
}

/// Draws key, scale and rows into the area, which is [`HEAD`] and a pitch per row high; returns the bottom.
pub(crate) fn draw(scene: &mut Scene, rows: &[&Dumbbell], words: &DumbbellWords, area: Area, fonts: &Fonts) -> f64 {
    let pitch = ((area.h - HEAD) / rows.len().max(1) as f64).clamp(PITCH.0, PITCH.1).floor();
    let plain = setting(fonts, SIZE, false, area.w * NAMES, 1);
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|t| plain.measure(t)).fold(0.0, f64::max).ceil();
    let names_width = widest(&mut rows.iter().map(|r| r.name.as_str())).min(plain.width);
    let gains_width = widest(&mut rows.iter().map(|r| r.gain.as_str())).min(plain.width);
    let (left, right) = (area.x + names_width + GAP, area.right() - gains_width - GAP);
    let value = |v: f64| held(v, -1.0, 1.0);
    let low = rows.iter().map(|r| value(r.before).min(value(r.after))).fold(0.0, f64::min);
    let x = |v: f64| left + (value(v) - low) / (1.0 - low) * (right - left);
    key(scene, words, area, fonts);
    let top = area.y + HEAD;
    let bottom = top + pitch * rows.len() as f64;
    let over = top - UNIT / 2.0;
    let mut full = Label::new(right, over, words.full.clone(), SIZE).color(Color::Soft).anchor(Anchor::Middle);
    full.x -= (full.bounds(fonts).right() - area.right()).max(0.0);
    let zero = Label::new(x(0.0), over, words.zero.clone(), SIZE).color(Color::Soft).anchor(Anchor::Middle);
    // Zero is what a bar that turns left cannot do without.
    if !zero.bounds(fonts).overlaps(&full.bounds(fonts), -UNIT / 2.0) {
        scene.text(full);
    }
    scene.text(zero);
    scene.line(&[(x(0.0), top), (x(0.0), bottom)], theme::HAIRLINE, Color::Before);
    scene.line(&[(right, top), (right, bottom)], theme::HAIRLINE, Color::Grid);
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let names = shorten_all(&names, &setting(fonts, SIZE, false, names_width.max(SIZE.px()), 1));
    for (i, (row, name)) in rows.iter().zip(names).enumerate() {
        let middle = top + pitch * (i as f64 + 0.5);
        let base = baseline(middle, SIZE);
        scene.text(Label::new(area.x, base, name, SIZE).names("rows", &row.name));
        let (from, to) = (x(row.before), x(row.after));
        let color = if value(row.after) < value(row.before) { Color::Hurt } else { Color::Help };
        scene.line(&[(from, middle), (to, middle)], BAR, color);
        scene.dot((from, middle), RING, Color::Grey, false);
        scene.dot((to, middle), DOT, color, true);
        let gain = setting(fonts, SIZE, false, gains_width.max(SIZE.px()), 1).fit(&row.gain, crate::chart::wrap::Fill::Even);
        scene.text(Label::new(area.right(), base, gain, SIZE).anchor(Anchor::End));
    }
    bottom
}

/// What ring and dot mean, in one line.
fn key(scene: &mut Scene, words: &DumbbellWords, area: Area, fonts: &Fonts) {
    let middle = area.y + SIZE.line() / 2.0;
    let mut x = area.x;
    for (text, solid) in [(&words.before, false), (&words.after, true)] {
        let room = area.w / 2.0 - 2.0 * RING - 2.0 * UNIT;
        let text = setting(fonts, SIZE, false, room, 1).fit(text, crate::chart::wrap::Fill::Even);
        let (r, color) = if solid { (DOT, Color::Help) } else { (RING, Color::Grey) };
        scene.dot((x + RING, middle), r, color, solid);
        let label = Label::new(x + 2.0 * RING + UNIT, baseline(middle, SIZE), text, SIZE).color(Color::Soft);
        x = label.bounds(fonts).right() + 2.0 * UNIT;
        scene.text(label);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::scene::Item;

    fn drawn(rows: &[Dumbbell]) -> Scene {
        let mut scene = Scene { width: 400.0, height: 300.0, title: String::new(), items: Vec::new() };
        let words = DumbbellWords { before: "plan".into(), after: "with it".into(), zero: "0".into(), full: "100 %".into() };
        let rows: Vec<&Dumbbell> = rows.iter().collect();
        draw(&mut scene, &rows, &words, Area::new(20.0, 20.0, 360.0, 240.0), &Fonts::bundled());
        scene
    }

    fn row(before: f64, after: f64) -> Dumbbell {
        Dumbbell { name: "IT".into(), before, after, gain: format!("{:+.0} pts", (after - before) * 100.0) }
    }

    #[test]
    fn the_distance_is_the_gain_and_a_loss_is_orange() {
        let scene = drawn(&[row(-0.5, 0.0), row(0.25, 1.0), row(0.5, 0.25)]);
        let dots: Vec<(f64, Color, bool)> = scene
            .items
            .iter()
            .filter_map(|i| if let Item::Dot { x, color, solid, .. } = i { Some((*x, *color, *solid)) } else { None })
            .skip(2)
            .collect();
        let length = |at: usize| dots[at + 1].0 - dots[at].0;
        assert!((length(2) / length(0) - 1.5).abs() < 1e-6 && (length(4) / length(0) + 0.5).abs() < 1e-6, "{dots:?}");
        assert_eq!((dots[3].1, dots[3].2, dots[5].1), (Color::Help, true, Color::Hurt));
        assert!(dots.iter().step_by(2).all(|d| !d.2 && d.1 == Color::Grey));
    }

    #[test]
    fn broken_values_and_long_names_stay_inside() {
        let fonts = Fonts::bundled();
        let mut rows = vec![row(f64::NAN, f64::INFINITY), row(0.3, 0.3)];
        rows[0].name = "Office of harbour events ".repeat(8);
        rows[0].gain = "x".repeat(50);
        let scene = drawn(&rows);
        assert_eq!(crate::chart::check::problems(&scene, &fonts), Vec::<String>::new());
    }
}
