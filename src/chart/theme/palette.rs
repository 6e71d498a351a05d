//! Which colour each role has in a run: the usual one, greys for print, or a brand's own.
//!
//! Invariant: a class of the heat map is as light in every palette as in the usual one, so that its numbers read as well and its order
//! is kept in grey print. Limits: neutral roles are the same in all palettes.

use crate::chart::theme::{CLASSES, Color, HELP_RAMP, HURT_RAMP};

/// Red, green, blue, 0..=255.
pub type Rgb = (u8, u8, u8);

/// Greys for what helps, light enough for dark lines upon it, and for what hurts, which is also hatched ([`Palette::patterned`]).
const GREY_HELP: Rgb = (0x62, 0x62, 0x62);
const GREY_HURT: Rgb = (0x8A, 0x8A, 0x8A);

/// How much of a brand's colour is in the ground behind what to lead with; the rest is white.
const FIELD: f64 = 0.12;

/// The colours of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    help: Rgb,
    hurt: Rgb,
    help_ramp: [Rgb; CLASSES],
    hurt_ramp: [Rgb; CLASSES],
    field: Rgb,
    patterned: bool,
}

impl Default for Palette {
    fn default() -> Self {
        Self::light()
    }
}

impl Palette {
    /// The usual colours.
    pub fn light() -> Self {
        Self {
            help: Color::Help.rgb(),
            hurt: Color::Hurt.rgb(),
            help_ramp: HELP_RAMP.map(of_hex),
            hurt_ramp: HURT_RAMP.map(of_hex),
            field: Color::Field.rgb(),
            patterned: false,
        }
    }

    /// Greys alone, for a printer without colours; what hurts is told by a pattern.
    pub fn print_grey() -> Self {
        let grey = |hex: u32| as_light((0x80, 0x80, 0x80), luminance(of_hex(hex)));
        let help_ramp = HELP_RAMP.map(grey);
        Self { help: GREY_HELP, hurt: GREY_HURT, help_ramp, hurt_ramp: HURT_RAMP.map(grey), field: help_ramp[0], patterned: true }
    }

    /// A brand's colours for what helps and what hurts, with ramps of their hues; the usual ones where none is given.
    pub fn branded(helps: Option<Rgb>, hurts: Option<Rgb>) -> Self {
        let usual = Self::light();
        let ramp = |own: Option<Rgb>, ramp: [Rgb; CLASSES]| own.map_or(ramp, |own| ramp.map(|class| as_light(own, luminance(class))));
        Self {
            help: helps.unwrap_or(usual.help),
            hurt: hurts.unwrap_or(usual.hurt),
            help_ramp: ramp(helps, usual.help_ramp),
            hurt_ramp: ramp(hurts, usual.hurt_ramp),
            // Paler than the first class of the ramp: so large a field in a strong colour would glare.
            field: helps.map_or(usual.field, |own| into_white(own, FIELD)),
            patterned: false,
        }
    }

    /// Whether what hurts must be told apart by a pattern, because hue does not tell it.
    pub fn patterned(&self) -> bool {
        self.patterned
    }

    /// The colour of a role.
    pub fn rgb(&self, color: Color) -> Rgb {
        let class = |ramp: &[Rgb; CLASSES], n: u8| ramp.get(usize::from(n.clamp(1, 5) - 1)).copied().unwrap_or_default();
        match color {
            Color::Help => self.help,
            Color::Hurt => self.hurt,
            Color::Field => self.field,
            Color::HelpClass(n) => class(&self.help_ramp, n),
            Color::HurtClass(n) => class(&self.hurt_ramp, n),
            neutral => neutral.rgb(),
        }
    }

    /// Contrast ratio of two roles, 1..=21.
    pub fn contrast(&self, a: Color, b: Color) -> f64 {
        contrast(self.rgb(a), self.rgb(b))
    }
}

/// Contrast ratio of two colours, 1..=21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (la, lb) = (luminance(a), luminance(b));
    (la.max(lb) + 0.05) / (la.min(lb) + 0.05)
}

/// The nearest darker colour of the same hue that has at least this contrast with white, 1..=21; the colour itself where it has.
pub fn darkened(color: Rgb, least: f64) -> Rgb {
    let mut out = color;
    let mut target = (1.05 / least.max(1.0) - 0.05).max(0.0);
    while contrast(out, (255, 255, 255)) < least && target > 0.0 {
        out = as_light(color, target);
        // Rounding to whole steps may have made it a shade too light.
        target -= 0.001;
    }
    out
}

