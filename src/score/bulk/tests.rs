//! Choosing by tiles against reckoning each pair exactly.

use super::*;
use crate::model::{Direction, Element, Kpi, Origin};
use crate::score::knowledge;

const NAMES: [&str; 12] = [
    "降低客户投诉率",
    "Brand awareness among owners",
    "提升培训覆盖率",
    "Waste per visitor",
    "全程直播",
    "取消客户投诉热线",
    "Cancel the weekly training",
    "每周安全培训",
    "Brand campaign with owners' stories",
    "免费停车",
    "会员积分兑换",
    "Recycling stations at every gate",
];

fn origin() -> Origin {
    Origin { file: "-".into(), line: 1 }
}

fn elements(count: usize) -> Vec<Element> {
    // Some texts stand several times, so that there are equal overlaps.
    (0..count).map(|n| Element::from_text("E", &format!("{} {}", NAMES[n % 12], NAMES[(n / 12) % 12]), origin())).collect()
}

fn kpis(count: usize) -> Vec<Kpi> {
    let way = |n: usize| [Some(Direction::Increase), Some(Direction::Decrease), None][n % 3];
    (0..count).map(|n| Kpi::from_text("K", &format!("{}{}", NAMES[(n * 5) % 12], NAMES[(n / 7) % 12]), way(n), origin())).collect()
}

struct Read {
    scorer: Scorer,
    kpis: Vec<KpiProfile>,
    elements: Vec<ElementProfile>,
}

fn read(encoder: Encoder, base_rate: f64, (ks, es): (usize, usize)) -> Read {
    let scorer = Scorer::reading(encoder, base_rate, knowledge::embedded()).unwrap();
    let (ks, es) = (kpis(ks), elements(es));
    let kpis = scorer.kpis(&ks.iter().map(|k| (k, "市场部")).collect::<Vec<_>>()).unwrap();
    let elements = scorer.elements(&es.iter().collect::<Vec<_>>()).unwrap();
    Read { scorer, kpis, elements }
}

impl Read {
    /// Exact overlaps, KPI by KPI.
    fn exact(&self) -> Vec<Vec<f64>> {
        let parts = self.scorer.parts(&self.kpis, &self.elements).unwrap();
        let overlap = |k: usize, e: usize| {
            let (helps, hurts) = self.scorer.chances(&parts[e * self.kpis.len() + k]);
            helps - hurts
        };
        (0..self.kpis.len()).map(|k| (0..self.elements.len()).map(|e| overlap(k, e)).collect()).collect()
    }

    fn field(&self, cut: (usize, usize)) -> Field<'_> {
        Field::cut(&self.scorer, &self.kpis, &self.elements, cut).unwrap()
    }
}

#[test]
fn overlaps_are_those_of_the_scorer() {
    for base_rate in [0.1, 0.5] {
        let read = read(Encoder::Fast, base_rate, (25, 150));
        let exact = read.exact();
        let tiles = read.field((7, 80)).tiles.unwrap();
        let mut room = Room::default();
        for block in &tiles.blocks {
            for rows in tiles.rows(0..25) {
                let bars = vec![f32::NEG_INFINITY; rows.len()];
                let found = tile::overlaps((&tiles.kpis, rows.clone()), block, Bars::Kpis(&bars), &tiles.weights, &mut room).unwrap();
                for (row, kpi) in found.chunks_exact(block.len()).zip(rows) {
                    for (n, overlap) in row.iter().enumerate() {
                        let wanted = exact[kpi][block.first() as usize + n];
                        assert!((f64::from(*overlap) - wanted).abs() < f64::from(SLACK) / 20.0, "{kpi} {n}: {overlap} for {wanted}");
                    }
                }
            }
        }
        // Such texts share words and reach concepts, so that every part of the formula has counted.
        let parts = read.scorer.parts(&read.kpis, &read.elements).unwrap();
        assert!(parts.iter().any(|p| p.driver > 0.1) && parts.iter().any(|p| p.driver < -0.1) && parts.iter().any(|p| p.lexical > 0.3));
    }
}

