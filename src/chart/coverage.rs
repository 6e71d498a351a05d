//! How much of each department's KPIs the project covers: before, after, and what works against them.
//!
//! Invariant: right of zero the side that helps, grey as the plan is, blue what is advised adds (a loss is an
//! outlined part); left of zero, in orange, the side of the plan that hurts (outlined in blue what of it goes with what is dropped);
//! the label says what is left when one is taken from the other, and a black line across the bar shows where that is. One scale
//! for all rows. Limits: [`MAX_ROWS`] departments.

use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline, held};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting, shorten_all};

/// Most departments in one picture.
pub const MAX_ROWS: usize = 20;
const PITCH: f64 = 50.0;
const PITCH_MOST: f64 = 72.0;
/// Part of a row that is bar; the rest is gap.
const BAR: f64 = 0.6;
const NAMES_MOST: f64 = 250.0;
/// Thickness of the line at the net value, and how far it stands out of the bar.
const NET: f64 = 2.5;
const NET_OVER: f64 = 3.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its unit.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// Departments, in the order of the sister charts.
    pub rows: Vec<CoverageRow>,
    /// The line to reach, 0..=1, with its words.
    pub line: Option<(f64, String)>,
    /// The few words of the picture.
    pub words: CoverageWords,
}

/// One department.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageRow {
    /// Its name.
    pub name: String,
    /// What it is to the project: own, partner, not needed.
    pub note: String,
    /// Hurting side of the plan, 0..=1.
    pub hurt_before: f64,
    /// What of it stays as advised, 0..=`hurt_before`.
    pub hurt_after: f64,
    /// Helping side of the plan, 0..=1.
    pub help_before: f64,
    /// Helping side as advised, 0..=1.
    pub help_after: f64,
    /// What is left of it when harm is taken off, where the label says that number; -1..=1.
    pub net: Option<f64>,
    /// Number at the bar's end, in words ("38 %, 3 of 8 served").
    pub label: String,
    /// Number at the left bar's end ("−9 %"); may be empty.
    pub hurt_label: String,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageWords {
    /// Meaning of grey.
    pub before: String,
    /// Meaning of blue.
    pub gain: String,
    /// Meaning of orange.
    pub hurts: String,
    /// Meaning of the outlined part on the right.
    pub loss: String,
    /// Meaning of the outlined part on the left.
    pub relief: String,
    /// Meaning of the black line across a bar.
    pub net: String,
    /// What a word of the labels means; may be empty.
    pub remark: String,
    /// Right end of the scale ("100 %").
    pub full: String,
    /// Note with `{n}`: departments left out.
    pub rows_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

/// The picture of a view without departments.
pub fn empty(view: &CoverageView, fonts: &Fonts) -> Scene {
    layout::empty(&view.title, &view.words.nothing, &view.source, fonts)
}

/// Where zero is, and pixels for 100 %.
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

fn shown(row: &CoverageRow) -> (f64, f64, f64) {
    (held(row.help_before, 0.0, 1.0), held(row.help_after, 0.0, 1.0), held(row.hurt_before, 0.0, 1.0))
}

/// Draws the picture.
pub fn scene(view: &CoverageView, fonts: &Fonts) -> Scene {
    if view.rows.is_empty() {
        return empty(view, fonts);
    }
    let mut rows: Vec<&CoverageRow> = view.rows.iter().collect();
    let left_out = rows.len().saturating_sub(MAX_ROWS);
    rows.truncate(MAX_ROWS);
    let remark = Some(view.words.remark.clone()).filter(|r| !r.is_empty());
    let notes: Vec<String> = remark.into_iter().chain(layout::note(&view.words.rows_left_out, left_out)).collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let top = keys(&mut scene, view, &rows, top, fonts);
    // The names of the target line and of 100 % stand in one line above the bars.
    let top = top + TextSize::Source.line() + UNIT;
    let floor = layout::floor(&view.source, &notes, fonts);
    let pitch = ((floor - top) / rows.len() as f64).clamp(PITCH, PITCH_MOST).floor();
    let bottom = top + pitch * rows.len() as f64;
    let size = TextSize::Label;
    let names_width = rows
        .iter()
        .map(|r| {
            let name = fonts.measure(&r.name, size, true).width;
            name.max(fonts.measure(&r.note, TextSize::Source, false).width)
        })
        .fold(0.0, f64::max)
        .min(NAMES_MOST)
        .ceil();
    let scale = scale(&rows, MARGIN + names_width + 2.0 * UNIT, fonts);
    let setting = |size, bold| Setting { fonts, size, bold, width: names_width, lines: 1 };
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let names = shorten_all(&names, &setting(size, true));
    let mut boxes = Vec::new();
    for (i, (row, name)) in rows.iter().zip(names).enumerate() {
        let y = top + pitch * i as f64;
        let middle = y + pitch / 2.0;
        let note = setting(TextSize::Source, false).fit(&row.note, Fill::Even);
        let lift = if note.is_empty() { 0.0 } else { TextSize::Source.line() / 2.0 };
        let label = Label::new(MARGIN, baseline(middle - lift, size), name, size).bold();
        scene.text(label.names("rows", &row.name));
        let under = baseline(middle + lift + 1.0, TextSize::Source);
        scene.text(Label::new(MARGIN, under, note, TextSize::Source).color(Color::Soft));
        let high = (pitch * BAR).round();
        boxes.push(bar(&mut scene, row, scale, Area::new(0.0, middle - high / 2.0, 0.0, high), fonts));
    }
    let ends = (top, bottom);
    scene.line(&[(scale.zero, ends.0), (scale.zero, ends.1)], theme::HAIRLINE, Color::Ink);
    target(&mut scene, view, scale, ends, &boxes, fonts);
    layout::finish(scene, bottom, &view.source, &notes, fonts)
}

/// The largest scale at which every bar with its label, and 100 %, stay inside the margins.
fn scale(rows: &[&CoverageRow], left: f64, fonts: &Fonts) -> Scale {
    let width = |text: &str| {
        let w = fonts.measure(text, TextSize::Label, false).width;
        if text.is_empty() { 0.0 } else { w + 1.5 * UNIT }
    };
    let room = RIGHT - left;
    let fits = |full: f64| {
        let hurt = |r: &&CoverageRow| {
            let x = shown(r).2;
            if x > 0.0 { x * full + width(&r.hurt_label) } else { 0.0 }
        };
        let before = rows.iter().map(hurt).fold(0.0, f64::max);
        let end = |r: &&CoverageRow| {
            let (b, a, _) = shown(r);
            b.max(a) * full + width(&r.label)
        };
        let after = rows.iter().map(end).fold(full, f64::max);
        (before + after <= room).then_some(left + before)
    };
    let mut full = room.floor();
    while full > 120.0 && fits(full).is_none() {
        full -= 2.0;
    }
    Scale { zero: fits(full).unwrap_or(left).round(), full }
}

/// Draws one bar; returns the box of its label.
fn bar(scene: &mut Scene, row: &CoverageRow, scale: Scale, at: Area, fonts: &Fonts) -> Area {
    let (before, after, hurt) = shown(row);
    let part = |from: f64, to: f64| Area::new(scale.x(from), at.y, (to - from) * scale.full, at.h);
    scene.rect(part(0.0, before.min(after)), Color::Before);
    if after > before {
        scene.rect(part(before, after), Color::Help);
    } else if before > after {
        outlined(scene, part(after, before), Color::Hurt);
    }
    let stays = hurt_left(row);
    scene.rect(part(-stays, 0.0), Color::Hurt);
    if hurt > stays {
        outlined(scene, part(-hurt, -stays), Color::Help);
    }
    if let Some(net) = row.net {
        let x = scale.x(held(net, -hurt, before.max(after)));
        scene.line(&[(x, at.y - NET_OVER), (x, at.bottom() + NET_OVER)], NET, Color::Ink);
    }
    let size = TextSize::Label;
    let base = baseline(at.y + at.h / 2.0, size);
    if hurt > 0.0 {
        let label = Label::new(scale.x(-hurt) - UNIT, base, row.hurt_label.clone(), size);
        scene.text(label.anchor(Anchor::End));
    }
    let x = scale.x(before.max(after)) + UNIT;
    let setting = Setting { width: (RIGHT - x).max(UNIT), ..layout::setting(fonts, size, false, 1) };
    let text = setting.fit(&row.label, Fill::Even);
    let label = Label::new(x, base, text, size);
    let bounds = label.bounds(fonts);
    scene.text(label);
    bounds
}

fn hurt_left(row: &CoverageRow) -> f64 {
    held(row.hurt_after, 0.0, shown(row).2)
}

/// A part of a bar that goes.
fn outlined(scene: &mut Scene, part: Area, color: Color) {
    let (x, y, r, b) = (part.x + 1.0, part.y + 1.0, part.right() - 1.0, part.bottom() - 1.0);
    for line in [[(x, y), (r, y)], [(r, y), (r, b)], [(r, b), (x, b)], [(x, b), (x, y)]] {
        scene.dashed(&line, theme::STROKE, color, theme::DASH);
    }
}

/// The line to reach, interrupted where a label stands, with its name above the bars.
fn target(scene: &mut Scene, view: &CoverageView, scale: Scale, (top, bottom): (f64, f64), boxes: &[Area], fonts: &Fonts) {
    let size = TextSize::Source;
    let y = top - UNIT;
    // A ruler from 0 to 100 %; the numbers stand at the bars.
    let ruler = top - UNIT / 4.0;
    scene.line(&[(scale.zero, ruler), (scale.x(1.0), ruler)], theme::HAIRLINE, Color::Before);
    for x in [scale.zero, scale.x(1.0)] {
        scene.line(&[(x, ruler), (x, ruler + UNIT)], theme::HAIRLINE, Color::Before);
    }
    let full = Label::new(scale.x(1.0), y, view.words.full.clone(), size).color(Color::Soft).anchor(Anchor::End);
    let mut taken = full.bounds(fonts).x;
    if let Some((value, words)) = &view.line {
        let x = scale.x(held(*value, 0.0, 1.0)).round();
        let mut from = ruler;
        for b in boxes.iter().filter(|b| b.x - UNIT / 2.0 < x && x < b.right() + UNIT / 2.0) {
            scene.dashed(&[(x, from), (x, b.y)], theme::STROKE, Color::Ink, theme::DASH);
            from = b.bottom();
        }
        scene.dashed(&[(x, from), (x, bottom)], theme::STROKE, Color::Ink, theme::DASH);
        let mut label = Label::new(x, y, words.clone(), size).anchor(Anchor::Middle);
        let b = label.bounds(fonts);
        label.x += (MARGIN - b.x).max(0.0) - (b.right() - RIGHT).max(0.0);
        if label.bounds(fonts).right() + UNIT > taken {
            taken = f64::NEG_INFINITY;
        }
        scene.text(label);
    }
    if taken > scale.zero {
        scene.text(full);
    }
}

fn keys(scene: &mut Scene, view: &CoverageView, rows: &[&CoverageRow], top: f64, fonts: &Fonts) -> f64 {
    let any = |test: fn((f64, f64, f64)) -> bool| rows.iter().any(|r| test(shown(r)));
    let words = &view.words;
    let mut entries: Vec<(Swatch, &str)> = Vec::new();
    if any(|(b, a, _)| b > 0.0 && a > 0.0) || !any(|(b, a, x)| b.max(a).max(x) > 0.0) {
        entries.push((Swatch::Square(Color::Before), &words.before));
    }
    if any(|(b, a, _)| a > b) {
        entries.push((Swatch::Square(Color::Help), &words.gain));
    }
    if any(|(_, _, x)| x > 0.0) {
        entries.push((Swatch::Square(Color::Hurt), &words.hurts));
    }
    if any(|(b, a, _)| a < b) {
        entries.push((Swatch::Line(Color::Hurt, true), &words.loss));
    }
    if rows.iter().any(|r| hurt_left(r) < shown(r).2) {
        entries.push((Swatch::Line(Color::Help, true), &words.relief));
    }
    if rows.iter().any(|r| r.net.is_some()) {
        entries.push((Swatch::Tick(Color::Ink), &words.net));
    }
    let area = Area::new(MARGIN, top, RIGHT - MARGIN, 0.0);
    layout::key(scene, area, &entries, fonts) + GAP
}
