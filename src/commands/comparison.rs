//! The end of `analyze` over several projects: OUT/comparison.md, OUT/comparison.json, OUT/project-comparison.png and OUT/index.html, and which
//! project is best for whom.

use std::path::Path;

use crate::analysis::compare::compare;
use crate::analysis::{Options, ProjectAnalysis};
use crate::chart::font::Fonts;
use crate::chart::{paint, theme};
use crate::commands::{analyze, say, to_stderr};
use crate::error::Message;
use crate::lang::comparison::Words;
use crate::lang::phrases::Phrases;
use crate::pictures::projects;
use crate::report::{Artifact, comparison, html, write};

/// Compares the projects, each with the folder of its report, puts the files in place and says the result; nothing to do for a single
/// project. `files` are the input files, for the source line of the picture.
///
/// # Errors
/// The path that could not be written; all earlier files are then untouched.
pub fn run(
    phrases: Phrases,
    (analyses, folders): (&[ProjectAnalysis], &[String]),
    options: &Options,
    (files, fonts): (&str, &Fonts),
    out: &Path,
) -> Result<(), Message> {
    if analyses.len() < 2 {
        return Ok(());
    }
    let compared = compare(phrases.case, analyses, options.yes_line);
    let words = Words { phrases, comparison: &compared };
    let scene = projects::draw(words, files, fonts);
    let internal = |reason: String| Message::Internal { what: comparison::FILES.join(", "), reason };
    let painted = paint::png(&scene, theme::SCALE, fonts).map_err(|e| internal(e.to_string()))?;
    let mut artifacts = comparison::artifacts(&compared, phrases, &scene.title).map_err(internal)?;
    artifacts.push(Artifact { path: comparison::PICTURE.to_owned(), bytes: painted.bytes });
    let ranked = compared.projects.iter().filter_map(|line| analyses.iter().zip(folders).find(|(a, _)| a.project == line.project));
    let entry = |(a, folder): (&ProjectAnalysis, &String)| html::Entry {
        name: phrases.project(a).to_owned(),
        folder: folder.clone(),
        headline: phrases.headline(a),
    };
    let entries: Vec<html::Entry> = ranked.map(entry).collect();
    let internal = |reason: String| Message::Internal { what: html::INDEX.to_owned(), reason };
    artifacts.push(html::index(words, &scene.title, &entries, &artifacts).map_err(internal)?);
    write::together(out, &artifacts)?;
    let picture = out.join(comparison::PICTURE).display().to_string();
    say(analyze::remarks(&picture, &[], &painted.missing).iter(), phrases.lang);
    for sentence in words.sentences() {
        to_stderr(&sentence);
    }
    to_stderr(&format!("  → {}", out.join(comparison::FILES[0]).display()));
    Ok(())
}
