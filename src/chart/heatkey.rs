//! The key of a heat map: its classed scale, and the meaning of marks.
//!
//! Invariant: explains only what is on the picture. Limits: one line of words for each mark.

use crate::chart::font::Fonts;
use crate::chart::heatmap::{Cell, HeatmapView, MIXED, Shown};
use crate::chart::layout::{self, RIGHT, Swatch, baseline};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{CLASS_FROM, CLASSES, Color, GAP, MARGIN, SEAM, TextSize, UNIT};

const STEP: f64 = 40.0;
const STEP_HEIGHT: f64 = 12.0;

/// The classed scale at the left, the meaning of marks at the right; returns the y below.
pub(crate) fn draw(scene: &mut Scene, view: &HeatmapView, rows: &[Shown<'_>], columns: &[usize], top: f64, fonts: &Fonts) -> f64 {
    let size = TextSize::Source;
    let words = &view.words;
    let steps = 2 * CLASSES + 1;
    let end = MARGIN + STEP * steps as f64;
    let y = baseline(top + size.line() / 2.0, size);
    for (x, text, anchor) in [
        (MARGIN, &words.hurts, Anchor::Start),
        (f64::midpoint(MARGIN, end), &words.neither, Anchor::Middle),
        (end - SEAM, &words.helps, Anchor::End),
    ] {
        scene.text(Label::new(x, y, text.clone(), size).color(Color::Soft).anchor(anchor));
    }
    let bar = top + size.line() + 2.0;
    let numbers = baseline(bar + STEP_HEIGHT + size.line() / 2.0 + 1.0, size);
    for step in 0..steps {
        let class = step as i32 - CLASSES as i32;
        let fill = match u8::try_from(class.abs()).unwrap_or(0) {
            0 => Color::Blank,
            n if class > 0 => Color::HelpClass(n),
            n => Color::HurtClass(n),
        };
        let x = MARGIN + STEP * step as f64;
        scene.rect(Area::new(x, bar, STEP - SEAM, STEP_HEIGHT), fill);
        if step > 0 {
            // The bound between this step and the one before it.
            let class_from = |n: i32| CLASS_FROM.get(n.unsigned_abs() as usize).copied().unwrap_or(1.0);
            let at = if class <= 0 { -class_from(class) } else { class_from(class - 1) };
            let label = Label::new(x - SEAM / 2.0, numbers, layout::number(at, 1), size);
            scene.text(label.color(Color::Soft).anchor(Anchor::Middle));
        }
    }
    let any = |test: &dyn Fn(&Cell) -> bool| {
        let hit = |r: &Shown<'_>, c: &usize| view.cells.get(r.at).and_then(|row| row.get(*c)).is_some_and(test);
        rows.iter().any(|r| columns.iter().any(|c| hit(r, c)))
    };
    let optional = columns.iter().any(|c| view.columns.get(*c).is_some_and(|c| c.optional));
    let mixed = |c: &Cell| Color::of_overlap(layout::held(c.overlap, -1.0, 1.0)) == Color::Blank && c.helps.min(c.hurts) >= MIXED;
    let mut entries: Vec<(Swatch, &str)> = Vec::new();
    if rows.iter().any(|r| !r.row.served) {
        entries.push((Swatch::Ring(Color::Soft), &words.unserved));
    }
    if any(&|c| c.stated) {
        entries.push((Swatch::Stated(Color::Ink), &words.stated));
    }
    if any(&mixed) {
        entries.push((Swatch::Sign("±"), &words.mixed));
    }
    // Marks of cells and rows in the first line, lines of columns in the second.
    let x = end + 5.0 * UNIT;
    let area = |top| Area::new(x, top, RIGHT - x, 0.0);
    let mut beside = layout::key(scene, area(top), &entries, fonts);
    if optional {
        let lines = [(Swatch::Line(Color::Grey, false), words.core.as_str()), (Swatch::Line(Color::Grey, true), words.optional.as_str())];
        beside = layout::key(scene, area(beside + 2.0), &lines, fonts);
    }
    (numbers + UNIT).max(beside) + GAP
}
