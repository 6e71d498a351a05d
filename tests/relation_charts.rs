//! Pictures of relations over hand-worked and hostile views: marks where the numbers say, nothing that touches, nothing lost uncounted.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::type_complexity)]

#[allow(missing_docs, dead_code)]
mod samples;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use samples::relations as s;
use std::collections::BTreeSet;
use winwin::chart::balance::{self, BalanceView};
use winwin::chart::font::Fonts;
use winwin::chart::map::{self, MapPoint};
use winwin::chart::scene::{Area, Item, Label, Scene};
use winwin::chart::theme::Color;
use winwin::chart::timeline::{self, MarkState, TimelineRow};
use winwin::chart::{check, paint};

const LONG_EN: &str =
    "Department of international partnerships, regional development and shared services for customers of the northern harbour district";
const LONG_ZH: &str = "集团总部数字化转型与客户体验创新联合推进委员会下设华南大区营销协同与跨部门资源统筹办公室以及与之配套的项目管理专员小组和外部合作伙伴联络处共同组成的常设工作机构暨年度重点活动筹备与复盘评估中心并负责与各地政府主管部门行业协会及主流媒体保持日常沟通";
const RARE: &str = "龘𠮷 \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} ✓ CO₂ שלום a\u{202e}b\u{0301} 中 عربي";

fn assert_sound(name: &str, scene: &Scene, fonts: &Fonts) {
    let allowed: BTreeSet<char> = fonts.missing(RARE).into_iter().collect();
    let known = |p: &String| allowed.iter().any(|c| p.contains(&format!("no glyph for U+{:04X}:", u32::from(*c))));
    let problems: Vec<String> = check::problems(scene, fonts).into_iter().filter(|p| !known(p)).collect();
    // PICTURES=folder writes what was checked, to be looked at.
    if let Some(folder) = std::env::var_os("PICTURES") {
        let file = std::path::Path::new(&folder).join(format!("{}.png", name.replace(' ', "-")));
        std::fs::write(file, paint::png(scene, 1.25, fonts).unwrap().bytes).unwrap();
    }
    assert!(problems.is_empty(), "{name}: {problems:#?}");
    assert!(scene.height >= 320.0 && scene.height < 3000.0, "{name}: {}", scene.height);
    // Names keep clear of dots, which no box shows.
    for label in scene.labels().filter(|l| l.names.as_ref().is_some_and(|n| n.axis == "points")) {
        let b = label.bounds(fonts);
        for item in &scene.items {
            if let Item::Dot { x, y, r, .. } = item {
                let (dx, dy) = ((b.x - x).max(x - b.right()).max(0.0), (b.y - y).max(y - b.bottom()).max(0.0));
                assert!(dx.hypot(dy) >= *r, "{name}: {:?} touches a dot", label.text);
            }
        }
    }
}

fn rects(scene: &Scene, color: Color) -> Vec<Area> {
    let of = |i: &Item| if let Item::Rect { area, fill } = i { (*fill == color).then_some(*area) } else { None };
    scene.items.iter().filter_map(of).collect()
}

fn named<'a>(scene: &'a Scene, axis: &str) -> Vec<&'a str> {
    let names = scene.labels().filter_map(|l| l.names.as_ref());
    names.filter(|n| n.axis == axis).map(|n| n.full.as_str()).collect()
}

fn label<'a>(scene: &'a Scene, text: &str) -> &'a Label {
    scene.labels().find(|l| l.text == text).unwrap_or_else(|| panic!("no {text:?}"))
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} is not {b}");
}

/// Names of every kind by number: plain, long with the difference at the end or at the front, rare characters.
fn names(kind: usize, i: usize) -> String {
    match kind {
        0 => format!("部门{i}"),
        1 => format!("{LONG_EN} {i}"),
        2 => format!("{i} {LONG_EN}"),
        3 => format!("{LONG_ZH}{i}"),
        4 => format!("{RARE} {i}"),
        _ => format!("Department {i}"),
    }
}

const KINDS: usize = 6;

