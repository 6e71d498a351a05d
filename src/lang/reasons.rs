//! Why a pair has its score, in words: the chain from the element's words over concepts to the KPI, and why a share is or is not known.

use serde::Serialize;

use crate::lang::{Lang, pick, quoted};
use crate::model::{Case, Direction, ElementId, Kpi, KpiId, NoShare, Share};
use crate::read::check::direction_by_words;
use crate::score::driver::{Hit, Path};
use crate::score::explain::{Bearing, Explanation, shared_words};
use crate::score::judge::precedents::Wanted;
use crate::score::judge::text::is_topic;
use crate::score::reader::{self, Encoder, Meaning};
use crate::score::{ElementProfile, KpiProfile, Pair, Scored, Scorer, driver};

/// Overlap from which a pair is given a reason.
const WORTH_A_REASON: f64 = 0.05;
/// What a way must add to the driver, sign aside, to be told.
const LEAST_WAY: f32 = 0.1;
/// Likeness of words from which shared words are told, 0 to 1.
const LEAST_SHARED: f32 = 0.05;
/// Help from which a judged pair like this one is pointed to: of less nobody asks for an example. Harm is asked about from
/// [`WORTH_A_REASON`] on, since somebody has to be told of it.
const WORTH_AN_EXAMPLE: f64 = 0.2;
/// Most ways that are told of a pair.
const WAYS: usize = 3;

/// A way in words: `“直播” → 媒体曝光 → 品牌知名度`, with `≈` after words that name no concept but mean one. A cue that stops or lessens the
/// activity stands before its words.
pub fn path(scorer: &Scorer, hit: &Hit, path: &Path, lang: Lang) -> String {
    steps(scorer, hit, path, lang).join(" → ")
}

/// The steps of a way; words that name no concept stand together with the one they mean.
fn steps(scorer: &Scorer, hit: &Hit, path: &Path, lang: Lang) -> Vec<String> {
    let (words, cue) = (hit.words.as_str(), hit.cue.as_deref());
    let name = |c: &u32| {
        let concept = &scorer.knowledge().concepts[*c as usize];
        pick(lang, concept.zh.as_str(), concept.en.as_str())
    };
    let mut names: Vec<String> = path.concepts.iter().map(name).map(str::to_owned).collect();
    // "live stream" → live stream → … says one thing twice.
    if names.len() > 1 && crate::text::fold(words) == crate::text::fold(&names[0]) {
        names.remove(0);
    }
    let named = hit.confidence >= 1.0;
    // Both texts name one thing: that is all there is to say, and said twice it looks like a step.
    if named && cue.is_none() && names.len() == 1 && crate::text::fold(words) == crate::text::fold(&names[0]) {
        let words = quoted(lang, words);
        return vec![pick(lang, format!("两边都说到{words}"), format!("both speak of {words}"))];
    }
    // Of a text placed by its meaning the cue is among the words.
    let head = cue.filter(|_| named).map_or_else(|| quoted(lang, words), |cue| quoted(lang, &joined(cue, words)));
    if named {
        names.insert(0, head);
    } else if let Some(first) = names.first_mut() {
        *first = format!("{head} ≈ {first}");
    }
    names
}

fn joined(cue: &str, words: &str) -> String {
    if cue.is_ascii() { format!("{cue} … {words}") } else { format!("{cue}…{words}") }
}

/// The main reason of a pair; empty when it has next to no score or shares nothing nameable.
pub fn of_pair(case: &Case, scorer: &Scorer, scored: Scored, lang: Lang) -> String {
    let Scored { pair, kpi: k, element: e } = scored;
    let (kpi, element) = (pair.kpi, pair.element);
    if let Share::Known(known) = pair.share {
        return crate::lang::amounts::arithmetic(&known, case.kpi(kpi), lang);
    }
    if pair.overlap().abs() < WORTH_A_REASON {
        return String::new();
    }
    if let Some(way) = ways(scorer, scored).first() {
        return path(scorer, &e.concepts.hits[way.from], way, lang);
    }
    if pair.parts.lexical > LEAST_SHARED {
        return shared(case, kpi, element, (k, e), lang);
    }
    // A table that wants the fast encoder has too many pairs to look for a judged one like each of them.
    if scorer.encoder() == Encoder::Fast {
        return String::new();
    }
    precedent((&k.meaning, &e.meaning), case.kpi(kpi), pair.overlap(), lang)
}

