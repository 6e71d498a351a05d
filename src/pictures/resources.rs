//! resource-map: whom to keep how close, by power and interest.

use crate::analysis::partners::map::{CUT, Place, Quadrant};
use crate::chart::font::Fonts;
use crate::chart::map::{MapPoint, MapView, MapWords, scene};
use crate::chart::scene::Scene;
use crate::lang::captions::partners as c;
use crate::lang::partners::pictures as told;
use crate::pictures::Circle;
use crate::text::segment::breakable;

/// `None` when no department has power and interest.
pub(super) fn draw(circle: &Circle, fonts: &Fonts) -> Option<Scene> {
    let (p, r) = (circle.phrases, circle.relations);
    let map = r.map.as_ref().filter(|map| !map.placed.is_empty())?;
    let fields = [Quadrant::KeepSatisfied, Quadrant::KeyPartner, Quadrant::Monitor, Quadrant::InvolveFully];
    let view = MapView {
        title: circle.finding(told::map_title(p, map), fonts),
        subtitle: c::MAP.of(p.lang).replace("{n}", &CUT.to_string()),
        source: circle.phrases.source(circle.files),
        cut: CUT,
        points: map.placed.iter().map(|place| point(circle, place)).collect(),
        notes: told::map_notes(p, map),
        words: MapWords {
            up: c::POWER.of(p.lang),
            across: c::INTEREST.of(p.lang),
            low: c::LOW.of(p.lang),
            high: c::HIGH.of(p.lang),
            fields: fields.map(|field| told::field(field, p.lang)),
            solid: c::TALK_DUE.of(p.lang),
            hollow: c::NO_TALK_DUE.of(p.lang),
            arrow: c::MOVED.of(p.lang),
            nameless: c::NAMELESS.of(p.lang),
            nothing: c::NO_LEVELS.of(p.lang),
        },
    };
    Some(scene(&view, fonts))
}

fn point(circle: &Circle, place: &Place) -> MapPoint {
    let (stated, interest) = (place.stated.get(), place.interest.get());
    MapPoint {
        name: breakable(circle.phrases.department(place.department)),
        up: place.power.get(),
        across: interest,
        from: (stated != interest).then_some(stated),
        moved: format!("{stated} → {interest}"),
        solid: !place.call.visits.is_empty(),
    }
}
