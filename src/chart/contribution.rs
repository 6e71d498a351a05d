//! What share of each KPI's needed change the stated contributions bring.
//!
//! Invariant: a bar starts at zero on one scale for all KPIs, 100 % being the whole change from baseline to
//! target; a longer one is broken, with a visible mark; a range has a whisker; what is not stated is named
//! in words and never drawn as 0. Limits: [`MAX_ROWS`] KPIs; beyond 100 % lengths say only "more".

use crate::chart::font::Fonts;
use crate::chart::layout::{self, RIGHT, Swatch, baseline, held};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::share_bar::{self, BAR, BEYOND, Scale};
use crate::chart::theme::{self, Color, GAP, MARGIN, TextSize, UNIT};
use crate::chart::wrap::{Setting, shorten_all};

/// Most KPIs in one picture.
pub const MAX_ROWS: usize = 16;
/// KPIs that are shown however tall they are.
const LEAST_ROWS: usize = 4;
const ROW_GAP: f64 = 10.0;
const ROW_GAP_MOST: f64 = 30.0;
const NAMES_MOST: f64 = 250.0;
/// Room for the total behind the longest bar.
const TOTAL_ROOM: f64 = 92.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown, with its unit.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// KPIs with stated contributions, by department, in the order of the sister charts.
    pub groups: Vec<ContributionGroup>,
    /// KPIs without a stated contribution, named.
    pub unstated: Vec<String>,
    /// The few words of the picture.
    pub words: ContributionWords,
}

/// A department's KPIs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionGroup {
    /// Its name.
    pub department: String,
    /// Its KPIs; sorted here by total, then name.
    pub kpis: Vec<ContributionKpi>,
}

/// One KPI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionKpi {
    /// Its name.
    pub name: String,
    /// What brings it there, in order.
    pub segments: Vec<Segment>,
    /// Sum of the lower and upper ends, as shares, if a claim is a range.
    pub range: Option<(f64, f64)>,
    /// The total ("30.0 %").
    pub total: String,
    /// How it is reckoned ("5,000,000 of 16,670,000 = 30.0 %").
    pub label: String,
}

