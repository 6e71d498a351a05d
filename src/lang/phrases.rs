//! Sentences about an analysis. Charts and brief take the same ones.

use crate::analysis::advised::Won;
use crate::analysis::department::{Conflict, DepartmentSide, Gap, Late, Standing};
use crate::analysis::evidence::Level;
use crate::analysis::suggest::Suggestion;
use crate::analysis::{Finding, Options, ProjectAnalysis};
use crate::lang::{Lang, all_of, amounts, labels, pick, quoted, reasons};
use crate::model::{Case, DepartmentId, Direction, ElementId, KpiId, Share};

/// Names and words of one case in one language.
#[derive(Debug, Clone, Copy)]
pub struct Phrases<'a> {
    /// The case.
    pub case: &'a Case,
    /// The language.
    pub lang: Lang,
}

/// Gain of appeal or coverage from which it is no zero when printed.
const SEEN: f64 = 0.0005;

impl Phrases<'_> {
    /// The text for the language.
    pub fn pick<T>(&self, zh: T, en: T) -> T {
        pick(self.lang, zh, en)
    }

    /// Where the numbers come from, and of which day they are.
    pub fn source(&self, files: &str) -> String {
        let today = self.case.today;
        self.pick(format!("数据：{files} · {today}"), format!("Source: {files} · {today}"))
    }

    /// A department's name.
    pub fn department(&self, id: DepartmentId) -> &str {
        &self.case.department(id).name
    }

    /// A KPI's name.
    pub fn kpi(&self, id: KpiId) -> &str {
        &self.case.kpi(id).name
    }

    /// An element's name.
    pub fn element(&self, id: ElementId) -> &str {
        &self.case.element(id).name
    }

    /// A KPI's name in quotation marks.
    pub fn kpi_quoted(&self, id: KpiId) -> String {
        quoted(self.lang, self.kpi(id))
    }

    /// The project's name.
    pub fn project(&self, analysis: &ProjectAnalysis) -> &str {
        &self.case.project(analysis.project).name
    }

    /// The finding of a project in one sentence: how many partners have a reason to say yes, now and with the additions.
    pub fn headline(&self, a: &ProjectAnalysis) -> String {
        let (project, partners) = (self.project(a), a.partners.len());
        if partners == 0 {
            return self.pick(
                format!("{project}：表中没有带指标的伙伴部门，无法比较"),
                format!("{project}: no partner with KPIs in the tables, nothing to compare"),
            );
        }
        let line = a.yes_line;
        let over = |now: bool| -> Vec<&str> {
            let appeal = |d: &&DepartmentSide| if now { d.before.appeal } else { d.after.appeal };
            let partners = a.departments.iter().filter(|d| d.standing == Standing::Partner);
            partners.filter(|d| appeal(d) >= line && (now || d.before.appeal < line)).map(|d| self.department(d.department)).collect()
        };
        let (ready, won) = (over(true), over(false));
        let start = match (ready.is_empty(), self.lang) {
            (true, Lang::Zh) if partners == 1 => format!("{project}：唯一的伙伴部门还没有理由支持"),
            (true, Lang::En) if partners == 1 => format!("{project}: the only partner has no reason to say yes yet"),
            (true, Lang::Zh) => format!("{project}：{partners}个伙伴部门都还没有理由支持"),
            (true, Lang::En) => format!("{project}: none of {partners} partners has a reason to say yes yet"),
            (false, Lang::Zh) => format!("{project}：{}有理由支持（{}/{partners}）", self.some(&ready), ready.len()),
            (false, Lang::En) => {
                let verb = if ready.len() == 1 { "has" } else { "have" };
                format!("{project}: {} {verb} a reason to say yes ({} of {partners})", self.some(&ready), ready.len())
            }
        };
        let start = match self.by_additions(a, &won) {
            Some(said) => start + self.pick("，", "; ") + &said,
            None => start,
        };
        let partners = a.departments.iter().filter(|d| d.standing == Standing::Partner && a.won_by(d) == Won::Dropping);
        let freed: Vec<&str> = partners.map(|d| self.department(d.department)).collect();
        let Some(relief) = a.relief.as_ref().filter(|_| !freed.is_empty()) else {
            return start;
        };
        let (gone, freed) = (self.quoted_names(&relief.dropped), self.some(&freed));
        match (self.lang, won.is_empty()) {
            (Lang::Zh, true) => format!("{start}，去掉{gone}可争取到{freed}"),
            (Lang::Zh, false) => format!("{start}，去掉{gone}还可争取到{freed}"),
            (Lang::En, true) => format!("{start}; dropping {gone} would win over {freed}"),
            (Lang::En, false) => format!("{start}; dropping {gone} as well would win over {freed}"),
        }
    }

    /// How many of the additions win over whom; `None` where they win over nobody.
    fn by_additions(&self, a: &ProjectAnalysis, won: &[&str]) -> Option<String> {
        if won.is_empty() {
            return None;
        }
        // The steps after the last partner is won are worth having, but win nobody. Where dropping wins some too, the count of a step is not
        // of these alone.
        let mixed = a.departments.iter().any(|d| d.standing == Standing::Partner && a.won_by(d) == Won::Dropping);
        let most = a.plan.last().map_or(0, |s| s.after.over_line);
        let enough = a.plan.iter().position(|s| s.after.over_line >= most).filter(|_| !mixed).map_or(a.plan.len(), |at| at + 1);
        let (won, all) = (self.some(won), a.plan.len());
        Some(match self.lang {
            Lang::En if enough < all && enough == 1 => format!("the first of {all} additions would win over {won}"),
            Lang::Zh if enough < all => format!("{all}项建议中的前{enough}项可争取到{won}"),
            Lang::Zh => format!("加上{all}项建议可争取到{won}"),
            Lang::En if enough < all => format!("the first {enough} of {all} additions would win over {won}"),
            Lang::En => format!("{all} addition{} would win over {won}", if all == 1 { "" } else { "s" }),
        })
    }

    /// Names, or their number when they are many.
    fn some(&self, names: &[&str]) -> String {
        if names.len() <= 3 {
            return all_of(self.lang, names);
        }
        self.pick(format!("{}个部门", names.len()), format!("{} partners", names.len()))
    }

    /// Whether a department has a reason to say yes.
    pub fn verdict(&self, side: &DepartmentSide, a: &ProjectAnalysis, options: &Options) -> String {
        let (y, line) = (amounts::percent(side.before.appeal, self.lang), amounts::percent(options.yes_line, self.lang));
        match side.standing {
            Standing::Own => {
                let u = amounts::percent(side.before.coverage, self.lang);
                let count = self.served(side);
                self.pick(format!("本部门：{count}，覆盖率{u}"), format!("our own side: {count}, coverage {u}"))
            }
            Standing::NoKpis => self.pick(
                "表中没有它的指标：先弄清对方的考核，再谈双赢".to_owned(),
                "no KPI of theirs in the tables: learn what they are judged by first".to_owned(),
            ),
            _ if side.before.appeal >= options.yes_line => self.pick(
                format!("有理由支持：吸引力{y}，达到{line}线"),
                format!("it has a reason to say yes: appeal {y}, at or over the {line} line"),
            ),
            _ => self.favor(side, a, (&y, &line), options.yes_line),
        }
    }

    /// What asking a department that is under the line comes to: as it stands, and as advised.
    fn favor(&self, side: &DepartmentSide, a: &ProjectAnalysis, (y, line): (&str, &str), yes_line: f64) -> String {
        let advised = a.advised_for(side).appeal;
        let then = amounts::percent(advised, self.lang);
        let (zh, en) =
            if a.dropping().is_some() { ("按建议改后", "as advised") } else { ("按建议增加后", "with the additions") };
        let harmed = side.before.appeal < 0.0 && !side.conflicts.is_empty();
        match (harmed, advised >= yes_line) {
            (true, true) => self.pick(
                format!("现计划损害它的指标（吸引力{y}）；{zh}为{then}，成为双赢"),
                format!("the plan harms its KPIs (appeal {y}); {en} {then}, a win-win"),
            ),
            (true, false) => self.pick(
                format!("现计划损害它的指标（吸引力{y}）：先去掉或弱化有妨碍的要素，再去商量；{zh}为{then}，仍是求人情"),
                format!("the plan harms its KPIs (appeal {y}): drop or soften what hurts before you ask; {en} {then}, still a favor"),
            ),
            (false, true) => self.pick(
                format!("目前是求人情：吸引力{y}，低于{line}线；{zh}为{then}，成为双赢"),
                format!("a favor as it stands: appeal {y}, under the {line} line; {en} {then}, a win-win"),
            ),
            // What changes nothing is no figure of its own.
            (false, false) if then == y => self.pick(
                format!("目前是求人情，不是双赢：吸引力{y}，低于{line}线"),
                format!("a favor, not a win-win: appeal {y}, under the {line} line"),
            ),
            (false, false) => self.pick(
                format!("是求人情，不是双赢：吸引力{y}，低于{line}线；{zh}为{then}，仍低于它"),
                format!("a favor, not a win-win: appeal {y}, under the {line} line; {en} {then}, under it still"),
            ),
        }
    }

    /// How many KPIs are served.
    pub fn served(&self, side: &DepartmentSide) -> String {
        let (served, kpis) = (side.before.served, side.before.kpis);
        self.pick(format!("{kpis}项指标中服务到{served}项"), format!("{served} of {kpis} KPIs served"))
    }

    /// Where evidence comes from, with its reason where there is one.
    pub(super) fn why(&self, level: Level, reason: &str) -> String {
        let level = labels::level(level, self.lang);
        if reason.is_empty() { level.to_owned() } else { format!("{level}{}{reason}", self.pick("：", ": ")) }
    }

    /// What is missing.
    pub fn gap(&self, gap: &Gap) -> String {
        let kpi = self.case.kpi(gap.kpi);
        let name = self.kpi_quoted(gap.kpi);
        let share = amounts::percent(kpi.weight, self.lang);
        let left = self.left(gap);
        self.pick(format!("{name}（权重{share}{left}）"), format!("{name} (weight {share}{left})"))
    }

    /// Help that comes too late: the days, what counts of it, and what would mend it; KPIs that one element reaches too late on one day stand
    /// together.
    pub fn lates(&self, late: &[Late]) -> Vec<String> {
        let key = |l: &Late| (l.element, self.case.kpi(l.kpi).due);
        let first = |at: &usize| late.get(..*at).is_some_and(|before| before.iter().all(|l| late.get(*at).map(key) != Some(key(l))));
        let firsts = (0..late.len()).filter(first).filter_map(|at| late.get(at));
        firsts
            .map(|l| self.late(l, &late.iter().filter(|x| key(x) == key(l)).map(|x| self.kpi_quoted(x.kpi)).collect::<Vec<_>>()))
            .collect()
    }

    fn late(&self, late: &Late, kpis: &[String]) -> String {
        let element = self.case.element(late.element);
        let (Some(due), Some(start), Some(end)) = (self.case.kpi(late.kpi).due, element.start, element.end) else { return String::new() };
        let (name, counts) = (quoted(self.lang, &element.name), amounts::percent(late.window, self.lang));
        let (kpi, is) = (all_of(self.lang, kpis), if kpis.len() == 1 { "is" } else { "are" });
        if due < start {
            return self.pick(
                format!("{kpi}{due}考核，{name}{start}才开始：对它的帮助只计{counts}，提前到考核日之前才算数"),
                format!("{kpi} {is} judged on {due}, {name} begins on {start}: only {counts} of its help counts; moved before that day, all of it would"),
            );
        }
        self.pick(
            format!("{kpi}{due}考核，{name}到{end}才结束：对它的帮助只计{counts}"),
            format!("{kpi} {is} judged on {due}, {name} ends on {end}: only {counts} of its help counts"),
        )
    }

    fn left(&self, gap: &Gap) -> String {
        let kpi = self.case.kpi(gap.kpi);
        let (Some(target), Some(actual)) = (kpi.target, kpi.actual) else { return String::new() };
        let left = if kpi.direction == Direction::Increase { target - actual } else { actual - target };
        if left <= 0.0 {
            return String::new();
        }
        let rest = amounts::of_kpi(left, kpi, self.lang);
        self.pick(format!("，还差{rest}"), format!(", {rest} to go"))
    }

    /// What hurts, why, and what dropping it gains.
    /// `again`: the gain stands at another conflict of the same two already.
    pub fn conflict(&self, conflict: &Conflict, reason: &str, again: bool) -> String {
        let (element, kpi) = (quoted(self.lang, self.element(conflict.element)), self.kpi_quoted(conflict.kpi));
        let why = self.why(conflict.level, reason);
        if again {
            return self.pick(
                format!("{element}不利于{kpi}（{why}）：没有它的得益已计在上面"),
                format!("{element} works against {kpi} ({why}): what going without it brings is counted above"),
            );
        }
        let gain = self.gain_without(conflict);
        if conflict.mixed() {
            return self.pick(
                format!("{element}不利于{kpi}（{why}）：它也服务于该部门，去掉反有损失（{gain}），与其商量怎样减轻妨碍"),
                format!(
                    "{element} works against {kpi} ({why}): it serves them as well, and going without it would cost them ({gain}); ask how it could hurt less"
                ),
            );
        }
        self.pick(
            format!("{element}不利于{kpi}（{why}）：去掉后{gain}"),
            format!("{element} works against {kpi} ({why}): without it {gain}"),
        )
    }

    /// What a department gains without an element that hurts it.
    pub(super) fn gain_without(&self, c: &Conflict) -> String {
        let (y, u) = (amounts::points(c.appeal_gain, self.lang), amounts::points(c.coverage_gain, self.lang));
        match (c.appeal_gain.abs() >= SEEN, c.coverage_gain.abs() >= SEEN) {
            (false, false) => self.pick("吸引力和覆盖率暂无变化（其他妨碍还在）", "no change yet while other harm stays").to_owned(),
            (false, true) => self.pick(format!("覆盖率{u}，吸引力不变"), format!("coverage {u}, appeal unchanged")),
            // A small minus would read like advice against it; a large one is no advice to go without it ([`Conflict::mixed`]).
            (true, true) if c.hidden && c.appeal_gain < 0.0 && c.coverage_gain > 0.0 && !c.mixed() => self
                .pick(format!("覆盖率{u}；更大的妨碍还在，吸引力暂不提高"), format!("coverage {u}, no more appeal while worse harm stays")),
            (true, _) => self.pick(format!("吸引力{y}、覆盖率{u}"), format!("appeal {y}, coverage {u}")),
        }
    }

    /// An addition seen by one department: what it adds to the department's appeal and coverage, and its cost.
    pub fn suggestion_for(&self, suggestion: &Suggestion, (appeal_gain, coverage_gain): (f64, f64)) -> String {
        let element = self.case.element(suggestion.element);
        let (name, cost) = (quoted(self.lang, &element.name), amounts::cost(element.cost, self.case, self.lang));
        let (y, u) = (amounts::points(appeal_gain, self.lang), amounts::points(coverage_gain, self.lang));
        // Of who hears of its weightiest KPI already nothing is gained by the line, only by what else it answers for.
        if appeal_gain.abs() < 0.005 {
            return self.pick(format!("{name}：覆盖率{u}，{cost}"), format!("{name}: coverage {u}, {cost}"));
        }
        self.pick(format!("{name}：吸引力{y}，覆盖率{u}，{cost}"), format!("{name}: appeal {y}, coverage {u}, {cost}"))
    }

    /// The KPI's own goal in numbers: `从88%到92%，现为89%`.
    pub fn goal(&self, id: KpiId) -> String {
        let kpi = self.case.kpi(id);
        let shown = |v: f64| amounts::level(v, kpi, self.lang);
        let way = labels::direction(kpi.direction, self.lang);
        let target = match (kpi.baseline, kpi.target) {
            (Some(b), Some(t)) => {
                self.pick(format!("从{}{way}到{}", shown(b), shown(t)), format!("{way} from {} to {}", shown(b), shown(t)))
            }
            (None, Some(t)) => self.pick(format!("{way}到{}", shown(t)), format!("{way} to {}", shown(t))),
            _ => self.pick(format!("应{way}，未给目标值"), format!("to {way}, no target given")),
        };
        kpi.actual.map_or(target.clone(), |a| self.pick(format!("{target}，现为{}", shown(a)), format!("{target}, now {}", shown(a))))
    }

    /// A remark.
    pub fn finding(&self, finding: &Finding, a: &ProjectAnalysis) -> String {
        match finding {
            Finding::NoKpis(d) => {
                let name = self.department(*d);
                if a.needs.is_elsewhere(*d) {
                    return self.pick(
                        format!("{name}：表中没有它的指标，未参与计算"),
                        format!("{name}: the tables hold no KPI of it; left out of the figures"),
                    );
                }
                self.pick(
                    format!("{name}：需要它的配合，但表中没有它的指标，未参与计算"),
                    format!("{name}: its part is needed, but the tables hold no KPI of it; left out of the figures"),
                )
            }
            Finding::NoOverlap(d) => {
                let name = self.department(*d);
                self.pick(format!("{name}：现计划与它的指标没有重合"), format!("{name}: no overlap found between the plan and its KPIs"))
            }
            Finding::ClaimOutlastsPeriod { element, kpi } => {
                let (e, k) = (quoted(self.lang, self.element(*element)), self.kpi_quoted(*kpi));
                self.pick(
                    format!("{e}历时长于{k}的考核周期：贡献可能只有一部分算在本期"),
                    format!("{e} runs longer than the period {k} is judged by: only a part may count"),
                )
            }
            Finding::Unsupported { department, claim } => self.unsupported(a, *department, *claim),
            Finding::AssumedCosts { over_budget } => self.assumed_costs(a, *over_budget),
            Finding::NoOwn => self.pick(
                "没有指明本部门：请在 departments 表中写角色“own”，或用 --own。双赢指数要看双方，这里以伙伴平均覆盖率代替".to_owned(),
                "no own department: give the role own in the departments table, or --own. A win-win index takes both sides; the partners' mean coverage stands for it"
                    .to_owned(),
            ),
            Finding::AllPartners => self.pick(
                format!("没有写明需要谁，{}个部门都按伙伴计算：请在要素表写需要部门，或在 departments 表写角色，结论会随之改变", a.partners.len()),
                format!(
                    "nobody is named as needed, so all {} departments count as partners: give needs in the elements table, or roles in the departments table, and the conclusions follow",
                    a.partners.len()
                ),
            ),
            Finding::NoPartners => self.pick(
                "没有伙伴部门：请在 departments 表中写角色，或在要素表中写需要部门".to_owned(),
                "no partner: give roles in the departments table, or needs in the elements table".to_owned(),
            ),
        }
    }

    /// Costs of the catalog: assumed, in yuan, and perhaps above the budget.
    fn assumed_costs(&self, a: &ProjectAnalysis, over: Option<f64>) -> String {
        let mut said = self
            .pick(
                "内置目录的成本是假设的数量级（按几百人参加的一次活动或一个项目），请用自己的报价替换",
                "costs of the built-in catalog are assumed orders of magnitude, for an event or project of a few hundred people: replace them with your own quotes",
            )
            .to_owned();
        if let Some(code) = self.case.currency.as_ref().map(|u| u.code()).filter(|code| *code != "CNY") {
            said +=
                &self.pick(format!("；原以元计，按粗略汇率换成 {code}"), format!(" (made for yuan, turned into {code} at a rough rate)"));
        }
        if let Some(most) = over {
            let (most, n) = (amounts::money(most, self.case, self.lang), a.plan.len());
            said += &self.pick(
                format!("；若都取上限，{n}项共{most}，超出预算"),
                format!("; at the upper ends the {n} additions come to {most}, above the budget"),
            );
        }
        said
    }

    fn unsupported(&self, a: &ProjectAnalysis, department: DepartmentId, claim: usize) -> String {
        let side = a.departments.iter().find(|s| s.department == department);
        let Some(claim) = side.and_then(|s| s.claims.get(claim)) else { return String::new() };
        let reason = claim.unsupported().map_or("", |r| reasons::no_share(&Share::Unknown(r), self.lang));
        let (e, k) = (quoted(self.lang, self.element(claim.element)), self.kpi_quoted(claim.kpi));
        let line = claim.origin.line;
        self.pick(
            format!("{e}对{k}的贡献无法换算成占比（{reason}，第{line}行）"),
            format!("the contribution of {e} to {k} gives no share ({reason}, line {line})"),
        )
    }
}
