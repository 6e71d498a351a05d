//! Names beside dots: where each goes so that it touches no other name, no dot and no line.
//!
//! Invariant: the order of the spots does not matter, importance and id decide; a name is tried at eight places round its dot, then on rings
//! with a leader of at most [`LEADER`] pixels, then as a number with the name in a list at the side. Limits: no dot moves; where not even a
//! number has room, the spot is told to be nameless and the caller counts it.

mod geometry;

use crate::chart::font::Fonts;
use crate::chart::layout::first_baseline;
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting, shorten_all};
use geometry::{cross, distance, meets, to_line, within};
use std::collections::BTreeSet;

/// Longest leader between the rim of a dot and its name, logical pixels.
pub const LEADER: f64 = 40.0;
/// Lengths of leader tried, shortest first, and directions tried for each.
const RINGS: [f64; 3] = [14.0, 27.0, LEADER];
const DIRECTIONS: usize = 16;
/// Places round a dot in the order they are tried: right, left, above, below, then the corners, right ones first.
const SIDES: [(i8, i8); 8] = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)];
/// Between a dot's rim and the name at its side; least distance of a name from all else.
const AIR: f64 = 4.0;
const CLEAR: f64 = 1.5;
/// Least distance of a name with a leader from the dots of others.
const STRANGE: f64 = 9.0;
/// Least distance of two names on one line, and of a name beside its dot from the dots of others: it is clearly nearer to its own.
const WORDS: f64 = 6.0;
/// Centres nearer than this lie on one point and share their number.
const SAME_POINT: f64 = 2.0;
/// Dots nearer than this may be in each other's way.
const CROWD: f64 = 80.0;
/// Width from which a name that fits one line is also tried in two; lines of a name.
const WORTH_BREAKING: f64 = 90.0;
const LINES: usize = 2;

/// A dot that wants a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Centre, logical pixels, as is all else.
    pub x: f64,
    /// Centre.
    pub y: f64,
    /// Radius.
    pub r: f64,
    /// The greater is named first; NaN comes last.
    pub importance: f64,
    /// Decides between equally important ones, the smaller first.
    pub id: usize,
    /// Its name in full.
    pub name: String,
}

impl Spot {
    fn is_at(&self, x: f64, y: f64) -> bool {
        (x - self.x).hypot(y - self.y) < SAME_POINT
    }
}

/// What the names have to fit into.
#[derive(Clone, Copy, Debug)]
pub struct Room<'a> {
    /// Measures.
    pub fonts: &'a Fonts,
    /// Size of the names; numbers have it too.
    pub size: TextSize,
    /// Widest line of a name, logical pixels.
    pub width: f64,
    /// Names stay inside.
    pub area: Area,
    /// Boxes that no name may touch, such as other texts.
    pub taken: &'a [Area],
    /// Further dots as centre and radius, which get no name.
    pub dots: &'a [(f64, f64, f64)],
    /// Lines that no name may stand on and no leader cross, so that a name stays on the side of its dot, unless it had none.
    pub lines: &'a [[(f64, f64); 2]],
    /// Fills under the names; a name stands wholly on one or wholly beside it.
    pub grounds: &'a [(Area, Color)],
    /// Where the list of numbered names may stand, outside `area`; without it nothing is numbered.
    pub key: Option<Area>,
    /// What the names tell apart (see [`Label::names`]).
    pub axis: &'a str,
}

/// A text beside one or more dots: a name, or the numbers of names in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Places in the slice of spots.
    pub spots: Vec<usize>,
    /// The text where it stands.
    pub label: Label,
    /// From the rim to the text, where it stands apart.
    pub leader: Option<[(f64, f64); 2]>,
}

/// A line of the list at the side.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Place in the slice of spots.
    pub spot: usize,
    /// Its number, from 1.
    pub number: usize,
    /// The name where it stands.
    pub label: Label,
}

/// Where everything goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// Names and numbers, those placed first before the others.
    pub marks: Vec<Mark>,
    /// The list at the side, from the top.
    pub key: Vec<Entry>,
    /// Places of the spots that got neither, in order of importance.
    pub nameless: Vec<usize>,
}