#[test]
fn bars_end_where_the_balance_says() {
    let fonts = Fonts::bundled();
    let scene = balance::scene(&s::balances(&[("C", 0.0), ("B", -2.0), ("A", 4.0), ("D", -2.0)], false), &fonts);
    assert_sound("balance exact", &scene, &fonts);
    let (blue, orange) = (rects(&scene, Color::Help), rects(&scene, Color::Hurt));
    let zero = scene.items.iter().find_map(|i| match i {
        Item::Line { points, color: Color::Ink, .. } if points[0].0 == points[1].0 => Some(points[0].0),
        _ => None,
    });
    let zero = zero.unwrap();
    assert_eq!((blue.len(), orange.len()), (1, 2));
    close(blue[0].x, zero);
    close(orange[0].right(), zero);
    close(orange[0].w * 2.0, blue[0].w);
    close(orange[1].w, orange[0].w);
    // Largest first, equal ones by name; the number stands beyond the bar's end, the advice on the other side.
    assert_eq!(named(&scene, "rows"), ["A", "C", "B", "D"]);
    assert!(label(&scene, "+4").x > blue[0].right());
    assert!(label(&scene, "\u{2212}2").bounds(&fonts).right() < orange[0].x);
    assert!(label(&scene, "0").x > zero && label(&scene, "deposit first").x > zero);
    assert_eq!(scene.labels().filter(|l| l.text == "deposit first").count(), 2);
    close(label(&scene, "even").x, zero);
    // The range is the same to both sides of zero.
    let half = 928.0 - zero;
    assert!(zero + blue[0].w <= 928.0 && half > blue[0].w);
}

#[test]
fn the_accounts_furthest_from_even_are_kept() {
    let fonts = Fonts::bundled();
    let rows: Vec<(String, f64)> = (0..40).map(|i| (format!("D{i:02}"), f64::from(i) - 20.0)).collect();
    let rows: Vec<(&str, f64)> = rows.iter().map(|(n, v)| (n.as_str(), *v)).collect();
    let scene = balance::scene(&s::balances(&rows, false), &fonts);
    assert_sound("balance 40", &scene, &fonts);
    let shown = named(&scene, "rows");
    // -20 to -10 and 11 to 19; of those that are 10 away from zero the first by name.
    assert_eq!(shown.len(), balance::MAX_ROWS);
    assert_eq!((shown[0], shown[8], shown[9], shown[19]), ("D39", "D31", "D10", "D00"));
    assert!(scene.labels().any(|l| l.text.contains("departments not shown: 20")));
}

#[test]
fn balances_of_every_kind_are_sound() {
    let fonts = Fonts::bundled();
    let values: [(&str, &dyn Fn(usize) -> f64); 6] = [
        ("mixed", &|i| i as f64 - 3.0),
        ("even", &|_| 0.0),
        ("overdrawn", &|i| -1.0 - i as f64),
        ("one large", &|i| if i == 0 { 1e9 } else { -0.01 }),
        ("broken", &|i| [f64::NAN, f64::INFINITY, f64::NEG_INFINITY][i % 3]),
        ("given", &|i| 0.5 + i as f64),
    ];
    for rows in [1, 7, 40] {
        for (what, value) in values {
            for kind in 0..KINDS {
                let all: Vec<(String, f64)> = (0..rows).map(|i| (names(kind, i), value(i))).collect();
                let all: Vec<(&str, f64)> = all.iter().map(|(n, v)| (n.as_str(), *v)).collect();
                let scene = balance::scene(&s::balances(&all, kind % 2 == 0), &fonts);
                assert_sound(&format!("balance {rows} {what} {kind}"), &scene, &fonts);
            }
        }
    }
    let mut view: BalanceView = s::balance_zh();
    view.words.less = LONG_ZH.to_owned();
    view.words.zero = LONG_EN.to_owned();
    for row in &mut view.rows {
        row.label = LONG_EN.to_owned();
        row.advice = LONG_ZH.to_owned();
        row.note = LONG_ZH.to_owned();
    }
    assert_sound("balance long words", &balance::scene(&view, &fonts), &fonts);
}

