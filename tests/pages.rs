//! The pages that go into a proposal: sound for every example and for difficult tables, with the numbers of summary.json, for partners alone.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(dead_code)]
mod library;

use std::collections::{BTreeMap, BTreeSet};

use common::{EXAMPLES, Work, department, number, root};
use serde_json::Value;
use winwin::analysis::department::Standing;
use winwin::analysis::reframe::{self, Reframe};
use winwin::analysis::theme::Desk;
use winwin::analysis::{self, Options, ProjectAnalysis};
use winwin::chart::font::Fonts;
use winwin::chart::scene::{Item, Scene};
use winwin::chart::theme::{Color, TextSize};
use winwin::chart::{check, paint};
use winwin::lang::phrases::Phrases;
use winwin::model::{Case, Lang};
use winwin::pictures::{Subject, pages};
use winwin::read::columns::TableKind;
use winwin::report::summary;
use winwin::score::score_pairs;

const LONG_EN: &str =
    "Share of first-time visitors from neighbouring regions who come back within twelve months of their first registered visit";
const LONG_ZH: &str = "在全国十二个重点城市的核心商圈内由新媒体渠道带来并在三个月之内完成首次到店体验且愿意向亲友推荐本品牌高端车型的潜在客户在全部到店客户之中所占的比例以及该比例相对于上一年度同期水平的提高幅度和在各大区之间的差异程度还有对应的改进空间";
const RARE: &str = "龘𠮷 \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} ✓ CO₂ שלום e\u{0301} عربي";

/// The pages of one project.
struct Pages {
    proposal: Scene,
    /// By name.
    departments: BTreeMap<String, Scene>,
    summary: Value,
}

fn pages_of(case: &Case, options: &Options, lang: Lang, fonts: &Fonts) -> Vec<Pages> {
    let scorer = library::scorer();
    let scores = score_pairs(case, scorer).unwrap();
    let (evidence, projects) = analysis::analyze(case, &scores, scorer, options);
    let phrases = Phrases { case, lang };
    let (scores, evidence) = (&scores, &evidence);
    let one = |a: &ProjectAnalysis| {
        let desk = Desk { case, scores, scorer, evidence, analysis: a, lang };
        let told: Reframe = reframe::reframe(&desk, &[]).unwrap();
        let subject = Subject { analysis: a, phrases, scores, scorer, evidence, options, files: "kpis.csv, elements.csv" };
        let departments = pages::departments(&subject, fonts);
        let expected: Vec<_> =
            a.departments.iter().filter(|d| matches!(d.standing, Standing::Partner | Standing::NoKpis)).map(|d| d.department).collect();
        assert_eq!(departments.iter().map(|(d, _)| *d).collect::<Vec<_>>(), expected, "partners alone have a page");
        assert!(departments.iter().all(|(d, _)| Some(*d) != case.own));
        let json = summary::json(a, scores, (&told, &[], None), phrases, options, &[]).unwrap();
        Pages {
            proposal: pages::proposal(&subject, &told, fonts),
            departments: departments.into_iter().map(|(d, scene)| (case.department(d).name.clone(), scene)).collect(),
            summary: serde_json::from_slice(&json).unwrap(),
        }
    };
    projects.iter().map(one).collect()
}

/// Nothing found by the rules; characters of `missing` may lack a glyph.
fn assert_sound(what: &str, scene: &Scene, fonts: &Fonts, missing: &BTreeSet<char>) {
    if let Some(folder) = std::env::var_os("PICTURES") {
        let name: String = what.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
        let painted = paint::png(scene, 1.25, fonts).unwrap().bytes;
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), painted).unwrap();
    }
    let excused = |p: &String| missing.iter().any(|c| p.contains(&format!("no glyph for U+{:04X}:", u32::from(*c))));
    let problems: Vec<String> = check::problems(scene, fonts).into_iter().filter(|p| !excused(p)).collect();
    assert!(problems.is_empty(), "{what}: {problems:#?}");
    assert!((scene.width - 960.0).abs() < 1e-9 && (scene.height - 678.8).abs() < 0.1, "{what}");
    assert!(!scene.title.is_empty() && texts(scene).iter().any(|t| t.contains("kpis.csv")), "{what}");
}

fn texts(scene: &Scene) -> Vec<String> {
    scene.labels().map(|l| l.text.replace(['\n', '\u{200b}'], "")).collect()
}

fn figures(scene: &Scene) -> Vec<&str> {
    scene.labels().filter(|l| l.size == TextSize::Figure).map(|l| l.text.as_str()).collect()
}

