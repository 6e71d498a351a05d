//! The command line: its flags (the only place that knows the parser of them), and in [`values`] what they say.

pub mod encoder;
pub mod manual;
pub mod partners;
pub mod pictures;
pub mod score;
pub mod settle;
pub mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::Lang;
pub use encoder::EncoderChoice;
pub use score::Score;
pub use settle::Settle;

/// Scores how project elements serve department KPIs and says how to reframe the project so that both sides win.
#[derive(Debug, Parser)]
#[command(
    name = "winwin",
    version,
    about,
    max_term_width = 100,
    after_help = "Exit status: 0 done, 1 could not finish, 2 wrong usage, 3 the tables have errors."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a folder of tables and write pictures and a brief per project
    Analyze(Box<Analyze>),
    /// After the event: hold results against what was stated, for the favor bank and the next analysis
    Settle(Settle),
    /// Write the table of scored pairs alone
    Score(Score),
    /// Say why one pair has its score
    Explain(Explain),
    /// Validate tables and report every problem
    Check(Check),
    /// Write example tables with comments to start from
    Init(Init),
    /// Print whom to see, when to ask and what is owed, from the tables of a folder
    Partners(Box<partners::Partners>),
    /// Measure the score against labels
    Eval(Eval),
    /// Adapt the scores of your own files to your own judgements
    Learn(Learn),
    /// Print the licences of what is built in
    Licences,
    /// Print completions of commands and flags for a shell
    Completions(manual::Completions),
    /// Print the manual page
    Man(manual::Man),
}

/// Language of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangChoice {
    /// Chinese
    Zh,
    /// English
    En,
    /// As the tables
    Auto,
}

impl LangChoice {
    /// The language, if chosen.
    pub fn chosen(self) -> Option<Lang> {
        match self {
            LangChoice::Zh => Some(Lang::Zh),
            LangChoice::En => Some(Lang::En),
            LangChoice::Auto => None,
        }
    }
}

/// Where tables come from.
#[derive(Debug, Clone, Default, Args)]
pub struct Tables {
    /// KPI table
    #[arg(long, value_name = "FILE")]
    pub kpis: Option<PathBuf>,
    /// Elements table
    #[arg(long, value_name = "FILE")]
    pub elements: Option<PathBuf>,
    /// A header of yours for a column, such as 'target=2026 目标值' (repeatable)
    #[arg(long = "map", value_name = "COLUMN=HEADER")]
    pub map: Vec<String>,
    /// Encoding of the tables, such as gbk or big5 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Most rows of a table; one with more is refused [default: 2000000]
    #[arg(long, value_name = "N")]
    pub max_rows: Option<usize>,
    /// Folder with concepts.csv, drives.csv, framings.csv or others of yours, on top of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// Who reads the texts [default: auto]
    #[arg(long, value_enum, value_name = "WHO")]
    pub encoder: Option<EncoderChoice>,
    /// Neither read nor write vectors of texts in the user's cache folder
    #[arg(long)]
    pub no_cache: bool,
}

