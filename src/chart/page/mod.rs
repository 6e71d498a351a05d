//! Pages of A4, landscape, that go into a proposal as they are: frame, headline, large numbers, headings.
//!
//! Invariant: a page never grows; what does not fit is shortened at a word and counted. All hangs on the margins of the theme and on
//! hairlines: no boxes, no fills.

pub mod department;
pub mod passage;
pub mod proposal;

mod dumbbell;

pub use dumbbell::{Dumbbell, DumbbellWords};

use crate::chart::font::Fonts;
use crate::chart::layout::drop_below;
use crate::chart::page::passage::{Passage, TEXT};
use crate::chart::scene::{Label, Scene};
use crate::chart::theme::{self, Color, GAP, PAGE_HEIGHT, PAGE_MARGIN, TextSize, UNIT, WIDTH};
use crate::chart::wrap::{Fill, Setting};

/// Width between the margins.
pub(crate) const INNER: f64 = WIDTH - 2.0 * PAGE_MARGIN;
/// Left edge of the text.
pub(crate) const LEFT: f64 = PAGE_MARGIN;
/// Right edge of the text.
pub(crate) const RIGHT: f64 = WIDTH - PAGE_MARGIN;
/// White between columns.
pub(crate) const GUTTER: f64 = 4.0 * UNIT;
/// Most numbers in the row of large ones.
const FIGURES: usize = 3;

/// A large number with what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// The number with its unit ("31 % → 50 %"), short.
    pub number: String,
    /// What it says, two lines.
    pub caption: Passage,
}

/// A setting of page text.
pub(crate) fn setting(fonts: &Fonts, size: TextSize, bold: bool, width: f64, lines: usize) -> Setting<'_> {
    Setting { fonts, size, bold, width, lines }
}

/// Starts a page with its headline; the number is the y where free space begins. The scene's title is the fullest form.
pub(crate) fn begin(title: &Passage, fonts: &Fonts) -> (Scene, f64) {
    let full = title.forms.first().map_or_else(String::new, |t| t.trim().replace('\u{200b}', ""));
    let mut scene = Scene { width: WIDTH, height: PAGE_HEIGHT, title: full, items: Vec::new() };
    let text = title.fit(&setting(fonts, TextSize::Title, true, INNER, 2), Fill::Even);
    let bottom = drop_below(&mut scene, Label::new(LEFT, PAGE_MARGIN - UNIT / 2.0, text, TextSize::Title).bold(), fonts);
    (scene, bottom + GAP + UNIT / 2.0)
}

/// Puts the source line at the foot; returns the y down to which the page is free.
pub(crate) fn foot(scene: &mut Scene, source: &str, fonts: &Fonts) -> f64 {
    let text = setting(fonts, TEXT, false, INNER, 1).fit(source, Fill::Full);
    let metrics = fonts.measure("", TEXT, false);
    let base = PAGE_HEIGHT - PAGE_MARGIN + UNIT - metrics.descent;
    scene.text(Label::new(LEFT, base, text, TEXT).color(Color::Soft));
    base - metrics.ascent - 1.5 * UNIT
}

/// A row of large numbers with their captions; returns its bottom, or `y` when there is none.
pub(crate) fn figures(scene: &mut Scene, all: &[Figure], y: f64, fonts: &Fonts) -> f64 {
    let shown: Vec<&Figure> = all.iter().filter(|f| !f.number.trim().is_empty()).take(FIGURES).collect();
    let width = (INNER - GUTTER * (FIGURES - 1) as f64) / FIGURES as f64;
    let mut bottom = y;
    for (i, figure) in shown.into_iter().enumerate() {
        let x = LEFT + (width + GUTTER) * i as f64;
        let number = setting(fonts, TextSize::Figure, true, width, 1).fit(&figure.number, Fill::Even);
        let under = drop_below(scene, Label::new(x, y, number, TextSize::Figure).bold(), fonts);
        let caption = figure.caption.fit(&setting(fonts, TEXT, false, width, 2), Fill::Even);
        let label = Label::new(x, under, caption, TEXT).color(Color::Soft);
        bottom = bottom.max(drop_below(scene, label, fonts));
    }
    if bottom > y { bottom + GAP } else { y }
}

/// A hairline over the width; returns where the next thing begins.
pub(crate) fn rule(scene: &mut Scene, y: f64) -> f64 {
    scene.line(&[(LEFT, y), (RIGHT, y)], theme::HAIRLINE, Color::Before);
    y + 1.5 * UNIT
}

/// A heading at the left of a column; returns where its text begins.
pub(crate) fn heading(scene: &mut Scene, text: &str, (x, y): (f64, f64), width: f64, fonts: &Fonts) -> f64 {
    let text = setting(fonts, TextSize::Label, true, width, 1).fit(text, Fill::Even);
    drop_below(scene, Label::new(x, y, text, TextSize::Label).bold(), fonts) + UNIT
}
