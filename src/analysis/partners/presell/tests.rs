//! Stages, late starts and answers of plans made from small tables.

use super::*;
use crate::analysis::partners::tests::case;
use jiff::civil::date;

/// The plan of the one department of two tables.
fn only(needed_by: &str, log: &str, today: Date) -> Plan {
    let departments = format!("department,needed_by\nIT,{needed_by}\n");
    let log = format!("date,department,kind,what,outcome\n{log}");
    let case = case(&[("departments", &departments), ("log", &log)], today);
    plans(&View::new(&case, None, None), None).remove(0)
}

fn days_of(plan: &Plan) -> [(Date, Date); 3] {
    plan.steps.map(|s| (s.from, s.to))
}

#[test]
fn stages_are_counted_back_over_a_leap_day_and_a_year_end() {
    // 60 days before 1 March 2028 is Saturday 1 January, 45 days before is Sunday the 16th:
    // a first day moves to its Monday, a last one to its Friday.
    let plan = only("2028-03-01", "", date(2027, 12, 1));
    let expected = [(date(2028, 1, 3), date(2028, 1, 14)), (date(2028, 1, 17), date(2028, 2, 9)), (date(2028, 2, 9), date(2028, 2, 16))];
    assert_eq!((days_of(&plan), plan.days_left, plan.next), (expected, 91, Some(Stage::Probe)));
    assert_eq!(plan.steps.map(|s| s.state), [State::Ahead; 3]);
    let over = only("2027-01-10", "", date(2026, 11, 20));
    let expected =
        [(date(2026, 11, 11), date(2026, 11, 26)), (date(2026, 11, 26), date(2026, 12, 18)), (date(2026, 12, 21), date(2026, 12, 25))];
    assert_eq!((days_of(&over), over.steps[0].state, &over.catch_up), (expected, State::Now, &None));
    assert_eq!(over.calendar(date(2026, 11, 20)).len(), 3);
}

#[test]
fn the_log_says_what_is_done() {
    let log = "2026-06-04,IT,contact,Too long ago,\n2026-10-12,IT,contact,Coffee,\n2026-10-12,IT,data,Figures,\n2026-10-26,IT,ask,Desk,\n";
    let plan = only("2026-12-02", log, date(2026, 11, 16));
    // 60 days before 2 December is 3 October, and 120 before that 5 June.
    assert_eq!(plan.steps.map(|s| s.state), [State::Done(1), State::Done(2), State::Done(3)]);
    assert_eq!((plan.asked, plan.asked_first, plan.next, plan.catch_up), (Asked::Yes(3), false, None, None));
}

#[test]
fn what_was_done_for_a_need_stays_done() {
    let log = "2027-01-20,IT,contact,Coffee,\n2027-08-20,IT,contact,Too late,\n";
    for today in [date(2027, 5, 19), date(2027, 5, 21), date(2027, 7, 1), date(2027, 7, 10)] {
        assert_eq!(only("2027-07-10", log, today).steps[0].state, State::Done(0), "{today}");
    }
    // A talk after the day of the need is none for it.
    let late = only("2027-07-10", "2027-08-20,IT,contact,Too late,\n", date(2027, 8, 21));
    assert!(matches!(late.steps[0].state, State::Late(_)));
}

#[test]
fn an_answer_that_grants_nothing_is_followed_up() {
    let plan = only("2026-12-20", "2026-11-01,IT,ask,Desk,in principle\n", date(2026, 11, 16));
    assert_eq!(plan.asked, Asked::Answered(0, false));
    let day = date(2026, 11, 17);
    assert_eq!(plan.calendar(date(2026, 11, 16)), [Window { stage: Stage::Request, from: day, to: day }]);
}

