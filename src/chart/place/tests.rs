//! Where names go: exact places of small cases, and nothing touching anything in crowded ones.

use super::*;
use crate::chart::check;

const PLOT: Area = Area { x: 50.0, y: 50.0, w: 400.0, h: 400.0 };
const SIDE: Area = Area { x: 480.0, y: 50.0, w: 220.0, h: 400.0 };

fn spot(x: f64, y: f64, id: usize, name: &str) -> Spot {
    Spot { x, y, r: 6.0, importance: 1.0, id, name: name.to_owned() }
}

fn room(fonts: &Fonts) -> Room<'_> {
    Room {
        fonts,
        size: TextSize::Source,
        width: 160.0,
        area: PLOT,
        taken: &[],
        dots: &[],
        lines: &[],
        grounds: &[],
        key: Some(SIDE),
        axis: "dots",
    }
}

/// Paints dots and placement; everything `check` can find must be absent, and no text may touch a dot.
fn sound(spots: &[Spot], room: &Room<'_>) -> Placement {
    let placed = place(spots, room);
    let mut scene = Scene { width: 720.0, height: 500.0, title: String::new(), items: Vec::new() };
    for (area, fill) in room.grounds {
        scene.rect(*area, *fill);
    }
    for line in room.lines {
        scene.line(line, 1.0, Color::Grey);
    }
    for s in spots {
        scene.dot((s.x, s.y), s.r, Color::Help, true);
    }
    placed.draw(&mut scene);
    assert_eq!(check::problems(&scene, room.fonts), Vec::<String>::new());
    for mark in &placed.marks {
        let b = mark.label.bounds(room.fonts);
        assert!(within(&b, &room.area));
        assert!(spots.iter().all(|s| distance((s.x, s.y), &b) > s.r + 1.0), "{} touches a dot", mark.label.text);
        if let Some([a, b]) = mark.leader {
            assert!((a.0 - b.0).hypot(a.1 - b.1) <= LEADER + 1e-9);
        }
    }
    let mut named: Vec<usize> = placed.marks.iter().flat_map(|m| m.spots.clone()).chain(placed.nameless.clone()).collect();
    named.sort_unstable();
    assert_eq!(named, (0..spots.len()).collect::<Vec<_>>(), "each spot once");
    placed
}

#[test]
fn a_lone_dot_has_its_name_at_the_right_and_at_the_edge_elsewhere() {
    let fonts = Fonts::bundled();
    let one = sound(&[spot(200.0, 200.0, 0, "Reach")], &room(&fonts));
    let label = &one.marks[0].label;
    assert_eq!((label.x, label.anchor), (200.0 + 6.0 + AIR, Anchor::Start));
    assert!((label.y - (200.0 + 0.37 * 15.0)).abs() < 1e-9, "capitals centred on the dot");
    let edge = sound(&[spot(440.0, 200.0, 0, "Reach")], &room(&fonts));
    assert_eq!((edge.marks[0].label.x, edge.marks[0].label.anchor), (440.0 - 6.0 - AIR, Anchor::End));
}

#[test]
fn the_important_one_chooses_first_whatever_the_order() {
    let fonts = Fonts::bundled();
    let mut spots = vec![spot(200.0, 200.0, 0, "Small"), spot(212.0, 200.0, 1, "Great")];
    spots[1].importance = 2.0;
    let placed = sound(&spots, &room(&fonts));
    assert_eq!(placed.marks[0].spots, [1]);
    assert_eq!(placed.marks[0].label.anchor, Anchor::Start, "at the right of the right one");
    assert_eq!(placed.marks[1].label.anchor, Anchor::End, "the other goes left");
    let texts = |spots: &[Spot]| {
        let placed = place(spots, &room(&fonts));
        placed.marks.into_iter().map(|m| (m.label.text, m.leader.is_some(), (m.label.x, m.label.y))).collect::<Vec<_>>()
    };
    let crowd: Vec<Spot> =
        (0..30).map(|i| spot(150.0 + (i * 37 % 100) as f64, 150.0 + (i * 53 % 80) as f64, i, &format!("Name {i}"))).collect();
    let mut turned = crowd.clone();
    turned.reverse();
    assert_eq!(texts(&crowd), texts(&turned));
}

