//! The two columns of names left of a heat map: departments and KPIs, and how high the rows are for them.
//!
//! Invariant: names keep apart when shortened; a row is never lower than its names. Limits: two lines for a
//! KPI, three for a department.

use crate::chart::font::Fonts;
use crate::chart::heatmap::{CELL_MOST, Shown};
use crate::chart::layout::{self, INNER};
use crate::chart::scene::{Label, Scene};
use crate::chart::theme::{MARGIN, SEAM, TextSize, UNIT};
use crate::chart::wrap::{Setting, shorten_all};

pub(crate) const ROW: f64 = 28.0;
pub(crate) const ROW_MOST: f64 = 40.0;
pub(crate) const GROUP_GAP: f64 = 12.0;
/// Wide enough for "−0.93"; names of KPIs get what is left.
pub(crate) const CELL_LEAST: f64 = 49.0;
/// Widest name of a KPI.
const KPI_MOST: f64 = 400.0;
/// Room for the marker of unserved rows between names and cells.
pub(crate) const MARKER_ROOM: f64 = 24.0;

/// The two columns of names at the left.
pub(crate) struct Names<'a> {
    departments: Vec<String>,
    kpis: Vec<String>,
    /// Where KPI names begin.
    kpi_x: f64,
    /// From the margin to the cells.
    pub room: f64,
    fonts: &'a Fonts,
}

impl<'a> Names<'a> {
    pub fn of(rows: &[Shown<'_>], columns: usize, fonts: &'a Fonts) -> Self {
        let natural = |texts: &mut dyn Iterator<Item = &str>, bold: bool| {
            let wide = |t: &str| fonts.measure(t, TextSize::Label, bold).width;
            texts.map(wide).fold(0.0, f64::max).ceil()
        };
        // Few columns leave room for departments in one line.
        let free = INNER - columns as f64 * CELL_MOST - KPI_MOST - 2.0 * UNIT - MARKER_ROOM;
        let most = free.clamp(132.0, 220.0);
        let department = natural(&mut rows.iter().map(|r| r.department), true).min(most);
        let kpi_x = MARGIN + department + 2.0 * UNIT;
        let wanted = columns as f64 * CELL_LEAST;
        let most = (INNER - department - 2.0 * UNIT - MARKER_ROOM - wanted).clamp(170.0, KPI_MOST);
        let kpi = natural(&mut rows.iter().map(|r| r.row.kpi.as_str()), false).min(most);
        let setting = |width, bold, lines| Setting { fonts, size: TextSize::Label, bold, width, lines };
        let mut groups: Vec<&str> = Vec::new();
        let mut last = None;
        for row in rows {
            let new = last != Some(row.group);
            groups.push(if new { row.department } else { "" });
            last = Some(row.group);
        }
        let names: Vec<&str> = rows.iter().map(|r| r.row.kpi.as_str()).collect();
        Self {
            departments: shorten_all(&groups, &setting(department.max(1.0), true, 3)),
            kpis: shorten_all(&names, &setting(kpi.max(1.0), false, 2)),
            kpi_x,
            room: kpi_x - MARGIN + kpi + MARKER_ROOM,
            fonts,
        }
    }

    fn lines(texts: &[String], i: usize) -> f64 {
        texts.get(i).map_or(0, |t| t.matches('\n').count()) as f64 + 1.0
    }

    /// Row heights: enough for the names, stretched a little where the picture has room.
    pub fn heights(&self, rows: &[Shown<'_>], available: f64) -> Vec<f64> {
        let line = TextSize::Label.line();
        let mut heights: Vec<f64> = (0..rows.len()).map(|i| ROW + (Self::lines(&self.kpis, i) - 1.0) * line).collect();
        let mut from = 0;
        let mut gaps = 0.0;
        while from < rows.len() {
            let group = rows.get(from).map(|r| r.group);
            let count = rows.iter().skip(from).take_while(|r| Some(r.group) == group).count().max(1);
            let need = (Self::lines(&self.departments, from) - 1.0) * line + ROW;
            let group_rows = heights.iter_mut().skip(from).take(count);
            let have: f64 = group_rows.map(|h| *h).sum();
            for height in heights.iter_mut().skip(from).take(count) {
                *height += ((need - have) / count as f64).max(0.0);
            }
            from += count;
            gaps += GROUP_GAP;
        }
        let spare = available - heights.iter().sum::<f64>() - (gaps - GROUP_GAP);
        let stretch = (spare / rows.len().max(1) as f64).clamp(0.0, ROW_MOST - ROW);
        heights.iter().map(|h| (h + stretch).floor()).collect()
    }

    /// Draws the names of one row, and its department's on the `first` of a group.
    pub fn draw(&self, scene: &mut Scene, i: usize, row: &Shown<'_>, first: bool, y: f64, height: f64) {
        let size = TextSize::Label;
        let middle = y + (height - SEAM) / 2.0;
        let kpi = self.kpis.get(i).cloned().unwrap_or_default();
        let base = layout::first_baseline(middle, size, &kpi);
        if let Some(name) = self.departments.get(i).filter(|_| first) {
            // On the line of the first KPI, unless its block is lower than the row is high.
            let lines = Self::lines(&self.departments, i);
            let top = if lines > 1.0 && Self::lines(&self.kpis, i) < lines {
                y + self.fonts.measure("", size, true).ascent + (ROW - SEAM - size.line()) / 2.0
            } else {
                base
            };
            let label = Label::new(MARGIN, top.min(base), name.clone(), size).bold();
            scene.text(label.names("departments", row.department));
        }
        let label = Label::new(self.kpi_x, base, kpi, size);
        scene.text(label.names(&format!("kpis {}", row.group), &row.row.kpi));
    }
}
