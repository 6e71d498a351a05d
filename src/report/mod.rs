//! From an analysis to files: artifacts are made in memory, then put in place together.

pub mod additions;
pub mod brief;
pub mod claims;
pub mod comparison;
pub mod drawings;
pub mod exchange;
pub mod html;
pub mod ics;
pub mod ledger;
pub mod names;
pub mod office;
mod pages;
pub mod partners;
mod reframe;
pub mod since;
pub mod summary;
pub mod tables;
pub mod terminal;
mod titles;
pub mod write;

use crate::error::Problem;
use crate::read::files;

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Path relative to the project's folder, parted by `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A problem with its file's name alone: a report travels, the folders it was made in do not, and from any of them it has the same bytes.
fn short(problem: &Problem) -> Problem {
    let mut short = problem.clone();
    short.place.file = files::name(&problem.place.file).into();
    short
}
