//! What elements give both sides, what steps add and how projects compare: facts and pictures of a small case worked out by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod library;

use winwin::analysis::giving::{Given, given};
use winwin::analysis::{self, Options, ProjectAnalysis, compare};
use winwin::chart::check;
use winwin::chart::font::Fonts;
use winwin::chart::scene::{Item, Scene};
use winwin::chart::theme::Color;
use winwin::lang::comparison::Words;
use winwin::lang::phrases::Phrases;
use winwin::lang::sides::gains;
use winwin::model::{Case, Lang};
use winwin::pictures::{PICTURES, Subject, pages, projects};
use winwin::read::columns::TableKind;
use winwin::score::{Scorer, Scores, score_pairs};

const KPIS: &str = "department,kpi,metric,unit,baseline,target,direction\n\
    Sales,Grow orders,orders,orders,0,1000,increase\n\
    Ops,Cut waste,waste,g,300,200,decrease\n\
    Brand,Reach people,reach,views,0,10000,increase\n";
/// Every element states something for every KPI, so that no figure hangs on the texts: 5 % of a target is full evidence.
const ELEMENTS: &str = "project,element,kind,cost,metric,contribution,needs\n\
    Dinner,Gala,core,300,orders,20,Ops;Brand\n\
    Dinner,Gala,core,300,waste,2,Ops;Brand\n\
    Dinner,Gala,core,300,reach,400,Ops;Brand\n\
    Fair,Cups,core,100,orders,50,Ops;Brand\n\
    Fair,Cups,core,100,waste,-3,Ops;Brand\n\
    Fair,Cups,core,100,reach,0,Ops;Brand\n\
    Fair,Stream,optional,50,orders,0,\n\
    Fair,Stream,optional,50,waste,0,\n\
    Fair,Stream,optional,50,reach,200,\n";

struct Worked {
    case: Case,
    scores: Scores,
    scorer: &'static Scorer,
    evidence: analysis::evidence::EvidenceTable,
    projects: Vec<ProjectAnalysis>,
    options: Options,
}

fn worked(own: Option<&str>, options: Options) -> Worked {
    worked_of(ELEMENTS, own, options)
}

fn worked_of(elements: &str, own: Option<&str>, options: Options) -> Worked {
    of_tables(&[(TableKind::Kpis, KPIS), (TableKind::Elements, elements)], own, options)
}

fn of_tables(tables: &[(TableKind, &str)], own: Option<&str>, options: Options) -> Worked {
    let case = library::case(tables, own, jiff::civil::date(2026, 11, 16), Lang::En, false);
    let scorer = library::scorer();
    let scores = score_pairs(&case, scorer).unwrap();
    let (evidence, projects) = analysis::analyze(&case, &scores, scorer, &options);
    Worked { case, scores, scorer, evidence, projects, options }
}

impl Worked {
    fn project(&self, name: &str) -> &ProjectAnalysis {
        self.projects.iter().find(|p| self.case.project(p.project).name == name).unwrap()
    }

    fn given(&self, name: &str) -> Vec<(&str, Given)> {
        let all = given(&self.case, &self.evidence, self.project(name)).unwrap();
        all.into_iter().map(|g| (self.case.element(g.element).name.as_str(), g)).collect()
    }

    /// A picture of a project in a language; it is sound.
    fn picture(&self, name: &str, picture: &str, lang: Lang) -> Scene {
        let fonts = Fonts::bundled();
        let subject = Subject {
            analysis: self.project(name),
            phrases: Phrases { case: &self.case, lang },
            scores: &self.scores,
            scorer: self.scorer,
            evidence: &self.evidence,
            options: &self.options,
            files: "kpis.csv",
        };
        let drawn = PICTURES.iter().find(|p| p.name == picture).unwrap();
        let scene = (drawn.draw)(&subject, &fonts).unwrap();
        assert_eq!(check::problems(&scene, &fonts), Vec::<String>::new());
        scene
    }
}

