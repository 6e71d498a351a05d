//! What a terminal shows of a run: its stages, the summary of a project, the key of the quick heat map.

use crate::analysis::ProjectAnalysis;
use crate::analysis::department::{DepartmentSide, Standing};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, all_of, pick, quoted};

/// A part of a run that may take a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The judge reads texts.
    Reading,
    /// Projects are analysed.
    Analysing,
    /// Pictures are drawn.
    Painting,
}

/// What is going on.
pub fn stage(stage: Stage, lang: Lang) -> &'static str {
    match stage {
        Stage::Reading => pick(lang, "阅读文字", "reading texts"),
        Stage::Analysing => pick(lang, "分析项目", "analysing projects"),
        Stage::Painting => pick(lang, "绘制图表", "drawing pictures"),
    }
}

/// What the blocks of the quick heat map mean, and the numbers that hurt; both from weak to strong.
pub fn key(lang: Lang) -> [&'static str; 2] {
    pick(lang, ["有助（弱到强）", "有碍"], ["helps (weak to strong)", "hurts"])
}

/// What is not shown for want of room.
pub fn left_out(rows: usize, columns: usize, lang: Lang) -> Option<String> {
    let both = [
        (rows > 0).then(|| pick(lang, format!("{rows}项指标"), format!("{rows} KPIs"))),
        (columns > 0).then(|| pick(lang, format!("{columns}个要素"), format!("{columns} elements"))),
    ];
    let names: Vec<String> = both.into_iter().flatten().collect();
    let list = all_of(lang, &names);
    (!names.is_empty()).then(|| pick(lang, format!("另有{list}只在图中"), format!("{list} more in the picture")))
}

/// Where the report is.
pub fn files(folder: &str, lang: Lang) -> String {
    pick(lang, format!("文件：{folder}"), format!("Files: {folder}"))
}

impl Phrases<'_> {
    /// The first thing to do with a project.
    pub fn next_step(&self, a: &ProjectAnalysis) -> String {
        let partners = || a.departments.iter().filter(|d| d.standing == Standing::Partner);
        let name = |d: &DepartmentSide| self.department(d.department).to_owned();
        if let Some(first) = a.plan.first() {
            let element = quoted(self.lang, self.element(first.element));
            let more = a.plan.len() - 1;
            let gain = |d: &DepartmentSide| a.advised_for(d).appeal - d.before.appeal;
            let most = partners().rev().max_by(|x, y| gain(x).total_cmp(&gain(y))).filter(|d| gain(d) > 0.0).map(name);
            let others = match more {
                0 => String::new(),
                1 => self.pick("和另外1项（见简报）".to_owned(), " and one more (see the brief)".to_owned()),
                n => self.pick(format!("和另外{n}项（见简报）"), format!(" and {n} more (see the brief)")),
            };
            let talk = most.map(|d| self.pick(format!("，先找{d}谈"), format!(", and talk to {d} first"))).unwrap_or_default();
            return self
                .pick(format!("下一步：把{element}{others}加进计划{talk}"), format!("Next: add {element}{others} to the plan{talk}"));
        }
        let ready = partners().find(|d| d.before.appeal >= a.yes_line).map(name);
        match (ready, partners().next().map(name)) {
            (Some(d), _) => {
                self.pick(format!("下一步：计划不用改，先找{d}谈"), format!("Next: the plan needs no change; talk to {d} first"))
            }
            (None, Some(d)) => self.pick(
                format!("下一步：还没有可加的内容，先问{d}最看重哪项指标"),
                format!("Next: nothing to add was found; ask {d} which KPI matters most to it"),
            ),
            (None, None) => self.pick(
                "下一步：在指标表中补上伙伴部门的指标".to_owned(),
                "Next: add the KPIs of the partner departments to the table".to_owned(),
            ),
        }
    }
}
