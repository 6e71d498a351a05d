//! How sure the advice is: what of it holds with other weights, why it is advised though another package has the higher index, what turns it.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::HALF_POINT;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::flip::{Flip, Shift};
use crate::analysis::robust::{Choice, ChoiceRank, Robustness};
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted};

/// Above the line by less than this, somebody is barely over it.
const BARELY: f64 = 0.05;
/// Share of draws from which something is as good as certain.
const CERTAIN: f64 = 0.95;

impl Phrases<'_> {
    /// In which share of the draws what is advised wins as many partners, and no other choice more; `None` where it wins nobody.
    pub(super) fn advice_holds(&self, r: &Robustness) -> Option<String> {
        let (n, advice) = (r.advice.over_line, r.advice);
        if n == 0 {
            return None;
        }
        let draws = |share: f64| {
            let often = amounts::often(share, self.lang);
            if share >= 1.0 {
                self.pick("在任何情形下".to_owned(), "in every draw".to_owned())
            } else {
                self.pick(format!("在{often}的情形下"), format!("in {often} of the draws"))
            }
        };
        let (held, most) = (draws(advice.held), draws(advice.most));
        let have = if n == 1 { "partner has" } else { "partners have" };
        let (zh, en) = match r.choices.len() {
            0 | 1 => (String::new(), String::new()),
            _ if advice.held >= 1.0 && advice.most >= 1.0 => {
                ("，也没有别的方案赢得更多伙伴".to_owned(), ", and no other package wins more partners".to_owned())
            }
            _ => (format!("，{most}没有别的方案赢得更多伙伴"), format!(", and {most} no other package wins more partners")),
        };
        Some(self.pick(
            format!("各指标权重变动时，{held}仍至少有{n}个伙伴有理由支持{zh}"),
            format!("with other weights of the KPIs at least {n} {have} a reason to say yes {held}{en}"),
        ))
    }

    /// Who is over the line with what is advised, and by little.
    pub(super) fn barely_won(&self, a: &ProjectAnalysis) -> Option<String> {
        let line = a.yes_line;
        let bare = |d: &&DepartmentSide| {
            let appeal = a.advised_for(d).appeal;
            d.standing == Standing::Partner && appeal >= line && appeal < line + BARELY
        };
        let named = |d: &DepartmentSide| {
            let (name, appeal) = (self.department(d.department), amounts::percent(a.advised_for(d).appeal, self.lang));
            self.pick(format!("{name}（{appeal}）"), format!("{name} ({appeal})"))
        };
        let all: Vec<String> = a.departments.iter().filter(bare).map(named).collect();
        let (names, verb) = (list(self.lang, &all), if all.len() == 1 { "is" } else { "are" });
        let line = amounts::percent(line, self.lang);
        (!all.is_empty()).then(|| {
            self.pick(
                format!("{names}只略高于{line}线，核实以前不要算定"),
                format!("{names} {verb} barely over the line of {line}: do not count on it before it is verified"),
            )
        })
    }

    /// Why something is advised though another choice has the higher figure.
    pub(super) fn passed_over(&self, first: &ChoiceRank, r: &Robustness, a: &ProjectAnalysis) -> Option<String> {
        let advised = r.advised().filter(|x| x.rank > 1)?;
        let named = |c: Choice| quoted(self.lang, &self.choice(c, a));
        let (rival, name, figure) = (named(first.choice), named(advised.choice), self.figure(&a.before));
        let gap = first.index - advised.index;
        let [ours, theirs] = [advised.choice, first.choice].map(|c| a.over_line_with(c));
        if ours <= theirs && a.advised().is_some_and(|p| !p.without.is_empty()) {
            return Some(self.pick(
                format!("不去掉任何内容时{rival}的{figure}更高，去掉之后{name}更好"),
                format!("with nothing dropped {rival} has the higher {figure}; after the drop {name} wins more"),
            ));
        }
        let (high, low) = (amounts::share(first.index, self.lang), amounts::share(advised.index, self.lang));
        // What is hardly seen in the table is called so.
        let (zh, en) = if gap < 2.0 * HALF_POINT { ("略高", "a slightly higher") } else { ("更高", "a higher") };
        let higher =
            self.pick(format!("{rival}的{figure}{zh}（{high}对{low}）"), format!("{rival} has {en} {figure} ({high} against {low})"));
        let why = if ours > theirs {
            let have = if ours == 1 { "partner has" } else { "partners have" };
            self.pick(format!("{ours}个而不是{theirs}个伙伴有理由支持"), format!("{ours} {have} a reason to say yes, not {theirs}"))
        } else if gap <= HALF_POINT {
            let of = |c: Choice| match c {
                Choice::AsPlanned => (0, 0.0),
                Choice::Package(i) => a.packages.get(i).map_or((0, 0.0), |p| (p.steps.len(), p.cost)),
            };
            let ((few, cheap), (many, dear)) = (of(advised.choice), of(first.choice));
            let (zh, en) = match () {
                () if few < many => ("，改动更少", ", with fewer changes"),
                () if cheap < dear => ("，成本更低", ", at a lower cost"),
                () => ("", ""),
            };
            self.pick(format!("相差不到半个百分点{zh}"), format!("they are within half a point{en}"))
        } else {
            return Some(higher);
        };
        Some(self.pick(format!("{higher}；仍建议{name}：{why}"), format!("{higher}; {name} is advised still: {why}")))
    }

    /// Whether what comes near the plan as it is adds to it and brings no more that is felt: there is nothing to choose between then.
    pub(super) fn adds_for_nothing(&self, rival: &ChoiceRank, advised: &ChoiceRank, a: &ProjectAnalysis) -> bool {
        let no_more = rival.index - advised.index < HALF_POINT && a.over_line_with(rival.choice) <= a.over_line_with(advised.choice);
        a.plan.is_empty() && advised.choice == Choice::AsPlanned && no_more
    }

    /// That another set comes near what is advised; that it wins fewer partners where it does.
    pub(super) fn near_rival(&self, rival: &ChoiceRank, advised: &ChoiceRank, a: &ProjectAnalysis) -> String {
        let (name, figure) = (quoted(self.lang, &self.choice(rival.choice, a)), self.figure(&a.before));
        let [near, high] = [rival, advised].map(|c| amounts::share(c.index, self.lang));
        let [over, won] = [rival, advised].map(|c| a.over_line_with(c.choice));
        if over < won {
            return self.pick(
                format!("{name}的{figure}相近（{near}，建议的为{high}），但有理由支持的伙伴只有{over}个，不是{won}个"),
                format!(
                    "{name} comes near by the {figure} ({near}, what is advised {high}), but gives {} a reason to say yes, not {won}",
                    partners(over)
                ),
            );
        }
        self.pick(
            format!("但{name}的{figure}相近（{near}，建议的为{high}），两组之间可按成本和难易来选"),
            format!("but {name} comes near by the {figure} ({near}, what is advised {high}): choose between the two by cost and effort"),
        )
    }

    /// How sure the advice and the order of packages and partners are, a sentence a line.
    pub fn how_sure(&self, r: &Robustness, a: &ProjectAnalysis) -> Vec<String> {
        let mut lines = Vec::new();
        let share = |v: f64| amounts::often(v, self.lang);
        if let ([first, second, ..], Some(advised)) = (r.choices.as_slice(), r.advised()) {
            let (draws, figure) = (r.draws, self.figure(&a.before));
            let named = |c: Choice| quoted(self.lang, &self.choice(c, a));
            let drawn = self
                .pick(format!("各指标权重在现值附近抽样{draws}次。"), format!("The weights are drawn {draws} times around those given."));
            let holds = self.advice_holds(r).map_or_else(String::new, |said| {
                let name = named(r.shown);
                self.pick(format!("建议{name}：{said}。"), format!("Advised is {name}: {said}. "))
            });
            lines.push(holds + &drawn);
            if let Some(why) = self.passed_over(first, r, a) {
                lines.push(self.pick(format!("{why}。"), format!("{why}.")));
                let (rival, name) = (named(first.choice), named(advised.choice));
                let (theirs, ours) = (share(first.first), share(advised.first));
                lines.push(self.pick(
                    format!("权重变动时{figure}居首的：{rival}占{theirs}的情形，{name}占{ours}。"),
                    format!("With other weights the {figure} is highest for {rival} in {theirs} of the draws, for {name} in {ours}."),
                ));
            } else {
                let (best, kept) = (named(first.choice), share(first.first));
                lines.push(self.pick(
                    format!("按{figure}，居首的是{best}，换了权重仍在{kept}的情形下保持。"),
                    format!("By the {figure} {best} is first, and stays so in {kept} of the draws."),
                ));
            }
            if r.margin.is_some() && !r.clear() && advised.rank == 1 && !self.adds_for_nothing(second, advised, a) {
                let next = named(second.choice);
                let [high, near] = [first, second].map(|c| amounts::share(c.index, self.lang));
                let [ours, theirs] = [first.choice, second.choice].map(|c| a.over_line_with(c));
                let then = if ours == theirs {
                    self.pick("在两者之间按成本和难易来选".to_owned(), "choose between the two by cost and effort".to_owned())
                } else {
                    self.pick(
                        format!("有理由支持的伙伴却是{theirs}个，不是{ours}个，先看赢得谁"),
                        format!("but it gives {} a reason to say yes, not {ours}: look at who is won first", partners(theirs)),
                    )
                };
                // Often first and far ahead are two things.
                lines.push(self.pick(
                    format!("但领先不到一成，按{figure}没有明显的胜出者：{next}为{near}，居首的为{high}；{then}。"),
                    format!(
                        "Its lead is less than a tenth, though, so by the {figure} there is no clear winner: {next} has {near}, the first {high}; {then}."
                    ),
                ));
            }
            lines.push(r.flip.as_ref().map_or_else(
                || {
                    self.pick(
                        format!("只改本部门的权重，或只改各伙伴的权重，没有找到能让{figure}换人居首的改法。"),
                        format!("No change of our own weights alone, or of the partners' alone, was found that would put another choice first by the {figure}."),
                    )
                },
                |f| self.flip(f, &named(first.choice), a),
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

    /// The smallest change of weights that changes the first choice, which is called `first`.
    fn flip(&self, flip: &Flip, first: &str, a: &ProjectAnalysis) -> String {
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
            format!("只动一方（本部门或各伙伴）的权重，最小的翻转：{shifts}，{rival}就会追平{first}。"),
            format!("Smallest flip by the weights of one side, ours or the partners': if {shifts}, {rival} would draw level with {first}."),
        )
    }
}

/// So many partners, in English.
fn partners(n: usize) -> String {
    format!("{n} {}", if n == 1 { "partner" } else { "partners" })
}
