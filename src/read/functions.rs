//! Which department of a company an entry of the built-in catalog means by `marketing` or `it`: the one whose name holds a word of that
//! function. Knows data/catalog/functions.csv. Limit: a name that holds words of no function (a region, a project team) is never meant.

use crate::read::delimited;
use crate::text::{fold, is_han};

/// Functions with words that departments' names hold.
const TABLE: &str = include_str!("../../data/catalog/functions.csv");

/// Functions and their words.
#[derive(Debug)]
pub struct Functions {
    words: Vec<(String, Vec<String>)>,
}

impl Functions {
    /// The built-in table.
    pub fn embedded() -> Self {
        let Ok(raw) =
            delimited::table(TABLE, usize::MAX, |headers| headers.iter().filter(|h| ["function", "words"].contains(&h.as_str())).count())
        else {
            return Functions { words: Vec::new() };
        };
        let words = raw.rows().filter_map(|row| {
            let words = row.get(1)?.split('|').map(fold).collect();
            Some((row.get(0)?.to_owned(), words))
        });
        Functions { words: words.collect() }
    }

    /// The place of the department that a function means, among `names`; the one with the longest matching word, of equally long ones the
    /// first. `None` when no name fits.
    pub fn department(&self, function: &str, names: &[String]) -> Option<usize> {
        let (_, words) = self.words.iter().find(|(f, _)| f == function)?;
        let fit = |name: &String| {
            let name = fold(name);
            let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric() && c != '&').collect();
            let latin: Vec<String> = name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '&')).map(str::to_owned).collect();
            let holds = |w: &&String| {
                if w.chars().any(is_han) { name.contains(w.as_str()) } else { parts.contains(&w.as_str()) || latin.contains(w) }
            };
            // A Chinese character says about as much as three letters.
            words.iter().filter(holds).map(|w| w.chars().map(|c| if is_han(c) { 3 } else { 1 }).sum::<usize>()).max()
        };
        let fits = names.iter().enumerate().filter_map(|(i, n)| Some((i, fit(n)?)));
        fits.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(i, _)| i)
    }

    /// Whether a function is known.
    pub fn knows(&self, function: &str) -> bool {
        self.words.iter().any(|(f, _)| f == function)
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
    fn every_function_of_the_catalog_is_known() {
        let functions = Functions::embedded();
        for (_, function) in crate::read::catalog::needs() {
            assert!(functions.knows(&function), "{function}");
        }
    }
}