/// One element's contribution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segment {
    /// The element's name.
    pub element: String,
    /// Share of the needed change; 1 is all of it, negative works against it.
    pub share: f64,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContributionWords {
    /// Meaning of blue.
    pub gives: String,
    /// Meaning of orange.
    pub hurts: String,
    /// Meaning of the whisker.
    pub range: String,
    /// Name of the line at 100 %.
    pub full: String,
    /// Before the names of KPIs without a stated contribution ("No stated contribution: ").
    pub unstated: String,
    /// Between those names (", ").
    pub separator: String,
    /// Note with `{n}`: KPIs left out.
    pub rows_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

/// The picture of a view without any stated contribution.
pub fn empty(view: &ContributionView, fonts: &Fonts) -> Scene {
    let words = [view.words.nothing.clone(), unstated(view)].join(" ");
    layout::empty(&view.title, &words, &view.source, fonts)
}

fn unstated(view: &ContributionView) -> String {
    if view.unstated.is_empty() {
        return String::new();
    }
    format!("{}{}", view.words.unstated, view.unstated.join(&view.words.separator))
}

/// What works against the KPI, at most 0, and what helps, at least 0; shares.
fn sums(kpi: &ContributionKpi) -> (f64, f64) {
    let part = |f: fn(f64) -> f64| kpi.segments.iter().map(|s| f(held(s.share, -1e9, 1e9))).sum();
    (part(|s| s.min(0.0)), part(|s| s.max(0.0)))
}

/// Draws the picture.
pub fn scene(view: &ContributionView, fonts: &Fonts) -> Scene {
    let mut rows: Vec<(&str, &ContributionKpi)> = Vec::new();
    for group in &view.groups {
        let mut kpis: Vec<_> = group.kpis.iter().collect();
        let total = |k: &ContributionKpi| sums(k).0 + sums(k).1;
        kpis.sort_by(|a, b| total(b).total_cmp(&total(a)).then(a.name.cmp(&b.name)));
        rows.extend(kpis.into_iter().map(|k| (group.department.as_str(), k)));
    }
    if rows.is_empty() {
        return empty(view, fonts);
    }
    let mut most = rows.len().min(MAX_ROWS);
    loop {
        let drawn = drawn(view, rows.get(..most).unwrap_or_default(), rows.len() - most, fonts);
        if drawn.height <= theme::TALLEST || most <= LEAST_ROWS {
            return drawn;
        }
        most = ((most as f64 * theme::TALLEST / drawn.height) as usize).min(most - 1).max(LEAST_ROWS);
    }
}

fn drawn(view: &ContributionView, rows: &[(&str, &ContributionKpi)], left_out: usize, fonts: &Fonts) -> Scene {
    let notes: Vec<String> = [layout::note(&view.words.rows_left_out, left_out), Some(unstated(view))].into_iter().flatten().collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let top = keys(&mut scene, view, rows, top, fonts);
    let top = top + TextSize::Source.line() + UNIT;
    let label = TextSize::Label;
    let wide = rows.iter().flat_map(|(d, k)| {
        let name = fonts.measure(&k.name, label, false).width;
        [name, fonts.measure(d, label, true).width]
    });
    let names_width = wide.fold(0.0, f64::max).min(NAMES_MOST).ceil();
    let names: Vec<&str> = rows.iter().map(|(_, k)| k.name.as_str()).collect();
    let setting = |size, bold, lines| Setting { fonts, size, bold, width: names_width, lines };
    let names = shorten_all(&names, &setting(label, false, 2));
    let departments: Vec<&str> = rows.iter().map(|(d, _)| *d).collect();
    let departments = shorten_all(&departments, &setting(label, true, 1));
    let lowest = |k: &ContributionKpi| {
        let range = k.range.map_or(0.0, |(a, b)| held(a.min(b), -1.0, 0.0));
        sums(k).0.min(range)
    };
    let least = rows.iter().map(|(_, k)| lowest(k)).fold(0.0, f64::min);
    let least = least.max(-1.0);
    let left = MARGIN + names_width + 2.0 * UNIT;
    let full = (RIGHT - TOTAL_ROOM - left) / (BEYOND - least);
    let scale = Scale { zero: (left - least * full).round(), full };
    let head = label.line() + UNIT / 2.0;
    let groups = rows.chunk_by(|a, b| a.0 == b.0).count() as f64;
    let row = BAR + TextSize::Source.line();
    let floor = layout::floor(&view.source, &notes, fonts);
    let spare = (floor - top - groups * (head + UNIT)) / rows.len() as f64 - row;
    let pitch = row + spare.clamp(ROW_GAP, ROW_GAP_MOST).floor();
    let mut y = top;
    let mut last = None;
    for (i, ((department, kpi), name)) in rows.iter().zip(&names).enumerate() {
        if last != Some(*department) {
            if i > 0 {
                let line = y - (pitch - row) / 2.0 + UNIT / 2.0;
                scene.line(&[(MARGIN, line), (RIGHT, line)], theme::HAIRLINE, Color::Grid);
                y += UNIT;
            }
            let text = departments.get(i).cloned().unwrap_or_default();
            let base = baseline(y + label.line() / 2.0, label);
            let text = Label::new(MARGIN, base, text, label).bold();
            scene.text(text.names("departments", department));
            y += head;
        }
        // The name's first line is the bar's line; a second one stands beside the reckoning.
        let base = baseline(y + BAR / 2.0, label);
        let text = Label::new(MARGIN, base, name.clone(), label);
        scene.text(text.names(&format!("kpis {department}"), &kpi.name));
        let extra = share_bar::draw(&mut scene, kpi, scale, y, fonts);
        last = Some(*department);
        y += pitch + extra;
    }
    let bottom = y - (pitch - row) + UNIT / 2.0;
    axis(&mut scene, view, scale, (top, bottom), fonts);
    layout::finish(scene, bottom, &view.source, &notes, fonts)
}

/// Zero and 100 %. The lines stop at texts under the bars.
fn axis(scene: &mut Scene, view: &ContributionView, scale: Scale, (top, bottom): (f64, f64), fonts: &Fonts) {
    let small = TextSize::Source;
    let boxes: Vec<Area> = scene.labels().map(|l| l.bounds(fonts)).collect();
    let mut upright = |x: f64, dashed: bool| {
        let mut hits: Vec<&Area> =
            boxes.iter().filter(|b| b.x - 3.0 < x && x < b.right() + 3.0 && b.bottom() > top && b.y < bottom).collect();
        hits.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut from = top - UNIT / 2.0;
        for to in hits.iter().map(|b| (b.y, b.bottom())).chain([(bottom, bottom)]) {
            if to.0 > from {
                let line = [(x, from), (x, to.0)];
                if dashed {
                    scene.dashed(&line, theme::STROKE, Color::Ink, theme::DASH);
                } else {
                    scene.line(&line, theme::HAIRLINE, Color::Ink);
                }
            }
            from = from.max(to.1);
        }
    };
    upright(scale.zero, false);
    upright(scale.x(1.0).round(), true);
    let x = scale.x(1.0).round();
    let label = Label::new(x, top - UNIT, view.words.full.clone(), small);
    let over = (fonts.measure(&view.words.full, small, false).width / 2.0 + x - RIGHT).max(0.0);
    let mut label = label.anchor(Anchor::Middle);
    label.x -= over;
    scene.text(label);
}

fn keys(scene: &mut Scene, view: &ContributionView, rows: &[(&str, &ContributionKpi)], top: f64, fonts: &Fonts) -> f64 {
    let mut entries: Vec<(Swatch, &str)> = Vec::new();
    if rows.iter().any(|(_, k)| sums(k).1 > 0.0) {
        entries.push((Swatch::Square(Color::Help), &view.words.gives));
    }
    if rows.iter().any(|(_, k)| sums(k).0 < 0.0) {
        entries.push((Swatch::Square(Color::Hurt), &view.words.hurts));
    }
    if rows.iter().any(|(_, k)| k.range.is_some()) {
        entries.push((Swatch::Whisker(Color::Ink), &view.words.range));
    }
    let area = Area::new(MARGIN, top, RIGHT - MARGIN, 0.0);
    layout::key(scene, area, &entries, fonts) + GAP
}
