//! `winwin.toml`, next to the tables: any flag by its long name, the end of the fiscal year, and header names.
//!
//! Invariant: a key the program does not know is an error, never ignored.

pub mod brand;
mod values;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::error::Fault;
use crate::read::columns::TableKind;
use crate::read::config::brand::Brand;
use crate::read::limits::LARGEST;

pub use values::MOST_TITLES;

/// What winwin.toml says. Every field is optional; a flag on the command line wins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The department that proposes.
    pub own: Option<String>,
    /// Money for additions.
    pub budget: Option<f64>,
    /// Most additions.
    pub max_changes: Option<usize>,
    /// Share of the own coverage that must stay, 0 to 1.
    pub keep: Option<f64>,
    /// The worth-saying-yes line, 0 to 1.
    pub yes_line: Option<f64>,
    /// zh, en or auto.
    pub lang: Option<String>,
    /// The day the run speaks from.
    pub today: Option<Date>,
    /// Titles of the user's own.
    pub title: Vec<String>,
    /// Share of pairs that help, 0 to 1.
    pub base_rate: Option<f64>,
    /// Where reports go.
    pub out: Option<String>,
    /// Where earlier reports are.
    pub since: Option<String>,
    /// Encoding of the tables.
    pub encoding: Option<String>,
    /// Month and day of the fiscal year's end.
    pub fiscal_year_end: Option<(i8, i8)>,
    /// Whether the embedded catalog is left out.
    pub catalog_only: Option<bool>,
    /// deep, fast or auto.
    pub encoder: Option<String>,
    /// Folder of the user's own knowledge.
    pub knowledge: Option<String>,
    /// png, svg or both.
    pub format: Option<String>,
    /// light or print-grey.
    pub theme: Option<String>,
    /// Pixels to the logical pixel, 1 to 4.
    pub scale: Option<f64>,
    /// Most rows of a table.
    pub max_rows: Option<usize>,
    /// all, none or top=N.
    pub charts: Option<String>,
    /// Whether proposal.pptx is written.
    pub office: Option<bool>,
    /// Colours and logo.
    pub brand: Brand,
    /// Headers by table: folded header to column name.
    pub headers: BTreeMap<TableKind, BTreeMap<String, String>>,
    /// The same as written: column name to header.
    pub written: BTreeMap<TableKind, BTreeMap<String, String>>,
}

/// Keys at the top level.
const KEYS: [&str; 24] = [
    "own",
    "budget",
    "max-changes",
    "keep",
    "yes-line",
    "lang",
    "today",
    "base-rate",
    "out",
    "since",
    "fiscal_year_end",
    "catalog-only",
    "columns",
    "encoding",
    "encoder",
    "knowledge",
    "title",
    "format",
    "theme",
    "scale",
    "brand",
    "office",
    "charts",
    "max-rows",
];

/// Reads the text of a winwin.toml.
///
/// # Errors
/// Every fault with its line: not TOML, unknown keys, values of the wrong type or out of range.
pub fn parse(text: &str) -> Result<Config, Vec<(Option<u64>, String, Fault)>> {
    let document: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        let line = e.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
        vec![(line, String::new(), Fault::ConfigValue { detail: e.message().to_owned() })]
    })?;
    let mut config = Config::default();
    let mut faults = Vec::new();
    for (key, value) in &document {
        if let Err(detail) = set(&mut config, key, value, &mut faults, text) {
            faults.push((line_of(text, key), key.clone(), detail));
        }
    }
    if faults.is_empty() { Ok(config) } else { Err(faults) }
}

/// An amount of money as people write it: `60万`, `600,000 EUR`.
pub fn money(text: &str) -> Option<f64> {
    use crate::read::value::number::{NumberContext, parse};
    parse(text, &NumberContext::default()).value.map(|q| q.value)
}