/// Finds a place for every name. Where one finds none, not even for its number, it and its nearest neighbour are numbered before the others
/// get their names, and all begins anew; who then turns out to have room keeps the name.
pub fn place(spots: &[Spot], room: &Room<'_>) -> Placement {
    let weight =
        |i: &usize| spots.get(*i).map_or(f64::NEG_INFINITY, |s| if s.importance.is_nan() { f64::NEG_INFINITY } else { s.importance });
    let id = |i: &usize| spots.get(*i).map(|s| s.id);
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(id(a).cmp(&id(b))));
    let digits = room.fonts.measure("00", room.size, true).width + UNIT;
    let width = room.key.map_or(room.width, |k| room.width.min(k.w - digits));
    let setting = Setting { fonts: room.fonts, size: room.size, bold: false, width, lines: LINES };
    let names: Vec<&str> = order.iter().filter_map(|i| spots.get(*i)).map(|s| s.name.as_str()).collect();
    let named = order.iter().zip(shorten_all(&names, &setting)).filter_map(|(i, short)| Some((*i, spots.get(*i)?, short)));
    let named: Vec<Named> = named.map(|(i, spot, short)| Named { i, spot, shapes: shapes(&spot.name, &short, &setting), short }).collect();
    let mut numbered = BTreeSet::new();
    let measures = (digits, &setting);
    let mut best = attempt(&named, &numbered, room, measures, false);
    let mut kept = numbered.clone();
    for _ in 0..named.len() {
        let Some(crowded) = best.nameless.first().and_then(|i| named.iter().find(|n| n.i == *i)) else { break };
        let away = |n: &&Named| (n.spot.x - crowded.spot.x).hypot(n.spot.y - crowded.spot.y);
        let near = named.iter().filter(|n| n.i != crowded.i && !numbered.contains(&n.i) && away(n) < CROWD);
        let near = near.min_by(|a, b| away(a).total_cmp(&away(b)).then(a.spot.id.cmp(&b.spot.id))).map(|n| n.i);
        // Without a neighbour that could give way there is no room at all.
        if !numbered.insert(crowded.i) && near.is_none() {
            break;
        }
        numbered.extend(near);
        let next = attempt(&named, &numbered, room, measures, false);
        if next.nameless.len() <= best.nameless.len() {
            best = next;
            kept.clone_from(&numbered);
        }
    }
    // Who gave way for nothing gets the name back, the most important first.
    for n in &named {
        if kept.remove(&n.i) {
            let next = attempt(&named, &kept, room, measures, false);
            if next.nameless.len() <= best.nameless.len() && next.key.len() < best.key.len() {
                best = next;
            } else {
                kept.insert(n.i);
            }
        }
    }
    // A name across a line is better than none: its leader shows where it belongs.
    if best.nameless.is_empty() { best } else { attempt(&named, &kept, room, measures, true) }
}

/// A spot with the forms of its name.
struct Named<'a> {
    i: usize,
    spot: &'a Spot,
    shapes: Vec<Shape>,
    short: String,
}

