//! The texts under the marks of a timeline's row: the longest that have room, else shared ones, at last one for the row.
//!
//! Invariant: texts of a row do not touch, stay between the ends, and stand at most [`SHIFT`] from where they belong; single days that are
//! too close for a text each share one. Limits: a row of more than [`MANY`] texts gets one.

use crate::chart::calendar::DayLine;
use crate::chart::font::Fonts;
use crate::chart::theme::{TextSize, UNIT};
use crate::chart::timeline::{Mark, MarkState, TimelineRow, TimelineWords};
use crate::chart::wrap::{Fill, Setting};

/// How far a text may be moved, in logical pixels.
const SHIFT: f64 = 44.0;
/// Most texts of a row.
const MANY: usize = 6;
/// Single days nearer than this share a text.
const CLOSE: f64 = 40.0;

/// A text to place: what it may say, longest first, and where it belongs.
struct Told {
    says: Vec<(String, f64)>,
    /// Left end of a bar, or the middle of single days.
    at: f64,
    centred: bool,
    late: bool,
}

impl Told {
    fn wish(&self, width: f64) -> f64 {
        if self.centred { self.at - width / 2.0 } else { self.at }
    }
}

/// Texts with their left ends, from the left, all between `ends`.
pub(crate) fn place(row: &TimelineRow, line: &DayLine, words: &TimelineWords, ends: (f64, f64), fonts: &Fonts) -> Vec<(f64, String)> {
    let mut marks: Vec<&Mark> = row.marks.iter().collect();
    marks.sort_by_key(|m| (m.from, m.to, m.stage));
    if marks.is_empty() {
        return Vec::new();
    }
    let ways = [Share::Close, Share::Open, Share::State].into_iter();
    let mut chosen = ways.filter_map(|share| {
        let told: Vec<Told> = groups(&marks, line, share).iter().map(|g| told(g, line, words, fonts)).collect();
        choose(&told, ends)
    });
    chosen.next().unwrap_or_else(|| vec![together(&marks, line, words, ends, fonts)])
}

/// Which neighbours share a text, the fewest first.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Share {
    /// Single days close to each other, done or to come alike.
    Close,
    /// All that is to come.
    Open,
    /// All that stands alike: done, late, to come.
    State,
}

fn groups<'m>(marks: &[&'m Mark], line: &DayLine, share: Share) -> Vec<Vec<&'m Mark>> {
    let single = |m: &Mark| m.from == m.to && !m.is_late();
    let mut out: Vec<Vec<&Mark>> = Vec::new();
    for &mark in marks {
        let joins = |last: &Mark| {
            let alike = last.state == mark.state || last.is_late() && mark.is_late();
            let close = single(last) && single(mark) && line.x(mark.from) - line.x(last.from) < CLOSE;
            alike && (close || share >= Share::Open && mark.state == MarkState::Open || share == Share::State)
        };
        match out.last_mut() {
            Some(group) if group.last().is_some_and(|last| joins(last)) => group.push(mark),
            _ => out.push(vec![mark]),
        }
    }
    out
}

fn told(group: &[&Mark], line: &DayLine, words: &TimelineWords, fonts: &Fonts) -> Told {
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return Told { says: Vec::new(), at: 0.0, centred: false, late: false };
    };
    let span = words.dates.span(first.from, last.to);
    let says = match &first.state {
        MarkState::Late(note) => {
            let stage = words.stages.get(first.stage.min(2)).map_or("", String::as_str);
            let named = words.late_stage.replace("{stage}", stage).replace("{late}", note);
            let named = if named.is_empty() { note.clone() } else { named };
            vec![format!("{span}{}{named}", words.separator), named, note.clone(), words.late.clone()]
        }
        MarkState::Done => vec![format!("✓ {span}"), format!("✓ {}", words.dates.day(first.from))],
        MarkState::Open => vec![span, words.dates.day(first.from)],
    };
    let centred = first.from == first.to;
    let at = if centred { f64::midpoint(line.x(first.from), line.x(last.to)) } else { line.x(first.from) };
    let wide = |text: String| {
        let width = fonts.measure(&text, TextSize::Source, false).width;
        (text, width)
    };
    Told { says: says.into_iter().filter(|t| !t.trim().is_empty()).map(wide).collect(), at, centred, late: first.is_late() }
}

/// Forms of what is late and of the rest, those that say most first.
const FORMS: [(usize, usize); 8] = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1)];

/// The texts that say most and all have room; like marks of a row in the same form.
fn choose(told: &[Told], ends: (f64, f64)) -> Option<Vec<(f64, String)>> {
    if told.len() > MANY {
        return None;
    }
    FORMS.iter().find_map(|(late, other)| {
        let form = |t: &Told| if t.late { *late } else { *other };
        let picked: Vec<&(String, f64)> = told.iter().filter_map(|t| t.says.get(form(t)).or(t.says.last())).collect();
        let lefts = settle(told, &picked, ends)?;
        Some(lefts.into_iter().zip(picked).map(|(x, (text, _))| (x, text.clone())).collect())
    })
}

/// Left ends of texts that do not touch, each near its place; `None` without room.
fn settle(told: &[Told], picked: &[&(String, f64)], (left, right): (f64, f64)) -> Option<Vec<f64>> {
    let mut lefts: Vec<f64> = Vec::new();
    let mut free = left;
    for (one, (_, width)) in told.iter().zip(picked) {
        let x = one.wish(*width).max(free);
        lefts.push(x);
        free = x + width + UNIT;
    }
    let mut free = right;
    for (x, (_, width)) in lefts.iter_mut().zip(picked).rev() {
        *x = x.min(free - width);
        free = *x - UNIT;
    }
    let near = told.iter().zip(picked).zip(&lefts).all(|((one, (_, width)), x)| (x - one.wish(*width)).abs() <= SHIFT && *x >= left);
    near.then_some(lefts)
}

/// One text for the row: its days, and that it is late.
fn together(marks: &[&Mark], line: &DayLine, words: &TimelineWords, (left, right): (f64, f64), fonts: &Fonts) -> (f64, String) {
    let from = marks.iter().map(|m| m.from).min().unwrap_or_default();
    let to = marks.iter().map(|m| m.to).max().unwrap_or_default();
    let late = marks.iter().any(|m| m.is_late());
    let late = if late { format!("{}{}", words.separator, words.late) } else { String::new() };
    let setting = Setting { fonts, size: TextSize::Source, bold: false, width: right - left, lines: 1 };
    let text = setting.fit(&format!("{}{late}", words.dates.span(from, to)), Fill::Even);
    (line.x(from).min(right - setting.measure(&text)).max(left), text)
}
