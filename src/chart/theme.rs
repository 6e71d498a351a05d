//! The look of every picture: text sizes, colours by role, spacing.
//!
//! Invariant: no other file holds a size in pixels for text or a colour. All lengths are logical
//! pixels; a picture is [`WIDTH`] of them wide and is printed 16 cm wide, so 15 px is 7.1 pt. A page is as
//! wide, but fills A4.
//! Limits: one light theme, see [`palette`] for others; the colours are chosen to stay apart for the colour-blind and in grey print.

pub mod palette;

use serde::Serialize;

/// Width of every picture.
pub const WIDTH: f64 = 960.0;
/// Height that a plot stretches to where it can, and grows beyond where it must.
pub const HEIGHT: f64 = 540.0;
/// Height over which a picture shows less: one much taller than wide cannot be pasted into a text.
pub const TALLEST: f64 = 1400.0;
/// Height below which no picture gets, however little it shows.
pub const LEAST_HEIGHT: f64 = 320.0;
/// Printed width in metres, from which the resolution in the file follows.
pub const PRINT_WIDTH_M: f64 = 0.16;
/// Device pixels per logical pixel when nothing else is asked: 2400 px wide.
pub const SCALE: f64 = 2.5;
/// Height of a page: A4, landscape, at [`WIDTH`].
pub const PAGE_HEIGHT: f64 = WIDTH * 210.0 / 297.0;
/// Printed width of a page in metres.
pub const PAGE_WIDTH_M: f64 = 0.297;
/// Device pixels per logical pixel of a page: 2970 x 2100 px, 10 to the millimetre.
pub const PAGE_SCALE: f64 = 2970.0 / WIDTH;
/// White border on all sides of a page.
pub const PAGE_MARGIN: f64 = 40.0;
/// White border left and right.
pub const MARGIN: f64 = 32.0;
/// White border above the title and below the source line.
pub const MARGIN_Y: f64 = 26.0;
/// The unit of the vertical rhythm; gaps are multiples of it.
pub const UNIT: f64 = 8.0;
/// Gap between the parts of a picture (header, key, plot, source).
pub const GAP: f64 = 2.0 * UNIT;
/// White line between neighbouring marks.
pub const SEAM: f64 = 2.0;
/// Width of axis lines.
pub const HAIRLINE: f64 = 1.0;
/// Width of drawn marks such as whiskers and hollow dots.
pub const STROKE: f64 = 2.0;
/// Dash and gap of dashed lines.
pub const DASH: (f64, f64) = (5.0, 4.0);
/// Smallest contrast between a text and what it stands on (WCAG AA).
pub const CONTRAST: f64 = 4.5;

/// The text sizes: four of all pictures, and one of the numbers on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum TextSize {
    /// A number that a page stands on; not for charts.
    Figure,
    /// The finding, one full sentence.
    Title,
    /// What is shown and in which unit.
    Subtitle,
    /// Names of rows and marks.
    Label,
    /// Numbers in cells, notes and the source line.
    Source,
}

impl TextSize {
    /// All sizes, largest first.
    pub const ALL: [TextSize; 5] = [Self::Figure, Self::Title, Self::Subtitle, Self::Label, Self::Source];

    /// Size of the em square in logical pixels.
    pub fn px(self) -> f64 {
        match self {
            Self::Figure => 34.0,
            Self::Title => 24.0,
            Self::Subtitle => 18.0,
            Self::Label => 17.0,
            Self::Source => 15.0,
        }
    }

    /// Distance between two baselines in logical pixels.
    pub fn line(self) -> f64 {
        match self {
            Self::Figure => 42.0,
            Self::Title => 33.0,
            Self::Subtitle => 25.0,
            Self::Label => 22.0,
            Self::Source => 20.0,
        }
    }
}

