//! What stands on the pages that go into a proposal: the brief's facts in several lengths, the fullest first, so that a page can take what it
//! has room for.

pub mod department;
pub mod proposal;
pub mod short;

use crate::analysis::ProjectAnalysis;
use crate::lang::pages::short::apart;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, list, pick, quoted};

/// Columns of letters that a name may take in a short form; a Chinese character takes two.
const SHORT: usize = 22;

/// The names of a list, then ever fewer of them with the number of the others.
pub fn fewer(lang: Lang, names: &[String]) -> Vec<String> {
    let all = names.len();
    let shown = |n: usize| {
        let some = list(lang, names.get(..n).unwrap_or_default());
        match all - n {
            0 => some,
            left => pick(lang, format!("{some}等{all}项"), format!("{some} and {left} more")),
        }
    };
    (1..=all).rev().map(shown).collect()
}

impl Phrases<'_> {
    /// A KPI's, element's or project's name in quotation marks, shortened.
    pub fn brief_name(&self, name: &str) -> String {
        self.brief_of(name, SHORT)
    }

    /// The same for some columns of letters; no other name of the case reads like it.
    pub fn brief_of(&self, name: &str, columns: usize) -> String {
        quoted(self.lang, &apart(name, columns, self.names().chain(self.case.projects.iter().map(|p| p.name.as_str()))))
    }

    /// A sentence with the names of KPIs and elements that it quotes shortened, so that its end is not what is cut.
    pub fn with_brief_names(&self, sentence: &str, columns: usize) -> String {
        self.names().filter(|name| name.chars().count() * 2 > columns).fold(sentence.to_owned(), |said, name| {
            let full = quoted(self.lang, name);
            if said.contains(&full) { said.replace(&full, &self.brief_of(name, columns)) } else { said }
        })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.case.kpis.iter().map(|k| k.name.as_str()).chain(self.case.elements.iter().map(|e| e.name.as_str()))
    }

    /// A department's name, shortened.
    fn brief_department(&self, name: &str, columns: usize) -> String {
        apart(name, columns, self.case.departments.iter().map(|d| d.name.as_str()))
    }

    /// Note of items that one of several lists leaves out, where another one says where they are.
    pub fn more(&self) -> String {
        self.pick("另有{n}项", "{n} more").to_owned()
    }

    /// Note of items that a list leaves out.
    pub fn more_in_brief(&self) -> String {
        self.pick("另有{n}项见简报", "{n} more in the brief").to_owned()
    }

    /// A number of the plan and as advised, and what it is: `A → B`, or A alone where nothing changes.
    fn moved(&self, (before, after): (String, String), what: &str, a: &ProjectAnalysis) -> (String, String) {
        if before == after {
            return (before, what.to_owned());
        }
        let changes = self.counted(a);
        let caption = self.pick(format!("{what}：现计划 → {changes}"), format!("{what}: the plan → with {changes}"));
        (format!("{before} → {after}"), caption)
    }

    /// Once all is done that is advised, in a clause.
    fn once_changed(&self, a: &ProjectAnalysis) -> &'static str {
        if a.dropping().is_some() { self.pick("按建议改后", "as advised") } else { self.pick("加上建议后", "with the additions") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_lose_names_and_keep_count() {
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        assert_eq!(fewer(Lang::Zh, &names), ["A、B、C", "A、B等3项", "A等3项"]);
        assert_eq!(fewer(Lang::En, &names), ["A, B, C", "A, B and 1 more", "A and 2 more"]);
        assert!(fewer(Lang::En, &[]).is_empty());
    }
}
