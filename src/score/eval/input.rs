//! What an evaluation starts from: judged pairs, scores, options; and the checked set made of them.
//!
//! Invariant of [`Set`]: pairs in order of KPI and element, each once, indices in range, scores finite and without
//! -0.0, so everything after it is free of NaN and of row order. Limit: with unlabelled pairs taken as 0 the whole
//! grid is held in memory, 56 bytes a pair.

use serde::Serialize;
use std::fmt;

/// What a judge said of a pair. In ascending order, so that `Hurts < Neither < Helps < Delivers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// -1: the element works against the KPI.
    Hurts,
    /// 0: no real effect.
    Neither,
    /// 1: helps through a driver a manager would accept.
    Helps,
    /// 2: delivers the KPI directly.
    Delivers,
}

impl Label {
    /// All labels in ascending order.
    pub const ALL: [Self; 4] = [Self::Hurts, Self::Neither, Self::Helps, Self::Delivers];

    /// The label of a number as written in a file: -1, 0, 1 or 2; `None` for any other.
    pub fn from_number(number: i64) -> Option<Self> {
        match number {
            -1 => Some(Self::Hurts),
            0 => Some(Self::Neither),
            1 => Some(Self::Helps),
            2 => Some(Self::Delivers),
            _ => None,
        }
    }

    /// The number as written in a file, -1..=2.
    pub fn number(self) -> i8 {
        self.class() as i8 - 1
    }

    /// Whether the label is above 0.
    pub fn is_positive(self) -> bool {
        self >= Self::Helps
    }

    /// The place in [`Label::ALL`], 0..=3.
    pub(super) fn class(self) -> usize {
        self as usize
    }

    /// The gain in nDCG: 2^label - 1 above 0 (3 or 1), else 0.
    pub(super) fn gain(self) -> f64 {
        match self {
            Self::Delivers => 3.0,
            Self::Helps => 1.0,
            Self::Neither | Self::Hurts => 0.0,
        }
    }
}

/// One row of a label file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Index of the KPI, below `Options::n_kpis`.
    pub kpi: u32,
    /// Index of the element, below `Options::n_elements`.
    pub element: u32,
    /// The label as written.
    pub label: Label,
    /// The row calls the element an opposite (type = opposite, or label -1). It wins over `label`.
    pub opposite: bool,
    /// The language group of the row, for slices; blank is as good as `None`.
    pub lang: Option<String>,
}

impl Judged {
    /// The label that counts: an opposite hurts, whatever the label column says.
    pub fn effective(&self) -> Label {
        if self.opposite { Label::Hurts } else { self.label }
    }
}

/// What the scorer says of a pair, calibrated for a base rate of 0.10.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairScore {
    /// -1..=1, `helps - hurts`; any finite number will do for a baseline.
    pub overlap: f64,
    /// Chance that the element helps, 0..=1.
    pub helps: f64,
    /// Chance that it works against the KPI, 0..=1.
    pub hurts: f64,
}

/// How to evaluate.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Pairs without a label count as 0, so that every KPI meets every element. Default false.
    pub unlabelled_zero: bool,
    /// Number of KPIs; indices run below it.
    pub n_kpis: u32,
    /// Number of elements; indices run below it.
    pub n_elements: u32,
    /// Bootstrap draws, default 1000; 0 for no intervals. The figures over a pooled ranking take fewer on large
    /// sets, see [`Report::pooled_draws`](super::Report::pooled_draws).
    pub draws: usize,
    /// Seed of the resampling, default 1.
    pub seed: u64,
    /// Share of helping pairs (0 < B < 1) to which helps is shifted; `None`: the share in the set itself (in each
    /// slice, the share in the slice).
    pub base_rate: Option<f64>,
}

impl Options {
    /// The defaults for a set of this size.
    pub fn new(n_kpis: u32, n_elements: u32) -> Self {
        Self { unlabelled_zero: false, n_kpis, n_elements, draws: 1000, seed: 1, base_rate: None }
    }
}

/// Why nothing could be evaluated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EvalError {
    /// A judged pair points outside of `n_kpis` or `n_elements`.
    OutOfRange {
        /// Index of the KPI as given.
        kpi: u32,
        /// Index of the element as given.
        element: u32,
    },
    /// A pair was judged twice, and differently. (Twice alike is taken once.)
    Contradiction {
        /// Index of the KPI.
        kpi: u32,
        /// Index of the element.
        element: u32,
    },
    /// The scorer gave something other than a finite overlap and chances in 0..=1.
    Score {
        /// Index of the KPI.
        kpi: u32,
        /// Index of the element.
        element: u32,
    },
    /// The base rate is not strictly between 0 and 1.
    BaseRate(f64),
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { kpi, element } => {
                write!(f, "label for KPI {kpi} and element {element}: no such pair")
            }
            Self::Contradiction { kpi, element } => {
                write!(f, "KPI {kpi} and element {element} are judged twice with different labels")
            }
            Self::Score { kpi, element } => write!(f, "score of KPI {kpi} and element {element} is out of range"),
            Self::BaseRate(b) => write!(f, "base rate {b} is not between 0 and 1"),
        }
    }
}

impl std::error::Error for EvalError {}

/// A pair with its label and score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) kpi: u32,
    pub(super) element: u32,
    pub(super) label: Label,
    pub(super) score: PairScore,
    /// Index into `Set::langs`.
    pub(super) lang: Option<usize>,
}

/// The checked input.
#[derive(Debug)]
pub(super) struct Set {
    /// In order of KPI, then element.
    pub(super) pairs: Vec<Scored>,
    /// Language groups in alphabetical order.
    pub(super) langs: Vec<String>,
    /// How many of the pairs had no label and count as 0.
    pub(super) unlabelled: usize,
}