/// The line on which a key is set, for messages.
fn line_of(text: &str, key: &str) -> Option<u64> {
    let at = text.lines().position(|line| {
        let line = line.trim_start().trim_start_matches(['[', '"', '\'']);
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(['=', ']', '.']))
    })?;
    Some(at as u64 + 1)
}

fn wrong(detail: &str) -> Fault {
    Fault::ConfigValue { detail: detail.to_owned() }
}

fn set(
    config: &mut Config,
    key: &str,
    value: &toml::Value,
    faults: &mut Vec<(Option<u64>, String, Fault)>,
    text: &str,
) -> Result<(), Fault> {
    let string = || value.as_str().map(str::to_owned).ok_or_else(|| wrong("\"…\""));
    let number = || value.as_float().or_else(|| value.as_integer().map(|i| i as f64)).ok_or_else(|| wrong("0.5"));
    let share = || number().and_then(|n| if (0.0..=1.0).contains(&n) { Ok(n) } else { Err(wrong("0 … 1")) });
    match key {
        "own" => config.own = Some(string()?),
        "out" => config.out = Some(string()?),
        "since" => config.since = Some(string()?),
        "knowledge" => config.knowledge = Some(string()?),
        "encoding" => config.encoding = Some(string()?),
        "title" => {
            config.title = values::titles(value)?;
            let given = config.title.len();
            if given > MOST_TITLES {
                faults.push((line_of(text, key), format!("{key} × {given}"), wrong(&format!("1 … {MOST_TITLES}"))));
            }
        }
        "lang" => config.lang = Some(one_of(value, &["zh", "en", "auto"])?),
        "format" => config.format = Some(one_of(value, &["png", "svg", "both"])?),
        "theme" => config.theme = Some(one_of(value, &["light", "print-grey"])?),
        "charts" => {
            let which = string()?;
            let best = which.strip_prefix("top=").is_some_and(|n| n.parse::<usize>().is_ok());
            if !best && which != "all" && which != "none" {
                return Err(wrong("all, none, top=20"));
            }
            config.charts = Some(which);
        }
        "scale" => {
            let scale = number()?;
            config.scale = Some(scale).filter(|x| (1.0..=4.0).contains(x));
            config.scale.ok_or_else(|| wrong("1 … 4"))?;
        }
        "brand" => {
            let table = value.as_table().ok_or_else(|| wrong("[brand]"))?;
            config.brand = brand::of(table, faults, text);
        }
        "encoder" => {
            let encoder = string()?;
            if !["deep", "fast", "auto"].contains(&encoder.as_str()) {
                return Err(wrong("deep, fast, auto"));
            }
            config.encoder = Some(encoder);
        }
        "budget" => {
            let amount = || wrong("600000, \"60万\"");
            let budget = value.as_str().map_or_else(|| number().ok(), money).filter(|b| (0.0..=LARGEST).contains(b));
            config.budget = Some(budget.ok_or_else(amount)?);
        }
        "max-rows" => config.max_rows = Some(value.as_integer().and_then(|i| usize::try_from(i).ok()).ok_or_else(|| wrong("2000000"))?),
        "max-changes" => {
            config.max_changes = Some(value.as_integer().and_then(|i| usize::try_from(i).ok()).ok_or_else(|| wrong("0, 1, 2 …"))?)
        }
        "keep" => config.keep = Some(share()?),
        "yes-line" => config.yes_line = Some(share()?),
        "base-rate" => {
            let rate = share()?;
            if rate <= 0.0 || rate >= 1.0 {
                return Err(wrong("0.01 … 0.99"));
            }
            config.base_rate = Some(rate);
        }
        "catalog-only" => config.catalog_only = Some(value.as_bool().ok_or_else(|| wrong("true, false"))?),
        "office" => config.office = Some(value.as_bool().ok_or_else(|| wrong("true, false"))?),
        "today" => {
            let day = value.as_datetime().map_or_else(string, |d| Ok(d.to_string()))?;
            config.today = Some(day.parse().map_err(|_| wrong("\"2026-11-16\""))?);
        }
        "fiscal_year_end" => {
            config.fiscal_year_end = value.as_str().and_then(values::month_day);
            config.fiscal_year_end.ok_or_else(|| wrong("\"03-31\""))?;
        }
        "columns" => {
            let tables = value.as_table().ok_or_else(|| wrong("[columns.kpis]"))?;
            for (name, columns) in tables {
                columns_of(config, name, columns, faults, text);
            }
        }
        _ => return Err(Fault::ConfigKey { near: nearest(key, &KEYS) }),
    }
    Ok(())
}

