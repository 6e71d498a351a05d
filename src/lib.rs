//! winwin
pub mod error;
pub mod lang;
pub mod model;
pub mod read;
pub mod score;
pub mod text;
