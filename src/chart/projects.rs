//! Several proposals side by side: a few figures of each, before and after, one column a figure.
//!
//! Invariant: one scale for all rows and columns; a hollow grey dot is before, a solid blue one after, an orange one after a loss, which its
//! number shows too. What is unknown is words, never a dot. Limits: [`MAX_ROWS`] rows, [`COLUMNS`] figures.

use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline, held};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting, shorten_all};

/// Most rows in one picture.
pub const MAX_ROWS: usize = 12;
/// Figures of a row.
pub const COLUMNS: usize = 3;
const PITCH: f64 = 66.0;
const NAMES_MOST: f64 = 270.0;
const DOT: f64 = 7.0;
/// Between two columns.
const APART: f64 = 36.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectsView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its unit.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// Names of the figures.
    pub columns: [String; COLUMNS],
    /// Rows, best first.
    pub rows: Vec<ProjectRow>,
    /// The few words of the picture.
    pub words: ProjectsWords,
}

/// One proposal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectRow {
    /// Its name.
    pub name: String,
    /// A figure in words under it; may be empty.
    pub note: String,
    /// The figures.
    pub figures: [Figure; COLUMNS],
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// Before and after, -1..=1; `None` when unknown.
    pub values: Option<(f64, f64)>,
    /// The numbers, or why there are none ("32 % → 45 %").
    pub label: String,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectsWords {
    /// Meaning of the hollow dot.
    pub before: String,
    /// Meaning of the solid dot.
    pub after: String,
    /// Meaning of the orange dot.
    pub loss: String,
    /// A number of the scale, with `{n}` ("{n} %").
    pub percent: String,
    /// Note with `{n}`: rows left out.
    pub rows_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

/// The picture of a view without rows.
pub fn empty(view: &ProjectsView, fonts: &Fonts) -> Scene {
    layout::empty(&view.title, &view.words.nothing, &view.source, fonts)
}

/// Draws the picture.
pub fn scene(view: &ProjectsView, fonts: &Fonts) -> Scene {
    if view.rows.is_empty() {
        return empty(view, fonts);
    }
    let left_out = view.rows.len().saturating_sub(MAX_ROWS);
    let rows = view.rows.get(..view.rows.len() - left_out).unwrap_or_default();
    let notes: Vec<String> = layout::note(&view.words.rows_left_out, left_out).into_iter().collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let top = keys(&mut scene, view, rows, top, fonts);
    let size = TextSize::Label;
    let wide = |r: &ProjectRow| fonts.measure(&r.name, size, true).width.max(fonts.measure(&r.note, TextSize::Source, false).width);
    let names_width = rows.iter().map(wide).fold(0.0, f64::max).min(NAMES_MOST).ceil();
    let left = MARGIN + names_width + APART;
    let column = ((RIGHT - left - (COLUMNS - 1) as f64 * APART) / COLUMNS as f64).floor();
    let at = |i: usize| left + i as f64 * (column + APART);
    let scale = Scale::of(rows, column);
    let top = heads(&mut scene, view, top, (column, scale), at, fonts);
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let names = shorten_all(&names, &Setting { fonts, size, bold: true, width: names_width, lines: 2 });
    let mut y = top;
    for (row, name) in rows.iter().zip(names) {
        scene.line(&[(MARGIN, y), (RIGHT, y)], theme::HAIRLINE, Color::Grid);
        let note = Setting { width: names_width, ..layout::setting(fonts, TextSize::Source, false, 1) }.fit(&row.note, Fill::Even);
        let first = baseline(y + UNIT + size.line() / 2.0, size);
        let under = first + name.matches('\n').count() as f64 * size.line() + TextSize::Source.line() + 2.0;
        scene.text(Label::new(MARGIN, first, name.clone(), size).bold().names("rows", &row.name));
        scene.text(Label::new(MARGIN, under, note, TextSize::Source).color(Color::Soft));
        for (i, figure) in row.figures.iter().enumerate() {
            draw(&mut scene, figure, scale, Area::new(at(i), y, column, PITCH), fonts);
        }
        let taller = if name.contains('\n') { size.line() } else { 0.0 };
        y += PITCH + taller;
    }
    layout::finish(scene, y, &view.source, &notes, fonts)
}

/// The names of the figures and the ends of their scale; returns where the rows begin.
fn heads(scene: &mut Scene, view: &ProjectsView, top: f64, (column, scale): (f64, Scale), at: impl Fn(usize) -> f64, fonts: &Fonts) -> f64 {
    let mut bottom = top;
    let setting = Setting { width: column + APART / 2.0, ..layout::setting(fonts, TextSize::Source, true, 2) };
    for (i, name) in view.columns.iter().enumerate() {
        let label = Label::new(at(i), top, setting.fit(name, Fill::Even), TextSize::Source).bold();
        bottom = layout::drop_below(scene, label, fonts).max(bottom);
    }
    let size = TextSize::Source;
    let base = bottom + size.line() * 0.75;
    let end = view.words.percent.replace("{n}", &layout::number(scale.high * 100.0, 0));
    for i in 0..COLUMNS {
        let x = |value: f64| at(i) + scale.x(value);
        let zero = Label::new(x(0.0), base, "0", size).color(Color::Soft).anchor(Anchor::Middle);
        let end = Label::new(x(scale.high), base, end.clone(), size).color(Color::Soft).anchor(Anchor::Middle);
        // Where hardly anything lies above zero, zero is the end that counts.
        if !zero.bounds(fonts).overlaps(&end.bounds(fonts), -UNIT / 2.0) {
            scene.text(end);
        }
        scene.text(zero);
    }
    bottom + size.line() + UNIT / 2.0
}

/// From the lowest to the highest value over the width of a column.
#[derive(Clone, Copy)]
struct Scale {
    low: f64,
    high: f64,
    full: f64,
}

impl Scale {
    fn of(rows: &[ProjectRow], column: f64) -> Self {
        let values = || rows.iter().flat_map(|r| &r.figures).filter_map(shown).flat_map(|(a, b)| [a, b]);
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.05, f64::max));
        // It ends on a whole ten, so that its end can be named.
        let high = ((high * 10.0 - 1e-9).ceil() / 10.0).min(1.0);
        Self { low, high, full: (column - 2.0 * DOT) / (high - low) }
    }

    fn x(&self, value: f64) -> f64 {
        DOT + (value - self.low) * self.full
    }
}

