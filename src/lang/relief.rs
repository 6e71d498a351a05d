//! What is to be dropped or softened, what comes of it, and which other additions fit then.

use crate::analysis::ProjectAnalysis;
use crate::analysis::mend::Mend;
use crate::analysis::plan::Step;
use crate::analysis::reframe::Move;
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted};
use crate::model::{ElementId, KpiId};

impl Phrases<'_> {
    /// That the additions are chosen for what is left after the drop, and what comes of it; `None` where those to the plan as it stands are
    /// the best then too.
    pub fn chosen_for_the_drop(&self, a: &ProjectAnalysis) -> Option<String> {
        let relief = a.relief.as_ref()?;
        let (then, otherwise) = (&relief.without_dropped.as_ref()?.sides, &relief.otherwise.as_ref()?.sides);
        let (dropped, partners, figure) = (self.quoted_names(&relief.dropped), a.partners.len(), self.figure(then));
        let (high, low) = (amounts::percent(then.raised(), self.lang), amounts::percent(otherwise.raised(), self.lang));
        // More partners are said first, and only where there are more.
        let won = if then.over_line > otherwise.over_line {
            self.pick(
                format!("有理由支持的伙伴{} / {partners}（均衡方案为{}），", then.over_line, otherwise.over_line),
                format!("{} of {partners} partners with a reason to say yes (balanced: {}), ", then.over_line, otherwise.over_line),
            )
        } else {
            String::new()
        };
        Some(self.pick(
            format!("这些增加项是为去掉{dropped}之后的计划挑选的，那时好于均衡方案：{won}{figure}{high}（均衡方案为{low}）"),
            format!("these additions are chosen for the plan without {dropped}, where they win more than the balanced ones: {won}{figure} {high} (balanced: {low})"),
        ))
    }

    /// The changes of the content, a line each: what one element does to several departments stands together, and beside what is to be softened
    /// stands the addition that makes up for it.
    pub fn contents(&self, content: &[Move], a: &ProjectAnalysis) -> Vec<String> {
        let mut lines: Vec<(Option<ElementId>, String)> = Vec::new();
        for change in content {
            let Move::Mend(mend) = change else {
                lines.push((None, self.content_move(change)));
                continue;
            };
            let element = mend.conflict.element;
            match lines.iter_mut().find(|(of, _)| *of == Some(element)) {
                Some((_, line)) => *line += &self.mended_too(mend),
                None => lines.push((Some(element), self.content_move(change))),
            }
        }
        for (element, line) in &mut lines {
            if let Some(element) = element.filter(|e| a.relief.as_ref().is_some_and(|r| r.softened.contains(e))) {
                *line += &self.made_up_for(element, a);
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// Whom else an element hurts that is to be mended anyway.
    fn mended_too(&self, mend: &Mend) -> String {
        let kpis: Vec<String> = mend.kpis().map(|k| self.kpi_quoted(k)).collect();
        let (whose, kpis, gain) = (self.department(mend.department), list(self.lang, &kpis), self.gain_without(&mend.conflict));
        self.pick(
            format!("；也不利于{whose}{kpis}，完全没有它时{gain}"),
            format!("; it works against {kpis} ({whose}) as well: without it altogether {gain}"),
        )
    }

    /// What of the additions helps a KPI that an element hurts; empty where nothing does. A KPI that the line does not speak of is told to be hurt.
    fn made_up_for(&self, element: ElementId, a: &ProjectAnalysis) -> String {
        let hurt: Vec<KpiId> = a.departments.iter().flat_map(|d| &d.conflicts).filter(|c| c.element == element).map(|c| c.kpi).collect();
        let told = |kpi: KpiId| a.mends.iter().filter(|m| m.conflict.element == element).any(|m| m.kpis().any(|k| k == kpi));
        let helps = |step: &Step| {
            let found = a.suggestions.iter().find(|s| s.element == step.element)?;
            let kpi = hurt.iter().copied().find(|k| found.serves.contains(k))?;
            Some((quoted(self.lang, self.element(step.element)), kpi))
        };
        let mut named: Vec<KpiId> = Vec::new();
        let one = |(name, kpi): (String, KpiId)| {
            let known = told(kpi) || named.contains(&kpi);
            named.push(kpi);
            if known {
                let kpi = self.kpi_quoted(kpi);
                return self.pick(
                    format!("；建议增加的{name}有助于{kpi}，可抵消一部分"),
                    format!("; the addition {name} helps {kpi} and makes up for a part of it"),
                );
            }
            let kpi = self.kpi_of_department(kpi);
            self.pick(
                format!("；也不利于{kpi}，建议增加的{name}可抵消其中一部分"),
                format!("; it also works against {kpi}, which the addition {name} makes up for in part"),
            )
        };
        a.plan.iter().filter_map(helps).map(one).collect()
    }

    /// The index and the worst-off partner: as planned, with the additions, and without what is dropped.
    pub fn win_win(&self, a: &ProjectAnalysis) -> String {
        let (heading, show) = (self.figure_heading(&a.before), |v: f64| amounts::percent(v, self.lang));
        let mut figures = vec![show(a.before.raised())];
        let worst = |w: &crate::analysis::benefit::WinWin| {
            w.worst_off.map_or_else(String::new, |(d, y)| format!("{} {}", self.department(d), amounts::percent(y, self.lang)))
        };
        let mut worsts = vec![worst(&a.before)];
        if !a.plan.is_empty() {
            let (figure, least) = (show(a.after.raised()), worst(&a.after));
            figures.push(self.pick(format!("按建议增加后{figure}"), format!("with the additions {figure}")));
            worsts.push(self.pick(format!("增加后：{least}"), format!("with them: {least}")));
        }
        if let Some((relief, kept)) = a.relief.as_ref().and_then(|r| Some((r, r.without_dropped.as_ref()?))) {
            let (sides, dropped) = (&kept.sides, self.quoted_names(&relief.dropped));
            let (figure, least) = (show(sides.raised()), worst(sides));
            // A fall is not told like one more gain.
            let whole = |v: f64| (v * 100.0).round();
            let rises = whole(sides.raised()) > whole(a.after.raised());
            figures.push(if rises {
                self.pick(format!("再去掉{dropped}{figure}"), format!("without {dropped} too {figure}"))
            } else {
                self.pick(format!("去掉{dropped}后为{figure}"), format!("and {figure} after dropping {dropped}"))
            });
            worsts.push(self.pick(format!("去掉后：{least}"), format!("after the drop: {least}")));
        }
        let (zh, en) = ("，", ", ");
        let (figures, worsts) = (figures.join(self.pick(zh, en)), worsts.join(self.pick(zh, en)));
        self.pick(format!("{heading}{figures}；获益最少的伙伴：{worsts}"), format!("{heading} {figures}; worst-off partner: {worsts}"))
    }

    /// Elements by name, in quotes.
    pub(super) fn quoted_names(&self, elements: &[ElementId]) -> String {
        list(self.lang, &elements.iter().map(|e| quoted(self.lang, self.element(*e))).collect::<Vec<_>>())
    }
}
