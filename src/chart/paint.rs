//! A scene to PNG bytes, through plotters.
//!
//! Invariant: the same scene, scale and fonts give the same bytes. The file is indexed (at most 256 colours):
//! the colours of marks and text are kept exactly, rare steps of edge smoothing are moved to the nearest kept one.
//! Its resolution makes a picture 16 cm wide on paper and a page as wide as A4; its title chunk repeats the scene's title.

use crate::chart::backend::{BackendError, Canvas, FINE};
use crate::chart::font::Fonts;
use crate::chart::indexed;
use crate::chart::scene::{Anchor, Item, Label, Scene};
use crate::chart::surface;
use crate::chart::theme::palette::Palette;
use crate::chart::theme::{self, Color};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle};
use std::cell::RefCell;
use std::collections::BTreeSet;
use tiny_skia::PixmapMut;

/// Largest number of device pixels of a picture, against absurd scales.
const MAX_PIXELS: f64 = 120_000_000.0;

/// A painted picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Painted {
    /// The PNG file.
    pub bytes: Vec<u8>,
    /// Characters no font has, drawn as an empty box.
    pub missing: BTreeSet<char>,
}

/// Why a scene could not be painted.
#[derive(Debug)]
pub enum PaintError {
    /// Width or height times scale is not a positive number of pixels, or too many.
    Size(f64, f64),
    /// The drawing surface reported an error.
    Drawing(String),
    /// The PNG could not be written.
    Encoding(png::EncodingError),
}

impl std::fmt::Display for PaintError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Size(w, h) => write!(f, "a picture of {w} x {h} pixels cannot be painted"),
            Self::Drawing(why) => write!(f, "drawing failed: {why}"),
            Self::Encoding(why) => write!(f, "writing the PNG failed: {why}"),
        }
    }
}

impl std::error::Error for PaintError {}

impl From<DrawingAreaErrorKind<BackendError>> for PaintError {
    fn from(why: DrawingAreaErrorKind<BackendError>) -> Self {
        Self::Drawing(why.to_string())
    }
}

impl From<png::EncodingError> for PaintError {
    fn from(why: png::EncodingError) -> Self {
        Self::Encoding(why)
    }
}

type Area<'a, 'b> = DrawingArea<Canvas<'a, 'b>, Shift>;

/// Paints a page: 2970 px wide at 254 dpi, which is A4.
///
/// # Errors
/// As [`png()`].
pub fn page(scene: &Scene, fonts: &Fonts) -> Result<Painted, PaintError> {
    page_in(scene, theme::SCALE, &Palette::light(), fonts)
}

/// The same in other colours, and as much larger or smaller as `scale` is against [`theme::SCALE`].
///
/// # Errors
/// As [`png()`].
pub fn page_in(scene: &Scene, scale: f64, palette: &Palette, fonts: &Fonts) -> Result<Painted, PaintError> {
    printed(scene, theme::PAGE_SCALE * scale / theme::SCALE, theme::PAGE_WIDTH_M, palette, fonts)
}

/// Paints the scene with `scale` device pixels to the logical pixel ([`theme::SCALE`] is the usual one).
///
/// # Errors
/// [`PaintError::Size`] for a scene or scale that is not positive or makes more than 120 million pixels;
/// the other kinds come from the libraries below.
pub fn png(scene: &Scene, scale: f64, fonts: &Fonts) -> Result<Painted, PaintError> {
    png_in(scene, scale, &Palette::light(), fonts)
}

/// The same in other colours.
///
/// # Errors
/// As [`png()`].
pub fn png_in(scene: &Scene, scale: f64, palette: &Palette, fonts: &Fonts) -> Result<Painted, PaintError> {
    printed(scene, scale, theme::PRINT_WIDTH_M, palette, fonts)
}

