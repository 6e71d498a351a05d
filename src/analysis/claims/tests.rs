//! Unit tests of the ledger of claims, on cases made from table texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, date};

use super::double::Ground;
use super::*;
use crate::model::Lang;
use crate::read::Source;
use crate::read::check::{self, Setting};
use crate::read::columns::TableKind;
use crate::read::rows::Context;
use crate::read::value::date::DateContext;

/// The case that tables give, with `Own` as the own department where a table names it; the test fails on any error in them.
pub(in crate::analysis) fn case(tables: &[(TableKind, &str)], today: Date) -> Case {
    let context = Context {
        dates: DateContext { today: Some(today), fiscal_year_end: (12, 31) },
        headers: BTreeMap::new(),
        encoding: None,
        most_rows: usize::MAX,
    };
    let mut problems = Vec::new();
    let read: Vec<_> = tables
        .iter()
        .filter_map(|(kind, text)| {
            let source = Source { file: Arc::from(format!("{}.csv", kind.name())), sheet: None, bytes: text.as_bytes().to_vec() };
            crate::read::table(&source, Some(*kind), &context, &mut problems)
        })
        .collect();
    let own = tables[0].1.contains("\nOwn,").then(|| "Own".to_owned());
    let setting = Setting { own, today, lang: Lang::En, embedded_catalog: false };
    check::case(&read, &setting, &mut problems).unwrap_or_else(|| panic!("{problems:#?}"))
}

const KPIS: &str = "department,kpi,metric,unit,baseline,target,direction,period,due
Marketing,Awareness,exposures,views,0,16.67M,increase,quarter,2026-12-31
Marketing,Awards,awards,,0,3,increase,year,2026-12-31
IT,App use,app users,people,8000,12000,increase,year,2026-12-31
Sales,Reach by app,app users,people,0,20000,increase,year,2026-12-31
Service,Reply time,reply time,h,10,4,decrease,year,2026-12-31
Legal,Cases,cases,,5,,decrease,year,2026-12-31
";

/// The ledger of elements given as `element,description,kind,metric,contribution,unit,start,end` without a header.
fn ledger(rows: &str) -> (Case, Ledger) {
    let elements = format!("project,element,description,kind,metric,contribution,unit,start,end\n{rows}");
    let case = case(&[(TableKind::Kpis, KPIS), (TableKind::Elements, &elements)], date(2026, 11, 16));
    let order: Vec<DepartmentId> = case.department_ids().collect();
    let ledger = Ledger::of(&case, &case.project(crate::model::ProjectId(0)).elements, &order);
    (case, ledger)
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn of<'a>(case: &Case, ledger: &'a Ledger, element: &str) -> &'a Entry {
    ledger.entries.iter().find(|e| case.element(e.element).name == element).unwrap()
}

/// Names of the elements of a double count.
fn who(case: &Case, ledger: &Ledger, d: &Double) -> Vec<String> {
    d.claims.iter().map(|c| case.element(ledger.entries[*c].element).name.clone()).collect()
}

#[test]
fn shares_and_sums_are_those_of_the_table() {
    let (case, ledger) = ledger(
        "P,Clips,,optional,exposures,2M,,,\nP,Live stream,,core,exposures,5M,,,\nP,Media reports,,core,exposures,3M~5M,,,\nP,Chat bot,,core,reply time,-90,min,,\n",
    );
    let names: Vec<&str> = ledger.entries.iter().map(|e| case.element(e.element).name.as_str()).collect();
    assert_eq!(names, ["Live stream", "Media reports", "Clips", "Chat bot"], "by KPI, the plan before what could be added");
    let stream = of(&case, &ledger, "Live stream");
    assert_eq!((stream.origin.line, stream.core, stream.timing), (3, true, Timing::InTime));
    assert!(near(stream.known().unwrap().share(), 5.0 / 16.67));
    let media = of(&case, &ledger, "Media reports").known().unwrap();
    assert_eq!(media.contribution, [3e6, 4e6, 5e6]);
    assert!(near(media.range().0, 3.0 / 16.67) && near(media.share(), 4.0 / 16.67) && near(media.range().1, 5.0 / 16.67));
    assert!(near(of(&case, &ledger, "Chat bot").known().unwrap().share(), 0.25), "1.5 h of 6 h");
    let reach = &ledger.reach[0];
    let (plan, all) = (reach.plan.unwrap(), reach.with_optional.unwrap());
    assert_eq!((reach.claims, reach.over(), reach.once), (2, Over::No, None));
    assert!(near(plan.share(), 9.0 / 16.67) && near(plan.range().0, 8.0 / 16.67) && near(plan.range().1, 10.0 / 16.67));
    assert!(near(all.share(), 11.0 / 16.67));
    assert_eq!((ledger.reach.len(), ledger.doubles.len(), ledger.unsupported().count()), (2, 0, 0));
}

