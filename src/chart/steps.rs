//! Changes in order: what each adds to a figure, from where it stood before to where it stands after.
//!
//! Invariant: one scale from zero for all rows; a row's bar begins where the one above it ended, so the bars add up to the last number.
//! Grey is the state before all changes, blue a gain, orange with a minus a loss; a fall under half a point is no loss but a
//! grey line. Limits: [`MAX_ROWS`] changes.

use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline, first_baseline, held};
use crate::chart::scene::{Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting, shorten_all};

/// Most changes in one picture.
pub const MAX_ROWS: usize = 12;
const PITCH: f64 = 56.0;
const BAR: f64 = 26.0;
const NAMES_MOST: f64 = 300.0;
/// Room for the numbers right of the bars.
const NUMBERS_MOST: f64 = 300.0;
/// A fall from which a change is drawn as a loss: half a point. Under it the numbers beside the bar tell it, and no colour.
const FELT: f64 = 0.005;
/// Least width of a bar that is not zero.
const LEAST: f64 = 2.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepsView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its unit.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// Where the figure stands before all changes.
    pub start: StepRow,
    /// The changes in order; each goes on from the row above.
    pub steps: Vec<StepRow>,
    /// After so many changes the later ones bring less, 1 to their number, with the words for it.
    pub knee: Option<(usize, String)>,
    /// Sentences under the bars.
    pub remarks: Vec<String>,
    /// The few words of the picture.
    pub words: StepsWords,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepRow {
    /// What is changed.
    pub name: String,
    /// What it costs; may be empty.
    pub note: String,
    /// The figure after it, -1..=1.
    pub value: f64,
    /// The numbers, in words ("+9 pts → 41 %").
    pub label: String,
    /// What else it brings; may be empty.
    pub more: String,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepsWords {
    /// Meaning of grey.
    pub before: String,
    /// Meaning of blue.
    pub gain: String,
    /// Meaning of orange.
    pub loss: String,
    /// Note with `{n}`: changes left out.
    pub rows_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

/// The picture of a view without changes.
pub fn empty(view: &StepsView, fonts: &Fonts) -> Scene {
    layout::empty(&view.title, &view.words.nothing, &view.source, fonts)
}

/// Where zero is, and pixels for 1.
#[derive(Clone, Copy)]
struct Scale {
    zero: f64,
    full: f64,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        self.zero + value * self.full
    }
}

/// Draws the picture.
pub fn scene(view: &StepsView, fonts: &Fonts) -> Scene {
    if view.steps.is_empty() {
        return empty(view, fonts);
    }
    let left_out = view.steps.len().saturating_sub(MAX_ROWS);
    let rows: Vec<&StepRow> = std::iter::once(&view.start).chain(view.steps.iter().take(MAX_ROWS)).collect();
    let notes: Vec<String> = layout::note(&view.words.rows_left_out, left_out).into_iter().collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let top = keys(&mut scene, view, &rows, top, fonts);
    let names = names(&rows, fonts);
    let scale = scale(&rows, MARGIN + names.width + 2.0 * UNIT, fonts);
    let pitch = if names.shown.iter().any(|n| n.contains('\n')) { PITCH + TextSize::Label.line() } else { PITCH };
    let mut y = top;
    let mut from = 0.0;
    // The end of the bar above, from where a thin line leads down to the next.
    let mut end: Option<(f64, f64)> = None;
    let mut knee: Option<Area> = None;
    for (i, row) in rows.iter().enumerate() {
        let value = value(row);
        let bar = Area::new(0.0, y + (pitch - BAR) / 2.0, 0.0, BAR);
        if let Some((x, above)) = end {
            thread(&mut scene, x, (above, bar.y), knee.take());
        }
        names.draw(&mut scene, i, row, y + pitch / 2.0);
        draw(&mut scene, row, from, scale, bar, i == 0, fonts);
        end = Some((scale.x(value).round(), bar.bottom()));
        from = value;
        y += pitch;
        if let Some((_, words)) = view.knee.as_ref().filter(|(at, _)| *at == i && i > 0) {
            let (b, bottom) = bend(&mut scene, words, y, fonts);
            knee = Some(b);
            y = bottom;
        }
    }
    axis(&mut scene, scale, (top, y), fonts);
    for remark in &view.remarks {
        let text = layout::setting(fonts, TextSize::Source, false, 2).fit(remark, Fill::Full);
        y = layout::drop_below(&mut scene, Label::new(MARGIN, y + UNIT / 2.0, text, TextSize::Source), fonts);
    }
    layout::finish(scene, y, &view.source, &notes, fonts)
}

fn value(row: &StepRow) -> f64 {
    held(row.value, -1.0, 1.0)
}

/// Whether a change takes so much that it is felt; the dust of binary fractions makes no half point.
fn falls(from: f64, to: f64) -> bool {
    from - to >= FELT - 1e-9
}

/// The names with their notes.
struct Names<'a> {
    shown: Vec<String>,
    width: f64,
    fonts: &'a Fonts,
}

