//! `winwin init`: example tables with comments, to start from.

use std::path::{Path, PathBuf};

use crate::cli::{Init, TableLang};
use crate::commands::{Told, partners, to_stdout};
use crate::error::{Error, Message};
use crate::lang::{Lang, starter};
use crate::read::columns::TableKind;
use crate::report::write::made::{self, Made};
use crate::report::{Artifact, write};

/// The worked examples that become starter tables.
const ZH: [(TableKind, &str); 5] = [
    (TableKind::Kpis, include_str!("../../data/lifestyle-summit/kpis.csv")),
    (TableKind::Elements, include_str!("../../data/lifestyle-summit/elements.csv")),
    (TableKind::Departments, include_str!("../../data/lifestyle-summit/departments.csv")),
    (TableKind::Favors, include_str!("../../data/lifestyle-summit/favors.csv")),
    (TableKind::Log, include_str!("../../data/lifestyle-summit/log.csv")),
];
const EN: [(TableKind, &str); 5] = [
    (TableKind::Kpis, include_str!("../../data/harbor-festival/kpis.csv")),
    (TableKind::Elements, include_str!("../../data/harbor-festival/elements.csv")),
    (TableKind::Departments, include_str!("../../data/harbor-festival/departments.csv")),
    (TableKind::Favors, include_str!("../../data/harbor-festival/favors.csv")),
    (TableKind::Log, include_str!("../../data/harbor-festival/log.csv")),
];

/// Runs `init`. With one language the tables go into the folder itself, with both into `zh` and `en` under it.
pub fn run(flags: &Init) -> Result<(), Told> {
    let mut languages: Vec<Lang> = Vec::new();
    for lang in &flags.lang {
        let lang = if *lang == TableLang::Zh { Lang::Zh } else { Lang::En };
        if !languages.contains(&lang) {
            languages.push(lang);
        }
    }
    let told = languages.first().copied().unwrap_or(Lang::En);
    let folder = flags.dir.clone().unwrap_or_else(|| PathBuf::from("."));
    let files: Vec<(PathBuf, String)> = languages
        .iter()
        .flat_map(|&lang| {
            let folder = if languages.len() > 1 { folder.join(crate::lang::pick(lang, "zh", "en")) } else { folder.clone() };
            if flags.partners { partners::starter_files(&folder, lang) } else { starter_files(&folder, lang) }
        })
        .collect();
    // Nobody's work is written over, and nothing is written when something stands in the way.
    if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
        return Err((Error::Failed(Message::Exists { path: path.display().to_string() }), told));
    }
    start(&files).map_err(|m| (Error::Failed(m), told))?;
    for lang in &languages {
        let written = if languages.len() > 1 { folder.join(crate::lang::pick(*lang, "zh", "en")) } else { folder.clone() };
        let next = if flags.partners { crate::lang::partners::starter::next_step } else { starter::next_step };
        to_stdout(&(next(&written.display().to_string(), *lang) + "\n"), *lang)?;
    }
    Ok(())
}

/// Writes the files of each folder together; where one cannot be written, none stays.
fn start(files: &[(PathBuf, String)]) -> Result<(), Message> {
    let mut folders: Vec<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.dedup();
    // Until all is written, so that a folder that was complete goes too where a later one fails.
    let mut made: Vec<Made> = Vec::new();
    for (done, folder) in folders.iter().enumerate() {
        let inside = files.iter().filter(|(path, _)| path.parent() == Some(folder));
        let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let tables: Vec<Artifact> = inside.map(|(path, text)| Artifact { path: name(path), bytes: text.clone().into_bytes() }).collect();
        // A path without a folder of its own is in the one at hand.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Err(failed) = made::folders(folder).map(|m| made.push(m)).and_then(|()| write::together(folder, &tables)) {
            for (path, _) in files.iter().filter(|(path, _)| folders.iter().take(done).any(|f| path.parent() == Some(f))) {
                let _ = write::remove(path);
            }
            // The last first: the first one holds the folder above the others.
            while made.pop().is_some() {}
            return Err(failed);
        }
    }
    Ok(())
}

fn starter_files(folder: &Path, lang: Lang) -> Vec<(PathBuf, String)> {
    let (tables, config) = match lang {
        Lang::Zh => (ZH, include_str!("../../data/lifestyle-summit/winwin.toml")),
        Lang::En => (EN, include_str!("../../data/harbor-festival/winwin.toml")),
    };
    let mut files: Vec<(PathBuf, String)> = tables
        .iter()
        .map(|(kind, table)| {
            let comments = starter::comments(*kind, lang).join("\n");
            // The mark lets spreadsheets read Chinese.
            (folder.join(format!("{}.csv", kind.name())), format!("\u{feff}{comments}\n{}", table.trim_start_matches('\u{feff}')))
        })
        .collect();
    files.push((folder.join("winwin.toml"), config.to_owned()));
    files
}
