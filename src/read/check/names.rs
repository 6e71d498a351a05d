//! Names of departments: compared after folding, shown as first written, and found again when nearly right.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::DepartmentId;
use crate::read::config::nearest;
use crate::read::value::parts::parted;
use crate::text::fold;

/// Every department named so far, in order of first mention.
#[derive(Debug, Default)]
pub struct Register {
    names: Vec<String>,
    ids: BTreeMap<String, DepartmentId>,
}

impl Register {
    /// The id of a name, new or known.
    pub fn id(&mut self, name: &str) -> DepartmentId {
        let next = DepartmentId(self.names.len() as u32);
        let id = *self.ids.entry(fold(name)).or_insert(next);
        if id == next {
            self.names.push(name.to_owned());
        }
        id
    }

    /// The id of a known name.
    pub fn find(&self, name: &str) -> Option<DepartmentId> {
        self.ids.get(&fold(name)).copied()
    }

    /// The known name most like this one.
    pub fn nearest(&self, name: &str) -> Option<String> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        nearest(name, &names)
    }

    /// The names in a cell. A separator is part of a name where a department is called so (`Sales/Marketing`), the longest name first.
    pub fn listed(&self, cell: &str) -> Vec<String> {
        let parts = parted(cell);
        let (mut names, mut from) = (Vec::new(), 0);
        while from < parts.len() {
            let whole = |to: usize| &cell[parts[from].start..parts[to].end];
            let last = (from + 1..parts.len()).rev().find(|to| self.find(whole(*to)).is_some()).unwrap_or(from);
            names.push(whole(last).to_owned());
            from = last + 1;
        }
        names
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
    fn made_keys_skip_taken_ones() {
        let mut keys = [String::new(), "k1".to_owned(), String::new()];
        make_keys("K", keys.iter_mut());
        assert_eq!(keys, ["K2", "k1", "K3"]);
    }
}
