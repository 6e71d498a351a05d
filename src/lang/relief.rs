//! Which other additions fit once something is dropped.

use crate::analysis::ProjectAnalysis;
use crate::analysis::relief::Relief;
use crate::lang::phrases::Phrases;
use crate::lang::sides::raised;
use crate::lang::{amounts, list, quoted};
use crate::model::ElementId;

impl Phrases<'_> {
    /// That other additions win more once something is dropped, what they take the place of, and what both come to; `None` where those of
    /// the plan remain.
    pub fn anew(&self, relief: &Relief, a: &ProjectAnalysis) -> Option<String> {
        let anew = relief.anew.as_ref()?;
        let names =
            |elements: &[ElementId]| list(self.lang, &elements.iter().map(|e| quoted(self.lang, self.element(*e))).collect::<Vec<_>>());
        let (dropped, joining) = (names(&relief.dropped), names(&anew.joining(&a.plan)));
        let leaving = anew.leaving(&a.plan);
        let instead = match leaving.as_slice() {
            [] => String::new(),
            left => self.pick(format!("，代替{}", names(left)), format!(" in place of {}", names(left))),
        };
        let (then, kept, partners) = (&anew.package.after, &anew.kept, a.partners.len());
        let figure = self.figure(then);
        let (high, low) = (amounts::percent(raised(then), self.lang), amounts::percent(raised(kept), self.lang));
        let cost = amounts::money(anew.package.cost, self.case, self.lang);
        // More partners are said first, and only where there are more.
        let won = if then.over_line > kept.over_line {
            self.pick(
                format!("有理由支持的伙伴{} / {partners}（不换是{}），", then.over_line, kept.over_line),
                format!("{} of {partners} partners with a reason to say yes ({} without that change), ", then.over_line, kept.over_line),
            )
        } else {
            String::new()
        };
        Some(self.pick(
            format!("去掉{dropped}之后，改选{joining}{instead}更好：{won}{figure}{high}（不换是{low}），增加项合计约{cost}"),
            format!(
                "once {dropped} is dropped, {joining}{instead} wins more: {won}{figure} {high} ({low} without it), about {cost} for all additions"
            ),
        ))
    }
}
