//! The pictures and pages of one project, as files of its report.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::analysis::reframe::Reframe;
use crate::chart::font::Fonts;
use crate::chart::look::Look;
use crate::chart::scene::Scene;
use crate::commands::pages;
use crate::error::Message;
use crate::pictures::{PICTURES, Subject};
use crate::report::{Artifact, drawings, office};

/// What is painted for a project; empty for one without pictures.
#[derive(Default)]
pub(super) struct Painted {
    /// The files.
    pub files: Vec<Artifact>,
    /// Characters no font has.
    pub missing: BTreeSet<char>,
    /// Path and finding of each picture that the brief shows.
    pub pictures: Vec<(String, String)>,
    /// Path and headline of each page to attach.
    pub pages: Vec<(String, String)>,
}

/// Draws and paints everything that the look asks for.
///
/// # Errors
/// A picture that cannot be painted, named by its file.
pub(super) fn of(subject: &Subject, reframe: &Reframe, look: &Look, fonts: &Fonts) -> Result<Painted, Message> {
    let drawn = PICTURES.iter().filter_map(|p| Some((format!("charts/{}", p.name), (p.draw)(subject, fonts)?)));
    let scenes: Vec<(String, Scene)> = drawn.collect();
    let pages = pages::of(subject, reframe, fonts);
    let mut painted = Painted::default();
    painted.pictures = painted.add(&scenes, drawings::of, look, fonts)?;
    if look.office {
        // Pictures, then a page for each partner, and the project's own page last: it sums up.
        let slides = scenes.iter().chain(pages.iter().skip(1)).chain(pages.first()).map(|(_, scene)| scene);
        let name = subject.phrases.project(subject.analysis);
        painted.files.push(office::presentation(name, slides, look, (fonts, subject.phrases.lang))?);
    }
    painted.pages = painted.add(&pages, drawings::page, look, fonts)?;
    Ok(painted)
}

/// Paints one scene under its name.
type Draw = fn(&str, &Scene, &Look, &Fonts) -> Result<drawings::Drawing, Message>;

impl Painted {
    /// Paints scenes side by side; returns the path that pages show of each, with its title.
    fn add(&mut self, scenes: &[(String, Scene)], draw: Draw, look: &Look, fonts: &Fonts) -> Result<Vec<(String, String)>, Message> {
        let drawn: Vec<drawings::Drawing> =
            scenes.par_iter().map(|(name, scene)| draw(name, scene, look, fonts)).collect::<Result<_, _>>()?;
        let shown = scenes.iter().zip(&drawn).map(|((_, scene), d)| (d.shown().to_owned(), scene.title.clone())).collect();
        for drawing in drawn {
            self.missing.extend(drawing.missing);
            self.files.extend(drawing.files);
        }
        Ok(shown)
    }
}
