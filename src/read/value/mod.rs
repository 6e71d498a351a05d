//! One cell's text, one typed value.
//!
//! Invariant: a cell yields a value, or faults that say why not; a blank cell yields neither. Nothing is
//! guessed in silence: a reading that could be another one carries a warning.
//! Limits: knows one cell and the context it is given, never the neighbouring cells.
pub mod chinese;
pub mod date;
pub mod number;
pub mod parts;
pub mod words;

use crate::model::fault::{Severity, ValueFault};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed<T> {
    /// The value; `None` for a blank cell, a missing marker, or an error in `faults`.
    pub value: Option<T>,
    /// What is to be said about the cell, in the order found.
    pub faults: Vec<(Severity, ValueFault)>,
}

impl<T> Parsed<T> {
    /// A blank cell.
    pub fn blank() -> Self {
        Self { value: None, faults: Vec::new() }
    }

    /// A value without remarks.
    pub fn of(value: T) -> Self {
        Self { value: Some(value), faults: Vec::new() }
    }

    /// An error and no value.
    pub fn error(fault: ValueFault) -> Self {
        Self { value: None, faults: vec![(Severity::Error, fault)] }
    }

    /// The same with one more remark.
    pub fn with(mut self, severity: Severity, fault: ValueFault) -> Self {
        self.faults.push((severity, fault));
        self
    }

    /// Whether one of the faults is an error.
    pub fn is_error(&self) -> bool {
        self.faults.iter().any(|(severity, _)| *severity == Severity::Error)
    }
}

/// What a text cell holds: `clean`ed text, out of the wrappers that spreadsheets put round text they must not
/// turn into numbers (`="007"` and `'007` are `007`).
pub fn text(cell: &str) -> String {
    let cleaned = crate::text::fold::clean(cell);
    let inner = unwrap_cell(&cleaned);
    if inner.len() == cleaned.len() { cleaned } else { inner.to_owned() }
}

/// Takes `="…"` or a leading apostrophe off. `="say ""hi"""` keeps its doubled quotes.
fn unwrap_cell(text: &str) -> &str {
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inner.trim();
    }
    match text.strip_prefix('\'') {
        // A quoted word is no protected number: 'tis, 'A' keep theirs.
        Some(rest) if !rest.contains('\'') && !rest.is_empty() => rest.trim(),
        _ => text,
    }
}

/// The start of a cell that is too long to be a value (a whole text in the wrong column); reading it as one
/// would only cost time.
fn overlong(cell: &str) -> Option<String> {
    const LONGEST: usize = 120;
    cell.chars().nth(LONGEST)?;
    Some(cell.chars().take(40).chain(['…']).collect())
}

/// The fault of a cell that a spreadsheet filled: a formula error (English or localised), a column too narrow,
/// or a formula. `text` in half width.
fn spreadsheet_fault(text: &str) -> Option<ValueFault> {
    let owned = || text.to_owned();
    if text.len() >= 2 && text.chars().all(|c| c == '#') {
        return Some(ValueFault::ColumnTooNarrow { text: owned() });
    }
    let is_name = |c: char| c.is_alphabetic() || c.is_ascii_digit() || "/_¡¿.".contains(c);
    if let Some(name) = text.strip_prefix('#') {
        let core = name.strip_suffix(['!', '?']).unwrap_or(name);
        let known = ["N/A", "NV", "N/D", "Н/Д", "GETTING_DATA", "N/V", "NB", "I/T", "YOK"];
        let marked = core.len() < name.len() && core.chars().all(is_name) && !core.is_empty();
        if marked || known.iter().any(|k| k.eq_ignore_ascii_case(core)) {
            return Some(ValueFault::FormulaError { text: owned() });
        }
    }
    let formula = text.strip_prefix('=').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || "$(@".contains(c)))
        || (text.starts_with('=') && text.chars().skip(2).any(|c| "+*/(&:".contains(c)));
    formula.then(|| ValueFault::Formula { text: owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cells_keep_their_zeros() {
        assert_eq!(text("=\"007\""), "007");
        assert_eq!(text("'0815"), "0815");
        assert_eq!(text(" \u{202e}Chat\u{200b}bot "), "Chatbot");
        assert_eq!(text("'quoted'"), "'quoted'");
        assert_eq!(text("'"), "'");
    }

    #[test]
    fn whole_texts_are_turned_away_at_once() {
        let cell = "1-千万".repeat(200_000);
        let short: String = cell.chars().take(40).chain(['…']).collect();
        let number = number::parse(&cell, &number::NumberContext::default());
        assert_eq!(number.faults, [(Severity::Error, ValueFault::NotANumber { text: short.clone() })]);
        let date = date::parse(&cell, &date::DateContext::default());
        assert_eq!(date.faults, [(Severity::Error, ValueFault::NotADate { text: short })]);
        assert!(words::direction(&cell).is_error());
    }

    #[test]
    fn spreadsheet_errors_in_any_language() {
        for error in ["#N/A", "#NV", "#REF!", "#DIV/0!", "#VALUE!", "#WERT!", "#BEZUG!", "#NAME?", "#¿NOMBRE?", "#ЗНАЧ!", "#SPILL!"] {
            let found = spreadsheet_fault(error);
            assert!(matches!(found, Some(ValueFault::FormulaError { .. })), "{error}: {found:?}");
        }
        assert!(matches!(spreadsheet_fault("########"), Some(ValueFault::ColumnTooNarrow { .. })));
        assert!(matches!(spreadsheet_fault("=SUM(A1:A3)"), Some(ValueFault::Formula { .. })));
        assert!(matches!(spreadsheet_fault("=1+2"), Some(ValueFault::Formula { .. })));
        assert_eq!(spreadsheet_fault("#12"), None);
        assert_eq!(spreadsheet_fault("=-3"), None);
    }
}
