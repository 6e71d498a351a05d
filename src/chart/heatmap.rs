//! KPI x element: which part of the project serves which KPI, and which works against it.
//!
//! Invariant: the colour scale is fixed at -1..=1, so pictures of different projects compare; a value in
//! the blank class shows no number; a negative one always shows its minus. Limits: [`MAX_ROWS`] KPIs and
//! [`MAX_COLUMNS`] elements, the strongest ones, and fewer KPIs where they would make it too tall; what is left out is counted in a note,
//! with the departments that vanish altogether.

use crate::chart::font::Fonts;
use crate::chart::headers::{self, Columns, Header};
use crate::chart::heatkey;
use crate::chart::layout::{self, RIGHT, baseline};
use crate::chart::rownames::{GROUP_GAP, MARKER_ROOM, Names, ROW};
use crate::chart::scene::{Anchor, Area, Label, Scene};
use crate::chart::theme::{self, Color, MARGIN, SEAM, TextSize};
use std::collections::BTreeSet;

/// Most KPIs in one picture.
pub const MAX_ROWS: usize = 30;
/// Most elements in one picture.
pub const MAX_COLUMNS: usize = 20;
/// Rows that are shown however tall they are.
const LEAST_ROWS: usize = 5;
/// Departments without a row that are named.
const NAMED: usize = 8;
/// Evidence on both sides from which a cell is called mixed.
pub(crate) const MIXED: f64 = 0.2;
pub(crate) const CELL_MOST: f64 = 96.0;
const MARKER: f64 = 5.0;

/// What the picture shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatmapView {
    /// The finding, one sentence.
    pub title: String,
    /// What is shown and how to read a number.
    pub subtitle: String,
    /// Files and date.
    pub source: String,
    /// KPIs by department, in the order of the sister charts.
    pub groups: Vec<RowGroup>,
    /// Elements; put in order of total help here.
    pub columns: Vec<Column>,
    /// One row per KPI (groups one after the other), one cell per column of the view; a missing cell is blank.
    pub cells: Vec<Vec<Cell>>,
    /// Numbers are written from this absolute overlap on, 0..=1.
    pub number_from: f64,
    /// The few words of the picture.
    pub words: HeatmapWords,
}

/// A department's KPIs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowGroup {
    /// Its name.
    pub department: String,
    /// Its KPIs.
    pub rows: Vec<Row>,
}

/// One KPI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its name.
    pub kpi: String,
    /// Whether the plan serves it.
    pub served: bool,
}

/// One element.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its name.
    pub element: String,
    /// Could be added, not in the plan yet.
    pub optional: bool,
}

/// One pair.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// -1..=1.
    pub overlap: f64,
    /// 0..=1.
    pub helps: f64,
    /// 0..=1.
    pub hurts: f64,
    /// A contribution is stated, not only inferred from text.
    pub stated: bool,
}

/// Words on the picture; empty ones are left out with what they explain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatmapWords {
    /// Right end of the scale.
    pub helps: String,
    /// Left end of the scale.
    pub hurts: String,
    /// Middle of the scale.
    pub neither: String,
    /// Meaning of the hollow dot.
    pub unserved: String,
    /// Meaning of the line under a number.
    pub stated: String,
    /// Meaning of "±": evidence both ways.
    pub mixed: String,
    /// Meaning of the solid line at a column.
    pub core: String,
    /// Meaning of the dashed line at a column.
    pub optional: String,
    /// Note with `{n}`: KPIs left out.
    pub rows_left_out: String,
    /// Note with `{n}`: names of departments without a row.
    pub departments_gone: String,
    /// Between two names.
    pub separator: String,
    /// Note with `{n}`: elements left out.
    pub columns_left_out: String,
    /// The sentence of an empty picture.
    pub nothing: String,
}

/// The picture of a view without KPIs or elements.
pub fn empty(view: &HeatmapView, fonts: &Fonts) -> Scene {
    layout::empty(&view.title, &view.words.nothing, &view.source, fonts)
}

