//! Letters as stamps of coverage: a letter is traced once and pressed wherever it stands.
//!
//! The pictures of a run hold the same few hundred letters in the same few sizes thousands of times, and a path costs far more than a
//! stamp. Each thread keeps its own stamps. Invariant: a stamp follows from the mark, its size and its place between the pixels alone, so that
//! it does not matter which picture made it. Limits: places are rounded to a quarter of a pixel; a system font's letters are traced each time,
//! because their numbers hold for one search of the system only.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use skrifa::outline::OutlinePen;
use tiny_skia::{FillRule, Mask, PathBuilder, PixmapMut, Transform};

use crate::chart::font::{Fonts, Source};
use crate::chart::outline;
use crate::chart::shape::Mark;

/// Places of a letter inside a pixel, each way.
const PHASES: i32 = 4;
/// Bytes of coverage that each thread keeps; it begins anew when they are full. Room for the pictures of a run at the largest scale.
const KEPT: usize = 24 << 20;

/// A colour, and how much of what is under it it hides: 0 to 1.
#[derive(Clone, Copy)]
pub(crate) struct Ink {
    pub rgb: [u8; 3],
    pub alpha: f64,
}

/// How much of each pixel a mark covers.
struct Stamp {
    /// From the mark's place to the first column and row, in pixels.
    left: i32,
    top: i32,
    width: usize,
    /// Row by row, 255 for a pixel that is covered whole.
    cover: Vec<u8>,
}

/// Mark, bits of its size, place inside a pixel in quarters.
type Key = (Mark, u32, (i32, i32));

#[derive(Default)]
struct Kept {
    stamps: BTreeMap<Key, Option<Rc<Stamp>>>,
    bytes: usize,
}

thread_local! {
    static STAMPS: RefCell<Kept> = RefCell::default();
}

/// Paints a mark of `em` pixels to the em with its origin at `at`, in pixels from the top left; parts outside the surface are left out.
pub(crate) fn press(surface: &mut PixmapMut<'_>, fonts: &Fonts, (mark, em): (Mark, f32), at: (f64, f64), ink: Ink) {
    let (x, x_phase) = split(at.0);
    let (y, y_phase) = split(at.1);
    let key = (mark, em.to_bits(), (x_phase, y_phase));
    let made = || Stamp::of(fonts, mark, em, (x_phase, y_phase)).map(Rc::new);
    let stamp = if matches!(mark, Mark::Glyph(Source::System(_), _)) { made() } else { STAMPS.with_borrow_mut(|kept| kept.get(key, made)) };
    if let Some(stamp) = stamp {
        stamp.press(surface, (x, y), ink);
    }
}

/// The pixel a place lies in, and where inside it, in quarters.
fn split(at: f64) -> (i32, i32) {
    let quarters = (at * f64::from(PHASES)).round() as i32;
    (quarters.div_euclid(PHASES), quarters.rem_euclid(PHASES))
}

impl Kept {
    fn get(&mut self, key: Key, made: impl FnOnce() -> Option<Rc<Stamp>>) -> Option<Rc<Stamp>> {
        if let Some(known) = self.stamps.get(&key) {
            return known.clone();
        }
        let stamp = made();
        let bytes = size_of::<Key>() + stamp.as_ref().map_or(0, |s| size_of::<Stamp>() + s.cover.len());
        if self.bytes + bytes > KEPT {
            *self = Kept::default();
        }
        self.bytes += bytes;
        self.stamps.insert(key, stamp.clone());
        stamp
    }
}

impl Stamp {
    /// `None` for a mark without ink, such as a space.
    fn of(fonts: &Fonts, mark: Mark, em: f32, (x_phase, y_phase): (i32, i32)) -> Option<Self> {
        let part = |phase: i32| phase as f32 / PHASES as f32;
        let mut pen = Pen { path: PathBuilder::new(), x: part(x_phase), y: part(y_phase) };
        outline::trace(fonts, mark, em, &mut pen);
        let path = pen.path.finish()?;
        let edge = path.bounds();
        let (left, top) = (edge.left().floor(), edge.top().floor());
        let (width, height) = (edge.right().ceil() - left, edge.bottom().ceil() - top);
        // A letter is far smaller than what a surface may be; a broken outline that is not has no stamp.
        let mut mask = Mask::new(width.max(1.0) as u32, height.max(1.0) as u32)?;
        mask.fill_path(&path, FillRule::Winding, true, Transform::from_translate(-left, -top));
        Some(Stamp { left: left as i32, top: top as i32, width: mask.width() as usize, cover: mask.take() })
    }

    fn press(&self, surface: &mut PixmapMut<'_>, (x, y): (i32, i32), ink: Ink) {
        let (across, down) = (surface.width() as usize, surface.height() as usize);
        let from = i64::from(x) + i64::from(self.left);
        let top = i64::from(y) + i64::from(self.top);
        // Columns of the stamp that lie on the surface, and the first of the surface they lie on.
        let hidden = usize::try_from(-from).unwrap_or(0);
        let Ok(from) = usize::try_from(from.max(0)) else { return };
        let shown = self.width.saturating_sub(hidden).min(across.saturating_sub(from));
        let (pixels, _) = surface.data_mut().as_chunks_mut::<4>();
        for (row, cover) in self.cover.chunks_exact(self.width).enumerate() {
            let Ok(line) = usize::try_from(top + row as i64) else { continue };
            if line >= down || shown == 0 {
                continue;
            }
            let start = line * across + from;
            let under = pixels.get_mut(start..start + shown).unwrap_or_default();
            let cover = cover.get(hidden..hidden + shown).unwrap_or_default();
            under.iter_mut().zip(cover).for_each(|(pixel, cover)| blend(pixel, *cover, ink));
        }
    }
}

