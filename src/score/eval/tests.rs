//! A small grid worked out by hand, and the edges.

use super::*;

/// (label, overlap, helps, hurts) of two KPIs (rows) and four elements.
const GRID: [[(i64, f64, f64, f64); 4]; 2] = [
    [(2, 0.8, 0.9, 0.1), (0, 0.3, 0.4, 0.1), (-1, 0.5, 0.6, 0.1), (1, 0.3, 0.5, 0.2)],
    [(-1, -0.2, 0.1, 0.3), (1, 0.1, 0.2, 0.1), (0, 0.4, 0.5, 0.1), (0, 0.1, 0.3, 0.2)],
];

fn score(kpi: u32, element: u32) -> PairScore {
    let (_, overlap, helps, hurts) = GRID[kpi as usize][element as usize];
    PairScore { overlap, helps, hurts }
}

fn row(kpi: u32, element: u32, label: i64) -> Judged {
    Judged { kpi, element, label: Label::from_number(label).unwrap(), opposite: label < 0, lang: None }
}

/// The rows of the grid that pass.
fn rows(keep: impl Fn(u32, u32, i64) -> bool) -> Vec<Judged> {
    (0..2)
        .flat_map(|k| (0..4).map(move |e| row(k, e, GRID[k as usize][e as usize].0)))
        .filter(|j| keep(j.kpi, j.element, i64::from(j.label.number())))
        .collect()
}

fn flat(overlap: f64, helps: f64) -> impl Fn(u32, u32) -> PairScore {
    move |_, _| PairScore { overlap, helps, hurts: 0.0 }
}

#[track_caller]
fn is(figure: &Figure, value: f64, n: usize) {
    let e = figure.known().unwrap();
    assert!((e.value - value).abs() < 1e-12, "{} is not {value}", e.value);
    assert_eq!(e.n, n);
}

#[test]
fn every_figure_by_hand() {
    let r = evaluate(&rows(|_, _, _| true), score, &Options::new(2, 4)).unwrap();
    let f = &r.all;
    assert_eq!(f.counts, Counts { kpis: 2, elements: 4, pairs: 8, delivers: 1, helps: 2, neither: 3, hurts: 2 });
    // KPI 0: gains in order 3 0 0 1 (the tie worst first), ideal 3 1; KPI 1: 0 0 1 0, ideal 1.
    let first = (3.0 + 1.0 / 5.0_f64.log2()) / (3.0 + 1.0 / 3.0_f64.log2());
    is(&f.ndcg5, f64::midpoint(first, 0.5), 2);
    is(&f.hit1_kpi, 0.5, 2);
    // Elements 0 and 3 find their KPI, 1 does not, 2 helps none.
    is(&f.hit1_element, 2.0 / 3.0, 3);
    // 2.5 of 4 and 1.5 of 3.
    is(&f.auc_kpi, f64::midpoint(0.625, 0.5), 2);
    // .8 beats 5, .3 beats 2 and ties 1, .1 beats 1 and ties 1: 9 of 15.
    is(&f.auc_pooled, 0.6, 8);
    is(&f.helper_opposite, 0.75, 2);
    is(&f.opposite_zero, 0.75, 2);
    // KPI 0: .8 and .3 against element 1 (.3); KPI 1: .1 against elements 0 (-.2) and 3 (.1).
    is(&f.cross, 0.75, 2);
    // Scores are the other KPI's labels: KPI 0 has -1 and 0 against 1 and 0, KPI 1 has 0 against 2, -1, 1.
    is(&f.element_only, f64::midpoint(0.125, 1.0 / 3.0), 2);
    is(&f.spearman, 11.5 / 1599.0_f64.sqrt(), 8);
    is(&f.accuracy, 0.625, 8);
    is(&f.brier_helps, 1.77 / 8.0, 8);
    is(&f.brier_hurts, 1.42 / 8.0, 8);
    // Base rate 3/8: odds times (3/5) * 9 = 5.4, so "helps" is said from .15625 up.
    assert_eq!(f.base_rate, Some(0.375));
    is(&f.accuracy_base, 0.5, 8);
    let p = |p: f64| 5.4 * p / (1.0 + 4.4 * p);
    let yes = [0.9, 0.5, 0.2].map(|x| (1.0 - p(x)).powi(2));
    let no = [0.4, 0.6, 0.1, 0.5, 0.3].map(|x| p(x).powi(2));
    is(&f.brier_base, (yes.iter().sum::<f64>() + no.iter().sum::<f64>()) / 8.0, 8);
    // Tenths alone but for .5 (one of two): .1 .8 .3 .4 .6 .1 and 2 * |.5 - .5|.
    is(&f.ece, 2.3 / 8.0, 8);
    assert_eq!(f.calibration[5].count, 2);
    assert_eq!(f.calibration[5].observed, Some(0.5));
    assert_eq!(f.calibration_base.iter().map(|b| b.count).sum::<usize>(), 8);
    assert!(f.ece_base.known().is_some());
    assert_eq!((r.draws, r.pooled_draws, r.unlabelled), (1000, 1000, 0));
    assert!(r.slices.is_empty() && reasons(&r).is_empty());
}

