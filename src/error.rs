//! What can go wrong, as data. Words for people are given by `lang`, so that every message exists in Chinese and in English.
//!
//! Three kinds of failure decide the exit status: [`Error::Failed`] (1), [`Error::Usage`] (2), [`Error::Input`] (3). Problems in the
//! user's tables are collected, never thrown one by one: a person with twelve wrong cells wants to hear of twelve cells.

use std::sync::Arc;

mod fault;
mod judgement;
mod limit;
mod look;
mod refusal;

pub use crate::model::Severity;
pub use fault::{DirectionSource, Fault, KnowledgeFault, SettleFault, SinceFault};
pub use judgement::{JudgementFault, Named};
pub use limit::LimitFault;
pub use look::LookFault;
pub use refusal::Refusal;

/// Where a problem sits. `line` is the physical line of the file, counted from 1; `None` speaks of the whole file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user typed it.
    pub file: Arc<str>,
    /// Physical line, from 1.
    pub line: Option<u64>,
    /// The column's fixed name (`target`), if one cell is meant.
    pub column: Option<&'static str>,
    /// That column's header as written.
    pub header: Option<String>,
    /// Address of the cell, for tables from a workbook.
    pub cell: Option<String>,
}

impl Place {
    /// The whole file.
    pub fn file(file: &Arc<str>) -> Self {
        Place { file: file.clone(), line: None, column: None, header: None, cell: None }
    }

    /// One line of a file.
    pub fn line(file: &Arc<str>, line: u64) -> Self {
        Place { line: Some(line), ..Place::file(file) }
    }
}

/// One thing to say about the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Where it sits.
    pub place: Place,
    /// What was found there, as written.
    pub value: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Problem {
    /// Whether a report that was made all the same must say so: warnings, whose judgements the scores follow, and that texts were read coarsely.
    pub fn is_remark(&self) -> bool {
        let note = matches!(self.fault, Fault::Judgement(JudgementFault::Used { .. }) | Fault::FastEncoder { .. });
        self.severity == Severity::Warning || note
    }
}

/// Why a run ended without its result.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// The tables have errors; every problem found, ordered by file and line.
    Input(Vec<Problem>),
    /// The command line asks for something that does not exist.
    Usage(Message),
    /// The machine said no (missing file, full disk, folder that cannot be written).
    Failed(Message),
}

impl Error {
    /// The process exit status of the contract: 1 failed, 2 usage, 3 input.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Failed(_) => 1,
            Error::Usage(_) => 2,
            Error::Input(_) => 3,
        }
    }
}

/// A failure outside the tables.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A path that cannot be read.
    CannotRead {
        /// As typed.
        path: String,
        /// The system's reason.
        reason: Refusal,
    },
    /// A path that cannot be written.
    CannotWrite {
        /// As typed.
        path: String,
        /// The system's reason.
        reason: Refusal,
    },
    /// Something of the user's own that would be lost where a report goes.
    CannotKeep {
        /// Where it stands.
        path: String,
        /// Why it cannot be kept.
        reason: Refusal,
    },
    /// Standard output that takes nothing.
    CannotPrint {
        /// The system's reason.
        reason: Refusal,
    },
    /// A folder without the table that is needed.
    NoTable {
        /// The folder.
        folder: String,
        /// `kpis` or `elements`.
        table: &'static str,
    },
    /// A folder without any table.
    NoTables {
        /// The folder.
        folder: String,
    },
    /// A file that would be written over.
    Exists {
        /// The file.
        path: String,
    },
    /// Standard input named for two tables.
    TwoStdin,
    /// A folder without any table of knowledge.
    NoKnowledge {
        /// The folder.
        folder: String,
    },
    /// A folder without a labelled set.
    NoSets {
        /// The folder.
        folder: String,
    },
    /// Neither a folder nor a flag names this table.
    TableNotGiven {
        /// `kpis` or `elements`.
        table: &'static str,
    },
    /// Two files of one kind in a folder.
    TwoTables {
        /// The two files.
        files: (String, String),
    },
    /// More pairs than an analysis can hold.
    TooManyPairs {
        /// KPIs of the tables.
        kpis: usize,
        /// Elements of all projects and catalogs.
        elements: usize,
        /// Most pairs.
        most: usize,
    },
    /// A flag's value that is out of range.
    BadFlag {
        /// The flag.
        flag: &'static str,
        /// What was given.
        value: String,
        /// What would be taken, in English.
        accepted: &'static str,
        /// What would be taken, in Chinese.
        accepted_zh: &'static str,
    },
    /// `explain` found no KPI or element by that text.
    NoSuchText {
        /// `kpi` or `element`.
        what: &'static str,
        /// What was asked for.
        text: String,
        /// Names that are there.
        near: Vec<String>,
    },
    /// A picture or table could not be made: a fault of the program, told with its cause.
    Internal {
        /// What was being made.
        what: String,
        /// The cause.
        reason: String,
    },
}

/// Puts problems in the order a person works through them: by file, line, then severity.
pub fn sort_problems(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| {
        let key = |p: &Problem| (p.place.file.clone(), p.place.line.unwrap_or(0), std::cmp::Reverse(p.severity), p.place.column);
        key(a).cmp(&key(b))
    });
    problems.dedup();
}

/// Whether any of them stops the run.
pub fn any_error(problems: &[Problem]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_contract() {
        let io = Message::NoTable { folder: "x".into(), table: "kpis" };
        assert_eq!(Error::Failed(io.clone()).exit_code(), 1);
        assert_eq!(Error::Usage(io).exit_code(), 2);
        assert_eq!(Error::Input(vec![]).exit_code(), 3);
    }

    #[test]
    fn problems_are_ordered_by_file_and_line() {
        let at = |file: &str, line| Problem {
            severity: Severity::Warning,
            place: Place::line(&Arc::from(file), line),
            value: None,
            fault: Fault::Blank,
        };
        let mut all = vec![at("b.csv", 1), at("a.csv", 9), at("a.csv", 2), at("a.csv", 2)];
        sort_problems(&mut all);
        let order: Vec<_> = all.iter().map(|p| (p.place.file.to_string(), p.place.line)).collect();
        assert_eq!(order, [("a.csv".into(), Some(2)), ("a.csv".into(), Some(9)), ("b.csv".into(), Some(1))]);
    }
}
