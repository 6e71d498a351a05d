//! A scene to SVG text, without any other library.
//!
//! Letters are the outlines of the fonts, each kept once and used where it stands, so that a picture looks the same on a machine without
//! these fonts; what they say stands beside them for readers (`title`, `desc`, `aria-label`).
//! Invariant: the same scene and fonts give the same bytes; marks stand in painting order, one element each, after the white ground.
//! Limits: positions are kept to a hundredth of a logical pixel, outlines to a thousandth of an em, as the bundled fonts are drawn.

use crate::chart::font::{Fonts, Source};
use crate::chart::logo::Logo;
use crate::chart::look::SCALES;
use crate::chart::outline;
use crate::chart::scene::{Anchor, Area, Item, Label, Scene};
use crate::chart::shape::Mark;
use crate::chart::theme::palette::Palette;
use crate::chart::theme::{self, Color, TextSize};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use skrifa::outline::OutlinePen;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Units of an outline to the em.
const EM: f64 = 1000.0;

/// A picture as SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub text: String,
    /// Characters no font has, drawn as an empty box.
    pub missing: BTreeSet<char>,
}

/// Writes the scene in the usual colours, 16 cm wide on paper like its PNG.
pub fn svg(scene: &Scene, fonts: &Fonts) -> Written {
    svg_in(scene, &Palette::light(), fonts)
}

/// The same in other colours.
pub fn svg_in(scene: &Scene, palette: &Palette, fonts: &Fonts) -> Written {
    printed(scene, theme::PRINT_WIDTH_M, palette, fonts)
}

/// A page, which fills A4.
pub fn page_in(scene: &Scene, palette: &Palette, fonts: &Fonts) -> Written {
    printed(scene, theme::PAGE_WIDTH_M, palette, fonts)
}

/// `wide`: metres on paper.
fn printed(scene: &Scene, wide: f64, palette: &Palette, fonts: &Fonts) -> Written {
    let mut page = Page { fonts, palette, body: String::new(), outlines: BTreeMap::new(), missing: BTreeSet::new() };
    for item in &scene.items {
        page.draw(item);
    }
    let (w, h) = (number(scene.width), number(scene.height));
    let millimetres = wide * 1000.0;
    let high = number(millimetres * scene.height / scene.width);
    let shown: Vec<String> = scene.labels().filter(|l| l.size == TextSize::Subtitle).map(|l| plain(&l.text)).collect();
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"graphics-document document\" \
         width=\"{}mm\" height=\"{high}mm\" viewBox=\"0 0 {w} {h}\">\n<title>{}</title>\n<desc>{}</desc>\n<defs>\n",
        number(millimetres),
        escaped(&plain(&scene.title)),
        escaped(&shown.join(" ")),
    );
    for (mark, outline) in &page.outlines {
        let _ = writeln!(text, "<path id=\"{}\" d=\"{outline}\"/>", id(*mark));
    }
    let _ = write!(text, "</defs>\n<rect width=\"{w}\" height=\"{h}\" fill=\"{}\"/>\n{}</svg>\n", page.hex(Color::Paper), page.body);
    Written { text, missing: page.missing }
}

struct Page<'a> {
    fonts: &'a Fonts,
    palette: &'a Palette,
    body: String,
    outlines: BTreeMap<Mark, String>,
    missing: BTreeSet<char>,
}