/// How far two colours are apart to the eye: 0 for the same, 1 for black and white (distance in OKLab).
pub fn distance(a: Rgb, b: Rgb) -> f64 {
    let lab = |color: Rgb| {
        let [r, g, b] = linear(color);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        [
            0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
        ]
    };
    lab(a).iter().zip(lab(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

fn of_hex(hex: u32) -> Rgb {
    let [_, r, g, b] = hex.to_be_bytes();
    (r, g, b)
}

fn linear((r, g, b): Rgb) -> [f64; 3] {
    [r, g, b].map(|v| {
        let c = f64::from(v) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

/// Relative luminance, 0..=1 (WCAG 2.2, "relative luminance").
pub fn luminance(color: Rgb) -> f64 {
    let [r, g, b] = linear(color);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// A part of the colour in white, mixed as it is seen on a screen.
fn into_white((r, g, b): Rgb, part: f64) -> Rgb {
    let mixed = |v: u8| (255.0 - (255.0 - f64::from(v)) * part).round() as u8;
    (mixed(r), mixed(g), mixed(b))
}

/// The colour made lighter or darker until it has this luminance, 0..=1. Lighter is half way between mixing with white, which pales, and
/// more light of the same hue, which glares.
fn as_light(color: Rgb, target: f64) -> Rgb {
    let own = linear(color);
    let light = |c: [f64; 3]| 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
    let whitened = |c: [f64; 3]| {
        let part = (target - light(c)) / (1.0 - light(c)).max(1e-9);
        c.map(|v| v + (1.0 - v) * part)
    };
    let lit = |most: f64| {
        let factor = (target / light(own).max(1e-9)).min(most);
        own.map(|v| v * factor)
    };
    let mixed = if target < light(own) {
        lit(1.0)
    } else {
        let brightest = own.into_iter().fold(1e-9, f64::max);
        let (pale, bright) = (whitened(own), whitened(lit(1.0 / brightest)));
        [(pale[0] + bright[0]) / 2.0, (pale[1] + bright[1]) / 2.0, (pale[2] + bright[2]) / 2.0]
    };
    let encoded = |v: f64| {
        let c = if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
        (c * 255.0).round().clamp(0.0, 255.0) as u8
    };
    let [r, g, b] = mixed.map(encoded);
    (r, g, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::theme::CONTRAST;

    #[test]
    fn the_field_of_a_strong_colour_is_pale() {
        let red = Palette::branded(Some((0xE6, 0x00, 0x12)), None);
        assert_eq!(red.rgb(Color::Field), (252, 224, 227));
        assert!(red.contrast(Color::Soft, Color::Field) >= CONTRAST);
        assert_eq!(Palette::branded(None, None).rgb(Color::Field), Color::Field.rgb());
    }

    #[test]
    fn the_usual_palette_is_the_roles_own() {
        let light = Palette::light();
        for color in [Color::Help, Color::Hurt, Color::Ink, Color::HelpClass(1), Color::HurtClass(5), Color::HelpClass(9)] {
            assert_eq!(light.rgb(color), color.rgb());
        }
        assert_eq!(Palette::branded(None, None), light);
    }

    #[test]
    fn numbers_on_every_class_of_every_brand_are_readable() {
        let mut seen = 0;
        for (r, g, b) in [(0, 114, 178), (213, 94, 0), (0, 0, 0), (0, 90, 40), (128, 0, 128), (255, 0, 0), (0, 0, 255), (20, 120, 120)] {
            let palette = Palette::branded(Some((r, g, b)), Some((b, r, g)));
            for n in 1..=5 {
                for fill in [Color::HelpClass(n), Color::HurtClass(n)] {
                    let ratio = palette.contrast(fill.text_on(), fill);
                    assert!(ratio >= CONTRAST, "{r} {g} {b} {fill:?} {ratio}");
                    seen += 1;
                }
            }
        }
        assert_eq!(seen, 80);
    }

    #[test]
    fn classes_keep_their_lightness_in_grey_and_in_a_brand() {
        for palette in [Palette::print_grey(), Palette::branded(Some((90, 0, 120)), Some((160, 60, 60)))] {
            for n in 1..=5 {
                for class in [Color::HelpClass(n), Color::HurtClass(n)] {
                    assert!((luminance(palette.rgb(class)) - luminance(class.rgb())).abs() < 0.01, "{class:?}");
                }
            }
        }
        let (r, g, b) = Palette::print_grey().rgb(Color::HurtClass(3));
        assert!(r == g && g == b);
        let grey = Palette::print_grey();
        assert!(grey.contrast(Color::Help, Color::Paper) >= CONTRAST && grey.contrast(Color::Help, Color::Before) >= 3.0);
        assert!(grey.contrast(Color::Ink, Color::Help) >= 2.5 && grey.contrast(Color::Hurt, Color::Paper) >= 3.0);
    }

    #[test]
    fn a_pale_colour_is_darkened_just_enough() {
        let pale = (0x56, 0xB4, 0xE9);
        let dark = darkened(pale, 4.5);
        let ratio = contrast(dark, (255, 255, 255));
        assert!((4.5..4.7).contains(&ratio), "{dark:?} {ratio}");
        assert_eq!(darkened((0, 0x72, 0xB2), 4.5), (0, 0x72, 0xB2));
        assert!(distance((0, 0x72, 0xB2), (0xD5, 0x5E, 0)) > 0.2 && distance((10, 20, 30), (12, 20, 30)) < 0.02);
    }
}
