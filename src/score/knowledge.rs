//! The signed concept graph: what projects do and what KPIs measure, and which drives which.
//!
//! Tables in data/knowledge: concepts (names, synonyms, whether more is better), drives (effect of more of one on the amount of another, -1 to
//! 1), cues (words that turn an activity around) and guards (phrases that only look as if they held a synonym); beside them what a project
//! can be presented as ([`framings`]). [`tables`] reads them, and a user's own tables of the same form on top. Invariant: every drive joins two known concepts, no synonym belongs to two.

pub mod framings;
pub mod tables;

use std::sync::{Arc, LazyLock};

use crate::score::tokens::Phrases;
use framings::Framings;
pub use tables::{Kind, Table};

/// Stands for no concept: a phrase that only contains a synonym (完成本 holds 成本) takes its place in a text and reaches nothing.
pub const GUARD: u32 = u32::MAX;

/// What a concept is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConceptKind {
    /// What KPIs measure.
    Outcome,
    /// What projects do.
    Activity,
    /// A habit or risk that makes KPIs worse.
    Practice,
}

/// One concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Stable name.
    pub id: String,
    /// Whether more of it is better.
    pub good: bool,
    /// What it is.
    pub kind: ConceptKind,
    /// Name shown in Chinese.
    pub zh: String,
    /// Name shown in English.
    pub en: String,
}

/// What a cue does to the amount of the thing beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// It does not happen any more.
    Stop,
    /// Less of it.
    Less,
    /// More of it.
    More,
    /// None: something else begins, of which no cue before it speaks (取消抽奖改为直播).
    Turn,
}

/// A cue and the side of the thing it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueRule {
    /// Its effect.
    pub cue: Cue,
    /// Whether it can stand before the thing.
    pub before: bool,
    /// Whether it can stand behind the thing.
    pub after: bool,
    /// Whether it speaks of what stands right beside it alone (no helmets on the site).
    pub close: bool,
}

impl CueRule {
    /// Whether what stands behind it is something new: a cue before it does not reach there.
    pub fn begins(&self) -> bool {
        self.cue == Cue::Turn || self.cue == Cue::Stop && !self.before
    }
}

/// All knowledge of a run.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Concepts, by index.
    pub concepts: Vec<Concept>,
    /// Per concept: what it drives, and how much.
    pub drives: Vec<Vec<(u32, f32)>>,
    /// Synonyms to concept indices.
    pub synonyms: Phrases,
    /// Cue words to indices of `cues`.
    pub cue_words: Phrases,
    /// Cues.
    pub cues: Vec<CueRule>,
    /// What a project can be presented as.
    pub framings: Framings,
}

/// The tables that are built in.
pub fn built_in() -> [Table<'static>; 7] {
    let of = |kind: Kind, text: &'static str| Table { file: Arc::from(kind.file_name()), kind, data: text.as_bytes() };
    [
        of(Kind::Concepts, include_str!("../../data/knowledge/concepts.csv")),
        of(Kind::Drives, include_str!("../../data/knowledge/drives.csv")),
        of(Kind::Cues, include_str!("../../data/knowledge/cues.csv")),
        of(Kind::Guards, include_str!("../../data/knowledge/guards.csv")),
        of(Kind::Forms, include_str!("../../data/knowledge/forms.csv")),
        of(Kind::Audiences, include_str!("../../data/knowledge/audiences.csv")),
        of(Kind::Framings, include_str!("../../data/knowledge/framings.csv")),
    ]
}

/// The embedded knowledge.
pub fn embedded() -> Arc<Knowledge> {
    static KNOWLEDGE: LazyLock<Arc<Knowledge>> = LazyLock::new(|| Arc::new(tables::read(&built_in(), &[], &mut Vec::new())));
    KNOWLEDGE.clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_sound() {
        let mut problems = Vec::new();
        let k = tables::read(&built_in(), &[], &mut problems);
        assert_eq!(problems, []);
        assert!(k.concepts.len() >= 500 && k.drives.iter().map(Vec::len).sum::<usize>() >= 2000);
        assert!(k.concepts.iter().all(|c| !c.zh.is_empty() && !c.en.is_empty()));
    }
}
