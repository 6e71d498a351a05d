//! Which stages come when: one row a thing, three stages in steps of blue, what is late in orange, today as a line.
//!
//! Invariant: one line of days for all rows; a bar runs from the first to the last day of its stage, a diamond stands on a single day;
//! earliest row first; the date or the word for late stands under its mark, and no line runs through it. Limits: [`MAX_ROWS`] rows, the
//! earliest; where marks are too close for a text each, one text tells the row's days.

use crate::chart::calendar::{DateWords, DayLine};
use crate::chart::clear;
use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline};
use crate::chart::marktexts;
use crate::chart::namecolumn::{LIFT, NameColumn};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use jiff::civil::Date;

/// Most rows in one picture.
pub const MAX_ROWS: usize = 20;
const PITCH: f64 = 54.0;
const PITCH_MOST: f64 = 72.0;
/// Height of a bar.
const BAR: f64 = 16.0;
/// Half the width and height of a diamond.
const DIAMOND: f64 = 9.0;
/// White rim of a diamond on what lies under it.
const RIM: f64 = 2.0;
/// Air left and right of the days.
const PAD: f64 = 12.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// The day that is marked by a line.
    pub today: Date,
    /// Rows in any order.
    pub rows: Vec<TimelineRow>,
    /// What is not shown, one note a line.
    pub notes: Vec<String>,
    /// The few words of the picture.
    pub words: TimelineWords,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineRow {
    /// Its name.
    pub name: String,
    /// What is to be known of it; may be empty.
    pub note: String,
    /// Its marks in any order.
    pub marks: Vec<Mark>,
    /// The day up to which the row runs, drawn as a short line.
    pub end: Option<Date>,
}

/// A stage: a bar, or a diamond when both days are the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Which stage, 0 to 2; larger numbers count as 2.
    pub stage: usize,
    /// What it is: to come, done, or late.
    pub state: MarkState,
}

/// How a mark stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MarkState {
    /// To come, or running.
    #[default]
    Open,
    /// Done.
    Done,
    /// Late, in words ("late by 3 days").
    Late(String),
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineWords {
    /// Names of the stages.
    pub stages: [String; 3],
    /// The shortest word for late.
    pub late: String,
    /// Which stage is late, with `{stage}` and `{late}`; may be empty.
    pub late_stage: String,
    /// Meaning of the check mark.
    pub done: String,
    /// Meaning of the short line at a row's end.
    pub end: String,
    /// Today, with `{d}`.
    pub today: String,
    /// Between two parts of a text.
    pub separator: String,
    /// How dates are written.
    pub dates: DateWords,
    /// Note with `{n}`: rows left out.
    pub rows_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

impl Mark {
    pub(crate) fn is_late(&self) -> bool {
        matches!(self.state, MarkState::Late(_))
    }

    fn color(&self) -> Color {
        if self.is_late() { Color::Hurt } else { stage_color(self.stage) }
    }
}

impl TimelineRow {
    fn first(&self) -> Option<Date> {
        self.marks.iter().map(|m| m.from).min().or(self.end)
    }
}

/// Three steps of blue, light to dark, told apart in grey print too.
fn stage_color(stage: usize) -> Color {
    match stage {
        0 => Color::HelpClass(2),
        1 => Color::HelpClass(3),
        _ => Color::HelpClass(5),
    }
}

/// Draws the picture.
pub fn scene(view: &TimelineView, fonts: &Fonts) -> Scene {
    let mut rows: Vec<&TimelineRow> = view.rows.iter().filter(|r| r.first().is_some()).collect();
    if rows.is_empty() {
        return layout::empty(&view.title, &view.words.nothing, &view.source, fonts);
    }
    // Those that are needed first come first, as in the brief.
    let key = |r: &TimelineRow| (r.end.is_none(), r.end, r.first());
    rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)));
    let left_out = layout::note(&view.words.rows_left_out, rows.len().saturating_sub(MAX_ROWS));
    rows.truncate(MAX_ROWS);
    let notes: Vec<String> = left_out.into_iter().chain(view.notes.iter().cloned()).collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let head = keys(&mut scene, &view.words, &rows, top, fonts);
    let small = TextSize::Source.line();
    let top = head + 3.0 * small + UNIT / 2.0;
    let floor = layout::floor(&view.source, &notes, fonts);
    let pitch = ((floor - top) / rows.len() as f64).clamp(PITCH, PITCH_MOST).floor();
    let bottom = top + pitch * rows.len() as f64;
    let named: Vec<(&str, &str)> = rows.iter().map(|r| (r.name.as_str(), r.note.as_str())).collect();
    let names = NameColumn::of(&named, fonts);
    let line = days(view.today, &rows, MARGIN + names.width + 2.0 * UNIT);
    // The texts first: lines stop where they stand.
    let mut texts = axis_texts(view, &line, head, fonts);
    let (left, right) = (MARGIN + names.width + 2.0 * UNIT, RIGHT);
    for (i, row) in rows.iter().enumerate() {
        let base = baseline(top + pitch * (i as f64 + 0.5) + LIFT + 1.0, TextSize::Source);
        let told = marktexts::place(row, &line, &view.words, (left, right), fonts);
        texts.extend(told.into_iter().map(|(x, text)| Label::new(x, base, text, TextSize::Source)));
    }
    let boxes: Vec<Area> = texts.iter().map(|l| l.bounds(fonts)).collect();
    grid(&mut scene, view, &line, (head, top, bottom), &boxes, fonts);
    for (i, row) in rows.iter().enumerate() {
        let middle = top + pitch * (i as f64 + 0.5);
        names.draw(&mut scene, i, middle);
        marks(&mut scene, row, &line, middle - LIFT);
    }
    for text in texts {
        scene.text(text);
    }
    layout::finish(scene, bottom + GAP / 2.0, &view.source, &notes, fonts)
}

