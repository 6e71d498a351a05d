//! Why a pair has its score: the ways from words over concepts to the KPI, the shared words, the stated share.

use crate::error::Message;
use crate::model::Element;
use crate::score::driver::{self, Hit, Path};
use crate::score::lexical::{Vocabulary, lexical};
use crate::score::{ElementProfile, KpiProfile, Parts, Scorer, readable};
use crate::text::is_han;
use crate::text::segment::segment;
use crate::text::words::known_share;

/// Letters of an English word that bears nothing by itself.
const SHORT_WORD: usize = 3;
/// Most parts of a text that are left out in turn.
const MOST_PARTS: usize = 40;
/// Part of the overlap that must be gone without a phrase, so that the phrase bears it, and the least loss.
const BEARS: (f64, f64) = (1.0 / 3.0, 0.05);

/// Everything that made up a pair's score. Concepts are indices into the scorer's knowledge.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Concepts the element's words reach.
    pub element_hits: Vec<Hit>,
    /// Concepts the KPI's words reach.
    pub kpi_hits: Vec<Hit>,
    /// Ways between them, strongest first.
    pub paths: Vec<Path>,
    /// Shared words with their weight, weightiest first.
    pub shared_words: Vec<(String, f32)>,
    /// The components.
    pub parts: Parts,
}

/// Explains a pair from its profiles. `texts` are the KPI's and the element's words, to name the shared ones.
///
/// # Errors
/// The judge cannot be run.
pub fn explain(scorer: &Scorer, kpi: &KpiProfile, element: &ElementProfile, texts: (&str, &str)) -> Result<Explanation, Message> {
    let parts = scorer.parts(std::slice::from_ref(kpi), std::slice::from_ref(element))?;
    Ok(Explanation {
        element_hits: element.concepts.hits.clone(),
        kpi_hits: kpi.concepts.hits.clone(),
        paths: driver::paths(scorer.knowledge(), &element.concepts, &kpi.concepts),
        shared_words: shared_words(kpi, element, texts),
        parts: parts.first().copied().unwrap_or_default(),
    })
}

/// Words that both texts hold with their weight, weightiest first.
pub fn shared_words(kpi: &KpiProfile, element: &ElementProfile, texts: (&str, &str)) -> Vec<(String, f32)> {
    let mut vocabulary = Vocabulary::default();
    vocabulary.learn(&segment(readable(texts.0)));
    vocabulary.learn(&segment(readable(texts.1)));
    let words = lexical(&kpi.words, &element.words);
    words.shared.iter().filter_map(|(id, w)| Some((vocabulary.name(*id)?.to_owned(), *w))).collect()
}

/// A part of an element's text, and the overlap that is left without it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bearing {
    /// The words, as written.
    pub phrase: String,
    /// helps - hurts of the pair without them, -1 to 1.
    pub without: f64,
}

/// A pair whose overlap is to be explained by a part of the element's text.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The KPI.
    pub kpi: &'a KpiProfile,
    /// The element.
    pub element: &'a Element,
    /// helps - hurts of the pair, -1 to 1.
    pub overlap: f64,
}

/// For each pair, the part of the element's text without which most of its overlap is gone, at least a third; `None` when no part bears that much.
///
/// Parts are the clauses of the text, of a single clause its words. Those of all pairs are read together, which takes a fraction of the time of
/// one after the other.
///
/// # Errors
/// The judge cannot be run.
pub fn bearings(scorer: &Scorer, asked: &[Asked]) -> Result<Vec<Option<Bearing>>, Message> {
    let shortened: Vec<Vec<(String, Element)>> = asked.iter().map(|a| without_parts(a.element)).collect();
    let profiles = scorer.elements(&shortened.iter().flatten().map(|(_, e)| e).collect::<Vec<_>>())?;
    let mut rest = profiles.as_slice();
    let one = |(asked, shortened): (&Asked, Vec<(String, Element)>)| {
        let (profiles, later) = rest.split_at(shortened.len());
        rest = later;
        let parts = scorer.parts(std::slice::from_ref(asked.kpi), profiles)?;
        let left = shortened.into_iter().zip(parts).map(|((phrase, _), parts)| {
            let (helps, hurts) = scorer.chances(&parts);
            Bearing { phrase, without: helps - hurts }
        });
        let lost = |b: &Bearing| (asked.overlap - b.without) * asked.overlap.signum();
        let least = (BEARS.0 * asked.overlap.abs()).max(BEARS.1);
        Ok(left.filter(|b| lost(b) > least).max_by(|a, b| lost(a).total_cmp(&lost(b))))
    };
    asked.iter().zip(shortened).map(one).collect()
}

