//! The brief in four lines: what to change, for whom, at what cost, and how sure it is.

use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::evidence::Level;
use crate::analysis::plan::aim::Aim;
use crate::analysis::reframe::{Move, Reframe};
use crate::analysis::relief::Relief;
use crate::analysis::robust::Choice;
use crate::analysis::{Options, ProjectAnalysis};
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted};
use crate::model::ElementId;

impl Phrases<'_> {
    /// Each line with its label; none without partners.
    pub fn glance(&self, a: &ProjectAnalysis, r: &Reframe, options: &Options) -> Vec<(&'static str, String)> {
        if a.partners.is_empty() {
            return Vec::new();
        }
        vec![
            (self.pick("改什么", "What to change"), self.changes(r)),
            (self.pick("为了谁", "For whom"), self.winners(a, r)),
            (self.pick("花多少", "At what cost"), self.price(a, r, options)),
            (self.pick("有多确定", "How sure"), self.sureness(a)),
        ]
    }

    /// What the figures of the brief mean.
    pub fn figures_explained(&self, options: &Options) -> String {
        let line = amounts::percent(options.yes_line, self.lang);
        self.pick(
            format!("吸引力：对方最看重的指标得到的帮助减去受到的妨碍，达到{line}就有理由支持，低于它是求人情。覆盖率：按权重和剩余空间计的全部指标。双赢指数：本部门覆盖率与伙伴平均覆盖率的几何平均。重合度：有助的可能减去有碍的可能，−1到1。"),
            format!(
                "Appeal: help to the KPI they care for most, less the worst harm; from {line} on a yes is worth their while, below it is a favor. Coverage: all their KPIs by weight and by what is left to do. Win-win index: geometric mean of our coverage and the partners' mean. Overlap: the chance that it helps less the chance that it works against, −1 to 1."
            ),
        )
    }

    fn changes(&self, r: &Reframe) -> String {
        let names = |of: &dyn Fn(&Move) -> Option<ElementId>| -> Vec<String> {
            let mut all: Vec<ElementId> = Vec::new();
            for element in r.content.iter().filter_map(of) {
                if !all.contains(&element) {
                    all.push(element);
                }
            }
            all.iter().map(|e| quoted(self.lang, self.element(*e))).collect()
        };
        let added = names(&|m| if let Move::Add { element, .. } = m { Some(*element) } else { None });
        let mended = |wanted: bool| {
            names(&|m| match m {
                Move::Mend { conflict, drop, .. } if *drop == wanted => Some(conflict.element),
                _ => None,
            })
        };
        let part = |zh: &str, en: &str, names: Vec<String>| {
            (!names.is_empty()).then(|| self.pick(format!("{zh}{}", list(self.lang, &names)), format!("{en} {}", list(self.lang, &names))))
        };
        let parts: Vec<String> = [part("增加", "add", added), part("去掉", "drop", mended(true)), part("弱化", "soften", mended(false))]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() {
            return self.pick("没有找到值得改的内容", "nothing found that is worth changing").to_owned();
        }
        parts.join(self.pick("；", "; "))
    }

    fn winners(&self, a: &ProjectAnalysis, r: &Reframe) -> String {
        let partners = || a.departments.iter().filter(|d| d.standing == Standing::Partner);
        let percent = |v: f64| amounts::percent(v, self.lang);
        let moved = |d: &DepartmentSide| {
            let (name, from, to) = (self.department(d.department), percent(d.before.appeal), percent(d.after.appeal));
            self.pick(format!("{name}（吸引力{from} → {to}）"), format!("{name} (appeal {from} → {to})"))
        };
        let won: Vec<String> = partners().filter(|d| d.before.appeal < a.yes_line && d.after.appeal >= a.yes_line).map(moved).collect();
        let named = |of: &dyn Fn(&&DepartmentSide) -> bool| partners().filter(|d| of(d)).map(|d| self.department(d.department)).collect();
        // What dropping and softening may bring, for partners that the additions alone do not win.
        let then = |d: &DepartmentSide| r.relief.as_ref().and_then(|x| x.appeal_of(d.department));
        let relieved = |d: &DepartmentSide| d.after.appeal < a.yes_line && then(d).is_some_and(|y| y >= a.yes_line);
        let (ready, under): (Vec<&str>, Vec<&str>) =
            (named(&|d| d.before.appeal >= a.yes_line), named(&|d| d.after.appeal < a.yes_line && !relieved(d)));
        let possible = |d: &DepartmentSide| {
            let hurts = |e: &ElementId| d.conflicts.iter().any(|c| c.element == *e);
            let mended = || r.relief.iter().flat_map(Relief::elements);
            // A harm too small to be named among its conflicts may be what keeps it under the line.
            let named = mended().any(|e| hurts(&e));
            let of: Vec<String> = mended().filter(|e| hurts(e) || !named).map(|e| quoted(self.lang, self.element(e))).collect();
            let (name, of, most) = (self.department(d.department), list(self.lang, &of), percent(then(d).unwrap_or_default()));
            self.pick(
                format!("再弱化或去掉{of}，还可能争取到{name}（吸引力最多{most}）"),
                format!("softening or dropping {of} may win over {name} too (appeal up to {most})"),
            )
        };
        let mut parts = Vec::new();
        if !won.is_empty() {
            parts.push(self.pick(format!("可争取到{}", list(self.lang, &won)), format!("it wins over {}", list(self.lang, &won))));
        }
        if !ready.is_empty() {
            let (names, verb) = (list(self.lang, &ready), if ready.len() == 1 { "has" } else { "have" });
            parts.push(self.pick(format!("{names}现在就有理由支持"), format!("{names} {verb} a reason to say yes as it stands")));
        }
        parts.extend(partners().filter(|d| relieved(d)).map(possible));
        if !under.is_empty() {
            let names = list(self.lang, &under);
            parts.push(self.pick(format!("{names}仍是求人情"), format!("asking {names} stays a favor")));
        }
        parts.join(self.pick("；", "; "))
    }

    /// The additions' cost, the budget that is meant for them, and the upper ends.
    fn price(&self, a: &ProjectAnalysis, r: &Reframe, options: &Options) -> String {
        let money = |v: f64| amounts::money(v, self.case, self.lang);
        let costs = || a.plan.iter().filter_map(|s| self.case.element(s.element).cost);
        let (middle, high): (f64, f64) = (costs().map(|c| c.middle()).sum(), costs().map(|c| c.high).sum());
        let saved = r.relief.as_ref().map_or(0.0, |x| x.saved);
        let saved = if saved > 0.0 {
            self.pick(format!("；去掉的内容可省{}", money(saved)), format!("; what is dropped saves {}", money(saved)))
        } else {
            String::new()
        };
        if a.plan.is_empty() {
            return self.pick("不增加支出", "nothing beyond the plan").to_owned() + &saved;
        }
        let mut text = self.pick(format!("增加项约{}", money(middle)), format!("about {} for the additions", money(middle)));
        if high > middle {
            text += &self.pick(format!("（都取上限为{}）", money(high)), format!(" ({} at the upper ends)", money(high)));
        }
        if let Some(budget) = options.budget {
            text += &self
                .pick(format!("，预算{}只算增加项", money(budget)), format!("; the budget of {} is for additions alone", money(budget)));
        }
        text += &saved;
        let assumed = costs().any(|c| c.assumed);
        if assumed {
            text += self.pick("；内置目录的成本是假设", "; costs of the built-in catalog are assumptions");
        }
        text
    }

    /// How often what is advised stays first, how far it leads, and what rests on stated figures.
    fn sureness(&self, a: &ProjectAnalysis) -> String {
        let mut parts = Vec::new();
        if let Some(robust) = &a.robustness
            && let [first, second, ..] = robust.choices.as_slice()
            && let Some(advised) = robust.choices.iter().find(|c| is_advised(c.choice, a))
        {
            let (kept, figure) = (amounts::percent(advised.first, self.lang), self.figure(&a.before));
            let other = if advised.rank == 1 { second } else { first };
            let rival = quoted(self.lang, &self.choice(other.choice, a));
            parts.push(if a.plan.is_empty() {
                self.pick(
                    format!("各指标权重变动时，现计划的{figure}在{kept}的情形下居首"),
                    format!("with other weights of the KPIs, the plan as it is has the highest {figure} in {kept} of the draws"),
                )
            } else {
                self.pick(
                    format!("各指标权重变动时，这组增加项的{figure}在{kept}的情形下居首"),
                    format!("with other weights of the KPIs, the additions advised here have the highest {figure} in {kept} of the draws"),
                )
            });
            if advised.rank > 1 && !a.plan.is_empty() {
                parts.push(self.pick(
                    format!("现有权重下{rival}的{figure}更高，这组增加项让更多伙伴过线"),
                    format!("with the weights as they are {rival} has the higher {figure}; the additions advised win more partners"),
                ));
            } else if let Some(margin) = robust.margin.filter(|_| advised.rank == 1 && !robust.clear()) {
                let gap = amounts::share(margin, self.lang);
                parts.push(self.pick(format!("与{rival}只差{gap}，没有明显的胜出者"), format!("{rival} is within {gap}: no clear winner")));
            }
        }
        let leads = || a.departments.iter().filter(|d| d.standing == Standing::Partner).flat_map(|d| &d.leads);
        let (all, stated) = (leads().count(), leads().filter(|l| l.level == Level::Stated).count());
        if all > 0 {
            parts.push(self.pick(
                format!("现计划对伙伴的{all}处帮助中{stated}处写明了数字，其余和增加项由文字推断，请与对方核实"),
                format!("ways in which the plan helps partners: {all}, of which stated in figures: {stated}; the others, and what the additions do, are inferred from text: verify them with the departments"),
            ));
        } else {
            parts.push(
                self.pick(
                    "增加项的作用由文字推断，请与对方核实",
                    "what the additions do is inferred from text: verify it with the departments",
                )
                .to_owned(),
            );
        }
        parts.join(self.pick("；", "; "))
    }
}

/// Whether a choice is what the brief advises: the balanced package; the plan as it is where nothing is to be added.
fn is_advised(choice: Choice, a: &ProjectAnalysis) -> bool {
    match choice {
        Choice::AsPlanned => a.plan.is_empty(),
        Choice::Package(i) => a.packages.get(i).is_some_and(|p| p.aims.contains(&Aim::Balanced)),
    }
}
