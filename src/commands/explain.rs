//! `winwin explain`: why one pair has its score.

use std::sync::Arc;

use crate::cli::Explain;
use crate::cli::values::maps;
use crate::commands::input::{self, Wanted};
use crate::commands::vectors::{BASE_RATE, choice, encoder, judged, keep, scorer};
use crate::commands::{Told, input_error, knowledge, learned, say, to_stdout};
use crate::error::{Error, Fault, Message};
use crate::lang::{Lang, learning, reasons};
use crate::model::{Case, Element, ElementId, Kpi, KpiId, Origin, Share};
use crate::read::check::direction_by_words;
use crate::report::write;
use crate::score::Scorer;
use crate::score::explain::{Asked, Bearing, bearings, explain};
use crate::score::knowledge::Knowledge;
use crate::score::reader::Encoder;
use crate::text::{clean, fold, han_share};

/// Runs `explain`.
pub fn run(flags: &Explain) -> Result<(), Told> {
    let chosen = flags.lang.chosen();
    let usage = |m: Message| (Error::Usage(m), chosen.unwrap_or(Lang::En));
    // A blank text says no more than none, and would be found in every name.
    let said = |text: &'_ Option<String>| text.clone().filter(|t| !clean(t).is_empty());
    if let (Some(kpi), Some(element)) = (&said(&flags.kpi_text), &said(&flags.element_text)) {
        let lang = chosen.unwrap_or(if han_share([kpi.as_str(), element.as_str()]) >= 0.3 { Lang::Zh } else { Lang::En });
        let mut problems = Vec::new();
        let known = knowledge::of(flags.tables.knowledge.as_deref(), &mut problems).map_err(|m| (Error::Failed(m), lang))?;
        input_error(&problems, lang)?;
        let who = choice(flags.tables.encoder, None).encoder(2);
        return texts((kpi, element), who, known, lang, flags.tables.no_cache).map_err(|m| (Error::Failed(m), lang));
    }
    let (Some(kpi), Some(element)) = (&said(&flags.kpi), &said(&flags.element)) else {
        let (accepted, accepted_zh) =
            ("--kpi and --element, or --kpi-text and --element-text", "--kpi 与 --element，或 --kpi-text 与 --element-text");
        return Err(usage(Message::BadFlag { flag: "explain", value: String::new(), accepted, accepted_zh }));
    };
    let headers = maps(&flags.tables.map).map_err(|e| (e, chosen.unwrap_or(Lang::En)))?;
    let wanted = Wanted {
        lang: chosen,
        headers,
        catalog_only: false,
        encoding: flags.tables.encoding.clone(),
        most_rows: flags.tables.max_rows,
        knowledge: flags.tables.knowledge.clone(),
        ..Wanted::default()
    };
    let paths = input::two_tables(&flags.tables, chosen.unwrap_or(Lang::En))?;
    let config = flags.tables.kpis.as_deref().and_then(input::config_beside);
    let mut loaded = input::load(&paths, config.as_deref(), &wanted)?;
    let case = loaded.case(&wanted)?;
    input_error(&loaded.problems, loaded.lang)?;
    let lang = loaded.lang;
    let kpi = find_kpi(&case, kpi).map_err(|m| (Error::Usage(m), lang))?;
    let element = find_element(&case, element).map_err(|m| (Error::Usage(m), lang))?;
    let failed = |m: Message| (Error::Failed(m), lang);
    let who = encoder(&case, &mut loaded, flags.tables.encoder);
    let own = learned::of(who, None, flags.tables.kpis.as_deref(), flags.no_learned, &mut loaded.problems).map_err(failed)?;
    say(loaded.problems.iter().filter(|p| matches!(p.fault, Fault::Judgement(_) | Fault::FastEncoder { .. })), lang);
    let known = loaded.knowledge.clone();
    let (scorer, scores) = judged(&case, who, known, loaded.config.base_rate, flags.tables.no_cache, own).map_err(failed)?;
    let (k, e) = scores.profiles(kpi, element);
    let (kpi_words, element_words) = (case.kpi(kpi).text(), case.element(element).text());
    let explanation = explain(&scorer, k, e, (&kpi_words, &element_words)).map_err(failed)?;
    let pair = scores.pair(kpi, element);
    let mut lines = vec![format!("{} × {}", case.element(element).name, case.kpi(kpi).name)];
    lines.extend(reasons::lines(&scorer, &explanation, Some(pair), (pair.helps, pair.hurts), lang));
    if scorer.is_adapted() {
        lines.insert(2, learning::without(scorer.built_in_chances(&pair.parts), lang));
    }
    // What the texts say is told beside a stated share, which decides.
    let (helps, hurts) = scorer.chances(&pair.parts);
    if matches!(pair.share, Share::Known(_)) {
        lines.insert(2, reasons::by_texts((helps, hurts), lang));
    }
    let bears = bearing(&scorer, Asked { kpi: k, element: case.element(element), overlap: helps - hurts }).map_err(failed)?;
    keep(&scorer, flags.tables.no_cache);
    lines.extend(reasons::evidence((&k.meaning, &e.meaning), case.kpi(kpi), helps - hurts, bears.as_ref(), lang));
    to_stdout(&(lines.join("\n") + "\n"), lang)
}

