//! Which titles are kept, in which order, and which one is advised.

use crate::analysis::theme::support::Support;
use crate::analysis::theme::{KpiChance, Theme};
use crate::model::DepartmentId;

/// Titles that are kept, beside the user's own.
const KEPT: usize = 3;
/// Score from which a title is worth proposing.
const WORTH_PROPOSING: f64 = 0.015;
/// Gain of a KPI's chance from which it is named as what a title helps most, and of a partner's coverage from which it is one to retitle for.
pub(super) const WORTH_NAMING: f64 = 0.05;
/// Fall of a KPI's chance from which a title is said to stress it no longer: more than the noise of the texts.
const FADES: f64 = 0.2;
/// Fall from which a KPI is told beside what a title gains, and how many of them are.
const LESS: f64 = 0.1;
const LESS_MOST: usize = 3;
/// Titles kept of those that gain most from the same partner.
const SAME_PARTNER: usize = 2;

/// The title to go by: the first that the plan as advised carries, by which a partner gains to be felt, and by which no KPI loses the place in
/// front that the present title gives it: what is delivered to one partner is not hidden to please another. `None`: the present one can stay.
pub fn advised(themes: &[Theme]) -> Option<&Theme> {
    themes.iter().find(|t| t.is_carried() && t.fades().is_none() && t.partners.iter().any(|e| e.gain() >= WORTH_NAMING))
}

fn by_worth(themes: &mut [Theme]) {
    themes.sort_by(|a, b| b.worth().total_cmp(&a.worth()).then_with(|| a.title.cmp(&b.title)));
}

/// What a reader takes from the top must hold with what is advised, so that what is carried comes first, and of that what may be gone by.
pub(super) fn in_order(themes: &mut [Theme]) {
    by_worth(themes);
    themes.sort_by_key(|t| (!t.is_carried(), t.is_carried() && t.fades().is_some()));
}

/// The best ones: no two about the same thing, and at most two that gain most from the same partner. The best that is carried is among them,
/// however good the others are.
pub(super) fn best(mut themes: Vec<Theme>) -> Vec<Theme> {
    by_worth(&mut themes);
    themes.retain(|t| t.score >= WORTH_PROPOSING);
    if let Some(carried) = themes.iter().position(Theme::is_carried) {
        themes[..=carried].rotate_right(1);
    }
    let mut kept: Vec<Theme> = Vec::new();
    for theme in themes {
        let partner = theme.most_gained();
        let same_concept = kept.iter().any(|k| k.concept == theme.concept);
        let same_partner = kept.iter().filter(|k| k.most_gained() == partner).count();
        if kept.len() < KEPT && !same_concept && same_partner < SAME_PARTNER {
            kept.push(theme);
        }
    }
    kept
}

impl Theme {
    /// Its score, less where the plan lacks what it promises.
    fn worth(&self) -> f64 {
        self.score * self.support.map_or(1.0, Support::worth)
    }

    /// Whether the plan as advised carries it; one of the user's own is the user's to keep, where it is worth proposing.
    fn is_carried(&self) -> bool {
        self.support.map_or(self.score >= WORTH_PROPOSING, Support::carries)
    }

    /// The KPI that the title speaks of less than the present one does, the most so; `None` when none falls noticeably. What the plan brings it
    /// stays.
    pub fn fades(&self) -> Option<KpiChance> {
        let fall = |c: &KpiChance| c.before - c.after;
        // Of two alike the first: `max_by` would take the last.
        self.kpis.iter().rev().filter(|c| fall(c) >= FADES).max_by(|a, b| fall(a).total_cmp(&fall(b))).copied()
    }

    /// KPIs that the title speaks of less than the present one does, to be told beside what it gains: the greatest falls first, a few.
    pub fn less(&self) -> Vec<KpiChance> {
        let fall = |c: &KpiChance| c.before - c.after;
        let mut all: Vec<KpiChance> = self.kpis.iter().filter(|c| fall(c) >= LESS).copied().collect();
        all.sort_by(|a, b| fall(b).total_cmp(&fall(a)));
        all.truncate(LESS_MOST);
        all
    }

    /// The partner that gains most.
    fn most_gained(&self) -> Option<DepartmentId> {
        // Of two alike the first: `max_by` would take the last.
        self.partners.iter().rev().max_by(|a, b| a.gain().total_cmp(&b.gain())).map(|e| e.department)
    }
}
