//! The pictures of the worked examples: each is sound by the rules that need no eyes, and as wide as a printed page wants.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(dead_code)]
mod library;

use common::{EXAMPLES, Work, root};
use jiff::civil::{Date, date};
use winwin::analysis::{self, Options};
use winwin::chart::check;
use winwin::chart::font::Fonts;
use winwin::chart::scene::{Item, Scene};
use winwin::lang::phrases::Phrases;
use winwin::model::Lang;
use winwin::pictures::{PICTURES, Subject};
use winwin::read::columns::TableKind;
use winwin::score::score_pairs;

/// The tables of an example and what its winwin.toml says of them.
fn example(name: &str) -> (Vec<(TableKind, String)>, String, Options, Lang, Date) {
    let folder = root().join("data").join(name);
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let kinds = TableKind::ALL.into_iter().filter(|k| folder.join(format!("{}.csv", k.name())).is_file());
    let tables = kinds.map(|k| (k, read(&format!("{}.csv", k.name())))).collect();
    let config = winwin::read::config::parse(&read("winwin.toml")).unwrap();
    let options = Options { budget: config.budget, ..Options::default() };
    let lang = if name == "harbor-festival" { Lang::En } else { Lang::Zh };
    (tables, config.own.unwrap(), options, lang, config.today.unwrap())
}

#[test]
fn every_picture_of_the_examples_is_sound() {
    let fonts = Fonts::bundled();
    let mut drawn = 0;
    for name in EXAMPLES {
        let (tables, own, options, own_lang, today) = example(name);
        let tables: Vec<(TableKind, &str)> = tables.iter().map(|(k, t)| (*k, t.as_str())).collect();
        // In the other language too: names stay as written, everything else changes its length.
        for lang in [own_lang, if own_lang == Lang::En { Lang::Zh } else { Lang::En }] {
            let case = library::case(&tables, Some(&own), today, lang, true);
            let scorer = library::scorer();
            let scores = score_pairs(&case, scorer).unwrap();
            let (evidence, projects) = analysis::analyze(&case, &scores, scorer, &options);
            for project in &projects {
                let phrases = Phrases { case: &case, lang };
                let subject = Subject {
                    analysis: project,
                    phrases,
                    scores: &scores,
                    scorer,
                    evidence: &evidence,
                    options: &options,
                    files: "kpis.csv, elements.csv",
                };
                for picture in PICTURES {
                    let what = format!("{name}, {}, {lang:?}, {}", case.project(project.project).name, picture.name);
                    let scene = (picture.draw)(&subject, &fonts).unwrap_or_else(|| panic!("{what}: nothing drawn"));
                    let problems = check::problems(&scene, &fonts);
                    assert!(problems.is_empty(), "{what}: {problems:#?}");
                    let texts: Vec<&str> =
                        scene.items.iter().filter_map(|i| if let Item::Text(l) = i { Some(l.text.as_str()) } else { None }).collect();
                    assert!(texts.iter().any(|t| t.contains("kpis.csv")), "{what}: no source line in {texts:?}");
                    assert!(texts.first().is_some_and(|t| !t.ends_with('…')), "{what}: the headline is cut: {:?}", texts.first());
                    assert!(scene.title.chars().any(|c| c.is_ascii_digit()), "{what}: no number in the title {:?}", scene.title);
                    assert!((scene.width - 960.0).abs() < 1e-9 && scene.height >= 320.0, "{what}: {} x {}", scene.width, scene.height);
                    drawn += 1;
                }
            }
        }
    }
    assert_eq!(drawn, 12 * PICTURES.len(), "6 projects in 2 languages");
}

#[test]
fn pictures_of_a_run_are_2400_pixels_wide_and_named_in_the_brief() {
    for name in EXAMPLES {
        let work = Work::of_example(name);
        work.run(&["analyze", ".", "--out", "out"]).ended(0);
        let files = work.files("out");
        let chart = |path: &str| path.ends_with(".png") && path.contains("/charts/");
        let pictures: Vec<(&String, &Vec<u8>)> = files.iter().filter(|(path, _)| chart(path)).collect();
        assert!(pictures.len() >= 3, "{name}");
        let several = files.contains_key("comparison.md");
        assert_eq!(files.contains_key("project-comparison.png"), several, "{name}");
        for (path, bytes) in pictures {
            let (page, file) = match path.split_once('/') {
                Some((project, file)) => (format!("out/{project}/brief.md"), file),
                None => ("out/comparison.md".to_owned(), path.as_str()),
            };
            assert!(file.starts_with("charts/") || file == "project-comparison.png", "{path}");
            let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
            let info = reader.info();
            assert_eq!(info.width, 2400, "{path}");
            assert!((800..=8000).contains(&info.height), "{path}: {}", info.height);
            let printed = info.pixel_dims.unwrap();
            let centimetres = f64::from(info.width) / f64::from(printed.xppu) * 100.0;
            assert!((centimetres - 16.0).abs() < 0.01, "{path}: {centimetres} cm");
            assert!(work.read(&page).contains(file), "{path} is not in {page}");
        }
    }
}

