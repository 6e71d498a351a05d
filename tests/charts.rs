//! Every chart over realistic and hostile views: sound by `check`, and the same bytes every time.
#![allow(clippy::type_complexity)]

#[allow(missing_docs, dead_code)]
mod samples;

use std::collections::BTreeSet;
use winwin::chart::font::Fonts;
use winwin::chart::scene::{Item, Scene};
use winwin::chart::theme::{self, Color};
use winwin::chart::{balance, check, contribution, coverage, heatmap, map, paint, timeline};

use contribution::{ContributionGroup, ContributionKpi, ContributionView, Segment};
use coverage::{CoverageRow, CoverageView};
use heatmap::{Cell, Column, HeatmapView, Row, RowGroup};

const LONG_EN: &str =
    "Share of first-time visitors from neighbouring regions who come back within twelve months of their first registered visit";
const LONG_ZH: &str = "在全国十二个重点城市的核心商圈内由新媒体渠道带来并在三个月之内完成首次到店体验且愿意向亲友推荐本品牌高端车型的潜在客户在全部到店客户之中所占的比例以及该比例相对于上一年度同期水平的提高幅度和在各大区之间的差异程度还有对应的改进空间";
const RARE: &str = "龘𠮷 \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} ✓ CO₂ שלום a\u{202e}b\u{0301} 中 عربي";

fn assert_sound(name: &str, scene: &Scene, fonts: &Fonts, missing: &str) {
    let allowed: BTreeSet<char> = missing.chars().collect();
    let problems: Vec<String> = check::problems(scene, fonts)
        .into_iter()
        .filter(|p| !allowed.iter().any(|c| p.contains(&format!("no glyph for U+{:04X}:", u32::from(*c)))))
        .collect();
    // PICTURES=folder writes what was checked, to be looked at.
    if let Some(folder) = std::env::var_os("PICTURES") {
        let file = std::path::Path::new(&folder).join(format!("{}.png", name.replace(' ', "-")));
        let painted = paint::png(scene, 1.25, fonts).map(|p| p.bytes).unwrap_or_default();
        assert!(std::fs::write(file, painted).is_ok());
    }
    assert!(problems.is_empty(), "{name}: {problems:#?}");
    assert!(scene.height >= 320.0 && scene.height < 3000.0, "{name}: {}", scene.height);
}

