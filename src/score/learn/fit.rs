//! Logistic regression with three outcomes on top of log-odds that are given, held back by ridge penalties.
//!
//! For a pair with given log-odds a: log-odds(outcome) = a + intercept + weights . components + shift of its KPI, for helps and for hurts
//! against neither. Minimised is -sum log p(label) + (penalty / 2) x the squares of what it holds back; a KPI's shift under such a penalty is
//! drawn from a common normal distribution, so that KPIs with few labels stay near 0 (a random intercept, by its mode). The sum is convex and
//! Newton steps, halved until it falls, reach its bottom. Invariant: the same rows in the same order give the same bits; every number is finite.

use crate::score::calibrate::softmax;

/// Most Newton steps; about six are needed.
const STEPS: usize = 40;
/// Halvings of a step that would climb.
const HALVINGS: i32 = 30;
/// Slope that counts as none.
const FLAT: f64 = 1e-9;
/// Penalty of the intercepts: next to none, it keeps them finite where an outcome never occurs.
const LOOSE: f64 = 0.01;

/// One pair.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Log-odds of helps and of hurts that are given.
    pub(super) given: [f64; 2],
    /// Components, standardised.
    pub(super) components: Vec<f64>,
    /// Which KPI, from 0.
    pub(super) kpi: usize,
    /// Which element, from 0.
    pub(super) element: usize,
    /// What is true: 1 for helps or for hurts, or the chances of both.
    pub(super) truth: [f64; 2],
}

/// What may move, and how much is held against it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Freedom {
    /// Penalty of the weights; `None`: they do not move.
    pub(super) weights: Option<f64>,
    /// Penalty of the KPIs' shifts; `None`: there are none.
    pub(super) kpis: Option<f64>,
    /// Whether weights and shifts of hurts move too.
    pub(super) hurts: bool,
}

/// What was found, for helps and for hurts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) intercepts: [f64; 2],
    /// One for each component.
    pub(super) weights: [Vec<f64>; 2],
    /// One for each KPI.
    pub(super) kpis: [Vec<f64>; 2],
}

impl Fitted {
    /// The log-odds of a row without the intercepts.
    pub(super) fn inner(&self, row: &Row) -> [f64; 2] {
        [0, 1].map(|o| {
            let along: f64 = self.weights[o].iter().zip(&row.components).map(|(w, c)| w * c).sum();
            row.given[o] + along + self.kpis[o].get(row.kpi).copied().unwrap_or(0.0)
        })
    }
}

/// Where each number stands among all that move.
struct Layout {
    weights: [Option<usize>; 2],
    kpis: [Option<usize>; 2],
    components: usize,
    kpi_count: usize,
    penalties: Vec<f64>,
}

impl Layout {
    fn new(rows: &[&Row], freedom: &Freedom) -> Self {
        let components = rows.first().map_or(0, |r| r.components.len());
        let kpi_count = rows.iter().map(|r| r.kpi + 1).max().unwrap_or(0);
        let mut penalties = vec![LOOSE; 2];
        let mut place = |penalty: Option<f64>, moves: bool, length: usize| {
            let penalty = penalty.filter(|_| moves)?;
            let at = penalties.len();
            penalties.extend(std::iter::repeat_n(penalty, length));
            Some(at)
        };
        let moves = [true, freedom.hurts];
        let weights = moves.map(|m| place(freedom.weights, m, components));
        let kpis = moves.map(|m| place(freedom.kpis, m, kpi_count));
        Layout { weights, kpis, components, kpi_count, penalties }
    }

    /// What a row touches of an outcome and what each is multiplied by, by rising place.
    fn touched(&self, row: &Row, outcome: usize) -> Vec<(usize, f64)> {
        let mut all = vec![(outcome, 1.0)];
        if let Some(at) = self.weights[outcome] {
            all.extend(row.components.iter().enumerate().map(|(i, c)| (at + i, *c)));
        }
        all.extend(self.kpis[outcome].map(|at| (at + row.kpi, 1.0)));
        all
    }

