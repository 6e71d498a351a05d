//! Sentences of the pictures that show both sides: what elements give, what each change adds, what the changes cost.

use crate::analysis::benefit::WinWin;
use crate::analysis::giving::{Given, WORTH};
use crate::analysis::path::Change;
use crate::analysis::{Options, ProjectAnalysis};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, quoted};
use crate::model::ElementId;

/// What each change adds to the figure that is raised, as the printed values differ: the gains add up to the way from the first to the last.
pub fn gains(a: &ProjectAnalysis) -> Vec<f64> {
    let path = a.path();
    let before = std::iter::once(a.before.raised()).chain(path.iter().map(|c| c.after().raised()));
    path.iter().zip(before).map(|(c, before)| tenths(c.after().raised()) - tenths(before)).collect()
}

/// A share in tenths of a percent, as it is printed.
fn tenths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// A share as it is printed, so that no change is told that cannot be seen.
fn whole(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

impl Phrases<'_> {
    /// How many elements of the plan serve both sides, and which best of those that the brief leads with.
    pub fn giving(&self, a: &ProjectAnalysis, given: &[Given]) -> String {
        let core = || given.iter().filter(|g| g.core);
        let (project, all) = (self.project(a), core().count());
        let name = |g: &Given| self.element(g.element);
        let best = |fits: &dyn Fn(&Given) -> bool, of: fn(&Given) -> f64| {
            core().filter(|g| fits(g)).max_by(|x, y| of(x).total_cmp(&of(y)).then_with(|| name(y).cmp(name(x))))
        };
        let both = core().filter(|g| g.serves_both()).count();
        // What the brief puts in front of nobody is not named as what to lead with, whatever its figures.
        let leads = |g: &Given| a.leads_with(self.case, g.element);
        let called = |g: &Given| quoted(self.lang, self.element(g.element));
        match (best(&|g| g.serves_both() && leads(g), Given::together), best(&|g| g.partners >= WORTH, |g| g.partners)) {
            (Some(g), _) => {
                let name = called(g);
                let verb = if both == 1 { "serves" } else { "serve" };
                self.pick(
                    format!("{project}：{all}个要素中{both}个同时有利于本部门和伙伴，首推{name}"),
                    format!("{project}: {both} of {all} elements {verb} both us and the partners: lead with {name}"),
                )
            }
            (None, _) if both == 1 => self.pick(
                format!("{project}：{all}个要素中1个同时有利于本部门和伙伴，但还不宜主打"),
                format!("{project}: 1 of {all} elements serves both us and the partners, but is not one to lead with"),
            ),
            (None, _) if both > 0 => self.pick(
                format!("{project}：{all}个要素中{both}个同时有利于本部门和伙伴，但没有一个适合主打"),
                format!("{project}: {both} of {all} elements serve both us and the partners, none of them one to lead with"),
            ),
            (None, Some(g)) => {
                let name = called(g);
                self.pick(
                    format!("{project}：{all}个要素中没有一个同时有利于双方，对伙伴最有利的是{name}"),
                    format!("{project}: 0 of {all} elements serve both sides; {name} gives partners most"),
                )
            }
            (None, None) => self.pick(
                format!("{project}：{all}个要素中没有一个明显有利于伙伴"),
                format!("{project}: 0 of {all} elements give partners anything worth naming"),
            ),
        }
    }

    /// The name of what the steps raise.
    pub fn figure(&self, w: &WinWin) -> &'static str {
        match w.index {
            Some(_) => self.pick("双赢指数", "win-win index"),
            None => self.pick("伙伴平均覆盖率", "mean coverage of the partners"),
        }
    }

    /// The same at the head of a column.
    pub fn figure_heading(&self, w: &WinWin) -> &'static str {
        match w.index {
            Some(_) => self.pick("双赢指数", "Win-win index"),
            None => self.pick("伙伴平均覆盖率", "Mean coverage of the partners"),
        }
    }

    /// What the picture of the steps shows.
    pub fn steps_shown(&self, a: &ProjectAnalysis) -> String {
        match (a.before.index, self.lang) {
            (Some(_), Lang::Zh) => "按建议逐项改动后的双赢指数（本部门覆盖率与伙伴平均覆盖率的几何平均）".to_owned(),
            (Some(_), Lang::En) => {
                "Win-win index (geometric mean of our coverage and the partners' mean) after each change that is advised".to_owned()
            }
            (None, Lang::Zh) => "按建议逐项改动后的伙伴平均覆盖率".to_owned(),
            (None, Lang::En) => "Mean coverage of the partners after each change that is advised".to_owned(),
        }
    }

    /// What the balanced package brings in all, and which step most of it.
    pub fn steps(&self, a: &ProjectAnalysis) -> String {
        if a.partners.is_empty() {
            return self.headline(a);
        }
        let (project, figure, path) = (self.project(a), self.figure(&a.before), a.path());
        // With the decimal of the steps below: two roundings of one number would look like two numbers.
        let (from, to) = (tenths(a.before.raised()), tenths(a.as_advised().raised()));
        let (before, after) = (amounts::share(from, self.lang), amounts::share(to, self.lang));
        if path.is_empty() {
            return self.pick(
                format!("{project}：没有能明显改善双方的增加项，{figure}仍为{before}"),
                format!("{project}: no addition improves both sides noticeably, the {figure} stays at {before}"),
            );
        }
        let changes = self.counted(a);
        let verb = if path.len() == 1 { "s" } else { "" };
        let (p, q) = (a.before.over_line, a.as_advised().over_line);
        if to <= from && p == q {
            return self.pick(
                format!("{project}：{changes}没有明显改善，{figure}从{before}变为{after}"),
                format!("{project}: {changes} improve{verb} little, the {figure} goes from {before} to {after}"),
            );
        }
        if to <= from {
            return self.pick(
                format!("{project}：{changes}使有理由支持的伙伴从{p}个变为{q}个，{figure}从{before}变为{after}"),
                format!(
                    "{project}: with {changes} {q} partners instead of {p} have a reason to say yes; {figure} from {before} to {after}"
                ),
            );
        }
        let start = self.pick(
            format!("{project}：{changes}把{figure}从{before}提高到{after}"),
            format!("{project}: {changes} lift{verb} the {figure} from {before} to {after}"),
        );
        let gains = gains(a);
        // Of equal gains the earlier step is named.
        let most = (0..path.len()).rev().max_by(|i, j| gains[*i].total_cmp(&gains[*j]));
        match most.filter(|_| path.len() > 1) {
            Some(i) => {
                let (name, gain) = (self.change(&path[i], true), self.gained(gains[i]));
                self.pick(format!("{start}，{name}作用最大（{gain}）"), format!("{start}, the largest part by {name} ({gain})"))
            }
            None => start,
        }
    }

    /// How many changes are advised, of each kind.
    pub(super) fn counted(&self, a: &ProjectAnalysis) -> String {
        let (added, dropped) = (a.plan.len(), a.relief.as_ref().map_or(0, |r| r.dropped.len()));
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let (en_added, en_dropped) = (format!("{added} addition{}", plural(added)), format!("{dropped} drop{}", plural(dropped)));
        match (added, dropped) {
            (_, 0) => self.pick(format!("增加{added}项"), en_added),
            (0, _) => self.pick(format!("去掉{dropped}项"), en_dropped),
            _ => self.pick(format!("增加{added}项、去掉{dropped}项"), format!("{en_added} and {en_dropped}")),
        }
    }

    /// A change by name, in a sentence with its quotes.
    pub fn change(&self, change: &Change, in_sentence: bool) -> String {
        match change {
            Change::Add(step) if in_sentence => quoted(self.lang, self.element(step.element)),
            Change::Add(step) => self.element(step.element).to_owned(),
            Change::Drop(gone, _) => {
                let gone = self.quoted_names(gone);
                self.pick(format!("去掉{gone}"), format!("{} {gone}", if in_sentence { "dropping" } else { "Drop" }))
            }
        }
    }

    /// A change as a table has it: of a drop also the words whose change would do, where a phrase does the harm.
    pub fn change_or_words(&self, change: &Change, a: &ProjectAnalysis) -> String {
        let told = self.change(change, false);
        let Change::Drop(gone, _) = change else { return told };
        let phrases = gone.iter().filter_map(|e| a.mends.iter().find(|m| m.conflict.element == *e)?.phrase.as_deref());
        let phrases: Vec<String> = phrases.map(|phrase| quoted(self.lang, phrase)).collect();
        if phrases.is_empty() {
            return told;
        }
        let phrases = list(self.lang, &phrases);
        self.pick(format!("{told}，或改掉其中的{phrases}"), format!("{told}, or change {phrases} in it"))
    }

    /// What a change costs, or saves of the plan; `None` for a drop of which nobody knows what it saves.
    pub fn change_cost(&self, change: &Change) -> Option<String> {
        let free = |e: ElementId| self.case.element(e).cost.is_some_and(|c| c.high == 0.0 && !c.assumed);
        let nothing = || self.pick("不花钱", "no cost").to_owned();
        match change {
            Change::Add(step) if free(step.element) => Some(nothing()),
            Change::Add(step) => Some(amounts::cost(self.case.element(step.element).cost, self.case, self.lang)),
            Change::Drop(gone, _) => self.saved(gone),
        }
    }

    /// What the plan saves without some of its elements; `None` where their cost is nothing or not known.
    pub fn saved(&self, gone: &[ElementId]) -> Option<String> {
        let saved: f64 = gone.iter().map(|e| self.case.element(*e).cost_middle()).sum();
        let money = amounts::money(saved, self.case, self.lang);
        (saved > 0.0).then(|| self.pick(format!("省{money}"), format!("saves {money}")))
    }

    /// The numbers at a step's bar. With a decimal: whole percents would not add up, and small gains would look alike.
    pub fn step(&self, change: &Change, gain: f64, a: &ProjectAnalysis) -> String {
        let after = amounts::share(change.after().raised(), self.lang);
        match change {
            Change::Drop(gone, _) if tenths(gain) == 0.0 => self.relieves(gone, a).unwrap_or(after),
            _ => format!("{} → {after}", self.gained(gain)),
        }
    }

    /// Whom a drop relieves, where that moves no figure of both sides yet: what it does is not nothing.
    fn relieves(&self, gone: &[ElementId], a: &ProjectAnalysis) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for mend in a.mends.iter().filter(|m| gone.contains(&m.conflict.element)) {
            let name = self.department(mend.department);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let names = list(self.lang, &names);
        (!names.is_empty()).then(|| self.pick(format!("为{names}解除妨碍"), format!("relieves {names}")))
    }

    fn gained(&self, gain: f64) -> String {
        // One decimal at every step, so that they line up; + 0.0 takes the sign off a zero.
        let tenths = (gain * 1000.0).round() / 10.0 + 0.0;
        let sign = if tenths > 0.0 { "+" } else { "" };
        amounts::in_points(&amounts::signed(format!("{sign}{tenths:.1}")), self.lang)
    }

    /// How many partners have a reason to say yes.
    pub fn over_line(&self, w: &WinWin, partners: usize) -> String {
        let over = w.over_line;
        self.pick(
            format!("{partners}个伙伴中{over}个有理由支持"),
            format!("{over} of {partners} partner{} with a reason to say yes", if partners == 1 { "" } else { "s" }),
        )
    }

    /// What else is to be said of a change beside its gain: whom a drop relieves may still cover nothing, so that the index stands still; else how
    /// many are won.
    pub fn beside_gain(&self, change: &Change, before: &WinWin, partners: usize) -> String {
        let (then, now) = (before.worst_off.map(|w| whole(w.1)), change.after().worst_off.map(|w| whole(w.1)));
        match (change, then.zip(now)) {
            (Change::Drop(..), Some((from, to))) if to > from => {
                let (from, to) = (amounts::percent(from, self.lang), amounts::percent(to, self.lang));
                self.pick(format!("最低吸引力{from} → {to}"), format!("lowest appeal {from} → {to}"))
            }
            _ => self.over_line(change.after(), partners),
        }
    }

    /// What becomes of the own coverage; `None` without an own side.
    pub fn own_kept(&self, a: &ProjectAnalysis, options: &Options) -> Option<String> {
        let (from, to) = (whole(a.before.own?), whole(a.as_advised().own?));
        let (before, after) = (amounts::percent(from, self.lang), amounts::percent(to, self.lang));
        let own = self.department(self.case.own?);
        Some(match () {
            () if to > from => self.pick(
                format!("{own}（本部门）的覆盖率不减：从{before}升到{after}。"),
                format!("Coverage of {own} (our own side) is kept: it rises from {before} to {after}."),
            ),
            () if to == from => self.pick(
                format!("{own}（本部门）的覆盖率不减：仍为{after}。"),
                format!("Coverage of {own} (our own side) is kept at {after}."),
            ),
            () => {
                let keep = amounts::percent(options.keep, self.lang);
                self.pick(
                    format!("{own}（本部门）的覆盖率从{before}降到{after}，在允许之内（至少保留原来的{keep}）。"),
                    format!("Coverage of {own} (our own side) goes from {before} to {after}, within what was allowed (keep {keep} of it)."),
                )
            }
        })
    }

    /// What the steps cost together, against the budget.
    pub fn spent(&self, a: &ProjectAnalysis, options: &Options) -> String {
        let sum: f64 = a.plan.iter().map(|s| s.cost).sum();
        let total = amounts::money(sum, self.case, self.lang);
        let open = a.plan.iter().filter(|s| self.case.element(s.element).cost.is_none()).count();
        let ranged = a.plan.iter().any(|s| self.case.element(s.element).cost.is_some_and(|c| c.low < c.high));
        let middle = if ranged { self.pick("（区间成本取中值）", " (middle of each range)") } else { "" };
        let mut said = self.pick(format!("合计约{total}{middle}"), format!("About {total} in all{middle}"));
        if let Some(budget) = options.budget {
            let (of, left) = (amounts::money(budget, self.case, self.lang), amounts::money(budget - sum, self.case, self.lang));
            said += &self.pick(format!("，预算{of}，还余{left}"), format!(", of a budget of {of}: {left} left"));
        }
        if open > 0 {
            said += &self.pick(format!("；另有{open}项未给成本，需询价"), format!("; {open} without a cost: get a quote"));
        }
        said + self.pick("。", ".")
    }
}