/// The pictures of tables in memory, by name.
fn drawn(tables: &[(TableKind, &str)], today: Date, lang: Lang) -> Vec<(&'static str, Scene)> {
    let scorer = library::scorer();
    let fonts = Fonts::bundled();
    let options = Options::default();
    let case = library::case(tables, Some("Us"), today, lang, false);
    let scores = score_pairs(&case, scorer).unwrap();
    let (evidence, projects) = analysis::analyze(&case, &scores, scorer, &options);
    let phrases = Phrases { case: &case, lang };
    let subject = Subject {
        analysis: &projects[0],
        phrases,
        scores: &scores,
        scorer,
        evidence: &evidence,
        options: &options,
        files: "kpis.csv, elements.csv",
    };
    let scenes: Vec<_> = PICTURES.iter().filter_map(|p| Some((p.name, (p.draw)(&subject, &fonts)?))).collect();
    for (name, scene) in &scenes {
        let problems = check::problems(scene, &fonts);
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
    scenes
}

const RELATIONS: [&str; 3] = ["resource-map", "presell-timeline", "favor-balance"];
const KPIS: &str = "department,kpi,target\nUs,Sales,5\nIT,Users,10\n";
const ELEMENTS: &str = "project,element\nFair,Desk\n";

#[test]
fn pictures_of_relations_need_their_columns() {
    let basis = [(TableKind::Kpis, KPIS), (TableKind::Elements, ELEMENTS)];
    let of = |more: &[(TableKind, &'static str)]| -> Vec<&str> {
        let tables: Vec<_> = basis.iter().chain(more).copied().collect();
        let names = drawn(&tables, date(2026, 11, 16), Lang::En).into_iter().map(|(name, _)| name);
        names.filter(|name| RELATIONS.contains(name)).collect()
    };
    let departments = |text| (TableKind::Departments, text);
    assert_eq!(of(&[]), [""; 0]);
    assert_eq!(of(&[departments("department,role\nUs,own\nIT,partner\n")]), [""; 0]);
    // The own department's levels and days make no picture.
    let own = "department,role,power,interest,needed_by\nUs,own,5,5,2027-01-01\nIT,partner,3,,\n";
    assert_eq!(of(&[departments(own)]), [""; 0]);
    assert_eq!(of(&[departments("department,power,interest\nIT,3,4\n")]), ["resource-map"]);
    assert_eq!(of(&[departments("department,needed_by\nIT,2027-01-01\n")]), ["presell-timeline"]);
    assert_eq!(of(&[(TableKind::Favors, "date,department,direction\n2026-11-17,IT,given\n")]), [""; 0], "tomorrow's favor");
    assert_eq!(of(&[(TableKind::Favors, "date,department,direction\n2026-11-16,IT,given\n")]), ["favor-balance"]);
}

#[test]
fn pictures_of_relations_say_what_they_find_and_leave_out() {
    let departments = "department,role,power,interest,needed_by,last_contact\n\
        Us,own,3,5,,\nIT,partner,5,4,2027-01-15,2026-11-10\nLaw,partner,4,2,2026-12-20,2026-11-01\nOps,partner,2,,,\nPay,partner,1,1,,2026-10-20\n";
    let favors = "date,department,direction,what,weight\n\
        2026-03-01,IT,given,Pilot,3\n2026-04-01,Law,received,Permit,2\n2026-12-01,Pay,given,Later,1\n";
    let tables =
        [(TableKind::Kpis, KPIS), (TableKind::Elements, ELEMENTS), (TableKind::Departments, departments), (TableKind::Favors, favors)];
    let told = |lang: Lang| -> Vec<(String, String)> {
        let scenes = drawn(&tables, date(2026, 11, 16), lang);
        let of = |name: &&str| scenes.iter().find(|(n, _)| n == name).map(|(_, s)| s).unwrap();
        let notes = |s: &Scene| s.labels().find(|l| l.text.contains("kpis.csv")).unwrap().text.clone();
        RELATIONS.iter().map(|name| (of(name).title.clone(), notes(of(name)))).collect()
    };
    // IT: 60 days before 15 January is today, the probe may begin. Law: the probe was due on 5 November, 45 days before 20 December.
    let english = told(Lang::En);
    assert_eq!(english[0].0, "Resource map: 1 of 3 departments is a key partner; talks due this month: 2");
    assert!(english[0].1.starts_with("Not placed (power or interest blank): Ops\n"), "{}", english[0].1);
    assert_eq!(english[1].0, "Fair: pre-selling is late with 1 of 2 departments; Law is needed by 20 Dec");
    assert!(english[1].1.starts_with("Without a day by which it is needed: Ops, Pay\n"), "{}", english[1].1);
    assert_eq!(english[2].0, "Favor bank: 1 of 2 accounts is overdrawn; help Law before you ask again");
    assert!(english[2].1.starts_with("No favors yet: Ops, Pay\nDated after today and not counted: 1\n"), "{}", english[2].1);
    let chinese = told(Lang::Zh);
    assert_eq!(chinese[1].0, "Fair：2个部门中1个的预沟通已晚，12月20日前就需要Law");
    assert_eq!(chinese[2].0, "人情账户：2个部门中1个已透支，先帮Law，再提请求");
}

#[test]
fn titles_of_relations_tell_the_finding() {
    let title = |more: &[(TableKind, &str)], picture: &str, lang: Lang| -> String {
        let tables: Vec<_> = [(TableKind::Kpis, KPIS), (TableKind::Elements, ELEMENTS)].iter().chain(more).copied().collect();
        let scenes = drawn(&tables, date(2026, 11, 16), lang);
        scenes.into_iter().find(|(name, _)| *name == picture).map(|(_, scene)| scene.title).unwrap()
    };
    let timeline = |departments: &str, log: &str, lang: Lang| {
        let log = format!("date,department,kind,what,outcome\n{log}");
        title(&[(TableKind::Departments, departments), (TableKind::Log, &log)], "presell-timeline", lang)
    };
    let ahead = "department,needed_by\nIT,2027-06-01\nLaw,2027-07-01\n";
    // 45 days before 1 June is 17 April, a Saturday.
    assert_eq!(timeline(ahead, "", Lang::En), "Fair: pre-selling is in time with both departments; next: IT, probe by 16 Apr 2027");
    assert_eq!(timeline(ahead, "", Lang::Zh), "Fair：2个部门的预沟通都来得及，下一步：IT，2027年4月16日前试探");
    let passed = "department,needed_by\nIT,2026-11-01\n";
    assert_eq!(timeline(passed, "", Lang::En), "Fair: the day has passed with the one department; agree on a new one");
    assert_eq!(timeline(passed, "", Lang::Zh), "Fair：1个部门中1个的需要日期已过，要重新约定");
    let asked = "department,needed_by\nIT,2026-12-30\n";
    assert_eq!(timeline(asked, "2026-10-01,IT,ask,Desk,\n", Lang::En), "Fair: the one department was asked and has not refused");
    assert_eq!(timeline(asked, "2026-10-01,IT,refusal,Desk,\n", Lang::Zh), "Fair：1个部门都已正式提出，其中1个拒绝");
    let bank = |rows: &str, lang: Lang| {
        let favors = format!("date,department,direction,what,weight\n{rows}");
        title(&[(TableKind::Favors, &favors)], "favor-balance", lang)
    };
    let even = "2026-01-01,IT,given,Pilot,1\n2026-02-01,IT,received,Report,1\n";
    assert_eq!(bank(even, Lang::En), "Favor bank: even with the one department, balance 0");
    assert_eq!(bank(even, Lang::Zh), "人情账户：与1个部门都两清，余额为0");
    let ahead = format!("{even}2026-03-01,Law,given,Case,1.5\n2026-03-01,Art,given,Case,1.5\n");
    assert_eq!(bank(&ahead, Lang::En), "Favor bank: none of 3 accounts is overdrawn; most is left with Art (+1.5)");
    let behind = "2026-01-01,A,received,x,3\n2026-01-01,B,received,x,1\n2026-01-01,C,received,x,1\n";
    assert_eq!(bank(behind, Lang::En), "Favor bank: all 3 accounts are overdrawn, A deepest (\u{2212}3); help first, then ask");
    assert_eq!(bank(behind, Lang::Zh), "人情账户：3个部门中3个已透支，最多的是A（\u{2212}3），先帮对方再提请求");
}
