//! Sections of the brief: the ledger of claims, and what to mend before the proposal goes out.

use std::fmt::Write;

use crate::analysis::claims::{Entry, Over, Reach};
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, lint, quoted};
use crate::model::share::Known;
use crate::report::brief::{Material, escaped};

/// Most rows of a table; summary.json has them all.
const SHOWN: usize = 60;

/// What to mend; nothing when there is nothing.
pub fn to_mend(out: &mut String, m: Material) {
    let p = m.phrases;
    if m.analysis.lints.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {}\n", p.pick("提交前先处理", "Before it goes out"));
    for found in &m.analysis.lints {
        let _ = writeln!(out, "- {}", escaped(&p.lint(found, &m.analysis.needs)));
    }
    out.push('\n');
}

/// The ledger; nothing when nothing is claimed.
pub fn ledger(out: &mut String, m: Material) {
    let (p, ledger) = (m.phrases, &m.analysis.claims);
    if ledger.entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "## {}\n", p.pick("数字台账", "Claims"));
    let header = p.pick(
        ["指标（部门）", "要素", "贡献", "需要的变化", "占比（低–中–高）", "出处", "说明"],
        ["KPI (department)", "Element", "Claim", "Needed", "Share (low–likely–high)", "Row", "Remark"],
    );
    let _ = writeln!(out, "| {} |\n|---|---|--:|--:|--:|---|---|", header.join(" | "));
    for (i, entry) in ledger.entries.iter().enumerate().take(SHOWN) {
        let remarks = p.claim_remarks(i, ledger).join(p.pick("；", "; "));
        let cells = row(p, entry).into_iter().chain([remarks]).map(|c| escaped(&c)).collect::<Vec<_>>();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out.push('\n');
    let left = ledger.entries.len().saturating_sub(SHOWN);
    if left > 0 {
        let more = p.pick(format!("另有{left}条见 summary.json。"), format!("{left} more in summary.json."));
        let _ = writeln!(out, "{more}\n");
    }
    sums(out, p, &ledger.reach);
    let flags = p.claim_flags(ledger);
    for flag in flags.iter().take(SHOWN) {
        let _ = writeln!(out, "- {}", escaped(flag));
    }
    if let Some(more) = flags.len().checked_sub(SHOWN + 1) {
        let _ =
            writeln!(out, "- {}", p.pick(format!("另有{}条见 summary.json。", more + 1), format!("{} more in summary.json.", more + 1)));
    }
    if !flags.is_empty() {
        out.push('\n');
    }
}

fn row(p: Phrases, entry: &Entry) -> [String; 6] {
    let dash = || "–".to_owned();
    let optional = if entry.core { "" } else { p.pick("（备选）", " (optional)") };
    let named = |k| {
        let department = p.department(p.case.kpi(k).department);
        p.pick(format!("{}（{department}）", p.kpi(k)), format!("{} ({department})", p.kpi(k)))
    };
    [
        entry.kpi.map_or_else(|| quoted(p.lang, &entry.metric), named),
        format!("{}{optional}", p.element(entry.element)),
        p.claimed(entry),
        entry.kpi.zip(entry.known()).map_or_else(dash, |(k, known)| amounts::of_kpi(known.needed, p.case.kpi(k), p.lang)),
        entry.known().map_or_else(dash, |known| amounts::reach(known, p.lang)),
        lint::at(&entry.origin),
    ]
}

/// Sums of the KPIs with more than one claim; a single one is its own sum.
fn sums(out: &mut String, p: Phrases, reach: &[Reach]) {
    let several: Vec<&Reach> = reach.iter().filter(|r| r.claims + r.optional > 1 || r.over() != Over::No || r.once.is_some()).collect();
    if several.is_empty() {
        return;
    }
    let header = p.pick(
        ["指标（部门）", "计划内合计", "加上备选", "重复的只计一次"],
        ["KPI (department)", "Sum of the plan", "With optional elements", "Double counts once"],
    );
    let _ = writeln!(out, "| {} |\n|---|--:|--:|--:|", header.join(" | "));
    let shown = |known: &Known| amounts::reach(known, p.lang);
    for r in several.iter().take(SHOWN) {
        let [plan, with_optional, once, if_one] = [&r.plan, &r.with_optional, &r.once, &r.once_if_one].map(|s| s.as_ref().map(shown));
        let if_one = if_one.map(|sum| p.if_one_result(&sum));
        let once = [once, if_one].into_iter().flatten().collect::<Vec<_>>().join(p.pick("；", "; "));
        let sums = [plan, with_optional, Some(once).filter(|o| !o.is_empty())].map(|s| s.unwrap_or_else(|| "–".to_owned()));
        let _ = writeln!(out, "| {} | {} |", escaped(&p.kpi_of_department(r.kpi)), sums.join(" | "));
    }
    out.push('\n');
}
