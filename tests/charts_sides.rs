//! The pictures of both sides (what things give, what steps add, proposals compared) over realistic and hostile views: sound by `check`,
//! with every mark where its value says.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(missing_docs)]
#[path = "samples/sides.rs"]
mod sides;

use std::collections::BTreeSet;

use sides::{compared, giving, point, quadrant, row, stepwise};
use winwin::chart::font::Fonts;
use winwin::chart::layout::RIGHT;
use winwin::chart::quadrant::{EDGE, NAMED, Point, SIDE, Scale};
use winwin::chart::scene::{Item, Scene};
use winwin::chart::theme::Color;
use winwin::chart::{check, paint, projects, quadrant as chart, steps};

const LONG_EN: &str =
    "Share of first-time visitors from neighbouring regions who come back within twelve months of their first registered visit";
const LONG_ZH: &str = "在全国十二个重点城市的核心商圈内由新媒体渠道带来并在三个月之内完成首次到店体验且愿意向亲友推荐本品牌高端车型的潜在客户在全部到店客户之中所占的比例以及该比例相对于上一年度同期水平的提高幅度和在各大区之间的差异程度还有对应的改进空间";
const RARE: &str = "龘𠮷 \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} ✓ CO₂ שלום a\u{202e}b\u{0301} 中 عربي";

fn assert_sound(name: &str, scene: &Scene, fonts: &Fonts) {
    let missing: BTreeSet<char> = fonts.missing(RARE).into_iter().collect();
    let told = |p: &String| missing.iter().any(|c| p.contains(&format!("no glyph for U+{:04X}:", u32::from(*c))));
    let problems: Vec<String> = check::problems(scene, fonts).into_iter().filter(|p| !told(p)).collect();
    // PICTURES=folder writes what was checked, to be looked at.
    if let Some(folder) = std::env::var_os("PICTURES") {
        let file = std::path::Path::new(&folder).join(format!("{}.png", name.replace(' ', "-")));
        std::fs::write(file, paint::png(scene, 1.0, fonts).unwrap().bytes).unwrap();
    }
    assert!(problems.is_empty(), "{name}: {problems:#?}");
    assert!(scene.height >= 320.0 && scene.height < 1500.0, "{name}: {}", scene.height);
}

/// Centre, radius and fill of the dots, in painting order.
fn dots(scene: &Scene) -> Vec<(f64, f64, f64, Color, bool)> {
    let of = |i: &Item| match i {
        // White ones are the rims of others.
        Item::Dot { x, y, r, color, solid } if *color != Color::Paper => Some((*x, *y, *r, *color, *solid)),
        _ => None,
    };
    scene.items.iter().filter_map(of).collect()
}

/// Left edge, right edge and top of the filled rectangles of one colour that are larger than the swatch of a key.
fn bars(scene: &Scene, color: Color) -> Vec<(f64, f64, f64)> {
    let of = |i: &Item| match i {
        Item::Rect { area, fill } if *fill == color && area.h > 20.0 => Some((area.x, area.right(), area.y)),
        _ => None,
    };
    scene.items.iter().filter_map(of).collect()
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} is not {b}");
}

fn has(scene: &Scene, text: &str) -> bool {
    scene.labels().any(|l| l.text.replace('\n', " ").contains(text))
}

#[test]
fn the_worked_cases_are_sound() {
    let fonts = Fonts::bundled();
    for zh in [true, false] {
        let scenes = [
            ("quadrant", chart::scene(&giving(zh), &fonts)),
            ("steps", steps::scene(&stepwise(zh), &fonts)),
            ("projects", projects::scene(&compared(zh), &fonts)),
        ];
        for (name, scene) in scenes {
            assert_sound(&format!("{name} {}", if zh { "zh" } else { "en" }), &scene, &fonts);
            let painted = || paint::png(&scene, 1.0, &fonts).unwrap().bytes;
            assert!(painted().len() > 5_000 && painted() == painted(), "{name}");
        }
    }
}

