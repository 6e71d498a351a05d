//! The next steps with the partners, as a page lists them: by when, whom to see, what to do, in several lengths.

use jiff::civil::Date;

use crate::analysis::ProjectAnalysis;
use crate::analysis::lint::{self, Lint};
use crate::analysis::partners::presell::{Asked, CatchUp, Plan, Stage};
use crate::analysis::reframe::Talk;
use crate::lang::pages::fewer;
use crate::lang::pages::short::clipped;
use crate::lang::partners::{Block, Teller, first_week};
use crate::lang::phrases::Phrases;
use crate::lang::{amounts, quoted};
use crate::model::{DepartmentId, Direction, ElementId, KpiId};

/// Columns of letters of an ask in a short form.
const ASK: usize = 40;

/// A next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// By when, where there is a day.
    pub day: Option<Date>,
    /// Whom to see, with the contact and without; empty when it is nobody in particular.
    pub who: Vec<String>,
    /// What to do, the fullest form first.
    pub what: Vec<String>,
}

/// The next steps, the earliest first: those of the pre-selling plan; without one the first actions of the brief: what to mend, the first
/// week; without those the talks with the partners.
pub fn steps(p: Phrases, a: &ProjectAnalysis, talks: &[Talk]) -> Vec<Next> {
    let t = Teller { p, r: &a.relations };
    let mut planned: Vec<Next> = a.relations.presell_here().map(|plan| of_plan(&t, plan)).collect();
    planned.sort_by_key(|n| n.day);
    if !planned.is_empty() {
        return planned;
    }
    let mut actions: Vec<Next> = a.lints.iter().filter_map(|l| of_lint(&t, l)).collect();
    if let Some(part) = first_week::part(&t) {
        let lines = part.blocks.into_iter().filter_map(|b| if let Block::List(lines) = b { Some(lines) } else { None }).flatten();
        actions.extend(lines.map(|line| Next { day: None, who: Vec::new(), what: vec![line] }));
    }
    if actions.is_empty() {
        let talk = |k: &Talk| Next {
            day: None,
            who: who(&t, k.department),
            what: [p.says(&k.opening, a, false), p.says(&k.opening, a, true)].concat(),
        };
        actions.extend(talks.iter().map(talk));
    }
    actions
}

fn who(t: &Teller, department: DepartmentId) -> Vec<String> {
    vec![t.named(department), t.name(department).to_owned()]
}

fn of_plan(t: &Teller, plan: &Plan) -> Next {
    let today = t.p.case.today;
    let ask = &t.p.case.department(plan.department).ask;
    let mark = t.p.ask_mark(&t.r.needs, plan.department);
    let asked = |short: bool| match (ask.as_str(), short) {
        ("", _) => format!("{}{mark}", t.pick("所需的配合", "their part")),
        (ask, true) => format!("{}{mark}", clipped(ask, ASK)),
        (ask, false) => format!("{ask}{mark}"),
    };
    let in_quotes = |short: bool| match ask.as_str() {
        "" => asked(short),
        ask => format!("{}{mark}", quoted(t.p.lang, &if short { clipped(ask, ASK) } else { ask.to_owned() })),
    };
    let both = |of: &dyn Fn(String) -> String| vec![of(asked(false)), of(asked(true))];
    let by = plan.needed_by;
    let passed = |told: &str| {
        let days = t.days(-plan.days_left);
        both(&|ask| {
            t.pick(format!("{told}日期已过{days}，重新约定：{ask}"), format!("{told}the day passed {days} ago, agree on a new one: {ask}"))
        })
    };
    let (day, what) = match (plan.asked, &plan.catch_up) {
        (Asked::Refused(_), Some(CatchUp::Passed { .. })) => (today, passed(t.pick("已被拒绝，", "refused, and "))),
        (Asked::Yes(_), Some(CatchUp::Passed { .. })) => (today, passed(t.pick("未获答复，", "not answered, and "))),
        (_, Some(CatchUp::Passed { .. })) => (today, passed("")),
        // Whoever has said no is to be heard before anything else.
        (Asked::Refused(_), _) => (
            today,
            [
                [false, true]
                    .map(|short| {
                        t.pick(
                            format!("已被拒绝：先问什么条件下可行，按其指标改方案后再提{}", in_quotes(short)),
                            format!(
                                "refused: ask what would make it possible, redesign for their KPIs, then ask again for {}",
                                asked(short)
                            ),
                        )
                    })
                    .to_vec(),
                vec![
                    t.pick("已被拒绝：先问什么条件下可行，再改方案", "refused: ask what would make it possible, then redesign").to_owned(),
                ],
            ]
            .concat(),
        ),
        (Asked::Yes(_), _) => (by, both(&|ask| t.pick(format!("已提出，等答复：{ask}"), format!("asked, answer awaited: {ask}")))),
        (Asked::Answered(at, _) | Asked::Settled(_, at), _) => {
            let outcome = t.log(at).map_or("", |row| if row.outcome.is_empty() { row.what.as_str() } else { row.outcome.as_str() });
            let short = clipped(outcome, ASK);
            let told = |outcome: &str, ask: String| t.pick(format!("已答复（{outcome}）：{ask}"), format!("answered ({outcome}): {ask}"));
            let mut forms = both(&|ask| told(outcome, ask));
            forms.extend(both(&|ask| told(&short, ask)));
            forms.push(t.pick("已答复，按答复落实", "answered: follow it up").to_owned());
            (by, forms)
        }
        (Asked::No, Some(CatchUp::AskNow { .. })) if plan.is_one_talk() => (today, now(t, plan, &both)),
        (Asked::No, _) => match plan.calendar(today).first() {
            Some(window) => (window.to, stage(t, plan, window.stage, &both)),
            None => (by, both(&|ask| ask)),
        },
    };
    Next { day: Some(day), who: who(t, plan.department), what }
}

