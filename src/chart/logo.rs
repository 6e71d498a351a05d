//! A brand's mark: read from a PNG, brought to size, and put into a corner of a picture.
//!
//! Invariant: a logo stands clear of every mark; where no corner is free the picture grows by a strip, and a page of A4, which cannot
//! grow, goes without. Limits: PNG alone, [`MOST_SIDE`] pixels a side.

use std::io::Cursor;
use std::sync::Arc;

use crate::chart::font::Fonts;
use crate::chart::scene::{Area, Item, Scene};
use crate::chart::theme::{Color, MARGIN, MARGIN_Y, UNIT};

/// Most bytes of a file.
pub const MOST_BYTES: u64 = 8 << 20;
/// Most pixels in width and in height.
pub const MOST_SIDE: u32 = 4096;
/// Widest on a picture, logical pixels.
const WIDE: f64 = 120.0;
/// Heights that are tried, logical pixels.
const HIGH: [f64; 3] = [32.0, 26.0, 20.0];

/// A picture in pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo {
    width: u32,
    height: u32,
    /// Red, green, blue, alpha of each pixel; not premultiplied.
    pixels: Vec<u8>,
}

impl std::fmt::Debug for Logo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logo {} x {}", self.width, self.height)
    }
}

/// Why a logo cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogoError {
    /// Not a PNG, or a damaged one.
    NotPng(String),
    /// More pixels a side than [`MOST_SIDE`].
    TooLarge(u32, u32),
}

impl Logo {
    /// Reads a PNG of any colour type.
    ///
    /// # Errors
    /// See [`LogoError`].
    pub fn read(bytes: &[u8]) -> Result<Self, LogoError> {
        let broken = |e: png::DecodingError| LogoError::NotPng(e.to_string());
        let side = MOST_SIDE as usize;
        let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: side * side * 8 });
        decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
        let mut reader = decoder.read_info().map_err(broken)?;
        let (width, height) = (reader.info().width, reader.info().height);
        if width > MOST_SIDE || height > MOST_SIDE {
            return Err(LogoError::TooLarge(width, height));
        }
        let size = reader.output_buffer_size().ok_or(LogoError::TooLarge(width, height))?;
        let mut buffer = vec![0; size];
        let info = reader.next_frame(&mut buffer).map_err(broken)?;
        buffer.truncate(info.buffer_size());
        let pixels: Vec<u8> = buffer
            .chunks_exact(info.color_type.samples())
            .flat_map(|p| match *p {
                [grey] => [grey, grey, grey, 255],
                [grey, alpha] => [grey, grey, grey, alpha],
                [r, g, b] => [r, g, b, 255],
                [r, g, b, alpha, ..] => [r, g, b, alpha],
                [] => [0; 4],
            })
            .collect();
        Ok(Self { width, height, pixels })
    }

    /// The logo at another size, each pixel the mean of those it covers.
    pub(crate) fn resized(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let mut pixels = Vec::with_capacity(width as usize * height as usize * 4);
        for y in 0..height {
            for x in 0..width {
                pixels.extend(self.mean(span(x, width, self.width), span(y, height, self.height)));
            }
        }
        Self { width, height, pixels }
    }

    fn mean(&self, (left, right): (f64, f64), (top, bottom): (f64, f64)) -> [u8; 4] {
        let mut sum = [0.0_f64; 4];
        let mut weight = 0.0;
        for (y, high) in covered(top, bottom) {
            for (x, wide) in covered(left, right) {
                let at = (y as usize * self.width as usize + x as usize) * 4;
                let Some([r, g, b, alpha]) = self.pixels.get(at..at + 4) else { continue };
                let (part, alpha) = (high * wide, f64::from(*alpha));
                weight += part;
                for (sum, value) in sum.iter_mut().zip([r, g, b]) {
                    *sum += part * f64::from(*value) * alpha;
                }
                sum[3] += part * alpha;
            }
        }
        let [r, g, b, alpha] = sum;
        let color = |v: f64| if alpha > 0.0 { (v / alpha).round() as u8 } else { 0 };
        [color(r), color(g), color(b), if weight > 0.0 { (alpha / weight).round() as u8 } else { 0 }]
    }

    /// Paints it over opaque pixels of four bytes, its upper left corner at `x`, `y`; what lies outside is left out.
    pub(crate) fn paint(&self, canvas: &mut [u8], canvas_width: usize, (x, y): (usize, usize)) {
        for (row, line) in self.pixels.chunks_exact(self.width as usize * 4).enumerate() {
            for (column, pixel) in line.chunks_exact(4).enumerate().take_while(|(c, _)| x + c < canvas_width) {
                let at = ((y + row) * canvas_width + x + column) * 4;
                let (Some(under), [.., alpha]) = (canvas.get_mut(at..at + 3), pixel) else { continue };
                let alpha = f64::from(*alpha) / 255.0;
                for (under, over) in under.iter_mut().zip(pixel) {
                    *under = (f64::from(*over) * alpha + f64::from(*under) * (1.0 - alpha)).round() as u8;
                }
            }
        }
    }

    /// As a PNG file of at most this size, without what else the user's file says.
    pub(crate) fn png(&self, width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
        let small = self.resized(width.min(self.width), height.min(self.height));
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, small.width, small.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&small.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// Logical size at a height, narrower where it would be too wide.
    fn fitted(&self, high: f64) -> (f64, f64) {
        let ratio = f64::from(self.width) / f64::from(self.height.max(1));
        let wide = (high * ratio).min(WIDE);
        (wide, wide / ratio)
    }
}

