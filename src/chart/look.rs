//! What the user decides of all pictures of a run.

/// In which formats pictures are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Pixels.
    #[default]
    Png,
    /// Shapes, sharp at any size.
    Svg,
    /// Both, side by side.
    Both,
}

impl Format {
    /// The endings of the files, the one that pages show first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Svg => &["svg"],
            Self::Both => &["png", "svg"],
        }
    }
}

/// The look of a run's pictures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// The formats.
    pub format: Format,
}
