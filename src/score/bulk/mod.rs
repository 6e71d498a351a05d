//! Many pairs at once: for each KPI (or each element) the pairs worth keeping out of millions, without a table of all of them.
//!
//! Flow: KPIs and elements, each read once -> `sides` (numbers for products, `postings` for shared words and concepts) -> `tile`: a few
//! KPIs against a block of elements, products first, then `blend` to overlaps -> `top`. Memory grows with KPIs + elements + what is kept.
//! Invariant: an overlap depends on its pair alone, so that block sizes and threads change nothing. It is reckoned in single
//! precision here, to choose by; whoever shows a chosen pair reckons it anew in double precision.

mod blend;
mod postings;
mod sides;
#[cfg(test)]
mod tests;
mod tile;
mod top;

use std::ops::Range;

use rayon::prelude::*;

use crate::error::Message;
use crate::score::reader::Encoder;
use crate::score::{ElementProfile, KpiProfile, Scorer, internal};
use blend::Weights;
use sides::{Block, Kpis, Vocabulary};
use tile::{Bars, Room};
use top::Top;

/// KPIs of a tile.
const ROWS: usize = 128;
/// Elements of a block.
const COLUMNS: usize = 512;
/// KPIs that are judged together where the judge itself reads the texts.
const DEEP_ROWS: usize = 8;
/// How far single precision may be off an overlap.
const SLACK: f32 = 1e-4;
/// Pairs kept beyond those asked for, since single precision may have put neighbours in the wrong order.
const SPARE: usize = 4;

/// Of what the best are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Per {
    /// The best elements of each KPI.
    #[default]
    Kpi,
    /// The best KPIs of each element.
    Element,
}

/// Which pairs are worth keeping.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Wanted {
    /// Of what.
    pub per: Per,
    /// At most so many of each; `None`: all.
    pub top: Option<usize>,
    /// Only overlaps at least so far from zero, 0 to 1.
    pub least: Option<f64>,
}

/// KPIs and elements, prepared for choosing among their pairs.
pub struct Field<'a> {
    scorer: &'a Scorer,
    kpis: &'a [KpiProfile],
    elements: &'a [ElementProfile],
    /// For the fast encoder.
    tiles: Option<Tiles>,
}

/// What products need.
struct Tiles {
    weights: Weights,
    kpis: Kpis,
    blocks: Vec<Block>,
    rows: usize,
    columns: usize,
}

impl<'a> Field<'a> {
    /// Prepares what a scorer has read.
    ///
    /// # Errors
    /// The texts were read by another encoder.
    pub fn new(scorer: &'a Scorer, kpis: &'a [KpiProfile], elements: &'a [ElementProfile]) -> Result<Self, Message> {
        Self::cut(scorer, kpis, elements, (ROWS, COLUMNS)).map_err(internal)
    }

    fn cut(
        scorer: &'a Scorer,
        kpis: &'a [KpiProfile],
        elements: &'a [ElementProfile],
        (rows, columns): (usize, usize),
    ) -> Result<Self, String> {
        let tiles = match scorer.encoder() {
            Encoder::Deep => None,
            Encoder::Fast => {
                let weights = Weights::of(scorer)?;
                let both = Vocabulary::of(kpis, elements);
                let concepts = scorer.knowledge().concepts.len();
                let block = |(n, part): (usize, &[ElementProfile])| Block::of(part, n * columns, &weights, &both, concepts);
                let blocks = elements.par_chunks(columns).enumerate().map(block).collect::<Result<_, _>>()?;
                Some(Tiles { kpis: Kpis::of(kpis, &weights, &both)?, blocks, weights, rows, columns })
            }
        };
        Ok(Field { scorer, kpis, elements, tiles })
    }

    /// KPIs, or elements, of which the best can be asked for.
    pub fn count(&self, per: Per) -> usize {
        match per {
            Per::Kpi => self.kpis.len(),
            Per::Element => self.elements.len(),
        }
    }

    /// Candidates for some KPIs (or elements), as places in the other list: those asked for are among them, with a few more where single
    /// precision leaves it open. In the order of the list where no number is asked for, else best first.
    ///
    /// # Errors
    /// The model cannot be run.
    pub fn candidates(&self, places: Range<usize>, wanted: Wanted) -> Result<Vec<Vec<u32>>, Message> {
        let parts = match (&self.tiles, wanted.per) {
            (Some(tiles), Per::Kpi) => tiles.of_kpis(places, wanted).map_err(internal)?,
            (Some(tiles), Per::Element) => tiles.of_elements(places, wanted).map_err(internal)?,
            (None, Per::Kpi) => self.exact_of_kpis(places, wanted)?,
            (None, Per::Element) => self.exact_of_elements(places, wanted)?,
        };
        Ok(parts.into_iter().flatten().map(Top::places).collect())
    }

