//! From flags and files to a checked case, shared by the commands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use crate::commands::{Told, knowledge};
use crate::error::{Error, Fault, Message, Place, Problem, Severity};
use crate::model::{Case, Lang};
use crate::read::check::{self, Setting};
use crate::read::columns::TableKind;
use crate::read::config::{self, Config};
use crate::read::header;
use crate::read::limits::MOST_ROWS;
use crate::read::rows::{Context, Table};
use crate::read::value::date::DateContext;
use crate::read::{self, files};
use crate::score::knowledge::Knowledge;
use crate::text::han_share;

/// Share of Chinese from which texts count as Chinese.
pub const CHINESE: f64 = 0.3;
/// Headers of a table that are listed where one is not among them.
const LISTED: usize = 20;

/// Headers of the user's own by table.
pub type Headers = BTreeMap<TableKind, BTreeMap<String, String>>;

/// What the flags decide about reading.
#[derive(Debug, Default)]
pub struct Wanted {
    /// Language, if chosen.
    pub lang: Option<Lang>,
    /// The day to speak from, if given.
    pub today: Option<Date>,
    /// The own department, if given.
    pub own: Option<String>,
    /// Headers from `--map`.
    pub headers: Headers,
    /// Leave the embedded catalog out.
    pub catalog_only: bool,
    /// Encoding of the tables, if named.
    pub encoding: Option<String>,
    /// Folder of the user's own knowledge, if named.
    pub knowledge: Option<PathBuf>,
    /// Most rows of a table, if given.
    pub most_rows: Option<usize>,
}

/// Tables as read, and what was said about them.
#[derive(Debug)]
pub struct Loaded {
    /// winwin.toml.
    pub config: Config,
    /// Where winwin.toml is, if there is one.
    pub config_path: Option<PathBuf>,
    /// Typed tables.
    pub tables: Vec<Table>,
    /// The day the run speaks from.
    pub today: Date,
    /// Language of the output.
    pub lang: Lang,
    /// What is known of causes.
    pub knowledge: Arc<Knowledge>,
    /// The folder that the user's own part of it was read from.
    pub knowledge_folder: Option<PathBuf>,
    /// What was found so far.
    pub problems: Vec<Problem>,
}

/// Reads winwin.toml, if there is one.
pub fn config(path: Option<&Path>, problems: &mut Vec<Problem>) -> Result<Config, Message> {
    let Some(path) = path else { return Ok(Config::default()) };
    let file = files::shown(path);
    let data = files::bytes(path)?;
    let text = match read::bytes::decode(&data, None, |_| 0) {
        Ok(decoded) => decoded.text,
        // An empty file decides nothing.
        Err((Fault::EmptyFile, _)) => return Ok(Config::default()),
        Err((fault, line)) => {
            problems.push(Problem { severity: Severity::Error, place: Place { line, ..Place::file(&file) }, value: None, fault });
            return Ok(Config::default());
        }
    };
    match config::parse(&text) {
        Ok(config) => Ok(config),
        Err(faults) => {
            for (line, key, fault) in faults {
                let value = Some(key).filter(|k| !k.is_empty());
                problems.push(Problem { severity: Severity::Error, place: Place { line, ..Place::file(&file) }, value, fault });
            }
            Ok(Config::default())
        }
    }
}

/// Reads tables. `paths` carry the kind their flag or name says; `None`: told by name or headers.
pub fn load(paths: &[(Option<TableKind>, PathBuf)], config_path: Option<&Path>, wanted: &Wanted) -> Result<Loaded, Told> {
    let lang = wanted.lang.unwrap_or(Lang::En);
    let failed = |m: Message| (Error::Failed(m), lang);
    let mut problems = Vec::new();
    let config = config(config_path, &mut problems).map_err(failed)?;
    let today = wanted.today.or(config.today).unwrap_or_else(crate::cli::values::today);
    let context = context(wanted, &config, today);
    if paths.iter().filter(|(_, p)| p.as_os_str() == "-").count() > 1 {
        return Err((Error::Usage(Message::TwoStdin), lang));
    }
    let mut tables = Vec::new();
    for (kind, path) in paths {
        let source = files::source(path).map_err(failed)?;
        if let Some(table) = read::table(&source, *kind, &context, &mut problems) {
            tables.push(table);
        }
    }
    absent(&config, wanted, &context, &tables, &mut problems);
    // A folder named in winwin.toml is looked for beside that file.
    let beside = |folder: &String| config_path.and_then(Path::parent).unwrap_or_else(|| Path::new("")).join(folder);
    let own = wanted.knowledge.clone().or_else(|| config.knowledge.as_ref().map(beside));
    let knowledge = knowledge::of(own.as_deref(), &mut problems).map_err(failed)?;
    let chosen = wanted.lang.or(match config.lang.as_deref() {
        Some("zh") => Some(Lang::Zh),
        Some("en") => Some(Lang::En),
        _ => None,
    });
    let lang = chosen.unwrap_or_else(|| language(&tables));
    Ok(Loaded { config, config_path: config_path.map(Path::to_path_buf), tables, today, lang, knowledge, knowledge_folder: own, problems })
}

