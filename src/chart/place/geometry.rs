//! Distances and crossings of points, lines and boxes, as placing names needs them.

use crate::chart::scene::Area;

/// From a point to the nearest point of a box; 0 inside.
pub(super) fn distance((x, y): (f64, f64), b: &Area) -> f64 {
    let dx = (b.x - x).max(x - b.right()).max(0.0);
    let dy = (b.y - y).max(y - b.bottom()).max(0.0);
    dx.hypot(dy)
}

/// From a point to the nearest point of a line.
pub(super) fn to_line((x, y): (f64, f64), [a, b]: &[(f64, f64); 2]) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((x - a.0) * dx + (y - a.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - a.0 - t * dx).hypot(y - a.1 - t * dy)
}

/// Whether a line has a point in a box: what is left of it between each pair of edges.
pub(super) fn meets([a, b]: &[(f64, f64); 2], area: &Area) -> bool {
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (start, way, low, high) in [(a.0, b.0 - a.0, area.x, area.right()), (a.1, b.1 - a.1, area.y, area.bottom())] {
        if way.abs() < 1e-12 {
            if start < low || start > high {
                return false;
            }
        } else {
            let (t, u) = ((low - start) / way, (high - start) / way);
            from = from.max(t.min(u));
            to = to.min(t.max(u));
        }
    }
    from <= to
}

/// Whether two lines have a point in common: the ends of each lie on both sides of the other.
pub(super) fn cross([a, b]: &[(f64, f64); 2], [c, d]: &[(f64, f64); 2]) -> bool {
    let turn = |p: &(f64, f64), q: &(f64, f64), r: &(f64, f64)| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    turn(a, b, c) * turn(a, b, d) <= 0.0 && turn(c, d, a) * turn(c, d, b) <= 0.0
}

/// Whether a box lies in another, edges included.
pub(super) fn within(inner: &Area, outer: &Area) -> bool {
    outer.contains(inner.x, inner.y) && outer.contains(inner.right(), inner.bottom())
}
