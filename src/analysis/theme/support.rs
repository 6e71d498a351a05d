//! What carries a title: the element that does what its framing is about.
//!
//! A framing names what a project must do to go by its title (a skills contest, a livestream; the column `carried_by`), or what must come of it
//! (digital use cases). An element carries the one when its own words name it, the other also when it leads there by the causes that are known.
//! Where no words do, an element that names something else of the framing comes near what an entry of the catalog is
//! named for that is no addition beside it ([`Done`]): it carries the title once it is run like that. A line names at most one of the
//! concepts that carry it. What does the opposite of what the project is then about, and is to be dropped, has to be gone first.
//! Limits: what neither the words nor the catalog name is not seen; the user's own titles have no concept.

use crate::analysis::suggest::{Done, main_concepts};
use crate::analysis::theme::Desk;
use crate::model::{ElementId, Source};
use crate::score::knowledge::ConceptKind;

/// How far an element must move an outcome to carry a title about it.
const BROUGHT_ABOUT: f32 = 0.4;

/// What carries a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// An element of the plan.
    Plan(ElementId),
    /// An element of the plan that comes near, once it is run as the title says.
    Near(ElementId),
    /// An addition that is advised.
    Advised(ElementId),
    /// An element of the plan or an addition, the first, once the second, which does the opposite, is dropped as is advised.
    Without(ElementId, ElementId),
    /// Nothing yet; this could be added.
    Open(ElementId),
    /// Nothing, and nothing that could be added.
    Nothing,
    /// An element of the plan that does the opposite.
    Belied(ElementId),
}

impl Support {
    /// Whether what is advised carries the title.
    pub fn carries(self) -> bool {
        matches!(self, Support::Plan(_) | Support::Near(_) | Support::Advised(_) | Support::Without(..))
    }

    /// What a title's score is worth: a title that needs what is not there yet costs more than its words.
    pub(super) fn worth(self) -> f64 {
        match self {
            Support::Plan(_) | Support::Near(_) | Support::Advised(_) | Support::Without(..) => 1.0,
            Support::Open(_) => 0.75,
            Support::Nothing => 0.5,
            Support::Belied(_) => 0.25,
        }
    }
}

impl Desk<'_> {
    /// What carries a title that any one of these concepts is enough for. `about`: all that the project is about by that title.
    pub(super) fn support(&self, concepts: &[u32], about: &[u32]) -> Support {
        let a = self.analysis;
        let stays = |e: &ElementId| !a.mends.iter().any(|m| m.drop && m.conflict.element == *e);
        let named = |e: &ElementId| concepts.iter().any(|c| self.carries(*e, *c));
        if let Some(opposite) = a.core.iter().copied().filter(stays).find(|e| concepts.iter().any(|c| self.belies(*e, *c))) {
            return Support::Belied(opposite);
        }
        let kept = || a.core.iter().copied().filter(stays);
        let added = || a.plan.iter().map(|s| s.element);
        let planned = || kept().find(named).map(Support::Plan);
        let advised = || added().find(named).map(Support::Advised);
        let alike = || {
            let entries = self.entries(concepts);
            // What shares no more than an aside with an entry (a pilot, volunteers) is nothing to go by.
            let near = |e: &ElementId| {
                let hits = &self.scores.element(*e).concepts.hits;
                hits.iter().any(|hit| hit.confidence >= 1.0 && hit.value > 0.0 && about.contains(&hit.concept))
            };
            let of = |elements: Vec<ElementId>| {
                let done = Done::of(self.case, self.scorer, elements);
                entries.iter().find_map(|entry| done.same(self.case, self.scorer, *entry))
            };
            of(kept().filter(near).collect()).map(Support::Near).or_else(|| of(added().filter(near).collect()).map(Support::Advised))
        };
        let open = || a.suggestions.iter().map(|s| s.element).find(named).map(Support::Open);
        let found = planned().or_else(advised).or_else(alike).or_else(open).unwrap_or(Support::Nothing);
        let gone = || a.core.iter().copied().filter(|e| !stays(e)).find(|e| about.iter().any(|c| self.belies(*e, *c)));
        match found {
            Support::Plan(e) | Support::Advised(e) => gone().map_or(found, |gone| Support::Without(e, gone)),
            _ => found,
        }
    }

    /// Entries of the built-in catalog whose names speak first of one of these concepts.
    fn entries(&self, concepts: &[u32]) -> Vec<ElementId> {
        let reached = |e: &ElementId| self.scores.element(*e).concepts.hits.iter().any(|hit| concepts.contains(&hit.concept));
        let named = |e: &ElementId| main_concepts(self.case, self.scorer, *e).first().is_some_and(|c| concepts.contains(c));
        self.case.catalog().filter(|e| self.case.element(*e).source == Source::Catalog).filter(reached).filter(named).collect()
    }

    /// Whether an element by its own words moves an outcome away from what the concept stands for.
    fn belies(&self, element: ElementId, concept: u32) -> bool {
        let own = &self.scores.element(element).concepts;
        let about = &self.scorer.knowledge().concepts[concept as usize];
        let way = if about.good { 1.0 } else { -1.0 };
        let outcome = about.kind != ConceptKind::Activity;
        outcome && own.by_words() && own.spread.iter().any(|(c, value)| *c == concept && *value * way <= -BROUGHT_ABOUT)
    }

    /// Whether an element's own words name a concept, as something that there is more of (or less, of what is bad), or bring about one that is no activity.
    fn carries(&self, element: ElementId, concept: u32) -> bool {
        let own = &self.scores.element(element).concepts;
        let about = &self.scorer.knowledge().concepts[concept as usize];
        // Of waiting or waste there is to be less.
        let way = if about.good { 1.0 } else { -1.0 };
        let named = own.hits.iter().any(|hit| hit.concept == concept && hit.confidence >= 1.0 && hit.value * way > 0.0);
        let outcome = about.kind != ConceptKind::Activity;
        let moved = || own.by_words() && own.spread.iter().any(|(c, value)| *c == concept && *value * way >= BROUGHT_ABOUT);
        named || (outcome && moved())
    }
}
