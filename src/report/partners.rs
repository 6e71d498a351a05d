//! Relations as Markdown, and their calendars.

use std::fmt::Write;

use crate::analysis::partners::Relations;
use crate::lang::partners::{self, Block, Part, events};
use crate::lang::phrases::Phrases;
use crate::report::brief::{Material, escaped};
use crate::report::{Artifact, ics};

/// The section of the brief; nothing without a table that gives a part.
pub fn section(out: &mut String, m: Material) {
    let parts = partners::parts(m.phrases, &m.analysis.relations);
    if !parts.is_empty() {
        let _ = writeln!(out, "## {}\n", partners::title(m.phrases.lang));
        write_parts(out, &parts, "###");
    }
}

/// A page of its own.
pub fn page(p: Phrases, project: Option<&str>, relations: &Relations) -> String {
    let title = partners::title(p.lang);
    let of = project.map_or(String::new(), |name| format!("{}{}", escaped(name), p.pick("：", ": ")));
    let mut out = format!("# {of}{title}\n\n{}\n\n", p.case.today);
    let parts = partners::parts(p, relations);
    if parts.is_empty() {
        let _ = writeln!(out, "{}", escaped(partners::nothing(p.lang)));
    }
    write_parts(&mut out, &parts, "##");
    out
}

/// A picture below a page, with its finding as alternative text; `path` from the page's folder.
pub fn picture(finding: &str, path: &str) -> String {
    format!("\n![{}]({path})\n", escaped(&finding.replace('\n', " ")))
}

fn write_parts(out: &mut String, parts: &[Part], level: &str) {
    for part in parts {
        let _ = writeln!(out, "{level} {}\n", escaped(&part.title));
        for block in &part.blocks {
            match block {
                Block::Text(text) => {
                    let _ = writeln!(out, "{}\n", escaped(text));
                }
                Block::Head(text) => {
                    let _ = writeln!(out, "**{}**\n", escaped(text));
                }
                Block::List(lines) => {
                    for line in lines {
                        let _ = writeln!(out, "- {}", escaped(line));
                    }
                    out.push('\n');
                }
                Block::Table { header, rows } => {
                    let row = |cells: &[String]| cells.iter().map(|c| escaped(c)).collect::<Vec<_>>().join(" | ");
                    let _ = writeln!(out, "| {} |\n|{}", row(header), "---|".repeat(header.len()));
                    for cells in rows {
                        let _ = writeln!(out, "| {} |", row(cells));
                    }
                    out.push('\n');
                }
            }
        }
    }
}

/// presell.ics and committee.ics, where there is something to put into them.
pub fn calendars(p: Phrases, project: Option<&str>, relations: &Relations) -> Vec<Artifact> {
    let name = events::name(p, project);
    let files = [("presell.ics", events::stages(p, relations)), ("committee.ics", events::standing(p, relations))];
    let filled = files.into_iter().filter(|(_, entries)| !entries.is_empty());
    filled.map(|(path, entries)| Artifact { path: path.to_owned(), bytes: ics::calendar(&name, p.case.today, p.lang, &entries) }).collect()
}
