//! What an element does for KPIs, in words: it serves those that it brings to the served level by itself, and helps the others.

use crate::analysis::department::Lead;
use crate::analysis::suggest::Suggestion;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, all_of, amounts, quoted};
use crate::model::KpiId;

/// Most KPIs that are named of one element.
const NAMED: usize = 3;

impl Phrases<'_> {
    /// KPIs with their departments, of which one sentence speaks together.
    pub fn serves(&self, kpis: &[KpiId]) -> String {
        let names: Vec<String> = kpis.iter().take(NAMED).map(|k| self.kpi_of_department(*k)).collect();
        all_of(self.lang, &names)
    }

    /// The verb for one KPI.
    pub fn serves_or_helps(&self, alone: bool) -> &'static str {
        if alone { self.pick("服务于", "serves") } else { self.pick("有助于", "helps") }
    }

    /// What an element does: `服务于…，有助于…`, `serves …, helps …`. `alone`: the KPIs that it serves by itself.
    pub(super) fn does(&self, kpis: &[KpiId], alone: &[KpiId]) -> String {
        let parts = self.by_level(kpis, alone).map(|(level, names)| {
            let (verb, space) = (self.serves_or_helps(level), self.pick("", " "));
            names.map(|names| format!("{verb}{space}{names}"))
        });
        parts.into_iter().flatten().collect::<Vec<_>>().join(self.pick("，", ", "))
    }

    /// The same as the end of a sentence on what is to be done; empty without KPIs.
    pub(super) fn that_serves(&self, kpis: &[KpiId], alone: &[KpiId]) -> String {
        if kpis.is_empty() {
            return String::new();
        }
        if self.lang == Lang::Zh {
            return format!("，{}", self.does(kpis, alone));
        }
        let [(_, served), (_, helped)] = self.by_level(kpis, alone);
        let parts = [served.map(|n| format!(" to serve {n}")), helped.map(|n| format!(" to help {n}"))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", and")
    }

    /// Whom an addition takes over the line by a faint help; empty where it wins nobody that way.
    pub fn tips(&self, kpis: &[KpiId]) -> String {
        if kpis.is_empty() {
            return String::new();
        }
        let names = self.serves(kpis);
        self.pick(
            format!("；对{names}只有微弱帮助，却正好使对方过线，先与对方核实"),
            format!("; its help with {names} is faint, and just enough to take them over the line: verify it with them first"),
        )
    }

    /// The first few KPIs: those that are served, and those that are helped.
    fn by_level(&self, kpis: &[KpiId], alone: &[KpiId]) -> [(bool, Option<String>); 2] {
        let shown = || kpis.iter().copied().take(NAMED);
        [true, false].map(|level| {
            let of: Vec<KpiId> = shown().filter(|k| alone.contains(k) == level).collect();
            (level, (!of.is_empty()).then(|| self.serves(&of)))
        })
    }

    /// Against whom an addition works: others are to agree to it first, of our own KPIs it is only said. Empty where it works against nobody.
    pub(super) fn works_against(&self, hurts: &[KpiId]) -> String {
        let department = |k: &KpiId| self.case.kpi(*k).department;
        let (own, others): (Vec<KpiId>, Vec<KpiId>) = hurts.iter().partition(|k| Some(department(k)) == self.case.own);
        let mut names: Vec<&str> = Vec::new();
        for name in others.iter().map(|k| self.department(department(k))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut said = String::new();
        if !names.is_empty() {
            let names = all_of(self.lang, &names);
            said += &self.pick(format!("；不利于{names}，先与其商量"), format!("; it works against {names}: talk to them first"));
        }
        if !own.is_empty() {
            let kpis: Vec<String> = own.iter().take(NAMED).map(|k| self.kpi_quoted(*k)).collect();
            let (kpis, also) = (all_of(self.lang, &kpis), !names.is_empty());
            let (zh, en) = if also { ("也", "also ") } else { ("", "") };
            said += &self.pick(format!("；{zh}不利于我们的{kpis}"), format!("; it {en}works against our own {kpis}"));
        }
        said
    }

    /// What to open with, and why.
    pub fn lead(&self, lead: &Lead, reason: &str) -> String {
        let (element, kpi) = (quoted(self.lang, self.element(lead.element)), self.kpi_quoted(lead.kpi));
        let (why, verb) = (self.why(lead.level, reason), self.serves_or_helps(lead.alone));
        self.pick(format!("{element}：{verb}{kpi}（{why}）"), format!("{element} {verb} {kpi} ({why})"))
    }

    /// An addition with its cost and whom it serves.
    pub fn suggestion(&self, suggestion: &Suggestion) -> String {
        let element = self.case.element(suggestion.element);
        let (name, cost) = (quoted(self.lang, &element.name), amounts::cost(element.cost, self.case, self.lang));
        let does = self.does(&suggestion.serves, &suggestion.alone);
        match self.lang {
            Lang::Zh if does.is_empty() => format!("{name}，{cost}"),
            Lang::Zh => format!("{name}，{cost}：{does}"),
            Lang::En if does.is_empty() => format!("{name}, {cost}"),
            Lang::En => format!("{name}, {cost}: {does}"),
        }
    }
}
