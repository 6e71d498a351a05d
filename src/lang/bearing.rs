//! How sure it is department by department: its rank, its place at the line, and what its leads rest on.

use crate::analysis::ProjectAnalysis;
use crate::analysis::bearing::{Ground, LeadBearing};
use crate::analysis::department::{DepartmentSide, Standing};
use crate::analysis::robust::{Choice, PartnerRank};
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, list, quoted};

impl Phrases<'_> {
    /// A line for each partner, then one for the own department; none for those of which there is nothing to say.
    pub fn how_sure_each(&self, a: &ProjectAnalysis, bearings: &[LeadBearing]) -> Vec<String> {
        let of = |standing: Standing| a.departments.iter().filter(move |d| d.standing == standing);
        let line = |side: &DepartmentSide| {
            let ranks = a.robustness.as_ref().map_or(&[][..], |r| &r.partners);
            let shown = a.robustness.as_ref().map_or(Choice::AsPlanned, |r| r.shown);
            let rank = ranks.iter().find(|r| r.department == side.department).map(|r| self.rank_kept(r, shown, a));
            let own: Vec<&LeadBearing> = bearings.iter().filter(|b| b.department == side.department).collect();
            let grounds = (!own.is_empty()).then(|| self.grounds(&own, side.standing == Standing::Own));
            let said: Vec<String> = [rank, grounds].into_iter().flatten().collect();
            let name = self.department(side.department);
            (!said.is_empty()).then(|| format!("{name}{}{}", self.pick("：", ": "), said.join(self.pick("", " "))))
        };
        of(Standing::Partner).chain(of(Standing::Own)).filter_map(line).collect()
    }

    /// In which share of the draws a partner keeps its rank, and is over the line.
    fn rank_kept(&self, r: &PartnerRank, under: Choice, a: &ProjectAnalysis) -> String {
        let (rank, kept, over) = (r.rank, amounts::often(r.kept, self.lang), amounts::often(r.over_line, self.lang));
        let line = amounts::percent(a.yes_line, self.lang);
        let under = quoted(self.lang, &self.choice(under, a));
        self.pick(
            format!("{under}下覆盖率居第{rank}，换了权重仍在{kept}的情形下保持，吸引力在{over}的情形下过{line}线。"),
            format!(
                "number {rank} by coverage under {under}, kept in {kept} of the draws of weights; appeal over the {line} line in {over}."
            ),
        )
    }

    /// What the leads of one department rest on.
    fn grounds(&self, all: &[&LeadBearing], own: bool) -> String {
        let named = |b: &LeadBearing| {
            let (element, kpi) = (quoted(self.lang, self.element(b.element)), self.kpi_quoted(b.kpi));
            self.pick(format!("{element}（为{kpi}）"), format!("{element} (for {kpi})"))
        };
        let those = |counts: &dyn Fn(&Ground) -> bool| {
            let names: Vec<String> = all.iter().filter(|b| counts(&b.ground)).map(|b| named(b)).collect();
            (!names.is_empty()).then(|| (list(self.lang, &names), names.len() == 1))
        };
        let mut parts = Vec::new();
        if let Some((names, one)) = those(&|g| *g == Ground::Figure) {
            let (zh, en) = (format!("{names}凭表中写明的数字"), if one { "rests on a stated figure" } else { "rest on stated figures" });
            parts.push(self.pick(zh, format!("{names} {en}")));
        }
        for b in all {
            let Ground::Phrase(bearing) = &b.ground else { continue };
            let (name, phrase) = (named(b), quoted(self.lang, &bearing.phrase));
            let (was, left) = (amounts::decimals(b.overlap), amounts::decimals(bearing.without));
            parts.push(self.pick(
                format!("{name}由文字推断，主要凭{phrase}，去掉它重合度从{was}变为{left}"),
                format!("{name} is inferred from text, mainly from {phrase}: without it the overlap goes from {was} to {left}"),
            ));
        }
        if let Some((names, one)) = those(&|g| matches!(g, Ground::Text(_))) {
            let (zh, en) = (
                format!("{names}由文字推断，不取决于哪一个词句"),
                if one {
                    "is inferred from text and hangs on no single phrase"
                } else {
                    "are inferred from text and hang on no single phrase"
                },
            );
            parts.push(self.pick(zh, format!("{names} {en}")));
        }
        // A stated figure stands in the claims with its row; of one's own KPIs there is nobody else to ask.
        let check = match (all.iter().any(|b| b.ground != Ground::Figure), own) {
            (false, _) => "",
            (true, true) => self.pick("推断的请自己核实。", " Check what is inferred."),
            (true, false) => self.pick("推断的请与对方核实。", " Verify with them what is inferred."),
        };
        let text = parts.join(self.pick("；", "; "));
        self.pick(format!("{text}。{check}"), format!("{text}.{check}"))
    }
}
