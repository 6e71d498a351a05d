//! The pages for a browser, read strictly: sound HTML, the same text and figures as the other outputs, nothing from outside, and no text of
//! a table that becomes markup.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code)]
mod common;
mod markup;

use std::collections::{BTreeMap, BTreeSet};

use common::{Work, number, records, winwin_with};
use markup::{Element, page};
use serde_json::Value;

const SUMMIT: &str = "豪华车主生活方式峰会";
/// Names as nobody should give them, and everybody can.
const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</script><!--<script>",
    "=HYPERLINK(\"x\")",
    "[a](javascript:alert(1)) ![b](c)",
    "1. First",
    "- dash",
    "--- rule",
    "שלום, עולם",
    "a|b\\|c",
    "{{ 7*7 }} {% raw %}",
    "&lt;b&gt; &#60;",
    "`code` **bold** _it_ ~~no~~",
    "</title><h1>x' onclick='y",
];

fn analysed(example: &str) -> Work {
    let work = Work::of_example(example);
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    work
}

fn data(page: &Element) -> Value {
    serde_json::from_str(page.by_id("pair-data").raw()).unwrap()
}

/// What holds for every page.
fn sound(text: &str, lang: &str) -> Element {
    let root = page(text);
    assert_eq!(root.attribute("lang"), Some(lang));
    let all = root.all();
    let known: BTreeSet<&str> = "html head meta link title style body a div button header p span time h1 h2 h3 h4 dl dt dd nav details summary \
        ol ul li main section form label input select option output table thead tbody tr th td svg rect path figure img figcaption strong em \
        small script"
        .split_whitespace()
        .collect();
    let mut ids = BTreeSet::new();
    for element in &all {
        assert!(known.contains(element.name.as_str()), "an element {}", element.name);
        for (name, value) in &element.attributes {
            assert!(!name.starts_with("on") && name != "style", "{} has {name}=\"{value}\"", element.name);
            assert!(name != "id" || ids.insert(value.clone()), "the id {value} stands twice");
            match name.as_str() {
                "src" => assert!(value.starts_with("data:image/png;base64,"), "{value}"),
                "href" => {
                    let inside = value.starts_with('#') || value == "data:," || value.ends_with("/brief.html");
                    assert!(inside && !value.contains(':') | (value == "data:,"), "{value}");
                }
                _ => {}
            }
        }
    }
    for link in root.named("a").iter().filter_map(|a| a.attribute("href")?.strip_prefix('#').map(str::to_owned)) {
        assert!(ids.contains(&link), "a link to #{link}, which is not there");
    }
    for labelled in all.iter().filter_map(|e| e.attribute("aria-labelledby")) {
        assert!(ids.contains(labelled), "labelled by {labelled}, which is not there");
    }
    for (name, count) in [("main", 1), ("header", 1), ("h1", 1), ("title", 1), ("style", 1)] {
        assert_eq!(root.named(name).len(), count, "{name}");
    }
    for image in root.named("img") {
        assert!(image.attribute("alt").is_some_and(|alt| alt.chars().count() > 8), "{:?}", image.attribute("alt"));
        assert_eq!(image.attribute("width"), Some("2400"));
    }
    for head in root.named("th") {
        assert!(matches!(head.attribute("scope"), Some("col" | "row")));
    }
    for button in root.named("button") {
        assert!(matches!(button.attribute("type"), Some("button" | "reset")));
    }
    let policy = root.named("meta").into_iter().find(|m| m.attribute("http-equiv") == Some("Content-Security-Policy")).unwrap();
    let policy = policy.attribute("content").unwrap();
    let parts: Vec<&str> = policy.split("; ").map(|p| p.split(" 'sha256-").next().unwrap()).collect();
    assert_eq!(parts, ["default-src 'none'", "img-src data:", "style-src", "script-src", "base-uri 'none'", "form-action 'none'"]);
    assert!(!policy.contains("unsafe") && policy.matches("'sha256-").count() == 2, "{policy}");
    // The name of the language of pictures is no address that anything is fetched from.
    let without = text.replace("http://www.w3.org/2000/svg", "");
    assert!(!without.contains("http:") && !without.contains("https:") && !without.contains("url("), "an address of the network");
    root
}

