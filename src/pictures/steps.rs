//! reframe-steps: what each change of the balanced package adds, in order, and what it costs.

use crate::chart::font::Fonts;
use crate::chart::layout;
use crate::chart::scene::Scene;
use crate::chart::steps::{StepRow, StepsView, StepsWords, scene};
use crate::lang::amounts;
use crate::lang::captions::{self, Caption, sides};
use crate::lang::sides::gains;
use crate::pictures::Subject;
use crate::text::segment::breakable_sentence;

pub(super) fn draw(subject: &Subject, fonts: &Fonts) -> Option<Scene> {
    let (p, a) = (subject.phrases, subject.analysis);
    let of = |caption: Caption| caption.of(p.lang);
    let partners = a.partners.len();
    if partners == 0 {
        // There is no index to raise, not one that stays at 0 %.
        return Some(layout::empty(&subject.finding(&[p.steps(a)], fonts), &of(captions::NO_DEPARTMENTS_TO_WIN), &subject.source(), fonts));
    }
    let path = a.path();
    let steps = path.iter().zip(gains(a)).enumerate().map(|(i, (change, gain))| StepRow {
        name: format!("{}. {}", i + 1, p.change(change, false)),
        note: p.change_cost(change).unwrap_or_default(),
        value: change.after().raised(),
        label: p.step(change, gain, a),
        more: p.beside_gain(change, i.checked_sub(1).and_then(|above| path.get(above)).map_or(&a.before, |c| c.after()), partners),
    });
    let knee = a.bend().and_then(|at| Some((at, breakable_sentence(&p.knee(a)?))));
    let view = StepsView {
        title: subject.finding(&[p.steps(a)], fonts),
        subtitle: p.steps_shown(a),
        source: subject.source(),
        start: StepRow {
            name: of(sides::START),
            note: String::new(),
            value: a.before.raised(),
            label: amounts::share(a.before.raised(), p.lang),
            more: p.over_line(&a.before, partners),
        },
        steps: steps.collect(),
        knee,
        remarks: p.own_kept(a, subject.options).into_iter().chain([p.spent(a, subject.options)]).collect(),
        words: StepsWords {
            before: of(sides::STEP_BEFORE),
            gain: of(sides::STEP_GAIN),
            loss: of(sides::STEP_LOSS),
            rows_left_out: of(sides::STEPS_LEFT_OUT),
            nothing: of(sides::NO_STEPS),
        },
    };
    Some(scene(&view, fonts))
}
