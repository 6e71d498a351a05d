//! The way from the plan to what is advised, change by change: first what is to be dropped, which costs nothing, then the additions, each weighed
//! on what stands before it. An addition whose gain the dropped one would eat up shows what it is worth only so.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::WinWin;
use crate::analysis::plan::{self, Step};
use crate::model::ElementId;

/// One change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change<'a> {
    /// An addition.
    Add(&'a Step),
    /// These are dropped together, which comes to this.
    Drop(&'a [ElementId], &'a WinWin),
}

impl Change<'_> {
    /// Both sides after it and all changes before it.
    pub fn after(&self) -> &WinWin {
        match self {
            Change::Add(step) => &step.after,
            Change::Drop(_, after) => after,
        }
    }
}

impl ProjectAnalysis {
    /// All changes that are advised, in order.
    pub fn path(&self) -> Vec<Change<'_>> {
        let relief = self.relief.as_ref();
        let dropped = relief.and_then(|r| Some(Change::Drop(&r.dropped, r.dropped_alone.as_ref()?)));
        dropped.into_iter().chain(self.plan.iter().map(Change::Add)).collect()
    }

    /// After how many of these changes the curve of the index bends most; `None` where it does not bend.
    pub fn bend(&self) -> Option<usize> {
        let curve: Vec<f64> = std::iter::once(self.before.raised()).chain(self.path().iter().map(|c| c.after().raised())).collect();
        plan::knee(&curve)
    }
}
