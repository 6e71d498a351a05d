//! Calendar files after RFC 5545: lines end with CR LF and are folded at 75 octets, texts are escaped, entries last whole days.
//!
//! An entry's UID comes from what it is about, not from its days, so that a calendar moves it when a later run gives it other days.
//! DTSTAMP is the day of the run at 00:00 UTC: the same tables give the same bytes.

use jiff::civil::Date;

use crate::analysis::partners::days;
use crate::lang::Lang;
use crate::lang::partners::events::Entry;

/// Most octets of a line, its end not counted.
const LONGEST: usize = 75;

/// A calendar of entries.
pub fn calendar(name: &str, today: Date, lang: Lang, entries: &[Entry]) -> Vec<u8> {
    let mut out = String::new();
    let language = crate::lang::pick(lang, "ZH", "EN");
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, &format!("PRODID:-//winwin//partners//{language}"));
    line(&mut out, "CALSCALE:GREGORIAN");
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(name)));
    for entry in entries {
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}@winwin", fingerprint(&entry.key)));
        line(&mut out, &format!("DTSTAMP:{}T000000Z", day(today)));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", day(entry.from)));
        // The end is the first day that no longer belongs to it.
        line(&mut out, &format!("DTEND;VALUE=DATE:{}", day(days::after(entry.to, 1))));
        if let Some(which) = entry.monthly {
            line(&mut out, &format!("RRULE:FREQ=MONTHLY;BYDAY={which}FR"));
        }
        line(&mut out, &format!("SUMMARY:{}", escaped(&entry.title)));
        line(&mut out, &format!("DESCRIPTION:{}", escaped(&entry.text)));
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out.into_bytes()
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Adds a line, folded between characters: each further piece begins with a space, which counts.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// Text as a value: backslash, semicolon and comma escaped, line ends as `\n`, other control characters dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// 16 hexadecimal digits for a text: the 64-bit hash of Fowler, Noll and Vo, variant 1a.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn entry(title: &str, text: &str) -> Entry {
        Entry {
            key: "P\nIT\nprobe".into(),
            from: date(2028, 2, 28),
            to: date(2028, 2, 29),
            title: title.into(),
            text: text.into(),
            monthly: None,
        }
    }

    #[test]
    fn a_calendar_is_as_the_standard_wants_it() {
        let text = String::from_utf8(calendar("P; Q", date(2027, 12, 31), Lang::En, &[entry("a, b; c\\d", "one\ntwo")])).unwrap();
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//winwin//partners//EN\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:P\\; Q\r\n\
            BEGIN:VEVENT\r\nUID:6fb798d985477042@winwin\r\nDTSTAMP:20271231T000000Z\r\nDTSTART;VALUE=DATE:20280228\r\nDTEND;VALUE=DATE:20280301\r\n\
            SUMMARY:a\\, b\\; c\\\\d\r\nDESCRIPTION:one\\ntwo\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn lines_are_folded_at_75_octets_between_characters() {
        for title in ["双赢".repeat(60), "x".repeat(300), "a双𠮷".repeat(50)] {
            let bytes = calendar("n", date(2026, 11, 16), Lang::Zh, &[entry(&title, "")]);
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
            let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
            assert!(lines.iter().all(|l| l.len() <= LONGEST), "{lines:#?}");
            // As long as they may be: one more character would not fit.
            assert!(lines.iter().any(|l| l.len() > LONGEST - 4));
            assert!(text.replace("\r\n ", "").contains(&format!("\r\nSUMMARY:{title}\r\n")));
        }
        let mut out = String::new();
        line(&mut out, &"x".repeat(75));
        assert_eq!(out, format!("{}\r\n", "x".repeat(75)));
    }

    #[test]
    fn what_an_entry_is_about_makes_its_uid() {
        // Published values of the hash.
        assert_eq!(fingerprint(""), "cbf29ce484222325");
        assert_eq!(fingerprint("a"), "af63dc4c8601ec8c");
        assert_eq!(fingerprint("foobar"), "85944171f73967e8");
    }
}
