//! What must hold for any text and any number, on cases drawn from a fixed seed.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod library;

use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use winwin::analysis::{self, Options, ProjectAnalysis};
use winwin::model::{Case, Direction, Element, ElementId, Kpi, KpiId, Lang, Origin, Quantity, Share, share};
use winwin::read::columns::TableKind;
use winwin::score::{Scorer, score_pairs};

const TODAY: Date = date(2026, 11, 16);
const EN: [&str; 14] = [
    "reduce",
    "brand awareness",
    "livestream",
    "waste",
    "cost",
    "of",
    "not",
    "customers",
    "overtime",
    "parking",
    "increase",
    "free",
    "cups",
    "complaints",
];
const ZH: [&str; 14] =
    ["降低", "品牌知名度", "全程直播", "客户", "满意度", "费用率", "不", "技师", "加班", "的", "媒体报道", "取消", "线索", "信息安全"];

fn seeded(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(20_261_116), failure_persistence: None, ..ProptestConfig::default() }
}

/// Chinese, English, both, or anything at all.
fn text() -> impl Strategy<Value = String> {
    let words = |from: &'static [&'static str], gap: &'static str| {
        prop::collection::vec(prop::sample::select(from), 1..8).prop_map(move |w| w.join(gap))
    };
    let zh = words(&ZH, "").boxed();
    let en = words(&EN, " ").boxed();
    let mixed = (words(&ZH, ""), words(&EN, " ")).prop_map(|(z, e)| format!("{z}{e} {z}")).boxed();
    let garbage = any::<String>().boxed();
    let odd = prop::sample::select(vec!["", " ", "%%%", "\u{202e}\u{200b}", "不不不不", "-1e309", "𠮷👍🏽", "a\u{301}\u{301}"])
        .prop_map(str::to_owned)
        .boxed();
    prop_oneof![3 => zh, 3 => en, 2 => mixed, 2 => garbage, 1 => odd]
}

/// Words a table takes: not blank, one line.
fn name() -> impl Strategy<Value = String> {
    text().prop_map(|t| format!("n{}", t.chars().filter(|c| !c.is_control()).collect::<String>()))
}

fn origin() -> Origin {
    Origin { file: Arc::from("-"), line: 1 }
}

fn kpi(name: &str, description: &str, direction: Direction) -> Kpi {
    Kpi { description: description.into(), ..Kpi::from_text("K1", name, Some(direction), origin()) }
}

fn element(name: &str, description: &str) -> Element {
    Element { description: description.into(), ..Element::from_text("E1", name, origin()) }
}

/// A KPI row: name, baseline, target.
type KpiRow = (String, f64, f64);
/// An element row: name, KPI it states an effect on, effect.
type ElementRow = (String, usize, f64);

fn tables(kpis: &[KpiRow], elements: &[ElementRow]) -> Case {
    let (kpis, elements) = rows(kpis, elements);
    of_rows(&kpis, &elements)
}

fn of_rows(kpis: &[[String; 6]], elements: &[[String; 5]]) -> Case {
    let k = library::csv_text("department,kpi,metric,baseline,target,direction", kpis);
    let e = library::csv_text("project,element,metric,contribution,needs", elements);
    library::case(&[(TableKind::Kpis, &k), (TableKind::Elements, &e)], Some("D0"), TODAY, Lang::En, false)
}

fn rows(kpis: &[KpiRow], elements: &[ElementRow]) -> (Vec<[String; 6]>, Vec<[String; 5]>) {
    let k: Vec<[String; 6]> = kpis
        .iter()
        .enumerate()
        .map(|(i, (name, from, to))| {
            let direction = if to < from { "decrease" } else { "increase" };
            [format!("D{}", i % 3), format!("{name} {i}"), format!("metric {i}"), from.to_string(), to.to_string(), direction.into()]
        })
        .collect();
    let e: Vec<[String; 5]> = elements
        .iter()
        .enumerate()
        .map(|(i, (name, of, effect))| {
            ["P".into(), format!("{name} {i}"), format!("metric {}", of % kpis.len()), effect.to_string(), "D1;D2".into()]
        })
        .collect();
    (k, e)
}

