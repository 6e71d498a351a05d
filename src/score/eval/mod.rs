//! Ranking quality of scored KPI x element pairs against labels.
//!
//! Knows labels and scores as numbers, no texts and no files: [`evaluate`] is a pure function. Flow: `input` checks and
//! orders -> `within` (figures inside a KPI or element, built on `ranking`), `pooled` (one ranking over all) and
//! `chance` (are the stated chances true) -> `figures`, each with an interval from `bootstrap`.
//!
//! Invariants: no NaN or infinity comes out; a figure that is undefined says why; the order of the rows changes nothing;
//! the same seed gives the same intervals. Ties count half in AUC, against in hit at 1, worst first in nDCG.
//!
//! Limits: intervals cover the choice of KPIs (elements), not the judges' errors, and are rough below about 20 units.
//! Figures of a language slice compare inside the slice: fewer goals compete, so they stand beside figures of the same
//! slice, not of the whole set. The scorer must speak at the base rate of 0.10.

mod bootstrap;
mod chance;
mod figures;
mod input;
mod pooled;
pub(in crate::score) mod ranking;
pub(crate) mod rng;
mod within;

#[cfg(test)]
mod tests;

pub use bootstrap::Estimate;
pub use chance::Bin;
pub use figures::{Counts, Figure, Figures, Reason};
pub use input::{EvalError, Judged, Label, Options, PairScore};

use serde::Serialize;

/// The figures of one language group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slice {
    /// The group as written in the labels.
    pub lang: String,
    /// Its figures.
    pub figures: Figures,
}

/// All that was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The figures of the whole set.
    pub all: Figures,
    /// Language groups in alphabetical order; empty when no row names one. Rows without a language are in none.
    pub slices: Vec<Slice>,
    /// How many pairs had no label and were taken as 0.
    pub unlabelled: usize,
    /// Bootstrap draws behind each interval.
    pub draws: usize,
    /// Draws for pooled AUC and Spearman on the whole set, which cost a pass over all pairs each: as many as `draws` up
    /// to 40,000 pairs (for 1,000 draws), then fewer, at least 200.
    pub pooled_draws: usize,
    /// Seed of the resampling.
    pub seed: u64,
}

/// Measures scores against labels. `scorer(kpi, element)` is asked for each judged pair (for every pair of the grid with
/// `unlabelled_zero`) and for each KPI with helpers against all helpers, once for the whole set and once per slice, so a
/// costly scorer should look answers up in a table.
///
/// # Errors
/// Every fault of the labels and options: indices out of range, contradicting labels, a base rate outside 0..1; else
/// the first score that is not finite or, for `helps` and `hurts`, not in 0..=1.
pub fn evaluate(judged: &[Judged], scorer: impl Fn(u32, u32) -> PairScore, options: &Options) -> Result<Report, Vec<EvalError>> {
    let set = input::Set::new(judged, &scorer, options)?;
    let measure = |pairs: &[input::Scored]| Figures::new(pairs, &scorer, options).map_err(|e| vec![e]);
    let all = measure(&set.pairs)?;
    let mut slices = Vec::with_capacity(set.langs.len());
    for (i, lang) in set.langs.iter().enumerate() {
        let pairs: Vec<input::Scored> = set.pairs.iter().filter(|p| p.lang == Some(i)).copied().collect();
        slices.push(Slice { lang: lang.clone(), figures: measure(&pairs)? });
    }
    Ok(Report {
        all,
        slices,
        unlabelled: set.unlabelled,
        draws: options.draws,
        pooled_draws: pooled::draws(set.pairs.len(), options.draws),
        seed: options.seed,
    })
}

/// Every figure by name, in the order to show them: first of the whole set, then of each slice with ` [lang]` after the
/// name. `None` where undefined; [`reasons`] says why.
pub fn table(report: &Report) -> Vec<(String, Option<Estimate>)> {
    rows(report).map(|(name, f)| (name, f.known())).collect()
}

/// The undefined figures by the names of [`table`], each with its reason.
pub fn reasons(report: &Report) -> Vec<(String, Reason)> {
    rows(report).filter_map(|(name, f)| Some((name, f.reason()?))).collect()
}

fn rows(report: &Report) -> impl Iterator<Item = (String, &Figure)> {
    let whole = report.all.rows().into_iter().map(|(n, f)| (n.to_owned(), f));
    let slices = report.slices.iter().flat_map(|s| {
        let named = move |(n, f)| (format!("{n} [{}]", s.lang), f);
        s.figures.rows().into_iter().map(named)
    });
    whole.chain(slices)
}
