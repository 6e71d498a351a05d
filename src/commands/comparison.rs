//! The end of `analyze` over several projects: OUT/comparison.md, OUT/comparison.json and OUT/index.html, and which project is best for whom.

use std::path::Path;

use crate::analysis::compare::compare;
use crate::analysis::{Options, ProjectAnalysis};
use crate::commands::to_stderr;
use crate::error::Message;
use crate::lang::comparison::Words;
use crate::lang::phrases::Phrases;
use crate::report::{comparison, html, write};

/// Compares the projects, each with the folder of its report, puts the files in place and says the result; nothing to do for a single
/// project.
///
/// # Errors
/// The path that could not be written; all earlier files are then untouched.
pub fn run(phrases: Phrases, (projects, folders): (&[ProjectAnalysis], &[String]), options: &Options, out: &Path) -> Result<(), Message> {
    if projects.len() < 2 {
        return Ok(());
    }
    let compared = compare(phrases.case, projects, options.yes_line);
    let internal = |reason: String| Message::Internal { what: comparison::FILES.join(", "), reason };
    let mut artifacts = comparison::artifacts(&compared, phrases).map_err(internal)?;
    let words = Words { phrases, comparison: &compared };
    let ranked = compared.projects.iter().filter_map(|line| projects.iter().zip(folders).find(|(a, _)| a.project == line.project));
    let entry = |(a, folder): (&ProjectAnalysis, &String)| html::Entry {
        name: phrases.project(a).to_owned(),
        folder: folder.clone(),
        headline: phrases.headline(a),
    };
    let entries: Vec<html::Entry> = ranked.map(entry).collect();
    let internal = |reason: String| Message::Internal { what: html::INDEX.to_owned(), reason };
    artifacts.push(html::index(words, &entries, &artifacts).map_err(internal)?);
    write::together(out, &artifacts)?;
    for sentence in words.sentences() {
        to_stderr(&sentence);
    }
    to_stderr(&format!("  → {}", out.join(comparison::FILES[0]).display()));
    Ok(())
}
