//! What to mend in a proposal before it goes out. Each rule speaks only of what the tables say; with complete tables, served partners and
//! talks before requests none of them speaks.
//!
//! Asked: a department with an ask or an ask cost, in the needs of a core element, or with an ask in the log. Leaned on: a KPI that a core
//! element claims or that the brief leads with; a department that is asked, needed, or a partner with a lead. The own department is never
//! asked.

use jiff::civil::Date;

use crate::analysis::department::{DepartmentSide, Standing, WORTH_SAYING};
use crate::analysis::evidence::{EvidenceTable, Level};
use crate::analysis::plan::Step;
use crate::analysis::suggest::Suggestion;
use crate::analysis::{NO_OVERLAP, Options};
use crate::model::{Case, DepartmentId, ElementId, KpiId, LogKind, Origin};

/// Days that a department needs at least between a request and the day it is needed.
pub const NOTICE: i32 = 14;
/// How many leads of a department the brief shows.
const LEADS: usize = 5;

/// How a department is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskKind {
    /// By the ask in the departments table.
    Ask,
    /// By a cost of the ask there, without its words.
    Cost,
    /// By the needs of a core element.
    Need(ElementId),
    /// By a request in the log.
    Logged(Date),
}

/// One place where a department is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// How.
    pub kind: AskKind,
    /// Its row.
    pub origin: Origin,
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq)]
pub enum Lint {
    /// A department is asked though nothing in the plan touches any of its KPIs.
    AskUntouched {
        /// Whom.
        department: DepartmentId,
        /// Where; at least one.
        asks: Vec<Ask>,
        /// The addition that would help it most.
        add: Option<ElementId>,
    },
    /// A department is asked though the tables hold no KPI of it, so that nobody can say what is in it for them.
    AskWithoutKpis {
        /// Whom.
        department: DepartmentId,
        /// Where; at least one.
        asks: Vec<Ask>,
    },
    /// A department is asked though the plan's appeal to it is under the line.
    AskBeforeBenefit {
        /// Whom.
        department: DepartmentId,
        /// Where; at least one.
        asks: Vec<Ask>,
        /// Appeal under the plan, -1 to 1.
        appeal: f64,
        /// Appeal with the suggested additions.
        after: f64,
        /// The line.
        line: f64,
        /// The addition that would help it most.
        add: Option<ElementId>,
        /// What it would be over the line without, with the appeal then.
        without: Option<(ElementId, f64)>,
        /// Whether anything that hurts it is strong enough to be named.
        named: bool,
    },
    /// A request in the log without a talk before it.
    AskBeforeProbe {
        /// Whom.
        department: DepartmentId,
        /// When.
        asked: Date,
        /// The first talk after it.
        talked: Option<Date>,
        /// The request's row.
        origin: Origin,
    },
    /// The day the answer is needed is past, or nearer than [`NOTICE`] days.
    NeededSoon {
        /// By whom.
        department: DepartmentId,
        /// The day.
        by: Date,
        /// Days from today; negative when past.
        days: i32,
        /// The department's row.
        origin: Origin,
    },
    /// Elements that start before today.
    StartsInPast {
        /// Which; at least one.
        elements: Vec<ElementId>,
    },
    /// The plan leads with a KPI that is met already.
    LeadsWithMet {
        /// The KPI.
        kpi: KpiId,
        /// What leads with it; at least one.
        elements: Vec<ElementId>,
    },
    /// KPIs leaned on without a target.
    NoTarget {
        /// Which; at least one.
        kpis: Vec<KpiId>,
    },
    /// KPIs leaned on without a due date.
    NoDue {
        /// Which; at least one.
        kpis: Vec<KpiId>,
    },
    /// KPIs leaned on whose due date has passed: their period is over.
    PeriodOver {
        /// Which; at least one.
        kpis: Vec<KpiId>,
    },
    /// A department leaned on without a contact.
    NoContact {
        /// Whose.
        department: DepartmentId,
        /// Whether it is asked for something already.
        asked: bool,
        /// Its row, else that of the request.
        origin: Origin,
    },
    /// A department that elements need, without a row in the departments table.
    NoRow {
        /// Which.
        department: DepartmentId,
        /// By what it is needed; at least one.
        elements: Vec<ElementId>,
    },
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The case.
    pub case: &'a Case,
    /// Elements in the plan.
    pub core: &'a [ElementId],
    /// All elements of the project.
    pub elements: &'a [ElementId],
    /// The departments' sides.
    pub sides: &'a [DepartmentSide],
    /// Suggestions of the project.
    pub suggestions: &'a [Suggestion],
    /// Its balanced additions.
    pub plan: &'a [Step],
    /// Evidence of all pairs.
    pub evidence: &'a EvidenceTable,
    /// Line, budget and number of changes.
    pub options: &'a Options,
}

