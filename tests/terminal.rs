//! What a person at a terminal sees of a run, and what a pipe gets.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(dead_code)]
mod library;

use common::{Work, root};
use winwin::analysis::department::Standing;
use winwin::analysis::{self, Options};
use winwin::lang::phrases::Phrases;
use winwin::model::Lang;
use winwin::pictures::{Subject, quick};
use winwin::read::columns::TableKind;
use winwin::report::terminal::{Glance, cells};
use winwin::score::score_pairs;

/// Without escape sequences.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('m').unwrap();
        rest = &rest[at + end + 1..];
    }
    out + rest
}

#[test]
fn a_glance_fits_the_terminal_and_tells_signs_without_colour() {
    let folder = root().join("data/lifestyle-summit");
    let read = |kind: &TableKind| std::fs::read_to_string(folder.join(format!("{}.csv", kind.name()))).ok().map(|t| (*kind, t));
    let tables: Vec<(TableKind, String)> = TableKind::ALL.iter().filter_map(read).collect();
    let tables: Vec<(TableKind, &str)> = tables.iter().map(|(k, t)| (*k, t.as_str())).collect();
    let mut seen = 0;
    for lang in [Lang::Zh, Lang::En] {
        let case = library::case(&tables, Some("华南区域"), jiff::civil::date(2026, 11, 16), lang, true);
        let scorer = library::scorer();
        let scores = score_pairs(&case, scorer).unwrap();
        let options = Options { budget: Some(800_000.0), ..Options::default() };
        let (evidence, projects) = analysis::analyze(&case, &scores, scorer, &options);
        for project in &projects {
            let phrases = Phrases { case: &case, lang };
            let subject =
                Subject { analysis: project, phrases, scores: &scores, scorer, evidence: &evidence, options: &options, files: "kpis.csv" };
            let view = quick(&subject);
            for width in [20, 40, 80, 100, 300] {
                let glance = Glance { analysis: project, phrases, view: &view, folder: "reports/x", width, colour: false };
                let text = glance.text();
                let widest = text.lines().map(cells).max().unwrap();
                assert!(widest <= width.clamp(40, 120), "{widest} in {width}:\n{text}");
                assert!(!text.contains('\u{1b}') && !text.contains('\u{200b}'));
                let coloured = Glance { colour: true, ..glance }.text();
                assert!(coloured.contains("\u{1b}[") && bare(&coloured) == text, "{coloured}");
                let flat: String = text.split_whitespace().collect();
                let said: String = phrases.headline(project).split_whitespace().collect();
                assert!(flat.contains(&said), "{said} is not in\n{text}");
                for side in project.departments.iter().filter(|d| d.standing != Standing::NoKpis) {
                    let name = phrases.department(side.department);
                    let figure = winwin::lang::amounts::percent(project.advised_for(side).coverage, lang);
                    assert!(text.lines().any(|l| l.starts_with(name) && l.contains(&figure)), "{name} {figure} in\n{text}");
                }
                assert!(text.contains(if lang == Lang::Zh { "下一步：" } else { "Next: " }) && text.contains("reports/x"));
                // The plan's expensive wine works against the cost KPI: class 5 of what hurts.
                if width >= 80 && case.project(project.project).name.contains("峰会") {
                    assert!(text.lines().any(|l| l.starts_with("降低市场活动费用率") && l.contains("−5")), "{text}");
                    assert!(text.contains("██") && text.contains("−1 … −5"));
                }
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 20);
}

#[test]
fn a_pipe_gets_plain_lines_and_quiet_none() {
    let work = Work::of_example("home-service");
    let run = work.run(&["analyze", ".", "--out", "out"]).ended(0);
    assert!(run.err.contains("  → ") && !run.err.contains('\u{1b}') && !run.err.contains('█'), "{}", run.err);
    let quiet = work.run(&["analyze", ".", "--out", "out", "--quiet"]).ended(0);
    assert!(!quiet.err.contains("  → ") && quiet.out.is_empty(), "{}", quiet.err);
    let told: Vec<&str> = run.err.lines().filter(|l| quiet.err.lines().any(|q| q == *l)).collect();
    assert_eq!(told.len(), quiet.err.lines().count(), "warnings stay: {}", quiet.err);
    assert!(run.err.lines().count() > quiet.err.lines().count());
}
