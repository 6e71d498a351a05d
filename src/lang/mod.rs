//! How things are said, in Chinese and in English.
pub mod value_faults;
