//! Knowledge from its tables: the built-in ones, and a user's own of the same form on top.
//!
//! Own rows add: a known id gets more synonyms, a new one is a new concept, an own drive stands in place of a built-in one between the same
//! two concepts, an own framing in place of one of the same id. Every fault is a [`Problem`] with its line; a row that has one is left out.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::Arc;

use crate::error::{Fault, KnowledgeFault, Place, Problem, Severity};
use crate::read::config::nearest;
use crate::read::sheet::{Field, Sheet};
use crate::score::knowledge::framings;
use crate::score::knowledge::{Concept, ConceptKind, Cue, CueRule, GUARD, Knowledge};
use crate::text::fold;
use crate::text::words::Fnv;

/// The tables of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Concepts with their names and synonyms.
    Concepts,
    /// Phrases that only look as if they held a synonym.
    Guards,
    /// What drives what, and how much.
    Drives,
    /// Words that turn an activity around.
    Cues,
    /// Words that say what kind of undertaking a title names.
    Forms,
    /// Words for the people a project is made for.
    Audiences,
    /// What a project can be presented as.
    Framings,
}

impl Kind {
    /// All, in the order they are read: what others refer to first.
    pub const ALL: [Kind; 7] = [Kind::Concepts, Kind::Guards, Kind::Drives, Kind::Cues, Kind::Forms, Kind::Audiences, Kind::Framings];

    /// The file that holds it.
    pub fn file_name(self) -> &'static str {
        match self {
            Kind::Concepts => "concepts.csv",
            Kind::Guards => "guards.csv",
            Kind::Drives => "drives.csv",
            Kind::Cues => "cues.csv",
            Kind::Forms => "forms.csv",
            Kind::Audiences => "audiences.csv",
            Kind::Framings => "framings.csv",
        }
    }

    fn fields(self) -> (&'static [Field], &'static [&'static str]) {
        match self {
            Kind::Concepts => (&CONCEPTS, &["id"]),
            Kind::Guards => (&GUARDS, &["text"]),
            Kind::Drives => (&DRIVES, &["from", "to", "weight"]),
            Kind::Cues => (&CUES, &["cue", "effect"]),
            Kind::Forms => (&FORMS, &["id"]),
            Kind::Audiences => (&AUDIENCES, &["id"]),
            Kind::Framings => (&FRAMINGS, &["id", "concepts"]),
        }
    }
}

const CONCEPTS: [Field; 7] = [
    ("id", &["id", "编号"]),
    ("valence", &["valence", "好坏"]),
    ("kind", &["kind", "类型"]),
    ("name_zh", &["name_zh", "中文名"]),
    ("name_en", &["name_en", "英文名"]),
    ("zh", &["zh", "中文同义词"]),
    ("en", &["en", "英文同义词"]),
];
const GUARDS: [Field; 1] = [("text", &["text", "phrase", "词语"])];
const DRIVES: [Field; 3] = [("from", &["from", "起点"]), ("to", &["to", "终点"]), ("weight", &["weight", "权重"])];
const CUES: [Field; 3] = [("cue", &["cue", "词语"]), ("effect", &["effect", "作用"]), ("position", &["position", "位置"])];

const FORMS: [Field; 4] = [("id", &["id", "编号"]), ("kind", &["kind", "类型"]), ("zh", &["zh", "中文词语"]), ("en", &["en", "英文词语"])];
const AUDIENCES: [Field; 7] = [
    ("id", &["id", "编号"]),
    ("side", &["side", "内外"]),
    ("weight", &["weight", "权重"]),
    ("name_zh", &["name_zh", "中文名"]),
    ("name_en", &["name_en", "英文名"]),
    ("zh", &["zh", "中文词语"]),
    ("en", &["en", "英文词语"]),
];
const FRAMINGS: [Field; 9] = [
    ("id", &["id", "编号"]),
    ("fits", &["fits", "适用"]),
    ("audience", &["audience", "对象"]),
    ("concepts", &["concepts", "概念"]),
    ("carried_by", &["carried_by", "由何支撑"]),
    ("theme_zh", &["theme_zh", "中文题目"]),
    ("theme_en", &["theme_en", "英文题目"]),
    ("line_zh", &["line_zh", "中文说明"]),
    ("line_en", &["line_en", "英文说明"]),
];