fn percent(value: f64, lang: Lang) -> String {
    winwin::lang::amounts::percent(value, lang)
}

/// The tables of an example.
fn example(name: &str) -> (Vec<(TableKind, String)>, String, Options, Lang) {
    let folder = root().join("data").join(name);
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let kinds = TableKind::ALL.into_iter().filter(|k| folder.join(format!("{}.csv", k.name())).is_file());
    let tables = kinds.map(|k| (k, read(&format!("{}.csv", k.name())))).collect();
    let config = winwin::read::config::parse(&read("winwin.toml")).unwrap();
    let lang = if name.ends_with("-en") || name.starts_with("harbor") { Lang::En } else { Lang::Zh };
    (tables, config.own.unwrap(), Options { budget: config.budget, ..Options::default() }, lang)
}

fn made(tables: &[(TableKind, String)], own: Option<&str>, lang: Lang, catalog: bool) -> Case {
    let tables: Vec<(TableKind, &str)> = tables.iter().map(|(k, t)| (*k, t.as_str())).collect();
    library::case(&tables, own, jiff::civil::date(2026, 11, 16), lang, catalog)
}

#[test]
fn pages_of_the_examples_are_sound_and_say_what_the_summary_says() {
    let fonts = Fonts::bundled();
    let mut drawn = 0;
    for name in EXAMPLES {
        let (tables, own, options, own_lang) = example(name);
        for lang in [own_lang, if own_lang == Lang::En { Lang::Zh } else { Lang::En }] {
            let case = made(&tables, Some(&own), lang, true);
            for page in pages_of(&case, &options, lang, &fonts) {
                let project = page.summary["project"].as_str().unwrap().to_owned();
                let what = format!("{name} {lang:?} {project}");
                assert_sound(&what, &page.proposal, &fonts, &BTreeSet::new());
                assert_eq!(page.proposal.title, page.summary["headline"].as_str().unwrap());
                let both = &page.summary["win_win"];
                let arrow = |a: String, b: String| if a == b { a } else { format!("{a} → {b}") };
                let numbers = figures(&page.proposal);
                let index = arrow(percent(number(both, "index"), lang), percent(number(both, "index_advised"), lang));
                let sides = page.summary["departments"].as_array().unwrap();
                let partners = sides.iter().filter(|d| d["role"] == "partner").count();
                let over = |key: &str| format!("{}/{partners}", both[key]);
                let ready = arrow(over("partners_over_line"), over("partners_over_line_advised"));
                assert_eq!(numbers.get(..2), Some(&[index.as_str(), ready.as_str()][..]), "{what}");
                let said = texts(&page.proposal);
                for side in sides.iter().filter(|d| d["role"] == "own" || d["role"] == "partner") {
                    let gain = number(side, "coverage_advised") - number(side, "coverage_before");
                    let gain = winwin::lang::amounts::points(gain, lang);
                    assert!(said.contains(&gain), "{what}: {gain} of {} is not in {said:?}", side["department"]);
                }
                for (partner, scene) in &page.departments {
                    let what = format!("{what} {partner}");
                    assert_sound(&what, scene, &fonts, &BTreeSet::new());
                    assert_department(&what, scene, department(&page.summary, partner), lang);
                    drawn += 1;
                }
                drawn += 1;
            }
        }
    }
    // In two languages each: four projects of six partners, one of six and a hotel without KPIs, one of six; and a page for each project.
    assert_eq!(drawn, 2 * (4 * 6 + 7 + 6 + 6), "{drawn}");
}

/// Coverage, share of each claim that stands alone for its KPI, and every KPI are on the page.
fn assert_department(what: &str, scene: &Scene, side: &Value, lang: Lang) {
    let numbers = figures(scene);
    if side["role"] == "no_kpis" {
        assert!(numbers.is_empty(), "{what}: {numbers:?}");
        return;
    }
    let (before, after) = (percent(number(side, "coverage_before"), lang), percent(number(side, "coverage_advised"), lang));
    let coverage = if before == after { before } else { format!("{before} → {after}") };
    assert!(numbers.contains(&coverage.as_str()), "{what}: {coverage} is not in {numbers:?}");
    assert!(numbers.iter().any(|n| n.ends_with(&format!("/{}", side["kpis"]))), "{what}: {numbers:?}");
    let said = texts(scene);
    let shown: BTreeSet<&String> = scene.labels().filter_map(|l| l.names.as_ref()).filter(|n| n.axis == "kpis").map(|n| &n.full).collect();
    assert_eq!(shown.len() as u64, side["kpis"].as_u64().unwrap(), "{what}: {shown:?}");
    let own = side["shares"].as_array().unwrap().iter().filter(|s| s["share"].is_number());
    let core: Vec<&Value> =
        own.filter(|s| side["lead_elements"].as_array().unwrap().iter().any(|l| l["element"] == s["element"])).collect();
    for share in core.iter().filter(|s| core.iter().filter(|x| x["kpi"] == s["kpi"]).count() == 1) {
        let value = winwin::lang::amounts::share(number(share, "share"), lang);
        assert!(said.iter().any(|t| t.contains(&value)), "{what}: {value} is not in {said:?}");
    }
}

