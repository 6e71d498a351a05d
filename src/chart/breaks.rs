//! Where a line may end, and how well.
//!
//! Invariant: no line starts with a closing mark or ends with an opening one, a number keeps its unit.
//! Limits: does not know words of Chinese; a caller that does marks good places with U+200B, which then win.

use crate::chart::shape::{is_cjk, is_closing, is_opening};

/// A place where a line may end.
pub(crate) struct Break {
    /// Byte offset where the next line begins.
    pub at: usize,
    /// How bad a break here is, 0 best.
    pub cost: f64,
}

/// Places to break, the end of the text last.
pub(crate) fn breaks(text: &str) -> Vec<Break> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let marked = text.contains('\u{200b}');
    let mut before = None;
    let mut out = Vec::new();
    for pair in chars.windows(2) {
        let [(_, left), (at, right)] = *pair else {
            continue;
        };
        if let Some(cost) = break_cost(left, right) {
            // After the stop of a clause the space costs nothing; where places are marked, others are worse.
            let cost = match cost {
                SPACE if before.is_some_and(is_stop) => STOP,
                BETWEEN if marked => 3.0 * BETWEEN,
                other => other,
            };
            out.push(Break { at, cost });
        }
        before = Some(left);
    }
    out.push(Break { at: text.len(), cost: 0.0 });
    out
}

/// How bad it is to break after the stop of a clause, at a marked place, at a space, between hanzi, after a hyphen.
const STOP: f64 = 0.0;
const MARKED: f64 = 0.05;
const SPACE: f64 = 0.1;
const BETWEEN: f64 = 0.2;
const HYPHEN: f64 = 0.25;

fn is_stop(c: char) -> bool {
    ",;:，；：。、！？".contains(c)
}

fn break_cost(left: char, right: char) -> Option<f64> {
    let no_start = is_closing(right) || ",.;:!?)]}%‰°…—–~～·".contains(right);
    let no_end = is_opening(left) || "([{¥$€£+\u{2212}~～".contains(left);
    if right.is_whitespace() || (no_start && left != ' ') || no_end || right == '\u{200b}' {
        return None;
    }
    if left == '\u{200b}' {
        return Some(MARKED);
    }
    if left.is_whitespace() {
        // "30 %", "= 5": the number and its sign stay together.
        return (!"%‰=/".contains(right)).then_some(SPACE);
    }
    if is_stop(left) && !left.is_ascii() {
        return Some(STOP);
    }
    if "-/".contains(left) && right.is_alphabetic() {
        return Some(HYPHEN);
    }
    if left.is_ascii_digit() && is_cjk(right) {
        return None;
    }
    (is_cjk(left) || is_cjk(right) || is_closing(left) || is_opening(right)).then_some(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut from = 0;
        let cut = |b: &Break| {
            let part = text.get(from..b.at).unwrap_or("");
            from = b.at;
            part
        };
        breaks(text).iter().map(cut).collect()
    }

    #[test]
    fn numbers_signs_and_brackets_hold_together() {
        assert_eq!(parts("占30 %的"), ["占", "30 %", "的"]);
        assert_eq!(parts("（目标）达成"), ["（目", "标）", "达", "成"]);
        assert_eq!(parts("win-win 5 of 8"), ["win-", "win ", "5 ", "of ", "8"]);
    }

    #[test]
    fn marked_places_and_clauses_are_the_best() {
        let cost = |text: &str, n: usize| breaks(text).get(n).map(|b| b.cost);
        assert_eq!(cost("技师\u{200b}展示", 1), Some(MARKED));
        assert!(cost("技师\u{200b}展示", 0) > cost("技师展示", 0));
        assert_eq!(cost("gain; all", 0), Some(STOP));
    }
}
