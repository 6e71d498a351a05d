//! The flags of `score`, which scores tables of any size.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::{LangChoice, Tables};

/// Of what the best pairs are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Best {
    /// The best elements of each KPI
    Kpi,
    /// The best KPIs of each element
    Element,
}

/// Flags of `score`.
#[derive(Debug, Args)]
pub struct Score {
    #[command(flatten)]
    /// Tables.
    pub tables: Tables,
    /// Keep the N best of each KPI (or of each element, see --per)
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Of what the best are kept, and by what the rows are ordered
    #[arg(long, value_enum, default_value = "kpi")]
    pub per: Best,
    /// Keep pairs with at least this overlap, in either direction (0 to 1)
    #[arg(long, value_name = "X")]
    pub min_overlap: Option<f64>,
    /// Choose with the fast encoder, then let the judge score the N best of each KPI (or element) anew
    #[arg(long, value_name = "N")]
    pub rerank: Option<usize>,
    /// Read elements as an Arrow IPC stream from standard input, batch by batch, and write scored batches as one to standard output
    #[arg(long)]
    pub stdin_arrow: bool,
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Share of pairs that help in a full table, 0 to 1 [default: 0.1]
    #[arg(long, value_name = "B")]
    pub base_rate: Option<f64>,
    /// Pass over what was learned from own judgements
    #[arg(long)]
    pub no_learned: bool,
    /// Language of the reasons
    #[arg(long, value_enum, default_value = "auto")]
    pub lang: LangChoice,
    /// Where to write: a .csv, .parquet or .arrow file, or - for CSV on standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub out: PathBuf,
}
