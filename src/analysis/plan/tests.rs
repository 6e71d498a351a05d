//! The search against brute force.

use proptest::prelude::*;

use super::aim::{Aim, Goal, Tried};
use super::beyond::{Limit, next};
use super::exact::search;
use super::field::{Candidate, Field, Span, State, floor};
use super::knee;
use crate::analysis::benefit::Stake;
use crate::model::ElementId;

/// Of every allowed set the best, by its description: near enough to the most of the first figure, then of the second; then the fewest additions
/// that the balanced package has not, the fewest additions, the lowest cost and the figures in full.
fn brute(field: &Field, aim: Aim, balanced: Option<&[usize]>) -> Tried {
    const ROUNDING: f64 = 1e-9;
    let n = field.candidates.len();
    let sets = (0_u32..1 << n).map(|bits| (0..n).filter(|i| bits >> i & 1 == 1).collect::<Vec<_>>());
    let tried = sets.map(|set| Tried::of(field, &Goal::new(aim), set));
    let mut all: Vec<Tried> = tried.filter(|t| field.allowed(&t.set, &t.worth)).collect();
    let figures = |t: &Tried| aim.figures(&t.worth);
    // A quarter of a point of our own coverage, else half a point.
    let near = if aim == Aim::OwnerBest { [0.0025, 0.005] } else { [0.005, 0.005] };
    for (figure, near) in near.into_iter().enumerate() {
        let most = all.iter().map(|t| figures(t)[figure]).fold(f64::NEG_INFINITY, f64::max);
        all.retain(|t| figures(t)[figure] >= most - near - ROUNDING);
    }
    if let Some(balanced) = balanced {
        let others = |t: &Tried| t.set.iter().filter(|c| !balanced.contains(c)).count();
        let least = all.iter().map(others).min().unwrap();
        all.retain(|t| others(t) == least);
    }
    let fewest = all.iter().map(|t| t.set.len()).min().unwrap();
    all.retain(|t| t.set.len() == fewest);
    let cheapest = all.iter().map(|t| field.cost(&t.set)).fold(f64::INFINITY, f64::min);
    all.retain(|t| field.cost(&t.set) <= cheapest);
    all.into_iter().max_by(|a, b| figures(a).partial_cmp(&figures(b)).unwrap()).unwrap()
}

/// Whether two sets are alike in all that they are compared by.
fn alike(field: &Field, aim: Aim, a: &Tried, b: &Tried) -> bool {
    let (left, right) = (aim.figures(&a.worth), aim.figures(&b.worth));
    let near = left.iter().zip(right).all(|(x, y)| (x - y).abs() < 1e-8);
    near && a.set.len() == b.set.len() && (field.cost(&a.set) - field.cost(&b.set)).abs() < 1e-9
}

/// A chance that is often nothing, often middling, sometimes certain.
fn effect() -> impl Strategy<Value = f64> {
    prop_oneof![4 => Just(0.0), 4 => 0.0..0.9_f64, 1 => Just(1.0)]
}

