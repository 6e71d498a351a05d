//! A picture as data: what stands where, in logical pixels, in painting order.
//!
//! Invariant: a scene holds everything that is painted and nothing else decides about the picture, so
//! tests and other formats read the scene instead of pixels. Limits: horizontal text, no curves but circles.

use crate::chart::font::Fonts;
use crate::chart::logo::Logo;
use crate::chart::theme::{Color, TextSize};
use serde::Serialize;
use std::sync::Arc;

/// One picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scene {
    /// Logical pixels.
    pub width: f64,
    /// Logical pixels.
    pub height: f64,
    /// The finding in one sentence; also the text for readers who cannot see the picture.
    pub title: String,
    /// Marks, first painted first.
    pub items: Vec<Item>,
}

/// One mark. Coordinates are logical pixels, x to the right, y down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Item {
    /// A filled rectangle.
    Rect {
        /// Where it lies.
        area: Area,
        /// Its colour.
        fill: Color,
    },
    /// An open polyline.
    Line {
        /// Corners, at least two to be seen.
        points: Vec<(f64, f64)>,
        /// Stroke width.
        width: f64,
        /// Its colour.
        color: Color,
        /// Lengths of dash and gap; `None` for a solid line.
        dash: Option<(f64, f64)>,
    },
    /// A filled polygon, closed by itself.
    Polygon {
        /// Corners.
        points: Vec<(f64, f64)>,
        /// Its colour.
        fill: Color,
    },
    /// A circle, filled with its colour or with white (told apart without colour).
    Dot {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Outer radius.
        r: f64,
        /// Fill, or rim when hollow.
        color: Color,
        /// Filled, or a rim only.
        solid: bool,
    },
    /// Text.
    Text(Label),
    /// A picture in pixels, for the eye alone.
    Image {
        /// Where it lies.
        area: Area,
        /// What it shows.
        #[serde(skip)]
        image: Arc<Logo>,
    },
}

/// The axis of sentences: their lines may repeat, a shortened name quoted in them stands for one name alone.
pub const SENTENCES: &str = "sentences";

/// Which side of a text its x names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Anchor {
    /// x is the left end.
    Start,
    /// x is the centre.
    Middle,
    /// x is the right end.
    End,
}

/// A horizontal text of one or more lines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Label {
    /// See [`Anchor`].
    pub x: f64,
    /// Baseline of the first line.
    pub y: f64,
    /// The lines, parted by `\n`.
    pub text: String,
    /// One of the sizes of the theme.
    pub size: TextSize,
    /// Bold face.
    pub bold: bool,
    /// Colour of the letters.
    pub color: Color,
    /// See [`Anchor`].
    pub anchor: Anchor,
    /// What the text stands on.
    pub on: Color,
    /// The axis it names something on, with the name in full; `None` for other text.
    pub names: Option<Named>,
}

/// What an axis label stands for, kept to see that shortening left the names apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// Which set of labels must be told apart, such as "columns".
    pub axis: String,
    /// The name before shortening.
    pub full: String,
}

/// A rectangle, logical pixels; width and height are not negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Area {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// A rectangle from its corner and size.
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Whether the two share more than `slack` pixels in both directions.
    pub fn overlaps(&self, other: &Area, slack: f64) -> bool {
        self.x + slack < other.right()
            && other.x + slack < self.right()
            && self.y + slack < other.bottom()
            && other.y + slack < self.bottom()
    }

    /// Whether the point lies inside or on the edge.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        x >= self.x && x <= self.right() && y >= self.y && y <= self.bottom()
    }

    fn around(points: &[(f64, f64)], grow: f64) -> Self {
        let fold = |f: fn(f64, f64) -> f64, start: f64, pick: fn(&(f64, f64)) -> f64| points.iter().map(pick).fold(start, f);
        if points.is_empty() {
            return Self::new(0.0, 0.0, 0.0, 0.0);
        }
        let left = fold(f64::min, f64::INFINITY, |p| p.0) - grow;
        let top = fold(f64::min, f64::INFINITY, |p| p.1) - grow;
        let right = fold(f64::max, f64::NEG_INFINITY, |p| p.0) + grow;
        let bottom = fold(f64::max, f64::NEG_INFINITY, |p| p.1) + grow;
        Self::new(left, top, right - left, bottom - top)
    }
}

