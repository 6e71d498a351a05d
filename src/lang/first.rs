//! What to do first: the talks of the next days, by the pre-selling plan.

use crate::analysis::ProjectAnalysis;
use crate::analysis::partners::days;
use crate::analysis::reframe::Talk;
use crate::lang::partners::next::{self, Next};
use crate::lang::phrases::Phrases;

/// Days that are looked ahead: a formal request is made as long before its answer is needed.
const AHEAD: i32 = 14;
/// Most talks that are named.
const MOST: usize = 4;

impl Phrases<'_> {
    /// The talks of the next two weeks with their label, the earliest first; `None` where none has its day by then.
    pub fn first(&self, a: &ProjectAnalysis, talks: &[Talk]) -> Option<(&'static str, String)> {
        let (today, end) = (self.case.today, days::after(self.case.today, AHEAD));
        // Only what was agreed to has a day that is over.
        let soon = |step: &Next| step.day.is_some_and(|day| day >= today && day <= end);
        let steps: Vec<Next> = next::steps(*self, a, talks).into_iter().filter(soon).collect();
        let one = |step: &Next| {
            let (day, who, what) = (step.day?, step.who.last()?, step.what.first()?);
            Some(if day == today {
                self.pick(format!("今天 {who}：{what}"), format!("{who} today: {what}"))
            } else {
                self.pick(format!("{day}前 {who}：{what}"), format!("{who} by {day}: {what}"))
            })
        };
        let mut told: Vec<String> = steps.iter().take(MOST).filter_map(one).collect();
        if steps.len() > MOST {
            let rest = steps.len() - MOST;
            told.push(self.pick(format!("另{rest}项见“预沟通计划”"), format!("{rest} more in the pre-selling plan")));
        }
        let label = self.pick("先做什么", "What to do first");
        (!told.is_empty()).then(|| (label, told.join(self.pick("；", "; "))))
    }
}
