//! `winwin eval --sets`: every way of ranking on every set of a folder, as Markdown tables.

use std::path::Path;

use crate::cli::By;
use crate::commands::Told;
use crate::commands::eval::measured::Measured;
use crate::error::Error;
use crate::lang::Lang;
use crate::read::sets;
use crate::score::eval::{self, Estimate};
use crate::score::reader::Choice;

/// The figures of the tables, in their order.
const FIGURES: [&str; 5] = ["hit@1 by element", "AUC inside a KPI", "nDCG@5", "cross", "helper > opposite"];

/// A set with its figures by way, in the order of [`By`].
struct Row {
    name: String,
    by_way: Vec<Vec<(String, Option<Estimate>)>>,
}

/// One table a figure: a line a set, a column a way. `way`: who reads, and whether without the cache. Where a set labels nothing but pairs with an effect, the others count as 0.
///
/// # Errors
/// A folder without sets, or a set whose tables have errors.
pub fn tables(way: (Choice, bool), folder: &Path, base_rate: Option<f64>) -> Result<String, Told> {
    let found = sets::find(folder).map_err(|m| (Error::Failed(m), Lang::En))?;
    let mut rows = Vec::new();
    for set in found {
        let [kpis, elements, labels] = &set.tables;
        let measured = Measured::read(way, [kpis, elements, labels])?;
        let rest_is_zero = measured.names_only_effects();
        let by_way = By::ALL.into_iter().map(|by| Ok(eval::table(&measured.report(by, rest_is_zero, base_rate)?)));
        rows.push(Row { name: set.name, by_way: by_way.collect::<Result<_, Told>>()? });
    }
    Ok(FIGURES.iter().filter_map(|figure| table(figure, &rows)).collect::<Vec<_>>().join("\n"))
}

/// The table of one figure; none where no set has it.
fn table(figure: &str, rows: &[Row]) -> Option<String> {
    let ways: Vec<String> = By::ALL.into_iter().map(By::name).collect();
    let mut lines = String::new();
    for row in rows {
        let values: Vec<Option<Estimate>> =
            row.by_way.iter().map(|all| all.iter().find(|(name, _)| name == figure).and_then(|(_, v)| *v)).collect();
        if values.iter().all(Option::is_none) {
            continue;
        }
        lines.push_str(&format!("| {} |", row.name));
        for value in values {
            lines.push_str(&value.map_or(" |".to_owned(), |v| format!(" {:.3} |", v.value)));
        }
        lines.push('\n');
    }
    let head = format!("| {figure} | {} |\n|---|{}\n", ways.join(" | "), "--:|".repeat(By::ALL.len()));
    (!lines.is_empty()).then(|| head + &lines)
}
