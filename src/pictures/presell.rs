//! presell-timeline: when to probe, co-create and ask each department, what is done and what is late.

use crate::analysis::partners::presell::{Plan, Stage, State, Window};
use crate::chart::calendar::DateWords;
use crate::chart::font::Fonts;
use crate::chart::scene::Scene;
use crate::chart::timeline::{Mark, MarkState, TimelineRow, TimelineView, TimelineWords, scene};
use crate::lang::captions::{self, partners as c};
use crate::lang::partners::pictures as told;
use crate::pictures::Circle;

/// `None` when no department has a day by which it is needed.
pub(super) fn draw(circle: &Circle, fonts: &Fonts) -> Option<Scene> {
    let (p, r) = (circle.phrases, circle.relations);
    r.presell_here().next()?;
    let view = TimelineView {
        title: circle.finding(told::presell_title(p, circle.project, r), fonts),
        subtitle: c::TIMELINE.of(p.lang),
        source: circle.phrases.source(circle.files),
        today: p.case.today,
        rows: r.presell_here().map(|plan| row(circle, plan)).collect(),
        notes: told::presell_notes(p, r),
        words: TimelineWords {
            stages: [Stage::Probe, Stage::CoCreate, Stage::Request].map(|stage| told::stage(p, stage)),
            late: c::LATE.of(p.lang),
            late_stage: c::LATE_STAGE.of(p.lang),
            done: c::DONE.of(p.lang),
            end: c::NEEDED.of(p.lang),
            today: c::TODAY.of(p.lang),
            separator: c::COMMA.of(p.lang),
            dates: DateWords { months: c::months(p.lang), day: c::DAY.of(p.lang), within: c::WITHIN.of(p.lang), year: c::YEAR.of(p.lang) },
            rows_left_out: captions::DEPARTMENTS_LEFT_OUT.of(p.lang),
            nothing: c::NO_DATES.of(p.lang),
        },
    };
    Some(scene(&view, fonts))
}

/// What the log shows on its day, what is late on its own days, and what is still to be done from today on.
fn row(circle: &Circle, plan: &Plan) -> TimelineRow {
    let (p, r) = (circle.phrases, circle.relations);
    let mut marks = Vec::new();
    for step in &plan.steps {
        let stage = place(step.stage);
        match step.state {
            State::Done(at) => {
                let day = p.case.log.get(at).map(|row| row.date);
                marks.extend(day.map(|day| Mark { from: day, to: day, stage, state: MarkState::Done }));
            }
            State::Late(days) => {
                let state = MarkState::Late(told::late(p, r, days));
                marks.push(Mark { state, ..mark(Window { stage: step.stage, from: step.from, to: step.to }) });
            }
            State::Ahead | State::Now | State::Skipped => {}
        }
    }
    marks.extend(plan.calendar(p.case.today).into_iter().map(mark));
    TimelineRow { name: p.department(plan.department).to_owned(), note: told::presell_note(p, r, plan), marks, end: Some(plan.needed_by) }
}

/// A stage with its days; the request has one, the last on which it is in time.
fn mark(window: Window) -> Mark {
    let from = if window.stage == Stage::Request { window.to } else { window.from };
    Mark { from, to: window.to, stage: place(window.stage), state: MarkState::Open }
}

fn place(stage: Stage) -> usize {
    match stage {
        Stage::Probe => 0,
        Stage::CoCreate => 1,
        Stage::Request => 2,
    }
}
