//! `score --stdin-arrow`: elements a batch at a time from standard input, scored batches to standard output, both as Arrow IPC streams.
//!
//! A batch is scored by itself, so that any number of workers that share the batches of a table give the rows that one would: nothing is made up
//! for a batch that another would number otherwise (ids are needed), the encoder does not hang on how many texts there are, and the best
//! are kept for each element.

use std::io::Write;

use crate::cli::Score;
use crate::cli::score::Best;
use crate::commands::input::{self, Wanted};
use crate::commands::score::pairs;
use crate::commands::score::rows::{Rows, unwritten};
use crate::commands::{Told, input_error, remark};
use crate::error::{Error, Fault, Message, Place, Problem, Refusal, Severity};
use crate::read::arrow::{Batches, Unreadable};
use crate::read::columns::TableKind;
use crate::read::{self, Source};
use crate::report::tables::stream::{Form, Table};
use crate::report::write;
use crate::score::reader::{Choice, Encoder};
use crate::score::{Scorer, read_case};

/// Refuses flags that say nothing for a stream of batches.
pub fn fits(flags: &Score) -> Result<(), Error> {
    let bad = |flag, value: String, accepted, accepted_zh| Err(Error::Usage(Message::BadFlag { flag, value, accepted, accepted_zh }));
    if flags.tables.elements.is_some() {
        return bad("--elements", "--stdin-arrow".into(), "elements from standard input alone", "只从标准输入读取要素");
    }
    if flags.out.as_os_str() != "-" {
        let value = flags.out.display().to_string();
        return bad("--out", value, "- with --stdin-arrow", "与 --stdin-arrow 一起只能是 -");
    }
    if flags.top.is_some() && flags.per == Best::Kpi {
        let accepted = "--per element with --stdin-arrow: no batch knows the best of a KPI in the others";
        return bad("--per", "kpi".into(), accepted, "与 --stdin-arrow 一起用 --per element：一批数据不知道其他批次中哪些要素最好");
    }
    if flags.rerank.is_some() {
        return bad("--rerank", "--stdin-arrow".into(), "--encoder deep instead", "改用 --encoder deep");
    }
    Ok(())
}

/// The encoder: as chosen, else the fast one, whatever a batch holds.
pub fn encoder(choice: Choice) -> Encoder {
    match choice {
        Choice::Of(encoder) => encoder,
        Choice::Auto => Encoder::Fast,
    }
}

/// Scores the stream. `loaded` holds the KPI table alone.
pub fn run(flags: &Score, wanted: &Wanted, mut loaded: input::Loaded, scorer: &Scorer) -> Result<(), Told> {
    let lang = loaded.lang;
    let failed = |m: Message| (Error::Failed(m), lang);
    let pairs = pairs(flags);
    let context = input::context(wanted, &loaded.config, loaded.today);
    let batches = Batches::new(std::io::stdin().lock()).map_err(|e| (unreadable(e), lang))?;
    let mut out = std::io::BufWriter::new(write::Pipe);
    let lost = |e: Refusal| failed(unwritten("-", e));
    let mut table = Table::begin(Form::Stream, &mut out).map_err(lost)?;
    for (n, batch) in batches.enumerate() {
        let bytes = batch.map_err(|e| (unreadable(e), lang))?;
        let source = Source { file: format!("<stdin> batch {}", n + 1).into(), sheet: None, bytes };
        let mut problems = Vec::new();
        let elements = read::table(&source, Some(TableKind::Elements), &context, &mut problems);
        if let Some(elements) = elements {
            if elements.header("element_id").is_none() {
                let place = Place::line(&elements.file, 1);
                problems.push(Problem { severity: Severity::Error, place, value: None, fault: Fault::IdsNeeded });
            }
            loaded.tables.truncate(1);
            loaded.tables.push(elements);
        }
        loaded.problems = problems;
        input_error(&loaded.problems, lang)?;
        let case = loaded.case(wanted)?;
        input_error(&loaded.problems, lang)?;
        remark(&loaded.problems, lang);
        let read = read_case(&case, scorer).map_err(failed)?;
        let rows = Rows::new(&case, scorer, &read, pairs, lang).map_err(failed)?;
        rows.fill(&mut table, "-").map_err(failed)?;
    }
    table.end().map_err(lost)?;
    out.flush().map_err(|e| lost(e.into()))
}

fn unreadable(why: Unreadable) -> Error {
    let value = match why {
        Unreadable::Broken(reason) => reason,
        Unreadable::Type(column, kind) => format!("{column}: {kind}"),
    };
    Error::Usage(Message::BadFlag {
        flag: "--stdin-arrow",
        value,
        accepted: "an Arrow IPC stream whose columns are text, numbers or yes/no",
        accepted_zh: "Arrow IPC 流，列为文字、数字或是/否",
    })
}
