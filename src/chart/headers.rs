//! Names above narrow columns, always horizontal: wrapped where they fit, else as a stair with leaders,
//! else numbered with a list.
//!
//! Invariant: names keep apart when shortened. A solid line belongs to a column of the plan, a dashed one
//! to an optional column. Limits: a stair has at most [`STAIR`] steps.

use crate::chart::font::Fonts;
use crate::chart::layout::{INNER, baseline};
use crate::chart::scene::{Anchor, Label, Scene};
use crate::chart::theme::{self, Color, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Fill, Setting, shorten_all};

/// Most columns named by a stair.
const STAIR: usize = 10;
const AXIS: &str = "columns";

/// A column's name, and whether it is only an option.
pub(crate) struct Header<'a> {
    pub name: &'a str,
    pub optional: bool,
}

/// Where the columns stand.
#[derive(Clone, Copy)]
pub(crate) struct Columns {
    /// Left edge of the first.
    pub x: f64,
    /// Width of each.
    pub w: f64,
}

impl Columns {
    fn middle(&self, i: usize) -> f64 {
        self.x + self.w * (i as f64 + 0.5)
    }
}

/// Draws the names from `top` on; returns the y where the columns may begin.
pub(crate) fn draw(scene: &mut Scene, top: f64, at: Columns, headers: &[Header<'_>], fonts: &Fonts) -> f64 {
    for (size, lines) in [(TextSize::Label, 2), (TextSize::Source, 3)] {
        let setting = Setting { fonts, size, bold: false, width: at.w - UNIT, lines };
        if headers.iter().all(|h| setting.holds(h.name)) {
            return wrapped(scene, top, at, headers, &setting);
        }
    }
    if headers.len() <= STAIR { stair(scene, top, at, headers, fonts) } else { numbered(scene, top, at, headers, fonts) }
}

/// The line under a column's name.
fn rule(scene: &mut Scene, (from, to): (f64, f64), y: f64, optional: bool) {
    if optional {
        scene.dashed(&[(from, y), (to, y)], theme::STROKE, Color::Grey, theme::DASH);
    } else {
        scene.line(&[(from, y), (to, y)], theme::STROKE, Color::Grey);
    }
}

fn rules(scene: &mut Scene, y: f64, at: Columns, headers: &[Header<'_>]) -> f64 {
    for (i, header) in headers.iter().enumerate() {
        let left = at.x + at.w * i as f64 + theme::SEAM;
        rule(scene, (left, left + at.w - 2.0 * theme::SEAM), y, header.optional);
    }
    y + UNIT / 2.0 + theme::STROKE
}

fn wrapped(scene: &mut Scene, top: f64, at: Columns, headers: &[Header<'_>], setting: &Setting<'_>) -> f64 {
    let texts: Vec<String> = headers.iter().map(|h| setting.fit(h.name, Fill::Even)).collect();
    let extra = |t: &String| t.matches('\n').count();
    let most = texts.iter().map(extra).max().unwrap_or(0);
    let size = setting.size;
    let last = top + setting.fonts.measure("", size, false).ascent + most as f64 * size.line();
    for (i, (text, header)) in texts.iter().zip(headers).enumerate() {
        // All names end on the same line, next to their column.
        let y = last - extra(text) as f64 * size.line();
        let label = Label::new(at.middle(i), y, text.clone(), size);
        scene.text(label.anchor(Anchor::Middle).names(AXIS, header.name));
    }
    rules(scene, last + UNIT, at, headers)
}

/// Names one above the other, the first column's at the bottom, each ending at its column's leader.
fn stair(scene: &mut Scene, top: f64, at: Columns, headers: &[Header<'_>], fonts: &Fonts) -> f64 {
    let size = TextSize::Label;
    let names: Vec<&str> = headers.iter().map(|h| h.name).collect();
    let setting = Setting { fonts, size, bold: false, width: at.middle(0) - MARGIN - UNIT, lines: 1 };
    let texts = shorten_all(&names, &setting);
    let bottom = top + headers.len() as f64 * size.line() + UNIT / 2.0;
    for (i, (text, header)) in texts.iter().zip(headers).enumerate() {
        let middle = top + (headers.len() - 1 - i) as f64 * size.line() + size.line() / 2.0;
        let x = at.middle(i);
        let label = Label::new(x - UNIT, baseline(middle, size), text.clone(), size);
        scene.text(label.anchor(Anchor::End).names(AXIS, header.name));
        let leader = [(x - UNIT / 2.0, middle), (x, middle), (x, bottom)];
        if header.optional {
            scene.dashed(&leader, theme::HAIRLINE, Color::Grey, theme::DASH);
        } else {
            scene.line(&leader[..2], theme::HAIRLINE, Color::Grey);
            scene.line(&leader[1..], theme::HAIRLINE, Color::Grey);
        }
    }
    bottom + UNIT / 2.0
}

fn numbered(scene: &mut Scene, top: f64, at: Columns, headers: &[Header<'_>], fonts: &Fonts) -> f64 {
    let size = TextSize::Source;
    let per_row = 3;
    let rows = headers.len().div_ceil(per_row);
    let slot = INNER / per_row as f64;
    let digits = fonts.measure("00", size, true).width;
    let names: Vec<&str> = headers.iter().map(|h| h.name).collect();
    let setting = Setting { fonts, size, bold: false, width: slot - digits - 3.0 * UNIT, lines: 1 };
    let texts = shorten_all(&names, &setting);
    for (i, (text, header)) in texts.iter().zip(headers).enumerate() {
        let x = MARGIN + (i / rows) as f64 * slot;
        let y = baseline(top + ((i % rows) as f64 + 0.5) * size.line(), size);
        let number = Label::new(x + digits, y, (i + 1).to_string(), size).bold();
        scene.text(number.anchor(Anchor::End));
        let label = Label::new(x + digits + UNIT, y, text.clone(), size);
        scene.text(label.names(AXIS, header.name));
    }
    let below = top + rows as f64 * size.line() + UNIT;
    let y = below + fonts.measure("", size, true).ascent;
    for i in 0..headers.len() {
        let label = Label::new(at.middle(i), y, (i + 1).to_string(), size).bold();
        scene.text(label.anchor(Anchor::Middle));
    }
    rules(scene, y + UNIT, at, headers)
}
