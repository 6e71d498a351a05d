//! What hurts the own department or a partner, and whether it can go: what serves nobody, and is no loss to both sides together, is dropped,
//! the rest is softened. Harm that only the texts speak of, and only faintly, is told where going without it pays ([`named`]).

use std::collections::BTreeMap;

use crate::analysis::advised::staying;
use crate::analysis::benefit::{Benefit, HALF_POINT, benefit, win_win};
use crate::analysis::department::{Claim, Conflict, DepartmentSide, Standing, WORTH_MENDING, WORTH_SAYING};
use crate::analysis::evidence::{EvidenceTable, Level};
use crate::analysis::relief;
use crate::model::share::Known;
use crate::model::{Case, DepartmentId, ElementId, KpiId};

/// Conflicts to mend.
const MENDED: usize = 5;
/// What a mended department may lose in one of its two figures, or the index by a drop.
const NOT_FELT: f64 = HALF_POINT;

/// An element that a department is better off without, or with less of.
#[derive(Debug, Clone, PartialEq)]
pub struct Mend {
    /// Whose KPI it hurts.
    pub department: DepartmentId,
    /// The conflict; of several with one department the worst.
    pub conflict: Conflict,
    /// Other KPIs of the department that it hurts.
    pub also: Vec<KpiId>,
    /// Whether nobody is served by it, and both sides together lose nothing, so that it can go altogether.
    pub drop: bool,
    /// What the own coverage of the plan as it is loses without it altogether, -1 to 1; below 0 it gains.
    pub own_loss: f64,
    /// The same where all else is as advised: additions may make up for a part ([`beside_advised`]).
    pub own_loss_advised: f64,
    /// What the tables state that it brings our KPIs, row by row: coverage says how surely a KPI is served, not how much of it hangs on this.
    pub own_stated: Vec<(KpiId, Known)>,
    /// The phrase of the element's description that does the harm, where one does ([`crate::analysis::bearing::harmful`]).
    pub phrase: Option<String>,
}

impl Mend {
    /// Every KPI of the department that it hurts, the worst hurt first.
    pub fn kpis(&self) -> impl Iterator<Item = KpiId> {
        std::iter::once(self.conflict.kpi).chain(self.also.iter().copied())
    }
}

/// Takes out of what is said to hurt a department what is too faint to give anything up for.
///
/// Help below 0.2 is not said to serve anybody, so harm below it that is inferred from the texts alone hurts nobody either: it is
/// likelier that there is none. It stays where going without the element pays nevertheless, beside the `additions`: the department is over the
/// line then, or both sides together gain by what is felt. What the tables state always stays.
pub fn named(
    case: &Case,
    evidence: &EvidenceTable,
    (core, additions): (&[ElementId], &[ElementId]),
    sides: &mut [DepartmentSide],
    yes_line: f64,
) {
    let partners = partners(sides);
    let of = |gone: Option<ElementId>| {
        let set: Vec<ElementId> = core.iter().chain(additions).copied().filter(|e| Some(*e) != gone).collect();
        let benefit = benefit(case, evidence, &set);
        let raised = win_win(&benefit, case.own, &partners, yes_line).raised();
        (benefit, raised)
    };
    let (with, raised) = of(None);
    // An element may hurt many KPIs of many departments; going without it is one thing.
    let mut without: BTreeMap<ElementId, (Benefit, f64)> = BTreeMap::new();
    for side in sides {
        let at = side.department.0 as usize;
        side.conflicts.retain(|c| {
            if c.level == Level::Stated || c.strength >= WORTH_SAYING {
                return true;
            }
            let (without, then) = without.entry(c.element).or_insert_with(|| of(Some(c.element)));
            let won = with.departments[at].appeal < yes_line && without.departments[at].appeal >= yes_line;
            won || *then - raised >= NOT_FELT
        });
    }
}

fn partners(sides: &[DepartmentSide]) -> Vec<DepartmentId> {
    sides.iter().filter(|s| s.standing == Standing::Partner).map(|s| s.department).collect()
}

