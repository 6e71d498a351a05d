//! Flags of `winwin partners`: those of `analyze` that decide what is read and computed, and where its own files go.

use std::path::PathBuf;

use clap::Args;

use crate::cli::pictures::{Painting, Pictures};
use crate::cli::{Analyze, LangChoice, Tables};

/// Flags of `partners`.
#[derive(Debug, Args)]
pub struct Partners {
    /// Folder with any of departments.*, favors.*, log.*, kpis.*, elements.*, catalog.*, and winwin.toml where present
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
    /// Language of the text
    #[arg(long, value_enum)]
    pub lang: Option<LangChoice>,
    /// The day to speak from, such as 2026-11-16 [default: today]
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Write the text, the calendars and the pictures into DIR/partners, instead of the text to standard output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    /// How pictures are painted.
    pub painting: Painting,
}

impl Partners {
    /// The same flags as `analyze` has them.
    pub fn as_analyze(&self) -> Analyze {
        Analyze {
            dir: self.dir.clone(),
            tables: self.tables.clone(),
            departments: self.departments.clone(),
            favors: self.favors.clone(),
            log: self.log.clone(),
            catalog: self.catalog.clone(),
            catalog_only: self.catalog_only,
            own: self.own.clone(),
            budget: self.budget.clone(),
            max_changes: self.max_changes,
            keep: self.keep.clone(),
            yes_line: self.yes_line,
            base_rate: self.base_rate,
            lang: self.lang,
            today: self.today.clone(),
            pictures: Pictures { painting: self.painting.clone(), ..Pictures::default() },
            ..Analyze::default()
        }
    }
}
