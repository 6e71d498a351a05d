//! Traditional Chinese characters as Simplified ones, for comparing and judging; texts are shown as they were written.
//!
//! One character at a time, from data/words/traditional.txt. Limits: a character that Simplified texts use too (乾, 著, 藉) keeps its form.

use std::borrow::Cow;
use std::sync::LazyLock;

/// First and last of the characters in the table.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;

/// The Simplified form of each character from [`FIRST`] on; 0 where it keeps its form.
static FORMS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut forms = vec![0; (LAST - FIRST + 1) as usize];
    for pair in include_str!("../../data/words/traditional.txt").split_whitespace() {
        let mut pair = pair.chars().map(u32::from);
        if let (Some(written @ FIRST..=LAST), Some(simple @ FIRST..=LAST)) = (pair.next(), pair.next()) {
            forms[(written - FIRST) as usize] = simple as u16;
        }
    }
    forms
});

/// The Simplified form of `c`; `c` itself where it has none.
pub fn simplified_char(c: char) -> char {
    let code = u32::from(c);
    if !(FIRST..=LAST).contains(&code) {
        return c;
    }
    match FORMS[(code - FIRST) as usize] {
        0 => c,
        simple => char::from_u32(u32::from(simple)).unwrap_or(c),
    }
}

/// A text with its Traditional characters as Simplified ones.
pub fn simplified(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| simplified_char(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(simplified_char).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_becomes_simplified_and_the_rest_stays() {
        assert_eq!(simplified("降低員工離職率，維護臺灣環境"), "降低员工离职率，维护台湾环境");
        assert!(matches!(simplified("降低员工离职率 Turnover 著名"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_form_is_final() {
        let again: Vec<char> = ('\u{4E00}'..='\u{9FFF}').filter(|c| simplified_char(simplified_char(*c)) != simplified_char(*c)).collect();
        assert!(again.is_empty(), "{again:?}");
    }
}
