//! The project told anew, in four parts: under which title, with what content, to whom in which words, and with what outcome.
//!
//! Everything here is drawn from figures that stand elsewhere: titles from [`crate::analysis::theme`], additions from the plan, leads and
//! conflicts from the departments' sides, outcomes from stated contributions. A contribution that gives no share is no outcome: it is kept
//! apart with the reason.

use std::collections::BTreeMap;

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::{Benefit, Products};
use crate::analysis::department::{Claim, DepartmentSide, Lead, Standing};
use crate::analysis::evidence::{CLEAR, EvidenceTable, Level, SERVES, headroom};
use crate::analysis::led::unmixed;
use crate::analysis::mend::Mend;
use crate::analysis::theme::{self, Desk, Theme};
use crate::error::Message;
use crate::model::share::Known;
use crate::model::{Case, DepartmentId, ElementId, KpiId, NoShare};

/// What one department hears of at most.
const HEARD: usize = 3;

/// A project told anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Reframe {
    /// Titles, best first, the user's own among them.
    pub themes: Vec<Theme>,
    /// What changes in the plan: additions in order of the plan, leads, then what hurts, worst first.
    pub content: Vec<Move>,
    /// What each partner hears, in order of the analysis.
    pub communication: Vec<Talk>,
    /// What comes of it: the own department first, then the partners.
    pub outcomes: Vec<Outcome>,
    /// What cannot stand among the outcomes.
    pub unsupported: Vec<Unsupported>,
}

/// One change of the content.
#[derive(Debug, Clone, PartialEq)]
pub enum Move {
    /// Add this.
    Add {
        /// What.
        element: ElementId,
        /// KPIs of own and partners it serves or helps, best first.
        serves: Vec<KpiId>,
        /// Those among them that it serves by itself.
        alone: Vec<KpiId>,
        /// KPIs of own and partners it works against, worst first.
        hurts: Vec<KpiId>,
        /// KPIs by which it takes a partner over the line though it helps each of them too little to be said to serve it.
        tips: Vec<KpiId>,
    },
    /// Put this in front.
    Lead {
        /// What.
        element: ElementId,
        /// KPIs of the partners it serves or helps, strongest first.
        serves: Vec<KpiId>,
        /// Those among them that it serves by itself.
        alone: Vec<KpiId>,
    },
    /// Do less of this, or without it.
    Mend(Mend),
}

/// What one partner is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Talk {
    /// The partner.
    pub department: DepartmentId,
    /// What it hears of first, best first.
    pub hears: Vec<Lead>,
    /// What the manager can open with.
    pub opening: Opening,
    /// KPIs that are met: not to be led with.
    pub met: Vec<KpiId>,
    /// What hurts it: not to be led with either.
    pub hurts: Vec<(ElementId, KpiId)>,
    /// What works against the very KPI that the talk asks advice on, which is owned up to, and whether it is to be dropped.
    pub owns_up: Option<(ElementId, bool)>,
}

impl Talk {
    /// Whether the plan as it is opens the talk, so that what it does comes first.
    pub fn led_by_plan(&self) -> bool {
        matches!(self.opening, Opening::Stated(..) | Opening::Inferred(..))
    }
}

/// What there is to open with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Opening {
    /// A stated contribution of the plan.
    Stated(KpiId, ElementId, Known),
    /// An element that helps by its text.
    Inferred(KpiId, ElementId),
    /// An addition that would help.
    Added(KpiId, ElementId),
    /// Nothing yet: ask what would help this KPI.
    AskAdvice(KpiId),
    /// No KPI of theirs is known: ask for them.
    AskKpis,
}

/// A stated contribution with its arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Whose KPI.
    pub department: DepartmentId,
    /// The KPI.
    pub kpi: KpiId,
    /// The element that brings it.
    pub element: ElementId,
    /// How much of how much.
    pub known: Known,
    /// Line of the claim.
    pub line: u64,
    /// File of the claim.
    pub file: String,
    /// Whether it comes with an addition, not with the plan as it is.
    pub added: bool,
}

