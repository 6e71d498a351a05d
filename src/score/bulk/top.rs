//! The best of a stream of overlaps.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Overlaps that are looked at together before one of them is looked at alone.
const GLANCE: usize = 32;

/// A pair that is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kept {
    /// helps - hurts, -1 to 1.
    overlap: f32,
    /// Place in the list.
    place: u32,
}

impl Eq for Kept {}

impl PartialOrd for Kept {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The better one is greater; of equals the earlier one.
impl Ord for Kept {
    fn cmp(&self, other: &Self) -> Ordering {
        self.overlap.total_cmp(&other.overlap).then_with(|| other.place.cmp(&self.place))
    }
}

/// What is worth keeping of what was offered. Places must be offered in ascending order.
#[derive(Debug)]
pub struct Top {
    /// At most so many; `None`: all.
    most: Option<usize>,
    /// How far from zero an overlap must be.
    least: Option<f32>,
    best: BinaryHeap<Reverse<Kept>>,
    all: Vec<u32>,
}

impl Top {
    /// Keeps the `most` best (`None`: all) of those that are at least `least` from zero (`None`: of all).
    pub fn new(most: Option<usize>, least: Option<f32>) -> Self {
        Top { most, least, best: BinaryHeap::new(), all: Vec::new() }
    }

    /// Offers overlaps of the places from `first` on.
    pub fn offer(&mut self, overlaps: &[f32], first: u32) {
        match self.most {
            None => {
                let enough = |x: &f32| self.least.is_none_or(|least| x.abs() >= least);
                self.all.extend((first..).zip(overlaps).filter(|(_, x)| enough(x)).map(|(place, _)| place));
            }
            Some(most) => {
                for (n, part) in overlaps.chunks(GLANCE).enumerate() {
                    let bar = self.bar();
                    // Nearly always nothing here is better than the worst that is kept.
                    if part.iter().fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a }) > bar {
                        part.iter().zip(first + (n * GLANCE) as u32..).for_each(|(x, place)| self.take(*x, place, most));
                    }
                }
            }
        }
    }

    /// What an overlap must be above to be kept; minus infinity where any may be.
    pub fn bar(&self) -> f32 {
        let Some(most) = self.most else { return f32::NEG_INFINITY };
        if most == 0 {
            return f32::INFINITY;
        }
        if self.best.len() < most { f32::NEG_INFINITY } else { self.best.peek().map_or(f32::NEG_INFINITY, |worst| worst.0.overlap) }
    }

    fn take(&mut self, overlap: f32, place: u32, most: usize) {
        // An equal one that comes later is not better.
        if overlap > self.bar() && self.least.is_none_or(|least| overlap.abs() >= least) {
            if self.best.len() == most {
                self.best.pop();
            }
            self.best.push(Reverse(Kept { overlap, place }));
        }
    }

    /// The places kept: best first, or in their order where all are kept.
    pub fn places(self) -> Vec<u32> {
        if self.most.is_none() {
            return self.all;
        }
        // Reversed, so that the best comes first.
        self.best.into_sorted_vec().into_iter().map(|Reverse(kept)| kept.place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_and_of_equals_the_first() {
        let overlaps = [0.1, 0.9, 0.5, 0.9, -0.95, 0.5];
        let kept = |most, least| {
            let mut top = Top::new(most, least);
            top.offer(&overlaps[..4], 10);
            top.offer(&overlaps[4..], 14);
            top.places()
        };
        assert_eq!(kept(Some(3), None), [11, 13, 12]);
        assert_eq!(kept(Some(9), None), [11, 13, 12, 15, 10, 14]);
        assert_eq!(kept(Some(9), Some(0.5)), [11, 13, 12, 15, 14]);
        assert_eq!(kept(None, Some(0.9)), [11, 13, 14]);
        assert_eq!(kept(None, None), [10, 11, 12, 13, 14, 15]);
        assert!(kept(Some(0), None).is_empty());
    }

    #[test]
    fn a_long_row_gives_what_sorting_gives() {
        let row: Vec<f32> = (0..1000_u32).map(|i| ((i * 7919) % 613) as f32 / 613.0 - 0.5).collect();
        let mut sorted: Vec<u32> = (0..1000).collect();
        sorted.sort_by(|a, b| row[*b as usize].total_cmp(&row[*a as usize]).then(a.cmp(b)));
        let mut top = Top::new(Some(17), None);
        row.chunks(101).enumerate().for_each(|(n, part)| top.offer(part, (n * 101) as u32));
        assert_eq!(top.places(), sorted[..17]);
    }
}
