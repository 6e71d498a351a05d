//! The project told anew, in sentences: titles with what they gain, changes of the content, what each partner hears, outcomes.

use crate::analysis::mend::Mend;
use crate::analysis::reframe::{Move, Outcome, Talk, Unsupported};
use crate::analysis::settle::Delivery;
use crate::analysis::theme::support::{Carrier, Support};
use crate::analysis::theme::{Effect, KpiChance, Theme, ThemeSource};
use crate::lang::glance::OWN_LOSS;
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted, reasons, settle};
use crate::model::{DepartmentId, ElementId, KpiId, Share};

/// Gain or loss of coverage from which it is worth a word.
const WORTH_A_WORD: f64 = 0.015;
/// Part of a title's score that the title must bring alone; with less it is said that the line brings it.
const ALONE: f64 = 0.5;

impl Phrases<'_> {
    /// A title, what changes, and whose it is.
    pub fn theme(&self, theme: &Theme) -> String {
        let title = quoted(self.lang, &theme.title);
        let own = match theme.source {
            ThemeSource::User => self.pick("（自拟）", " (your own)"),
            ThemeSource::Framing(_) => "",
        };
        if theme.line.is_empty() {
            return format!("{title}{own}");
        }
        format!("{title}{own}{}{}", self.pick("：", ": "), theme.line)
    }

    /// What a title gains each side against the present one.
    pub fn theme_gain(&self, theme: &Theme) -> String {
        let mut effects: Vec<&Effect> = theme.partners.iter().filter(|e| e.gain().abs() >= WORTH_A_WORD).collect();
        effects
            .sort_by(|a, b| b.gain().total_cmp(&a.gain()).then_with(|| self.department(a.department).cmp(self.department(b.department))));
        let shown = |e: &Effect| format!("{} {}", self.department(e.department), amounts::points(e.gain(), self.lang));
        let mut parts: Vec<String> = effects.into_iter().map(shown).collect();
        if parts.is_empty() {
            parts.push(self.pick("对伙伴没有明显变化", "no clear change for the partners").to_owned());
        }
        if let Some(own) = theme.own.filter(|e| e.gain().abs() >= WORTH_A_WORD) {
            let gain = amounts::points(own.gain(), self.lang);
            parts.push(self.pick(format!("本部门 {gain}"), format!("our own {gain}")));
        }
        let mut text = parts.join(self.pick("，", ", "));
        if let Some(best) = theme.best {
            let (from, to) = (amounts::percent(best.before, self.lang), amounts::percent(best.after, self.lang));
            let kpi = self.kpi_quoted(best.kpi);
            text += &self.pick(format!("；突出：{kpi} {from} → {to}"), format!("; puts first: {kpi} {from} → {to}"));
        }
        match theme.words_of {
            Some(kpi) if theme.best.is_some_and(|b| b.kpi == kpi) => text += self.pick("，题目用了该指标的原话", ", and speaks its words"),
            Some(kpi) => {
                let (kpi, department) = (self.kpi_quoted(kpi), self.department(self.case.kpi(kpi).department));
                text += &self.pick(format!("；用语来自{department}{kpi}"), format!("; in the words of {kpi} ({department})"));
            }
            None => {}
        }
        let fallen = |c: KpiChance| {
            let (from, to) = (amounts::percent(c.before, self.lang), amounts::percent(c.after, self.lang));
            format!("{} {from} → {to}", self.kpi_of_department(c.kpi))
        };
        let less: Vec<String> = theme.less().into_iter().map(fallen).collect();
        if !less.is_empty() {
            let less = list(self.lang, &less);
            text += &if theme.fades().is_some() {
                self.pick(format!("；不再突出：{less}"), format!("; no longer stresses: {less}"))
            } else {
                self.pick(format!("；较少突出：{less}"), format!("; stresses less: {less}"))
            };
        }
        if !theme.line.is_empty() && theme.title_alone < theme.score * ALONE {
            text += self.pick("；主要靠说明里的内容，光换题目作用不大", "; mostly by what the line promises, little by the title alone");
        }
        if let Some(support) = theme.support {
            text += self.pick("；", "; ");
            text += &self.theme_support(support);
        }
        text
    }

    /// What carries a title, or what is missing for it.
    fn theme_support(&self, support: Support) -> String {
        let name = |e: ElementId| quoted(self.lang, self.element(e));
        let gone = support.once_gone.map(name);
        let first = |zh: String| match &gone {
            Some(gone) => format!("去掉或改掉{gone}后，{zh}"),
            None => zh,
        };
        let once = |joint: &str| gone.as_ref().map_or(String::new(), |gone| format!(" {joint} {gone} is dropped or changed"));
        match support.by {
            Carrier::Plan(e) => {
                self.pick(first(format!("现计划的{}可以支撑", name(e))), format!("carried by {} of the plan{}", name(e), once("once")))
            }
            Carrier::Advised(e) => {
                self.pick(first(format!("由建议增加的{}支撑", name(e))), format!("carried by the addition {}{}", name(e), once("once")))
            }
            Carrier::Near(e) => self.pick(
                first(format!("现计划的{}相近，按说明改办后可以支撑", name(e))),
                format!("{} of the plan comes near: it carries this once it is run as the line says{}", name(e), once("and")),
            ),
            Carrier::Refused(e) => self.pick(
                format!("现计划的{}可以支撑，但它所需的部门已回绝：谈通再用", name(e)),
                format!("{} of the plan would carry it, but a department that it needs has refused: settle that first", name(e)),
            ),
            Carrier::Open(e) => {
                let cost = amounts::cost(self.case.element(e).cost, self.case, self.lang);
                let what = name(e) + &self.pick(format!("（{cost}）"), format!(" ({cost})"));
                self.pick(
                    format!("现计划和建议中都没有这项内容：要用它，先增加{what}"),
                    format!("neither the plan nor the additions hold this: to use it, add {what} first"),
                )
            }
            Carrier::Belied(e) => self.pick(
                format!("现计划的{}与它相反：去掉或改掉以后再用", name(e)),
                format!("{} of the plan does the opposite: use it only once that is dropped or changed", name(e)),
            ),
            Carrier::Nothing => self
                .pick(
                    "现计划和建议中都没有这项内容：能办到才用",
                    "neither the plan nor the additions hold this: use it only if you can bring it",
                )
                .to_owned(),
        }
    }

    /// How titles are compared.
    pub fn theme_note(&self) -> &'static str {
        self.pick(
            "与现题目相比，在现计划之上各部门覆盖率的变化；箭头为题目和说明连读时有助于该指标的可能，不计内容（内容照旧带来的不会少）。说明做不到，题目就不要用。",
            "Change of each department's coverage on top of the plan as it is, against the present title; the arrow is the chance that title and line alone help that KPI: what the content brings stays. Do not use a title whose line you cannot keep.",
        )
    }

    /// That no title is better than the present one.
    pub fn no_theme(&self, title: &str) -> String {
        let title = quoted(self.lang, title);
        self.pick(
            format!("没有找到比{title}更能打动伙伴的题目，保留现题目。"),
            format!("No title was found that serves the partners better than {title}: keep it."),
        )
    }

    /// That the present title can stay, before the titles that are none to go by instead.
    pub fn title_stays(&self, title: &str) -> String {
        let title = quoted(self.lang, title);
        self.pick(format!("现题目{title}可保留；以下为可选题目"), format!("the present title, {title}, can stay; those below are options"))
    }

    /// One change of the content.
    pub fn content_move(&self, change: &Move) -> String {
        match change {
            Move::Add { element, serves, alone, hurts, tips } => {
                let name = quoted(self.lang, self.element(*element));
                let cost = amounts::cost(self.case.element(*element).cost, self.case, self.lang);
                let start = self.pick(format!("增加{name}（{cost}）"), format!("add {name} ({cost})"));
                start + &self.that_serves(serves, alone) + &self.tips(tips) + &self.works_against(hurts) + &self.vacant(*element)
            }
            Move::Lead { element, serves, alone } => {
                let (name, serves) = (quoted(self.lang, self.element(*element)), self.does(serves, alone));
                self.pick(format!("主打{name}：{serves}"), format!("lead with {name}: it {serves}"))
            }
            Move::Mend(mend) => self.mended(mend),
        }
    }

    /// That nobody in the tables is one for the part that an addition needs.
    fn vacant(&self, element: ElementId) -> String {
        let Some([zh, en]) = self.case.element(element).vacant.as_deref() else { return String::new() };
        self.pick(
            format!("；要有{zh}参与，表中没有这样的部门：先定由谁来做"),
            format!("; it needs {en}, and no department of the tables is that: settle first who does it"),
        )
    }

    /// What to drop or soften, for whom, what that brings them, and what it takes from us: of coverage, and of what the tables state.
    fn mended(&self, mend: &Mend) -> String {
        self.without(mend) + &self.own_stated(mend)
    }

    fn without(&self, mend: &Mend) -> String {
        let c = &mend.conflict;
        let kpis: Vec<String> = mend.kpis().map(|k| self.kpi_quoted(k)).collect();
        let (name, kpis, whose) = (quoted(self.lang, self.element(c.element)), list(self.lang, &kpis), self.department(mend.department));
        let gain = self.gain_without(c);
        let loss = self.own_loss(mend);
        if let Some(phrase) = &mend.phrase {
            let phrase = quoted(self.lang, phrase);
            let (zh, en) = match mend.drop {
                true => (format!("去掉整项，去掉后{gain}{loss}"), format!("drop it as a whole: without it {gain}{loss}")),
                false => (
                    format!("弱化整项，完全去掉后{gain}{loss}，弱化则少些"),
                    format!("soften it as a whole: without it altogether {gain}{loss}; less of both if it is only softened"),
                ),
            };
            return self.pick(
                format!("改掉{name}中的{phrase}：不利于{whose}{kpis}的主要是这一点；做不到再{zh}"),
                format!("change {phrase} in {name}: that is what mostly works against {kpis} ({whose}); only if it cannot be done, {en}"),
            );
        }
        if mend.drop {
            return self.pick(
                format!("去掉{name}：不利于{whose}{kpis}，去掉后{gain}{loss}"),
                format!("drop {name}: it works against {kpis} ({whose}); without it {gain}{loss}"),
            );
        }
        self.pick(
            format!("弱化{name}：不利于{whose}{kpis}，完全去掉后{gain}{loss}，弱化则少些"),
            format!(
                "soften {name}: it works against {kpis} ({whose}); without it altogether {gain}{loss}; less of both if it is only softened"
            ),
        )
    }

    /// What going without an element takes from us: from the plan as it is, like the figures beside it, and where all else is as advised, like
    /// those of the packages.
    fn own_loss(&self, mend: &Mend) -> String {
        if mend.own_loss.max(mend.own_loss_advised) < OWN_LOSS {
            return String::new();
        }
        let [loss, advised] = [mend.own_loss, mend.own_loss_advised].map(|v| amounts::points(-v, self.lang));
        if loss == advised {
            return self.pick(format!("，本部门覆盖率{loss}"), format!(", our own coverage {loss}"));
        }
        self.pick(
            format!("，本部门覆盖率{loss}（其余按建议改后为{advised}）"),
            format!(", our own coverage {loss} ({advised} with all else as advised)"),
        )
    }

    /// What an element brings our own KPIs by the tables.
    fn own_stated(&self, mend: &Mend) -> String {
        let told = mend.own_stated.iter().map(|(k, known)| {
            let (kpi, sum) = (self.kpi_quoted(*k), amounts::arithmetic(known, self.case.kpi(*k), self.lang));
            self.pick(format!("{kpi} {sum}"), format!("{sum} for {kpi}"))
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() {
            return String::new();
        }
        let told = list(self.lang, &told);
        self.pick(format!("；它为我们带来{told}"), format!("; it brings us {told}"))
    }

    /// Whom a talk is with: the department and its contact.
    pub fn talk_with(&self, department: DepartmentId) -> String {
        let d = self.case.department(department);
        if d.contact.is_empty() {
            return d.name.clone();
        }
        self.pick(format!("{}（{}）", d.name, d.contact), format!("{} ({})", d.name, d.contact))
    }

    /// What a partner hears of first.
    pub fn hears(&self, talk: &Talk) -> Option<String> {
        let one = |(element, kpi): (ElementId, KpiId)| {
            let (element, kpi) = (quoted(self.lang, self.element(element)), self.kpi_quoted(kpi));
            self.pick(format!("{element}（为{kpi}）"), format!("{element} (for {kpi})"))
        };
        let all: Vec<String> = talk.hears.iter().map(|l| one((l.element, l.kpi))).collect();
        let all = list(self.lang, &all);
        let first = talk.led_by_plan();
        (!talk.hears.is_empty()).then(|| match first {
            true => self.pick(format!("先讲：{all}"), format!("speak first of {all}")),
            false => self.pick(format!("也可提到{all}"), format!("then mention {all}")),
        })
    }

    /// What a partner is not led with.
    pub fn avoid(&self, talk: &Talk) -> Option<String> {
        let met = talk.met.iter().map(|k| {
            let kpi = self.kpi_quoted(*k);
            self.pick(format!("{kpi}（已达成）"), format!("{kpi} (met already)"))
        });
        let hurts =
            talk.hurts.iter().filter(|(element, _)| talk.owns_up.is_none_or(|(owned, _)| owned != *element)).map(|(element, kpi)| {
                let (element, kpi) = (quoted(self.lang, self.element(*element)), self.kpi_quoted(*kpi));
                self.pick(format!("{element}（不利于{kpi}）"), format!("{element} (against {kpi})"))
            });
        let all: Vec<String> = met.chain(hurts).collect();
        let shown = list(self.lang, &all);
        (!all.is_empty()).then(|| self.pick(format!("不要以此开场：{shown}"), format!("do not open with {shown}")))
    }

    /// An outcome with its arithmetic and where it is stated.
    pub fn outcome(&self, outcome: &Outcome, delivery: Option<&Delivery>) -> String {
        let (kpi, element) = (self.kpi_quoted(outcome.kpi), quoted(self.lang, self.element(outcome.element)));
        let sum = amounts::arithmetic(&outcome.known, self.case.kpi(outcome.kpi), self.lang);
        let (whom, line) = (self.for_whom(outcome.department), outcome.line);
        let added = if outcome.added { self.pick("，增加后", ", once added") } else { "" };
        let promised = settle::promised(&outcome.known, delivery, self.lang).map(|s| self.pick(format!("；{s}"), format!("; {s}")));
        let promised = promised.unwrap_or_default();
        self.pick(
            format!("{whom}：{kpi} {sum}（{element}，第{line}行{added}{promised}）"),
            format!("{whom}: {kpi} {sum} ({element}, line {line}{added}{promised})"),
        )
    }

    fn for_whom(&self, department: DepartmentId) -> String {
        let name = self.department(department);
        if Some(department) == self.case.own {
            return self.pick(format!("对我们（{name}）"), format!("for us ({name})"));
        }
        self.pick(format!("对{name}"), format!("for {name}"))
    }

    /// What is claimed or hoped for without a figure, and what is missing.
    pub fn unsupported_claim(&self, claim: &Unsupported) -> String {
        let (kpi, element) = (self.kpi_quoted(claim.kpi), quoted(self.lang, self.element(claim.element)));
        let reason = reasons::no_share(&Share::Unknown(claim.reason), self.lang);
        let whose = self.department(claim.department);
        let line = claim.line.map_or(String::new(), |l| self.pick(format!("，第{l}行"), format!(", line {l}")));
        self.pick(format!("{element}对{whose}{kpi}：{reason}{line}"), format!("{element} for {kpi} ({whose}): {reason}{line}"))
    }
}