/// Asks the scorer once and checks the answer.
pub(super) fn ask(scorer: &dyn Fn(u32, u32) -> PairScore, kpi: u32, element: u32) -> Result<PairScore, EvalError> {
    let s = scorer(kpi, element);
    let chance = |p: f64| (0.0..=1.0).contains(&p);
    if !s.overlap.is_finite() || !chance(s.helps) || !chance(s.hurts) {
        return Err(EvalError::Score { kpi, element });
    }
    // Adding zero turns -0.0 into 0.0, which the total order of floats would rank below it.
    Ok(PairScore { overlap: s.overlap + 0.0, helps: s.helps + 0.0, hurts: s.hurts + 0.0 })
}

impl Set {
    /// Checks and orders the input. All faults of the labels are told, but only the first of the scores.
    pub(super) fn new(judged: &[Judged], scorer: &dyn Fn(u32, u32) -> PairScore, options: &Options) -> Result<Self, Vec<EvalError>> {
        let rows = check(judged, options)?;
        let mut langs: Vec<&str> = rows.iter().filter_map(|j| language(j)).collect();
        langs.sort_unstable();
        langs.dedup();
        let lang_of = |j: &Judged| language(j).and_then(|l| langs.binary_search(&l).ok());

        let mut pairs = Vec::with_capacity(rows.len());
        let mut put = |kpi, element, label, lang| {
            ask(scorer, kpi, element).map(|score| {
                pairs.push(Scored { kpi, element, label, score, lang });
            })
        };
        let one = |e: EvalError| vec![e];
        if options.unlabelled_zero {
            let guess = Inherited::new(&rows, options, lang_of);
            let mut rest = rows.iter().peekable();
            for kpi in 0..options.n_kpis {
                for element in 0..options.n_elements {
                    match rest.next_if(|j| (j.kpi, j.element) == (kpi, element)) {
                        Some(j) => put(kpi, element, j.effective(), lang_of(j)),
                        None => put(kpi, element, Label::Neither, guess.of(kpi, element)),
                    }
                    .map_err(one)?;
                }
            }
        } else {
            for j in &rows {
                put(j.kpi, j.element, j.effective(), lang_of(j)).map_err(one)?;
            }
        }
        Ok(Self { unlabelled: pairs.len() - rows.len(), pairs, langs: langs.into_iter().map(str::to_owned).collect() })
    }
}

/// The language group of a row, if it is not blank.
fn language(judged: &Judged) -> Option<&str> {
    judged.lang.as_deref().map(str::trim).filter(|l| !l.is_empty())
}

/// The rows in order of KPI and element, each pair once; or every fault of the options and rows.
fn check<'a>(judged: &'a [Judged], options: &Options) -> Result<Vec<&'a Judged>, Vec<EvalError>> {
    let mut rows: Vec<&Judged> = judged.iter().collect();
    // Among equal rows one with a language comes first and is kept.
    rows.sort_by(|a, b| {
        let key = |j: &Judged| (j.kpi, j.element, language(j).is_none());
        key(a).cmp(&key(b)).then(language(a).cmp(&language(b)))
    });
    let mut faults = Vec::new();
    if let Some(b) = options.base_rate
        && !(b > 0.0 && b < 1.0)
    {
        faults.push(EvalError::BaseRate(b));
    }
    for same in rows.chunk_by(|a, b| (a.kpi, a.element) == (b.kpi, b.element)) {
        let Some((first, more)) = same.split_first() else {
            continue;
        };
        let (kpi, element) = (first.kpi, first.element);
        if kpi >= options.n_kpis || element >= options.n_elements {
            faults.push(EvalError::OutOfRange { kpi, element });
        }
        if more.iter().any(|j| j.effective() != first.effective()) {
            faults.push(EvalError::Contradiction { kpi, element });
        }
    }
    rows.dedup_by_key(|j| (j.kpi, j.element));
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// The language group of pairs nobody judged: that of the KPI when in every KPI all rows share one (the group is then a
/// property of KPIs), else, or for a KPI without rows, that of the element when all its rows share one, else none.
struct Inherited {
    kpis: Option<Vec<Option<usize>>>,
    elements: Vec<Option<usize>>,
}

impl Inherited {
    fn new(rows: &[&Judged], options: &Options, lang_of: impl Fn(&Judged) -> Option<usize>) -> Self {
        let gather = |size: u32, place: fn(&Judged) -> u32| {
            let mut found: Vec<Option<Option<usize>>> = vec![None; size as usize];
            let mut agreed = true;
            for j in rows {
                if let (Some(slot), Some(lang)) = (found.get_mut(place(j) as usize), lang_of(j)) {
                    match slot {
                        None => *slot = Some(Some(lang)),
                        Some(Some(l)) if *l == lang => {}
                        Some(_) => {
                            *slot = Some(None);
                            agreed = false;
                        }
                    }
                }
            }
            let flat: Vec<Option<usize>> = found.into_iter().map(Option::flatten).collect();
            (flat, agreed)
        };
        let (kpis, agreed) = gather(options.n_kpis, |j| j.kpi);
        Self { kpis: agreed.then_some(kpis), elements: gather(options.n_elements, |j| j.element).0 }
    }

    fn of(&self, kpi: u32, element: u32) -> Option<usize> {
        let by_kpi = self.kpis.as_ref().and_then(|k| *k.get(kpi as usize)?);
        by_kpi.or_else(|| *self.elements.get(element as usize)?)
    }
}