impl Page<'_> {
    fn draw(&mut self, item: &Item) {
        // Writing to a text cannot fail.
        let _ = match item {
            Item::Rect { area, fill } => self.rect(area, *fill),
            Item::Line { points, width, color, dash } => self.line(points, *width, *color, *dash),
            Item::Polygon { points, fill } => {
                let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
                writeln!(self.body, "<polygon points=\"{}\" fill=\"{}\"/>", points.join(" "), self.hex(*fill))
            }
            Item::Dot { x, y, r, color, solid } => {
                let (x, y, color) = (number(*x), number(*y), self.hex(*color));
                if *solid {
                    writeln!(self.body, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"{color}\"/>", number(*r))
                } else {
                    let (r, stroke) = (number((r - theme::STROKE / 2.0).max(0.1)), number(theme::STROKE));
                    let inside = self.hex(Color::Paper);
                    let circle = format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{inside}\"");
                    writeln!(self.body, "{circle} stroke=\"{color}\" stroke-width=\"{stroke}\"/>")
                }
            }
            Item::Text(label) => self.text(label),
            Item::Image { area, image } => self.image(area, image),
        };
    }

    fn hex(&self, color: Color) -> String {
        let (r, g, b) = self.palette.rgb(color);
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    fn image(&mut self, area: &Area, image: &Logo) -> std::fmt::Result {
        // Enough pixels for the largest scale a PNG can be asked for.
        let pixels = |v: f64| (v * SCALES.end()).ceil() as u32;
        // An image that cannot be written leaves its place empty; to memory that does not happen.
        let Ok(bytes) = image.png(pixels(area.w), pixels(area.h)) else { return Ok(()) };
        let (x, y, w, h) = (number(area.x), number(area.y), number(area.w), number(area.h));
        let place = format!("x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
        let data = STANDARD.encode(bytes);
        writeln!(self.body, "<image {place} aria-hidden=\"true\" xlink:href=\"data:image/png;base64,{data}\"/>")
    }

    fn rect(&mut self, area: &Area, fill: Color) -> std::fmt::Result {
        let (x, y, w, h) = (number(area.x), number(area.y), number(area.w), number(area.h));
        let fill = self.hex(fill);
        // Edges of neighbours must not show a seam that is not in the scene.
        writeln!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\" shape-rendering=\"crispEdges\"/>")
    }

    fn line(&mut self, points: &[(f64, f64)], width: f64, color: Color, dash: Option<(f64, f64)>) -> std::fmt::Result {
        let mut path = String::new();
        let dash = dash.filter(|(on, off)| *on > 0.0 && *off > 0.0);
        for (i, pair) in points.windows(2).enumerate() {
            let [(ax, ay), (bx, by)] = *pair else { continue };
            // Dashes start anew at every corner, as they are painted.
            if i == 0 || dash.is_some() {
                let _ = write!(path, "M{} {}", number(ax), number(ay));
            }
            let _ = write!(path, "L{} {}", number(bx), number(by));
        }
        let upright = points.windows(2).all(|p| matches!(p, [a, b] if a.0.total_cmp(&b.0).is_eq() || a.1.total_cmp(&b.1).is_eq()));
        let crisp = if upright { " shape-rendering=\"crispEdges\"" } else { " stroke-linejoin=\"round\"" };
        let dashes = dash.map(|(on, off)| format!(" stroke-dasharray=\"{} {}\"", number(on), number(off))).unwrap_or_default();
        let (color, width) = (self.hex(color), number(width));
        writeln!(self.body, "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"{dashes}{crisp}/>")
    }

    fn text(&mut self, label: &Label) -> std::fmt::Result {
        let size = label.size.px();
        let scale = size / EM;
        write!(
            self.body,
            "<g role=\"img\" aria-label=\"{}\" fill=\"{}\" transform=\"translate({},{}) scale({scale},-{scale})\">",
            escaped(&plain(&label.text)),
            self.hex(label.color),
            number(label.x),
            number(label.y),
        )?;
        for (i, line) in label.text.split('\n').enumerate() {
            let shaped = self.fonts.shape(line, label.bold);
            self.missing.extend(&shaped.missing);
            let left = match label.anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => -shaped.width / 2.0,
                Anchor::End => -shaped.width,
            };
            let base = -(i as f64) * label.size.line() / size;
            for placed in &shaped.marks {
                let (x, y) = (units(left + placed.x), units(base + placed.rise));
                let fonts = self.fonts;
                let outline = self.outlines.entry(placed.mark).or_insert_with(|| outlined(fonts, placed.mark));
                // A space of the font's own, such as a wide one.
                if outline.is_empty() {
                    continue;
                }
                let id = id(placed.mark);
                if (placed.scale - 1.0).abs() < 1e-9 {
                    let y = if y == 0 { String::new() } else { format!(" y=\"{y}\"") };
                    write!(self.body, "<use xlink:href=\"#{id}\" x=\"{x}\"{y}/>")?;
                } else {
                    let small = number(placed.scale);
                    write!(self.body, "<use xlink:href=\"#{id}\" transform=\"translate({x},{y}) scale({small})\"/>")?;
                }
            }
        }
        self.body.push_str("</g>\n");
        Ok(())
    }
}

