//! `winwin analyze`: the main job, from a folder of tables to a report per project.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::bearing::LeadBearing;
use crate::analysis::compare::compare;
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::reframe::{self, Reframe};
use crate::analysis::theme::Desk;
use crate::analysis::{self, Options, ProjectAnalysis};
use crate::chart::font::Fonts;
use crate::chart::look::Look;
use crate::cli::values::{base_rate, day, maps, share, titles};
use crate::cli::{Analyze, values};
use crate::commands::input::{self, Loaded, Wanted};
use crate::commands::painted::{self, Painted};
use crate::commands::screen::{Progress, Screen};
use crate::commands::vectors::{encoder, judged, keep};
use crate::commands::{Told, comparison, delivery, hold, learned, look, partners, remark, say, since, to_stdout};
use crate::error::{Error, Fault, Message, Place, Problem, Severity};
use crate::lang::phrases::Phrases;
use crate::lang::terminal::Stage;
use crate::lang::{Lang, list};
use crate::model::{Case, ElementId};
use crate::pictures::Subject;
use crate::read::columns::TableKind;
use crate::read::config::MOST_TITLES;
use crate::read::files;
use crate::report::brief::{self, Material};
use crate::report::{Artifact, html, names, summary, tables, write};
use crate::score::{Scorer, Scores, judge};

/// Everything a project's report is made from.
struct Run<'a> {
    case: &'a Case,
    scores: &'a Scores,
    scorer: &'a Scorer,
    evidence: &'a EvidenceTable,
    options: &'a Options,
    look: &'a Look,
    painting: &'a Progress,
    loaded: &'a Loaded,
    files: String,
}

/// One project and what is known of it.
struct Part<'a> {
    analysis: &'a ProjectAnalysis,
    reframe: &'a Reframe,
    bearings: &'a [LeadBearing],
    /// Its place in the comparison; the best has 0.
    rank: usize,
}

/// Reports that are made before they are written.
const AT_ONCE: usize = 32;

/// Pairs that an analysis can hold, at about half a kilobyte each.
const MOST_PAIRS: usize = 10_000_000;

