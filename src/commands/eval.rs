//! `winwin eval`: ranking quality of the score against labels.

use crate::cli::{By, Eval, Format, base_rate};
use crate::commands::{Told, input_error, to_stdout};
use crate::error::{Error, Message, Place, Problem, Severity, sort_problems};
use crate::lang::Lang;
use crate::read::files;
use crate::read::labelled::{self, Labelled};
use crate::report::write;
use crate::score::eval::{self, Judged, Label, Options, PairScore, Report};
use crate::score::judge::head::Opinion;
use crate::score::{Parts, Scorer};

/// Runs `eval`.
pub fn run(flags: &Eval) -> Result<(), Told> {
    let told = |e: Error| (e, Lang::En);
    let rate = base_rate(flags.base_rate).map_err(told)?;
    let read = |path: &std::path::Path| files::bytes(path).map(|b| (files::shown(path), b)).map_err(|m| told(Error::Failed(m)));
    let (k, e, l) = (read(&flags.kpis)?, read(&flags.elements)?, read(&flags.labels)?);
    let mut problems: Vec<Problem> = Vec::new();
    let set = labelled::read((&k.0, &k.1), (&e.0, &e.1), (&l.0, &l.1), &mut problems);
    sort_problems(&mut problems);
    input_error(&problems, Lang::En)?;

    let (scorer, parts) = scored(&set).map_err(|m| told(Error::Failed(m)))?;
    let kpis = &set.kpis;
    let at = |kpi: u32, element: u32| parts[element as usize * kpis.len() + kpi as usize];
    let chances: Vec<(f64, f64)> = parts.iter().map(|p| scorer.chances(p)).collect();
    let score = |kpi: u32, element: u32| {
        let (helps, hurts) = chances[element as usize * kpis.len() + kpi as usize];
        let parts = at(kpi, element);
        let overlap = match flags.by {
            By::Overlap => helps - hurts,
            By::Driver => f64::from(parts.driver),
            By::Judge => f64::from(parts.opinion.helps),
            By::Likeness => f64::from(parts.opinion.likeness),
            By::Semantic => f64::from(parts.semantic),
            By::Lexical => f64::from(parts.lexical),
        };
        PairScore { overlap, helps, hurts }
    };
    let judged: Vec<Judged> = set
        .labels
        .iter()
        .filter_map(|l| {
            let label = Label::from_number(l.label)?;
            Some(Judged { kpi: l.kpi, element: l.element, label, opposite: l.opposite, lang: l.lang.clone() })
        })
        .collect();
    let mut options = Options::new(kpis.len() as u32, set.elements.len() as u32);
    options.unlabelled_zero = flags.unlabelled.is_some();
    options.base_rate = rate;
    let report = eval::evaluate(&judged, score, &options).map_err(|faults| {
        let place = Place::file(&l.0);
        let of = |f: &eval::EvalError| Problem {
            severity: Severity::Error,
            place: place.clone(),
            value: Some(f.to_string()),
            fault: crate::error::Fault::UnknownId,
        };
        told(Error::Input(faults.iter().map(of).collect()))
    })?;
    if let Some(path) = &flags.pairs {
        write::file(path, components(&judged, at).as_bytes()).map_err(|m| told(Error::Failed(m)))?;
    }
    let text = match flags.format {
        Format::Json => serde_json::to_string_pretty(&report)
            .map(|t| t + "\n")
            .map_err(|e| told(Error::Failed(Message::Internal { what: "the report".to_owned(), reason: e.to_string() })))?,
        Format::Text => table(&report),
    };
    to_stdout(&text);
    Ok(())
}

fn scored(set: &Labelled) -> Result<(Scorer, Vec<Parts>), Message> {
    let scorer = Scorer::new(0.10)?;
    let named: Vec<_> = set.kpis.iter().zip(set.departments.iter().map(String::as_str)).collect();
    let (kpis, elements) = (scorer.kpis(&named)?, scorer.elements(&set.elements.iter().collect::<Vec<_>>())?);
    let parts = scorer.parts(&kpis, &elements)?;
    Ok((scorer, parts))
}

/// The components of the judged pairs, for fitting the calibration.
fn components(judged: &[Judged], at: impl Fn(u32, u32) -> Parts) -> String {
    let mut out = String::from("kpi,element,label,helps,hurts,likeness,driver,semantic,lexical,known\n");
    for j in judged {
        let p = at(j.kpi, j.element);
        let label = j.effective().number();
        let known = u8::from(p.known);
        let Opinion { helps, hurts, likeness } = p.opinion;
        out.push_str(&format!(
            "{},{},{label},{helps},{hurts},{likeness},{},{},{},{known}\n",
            j.kpi, j.element, p.driver, p.semantic, p.lexical
        ));
    }
    out
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