/// Numbers those that must be, names the others, and numbers what then has no room for a name.
fn attempt(named: &[Named<'_>], numbered: &BTreeSet<usize>, room: &Room<'_>, measures: (f64, &Setting<'_>), across: bool) -> Placement {
    let mut board = Board::new(named.iter().map(|n| n.spot), room);
    let mut out = Placement::default();
    let mut top = room.key.map_or(f64::INFINITY, |k| k.y);
    let (first, others): (Vec<&Named>, Vec<&Named>) = named.iter().partition(|n| numbered.contains(&n.i));
    list(first, &mut board, measures, &mut top, &mut out);
    let mut left: Vec<&Named> = Vec::new();
    for n in others {
        match board.name(n) {
            Some(mark) => out.marks.push(mark),
            None => left.push(n),
        }
    }
    list(left, &mut board, measures, &mut top, &mut out);
    if across {
        board.across = true;
        let lost = std::mem::take(&mut out.nameless);
        for n in lost.iter().filter_map(|i| named.iter().find(|n| n.i == *i)) {
            match board.name(n) {
                Some(mark) => out.marks.push(mark),
                None => out.nameless.push(n.i),
            }
        }
    }
    out
}

/// Numbers spots, from `top` on in the list; spots on one point share their place.
fn list(mut left: Vec<&Named<'_>>, board: &mut Board<'_>, (digits, setting): (f64, &Setting<'_>), top: &mut f64, out: &mut Placement) {
    let room = board.room;
    while let Some(first) = left.first().map(|n| n.spot) {
        let here = |n: &&Named| std::ptr::eq(n.spot, first) || n.spot.is_at(first.x, first.y);
        let (group, rest): (Vec<&Named>, Vec<&Named>) = left.into_iter().partition(here);
        left = rest;
        let from = out.key.len() + 1;
        let mut bottom = *top;
        let mut entries: Vec<Entry> = Vec::new();
        let mut without: Vec<usize> = Vec::new();
        for n in group {
            let high = (n.short.matches('\n').count() + 1) as f64 * room.size.line();
            let Some(key) = room.key.filter(|k| bottom + high <= k.bottom() + 0.5) else {
                without.push(n.i);
                continue;
            };
            let y = bottom + room.fonts.measure("", room.size, false).ascent;
            let label = Label::new(key.x + digits, y, n.short.clone(), room.size).names(room.axis, &n.spot.name);
            entries.push(Entry { spot: n.i, number: from + entries.len(), label });
            bottom += high;
        }
        let text = match entries.len() {
            0 | 1 => from.to_string(),
            n => format!("{from}\u{2013}{}", from + n - 1),
        };
        let placed = if entries.is_empty() { None } else { board.best(first, &[Shape::of(text, true, setting)]) };
        let spots: Vec<usize> = entries.iter().map(|e| e.spot).collect();
        match placed {
            Some((label, leader)) => {
                out.marks.push(Mark { spots, label: label.bold(), leader });
                out.key.append(&mut entries);
                *top = bottom;
            }
            None => out.nameless.extend(spots),
        }
        out.nameless.append(&mut without);
    }
}

impl Placement {
    /// Paints leaders, names, numbers and the list. To be called after the dots and fills.
    pub fn draw(&self, scene: &mut Scene) {
        for [from, to] in self.marks.iter().filter_map(|m| m.leader) {
            scene.line(&[from, to], theme::HAIRLINE, Color::Grey);
        }
        for mark in &self.marks {
            scene.text(mark.label.clone());
        }
        for entry in &self.key {
            let number = Label::new(entry.label.x - UNIT, entry.label.y, entry.number.to_string(), entry.label.size);
            scene.text(number.bold().anchor(Anchor::End));
            scene.text(entry.label.clone());
        }
    }
}

/// A text with its measures.
struct Shape {
    text: String,
    w: f64,
    h: f64,
    ascent: f64,
    bold: bool,
}

impl Shape {
    fn of(text: String, bold: bool, setting: &Setting<'_>) -> Self {
        let mut label = Label::new(0.0, 0.0, text, setting.size);
        label.bold = bold;
        let b = label.bounds(setting.fonts);
        Self { text: label.text, w: b.w, h: b.h, ascent: -b.y, bold }
    }
}

/// The forms of a name: on one line where it fits, then broken in two.
fn shapes(name: &str, short: &str, setting: &Setting<'_>) -> Vec<Shape> {
    let shape = |text: String| Shape::of(text, false, setting);
    let mut out = vec![shape(short.to_owned())];
    let wide = setting.measure(name);
    let narrow = Setting { width: wide * 0.62, ..*setting };
    if !short.contains('\n') && wide >= WORTH_BREAKING && wide <= setting.width && narrow.holds(name) {
        out.push(shape(narrow.fit(name, Fill::Even)));
    }
    out
}

/// What is taken already.
struct Board<'a> {
    room: &'a Room<'a>,
    boxes: Vec<Area>,
    dots: Vec<(f64, f64, f64)>,
    leaders: Vec<[(f64, f64); 2]>,
    /// Whether leaders may cross the lines.
    across: bool,
}

type Found = (Label, Option<[(f64, f64); 2]>);

impl<'a> Board<'a> {
    fn new<'s>(spots: impl Iterator<Item = &'s Spot>, room: &'a Room<'a>) -> Self {
        let dots = spots.map(|s| (s.x, s.y, s.r)).chain(room.dots.iter().copied()).collect();
        Self { room, boxes: room.taken.to_vec(), dots, leaders: Vec::new(), across: false }
    }

    fn name(&mut self, n: &Named<'_>) -> Option<Mark> {
        let (label, leader) = self.best(n.spot, &n.shapes)?;
        Some(Mark { spots: vec![n.i], label: label.names(self.room.axis, &n.spot.name), leader })
    }

    /// The first free place of the first form that has one, beside the dot before apart from it; it is taken from then on.
    fn best(&mut self, spot: &Spot, shapes: &[Shape]) -> Option<Found> {
        // Without a leader nothing would show where a name across a line belongs.
        let near = shapes.iter().filter(|_| !self.across).find_map(|shape| {
            let at = SIDES.iter().map(|side| (beside(spot, shape, *side, self.room.size), side.0)).find(|(b, _)| self.free(b, spot))?;
            Some((shape, at, None))
        });
        let (shape, (b, side), leader) = near.or_else(|| {
            RINGS.iter().find_map(|length| {
                shapes.iter().find_map(|shape| {
                    let ways = (0..DIRECTIONS).map(|n| apart(spot, shape, *length, n, self.room.size));
                    let (at, leader) = ways.into_iter().find(|((b, _), leader)| self.free(b, spot) && self.clear(leader, b, spot))?;
                    Some((shape, at, Some(leader)))
                })
            })
        })?;
        self.boxes.push(b);
        self.leaders.extend(leader);
        let (x, anchor) = match side {
            1 => (b.x, Anchor::Start),
            -1 => (b.right(), Anchor::End),
            _ => (b.x + b.w / 2.0, Anchor::Middle),
        };
        let mut label = Label::new(x, b.y + shape.ascent, shape.text.clone(), self.room.size).anchor(anchor);
        if let Some((_, fill)) = self.room.grounds.iter().rev().find(|(g, _)| within(&b, g)) {
            label = label.on(*fill);
        }
        label.bold = shape.bold;
        Some((label, leader))
    }

    /// Whether a box is inside, touches nothing and stands on the side of every line that its dot is on.
    fn free(&self, b: &Area, spot: &Spot) -> bool {
        let centre = (spot.x, spot.y);
        let way = [centre, (spot.x.max(b.x).min(b.right()), spot.y.max(b.y).min(b.bottom()))];
        let wider = |by: f64| Area::new(b.x - by, b.y, b.w + 2.0 * by, b.h);
        let (roomy, apart) = (wider(CLEAR), wider(WORDS));
        within(b, &self.room.area)
            && self.room.grounds.iter().all(|(g, _)| within(b, g) || !b.overlaps(g, 0.0))
            && self.boxes.iter().all(|o| !apart.overlaps(o, 0.0))
            && (self.across || self.room.lines.iter().all(|l| to_line(centre, l) < 1.0 || !cross(l, &way)))
            && self.dots.iter().all(|(x, y, r)| distance((*x, *y), b) >= r + if spot.is_at(*x, *y) { CLEAR } else { WORDS })
            && self.room.lines.iter().chain(&self.leaders).all(|l| !meets(l, &roomy))
    }

    /// Whether a leader runs through nothing but its own dot, and its text cannot be taken for the name of another.
    fn clear(&self, leader: &[(f64, f64); 2], b: &Area, spot: &Spot) -> bool {
        let apart = |(x, y, r): &(f64, f64, f64)| to_line((*x, *y), leader) >= r + CLEAR && distance((*x, *y), b) >= r + STRANGE;
        self.boxes.iter().all(|b| !meets(leader, b))
            && self.dots.iter().all(|dot| spot.is_at(dot.0, dot.1) || apart(dot))
            && (self.across || self.room.lines.iter().all(|l| !cross(l, leader)))
            && self.leaders.iter().all(|l| !cross(l, leader))
    }
}

/// The box of a text at one of the eight places.
fn beside(spot: &Spot, shape: &Shape, (h, v): (i8, i8), size: TextSize) -> Area {
    let r = if h != 0 && v != 0 { spot.r * 0.7 } else { spot.r };
    let x = match h {
        1 => spot.x + r + AIR,
        -1 => spot.x - r - AIR - shape.w,
        _ => spot.x - shape.w / 2.0,
    };
    let y = match v {
        1 => spot.y + r + CLEAR,
        -1 => spot.y - r - CLEAR - shape.h,
        _ => first_baseline(spot.y, size, &shape.text) - shape.ascent,
    };
    Area::new(x, y, shape.w, shape.h)
}

/// The box of a text at the end of a leader, with the side its x names, and the leader.
fn apart(spot: &Spot, shape: &Shape, length: f64, n: usize, size: TextSize) -> ((Area, i8), [(f64, f64); 2]) {
    // To the right first, then to both sides of it in turn.
    let turn = n.div_ceil(2) as f64 * if n % 2 == 1 { -1.0 } else { 1.0 };
    let (sin, cos) = (turn * std::f64::consts::TAU / DIRECTIONS as f64).sin_cos();
    let at = |d: f64| (spot.x + d * cos, spot.y + d * sin);
    let leader = [at(spot.r + 1.0), at(spot.r + 1.0 + length)];
    let side = |v: f64| i8::from(v > 0.3) - i8::from(v < -0.3);
    let (h, v) = (side(cos), side(sin));
    let end = Spot { x: leader[1].0, y: leader[1].1, r: 0.0, importance: 0.0, id: 0, name: String::new() };
    ((beside(&end, shape, (h, v), size), h), leader)
}

#[cfg(test)]
mod tests;