/// Flags of `analyze`.
#[derive(Debug, Default, Args)]
pub struct Analyze {
    /// Folder with kpis.*, elements.* and, where present, departments.*, favors.*, log.*, catalog.*, winwin.toml
    pub dir: Option<PathBuf>,
    #[command(flatten)]
    /// Tables named one by one.
    pub tables: Tables,
    /// Departments table
    #[arg(long, value_name = "FILE")]
    pub departments: Option<PathBuf>,
    /// Favors table
    #[arg(long, value_name = "FILE")]
    pub favors: Option<PathBuf>,
    /// Record of contacts
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Catalog of possible additions
    #[arg(long, value_name = "FILE")]
    pub catalog: Option<PathBuf>,
    /// Leave the built-in catalog out
    #[arg(long)]
    pub catalog_only: bool,
    /// The department that proposes (else role own)
    #[arg(long, value_name = "DEPARTMENT")]
    pub own: Option<String>,
    /// Money for additions
    #[arg(long, value_name = "AMOUNT")]
    pub budget: Option<String>,
    /// Most additions [default: 5]
    #[arg(long, value_name = "N")]
    pub max_changes: Option<usize>,
    /// Part of our own coverage that additions must leave, 0 to 1 or a percentage [default: 100%]
    #[arg(long, value_name = "PCT")]
    pub keep: Option<String>,
    /// Appeal from which saying yes is worth while, 0 to 1 [default: 0.5]
    #[arg(long, value_name = "X")]
    pub yes_line: Option<f64>,
    /// A title of your own for the project, scored beside the ones proposed (repeatable)
    #[arg(long, value_name = "TEXT")]
    pub title: Vec<String>,
    /// Share of pairs that help in a full table, 0 to 1 [default: 0.1]
    #[arg(long, value_name = "B")]
    pub base_rate: Option<f64>,
    /// Language of the report
    #[arg(long, value_enum)]
    pub lang: Option<LangChoice>,
    /// The day to speak from, such as 2026-11-16 [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Folder for the reports [default: reports]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Folder of earlier reports to say what moved since, and why; may be the one that is written to
    #[arg(long, value_name = "DIR")]
    pub since: Option<PathBuf>,
    /// Pass over what was learned from own judgements
    #[arg(long)]
    pub no_learned: bool,
    #[command(flatten)]
    /// How pictures are written.
    pub pictures: pictures::Pictures,
    /// Print the JSON Schema of summary.json and stop
    #[arg(long)]
    pub schema: bool,
}

/// Flags of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    #[command(flatten)]
    /// Tables.
    pub tables: Tables,
    /// Name or id of a KPI in the tables
    #[arg(long, value_name = "TEXT", requires = "element")]
    pub kpi: Option<String>,
    /// Name or id of an element in the tables
    #[arg(long, value_name = "TEXT")]
    pub element: Option<String>,
    /// A KPI's text, without tables
    #[arg(long, value_name = "TEXT", requires = "element_text", conflicts_with_all = ["kpi", "element"])]
    pub kpi_text: Option<String>,
    /// An element's text, without tables
    #[arg(long, value_name = "TEXT")]
    pub element_text: Option<String>,
    /// Pass over what was learned from own judgements
    #[arg(long)]
    pub no_learned: bool,
    /// Language of the answer
    #[arg(long, value_enum, default_value = "auto")]
    pub lang: LangChoice,
}

/// How `check` and `eval` print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Flags of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Tables; the kind is told by the name (kpis, elements, …), else by the headers
    #[arg(required_unless_present = "knowledge")]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// A header of yours for a column (repeatable)
    #[arg(long = "map", value_name = "COLUMN=HEADER")]
    pub map: Vec<String>,
    /// Folder with concepts.csv, drives.csv, framings.csv or others of yours, to be checked as well
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// Encoding of the tables, such as gbk or big5 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Most rows of a table; one with more is refused [default: 2000000]
    #[arg(long, value_name = "N")]
    pub max_rows: Option<usize>,
    /// Language of the messages
    #[arg(long, value_enum, default_value = "auto")]
    pub lang: LangChoice,
    /// The day to speak from [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// Flags of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder for the tables [default: the current one]
    pub dir: Option<PathBuf>,
    /// Languages of the tables: zh, en or both
    #[arg(long, value_enum, value_delimiter = ',', default_value = "zh,en", value_name = "LANG")]
    pub lang: Vec<TableLang>,
    /// Write ten common partners to fill in instead: departments, favors and log alone
    #[arg(long)]
    pub partners: bool,
}

/// Language of starter tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableLang {
    /// Chinese
    Zh,
    /// English
    En,
}

