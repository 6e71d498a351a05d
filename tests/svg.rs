//! Pictures as SVG: sound XML, every mark of the scene in its place and in order, and what letters say beside their outlines.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(missing_docs, dead_code)]
mod samples;

use std::collections::{BTreeMap, BTreeSet};

use common::Work;
use quick_xml::Reader;
use quick_xml::events::Event;
use winwin::chart::font::Fonts;
use winwin::chart::scene::{Area, Item, Label, Scene};
use winwin::chart::svg::svg;
use winwin::chart::theme::{Color, TextSize};
use winwin::chart::{contribution, coverage, heatmap};

/// An element with its attributes, the names of those around it, and the text inside.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    around: Vec<String>,
    text: String,
}

impl Element {
    fn number(&self, name: &str) -> f64 {
        self.attributes[name].parse().unwrap_or_else(|_| panic!("{name} in {self:?}"))
    }
}

fn parsed(text: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(text);
    let (mut all, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().unwrap_or_else(|e| panic!("at {}: {e}", reader.buffer_position()));
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                let attribute = |a: quick_xml::events::attributes::Attribute| {
                    (a.key.as_ref().to_owned(), quick_xml::escape::unescape(&a.value).unwrap().into_owned())
                };
                let attributes = tag.attributes().map(|a| attribute(a.unwrap())).collect();
                let around = open.iter().map(|i| all[*i].name.clone()).collect();
                if matches!(event, Event::Start(_)) {
                    open.push(all.len());
                }
                all.push(Element { name, attributes, around, text: String::new() });
            }
            Event::Text(t) => {
                if let Some(at) = open.last() {
                    all[*at].text.push_str(t);
                }
            }
            Event::GeneralRef(r) => {
                let inside = format!("&{};", &**r);
                all[*open.last().unwrap()].text.push_str(&quick_xml::escape::unescape(&inside).unwrap());
            }
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    all
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.006
}

/// Where a group of letters stands: the numbers of `translate(x,y)`.
fn translated(element: &Element) -> (f64, f64) {
    let inside = element.attributes["transform"].strip_prefix("translate(").unwrap().split(')').next().unwrap();
    let (x, y) = inside.split_once(',').unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}