    /// The judge: exact overlaps of a few KPIs at a time.
    fn exact_of_kpis(&self, places: Range<usize>, wanted: Wanted) -> Result<Vec<Vec<Top>>, Message> {
        let all: Vec<&ElementProfile> = self.elements.iter().collect();
        self.kpis[places]
            .par_chunks(DEEP_ROWS)
            .map(|part| {
                let found = self.exact(&part.iter().collect::<Vec<_>>(), &all)?;
                let mut kept = fresh(part.len(), wanted);
                for (column, element) in found.chunks_exact(part.len()).zip(0..) {
                    kept.iter_mut().zip(column).for_each(|(top, overlap)| top.offer(std::slice::from_ref(overlap), element));
                }
                Ok(kept)
            })
            .collect()
    }

    fn exact_of_elements(&self, places: Range<usize>, wanted: Wanted) -> Result<Vec<Vec<Top>>, Message> {
        let all: Vec<&KpiProfile> = self.kpis.iter().collect();
        self.elements[places]
            .par_chunks(DEEP_ROWS)
            .map(|part| {
                let found = self.exact(&all, &part.iter().collect::<Vec<_>>())?;
                let mut kept = fresh(part.len(), wanted);
                kept.iter_mut().zip(found.chunks_exact(all.len().max(1))).for_each(|(top, row)| top.offer(row, 0));
                Ok(kept)
            })
            .collect()
    }

    fn exact(&self, kpis: &[&KpiProfile], elements: &[&ElementProfile]) -> Result<Vec<f32>, Message> {
        let parts = self.scorer.parts_of(kpis, elements)?;
        Ok(parts.iter().map(|p| self.scorer.chances(p)).map(|(helps, hurts)| (helps - hurts) as f32).collect())
    }
}

impl Tiles {
    fn of_kpis(&self, places: Range<usize>, wanted: Wanted) -> Result<Vec<Vec<Top>>, String> {
        self.rows(places)
            .into_par_iter()
            .map_init(Room::default, |room, rows| {
                let mut kept = fresh(rows.len(), wanted);
                for block in &self.blocks {
                    let bars: Vec<f32> = kept.iter().map(Top::bar).collect();
                    let overlaps = tile::overlaps((&self.kpis, rows.clone()), block, Bars::Kpis(&bars), &self.weights, room)?;
                    kept.iter_mut().zip(overlaps.chunks_exact(block.len())).for_each(|(top, row)| top.offer(row, block.first()));
                }
                Ok(kept)
            })
            .collect()
    }

    fn of_elements(&self, places: Range<usize>, wanted: Wanted) -> Result<Vec<Vec<Top>>, String> {
        let blocks = places.start / self.columns..places.end.div_ceil(self.columns).min(self.blocks.len());
        let kpis = self.rows(0..self.kpis.of.len());
        self.blocks[blocks]
            .par_iter()
            .map_init(Room::default, |room, block| {
                // A block may begin before the places or end behind them.
                let first = block.first() as usize;
                let inside = places.start.saturating_sub(first)..places.end.saturating_sub(first).min(block.len());
                let mut kept = fresh(inside.len(), wanted);
                for rows in &kpis {
                    // Elements that nobody asked for pass no bar.
                    let mut bars = vec![f32::INFINITY; block.len()];
                    bars[inside.clone()].iter_mut().zip(&kept).for_each(|(bar, top)| *bar = top.bar());
                    let overlaps = tile::overlaps((&self.kpis, rows.clone()), block, Bars::Elements(&bars), &self.weights, room)?;
                    for (row, kpi) in overlaps.chunks_exact(block.len()).zip(rows.start as u32..) {
                        kept.iter_mut().zip(&row[inside.clone()]).for_each(|(top, overlap)| top.offer(std::slice::from_ref(overlap), kpi));
                    }
                }
                Ok(kept)
            })
            .collect()
    }

    /// KPIs of tiles.
    fn rows(&self, places: Range<usize>) -> Vec<Range<usize>> {
        let end = places.end;
        places.step_by(self.rows).map(|from| from..(from + self.rows).min(end)).collect()
    }
}

fn fresh(count: usize, wanted: Wanted) -> Vec<Top> {
    (0..count).map(|_| Top::new(wanted.top.map(|n| n.saturating_add(SPARE)), floor(wanted.least))).collect()
}

/// What an overlap in single precision must be at least away from zero.
fn floor(least: Option<f64>) -> Option<f32> {
    least.map(|x| x as f32 - SLACK)
}
