//! How a pair of KPI and element is judged: helps, neither or hurts, how much of the target, and why.
//!
//! Components stay apart until [`calibrate`] joins them, each quiet where it knows nothing: [`judge`] (learned from written judgements,
//! with a likeness in meaning; [`fast`] in its place where the texts are many, [`reader`] says which), [`driver`] (signed cause over the concept graph), [`lexical`] (shared specific words) with [`characters`]. Texts are encoded once; a pair is
//! ids and numbers, and a block of pairs is scored at a time. [`learn`] shifts that joining by a user's own judgements. Invariant: a pair's
//! score depends on its two texts, the stated contribution and what was learned before alone, never on the other rows, the number of threads
//! or the order of the table; only which encoder reads them follows the number of texts, unless one is asked for.

pub mod bulk;
pub mod calibrate;
pub mod characters;
pub mod driver;
pub mod eval;
pub mod explain;
pub mod fast;
pub mod judge;
pub mod knowledge;
pub mod learn;
pub mod lexical;
pub mod pairs;
mod product;
pub mod reader;
pub mod tokens;
mod twice;
mod wide;

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;

use crate::error::Message;
use crate::model::{Element, Kpi};
use calibrate::Calibration;
use characters::Characters;
use driver::{ElementConcepts, KpiConcepts};
use judge::Judge;
use judge::encoder::Side;
use judge::head::Opinion;
use judge::reach::Reach;
use knowledge::Knowledge;
use learn::Learned;
use lexical::Profile;
pub use pairs::{Pair, Scored, Scores, pair, read_case, score_pairs};
use reader::{Encoder, Meaning, Reader};

/// Driver below which two understood texts count as unconnected.
const UNCONNECTED: f32 = 0.05;
/// What a single shared word is worth between them.
const LONE_WORD: f32 = 0.5;

/// The components of a pair, before they are joined.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Parts {
    /// What the judge says, with the likeness of the texts.
    pub opinion: Opinion,
    /// Likeness of the concepts reached, 0 to 1.
    pub semantic: f32,
    /// Shared specific words, weighted by how specific the best of them are, and for topics shared runs of characters, 0 to 1.
    pub lexical: f32,
    /// Signed cause, -1 to 1.
    pub driver: f32,
    /// Whether the words of both texts reach concepts.
    pub known: bool,
    /// Whether the KPI is a topic rather than a measure with a direction: shared words then say more.
    pub topic: bool,
    /// 1 where one text is Chinese and the other is not, 0 where both are of one language; between where several texts stand for one side.
    pub crossing: f32,
    /// What the user's own judgements add for the KPI, to the log-odds of helps and of hurts.
    pub own: [f32; 2],
}

/// An encoded KPI.
#[derive(Debug, Clone)]
pub struct KpiProfile {
    /// What was read in it.
    pub meaning: Meaning,
    /// Its concepts.
    pub concepts: KpiConcepts,
    /// Its words.
    pub words: Profile,
    /// Its runs of characters, where it is a topic.
    pub characters: Option<Characters>,
    /// Whether it is a topic rather than a measure with a direction.
    pub topic: bool,
    /// Whether it is mostly Chinese.
    pub han: bool,
    /// What the user's own judgements add for it, to the log-odds of helps and of hurts.
    pub own: [f32; 2],
}

/// An encoded element.
#[derive(Debug, Clone)]
pub struct ElementProfile {
    /// What was read in it.
    pub meaning: Meaning,
    /// Its concepts.
    pub concepts: ElementConcepts,
    /// Its words.
    pub words: Profile,
    /// Its runs of characters.
    pub characters: Characters,
    /// Whether it is mostly Chinese.
    pub han: bool,
}

/// Encodes texts and scores pairs.
#[derive(Debug)]
pub struct Scorer {
    reader: Reader,
    knowledge: Arc<Knowledge>,
    /// Concepts by meaning, for texts of KPIs and of elements.
    reach: [Reach; 2],
    calibration: Calibration,
    /// The calibration as it is built in.
    built_in: Calibration,
    learned: Option<Learned>,
}

impl Scorer {
    /// A scorer with the embedded judge and knowledge. `base_rate`: share of pairs that help in a full table, 0 < rate < 1.
    ///
    /// # Errors
    /// The embedded weights cannot be read.
    pub fn new(base_rate: f64) -> Result<Self, Message> {
        Self::knowing(base_rate, knowledge::embedded())
    }

    /// The same with other knowledge.
    ///
    /// # Errors
    /// The embedded weights cannot be read.
    pub fn knowing(base_rate: f64, knowledge: Arc<Knowledge>) -> Result<Self, Message> {
        Self::reading(Encoder::Deep, base_rate, knowledge)
    }

