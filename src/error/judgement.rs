//! What can be wrong with a user's own judgements, and what is said about what was learned from them.

/// What a judgement names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A KPI, told apart by its department.
    Kpi,
    /// An element, told apart by its project.
    Element,
}

/// A fault of a table of judgements, or a word about the file that was learned from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JudgementFault {
    /// A column is missing.
    NoColumn {
        /// Headers that would be taken.
        accepted: Vec<&'static str>,
    },
    /// Neither a name nor an id of the tables.
    Unknown {
        /// What was looked for.
        what: Named,
        /// What is written alike, likest first.
        near: Vec<String>,
    },
    /// It is there, but not in that department or project.
    ElseWhere {
        /// What was looked for.
        what: Named,
        /// The departments or projects that have it.
        groups: Vec<String>,
    },
    /// Name and id are those of two things.
    OtherId {
        /// What was looked for.
        what: Named,
        /// The name behind the id, if it is one.
        name: Option<String>,
    },
    /// Several are called so.
    Ambiguous {
        /// What was looked for.
        what: Named,
        /// Their departments or projects.
        groups: Vec<String>,
        /// Their ids.
        ids: Vec<String>,
    },
    /// A label other than 2, 1, 0 and -1.
    Label,
    /// The pair has another label on an earlier line.
    Twice {
        /// That line.
        first_line: u64,
        /// The label there.
        first: i8,
    },
    /// Rows without a label, passed over.
    Unlabelled {
        /// How many.
        count: usize,
    },
    /// Too few labels to learn from.
    TooFew {
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Too few labels of one kind.
    OneKind {
        /// Whether it is those above 0 that are few.
        helping: bool,
        /// How many there are.
        found: usize,
        /// How many it takes.
        needed: usize,
    },
    /// Scores follow what was learned.
    Used {
        /// From how many labels.
        labels: usize,
        /// When.
        day: String,
    },
    /// Learned with another model: not used.
    OtherModel,
    /// No file that was learned: not used.
    Broken {
        /// The reader's words.
        detail: String,
    },
}
