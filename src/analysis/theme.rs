//! Titles a project could go by, each with what it gains.
//!
//! A framing (data/knowledge/framings.csv) and the project's own words make a title and a line that says what changes. Which framings are
//! worth reading is told by their concepts alone: they must keep the project what it is (an event stays an event), and each partner's turn
//! brings the one that moves most of what its KPIs lack. Title and line are then scored as a text by the ordinary scorer on every KPI, and
//! so are the present title and the user's own.
//!
//! With e the evidence of that text, u' is a department's coverage by the plan with the text as one thing more, u the same with the present
//! title: what the plan does already is not gained by a title. score = sum (1 - y_d) (u'_d - u_d) / sum (1 - y_d) over the partners, less
//! what the own department loses. Limits: a title promises what its line says; `title_alone` is what is left without the line.

pub mod kept;
pub mod support;

use kept::{WORTH_NAMING, best, in_order};
use support::Support;

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::{Benefit, Products};
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::evidence::{EvidenceTable, above_noise, headroom};
use crate::analysis::subject::Subject;
use crate::error::Message;
use crate::model::{Case, DepartmentId, Element, KpiId, Lang, Origin};
use crate::score::knowledge::framings::{FormKind, Framing};
use crate::score::{Scorer, Scores, driver};
use crate::text::fold;

/// Titles that are read at most, beside the user's own: reading one costs some twenty milliseconds on two cores.
const READ: usize = 12;
/// What a framing's concepts must move of a partner's KPIs, and of what the best framing moves.
const PROMISES: (f64, f64) = (0.02, 0.5);

/// What a title does for one department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The department.
    pub department: DepartmentId,
    /// Coverage by the plan under the present title, -1 to 1.
    pub before: f64,
    /// The same under this one.
    pub after: f64,
}

impl Effect {
    /// What it gains, -2 to 2.
    pub fn gain(&self) -> f64 {
        self.after - self.before
    }
}

/// Chances that a title helps a KPI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KpiChance {
    /// The KPI.
    pub kpi: KpiId,
    /// helps - hurts of the present title, -1 to 1.
    pub before: f64,
    /// The same of this one.
    pub after: f64,
}

/// Where a title comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeSource {
    /// A framing, by its id.
    Framing(String),
    /// The user.
    User,
}

/// A title a project could go by.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// The title.
    pub title: String,
    /// What changes; empty for the user's own.
    pub line: String,
    /// Where it comes from.
    pub source: ThemeSource,
    /// The partners' KPI whose chance rises most of those whose own words speak of what the framing makes the project be about.
    pub words_of: Option<KpiId>,
    /// Partners, in order of the analysis.
    pub partners: Vec<Effect>,
    /// The own department; `None` without one.
    pub own: Option<Effect>,
    /// The partners' KPI whose chance rises most; `None` when none rises noticeably.
    pub best: Option<KpiChance>,
    /// Every KPI of the partners and the own department, in order of the analysis and of the tables.
    pub kpis: Vec<KpiChance>,
    /// Gain of the partners, the worst-off counted most, less what the own department loses; -2 to 2.
    pub score: f64,
    /// The score of the title without its line.
    pub title_alone: f64,
    /// What carries it; `None` for one of the user's own that the plan says nothing against.
    pub support: Option<Support>,
    /// The main concept of its framing.
    concept: Option<u32>,
}

/// What titles are made from.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The case.
    pub case: &'a Case,
    /// Scores of its pairs.
    pub scores: &'a Scores,
    /// The scorer behind them.
    pub scorer: &'a Scorer,
    /// Evidence of its pairs.
    pub evidence: &'a EvidenceTable,
    /// The project.
    pub analysis: &'a ProjectAnalysis,
    /// Language of the titles.
    pub lang: Lang,
}

/// A title that is yet to be read.
#[derive(Debug, Clone)]
struct Draft {
    title: String,
    line: String,
    source: ThemeSource,
    /// Those of its framing, the main one first.
    concepts: Vec<u32>,
    carried_by: Vec<u32>,
}

