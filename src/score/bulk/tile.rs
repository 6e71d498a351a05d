//! A few KPIs against a block of elements.

use std::ops::Range;

use crate::score::bulk::blend::{Row, Weights, odds_for};
use crate::score::bulk::sides::{Block, Kpi, Kpis};
use crate::score::characters;
use crate::score::fast::head::VIEWS;
use crate::score::lexical::{self, TRUST};
use crate::score::product::products_turned;
use crate::score::{LONE_WORD, UNCONNECTED};

/// Room for the numbers of a tile, used again and again.
#[derive(Default)]
pub struct Room {
    views: [Vec<f32>; VIEWS],
    overlaps: Vec<f32>,
    bars: Vec<f32>,
    driver: Vec<f32>,
    semantic: Vec<f32>,
    lexical: Vec<f32>,
    dot: Vec<f32>,
    doubt: Vec<f32>,
    count: Vec<u32>,
    touched: Vec<u32>,
}

/// What overlaps must be above to be of use.
#[derive(Clone, Copy)]
pub enum Bars<'b> {
    /// One bar for each KPI of the tile.
    Kpis(&'b [f32]),
    /// One for each element of the block.
    Elements(&'b [f32]),
}

/// The overlaps of some KPIs with the elements of a block, KPI by KPI. What stays below its bar may be minus infinity instead.
///
/// # Errors
/// The products cannot be computed.
pub fn overlaps<'r>(
    (kpis, tile): (&Kpis, Range<usize>),
    block: &Block,
    bars: Bars,
    weights: &Weights,
    room: &'r mut Room,
) -> Result<&'r [f32], String> {
    let (rows, columns) = (tile.len(), block.len());
    room.bars.resize(columns, 0.0);
    if let Bars::Elements(bars) = bars {
        room.bars.iter_mut().zip(bars).for_each(|(odds, bar)| *odds = odds_for(*bar));
    }
    for view in 0..VIEWS {
        let width = block.views[view].len() / columns.max(1);
        room.views[view].resize(rows * columns, 0.0);
        let ours = &kpis.views[view][tile.start * width..tile.end * width];
        products_turned(ours, &block.views[view], width, &mut room.views[view])?;
    }
    room.overlaps.resize(rows * columns, 0.0);
    for numbers in [&mut room.driver, &mut room.semantic, &mut room.lexical, &mut room.dot] {
        numbers.resize(columns, 0.0);
    }
    room.doubt.resize(columns, 0.0);
    room.count.resize(columns, 0);
    for (row, at) in tile.enumerate() {
        let kpi = &kpis.of[at];
        concepts(kpis, at, kpi, block, room);
        words(kpis, at, kpi, block, room);
        characters(kpis, at, kpi, block, room);
        if let Bars::Kpis(bars) = bars {
            room.bars.fill(odds_for(bars[row]));
        }
        let part = row * columns..(row + 1) * columns;
        let numbers = Row {
            views: std::array::from_fn(|view| &room.views[view][part.clone()]),
            driver: &room.driver,
            semantic: &room.semantic,
            lexical: &room.lexical,
            known: &block.known,
            han: &block.han,
            own: [&block.own[0], &block.own[1]],
            bars: &room.bars,
        };
        weights.blend(&numbers, &kpi.weights, &mut room.overlaps[part]);
    }
    Ok(&room.overlaps)
}

/// Signed cause and likeness of concepts, as in `Scorer::parts`.
fn concepts(kpis: &Kpis, at: usize, kpi: &Kpi, block: &Block, room: &mut Room) {
    room.driver.fill(0.0);
    room.semantic.fill(0.0);
    if !kpi.known {
        return;
    }
    for (concept, want) in kpis.target.text(at) {
        block.moved.term(*concept).iter().for_each(|(element, moved)| room.driver[*element as usize] += want * moved);
    }
    for (concept, near) in kpis.near.text(at) {
        block.moved.term(*concept).iter().for_each(|(element, moved)| room.semantic[*element as usize] += near * moved.abs());
    }
    for ((driver, semantic), (known, length)) in room.driver.iter_mut().zip(&mut room.semantic).zip(block.known.iter().zip(&block.lengths))
    {
        *driver = driver.clamp(-1.0, 1.0) * known;
        *semantic = if *length > 0.0 { (*semantic / length).clamp(0.0, 1.0) * known } else { 0.0 };
    }
}

/// Shared words, as in `Scorer::parts`.
fn words(kpis: &Kpis, at: usize, kpi: &Kpi, block: &Block, room: &mut Room) {
    room.lexical.fill(0.0);
    for (word, weight) in kpis.words.text(at) {
        for (element, theirs) in block.words.term(*word) {
            let e = *element as usize;
            if room.count[e] == 0 {
                room.touched.push(*element);
                (room.dot[e], room.doubt[e]) = (0.0, 1.0);
            }
            let weight = weight * theirs;
            room.count[e] += 1;
            room.dot[e] += weight;
            room.doubt[e] *= 1.0 - TRUST * weight;
        }
    }
    let same: &[u32] = block.prints.get(&kpi.print).map_or(&[], |all| if kpi.print == 0 { &[] } else { all });
    for element in room.touched.drain(..) {
        let e = element as usize;
        let score = if same.binary_search(&element).is_ok() { 1.0 } else { lexical::soft(room.dot[e], kpi.norm, block.norms[e]) };
        let known = kpi.known && block.known[e] > 0.0;
        let alone = known && room.driver[e].abs() < UNCONNECTED && room.count[e] < 2 && score < 1.0;
        let confidence = (1.0 - room.doubt[e]).clamp(0.0, 1.0);
        room.lexical[e] = score * confidence * if alone { LONE_WORD } else { 1.0 };
        room.count[e] = 0;
    }
}

/// Shared runs of characters of topics, as in `Scorer::parts`.
fn characters(kpis: &Kpis, at: usize, kpi: &Kpi, block: &Block, room: &mut Room) {
    let Some(norm) = kpi.run_norm else { return };
    for (run, weight) in kpis.runs.text(at) {
        for (element, theirs) in block.runs.term(*run) {
            let e = *element as usize;
            if room.count[e] == 0 {
                room.touched.push(*element);
                room.dot[e] = 0.0;
            }
            room.count[e] += 1;
            room.dot[e] += weight * theirs;
        }
    }
    for element in room.touched.drain(..) {
        let e = element as usize;
        room.lexical[e] = characters::joined(room.lexical[e], lexical::soft(room.dot[e], norm, block.run_norms[e]));
        room.count[e] = 0;
    }
}