/// Runs `analyze`.
pub fn run(flags: &Analyze) -> Result<(), Told> {
    if flags.schema {
        return to_stdout(&(summary::schema() + "\n"), Lang::En);
    }
    let chosen = flags.lang.and_then(|l| l.chosen());
    let told = |e: Error| (e, chosen.unwrap_or(Lang::En));
    let (mut loaded, wanted) = load(flags).map_err(|(e, l)| (e, chosen.unwrap_or(l)))?;
    let look = look::of(&flags.pictures, &mut loaded).map_err(told)?;
    let delivery = delivery::of(flags, &mut loaded)?;
    let case = loaded.case(&wanted)?;
    let (kpis, elements) = (case.kpis.len(), case.elements.len());
    if kpis.saturating_mul(elements) > MOST_PAIRS {
        return Err((Error::Failed(Message::TooManyPairs { kpis, elements, most: MOST_PAIRS }), loaded.lang));
    }
    let options = Options { delivery, ..options(flags, &loaded).map_err(told)? };
    let rate = base_rate(flags.base_rate).map_err(told)?;
    let mut titles = titles(&flags.title).map_err(told)?;
    if titles.is_empty() {
        titles.clone_from(&loaded.config.title);
    }
    if titles.len() > MOST_TITLES {
        let (accepted, accepted_zh) = ("at most 50 titles", "最多 50 个题目");
        return Err(told(Error::Usage(Message::BadFlag { flag: "--title", value: format!("× {}", titles.len()), accepted, accepted_zh })));
    }
    let out = flags.out.clone().or_else(|| loaded.config.out.clone().map(PathBuf::from)).unwrap_or_else(|| PathBuf::from("reports"));
    // Told before the work, not after it.
    write::may_be_folder(&out).map_err(|m| (Error::Failed(m), loaded.lang))?;
    let who = encoder(&case, &mut loaded, flags.tables.encoder);
    let screen = Screen::of(flags.pictures.quiet);
    let reading = screen.stage(Stage::Reading, 0, loaded.lang);
    let own = learned::of(who, flags.dir.as_deref(), flags.tables.kpis.as_deref(), flags.no_learned, &mut loaded.problems);
    let scored = |own| judged(&case, who, loaded.knowledge.clone(), rate.or(loaded.config.base_rate), flags.tables.no_cache, own);
    let (scorer, scores) = own.and_then(scored).map_err(|m| (Error::Failed(m), loaded.lang))?;
    drop(reading);
    let analysing = screen.stage(Stage::Analysing, 0, loaded.lang);
    let (evidence, mut projects) = analysis::analyze(&case, &scores, &scorer, &options);
    let phrases = analysis::bearing::harmful(&case, &scores, &scorer, &mut projects);
    let behind: Vec<Vec<LeadBearing>> = phrases
        .and_then(|()| analysis::bearing::bearings(&case, &scores, &scorer, &projects))
        .map_err(|m| (Error::Failed(m), loaded.lang))?;
    let reframes: Vec<Reframe> = projects
        .par_iter()
        .map(|analysis| {
            let desk = Desk { case: &case, scores: &scores, scorer: &scorer, evidence: &evidence, analysis, lang: loaded.lang };
            reframe::reframe(&desk, &titles)
        })
        .collect::<Result<_, _>>()
        .map_err(|m| (Error::Failed(m), loaded.lang))?;
    keep(&scorer, flags.tables.no_cache);
    // All texts are read; pictures want the room.
    judge::rest();
    let project_names: Vec<&str> = case.projects.iter().map(|p| p.name.as_str()).collect();
    let taken: Vec<&str> = crate::report::comparison::FILES.into_iter().chain([html::INDEX, partners::FOLDER]).collect();
    let folders = names::file_names(&project_names, &taken);
    // Earlier reports may stand where the new ones go, so they are read first.
    let earlier = since::folder(flags.since.as_deref(), &loaded);
    let on_earlier = since::attach(earlier.as_deref(), (&case, &evidence, &options), &mut projects, &folders);
    let names: Vec<String> = loaded.tables.iter().map(|t| files::name(&t.file)).collect();
    let files = list(loaded.lang, &names);
    drop(analysing);
    // Before anything is written, so that a run which then cannot write has told them too.
    remark(&loaded.problems, loaded.lang);
    say(on_earlier.iter(), loaded.lang);
    let painting = screen.stage(Stage::Painting, projects.len(), loaded.lang);
    let run = Run {
        case: &case,
        scores: &scores,
        scorer: &scorer,
        evidence: &evidence,
        options: &options,
        look: &look,
        painting: &painting,
        loaded: &loaded,
        files: files.clone(),
    };
    let fonts = Fonts::with_system();
    let phrases = Phrases { case: &case, lang: loaded.lang };
    let compared = compare(&case, &projects, options.yes_line);
    let rank = |a: &ProjectAnalysis| compared.projects.iter().position(|line| line.project == a.project).unwrap_or(0);
    let ranks: Vec<usize> = projects.iter().map(rank).collect();
    let parts = projects.iter().zip(&reframes).zip(behind.iter().zip(&ranks));
    let parts: Vec<Part> = parts.map(|((analysis, reframe), (bearings, rank))| Part { analysis, reframe, bearings, rank: *rank }).collect();
    let mut said = Vec::new();
    let held = hold(&out, loaded.lang)?;
    // What a person keeps in one of the folders stops the run before any report has changed.
    let kept = folders.iter().try_for_each(|folder| write::may_replace(&out, folder, &[]));
    kept.and_then(|()| comparison::may_stand(&out, &look, projects.len())).map_err(|m| (Error::Failed(m), loaded.lang))?;
    // So many reports are in memory at a time, however many projects there are.
    for (parts, folders) in parts.chunks(AT_ONCE).zip(folders.chunks(AT_ONCE)) {
        let made = parts.par_iter().map(|part| artifacts(&run, part, &fonts));
        let made: Vec<(Vec<Artifact>, BTreeSet<char>)> = made.collect::<Result<_, _>>().map_err(|m| (Error::Failed(m), loaded.lang))?;
        let kept = made.iter().zip(folders).try_for_each(|((artifacts, _), folder)| write::may_replace(&out, folder, artifacts));
        kept.map_err(|m| (Error::Failed(m), loaded.lang))?;
        for ((artifacts, missing), folder) in made.iter().zip(folders) {
            let replaced = write::replace(&out, folder, artifacts).map_err(|m| (Error::Failed(m), loaded.lang))?;
            said.push(remarks(&out.join(folder).display().to_string(), &replaced, missing));
        }
    }
    drop(painting);
    for (project, (folder, remarks)) in projects.iter().zip(folders.iter().zip(&said)) {
        say(remarks.iter(), loaded.lang);
        let subject =
            Subject { analysis: project, phrases, scores: &scores, scorer: &scorer, evidence: &evidence, options: &options, files: "" };
        screen.told(&subject, &out.join(folder));
    }
    let beside = comparison::Beside { files: &files, look: &look, fonts: &fonts, out: &out, screen };
    let done = comparison::run(phrases, (&projects, &folders), &compared, &beside);
    drop(held);
    done.map_err(|m| (Error::Failed(m), loaded.lang))
}