/// One of some words.
fn one_of(value: &toml::Value, words: &[&str]) -> Result<String, Fault> {
    value.as_str().filter(|v| words.contains(v)).map(str::to_owned).ok_or_else(|| wrong(&words.join(", ")))
}

fn columns_of(config: &mut Config, name: &str, columns: &toml::Value, faults: &mut Vec<(Option<u64>, String, Fault)>, text: &str) {
    let kinds: Vec<&str> = TableKind::ALL.iter().map(|k| k.name()).collect();
    let (Some(kind), Some(columns)) = (TableKind::ALL.into_iter().find(|k| k.name() == name), columns.as_table()) else {
        faults.push((line_of(text, "columns"), format!("columns.{name}"), Fault::ConfigKey { near: nearest(name, &kinds) }));
        return;
    };
    for (column, header) in columns {
        let known: Vec<&str> = kind.columns().iter().map(|c| c.name).collect();
        match header.as_str().map(|header| (header, crate::text::fold(header))) {
            Some((header, folded)) if known.contains(&column.as_str()) && !folded.is_empty() => {
                config.headers.entry(kind).or_default().insert(folded, column.clone());
                config.written.entry(kind).or_default().insert(column.clone(), header.trim().to_owned());
            }
            Some(_) if !known.contains(&column.as_str()) => {
                faults.push((line_of(text, column), column.clone(), Fault::ConfigKey { near: nearest(column, &known) }));
            }
            _ => faults.push((line_of(text, column), column.clone(), wrong("\"…\""))),
        }
    }
}

/// Longest text that is compared with names: no name is so long, and comparing takes time with both lengths.
const LONGEST: usize = 400;
/// Likeness above which a name may be meant.
const LIKE: f64 = 0.8;

/// The name most like `text`, if any is like it.
pub fn nearest(text: &str, names: &[&str]) -> Option<String> {
    nearest_folded(text, names.iter().filter(|name| name.len() <= LONGEST).map(|name| (crate::text::fold(name), *name)))
}

