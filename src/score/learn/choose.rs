//! How far labels may move the score, and which part of that is the user's view rather than the choice of what was labelled.
//!
//! Two layers. The weights of the components move for every KPI; how much is held against it is tried on KPIs left out. Each KPI has a shift of
//! its own, which serves the elements to come; how much is held against it is tried on elements left out. Both are tried over a short list,
//! strictest first, and a looser one must be better.
//!
//! Labelled pairs are no sample of a full table: people label what they look at. If a pair's chance to be labelled hangs on its outcome,
//! log-odds among the labelled pairs are off by `sampling` = log(share of the outcome / share of neither) less the same for a full table; if it
//! hangs on what is seen of the pair alone, they are off by nothing. Nobody knows which, so whatever part of the fitted intercept lies between
//! 0 and `sampling` is put down to the choice of pairs (the tilt) and only the rest is taken as a shift of the score.

use crate::score::calibrate::{BASE_HELPS, BASE_HURTS};
use crate::score::learn::fit::{Fitted, Freedom, Row, fit, surprise};
use crate::score::learn::folds::{By, FOLDS, count, folds, part};

/// What may be held against a change of a weight by one log-odds per standard deviation, strictest first; before them stands no change at all.
const WEIGHTS: [f64; 3] = [100.0, 30.0, 10.0];
/// The same for a KPI's shift by one log-odds: normal with deviations of 0.45, 0.7, 1 and 1.4.
const KPIS: [f64; 4] = [5.0, 2.0, 1.0, 0.5];
/// Seed of the folds.
const SEED: u64 = 11;
/// Labels of a full table that are counted with the given ones, so that no share is 0.
const PRIOR: f64 = 10.0;
/// Standard errors by which other weights must be better.
const SURELY: f64 = 2.0;
/// KPIs with labels below which weights stay.
pub(super) const LEAST_KPIS: usize = 8;
/// Loss by which a looser setting must at least be better.
const BETTER: f64 = 1e-9;

/// How far labels may move the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Choice {
    /// Penalty of the weights; `None`: they stay.
    pub(super) weights: Option<f64>,
    /// Penalty of the KPIs' shifts; `None`: there are none.
    pub(super) kpis: Option<f64>,
}

impl Choice {
    pub(super) const NOTHING: Choice = Choice { weights: None, kpis: None };
}

/// What was learned from some rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    pub(super) fitted: Fitted,
    /// What the choice of pairs explains of the intercepts.
    pub(super) tilt: [f64; 2],
    /// Whether hurts is adapted.
    hurts: bool,
}

impl Model {
    /// Learns. `hurts`: whether hurts is adapted too.
    pub(super) fn learn(rows: &[&Row], choice: Choice, hurts: bool) -> Model {
        let fitted = fit(rows, &Freedom { weights: choice.weights, kpis: choice.kpis, hurts });
        let tilt = tilt(fitted.intercepts, rows);
        Model { fitted, tilt, hurts }
    }

    /// The same with the middle KPI left where it is. A shift of all KPIs alike is no view of a KPI but one of all of them, or comes from the
    /// choice of pairs: it goes into the intercepts. The middle one rather than the mean, so that one KPI far off moves no other.
    pub(super) fn centred(mut self) -> Model {
        for o in [0, 1] {
            let middle = median(&self.fitted.kpis[o]);
            self.fitted.kpis[o].iter_mut().for_each(|shift| *shift -= middle);
            self.fitted.intercepts[o] += middle;
        }
        self
    }

    /// Log-odds among the labelled pairs with what was learned.
    pub(super) fn adapted(&self, row: &Row) -> [f64; 2] {
        let [helps, hurts] = self.fitted.inner(row);
        let intercept = if self.hurts { self.fitted.intercepts[1] } else { self.tilt[1] };
        [helps + self.fitted.intercepts[0], hurts + intercept]
    }

    /// Log-odds that order the elements of a KPI: what moves them all alike is left out.
    pub(super) fn ordering(&self, row: &Row) -> [f64; 2] {
        let [helps, hurts] = self.fitted.inner(row);
        let shift = |o: usize| self.fitted.kpis[o].get(row.kpi).copied().unwrap_or(0.0);
        [helps - shift(0), hurts - shift(1)]
    }

    /// Log-odds among the labelled pairs of the score as it is built in: the choice of pairs alone is allowed for.
    pub(super) fn built_in(&self, row: &Row) -> [f64; 2] {
        [row.given[0] + self.tilt[0], row.given[1] + self.tilt[1]]
    }
}

