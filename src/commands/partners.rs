//! `winwin partners`: relations alone, as Markdown on standard output; and the starter tables of `winwin init --partners`.

use std::path::{Path, PathBuf};

use crate::analysis::partners::relations;
use crate::analysis::{self, Options, evidence::EvidenceTable};
use crate::cli::partners::Partners;
use crate::cli::values::base_rate;
use crate::commands::analyze::{load_found, options};
use crate::commands::vectors::{encoder, judged};
use crate::commands::{Told, delivery, learned, remark, to_stdout};
use crate::error::Error;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, partners as words};
use crate::read::columns::TableKind;
use crate::read::files;
use crate::report::partners;

/// Ten common partners without figures.
const ZH: &str = include_str!("../../data/partners/departments-zh.csv");
const EN: &str = include_str!("../../data/partners/departments-en.csv");
/// Worked tables, for their headers.
const ZH_ROWS: [&str; 2] = [include_str!("../../data/lifestyle-summit/favors.csv"), include_str!("../../data/lifestyle-summit/log.csv")];
const EN_ROWS: [&str; 2] = [include_str!("../../data/harbor-festival/favors.csv"), include_str!("../../data/harbor-festival/log.csv")];

/// Runs `partners`. Any table may be missing: what hangs on it is then left out.
pub fn run(flags: &Partners) -> Result<(), Told> {
    let flags = flags.as_analyze();
    let chosen = flags.lang.and_then(|l| l.chosen());
    let told = |e: Error| (e, chosen.unwrap_or(Lang::En));
    let (mut loaded, wanted) = load_found(&flags, files::find_any).map_err(|(e, l)| (e, chosen.unwrap_or(l)))?;
    let delivery = delivery::of(&flags, &mut loaded)?;
    let case = loaded.case(&wanted)?;
    let options = Options { delivery, ..options(&flags, &loaded).map_err(told)? };
    let rate = base_rate(flags.base_rate).map_err(told)?.or(loaded.config.base_rate);
    let phrases = Phrases { case: &case, lang: loaded.lang };
    let text = if case.kpis.is_empty() {
        partners::page(phrases, None, &relations(&case, None, None))
    } else {
        let who = encoder(&case, &mut loaded, flags.tables.encoder);
        let failed = |m| (Error::Failed(m), loaded.lang);
        let own = learned::of(who, flags.dir.as_deref(), flags.tables.kpis.as_deref(), flags.no_learned, &mut loaded.problems);
        let scored = |own| judged(&case, who, loaded.knowledge.clone(), rate, flags.tables.no_cache, own);
        let (scorer, scores) = own.and_then(scored).map_err(failed)?;
        if case.projects.is_empty() {
            let tempered = options.delivery.map_or(1.0, |d| d.factor);
            partners::page(phrases, None, &relations(&case, Some(&EvidenceTable::of(&case, &scores, tempered)), None))
        } else {
            let (_, projects) = analysis::analyze(&case, &scores, &scorer, &options);
            let pages: Vec<String> = projects.iter().map(|a| partners::page(phrases, Some(a), &a.relations)).collect();
            pages.join("\n")
        }
    };
    remark(&loaded.problems, loaded.lang);
    to_stdout(&text);
    Ok(())
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
