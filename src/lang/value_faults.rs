//! What is said about a cell that could not be read, or not without doubt.
//!
//! Knows one message (what is wrong) and one help (what to write) per fault, in Chinese and English. Invariant: both are
//! single lines, name the text at fault, and offer a form that the reader accepts wherever there is one.
//! Limits: says nothing of file, line and column; the caller puts them in front.
mod en;
mod zh;

use crate::model::Lang;
use crate::model::fault::{Comparator, ValueFault};

/// Message and help for a fault.
pub fn sentence(fault: &ValueFault, lang: Lang) -> (String, String) {
    match lang {
        Lang::Zh => zh::sentence(fault),
        Lang::En => en::sentence(fault),
    }
}

fn bound(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::Above => ">",
        Comparator::Below => "<",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::unit::Unit;
    use crate::read::value::date::{self, DateContext};
    use crate::read::value::number::{self, NumberContext};
    use crate::read::value::words;

    fn said(cell: &str, unit: &str) -> Vec<(String, String)> {
        let unit = Some(Unit::parse(unit)).filter(|_| !unit.is_empty());
        let ctx = NumberContext { unit, allow_comparator: true, ..NumberContext::default() };
        let faults = number::parse(cell, &ctx).faults;
        faults.iter().flat_map(|(_, fault)| [sentence(fault, Lang::Zh), sentence(fault, Lang::En)]).collect()
    }

    #[test]
    fn a_reader_learns_what_to_write() {
        assert_eq!(said("0.60", "%")[1].1, "write 60% or 0.6%");
        assert_eq!(said("1,5", "")[1].0, "`1,5` could be 1.5 or 15");
        assert_eq!(said("5-8%", "")[1].0, "`5-8%` is a range (5% to 8%); one number is wanted here");
        assert_eq!(said("650万", "万元")[0].0, "“650万”与单位“万元”都带数量级，只计一次，读作 650 万元");
        assert_eq!(said("#REF!", "")[1].1, "fix the cell and export again");
    }

    #[test]
    fn messages_are_single_lines_that_name_the_text() {
        let cells = [
            "N/A",
            "#N/A",
            "####",
            "=A1",
            "abc",
            "5 2x",
            "inf",
            "1e400",
            "1e-400",
            "1e20",
            "5%%",
            "--5",
            "0x1",
            "10²",
            "1.234,5",
            "5 5",
            "5,0000",
            "–5",
            "5-",
            "降5",
            "约5",
            "≥5",
            "5-8",
            "8~5",
            "-5-8",
            "$5 h",
            "2024/3/1",
            "12:30",
            "5w",
            "5 pts",
            "5 kits",
            "5 (maybe)",
        ];
        for cell in cells {
            let all = said(cell, "");
            assert!(!all.is_empty(), "{cell}");
            for (message, help) in all {
                assert!(message.contains(cell) || message.contains(['“', '`']), "{message}");
                assert!(!message.contains('\n') && !help.is_empty(), "{message}");
            }
        }
    }

    #[test]
    fn dates_and_words() {
        let ctx = DateContext::default();
        let fault = |cell: &str| date::parse(cell, &ctx).faults.pop().unwrap().1;
        assert_eq!(sentence(&fault("2023-02-29"), Lang::En).0, "the date `2023-02-29` does not exist: the month has 28 days");
        assert_eq!(sentence(&fault("2025-W53"), Lang::Zh).0, "日期“2025-W53”不存在：该年只有 52 周");
        assert_eq!(sentence(&fault("3/4/2024"), Lang::En).1, "write 2024-04-03 or 2024-03-04");
        let fault = words::direction("incraese").faults.pop().unwrap().1;
        assert_eq!(sentence(&fault, Lang::En).1, "did you mean increase? accepted: increase, 提升, decrease, 降低");
    }
}