    fn named(&self, numbers: &[f64]) -> Fitted {
        let part = |at: Option<usize>, length: usize| at.map_or(vec![0.0; length], |at| numbers[at..at + length].to_vec());
        Fitted {
            intercepts: [numbers[0], numbers[1]],
            weights: self.weights.map(|at| part(at, self.components)),
            kpis: self.kpis.map(|at| part(at, self.kpi_count)),
        }
    }
}

/// A row with what it touches.
struct Term<'a> {
    row: &'a Row,
    touched: [Vec<(usize, f64)>; 2],
}

impl Term<'_> {
    fn log_odds(&self, numbers: &[f64]) -> [f64; 2] {
        [0, 1].map(|o| self.row.given[o] + self.touched[o].iter().map(|(at, x)| numbers[*at] * x).sum::<f64>())
    }
}

/// Finds the numbers that explain the rows best.
pub(super) fn fit(rows: &[&Row], freedom: &Freedom) -> Fitted {
    let layout = Layout::new(rows, freedom);
    let terms: Vec<Term> = rows.iter().map(|row| Term { row, touched: [0, 1].map(|o| layout.touched(row, o)) }).collect();
    let mut numbers = vec![0.0; layout.penalties.len()];
    let mut height = cost(&terms, &layout.penalties, &numbers);
    for _ in 0..STEPS {
        let (slope, curve) = derivatives(&terms, &layout.penalties, &numbers);
        if slope.iter().all(|s| s.abs() < FLAT) {
            break;
        }
        let Some(step) = solve(curve, slope) else { break };
        let shorter = |halvings: i32| -> Vec<f64> {
            let size = 0.5_f64.powi(halvings);
            numbers.iter().zip(&step).map(|(n, s)| n - size * s).collect()
        };
        let lower = (0..HALVINGS).map(shorter).map(|next| (cost(&terms, &layout.penalties, &next), next)).find(|(c, _)| *c < height);
        // No lower place: this one is the bottom as far as the numbers can tell.
        let Some((found, next)) = lower else { break };
        (height, numbers) = (found, next);
    }
    layout.named(&numbers)
}

/// -log of the chance that log-odds give to what is true.
pub(super) fn surprise(log_odds: [f64; 2], truth: [f64; 2]) -> f64 {
    let top = log_odds[0].max(log_odds[1]).max(0.0);
    let all = top + ((log_odds[0] - top).exp() + (log_odds[1] - top).exp() + (-top).exp()).ln();
    all - truth[0] * log_odds[0] - truth[1] * log_odds[1]
}

fn cost(terms: &[Term], penalties: &[f64], numbers: &[f64]) -> f64 {
    let surprises: f64 = terms.iter().map(|t| surprise(t.log_odds(numbers), t.row.truth)).sum();
    let held: f64 = penalties.iter().zip(numbers).map(|(penalty, n)| penalty * n * n).sum();
    surprises + held / 2.0
}

/// First derivatives, and the lower half of the second ones, row by row.
fn derivatives(terms: &[Term], penalties: &[f64], numbers: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let size = numbers.len();
    let mut slope: Vec<f64> = penalties.iter().zip(numbers).map(|(penalty, n)| penalty * n).collect();
    let mut curve = vec![0.0; size * size];
    for (i, penalty) in penalties.iter().enumerate() {
        curve[i * size + i] = *penalty;
    }
    for term in terms {
        let p = softmax(term.log_odds(numbers));
        for o in [0, 1] {
            let (off, own) = (p[o] - term.row.truth[o], p[o] * (1.0 - p[o]));
            for (n, (at, x)) in term.touched[o].iter().enumerate() {
                slope[*at] += off * x;
                for (other, y) in &term.touched[o][..=n] {
                    curve[at * size + other] += own * x * y;
                }
            }
        }
        for (a, x) in &term.touched[0] {
            for (b, y) in &term.touched[1] {
                let (high, low) = if a > b { (a, b) } else { (b, a) };
                curve[high * size + low] -= p[0] * p[1] * x * y;
            }
        }
    }
    (slope, curve)
}

