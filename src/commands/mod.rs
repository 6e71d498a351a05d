//! One short function per command; the only place that chains the stages.

mod analyze;
mod check;
mod comparison;
mod delivery;
mod eval;
mod explain;
mod init;
mod input;
mod knowledge;
mod learn;
mod learned;
mod licences;
mod look;
mod manual;
mod pages;
mod painted;
mod partners;
mod score;
mod screen;
mod settle;
mod since;
mod threads;
mod vectors;

use std::io::Write;
use std::path::Path;

use crate::cli::Command;
use crate::error::{Error, Fault, Problem, Severity, any_error};
use crate::lang::{Lang, failures, problems};
use crate::report::write;

/// Runs a command as [`run`] does. What no code foresaw (a system that grants no threads, a fault of ours) ends in a sentence and status 1.
pub fn guarded(command: Command) -> u8 {
    // What a library would print of it helps nobody who runs the program.
    std::panic::set_hook(Box::new(|_| {}));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(command))).unwrap_or_else(|cause| {
        let words = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
        to_stderr(&failures::unforeseen(words.unwrap_or_default()));
        1
    })
}

/// Runs a command and returns the exit status of the contract.
pub fn run(command: Command) -> u8 {
    use Command::{Analyze, Eval, Explain, Learn, Partners, Score};
    if matches!(command, Analyze(_) | Eval(_) | Explain(_) | Learn(_) | Partners(_) | Score(_)) {
        // Whoever scores needs the word lists, and reading them takes as long as reading the tables: side by side.
        // Where the system grants no more threads, the words are read when the first text is.
        let _ = std::thread::Builder::new().spawn(crate::text::words::warm_up);
    }
    if !matches!(command, Score(_)) {
        threads::by_the_system();
    }
    let outcome = match command {
        Command::Analyze(flags) => analyze::run(&flags),
        Command::Settle(flags) => settle::run(&flags),
        Command::Score(flags) => score::run(&flags),
        Command::Explain(flags) => explain::run(&flags),
        Command::Check(flags) => match check::run(&flags) {
            Ok(code) => return code,
            Err(told) => Err(told),
        },
        Command::Init(flags) => init::run(&flags),
        Command::Partners(flags) => partners::run(&flags),
        Command::Eval(flags) => eval::run(&flags),
        Command::Learn(flags) => learn::run(&flags),
        Command::Licences => licences::run(),
        Command::Completions(flags) => manual::completions(&flags),
        Command::Man(flags) => manual::man(&flags),
    };
    match outcome {
        Ok(()) => 0,
        Err((error, lang)) => {
            complain(&error, lang);
            error.exit_code()
        }
    }
}

/// An error and the language to tell it in.
type Told = (Error, Lang);

/// Prints an error on standard error: every problem of the tables on a line of its own and their count.
fn complain(error: &Error, lang: Lang) {
    match error {
        Error::Input(all) => {
            say(all.iter().filter(|p| p.severity != Severity::Note), lang);
            to_stderr(&problems::total(all, lang));
        }
        Error::Usage(message) | Error::Failed(message) => to_stderr(&format!("winwin: {}", failures::message(message, lang))),
    }
}

/// What a run that goes on tells on standard error: warnings, in which encoding a file was read, whose judgements count, and that texts are
/// read coarsely.
fn remark(all: &[Problem], lang: Lang) {
    let told = |p: &&Problem| {
        let note = matches!(p.fault, Fault::EncodingUsed { .. } | Fault::Judgement(_) | Fault::FastEncoder { .. });
        p.severity == Severity::Warning || note
    };
    say(all.iter().filter(told), lang);
}

/// Prints problems on standard error.
fn say<'a>(all: impl Iterator<Item = &'a Problem>, lang: Lang) {
    for problem in all {
        to_stderr(&problems::line(problem, lang));
    }
}

/// A reader that has gone away (a closed pipe) is no fault of the run.
fn to_stderr(line: &str) {
    // A name may hold what moves the cursor or colours the rest of the screen.
    let plain: String = line.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{FFFD}' } else { c }).collect();
    let _ = writeln!(std::io::stderr(), "{plain}");
}

/// Prints on standard output; a closed pipe ends the printing in silence.
fn to_stdout(text: &str, lang: Lang) -> Result<(), Told> {
    write::print(text.as_bytes()).map_err(|m| (Error::Failed(m), lang))
}

/// Holds a folder of reports for this run; that another run is waited for is told.
fn hold(out: &Path, lang: Lang) -> Result<write::Held, Told> {
    write::hold(out, || to_stderr(&failures::waits(&out.display().to_string(), lang))).map_err(|m| (Error::Failed(m), lang))
}

/// The input error of a run, if any problem is one.
fn input_error(all: &[Problem], lang: Lang) -> Result<(), Told> {
    if any_error(all) { Err((Error::Input(all.to_vec()), lang)) } else { Ok(()) }
}
