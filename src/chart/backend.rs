//! A plotters backend that paints on a pixmap, anti-aliased, at any scale.
//!
//! plotters counts in whole numbers, so its unit here is `FINE` to the logical pixel: positions stay
//! sub-pixel. Invariants: upright edges of rectangles and of horizontal or vertical lines fall on whole
//! device pixels (crisp); text stands on its baseline, which is what `VPos::Bottom` means here; every
//! character drawn as a substitute is listed. Limits: no bitmaps, no rotated text.

use crate::chart::font::Fonts;
use crate::chart::stamp::{self, Ink};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};
use std::cell::RefCell;
use std::collections::BTreeSet;
use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, PixmapMut, Rect, Stroke, Transform};

/// plotters units per logical pixel.
pub(crate) const FINE: f64 = 16.0;

/// What can go wrong while painting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackendError {
    /// Bitmaps are not part of any scene.
    Bitmap,
}

impl std::fmt::Display for BackendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bitmap => f.write_str("bitmaps are not supported by this backend"),
        }
    }
}

impl std::error::Error for BackendError {}

type Drawn = Result<(), DrawingErrorKind<BackendError>>;

/// Paints on `pixmap`; `scale` device pixels are one logical pixel.
pub(crate) struct Canvas<'a, 'b> {
    pixmap: &'a mut PixmapMut<'b>,
    fonts: &'a Fonts,
    missing: &'a RefCell<BTreeSet<char>>,
    /// Device pixels per plotters unit.
    unit: f64,
}

impl<'a, 'b> Canvas<'a, 'b> {
    pub fn new(pixmap: &'a mut PixmapMut<'b>, scale: f64, fonts: &'a Fonts, missing: &'a RefCell<BTreeSet<char>>) -> Self {
        Self { pixmap, fonts, missing, unit: scale / FINE }
    }

    fn device(&self, (x, y): BackendCoord) -> (f64, f64) {
        (f64::from(x) * self.unit, f64::from(y) * self.unit)
    }

    fn path(&self, points: impl IntoIterator<Item = BackendCoord>, close: bool) -> Option<Path> {
        let mut path = PathBuilder::new();
        for point in points {
            let (x, y) = self.device(point);
            if path.is_empty() {
                path.move_to(x as f32, y as f32);
            } else {
                path.line_to(x as f32, y as f32);
            }
        }
        if close {
            path.close();
        }
        path.finish()
    }

    fn fill(&mut self, path: &Path, color: BackendColor) {
        self.pixmap.fill_path(path, &paint(color), FillRule::Winding, Transform::identity(), None);
    }

    fn stroke(&mut self, path: &Path, color: BackendColor, width: f64) {
        let stroke = Stroke { width: width as f32, line_join: LineJoin::Round, line_cap: LineCap::Butt, ..Stroke::default() };
        self.pixmap.stroke_path(path, &paint(color), &stroke, Transform::identity(), None);
    }

    fn fill_box(&mut self, (left, top): (f64, f64), (right, bottom): (f64, f64), c: BackendColor) {
        let edges = [left, top, right, bottom].map(|v| v.round() as f32);
        if let Some(rect) = Rect::from_ltrb(edges[0], edges[1], edges[2], edges[3]) {
            let mut paint = paint(c);
            // The edges are on whole pixels: nothing to smooth.
            paint.anti_alias = false;
            self.pixmap.fill_rect(rect, &paint, Transform::identity(), None);
        }
    }
}

fn paint(color: BackendColor) -> Paint<'static> {
    let (r, g, b) = color.rgb;
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, (color.alpha * 255.0).round() as u8);
    paint.anti_alias = true;
    paint
}

impl DrawingBackend for Canvas<'_, '_> {
    type ErrorType = BackendError;

    fn get_size(&self) -> (u32, u32) {
        let fine = |pixels: u32| (f64::from(pixels) / self.unit).ceil() as u32;
        (fine(self.pixmap.width()), fine(self.pixmap.height()))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        let from = self.device(point);
        let to = self.device((point.0.saturating_add(1), point.1.saturating_add(1)));
        self.fill_box(from, to, color);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, s: &S) -> Drawn {
        self.draw_path([a, b], s)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Drawn {
        if !fill {
            return self.draw_path([a, (b.0, a.1), b, (a.0, b.1), a], style);
        }
        let (from, to) = (self.device(a), self.device(b));
        self.fill_box(from, to, style.color());
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        let width = (f64::from(style.stroke_width()) * self.unit).max(1.0);
        if let [a, b] = points.as_slice() {
            // An upright line is a box: its edges can then be put on whole pixels.
            let ((ax, ay), (bx, by)) = (self.device(*a), self.device(*b));
            let thick = width.round();
            if a.1 == b.1 {
                let top = (ay - thick / 2.0).round();
                self.fill_box((ax.min(bx), top), (ax.max(bx), top + thick), style.color());
                return Ok(());
            }
            if a.0 == b.0 {
                let left = (ax - thick / 2.0).round();
                self.fill_box((left, ay.min(by)), (left + thick, ay.max(by)), style.color());
                return Ok(());
            }
        }
        if let Some(path) = self.path(points, false) {
            self.stroke(&path, style.color(), width);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let (x, y) = self.device(centre);
        let (r, width) = (f64::from(radius) * self.unit, f64::from(style.stroke_width()) * self.unit);
        let r = if fill { r } else { r - width / 2.0 };
        if let Some(circle) = PathBuilder::from_circle(x as f32, y as f32, r.max(0.1) as f32) {
            if fill {
                self.fill(&circle, style.color());
            } else {
                self.stroke(&circle, style.color(), width);
            }
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        if let Some(path) = self.path(corners, true) {
            self.fill(&path, style.color());
        }
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(&self, text: &str, style: &T) -> Result<(u32, u32), DrawingErrorKind<BackendError>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = self.fonts.shape(text, bold).width * style.size();
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let shaped = self.fonts.shape(text, matches!(style.style(), FontStyle::Bold));
        self.missing.borrow_mut().extend(&shaped.missing);
        let em = style.size() * self.unit;
        let (x, y) = self.device(at);
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - shaped.width * em / 2.0,
            HPos::Right => x - shaped.width * em,
        };
        let base = match style.anchor().v_pos {
            VPos::Bottom => y,
            VPos::Center => y + 0.36 * em,
            VPos::Top => y + 0.88 * em,
        };
        // A baseline on a whole pixel keeps the feet of all letters sharp.
        let baseline = base.round();
        let (r, g, b) = style.color().rgb;
        let ink = Ink { rgb: [r, g, b], alpha: style.color().alpha };
        for placed in &shaped.marks {
            let (x, y) = (left + placed.x * em, baseline - placed.rise * em);
            stamp::press(self.pixmap, self.fonts, (placed.mark, (em * placed.scale) as f32), (x, y), ink);
        }
        Ok(())
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Drawn {
        Err(DrawingErrorKind::DrawingError(BackendError::Bitmap))
    }
}