    /// The same with the encoder that is to read the texts.
    ///
    /// # Errors
    /// The embedded weights cannot be read.
    pub fn reading(encoder: Encoder, base_rate: f64, knowledge: Arc<Knowledge>) -> Result<Self, Message> {
        crate::text::words::warm_up();
        let reader = Reader::embedded(encoder).map_err(internal)?;
        let reach = |side| reader.reach(&knowledge.concepts, side).map_err(internal);
        let reach = [reach(Side::Kpi)?, reach(Side::Element)?];
        let built_in = Calibration::of(encoder, base_rate);
        Ok(Scorer { reader, knowledge, reach, calibration: built_in.clone(), built_in, learned: None })
    }

    /// The scorer with what was learned from a user's own judgements.
    pub fn adapted(self, learned: Learned) -> Self {
        let (helps, hurts) = learned.outcomes();
        Scorer { calibration: self.built_in.plus(helps, hurts), learned: Some(learned), ..self }
    }

    /// The same, where something was learned.
    pub fn following(self, learned: Option<Learned>) -> Self {
        match learned {
            Some(learned) => self.adapted(learned),
            None => self,
        }
    }

    /// Whether it follows a user's own judgements.
    pub fn is_adapted(&self) -> bool {
        self.learned.is_some()
    }

    /// The judge, where it reads the texts.
    pub fn judge(&self) -> Option<&Judge> {
        if let Reader::Deep(judge) = &self.reader { Some(judge) } else { None }
    }

    /// Which encoder reads the texts.
    pub fn encoder(&self) -> Encoder {
        self.reader.encoder()
    }

    /// The knowledge it uses.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Encodes KPIs, each with the name of its department.
    ///
    /// # Errors
    /// The judge cannot be run.
    pub fn kpis(&self, kpis: &[(&Kpi, &str)]) -> Result<Vec<KpiProfile>, Message> {
        let read: Vec<(Cow<Kpi>, &str)> = kpis.iter().map(|(k, department)| (readable_kpi(k), *department)).collect();
        let kpis: Vec<(&Kpi, &str)> = read.iter().map(|(k, department)| (&**k, *department)).collect();
        let meanings = self.reader.kpis(&kpis).map_err(internal)?;
        let profile = |((k, department), meaning): (&(&Kpi, &str), Meaning)| {
            let near = || self.reach[0].near(meaning.subject());
            let concepts = driver::kpi(&self.knowledge, (&k.name, &k.metric, &k.description), k.direction, near);
            let own = self.learned.as_ref().map_or([0.0; 2], |learned| learned.of_kpi(department, &k.name));
            let (text, topic) = (k.text(), judge::text::is_topic(k));
            let han = is_han(&text);
            let characters = topic.then(|| Characters::of(&text));
            KpiProfile { meaning, concepts, words: Profile::of(&text), characters, topic, han, own }
        };
        Ok(kpis.par_iter().zip(meanings).map(profile).collect())
    }

    /// Encodes elements.
    ///
    /// # Errors
    /// The judge cannot be run.
    pub fn elements(&self, elements: &[&Element]) -> Result<Vec<ElementProfile>, Message> {
        let read: Vec<Cow<Element>> = elements.iter().map(|e| readable_element(e)).collect();
        let elements: Vec<&Element> = read.iter().map(|e| &**e).collect();
        let meanings = self.reader.elements(&elements).map_err(internal)?;
        let profile = |(e, meaning): (&&Element, Meaning)| {
            let concepts = driver::element(&self.knowledge, &e.name, &e.description, || self.reach[1].near(meaning.subject()));
            let text = e.text();
            ElementProfile { meaning, concepts, words: Profile::of(&text), characters: Characters::of(&text), han: is_han(&text) }
        };
        Ok(elements.par_iter().zip(meanings).map(profile).collect())
    }

    /// Encodes KPIs and elements side by side, so that a few texts of each take two cores and not one after the other.
    ///
    /// # Errors
    /// The judge cannot be run.
    pub fn both(&self, kpis: &[(&Kpi, &str)], elements: &[&Element]) -> Result<(Vec<KpiProfile>, Vec<ElementProfile>), Message> {
        let (kpis, elements) = rayon::join(|| self.kpis(kpis), || self.elements(elements));
        Ok((kpis?, elements?))
    }

    /// Scores every KPI against every element; element by element.
    ///
    /// # Errors
    /// The judge cannot be run.
    pub fn parts(&self, kpis: &[KpiProfile], elements: &[ElementProfile]) -> Result<Vec<Parts>, Message> {
        self.parts_of(&kpis.iter().collect::<Vec<_>>(), &elements.iter().collect::<Vec<_>>())
    }

