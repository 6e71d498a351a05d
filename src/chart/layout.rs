//! The frame every picture shares: title, subtitle, key, plot area, source line; number formats.
//!
//! Invariant: everything hangs on the left margin and the vertical rhythm of `theme`; the plot gets what is
//! left, and the picture grows downwards, never sideways. Limits: a title over two lines is cut at a word.

use crate::chart::font::Fonts;
use crate::chart::scene::{Area, Label, Scene};
use crate::chart::theme::{self, Color, GAP, MARGIN, MARGIN_Y, TextSize, UNIT, WIDTH};
use crate::chart::wrap::{Fill, Setting};

/// Width between the margins.
pub const INNER: f64 = WIDTH - 2.0 * MARGIN;
/// Right margin.
pub const RIGHT: f64 = WIDTH - MARGIN;
/// Most lines of the source text.
const SOURCE_LINES: usize = 4;
/// Side of a key's swatch.
const SWATCH: f64 = 14.0;

/// A text setting of the picture's full width.
pub fn setting(fonts: &Fonts, size: TextSize, bold: bool, lines: usize) -> Setting<'_> {
    Setting { fonts, size, bold, width: INNER, lines }
}

/// Starts a picture with title and subtitle; the number is the y where free space begins.
pub fn begin(title: &str, subtitle: &str, fonts: &Fonts) -> (Scene, f64) {
    let mut scene = Scene { width: WIDTH, height: theme::HEIGHT, title: title.trim().replace('\u{200b}', ""), items: Vec::new() };
    let mut y = MARGIN_Y;
    for (text, size, bold, color) in [(title, TextSize::Title, true, Color::Ink), (subtitle, TextSize::Subtitle, false, Color::Soft)] {
        if text.trim().is_empty() {
            continue;
        }
        let text = setting(fonts, size, bold, 2).fit(text, Fill::Even);
        let mut label = Label::new(MARGIN, y, text, size).color(color);
        label.bold = bold;
        y = drop_below(&mut scene, label, fonts) + UNIT;
    }
    (scene, y + UNIT / 2.0)
}

/// Whether a title stands in its two lines whole.
pub fn title_fits(title: &str, fonts: &Fonts) -> bool {
    // A title may hold names that were cut before: only what is lost here counts.
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
    letters(&setting(fonts, TextSize::Title, true, 2).fit(title, Fill::Even)) == letters(title)
}

/// Places the label with its top at its y; returns its bottom.
pub fn drop_below(scene: &mut Scene, mut label: Label, fonts: &Fonts) -> f64 {
    label.y += fonts.measure("", label.size, label.bold).ascent;
    let bottom = label.bounds(fonts).bottom();
    scene.text(label);
    bottom
}

/// Baseline that centres one line of this size on `middle`: the capitals' centre lies there.
pub fn baseline(middle: f64, size: TextSize) -> f64 {
    // Hanzi are centred at 0.38 em over the baseline, capitals at 0.365.
    middle + 0.37 * size.px()
}

/// First baseline that centres a text of several lines on `middle`.
pub fn first_baseline(middle: f64, size: TextSize, text: &str) -> f64 {
    let more = text.matches('\n').count() as f64;
    baseline(middle - more * size.line() / 2.0, size)
}

/// Height of the block of notes at the bottom, with its margins.
fn source_height(text: &str, fonts: &Fonts) -> f64 {
    let metrics = fonts.measure("", TextSize::Source, false);
    let more = text.matches('\n').count() as f64 * TextSize::Source.line();
    GAP + metrics.ascent + metrics.descent + more + MARGIN_Y - UNIT
}

fn source_text(source: &str, notes: &[String], fonts: &Fonts) -> String {
    let mut text = Vec::new();
    for note in notes.iter().map(String::as_str).chain([source]) {
        if !note.trim().is_empty() {
            let lines = setting(fonts, TextSize::Source, false, SOURCE_LINES);
            text.push(lines.fit(note, Fill::Full));
        }
    }
    text.join("\n")
}

/// The y down to which a plot may stretch in a picture of the usual height.
pub fn floor(source: &str, notes: &[String], fonts: &Fonts) -> f64 {
    theme::HEIGHT - source_height(&source_text(source, notes, fonts), fonts)
}

