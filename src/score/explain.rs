//! Why a pair has its score: the ways from words over concepts to the KPI, the shared words, the stated share.

use crate::score::driver::{self, Hit, Path};
use crate::score::lexical::{Vocabulary, lexical};
use crate::score::{ElementProfile, KpiProfile, Parts, Scorer};
use crate::text::segment::segment;

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
pub fn explain(scorer: &Scorer, kpi: &KpiProfile, element: &ElementProfile, texts: (&str, &str)) -> Explanation {
    let mut vocabulary = Vocabulary::default();
    vocabulary.learn(&segment(texts.0));
    vocabulary.learn(&segment(texts.1));
    let words = lexical(&kpi.words, &element.words);
    let shared_words = words.shared.iter().filter_map(|(id, w)| Some((vocabulary.name(*id)?.to_owned(), *w))).collect();
    let mut parts = Vec::new();
    scorer.block(std::slice::from_ref(kpi), std::slice::from_ref(element), &mut parts);
    Explanation {
        element_hits: element.concepts.hits.clone(),
        kpi_hits: kpi.concepts.hits.clone(),
        paths: driver::paths(scorer.knowledge(), &element.concepts, &kpi.concepts),
        shared_words,
        parts: parts.first().copied().unwrap_or_default(),
    }
}
