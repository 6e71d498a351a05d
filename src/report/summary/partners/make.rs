//! From relations to the `partners` part of summary.json: the map, pre-selling and the favor bank.

use jiff::civil::Date;

use crate::analysis::partners::Relations;
use crate::analysis::partners::bank::{Account as BankAccount, Next};
use crate::analysis::partners::deposits::Deposit as Given;
use crate::analysis::partners::map::{CUT, Call as MapCall, Place as MapPlace, Quadrant, Visit};
use crate::analysis::partners::presell::{Asked, CatchUp, Plan, Stage, State, Step as PlanStep, Window as Days};
use crate::lang::partners::said;
use crate::lang::phrases::Phrases;
use crate::model::{DepartmentId, ElementId, KpiId, Origin};
use crate::report::summary::choices::needed;
use crate::report::summary::partners::parts;
use crate::report::summary::partners::{Account, Advice, Call, Contact, Deposit, Gain, Partners, Place, Presell, Step, Unopened, Window};
use crate::report::summary::rounded;

pub(super) fn source(origin: &Origin) -> String {
    crate::lang::lint::at(origin)
}

fn stage(stage: Stage) -> String {
    match stage {
        Stage::Probe => "probe",
        Stage::CoCreate => "co_create",
        Stage::Request => "request",
    }
    .to_owned()
}

/// Names of a case.
pub(super) struct Names<'a>(pub(super) Phrases<'a>);

impl Names<'_> {
    pub(super) fn department(&self, id: DepartmentId) -> String {
        self.0.department(id).to_owned()
    }

    pub(super) fn departments(&self, ids: &[DepartmentId]) -> Vec<String> {
        ids.iter().map(|d| self.department(*d)).collect()
    }

    pub(super) fn element(&self, id: ElementId) -> String {
        self.0.element(id).to_owned()
    }

    pub(super) fn kpi(&self, id: KpiId) -> String {
        self.0.kpi(id).to_owned()
    }

    pub(super) fn element_row(&self, id: ElementId) -> String {
        source(&self.0.case.element(id).origin)
    }

    pub(super) fn kpi_row(&self, id: KpiId) -> String {
        source(&self.0.case.kpi(id).origin)
    }

    pub(super) fn favors(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().filter_map(|at| self.0.case.favors.get(*at)).map(|f| source(&f.origin)).collect()
    }

    pub(super) fn log(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().filter_map(|at| self.0.case.log.get(*at)).map(|row| source(&row.origin)).collect()
    }

    pub(super) fn row(&self, id: DepartmentId) -> String {
        self.0.case.department(id).origin.as_ref().map_or(String::new(), source)
    }
}

