//! Texts as terms of the word table; data/model/terms.py does the same, sign by sign.
//!
//! A text is folded (half width, Simplified characters, lower case) and cut into runs. A run of letters is one term by its stem; one that
//! the table lacks is read by its pieces of four letters. A run of Chinese characters is cut into the known words that are likeliest
//! together; beside them stand the characters, the words inside those words and across their borders, and pairs of neighbours that are no
//! word. Invariant: the terms of a text depend on it and the table alone.

use crate::score::fast::table::{EMPTY, Table, key, longer};
use crate::text::fold::{is_invisible, narrow_char};
use crate::text::is_han;
use crate::text::simplified::simplified_char;
use crate::text::stem::stem;

/// What a term is to its text, by which it is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word of the likeliest cut.
    Word,
    /// A word inside one of those.
    Inside,
    /// A word across a border of theirs.
    Across,
    /// A single character.
    Sign,
    /// Two neighbours that are no word.
    Pair,
    /// The stem of a word of letters.
    Stem,
    /// A piece of an unknown word of letters.
    Part,
}

/// Number of kinds.
pub const KINDS: usize = 7;
/// Most characters of a Chinese word.
const LONGEST: usize = 4;
/// Letters of a piece.
const PIECE: usize = 4;
/// What a character outside all words costs, in the unit of [`Table::cost`].
const ALONE: u32 = 16 * 13;
/// No row.
const NONE: u32 = u32::MAX;

/// A character as bytes.
#[derive(Clone, Copy)]
struct Sign {
    bytes: [u8; 4],
    length: u8,
}

