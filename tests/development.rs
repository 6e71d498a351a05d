//! No text that the score was made from stands in the elements of a development set, else its figures would be remembered, not earned.
//!
//! tests/development.bin holds hashes of every twelve characters in a row of those elements (tests/development.py makes it). A text whose
//! every twelve characters are among them stands there; that it does by chance is next to impossible. tests/development-names.bin holds
//! hashes of the names of their KPIs and goals: those that the judgements have too are listed here, so that no other comes to them unseen.
//! The sets of data/tables are read as they are.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Characters from which a text counts.
const GRAM: usize = 12;
/// Words from which a text without Chinese characters counts: shorter ones are terms that everybody uses ("research and development").
const WORDS: usize = 4;

fn hash(text: &str) -> u32 {
    let value = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (value >> 32) as u32 ^ value as u32
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// As texts are compared: small letters, one space between words.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn grams(text: &str) -> Vec<u32> {
    let chars: Vec<char> = plain(text).chars().collect();
    chars.windows(GRAM).map(|w| hash(&w.iter().collect::<String>())).collect()
}

struct Sets(Vec<u32>);

impl Sets {
    fn read(path: &str) -> Self {
        let bytes = fs::read(at(path)).unwrap();
        Sets(bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect())
    }

    fn of(texts: &[String]) -> Self {
        let mut all: Vec<u32> = texts.iter().flat_map(|t| grams(t)).collect();
        all.sort_unstable();
        Sets(all)
    }

    fn has(&self, value: u32) -> bool {
        self.0.binary_search(&value).is_ok()
    }

    fn hold(&self, text: &str) -> bool {
        let term = !text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && text.split_whitespace().count() < WORDS;
        let parts = grams(text);
        !term && !parts.is_empty() && parts.into_iter().all(|g| self.has(g))
    }
}

/// The cells of a column of a table in data/tables.
fn column(path: &str, name: &str) -> Vec<String> {
    let mut table = csv::Reader::from_path(at(path)).unwrap();
    let column = table.headers().unwrap().iter().position(|h| h == name).unwrap();
    table.records().map(|row| row.unwrap()[column].to_owned()).collect()
}

/// Texts of the judgements: cells of KPIs, elements without their marks, and what both are in the other language.
fn judged() -> Vec<(String, String)> {
    let folder = at("data/judgement");
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

/// Names of the KPIs of the judgements, in the other language too, as they are compared.
fn judged_names() -> HashSet<String> {
    let folder = at("data/judgement");
    let mut names = HashSet::new();
    for path in fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "txt")) {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let cells: Vec<&str> = line.split('|').collect();
            let mark = cells[0].trim();
            let kpi = mark == "K" || mark.strip_prefix('k').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
            names.extend(cells.get(2).filter(|_| kpi).map(|n| plain(n)));
        }
    }
    // KPIs stand there as department | name | description, elements as they are.
    let translations = fs::read_to_string(folder.join("translations.tsv")).unwrap();
    names.extend(translations.lines().flat_map(|l| l.split('\t')).filter_map(|side| side.split('|').nth(1)).map(plain));
    names
}

/// Words of concepts, and the texts of the built-in catalog.
fn known() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for file in ["data/knowledge/concepts.csv", "data/catalog/catalog.csv"] {
        let text = fs::read_to_string(at(file)).unwrap();
        for (line, row) in csv::Reader::from_reader(text.as_bytes()).records().enumerate() {
            let cells: Vec<String> = row.unwrap().iter().flat_map(|c| c.split('|')).map(|c| c.trim().to_owned()).collect();
            texts.extend(cells.into_iter().map(|c| (format!("{file}:{}", line + 2), c)));
        }
    }
    texts
}