/// What is claimed or hoped for without a figure that can be checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsupported {
    /// Whose KPI.
    pub department: DepartmentId,
    /// The KPI.
    pub kpi: KpiId,
    /// The element.
    pub element: ElementId,
    /// What is missing.
    pub reason: NoShare,
    /// Line of the claim, if one was made.
    pub line: Option<u64>,
}

/// Tells a project anew; `titles` are the user's own.
///
/// # Errors
/// The judge cannot be run.
pub fn reframe(desk: &Desk, titles: &[String]) -> Result<Reframe, Message> {
    let teller = Teller { case: desk.case, evidence: desk.evidence, analysis: desk.analysis };
    Ok(Reframe {
        themes: theme::themes(desk, titles)?,
        communication: teller.sides(&[Standing::Partner, Standing::NoKpis]).map(|d| teller.talk(d)).collect(),
        content: teller.content(),
        outcomes: teller.sides(&[Standing::Own, Standing::Partner]).flat_map(|d| teller.outcomes(d)).collect(),
        unsupported: teller.sides(&[Standing::Own, Standing::Partner]).flat_map(|d| teller.unsupported(d)).collect(),
    })
}

/// What a talk with a department opens with, wherever it is told.
pub fn opening(case: &Case, evidence: &EvidenceTable, analysis: &ProjectAnalysis, side: &DepartmentSide) -> Opening {
    Teller { case, evidence, analysis }.opening(side)
}

struct Teller<'a> {
    case: &'a Case,
    evidence: &'a EvidenceTable,
    analysis: &'a ProjectAnalysis,
}

impl<'a> Teller<'a> {
    fn sides(&self, standings: &'static [Standing]) -> impl Iterator<Item = &'a DepartmentSide> + use<'a> {
        self.analysis.departments.iter().filter(move |d| standings.contains(&d.standing))
    }

    /// Whether an element is in the plan with its additions.
    fn planned(&self, element: ElementId) -> bool {
        self.analysis.core.contains(&element) || self.analysis.plan.iter().any(|s| s.element == element)
    }