/// Forms of a sentence that holds the ask.
type Both<'a> = dyn Fn(&dyn Fn(String) -> String) -> Vec<String> + 'a;

/// Advice and request in one talk.
fn now(t: &Teller, plan: &Plan, both: &Both) -> Vec<String> {
    let mut forms = Vec::new();
    if let Some((element, _)) = plan.advice.conflict.filter(|_| !plan.advice.comes_with) {
        let element = quoted(t.p.lang, t.p.element(element));
        forms.extend(both(&|ask| {
            t.pick(
                format!("先说明怎样去掉或弱化{element}，再请教，同一次谈话最后提：{ask}"),
                format!("say how {element} is dropped or softened, ask for advice, then, in the same talk, for {ask}"),
            )
        }));
    }
    if let Some(kpi) = plan.advice.open {
        for name in [t.p.kpi_quoted(kpi), t.p.brief_of(t.p.kpi(kpi), ASK)] {
            forms.extend(both(&|ask| {
                t.pick(format!("先请教{name}，同一次谈话再提：{ask}"), format!("ask advice on {name}, then, in the same talk, for {ask}"))
            }));
        }
    }
    forms.extend(both(&|ask| {
        t.pick(format!("先请教，同一次谈话再提：{ask}"), format!("ask for advice, then, in the same talk, for {ask}"))
    }));
    forms
}

fn stage(t: &Teller, plan: &Plan, stage: Stage, both: &Both) -> Vec<String> {
    let p = t.p;
    match stage {
        Stage::Probe => match plan.advice.open {
            Some(kpi) => {
                let (full, left) = (p.kpi_quoted(kpi), to_go(t, kpi));
                let [short, shortest] = [ASK, ASK / 2].map(|columns| p.brief_of(p.kpi(kpi), columns));
                vec![
                    t.pick(
                        format!("试探：请教{full}{left}，什么样的项目能算数、最缺什么"),
                        format!("probe: ask about {full}{left}: what would count? What is lacking most?"),
                    ),
                    t.pick(format!("试探：请教{full}{left}"), format!("probe: ask about {full}{left}")),
                    t.pick(format!("试探：请教{short}"), format!("probe: ask about {short}")),
                    t.pick(format!("试探：请教{shortest}"), format!("probe: ask about {shortest}")),
                ]
            }
            None => vec![t.pick("试探：请教今年的考核重点", "probe: ask what they are judged by this year").to_owned()],
        },
        Stage::CoCreate => join(t, plan),
        Stage::Request => both(&|ask| t.pick(format!("正式提出：{ask}"), format!("make the request: {ask}"))),
    }
}