/// One table: its file for messages, what it holds, and its bytes.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// The file as shown in messages.
    pub file: Arc<str>,
    /// What it holds.
    pub kind: Kind,
    /// Its bytes.
    pub data: &'a [u8],
}

/// Where a drive was read.
#[derive(Clone, Copy)]
struct Said {
    place: usize,
    own: bool,
    line: u64,
}

/// Most unknown concepts for which a known one is suggested: each is held against all of them, and a table with more of them was written
/// for other concepts.
const SUGGESTED: usize = 100;

/// Thousands of short keys are looked up before anything else can start.
type Hash = BuildHasherDefault<Fnv>;

#[derive(Default)]
struct Builder {
    made: Knowledge,
    ids: HashMap<String, u32, Hash>,
    owners: HashMap<String, u32, Hash>,
    said: HashMap<(u32, u32), Said, Hash>,
    cues: BTreeMap<String, usize>,
    framings: framings::Builder,
    /// For how many unknown concepts one like it has been looked for.
    suggested: usize,
}

/// Reads the built-in tables, then the user's own. Problems are pushed.
pub fn read(built_in: &[Table], own: &[Table], problems: &mut Vec<Problem>) -> Knowledge {
    let mut builder = Builder::default();
    for (tables, is_own) in [(built_in, false), (own, true)] {
        for kind in Kind::ALL {
            for table in tables.iter().filter(|t| t.kind == kind) {
                let (fields, needed) = kind.fields();
                if let Some(sheet) = Sheet::read(&table.file, table.data, fields, needed, problems) {
                    builder.add(&sheet, kind, is_own, problems);
                }
            }
        }
    }
    builder.made.framings = builder.framings.made;
    builder.made
}

impl Builder {
    fn add(&mut self, sheet: &Sheet, kind: Kind, own: bool, problems: &mut Vec<Problem>) {
        for row in &sheet.rows() {
            let cell = |column: &str| sheet.cell(row, column);
            let made = match kind {
                Kind::Concepts => self.concept(&cell),
                Kind::Guards => self.guard(cell("text")),
                Kind::Drives => self.drive(&cell, own, row.line),
                Kind::Cues => self.cue(&cell),
                Kind::Forms => self.framings.form(&cell, own, row.line),
                Kind::Audiences => self.framings.audience(&cell, own, row.line),
                Kind::Framings => {
                    self.framings.framing(&cell, own, row.line, &|column: &'static str, id: &str| known(&self.ids, column, id))
                }
            };
            if let Err((column, value, fault)) = made {
                let fault = self.suggest(&value, fault);
                let place = Place { column: Some(column), ..Place::line(&sheet.file, row.line) };
                problems.push(Problem { severity: Severity::Error, place, value: Some(value), fault: Fault::Knowledge(fault) });
            }
        }
    }

    /// The fault with the concept that an unknown one may mean; none any more after [`SUGGESTED`] of them.
    fn suggest(&mut self, id: &str, fault: KnowledgeFault) -> KnowledgeFault {
        match fault {
            KnowledgeFault::UnknownConcept { .. } if self.suggested < SUGGESTED => {
                self.suggested += 1;
                let mut all: Vec<&str> = self.ids.keys().map(String::as_str).collect();
                all.sort_unstable();
                KnowledgeFault::UnknownConcept { near: nearest(id, &all) }
            }
            other => other,
        }
    }

    fn concept<'a>(&mut self, cell: &impl Fn(&str) -> &'a str) -> Result<(), Wrong> {
        let id = cell("id");
        let index = match self.ids.get(id) {
            Some(&index) => index,
            None => {
                let concept = new_concept(id, cell)?;
                let index = self.made.concepts.len() as u32;
                self.made.concepts.push(concept);
                self.made.drives.push(Vec::new());
                self.ids.insert(id.to_owned(), index);
                index
            }
        };
        for (column, words) in [("zh", cell("zh")), ("en", cell("en"))] {
            for word in words.split('|').map(fold).filter(|w| !w.is_empty()) {
                match self.owners.get(&word) {
                    Some(&other) if other != index => {
                        let by = self.made.concepts[other as usize].id.clone();
                        return Err((column, word, KnowledgeFault::SynonymTaken { by }));
                    }
                    Some(_) => {}
                    None => {
                        self.made.synonyms.add(&word, index);
                        self.owners.insert(word, index);
                    }
                }
            }
        }
        Ok(())
    }

