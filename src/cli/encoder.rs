//! The flag that says who reads the texts.

use clap::ValueEnum;

/// Who reads the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EncoderChoice {
    /// The judge, at least two hundred texts a second on two quiet cores
    Deep,
    /// A word table, a thousand times as quick and coarser
    Fast,
    /// deep up to 5,000 different texts, else fast
    Auto,
}

impl EncoderChoice {
    /// As the flag and winwin.toml name it.
    pub fn name(self) -> String {
        self.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default()
    }
}