/// The same for names whose folded forms are at hand: each with its folded form before it.
pub fn nearest_folded<'n, F: AsRef<str>>(text: &str, names: impl Iterator<Item = (F, &'n str)>) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = crate::text::fold(text);
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    let mut best: Option<(f64, &str)> = None;
    for (other, name) in names.filter(|(_, name)| name.len() <= LONGEST) {
        let other = other.as_ref();
        if !may_be_like(&folded, &letters, other, best.map_or(LIKE, |(likeness, _)| likeness)) {
            continue;
        }
        let likeness = strsim::jaro_winkler(other, &folded);
        // Of names equally like it the first by name, so that the order of the table does not matter.
        if likeness > LIKE && best.is_none_or(|(most, first)| likeness.total_cmp(&most).then_with(|| first.cmp(name)).is_gt()) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// Whether two folded texts may be as like as `least`: told from their lengths, then from the characters that both hold, long before the
/// likeness itself is known. `letters`: the characters of `text` in the order of their codes.
fn may_be_like(text: &str, letters: &[char], other: &str, least: f64) -> bool {
    let length = other.chars().count();
    let start = text.chars().zip(other.chars()).take(4).take_while(|(a, b)| a == b).count();
    // Jaro-Winkler with every shared character a match in its place; no less than the true one. Without any character it is no number.
    let likeness = |shared: usize| {
        let jaro = (shared as f64 / letters.len() as f64 + shared as f64 / length as f64 + 1.0) / 3.0;
        // Other steps may round otherwise.
        jaro + 0.1 * start as f64 * (1.0 - jaro) + 1e-9
    };
    if likeness(letters.len().min(length)) < least {
        return false;
    }
    let mut others: Vec<char> = other.chars().collect();
    others.sort_unstable();
    let mut mine = letters.iter().peekable();
    let both = others.iter().filter(|c| {
        while mine.next_if(|m| m < c).is_some() {}
        mine.next_if(|m| m == c).is_some()
    });
    likeness(both.count()) >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_headers_are_read() {
        let config = parse("today = \"2026-11-16\"\nbudget = 800000\n[columns.kpis]\ntarget = \"2026 目标值\"\n").unwrap();
        assert_eq!(config.today, Some(Date::constant(2026, 11, 16)));
        assert_eq!(config.budget, Some(800_000.0));
        assert_eq!(config.headers[&TableKind::Kpis]["2026 目标值"], "target");
        let titles = |text: &str| parse(text).map(|c| c.title);
        assert_eq!(titles("title = \"车主之夜\"\n"), Ok(vec!["车主之夜".to_owned()]));
        assert_eq!(titles("title = [\"A\", \" B \"]\n"), Ok(vec!["A".to_owned(), "B".to_owned()]));
        assert!(titles("title = [\"A\", \"\"]\n").is_err() && titles("title = 3\n").is_err());
    }

    #[test]
    fn a_budget_is_what_the_flag_takes() {
        assert_eq!(parse("budget = 1e100\n").map(|c| c.budget), Ok(Some(1e100)));
        for beyond in ["1e308", "1e101", "\"1e308\"", "inf", "nan", "-1"] {
            let faults = parse(&format!("budget = {beyond}\n")).unwrap_err();
            assert!(matches!(&faults[..], [(Some(1), _, Fault::ConfigValue { .. })]), "{beyond}: {faults:?}");
        }
    }

    #[test]
    fn a_name_is_like_another_but_a_whole_text_is_like_none() {
        assert_eq!(nearest("brand_awarenes", &["leads", "brand_awareness"]), Some("brand_awareness".to_owned()));
        let text = format!("leads{}", "s".repeat(1000));
        assert_eq!((nearest(&text, &["leads"]), nearest("leads", &[&text])), (None, None));
    }

    #[test]
    fn what_is_skipped_unseen_was_not_the_nearest() {
        let words = ["Sales", "sales and marketing", "Marketing", "Markting 2", "IT", "信息技术部", "信息技木部", "Legal", "aelgl", "x"];
        let pairs = words.iter().flat_map(|a| words.iter().map(move |b| format!("{a}{b}")));
        let names: Vec<String> = pairs.chain(words.map(str::to_owned)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let fold = crate::text::fold;
        let texts = ["Sale", "markting", "Salesmarketng", "信息技术", "ＩＴ 部", "leagl", "Legal x", "q", "sales and legal affairs"];
        for text in texts {
            let scored = names.iter().map(|name| (strsim::jaro_winkler(&fold(name), &fold(text)), *name));
            let like = scored.filter(|(score, _)| *score > LIKE);
            let plain = like.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, name)| name.to_owned());
            assert_eq!(nearest(text, &names), plain, "{text}");
        }
        assert_eq!((nearest("", &names), nearest("Sales", &[""])), (None, None));
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        let faults = parse("budgett = 5\nkeep = 7\n").unwrap_err();
        assert_eq!(faults[0], (Some(1), "budgett".into(), Fault::ConfigKey { near: Some("budget".into()) }));
        assert_eq!(faults[1].0, Some(2));
        assert!(matches!(&parse("own = \n").unwrap_err()[0], (Some(1), _, Fault::ConfigValue { .. })));
    }
}
