//! How specific a word is: frequencies of Chinese words, commonness of English ones, and a list of words
//! that say little in tables of indicators and projects.
//!
//! Knows only the embedded lists in `data/words`; the figures never depend on the file at hand, so a
//! score does not change when a row is added. Invariant: every specificity lies in 0..=1. Limits: the
//! Chinese frequencies come from news and novels, English has three classes of commonness only.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::stem::stem;

const ZH: &str = include_str!("../../data/words/zh.txt");
const ZH_DOMAIN: &str = include_str!("../../data/words/zh-domain.txt");
const EN: &str = include_str!("../../data/words/en.txt");
const GENERIC: &str = include_str!("../../data/words/generic.txt");

/// Frequency given to domain words, which have no counts: that of a rare term.
const DOMAIN_FREQ: u32 = 100;
/// Sum of all frequencies of the dictionary the Chinese list was cut from.
pub(super) const TOTAL: f32 = 6.0e7;
/// Inverse frequency (natural log) at which a Chinese word says least and most.
const IDF_LOW: f32 = 6.4;
const IDF_HIGH: f32 = 14.0;
/// Characters of the longest Chinese word that may stand in the lists.
pub(super) const LONGEST: usize = 8;
/// Specificity of the commonest Chinese content word.
const ZH_BASE: f32 = 0.3;
/// Specificity of two neighbouring characters that no known word covers.
const ZH_UNKNOWN: f32 = 0.4;
/// Specificity of English words that are on no list, of which most are names, codes and terms.
const EN_UNKNOWN: f32 = 0.9;
/// Codes that read as a small word when they are not in capitals.
const CODES: [&str; 3] = ["it", "us", "who"];

/// FNV-1a. Stable over runs and machines, and quick for keys of a few bytes.
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Map<V> = HashMap<&'static str, V, BuildHasherDefault<Fnv>>;

struct Tables {
    zh: Map<u32>,
    en: Map<u8>,
    generic_zh: Map<f32>,
    generic_en: HashMap<String, f32, BuildHasherDefault<Fnv>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::load);

/// The segmenter over the embedded Chinese words.
pub(super) static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    // The embedded list is well formed (a test reads it); an empty segmenter would still cut characters.
    let mut jieba = Jieba::with_dict(&mut ZH.as_bytes()).unwrap_or_else(|_| Jieba::empty());
    for word in domain_words() {
        if !jieba.has_word(word) {
            jieba.add_word(word, Some(DOMAIN_FREQ as usize), None);
        }
    }
    jieba
});

/// Lines of a list without comments and blank lines.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn domain_words() -> impl Iterator<Item = &'static str> {
    lines(ZH_DOMAIN).flat_map(str::split_whitespace)
}

