//! project-comparison: own side, partners and index of every project, before and after its additions.

use crate::analysis::benefit::WinWin;
use crate::chart::font::Fonts;
use crate::chart::projects::{Figure, ProjectRow, ProjectsView, ProjectsWords, scene};
use crate::chart::scene::Scene;
use crate::lang::captions::{Caption, sides};
use crate::lang::comparison::Words;
use crate::text::segment::{breakable, breakable_sentence};

/// The picture of a comparison; `files` are the input files for its source line.
pub fn draw(words: Words, files: &str, fonts: &Fonts) -> Scene {
    let p = words.phrases;
    let of = |caption: Caption| caption.of(p.lang);
    let figure = |before: Option<f64>, after: Option<f64>| Figure { values: before.zip(after), label: words.between(before, after) };
    let rows = words.comparison.projects.iter().map(|line| {
        // Without partners their mean is not a poor one but none.
        let partners = |w: &WinWin| (line.partners > 0).then_some(w.partners);
        let index = |w: &WinWin| w.index.filter(|_| line.partners > 0);
        ProjectRow {
            name: breakable(words.project(line)),
            note: words.over_line(line),
            figures: [
                figure(line.before.own, line.after.own),
                figure(partners(&line.before), partners(&line.after)),
                figure(index(&line.before), index(&line.after)),
            ],
        }
    });
    let view = ProjectsView {
        title: breakable_sentence(&words.headline()),
        subtitle: breakable_sentence(&of(sides::COMPARED)),
        source: p.source(files),
        columns: [sides::OWN_COVERAGE, sides::PARTNERS_COVERAGE, sides::INDEX].map(of),
        rows: rows.collect(),
        words: ProjectsWords {
            before: of(sides::AS_PLANNED),
            after: of(sides::AS_ADVISED),
            loss: of(sides::FALLEN),
            percent: of(sides::PERCENT),
            rows_left_out: of(sides::PROJECTS_LEFT_OUT),
            nothing: of(sides::NO_PROJECTS),
        },
    };
    scene(&view, fonts)
}