/// Names of KPIs that stand in the judgements and in data/tables/offices.
const OFFICES: [&str; 29] = [
    "Acquisition cost per policy",
    "Driver turnover",
    "First contact resolution",
    "Guest satisfaction score",
    "Loss ratio",
    "Media mentions",
    "Occupancy rate",
    "On-time in-full deliveries",
    "Overtime hours",
    "Quote turnaround",
    "Renewal rate",
    "Staff turnover",
    "Supply interruptions",
    "不良贷款率",
    "业主满意度",
    "到馆人次",
    "单箱配送成本",
    "学生评教均分",
    "客户投诉件数",
    "小微贷款户数",
    "毕业去向落实率",
    "物业费收缴率",
    "生鲜损耗率",
    "生鲜毛利率",
    "电梯困人次数",
    "订单准交率",
    "货架缺货率",
    "采购降本率",
    "高水平论文数",
];

/// The same of data/tables/examples.
const EXAMPLES: [&str; 2] = ["Noise complaints", "Sponsor income"];

/// The same of the sets that are not part of the project: three World Bank topics, two KPIs of the pairs of another author, six goals of the
/// Taiwan budget.
const ELSEWHERE: [&str; 11] = [
    "education",
    "health",
    "infrastructure",
    "客户满意度",
    "教育支出",
    "文化支出",
    "核心系统可用率",
    "社會保險支出",
    "科學支出",
    "農業支出",
    "醫療保健支出",
];

#[test]
fn no_text_of_the_project_stands_in_a_development_set() {
    let sets = Sets::read("tests/development.bin");
    assert!(sets.0.len() > 50_000 && sets.0.is_sorted());
    // The check can fail: an element of a public indicator set is found, a text of nobody's is not.
    assert!(sets.hold("Proportion of population living below the national poverty line, by sex and age"));
    assert!(!sets.hold("A sentence that no table in the world would ever hold"));
    let texts = [judged(), known()].concat();
    assert!(texts.len() > 20_000);
    let found: Vec<String> = texts.iter().filter(|(_, t)| sets.hold(t)).map(|(at, t)| format!("{at}: {t}")).collect();
    assert!(found.is_empty(), "{} texts:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_judged_text_is_an_element_of_the_tables_of_other_authors() {
    let mut elements = Vec::new();
    for set in ["offices", "examples"] {
        for name in ["element", "description"] {
            elements.extend(column(&format!("data/tables/{set}/elements.csv"), name));
        }
    }
    let (sets, whole) = (Sets::of(&elements), elements.iter().map(|e| plain(e)).filter(|e| !e.is_empty()).collect::<HashSet<_>>());
    let stands = |text: &str| whole.contains(&plain(text)) || sets.hold(text);
    assert!(whole.len() > 400 && elements.iter().all(|e| e.is_empty() || stands(e)));
    assert!(!stands("A sentence that no table in the world would ever hold"));
    let found: Vec<String> = judged().iter().filter(|(_, t)| stands(t)).map(|(at, t)| format!("{at}: {t}")).collect();
    assert!(found.is_empty(), "{} texts:\n{}", found.len(), found.join("\n"));
}

#[test]
fn names_of_kpis_that_the_judgements_share_with_a_set_are_the_listed_ones() {
    let names = judged_names();
    assert!(names.len() > 20_000);
    for (set, listed) in [("offices", OFFICES.as_slice()), ("examples", EXAMPLES.as_slice())] {
        let shared: BTreeSet<String> =
            column(&format!("data/tables/{set}/kpis.csv"), "kpi").into_iter().filter(|k| names.contains(&plain(k))).collect();
        assert_eq!(shared.iter().map(String::as_str).collect::<Vec<_>>(), listed, "data/tables/{set}");
    }
    let sets = Sets::read("tests/development-names.bin");
    assert!(sets.0.len() > 400 && sets.0.is_sorted());
    // A goal of the sets is found, a name of nobody's is not.
    assert!(sets.has(hash(&plain("End poverty in all its forms everywhere"))) && !sets.has(hash("number of unicorns seen")));
    let shared: BTreeSet<&str> = names.iter().filter(|n| sets.has(hash(n))).map(String::as_str).collect();
    assert_eq!(shared.into_iter().collect::<Vec<_>>(), ELSEWHERE);
}
