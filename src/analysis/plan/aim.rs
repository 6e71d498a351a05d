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

    /// How far below the most of each figure a set still comes near enough to it. Best for us is what it says: less than [`HALF_POINT`], and
    /// still more than the same set's coverage moves when its texts are read in the other language.
    pub fn slack(self) -> [f64; 2] {
        match self {
            Aim::OwnerBest => [HALF_POINT / 2.0, HALF_POINT],
            Aim::Balanced | Aim::PartnerBest => [HALF_POINT; 2],
        }
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
/// near enough ([`Aim::slack`]) to the most of the first, then, among those that come so near to both, the fewest additions that the balanced
/// package has not, the fewest additions, and the lowest cost. What is not felt is no reason for a further addition, a dearer one, for less of
/// the other figure, or for a package that differs from the balanced one: packages that differ where it matters alone are easier to choose
/// from, and hang less on how a text is worded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal<'b> {
    /// The aim.
    pub aim: Aim,
    enough: [f64; 2],
    balanced: Option<&'b [usize]>,
}

impl<'b> Goal<'b> {
    /// As much as can be had of both figures.
    pub fn new(aim: Aim) -> Self {
        Goal { aim, enough: [f64::INFINITY; 2], balanced: None }
    }

    /// Beside a balanced package, which it is to differ from where it matters only.
    pub fn beside(mut self, balanced: Option<&'b [usize]>) -> Self {
        self.balanced = balanced;
        self
    }

    /// Once it is known how much can be had of a figure (0 or 1).
    pub fn knowing(mut self, figure: usize, most: f64) -> Self {
        self.enough[figure] = most - self.aim.slack()[figure];
        self
    }

    /// What a set takes, places in the field's candidates.
    pub fn takes(&self, field: &Field, set: &[usize]) -> Takes {
        let other = |c: &&usize| self.balanced.is_some_and(|b| !b.contains(*c));
        Takes { others: set.iter().filter(other).count(), additions: set.len(), cost: field.cost(set) }
    }

    /// By what a set is compared: the aim's figures, and what it takes.
    pub fn value(&self, figures: [f64; 2], takes: Takes) -> Value {
        // Within the range of i64 by far: the figures are counts and shares.
        let whole = |f: f64| (f / STEP).round() as i64;
        let [first, second] = figures;
        let enough = [first.min(self.enough[0]), second.min(self.enough[1])].map(whole);
        Value { enough, takes, full: figures.map(whole) }
    }
}

/// What a set takes: the less the better.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Takes {
    /// Additions that the balanced package has not; 0 where there is none to differ from.
    pub others: usize,
    /// Additions.
    pub additions: usize,
    /// Money.
    pub cost: f64,
}

/// What two sets are compared by: the figures as far as more is better, then what they take, and the figures in full.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Value {
    enough: [i64; 2],
    takes: Takes,
    full: [i64; 2],
}

impl Value {
    /// Whether the aim's figures alone make it worse.
    pub fn is_below(&self, other: &Value) -> bool {
        self.enough < other.enough
    }

    /// The order, greater is better; `Equal` when only names can tell.
    pub fn compare(&self, other: &Value) -> Ordering {
        let (more, fewer) = (&self.takes, &other.takes);
        let takes = fewer.others.cmp(&more.others).then(fewer.additions.cmp(&more.additions)).then(fewer.cost.total_cmp(&more.cost));
        self.enough.cmp(&other.enough).then(takes).then(self.full.cmp(&other.full))
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
    pub fn of(field: &Field, goal: &Goal<'_>, mut set: Vec<usize>) -> Self {
        set.sort_unstable();
        let worth = field.worth(&field.with(&set));
        let value = goal.value(goal.aim.figures(&worth), goal.takes(field, &set));
        Tried { set, worth, value }
    }

    /// The order, greater is better; at the last the set whose names come first (candidates stand by name).
    pub fn compare(&self, other: &Tried) -> Ordering {
        self.value.compare(&other.value).then_with(|| other.set.cmp(&self.set))
    }
}
