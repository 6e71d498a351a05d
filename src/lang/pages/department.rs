//! The page of a department: what the project does for it, in the words of its own KPIs.
//!
//! The page goes to the department, so it speaks of its KPIs and of what is asked, not of how willing it is held to be.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::evidence::Level;
use crate::analysis::served::{Served, Server};
use crate::lang::pages::short::clipped;
use crate::lang::pages::{SHORT, fewer};
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, labels, quoted, reasons, settle};
use crate::model::share::Known;
use crate::model::{DepartmentId, ElementId, KpiId};
use crate::score::{Pair, Scorer, Scores};

/// Columns of letters of names in a shortened headline.
const HEADLINE: usize = 30;

impl Phrases<'_> {
    /// What a project does for a department, with the numbers.
    pub fn department_headline(&self, a: &ProjectAnalysis, side: &DepartmentSide, served: &[Served]) -> Vec<String> {
        let start = |project: &str, department: &str| {
            self.pick(format!("{project}为{department}做什么："), format!("What {project} does for {department}: "))
        };
        let (project, department) = (self.project(a), self.department(side.department));
        let short = start(&clipped(project, HEADLINE), &self.brief_department(department, HEADLINE));
        let full = start(project, department);
        if side.standing == Standing::NoKpis {
            let open = self.pick("还不知道它看重的指标", "its KPIs are not known yet");
            return vec![full + open, short + open];
        }
        let (before, after, kpis, then) = (side.before.served, a.advised_for(side).served, side.before.kpis, self.once_changed(a));
        let count = match (before, after) {
            (0, 0) if kpis == 1 => self.pick("唯一的指标还没有服务到", "its only KPI is not served yet").to_owned(),
            (0, _) if kpis == 1 => {
                self.pick(format!("唯一的指标还没有服务到，{then}服务到"), format!("its only KPI is not served yet, served {then}"))
            }
            (b, c) if kpis == 1 && b == c => self.pick("服务到它唯一的指标", "its only KPI is served").to_owned(),
            (0, 0) => self.pick(format!("{kpis}项指标都还没有服务到"), format!("none of its {kpis} KPIs served yet")),
            (b, c) if b == c => self.pick(format!("{kpis}项指标中服务到{c}项"), format!("{c} of {kpis} KPIs served")),
            (b, c) => self.pick(format!("{kpis}项指标中服务到{b}项，{then}为{c}项"), format!("{b} of {kpis} KPIs served, {c} {then}")),
        };
        let share = top(served).map(|(s, known)| {
            let (kpi, share) = (self.kpi_quoted(s.kpi), amounts::reach(&known, self.lang));
            // What is trusted less than it says is told as what it says.
            let share = share + settle::stated(a.delivery.as_ref(), self.lang);
            if s.is_proposed() {
                return self
                    .pick(format!("，加上建议后{kpi}得到所需变化的{share}"), format!(", {share} of the change {kpi} needs once added"));
            }
            self.pick(format!("，{kpi}得到所需变化的{share}"), format!(", {share} of the change {kpi} needs"))
        });
        let share = share.unwrap_or_default();
        vec![format!("{full}{count}{share}"), format!("{full}{count}"), format!("{short}{count}")]
    }

    /// What the largest stated share is.
    pub fn top_caption(&self, s: &Served) -> Vec<String> {
        let (zh, en) = if s.is_proposed() {
            ("加上建议后，按表中写明的贡献", "once added, as stated")
        } else {
            ("按表中写明的贡献", "as stated")
        };
        let said = |kpi: String| self.pick(format!("{kpi}所需的变化，{zh}"), format!("of the change {kpi} needs, {en}"));
        vec![said(self.kpi_quoted(s.kpi)), said(self.brief_name(self.kpi(s.kpi)))]
    }

    /// How many KPIs are served, before and after.
    pub fn served_figure(&self, a: &ProjectAnalysis, side: &DepartmentSide) -> (String, String) {
        let of = |n: usize| format!("{n}/{}", side.before.kpis);
        self.moved((of(side.before.served), of(a.advised_for(side).served)), self.pick("服务到的指标", "KPIs served"), a)
    }

    /// How far the KPIs are covered, before and after.
    pub fn coverage_figure(&self, a: &ProjectAnalysis, side: &DepartmentSide) -> (String, String) {
        let percent = |v: f64| amounts::percent(v, self.lang);
        let (before, after) = (side.before.coverage, a.advised_for(side).coverage);
        // Below zero nothing is covered: harm is larger than help.
        let what = if before.min(after) < 0.0 {
            self.pick("帮助与妨碍的净值（按权重）", "net of help and harm, by weight")
        } else {
            self.pick("指标覆盖率（按权重）", "its KPIs covered, by weight")
        };
        self.moved((percent(before), percent(after)), what, a)
    }

    /// Target and deadline of a KPI.
    pub fn goal_by(&self, id: KpiId) -> Vec<String> {
        let kpi = self.case.kpi(id);
        let due = kpi.due.map(|d| self.pick(format!("，{d}截止"), format!(", due {d}"))).unwrap_or_default();
        let weight = amounts::percent(kpi.weight, self.lang);
        let weight = self.pick(format!("，权重{weight}"), format!(", weight {weight}"));
        let way = labels::direction(kpi.direction, self.lang);
        let target = kpi.target.map_or_else(
            || self.pick("未给目标值".to_owned(), "no target given".to_owned()),
            |t| {
                let t = amounts::level(t, kpi, self.lang);
                self.pick(format!("{way}到{t}"), format!("{way} to {t}"))
            },
        );
        let goal = self.goal(id);
        let from = kpi.baseline.filter(|_| kpi.target.is_some()).map_or(String::new(), |b| {
            let b = amounts::level(b, kpi, self.lang);
            self.pick(format!("从{b}"), format!("from {b}, "))
        });
        vec![
            format!("{goal}{due}{weight}"),
            format!("{goal}{due}"),
            format!("{from}{target}{due}{weight}"),
            format!("{from}{target}{due}"),
            format!("{target}{due}"),
            target,
        ]
    }

    /// What serves a KPI.
    pub fn served_by(&self, s: &Served) -> Vec<String> {
        let named = |short: bool| {
            let one = |x: &Server| {
                let name = self.element(x.element);
                let name = if short { self.brief_name(name) } else { quoted(self.lang, name) };
                match (x.added, x.softened) {
                    (true, _) => self.pick(format!("{name}（建议增加）"), format!("{name} (suggested)")),
                    (false, true) => self.pick(format!("{name}（建议弱化）"), format!("{name} (to be softened)")),
                    (false, false) => name,
                }
            };
            fewer(self.lang, &s.by.iter().map(one).collect::<Vec<_>>())
        };
        if s.by.is_empty() { vec!["–".to_owned()] } else { [named(false), named(true)].concat() }
    }

    /// Why what serves a KPI by its text alone does so: of the strongest element for which there is a reason that a partner can read, named
    /// where it is not the only one. No form without any.
    pub fn why_it_helps(&self, s: &Served, scorer: &Scorer, scores: &Scores) -> Vec<String> {
        let reason = |e: ElementId| reasons::to_a_partner(self.case, scorer, scores.scored(s.kpi, e), self.lang);
        let found = s.by.iter().filter(|x| x.known.is_none() && x.grounded).find_map(|x| Some((x.element, reason(x.element)?)));
        let Some((element, why)) = found else { return Vec::new() };
        if s.by.len() == 1 {
            return vec![self.pick(format!("为什么有帮助：{why}"), format!("why it helps: {why}"))];
        }
        let said = |name: String| self.pick(format!("{name}为什么有帮助：{why}"), format!("why {name} helps: {why}"));
        let name = self.element(element);
        vec![said(quoted(self.lang, name)), said(self.brief_name(name))]
    }

    /// What stands where no share is stated.
    pub fn unstated(&self, s: &Served) -> &'static str {
        match (s.by.is_empty(), s.served) {
            (true, _) if !s.against.is_empty() => self.pick("有不利影响，由文字推断", "works against it, inferred"),
            (true, _) => self.pick("没有服务到", "not served"),
            (false, true) if s.is_to_be_verified() => self.pick("文字相近，待核实", "sounds alike, to be verified"),
            (false, true) => self.pick("有帮助，由文字推断", "helps, inferred from text"),
            (false, false) => self.pick("略有帮助，由文字推断", "helps a little, inferred"),
        }
    }

    /// The arithmetic of a share, or what is missing.
    pub fn served_detail(&self, s: &Served) -> Vec<String> {
        let kpi = self.case.kpi(s.kpi);
        let met = self.pick("已达成", "met already");
        let Some(sum) = &s.sum else {
            let would = s.would.map(|e| {
                let (name, short) = (quoted(self.lang, self.element(e)), self.brief_name(self.element(e)));
                let add = |name: String| self.pick(format!("加上{name}可服务到"), format!("{name} would serve it"));
                let shortest = self.brief_of(self.element(e), SHORT / 2);
                vec![add(name), add(short), add(shortest)]
            });
            return match (s.met, s.by.is_empty(), would) {
                (true, ..) => vec![met.to_owned()],
                (_, false, _) => vec![self.pick("没有写明数值", "no amount stated").to_owned()],
                (_, true, Some(would)) => would,
                (_, true, None) => Vec::new(),
            };
        };
        let doubt = if s.doubtful { self.pick("，可能重复计算", ", possible double count") } else { "" };
        let met = if s.met { format!("{}{met}", self.pick("，", ", ")) } else { String::new() };
        // The share itself stands at the bar.
        let full = amounts::arithmetic(sum, kpi, self.lang);
        let part = full.split(" = ").next().unwrap_or_default();
        let zero = if sum.from_zero { self.pick("，自零起算", ", from zero") } else { "" };
        let amount = crate::lang::claims::amount(&sum.contribution, kpi, self.lang);
        vec![format!("{part}{zero}{doubt}{met}"), format!("{part}{doubt}"), format!("{amount}{doubt}"), amount]
    }

    /// What works against the department, and what is done about it.
    pub fn remedies(&self, a: &ProjectAnalysis, side: &DepartmentSide, served: &[Served], doubtful: &[&Pair]) -> Vec<Vec<String>> {
        let mut all: Vec<Vec<String>> = Vec::new();
        for c in &side.conflicts {
            let dropped = a.drops(c.element);
            let claim = side.claims.iter().find(|x| x.element == c.element && x.kpi == c.kpi).and_then(|x| x.supported());
            let how = match (claim, c.level) {
                (Some(known), Level::Stated) => amounts::share(known.share(), self.lang),
                _ => self.pick("由文字推断", "inferred").to_owned(),
            };
            // What is not advised to be changed is no promise to the department.
            let (zh, en) = match () {
                () if dropped => ("建议去掉", "to be dropped"),
                () if a.mends(c.element) => ("建议弱化", "to be softened"),
                () => ("一起商量做法", "to be shaped together"),
            };
            let said = |element: String, kpi: String| {
                self.pick(format!("{element}不利于{kpi}（{how}）：{zh}"), format!("{element} works against {kpi} ({how}): {en}"))
            };
            let short = self.brief_name(self.element(c.element));
            all.push(vec![
                said(quoted(self.lang, self.element(c.element)), self.kpi_quoted(c.kpi)),
                said(short.clone(), self.brief_name(self.kpi(c.kpi))),
                self.pick(format!("{zh}{short}"), format!("{short} {en}")),
            ]);
        }
        let added = |e: &ElementId| a.plan.iter().any(|step| step.element == *e);
        for (kpi, element) in served.iter().flat_map(|s| s.against.iter().map(|(e, _)| (s.kpi, *e))).filter(|(_, e)| added(e)) {
            let said = |element: String, kpi: String| {
                self.pick(
                    format!("建议增加的{element}可能不利于{kpi}：一起商量做法"),
                    format!("the suggested {element} may work against {kpi}: to be shaped together"),
                )
            };
            all.push(vec![
                said(quoted(self.lang, self.element(element)), self.kpi_quoted(kpi)),
                said(self.brief_name(self.element(element)), self.brief_name(self.kpi(kpi))),
            ]);
        }
        // Small harm is told before what is only in doubt, which is a part of it.
        all.extend(self.unnamed_harm(side).map(|harm| {
            let total = amounts::percent(-side.before.hurt_side, self.lang);
            vec![harm, self.pick(format!("小的妨碍合计{total}"), format!("small harm of {total} in all"))]
        }));
        all.extend(doubtful.iter().map(|pair| self.briefly_in_doubt(pair)));
        if all.is_empty() {
            let none = self.pick("没有发现对其指标不利的内容", "nothing was found that works against its KPIs");
            all.push(vec![none.to_owned()]);
        }
        all
    }

    /// What is asked of the department for this project, and by when: the page is handed to it.
    pub fn requests(&self, a: &ProjectAnalysis, id: DepartmentId) -> Vec<Vec<String>> {
        let d = self.case.department(id);
        let mut all: Vec<Vec<String>> = Vec::new();
        if !d.ask.is_empty() && !a.needs.is_elsewhere(id) && a.needs.left_to(id).is_empty() {
            let by = d.needed_by.map(|day| self.pick(format!("，{day}前"), format!(" by {day}"))).unwrap_or_default();
            let cost = d.ask_cost.map(|c| amounts::money(c, self.case, self.lang));
            let cost = cost.map(|c| self.pick(format!("，成本{c}"), format!(", at a cost of {c}"))).unwrap_or_default();
            let mark = self.ask_mark(&a.needs, id);
            let ask = |ask: &str| format!("{ask}{mark}{by}{cost}");
            all.push(vec![ask(&d.ask), ask(&clipped(&d.ask, SHORT))]);
        }
        // The page shows the plan with its additions; its part in what is to go is asked of nobody.
        let parts: Vec<ElementId> = a.advised_elements().into_iter().filter(|e| self.case.element(*e).needs.contains(&id)).collect();
        let start = self.pick("配合", "its part in ");
        let forms: Vec<String> = self.name_forms(&parts).into_iter().map(|f| format!("{start}{f}")).collect();
        if !forms.is_empty() {
            all.push(forms);
        }
        if all.is_empty() {
            all.push(vec![self.pick("目前没有请求", "nothing at present").to_owned()]);
        }
        all
    }

    /// What the department gets: stated, inferred, and what is added for it.
    pub fn returns(&self, served: &[Served]) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        let shares = |proposed: bool| -> Vec<(KpiId, f64)> {
            let stated = served.iter().filter(|s| s.is_proposed() == proposed).filter_map(|s| Some((s.kpi, s.sum?.share())));
            stated.filter(|(_, share)| *share > 0.0).collect()
        };
        let named = |shares: &[(KpiId, f64)], short: bool| {
            let one = |(k, share): &(KpiId, f64)| {
                let name = if short { self.brief_name(self.kpi(*k)) } else { self.kpi_quoted(*k) };
                format!("{name} {}", amounts::share(*share, self.lang))
            };
            fewer(self.lang, &shares.iter().map(one).collect::<Vec<_>>())
        };
        let start = |start: &str, forms: Vec<String>| forms.into_iter().map(|f| format!("{start}{f}")).collect::<Vec<_>>();
        for (proposed, zh, en) in [(false, "写明的：", "stated: "), (true, "加上建议后写明的：", "stated, once added: ")] {
            let shares = shares(proposed);
            if !shares.is_empty() {
                all.push(start(self.pick(zh, en), [named(&shares, false), named(&shares, true)].concat()));
            }
        }
        for (unsure, zh, en) in [(false, "推断的：", "inferred: "), (true, "待核实的：", "to be verified: ")] {
            let hoped = || served.iter().filter(|s| s.sum.is_none() && !s.by.is_empty() && s.is_to_be_verified() == unsure);
            if hoped().next().is_some() {
                let full: Vec<String> = hoped().map(|s| self.kpi_quoted(s.kpi)).collect();
                let short: Vec<String> = hoped().map(|s| self.brief_name(self.kpi(s.kpi))).collect();
                all.push(start(self.pick(zh, en), [fewer(self.lang, &full), fewer(self.lang, &short)].concat()));
            }
        }
        let mut added: Vec<ElementId> = Vec::new();
        for server in served.iter().flat_map(|s| &s.by).filter(|x| x.added) {
            if !added.contains(&server.element) {
                added.push(server.element);
            }
        }
        if !added.is_empty() {
            all.push(start(self.pick("建议为此增加：", "to be added for it: "), self.name_forms(&added)));
        }
        if all.is_empty() {
            all.push(vec![self.pick("目前没有对应的好处", "nothing yet").to_owned()]);
        }
        all
    }

    fn name_forms(&self, elements: &[ElementId]) -> Vec<String> {
        let full: Vec<String> = elements.iter().map(|e| quoted(self.lang, self.element(*e))).collect();
        let short: Vec<String> = elements.iter().map(|e| self.brief_name(self.element(*e))).collect();
        [fewer(self.lang, &full), fewer(self.lang, &short)].concat()
    }
}

/// The KPI with the largest stated share that helps and may stand in a headline; of equal ones the first.
pub fn top(served: &[Served]) -> Option<(&Served, Known)> {
    let sums = served.iter().filter(|s| s.quotable).filter_map(|s| Some((s, s.sum?))).filter(|(_, known)| known.share() > 0.0);
    // What the plan brings as it is comes before what is only proposed.
    let rank = |x: &(&Served, Known)| (!x.0.is_proposed(), x.1.share());
    sums.fold(None, |best: Option<(&Served, Known)>, x| if best.is_none_or(|b| rank(&x) > rank(&b)) { Some(x) } else { best })
}