/// The best titles and the user's own: first those that the plan as advised carries, each part by score, less where nothing carries them yet.
///
/// # Errors
/// The judge cannot be run.
pub fn themes(desk: &Desk, own_titles: &[String]) -> Result<Vec<Theme>, Message> {
    let present = desk.case.project(desk.analysis.project).name.clone();
    let mut drafts = desk.drafts(&present);
    let own = |title: &String| Draft {
        title: title.clone(),
        line: String::new(),
        source: ThemeSource::User,
        concepts: Vec::new(),
        carried_by: Vec::new(),
    };
    for title in own_titles {
        if !drafts.iter().any(|d| d.source == ThemeSource::User && fold(&d.title) == fold(title)) {
            drafts.push(own(title));
        }
    }
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let texts = [(present.as_str(), "")].into_iter().chain(drafts.iter().map(|d| (d.title.as_str(), d.line.as_str())));
    let mut chances = desk.read(texts)?.into_iter();
    let before = Reading::of(desk, chances.next().unwrap_or_default());
    let (own, proposed): (Vec<Theme>, Vec<Theme>) = drafts
        .into_iter()
        .zip(chances)
        .map(|(draft, chances)| desk.theme(draft, &before, &Reading::of(desk, chances)))
        .partition(|t| t.source == ThemeSource::User);
    let mut kept = best(proposed);
    let alone = desk.read(kept.iter().map(|t| (t.title.as_str(), "")))?;
    for (theme, chances) in kept.iter_mut().zip(alone) {
        theme.title_alone = desk.score(&before, &Reading::of(desk, chances));
    }
    kept.extend(own);
    in_order(&mut kept);
    Ok(kept)
}

/// What a text does: its chances by KPI, and what the plan with it is worth.
struct Reading {
    chances: Vec<(f64, f64)>,
    benefit: Benefit,
}

impl Reading {
    fn of(desk: &Desk, chances: Vec<(f64, f64)>) -> Self {
        let effects: Vec<(f64, f64)> = chances.iter().map(|(helps, hurts)| (above_noise(*helps), above_noise(*hurts))).collect();
        let plan = Products::new(desk.case).with(desk.evidence, &desk.analysis.core);
        Reading { chances, benefit: plan.and(&effects).benefit(desk.case) }
    }

    fn coverage(&self, department: DepartmentId) -> f64 {
        self.benefit.departments[department.0 as usize].coverage
    }

    fn chance(&self, kpi: KpiId) -> f64 {
        self.chances.get(kpi.0 as usize).map_or(0.0, |(helps, hurts)| helps - hurts)
    }
}