fn texts((kpi, element): (&str, &str), who: Encoder, known: Arc<Knowledge>, lang: Lang, no_cache: bool) -> Result<(), Message> {
    let scorer = scorer(who, BASE_RATE, known, no_cache)?;
    let asked = Kpi::from_text("K1", kpi, direction_by_words(kpi), nowhere());
    let (k, e) = scorer.both(&[(&asked, "")], &[&Element::from_text("E1", element, nowhere())])?;
    let (Some(k), Some(e)) = (k.first(), e.first()) else { return Ok(()) };
    let explanation = explain(&scorer, k, e, (kpi, element))?;
    let chances = scorer.chances(&explanation.parts);
    let overlap = chances.0 - chances.1;
    let bears = bearing(&scorer, Asked { kpi: k, element: &Element::from_text("E1", element, nowhere()), overlap })?;
    keep(&scorer, no_cache);
    let mut lines = reasons::lines(&scorer, &explanation, None, chances, lang);
    lines.extend(reasons::evidence((&k.meaning, &e.meaning), &asked, overlap, bears.as_ref(), lang));
    write::print((lines.join("\n") + "\n").as_bytes())
}

fn bearing(scorer: &Scorer, asked: Asked) -> Result<Option<Bearing>, Message> {
    Ok(bearings(scorer, &[asked])?.pop().flatten())
}

fn find_kpi(case: &Case, text: &str) -> Result<KpiId, Message> {
    let wanted = fold(text);
    let same = |id: &KpiId| [&case.kpi(*id).key, &case.kpi(*id).name, &case.kpi(*id).metric].iter().any(|t| fold(t) == wanted);
    let contains = |id: &KpiId| fold(&case.kpi(*id).name).contains(&wanted);
    let found = case.kpi_ids().find(same).or_else(|| case.kpi_ids().find(contains));
    found.ok_or_else(|| Message::NoSuchText {
        what: "kpi",
        text: text.to_owned(),
        near: case.kpis.iter().map(|k| k.name.clone()).take(20).collect(),
    })
}

fn find_element(case: &Case, text: &str) -> Result<ElementId, Message> {
    let wanted = fold(text);
    let same = |id: &ElementId| [&case.element(*id).key, &case.element(*id).name].iter().any(|t| fold(t) == wanted);
    let contains = |id: &ElementId| fold(&case.element(*id).name).contains(&wanted);
    let found = case.element_ids().find(same).or_else(|| case.element_ids().find(contains));
    found.ok_or_else(|| Message::NoSuchText {
        what: "element",
        text: text.to_owned(),
        near: case.elements.iter().filter(|e| e.project.is_some()).map(|e| e.name.clone()).take(20).collect(),
    })
}

fn nowhere() -> Origin {
    Origin { file: Arc::from("-"), line: 1 }
}
