//! No text that the score was made from stands in the elements of a development set, else its figures would be remembered, not earned.
//!
//! tests/development.bin holds hashes of every twelve characters in a row of those elements (tests/development.py makes it). A text whose
//! every twelve characters are among them stands there; that it does by chance is next to impossible.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

/// Characters from which a text counts.
const GRAM: usize = 12;
/// Words from which a text without Chinese characters counts: shorter ones are terms that everybody uses ("research and development").
const WORDS: usize = 4;

fn hash(text: &str) -> u32 {
    let value = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (value >> 32) as u32 ^ value as u32
}

struct Sets(Vec<u32>);

impl Sets {
    fn read() -> Self {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/development.bin")).unwrap();
        Sets(bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect())
    }

    fn hold(&self, text: &str) -> bool {
        let term = !text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && text.split_whitespace().count() < WORDS;
        let chars: Vec<char> = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        !term && chars.len() >= GRAM && chars.windows(GRAM).all(|w| self.0.binary_search(&hash(&w.iter().collect::<String>())).is_ok())
    }
}

/// Texts of the judgements: cells of KPIs, elements without their marks, and what both are in the other language.
fn judged() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/judgement");
    let mut paths: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")).collect();
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for (line, text) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let marked = ["++ ", "+ ", "- ", "0 "].iter().find_map(|m| text.strip_prefix(m));
            let cells = marked.map_or_else(|| text.split('|').skip(1).collect::<Vec<_>>(), |t| vec![t]);
            texts.extend(cells.into_iter().map(|c| (format!("{file}:{}", line + 1), c.trim().to_owned())));
        }
    }
    let translations = fs::read_to_string(folder.join("translations.tsv")).unwrap();
    for (line, text) in translations.lines().enumerate() {
        texts.extend(text.split(['\t', '|']).map(|c| (format!("translations.tsv:{}", line + 1), c.trim().to_owned())));
    }
    texts
}

/// Words of concepts, and the texts of the built-in catalog.
fn known() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for file in ["data/knowledge/concepts.csv", "data/catalog/catalog.csv"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        for (line, row) in csv::Reader::from_reader(text.as_bytes()).records().enumerate() {
            let cells: Vec<String> = row.unwrap().iter().flat_map(|c| c.split('|')).map(|c| c.trim().to_owned()).collect();
            texts.extend(cells.into_iter().map(|c| (format!("{file}:{}", line + 2), c)));
        }
    }
    texts
}

#[test]
fn no_text_of_the_project_stands_in_a_development_set() {
    let sets = Sets::read();
    assert!(sets.0.len() > 50_000 && sets.0.is_sorted());
    // The check can fail: an element of a public indicator set is found, a text of nobody's is not.
    assert!(sets.hold("Proportion of population living below the national poverty line, by sex and age"));
    assert!(!sets.hold("A sentence that no table in the world would ever hold"));
    let texts = [judged(), known()].concat();
    assert!(texts.len() > 20_000);
    let found: Vec<String> = texts.iter().filter(|(_, t)| sets.hold(t)).map(|(at, t)| format!("{at}: {t}")).collect();
    assert!(found.is_empty(), "{} texts:\n{}", found.len(), found.join("\n"));
}
