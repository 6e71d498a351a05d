//! Text as the reader compares it, and text as it is shown.
//!
//! Knows which characters are only another width of an ASCII character and which ones cannot be seen.
//! Invariant: folding never changes what a number says. That is why this is a short fixed list and not
//! NFKC, which would turn `10²` into `102` and `①` into `1`.
//! Limits: no accents, no composition of combining marks.

use std::borrow::Cow;

use crate::text::{is_han, simplified};

/// The ASCII or narrow character that `c` is a full-width (or small) form of; `c` itself otherwise.
///
/// Covers U+FF01..=U+FF5E, the full-width signs `￠￡￥￦`, the small forms `﹢﹣﹩﹪`, and every kind of
/// space (U+3000, no-break, thin, line ends), which becomes one plain space.
pub fn narrow_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{ffe0}' => '¢',
        '\u{ffe1}' => '£',
        '\u{ffe5}' => '¥',
        '\u{ffe6}' => '₩',
        '\u{fe62}' => '+',
        '\u{fe63}' => '-',
        '\u{fe69}' => '$',
        '\u{fe6a}' => '%',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Whether `c` leaves no mark when shown: zero-width characters, bidi controls, the byte order mark, the
/// soft hyphen, variation selectors and control characters other than white space.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    ) || (c.is_control() && !c.is_whitespace())
}

/// Half width, nothing invisible, runs of spaces as one, no space at the ends; upper and lower case stay
/// apart. For values in which case matters: `3M` is three million, `3m` three metres.
pub fn narrow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Nearly all characters are one of these, which stay as they are.
        if c.is_ascii_graphic() || ('\u{4e00}'..='\u{9fff}').contains(&c) {
            out.push(c);
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        let c = narrow_char(c);
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The form in which names and words are compared: [`narrow`] in lower case, Traditional characters as Simplified ones.
pub fn fold(text: &str) -> String {
    let narrow = narrow(text).to_lowercase();
    match simplified(&narrow) {
        Cow::Borrowed(_) => narrow,
        Cow::Owned(other) => other,
    }
}

/// The form in which text is shown: as written, without invisible characters and without space at the
/// ends. Line ends inside stay.
pub fn clean(text: &str) -> String {
    // Hardly any text has such characters, and every cell of a table comes through here.
    if !text.contains(is_invisible) {
        return text.trim().to_owned();
    }
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    seen.trim().to_owned()
}

/// A text on one line. Where it was broken stands a space, except between Chinese characters, which no space parts.
pub fn one_line(text: &str) -> Cow<'_, str> {
    const ENDS: [char; 6] = ['\n', '\r', '\t', '\u{b}', '\u{2028}', '\u{2029}'];
    if !text.contains(ENDS) {
        return Cow::Borrowed(text);
    }
    let parts = text.split(ENDS).map(str::trim).filter(|part| !part.is_empty());
    Cow::Owned(parts.fold(String::new(), |line, part| {
        let broken = line.chars().last().is_some_and(is_han) && part.chars().next().is_some_and(is_han);
        let space = if line.is_empty() || broken { "" } else { " " };
        line + space + part
    }))
}

/// Whether nothing of `text` is left to be seen: [`clean`] makes it empty.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_space_and_case() {
        assert_eq!(fold("\u{3000}ＡＢｃ，１２％\u{a0}"), "abc,12%");
        assert_eq!(fold("Due \u{a0}\t Date\r\n"), "due date");
        assert_eq!(narrow("３Ｍ ￥５"), "3M ¥5");
        assert_eq!(fold("客戶滿意度 NPS"), fold("客户满意度 nps"));
    }

    #[test]
    fn invisible_characters_go() {
        assert_eq!(fold("\u{feff}un\u{200b}it\u{200e}"), "unit");
        assert_eq!(clean("\u{202e}abc\u{202c} \u{200d}"), "abc");
        assert_eq!(clean("\u{3000}客服\u{a0}部\u{3000}"), "客服\u{a0}部");
        assert_eq!(clean("a\nb\u{0}"), "a\nb");
        for (text, blank) in [("", true), ("\u{3000}\u{feff} \n", true), ("\u{200b}x", false), ("0", false)] {
            assert_eq!((is_blank(text), clean(text).is_empty()), (blank, blank), "{text:?}");
        }
    }

    #[test]
    fn a_broken_name_is_one_line() {
        assert_eq!(one_line("Spring\r\n party\n"), "Spring party");
        assert_eq!(one_line("老客户\n答谢会\u{2028}2026\t年"), "老客户答谢会 2026 年");
        assert_eq!((one_line("a  b"), one_line("\n")), ("a  b".into(), "".into()));
    }

    #[test]
    fn what_only_looks_like_a_digit_stays() {
        assert_eq!(fold("10²"), "10²");
        assert_eq!(fold("①"), "①");
        assert_eq!(fold("½"), "½");
        assert_eq!(fold("㎡"), "㎡");
    }
}
