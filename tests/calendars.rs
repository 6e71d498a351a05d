//! The calendar files of the worked examples: valid after RFC 5545, and the same matter keeps its UID.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{EXAMPLES, Work};

const HOME: &str = "上门保养服务";
const HARBOR: &str = "Harbor Festival";

fn analysed(example: &str, flags: &[&str]) -> Work {
    let work = Work::of_example(example);
    work.run(&[&["analyze", ".", "--out", "out", "--charts", "none"], flags].concat()).ended(0);
    work
}

/// Content lines of a calendar, unfolded, and the check that it is one.
fn unfolded(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.ends_with("\r\n") && text.matches('\n').count() == text.matches("\r\n").count(), "every line ends with CR LF");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line of more than 75 octets");
    text.replace("\r\n ", "").trim_end().split("\r\n").map(str::to_owned).collect()
}

#[test]
fn calendars_are_valid_and_keep_their_uids() {
    for example in EXAMPLES {
        let work = analysed(example, &[]);
        let calendars: Vec<(String, Vec<u8>)> = work.files("out").into_iter().filter(|(path, _)| path.ends_with(".ics")).collect();
        assert!(calendars.len() >= 2, "{example}");
        let mut matters: BTreeMap<String, String> = BTreeMap::new();
        for (path, bytes) in calendars {
            let lines = unfolded(&bytes);
            assert_eq!((lines[0].as_str(), lines.last().unwrap().as_str()), ("BEGIN:VCALENDAR", "END:VCALENDAR"), "{path}");
            assert!(lines.contains(&"VERSION:2.0".to_owned()) && lines.iter().any(|l| l.starts_with("PRODID:")), "{path}");
            let events = lines.iter().filter(|l| *l == "BEGIN:VEVENT").count();
            for property in ["END:VEVENT", "UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:", "DESCRIPTION:"] {
                assert_eq!(lines.iter().filter(|l| l.starts_with(property)).count(), events, "{path}: {property}");
            }
            let of = |property: &str| lines.iter().filter(|l| l.starts_with(property)).cloned().collect::<Vec<_>>();
            let uids: BTreeSet<String> = of("UID:").into_iter().collect();
            assert_eq!(uids.len(), events, "{path}: a UID twice");
            // Calendars of several projects share the UIDs of what they share, the meeting and the days of needs, and nothing else.
            for (uid, title) in of("UID:").into_iter().zip(of("SUMMARY:")) {
                let first = matters.entry(uid).or_insert_with(|| title.clone());
                assert_eq!(*first, title, "{path}");
            }
            for (start, end) in lines.iter().filter(|l| l.starts_with("DTSTART")).zip(lines.iter().filter(|l| l.starts_with("DTEND"))) {
                let (start, end) = (start.rsplit(':').next().unwrap(), end.rsplit(':').next().unwrap());
                assert!(start.len() == 8 && start < end, "{path}: {start} {end}");
            }
            // Commas and semicolons of a text are escaped.
            let bare = |l: &&String| l.replace("\\\\", "").replace("\\,", "").replace("\\;", "").contains([',', ';']);
            assert_eq!(lines.iter().filter(|l| l.starts_with("SUMMARY") || l.starts_with("DESCRIPTION")).filter(bare).count(), 0, "{path}");
        }
    }
    let uids = |today: &str| -> BTreeSet<String> {
        let work = analysed("home-service", &["--today", today]);
        let bytes = std::fs::read(work.path(&format!("out/{HOME}/presell.ics"))).unwrap();
        unfolded(&bytes).into_iter().filter(|l| l.starts_with("UID:")).collect()
    };
    let (first, later) = (uids("2026-04-20"), uids("2026-04-21"));
    assert!(first == later && first.len() > 10, "the same matters keep their UIDs on another day");
    let harbor = analysed("harbor-festival", &[]);
    let committee = unfolded(&std::fs::read(harbor.path(&format!("out/{HARBOR}/committee.ics"))).unwrap());
    for line in [
        "DTSTAMP:20270315T000000Z",
        "DTSTART;VALUE=DATE:20270326",
        "DTEND;VALUE=DATE:20270327",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
        "DTSTART;VALUE=DATE:20270409",
        "RRULE:FREQ=MONTHLY;BYDAY=2FR",
    ] {
        assert!(committee.contains(&line.to_owned()), "{line}: {committee:#?}");
    }
}

#[test]
fn a_meeting_of_several_projects_stands_in_the_calendar_once() {
    let work = analysed("lifestyle-summit", &[]);
    let files = work.files("out");
    let uids: Vec<Vec<String>> = files
        .iter()
        .filter(|(path, _)| path.ends_with("committee.ics"))
        .map(|(_, bytes)| unfolded(bytes).into_iter().filter(|l| l.starts_with("UID:")).collect())
        .collect();
    assert!(uids.len() == 2 && uids[0] == uids[1] && uids[0].len() == 2, "{uids:?}");
}

#[test]
fn one_talk_carries_the_advice_and_the_deposit_and_no_day_falls_on_a_weekend() {
    let work = Work::new();
    work.write(
        "kpis.csv",
        "department,kpi,metric,baseline,target,actual,due\nUs,Sales,sales,0,10,1,2028-12-31\nIT,Digital scenes,scenes,0,5,1,2028-12-31\n",
    );
    work.write("elements.csv", "project,element,description\nFair,Booking desk,Visitors book online\n");
    work.write(
        "departments.csv",
        "department,role,ask,needed_by\nUs,own,,\nIT,partner,Booking desk,2028-01-10\nLaw,partner,Permit,2028-03-01\n",
    );
    work.write("favors.csv", "date,department,direction,weight\n2027-12-01,IT,received,1\n");
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--today", "2027-12-31"]).ended(0);
    let lines = unfolded(&std::fs::read(work.path("out/Fair/presell.ics")).unwrap());
    let talk =
        lines.iter().find(|l| l.starts_with("DESCRIPTION:nothing can be given in advance in time (favor balance \u{2212}1")).unwrap();
    assert!(talk.contains("first: ask about") && talk.contains("Digital scenes") && talk.contains("Booking desk by 2028-01-10"), "{talk}");
    // 60 days before 1 March 2028 is Saturday 1 January, 45 days Sunday the 16th: the first moves to its Monday, the last to its Friday.
    let at = lines.iter().position(|l| l == "SUMMARY:probe: Law").unwrap();
    assert!(lines[..at].ends_with(&["DTSTART;VALUE=DATE:20280103".to_owned(), "DTEND;VALUE=DATE:20280115".to_owned()]), "{lines:#?}");
}
