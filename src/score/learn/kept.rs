//! What was learned, as a file beside the user's tables: numbers to add to the calibration, a shift for each labelled KPI, and where they
//! come from.
//!
//! Invariant: a value of [`Learned`] was learned with this very model and calibration, its numbers are small enough to compute with, and
//! its day and names are such as the program writes: a file may come from anybody.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::read::limits::MOST_CHARACTERS;
use crate::score::calibrate::{COMPONENTS, Outcome, text};
use crate::score::eval::Label;
use crate::score::learn::held_out::{Change, HeldOut};
use crate::score::learn::{KpiKey, kpi_key};
use crate::score::reader::Encoder;
use crate::text::clean;
use crate::text::fold::{is_invisible, one_line};

/// Name of the file.
pub const FILE: &str = "winwin-learned.json";
/// Version of its fields; raised when one changes its meaning.
const VERSION: u32 = 1;
/// Size from which a number is not one that was learned.
const HUGE: f64 = 1000.0;
/// More judgements than anybody writes.
const MOST_LABELS: usize = 100_000_000;
/// Characters shown of the words on a damaged file, which may quote it.
const SHOWN: usize = 200;

/// How many labels of each kind there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// 1 or 2.
    pub helps: usize,
    /// 0.
    pub neither: usize,
    /// -1.
    pub hurts: usize,
}

impl Counts {
    /// Counts labels.
    pub fn of(labels: impl Iterator<Item = Label>) -> Self {
        let mut counts = Counts::default();
        for label in labels {
            match label {
                Label::Hurts => counts.hurts += 1,
                Label::Neither => counts.neither += 1,
                Label::Helps | Label::Delivers => counts.helps += 1,
            }
        }
        counts
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.helps.saturating_add(self.neither).saturating_add(self.hurts)
    }
}

/// The shift of a KPI.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnKpi {
    /// Its department as written.
    pub department: String,
    /// Its name as written.
    pub kpi: String,
    /// Labels it had.
    pub labels: usize,
    /// Added to the log-odds of helps.
    pub helps: f64,
    /// Added to the log-odds of hurts.
    pub hurts: f64,
}

/// What was learned from a user's own judgements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    version: u32,
    /// Stands for the model and calibration it was learned with.
    model: String,
    /// When, such as 2026-11-16.
    pub day: String,
    /// From how many labels.
    pub labels: Counts,
    /// The effect on labels left out.
    pub held_out: HeldOut,
    /// Added to the numbers of the calibration.
    helps: Outcome,
    hurts: Outcome,
    /// Shifts by department and name.
    pub kpis: Vec<OwnKpi>,
    #[serde(skip)]
    by_key: BTreeMap<KpiKey, [f32; 2]>,
}

/// Why a file of this name cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// Learned with another model, or by another version of the program.
    OtherModel,
    /// No such file at all; the reader's words.
    Broken(String),
}

impl Learned {
    pub(super) fn new(encoder: Encoder, day: &str, labels: Counts, held_out: &HeldOut, outcomes: [Outcome; 2], kpis: Vec<OwnKpi>) -> Self {
        let [helps, hurts] = outcomes;
        let held_out = rounded(held_out);
        let learned = Learned {
            version: VERSION,
            model: model(encoder),
            day: day.to_owned(),
            labels,
            held_out,
            helps,
            hurts,
            kpis,
            by_key: BTreeMap::new(),
        };
        learned.indexed()
    }

    /// Reads a file that is to be used with an encoder.
    ///
    /// # Errors
    /// It was learned with another model, or is no such file.
    pub fn parse(bytes: &[u8], encoder: Encoder) -> Result<Self, Unusable> {
        let broken = |e: serde_json::Error| Unusable::Broken(shown(&e.to_string()));
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(broken)?;
        let (version, of) = (value.get("version").and_then(|v| v.as_u64()), value.get("model").and_then(|v| v.as_str()));
        match (version, of) {
            (Some(version), Some(of)) if version != u64::from(VERSION) || of != model(encoder) => return Err(Unusable::OtherModel),
            _ => {}
        }
        let learned: Learned = serde_json::from_value(value).map_err(broken)?;
        match learned.impossible() {
            Some(why) => Err(Unusable::Broken(why)),
            None => Ok(learned.indexed()),
        }
    }

