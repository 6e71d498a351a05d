//! Signed cause: does more of what this element does move the KPI the right way?
//!
//! An element's text becomes activations of concepts, -1 (it stops) to 1 (it happens), spread along the drives for two steps. A KPI's text
//! becomes a target over concepts: +1 where more is wanted, -1 where less is. The driver of a pair is their dot product over the
//! target's length, in [-1, 1]. A text that reaches no concept leaves the component quiet (0), never wrong.

use crate::model::Direction;
use crate::score::judge::reach::Near;
use crate::score::knowledge::{ConceptKind, Cue, GUARD, Knowledge};
use crate::score::tokens::{Match, Tokens};

/// How far a cue reaches forward, in tokens.
const CUE_REACH: usize = 10;
/// How far one that speaks of what stands right beside it: a word may come between.
const CUE_REACH_CLOSE: usize = 1;
/// How far one that stands behind reaches back.
const CUE_REACH_BACK: usize = 6;
/// How far back when it ends its clause, as a verb that a whole list stands before: 讲座和专栏全部停办.
const CUE_REACH_FROM_END: usize = 12;
/// Weight of a concept found in the description only.
const DESCRIPTION: f32 = 0.6;
/// Weight of the second step along the drives.
const SECOND_STEP: f32 = 0.5;
/// Activation of a good outcome that is only mentioned.
const GOOD_MENTION: f32 = 0.6;
/// Activation of a bad outcome that is only mentioned: who names a trouble without a verb mostly works on it.
const BAD_MENTION: f32 = -0.4;
/// How much of a target is kept when the KPI's direction speaks against the concept's valence.
const AGAINST_VALENCE: f32 = 0.5;

/// A concept reached by a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Index of the concept.
    pub concept: u32,
    /// The words that reached it, as written.
    pub words: String,
    /// For an element: change of its amount, -1 to 1. For a KPI: what is wanted of it, -1 to 1.
    pub value: f32,
    /// The cue word that turned it, if any.
    pub cue: Option<String>,
    /// How sure it is that the text speaks of the concept: 1 when it uses the concept's words, else by likeness in meaning, above 0.
    pub confidence: f32,
}

/// What an element moves.
#[derive(Debug, Clone, Default)]
pub struct ElementConcepts {
    /// Concepts its words reach.
    pub hits: Vec<Hit>,
    /// Concepts moved directly or along the drives, by index, each in [-1, 1].
    pub spread: Vec<(u32, f32)>,
    /// Euclidean length of `spread`.
    pub length: f32,
}

impl ElementConcepts {
    /// Whether its words reach a concept; one reached by meaning alone does not count.
    pub fn by_words(&self) -> bool {
        self.hits.iter().any(|h| h.confidence >= 1.0)
    }
}

/// What a KPI wants.
#[derive(Debug, Clone, Default)]
pub struct KpiConcepts {
    /// Concepts its words reach.
    pub hits: Vec<Hit>,
    /// The target over concepts, by index, of length 1 (empty when no concept is reached).
    pub target: Vec<(u32, f32)>,
    /// Concepts near it, for likeness in meaning: itself and what it drives, of length 1.
    pub near: Vec<(u32, f32)>,
}

impl KpiConcepts {
    /// Whether its words reach a concept; one reached by meaning alone does not count.
    pub fn by_words(&self) -> bool {
        self.hits.iter().any(|h| h.confidence >= 1.0)
    }
}

