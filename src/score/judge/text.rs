//! The words a KPI and an element are judged by, put together as in training (data/model/corpus.py does the same), in Simplified characters.

use crate::model::{Direction, Element, Kpi};
use crate::read::check::direction_by_words;
use crate::score::fast::KpiText;
use crate::text::{is_han, simplified};

/// Columns up to which a KPI's name is a metric to put a direction before; longer ones are sentences that say it themselves.
const LONG_NAME: usize = 60;

/// Whether a KPI is a topic or a goal in words rather than a measure with a direction: then an element that names it is about it, and
/// nobody wrote the words as they would for a measure.
pub fn is_topic(kpi: &Kpi) -> bool {
    !kpi.directed || width(&kpi.name) > LONG_NAME
}

/// Columns a text takes: a Chinese character fills two, and says about as much as two letters.
fn width(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(is_han(c))).sum()
}

/// Department, name with its direction, metric and description.
pub fn kpi(kpi: &Kpi, department: &str) -> String {
    let zh = kpi.name.chars().any(is_han);
    let metric = if kpi.name.contains(&kpi.metric) { "" } else { &kpi.metric };
    let told = direction_by_words(&kpi.name).is_some() || is_topic(kpi);
    let verb = match (told, kpi.direction, zh) {
        (true, ..) => "",
        (_, Direction::Increase, true) => "提高",
        (_, Direction::Increase, false) => "increase ",
        (_, Direction::Decrease, true) => "降低",
        (_, Direction::Decrease, false) => "reduce ",
    };
    let parts = [department, &format!("{verb}{}", kpi.name), metric, &kpi.description];
    simplified(&parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" | ")).into_owned()
}

/// The same apart, for the fast encoder: it reads the direction from a sign instead of a verb.
pub fn parts<'a>(kpi: &'a Kpi, department: &'a str) -> KpiText<'a> {
    let metric = if kpi.name.contains(&kpi.metric) { "" } else { &kpi.metric };
    let way = match (is_topic(kpi), kpi.direction) {
        (true, _) => 0.0,
        (_, Direction::Increase) => 1.0,
        (_, Direction::Decrease) => -1.0,
    };
    KpiText { name: &kpi.name, around: [department, metric, &kpi.description], way }
}

/// Name and description.
pub fn element(element: &Element) -> String {
    let text = if element.description.is_empty() { element.name.clone() } else { format!("{}: {}", element.name, element.description) };
    simplified(&text).into_owned()
}
