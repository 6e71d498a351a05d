//! What carries a title: the element that does what its framing is about.
//!
//! A framing names what a project must do to go by its title (a skills contest, a livestream; the column `carried_by`), or what must come of it
//! (digital use cases). An element carries the one when its own words name it, the other also when it leads there by the causes that are known.
//! Where no words do, an element that names something else of the framing comes near what an entry of the catalog is
//! named for that is no addition beside it ([`Done`]): it carries the title once it is run like that. Neither counts while a department that it
//! needs has turned the request down. What does the opposite of what the
//! project is then about, and is to be dropped, has to be gone first ([`Support::once_gone`]); what does the opposite and stays belies it.
//! A title of the user's own speaks of what its words name, of several things at once: it is only told what belies it (`Desk::against`).
//! Limits: what neither the words nor the catalog name is not seen.

use crate::analysis::partners::record;
use crate::analysis::suggest::{Done, main_concepts};
use crate::analysis::theme::Desk;
use crate::model::{ElementId, Source};
use crate::score::driver::{self, Hit};
use crate::score::knowledge::ConceptKind;

/// How far an element must move an outcome to carry a title about it.
const BROUGHT_ABOUT: f32 = 0.4;

/// What carries a title, and what has to go first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// What carries it.
    pub by: Carrier,
    /// An element of the plan that does the opposite and is to be dropped or changed as is advised: the title holds once it is gone.
    pub once_gone: Option<ElementId>,
}

/// What carries a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// An element of the plan.
    Plan(ElementId),
    /// An element of the plan that comes near, once it is run as the title says.
    Near(ElementId),
    /// An addition that is advised.
    Advised(ElementId),
    /// An element of the plan that carries it, or comes near, but needs a department which has turned the request down: nothing to promise until
    /// that is settled.
    Refused(ElementId),
    /// Nothing yet; this could be added.
    Open(ElementId),
    /// Nothing, and nothing that could be added.
    Nothing,
    /// An element of the plan that does the opposite.
    Belied(ElementId),
}

impl From<Carrier> for Support {
    /// Without anything that has to go first.
    fn from(by: Carrier) -> Self {
        Support { by, once_gone: None }
    }
}

impl Support {
    /// Whether what is advised carries the title.
    pub fn carries(self) -> bool {
        matches!(self.by, Carrier::Plan(_) | Carrier::Near(_) | Carrier::Advised(_))
    }

    /// What a title's score is worth: a title that needs what is not there yet costs more than its words.
    pub(super) fn worth(self) -> f64 {
        match self.by {
            Carrier::Plan(_) | Carrier::Near(_) | Carrier::Advised(_) => 1.0,
            Carrier::Open(_) | Carrier::Refused(_) => 0.75,
            Carrier::Nothing => 0.5,
            Carrier::Belied(_) => 0.25,
        }
    }
}

impl Desk<'_> {
    /// What carries a title that any one of these concepts is enough for. `about`: all that the project is about by that title.
    pub(super) fn support(&self, concepts: &[u32], about: &[u32]) -> Support {
        let a = self.analysis;
        let named = |e: &ElementId| concepts.iter().any(|c| self.carries(*e, *c));
        let staying = a.staying();
        let kept = || staying.iter().copied();
        if let Some(opposite) = kept().find(|e| self.belies_any(*e, concepts)) {
            return Carrier::Belied(opposite).into();
        }
        let added = || a.plan.iter().map(|s| s.element);
        let refused = |e: &ElementId| self.case.element(*e).needs.iter().any(|d| record::standing_refusal(self.case, *d).is_some());
        let planned = || kept().filter(|e| !refused(e)).find(named).map(Carrier::Plan);
        let turned_down = || kept().filter(refused).find(named).map(Carrier::Refused);
        let advised = || added().find(named).map(Carrier::Advised);
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
            let planned = of(kept().filter(near).filter(|e| !refused(e)).collect()).map(Carrier::Near);
            let turned_down = || of(kept().filter(near).filter(refused).collect()).map(Carrier::Refused);
            planned.or_else(turned_down).or_else(|| of(added().filter(near).collect()).map(Carrier::Advised))
        };
        let open = || a.suggestions.iter().map(|s| s.element).find(named).map(Carrier::Open);
        let found = Support::from(planned().or_else(turned_down).or_else(advised).or_else(alike).or_else(open).unwrap_or(Carrier::Nothing));
        if !found.carries() {
            return found;
        }
        Support { once_gone: self.goes(about), ..found }
    }

    /// What the plan says against a title of the user's own that speaks of these things; `None` where it says nothing. Such a title has no
    /// concept that is enough for it, so that what carries it is not looked for unless something of the plan has to go first.
    pub(super) fn against(&self, about: &[u32]) -> Option<Support> {
        let a = self.analysis;
        let opposite = a.staying().into_iter().find(|e| self.belies_any(*e, about));
        if let Some(opposite) = opposite {
            return Some(Carrier::Belied(opposite).into());
        }
        let gone = self.goes(about)?;
        let belied: Vec<u32> = about.iter().copied().filter(|c| self.belies(gone, *c)).collect();
        let found = self.support(&belied, &belied);
        Some(if found.carries() { found } else { Carrier::Belied(gone).into() })
    }

    /// Concepts that a title's own words speak of as something that there is more of, or less of what is bad.
    pub(super) fn spoken_of(&self, title: &str) -> Vec<u32> {
        let text = driver::element(self.scorer.knowledge(), title, "", Vec::new);
        let wanted = |hit: &&Hit| hit.confidence >= 1.0 && hit.value * self.way(hit.concept) > 0.0;
        text.hits.iter().filter(wanted).map(|hit| hit.concept).collect()
    }

    /// The first element to be dropped that does the opposite of one of these concepts.
    fn goes(&self, about: &[u32]) -> Option<ElementId> {
        self.analysis.core.iter().copied().filter(|e| self.analysis.drops(*e)).find(|e| self.belies_any(*e, about))
    }

    fn belies_any(&self, element: ElementId, concepts: &[u32]) -> bool {
        concepts.iter().any(|c| self.belies(element, *c))
    }

    /// Which way a concept is good: of waiting or waste there is to be less.
    fn way(&self, concept: u32) -> f32 {
        if self.scorer.knowledge().concepts[concept as usize].good { 1.0 } else { -1.0 }
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
        let way = self.way(concept);
        let outcome = self.scorer.knowledge().concepts[concept as usize].kind != ConceptKind::Activity;
        outcome && own.by_words() && own.spread.iter().any(|(c, value)| *c == concept && *value * way <= -BROUGHT_ABOUT)
    }

    /// Whether an element's own words name a concept, as something that there is more of (or less, of what is bad), or bring about one that is no activity.
    fn carries(&self, element: ElementId, concept: u32) -> bool {
        let own = &self.scores.element(element).concepts;
        let way = self.way(concept);
        let named = own.hits.iter().any(|hit| hit.concept == concept && hit.confidence >= 1.0 && hit.value * way > 0.0);
        let outcome = self.scorer.knowledge().concepts[concept as usize].kind != ConceptKind::Activity;
        let moved = || own.by_words() && own.spread.iter().any(|(c, value)| *c == concept && *value * way >= BROUGHT_ABOUT);
        named || (outcome && moved())
    }
}