/// A KPI that is shown: its department's number, its name, its row in the view's cells.
pub(crate) struct Shown<'a> {
    pub group: usize,
    pub department: &'a str,
    pub row: &'a Row,
    pub at: usize,
}

/// Draws the picture.
pub fn scene(view: &HeatmapView, fonts: &Fonts) -> Scene {
    let columns = columns(view);
    let mut most = MAX_ROWS;
    loop {
        let rows = rows(view, &columns, most);
        if rows.is_empty() || columns.is_empty() {
            return empty(view, fonts);
        }
        let drawn = drawn(view, &rows, &columns, fonts);
        if drawn.height <= theme::TALLEST || rows.len() <= LEAST_ROWS {
            return drawn;
        }
        let fitting = (rows.len() as f64 * theme::TALLEST / drawn.height) as usize;
        most = fitting.min(rows.len() - 1).max(LEAST_ROWS);
    }
}

fn drawn(view: &HeatmapView, rows: &[Shown<'_>], columns: &[usize], fonts: &Fonts) -> Scene {
    let all_rows: usize = view.groups.iter().map(|g| g.rows.len()).sum();
    let words = &view.words;
    let notes: Vec<String> = [
        layout::note(&words.rows_left_out, all_rows - rows.len()),
        gone(view, rows),
        layout::note(&words.columns_left_out, view.columns.len() - columns.len()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (mut scene, top) = layout::begin(&view.title, &view.subtitle, fonts);
    let top = heatkey::draw(&mut scene, view, rows, columns, top, fonts);
    let names = Names::of(rows, columns.len(), fonts);
    let x = MARGIN + names.room;
    let at = Columns { x, w: ((RIGHT - x) / columns.len() as f64).min(CELL_MOST) };
    let headers: Vec<Header<'_>> =
        columns.iter().filter_map(|c| view.columns.get(*c)).map(|c| Header { name: &c.element, optional: c.optional }).collect();
    let top = headers::draw(&mut scene, top, at, &headers, fonts);
    let heights = names.heights(rows, layout::floor(&view.source, &notes, fonts) - top);
    let mut y = top;
    for (i, shown) in rows.iter().enumerate() {
        let first = i == 0 || rows.get(i - 1).is_none_or(|r| r.group != shown.group);
        if first && i > 0 {
            let middle = y + GROUP_GAP / 2.0;
            let end = at.x + at.w * columns.len() as f64;
            scene.line(&[(MARGIN, middle), (end, middle)], theme::HAIRLINE, Color::Grid);
            y += GROUP_GAP;
        }
        let height = heights.get(i).copied().unwrap_or(ROW);
        names.draw(&mut scene, i, shown, first, y, height);
        if !shown.row.served {
            let centre = (at.x - MARKER_ROOM / 2.0 + 2.0, y + height / 2.0);
            scene.dot(centre, MARKER, Color::Soft, false);
        }
        for (j, column) in columns.iter().enumerate() {
            let cell = view.cells.get(shown.at).and_then(|r| r.get(*column));
            let left = at.x + at.w * j as f64;
            let area = Area::new(left, y, at.w - SEAM, height - SEAM);
            draw_cell(&mut scene, area, cell.copied().unwrap_or_default(), view, fonts);
        }
        y += height;
    }
    layout::finish(scene, y, &view.source, &notes, fonts)
}

/// The departments that no row is left of.
fn gone(view: &HeatmapView, rows: &[Shown<'_>]) -> Option<String> {
    let kept: BTreeSet<usize> = rows.iter().map(|r| r.group).collect();
    let missing = view.groups.iter().enumerate().filter(|(i, g)| !g.rows.is_empty() && !kept.contains(i));
    let names: Vec<&str> = missing.map(|(_, g)| g.department.as_str()).collect();
    let named = names.get(..names.len().min(NAMED)).unwrap_or_default().join(&view.words.separator);
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("… (+{more})") } else { String::new() };
    let told = view.words.departments_gone.replace("{n}", &(named + &more));
    (!names.is_empty() && !told.is_empty()).then_some(told)
}

fn overlap(view: &HeatmapView, row: usize, column: usize) -> f64 {
    let cell = view.cells.get(row).and_then(|r| r.get(column));
    cell.map_or(0.0, |c| layout::held(c.overlap, -1.0, 1.0))
}

/// The indexes of the `most` largest weights, in their old order.
fn strongest(weights: &[f64], most: usize) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let weight = |i: &usize| weights.get(*i).copied().unwrap_or(0.0);
    order.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
    order.into_iter().take(most).collect()
}

/// The KPIs that are shown, in order: those with most to see in the columns that are, so that no row stands blank whose help was cut away.
pub(crate) fn rows<'a>(view: &'a HeatmapView, columns: &[usize], most: usize) -> Vec<Shown<'a>> {
    let mut all = Vec::new();
    for (group, g) in view.groups.iter().enumerate() {
        for row in &g.rows {
            all.push(Shown { group, department: &g.department, row, at: all.len() });
        }
    }
    let total = |s: &Shown<'_>| -> f64 {
        let each = |c: &usize| overlap(view, s.at, *c).abs();
        columns.iter().map(each).fold(0.0, f64::max)
    };
    let weights: Vec<f64> = all.iter().map(total).collect();
    let keep = strongest(&weights, most);
    all.into_iter().filter(|s| keep.contains(&s.at)).collect()
}

