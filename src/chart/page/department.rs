//! The page of one department: headline, large numbers, its KPIs with what serves them and how much of the target, and three short lists.
//!
//! Invariant: rows stand in the order given and are cut from the end, with their number and how many of them nothing serves. A bar shows a
//! stated share alone, to the left of zero what works against the target; what is inferred or missing is said in words. Reasons stand under all
//! rows that have one, or under none where anything else would have to give way. Limits: rows of two lines and one of reasons.

use crate::chart::font::Fonts;
use crate::chart::layout::{baseline, held};
use crate::chart::page::passage::{self, Part, Passage, TEXT};
use crate::chart::page::{Figure, GUTTER, INNER, LEFT, RIGHT, begin, figures, foot, heading, rule, setting};
use crate::chart::scene::{Area, Label, SENTENCES, Scene};
use crate::chart::share_bar::broken;
use crate::chart::theme::{self, Color, GAP, TextSize, UNIT};
use crate::chart::wrap::{Fill, shorten_all};

/// Least and most height of a row.
const ROW: (f64, f64) = (47.0, 76.0);
/// What a reason adds to the height of its row: a line, and a little white that keeps it apart from target and deadline.
const WHY: f64 = 3.0 * UNIT;
/// Most height of a row on a page that would end well above its foot.
const ROOMY: f64 = 14.0 * UNIT;
/// Rows among which there may be room for reasons; of more they need not be looked for.
pub const MOST_EXPLAINED: usize = 6;
/// Height of the names of columns.
const HEAD: f64 = 25.0;
/// Where the columns begin, and how wide they are, as parts of the width.
const COLUMNS: [(f64, f64); 3] = [(0.0, 0.43), (0.45, 0.26), (0.73, 0.27)];
/// Full length of a bar as a part of its column, and its thickness.
const BAR: (f64, f64) = (0.52, 9.0);
/// How far the line at zero stands out of a bar.
const ZERO: f64 = 3.0;
/// Least and most height of the lists' text.
const LISTS: (f64, f64) = (68.0, 156.0);

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DepartmentView {
    /// The finding.
    pub title: Passage,
    /// Two or three numbers.
    pub figures: Vec<Figure>,
    /// KPIs, the weightiest first.
    pub rows: Vec<KpiRow>,
    /// Up to three lists beside each other.
    pub parts: Vec<Part>,
    /// Files and date.
    pub source: String,
    /// The few words of the page.
    pub words: DepartmentWords,
}

/// One KPI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KpiRow {
    /// Its name.
    pub name: String,
    /// Target and deadline.
    pub goal: Passage,
    /// What serves it, two lines.
    pub by: Passage,
    /// How much.
    pub amount: Amount,
    /// The arithmetic, or what is missing.
    pub detail: Passage,
    /// Why what is read from texts helps it, a line under the row; may be empty.
    pub why: Passage,
    /// Whether it is served.
    pub served: bool,
}

/// How much of a target is served.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// A stated share, with its number: below zero when it works against the target.
    Share(f64, String),
    /// The same, of what is only proposed: a paler bar.
    Proposed(f64, String),
    /// Words, where there is no figure.
    Words(String),
}

impl Default for Amount {
    fn default() -> Self {
        Self::Words(String::new())
    }
}

/// Words on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartmentWords {
    /// Names of the three columns.
    pub columns: [String; 3],
    /// Note with `{n}` and `{m}`: KPIs left out, and how many of them are not served.
    pub rows_left_out: String,
    /// Note with `{n}`: items left out.
    pub more: String,
    /// Instead of rows when there are none.
    pub nothing: String,
}

