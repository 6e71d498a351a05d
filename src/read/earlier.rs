//! summary.json of earlier runs, read as far as it goes: a field that an older program did not write is blank, one that a newer program
//! added is passed over. Only what a comparison needs is read; `report::summary` writes it.
//!
//! Invariant: what was read can be shown: a file may come from anybody, so names stand on one line and are no whole texts, days are days,
//! and shares are such as an analysis comes to.
//!
//! Limits: a project is known again by its name alone; one that was renamed is a new one.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Fault, Message, Refusal, SinceFault};
use crate::read::files;
use crate::read::limits::{LARGEST, MOST_CHARACTERS};
use crate::text::fold::one_line;
use crate::text::{clean, fold};

/// The file that is looked for in each project's folder.
const FILE: &str = "summary.json";

/// One project's earlier analysis.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Earlier {
    /// Version of its fields; 0 when it does not say.
    pub schema_version: u32,
    /// Name of the project.
    pub project: String,
    /// The day it spoke from; empty when it does not say.
    pub today: String,
    /// Appeal from which saying yes was worth while.
    pub yes_line: Option<f64>,
    /// Its departments.
    pub departments: Vec<Department>,
    /// Both sides together.
    pub win_win: WinWin,
    /// Its sets of additions.
    pub packages: Vec<Package>,
    /// What it was reckoned from; `None` where the program did not write that yet.
    pub inputs: Option<Inputs>,
}

/// A department's figures.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Department {
    /// Its name.
    pub department: String,
    /// own, partner, not_needed or no_kpis.
    pub role: String,
    /// Appeal of the plan, -1 to 1.
    pub appeal_before: f64,
    /// Appeal with the additions.
    pub appeal_after: f64,
    /// Coverage by the plan, -1 to 1.
    pub coverage_before: f64,
    /// Coverage with the additions.
    pub coverage_after: f64,
}

/// Both sides' figures.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct WinWin {
    /// sqrt(own x partners) of the plan.
    pub index: Option<f64>,
    /// The same with the additions.
    pub index_after: Option<f64>,
    /// Partners at or over the line.
    pub partners_over_line: Option<usize>,
    /// The same with the additions.
    pub partners_over_line_after: Option<usize>,
}

/// A set of additions.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Package {
    /// balanced and the like.
    pub name: String,
    /// What it adds.
    pub elements: Vec<String>,
    /// What that costs.
    pub cost: f64,
}

/// What the figures were reckoned from.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Inputs {
    /// Money for additions.
    pub budget: Option<f64>,
    /// Most additions.
    pub max_changes: Option<usize>,
    /// KPIs of all departments.
    pub kpis: Vec<KpiInput>,
    /// Elements of the project.
    pub elements: Vec<ElementInput>,
}

/// A KPI as it was. Amounts are in its unit, fractions for percents.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct KpiInput {
    /// Whose it is.
    pub department: String,
    /// Its name.
    pub kpi: String,
    /// Its unit as written; `%` for percents.
    pub unit: Option<String>,
    /// Where it stood at first.
    pub baseline: Option<f64>,
    /// Where it must go.
    pub target: Option<f64>,
    /// Where it stood.
    pub actual: Option<f64>,
    /// increase or decrease.
    pub direction: String,
    /// Share of the department's weights, 0 to 1.
    pub weight: f64,
    /// What was left to do of it, 0.1 to 1.
    pub headroom: f64,
    /// Last day that counts.
    pub due: Option<String>,
    /// [`fingerprint`] of its texts.
    pub text: String,
}

/// An element as it was.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ElementInput {
    /// Its name.
    pub element: String,
    /// core or optional.
    pub kind: String,
    /// Its cost.
    pub cost: Option<f64>,
    /// First day.
    pub start: Option<String>,
    /// Last day.
    pub end: Option<String>,
    /// What it stated.
    pub contributions: Vec<ContributionInput>,
    /// What it did to KPIs; of elements in the plan alone.
    pub effects: Vec<EffectInput>,
    /// [`fingerprint`] of its texts.
    pub text: String,
}

/// A stated effect.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ContributionInput {
    /// KPI or metric as written.
    pub metric: String,
    /// Lowest amount.
    pub low: f64,
    /// Highest amount.
    pub high: f64,
    /// Unit as written; `%` for percents, `pp` for points.
    pub unit: Option<String>,
}

/// Evidence of one element on one KPI.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct EffectInput {
    /// Place of the KPI in [`Inputs::kpis`], from 0.
    pub kpi: usize,
    /// t h, 0 to 1.
    pub helps: f64,
    /// t x, 0 to 1.
    pub hurts: f64,
}

/// A summary that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where.
    pub file: PathBuf,
    /// What it says, or what is wrong with it and on which line.
    pub read: Result<Earlier, (Fault, Option<u64>)>,
}