impl Sign {
    fn of(c: char) -> Self {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len() as u8;
        Sign { bytes, length }
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// Room to cut one text after another.
#[derive(Default)]
pub struct Room {
    word: String,
    signs: Vec<Sign>,
    /// For each place the rows of the words of two, three and four characters that begin there.
    words: Vec<[u32; LONGEST - 1]>,
    /// What the cheapest cut of the first n characters costs, and how long its last word is.
    best: Vec<(u32, usize)>,
    /// Whether a word of the cut ends before the n-th character.
    border: Vec<bool>,
}

#[derive(PartialEq, Clone, Copy)]
enum Class {
    Han,
    Letter,
    Other,
}

fn class(c: char) -> Class {
    if is_han(c) {
        Class::Han
    } else if c.is_ascii_alphanumeric() || matches!(c, '\'' | '’' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}') {
        Class::Letter
    } else {
        Class::Other
    }
}

fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let c = simplified_char(narrow_char(c));
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// Calls `add` with the row and the kind of each term of a text that the table has, in order.
pub fn each(table: &Table, text: &str, room: &mut Room, mut add: impl FnMut(u32, Kind)) {
    let mut open = Class::Other;
    for c in text.chars().filter(|c| !is_invisible(*c)).map(folded) {
        let now = class(c);
        if now != open {
            close(table, open, room, &mut add);
            open = now;
        }
        match now {
            Class::Han => room.signs.push(Sign::of(c)),
            Class::Letter => room.word.push(if c == '’' { '\'' } else { c }),
            Class::Other => {}
        }
    }
    close(table, open, room, &mut add);
}

/// Ends a run.
fn close(table: &Table, class: Class, room: &mut Room, add: &mut impl FnMut(u32, Kind)) {
    match class {
        Class::Han => chinese(table, room, add),
        Class::Letter => letters(table, room.word.trim_matches('\''), add),
        Class::Other => {}
    }
    room.word.clear();
    room.signs.clear();
}

fn letters(table: &Table, run: &str, add: &mut impl FnMut(u32, Kind)) {
    // Amounts say nothing of what a text is about.
    if run.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let word = stem(run);
    if let Some(row) = table.find(key(longer(EMPTY, word.as_bytes()))) {
        return add(row, Kind::Stem);
    }
    let framed: Vec<Sign> = std::iter::once('<').chain(word.chars()).chain(['>']).map(Sign::of).collect();
    for piece in framed.windows(PIECE) {
        let hash = piece.iter().fold(longer(EMPTY, b"~"), |h, sign| longer(h, sign.bytes()));
        if let Some(row) = table.find(key(hash)) {
            add(row, Kind::Part);
        }
    }
}

fn chinese(table: &Table, room: &mut Room, add: &mut impl FnMut(u32, Kind)) {
    let n = room.signs.len();
    room.words.clear();
    for start in 0..n {
        let mut hash = longer(EMPTY, room.signs[start].bytes());
        let mut found = [NONE; LONGEST - 1];
        for (row, sign) in found.iter_mut().zip(&room.signs[start + 1..]) {
            hash = longer(hash, sign.bytes());
            *row = table.find(key(hash)).filter(|row| table.cost(*row) > 0).unwrap_or(NONE);
        }
        room.words.push(found);
    }
    cut(table, room);
    for start in 0..n {
        let hash = longer(EMPTY, room.signs[start].bytes());
        if let Some(row) = table.find(key(hash)) {
            add(row, Kind::Sign);
        }
        for (more, &row) in room.words[start].iter().enumerate().take(n - start - 1) {
            let length = more + 2;
            if row != NONE {
                let inside = !room.border[start + 1..start + length].contains(&true);
                let whole = inside && room.border[start] && room.border[start + length];
                add(
                    row,
                    if whole {
                        Kind::Word
                    } else if inside {
                        Kind::Inside
                    } else {
                        Kind::Across
                    },
                );
            } else if length == 2 {
                let pair = room.signs[start..start + 2].iter().fold(longer(EMPTY, b"+"), |h, sign| longer(h, sign.bytes()));
                if let Some(row) = table.find(key(pair)) {
                    add(row, Kind::Pair);
                }
            }
        }
    }
}

/// The cheapest way to words; of two ways the one with the longer last word.
fn cut(table: &Table, room: &mut Room) {
    let n = room.signs.len();
    room.best.clear();
    room.best.push((0, 0));
    for end in 1..=n {
        let mut best = (room.best[end - 1].0 + ALONE, 1);
        for length in 2..=LONGEST.min(end) {
            let row = room.words[end - length][length - 2];
            if row != NONE {
                let cost = room.best[end - length].0 + table.cost(row);
                if cost <= best.0 {
                    best = (cost, length);
                }
            }
        }
        room.best.push(best);
    }
    room.border.clear();
    room.border.resize(n + 1, false);
    let mut end = n;
    while end > 0 {
        room.border[end] = true;
        end -= room.best[end].1;
    }
    room.border[0] = true;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::judge::weights::Weights;

    /// The kinds of a text's terms, by the embedded table.
    fn kinds(text: &str) -> Vec<Kind> {
        let weights = Weights::new(crate::score::fast::FILE).unwrap();
        let table = Table::of(&weights).unwrap();
        let mut found = Vec::new();
        each(&table, text, &mut Room::default(), |_, kind| found.push(kind));
        found
    }

    fn rows(text: &str) -> Vec<u32> {
        let weights = Weights::new(crate::score::fast::FILE).unwrap();
        let table = Table::of(&weights).unwrap();
        let mut found = Vec::new();
        each(&table, text, &mut Room::default(), |row, _| found.push(row));
        found
    }

    #[test]
    fn words_are_cut_and_keep_their_parts() {
        let found = kinds("客户满意度");
        let count = |kind| found.iter().filter(|k| **k == kind).count();
        assert_eq!(count(Kind::Sign), 5);
        assert!(count(Kind::Word) >= 1, "{found:?}");
        assert_eq!(kinds("Training, trainers"), [Kind::Stem, Kind::Stem]);
        assert!(kinds("2030 85%").is_empty());
        assert!(kinds("zzqqxx").iter().all(|k| *k == Kind::Part));
    }

    #[test]
    fn writing_does_not_matter() {
        assert_eq!(rows("降低員工離職率"), rows("降低员工离职率"));
        assert_eq!(rows("ＫＰＩ  Training"), rows("kpi train\u{200b}ing"));
        assert_eq!(rows("don’t stop"), rows("Don't STOP"));
        assert_eq!(rows("培训，直播"), [rows("培训"), rows("直播")].concat());
    }

    #[test]
    fn hostile_texts_are_cut_without_a_panic() {
        for text in ["", "'''", "’", "𠮷𠮷野家", "مرحبا", "a\u{301}b", "😀😀", "\u{200b}", "İİ"] {
            kinds(text);
        }
    }
}
