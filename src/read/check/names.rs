//! Names of departments: compared after folding, shown as first written, and found again when nearly right.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::model::DepartmentId;
use crate::read::config::nearest_folded;
use crate::read::value::parts;
use crate::text::fold;

/// Most unknown names of a run for which a known one is suggested: each is held against all names, and who reads a hundred suggestions
/// knows that it is the list that does not fit.
pub const SUGGESTED: usize = 100;

/// Every department named so far, in order of first mention.
#[derive(Debug, Default)]
pub struct Register {
    names: Vec<String>,
    ids: BTreeMap<String, DepartmentId>,
    /// Length of the longest folded name.
    longest: usize,
    /// Most parts that a cell's run may have to be one of the names.
    parts: usize,
    /// For how many names one like it has been looked for.
    suggested: usize,
}

impl Register {
    /// The id of a name, new or known.
    pub fn id(&mut self, name: &str) -> DepartmentId {
        let next = DepartmentId(self.names.len() as u32);
        match self.ids.entry(fold(name)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                self.longest = self.longest.max(free.key().len());
                self.parts = self.parts.max(parts::most_parts(free.key()));
                self.names.push(name.to_owned());
                *free.insert(next)
            }
        }
    }

    /// The id of a known name.
    pub fn find(&self, name: &str) -> Option<DepartmentId> {
        self.ids.get(&fold(name)).copied()
    }

    /// The known name most like this one, for a row of a table; none any more after [`SUGGESTED`] of them.
    pub fn nearest(&mut self, name: &str) -> Option<String> {
        if self.suggested >= SUGGESTED {
            return None;
        }
        self.suggested += 1;
        self.like(name)
    }

    /// The known name most like this one.
    pub fn like(&self, name: &str) -> Option<String> {
        let names = self.ids.iter().filter_map(|(folded, id)| Some((folded.as_str(), self.names.get(id.0 as usize)?.as_str())));
        nearest_folded(name, names)
    }

    /// The names in a cell. A separator is part of a name where a department is called so (`Sales/Marketing`), the longest name first.
    pub fn listed<'c>(&self, cell: &'c str) -> Vec<&'c str> {
        // A run far longer than every name is none, however wide or spaced it is written.
        let most = self.longest * 4 + 64;
        parts::joined(cell, self.parts, |part| self.goes_on(part), |name| name.len() <= most && self.find(name).is_some())
    }

    /// Whether a known name begins with these words and goes on after them.
    fn goes_on(&self, words: &str) -> bool {
        let folded = fold(words);
        let after = (Bound::Excluded(folded.as_str()), Bound::Unbounded);
        self.ids.range::<str, _>(after).next().is_some_and(|(name, _)| name.starts_with(folded.as_str()))
    }

    /// All names, by id.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// Makes ids for rows that have none: `K1`, `K2` …, skipping those taken.
pub fn make_keys<'a>(prefix: &str, keys: impl Iterator<Item = &'a mut String>) {
    let mut keys: Vec<&mut String> = keys.collect();
    let taken: BTreeSet<String> = keys.iter().filter(|k| !k.is_empty()).map(|k| fold(k)).collect();
    let mut next = 0_usize;
    for key in keys.iter_mut().filter(|k| k.is_empty()) {
        loop {
            next += 1;
            let made = format!("{prefix}{next}");
            if !taken.contains(&fold(&made)) {
                **key = made;
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_after_folding_and_keep_their_first_form() {
        let mut register = Register::default();
        let first = register.id("ＩＴ部");
        assert_eq!(register.id("it部 "), first);
        assert_eq!(register.names(), ["ＩＴ部"]);
        assert_eq!(register.find("IT部"), Some(first));
    }

    #[test]
    fn a_separator_may_be_part_of_a_name() {
        let mut register = Register::default();
        for name in ["Sales/Marketing", "Marketing", "财务、法务部", "R&D, Quality"] {
            register.id(name);
        }
        assert_eq!(register.listed("Sales/Marketing"), ["Sales/Marketing"]);
        assert_eq!(register.listed("Marketing / sales/marketing；财务、法务部"), ["Marketing", "sales/marketing", "财务、法务部"]);
        assert_eq!(register.listed(" ;, R&D, Quality,\nSales/IT;"), ["R&D, Quality", "Sales", "IT"]);
        assert!(register.listed(" / ").is_empty());
    }

    #[test]
    fn names_are_suggested_for_the_first_unknown_ones() {
        let mut register = Register::default();
        register.id("Marketing");
        register.id("信息技术部");
        assert_eq!(register.nearest("Ｍarkting"), Some("Marketing".to_owned()));
        for _ in 1..SUGGESTED {
            assert_eq!(register.nearest("信息技术"), Some("信息技术部".to_owned()));
        }
        assert_eq!(register.nearest("Markting"), None);
        assert_eq!(register.like("Markting"), Some("Marketing".to_owned()), "who asks for one name is always answered");
    }

    #[test]
    fn a_long_list_is_cut_at_its_separators() {
        let mut register = Register::default();
        register.id("Sales / Marketing");
        let cell = format!("{}Ｓales   /   Ｍarketing", "IT、".repeat(500));
        let listed = register.listed(&cell);
        assert_eq!((listed.len(), listed.last()), (501, Some(&"Ｓales   /   Ｍarketing")));
    }

    #[test]
    fn a_long_name_and_one_of_many_parts_make_no_long_list_slow() {
        let mut register = Register::default();
        register.id(&"x".repeat(5000));
        register.id(&"a,".repeat(2500));
        register.id("Human Resources");
        let listed = register.listed("b;a;").len();
        assert_eq!((listed, register.listed(&"b;".repeat(20_000)).len(), register.listed(&"a;".repeat(2000)).len()), (2, 20_000, 2000));
        assert_eq!(register.listed("IT;Human\nResources、a"), ["IT", "Human\nResources", "a"], "a cell breaks a name into lines");
    }

    #[test]
    fn made_keys_skip_taken_ones() {
        let mut keys = [String::new(), "k1".to_owned(), String::new()];
        make_keys("K", keys.iter_mut());
        assert_eq!(keys, ["K2", "k1", "K3"]);
    }
}