#[test]
fn marks_stand_where_the_days_say() {
    let fonts = Fonts::bundled();
    // From 1 December 2027 to 14 March 2028: 31 + 31 + 29 + 13 = 104 days.
    let marks = vec![
        s::mark(0, date(2027, 12, 1), date(2027, 12, 16)),
        s::mark(1, date(2027, 12, 16), date(2028, 1, 9)),
        s::mark(2, date(2028, 2, 29), date(2028, 2, 29)),
    ];
    let rows = vec![
        s::row("Late one", "", date(2028, 3, 10), vec![s::late(0, date(2027, 12, 2), date(2027, 12, 12), "late")]),
        s::row("First", "", date(2028, 3, 14), marks),
    ];
    let scene = timeline::scene(&s::timeline(date(2027, 12, 20), rows, false), &fonts);
    assert_sound("timeline exact", &scene, &fonts);
    let bar = |color: Color| *rects(&scene, color).last().unwrap();
    let (probe, join, late) = (bar(Color::HelpClass(2)), bar(Color::HelpClass(3)), bar(Color::Hurt));
    let diamond = scene.items.iter().rev().find_map(|i| match i {
        Item::Polygon { points, fill: Color::HelpClass(5) } => Some((points[1].0 + points[3].0) / 2.0),
        _ => None,
    });
    // Short upright lines in ink: the key's, then the rows' ends in order; the dashed one is today.
    let upright = |dashed: bool| -> Vec<f64> {
        let of = |i: &Item| match i {
            Item::Line { points, color: Color::Ink, dash, .. } if dash.is_some() == dashed => Some(points[0].0),
            _ => None,
        };
        scene.items.iter().filter_map(of).collect()
    };
    let end = upright(false)[2];
    let day = (end - probe.x) / 104.0;
    close(probe.w, 15.0 * day);
    close(join.x, probe.x + 15.0 * day);
    close(join.w, 24.0 * day);
    close(diamond.unwrap(), probe.x + 90.0 * day);
    close(upright(true)[0], probe.x + 19.0 * day);
    close(upright(false)[1], probe.x + 100.0 * day);
    close(late.x, probe.x + day);
    // Rows by the day they are needed; the words at the marks; years once each.
    assert_eq!(named(&scene, "rows"), ["Late one", "First"]);
    for text in ["29 Feb", "2027", "2028", "Jan", "Mar", "today, 20 Dec"] {
        assert_eq!(scene.labels().filter(|l| l.text == text).count(), 1, "{text}");
    }
    close(label(&scene, "29 Feb").bounds(&fonts).x + label(&scene, "29 Feb").bounds(&fonts).w / 2.0, diamond.unwrap());
    assert!(scene.labels().any(|l| l.text == "2\u{2013}12 Dec, probe late"));
}

#[test]
fn rows_beyond_the_limit_are_the_latest_and_are_counted() {
    let fonts = Fonts::bundled();
    let day = |i: i32| date(2026, 12, 28).saturating_add(i.days());
    let rows: Vec<TimelineRow> =
        (0..40).rev().map(|i| s::row(&format!("D{i:02}"), "", day(i + 9), vec![s::mark(0, day(i), day(i + 5))])).collect();
    let scene = timeline::scene(&s::timeline(day(0), rows, false), &fonts);
    assert_sound("timeline 40", &scene, &fonts);
    let shown = named(&scene, "rows");
    assert_eq!((shown.len(), shown[0], shown[19]), (timeline::MAX_ROWS, "D00", "D19"));
    assert!(scene.labels().any(|l| l.text.contains("departments not shown: 20")));
}

/// A plan of so many days counted from a start, with every state of its stages.
fn plan(name: &str, start: Date, days: i32, kind: usize, words: &str) -> TimelineRow {
    let at = |part: i32| start.saturating_add((days * part / 8).days());
    let bar = |n: usize, from: i32, to: i32| s::mark(n, at(from), at(to));
    let marks = match kind {
        0 => vec![bar(0, 0, 2), bar(1, 2, 5), bar(2, 6, 6)],
        1 => vec![s::late(0, at(0), at(2), words), s::late(1, at(2), at(5), words), s::late(2, at(6), at(6), words)],
        2 => vec![s::done(0, at(0)), s::done(1, at(0)), s::done(2, at(1))],
        3 => vec![s::late(0, at(0), at(2), words), bar(0, 3, 3), bar(1, 3, 4), bar(2, 4, 4)],
        4 => (0..8).map(|n| bar(n as usize % 3, n, n)).collect(),
        5 => (0..8).map(|n| s::late(n as usize % 3, at(n), at(n + 1), words)).collect(),
        _ => Vec::new(),
    };
    s::row(name, words, at(8), marks)
}