/// Reads an element's texts. `near`: what it speaks of by its meaning, asked when its words reach no concept.
pub fn element(k: &Knowledge, name: &str, description: &str, near: impl FnOnce() -> Vec<Near>) -> ElementConcepts {
    let mut hits: Vec<Hit> = Vec::new();
    for (text, weight) in [(name, 1.0), (description, DESCRIPTION)] {
        for mut hit in found(k, text) {
            hit.value *= weight;
            if !hits.iter().any(|h| h.concept == hit.concept) {
                hits.push(hit);
            }
        }
    }
    // The meaning of a text holds its cue already: fewer guards lie near too few hands, and what a cue would turn is not known.
    if hits.is_empty() && !turns(k, name) {
        hits.extend(near().into_iter().map(|n| Hit {
            concept: n.concept,
            words: name.to_owned(),
            value: n.confidence * amount(k, n.concept, None),
            cue: None,
            confidence: n.confidence,
        }));
    }
    let spread = spread(k, hits.iter().map(|h| (h.concept, h.value)).collect());
    let length = spread.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
    ElementConcepts { hits, spread, length }
}

/// What something that is about these concepts moves, by index of the concept, each in [-1, 1]: more of good things, less of bad ones.
pub fn about(k: &Knowledge, concepts: &[u32]) -> Vec<(u32, f32)> {
    spread(k, concepts.iter().map(|&c| (c, if k.concepts[c as usize].good { 1.0 } else { -1.0 })).collect())
}

/// Concepts moved directly and along the drives for two steps.
fn spread(k: &Knowledge, activation: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    let first = step(k, &activation, 1.0);
    let second = step(k, &first, SECOND_STEP);
    merge(k, &[activation, first, second])
}

/// Reads a KPI's texts. `near`: what it speaks of by its meaning, asked when its words reach no concept.
pub fn kpi(
    k: &Knowledge,
    (name, metric, description): (&str, &str, &str),
    direction: Direction,
    near: impl FnOnce() -> Vec<Near>,
) -> KpiConcepts {
    let mut hits: Vec<Hit> = Vec::new();
    for (text, weight) in [(name, 1.0), (metric, 0.9), (description, 0.4)] {
        for hit in found(k, text) {
            let Some(wanted) = wanted(k, hit.concept, direction) else { continue };
            if !hits.iter().any(|h| h.concept == hit.concept) {
                hits.push(Hit { value: weight * wanted, cue: None, ..hit });
            }
        }
    }
    if hits.is_empty() {
        hits.extend(near().into_iter().filter_map(|n| {
            let value = n.confidence * wanted(k, n.concept, direction)?;
            Some(Hit { concept: n.concept, words: name.to_owned(), value, cue: None, confidence: n.confidence })
        }));
    }
    let target: Vec<(u32, f32)> = hits.iter().map(|h| (h.concept, h.value)).collect();
    let own: Vec<(u32, f32)> = target.iter().map(|(c, v)| (*c, v.abs())).collect();
    let near = merge(k, &[own.clone(), step(k, &own, 0.5)]);
    KpiConcepts { hits, target: unit(target), near: unit(near.into_iter().map(|(c, v)| (c, v.abs())).collect()) }
}

/// Which way a KPI wants a concept: outcomes go where their valence says, whatever verb the KPI uses ("shorten reply time" still wants
/// better response); what projects do goes where the direction says. `None` where a KPI that falls names what a project does well: it then
/// counts something of it (days until a roof is connected, misses of a check), and wants no less of it; nor does a KPI that rises want more of
/// what costs (rents that people can pay).
fn wanted(k: &Knowledge, concept: u32, direction: Direction) -> Option<f32> {
    let concept = &k.concepts[concept as usize];
    let up = direction == Direction::Increase;
    match concept.kind {
        ConceptKind::Outcome => {
            let sign = if concept.good { 1.0 } else { -1.0 };
            Some(if up == concept.good { sign } else { sign * AGAINST_VALENCE })
        }
        ConceptKind::Activity => (up == concept.good).then_some(if up { 0.6 } else { -0.6 }),
        ConceptKind::Practice => Some(0.6 * if up && concept.good { 1.0 } else { -1.0 }),
    }
}

