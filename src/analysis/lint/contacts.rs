//! Whom to talk to: departments without a contact, and without a row to write one in.

use crate::analysis::department::Standing;
use crate::analysis::lint::{AskKind, Facts, Lint};
use crate::model::{DepartmentId, ElementId};

impl Facts<'_> {
    /// Who keeps no departments table has nowhere to write a contact.
    fn keeps_departments(&self) -> bool {
        self.case.departments.iter().any(|d| d.origin.is_some())
    }

    pub(super) fn no_contact(&self, department: DepartmentId) -> Option<Lint> {
        let d = self.case.department(department);
        if !d.contact.is_empty() || !self.keeps_departments() {
            return None;
        }
        let asks = self.asks(department);
        let asked = asks.iter().any(|a| !matches!(a.kind, AskKind::Need(_)));
        let led = || self.side(department).is_some_and(|s| s.standing == Standing::Partner && !s.leads.is_empty());
        let row = d.origin.clone();
        if !(asked || row.is_some() && (!asks.is_empty() || led())) {
            return None;
        }
        let origin = row.or_else(|| asks.into_iter().find(|a| !matches!(a.kind, AskKind::Need(_))).map(|a| a.origin))?;
        Some(Lint::NoContact { department, asked, origin })
    }

    pub(super) fn no_row(&self, department: DepartmentId) -> Option<Lint> {
        if !self.keeps_departments() || self.case.department(department).origin.is_some() {
            return None;
        }
        let needs = |e: &ElementId| self.case.element(*e).needs.contains(&department);
        let elements: Vec<ElementId> = self.elements.iter().copied().filter(needs).collect();
        (!elements.is_empty()).then_some(Lint::NoRow { department, elements })
    }
}
