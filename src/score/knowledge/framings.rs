//! What a project can be presented as, and the words that tell what it is now.
//!
//! Tables in data/knowledge: framings (a title with slots, the concepts the project is then about, what changes), forms (words by which a
//! title names an event, a service …) and audiences (words for the people a project is made for). A slot is `{topic|audience|word}`: what
//! the project gives for the first of its names, else the next, else the word. Invariant: every slot ends in a word or can be the title,
//! so that each framing can be put together for any project.

use std::collections::BTreeMap;

use crate::error::KnowledgeFault;
pub use crate::model::FormKind;
use crate::score::knowledge::tables::{Kind, Wrong};
use crate::score::tokens::Phrases;
use crate::text::fold;

/// Which people an audience belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Customers, residents, partners.
    Outside,
    /// The organisation's own people.
    Inside,
}

/// A form: words that say what kind of undertaking a title names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Stable name.
    pub id: String,
    /// The kind it names; `None` for words such as "project" that name none.
    pub kind: Option<FormKind>,
    /// Words that count at the end of a title alone, folded.
    pub endings: Vec<String>,
}

/// People a project can be made for.
#[derive(Debug, Clone, PartialEq)]
pub struct Audience {
    /// Stable name.
    pub id: String,
    /// Which people they belong to.
    pub side: Side,
    /// How much a mention counts: 1 for general words such as "customers", more for specific ones.
    pub weight: f64,
    /// Name in Chinese.
    pub zh: String,
    /// Name in English, plural.
    pub en: String,
}

/// One framing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framing {
    /// Stable name.
    pub id: String,
    /// Kinds of undertaking it keeps as they are; empty for any.
    pub fits: Vec<FormKind>,
    /// Whom it addresses; `None` for anyone.
    pub audience: Option<Side>,
    /// What the project is then about, by index of the concept, the main thing first.
    pub concepts: Vec<u32>,
    /// What an element must do so that the project may go by this title, by index of the concept: any one of these is enough.
    pub carried_by: Vec<u32>,
    /// The title, in Chinese and in English.
    pub theme: [Template; 2],
    /// What changes, in Chinese and in English.
    pub line: [Template; 2],
}

/// What a slot can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Title,
    Audience,
    Guests,
    Topic,
}

/// Slots by the names of the tables.
const SLOTS: [(&str, Slot); 4] = [("title", Slot::Title), ("audience", Slot::Audience), ("guests", Slot::Guests), ("topic", Slot::Topic)];

/// What a project gives for the slots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// Its title as written.
    pub title: &'a str,
    /// Whom it is made for.
    pub audience: Option<&'a str>,
    /// Whom its title invites, else whom it is made for.
    pub guests: Option<&'a str>,
    /// What it is about.
    pub topic: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Tried in order; the word stands where none is given.
    Slot(Vec<Slot>, String),
}

/// A text with slots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template(Vec<Part>);

impl Template {
    /// Reads a text with slots.
    ///
    /// # Errors
    /// A brace without its other half, a slot of an unknown name, or one that could stay empty.
    pub fn parse(text: &str) -> Result<Self, KnowledgeFault> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, opened)) = rest.split_once('{') {
            let (slot, after) = opened.split_once('}').ok_or(KnowledgeFault::Slot)?;
            parts.push(Part::Text(plain(before)?));
            parts.push(slot_of(slot)?);
            rest = after;
        }
        parts.push(Part::Text(plain(rest)?));
        Ok(Template(parts))
    }

    /// The text with every slot filled.
    pub fn fill(&self, words: &Words) -> String {
        let given = |slot: &Slot| match slot {
            Slot::Title => Some(words.title),
            Slot::Audience => words.audience,
            Slot::Guests => words.guests,
            Slot::Topic => words.topic,
        };
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(slots, word) => slots.iter().find_map(given).unwrap_or(word).to_owned(),
        };
        self.0.iter().map(part).collect()
    }
}

fn plain(text: &str) -> Result<String, KnowledgeFault> {
    if text.contains('}') { Err(KnowledgeFault::Slot) } else { Ok(text.to_owned()) }
}