/// Everything to mend, rule by rule; departments in the order of the sides, those without a side last.
pub fn lint(f: Facts) -> Vec<Lint> {
    let mut others: Vec<DepartmentId> = f.case.department_ids().filter(|d| Some(*d) != f.case.own).collect();
    let rank = |d: &DepartmentId| f.sides.iter().position(|s| s.department == *d).unwrap_or(f.sides.len());
    others.sort_by_key(|d| (rank(d), *d));
    let mut found = Vec::new();
    found.extend(others.iter().filter_map(|d| f.ask_before_benefit(*d)));
    found.extend(others.iter().filter_map(|d| f.ask_before_probe(*d)));
    found.extend(others.iter().filter_map(|d| f.needed_soon(*d)));
    found.extend(f.starts_in_past());
    found.extend(f.leads_with_met());
    found.extend(f.without(|k| f.case.kpi(k).target.is_none()).map(|kpis| Lint::NoTarget { kpis }));
    found.extend(f.without(|k| f.case.kpi(k).due.is_none()).map(|kpis| Lint::NoDue { kpis }));
    let over = |k: KpiId| f.case.kpi(k).due.is_some_and(|due| due < f.case.today);
    found.extend(f.without(over).map(|kpis| Lint::PeriodOver { kpis }));
    found.extend(others.iter().filter_map(|d| f.no_contact(*d)));
    found.extend(others.iter().filter_map(|d| f.no_row(*d)));
    found
}

/// What makes a request less than a surprise.
fn is_talk(kind: LogKind) -> bool {
    matches!(kind, LogKind::Contact | LogKind::Advice | LogKind::Meeting | LogKind::Data)
}