/// Why an element helps a KPI, for somebody who knows nothing of scores: the strongest way that begins at words which name a concept, else a
/// judged pair like this one. `None` where there is neither (words that both texts share, or their judgement as a whole, answer no "why"),
/// where the help is faint, and where a stated share says how much.
pub fn to_a_partner(case: &Case, scorer: &Scorer, scored: Scored, lang: Lang) -> Option<String> {
    let Scored { pair, kpi: k, element: e } = scored;
    if pair.share.known().is_some() || pair.overlap() < WORTH_AN_EXAMPLE {
        return None;
    }
    let named = ways(scorer, scored).into_iter().find_map(|way| {
        let hit = e.concepts.hits.get(way.from).filter(|hit| hit.confidence >= 1.0)?;
        // That both speak of one thing is no "why" either, and a name is no reason for itself.
        let itself = crate::text::fold(&hit.words) == crate::text::fold(&case.element(pair.element).name);
        let steps = directed(scorer, (hit, k), &way, lang);
        (steps.len() > if itself { 2 } else { 1 }).then(|| steps.join(" → "))
    });
    let like = || alike((&k.meaning, &e.meaning), case.kpi(pair.kpi), pair.overlap(), lang);
    named.or_else(|| like().map(|said| pick(lang, format!("类似于{said}"), format!("much as {said}"))))
}

/// The steps of a way, with "less" before what becomes less along it: an arrow alone would say that a helper brings what it prevents.
fn directed(scorer: &Scorer, (hit, kpi): (&Hit, &KpiProfile), way: &Path, lang: Lang) -> Vec<String> {
    let mut told = steps(scorer, hit, way, lang);
    let wanted = |concept: &u32| kpi.concepts.target.iter().find(|(c, _)| c == concept).map_or(1.0, |(_, v)| *v);
    let mut sign = way.concepts.last().map_or(1.0, wanted).signum();
    // From the KPI back: the head, which stands in the words of the element, is what is done and has no direction.
    let weights = way.weights.iter().rev().map(|w| w.signum()).chain([1.0]);
    for (step, weight) in told.iter_mut().skip(1).rev().zip(weights) {
        if sign < 0.0 {
            *step = pick(lang, format!("减少{step}"), format!("less {step}"));
        }
        sign *= weight;
    }
    told
}

/// The ways of the sign of a pair's score that add enough to be told, the strongest first.
fn ways(scorer: &Scorer, Scored { pair, kpi, element }: Scored) -> Vec<Path> {
    let wanted = pair.overlap().signum();
    let mut ways = driver::paths(scorer.knowledge(), &element.concepts, &kpi.concepts);
    ways.retain(|w| f64::from(w.value).signum() == wanted && w.value.abs() >= LEAST_WAY);
    ways
}

/// What stands in a table for a pair of some weight that has no reason to name: it is the judgement of both texts, and nothing less. Empty for
/// a pair of no weight.
pub fn as_a_whole(overlap: f64, lang: Lang) -> &'static str {
    if worth_an_example(overlap) { pick(lang, "按两段文字整体判断", "judged from both texts as a whole") } else { "" }
}

fn worth_an_example(overlap: f64) -> bool {
    overlap >= WORTH_AN_EXAMPLE || overlap <= -WORTH_A_REASON
}

/// A part of what speaks for a pair's score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Ground {
    /// A way, step by step.
    Chain(Vec<String>),
    /// Anything else, in a sentence.
    Line(String),
}

/// All that speaks for a pair's score, the strongest first: the arithmetic of a stated share, up to three ways of the score's sign, shared
/// words, a judged pair like it; where there is none of these, that it is the judgement of the whole. Empty for next to no score.
pub fn grounds(case: &Case, scorer: &Scorer, scored: Scored, lang: Lang) -> Vec<Ground> {
    let Scored { pair, kpi: k, element: e } = scored;
    let (kpi, element) = (pair.kpi, pair.element);
    let mut out = Vec::new();
    if let Share::Known(known) = pair.share {
        out.push(Ground::Line(crate::lang::amounts::arithmetic(&known, case.kpi(kpi), lang)));
    }
    if pair.overlap().abs() < WORTH_A_REASON {
        return out;
    }
    let told = ways(scorer, scored).into_iter().take(WAYS);
    out.extend(told.map(|way| Ground::Chain(steps(scorer, &e.concepts.hits[way.from], &way, lang))));
    let shared = (pair.parts.lexical > LEAST_SHARED).then(|| shared(case, kpi, element, (k, e), lang));
    let like = precedent((&k.meaning, &e.meaning), case.kpi(kpi), pair.overlap(), lang);
    out.extend(shared.into_iter().chain([like]).filter(|line| !line.is_empty()).map(Ground::Line));
    if out.is_empty() {
        out.extend(Some(as_a_whole(pair.overlap(), lang)).filter(|line| !line.is_empty()).map(|line| Ground::Line(line.to_owned())));
    }
    out
}

