//! The end of `analyze` over several projects: OUT/comparison.md, OUT/comparison.json, OUT/project-comparison.png and OUT/index.html, and which
//! project is best for whom.

use std::path::Path;
use std::sync::Arc;

use crate::analysis::ProjectAnalysis;
use crate::analysis::compare::Comparison;
use crate::chart::font::Fonts;
use crate::chart::look::Look;
use crate::commands::screen::Screen;
use crate::commands::{analyze, say};
use crate::error::{Fault, Message, Place, Problem, Severity};
use crate::lang::comparison::Words;
use crate::lang::phrases::Phrases;
use crate::pictures::projects;
use crate::report::drawings::{self, Drawing};
use crate::report::{comparison, html, write};

/// What the comparison is made with besides the projects.
pub(super) struct Beside<'a> {
    /// The input files, for the source line of the picture.
    pub files: &'a str,
    /// How pictures look.
    pub look: &'a Look,
    /// The letters.
    pub fonts: &'a Fonts,
    /// The folder of reports.
    pub out: &'a Path,
    /// Where the result is told.
    pub screen: Screen,
}

/// Whether the files over so many projects may be written: nothing of somebody's own has one of their names.
///
/// # Errors
/// The file that stands in the way.
pub(super) fn may_stand(out: &Path, look: &Look, projects: usize) -> Result<(), Message> {
    let drawn = |name: &&str| {
        let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
        !name.starts_with(comparison::PICTURE) || look.charts.shows(0) && look.format.endings().contains(&ending)
    };
    let names = comparison::FILES.into_iter().filter(drawn).chain([html::INDEX]);
    if projects < 2 { Ok(()) } else { write::may_stand(out, names) }
}

/// Compares the projects, each with the folder of its report, puts the files in place and says the result; nothing to do for a single
/// project.
///
/// # Errors
/// The path that could not be written; all earlier files are then untouched.
pub(super) fn run(
    phrases: Phrases,
    (analyses, folders): (&[ProjectAnalysis], &[String]),
    compared: &Comparison,
    beside: &Beside,
) -> Result<(), Message> {
    if analyses.len() < 2 {
        // They may be about other projects, whose reports still stand here, so they stay.
        let old = write::written(beside.out, comparison::FILES.into_iter().chain([html::INDEX]));
        let place = Place::file(&Arc::from(beside.out.display().to_string()));
        let note = |value| Problem { severity: Severity::Note, place, value: Some(value), fault: Fault::EarlierComparison };
        say((!old.is_empty()).then(|| note(old.join(", "))).iter(), phrases.lang);
        return Ok(());
    }
    let words = Words { phrases, comparison: compared };
    let internal = |reason: String| Message::Internal { what: comparison::FILES.join(", "), reason };
    let drawn = || -> Result<(Drawing, String), Message> {
        let scene = projects::draw(words, beside.files, beside.fonts);
        Ok((drawings::of(comparison::PICTURE, &scene, beside.look, beside.fonts)?, scene.title))
    };
    let drawn = beside.look.charts.shows(0).then(drawn).transpose()?;
    let shown = drawn.as_ref().map(|(drawing, title)| (drawing.shown(), title.as_str()));
    let mut artifacts = comparison::artifacts(compared, phrases, shown).map_err(internal)?;
    artifacts.extend(drawn.iter().flat_map(|(drawing, _)| drawing.files.iter().cloned()));
    let ranked = compared.projects.iter().filter_map(|line| analyses.iter().zip(folders).find(|(a, _)| a.project == line.project));
    let entry = |(a, folder): (&ProjectAnalysis, &String)| html::Entry {
        name: phrases.project(a).to_owned(),
        folder: folder.clone(),
        headline: phrases.headline(a),
    };
    let entries: Vec<html::Entry> = ranked.map(entry).collect();
    let internal = |reason: String| Message::Internal { what: html::INDEX.to_owned(), reason };
    artifacts.push(html::index(words, shown, &entries, &artifacts).map_err(internal)?);
    write::beside(beside.out, &artifacts)?;
    if let Some((drawing, _)) = &drawn {
        let picture = beside.out.join(drawing.shown()).display().to_string();
        say(analyze::remarks(&picture, &write::Replaced::default(), &drawing.missing).iter(), phrases.lang);
    }
    for sentence in words.sentences() {
        beside.screen.line(&sentence);
    }
    beside.screen.line(&format!("  → {}", beside.out.join(comparison::FILES[0]).display()));
    Ok(())
}
