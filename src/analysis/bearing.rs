//! Text evidence by deletion: which phrase of an element carries the score it leads with, and which the harm it does.
//!
//! Looked at: what each partner is led with and what serves the own department, as far as the brief names it. Where a figure is stated it alone
//! counts, and no phrase is looked for. Limits: a phrase is taken out alone; what two of them carry together shows as no single phrase.

use std::collections::BTreeMap;

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{DepartmentSide, Lead, Standing};
use crate::analysis::evidence::{Level, above_noise};
use crate::analysis::lint;
use crate::error::Message;
use crate::model::{Case, DepartmentId, ElementId, KpiId, Share};
use crate::score::explain;
use crate::score::explain::{Asked, Bearing, Chances, Without, described, without_each};
use crate::score::lexical::{Profile, lexical};
use crate::score::{Scorer, Scores};

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

/// What the leads of partners rest on in each project, department by department, then what that rests on which serves the own department.
///
/// # Errors
/// The judge cannot be run.
pub fn bearings(case: &Case, scores: &Scores, scorer: &Scorer, projects: &[ProjectAnalysis]) -> Result<Vec<Vec<LeadBearing>>, Message> {
    let leads: Vec<Vec<(DepartmentId, Lead)>> = projects.iter().map(named).collect();
    let inferred = leads.iter().flatten().filter(|(_, lead)| lead.level != Level::Stated);
    let asked = |(_, lead): &(DepartmentId, Lead)| Asked {
        kpi: scores.profiles(lead.kpi, lead.element).0,
        element: case.element(lead.element),
        overlap: scores.pair(lead.kpi, lead.element).overlap(),
    };
    let mut found = explain::bearings(scorer, &inferred.map(asked).collect::<Vec<_>>())?.into_iter();
    let mut one = |(department, lead): (DepartmentId, Lead)| {
        let overlap = scores.pair(lead.kpi, lead.element).overlap();
        let ground = if lead.level == Level::Stated {
            Ground::Figure
        } else {
            match found.next().flatten() {
                Some(bearing) if bearing.without <= overlap * CARRIED => Ground::Phrase(bearing),
                found => Ground::Text(found),
            }
        };
        LeadBearing { department, element: lead.element, kpi: lead.kpi, overlap, ground }
    };
    Ok(leads.into_iter().map(|of| of.into_iter().map(&mut one).collect()).collect())
}

/// The leads that a project's brief names.
fn named(analysis: &ProjectAnalysis) -> Vec<(DepartmentId, Lead)> {
    let of = |standing: Standing| analysis.departments.iter().filter(move |d| d.standing == standing);
    let leads = |d: &DepartmentSide| d.leads.iter().take(LEADS).map(|l| (d.department, *l)).collect::<Vec<_>>();
    of(Standing::Partner).chain(of(Standing::Own)).flat_map(leads).collect()
}

/// Fills in for what is to be mended in each project the phrase that does the harm, where one does.
///
/// Who can change a phrase need not give the element up. A phrase counts where all that the element hurts is inferred from the texts and each of
/// these harms is gone by two thirds or more without it; of several the shortest. Only the description is looked at: it says how a thing is
/// done, which can be changed, and the name says what it is.
///
/// # Errors
/// The judge cannot be run.
pub fn harmful(case: &Case, scores: &Scores, scorer: &Scorer, projects: &mut [ProjectAnalysis]) -> Result<(), Message> {
    // An element stands in one project alone.
    let mut harmed: BTreeMap<ElementId, Vec<KpiId>> = BTreeMap::new();
    for mend in projects.iter().flat_map(|p| &p.mends) {
        harmed.entry(mend.conflict.element).or_default().extend(mend.kpis());
    }
    // A figure stays whatever the words.
    harmed.retain(|element, kpis| !kpis.iter().any(|k| matches!(scores.pair(*k, *element).share, Share::Known(_))));
    let asked: Vec<Without> = harmed.iter().map(|(element, kpis)| said_beside_the_name(case, scores, *element, kpis)).collect();
    let left = without_each(scorer, &asked)?;
    let phrases: BTreeMap<ElementId, String> = harmed
        .iter()
        .zip(asked.into_iter().zip(left))
        .filter_map(|((element, kpis), (asked, left))| Some((*element, doing_the_harm(scores, (*element, kpis), asked.phrases, &left)?)))
        .collect();
    for project in projects {
        for mend in &mut project.mends {
            mend.phrase = phrases.get(&mend.conflict.element).cloned();
        }
        lint::harm::name_phrases(&mut project.lints, &project.mends);
    }
    Ok(())
}

/// The phrases of an element's description that say more than its name.
fn said_beside_the_name<'a>(case: &'a Case, scores: &'a Scores, element: ElementId, kpis: &[KpiId]) -> Without<'a> {
    let text = case.element(element);
    let name = Profile::of(&text.name);
    let new = |phrase: &String| lexical(&name, &Profile::of(phrase)).score < SAID_AGAIN;
    let profile = kpis.first().map(|k| scores.profiles(*k, element).1);
    let phrases = profile.map(|profile| described(profile, text).into_iter().filter(new).collect()).unwrap_or_default();
    Without { kpis: kpis.iter().map(|k| scores.profiles(*k, element).0).collect(), element: text, phrases }
}

/// The shortest of the phrases without which all harm is gone; `left` are the chances of help and of harm for each of the KPIs without each.
fn doing_the_harm(scores: &Scores, (element, kpis): (ElementId, &[KpiId]), phrases: Vec<String>, left: &[Vec<Chances>]) -> Option<String> {
    let gone = |left: &[Chances]| {
        let mut pairs = kpis.iter().zip(left);
        pairs.all(|(k, (_, hurts))| above_noise(*hurts) <= HARM_LEFT * above_noise(scores.pair(*k, element).hurts))
    };
    let bearing = phrases.into_iter().zip(left).filter(|(_, left)| gone(left)).map(|(phrase, _)| phrase);
    bearing.min_by(|a, b| a.chars().count().cmp(&b.chars().count()).then_with(|| a.cmp(b)))
}
