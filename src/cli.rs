//! The command line: flags to plain options. The only place that knows clap and the clock.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::error::{Error, Message};
use crate::model::Lang;
use crate::read::columns::TableKind;

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
    Analyze(Analyze),
    /// Write the table of scored pairs alone
    Score(Score),
    /// Say why one pair has its score
    Explain(Explain),
    /// Validate tables and report every problem
    Check(Check),
    /// Write example tables with comments to start from
    Init(Init),
    /// Measure the score against labels
    Eval(Eval),
    /// Print the licences of what is built in
    Licences,
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
    /// Neither read nor write vectors of texts in the user's cache folder
    #[arg(long)]
    pub no_cache: bool,
}

/// Flags of `analyze`.
#[derive(Debug, Args)]
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
    /// Print the JSON Schema of summary.json and stop
    #[arg(long)]
    pub schema: bool,
}

/// Flags of `score`.
#[derive(Debug, Args)]
pub struct Score {
    #[command(flatten)]
    /// Tables.
    pub tables: Tables,
    /// Keep the N best elements of each KPI
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Keep pairs with at least this overlap, in either direction (0 to 1)
    #[arg(long, value_name = "X")]
    pub min_overlap: Option<f64>,
    /// Share of pairs that help in a full table, 0 to 1 [default: 0.1]
    #[arg(long, value_name = "B")]
    pub base_rate: Option<f64>,
    /// Language of the reasons
    #[arg(long, value_enum, default_value = "auto")]
    pub lang: LangChoice,
    /// Where to write: a .csv, .parquet or .arrow file, or - for CSV on standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
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
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// A header of yours for a column (repeatable)
    #[arg(long = "map", value_name = "COLUMN=HEADER")]
    pub map: Vec<String>,
    /// Encoding of the tables, such as gbk or big5 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
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
    #[arg(long, value_name = "FILE")]
    pub kpis: PathBuf,
    /// Texts of the elements: element_id, element
    #[arg(long, value_name = "FILE")]
    pub elements: PathBuf,
    /// Labels: kpi_id, element_id, label (2 delivers, 1 helps, 0, -1 hurts), optional type and lang
    #[arg(long, value_name = "FILE")]
    pub labels: PathBuf,
    /// What a pair without a label counts as
    #[arg(long, value_enum)]
    pub unlabelled: Option<Unlabelled>,
    /// Share of helping pairs to calibrate for [default: that of the set]
    #[arg(long, value_name = "B")]
    pub base_rate: Option<f64>,
    /// What to rank by
    #[arg(long, value_enum, default_value = "overlap")]
    pub by: By,
    /// Write the judged pairs with their components as CSV
    #[arg(long, value_name = "FILE")]
    pub pairs: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// What pairs are ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The score
    Overlap,
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

/// What a pair without a label counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unlabelled {
    /// As 0
    Zero,
}

/// `--map` flags by folded header: `column=header`.
///
/// # Errors
/// A flag without `=` or with an unknown column.
pub fn maps(flags: &[String]) -> Result<BTreeMap<TableKind, BTreeMap<String, String>>, Error> {
    let mut maps: BTreeMap<TableKind, BTreeMap<String, String>> = BTreeMap::new();
    for flag in flags {
        let bad = || {
            let (accepted, accepted_zh) = ("COLUMN=HEADER with a column of the tables", "列名=表头，列名须为表中的列");
            Error::Usage(Message::BadFlag { flag: "--map", value: flag.clone(), accepted, accepted_zh })
        };
        let (column, header) = flag.split_once('=').ok_or_else(bad)?;
        let column = column.trim();
        let kinds: Vec<TableKind> = TableKind::ALL.into_iter().filter(|k| k.columns().iter().any(|c| c.name == column)).collect();
        if kinds.is_empty() || header.trim().is_empty() {
            return Err(bad());
        }
        for kind in kinds {
            maps.entry(kind).or_default().insert(crate::text::fold(header), column.to_owned());
        }
    }
    Ok(maps)
}

/// A day from a flag, or the clock's when none is given.
///
/// # Errors
/// Text that is no day.
pub fn day(flag: Option<&str>) -> Result<Option<Date>, Error> {
    let Some(text) = flag else { return Ok(None) };
    let bad = || {
        let (accepted, accepted_zh) = ("a day such as 2026-11-16", "日期，如 2026-11-16");
        Error::Usage(Message::BadFlag { flag: "--today", value: text.to_owned(), accepted, accepted_zh })
    };
    text.trim().parse().map(Some).map_err(|_| bad())
}

/// The day by the clock, in UTC so that no time zone table is needed.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A share from a flag: 0 to 1.
///
/// # Errors
/// A number outside.
pub fn share(flag: &'static str, value: Option<f64>) -> Result<Option<f64>, Error> {
    within(flag, value, |v| (0.0..=1.0).contains(&v), ("a number from 0 to 1", "0 到 1 之间的数"))
}

/// A base rate: strictly between 0 and 1.
///
/// # Errors
/// A number outside.
pub fn base_rate(value: Option<f64>) -> Result<Option<f64>, Error> {
    within("--base-rate", value, |v| v > 0.0 && v < 1.0, ("a number between 0 and 1", "0 与 1 之间的数，不含两端"))
}

type Accepted = (&'static str, &'static str);

fn within(flag: &'static str, value: Option<f64>, good: impl Fn(f64) -> bool, says: Accepted) -> Result<Option<f64>, Error> {
    match value {
        Some(v) if !good(v) => Err(Error::Usage(Message::BadFlag { flag, value: v.to_string(), accepted: says.0, accepted_zh: says.1 })),
        v => Ok(v),
    }
}

/// `--keep`: `0.9` or `90%`; a bare number above 1 is a percentage.
///
/// # Errors
/// Text that is neither.
pub fn keep(value: Option<&str>) -> Result<Option<f64>, Error> {
    let Some(text) = value else { return Ok(None) };
    let trimmed = text.trim();
    let number: Option<f64> = trimmed.trim_end_matches('%').trim().parse().ok();
    let share = number.map(|n| if trimmed.ends_with('%') || n > 1.0 { n / 100.0 } else { n });
    match share {
        Some(s) if (0.0..=1.0).contains(&s) => Ok(Some(s)),
        _ => {
            let (accepted, accepted_zh) = ("a percentage such as 90%, or 0 to 1", "百分比，如 90%，或 0 到 1");
            Err(Error::Usage(Message::BadFlag { flag: "--keep", value: text.to_owned(), accepted, accepted_zh }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_are_checked() {
        assert_eq!(keep(Some("90%")), Ok(Some(0.9)));
        assert_eq!(keep(Some("0.9")), Ok(Some(0.9)));
        assert!(keep(Some("all")).is_err());
        assert!(share("--yes-line", Some(1.5)).is_err());
        assert!(base_rate(Some(0.0)).is_err());
        assert!(day(Some("16/11/2026")).is_err());
        assert!(maps(&["target".into()]).is_err());
        assert_eq!(maps(&["target=2026 目标值".into()]).map(|m| m.len()), Ok(1));
    }
}
