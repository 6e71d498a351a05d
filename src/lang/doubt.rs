//! What is known of a pair twice and says opposite things: the reader decides.

use crate::lang::amounts;
use crate::lang::phrases::Phrases;
use crate::lang::quoted;
use crate::score::Pair;

impl Phrases<'_> {
    /// That the known causes say the opposite of all else, and what both come to.
    pub fn in_doubt(&self, pair: &Pair) -> String {
        let (element, kpi) = (quoted(self.lang, self.element(pair.element)), self.kpi_quoted(pair.kpi));
        let each = amounts::percent(pair.helps, self.lang);
        let against = pair.parts.driver < 0.0;
        let (zh, en) =
            if against { (["有碍", "有助"], ["works against", "helps"]) } else { (["有助", "有碍"], ["helps", "works against"]) };
        self.pick(
            format!("{element}对{kpi}：已知的因果说{}，其余各项说{}；两种可能各按{each}计，请自行判断", zh[0], zh[1]),
            format!(
                "{element} and {kpi}: by the known causes it {} it, by all else it {} it; each counts with {each}: decide yourself",
                en[0], en[1]
            ),
        )
    }
}
