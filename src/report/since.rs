//! The brief's section on what moved since an earlier run.

use std::fmt::Write;

use crate::analysis::ProjectAnalysis;
use crate::lang::phrases::Phrases;
use crate::lang::since::{Words, note};
use crate::lang::{amounts, list};
use crate::report::brief::escaped;

/// Most changed elements, and most changed KPIs, that are listed.
const SHOWN: usize = 12;

/// The section; empty when the run was not asked to compare.
pub fn section(a: &ProjectAnalysis, p: Phrases) -> String {
    let Some(since) = &a.since else { return String::new() };
    let mut out = format!("## {}\n\n", p.pick("与上次相比", "Since the last run"));
    for n in &since.notes {
        let _ = writeln!(out, "- {}", escaped(&note(n, p.lang)));
    }
    if !since.notes.is_empty() {
        out.push('\n');
    }
    let Some(moves) = &since.moves else { return out };
    let words = Words { phrases: p, moves };
    if !moves.day.is_empty() {
        let _ = writeln!(out, "{}\n", escaped(&p.pick(format!("上次：{}。", moves.day), format!("Last run: {}.", moves.day))));
    }
    let mut bullets = words.together();
    bullets.extend(words.package());
    lines(&mut out, &bullets);
    let (moved, still): (Vec<_>, Vec<_>) = moves.departments.iter().partition(|d| d.moved());
    if !moved.is_empty() {
        let header = p.pick(
            ["部门", "吸引力", "加建议后", "覆盖率", "加建议后"],
            ["Department", "Appeal", "With additions", "Coverage", "With additions"],
        );
        let _ = writeln!(out, "| {} |\n|---|--:|--:|--:|--:|", header.join(" | "));
        for d in &moved {
            let cells = [d.appeal, d.appeal_after, d.coverage, d.coverage_after].map(|s| words.span(s));
            let _ = writeln!(out, "| {} | {} |", escaped(p.department(d.department)), cells.join(" | "));
        }
        out.push('\n');
        let why: Vec<String> = moved.iter().filter_map(|d| words.why(d)).collect();
        lines(&mut out, &why);
        if moved.iter().any(|d| !d.causes.is_empty()) {
            let _ = writeln!(out, "{}\n", escaped(words.key()));
        }
    }
    if !still.is_empty() {
        let names = list(p.lang, &still.iter().map(|d| p.department(d.department)).collect::<Vec<_>>());
        let less = amounts::least_points(crate::analysis::since::WORTH_A_ROW, p.lang);
        let text = p.pick(format!("变动不到{less}：{names}"), format!("Moved by less than {less}: {names}"));
        let _ = writeln!(out, "{}\n", escaped(&text));
    }
    let mut changed: Vec<String> = moves.elements.iter().take(SHOWN).map(|e| words.element(e)).collect();
    changed.extend(moves.kpis.iter().take(SHOWN).map(|k| words.kpi(k)));
    let left = moves.elements.len().saturating_sub(SHOWN) + moves.kpis.len().saturating_sub(SHOWN);
    if left > 0 {
        changed.push(p.pick(format!("另有{left}项改动，见 summary.json"), format!("{left} more changes: see summary.json")));
    }
    if !changed.is_empty() {
        let _ = writeln!(out, "**{}**\n", p.pick("表中的改动", "What changed in the tables"));
        lines(&mut out, &changed);
    }
    out
}

fn lines(out: &mut String, all: &[String]) {
    for line in all {
        let _ = writeln!(out, "- {}", escaped(line));
    }
    if !all.is_empty() {
        out.push('\n');
    }
}
