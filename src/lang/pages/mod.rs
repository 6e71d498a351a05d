//! What stands on the pages that go into a proposal: the brief's facts in several lengths, the fullest first, so that a page can take what it
//! has room for.

pub mod department;
pub mod proposal;

use crate::lang::phrases::Phrases;
use crate::lang::{Lang, list, pick, quoted};
use crate::text::is_han;

/// Columns of letters that a name may take in a short form; a Chinese character takes two.
const SHORT: usize = 22;

/// A name of at most `columns` columns, cut at a word with "…".
pub fn clipped(name: &str, columns: usize) -> String {
    let wide = |c: char| if is_han(c) || ('\u{3000}'..='\u{ffef}').contains(&c) { 2 } else { 1 };
    let mut taken = 0;
    let over = name.char_indices().find(|(_, c)| {
        taken += wide(*c);
        taken > columns
    });
    let Some((end, _)) = over else { return name.to_owned() };
    let head = name.get(..end).unwrap_or_default();
    let word = head.rfind(' ').filter(|at| at * 2 > head.len());
    let head = word.and_then(|at| head.get(..at)).unwrap_or(head);
    format!("{}…", head.trim_end_matches(|c: char| c.is_whitespace() || ",，、;；".contains(c)))
}

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
    /// A name in quotation marks, shortened.
    fn brief_name(&self, name: &str) -> String {
        quoted(self.lang, &clipped(name, SHORT))
    }

    /// Note of items that a list leaves out.
    pub fn more_in_brief(&self) -> String {
        self.pick("另有{n}项见简报", "{n} more in the brief").to_owned()
    }

    /// A number before and after, and what it is: `A → B`, or A alone where nothing changes.
    fn moved(&self, (before, after): (String, String), what: &str, added: usize) -> (String, String) {
        if added == 0 || before == after {
            return (before, what.to_owned());
        }
        let additions = match (self.lang, added) {
            (Lang::Zh, n) => format!("{what}：现计划 → 加上{n}项建议"),
            (Lang::En, 1) => format!("{what}: the plan → with 1 addition"),
            (Lang::En, n) => format!("{what}: the plan → with {n} additions"),
        };
        (format!("{before} → {after}"), additions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_clipped_at_words_by_their_width() {
        assert_eq!(clipped("豪华车主生活方式峰会", 20), "豪华车主生活方式峰会");
        assert_eq!(clipped("豪华车主生活方式峰会", 9), "豪华车主…");
        assert_eq!(clipped("Share of visitors, arriving by bus", 20), "Share of visitors…");
        assert_eq!(clipped("abcdefghij", 4), "abcd…");
    }

    #[test]
    fn lists_lose_names_and_keep_count() {
        let names: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        assert_eq!(fewer(Lang::Zh, &names), ["A、B、C", "A、B等3项", "A等3项"]);
        assert_eq!(fewer(Lang::En, &names), ["A, B, C", "A, B and 1 more", "A and 2 more"]);
        assert!(fewer(Lang::En, &[]).is_empty());
    }
}
