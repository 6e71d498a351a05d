//! What is known of a pair twice and says opposite things: the reader decides.

use crate::analysis::benefit::HALF_POINT;
use crate::analysis::department::DepartmentSide;
use crate::lang::amounts;
use crate::lang::phrases::Phrases;
use crate::lang::quoted;
use crate::score::Pair;

impl Phrases<'_> {
    /// That the known causes say the opposite of what the texts sound like, and what both come to.
    pub fn in_doubt(&self, pair: &Pair) -> String {
        let (element, kpi) = (quoted(self.lang, self.element(pair.element)), self.kpi_quoted(pair.kpi));
        let each = amounts::percent(pair.helps, self.lang);
        let against = pair.parts.driver < 0.0;
        let (zh, en) =
            if against { (["有碍", "有助"], ["works against", "helps"]) } else { (["有助", "有碍"], ["helps", "works against"]) };
        // Of our own KPIs we are the ones to know; of others they are.
        let ours = Some(self.case.kpi(pair.kpi).department) == self.case.own;
        let todo = if ours { self.pick("请自行判断", "decide yourself") } else { self.pick("与对方谈清", "settle it with them") };
        self.pick(
            format!("{element}对{kpi}：已知的因果说{}，文字听上去{}；两种可能各按{each}计，{todo}", zh[0], zh[1]),
            format!(
                "{element} and {kpi}: by the known causes it {} it, by the wording it {} it; each counts with {each}: {todo}",
                en[0], en[1]
            ),
        )
    }

    /// What all harm to a department comes to where no single pair is strong enough to be named, so that a bar below zero is not denied; `None`
    /// where something is named, or there is none to be seen.
    pub fn unnamed_harm(&self, side: &DepartmentSide) -> Option<String> {
        let hurt = side.before.hurt_side;
        if !side.conflicts.is_empty() || hurt < HALF_POINT {
            return None;
        }
        let hurt = amounts::percent(-hurt, self.lang);
        Some(self.pick(
            format!("没有一项强到可以点名；几处小的或说不准的妨碍合计{hurt}"),
            format!("nothing strong enough to be named; small or doubtful harm adds up to {hurt}"),
        ))
    }

    /// A pair in doubt, in a few words, in two lengths.
    pub fn briefly_in_doubt(&self, pair: &Pair) -> Vec<String> {
        let said = |element: String, kpi: String| {
            self.pick(format!("{element}对{kpi}说法不一：一起核实"), format!("{element} may help or hurt {kpi}: to be settled together"))
        };
        let (element, kpi) = (self.element(pair.element), self.kpi(pair.kpi));
        vec![said(quoted(self.lang, element), quoted(self.lang, kpi)), said(self.brief_name(element), self.brief_name(kpi))]
    }
}
