//! `winwin eval`: ranking quality of the score against labels.

mod measured;
mod ways;

use crate::cli::values::base_rate;
use crate::cli::{Eval, Format};
use crate::commands::vectors::choice;
use crate::commands::{Told, to_stdout};
use crate::error::{Error, Message};
use crate::lang::Lang;
use crate::report::write;
use crate::score::eval::{self, Report};
use measured::Measured;

/// Runs `eval`.
pub fn run(flags: &Eval) -> Result<(), Told> {
    let told = |e: Error| (e, Lang::En);
    let rate = base_rate(flags.base_rate).map_err(told)?;
    let choice = choice(Some(flags.encoder), None);
    if let Some(folder) = &flags.sets {
        return to_stdout(&ways::tables((choice, flags.no_cache), folder, rate)?, Lang::En);
    }
    let given = |path: &'static str, value: &Option<std::path::PathBuf>| {
        value.clone().ok_or_else(|| told(Error::Usage(Message::TableNotGiven { table: path })))
    };
    let (kpis, elements, labels) = (given("kpis", &flags.kpis)?, given("elements", &flags.elements)?, given("labels", &flags.labels)?);
    let measured = Measured::read((choice, flags.no_cache), [&kpis, &elements, &labels])?;
    let report = measured.report(flags.by, flags.unlabelled.is_some(), rate)?;
    if let Some(path) = &flags.pairs {
        write::file(path, measured.pairs().as_bytes()).map_err(|m| told(Error::Failed(m)))?;
    }
    let text = match flags.format {
        Format::Json => serde_json::to_string_pretty(&report)
            .map(|t| t + "\n")
            .map_err(|e| told(Error::Failed(Message::Internal { what: "the report".to_owned(), reason: e.to_string() })))?,
        Format::Text => table(&report),
    };
    to_stdout(&text, Lang::En)
}

fn table(report: &Report) -> String {
    let mut out = format!("{:<34} {:>7}  {:<17} {:>6}\n", "figure", "value", "95 % interval", "n");
    for (name, estimate) in eval::table(report) {
        let line = match estimate {
            Some(e) => {
                let interval = e.low.zip(e.high).map_or(String::new(), |(l, h)| format!("[{l:.3}, {h:.3}]"));
                format!("{name:<34} {:>7.3}  {interval:<17} {:>6}\n", e.value, e.n)
            }
            None => {
                let reason = eval::reasons(report).into_iter().find(|(n, _)| *n == name).map_or(String::new(), |(_, r)| r.to_string());
                format!("{name:<34} {:>7}  {reason}\n", "-")
            }
        };
        out.push_str(&line);
    }
    out.push_str("\ncalibration of helps: predicted, observed, n\n");
    for bin in &report.all.calibration {
        if let (Some(predicted), Some(observed)) = (bin.predicted, bin.observed) {
            out.push_str(&format!("  {:.1}-{:.1}  {predicted:.3}  {observed:.3}  {}\n", bin.from, bin.to, bin.count));
        }
    }
    out
}
