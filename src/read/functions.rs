//! Which department of a company an entry of the built-in catalog means by `marketing` or `it`: the one whose name holds a word of that
//! function. Knows data/catalog/functions.csv. Limit: a name that holds words of no function (a region, a project team) is never meant.

use crate::read::delimited;
use crate::text::{fold, is_han};

/// Functions with words that departments' names hold.
const TABLE: &str = include_str!("../../data/catalog/functions.csv");

/// One function of an organisation.
#[derive(Debug)]
struct Function {
    /// As the catalog names it.
    key: String,
    /// Words that names of its department hold, folded.
    words: Vec<String>,
    /// Whose people do it where nobody has the name; may be empty.
    instead: String,
    /// What people call it, in Chinese and English.
    names: [String; 2],
}

/// Functions and their words.
#[derive(Debug)]
pub struct Functions {
    all: Vec<Function>,
}

impl Functions {
    /// The built-in table.
    pub fn embedded() -> Self {
        const COLUMNS: [&str; 5] = ["function", "words", "instead", "name_zh", "name_en"];
        let Ok(raw) = delimited::table(TABLE, usize::MAX, |headers| headers.iter().filter(|h| COLUMNS.contains(&h.as_str())).count())
        else {
            return Functions { all: Vec::new() };
        };
        let read = raw.rows().filter_map(|row| {
            let text = |at: usize| row.get(at).map(str::to_owned);
            let words = row.get(1)?.split('|').map(fold).collect();
            Some(Function { key: text(0)?, words, instead: text(2)?, names: [text(3)?, text(4)?] })
        });
        Functions { all: read.collect() }
    }

    fn named(&self, function: &str) -> Option<&Function> {
        self.all.iter().find(|f| f.key == function)
    }

    /// What a function is called, in Chinese and English.
    pub fn names(&self, function: &str) -> Option<&[String; 2]> {
        self.named(function).map(|f| &f.names)
    }

    /// The place of the department that a function means, among `names`; the one with the longest matching word, of equally long ones the
    /// first. Where no name fits, the department of the function whose people do such work instead; `None` when that has none either.
    pub fn department(&self, function: &str, names: &[String]) -> Option<usize> {
        let meant = self.named(function)?;
        meant.department(names).or_else(|| self.named(&meant.instead)?.department(names))
    }

    /// Whether a function is known.
    pub fn knows(&self, function: &str) -> bool {
        self.named(function).is_some()
    }
}

impl Function {
    /// The place of its own department among `names`.
    fn department(&self, names: &[String]) -> Option<usize> {
        let fit = |name: &String| {
            let name = fold(name);
            let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric() && c != '&').collect();
            let latin: Vec<String> = name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '&')).map(str::to_owned).collect();
            let holds = |w: &&String| {
                if w.chars().any(is_han) { name.contains(w.as_str()) } else { parts.contains(&w.as_str()) || latin.contains(w) }
            };
            // A Chinese character says about as much as three letters.
            self.words.iter().filter(holds).map(|w| w.chars().map(|c| if is_han(c) { 3 } else { 1 }).sum::<usize>()).max()
        };
        let fits = names.iter().enumerate().filter_map(|(i, n)| Some((i, fit(n)?)));
        fits.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(i, _)| i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_finds_its_department_by_name() {
        let functions = Functions::embedded();
        let zh: Vec<String> = ["华南区域", "营销部", "培训部", "IT部", "财务部", "人力资源部", "采购部"].map(str::to_owned).to_vec();
        let of = |f: &str| functions.department(f, &zh).map(|i| zh[i].as_str());
        assert_eq!(of("marketing"), Some("营销部"));
        assert_eq!(of("it"), Some("IT部"));
        assert_eq!(of("procurement"), Some("采购部"));
        assert_eq!(of("public"), None, "a region is no authority");
        let en: Vec<String> = ["Digital & IT", "People team", "Brand", "Britain office"].map(str::to_owned).to_vec();
        assert_eq!(functions.department("it", &en), Some(0), "it is a word of its own, not a part of Britain");
        assert_eq!(functions.department("hr", &en), Some(1));
        assert_eq!(functions.department("nothing", &en), None);
        let town: Vec<String> = ["City Transport", "Environment Office", "City Council"].map(str::to_owned).to_vec();
        assert_eq!(["public", "admin", "supply"].map(|f| functions.department(f, &town)), [Some(2), None, Some(0)]);
    }

    #[test]
    fn where_nobody_has_the_name_those_who_do_such_work_are_meant() {
        let functions = Functions::embedded();
        let names: Vec<String> = ["华南区域", "IT部", "人力资源部"].map(str::to_owned).to_vec();
        assert_eq!(functions.department("data", &names), Some(1));
        assert_eq!(functions.department("training", &names), Some(2));
        assert_eq!(functions.department("aftersales", &names), None, "nor is there anybody for customers");
        let both: Vec<String> = ["IT部", "数据部"].map(str::to_owned).to_vec();
        assert_eq!(functions.department("data", &both), Some(1));
    }

    #[test]
    fn every_function_of_the_catalog_is_known() {
        let functions = Functions::embedded();
        for f in &functions.all {
            assert!(f.names.iter().all(|n| !n.is_empty()), "{}", f.key);
            assert!(f.instead.is_empty() || functions.knows(&f.instead) && f.instead != f.key, "{}", f.key);
        }
        for (_, function) in crate::read::catalog::needs() {
            assert!(functions.knows(&function), "{function}");
        }
    }
}