#[test]
fn quadrants_of_every_size_and_value_are_sound() {
    let fonts = Fonts::bundled();
    type Value = fn(usize) -> (f64, f64);
    let values: [(&str, Value); 7] = [
        ("mixed", |i| ((i * 7 % 41) as f64 / 40.0 - 0.3, (i * 13 % 37) as f64 / 30.0 - 0.2)),
        ("equal", |_| (0.3, 0.3)),
        ("zero", |_| (0.0, 0.0)),
        ("negative", |i| (-1.0 + i as f64 / 100.0, -0.5)),
        ("edges", |i| ([0.0, 0.6][i % 2], [0.0, 0.05, 2.5][i % 3])),
        ("at the cut", |_| (0.05, 0.05)),
        ("broken", |i| if i % 2 == 0 { (f64::NAN, f64::INFINITY) } else { (f64::NEG_INFINITY, 0.2) }),
    ];
    for count in [1, 2, 15, 40, 60] {
        for (kind, value) in values {
            let points: Vec<Point> = (0..count).map(|i| point(&format!("Element {}", i + 1), value(i), i % 3 != 0, i % 7 == 3)).collect();
            let scene = chart::scene(&quadrant(points, false), &fonts);
            assert_sound(&format!("quadrant {count} {kind}"), &scene, &fonts);
            // Dots and triangles of the key and the plot: nothing is dropped.
            let marks = dots(&scene).len();
            assert!(marks >= count - count.div_ceil(7), "{count} {kind}: {marks}");
        }
    }
}

#[test]
fn long_and_rare_names_are_sound_in_every_picture() {
    let fonts = Fonts::bundled();
    for (kind, name) in [("en", LONG_EN), ("zh", LONG_ZH), ("rare", RARE)] {
        for count in [1, 9, 60] {
            let both = [format!("{name} "), String::new()];
            let called = |i: usize| format!("{}{i}{}", both[i % 2], if i % 2 == 1 { name } else { "" });
            let points = (0..count).map(|i| point(&called(i), (i as f64 * 0.01, (i * 7 % 10) as f64 * 0.1), true, i == 2)).collect();
            assert_sound(&format!("quadrant {kind} {count}"), &chart::scene(&quadrant(points, kind == "zh"), &fonts), &fonts);
            let mut view = stepwise(kind == "zh");
            view.start.name = called(99);
            view.steps = (0..count).map(|i| row(&called(i), name, 0.2 + i as f64 * 0.01, name, name)).collect();
            view.knee = Some((1, name.to_owned()));
            view.remarks = vec![name.to_owned(); 2];
            assert_sound(&format!("steps {kind} {count}"), &steps::scene(&view, &fonts), &fonts);
            let mut view = compared(kind == "zh");
            let rows = view.rows.clone();
            view.rows = (0..count)
                .map(|i| projects::ProjectRow { name: called(i), note: name.to_owned(), ..rows[i % rows.len()].clone() })
                .collect();
            view.columns = [name, name, name].map(str::to_owned);
            assert_sound(&format!("projects {kind} {count}"), &projects::scene(&view, &fonts), &fonts);
        }
    }
}