/// Concepts in a text with the change of their amount.
fn found(k: &Knowledge, text: &str) -> Vec<Hit> {
    let tokens = Tokens::of(text);
    let matches = k.synonyms.find(&tokens);
    let cues = cues(k, &tokens, &matches);
    let clause_of = |m: &Match| tokens.tokens[m.from].clause;
    let mut hits = Vec::new();
    for m in matches.iter().filter(|m| m.target != GUARD) {
        let clause = tokens.tokens[m.from].clause;
        let near = cues.iter().filter_map(|c| {
            let rule = k.cues[c.target as usize];
            let turned = || cues.iter().any(|t| t.from >= c.to && t.from <= m.from && k.cues[t.target as usize].begins());
            if rule.cue == Cue::Turn || turned() {
                return None;
            }
            let ends = tokens.tokens.get(c.to).is_none_or(|next| next.clause != clause);
            let (distance, reach) = match m.from.checked_sub(c.to).filter(|_| rule.before) {
                Some(distance) => (distance, if rule.close { CUE_REACH_CLOSE } else { CUE_REACH }),
                // Between two things it speaks of the one it stands before: training that reduces complaints.
                None if rule.before && matches.iter().any(|n| n.from >= c.to && n.from - c.to <= CUE_REACH && clause_of(n) == clause) => {
                    return None;
                }
                None if rule.after => (c.from.checked_sub(m.to)?, if ends { CUE_REACH_FROM_END } else { CUE_REACH_BACK }),
                None => return None,
            };
            (distance <= reach && tokens.tokens[c.from].clause == clause).then_some((distance, rule.cue, tokens.slice(c.from, c.to)))
        });
        let cue = near.min_by_key(|(distance, _, _)| *distance);
        let value = amount(k, m.target, cue.map(|(_, cue, _)| cue));
        hits.push(Hit {
            concept: m.target,
            words: tokens.slice(m.from, m.to).to_owned(),
            value,
            cue: cue.filter(|(_, cue, _)| *cue != Cue::More).map(|(_, _, words)| words.to_owned()),
            confidence: 1.0,
        });
    }
    hits
}

/// The cues of a text, given what of it names a concept or is guarded. One inside a concept's own words is part of its name; one inside another
/// word is none: year-end bonus, end-to-end, non-stop. What is tied to a concept is: cost-cutting.
fn cues(k: &Knowledge, tokens: &Tokens, matches: &[Match]) -> Vec<Match> {
    let mut cues = k.cue_words.find(tokens);
    let concept_at = |at: usize| matches.iter().any(|m| m.target != GUARD && (m.from..m.to).contains(&at));
    cues.retain(|c| {
        let before = c.from.checked_sub(1).filter(|at| tokens.is_tied(*at));
        let after = Some(c.to).filter(|_| tokens.is_tied(c.to - 1));
        let inside = matches.iter().any(|m| c.from >= m.from && c.to <= m.to);
        !inside && before.into_iter().chain(after).all(concept_at)
    });
    cues
}

/// Whether a text has a cue that stops or lessens something.
fn turns(k: &Knowledge, text: &str) -> bool {
    let tokens = Tokens::of(text);
    let cues = cues(k, &tokens, &k.synonyms.find(&tokens));
    cues.iter().any(|c| matches!(k.cues[c.target as usize].cue, Cue::Stop | Cue::Less))
}

fn amount(k: &Knowledge, concept: u32, cue: Option<Cue>) -> f32 {
    let concept = &k.concepts[concept as usize];
    match (concept.kind, cue) {
        (_, Some(Cue::Stop)) => -1.0,
        (ConceptKind::Outcome, Some(Cue::Less)) => -1.0,
        (_, Some(Cue::Less)) => -0.7,
        (ConceptKind::Outcome, Some(Cue::More)) => 1.0,
        (ConceptKind::Outcome, None) => {
            if concept.good {
                GOOD_MENTION
            } else {
                BAD_MENTION
            }
        }
        _ => 1.0,
    }
}

fn step(k: &Knowledge, from: &[(u32, f32)], weight: f32) -> Vec<(u32, f32)> {
    from.iter().flat_map(|&(c, v)| k.drives[c as usize].iter().map(move |&(to, w)| (to, v * w * weight))).collect()
}