/// What the texts alone would give, beside a stated share that decides.
pub fn by_texts((helps, hurts): (f64, f64), lang: Lang) -> String {
    let overlap = helps - hurts + 0.0;
    pick(
        lang,
        format!("表中写明的贡献决定正负；只看文字：有帮助 {helps:.2} · 有妨碍 {hurts:.2} · 重合度 {overlap:+.2}"),
        format!(
            "the stated contribution decides the sign; by the texts alone: helps {helps:.2} · hurts {hurts:.2} · overlap {overlap:+.2}"
        ),
    )
}

/// What speaks for a judgement beside the chain: a judged pair like it, and the phrase that bears it.
pub fn evidence((k, e): (&Meaning, &Meaning), kpi: &Kpi, overlap: f64, bears: Option<&Bearing>, lang: Lang) -> Vec<String> {
    if overlap.abs() < WORTH_A_REASON {
        return Vec::new();
    }
    let mut out = vec![precedent((k, e), kpi, overlap, lang)];
    if let Some(Bearing { phrase, without }) = bears {
        let phrase = quoted(lang, phrase);
        out.push(pick(lang, format!("去掉{phrase}：重合度 {without:+.2}"), format!("without {phrase}: overlap {without:+.2}")));
    }
    out.retain(|line| !line.is_empty());
    out
}

/// A judged pair like this one: `like: "…" helps "…"`; empty where [`alike`] has none.
fn precedent(meanings: (&Meaning, &Meaning), kpi: &Kpi, overlap: f64, lang: Lang) -> String {
    let said = alike(meanings, kpi, overlap, lang);
    said.map_or_else(String::new, |said| pick(lang, format!("类似：{said}"), format!("like: {said}")))
}

/// What was judged of a pair like this one: `"…" helps "…"`, with the way the KPI is to move where its name does not say it; `None` when none is
/// near, or the overlap is too small for anybody to ask.
fn alike((k, e): (&Meaning, &Meaning), kpi: &Kpi, overlap: f64, lang: Lang) -> Option<String> {
    if !worth_an_example(overlap) {
        return None;
    }
    let helps = overlap > 0.0;
    let wanted = Wanted { helps, direction: (!is_topic(kpi)).then_some(kpi.direction), zh: lang == Lang::Zh };
    let like = reader::precedent(k, e, wanted)?;
    let (element, kpi) = (quoted(lang, &like.element), quoted(lang, &like.kpi));
    let told = direction_by_words(&like.kpi).is_some();
    Some(match (lang, helps, like.direction) {
        (Lang::Zh, true, Direction::Decrease) if !told => format!("{element}有助于降低{kpi}"),
        (Lang::Zh, false, Direction::Decrease) if !told => format!("{element}不利于降低{kpi}"),
        (Lang::En, true, Direction::Decrease) if !told => format!("{element} helps to lower {kpi}"),
        (Lang::En, false, Direction::Decrease) if !told => format!("{element} works against lowering {kpi}"),
        (Lang::Zh, true, _) => format!("{element}有助于{kpi}"),
        (Lang::Zh, false, _) => format!("{element}不利于{kpi}"),
        (Lang::En, true, _) => format!("{element} helps {kpi}"),
        (Lang::En, false, _) => format!("{element} works against {kpi}"),
    })
}

/// The words two texts share, the most specific two.
fn shared(case: &Case, kpi: KpiId, element: ElementId, (k, e): (&KpiProfile, &ElementProfile), lang: Lang) -> String {
    let texts = (case.kpi(kpi).text(), case.element(element).text());
    let words = shared_words(k, e, (&texts.0, &texts.1));
    let mut told: Vec<&str> = Vec::new();
    for word in words.iter().map(|(w, _)| w.trim_end_matches('-')) {
        // A word and its stem are one.
        if told.len() < 2 && !told.iter().any(|t| t.starts_with(word) || word.starts_with(t)) {
            told.push(word);
        }
    }
    let named: Vec<String> = told.into_iter().map(|word| quoted(lang, word)).collect();
    if named.is_empty() {
        return pick(lang, "用词相近", "shared words").to_owned();
    }
    let named = crate::lang::list(lang, &named);
    pick(lang, format!("共同用词{named}"), format!("shared words {named}"))
}

