//! What packages are called, how far they are proven, and what is given and asked.

use crate::analysis::benefit::HALF_POINT;
use crate::analysis::exchange::{Exchange, Service, Triangle};
use crate::analysis::need::Needs;
use crate::analysis::partners::Relations;
use crate::analysis::plan::aim::Aim;
use crate::analysis::plan::beyond::Limit;
use crate::analysis::plan::{Package, Proof};
use crate::analysis::robust::Choice;
use crate::analysis::{Options, ProjectAnalysis};
use crate::lang::partners::said;
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted};

impl Phrases<'_> {
    /// What a package is best at.
    pub fn aim(&self, aim: Aim) -> &'static str {
        match aim {
            Aim::Balanced => self.pick("均衡方案", "balanced"),
            Aim::OwnerBest => self.pick("本部门最优", "best for us"),
            Aim::PartnerBest => self.pick("获益最少的伙伴优先", "best for the worst-off partner"),
        }
    }

    /// The name of a package: everything it is best at, and what is to be dropped for it.
    pub fn package(&self, package: &Package) -> String {
        if package.without.is_empty() {
            return self.aims(&package.aims);
        }
        self.pick("去掉后的均衡方案", "balanced after the drop").to_owned()
    }

    /// Several aims in one line.
    pub fn aims(&self, aims: &[Aim]) -> String {
        let names: Vec<&str> = aims.iter().map(|a| self.aim(*a)).collect();
        list(self.lang, &names)
    }

    /// A choice by name.
    pub fn choice(&self, choice: Choice, a: &ProjectAnalysis) -> String {
        match choice {
            Choice::AsPlanned => self.pick("现计划", "the plan as it is").to_owned(),
            Choice::Package(i) => a.packages.get(i).map_or_else(String::new, |p| self.package(p)),
        }
    }

    /// Which aims share one set of additions, or that all differ; `None` when there are no packages to speak of.
    pub fn coincidence(&self, packages: &[Package]) -> Option<String> {
        let shared = packages.iter().find(|p| p.aims.len() > 1)?;
        let names = self.package(shared);
        Some(self.pick(
            format!("{names}在约束内是同一组增加项，或相差不到半个百分点，因此只列一次。"),
            format!("One set of additions is best for several aims ({names}), or comes within half a point of it, so it is listed once."),
        ))
    }

    /// After which step the curve of gains bends, and how much of the whole gain the steps up to there bring. The curve lies above its chord
    /// there, so those after it bring less on average; a single one may bring more than the one before it.
    pub fn knee(&self, a: &ProjectAnalysis) -> Option<String> {
        let (knee, path) = (a.bend()?, a.path());
        let (before, at, after) = (&a.before, path.get(knee.checked_sub(1)?)?.after(), path.last()?.after());
        let share = amounts::percent((at.raised() - before.raised()) / (after.raised() - before.raised()), self.lang);
        let first = self.pick(
            format!("前{knee}步带来全部改善的{share}，其后各步平均下来较小"),
            match knee {
                1 => format!("The first step brings {share} of the gain, the later ones less on average"),
                _ => format!("The first {knee} steps bring {share} of the gain, the later ones less on average"),
            },
        );
        // Nobody is told to stop before the last partner is won: partners are what it is done for.
        let (few, all) = (at.over_line, after.over_line);
        let won = path.iter().position(|step| step.after().over_line >= all).map_or(path.len(), |at| at + 1);
        Some(match () {
            () if few >= all => self.pick(
                format!("{first}：经费紧张时先做到这里。"),
                format!("{first}: when money is short, {} there.", if knee == 1 { "start" } else { "stop" }),
            ),
            () if won < path.len() => self.pick(
                format!("{first}；但做到第{won}步才有{all}个伙伴有理由支持（第{knee}步后是{few}个）：经费紧张时做到第{won}步。"),
                format!("{first}; but only from step {won} on do {all} partners have a reason to say yes ({few} after step {knee}): when money is short, stop at step {won}."),
            ),
            () => self.pick(
                format!("{first}；但按这个顺序，全部做完才有{all}个伙伴有理由支持（第{knee}步后是{few}个）。"),
                format!("{first}; but in this order it takes all of them for {all} partners to have a reason to say yes ({few} after step {knee})."),
            ),
        })
    }

    /// The limits of additions, which of them binds, and what one addition more would bring.
    pub fn limits(&self, a: &ProjectAnalysis, options: &Options) -> String {
        let (most, used) = (options.max_changes, a.plan.len());
        let budget = options.budget.map(|b| amounts::money(b, self.case, self.lang));
        let money = self.pick(
            budget.as_ref().map_or_else(|| "不设预算".to_owned(), |b| format!("预算{b}（--budget）")),
            budget.as_ref().map_or_else(|| "no budget set".to_owned(), |b| format!("a budget of {b} for them (--budget)")),
        );
        let additions = if most == 1 { "addition" } else { "additions" };
        let limits = self.pick(
            format!("限制：至多{most}项增加（--max-changes），{money}。"),
            format!("Limits: at most {most} {additions} (--max-changes), {money}. "),
        );
        let Some(beyond) = &a.beyond else {
            let (zh, en) = if used < most {
                ("再加一项也没有明显改善。", "One addition more would bring nothing that is felt.")
            } else {
                ("项数已用满，再加一项也没有明显改善。", "The number is used up, and one addition more would bring nothing that is felt.")
            };
            return limits + self.pick(zh, en);
        };
        let binds = match beyond.limit {
            Limit::Number => self.pick("起作用的是项数", "The number binds"),
            Limit::Budget => self.pick("起作用的是预算", "The budget binds"),
            Limit::Both => self.pick("项数和预算都不够", "Both bind"),
        };
        let (step, now) = (&beyond.step, a.as_advised());
        let (name, cost) =
            (quoted(self.lang, self.element(step.element)), amounts::cost(self.case.element(step.element).cost, self.case, self.lang));
        let (figure, share) = (self.figure(now), |v: f64| amounts::share(v, self.lang));
        let (from, to) = (share(now.raised()), share(step.after.raised()));
        let (few, many) = (now.over_line, step.after.over_line);
        let partners = if few < many {
            self.pick(format!("，有理由支持的伙伴{few} → {many}个"), format!(", partners with a reason to say yes {few} → {many}"))
        } else {
            String::new()
        };
        limits
            + &self.pick(
                format!("{binds}：放宽后下一项是{name}（{cost}），{figure}{from} → {to}{partners}。"),
                format!("{binds}: the next addition beyond would be {name} ({cost}), {figure} {from} → {to}{partners}."),
            )
    }

    /// How far it is proven that no set is better, the proven ones in one sentence.
    pub fn proofs(&self, packages: &[Package]) -> Vec<String> {
        let proven: Vec<String> = packages.iter().filter(|p| p.proof == Proof::Best).map(|p| quoted(self.lang, &self.package(p))).collect();
        let names = list(self.lang, &proven);
        let best = (!proven.is_empty()).then(|| {
            self.pick(
                format!("{names}：已证明在这些限制之内没有更好的组合（只看明显有助于某项指标的增加项；相差不到半个百分点的视为一样好，取改动少的，再取成本低的；其他方案先取均衡方案以外的增加项少的，“本部门最优”的覆盖率按四分之一个百分点计）。"),
                format!("{names}: proven that within these limits no other set is better (of additions that clearly help some KPI; sets within half a point of each other count as equally good, and the one with fewer additions is taken, then the cheaper one; other packages than the balanced one first take fewer additions from outside it, and best for us counts a quarter of a point of our coverage)."),
            )
        });
        best.into_iter().chain(packages.iter().filter_map(|p| self.unproven(p))).collect()
    }

    /// By how much a set not looked at could be better; `None` where none is.
    fn unproven(&self, package: &Package) -> Option<String> {
        let Proof::Within([first, second]) = package.proof else { return None };
        let (figure, name) = (self.figure(&package.after), quoted(self.lang, &self.package(package)));
        let aim = package.aims.first().copied().unwrap_or(Aim::Balanced);
        // Sets that come near enough go by what they take, which may be less among those not looked at; less than half a point is told as that.
        let points = |v: f64| amounts::points(v.max(HALF_POINT), self.lang).trim_start_matches('+').to_owned();
        // Where the first figure is as good as settled, what is open is the second.
        let [settled, enough] = aim.slack();
        let second_only = first < settled && second >= enough;
        let could = match aim {
            Aim::Balanced if first >= 1.0 => self.pick(
                format!("至多再多{first:.0}个伙伴过线"),
                format!("at most {first:.0} more {} over the line", if first < 2.0 { "partner" } else { "partners" }),
            ),
            Aim::Balanced => {
                self.pick(format!("{figure}至多再高{}", points(second)), format!("a {figure} higher by at most {}", points(second)))
            }
            Aim::OwnerBest if second_only => {
                self.pick(format!("{figure}至多再高{}", points(second)), format!("a {figure} higher by at most {}", points(second)))
            }
            Aim::PartnerBest if second_only => self.pick(
                format!("伙伴平均覆盖率至多再高{}", points(second)),
                format!("the partners' mean coverage higher by at most {}", points(second)),
            ),
            Aim::OwnerBest => {
                self.pick(format!("本部门覆盖率至多再高{}", points(first)), format!("own coverage higher by at most {}", points(first)))
            }
            Aim::PartnerBest => self.pick(
                format!("获益最少的伙伴的吸引力至多再高{}", points(first)),
                format!("the worst-off partner's appeal higher by at most {}", points(first)),
            ),
        };
        Some(self.pick(
            format!("{name}：候选很多，未穷尽；未查看的组合{could}。"),
            format!("{name}: with this many candidates not every set was looked at; those left could bring {could}."),
        ))
    }

    /// What is asked of a department, in words; empty when nothing is.
    pub fn asked(&self, exchange: &Exchange, needs: &Needs) -> String {
        let ask = self.case.department(exchange.department).ask.clone();
        let ask = if ask.is_empty() { ask } else { ask + &self.ask_mark(needs, exchange.department) };
        let part: Vec<String> = exchange.part.iter().map(|e| quoted(self.lang, self.element(*e))).collect();
        let part = (!part.is_empty()).then(|| {
            let names = list(self.lang, &part);
            self.pick(format!("配合{names}"), format!("its part in {names}"))
        });
        let both: Vec<String> = [Some(ask).filter(|a| !a.is_empty()), part].into_iter().flatten().collect();
        both.join(self.pick("；", "; "))
    }

    /// A third party that makes it worth while for a partner who gains nothing.
    pub fn triangle(&self, partner: &Exchange, t: &Triangle, relations: &Relations) -> String {
        let (b, c) = (self.department(partner.department), self.department(t.third));
        let service = |s: &Service| {
            (
                quoted(self.lang, self.element(s.element)),
                self.kpi_quoted(s.kpi),
                amounts::percent(s.strength, self.lang),
                self.serves_or_helps(s.alone),
            )
        };
        let gains = t.gains.as_ref().map(|s| {
            let (e, k, strength, verb) = service(s);
            self.pick(
                format!("{b}配合的{e}{verb}{c}的{k}（强度{strength}）"),
                format!("{e}, which needs {b}, {verb} {k} of {c} (strength {strength})"),
            )
        });
        let returns = t.returns.as_ref().map(|s| {
            let (e, k, strength, verb) = service(s);
            self.pick(
                format!("{c}配合的{e}{verb}{b}的{k}（强度{strength}）"),
                format!("{e}, which needs {c}, {verb} {k} of {b} (strength {strength})"),
            )
        });
        let why: Vec<String> = [gains.clone(), returns.clone()].into_iter().flatten().collect();
        let why = why.join(self.pick("；", "; "));
        let way = match (gains.is_some(), returns.is_some()) {
            (true, true) => {
                self.pick(format!("三方互换：请{c}一起出面，三角闭合"), format!("a three-way deal with {c} closes the triangle"))
            }
            (true, false) => self.pick(
                format!("请{c}一起出面，或由它承担{b}的部分成本"),
                format!("ask {c} to join the request, or to carry part of {b}'s cost"),
            ),
            _ => self.pick(format!("先请{c}参与，再以此回报{b}"), format!("win {c} first, then repay {b} by what {c} takes part in")),
        };
        let strain = said::strain(*self, relations, t.third).map_or(String::new(), |s| self.pick(format!("{s}。"), format!(" {s}.")));
        self.pick(format!("{b}：{way}。{why}。{strain}"), format!("{b}: {way}. {why}.{strain}"))
    }

    /// That nobody was found to close the triangle.
    pub fn no_triangle(&self, partner: &Exchange, relations: &Relations) -> String {
        let b = self.department(partner.department);
        if relations.is_hurried(partner.department) {
            return self.pick(
                format!("{b}：表中没有能补上的第三方，也来不及先存人情。缩小所求，或直接说明、事后补。"),
                format!(
                    "{b}: no third party in the tables closes the triangle, and there is no time for a deposit first. Ask for less, or say so openly and make good afterwards."
                ),
            );
        }
        self.pick(
            format!("{b}：表中没有能补上的第三方。先存人情，或缩小所求。"),
            format!("{b}: no third party in the tables closes the triangle. Make a deposit first, or ask for less."),
        )
    }
}
