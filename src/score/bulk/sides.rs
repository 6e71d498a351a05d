//! KPIs and blocks of elements as numbers that lie side by side.

use std::collections::HashMap;
use std::hash::Hash;

use crate::score::bulk::blend::Weights;
use crate::score::bulk::postings::{Lists, Postings};
use crate::score::characters::Characters;
use crate::score::driver::{ElementConcepts, KpiConcepts};
use crate::score::fast::head::{Meaning, VIEWS};
use crate::score::product::turned;
use crate::score::reader;
use crate::score::{ElementProfile, KpiProfile};
use crate::text::runs::Run;
use crate::text::segment::TermId;

/// Numbers for the words that texts of both sides hold, in the order of their ids.
pub type Words = HashMap<TermId, u32>;

/// What texts of both sides hold.
pub struct Vocabulary {
    /// Numbers for the words.
    pub words: Words,
    /// Numbers for the runs of characters, where there are topics.
    pub runs: HashMap<Run, u32>,
}

impl Vocabulary {
    /// Of all KPIs and elements: what stands on one side only is never shared.
    pub fn of(kpis: &[KpiProfile], elements: &[ElementProfile]) -> Self {
        let mut runs: Vec<Run> =
            kpis.iter().filter_map(|k| k.characters.as_ref()).flat_map(Characters::runs).map(|(run, _)| *run).collect();
        runs.sort_unstable();
        runs.dedup();
        Vocabulary { words: words(kpis, elements), runs: runs.into_iter().zip(0..).collect() }
    }
}

fn words(kpis: &[KpiProfile], elements: &[ElementProfile]) -> Words {
    let ids = |words: &mut dyn Iterator<Item = TermId>| {
        let mut ids: Vec<TermId> = words.collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let theirs = ids(&mut elements.iter().flat_map(|e| e.words.terms()).map(|(id, _)| *id));
    let mut both = ids(&mut kpis.iter().flat_map(|k| k.words.terms()).map(|(id, _)| *id));
    both.retain(|id| theirs.binary_search(id).is_ok());
    both.into_iter().zip(0..).collect()
}

/// The vectors of a side, one array for each product.
pub type Views = [Vec<f32>; VIEWS];

fn views<'m>(meanings: impl Iterator<Item = &'m Meaning> + Clone) -> Views {
    std::array::from_fn(|view| meanings.clone().flat_map(|m| m.view(view).iter().copied()).collect())
}

/// The meanings of texts that the fast encoder has read.
fn quick<'m>(meanings: impl Iterator<Item = &'m reader::Meaning>) -> Result<Vec<&'m Meaning>, String> {
    meanings.map(reader::quick).collect::<Option<_>>().ok_or_else(|| "a text was read by another encoder".to_owned())
}

/// KPIs, in their order.
pub struct Kpis {
    /// Their vectors.
    pub views: Views,
    /// Their words.
    pub words: Lists,
    /// Their runs of characters, where they are topics.
    pub runs: Lists,
    /// What they want of concepts.
    pub target: Lists,
    /// Concepts near them.
    pub near: Lists,
    /// What else counts, one each.
    pub of: Vec<Kpi>,
}

/// A KPI's own numbers.
pub struct Kpi {
    /// Whether its words reach concepts.
    pub known: bool,
    /// Squared length of its words.
    pub norm: f32,
    /// Squared length of its runs of characters, where it is a topic.
    pub run_norm: Option<f32>,
    /// Print of its letters; 0 for none.
    pub print: u64,
    /// Weights of its pairs, for helps and for hurts.
    pub weights: [Pairs; 2],
}

/// What a pair's numbers weigh for one outcome, the KPI's own part included.
#[derive(Debug, Clone, Copy)]
pub struct Pairs {
    /// Of the three products.
    pub views: [f32; VIEWS],
    /// Of shared words.
    pub lexical: f32,
    /// Of an element whose words reach concepts.
    pub known: f32,
    /// Of a Chinese element.
    pub han: f32,
    /// What stands for the KPI alone.
    pub bias: f32,
}