#[test]
fn a_dot_lies_where_the_scale_says() {
    let fonts = Fonts::bundled();
    let scale = Scale::of([0.4, 0.73, 0.1, 0.0].into_iter(), 0.05);
    // Zero stands 27 % up the scale: the lowest value is -0.73 x 27 / 73.
    near(scale.low, -0.27);
    near(scale.high, 0.73);
    near(scale.at(0.0), EDGE + 0.27 * (SIDE - 2.0 * EDGE));
    near(scale.at(0.73), SIDE - EDGE);
    let points = vec![point("A", (0.4, 0.73), true, false), point("B", (0.1, 0.0), false, false)];
    let scene = chart::scene(&quadrant(points, false), &fonts);
    let marks: Vec<_> = dots(&scene).into_iter().filter(|d| d.2 == 7.0).collect();
    let [b, a] = marks[..] else { panic!("{marks:?}") };
    assert_eq!(((a.3, a.4), (b.3, b.4)), ((Color::Help, true), (Color::Help, false)), "core solid, optional hollow");
    // 416 px for 1.00: the same to the right and up.
    near(a.0 - b.0, 0.3 * (SIDE - 2.0 * EDGE));
    near(b.1 - a.1, 0.73 * (SIDE - 2.0 * EDGE));
    let tint = scene.items.iter().find_map(|i| match i {
        Item::Rect { area, fill: Color::Field } => Some(*area),
        _ => None,
    });
    let tint = tint.unwrap();
    near(a.0 - tint.x, 0.35 * (SIDE - 2.0 * EDGE));
    near(tint.bottom() - a.1, 0.68 * (SIDE - 2.0 * EDGE));
    // With nothing below zero the least of all, half a scale stays for the quadrants left and below.
    let harmed = Scale::of([-1.0, 0.0].into_iter(), 0.05);
    near(harmed.low, -1.0);
    near(harmed.high, (0.05 + 0.22) / 0.78);
}

#[test]
fn what_hurts_is_a_triangle_below_a_zero_line_and_named_first() {
    let fonts = Fonts::bundled();
    let count = 60;
    let mut points: Vec<Point> = (0..count).map(|i| point(&format!("Element {}", i + 1), (0.3, 0.01 * i as f64), true, false)).collect();
    points.push(point("Upgrade", (0.0, -0.02), true, true));
    let scene = chart::scene(&quadrant(points, false), &fonts);
    assert!(has(&scene, "Upgrade"), "named before what gives far more");
    let triangle = scene.items.iter().rev().find_map(|i| match i {
        Item::Polygon { points, fill: Color::Hurt } => Some(points.clone()),
        _ => None,
    });
    let [a, b, c] = triangle.unwrap()[..] else { panic!("no triangle") };
    assert!(a.1 == b.1 && c.1 > a.1, "points down");
    let solid = |i: &Item| matches!(i, Item::Line { points, dash: None, .. } if (points[0].1 - points[1].1).abs() < 1e-9 && points[1].0 - points[0].0 == SIDE);
    assert_eq!(scene.items.iter().filter(|i| solid(i)).count(), 1, "zero across the plot, none upright");
    let named = scene.labels().filter(|l| l.names.is_some()).count();
    assert!(named <= NAMED && named > 5, "{named}");
    assert!(has(&scene, &format!("without a name: {}", count + 1 - named)));
}

#[test]
fn forty_dots_on_one_point_are_named_or_counted() {
    let fonts = Fonts::bundled();
    let points: Vec<Point> = (0..40).map(|i| point(&format!("Element {}", i + 1), (0.3, 0.3), i % 2 == 0, false)).collect();
    let scene = chart::scene(&quadrant(points, false), &fonts);
    let named = scene.labels().filter(|l| l.names.is_some()).count();
    assert!(has(&scene, &format!("without a name: {}", 40 - named)), "{named}");
    let at =
        dots(&scene).into_iter().filter(|d| d.0 < 700.0 && d.0 > 140.0).map(|d| (d.0.to_bits(), d.1.to_bits())).collect::<BTreeSet<_>>();
    assert_eq!(at.len(), 1, "all on one point");
}

