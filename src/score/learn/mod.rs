//! A user's own judgements: what they change in the score of their files, and whether the change is worth having.
//!
//! Flow: labelled pairs -> rows (`fit`) -> how far they may move the score (`choose`) -> the effect on labels left out (`held_out`) ->
//! numbers added to the calibration and a shift for each labelled KPI, kept as a file (`kept`). Few numbers, all of them held back toward
//! the built-in score: a component's weight moves for all pairs alike, a KPI's shift for all its elements alike, so that no single pair can be
//! learned by heart. Invariants: a pair's score still depends on the pair alone; the mean chances over the user's whole table change by what
//! the labels say whichever way they were chosen, not by how many of them help; the order of rows changes nothing.

mod choose;
mod fit;
mod folds;
mod held_out;
mod kept;

use std::collections::BTreeMap;

use crate::score::Parts;
use crate::score::calibrate::{BASE_HELPS, COMPONENTS, Calibration, Outcome, components, softmax};
use crate::score::eval::Label;
use crate::score::reader::Encoder;
use crate::text::fold;
use choose::{Model, choose, tilt};
use fit::{Freedom, Row, fit};

pub use folds::{By, FOLDS};
pub use held_out::{Change, HeldOut, TIMES};
pub use kept::{Counts, FILE, Learned, OwnKpi, Unusable};

/// Labels below which nothing is learned.
pub const LEAST_LABELS: usize = 30;
/// Labels above 0, and not above 0, below which nothing is learned; labels of -1 below which hurts stays as it is.
pub const LEAST_OF_A_KIND: usize = 5;
/// Deviation below which a component is the same everywhere.
const SAME: f64 = 1e-9;
/// Pairs of the table that stand for all of them.
const SAMPLE: usize = 4000;

/// A labelled pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Name of the KPI's department.
    pub department: String,
    /// Name of the KPI.
    pub kpi: String,
    /// What tells the element from others: its texts.
    pub element: String,
    /// The components of the pair, of a scorer that follows no judgements.
    pub parts: Parts,
    /// What the user says of it.
    pub label: Label,
}

/// What came of learning.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// The effect on elements (or pairs) left out.
    pub new_elements: HeldOut,
    /// The effect on KPIs left out, where there are enough.
    pub new_kpis: Option<HeldOut>,
    /// Whether hurts is adapted too.
    pub hurts: bool,
    /// What to keep; `None` when it is not worth it.
    pub learned: Option<Learned>,
}

/// Learns from labelled pairs that an encoder has read, each of them once. `table`: the components of all pairs of the user's table; `day`: when.
pub fn learn(encoder: Encoder, examples: &[Example], table: &[Parts], day: &str) -> Lesson {
    let mut examples: Vec<(KpiKey, &Example)> = examples.iter().map(|e| (kpi_key(&e.department, &e.kpi), e)).collect();
    examples.sort_by(|(a, x), (b, y)| a.cmp(b).then(x.element.cmp(&y.element)).then(x.label.cmp(&y.label)));
    let counts = Counts::of(examples.iter().map(|(_, e)| e.label));
    let hurts = counts.hurts >= LEAST_OF_A_KIND;
    let built_in = Calibration::of(encoder, BASE_HELPS);
    let scale = Scale::of(&examples.iter().map(|(_, e)| components(&e.parts)).collect::<Vec<_>>());
    let (kpis, elements) =
        (numbered(examples.iter().map(|(key, _)| key.clone())), numbered(examples.iter().map(|(_, e)| e.element.clone())));
    let row = |parts: &Parts, kpi: usize, element: usize, truth: Option<[f64; 2]>| {
        let given = built_in.logits(&Parts { own: [0.0; 2], ..*parts });
        Row { given, components: scale.standard(parts), kpi, element, truth: truth.unwrap_or_else(|| softmax(given)) }
    };
    let rows: Vec<Row> = examples.iter().map(|(key, e)| row(&e.parts, kpis[key], elements[&e.element], Some(truth(e.label)))).collect();
    let rows: Vec<&Row> = rows.iter().collect();
    let every = table.len().div_ceil(SAMPLE).max(1);
    let table: Vec<Row> = table.iter().step_by(every).map(|parts| row(parts, 0, 0, None)).collect();
    let choice = choose(&rows, hurts);
    let model = Model::learn(&rows, choice, hurts).centred();
    let outcomes = added(&model, &anchor(&model, &table), &rows, hurts, &scale);
    let own = if choice.kpis.is_some() { own_kpis(&examples, &kpis, &model) } else { Vec::new() };
    let new_elements = held_out::for_new_elements(&rows, hurts);
    let learned = Learned::new(encoder, day, counts, &new_elements, outcomes, own);
    Lesson {
        learned: Some(learned).filter(|l| new_elements.better && !l.is_nothing()),
        new_kpis: held_out::for_new_kpis(&rows, hurts),
        new_elements,
        hurts,
    }
}