fn names<'a>(rows: &[&StepRow], fonts: &'a Fonts) -> Names<'a> {
    let wide = |r: &&StepRow| {
        let name = fonts.measure(&r.name, TextSize::Label, true).width;
        name.max(fonts.measure(&r.note, TextSize::Source, false).width)
    };
    let width = rows.iter().map(wide).fold(0.0, f64::max).min(NAMES_MOST).ceil();
    let all: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let setting = Setting { fonts, size: TextSize::Label, bold: true, width, lines: 2 };
    Names { shown: shorten_all(&all, &setting), width, fonts }
}

impl Names<'_> {
    fn draw(&self, scene: &mut Scene, i: usize, row: &StepRow, middle: f64) {
        let Some(name) = self.shown.get(i) else { return };
        two_lines(scene, (MARGIN, middle), (name, true), (&row.note, self.width), &row.name, self.fonts);
    }
}

/// A text with a softer one under it, both centred on a line together.
fn two_lines(
    scene: &mut Scene,
    (x, middle): (f64, f64),
    (text, bold): (&str, bool),
    (note, width): (&str, f64),
    full: &str,
    fonts: &Fonts,
) {
    let note = Setting { width, ..layout::setting(fonts, TextSize::Source, false, 1) }.fit(note, Fill::Even);
    let lift = if note.is_empty() { 0.0 } else { TextSize::Source.line() / 2.0 };
    let more = text.matches('\n').count() as f64 * TextSize::Label.line() / 2.0;
    let mut label = Label::new(x, first_baseline(middle - lift, TextSize::Label, text), text, TextSize::Label);
    label.bold = bold;
    if bold {
        label = label.names("rows", full);
    }
    scene.text(label);
    let under = baseline(middle + lift + more + 1.0, TextSize::Source);
    scene.text(Label::new(x, under, note, TextSize::Source).color(Color::Soft));
}

/// The largest scale at which every bar with its numbers stays inside the margins.
fn scale(rows: &[&StepRow], left: f64, fonts: &Fonts) -> Scale {
    let numbers = |r: &StepRow| {
        let label = fonts.measure(&r.label, TextSize::Label, false).width;
        // A bar of next to nothing is drawn wider than it is.
        label.max(fonts.measure(&r.more, TextSize::Source, false).width).min(NUMBERS_MOST) + UNIT + LEAST
    };
    let low = rows.iter().map(|r| value(r)).fold(0.0, f64::min);
    let mut from = 0.0_f64;
    // The right end of each bar: a loss ends where it began.
    let ends: Vec<(f64, f64)> = rows
        .iter()
        .map(|r| {
            let right = from.max(value(r)).max(0.0);
            from = value(r);
            (right, numbers(r))
        })
        .collect();
    let fits = |full: f64| ends.iter().all(|(right, wide)| left + (right - low) * full + wide <= RIGHT);
    let mut full = 4000.0;
    while full > 40.0 && !fits(full) {
        full -= 4.0;
    }
    Scale { zero: (left - low * full).round(), full }
}

