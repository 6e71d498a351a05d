//! The titles side by side, KPI by KPI: how likely each helps, against the present one.

use std::fmt::Write;

use crate::lang::{amounts, quoted};
use crate::report::brief::{Material, escaped, heading};

/// Change of a chance from which a KPI is worth a row.
const WORTH_A_ROW: f64 = 0.05;

/// The section; nothing without titles, or where none changes anything.
pub(super) fn section(out: &mut String, m: Material) {
    let (p, themes) = (m.phrases, &m.reframe.themes);
    let Some(first) = themes.first() else { return };
    let changed = |at: &usize| themes.iter().any(|t| t.kpis.get(*at).is_some_and(|c| (c.after - c.before).abs() >= WORTH_A_ROW));
    let rows: Vec<usize> = (0..first.kpis.len()).filter(changed).collect();
    if rows.is_empty() {
        return;
    }
    heading(out, "##", p.pick("各题目逐项指标对比", "The titles, KPI by KPI"));
    let titles = themes.iter().map(|t| quoted(p.lang, &t.title));
    let present =
        p.pick(format!("现题目{}", quoted(p.lang, p.project(m.analysis))), format!("{} (now)", quoted(p.lang, p.project(m.analysis))));
    let header: Vec<String> =
        [p.pick("部门", "Department").to_owned(), p.pick("指标", "KPI").to_owned(), present].into_iter().chain(titles).collect();
    let header: Vec<String> = header.iter().map(|h| escaped(h)).collect();
    let _ = writeln!(out, "| {} |\n|---|---|{}", header.join(" | "), "--:|".repeat(themes.len() + 1));
    for at in rows {
        let now = first.kpis[at];
        let percent = |chance: f64| amounts::percent(chance, p.lang);
        let then = themes.iter().map(|t| t.kpis.get(at).map_or_else(String::new, |c| percent(c.after)));
        let whose = p.department(p.case.kpi(now.kpi).department);
        let cells: Vec<String> = [escaped(whose), escaped(p.kpi(now.kpi)), percent(now.before)].into_iter().chain(then).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    let note = p.pick(
        "题目连同说明有助于该指标的可能减去有碍的可能；只列至少有一个题目改变5个百分点的指标。",
        "Chance that a title with its line helps the KPI, less that it works against it; KPIs that no title changes by 5 points are left out.",
    );
    let _ = writeln!(out, "\n{note}\n");
}
