//! `winwin score`: the pair table alone, of any size.
//!
//! Texts are read once; which pairs are worth a row is found without a table of all pairs ([`crate::score::bulk`]); rows are made and
//! written a part at a time ([`rows`]). Memory grows with KPIs + elements + a part.

mod rows;
mod stream;

use crate::cli::score::Best;
use crate::cli::values::{base_rate, maps, overlap};
use crate::cli::{EncoderChoice, Score};
use crate::commands::input::{self, Loaded, Wanted};
use crate::commands::vectors::{self, BASE_RATE, choice, encoder, keep};
use crate::commands::{Told, input_error, knowledge, learned, remark, threads, to_stderr};
use crate::error::{Error, Message};
use crate::lang::{Lang, failures};
use crate::read::files;
use crate::report::tables::stream::Form;
use crate::report::write;
use crate::score::bulk::{Per, Wanted as Pairs};
use crate::score::reader::Encoder;
use crate::score::{Scorer, read_case};
use rows::Rows;

/// Runs `score`.
pub fn run(flags: &Score) -> Result<(), Told> {
    let lang = flags.lang.chosen();
    let told = |e: Error| (e, lang.unwrap_or(Lang::En));
    let to_pipe = flags.out.as_os_str() == "-";
    let ending = flags.out.extension().map(|e| e.to_string_lossy().into_owned()).unwrap_or_default();
    let form = if to_pipe { Some(Form::Csv) } else { Form::of_ending(&ending) };
    let form = form.ok_or_else(|| {
        let value = flags.out.display().to_string();
        let (accepted, accepted_zh) = ("a .csv, .parquet or .arrow file, or -", ".csv、.parquet、.arrow 文件，或 -");
        told(Error::Usage(Message::BadFlag { flag: "--out", value, accepted, accepted_zh }))
    })?;
    threads::of(flags.threads).map_err(told)?;
    if flags.rerank.is_some() && flags.tables.encoder == Some(EncoderChoice::Deep) {
        let (accepted, accepted_zh) =
            ("fast or auto with --rerank: the judge scores the chosen ones anew", "与 --rerank 一起用 fast 或 auto");
        return Err(told(Error::Usage(Message::BadFlag { flag: "--encoder", value: "deep".to_owned(), accepted, accepted_zh })));
    }
    if flags.stdin_arrow {
        stream::fits(flags).map_err(told)?;
    }
    let rate = base_rate(flags.base_rate).map_err(told)?;
    overlap(flags.min_overlap).map_err(told)?;
    let wanted = Wanted {
        lang,
        headers: maps(&flags.tables.map).map_err(told)?,
        catalog_only: true,
        encoding: flags.tables.encoding.clone(),
        most_rows: flags.tables.max_rows,
        knowledge: flags.tables.knowledge.clone(),
        ..Wanted::default()
    };
    let paths = if flags.stdin_arrow { input::kpi_table } else { input::two_tables }(&flags.tables, lang.unwrap_or(Lang::En))?;
    let read_from = || {
        let value = flags.out.display().to_string();
        let (accepted, accepted_zh) = ("a file that is none of the tables read", "不是所读表格的文件");
        told(Error::Usage(Message::BadFlag { flag: "--out", value, accepted, accepted_zh }))
    };
    if !to_pipe && paths.iter().any(|(_, path)| files::are_one(path, &flags.out)) {
        return Err(read_from());
    }
    let config = flags.tables.kpis.as_deref().and_then(input::config_beside);
    let mut loaded = input::load(&paths, config.as_deref(), &wanted)?;
    if !to_pipe && loaded.knowledge_folder.as_deref().is_some_and(|folder| knowledge::holds(folder, &flags.out)) {
        return Err(read_from());
    }
    if flags.stdin_arrow {
        input_error(&loaded.problems, loaded.lang)?;
        let who = stream::encoder(choice(flags.tables.encoder, loaded.config.encoder.as_deref()));
        let scorer = scorer(flags, who, rate, &mut loaded).map_err(|m| (Error::Failed(m), loaded.lang))?;
        return stream::run(flags, &wanted, loaded, &scorer);
    }
    let case = loaded.case(&wanted)?;
    input_error(&loaded.problems, loaded.lang)?;
    let who = if flags.rerank.is_some() { Encoder::Fast } else { encoder(&case, &mut loaded, flags.tables.encoder) };
    let language = loaded.lang;
    let failed = |m: Message| (Error::Failed(m), language);
    let first = scorer(flags, who, rate, &mut loaded).map_err(failed)?;
    let second = flags.rerank.map(|_| scorer(flags, Encoder::Deep, rate, &mut loaded)).transpose().map_err(failed)?;
    remark(&loaded.problems, loaded.lang);
    let pairs = pairs(flags);
    let read = read_case(&case, &first).map_err(failed)?;
    keep(&first, flags.tables.no_cache);
    let mut rows = Rows::new(&case, &first, &read, pairs, loaded.lang).map_err(failed)?;
    if let Some((judge, most)) = second.as_ref().zip(flags.rerank) {
        let again = rows.judged_again(judge, most).map_err(failed)?;
        keep(judge, flags.tables.no_cache);
        to_stderr(&failures::judged_again(again.pairs, again.texts, loaded.lang));
    }
    let path = flags.out.display().to_string();
    if to_pipe {
        return rows.write(form, std::io::BufWriter::new(write::Pipe), &path).map_err(failed);
    }
    write::streamed(&flags.out, |file| rows.write(form, file, &path)).map_err(failed)
}

/// Which pairs are wanted.
fn pairs(flags: &Score) -> Pairs {
    let per = match flags.per {
        Best::Kpi => Per::Kpi,
        Best::Element => Per::Element,
    };
    Pairs { per, top: flags.top, least: flags.min_overlap }
}

/// The scorer of an encoder, as the user's own judgements shift it.
fn scorer(flags: &Score, who: Encoder, rate: Option<f64>, loaded: &mut Loaded) -> Result<Scorer, Message> {
    let rate = rate.or(loaded.config.base_rate).unwrap_or(BASE_RATE);
    let own = learned::of(who, None, flags.tables.kpis.as_deref(), flags.no_learned, &mut loaded.problems)?;
    Ok(vectors::scorer(who, rate, loaded.knowledge.clone(), flags.tables.no_cache)?.following(own))
}