#[test]
fn claims_without_support_count_in_no_sum() {
    let (case, ledger) = ledger(
        "P,a,,core,sparkle,5,,,\nP,b,,core,exposures,,,,\nP,c,,core,cases,-2,,,\nP,d,,core,reply time,3,people,,\nP,e,,core,exposures,1M,,,\n",
    );
    let why = |name: &str| of(&case, &ledger, name).share.as_ref().err().copied();
    assert_eq!(why("a"), Some(Unsupported::NoKpi));
    assert_eq!(why("b"), Some(Unsupported::NoShare(NoShare::NotStated)));
    assert_eq!(why("c"), Some(Unsupported::NoShare(NoShare::NoTarget)));
    assert_eq!(why("d"), Some(Unsupported::NoShare(NoShare::Unit)));
    assert_eq!(why("e"), None);
    assert_eq!(ledger.unsupported().count(), 4);
    assert_eq!(case.element(ledger.entries[4].element).name, "a", "a claim without a KPI stands last");
    assert_eq!(ledger.reach.len(), 1);
    assert!(near(ledger.reach[0].plan.unwrap().share(), 1.0 / 16.67) && ledger.reach[0].claims == 1);
}

#[test]
fn a_sum_above_the_need_is_seen() {
    let over = |rows: &str| ledger(rows).1.reach[0].over();
    assert_eq!(over("P,Stream,,core,exposures,10M,,,\nP,Media,,core,exposures,8M,,,\n"), Over::Plan);
    assert_eq!(over("P,Stream,,core,exposures,10M,,,\nP,Media,,optional,exposures,8M,,,\n"), Over::WithOptional);
    assert_eq!(over("P,Stream,,core,exposures,10M,,,\nP,Media,,core,exposures,-8M,,,\n"), Over::No);
    let thirds = ledger("P,Stream,,core,awards,1,,,\nP,Media,,core,awards,1,,,\nP,Dinner,,core,awards,1,,,\n").1;
    assert_eq!((thirds.reach[0].over(), thirds.reach[0].plan.unwrap().share()), (Over::No, 1.0));
    assert!(thirds.doubles.is_empty(), "one award each is three awards");
}

#[test]
fn dates_are_held_against_the_due_date_and_the_period() {
    let timing = |days: &str| ledger(&format!("P,Stream,,core,exposures,1M,,{days}\n")).1.entries[0].timing;
    assert_eq!(timing("2026-12-12,2026-12-20"), Timing::InTime);
    assert_eq!(timing("2027-01-02,2027-01-03"), Timing::Late);
    assert_eq!(timing("2027-01-02,"), Timing::Late);
    assert_eq!(timing("2026-12-30,2027-01-02"), Timing::Partly);
    assert_eq!(timing("2026-01-01,2026-12-20"), Timing::Outlasts);
}