/// The name of an outline. Two pictures on one page may share names: the same name is the same outline of the bundled fonts.
fn id(mark: Mark) -> String {
    match mark {
        Mark::Glyph(Source::Regular, id) => format!("r{}", id.to_u32()),
        Mark::Glyph(Source::Bold, id) => format!("b{}", id.to_u32()),
        Mark::Glyph(Source::System(face), id) => format!("s{face}-{}", id.to_u32()),
        Mark::Check => "check".to_owned(),
        Mark::Cross => "cross".to_owned(),
        Mark::Hollow => "hollow".to_owned(),
    }
}

fn outlined(fonts: &Fonts, mark: Mark) -> String {
    let mut pen = Pen::default();
    outline::trace(fonts, mark, EM as f32, &mut pen);
    pen.path
}

/// Writes an outline as path data with steps from point to point, which are shorter than places.
#[derive(Default)]
struct Pen {
    path: String,
    now: (i64, i64),
    start: (i64, i64),
}

impl Pen {
    fn step(&mut self, letter: char, points: &[(f32, f32)]) {
        self.path.push(letter);
        let from = self.now;
        for (i, (x, y)) in points.iter().enumerate() {
            let to = (x.round() as i64, y.round() as i64);
            for (j, value) in [to.0 - from.0, to.1 - from.1].into_iter().enumerate() {
                // A minus sign parts numbers as well as a space does.
                if (i > 0 || j > 0) && value >= 0 {
                    self.path.push(' ');
                }
                let _ = write!(self.path, "{value}");
            }
            self.now = to;
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.step('m', &[(x, y)]);
        self.start = self.now;
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.step('l', &[(x, y)]);
    }
    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        self.step('q', &[(a, b), (x, y)]);
    }
    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        self.step('c', &[(a, b), (c, d), (x, y)]);
    }
    fn close(&mut self) {
        self.path.push('z');
        self.now = self.start;
    }
}

fn units(em: f64) -> i64 {
    (em * EM).round() as i64
}

/// At most two places, none that say nothing.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A text as it is read aloud: one line, without places where it may break.
fn plain(text: &str) -> String {
    text.replace('\n', " ").replace('\u{200b}', "")
}

/// Safe between tags and inside quotation marks. Characters that XML does not allow are left out, as they are on the picture.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_finite() {
        let all: Vec<String> = [1.0, 0.126, -0.001, 10.5, 100.0, f64::NAN].map(number).to_vec();
        assert_eq!(all, ["1", "0.13", "0", "10.5", "100", "0"]);
    }

    #[test]
    fn outlines_are_steps_that_come_back_to_the_start() {
        let mut pen = Pen::default();
        pen.move_to(10.0, 20.0);
        pen.line_to(5.0, 20.4);
        pen.quad_to(0.0, 0.0, 10.0, -5.0);
        pen.close();
        pen.move_to(10.0, 21.0);
        assert_eq!(pen.path, "m10 20l-5 0q-5-20 5-25zm0 1");
    }

    #[test]
    fn every_character_is_allowed_in_xml() {
        assert_eq!(escaped("a<b> & \"c\" 'd'\u{1}\u{b}\u{ffff}"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    }
}
