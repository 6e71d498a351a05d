//! Which titles are kept.

use super::kept::advised;
use super::support::Carrier;
use super::*;

fn theme(title: &str, score: f64, concept: u32, gains: [f64; 2]) -> Theme {
    let effect = |(d, gain): (u32, f64)| Effect { department: DepartmentId(d), before: 0.0, after: gain };
    Theme {
        title: title.to_owned(),
        line: String::new(),
        source: ThemeSource::Framing(title.to_owned()),
        words_of: None,
        partners: [(1, gains[0]), (2, gains[1])].map(effect).to_vec(),
        own: None,
        best: None,
        kpis: Vec::new(),
        score,
        title_alone: score,
        support: None,
        concept: Some(concept),
    }
}

#[test]
fn the_kept_ones_differ_in_what_they_are_about_and_whom_they_serve() {
    let all = vec![
        theme("a", 0.010, 9, [0.1, 0.0]),
        theme("b", 0.30, 1, [0.9, 0.1]),
        theme("c", 0.29, 1, [0.1, 0.9]),
        theme("d", 0.28, 2, [0.9, 0.1]),
        theme("e", 0.27, 3, [0.9, 0.1]),
        theme("f", 0.26, 4, [0.1, 0.9]),
        theme("g", 0.25, 5, [0.1, 0.9]),
    ];
    // c is about the same as b; e would be the third for the first partner; a gains too little.
    assert_eq!(best(all).iter().map(|t| t.title.as_str()).collect::<Vec<_>>(), ["b", "d", "f"]);
}

#[test]
fn a_title_that_the_plan_can_keep_comes_first() {
    let e = crate::model::ElementId(0);
    let with =
        |title: &str, score, concept, support| Theme { support: Some(Support::from(support)), ..theme(title, score, concept, [0.1, 0.0]) };
    let all = vec![
        with("missing", 0.30, 1, Carrier::Nothing),
        with("open", 0.25, 2, Carrier::Open(e)),
        with("advised", 0.20, 3, Carrier::Advised(e)),
        with("planned", 0.19, 4, Carrier::Plan(e)),
    ];
    assert_eq!(best(all).iter().map(|t| t.title.as_str()).collect::<Vec<_>>(), ["advised", "planned"]);
}

#[test]
fn the_first_one_is_carried_by_what_is_advised() {
    let e = crate::model::ElementId(0);
    let with = |title: &str, score, concept, support: Option<Carrier>| Theme {
        support: support.map(Support::from),
        ..theme(title, score, concept, [0.1, 0.0])
    };
    let own = |title: &str, score| Theme { source: ThemeSource::User, ..with(title, score, 9, None) };
    let all = vec![
        with("missing", 0.60, 1, Some(Carrier::Nothing)),
        with("open", 0.50, 2, Some(Carrier::Open(e))),
        with("planned", 0.02, 3, Some(Carrier::Plan(e))),
    ];
    let mut kept = best(all);
    kept.extend([own("of no use", 0.0), own("good", 0.4)]);
    in_order(&mut kept);
    // Two that gain most from the same partner are kept: what is carried takes the place of a better one.
    assert_eq!(kept.iter().map(|t| t.title.as_str()).collect::<Vec<_>>(), ["good", "planned", "open", "of no use"]);
}

#[test]
fn a_title_is_advised_that_is_carried_and_felt() {
    let e = crate::model::ElementId(0);
    let with = |title: &str, support, gain| Theme { support: Some(Support::from(support)), ..theme(title, 0.3, 1, [gain, -0.02]) };
    let told = |all: &[Theme]| advised(all).map(|t| t.title.clone());
    assert_eq!(told(&[with("carried", Carrier::Advised(e), 0.4), with("open", Carrier::Open(e), 0.9)]).as_deref(), Some("carried"));
    assert_eq!(told(&[with("open", Carrier::Open(e), 0.9), with("belied", Carrier::Belied(e), 0.9)]), None, "the plan would not keep it");
    assert_eq!(told(&[with("trace", Carrier::Plan(e), 0.04)]), None, "nobody would feel it");
    // The first of those that are carried is the best; one that is of no use to anybody does not stand for the next.
    assert_eq!(told(&[with("trace", Carrier::Plan(e), 0.04), with("next", Carrier::Plan(e), 0.2)]).as_deref(), Some("next"));
    assert_eq!(told(&[]), None);
}

#[test]
fn what_a_title_stresses_no_longer_is_told() {
    let chance = |kpi: u32, before, after| KpiChance { kpi: KpiId(kpi), before, after };
    let with = |kpis: &[KpiChance]| Theme { kpis: kpis.to_vec(), ..theme("contest", 0.3, 1, [0.2, 0.0]) };
    let fallen = with(&[chance(0, 0.0, 0.9), chance(1, 0.82, 0.37), chance(2, 0.5, 0.25), chance(3, 0.82, 0.37)]);
    assert_eq!(fallen.fades().map(|c| c.kpi), Some(KpiId(1)), "of two alike the first");
    assert_eq!(with(&[chance(0, 0.3, 0.11)]).fades(), None, "within the noise of the texts");
    // Told beside the gains are smaller falls too, the greatest first.
    let less = |kpis: &[KpiChance]| with(kpis).less().iter().map(|c| c.kpi.0).collect::<Vec<_>>();
    assert_eq!(less(&[chance(0, 0.3, 0.11), chance(1, 0.3, 0.21), chance(2, 0.8, 0.2), chance(3, 0.3, 0.5)]), [2, 0]);
    assert_eq!(fallen.less().iter().map(|c| c.kpi.0).collect::<Vec<_>>(), [1, 3, 2]);
    assert_eq!(less(&[chance(0, 0.9, 0.1), chance(1, 0.9, 0.2), chance(2, 0.9, 0.3), chance(3, 0.9, 0.4)]), [0, 1, 2], "three at most");
}

#[test]
fn titles_begin_with_a_capital() {
    assert_eq!(begun("lifestyle summit"), "Lifestyle summit");
    assert_eq!((begun("车主峰会").as_str(), begun("").as_str()), ("车主峰会", ""));
}