#[test]
fn the_summits_page_has_the_numbers_worked_out_by_hand() {
    let fonts = Fonts::bundled();
    let (tables, own, options, lang) = example("lifestyle-summit");
    let case = made(&tables, Some(&own), lang, true);
    let page = pages_of(&case, &options, lang, &fonts).pop().unwrap();
    let marketing = &page.departments["营销部"];
    // 5,000,000 of 16,670,000 exposures; 600 of 4,500 leads.
    assert!(figures(marketing).contains(&"30.0%"), "{:?}", figures(marketing));
    let said = texts(marketing);
    assert!(said.contains(&"500万次 ÷ 1667万次".to_owned()) && said.contains(&"13.3%".to_owned()), "{said:?}");
    assert!(said.iter().any(|t| t.contains("2026-12-31截止")) && said.iter().any(|t| t.contains("2026-12-01前，成本50万元")), "{said:?}");
    // 0.1 points against a fall of 1 point.
    let finance = texts(&page.departments["财务部"]);
    assert!(finance.iter().any(|t| t.contains("高端晚宴酒水升级") && t.contains("−10.0%") && t.contains("建议去掉")), "{finance:?}");
    let training = texts(&page.departments["培训部"]);
    assert!(training.iter().any(|t| t.contains("由文字推断")) && !training.iter().any(|t| t.contains("吸引力")), "{training:?}");
    assert!(figures(&page.proposal).contains(&"30.0%"));
}

fn csv(header: &str, rows: Vec<Vec<String>>) -> String {
    library::csv_text(header, &rows)
}

/// KPIs of some departments, `name` giving every name; elements that claim `amount` on the first KPI of each.
struct Made {
    departments: usize,
    kpis: usize,
    elements: usize,
    /// What each element claims; 0 for nothing.
    amount: i64,
    asks: bool,
}

fn tables(m: &Made, name: &dyn Fn(&str, usize) -> String) -> Vec<(TableKind, String)> {
    let mut kpis = Vec::new();
    for d in 0..m.departments {
        for k in 0..m.kpis {
            let n = d * m.kpis + k;
            kpis.push(vec![
                name("D", d),
                name("K", n),
                format!("metric {n}"),
                "100".into(),
                "200".into(),
                "130".into(),
                "2026-12-31".into(),
            ]);
        }
    }
    let element = |e: usize| {
        let claim = if m.amount == 0 {
            [String::new(), String::new()]
        } else {
            [format!("metric {}", e % m.departments * m.kpis), m.amount.to_string()]
        };
        let optional = e % 3 == 2 && m.amount > 0;
        let kind = if optional { "optional" } else { "core" };
        let needs = if m.asks { name("D", e % m.departments) } else { String::new() };
        vec![name("P", 0), name("E", e), kind.into(), claim[0].clone(), claim[1].clone(), needs]
    };
    let mut all = vec![
        (TableKind::Kpis, csv("department,kpi,metric,baseline,target,actual,due", kpis)),
        (TableKind::Elements, csv("project,element,kind,metric,contribution,needs", (0..m.elements).map(element).collect())),
    ];
    if m.asks {
        let row = |d: usize| {
            let role = ["own", "partner", "external"][if d == 0 { 0 } else { 1 + d % 2 }];
            let (ask, by) = if d == 0 { (String::new(), String::new()) } else { (name("ask", d), format!("2026-12-{:02}", 1 + d)) };
            vec![name("D", d), role.into(), name("C", d), "4".into(), "3".into(), ask, "50000".into(), by]
        };
        all.push((
            TableKind::Departments,
            csv("department,role,contact,power,interest,ask,ask_cost,needed_by", (0..m.departments).map(row).collect()),
        ));
    }
    all
}

/// How the things of a table are called, by kind and number.
type Named<'n> = &'n dyn Fn(&str, usize) -> String;

