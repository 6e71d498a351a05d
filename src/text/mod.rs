//! Text without domain knowledge: folding of written forms, words, and how specific a word is.
//!
//! Invariant: folding never changes what a text says, and a word's specificity depends on fixed tables alone, never on the other
//! texts of a run.

pub mod fold;
pub mod natural;

pub mod runs;
pub mod segment;
pub mod simplified;
pub mod stem;
pub mod words;

pub use fold::{clean, fold, narrow};
pub use simplified::simplified;

/// Script of a word, which decides the rules it is cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Chinese characters.
    Han,
    /// Letters; English rules apply.
    Latin,
}

/// Whether a character is a Chinese character (also 々 and 〇).
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}

/// The share of `text`'s letters that are Chinese characters, 0 to 1; 0 without letters.
pub fn han_share<'a>(texts: impl IntoIterator<Item = &'a str>) -> f64 {
    let (mut han, mut letters) = (0_u64, 0_u64);
    for c in texts.into_iter().flat_map(str::chars) {
        if is_han(c) {
            han += 1;
        } else if c.is_alphabetic() {
            letters += 1;
        }
    }
    // A Chinese character says about as much as three letters.
    if han == 0 { 0.0 } else { 3.0 * han as f64 / (3.0 * han as f64 + letters as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_is_not_kana() {
        assert!(is_han('度') && is_han('𠮷'));
        assert!(!is_han('の') && !is_han('a') && !is_han('，'));
    }

    #[test]
    fn mixed_office_text_counts_as_chinese() {
        assert!(han_share(["App报名与互动签到", "KOL分享"]) > 0.6);
        assert_eq!(han_share(["Live stream"]), 0.0);
        assert_eq!(han_share([""]), 0.0);
    }
}