/// A view of rows x columns; `value` gives the overlap, `name` the names.
fn heat(rows: usize, columns: usize, name: &dyn Fn(&str, usize) -> String, value: &dyn Fn(usize, usize) -> f64) -> HeatmapView {
    let mut groups: Vec<RowGroup> = Vec::new();
    for r in 0..rows {
        if r % 4 == 0 {
            groups.push(RowGroup { department: name("Department", r / 4), rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(Row { kpi: name("KPI", r), served: r % 3 == 0 });
        }
    }
    HeatmapView {
        title: "A finding with 5 of 8".into(),
        subtitle: "What is shown".into(),
        source: "Source: files".into(),
        groups,
        columns: (0..columns).map(|c| Column { element: name("Element", c), optional: c % 2 == 1 }).collect(),
        cells: (0..rows)
            .map(|r| {
                (0..columns)
                    .map(|c| {
                        let v = value(r, c);
                        Cell { overlap: v, helps: v.max(0.0), hurts: (-v).max(0.0), stated: (r + c) % 5 == 0 }
                    })
                    .collect()
            })
            .collect(),
        number_from: 0.2,
        words: samples::heat_words(rows.is_multiple_of(2)),
    }
}

fn cover(rows: usize, name: &dyn Fn(usize) -> String, value: &dyn Fn(usize) -> (f64, f64, f64)) -> CoverageView {
    CoverageView {
        title: "A finding with 5 of 8".into(),
        subtitle: "What is shown".into(),
        source: "Source: files".into(),
        rows: (0..rows)
            .map(|i| {
                let (before, after, hurt) = value(i);
                CoverageRow {
                    name: name(i),
                    note: "partner".into(),
                    hurt_before: hurt,
                    hurt_after: hurt,
                    help_before: before,
                    help_after: after,
                    net: (hurt > 0.0).then_some(after - hurt),
                    label: format!("{:.0} %, 3 of 8 served", after * 100.0),
                    hurt_label: "−9 %".into(),
                }
            })
            .collect(),
        line: Some((0.5, "worth saying yes: 50 %".into())),
        words: samples::cover_words(false),
    }
}

fn shares(rows: usize, name: &dyn Fn(usize) -> String, value: &dyn Fn(usize) -> Vec<f64>) -> ContributionView {
    ContributionView {
        title: "A finding with 5 of 8".into(),
        subtitle: "What is shown".into(),
        source: "Source: files".into(),
        groups: (0..rows.div_ceil(3))
            .map(|g| ContributionGroup {
                department: name(g),
                kpis: (g * 3..rows.min(g * 3 + 3))
                    .map(|i| ContributionKpi {
                        name: name(i),
                        segments: value(i).into_iter().enumerate().map(|(n, share)| Segment { element: name(n), share }).collect(),
                        range: (i % 2 == 0).then(|| (value(i).iter().sum::<f64>() * 0.8, value(i).iter().sum::<f64>() * 1.3)),
                        total: "30.0 %".into(),
                        label: "5,000,000 of 16,670,000 = 30.0 %".into(),
                    })
                    .collect(),
            })
            .collect(),
        unstated: (0..rows).map(name).collect(),
        words: samples::share_words(false),
    }
}

fn plain(kind: &str, i: usize) -> String {
    format!("{kind} {}", i + 1)
}

fn wave(r: usize, c: usize) -> f64 {
    ((r * 7 + c * 13) % 41) as f64 / 20.0 - 1.0
}

#[test]
fn the_worked_cases_are_sound() {
    let fonts = Fonts::bundled();
    for (name, scene) in [
        ("heatmap zh", heatmap::scene(&samples::heat_zh(), &fonts)),
        ("heatmap en", heatmap::scene(&samples::heat_en(), &fonts)),
        ("coverage zh", coverage::scene(&samples::cover_zh(), &fonts)),
        ("coverage en", coverage::scene(&samples::cover_en(), &fonts)),
        ("contribution zh", contribution::scene(&samples::share_zh(), &fonts)),
        ("contribution en", contribution::scene(&samples::share_en(), &fonts)),
        ("timeline zh", timeline::scene(&samples::relations::timeline_zh(), &fonts)),
        ("timeline en", timeline::scene(&samples::relations::timeline_en(), &fonts)),
        ("balance zh", balance::scene(&samples::relations::balance_zh(), &fonts)),
        ("balance en", balance::scene(&samples::relations::balance_en(), &fonts)),
        ("map zh", map::scene(&samples::relations::map_zh(), &fonts)),
        ("map en", map::scene(&samples::relations::map_en(), &fonts)),
    ] {
        assert_sound(name, &scene, &fonts, "");
        let painted = paint::png(&scene, 1.0, &fonts).map(|p| p.bytes).unwrap_or_default();
        let again = paint::png(&scene, 1.0, &fonts).map(|p| p.bytes).unwrap_or_default();
        assert!(painted.len() > 5_000 && painted == again, "{name}");
    }
}

#[test]
fn heatmaps_of_every_size_and_value_are_sound() {
    let fonts = Fonts::bundled();
    let values: [(&str, &dyn Fn(usize, usize) -> f64); 6] = [
        ("mixed", &wave),
        ("equal", &|_, _| 0.5),
        ("zero", &|_, _| 0.0),
        ("negative", &|_, _| -1.0),
        ("positive", &|_, _| 1.0),
        ("broken", &|r, _| {
            if r % 2 == 0 { f64::NAN } else { f64::INFINITY }
        }),
    ];
    for (rows, columns) in [(1, 1), (2, 3), (5, 10), (8, 11), (30, 20), (60, 80)] {
        for (kind, value) in values {
            let scene = heatmap::scene(&heat(rows, columns, &plain, value), &fonts);
            assert_sound(&format!("{rows} x {columns} {kind}"), &scene, &fonts, "");
        }
    }
    let scene = heatmap::scene(&heat(60, 80, &plain, &wave), &fonts);
    let shown = |axis: &str| scene.labels().filter(|l| l.names.as_ref().is_some_and(|n| n.axis.starts_with(axis))).count();
    assert_eq!(shown("columns"), 20);
    let rows = shown("kpis");
    assert!((10..=30).contains(&rows) && scene.height <= theme::TALLEST, "{rows}: {}", scene.height);
    let cuts = [(60 - rows).to_string(), "60".to_owned()];
    assert!(scene.labels().any(|l| cuts.iter().all(|c| l.text.contains(c))), "both cuts are counted");
}

#[test]
fn a_heatmap_keeps_rows_with_something_to_see() {
    let fonts = Fonts::bundled();
    // The last five KPIs are helped by columns that are cut away, and weakly by one that is kept; the tenth department has no others.
    let value = |r: usize, c: usize| match (r, c) {
        (0..36, 0..20) => 0.3,
        (36.., 20..) if c % 10 == r % 10 => 0.9,
        _ => 0.0,
    };
    let view = HeatmapView { words: samples::heat_words(false), ..heat(40, 60, &plain, &value) };
    let columns: BTreeSet<String> = (0..20).map(|c| plain("Element", c)).collect();
    let scene = heatmap::scene(&view, &fonts);
    let full = |axis: &str| -> BTreeSet<String> {
        scene.labels().filter_map(|l| l.names.as_ref()).filter(|n| n.axis.starts_with(axis)).map(|n| n.full.clone()).collect()
    };
    assert_eq!(full("columns"), columns);
    assert!((36..40).all(|r| !full("kpis").contains(&plain("KPI", r))), "{:?}", full("kpis"));
    let gone = plain("Department", 9);
    assert!(scene.labels().any(|l| l.text.contains("No KPI shown of: ") && l.text.contains(&gone)), "{gone} is not told of");
}

#[test]
fn a_net_value_has_its_line_and_keys_name_only_what_is_drawn() {
    let fonts = Fonts::bundled();
    let scene = coverage::scene(&cover(1, &|i| format!("D{i}"), &|_| (0.6, 0.6, 0.2)), &fonts);
    let bar = |color: Color| {
        scene.items.iter().find_map(|i| match i {
            Item::Rect { area, fill } if *fill == color && area.h > 20.0 => Some(*area),
            _ => None,
        })
    };
    let (help, hurt) = (bar(Color::Before).unwrap_or(scene_area()), bar(Color::Hurt).unwrap_or(scene_area()));
    // 60 % less 20 %: as far left of the bar's end as harm is long.
    let at = help.right() - hurt.w;
    let line = |i: &Item| {
        matches!(i, Item::Line { points, color: Color::Ink, dash: None, .. }
        if points.iter().all(|p| (p.0 - at).abs() < 0.5) && points.len() == 2 && (points[1].1 - points[0].1 - help.h - 6.0).abs() < 0.5)
    };
    assert!(hurt.w > 0.0 && scene.items.iter().any(line), "no line at {at}");
    assert!(scene.labels().any(|l| l.text == "net: help less harm"));
    let harm = contribution::scene(&shares(2, &|i| format!("KPI {i}"), &|_| vec![-0.4]), &fonts);
    let words = samples::share_words(false);
    assert!(harm.labels().all(|l| l.text != words.gives) && harm.labels().any(|l| l.text == words.hurts));
}

fn scene_area() -> winwin::chart::scene::Area {
    winwin::chart::scene::Area::new(0.0, 0.0, 0.0, 0.0)
}

#[test]
fn empty_views_are_one_sentence() {
    let fonts = Fonts::bundled();
    let scenes = [
        heatmap::scene(&heat(0, 3, &plain, &wave), &fonts),
        heatmap::scene(&heat(3, 0, &plain, &wave), &fonts),
        coverage::scene(&cover(0, &|i| plain("D", i), &|_| (0.0, 0.0, 0.0)), &fonts),
        contribution::scene(&shares(0, &|i| plain("D", i), &|_| vec![]), &fonts),
        timeline::scene(&samples::relations::timeline(jiff::civil::date(2028, 2, 29), Vec::new(), true), &fonts),
        balance::scene(&samples::relations::balances(&[], false), &fonts),
        map::scene(&samples::relations::map(Vec::new(), true), &fonts),
    ];
    for scene in scenes {
        assert_sound("empty", &scene, &fonts, "");
        assert_eq!(scene.items.len(), 3, "title, sentence, source");
    }
}

#[test]
fn long_names_are_shortened_and_stay_apart() {
    let fonts = Fonts::bundled();
    for long in [LONG_EN, LONG_ZH] {
        assert!(long.chars().count() >= 100);
        let end = |kind: &str, i: usize| format!("{long} {kind}{i}");
        let front = |kind: &str, i: usize| format!("{i}{kind} {long}");
        let names: [&dyn Fn(&str, usize) -> String; 2] = [&end, &front];
        for name in names {
            for (rows, columns) in [(1, 1), (9, 7), (12, 15)] {
                let scene = heatmap::scene(&heat(rows, columns, name, &wave), &fonts);
                assert_sound(&format!("long {rows} x {columns}"), &scene, &fonts, "");
            }
            let one = |i: usize| name("D", i);
            let scene = coverage::scene(&cover(9, &one, &|i| (0.1 * i as f64, 0.9, 0.05)), &fonts);
            assert_sound("long coverage", &scene, &fonts, "");
            let scene = contribution::scene(&shares(7, &one, &|i| vec![0.1 * i as f64, 0.2, -0.1]), &fonts);
            assert_sound("long contribution", &scene, &fonts, "");
        }
    }
}

#[test]
fn rare_characters_become_listed_substitutes() {
    let fonts = Fonts::bundled();
    let missing: String = fonts.missing(RARE).into_iter().collect();
    assert!(missing.contains('龘') && missing.contains('\u{1f468}') && missing.contains('ש'));
    assert!(!missing.contains('✓') && !missing.contains('₂') && !missing.contains('\u{202e}'));
    let name = |kind: &str, i: usize| format!("{RARE} {kind}{i}");
    let scene = heatmap::scene(&heat(4, 4, &name, &wave), &fonts);
    assert_sound("rare", &scene, &fonts, &missing);
    let painted = paint::png(&scene, 1.0, &fonts).map(|p| p.missing);
    assert!(painted.is_ok_and(|m| m == missing.chars().collect()));
}

#[test]
fn coverage_of_every_kind_is_sound() {
    let fonts = Fonts::bundled();
    let name = |i: usize| plain("Department", i);
    let kinds: [(&str, &dyn Fn(usize) -> (f64, f64, f64)); 6] = [
        ("equal", &|_| (0.4, 0.4, 0.0)),
        ("zero", &|_| (0.0, 0.0, 0.0)),
        ("full", &|_| (0.2, 1.0, 0.0)),
        ("negative", &|_| (-0.9, -0.8, 1.0)),
        ("loss", &|i| (0.9, 0.1 * (i % 9) as f64, 0.3)),
        ("broken", &|_| (f64::NAN, f64::INFINITY, f64::NAN)),
    ];
    for rows in [1, 7, 40] {
        for (kind, value) in kinds {
            let scene = coverage::scene(&cover(rows, &name, value), &fonts);
            assert_sound(&format!("coverage {rows} {kind}"), &scene, &fonts, "");
        }
    }
}

#[test]
fn coverage_bars_are_as_long_as_their_values() {
    let fonts = Fonts::bundled();
    let scene = coverage::scene(&cover(1, &|_| "D".into(), &|_| (0.25, 0.75, 0.1)), &fonts);
    let width = |color: Color| -> f64 {
        // The key's swatch comes first, the bar last.
        let of = |i: &Item| match i {
            Item::Rect { area, fill } if *fill == color => Some(area.w),
            _ => None,
        };
        scene.items.iter().filter_map(of).next_back().unwrap_or(0.0)
    };
    let (grey, blue, orange) = (width(Color::Before), width(Color::Help), width(Color::Hurt));
    assert!(grey > 50.0);
    assert!((blue / grey - 2.0).abs() < 1e-6 && (orange / grey - 0.4).abs() < 1e-6);
}

#[test]
fn contributions_of_every_kind_are_sound() {
    let fonts = Fonts::bundled();
    let name = |i: usize| plain("Element of the plan", i);
    let kinds: [(&str, &dyn Fn(usize) -> Vec<f64>); 8] = [
        ("equal", &|_| vec![0.3]),
        ("tiny", &|_| vec![0.001, 0.002]),
        ("zero", &|_| vec![0.0]),
        ("beyond", &|i| vec![0.8, 0.9 + i as f64]),
        ("just reached", &|_| vec![0.5, 0.5]),
        ("negative", &|_| vec![-0.7]),
        ("far below", &|_| vec![-7.0, 3.0]),
        ("broken", &|_| vec![f64::NAN, f64::INFINITY]),
    ];
    for rows in [1, 5, 40] {
        for (kind, value) in kinds {
            let scene = contribution::scene(&shares(rows, &name, value), &fonts);
            assert_sound(&format!("contribution {rows} {kind}"), &scene, &fonts, "");
        }
    }
}

#[test]
fn absurdly_long_texts_are_cut_too() {
    let fonts = Fonts::bundled();
    for piece in ["word ", "x", "字", "，", "\u{202e}", "\u{301}", " "] {
        let text = piece.repeat(20_000);
        let name = |_: &str, i: usize| format!("{text}{i}");
        let mut view = heat(2, 2, &name, &wave);
        view.title = text.clone();
        view.source = text.clone();
        let scene = heatmap::scene(&view, &fonts);
        assert_sound("absurd", &scene, &fonts, "\u{301}");
    }
}
