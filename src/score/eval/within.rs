//! Figures inside one KPI (averaged over KPIs) and, for one of them, inside one element.
//!
//! A KPI without the two kinds a figure compares is left out of its average, never counted as right or wrong.
//! Invariant: values come in order of KPI (element). Limit: an average over KPIs gives a KPI with three elements the
//! same say as one with three hundred.

use super::input::{EvalError, Label, PairScore, Scored};
use super::ranking::{Top, auc, ndcg};

/// How many of the first elements nDCG looks at.
const FIRST: usize = 5;

/// One value per KPI (element) for which the figure is defined.
#[derive(Debug, Default)]
pub(super) struct Within {
    pub(super) ndcg5: Vec<f64>,
    pub(super) hit1_kpi: Vec<f64>,
    pub(super) hit1_element: Vec<f64>,
    pub(super) auc: Vec<f64>,
    pub(super) helper_opposite: Vec<f64>,
    pub(super) opposite_zero: Vec<f64>,
    /// Whether any element was judged for more than one KPI.
    pub(super) elements_meet_several: bool,
    pub(super) element_only: Vec<f64>,
    /// How many distinct elements there are.
    pub(super) elements: usize,
}

impl Within {
    /// Takes pairs in order of KPI; elements are below `n_elements`.
    pub(super) fn new(pairs: &[Scored], n_elements: u32) -> Self {
        let mut found = Self::default();
        let mut seen = vec![Seen::default(); n_elements as usize];
        for pair in pairs {
            let s = &mut seen[pair.element as usize];
            s.top.add(pair.score.overlap, pair.label.is_positive());
            s.sum += i64::from(pair.label.number());
            s.count += 1;
        }
        found.hit1_element = seen.iter().filter_map(|s| s.top.hit()).collect();
        found.elements = seen.iter().filter(|s| s.count > 0).count();
        found.elements_meet_several = seen.iter().any(|s| s.count > 1);
        for kpi in pairs.chunk_by(|a, b| a.kpi == b.kpi) {
            found.add(kpi, &seen);
        }
        found
    }

    fn add(&mut self, kpi: &[Scored], seen: &[Seen]) {
        let mut gains: Vec<(f64, f64)> = kpi.iter().map(|p| (p.score.overlap, p.label.gain())).collect();
        self.ndcg5.extend(ndcg(&mut gains, FIRST));
        let mut top = Top::default();
        for p in kpi {
            top.add(p.score.overlap, p.label.is_positive());
        }
        self.hit1_kpi.extend(top.hit());
        let overlap = |p: &Scored| Some(p.score.overlap);
        let hurts = |p: &Scored| Some(p.score.hurts);
        let others = |p: &Scored| seen[p.element as usize].mean_without(p.label);
        let positive = |l: Label| Some(l.is_positive());
        self.auc.extend(auc_of(kpi, overlap, positive));
        self.element_only.extend(auc_of(kpi, others, positive));
        self.helper_opposite.extend(auc_of(kpi, overlap, |l| match l {
            Label::Neither => None,
            l => Some(l.is_positive()),
        }));
        self.opposite_zero.extend(auc_of(kpi, hurts, |l| match l {
            Label::Hurts => Some(true),
            Label::Neither => Some(false),
            _ => None,
        }));
    }
}

/// AUC over the pairs for which both the score and the side are known.
fn auc_of(kpi: &[Scored], score: impl Fn(&Scored) -> Option<f64>, side: impl Fn(Label) -> Option<bool>) -> Option<f64> {
    let mut list: Vec<(f64, bool)> = kpi.iter().filter_map(|p| Some((score(p)?, side(p.label)?))).collect();
    auc(&mut list)
}

/// What is known of an element over all its KPIs.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    top: Top,
    sum: i64,
    count: i64,
}

impl Seen {
    /// Mean label over the element's other KPIs; `None` when it has no other.
    fn mean_without(&self, own: Label) -> Option<f64> {
        let others = self.count - 1;
        (others > 0).then(|| (self.sum - i64::from(own.number())) as f64 / others as f64)
    }
}

/// AUC per KPI of its own helpers against the elements that help some other KPI and are not said to help this one
/// (judged 0 or -1, or not judged): what cannot be won by the look of an element alone. Scores of pairs that were
/// not judged are asked for.
pub(super) fn cross(pairs: &[Scored], scorer: &dyn Fn(u32, u32) -> PairScore) -> Result<Vec<f64>, EvalError> {
    let mut helpers: Vec<u32> = pairs.iter().filter(|p| p.label.is_positive()).map(|p| p.element).collect();
    helpers.sort_unstable();
    helpers.dedup();
    let mut found = Vec::new();
    for kpi in pairs.chunk_by(|a, b| a.kpi == b.kpi) {
        let Some(first) = kpi.iter().find(|p| p.label.is_positive()) else {
            continue;
        };
        let mut own = kpi.iter().peekable();
        let mut list = Vec::with_capacity(helpers.len());
        for &element in &helpers {
            while own.next_if(|p| p.element < element).is_some() {}
            list.push(match own.next_if(|p| p.element == element) {
                Some(p) => (p.score.overlap, p.label.is_positive()),
                None => (super::input::ask(scorer, first.kpi, element)?.overlap, false),
            });
        }
        found.extend(auc(&mut list));
    }
    Ok(found)
}