/// The line of days that holds every mark and today.
fn days(today: Date, rows: &[&TimelineRow], left: f64) -> DayLine {
    let all = || rows.iter().flat_map(|r| r.marks.iter().flat_map(|m| [m.from, m.to]).chain(r.end)).chain([today]);
    let (first, last) = (all().min().unwrap_or(today), all().max().unwrap_or(today));
    DayLine::new(first, last, left + PAD, RIGHT - PAD)
}

/// Today, then years once each, then months.
fn axis_texts(view: &TimelineView, line: &DayLine, head: f64, fonts: &Fonts) -> Vec<Label> {
    let (size, words) = (TextSize::Source, &view.words);
    let base = |row: f64| baseline(head + (row + 0.5) * size.line(), size);
    let mut out = Vec::new();
    let text = words.today.replace("{d}", &words.dates.day(view.today));
    let mut today = Label::new(line.x(view.today), base(0.0), text, size).bold().anchor(Anchor::Middle);
    let b = today.bounds(fonts);
    today.x += (MARGIN - b.x).max(0.0) - (b.right() - RIGHT).max(0.0);
    out.push(today);
    let mut year = None;
    let wide = |t: &str| fonts.measure(t, size, false).width;
    // The month the line begins in has no tick of its own.
    let opening = line.opening(&words.dates, wide).map(|text| (line.first(), text));
    let ticks = line.ticks(&words.dates, wide).into_iter().filter_map(|tick| Some((tick.date, tick.label?)));
    for (date, text) in opening.into_iter().chain(ticks) {
        let x = line.x(date) + UNIT / 2.0;
        let month = Label::new(x, base(2.0), text, size).color(Color::Soft);
        if month.bounds(fonts).right() > RIGHT {
            continue;
        }
        out.push(month);
        let label = Label::new(x, base(1.0), words.dates.year(date), size).color(Color::Soft);
        if year != Some(date.year()) && label.bounds(fonts).right() <= RIGHT {
            year = Some(date.year());
            out.push(label);
        }
    }
    out.retain(|l| !l.text.trim().is_empty());
    out
}

