//! What carries a title: the element that does what its framing is about.
//!
//! A framing names what a project must do to go by its title (a skills contest, a livestream; the column `carried_by`), or what must come of it
//! (digital use cases). An element carries the one when its own words name it, the other also when it leads there by the causes that are known.
//! Limits: what the words do not name is not seen; the user's own titles have no concept.

use crate::analysis::theme::Desk;
use crate::model::ElementId;
use crate::score::knowledge::ConceptKind;

/// How far an element must move an outcome to carry a title about it.
const BROUGHT_ABOUT: f32 = 0.4;

/// What carries a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// An element of the plan.
    Plan(ElementId),
    /// An addition that is advised.
    Advised(ElementId),
    /// Nothing yet; this could be added.
    Open(ElementId),
    /// Nothing, and nothing that could be added.
    Nothing,
    /// An element of the plan that does the opposite.
    Belied(ElementId),
}

impl Support {
    /// What a title's score is worth: a title that needs what is not there yet costs more than its words.
    pub(super) fn worth(self) -> f64 {
        match self {
            Support::Plan(_) | Support::Advised(_) => 1.0,
            Support::Open(_) => 0.75,
            Support::Nothing => 0.5,
            Support::Belied(_) => 0.25,
        }
    }
}

impl Desk<'_> {
    /// What carries a title that any one of these concepts is enough for.
    pub(super) fn support(&self, concepts: &[u32]) -> Support {
        let a = self.analysis;
        let stays = |e: &ElementId| !a.mends.iter().any(|m| m.drop && m.conflict.element == *e);
        let named = |e: &ElementId| concepts.iter().any(|c| self.carries(*e, *c));
        if let Some(opposite) = a.core.iter().copied().filter(stays).find(|e| concepts.iter().any(|c| self.belies(*e, *c))) {
            return Support::Belied(opposite);
        }
        let planned = || a.core.iter().copied().filter(stays).find(named).map(Support::Plan);
        let advised = || a.plan.iter().map(|s| s.element).find(named).map(Support::Advised);
        let open = || a.suggestions.iter().map(|s| s.element).find(named).map(Support::Open);
        planned().or_else(advised).or_else(open).unwrap_or(Support::Nothing)
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
