//! Things by two levels from 1 to 5, in four fields that say what to do: a map for deciding whom to turn to first.
//!
//! Invariant: a dot stands in the cell of its levels, beside others by a fixed rule; every name that has room stands at its dot, the rest
//! is numbered in a list at the side, and what has no room there either is counted. Limits: names are placed in the order of the points.

use crate::chart::clear;
use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline};
use crate::chart::maplist::{self, Crowd};
use crate::chart::mapseats::{self, LANES, Seat};
use crate::chart::place::{self, Placement, Room, Spot};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting};

/// Height of the strip that names two fields.
const STRIP: f64 = 28.0;
/// Distance of two dots one under the other.
const LANE: f64 = 25.0;
const CELL_LEAST: f64 = 66.0;
/// A cell that holds a crowd, and the radius of the crowd.
const CROWD_CELL: f64 = 100.0;
const CROWD: f64 = 32.0;
/// How far a crowd stands over the middle of its cell, to leave room for its numbers.
const CROWD_LIFT: f64 = 12.0;
const DOT: f64 = 7.0;
/// Widest name beside a dot.
const NAME: f64 = 176.0;
/// Width of the list at the side.
const LIST: f64 = 236.0;
/// Highest list at the side.
const LIST_MOST: f64 = 920.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its scale.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// Levels from here on are high, 2 to 5.
    pub cut: u8,
    /// Points, the most important first.
    pub points: Vec<MapPoint>,
    /// What is not shown, one note a line.
    pub notes: Vec<String>,
    /// The few words of the picture.
    pub words: MapWords,
}

/// One point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapPoint {
    /// Its name.
    pub name: String,
    /// Level upwards, 1 to 5; others count as the nearest.
    pub up: u8,
    /// Level to the right, 1 to 5; others count as the nearest.
    pub across: u8,
    /// The level to the right from which it was moved; an arrow shows it.
    pub from: Option<u8>,
    /// The same in a few characters ("2 → 3"), where there is no room for the arrow.
    pub moved: String,
    /// A filled dot, else a ring.
    pub solid: bool,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapWords {
    /// Name of the upward axis.
    pub up: String,
    /// Name of the axis to the right.
    pub across: String,
    /// Beside level 1.
    pub low: String,
    /// Beside level 5.
    pub high: String,
    /// Names of the fields and what to do there, shown where it fits: upper left, upper right, lower left, lower right.
    pub fields: [(String, String); 4],
    /// Meaning of a filled dot.
    pub solid: String,
    /// Meaning of a ring.
    pub hollow: String,
    /// Meaning of the arrow.
    pub arrow: String,
    /// Note with `{n}`: points without a name.
    pub nameless: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

impl MapPoint {
    pub(crate) fn up(&self) -> u8 {
        self.up.clamp(1, 5)
    }

    pub(crate) fn across(&self) -> u8 {
        self.across.clamp(1, 5)
    }

    pub(crate) fn from(&self) -> Option<u8> {
        self.from.map(|from| from.clamp(1, 5)).filter(|from| *from != self.across())
    }
}

/// Draws the picture.
pub fn scene(view: &MapView, fonts: &Fonts) -> Scene {
    if view.points.is_empty() {
        return layout::empty(&view.title, &view.words.nothing, &view.source, fonts);
    }
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let points: Vec<&MapPoint> = view.points.iter().collect();
    let seats = mapseats::seats(&points);
    let top = keys(&mut scene, view, &seats, top, fonts);
    let mut plan = Plan::of(view, &seats, top, 0, fonts);
    if plan.nameless > 0 {
        plan = Plan::of(view, &seats, top, plan.nameless, fonts);
    }
    plan.draw(&mut scene, view, fonts);
    let bottom = (plan.frame.bottom() + 2.0 * TextSize::Source.line()).max(plan.listed_to(fonts)) + GAP / 2.0;
    let nameless = layout::note(&view.words.nameless, plan.nameless);
    let notes: Vec<String> = nameless.into_iter().chain(view.notes.iter().cloned()).collect();
    layout::finish(scene, bottom, &view.source, &notes, fonts)
}

/// Where the cells lie.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    /// Height of a cell.
    high: f64,
    cut: u8,
}

