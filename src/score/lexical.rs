//! Shared specific words of two texts, as one component of a score.
//!
//! Knows only how specific each word is ([`crate::text::words`]). A shared rare word is good evidence that
//! two texts speak of the same thing; a shared common one is none, and no shared word at all is no evidence
//! against. So the component is quiet, with confidence 0, unless a specific word is shared. It cannot tell
//! help from harm: "cancel X" and "launch X" share X.
//!
//! Invariants: score and confidence lie in 0..=1, are symmetric to the last bit and depend on the two texts
//! alone: terms are summed in the order of their ids, which are the same in every run.

use std::collections::HashMap;
use std::hash::Hasher;

use crate::text::fold;
use crate::text::segment::{Term, TermId, segment};
use crate::text::words::Fnv;

/// Share of the shorter text in the denominator: 1 asks how much of the shorter text is in the longer one,
/// 0.5 is the cosine. Between them, so that a long description is not a reason to match everything.
const SHORTER: f32 = 0.7;
/// Least squared norm of a text, so that texts of generic words only do not match fully by one of them.
const NORM_FLOOR: f32 = 0.4;
/// Confidence that one shared term of full specificity gives.
pub(in crate::score) const TRUST: f32 = 0.9;

/// What is compared of a text: its term ids, sorted, with their specificities.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    terms: Vec<(TermId, f32)>,
    /// Sum of the squared specificities.
    norm: f32,
    /// Hash of the letters and digits of the folded text; 0 for a text without any.
    print: u64,
}

impl Profile {
    /// The profile of a text.
    pub fn of(text: &str) -> Self {
        Self::with_terms(text, &segment(text))
    }

    /// The same for a text whose terms are at hand, as they are for [`Vocabulary::learn`].
    pub fn with_terms(text: &str, terms: &[Term]) -> Self {
        let mut terms: Vec<_> = terms.iter().map(|t| (t.id, t.specificity)).collect();
        terms.sort_unstable_by_key(|&(id, _)| id);
        let norm = terms.iter().map(|&(_, w)| w * w).sum();
        let letters: String = fold(text).chars().filter(|c| c.is_alphanumeric()).collect();
        let mut hasher = Fnv::default();
        hasher.write(letters.as_bytes());
        let print = if letters.is_empty() { 0 } else { hasher.finish() };
        Profile { terms, norm, print }
    }

    /// Number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Its term ids, sorted, with their specificities, 0..=1.
    pub fn terms(&self) -> &[(TermId, f32)] {
        &self.terms
    }

    /// Sum of the squared specificities.
    pub fn norm(&self) -> f32 {
        self.norm
    }

    /// Hash of its letters and digits; 0 for a text without any.
    pub fn print(&self) -> u64 {
        self.print
    }

    /// Whether the text has no term that says anything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Names of term ids, for explaining a score. Not needed for scoring.
#[derive(Debug, Default)]
pub struct Vocabulary {
    names: HashMap<TermId, String>,
}

impl Vocabulary {
    /// Remembers how the terms are written; of several forms of a word the first in byte order, so that
    /// the order of the texts does not matter.
    pub fn learn(&mut self, terms: &[Term]) {
        for term in terms {
            let name = self.names.entry(term.id).or_insert_with(|| term.text.clone());
            if term.text < *name {
                name.clone_from(&term.text);
            }
        }
    }

    /// How a learned term is written.
    pub fn name(&self, id: TermId) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }
}

/// The comparison of two texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Lexical {
    /// Soft overlap of the specific words, 0..=1.
    pub score: f32,
    /// How specific the shared words are, 0..=1: how much the score is to be trusted.
    pub confidence: f32,
    /// Shared terms with the product of their two specificities (0..=1), the weightiest first.
    pub shared: Vec<(TermId, f32)>,
}