/// Draws the page.
pub fn scene(view: &DepartmentView, fonts: &Fonts) -> Scene {
    let (mut scene, y) = begin(&view.title, fonts);
    let floor = foot(&mut scene, &view.source, fonts);
    let y = figures(&mut scene, &view.figures, y, fonts);
    let y = rule(&mut scene, y);
    // The lists get what the rows leave, within bounds.
    let metrics = fonts.measure("", TextSize::Label, true);
    let list_head = GAP + 1.5 * UNIT + metrics.ascent + metrics.descent + UNIT;
    let wanted = HEAD + ROW.0 * view.rows.len() as f64;
    let room = (floor - y - wanted - list_head).clamp(LISTS.0, LISTS.1);
    let width = (INNER - 2.0 * GUTTER) / 3.0;
    let lists: Vec<passage::Shown> =
        view.parts.iter().flat_map(|p| passage::allot(std::slice::from_ref(p), width, room, &view.words.more, fonts)).collect();
    let tall = lists.iter().map(passage::Shown::height).fold(0.0, f64::max);
    let below = if lists.is_empty() { 0.0 } else { list_head + tall };
    let plan = plan(view, floor - below - y - HEAD, fonts);
    let bottom = if view.rows.is_empty() {
        let text = setting(fonts, TextSize::Subtitle, false, INNER, 3).fit(&view.words.nothing, Fill::Full);
        let label = Label::new(LEFT, y, text, TextSize::Subtitle).color(Color::Soft);
        crate::chart::layout::drop_below(&mut scene, label, fonts)
    } else {
        rows(&mut scene, view, &plan, y, fonts)
    };
    if lists.is_empty() {
        return scene;
    }
    let top = rule(&mut scene, bottom + GAP + plan.air);
    for (i, (part, shown)) in view.parts.iter().zip(&lists).take(3).enumerate() {
        let x = LEFT + (width + GUTTER) * i as f64;
        let y = heading(&mut scene, &part.name, (x, top), width, fonts);
        passage::draw(&mut scene, shown, &view.words.more, (x, y), width, fonts);
    }
    scene
}

/// Left edge and width of a column.
fn column(n: usize) -> (f64, f64) {
    let (from, width) = COLUMNS.get(n).copied().unwrap_or_default();
    (LEFT + INNER * from, INNER * width)
}

/// How the rows stand.
struct Plan {
    /// Rows there is room for.
    shown: usize,
    /// Height of a row, without its reason.
    pitch: f64,
    /// Whether reasons are shown.
    reasons: bool,
    /// White under the rows, beside the usual gap.
    air: f64,
}

/// Plans the rows for a height.
fn plan(view: &DepartmentView, height: f64, fonts: &Fonts) -> Plan {
    let all = view.rows.len();
    let fits = |rows: usize, under: f64| ROW.0 * rows as f64 + under <= height + 0.5;
    let shown = if fits(all, 0.0) { all } else { (1..all).rev().find(|n| fits(*n, TEXT.line() + UNIT / 2.0)).unwrap_or(1) };
    let pitch = |under: f64| ((height - under) / all.max(1) as f64).clamp(ROW.0, ROW.1).floor();
    let told = WHY * view.rows.iter().filter(|r| !r.why.forms.is_empty()).count() as f64;
    // No name is cut for a reason.
    let one = setting(fonts, TextSize::Label, true, column(0).1, 1);
    let names = name_lines(pitch(told)) == name_lines(pitch(0.0)) || view.rows.iter().all(|r| one.holds(&r.name));
    let reasons = told > 0.0 && fits(all, told) && names;
    let under = if reasons { told } else { 0.0 };
    let pitch = pitch(under);
    // Half of what stays empty is shared out among the rows and the gap under them; the foot keeps the other half.
    let empty = (height - under - pitch * all as f64).max(0.0);
    let air = (empty / 2.0 / (all as f64 + 1.0)).floor();
    let (pitch, air) = if all == 0 { (pitch, 0.0) } else { ((pitch + air).min(pitch.max(ROOMY)), air.min(GAP)) };
    Plan { shown, pitch, reasons, air }
}

/// Lines that a name may take in a row.
fn name_lines(pitch: f64) -> usize {
    if pitch >= ROW.0 + TextSize::Label.line() { 2 } else { 1 }
}

