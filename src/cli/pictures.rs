//! Flags on how pictures are written.

use clap::{Args, ValueEnum};

use crate::chart::look::{Charts, Format, SCALES};
use crate::error::{Error, Message};

/// How a picture is painted.
#[derive(Debug, Clone, Default, Args)]
pub struct Painting {
    /// Pictures as pixels, as shapes that stay sharp at any size, or both [default: png]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FormatChoice>,
    /// Colours, or greys that print without colour [default: light]
    #[arg(long, value_enum, value_name = "THEME")]
    pub theme: Option<ThemeChoice>,
    /// Pixels of a PNG to the logical pixel, 1 to 4; a picture is 960 logical pixels wide [default: 2.5]
    #[arg(long, value_name = "X")]
    pub scale: Option<f64>,
}

/// Which pictures are written, and how.
#[derive(Debug, Clone, Default, Args)]
pub struct Pictures {
    #[command(flatten)]
    /// How they are painted.
    pub painting: Painting,
    /// Which projects get pictures and pages: all, none, or top=N for the best N of the comparison [default: all]
    #[arg(long, value_name = "WHICH")]
    pub charts: Option<String>,
    /// Write proposal.pptx too: a slide for each picture
    #[arg(long)]
    pub office: bool,
    /// Say nothing but warnings and errors
    #[arg(long, short)]
    pub quiet: bool,
}

impl Pictures {
    /// Which projects get pictures, if given.
    ///
    /// # Errors
    /// A text that is no choice.
    pub fn charts(&self) -> Result<Option<Charts>, Error> {
        let (accepted, accepted_zh) = ("all, none or top=20", "all、none 或 top=20");
        let bad = |value: &str| Error::Usage(Message::BadFlag { flag: "--charts", value: value.to_owned(), accepted, accepted_zh });
        self.charts.as_deref().map(|text| Charts::named(text.trim()).ok_or_else(|| bad(text))).transpose()
    }
}

impl Painting {
    /// The scale, if given.
    ///
    /// # Errors
    /// A number outside of what can be painted.
    pub fn scale(&self) -> Result<Option<f64>, Error> {
        let (accepted, accepted_zh) = ("a number from 1 to 4", "1 到 4 之间的数");
        let bad = |value: f64| Error::Usage(Message::BadFlag { flag: "--scale", value: value.to_string(), accepted, accepted_zh });
        self.scale.map(|x| if SCALES.contains(&x) { Ok(x) } else { Err(bad(x)) }).transpose()
    }
}

/// Colours of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    /// Colours
    Light,
    /// Greys
    PrintGrey,
}

impl ThemeChoice {
    /// The choice of this name, as winwin.toml gives it.
    pub fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }
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