/// The stretch of `from` pixels under one of `to` pixels.
fn span(at: u32, to: u32, from: u32) -> (f64, f64) {
    let step = f64::from(from) / f64::from(to);
    (f64::from(at) * step, f64::from(at + 1) * step)
}

/// The whole pixels of a stretch, each with the part that is covered.
fn covered(from: f64, to: f64) -> impl Iterator<Item = (u32, f64)> {
    let (first, last) = (from.floor() as u32, (to - 1e-9).max(from).floor() as u32);
    (first..=last).map(move |n| (n, (to.min(f64::from(n) + 1.0) - from.max(f64::from(n))).max(0.0)))
}

/// The scene with the logo in its lower right corner, else in the upper right, else in a strip of its own below.
pub fn placed(mut scene: Scene, logo: &Arc<Logo>, fonts: &Fonts) -> Scene {
    let right = scene.width - MARGIN;
    let taken: Vec<Area> =
        scene.items.iter().filter(|i| !matches!(i, Item::Rect { fill: Color::Paper, .. })).map(|i| i.bounds(fonts)).collect();
    let foot = MARGIN_Y - UNIT;
    let corners = HIGH.iter().flat_map(|high| {
        let (w, h) = logo.fitted(*high);
        [Area::new(right - w, scene.height - foot - h, w, h), Area::new(right - w, MARGIN_Y, w, h)]
    });
    let free = |area: &Area| !taken.iter().any(|t| t.overlaps(area, -UNIT));
    let found = { corners }.find(free);
    // A4, landscape or upright.
    let page = [210.0 / 297.0, 297.0 / 210.0].iter().any(|r| (scene.height / scene.width - r).abs() < 0.001);
    let area = match found {
        Some(area) => area,
        None if page => return scene,
        None => {
            let (w, h) = logo.fitted(HIGH[0]);
            let area = Area::new(right - w, scene.height - foot + UNIT, w, h);
            scene.height = (area.bottom() + foot).ceil();
            area
        }
    };
    scene.items.push(Item::Image { area, image: logo.clone() });
    scene
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(color: png::ColorType, width: u32, height: u32, data: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn every_colour_type_is_read_and_what_is_no_png_is_refused() {
        let grey = Logo::read(&encoded(png::ColorType::Grayscale, 2, 1, &[0, 255])).unwrap();
        assert_eq!(grey.pixels, [0, 0, 0, 255, 255, 255, 255, 255]);
        let rgba = Logo::read(&encoded(png::ColorType::Rgba, 1, 1, &[1, 2, 3, 4])).unwrap();
        assert_eq!(rgba.pixels, [1, 2, 3, 4]);
        assert!(matches!(Logo::read(b"GIF89a"), Err(LogoError::NotPng(_))));
        let whole = encoded(png::ColorType::Rgb, 4, 4, &[7; 48]);
        assert!(matches!(Logo::read(&whole[..whole.len() - 20]), Err(LogoError::NotPng(_))));
        let wide = encoded(png::ColorType::Grayscale, MOST_SIDE + 1, 1, &vec![0; MOST_SIDE as usize + 1]);
        assert_eq!(Logo::read(&wide), Err(LogoError::TooLarge(MOST_SIDE + 1, 1)));
    }

    #[test]
    fn a_smaller_one_is_the_mean_and_hidden_colours_do_not_bleed() {
        let two = Logo { width: 2, height: 1, pixels: vec![0, 0, 0, 255, 200, 100, 50, 255] };
        assert_eq!(two.resized(1, 1).pixels, [100, 50, 25, 255]);
        let half = Logo { width: 2, height: 1, pixels: vec![255, 0, 0, 0, 0, 0, 200, 255] };
        assert_eq!(half.resized(1, 1).pixels, [0, 0, 200, 128]);
        assert_eq!(two.resized(4, 2).pixels.len(), 32);
        let mut canvas = [255_u8; 8];
        half.resized(1, 1).paint(&mut canvas, 2, (1, 0));
        assert_eq!(canvas, [255, 255, 255, 255, 127, 127, 227, 255]);
    }
}
