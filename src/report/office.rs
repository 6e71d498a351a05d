//! proposal.pptx: a slide for each picture, its finding as the title in letters that can be edited, the picture below with its text for
//! readers.
//!
//! Written as the parts of the file format with the zip crate alone: of the crates that make presentations, `ppt-rs` puts the clock into
//! the properties and `pptx` into the dates of the archive, and the same input must give the same bytes.
//! Invariant: parts stand in a fixed order, stored as they are, dated 1980-01-01.

mod parts;

use std::io::{Cursor, Write};

use crate::chart::font::Fonts;
use crate::chart::look::Look;
use crate::chart::paint;
use crate::chart::scene::Scene;
use crate::chart::theme::TextSize;
use crate::chart::untitled::untitled;
use crate::error::Message;
use crate::model::Lang;
use crate::report::Artifact;
use parts::Slide;

/// Name of the file in a project's folder.
pub const FILE: &str = "proposal.pptx";

/// The presentation of a project: `heading` is its name, the scenes are in order of the slides.
///
/// # Errors
/// A picture that cannot be painted, or an archive that cannot be written.
pub fn presentation<'a>(
    heading: &str,
    scenes: impl Iterator<Item = &'a Scene>,
    look: &Look,
    (fonts, lang): (&Fonts, Lang),
) -> Result<Artifact, Message> {
    let failed = |reason: String| Message::Internal { what: FILE.to_owned(), reason };
    let mut slides = Vec::new();
    for scene in scenes {
        let bare = look.dress(&untitled(scene, fonts), fonts);
        let picture = paint::png_in(&bare, look.scale, &look.palette, fonts).map_err(|e| failed(e.to_string()))?;
        let shown: Vec<&str> = scene.labels().filter(|l| l.size == TextSize::Subtitle).map(|l| l.text.as_str()).collect();
        let alt = [scene.title.as_str(), &shown.join(" ")].join("\n").replace('\u{200b}', "");
        slides.push(Slide { title: scene.title.clone(), alt, png: picture.bytes, size: (bare.width, bare.height) });
    }
    let bytes = archive(&parts::all(heading, &slides, lang)).map_err(|e| failed(e.to_string()))?;
    Ok(Artifact { path: FILE.to_owned(), bytes })
}

fn archive(parts: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