/// The part of intercepts that lies between 0 and what the choice of pairs can explain.
pub(super) fn tilt(intercepts: [f64; 2], rows: &[&Row]) -> [f64; 2] {
    let sampling = sampling(rows);
    [0, 1].map(|o| intercepts[o].clamp(sampling[o].min(0.0), sampling[o].max(0.0)))
}

/// Log-odds of the outcomes among the labels, less those in a full table.
fn sampling(rows: &[&Row]) -> [f64; 2] {
    let [helps, hurts, neither] = shares(rows, PRIOR);
    let rest = 1.0 - BASE_HELPS - BASE_HURTS;
    [(helps / neither).ln() - (BASE_HELPS / rest).ln(), (hurts / neither).ln() - (BASE_HURTS / rest).ln()]
}

/// Shares of helps, hurts and neither among the labels and `prior` labels of a full table.
pub(super) fn shares(rows: &[&Row], prior: f64) -> [f64; 3] {
    let sum = |o: usize| rows.iter().map(|r| r.truth[o]).sum::<f64>();
    let all = rows.len() as f64 + prior;
    let (helps, hurts) = ((sum(0) + prior * BASE_HELPS) / all, (sum(1) + prior * BASE_HURTS) / all);
    [helps, hurts, 1.0 - helps - hurts]
}

/// Chooses by trying each setting on rows left out.
pub(super) fn choose(rows: &[&Row], hurts: bool) -> Choice {
    let weights = choose_weights(rows, hurts);
    best(rows, By::Element, hurts, KPIS.map(|k| Choice { kpis: Some(k), ..weights }), weights, |_, gains| sum(gains) > BETTER)
}

/// The same for what serves KPIs without labels too: the weights alone. They are many for so few labels, so that a change must be better by
/// more than chance, and with few KPIs to leave out nobody can tell.
pub(super) fn choose_weights(rows: &[&Row], hurts: bool) -> Choice {
    if count(&By::Kpi.units(rows)) < LEAST_KPIS {
        return Choice::NOTHING;
    }
    let surely = |units: &[usize], gains: &[f64]| beyond_chance(units, gains, SURELY);
    best(rows, By::Kpi, hurts, WEIGHTS.map(|w| Choice { weights: Some(w), kpis: None }), Choice::NOTHING, surely)
}

/// The setting with the least loss on rows left out, of those whose gains over the strictest count (told by unit and row); else that one.
fn best<const N: usize>(
    rows: &[&Row],
    by: By,
    hurts: bool,
    looser: [Choice; N],
    strictest: Choice,
    counts: impl Fn(&[usize], &[f64]) -> bool,
) -> Choice {
    let units = by.possible(rows).units(rows);
    let folds = folds(&units, SEED);
    let losses = |choice: Choice| -> Vec<f64> {
        let mut all = vec![0.0; rows.len()];
        for fold in 0..FOLDS {
            let (_, learned) = part(rows, &folds, fold);
            let model = Model::learn(&learned, choice, hurts);
            let tried = rows.iter().zip(&folds).zip(&mut all).filter(|((_, f), _)| **f == fold);
            tried.for_each(|((row, _), loss)| *loss = surprise(model.adapted(row), row.truth));
        }
        all
    };
    let strict = losses(strictest);
    let mut least = (strictest, sum(&strict));
    for choice in looser {
        let found = losses(choice);
        let gains: Vec<f64> = strict.iter().zip(&found).map(|(s, f)| s - f).collect();
        if counts(&units, &gains) && sum(&found) < least.1 - BETTER {
            least = (choice, sum(&found));
        }
    }
    least.0
}

fn sum(numbers: &[f64]) -> f64 {
    numbers.iter().sum()
}

/// The middle number, of two the mean; 0 of none.
fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = |at: usize| sorted.get(at).copied().unwrap_or(0.0);
    (middle(sorted.len() / 2) + middle(sorted.len().saturating_sub(1) / 2)) / 2.0
}

