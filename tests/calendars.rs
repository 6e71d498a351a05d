//! The calendar files of the worked examples: valid after RFC 5545, and the same matter keeps its UID.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeSet;

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
        let mut uids = BTreeSet::new();
        for (path, bytes) in calendars {
            let lines = unfolded(&bytes);
            assert_eq!((lines[0].as_str(), lines.last().unwrap().as_str()), ("BEGIN:VCALENDAR", "END:VCALENDAR"), "{path}");
            assert!(lines.contains(&"VERSION:2.0".to_owned()) && lines.iter().any(|l| l.starts_with("PRODID:")), "{path}");
            let events = lines.iter().filter(|l| *l == "BEGIN:VEVENT").count();
            for property in ["END:VEVENT", "UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:", "DESCRIPTION:"] {
                assert_eq!(lines.iter().filter(|l| l.starts_with(property)).count(), events, "{path}: {property}");
            }
            for uid in lines.iter().filter(|l| l.starts_with("UID:")) {
                assert!(uids.insert(uid.clone()), "{path}: {uid} twice");
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
    for line in ["DTSTAMP:20270315T000000Z", "DTSTART;VALUE=DATE:20270326", "DTEND;VALUE=DATE:20270327", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"] {
        assert!(committee.contains(&line.to_owned()), "{line}: {committee:#?}");
    }
}