/// A list of `word TAB number` lines as a map.
fn counted<V: std::str::FromStr>(list: &'static str) -> Map<V> {
    // A line has some twelve bytes; one allocation is cheaper than growing.
    let mut map = Map::with_capacity_and_hasher(list.len() / 11, BuildHasherDefault::default());
    // Lines are so short that a search for their ends costs more than looking at every byte.
    let (mut start, mut tab) = (0, 0);
    for (at, byte) in list.bytes().chain([b'\n']).enumerate() {
        match byte {
            b'\t' => tab = at,
            b'\n' => {
                let number = list.get(tab + 1..at).and_then(|n| n.trim_end().parse().ok());
                if let (Some(word), Some(number)) = (list.get(start..tab), number) {
                    map.insert(word, number);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    map
}

impl Tables {
    fn load() -> Self {
        let mut zh = counted::<u32>(ZH);
        for word in domain_words() {
            zh.entry(word).or_insert(DOMAIN_FREQ);
        }
        let mut tables = Tables { zh, en: counted(EN), generic_zh: Map::default(), generic_en: HashMap::default() };
        let mut english = false;
        for line in lines(GENERIC) {
            let mut parts = line.split_whitespace();
            let Some(weight) = parts.next() else { continue };
            match weight.parse::<f32>() {
                Err(_) => english = line == "[en]",
                Ok(weight) if english => {
                    for word in parts {
                        // "rate" and "rates" share a stem: the first, and so the lower, weight stays.
                        tables.generic_en.entry(stem(word)).or_insert(weight);
                    }
                }
                Ok(weight) => tables.generic_zh.extend(parts.map(|w| (w, weight))),
            }
        }
        tables
    }
}

/// Loads all word lists now rather than at the first text.
pub fn warm_up() {
    // The two do not need each other, and together they are the longest step of a short run.
    std::thread::scope(|scope| {
        scope.spawn(|| LazyLock::force(&TABLES));
        LazyLock::force(&JIEBA);
    });
}

/// The Chinese words with how often each stands in running text.
pub(super) fn counted_zh() -> impl Iterator<Item = (&'static str, u32)> {
    TABLES.zh.iter().map(|(word, count)| (*word, *count))
}

/// The English words with roughly how often each stands in running text, against one that is hardly ever used.
pub(super) fn counted_en() -> impl Iterator<Item = (&'static str, u32)> {
    let share = |class: u8| match class {
        0..=10 => 30,
        11..=20 => 6,
        _ => 1,
    };
    TABLES.en.iter().map(move |(word, class)| (*word, share(*class)))
}

/// Whether the Chinese lists have the word.
pub(super) fn known_zh(word: &str) -> bool {
    TABLES.zh.contains_key(word)
}

/// The share of a text's Chinese characters that stand in words of two to four characters the lists have, longest first; 0 without any.
pub fn known_share(text: &str) -> f64 {
    let chars: Vec<char> = text.chars().collect();
    let (mut han, mut covered, mut at) = (0_usize, 0_usize, 0);
    let mut word = String::with_capacity(16);
    while at < chars.len() {
        if !super::is_han(chars[at]) {
            at += 1;
            continue;
        }
        let found = (2..=4).rev().find(|&n| {
            word.clear();
            word.extend(chars.iter().skip(at).take(n));
            at + n <= chars.len() && known_zh(&word)
        });
        let step = found.unwrap_or(1);
        han += step;
        covered += found.unwrap_or(0);
        at += step;
    }
    if han == 0 { 0.0 } else { covered as f64 / han as f64 }
}

/// Generic weight of a Chinese word. A rare word of four characters is still generic when both its halves
/// are (建设项目): then it weighs as much as the less generic half.
fn generic_zh(word: &str) -> f32 {
    let weight = |w: &str| TABLES.generic_zh.get(w).copied();
    let halves = || {
        let (middle, _) = word.char_indices().nth(2)?;
        let (left, right) = word.split_at(middle);
        Some(weight(left)?.max(weight(right)?))
    };
    weight(word).or_else(halves).unwrap_or(1.0)
}

/// Specificity 0..=1 of a Chinese word: its inverse frequency, scaled, times its generic weight.
pub fn specificity_zh(word: &str) -> f32 {
    let generic = generic_zh(word);
    let own = match TABLES.zh.get(word) {
        None => ZH_UNKNOWN,
        Some(&freq) => {
            let idf = (TOTAL / freq.max(1) as f32).ln();
            let x = ((idf - IDF_LOW) / (IDF_HIGH - IDF_LOW)).clamp(0.0, 1.0);
            ZH_BASE + (1.0 - ZH_BASE) * x
        }
    };
    own * generic
}

/// Specificity 0..=1 of a lower-case English word with its stem. `capitals` says that it was written in
/// capitals inside a text that is not, as codes are.
pub fn specificity_en(word: &str, stem: &str, capitals: bool) -> f32 {
    if capitals && CODES.contains(&word) {
        return 0.8;
    }
    let generic = TABLES.generic_en.get(stem).copied().unwrap_or(1.0);
    // The commoner of the form and its stem: "licences" is no rarer a notion than "licence".
    let class = [word, stem].iter().filter_map(|w| TABLES.en.get(w)).min();
    let own = match class {
        Some(..=10) => 0.5,
        Some(..=20) => 0.7,
        Some(_) => 0.85,
        None => EN_UNKNOWN,
    };
    own * generic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_read() {
        assert_eq!(counted::<u32>(ZH).len(), ZH.lines().count());
        assert_eq!(counted::<u8>(EN).len(), EN.lines().count());
        assert!(Jieba::with_dict(&mut ZH.as_bytes()).is_ok());
        assert!(domain_words().count() >= 300);
        assert!(TABLES.zh.keys().all(|word| word.chars().count() <= LONGEST));
        assert!(TABLES.generic_zh.len() >= 300 && TABLES.generic_en.len() >= 300);
    }

    #[test]
    fn generic_weights_are_in_range() {
        let weights = TABLES.generic_zh.values().chain(TABLES.generic_en.values());
        assert!(weights.into_iter().all(|w| (0.0..=0.5).contains(w)));
    }

    #[test]
    fn rare_words_are_more_specific_than_common_ones() {
        assert!(specificity_zh("知名度") > 0.7);
        assert!(specificity_zh("品牌") < 0.3);
        assert_eq!(specificity_zh("提升"), 0.0);
        assert!(specificity_zh("应收账款") > 0.9);
        assert_eq!(specificity_en("increase", "increas", false), 0.0);
        assert_eq!(specificity_en("oee", "oee", true), EN_UNKNOWN);
        assert!(specificity_en("poverty", "poverty", false) > 0.6);
        assert_eq!(specificity_en("it", "it", false), 0.0);
        assert_eq!(specificity_en("it", "it", true), 0.8);
    }
}