/// The relations, of a project where there is one.
pub(in crate::report::summary) fn of(r: &Relations, p: Phrases) -> Partners {
    let n = Names(p);
    let map = r.map.as_ref();
    let deposit = |(d, all): (&DepartmentId, &Vec<Given>)| {
        let named = |g: &Given| Deposit {
            department: n.department(*d),
            element: n.element(g.element),
            clear: true,
            kpis: g.kpis().map(|k| p.kpi(k).to_owned()).collect(),
            cost: p.case.element(g.element).cost.map(|_| p.case.element(g.element).cost_middle()),
            cost_assumed: p.case.element(g.element).cost.is_some_and(|c| c.assumed),
            sources: std::iter::once(n.element_row(g.element)).chain(g.kpis().map(|k| n.kpi_row(k))).collect(),
            gain: rounded(g.gain),
        };
        all.iter().map(named).collect::<Vec<_>>()
    };
    Partners {
        cut: CUT,
        refresh: map.map(|m| m.refresh.to_string()),
        map: map.map_or(Vec::new(), |m| m.placed.iter().map(|x| place(x, &n)).collect()),
        visits: map.map_or(Vec::new(), |m| {
            let calls = m.placed.iter().map(|x| &x.call).chain(&m.unplaced);
            calls.filter(|c| !c.visits.is_empty()).map(|c| call(c, &n)).collect()
        }),
        unplaced: map.map_or(Vec::new(), |m| m.unplaced.iter().map(|c| n.department(c.department)).collect()),
        missing: map.map_or(Vec::new(), |m| n.departments(&m.missing)),
        presell: r.presell.iter().map(|plan| presell(plan, r, &n)).collect(),
        favors: r.bank.iter().flat_map(|b| &b.accounts).map(|x| account(x, &n)).collect(),
        favors_quarters: r.bank.iter().flat_map(|b| b.quarters).map(|day| day.to_string()).collect(),
        favors_unopened: r.bank.iter().flat_map(|b| &b.unopened).map(|(d, next)| unopened(*d, *next, &n)).collect(),
        urgent: r.bank.as_ref().map_or(Vec::new(), |b| n.favors(&b.urgent)),
        deposits: r.deposits.iter().flat_map(deposit).collect(),
        escalations: r.escalations.iter().map(|x| parts::escalation(x, r, &n)).collect(),
        contacts: r
            .fast_track
            .iter()
            .flat_map(|f| &f.contacts)
            .map(|c| Contact {
                department: n.department(c.department),
                contact: p.case.department(c.department).contact.clone(),
                source: source(&c.origin),
            })
            .collect(),
        thanks: r.fast_track.as_ref().map_or(Vec::new(), |f| n.favors(&f.thanks)),
        breakfast_day: r.fast_track.as_ref().and_then(|f| f.breakfast).map(|day| day.to_string()),
        breakfast: said::breakfast(p, r),
        committee: r.committee.iter().map(|x| parts::committee(x, &n)).collect(),
        levels: r.levels.iter().map(|x| parts::level(x, r, &n)).collect(),
        growth: r.growth.iter().flat_map(|g| &g.moves).map(|m| parts::step(m, r, &n)).collect(),
        first_week: r.first_week.iter().map(|w| parts::first_week(w, &n)).collect(),
    }
}

fn place(x: &MapPlace, n: &Names) -> Place {
    Place {
        department: n.department(x.department),
        power: x.power.get(),
        interest_stated: x.stated.get(),
        interest: x.interest.get(),
        lag: x.lag.map(rounded),
        quadrant: match x.quadrant {
            Quadrant::KeyPartner => "key_partner",
            Quadrant::KeepSatisfied => "keep_satisfied",
            Quadrant::InvolveFully => "involve_fully",
            Quadrant::Monitor => "monitor",
        }
        .to_owned(),
        rhythm_months: x.quadrant.rhythm(),
        strategy: said::strategy(x.quadrant, n.0.lang).to_owned(),
        last_talk: x.call.seen.as_ref().map(|s| s.day.to_string()),
        last_talk_source: x.call.seen.as_ref().map(|s| source(&s.origin)),
        next_talk: x.call.next.to_string(),
        visit: x.call.visits.first().map(|v| visit(*v)),
        source: source(&x.call.origin),
    }
}

fn call(x: &MapCall, n: &Names) -> Call {
    Call {
        department: n.department(x.department),
        reasons: x.visits.iter().map(|v| visit(*v)).collect(),
        next_talk: x.next.to_string(),
        source: source(&x.origin),
    }
}

fn visit(visit: Visit) -> String {
    match visit {
        Visit::Never => "never",
        Visit::Overdue(_) => "overdue",
        Visit::Due => "due",
        Visit::Refused(_) => "refused",
        Visit::Blocked(_) => "blocked",
        Visit::Awaiting(_) => "awaiting",
        Visit::Answered(_) => "answered",
        Visit::Passed(_) => "passed",
        Visit::Moment(_) => "moment",
    }
    .to_owned()
}

