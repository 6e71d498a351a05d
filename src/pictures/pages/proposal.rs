//! proposal: the finding, the project told anew in four parts, before and after, and what to do next.

use crate::analysis::department::Standing;
use crate::analysis::reframe::{Outcome, Reframe};
use crate::chart::font::Fonts;
use crate::chart::page::passage::Part;
use crate::chart::page::proposal::{ProposalView, ProposalWords, Step, scene};
use crate::chart::page::{Dumbbell, DumbbellWords, Figure};
use crate::chart::scene::Scene;
use crate::lang::{amounts, captions as c, partners};
use crate::pictures::Subject;
use crate::pictures::pages::{part, passage, sentence};

/// Lines of what changes in the plan that come before second titles and talks.
const CONTENT_LINES: usize = 3;

pub(super) fn draw(subject: &Subject, r: &Reframe, fonts: &Fonts) -> Scene {
    let (p, a) = (subject.phrases, subject.analysis);
    let shown = a.departments.iter().filter(|d| matches!(d.standing, Standing::Own | Standing::Partner));
    let step = |n: partners::next::Next| Step {
        when: n.day.map_or_else(String::new, |d| p.pick(format!("{d}前"), format!("by {d}"))),
        who: passage(n.who),
        what: passage(n.what),
    };
    let view = ProposalView {
        title: sentence(&p.page_headline(a)),
        figures: figures(subject, r),
        parts: vec![
            part(p.pick("题目", "Title"), p.page_themes(r, p.project(a))),
            // The additions are what the page is about.
            Part { first: CONTENT_LINES, ..part(p.pick("内容", "Content"), p.page_content(r, a)) },
            part(p.pick("沟通", "Talks"), p.page_talks(r, a)),
            part(p.pick("成果", "Outcomes"), p.page_outcomes(r, a)),
        ],
        rows: shown
            .map(|d| Dumbbell {
                name: p.department(d.department).to_owned(),
                before: d.before.coverage,
                after: a.advised_for(d).coverage,
                gain: amounts::points(a.advised_for(d).coverage - d.before.coverage, p.lang),
            })
            .collect(),
        steps: partners::next::steps(p, a, &r.communication).into_iter().map(step).collect(),
        source: subject.source(),
        words: ProposalWords {
            parts: p.pick("重新包装", "The project told anew").to_owned(),
            rows: p.pick("各部门指标的覆盖率", "Coverage of each department's KPIs").to_owned(),
            steps: p.pick("下一步", "Next steps").to_owned(),
            dumbbell: DumbbellWords {
                before: c::NOW.of(p.lang),
                after: p.pick("按建议改后", "as advised").to_owned(),
                zero: "0".to_owned(),
                full: amounts::percent(1.0, p.lang),
            },
            more: p.more_in_brief(),
            more_of_part: p.more(),
            nothing: c::NO_DEPARTMENTS.of(p.lang),
        },
    };
    scene(&view, fonts)
}

/// The index, the partners with a reason to say yes, and the largest stated outcome, of a partner if there is one.
fn figures(subject: &Subject, r: &Reframe) -> Vec<Figure> {
    let (p, a) = (subject.phrases, subject.analysis);
    let figure = |(number, caption): (String, String)| Figure { number, caption: sentence(&[caption]) };
    let mut all: Vec<Figure> = [p.index_figure(a), p.partners_figure(a)].into_iter().flatten().map(figure).collect();
    let largest = |partner: bool| {
        let open = |o: &Outcome| a.departments.iter().all(|d| !d.met.contains(&o.kpi));
        let sound = r.outcomes.iter().filter(|o| !o.added && open(o) && a.claims.quotable(o.kpi, o.element));
        let of = sound.filter(|o| (Some(o.department) != p.case.own) == partner);
        of.fold(None, |best: Option<&Outcome>, o| if best.is_none_or(|b| o.known.share() > b.known.share()) { Some(o) } else { best })
    };
    match largest(true).or_else(|| largest(false)) {
        Some(o) => {
            all.push(Figure { number: amounts::reach(&o.known, p.lang), caption: sentence(&p.outcome_caption(o, a)) });
        }
        None => all.extend(p.own_figure(a).map(figure)),
    }
    all
}
