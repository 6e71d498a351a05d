//! What a package is best at, as an order of sets.

use std::cmp::Ordering;

use crate::analysis::benefit::HALF_POINT;
use crate::analysis::plan::field::{Field, Worth};

/// Figures are compared in steps of this size: products taken in another order differ in their last bits.
const STEP: f64 = 1e-9;

/// What a package is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aim {
    /// Most partners at or over the line, then the highest win-win index.
    Balanced,
    /// The highest coverage of the own department, then the index.
    OwnerBest,
    /// The worst-off partner best off, then the highest mean coverage of the partners.
    PartnerBest,
}

impl Aim {
    /// All, in the order they are shown in.
    pub const ALL: [Aim; 3] = [Aim::Balanced, Aim::OwnerBest, Aim::PartnerBest];

    /// Whether it can be asked for: nothing is best for an own side that has no KPIs.
    pub fn applies(self, field: &Field) -> bool {
        !field.partners.is_empty() && (self != Aim::OwnerBest || field.own.is_some())
    }

    /// Whether its first figure is a count.
    pub fn counts(self) -> bool {
        self == Aim::Balanced
    }

    /// The two figures that count, the first before the second.
    pub fn figures(self, worth: &Worth) -> [f64; 2] {
        match self {
            Aim::Balanced => [worth.over_line as f64, worth.index()],
            Aim::OwnerBest => [worth.own.unwrap_or(0.0), worth.index()],
            Aim::PartnerBest => [worth.worst_off, worth.mean],
        }
    }
}

/// An aim with what is enough of its figures: from there on more of one is no longer better.
///
/// The best set is found in turns (lexicographic with tolerance): the most of the first figure, then of the second among the sets that come
/// within [`HALF_POINT`] of the most of the first, then the fewest additions and the lowest cost among those that come so near to both. Half
/// a point is not felt, and is no reason for a further addition, a dearer one, or for less of the other figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// The aim.
    pub aim: Aim,
    enough: [f64; 2],
}

impl Goal {
    /// As much as can be had of both figures.
    pub fn new(aim: Aim) -> Self {
        Goal { aim, enough: [f64::INFINITY; 2] }
    }

    /// Once it is known how much can be had of a figure (0 or 1).
    pub fn knowing(mut self, figure: usize, most: f64) -> Self {
        self.enough[figure] = most - HALF_POINT;
        self
    }

    /// By what a set is compared: the aim's figures, the number of additions and their cost.
    pub fn value(&self, figures: [f64; 2], additions: usize, cost: f64) -> Value {
        // Within the range of i64 by far: the figures are counts and shares.
        let whole = |f: f64| (f / STEP).round() as i64;
        let [first, second] = figures;
        let enough = [first.min(self.enough[0]), second.min(self.enough[1])].map(whole);
        Value { enough, additions, cost, full: figures.map(whole) }
    }
}

/// What two sets are compared by: the figures as far as more is better, then fewer additions, lower cost, and the figures in full.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    enough: [i64; 2],
    additions: usize,
    cost: f64,
    full: [i64; 2],
}

impl Value {
    /// Whether the aim's figures alone make it worse.
    pub fn is_below(&self, other: &Value) -> bool {
        self.enough < other.enough
    }

    /// The order, greater is better; `Equal` when only names can tell.
    pub fn compare(&self, other: &Value) -> Ordering {
        let (enough, additions) = (self.enough.cmp(&other.enough), other.additions.cmp(&self.additions));
        enough.then(additions).then(other.cost.total_cmp(&self.cost)).then(self.full.cmp(&other.full))
    }
}

/// A set with what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// Places in the field's candidates, ascending.
    pub set: Vec<usize>,
    /// What it is worth.
    pub worth: Worth,
    /// By what it is compared.
    pub value: Value,
}

impl Tried {
    /// Weighs a set.
    pub fn of(field: &Field, goal: &Goal, mut set: Vec<usize>) -> Self {
        set.sort_unstable();
        let worth = field.worth(&field.with(&set));
        let value = goal.value(goal.aim.figures(&worth), set.len(), field.cost(&set));
        Tried { set, worth, value }
    }

    /// The order, greater is better; at the last the set whose names come first (candidates stand by name).
    pub fn compare(&self, other: &Tried) -> Ordering {
        self.value.compare(&other.value).then_with(|| other.set.cmp(&self.set))
    }
}
