//! Which pictures a report has, and what each shows of an analysis.
//!
//! A picture is a function from an analysis to a scene; `None` when its inputs are absent. The drawing itself knows nothing of departments
//! or languages (see [`crate::chart`]). A new picture is a file here and a line in [`PICTURES`]; one that needs relations alone has its line in
//! [`RELATIONS`] too.

mod contribution;
mod coverage;
mod favors;
mod heatmap;
pub mod pages;
mod presell;
pub mod projects;
mod quadrant;
mod resources;
mod steps;

use crate::analysis::evidence::EvidenceTable;
use crate::analysis::partners::Relations;
use crate::analysis::{Options, ProjectAnalysis};
use crate::chart::font::Fonts;
use crate::chart::heatmap::HeatmapView;
use crate::chart::layout;
use crate::chart::scene::Scene;
use crate::lang::pages::short::clipped;
use crate::lang::phrases::Phrases;
use crate::model::ElementId;
use crate::score::{Scorer, Scores};
use crate::text::segment::breakable_sentence;

/// What a picture may show.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The project.
    pub analysis: &'a ProjectAnalysis,
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// Scores of all pairs.
    pub scores: &'a Scores,
    /// What scored them, for reasons.
    pub scorer: &'a Scorer,
    /// Evidence of all pairs.
    pub evidence: &'a EvidenceTable,
    /// The user's decisions.
    pub options: &'a Options,
    /// Input files, for the source line.
    pub files: &'a str,
}

/// One kind of picture.
pub struct Picture {
    /// File name without ending.
    pub name: &'static str,
    /// Draws it; `None` when its inputs are absent.
    pub draw: fn(&Subject, &Fonts) -> Option<Scene>,
}

/// All pictures of a project, in the order of the brief.
pub const PICTURES: &[Picture] = &[
    Picture { name: "overlap-heatmap", draw: heatmap::draw },
    Picture { name: "department-coverage", draw: coverage::draw },
    Picture { name: "benefit-quadrant", draw: quadrant::draw },
    Picture { name: "kpi-contribution", draw: contribution::draw },
    Picture { name: "reframe-steps", draw: steps::draw },
    Picture { name: RELATIONS[0].name, draw: |s, fonts| (RELATIONS[0].draw)(&s.circle(), fonts) },
    Picture { name: RELATIONS[1].name, draw: |s, fonts| (RELATIONS[1].draw)(&s.circle(), fonts) },
    Picture { name: RELATIONS[2].name, draw: |s, fonts| (RELATIONS[2].draw)(&s.circle(), fonts) },
];

/// What a picture of relations may show: it needs neither KPIs nor a project.
#[derive(Clone, Copy)]
pub struct Circle<'a> {
    /// The project the relations are seen from, where there is one.
    pub project: Option<&'a str>,
    /// The relations.
    pub relations: &'a Relations,
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// Input files, for the source line.
    pub files: &'a str,
}

/// One kind of picture of relations.
pub struct RelationPicture {
    /// File name without ending.
    pub name: &'static str,
    /// Draws it; `None` when its inputs are absent.
    pub draw: fn(&Circle, &Fonts) -> Option<Scene>,
}

/// All pictures of relations, in the order of the brief.
pub const RELATIONS: [RelationPicture; 3] = [
    RelationPicture { name: "resource-map", draw: resources::draw },
    RelationPicture { name: "presell-timeline", draw: presell::draw },
    RelationPicture { name: "favor-balance", draw: favors::draw },
];

/// What the heat map shows, for a quick look without a picture.
pub fn quick(subject: &Subject) -> HeatmapView {
    heatmap::view(subject)
}

impl Circle<'_> {
    /// The headline of a picture, as for a project's.
    fn finding(&self, form: String, fonts: &Fonts) -> String {
        finding(self.phrases, self.project.unwrap_or_default(), &[form], fonts)
    }
}

fn finding(p: Phrases, name: &str, forms: &[String], fonts: &Fonts) -> String {
    let short = clipped(name, NAME);
    let shortened = forms.iter().map(|form| form.replacen(name, &short, 1));
    let bare = forms.iter().map(|form| {
        let rest = form.strip_prefix(name).and_then(|rest| rest.strip_prefix('：').or_else(|| rest.strip_prefix(": ")));
        rest.map_or_else(|| form.clone(), capitalised)
    });
    let whole: Vec<String> = forms.iter().cloned().chain(shortened).chain(bare).collect();
    let fits = |form: &String| layout::title_fits(form, fonts);
    let mut found = whole.iter().map(|form| breakable_sentence(form)).find(fits);
    // Names inside a sentence are cut before its end is: that says what was found.
    for columns in QUOTED {
        let shorter = || whole.iter().map(|form| breakable_sentence(&p.with_brief_names(form, columns)));
        found = found.or_else(|| shorter().find(fits));
    }
    let shortest = || whole.last().map(|form| breakable_sentence(&p.with_brief_names(form, QUOTED[1])));
    found.or_else(shortest).unwrap_or_default()
}

/// A sentence that begins with a capital, where it begins with a letter that has one.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Columns of names quoted in a headline that is too long with the whole of them.
const QUOTED: [usize; 2] = [44, 24];

/// Columns of a project's name in a headline that is too long with the whole of it.
const NAME: usize = 24;

impl Subject<'_> {
    /// The headline of a picture: the first of some forms that is not cut, each with the project's name whole, shortened, or left out (it stands
    /// on the page around it). A finding that is cut is lost.
    pub(crate) fn finding(&self, forms: &[String], fonts: &Fonts) -> String {
        finding(self.phrases, self.phrases.project(self.analysis), forms, fonts)
    }

    /// Its relations alone.
    fn circle(&self) -> Circle<'_> {
        let a = self.analysis;
        Circle { project: Some(self.phrases.project(a)), relations: &a.relations, phrases: self.phrases, files: self.files }
    }

    /// Where the numbers come from.
    pub(crate) fn source(&self) -> String {
        self.phrases.source(self.files)
    }

    /// Elements of the project's own table: the plan, then what could be added.
    pub(crate) fn elements(&self) -> Vec<ElementId> {
        let a = self.analysis;
        let optional = self.phrases.case.project(a.project).elements.iter().copied();
        a.core.iter().copied().chain(optional.filter(|e| !a.core.contains(e))).collect()
    }
}
