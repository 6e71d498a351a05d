//! A picture to the files of a report, in the formats that were asked for.

use std::collections::BTreeSet;

use crate::chart::font::Fonts;
use crate::chart::look::Look;
use crate::chart::paint::{self, PaintError, Painted};
use crate::chart::scene::Scene;
use crate::chart::svg::{self, Written};
use crate::chart::theme::palette::Palette;
use crate::error::Message;
use crate::report::Artifact;

/// One picture as files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The files; the first is the one that pages show.
    pub files: Vec<Artifact>,
    /// Characters no font has.
    pub missing: BTreeSet<char>,
}

impl Drawing {
    /// Path of the file that pages show, from the project's folder.
    pub fn shown(&self) -> &str {
        self.files.first().map_or("", |f| &f.path)
    }
}

/// Draws a scene as `stem.png`, `stem.svg` or both.
///
/// # Errors
/// A picture that cannot be painted, named by its file.
pub fn of(stem: &str, scene: &Scene, look: &Look, fonts: &Fonts) -> Result<Drawing, Message> {
    drawn(stem, scene, look, fonts, (paint::png_in, svg::svg_in))
}

/// The same for a page, which fills A4.
///
/// # Errors
/// As [`of`].
pub fn page(stem: &str, scene: &Scene, look: &Look, fonts: &Fonts) -> Result<Drawing, Message> {
    drawn(stem, scene, look, fonts, (paint::page_in, svg::page_in))
}

/// Paints a scene at a scale, in colours.
type Paint = fn(&Scene, f64, &Palette, &Fonts) -> Result<Painted, PaintError>;
/// Writes a scene, in colours.
type Write = fn(&Scene, &Palette, &Fonts) -> Written;

fn drawn(stem: &str, scene: &Scene, look: &Look, fonts: &Fonts, (paint, write): (Paint, Write)) -> Result<Drawing, Message> {
    let mut drawing = Drawing { files: Vec::new(), missing: BTreeSet::new() };
    let scene = &look.dress(scene, fonts);
    for ending in look.format.endings() {
        let path = format!("{stem}.{ending}");
        let (bytes, missing) = match *ending {
            "svg" => {
                let written = write(scene, &look.palette, fonts);
                (written.text.into_bytes(), written.missing)
            }
            _ => {
                let painted = paint(scene, look.scale, &look.palette, fonts)
                    .map_err(|e| Message::Internal { what: path.clone(), reason: e.to_string() })?;
                (painted.bytes, painted.missing)
            }
        };
        drawing.missing.extend(missing);
        drawing.files.push(Artifact { path, bytes });
    }
    Ok(drawing)
}
