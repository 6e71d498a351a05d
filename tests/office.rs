//! proposal.pptx: a sound archive whose relations resolve, with title, picture and alt text on every slide; and one that an office opens.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::process::Command;

use common::Work;
use quick_xml::Reader;
use quick_xml::events::Event;

type Parts = BTreeMap<String, Vec<u8>>;

fn parts(bytes: &[u8]) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Parts::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(file.last_modified().map(|d| d.year()), Some(1980), "{name}");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        parts.insert(name, bytes);
    }
    parts
}

/// Every element: its name, its attributes, the text right behind its start.
fn elements(parts: &Parts, name: &str) -> Vec<(String, BTreeMap<String, String>, String)> {
    let text = std::str::from_utf8(parts.get(name).unwrap_or_else(|| panic!("no part {name}"))).unwrap();
    let mut reader = Reader::from_str(text);
    let mut all: Vec<(String, BTreeMap<String, String>, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}")) {
            Event::Start(tag) | Event::Empty(tag) => {
                let pair = |a: quick_xml::events::attributes::Attribute| {
                    (a.key.as_ref().to_owned(), quick_xml::escape::unescape(&a.value).unwrap().into_owned())
                };
                all.push((tag.name().as_ref().to_owned(), tag.attributes().map(|a| pair(a.unwrap())).collect(), String::new()));
            }
            Event::Text(t) => {
                if let Some(last) = all.last_mut() {
                    last.2.push_str(&t);
                }
            }
            Event::GeneralRef(r) => all.last_mut().unwrap().2.push_str(&quick_xml::escape::unescape(&format!("&{};", &*r)).unwrap()),
            Event::Eof => return all,
            _ => {}
        }
    }
}

/// The part that a target names, seen from the part that holds the relation.
fn resolved(part: &str, target: &str) -> String {
    let mut folders: Vec<&str> = part.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    for piece in target.split('/') {
        match piece {
            ".." => {
                folders.pop().unwrap();
            }
            piece => folders.push(piece),
        }
    }
    folders.join("/")
}

/// Targets by id of the relations of a part (empty: of the package).
fn relations(parts: &Parts, part: &str) -> BTreeMap<String, String> {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |(a, b)| (a, b));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let all = elements(parts, &name);
    let links = all.iter().filter(|e| e.0 == "Relationship");
    links.map(|e| (e.1["Id"].clone(), resolved(part, &e.1["Target"]))).collect()
}

fn presentation(example: &str, flags: &[&str]) -> (Work, Vec<u8>) {
    let work = Work::of_example(example);
    work.run(&[&["analyze", ".", "--office", "--out", "out"], flags].concat()).ended(0);
    let bytes = work.files("out").into_iter().find(|(path, _)| path.ends_with("proposal.pptx")).unwrap().1;
    (work, bytes)
}