/// Whether the mean of gains is above some standard errors of it, gains of one unit counting as one draw.
pub(super) fn beyond_chance(units: &[usize], gains: &[f64], errors: f64) -> bool {
    let mean = sum(gains) / gains.len().max(1) as f64;
    let mut off = vec![0.0; units.iter().max().map_or(0, |m| m + 1)];
    for (unit, gain) in units.iter().zip(gains) {
        off[*unit] += gain - mean;
    }
    let drawn = count(units) as f64;
    let squares: f64 = off.iter().map(|o| o * o).sum();
    let error = (squares * drawn / (drawn - 1.0).max(1.0)).sqrt() / gains.len().max(1) as f64;
    mean > errors * error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kpi: usize, element: usize, given: f64, truth: [f64; 2]) -> Row {
        Row { given: [given, -5.0], components: vec![], kpi, element, truth }
    }

    #[test]
    fn what_the_choice_of_pairs_explains_is_no_shift() {
        // 45 of 60 labels help: with 10 labels of a full table 46 of 70, and 0.3 hurt.
        let mostly: Vec<Row> = (0..60).map(|i| row(0, i, -1.0, [f64::from(u8::from(i < 45)), 0.0])).collect();
        let mostly: Vec<&Row> = mostly.iter().collect();
        let sampling = sampling(&mostly);
        assert!((sampling[0] - ((46.0_f64 / 23.7).ln() - (0.10_f64 / 0.87).ln())).abs() < 1e-12, "{sampling:?}");
        assert!((sampling[1] - ((0.3_f64 / 23.7).ln() - (0.03_f64 / 0.87).ln())).abs() < 1e-12, "{sampling:?}");
        // Any intercept up to there may come from what was labelled; what goes beyond, or the other way, is a view.
        assert_eq!(tilt([1.7, -0.5], &mostly), [1.7, -0.5]);
        assert_eq!(tilt([4.0, 0.0], &mostly), [sampling[0], 0.0]);
        assert_eq!(tilt([-0.8, -9.0], &mostly), [0.0, sampling[1]]);
        // Labels with the shares of a full table explain nothing.
        let full: Vec<Row> = (0..100).map(|i| row(0, i, -1.0, [f64::from(u8::from(i < 10)), f64::from(u8::from(i >= 97))])).collect();
        let found = tilt([0.4, 0.4], &full.iter().collect::<Vec<_>>());
        assert!(found[0].abs() < 1e-12 && found[1].abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_kpi_that_is_scored_too_high_is_shifted_and_nothing_else() {
        // Scored alike, but of the first KPI's eight elements none helps, of the others' three in four.
        let rows: Vec<Row> = (0..48)
            .map(|i| (i % 6, i / 6))
            .map(|(kpi, element)| row(kpi, element, 0.5, [f64::from(u8::from(kpi > 0 && (kpi + element) % 4 > 0)), 0.0]))
            .collect();
        let rows: Vec<&Row> = rows.iter().collect();
        let choice = choose(&rows, false);
        assert!(choice.kpis.is_some(), "{choice:?}");
        let model = Model::learn(&rows, choice, false);
        let shifts = &model.fitted.kpis[0];
        assert!(shifts[0] < -0.8 && shifts[1..].iter().all(|s| *s > 0.0), "{shifts:?}");
        // Centred, what holds for five KPIs of six is no shift of theirs, and no log-odds change.
        let centred = model.clone().centred();
        assert!(centred.fitted.kpis[0][1..].iter().all(|s| s.abs() < 1e-9) && centred.fitted.kpis[0][0] < shifts[0], "{centred:?}");
        assert!(rows.iter().all(|r| (centred.adapted(r)[0] - model.adapted(r)[0]).abs() < 1e-12));
        // Where KPIs do not differ, none is shifted.
        let even: Vec<Row> = (0..48).map(|i| row(i % 6, i / 6, 0.5, [f64::from(u8::from((i % 6 + i / 6) % 4 > 0)), 0.0])).collect();
        assert_eq!(choose(&even.iter().collect::<Vec<_>>(), false), Choice::NOTHING);
    }

    #[test]
    fn the_middle_of_numbers() {
        assert_eq!([median(&[3.0, -9.0, 1.0]), median(&[4.0, 1.0]), median(&[])], [1.0, 2.5, 0.0]);
    }

    #[test]
    fn chance_is_told_by_units() {
        // Mean 0.5, deviations 0.5 and -0.5 of four units: standard error sqrt(4/3) x sqrt(4 x 0.25) / 4 = 0.29.
        assert!(beyond_chance(&[0, 1, 2, 3], &[1.0, 1.0, 0.0, 0.0], 1.0));
        assert!(!beyond_chance(&[0, 1, 2, 3], &[1.0, 1.0, 0.0, 0.0], 2.0));
        // The same gains of two units: sqrt(2) x sqrt(2 x 1) / 4 = 0.5, not above it.
        assert!(!beyond_chance(&[0, 0, 1, 1], &[1.0, 1.0, 0.0, 0.0], 1.0));
        assert!(!beyond_chance(&[0, 1], &[0.0, 0.0], 1.0));
    }
}