    /// The same for profiles that stand anywhere.
    ///
    /// # Errors
    /// The judge cannot be run.
    pub fn parts_of(&self, kpis: &[&KpiProfile], elements: &[&ElementProfile]) -> Result<Vec<Parts>, Message> {
        let blocks: Vec<Vec<Parts>> =
            elements.par_chunks(self.reader.block_size()).map(|block| self.block(kpis, block)).collect::<Result<_, _>>()?;
        Ok(blocks.into_iter().flatten().collect())
    }

    fn block(&self, kpis: &[&KpiProfile], elements: &[&ElementProfile]) -> Result<Vec<Parts>, Message> {
        let sides = (kpis.iter().map(|k| &k.meaning).collect::<Vec<_>>(), elements.iter().map(|e| &e.meaning).collect::<Vec<_>>());
        let opinions = self.reader.block(&sides.0, &sides.1).map_err(internal)?;
        let mut opinions = opinions.into_iter();
        let mut out = Vec::with_capacity(kpis.len() * elements.len());
        let mut dense = vec![0.0_f32; self.knowledge.concepts.len()];
        for element in elements {
            for &(concept, value) in &element.concepts.spread {
                dense[concept as usize] = value;
            }
            for kpi in kpis {
                let dot = |target: &[(u32, f32)]| target.iter().map(|&(c, v)| v * dense[c as usize]).sum::<f32>();
                let near: f32 = kpi.concepts.near.iter().map(|&(c, v)| v * dense[c as usize].abs()).sum();
                let words = lexical::lexical(&kpi.words, &element.words);
                let length = element.concepts.length;
                // A concept reached by meaning alone explains a pair and does not score it: the judge has read the same meaning already.
                let known = kpi.concepts.by_words() && element.concepts.by_words();
                let driver = if known { dot(&kpi.concepts.target).clamp(-1.0, 1.0) } else { 0.0 };
                // One word in common says less where both texts are understood and nothing leads from one to the other.
                let alone = known && driver.abs() < UNCONNECTED && words.shared.len() < 2 && words.score < 1.0;
                let shared = words.score * words.confidence * if alone { LONE_WORD } else { 1.0 };
                let alike = kpi.characters.as_ref().map_or(0.0, |characters| characters::likeness(characters, &element.characters));
                out.push(Parts {
                    opinion: opinions.next().unwrap_or_default(),
                    semantic: if known && length > 0.0 { (near / length).clamp(0.0, 1.0) } else { 0.0 },
                    lexical: characters::joined(shared, alike),
                    driver,
                    known,
                    topic: kpi.topic,
                    crossing: f32::from(u8::from(kpi.han != element.han)),
                    own: kpi.own,
                });
            }
            for &(concept, _) in &element.concepts.spread {
                dense[concept as usize] = 0.0;
            }
        }
        Ok(out)
    }

    /// The chances of a pair, (helps, hurts).
    pub fn chances(&self, parts: &Parts) -> (f64, f64) {
        self.calibration.chances(parts)
    }

    /// The same without the user's own judgements.
    pub fn built_in_chances(&self, parts: &Parts) -> (f64, f64) {
        self.built_in.chances(&Parts { own: [0.0; 2], ..*parts })
    }
}

/// Most characters of a name or a description that are read: many times what the judge takes in of a text, and so few that the words of a
/// cell with a book in it are looked at in no time.
const MOST_READ: usize = 4_000;

/// The part of a text that is read.
pub(in crate::score) fn readable(text: &str) -> &str {
    text.char_indices().nth(MOST_READ).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

fn is_readable(texts: [&str; 3]) -> bool {
    // Bytes are never fewer than characters, and counting them costs nothing.
    texts.iter().all(|t| t.len() <= MOST_READ || readable(t).len() == t.len())
}

fn readable_kpi(kpi: &Kpi) -> Cow<'_, Kpi> {
    if is_readable([&kpi.name, &kpi.metric, &kpi.description]) {
        return Cow::Borrowed(kpi);
    }
    let of = |text: &str| readable(text).to_owned();
    Cow::Owned(Kpi { name: of(&kpi.name), metric: of(&kpi.metric), description: of(&kpi.description), ..kpi.clone() })
}

fn readable_element(element: &Element) -> Cow<'_, Element> {
    if is_readable([&element.name, &element.description, ""]) {
        return Cow::Borrowed(element);
    }
    let of = |text: &str| readable(text).to_owned();
    Cow::Owned(Element { name: of(&element.name), description: of(&element.description), ..element.clone() })
}

/// Whether a text is mostly Chinese.
fn is_han(text: &str) -> bool {
    crate::text::han_share([text]) >= 0.5
}

fn internal(reason: String) -> Message {
    Message::Internal { what: "score".to_owned(), reason }
}