#[test]
fn one_row_for_two_kpis_is_split() {
    let (_, ledger) = ledger("P,App sign-up,,core,app users,2000,,,\n");
    let [double] = &ledger.doubles[..] else { panic!("{:?}", ledger.doubles) };
    assert_eq!((double.ground, double.sure, double.ways, &double.claims[..]), (Ground::OneRow, true, 2, &[0, 1][..]));
    assert_eq!(double.parts.iter().map(|p| p.contribution[1]).collect::<Vec<_>>(), [1000.0, 1000.0]);
    assert!(near(double.parts[0].share(), 0.25) && near(double.parts[1].share(), 0.05), "of 4,000 and of 20,000");
    assert!(near(ledger.reach[0].plan.unwrap().share(), 0.5) && near(ledger.reach[0].once.unwrap().share(), 0.25));
    assert!(near(ledger.reach[1].once.unwrap().share(), 0.05));
    assert!(near(ledger.split(KpiId(2), ElementId(0)).unwrap().share(), 0.25) && ledger.split(KpiId(0), ElementId(0)).is_none());
}

#[test]
fn rows_of_their_own_are_a_question_until_they_say_that_they_are_split() {
    let rows = "P,App sign-up,,core,App use,1000,,,\nP,App sign-up,,core,Reach by app,1000,,,\n";
    let (_, asked) = ledger(rows);
    assert_eq!((asked.doubles.len(), asked.doubles[0].ground, asked.doubles[0].sure), (1, Ground::OneElement, false));
    assert_eq!(asked.reach[0].once, None, "a question changes no sum");
    let (_, uneven) = ledger(&rows.replace("Reach by app,1000", "Reach by app,400"));
    assert!(uneven.doubles.is_empty());
    let (_, settled) = ledger(&rows.replace("sign-up,,", "sign-up,Amounts already split,"));
    assert!(settled.doubles.is_empty());
}

#[test]
fn one_activity_told_twice_is_split() {
    for (one, other) in [("Live stream", "Full live stream"), ("直播", "全程直播")] {
        let (case, ledger) = ledger(&format!("P,{one},,core,exposures,5M,,,\nP,{other},,core,exposures,5M,,,\n"));
        let [double] = &ledger.doubles[..] else { panic!("{one}: {:?}", ledger.doubles) };
        assert_eq!((double.ground, double.sure, double.equal, double.ways), (Ground::SameActivity, true, true, 2));
        assert_eq!(who(&case, &ledger, double), [one, other]);
        assert!(double.parts.iter().all(|p| near(p.share(), 2.5 / 16.67) && p.contribution == [2.5e6; 3]));
        let reach = &ledger.reach[0];
        assert!(near(reach.plan.unwrap().share(), 10.0 / 16.67) && near(reach.once.unwrap().share(), 5.0 / 16.67));
    }
}

#[test]
fn equal_amounts_of_two_activities_are_a_question() {
    let (case, ledger) = ledger("P,Live stream,,core,exposures,5M,,,\nP,Media reports,,core,exposures,5M,,,\n");
    let [double] = &ledger.doubles[..] else { panic!("{:?}", ledger.doubles) };
    assert_eq!((double.ground, double.sure, double.ways), (Ground::SameAmount, false, 2));
    // The sum of the table stands, with what it comes to if both are one.
    let reach = &ledger.reach[0];
    assert!(near(reach.plan.unwrap().share(), 10.0 / 16.67) && reach.once.is_none());
    assert!(near(reach.once_if_one.unwrap().share(), 5.0 / 16.67));
    assert_eq!(who(&case, &ledger, double), ["Live stream", "Media reports"]);
    assert_eq!((double.result.contribution[1], double.parts[1].contribution[1]), (5e6, 2.5e6));
    assert_eq!(ledger.reach[0].once, None);
}

