//! Short runs of characters, and how specific each is: two neighbouring Chinese characters, four neighbouring letters of a word.
//!
//! Words are cut in one way only: 渔业资源 and 渔业 share a word or share none, as the segmenter would have it, and "irrigated" is another word
//! than "irrigation". Their runs meet in any case. How often a run occurs is added up over the words of the embedded lists that hold it, so that
//! a figure never depends on the file at hand. Invariant: a specificity lies in 0..=1. Limit: a run that no listed word holds, as between two
//! Chinese words, is taken as middling.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::is_han;
use super::simplified::simplified_char;
use super::words::{self, Fnv};

/// A run as one number: the codes of two Chinese characters, 16 bits each, or of four letters, 5 bits each, which is less than any of the former.
pub type Run = u32;

/// Letters of a run; a word's edge counts as one.
const LETTERS: usize = 4;
/// Bits of a letter: 1 to 26, 0 for the edge.
const BITS: u32 = 5;
const EDGE: u32 = 0;
/// Numbers from here on stand for Chinese characters.
const HAN: Run = 1 << (LETTERS as u32 * BITS);

/// Added to counts, so that a run met once is no more specific than one met as often as this; and what an unknown one says.
const SMOOTH_ZH: f32 = 50.0;
const UNKNOWN_ZH: f32 = 0.45;
const SMOOTH_EN: f32 = 20.0;
const UNKNOWN_EN: f32 = 0.5;

type Counts = HashMap<Run, u32, BuildHasherDefault<Fnv>>;

/// How often runs stand in running text, inside a word; and the sum of all English words.
struct Table {
    counts: Counts,
    english: f32,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { counts: Counts::default(), english: 0.0 };
    for (word, frequency) in words::counted_zh() {
        each(word, |run| add(&mut table.counts, run, frequency));
    }
    for (word, frequency) in words::counted_en() {
        table.english += frequency as f32;
        each(word, |run| add(&mut table.counts, run, frequency));
    }
    table
});

fn add(counts: &mut Counts, run: Run, frequency: u32) {
    let count = counts.entry(run).or_default();
    *count = count.saturating_add(frequency);
}

/// The runs of a text in ascending order, with how often each stands in it.
pub fn runs(text: &str) -> Vec<(Run, u16)> {
    let mut all = Vec::with_capacity(text.len());
    each(text, |run| all.push(run));
    all.sort_unstable();
    let mut counted: Vec<(Run, u16)> = Vec::with_capacity(all.len());
    for run in all {
        match counted.last_mut() {
            Some((last, count)) if *last == run => *count = count.saturating_add(1),
            _ => counted.push((run, 1)),
        }
    }
    counted
}

/// How specific a run is, 0..=1: its inverse frequency, scaled; squared for letters, whose runs are shared by many words.
pub fn specificity(run: Run) -> f32 {
    let scaled = |total: f32, count: u32, smooth: f32| ((total / (count as f32 + smooth)).ln() / (total / smooth).ln()).clamp(0.0, 1.0);
    let count = TABLE.counts.get(&run).copied();
    if run >= HAN {
        count.map_or(UNKNOWN_ZH, |count| scaled(words::TOTAL, count, SMOOTH_ZH))
    } else {
        count.map_or(UNKNOWN_EN, |count| scaled(TABLE.english, count, SMOOTH_EN)).powi(2)
    }
}

/// Calls for every run in its order. A Traditional character counts as its Simplified form, a capital as the small letter; one beyond the basic
/// plane or of another script parts what stands around it.
fn each(text: &str, mut found: impl FnMut(Run)) {
    let mut han: Option<u32> = None;
    // The last letters of the word, and how many they are.
    let (mut letters, mut count) = (EDGE, 0_usize);
    for c in text.chars().chain([' ']) {
        let letter = if c.is_ascii_alphabetic() { u32::from(c.to_ascii_lowercase()) - u32::from('a') + 1 } else { EDGE };
        if letter != EDGE || count > 0 {
            if count == 0 {
                (letters, count) = (EDGE, 1);
            }
            letters = (letters << BITS | letter) & (HAN - 1);
            count += 1;
            if count >= LETTERS {
                found(letters);
            }
            if letter == EDGE {
                count = 0;
            }
        }
        let now = Some(simplified_char(c)).filter(|c| is_han(*c)).map(u32::from).filter(|code| *code < 0x1_0000);
        if let (Some(before), Some(now)) = (han, now) {
            found(before << 16 | now);
        }
        han = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        runs(text)[0].0
    }

    #[test]
    fn pairs_stay_inside_a_stretch_of_chinese() {
        assert_eq!(runs("渔业，资源A类"), [(run("渔业"), 1), (run("资源"), 1)]);
        assert_eq!(runs("漁業漁業").len(), 2, "fisheries, and what stands between them");
        assert_eq!(runs("漁業漁業").iter().find(|p| p.0 == run("渔业")).unwrap().1, 2);
        assert!(runs("5%").is_empty() && runs("").is_empty() && runs("水").is_empty());
        assert!(runs("𠮷林").is_empty(), "beyond the basic plane");
    }

    #[test]
    fn fours_stay_inside_a_word() {
        // _lan land and_ | _of_ | _la _: a word of one letter has none.
        assert_eq!(runs("Land").len(), 3);
        assert_eq!(runs("land of a").len(), 4);
        assert_eq!(runs("LAND"), runs("land"));
        let (one, other) = (runs("irrigated"), runs("irrigation"));
        assert_eq!(one.iter().filter(|r| other.contains(r)).count(), 5, "_irr irri rrig riga igat");
    }

    #[test]
    fn common_runs_say_less() {
        let of = |text| specificity(run(text));
        assert!(of("我们") < of("工作") && of("工作") < of("渔业") && of("渔业") <= 1.0);
        assert!(of("我们") < 0.5 && of("疟疾") > 0.6, "{} {}", of("我们"), of("疟疾"));
        assert_eq!(of("龘靐"), UNKNOWN_ZH);
        let last = |text: &str| {
            let mut all = Vec::new();
            each(text, |run| all.push(run));
            specificity(all[all.len() - 1])
        };
        assert!(last("nation") < last("aquifer") && last("making") < last("malaria"), "{} {}", last("nation"), last("aquifer"));
    }
}
