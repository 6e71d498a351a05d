//! A cell that lists several things, cut at its separators.

use std::ops::Range;

/// Where the parts of a cell stand between its separators, without blank ones.
pub fn parted(cell: &str) -> Vec<Range<usize>> {
    let separator = |c: char| matches!(c, ';' | '；' | '、' | ',' | '，' | '/' | '\n');
    let mut start = 0;
    let parts = cell.split_inclusive(separator).map(|part| {
        let from = start;
        start += part.len();
        let part = part.strip_suffix(separator).unwrap_or(part);
        let blank = part.len() - part.trim_start().len();
        from + blank..from + blank + part.trim().len()
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// The names in a cell. A separator is part of a name where a `known` one is written so (`Sales/Marketing`), the longest name first.
pub fn names(cell: &str, known: impl Fn(&str) -> bool) -> Vec<&str> {
    let parts = parted(cell);
    let (mut names, mut from) = (Vec::new(), 0);
    while from < parts.len() {
        let whole = |to: usize| &cell[parts[from].start..parts[to].end];
        let last = (from + 1..parts.len()).rev().find(|to| known(whole(*to))).unwrap_or(from);
        names.push(whole(last));
        from = last + 1;
    }
    names
}

#[cfg(test)]
mod tests {
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
}
