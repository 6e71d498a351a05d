//! Cuts a short text into weighted words, Chinese and English mixed.
//!
//! Knows scripts and the embedded word lists, nothing of the domain. Invariant: the terms of a text depend
//! on this text alone, each id occurs once, specificities lie in (0, 1]; numbers, single characters and
//! words of no content are left out. Limits: Chinese words that no list has come as pairs of characters.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::Hasher;

use super::stem::stem;
use super::words::{Fnv, JIEBA, LONGEST, known_zh, specificity_en, specificity_zh};
use super::{Script, is_han, narrow, simplified};

/// How much of its specificity a word keeps when it is only a part of a longer word of the text.
const PART: f32 = 0.6;
/// The same for a part of a part.
const PART_OF_PART: f32 = 0.35;

/// How much a pair of characters keeps that lies across the border of a known word and a lone character.
const BORDER: f32 = 0.5;
/// Letters by which English word families meet.
const FAMILY: usize = 7;

/// Identity of a term: a hash of its language and its stem or word, equal in every run. Two terms of a
/// run share an id by accident with a chance below 1e-9 even for 100,000 terms (64 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u64);

impl TermId {
    fn of(lang: Script, key: &str) -> Self {
        let mut hasher = Fnv::default();
        hasher.write(&[lang as u8]);
        hasher.write(key.as_bytes());
        TermId(hasher.finish())
    }
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The word as it stands in the folded text (codes keep no capitals).
    pub text: String,
    /// What equal words have in common: that of the stem in English, of the word in Chinese.
    pub id: TermId,
    /// Language by script.
    pub lang: Script,
    /// How much sharing this word says, in (0, 1].
    pub specificity: f32,
}

/// The terms of a text in order of appearance, each id once with its highest specificity.
pub fn segment(text: &str) -> Vec<Term> {
    let written = narrow(text);
    match simplified(&written) {
        Cow::Borrowed(text) => cut(text).found,
        Cow::Owned(text) => {
            // A character and its Simplified form are equally long, so a word stands at the same place in the text as it was written.
            let Terms { mut found, places, .. } = cut(&text);
            for (term, at) in found.iter_mut().zip(places).filter(|(t, _)| t.lang == Script::Han) {
                if let Some(as_written) = written.get(at..at + term.text.len()) {
                    term.text = as_written.to_owned();
                }
            }
            found
        }
    }
}

/// The terms of a narrowed text in Simplified characters.
fn cut(text: &str) -> Terms {
    let mut terms = Terms::default();
    // In a text all in capitals they mark nothing.
    let mixed = text.chars().any(|c| c.is_lowercase() || is_han(c)) || text.split_whitespace().nth(1).is_none();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let class = Class::of(c);
        let end = rest.char_indices().find(|&(_, c)| Class::of(c) != class).map_or(rest.len(), |(i, _)| i);
        let (run, tail) = rest.split_at(end);
        terms.at = text.len() - rest.len();
        match class {
            Class::Han => terms.chinese(run),
            Class::Letter => terms.english(run, mixed),
            Class::Other => {}
        }
        rest = tail;
    }
    terms
}

