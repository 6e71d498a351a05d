//! From relations to the `partners` part of summary.json.

use jiff::civil::Date;

use crate::analysis::ProjectAnalysis;
use crate::analysis::partners::bank::{Account as BankAccount, Next};
use crate::analysis::partners::committee::{Committee as Meeting, Need as AgendaNeed, Progress as Done};
use crate::analysis::partners::deposits::Deposit as Given;
use crate::analysis::partners::escalation::{Choice, Escalation as Trouble, Trigger, Weighed};
use crate::analysis::partners::growth::Mode;
use crate::analysis::partners::level::{Because, Collaboration, Relation, StepUp};
use crate::analysis::partners::map::{CUT, Place as MapPlace, Quadrant, Visit};
use crate::analysis::partners::presell::{Asked, CatchUp, Plan, Stage, State, Step as PlanStep, Window as Days};
use crate::analysis::plan::aim::Aim;
use crate::lang::phrases::Phrases;
use crate::model::{DepartmentId, ElementId, Origin};
use crate::report::summary::choices::aim;
use crate::report::summary::partners::{
    Account, Committee, Contact, Deposit, Escalation, FirstWeek, Level, Move, Need, Partners, Place, Presell, Progress, Step, Way, Window,
};
use crate::report::summary::rounded;

fn source(origin: &Origin) -> String {
    format!("{}:{}", origin.file, origin.line)
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
struct Names<'a>(Phrases<'a>);

impl Names<'_> {
    fn department(&self, id: DepartmentId) -> String {
        self.0.department(id).to_owned()
    }

    fn departments(&self, ids: &[DepartmentId]) -> Vec<String> {
        ids.iter().map(|d| self.department(*d)).collect()
    }

    fn element(&self, id: ElementId) -> String {
        self.0.element(id).to_owned()
    }

    fn favors(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().filter_map(|at| self.0.case.favors.get(*at)).map(|f| source(&f.origin)).collect()
    }

    fn log(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().filter_map(|at| self.0.case.log.get(*at)).map(|row| source(&row.origin)).collect()
    }

    fn row(&self, id: DepartmentId) -> String {
        self.0.case.department(id).origin.as_ref().map_or(String::new(), source)
    }
}

/// The relations of a project.
pub(in crate::report::summary) fn of(a: &ProjectAnalysis, p: Phrases) -> Partners {
    let (r, n) = (&a.relations, Names(p));
    let map = r.map.as_ref();
    let deposit = |(d, all): (&DepartmentId, &Vec<Given>)| {
        let named = |g: &Given| Deposit {
            department: n.department(*d),
            element: n.element(g.element),
            kpi: p.kpi(g.kpi).to_owned(),
            gain: rounded(g.gain),
        };
        all.iter().map(named).collect::<Vec<_>>()
    };
    Partners {
        cut: CUT,
        refresh: map.map(|m| m.refresh.to_string()),
        map: map.map_or(Vec::new(), |m| m.placed.iter().map(|x| place(x, &n)).collect()),
        unplaced: map.map_or(Vec::new(), |m| n.departments(&m.unplaced)),
        missing: map.map_or(Vec::new(), |m| n.departments(&m.missing)),
        presell: r.presell.iter().map(|plan| presell(plan, &n)).collect(),
        favors: r.bank.iter().flat_map(|b| &b.accounts).map(|x| account(x, &n)).collect(),
        urgent: r.bank.as_ref().map_or(Vec::new(), |b| n.favors(&b.urgent)),
        deposits: r.deposits.iter().flat_map(deposit).collect(),
        escalations: r.escalations.iter().map(|x| escalation(x, &n)).collect(),
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
        committee: r.committee.iter().map(|x| committee(x, &n)).collect(),
        levels: r.levels.iter().map(|x| level(x, &n)).collect(),
        growth: r
            .growth
            .iter()
            .flat_map(|g| &g.moves)
            .map(|m| Move {
                department: n.department(m.department),
                external: m.external,
                mode: match m.mode {
                    Mode::Connect => "connect",
                    Mode::Collaborate => "collaborate",
                    Mode::CoCreate => "co_create",
                }
                .to_owned(),
            })
            .collect(),
        first_week: r
            .first_week
            .iter()
            .map(|w| FirstWeek {
                to_place: n.departments(&w.to_place),
                deposit_department: w.deposit.as_ref().map(|f| n.department(f.department)),
                deposit: w.deposit.as_ref().and_then(|f| f.deposit).map(|d| n.element(d.element)),
                redesign_department: w.redesign.map(|x| n.department(x.department)),
                redesign: w.redesign.map(|x| n.element(x.element)),
            })
            .collect(),
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
        last_talk: x.seen.as_ref().map(|s| s.day.to_string()),
        last_talk_source: x.seen.as_ref().map(|s| source(&s.origin)),
        next_talk: x.next.to_string(),
        visit: x.visit.map(|v| {
            match v {
                Visit::Never => "never",
                Visit::Overdue(_) => "overdue",
                Visit::Due => "due",
                Visit::Moment(_) => "moment",
            }
            .to_owned()
        }),
        source: source(&x.origin),
    }
}

