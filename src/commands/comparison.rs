//! The end of `analyze` over several projects: OUT/comparison.md and OUT/comparison.json, and which project is best for whom.

use std::path::Path;

use crate::analysis::compare::compare;
use crate::analysis::{Options, ProjectAnalysis};
use crate::commands::screen::Screen;
use crate::error::Message;
use crate::lang::comparison::Words;
use crate::lang::phrases::Phrases;
use crate::report::{comparison, write};

/// Compares the projects, puts both files in place and says the result; nothing to do for a single project.
///
/// # Errors
/// The path that could not be written; both earlier files are then untouched.
pub(super) fn run(
    phrases: Phrases,
    projects: &[ProjectAnalysis],
    options: &Options,
    (out, screen): (&Path, Screen),
) -> Result<(), Message> {
    if projects.len() < 2 {
        return Ok(());
    }
    let compared = compare(phrases.case, projects, options.yes_line);
    let internal = |reason: String| Message::Internal { what: comparison::FILES.join(", "), reason };
    let artifacts = comparison::artifacts(&compared, phrases).map_err(internal)?;
    write::together(out, &artifacts)?;
    for sentence in (Words { phrases, comparison: &compared }).sentences() {
        screen.line(&sentence);
    }
    screen.line(&format!("  → {}", out.join(comparison::FILES[0]).display()));
    Ok(())
}
