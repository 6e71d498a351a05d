//! `winwin learn`: a user's own judgements to a file beside their tables that later scores follow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::Learn;
use crate::cli::values::{day, maps};
use crate::commands::input::{self, Loaded, Wanted};
use crate::commands::vectors::{encoder, judged};
use crate::commands::{Told, input_error, learned, remark, say, to_stdout};
use crate::error::{Error, Fault, JudgementFault, Message, Place, Problem, Severity, any_error, sort_problems};
use crate::lang::Lang;
use crate::lang::learning::{self, Judged, Moved};
use crate::model::{Case, KpiId};
use crate::read::columns::TableKind;
use crate::read::files;
use crate::read::judgements::{self, Judgements};
use crate::report::write;
use crate::score::eval::Label;
use crate::score::learn::{Change, Counts, Example, LEAST_LABELS, LEAST_OF_A_KIND, Learned, learn};
use crate::score::reader::Encoder;
use crate::score::{Parts, Scorer, Scores};
use crate::text::han_share;

/// Runs `learn`.
pub fn run(flags: &Learn) -> Result<(), Told> {
    let chosen = flags.lang.chosen();
    let told = |e: Error| (e, chosen.unwrap_or(Lang::En));
    let path = learned::place(flags.dir.as_deref(), flags.kpis.as_deref());
    let shown = path.display().to_string();
    if flags.forget {
        if flags.dir.is_none() && flags.kpis.is_none() {
            return Err(told(Error::Usage(Message::TableNotGiven { table: TableKind::Kpis.name() })));
        }
        let lang = chosen.unwrap_or_else(|| language(&path));
        let there = write::remove(&path).map_err(|m| told(Error::Failed(m)))?;
        return to_stdout(&learning::forgotten(&shown, there, lang), lang);
    }
    let Some(file) = &flags.labels else { return Err(told(Error::Usage(Message::TableNotGiven { table: "labels" }))) };
    let (mut loaded, case) = load(flags)?;
    let lang = loaded.lang;
    let failed = |m: Message| (Error::Failed(m), lang);
    let source = files::source(file).map_err(failed)?;
    let encoding = flags.encoding.clone().or_else(|| loaded.config.encoding.clone());
    let judgements = judgements::read(&source, encoding.as_deref(), &case, &mut loaded.problems);
    enough(&judgements, &source.file, &mut loaded.problems);
    sort_problems(&mut loaded.problems);
    input_error(&loaded.problems, lang)?;
    remark(&loaded.problems, lang);
    let who = encoder(&case, &mut loaded, flags.encoder);
    say(loaded.problems.iter().filter(|p| matches!(p.fault, Fault::FastEncoder { .. })), lang);
    let (scorer, scores) = judged(&case, who, loaded.knowledge.clone(), loaded.config.base_rate, flags.no_cache, None).map_err(failed)?;
    let examples = examples(&case, &scores, &judgements);
    let table: Vec<Parts> = own_pairs(&case, &scores).map(|(_, parts)| parts).collect();
    let lesson = learn(who, &examples, &table, &loaded.today.to_string());
    let distinct = |of: &dyn Fn(&judgements::Judgement) -> u32| judgements.pairs.iter().map(of).collect::<BTreeSet<u32>>().len();
    let about = Judged {
        file: &source.file,
        counts: Counts::of(examples.iter().map(|e| e.label)),
        kpis: distinct(&|j| j.kpi.0),
        elements: distinct(&|j| j.element.0),
    };
    to_stdout(&learning::effect(&about, &lesson, lang), lang)?;
    let Some(kept) = &lesson.learned else {
        return to_stdout(&learning::not_kept(&lesson, Some(shown.as_str()).filter(|_| path.is_file()), lang), lang);
    };
    let bytes = kept.json().map_err(|reason| failed(Message::Internal { what: shown.clone(), reason }))?;
    write::file(&path, &bytes).map_err(failed)?;
    let (moved, others) = means(&case, scorer.adapted(kept.clone()), kept, &scores, &examples);
    let folder = path.parent().map_or_else(|| ".".to_owned(), |p| p.display().to_string());
    to_stdout(&learning::kept(&shown, &folder, &moved, others, &lesson, lang), lang)
}

/// The tables and the case they make. Favors and contacts say nothing about KPIs and elements.
fn load(flags: &Learn) -> Result<(Loaded, Case), Told> {
    let chosen = flags.lang.chosen();
    let told = |e: Error| (e, chosen.unwrap_or(Lang::En));
    let given = [(TableKind::Kpis, &flags.kpis), (TableKind::Elements, &flags.elements)];
    let given: BTreeMap<TableKind, PathBuf> = given.into_iter().filter_map(|(kind, path)| Some((kind, path.clone()?))).collect();
    let found = files::find(flags.dir.as_deref(), &given).map_err(|m| match m {
        Message::CannotRead { .. } | Message::TwoTables { .. } => told(Error::Failed(m)),
        _ => told(Error::Usage(m)),
    })?;
    let wanted = Wanted {
        lang: chosen,
        today: day(flags.today.as_deref()).map_err(told)?,
        headers: maps(&flags.map).map_err(told)?,
        encoding: flags.encoding.clone(),
        knowledge: flags.knowledge.clone(),
        ..Wanted::default()
    };
    let used = |kind: &TableKind| !matches!(kind, TableKind::Favors | TableKind::Log);
    let paths: Vec<(Option<TableKind>, PathBuf)> = found.tables.into_iter().filter(|(k, _)| used(k)).map(|(k, p)| (Some(k), p)).collect();
    let mut loaded = input::load(&paths, found.config.as_deref(), &wanted)?;
    let case = loaded.case(&wanted)?;
    Ok((loaded, case))
}

