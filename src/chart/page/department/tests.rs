//! The page of a department at few and many KPIs: nothing overlaps or leaves the page, reasons stand where there is room.

use super::*;
use crate::chart::check::problems;
use crate::chart::scene::Item;
use crate::chart::theme::PAGE_HEIGHT;

const ZH: [&str; 6] = [
    "提升品牌知名度",
    "从0次提升到1667万次，2026-12-31截止，权重50%",
    "“全程直播”、“邀请汽车媒体报道”、“KOL生活方式分享”",
    "有帮助，由文字推断",
    "没有写明数值",
    "“邀请汽车媒体报道”为什么有帮助：“汽车媒体” → 媒体报道 → 品牌知名度",
];
const EN: [&str; 6] = [
    "Raise brand awareness",
    "from 0 views, increase to 16,670,000 views, due 2026-12-31",
    "\"Full live stream\", \"Car media invited to report\", \"KOL lifestyle talks\"",
    "helps, inferred from text",
    "no amount stated",
    "why \"Car media invited to report\" helps: \"media invited\" → media coverage → brand awareness",
];

fn view(kpis: usize, [name, goal, by, amount, detail, why]: [&str; 6]) -> DepartmentView {
    let row = |n: usize| KpiRow {
        name: format!("{name} {n}"),
        goal: Passage::one(goal),
        by: Passage::one(by),
        amount: if n == 0 { Amount::Share(0.3, "30.0%".into()) } else { Amount::Words(amount.into()) },
        detail: Passage::one(detail),
        why: Passage::one(why),
        served: true,
    };
    let part = |n: usize| Part { name: format!("{name} {n}."), items: vec![Passage::one(format!("{detail} {n}."))], first: 1 };
    DepartmentView {
        title: Passage::one(name),
        figures: vec![Figure { number: "30.0%".into(), caption: Passage::one(amount) }],
        rows: (0..kpis).map(row).collect(),
        parts: (0..3).map(part).collect(),
        source: "kpis.csv".into(),
        words: DepartmentWords {
            columns: ["A", "B", "C"].map(str::to_owned),
            rows_left_out: "+{n} -{m}".into(),
            more: "+{n}".into(),
            nothing: String::new(),
        },
    }
}

fn starts(scene: &Scene, start: &str) -> Vec<Label> {
    scene.labels().filter(|l| l.text.starts_with(start)).cloned().collect()
}

fn reasons(scene: &Scene, why: &str) -> usize {
    scene.labels().filter(|l| l.names.as_ref().is_some_and(|n| n.full == why)).count()
}

/// Heights of hairlines over rows, then of the rule over the lists.
fn lines(scene: &Scene) -> Vec<f64> {
    let at = |wanted: Color| {
        scene.items.iter().filter_map(move |i| match i {
            Item::Line { points, color, .. } if *color == wanted => points.first().map(|p| p.1),
            _ => None,
        })
    };
    at(Color::Grid).chain(at(Color::Before).next_back()).collect()
}

#[test]
fn few_rows_have_their_reasons_and_many_look_as_without() {
    let fonts = Fonts::bundled();
    for words in [ZH, EN] {
        for (kpis, told) in [(1, 1), (2, 2), (3, 3), (8, 0)] {
            let mut view = view(kpis, words);
            let drawn = scene(&view, &fonts);
            assert_eq!(problems(&drawn, &fonts), Vec::<String>::new(), "{kpis} {}", words[0]);
            assert_eq!(reasons(&drawn, words[5]), told, "{kpis} {}", words[0]);
            let source = starts(&drawn, "kpis.csv").remove(0).bounds(&fonts);
            for label in drawn.labels().filter(|l| l.text != "kpis.csv") {
                let area = label.bounds(&fonts);
                assert!(area.x >= LEFT && area.right() <= RIGHT + 0.5 * TEXT.px() && area.bottom() < source.y, "{kpis}: {label:?}");
            }
            view.rows.iter_mut().for_each(|r| r.why = Passage::default());
            let without = scene(&view, &fonts);
            assert_eq!(reasons(&without, words[5]), 0);
            assert_eq!(drawn == without, told == 0, "{kpis} {}", words[0]);
        }
    }
}

#[test]
fn a_page_that_ends_early_is_set_wider_within_bounds() {
    let fonts = Fonts::bundled();
    for words in [ZH, EN] {
        // One row: all that it may have, its reason, and twice the gap.
        let drawn = lines(&scene(&view(1, words), &fonts));
        assert!(drawn.len() == 2 && (drawn[1] - drawn[0] - (ROOMY + WHY + 2.0 * GAP)).abs() < 1e-6, "{drawn:?}");
        for kpis in [2, 3] {
            let drawn = scene(&view(kpis, words), &fonts);
            let at = lines(&drawn);
            let pitch = at[1] - at[0] - WHY;
            assert!((ROW.0..=ROOMY).contains(&pitch), "{kpis}: {pitch}");
            let last = drawn.labels().filter(|l| l.text != "kpis.csv").map(|l| l.bounds(&fonts).bottom()).fold(0.0, f64::max);
            // The foot keeps as much as the rows were given, and less than a quarter of the page is left.
            let left = starts(&drawn, "kpis.csv").remove(0).bounds(&fonts).y - last;
            assert!(left >= (pitch - ROW.1) * kpis as f64 && left <= PAGE_HEIGHT / 4.0, "{kpis}: {left} at {pitch}");
        }
    }
}

#[test]
fn a_row_without_a_reason_keeps_the_rhythm() {
    let fonts = Fonts::bundled();
    let mut view = view(3, EN);
    view.rows[1].why = Passage::default();
    let drawn = scene(&view, &fonts);
    assert_eq!(problems(&drawn, &fonts), Vec::<String>::new());
    assert_eq!(reasons(&drawn, EN[5]), 2);
    let at = lines(&drawn);
    assert!((at[1] - at[0] - WHY - (at[2] - at[1])).abs() < 1e-9, "{at:?}");
    let names: Vec<f64> = drawn.labels().filter(|l| l.names.as_ref().is_some_and(|n| n.axis == "kpis")).map(|l| l.y).collect();
    let over: Vec<f64> = names.iter().zip(&at).map(|(y, line)| y - line).collect();
    assert!(over.len() == 3 && over.iter().all(|o| (o - over[0]).abs() < 1e-9), "{over:?}");
}

#[test]
fn no_name_is_cut_for_a_reason_and_a_long_reason_is_cut_at_a_word() {
    let fonts = Fonts::bundled();
    let mut long = view(4, EN);
    for row in &mut long.rows {
        row.name = format!("Share of first-time visitors who come back {}", row.name);
    }
    let drawn = scene(&long, &fonts);
    assert_eq!(reasons(&drawn, EN[5]), 0);
    assert!(starts(&drawn, "Share of").iter().all(|l| l.text.contains('\n')));
    let mut one = view(1, EN);
    let full = ["word"; 60].join(" ");
    one.rows[0].why = Passage::one(full.as_str());
    let drawn = scene(&one, &fonts);
    let cut = starts(&drawn, "word").remove(0);
    assert!(cut.text.ends_with("word…") && cut.bounds(&fonts).right() <= RIGHT, "{}", cut.text);
    one.rows[0].why.forms.push("the same in few words".into());
    assert_eq!(starts(&scene(&one, &fonts), "the same in few words").len(), 1);
}
