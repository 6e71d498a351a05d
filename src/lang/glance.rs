//! The head of the brief, a line each: what to change, for whom, at what cost ([`crate::lang::price`]), and how sure it is. What to do first
//! follows it ([`crate::lang::first`]).

use std::collections::BTreeMap;

use crate::analysis::advised::Won;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::evidence::Level;
use crate::analysis::partners::record;
use crate::analysis::plan::Step as PlanStep;
use crate::analysis::relief::{Outlook, Relief};
use crate::analysis::theme::{Theme, kept};
use crate::analysis::{Options, ProjectAnalysis};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, all_of, amounts, list, quoted};
use crate::model::share::MATERIAL;
use crate::model::{ElementId, KpiId};

/// Loss of own coverage from which it is said beside what softening wins.
pub(super) const OWN_LOSS: f64 = 0.03;
/// Gain of a figure from which a partner is said to be lifted.
const LIFTED: f64 = 0.05;
/// Partners that are named as lifted.
const LIFTED_MOST: usize = 3;

impl Phrases<'_> {
    /// Each line with its label; none without partners.
    pub fn glance(&self, a: &ProjectAnalysis, themes: &[Theme], options: &Options) -> Vec<(&'static str, String)> {
        if a.partners.is_empty() {
            return Vec::new();
        }
        vec![
            (self.pick("改什么", "What to change"), self.changes(a, themes)),
            (self.pick("为了谁", "For whom"), self.winners(a)),
            (self.pick("花多少", "At what cost"), self.price(a, options)),
            (self.pick("有多确定", "How sure"), self.sureness(a)),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect()
    }

    /// What the figures of the brief mean.
    pub fn figures_explained(&self, options: &Options) -> String {
        let (line, sure) = (amounts::percent(options.yes_line, self.lang), amounts::percent(MATERIAL, self.lang));
        self.pick(
            format!("吸引力：对方各项指标得到的帮助中最大的一份（按权重和剩余空间折算）减去最大的一份妨碍，达到{line}就有理由支持，低于它是求人情。覆盖率：全部指标得到帮助的把握，按权重和剩余空间计；占目标的多少另见“成果”。双赢指数：本部门覆盖率与伙伴平均覆盖率的几何平均，负的覆盖率按0计。重合度：有助的可能减去有碍的可能，−1到1。表中写明的影响达到所需变化的{sure}，即按确定计，帮助和妨碍都一样。"),
            format!(
                "Appeal: the greatest help to one of their KPIs, by its weight and by what is left to do, less the greatest harm; from {line} on a yes is worth their while, below it is a favor. Coverage: how surely their KPIs are helped, by weight and by what is left to do; how much of a target is brought stands under Outcomes. Win-win index: geometric mean of our coverage and the partners' mean, coverage below zero counted as zero. Overlap: the chance that it helps less the chance that it works against, −1 to 1. A stated effect of {sure} of the change needed counts as certain, help and harm alike."
            ),
        )
    }

    /// The title first: it is what everybody hears of the project.
    fn changes(&self, a: &ProjectAnalysis, themes: &[Theme]) -> String {
        let named = |elements: &[ElementId]| self.quoted_names(elements);
        let added: Vec<ElementId> = a.plan.iter().map(|s| s.element).collect();
        let part = |zh: &str, en: &str, elements: &[ElementId]| {
            (!elements.is_empty()).then(|| self.pick(format!("{zh}{}", named(elements)), format!("{en} {}", named(elements))))
        };
        let relief = a.relief.as_ref();
        // Where a phrase does the harm, the words go before the element does.
        let phrase = |e: ElementId| a.mends.iter().find(|m| m.conflict.element == e).and_then(|m| m.phrase.as_deref());
        let [dropped, softened] = [relief.map_or(&[][..], |r| r.dropped.as_slice()), relief.map_or(&[][..], |r| r.softened.as_slice())]
            .map(|all| all.iter().copied().filter(|e| phrase(*e).is_none()).collect::<Vec<ElementId>>());
        let worded = relief.into_iter().flat_map(|r| r.dropped.iter().chain(&r.softened)).filter_map(|e| Some((*e, phrase(*e)?)));
        let reworded = worded.map(|(e, phrase)| {
            let (name, phrase) = (quoted(self.lang, self.element(e)), quoted(self.lang, phrase));
            let (zh, en) = if a.drops(e) { ("去掉", "drop it") } else { ("弱化", "soften it as a whole") };
            self.pick(
                format!("改掉{name}中的{phrase}（做不到再{zh}整项）"),
                format!("change {phrase} in {name} (only if that cannot be done, {en})"),
            )
        });
        let title = kept::advised(themes);
        let retitled = title.map(|t| {
            let title = quoted(self.lang, &t.title);
            self.pick(format!("题目改为{title}"), format!("retitle it as {title}"))
        });
        let changes: Vec<String> = [part("增加", "add", &added), part("去掉", "drop", &dropped), part("弱化", "soften", &softened)]
            .into_iter()
            .flatten()
            .chain(reworded)
            .collect();
        if changes.is_empty() && retitled.is_none() {
            return self.pick("没有找到值得改的内容", "nothing found that is worth changing").to_owned();
        }
        let titled = retitled.unwrap_or_else(|| self.pick("题目可保留", "the title can stay").to_owned());
        let parts: Vec<String> = std::iter::once(titled).chain(changes).collect();
        parts.join(self.pick("；", "; "))
    }

    fn winners(&self, a: &ProjectAnalysis) -> String {
        let percent = |v: f64| amounts::percent(v, self.lang);
        let partners = |step: Won| a.departments.iter().filter(move |d| d.standing == Standing::Partner && a.won_by(d) == step);
        let moved = |d: &DepartmentSide| {
            // As everywhere else: with what is dropped, not with the additions alone.
            let (name, from, to) = (self.department(d.department), percent(d.before.appeal), percent(a.advised_for(d).appeal));
            self.pick(format!("{name}（吸引力{from} → {to}）"), format!("{name} (appeal {from} → {to})"))
        };
        let names = |step: Won| partners(step).map(|d| self.department(d.department)).collect::<Vec<_>>();
        // Whom mending brings, with the appeal then.
        let then = |step: Won, outlook: Option<&Outlook>| {
            let one = |d: &DepartmentSide| {
                let appeal = percent(outlook.and_then(|o| o.appeal_of(d.department)).unwrap_or_default());
                let name = self.department(d.department);
                self.pick(format!("{name}（吸引力{appeal}）"), format!("{name} (appeal {appeal})"))
            };
            let all: Vec<String> = partners(step).map(one).collect();
            (!all.is_empty()).then(|| list(self.lang, &all))
        };
        let mut parts = Vec::new();
        let won: Vec<String> = partners(Won::Additions).map(moved).collect();
        if won.is_empty() {
            parts.extend(self.lifted(a));
        } else {
            parts.push(self.pick(format!("可争取到{}", list(self.lang, &won)), format!("it wins over {}", list(self.lang, &won))));
        }
        if let Some((relief, all)) = a.relief.as_ref().and_then(|r| Some((r, then(Won::Dropping, r.without_dropped.as_ref())?))) {
            let dropped = self.quoted_names(&relief.dropped);
            parts.push(if won.is_empty() {
                self.pick(format!("去掉{dropped}可争取到{all}"), format!("dropping {dropped} wins over {all}"))
            } else {
                self.pick(format!("再去掉{dropped}还可争取到{all}"), format!("with {dropped} dropped as well it wins over {all} too"))
            });
        }
        let ready = names(Won::AsPlanned);
        if !ready.is_empty() {
            let (all, verb) = (all_of(self.lang, &ready), if ready.len() == 1 { "has" } else { "have" });
            parts.push(self.pick(format!("{all}现在就有理由支持"), format!("{all} {verb} a reason to say yes as it stands")));
        }
        if let Some(relief) = &a.relief {
            parts.extend(partners(Won::Softening).map(|d| self.softened(a, relief, d)));
        }
        // Whoever has said no has a reason that no figure takes away.
        let refused = a.departments.iter().filter(|d| d.standing == Standing::Partner && a.won_by(d) != Won::Favor);
        parts.extend(refused.filter_map(|d| self.standing_refusal(d)));
        // Only who is asked is asked a favor.
        let under = |asked: bool| {
            let of = partners(Won::Favor).filter(|d| a.is_asked(d.department) == asked).map(|d| self.department(d.department));
            Some(of.collect::<Vec<_>>()).filter(|all| !all.is_empty())
        };
        parts.extend(under(true).map(|all| {
            let names = all_of(self.lang, &all);
            self.pick(format!("{names}仍是求人情"), format!("asking {names} stays a favor"))
        }));
        parts.extend(under(false).map(|all| {
            let (names, verb) = (all_of(self.lang, &all), if all.len() == 1 { "stays" } else { "stay" });
            self.pick(format!("{names}仍未过线"), format!("{names} {verb} under the line"))
        }));
        parts.extend(self.own_gain(a));
        parts.join(self.pick("；", "; "))
    }

    /// What the advice does to the own coverage, where it is seen.
    fn own_gain(&self, a: &ProjectAnalysis) -> Option<String> {
        let (from, to) = a.before.own.zip(a.as_advised().own)?;
        let [from, to] = [from, to].map(|v| amounts::percent(v, self.lang));
        (from != to).then(|| self.pick(format!("本部门覆盖率{from} → {to}"), format!("our own coverage {from} → {to}")))
    }

    /// Whom the additions lift where they win nobody: those who stay under the line, by what they gain; else those who are served better. `None`
    /// without additions, or where nobody is lifted to be seen.
    fn lifted(&self, a: &ProjectAnalysis) -> Option<String> {
        let all = || a.departments.iter().filter(|d| d.standing == Standing::Partner && a.won_by(d) != Won::Dropping);
        let most = |by: fn(&DepartmentSide) -> f64, under: bool| {
            let mut found: Vec<&DepartmentSide> = all().filter(|d| by(d) >= LIFTED && (d.before.appeal < a.yes_line || !under)).collect();
            found.sort_by(|x, y| by(y).total_cmp(&by(x)).then_with(|| self.department(x.department).cmp(self.department(y.department))));
            found.truncate(LIFTED_MOST);
            found
        };
        let percent = |v: f64| amounts::percent(v, self.lang);
        let appeal = |d: &&DepartmentSide| {
            let (name, from, to) = (self.department(d.department), percent(d.before.appeal), percent(d.after.appeal));
            let advised = percent(a.advised_for(d).appeal);
            let then = if advised == to {
                String::new()
            } else {
                self.pick(format!("，按建议去掉后{advised}"), format!(", {advised} after the drop"))
            };
            self.pick(format!("{name}（吸引力{from} → {to}{then}）"), format!("{name} (appeal {from} → {to}{then})"))
        };
        let coverage = |d: &&DepartmentSide| {
            let (name, from, to) = (self.department(d.department), percent(d.before.coverage), percent(d.after.coverage));
            self.pick(format!("{name}（覆盖率{from} → {to}）"), format!("{name} (coverage {from} → {to})"))
        };
        if a.plan.is_empty() {
            return None;
        }
        let nearer = most(|d| d.after.appeal - d.before.appeal, true);
        if !nearer.is_empty() {
            let names = list(self.lang, &nearer.iter().map(appeal).collect::<Vec<_>>());
            return Some(self.pick(
                format!("增加项还不能使新的伙伴过线，但拉近{names}"),
                format!("the additions win nobody new over, but lift {names}"),
            ));
        }
        let better = most(|d| d.after.coverage - d.before.coverage, false);
        let names = list(self.lang, &better.iter().map(coverage).collect::<Vec<_>>());
        (!better.is_empty()).then(|| {
            self.pick(
                format!("增加项不争取新的伙伴，而是更好地服务{names}"),
                format!("the additions win nobody new over; they serve {names} better"),
            )
        })
    }

    /// That a department has turned the request down, and nothing has settled it since.
    fn standing_refusal(&self, d: &DepartmentSide) -> Option<String> {
        let row = self.case.log.get(record::standing_refusal(self.case, d.department)?)?;
        let (name, day) = (self.department(d.department), row.date);
        let why = [&row.outcome, &row.what].into_iter().find(|words| !words.is_empty());
        Some(match (why.map(|why| quoted(self.lang, why)), self.lang) {
            (Some(why), Lang::Zh) => format!("{name}在{day}回绝过（{why}）：先把这件事谈通"),
            (Some(why), Lang::En) => format!("{name} said no on {day} ({why}): settle that first"),
            (None, Lang::Zh) => format!("{name}在{day}回绝过：先弄清原因"),
            (None, Lang::En) => format!("{name} said no on {day}: learn why first"),
        })
    }

    /// What softening may win, and what it takes from us.
    fn softened(&self, a: &ProjectAnalysis, relief: &Relief, d: &DepartmentSide) -> String {
        let hurts = |e: &ElementId| d.conflicts.iter().any(|c| c.element == *e);
        // A harm too small to be named among its conflicts may be what keeps it under the line.
        let named = relief.elements().any(|e| hurts(&e));
        let of: Vec<String> = relief.elements().filter(|e| hurts(e) || !named).map(|e| quoted(self.lang, self.element(e))).collect();
        let most = amounts::percent(relief.without_all.appeal_of(d.department).unwrap_or_default(), self.lang);
        let (name, of) = (self.department(d.department), list(self.lang, &of));
        // A plan is not to be dropped as a whole.
        let whole = a.core.iter().all(|e| relief.elements().any(|x| x == *e));
        let (zh, en) = if whole { ("弱化", "softening") } else { ("弱化或去掉", "softening or dropping") };
        let loss = a.after.own.zip(relief.without_all.sides.own).filter(|(with, without)| with - without >= OWN_LOSS);
        let loss = loss.map_or(String::new(), |(with, without)| {
            let (with, without) = (amounts::percent(with, self.lang), amounts::percent(without, self.lang));
            self.pick(format!("，本部门覆盖率最多从{with}降到{without}"), format!(", own coverage down from {with} to {without} at most"))
        });
        self.pick(
            format!("再{zh}{of}，还可能争取到{name}（吸引力最多{most}{loss}）"),
            format!("{en} {of} may win over {name} too (appeal up to {most}{loss})"),
        )
    }

    /// How often what is advised wins as many partners, what comes near it, and what rests on stated figures.
    fn sureness(&self, a: &ProjectAnalysis) -> String {
        let mut parts = Vec::new();
        if let Some(robust) = &a.robustness {
            let holds = self.advice_holds(robust);
            let wins = holds.is_some();
            // The draws move the weights alone, not what the help rests on.
            let barely = holds.as_ref().and_then(|_| self.barely_won(a));
            parts.extend(holds.into_iter().chain(barely));
            if let ([first, second, ..], Some(advised)) = (robust.choices.as_slice(), robust.advised()) {
                // Where nobody is won, the figure is what it is advised for.
                if !wins {
                    let (kept, figure) = (amounts::often(advised.first, self.lang), self.figure(&a.before));
                    parts.push(if a.plan.is_empty() {
                        self.pick(
                            format!("各指标权重变动时，现计划的{figure}在{kept}的情形下居首"),
                            format!("with other weights of the KPIs, the plan as it is has the highest {figure} in {kept} of the draws"),
                        )
                    } else {
                        self.pick(
                            format!("各指标权重变动时，这组增加项的{figure}在{kept}的情形下居首"),
                            format!(
                                "with other weights of the KPIs, the additions advised here have the highest {figure} in {kept} of the draws"
                            ),
                        )
                    });
                }
                if let Some(why) = self.passed_over(first, robust, a) {
                    parts.push(why);
                } else if advised.rank == 1 && robust.margin.is_some() && !robust.clear() && !self.adds_for_nothing(second, advised, a) {
                    parts.push(self.near_rival(second, advised, a));
                }
            }
        }
        let (all, stated) = helps(a);
        let told = |s: &&PlanStep| !self.case.element(s.element).contributions.is_empty();
        let (told, added) = (a.plan.iter().filter(told).count(), a.plan.len());
        if stated + told == 0 && all + added > 0 {
            let none = self.pick(
                "对伙伴的帮助都没有写明数字，全由文字推断，请与对方核实",
                "no figure is stated for what helps partners: all of it is inferred from text, verify it with them",
            );
            parts.push(none.to_owned());
            return parts.join(self.pick("；", "; "));
        }
        let guessed = added > told;
        let verify = self.pick("请与对方核实", "verify it with the departments");
        let inferred = match (stated < all, guessed) {
            (true, true) => Some(self.pick("其余由文字推断", "the rest is inferred from text")),
            (true, false) => Some(self.pick("其余由文字推断", "the others are inferred from text")),
            (false, true) if told > 0 => Some(self.pick("其余增加项的作用由文字推断", "what the other additions do is inferred from text")),
            (false, true) => Some(self.pick("增加项的作用由文字推断", "what the additions do is inferred from text")),
            (false, false) => None,
        };
        let counted = [
            (all > 0).then(|| {
                self.pick(
                    format!("现计划对伙伴的{all}处帮助中{stated}处"),
                    format!("{stated} of {all} ways in which the plan helps partners"),
                )
            }),
            (added > 0).then(|| self.pick(format!("{added}项增加中{told}项"), format!("{told} of {added} additions"))),
        ];
        let counted: Vec<String> = counted.into_iter().flatten().collect();
        let count = (!counted.is_empty()).then(|| {
            let counted = list(self.lang, &counted);
            self.pick(format!("{counted}写明了数字"), format!("with a figure stated: {counted}"))
        });
        let inferred = inferred.map(|said| self.pick(format!("{said}，{verify}"), format!("{said}: {verify}")));
        let rest: Vec<String> = [count, inferred].into_iter().flatten().collect();
        if !rest.is_empty() {
            parts.push(rest.join(self.pick("，", "; ")));
        }
        parts.join(self.pick("；", "; "))
    }
}

/// The pairs by which the plan helps partners, and how many of them are stated in figures: each lead by its best KPI, and what is claimed.
fn helps(a: &ProjectAnalysis) -> (usize, usize) {
    let mut all: BTreeMap<(ElementId, KpiId), bool> = BTreeMap::new();
    for side in a.departments.iter().filter(|d| d.standing == Standing::Partner) {
        for lead in &side.leads {
            *all.entry((lead.element, lead.kpi)).or_default() |= lead.level == Level::Stated;
        }
        let stated = side.claims.iter().filter(|c| a.core.contains(&c.element) && c.supported().is_some_and(|k| k.share() > 0.0));
        all.extend(stated.map(|c| ((c.element, c.kpi), true)));
    }
    (all.len(), all.values().filter(|stated| **stated).count())
}
