//! What each thing gives two sides: one dot a thing, across for one side and up for the other, with the four quadrants named.
//!
//! Invariant: one scale for both directions, so that the distance from the corner can be read; a dot lies where the scale says, and what
//! hurts is a triangle that points down, wherever it lies. Limits: [`NAMED`] things have names, the others are small grey dots that a note
//! counts.

use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline, held};
use crate::chart::place::{Placement, Room, Spot, place};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting};

/// Most things with a name.
pub const NAMED: usize = 15;
/// Side of the square plot.
pub const SIDE: f64 = 520.0;
/// Between the plot's edge and the outermost value, so that the corners stay free for their words.
pub const EDGE: f64 = 52.0;
/// Room for the numbers and words left of the plot.
const GUTTER: f64 = 104.0;
/// Room for the value of the level line right of the plot.
const BESIDE: f64 = 48.0;
const DOT: f64 = 7.0;
const SMALL: f64 = 4.0;
const RIM: f64 = 1.5;
/// Values beyond this, either way, are drawn at it.
const MOST: f64 = 50.0;
/// Widest line of a name.
const NAME: f64 = 150.0;
/// The part of the scale left of zero that names of dots at zero need.
const BELOW: f64 = 0.27;
/// The least part of the scale beyond the line between much and little.
const ABOVE: f64 = 0.22;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuadrantView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its unit.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// The things, in any order.
    pub points: Vec<Point>,
    /// From where on a side gets much, on both axes; above 0.
    pub cut: f64,
    /// Further notes of what is not shown.
    pub notes: Vec<String>,
    /// The few words of the picture.
    pub words: QuadrantWords,
}

/// One thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// Its name.
    pub name: String,
    /// What it gives one side; 1 is 100 %.
    pub x: f64,
    /// What it gives the other side.
    pub y: f64,
    /// In the plan; else an option, drawn hollow.
    pub solid: bool,
    /// Works against somebody.
    pub hurts: bool,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuadrantWords {
    /// Actions of the quadrants: upper left, upper right, lower left, lower right.
    pub quadrants: [String; 4],
    /// Left and right end of the axis.
    pub x_ends: [String; 2],
    /// Lower and upper end of the axis.
    pub y_ends: [String; 2],
    /// A number of percents with `{n}` ("{n} %").
    pub unit: String,
    /// Meaning of a solid dot.
    pub solid: String,
    /// Meaning of a hollow dot.
    pub hollow: String,
    /// Meaning of a triangle.
    pub hurts: String,
    /// Meaning of the dashed lines.
    pub cut: String,
    /// Note with `{n}`: things without a name.
    pub nameless: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

/// Where a value lies, the same for both directions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The lowest value of the scale.
    pub low: f64,
    /// The highest value of the scale.
    pub high: f64,
}

impl Scale {
    /// The scale that holds the values, zero and `cut`, with room for names left of zero and for a quadrant beyond the cut.
    pub fn of(values: impl Iterator<Item = f64>, cut: f64) -> Self {
        let (low, high) = values.fold((0.0_f64, 3.0 * cut), |(l, h), v| (l.min(v), h.max(v)));
        let low = low.min(-high * BELOW / (1.0 - BELOW));
        Self { low, high: high.max((cut - ABOVE * low) / (1.0 - ABOVE)) }
    }

    /// Pixels from the lower edge of the plot.
    pub fn at(&self, value: f64) -> f64 {
        EDGE + (value - self.low) / (self.high - self.low) * (SIDE - 2.0 * EDGE)
    }

    /// Round values on it, lowest first.
    fn ticks(&self) -> Vec<f64> {
        let rough = (self.high - self.low) / 7.0;
        let step = [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0].into_iter().find(|s| *s >= rough).unwrap_or(rough.ceil());
        let from = (self.low / step).ceil();
        let count = ((self.high / step).floor() - from).clamp(0.0, 20.0) as usize;
        (0..=count).map(|n| (from + n as f64) * step).collect()
    }
}

/// The picture of a view without things.
pub fn empty(view: &QuadrantView, fonts: &Fonts) -> Scene {
    layout::empty(&view.title, &view.words.nothing, &view.source, fonts)
}

/// The plot: where it lies, and its scale.
struct Plot {
    area: Area,
    scale: Scale,
}

impl Plot {
    fn x(&self, value: f64) -> f64 {
        self.area.x + self.scale.at(value)
    }

    fn y(&self, value: f64) -> f64 {
        self.area.bottom() - self.scale.at(value)
    }
}