/// Ends the picture: notes of what is not shown, then the source, under a plot that ends at `bottom`.
pub fn finish(mut scene: Scene, bottom: f64, source: &str, notes: &[String], fonts: &Fonts) -> Scene {
    let text = source_text(source, notes, fonts);
    let height = source_height(&text, fonts);
    scene.height = theme::LEAST_HEIGHT.max((bottom + height).ceil());
    let y = scene.height - height + GAP;
    let label = Label::new(MARGIN, y, text, TextSize::Source).color(Color::Soft);
    drop_below(&mut scene, label, fonts);
    scene
}

/// A picture that says in one sentence why there is nothing to show.
pub fn empty(title: &str, sentence: &str, source: &str, fonts: &Fonts) -> Scene {
    let (mut scene, y) = begin(title, "", fonts);
    let text = setting(fonts, TextSize::Subtitle, false, 6).fit(sentence, Fill::Full);
    let label = Label::new(MARGIN, y + GAP, text, TextSize::Subtitle).color(Color::Soft);
    let bottom = drop_below(&mut scene, label, fonts);
    finish(scene, bottom, source, &[], fonts)
}

/// What a key explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Swatch {
    /// A filled square.
    Square(Color),
    /// A hollow circle.
    Ring(Color),
    /// A filled circle.
    Dot(Color),
    /// A filled triangle that points down.
    Down(Color),
    /// A cell with the mark of a stated share.
    Stated(Color),
    /// A line, dashed or solid.
    Line(Color, bool),
    /// A bar with ends.
    Whisker(Color),
    /// A short text such as "±".
    Sign(&'static str),
    /// An arrow to the right.
    Arrow(Color),
    /// A diamond.
    Diamond(Color),
    /// A short upright line.
    Tick(Color),
}

/// A key in lines inside `area` from its top; entries with empty words are left out. Returns the bottom.
pub fn key(scene: &mut Scene, area: Area, entries: &[(Swatch, &str)], fonts: &Fonts) -> f64 {
    let size = TextSize::Source;
    let (mut x, mut middle) = (area.x, area.y + size.line() / 2.0);
    let mut bottom = area.y;
    for (swatch, words) in entries.iter().filter(|(_, w)| !w.trim().is_empty()) {
        let fit = Setting { width: area.w - SWATCH - UNIT, ..setting(fonts, size, false, 1) };
        let words = fit.fit(words, Fill::Even);
        let wide = SWATCH + UNIT + fit.measure(&words);
        if x > area.x && x + wide > area.right() + 0.5 {
            x = area.x;
            middle += size.line();
        }
        swatch.draw(scene, x, middle);
        let label = Label::new(x + SWATCH + UNIT, baseline(middle, size), words, size);
        scene.text(label.color(Color::Soft));
        x += wide + 3.0 * UNIT;
        bottom = middle + size.line() / 2.0;
    }
    bottom
}

impl Swatch {
    fn draw(self, scene: &mut Scene, x: f64, middle: f64) {
        let (top, half) = (middle - SWATCH / 2.0, SWATCH / 2.0);
        match self {
            Self::Square(color) => scene.rect(Area::new(x, top, SWATCH, SWATCH), color),
            Self::Ring(color) => scene.dot((x + half, middle), half - 2.0, color, false),
            Self::Dot(color) => scene.dot((x + half, middle), half - 1.0, color, true),
            Self::Down(color) => down(scene, (x + half, middle), half, color, true),
            Self::Stated(color) => {
                let cell = Area::new(x, top, SWATCH, SWATCH);
                scene.rect(cell, Color::Grid);
                stated_mark(scene, cell, color);
            }
            Self::Line(color, dashed) => {
                let points = [(x - 2.0, middle), (x + SWATCH + 2.0, middle)];
                if dashed {
                    scene.dashed(&points, theme::STROKE, color, theme::DASH);
                } else {
                    scene.line(&points, theme::STROKE, color);
                }
            }
            Self::Whisker(color) => {
                let ends = [(x, true), (x + SWATCH, true)];
                whisker(scene, ends, middle, half - 2.0, color);
            }
            Self::Sign(sign) => {
                let y = baseline(middle, TextSize::Source);
                let label = Label::new(x + half, y, sign, TextSize::Source);
                scene.text(label.anchor(crate::chart::scene::Anchor::Middle));
            }
            Self::Arrow(color) => {
                scene.line(&[(x - 2.0, middle), (x + half, middle)], theme::STROKE, color);
                scene.polygon(&[(x + SWATCH + 2.0, middle), (x + half, middle - 4.0), (x + half, middle + 4.0)], color);
            }
            Self::Diamond(color) => scene.polygon(&[(x + half, top), (x + SWATCH, middle), (x + half, top + SWATCH), (x, middle)], color),
            Self::Tick(color) => scene.line(&[(x + half, top), (x + half, top + SWATCH)], theme::STROKE, color),
        }
    }
}

