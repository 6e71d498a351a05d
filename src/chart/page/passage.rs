//! Text of a page: told in several lengths, and lists that show what there is room for and count the rest.
//!
//! Invariant: a text is shown in its fullest form that fits; only the shortest form is ever cut, at a word. What a list leaves out is
//! counted in a note behind its last item. Limits: an item takes two lines at most, three in a narrow
//! column.

use crate::chart::font::Fonts;
use crate::chart::layout::note;
use crate::chart::scene::{Label, SENTENCES, Scene};
use crate::chart::theme::{Color, GAP, TextSize};
use crate::chart::wrap::{Fill, Setting};

/// Most lines of an item in a wide column, and in a narrow one.
const ITEM_LINES: (usize, usize) = (2, 3);
/// A column narrower than this takes more lines.
const NARROW: f64 = 300.0;
/// White between two items.
const ITEM_GAP: f64 = 4.0;
/// Running text of a page.
pub(crate) const TEXT: TextSize = TextSize::Source;

/// A text in several lengths, the fullest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its forms; of none nothing is shown.
    pub forms: Vec<String>,
}

impl Passage {
    /// A text of one length.
    pub fn one(text: impl Into<String>) -> Self {
        Self { forms: vec![text.into()] }
    }

    /// The fullest form that needs no cut, else the last one cut at a word; lines parted by `\n`.
    pub(crate) fn fit(&self, setting: &Setting<'_>, fill: Fill) -> String {
        match self.whole(setting) {
            Some(form) => setting.fit(form, fill),
            None => self.forms.last().map_or_else(String::new, |form| setting.fit(form, fill)),
        }
    }

    /// The fullest form that needs no cut.
    pub(crate) fn whole(&self, setting: &Setting<'_>) -> Option<&String> {
        self.forms.iter().find(|form| setting.holds(form))
    }
}

/// A named list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Items, the weightiest first.
    pub items: Vec<Passage>,
    /// Lines its first item may take before any list gets a second item; 0 and 1 are one line.
    pub first: usize,
}

/// What is shown of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Items with their lines parted by `\n`.
    pub texts: Vec<String>,
    /// The same in full.
    pub full: Vec<String>,
    /// Items left out.
    pub hidden: usize,
}

fn lines(text: &str) -> f64 {
    1.0 + text.matches('\n').count() as f64
}

impl Shown {
    /// Height of the items.
    pub fn height(&self) -> f64 {
        let gaps = self.texts.len().saturating_sub(1) as f64 * ITEM_GAP;
        gaps + self.texts.iter().map(|t| lines(t)).sum::<f64>() * TEXT.line()
    }
}

/// Running text in a column.
pub(crate) fn column(fonts: &Fonts, width: f64) -> Setting<'_> {
    Setting { fonts, size: TEXT, bold: false, width, lines: if width < NARROW { ITEM_LINES.1 } else { ITEM_LINES.0 } }
}