impl Found {
    /// Name of the folder it stands in.
    pub fn folder(&self) -> String {
        let name = self.file.parent().and_then(Path::file_name);
        name.map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    }
}

/// Every summary in a folder of reports (DIR/PROJECT/summary.json), by name; of a project's own folder the one in it. A folder that is not
/// there holds none.
pub fn runs(folder: &Path) -> Vec<Found> {
    let direct = folder.join(FILE);
    let below = files::entries(folder).unwrap_or_default();
    // What is staged by a run that goes on at the same time begins with a dot.
    let hidden = |p: &Path| p.file_name().is_none_or(|n| n.to_string_lossy().starts_with('.'));
    let below = below.into_iter().filter(|p| !hidden(p) && p.is_dir()).map(|p| p.join(FILE));
    std::iter::once(direct).chain(below).filter(|p| p.is_file()).map(|file| Found { read: read(&file), file }).collect()
}

fn read(file: &Path) -> Result<Earlier, (Fault, Option<u64>)> {
    let unreadable = |detail: String, line| (Fault::Since(SinceFault::Unreadable { detail }), line);
    let unread = |reason: Refusal| (Fault::Since(SinceFault::Unread { reason }), None);
    let bytes = files::bytes(file).map_err(|m| unread(reason(m)))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    // The words may quote the file.
    let words = |e: &serde_json::Error| line(&e.to_string()).chars().take(SHOWN).collect::<String>();
    let unread = |e: serde_json::Error| unreadable(words(&e), Some(e.line() as u64).filter(|l| *l > 0));
    let earlier: Earlier = serde_json::from_slice(bytes).map_err(unread)?;
    // Every figure is a share, a count, an amount that a table may hold or the difference of two of these.
    let beyond = |all: serde_json::Value| largest(&all) > 2.0 * LARGEST;
    if serde_json::from_slice(bytes).is_ok_and(beyond) {
        return Err(unreadable("a number beyond 2e100".to_owned(), None));
    }
    checked(earlier).map_err(|detail| unreadable(detail, None))
}

/// Characters shown of the reader's words on a damaged file.
const SHOWN: usize = 200;
/// What six decimals may add to a share.
const ROUNDING: f64 = 1e-6;

/// A summary with its names on one line each, or why it cannot be used.
fn checked(mut earlier: Earlier) -> Result<Earlier, String> {
    for name in names(&mut earlier) {
        *name = line(name);
        if name.chars().nth(MOST_CHARACTERS).is_some() {
            return Err(format!("a name of more than {MOST_CHARACTERS} characters"));
        }
    }
    // As it is written: other spellings of a day are not ours.
    let is_day = |day: &str| day.parse::<Date>().is_ok_and(|read| read.to_string() == day);
    if !days(&earlier).into_iter().all(|day| day.is_empty() || is_day(day)) {
        return Err("no calendar day".to_owned());
    }
    let within = |share: &f64| share.abs() <= 1.0 + ROUNDING;
    if !shares(&earlier).iter().all(within) || earlier.yes_line.is_some_and(|line| !(0.0..=1.0).contains(&line)) {
        return Err("a share beyond 1".to_owned());
    }
    Ok(earlier)
}

