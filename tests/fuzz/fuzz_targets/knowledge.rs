//! Tables of knowledge of any content: they load, or their faults name file and line.
//!
//! The tables are parted by NUL bytes; the first character of each says which one it is, a capital letter that it is the user's own.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use winwin::error::{Fault, Severity};
use winwin::lang::{Lang, problems};
use winwin::score::knowledge::framings::Words;
use winwin::score::knowledge::{GUARD, Kind, Knowledge, Table, tables};
use winwin::score::tokens::Tokens;

fuzz_target!(|data: &[u8]| {
    let (mut built_in, mut own) = (Vec::new(), Vec::new());
    for (number, part) in data.split(|b| *b == 0).enumerate() {
        let Some((&first, data)) = part.split_first() else { continue };
        let kind = Kind::ALL[usize::from(first.to_ascii_lowercase().wrapping_sub(b'a')) % Kind::ALL.len()];
        let (to, folder) = if first.is_ascii_uppercase() { (&mut own, "own/") } else { (&mut built_in, "") };
        to.push(Table { file: Arc::from(format!("{folder}{number}/{}", kind.file_name())), kind, data });
    }
    let mut found = Vec::new();
    let knowledge = tables::read(&built_in, &own, &mut found);
    for problem in &found {
        let table = built_in.iter().chain(&own).find(|t| t.file == problem.place.file);
        let lines = table.map_or(0, |t| t.data.split(|b| matches!(b, b'\n' | b'\r')).count());
        assert!(problem.place.line.is_none_or(|line| (1..=lines as u64).contains(&line)), "{problem:?}");
        let of_a_row = matches!(problem.fault, Fault::Knowledge(_));
        assert!(!of_a_row || problem.place.column.is_some() && problem.place.line.is_some_and(|l| l > 1), "{problem:?}");
        assert_eq!(problem.severity, Severity::Error);
        assert!([Lang::Zh, Lang::En].iter().all(|lang| problems::line(problem, *lang).contains(&*problem.place.file)));
    }
    sound(&knowledge);
    used(&knowledge, &String::from_utf8_lossy(data));
});

/// Every index leads somewhere, every weight is one.
fn sound(k: &Knowledge) {
    let concepts = k.concepts.len();
    assert_eq!(k.drives.len(), concepts);
    for (from, drives) in k.drives.iter().enumerate() {
        let mut to: Vec<u32> = drives.iter().map(|(to, _)| *to).collect();
        assert!(to.iter().all(|to| (*to as usize) < concepts && *to as usize != from));
        assert!(drives.iter().all(|(_, weight)| *weight != 0.0 && weight.abs() <= 1.0));
        to.sort_unstable();
        to.dedup();
        assert_eq!(to.len(), drives.len(), "one drive between two concepts");
    }
    assert!(k.concepts.iter().all(|c| !c.zh.is_empty() && !c.en.is_empty()));
    assert!(k.framings.audiences.iter().all(|a| a.weight > 0.0 && a.weight <= 10.0 && !a.zh.is_empty() && !a.en.is_empty()));
    let bare = Words { title: "T", audience: None, guests: None, topic: None };
    for framing in &k.framings.patterns {
        assert!(!framing.concepts.is_empty() && framing.concepts.iter().all(|c| (*c as usize) < concepts));
        assert!(framing.theme.iter().all(|t| !t.fill(&bare).trim().is_empty()), "{framing:?}");
    }
}

/// What the tables taught is found in a text, in place and without overlap.
fn used(k: &Knowledge, text: &str) {
    let tokens = Tokens::of(text);
    let framings = &k.framings;
    for (phrases, most) in [
        (&k.synonyms, k.concepts.len()),
        (&k.cue_words, k.cues.len()),
        (&framings.form_words, framings.forms.len()),
        (&framings.audience_words, framings.audiences.len()),
    ] {
        let mut end = 0;
        for hit in phrases.find(&tokens) {
            assert!(end <= hit.from && hit.from < hit.to && hit.to <= tokens.tokens.len(), "{hit:?}");
            assert!((hit.target as usize) < most || hit.target == GUARD, "{hit:?}");
            end = hit.to;
        }
    }
}