#[test]
fn a_request_before_a_probe_is_marked() {
    let first = only("2026-12-02", "2026-10-12,IT,ask,Desk,\n2026-10-20,IT,advice,How,\n", date(2026, 11, 16));
    assert!(first.asked_first);
    assert_eq!(first.steps.map(|s| s.state), [State::Done(1), State::Skipped, State::Done(0)]);
    let never = only("2026-12-02", "2026-11-01,IT,ask,Desk,\n2026-11-02,IT,refusal,No,\n", date(2026, 11, 16));
    assert!(never.asked_first);
    assert_eq!((never.asked, never.steps[0].state), (Asked::Refused(1), State::Skipped));
    assert!(never.calendar(date(2026, 11, 16)).is_empty());
}

#[test]
fn a_late_start_gets_new_days_or_one_talk() {
    let window = |stage, from, to| Window { stage, from, to };
    // 30 days left: the request is due in 16, half of them for each talk.
    let squeezed = only("2027-01-15", "", date(2026, 12, 16));
    assert_eq!(squeezed.steps[0].state, State::Late(15));
    let expected = vec![
        window(Stage::Probe, date(2026, 12, 16), date(2026, 12, 23)),
        window(Stage::CoCreate, date(2026, 12, 24), date(2026, 12, 31)),
        window(Stage::Request, date(2027, 1, 1), date(2027, 1, 1)),
    ];
    assert_eq!(squeezed.catch_up, Some(CatchUp::Squeeze(expected)));
    let now = only("2027-01-15", "", date(2026, 12, 31));
    assert_eq!(now.catch_up, Some(CatchUp::AskNow { full_time: Some(date(2027, 3, 1)) }));
    assert!(now.is_hurried() && now.is_one_talk());
    assert_eq!(now.calendar(date(2026, 12, 31)), [window(Stage::Request, date(2026, 12, 31), date(2026, 12, 31))]);
    let passed = only("2026-12-30", "", date(2026, 12, 31));
    assert_eq!(passed.catch_up, Some(CatchUp::Passed { full_time: Some(date(2027, 3, 1)) }));
    assert!(passed.days_left == -1 && passed.calendar(date(2026, 12, 31)).is_empty());
    // The probe is done, co-creation is late by three days, four are left up to Friday the 20th.
    let joined = only("2026-12-05", "2026-10-20,IT,advice,How,\n", date(2026, 11, 16));
    let expected = vec![
        window(Stage::CoCreate, date(2026, 11, 16), date(2026, 11, 19)),
        window(Stage::Request, date(2026, 11, 20), date(2026, 11, 20)),
    ];
    assert_eq!((joined.steps[1].state, joined.catch_up), (State::Late(3), Some(CatchUp::Squeeze(expected))));
}

#[test]
fn the_last_day_of_a_stage_is_in_time() {
    // 45 days before 15 March 2027 is 29 January.
    let plan = only("2027-03-15", "", date(2027, 1, 29));
    assert_eq!((plan.steps[0].state, plan.steps[1].state), (State::Now, State::Now));
    assert_eq!(only("2027-03-15", "", date(2027, 1, 30)).steps[0].state, State::Late(1));
    // Fourteen days before, the request is due today.
    let log = "2027-02-01,IT,contact,Coffee,\n2027-02-05,IT,advice,How,\n";
    assert_eq!(only("2027-03-15", log, date(2027, 3, 1)).steps[2].state, State::Now);
    let late = only("2027-03-15", log, date(2027, 3, 2));
    assert_eq!((late.steps[2].state, &late.catch_up), (State::Late(1), &Some(CatchUp::AskNow { full_time: Some(date(2027, 5, 1)) })));
    // A request that alone is late is no talk of several stages.
    assert!(late.is_hurried() && !late.is_one_talk());
}