/// Department and name, folded: what stays when rows move or ids are made anew.
type KpiKey = (String, String);

fn kpi_key(department: &str, kpi: &str) -> KpiKey {
    (fold(department), fold(kpi))
}

fn numbered<T: Ord>(all: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut numbers: BTreeMap<T, usize> = all.map(|t| (t, 0)).collect();
    numbers.values_mut().zip(0..).for_each(|(number, n)| *number = n);
    numbers
}

fn truth(label: Label) -> [f64; 2] {
    [f64::from(u8::from(label.is_positive())), f64::from(u8::from(label == Label::Hurts))]
}

/// Mean and standard deviation of each component over the labelled pairs, so that one penalty holds for all.
struct Scale {
    mean: [f64; COMPONENTS],
    deviation: [f64; COMPONENTS],
}

impl Scale {
    fn of(rows: &[[f64; COMPONENTS]]) -> Self {
        let count = rows.len().max(1) as f64;
        let mut scale = Scale { mean: [0.0; COMPONENTS], deviation: [0.0; COMPONENTS] };
        for (i, (mean, deviation)) in scale.mean.iter_mut().zip(&mut scale.deviation).enumerate() {
            *mean = rows.iter().map(|r| r[i]).sum::<f64>() / count;
            *deviation = (rows.iter().map(|r| (r[i] - *mean).powi(2)).sum::<f64>() / count).sqrt();
        }
        scale
    }

    /// A pair's components as deviations; 0 for one that is the same everywhere.
    fn standard(&self, parts: &Parts) -> Vec<f64> {
        let scaled = components(parts).into_iter().zip(self.mean.iter().zip(&self.deviation));
        scaled.map(|(x, (mean, deviation))| if *deviation > SAME { (x - mean) / deviation } else { 0.0 }).collect()
    }

    /// Weights of deviations as weights of the components themselves, and what the bias must take back.
    fn undone(&self, weights: &[f64]) -> ([f64; COMPONENTS], f64) {
        let (mut own, mut back) = ([0.0; COMPONENTS], 0.0);
        for (i, weight) in weights.iter().enumerate().filter(|(i, _)| self.deviation[*i] > SAME) {
            own[i] = weight / self.deviation[i];
            back += own[i] * self.mean[i];
        }
        (own, back)
    }
}

/// What must be added to both log-odds so that with the new weights the mean chances over the table are those of the built-in score.
fn anchor(model: &Model, table: &[Row]) -> [f64; 2] {
    let weights = &model.fitted.weights;
    if table.is_empty() || weights.iter().flatten().all(|w| *w == 0.0) {
        return [0.0; 2];
    }
    let moved: Vec<Row> = table
        .iter()
        .map(|row| {
            let along = |o: usize| weights[o].iter().zip(&row.components).map(|(w, c)| w * c).sum::<f64>();
            Row { given: [row.given[0] + along(0), row.given[1] + along(1)], ..row.clone() }
        })
        .collect();
    fit(&moved.iter().collect::<Vec<_>>(), &Freedom { weights: None, kpis: None, hurts: true }).intercepts
}

/// What is added to the calibration: the new weights, their anchor, and the part of the intercepts that is the user's view.
fn added(model: &Model, anchor: &[f64; 2], rows: &[&Row], hurts: bool, scale: &Scale) -> [Outcome; 2] {
    let intercepts = model.fitted.intercepts;
    let free = [intercepts[0] - anchor[0], intercepts[1] - anchor[1]];
    let tilt = tilt(free, rows);
    let views = [free[0] - tilt[0], if hurts { free[1] - tilt[1] } else { 0.0 }];
    [0, 1].map(|o| {
        let (weights, back) = scale.undone(&model.fitted.weights[o]);
        Outcome::new(rounded(anchor[o] + views[o] - back), weights.map(rounded))
    })
}

fn own_kpis(examples: &[(KpiKey, &Example)], kpis: &BTreeMap<KpiKey, usize>, model: &Model) -> Vec<OwnKpi> {
    let of = |key: &KpiKey, number: &usize| {
        let mut same = examples.iter().filter(|(k, _)| k == key).map(|(_, e)| e);
        let first = same.next()?;
        Some(OwnKpi {
            department: first.department.clone(),
            kpi: first.kpi.clone(),
            labels: same.count() + 1,
            helps: rounded(model.fitted.kpis[0].get(*number).copied()?),
            hurts: rounded(model.fitted.kpis[1].get(*number).copied()?),
        })
    };
    kpis.iter().filter_map(|(key, number)| of(key, number)).collect()
}