    /// What of a file cannot have been learned.
    fn impossible(&self) -> Option<String> {
        let HeldOut { units, pairs, auc_kpis, .. } = self.held_out;
        let counts = self.kpis.iter().map(|k| k.labels).chain([self.labels.total(), units, pairs, auc_kpis]);
        if counts.max() > Some(MOST_LABELS) {
            return Some(format!("a count beyond {MOST_LABELS}"));
        }
        if !self.numbers().chain(measured(&self.held_out)).all(|n| n.abs() < HUGE) {
            return Some(format!("a number beyond {HUGE}"));
        }
        // As it is written: other spellings of a day are not ours.
        if !self.day.parse::<Date>().is_ok_and(|day| day.to_string() == self.day) {
            return Some("no calendar day".to_owned());
        }
        let mut names = self.kpis.iter().flat_map(|k| [&k.department, &k.kpi]);
        names.any(|name| !is_name(name)).then(|| "a name that no table has".to_owned())
    }

    /// The file.
    ///
    /// # Errors
    /// The serialiser's words; it refuses only numbers that are not finite, of which there are none.
    pub fn json(&self) -> Result<Vec<u8>, String> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(|e| e.to_string())?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Added to the calibration, for helps and for hurts.
    pub(in crate::score) fn outcomes(&self) -> (&Outcome, &Outcome) {
        (&self.helps, &self.hurts)
    }

    /// Whether the weights of the components move.
    pub fn moves_weights(&self) -> bool {
        [&self.helps, &self.hurts].iter().any(|o| o.weights() != [0.0; COMPONENTS])
    }

    /// What is added for a KPI; 0 for one without labels.
    pub fn of_kpi(&self, department: &str, kpi: &str) -> [f32; 2] {
        self.by_key.get(&kpi_key(department, kpi)).copied().unwrap_or_default()
    }

    /// Whether it changes no score.
    pub(super) fn is_nothing(&self) -> bool {
        self.numbers().all(|n| n == 0.0)
    }

    fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let of = |o: &Outcome| o.weights().into_iter().chain([o.bias()]);
        of(&self.helps).chain(of(&self.hurts)).chain(self.kpis.iter().flat_map(|k| [k.helps, k.hurts]))
    }

    fn indexed(mut self) -> Self {
        self.by_key = self.kpis.iter().map(|k| (kpi_key(&k.department, &k.kpi), [k.helps as f32, k.hurts as f32])).collect();
        self
    }
}

/// The figures of what was measured.
fn measured(held_out: &HeldOut) -> impl Iterator<Item = f64> {
    let changes = [Some(held_out.log_loss), Some(held_out.brier), held_out.auc];
    changes.into_iter().flatten().flat_map(|c| [c.before, c.after]).chain([held_out.shares_log_loss])
}

/// Whether a text is such as the cells with names are read to: on one line, without what cannot be seen, and no longer than a cell.
fn is_name(text: &str) -> bool {
    !text.contains(is_invisible) && matches!(one_line(text), Cow::Borrowed(_)) && text.chars().nth(MOST_CHARACTERS).is_none()
}

/// Words on a file, of which they may quote anything, as the start of one line.
fn shown(words: &str) -> String {
    one_line(&clean(words)).chars().take(SHOWN).collect()
}

/// A word that is another one for another encoder or calibration.
fn model(encoder: Encoder) -> String {
    let text = text(encoder);
    let start = encoder.fingerprint() ^ text.len() as u64;
    format!("{:016x}", text.bytes().fold(start, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)))
}

