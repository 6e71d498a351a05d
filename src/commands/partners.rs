//! `winwin partners`: relations alone, as Markdown on standard output or as files; and the starter tables of `winwin init --partners`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::analysis::partners::{Relations, relations};
use crate::analysis::{self, Options, evidence::EvidenceTable};
use crate::chart::font::Fonts;
use crate::chart::look::Look;
use crate::cli::partners::Partners;
use crate::cli::values::base_rate;
use crate::commands::analyze::{internal, load_found, options, remarks};
use crate::commands::vectors::{encoder, judged};
use crate::commands::{Told, delivery, hold, learned, look, remark, say, to_stdout};
use crate::error::{Error, Message};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, partners as words};
use crate::pictures::{Circle, RELATIONS};
use crate::read::columns::TableKind;
use crate::read::files;
use crate::report::{Artifact, drawings, names, partners, summary, write};

/// The folder under `--out` that holds what `partners` writes; no project's report has this name.
pub(super) const FOLDER: &str = "partners";
/// Ten common partners without figures.
const ZH: &str = include_str!("../../data/partners/departments-zh.csv");
const EN: &str = include_str!("../../data/partners/departments-en.csv");
/// Worked tables, for their headers.
const ZH_ROWS: [&str; 2] = [include_str!("../../data/lifestyle-summit/favors.csv"), include_str!("../../data/lifestyle-summit/log.csv")];
const EN_ROWS: [&str; 2] = [include_str!("../../data/harbor-festival/favors.csv"), include_str!("../../data/harbor-festival/log.csv")];

/// Runs `partners`. Any table may be missing: what hangs on it is then left out.
pub fn run(flags: &Partners) -> Result<(), Told> {
    let (out, flags) = (flags.out.as_deref(), flags.as_analyze());
    let chosen = flags.lang.and_then(|l| l.chosen());
    let told = |e: Error| (e, chosen.unwrap_or(Lang::En));
    let (mut loaded, wanted) = load_found(&flags, files::find_any).map_err(|(e, l)| (e, chosen.unwrap_or(l)))?;
    let look = look::of(&flags.pictures, &mut loaded).map_err(told)?;
    let delivery = delivery::of(&flags, &mut loaded)?;
    let case = loaded.case(&wanted)?;
    let options = Options { delivery, ..options(&flags, &loaded).map_err(told)? };
    let rate = base_rate(flags.base_rate).map_err(told)?.or(loaded.config.base_rate);
    let lang = loaded.lang;
    let failed = |m| (Error::Failed(m), lang);
    let circles: Vec<(Option<&str>, Relations)> = if case.kpis.is_empty() {
        vec![(None, relations(&case, None, None))]
    } else {
        let who = encoder(&case, &mut loaded, flags.tables.encoder);
        let own = learned::of(who, flags.dir.as_deref(), flags.tables.kpis.as_deref(), flags.no_learned, &mut loaded.problems);
        let scored = |own| judged(&case, who, loaded.knowledge.clone(), rate, flags.tables.no_cache, own);
        let (scorer, scores) = own.and_then(scored).map_err(failed)?;
        if case.projects.is_empty() {
            let tempered = options.delivery.map_or(1.0, |d| d.factor);
            vec![(None, relations(&case, Some(&EvidenceTable::of(&case, &scores, tempered)), None))]
        } else {
            let (_, projects) = analysis::analyze(&case, &scores, &scorer, &options);
            projects.into_iter().map(|a| (Some(case.project(a.project).name.as_str()), a.relations)).collect()
        }
    };
    remark(&loaded.problems, loaded.lang);
    let phrases = Phrases { case: &case, lang: loaded.lang };
    let Some(out) = out else {
        let pages: Vec<String> = circles.iter().map(|(project, r)| partners::page(phrases, *project, r)).collect();
        return to_stdout(&pages.join("\n"), lang);
    };
    let files = crate::lang::list(loaded.lang, &loaded.tables.iter().map(|t| files::name(&t.file)).collect::<Vec<_>>());
    let names: Vec<&str> = circles.iter().filter_map(|(project, _)| *project).collect();
    // Without a project everything stands in the folder itself.
    let folders = names::file_names(&names, &[]).into_iter().map(|name| name + "/").chain([String::new()]);
    let circles = circles.iter().map(|(project, r)| Circle { project: *project, relations: r, phrases, files: &files });
    let (mut made, mut missing, fonts) = (Vec::new(), BTreeSet::new(), Fonts::with_system());
    for (circle, folder) in circles.zip(folders) {
        let (files, gaps) = written(&circle, &look, &fonts).map_err(failed)?;
        made.extend(files.into_iter().map(|a| Artifact { path: format!("{folder}{}", a.path), ..a }));
        missing.extend(gaps);
    }
    let held = hold(out, lang)?;
    let replaced = write::replace(out, FOLDER, &made).map_err(failed)?;
    drop(held);
    say(remarks(&out.join(FOLDER).display().to_string(), &replaced, &missing).iter(), loaded.lang);
    Ok(())
}

/// The text, the parts as JSON, the calendars and the pictures of one circle of partners, and the characters that no font could draw.
fn written(circle: &Circle, look: &Look, fonts: &Fonts) -> Result<(Vec<Artifact>, BTreeSet<char>), Message> {
    let Circle { project, relations, phrases, .. } = *circle;
    let mut missing = BTreeSet::new();
    let mut made = Vec::new();
    let mut page = partners::page(phrases, project, relations);
    for picture in RELATIONS {
        let Some(scene) = (picture.draw)(circle, fonts) else { continue };
        let drawing = drawings::of(&format!("charts/{}", picture.name), &scene, look, fonts)?;
        page.push_str(&partners::picture(&scene.title, drawing.shown()));
        missing.extend(drawing.missing);
        made.extend(drawing.files);
    }
    made.extend(partners::calendars(phrases, project, relations));
    let json = summary::partners::json(relations, phrases).map_err(internal("partners.json"))?;
    made.push(Artifact { path: "partners.json".to_owned(), bytes: json });
    made.push(Artifact { path: "partners.md".to_owned(), bytes: page.into_bytes() });
    Ok((made, missing))
}

/// The starter tables: departments to fill in, favors and log with their headers alone.
pub fn starter_files(folder: &Path, lang: Lang) -> Vec<(PathBuf, String)> {
    let (departments, [favors, log]) = match lang {
        Lang::Zh => (ZH, ZH_ROWS),
        Lang::En => (EN, EN_ROWS),
    };
    let header = |table: &'static str| table.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_owned() + "\n";
    let tables = [(TableKind::Departments, departments.to_owned()), (TableKind::Favors, header(favors)), (TableKind::Log, header(log))];
    let file = |(kind, table): (TableKind, String)| {
        let comments = words::starter::comments(kind, lang).join("\n");
        // The mark lets spreadsheets read Chinese.
        (folder.join(format!("{}.csv", kind.name())), format!("\u{feff}{comments}\n{table}"))
    };
    tables.into_iter().map(file).collect()
}
