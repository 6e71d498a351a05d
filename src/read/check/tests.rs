//! Tables that would take minutes or gigabytes if each row were held against all that other rows name.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::error::{Fault, Problem, SettleFault};
use crate::model::{Case, Lang};
use crate::read::Source;
use crate::read::check::names::SUGGESTED;
use crate::read::check::{self, Setting};
use crate::read::columns::TableKind;
use crate::read::rows::Context;
use crate::read::value::date::DateContext;

/// The case of tables by name, if they have no error, and what is told of them.
fn checked(tables: &[(&str, &str)]) -> (Option<Case>, Vec<Problem>) {
    let today = Date::constant(2026, 11, 16);
    let dates = DateContext { today: Some(today), fiscal_year_end: (12, 31) };
    let context = Context { dates, headers: BTreeMap::new(), encoding: None, most_rows: usize::MAX };
    let mut problems = Vec::new();
    let read: Vec<_> = tables
        .iter()
        .filter_map(|(name, text)| {
            let source = Source { file: Arc::from(format!("{name}.csv")), sheet: None, bytes: text.as_bytes().to_vec() };
            crate::read::table(&source, TableKind::of_stem(name), &context, &mut problems)
        })
        .collect();
    let setting = Setting { own: None, today, lang: Lang::En, embedded_catalog: false };
    let case = check::case(&read, &setting, &mut problems);
    (case, problems)
}

fn lines(head: &str, count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(format!("{head}\n"), |all, n| all + &line(n) + "\n")
}

#[test]
fn what_goes_for_every_kpi_of_a_metric_is_told_for_a_few() {
    let elements = lines("project,element,metric,contribution", 20, |n| format!("P,{n},m,-1"));
    for (kpis, told) in [(2, 2), (10, 3)] {
        let kpis = lines("department,kpi,metric,target,direction", kpis, |n| format!("A,{n}k,m,1,-"));
        let (case, problems) = checked(&[("kpis", &kpis), ("elements", &elements)]);
        assert!(case.is_some(), "{problems:?}");
        let of_claims = problems.iter().filter(|p| p.place.column == Some("contribution")).count();
        let shared = problems.iter().filter(|p| matches!(p.fault, Fault::MetricShared { .. })).count();
        assert_eq!((of_claims, shared), (20 * told, 20), "{problems:?}");
    }
}

#[test]
fn metrics_are_suggested_for_the_first_unknown_ones() {
    let kpis = "department,kpi,metric,baseline,target\nSales,Goal,orders,0,10\n";
    let elements = lines("project,element,metric", SUGGESTED + 50, |n| format!("P,e{n},orders{n}"));
    let (_, problems) = checked(&[("kpis", kpis), ("elements", &format!("{elements}P,again,orders0\n"))]);
    let near: Vec<_> =
        problems.iter().filter_map(|p| if let Fault::MetricUnknown { near } = &p.fault { Some(near.as_deref()) } else { None }).collect();
    assert_eq!(near.len(), SUGGESTED + 51);
    assert_eq!(near.iter().filter(|n| **n == Some("orders")).count(), SUGGESTED + 1, "who asks again is answered as before");
}

#[test]
fn projects_and_elements_are_found_by_their_folded_names() {
    let kpis = "department,kpi,metric,baseline,target\nSales,Goal,orders,0,10\n";
    let elements = "project,element,element_id,metric,contribution\nFair,Stand,a1,orders,1\nＦair,Tour,a2,orders,2\n\
                    fair,Tour,a3,orders,3\nGala,Tour,a4,orders,4\n";
    let (case, problems) = checked(&[("kpis", kpis), ("elements", elements)]);
    let case = case.unwrap_or_else(|| panic!("{problems:#?}"));
    let found: Vec<_> = case.projects.iter().map(|p| (p.name.as_str(), p.elements.len())).collect();
    assert_eq!(found, [("Fair", 3), ("Gala", 1)]);

    let actuals = "project,element,metric,delivered\nFAIR,Tour,orders,1\nFair,A3,orders,1\nGala,tour,orders,1\nGala,Tours,orders,1\n";
    let (_, problems) = checked(&[("kpis", kpis), ("elements", elements), ("actuals", actuals)]);
    let settled =
        problems.iter().filter_map(|p| if let Fault::Settle(fault) = &p.fault { Some((p.place.line, fault.clone())) } else { None });
    let unknown = SettleFault::ElementUnknown { near: Some("Tour".to_owned()) };
    assert_eq!(settled.collect::<Vec<_>>(), [(Some(2), SettleFault::ElementAmbiguous), (Some(5), unknown)]);
}