#[test]
fn the_answer_to_a_request_is_read_from_the_log() {
    let asked = |log: &str| only("2026-12-20", log, date(2026, 12, 1)).asked;
    assert_eq!(asked("2026-11-02,IT,ask,Desk,\n"), Asked::Yes(0));
    assert_eq!(asked("2026-11-02,IT,ask,Desk,waiting for the board\n"), Asked::Yes(0));
    assert_eq!(asked("2026-11-02,IT,ask,Desk,agreed and signed\n"), Asked::Answered(0, true));
    assert_eq!(asked("2026-11-02,IT,ask,Desk,\n2026-11-09,IT,meeting,Talk,Room in May\n"), Asked::Answered(1, false));
    assert_eq!(asked("2026-11-02,IT,ask,Desk,declined: no budget\n"), Asked::Refused(0));
    assert_eq!(asked("2026-11-02,IT,ask,Desk,declined: no budget\n2026-11-09,IT,contact,Talk,agreed after all\n"), Asked::Settled(0, 1));
    assert_eq!(asked("2026-11-02,IT,refusal,No,accepted on 9 November after all\n"), Asked::Settled(0, 0));
    // Asked anew: the last request counts.
    assert_eq!(asked("2026-10-02,IT,ask,Desk,later\n2026-11-02,IT,ask,Desk,\n"), Asked::Yes(1));
}

#[test]
fn a_day_that_has_passed_is_told_unless_the_request_was_granted() {
    let plan = |log: &str| only("2026-11-28", log, date(2026, 12, 31));
    let passed = Some(CatchUp::Passed { full_time: Some(date(2027, 3, 1)) });
    for log in ["", "2026-11-02,IT,ask,Desk,\n", "2026-11-02,IT,refusal,No,\n", "2026-11-02,IT,ask,Desk,In March\n"] {
        let plan = plan(log);
        assert_eq!((&plan.catch_up, plan.days_left), (&passed, -33), "{log}");
        assert!(plan.is_passed() && plan.calendar(date(2026, 12, 31)).is_empty());
    }
    assert_eq!(plan("2026-11-02,IT,ask,Desk,agreed and signed\n").catch_up, None);
}

#[test]
fn an_early_request_counts_and_a_talk_after_it_shaped_nothing() {
    // Asked 132 days before the day, 82 days ago.
    let early = only("2027-03-01", "2026-10-20,IT,ask,Desk,\n", date(2027, 1, 10));
    assert_eq!((early.asked, early.next), (Asked::Yes(0), None));
    // However long ago, until it is answered.
    let waiting = only("2027-03-01", "2026-03-20,IT,ask,Desk,\n", date(2027, 1, 10));
    assert_eq!(waiting.asked, Asked::Yes(0));
    let answered = only("2027-03-01", "2026-03-20,IT,ask,Desk,agreed\n", date(2027, 1, 10));
    assert_eq!((answered.asked, answered.next), (Asked::No, Some(Stage::Probe)));
    let log = "2026-12-01,IT,contact,Coffee,\n2026-12-10,IT,ask,Desk,\n2026-12-20,IT,meeting,Talk,\n";
    assert_eq!(only("2027-03-01", log, date(2027, 1, 10)).steps.map(|s| s.state), [State::Done(0), State::Skipped, State::Done(1)]);
}

#[test]
fn an_account_that_cannot_carry_the_request_wants_a_deposit_first() {
    let departments = "department,needed_by,ask\nIT,2027-03-01,Desk\nAds,2027-03-01,Reach\nLaw,2027-03-01,Permit\n";
    let favors = "date,department,direction,weight\n2026-12-01,IT,received,1\n2026-12-01,Ads,given,1\n";
    let tables = [("departments", departments), ("favors", favors)];
    let case = case(&tables, date(2026, 12, 31));
    let view = View::new(&case, None, None);
    let bank = bank::of(&view);
    let told: Vec<(&str, Option<f64>)> =
        plans(&view, bank.as_ref()).iter().map(|p| (case.department(p.department).name.as_str(), p.deposit_first)).collect();
    assert_eq!(told, [("Ads", None), ("IT", Some(-1.0)), ("Law", Some(0.0))]);
    assert!(plans(&view, None).iter().all(|p| p.deposit_first.is_none()), "without a bank nothing is owed");
}