/// Draws the bar of a row and its numbers.
fn draw(scene: &mut Scene, row: &StepRow, from: f64, scale: Scale, bar: Area, first: bool, fonts: &Fonts) {
    let to = value(row);
    let (left, right) = (scale.x(from.min(to)), scale.x(from.max(to)));
    let fill = match () {
        () if first => Color::Before,
        () if falls(from, to) => Color::Hurt,
        () if to > from => Color::Help,
        () => Color::Grey,
    };
    // A change of nothing is a line, not a gap.
    let wide = (right - left).max(LEAST);
    scene.rect(Area::new(left, bar.y, wide, bar.h), fill);
    let x = left + wide + UNIT;
    let setting = Setting { width: (RIGHT - x).max(UNIT), ..layout::setting(fonts, TextSize::Label, false, 1) };
    let text = setting.fit(&row.label, Fill::Even);
    two_lines(scene, (x, bar.y + bar.h / 2.0), (&text, false), (&row.more, setting.width), "", fonts);
}

/// The thin line from a bar to the next, interrupted by the words between them.
fn thread(scene: &mut Scene, x: f64, (from, to): (f64, f64), words: Option<Area>) {
    match words.filter(|b| b.x - UNIT / 2.0 < x && x < b.right() + UNIT / 2.0) {
        Some(b) => {
            scene.line(&[(x, from), (x, b.y)], theme::HAIRLINE, Color::Grey);
            scene.line(&[(x, b.bottom()), (x, to)], theme::HAIRLINE, Color::Grey);
        }
        None => scene.line(&[(x, from), (x, to)], theme::HAIRLINE, Color::Grey),
    }
}

/// The line after which less is gained, with its words; returns their box and where the next row begins.
fn bend(scene: &mut Scene, words: &str, y: f64, fonts: &Fonts) -> (Area, f64) {
    scene.dashed(&[(MARGIN, y), (RIGHT, y)], theme::STROKE, Color::Ink, theme::DASH);
    let text = layout::setting(fonts, TextSize::Source, false, 2).fit(words, Fill::Even);
    let mut label = Label::new(MARGIN, y + UNIT / 2.0, text, TextSize::Source);
    label.y += fonts.measure("", TextSize::Source, false).ascent;
    let b = label.bounds(fonts);
    scene.text(label);
    (b, b.bottom() + UNIT / 2.0)
}

/// Zero, beside the bars and not through the words between them.
fn axis(scene: &mut Scene, scale: Scale, (top, bottom): (f64, f64), fonts: &Fonts) {
    let x = scale.zero;
    let mut hits: Vec<Area> =
        scene.labels().map(|l| l.bounds(fonts)).filter(|b| b.x - 3.0 < x && x < b.right() + 3.0 && b.y >= top).collect();
    hits.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut from = top;
    for (start, end) in hits.iter().map(|b| (b.y, b.bottom())).chain([(bottom, bottom)]) {
        if start > from {
            scene.line(&[(x, from), (x, start)], theme::HAIRLINE, Color::Ink);
        }
        from = from.max(end);
    }
}

fn keys(scene: &mut Scene, view: &StepsView, rows: &[&StepRow], top: f64, fonts: &Fonts) -> f64 {
    let pairs = || rows.iter().zip(rows.iter().skip(1));
    let words = &view.words;
    let mut entries: Vec<(Swatch, &str)> = vec![(Swatch::Square(Color::Before), &words.before)];
    if pairs().any(|(a, b)| value(b) > value(a)) {
        entries.push((Swatch::Square(Color::Help), &words.gain));
    }
    if pairs().any(|(a, b)| falls(value(a), value(b))) {
        entries.push((Swatch::Square(Color::Hurt), &words.loss));
    }
    let area = Area::new(MARGIN, top, RIGHT - MARGIN, 0.0);
    layout::key(scene, area, &entries, fonts) + GAP
}