impl Kpis {
    /// Prepares KPIs.
    ///
    /// # Errors
    /// They were read by another encoder.
    pub fn of(kpis: &[KpiProfile], weights: &Weights, both: &Vocabulary) -> Result<Self, String> {
        let meanings = quick(kpis.iter().map(|k| &k.meaning))?;
        let concepts = |of: fn(&KpiConcepts) -> &[(u32, f32)]| Lists::of(kpis.iter().map(|k| of(&k.concepts).iter().copied()));
        Ok(Kpis {
            views: views(meanings.iter().copied()),
            words: Lists::of(kpis.iter().map(|k| shared(k.words.terms(), &both.words))),
            runs: Lists::of(kpis.iter().map(|k| shared(k.characters.as_ref().map_or(&[], Characters::runs), &both.runs))),
            target: concepts(|c| &c.target),
            near: concepts(|c| &c.near),
            of: kpis
                .iter()
                .zip(meanings)
                .map(|(k, meaning)| Kpi {
                    known: k.concepts.by_words(),
                    norm: k.words.norm(),
                    run_norm: k.characters.as_ref().map(Characters::norm),
                    print: k.words.print(),
                    weights: weights.of_kpi(k, meaning),
                })
                .collect(),
        })
    }
}

/// Some elements that stand behind one another.
pub struct Block {
    first: u32,
    /// Their vectors, turned: number by number.
    pub views: Views,
    /// Their words, word by word.
    pub words: Postings,
    /// Their runs of characters, run by run, where there are topics.
    pub runs: Postings,
    /// Concepts they move, concept by concept.
    pub moved: Postings,
    /// Squared lengths of their words.
    pub norms: Vec<f32>,
    /// Squared lengths of their runs of characters; empty without topics.
    pub run_norms: Vec<f32>,
    /// Lengths of what they move.
    pub lengths: Vec<f32>,
    /// 1 where their words reach concepts, else 0.
    pub known: Vec<f32>,
    /// 1 for Chinese ones, else 0.
    pub han: Vec<f32>,
    /// What they add to the log-odds of helps and of hurts by themselves.
    pub own: [Vec<f32>; 2],
    /// Those whose letters have a print.
    pub prints: HashMap<u64, Vec<u32>>,
}

impl Block {
    /// Prepares elements, the first of which is number `first` of all. `concepts`: how many there are.
    ///
    /// # Errors
    /// They were read by another encoder.
    pub fn of(elements: &[ElementProfile], first: usize, weights: &Weights, both: &Vocabulary, concepts: usize) -> Result<Self, String> {
        let meanings = quick(elements.iter().map(|e| &e.meaning))?;
        let numbers = |of: fn(&ElementProfile) -> f32| elements.iter().map(of).collect::<Vec<f32>>();
        let mut prints: HashMap<u64, Vec<u32>> = HashMap::new();
        for (element, at) in elements.iter().zip(0..) {
            if element.words.print() != 0 {
                prints.entry(element.words.print()).or_default().push(at);
            }
        }
        let spread = |e: &ElementConcepts| e.spread.clone();
        // Without a topic that asks for them, runs are never weighed.
        let asked = if both.runs.is_empty() { &[] } else { elements };
        Ok(Block {
            first: first as u32,
            views: views(meanings.iter().copied()).map(|all| turned(&all, all.len() / elements.len().max(1))),
            words: Lists::of(elements.iter().map(|e| shared(e.words.terms(), &both.words))).turned(both.words.len()),
            runs: Lists::of(asked.iter().map(|e| shared(e.characters.runs(), &both.runs))).turned(both.runs.len()),
            run_norms: asked.iter().map(|e| e.characters.norm()).collect(),
            moved: Lists::of(elements.iter().map(|e| spread(&e.concepts))).turned(concepts),
            norms: numbers(|e| e.words.norm()),
            lengths: numbers(|e| e.concepts.length),
            known: numbers(|e| f32::from(u8::from(e.concepts.by_words()))),
            han: numbers(|e| f32::from(u8::from(e.han))),
            own: [0, 1].map(|outcome| meanings.iter().map(|m| weights.of_element(m, outcome)).collect()),
            prints,
        })
    }

    /// Elements in it.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// The number of the first among all.
    pub fn first(&self) -> u32 {
        self.first
    }
}

/// What the other side has as well of a text's words or runs, by number.
fn shared<'t, T: Eq + Hash>(terms: &'t [(T, f32)], numbers: &'t HashMap<T, u32>) -> impl Iterator<Item = (u32, f32)> + 't {
    terms.iter().filter_map(|(id, weight)| Some((*numbers.get(id)?, *weight)))
}
