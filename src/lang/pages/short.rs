//! Names shortened so that they stay apart: what reads the same on a page is the same thing.
//!
//! Invariant: two different names of one set never get one short form, and a name has the same short form on every page. Widths are columns of
//! letters: a Chinese character takes two.

use std::collections::BTreeSet;

use crate::text::is_han;

/// Parts of the width that the end of a name may take where its head does not tell it from others, the smallest first.
const TAILS: [f64; 3] = [0.3, 0.45, 0.6];
/// Columns that "… 123" takes.
const NUMBER: usize = 5;
/// Most columns by which an end is shortened to begin with a word.
const WORD: usize = 12;

fn wide(c: char) -> usize {
    if is_han(c) || ('\u{3000}'..='\u{ffef}').contains(&c) { 2 } else { 1 }
}

fn width(text: &str) -> usize {
    text.chars().map(wide).sum()
}

/// The part of a name that takes at most `columns`; `None` when that is all of it.
fn head(name: &str, columns: usize) -> Option<&str> {
    let mut taken = 0;
    let over = name.char_indices().find(|(_, c)| {
        taken += wide(*c);
        taken > columns
    });
    let head = name.get(..over?.0).unwrap_or_default();
    let word = head.rfind(' ').filter(|at| at * 2 >= head.len());
    let head = word.and_then(|at| head.get(..at)).unwrap_or(head);
    Some(head.trim_end_matches(|c: char| c.is_whitespace() || ",，、;；".contains(c)))
}

/// The end of a name that takes at most `columns`, from the beginning of a word if one begins soon.
fn tail(name: &str, columns: usize) -> &str {
    let mut taken = 0;
    let over = name.char_indices().rev().find(|(_, c)| {
        taken += wide(*c);
        taken > columns
    });
    let tail = over.and_then(|(at, c)| name.get(at + c.len_utf8()..)).unwrap_or(name);
    let inside = !name.get(..name.len() - tail.len()).unwrap_or_default().ends_with(' ');
    let word = tail.find(' ').filter(|at| inside && *at < WORD && at + 1 < tail.len());
    word.and_then(|at| tail.get(at..)).unwrap_or(tail).trim_start()
}

/// A name of at most `columns` columns, cut at a word with "…".
pub fn clipped(name: &str, columns: usize) -> String {
    head(name, columns).map_or_else(|| name.to_owned(), |head| format!("{head}…"))
}

/// The same where another one of `all` would be cut to the same: with the end that tells it from the others, at last with its number among them.
pub fn apart<'a>(name: &str, columns: usize, all: impl Iterator<Item = &'a str>) -> String {
    let Some(start) = head(name, columns) else { return name.to_owned() };
    let long = |n: &&str| *n != name && head(n, columns).is_some();
    // Ends are looked at under shorter heads, so that also names of other heads may get in the way.
    let shortest = columns.saturating_sub((columns as f64 * TAILS[2]) as usize + 1);
    let stem = head(name, shortest).unwrap_or(name);
    let near: Vec<&str> = all.filter(|n| n.starts_with(stem) && long(n)).collect();
    if !near.iter().any(|n| head(n, columns) == Some(start)) {
        return format!("{start}…");
    }
    for share in TAILS {
        let end = tail(name, (columns as f64 * share) as usize);
        let start = head(name, columns.saturating_sub(width(end) + 1)).unwrap_or_default();
        if !start.is_empty() && !near.iter().any(|n| n.starts_with(start) && n.ends_with(end)) {
            return format!("{start}…{end}");
        }
    }
    // Ranked by name: the tables may hold one name more than once and in any order.
    let rank = near.iter().filter(|n| **n < name).collect::<BTreeSet<_>>().len() + 1;
    format!("{}… {rank}", head(name, columns.saturating_sub(NUMBER)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_clipped_at_words_by_their_width() {
        assert_eq!(clipped("豪华车主生活方式峰会", 20), "豪华车主生活方式峰会");
        assert_eq!(clipped("豪华车主生活方式峰会", 9), "豪华车主…");
        assert_eq!(clipped("Share of visitors, arriving by bus", 20), "Share of visitors…");
        assert_eq!(clipped("abcdefghij", 4), "abcd…");
    }

    fn all(names: &[&str], columns: usize) -> Vec<String> {
        names.iter().map(|n| apart(n, columns, names.iter().copied())).collect()
    }

    #[test]
    fn different_names_stay_different() {
        let alone = all(&["Share of visitors arriving by bus", "Overnight stays"], 22);
        assert_eq!(alone, ["Share of visitors…", "Overnight stays"]);
        let ends = all(&["Share of visitors arriving by bus", "Share of visitors arriving by train", "Share of visitors"], 22);
        assert_eq!(ends, ["Share of…by bus", "Share of…train", "Share of visitors"]);
        let same_ends = all(&["供应商电子发票甲类及时开具比例全年", "供应商电子发票乙类及时开具比例全年"], 12);
        assert_ne!(same_ends[0], same_ends[1], "{same_ends:?}");
    }

    #[test]
    fn many_alike_stay_apart_and_short() {
        let names: Vec<String> = (0..30)
            .map(|i| format!("Procurement lead time of the {} group of goods in the {} half", ["first", "second", "third"][i % 3], i / 3))
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for columns in [11, 22, 40] {
            let short = all(&names, columns);
            let different: BTreeSet<&String> = short.iter().collect();
            assert_eq!(different.len(), names.len(), "{short:?}");
            assert!(short.iter().all(|s| width(s) <= columns + 1), "{short:?}");
            assert_eq!(short.iter().filter(|s| s.contains('…')).count(), names.len());
        }
    }
}