#[test]
fn intervals_come_from_whole_kpis() {
    let r = evaluate(&rows(|_, _, _| true), score, &Options::new(2, 4)).unwrap();
    // Two KPIs: each bound is one KPI alone.
    let e = r.all.auc_kpi.known().unwrap();
    assert_eq!((e.low, e.high), (Some(0.5), Some(0.625)));
    // KPI 0 has 3 of 4 right, KPI 1 has 2 of 4.
    let e = r.all.accuracy.known().unwrap();
    assert_eq!((e.low, e.high), (Some(0.5), Some(0.75)));
    let quiet = Options { draws: 0, ..Options::new(2, 4) };
    let r = evaluate(&rows(|_, _, _| true), score, &quiet).unwrap();
    assert_eq!(r.all.auc_kpi.known().unwrap().low, None);
}

#[test]
fn a_given_base_rate_replaces_the_sets_own() {
    let at = |b| Options { base_rate: Some(b), ..Options::new(2, 4) };
    let all = rows(|_, _, _| true);
    let r = evaluate(&all, score, &at(0.1)).unwrap();
    assert_eq!(r.all.base_rate, Some(0.1));
    is(&r.all.accuracy_base, 0.625, 8);
    is(&r.all.brier_base, 1.77 / 8.0, 8);
    for b in [0.0, 1.0, -0.2, f64::NAN] {
        let e = evaluate(&all, score, &at(b)).unwrap_err();
        assert!(matches!(e[..], [EvalError::BaseRate(_)]), "{b}");
    }
}

#[test]
fn unlabelled_pairs_can_count_as_zero() {
    let helpers = rows(|_, _, l| l > 0);
    let r = evaluate(&helpers, score, &Options::new(2, 4)).unwrap();
    // Only helpers: nothing inside a KPI to compare, but cross reads the unjudged scores.
    assert_eq!(r.all.auc_kpi.reason(), Some(Reason::NoKpiWithBoth));
    assert_eq!(r.all.hit1_kpi.reason(), Some(Reason::NoKpiWithBoth));
    assert_eq!(r.all.hit1_element.reason(), Some(Reason::NoElementWithBoth));
    assert_eq!(r.all.auc_pooled.reason(), Some(Reason::OneKind));
    assert_eq!(r.all.brier_base.reason(), Some(Reason::OneKind));
    assert_eq!(r.all.element_only.reason(), Some(Reason::EachElementOneKpi));
    assert_eq!(r.all.helper_opposite.reason(), Some(Reason::NoHelperAndOpposite));
    // KPI 0 alone has two gains, in the right order.
    is(&r.all.ndcg5, 1.0, 1);
    is(&r.all.cross, 0.75, 2);
    let zero = Options { unlabelled_zero: true, ..Options::new(2, 4) };
    let r = evaluate(&helpers, score, &zero).unwrap();
    assert_eq!(r.unlabelled, 5);
    assert_eq!((r.all.counts.pairs, r.all.counts.neither, r.all.counts.hurts), (8, 5, 0));
    is(&r.all.hit1_element, 2.0 / 3.0, 3);
    is(&r.all.auc_kpi, f64::midpoint(0.625, 0.5), 2);
    is(&r.all.cross, 0.75, 2);
    // Of two KPIs, an element that helps one has 0 or -1 from the other; element 2 has 0 twice.
    assert_eq!(r.all.opposite_zero.reason(), Some(Reason::NoOppositeAndZero));
}

#[test]
fn an_opposite_hurts_whatever_its_label_says() {
    let mut all = rows(|_, _, _| true);
    for j in &mut all {
        j.label = if j.opposite { Label::Neither } else { j.label };
    }
    let a = evaluate(&all, score, &Options::new(2, 4)).unwrap();
    let b = evaluate(&rows(|_, _, _| true), score, &Options::new(2, 4)).unwrap();
    assert_eq!(a, b);
    // Label -1 without the mark hurts too.
    all.iter_mut().filter(|j| j.opposite).for_each(|j| {
        j.opposite = false;
        j.label = Label::Hurts;
    });
    assert_eq!(evaluate(&all, score, &Options::new(2, 4)).unwrap(), b);
}