/// An element's parts, and the element without each.
fn without_parts(element: &Element) -> Vec<(String, Element)> {
    let without = |text: &str, phrase: &str| text.replacen(phrase, " ", 1).trim().to_owned();
    let mut shortened: Vec<(String, Element)> = Vec::new();
    for phrase in phrases(readable(&element.name)).into_iter().take(MOST_PARTS) {
        let name = without(&element.name, &phrase);
        if !name.is_empty() {
            shortened.push((phrase, Element { name, ..element.clone() }));
        }
    }
    for phrase in phrases(readable(&element.description)).into_iter().take(MOST_PARTS) {
        let description = without(&element.description, &phrase);
        shortened.push((phrase, Element { description, ..element.clone() }));
    }
    shortened
}

/// What could be changed in the description of an element: what reached a concept there, and its clauses, each once.
pub fn described(profile: &ElementProfile, element: &Element) -> Vec<String> {
    let text = readable(&element.description);
    let reached = profile.concepts.hits.iter().map(|hit| hit.words.clone()).filter(|words| !words.is_empty() && text.contains(words));
    let mut all: Vec<String> = Vec::new();
    for phrase in reached.chain(clauses(text)) {
        if !all.contains(&phrase) {
            all.push(phrase);
        }
    }
    all.truncate(MOST_PARTS);
    all
}

/// Phrases of an element's description, and KPIs that it may do without them.
#[derive(Debug, Clone)]
pub struct Without<'a> {
    /// The KPIs.
    pub kpis: Vec<&'a KpiProfile>,
    /// The element.
    pub element: &'a Element,
    /// The phrases.
    pub phrases: Vec<String>,
}

/// Chances of help and of harm, each 0 to 1.
pub type Chances = (f64, f64);

/// Of each, phrase by phrase: the chances of help and of harm that the element has for each of the KPIs once the phrase is taken out. All are
/// read together.
///
/// # Errors
/// The judge cannot be run.
pub fn without_each(scorer: &Scorer, asked: &[Without]) -> Result<Vec<Vec<Vec<Chances>>>, Message> {
    let without = |element: &Element, phrase: &String| Element {
        description: element.description.replacen(phrase.as_str(), " ", 1),
        ..element.clone()
    };
    let shortened: Vec<Element> = asked.iter().flat_map(|a| a.phrases.iter().map(|p| without(a.element, p))).collect();
    let profiles = scorer.elements(&shortened.iter().collect::<Vec<_>>())?;
    let mut rest = profiles.as_slice();
    let one = |asked: &Without| {
        let (profiles, later) = rest.split_at(asked.phrases.len());
        rest = later;
        let parts = scorer.parts_of(&asked.kpis, &profiles.iter().collect::<Vec<_>>())?;
        Ok(parts.chunks(asked.kpis.len().max(1)).map(|of| of.iter().map(|p| scorer.chances(p)).collect()).collect())
    };
    asked.iter().map(one).collect()
}

fn clauses(text: &str) -> Vec<String> {
    let clause_end = |c: char| "，,；;。、：:（）()".contains(c);
    text.split(clause_end).map(|c| c.trim().to_owned()).filter(|c| !c.is_empty()).collect()
}

/// Clauses of a text; of a single clause its words, short ones left out.
fn phrases(text: &str) -> Vec<String> {
    let clauses = clauses(text);
    if clauses.len() > 1 {
        return clauses;
    }
    if !text.chars().any(is_han) {
        let words = text.split_whitespace().filter(|w| w.chars().count() > SHORT_WORD);
        return words.map(str::to_owned).collect();
    }
    let lower = text.to_lowercase();
    let as_written = |word: &str| {
        let at = lower.find(word).filter(|_| lower.len() == text.len())?;
        text.get(at..at + word.len()).map(str::to_owned)
    };
    // What no list has may be the end of one word and the beginning of another (案供 in 方案供选).
    let is_word = |word: &str| !word.chars().any(is_han) || known_share(word) > 0.99;
    segment(text).iter().filter(|term| is_word(&term.text)).filter_map(|term| as_written(&term.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_clauses_or_words() {
        assert_eq!(phrases("全程直播，邀请媒体"), ["全程直播", "邀请媒体"]);
        assert_eq!(phrases("Cancel the newsletter"), ["Cancel", "newsletter"]);
        assert!(phrases("").is_empty());
        let words = phrases("整理三个区域创新案例供集团评选");
        assert!(words.contains(&"案例".to_owned()) && !words.iter().any(|w| w == "案供" || w == "例供"), "{words:?}");
    }
}
