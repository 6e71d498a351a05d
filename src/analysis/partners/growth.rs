//! 3C: with whom to connect, collaborate and co-create. Partners outside the company are departments like any other.
//!
//! Connect: no named contact, or never spoken to. Co-create: a shared goal (value or ecosystem level). Collaborate: the rest. A refusal that
//! stands is settled before anything is made together.

use crate::analysis::partners::deposits::Deposit;
use crate::analysis::partners::level::{self, Collaboration, Help, Relation};
use crate::analysis::partners::{View, record};
use crate::analysis::reframe::Opening;
use crate::model::{DepartmentId, Origin, Role};

/// One of the three Cs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Widen the network.
    Connect,
    /// Learn and work together.
    Collaborate,
    /// Make something new together.
    CoCreate,
}

/// What to do with one partner.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// The partner.
    pub department: DepartmentId,
    /// Whether it stands outside the company.
    pub external: bool,
    /// Which C.
    pub mode: Mode,
    /// Whether its row names no contact.
    pub no_contact: bool,
    /// Whether no talk with it is known.
    pub never_seen: bool,
    /// Whether the tables hold no KPI of it.
    pub no_kpis: bool,
    /// A refusal of it that stands: place in the log.
    pub refused: Option<usize>,
    /// What could be given to it.
    pub deposit: Option<Deposit>,
    /// What could be made together: what a talk with it opens with, else an advised addition, else what it is led with.
    pub together: Option<Help>,
    /// Its row.
    pub origin: Origin,
}

/// The plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Partners outside first, then by C, then in the order of contacts.
    pub moves: Vec<Move>,
}

impl Growth {
    /// Whether any partner stands outside the company.
    pub fn any_external(&self) -> bool {
        self.moves.iter().any(|m| m.external)
    }
}

/// The plan for the departments table; `None` without one.
pub fn of(view: &View, levels: &[Relation]) -> Option<Growth> {
    let mut moves: Vec<Move> = view.listed().filter_map(|d| one(view, d, levels)).collect();
    moves.sort_by_key(|m| (!m.external, m.mode));
    (!moves.is_empty()).then_some(Growth { moves })
}

fn one(view: &View, department: DepartmentId, levels: &[Relation]) -> Option<Move> {
    let row = view.case.department(department);
    let level = levels.iter().find(|r| r.department == department).map_or(Collaboration::Transaction, |r| r.level);
    let (no_contact, never_seen) = (row.contact.is_empty(), record::last_seen(view.case, department).is_none());
    let mode = match () {
        () if no_contact || never_seen => Mode::Connect,
        () if level >= Collaboration::Value => Mode::CoCreate,
        () => Mode::Collaborate,
    };
    Some(Move {
        department,
        external: row.role == Some(Role::External),
        mode,
        no_contact,
        never_seen,
        no_kpis: view.case.kpis_of(department).next().is_none(),
        refused: record::standing_refusal(view.case, department),
        deposit: view.deposits_for(department).first().copied(),
        together: together(view, department),
        origin: row.origin.clone()?,
    })
}

/// What the talk with a department opens with comes first: the plan is one, whichever part tells it. What harms them, or is to be dropped,
/// is nothing to make together.
fn together(view: &View, department: DepartmentId) -> Option<Help> {
    let (project, side) = (view.project?, view.side(department)?);
    let fit = |help: &Help| !project.drops(help.element) && side.conflicts.iter().all(|c| c.element != help.element);
    let opened = match view.opening(department) {
        Some(Opening::Stated(kpi, element, _) | Opening::Inferred(kpi, element)) => level::help(view, element, kpi),
        _ => None,
    };
    let leads = || project.heard(view.case, side).map(|l| Help { element: l.element, kpi: l.kpi, alone: l.alone });
    opened.filter(fit).or_else(|| level::redesign(view, department).filter(fit)).or_else(|| leads().find(fit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn partners_outside_come_first_and_strangers_are_to_be_met() {
        let departments = "department,role,contact,last_contact\n\
            Us,own,Ann,\n\
            IT,partner,Bo,2026-11-01\n\
            Ads,partner,,2026-11-01\n\
            Hotel,external,Chloe,\n\
            College,external,Dan,2026-01-05\n";
        let case = case(&[("departments", departments)], date(2026, 11, 16));
        let growth = of(&View::new(&case, None, None), &[]).unwrap();
        let told: Vec<(DepartmentId, Mode, bool)> = growth.moves.iter().map(|m| (m.department, m.mode, m.external)).collect();
        let id = |name| department(&case, name);
        let expected = [
            (id("Hotel"), Mode::Connect, true),
            (id("College"), Mode::Collaborate, true),
            (id("Ads"), Mode::Connect, false),
            (id("IT"), Mode::Collaborate, false),
        ];
        assert_eq!(told, expected);
        assert!(growth.moves[0].never_seen && !growth.moves[0].no_contact && growth.moves[0].no_kpis && growth.any_external());
    }
}