    fn guard(&mut self, text: &str) -> Result<(), Wrong> {
        let word = fold(text);
        if let Some(&index) = self.owners.get(&word) {
            let of = self.made.concepts[index as usize].id.clone();
            return Err(("text", text.to_owned(), KnowledgeFault::GuardIsSynonym { of }));
        }
        self.made.synonyms.add(&word, GUARD);
        Ok(())
    }

    fn drive<'a>(&mut self, cell: &impl Fn(&str) -> &'a str, own: bool, line: u64) -> Result<(), Wrong> {
        let (from, to) = (known(&self.ids, "from", cell("from"))?, known(&self.ids, "to", cell("to"))?);
        let weight = cell("weight").parse::<f32>().ok().filter(|w| *w != 0.0 && w.abs() <= 1.0);
        let weight = weight.ok_or_else(|| ("weight", cell("weight").to_owned(), KnowledgeFault::Weight))?;
        if from == to {
            return Err(("to", cell("to").to_owned(), KnowledgeFault::DrivesItself));
        }
        let edges = &mut self.made.drives[from as usize];
        match self.said.get(&(from, to)).copied() {
            None => {
                self.said.insert((from, to), Said { place: edges.len(), own, line });
                edges.push((to, weight));
            }
            Some(first) if first.own == own => {
                if edges[first.place].1.signum() != weight.signum() {
                    return Err(("weight", cell("to").to_owned(), KnowledgeFault::BothSigns { first_line: first.line }));
                }
            }
            // The user knows better.
            Some(built_in) => {
                edges[built_in.place].1 = weight;
                self.said.insert((from, to), Said { own, line, ..built_in });
            }
        }
        Ok(())
    }

    fn cue<'a>(&mut self, cell: &impl Fn(&str) -> &'a str) -> Result<(), Wrong> {
        let cue = match cell("effect") {
            "stop" | "without" | "replace" | "none" => Cue::Stop,
            "less" => Cue::Less,
            "more" => Cue::More,
            "turn" => Cue::Turn,
            other => {
                return Err((
                    "effect",
                    other.to_owned(),
                    KnowledgeFault::Word { accepted: "stop, without, replace, none, less, more, turn" },
                ));
            }
        };
        let before = match cell("position") {
            "before" | "" => true,
            "after" => false,
            other => return Err(("position", other.to_owned(), KnowledgeFault::Word { accepted: "before, after" })),
        };
        // A phrase is found once in a text, so its rows are one rule.
        match self.cues.get(cell("cue")).map(|at| &mut self.made.cues[*at]) {
            Some(rule) if rule.cue == cue => {
                rule.before |= before;
                rule.after |= !before;
            }
            _ => {
                self.cues.insert(cell("cue").to_owned(), self.made.cues.len());
                self.made.cue_words.add(cell("cue"), self.made.cues.len() as u32);
                self.made.cues.push(CueRule { cue, before, after: !before, close: cell("effect") == "none" });
            }
        }
        Ok(())
    }
}

/// The index of a concept by its id. What an unknown one may mean is found where the fault is told.
fn known(ids: &HashMap<String, u32, Hash>, column: &'static str, id: &str) -> Result<u32, Wrong> {
    ids.get(id).copied().ok_or_else(|| (column, id.to_owned(), KnowledgeFault::UnknownConcept { near: None }))
}