#[test]
fn bars_of_steps_go_on_from_each_other() {
    let fonts = Fonts::bundled();
    let mut view = stepwise(false);
    view.start = row("Plan", "", 0.25, "25 %", "");
    view.steps = vec![row("One", "5,000", 0.5, "+25 pts", ""), row("Two", "", 0.4, "−10 pts", ""), row("Three", "", 0.4, "0 pts", "")];
    view.knee = Some((1, "stop here".to_owned()));
    let scene = steps::scene(&view, &fonts);
    assert_sound("steps by hand", &scene, &fonts);
    let (grey, blue, orange) = (bars(&scene, Color::Before)[0], bars(&scene, Color::Help)[0], bars(&scene, Color::Hurt)[0]);
    let full = (grey.1 - grey.0) / 0.25;
    near(blue.0, grey.1);
    near(blue.1 - blue.0, 0.25 * full);
    near(orange.1, blue.1);
    near(orange.1 - orange.0, 0.1 * full);
    assert_eq!(bars(&scene, Color::Grey).len(), 1, "nothing gained is drawn as such");
    assert!(grey.2 < blue.2 && blue.2 < orange.2, "in order");
    let knee = scene.items.iter().find_map(|i| match i {
        Item::Line { points, dash: Some(_), .. } => Some(points[0].1),
        _ => None,
    });
    assert!(blue.2 < knee.unwrap() && knee.unwrap() < orange.2, "after the first step");
    let end = |l: &winwin::chart::scene::Label| l.bounds(&fonts).right() <= RIGHT + 1e-6;
    assert!(scene.labels().all(end) && has(&scene, "5,000"));
}

#[test]
fn steps_of_every_kind_are_sound_and_counted() {
    let fonts = Fonts::bundled();
    type Value = fn(usize) -> f64;
    let values: [(&str, Value); 6] = [
        ("rising", |i| 0.2 + i as f64 * 0.012),
        ("equal", |_| 0.3),
        ("zero", |_| 0.0),
        ("negative", |i| -0.9 + i as f64 * 0.01),
        ("falling", |i| 0.9 - i as f64 * 0.01),
        ("broken", |i| if i % 2 == 0 { f64::NAN } else { f64::INFINITY }),
    ];
    for count in [1, 5, 60] {
        for (kind, value) in values {
            for knee in [None, Some((count.min(3), "Stop here when money is short.".to_owned()))] {
                let mut view = stepwise(false);
                view.start = row("Plan as it is", "", value(0), "20 %", "2 of 6 partners");
                view.steps =
                    (0..count).map(|i| row(&format!("Step {i}"), "5,000", value(i + 1), "+1 pts → 21 %", "2 of 6 partners")).collect();
                view.knee = knee;
                let scene = steps::scene(&view, &fonts);
                assert_sound(&format!("steps {count} {kind}"), &scene, &fonts);
                assert_eq!(has(&scene, "Steps not shown: 48"), count == 60, "{count} {kind}");
            }
        }
    }
}

#[test]
fn projects_stand_in_order_with_dots_on_one_scale() {
    let fonts = Fonts::bundled();
    let mut view = compared(false);
    let figure = |values: Option<(f64, f64)>| projects::Figure { values, label: "x".to_owned() };
    let one = |name: &str, figures: [Option<(f64, f64)>; 3]| projects::ProjectRow {
        name: name.to_owned(),
        note: String::new(),
        figures: figures.map(figure),
    };
    view.rows = vec![one("B", [Some((0.2, 0.6)), Some((0.8, 0.4)), Some((0.4, 0.4))]), one("A", [None, Some((0.0, 0.8)), None])];
    let scene = projects::scene(&view, &fonts);
    assert_sound("projects by hand", &scene, &fonts);
    let named: Vec<&str> = scene.labels().filter(|l| l.names.is_some()).map(|l| l.text.as_str()).collect();
    assert_eq!(named, ["B", "A"], "as given");
    // Those of the key come first.
    let all: Vec<_> = dots(&scene).into_iter().filter(|d| d.1 > 150.0).collect();
    let rows: Vec<_> = all.iter().rev().take(8).rev().collect();
    assert_eq!(all.len() - rows.len(), dots(&scene).len() - 8 - dots(&scene).iter().filter(|d| d.1 <= 150.0).count());
    let [a, b, c, d, e, f, g, h] = rows[..] else { panic!("{rows:?}") };
    let unit = (b.0 - a.0) / 0.4;
    near(c.0 - d.0, 0.4 * unit);
    near(h.0 - g.0, 0.8 * unit);
    near(e.0, f.0);
    assert!(!a.4 && b.4 && b.3 == Color::Help && d.3 == Color::Hurt, "hollow before, solid after, a loss in orange");
    assert_eq!((a.1, c.1, e.1), (b.1, d.1, f.1));
}

