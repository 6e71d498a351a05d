//! All figures of one group of pairs (the whole set or a language), each known or with the reason why not.

use super::bootstrap::{Estimate, Resampling};
use super::chance::{self, Bin};
use super::input::{EvalError, Label, Options, PairScore, Scored};
use super::pooled::Pooled;
use super::within::{self, Within};
use serde::Serialize;
use std::fmt;

/// Why a figure is undefined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// There is no pair at all.
    NoPairs,
    /// No KPI has elements of different gain, so every order is as good.
    NoKpiWithDifferentGains,
    /// No KPI has both an element with a label above 0 and another one.
    NoKpiWithBoth,
    /// No element has both a KPI with a label above 0 and another one.
    NoElementWithBoth,
    /// No KPI has both a helper and an opposite.
    NoHelperAndOpposite,
    /// No KPI has both an opposite and an element of label 0.
    NoOppositeAndZero,
    /// No KPI with helpers can be held against helpers of others.
    NoOtherHelpers,
    /// All labels are above 0, or none is.
    OneKind,
    /// All scores or all labels are equal.
    AllEqual,
    /// Every element meets one KPI only.
    EachElementOneKpi,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPairs => "no pairs",
            Self::NoKpiWithDifferentGains => "no KPI has elements of different gain",
            Self::NoKpiWithBoth => "no KPI has both a label above 0 and another",
            Self::NoElementWithBoth => "no element has both a label above 0 and another",
            Self::NoHelperAndOpposite => "no KPI has both a helper and an opposite",
            Self::NoOppositeAndZero => "no KPI has both an opposite and a label of 0",
            Self::NoOtherHelpers => "no KPI has helpers beside helpers of other KPIs",
            Self::OneKind => "all labels are above 0, or none is",
            Self::AllEqual => "all scores or all labels are equal",
            Self::EachElementOneKpi => "every element meets one KPI only",
        })
    }
}

/// A figure, or why there is none. In JSON `{value, low, high, n}` or `{"unknown": reason}`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figure {
    /// The figure.
    Known(Estimate),
    /// Undefined on this set.
    Unknown {
        /// Why.
        unknown: Reason,
    },
}

impl Figure {
    /// The figure, if known.
    pub fn known(&self) -> Option<Estimate> {
        match self {
            Self::Known(e) => Some(*e),
            Self::Unknown { .. } => None,
        }
    }

    /// The reason, if unknown.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Known(_) => None,
            Self::Unknown { unknown } => Some(*unknown),
        }
    }

    fn new(found: Option<Estimate>, unknown: Reason) -> Self {
        found.map_or(Self::Unknown { unknown }, Self::Known)
    }
}

/// How much was judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// KPIs with at least one pair.
    pub kpis: usize,
    /// Elements with at least one pair.
    pub elements: usize,
    /// All pairs, those taken as 0 included.
    pub pairs: usize,
    /// Label 2.
    pub delivers: usize,
    /// Label 1.
    pub helps: usize,
    /// Label 0, or taken as 0.
    pub neither: usize,
    /// Label -1, or an opposite.
    pub hurts: usize,
}

/// All figures of one group of pairs. Unless said otherwise they rank by overlap, "helper" means a label above 0, ties
/// count half, KPIs are resampled, and `n` is the number of KPIs averaged over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// How much was judged.
    pub counts: Counts,
    /// The base rate used for the figures "at base rate"; `None` when the set has one kind only and none was given.
    pub base_rate: Option<f64>,
    /// nDCG of the first five elements, 0..=1; gain 3 for delivers, 1 for helps; ties stand worst first. Only KPIs
    /// whose elements differ in gain.
    pub ndcg5: Figure,
    /// Share of KPIs whose best element is a helper, alone at the top. Only KPIs with helpers and others.
    pub hit1_kpi: Figure,
    /// Share of elements whose best KPI is one they help, alone at the top. Only elements with both kinds; elements are
    /// resampled and `n` counts them.
    pub hit1_element: Figure,
    /// AUC of helpers against the rest inside a KPI.
    pub auc_kpi: Figure,
    /// AUC of helpers against the rest over all pairs; `n` = pairs; see [`Report::pooled_draws`](super::Report::pooled_draws).
    pub auc_pooled: Figure,
    /// Share of (helper, opposite) pairs inside a KPI with the helper above.
    pub helper_opposite: Figure,
    /// Share of (opposite, label 0) pairs inside a KPI where `hurts` is higher for the opposite.
    pub opposite_zero: Figure,
    /// AUC of a KPI's helpers against other KPIs' helpers, which are taken as 0 unless judged to help here too.
    pub cross: Figure,
    /// AUC inside a KPI when an element's score is its mean label over its other KPIs: what can be known without
    /// reading the KPI. Elements with one KPI are left out.
    pub element_only: Figure,
    /// Spearman's correlation of overlap with the label, -1..=1; `n` = pairs; draws as for `auc_pooled`.
    pub spearman: Figure,
    /// Share of pairs where helps >= 0.5 agrees with label > 0; `n` = pairs.
    pub accuracy: Figure,
    /// The same with helps shifted to `base_rate`.
    pub accuracy_base: Figure,
    /// Brier score of helps against label > 0, 0 (best) to 1; `n` = pairs.
    pub brier_helps: Figure,
    /// The same with helps shifted to `base_rate`.
    pub brier_base: Figure,
    /// Brier score of hurts against label -1; `n` = pairs.
    pub brier_hurts: Figure,
    /// Expected calibration error of helps over ten equal tenths, 0 (best) to 1; `n` = pairs. Biased upwards on small sets.
    pub ece: Figure,
    /// The same with helps shifted to `base_rate`.
    pub ece_base: Figure,
    /// The ten tenths of helps.
    pub calibration: Vec<Bin>,
    /// The ten tenths of helps shifted to `base_rate`; empty when there is none.
    pub calibration_base: Vec<Bin>,
}

