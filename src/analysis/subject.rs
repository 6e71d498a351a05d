//! What a project is now: what kind of undertaking, what it is about and for whom, told from its title and the words of its plan.
//!
//! The kind is that of the last telling word of the title (答谢会, Festival), else the one most elements are named by, else an event when
//! all dated elements fall into two weeks. The audience is the one spoken of most: a mention counts 3 in the title, 2 in an element's name,
//! 1 in its description, times how specific the word is. Invariant: the order of the rows changes nothing.

use std::collections::BTreeMap;

use crate::model::{Case, ElementId, Lang};
use crate::score::knowledge::framings::{Form, FormKind, Framings, Side, Words};
use crate::score::tokens::{Match, Tokens};
use crate::text::{fold, is_han};

/// Weight of a mention in the title, in an element's name and in its description.
const MENTIONS: [f64; 3] = [3.0, 2.0, 1.0];
/// Elements that must be named by a kind of undertaking before they decide it.
const NAMED: usize = 2;
/// Days that an event's dated elements span at most.
const EVENT_DAYS: i32 = 14;
/// Characters of a Chinese topic and words of an English one: longer ones are sentences.
const TOPIC: (usize, usize) = (8, 4);

/// What a project is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Its title as written.
    pub title: String,
    /// What kind of undertaking; `None` when nothing tells.
    pub form: Option<FormKind>,
    /// What it is about, without the words for form and audience.
    pub topic: Option<String>,
    /// Whom its title names, else `outside`.
    pub guests: Option<String>,
    /// Whom outside the organisation it is made for.
    pub outside: Option<String>,
    /// Whom inside it is made for.
    pub inside: Option<String>,
}

impl Subject {
    /// Reads a project's title and the elements of its plan.
    pub fn of(case: &Case, known: &Framings, title: &str, core: &[ElementId], lang: Lang) -> Self {
        let named = Title::of(known, title);
        let mut people = People::new(known);
        people.read(title, MENTIONS[0]);
        for &element in core {
            people.read(&case.element(element).name, MENTIONS[1]);
            people.read(&case.element(element).description, MENTIONS[2]);
        }
        let outside = people.most(Side::Outside, None).map(|a| people.name(a, lang));
        let in_title = people.most(Side::Outside, Some(&named.audiences)).map(|a| people.name(a, lang));
        Subject {
            title: title.to_owned(),
            form: form_of(&named, case, known, core),
            topic: named.topic(lang),
            guests: in_title.or_else(|| outside.clone()),
            outside,
            inside: people.most(Side::Inside, None).map(|a| people.name(a, lang)),
        }
    }

    /// What it gives for the slots of a framing that addresses one side, or anyone.
    pub fn words(&self, side: Option<Side>) -> Words<'_> {
        let audience = match side {
            Some(Side::Outside) => self.outside.as_deref(),
            Some(Side::Inside) => self.inside.as_deref(),
            None => self.outside.as_deref().or(self.inside.as_deref()),
        };
        Words { title: &self.title, audience, guests: self.guests.as_deref(), topic: self.topic.as_deref() }
    }
}

/// What kind of undertaking a project is, from its title and the elements of its plan; `None` when nothing tells.
pub fn form(case: &Case, known: &Framings, title: &str, core: &[ElementId]) -> Option<FormKind> {
    form_of(&Title::of(known, title), case, known, core)
}

fn form_of(title: &Title, case: &Case, known: &Framings, core: &[ElementId]) -> Option<FormKind> {
    title.form(known).or_else(|| by_elements(case, known, core)).or_else(|| by_dates(case, core))
}

/// A title cut into tokens, with the words for forms and audiences in it.
struct Title {
    tokens: Tokens,
    /// The word that tells the form and what stands for no form behind it (服务 and 项目 in 配送服务项目); the rest belongs to the topic.
    forms: Vec<Match>,
    audiences: Vec<Match>,
}

impl Title {
    fn of(known: &Framings, title: &str) -> Self {
        let tokens = Tokens::of(title);
        let mut forms = known.form_words.find(&tokens);
        let end = tokens.tokens.len();
        let closed = forms.last().is_some_and(|m| m.to == end);
        let folded = fold(title);
        let ending = |(at, form): (usize, &Form)| {
            let ending = form.endings.iter().filter(|e| folded.ends_with(e.as_str())).max_by_key(|e| e.len())?;
            let from = end.checked_sub(Tokens::of(ending).tokens.len())?;
            Some(Match { from, to: end, target: at as u32 })
        };
        forms.extend(known.forms.iter().enumerate().find_map(ending).filter(|_| !closed));
        let telling = forms.iter().rposition(|m| known.forms[m.target as usize].kind.is_some());
        forms.drain(..telling.unwrap_or(0));
        let audiences = known.audience_words.find(&tokens);
        Title { tokens, forms, audiences }
    }

