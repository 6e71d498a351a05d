//! comparison.md and comparison.json: the projects of one run side by side. Facts from `analysis::compare`, sentences from
//! `lang::comparison`; figures of the JSON have six decimals, as in summary.json.

use std::fmt::Write;

use serde::Serialize;

use crate::analysis::benefit::WinWin;
use crate::analysis::compare::{Choice, Comparison, Spending};
use crate::lang::amounts;
use crate::lang::comparison::Words;
use crate::lang::phrases::Phrases;
use crate::model::DepartmentId;
use crate::report::Artifact;
use crate::report::brief::escaped;

/// Name of the picture that stands beside the page, without its ending.
pub const PICTURE: &str = "project-comparison";

/// Names that the comparison takes in the folder of reports.
pub const FILES: [&str; 4] = ["comparison.md", "comparison.json", "project-comparison.png", "project-comparison.svg"];

/// Version of the JSON's fields.
const SCHEMA_VERSION: u32 = 1;

/// The page and the data; `picture`: the path of the page's picture and what it says in words, where there is one.
///
/// # Errors
/// The serialiser's words; it refuses only numbers that are not finite, of which there are none.
pub fn artifacts(comparison: &Comparison, phrases: Phrases, picture: Option<(&str, &str)>) -> Result<Vec<Artifact>, String> {
    let words = Words { phrases, comparison };
    let mut json = serde_json::to_vec_pretty(&document(words)).map_err(|e| e.to_string())?;
    json.push(b'\n');
    let made = [markdown(words, picture).into_bytes(), json];
    Ok(FILES.iter().zip(made).map(|(path, bytes)| Artifact { path: (*path).to_owned(), bytes }).collect())
}

/// comparison.md, which the page over the projects shows too.
pub(super) fn markdown(words: Words, picture: Option<(&str, &str)>) -> String {
    let (p, c) = (words.phrases, words.comparison);
    let mut out = format!("# {}\n\n", p.pick("项目对比", "Projects compared"));
    for sentence in words.sentences() {
        let _ = writeln!(out, "- {}", escaped(&sentence));
    }
    if let Some((path, alt)) = picture {
        let _ = writeln!(out, "\n![{}]({path})", escaped(alt));
    }
    let figure = c.projects.first().map_or("", |line| p.figure_heading(&line.before));
    let header = p.pick(
        ["名次", "项目", figure, "有理由支持的伙伴", "获益最少的伙伴", "核心成本", "建议的成本", "本部门覆盖率"],
        [
            "Rank",
            "Project",
            figure,
            "Partners over the line",
            "Worst-off partner",
            "Cost of the plan",
            "Cost of the additions",
            "Own coverage",
        ],
    );
    let _ = writeln!(out, "\n| {} |\n|--:|---|--:|--:|---|--:|--:|--:|", header.join(" | "));
    for (i, line) in c.projects.iter().enumerate() {
        let over = |w: &WinWin| format!("{} / {}", w.over_line, line.partners);
        let (over_before, over_after) = (over(&line.before), over(&line.after));
        let worst = |w: &WinWin| {
            w.worst_off.map_or_else(|| "–".to_owned(), |(d, y)| format!("{} {}", p.department(d), amounts::percent(y, p.lang)))
        };
        let (worst_before, worst_after) = (worst(&line.before), worst(&line.after));
        let both = |a: String, b: String| if a == b { a } else { format!("{a} → {b}") };
        let cells = [
            (i + 1).to_string(),
            words.project(line).to_owned(),
            words.between(Some(line.before.raised()), Some(line.after.raised())),
            both(over_before, over_after),
            both(worst_before, worst_after),
            words.spending(&line.core),
            words.spending(&line.additions),
            words.between(line.before.own, line.after.own),
        ];
        let _ = writeln!(out, "| {} |", cells.map(|c| escaped(&c)).join(" | "));
    }
    let _ = writeln!(out, "\n## {}\n", p.pick("各部门的吸引力", "Appeal to each department"));
    let names: Vec<String> = c.projects.iter().map(|l| escaped(words.project(l))).collect();
    let rules = "--:|".repeat(names.len());
    let _ = writeln!(out, "| {} | {} |\n|---|{rules}", p.pick("部门", "Department"), names.join(" | "));
    for row in &c.departments {
        let own = if row.own { p.pick("（本部门）", " (own)") } else { "" };
        let cells: Vec<String> = (0..c.projects.len()).map(|at| words.cell(row, at)).collect();
        let _ = writeln!(out, "| {}{own} | {} |", escaped(p.department(row.department)), cells.join(" | "));
    }
    let _ = writeln!(out, "\n{}", escaped(&words.key()));
    out
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: u32,
    /// Appeal from which saying yes is worth while.
    yes_line: f64,
    own: Option<&'a str>,
    today: String,
    /// The sentences of comparison.md.
    findings: Vec<String>,
    /// Best first.
    projects: Vec<Project<'a>>,
    /// The project that serves the own department best.
    best_for_own: Option<&'a str>,
    /// The own department, then the others by name.
    departments: Vec<Department<'a>>,
}

