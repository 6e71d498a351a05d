//! Labelled sets of a folder: three tables that belong together by name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::Message;
use crate::read::files;

/// What the three tables of a set are called.
const TABLES: [&[&str]; 3] = [&["kpis", "goals"], &["elements"], &["labels", "qrels"]];

/// The tables of a labelled set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetFiles {
    /// Its name: that of the folder, or what stands before `_kpis.csv`.
    pub name: String,
    /// KPIs, elements and labels.
    pub tables: [PathBuf; 3],
}

/// The sets of a folder, in the order of their names: `NAME/kpis.csv`, `elements.csv` and `labels.csv`, or `NAME_kpis.csv` and so
/// on; `goals` and `qrels` are other words for KPIs and labels. Sets that lack a table are left out.
///
/// # Errors
/// The folder cannot be read, or holds no whole set.
pub fn find(folder: &Path) -> Result<Vec<SetFiles>, Message> {
    let mut found: BTreeMap<String, [Option<PathBuf>; 3]> = BTreeMap::new();
    let mut take = |set: String, table: &str, path: &Path| {
        if let Some(n) = TABLES.iter().position(|names| names.contains(&table)) {
            found.entry(set).or_default()[n].get_or_insert_with(|| path.to_path_buf());
        }
    };
    let csv = |path: &Path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let stem = |path: &Path| path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    for path in files::entries(folder)? {
        if path.is_dir() {
            let name = path.file_name().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            for inner in files::entries(&path)?.iter().filter(|p| csv(p)) {
                take(name.clone(), &stem(inner), inner);
            }
        } else if csv(&path)
            && let Some((name, table)) = stem(&path).rsplit_once('_')
        {
            take(name.to_owned(), table, &path);
        }
    }
    let whole = |(name, tables): (String, [Option<PathBuf>; 3])| {
        let [Some(kpis), Some(elements), Some(labels)] = tables else { return None };
        Some(SetFiles { name, tables: [kpis, elements, labels] })
    };
    let sets: Vec<SetFiles> = found.into_iter().filter_map(whole).collect();
    if sets.is_empty() { Err(Message::NoSets { folder: folder.display().to_string() }) } else { Ok(sets) }
}