#[test]
fn projects_of_every_kind_are_sound_and_counted() {
    let fonts = Fonts::bundled();
    type Value = fn(usize) -> Option<(f64, f64)>;
    let values: [(&str, Value); 6] = [
        ("mixed", |i| Some((0.01 * i as f64, 0.9 - 0.01 * i as f64))),
        ("equal", |_| Some((0.5, 0.5))),
        ("zero", |_| Some((0.0, 0.0))),
        ("negative", |_| Some((-0.5, -1.0))),
        ("unknown", |_| None),
        ("broken", |_| Some((f64::NAN, f64::INFINITY))),
    ];
    for count in [1, 2, 40] {
        for (kind, value) in values {
            let mut view = compared(false);
            let row = |i: usize| projects::ProjectRow {
                name: format!("Project {}", i + 1),
                note: "3 of 6 partners have a reason".to_owned(),
                figures: [0, 1, 2].map(|n| projects::Figure { values: value(i + n), label: "32 % → 45 %".to_owned() }),
            };
            view.rows = (0..count).map(row).collect();
            let scene = projects::scene(&view, &fonts);
            assert_sound(&format!("projects {count} {kind}"), &scene, &fonts);
            assert_eq!(has(&scene, "Projects not shown: 28"), count == 40, "{count} {kind}");
        }
    }
}

/// A fall that rounds to no point is a grey line without a legend: its number says what it is.
#[test]
fn what_is_not_felt_is_no_loss() {
    let fonts = Fonts::bundled();
    let mut view = stepwise(false);
    view.start = row("Plan", "", 0.3, "30 %", "");
    for (fall, orange) in [(0.0, 0), (0.002, 0), (0.0049, 0), (0.005, 1), (0.1, 1)] {
        view.steps = vec![row("One", "no cost", 0.3 - fall, "less", "")];
        let scene = steps::scene(&view, &fonts);
        assert_eq!((bars(&scene, Color::Hurt).len(), bars(&scene, Color::Grey).len()), (orange, 1 - orange), "{fall}");
        assert_eq!(has(&scene, &view.words.loss), orange == 1, "{fall}");
        assert!(has(&scene, "no cost"), "{fall}");
    }
}

/// A step of next to nothing is drawn wider than it is, which takes no letter from its numbers.
#[test]
fn the_numbers_of_a_tiny_step_stand_whole() {
    let fonts = Fonts::bundled();
    for zh in [true, false] {
        for tiny in [0.0, 0.0002, 0.001, 0.003] {
            let mut view = stepwise(zh);
            let last = view.steps.last().unwrap().clone();
            let label = "+0.2个百分点 → 54.2%";
            view.steps.push(steps::StepRow { value: last.value + tiny, label: label.to_owned(), ..last });
            assert!(has(&steps::scene(&view, &fonts), label), "{zh} {tiny}");
        }
    }
}

#[test]
fn empty_views_are_one_sentence() {
    let fonts = Fonts::bundled();
    let (mut none, mut nothing) = (stepwise(true), compared(true));
    none.steps.clear();
    nothing.rows.clear();
    let scenes = [chart::scene(&quadrant(Vec::new(), true), &fonts), steps::scene(&none, &fonts), projects::scene(&nothing, &fonts)];
    for scene in scenes {
        assert_sound("empty sides", &scene, &fonts);
        assert_eq!(scene.items.len(), 3, "title, sentence, source");
    }
}
