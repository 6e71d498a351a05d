//! Lines that stop where a text stands, so that nothing is struck through.

use crate::chart::scene::Area;

/// Air between the end of a line and a text beside it, in logical pixels.
const AIR: f64 = 3.0;

/// The pieces of an upright line at `x` that no box hides, from the top.
pub(crate) fn upright(x: f64, (top, bottom): (f64, f64), boxes: &[Area]) -> Vec<[(f64, f64); 2]> {
    let holes = boxes.iter().filter(|b| b.x - AIR < x && x < b.right() + AIR).map(|b| (b.y, b.bottom()));
    pieces((top, bottom), holes.collect()).into_iter().map(|(from, to)| [(x, from), (x, to)]).collect()
}

/// The pieces of a level line at `y` that no box hides, from the left.
pub(crate) fn level(y: f64, (left, right): (f64, f64), boxes: &[Area]) -> Vec<[(f64, f64); 2]> {
    let holes = boxes.iter().filter(|b| b.y - AIR < y && y < b.bottom() + AIR).map(|b| (b.x - AIR, b.right() + AIR));
    pieces((left, right), holes.collect()).into_iter().map(|(from, to)| [(from, y), (to, y)]).collect()
}

fn pieces((mut from, to): (f64, f64), mut holes: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    holes.retain(|h| h.1 > from && h.0 < to);
    holes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    for (start, end) in holes.into_iter().chain([(to, to)]) {
        if start > from {
            out.push((from, start));
        }
        from = from.max(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stop_at_texts_and_go_on_behind_them() {
        let boxes = [Area::new(10.0, 50.0, 20.0, 10.0), Area::new(0.0, 20.0, 40.0, 10.0), Area::new(5.0, 25.0, 40.0, 10.0)];
        let parts: Vec<(f64, f64)> = upright(20.0, (0.0, 100.0), &boxes).iter().map(|p| (p[0].1, p[1].1)).collect();
        assert_eq!(parts, [(0.0, 20.0), (35.0, 50.0), (60.0, 100.0)]);
        assert_eq!(upright(60.0, (0.0, 100.0), &boxes).len(), 1);
        let parts: Vec<(f64, f64)> = level(55.0, (0.0, 100.0), &boxes).iter().map(|p| (p[0].0, p[1].0)).collect();
        assert_eq!(parts, [(0.0, 7.0), (33.0, 100.0)]);
        assert!(upright(20.0, (22.0, 24.0), &boxes).is_empty());
    }
}