/// Ticks and today, behind everything.
fn grid(scene: &mut Scene, view: &TimelineView, line: &DayLine, (head, top, bottom): (f64, f64, f64), boxes: &[Area], fonts: &Fonts) {
    let row = TextSize::Source.line();
    for tick in line.ticks(&view.words.dates, |t| fonts.measure(t, TextSize::Source, false).width) {
        let x = line.x(tick.date).round();
        let (from, to) = if tick.label.is_some() { (head + 2.0 * row, bottom) } else { (top - UNIT, top) };
        for piece in clear::upright(x, (from, to), boxes) {
            scene.line(&piece, theme::HAIRLINE, Color::Grid);
        }
    }
    let x = line.x(view.today);
    // A stump of a dash between two texts would read as a mark.
    let long = |p: &[(f64, f64); 2]| p[1].1 - p[0].1 > UNIT * 1.5;
    for piece in clear::upright(x, (head + row, bottom), boxes).into_iter().filter(long) {
        scene.dashed(&piece, theme::STROKE, Color::Ink, theme::DASH);
    }
}

fn marks(scene: &mut Scene, row: &TimelineRow, line: &DayLine, middle: f64) {
    let mut marks: Vec<&Mark> = row.marks.iter().collect();
    marks.sort_by_key(|m| (m.from, m.to, m.stage));
    if let Some(end) = row.end {
        let x = line.x(end);
        if let Some(last) = marks.iter().map(|m| m.to).max().filter(|last| *last < end) {
            scene.line(&[(line.x(last), middle), (x, middle)], theme::HAIRLINE, Color::Before);
        }
        scene.line(&[(x, middle - BAR / 2.0), (x, middle + BAR / 2.0)], theme::STROKE, Color::Ink);
    }
    for mark in marks.iter().filter(|m| m.from != m.to) {
        let (from, to) = (line.x(mark.from), line.x(mark.to));
        scene.rect(Area::new(from, middle - BAR / 2.0, (to - from).max(theme::STROKE), BAR), mark.color());
        // Neighbours of one colour stay two bars.
        if marks.iter().any(|m| m.to == mark.from && m.from < mark.from) {
            scene.line(&[(from, middle - BAR / 2.0), (from, middle + BAR / 2.0)], theme::SEAM, Color::Paper);
        }
    }
    for mark in marks.iter().filter(|m| m.from == m.to) {
        let x = line.x(mark.from);
        scene.polygon(&diamond(x, middle, DIAMOND + RIM), Color::Paper);
        scene.polygon(&diamond(x, middle, DIAMOND), mark.color());
    }
}

fn diamond(x: f64, y: f64, half: f64) -> [(f64, f64); 4] {
    [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
}

fn keys(scene: &mut Scene, words: &TimelineWords, rows: &[&TimelineRow], top: f64, fonts: &Fonts) -> f64 {
    let marks = || rows.iter().flat_map(|r| &r.marks);
    let mut entries: Vec<(Swatch, &str)> = Vec::new();
    for (stage, name) in words.stages.iter().enumerate() {
        let mut of = marks().filter(|m| m.stage.min(2) == stage && !m.is_late()).peekable();
        if of.peek().is_some() {
            let bar = of.any(|m| m.from != m.to);
            let color = stage_color(stage);
            entries.push((if bar { Swatch::Square(color) } else { Swatch::Diamond(color) }, name));
        }
    }
    if marks().any(Mark::is_late) {
        entries.push((Swatch::Square(Color::Hurt), &words.late));
    }
    if marks().any(|m| m.state == MarkState::Done) {
        entries.push((Swatch::Sign("✓"), &words.done));
    }
    if rows.iter().any(|r| r.end.is_some()) {
        entries.push((Swatch::Tick(Color::Ink), &words.end));
    }
    let area = Area::new(MARGIN, top, RIGHT - MARGIN, 0.0);
    layout::key(scene, area, &entries, fonts) + GAP / 2.0
}