impl Item {
    /// The smallest rectangle around the mark.
    pub fn bounds(&self, fonts: &Fonts) -> Area {
        match self {
            Self::Rect { area, .. } | Self::Image { area, .. } => *area,
            Self::Line { points, width, .. } => Area::around(points, width / 2.0),
            Self::Polygon { points, .. } => Area::around(points, 0.0),
            Self::Dot { x, y, r, .. } => Area::new(x - r, y - r, 2.0 * r, 2.0 * r),
            Self::Text(label) => label.bounds(fonts),
        }
    }
}

impl Label {
    /// A regular ink-coloured text on white, starting at `x` on the baseline `y`.
    pub fn new(x: f64, y: f64, text: impl Into<String>, size: TextSize) -> Self {
        Self { x, y, text: text.into(), size, bold: false, color: Color::Ink, anchor: Anchor::Start, on: Color::Paper, names: None }
    }

    /// The same in bold.
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The same in another colour.
    pub fn color(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    /// The same, standing on a fill, in the colour that reads best there.
    pub fn on(mut self, fill: Color) -> Self {
        self.on = fill;
        self.color = fill.text_on();
        self
    }

    /// The same with another side at x.
    pub fn anchor(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// The same, as the label of `full` on `axis`.
    pub fn names(mut self, axis: &str, full: &str) -> Self {
        self.names = Some(Named { axis: axis.to_owned(), full: full.to_owned() });
        self
    }

    /// The box around all lines, from the highest ascender to the lowest descender.
    pub fn bounds(&self, fonts: &Fonts) -> Area {
        let mut width = 0.0_f64;
        let mut lines = 0.0_f64;
        for line in self.text.split('\n') {
            width = width.max(fonts.measure(line, self.size, self.bold).width);
            lines += 1.0;
        }
        let metrics = fonts.measure("", self.size, self.bold);
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        let height = metrics.ascent + metrics.descent + (lines - 1.0) * self.size.line();
        Area::new(x, self.y - metrics.ascent, width, height)
    }
}

impl Scene {
    /// Adds a filled rectangle; one without extent is left out.
    pub fn rect(&mut self, area: Area, fill: Color) {
        if area.w > 0.0 && area.h > 0.0 {
            self.items.push(Item::Rect { area, fill });
        }
    }

    /// Adds a line.
    pub fn line(&mut self, points: &[(f64, f64)], width: f64, color: Color) {
        self.items.push(Item::Line { points: points.to_vec(), width, color, dash: None });
    }

    /// Adds a dashed line.
    pub fn dashed(&mut self, points: &[(f64, f64)], width: f64, color: Color, dash: (f64, f64)) {
        self.items.push(Item::Line { points: points.to_vec(), width, color, dash: Some(dash) });
    }

    /// Adds a polygon.
    pub fn polygon(&mut self, points: &[(f64, f64)], fill: Color) {
        self.items.push(Item::Polygon { points: points.to_vec(), fill });
    }

    /// Adds a circle.
    pub fn dot(&mut self, (x, y): (f64, f64), r: f64, color: Color, solid: bool) {
        self.items.push(Item::Dot { x, y, r, color, solid });
    }

    /// Adds a text; an empty one is left out.
    pub fn text(&mut self, label: Label) {
        if !label.text.trim().is_empty() {
            self.items.push(Item::Text(label));
        }
    }

    /// The texts, in painting order.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(label) => Some(label),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_follow_the_anchor_and_the_lines() {
        let fonts = Fonts::bundled();
        let one = Label::new(100.0, 50.0, "Reach", TextSize::Label);
        let two = Label::new(100.0, 50.0, "Reach\nReach", TextSize::Label).anchor(Anchor::End);
        let (a, b) = (one.bounds(&fonts), two.bounds(&fonts));
        assert_eq!(a.x, 100.0);
        assert!((b.right() - 100.0).abs() < 1e-9);
        assert!((b.h - a.h - TextSize::Label.line()).abs() < 1e-9);
    }

    #[test]
    fn touching_boxes_do_not_overlap() {
        let a = Area::new(0.0, 0.0, 10.0, 10.0);
        assert!(!a.overlaps(&Area::new(10.0, 0.0, 5.0, 5.0), 0.0));
        assert!(a.overlaps(&Area::new(9.0, 9.0, 5.0, 5.0), 0.0));
    }
}