/// Covers a part of an opaque pixel with a colour.
fn blend(pixel: &mut [u8; 4], cover: u8, ink: Ink) {
    let cover = if ink.alpha >= 1.0 { u32::from(cover) } else { (f64::from(cover) * ink.alpha).round() as u32 };
    if cover == 0 {
        return;
    }
    for (under, over) in pixel.iter_mut().zip(ink.rgb) {
        let sum = u32::from(*under) * (255 - cover) + u32::from(over) * cover;
        // At most 255: both weights together are 255.
        *under = ((sum + 127) / 255) as u8;
    }
}

/// Collects outlines, moved to the pen's place and turned upside down.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + a, self.y - b, self.x + x, self.y - y);
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        let (px, py) = (self.x, self.y);
        self.path.cubic_to(px + a, py - b, px + c, py - d, px + x, py - y);
    }
    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use tiny_skia::{Color, Paint, Pixmap};

    use super::*;

    const INK: Ink = Ink { rgb: [20, 40, 60], alpha: 1.0 };

    fn paper() -> Pixmap {
        let mut paper = Pixmap::new(64, 48).unwrap();
        paper.fill(Color::WHITE);
        paper
    }

    fn mark(fonts: &Fonts, c: &str) -> Mark {
        fonts.shape(c, false).marks[0].mark
    }

    fn traced(fonts: &Fonts, mark: Mark, em: f32, (x, y): (f32, f32)) -> Pixmap {
        let mut paper = paper();
        let mut pen = Pen { path: PathBuilder::new(), x, y };
        outline::trace(fonts, mark, em, &mut pen);
        let path = pen.path.finish().unwrap();
        let mut paint = Paint::default();
        paint.set_color_rgba8(INK.rgb[0], INK.rgb[1], INK.rgb[2], 255);
        paper.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
        paper
    }

    fn stamped(fonts: &Fonts, mark: Mark, em: f32, at: (f64, f64)) -> Pixmap {
        let mut paper = paper();
        press(&mut paper.as_mut(), fonts, (mark, em), at, INK);
        paper
    }

    /// A place that falls on another of the four lines that a pixel is sampled by differs by a quarter; hardly any does.
    #[test]
    fn a_stamp_is_the_path_also_the_second_time_and_over_the_edge() {
        let fonts = Fonts::bundled();
        for c in ["营", "g", "%", "✓", "✗"] {
            let mark = mark(&fonts, c);
            // Inside, between pixels, and over each edge.
            for at in [(10.0, 40.0), (10.25, 40.5), (10.75, 39.0), (-8.0, 20.0), (55.0, 20.0), (10.0, 6.0), (10.0, 54.0)] {
                let path = traced(&fonts, mark, 32.0, (at.0 as f32, at.1 as f32));
                assert!(path.data() != paper().data(), "{c} at {at:?} leaves no ink");
                for _ in 0..2 {
                    let stamp = stamped(&fonts, mark, 32.0, at);
                    let ink = |p: &Pixmap| p.data().iter().map(|v| 255 - u64::from(*v)).sum::<u64>();
                    let odd = || path.data().iter().zip(stamp.data()).map(|(a, b)| a.abs_diff(*b));
                    let (most, sum) = (odd().max().unwrap(), odd().map(u64::from).sum::<u64>());
                    assert!(most <= 64 && sum * 50 <= ink(&path), "{c} at {at:?}: {most}, {sum} of {}", ink(&path));
                }
            }
        }
    }

    #[test]
    fn places_are_rounded_to_quarters_also_left_of_the_edge() {
        assert_eq!([10.0, 10.1, 10.2, 10.9, -0.2, -1.0].map(split), [(10, 0), (10, 0), (10, 1), (11, 0), (-1, 3), (-1, 0)]);
    }

    #[test]
    fn a_half_covered_pixel_is_half_way_and_a_pale_colour_covers_less() {
        let mut pixel = [255, 255, 255, 255];
        blend(&mut pixel, 128, Ink { rgb: [0, 255, 55], alpha: 1.0 });
        assert_eq!(pixel, [127, 255, 155, 255]);
        let mut pixel = [200, 200, 200, 255];
        blend(&mut pixel, 255, Ink { rgb: [0, 200, 100], alpha: 0.5 });
        assert_eq!(pixel, [100, 200, 150, 255]);
        blend(&mut pixel, 0, INK);
        assert_eq!(pixel, [100, 200, 150, 255]);
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut kept = Kept::default();
        let big = || Some(Rc::new(Stamp { left: 0, top: 0, width: 1 << 10, cover: vec![0; KEPT / 3] }));
        for size in 0..10 {
            assert!(kept.get((Mark::Check, size, (0, 0)), big).is_some());
            assert!(kept.bytes <= KEPT && !kept.stamps.is_empty());
        }
        assert!(kept.get((Mark::Cross, 0, (0, 0)), || None).is_none());
    }
}