#[test]
fn timelines_of_every_kind_are_sound() {
    let fonts = Fonts::bundled();
    let starts = [date(2026, 1, 31), date(2027, 12, 31), date(2028, 2, 28)];
    for (n, days) in [2, 30, 75, 190, 730].into_iter().enumerate() {
        for rows in [1, 6, 40] {
            for kind in 0..KINDS {
                let start = starts[(n + rows) % 3];
                let words = if kind % 2 == 0 { "已晚28天" } else { "28 days late" };
                let words = if rows == 6 && kind == 3 { LONG_ZH } else { words };
                let all = (0..rows).map(|i| plan(&names(kind, i), start.saturating_add((i as i32 % 5).days()), days, (i + n) % 7, words));
                let today = start.saturating_add((days * [0, 1, 4][(kind + rows) % 3] / 2).days());
                let scene = timeline::scene(&s::timeline(today, all.collect(), kind % 2 == 0), &fonts);
                assert_sound(&format!("timeline {rows} {days} {kind}"), &scene, &fonts);
            }
        }
    }
    // Everything late, also by years.
    let rows = (0..9).map(|i| plan(&names(5, i), date(2024, 2, 29).saturating_add((40 * i as i32).days()), 46, 1, "late")).collect();
    let scene = timeline::scene(&s::timeline(date(2026, 3, 1), rows, false), &fonts);
    assert_sound("timeline all late", &scene, &fonts);
    assert_eq!(rects(&scene, Color::Hurt).len(), 9 * 2 + 1, "two bars a row, and the key");
    assert!(scene.labels().filter(|l| l.text.contains("late")).count() >= 9, "each row says so");
}

#[test]
fn dots_stand_in_the_cells_of_their_levels() {
    let fonts = Fonts::bundled();
    let points = [("A", 5, 1, 1), ("B", 5, 3, 3), ("C", 4, 5, 5), ("D", 3, 2, 3), ("E", 2, 3, 3), ("F", 2, 3, 3), ("G", 1, 3, 3)];
    let points: Vec<MapPoint> = points.iter().map(|(n, up, from, to)| s::point(n, *up, *from, *to)).collect();
    let scene = map::scene(&s::map(points, false), &fonts);
    assert_sound("map exact", &scene, &fonts);
    let dots: Vec<(f64, f64, bool)> = scene
        .items
        .iter()
        .filter_map(|i| if let Item::Dot { x, y, solid, r, .. } = i { (*r > 6.0).then_some((*x, *y, *solid)) } else { None })
        .collect();
    let [a, b, c, d, e, f, g] = dots[..] else { panic!("{dots:?}") };
    // Levels are evenly apart to the right.
    close((b.0 - a.0) / 2.0, (c.0 - b.0) / 2.0);
    close(d.0, b.0);
    // And upwards, but for the strip with the names of the lower fields.
    close(c.1 - b.1, d.1 - c.1);
    close(g.1 - (e.1 + f.1) / 2.0, c.1 - b.1);
    close((e.1 + f.1) / 2.0 - d.1, c.1 - b.1 + 28.0);
    close(f.1 - e.1, 25.0);
    close(e.0, f.0);
    assert!(a.2 && b.2 && c.2 && !d.2 && !g.2);
    // The arrow runs from the stated level, one cell to the left, to the dot's rim.
    let arrow = scene.items.iter().rev().find_map(|i| match i {
        Item::Line { points, color: Color::Grey, .. } if (points[0].1 - d.1).abs() < 1e-6 && points[0].1 == points[1].1 => {
            Some(points[0].0)
        }
        _ => None,
    });
    close(arrow.unwrap(), d.0 - (c.0 - b.0) / 2.0);
    assert_eq!(named(&scene, "points").len(), 7, "every dot has its name");
}

