//! Text evidence by deletion: which phrase of an element carries the score it leads with, and which the harm it does.
//!
//! Looked at: what each partner is led with and what serves the own department, as far as the brief names it. Where a figure is stated it alone
//! counts, and no phrase is looked for. Limits: a phrase is taken out alone; what two of them carry together shows as no single phrase.

use std::collections::BTreeSet;

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{DepartmentSide, Lead, Standing};
use crate::analysis::evidence::{Level, above_noise};
use crate::analysis::lint;
use crate::error::Message;
use crate::model::{Case, DepartmentId, ElementId, KpiId, Share};
use crate::score::explain::{Bearing, bearing, described, without_each};
use crate::score::lexical::{Profile, lexical};
use crate::score::{KpiProfile, Scorer, Scores};

/// Leads of a department that the brief names.
const LEADS: usize = 5;
/// Part of an overlap that may be left without a phrase for the phrase to be its reason.
const CARRIED: f64 = 0.7;
/// Part of a harm that may be left without a phrase for the phrase to be what does it.
const HARM_LEFT: f64 = 1.0 / 3.0;
/// Likeness of words from which a phrase only says again what the element is called.
const SAID_AGAIN: f32 = 0.5;

/// What a lead rests on.
#[derive(Debug, Clone, PartialEq)]
pub enum Ground {
    /// A stated figure, whatever the texts say.
    Figure,
    /// This phrase of the element's text.
    Phrase(Bearing),
    /// The text, and no single phrase of it: with it the phrase that counts most, where one counts noticeably.
    Text(Option<Bearing>),
}

/// What a lead rests on, and whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadBearing {
    /// Whose lead.
    pub department: DepartmentId,
    /// The element.
    pub element: ElementId,
    /// The KPI it serves.
    pub kpi: KpiId,
    /// helps - hurts of the pair, -1 to 1.
    pub overlap: f64,
    /// What it rests on.
    pub ground: Ground,
}

/// What the leads of partners rest on, department by department, then what that rests on which serves the own department.
///
/// # Errors
/// The judge cannot be run.
pub fn bearings(case: &Case, scores: &Scores, scorer: &Scorer, analysis: &ProjectAnalysis) -> Result<Vec<LeadBearing>, Message> {
    let of = |standing: Standing| analysis.departments.iter().filter(move |d| d.standing == standing);
    let told = of(Standing::Partner).chain(of(Standing::Own));
    let named = |d: &DepartmentSide| d.leads.iter().take(LEADS).map(|l| (d.department, *l)).collect::<Vec<(DepartmentId, Lead)>>();
    let one = |(department, lead): (DepartmentId, Lead)| {
        let overlap = scores.pair(lead.kpi, lead.element).overlap();
        let ground = if lead.level == Level::Stated {
            Ground::Figure
        } else {
            let (kpi, _) = scores.profiles(lead.kpi, lead.element);
            match bearing(scorer, kpi, case.element(lead.element), overlap)? {
                Some(bearing) if bearing.without <= overlap * CARRIED => Ground::Phrase(bearing),
                found => Ground::Text(found),
            }
        };
        Ok(LeadBearing { department, element: lead.element, kpi: lead.kpi, overlap, ground })
    };
    told.flat_map(named).map(one).collect()
}

/// Fills in for what is to be mended the phrase that does the harm, where one does.
///
/// Who can change a phrase need not give the element up. A phrase counts where all that the element hurts is inferred from the texts and each of
/// these harms is gone by two thirds or more without it; of several the shortest. Only the description is looked at: it says how a thing is
/// done, which can be changed, and the name says what it is.
///
/// # Errors
/// The judge cannot be run.
pub fn harmful(case: &Case, scores: &Scores, scorer: &Scorer, analysis: &mut ProjectAnalysis) -> Result<(), Message> {
    let elements: BTreeSet<ElementId> = analysis.mends.iter().map(|m| m.conflict.element).collect();
    for element in elements {
        let of_it = || analysis.mends.iter().filter(move |m| m.conflict.element == element);
        let kpis: Vec<KpiId> = of_it().flat_map(|m| m.kpis()).collect();
        let phrase = harmful_phrase(case, scores, scorer, element, &kpis)?;
        for mend in analysis.mends.iter_mut().filter(|m| m.conflict.element == element) {
            mend.phrase.clone_from(&phrase);
        }
    }
    lint::harm::name_phrases(&mut analysis.lints, &analysis.mends);
    Ok(())
}

fn harmful_phrase(case: &Case, scores: &Scores, scorer: &Scorer, element: ElementId, kpis: &[KpiId]) -> Result<Option<String>, Message> {
    // A figure stays whatever the words.
    if kpis.iter().any(|k| matches!(scores.pair(*k, element).share, Share::Known(_))) {
        return Ok(None);
    }
    let text = case.element(element);
    let name = Profile::of(&text.name);
    let new = |phrase: &String| lexical(&name, &Profile::of(phrase)).score < SAID_AGAIN;
    let Some(profile) = kpis.first().map(|k| scores.profiles(*k, element).1) else { return Ok(None) };
    let phrases: Vec<String> = described(profile, text).into_iter().filter(new).collect();
    let of: Vec<&KpiProfile> = kpis.iter().map(|k| scores.profiles(*k, element).0).collect();
    let left = without_each(scorer, &of, text, &phrases)?;
    let gone = |left: &[(f64, f64)]| {
        let mut pairs = kpis.iter().zip(left);
        pairs.all(|(k, (_, hurts))| above_noise(*hurts) <= HARM_LEFT * above_noise(scores.pair(*k, element).hurts))
    };
    let bearing = phrases.into_iter().zip(left).filter(|(_, left)| gone(left)).map(|(phrase, _)| phrase);
    Ok(bearing.min_by(|a, b| a.chars().count().cmp(&b.chars().count()).then_with(|| a.cmp(b))))
}
