//! Unit tests of the rules: each fires and does not fire, on the edges and over the turn of the year.

use jiff::civil::{Date, date};

use super::*;
use crate::analysis::benefit::benefit;
use crate::analysis::claims::tests::case;
use crate::analysis::department::{Standing, View};
use crate::analysis::evidence::tests::stated;
use crate::model::{ElementKind, ProjectId};
use crate::read::columns::TableKind;

const TODAY: Date = date(2026, 12, 25);
const KPIS: &str = "department,kpi,metric,baseline,target,actual,direction,weight,period,due
Own,Own goal,own units,0,100,10,increase,100,year,2027-03-31
Partner,Reach,reach units,0,100,10,increase,100,year,2027-03-31
";
const ELEMENTS: &str = "project,element,kind,metric,contribution,start,end,needs
P,Stream,core,reach units,30,2027-01-20,2027-01-21,Partner
P,Dinner,core,own units,20,2027-01-20,2027-01-21,
";
const DEPARTMENTS: &str = "department,role,contact,ask,ask_cost,needed_by,last_contact
Own,own,A,,,,
Partner,partner,B,people,,2027-01-08,2026-12-01
";
const LOG: &str = "date,department,kind,what
2026-12-01,Partner,contact,talk
2026-12-20,Partner,ask,request
";

/// Tables of a run; the clean ones unless changed.
#[derive(Clone)]
struct Tables {
    kpis: String,
    elements: String,
    departments: Option<String>,
    log: String,
    today: Date,
}

fn clean() -> Tables {
    Tables { kpis: KPIS.into(), elements: ELEMENTS.into(), departments: Some(DEPARTMENTS.into()), log: LOG.into(), today: TODAY }
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in {text}");
    text.replace(from, to)
}

impl Tables {
    fn kpis(mut self, from: &str, to: &str) -> Self {
        self.kpis = changed(&self.kpis, from, to);
        self
    }

    fn elements(mut self, from: &str, to: &str) -> Self {
        self.elements = changed(&self.elements, from, to);
        self
    }

    fn departments(mut self, from: &str, to: &str) -> Self {
        self.departments = self.departments.map(|d| changed(&d, from, to));
        self
    }

    fn log(mut self, from: &str, to: &str) -> Self {
        self.log = changed(&self.log, from, to);
        self
    }

    fn on(mut self, today: Date) -> Self {
        self.today = today;
        self
    }

    /// No ask anywhere, but in the needs of the stream.
    fn unasked(self) -> Self {
        self.departments("people,,2027-01-08,2026-12-01", ",,,").log("2026-12-20,Partner,ask", "2026-12-20,Partner,thanks")
    }

    fn case(&self) -> Case {
        let mut tables = vec![(TableKind::Kpis, self.kpis.as_str()), (TableKind::Elements, &self.elements), (TableKind::Log, &self.log)];
        tables.extend(self.departments.as_ref().map(|d| (TableKind::Departments, d.as_str())));
        case(&tables, self.today)
    }

    /// What is said of these tables, from stated contributions alone.
    fn lints(&self) -> Vec<Lint> {
        self.lints_amid(&[])
    }

    /// The same where something is in doubt.
    fn lints_amid(&self, doubts: &[Doubt]) -> Vec<Lint> {
        let case = self.case();
        let evidence = stated(&case);
        let elements = &case.project(ProjectId(0)).elements;
        let core: Vec<ElementId> = elements.iter().copied().filter(|e| case.element(*e).kind == ElementKind::Core).collect();
        let before = benefit(&case, &evidence, &core);
        let partners: Vec<DepartmentId> =
            case.department_ids().filter(|d| Some(*d) != case.own && case.kpis_of(*d).next().is_some()).collect();
        let view = View { case: &case, evidence: &evidence, core: &core, elements, before: &before, suggestions: &[], partners: &partners };
        let standing = |d: DepartmentId| match () {
            () if Some(d) == case.own => Standing::Own,
            () if partners.contains(&d) => Standing::Partner,
            () => Standing::NoKpis,
        };
        let sides: Vec<DepartmentSide> = case.department_ids().map(|d| view.side(d, standing(d))).collect();
        lint(Facts {
            case: &case,
            core: &core,
            elements,
            sides: &sides,
            suggestions: &[],
            plan: &[],
            mends: &[],
            needs: &Needs::of(&case, ProjectId(0), &core, &[], &[]),
            dropping: None,
            doubts,
            evidence: &evidence,
            options: &crate::analysis::Options::default(),
        })
    }
}

