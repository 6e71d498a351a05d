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

/// Department, name with its direction, and description; the metric only where nothing else says what is meant: the judge was taught by KPIs without
/// one, and on tables of other authors reads them better so (reports/docs/score.md).
pub fn kpi(kpi: &Kpi, department: &str) -> String {
    let zh = kpi.name.chars().any(is_han);
    let metric = if kpi.name.contains(&kpi.metric) || !kpi.description.is_empty() { "" } else { &kpi.metric };
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

/// Name and description, as one sentence would hold both.
pub fn element(element: &Element) -> String {
    let comma = if element.name.chars().chain(element.description.chars()).any(is_han) { "，" } else { ", " };
    let parts = [element.name.as_str(), element.description.as_str()];
    simplified(&parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(comma)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Origin;

    fn origin() -> Origin {
        Origin { file: "-".into(), line: 1 }
    }

    #[test]
    fn a_metric_is_read_only_where_nothing_else_says_what_is_meant() {
        let of = |metric: &str, description: &str| {
            let made = Kpi::from_text("K1", "Complaints", Some(Direction::Decrease), origin());
            kpi(&Kpi { metric: metric.into(), description: description.into(), ..made }, "Service")
        };
        assert_eq!(of("complaints a month", ""), "Service | reduce Complaints | complaints a month");
        assert_eq!(of("complaints a month", "Written and by phone"), "Service | reduce Complaints | Written and by phone");
        assert_eq!(of("", ""), "Service | reduce Complaints");
    }

    #[test]
    fn name_and_description_stand_in_one_sentence_of_simplified_characters() {
        let of = |name: &str, description: &str| {
            element(&Element { description: description.into(), ..Element::from_text("E1", name, origin()) })
        };
        assert_eq!(of("App預約", "客戶選擇時間"), "App预约，客户选择时间");
        assert_eq!(of("Deposit cups", "Two euro deposit"), "Deposit cups, Two euro deposit");
        assert_eq!(of("Deposit cups", ""), "Deposit cups");
    }
}
