//! The project told anew, for programs: every entry has its figures and the sentence of the brief.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis;
use crate::analysis::evidence::Level;
use crate::analysis::reframe::{self as told, Move, Opening};
use crate::analysis::theme::support::Carrier;
use crate::analysis::theme::{self, ThemeSource};
use crate::lang::phrases::Phrases;
use crate::lang::reasons;
use crate::model::{DepartmentId, ElementId, KpiId, Share};
use crate::report::summary::{Served, rounded};

/// Title, content, communication and outcomes.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Reframe {
    /// Titles, best first; those of the user among them.
    theme: Vec<Theme>,
    /// The title to go by; null where the present one can stay.
    advised_title: Option<String>,
    /// Additions, leads, then what hurts.
    content: Vec<Change>,
    /// What each partner hears.
    communication: Vec<Talk>,
    /// Stated contributions with their arithmetic: own department first, then partners.
    outcomes: Vec<Outcome>,
    /// Claims and hopes without a figure: no outcomes.
    unsupported: Vec<Unsupported>,
    /// The additions without what is to be dropped or softened, taken away altogether; null when nothing is.
    relief: Option<Relief>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Relief {
    /// Elements that serve nobody who is needed.
    dropped: Vec<String>,
    /// Elements that serve somebody as well.
    softened: Vec<String>,
    /// What dropping saves, middle of each range.
    saved: f64,
    own: Option<f64>,
    index: Option<f64>,
    worst_off: Option<f64>,
    partners_over_line: usize,
    /// Appeal of each partner then.
    appeal: Vec<Appeal>,
    /// With the additions of the plan and without what is dropped alone; null when nothing is.
    without_dropped: Option<Dropped>,
    /// The same with the balanced additions to the plan as it stands, where those of the plan are chosen for the drop; null else.
    otherwise: Option<Dropped>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Dropped {
    own: Option<f64>,
    index: Option<f64>,
    worst_off: Option<f64>,
    partners_over_line: usize,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Appeal {
    department: String,
    appeal: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Theme {
    title: String,
    /// What changes; empty for the user's own titles.
    line: String,
    /// framing or user.
    source: String,
    /// The framing behind it.
    framing: Option<String>,
    /// The partner's KPI whose own words it takes up.
    words_of: Option<Served>,
    /// Gain of the partners' coverage, the worst-off counted most, less what the own department loses.
    score: f64,
    /// The same for the title without its line.
    title_alone: f64,
    partners: Vec<Effect>,
    own: Option<Effect>,
    /// The partners' KPI whose chance rises most.
    best_kpi: Option<KpiChance>,
    /// The KPI that it speaks of less than the present title does, the most so; null when none falls noticeably.
    fades: Option<KpiChance>,
    /// Every KPI of the partners and the own department.
    kpis: Vec<KpiChance>,
    /// What carries the title: plan, near (an element of the plan, run as the line says), advised (an addition), refused (an element of the plan
    /// that needs a department which has turned the request down), open (could be added) or nothing; belied by an element of the plan; null for one of the user's own that the plan says nothing against.
    carried: Option<String>,
    /// The element that carries it, could or belies it.
    carrier: Option<String>,
    /// The element of the plan that does the opposite and is to be dropped or changed first; null without one.
    once_gone: Option<String>,
    /// What it gains, in words.
    gain: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Effect {
    department: String,
    /// Coverage by the plan under the present title, -1 to 1.
    before: f64,
    /// The same under this one.
    after: f64,
    gain: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct KpiChance {
    department: String,
    kpi: String,
    /// helps - hurts of the present title, -1 to 1.
    before: f64,
    /// The same of this one.
    after: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Change {
    /// add, lead, soften or drop.
    action: String,
    element: String,
    /// KPIs it serves; for soften and drop the one it works against.
    kpis: Vec<Served>,
    /// Those among them that it serves by itself, for add and lead: the others it helps.
    alone: Vec<Served>,
    /// KPIs of the own department and the partners that an addition works against, worst first.
    works_against: Vec<Served>,
    /// KPIs by which an addition takes a partner over the line though its help with each is faint.
    tips: Vec<Served>,
    /// The phrase of the element's description that does the harm and is to go first; null where none does.
    phrase: Option<String>,
    /// Appeal regained, for soften and drop.
    appeal_gain: Option<f64>,
    /// Coverage regained, for soften and drop.
    coverage_gain: Option<f64>,
    sentence: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Talk {
    department: String,
    contact: String,
    /// What it hears of first.
    hears: Vec<Heard>,
    /// stated, inferred, addition, advice or question: what the opening rests on.
    opening_by: String,
    opening: String,
    /// KPIs met already: not to be led with.
    met: Vec<String>,
    /// What hurts it: not to be led with.
    hurts: Vec<Hurt>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Heard {
    element: String,
    kpi: String,
    /// stated or inferred.
    evidence: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Hurt {
    element: String,
    kpi: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Outcome {
    department: String,
    kpi: String,
    element: String,
    /// In the KPI's unit; fractions for percents.
    contribution: f64,
    /// target - baseline, in the KPI's unit.
    needed: f64,
    /// contribution / needed.
    share: f64,
    /// Whether it comes with an addition, not with the plan as it is.
    added: bool,
    /// File and line of the claim.
    source: String,
    sentence: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Unsupported {
    department: String,
    kpi: String,
    element: String,
    reason: String,
    sentence: String,
}

pub(super) fn of(r: &told::Reframe, a: &analysis::ProjectAnalysis, p: Phrases) -> Reframe {
    Reframe {
        theme: r.themes.iter().map(|t| theme(t, p)).collect(),
        advised_title: theme::kept::advised(&r.themes).map(|t| t.title.clone()),
        content: r.content.iter().map(|c| change(c, p)).collect(),
        communication: r.communication.iter().map(|t| talk(t, a, p)).collect(),
        outcomes: r.outcomes.iter().map(|o| outcome(o, a, p)).collect(),
        unsupported: r.unsupported.iter().map(|u| unsupported(u, p)).collect(),
        relief: a.relief.as_ref().map(|x| relief(x, &a.partners, p)),
    }
}

fn relief(r: &analysis::relief::Relief, partners: &[DepartmentId], p: Phrases) -> Relief {
    let names = |elements: &[ElementId]| elements.iter().map(|e| p.element(*e).to_owned()).collect();
    let all = &r.without_all.sides;
    Relief {
        dropped: names(&r.dropped),
        softened: names(&r.softened),
        saved: rounded(r.saved),
        own: all.own.map(rounded),
        index: all.index.map(rounded),
        worst_off: all.worst_off.map(|(_, y)| rounded(y)),
        partners_over_line: all.over_line,
        without_dropped: r.without_dropped.as_ref().map(dropped),
        appeal: partners
            .iter()
            .filter_map(|d| Some(Appeal { department: p.department(*d).to_owned(), appeal: rounded(r.without_all.appeal_of(*d)?) }))
            .collect(),
        otherwise: r.otherwise.as_ref().map(dropped),
    }
}

fn dropped(x: &analysis::relief::Outlook) -> Dropped {
    Dropped {
        own: x.sides.own.map(rounded),
        index: x.sides.index.map(rounded),
        worst_off: x.sides.worst_off.map(|(_, y)| rounded(y)),
        partners_over_line: x.sides.over_line,
    }
}

fn served(kpi: KpiId, p: Phrases) -> Served {
    Served { department: p.department(p.case.kpi(kpi).department).to_owned(), kpi: p.kpi(kpi).to_owned() }
}

fn theme(t: &theme::Theme, p: Phrases) -> Theme {
    let effect = |e: &theme::Effect| Effect {
        department: p.department(e.department).to_owned(),
        before: rounded(e.before),
        after: rounded(e.after),
        gain: rounded(e.gain()),
    };
    let (source, framing) = match &t.source {
        ThemeSource::Framing(id) => ("framing", Some(id.clone())),
        ThemeSource::User => ("user", None),
    };
    let chance = |c: theme::KpiChance| {
        let Served { department, kpi } = served(c.kpi, p);
        KpiChance { department, kpi, before: rounded(c.before), after: rounded(c.after) }
    };
    let carried = t.support.map(|support| match support.by {
        Carrier::Plan(e) => ("plan", Some(e)),
        Carrier::Near(e) => ("near", Some(e)),
        Carrier::Advised(e) => ("advised", Some(e)),
        Carrier::Refused(e) => ("refused", Some(e)),
        Carrier::Open(e) => ("open", Some(e)),
        Carrier::Nothing => ("nothing", None),
        Carrier::Belied(e) => ("belied", Some(e)),
    });
    Theme {
        title: t.title.clone(),
        line: t.line.clone(),
        source: source.to_owned(),
        framing,
        words_of: t.words_of.map(|k| served(k, p)),
        score: rounded(t.score),
        title_alone: rounded(t.title_alone),
        partners: t.partners.iter().map(effect).collect(),
        own: t.own.as_ref().map(effect),
        best_kpi: t.best.map(chance),
        fades: t.fades().map(chance),
        kpis: t.kpis.iter().copied().map(chance).collect(),
        carried: carried.map(|(how, _)| how.to_owned()),
        carrier: carried.and_then(|(_, e)| e).map(|e| p.element(e).to_owned()),
        once_gone: t.support.and_then(|s| s.once_gone).map(|e| p.element(e).to_owned()),
        gain: p.theme_gain(t),
    }
}

fn change(change: &Move, p: Phrases) -> Change {
    let all = |kpis: &[KpiId]| kpis.iter().map(|k| served(*k, p)).collect::<Vec<_>>();
    let mut told = Change {
        action: String::new(),
        element: String::new(),
        kpis: Vec::new(),
        alone: Vec::new(),
        works_against: Vec::new(),
        tips: Vec::new(),
        phrase: None,
        appeal_gain: None,
        coverage_gain: None,
        sentence: p.content_move(change),
    };
    let (action, element) = match change {
        Move::Add { element, serves, alone, hurts, tips } => {
            told.kpis = all(serves);
            told.alone = all(alone);
            told.works_against = all(hurts);
            told.tips = all(tips);
            ("add", *element)
        }
        Move::Lead { element, serves, alone } => {
            told.kpis = all(serves);
            told.alone = all(alone);
            ("lead", *element)
        }
        Move::Mend(mend) => {
            let c = &mend.conflict;
            told.kpis = mend.kpis().map(|k| served(k, p)).collect();
            told.phrase = mend.phrase.clone();
            told.appeal_gain = Some(rounded(c.appeal_gain));
            told.coverage_gain = Some(rounded(c.coverage_gain));
            (if mend.drop { "drop" } else { "soften" }, c.element)
        }
    };
    Change { action: action.to_owned(), element: p.element(element).to_owned(), ..told }
}

fn talk(t: &told::Talk, a: &analysis::ProjectAnalysis, p: Phrases) -> Talk {
    let by = match t.opening {
        Opening::Stated(..) => "stated",
        Opening::Inferred(..) => "inferred",
        Opening::Added(..) => "addition",
        Opening::AskAdvice(_) => "advice",
        Opening::AskKpis => "question",
    };
    let evidence = |level| if level == Level::Stated { "stated" } else { "inferred" };
    Talk {
        department: p.department(t.department).to_owned(),
        contact: p.case.department(t.department).contact.clone(),
        hears: t
            .hears
            .iter()
            .map(|l| Heard {
                element: p.element(l.element).to_owned(),
                kpi: p.kpi(l.kpi).to_owned(),
                evidence: evidence(l.level).to_owned(),
            })
            .collect(),
        opening_by: by.to_owned(),
        opening: p.opening(t, a),
        met: t.met.iter().map(|k| p.kpi(*k).to_owned()).collect(),
        hurts: t.hurts.iter().map(|(e, k)| Hurt { element: p.element(*e).to_owned(), kpi: p.kpi(*k).to_owned() }).collect(),
    }
}

fn outcome(o: &told::Outcome, a: &analysis::ProjectAnalysis, p: Phrases) -> Outcome {
    Outcome {
        department: p.department(o.department).to_owned(),
        kpi: p.kpi(o.kpi).to_owned(),
        element: p.element(o.element).to_owned(),
        contribution: o.known.contribution[1],
        needed: rounded(o.known.needed),
        share: rounded(o.known.share()),
        added: o.added,
        source: format!("{}:{}", crate::read::files::name(&o.file), o.line),
        sentence: p.outcome(o, a.delivery.as_ref()),
    }
}

fn unsupported(u: &told::Unsupported, p: Phrases) -> Unsupported {
    Unsupported {
        department: p.department(u.department).to_owned(),
        kpi: p.kpi(u.kpi).to_owned(),
        element: p.element(u.element).to_owned(),
        reason: reasons::no_share(&Share::Unknown(u.reason), p.lang).to_owned(),
        sentence: p.unsupported_claim(u),
    }
}
