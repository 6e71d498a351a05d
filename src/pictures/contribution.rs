//! kpi-contribution: stated contributions as a share of the change each KPI needs.

use crate::analysis::department::Claim;
use crate::chart::contribution::{ContributionGroup, ContributionKpi, ContributionView, ContributionWords, Segment, scene};
use crate::chart::font::Fonts;
use crate::chart::scene::Scene;
use crate::lang::{amounts, captions as c, quoted};
use crate::model::share::{self, Known};
use crate::model::{ElementId, KpiId};
use crate::pictures::Subject;
use crate::text::segment::breakable;

pub(super) fn draw(subject: &Subject, fonts: &Fonts) -> Option<Scene> {
    let (p, a) = (subject.phrases, subject.analysis);
    let mut groups = Vec::new();
    let mut unstated = Vec::new();
    for side in &a.departments {
        let mut kpis = Vec::new();
        for kpi in p.case.kpis_of(side.department) {
            // Only what is in the plan: an optional element has promised nothing yet.
            let claims: Vec<(&Claim, &Known)> = side
                .claims
                .iter()
                .filter(|x| x.kpi == kpi && a.core.contains(&x.element))
                .filter_map(|x| Some((x, x.supported()?)))
                .collect();
            match total(&claims) {
                Some(sum) => kpis.push(row(subject, kpi, &claims, &sum)),
                None => unstated.push(p.kpi(kpi).to_owned()),
            }
        }
        if !kpis.is_empty() {
            groups.push(ContributionGroup { department: p.department(side.department).to_owned(), kpis });
        }
    }
    let view = ContributionView {
        title: subject.finding(&[title(subject)], fonts),
        subtitle: c::CONTRIBUTION.of(p.lang),
        source: subject.source(),
        groups,
        unstated,
        words: ContributionWords {
            gives: c::NEARER.of(p.lang),
            hurts: c::FURTHER.of(p.lang),
            range: c::RANGE.of(p.lang),
            full: c::TARGET_REACHED.of(p.lang),
            unstated: c::UNSTATED.of(p.lang),
            separator: c::SEPARATOR.of(p.lang),
            rows_left_out: c::KPIS_LEFT_OUT.of(p.lang),
            nothing: c::NO_CONTRIBUTIONS.of(p.lang),
        },
    };
    Some(scene(&view, fonts))
}

fn total(claims: &[(&Claim, &Known)]) -> Option<Known> {
    claims.iter().map(|(_, k)| **k).reduce(|a, b| share::sum(&a, &b))
}

fn row(subject: &Subject, kpi: KpiId, claims: &[(&Claim, &Known)], sum: &Known) -> ContributionKpi {
    let p = subject.phrases;
    ContributionKpi {
        name: breakable(p.kpi(kpi)),
        segments: claims.iter().map(|(x, k)| Segment { element: p.element(x.element).to_owned(), share: k.share() }).collect(),
        range: (sum.contribution[0] < sum.contribution[2]).then(|| sum.range()),
        total: amounts::share(sum.share(), p.lang),
        label: amounts::arithmetic(sum, p.case.kpi(kpi), p.lang),
    }
}

/// The largest claim that helps a partner, else the largest that helps at all; of those that may be quoted.
fn title(subject: &Subject) -> String {
    let (p, a) = (subject.phrases, subject.analysis);
    let claims = |partners: bool| {
        a.departments
            .iter()
            .filter(move |d| !partners || a.partners.contains(&d.department))
            .flat_map(|d| d.claims.iter().filter(|x| !d.met.contains(&x.kpi)))
            .filter(|x| a.core.contains(&x.element) && a.claims.quotable(x.kpi, x.element))
            .filter_map(|x| Some((x.element, x.kpi, *x.supported()?)))
            .filter(|(_, _, known)| known.share() > 0.0)
    };
    let largest = |partners: bool| -> Option<(ElementId, KpiId, Known)> {
        claims(partners).max_by(|x, y| x.2.share().total_cmp(&y.2.share()).then_with(|| p.element(y.0).cmp(p.element(x.0))))
    };
    match largest(true).or_else(|| largest(false)) {
        Some((element, kpi, known)) => {
            let (e, k) = (quoted(p.lang, p.element(element)), p.kpi_quoted(kpi));
            let department = p.department(p.case.kpi(kpi).department);
            let s = amounts::reach(&known, p.lang);
            p.pick(
                format!("{}：{e}为{department}{k}带来所需变化的{s}", p.project(a)),
                format!("{}: {e} brings {s} of the change that {department} needs for {k}", p.project(a)),
            )
        }
        None if a.departments.iter().flat_map(|d| &d.claims).any(|x| x.supported().is_some_and(|k| k.share() > 0.0)) => p.pick(
            format!("{}：写明的贡献还不宜直接引用（可能重复、超期，或指标已达成）", p.project(a)),
            format!(
                "{}: what the plan states is not to be quoted as it stands (counted twice, too late, or a target already met)",
                p.project(a)
            ),
        ),
        None => p.pick(
            format!("{}：计划中没有写明对指标的正面贡献", p.project(a)),
            format!("{}: the plan states no positive contribution to a KPI", p.project(a)),
        ),
    }
}
