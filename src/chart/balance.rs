//! Who is ahead with whom: one bar a row to the right or to the left of an even balance.
//!
//! Invariant: one scale for all rows, the same to both sides; a bar starts at zero and ends at its value; largest value first, names in a
//! column of their own. Limits: [`MAX_ROWS`] rows, those furthest from zero; a value that is no number counts as 0.

use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, baseline, held};
use crate::chart::namecolumn::NameColumn;
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting};

/// Most rows in one picture.
pub const MAX_ROWS: usize = 20;
const PITCH: f64 = 50.0;
const PITCH_MOST: f64 = 72.0;
/// Part of a row that is bar; the rest is gap.
const BAR: f64 = 0.5;
/// Largest value that has a length.
const MOST: f64 = 1e12;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BalanceView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its unit.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// Rows in any order.
    pub rows: Vec<BalanceRow>,
    /// What is not shown, one note a line.
    pub notes: Vec<String>,
    /// The few words of the picture.
    pub words: BalanceWords,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BalanceRow {
    /// Its name.
    pub name: String,
    /// What the value is made of; may be empty.
    pub note: String,
    /// Length of the bar, to the right when positive; any unit.
    pub value: f64,
    /// The value with its sign, at the bar's outer end.
    pub label: String,
    /// What to do about it, on the free side of zero; may be empty, and is shown only left of zero.
    pub advice: String,
}

/// Words on the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BalanceWords {
    /// Name of the zero line.
    pub zero: String,
    /// What a bar to the left means.
    pub less: String,
    /// What a bar to the right means.
    pub more: String,
    /// Note with `{n}`: rows left out.
    pub rows_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

fn value(row: &BalanceRow) -> f64 {
    held(row.value, -MOST, MOST)
}

/// Draws the picture.
pub fn scene(view: &BalanceView, fonts: &Fonts) -> Scene {
    if view.rows.is_empty() {
        return layout::empty(&view.title, &view.words.nothing, &view.source, fonts);
    }
    let mut rows: Vec<&BalanceRow> = view.rows.iter().collect();
    rows.sort_by(|a, b| value(b).abs().total_cmp(&value(a).abs()).then_with(|| a.name.cmp(&b.name)));
    let left_out = layout::note(&view.words.rows_left_out, rows.len().saturating_sub(MAX_ROWS));
    rows.truncate(MAX_ROWS);
    rows.sort_by(|a, b| value(b).total_cmp(&value(a)).then_with(|| a.name.cmp(&b.name)));
    let notes: Vec<String> = left_out.into_iter().chain(view.notes.iter().cloned()).collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let head = top + TextSize::Source.line() / 2.0;
    let top = top + TextSize::Source.line() + UNIT;
    let floor = layout::floor(&view.source, &notes, fonts);
    let pitch = ((floor - top) / rows.len() as f64).clamp(PITCH, PITCH_MOST).floor();
    let named: Vec<(&str, &str)> = rows.iter().map(|r| (r.name.as_str(), r.note.as_str())).collect();
    let names = NameColumn::of(&named, fonts);
    let plot = Plot::of(&rows, MARGIN + names.width + 5.0 * UNIT, fonts);
    for (i, row) in rows.iter().enumerate() {
        let middle = top + pitch * (i as f64 + 0.5);
        names.draw(&mut scene, i, middle);
        plot.bar(&mut scene, row, middle, (pitch * BAR).round());
    }
    let bottom = top + pitch * rows.len() as f64;
    scene.line(&[(plot.zero, top), (plot.zero, bottom)], theme::STROKE, Color::Ink);
    plot.head(&mut scene, &view.words, head);
    layout::finish(scene, bottom + GAP / 2.0, &view.source, &notes, fonts)
}

/// Where zero is, pixels for a value of 1, and room for the numbers at both ends.
struct Plot<'a> {
    left: f64,
    zero: f64,
    unit: f64,
    room: f64,
    fonts: &'a Fonts,
}

impl<'a> Plot<'a> {
    fn of(rows: &[&BalanceRow], left: f64, fonts: &'a Fonts) -> Self {
        let half = ((RIGHT - left) / 2.0).floor();
        let widest = rows.iter().map(|r| fonts.measure(&r.label, TextSize::Label, true).width).fold(0.0, f64::max);
        let room = widest.ceil().min(half / 2.0);
        let reach = rows.iter().map(|r| value(r).abs()).fold(0.0, f64::max);
        let unit = if reach > 0.0 { (half - room - UNIT) / reach } else { 0.0 };
        Self { left, zero: left + half, unit, room, fonts }
    }

    fn fit(&self, text: &str, size: TextSize, bold: bool, width: f64) -> String {
        Setting { fonts: self.fonts, size, bold, width, lines: 1 }.fit(text, Fill::Even)
    }

    fn bar(&self, scene: &mut Scene, row: &BalanceRow, middle: f64, high: f64) {
        let size = TextSize::Label;
        let (length, base) = (value(row) * self.unit, baseline(middle, size));
        let top = middle - high / 2.0;
        let number = Label::new(self.zero, base, self.fit(&row.label, size, true, self.room), size).bold();
        if length < 0.0 {
            scene.rect(Area::new(self.zero + length, top, -length, high), Color::Hurt);
            scene.text(Label { x: self.zero + length - UNIT, ..number.anchor(Anchor::End) });
            let advice = self.fit(&row.advice, size, false, RIGHT - self.zero - UNIT);
            scene.text(Label::new(self.zero + UNIT, base, advice, size));
        } else {
            scene.rect(Area::new(self.zero, top, length, high), Color::Help);
            scene.text(Label { x: self.zero + length + UNIT, ..number });
        }
    }

    /// The name of the zero line over it, what each side means at the ends.
    fn head(&self, scene: &mut Scene, words: &BalanceWords, middle: f64) {
        let size = TextSize::Source;
        let base = baseline(middle, size);
        let zero = self.fit(&words.zero, size, true, (self.zero - self.left) / 2.0);
        let zero = Label::new(self.zero, base, zero, size).bold().anchor(Anchor::Middle);
        let taken = zero.bounds(self.fonts);
        scene.text(zero);
        let less = self.fit(&words.less, size, false, taken.x - 2.0 * UNIT - self.left);
        scene.text(Label::new(taken.x - 2.0 * UNIT, base, less, size).color(Color::Soft).anchor(Anchor::End));
        let more = self.fit(&words.more, size, false, RIGHT - taken.right() - 2.0 * UNIT);
        scene.text(Label::new(taken.right() + 2.0 * UNIT, base, more, size).color(Color::Soft));
    }
}
