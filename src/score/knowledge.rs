//! The signed concept graph: what projects do and what KPIs measure, and which drives which.
//!
//! Three tables in data/knowledge: concepts (names, synonyms, whether more is better), drives (effect of more of one on the amount of
//! another, -1 to 1) and cues (words that turn an activity around). Invariant: every drive joins two known concepts, no synonym belongs to two.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::read::delimited;
use crate::score::tokens::Phrases;
use crate::text::fold;

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
}

/// A cue and the side of the thing it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CueRule {
    /// Its effect.
    pub cue: Cue,
    /// Whether it stands before the thing.
    pub before: bool,
}

/// All knowledge of a run.
#[derive(Debug)]
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
    /// Rows that could not be used, by table and line.
    pub faults: Vec<String>,
}

/// The embedded knowledge.
pub fn embedded() -> &'static Knowledge {
    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
        parse(
            include_str!("../../data/knowledge/concepts.csv"),
            include_str!("../../data/knowledge/drives.csv"),
            include_str!("../../data/knowledge/cues.csv"),
        )
    });
    &KNOWLEDGE
}

/// Reads the three tables. Rows that cannot be used are left out and listed in `faults`; the embedded tables have none (tested).
pub fn parse(concepts: &str, drives: &str, cues: &str) -> Knowledge {
    let mut k = Knowledge {
        concepts: Vec::new(),
        drives: Vec::new(),
        synonyms: Phrases::default(),
        cue_words: Phrases::default(),
        cues: Vec::new(),
        faults: Vec::new(),
    };
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    let mut owners: BTreeMap<String, u32> = BTreeMap::new();
    for (line, cells) in records(concepts) {
        let [id, valence, kind, zh, en, words_zh, words_en] = &cells[..] else {
            k.faults.push(format!("concepts {line}: 7 cells wanted"));
            continue;
        };
        let kind = match kind.as_str() {
            "outcome" => ConceptKind::Outcome,
            "activity" => ConceptKind::Activity,
            "practice" => ConceptKind::Practice,
            _ => {
                k.faults.push(format!("concepts {line}: kind {kind}"));
                continue;
            }
        };
        let index = k.concepts.len() as u32;
        if ids.insert(id.clone(), index).is_some() {
            k.faults.push(format!("concepts {line}: {id} twice"));
        }
        k.concepts.push(Concept { id: id.clone(), good: valence == "+", kind, zh: zh.clone(), en: en.clone() });
        for word in words_zh.split('|').chain(words_en.split('|')).map(fold).filter(|w| !w.is_empty()) {
            match owners.insert(word.clone(), index) {
                Some(other) if other != index => {
                    k.faults.push(format!("concepts {line}: {word} also in {}", k.concepts[other as usize].id))
                }
                Some(_) => {}
                None => drop(k.synonyms.add(&word, index)),
            }
        }
    }
    k.drives = vec![Vec::new(); k.concepts.len()];
    for (line, cells) in records(drives) {
        let edge = match &cells[..] {
            [from, to, weight, ..] => ids.get(from).zip(ids.get(to)).zip(weight.parse::<f32>().ok()),
            _ => None,
        };
        match edge {
            Some(((&from, &to), weight)) if weight.abs() <= 1.0 && weight != 0.0 && from != to => {
                let edges = &mut k.drives[from as usize];
                match edges.iter().find(|(t, _)| *t == to) {
                    Some((_, other)) if other.signum() != weight.signum() => k.faults.push(format!("drives {line}: both signs")),
                    Some(_) => {}
                    None => edges.push((to, weight)),
                }
            }
            _ => k.faults.push(format!("drives {line}: {}", cells.join(","))),
        }
    }
    for (line, cells) in records(cues) {
        let rule = match &cells[..] {
            [_, _, effect, position] => match effect.as_str() {
                "stop" | "without" | "replace" => Some(Cue::Stop),
                "less" => Some(Cue::Less),
                "more" => Some(Cue::More),
                _ => None,
            }
            .map(|cue| CueRule { cue, before: position == "before" }),
            _ => None,
        };
        match rule {
            Some(rule) => {
                k.cue_words.add(&cells[0], k.cues.len() as u32);
                k.cues.push(rule);
            }
            None => k.faults.push(format!("cues {line}: {}", cells.join(","))),
        }
    }
    k
}

fn records(text: &str) -> Vec<(u64, Vec<String>)> {
    let Ok(table) = delimited::table(text, |_| 0) else { return Vec::new() };
    table.rows().map(|r| (r.line, r.cells().map(|c| c.trim().to_owned()).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_tables_are_sound() {
        let k = embedded();
        assert_eq!(k.faults, Vec::<String>::new());
        assert!(k.concepts.len() >= 300 && k.drives.iter().map(Vec::len).sum::<usize>() >= 1000);
        assert!(k.concepts.iter().all(|c| !c.zh.is_empty() && !c.en.is_empty()));
    }

    #[test]
    fn unusable_rows_are_named() {
        let k = parse(
            "id,valence,kind,name_zh,name_en,zh,en\na,+,outcome,甲,A,甲乙,x\nb,-,activity,丙,B,甲乙,y\n",
            "from,to,weight\na,b,0.5\na,c,0.5\na,b,-0.5\nb,b,1\n",
            "cue,lang,effect,position\n取消,zh,stop,before\n取消,zh,maybe,before\n",
        );
        assert_eq!(k.faults.len(), 5, "{:?}", k.faults);
        assert_eq!(k.drives[0], [(1, 0.5)]);
    }
}
