//! From relations to the `partners` part of summary.json: escalation, the standing meeting, levels, 3C and the first week.

use crate::analysis::partners::Relations;
use crate::analysis::partners::committee::{Committee as Meeting, Need as AgendaNeed, Progress as Done};
use crate::analysis::partners::escalation::{Choice, Escalation as Trouble, Trigger, Weighed};
use crate::analysis::partners::first_week::FirstWeek as Week;
use crate::analysis::partners::growth::{Mode, Move as Growing};
use crate::analysis::partners::level::{Because, Collaboration, Relation, StepUp};
use crate::analysis::plan::aim::Aim;
use crate::lang::partners::said;
use crate::model::ElementId;
use crate::report::summary::choices::aim;
use crate::report::summary::partners::make::{Names, source};
use crate::report::summary::partners::{Committee, Escalation, FirstWeek, Level, Move, Need, Progress, Way};
use crate::report::summary::rounded;

pub(super) fn escalation(x: &Trouble, r: &Relations, n: &Names) -> Escalation {
    let option = |o: &Weighed| {
        let (name, aims, elements): (&str, &[Aim], &[ElementId]) = match &o.choice {
            Choice::AsPlanned => ("as_planned", &[], &[]),
            Choice::Package { aims, added } => ("package", aims, added),
            Choice::Dropping { dropped, .. } => ("dropping", &[], dropped),
            Choice::Without(dropped) => ("without", &[], dropped),
            Choice::Later(_) => ("later", &[], &[]),
        };
        Way {
            option: name.to_owned(),
            aims: aims.iter().map(|a| aim(*a).to_owned()).collect(),
            elements: elements.iter().map(|e| n.element(*e)).collect(),
            cost: o.cost,
            cost_assumed: o.assumed,
            uncosted: o.uncosted,
            day: if let Choice::Later(day) = &o.choice { Some(day.to_string()) } else { None },
            sources: o.elements.iter().map(|e| n.element_row(*e)).collect(),
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
        days_passed: x.passed,
        question: said::question(n.0, r, x),
        our_kpi: x.ours.map(|k| n.kpi(k)),
        their_kpi: x.theirs.map(|k| n.kpi(k)),
        shared_element: x.shared.map(|(e, _)| n.element(e)),
        shared_kpi: x.shared.map(|(_, k)| n.kpi(k)),
        options: x.options.iter().map(option).collect(),
        holders: x.holders.iter().map(|(d, _)| n.department(*d)).collect(),
        powers: x.holders.iter().map(|(_, power)| power.get()).collect(),
    }
}

pub(super) fn committee(x: &Meeting, n: &Names) -> Committee {
    let need = |need: &AgendaNeed| match *need {
        AgendaNeed::Answer(d, day) => Need { day: day.to_string(), what: n.department(d), source: n.row(d) },
        AgendaNeed::Start(e, day) => Need { day: day.to_string(), what: n.element(e), source: n.element_row(e) },
    };
    let progress = |r: &Done| Progress {
        department: n.department(n.0.case.kpi(r.kpi).department),
        kpi: n.0.kpi(r.kpi).to_owned(),
        done: rounded(r.done),
        time_gone: r.gone.map(rounded),
        due: n.0.case.kpi(r.kpi).due.map(|d| d.to_string()),
        source: n.kpi_row(r.kpi),
    };
    Committee {
        day: x.day.to_string(),
        until: x.until.to_string(),
        left_out: x.left_out,
        unmeasured: x.unmeasured.iter().map(|k| n.kpi_row(*k)).collect(),
        results: x.results.iter().map(progress).collect(),
        needs: x.needs.iter().map(need).collect(),
        blocked: n.log(&x.blocked),
    }
}

pub(super) fn level(x: &Relation, r: &Relations, n: &Names) -> Level {
    let (shared_element, kpi, our_kpi, sources) = match &x.because {
        Because::Standing(at, s) => {
            let rows = [n.log(&[*at]), vec![n.element_row(s.element), n.kpi_row(s.theirs), n.kpi_row(s.ours)]].concat();
            (Some(s.element), Some(s.theirs), Some(s.ours), rows)
        }
        Because::Stated(claim) => (Some(claim.element), Some(claim.kpi), None, vec![source(&claim.origin), n.kpi_row(claim.kpi)]),
        Because::Balance(_) => {
            let account = r.bank.as_ref().and_then(|b| b.account(x.department));
            (None, None, None, account.map_or(Vec::new(), |a| n.favors(&a.rows)))
        }
        Because::Seen(seen) => (None, None, None, vec![source(&seen.origin)]),
        Because::Asked(at) => (None, None, None, n.log(&[*at])),
        Because::Nothing => (None, None, None, Vec::new()),
    };
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
            Because::Stated(_) => "stated",
            Because::Balance(_) => "balance",
            Because::Seen(_) => "seen",
            Because::Asked(_) => "asked",
            Because::Nothing => "nothing",
        }
        .to_owned(),
        shared_element: shared_element.map(|e| n.element(e)),
        kpi: kpi.map(|k| n.kpi(k)),
        our_kpi: our_kpi.map(|k| n.kpi(k)),
        sources,
        step: match x.step {
            StepUp::Help(_) => "help",
            StepUp::Redesign(..) => "redesign",
            StepUp::Settle(_) => "settle",
            StepUp::Soften(..) => "soften",
            StepUp::Agree(..) => "agree",
            StepUp::Learn(_) => "learn",
            StepUp::Convene(_) => "convene",
            StepUp::Share => "share",
            StepUp::Keep(_) => "keep",
            StepUp::Review => "review",
        }
        .to_owned(),
    }
}

pub(super) fn step(m: &Growing, r: &Relations, n: &Names) -> Move {
    Move {
        department: n.department(m.department),
        external: m.external,
        mode: match m.mode {
            Mode::Connect => "connect",
            Mode::Collaborate => "collaborate",
            Mode::CoCreate => "co_create",
        }
        .to_owned(),
        action: said::action(n.0, r, m),
        source: source(&m.origin),
    }
}

pub(super) fn first_week(w: &Week, n: &Names) -> FirstWeek {
    let rows = |x: &crate::analysis::partners::first_week::Redesign| vec![n.row(x.department), n.element_row(x.element), n.kpi_row(x.kpi)];
    FirstWeek {
        placed: w.placed,
        lacking: w.lacking,
        to_place: n.departments(&w.to_place),
        deposit_department: w.deposit.as_ref().map(|f| n.department(f.department)),
        deposit: w.deposit.as_ref().and_then(|f| f.deposit).map(|d| n.element(d.element)),
        deposit_sources: w.deposit.as_ref().map_or(Vec::new(), |f| n.favors(&f.rows)),
        redesign_department: w.redesign.map(|x| n.department(x.department)),
        redesign: w.redesign.map(|x| n.element(x.element)),
        redesign_kpi: w.redesign.map(|x| n.kpi(x.kpi)),
        appeal_before: w.redesign.map(|x| rounded(x.before)),
        appeal_after: w.redesign.map(|x| rounded(x.after)),
        redesign_sources: w.redesign.as_ref().map_or(Vec::new(), rows),
    }
}