fn shown(figure: &Figure) -> Option<(f64, f64)> {
    let (a, b) = figure.values?;
    Some((held(a, -1.0, 1.0), held(b, -1.0, 1.0)))
}

/// The numbers of a figure, and under them its dots on a line from zero.
fn draw(scene: &mut Scene, figure: &Figure, scale: Scale, cell: Area, fonts: &Fonts) {
    let size = TextSize::Label;
    let text = Setting { width: cell.w + APART / 2.0, ..layout::setting(fonts, size, false, 1) }.fit(&figure.label, Fill::Even);
    let middle = cell.y + UNIT + size.line() / 2.0;
    let label = Label::new(cell.x, baseline(middle, size), text, size);
    let Some((before, after)) = shown(figure) else {
        scene.text(label.color(Color::Soft));
        return;
    };
    scene.text(label);
    let x = |v: f64| cell.x + scale.x(v);
    let y = cell.y + UNIT + size.line() + 2.0 * UNIT;
    scene.line(&[(cell.x, y), (cell.right(), y)], theme::HAIRLINE, Color::Before);
    for end in [0.0, scale.high] {
        scene.line(&[(x(end), y - UNIT), (x(end), y + UNIT)], theme::HAIRLINE, Color::Grey);
    }
    let color = if after < before { Color::Hurt } else { Color::Help };
    if after != before {
        scene.line(&[(x(before), y), (x(after), y)], 3.0, color);
    }
    scene.dot((x(before), y), DOT - 1.0, Color::Grey, false);
    scene.dot((x(after), y), DOT, color, true);
}

fn keys(scene: &mut Scene, view: &ProjectsView, rows: &[ProjectRow], top: f64, fonts: &Fonts) -> f64 {
    let any = |test: fn((f64, f64)) -> bool| rows.iter().flat_map(|r| &r.figures).filter_map(shown).any(test);
    let words = &view.words;
    let mut entries: Vec<(Swatch, &str)> = vec![(Swatch::Ring(Color::Grey), &words.before), (Swatch::Dot(Color::Help), &words.after)];
    if any(|(a, b)| b < a) {
        entries.push((Swatch::Dot(Color::Hurt), &words.loss));
    }
    let area = Area::new(MARGIN, top, RIGHT - MARGIN, 0.0);
    layout::key(scene, area, &entries, fonts) + GAP
}