/// What the reading of cells depends on.
pub fn context(wanted: &Wanted, config: &Config, today: Date) -> Context {
    let mut headers = config.headers.clone();
    for (kind, map) in &wanted.headers {
        headers.entry(*kind).or_default().extend(map.clone());
    }
    let dates = DateContext { today: Some(today), fiscal_year_end: config.fiscal_year_end.unwrap_or((12, 31)) };
    let encoding = wanted.encoding.clone().or_else(|| config.encoding.clone());
    Context { dates, headers, encoding, most_rows: wanted.most_rows.or(config.max_rows).unwrap_or(MOST_ROWS) }
}

/// Tells headers that were named for a column and are in no table: it then goes by its built-in names, perhaps another one than meant.
fn absent(config: &Config, wanted: &Wanted, context: &Context, tables: &[Table], problems: &mut Vec<Problem>) {
    let own = |table: &Table, column: &str| {
        let headers = context.headers.get(&table.kind);
        headers.is_some_and(|own| header::has_own(table.headers().map(|(text, _)| text), column, own))
    };
    let mut tell = |table: &Table, column: &str, value: String| {
        let headers: Vec<&str> = table.headers().map(|(text, _)| text).filter(|text| !text.is_empty()).collect();
        let more = if headers.len() > LISTED { ", …" } else { "" };
        let detail = headers.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ") + more;
        let column = table.kind.columns().iter().map(|c| c.name).find(|name| *name == column);
        let place = Place { column, ..Place::file(&table.file) };
        problems.push(Problem { severity: Severity::Warning, place, value: Some(value), fault: Fault::ConfigValue { detail } });
    };
    for table in tables {
        for (column, header) in config.written.get(&table.kind).into_iter().flatten().filter(|(column, _)| !own(table, column)) {
            tell(table, column, format!("columns.{}.{column} = {header}", table.kind.name()));
        }
    }
    // A flag stands for every table with such a column, so one of them will do; batches of elements may still come.
    let awaited = |column: &str| {
        let elements = tables.iter().any(|t| t.kind == TableKind::Elements);
        !elements && TableKind::Elements.columns().iter().any(|c| c.name == column)
    };
    let flags: BTreeSet<(&String, &String)> = wanted.headers.values().flatten().map(|(header, column)| (column, header)).collect();
    for (column, header) in flags.into_iter().filter(|(column, _)| !awaited(column)) {
        let mut with = tables.iter().filter(|t| t.kind.columns().iter().any(|c| c.name == *column));
        if !with.clone().any(|table| own(table, column))
            && let Some(table) = with.next()
        {
            tell(table, column, format!("--map {column}={header}"));
        }
    }
}

/// The language of the tables' own texts.
fn language(tables: &[Table]) -> Lang {
    let texts = tables.iter().flat_map(Table::sample);
    if han_share(texts) >= CHINESE { Lang::Zh } else { Lang::En }
}

impl Loaded {
    /// Checks the tables against each other. Errors end the run; the rest stays in `problems`.
    pub fn case(&mut self, wanted: &Wanted) -> Result<Case, Told> {
        let setting = Setting {
            own: wanted.own.clone().or_else(|| self.config.own.clone()),
            today: self.today,
            lang: self.lang,
            embedded_catalog: !(wanted.catalog_only || self.config.catalog_only.unwrap_or(false)),
        };
        let case = check::case(&self.tables, &setting, &mut self.problems);
        case.ok_or_else(|| (Error::Input(self.problems.clone()), self.lang))
    }
}

/// The file of `--kpis`, where elements come another way.
pub fn kpi_table(tables: &crate::cli::Tables, lang: Lang) -> Result<Vec<(Option<TableKind>, PathBuf)>, Told> {
    let missing = || (Error::Usage(Message::TableNotGiven { table: TableKind::Kpis.name() }), lang);
    Ok(vec![(Some(TableKind::Kpis), tables.kpis.clone().ok_or_else(missing)?)])
}

/// Files of `--kpis` and `--elements`, both needed.
pub fn two_tables(tables: &crate::cli::Tables, lang: Lang) -> Result<Vec<(Option<TableKind>, PathBuf)>, Told> {
    let need = |path: &Option<PathBuf>, kind: TableKind| {
        let missing = Error::Usage(Message::TableNotGiven { table: kind.name() });
        path.clone().map(|p| (Some(kind), p)).ok_or((missing, lang))
    };
    Ok(vec![need(&tables.kpis, TableKind::Kpis)?, need(&tables.elements, TableKind::Elements)?])
}

/// winwin.toml beside a file, if there is one.
pub fn config_beside(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    Some(folder.join("winwin.toml")).filter(|p| p.is_file())
}