/// Colours by what they mean; the same in all pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Color {
    /// The white background.
    Paper,
    /// Text and dark marks.
    Ink,
    /// Secondary text.
    Soft,
    /// Context: axis lines, the state before in text.
    Grey,
    /// The state before, as a mark.
    Before,
    /// Grid lines and separators.
    Grid,
    /// A cell without a value worth showing.
    Blank,
    /// Helps, after, given.
    Help,
    /// Hurts, overdrawn. For marks only: too light for text on white.
    Hurt,
    /// Helps in five classes, 1 weakest to 5 strongest; other numbers count as the nearest.
    HelpClass(u8),
    /// The ground behind what to lead with: a breath of the colour of help.
    Field,
    /// Hurts in five classes, 1 weakest to 5 strongest; other numbers count as the nearest.
    HurtClass(u8),
}

const HELP_RAMP: [u32; CLASSES] = [0xDE_EB_F7, 0x9E_CA_E1, 0x42_92_C6, 0x21_71_B5, 0x08_45_94];
const HURT_RAMP: [u32; CLASSES] = [0xFE_E6_CE, 0xFD_AE_6B, 0xF1_69_13, 0xBF_4A_00, 0x8C_2D_04];

/// Classes per sign of the diverging ramp.
pub const CLASSES: usize = 5;
/// Lower bounds of the classes, as absolute values; below the first a cell is blank.
pub const CLASS_FROM: [f64; CLASSES] = [0.1, 0.2, 0.4, 0.6, 0.8];

impl Color {
    /// Red, green, blue, 0..=255.
    pub fn rgb(self) -> (u8, u8, u8) {
        let step = |n: u8| usize::from(n.clamp(1, 5) - 1);
        let hex: u32 = match self {
            Self::Paper => 0xFF_FF_FF,
            Self::Ink => 0x22_22_22,
            Self::Soft => 0x59_59_59,
            Self::Grey => 0x76_76_76,
            Self::Before => 0xBD_BD_BD,
            Self::Grid => 0xE5_E5_E5,
            Self::Blank => 0xF6_F6_F6,
            Self::Help => 0x00_72_B2,
            Self::Hurt => 0xD5_5E_00,
            Self::Field => HELP_RAMP[0],
            Self::HelpClass(n) => HELP_RAMP.get(step(n)).copied().unwrap_or(0),
            Self::HurtClass(n) => HURT_RAMP.get(step(n)).copied().unwrap_or(0),
        };
        let [_, r, g, b] = hex.to_be_bytes();
        (r, g, b)
    }

    /// The class colour of `value` in -1..=1, or [`Color::Blank`] near zero and for NaN.
    pub fn of_overlap(value: f64) -> Self {
        let class = CLASS_FROM.iter().filter(|from| value.abs() >= **from - 1e-9).count();
        match u8::try_from(class).unwrap_or(0) {
            0 => Self::Blank,
            n if value > 0.0 => Self::HelpClass(n),
            n => Self::HurtClass(n),
        }
    }

    /// The colour of text standing on this fill: ink or white, whichever contrasts more.
    pub fn text_on(self) -> Self {
        if contrast(Self::Ink, self) >= contrast(Self::Paper, self) { Self::Ink } else { Self::Paper }
    }
}

/// Contrast ratio of two colours in the usual palette, 1..=21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Color, b: Color) -> f64 {
    palette::contrast(a.rgb(), b.rgb())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_matches_the_published_figures() {
        assert!((contrast(Color::Ink, Color::Paper) - 15.9).abs() < 0.05);
        assert!((contrast(Color::Help, Color::Paper) - 5.2).abs() < 0.05);
        assert!((contrast(Color::Hurt, Color::Paper) - 3.9).abs() < 0.05);
    }

    #[test]
    fn numbers_on_every_class_are_readable() {
        for n in 1..=5 {
            for fill in [Color::HelpClass(n), Color::HurtClass(n)] {
                let ratio = contrast(fill.text_on(), fill);
                assert!(ratio >= CONTRAST, "{fill:?} {ratio}");
            }
        }
    }

    #[test]
    fn class_bounds_belong_to_the_upper_class() {
        assert_eq!(Color::of_overlap(0.0999), Color::Blank);
        assert_eq!(Color::of_overlap(0.1), Color::HelpClass(1));
        assert_eq!(Color::of_overlap(-0.8), Color::HurtClass(5));
        assert_eq!(Color::of_overlap(0.1 + 0.1 + 0.2), Color::HelpClass(3));
        assert_eq!(Color::of_overlap(f64::NAN), Color::Blank);
    }
}