/// Compares two texts by their specific words: `score` = sum of w_a w_b over the shared terms by
/// min(n)^0.7 max(n)^0.3, where n is a text's sum of w^2; `confidence` = 1 - product of (1 - 0.9 w_a w_b).
/// Texts that are the same up to case, width and punctuation score 1.
pub fn lexical(a: &Profile, b: &Profile) -> Lexical {
    let mut shared: Vec<(TermId, f32)> = Vec::new();
    let (mut dot, mut doubt) = (0.0_f32, 1.0_f32);
    for (id, weight) in in_common(&a.terms, &b.terms) {
        dot += weight;
        doubt *= 1.0 - TRUST * weight;
        shared.push((id, weight));
    }
    shared.sort_by(|p, q| q.1.total_cmp(&p.1).then(p.0.cmp(&q.0)));
    let same = a.print != 0 && a.print == b.print;
    let score = if same {
        1.0
    } else if shared.is_empty() {
        0.0
    } else {
        soft(dot, a.norm, b.norm)
    };
    Lexical { score, confidence: (1.0 - doubt).clamp(0.0, 1.0), shared }
}

/// What two lists in ascending order share, with the product of its two weights.
pub(in crate::score) fn in_common<'t, T: Ord + Copy>(a: &'t [(T, f32)], b: &'t [(T, f32)]) -> impl Iterator<Item = (T, f32)> + 't {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(&(x, wx)), Some(&(y, wy))) = (a.get(i), b.get(j)) {
            i += usize::from(x <= y);
            j += usize::from(y <= x);
            if x == y {
                return Some((x, wx * wy));
            }
        }
        None
    })
}

/// Soft overlap, 0..=1, of texts of two norms whose shared terms sum to `dot`.
pub(in crate::score) fn soft(dot: f32, a: f32, b: f32) -> f32 {
    let low = a.min(b).max(NORM_FLOOR);
    let high = a.max(b).max(NORM_FLOOR);
    // low^s high^(1-s), written with the ratio so that equal norms give no rounding.
    (dot / (low * (high / low).powf(1.0 - SHORTER))).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &str, b: &str) -> Lexical {
        lexical(&Profile::of(a), &Profile::of(b))
    }

    #[test]
    fn same_text_scores_one() {
        for text in ["提升客户满意度", "Reduce OEE losses", "项目管理", "cost"] {
            assert_eq!(pair(text, text).score, 1.0, "{text}");
        }
        assert_eq!(pair("ＯＥＥ losses", "OEE Losses").score, 1.0);
        assert_eq!(pair("%", "!").score, 0.0);
    }

    #[test]
    fn generic_words_say_nearly_nothing() {
        for (a, b) in [
            ("客户服务费用", "员工服务年限"),
            ("cost of patrols", "cost of gifts"),
            ("提升管理水平", "提升活动质量"),
            ("increase the number of projects", "number of project plans"),
        ] {
            let p = pair(a, b);
            assert!(p.score < 0.05 && p.confidence < 0.05, "{a} {b} {p:?}");
        }
    }

    #[test]
    fn specific_words_say_much() {
        for (a, b) in [
            ("brand awareness", "awareness of the brand"),
            ("降低应收账款周转天数", "应收账款催收小组"),
            ("Reduce OEE losses", "weekly OEE board"),
            ("急诊留观超过24小时占比", "增设急诊短留观病区"),
        ] {
            let p = pair(a, b);
            assert!(p.score > 0.3 && p.confidence > 0.5, "{a} {b} {p:?}");
        }
        assert!(pair("brand awareness", "awareness of the brand").score > 0.9);
    }

    #[test]
    fn semi_generic_overlap_is_small_but_there() {
        let p = pair("品牌知名度", "品牌曝光量");
        assert!(p.score > 0.0 && p.score < 0.2, "{p:?}");
        assert!(p.confidence < 0.1, "{p:?}");
        assert!(pair("提升品牌知名度", "知名度调查").score > 0.3);
    }

    #[test]
    fn symmetric_and_nothing_shared_is_quiet() {
        let (a, b) = ("降低库存周转天数并减少呆滞料", "呆滞料处置与库存盘点");
        assert_eq!(pair(a, b), pair(b, a));
        let none = pair("brand awareness", "forklift training");
        assert_eq!((none.score, none.confidence, none.shared.len()), (0.0, 0.0, 0));
    }

    #[test]
    fn vocabulary_names_the_shared_terms() {
        let mut vocabulary = Vocabulary::default();
        let (a, b) = (segment("patrols at night"), segment("night patrol"));
        vocabulary.learn(&a);
        vocabulary.learn(&b);
        let p = pair("patrols at night", "night patrol");
        let names: Vec<_> = p.shared.iter().filter_map(|s| vocabulary.name(s.0)).collect();
        assert_eq!(names, ["patrol", "night"]);
    }
}
