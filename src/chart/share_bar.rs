//! One KPI's bar: its parts, their names, the range, the total and the reckoning under it.
//!
//! Invariant: the reckoning is never cut for a name; a part beyond the scale is broken visibly. Limits: names
//! that fit nowhere else stand under the reckoning and are shortened there.

use crate::chart::contribution::{ContributionKpi, Segment};
use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, baseline, held};
use crate::chart::scene::{Area, Label, Scene};
use crate::chart::theme::{Color, SEAM, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting, shorten_all};

pub(crate) const BAR: f64 = 28.0;
/// Where a bar beyond 100 % ends.
pub(crate) const BEYOND: f64 = 1.08;
/// Between two names.
const BETWEEN: &str = " · ";
/// Most lines of names under a bar.
const NAME_LINES: usize = 2;

/// Where zero is, and pixels for 100 %.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub zero: f64,
    pub full: f64,
}

impl Scale {
    /// x of a share, held to what is drawn.
    pub fn x(&self, share: f64) -> f64 {
        self.zero + held(share, -1.0, BEYOND) * self.full
    }
}

/// Draws one KPI; returns the height it needs beyond one line of reckoning.
pub(crate) fn draw(scene: &mut Scene, kpi: &ContributionKpi, scale: Scale, y: f64, fonts: &Fonts) -> f64 {
    let (size, small) = (TextSize::Label, TextSize::Source);
    let middle = y + BAR / 2.0;
    let base = baseline(middle, small);
    let mut outside: Vec<&Segment> = Vec::new();
    let (mut low, mut high) = (0.0, 0.0);
    for segment in &kpi.segments {
        let share = held(segment.share, -1e9, 1e9);
        let edge = if share < 0.0 { &mut low } else { &mut high };
        let (from, to) = (scale.x(*edge), scale.x(*edge + share));
        *edge += share;
        let area = Area::new(from.min(to), y, ((to - from).abs() - SEAM).max(2.0), BAR);
        let fill = if share < 0.0 { Color::Hurt } else { Color::Help };
        if share != 0.0 {
            scene.rect(area, fill);
        }
        let wide = fonts.measure(&segment.element, small, false).width + 2.0 * UNIT;
        let free = kpi.range.map_or(area.right(), |(low, high)| scale.x(low.min(high)));
        if share > 0.0 && wide <= area.right().min(free) - area.x {
            let label = Label::new(area.x + UNIT, base, segment.element.clone(), small);
            scene.text(label.on(fill));
        } else {
            outside.push(segment);
        }
    }
    let end = scale.x(high.max(0.0));
    if low < -1.0 - 1e-9 {
        broken(scene, &Area::new(scale.x(low), y, 0.0, BAR), scale.x(-1.0) + UNIT);
    }
    if high > 1.0 + 1e-9 {
        broken(scene, &Area::new(scale.zero, y, 0.0, BAR), scale.x(1.0) + (end - scale.x(1.0)) * 0.35);
    }
    let mut x = end;
    if let Some((a, b)) = kpi.range {
        let (from, to) = (a.min(b), a.max(b));
        let ends = [(scale.x(from), from >= -1.0), (scale.x(to), to <= BEYOND)];
        if ends[1].0 - ends[0].0 > 1.0 {
            layout::whisker(scene, ends, middle, 5.0, Color::Ink);
        }
        x = x.max(ends[1].0);
    }
    let total = Label::new(x + UNIT, baseline(middle, size), kpi.total.clone(), size).bold();
    let after = total.bounds(fonts).right() + 1.5 * UNIT;
    scene.text(total);
    // Names that found no room in their part: beside the total, else behind the reckoning.
    let mixed = low < 0.0 && high > 0.0;
    let sign = |s: &Segment| match (mixed, s.share < 0.0) {
        (false, _) => "",
        (true, true) => "\u{2212} ",
        (true, false) => "+ ",
    };
    let named = |width: f64| -> Vec<String> {
        let all: Vec<&str> = outside.iter().map(|s| s.element.as_str()).collect();
        // Two names are never cut to the same text.
        let short = shorten_all(&all, &Setting { width, ..layout::setting(fonts, small, false, 1) });
        outside.iter().zip(short).map(|(s, name)| format!("{}{name}", sign(s))).collect::<Vec<_>>()
    };
    let whole = named(f64::INFINITY);
    let names = whole.join(BETWEEN);
    let x = scale.zero + UNIT / 2.0;
    let setting = Setting { width: RIGHT - x, ..layout::setting(fonts, small, false, 1) };
    // Up to the line of 100 %, so that no text stands across it where two lines can do instead.
    let inner = scale.x(1.0) - UNIT - x;
    let mut under = vec![kpi.label.clone()];
    if setting.measure(&names) <= scale.x(1.0) - UNIT - after {
        scene.text(Label::new(after, base, names, small).color(Color::Soft));
    } else if !names.is_empty() {
        let one = format!("{} · {names}", kpi.label);
        under = if kpi.label.trim().is_empty() {
            vec![names]
        } else if setting.measure(&one) <= inner {
            vec![one]
        } else if setting.measure(&names) <= inner {
            vec![kpi.label.clone(), names]
        } else if setting.measure(&one) <= setting.width {
            vec![one]
        } else {
            // Too long for a line of its own: two lines, else every name gets its part of one.
            let part = setting.width / outside.len().max(1) as f64 - setting.measure(BETWEEN) - setting.measure("+ ");
            let lines = in_lines(&whole, &setting).unwrap_or_else(|| vec![named(part).join(BETWEEN)]);
            std::iter::once(kpi.label.clone()).chain(lines).collect()
        };
    }
    let more = (under.len() - 1) as f64 * small.line();
    let y = baseline(y + BAR + small.line() / 2.0 + 1.0, small);
    for (i, line) in under.iter().enumerate() {
        let y = y + i as f64 * small.line();
        let line = setting.fit(line, Fill::Full);
        scene.text(Label::new(x, y, line, small).color(Color::Soft));
    }
    more
}

/// Names in at most [`NAME_LINES`] lines, none of them cut; `None` where they do not fit.
fn in_lines(names: &[String], setting: &Setting<'_>) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        let longer = lines.last().map(|line| format!("{line}{BETWEEN}{name}")).filter(|l| setting.measure(l) <= setting.width);
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) => *line = longer,
            _ => lines.push(name.clone()),
        }
    }
    (lines.len() <= NAME_LINES && lines.iter().all(|l| setting.measure(l) <= setting.width)).then_some(lines)
}

/// Two white slashes through a bar from an x on: it goes on further than drawn.
pub(crate) fn broken(scene: &mut Scene, bar: &Area, x: f64) {
    let (shift, slant, thick) = (0.32 * bar.h, 0.21 * bar.h, (0.14 * bar.h).max(2.0));
    for x in [x, x + shift.max(2.0 * thick)] {
        scene.polygon(&[(x, bar.bottom()), (x + slant, bar.y), (x + slant + thick, bar.y), (x + thick, bar.bottom())], Color::Paper);
    }
}
