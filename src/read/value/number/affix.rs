//! The words round a number: about, bounds, signs.
//!
//! Knows which words may stand before or behind a number and what they do to it. Limits: one vague word and
//! one bound per cell.
use crate::model::fault::Comparator::{self, *};

/// Words before a number that make it vague. Longer ones first.
const ABOUT_BEFORE: &[&str] = &[
    "大约",
    "大概",
    "大致",
    "约为",
    "约合",
    "约等于",
    "大約",
    "接近",
    "將近",
    "将近",
    "差不多",
    "预计",
    "預計",
    "估计",
    "约",
    "約",
    "近",
    "approximately",
    "approx.",
    "approx",
    "roughly",
    "around",
    "circa",
    "about",
    "nearly",
    "almost",
    "est.",
    "ca.",
    "c.",
    "≈",
    "~",
];
/// Words behind a number that make it vague.
const ABOUT_AFTER: &[&str] = &["左右", "上下", "or so"];
/// Vague words between a number and its unit: 500余人.
pub(super) const ABOUT_INSIDE: &[&str] = &["余", "餘", "多", "来", "來"];

const BOUND_BEFORE: &[(&str, Comparator)] = &[
    ("大于等于", AtLeast),
    ("大於等於", AtLeast),
    ("不低于", AtLeast),
    ("不低於", AtLeast),
    ("不少于", AtLeast),
    ("不少於", AtLeast),
    ("不小于", AtLeast),
    ("至少", AtLeast),
    ("最少", AtLeast),
    ("最低", AtLeast),
    ("greater than or equal to", AtLeast),
    ("no less than", AtLeast),
    ("not less than", AtLeast),
    ("at least", AtLeast),
    ("minimum", AtLeast),
    ("min.", AtLeast),
    ("≥", AtLeast),
    ("≧", AtLeast),
    ("⩾", AtLeast),
    (">=", AtLeast),
    ("=>", AtLeast),
    ("小于等于", AtMost),
    ("小於等於", AtMost),
    ("不超过", AtMost),
    ("不超過", AtMost),
    ("不高于", AtMost),
    ("不高於", AtMost),
    ("不大于", AtMost),
    ("不多于", AtMost),
    ("至多", AtMost),
    ("最多", AtMost),
    ("最高", AtMost),
    ("控制在", AtMost),
    ("less than or equal to", AtMost),
    ("no more than", AtMost),
    ("not more than", AtMost),
    ("at most", AtMost),
    ("up to", AtMost),
    ("maximum", AtMost),
    ("max.", AtMost),
    ("≤", AtMost),
    ("≦", AtMost),
    ("⩽", AtMost),
    ("<=", AtMost),
    ("=<", AtMost),
    ("超过", Above),
    ("超過", Above),
    ("大于", Above),
    ("大於", Above),
    ("高于", Above),
    ("高於", Above),
    ("多于", Above),
    ("逾", Above),
    ("greater than", Above),
    ("more than", Above),
    ("above", Above),
    ("over", Above),
    (">", Above),
    ("低于", Below),
    ("低於", Below),
    ("小于", Below),
    ("小於", Below),
    ("少于", Below),
    ("少於", Below),
    ("不到", Below),
    ("不足", Below),
    ("less than", Below),
    ("fewer than", Below),
    ("below", Below),
    ("under", Below),
    ("<", Below),
];
const BOUND_AFTER: &[(&str, Comparator)] = &[
    ("及以上", AtLeast),
    ("或以上", AtLeast),
    ("以上", AtLeast),
    ("起步", AtLeast),
    ("or more", AtLeast),
    ("or above", AtLeast),
    ("or higher", AtLeast),
    ("and above", AtLeast),
    ("min.", AtLeast),
    ("+", AtLeast),
    ("及以下", AtMost),
    ("或以下", AtMost),
    ("以下", AtMost),
    ("以内", AtMost),
    ("以內", AtMost),
    ("之内", AtMost),
    ("之內", AtMost),
    ("or less", AtMost),
    ("or fewer", AtMost),
    ("or below", AtMost),
    ("or lower", AtMost),
    ("and below", AtMost),
    ("max.", AtMost),
];