#[test]
fn pages_of_difficult_tables_are_sound() {
    let fonts = Fonts::bundled();
    let plain = |kind: &str, i: usize| format!("{kind}{i} name");
    let long_en = |kind: &str, i: usize| format!("{LONG_EN} {kind}{i}");
    let long_zh = |kind: &str, i: usize| format!("{LONG_ZH}{kind}{i}");
    let front = |kind: &str, i: usize| format!("{kind}{i} {LONG_EN}");
    let unbroken = |kind: &str, i: usize| format!("{kind}{i}{}", "x".repeat(120));
    let rare = |kind: &str, i: usize| format!("{RARE} {kind}{i}");
    // One by one: a table keeps no joiner, so that a family of emoji becomes its members.
    let missing: BTreeSet<char> = RARE.chars().filter(|c| !fonts.has_glyph(*c)).collect();
    let few = |amount| Made { departments: 4, kpis: 2, elements: 6, amount, asks: true };
    let cases: Vec<(&str, Made, Named)> = vec![
        ("nothing served", Made { asks: false, ..few(0) }, &plain),
        ("everything hurts", few(-30), &plain),
        ("more than all", few(9_000_000), &plain),
        ("twelve departments", Made { departments: 12, kpis: 2, elements: 24, ..few(7) }, &plain),
        ("forty KPIs", Made { departments: 2, kpis: 40, elements: 8, ..few(7) }, &plain),
        ("one department", Made { departments: 1, kpis: 1, elements: 1, ..few(5) }, &plain),
        ("long English names", Made { departments: 12, kpis: 8, elements: 14, ..few(12) }, &long_en),
        ("long Chinese names", Made { departments: 12, kpis: 8, elements: 14, ..few(12) }, &long_zh),
        ("long names told apart at once", Made { departments: 6, kpis: 7, ..few(-12) }, &front),
        ("one word", Made { departments: 5, kpis: 3, ..few(12) }, &unbroken),
        ("rare characters", few(12), &rare),
    ];
    for (what, m, name) in &cases {
        for lang in [Lang::Zh, Lang::En] {
            let tables = tables(m, name);
            let own = name("D", 0);
            let case = made(&tables, Some(&own), lang, false);
            for page in pages_of(&case, &Options::default(), lang, &fonts) {
                let what = format!("hard {what} {lang:?}");
                assert_sound(&what, &page.proposal, &fonts, &missing);
                // The first ones and the last: the others differ by a number.
                let last = page.departments.len().saturating_sub(1);
                for (i, scene) in page.departments.values().enumerate().filter(|(i, _)| *i < 2 || *i == last) {
                    assert_sound(&format!("{what} {i}"), scene, &fonts, &missing);
                }
            }
        }
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let fonts = Fonts::bundled();
    let plain = |kind: &str, i: usize| format!("{kind}{i} name");
    let m = Made { departments: 12, kpis: 40, elements: 3, amount: 7, asks: true };
    let case = made(&tables(&m, &plain), Some("D0 name"), Lang::En, false);
    let page = pages_of(&case, &Options::default(), Lang::En, &fonts).pop().unwrap();
    let scene = &page.departments["D1 name"];
    let shown = scene.labels().filter(|l| l.names.as_ref().is_some_and(|n| n.axis == "kpis")).count();
    let note = format!("{} more KPIs in the brief", 40 - shown);
    assert!(shown >= 3 && texts(scene).iter().any(|t| t.starts_with(&note)), "{shown}: {:?}", texts(scene));
    // Eleven partners are to be seen; steps that have no row are counted behind the last one.
    let days = texts(&page.proposal).iter().filter(|t| t.starts_with("by 2026-")).count();
    let note = format!("{} more in the brief", 11 - days);
    assert!(days >= 3 && texts(&page.proposal).contains(&note), "{days}: {:?}", texts(&page.proposal));
}

#[test]
fn a_loss_is_orange_and_reads_without_colour() {
    let fonts = Fonts::bundled();
    let plain = |kind: &str, i: usize| format!("{kind}{i} name");
    let m = Made { departments: 4, kpis: 2, elements: 6, amount: -30, asks: true };
    let case = made(&tables(&m, &plain), Some("D0 name"), Lang::En, false);
    let page = pages_of(&case, &Options::default(), Lang::En, &fonts).pop().unwrap();
    let scene = &page.departments["D1 name"];
    let orange = |scene: &Scene| scene.items.iter().any(|i| matches!(i, Item::Rect { fill: Color::Hurt, .. }));
    assert!(orange(scene) && texts(scene).iter().any(|t| t.starts_with("−")), "{:?}", texts(scene));
    assert!(texts(scene).iter().any(|t| t.contains("works against")));
    // To the left of the line at zero.
    let hurt = scene.items.iter().find_map(|i| if let Item::Rect { area, fill: Color::Hurt } = i { Some(*area) } else { None }).unwrap();
    let zero = |i: &Item| matches!(i, Item::Line { points, color: Color::Ink, .. } if (points[0].0 - hurt.right()).abs() < 0.5);
    assert!(scene.items.iter().any(zero), "{hurt:?}");
    // What is to go is told once, and what is stated is not denied.
    let said = texts(&page.proposal);
    let told: Vec<&str> =
        said.iter().filter(|t| t.starts_with("drop ") || t.starts_with("soften ")).filter_map(|t| t.split('"').nth(1)).collect();
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), told.len(), "{told:?}");
    assert!(said.iter().any(|t| t.contains("no stated contribution brings a KPI nearer")), "{said:?}");
    assert!(!said.iter().any(|t| t.contains("gives a share")), "{said:?}");
}