/// Parts a height among lists that stand one under the other: an item of each in one line first, then further ones in turn while they fit
/// whole, then a second line for those that say more in two. The first item of a list that asks for it takes its lines at once.
///
/// Of an item that the note (`template` with `{n}`) stands behind, a form is taken that leaves room for it, if there is one.
pub(crate) fn allot(parts: &[Part], width: f64, height: f64, template: &str, fonts: &Fonts) -> Vec<Shown> {
    let line = TEXT.line();
    let setting = |lines: usize| Setting { lines, ..column(fonts, width) };
    let most = column(fonts, width).lines;
    let lines_in = |room: f64| (((room + 0.5) / line).floor().max(0.0) as usize).min(most);
    // What a list says first may be longer than any other item of it.
    let first_room = |room: f64| ((room + 0.5) / line).floor().max(0.0) as usize;
    let mut all = vec![Shown::default(); parts.len()];
    let mut left = height;
    for (i, (part, shown)) in parts.iter().zip(&mut all).enumerate() {
        let waiting = parts.iter().skip(i + 1).filter(|p| !p.items.is_empty()).count() as f64;
        let room = lines_in(left - waiting * line);
        if let (Some(first), true) = (part.items.first(), room > 0) {
            let needed = if first.whole(&setting(1)).is_some() { 1 } else { room };
            let needed = needed.max(part.first.min(first_room(left - waiting * line)));
            let text = first.fit(&setting(needed), Fill::Full);
            left -= lines(&text) * line;
            shown.texts.push(text);
        }
    }
    // A list that may begin at length goes on before the others do.
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(parts.get(*i).map_or(0, |p| p.first)));
    let mut grows = true;
    while grows {
        grows = false;
        for at in &order {
            let (Some(part), Some(shown)) = (parts.get(*at), all.get_mut(*at).filter(|s| !s.texts.is_empty())) else { continue };
            let Some(next) = part.items.get(shown.texts.len()) else { continue };
            let fits = (1..=lines_in(left - ITEM_GAP)).find(|lines| next.whole(&setting(*lines)).is_some());
            if let Some(lines_needed) = fits {
                let text = next.fit(&setting(lines_needed), Fill::Full);
                left -= lines(&text) * line + ITEM_GAP;
                shown.texts.push(text);
                grows = true;
            }
        }
    }
    let longest = all.iter().map(|s| s.texts.len()).max().unwrap_or(0);
    for at in 0..longest {
        for (part, shown) in parts.iter().zip(&mut all) {
            if let (Some(item), Some(text)) = (part.items.get(at), shown.texts.get_mut(at))
                && lines_in(left) > 0
            {
                let now = lines(text);
                let fuller = item.fit(&setting((now as usize + lines_in(left)).min(most.max(now as usize))), Fill::Full);
                left -= (lines(&fuller) - now) * line;
                *text = fuller;
            }
        }
    }
    for (part, shown) in parts.iter().zip(&mut all) {
        shown.hidden = part.items.len() - shown.texts.len();
        shown.full = part.items.iter().take(shown.texts.len()).map(|item| item.forms.first().cloned().unwrap_or_default()).collect();
        let last = shown.texts.len().saturating_sub(1);
        if let (Some(words), Some(item), Some(text)) = (note(template, shown.hidden), part.items.get(last), shown.texts.get_mut(last)) {
            let full = setting(lines(text) as usize);
            let room = width - full.measure(&words) - GAP;
            let texts = item.forms.iter().filter(|f| full.holds(f)).map(|f| full.fit(f, Fill::Full));
            let behind = |t: &String| full.measure(t.rsplit('\n').next().unwrap_or_default()) <= room;
            if let Some(with_room) = texts.into_iter().find(behind) {
                *text = with_room;
            }
        }
    }
    all
}