fn presell(plan: &Plan, n: &Names) -> Presell {
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
    let (catch_up, new_days, full_time): (Option<&str>, Vec<Window>, Option<Date>) = match &plan.catch_up {
        None => (None, Vec::new(), None),
        Some(CatchUp::Squeeze(windows)) => (Some("squeeze"), windows.iter().map(window).collect(), None),
        Some(CatchUp::AskNow { full_time }) => (Some("ask_now"), Vec::new(), Some(*full_time)),
        Some(CatchUp::Passed { full_time }) => (Some("passed"), Vec::new(), Some(*full_time)),
    };
    Presell {
        department: n.department(plan.department),
        needed_by: plan.needed_by.to_string(),
        days_left: plan.days_left,
        steps: plan.steps.iter().map(step).collect(),
        next: plan.next.map(stage),
        asked: match plan.asked {
            Asked::No => "no",
            Asked::Yes(_) => "yes",
            Asked::Refused(_) => "refused",
        }
        .to_owned(),
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
        next: match x.next {
            Next::Overdrawn(_) => "overdrawn",
            Next::WinWin(_) => "win_win",
            Next::UpTo(_) => "up_to",
            Next::Empty => "empty",
        }
        .to_owned(),
        sources: n.favors(&x.rows),
    }
}

fn escalation(x: &Trouble, n: &Names) -> Escalation {
    let option = |o: &Weighed| {
        let (name, aims, elements): (&str, &[Aim], &[ElementId]) = match &o.choice {
            Choice::AsPlanned => ("as_planned", &[], &[]),
            Choice::Package { aims, added } => ("package", aims, added),
            Choice::Without(dropped) => ("without", &[], dropped),
            Choice::Later(_) => ("later", &[], &[]),
        };
        Way {
            option: name.to_owned(),
            aims: aims.iter().map(|a| aim(*a).to_owned()).collect(),
            elements: elements.iter().map(|e| n.element(*e)).collect(),
            cost: o.cost,
            own: o.own.map(rounded),
            appeal: o.theirs.map(rounded),
            holders: o.holders.iter().map(|y| y.map(rounded)).collect(),
        }
    };
    Escalation {
        department: n.department(x.department),
        trigger: match x.trigger {
            Trigger::Refused(_) => "refused",
            Trigger::Blocked(_) => "blocked",
            Trigger::Unanswered(_) => "unanswered",
        }
        .to_owned(),
        record: n.log(&x.record),
        efforts: x.efforts,
        options: x.options.iter().map(option).collect(),
        holders: x.holders.iter().map(|(d, _)| n.department(*d)).collect(),
    }
}

fn committee(x: &Meeting, n: &Names) -> Committee {
    let need = |need: &AgendaNeed| match *need {
        AgendaNeed::Answer(d, day) => Need { day: day.to_string(), what: n.department(d), source: n.row(d) },
        AgendaNeed::Start(e, day) => Need { day: day.to_string(), what: n.element(e), source: source(&n.0.case.element(e).origin) },
    };
    let progress = |r: &Done| Progress {
        department: n.department(n.0.case.kpi(r.kpi).department),
        kpi: n.0.kpi(r.kpi).to_owned(),
        done: rounded(r.done),
        time_gone: r.gone.map(rounded),
    };
    Committee {
        day: x.day.to_string(),
        results: x.results.iter().map(progress).collect(),
        needs: x.needs.iter().map(need).collect(),
        blocked: n.log(&x.blocked),
    }
}

fn level(x: &Relation, n: &Names) -> Level {
    Level {
        department: n.department(x.department),
        level: match x.level {
            Collaboration::Transaction => "transaction",
            Collaboration::Relationship => "relationship",
            Collaboration::Value => "value",
            Collaboration::Ecosystem => "ecosystem",
        }
        .to_owned(),
        because: match x.because {
            Because::Standing(..) => "standing",
            Because::Served(_) => "served",
            Because::Balance(_) => "balance",
            Because::Seen(_) => "seen",
            Because::Nothing => "nothing",
        }
        .to_owned(),
        step: match x.step {
            StepUp::Help(_) => "help",
            StepUp::Redesign(..) => "redesign",
            StepUp::Learn => "learn",
            StepUp::Convene(_) => "convene",
            StepUp::Share => "share",
            StepUp::Keep(_) => "keep",
        }
        .to_owned(),
    }
}
