//! Crowds of a map: their numbers under the dots, and the names that belong to the numbers in a list at the side.
//!
//! Invariant: a name in the list has one number, a crowd tells all of its numbers; numbers go on where other numbers end. Limits: a name
//! has two lines; what is beyond the end of the list is counted.

use crate::chart::font::Fonts;
use crate::chart::scene::{Anchor, Area, Label};
use crate::chart::theme::{TextSize, UNIT};
use crate::chart::wrap::{Setting, shorten_all};

/// Dots that share a cell and a stretch of the list.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    /// Middle of the text under the dots.
    pub x: f64,
    /// Its baseline.
    pub y: f64,
    /// Names, the most important first.
    pub names: Vec<String>,
}

impl Crowd {
    /// The room of the widest number.
    pub fn room(&self, fonts: &Fonts) -> Area {
        self.number("00\u{2013}00".to_owned()).bounds(fonts)
    }

    fn number(&self, text: String) -> Label {
        Label::new(self.x, self.y, text, TextSize::Source).bold().anchor(Anchor::Middle)
    }
}

/// Texts of the crowds and of the list, and how many names had no room.
pub(crate) fn list(crowds: &[Crowd], first: usize, area: Area, fonts: &Fonts) -> (Vec<Label>, usize) {
    let size = TextSize::Label;
    let digits = fonts.measure("00", size, true).width + UNIT;
    let all: Vec<&str> = crowds.iter().flat_map(|c| c.names.iter().map(String::as_str)).collect();
    let short = shorten_all(&all, &Setting { fonts, size, bold: false, width: (area.w - digits).max(digits), lines: 2 });
    let mut short = all.iter().zip(short);
    let (mut out, mut number, mut y, mut without) = (Vec::new(), first, area.y, 0);
    for crowd in crowds {
        let from = number;
        for (full, text) in short.by_ref().take(crowd.names.len()) {
            let high = (text.matches('\n').count() + 1) as f64 * size.line();
            if y + high > area.bottom() + 0.5 {
                without += 1;
                continue;
            }
            let base = y + fonts.measure("", size, false).ascent;
            out.push(Label::new(area.x + digits - UNIT, base, number.to_string(), size).bold().anchor(Anchor::End));
            out.push(Label::new(area.x + digits, base, text, size).names("listed", full));
            (number, y) = (number + 1, y + high);
        }
        match number - from {
            0 => {}
            1 => out.push(crowd.number(from.to_string())),
            _ => out.push(crowd.number(format!("{from}\u{2013}{}", number - 1))),
        }
    }
    (out, without)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_and_what_has_no_room_is_counted() {
        let fonts = Fonts::bundled();
        let crowd = |x: f64, names: &[&str]| Crowd { x, y: 0.0, names: names.iter().map(|n| (*n).to_owned()).collect() };
        let crowds = [crowd(10.0, &["A", "B", "C"]), crowd(90.0, &["D"]), crowd(99.0, &["E", "F"])];
        // Room for four lines of 22 pixels.
        let (labels, without) = list(&crowds, 3, Area::new(700.0, 100.0, 200.0, 90.0), &fonts);
        let texts: Vec<&str> = labels.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["3", "A", "4", "B", "5", "C", "3\u{2013}5", "6", "D", "6"]);
        assert_eq!((without, labels[6].x, labels[9].x), (2, 10.0, 90.0));
        assert!((labels[8].y - labels[1].y - 66.0).abs() < 1e-9);
    }
}
