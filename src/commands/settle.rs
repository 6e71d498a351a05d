//! `winwin settle`: after the event, what was stated against what was delivered.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::analysis::settle::{Delivery, Settlement, merged, settle};
use crate::cli::Settle;
use crate::cli::values::{day, maps};
use crate::commands::input::{self, Loaded, Wanted};
use crate::commands::{Told, hold, remark, say, to_stderr, to_stdout};
use crate::error::{Error, Fault, Message, Severity};
use crate::lang::Lang;
use crate::lang::phrases::Phrases;
use crate::lang::settle::{self as words, Words};
use crate::model::FavorDirection;
use crate::read::check;
use crate::read::columns::TableKind;
use crate::read::delivery::{self, Record};
use crate::read::files;
use crate::report::ledger::{self, Favor, Layout};
use crate::report::{Artifact, write};
use crate::text::fold;

/// Runs `settle`.
pub fn run(flags: &Settle) -> Result<(), Told> {
    let (mut loaded, wanted) = load(flags)?;
    let out = flags.out.clone().unwrap_or_else(|| flags.dir.clone());
    // From reading the record to writing it no other run comes in between.
    let _held = if flags.dry_run { None } else { Some(hold(&out, loaded.lang)?) };
    // Settling goes on from the record in the folder it writes to, else from the one beside the tables.
    let records = [out.join(delivery::FILE), flags.dir.join(delivery::FILE)].into_iter().find(|p| p.is_file());
    let records = match records {
        Some(path) => delivery::read(&path, &mut loaded.problems).map_err(|m| (Error::Failed(m), loaded.lang))?,
        None => Vec::new(),
    };
    let case = loaded.case(&wanted)?;
    let lang = loaded.lang;
    remark(&loaded.problems, lang);
    let table = loaded.tables.iter().find(|t| t.kind == TableKind::Actuals);
    // Every fault of the rows has been told with those of the tables.
    let actuals = table.map_or_else(Vec::new, |t| check::actuals(t, &case, &mut Vec::new()));
    say(loaded.problems.iter().filter(|p| p.severity == Severity::Note && matches!(p.fault, Fault::Settle(_))), lang);
    let settled = settle(&case, &actuals);
    if settled.is_empty() {
        to_stderr(words::nothing(lang));
        return Ok(());
    }
    let phrases = Phrases { case: &case, lang };
    let all = merged(records, &case, &settled);
    let layout = layout(&loaded);
    let rows = favors(phrases, &settled);
    to_stdout(&answer(phrases, &settled, &all, &rows, &layout), lang)?;
    if flags.dry_run {
        to_stderr(words::dry(lang));
        return Ok(());
    }
    let made = [(ledger::FAVORS, ledger::favors(&rows, &layout)), (delivery::FILE, ledger::record(&all, lang))];
    let made = made.map(|(path, text)| Artifact { path: path.to_owned(), bytes: ledger::bytes(&text) });
    // The record has been read: it is one of ours. Of the rows for the favors table only the header tells.
    write::may_replace_table(&out.join(ledger::FAVORS), &made[0].bytes).map_err(|m| (Error::Failed(m), lang))?;
    write::together(&out, &made).map_err(|m| (Error::Failed(m), lang))?;
    for file in &made {
        to_stderr(&format!("  → {}", out.join(&file.path).display()));
    }
    Ok(())
}

fn load(flags: &Settle) -> Result<(Loaded, Wanted), Told> {
    let lang = flags.lang.and_then(|l| l.chosen());
    let told = |e: Error| (e, lang.unwrap_or(Lang::En));
    let found = files::find(Some(&flags.dir), &BTreeMap::new()).map_err(|m| match m {
        Message::CannotRead { .. } | Message::TwoTables { .. } => told(Error::Failed(m)),
        _ => told(Error::Usage(m)),
    })?;
    let wanted = Wanted {
        lang,
        today: day(flags.today.as_deref()).map_err(told)?,
        own: flags.own.clone(),
        headers: maps(&flags.map).map_err(told)?,
        catalog_only: true,
        encoding: flags.encoding.clone(),
        knowledge: None,
        most_rows: None,
    };
    let tables = found.tables.into_iter().filter(|(kind, _)| *kind != TableKind::Catalog);
    let mut paths: Vec<(Option<TableKind>, PathBuf)> = tables.map(|(k, p)| (Some(k), p)).collect();
    paths.push((Some(TableKind::Actuals), flags.actuals.clone()));
    let loaded = input::load(&paths, found.config.as_deref(), &wanted)?;
    Ok((loaded, wanted))
}

/// The columns of the user's own favors table, so that rows can be pasted under it.
fn layout(loaded: &Loaded) -> Layout {
    let own = loaded.tables.iter().find(|t| t.kind == TableKind::Favors);
    own.map_or_else(Layout::default, |t| {
        let headers = t.headers().map(|(text, column)| (text.to_owned(), column)).collect();
        Layout { headers, delimiter: t.delimiter() }.or_default()
    })
}

/// Rows for the favors table, without those that stand in it already.
fn favors(phrases: Phrases, settled: &[Settlement]) -> Vec<Favor> {
    let case = phrases.case;
    let mut rows = Vec::new();
    for settlement in settled {
        let words = Words { phrases, settlement };
        for favor in &settlement.favors {
            let what = words.favor(favor);
            let known = case.favors.iter().any(|f| {
                (f.date, f.department, f.direction) == (favor.date, favor.department, favor.direction) && fold(&f.what) == fold(&what)
            });
            if known {
                continue;
            }
            rows.push(Favor {
                date: favor.date.to_string(),
                department: phrases.department(favor.department).to_owned(),
                direction: if favor.direction == FavorDirection::Given { "given" } else { "received" },
                what,
                weight: favor.weight.to_string(),
            });
        }
    }
    rows
}

/// What is printed: each project, the factor, the rows.
fn answer(phrases: Phrases, settled: &[Settlement], all: &[Record], rows: &[Favor], layout: &Layout) -> String {
    let mut out = String::new();
    for settlement in settled {
        for line in (Words { phrases, settlement }).lines() {
            out.push_str(&line);
            out.push('\n');
        }
        out.push('\n');
    }
    out.push_str(&words::factor(Delivery::of(all).as_ref(), phrases.lang));
    out.push_str("\n\n");
    if rows.is_empty() {
        out.push_str(words::no_favors(phrases.lang));
        out.push('\n');
    } else {
        out.push_str(words::favors_title(phrases.lang));
        out.push('\n');
        out.push_str(&ledger::favors(rows, layout));
    }
    out
}