const PARTNER: DepartmentId = DepartmentId(1);

fn row(file: &str, line: u64) -> Origin {
    Origin { file: file.into(), line }
}

#[test]
fn clean_tables_are_left_alone() {
    assert_eq!(clean().lints(), []);
    assert_eq!(Tables { departments: None, ..clean() }.lints(), [], "a table that is not kept is not missed");
    assert_eq!(clean().unasked().lints(), []);
}

#[test]
fn an_ask_under_the_line_comes_before_the_benefit() {
    // 2 of 100 is a share of .02, which counts .4, of which .9 is left to do.
    let weak = clean().elements("reach units,30", "reach units,2");
    let told = weak.lints();
    let [Lint::AskBeforeBenefit { department, asks, appeal, after, line, add, without, harm: None, comes_with: None }] = &told[..] else {
        panic!("{told:?}")
    };
    assert_eq!((*department, *line, *add, *without), (PARTNER, 0.5, None, None));
    assert!((appeal - 0.36).abs() < 1e-12 && appeal == after);
    let places = [
        Ask { kind: AskKind::Ask, origin: row("departments.csv", 3) },
        Ask { kind: AskKind::Need(ElementId(0)), origin: row("elements.csv", 2) },
        Ask { kind: AskKind::Logged(date(2026, 12, 20)), origin: row("log.csv", 3) },
    ];
    assert_eq!(asks[..], places);
    // 3 of 100 counts .6, times .9 is over the line.
    assert_eq!(clean().elements("reach units,30", "reach units,3").lints(), []);
    // Nobody asks: nothing to say.
    assert_eq!(weak.clone().unasked().elements(",Partner\n", ",\n").lints(), []);
    let told = weak.unasked().lints();
    let [Lint::AskBeforeBenefit { asks, .. }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(asks.len(), 1, "the needs of an element are an ask");
}

#[test]
fn a_cost_without_words_is_an_ask() {
    let untouched = clean().elements("reach units,30", ",").unasked().elements(",Partner\n", ",\n");
    assert_eq!(untouched.lints(), []);
    let costly = untouched.clone().departments("B,,,,", "B,,500,,");
    let asks = vec![Ask { kind: AskKind::Cost, origin: row("departments.csv", 3) }];
    assert_eq!(costly.lints(), [Lint::AskUntouched { department: PARTNER, asks, after: 0.0, line: 0.5, add: None }]);
    assert_eq!(untouched.departments("B,,,,", "B,,0,,").lints(), [], "what costs nothing and has no words asks nothing");
}

#[test]
fn who_is_asked_without_a_kpi_in_the_tables_is_told() {
    let with_hotel = |row: &str| Tables { departments: Some(format!("{DEPARTMENTS}{row}\n")), ..clean() };
    let told = with_hotel("Hotel,external,C,rooms,,,").lints();
    let asks = vec![Ask { kind: AskKind::Ask, origin: row("departments.csv", 4) }];
    assert_eq!(told, [Lint::AskWithoutKpis { department: DepartmentId(2), asks }]);
    assert_eq!(with_hotel("Hotel,external,C,,,,").lints(), [], "nothing is asked");
}

#[test]
fn an_ask_that_touches_no_kpi_is_told_so() {
    let untouched = clean().elements("reach units,30", ",");
    let told = untouched.lints();
    let [Lint::AskUntouched { department, asks, add: None, .. }] = &told[..] else { panic!("{told:?}") };
    assert_eq!((*department, asks.len()), (PARTNER, 3));
    // Harm touches it: that is the other finding.
    let harmed = clean().elements("reach units,30", "reach units,-30");
    let told = harmed.lints();
    let [Lint::AskBeforeBenefit { appeal, .. }] = &told[..] else { panic!("{told:?}") };
    assert_eq!(*appeal, -1.0);
    // A department without KPIs is another matter.
    let strange = clean().elements(",Partner\n", ",Partner;Hotel\n").departments("\nPartner", "\nHotel,external,C,rooms,,,\nPartner");
    let asks = vec![
        Ask { kind: AskKind::Ask, origin: row("departments.csv", 3) },
        Ask { kind: AskKind::Need(ElementId(0)), origin: row("elements.csv", 2) },
    ];
    assert_eq!(strange.lints(), [Lint::AskWithoutKpis { department: DepartmentId(2), asks }]);
}

#[test]
fn what_may_hurt_whom_is_asked_is_settled_first() {
    let doubt = |element, kpi| Doubt { element: ElementId(element), kpi: KpiId(kpi) };
    let told = clean().lints_amid(&[doubt(1, 1)]);
    let [Lint::AskAmidDoubt { department, element, kpis, asks }] = &told[..] else { panic!("{told:?}") };
    assert_eq!((*department, *element, &kpis[..], asks.len()), (PARTNER, ElementId(1), &[KpiId(1)][..], 3));
    assert_eq!(clean().lints_amid(&[doubt(1, 0)]), [], "nobody asks oneself");
    assert_eq!(clean().unasked().elements(",Partner\n", ",\n").lints_amid(&[doubt(1, 1)]), [], "nothing is asked");
    // What counts little to them is no matter to settle first.
    let light = clean().kpis("Partner,Reach,", "Partner,Fans,fans,0,100,10,increase,40,year,2027-03-31\nPartner,Reach,");
    assert_eq!(light.lints_amid(&[doubt(1, 1)]), []);
    assert_eq!(light.lints_amid(&[doubt(0, 1), doubt(0, 2), doubt(1, 2)]).len(), 2, "element by element");
}

#[test]
fn a_request_wants_a_talk_before_it() {
    let silent = clean().departments(",2026-12-01\n", ",\n");
    let cold = silent.clone().log("2026-12-01,Partner,contact", "2026-12-01,Partner,thanks");
    let told = |talked| Lint::AskBeforeProbe { department: PARTNER, asked: date(2026, 12, 20), talked, origin: row("log.csv", 3) };
    assert_eq!(cold.lints(), [told(None)]);
    for kind in ["contact", "advice", "meeting", "data"] {
        let talk = |day: &str| silent.clone().log("2026-12-01,Partner,contact", &format!("{day},Partner,{kind}")).lints();
        assert_eq!(talk("2026-12-19"), [], "{kind}");
        assert_eq!(talk("2026-12-20"), [], "{kind}: the same day");
        assert_eq!(talk("2026-12-21"), [told(Some(date(2026, 12, 21)))], "{kind}");
        assert_eq!(talk("2027-01-02"), [told(Some(date(2027, 1, 2)))], "{kind}: over the turn of the year");
    }
    // The other way round over the turn of the year.
    let turned = silent.clone().log("2026-12-01,Partner", "2026-12-31,Partner").log("2026-12-20,Partner", "2027-01-02,Partner");
    assert_eq!(turned.lints(), []);
    // A talk with somebody else is none; the last contact of the departments table is one when it lies before the request.
    let other = silent.log("2026-12-01,Partner", "2026-12-01,Own");
    assert_eq!(other.lints(), [told(None)]);
    assert_eq!(cold.clone().departments("2027-01-08,", "2027-01-08,2026-12-19").lints(), []);
    assert_eq!(cold.clone().departments("2027-01-08,", "2027-01-08,2026-12-20").lints(), [told(None)]);
    // Asked anew after a talk.
    let mended = cold
        .log("2026-12-20,Partner,ask,request\n", "2026-12-20,Partner,ask,request\n2026-12-21,Partner,advice,\n2026-12-22,Partner,ask,\n");
    assert_eq!(mended.lints(), []);
}

#[test]
fn a_day_of_need_wants_two_weeks() {
    let by = |day: &str| clean().departments("2027-01-08", day).lints();
    // The stream that needs them ends on the 21st, the first of two days.
    let until = Some(date(2027, 1, 21));
    let told = |by: Date, days: i32| [Lint::NeededSoon { department: PARTNER, by, days, until, origin: row("departments.csv", 3) }];
    assert_eq!(by("2027-01-08"), [], "fourteen days");
    assert_eq!(by("2027-01-07"), told(date(2027, 1, 7), 13));
    assert_eq!(by("2026-12-25"), told(date(2026, 12, 25), 0));
    assert_eq!(by("2026-12-24"), told(date(2026, 12, 24), -1));
    assert_eq!(by(""), []);
}

#[test]
fn an_element_that_starts_before_today_is_named() {
    let on = |day: Date| -> Vec<Lint> {
        let all = clean().departments("2027-01-08", "2027-03-01").on(day).lints();
        all.into_iter().filter(|l| matches!(l, Lint::StartsInPast { .. })).collect()
    };
    assert_eq!(on(date(2027, 1, 20)), []);
    assert_eq!(on(date(2027, 1, 21)), [Lint::StartsInPast { elements: vec![ElementId(0), ElementId(1)] }]);
    let over_the_year = clean().elements("Dinner,core,own units,20,2027-01-20", "Dinner,core,own units,20,2026-12-24");
    assert_eq!(over_the_year.lints(), [Lint::StartsInPast { elements: vec![ElementId(1)] }]);
}

#[test]
fn a_met_kpi_is_no_lead() {
    let met = clean().kpis("Reach,reach units,0,100,10", "Reach,reach units,0,100,100");
    let led: Vec<Lint> = met.lints().into_iter().filter(|l| matches!(l, Lint::LeadsWithMet { .. })).collect();
    assert_eq!(led, [Lint::LeadsWithMet { kpi: KpiId(1), elements: vec![ElementId(0)] }]);
    // Met, but the plan speaks of another one.
    let other = clean().kpis("Partner,Reach,", "Partner,Old,old units,0,100,100,increase,50,year,2027-03-31\nPartner,Reach,");
    assert_eq!(other.lints(), []);
}

#[test]
fn what_the_proposal_leans_on_has_a_target_and_a_due_date() {
    let spare = "Partner,Spare,spare units,0,,,increase,10,year,\n";
    let and_spare = |t: Tables| Tables { kpis: t.kpis + spare, ..t };
    assert_eq!(and_spare(clean()).lints(), [], "nobody leans on it");
    let undated = and_spare(clean()).kpis("10,increase,100,year,2027-03-31\nPartner,Spare", "10,increase,100,year,\nPartner,Spare");
    assert_eq!(undated.lints(), [Lint::NoDue { kpis: vec![KpiId(1)] }]);
    let open = clean().kpis("Own goal,own units,0,100,10", "Own goal,own units,0,,10").kpis("year,2027-03-31", "year,");
    assert_eq!(open.lints(), [Lint::NoTarget { kpis: vec![KpiId(0)] }, Lint::NoDue { kpis: vec![KpiId(0), KpiId(1)] }]);
}

#[test]
fn what_was_due_before_today_is_of_a_period_that_is_over() {
    let over = clean().kpis("10,increase,100,year,2027-03-31\nPartner,Reach", "10,increase,100,year,2026-03-31\nPartner,Reach");
    assert_eq!(over.lints(), [Lint::PeriodOver { kpis: vec![KpiId(0)] }]);
}

#[test]
fn without_an_actual_value_all_is_taken_as_still_to_do() {
    let own = clean().kpis("own units,0,100,10", "own units,0,100,");
    assert_eq!(own.lints(), [Lint::NoActual { kpis: vec![KpiId(0)], all: false }]);
    let none = own.clone().kpis("reach units,0,100,10", "reach units,0,100,");
    assert_eq!(none.lints(), [Lint::NoActual { kpis: vec![KpiId(0), KpiId(1)], all: true }]);
    // Without a target there is nothing of which a part could be done.
    assert_eq!(own.kpis("own units,0,100,", "own units,0,,").lints(), [Lint::NoTarget { kpis: vec![KpiId(0)] }]);
}

#[test]
fn who_is_leaned_on_has_a_contact() {
    let nobody = clean().departments("partner,B,", "partner,,");
    let told = |asked, origin| Lint::NoContact { department: PARTNER, asked, origin };
    assert_eq!(nobody.lints(), [told(true, row("departments.csv", 3))]);
    assert_eq!(nobody.clone().unasked().lints(), [told(false, row("departments.csv", 3))]);
    // Served without being needed: still the one the proposal speaks to.
    assert_eq!(nobody.clone().unasked().elements(",Partner\n", ",\n").lints(), [told(false, row("departments.csv", 3))]);
    // Neither asked, needed nor served.
    assert_eq!(nobody.unasked().elements(",Partner\n", ",\n").elements("reach units,30", ",").lints(), []);
    // Asked in the log alone, in a departments table without the row: the request is where to look.
    let logged = clean().departments("Partner,partner,B,people,,2027-01-08,2026-12-01\n", "").elements(",Partner\n", ",\n");
    assert_eq!(logged.lints(), [told(true, row("log.csv", 3))]);
    assert_eq!(clean().departments("Own,own,A,", "Own,own,,").lints(), [], "nobody asks oneself");
}

#[test]
fn a_needed_department_has_a_row() {
    let needed = clean().elements("2027-01-21,\n", "2027-01-21,Legal\n");
    assert_eq!(needed.lints(), [Lint::NoRow { department: DepartmentId(2), elements: vec![ElementId(1)] }]);
    assert_eq!(Tables { departments: None, ..needed.clone() }.lints(), []);
    let asks = vec![Ask { kind: AskKind::Need(ElementId(1)), origin: row("elements.csv", 3) }];
    let told = needed.departments("\nPartner", "\nLegal,partner,C,,,,\nPartner").lints();
    assert_eq!(told, [Lint::AskWithoutKpis { department: DepartmentId(2), asks }], "its row is there, its KPIs are not");
}

#[test]
fn an_ask_that_comes_with_what_harms_is_told_apart() {
    let harmed = clean().elements("reach units,30", "reach units,-30").elements("P,Stream,", "P,Overtime shifts,");
    let found = |tables: &Tables| match &tables.lints()[..] {
        [Lint::AskBeforeBenefit { harm, comes_with, .. }, ..] => (harm.as_ref().map(|h| h.element), *comes_with),
        told => panic!("{told:?}"),
    };
    assert_eq!(found(&harmed), (Some(ElementId(0)), None), "people are asked for something else");
    let allowance = harmed.clone().departments("B,people,", "B,Overtime allowance,");
    assert_eq!(found(&allowance), (Some(ElementId(0)), Some(ElementId(0))));
    // Without words what is asked is the part in the one element that needs them.
    assert_eq!(found(&harmed.departments("B,people,", "B,,")), (Some(ElementId(0)), Some(ElementId(0))));
}

#[test]
fn what_is_needed_without_a_day_has_no_last_day() {
    let last = |tables: &Tables| ask::last_of_use(&tables.case(), &[ElementId(0), ElementId(1)], PARTNER);
    let day = Some(date(2027, 1, 21));
    assert_eq!(last(&clean()), day);
    let both = clean().elements("2027-01-20,2027-01-21,\n", "2027-01-10,2027-01-11,Partner\n");
    assert_eq!(last(&both), day);
    assert_eq!(last(&both.elements("2027-01-10,2027-01-11,Partner", ",,Partner")), None);
}

#[test]
fn who_is_taken_below_zero_unasked_is_told() {
    let harmed = clean().elements("reach units,30", "reach units,-30").elements(",Partner\n", ",\n").unasked();
    let harm = Harm { element: ElementId(0), kpi: KpiId(1), mend: None };
    assert_eq!(harmed.lints(), [Lint::Harmed { department: PARTNER, appeal: -1.0, harm }]);
}

#[test]
fn a_day_is_not_moved_past_what_it_is_for() {
    assert!(can_move(TODAY, None) && can_move(TODAY, Some(date(2027, 1, 8))));
    assert!(!can_move(TODAY, Some(date(2027, 1, 7))));
}