fn hex(color: Color) -> String {
    let (r, g, b) = color.rgb();
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn assert_as_the_scene(what: &str, scene: &Scene, fonts: &Fonts) {
    let text = svg(scene, fonts).text;
    let all = parsed(&text);
    let root = &all[0];
    assert_eq!(root.attributes["viewBox"], format!("0 0 {} {}", scene.width, scene.height), "{what}");
    assert_eq!(root.attributes["width"], "160mm", "{what}");
    let title = all.iter().find(|e| e.name == "title").unwrap();
    assert_eq!(title.text, scene.title, "{what}");
    let outlines: BTreeSet<&str> =
        all.iter().filter(|e| e.around.contains(&"defs".to_owned())).map(|e| e.attributes["id"].as_str()).collect();
    let marks: Vec<&Element> =
        all.iter().filter(|e| e.around == ["svg"] && !["title", "desc", "defs"].contains(&e.name.as_str())).skip(1).collect();
    assert_eq!(marks.len(), scene.items.len(), "{what}: one element for each mark");
    for (item, mark) in scene.items.iter().zip(marks) {
        let found = match item {
            Item::Rect { area, fill } => {
                mark.name == "rect"
                    && [("x", area.x), ("y", area.y), ("width", area.w), ("height", area.h)].iter().all(|(n, v)| close(mark.number(n), *v))
                    && mark.attributes["fill"] == hex(*fill)
            }
            Item::Line { points, width, color, dash } => {
                let place = mark.attributes["d"].split(['M', 'L', ' ']).filter_map(|n| n.parse::<f64>().ok()).collect::<Vec<_>>();
                mark.name == "path"
                    && close(place[0], points[0].0)
                    && close(place[place.len() - 1], points[points.len() - 1].1)
                    && close(mark.number("stroke-width"), *width)
                    && mark.attributes["stroke"] == hex(*color)
                    && mark.attributes.contains_key("stroke-dasharray") == dash.is_some()
            }
            Item::Polygon { points, fill } => {
                mark.name == "polygon"
                    && mark.attributes["points"].split(' ').count() == points.len()
                    && mark.attributes["fill"] == hex(*fill)
            }
            Item::Dot { x, y, color, solid, .. } => {
                let paint = if *solid { &mark.attributes["fill"] } else { &mark.attributes["stroke"] };
                mark.name == "circle" && close(mark.number("cx"), *x) && close(mark.number("cy"), *y) && *paint == hex(*color)
            }
            Item::Image { area, .. } => mark.name == "image" && close(mark.number("x"), area.x) && close(mark.number("width"), area.w),
            Item::Text(label) => {
                let (x, y) = translated(mark);
                let said = label.text.replace('\n', " ").replace('\u{200b}', "");
                let allowed: String = said.chars().filter(|c| !c.is_control()).collect();
                mark.name == "g"
                    && close(x, label.x)
                    && close(y, label.y)
                    && mark.attributes["aria-label"] == allowed
                    && mark.attributes["fill"] == hex(label.color)
            }
        };
        assert!(found, "{what}: {item:?} is {mark:?}");
    }
    let mut used = BTreeSet::new();
    for letter in all.iter().filter(|e| e.name == "use") {
        let id = letter.attributes["xlink:href"].strip_prefix('#').unwrap();
        assert!(outlines.contains(id), "{what}: no outline {id}");
        used.insert(id);
    }
    assert_eq!(used, outlines, "{what}: every outline is kept once and used");
    assert!(!all.iter().any(|e| e.name == "text" || e.attributes.contains_key("font-family")), "{what}: no font of the machine");
    assert_eq!(text, svg(scene, fonts).text, "{what}: same bytes");
}

#[test]
fn every_mark_is_in_its_place_and_every_text_can_be_read() {
    let fonts = Fonts::bundled();
    for (what, scene) in [
        ("heat zh", heatmap::scene(&samples::heat_zh(), &fonts)),
        ("heat en", heatmap::scene(&samples::heat_en(), &fonts)),
        ("coverage zh", coverage::scene(&samples::cover_zh(), &fonts)),
        ("coverage en", coverage::scene(&samples::cover_en(), &fonts)),
        ("shares zh", contribution::scene(&samples::share_zh(), &fonts)),
        ("shares en", contribution::scene(&samples::share_en(), &fonts)),
    ] {
        assert_as_the_scene(what, &scene, &fonts);
        let size = svg(&scene, &fonts).text.len();
        assert!((20_000..300_000).contains(&size), "{what}: {size} bytes");
    }
}

#[test]
fn hostile_names_are_words_and_not_markup() {
    let fonts = Fonts::bundled();
    let name = "</title><script>alert('1')</script> \"&amp;\" ]]> \u{1}\u{b}\u{7f}𠮷";
    let mut scene = Scene { width: 300.0, height: 200.0, title: "<b> & \"c\"".into(), items: Vec::new() };
    scene.rect(Area::new(1.0, 2.25, 3.5, f64::MIN_POSITIVE), Color::Hurt);
    scene.dashed(&[(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)], 1.5, Color::Hurt, (5.0, 4.0));
    scene.polygon(&[(1.0, 1.0), (2.0, 2.0), (1.0, 3.0)], Color::Help);
    scene.dot((5.0, 5.0), 4.0, Color::Soft, false);
    scene.text(Label::new(10.0, 50.0, name, TextSize::Subtitle));
    scene.text(Label::new(10.0, 90.0, "CO₂ ✓\n第二行", TextSize::Label).bold());
    assert_as_the_scene("hostile", &scene, &fonts);
    let written = svg(&scene, &fonts);
    assert!(!written.text.contains("<script") && written.missing.contains(&'𠮷'));
    let dashed = parsed(&written.text).into_iter().find(|e| e.attributes.contains_key("stroke-dasharray")).unwrap();
    assert_eq!(dashed.attributes["d"], "M0 0L10 5M10 5L20 0", "dashes begin anew at a corner, as they are painted");
}

#[test]
fn a_run_writes_the_formats_it_is_asked_for_and_the_brief_shows_one() {
    let work = Work::of_example("home-service");
    let charts = |args: &[&str]| -> (BTreeSet<String>, String) {
        work.run(&[&["analyze", ".", "--out", "out"], args].concat()).ended(0);
        let files = work.files("out");
        let brief = files.iter().find(|(path, _)| path.ends_with("/brief.md")).unwrap();
        let charts = files.keys().filter_map(|p| p.split_once("/charts/")).map(|(_, f)| f.to_owned()).collect();
        (charts, String::from_utf8(brief.1.clone()).unwrap())
    };
    let (png, brief) = charts(&[]);
    assert!(png.len() >= 3 && png.iter().all(|f| f.ends_with(".png")) && brief.contains("overlap-heatmap.png"), "{png:?}");
    let (svg, brief) = charts(&["--format", "svg"]);
    assert_eq!(svg, png.iter().map(|f| f.replace(".png", ".svg")).collect());
    assert!(brief.contains("charts/overlap-heatmap.svg") && !brief.contains(".png"));
    let (both, brief) = charts(&["--format", "both"]);
    assert_eq!(both, png.union(&svg).cloned().collect());
    assert!(brief.contains("charts/overlap-heatmap.png") && !brief.contains(".svg"));
    work.write("winwin.toml", &format!("{}format = \"svg\"\n", work.read("winwin.toml")));
    assert_eq!(charts(&[]).0, svg);
    work.write("winwin.toml", "format = \"gif\"\n");
    let run = work.run(&["analyze", ".", "--out", "out"]).ended(3);
    assert!(run.err.contains("winwin.toml:1") && run.err.contains("png, svg, both"), "{}", run.err);
}