impl Figures {
    /// All figures of pairs in order of KPI and element.
    pub(super) fn new(pairs: &[Scored], scorer: &dyn Fn(u32, u32) -> PairScore, options: &Options) -> Result<Self, EvalError> {
        let how = Resampling { draws: options.draws, seed: options.seed };
        let within = Within::new(pairs, options.n_elements);
        let cross = within::cross(pairs, scorer)?;
        let pooled = Pooled::new(pairs);
        let counts = count(pairs, within.elements);
        let base_rate = options.base_rate.or_else(|| own_base_rate(&counts));

        let helps = |p: &Scored| (p.score.helps, p.label.is_positive());
        let over = |loss: fn(f64, bool) -> f64, of: &dyn Fn(&Scored) -> (f64, bool)| {
            chance::mean_over_pairs(pairs, how, |p| {
                let (chance, happened) = of(p);
                loss(chance, happened)
            })
        };
        let at_base = |loss: fn(f64, bool) -> f64| {
            base_rate.and_then(|b| over(loss, &|p| (chance::shifted(p.score.helps, b), p.label.is_positive())))
        };
        let (calibration, ece) = chance::calibration(pairs, how, |s| s.helps);
        let (calibration_base, ece_base) =
            base_rate.map(|b| chance::calibration(pairs, how, |s| chance::shifted(s.helps, b))).unwrap_or_default();

        let none = |other: Reason| {
            if pairs.is_empty() { Reason::NoPairs } else { other }
        };
        let mean = |values: &[f64], why| Figure::new(how.mean(values), none(why));
        let figure = |found, why| Figure::new(found, none(why));
        Ok(Self {
            counts,
            base_rate,
            ndcg5: mean(&within.ndcg5, Reason::NoKpiWithDifferentGains),
            hit1_kpi: mean(&within.hit1_kpi, Reason::NoKpiWithBoth),
            hit1_element: mean(&within.hit1_element, Reason::NoElementWithBoth),
            auc_kpi: mean(&within.auc, Reason::NoKpiWithBoth),
            auc_pooled: figure(pooled.auc(how), Reason::OneKind),
            helper_opposite: mean(&within.helper_opposite, Reason::NoHelperAndOpposite),
            opposite_zero: mean(&within.opposite_zero, Reason::NoOppositeAndZero),
            cross: mean(&cross, Reason::NoOtherHelpers),
            element_only: mean(
                &within.element_only,
                if within.elements_meet_several { Reason::NoKpiWithBoth } else { Reason::EachElementOneKpi },
            ),
            spearman: figure(pooled.spearman(how), Reason::AllEqual),
            accuracy: figure(over(chance::correct, &helps), Reason::NoPairs),
            accuracy_base: figure(at_base(chance::correct), Reason::OneKind),
            brier_helps: figure(over(chance::squared_error, &helps), Reason::NoPairs),
            brier_base: figure(at_base(chance::squared_error), Reason::OneKind),
            brier_hurts: figure(over(chance::squared_error, &|p| (p.score.hurts, p.label == Label::Hurts)), Reason::NoPairs),
            ece: figure(ece, Reason::NoPairs),
            ece_base: figure(ece_base, Reason::OneKind),
            calibration,
            calibration_base,
        })
    }

    /// Every figure with its name, in the order to show them.
    pub fn rows(&self) -> [(&'static str, &Figure); 17] {
        [
            ("nDCG@5", &self.ndcg5),
            ("hit@1 by KPI", &self.hit1_kpi),
            ("hit@1 by element", &self.hit1_element),
            ("AUC inside a KPI", &self.auc_kpi),
            ("AUC inside a KPI, element only", &self.element_only),
            ("AUC pooled", &self.auc_pooled),
            ("cross", &self.cross),
            ("helper > opposite", &self.helper_opposite),
            ("opposite > zero in hurts", &self.opposite_zero),
            ("Spearman", &self.spearman),
            ("accuracy at 0.5", &self.accuracy),
            ("accuracy at 0.5, base rate", &self.accuracy_base),
            ("Brier of helps", &self.brier_helps),
            ("Brier of helps, base rate", &self.brier_base),
            ("Brier of hurts", &self.brier_hurts),
            ("calibration error", &self.ece),
            ("calibration error, base rate", &self.ece_base),
        ]
    }
}

fn count(pairs: &[Scored], elements: usize) -> Counts {
    let of = |label| pairs.iter().filter(|p| p.label == label).count();
    Counts {
        kpis: pairs.chunk_by(|a, b| a.kpi == b.kpi).count(),
        elements,
        pairs: pairs.len(),
        delivers: of(Label::Delivers),
        helps: of(Label::Helps),
        neither: of(Label::Neither),
        hurts: of(Label::Hurts),
    }
}

/// Share of positives, unless it is 0 or 1, which no shift reaches.
fn own_base_rate(counts: &Counts) -> Option<f64> {
    let positives = counts.delivers + counts.helps;
    (positives > 0 && positives < counts.pairs).then(|| positives as f64 / counts.pairs as f64)
}