fn rounded(held_out: &HeldOut) -> HeldOut {
    let six = |v: f64| (v * 1e6).round() / 1e6 + 0.0;
    let both = |c: Change| Change { before: six(c.before), after: six(c.after) };
    HeldOut {
        log_loss: both(held_out.log_loss),
        brier: both(held_out.brier),
        auc: held_out.auc.map(both),
        shares_log_loss: six(held_out.shares_log_loss),
        ..held_out.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::learn::By;

    fn learned() -> Learned {
        let change = Change { before: 0.5, after: 0.4 };
        let held_out = HeldOut {
            by: By::Element,
            units: 12,
            pairs: 48,
            log_loss: change,
            brier: change,
            auc: None,
            auc_kpis: 0,
            shares_log_loss: 0.6,
            better: true,
        };
        let own = OwnKpi { department: "IT".into(), kpi: "Uptime".into(), labels: 8, helps: -0.75, hurts: 0.5 };
        let helps = Outcome::new(0.25, [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        Learned::new(
            Encoder::Deep,
            "2026-11-16",
            Counts { helps: 20, neither: 28, hurts: 0 },
            &held_out,
            [helps, Outcome::default()],
            vec![own],
        )
    }

    #[test]
    fn what_is_written_is_read() {
        let learned = learned();
        let bytes = learned.json().unwrap();
        assert!(bytes.ends_with(b"}\n"));
        let read = Learned::parse(&bytes, Encoder::Deep).unwrap();
        assert_eq!(read, learned);
        assert_eq!((read.of_kpi("ｉｔ", " uptime"), read.of_kpi("IT", "Cost")), ([-0.75, 0.5], [0.0, 0.0]));
        assert_eq!((read.labels.total(), read.moves_weights(), read.outcomes().0.bias()), (48, true, 0.25));
    }

    #[test]
    fn another_model_and_noise_are_told_apart() {
        let text = String::from_utf8(learned().json().unwrap()).unwrap();
        let other = text.replace(&model(Encoder::Deep), "0123456789abcdef");
        assert_eq!(Learned::parse(other.as_bytes(), Encoder::Deep), Err(Unusable::OtherModel));
        assert_eq!(Learned::parse(text.as_bytes(), Encoder::Fast), Err(Unusable::OtherModel));
        assert_eq!(Learned::parse(text.replace("\"version\": 1", "\"version\": 9").as_bytes(), Encoder::Deep), Err(Unusable::OtherModel));
        for broken in
            ["", "{}", "[1]", &text.replace("-0.75", "\"much\""), &text.replace("-0.75", "7e200"), &text.replace("\"day\"", "\"date\"")]
        {
            assert!(matches!(Learned::parse(broken.as_bytes(), Encoder::Deep), Err(Unusable::Broken(_))), "{broken}");
        }
    }

    #[test]
    fn what_nobody_learned_is_refused() {
        let text = String::from_utf8(learned().json().unwrap()).unwrap();
        let most = u64::MAX.to_string();
        let (long, loud) = ("9".repeat(100_000), "2026-11-16\\nerror: all is lost");
        for (found, instead) in [
            ("\"helps\": 20", format!("\"helps\": {most}")),
            ("\"neither\": 28", "\"neither\": 100000000".to_owned()),
            ("\"labels\": 8", format!("\"labels\": {most}")),
            ("\"units\": 12", format!("\"units\": {most}")),
            ("\"shares_log_loss\": 0.6", "\"shares_log_loss\": 1e300".to_owned()),
            ("2026-11-16", "2026-02-30".to_owned()),
            ("2026-11-16", "20261116".to_owned()),
            ("2026-11-16", "2026-11-16T08:00".to_owned()),
            ("2026-11-16", long.clone()),
            ("2026-11-16", loud.to_owned()),
            ("\"IT\"", "\"I\\u001b[2JT\"".to_owned()),
            ("\"Uptime\"", "\"Up\\ntime\"".to_owned()),
            ("\"Uptime\"", format!("\"{}\"", "u".repeat(MOST_CHARACTERS + 1))),
            ("\"day\"", format!("\"{loud}{long}\"")),
        ] {
            assert_eq!(text.matches(found).count(), 1, "{found}");
            let refused = Learned::parse(text.replace(found, &instead).as_bytes(), Encoder::Deep);
            let Err(Unusable::Broken(why)) = refused else { panic!("{found}: {refused:?}") };
            assert!(why.chars().count() <= SHOWN && !why.contains(char::is_control), "{found}: {why}");
        }
        let most = Counts { helps: usize::MAX, neither: 4, hurts: 0 };
        assert_eq!(most.total(), usize::MAX);
    }
}