/// Words and arrows that stand for a sign, with whether it is a minus.
const SIGN_WORDS: &[(&str, bool)] = &[
    ("提升", false),
    ("提高", false),
    ("增加", false),
    ("增长", false),
    ("增長", false),
    ("上升", false),
    ("新增", false),
    ("多", false),
    ("降低", true),
    ("减少", true),
    ("減少", true),
    ("下降", true),
    ("缩短", true),
    ("縮短", true),
    ("节省", true),
    ("节约", true),
    ("减", true),
    ("降", true),
    ("increase of", false),
    ("increase by", false),
    ("up by", false),
    ("up", false),
    ("plus", false),
    ("decrease of", true),
    ("decrease by", true),
    ("reduce by", true),
    ("down by", true),
    ("down", true),
    ("↑", false),
    ("▲", false),
    ("⬆", false),
    ("↓", true),
    ("▼", true),
    ("⬇", true),
];

/// What was taken off.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Affixes {
    pub(super) about: Option<String>,
    pub(super) comparator: Option<Comparator>,
}

/// `text` without vague words and bounds, and which they were.
pub(super) fn strip(text: &str) -> (&str, Affixes) {
    let (mut rest, mut found) = (text, Affixes::default());
    loop {
        let before = rest;
        if found.about.is_none() {
            let hit = ABOUT_BEFORE.iter().find_map(|w| Some((*w, after(rest, w)?)));
            let hit = hit.or_else(|| ABOUT_AFTER.iter().find_map(|w| Some((*w, rest.strip_suffix(w)?.trim_end()))));
            if let Some((word, shorter)) = hit {
                (rest, found.about) = (shorter, Some(word.to_owned()));
            }
        }
        if found.comparator.is_none() {
            let hit = BOUND_BEFORE.iter().find_map(|(w, c)| Some((*c, after(rest, w)?)));
            let hit = hit.or_else(|| BOUND_AFTER.iter().find_map(|(w, c)| Some((*c, rest.strip_suffix(w)?.trim_end()))));
            if let Some((comparator, shorter)) = hit.filter(|(_, shorter)| !shorter.is_empty()) {
                (rest, found.comparator) = (shorter, Some(comparator));
            }
        }
        if rest == before {
            return (rest, found);
        }
    }
}

/// A word or arrow that stands for a sign at the start of `text`: word, whether minus, rest.
pub(super) fn sign_word(text: &str) -> Option<(&'static str, bool, &str)> {
    SIGN_WORDS.iter().find_map(|(word, minus)| Some((*word, *minus, after(text, word)?)))
}

/// What follows `word` at the start of `text`; a word in letters must end there. Never the whole text.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let letters = word.ends_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = letters && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (head.eq_ignore_ascii_case(word) && !goes_on && !rest.trim_start().is_empty()).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_off_both_ends() {
        let (rest, found) = strip("约 500");
        assert_eq!((rest, found.about.as_deref()), ("500", Some("约")));
        let (rest, found) = strip("不低于95%");
        assert_eq!((rest, found.comparator), ("95%", Some(AtLeast)));
        assert_eq!(strip("4 小时以内"), ("4 小时", Affixes { about: None, comparator: Some(AtMost) }));
        assert_eq!(strip("Approx. 5k").0, "5k");
        assert_eq!(strip("500+").1.comparator, Some(AtLeast));
        assert_eq!(strip("overall 5"), ("overall 5", Affixes::default()));
        assert_eq!(strip("约"), ("约", Affixes::default()));
        assert_eq!(strip("<=4").1.comparator, Some(AtMost));
    }

    #[test]
    fn signs_as_words() {
        assert_eq!(sign_word("减少3小时"), Some(("减少", true, "3小时")));
        assert_eq!(sign_word("↑ 5%"), Some(("↑", false, "5%")));
        assert_eq!(sign_word("upper 5"), None);
    }
}
