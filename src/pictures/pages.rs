//! The pages that go into a proposal: one of the project, one for each partner.

mod department;
mod proposal;

use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::reframe::Reframe;
use crate::chart::font::Fonts;
use crate::chart::page::passage::{Part, Passage};
use crate::chart::scene::Scene;
use crate::model::DepartmentId;
use crate::pictures::Subject;
use crate::text::segment::{breakable, breakable_sentence};

/// The page of the project.
pub fn proposal(subject: &Subject, reframe: &Reframe, fonts: &Fonts) -> Scene {
    proposal::draw(subject, reframe, fonts)
}

/// A page for each partner, inside or outside, in the order of the analysis; none for the own department nor for one that is not needed.
pub fn departments(subject: &Subject, fonts: &Fonts) -> Vec<(DepartmentId, Scene)> {
    let asked = |d: &&DepartmentSide| matches!(d.standing, Standing::Partner | Standing::NoKpis);
    let sides = subject.analysis.departments.iter().filter(asked);
    sides.map(|side| (side.department, department::draw(subject, side, fonts))).collect()
}

/// Lines may end between words.
fn passage(forms: Vec<String>) -> Passage {
    Passage { forms: forms.iter().map(|f| breakable(f)).collect() }
}

/// Lines end where a sentence pauses.
fn sentence(forms: &[String]) -> Passage {
    Passage { forms: forms.iter().map(|f| breakable_sentence(f)).collect() }
}

fn part(name: &str, items: Vec<Vec<String>>) -> Part {
    Part { name: name.to_owned(), items: items.into_iter().map(passage).collect(), first: 1 }
}
