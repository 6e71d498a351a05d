//! Standard error as a person sees it: progress of long runs, and a summary of each project, where it is a terminal; plain lines elsewhere.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::commands::to_stderr;
use crate::lang::Lang;
use crate::lang::terminal::{Stage, stage};
use crate::pictures::{Subject, quick};
use crate::report::terminal::Glance;

/// Columns of a terminal that does not say how many it has.
const USUAL: usize = 80;

/// How a run speaks to the one who started it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    /// Says nothing but errors and warnings.
    quiet: bool,
    /// Columns of the terminal, where there is one.
    width: Option<usize>,
    /// Whether it shows colours.
    colour: bool,
    /// Whether lines can be written over.
    moving: bool,
}

impl Screen {
    /// As standard error and the environment say: a pipe gets plain lines, `NO_COLOR` no colours, `TERM=dumb` neither colours nor progress.
    pub fn of(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal() && !quiet;
        let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
        let able = std::env::var_os("TERM").is_some_and(|t| t != "dumb") || cfg!(windows);
        let width = terminal_size::terminal_size_of(std::io::stderr()).map_or(USUAL, |(w, _)| usize::from(w.0));
        Self { quiet, width: terminal.then_some(width), colour: terminal && able && !set("NO_COLOR"), moving: terminal && able }
    }

    /// Prints a line, unless quiet.
    pub fn line(&self, text: &str) {
        if !self.quiet {
            to_stderr(text);
        }
    }

    /// Tells that a project's report stands: a summary on a terminal, one line elsewhere.
    pub fn told(&self, subject: &Subject, report: &Path) {
        let (p, a) = (subject.phrases, subject.analysis);
        match self.width {
            None => self.line(&format!("{}\n  → {}", p.headline(a), report.join("brief.md").display())),
            Some(width) => {
                let (view, folder) = (quick(subject), report.display().to_string());
                let glance = Glance { analysis: a, phrases: p, view: &view, folder: &folder, width, colour: self.colour };
                self.line(&glance.text());
            }
        }
    }

    /// Shows a stage of `total` parts; 0 when they cannot be counted.
    pub fn stage(&self, what: Stage, total: usize, lang: Lang) -> Progress {
        if !self.moving {
            return Progress(None);
        }
        let bar = if total == 0 { ProgressBar::new_spinner() } else { ProgressBar::new(total as u64) };
        let template = if total == 0 { "{spinner} {msg}" } else { "{msg} {bar:24} {pos}/{len}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▒·"));
        }
        bar.set_message(stage(what, lang));
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(Some(bar))
    }
}

/// A stage that is shown as long as this lives.
#[derive(Debug)]
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    /// One part is done.
    pub fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
