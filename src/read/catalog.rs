//! The embedded catalog: what could be added to almost any project, in both languages.

use std::sync::Arc;

use crate::model::{Cost, Element, ElementKind, FormKind, Lang, Origin, Source};
use crate::read::delimited;

/// The catalog's table.
const TABLE: &str = include_str!("../../data/catalog/catalog.csv");

/// What currencies are in yuan, roughly.
const CURRENCIES: &str = include_str!("../../data/catalog/currencies.csv");

/// Name that stands for the embedded catalog where a file is named.
pub const FILE: &str = "catalog (built in)";

/// The entries in one language. Costs are ranges and assumptions.
pub fn embedded(lang: Lang) -> Vec<Element> {
    let Ok(raw) = delimited::table(TABLE, usize::MAX, |headers| headers.len()) else { return Vec::new() };
    let file: Arc<str> = Arc::from(FILE);
    let column = |name: &str| raw.header.iter().position(|h| h == name);
    let (zh, en) = (["element_zh", "description_zh"], ["element_en", "description_en"]);
    let (mine, other) = match lang {
        Lang::Zh => (zh, en),
        Lang::En => (en, zh),
    };
    raw.rows()
        .filter_map(|row| {
            let text = |name: &str| row.get(column(name)?).map(str::to_owned);
            let (low, high) = (text("cost_low")?.parse().ok()?, text("cost_high")?.parse().ok()?);
            Some(Element {
                key: text("id")?,
                project: None,
                name: text(mine[0])?,
                description: text(mine[1])?,
                other_words: Some(Box::new([text(other[0])?, text(other[1])?])),
                fits: text("fits")?.split('|').filter_map(FormKind::named).collect(),
                deposit: text("deposit")? == "yes",
                kind: ElementKind::Optional,
                source: Source::Catalog,
                cost: Some(Cost { low, high, assumed: true }),
                contributions: Vec::new(),
                unstated: Vec::new(),
                start: None,
                end: None,
                needs: Vec::new(),
                vacant: None,
                origin: Origin { file: file.clone(), line: row.line },
            })
        })
        .collect()
}

/// A cost of the catalog in another currency, to one digit: it is an order of magnitude. `None` for a currency that the list of rates lacks: a
/// number in yuan would then be a wrong one rather than a rough one.
pub fn in_currency(cost: Cost, code: &str) -> Option<Cost> {
    if code == "CNY" {
        return Some(cost);
    }
    let raw = delimited::table(CURRENCIES, usize::MAX, |headers| headers.len()).ok()?;
    let yuan: f64 = raw.rows().find(|row| row.get(0) == Some(code))?.get(1)?.parse().ok()?;
    Some(Cost { low: one_digit(cost.low / yuan), high: one_digit(cost.high / yuan), ..cost })
}

fn one_digit(value: f64) -> f64 {
    let step = 10_f64.powf(value.log10().floor());
    if value > 0.0 { (value / step).round() * step } else { 0.0 }
}

/// Ids of entries with the function whose part each needs.
pub fn needs() -> Vec<(String, String)> {
    let Ok(raw) = delimited::table(TABLE, usize::MAX, |headers| headers.len()) else { return Vec::new() };
    let column = |name: &str| raw.header.iter().position(|h| h == name);
    let (Some(id), Some(needs)) = (column("id"), column("needs")) else { return Vec::new() };
    let needed = raw.rows().filter_map(|row| Some((row.get(id)?.to_owned(), row.get(needs)?.to_owned())));
    needed.filter(|(_, function)| !function.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_in_another_currency_are_of_the_same_order() {
        let cost = Cost { low: 0.0, high: 60_000.0, assumed: true };
        assert_eq!(in_currency(cost, "CNY"), Some(cost));
        assert_eq!(in_currency(cost, "EUR"), Some(Cost { high: 8_000.0, ..cost }));
        assert_eq!(in_currency(cost, "JPY"), Some(Cost { high: 1_000_000.0, ..cost }));
        assert_eq!(in_currency(cost, "XYZ"), None);
    }

    #[test]
    fn every_row_is_read_in_both_languages() {
        let rows = TABLE.lines().filter(|l| !l.trim().is_empty()).count() - 1;
        assert!(rows >= 120);
        for lang in [Lang::Zh, Lang::En] {
            let entries = embedded(lang);
            assert_eq!(entries.len(), rows);
            assert!(entries.iter().all(|e| !e.name.is_empty() && e.cost.is_some_and(|c| c.low <= c.high)));
            assert_eq!(entries.iter().filter(|e| e.deposit).count(), TABLE.lines().filter(|l| l.trim_end().ends_with(",yes")).count());
            assert!(entries.iter().any(|e| e.key == "CAT08" && e.deposit) && entries.iter().any(|e| e.key == "CAT01" && !e.deposit));
        }
    }
}