/// Four decimals, as in calibration.json.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::eval::rng::SplitMix64;
    use crate::score::judge::head::Opinion;

    /// Pairs of 6 KPIs and 12 elements. Labels are drawn from the scores, but nothing helps the KPI `never`, of which the score makes much.
    fn examples(never: Option<usize>, seed: u64) -> Vec<Example> {
        let mut rng = SplitMix64::new(seed);
        let calibration = Calibration::of(Encoder::Deep, BASE_HELPS);
        let mut all = Vec::new();
        for (kpi, element) in (0..6).flat_map(|k| (0..12).map(move |e| (k, e))) {
            let much = if Some(kpi) == never { 4.0 } else { 0.0 };
            let helps = 8.0 * (rng.below(1000) as f32 / 1000.0) - 4.0 + much;
            let parts = Parts { opinion: Opinion { helps, hurts: -3.0, likeness: 0.3 }, known: true, ..Parts::default() };
            let drawn = rng.below(1000) as f64 / 1000.0 < calibration.chances(&parts).0;
            let label = if drawn && Some(kpi) != never { Label::Helps } else { Label::Neither };
            let (department, name) = (format!("D{}", kpi / 2), format!("Measure {kpi}"));
            all.push(Example { department, kpi: name, element: format!("Thing {element}"), parts, label });
        }
        all
    }

    fn parts(examples: &[Example]) -> Vec<Parts> {
        examples.iter().map(|e| e.parts).collect()
    }

    #[test]
    fn a_kpi_that_nothing_helps_is_learned_and_kept() {
        let given = examples(Some(3), 4);
        let lesson = learn(Encoder::Deep, &given, &parts(&given), "2026-11-16");
        let learned = lesson.learned.clone().unwrap();
        assert!(lesson.new_elements.better && !lesson.hurts && lesson.new_kpis.is_none(), "{lesson:?}");
        let own = |department: &str, kpi: &str| learned.of_kpi(department, kpi);
        assert!(own("D1", "Measure 3")[0] < -0.5, "{learned:?}");
        assert_eq!(own("D1", "Measure 3")[1], 0.0);
        assert!(
            (0..6).filter(|k| *k != 3).all(|k| own(&format!("d{}", k / 2), &format!("measure {k}"))[0] > own("D1", "Measure 3")[0] / 3.0),
            "{learned:?}"
        );
        assert_eq!((own("D0", "Measure 3"), own("D1", "Measure 9")), ([0.0; 2], [0.0; 2]));
        // The order of rows changes nothing.
        let mut other = given.clone();
        other.reverse();
        other.rotate_left(7);
        assert_eq!(learn(Encoder::Deep, &other, &parts(&given), "2026-11-16"), lesson);
    }

    #[test]
    fn labels_that_agree_leave_the_score_alone() {
        let kept = |seed: &u64| {
            let given = examples(None, *seed);
            learn(Encoder::Deep, &given, &parts(&given), "2026-11-16").learned.is_some()
        };
        // One in twenty may be taken for a view by chance.
        let found = (0..8).filter(kept).count();
        assert!(found <= 1, "{found} of 8");
    }

    #[test]
    fn new_weights_keep_the_mean_chances_of_the_table() {
        let given = examples(None, 4);
        let calibration = Calibration::of(Encoder::Deep, BASE_HELPS);
        let scale = Scale::of(&given.iter().take(30).map(|e| components(&e.parts)).collect::<Vec<_>>());
        let rows: Vec<Row> = given
            .iter()
            .map(|e| {
                let logits = calibration.logits(&e.parts);
                Row { given: logits, components: scale.standard(&e.parts), kpi: 0, element: 0, truth: softmax(logits) }
            })
            .collect();
        let refs: Vec<&Row> = rows.iter().collect();
        let mut model = Model::learn(&refs, choose::Choice { weights: Some(100.0), kpis: None }, true);
        // Half as much is made of the judge's opinion of helps.
        model.fitted.weights[0] = vec![-0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        model.fitted.intercepts = [0.0; 2];
        let anchor = anchor(&model, &rows);
        let [helps, hurts] = added(&model, &anchor, &refs, true, &scale);
        assert!(helps.weights()[0] < 0.0 && helps.weights()[1] == 0.0 && helps.bias() != 0.0, "{helps:?}");
        // With intercepts of 0 the view takes the anchor back: without it the table's means are those of before.
        let free = tilt([-anchor[0], -anchor[1]], &refs);
        let views = [-anchor[0] - free[0], -anchor[1] - free[1]];
        let moved = calibration
            .plus(&Outcome::new(helps.bias() - views[0], helps.weights()), &Outcome::new(hurts.bias() - views[1], hurts.weights()));
        let mean = |c: &Calibration, o: usize| given.iter().map(|e| softmax(c.logits(&e.parts))[o]).sum::<f64>() / given.len() as f64;
        for o in [0, 1] {
            assert!((mean(&calibration, o) - mean(&moved, o)).abs() < 1e-3, "{o}: {} {}", mean(&calibration, o), mean(&moved, o));
        }
    }
}