#[test]
fn all_scores_equal() {
    let r = evaluate(&rows(|_, _, _| true), flat(0.0, 0.1), &Options::new(2, 4)).unwrap();
    is(&r.all.auc_kpi, 0.5, 2);
    is(&r.all.auc_pooled, 0.5, 8);
    is(&r.all.cross, 0.5, 2);
    is(&r.all.helper_opposite, 0.5, 2);
    is(&r.all.opposite_zero, 0.5, 2);
    is(&r.all.hit1_kpi, 0.0, 2);
    is(&r.all.hit1_element, 0.0, 3);
    assert_eq!(r.all.spearman.reason(), Some(Reason::AllEqual));
    // At the base rate, .1 everywhere becomes the share of helpers: calibrated.
    is(&r.all.ece_base, 0.0, 8);
    is(&r.all.ece, 0.275, 8);
    is(&r.all.brier_base, 0.375 * 0.625, 8);
}

#[test]
fn minus_zero_ties_with_zero() {
    let signed = |k: u32, e: u32| flat(if k == e { -0.0 } else { 0.0 }, 0.1)(k, e);
    let r = evaluate(&rows(|_, _, _| true), signed, &Options::new(2, 4)).unwrap();
    is(&r.all.auc_kpi, 0.5, 2);
    is(&r.all.hit1_kpi, 0.0, 2);
}

#[test]
fn one_kpi_and_no_labels_at_all() {
    let r = evaluate(&rows(|k, _, _| k == 0), score, &Options::new(2, 4)).unwrap();
    is(&r.all.auc_kpi, 0.625, 1);
    assert_eq!(r.all.auc_kpi.known().unwrap().low, None);
    assert_eq!(r.all.auc_pooled.known().unwrap().high, None);
    assert_eq!(r.all.cross.reason(), Some(Reason::NoOtherHelpers));
    assert_eq!(r.all.hit1_element.reason(), Some(Reason::NoElementWithBoth));
    assert_eq!(r.all.element_only.reason(), Some(Reason::EachElementOneKpi));
    let r = evaluate(&rows(|_, _, l| l <= 0), score, &Options::new(2, 4)).unwrap();
    assert_eq!(r.all.ndcg5.reason(), Some(Reason::NoKpiWithDifferentGains));
    assert_eq!(r.all.cross.reason(), Some(Reason::NoOtherHelpers));
    assert_eq!((r.all.base_rate, r.all.accuracy_base.reason()), (None, Some(Reason::OneKind)));
    is(&r.all.opposite_zero, 0.75, 2);
    let r = evaluate(&[], score, &Options::new(0, 0)).unwrap();
    assert!(table(&r).iter().all(|(_, e)| e.is_none()));
    assert_eq!(reasons(&r).len(), 17);
    assert!(reasons(&r).iter().all(|(_, why)| *why == Reason::NoPairs));
}

#[test]
fn slices_hold_the_rows_of_their_language() {
    let mut all = rows(|_, _, _| true);
    for j in &mut all {
        j.lang = Some(if j.kpi == 0 { "zh" } else { "en" }.to_owned());
    }
    let r = evaluate(&all, score, &Options::new(2, 4)).unwrap();
    let langs: Vec<&str> = r.slices.iter().map(|s| s.lang.as_str()).collect();
    assert_eq!(langs, ["en", "zh"]);
    is(&r.slices[0].figures.auc_kpi, 0.5, 1);
    is(&r.slices[1].figures.auc_kpi, 0.625, 1);
    assert_eq!(r.slices[1].figures.base_rate, Some(0.5));
    is(&r.all.auc_kpi, 0.5625, 2);
    let t = table(&r);
    assert_eq!(t.len(), 51);
    assert_eq!((t[3].0.as_str(), t[20].0.as_str()), ("AUC inside a KPI", "AUC inside a KPI [en]"));
    assert!((t[20].1.unwrap().value - 0.5).abs() < 1e-12);
    assert!((t[37].1.unwrap().value - 0.625).abs() < 1e-12);

    // A blank language is none; the unlabelled pairs of a KPI follow its rows.
    let zero = Options { unlabelled_zero: true, ..Options::new(2, 4) };
    let mut some: Vec<Judged> = all.into_iter().filter(|j| j.label.is_positive()).collect();
    let r = evaluate(&some, score, &zero).unwrap();
    assert_eq!(r.slices[0].figures.counts.pairs, 4);
    some.iter_mut().filter(|j| j.kpi == 0).for_each(|j| j.lang = Some(" ".to_owned()));
    let r = evaluate(&some, score, &zero).unwrap();
    assert_eq!(r.slices.len(), 1);
    // KPI 1 with its four pairs, and KPI 0 with element 1, whose only language is en.
    assert_eq!(r.slices[0].figures.counts.pairs, 5);
}

