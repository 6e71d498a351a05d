//! A labelled set with the components of all its pairs, measured by one way of ranking or another.

use std::path::Path;

use crate::cli::By;
use crate::commands::vectors::{BASE_RATE, keep, note, scorer};
use crate::commands::{Told, input_error, say};
use crate::error::{Error, Fault, Message, Place, Problem, Severity, sort_problems};
use crate::lang::Lang;
use crate::model::{Element, Kpi};
use crate::read::files;
use crate::read::labelled::{self, Labelled};
use crate::score::eval::{self, Judged, Label, Options, PairScore, Report};
use crate::score::judge::head::Opinion;
use crate::score::reader::{self, Choice};
use crate::score::{Parts, Scorer, knowledge};

/// A labelled set, encoded.
pub struct Measured {
    set: Labelled,
    judged: Vec<Judged>,
    /// Of all pairs, element by element.
    parts: Vec<Parts>,
    chances: Vec<(f64, f64)>,
    labels: std::sync::Arc<str>,
}

impl Measured {
    /// Reads and encodes a set from its tables of KPIs, elements and labels, with or without the cache. That the number of texts has chosen the fast encoder is told.
    ///
    /// # Errors
    /// A table that cannot be read or has errors.
    pub fn read((choice, no_cache): (Choice, bool), tables: [&Path; 3]) -> Result<Self, Told> {
        let read = |path: &Path| files::bytes(path).map(|b| (files::shown(path), b)).map_err(told);
        let (k, e, l) = (read(tables[0])?, read(tables[1])?, read(tables[2])?);
        let mut problems: Vec<Problem> = Vec::new();
        let set = labelled::read((&k.0, &k.1), (&e.0, &e.1), (&l.0, &l.1), &mut problems);
        sort_problems(&mut problems);
        input_error(&problems, Lang::En)?;
        let named = || set.kpis.iter().zip(set.departments.iter().map(String::as_str));
        let texts = reader::different(named(), set.elements.iter());
        say(note(choice, texts, &e.0).iter(), Lang::En);
        // Its figures move the chances to the set's own base rate.
        let scorer = scorer(choice.encoder(texts), BASE_RATE, knowledge::embedded(), no_cache).map_err(told)?;
        let (kpis, elements) = (named().collect::<Vec<_>>(), set.elements.iter().collect::<Vec<_>>());
        let parts = components(&scorer, &kpis, &elements).map_err(told)?;
        keep(&scorer, no_cache);
        let chances = parts.iter().map(|p| scorer.chances(p)).collect();
        let of = |l: &labelled::LabelRow| {
            let label = Label::from_number(l.label)?;
            Some(Judged { kpi: l.kpi, element: l.element, label, opposite: l.opposite, lang: l.lang.clone() })
        };
        let judged = set.labels.iter().filter_map(of).collect();
        Ok(Measured { set, judged, parts, chances, labels: l.0 })
    }

    /// Whether only pairs with an effect are labelled, so that there is nothing to rank them against but the pairs without a label.
    pub fn names_only_effects(&self) -> bool {
        self.set.labels.iter().all(|l| l.label > 0)
    }

    /// The figures by a way of ranking. `rest_is_zero`: pairs without a label count as 0.
    ///
    /// # Errors
    /// Labels that contradict each other.
    pub fn report(&self, by: By, rest_is_zero: bool, base_rate: Option<f64>) -> Result<Report, Told> {
        let score = |kpi: u32, element: u32| {
            let (helps, hurts) = self.chances[self.place(kpi, element)];
            let parts = self.parts[self.place(kpi, element)];
            let overlap = match by {
                By::Overlap => helps - hurts,
                By::Helps => helps,
                By::Driver => f64::from(parts.driver),
                By::Judge => f64::from(parts.opinion.helps),
                By::Likeness => f64::from(parts.opinion.likeness),
                By::Semantic => f64::from(parts.semantic),
                By::Lexical => f64::from(parts.lexical),
            };
            PairScore { overlap, helps, hurts }
        };
        let mut options = Options::new(self.set.kpis.len() as u32, self.set.elements.len() as u32);
        options.unlabelled_zero = rest_is_zero;
        options.base_rate = base_rate;
        eval::evaluate(&self.judged, score, &options).map_err(|faults| {
            let place = Place::file(&self.labels);
            let of = |f: &eval::EvalError| Problem {
                severity: Severity::Error,
                place: place.clone(),
                value: Some(f.to_string()),
                fault: Fault::UnknownId,
            };
            (Error::Input(faults.iter().map(of).collect()), Lang::En)
        })
    }

    /// The components of the judged pairs as CSV, for fitting the calibration.
    pub fn pairs(&self) -> String {
        let mut out = String::from("kpi,element,label,helps,hurts,likeness,driver,semantic,lexical,known,topic,crossing\n");
        for j in &self.judged {
            let p = self.parts[self.place(j.kpi, j.element)];
            let label = j.effective().number();
            let (known, topic) = (u8::from(p.known), u8::from(p.topic));
            let Opinion { helps, hurts, likeness } = p.opinion;
            out.push_str(&format!(
                "{},{},{label},{helps},{hurts},{likeness},{},{},{},{known},{topic},{}\n",
                j.kpi, j.element, p.driver, p.semantic, p.lexical, p.crossing
            ));
        }
        out
    }

    fn place(&self, kpi: u32, element: u32) -> usize {
        element as usize * self.set.kpis.len() + kpi as usize
    }
}

fn components(scorer: &Scorer, kpis: &[(&Kpi, &str)], elements: &[&Element]) -> Result<Vec<Parts>, Message> {
    scorer.parts(&scorer.kpis(kpis)?, &scorer.elements(elements)?)
}

fn told(message: Message) -> Told {
    (Error::Failed(message), Lang::En)
}