/// Draws items downwards from `y`, with the note of what is left out (`template` with `{n}`) behind the last one. Returns the bottom.
pub(crate) fn draw(scene: &mut Scene, shown: &Shown, template: &str, (x, mut y): (f64, f64), width: f64, fonts: &Fonts) -> f64 {
    let setting = Setting { lines: 1, ..column(fonts, width) };
    let ascent = fonts.measure("", TEXT, false).ascent;
    let left_out = note(template, shown.hidden).map(|text| setting.fit(&text, Fill::Full));
    let last = shown.texts.len().saturating_sub(1);
    for (i, text) in shown.texts.iter().enumerate() {
        let gap = if i < last { ITEM_GAP } else { 0.0 };
        let height = lines(text) * TEXT.line();
        let full = shown.full.get(i).map_or("", String::as_str);
        match &left_out {
            Some(words) if i == last => {
                let room = width - setting.measure(words) - GAP;
                let (head, tail) = text.rsplit_once('\n').map_or((None, text.as_str()), |(h, t)| (Some(h), t));
                let tail = Setting { width: room, ..setting }.fit(tail, Fill::Full);
                let behind = x + setting.measure(&tail) + GAP;
                let base = y + ascent + height - TEXT.line();
                scene.text(Label::new(behind, base, words.clone(), TEXT).color(Color::Soft));
                // A label of its own for the last line: the note stands beside that one alone.
                scene.text(Label::new(x, y + ascent, head.unwrap_or_default(), TEXT).names(SENTENCES, full));
                scene.text(Label::new(x, base, tail, TEXT).names(SENTENCES, full));
            }
            _ => scene.text(Label::new(x, y + ascent, text.clone(), TEXT).names(SENTENCES, full)),
        }
        y += height + gap;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(items: &[&str]) -> Part {
        Part { name: "p".into(), items: items.iter().map(|i| Passage::one(*i)).collect(), first: 1 }
    }

    #[test]
    fn the_fullest_form_that_fits_is_shown() {
        let fonts = Fonts::bundled();
        let passage = Passage { forms: ["one two three four", "one two three", "one two"].map(str::to_owned).to_vec() };
        let setting = |width| Setting { lines: 1, ..column(&fonts, width) };
        let wide = setting(0.0).measure("one two three");
        assert_eq!(passage.fit(&setting(500.0), Fill::Full), "one two three four");
        assert_eq!(passage.fit(&setting(wide + 1.0), Fill::Full), "one two three");
        assert_eq!(passage.fit(&setting(wide - 1.0), Fill::Full), "one two");
        assert_eq!(passage.fit(&setting(setting(0.0).measure("one…") + 1.0), Fill::Full), "one…");
    }

    #[test]
    fn every_list_gets_an_item_before_one_gets_two() {
        let fonts = Fonts::bundled();
        let parts = [part(&["a", "b", "c"]), part(&[]), part(&["d", "e"])];
        let counts = |height: f64| -> Vec<(usize, usize)> {
            let all = allot(&parts, 200.0, height, "", &fonts);
            assert!(all.iter().map(Shown::height).sum::<f64>() <= height + 0.5);
            all.iter().map(|s| (s.texts.len(), s.hidden)).collect()
        };
        // An item is 20 px high, 4 px under the one before.
        assert_eq!(counts(40.0), [(1, 2), (0, 0), (1, 1)]);
        assert_eq!(counts(64.0), [(2, 1), (0, 0), (1, 1)]);
        assert_eq!(counts(88.0), [(2, 1), (0, 0), (2, 0)]);
        assert_eq!(counts(500.0), [(3, 0), (0, 0), (2, 0)]);
    }

    #[test]
    fn more_items_come_before_longer_ones() {
        let fonts = Fonts::bundled();
        let item =
            |n: usize| Passage { forms: vec![format!("item {n} with a good deal more to say than fits into a line"), format!("item {n}")] };
        let list = [Part { name: "p".into(), items: vec![item(1), item(2)], first: 1 }];
        let texts = |height: f64| {
            allot(&list, 301.0, height, "", &fonts).remove(0).texts.iter().map(|t| t.matches('\n').count()).collect::<Vec<_>>()
        };
        assert_eq!(texts(44.0), [0, 0]);
        assert_eq!(texts(64.0), [1, 0]);
        assert_eq!(texts(84.0), [1, 1]);
    }

    #[test]
    fn what_a_list_says_first_may_come_before_second_items() {
        let fonts = Fonts::bundled();
        let long = "add five: one and another, a third one, a fourth and a fifth, all of them named here and none left out of it";
        let content = Passage { forms: vec![long.to_owned(), "add five: one and 4 more".to_owned()] };
        let titles = part(&["a", "b", "c"]);
        let shown = |first: usize| {
            let lists = [titles.clone(), Part { name: "c".into(), items: vec![content.clone()], first }];
            allot(&lists, 301.0, 84.0, "", &fonts).iter().map(|s| lines_of(&s.texts)).collect::<Vec<_>>()
        };
        assert_eq!(shown(1), [2, 1]);
        assert_eq!(shown(3), [1, 3]);
    }

    fn lines_of(texts: &[String]) -> usize {
        texts.iter().map(|t| t.matches('\n').count() + 1).sum()
    }

    #[test]
    fn a_form_is_taken_that_leaves_room_for_the_note() {
        let fonts = Fonts::bundled();
        let item = Passage { forms: ["a form that all but fills its line", "a short form"].map(str::to_owned).to_vec() };
        let list = [Part { name: "p".into(), items: vec![item, Passage::one("another")], first: 1 }];
        let first = |template: &str| allot(&list, 260.0, 20.0, template, &fonts).remove(0).texts.remove(0);
        assert_eq!(first(""), "a form that all but fills its line");
        assert_eq!(first("{n} more in the brief"), "a short form");
    }

    #[test]
    fn the_note_stands_behind_the_last_item_and_covers_nothing() {
        let fonts = Fonts::bundled();
        for text in ["short", "a text that fills the whole of its line and a good part of a second one, too"] {
            let mut scene = Scene { width: 400.0, height: 100.0, title: String::new(), items: Vec::new() };
            let shown = Shown { texts: vec![column(&fonts, 360.0).fit(text, Fill::Full)], full: vec![text.to_owned()], hidden: 3 };
            draw(&mut scene, &shown, "{n} more", (10.0, 10.0), 360.0, &fonts);
            assert_eq!(crate::chart::check::problems(&scene, &fonts), Vec::<String>::new());
            assert!(scene.labels().any(|l| l.text == "3 more"));
        }
    }
}
