//! What packages are called, how far they are proven, how sure their order is, and what is given and asked.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::HALF_POINT;
use crate::analysis::exchange::{Exchange, Service, Triangle};
use crate::analysis::flip::{Flip, Shift};
use crate::analysis::partners::Relations;
use crate::analysis::plan::aim::Aim;
use crate::analysis::plan::{Package, Proof};
use crate::analysis::robust::{Choice, Robustness};
use crate::lang::partners::said;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, quoted};

/// Share of draws from which something is as good as certain.
const CERTAIN: f64 = 0.95;

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
            format!("{names}在约束内是同一组增加项，因此只列一次。"),
            format!("One set of additions is best for several aims ({names}), so it is listed once."),
        ))
    }

    /// After which step the curve of gains bends, and how much of the whole gain the steps up to there bring. The curve lies above its chord
    /// there, so those after it bring less on average; a single one may bring more than the one before it.
    pub fn knee(&self, a: &ProjectAnalysis) -> Option<String> {
        let (knee, path) = (a.bend()?, a.path());
        let (before, at, after) = (&a.before, path.get(knee.checked_sub(1)?)?.after(), path.last()?.after());
        let share = amounts::percent((at.raised() - before.raised()) / (after.raised() - before.raised()), self.lang);
        // What stopping there would cost is said in partners, not in an index alone.
        let (few, all) = (at.over_line, after.over_line);
        let then = if few < all {
            self.pick(
                format!("（那时{few}个伙伴有理由支持，全部做完是{all}个）"),
                format!(" ({few} then have a reason to say yes, {all} with all steps)"),
            )
        } else {
            String::new()
        };
        Some(match self.lang {
            Lang::Zh => format!("前{knee}步带来全部改善的{share}，其后各步平均下来较小：经费紧张时先做到这里{then}。"),
            Lang::En if knee == 1 => {
                format!(
                    "The first step brings {share} of the gain, the later ones less on average: when money is short, start there{then}."
                )
            }
            Lang::En => format!(
                "The first {knee} steps bring {share} of the gain, the later ones less on average: when money is short, stop there{then}."
            ),
        })
    }

    /// How far it is proven that no set is better.
    pub fn proof(&self, package: &Package) -> String {
        let figure = self.figure(&package.after);
        let name = self.package(package);
        let aim = package.aims.first().copied().unwrap_or(Aim::Balanced);
        let Proof::Within([first, second]) = package.proof else {
            return self.pick(
                format!("{name}：已证明在预算和改动数之内没有更好的组合（候选：明显有助于某项指标的增加项；相差不到半个百分点时取改动少的，再取成本低的）。"),
                format!("{name}: proven that no other set within the budget and the number of changes is better (of additions that clearly help some KPI; sets within half a point of each other go by fewer additions, then lower cost)."),
            );
        };
        // Sets alike to half a point go by number and cost, which may be lower among those not looked at.
        let points = |v: f64| amounts::points(v.max(HALF_POINT), self.lang).trim_start_matches('+').to_owned();
        // Where the first figure is as good as settled, what is open is the second.
        let second_only = first < HALF_POINT && second >= HALF_POINT;
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
        self.pick(
            format!("{name}：候选很多，未穷尽；未查看的组合{could}。"),
            format!("{name}: with this many candidates not every set was looked at; those left could bring {could}."),
        )
    }

    /// How sure the order of packages and partners is, a sentence a line.
    pub fn how_sure(&self, r: &Robustness, a: &ProjectAnalysis) -> Vec<String> {
        let mut lines = Vec::new();
        let share = |v: f64| amounts::often(v, self.lang);
        if let [first, second, ..] = r.choices.as_slice() {
            let [best, next] = [first, second].map(|c| quoted(self.lang, &self.choice(c.choice, a)));
            let (draws, figure) = (r.draws, self.figure(&a.before));
            lines.push(self.pick(
                format!("按{figure}，首选是{best}：把各指标权重在现值附近抽样{draws}次，它在{}的情形下仍居首。", share(first.first)),
                format!("By the {figure} the first choice is: {best}. With the weights drawn {draws} times around those given, it stays first in {}.", share(first.first)),
            ));
            if let Some(margin) = r.margin.filter(|_| !r.clear()) {
                let gap = amounts::share(margin, self.lang);
                let (ours, theirs) = (a.over_line_with(first.choice), a.over_line_with(second.choice));
                let then = if ours == theirs {
                    self.pick("在两者之间按成本和难易来选".to_owned(), "Choose between the two by cost and effort".to_owned())
                } else {
                    self.pick(
                        format!("有理由支持的伙伴却是{theirs}个对{ours}个，先看赢得谁"),
                        format!("But it gives {theirs} partners a reason to say yes, the first {ours}: look at who is won before cost and effort"),
                    )
                };
                lines.push(self.pick(
                    format!("没有明显的胜出者：{next}只差{gap}，{then}。"),
                    format!("No clear winner: {next} is within {gap}. {then}."),
                ));
            }
            lines.push(r.flip.as_ref().map_or_else(
                || {
                    self.pick(
                        "只改本部门的权重，或只改各伙伴的权重，没有找到能换掉首选的改法。".to_owned(),
                        "No change of our own weights alone, or of the partners' alone, was found that would put another choice first."
                            .to_owned(),
                    )
                },
                |f| self.flip(f, a),
            ));
        }
        let line = amounts::percent(a.yes_line, self.lang);
        let unsure: Vec<String> = r
            .partners
            .iter()
            .filter(|p| p.over_line > 1.0 - CERTAIN && p.over_line < CERTAIN)
            .map(|p| {
                self.pick(
                    format!("{}（{}）", self.department(p.department), share(p.over_line)),
                    format!("{} ({})", self.department(p.department), share(p.over_line)),
                )
            })
            .collect();
        if !unsure.is_empty() {
            let names = list(self.lang, &unsure);
            lines.push(self.pick(
                format!("是否过{line}线取决于权重的伙伴（括号内为过线的情形占比）：{names}。先核实它们的权重。"),
                format!("Partners whose place at the {line} line hangs on their weights (share of draws over it): {names}. Verify their weights first."),
            ));
        }
        lines
    }

    /// The smallest change of weights that changes the first choice.
    fn flip(&self, flip: &Flip, a: &ProjectAnalysis) -> String {
        let shift = |s: &Shift| {
            let (department, to) = (self.department(s.department), self.kpi_quoted(s.to));
            let from = list(self.lang, &s.from.iter().map(|(k, _)| self.kpi_quoted(*k)).collect::<Vec<_>>());
            let moved = amounts::points(s.moved(), self.lang).trim_start_matches('+').to_owned();
            self.pick(
                format!("{department}有{moved}的权重从{from}移到{to}"),
                format!("{moved} of {department}'s weight moved from {from} to {to}"),
            )
        };
        let shifts = flip.shifts.iter().map(shift).collect::<Vec<_>>().join(self.pick("；", "; and "));
        let rival = quoted(self.lang, &self.choice(flip.rival, a));
        self.pick(
            format!("只动一方（本部门或各伙伴）的权重，最小的翻转：{shifts}，{rival}就会追平。"),
            format!("Smallest flip by the weights of one side, ours or the partners': if {shifts}, {rival} would draw level."),
        )
    }

    /// What is asked of a department, in words; empty when nothing is.
    pub fn asked(&self, exchange: &Exchange) -> String {
        let ask = self.case.department(exchange.department).ask.clone();
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
    pub fn no_triangle(&self, partner: &Exchange) -> String {
        let b = self.department(partner.department);
        self.pick(
            format!("{b}：表中没有能补上的第三方。先存人情，或缩小所求。"),
            format!("{b}: no third party in the tables closes the triangle. Make a deposit first, or ask for less."),
        )
    }
}
