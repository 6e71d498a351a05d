//! `--since DIR`: the earlier reports of the projects, read before anything is written, so that DIR may be the folder of reports itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::evidence::EvidenceTable;
use crate::analysis::since::{Since, compare};
use crate::analysis::{Options, ProjectAnalysis};
use crate::commands::input::Loaded;
use crate::error::{Fault, Place, Problem, Severity, SinceFault};
use crate::model::Case;
use crate::read::earlier::{self, Earlier, Found};
use crate::report::summary;
use crate::text::fold::one_line;
use crate::text::{clean, fold};

/// The folder of earlier reports: the flag's, else that of winwin.toml, which is looked for beside it before it is taken as it stands.
pub fn folder(flag: Option<&Path>, loaded: &Loaded) -> Option<PathBuf> {
    let written = || {
        let written = Path::new(loaded.config.since.as_deref()?);
        let beside = loaded.config_path.as_deref().and_then(Path::parent).map(|of| of.join(written));
        Some(beside.filter(|path| path.is_dir()).unwrap_or_else(|| written.to_path_buf()))
    };
    flag.map(Path::to_path_buf).or_else(written)
}

/// Compares every project with its earlier run and returns what is to be said about those. `names` are the folders of the projects'
/// reports: of two earlier runs of one name the one in that folder counts.
pub fn attach(
    folder: Option<&Path>,
    (case, evidence, options): (&Case, &EvidenceTable, &Options),
    projects: &mut [ProjectAnalysis],
    names: &[String],
) -> Vec<Problem> {
    let Some(folder) = folder else { return Vec::new() };
    let found = earlier::runs(folder);
    let mut said = Vec::new();
    for (analysis, name) in projects.iter_mut().zip(names) {
        let project = &case.project(analysis.project).name;
        let (past, mut problems) = past(&found, project, name, folder, case);
        if past.as_ref().is_some_and(|e| e.inputs.is_none()) {
            problems.push(problem(Severity::Note, folder, None, SinceFault::NoInputs));
        }
        let notes = problems.iter().filter_map(|p| if let Fault::Since(fault) = &p.fault { Some(fault.clone()) } else { None });
        let notes = notes.collect();
        let moves = past.map(|earlier| compare(case, evidence, analysis, options, earlier));
        analysis.since = Some(Since { moves, notes });
        said.extend(problems);
    }
    said
}

fn problem(severity: Severity, file: &Path, line: Option<u64>, fault: SinceFault) -> Problem {
    // The folders may come from anybody, names and all.
    let shown = one_line(&clean(&file.display().to_string())).into_owned();
    let place = Place { line, ..Place::file(&Arc::from(shown)) };
    Problem { severity, place, value: None, fault: Fault::Since(fault) }
}

/// The earlier run of a project, and what is to be said about it.
fn past<'a>(found: &'a [Found], project: &str, name: &str, folder: &Path, case: &Case) -> (Option<&'a Earlier>, Vec<Problem>) {
    let of_project = |f: &&Found| f.read.as_ref().is_ok_and(|e| fold(&e.project) == fold(project));
    let in_place = |f: &&Found| fold(&f.folder()) == fold(name);
    let own = found.iter().filter(of_project).find(in_place).or_else(|| found.iter().find(of_project));
    let Some(Found { file, read: Ok(earlier) }) = own else {
        if let Some(Found { file, read: Err((Fault::Since(fault), line)) }) = found.iter().filter(|f| f.read.is_err()).find(in_place) {
            return (None, vec![problem(Severity::Warning, file, *line, fault.clone())]);
        }
        let known = |name: &str| case.projects.iter().any(|p| fold(&p.name) == fold(name));
        let mut others: Vec<String> = found.iter().filter_map(|f| f.read.as_ref().ok()).map(|e| e.project.clone()).collect();
        others.retain(|o| !o.is_empty() && !known(o));
        let fault = SinceFault::NoEarlierRun { project: project.to_owned(), others };
        return (None, vec![problem(Severity::Note, folder, None, fault)]);
    };
    let newer = SinceFault::Newer { found: earlier.schema_version, known: summary::SCHEMA_VERSION };
    let newer = (earlier.schema_version > summary::SCHEMA_VERSION).then(|| problem(Severity::Warning, file, None, newer));
    (Some(earlier), newer.into_iter().collect())
}