/// `wide`: metres on paper.
fn printed(scene: &Scene, scale: f64, wide: f64, palette: &Palette, fonts: &Fonts) -> Result<Painted, PaintError> {
    let (w, h) = ((scene.width * scale).round(), (scene.height * scale).round());
    let sane = w >= 1.0 && h >= 1.0 && w * h <= MAX_PIXELS;
    let size = if sane { (w as u32, h as u32) } else { (0, 0) };
    let per_metre = (w / wide).round() as u32;
    let painted = surface::with(size.0, size.1, palette.rgb(Color::Paper), |surface| on(surface, scene, scale, per_metre, palette, fonts));
    painted.unwrap_or(Err(PaintError::Size(w, h)))
}

/// Paints on a clean surface.
fn on(
    mut surface: PixmapMut<'_>,
    scene: &Scene,
    scale: f64,
    per_metre: u32,
    palette: &Palette,
    fonts: &Fonts,
) -> Result<Painted, PaintError> {
    let missing = RefCell::new(BTreeSet::new());
    {
        let area = Canvas::new(&mut surface, scale, fonts, &missing).into_drawing_area();
        for item in &scene.items {
            draw(&area, item, palette)?;
        }
        area.present()?;
    }
    for item in &scene.items {
        if let Item::Image { area, image } = item {
            let device = |v: f64| (v * scale).round().max(0.0);
            let size = (device(area.w) as u32, device(area.h) as u32);
            let row = surface.width() as usize;
            image.resized(size.0, size.1).paint(surface.data_mut(), row, (device(area.x) as usize, device(area.y) as usize));
        }
    }
    let bytes = indexed::encode(&surface.as_ref(), &scene.title, per_metre)?;
    Ok(Painted { bytes, missing: missing.into_inner() })
}

fn fine(v: f64) -> i32 {
    (v * FINE).round() as i32
}

fn rgb(color: Color, palette: &Palette) -> RGBColor {
    let (r, g, b) = palette.rgb(color);
    RGBColor(r, g, b)
}

fn style(color: RGBColor, filled: bool, width: f64) -> ShapeStyle {
    ShapeStyle { color: plotters::style::Color::to_rgba(&color), filled, stroke_width: fine(width).unsigned_abs() }
}

fn draw(area: &Area<'_, '_>, item: &Item, palette: &Palette) -> Result<(), PaintError> {
    let rgb = |color: &Color| rgb(*color, palette);
    let corner = |(x, y): &(f64, f64)| (fine(*x), fine(*y));
    match item {
        Item::Rect { area: a, fill } => {
            let corners = [(fine(a.x), fine(a.y)), (fine(a.right()), fine(a.bottom()))];
            area.draw(&Rectangle::new(corners, style(rgb(fill), true, 0.0)))?;
        }
        Item::Line { points, width, color, dash } => {
            for piece in dashes(points, *dash) {
                let piece: Vec<_> = piece.iter().map(corner).collect();
                area.draw(&PathElement::new(piece, style(rgb(color), false, *width)))?;
            }
        }
        Item::Polygon { points, fill } => {
            let points: Vec<_> = points.iter().map(corner).collect();
            area.draw(&Polygon::new(points, style(rgb(fill), true, 0.0)))?;
        }
        Item::Dot { x, y, r, color, solid } => {
            let (at, r) = ((fine(*x), fine(*y)), fine(*r));
            let inside = rgb(if *solid { color } else { &Color::Paper });
            area.draw(&Circle::new(at, r, style(inside, true, 0.0)))?;
            if !solid {
                area.draw(&Circle::new(at, r, style(rgb(color), false, theme::STROKE)))?;
            }
        }
        Item::Text(label) => text(area, label, rgb(&label.color))?,
        // Pixels go over what is drawn, see above.
        Item::Image { .. } => {}
    }
    Ok(())
}

fn text(area: &Area<'_, '_>, label: &Label, color: RGBColor) -> Result<(), PaintError> {
    let weight = if label.bold { FontStyle::Bold } else { FontStyle::Normal };
    let side = match label.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let font = FontDesc::new(FontFamily::SansSerif, label.size.px() * FINE, weight);
    let mut style = font.color(&color);
    style.pos = Pos::new(side, VPos::Bottom);
    for (i, line) in label.text.split('\n').enumerate() {
        let at = (fine(label.x), fine(label.y + i as f64 * label.size.line()));
        area.draw(&Text::new(line.to_owned(), at, style.clone()))?;
    }
    Ok(())
}

