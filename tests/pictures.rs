//! The pictures of the worked examples: each is sound by the rules that need no eyes, and as wide as a printed page wants.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(dead_code)]
mod library;

use common::{EXAMPLES, Work, root};
use winwin::analysis::{self, Options};
use winwin::chart::check;
use winwin::chart::font::Fonts;
use winwin::chart::scene::Item;
use winwin::lang::phrases::Phrases;
use winwin::model::Lang;
use winwin::pictures::{PICTURES, Subject};
use winwin::read::columns::TableKind;
use winwin::score::{Scorer, score_pairs};

/// The tables of an example and what its winwin.toml says of them.
fn example(name: &str) -> (Vec<(TableKind, String)>, String, Options, Lang) {
    let folder = root().join("data").join(name);
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let kinds = TableKind::ALL.into_iter().filter(|k| folder.join(format!("{}.csv", k.name())).is_file());
    let tables = kinds.map(|k| (k, read(&format!("{}.csv", k.name())))).collect();
    let config = winwin::read::config::parse(&read("winwin.toml")).unwrap();
    let options = Options { budget: config.budget, ..Options::default() };
    let lang = if name == "harbor-festival" { Lang::En } else { Lang::Zh };
    (tables, config.own.unwrap(), options, lang)
}

#[test]
fn every_picture_of_the_examples_is_sound() {
    let fonts = Fonts::bundled();
    let mut drawn = 0;
    for name in EXAMPLES {
        let (tables, own, options, own_lang) = example(name);
        let tables: Vec<(TableKind, &str)> = tables.iter().map(|(k, t)| (*k, t.as_str())).collect();
        let today = jiff::civil::date(2026, 4, 20);
        // In the other language too: names stay as written, everything else changes its length.
        for lang in [own_lang, if own_lang == Lang::En { Lang::Zh } else { Lang::En }] {
            let case = library::case(&tables, Some(&own), today, lang, true);
            let scorer = Scorer::new(0.10).unwrap();
            let scores = score_pairs(&case, &scorer).unwrap();
            let (evidence, projects) = analysis::analyze(&case, &scores, &scorer, &options);
            for project in &projects {
                let phrases = Phrases { case: &case, lang };
                let subject = Subject {
                    analysis: project,
                    phrases,
                    scores: &scores,
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
        let pictures: Vec<(&String, &Vec<u8>)> = files.iter().filter(|(path, _)| path.ends_with(".png")).collect();
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