/// The mark of a stated share: a short line under the number of a cell.
pub fn stated_mark(scene: &mut Scene, cell: Area, color: Color) {
    let (wide, thick) = ((cell.w * 0.5).clamp(SWATCH / 2.0, 3.0 * UNIT), theme::STROKE);
    let x = cell.x + (cell.w - wide) / 2.0;
    // Right under the number, which stands in the middle also of a high cell.
    let y = (cell.y + cell.h / 2.0 + UNIT).min(cell.bottom() - 2.0 * thick);
    scene.rect(Area::new(x, y, wide, thick), color);
}

/// A triangle that points down around a centre, filled or with a white inside; `r` is the radius of the dot it stands for.
pub fn down(scene: &mut Scene, (x, y): (f64, f64), r: f64, color: Color, solid: bool) {
    let corners = |r: f64| [(x - 1.1 * r, y - 0.8 * r), (x + 1.1 * r, y - 0.8 * r), (x, y + 1.1 * r)];
    scene.polygon(&corners(r), color);
    if !solid {
        scene.polygon(&corners(r - 2.0 * theme::STROKE), Color::Paper);
    }
}

/// A range from one x to another: a line with an end where the range ends (`true`), none where it goes on.
pub fn whisker(scene: &mut Scene, ends: [(f64, bool); 2], middle: f64, half: f64, color: Color) {
    let [(from, _), (to, _)] = ends;
    // A white rim first, so that the dark line reads on a bar as well as beside it.
    for (color, grow) in [(Color::Paper, 1.5), (color, 0.0)] {
        let width = theme::STROKE + 2.0 * grow;
        scene.line(&[(from - grow, middle), (to + grow, middle)], width, color);
        for (x, _) in ends.iter().filter(|(_, ends_here)| *ends_here) {
            let cap = [(*x, middle - half - grow), (*x, middle + half + grow)];
            scene.line(&cap, width, color);
        }
    }
}

/// A number with `decimals` places and a true minus sign; NaN and infinities give "".
pub fn number(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let text = format!("{:.*}", decimals, value.abs());
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !zero { format!("\u{2212}{text}") } else { text }
}

/// `template` with `{n}` replaced, or `None` if nothing is left out.
pub fn note(template: &str, left_out: usize) -> Option<String> {
    (left_out > 0).then(|| template.replace("{n}", &left_out.to_string()))
}

/// The value, or 0 where it is not a number, held to the range.
pub fn held(value: f64, low: f64, high: f64) -> f64 {
    if value.is_nan() { 0.0_f64.clamp(low, high) } else { value.clamp(low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_a_true_minus_and_no_negative_zero() {
        assert_eq!(number(-0.314, 2), "\u{2212}0.31");
        assert_eq!(number(-0.001, 2), "0.00");
        assert_eq!(number(f64::NAN, 2), "");
    }

    #[test]
    fn the_picture_grows_with_its_plot() {
        let fonts = Fonts::bundled();
        let (scene, _) = begin("A", "b", &fonts);
        assert_eq!(finish(scene.clone(), 100.0, "s", &[], &fonts).height, 320.0);
        let tall = finish(scene, 900.0, "s", &["n".to_owned()], &fonts);
        assert!(tall.height > 960.0);
        let last = tall.labels().last().map(|l| l.bounds(&fonts).bottom());
        assert!(last.is_some_and(|b| b < tall.height - UNIT && b > 900.0));
    }

    #[test]
    fn keys_wrap_inside_their_area() {
        let fonts = Fonts::bundled();
        let (mut scene, y) = begin("A", "b", &fonts);
        let entries = [(Swatch::Square(Color::Help), "a long explanation"); 9];
        let area = Area::new(32.0, y, 400.0, 0.0);
        let bottom = key(&mut scene, area, &entries, &fonts);
        assert!(bottom > y + 3.0 * TextSize::Source.line());
        assert!(scene.labels().all(|l| l.size == TextSize::Title || l.size == TextSize::Subtitle || l.bounds(&fonts).right() <= 432.5));
    }
}
