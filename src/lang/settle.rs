//! Sentences about settled projects: planned against delivered, favors, and how far stated shares are trusted.

use crate::analysis::settle::{Delivery, FavorRow, Line, Open, PRIOR, Settlement, Side, What};
use crate::error::SettleFault;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, pick, quoted, reasons};
use crate::model::ProjectId;
use crate::model::share::Known;

/// Message and help for a fault; `value` is the text found.
pub fn fault_sentence(fault: &SettleFault, value: Option<&str>, lang: Lang) -> (String, String) {
    let shown = quoted(lang, value.unwrap_or(""));
    let near = |near: &Option<String>| match (near, lang) {
        (Some(name), Lang::Zh) => format!("是否想写“{name}”？"),
        (Some(name), Lang::En) => format!("did you mean \"{name}\"?"),
        (None, _) => String::new(),
    };
    match fault {
        SettleFault::ProjectUnknown { near: like } => {
            (pick(lang, format!("要素表中没有项目{shown}"), format!("no project {shown} in the elements table")), near(like))
        }
        SettleFault::ProjectMissing => pick(
            lang,
            ("没有写项目，而要素表中不止一个".to_owned(), "请填写项目".to_owned()),
            ("no project is given, and the elements table has several".to_owned(), "fill in the project".to_owned()),
        ),
        SettleFault::ElementUnknown { near: like } => {
            (pick(lang, format!("该项目没有要素{shown}"), format!("the project has no element {shown}")), near(like))
        }
        SettleFault::ElementAmbiguous => pick(
            lang,
            (format!("该项目有几个要素都叫{shown}"), "请改写要素编号".to_owned()),
            (format!("several elements of the project are called {shown}"), "write the element's id instead".to_owned()),
        ),
        SettleFault::MetricUnknown { near: like } => (
            pick(
                lang,
                format!("该要素没有写过{shown}的贡献，也没有指标叫这个名字"),
                format!("the element states nothing for {shown}, and no KPI is called that"),
            ),
            near(like),
        ),
        SettleFault::Unplanned => pick(
            lang,
            (format!("计划中没有写{shown}的贡献：计入实际，不计入兑现率"), String::new()),
            (format!("the plan states nothing for {shown}: counted as delivered, not for the record of deliveries"), String::new()),
        ),
        SettleFault::Record { accepted } => pick(
            lang,
            (format!("{shown}不可用"), format!("可用：{accepted}；也可删去此行，重新运行 winwin settle")),
            (format!("{shown} cannot be"), format!("accepted: {accepted}; or delete the row and run winwin settle again")),
        ),
    }
}

/// How far stated shares are trusted: `tempered by 0.85 from 5 settled claims`.
pub fn tempered(delivery: &Delivery, lang: Lang) -> String {
    let (factor, claims) = (two(delivery.factor), delivery.claims);
    match lang {
        Lang::Zh => format!("按{claims}项已结算贡献的兑现情况乘以 {factor}"),
        Lang::En => format!("tempered by {factor} from {claims} settled claim{}", plural(claims)),
    }
}

/// What the brief says of it: the figures of the plan are tempered, the shares are printed as stated.
pub fn remark(delivery: &Delivery, lang: Lang) -> String {
    let tempered = tempered(delivery, lang);
    pick(
        lang,
        format!("写明的有利贡献在计入吸引力和覆盖率之前，{tempered}；占比仍按原文列出"),
        format!(
            "stated contributions that help are {tempered} before they count for appeal and coverage; their shares are printed as stated"
        ),
    )
}

/// What stands behind a stated share that helps; empty where nothing is settled.
pub fn likely(known: &Known, delivery: Option<&Delivery>, lang: Lang) -> String {
    tempered_share(known, delivery, lang).map_or_else(String::new, |(factor, share)| {
        pick(lang, format!("，乘以 {factor} 约为{share}"), format!(", times {factor} about {share}"))
    })
}

