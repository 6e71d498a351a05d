//! What comes of dropping, and which other additions fit then.

use crate::analysis::ProjectAnalysis;
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted};
use crate::model::ElementId;

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
