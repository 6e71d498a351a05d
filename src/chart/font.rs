//! The bundled fonts and the chain of fallbacks; how wide a text is and which characters have a glyph.
//!
//! Invariant: a text whose characters are all in the bundled fonts is measured and drawn the same on
//! every machine. System fonts are looked at only when a character needs one, and may be absent.
//! Limits: pair kerning for ASCII only (from the font's GPOS table); scripts that need joining or
//! reordering (Arabic, Hebrew, Indic …) are not attempted, see `chart::shape`.

use crate::chart::kern::{self, Kerning};
use crate::chart::shape::{self, Shaped};
use crate::chart::system::System;
use crate::chart::theme::TextSize;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::sync::OnceLock;

static REGULAR: &[u8] = include_bytes!("../../data/fonts/NotoSansSC-subset-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../data/fonts/NotoSansSC-subset-Bold.otf");

/// The size of one line of text in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextMetrics {
    /// Advance from the first to behind the last letter.
    pub width: f64,
    /// From the baseline up to the top of the em box of the font.
    pub ascent: f64,
    /// From the baseline down to the lowest Latin descender.
    pub descent: f64,
}

/// Where a glyph comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    Regular,
    Bold,
    System(usize),
}

/// One bundled face, its tables opened once.
struct Face {
    font: FontRef<'static>,
    charmap: Charmap<'static>,
    advances: GlyphMetrics<'static>,
    units: f64,
    kern: Kerning,
}

impl Face {
    fn open(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let units = f64::from(font.head().ok()?.units_per_em()).max(1.0);
        let charmap = font.charmap();
        Some(Self {
            advances: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            kern: kern::ascii(&font, &charmap),
            font,
            charmap,
            units,
        })
    }
}

/// All fonts of a run. Sharing one between threads is fine.
pub struct Fonts {
    regular: Option<Face>,
    bold: Option<Face>,
    ascent: f64,
    descent: f64,
    system: Option<OnceLock<System>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("system", &self.system.is_some()).finish_non_exhaustive()
    }
}

impl Default for Fonts {
    fn default() -> Self {
        Self::with_system()
    }
}

impl Fonts {
    /// The bundled fonts alone: the same result on every machine.
    pub fn bundled() -> Self {
        let regular = Face::open(REGULAR);
        let bold = Face::open(BOLD);
        // Typographic ascender: the top of the em box. The larger hhea figure leaves room for
        // accents stacked on capitals and would push lines apart.
        let ascent = regular.as_ref().and_then(|f| Some(f64::from(f.font.os2().ok()?.s_typo_ascender()) / f.units)).unwrap_or(0.88);
        let descent = regular
            .as_ref()
            .and_then(|f| {
                let low = ink(&f.font, f.charmap.map('g')?)?.1;
                Some(-low / f.units)
            })
            .unwrap_or(0.25);
        Self { regular, bold, ascent, descent, system: None }
    }

    /// The bundled fonts, and those of the system for characters the bundled ones lack. The system's
    /// are searched when the first such character is met.
    pub fn with_system() -> Self {
        Self { system: Some(OnceLock::new()), ..Self::bundled() }
    }

    /// Width and height of one line. Never fails: characters without a glyph count as their substitute.
    pub fn measure(&self, text: &str, size: TextSize, bold: bool) -> TextMetrics {
        TextMetrics { width: self.shape(text, bold).width * size.px(), ascent: self.ascent * size.px(), descent: self.descent * size.px() }
    }

    /// Whether the character is drawn as itself (true for marks drawn without a font, such as ✓, and for
    /// invisible ones).
    pub fn has_glyph(&self, c: char) -> bool {
        self.shape(c.encode_utf8(&mut [0; 4]), false).missing.is_empty()
    }

    /// The characters of `text` that are drawn as a substitute, in order of appearance.
    pub fn missing(&self, text: &str) -> Vec<char> {
        self.shape(text, false).missing
    }

    /// Glyphs and positions of one line, in em.
    pub(crate) fn shape(&self, text: &str, bold: bool) -> Shaped {
        shape::line(self, text, bold)
    }

    fn face(&self, source: Source) -> Option<&Face> {
        match source {
            Source::Regular => self.regular.as_ref(),
            Source::Bold => self.bold.as_ref(),
            Source::System(_) => None,
        }
    }

