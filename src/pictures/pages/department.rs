//! A partner's page: what the project does for its KPIs, what works against them, what is asked and what it gets.

use crate::analysis::department::{DepartmentSide, Standing, in_doubt};
use crate::analysis::served::{self, Served};
use crate::chart::font::Fonts;
use crate::chart::page::Figure;
use crate::chart::page::department::{Amount, DepartmentView, DepartmentWords, KpiRow, MOST_EXPLAINED, scene};
use crate::chart::scene::Scene;
use crate::lang::amounts;
use crate::lang::pages::department::top;
use crate::pictures::Subject;
use crate::pictures::pages::{part, passage, sentence};

pub(super) fn draw(subject: &Subject, side: &DepartmentSide, fonts: &Fonts) -> Scene {
    let (p, a) = (subject.phrases, subject.analysis);
    let served = served::of(p.case, subject.evidence, a, side);
    let known = side.standing != Standing::NoKpis;
    let mut parts = Vec::new();
    if known {
        let title = p.pick("不利之处和处理", "What works against it");
        let doubtful = in_doubt(p.case, subject.scores, &a.core, side.department);
        parts.push(part(title, p.remedies(a, side, &served, &doubtful)));
    }
    parts.push(part(p.pick("需要它做什么", "What is asked of it"), p.requests(a, side.department)));
    if known {
        parts.push(part(p.pick("它得到什么", "What it gets in return"), p.returns(&served)));
    }
    let columns = p.pick(
        ["指标、目标和截止日期", "由什么帮助", "占目标所需变化的多少"],
        ["KPI, target and deadline", "Helped by", "Part of the change needed"],
    );
    let view = DepartmentView {
        title: sentence(&p.department_headline(a, side, &served)),
        figures: if known { figures(subject, side, &served) } else { Vec::new() },
        rows: served.iter().map(|s| row(subject, s, served.len() <= MOST_EXPLAINED)).collect(),
        parts,
        source: subject.source(),
        words: DepartmentWords {
            columns: columns.map(str::to_owned),
            rows_left_out: p
                .pick("另有{n}项指标见简报，其中{m}项没有服务到", "{n} more KPIs in the brief, {m} of them not served")
                .to_owned(),
            more: p.more_in_brief(),
            nothing: p
                .pick(
                    "表中没有它的指标：先请教它今年看重什么，再看项目能帮上什么。",
                    "The tables hold no KPI of theirs: ask what they are judged by, then see what the project can do.",
                )
                .to_owned(),
        },
    };
    scene(&view, fonts)
}

fn row(subject: &Subject, s: &Served, explained: bool) -> KpiRow {
    let p = subject.phrases;
    let amount = match &s.sum {
        Some(sum) if s.is_proposed() => Amount::Proposed(sum.share(), amounts::share(sum.share(), p.lang)),
        Some(sum) => Amount::Share(sum.share(), amounts::share(sum.share(), p.lang)),
        None => Amount::Words(p.unstated(s).to_owned()),
    };
    KpiRow {
        name: p.kpi(s.kpi).to_owned(),
        goal: passage(p.goal_by(s.kpi)),
        by: passage(p.served_by(s)),
        amount,
        detail: passage(p.served_detail(s)),
        why: passage(if explained { p.why_it_helps(s, subject.scorer, subject.scores) } else { Vec::new() }),
        served: s.served,
    }
}

/// The largest stated share, the KPIs served, and how far they are covered.
fn figures(subject: &Subject, side: &DepartmentSide, served: &[Served]) -> Vec<Figure> {
    let (p, a) = (subject.phrases, subject.analysis);
    let figure = |(number, caption): (String, String)| Figure { number, caption: sentence(&[caption]) };
    let largest = top(served).map(|(s, known)| Figure { number: amounts::reach(&known, p.lang), caption: sentence(&p.top_caption(s)) });
    largest.into_iter().chain([p.served_figure(a, side), p.coverage_figure(a, side)].map(figure)).collect()
}