/// What to shape together: what hurts comes before all else.
fn join(t: &Teller, plan: &Plan) -> Vec<String> {
    let (p, advice) = (t.p, &plan.advice);
    let named = |e: ElementId, k: KpiId| (quoted(p.lang, p.element(e)), p.kpi_quoted(k));
    let (mut parts, mut short) = (Vec::new(), Vec::new());
    if let Some((e, k)) = advice.conflict.filter(|_| advice.comes_with) {
        let (element, kpi) = named(e, k);
        parts.push(t.pick(
            format!("先商量{element}的规模，它不利于{kpi}"),
            format!("first settle the size of {element}, which works against {kpi}"),
        ));
        let to_size = |element: String| t.pick(format!("先商量{element}的规模"), format!("first settle the size of {element}"));
        short = [element, p.brief_of(p.element(e), ASK), p.brief_name(p.element(e))].map(to_size).to_vec();
    } else if let Some((e, k)) = advice.conflict {
        let (element, kpi) = named(e, k);
        parts.push(t.pick(
            format!("商量去掉或弱化{element}，它不利于{kpi}"),
            format!("settle how to drop or soften {element}, which works against {kpi}"),
        ));
        let to_settle = |element: String| t.pick(format!("商量去掉或弱化{element}"), format!("settle how to drop or soften {element}"));
        short = [element, p.brief_of(p.element(e), ASK), p.brief_name(p.element(e))].map(to_settle).to_vec();
    }
    if let Some(lead) = advice.lead.filter(|l| advice.conflict.is_none_or(|(e, _)| e != l.element)) {
        let (element, kpi) = named(lead.element, lead.kpi);
        parts.push(t.pick(
            format!("请对方对{element}提意见，使它更能服务于{kpi}"),
            format!("let them shape {element} so that it serves {kpi} better"),
        ));
        if short.is_empty() {
            let to_shape = |element: String| t.pick(format!("请对方对{element}提意见"), format!("let them shape {element}"));
            short = [element, p.brief_of(p.element(lead.element), ASK), p.brief_name(p.element(lead.element))].map(to_shape).to_vec();
        }
    }
    if let Some((e, k)) = advice.addition.zip(advice.gap) {
        let (element, kpi) = named(e, k);
        parts.push(t.pick(format!("加上{element}能否有助于{kpi}？"), format!("would {element} serve {kpi}?")));
    }
    let start = t.pick("共创：", "co-create: ");
    let joined = |n: usize| format!("{start}{}", parts.get(..n).unwrap_or_default().join(t.pick("；", "; ")));
    let mut forms: Vec<String> = (1..=parts.len()).rev().map(joined).collect();
    forms.extend(short.iter().map(|s| format!("{start}{s}")));
    forms.push(t.pick("共创：请对方对方案提意见", "co-create: work their advice into the plan").to_owned());
    forms
}

/// What is left of a KPI, behind its name.
fn to_go(t: &Teller, id: KpiId) -> String {
    let kpi = t.p.case.kpi(id);
    let left = kpi
        .target
        .zip(kpi.actual)
        .map(|(target, actual)| if kpi.direction == Direction::Increase { target - actual } else { actual - target });
    left.filter(|l| *l > 0.0).map_or_else(String::new, |l| {
        let left = amounts::of_kpi(l, kpi, t.lang());
        t.pick(format!("（还差{left}）"), format!(" ({left} to go)"))
    })
}