    /// Glyph and advance (em) of a character in the first font of the chain that has it.
    pub(crate) fn glyph(&self, c: char, bold: bool) -> Option<(Source, GlyphId, f64)> {
        let first = if bold { Source::Bold } else { Source::Regular };
        for source in [first, Source::Regular] {
            let hit = self.face(source).and_then(|face| {
                let id = face.charmap.map(c).filter(|g| g.to_u32() != 0)?;
                let advance = f64::from(face.advances.advance_width(id)?) / face.units;
                Some((source, id, advance))
            });
            if hit.is_some() {
                return hit;
            }
        }
        let system = self.system.as_ref()?.get_or_init(System::search);
        let (at, id, advance) = system.glyph(c, bold)?;
        Some((Source::System(at), id, advance))
    }

    /// Kerning between two characters of one bundled face, in em; 0 outside ASCII.
    pub(crate) fn kern(&self, source: Source, left: char, right: char) -> f64 {
        let units = |face: &Face| f64::from(face.kern.between(left, right)) / face.units;
        self.face(source).map_or(0.0, units)
    }

    /// Runs `draw` on the font behind `source`.
    pub(crate) fn with_font<T>(&self, source: Source, draw: impl FnOnce(&FontRef<'_>) -> T) -> Option<T> {
        if let Source::System(at) = source {
            return self.system.as_ref()?.get()?.with_font(at, draw);
        }
        self.face(source).map(|face| draw(&face.font))
    }

    /// Left and right edge of the ink of a glyph, in em.
    pub(crate) fn ink(&self, source: Source, id: GlyphId) -> Option<(f64, f64)> {
        self.with_font(source, |font| {
            let units = f64::from(font.head().ok()?.units_per_em()).max(1.0);
            let (left, _, right) = ink(font, id)?;
            Some((left / units, right / units))
        })?
    }
}

/// Left, bottom, right of the ink of a glyph in font units.
fn ink(font: &FontRef<'_>, id: GlyphId) -> Option<(f64, f64, f64)> {
    struct Extent([f32; 3]);
    impl Extent {
        fn add(&mut self, x: f32, y: f32) {
            let [left, low, right] = self.0;
            self.0 = [left.min(x), low.min(y), right.max(x)];
        }
    }
    impl OutlinePen for Extent {
        fn move_to(&mut self, x: f32, y: f32) {
            self.add(x, y);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.add(x, y);
        }
        fn quad_to(&mut self, _: f32, _: f32, x: f32, y: f32) {
            self.add(x, y);
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
            self.add(x, y);
        }
        fn close(&mut self) {}
    }
    let mut pen = Extent([f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY]);
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    font.outline_glyphs().get(id)?.draw(settings, &mut pen).ok()?;
    let [left, low, right] = pen.0;
    (left <= right).then(|| (f64::from(left), f64::from(low), f64::from(right)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_faces_open_and_measure() {
        let fonts = Fonts::bundled();
        let hanzi = fonts.measure("品牌", TextSize::Label, false);
        assert!((hanzi.width - 34.0).abs() < 1e-9, "{hanzi:?}");
        assert!((hanzi.ascent - 0.88 * 17.0).abs() < 1e-9);
        assert!((hanzi.descent - 0.25 * 17.0).abs() < 1e-9);
        let (regular, bold) = (fonts.measure("Reach", TextSize::Label, false).width, fonts.measure("Reach", TextSize::Label, true).width);
        assert!(bold > regular);
    }

    #[test]
    fn kerning_pulls_open_pairs_together() {
        let fonts = Fonts::bundled();
        assert!(fonts.kern(Source::Regular, 'T', 'o') < -0.05);
        assert_eq!(fonts.kern(Source::Regular, 'n', 'n'), 0.0);
        let apart = fonts.measure("T", TextSize::Title, false).width + fonts.measure("o", TextSize::Title, false).width;
        assert!(fonts.measure("To", TextSize::Title, false).width < apart);
    }

    #[test]
    fn rare_characters_are_reported_without_system_fonts() {
        let fonts = Fonts::bundled();
        assert!(!fonts.has_glyph('\u{20bb7}'));
        assert!(fonts.has_glyph('\u{2082}') && fonts.has_glyph('\u{2713}'));
        assert_eq!(fonts.missing("a\u{20bb7}b\u{9f98}"), vec!['\u{20bb7}', '\u{9f98}']);
    }
}