fn slot_of(text: &str) -> Result<Part, KnowledgeFault> {
    let named = |name: &str| SLOTS.iter().find(|(n, _)| *n == name.trim()).map(|(_, slot)| *slot);
    let names: Vec<&str> = text.split('|').collect();
    let slots: Vec<Slot> = names.iter().map_while(|n| named(n)).collect();
    match names.get(slots.len()..) {
        _ if slots.is_empty() || text.contains('{') => Err(KnowledgeFault::Slot),
        // The title is always there.
        Some([]) if slots.contains(&Slot::Title) => Ok(Part::Slot(slots, String::new())),
        Some([word]) if !word.trim().is_empty() => Ok(Part::Slot(slots, word.trim().to_owned())),
        _ => Err(KnowledgeFault::Slot),
    }
}

/// All that is known of framings.
#[derive(Debug, Default)]
pub struct Framings {
    /// Framings, in order of their tables.
    pub patterns: Vec<Framing>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Words to indices of `forms`.
    pub form_words: Phrases,
    /// Audiences.
    pub audiences: Vec<Audience>,
    /// Words to indices of `audiences`.
    pub audience_words: Phrases,
}

/// Where a row was read.
#[derive(Debug, Clone, Copy)]
struct Said {
    place: usize,
    own: bool,
    line: u64,
}

/// Takes in rows of the three tables.
#[derive(Debug, Default)]
pub(super) struct Builder {
    /// What was taken in so far.
    pub(super) made: Framings,
    said: BTreeMap<(Kind, String), Said>,
    words: BTreeMap<(Kind, String), String>,
}

impl Builder {
    /// A row of framings; an own one stands in place of a built-in one of the same id. `known` finds a concept by its id.
    pub(super) fn framing<'a>(
        &mut self,
        cell: &impl Fn(&str) -> &'a str,
        own: bool,
        line: u64,
        known: &impl Fn(&'static str, &str) -> Result<u32, Wrong>,
    ) -> Result<(), Wrong> {
        let id = cell("id");
        let fits = cell("fits").split('|').map(str::trim).filter(|f| !matches!(*f, "" | "any"));
        let accepted = "event, service, product, process, programme, any";
        let fits = fits.map(|f| FormKind::named(f).ok_or_else(|| ("fits", f.to_owned(), KnowledgeFault::Word { accepted })));
        let audience = match cell("audience") {
            "" | "any" => None,
            text => Some(side("audience", text, "outside, inside, any")?),
        };
        let (theme, line_text) = (both("theme_zh", "theme_en", cell)?, both("line_zh", "line_en", cell)?);
        if cell("theme_zh").is_empty() && cell("theme_en").is_empty() {
            return Err(("theme_zh", id.to_owned(), KnowledgeFault::NoTitle));
        }
        let named = |column: &'static str| cell(column).split('|').map(|c| known(column, c.trim())).collect::<Result<Vec<u32>, Wrong>>();
        let concepts = named("concepts")?;
        // Without a word on it, the main thing carries the title.
        let carried_by = if cell("carried_by").is_empty() { concepts.iter().copied().take(1).collect() } else { named("carried_by")? };
        let fits = fits.collect::<Result<_, _>>()?;
        let made = Framing { id: id.to_owned(), fits, audience, concepts, carried_by, theme, line: line_text };
        match self.place(Kind::Framings, id, own, line, self.made.patterns.len())? {
            Some(place) => self.made.patterns[place] = made,
            None => self.made.patterns.push(made),
        }
        Ok(())
    }