/// Draws the picture.
pub fn scene(view: &QuadrantView, fonts: &Fonts) -> Scene {
    if view.points.is_empty() {
        return empty(view, fonts);
    }
    let cut = held(view.cut, 0.0, MOST);
    let mut points: Vec<Point> = view.points.clone();
    for p in &mut points {
        (p.x, p.y) = (held(p.x, -MOST, MOST), held(p.y, -MOST, MOST));
    }
    // What hurts is named before all else, then what of the plan serves both, then what gives most.
    let weight = |p: &Point| p.x.abs() + p.y.abs();
    let first = |p: &Point| (p.hurts, p.solid && p.x >= cut && p.y >= cut);
    points.sort_by(|a, b| {
        first(b).cmp(&first(a)).then(weight(b).total_cmp(&weight(a))).then(b.solid.cmp(&a.solid)).then_with(|| a.name.cmp(&b.name))
    });
    let scale = Scale::of(points.iter().flat_map(|p| [p.x, p.y]), cut);
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let line = TextSize::Source.line();
    let plot = Plot { area: Area::new(MARGIN + GUTTER, (top + line).round(), SIDE, SIDE), scale };
    let grounds = [(corner(&plot, cut), Color::Field)];
    for (area, fill) in grounds {
        scene.rect(area, fill);
    }
    let lines = lines(&mut scene, view, &plot, cut, &points);
    let taken = corners(&mut scene, view, &plot, cut, fonts);
    axes(&mut scene, view, &plot, fonts);
    let column = Area::new(plot.area.right() + BESIDE, plot.area.y, RIGHT - plot.area.right() - BESIDE, SIDE);
    let below = keys(&mut scene, view, &points, column, fonts) + GAP;
    let named = points.len().min(NAMED);
    let (great, small) = points.split_at(named);
    let spot = |(i, p): (usize, &Point)| {
        let importance = (great.len() - i) as f64;
        Spot { x: plot.x(p.x), y: plot.y(p.y), r: DOT + 1.0, importance, id: i, name: p.name.clone() }
    };
    let spots: Vec<Spot> = great.iter().enumerate().map(spot).collect();
    let dots: Vec<(f64, f64, f64)> = small.iter().map(|p| (plot.x(p.x), plot.y(p.y), SMALL + 1.0)).collect();
    let room = Room {
        fonts,
        size: TextSize::Source,
        width: NAME,
        area: plot.area,
        taken: &taken,
        dots: &dots,
        lines: &lines,
        grounds: &grounds,
        key: Some(Area::new(column.x, below, column.w, column.bottom() - below)),
        axis: "points",
    };
    let placed = place(&spots, &room);
    paint(&mut scene, &plot, (great, small), &placed);
    let nameless = small.len() + placed.nameless.len();
    let mut notes: Vec<String> = layout::note(&view.words.nameless, nameless).into_iter().collect();
    notes.extend(view.notes.iter().cloned());
    layout::finish(scene, plot.area.bottom() + 2.0 * line + UNIT, &view.source, &notes, fonts)
}

/// The quadrant where both sides get much.
fn corner(plot: &Plot, cut: f64) -> Area {
    let (x, y) = (plot.x(cut), plot.y(cut));
    Area::new(x, plot.area.y, plot.area.right() - x, y - plot.area.y)
}

/// Dots, least important first, then the names.
fn paint(scene: &mut Scene, plot: &Plot, (great, small): (&[Point], &[Point]), placed: &Placement) {
    let named = great.iter().enumerate().map(|(i, p)| (p, !placed.nameless.contains(&i)));
    let all: Vec<(&Point, bool)> = named.chain(small.iter().map(|p| (p, false))).collect();
    // A dot of the plan is never hidden by an option at the same point.
    let (plan, options): (Vec<(&Point, bool)>, Vec<_>) = all.into_iter().rev().partition(|(p, _)| p.solid);
    for (p, named) in options.into_iter().chain(plan) {
        let (at, r) = ((plot.x(p.x), plot.y(p.y)), if named { DOT } else { SMALL });
        // A white rim tells dots apart that lie on each other.
        scene.dot(at, r + RIM, Color::Paper, true);
        match (p.hurts, named) {
            (true, _) => layout::down(scene, at, r, Color::Hurt, p.solid),
            (false, true) => scene.dot(at, r, Color::Help, p.solid),
            (false, false) => scene.dot(at, r, Color::Grey, p.solid),
        }
    }
    placed.draw(scene);
}

/// The lines between much and little, and zero where something lies below it; none may run under a name.
fn lines(scene: &mut Scene, view: &QuadrantView, plot: &Plot, cut: f64, points: &[Point]) -> Vec<[(f64, f64); 2]> {
    let a = plot.area;
    let upright = |v: f64| [(plot.x(v).round(), a.y), (plot.x(v).round(), a.bottom())];
    let level = |v: f64| [(a.x, plot.y(v).round()), (a.right(), plot.y(v).round())];
    let mut out = Vec::new();
    for (below, line) in [(points.iter().any(|p| p.x < 0.0), upright(0.0)), (points.iter().any(|p| p.y < 0.0), level(0.0))] {
        if below {
            scene.line(&line, theme::HAIRLINE, Color::Grey);
            out.push(line);
        }
    }
    for line in [upright(cut), level(cut)] {
        scene.dashed(&line, theme::HAIRLINE, Color::Grey, theme::DASH);
        out.push(line);
    }
    let size = TextSize::Source;
    let value = percent(cut, &view.words.unit);
    let above = Label::new(plot.x(cut), a.y - UNIT, value.clone(), size).color(Color::Soft);
    scene.text(above.anchor(Anchor::Middle));
    scene.text(Label::new(a.right() + UNIT, baseline(plot.y(cut), size), value, size).color(Color::Soft));
    out
}

