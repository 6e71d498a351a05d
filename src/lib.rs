//! winwin
pub mod analysis;
pub mod error;
pub mod lang;
pub mod model;
pub mod read;
pub mod report;
pub mod score;
pub mod text;
