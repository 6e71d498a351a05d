//! The small closed vocabularies of the tables: directions, kinds, roles, levels, periods.
//!
//! Knows the values, not the words people write for them (those are in `read::value::words`).
use serde::Serialize;

/// Which way a KPI is to move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Higher is better.
    Increase,
    /// Lower is better.
    Decrease,
}

/// Whether an element is in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ElementKind {
    /// In the plan.
    Core,
    /// Could be added.
    Optional,
}

/// How a department stands to the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The department that proposes.
    Own,
    /// A department that is asked.
    Partner,
    /// Outside the organisation.
    External,
}

/// Which way a favor went, seen from the own department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FavorDirection {
    /// We helped them.
    Given,
    /// They helped us.
    Received,
}

/// What happened between two departments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogKind {
    /// A talk without a request.
    Contact,
    /// Their advice was asked.
    Advice,
    /// Data was exchanged.
    Data,
    /// A request.
    Ask,
    /// A request turned down.
    Refusal,
    /// Work held up.
    Blocked,
    /// Taken to a superior.
    Escalation,
    /// A meeting.
    Meeting,
    /// Thanks.
    Thanks,
    /// An award or public praise.
    Award,
}

/// A level from 1 (low) to 5 (high).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Level(u8);

impl Level {
    /// A level; `None` outside 1..=5.
    pub fn new(level: u8) -> Option<Self> {
        (1..=5).contains(&level).then_some(Self(level))
    }

    /// The level, 1..=5.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// How often a KPI is reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// Seven days.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    HalfYear,
    /// Twelve months.
    Year,
}

impl Period {
    /// The length in months; a week counts by the mean Gregorian year of 365.2425 days.
    pub fn months(self) -> f64 {
        match self {
            Self::Week => 7.0 * 12.0 / 365.2425,
            Self::Month => 1.0,
            Self::Quarter => 3.0,
            Self::HalfYear => 6.0,
            Self::Year => 12.0,
        }
    }
}

/// What kind of undertaking a project is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// It takes place on a few days.
    Event,
    /// Something done for people again and again.
    Service,
    /// A thing or a system.
    Product,
    /// A change of how work is done.
    Process,
    /// A public or social programme.
    Programme,
}

impl FormKind {
    /// All, by the names of the tables.
    pub const NAMES: [(&'static str, FormKind); 5] = [
        ("event", FormKind::Event),
        ("service", FormKind::Service),
        ("product", FormKind::Product),
        ("process", FormKind::Process),
        ("programme", FormKind::Programme),
    ];

    /// The kind of a name in the tables.
    pub fn named(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_end_at_five() {
        assert_eq!(Level::new(0), None);
        assert_eq!(Level::new(5).map(Level::get), Some(5));
        assert_eq!(Level::new(6), None);
    }

    #[test]
    fn a_year_has_fifty_two_weeks_and_a_bit() {
        let weeks = Period::Year.months() / Period::Week.months();
        assert!((weeks - 52.1775).abs() < 1e-9);
        assert_eq!(Period::HalfYear.months(), 2.0 * Period::Quarter.months());
    }
}
