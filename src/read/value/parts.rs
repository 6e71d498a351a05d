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
}