/// What is said of a share that is promised to somebody, where past deliveries temper it: that it is stated, and what it may come to.
pub fn promised(known: &Known, delivery: Option<&Delivery>, lang: Lang) -> Option<String> {
    let (_, share) = tempered_share(known, delivery, lang)?;
    Some(pick(lang, format!("表中写明，按以往兑现约为{share}"), format!("as stated, about {share} by past delivery")))
}

/// The mark at a share that is promised as the tables state it, where past deliveries temper what it counts for; empty where nothing is settled.
pub fn stated(delivery: Option<&Delivery>, lang: Lang) -> &'static str {
    delivery.map_or("", |_| pick(lang, "（写明）", " (stated)"))
}

/// The factor and what a share that helps comes to with it, as printed; `None` where nothing is settled.
fn tempered_share(known: &Known, delivery: Option<&Delivery>, lang: Lang) -> Option<(String, String)> {
    let d = delivery.filter(|_| known.share() > 0.0)?;
    // The product of what is printed.
    let factor = (d.factor * 100.0).round() / 100.0;
    Some((two(factor), amounts::share(known.share() * factor, lang)))
}

fn two(value: f64) -> String {
    format!("{value:.2}")
}

fn plural(count: u32) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Words for one settled project.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Names and language.
    pub phrases: Phrases<'a>,
    /// The facts.
    pub settlement: &'a Settlement,
}

impl Words<'_> {
    fn project(&self, id: ProjectId) -> String {
        quoted(self.phrases.lang, &self.phrases.case.project(id).name)
    }

    /// The project's part of the answer, line by line.
    pub fn lines(&self) -> Vec<String> {
        let p = self.phrases;
        let mut out = vec![p.case.project(self.settlement.project).name.clone()];
        for side in &self.settlement.departments {
            out.push(self.side(side));
            out.extend(side.lines.iter().map(|l| format!("  {}", self.line(l))));
        }
        if !self.settlement.open.is_empty() {
            let open: Vec<String> = self.settlement.open.iter().map(|o| self.open(o)).collect();
            let open = list(p.lang, &open);
            out.push(p.pick(format!("尚无实际结果：{open}"), format!("no result yet: {open}")));
        }
        out
    }

    fn side(&self, side: &Side) -> String {
        let p = self.phrases;
        let department = p.department(side.department);
        let (planned, delivered) = (amounts::share(side.planned, p.lang), amounts::share(side.delivered, p.lang));
        p.pick(
            format!("{department}：按指标权重计，计划{planned}，实际{delivered}"),
            format!("{department}: by the weights of its KPIs planned {planned}, delivered {delivered}"),
        )
    }

    fn line(&self, line: &Line) -> String {
        let p = self.phrases;
        let (kpi, element) = (p.kpi_quoted(line.kpi), p.element(line.element));
        let sum = |k: &Known| amounts::arithmetic(k, p.case.kpi(line.kpi), p.lang);
        let planned = match line.planned.as_ref().map(|s| s.known()) {
            None => p.pick("未写计划", "nothing planned").to_owned(),
            Some(None) => p.pick("计划的占比未知", "planned share unknown").to_owned(),
            Some(Some(known)) => p.pick(format!("计划 {}", sum(known)), format!("planned {}", sum(known))),
        };
        let delivered = match line.delivered.known() {
            Some(known) => p.pick(format!("实际 {}", sum(known)), format!("delivered {}", sum(known))),
            None => {
                let why = reasons::no_share(&line.delivered, p.lang);
                p.pick(format!("实际的占比未知（{why}）"), format!("delivered share unknown ({why})"))
            }
        };
        let achieved = line.achieved().map(|a| amounts::percent(a, p.lang));
        let achieved = achieved.map_or_else(String::new, |a| p.pick(format!("，完成{a}"), format!(", {a} of the plan")));
        let at = line.origin.line;
        p.pick(
            format!("{kpi} {element}：{planned}；{delivered}{achieved}（第{at}行）"),
            format!("{kpi} {element}: {planned}; {delivered}{achieved} (line {at})"),
        )
    }

    fn open(&self, open: &Open) -> String {
        let (element, metric) = (self.phrases.element(open.element), &open.metric);
        self.phrases.pick(format!("{element}（{metric}）"), format!("{element} ({metric})"))
    }

    /// What a favor was, for its cell.
    pub fn favor(&self, row: &FavorRow) -> String {
        let (p, project) = (self.phrases, self.project(self.settlement.project));
        match &row.what {
            What::TookPart(elements) => {
                let ask = &p.case.department(row.department).ask;
                let names: Vec<&str> = elements.iter().map(|e| p.element(*e)).collect();
                let part = if ask.is_empty() { list(p.lang, &names) } else { ask.clone() };
                p.pick(format!("参与{project}：{part}"), format!("took part in {project}: {part}"))
            }
            What::Delivered(kpi, known) => {
                let (kpi, sum) = (p.kpi_quoted(*kpi), amounts::arithmetic(known, p.case.kpi(*kpi), p.lang));
                p.pick(format!("{project}为其{kpi}带来 {sum}"), format!("{project} brought to its {kpi} {sum}"))
            }
        }
    }
}

