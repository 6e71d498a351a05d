//! benefit-quadrant: what each element gives our own side and the partners.

use crate::analysis::giving::{Given, WORTH, given};
use crate::chart::font::Fonts;
use crate::chart::layout::{self, note};
use crate::chart::quadrant::{Point, QuadrantView, QuadrantWords, scene};
use crate::chart::scene::Scene;
use crate::lang::amounts;
use crate::lang::captions::{self as c, sides};
use crate::lang::phrases::Phrases;
use crate::pictures::Subject;
use crate::text::segment::{breakable, breakable_sentence};

pub(super) fn draw(subject: &Subject, fonts: &Fonts) -> Option<Scene> {
    let (p, a) = (subject.phrases, subject.analysis);
    let of = |caption: c::Caption| caption.of(p.lang);
    let Some(all) = given(p.case, subject.evidence, a) else {
        return Some(layout::empty(&breakable_sentence(&p.headline(a)), &of(sides::NO_SIDES), &subject.source(), fonts));
    };
    let left_out = a.suggestions.iter().filter(|s| s.gain > 0.01 && all.iter().all(|g| g.element != s.element)).count();
    let view = QuadrantView {
        title: subject.finding(&[p.giving(a, &all)], fonts),
        subtitle: breakable_sentence(&of(sides::GIVING)),
        source: subject.source(),
        points: all.iter().map(|g| point(p, g)).collect(),
        cut: WORTH,
        notes: note(&of(sides::SUGGESTIONS_LEFT_OUT), left_out).into_iter().collect(),
        words: QuadrantWords {
            quadrants: [sides::OFFER, sides::LEAD_WITH, sides::RETHINK, sides::KEEP].map(of),
            x_ends: [sides::OWN_LESS, sides::OWN_MORE].map(of),
            y_ends: [sides::PARTNERS_LESS, sides::PARTNERS_MORE].map(of),
            unit: of(sides::PERCENT),
            solid: of(c::CORE),
            hollow: of(c::OPTIONAL),
            hurts: of(sides::WORKS_AGAINST),
            cut: of(sides::COUNTS_FROM).replace("{n}", &amounts::percent(WORTH, p.lang)),
            nameless: of(sides::NAMELESS),
            nothing: of(sides::NO_SIDES),
        },
    };
    Some(scene(&view, fonts))
}

fn point(p: Phrases, g: &Given) -> Point {
    Point { name: breakable(p.element(g.element)), x: g.own, y: g.partners, solid: g.core, hurts: g.hurts() }
}
