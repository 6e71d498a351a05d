//! The pages of a report: proposal.png, and departments/NAME.png for each partner.

use crate::analysis::reframe::Reframe;
use crate::chart::font::Fonts;
use crate::chart::scene::Scene;
use crate::pictures::{Subject, pages};
use crate::report::names;

/// Each page with its path in the report without the ending, the project's first.
pub(super) fn of(subject: &Subject, reframe: &Reframe, fonts: &Fonts) -> Vec<(String, Scene)> {
    let departments = pages::departments(subject, fonts);
    let named: Vec<&str> = departments.iter().map(|(d, _)| subject.phrases.department(*d)).collect();
    let files = names::file_names(&named, &[]).into_iter().map(|f| format!("departments/{f}"));
    let mut all = vec![("proposal".to_owned(), pages::proposal(subject, reframe, fonts))];
    all.extend(files.zip(departments.into_iter().map(|(_, scene)| scene)));
    all
}