#[test]
fn names_shortened_alike_are_told_apart_and_nothing_is_made_of_no_partners() {
    let fonts = Fonts::bundled();
    let long = |kind: &str, i: usize| format!("{LONG_EN} {kind}{i}");
    let m = Made { departments: 4, kpis: 1, elements: 6, amount: 0, asks: true };
    let case = made(&tables(&m, &long), Some(&long("D", 0)), Lang::En, false);
    let phrases = Phrases { case: &case, lang: Lang::En };
    let short: BTreeSet<String> = case.kpis.iter().map(|k| phrases.brief_name(&k.name)).collect();
    assert_eq!(short.len(), case.kpis.len(), "{short:?}");
    let alone = Made { departments: 1, kpis: 1, elements: 1, amount: 5, asks: true };
    let case = made(&tables(&alone, &|kind, i| format!("{kind}{i} name")), Some("D0 name"), Lang::En, false);
    let page = pages_of(&case, &Options::default(), Lang::En, &fonts).pop().unwrap();
    assert!(!texts(&page.proposal).iter().any(|t| t.contains("win-win index")), "{:?}", texts(&page.proposal));
}

#[test]
fn a_partner_without_kpis_is_asked_for_them() {
    let fonts = Fonts::bundled();
    let m = Made { departments: 2, kpis: 1, elements: 2, amount: 5, asks: true };
    let mut tables = tables(&m, &|kind, i| format!("{kind}{i} name"));
    tables[2].1 += "Law,partner,,3,3,Contract,,2026-12-20\n";
    let case = made(&tables, Some("D0 name"), Lang::En, false);
    let page = pages_of(&case, &Options::default(), Lang::En, &fonts).pop().unwrap();
    let law = &page.departments["Law"];
    assert_sound("no KPIs", law, &fonts, &BTreeSet::new());
    let said = texts(law);
    assert!(
        said.iter().any(|t| t.contains("ask what they are judged by")) && said.iter().any(|t| t.contains("Contract by 2026-12-20")),
        "{said:?}"
    );
    assert!(figures(law).is_empty());
}

#[test]
fn a_report_holds_a_page_for_each_partner_and_names_them_in_the_brief() {
    let work = Work::of_example("harbor-festival");
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let summary = work.summary("Harbor Festival");
    let partners: BTreeSet<String> = summary["departments"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["role"] == "partner")
        .map(|d| format!("departments/{}.png", d["department"].as_str().unwrap()))
        .collect();
    let files = work.files("out/Harbor Festival");
    let written: BTreeSet<String> = files.keys().filter(|f| f.starts_with("departments/")).cloned().collect();
    // The traders are external, the events office is the own side.
    assert!(partners.contains("departments/Waterfront Traders.png") && !partners.contains("departments/Harbor Events Office.png"));
    assert_eq!(written, partners);
    let brief = work.read("out/Harbor Festival/brief.md");
    for path in written.iter().map(String::as_str).chain(["proposal.png"]) {
        assert!(brief.contains(&format!("(<{path}>)")), "{path}");
        let reader = png::Decoder::new(std::io::Cursor::new(&files[path])).read_info().unwrap();
        let (info, dots) = (reader.info(), reader.info().pixel_dims.unwrap());
        // 29.7 cm.
        assert_eq!((info.width, info.height, dots.xppu, dots.yppu), (2970, 2100, 10_000, 10_000), "{path}");
    }
}