#[test]
fn names_keep_off_lines_boxes_and_the_edge_of_a_fill() {
    let fonts = Fonts::bundled();
    let (lines, taken) = ([[(225.0, 50.0), (225.0, 450.0)]], [Area::new(100.0, 180.0, 95.0, 40.0)]);
    let grounds = [(Area::new(225.0, 50.0, 225.0, 200.0), Color::HelpClass(1))];
    let room = Room { lines: &lines, taken: &taken, grounds: &grounds, ..room(&fonts) };
    let placed = sound(&[spot(200.0, 200.0, 0, "Reach"), spot(300.0, 100.0, 1, "On the fill")], &room);
    assert_eq!(placed.marks[0].label.anchor, Anchor::Middle, "neither right over the line nor left in the box");
    assert!(placed.marks[0].label.y < 200.0, "above");
    assert_eq!(placed.marks[1].label.on, Color::HelpClass(1));
}

#[test]
fn many_dots_on_one_point_go_round_it_then_apart_then_into_one_number() {
    let fonts = Fonts::bundled();
    let spots: Vec<Spot> = (0..40).map(|i| spot(250.0, 250.0, i, &format!("Name of dot {}", i + 1))).collect();
    let placed = sound(&spots, &room(&fonts));
    assert!(placed.marks.iter().any(|m| m.leader.is_some()), "some stand apart");
    let numbers: Vec<&Mark> = placed.marks.iter().filter(|m| m.label.bold).collect();
    assert_eq!(numbers.iter().map(|m| m.spots.len()).sum::<usize>(), placed.key.len());
    assert!(numbers.len() <= 2, "{} texts for all of the list", numbers.len());
    // 400 px of 20 px lines.
    assert!(placed.key.len() <= 20 && !placed.nameless.is_empty());
    assert_eq!(placed.key.iter().map(|e| e.number).collect::<Vec<_>>(), (1..=placed.key.len()).collect::<Vec<_>>());
    let without = sound(&spots, &Room { key: None, ..room(&fonts) });
    assert!(without.key.is_empty() && without.nameless.len() > placed.nameless.len());
}

#[test]
fn crowds_of_every_kind_touch_nothing() {
    let fonts = Fonts::bundled();
    let long = "A very long name of a dot that no picture could ever show in full beside it, number ";
    for count in [1, 2, 15, 60] {
        for (name, step) in [("短名", 7), ("Name", 13), (long, 29), ("很长很长的名字怎么也放不进图里还要再长一些才行的第", 31)]
        {
            let spots: Vec<Spot> = (0..count)
                .map(|i| spot(56.0 + (i * step * 11 % 388) as f64, 56.0 + (i * step * 5 % 388) as f64, i, &format!("{name}{i}")))
                .collect();
            sound(&spots, &room(&fonts));
        }
    }
}

#[test]
fn a_name_stays_on_its_side_and_a_neighbour_gives_way_to_a_number() {
    let fonts = Fonts::bundled();
    // A column of dots close to a line at their right: names go left, as many as have room, and others make room for numbers.
    let spots: Vec<Spot> = (0..16).map(|i| spot(200.0, 200.0 + 4.0 * i as f64, i, &format!("Name of dot {}", i + 1))).collect();
    let lines = [[(220.0, 50.0), (220.0, 450.0)]];
    let room = Room { lines: &lines, ..room(&fonts) };
    let placed = sound(&spots, &room);
    assert!(placed.marks.iter().all(|m| m.leader.is_some() || m.label.bounds(&fonts).right() <= 220.0), "{placed:#?}");
    let unlisted = sound(&spots, &Room { key: None, ..room });
    assert!(!placed.key.is_empty() && placed.nameless.len() <= unlisted.nameless.len(), "{:?}", placed.nameless);
}

#[test]
fn distances_are_those_of_geometry() {
    let b = Area::new(0.0, 0.0, 10.0, 10.0);
    assert_eq!((distance((13.0, 14.0), &b), distance((5.0, 5.0), &b)), (5.0, 0.0));
    assert!((to_line((5.0, 3.0), &[(0.0, 0.0), (10.0, 0.0)]) - 3.0).abs() < 1e-9);
    assert!(meets(&[(-5.0, 5.0), (15.0, 5.0)], &b) && !meets(&[(-5.0, 5.0), (15.0, 30.0)], &b));
    assert!(cross(&[(0.0, 0.0), (2.0, 2.0)], &[(0.0, 2.0), (2.0, 0.0)]) && !cross(&[(0.0, 0.0), (1.0, 0.0)], &[(0.0, 1.0), (1.0, 1.0)]));
}