impl Frame {
    fn wide(&self) -> f64 {
        (self.right - self.left) / 5.0
    }

    fn x(&self, across: u8) -> f64 {
        self.left + (f64::from(across) - 0.5) * self.wide()
    }

    /// Middle of a row of cells; those under the cut come after a second strip.
    fn y(&self, up: u8) -> f64 {
        let strips = if up >= self.cut { STRIP } else { 2.0 * STRIP };
        self.top + strips + (5.5 - f64::from(up)) * self.high
    }

    fn cut_x(&self) -> f64 {
        self.left + f64::from(self.cut - 1) * self.wide()
    }

    fn cut_y(&self) -> f64 {
        self.y(self.cut) + self.high / 2.0
    }

    fn bottom(&self) -> f64 {
        self.y(1) + self.high / 2.0
    }
}

/// Where everything stands.
struct Plan {
    frame: Frame,
    dots: Vec<(f64, f64, f64, bool)>,
    arrows: Vec<[(f64, f64); 2]>,
    fields: Vec<Label>,
    names: Placement,
    /// Texts of crowds and of their part of the list.
    crowds: Vec<Label>,
    nameless: usize,
}

impl Plan {
    /// `listed` names are expected in a list at the side; without any there is no list.
    fn of(view: &MapView, seats: &[Seat], top: f64, listed: usize, fonts: &Fonts) -> Self {
        let lanes = seats.iter().map(|s| if let Seat::Lane { of, .. } = s { *of } else { LANES }).max().unwrap_or(1);
        let crowd = seats.iter().any(|s| matches!(s, Seat::Crowd { .. }));
        let high = (lanes as f64 * LANE + UNIT).max(if crowd { CROWD_CELL } else { CELL_LEAST });
        let words = &view.words;
        let ticks = [format!("{} 5", words.high), format!("{} 1", words.low), words.up.clone()];
        let axis = ticks.iter().map(|t| fonts.measure(t, TextSize::Source, true).width).fold(0.0, f64::max).ceil().min(120.0);
        let right = if listed > 0 { RIGHT - LIST - GAP } else { RIGHT };
        let frame = Frame { left: MARGIN + axis + GAP, right, top, high, cut: view.cut.clamp(2, 5) };
        let (mut dots, mut arrows, mut spots) = (Vec::new(), Vec::new(), Vec::new());
        let mut crowds: Vec<Crowd> = Vec::new();
        let mut round = Vec::new();
        for (i, (point, seat)) in view.points.iter().zip(seats).enumerate() {
            let (x, y) = (frame.x(point.across()), frame.y(point.up()));
            let mut name = point.name.clone();
            if point.from().is_some() && !matches!(seat, Seat::Lane { arrow: true, .. }) && !point.moved.is_empty() {
                name = format!("{name} ({})", point.moved);
            }
            match *seat {
                Seat::Lane { lane, of, arrow } => {
                    let y = y + (lane as f64 - (of as f64 - 1.0) / 2.0) * LANE;
                    dots.push((x, y, DOT, point.solid));
                    if let Some(from) = point.from().filter(|_| arrow) {
                        let from = frame.x(from);
                        arrows.push([(from, y), (x + (DOT + 2.0) * (from - x).signum(), y)]);
                    }
                    spots.push(Spot { x, y, r: DOT, importance: -(i as f64), id: i, name });
                }
                Seat::Crowd { place, of } => {
                    let (middle, label) = (y - CROWD_LIFT, y - CROWD_LIFT + CROWD + TextSize::Source.px() + 1.0);
                    // A spiral by the golden angle: round, even, and the same every time.
                    let step = (CROWD / ((of as f64).sqrt() + 0.75)).min(9.0);
                    let (sin, cos) = (place as f64 * 2.399_963).sin_cos();
                    let far = step * (place as f64 + 0.3).sqrt();
                    dots.push((x + far * cos, middle + far * sin, (step * 0.75).min(DOT), point.solid));
                    match crowds.iter_mut().find(|c| (c.x, c.y) == (x, label)) {
                        Some(crowd) => crowd.names.push(name),
                        None => {
                            crowds.push(Crowd { x, y: label, names: vec![name] });
                            round.push((x, middle, CROWD));
                        }
                    }
                }
            }
        }
        let fields = fields(&frame, words, fonts);
        let taken: Vec<Area> = fields.iter().map(|l| l.bounds(fonts)).chain(crowds.iter().map(|c| c.room(fonts))).collect();
        let mut lines = arrows.clone();
        lines.extend([
            [(frame.cut_x(), frame.top), (frame.cut_x(), frame.bottom())],
            [(frame.left, frame.cut_y()), (frame.right, frame.cut_y())],
        ]);
        let area = Area::new(frame.left, frame.top, frame.right - frame.left, frame.bottom() - frame.top);
        let list = (listed as f64 * 2.0 * TextSize::Label.line()).clamp(area.h, LIST_MOST.max(area.h));
        let key = (listed > 0).then(|| Area::new(RIGHT - LIST, top, LIST, list));
        let room = Room {
            fonts,
            size: TextSize::Label,
            width: NAME,
            area,
            taken: &taken,
            dots: &round,
            lines: &lines,
            grounds: &[],
            key,
            axis: "points",
        };
        let names = place::place(&spots, &room);
        // The list goes on with the crowds.
        let from = names.key.last().map_or(top, |e| e.label.bounds(fonts).bottom());
        let rest = key.map_or(Area::new(RIGHT, top, 0.0, 0.0), |key| Area::new(key.x, from, key.w, key.bottom() - from));
        let (crowds, without) = maplist::list(&crowds, names.key.len() + 1, rest, fonts);
        let nameless = names.nameless.len() + without;
        Self { frame, dots, arrows, fields, names, crowds, nameless }
    }