fn fields() -> impl Strategy<Value = Field> {
    (1_usize..3, 1_usize..4, 1_usize..10, prop::bool::ANY).prop_flat_map(|(per, partners, candidates, has_own)| {
        let departments = partners + usize::from(has_own);
        let kpis = per * departments;
        let row = || prop::collection::vec(effect(), kpis);
        let hurt = || prop::collection::vec(prop_oneof![5 => Just(0.0), 1 => 0.0..0.7_f64], kpis);
        let candidate = (row(), hurt(), 0_u32..5);
        (
            prop::collection::vec((0.05..1.0_f64, 0.1..1.0_f64), kpis),
            prop::collection::vec(candidate, candidates),
            (row(), hurt()),
            (0.1..0.9_f64, prop::option::of(0_u32..12), 1_usize..6, 0.0..1.0_f64),
        )
            .prop_map(move |(stakes, found, (help, hurt), (yes_line, budget, most, keep))| {
                let spans: Vec<Span> = (0..departments).map(|d| Span { from: d * per, to: (d + 1) * per }).collect();
                let stakes = stakes.chunks(per).flat_map(|own| {
                    let (sum, top) = (own.iter().map(|s| s.0).sum::<f64>(), own.iter().map(|s| s.0).fold(0.0, f64::max));
                    own.iter().map(move |(w, g)| Stake { weight: w / sum, relative: w / top, headroom: *g })
                });
                let mut start = State { no_help: vec![1.0; kpis], no_hurt: vec![1.0; kpis] };
                start.add(&help.iter().map(|h| h / 3.0).collect::<Vec<_>>(), &hurt);
                let candidates = found.into_iter().enumerate().map(|(i, (help, hurt, cost))| Candidate {
                    element: ElementId(i as u32),
                    name: format!("{i:02}"),
                    cost: f64::from(cost),
                    help,
                    hurt,
                });
                let mut field = Field {
                    stakes: stakes.collect(),
                    own: has_own.then(|| spans[0]),
                    partners: spans[usize::from(has_own)..].to_vec(),
                    candidates: candidates.collect(),
                    start,
                    yes_line,
                    floor: None,
                    budget: budget.map(f64::from),
                    most,
                };
                field.floor = field.worth(&field.start).own.map(|u| floor(u, keep));
                field
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_search_finds_the_value_of_brute_force(field in fields()) {
        let balanced = search(&field, Aim::Balanced, None, 0).best.set;
        for aim in Aim::ALL.into_iter().filter(|a| a.applies(&field)) {
            for beside in [None, Some(balanced.as_slice())] {
                let (found, all) = (search(&field, aim, beside, 0), brute(&field, aim, beside));
                prop_assert!(found.open.is_none());
                prop_assert!(alike(&field, aim, &found.best, &all), "{aim:?}: {:?} for {:?}", found.best, all);
                let others = |t: &Tried| t.set.iter().filter(|c| !balanced.contains(c)).count();
                prop_assert!(beside.is_none() || others(&found.best) == others(&all), "{aim:?}: {:?} for {:?}", found.best, all);
            }
        }
    }

    /// Cut short, the search owns up: the true best is never above what it says may exist.
    #[test]
    fn a_gap_is_never_too_small(field in fields(), work in 0_u64..4_000) {
        let balanced = search(&field, Aim::Balanced, None, 0).best.set;
        for aim in Aim::ALL.into_iter().filter(|a| a.applies(&field)) {
            let beside = Some(balanced.as_slice());
            let mut many = field.clone();
            // Twins that help nobody lift the number of candidates over what is always searched to the end.
            let kpis = many.stakes.len();
            let idle = |i: usize| Candidate { element: ElementId(50 + i as u32), name: format!("x{i:02}"), cost: 0.0, help: vec![0.0; kpis], hurt: vec![0.0; kpis] };
            many.candidates.extend((0..21).map(idle));
            let (found, all) = (search(&many, aim, beside, work), brute(&field, aim, beside));
            let best = aim.figures(&all.worth);
            match found.open {
                None => prop_assert!(alike(&field, aim, &found.best, &all), "{aim:?}: {:?} for {:?}", found.best, all),
                Some(open) => prop_assert!(best[0] < open[0] + 1e-8 && best[1] < open[1] + 1e-8, "{aim:?}: {open:?} for {best:?}"),
            }
        }
    }
}

/// One partner with one KPI, and additions by their help to it and their cost.
fn field_of(additions: &[(f64, f64)]) -> Field {
    let stake = Stake { weight: 1.0, relative: 1.0, headroom: 1.0 };
    let candidates = additions.iter().enumerate().map(|(i, (help, cost))| Candidate {
        element: ElementId(i as u32),
        name: format!("{i:02}"),
        cost: *cost,
        help: vec![*help],
        hurt: vec![0.0],
    });
    Field {
        stakes: vec![stake],
        own: None,
        partners: vec![Span { from: 0, to: 1 }],
        candidates: candidates.collect(),
        start: State { no_help: vec![1.0], no_hurt: vec![1.0] },
        yes_line: 0.5,
        floor: None,
        budget: None,
        most: 2,
    }
}

#[test]
fn less_than_half_a_point_is_no_reason_for_more_or_dearer_additions() {
    let best = |additions: &[(f64, f64)]| search(&field_of(additions), Aim::Balanced, None, 0).best.set;
    // 0.801 + (1 - 0.801) x 0.005 is 0.802: the second addition is not felt; 0.1 is.
    assert_eq!(best(&[(0.801, 5.0), (0.005, 0.0)]), [0]);
    assert_eq!(best(&[(0.801, 5.0), (0.1, 9.0)]), [0, 1]);
    // Of two that are alike to half a point the cheaper, of equally dear ones the better.
    let one = |additions: &[(f64, f64)]| search(&Field { most: 1, ..field_of(additions) }, Aim::Balanced, None, 0).best.set;
    assert_eq!(one(&[(0.802, 5.0), (0.800, 4.0)]), [1]);
    assert_eq!(one(&[(0.800, 4.0), (0.802, 4.0)]), [1]);
    assert_eq!(one(&[(0.808, 5.0), (0.800, 4.0)]), [0]);
}

#[test]
fn the_knee_is_where_the_curve_bends_most() {
    assert_eq!(knee(&[0.0, 0.5, 0.8, 0.85, 0.88]), Some(2));
    assert_eq!(knee(&[0.0, 0.25, 0.5, 0.75, 1.0]), None, "a straight line has no knee");
    assert_eq!(knee(&[0.0, 0.9, 1.0]), None, "two steps make no curve");
    assert_eq!(knee(&[0.5, 0.5, 0.5, 0.5]), None);
}

#[test]
fn the_limit_that_binds_is_named_with_what_it_keeps_out() {
    let additions = [(0.4, 5.0), (0.3, 9.0), (0.2, 1.0), (0.004, 0.0)];
    let field = Field { most: usize::MAX, ..field_of(&additions) };
    let of = |set: &[usize], most, budget| next(&field, set, most, budget);
    assert_eq!(of(&[0], 1, None), Some((Limit::Number, 1)), "no money is asked for");
    assert_eq!(of(&[0], 1, Some(10.0)), Some((Limit::Number, 2)), "the better one is too dear");
    assert_eq!(of(&[0], 1, Some(5.5)), Some((Limit::Both, 1)));
    assert_eq!(of(&[0, 2], 5, Some(6.0)), Some((Limit::Budget, 1)));
    assert_eq!(of(&[0, 1, 2], 5, Some(15.0)), None, "what is left is not felt");
    assert_eq!(of(&[0, 1, 2], 3, Some(15.0)), None);
    // An own side that would lose is no place to go on to.
    let stake = Stake { weight: 1.0, relative: 1.0, headroom: 1.0 };
    let mut owned = Field { stakes: vec![stake, stake], own: Some(Span { from: 1, to: 2 }), most: usize::MAX, ..field_of(&additions[..2]) };
    owned.start = State { no_help: vec![1.0, 0.5], no_hurt: vec![1.0, 1.0] };
    for (candidate, hurt) in owned.candidates.iter_mut().zip([0.0, 0.5]) {
        candidate.help.push(0.0);
        candidate.hurt.push(hurt);
    }
    owned.floor = owned.worth(&owned.start).own.map(|u| floor(u, 1.0));
    assert_eq!(next(&owned, &[0], 1, None), None);
}

/// Of additions alike to half a point a package takes those that the balanced one has, also where they cost more, and no further one for that.
#[test]
fn a_package_differs_from_the_balanced_one_where_it_is_felt() {
    let field = field_of(&[(0.60, 3.0), (0.602, 1.0), (0.70, 9.0), (0.0001, 0.0)]);
    let best = |most: usize, beside: Option<&[usize]>| search(&Field { most, ..field.clone() }, Aim::PartnerBest, beside, 0).best.set;
    let cheap = Field { candidates: field.candidates[..2].to_vec(), ..field.clone() };
    let of_two = |beside: Option<&[usize]>| search(&Field { most: 1, ..cheap.clone() }, Aim::PartnerBest, beside, 0).best.set;
    assert_eq!((of_two(None), of_two(Some(&[0])), of_two(Some(&[0, 1]))), (vec![1], vec![0], vec![1]), "else the cheaper one");
    assert_eq!((best(1, None), best(1, Some(&[0]))), (vec![2], vec![2]), "ten points are felt");
    assert_eq!(best(2, Some(&[0, 3])), [0, 2], "with the other of the balanced package, and without what adds nothing");
}