/// Pieces of text of a Markdown report, each in the words a reader sees.
fn pieces(markdown: &str) -> Vec<String> {
    let seen = |text: &str| {
        let mut out = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            out.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        let out = out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let mut all = Vec::new();
    for line in markdown.lines() {
        let line = line.trim_start_matches('#').trim().trim_start_matches("- ");
        if let Some(rest) = line.strip_prefix("![") {
            all.push(seen(rest.rsplit_once("](").unwrap().0));
        } else if line.starts_with('|') {
            all.extend(line.replace("\\|", "\u{1}").split('|').map(|cell| seen(&cell.replace('\u{1}', "\\|"))));
        } else if let Some((name, rest)) = line.strip_prefix('[').and_then(|l| l.split_once("](<")) {
            // A file beside the page is told by its name.
            all.push(seen(&[name, rest.split_once(">)").unwrap().1].concat()));
        } else {
            // Stars that are meant as such stand behind a backslash.
            all.push(seen(&line.replace("**", "")));
        }
    }
    all.retain(|piece| piece.chars().any(char::is_alphanumeric));
    all
}

fn holds_the_report(page: &Element, markdown: &str) {
    let text = page.text();
    for piece in pieces(markdown) {
        assert!(text.contains(&piece), "the page lacks: {piece}");
    }
}

fn signed(text: &str) -> f64 {
    text.replace('−', "-").parse().unwrap()
}

/// The rows of a page's data against overlap.csv, which is escaped for spreadsheets.
fn same_figures(data: &Value, csv: &str) -> usize {
    let names =
        |row: &BTreeMap<String, String>| [&row["element"], &row["department"], &row["kpi"]].map(|t| t.trim_start_matches('\'').to_owned());
    let expected: BTreeMap<[String; 3], BTreeMap<String, String>> = records(csv).into_iter().map(|row| (names(&row), row)).collect();
    let mut last = 2.0;
    let rows = data["rows"].as_array().unwrap();
    for row in rows {
        let element = &data["elements"][row[0].as_u64().unwrap() as usize];
        let kpi = &data["kpis"][row[1].as_u64().unwrap() as usize];
        let department = &data["departments"][kpi["department"].as_u64().unwrap() as usize];
        let key = [element, kpi, department].map(|v| v["name"].as_str().or(v.as_str()).unwrap().to_owned());
        let key = [key[0].clone(), key[2].clone(), key[1].clone()];
        let csv = expected.get(&key).unwrap_or_else(|| panic!("no row of overlap.csv for {key:?}"));
        for (place, column) in [(2, "overlap"), (3, "helps"), (4, "hurts")] {
            assert_eq!(row[place].as_f64(), csv[column].parse().ok(), "{key:?}, {column}");
        }
        assert_eq!(row[5].as_f64(), csv["share"].parse().ok(), "{key:?}, share");
        assert_eq!(row[7] == 0, !csv["share"].is_empty(), "{key:?}: stated or inferred");
        let reason = row[8].get(0).map_or(String::new(), |first| match first.as_array() {
            Some(steps) => steps.iter().map(|s| s.as_str().unwrap()).collect::<Vec<_>>().join(" → "),
            None => first.as_str().unwrap().to_owned(),
        });
        assert_eq!(reason, csv["reason"].trim_start_matches('\''), "{key:?}: the first reason");
        assert!(row[2].as_f64().unwrap().abs() < 0.2 || !reason.is_empty(), "{key:?}: no reason for {}", row[2]);
        assert!(row[2].as_f64().unwrap() <= last, "highest overlap first");
        last = row[2].as_f64().unwrap();
    }
    rows.len()
}

#[test]
fn the_briefs_and_the_index_of_the_summit_are_sound() {
    let work = analysed("lifestyle-summit");
    for project in [SUMMIT, "老客户答谢会"] {
        let root = sound(&work.read(&format!("out/{project}/brief.html")), "zh-CN");
        let markdown = work.read(&format!("out/{project}/brief.md"));
        holds_the_report(&root, &markdown);
        assert_eq!(root.named("img").len(), markdown.matches("](charts/").count(), "every picture of the brief");
        assert_eq!(root.named("h2").len(), markdown.lines().filter(|l| l.starts_with("## ")).count() + 2, "pictures and pairs beside");
        let data = data(&root);
        assert_eq!(
            same_figures(&data, &work.read(&format!("out/{project}/overlap.csv"))),
            records(&work.read(&format!("out/{project}/overlap.csv"))).len()
        );
        let summary = work.summary(project);
        let percent = |v: f64| format!("{:.0}%", v * 100.0).replace('-', "−");
        let glance = root.named("table").into_iter().find(|t| t.text().starts_with("部门 角色 吸引力")).unwrap();
        for (row, d) in glance.named("tr")[1..].iter().zip(summary["departments"].as_array().unwrap()) {
            let cells: Vec<String> =
                row.children.iter().filter_map(|c| if let markup::Node::Element(e) = c { Some(e.text()) } else { None }).collect();
            assert_eq!(cells[0], d["department"].as_str().unwrap());
            let figures = ["appeal_before", "appeal_advised", "coverage_before", "coverage_advised"].map(|k| percent(number(d, k)));
            assert_eq!(cells[2..6], figures, "{d}");
        }
        let figures = root.all().into_iter().find(|e| e.has_class("figures")).unwrap().text();
        let both = &summary["win_win"];
        let partners = both["partners_over_line_advised"].as_u64().unwrap();
        assert!(figures.contains(&format!("按建议改后 {partners}/6")), "{figures}");
        for key in ["index", "index_advised", "worst_off", "worst_off_advised"] {
            assert!(figures.contains(&percent(number(both, key))), "{key}: {figures}");
        }
        // The rows that stand in the page are the first of the data.
        let body: Vec<&Element> = root.by_id("pair-table").named("tr")[1..].to_vec();
        assert_eq!(body.len(), 20);
        for (tr, row) in body.iter().zip(data["rows"].as_array().unwrap()) {
            let cell = |class: &str| tr.all().into_iter().find(|e| e.has_class(class)).unwrap().text();
            assert_eq!(signed(&cell("c-overlap")), (row[2].as_f64().unwrap() * 100.0).round() / 100.0);
        }
    }
    let index = sound(&work.read("out/index.html"), "zh-CN");
    holds_the_report(&index, &work.read("out/comparison.md"));
    let addresses: Vec<&str> = index.named("a").iter().filter_map(|a| a.attribute("href")).filter(|h| h.contains('/')).collect();
    let compared: Value = serde_json::from_str(&work.read("out/comparison.json")).unwrap();
    let ranked: Vec<String> = compared["projects"].as_array().unwrap().iter().map(|p| encoded(p["project"].as_str().unwrap())).collect();
    // The list, the table's rows, the columns of the second table.
    assert_eq!(addresses, [ranked.clone(), ranked.clone(), ranked].concat());
}

fn encoded(folder: &str) -> String {
    folder.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect::<String>()
        + "/brief.html"
}

#[test]
fn an_english_brief_is_english_and_alone() {
    let work = analysed("harbor-festival");
    let root = sound(&work.read("out/Harbor Festival/brief.html"), "en");
    holds_the_report(&root, &work.read("out/Harbor Festival/brief.md"));
    assert!(!root.text().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
    same_figures(&data(&root), &work.read("out/Harbor Festival/overlap.csv"));
    assert!(!work.path("out/index.html").exists(), "nothing to choose from");
}

/// Tables in which every name is hostile: 14 KPIs of 7 departments, 14 elements of two projects, all stated.
fn hostile() -> Work {
    let work = Work::new();
    let csv = |rows: Vec<Vec<String>>| {
        let mut writer = csv::Writer::from_writer(Vec::new());
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    };
    let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
    let mut kpis = vec![row(&["department", "kpi", "description", "metric", "unit", "baseline", "target", "direction"])];
    let mut elements = vec![row(&["project", "element", "description", "kind", "metric", "contribution", "needs"])];
    let needs = HOSTILE[..7].iter().map(|d| d.replace([';', ','], " ")).collect::<Vec<_>>().join(";");
    for (i, name) in HOSTILE.iter().enumerate() {
        let metric = format!("m{i}");
        let department = HOSTILE[i % 7].replace([';', ','], " ");
        kpis.push(row(&[&department, name, name, &metric, "pieces", "0", "100", "increase"]));
        elements.push(row(&[HOSTILE[13 * (i % 2)], name, name, "core", &metric, "3", &needs]));
    }
    work.write("kpis.csv", &csv(kpis)).write("elements.csv", &csv(elements));
    work.write("winwin.toml", "today = \"2026-11-16\"\ncatalog-only = true\nlang = \"en\"\n");
    work
}

#[test]
fn hostile_names_stay_text() {
    let work = hostile();
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let index = sound(&work.read("out/index.html"), "en");
    assert_eq!(index.named("script").len(), 1);
    holds_the_report(&index, &work.read("out/comparison.md"));
    let folders: Vec<String> =
        std::fs::read_dir(work.path("out")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let projects: Vec<&String> = folders.iter().filter(|f| work.path(&format!("out/{f}/brief.html")).exists()).collect();
    assert_eq!(projects.len(), 2, "{folders:?}");
    let linked: BTreeSet<&str> = index.named("a").iter().filter_map(|a| a.attribute("href")).filter(|h| h.contains('/')).collect();
    assert_eq!(linked.len(), 2);
    for project in projects {
        let text = work.read(&format!("out/{project}/brief.html"));
        let root = sound(&text, "en");
        assert_eq!(root.named("script").len(), 2, "the data and the page's own");
        holds_the_report(&root, &work.read(&format!("out/{project}/brief.md")));
        let data = data(&root);
        assert_eq!(same_figures(&data, &work.read(&format!("out/{project}/overlap.csv"))), 7 * 14);
        let kpis: Vec<&str> = data["kpis"].as_array().unwrap().iter().map(|k| k["name"].as_str().unwrap()).collect();
        assert_eq!(kpis, HOSTILE, "names are whole in the data");
        let cells: BTreeSet<String> = root.by_id("pair-table").named("td").iter().map(|c| c.text()).collect();
        assert!(cells.contains("{{ 7*7 }} {% raw %}") || cells.contains("1. First"), "names are whole in the table: {cells:?}");
        for heading in root.named("h2") {
            assert!(!heading.text().is_empty());
        }
    }
    // Once more elsewhere: the same bytes.
    let again = work.path("again");
    winwin_with(&work.path("."), &["analyze", ".", "--out", again.to_str().unwrap()], &[("RAYON_NUM_THREADS", "1")]).ended(0);
    let pages = |folder: &str| work.files(folder).into_iter().filter(|(path, _)| path.ends_with(".html")).collect::<BTreeMap<_, _>>();
    assert_eq!(pages("out").len(), 3);
    assert!(pages("out") == pages("again"));
}

#[test]
fn a_large_table_is_bounded_and_says_what_it_leaves_out() {
    let work = Work::new();
    let mut kpis = "department,kpi,metric,unit,baseline,target,direction\n".to_owned();
    let mut elements = "project,element,metric,contribution,needs\n".to_owned();
    for i in 0..40 {
        kpis.push_str(&format!("D{},Number {i},m{i},pieces,0,100,increase\n", i % 4));
    }
    for i in 0..60 {
        let (metric, amount) = if i % 2 == 0 { (format!("m{}", i % 40), "2") } else { (String::new(), "") };
        elements.push_str(&format!("Fair,Thing {i},{metric},{amount},D0;D1;D2;D3\n"));
    }
    work.write("kpis.csv", &kpis).write("elements.csv", &elements);
    work.write("winwin.toml", "today = \"2026-11-16\"\ncatalog-only = true\n");
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let text = work.read("out/Fair/brief.html");
    let root = sound(&text, "en");
    let data = data(&root);
    assert_eq!(same_figures(&data, &work.read("out/Fair/overlap.csv")), 2000);
    let stated = data["rows"].as_array().unwrap().iter().filter(|r| r[7] == 0).count();
    assert_eq!(stated, 30, "what is stated is never left out");
    let shown: BTreeSet<(u64, u64)> =
        data["rows"].as_array().unwrap().iter().map(|r| (r[0].as_u64().unwrap(), r[1].as_u64().unwrap())).collect();
    assert_eq!(shown.len(), 2000);
    let note = root.named("p").into_iter().map(Element::text).find(|p| p.contains("pairs are not listed")).unwrap();
    let most: f64 = note.split('±').nth(1).unwrap().split(':').next().unwrap().parse().unwrap();
    assert!(note.contains(" 400 pairs are not listed"), "{note}");
    let mut unstated: Vec<f64> = records(&work.read("out/Fair/overlap.csv"))
        .iter()
        .filter(|r| r["share"].is_empty())
        .map(|r| r["overlap"].parse::<f64>().unwrap().abs())
        .collect();
    unstated.sort_by(f64::total_cmp);
    let strongest = unstated[399];
    assert!(most >= strongest && most < strongest + 0.01, "{note}: {strongest}");
    assert!(data.to_string().len() < 700_000, "{} bytes", data.to_string().len());
}
