//! Patterns for palettes in which hue tells nothing: what hurts is hatched, and a heat map's cell that hurts has a corner.
//!
//! Invariant: patterns lie on their mark and never under letters. Limits: rectangles alone; lines and dots are told by their place,
//! their dashes or their lightness.

use crate::chart::font::Fonts;
use crate::chart::scene::{Area, Item, Scene};
use crate::chart::theme::{self, Color, UNIT};

/// Room that a hatch leaves around letters.
const AIR: f64 = 2.0;

/// The scene with patterns on the rectangles of what hurts.
pub fn patterned(scene: Scene, fonts: &Fonts) -> Scene {
    let letters: Vec<Area> = scene.labels().map(|l| l.bounds(fonts)).collect();
    let mut out = Scene { items: Vec::with_capacity(scene.items.len()), ..scene };
    for item in scene.items {
        let pattern = match &item {
            Item::Rect { area, fill: Color::Hurt } => hatch(area, &letters),
            Item::Rect { area, fill: fill @ Color::HurtClass(_) } => vec![corner(area, fill.text_on())],
            _ => Vec::new(),
        };
        out.items.push(item);
        out.items.extend(pattern);
    }
    out
}

/// A triangle in the upper left corner.
fn corner(area: &Area, fill: Color) -> Item {
    let side = UNIT.min(area.h * 0.6).min(area.w * 0.3);
    Item::Polygon { points: vec![(area.x, area.y), (area.x + side, area.y), (area.x, area.y + side)], fill }
}

/// White slanted lines inside a rim, interrupted where letters stand.
fn hatch(area: &Area, letters: &[Area]) -> Vec<Item> {
    let inner = Area::new(area.x + 1.0, area.y + 1.0, (area.w - 2.0).max(0.0), (area.h - 2.0).max(0.0));
    let near: Vec<&Area> = letters.iter().filter(|b| b.overlaps(area, -AIR)).collect();
    let mut lines = Vec::new();
    // Along a line, x + y stays the same.
    let mut sum = inner.x + inner.y + UNIT;
    while sum < inner.right() + inner.bottom() {
        let mut from = inner.x.max(sum - inner.bottom());
        let to = inner.right().min(sum - inner.y);
        let mut gaps: Vec<(f64, f64)> = near
            .iter()
            .map(|b| ((b.x - AIR).max(sum - b.bottom() - AIR), (b.right() + AIR).min(sum - b.y + AIR)))
            .filter(|(a, b)| a < b)
            .collect();
        gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (start, end) in gaps.into_iter().chain([(to, to)]) {
            if start.min(to) > from {
                let points = vec![(from, sum - from), (start.min(to), sum - start.min(to))];
                lines.push(Item::Line { points, width: theme::STROKE, color: Color::Paper, dash: None });
            }
            from = from.max(end);
        }
        sum += UNIT;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::scene::Label;
    use crate::chart::theme::TextSize;

    #[test]
    fn what_hurts_is_hatched_around_letters_and_what_helps_is_not() {
        let fonts = Fonts::bundled();
        let mut scene = Scene { width: 200.0, height: 100.0, title: String::new(), items: Vec::new() };
        let bar = Area::new(10.0, 10.0, 100.0, 60.0);
        scene.rect(bar, Color::Hurt);
        scene.rect(Area::new(120.0, 10.0, 50.0, 60.0), Color::Help);
        scene.rect(Area::new(10.0, 80.0, 40.0, 10.0), Color::HurtClass(5));
        let label = Label::new(40.0, 45.0, "12 %", TextSize::Label).on(Color::Hurt);
        let letters = label.bounds(&fonts);
        scene.text(label);
        let out = patterned(scene.clone(), &fonts);
        let lines: Vec<&Vec<(f64, f64)>> =
            out.items.iter().filter_map(|i| if let Item::Line { points, .. } = i { Some(points) } else { None }).collect();
        // 98 + 58 px of x + y, every 8 px; some are parted in two by the letters.
        assert!(lines.len() > 19, "{}", lines.len());
        for points in &lines {
            let [(ax, ay), (bx, by)] = points[..] else { panic!("{points:?}") };
            assert!(bar.contains(ax, ay) && bar.contains(bx, by) && (ax + ay - bx - by).abs() < 1e-9);
            let middle = (f64::midpoint(ax, bx), f64::midpoint(ay, by));
            assert!(!letters.contains(middle.0, middle.1), "{points:?} under {letters:?}");
        }
        let corners = out.items.iter().filter(|i| matches!(i, Item::Polygon { fill: Color::Paper, .. })).count();
        assert_eq!((corners, out.items.len()), (1, scene.items.len() + lines.len() + 1));
    }
}
