//! How things are said, in Chinese and in English. The only place that words findings, problems and labels, so that a chart's title and the
//! brief cannot disagree.

pub mod amounts;
mod asks;
mod bearing;
pub mod browser;
pub mod captions;
pub mod claims;
pub mod comparison;
mod doubt;
pub mod failures;
mod first;
mod glance;
pub mod judgement_faults;
pub mod knowledge_faults;
pub mod labels;
pub mod learning;
pub mod limit_faults;
pub mod lint;
pub mod look_faults;
mod opening;
pub mod packages;
pub mod pages;
pub mod partners;
pub mod phrases;
mod price;
pub mod problems;
pub mod reasons;
pub mod reframe;
pub mod relief;
mod serving;
pub mod settle;
pub mod sides;
pub mod since;
pub mod starter;
mod sure;
pub mod terminal;
pub mod value_faults;

pub use crate::model::Lang;

/// The text for a language.
pub fn pick<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Joins names: 、 in Chinese, commas in English.
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    items.join(pick(lang, "、", ", "))
}

/// Joins names that one sentence speaks of together: 、 in Chinese, commas and an "and" in English.
pub fn all_of<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    match (lang, items) {
        (Lang::En, [first @ .., last]) if !first.is_empty() => format!("{} and {}", list(lang, first), last.as_ref()),
        _ => list(lang, items),
    }
}

/// Words to be spoken, in quotation marks; marks inside become the inner ones.
pub fn speech(lang: Lang, words: &str) -> String {
    let turned = words.chars().map(|c| match c {
        '“' => '‘',
        '”' => '’',
        '"' => '\'',
        c => c,
    });
    quoted(lang, &turned.collect::<String>())
}

/// A name in quotation marks of the language.
pub fn quoted(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("“{name}”"),
        Lang::En => format!("\"{name}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_share_a_verb_stand_with_an_and() {
        let said = |items: &[&str]| [all_of(Lang::En, items), all_of(Lang::Zh, items)];
        assert_eq!(said(&["A"]), ["A", "A"]);
        assert_eq!(said(&["A", "B"]), ["A and B", "A、B"]);
        assert_eq!(said(&["A", "B", "C"]), ["A, B and C", "A、B、C"]);
        assert_eq!(said(&[]), ["", ""]);
    }
}