fn kpi_rows(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<KpiRow>> {
    let row = (name(), 0_u32..50, prop_oneof![-40_i32..-1, 1..40]);
    prop::collection::vec(row.prop_map(|(n, from, by)| (n, f64::from(from), f64::from(from) + f64::from(by))), count)
}

fn element_rows(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<ElementRow>> {
    prop::collection::vec((name(), 0_usize..20, (-30_i32..30).prop_map(f64::from)), count)
}

fn analysed(case: &Case) -> ProjectAnalysis {
    let scorer = Scorer::new(0.10).unwrap();
    let scores = score_pairs(case, &scorer).unwrap();
    analysis::analyze(case, &scores, &scorer, &Options::default()).1.remove(0)
}

proptest! {
    #![proptest_config(seeded(60))]

    #[test]
    fn chances_are_chances_for_any_text(k in text(), about in text(), e in text(), what in text(), falls: bool, rate in 0.001_f64..0.999) {
        let scorer = Scorer::new(rate).unwrap();
        let direction = if falls { Direction::Decrease } else { Direction::Increase };
        let kpis = scorer.kpis(&[(&kpi(&k, &about, direction), "")]).unwrap();
        let parts = scorer.parts(&kpis, &scorer.elements(&[&element(&e, &what)]).unwrap()).unwrap();
        prop_assert_eq!(parts.len(), 1);
        let p = parts[0];
        prop_assert!((0.0..=1.0).contains(&p.semantic) && (0.0..=1.0).contains(&p.lexical) && (-1.0..=1.0).contains(&p.driver), "{:?}", p);
        let (helps, hurts) = scorer.chances(&p);
        prop_assert!((0.0..=1.0).contains(&helps) && (0.0..=1.0).contains(&hurts), "{} {}", helps, hurts);
        prop_assert!(helps + hurts <= 1.0 + 1e-12 && (-1.0..=1.0).contains(&(helps - hurts)));
    }

    #[test]
    fn an_outcome_is_wanted_for_what_it_is(e in text()) {
        let scorer = Scorer::new(0.10).unwrap();
        let both = [Direction::Increase, Direction::Decrease].map(|d| kpi("brand awareness 品牌知名度", "", d));
        let kpis = scorer.kpis(&[(&both[0], ""), (&both[1], "")]).unwrap();
        let parts = scorer.parts(&kpis, &scorer.elements(&[&element(&e, "")]).unwrap()).unwrap();
        let (up, down) = (parts[0].driver, parts[1].driver);
        prop_assert!(up * down >= 0.0 && up.abs() >= down.abs() - 1e-6, "{} {}", up, down);
        let stream = scorer.elements(&[&element("a livestream 全程直播", "")]).unwrap();
        let parts = scorer.parts(&kpis[..1], &stream).unwrap();
        prop_assert!(parts[0].driver > 0.5, "{:?}", parts[0]);
    }
}

proptest! {
    #![proptest_config(seeded(40))]

    #[test]
    fn a_score_hangs_on_its_own_two_rows(kpis in kpi_rows(1..5), elements in element_rows(1..5), more_k in kpi_rows(1..6), more_e in element_rows(1..80)) {
        let few = tables(&kpis, &elements);
        // Every added effect is on a KPI of its own, so that no row of the few states anything new.
        let (n, m) = (kpis.len(), more_k.len());
        let of_few: Vec<ElementRow> = elements.iter().map(|(name, of, x)| (name.clone(), of % n, *x)).collect();
        let of_more = more_e.iter().map(|(name, of, x)| (name.clone(), n + of % m, *x));
        let many = tables(&kpis.iter().chain(&more_k).cloned().collect::<Vec<_>>(), &of_few.into_iter().chain(of_more).collect::<Vec<_>>());
        let scorer = Scorer::new(0.10).unwrap();
        let (alone, among) = (score_pairs(&few, &scorer).unwrap(), score_pairs(&many, &scorer).unwrap());
        for k in (0..n as u32).map(KpiId) {
            for e in (0..elements.len() as u32).map(ElementId) {
                prop_assert_eq!(alone.pair(k, e), among.pair(k, e));
            }
        }
    }

    #[test]
    fn benefits_stay_in_range(kpis in kpi_rows(3..9), elements in element_rows(1..12)) {
        let analysis = analysed(&tables(&kpis, &elements));
        for d in &analysis.departments {
            for b in [&d.before, &d.after] {
                prop_assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&b.coverage) && (-1.0..=1.0).contains(&b.appeal), "{:?}", b);
                prop_assert!((b.help_side - b.hurt_side - b.coverage).abs() < 1e-12 && b.served <= b.kpis, "{:?}", b);
            }
        }
        prop_assert!(analysis.before.index.is_some_and(|i| (0.0..=1.0 + 1e-9).contains(&i)), "{:?}", analysis.before);
        prop_assert!(analysis.after.over_line >= analysis.before.over_line);
    }

    #[test]
    fn a_pure_helper_lowers_nobody(kpis in kpi_rows(3..9), elements in element_rows(1..8), of in 0_usize..20, part in 0.001_f64..2.0) {
        let at = of % kpis.len();
        let effect = (kpis[at].2 - kpis[at].1) * part;
        let helper = ("zzq".to_owned(), at, effect);
        let before = analysed(&tables(&kpis, &elements));
        let after = analysed(&tables(&kpis, &elements.iter().cloned().chain([helper]).collect::<Vec<_>>()));
        let mut gained = 0.0;
        for d in &before.departments {
            let e = after.departments.iter().find(|e| e.department == d.department).unwrap();
            prop_assert!(e.before.coverage >= d.before.coverage - 1e-12, "{:?} {:?}", d.before, e.before);
            prop_assert!(e.before.appeal >= d.before.appeal - 1e-12, "{:?} {:?}", d.before, e.before);
            gained += e.before.help_side - d.before.help_side;
        }
        let full = before.kpis_before.kpis[at].help > 1.0 - 1e-9;
        prop_assert!(full || gained > 0.0, "the helper helps: {}", gained);
    }

    #[test]
    fn an_element_lowers_nobody_but_by_its_hurts(kpis in kpi_rows(3..9), elements in element_rows(1..8), more in element_rows(1..3)) {
        let before = analysed(&tables(&kpis, &elements));
        let after = analysed(&tables(&kpis, &elements.iter().chain(&more).cloned().collect::<Vec<_>>()));
        for d in &before.departments {
            let e = after.departments.iter().find(|e| e.department == d.department).unwrap();
            let (was, is) = (&d.before, &e.before);
            prop_assert!(is.help_side >= was.help_side - 1e-12 && is.hurt_side >= was.hurt_side - 1e-12, "{:?} {:?}", was, is);
            prop_assert!(is.coverage >= was.coverage - (is.hurt_side - was.hurt_side) - 1e-12, "{:?} {:?}", was, is);
        }
    }

    #[test]
    fn a_harm_raises_nothing(kpis in kpi_rows(3..9), elements in element_rows(1..8), of in 0_usize..20, part in 0.001_f64..2.0) {
        let at = of % kpis.len();
        let harm = ("zzq".to_owned(), at, (kpis[at].1 - kpis[at].2) * part);
        let case = tables(&kpis, &elements.iter().cloned().chain([harm]).collect::<Vec<_>>());
        let (before, after) = (analysed(&tables(&kpis, &elements)), analysed(&case));
        let (was, is) = (before.kpis_before.kpis[at], after.kpis_before.kpis[at]);
        prop_assert!((is.help - was.help).abs() < 1e-12 && is.net() <= was.net() + 1e-12, "{:?} {:?}", was, is);
        prop_assert!(was.hurt > 1.0 - 1e-9 || is.hurt > was.hurt, "the harm hurts: {:?} {:?}", was, is);
        for d in &before.departments {
            // On other KPIs its words may say anything.
            let own = (0..kpis.len()).filter(|k| case.kpi(KpiId(*k as u32)).department == d.department);
            if own.map(|k| after.kpis_before.kpis[k].help - before.kpis_before.kpis[k].help).all(|more| more < 1e-12) {
                let e = after.departments.iter().find(|e| e.department == d.department).unwrap();
                prop_assert!(e.before.coverage <= d.before.coverage + 1e-12, "{:?} {:?}", d.before, e.before);
                prop_assert!(e.before.appeal <= d.before.appeal + 1e-12, "{:?} {:?}", d.before, e.before);
            }
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing((kpis, k_mixed, elements, e_mixed) in (kpi_rows(3..9), element_rows(1..12)).prop_flat_map(|(k, e)| {
        let (k, e) = rows(&k, &e);
        (Just(k.clone()), Just(k).prop_shuffle(), Just(e.clone()), Just(e).prop_shuffle())
    })) {
        let (one, other) = (of_rows(&kpis, &elements), of_rows(&k_mixed, &e_mixed));
        let (a, b) = (analysed(&one), analysed(&other));
        for d in &a.departments {
            let name = &one.department(d.department).name;
            let same = b.departments.iter().find(|o| other.department(o.department).name == *name).unwrap();
            prop_assert!((d.before.coverage - same.before.coverage).abs() < 1e-9, "{} {:?} {:?}", name, d.before, same.before);
            prop_assert!((d.before.appeal - same.before.appeal).abs() < 1e-9 && d.before.served == same.before.served, "{}", name);
            prop_assert!(d.before.coverage.is_finite() && d.before.appeal.is_finite());
        }
        let index = |x: &ProjectAnalysis| x.before.index.unwrap();
        prop_assert!((index(&a) - index(&b)).abs() < 1e-9);
    }

    #[test]
    fn shares_scale_with_the_claim(from in -1e6_f64..1e6, by in prop_oneof![-1e6_f64..-1e-3, 1e-3_f64..1e6], claim in -1e6_f64..1e6, times in -50.0_f64..50.0) {
        let mut kpi = kpi("k", "", if by < 0.0 { Direction::Decrease } else { Direction::Increase });
        (kpi.baseline, kpi.target) = (Some(from), Some(from + by));
        let needed = from + by - from;
        prop_assume!(needed != 0.0);
        let of = |value: f64| match share::of(&Quantity::plain(value).unwrap(), &kpi) {
            Share::Known(known) => known.share(),
            Share::Unknown(why) => panic!("{why:?}"),
        };
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()));
        prop_assert!(near(of(claim), claim / needed));
        prop_assert!(near(of(claim * times), of(claim) * times));
        prop_assert!(near(of(claim) + of(claim * times), of(claim + claim * times)));
        prop_assert!(claim == 0.0 || (of(claim) > 0.0) == ((claim > 0.0) == (by > 0.0)), "the sign says which way");
    }

    #[test]
    fn units_change_no_share(from in 0_u32..9_000, by in prop_oneof![-9_000_i32..-1, 1_i32..9_000], claim in -9_000_i32..9_000, of_kpi in 0_usize..4, of_claim in 0_usize..4) {
        const UNITS: [(&str, f64); 4] = [("次", 1.0), ("千次", 1e3), ("万次", 1e4), ("亿次", 1e8)];
        let share = |(kpi_unit, of_kpi): (&str, f64), (claim_unit, of_claim): (&str, f64)| {
            // One amount, written in the unit of its row.
            let written = |value: f64, of: f64| (value * 1e4 / of).to_string();
            let (from, to) = (f64::from(from), f64::from(from) + f64::from(by));
            let direction = if by < 0 { "decrease" } else { "increase" };
            let k = format!("department,kpi,metric,unit,baseline,target,direction\nD,k,m,{kpi_unit},{},{},{direction}\n", written(from, of_kpi), written(to, of_kpi));
            let e = format!("project,element,metric,contribution,unit\nP,x,m,{},{claim_unit}\n", written(f64::from(claim), of_claim));
            let case = library::case(&[(TableKind::Kpis, &k), (TableKind::Elements, &e)], None, TODAY, Lang::Zh, false);
            let claim = &case.element(ElementId(0)).contributions[0];
            share::of(&claim.amount, case.kpi(KpiId(0))).known().unwrap().share()
        };
        let (plain, other) = (share(UNITS[0], UNITS[0]), share(UNITS[of_kpi], UNITS[of_claim]));
        prop_assert!((plain - f64::from(claim) / f64::from(by)).abs() < 1e-9);
        prop_assert!((plain - other).abs() < 1e-9, "{plain} in one unit, {other} in others");
    }

    #[test]
    fn two_claims_for_one_kpi_add_up(a in 1_u32..500, b in 1_u32..500) {
        let k = "department,kpi,metric,baseline,target\nD,k,m,0,1000\n";
        let e = format!("project,element,metric,contribution\nP,x,m,{a}\nP,y,m,{b}\n");
        let case = library::case(&[(TableKind::Kpis, k), (TableKind::Elements, &e)], None, TODAY, Lang::En, false);
        let scores = score_pairs(&case, &Scorer::new(0.10).unwrap()).unwrap();
        let share = |e: u32| scores.pair(KpiId(0), ElementId(e)).share.known().unwrap().share();
        prop_assert!((share(0) + share(1) - f64::from(a + b) / 1000.0).abs() < 1e-12);
    }
}
