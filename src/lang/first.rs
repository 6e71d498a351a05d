//! What to do first: the talks of the next days, by the pre-selling plan.

use crate::analysis::ProjectAnalysis;
use crate::analysis::partners::days;
use crate::analysis::reframe::Talk;
use crate::lang::partners::next;
use crate::lang::phrases::Phrases;

/// Days that are looked ahead: a formal request is made as long before its answer is needed.
const AHEAD: i32 = 14;
/// Most talks that are named.
const MOST: usize = 4;

impl Phrases<'_> {
    /// The talks of the next two weeks with their label, the earliest first; `None` where none has its day by then.
    pub fn first(&self, a: &ProjectAnalysis, talks: &[Talk]) -> Option<(&'static str, String)> {
        let end = days::after(self.case.today, AHEAD);
        let soon = next::steps(*self, a, talks).into_iter().filter(|step| step.day.is_some_and(|day| day <= end));
        let told = soon.take(MOST).filter_map(|step| {
            let (day, who) = (step.day?, step.who.last()?.clone());
            // The shortest form that leaves nothing out.
            let whole = step.what.iter().filter(|form| !form.contains('…')).min_by_key(|form| form.chars().count());
            let what = whole.or(step.what.last())?;
            Some(if day <= self.case.today {
                self.pick(format!("今天 {who}：{what}"), format!("{who} today: {what}"))
            } else {
                self.pick(format!("{day}前 {who}：{what}"), format!("{who} by {day}: {what}"))
            })
        });
        let told: Vec<String> = told.collect();
        let label = self.pick("先做什么", "What to do first");
        (!told.is_empty()).then(|| (label, told.join(self.pick("；", "; "))))
    }
}