impl Desk<'_> {
    fn partners(&self) -> impl Iterator<Item = &DepartmentSide> {
        self.analysis.departments.iter().filter(|d| d.standing == Standing::Partner)
    }

    /// Titles by those framings that promise the partners most.
    fn drafts(&self, present: &str) -> Vec<Draft> {
        let known = &self.scorer.knowledge().framings;
        let subject = Subject::of(self.case, known, present, &self.analysis.core, self.lang);
        let folded = fold(present);
        let mut drafts: Vec<Draft> = Vec::new();
        for framing in self.promising(&known.patterns, subject.form) {
            let words = subject.words(framing.audience);
            let at = if self.lang == Lang::Zh { 0 } else { 1 };
            let (title, line) = (begun(&framing.theme[at].fill(&words)), framing.line[at].fill(&words));
            // What the project is called already is no other title.
            let known_title = folded.contains(&fold(&title)) || drafts.iter().any(|d| fold(&d.title) == fold(&title));
            if drafts.len() < READ && !known_title {
                let source = ThemeSource::Framing(framing.id.clone());
                let (concepts, carried_by) = (framing.concepts.clone(), framing.carried_by.clone());
                drafts.push(Draft { title, line, source, concepts, carried_by });
            }
        }
        drafts
    }

    /// Framings that keep the form, partner by partner in turn, each time the one that promises that partner most.
    fn promising<'f>(&self, framings: &'f [Framing], form: Option<FormKind>) -> Vec<&'f Framing> {
        let fits = |f: &&Framing| f.fits.is_empty() || form.is_some_and(|form| f.fits.contains(&form));
        let mut open: Vec<(&Framing, Vec<f64>)> = framings.iter().filter(fits).map(|f| (f, self.promise(f))).collect();
        let partners = self.partners().count();
        let least: Vec<f64> = (0..partners)
            .map(|p| open.iter().map(|(_, promise)| promise[p]).fold(0.0, f64::max))
            .map(|most| (PROMISES.1 * most).max(PROMISES.0))
            .collect();
        let mut chosen = Vec::new();
        loop {
            let before = chosen.len();
            for (p, least) in least.iter().enumerate() {
                let good = (0..open.len()).filter(|i| open[*i].1[p] >= *least);
                let by = |a: &usize, b: &usize| {
                    let (a, b) = (&open[*a], &open[*b]);
                    a.1[p].total_cmp(&b.1[p]).then_with(|| b.0.id.cmp(&a.0.id))
                };
                if let Some(at) = good.max_by(by) {
                    chosen.push(open.remove(at).0);
                }
            }
            if chosen.len() == before {
                return chosen;
            }
        }
    }

    /// What a framing's concepts move of each partner's KPIs, by weight and by what the plan leaves to do.
    fn promise(&self, framing: &Framing) -> Vec<f64> {
        let knowledge = self.scorer.knowledge();
        let mut moved = vec![0.0_f32; knowledge.concepts.len()];
        for (concept, value) in driver::about(knowledge, &framing.concepts) {
            moved[concept as usize] = value;
        }
        let of = |kpi: KpiId| {
            let target = &self.scores.kpis()[kpi.0 as usize].concepts.target;
            let driver: f32 = target.iter().map(|&(c, v)| v * moved[c as usize]).sum();
            self.open(kpi) * f64::from(driver.clamp(0.0, 1.0))
        };
        self.partners().map(|d| self.case.kpis_of(d.department).map(&of).sum()).collect()
    }

    /// What the plan leaves to do of a KPI, by weight.
    fn open(&self, kpi: KpiId) -> f64 {
        let k = self.case.kpi(kpi);
        k.weight * headroom(k) * (1.0 - self.analysis.kpis_before.kpis[kpi.0 as usize].net().max(0.0))
    }

    /// Chances of texts on every KPI, by KPI id.
    fn read<'t>(&self, texts: impl Iterator<Item = (&'t str, &'t str)>) -> Result<Vec<Vec<(f64, f64)>>, Message> {
        let origin = Origin { file: "title".into(), line: 0 };
        let element =
            |(title, line): (&str, &str)| Element { description: line.to_owned(), ..Element::from_text("", title, origin.clone()) };
        let elements: Vec<Element> = texts.map(element).collect();
        let kpis = self.scores.kpis();
        if elements.is_empty() || kpis.is_empty() {
            return Ok(vec![Vec::new(); elements.len()]);
        }
        let profiles = self.scorer.elements(&elements.iter().collect::<Vec<_>>())?;
        let parts = self.scorer.parts(kpis, &profiles)?;
        Ok(parts.chunks(kpis.len()).map(|row| row.iter().map(|p| self.scorer.chances(p)).collect()).collect())
    }

    fn theme(&self, draft: Draft, before: &Reading, after: &Reading) -> Theme {
        let effect = |department| Effect { department, before: before.coverage(department), after: after.coverage(department) };
        let score = self.score(before, after);
        let chance = |kpi| KpiChance { kpi, before: before.chance(kpi), after: after.chance(kpi) };
        let visible = |kpi: KpiId| after.chance(kpi) - before.chance(kpi) >= WORTH_NAMING;
        let best = self.most_raised(before, after, visible);
        let asked = |d: &&DepartmentSide| matches!(d.standing, Standing::Partner | Standing::Own);
        let support = match draft.source {
            ThemeSource::User => self.against(&self.spoken_of(&draft.title)),
            ThemeSource::Framing(_) => (!draft.carried_by.is_empty()).then(|| self.support(&draft.carried_by, &draft.concepts)),
        };
        Theme {
            title: draft.title,
            line: draft.line,
            source: draft.source,
            words_of: self.most_raised(before, after, |k| self.speaks_of(k, &draft.concepts)),
            partners: self.partners().map(|d| effect(d.department)).collect(),
            own: self.case.own.filter(|d| self.case.kpis_of(*d).next().is_some()).map(effect),
            best: best.map(chance),
            kpis: self.analysis.departments.iter().filter(asked).flat_map(|d| self.case.kpis_of(d.department)).map(chance).collect(),
            score,
            title_alone: score,
            support,
            concept: draft.concepts.first().copied(),
        }
    }

    fn score(&self, before: &Reading, after: &Reading) -> f64 {
        let gain = |d: DepartmentId| after.coverage(d) - before.coverage(d);
        let need: f64 = self.partners().map(|d| 1.0 - d.before.appeal).sum();
        let gained: f64 = self.partners().map(|d| (1.0 - d.before.appeal) * gain(d.department)).sum();
        let lost = self.case.own.map_or(0.0, |d| (-gain(d)).max(0.0));
        if need > 0.0 { gained / need - lost } else { -lost }
    }

    /// The partners' KPI whose chance a text raises most of those `among`: what the table of titles shows, whatever the plan serves already. `None`
    /// when it raises none.
    fn most_raised(&self, before: &Reading, after: &Reading, among: impl Fn(KpiId) -> bool) -> Option<KpiId> {
        let raised = |kpi: KpiId| after.chance(kpi) - before.chance(kpi);
        let name = |kpi: KpiId| &self.case.kpi(kpi).name;
        let all = self.partners().flat_map(|d| self.case.kpis_of(d.department)).filter(|k| among(*k) && raised(*k) > 0.0);
        all.max_by(|a, b| raised(*a).total_cmp(&raised(*b)).then_with(|| name(*b).cmp(name(*a))))
    }

    /// Whether a KPI's own words reach one of these concepts.
    fn speaks_of(&self, kpi: KpiId, concepts: &[u32]) -> bool {
        self.scores.kpis()[kpi.0 as usize].concepts.hits.iter().any(|hit| concepts.contains(&hit.concept))
    }
}

/// A title with a capital at its beginning.
fn begun(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
