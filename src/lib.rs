//! `winwin`: which project elements serve which department's KPIs, how much, why, and what to change so that both sides win.
//!
//! # Flow
//!
//! One direction; each arrow is one function.
//!
//! ```text
//! files --read::table--> Table --read::check::case--> Case --score::score_pairs--> Scores
//!       --analysis::analyze--> ProjectAnalysis --pictures::PICTURES--> Scene --chart::{paint, svg}--> bytes
//!       --report::{brief, html, summary, tables}--> Artifact --report::write::replace--> OUT/PROJECT
//! ```
//!
//! - [`read`]: bytes to text, text to rows, rows to typed cells, rules across rows. All problems are collected; a [`model::Case`] exists
//!   only when none is an error.
//! - [`score`]: components of a pair (signed cause, likeness in meaning, shared specific words), joined by a calibration that a user's own
//!   judgements may shift ([`score::learn`]).
//! - [`analysis`]: evidence, benefit, leads, gaps, conflicts, suggestions, packages and how sure they are, give and ask, the ledger of claims, what to mend,
//!   relations with partners. Numbers and ids only. Beside one project's analysis: [`analysis::compare`] (several projects),
//!   [`analysis::since`] (an earlier run), [`analysis::settle`] (results after the event, and what they say of the next claims).
//! - [`lang`]: every sentence, in Chinese and English.
//! - [`chart`]: drawing without domain knowledge; [`pictures`]: what each picture shows of an analysis.
//! - [`report`]: files in memory, then put in place as one folder.
//!
//! # Who may use whom
//!
//! Each module uses only modules to its left (`tests/architecture.rs` holds it):
//! `text < model < error < read < score < analysis < lang < chart < pictures < report < cli < commands < main`.
//! `chart` stands apart: it uses nothing of the others.
//!
//! # Recipes
//!
//! - **New column:** a row in `read/columns.rs`, a field in `model`, the place that uses it, a column in an example, a line in the README.
//! - **New picture:** a file in `pictures` with `fn draw(&Subject, &Fonts) -> Option<Scene>` and a line in `PICTURES`; its words in
//!   `lang/captions.rs`. The scene tests pick it up. Pages of A4 for a proposal stand in `pictures/pages`, drawn by [`chart::page`].
//! - **New score component:** a file in `score`, a field in `Parts`, its weight in `data/calibration.json` (fit: `data/calibration.py`), a
//!   column in `report/tables.rs`.
//! - **New section of the brief:** facts in `analysis`, sentences in `lang`, the section in `report`, hooked into `report::brief::markdown`, its
//!   fields in `report/summary`.
//! - **New word, cause or catalog entry:** a row in `data/knowledge` or `data/catalog`; no code. A test says when vectors are to be renewed
//!   (data/model/README.md).

pub mod analysis;
pub mod chart;
pub mod cli;
pub mod commands;
pub mod error;
pub mod lang;
pub mod model;
pub mod pictures;
pub mod read;
pub mod report;
pub mod score;
pub mod text;
