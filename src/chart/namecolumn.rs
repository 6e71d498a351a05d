//! A column of bold names at the left margin, each with a small note under it.
//!
//! Invariant: names keep apart when shortened, and nothing reaches beyond the column's width. Limits: one line for a name, one for its note.

use crate::chart::font::Fonts;
use crate::chart::layout::baseline;
use crate::chart::scene::{Label, Scene};
use crate::chart::theme::{Color, MARGIN, TextSize};
use crate::chart::wrap::{Fill, Setting, shorten_all};

/// Widest column, in logical pixels.
const MOST: f64 = 250.0;
/// How far name and note stand from the middle of a row that has both.
pub(crate) const LIFT: f64 = 10.0;

pub(crate) struct NameColumn<'a> {
    full: Vec<&'a str>,
    names: Vec<String>,
    notes: Vec<String>,
    /// From the margin to the end of the longest name.
    pub width: f64,
}

impl<'a> NameColumn<'a> {
    /// Names with their notes, which may be empty.
    pub fn of(rows: &[(&'a str, &str)], fonts: &Fonts) -> Self {
        let wide = |(name, note): &(&str, &str)| {
            let name = fonts.measure(name, TextSize::Label, true).width;
            name.max(fonts.measure(note, TextSize::Source, false).width)
        };
        let width = rows.iter().map(wide).fold(1.0, f64::max).min(MOST).ceil();
        let setting = |size, bold| Setting { fonts, size, bold, width, lines: 1 };
        let full: Vec<&str> = rows.iter().map(|r| r.0).collect();
        let names = shorten_all(&full, &setting(TextSize::Label, true));
        let notes = rows.iter().map(|r| setting(TextSize::Source, false).fit(r.1, Fill::Even)).collect();
        Self { full, names, notes, width }
    }

    /// Draws the name and the note of row `i`, centred on `middle`.
    pub fn draw(&self, scene: &mut Scene, i: usize, middle: f64) {
        let (Some(full), Some(name), Some(note)) = (self.full.get(i), self.names.get(i), self.notes.get(i)) else { return };
        let lift = if note.trim().is_empty() { 0.0 } else { LIFT };
        let label = Label::new(MARGIN, baseline(middle - lift, TextSize::Label), name.clone(), TextSize::Label).bold();
        scene.text(label.names("rows", full));
        let under = baseline(middle + lift + 1.0, TextSize::Source);
        scene.text(Label::new(MARGIN, under, note.clone(), TextSize::Source).color(Color::Soft));
    }
}
