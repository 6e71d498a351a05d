//! Flags of `settle`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::LangChoice;

/// Flags of `settle`.
#[derive(Debug, Args)]
pub struct Settle {
    /// Folder with the tables the project was analysed from
    pub dir: PathBuf,
    /// Results: project, element, metric, delivered, unit
    #[arg(long, value_name = "FILE")]
    pub actuals: PathBuf,
    /// Folder for favors-to-append.csv and delivery.csv [default: DIR, where the next analyze looks for the latter]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print what would be settled and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The department that proposed (else role own)
    #[arg(long, value_name = "DEPARTMENT")]
    pub own: Option<String>,
    /// Language of the answer and of the rows
    #[arg(long, value_enum)]
    pub lang: Option<LangChoice>,
    /// The day to speak from, such as 2027-01-08 [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// A header of yours for a column (repeatable)
    #[arg(long = "map", value_name = "COLUMN=HEADER")]
    pub map: Vec<String>,
    /// Encoding of the tables, such as gbk or big5 [default: told from the bytes]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
}