    /// Where the list at the side ends.
    fn listed_to(&self, fonts: &Fonts) -> f64 {
        let listed = self.names.key.iter().map(|e| &e.label).chain(&self.crowds);
        listed.map(|l| l.bounds(fonts).bottom()).fold(0.0, f64::max)
    }

    fn draw(&self, scene: &mut Scene, view: &MapView, fonts: &Fonts) {
        let f = self.frame;
        let mut boxes: Vec<Area> = self.names.marks.iter().map(|m| m.label.bounds(fonts)).collect();
        boxes.extend(self.fields.iter().chain(&self.crowds).map(|l| l.bounds(fonts)));
        let ends = [(f.y(5) - f.high / 2.0, f.cut_y()), (f.y(f.cut - 1) - f.high / 2.0, f.bottom())];
        for column in (1..5).filter(|c| *c != f.cut - 1) {
            let x = (f.x(column) + f.wide() / 2.0).round();
            let pieces = ends.iter().flat_map(|ends| clear::upright(x, *ends, &boxes));
            pieces.for_each(|piece| scene.line(&piece, theme::HAIRLINE, Color::Grid));
        }
        for row in (2..=5).filter(|r| *r != f.cut) {
            let pieces = clear::level(f.y(row) + f.high / 2.0, (f.left, f.right), &boxes);
            pieces.iter().for_each(|piece| scene.line(piece, theme::HAIRLINE, Color::Grid));
        }
        scene.line(&[(f.cut_x(), f.top), (f.cut_x(), f.bottom())], theme::STROKE, Color::Before);
        scene.line(&[(f.left, f.cut_y()), (f.right, f.cut_y())], theme::STROKE, Color::Before);
        scene.line(&[(f.left, f.top), (f.left, f.bottom())], theme::HAIRLINE, Color::Grey);
        scene.line(&[(f.left, f.bottom()), (f.right, f.bottom())], theme::HAIRLINE, Color::Grey);
        self.axes(scene, &view.words, fonts);
        for [from, to] in &self.arrows {
            arrow(scene, *from, *to);
        }
        for (x, y, r, solid) in &self.dots {
            scene.dot((*x, *y), *r, Color::Help, *solid);
        }
        self.fields.iter().chain(&self.crowds).for_each(|label| scene.text(label.clone()));
        self.names.draw(scene);
    }

