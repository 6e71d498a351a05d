//! Portable file names from names people give.

mod alike;

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{clean, fold};
use alike::alike;

/// Most characters of a name that are kept.
const LONGEST: usize = 80;
/// Most bytes: disks take 255, and an ending and a number follow.
const MOST_BYTES: usize = 200;
/// Names that Windows keeps for devices.
const RESERVED: [&str; 30] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
    "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "com¹", "com²", "com³", "lpt¹", "lpt²", "lpt³", "conin$", "conout$",
];

/// A file name for each name: no separators or characters that some system refuses, no device names, no leading dot, and no two alike on a
/// disk that does not tell capitals, or how a letter is composed. `taken` are names that must not be given away.
pub fn file_names(names: &[&str], taken: &[&str]) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|t| alike(t)).collect();
    // The number to try next by name: all before it are given away, and ten thousand projects of one name need not try them each.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let unused = |name: &&str| {
        let base = portable(name);
        let form = alike(&base);
        if used.insert(form.clone()) {
            return base;
        }
        let number = numbers.entry(form).or_insert(2);
        loop {
            let candidate = format!("{base}-{number}");
            *number += 1;
            if used.insert(alike(&candidate)) {
                return candidate;
            }
        }
    };
    names.iter().map(unused).collect()
}

fn portable(name: &str) -> String {
    let replaced: String = clean(name)
        .chars()
        .map(|c| if c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let trimmed = replaced.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let mut short: String =
        trimmed.char_indices().take(LONGEST).take_while(|(at, c)| at + c.len_utf8() <= MOST_BYTES).map(|(_, c)| c).collect();
    // What joined two signs joins nothing any more.
    while short.len() < trimmed.len() && short.ends_with('\u{200d}') {
        short.pop();
    }
    while short.ends_with(|c: char| c == '.' || c.is_whitespace()) {
        short.pop();
    }
    let stem = fold(short.split('.').next().unwrap_or(""));
    if short.is_empty() {
        "project".to_owned()
    } else if RESERVED.contains(&stem.as_str()) {
        format!("_{short}")
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_and_apart() {
        let names = file_names(&["A/B", "A:B", "a_b", "A B", "..", "CON", "../../etc", "车主\u{202e}峰会", ""], &["charts"]);
        assert_eq!(names, ["A_B", "A_B-2", "a_b-3", "A B", "project", "_CON", "_.._etc", "车主峰会", "project-2"]);
    }

    #[test]
    fn one_name_for_a_disk_is_not_given_twice() {
        let names = ["Café", "Cafe\u{301}", "Straße", "STRASSE", "Kunst", "Kunſt", "Cafe", "straße"];
        let apart = ["Café", "Cafe\u{301}-2", "Straße", "STRASSE-2", "Kunst", "Kunſt-2", "Cafe", "straße-3"];
        assert_eq!(file_names(&names, &[]), apart);
        assert_eq!(file_names(&["Übersicht"], &["U\u{308}BERSICHT"]), ["Übersicht-2"]);
    }

    #[test]
    fn names_of_devices_are_told_apart_from_words() {
        let devices = ["COM¹", "com².txt", "LPT³", "CONIN$", "conout$", "Lpt9"];
        assert!(file_names(&devices, &[]).iter().zip(devices).all(|(name, device)| *name == format!("_{device}")));
        let words = ["COM⁴", "Conin", "LPT", "Com12"];
        assert_eq!(file_names(&words, &[]), words);
    }

    #[test]
    fn many_projects_of_one_name_are_numbered_at_once() {
        let name = "年".repeat(LONGEST);
        let names: Vec<String> = (0..3000).map(|n| format!("{name}{n}")).collect();
        let names = file_names(&names.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
        assert_eq!((names[0].clone(), names[2999].clone()), (names[1].replace("-2", ""), format!("{}-3000", names[0])));
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(file_names(&[&"é".repeat(300)], &[])[0].chars().count(), LONGEST);
        // 80 characters of these take 320 bytes, more than any disk gives a name.
        let families = "👨\u{200d}👩\u{200d}👧\u{200d}👦".repeat(50);
        let names = file_names(&[&families, &families, &"长".repeat(300)], &[]);
        assert!(names.iter().all(|n| n.len() <= MOST_BYTES + 2 && n.len() > MOST_BYTES - 8), "{names:?}");
        assert_ne!(names[0], names[1]);
    }
}