impl Facts<'_> {
    fn side(&self, department: DepartmentId) -> Option<&DepartmentSide> {
        self.sides.iter().find(|s| s.department == department)
    }

    fn asks(&self, department: DepartmentId) -> Vec<Ask> {
        let d = self.case.department(department);
        let kind = if d.ask.is_empty() { d.ask_cost.filter(|c| *c > 0.0).map(|_| AskKind::Cost) } else { Some(AskKind::Ask) };
        let row = kind.zip(d.origin.clone()).map(|(kind, origin)| Ask { kind, origin });
        let need = |e: &ElementId| {
            let element = self.case.element(*e);
            element.needs.contains(&department).then(|| Ask { kind: AskKind::Need(*e), origin: element.origin.clone() })
        };
        let log = self.case.log.iter().filter(|l| l.department == department && l.kind == LogKind::Ask);
        let logged = log.map(|l| Ask { kind: AskKind::Logged(l.date), origin: l.origin.clone() });
        row.into_iter().chain(self.core.iter().filter_map(need)).chain(logged).collect()
    }

    fn ask_before_benefit(&self, department: DepartmentId) -> Option<Lint> {
        let side = self.side(department)?;
        let asks = self.asks(department);
        if asks.is_empty() || (side.before.kpis > 0 && side.before.appeal >= self.options.yes_line) {
            return None;
        }
        if side.before.kpis == 0 {
            // Without a row of its own that is what to mend first ([`Lint::NoRow`]).
            let row = self.case.department(department).origin.is_some();
            return row.then_some(Lint::AskWithoutKpis { department, asks });
        }
        let add = self.addition(side);
        let sum = side.before.help_side + side.before.hurt_side;
        let touched = sum >= NO_OVERLAP
            || !side.conflicts.is_empty()
            || self.case.kpis_of(department).any(|k| {
                let evidence = |e: &ElementId| self.evidence.at(k, *e);
                self.core.iter().any(|e| evidence(e).helps() >= WORTH_SAYING || evidence(e).hurts() >= WORTH_SAYING)
            });
        Some(if touched {
            let (appeal, after, line) = (side.before.appeal, side.after.appeal, self.options.yes_line);
            let gains = side.conflicts.iter().map(|c| (c.element, appeal + c.appeal_gain)).filter(|(_, y)| *y >= line);
            let without = gains.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            Lint::AskBeforeBenefit { department, asks, appeal, after, line, add, without, named: !side.conflicts.is_empty() }
        } else {
            Lint::AskUntouched { department, asks, add }
        })
    }

    /// The addition of the package that helps a department most; where none does, the best suggestion for which budget and number
    /// of changes leave room.
    fn addition(&self, side: &DepartmentSide) -> Option<ElementId> {
        // What is met already needs no help.
        let kpis = || self.case.kpis_of(side.department).filter(|k| !side.met.contains(k));
        let worth = |e: ElementId| kpis().map(|k| self.case.kpi(k).weight * self.evidence.at(k, e).helps()).fold(0.0, f64::max);
        let helps = self.plan.iter().map(|s| s.element).filter(|e| kpis().any(|k| self.evidence.at(k, *e).serves()));
        let name = |e: ElementId| &self.case.element(e).name;
        let planned = helps.max_by(|a, b| worth(*a).total_cmp(&worth(*b)).then_with(|| name(*b).cmp(name(*a))));
        let spent: f64 = self.plan.iter().map(|s| s.cost).sum();
        let more = self.plan.len() < self.options.max_changes;
        let affordable = |e: ElementId| more && self.options.budget.is_none_or(|b| spent + self.case.element(e).cost_middle() <= b);
        let others = || side.suggestions.iter().filter_map(|i| self.suggestions.get(*i)).map(|s| s.element);
        planned.or_else(|| others().find(|e| affordable(*e) && kpis().any(|k| self.evidence.at(k, *e).serves())))
    }

    /// The last request counts: an early one that was followed by a talk and asked anew has been mended.
    fn ask_before_probe(&self, department: DepartmentId) -> Option<Lint> {
        let log = || self.case.log.iter().filter(move |l| l.department == department);
        let ask = log().filter(|l| l.kind == LogKind::Ask).max_by_key(|l| l.date)?;
        let talks = || log().filter(|l| is_talk(l.kind)).map(|l| l.date);
        // The day of the last contact may be the day of the request itself.
        let contact = self.case.department(department).last_contact;
        if talks().any(|day| day <= ask.date) || contact.is_some_and(|day| day < ask.date) {
            return None;
        }
        Some(Lint::AskBeforeProbe { department, asked: ask.date, talked: talks().min(), origin: ask.origin.clone() })
    }

    fn needed_soon(&self, department: DepartmentId) -> Option<Lint> {
        let d = self.case.department(department);
        let by = d.needed_by?;
        let days = self.case.today.until(by).ok()?.get_days();
        (days < NOTICE).then_some(Lint::NeededSoon { department, by, days, origin: d.origin.clone()? })
    }

    fn starts_in_past(&self) -> Option<Lint> {
        let begun = |e: &ElementId| self.case.element(*e).start.is_some_and(|start| start < self.case.today);
        let elements: Vec<ElementId> = self.elements.iter().copied().filter(begun).collect();
        (!elements.is_empty()).then_some(Lint::StartsInPast { elements })
    }

    /// Sides that the proposal speaks to.
    fn addressed(&self) -> impl Iterator<Item = &DepartmentSide> {
        self.sides.iter().filter(|s| matches!(s.standing, Standing::Own | Standing::Partner))
    }

    /// Stated helps; of what is only read in the texts the strongest, where that is what the element does best for the department.
    fn leads_with_met(&self) -> Vec<Lint> {
        let mut found = Vec::new();
        for side in self.addressed() {
            let strength = |k: KpiId, e: ElementId| self.case.kpi(k).weight * self.evidence.at(k, e).helps();
            for &kpi in &side.met {
                let helps = |e: &ElementId| self.evidence.at(kpi, *e).helps();
                let best = |e: &ElementId| self.case.kpis_of(side.department).all(|k| strength(k, *e) <= strength(kpi, *e));
                let leading = self.core.iter().copied().filter(|e| helps(e) >= WORTH_SAYING);
                let (stated, read): (Vec<_>, Vec<_>) = leading.partition(|e| self.evidence.at(kpi, *e).level == Level::Stated);
                // Of equals the first.
                let strongest = read.into_iter().filter(best).rev().max_by(|a, b| helps(a).total_cmp(&helps(b)));
                let elements: Vec<ElementId> = self.core.iter().copied().filter(|e| stated.contains(e) || Some(*e) == strongest).collect();
                if !elements.is_empty() {
                    found.push(Lint::LeadsWithMet { kpi, elements });
                }
            }
        }
        found
    }

    /// KPIs that the proposal leans on and that lack something, in order of the sides.
    fn without(&self, lacks: impl Fn(KpiId) -> bool) -> Option<Vec<KpiId>> {
        let mut kpis = Vec::new();
        for side in self.addressed() {
            let claimed = side.claims.iter().filter(|c| self.core.contains(&c.element)).map(|c| c.kpi);
            let led = side.leads.iter().take(LEADS).map(|l| l.kpi);
            let mut of_side: Vec<KpiId> = claimed.chain(led).filter(|k| lacks(*k)).collect();
            of_side.sort_unstable();
            of_side.dedup();
            kpis.extend(of_side);
        }
        (!kpis.is_empty()).then_some(kpis)
    }

    /// Who keeps no departments table has nowhere to write a contact.
    fn keeps_departments(&self) -> bool {
        self.case.departments.iter().any(|d| d.origin.is_some())
    }

    fn no_contact(&self, department: DepartmentId) -> Option<Lint> {
        let d = self.case.department(department);
        if !d.contact.is_empty() || !self.keeps_departments() {
            return None;
        }
        let asks = self.asks(department);
        let asked = asks.iter().any(|a| !matches!(a.kind, AskKind::Need(_)));
        let led = || self.side(department).is_some_and(|s| s.standing == Standing::Partner && !s.leads.is_empty());
        let row = d.origin.clone();
        if !(asked || row.is_some() && (!asks.is_empty() || led())) {
            return None;
        }
        let origin = row.or_else(|| asks.into_iter().find(|a| !matches!(a.kind, AskKind::Need(_))).map(|a| a.origin))?;
        Some(Lint::NoContact { department, asked, origin })
    }

    fn no_row(&self, department: DepartmentId) -> Option<Lint> {
        if !self.keeps_departments() || self.case.department(department).origin.is_some() {
            return None;
        }
        let needs = |e: &ElementId| self.case.element(*e).needs.contains(&department);
        let elements: Vec<ElementId> = self.elements.iter().copied().filter(needs).collect();
        (!elements.is_empty()).then_some(Lint::NoRow { department, elements })
    }
}

#[cfg(test)]
mod tests;
