//! What comes of dropping, and which other additions fit then.

use crate::analysis::ProjectAnalysis;
use crate::lang::phrases::Phrases;
use crate::lang::sides::raised;
use crate::lang::{amounts, list, quoted};
use crate::model::ElementId;

impl Phrases<'_> {
    /// That other additions win more once something is dropped, what they take the place of, and what both come to; `None` where those of
    /// the plan remain.
    pub fn anew(&self, a: &ProjectAnalysis) -> Option<String> {
        let relief = a.relief.as_ref()?;
        let (anew, kept) = relief.anew.as_ref().zip(relief.without_dropped.as_ref())?;
        let (dropped, joining) = (self.quoted_names(&relief.dropped), self.quoted_names(&anew.joining));
        let instead = match anew.leaving.as_slice() {
            [] => String::new(),
            left => self.pick(format!("，代替{}", self.quoted_names(left)), format!(" in place of {}", self.quoted_names(left))),
        };
        let (then, kept, partners) = (&anew.package.after, &kept.sides, a.partners.len());
        let figure = self.figure(then);
        let (high, low) = (amounts::percent(raised(then), self.lang), amounts::percent(raised(kept), self.lang));
        let cost = amounts::money(anew.package.cost, self.case, self.lang);
        // More partners are said first, and only where there are more.
        let won = if then.over_line > kept.over_line {
            self.pick(
                format!("有理由支持的伙伴{} / {partners}（不换为{}），", then.over_line, kept.over_line),
                format!("{} of {partners} partners with a reason to say yes ({} without that change), ", then.over_line, kept.over_line),
            )
        } else {
            String::new()
        };
        Some(self.pick(
            format!("去掉{dropped}之后，改选{joining}{instead}更好：{won}{figure}{high}（不换为{low}），增加项合计约{cost}"),
            format!(
                "once {dropped} is dropped, {joining}{instead} wins more: {won}{figure} {high} (otherwise {low}), about {cost} for all additions"
            ),
        ))
    }

    /// The index and the worst-off partner: as planned, with the additions, and without what is dropped.
    pub fn win_win(&self, a: &ProjectAnalysis) -> String {
        let (heading, show) = (self.figure_heading(&a.before), |v: f64| amounts::percent(v, self.lang));
        let mut figures = vec![show(raised(&a.before))];
        let worst = |w: &crate::analysis::benefit::WinWin| {
            w.worst_off.map_or_else(String::new, |(d, y)| format!("{} {}", self.department(d), amounts::percent(y, self.lang)))
        };
        let mut worsts = vec![worst(&a.before)];
        if !a.plan.is_empty() {
            let (figure, least) = (show(raised(&a.after)), worst(&a.after));
            figures.push(self.pick(format!("按建议增加后{figure}"), format!("with the additions {figure}")));
            worsts.push(self.pick(format!("增加后：{least}"), format!("with them: {least}")));
        }
        if let Some((relief, kept)) = a.relief.as_ref().and_then(|r| Some((r, r.without_dropped.as_ref()?))) {
            let (sides, what) = relief.anew.as_ref().map_or_else(
                || {
                    (
                        &kept.sides,
                        self.pick(
                            format!("再去掉{}", self.quoted_names(&relief.dropped)),
                            format!("without {} too", self.quoted_names(&relief.dropped)),
                        ),
                    )
                },
                |anew| (&anew.package.after, self.pick("去掉并改选后", "with the drop and the other choice").to_owned()),
            );
            let (figure, least) = (show(raised(sides)), worst(sides));
            figures.push(self.pick(format!("{what}{figure}"), format!("{what} {figure}")));
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