/// A Chinese sentence with a zero-width space where it pauses: behind a comma, semicolon or colon, and before a quoted name. A title
/// breaks better there than between any two words.
pub fn breakable_sentence(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    for c in text.chars() {
        let paused = matches!(before, Some('，' | '；' | '：'));
        if paused || (c == '“' && before.is_some()) {
            out.push('\u{200b}');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// A text with a zero-width space between its Chinese words: the places where a line may end well.
pub fn breakable(text: &str) -> String {
    if !text.chars().any(is_han) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let simple = simplified(text);
    let mut at = 0;
    for token in JIEBA.cut(&simple, false) {
        // A character and its Simplified form are equally long.
        let word = text.get(at..at + token.word.len()).unwrap_or(token.word);
        at += token.word.len();
        // A line may not end on an opening mark nor begin with a closing one.
        let opens = out.chars().next_back().is_none_or(|c| "“‘（《「【(\"".contains(c));
        let closes = word.starts_with(|c: char| "”’）》」】，。、：；！？)\",.:;%".contains(c));
        if !opens && !closes && !is_inside(out.chars().next_back(), word.chars().next()) {
            out.push('\u{200b}');
        }
        out.push_str(word);
    }
    out
}

/// Whether a place lies inside a number, a date or a word of another script: between two characters none of which is Chinese, a space or
/// a mark of a sentence.
fn is_inside(left: Option<char>, right: Option<char>) -> bool {
    let part = |c: char| !is_han(c) && (c.is_alphanumeric() || ".,:/-−–+%_'’&@#".contains(c));
    left.is_some_and(part) && right.is_some_and(part)
}

#[derive(PartialEq, Clone, Copy)]
enum Class {
    Han,
    Letter,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        if is_han(c) {
            Class::Han
        } else if c.is_alphanumeric() || c == '\'' {
            Class::Letter
        } else {
            Class::Other
        }
    }
}

#[derive(Default)]
struct Terms {
    found: Vec<Term>,
    /// Where each of them stands.
    places: Vec<usize>,
    /// Where each id is in `found`, once they are many.
    index: BTreeMap<TermId, usize>,
    /// Where the run of characters that is cut begins.
    at: usize,
}

/// Terms that are looked for one by one: texts are short, and a scan is cheaper than an index.
const FEW: usize = 64;

impl Terms {
    fn push(&mut self, text: &str, at: usize, id: TermId, lang: Script, specificity: f32) {
        if specificity <= 0.0 {
            return;
        }
        let known = if self.found.len() <= FEW { self.found.iter().position(|t| t.id == id) } else { self.index.get(&id).copied() };
        if let Some(old) = known.and_then(|at| self.found.get_mut(at)) {
            old.specificity = old.specificity.max(specificity);
            return;
        }
        self.found.push(Term { text: text.to_string(), id, lang, specificity: specificity.min(1.0) });
        self.places.push(at);
        let count = self.found.len();
        if count == FEW + 1 {
            self.index = self.found.iter().enumerate().map(|(at, t)| (t.id, at)).collect();
        } else if count > FEW {
            self.index.insert(id, count - 1);
        }
    }

    /// A Chinese word that stands so far into the run.
    fn push_zh(&mut self, word: &str, offset: usize, factor: f32) {
        let id = TermId::of(Script::Han, word);
        self.push(word, self.at + offset, id, Script::Han, specificity_zh(word) * factor);
    }

    fn english(&mut self, run: &str, mixed: bool) {
        let run = run.trim_matches('\'');
        let digits = run.bytes().take_while(u8::is_ascii_digit).count();
        // 2030, 300km and the like are amounts; 5g and b2b are names.
        if digits > 1 || run.chars().count() < 2 || !run.chars().any(char::is_alphabetic) {
            return;
        }
        let capitals = mixed && !run.chars().any(char::is_lowercase);
        let word = run.to_lowercase();
        let key = stem(&word);
        let id = TermId::of(Script::Latin, &key);
        let specificity = specificity_en(&word, &key, capitals);
        self.push(&word, self.at, id, Script::Latin, specificity);
        // Families that the stemmer keeps apart (agriculture, agricultural) meet weakly in their beginning.
        if let Some(family) = key.get(..FAMILY).filter(|_| key.is_ascii() && key.len() > FAMILY) {
            let id = TermId::of(Script::Latin, family);
            self.push(&format!("{family}-"), self.at, id, Script::Latin, specificity * PART);
        }
    }

    fn chinese(&mut self, run: &str) {
        // With the hidden Markov model, which finds words like 一键 that the list lacks.
        let tokens = JIEBA.cut(run, true);
        let mut single: Option<&str> = None;
        let mut last: Option<(char, bool)> = None;
        let mut next = 0;
        for token in &tokens {
            let word = token.word;
            let at = next;
            next += word.len();
            let alone = token.end - token.start == 1;
            if let (Some((a, was_alone)), Some(b)) = (last, word.chars().next())
                && alone != was_alone
            {
                let (a, b) = (a.to_string(), b.to_string());
                if joins(&a) && joins(&b) {
                    self.push_zh(&[a.as_str(), &b].concat(), at - a.len(), BORDER);
                }
            }
            last = word.chars().last().map(|c| (c, alone));
            if token.end - token.start == 1 {
                // Two neighbours that stay alone are likely parts of a word that no list has.
                if let Some(before) = single
                    && joins(before)
                    && joins(word)
                {
                    let pair = [before, word].concat();
                    self.push_zh(&pair, at - before.len(), 1.0);
                }
                single = Some(word);
                continue;
            }
            single = None;
            if word.chars().all(is_numeral) || word.starts_with("百分之") {
                continue;
            }
            self.push_zh(word, at, 1.0);
            if token.end - token.start > 2 {
                self.parts(word, at);
            }
        }
    }

    /// The known words inside a word that stands so far into the run.
    fn parts(&mut self, word: &str, offset: usize) {
        let cuts: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
        let chars = cuts.len() - 1;
        // Where the longest part that begins at each character ends.
        let mut ends = vec![0; chars];
        // Longest first, so that a part that lies in another part is seen to do so.
        for len in (2..chars.min(LONGEST + 1)).rev() {
            for (start, pair) in cuts.windows(len + 1).enumerate() {
                let (Some(&from), Some(&to)) = (pair.first(), pair.last()) else {
                    continue;
                };
                let Some(part) = word.get(from..to).filter(|p| known_zh(p)) else {
                    continue;
                };
                let end = start + len;
                let inside = ends.iter().take(start + 1).skip(start.saturating_sub(LONGEST)).any(|e| end <= *e);
                self.push_zh(part, offset + from, if inside { PART_OF_PART } else { PART });
                if let Some(longest) = ends.get_mut(start) {
                    *longest = end.max(*longest);
                }
            }
        }
    }
}

/// Whether a character standing alone can be a part of an unknown word.
fn joins(c: &str) -> bool {
    !"的之及与和或等在于对为由从到将把被让向并而且也都还其该此按以因所有无不是了着过后前内外中上下每各年月日个名项次人率".contains(c)
        && !c.chars().all(is_numeral)
}

fn is_numeral(c: char) -> bool {
    "零〇一二三四五六七八九十百千万亿两第几半".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        segment(text).into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn lines_may_end_between_words_but_not_inside_marks() {
        assert_eq!(breakable("Live stream"), "Live stream");
        for whole in ["2027-06-15", "−50.0%", "Отдел", "R&D", "1,200.5"] {
            let text = breakable(&format!("于{whole}前"));
            assert!(text.contains(whole), "{text:?}");
        }
        assert_eq!(breakable("技师“提升满意度”，"), "技师\u{200b}“提升\u{200b}满意度”，");
        assert_eq!(breakable_sentence("项目：“直播”为营销部"), "项目：\u{200b}“直播”为营销部");
        assert_eq!(breakable_sentence("“直播”，帮助“营销部”"), "“直播”，\u{200b}帮助\u{200b}“营销部”");
    }

    #[test]
    fn long_words_bring_their_parts() {
        assert_eq!(words("提升品牌知名度")[..3], ["品牌知名度", "知名度", "品牌"]);
        assert!(words("客户满意度").contains(&"满意度".to_string()));
        let terms = segment("客户满意度");
        let weight = |w: &str| terms.iter().find(|t| t.text == w).map(|t| t.specificity);
        assert!(weight("客户满意度") > weight("满意度"));
    }

    #[test]
    fn domain_words_stay_whole() {
        for w in ["应收账款", "净推荐值", "上门保养", "数字化转型"] {
            assert_eq!(words(w)[0], w);
        }
    }

    #[test]
    fn unknown_chinese_comes_in_pairs() {
        assert_eq!(words("勞軍"), ["勞軍"]);
    }

    #[test]
    fn traditional_words_are_those_of_simplified_ones_and_shown_as_written() {
        let ids = |text: &str| segment(text).into_iter().map(|t| t.id).collect::<Vec<_>>();
        assert_eq!(ids("降低員工離職率"), ids("降低员工离职率"));
        assert!(words("降低員工離職率").contains(&"員工".to_owned()), "{:?}", words("降低員工離職率"));
        assert!(breakable("培訓員工").contains("\u{200b}員工"), "{:?}", breakable("培訓員工"));
    }

    #[test]
    fn english_codes_and_numbers() {
        assert_eq!(words("ＯＥＥ of 3 lines ≥ 85%"), ["oee", "lines"]);
        assert!(words("2030 300km 1.25 a x").is_empty());
        assert_eq!(words("IT costs"), ["it", "costs"]);
        assert_eq!(words("reduce it"), Vec::<String>::new());
        assert_eq!(words("IT部5G基站"), ["it", "5g", "基站"]);
    }

    /// As long as a cell may be; looking through all words for each would take minutes.
    #[test]
    fn a_text_as_long_as_a_book_is_cut_in_a_moment() {
        let mut seed = 7_u32;
        let mut some = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from_u32(0x4E00 + (seed >> 8) % 0x5000).unwrap()
        };
        let text: String = (0..200_000).map(|_| some()).collect();
        let terms = segment(&text);
        let ids: std::collections::BTreeSet<TermId> = terms.iter().map(|t| t.id).collect();
        assert!(terms.len() > 50_000 && ids.len() == terms.len(), "{}", terms.len());
        assert!(terms.iter().take(500).all(|t| text.contains(&t.text)));
        let one = segment(&"尔".repeat(50_000));
        assert!(one.len() <= 2, "{one:?}");
    }

    #[test]
    fn hostile_texts_are_cut_without_a_panic() {
        for text in ["", "'''", "\u{200B}", "𠮷𠮷野家", "مرحبا بالعالم", "a\u{0301}b", "😀😀"] {
            for t in segment(text) {
                assert!(t.specificity > 0.0 && t.specificity <= 1.0);
            }
        }
    }
}