/// The delivery factor with its arithmetic: `(4.5 + 3) / (5 + 3) = 0.94`.
pub fn factor(delivery: Option<&Delivery>, lang: Lang) -> String {
    let Some(d) = delivery else {
        return pick(lang, "没有可计入的已结算贡献，系数为 1", "no settled claim counts: the factor is 1").to_owned();
    };
    let sum = format!("({} + {PRIOR}) / ({} + {PRIOR})", (d.achieved * 1000.0).round() / 1000.0, d.claims);
    let (factor, claims) = (two(d.factor), d.claims);
    match lang {
        Lang::Zh => format!("兑现系数 {sum} = {factor}（{claims}项已结算的贡献，限于 0.2 到 1.5）：下次分析时写明的有利贡献乘以它"),
        Lang::En => format!(
            "delivery factor {sum} = {factor} ({claims} settled claim{}, kept within 0.2 to 1.5): the next analysis multiplies stated contributions that help with it",
            plural(claims)
        ),
    }
}

/// Title of the rows for the favor bank.
pub fn favors_title(lang: Lang) -> &'static str {
    pick(lang, "可追加到 favors 表的行：", "rows to append to the favors table:")
}

/// What is said when no row is left for the favor bank.
pub fn no_favors(lang: Lang) -> &'static str {
    pick(lang, "没有可追加到 favors 表的行", "no rows to append to the favors table")
}

/// What is said when the results table holds no amount.
pub fn nothing(lang: Lang) -> &'static str {
    pick(
        lang,
        "结果表中还没有任何实际数值：没有可结算的内容，未写入文件",
        "the table holds no result yet: nothing to settle, nothing written",
    )
}

/// What is said after a dry look.
pub fn dry(lang: Lang) -> &'static str {
    pick(lang, "仅查看，未写入文件", "a dry look: nothing written")
}

/// What stands above the record of deliveries.
pub fn record_comment(lang: Lang) -> &'static str {
    pick(
        lang,
        "# winwin settle 写入。achieved：各项贡献 实际÷计划 之和（每项 0 到 2）；n：项数；factor：(achieved + 3) ÷ (n + 3)，限于 0.2 到 1.5；分析时按全部行合计",
        "# written by winwin settle. achieved: sum of delivered / planned of each claim (0 to 2 each); n: claims; factor: (achieved + 3) / (n + 3) within 0.2 to 1.5; analyze takes all rows together",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_marked_as_stated_where_something_is_settled() {
        let delivery = Delivery { factor: 0.875, claims: 1, achieved: 0.5 };
        assert_eq!((stated(Some(&delivery), Lang::Zh), stated(Some(&delivery), Lang::En)), ("（写明）", " (stated)"));
        assert_eq!((stated(None, Lang::Zh), stated(None, Lang::En)), ("", ""));
    }
}