#[test]
fn every_slide_has_title_picture_and_alt_text_and_every_relation_leads_somewhere() {
    let (work, bytes) = presentation("home-service", &["--scale", "1"]);
    let parts = parts(&bytes);
    let types = elements(&parts, "[Content_Types].xml");
    for over in types.iter().filter(|e| e.0 == "Override") {
        assert!(parts.contains_key(over.1["PartName"].trim_start_matches('/')), "{over:?}");
    }
    let mut linked = 0;
    for name in parts.keys().filter(|n| n.ends_with(".rels")) {
        let part = name.replace("_rels/", "").trim_end_matches(".rels").to_owned();
        for target in relations(&parts, &part).values() {
            assert!(parts.contains_key(target), "{name}: {target}");
            linked += 1;
        }
    }
    let pages = relations(&parts, "ppt/presentation.xml");
    let ids: Vec<String> =
        elements(&parts, "ppt/presentation.xml").iter().filter(|e| e.0 == "p:sldId").map(|e| e.1["r:id"].clone()).collect();
    let files = work.files("out");
    let (charts, departments) =
        (files.keys().filter(|p| p.contains("/charts/")).count(), files.keys().filter(|p| p.contains("/departments/")).count());
    assert!(ids.len() == charts + departments + 1 && charts >= 3, "{} slides, {charts} pictures, {departments} departments", ids.len());
    // Of each slide: layout and image; besides, package, master, layout, theme.
    assert!(linked >= 3 * ids.len() + 6);
    for (n, id) in ids.iter().enumerate() {
        let slide = &pages[id];
        let all = elements(&parts, slide);
        assert!(all.iter().any(|e| e.0 == "p:ph" && e.1["type"] == "title"), "{slide}");
        let title: String = all.iter().filter(|e| e.0 == "a:t").map(|e| e.2.as_str()).collect();
        // A picture's finding has a number; a department's page may have none to tell.
        assert!((n >= charts || title.chars().any(|c| c.is_ascii_digit())) && title.chars().count() > 8, "{slide}: {title}");
        let picture = all.iter().find(|e| e.0 == "p:cNvPr" && e.1.contains_key("descr")).unwrap();
        assert!(picture.1["descr"].starts_with(&title) && picture.1["descr"].len() > title.len(), "{slide}: {picture:?}");
        let image = all.iter().find(|e| e.0 == "a:blip").unwrap();
        let png = &parts[&relations(&parts, slide)[&image.1["r:embed"]]];
        let info = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
        let (w, h) = (f64::from(info.info().width), f64::from(info.info().height));
        // As wide as high as the picture itself, and inside the slide.
        let at = all.iter().rposition(|e| e.0 == "a:ext").unwrap();
        let number = |e: &(String, BTreeMap<String, String>, String), n: &str| e.1[n].parse::<f64>().unwrap();
        let (cx, cy) = (number(&all[at], "cx"), number(&all[at], "cy"));
        let (x, y) = (number(&all[at - 1], "x"), number(&all[at - 1], "y"));
        assert!((cx / cy - w / h).abs() < 0.01, "{slide}");
        assert!(x >= 457_000.0 && y >= 1_180_000.0 && x + cx <= 12_192_000.0 - 457_000.0 && y + cy <= 6_858_000.0 - 270_000.0, "{slide}");
    }
    let (_, again) = presentation("home-service", &["--scale", "1"]);
    assert_eq!(bytes, again, "same input, same bytes");
}

#[test]
fn names_from_tables_are_words_in_the_presentation() {
    let work = Work::new();
    work.write(
        "kpis.csv",
        "department,kpi,metric,baseline,target\n\"R&D <x>\",\"Grow \"\"orders\"\" & more\",orders,100,200\nOps,Cut waste,waste,300,200\n",
    );
    work.write("elements.csv", "project,element,metric,contribution,needs\n\"Fair <b> & co\",Shop tour,orders,10,\"R&D <x>\"\n");
    work.run(&["analyze", ".", "--own", "Ops", "--office", "--scale", "1", "--out", "out", "--today", "2026-11-16"]).ended(0);
    let bytes = work.files("out").into_iter().find(|(path, _)| path.ends_with("proposal.pptx")).unwrap().1;
    let parts = parts(&bytes);
    let title: String = elements(&parts, "docProps/core.xml").iter().filter(|e| e.0 == "dc:title").map(|e| e.2.clone()).collect();
    assert!(title.contains("Fair <b> & co"), "{title}");
    let text = std::str::from_utf8(&parts["ppt/slides/slide1.xml"]).unwrap();
    assert!(text.contains("Fair &lt;b&gt; &amp; co") && !text.contains("<b>"));
    assert!(!work.run(&["analyze", ".", "--out", "plain"]).ended(0).err.is_empty());
    assert!(!work.files("plain").keys().any(|p| p.ends_with(".pptx")), "only when asked for");
}

/// With LibreOffice (soffice): one page for each slide. OFFICE=folder keeps the PDF to be looked at.
#[test]
#[ignore = "needs LibreOffice Impress"]
fn an_office_program_opens_it() {
    let (work, bytes) = presentation("lifestyle-summit", &[]);
    std::fs::write(work.path("proposal.pptx"), &bytes).unwrap();
    let home = format!("-env:UserInstallation=file://{}", work.path("home").display());
    let mut office = Command::new("soffice");
    office.args([&home, "--headless", "--convert-to", "pdf", "--outdir"]).arg(work.path("")).arg(work.path("proposal.pptx"));
    let run = office.output().unwrap_or_else(|e| panic!("soffice: {e}"));
    assert!(run.status.success(), "{run:?}");
    let pdf = std::fs::read(work.path("proposal.pdf")).unwrap();
    let slides = parts(&bytes).keys().filter(|n| n.starts_with("ppt/slides/slide")).count();
    let text = String::from_utf8_lossy(&pdf);
    let pages = text.matches("/Type/Page").count() - text.matches("/Type/Pages").count();
    assert_eq!(pages, slides);
    if let Some(folder) = std::env::var_os("OFFICE") {
        std::fs::write(std::path::Path::new(&folder).join("proposal.pdf"), pdf).unwrap();
    }
}
