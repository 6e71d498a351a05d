//! Where the dots of a map of levels sit inside their cells, and which of them have room for an arrow.
//!
//! Invariant: the order of the points decides, nothing else; up to [`LANES`] points of a cell stand one under the other, an arrow keeps its
//! lane free in every cell it runs through; more points form a round crowd, the first in its middle. Limits: a row that would need more
//! lanes has no arrows.

use crate::chart::map::MapPoint;
use std::collections::BTreeMap;

/// Most dots of a cell that stand one under the other.
pub(crate) const LANES: usize = 4;

/// Where a dot sits in its cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Seat {
    /// Lane from the top and number of lanes, and whether an arrow runs to it.
    Lane { lane: usize, of: usize, arrow: bool },
    /// Place in a crowd, and how many are in it.
    Crowd { place: usize, of: usize },
}

/// Seats in the order of the points.
pub(crate) fn seats(points: &[&MapPoint]) -> Vec<Seat> {
    let mut cells: BTreeMap<(u8, u8), Vec<usize>> = BTreeMap::new();
    for (i, point) in points.iter().enumerate() {
        cells.entry((point.up(), point.across())).or_default().push(i);
    }
    let mut out = vec![Seat::Lane { lane: 0, of: 1, arrow: false }; points.len()];
    let mut set = |i: usize, seat: Seat| {
        if let Some(slot) = out.get_mut(i) {
            *slot = seat;
        }
    };
    let crowded = |up: u8, across: u8| cells.get(&(up, across)).is_some_and(|c| c.len() > LANES);
    for members in cells.values().filter(|c| c.len() > LANES) {
        for (place, i) in members.iter().enumerate() {
            set(*i, Seat::Crowd { place, of: members.len() });
        }
    }
    for up in 1..=5 {
        let band: Vec<usize> =
            (0..points.len()).filter(|i| points.get(*i).is_some_and(|p| p.up() == up && !crowded(up, p.across()))).collect();
        // From where to where each takes its lane.
        let reach = |i: &usize, arrows: bool| {
            let (from, to) = points.get(*i).map_or((1, 1), |p| (p.from().unwrap_or(p.across()), p.across()));
            let (low, high) = (from.min(to), from.max(to));
            if arrows && (low..=high).all(|across| !crowded(up, across)) { (low, high) } else { (to, to) }
        };
        let mut arrows = true;
        let mut lanes = lanes(&band.iter().map(|i| reach(i, true)).collect::<Vec<_>>());
        if lanes.iter().any(|lane| *lane >= LANES) {
            arrows = false;
            lanes = self::lanes(&band.iter().map(|i| reach(i, false)).collect::<Vec<_>>());
        }
        let long = |i: &usize| reach(i, arrows).0 < reach(i, arrows).1;
        let shared = band.iter().any(long).then(|| lanes.iter().max().map_or(1, |most| most + 1));
        for (i, lane) in band.iter().zip(lanes) {
            let here = points.get(*i).and_then(|p| cells.get(&(up, p.across()))).map_or(1, Vec::len);
            set(*i, Seat::Lane { lane, of: shared.unwrap_or(here), arrow: long(i) });
        }
    }
    out
}

/// The first free lane for each stretch, in order.
fn lanes(stretches: &[(u8, u8)]) -> Vec<usize> {
    let mut taken: Vec<Vec<(u8, u8)>> = Vec::new();
    let mut out = Vec::new();
    for (low, high) in stretches {
        let free = taken.iter().position(|lane| lane.iter().all(|(l, h)| high < l || h < low));
        let lane = free.unwrap_or(taken.len());
        if free.is_none() {
            taken.push(Vec::new());
        }
        if let Some(stretches) = taken.get_mut(lane) {
            stretches.push((*low, *high));
        }
        out.push(lane);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats_of(points: &[(u8, u8, Option<u8>)]) -> Vec<Seat> {
        let points: Vec<MapPoint> =
            points.iter().map(|(up, across, from)| MapPoint { up: *up, across: *across, from: *from, ..MapPoint::default() }).collect();
        seats(&points.iter().collect::<Vec<_>>())
    }

    #[test]
    fn points_of_a_cell_stand_one_under_the_other() {
        let lane = |lane, of| Seat::Lane { lane, of, arrow: false };
        assert_eq!(seats_of(&[(5, 2, None), (5, 2, None), (5, 4, None)]), [lane(0, 2), lane(1, 2), lane(0, 1)]);
    }

    #[test]
    fn an_arrow_keeps_its_lane_free() {
        // The first runs from 2 to 3; the second stands in 2 and has to give way, the third in 4 does not.
        let lane = |lane, arrow| Seat::Lane { lane, of: 2, arrow };
        assert_eq!(seats_of(&[(5, 3, Some(2)), (5, 2, None), (5, 4, None)]), [lane(0, true), lane(1, false), lane(0, false)]);
        // Five of them have no room for arrows.
        let many = seats_of(&[(1, 3, Some(2)), (1, 3, Some(2)), (1, 2, Some(3)), (1, 2, Some(3)), (1, 2, Some(3))]);
        assert!(many.iter().all(|s| matches!(s, Seat::Lane { arrow: false, .. })), "{many:?}");
    }

    #[test]
    fn more_than_four_are_a_crowd() {
        let seats = seats_of(&[(3, 3, None); 5]);
        assert_eq!(seats[4], Seat::Crowd { place: 4, of: 5 });
        // No arrow starts in a crowd.
        let mut points = vec![(3, 3, None); 5];
        points.push((3, 4, Some(3)));
        assert_eq!(seats_of(&points)[5], Seat::Lane { lane: 0, of: 1, arrow: false });
    }
}