/// Why there is no share, in words; empty when there is one or nothing was claimed.
pub fn no_share(share: &Share, lang: Lang) -> &'static str {
    let Share::Unknown(reason) = share else { return "" };
    match reason {
        NoShare::NotStated => pick(lang, "未写贡献", "no stated contribution"),
        NoShare::NoTarget => pick(lang, "指标没有目标值", "the KPI has no target"),
        NoShare::NoBaseline => pick(lang, "指标没有基线值", "the KPI has no baseline"),
        NoShare::NothingNeeded => pick(lang, "目标等于基线", "target equals baseline"),
        NoShare::Unit => pick(lang, "单位无法换算", "units do not convert"),
        NoShare::NothingToScale => pick(lang, "百分比增幅需要不为零的基线值", "a relative change needs a baseline other than zero"),
        NoShare::TooLarge => pick(lang, "数值过大", "too large"),
    }
}

/// An explanation for the terminal, line by line.
pub fn lines(scorer: &Scorer, explanation: &Explanation, pair: Option<&Pair>, chances: (f64, f64), lang: Lang) -> Vec<String> {
    let concept = |c: u32| {
        let concept = &scorer.knowledge().concepts[c as usize];
        pick(lang, concept.zh.as_str(), concept.en.as_str())
    };
    let mut out = Vec::new();
    let (helps, hurts) = chances;
    out.push(format!(
        "{} {helps:.2} · {} {hurts:.2} · {} {:+.2}",
        pick(lang, "有帮助", "helps"),
        pick(lang, "有妨碍", "hurts"),
        pick(lang, "重合度", "overlap"),
        helps - hurts + 0.0
    ));
    let parts = &explanation.parts;
    out.push(format!(
        "{} {:+.2} / {:+.2} · {} {:+.2} · {} {:+.2} · {} {:.2} · {} {:.2}",
        pick(lang, "判断", "judge"),
        parts.opinion.helps,
        parts.opinion.hurts,
        pick(lang, "相近", "likeness"),
        parts.opinion.likeness,
        pick(lang, "因果", "driver"),
        parts.driver,
        pick(lang, "语义", "semantic"),
        parts.semantic,
        pick(lang, "用词", "lexical"),
        parts.lexical
    ));
    let mut hits = |title: &str, hits: &[driver::Hit]| {
        if hits.is_empty() {
            out.push(format!("{title}: {}", pick(lang, "没有触及任何概念", "no concept reached")));
        }
        for hit in hits {
            let cue = hit.cue.as_ref().map_or(String::new(), |c| format!(" ({})", quoted(lang, c)));
            let sign = if hit.confidence < 1.0 { "≈" } else { "→" };
            out.push(format!("{title}: {}{cue} {sign} {} ({:+.2})", quoted(lang, &hit.words), concept(hit.concept), hit.value));
        }
    };
    hits(pick(lang, "要素", "element"), &explanation.element_hits);
    hits(pick(lang, "指标", "KPI"), &explanation.kpi_hits);
    for way in explanation.paths.iter().take(5) {
        let hit = &explanation.element_hits[way.from];
        let mut text = quoted(lang, &hit.words);
        for (i, c) in way.concepts.iter().enumerate() {
            let weight = if i == 0 { hit.value } else { way.weights[i - 1] };
            let sign = if i == 0 && hit.confidence < 1.0 { "≈" } else { "→" };
            text.push_str(&format!(" {sign}({weight:+.2}) {}", concept(*c)));
        }
        out.push(format!("{}: {text} = {:+.3}", pick(lang, "路径", "chain"), way.value));
    }
    for (word, weight) in explanation.shared_words.iter().take(5) {
        out.push(format!("{}: {} ({weight:.2})", pick(lang, "共同用词", "shared word"), quoted(lang, word)));
    }
    if let Some(pair) = pair {
        let share =
            pair.share.known().map_or_else(|| no_share(&pair.share, lang).to_owned(), |k| crate::lang::amounts::share(k.share(), lang));
        out.push(format!("{}: {share}", pick(lang, "占目标", "share of target")));
    }
    out
}