fn load(flags: &Analyze) -> Result<(Loaded, Wanted), Told> {
    load_found(flags, files::find)
}

/// How a command looks for its tables in a folder and among those given.
type Find = fn(Option<&Path>, &BTreeMap<TableKind, PathBuf>) -> Result<files::Files, Message>;

/// Reads the tables that `find` finds.
pub(super) fn load_found(flags: &Analyze, find: Find) -> Result<(Loaded, Wanted), Told> {
    let lang = flags.lang.and_then(|l| l.chosen());
    let told = |e: Error| (e, lang.unwrap_or(Lang::En));
    let given: BTreeMap<TableKind, PathBuf> = [
        (TableKind::Kpis, &flags.tables.kpis),
        (TableKind::Elements, &flags.tables.elements),
        (TableKind::Departments, &flags.departments),
        (TableKind::Favors, &flags.favors),
        (TableKind::Log, &flags.log),
        (TableKind::Catalog, &flags.catalog),
    ]
    .into_iter()
    .filter_map(|(kind, path)| Some((kind, path.clone()?)))
    .collect();
    let found = find(flags.dir.as_deref(), &given).map_err(|m| match m {
        Message::CannotRead { .. } | Message::TwoTables { .. } => told(Error::Failed(m)),
        _ => told(Error::Usage(m)),
    })?;
    let wanted = Wanted {
        lang,
        today: day(flags.today.as_deref()).map_err(told)?,
        own: flags.own.clone(),
        headers: maps(&flags.tables.map).map_err(told)?,
        catalog_only: flags.catalog_only,
        encoding: flags.tables.encoding.clone(),
        most_rows: flags.tables.max_rows,
        knowledge: flags.tables.knowledge.clone(),
    };
    let paths: Vec<(Option<TableKind>, PathBuf)> = found.tables.into_iter().map(|(k, p)| (Some(k), p)).collect();
    let loaded = input::load(&paths, found.config.as_deref(), &wanted)?;
    Ok((loaded, wanted))
}

pub(super) fn options(flags: &Analyze, loaded: &Loaded) -> Result<Options, Error> {
    let (c, d) = (&loaded.config, Options::default());
    let budget = match &flags.budget {
        None => None,
        Some(text) => {
            let amount = crate::read::config::money(text).filter(|b| *b >= 0.0 && b.is_finite());
            let (accepted, accepted_zh) = ("an amount of zero or more, such as 600000 or 60万", "零或正数，如 600000 或 60万");
            let bad = || Error::Usage(Message::BadFlag { flag: "--budget", value: text.clone(), accepted, accepted_zh });
            Some(amount.ok_or_else(bad)?)
        }
    };
    Ok(Options {
        yes_line: share("--yes-line", flags.yes_line)?.or(c.yes_line).unwrap_or(d.yes_line),
        budget: budget.or(c.budget),
        max_changes: flags.max_changes.or(c.max_changes).unwrap_or(d.max_changes),
        keep: values::keep(flags.keep.as_deref())?.or(c.keep).unwrap_or(d.keep),
        ..d
    })
}