/// Says what is missing of a set of labels that can be learned from. With other errors about, only what they cannot have caused.
fn enough(judgements: &Judgements, file: &Arc<str>, problems: &mut Vec<Problem>) {
    let clean = !any_error(problems);
    let mut few = |fault: JudgementFault| {
        problems.push(Problem { severity: Severity::Error, place: Place::file(file), value: None, fault: Fault::Judgement(fault) });
    };
    let found = if clean { judgements.pairs.len() } else { judgements.written };
    if found < LEAST_LABELS && (clean || found > 0) {
        few(JudgementFault::TooFew { found, needed: LEAST_LABELS });
    }
    let helping = judgements.pairs.iter().filter(|j| j.label > 0).count();
    for (is, found) in [(true, helping), (false, judgements.pairs.len() - helping)] {
        if clean && found < LEAST_OF_A_KIND {
            few(JudgementFault::OneKind { helping: is, found, needed: LEAST_OF_A_KIND });
        }
    }
}

fn examples(case: &Case, scores: &Scores, judgements: &Judgements) -> Vec<Example> {
    let of = |j: &judgements::Judgement| {
        let (kpi, element) = (case.kpi(j.kpi), case.element(j.element));
        let project = element.project.map_or("", |p| case.project(p).name.as_str());
        Some(Example {
            department: case.department(kpi.department).name.clone(),
            kpi: kpi.name.clone(),
            // An element with the same texts in the same project is the same one, whatever its made id.
            element: [project, &element.name, &element.description].join("\u{1f}"),
            parts: scores.pair(j.kpi, j.element).parts,
            label: Label::from_number(i64::from(j.label))?,
        })
    };
    judgements.pairs.iter().filter_map(of).collect()
}

/// The pairs of the user's own elements.
fn own_pairs<'a>(case: &'a Case, scores: &'a Scores) -> impl Iterator<Item = (KpiId, Parts)> + 'a {
    scores.pairs().iter().filter(move |p| case.element(p.element).project.is_some()).map(|p| (p.kpi, p.parts))
}

/// Mean chances to help over the own elements, before and after: of each KPI with labels, most moved first, and of all others together.
fn means(case: &Case, adapted: Scorer, kept: &Learned, scores: &Scores, examples: &[Example]) -> (Vec<Moved>, Option<Change>) {
    let name = |kpi: KpiId| (case.department(case.kpi(kpi).department).name.as_str(), case.kpi(kpi).name.as_str());
    let shifts: Vec<[f32; 2]> = case.kpi_ids().map(|kpi| kept.of_kpi(name(kpi).0, name(kpi).1)).collect();
    // Sums of helps before and after, and of pairs, by KPI.
    let mut sums = vec![[0.0_f64; 3]; case.kpis.len()];
    for (kpi, parts) in own_pairs(case, scores) {
        let at = kpi.0 as usize;
        let after = adapted.chances(&Parts { own: shifts[at], ..parts }).0;
        let added = [adapted.built_in_chances(&parts).0, after, 1.0];
        sums[at].iter_mut().zip(added).for_each(|(sum, add)| *sum += add);
    }
    let mean = |kpis: &[KpiId]| {
        let of = |which: usize| kpis.iter().map(|k| sums[k.0 as usize][which]).sum::<f64>();
        let pairs = of(2).max(1.0);
        Change { before: of(0) / pairs, after: of(1) / pairs }
    };
    let mut labels: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    examples.iter().for_each(|e| *labels.entry((&e.department, &e.kpi)).or_default() += 1);
    let of_name = |(named, labels): (&(&str, &str), &usize)| {
        let kpis: Vec<KpiId> = case.kpi_ids().filter(|k| name(*k) == *named).collect();
        Moved { department: named.0.to_owned(), kpi: named.1.to_owned(), labels: *labels, helps: mean(&kpis) }
    };
    let mut moved: Vec<Moved> = labels.iter().map(of_name).collect();
    let distance = |m: &Moved| (m.helps.after - m.helps.before).abs();
    // Stable: KPIs that are moved alike stay in the order of their names.
    moved.sort_by(|a, b| distance(b).total_cmp(&distance(a)));
    let others: Vec<KpiId> = case.kpi_ids().filter(|k| !labels.contains_key(&name(*k))).collect();
    (moved, (!others.is_empty()).then(|| mean(&others)))
}

/// The language of what was learned, where there is a file of it.
fn language(path: &Path) -> Lang {
    let parsed = |bytes: Vec<u8>| [Encoder::Deep, Encoder::Fast].into_iter().find_map(|who| Learned::parse(&bytes, who).ok());
    let learned = files::bytes(path).ok().and_then(parsed);
    let texts = learned.iter().flat_map(|l| &l.kpis).flat_map(|k| [k.department.as_str(), k.kpi.as_str()]);
    if han_share(texts) >= input::CHINESE { Lang::Zh } else { Lang::En }
}
