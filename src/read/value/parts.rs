//! A cell that lists several things, cut at its separators.

use std::ops::Range;

/// Most parts that are read as one name: what has more of them is a list, and each run of parts is held against all names.
const MOST_JOINED: usize = 32;

/// What parts a cell; a line end folds to a space.
fn is_separator(c: char) -> bool {
    matches!(c, ';' | '；' | '、' | ',' | '，' | '/' | '\n')
}

/// Where the parts of a cell stand between its separators, without blank ones.
pub fn parted(cell: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let parts = cell.split_inclusive(is_separator).map(|part| {
        let from = start;
        start += part.len();
        let part = part.strip_suffix(is_separator).unwrap_or(part);
        let blank = part.len() - part.trim_start().len();
        from + blank..from + blank + part.trim().len()
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// The names in a cell. A separator is part of a name where a `known` one is written so (`Sales/Marketing`), the longest name first.
pub fn names(cell: &str, known: impl Fn(&str) -> bool) -> Vec<&str> {
    joined(cell, MOST_JOINED, |_| true, known)
}

/// Most parts that a cell's run may have to be a name, told from the name's folded form.
pub fn most_parts(folded: &str) -> usize {
    folded.chars().filter(|c| is_separator(*c) || *c == ' ').count() + 1
}

/// The same as [`names`] where more is known of the names: none has more than `most` parts, and one of several parts `begins` with the
/// first of them. A long list is then no more work than its parts.
pub fn joined(cell: &str, most: usize, begins: impl Fn(&str) -> bool, known: impl Fn(&str) -> bool) -> Vec<&str> {
    let most = most.clamp(1, MOST_JOINED);
    let parts = parted(cell);
    let (mut names, mut from) = (Vec::new(), 0);
    while from < parts.len() {
        let whole = |to: usize| &cell[parts[from].start..parts[to].end];
        let end = parts.len().min(from + most);
        let several = from + 1 < end && begins(whole(from));
        let last = if several { (from + 1..end).rev().find(|to| known(whole(*to))).unwrap_or(from) } else { from };
        names.push(whole(last));
        from = last + 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn parts_stand_where_they_are_written() {
        let cell = " IT；; 财务部、R&D/ ";
        let parts: Vec<&str> = parted(cell).into_iter().map(|at| &cell[at]).collect();
        assert_eq!(parts, ["IT", "财务部", "R&D"]);
        assert!(parted(" ,; ").is_empty());
    }

    #[test]
    fn a_known_name_keeps_its_separators() {
        let known = |name: &str| ["Sales/Marketing", "Sales", "R&D, IT"].contains(&name);
        assert_eq!(names("Sales/Marketing; Sales / Legal、R&D, IT", known), ["Sales/Marketing", "Sales", "Legal", "R&D, IT"]);
        assert!(names(" / ", known).is_empty());
    }

    #[test]
    fn each_part_of_a_long_list_is_held_against_names_a_few_times() {
        let asked = Cell::new(0);
        let known = |_: &str| {
            asked.set(asked.get() + 1);
            false
        };
        let cell = "a;".repeat(1000);
        assert_eq!(names(&cell, known).len(), 1000);
        assert!(asked.get() < 1000 * MOST_JOINED, "{}", asked.get());
        asked.set(0);
        assert_eq!((joined(&cell, usize::MAX, |_| false, known).len(), joined(&cell, 1, |_| true, known).len()), (1000, 1000));
        assert_eq!(asked.get(), 0);
        let two = |name: &str| name == "a;a";
        assert_eq!(joined("a;a;a", most_parts("a;a"), |_| true, two), ["a;a", "a"]);
    }
}
