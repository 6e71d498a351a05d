//! Quotation marks and brackets that a cut leaves open.

/// Marks that come in twos, opening and closing.
const PAIRS: [(char, char); 8] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('《', '》'), ('（', '）'), ('(', ')'), ('[', ']')];
/// Opens and closes.
const STRAIGHT: char = '"';

/// The head of a cut text with "…" and the marks that close what is open in it: `("Overnight` becomes `("Overnight…")`.
pub(super) fn cut_off(head: &str) -> String {
    let mut head = head;
    let mut open = left_open(head);
    // A mark that opens on nothing is no help.
    while let Some((at, _)) = open.last().filter(|(at, c)| head.get(at + c.len_utf8()..).is_some_and(|rest| rest.trim().is_empty())) {
        head = head.get(..*at).unwrap_or_default().trim_end();
        open = left_open(head);
    }
    let closing = |c: char| PAIRS.iter().find(|(a, _)| *a == c).map_or(c, |(_, b)| *b);
    let closed: String = open.iter().rev().map(|(_, c)| closing(*c)).collect();
    format!("{head}…{closed}")
}

/// Where marks stand that are not closed, the outermost first.
fn left_open(text: &str) -> Vec<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        // A straight mark behind a letter or digit is inches or an end.
        let opens = PAIRS.iter().any(|(a, _)| *a == c) || c == STRAIGHT && !before.is_ascii_alphanumeric();
        before = c;
        let partner = if c == STRAIGHT { Some(c) } else { PAIRS.iter().find(|(_, b)| *b == c).map(|(a, _)| *a) };
        match partner {
            // What closes nothing (the apostrophe of don’t) is a plain character.
            Some(partner) if open.iter().any(|(_, o)| *o == partner) => while open.pop().is_some_and(|(_, o)| o != partner) {},
            _ if opens => open.push((at, c)),
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_is_closed_and_nothing_else() {
        for (head, cut) in [
            ("35.0 % for \"Overnight", "35.0 % for \"Overnight…\""),
            ("35.0 % for \"Overnight stays\"", "35.0 % for \"Overnight stays\"…"),
            ("营销部：“全程", "营销部：“全程…”"),
            ("增加“技师（广州", "增加“技师（广州…）”"),
            ("增加“技师（广州）", "增加“技师（广州）…”"),
            ("co-create: let them shape \"", "co-create: let them shape…"),
            ("共创（“", "共创…"),
            ("don’t ask", "don’t ask…"),
            ("a) first", "a) first…"),
            ("a 55\" screen", "a 55\" screen…"),
            ("", "…"),
        ] {
            assert_eq!(cut_off(head), cut);
        }
    }
}
