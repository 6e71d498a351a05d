//! Pages for a browser: brief.html of a project and index.html over several. One file each, which asks for nothing outside itself.
//!
//! The text is that of the Markdown reports, turned into HTML (see `markup`), so that the two cannot differ. A page's policy lets a browser
//! run the one style and the one script that stand in it, named by their hashes, and load pictures that are data; nothing else.

mod digest;
mod figure;
mod markup;
pub mod pairs;
mod text;

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use crate::lang::Lang;
use crate::lang::browser;
use crate::lang::comparison::Words;
use crate::model::ElementId;
use crate::report::brief::Material;
use crate::report::{Artifact, comparison};
use markup::{Beside, Document};

const TEMPLATES: [(&str, &str); 5] = [
    ("page.html", include_str!("html/page.html")),
    ("brief.html", include_str!("html/brief.html")),
    ("index.html", include_str!("html/index.html")),
    ("section.html", include_str!("html/section.html")),
    ("pairs.html", include_str!("html/pairs.html")),
];
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// Name of the page over several projects, in the folder of reports.
pub const INDEX: &str = "index.html";
/// Name of a project's page.
pub const BRIEF: &str = "brief.html";

/// What every page is made with.
#[derive(Serialize)]
struct Frame {
    w: BTreeMap<&'static str, &'static str>,
    policy: String,
    style: String,
    script: String,
    today: String,
}

impl Frame {
    fn new(lang: Lang, today: String) -> Self {
        // A browser reads every line end as one character before it hashes.
        let (style, script) = (STYLE.replace('\r', ""), SCRIPT.replace('\r', ""));
        let (style_hash, script_hash) = (digest::source(&style), digest::source(&script));
        let policy = format!(
            "default-src 'none'; img-src data:; style-src {style_hash}; script-src {script_hash}; base-uri 'none'; form-action 'none'"
        );
        Frame { w: browser::words(lang), policy, style, script, today }
    }
}

/// What brief.html is made with.
#[derive(Serialize)]
struct BriefPage<'a> {
    frame: Frame,
    page: Document,
    project: &'a str,
    figures: Vec<browser::Figure>,
    departments: Vec<&'a str>,
    rows: Vec<pairs::TextRow>,
    left_out: Option<String>,
    data: String,
}

/// The page of a project. `markdown`: its brief; `files`: where its pictures are found; `elements`: whose pairs are shown.
///
/// # Errors
/// The template's or the serialiser's words; neither depends on the input.
pub fn brief(m: Material, markdown: &str, files: &[Artifact], elements: &[ElementId]) -> Result<Vec<u8>, String> {
    let p = m.phrases;
    let frame = Frame::new(p.lang, p.case.today.to_string());
    let pictures = frame.w.get("pictures").copied().unwrap_or_default();
    let table = pairs::table(m, elements);
    let page = BriefPage {
        page: markup::document(markdown, Beside { files, links: &[], pictures }),
        frame,
        project: p.project(m.analysis),
        figures: browser::figures(p, m.analysis),
        departments: m.analysis.departments.iter().map(|d| p.department(d.department)).collect(),
        data: pairs::json(&table.data)?,
        rows: table.text,
        left_out: table.left_out,
    };
    render("brief.html", &page)
}

/// A project on the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The project.
    pub name: String,
    /// Folder of its report.
    pub folder: String,
    /// Its finding in one sentence.
    pub headline: String,
}

/// What index.html is made with.
#[derive(Serialize)]
struct IndexPage<'a> {
    frame: Frame,
    page: Document,
    entries: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    href: &'a str,
    headline: &'a str,
}

/// The page over several projects; `picture`: path and words of theirs, if there is one, `entries` best first, `files` what stands beside it.
///
/// # Errors
/// The template's words; they do not depend on the input.
pub fn index(words: Words, picture: Option<(&str, &str)>, entries: &[Entry], files: &[Artifact]) -> Result<Artifact, String> {
    let p = words.phrases;
    let links: Vec<(String, String)> = entries.iter().map(|e| (e.name.clone(), address(&e.folder))).collect();
    let markdown = comparison::markdown(words, picture);
    let page = IndexPage {
        frame: Frame::new(p.lang, p.case.today.to_string()),
        page: markup::document(&markdown, Beside { files, links: &links, pictures: "" }),
        entries: entries.iter().zip(&links).map(|(e, (name, href))| Line { name, href, headline: &e.headline }).collect(),
    };
    Ok(Artifact { path: INDEX.to_owned(), bytes: render("index.html", &page)? })
}

fn render(template: &str, values: &impl Serialize) -> Result<Vec<u8>, String> {
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax.map_err(|e| e.to_string())?);
    for (name, text) in TEMPLATES {
        environment.add_template_owned(name, text.replace('\r', "")).map_err(|e| e.to_string())?;
    }
    let page = environment.get_template(template).and_then(|t| t.render(Value::from(Serde(values))));
    page.map(String::into_bytes).map_err(|e| format!("{e:#}"))
}

/// The address of a project's page from the folder of reports: every byte that an address may not hold is written as %XX.
fn address(folder: &str) -> String {
    let mut out = String::new();
    for byte in folder.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    // A first part with a colon would be read as a scheme; encoded, it is none.
    format!("{out}/{BRIEF}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hold_for_any_folder() {
        assert_eq!(address("Harbor Festival"), "Harbor%20Festival/brief.html");
        assert_eq!(address("a#b?c%d&e"), "a%23b%3Fc%25d%26e/brief.html");
        assert_eq!(address("峰会"), "%E5%B3%B0%E4%BC%9A/brief.html");
        assert_eq!(address("javascript:x"), "javascript%3Ax/brief.html");
    }

    #[test]
    fn a_name_that_a_template_asks_for_and_nobody_gives_is_an_error() {
        assert!(render("brief.html", &BTreeMap::<String, String>::new()).is_err());
    }
}