fn percent(value: f64, unit: &str) -> String {
    unit.replace("{n}", &layout::number(value * 100.0, 0))
}

/// The actions of the quadrants, in the corners; returns their boxes.
fn corners(scene: &mut Scene, view: &QuadrantView, plot: &Plot, cut: f64, fonts: &Fonts) -> Vec<Area> {
    let (a, size) = (plot.area, TextSize::Source);
    // Left of zero and right of the cut, clear of the lines.
    let rooms = [plot.x(0.0) - a.x, a.right() - plot.x(cut)].map(|w| w - 2.0 * UNIT);
    let metrics = fonts.measure("", size, false);
    let mut boxes = Vec::new();
    for (i, words) in view.words.quadrants.iter().enumerate() {
        let (right, lower) = (i % 2 == 1, i >= 2);
        let width = if right { rooms[1] } else { rooms[0] };
        let text = Setting { fonts, size, bold: false, width, lines: 2 }.fit(words, Fill::Even);
        let more = text.matches('\n').count() as f64 * size.line();
        let y = if lower { a.bottom() - UNIT / 2.0 - metrics.descent - more } else { a.y + UNIT / 2.0 + metrics.ascent };
        let (x, anchor) = if right { (a.right() - UNIT, Anchor::End) } else { (a.x + UNIT, Anchor::Start) };
        let mut label = Label::new(x, y, text, size).anchor(anchor);
        if right && !lower {
            label = label.on(Color::Field);
        }
        let label = label.color(Color::Soft);
        boxes.push(label.bounds(fonts));
        scene.text(label);
    }
    boxes
}

/// Numbers along both edges and the words at their ends.
fn axes(scene: &mut Scene, view: &QuadrantView, plot: &Plot, fonts: &Fonts) {
    let (a, size) = (plot.area, TextSize::Source);
    let ascent = fonts.measure("", size, false).ascent;
    for tick in plot.scale.ticks() {
        let text = percent(tick, &view.words.unit);
        let x = Label::new(plot.x(tick), a.bottom() + ascent, text.clone(), size).color(Color::Soft);
        scene.text(x.anchor(Anchor::Middle));
        let y = Label::new(a.x - UNIT, baseline(plot.y(tick), size), text, size).color(Color::Soft);
        scene.text(y.anchor(Anchor::End));
    }
    let half = Setting { width: SIDE / 2.0 - UNIT, ..layout::setting(fonts, size, false, 1) };
    let ends = &view.words.x_ends;
    let y = a.bottom() + size.line() + ascent;
    scene.text(Label::new(a.x, y, half.fit(&ends[0], Fill::Even), size).color(Color::Soft));
    scene.text(Label::new(a.right(), y, half.fit(&ends[1], Fill::Even), size).color(Color::Soft).anchor(Anchor::End));
    // The corners keep the numbers away from both ends of the axis.
    let narrow = Setting { width: GUTTER - UNIT, ..layout::setting(fonts, size, false, 2) };
    for (words, lower) in view.words.y_ends.iter().zip([true, false]) {
        let text = narrow.fit(words, Fill::Even);
        let more = text.matches('\n').count() as f64 * size.line();
        let y = if lower { a.bottom() - more - UNIT / 2.0 } else { a.y - UNIT / 2.0 + ascent };
        scene.text(Label::new(a.x - UNIT, y, text, size).color(Color::Soft).anchor(Anchor::End));
    }
}

fn keys(scene: &mut Scene, view: &QuadrantView, points: &[Point], column: Area, fonts: &Fonts) -> f64 {
    let mut y = column.y;
    let any = |test: fn(&Point) -> bool| points.iter().any(test);
    let entries = [
        (any(|p| p.solid && !p.hurts), Swatch::Dot(Color::Help), &view.words.solid),
        (any(|p| !p.solid && !p.hurts), Swatch::Ring(Color::Help), &view.words.hollow),
        (any(|p| p.hurts), Swatch::Down(Color::Hurt), &view.words.hurts),
        (true, Swatch::Line(Color::Grey, true), &view.words.cut),
    ];
    for (_, swatch, words) in entries.into_iter().filter(|(shown, ..)| *shown) {
        let area = Area::new(column.x, y, column.w, 0.0);
        y = layout::key(scene, area, &[(swatch, words)], fonts);
    }
    y
}