    fn form(&self, known: &Framings) -> Option<FormKind> {
        self.forms.iter().find_map(|m| known.forms[m.target as usize].kind)
    }

    /// What is left of the title: behind the audience, or before the form where no audience is named.
    fn topic(&self, lang: Lang) -> Option<String> {
        let runs = self.runs();
        let behind = |at: usize| runs.iter().find(|(from, _)| *from >= at);
        let run = match self.audiences.first() {
            None => runs.first(),
            // "Safety week for employees": in English the people may stand last.
            Some(audience) => behind(audience.to).or_else(|| runs.first().filter(|_| lang == Lang::En && self.forms_before(audience.from))),
        };
        let (from, to) = *run?;
        let text = self.tokens.slice(from, to).to_owned();
        let han = text.chars().filter(|c| is_han(*c)).count();
        let fits = match lang {
            Lang::Zh => (2..=TOPIC.0).contains(&text.chars().count()),
            // A topic in Chinese has no place in an English title.
            Lang::En => han == 0 && to - from <= TOPIC.1 && text.chars().count() > 2,
        };
        fits.then_some(text)
    }

    fn forms_before(&self, at: usize) -> bool {
        self.forms.iter().any(|m| m.to <= at)
    }

    /// Stretches of tokens that name neither form nor audience, without small words and numbers at their ends.
    fn runs(&self) -> Vec<(usize, usize)> {
        let taken = |i: usize| self.forms.iter().chain(&self.audiences).any(|m| (m.from..m.to).contains(&i));
        let clause = |i: usize| self.tokens.tokens[i].clause;
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for i in (0..self.tokens.tokens.len()).filter(|i| !taken(*i)) {
            match runs.last_mut() {
                Some((_, to)) if *to == i && clause(i) == clause(i - 1) => *to = i + 1,
                _ => runs.push((i, i + 1)),
            }
        }
        runs.into_iter().map(|run| self.trimmed(run)).filter(|(from, to)| from < to).collect()
    }

    fn trimmed(&self, (mut from, mut to): (usize, usize)) -> (usize, usize) {
        let key = |i: usize| self.tokens.tokens[i].key.as_str();
        let number = |i: usize| key(i).chars().all(|c| c.is_numeric() || "一二三四五六七八九十首第".contains(c));
        // 2026年度, 第三届, 首届: which time it takes place is not what it is about.
        let counted = from;
        while from < to && (number(from) || (from > counted && "年度届季次".contains(key(from)))) {
            from += 1;
        }
        // A number word may begin a topic (一带一路): only one that counts something is left out.
        if from > counted && !"年度届季次".contains(key(from - 1)) && !key(from - 1).chars().all(|c| c.is_numeric()) {
            from = counted;
        }
        while from < to && SMALL.contains(&key(from)) {
            from += 1;
        }
        while from < to && SMALL.contains(&key(to - 1)) {
            to -= 1;
        }
        (from, to)
    }
}

/// Words that join others and say nothing alone.
const SMALL: [&str; 22] = [
    "的", "与", "和", "及", "暨", "为", "对", "向", "在", "of", "for", "and", "the", "a", "an", "in", "at", "on", "to", "with", "by", "our",
];

/// Audiences spoken of, and how they are written.
struct People<'a> {
    known: &'a Framings,
    /// By index of the audience: weight of all mentions, and of each written form.
    spoken: BTreeMap<u32, (f64, BTreeMap<String, f64>)>,
}

impl<'a> People<'a> {
    fn new(known: &'a Framings) -> Self {
        People { known, spoken: BTreeMap::new() }
    }

    fn read(&mut self, text: &str, weight: f64) {
        let tokens = Tokens::of(text);
        for m in self.known.audience_words.find(&tokens) {
            let (sum, written) = self.spoken.entry(m.target).or_default();
            *sum += weight * self.known.audiences[m.target as usize].weight;
            *written.entry(tokens.slice(m.from, m.to).to_owned()).or_default() += weight;
        }
    }

