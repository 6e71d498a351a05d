//! placeholder
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
