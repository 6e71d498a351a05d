//! The outlines that letters and signs are drawn with, for every format of a picture.
//!
//! Invariant: a mark has one outline, whatever draws it. Limits: an outline that a font holds broken is left out.

use crate::chart::font::Fonts;
use crate::chart::shape::Mark;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

/// Signs that need no font, in em: y up, the cap height is 0.73.
const CHECK: [(f32, f32); 6] = [(0.07, 0.33), (0.14, 0.41), (0.30, 0.24), (0.66, 0.66), (0.73, 0.59), (0.30, 0.08)];
const CROSS: [[(f32, f32); 4]; 2] =
    [[(0.10, 0.12), (0.17, 0.05), (0.70, 0.58), (0.63, 0.65)], [(0.63, 0.05), (0.70, 0.12), (0.17, 0.65), (0.10, 0.58)]];
const OUTER: [(f32, f32); 4] = [(0.08, -0.02), (0.72, -0.02), (0.72, 0.74), (0.08, 0.74)];
/// The other way round, so that the middle stays open.
const INNER: [(f32, f32); 4] = [(0.14, 0.04), (0.14, 0.68), (0.66, 0.68), (0.66, 0.04)];

/// Draws a mark with `pen`, y up from the baseline, `em` units to the em.
pub(crate) fn trace(fonts: &Fonts, mark: Mark, em: f32, pen: &mut impl OutlinePen) {
    match mark {
        Mark::Glyph(source, id) => {
            fonts.with_font(source, |font| {
                if let Some(outline) = font.outline_glyphs().get(id) {
                    // A broken outline in a system font leaves its part of the path out, no more.
                    let _ = outline.draw(DrawSettings::unhinted(Size::new(em), LocationRef::default()), pen);
                }
            });
        }
        Mark::Check => ring(&CHECK, em, pen),
        Mark::Cross => CROSS.iter().for_each(|bar| ring(bar, em, pen)),
        Mark::Hollow => [OUTER, INNER].iter().for_each(|edge| ring(edge, em, pen)),
    }
}

fn ring(corners: &[(f32, f32)], em: f32, pen: &mut impl OutlinePen) {
    for (i, (x, y)) in corners.iter().enumerate() {
        if i == 0 {
            pen.move_to(x * em, y * em);
        } else {
            pen.line_to(x * em, y * em);
        }
    }
    pen.close();
}