/// Solves for a positive definite matrix given by its lower half (Cholesky); `None` for any other.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let size = right.len();
    for i in 0..size {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| matrix[i * size + k] * matrix[j * size + k]).sum();
            let left = matrix[i * size + j] - dot;
            matrix[i * size + j] = if i > j {
                left / matrix[j * size + j]
            } else if left > 0.0 {
                left.sqrt()
            } else {
                return None;
            };
        }
    }
    for i in 0..size {
        let dot: f64 = (0..i).map(|k| matrix[i * size + k] * right[k]).sum();
        right[i] = (right[i] - dot) / matrix[i * size + i];
    }
    for i in (0..size).rev() {
        let dot: f64 = (i + 1..size).map(|k| matrix[k * size + i] * right[k]).sum();
        right[i] = (right[i] - dot) / matrix[i * size + i];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::eval::rng::SplitMix64;

    const INTERCEPT: Freedom = Freedom { weights: None, kpis: None, hurts: true };

    fn uniform(rng: &mut SplitMix64) -> f64 {
        rng.below(1_000_000) as f64 / 1e6
    }

    /// Rows whose truth follows known log-odds: given + intercept + weight x component + shift of the KPI.
    fn drawn(count: usize, seed: u64, log_odds: impl Fn(&Row) -> [f64; 2]) -> Vec<Row> {
        let mut rng = SplitMix64::new(seed);
        let mut rows = Vec::new();
        for i in 0..count {
            let components = vec![2.0 * uniform(&mut rng) - 1.0, 2.0 * uniform(&mut rng) - 1.0];
            let given = [3.0 * uniform(&mut rng) - 2.0, -2.0];
            let mut row = Row { given, components, kpi: i % 4, element: i / 4, truth: [0.0, 0.0] };
            let [helps, hurts] = softmax(log_odds(&row));
            let draw = uniform(&mut rng);
            row.truth = [f64::from(u8::from(draw < helps)), f64::from(u8::from(draw >= helps && draw < helps + hurts))];
            rows.push(row);
        }
        rows
    }

    #[test]
    fn an_intercept_is_the_one_by_hand() {
        // Half of the pairs help, where log-odds of ln(1/3) gave a quarter: with hurts out of the way the intercept is ln 3, less the hold.
        let row = |truth: [f64; 2]| Row { given: [-(3.0_f64.ln()), -40.0], components: vec![], kpi: 0, element: 0, truth };
        let rows: Vec<Row> = (0..400).map(|i| row([f64::from(i % 2), 0.0])).collect();
        let found = fit(&rows.iter().collect::<Vec<_>>(), &INTERCEPT);
        assert!((found.intercepts[0] - 3.0_f64.ln()).abs() < 3e-4, "{found:?}");
        // Chances as the truth: the intercept makes their sums meet.
        let rows: Vec<Row> = (0..100).map(|_| row([0.6, 0.0])).collect();
        let found = fit(&rows.iter().collect::<Vec<_>>(), &INTERCEPT);
        assert!((softmax([rows[0].given[0] + found.intercepts[0], -40.0])[0] - 0.6).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn known_shifts_and_weights_are_recovered() {
        let shifts = [1.5, 0.0, -1.5, 0.0];
        let rows = drawn(4000, 3, |r| [r.given[0] + 0.4 + 0.8 * r.components[0] + shifts[r.kpi], r.given[1] - 0.6 * r.components[1]]);
        let freedom = Freedom { weights: Some(1.0), kpis: Some(0.5), hurts: true };
        let found = fit(&rows.iter().collect::<Vec<_>>(), &freedom);
        // Standard errors are about 0.07 for weights of helps, 0.1 for shifts, 0.12 for weights of hurts.
        assert!((found.intercepts[0] - 0.4).abs() < 0.3, "{found:?}");
        assert!((found.weights[0][0] - 0.8).abs() < 0.25 && found.weights[0][1].abs() < 0.25, "{found:?}");
        assert!((found.weights[1][1] + 0.6).abs() < 0.4 && found.weights[1][0].abs() < 0.4, "{found:?}");
        for (kpi, shift) in shifts.iter().enumerate() {
            assert!((found.kpis[0][kpi] - shift).abs() < 0.4, "{kpi}: {found:?}");
        }
        // What is not free does not move.
        let still = fit(&rows.iter().collect::<Vec<_>>(), &Freedom { hurts: false, ..freedom });
        assert!(still.weights[1] == [0.0; 2] && still.kpis[1] == [0.0; 4]);
        assert_eq!(fit(&rows.iter().collect::<Vec<_>>(), &INTERCEPT).weights[0], [0.0; 2]);
    }

    #[test]
    fn the_slope_is_flat_at_the_bottom_and_true_elsewhere() {
        let rows = drawn(60, 5, |r| r.given);
        let rows: Vec<&Row> = rows.iter().collect();
        let freedom = Freedom { weights: Some(10.0), kpis: Some(2.0), hurts: true };
        let layout = Layout::new(&rows, &freedom);
        let terms: Vec<Term> = rows.iter().map(|row| Term { row, touched: [0, 1].map(|o| layout.touched(row, o)) }).collect();
        let found = fit(&rows, &freedom);
        let numbers: Vec<f64> = [found.intercepts.to_vec(), found.weights.concat(), found.kpis.concat()].concat();
        assert_eq!(numbers.len(), 2 + 4 + 8);
        let (slope, _) = derivatives(&terms, &layout.penalties, &numbers);
        assert!(slope.iter().all(|s| s.abs() < 1e-6), "{slope:?}");
        // Away from the bottom the slope is that of small steps, and the curve that of the slope.
        let away: Vec<f64> = numbers.iter().enumerate().map(|(i, n)| n + 0.1 * (i as f64 - 6.0)).collect();
        let (slope, curve) = derivatives(&terms, &layout.penalties, &away);
        let moved = |i: usize, by: f64| away.iter().enumerate().map(|(j, n)| if i == j { n + by } else { *n }).collect::<Vec<_>>();
        for i in 0..away.len() {
            let (up, down) = (moved(i, 1e-5), moved(i, -1e-5));
            let by_steps = (cost(&terms, &layout.penalties, &up) - cost(&terms, &layout.penalties, &down)) / 2e-5;
            assert!((by_steps - slope[i]).abs() < 1e-5, "{i}: {by_steps} {}", slope[i]);
            let (up, down) = (derivatives(&terms, &layout.penalties, &up).0, derivatives(&terms, &layout.penalties, &down).0);
            for j in 0..=i {
                let by_steps = (up[j] - down[j]) / 2e-5;
                assert!((by_steps - curve[i * away.len() + j]).abs() < 1e-5, "{i}, {j}: {by_steps}");
            }
        }
    }

    #[test]
    fn equations_are_solved_or_refused() {
        // [4 2; 2 3] x = [10 8] has x = (1.75, 1.5).
        let x = solve(vec![4.0, 0.0, 2.0, 3.0], vec![10.0, 8.0]).unwrap();
        assert!((x[0] - 1.75).abs() < 1e-12 && (x[1] - 1.5).abs() < 1e-12);
        assert_eq!(solve(vec![1.0, 0.0, 2.0, 1.0], vec![1.0, 1.0]), None);
    }

    #[test]
    fn surprise_is_the_log_of_the_chance() {
        let log_odds = [0.3, -1.2];
        let [helps, hurts] = softmax(log_odds);
        assert!((surprise(log_odds, [1.0, 0.0]) + helps.ln()).abs() < 1e-12);
        assert!((surprise(log_odds, [0.0, 1.0]) + hurts.ln()).abs() < 1e-12);
        assert!((surprise(log_odds, [0.0, 0.0]) + (1.0 - helps - hurts).ln()).abs() < 1e-12);
    }
}
