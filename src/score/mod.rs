//! score
pub mod driver;
pub mod knowledge;
pub mod lexical;
pub mod tokens;