/// Sums what reaches each concept and bounds it to [-1, 1] by the hyperbolic tangent, so that many weak ways do not outweigh one strong.
fn merge(k: &Knowledge, parts: &[Vec<(u32, f32)>]) -> Vec<(u32, f32)> {
    let mut sum = vec![0.0_f32; k.concepts.len()];
    for &(c, v) in parts.iter().flatten() {
        sum[c as usize] += v;
    }
    sum.into_iter().enumerate().filter(|(_, v)| v.abs() > 0.01).map(|(c, v)| (c as u32, v.tanh())).collect()
}

fn unit(mut v: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    let length = v.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
    if length > 0.0 {
        v.iter_mut().for_each(|(_, x)| *x /= length);
    }
    v.sort_by_key(|(c, _)| *c);
    v
}

/// One way from an element's words to a KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// Index into the element's hits.
    pub from: usize,
    /// Concepts passed, first and last included.
    pub concepts: Vec<u32>,
    /// Weight of each step.
    pub weights: Vec<f32>,
    /// What this way adds to the driver, sign included.
    pub value: f32,
}

/// The ways from an element to a KPI, strongest first; at most two steps each.
pub fn paths(k: &Knowledge, element: &ElementConcepts, kpi: &KpiConcepts) -> Vec<Path> {
    let wanted = |c: u32| kpi.target.iter().find(|(t, _)| *t == c).map(|(_, v)| *v);
    let mut paths = Vec::new();
    for (from, hit) in element.hits.iter().enumerate() {
        let a = hit.concept;
        if let Some(want) = wanted(a) {
            paths.push(Path { from, concepts: vec![a], weights: vec![], value: hit.value * want });
        }
        for &(b, w1) in &k.drives[a as usize] {
            if let Some(want) = wanted(b) {
                paths.push(Path { from, concepts: vec![a, b], weights: vec![w1], value: hit.value * w1 * want });
            }
            for &(c, w2) in k.drives[b as usize].iter().filter(|(c, _)| *c != a) {
                if let Some(want) = wanted(c) {
                    let value = hit.value * w1 * w2 * SECOND_STEP * want;
                    paths.push(Path { from, concepts: vec![a, b, c], weights: vec![w1, w2], value });
                }
            }
        }
    }
    paths.sort_by(|x, y| y.value.abs().total_cmp(&x.value.abs()).then(x.concepts.cmp(&y.concepts)));
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::knowledge::{Kind, Table, tables};

    fn small() -> Knowledge {
        let of = |kind, text: &'static str| Table { file: "test".into(), kind, data: text.as_bytes() };
        let all = [
            of(
                Kind::Concepts,
                "id,valence,kind,name_zh,name_en,zh,en\n\
             live,+,activity,直播,live stream,直播,live stream\n\
             media,+,outcome,媒体曝光,media exposure,媒体曝光,media exposure\n\
             brand,+,outcome,品牌知名度,brand awareness,品牌知名度,brand awareness\n\
             cost,-,outcome,费用,cost,费用,cost\n",
            ),
            of(Kind::Drives, "from,to,weight\nlive,media,0.6\nmedia,brand,0.9\nlive,cost,0.3\n"),
            of(
                Kind::Cues,
                "cue,lang,effect,position\n取消,zh,stop,before\n取消,zh,stop,after\ncancel,en,stop,before\nno,en,none,before\n降低,zh,less,before\n降低,zh,less,after\n下降,zh,less,after\n改为,zh,turn,before\n",
            ),
            of(Kind::Guards, "phrase\n完成本\n"),
        ];
        tables::read(&all, &[], &mut Vec::new())
    }

    fn driver(element_text: &str, kpi_text: &str, direction: Direction) -> f32 {
        let k = small();
        let e = element(&k, element_text, "", Vec::new);
        let t = kpi(&k, (kpi_text, "", ""), direction, Vec::new);
        t.target.iter().map(|(c, v)| v * e.spread.iter().find(|(x, _)| x == c).map_or(0.0, |(_, s)| *s)).sum()
    }

    #[test]
    fn words_reach_over_drives() {
        assert!(driver("全程直播", "提升品牌知名度", Direction::Increase) > 0.2);
        assert!(driver("Live streaming of the day", "Brand awareness", Direction::Increase) > 0.2);
        assert_eq!(driver("更换办公桌", "提升品牌知名度", Direction::Increase), 0.0);
    }

    #[test]
    fn a_text_without_words_of_a_concept_is_placed_by_its_meaning() {
        let k = small();
        let near = || vec![Near { concept: 0, confidence: 0.5 }];
        let e = element(&k, "云端同步转播", "", near);
        assert_eq!((e.hits[0].concept, e.hits[0].value, e.hits[0].confidence), (0, 0.5, 0.5));
        // The meaning holds the cue already.
        assert!(element(&k, "取消云端同步转播", "", near).hits.is_empty());
        assert_eq!(element(&k, "Non-cancel relay in the cloud", "", near).hits.len(), 1, "no cue inside another word");
        // Words that are there come first.
        assert_eq!(element(&k, "全程直播", "", || vec![Near { concept: 3, confidence: 1.0 }]).hits[0].concept, 0);
    }

    #[test]
    fn cues_turn_the_sign() {
        assert!(driver("取消直播", "提升品牌知名度", Direction::Increase) < -0.2);
        assert!(driver("降低费用", "降低费用", Direction::Decrease) > 0.5);
        assert!(driver("费用下降", "降低费用", Direction::Decrease) > 0.5);
        assert!(driver("全程直播", "降低费用", Direction::Decrease) < -0.1);
        assert!(driver("直播取消", "提升品牌知名度", Direction::Increase) < -0.2);
        assert!(driver("直播以降低费用", "提升品牌知名度", Direction::Increase) > 0.2);
        // A verb at the end speaks of the whole list before it.
        assert!(driver("直播和若干专题栏目全部取消", "提升品牌知名度", Direction::Increase) < -0.2);
        // The cue belongs to another clause.
        assert!(driver("取消抽奖，直播", "提升品牌知名度", Direction::Increase) > 0.2);
        // A part of another word is no cue; what is tied to a concept is one.
        assert!(driver("Year-cancel live stream", "Brand awareness", Direction::Increase) > 0.2);
        assert!(driver("Live stream-cancel", "Brand awareness", Direction::Increase) > 0.2);
        assert!(driver("Cancel-live stream", "Brand awareness", Direction::Increase) < -0.2);
        assert!(driver("No live stream", "Brand awareness", Direction::Increase) < -0.2);
        assert!(driver("No free live stream", "Brand awareness", Direction::Increase) < -0.2);
        assert!(driver("No queue at the door of the live stream", "Brand awareness", Direction::Increase) > 0.2);
        // Something else begins within the clause.
        assert!(driver("取消抽奖直播", "提升品牌知名度", Direction::Increase) < -0.2);
        assert!(driver("取消抽奖改为直播", "提升品牌知名度", Direction::Increase) > 0.2);
        assert!(driver("取消抽奖改为取消直播", "提升品牌知名度", Direction::Increase) < -0.2);
        assert!(driver("直播改为取消", "提升品牌知名度", Direction::Increase) < -0.2);
    }

    #[test]
    fn the_way_can_be_told() {
        let k = small();
        let ways = paths(&k, &element(&k, "直播", "", Vec::new), &kpi(&k, ("品牌知名度", "", ""), Direction::Increase, Vec::new));
        assert_eq!(ways[0].concepts, [0, 1, 2]);
        assert_eq!(ways[0].weights, [0.6, 0.9]);
        assert!((ways[0].value - 0.27).abs() < 1e-6);
    }
}
