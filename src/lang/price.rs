//! What the advice costs, in one line: the additions, what is saved, the whole, and how they stand to the budget.

use crate::analysis::{Options, ProjectAnalysis};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts};

impl Phrases<'_> {
    /// The additions' cost, the budget that is meant for them, and the upper ends.
    pub(super) fn price(&self, a: &ProjectAnalysis, options: &Options) -> String {
        let money = |v: f64| amounts::money(v, self.case, self.lang);
        let costs = || a.plan.iter().filter_map(|s| self.case.element(s.element).cost);
        let (middle, high): (f64, f64) = (costs().map(|c| c.middle()).sum(), costs().map(|c| c.high).sum());
        let spared = a.relief.as_ref().map_or(0.0, |x| x.saved);
        let saved = if spared > 0.0 {
            self.pick(format!("；去掉的内容可省{}", money(spared)), format!("; what is dropped saves {}", money(spared)))
        } else {
            String::new()
        };
        // Nobody is to take the additions for all of it.
        let planned = || a.core.iter().map(|e| self.case.element(*e));
        let (known, open) = (planned().map(|e| e.cost_middle()).sum::<f64>(), planned().filter(|e| e.cost.is_none()).count());
        let beside = match open {
            0 => String::new(),
            n => self.pick(format!("（另有{n}项未给成本）"), format!(" ({n} without a cost)")),
        };
        let all = known + middle - spared;
        let total = if known > 0.0 {
            let (plan, all) = (money(known), money(all));
            self.pick(format!("；连同原计划{plan}{beside}，合计约{all}"), format!("; with the plan's {plan}{beside} about {all} in all"))
        } else {
            String::new()
        };
        if a.plan.is_empty() {
            return self.pick("不增加支出", "nothing beyond the plan").to_owned() + &saved + &total;
        }
        let mut text = self.pick(format!("增加项约{}", money(middle)), format!("about {} for the additions", money(middle)));
        if high > middle {
            text += &self.pick(format!("（都取上限为{}）", money(high)), format!(" ({} at the upper ends)", money(high)));
        }
        text += &saved;
        text += &total;
        if let Some(budget) = options.budget {
            let most = planned().filter_map(|e| e.cost).map(|c| c.high).sum::<f64>() + high - spared;
            text += &self.within_budget(budget, high, Some((all, most)).filter(|_| known > 0.0));
        }
        // An amount that is asked for may hold them.
        if middle > 0.0 && !a.partners.iter().any(|d| self.case.department(*d).ask_cost.is_some()) {
            text += self.pick("；还没有请谁承担增加项，先定谁出", "; nobody is asked to pay for the additions yet: settle who does");
        }
        let assumed = costs().any(|c| c.assumed);
        if assumed {
            text += self
                .pick("；内置目录的成本是按几百人规模的假设", "; costs of the built-in catalog are assumptions for a few hundred people");
            if self.lang == Lang::En && self.case.currency.is_none() {
                text += ", in CNY: the tables name no currency, so the sums take theirs for the same";
            }
        }
        text
    }

    /// That the budget is taken for the additions, which may exceed it at the upper ends of their costs, and how the plan as changed stands to it
    /// where its cost is known, in the middle and at the upper ends: it may be meant for all.
    fn within_budget(&self, budget: f64, high: f64, all: Option<(f64, f64)>) -> String {
        let money = |v: f64| amounts::money(v, self.case, self.lang);
        let mut text = self.pick(
            format!("；预算{}按只用于增加项计", money(budget)),
            format!("; the budget of {} is taken as meant for the additions", money(budget)),
        );
        if high > budget {
            let over = money(high - budget);
            text += &self.pick(format!("（都取上限则超出{over}）"), format!(" ({over} over it at the upper ends)"));
        }
        let Some((all, most)) = all else { return text };
        let apart = money((budget - all).abs());
        text += &match (all <= budget, self.lang) {
            (true, Lang::Zh) => format!("，若用于全部，则合计在预算之内，余{apart}"),
            (true, Lang::En) => format!("; if it is for everything, the whole is within it, {apart} left"),
            (false, Lang::Zh) => format!("，若用于全部，则合计超出{apart}"),
            (false, Lang::En) => format!("; if it is for everything, the whole is {apart} over it"),
        };
        if all <= budget && most > budget {
            let over = money(most - budget);
            text += &self.pick(format!("，都取上限则超出{over}"), format!(" ({over} over it at the upper ends)"));
        }
        text
    }
}
