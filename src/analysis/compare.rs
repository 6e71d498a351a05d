//! Several projects side by side: which has most of its partners over the line, and which one each department would say yes to.
//!
//! As advised means with the additions and without what is to be dropped. Projects are ranked by the share of their partners at or over the
//! worth-saying-yes line as advised (projects need different numbers of them; without any: none), then by the win-win index as advised (an
//! unknown index last), then by name. A department's choice is the project with the highest appeal as it stands among those that reach the
//! line; without any, the highest as advised; ties go to the better ranked project. A department that a project does not need is never
//! counted for it. Costs are those given: what has none is counted, never guessed.

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::WinWin;
use crate::analysis::department::Standing;
use crate::model::{Case, DepartmentId, ElementId, ProjectId};

/// Money of a set of elements.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spending {
    /// Middle of every cost that is given.
    pub known: f64,
    /// Elements without a cost.
    pub unknown: usize,
}

impl Spending {
    fn of(case: &Case, elements: impl Iterator<Item = ElementId>) -> Self {
        elements.fold(Spending::default(), |sum, e| match case.element(e).cost {
            Some(cost) => Spending { known: sum.known + cost.middle(), ..sum },
            None => Spending { unknown: sum.unknown + 1, ..sum },
        })
    }
}

/// One project's line of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The project.
    pub project: ProjectId,
    /// Departments that count as partners.
    pub partners: usize,
    /// Whether they are all departments, since the project names nobody as needed.
    pub all_partners: bool,
    /// As it stands.
    pub before: WinWin,
    /// As advised: with its additions, without what is to be dropped.
    pub after: WinWin,
    /// What the plan costs.
    pub core: Spending,
    /// What its additions cost.
    pub additions: Spending,
}

/// What a project is worth to a department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Appeal {
    /// Whether the project needs the department, or it is the own one.
    pub counts: bool,
    /// Appeal as it stands, -1 to 1.
    pub before: f64,
    /// Appeal as advised.
    pub after: f64,
}

/// What a department would say to the projects. Places are those of [`Comparison::projects`].
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// It has a reason to say yes to these as they stand, the most attractive first; to the others only with their additions.
    Yes {
        /// As they stand, never empty.
        now: Vec<usize>,
        /// With their additions only.
        then: Vec<usize>,
    },
    /// To these with their additions only, the most attractive first; never empty.
    WithAdditions(Vec<usize>),
    /// To none; the one that comes nearest.
    None(usize),
}

/// One department over all projects.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The department.
    pub department: DepartmentId,
    /// Whether it proposes.
    pub own: bool,
    /// By place of the project; `None` where a project's analysis does not know the department.
    pub appeals: Vec<Option<Appeal>>,
    /// What it would say; `None` when no project needs it.
    pub choice: Option<Choice>,
}

/// Projects side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Projects, best first.
    pub projects: Vec<Line>,
    /// Departments with KPIs: the own one, then the others by name.
    pub departments: Vec<Row>,
    /// The project with the highest own coverage with its additions, if an own department is known.
    pub best_for_own: Option<usize>,
    /// Appeal from which saying yes is worth while.
    pub yes_line: f64,
}