/// What to mend of the plan, the worst first. `additions`: what stands beside it by then, so that nothing is given up for what they make up for.
pub fn mends(
    case: &Case,
    evidence: &EvidenceTable,
    (core, additions): (&[ElementId], &[ElementId]),
    sides: &[DepartmentSide],
    yes_line: f64,
) -> Vec<Mend> {
    let needed = || sides.iter().filter(|s| matches!(s.standing, Standing::Own | Standing::Partner));
    let served = |element: ElementId| {
        needed().any(|d| {
            let claimed = |c: &Claim| c.element == element && c.supported().is_some_and(|k| k.share() > 0.0);
            d.leads.iter().any(|l| l.element == element) || d.claims.iter().any(claimed)
        })
    };
    let mut all: Vec<(DepartmentId, Conflict)> = needed().flat_map(|d| d.conflicts.iter().map(move |c| (d.department, *c))).collect();
    // Who is served by an element more than it is hurt is not better off without it.
    all.retain(|(_, c)| c.appeal_gain.max(c.coverage_gain) > 0.0 && c.appeal_gain.min(c.coverage_gain) > -NOT_FELT);
    let partners = partners(sides);
    let both = |b: &Benefit| win_win(b, case.own, &partners, yes_line);
    let set_without = |more: &[ElementId], gone: &[ElementId]| benefit(case, evidence, &staying(&[core, more].concat(), gone));
    let with = set_without(additions, &[]);
    // Neither beside the additions nor before them: a plan that is carried out without them must not be the worse for it.
    let loses_nothing = |gone: &[ElementId]| {
        [additions, &[]].into_iter().all(|more| {
            let (before, after) = (both(&set_without(more, &[])), both(&set_without(more, gone)));
            after.raised() >= before.raised() - NOT_FELT && after.over_line >= before.over_line
        })
    };
    let felt = |d: DepartmentId, c: &Conflict| {
        let (a, b) = (&with.departments[d.0 as usize], &set_without(additions, &[c.element]).departments[d.0 as usize]);
        (b.appeal - a.appeal).max(b.coverage - a.coverage) >= WORTH_MENDING
    };
    // What the tables state is told even where other harm hides it.
    all.retain(|(d, c)| c.level == Level::Stated || felt(*d, c));
    let names = |d: DepartmentId, c: &Conflict| [&case.element(c.element).name, &case.kpi(c.kpi).name, &case.department(d).name];
    all.sort_by(|(d, a), (e, b)| b.strength.total_cmp(&a.strength).then_with(|| names(*d, a).cmp(&names(*e, b))));
    let own = |elements: &[ElementId]| case.own.map_or(0.0, |d| benefit(case, evidence, elements).departments[d.0 as usize].coverage);
    let mut found: Vec<Mend> = Vec::new();
    // What goes is weighed together with what goes already.
    let mut gone: Vec<ElementId> = Vec::new();
    for (department, conflict) in all {
        if let Some(same) = found.iter_mut().find(|m| m.department == department && m.conflict.element == conflict.element) {
            same.also.push(conflict.kpi);
        } else if found.len() < MENDED {
            let rest: Vec<ElementId> = core.iter().copied().filter(|e| *e != conflict.element).collect();
            let own_loss = own(core) - own(&rest);
            let known = gone.contains(&conflict.element);
            let drop = known || !served(conflict.element) && loses_nothing(&[gone.as_slice(), &[conflict.element]].concat());
            if drop && !known {
                gone.push(conflict.element);
            }
            let own_stated = own_stated(sides, conflict.element);
            found.push(Mend {
                department,
                drop,
                conflict,
                also: Vec::new(),
                own_loss,
                own_loss_advised: own_loss,
                own_stated,
                phrase: None,
            });
        }
    }
    found
}

/// What the own department's claims say that an element brings it, where that has a share and helps, in the order of rows.
fn own_stated(sides: &[DepartmentSide], element: ElementId) -> Vec<(KpiId, Known)> {
    let own = sides.iter().filter(|s| s.standing == Standing::Own).flat_map(|s| &s.claims).filter(|c| c.element == element);
    own.filter_map(|c| c.supported().filter(|known| known.share() > 0.0).map(|known| (c.kpi, *known))).collect()
}

/// Fills in what each element that is to be mended brings us beside all else that is advised. `with`: the plan and its additions.
pub fn beside_advised(case: &Case, evidence: &EvidenceTable, with: &[ElementId], mends: &mut [Mend]) {
    let Some(own) = case.own else { return };
    let dropped = relief::elements(mends, true);
    let coverage = |elements: &[ElementId]| benefit(case, evidence, elements).departments[own.0 as usize].coverage;
    for mend in mends {
        let element = mend.conflict.element;
        let mut set = staying(with, &[dropped.as_slice(), &[element]].concat());
        let without = coverage(&set);
        set.push(element);
        mend.own_loss_advised = coverage(&set) - without;
    }
}

/// Takes what is to be dropped or softened from what the other departments are led with, so that whatever tells of leads tells the same. The own
/// department keeps it: what serves us is no lead, and we are the ones to give it up.
pub fn unled(mends: &[Mend], sides: &mut [DepartmentSide]) {
    for side in sides.iter_mut().filter(|s| s.standing != Standing::Own) {
        side.leads.retain(|l| mends.iter().all(|m| m.conflict.element != l.element));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::department::View;
    use crate::analysis::evidence::tests::stated;
    use crate::analysis::partners::tests::{case, department};
    use jiff::civil::date;

    #[test]
    fn what_the_tables_state_for_us_is_told_row_by_row() {
        let kpis = "department,kpi,metric,unit,direction,baseline,target\n\
            Us,Income,income,EUR,increase,0,100\nUs,Guests,guests,people,increase,0,50\nUs,Mood,mood,points,increase,0,\n\
            Us,Costs,costs,EUR,decrease,100,0\nPress,Reach,reach,views,increase,0,1000\n";
        let elements = "project,element,kind,metric,contribution,unit\n\
            Fair,Alpha,core,guests,10,people\nFair,Alpha,core,income,5,EUR\nFair,Alpha,core,mood,3,points\n\
            Fair,Alpha,core,costs,7,EUR\nFair,Alpha,core,reach,50,views\nFair,Beta,core,income,20,EUR\n";
        let case =
            case(&[("kpis", kpis), ("elements", elements), ("departments", "department,role\nUs,own\nPress,partner\n")], date(2027, 1, 4));
        let evidence = stated(&case);
        let core: Vec<ElementId> = case.element_ids().collect();
        let (before, partners) = (benefit(&case, &evidence, &core), [department(&case, "Press")]);
        let view =
            View { case: &case, evidence: &evidence, core: &core, elements: &core, before: &before, suggestions: &[], partners: &partners };
        let sides = [view.side(department(&case, "Us"), Standing::Own), view.side(partners[0], Standing::Partner)];
        let told = |element: ElementId| -> Vec<(&str, f64)> {
            own_stated(&sides, element).iter().map(|(k, known)| (case.kpi(*k).name.as_str(), known.share())).collect()
        };
        // Without a target there is no share; what works against us, and what is another's, is not ours to lose.
        assert_eq!(told(core[0]), [("Guests", 0.2), ("Income", 0.05)]);
        assert_eq!(told(core[1]), [("Income", 0.2)]);
    }
}