/// What to mend before the proposal goes out; `None` where there is nothing to do for this project.
fn of_lint(t: &Teller, lint: &Lint) -> Option<Next> {
    let p = t.p;
    let both = |name: &str| [quoted(p.lang, name), p.brief_name(name)];
    let element = |e: &Option<ElementId>| e.map(|e| both(p.element(e)).to_vec());
    let listed = |names: Vec<[String; 2]>| {
        let of = |n: usize| fewer(p.lang, &names.iter().filter_map(|forms| forms.get(n).cloned()).collect::<Vec<_>>());
        [of(0), of(1)].concat()
    };
    let named = |kpis: &[KpiId]| listed(kpis.iter().map(|k| both(p.kpi(*k))).collect());
    let one = |zh: &str, en: &str| vec![t.pick(zh, en).to_owned()];
    let with = |zh: &str, en: &str, names: Vec<String>| names.iter().map(|n| format!("{}{n}", t.pick(zh, en))).collect();
    let step = |department: Option<DepartmentId>, day: Option<Date>, what: Vec<String>| Next {
        day,
        who: department.map_or_else(Vec::new, |d| who(t, d)),
        what,
    };
    Some(match lint {
        Lint::AskBeforeBenefit { department, comes_with: Some(element), .. } => {
            let what = with("先定规模，再谈诉求：", "settle its size before you ask: ", both(p.element(*element)).to_vec());
            step(Some(*department), None, what)
        }
        Lint::AskBeforeBenefit { department, without: Some((harm, _)), .. } => {
            let what = with("先去掉或弱化：", "first drop or soften ", both(p.element(*harm)).to_vec());
            step(Some(*department), None, what)
        }
        Lint::AskBeforeBenefit { department, appeal, after, line, harm: Some(harm), .. } if *appeal < 0.0 && after < line => {
            let what = with("先减轻妨碍：", "first lessen the harm of ", both(p.element(harm.element)).to_vec());
            step(Some(*department), None, what)
        }
        Lint::Harmed { department, harm, .. } => {
            let what = with("先减轻妨碍：", "lessen the harm of ", both(p.element(harm.element)).to_vec());
            step(Some(*department), None, what)
        }
        Lint::AskForDropped { department, .. } => {
            let what = match t.r.needs.left_to(*department) {
                [] if p.case.department(*department).ask.is_empty() => vec![p.see_first(*department)],
                [] => one("确认是否还需要它，不需要就撤回诉求", "see whether they are still needed, else withdraw the ask"),
                _ => p.doubt_of(&t.r.needs, *department).into_iter().collect(),
            };
            step(Some(*department), None, what)
        }
        Lint::AskElsewhere { .. } => return None,
        Lint::AskUntouched { department, add, .. } | Lint::AskBeforeBenefit { department, add, .. } => {
            let what = match element(add) {
                Some(e) => with("先加入对其有用的内容再开口：", "add something for them before you ask: ", e),
                None => one("先弄清它看重什么，再开口", "learn what they care for before you ask"),
            };
            step(Some(*department), None, what)
        }
        Lint::AskWithoutKpis { department, .. } => {
            step(Some(*department), None, one("问清它考核什么，补进指标表，再开口", "learn what they answer for before you ask"))
        }
        Lint::AskAmidDoubt { department, element, .. } => {
            let what = with("先谈妥再开口：", "settle before you ask: ", both(p.element(*element)).to_vec());
            step(Some(*department), None, what)
        }
        Lint::AskBeforeProbe { department, .. } => step(
            Some(*department),
            None,
            one("补一次请教，把意见写进方案，再正式提出", "ask for advice, work it in, then make the request anew"),
        ),
        Lint::NeededSoon { department, by, until, .. } => {
            let what = if lint::can_move(p.case.today, *until) {
                one("本周约谈，或推后需要日期", "talk to them this week, or move the day")
            } else {
                one("本周约谈", "talk to them this week")
            };
            step(Some(*department), Some(*by), what)
        }
        Lint::NoContact { department, .. } => step(Some(*department), None, one("写明找谁谈", "name whom to talk to")),
        Lint::NoRow { department, .. } => step(
            Some(*department),
            None,
            one("在 departments 表中写明角色、对接人和诉求", "give role, contact and ask in the departments table"),
        ),
        Lint::StartsInPast { elements } => {
            let names = listed(elements.iter().map(|e| both(p.element(*e))).collect());
            step(None, None, with("改开始日期：", "move the start: ", names))
        }
        Lint::LeadsWithMet { kpi, .. } => step(None, None, with("已达成，换一项来讲：", "met already, speak of another: ", named(&[*kpi]))),
        Lint::NoTarget { kpis } => step(None, None, with("要到目标值：", "get the target of ", named(kpis))),
        Lint::PeriodOver { kpis } => {
            step(None, None, with("换成新一期的目标值和截止日期：", "put in the new period's target and due date of ", named(kpis)))
        }
        Lint::NoActual { kpis, .. } => step(None, None, with("补上实际值：", "fill in the actual value of ", named(kpis))),
        Lint::NoDue { kpis } => step(None, None, with("补上截止日期：", "add the due date of ", named(kpis))),
    })
}