#[derive(Serialize)]
struct Project<'a> {
    rank: usize,
    project: &'a str,
    partners: usize,
    index_before: Option<f64>,
    index_after: Option<f64>,
    partners_over_line_before: usize,
    partners_over_line_after: usize,
    worst_off_before: Option<f64>,
    worst_off_department_before: Option<&'a str>,
    worst_off_after: Option<f64>,
    worst_off_department_after: Option<&'a str>,
    cost_core: f64,
    cost_additions: f64,
    /// Elements of the plan and additions without a cost.
    without_cost: usize,
    own_before: Option<f64>,
    own_after: Option<f64>,
}

#[derive(Serialize)]
struct Department<'a> {
    department: &'a str,
    own: bool,
    /// In the order of the projects; `null` where the project's analysis does not know the department.
    appeal: Vec<Option<Appeal<'a>>>,
    /// Projects it would say yes to as they stand, the most attractive first.
    yes: Vec<&'a str>,
    /// Projects it would say yes to with their additions only.
    yes_with_additions: Vec<&'a str>,
    /// Where it would say yes to none: the project that comes nearest.
    nearest: Option<&'a str>,
}

#[derive(Serialize)]
struct Appeal<'a> {
    project: &'a str,
    /// Whether the project needs the department, or it is the own one.
    needed: bool,
    before: f64,
    after: f64,
}

fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6 + 0.0
}

fn document(words: Words<'_>) -> Document<'_> {
    let (case, c) = (words.phrases.case, words.comparison);
    let name = move |at: usize| c.projects.get(at).map_or("", |l| case.project(l.project).name.as_str());
    let department = move |d: DepartmentId| case.department(d).name.as_str();
    let known = |s: &Spending| rounded(s.known);
    let projects = c.projects.iter().enumerate().map(|(i, line)| Project {
        rank: i + 1,
        project: name(i),
        partners: line.partners,
        index_before: line.before.index.map(rounded),
        index_after: line.after.index.map(rounded),
        partners_over_line_before: line.before.over_line,
        partners_over_line_after: line.after.over_line,
        worst_off_before: line.before.worst_off.map(|(_, y)| rounded(y)),
        worst_off_department_before: line.before.worst_off.map(|(d, _)| department(d)),
        worst_off_after: line.after.worst_off.map(|(_, y)| rounded(y)),
        worst_off_department_after: line.after.worst_off.map(|(d, _)| department(d)),
        cost_core: known(&line.core),
        cost_additions: known(&line.additions),
        without_cost: line.core.unknown + line.additions.unknown,
        own_before: line.before.own.map(rounded),
        own_after: line.after.own.map(rounded),
    });
    let named = |places: &[usize]| places.iter().map(|at| name(*at)).collect::<Vec<_>>();
    let departments = c.departments.iter().map(|row| {
        let (yes, yes_with_additions, nearest) = match &row.choice {
            Some(Choice::Yes { now, then }) => (named(now), named(then), None),
            Some(Choice::WithAdditions(then)) => (Vec::new(), named(then), None),
            Some(Choice::None(at)) => (Vec::new(), Vec::new(), Some(name(*at))),
            None => (Vec::new(), Vec::new(), None),
        };
        let appeal = |(at, a): (usize, &Option<crate::analysis::compare::Appeal>)| {
            a.map(|a| Appeal { project: name(at), needed: a.counts, before: rounded(a.before), after: rounded(a.after) })
        };
        let appeal = row.appeals.iter().enumerate().map(appeal).collect();
        Department { department: department(row.department), own: row.own, appeal, yes, yes_with_additions, nearest }
    });
    Document {
        schema_version: SCHEMA_VERSION,
        yes_line: c.yes_line,
        own: case.own.map(department),
        today: case.today.to_string(),
        findings: words.sentences(),
        projects: projects.collect(),
        best_for_own: c.best_for_own.map(name),
        departments: departments.collect(),
    }
}