/// The files of one project's report, and the characters that no font could draw.
fn artifacts(run: &Run, part: &Part, fonts: &Fonts) -> Result<(Vec<Artifact>, BTreeSet<char>), Message> {
    let Part { analysis, reframe, bearings, rank } = *part;
    let phrases = Phrases { case: run.case, lang: run.loaded.lang };
    let subject = Subject {
        analysis,
        phrases,
        scores: run.scores,
        scorer: run.scorer,
        evidence: run.evidence,
        options: run.options,
        files: &run.files,
    };
    let elements = shown(run.case, analysis);
    let painted = || if run.look.charts.shows(rank) { painted::of(&subject, reframe, run.look, fonts) } else { Ok(Painted::default()) };
    // Neither needs the other, and the tables of a large project take as long as its pictures.
    let (painted, pairs) = rayon::join(painted, || pair_tables(run, &elements));
    let Painted { files: mut made, missing, pictures, pages: leaves } = painted?;
    let pairs = pairs?;
    run.painting.step();
    let projects = run.case.projects.len();
    let place = (projects > 1).then_some((rank + 1, projects));
    let material = Material {
        analysis,
        reframe,
        phrases,
        options: run.options,
        scores: run.scores,
        scorer: run.scorer,
        bearings,
        input: &run.loaded.problems,
        pictures: &pictures,
        pages: &leaves,
        files: &run.files,
        place,
    };
    let markdown = brief::markdown(material);
    let json = summary::json(analysis, run.scores, (reframe, bearings, place), phrases, run.options, &run.loaded.problems)
        .map_err(internal("summary.json"))?;
    made.push(Artifact { path: "summary.json".to_owned(), bytes: json });
    made.extend(crate::report::partners::calendars(phrases, Some(phrases.project(analysis)), &analysis.relations));
    let page = html::brief(material, &markdown, &made, &elements).map_err(internal(html::BRIEF))?;
    made.push(Artifact { path: html::BRIEF.to_owned(), bytes: page });
    made.push(Artifact { path: "brief.md".to_owned(), bytes: markdown.into_bytes() });
    made.extend(pairs);
    Ok((made, missing))
}

/// What could not be made, for a maintainer.
pub(super) fn internal(what: &str) -> impl FnOnce(String) -> Message {
    let what = what.to_owned();
    move |reason| Message::Internal { what, reason }
}

/// The elements whose pairs a report lists: the project's own, then what is suggested, which can be traced too.
fn shown(case: &Case, analysis: &ProjectAnalysis) -> Vec<ElementId> {
    let own = case.project(analysis.project).elements.iter().copied();
    let named = analysis.departments.iter().flat_map(|d| d.suggestions.iter().filter_map(|i| analysis.suggestions.get(*i)));
    let packaged = analysis.packages.iter().flat_map(|p| p.steps.iter().map(|s| s.element));
    let suggested: BTreeSet<ElementId> = packaged.chain(named.map(|s| s.element)).collect();
    own.chain(suggested.into_iter().filter(|e| case.element(*e).project.is_none())).collect()
}

/// overlap.csv and overlap.parquet.
fn pair_tables(run: &Run, elements: &[ElementId]) -> Result<[Artifact; 2], Message> {
    let rows: Vec<tables::PairRow> = elements
        .par_iter()
        .flat_map_iter(|e| run.case.kpi_ids().map(move |k| (k, *e)))
        .map(|(k, e)| tables::row(run.case, run.scorer, run.scores.scored(k, e), run.loaded.lang))
        .collect();
    let table = |path: &str, made: Result<Vec<u8>, String>| Ok(Artifact { path: path.to_owned(), bytes: made.map_err(internal(path))? });
    Ok([table("overlap.csv", tables::csv(&rows))?, table("overlap.parquet", tables::parquet(&rows))?])
}

/// What is to be said after a report has been written.
pub(super) fn remarks(report: &str, replaced: &write::Replaced, missing: &BTreeSet<char>) -> Vec<Problem> {
    let place = Place::file(&Arc::from(report));
    let said = |severity, value: String, fault| Problem { severity, place: place.clone(), value: Some(value), fault };
    let kept = replaced.kept.iter().map(|path| said(Severity::Note, path.clone(), Fault::ForeignFile));
    let left = replaced.left.iter().map(|path| said(Severity::Warning, path.clone(), Fault::EarlierLeft));
    let codes: Vec<String> = missing.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let boxes = (!codes.is_empty()).then(|| said(Severity::Warning, codes.join(", "), Fault::MissingGlyphs));
    kept.chain(left).chain(boxes).collect()
}