/// Draws the rows there is room for; returns the bottom.
fn rows(scene: &mut Scene, view: &DepartmentView, plan: &Plan, y: f64, fonts: &Fonts) -> f64 {
    for (n, name) in view.words.columns.iter().enumerate() {
        let (x, width) = column(n);
        let text = setting(fonts, TEXT, false, width, 1).fit(name, Fill::Even);
        scene.text(Label::new(x, baseline(y + HEAD / 2.0 - UNIT / 2.0, TEXT), text, TEXT).color(Color::Soft));
    }
    let Plan { shown, pitch, reasons, .. } = *plan;
    let kept = view.rows.get(..shown).unwrap_or_default();
    let names: Vec<&str> = kept.iter().map(|r| r.name.as_str()).collect();
    let names = shorten_all(&names, &setting(fonts, TextSize::Label, true, column(0).1, name_lines(pitch)));
    // One scale for all rows, to the left of zero as far as anything goes.
    let low = kept.iter().filter_map(|r| match r.amount {
        Amount::Share(share, _) | Amount::Proposed(share, _) => Some(held(-share, 0.0, 1.0)),
        Amount::Words(_) => None,
    });
    let low = low.fold(0.0, f64::max);
    let mut bottom = y + HEAD;
    for (kpi, name) in kept.iter().zip(names) {
        scene.line(&[(LEFT, bottom), (RIGHT, bottom)], theme::HAIRLINE, Color::Grid);
        let high = ROW.0 + name.matches('\n').count() as f64 * TextSize::Label.line();
        // The white over and under a row is the same with a reason as without.
        let top = bottom + (pitch - high) / 2.0;
        let reason = reasons && !kpi.why.forms.is_empty();
        row(scene, kpi, name, (top, low, reason), fonts);
        bottom += pitch + if reason { WHY } else { 0.0 };
    }
    let hidden = view.rows.get(shown..).unwrap_or_default();
    if hidden.is_empty() {
        return bottom;
    }
    let unserved = hidden.iter().filter(|r| !r.served).count();
    let text = view.words.rows_left_out.replace("{n}", &hidden.len().to_string()).replace("{m}", &unserved.to_string());
    let text = setting(fonts, TEXT, false, INNER, 1).fit(&text, Fill::Full);
    scene.line(&[(LEFT, bottom), (RIGHT, bottom)], theme::HAIRLINE, Color::Grid);
    let y = bottom + UNIT / 2.0;
    scene.text(Label::new(LEFT, y + fonts.measure("", TEXT, false).ascent, text, TEXT).color(Color::Soft));
    y + TEXT.line()
}

fn row(scene: &mut Scene, kpi: &KpiRow, name: String, (top, low, reason): (f64, f64, bool), fonts: &Fonts) {
    let upper = top + ROW.0 * 0.29;
    let lower = upper + TEXT.line();
    let (x, width) = column(0);
    let fit = |passage: &Passage, width: f64, lines: usize| passage.fit(&setting(fonts, TEXT, false, width, lines), Fill::Full);
    let more = name.matches('\n').count() as f64 * TextSize::Label.line();
    let label = Label::new(x, baseline(upper, TextSize::Label), name, TextSize::Label).bold();
    scene.text(label.names("kpis", &kpi.name));
    let under = |x: f64, y: f64, text: String| Label::new(x, baseline(y, TEXT), text, TEXT).color(Color::Soft);
    scene.text(under(x, lower + more, fit(&kpi.goal, width, 1)));
    let (x, width) = column(1);
    let by = Label::new(x, baseline(upper, TEXT), fit(&kpi.by, width, 2), TEXT);
    scene.text(by.names(SENTENCES, kpi.by.forms.first().map_or("", String::as_str)));
    let (x, width) = column(2);
    match &kpi.amount {
        Amount::Share(share, number) | Amount::Proposed(share, number) => {
            let full = width * BAR.0;
            let track = Area::new(x, upper - BAR.1 / 2.0, full, BAR.1);
            scene.rect(track, Color::Grid);
            let (unit, long) = (full / (1.0 + low), held(*share, -1.0, 1.0));
            let zero = x + low * unit;
            let proposed = matches!(kpi.amount, Amount::Proposed(..));
            let color = match (*share < 0.0, proposed) {
                (true, _) => Color::Hurt,
                (false, true) => Color::HelpClass(2),
                (false, false) => Color::Help,
            };
            let bar = Area { x: zero + long.min(0.0) * unit, w: long.abs() * unit, ..track };
            scene.rect(bar, color);
            if share.abs() > 1.0 + 1e-9 {
                broken(scene, &bar, if *share < 0.0 { bar.x + UNIT } else { bar.right() - 2.0 * UNIT });
            }
            if low > 0.0 {
                scene.line(&[(zero, track.y - ZERO), (zero, track.bottom() + ZERO)], theme::STROKE, Color::Ink);
            }
            let number = setting(fonts, TextSize::Label, true, width - full - UNIT, 1).fit(number, Fill::Even);
            scene.text(Label::new(x + full + UNIT, baseline(upper, TextSize::Label), number, TextSize::Label).bold());
        }
        Amount::Words(words) => {
            let words = setting(fonts, TEXT, false, width, 1).fit(words, Fill::Even);
            scene.text(Label::new(x, baseline(upper, TEXT), words, TEXT));
        }
    }
    scene.text(under(x, lower, fit(&kpi.detail, width, 1)));
    if reason {
        let why = under(LEFT, lower + more + WHY, fit(&kpi.why, INNER, 1));
        scene.text(why.names(SENTENCES, kpi.why.forms.first().map_or("", String::as_str)));
    }
}

#[cfg(test)]
mod tests;