/// Flags of `eval`.
#[derive(Debug, Args)]
pub struct Eval {
    /// Texts of the KPIs: kpi_id, kpi
    #[arg(long, value_name = "FILE", required_unless_present = "sets")]
    pub kpis: Option<PathBuf>,
    /// Texts of the elements: element_id, element
    #[arg(long, value_name = "FILE", required_unless_present = "sets")]
    pub elements: Option<PathBuf>,
    /// Labels: kpi_id, element_id, label (2 delivers, 1 helps, 0, -1 hurts), optional type and lang
    #[arg(long, value_name = "FILE", required_unless_present = "sets")]
    pub labels: Option<PathBuf>,
    /// Measure every way of ranking on each set of a folder: NAME/kpis.csv, elements.csv, labels.csv or NAME_kpis.csv ...
    #[arg(long, value_name = "DIR", conflicts_with_all = ["kpis", "elements", "labels", "by", "pairs", "unlabelled"])]
    pub sets: Option<PathBuf>,
    /// What a pair without a label counts as
    #[arg(long, value_enum)]
    pub unlabelled: Option<Unlabelled>,
    /// Share of helping pairs to calibrate for [default: that of the set]
    #[arg(long, value_name = "B")]
    pub base_rate: Option<f64>,
    /// Who reads the texts
    #[arg(long, value_enum, value_name = "WHO", default_value = "auto")]
    pub encoder: EncoderChoice,
    /// What to rank by
    #[arg(long, value_enum, default_value = "overlap")]
    pub by: By,
    /// Write the judged pairs with their components as CSV
    #[arg(long, value_name = "FILE")]
    pub pairs: Option<PathBuf>,
    /// Neither read nor write vectors of texts in the user's cache folder
    #[arg(long)]
    pub no_cache: bool,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Flags of `learn`.
#[derive(Debug, Args)]
pub struct Learn {
    /// Folder with kpis.*, elements.* and, where present, catalog.*, winwin.toml; what is learned is kept in it
    pub dir: Option<PathBuf>,
    /// Judgements: kpi, element (names or ids), label (2 delivers, 1 helps, 0 no effect, -1 works against), optional department and project
    #[arg(long, value_name = "FILE", required_unless_present = "forget")]
    pub labels: Option<PathBuf>,
    /// KPI table
    #[arg(long, value_name = "FILE")]
    pub kpis: Option<PathBuf>,
    /// Elements table
    #[arg(long, value_name = "FILE")]
    pub elements: Option<PathBuf>,
    /// Remove what was learned: scores are the built-in ones again
    #[arg(long, conflicts_with = "labels")]
    pub forget: bool,
    /// A header of yours for a column of the tables (repeatable)
    #[arg(long = "map", value_name = "COLUMN=HEADER")]
    pub map: Vec<String>,
    /// Encoding of the tables, such as gbk or big5 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Folder with concepts and causes of yours, as for analyze
    #[arg(long, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// Who reads the texts, as for analyze [default: auto]
    #[arg(long, value_enum, value_name = "WHO")]
    pub encoder: Option<EncoderChoice>,
    /// Neither read nor write vectors of texts in the user's cache folder
    #[arg(long)]
    pub no_cache: bool,
    /// Language of the answer
    #[arg(long, value_enum, default_value = "auto")]
    pub lang: LangChoice,
    /// The day that is noted [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// What pairs are ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The score: the chance that it helps, less the chance that it hurts
    Overlap,
    /// The chance that it helps, whatever the chance that it hurts
    Helps,
    /// The judge alone
    Judge,
    /// Likeness of the texts' meanings alone
    Likeness,
    /// Signed cause over the concepts alone
    Driver,
    /// Likeness of the concepts alone
    Semantic,
    /// Shared specific words alone
    Lexical,
}

impl By {
    /// All ways, in the order of the flag's help.
    pub const ALL: [By; 7] = [By::Overlap, By::Helps, By::Judge, By::Likeness, By::Driver, By::Semantic, By::Lexical];

    /// As the flag names it.
    pub fn name(self) -> String {
        self.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default()
    }
}

/// What a pair without a label counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unlabelled {
    /// As 0
    Zero,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        Cli::command().debug_assert();
    }
}