#[test]
fn what_is_ruled_out_is_below_its_bar() {
    let read = read(Encoder::Fast, 0.1, (12, 256));
    let tiles = read.field((12, 256)).tiles.unwrap();
    let block = &tiles.blocks[0];
    let overlaps = |bars: Bars| {
        let mut room = Room::default();
        tile::overlaps((&tiles.kpis, 0..12), block, bars, &tiles.weights, &mut room).unwrap().to_vec()
    };
    let all = overlaps(Bars::Kpis(&[f32::NEG_INFINITY; 12]));
    for bar in [-0.1_f32, 0.3, 0.6, 0.999] {
        for found in [overlaps(Bars::Kpis(&[bar; 12])), overlaps(Bars::Elements(&[bar; 256]))] {
            assert!(found.iter().zip(&all).all(|(x, whole)| x == whole || (*x == f32::NEG_INFINITY && *whole <= bar)));
            // Where few are good enough many are left out.
            assert!(found.contains(&f32::NEG_INFINITY) == (bar > 0.9) || (0.0..0.9).contains(&bar), "{bar}");
        }
    }
}

#[test]
fn how_the_work_is_cut_changes_nothing() {
    let read = read(Encoder::Fast, 0.1, (30, 130));
    for per in [Per::Kpi, Per::Element] {
        for wanted in [
            Wanted { per, top: Some(5), least: None },
            Wanted { per, top: None, least: Some(0.2) },
            Wanted { per, top: Some(3), least: Some(0.1) },
        ] {
            let whole = read.field((ROWS, COLUMNS));
            let count = whole.count(per);
            let all = whole.candidates(0..count, wanted).unwrap();
            assert_eq!(all.len(), count);
            for cut in [(1, 1), (7, 40), (64, 33)] {
                assert_eq!(read.field(cut).candidates(0..count, wanted).unwrap(), all);
            }
            let small = read.field((4, 10));
            let parts = [0..count / 3, count / 3..count - 2, count - 2..count];
            let joined: Vec<Vec<u32>> = parts.into_iter().flat_map(|p| small.candidates(p, wanted).unwrap()).collect();
            assert_eq!(joined, all);
            let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
            assert_eq!(one.install(|| small.candidates(0..count, wanted).unwrap()), all);
        }
    }
}

#[test]
fn candidates_hold_the_best() {
    let read = read(Encoder::Fast, 0.1, (20, 140));
    let exact = read.exact();
    let wanted = Wanted { per: Per::Kpi, top: Some(6), least: None };
    for (row, found) in exact.iter().zip(read.field((ROWS, COLUMNS)).candidates(0..20, wanted).unwrap()) {
        assert_eq!(found.len(), 6 + SPARE);
        let mut order: Vec<u32> = (0..140).collect();
        order.sort_by(|a, b| row[*b as usize].total_cmp(&row[*a as usize]).then(a.cmp(b)));
        for best in &order[..6] {
            assert!(found.contains(best), "{best} not in {found:?}");
        }
    }
    let strong = Wanted { per: Per::Element, top: None, least: Some(0.3) };
    let found = read.field((ROWS, COLUMNS)).candidates(0..140, strong).unwrap();
    for (e, kpis) in found.iter().enumerate() {
        let beyond: Vec<u32> = (0..20).filter(|k| exact[*k as usize][e].abs() >= 0.3).collect();
        assert!(beyond.iter().all(|k| kpis.contains(k)) && kpis.iter().all(|k| exact[*k as usize][e].abs() > 0.3 - 2.0 * f64::from(SLACK)));
    }
}

#[test]
fn nothing_to_choose_from_is_no_failure() {
    for (ks, es) in [(0, 3), (3, 0), (0, 0)] {
        let read = read(Encoder::Fast, 0.1, (ks, es));
        for per in [Per::Kpi, Per::Element] {
            let field = read.field((ROWS, COLUMNS));
            let found = field.candidates(0..field.count(per), Wanted { per, top: Some(2), least: None }).unwrap();
            assert_eq!(found, vec![Vec::<u32>::new(); field.count(per)]);
        }
    }
}