fn texts(scene: &Scene) -> Vec<String> {
    scene.labels().map(|l| l.text.replace('\n', " ").replace('\u{200b}', "")).collect()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn an_element_gives_what_its_shares_say() {
    let all = worked(Some("Sales"), Options::default());
    let fair = all.given("Fair");
    let [("Cups", cups), ("Stream", stream)] = fair[..] else { panic!("{fair:?}") };
    // 50 of 1,000 orders: all of 5 %. 3 of 100 g: 0.6 of it. 200 of 10,000 views: 0.4.
    near(cups.own, 1.0);
    near(cups.partners, 0.6);
    assert!(cups.core && cups.serves_both() && !cups.hurts());
    near(cups.together(), 0.6_f64.sqrt());
    near(stream.own, 0.0);
    near(stream.partners, 0.4);
    assert!(!stream.core && !stream.serves_both());
    // 20 of 1,000 orders: 0.4. 2 g more waste: -0.4, 400 views: 0.8, together 0.4, yet Ops is hurt.
    let dinner = all.given("Dinner");
    let [("Gala", gala)] = dinner[..] else { panic!("{dinner:?}") };
    near(gala.own, 0.4);
    near(gala.partners, 0.4);
    near(gala.worst, -0.4);
    assert!(gala.hurts() && !gala.serves_both(), "a win on two sides does not outweigh a loss on a third");
}

#[test]
fn the_quadrant_draws_each_element_and_marks_what_hurts() {
    let all = worked(Some("Sales"), Options::default());
    let scene = all.picture("Fair", "benefit-quadrant", Lang::En);
    assert_eq!(scene.title, "Fair: 1 of 1 elements serves both us and the partners: lead with \"Cups\"");
    let dots: Vec<(f64, f64, bool)> = scene
        .items
        .iter()
        .filter_map(|i| match i {
            Item::Dot { x, y, r, color: Color::Help, solid } if *r == 7.0 => Some((*x, *y, *solid)),
            _ => None,
        })
        .collect();
    let [stream, cups] = dots[..] else { panic!("{dots:?}") };
    assert!(cups.2 && !stream.2);
    // Five times as far across as up.
    near((cups.0 - stream.0) / (stream.1 - cups.1), 5.0);
    let scene = all.picture("Dinner", "benefit-quadrant", Lang::Zh);
    assert_eq!(scene.title, "Dinner：1个要素中没有一个同时有利于双方，对伙伴最有利的是“Gala”");
    let triangles = scene.items.iter().filter(|i| matches!(i, Item::Polygon { fill: Color::Hurt, .. })).count();
    assert_eq!(triangles, 2, "in the key and in the plot");
    assert!(texts(&scene).iter().any(|t| t == "有部门因它受损"));
}

#[test]
fn steps_say_gain_cost_budget_and_what_is_kept() {
    let options = Options { budget: Some(80.0), ..Options::default() };
    let all = worked(Some("Sales"), options);
    // Own 1, partners (0.6 + 0) / 2 = 0.3: 54.8 %; with the stream (0.6 + 0.4) / 2: 70.7 %.
    let fair = all.project("Fair");
    // The difference of the values as they are printed.
    near(gains(fair)[0], 0.707 - 0.548);
    let scene = all.picture("Fair", "reframe-steps", Lang::En);
    assert_eq!(scene.title, "Fair: 1 addition lifts the win-win index from 54.8 % to 70.7 %");
    let said = texts(&scene);
    for text in [
        "54.8 %",
        "1. Stream",
        "50",
        "+15.9 pts → 70.7 %",
        "1 of 2 partners with a reason to say yes",
        "Coverage of Sales (our own side) is kept at 100 %.",
        "About 50 in all, of a budget of 80: 30 left.",
    ] {
        assert!(said.iter().any(|t| t == text), "{text} is not in {said:?}");
    }
    let none = all.picture("Dinner", "reframe-steps", Lang::Zh);
    assert!(texts(&none).iter().any(|t| t.contains("没有能明显改善双方的增加项。")), "{:?}", texts(&none));
    assert_eq!(none.items.len(), 3, "title, sentence, source");
}

/// A drop that relieves somebody and moves no figure of both sides yet is told by whom it relieves.
#[test]
fn a_drop_without_a_gain_says_whom_it_relieves() {
    // 10 of 100 g more waste: all of it hurts; Ops covers nothing with it and nothing without it.
    let pyre = "Fair,Pyre,core,20,orders,0,Ops;Brand\nFair,Pyre,core,20,waste,10,Ops;Brand\nFair,Pyre,core,20,reach,0,Ops;Brand\n";
    let elements = ELEMENTS.replace("Fair,Cups,core,100,waste,-3,Ops;Brand", "Fair,Cups,core,100,waste,0,Ops;Brand") + pyre;
    let all = worked_of(&elements, Some("Sales"), Options::default());
    let fair = all.project("Fair");
    near(gains(fair)[0], 0.0);
    for (lang, said) in [(Lang::En, "relieves Ops"), (Lang::Zh, "为Ops解除妨碍")] {
        let texts = texts(&all.picture("Fair", "reframe-steps", lang));
        assert!(texts.iter().any(|t| t == said), "{said} is not in {texts:?}");
        assert!(!texts.iter().any(|t| t.starts_with("0.0 pts") || t.starts_with("0.0个")), "{texts:?}");
    }
}

#[test]
fn without_an_own_side_the_pictures_say_so() {
    let all = worked(None, Options::default());
    let scene = all.picture("Fair", "benefit-quadrant", Lang::En);
    assert!(texts(&scene).iter().any(|t| t.starts_with("The tables hold no KPI of our own department")), "{:?}", texts(&scene));
    let steps = all.picture("Fair", "reframe-steps", Lang::En);
    assert!(steps.title.contains("mean coverage of the partners"), "{}", steps.title);
    assert!(!texts(&steps).iter().any(|t| t.contains("our own side")));
}

#[test]
fn projects_stand_as_in_the_comparison() {
    let fonts = Fonts::bundled();
    let all = worked(Some("Sales"), Options::default());
    let compared = compare::compare(&all.case, &all.projects, all.options.yes_line);
    for lang in [Lang::En, Lang::Zh] {
        let words = Words { phrases: Phrases { case: &all.case, lang }, comparison: &compared };
        let scene = projects::draw(words, "kpis.csv", &fonts);
        assert_eq!(check::problems(&scene, &fonts), Vec::<String>::new());
        let said = texts(&scene);
        let place = |text: &str| said.iter().position(|t| t == text).unwrap_or_else(|| panic!("{text} is not in {said:?}"));
        assert!(place("Fair") < place("Dinner"));
        if lang == Lang::En {
            assert!(place("55 % → 71 %") < place("Dinner") && place("30 % → 50 %") < place("Dinner"));
            assert!(scene.title.starts_with("Of 2 projects take \"Fair\" forward: as advised 1 of 2 partners"), "{}", scene.title);
        }
    }
}

/// Pages lead with nothing that the brief softens, and own up to harm that is too small or too doubtful to be named.
#[test]
fn pages_agree_with_the_brief_on_what_helps_and_what_hurts() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/harbor-festival");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let [kpis, elements, departments] = ["kpis.csv", "elements.csv", "departments.csv"].map(read);
    let tables = [(TableKind::Kpis, kpis.as_str()), (TableKind::Elements, &elements), (TableKind::Departments, &departments)];
    let all = of_tables(&tables, Some("Harbor Events Office"), Options::default());
    let subject = Subject {
        analysis: all.project("Harbor Festival"),
        phrases: Phrases { case: &all.case, lang: Lang::En },
        scores: &all.scores,
        scorer: all.scorer,
        evidence: &all.evidence,
        options: &all.options,
        files: "kpis.csv",
    };
    let drawn = pages::departments(&subject, &Fonts::bundled());
    // Lines break where a space was.
    let said = |name: &str| {
        let (_, scene) = drawn.iter().find(|(d, _)| all.case.department(*d).name == name).unwrap();
        texts(scene).concat().replace(' ', "")
    };
    let tourism = said("Tourism Board");
    assert!(tourism.contains("Tallshipsparade") && !tourism.contains("Mainstage"), "{tourism}");
    // Its bar shows harm, so that none is not what the page says.
    let transport = said("City Transport");
    assert!(!transport.contains("nothingwasfound"), "{transport}");
    assert!(transport.contains("−13%") && transport.contains("mayhelporhurt"), "{transport}");
}