#[test]
fn languages_of_elements_are_seen_as_such() {
    let mut all = rows(|_, _, l| l > 0);
    for j in &mut all {
        j.lang = Some(if j.element == 0 { "zh" } else { "en" }.to_owned());
    }
    let zero = Options { unlabelled_zero: true, ..Options::new(2, 4) };
    let r = evaluate(&all, score, &zero).unwrap();
    // KPI 0 has both languages, so the group belongs to elements: 1 and 3 are en with both KPIs, 0 is zh, 2 unknown.
    let pairs: Vec<usize> = r.slices.iter().map(|s| s.figures.counts.pairs).collect();
    assert_eq!(pairs, [4, 2]);
    is(&r.slices[0].figures.hit1_element, 0.5, 2);
}

#[test]
fn the_order_and_doubling_of_rows_change_nothing() {
    let mut all = rows(|_, _, _| true);
    all[2].lang = Some("en".to_owned());
    let a = evaluate(&all, score, &Options::new(2, 4)).unwrap();
    let mut other: Vec<Judged> = all.iter().rev().cloned().collect();
    other.swap(1, 5);
    other.push(row(0, 2, -1));
    assert_eq!(evaluate(&other, score, &Options::new(2, 4)).unwrap(), a);
}

#[test]
fn every_fault_of_the_labels_is_told() {
    let mut all = rows(|_, _, _| true);
    all.extend([row(0, 0, 1), row(2, 0, 1), row(0, 4, 1), row(1, 1, -1)]);
    let e = evaluate(&all, score, &Options::new(2, 4)).unwrap_err();
    let at = |kpi, element| EvalError::OutOfRange { kpi, element };
    let twice = |kpi, element| EvalError::Contradiction { kpi, element };
    assert_eq!(e, [twice(0, 0), at(0, 4), twice(1, 1), at(2, 0)]);
}

#[test]
fn a_score_that_is_no_chance_is_refused() {
    let all = rows(|_, _, _| true);
    let o = Options::new(2, 4);
    for (overlap, helps) in [(f64::NAN, 0.1), (f64::INFINITY, 0.1), (0.0, 1.1), (0.0, f64::NAN)] {
        let e = evaluate(&all, flat(overlap, helps), &o).unwrap_err();
        assert_eq!(e, [EvalError::Score { kpi: 0, element: 0 }]);
    }
    // Also where only cross asks.
    let hole = |k, e| {
        if (k, e) == (1, 0) { flat(f64::NAN, 0.1)(k, e) } else { score(k, e) }
    };
    let e = evaluate(&rows(|_, _, l| l > 0), hole, &o).unwrap_err();
    assert_eq!(e, [EvalError::Score { kpi: 1, element: 0 }]);
}

#[test]
fn certain_chances_stay_finite() {
    let sure = |k, e| PairScore { helps: if score(k, e).helps >= 0.5 { 1.0 } else { 0.0 }, ..score(k, e) };
    let r = evaluate(&rows(|_, _, _| true), sure, &Options::new(2, 4)).unwrap();
    is(&r.all.brier_base, 3.0 / 8.0, 8);
    is(&r.all.accuracy_base, 0.625, 8);
}

#[test]
fn the_report_can_be_written() {
    let r = evaluate(&rows(|_, _, l| l > 0), score, &Options::new(2, 4)).unwrap();
    let json = serde_json::to_value(&r).unwrap();
    assert_eq!(json["all"]["auc_kpi"]["unknown"], "no_kpi_with_both");
    assert_eq!(json["all"]["cross"]["value"], 0.75);
    assert_eq!(json["all"]["cross"]["n"], 2);
    assert_eq!(json["all"]["calibration"][0]["predicted"], serde_json::Value::Null);
    assert_eq!(Reason::OneKind.to_string(), "all labels are above 0, or none is");
    assert_eq!(Label::from_number(3), None);
}