    /// A row of forms; an own one adds words to a built-in one of the same id.
    pub(super) fn form<'a>(&mut self, cell: &impl Fn(&str) -> &'a str, own: bool, line: u64) -> Result<(), Wrong> {
        let id = cell("id");
        let accepted = "event, service, product, process, programme, any";
        let new = !self.said.contains_key(&(Kind::Forms, id.to_owned()));
        let kind = match cell("kind") {
            "any" => None,
            "" if !new => None,
            text => Some(FormKind::named(text).ok_or_else(|| ("kind", text.to_owned(), KnowledgeFault::Word { accepted }))?),
        };
        let place = self.place(Kind::Forms, id, own, line, self.made.forms.len())?.unwrap_or_else(|| {
            self.made.forms.push(Form { id: id.to_owned(), kind, endings: Vec::new() });
            self.made.forms.len() - 1
        });
        for (column, word) in words(cell) {
            if let Some(ending) = word.strip_prefix('-') {
                self.made.forms[place].endings.push(ending.to_owned());
            } else {
                self.taken(Kind::Forms, column, &word, id)?;
                self.made.form_words.add(&word, place as u32);
            }
        }
        Ok(())
    }

    /// A row of audiences; an own one adds words to a built-in one of the same id.
    pub(super) fn audience<'a>(&mut self, cell: &impl Fn(&str) -> &'a str, own: bool, line: u64) -> Result<(), Wrong> {
        let id = cell("id");
        let known = self.said.contains_key(&(Kind::Audiences, id.to_owned()));
        let new = if known { None } else { Some(new_audience(id, cell)?) };
        let place = self.place(Kind::Audiences, id, own, line, self.made.audiences.len())?;
        self.made.audiences.extend(new);
        let place = place.unwrap_or(self.made.audiences.len().saturating_sub(1));
        for (column, word) in words(cell) {
            self.taken(Kind::Audiences, column, &word, id)?;
            self.made.audience_words.add(&word, place as u32);
        }
        Ok(())
    }

    /// Where the row of this id stands already; `None` for a new one, which will stand at `next`.
    fn place(&mut self, kind: Kind, id: &str, own: bool, line: u64, next: usize) -> Result<Option<usize>, Wrong> {
        let key = (kind, id.to_owned());
        match self.said.get(&key).copied() {
            Some(first) if first.own == own => Err(("id", id.to_owned(), KnowledgeFault::IdTaken { first_line: first.line })),
            Some(first) => {
                self.said.insert(key, Said { own, line, ..first });
                Ok(Some(first.place))
            }
            None => {
                self.said.insert(key, Said { place: next, own, line });
                Ok(None)
            }
        }
    }

    /// Notes whose word it is; an error when another row has it.
    fn taken(&mut self, kind: Kind, column: &'static str, word: &str, id: &str) -> Result<(), Wrong> {
        let by = self.words.entry((kind, word.to_owned())).or_insert_with(|| id.to_owned());
        if by == id { Ok(()) } else { Err((column, word.to_owned(), KnowledgeFault::WordTaken { by: by.clone() })) }
    }
}

/// Words of a row with their column, folded.
fn words<'a>(cell: &impl Fn(&str) -> &'a str) -> Vec<(&'static str, String)> {
    let of = |column: &'static str| cell(column).split('|').map(move |w| (column, fold(w)));
    of("zh").chain(of("en")).filter(|(_, w)| !w.is_empty()).collect()
}

/// A text with slots in Chinese and in English; one language stands for both where the other is blank.
fn both<'a>(zh: &'static str, en: &'static str, cell: &impl Fn(&str) -> &'a str) -> Result<[Template; 2], Wrong> {
    let parse = |column: &'static str, other: &'static str| {
        let text = if cell(column).is_empty() { cell(other) } else { cell(column) };
        Template::parse(text).map_err(|fault| (column, text.to_owned(), fault))
    };
    Ok([parse(zh, en)?, parse(en, zh)?])
}

fn side(column: &'static str, text: &str, accepted: &'static str) -> Result<Side, Wrong> {
    match text {
        "outside" => Ok(Side::Outside),
        "inside" => Ok(Side::Inside),
        other => Err((column, other.to_owned(), KnowledgeFault::Word { accepted })),
    }
}

fn new_audience<'a>(id: &str, cell: &impl Fn(&str) -> &'a str) -> Result<Audience, Wrong> {
    let weight = match cell("weight") {
        "" => 1.0,
        text => {
            let weight = text.parse::<f64>().ok().filter(|w| *w > 0.0 && *w <= 10.0);
            weight.ok_or_else(|| ("weight", text.to_owned(), KnowledgeFault::Word { accepted: "1, 2 … 10" }))?
        }
    };
    let (zh, en) = (cell("name_zh"), cell("name_en"));
    if zh.is_empty() && en.is_empty() {
        return Err(("name_zh", id.to_owned(), KnowledgeFault::NoName));
    }
    let or = |a: &str, b: &str| if a.is_empty() { b.to_owned() } else { a.to_owned() };
    Ok(Audience { id: id.to_owned(), side: side("side", cell("side"), "outside, inside")?, weight, zh: or(zh, en), en: or(en, zh) })
}

#[cfg(test)]
mod tests;