fn presell(plan: &Plan, r: &Relations, n: &Names) -> Presell {
    let step = |s: &PlanStep| {
        let (state, days_late, row) = match s.state {
            State::Done(at) => ("done", 0, n.0.case.log.get(at).map(|row| source(&row.origin))),
            State::Ahead => ("ahead", 0, None),
            State::Now => ("now", 0, None),
            State::Late(days) => ("late", days, None),
            State::Skipped => ("skipped", 0, None),
        };
        Step { stage: stage(s.stage), from: s.from.to_string(), to: s.to.to_string(), state: state.to_owned(), days_late, source: row }
    };
    let window = |w: &Days| Window { stage: stage(w.stage), from: w.from.to_string(), to: w.to.to_string() };
    // When to do what of another project's is that project's matter.
    let (catch_up, new_days, full_time): (Option<&str>, Vec<Window>, Option<Date>) = match &plan.catch_up {
        _ if plan.elsewhere => (None, Vec::new(), None),
        None => (None, Vec::new(), None),
        Some(CatchUp::Squeeze(windows)) => (Some("squeeze"), windows.iter().map(window).collect(), None),
        Some(CatchUp::AskNow { full_time }) => (Some("ask_now"), Vec::new(), *full_time),
        Some(CatchUp::Passed { full_time }) => (Some("passed"), Vec::new(), *full_time),
    };
    let (asked, answer) = match plan.asked {
        Asked::No => ("no", None),
        Asked::Yes(_) => ("yes", None),
        Asked::Answered(at, _) => ("answered", Some(at)),
        Asked::Refused(at) => ("refused", Some(at)),
        Asked::Settled(_, by) => ("settled", Some(by)),
    };
    let answer = answer.and_then(|at| n.0.case.log.get(at));
    let advice = &plan.advice;
    Presell {
        department: n.department(plan.department),
        ask: n.0.case.department(plan.department).ask.clone(),
        needed_by: plan.needed_by.to_string(),
        days_left: plan.days_left,
        steps: plan.steps.iter().map(step).collect(),
        need: needed(&r.needs, plan.department),
        next: plan.next.filter(|_| !plan.elsewhere).map(stage),
        asked: asked.to_owned(),
        answer: answer.map(|row| if row.outcome.is_empty() { row.what.clone() } else { row.outcome.clone() }),
        answer_source: answer.map(|row| source(&row.origin)),
        deposit_first: plan.deposit_first,
        advice: Advice {
            kpi: advice.open.map(|k| n.kpi(k)),
            lead_element: advice.lead.map(|l| n.element(l.element)),
            lead_kpi: advice.lead.map(|l| n.kpi(l.kpi)),
            gap: advice.gap.map(|k| n.kpi(k)),
            addition: advice.addition.map(|e| n.element(e)),
            conflict_element: advice.conflict.map(|(e, _)| n.element(e)),
            conflict_kpi: advice.conflict.map(|(_, k)| n.kpi(k)),
        },
        claim: advice.claim.as_ref().map(|c| Gain {
            element: n.element(c.element),
            kpi: n.kpi(c.kpi),
            share: c.supported().map(|known| rounded(known.share())),
            source: source(&c.origin),
        }),
        asked_first: plan.asked_first,
        catch_up: catch_up.map(str::to_owned),
        new_days,
        full_time: full_time.map(|d| d.to_string()),
        source: source(&plan.origin),
    }
}

fn account(x: &BankAccount, n: &Names) -> Account {
    Account {
        department: n.department(x.department),
        given: x.total.given,
        received: x.total.received,
        balance: x.balance(),
        opening: x.opening,
        quarters: x.quarters.iter().map(|q| q.net()).collect(),
        next: next(x.next),
        sources: n.favors(&x.rows),
    }
}

fn unopened(department: DepartmentId, what: Next, n: &Names) -> Unopened {
    Unopened { department: n.department(department), next: next(what), source: n.row(department) }
}

fn next(next: Next) -> String {
    match next {
        Next::Overdrawn(_) => "overdrawn",
        Next::WinWin(_) => "win_win",
        Next::AsAdvised(_) => "win_win_as_advised",
        Next::UpTo(_) => "up_to",
        Next::Empty => "empty",
    }
    .to_owned()
}
