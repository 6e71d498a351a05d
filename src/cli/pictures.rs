//! Flags on how pictures are written.

use clap::{Args, ValueEnum};

use crate::chart::look::Format;

/// How pictures are written.
#[derive(Debug, Clone, Default, Args)]
pub struct Pictures {
    /// Pictures as pixels, as shapes that stay sharp at any size, or both [default: png]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FormatChoice>,
}

/// Formats of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatChoice {
    /// Pixels
    Png,
    /// Shapes
    Svg,
    /// Both, side by side
    Both,
}

impl FormatChoice {
    /// What the drawing knows it as.
    pub fn chosen(self) -> Format {
        match self {
            Self::Png => Format::Png,
            Self::Svg => Format::Svg,
            Self::Both => Format::Both,
        }
    }

    /// The choice of this name, as winwin.toml gives it.
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
}