    fn axes(&self, scene: &mut Scene, words: &MapWords, fonts: &Fonts) {
        let (f, size) = (self.frame, TextSize::Source);
        let text = |level: u8| match level {
            1 => format!("{} 1", words.low).trim().to_owned(),
            5 => format!("{} 5", words.high).trim().to_owned(),
            n => n.to_string(),
        };
        let fit = |text: &str, bold, width| Setting { fonts, size, bold, width, lines: 1 }.fit(text, Fill::Even);
        let room = f.left - MARGIN - UNIT;
        for level in 1..=5 {
            let label = Label::new(f.left - UNIT, baseline(f.y(level), size), fit(&text(level), false, room), size);
            scene.text(label.color(Color::Soft).anchor(Anchor::End));
            let base = baseline(f.bottom() + size.line() / 2.0 + 2.0, size);
            let label = Label::new(f.x(level), base, fit(&text(level), false, f.wide() - UNIT), size);
            scene.text(label.color(Color::Soft).anchor(Anchor::Middle));
        }
        let up = Label::new(f.left - UNIT, baseline(f.top + STRIP / 2.0, size), fit(&words.up, true, room), size);
        scene.text(up.bold().anchor(Anchor::End));
        let base = baseline(f.bottom() + size.line() * 1.5 + 2.0, size);
        let across = Label::new(f.right, base, fit(&words.across, true, f.right - f.left), size);
        scene.text(across.bold().anchor(Anchor::End));
    }
}

/// The names of the fields, with what to do there if that fits in all of them.
fn fields(f: &Frame, words: &MapWords, fonts: &Fonts) -> Vec<Label> {
    let size = TextSize::Source;
    let corners = [(f.left, f.top), (f.cut_x(), f.top), (f.left, f.cut_y()), (f.cut_x(), f.cut_y())];
    let rooms = [f.cut_x() - f.left, f.right - f.cut_x()].map(|room| room - 2.0 * UNIT);
    let mut out = Vec::new();
    let mut more = Vec::new();
    let mut fits = true;
    for (i, ((x, y), (name, what))) in corners.iter().zip(&words.fields).enumerate() {
        let room = rooms.get(i % 2).copied().unwrap_or(0.0);
        let base = baseline(y + STRIP / 2.0 + 1.0, size);
        let name = Setting { fonts, size, bold: true, width: room, lines: 1 }.fit(name, Fill::Even);
        let label = Label::new(x + UNIT, base, name, size).bold();
        let end = label.bounds(fonts).right() + UNIT;
        fits &= end + fonts.measure(what, size, false).width <= x + UNIT + room;
        more.push(Label::new(end, base, what.clone(), size).color(Color::Soft));
        out.push(label);
    }
    if fits {
        out.append(&mut more);
    }
    out.retain(|l| !l.text.trim().is_empty());
    out
}

/// A line from where a point was to its rim, with a head.
fn arrow(scene: &mut Scene, from: (f64, f64), to: (f64, f64)) {
    let way = (to.0 - from.0).signum();
    let half = UNIT / 2.0;
    scene.line(&[(from.0, from.1 - half), (from.0, from.1 + half)], theme::STROKE, Color::Grey);
    scene.line(&[from, (to.0 - way * UNIT, to.1)], theme::STROKE, Color::Grey);
    scene.polygon(&[to, (to.0 - way * UNIT, to.1 - half), (to.0 - way * UNIT, to.1 + half)], Color::Grey);
}

fn keys(scene: &mut Scene, view: &MapView, seats: &[Seat], top: f64, fonts: &Fonts) -> f64 {
    let words = &view.words;
    let mut entries: Vec<(Swatch, &str)> = Vec::new();
    if view.points.iter().any(|p| p.solid) {
        entries.push((Swatch::Dot(Color::Help), &words.solid));
    }
    if view.points.iter().any(|p| !p.solid) {
        entries.push((Swatch::Ring(Color::Help), &words.hollow));
    }
    if seats.iter().any(|s| matches!(s, Seat::Lane { arrow: true, .. })) {
        entries.push((Swatch::Arrow(Color::Grey), &words.arrow));
    }
    let area = Area::new(MARGIN, top, RIGHT - MARGIN, 0.0);
    layout::key(scene, area, &entries, fonts) + GAP / 2.0
}