#[test]
fn forty_on_one_point_are_named_or_counted() {
    let fonts = Fonts::bundled();
    for kind in 0..KINDS {
        for level in [(3, 3), (5, 5), (1, 1), (5, 1)].into_iter().skip(kind % 4).step_by(2) {
            let points = (0..40).map(|i| s::point(&names(kind, i), level.0, level.1, level.1)).collect();
            let scene = map::scene(&s::map(points, false), &fonts);
            assert_sound(&format!("map crowd {kind} {level:?}"), &scene, &fonts);
            let crowd = scene.items.iter().filter(|i| matches!(i, Item::Dot { .. })).count();
            assert_eq!(crowd, 41, "every dot and the key's");
            let told = scene.labels().find_map(|l| l.text.split("without their name: ").nth(1)?.split('\n').next()?.parse().ok());
            assert_eq!(named(&scene, "listed").len() + told.unwrap_or(0), 40);
            let numbers = format!("1\u{2013}{}", named(&scene, "listed").len());
            assert!(scene.labels().any(|l| l.text == numbers), "{numbers}");
            // Short names all have room.
            assert!(told.is_none() || (1..5).contains(&kind), "{kind} {told:?}");
        }
    }
}

#[test]
fn maps_of_every_kind_are_sound() {
    let fonts = Fonts::bundled();
    let spread: [(&str, &dyn Fn(usize) -> (u8, u8, u8)); 5] = [
        ("all over", &|i| ((i * 7 % 5) as u8 + 1, (i * 3 % 5) as u8 + 1, (i * 3 % 5) as u8 + 1)),
        ("moved", &|i| ((i * 7 % 5) as u8 + 1, (i % 5) as u8 + 1, (i + 1).min(5) as u8)),
        ("one row", &|i| (4, (i % 4) as u8 + 1, (i % 4) as u8 + 2)),
        ("corner", &|_| (5, 4, 5)),
        ("broken", &|i| ((i as u8).wrapping_mul(50), 0, 200)),
    ];
    let sizes: [(usize, &[usize]); 4] = [(1, &[0, 1, 2, 3, 4, 5]), (6, &[0, 1, 2, 3, 4, 5]), (13, &[2, 4]), (40, &[3, 5])];
    for (count, kinds) in sizes {
        for (what, levels) in spread {
            for kind in kinds {
                let points = (0..count).map(|i| {
                    let (up, from, to) = levels(i);
                    s::point(&names(*kind, i), up, from, to)
                });
                let scene = map::scene(&s::map(points.collect(), kind % 2 == 0), &fonts);
                assert_sound(&format!("map {count} {what} {kind}"), &scene, &fonts);
            }
        }
    }
    let mut view = s::map_en();
    view.words.fields = [0, 1, 2, 3].map(|_| (LONG_EN.to_owned(), LONG_ZH.to_owned()));
    (view.words.up, view.words.across, view.words.high) = (LONG_EN.to_owned(), LONG_ZH.to_owned(), LONG_EN.to_owned());
    assert_sound("map long words", &map::scene(&view, &fonts), &fonts);
    for cut in [0, 2, 5, 9] {
        view = s::map_en();
        view.cut = cut;
        assert_sound(&format!("map cut {cut}"), &map::scene(&view, &fonts), &fonts);
    }
}

#[test]
fn a_row_without_room_for_its_texts_has_one() {
    let fonts = Fonts::bundled();
    let start = date(2026, 1, 1);
    // 46 days of two years are about 35 pixels: no room for three texts.
    let rows =
        vec![plan("A", start, 46, 0, ""), s::row("B", "", date(2027, 12, 31), vec![s::mark(2, date(2027, 12, 1), date(2027, 12, 1))])];
    let scene = timeline::scene(&s::timeline(start, rows, false), &fonts);
    assert_sound("timeline one text", &scene, &fonts);
    assert!(scene.labels().any(|l| l.text == "1 Jan\u{2013}4 Feb"), "{:?}", scene.labels().map(|l| &l.text).collect::<Vec<_>>());
    let late = s::late(0, start, start, "");
    assert_eq!(late.state, MarkState::Late(String::new()));
}