/// The solid pieces of a line. Dashes start at the first point and run around corners.
fn dashes(points: &[(f64, f64)], dash: Option<(f64, f64)>) -> Vec<Vec<(f64, f64)>> {
    let Some((on, off)) = dash.filter(|(on, off)| *on > 0.0 && *off > 0.0) else {
        return vec![points.to_vec()];
    };
    let mut pieces = Vec::new();
    for pair in points.windows(2) {
        let [(ax, ay), (bx, by)] = *pair else {
            continue;
        };
        let length = (bx - ax).hypot(by - ay);
        let at = |d: f64| (ax + (bx - ax) * d / length, ay + (by - ay) * d / length);
        let mut from = 0.0;
        while from < length {
            pieces.push(vec![at(from), at((from + on).min(length))]);
            from += on + off;
        }
    }
    pieces
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::chart::scene;
    use crate::chart::theme::TextSize;

    fn scene() -> Scene {
        let mut scene = Scene { width: 40.0, height: 20.0, title: "五成 50 %".to_owned(), items: Vec::new() };
        scene.rect(scene::Area::new(10.0, 5.0, 20.0, 10.0), Color::Help);
        scene.line(&[(0.0, 2.0), (40.0, 2.0)], 1.0, Color::Ink);
        scene
    }

    fn decode(bytes: &[u8]) -> (png::OutputInfo, Vec<u8>, Option<png::PixelDimensions>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        let dims = reader.info().pixel_dims;
        (info, buffer, dims)
    }

    #[test]
    fn pixels_are_where_the_scene_says() {
        let fonts = Fonts::bundled();
        let painted = png(&scene(), 2.0, &fonts).unwrap();
        let (info, pixels, dims) = decode(&painted.bytes);
        assert_eq!((info.width, info.height), (80, 40));
        let at = |x: usize, y: usize| &pixels[(y * 80 + x) * 3..][..3];
        assert_eq!(at(20, 10), [0x00, 0x72, 0xb2]);
        assert_eq!(at(59, 29), [0x00, 0x72, 0xb2]);
        assert_eq!(at(60, 30), [0xff; 3]);
        assert_eq!(at(40, 3), [0x22; 3]);
        assert_eq!(at(40, 4), [0x22; 3]);
        assert_eq!((at(40, 2), at(40, 5)), (&[0xff; 3][..], &[0xff; 3][..]));
        assert_eq!(dims.map(|d| d.xppu), Some(500));
    }

    #[test]
    fn a_page_is_a4() {
        let page = Scene { width: theme::WIDTH, height: theme::PAGE_HEIGHT, title: String::new(), items: Vec::new() };
        let (info, _, dims) = decode(&super::page(&page, &Fonts::bundled()).unwrap().bytes);
        assert_eq!((info.width, info.height), (2970, 2100));
        assert_eq!(dims.map(|d| (d.xppu, d.yppu)), Some((10_000, 10_000)));
    }

    #[test]
    fn same_scene_same_bytes() {
        let fonts = Fonts::bundled();
        let mut scene = scene();
        scene.text(scene::Label::new(1.0, 18.0, "g𠮷", TextSize::Source));
        let (a, b) = (png(&scene, 2.5, &fonts).unwrap(), png(&scene, 2.5, &fonts).unwrap());
        assert_eq!(a, b);
        assert_eq!(a.missing.into_iter().collect::<String>(), "𠮷");
    }

    #[test]
    fn impossible_sizes_are_errors() {
        let fonts = Fonts::bundled();
        for scale in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e6] {
            assert!(matches!(png(&scene(), scale, &fonts), Err(PaintError::Size(..))), "{scale}");
        }
    }

    #[test]
    fn dashes_cover_the_line_once() {
        let pieces = dashes(&[(0.0, 0.0), (10.0, 0.0)], Some((4.0, 2.0)));
        assert_eq!(pieces, [[(0.0, 0.0), (4.0, 0.0)], [(6.0, 0.0), (10.0, 0.0)]]);
    }
}