/// Columns by total help, ties by name.
pub(crate) fn columns(view: &HeatmapView) -> Vec<usize> {
    let sum = |c: usize, part: fn(f64) -> f64| -> f64 { (0..view.cells.len()).map(|r| part(overlap(view, r, c))).sum() };
    let count = view.columns.len();
    let weights: Vec<f64> = (0..count).map(|c| sum(c, f64::abs)).collect();
    let mut keep: Vec<usize> = strongest(&weights, MAX_COLUMNS).into_iter().collect();
    let help = |c: usize| sum(c, |v| v.max(0.0));
    let harm = |c: usize| sum(c, |v| v.min(0.0));
    let name = |c: usize| view.columns.get(c).map(|c| &c.element);
    keep.sort_by(|a, b| help(*b).total_cmp(&help(*a)).then(harm(*b).total_cmp(&harm(*a))).then(name(*a).cmp(&name(*b))).then(a.cmp(b)));
    keep
}

fn draw_cell(scene: &mut Scene, area: Area, cell: Cell, view: &HeatmapView, fonts: &Fonts) {
    let value = layout::held(cell.overlap, -1.0, 1.0);
    let fill = Color::of_overlap(value);
    scene.rect(area, fill);
    if cell.stated {
        layout::stated_mark(scene, area, fill.text_on());
    }
    let size = TextSize::Source;
    let fits = |text: &str| fonts.measure(text, size, false).width <= area.w - 2.0;
    let text = if fill == Color::Blank {
        let mixed = cell.helps.min(cell.hurts) >= MIXED;
        if mixed { "±".to_owned() } else { String::new() }
    } else {
        let full = layout::number(value, 2);
        let short = full.replacen("0.", ".", 1).replace(".00", "");
        // One way of writing for all numbers of a picture: the widest one decides.
        let text = if fits("\u{2212}0.88") { full } else { short };
        let sign = if value < 0.0 { "\u{2212}" } else { "" };
        let choice = Some(text).filter(|t| value.abs() >= view.number_from && fits(t));
        choice.unwrap_or_else(|| sign.to_owned())
    };
    let at = (area.x + area.w / 2.0, baseline(area.y + area.h / 2.0, size));
    scene.text(Label::new(at.0, at.1, text, size).on(fill).anchor(Anchor::Middle));
}
