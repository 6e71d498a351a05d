//! What to mend in a proposal before it goes out. Each rule speaks only of what the tables say; with complete tables, served partners and
//! talks before requests none of them speaks.
//!
//! Asked: a department with an ask or an ask cost, in the needs of a core element, or with an ask in the log. Leaned on: a KPI that a core
//! element claims or that the brief leads with; a department that is asked, needed, or a partner with a lead. The own department is never
//! asked.

pub mod ask;
mod contacts;
mod figures;
pub mod harm;

use jiff::civil::Date;

use crate::analysis::benefit::stakes;
use crate::analysis::department::{DepartmentSide, WORTH_SAYING};
use crate::analysis::evidence::EvidenceTable;
use crate::analysis::mend::Mend;
use crate::analysis::need::Needs;
use crate::analysis::partners::days;
use crate::analysis::plan::Step;
use crate::analysis::relief::Outlook;
use crate::analysis::suggest::Suggestion;
use crate::analysis::{NO_OVERLAP, Options};
use crate::model::{Case, DepartmentId, ElementId, KpiId, LogKind, Origin, ProjectId};
use harm::Harm;

/// Days that a department needs at least between a request and the day it is needed.
pub const NOTICE: i32 = 14;
/// Weight of a KPI, as a part of its department's heaviest, from which harm to it may decide their answer.
const MATTERS: f64 = 0.5;
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
    /// A department is asked though nothing in the plan clearly helps or hurts any of its KPIs.
    AskUntouched {
        /// Whom.
        department: DepartmentId,
        /// Where; at least one.
        asks: Vec<Ask>,
        /// Appeal as advised.
        after: f64,
        /// The line.
        line: f64,
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
        /// Appeal as advised.
        after: f64,
        /// The line.
        line: f64,
        /// The addition that would help it most.
        add: Option<ElementId>,
        /// What it would be over the line without, with the appeal then; where what is advised does not take it there.
        without: Option<(ElementId, f64)>,
        /// What of the plan works most against them.
        harm: Option<Harm>,
        /// What works against them and is what they are asked for ([`ask::comes_with`]); where what is advised does not win them.
        comes_with: Option<ElementId>,
    },
    /// A department is asked though all that needs it is to be dropped.
    AskForDropped {
        /// Whom.
        department: DepartmentId,
        /// What needs it; at least one.
        elements: Vec<ElementId>,
    },
    /// A department is asked, but for another project of the run ([`crate::analysis::need::Need::Elsewhere`]).
    AskElsewhere {
        /// Whom.
        department: DepartmentId,
        /// Where; at least one.
        asks: Vec<Ask>,
        /// For which; at least one.
        projects: Vec<ProjectId>,
        /// Advised additions that need it all the same.
        added: Vec<ElementId>,
    },
    /// The plan takes a partner below zero, and no warning of an ask says so.
    Harmed {
        /// Whom.
        department: DepartmentId,
        /// Appeal under the plan, below 0.
        appeal: f64,
        /// What works most against them.
        harm: Harm,
    },
    /// A department is asked though an element of the plan may work against a KPI that matters to it: what is known of the pair says both.
    AskAmidDoubt {
        /// Whom.
        department: DepartmentId,
        /// The element.
        element: ElementId,
        /// The KPIs; at least one.
        kpis: Vec<KpiId>,
        /// Where; empty where another warning of the department says it.
        asks: Vec<Ask>,
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
        /// The last day of what they are needed for, where that has a day.
        until: Option<Date>,
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
    /// KPIs leaned on without an actual value: all of their target is taken as still to do.
    NoActual {
        /// Which; at least one.
        kpis: Vec<KpiId>,
        /// Whether no KPI of the tables has one.
        all: bool,
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

/// An element of the plan of which nobody knows whether it helps a KPI or works against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// The element.
    pub element: ElementId,
    /// The KPI.
    pub kpi: KpiId,
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
    /// What is to be dropped or softened.
    pub mends: &'a [Mend],
    /// What of the project needs each department.
    pub needs: &'a Needs,
    /// What comes of the drop beside the additions; `None` when nothing is to be dropped.
    pub dropping: Option<&'a Outlook>,
    /// What is in doubt of the plan's elements, but for those that are to be dropped or softened.
    pub doubts: &'a [Doubt],
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
    found.extend(others.iter().filter_map(|d| f.ask_for_dropped(*d)));
    let asked: Vec<Lint> = others.iter().filter_map(|d| f.ask_elsewhere(*d).or_else(|| f.ask_before_benefit(*d))).collect();
    let here = || others.iter().copied().filter(|d| !f.needs.is_elsewhere(*d));
    let told = |d: DepartmentId| asked.iter().any(|l| l.tells_asks_of(d));
    let harmed: Vec<Lint> = others.iter().filter(|d| !told(**d)).filter_map(|d| f.harmed(*d)).collect();
    let doubts: Vec<Lint> = here().flat_map(|d| f.ask_amid_doubt(d, told(d))).collect();
    found.extend(asked.into_iter().chain(harmed).chain(doubts));
    found.extend(here().filter_map(|d| f.ask_before_probe(d)));
    found.extend(here().filter_map(|d| f.needed_soon(d)));
    found.extend(f.starts_in_past());
    found.extend(f.leads_with_met());
    found.extend(f.without(|k| f.case.kpi(k).target.is_none()).map(|kpis| Lint::NoTarget { kpis }));
    found.extend(f.without(|k| f.case.kpi(k).due.is_none()).map(|kpis| Lint::NoDue { kpis }));
    let over = |k: KpiId| f.case.kpi(k).due.is_some_and(|due| due < f.case.today);
    found.extend(f.without(over).map(|kpis| Lint::PeriodOver { kpis }));
    let unknown = |k: KpiId| f.case.kpi(k).target.is_some() && f.case.kpi(k).actual.is_none();
    let all = f.case.kpis.iter().all(|k| k.actual.is_none());
    found.extend(f.without(unknown).map(|kpis| Lint::NoActual { kpis, all }));
    found.extend(others.iter().filter_map(|d| f.no_contact(*d)));
    found.extend(others.iter().filter_map(|d| f.no_row(*d)));
    found
}

/// Whether a day of need can be moved to where a request made today is in time, what they are needed for being over on a day.
pub fn can_move(today: Date, until: Option<Date>) -> bool {
    until.is_none_or(|until| days::between(today, until) >= NOTICE)
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
        let (appeal, after, line) = (side.before.appeal, self.as_advised(side), self.options.yes_line);
        if !touched {
            return Some(Lint::AskUntouched { department, asks, after, line, add });
        }
        // Where all that is advised wins them, that is what to do, and nothing less.
        let short = after < line;
        let gains = side.conflicts.iter().map(|c| (c.element, appeal + c.appeal_gain)).filter(|(_, y)| short && *y >= line);
        let without = gains.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let comes_with = ask::comes_with(self.case, self.core, self.needs, side).filter(|_| short);
        Some(Lint::AskBeforeBenefit { department, asks, appeal, after, line, add, without, harm: self.harm(side), comes_with })
    }

    /// Element by element, in order of the plan. What counts little to a department is no matter to settle first.
    fn ask_amid_doubt(&self, department: DepartmentId, told: bool) -> Vec<Lint> {
        let mut asks = self.asks(department);
        if asks.is_empty() {
            return Vec::new();
        }
        if told {
            asks.clear();
        }
        let stakes = stakes(self.case, department);
        let matters = |k: KpiId| stakes.iter().any(|(kpi, stake)| *kpi == k && stake.relative >= MATTERS);
        let of = |element: &ElementId| {
            let doubts = self.doubts.iter().filter(|d| d.element == *element && matters(d.kpi));
            let kpis: Vec<KpiId> = doubts.map(|d| d.kpi).collect();
            (!kpis.is_empty()).then(|| Lint::AskAmidDoubt { department, element: *element, kpis, asks: asks.clone() })
        };
        self.core.iter().filter_map(of).collect()
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
        let until = ask::last_of_use(self.case, self.core, department);
        (days < NOTICE).then_some(Lint::NeededSoon { department, by, days, until, origin: d.origin.clone()? })
    }
}

#[cfg(test)]
mod tests;
