//! The page of a project: headline, numbers, the four parts of the project told anew.

use crate::analysis::ProjectAnalysis;
use crate::analysis::mend::Mend;
use crate::analysis::reframe::{Move, Opening, Outcome, Reframe, Talk};
use crate::analysis::theme::{Theme, kept};
use crate::lang::pages::short::clipped;
use crate::lang::pages::{SHORT, fewer};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, quoted, settle};
use crate::model::share::Known;
use crate::model::{DepartmentId, ElementId, KpiId};

/// Gain of coverage from which it stands behind a title.
const WORTH_A_WORD: f64 = 0.015;
/// Partners named behind a title.
const GAINERS: usize = 2;
/// Columns of letters of a project's name in the shortest headline.
const HEADLINE: usize = 40;

impl Phrases<'_> {
    /// The finding of a project; short of names where they are long.
    pub fn page_headline(&self, a: &ProjectAnalysis) -> Vec<String> {
        let (full, name) = (self.headline(a), self.project(a));
        let short = clipped(name, HEADLINE);
        let mut forms = vec![full.clone(), full.replacen(name, &short, 1)];
        let all = a.partners.len();
        if all > 0 {
            let (now, then) = (a.before.over_line, a.as_advised().over_line);
            let zh = format!("{short}：{all}个伙伴部门中{now}个有理由支持");
            let (s, has) = (if all == 1 { "" } else { "s" }, if now == 1 { "has" } else { "have" });
            let en = format!("{short}: {now} of {all} partner{s} {has} a reason to say yes");
            // What the changes leave as it is, is not said again.
            let more = if now == then {
                String::new()
            } else {
                let changes = self.counted(a);
                self.pick(format!("，{changes}后为{then}个"), format!("; {then} with {changes}"))
            };
            forms.push(self.pick(zh, en) + &more);
        }
        forms
    }

    /// The win-win index before and after, and what it is; none without partners to win.
    pub fn index_figure(&self, a: &ProjectAnalysis) -> Option<(String, String)> {
        if a.partners.is_empty() {
            return None;
        }
        let percent = |v: f64| amounts::percent(v, self.lang);
        let both = (percent(a.before.index?), percent(a.as_advised().index?));
        Some(self.moved(both, self.pick("双赢指数", "win-win index"), a))
    }

    /// How many partners have a reason to say yes, before and after.
    pub fn partners_figure(&self, a: &ProjectAnalysis) -> Option<(String, String)> {
        let of = |n: usize| format!("{n}/{}", a.partners.len());
        let what = self.pick("有理由支持的伙伴", "partners with a reason to say yes");
        (!a.partners.is_empty()).then(|| self.moved((of(a.before.over_line), of(a.as_advised().over_line)), what, a))
    }

    /// The coverage of the own department, before and after.
    pub fn own_figure(&self, a: &ProjectAnalysis) -> Option<(String, String)> {
        let percent = |v: f64| amounts::percent(v, self.lang);
        let (before, after) = (a.before.own?, a.as_advised().own?);
        let what = if before.min(after) < 0.0 {
            self.pick("本部门指标：帮助与妨碍的净值", "our own KPIs: net of help and harm")
        } else {
            self.pick("本部门指标的覆盖率", "coverage of our own KPIs")
        };
        Some(self.moved((percent(before), percent(after)), what, a))
    }

    /// What the share of an outcome is; where past deliveries temper it, that it is stated.
    pub fn outcome_caption(&self, o: &Outcome, a: &ProjectAnalysis) -> Vec<String> {
        let department = self.department(o.department);
        let of = |kpi: String, element: String, department: &str| {
            self.pick(
                format!("{department}{kpi}所需的变化，由{element}带来"),
                format!("of the change {kpi} ({department}) needs, brought by {element}"),
            )
        };
        let (kpi, element) = (self.kpi(o.kpi), self.element(o.element));
        let forms = [
            of(quoted(self.lang, kpi), quoted(self.lang, element), department),
            self.pick(
                format!("{department}{}所需的变化", quoted(self.lang, kpi)),
                format!("of the change {} ({department}) needs", quoted(self.lang, kpi)),
            ),
            of(self.brief_name(kpi), self.brief_name(element), &self.brief_department(department, SHORT)),
            self.pick(format!("{}所需的变化", self.brief_name(kpi)), format!("of the change {} needs", self.brief_name(kpi))),
        ];
        let stated = settle::stated(a.delivery.as_ref(), self.lang);
        forms.into_iter().map(|f| f + stated).collect()
    }

    /// What the brief's first lines say of the title, the one to go by or that the present one can stay, and the others behind it, best first.
    pub fn page_themes(&self, r: &Reframe, project: &str) -> Vec<Vec<String>> {
        if r.themes.is_empty() {
            let kept = self
                .pick(format!("保留现题目{}", self.brief_name(project)), format!("keep the present title, {}", self.brief_name(project)));
            return vec![vec![self.no_theme(project), kept]];
        }
        let advised = kept::advised(&r.themes);
        let first = advised.map_or_else(|| self.kept_title(project), |t| self.page_theme(self.pick("改为", "retitle it as "), t));
        let others = r.themes.iter().filter(|t| advised.is_none_or(|a| !std::ptr::eq(a, *t)));
        std::iter::once(first).chain(others.map(|t| self.page_theme(self.pick("可选：", "option: "), t))).collect()
    }

    fn kept_title(&self, project: &str) -> Vec<String> {
        let stays = |name: String| self.pick(format!("可保留现题目{name}"), format!("the present title can stay: {name}"));
        vec![
            stays(quoted(self.lang, project)),
            stays(self.brief_name(project)),
            self.pick("可保留现题目", "the present title can stay").to_owned(),
        ]
    }

    /// A title with its gains, behind what is said of it.
    fn page_theme(&self, start: &str, t: &Theme) -> Vec<String> {
        let mut gains: Vec<(f64, DepartmentId)> = t.partners.iter().map(|e| (e.gain(), e.department)).collect();
        gains.retain(|(gain, _)| *gain >= WORTH_A_WORD);
        gains.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| self.department(a.1).cmp(self.department(b.1))));
        let shown = |(gain, d): &(f64, DepartmentId)| format!("{} {}", self.department(*d), amounts::points(*gain, self.lang));
        let gains: Vec<String> = gains.iter().take(GAINERS).map(shown).collect();
        let title = format!("{start}{}", quoted(self.lang, &t.title));
        let mut forms = Vec::new();
        for n in (1..=gains.len()).rev() {
            let said = gains.get(..n).unwrap_or_default().join(self.pick("，", ", "));
            let said = self.pick(format!("（{said}）"), format!(" ({said})"));
            if n == gains.len() {
                forms.push(format!("{start}{}{said}", self.theme(t)));
            }
            forms.push(title.clone() + &said);
        }
        forms.push(title);
        forms
    }

    /// What changes in the plan: additions, leads, then one by one what hurts.
    pub fn page_content(&self, r: &Reframe, a: &ProjectAnalysis) -> Vec<Vec<String>> {
        let (mut adds, mut leads, mut mends): (Vec<ElementId>, Vec<ElementId>, Vec<Vec<String>>) = Default::default();
        let mut dropped = 0;
        for change in &r.content {
            match change {
                Move::Add { element, .. } => adds.push(*element),
                Move::Lead { element, .. } => leads.push(*element),
                Move::Mend(Mend { conflict, drop, phrase, .. }) => {
                    let element = conflict.element;
                    // Said once of an element, with all that it works against.
                    let of_it = |other: &&Mend| other.conflict.element == element;
                    let all: Vec<KpiId> = a.mends.iter().filter(of_it).flat_map(Mend::kpis).collect();
                    if all.first() != Some(&conflict.kpi) {
                        continue;
                    }
                    let (zh, en) = match () {
                        // Where a phrase does the harm, that goes first.
                        () if phrase.is_some() => ("调整", "rework"),
                        () if *drop => ("去掉", "drop"),
                        () => ("弱化", "soften"),
                    };
                    let why = |name: &str, kpi: &str| {
                        self.pick(format!("{zh}{name}：不利于{kpi}"), format!("{en} {name}: it works against {kpi}"))
                    };
                    let (name, short) = (quoted(self.lang, self.element(element)), self.brief_name(self.element(element)));
                    let kpis = fewer(self.lang, &all.iter().map(|k| self.kpi_of_department(*k)).collect::<Vec<_>>());
                    let briefly = fewer(self.lang, &all.iter().map(|k| self.brief_name(self.kpi(*k))).collect::<Vec<_>>());
                    let mut forms: Vec<String> = if all.len() == 1 { vec![self.content_move(change)] } else { Vec::new() };
                    forms.extend(kpis.iter().map(|k| why(&name, k)).chain(briefly.iter().map(|k| why(&short, k))));
                    forms.push(self.pick(format!("{zh}{short}"), format!("{en} {short}")));
                    // What goes altogether is said before what is only softened.
                    let at = if *drop { dropped } else { mends.len() };
                    dropped += usize::from(*drop);
                    mends.insert(at, forms);
                }
            }
        }
        let total: f64 = a.plan.iter().map(|s| s.cost).sum();
        let cost = if total > 0.0 {
            let total = amounts::money(total, self.case, self.lang);
            self.pick(format!("，约{total}"), format!(" for about {total}"))
        } else {
            String::new()
        };
        let add = self.pick(format!("增加{}项{cost}：", adds.len()), format!("add {}{cost}: ", adds.len()));
        let lead = self.pick(format!("主打{}项：", leads.len()), format!("lead with {}: ", leads.len()));
        // What hurts most is not left out for the sake of what is led with, which the talks name too.
        let mut mends = mends.into_iter();
        let mut all: Vec<Vec<String>> = self.grouped(&add, &adds).into_iter().chain(mends.next()).collect();
        all.extend(self.grouped(&lead, &leads).into_iter().chain(mends));
        if all.is_empty() {
            let none = "内容照旧：没有找到值得增加、主打或去掉的";
            all.push(vec![self.pick(none, "as it stands: nothing found to add, to lead with or to drop").to_owned()]);
        }
        all
    }

    /// A start and the names behind it, ever fewer; the start says how many there are.
    fn grouped(&self, start: &str, elements: &[ElementId]) -> Option<Vec<String>> {
        let names: Vec<String> = elements.iter().map(|e| quoted(self.lang, self.element(*e))).collect();
        let short: Vec<String> = elements.iter().map(|e| self.brief_name(self.element(*e))).collect();
        // More names come before longer ones.
        let forms = fewer(self.lang, &names).into_iter().zip(fewer(self.lang, &short)).flat_map(|(full, short)| [full, short]);
        (!elements.is_empty()).then(|| forms.map(|f| format!("{start}{f}")).collect())
    }

    /// What each partner hears, in its KPI's words.
    pub fn page_talks(&self, r: &Reframe, a: &ProjectAnalysis) -> Vec<Vec<String>> {
        let told = r.communication.iter().map(|t| self.page_talk(t, a));
        let mut all: Vec<Vec<String>> = told.collect();
        if all.is_empty() {
            all.push(vec![self.pick("没有需要沟通的伙伴", "no partner to talk to").to_owned()]);
        }
        all
    }

    /// One talk: with whom, and what is said first.
    pub fn page_talk(&self, t: &Talk, a: &ProjectAnalysis) -> Vec<String> {
        let colon = self.pick("：", ": ");
        let (with, name) = (self.talk_with(t.department), self.department(t.department));
        let (full, short) = (self.says(&t.opening, a, false), self.says(&t.opening, a, true));
        let refused =
            self.pick(["已被拒绝，先问什么条件下可行；", "已被拒绝；"], ["refused, ask first what would make it possible; ", "refused; "]);
        let [first, briefly] = if self.refusal(&a.needs, t.department).is_some() { refused } else { ["", ""] };
        let contact = full.first().map(|s| format!("{with}{colon}{first}{s}"));
        let rest =
            full.iter().map(|s| format!("{name}{colon}{first}{s}")).chain(short.iter().map(|s| format!("{name}{colon}{briefly}{s}")));
        let shortest = short.last().map(|s| format!("{}{colon}{briefly}{s}", self.brief_department(name, SHORT)));
        contact.into_iter().chain(rest).chain(shortest).collect()
    }

    /// What is said first, in two lengths; with names shortened for the tightest place.
    pub fn says(&self, opening: &Opening, a: &ProjectAnalysis, short: bool) -> Vec<String> {
        let named = |name: &str| if short { self.brief_name(name) } else { quoted(self.lang, name) };
        let both = |k: KpiId, e: ElementId| (named(self.kpi(k)), named(self.element(e)));
        let said = |zh: [String; 2], en: [String; 2]| self.pick(zh, en).to_vec();
        match *opening {
            Opening::Stated(k, e, known) => {
                let (kpi, element) = both(k, e);
                let (amount, share) =
                    (crate::lang::claims::amount(&known.contribution, self.case.kpi(k), self.lang), self.page_share(&known, a));
                self.pick(
                    vec![
                        format!("{element}为{kpi}带来{amount}，占所需变化的{share}"),
                        format!("{element}为{kpi}带来{amount}"),
                        format!("{kpi}可得所需变化的{share}"),
                        format!("{kpi}可得{share}"),
                    ],
                    vec![
                        format!("{element} brings {kpi} {amount}, {share} of the change it needs"),
                        format!("{element} brings {kpi} {amount}"),
                        format!("{share} of the change {kpi} needs"),
                        format!("{share} for {kpi}"),
                    ],
                )
            }
            Opening::Inferred(k, e) => {
                let (kpi, element) = both(k, e);
                said(
                    [format!("{element}应能帮到{kpi}，请教怎样做最有用"), format!("{element}应能帮到{kpi}")],
                    [format!("{element} should help {kpi}; ask what would make it most useful"), format!("{element} should help {kpi}")],
                )
            }
            Opening::Added(k, e) => {
                let (kpi, element) = both(k, e);
                said(
                    [format!("打算为{kpi}增加{element}，先听意见"), format!("打算增加{element}，先听意见")],
                    [format!("{element} is to be added for {kpi}; ask for advice first"), format!("advice on adding {element}")],
                )
            }
            Opening::AskAdvice(k) => {
                let kpi = named(self.kpi(k));
                said(
                    [format!("现计划还帮不上{kpi}，请教怎样做有用"), format!("请教怎样帮到{kpi}")],
                    [format!("the plan does not help {kpi} yet; ask what would"), format!("ask what would help {kpi}")],
                )
            }
            Opening::AskKpis => said(
                ["请教对方最看重哪几项指标".to_owned(), "请教对方的指标".to_owned()],
                ["ask which targets matter most to them".to_owned(), "ask for their targets".to_owned()],
            ),
        }
    }

    /// What comes of it: the first outcome of each department, then the others.
    pub fn page_outcomes(&self, r: &Reframe, a: &ProjectAnalysis) -> Vec<Vec<String>> {
        let first = |o: &&Outcome| r.outcomes.iter().find(|x| x.department == o.department).is_some_and(|x| std::ptr::eq(x, *o));
        let (firsts, others): (Vec<&Outcome>, Vec<&Outcome>) = r.outcomes.iter().partition(first);
        let mut all: Vec<Vec<String>> = firsts.into_iter().chain(others).map(|o| self.page_outcome(o, a)).collect();
        if all.is_empty() {
            let stated = a.departments.iter().flat_map(|d| &d.claims).any(|c| c.supported().is_some());
            let none = if stated {
                self.pick("写明的贡献没有一项使指标更接近目标", "no stated contribution brings a KPI nearer to its target")
            } else {
                self.pick("表中没有写明可以换算成占比的贡献", "no contribution in the tables gives a share of a target")
            };
            all.push(vec![none.to_owned()]);
        }
        all
    }

    /// A share as a page promises it; where past deliveries temper it, with the word that it is stated.
    fn page_share(&self, known: &Known, a: &ProjectAnalysis) -> String {
        amounts::share(known.share(), self.lang) + settle::stated(a.delivery.as_ref(), self.lang)
    }

    fn page_outcome(&self, o: &Outcome, a: &ProjectAnalysis) -> Vec<String> {
        let kpi = self.case.kpi(o.kpi);
        // An equals sign would end a line.
        let sum = amounts::arithmetic(&o.known, kpi, self.lang).replace(" = ", self.pick("，即", ", "));
        let share = self.page_share(&o.known, a);
        let sum = sum + &settle::likely(&o.known, a.delivery.as_ref(), self.lang);
        let split = self.split_note(&a.claims, o.kpi, o.element);
        let doubt = if split.is_empty() { "" } else { self.pick("，可能重复计算", ", possible double count") };
        let added = if o.added { self.pick("，增加后", ", once added") } else { "" };
        let whom = |name: String| if Some(o.department) == self.case.own { self.pick("我们", "us").to_owned() } else { name };
        let (name, kpi) = (whom(self.department(o.department).to_owned()), self.kpi_quoted(o.kpi));
        let (short, short_kpi) = (whom(self.brief_department(self.department(o.department), SHORT)), self.brief_name(self.kpi(o.kpi)));
        let element = quoted(self.lang, self.element(o.element));
        match self.lang {
            Lang::Zh => vec![
                format!("{name}：{kpi} {sum}（{element}{added}）{split}"),
                format!("{name}：{kpi}所需变化的{share}（{element}{added}）{doubt}"),
                format!("{short}：{short_kpi}所需变化的{share}{added}{doubt}"),
                format!("{short}：{short_kpi} {share}{added}{doubt}"),
            ],
            Lang::En => vec![
                format!("{name}: {kpi} {sum} ({element}{added}){split}"),
                format!("{name}: {share} of the change {kpi} needs ({element}{added}){doubt}"),
                format!("{short}: {share} of the change {short_kpi} needs{added}{doubt}"),
                format!("{short}: {share} for {short_kpi}{added}{doubt}"),
            ],
        }
    }
}