    fn element_name(&self, element: ElementId) -> &'a str {
        &self.case.element(element).name
    }

    fn content(&self) -> Vec<Move> {
        let mends = self.analysis.mends.iter().cloned().map(Move::Mend);
        self.additions().into_iter().chain(self.leads()).chain(mends).collect()
    }

    fn additions(&self) -> Vec<Move> {
        let involved: Vec<DepartmentId> = self.sides(&[Standing::Own, Standing::Partner]).map(|d| d.department).collect();
        let of = |kpis: &[KpiId]| kpis.iter().copied().filter(|k| involved.contains(&self.case.kpi(*k).department)).collect();
        let mut tips = self.tips();
        let mut one = |element: ElementId| {
            let found = self.analysis.suggestions.iter().find(|s| s.element == element);
            let (serves, alone, hurts) = found.map_or((&[][..], &[][..], &[][..]), |s| (&s.serves, &s.alone, &s.hurts));
            let tips = tips.remove(&element).unwrap_or_default();
            Move::Add { element, serves: of(serves), alone: of(alone), hurts: of(hurts), tips }
        };
        self.analysis.plan.iter().map(|s| one(s.element)).collect()
    }

    /// By which faint help an addition takes a partner over the line, step by step on the plan without what is dropped: nobody would find the
    /// reason among what it serves.
    fn tips(&self) -> BTreeMap<ElementId, Vec<KpiId>> {
        let (case, a) = (self.case, self.analysis);
        let mut before = Products::new(case).with(self.evidence, &a.staying());
        let mut found = BTreeMap::new();
        for element in a.plan.iter().map(|s| s.element) {
            let after = before.with(self.evidence, &[element]);
            let (was, is) = (before.benefit(case), after.benefit(case));
            let over = |b: &Benefit, d: DepartmentId| b.departments[d.0 as usize].appeal >= a.yes_line;
            let won = a.partners.iter().copied().filter(|d| !over(&was, *d) && over(&is, *d));
            let faint = |d: &DepartmentId| !case.kpis_of(*d).any(|k| self.evidence.at(k, element).serves());
            let helps = |k: KpiId| self.evidence.at(k, element).helps();
            let most = |d: DepartmentId| case.kpis_of(d).max_by(|x, y| helps(*x).total_cmp(&helps(*y)).then(y.cmp(x)));
            let kpis: Vec<KpiId> = won.filter(faint).filter_map(most).collect();
            found.insert(element, kpis);
            before = after;
        }
        found
    }

    /// Elements that serve partners, by what they are worth to all of them.
    fn leads(&self) -> Vec<Move> {
        let lead = |(element, leads): (ElementId, Vec<Lead>)| {
            let alone = leads.iter().filter(|l| l.alone).map(|l| l.kpi).collect();
            Move::Lead { element, serves: leads.iter().map(|l| l.kpi).collect(), alone }
        };
        self.analysis.in_front(self.case).into_iter().map(lead).collect()
    }

    fn talk(&self, side: &DepartmentSide) -> Talk {
        let opening = self.opening(side);
        let harm = match opening {
            Opening::AskAdvice(kpi) => side.conflicts.iter().find(|c| c.kpi == kpi),
            _ => None,
        };
        Talk {
            department: side.department,
            hears: self.analysis.heard(self.case, side).take(HEARD).copied().collect(),
            opening,
            owns_up: harm.map(|c| (c.element, self.analysis.drops(c.element))),
            met: side.met.clone(),
            hurts: side.conflicts.iter().map(|c| (c.element, c.kpi)).collect(),
        }
    }

    /// The surest there is: a stated contribution, an element that clearly helps, an addition that does, an element that helps a little, an
    /// addition that does, a question. Who is served by an addition is not told that nothing helps yet, and what only sounds like a KPI opens no
    /// talk.
    fn opening(&self, side: &DepartmentSide) -> Opening {
        let leads = || unmixed(side.leads.iter().filter(|l| l.grounded), side);
        let clear = |l: &&Lead| l.strength >= SERVES && self.evidence.at(l.kpi, l.element).helps() >= CLEAR;
        // A figure that may be counted twice or comes late is none to open with.
        let quotable = |lead: &Lead| self.analysis.claims.quotable(lead.kpi, lead.element);
        let opened = |lead: &Lead| {
            let of_lead = |c: &&Claim| c.element == lead.element && c.kpi == lead.kpi;
            let known = side.claims.iter().find(of_lead).and_then(Claim::supported).filter(|_| quotable(lead));
            known.map_or(Opening::Inferred(lead.kpi, lead.element), |k| Opening::Stated(lead.kpi, lead.element, *k))
        };
        if let Some(lead) = leads().find(|l| l.level == Level::Stated && quotable(l)).or_else(|| leads().find(clear)) {
            return opened(lead);
        }
        let helps = |kpi: KpiId, element: ElementId| self.evidence.at(kpi, element).helps();
        let weight = |kpi: KpiId| self.case.kpi(kpi).weight * headroom(self.case.kpi(kpi));
        let steps = || self.analysis.plan.iter().map(|s| s.element);
        let best = |counts: &dyn Fn(KpiId, ElementId) -> bool| {
            let open = side.gaps.iter().flat_map(|g| steps().map(move |e| (g.kpi, e))).filter(|(k, e)| counts(*k, *e));
            let added = open.max_by(|a, b| {
                let worth = |(kpi, element): (KpiId, ElementId)| weight(kpi) * helps(kpi, element);
                let grounded = |(kpi, element): (KpiId, ElementId)| self.evidence.at(kpi, element).grounded;
                grounded(*a)
                    .cmp(&grounded(*b))
                    .then(worth(*a).total_cmp(&worth(*b)))
                    .then_with(|| self.element_name(b.1).cmp(self.element_name(a.1)))
            });
            added.map(|(kpi, element)| Opening::Added(kpi, element))
        };
        let open = side.gaps.first().map(|g| g.kpi).or_else(|| side.leads.first().map(|l| l.kpi));
        let question = || open.map_or(Opening::AskKpis, Opening::AskAdvice);
        best(&|k, e| helps(k, e) >= CLEAR)
            .or_else(|| leads().next().map(opened))
            .or_else(|| best(&|k, e| self.evidence.at(k, e).serves()))
            .unwrap_or_else(question)
    }

    /// What the plan brings one department, largest share first.
    fn outcomes(&self, side: &DepartmentSide) -> Vec<Outcome> {
        let of = |claim: &Claim| {
            let known = *claim.supported().filter(|k| k.share() > 0.0 && self.planned(claim.element))?;
            let (file, line) = (claim.origin.file.to_string(), claim.origin.line);
            let added = !self.analysis.core.contains(&claim.element);
            Some(Outcome { department: side.department, kpi: claim.kpi, element: claim.element, known, line, file, added })
        };
        let mut all: Vec<Outcome> = side.claims.iter().filter_map(of).collect();
        let names = |o: &Outcome| (self.case.kpi(o.kpi).name.as_str(), self.element_name(o.element));
        all.sort_by(|a, b| b.known.share().total_cmp(&a.known.share()).then_with(|| names(a).cmp(&names(b))));
        all
    }

    /// Claims that give no share, and leads of partners and additions that serve them for which nothing is claimed.
    fn unsupported(&self, side: &DepartmentSide) -> Vec<Unsupported> {
        let of = |element: ElementId, kpi: KpiId, reason: NoShare, line: Option<u64>| Unsupported {
            department: side.department,
            kpi,
            element,
            reason,
            line,
        };
        let claimed = side.claims.iter().filter(|c| self.planned(c.element));
        let mut all: Vec<Unsupported> = claimed.filter_map(|c| Some(of(c.element, c.kpi, c.unsupported()?, Some(c.origin.line)))).collect();
        let told = |lead: &&Lead| side.claims.iter().any(|c| c.element == lead.element && c.kpi == lead.kpi);
        let hoped = side.leads.iter().filter(|l| side.standing == Standing::Partner && !told(l));
        all.extend(hoped.map(|l| of(l.element, l.kpi, NoShare::NotStated, None)));
        all.extend(self.added_to(side).into_iter().map(|(kpi, element)| of(element, kpi, NoShare::NotStated, None)));
        all
    }

    /// Additions that serve a partner by what they say alone, each with the KPI that it serves best; the strongest first.
    fn added_to(&self, side: &DepartmentSide) -> Vec<(KpiId, ElementId)> {
        let kpis = || self.case.kpis_of(side.department).filter(|k| !side.met.contains(k));
        let told = |e: ElementId| side.claims.iter().any(|c| c.element == e);
        let name = |k: KpiId| &self.case.kpi(k).name;
        let strength = |k: KpiId, e: ElementId| self.case.kpi(k).weight * headroom(self.case.kpi(k)) * self.evidence.at(k, e).helps();
        let best = |e: ElementId| {
            let served = kpis().filter(|k| self.evidence.at(*k, e).serves());
            served.map(|k| (strength(k, e), k, e)).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| name(b.1).cmp(name(a.1))))
        };
        let additions = self.analysis.plan.iter().map(|s| s.element).filter(|e| side.standing == Standing::Partner && !told(*e));
        let mut all: Vec<(f64, KpiId, ElementId)> = additions.filter_map(best).collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.element_name(a.2).cmp(self.element_name(b.2))));
        all.into_iter().take(HEARD).map(|(_, kpi, element)| (kpi, element)).collect()
    }
}
