//! What the user decides of all pictures of a run: formats, size in pixels, colours, logo.

use crate::chart::font::Fonts;
use crate::chart::logo::{self, Logo};
use crate::chart::pattern;
use crate::chart::scene::Scene;
use crate::chart::theme::SCALE;
use crate::chart::theme::palette::Palette;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Device pixels to the logical pixel that can be asked for.
pub const SCALES: RangeInclusive<f64> = 1.0..=4.0;

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

/// Which projects of a run get pictures and pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charts {
    /// Every one.
    #[default]
    All,
    /// The best so many of the comparison.
    Best(usize),
}

impl Charts {
    /// The choice by its name: `all`, `none` or `top=N`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "all" => Some(Self::All),
            "none" => Some(Self::Best(0)),
            _ => name.strip_prefix("top=")?.parse().ok().map(Self::Best),
        }
    }

    /// Whether the project at `rank` (the best has 0) gets them.
    pub fn shows(self, rank: usize) -> bool {
        match self {
            Self::All => true,
            Self::Best(most) => rank < most,
        }
    }
}

/// The look of a run's pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The formats.
    pub format: Format,
    /// Device pixels of a PNG to the logical pixel, in [`SCALES`].
    pub scale: f64,
    /// The colours.
    pub palette: Palette,
    /// The brand's mark.
    pub logo: Option<Arc<Logo>>,
    /// Whether a presentation of them is made too.
    pub office: bool,
    /// For which projects they are made.
    pub charts: Charts,
}

impl Default for Look {
    fn default() -> Self {
        Self { format: Format::Png, scale: SCALE, palette: Palette::light(), logo: None, office: false, charts: Charts::All }
    }
}

impl Look {
    /// The scene as it is to be painted: with patterns where colours do not tell, and with the logo.
    pub fn dress(&self, scene: &Scene, fonts: &Fonts) -> Scene {
        let mut dressed = scene.clone();
        if self.palette.patterned() {
            dressed = pattern::patterned(dressed, fonts);
        }
        if let Some(logo) = &self.logo {
            dressed = logo::placed(dressed, logo, fonts);
        }
        dressed
    }
}