/// Compares the analyses of one case.
pub fn compare(case: &Case, analyses: &[ProjectAnalysis], yes_line: f64) -> Comparison {
    let mut ranked: Vec<&ProjectAnalysis> = analyses.iter().collect();
    let name = |a: &ProjectAnalysis| &case.project(a.project).name;
    let index = |a: &ProjectAnalysis| a.as_advised().index.unwrap_or(-1.0);
    let won = |a: &ProjectAnalysis| a.as_advised().over_line as f64 / a.partners.len().max(1) as f64;
    ranked.sort_by(|a, b| {
        let by_index = index(b).total_cmp(&index(a));
        won(b).total_cmp(&won(a)).then(by_index).then_with(|| name(a).cmp(name(b)))
    });
    let projects: Vec<Line> = ranked.iter().map(|a| line(case, a)).collect();
    let mut departments: Vec<DepartmentId> = case.department_ids().filter(|d| case.kpis_of(*d).next().is_some()).collect();
    let order = |d: &DepartmentId| (Some(*d) != case.own, case.department(*d).name.clone());
    departments.sort_by_key(order);
    let own = |line: &Line| line.after.own;
    let best_for_own = (0..projects.len())
        .filter_map(|i| Some((i, own(&projects[i])?)))
        // The better ranked of two equal ones comes first and is kept.
        .fold(None, |best: Option<(usize, f64)>, (i, u)| if best.is_none_or(|(_, most)| u > most) { Some((i, u)) } else { best })
        .map(|(i, _)| i);
    Comparison { departments: departments.into_iter().map(|d| row(case, &ranked, d, yes_line)).collect(), projects, best_for_own, yes_line }
}

fn line(case: &Case, a: &ProjectAnalysis) -> Line {
    Line {
        project: a.project,
        partners: a.partners.len(),
        all_partners: a.all_partners,
        before: a.before,
        after: *a.as_advised(),
        core: Spending::of(case, a.core.iter().copied()),
        additions: Spending::of(case, a.plan.iter().map(|s| s.element)),
    }
}

fn row(case: &Case, ranked: &[&ProjectAnalysis], department: DepartmentId, yes_line: f64) -> Row {
    let appeals: Vec<Option<Appeal>> = ranked
        .iter()
        .map(|a| {
            let side = a.departments.iter().find(|s| s.department == department)?;
            let counts = matches!(side.standing, Standing::Own | Standing::Partner);
            Some(Appeal { counts, before: side.before.appeal, after: a.advised_for(side).appeal })
        })
        .collect();
    let choice = choice(&appeals, yes_line);
    Row { department, own: case.own == Some(department), appeals, choice }
}

fn choice(appeals: &[Option<Appeal>], yes_line: f64) -> Option<Choice> {
    let counted: Vec<(usize, Appeal)> = appeals.iter().enumerate().filter_map(|(i, a)| Some((i, a.filter(|a| a.counts)?))).collect();
    // A stable sort keeps the better ranked of two equal projects first.
    let best = |of: &dyn Fn(&Appeal) -> f64, fits: &dyn Fn(&Appeal) -> bool| {
        let mut found: Vec<&(usize, Appeal)> = counted.iter().filter(|(_, a)| fits(a)).collect();
        found.sort_by(|a, b| of(&b.1).total_cmp(&of(&a.1)));
        found.into_iter().map(|(i, _)| *i).collect::<Vec<usize>>()
    };
    let now = best(&|a| a.before, &|a| a.before >= yes_line);
    let then = best(&|a| a.after, &|a| a.before < yes_line && a.after >= yes_line);
    match (now.is_empty(), then.is_empty()) {
        (false, _) => Some(Choice::Yes { now, then }),
        (true, false) => Some(Choice::WithAdditions(then)),
        (true, true) => best(&|a| a.after, &|_| true).first().map(|nearest| Choice::None(*nearest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appeal(counts: bool, before: f64, after: f64) -> Option<Appeal> {
        Some(Appeal { counts, before, after })
    }

    #[test]
    fn a_department_takes_the_most_attractive_that_needs_it() {
        let all = [appeal(true, 0.2, 0.6), appeal(true, 0.5, 0.5), appeal(true, 0.7, 0.7), appeal(false, 0.9, 0.9), None];
        assert_eq!(choice(&all, 0.5), Some(Choice::Yes { now: vec![2, 1], then: vec![0] }));
        assert_eq!(choice(&all[..1], 0.5), Some(Choice::WithAdditions(vec![0])));
        assert_eq!(choice(&[appeal(true, 0.1, 0.2), appeal(true, 0.0, 0.2)], 0.5), Some(Choice::None(0)), "the better ranked of two");
        assert_eq!(choice(&all[3..], 0.5), None, "needed by none");
    }
}
