//! Portable file names from names people give.

use std::collections::BTreeSet;

use crate::text::{clean, fold};

/// Most characters of a name that are kept.
const LONGEST: usize = 80;
/// Most bytes: disks take 255, and an ending and a number follow.
const MOST_BYTES: usize = 200;
/// Names that Windows keeps for devices.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
    "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A file name for each name: no separators or characters that some system refuses, no device names, no leading dot, and no two alike on a
/// disk that does not tell capitals. `taken` are names that must not be given away.
pub fn file_names(names: &[&str], taken: &[&str]) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|t| fold(t)).collect();
    names
        .iter()
        .map(|name| {
            let base = portable(name);
            let mut candidate = base.clone();
            let mut next = 2;
            while !used.insert(fold(&candidate)) {
                candidate = format!("{base}-{next}");
                next += 1;
            }
            candidate
        })
        .collect()
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
    fn long_names_are_cut() {
        assert_eq!(file_names(&[&"é".repeat(300)], &[])[0].chars().count(), LONGEST);
        // 80 characters of these take 320 bytes, more than any disk gives a name.
        let families = "👨\u{200d}👩\u{200d}👧\u{200d}👦".repeat(50);
        let names = file_names(&[&families, &families, &"长".repeat(300)], &[]);
        assert!(names.iter().all(|n| n.len() <= MOST_BYTES + 2 && n.len() > MOST_BYTES - 8), "{names:?}");
        assert_ne!(names[0], names[1]);
    }
}