    /// The audience of a side that is spoken of most, of `among` where given; of two alike the first of the table.
    fn most(&self, side: Side, among: Option<&[Match]>) -> Option<u32> {
        let of_side = |a: &u32| self.known.audiences[*a as usize].side == side;
        let among = |a: &u32| among.is_none_or(|all| all.iter().any(|m| m.target == *a));
        let spoken = self.spoken.iter().filter(|(a, _)| of_side(a) && among(a));
        spoken.max_by(|a, b| a.1.0.total_cmp(&b.1.0).then(b.0.cmp(a.0))).map(|(a, _)| *a)
    }

    /// Its name: in Chinese as it is written most, in English that of the table, which is a plural.
    fn name(&self, audience: u32, lang: Lang) -> String {
        let known = &self.known.audiences[audience as usize];
        let written = self.spoken.get(&audience).into_iter().flat_map(|(_, w)| w).filter(|(text, _)| text.chars().all(is_han));
        match lang {
            Lang::En => known.en.clone(),
            Lang::Zh => written.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0))).map_or_else(|| known.zh.clone(), |(w, _)| w.clone()),
        }
    }
}

/// The kind that most of the plan's elements are named by.
fn by_elements(case: &Case, known: &Framings, core: &[ElementId]) -> Option<FormKind> {
    let mut counts: BTreeMap<FormKind, usize> = BTreeMap::new();
    let kinds = core.iter().filter_map(|e| Title::of(known, &case.element(*e).name).form(known));
    kinds.for_each(|kind| *counts.entry(kind).or_default() += 1);
    let (kind, count) = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (count >= NAMED && 2 * count >= core.len()).then_some(kind)
}

fn by_dates(case: &Case, core: &[ElementId]) -> Option<FormKind> {
    let dated = || core.iter().map(|e| case.element(*e));
    let first = dated().filter_map(|e| e.start.or(e.end)).min()?;
    let last = dated().filter_map(|e| e.end.or(e.start)).max()?;
    first.until(last).is_ok_and(|span| span.get_days() <= EVENT_DAYS).then_some(FormKind::Event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::knowledge::embedded;

    fn title(text: &str, lang: Lang) -> (Option<FormKind>, Option<String>) {
        let known = embedded();
        let title = Title::of(&known.framings, text);
        (title.form(&known.framings), title.topic(lang))
    }

    #[test]
    fn titles_tell_form_and_topic() {
        let of = |text: &str, lang| title(text, lang);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of("老客户答谢会", Lang::Zh), (Some(FormKind::Event), None));
        assert_eq!(of("豪华车主生活方式峰会", Lang::Zh), (Some(FormKind::Event), some("生活方式")));
        assert_eq!(of("上门保养服务", Lang::Zh), (Some(FormKind::Service), some("上门保养")));
        assert_eq!(of("冷链配送服务项目", Lang::Zh), (Some(FormKind::Service), some("冷链配送")));
        assert_eq!(of("2026年度滨江文化节", Lang::Zh), (Some(FormKind::Event), some("滨江")));
        assert_eq!(of("业主联欢会", Lang::Zh), (Some(FormKind::Event), some("联欢")));
        assert_eq!(of("凤凰", Lang::Zh), (None, some("凤凰")));
        assert_eq!(of("Harbor Festival", Lang::En), (Some(FormKind::Event), some("Harbor")));
        assert_eq!(of("Customer appreciation dinner", Lang::En), (Some(FormKind::Event), None));
        assert_eq!(of("Invoice approval process redesign", Lang::En), (Some(FormKind::Process), some("Invoice approval process")));
        assert_eq!(of("Road safety campaign for pupils", Lang::En), (Some(FormKind::Programme), some("Road safety")));
        assert_eq!(of("老客户生活方式峰会", Lang::En), (Some(FormKind::Event), None));
    }

    #[test]
    fn specific_words_for_people_win_over_general_ones() {
        let known = embedded();
        let mut people = People::new(&known.framings);
        people.read("老客户答谢会", 3.0);
        people.read("年度忠诚车主表彰", 2.0);
        people.read("为用车十年的车主颁奖", 1.0);
        people.read("技师到场", 2.0);
        let name = |side, lang| people.most(side, None).map(|a| people.name(a, lang)).unwrap_or_default();
        // 2 x (2 + 1) = 6 against 3.
        assert_eq!((name(Side::Outside, Lang::Zh), name(Side::Outside, Lang::En)), ("车主".to_owned(), "car owners".to_owned()));
        assert_eq!(name(Side::Inside, Lang::Zh), "技师");
        let title = Title::of(&known.framings, "老客户答谢会");
        assert_eq!(people.most(Side::Outside, Some(&title.audiences)).map(|a| people.name(a, Lang::Zh)), Some("老客户".to_owned()));
    }
}
