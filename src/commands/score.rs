//! `winwin score`: the pair table alone.

use crate::cli::Score;
use crate::cli::values::{base_rate, maps};
use crate::commands::input::{self, Wanted};
use crate::commands::vectors::judged;
use crate::commands::{Told, input_error, learned, remark, to_stdout};
use crate::error::{Error, Message};
use crate::lang::Lang;
use crate::model::{ElementId, KpiId};
use crate::report::{tables, write};

/// Runs `score`.
pub fn run(flags: &Score) -> Result<(), Told> {
    let lang = flags.lang.chosen();
    let told = |e: Error| (e, lang.unwrap_or(Lang::En));
    let ending = flags.out.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let to_pipe = flags.out.as_os_str() == "-";
    if !to_pipe && !["csv", "parquet", "arrow"].contains(&ending.as_str()) {
        let value = flags.out.display().to_string();
        let (accepted, accepted_zh) = ("a .csv, .parquet or .arrow file, or -", ".csv、.parquet、.arrow 文件，或 -");
        return Err(told(Error::Usage(Message::BadFlag { flag: "--out", value, accepted, accepted_zh })));
    }
    let rate = base_rate(flags.base_rate).map_err(told)?;
    let wanted = Wanted {
        lang,
        headers: maps(&flags.tables.map).map_err(told)?,
        catalog_only: true,
        encoding: flags.tables.encoding.clone(),
        knowledge: flags.tables.knowledge.clone(),
        ..Wanted::default()
    };
    let paths = input::two_tables(&flags.tables, lang.unwrap_or(Lang::En))?;
    let config = flags.tables.kpis.as_deref().and_then(input::config_beside);
    let mut loaded = input::load(&paths, config.as_deref(), &wanted)?;
    let case = loaded.case(&wanted)?;
    input_error(&loaded.problems, loaded.lang)?;
    let own = learned::of(None, flags.tables.kpis.as_deref(), flags.no_learned, &mut loaded.problems);
    let scored = |own| judged(&case, loaded.knowledge.clone(), rate.or(loaded.config.base_rate), flags.tables.no_cache, own);
    let (scorer, scores) = own.and_then(scored).map_err(|m| (Error::Failed(m), loaded.lang))?;
    let mut pairs: Vec<(KpiId, ElementId)> = Vec::new();
    for kpi in case.kpi_ids() {
        let mut own: Vec<ElementId> = case.element_ids().collect();
        own.retain(|e| flags.min_overlap.is_none_or(|least| scores.pair(kpi, *e).overlap().abs() >= least));
        if let Some(top) = flags.top {
            own.sort_by(|a, b| scores.pair(kpi, *b).overlap().total_cmp(&scores.pair(kpi, *a).overlap()).then(a.cmp(b)));
            own.truncate(top);
        }
        pairs.extend(own.into_iter().map(|e| (kpi, e)));
    }
    let rows: Vec<tables::PairRow> = pairs.into_iter().map(|(k, e)| tables::row(&case, &scores, &scorer, k, e, loaded.lang)).collect();
    let made = match ending.as_str() {
        "parquet" => tables::parquet(&rows),
        "arrow" => tables::arrow(&rows),
        _ => tables::csv(&rows),
    };
    let bytes = made.map_err(|reason| {
        let what = flags.out.display().to_string();
        (Error::Failed(Message::Internal { what, reason }), loaded.lang)
    })?;
    remark(&loaded.problems, loaded.lang);
    if to_pipe {
        to_stdout(&String::from_utf8_lossy(&bytes));
        return Ok(());
    }
    write::file(&flags.out, &bytes).map_err(|m| (Error::Failed(m), loaded.lang))
}