/// The column at fault, what stands there, and what is wrong with it.
pub(super) type Wrong = (&'static str, String, KnowledgeFault);

fn new_concept<'a>(id: &str, cell: &impl Fn(&str) -> &'a str) -> Result<Concept, Wrong> {
    let kind = match cell("kind") {
        "outcome" => ConceptKind::Outcome,
        "activity" => ConceptKind::Activity,
        "practice" => ConceptKind::Practice,
        other => return Err(("kind", other.to_owned(), KnowledgeFault::Word { accepted: "outcome, activity, practice" })),
    };
    let good = match cell("valence") {
        "+" => true,
        "-" => false,
        other => return Err(("valence", other.to_owned(), KnowledgeFault::Word { accepted: "+, -" })),
    };
    let (zh, en) = (cell("name_zh"), cell("name_en"));
    if zh.is_empty() && en.is_empty() {
        return Err(("name_zh", id.to_owned(), KnowledgeFault::NoName));
    }
    let or = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { a.to_owned() };
    Ok(Concept { id: id.to_owned(), good, kind, zh: or(zh, en), en: or(en, zh) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id,valence,kind,name_zh,name_en,zh,en\n";

    fn table(kind: Kind, text: &str) -> Table<'_> {
        Table { file: Arc::from(kind.file_name()), kind, data: text.as_bytes() }
    }

    #[test]
    fn unusable_rows_are_named_with_their_line() {
        let concepts =
            format!("{HEAD}a,+,outcome,甲,A,甲乙,x\nb,-,activity,丙,B,甲乙,y\nc,+,thing,丁,C,,\nd,?,outcome,戊,D,,\ne,+,outcome,,,,\n");
        let tables = [
            table(Kind::Concepts, &concepts),
            table(Kind::Drives, "from,to,weight\na,b,0.5\na,cc,0.5\na,b,-0.5\nb,b,1\na,b,2\n"),
            table(Kind::Cues, "cue,lang,effect,position\n取消,zh,stop,before\n取消,zh,maybe,before\n"),
            table(Kind::Guards, "text\n甲乙\n"),
        ];
        let mut problems = Vec::new();
        let k = read(&tables, &[], &mut problems);
        let at: Vec<_> =
            problems.iter().map(|p| (p.place.file.to_string(), p.place.line.unwrap_or(0), p.place.column.unwrap_or(""))).collect();
        let expected = [
            ("concepts.csv", 3, "zh"),
            ("concepts.csv", 4, "kind"),
            ("concepts.csv", 5, "valence"),
            ("concepts.csv", 6, "name_zh"),
            ("guards.csv", 2, "text"),
            ("drives.csv", 3, "to"),
            ("drives.csv", 4, "weight"),
            ("drives.csv", 5, "to"),
            ("drives.csv", 6, "weight"),
            ("cues.csv", 3, "effect"),
        ];
        assert_eq!(at, expected.map(|(f, l, c)| (f.to_owned(), l, c)));
        assert_eq!(k.drives[0], [(1, 0.5)]);
    }

    #[test]
    fn concepts_are_suggested_for_the_first_unknown_ones() {
        let concepts = format!("{HEAD}brand,+,outcome,甲,A,甲乙,x\nb,-,activity,丙,B,丙丁,y\n");
        let drives: String = (0..SUGGESTED + 50).map(|n| format!("brands{n},b,0.5\n")).collect();
        let drives = format!("from,to,weight\n{drives}");
        let mut problems = Vec::new();
        read(&[table(Kind::Concepts, &concepts), table(Kind::Drives, &drives)], &[], &mut problems);
        let near = |near: Option<&str>| Fault::Knowledge(KnowledgeFault::UnknownConcept { near: near.map(str::to_owned) });
        let (first, rest) = problems.split_at(SUGGESTED);
        assert!(first.iter().all(|p| p.fault == near(Some("brand"))), "{first:?}");
        assert!(rest.len() == 50 && rest.iter().all(|p| p.fault == near(None)), "{rest:?}");
    }

    #[test]
    fn own_rows_add_and_an_own_drive_stands_in_place_of_a_built_in_one() {
        let built_in = format!("{HEAD}a,+,outcome,甲,A,甲乙,x\nb,-,activity,丙,B,丙丁,y\n");
        let own = format!("{HEAD}a,,,,,甲戊,\nc,+,activity,己,,己庚,\n");
        let mut problems = Vec::new();
        let k = read(
            &[table(Kind::Concepts, &built_in), table(Kind::Drives, "from,to,weight\nb,a,0.5\n")],
            &[table(Kind::Drives, "to,weight,from\na,-0.25,b\na,0.75,c\n"), table(Kind::Concepts, &own)],
            &mut problems,
        );
        assert_eq!(problems, []);
        assert_eq!(k.concepts.iter().map(|c| c.en.as_str()).collect::<Vec<_>>(), ["A", "B", "己"]);
        assert_eq!((k.drives[1].as_slice(), k.drives[2].as_slice()), ([(0, -0.25)].as_slice(), [(0, 0.75)].as_slice()));
        let found = k.synonyms.find(&crate::score::tokens::Tokens::of("甲戊与己庚"));
        assert_eq!(found.iter().map(|m| m.target).collect::<Vec<_>>(), [0, 2]);
    }
}