#[test]
fn a_question_about_what_is_surely_one_is_about_all_of_it() {
    let (_, both) =
        ledger("P,Live stream,,core,exposures,5M,,,\nP,Full live stream,,core,exposures,5M,,,\nP,Media reports,,core,exposures,5M,,,\n");
    assert_eq!(both.doubles.iter().map(|d| d.sure).collect::<Vec<_>>(), [true, false]);
    let reach = &both.reach[0];
    assert!(near(reach.once.unwrap().share(), 10.0 / 16.67) && near(reach.once_if_one.unwrap().share(), 5.0 / 16.67));
    // One row for two KPIs, and another row that may be the same: a quarter for each of the four claims.
    let (_, rows) = ledger("P,App sign-up,,core,app users,2000,,,\nP,Media reports,,core,app users,2000,,,\n");
    assert_eq!(rows.doubles.iter().map(|d| d.sure).collect::<Vec<_>>(), [true, true, false]);
    let reach = &rows.reach[0];
    assert!(near(reach.plan.unwrap().share(), 1.0) && near(reach.once.unwrap().share(), 0.5));
    assert!(near(reach.once_if_one.unwrap().share(), 0.25), "{reach:?}");
}

#[test]
fn one_activity_with_two_amounts_is_a_question_about_the_larger() {
    let (_, ledger) = ledger("P,Live stream,,core,exposures,5M,,,\nP,Full live stream,,core,exposures,3M,,,\n");
    let [double] = &ledger.doubles[..] else { panic!("{:?}", ledger.doubles) };
    assert_eq!((double.ground, double.sure, double.equal), (Ground::SameActivity, false, false));
    assert!(ledger.reach[0].once_if_one.is_none(), "of two amounts nobody knows which holds");
    assert!(double.parts.iter().all(|p| p.contribution[1] == 2.5e6));
    assert_eq!(double.result.contribution[1], 5e6);
}

#[test]
fn what_honestly_adds_up_is_left_alone() {
    for rows in [
        // Two activities, two amounts.
        "P,Live stream,,core,exposures,5M,,,\nP,Media reports,,core,exposures,3M,,,\n",
        // Two occasions.
        "P,Road show,,core,exposures,5M,,2026-12-01,2026-12-02\nP,Road show again,,core,exposures,5M,,2026-12-03,2026-12-03\n",
        // A rate: the same for many.
        "P,Paris,,core,exposures,1M,,,\nP,Oslo,,core,exposures,1M,,,\nP,Rome,,core,exposures,1M,,,\nP,Lima,,core,exposures,1M,,,\n",
        // Alternatives, none of them in the plan.
        "P,Live stream,,optional,exposures,5M,,,\nP,Full live stream,,optional,exposures,5M,,,\n",
        // One for and one against.
        "P,Live stream,,core,exposures,5M,,,\nP,No live stream,,core,exposures,-4M,,,\n",
        // Two measures.
        "P,Live stream,,core,exposures,50,,,\nP,Full live stream,,core,awards,50,,,\n",
        // Said to be results of their own.
        "P,Live stream,counted separately,core,exposures,5M,,,\nP,Media reports,,core,exposures,5M,,,\n",
        // Parts of one thing with amounts of their own.
        "P,Live stream morning,,core,exposures,5M,,,\nP,Live stream evening,,core,exposures,3M,,,\n",
    ] {
        assert_eq!(ledger(rows).1.doubles, [], "{rows}");
    }
}

#[test]
fn a_number_or_a_word_of_its_own_makes_it_a_question() {
    for (one, other) in [("Live stream day 1", "Live stream day 2"), ("直播第一场", "直播第二场"), ("直播上午场", "直播下午场")]
    {
        let rows = format!("P,{one},,core,exposures,5M,,2026-12-12,2026-12-12\nP,{other},,core,exposures,5M,,2026-12-12,2026-12-12\n");
        let (_, ledger) = ledger(&rows);
        assert_eq!(ledger.doubles.iter().map(|d| d.sure).collect::<Vec<_>>(), [false], "{one}");
    }
}

/// Stands with equal amounts, that only numbers tell apart.
fn stands(count: usize) -> String {
    (1..=count).map(|i| format!("P,Stand {i},,core,exposures,5M,,,\n")).collect()
}

