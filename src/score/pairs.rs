//! All pairs of a case, scored and addressed by KPI and element.

use crate::error::Message;
use crate::model::{Case, ElementId, Kpi, KpiId, NoShare, Share, share};
use crate::score::{ElementProfile, KpiProfile, Parts, Scorer, twice};

/// One scored pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The KPI.
    pub kpi: KpiId,
    /// The element.
    pub element: ElementId,
    /// The components.
    pub parts: Parts,
    /// Calibrated chance that an informed judge would say it helps, 0 to 1; a stated share decides instead, where there is one.
    pub helps: f64,
    /// The same for works against, 0 to 1; helps + hurts <= 1.
    pub hurts: f64,
    /// Stated share of the target.
    pub share: Share,
}

impl Pair {
    /// helps - hurts, -1 to 1.
    pub fn overlap(&self) -> f64 {
        self.helps - self.hurts
    }
}

/// A scored pair with its encoded texts.
#[derive(Debug, Clone, Copy)]
pub struct Scored<'a> {
    /// The pair.
    pub pair: &'a Pair,
    /// Its KPI.
    pub kpi: &'a KpiProfile,
    /// Its element.
    pub element: &'a ElementProfile,
}

/// All pairs of a case, addressed by KPI and element.
#[derive(Debug, Clone)]
pub struct Scores {
    kpis: Vec<KpiProfile>,
    elements: Vec<ElementProfile>,
    pairs: Vec<Pair>,
}

impl Scores {
    /// The pair of a KPI and an element.
    pub fn pair(&self, kpi: KpiId, element: ElementId) -> &Pair {
        &self.pairs[element.0 as usize * self.kpis.len() + kpi.0 as usize]
    }

    /// The encoded texts of a pair, for reasons.
    pub fn profiles(&self, kpi: KpiId, element: ElementId) -> (&KpiProfile, &ElementProfile) {
        (&self.kpis[kpi.0 as usize], &self.elements[element.0 as usize])
    }

    /// A pair with its encoded texts.
    pub fn scored(&self, kpi: KpiId, element: ElementId) -> Scored<'_> {
        let (k, e) = self.profiles(kpi, element);
        Scored { pair: self.pair(kpi, element), kpi: k, element: e }
    }

    /// The encoded KPIs, by id.
    pub fn kpis(&self) -> &[KpiProfile] {
        &self.kpis
    }

    /// An encoded element.
    pub fn element(&self, element: ElementId) -> &ElementProfile {
        &self.elements[element.0 as usize]
    }

    /// All pairs, element by element.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }
}

/// The texts of a case, read: its KPIs and its elements, catalogs included, by id.
///
/// # Errors
/// The judge cannot be run.
pub fn read_case(case: &Case, scorer: &Scorer) -> Result<(Vec<KpiProfile>, Vec<ElementProfile>), Message> {
    let named: Vec<(&Kpi, &str)> = case.kpis.iter().map(|k| (k, case.department(k.department).name.as_str())).collect();
    scorer.both(&named, &case.elements.iter().collect::<Vec<_>>())
}

/// The pair of a KPI and an element whose components are known.
pub fn pair(case: &Case, scorer: &Scorer, (kpi, element): (KpiId, ElementId), parts: Parts) -> Pair {
    let share = stated(case, kpi, element);
    let (helps, hurts) = match &share {
        Share::Known(known) => known.evidence(1.0),
        Share::Unknown(_) => scorer.chances(&parts),
    };
    Pair { kpi, element, parts, helps, hurts, share }
}

/// Scores every KPI of a case against every element, catalogs included.
///
/// # Errors
/// The judge cannot be run.
pub fn score_pairs(case: &Case, scorer: &Scorer) -> Result<Scores, Message> {
    let (kpis, elements) = read_case(case, scorer)?;
    let mut parts = scorer.parts(&kpis, &elements)?;
    twice::add(case, scorer, &kpis, &mut parts)?;
    let ids = case.element_ids().flat_map(|e| case.kpi_ids().map(move |k| (k, e)));
    let pairs = ids.zip(parts).map(|(ids, parts)| pair(case, scorer, ids, parts));
    Ok(Scores { pairs: pairs.collect(), kpis, elements })
}

/// The share an element states for a KPI; a checked case has at most one row for it.
fn stated(case: &Case, kpi: KpiId, element: ElementId) -> Share {
    let row = case.element(element).contributions.iter().find(|c| c.kpis.contains(&kpi));
    row.map_or(Share::Unknown(NoShare::NotStated), |c| share::of(&c.amount, case.kpi(kpi)))
}
