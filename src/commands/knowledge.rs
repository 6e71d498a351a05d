//! The user's own concepts and drives on top of the built-in ones: `--knowledge DIR`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Message, Problem};
use crate::read::files;
use crate::score::knowledge::{Kind, Knowledge, Table, built_in, embedded, tables};

/// Knowledge of a run: that of `folder` on top of the built-in one. Faults of its rows are pushed.
///
/// # Errors
/// The folder or a table in it cannot be read, or it holds none.
pub fn of(folder: Option<&Path>, problems: &mut Vec<Problem>) -> Result<Arc<Knowledge>, Message> {
    let Some(folder) = folder else { return Ok(embedded()) };
    let there = files::entries(folder)?;
    let named = |kind: Kind| there.iter().find(|p| p.file_name().is_some_and(|n| n == kind.file_name())).cloned();
    let found: Vec<(Kind, PathBuf)> = Kind::ALL.into_iter().filter_map(|kind| Some((kind, named(kind)?))).collect();
    if found.is_empty() {
        return Err(Message::NoKnowledge { folder: folder.display().to_string() });
    }
    let read: Vec<(Kind, PathBuf, Vec<u8>)> =
        found.into_iter().map(|(kind, path)| files::bytes(&path).map(|data| (kind, path, data))).collect::<Result<_, _>>()?;
    let own: Vec<Table> = read.iter().map(|(kind, path, data)| Table { file: files::shown(path), kind: *kind, data }).collect();
    Ok(Arc::new(tables::read(&built_in(), &own, problems)))
}

/// Whether a file is one of the tables that are read from a folder of knowledge.
pub fn holds(folder: &Path, file: &Path) -> bool {
    Kind::ALL.into_iter().any(|kind| files::are_one(&folder.join(kind.file_name()), file))
}