#[test]
fn many_equal_amounts_are_told_as_a_few_are() {
    let told = |count: usize| ledger(&stands(count)).1.doubles.iter().map(|d| (d.ground, d.sure, d.ways == count)).collect::<Vec<_>>();
    assert_eq!(told(20), told(250));
    assert!(told(250).iter().all(|(_, sure, _)| !sure));
}

#[test]
fn names_of_the_same_words_are_seen_among_many_equal_amounts() {
    let sure = |one: &str, other: &str| {
        let rows = format!("{}P,Live stream,,core,exposures,5M,,{one}\nP,Stream: live,,core,exposures,5M,,{other}\n", stands(150));
        let (case, ledger) = ledger(&rows);
        ledger.doubles.iter().filter(|d| d.sure).map(|d| who(&case, &ledger, d)).collect::<Vec<_>>()
    };
    let both = [["Live stream", "Stream: live"]];
    assert_eq!(sure(",", ","), both);
    assert_eq!(sure("2026-12-01,2026-12-03", "2026-12-03,2026-12-04"), both);
    assert_eq!(sure("2026-12-01,2026-12-03", "2026-12-04,2026-12-04"), [[""; 2]; 0], "two occasions");
}

#[test]
fn amounts_are_equal_up_to_rounding() {
    let asked = |amount: &str| {
        ledger(&format!("P,Live stream,,core,exposures,5M,,,\nP,Media reports,,core,exposures,{amount},,,\n")).1.doubles.len()
    };
    assert_eq!(["5000000.0040", "4999999.9960", "5000000.1", "-5000000"].map(asked), [1, 1, 0, 0]);
}

#[test]
fn doubles_are_found_from_their_claims() {
    let (_, ledger) = ledger(
        "P,Live stream,,core,app users,500,,,\nP,Full live stream,,core,app users,500,,,\nP,Media,,core,exposures,1M,,,\nP,Odd,,core,sparkle,5,,,\n",
    );
    assert!(ledger.doubles.len() > 2);
    for (at, entry) in ledger.entries.iter().enumerate() {
        let holding: Vec<usize> = (0..ledger.doubles.len()).filter(|d| ledger.doubles[*d].claims.contains(&at)).collect();
        assert_eq!(ledger.doubles_of(at), holding);
        let Some(kpi) = entry.kpi else { continue };
        assert_eq!(ledger.doubled(kpi, entry.element), holding.iter().any(|d| ledger.doubles[*d].sure));
        assert_eq!(ledger.split(kpi, entry.element).is_some(), ledger.doubled(kpi, entry.element));
        assert_eq!(ledger.quotable(kpi, entry.element), !ledger.doubled(kpi, entry.element));
    }
    let four = ledger.split(KpiId(2), ElementId(0)).unwrap();
    assert!(near(four.share(), 500.0 / 4.0 / 4000.0), "two KPIs and two elements");
}

#[test]
fn an_amount_that_is_absurd_for_another_kpi_is_no_one_result() {
    let kpis = "department,kpi,metric,unit,baseline,target,direction\nA,Much,hits,,0,1e12,increase\nB,Little,hits,,0,1e-3,increase\n";
    let elements = "project,element,kind,metric,contribution\nP,Live stream,core,Much,1e11\nP,Full live stream,core,Little,1e-4\n";
    let case = case(&[(TableKind::Kpis, kpis), (TableKind::Elements, elements)], date(2026, 11, 16));
    let order: Vec<DepartmentId> = case.department_ids().collect();
    let ledger = Ledger::of(&case, &case.project(crate::model::ProjectId(0)).elements, &order);
    assert_eq!((ledger.reach.len(), ledger.doubles.len()), (2, 0));
}

#[test]
fn an_optional_twin_does_not_shrink_the_plan() {
    let (_, ledger) = ledger("P,Live stream,,core,exposures,5M,,,\nP,Full live stream,,optional,exposures,5M,,,\n");
    assert_eq!((ledger.doubles.len(), ledger.doubles[0].sure), (1, true));
    assert_eq!(ledger.reach[0].once, None, "the plan itself counts it once");
}