/// A text as it can be shown on one line, without what cannot be seen.
fn line(text: &str) -> String {
    one_line(&clean(text)).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The names, and the units beside them.
fn names(earlier: &mut Earlier) -> Vec<&mut String> {
    let mut all = vec![&mut earlier.project];
    all.extend(earlier.departments.iter_mut().map(|d| &mut d.department));
    all.extend(earlier.packages.iter_mut().flat_map(|p| p.elements.iter_mut()));
    let Some(inputs) = &mut earlier.inputs else { return all };
    for k in &mut inputs.kpis {
        all.extend([&mut k.department, &mut k.kpi].into_iter().chain(k.unit.as_mut()));
    }
    for e in &mut inputs.elements {
        all.push(&mut e.element);
        all.extend(e.contributions.iter_mut().flat_map(|c| std::iter::once(&mut c.metric).chain(c.unit.as_mut())));
    }
    all
}

/// The days.
fn days(earlier: &Earlier) -> Vec<&str> {
    let inputs = earlier.inputs.iter();
    let due = inputs.clone().flat_map(|i| &i.kpis).filter_map(|k| k.due.as_deref());
    let lasts = inputs.flat_map(|i| &i.elements).flat_map(|e| [e.start.as_deref(), e.end.as_deref()]).flatten();
    std::iter::once(earlier.today.as_str()).chain(due).chain(lasts).collect()
}

/// What lies from -1 to 1.
fn shares(earlier: &Earlier) -> Vec<f64> {
    let of_department = |d: &Department| [d.appeal_before, d.appeal_after, d.coverage_before, d.coverage_after];
    let mut all: Vec<f64> = earlier.departments.iter().flat_map(of_department).collect();
    all.extend([earlier.win_win.index, earlier.win_win.index_after].into_iter().flatten());
    if let Some(inputs) = &earlier.inputs {
        all.extend(inputs.kpis.iter().flat_map(|k| [k.weight, k.headroom]));
        all.extend(inputs.elements.iter().flat_map(|e| &e.effects).flat_map(|x| [x.helps, x.hurts]));
    }
    all
}

/// The largest number in a document, by its distance from zero.
fn largest(all: &serde_json::Value) -> f64 {
    match all {
        serde_json::Value::Number(number) => number.as_f64().map_or(f64::INFINITY, f64::abs),
        serde_json::Value::Array(items) => items.iter().map(largest).fold(0.0, f64::max),
        serde_json::Value::Object(fields) => fields.values().map(largest).fold(0.0, f64::max),
        _ => 0.0,
    }
}

fn reason(message: Message) -> Refusal {
    match message {
        Message::CannotRead { reason, .. } => reason,
        other => Refusal::Other(format!("{other:?}")),
    }
}

/// A short stand-in for a text, the same whenever the text compares as the same: 64-bit FNV-1a of its folded form, in hexadecimal.
pub fn fingerprint(text: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", fold(text).bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_blank_and_what_is_new_is_passed_over() {
        let old: Earlier = serde_json::from_str(r#"{"project":"P","departments":[{"department":"A"}],"novel":{"x":1}}"#).unwrap();
        assert_eq!((old.project.as_str(), old.schema_version, old.inputs.clone()), ("P", 0, None));
        assert_eq!(old.departments[0].appeal_before, 0.0);
    }

    #[test]
    fn a_fingerprint_is_that_of_the_folded_text() {
        // Offset basis and the published value of "a".
        assert_eq!(fingerprint(""), "cbf29ce484222325");
        assert_eq!(fingerprint("a"), "af63dc4c8601ec8c");
        assert_eq!(fingerprint("ＩＴ "), fingerprint("it"));
        assert_ne!(fingerprint("全程直播"), fingerprint("直播"));
    }

    #[test]
    fn a_summary_with_numbers_no_table_may_hold_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("summary.json");
        let reads = |number: &str| {
            let text = format!(r#"{{"project":"P","packages":[{{"name":"balanced","cost":{number}}}]}}"#);
            std::fs::write(&file, text).unwrap();
            read(&file)
        };
        assert!(reads("0.5").is_ok() && reads("-1e100").is_ok());
        for beyond in ["1e308", "-1e101"] {
            assert!(matches!(reads(beyond), Err((Fault::Since(SinceFault::Unreadable { .. }), None))), "{beyond}");
        }
    }

    #[test]
    fn what_no_run_has_written_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("summary.json");
        let reads = |text: &str| {
            std::fs::write(&file, text).unwrap();
            read(&file)
        };
        let loud =
            reads(r#"{"project":"Old\nerror kpis.csv:2\u202e\u001b[2J","today":"2026-11-16","departments":[{"department":"A\fB"}]}"#)
                .unwrap();
        assert_eq!((loud.project.as_str(), loud.departments[0].department.as_str()), ("Old error kpis.csv:2[2J", "A B"));
        let most = reads(&format!(r#"{{"project":"{}","yes_line":1,"win_win":{{"index":-1}}}}"#, "好".repeat(MOST_CHARACTERS)));
        assert_eq!(most.unwrap().project.chars().count(), MOST_CHARACTERS);
        for damaged in [
            format!(r#"{{"project":"{}"}}"#, "p".repeat(MOST_CHARACTERS + 1)),
            format!(r#"{{"packages":[{{"elements":["{}"]}}]}}"#, "p".repeat(MOST_CHARACTERS + 1)),
            r#"{"today":"\u001b[2J2026-11-16"}"#.to_owned(),
            r#"{"today":"2026-02-30"}"#.to_owned(),
            r#"{"inputs":{"elements":[{"start":"20261116"}]}}"#.to_owned(),
            r#"{"yes_line":1e100}"#.to_owned(),
            r#"{"yes_line":-0.5}"#.to_owned(),
            r#"{"win_win":{"index":1e100}}"#.to_owned(),
            r#"{"departments":[{"appeal_before":-1.1}]}"#.to_owned(),
            r#"{"inputs":{"kpis":[{"weight":2}]}}"#.to_owned(),
            r#"{"inputs":{"elements":[{"effects":[{"helps":1e9}]}]}}"#.to_owned(),
            format!(r#"{{"yes_line":"\u202e\n{}"}}"#, "9".repeat(100_000)),
        ] {
            let start: String = damaged.chars().take(60).collect();
            let Err((Fault::Since(SinceFault::Unreadable { detail }), _)) = reads(&damaged) else { panic!("{start}") };
            assert!(detail.chars().count() <= SHOWN && !detail.contains(char::is_control), "{start}: {detail}");
        }
    }
}
