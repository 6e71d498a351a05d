//! One result claimed more than once: who claims it, how sure that is, and what each gets under an equal split.
//!
//! Sure, said as a possible double count:
//! - one row whose metric several KPIs carry: its one amount is counted for each of them;
//! - elements that claim the same amount of the same measure at the same time, where the name of one says no more than the name of the
//!   other (直播, 全程直播), or both have the same description, and no number tells them apart.
//!
//! Unsure, put as a question:
//! - an element with the same amount in rows of their own for several KPIs of one measure (it may have been split already);
//! - elements with the same amount of one measure at the same time that are not surely one activity. Not asked of one thing or less
//!   (one award each is two awards) nor of more than three elements: so many equal amounts are a rate;
//! - elements of one activity whose amounts differ.
//!
//! Never: elements whose days do not meet; a result of zero or on the other side of zero; elements that are all optional (they may be
//! alternatives); an element whose text says that its amount has been split or is a result of its own (已分摊, 单独计算, already split,
//! counted separately), so that who has settled the question is not asked again.
//!
//! One measure: KPIs with the same metric (the same name, without a metric) and unit. One activity: the specific words of one name are all
//! among those of the other, or the descriptions are the same. Limits: words alone are compared; a synonym is another activity. In
//! measures that more than `MOST` elements claim only equal amounts are looked at, and of more than `MOST` equal amounts of a measure only
//! names of the same words are surely one activity.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::analysis::claims::Entry;
use crate::model::share::Known;
use crate::model::{Case, ElementId, KpiId};
use crate::score::lexical::{Profile, lexical};
use crate::score::tokens::Tokens;
use crate::text::fold;

/// Words by which a text says that its amount is a part already, or a result of its own.
const SETTLED: [&str; 5] = ["已分摊", "已拆分", "单独计算", "already split", "counted separately"];
/// How specific the shared words of one activity must be.
const SPECIFIC: f32 = 0.25;
/// Most elements with equal amounts of different activities that are asked about.
const ALIKE: usize = 3;
/// Most elements that are compared pair by pair: of one measure, and of one amount of it. Thousands would take hours.
const MOST: usize = 100;
/// Numerals that tell one occasion from another.
const NUMERALS: &str = "一二三四五六七八九十两〇零首次";

/// Why a result may be counted more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// One row for several KPIs.
    OneRow,
    /// Rows of one element with one amount for KPIs of one measure.
    OneElement,
    /// Elements of one activity.
    SameActivity,
    /// Elements with the same amount.
    SameAmount,
}

/// A result that may be counted more than once.
#[derive(Debug, Clone, PartialEq)]
pub struct Double {
    /// Why.
    pub ground: Ground,
    /// Whether it is said, or only asked.
    pub sure: bool,
    /// Whether the amounts are the same; else the largest stands for the result.
    pub equal: bool,
    /// The claims: places in the ledger.
    pub claims: Vec<usize>,
    /// By how much the result is divided; 2 or more.
    pub ways: usize,
    /// The result itself, in the first claim's KPI.
    pub result: Known,
    /// What each claim gets, in order of the claims.
    pub parts: Vec<Known>,
}

impl Double {
    /// By how much the plan alone divides the result: optional elements claim nothing in it yet.
    pub fn ways_in_plan(&self, entries: &[Entry]) -> usize {
        if self.ground == Ground::OneRow {
            return self.ways;
        }
        let core = self.claims.iter().map(|c| &entries[*c]).filter(|e| e.core);
        core.map(|e| (e.element, if self.ground == Ground::OneElement { e.origin.line } else { 0 })).collect::<BTreeSet<_>>().len()
    }
}

/// One of `ways` equal parts.
pub fn part(known: &Known, ways: usize) -> Known {
    Known { contribution: known.contribution.map(|c| c / ways.max(1) as f64), ..*known }
}

/// Results of a ledger that may be counted more than once, the sure ones first, then in order of the ledger.
pub fn find(case: &Case, entries: &[Entry]) -> Vec<Double> {
    let settles = |element: ElementId| {
        let text = fold(&case.element(element).text());
        SETTLED.iter().any(|w| text.contains(w))
    };
    let mut settled: BTreeMap<ElementId, bool> = BTreeMap::new();
    let mut measures: BTreeMap<KpiId, (String, String)> = BTreeMap::new();
    let mut classes: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let mut rows: BTreeMap<(ElementId, u64), Vec<usize>> = BTreeMap::new();
    for (i, entry) in entries.iter().enumerate() {
        if let (Some(kpi), Some(known)) = (entry.kpi, entry.known())
            && known.contribution[1] != 0.0
            && !*settled.entry(entry.element).or_insert_with(|| settles(entry.element))
        {
            let class = measures.entry(kpi).or_insert_with(|| measure(case, kpi));
            classes.entry(class.clone()).or_default().push(i);
            rows.entry((entry.element, entry.origin.line)).or_default().push(i);
        }
    }
    let mut found: Vec<Double> =
        rows.into_values().filter(|r| r.len() > 1).filter_map(|r| double(entries, Ground::OneRow, true, r.len(), r)).collect();
    for class in classes.values() {
        let sides = sides(case, entries, class);
        found.extend(sides.iter().filter_map(|s| rows_of_one(entries, s)));
        found.extend(among(case, entries, &sides));
    }
    found.sort_by(|a, b| (!a.sure, &a.claims, a.ground).cmp(&(!b.sure, &b.claims, b.ground)));
    found
}

/// What two KPIs must have in common to count the same thing.
fn measure(case: &Case, kpi: KpiId) -> (String, String) {
    let k = case.kpi(kpi);
    let unit = if k.percent { "%" } else { k.unit.as_ref().map_or("", |u| u.code()) };
    (fold(if k.metric.is_empty() { &k.name } else { &k.metric }), unit.to_owned())
}

/// What one element claims of one measure.
struct Side {
    core: bool,
    /// Its claims; all have the first one's amount unless `rows_of_one` finds otherwise.
    claims: Vec<usize>,
    amount: [f64; 3],
    /// Its name and its description, folded.
    name: String,
    about: String,
    words: Profile,
    tokens: Vec<String>,
    /// Its first and its last day; `None` when it states neither.
    days: Option<(Date, Date)>,
}

fn sides(case: &Case, entries: &[Entry], class: &[usize]) -> Vec<Side> {
    let mut sides: Vec<Side> = Vec::new();
    let mut places: BTreeMap<ElementId, usize> = BTreeMap::new();
    for &i in class {
        let (entry, Some(known)) = (&entries[i], entries[i].known()) else { continue };
        if let Some(&at) = places.get(&entry.element) {
            sides[at].claims.push(i);
            continue;
        }
        places.insert(entry.element, sides.len());
        let element = case.element(entry.element);
        sides.push(Side {
            core: entry.core,
            claims: vec![i],
            amount: known.contribution,
            name: fold(&element.name),
            about: fold(&element.description),
            words: Profile::of(&element.name),
            tokens: Tokens::of(&element.name).tokens.into_iter().map(|t| t.key).collect(),
            days: element.start.or(element.end).zip(element.end.or(element.start)),
        });
    }
    sides
}

/// Rows of one element, one for each KPI of the measure, with one amount.
fn rows_of_one(entries: &[Entry], side: &Side) -> Option<Double> {
    let mut lines: BTreeSet<u64> = BTreeSet::new();
    let mut claims = Vec::new();
    for &i in &side.claims {
        if entries[i].known().is_some_and(|k| same(&k.contribution, &side.amount)) && lines.insert(entries[i].origin.line) {
            claims.push(i);
        }
    }
    let ways = claims.len();
    if ways < 2 { None } else { double(entries, Ground::OneElement, false, ways, claims) }
}

/// Elements that may claim one result.
fn among(case: &Case, entries: &[Entry], sides: &[Side]) -> Vec<Double> {
    let mut found = Vec::new();
    let mut say = |ground, sure, group: &[usize]| {
        if group.len() < 2 || !group.iter().any(|i| sides[*i].core) {
            return;
        }
        let first = &sides[group[0]].amount;
        let of = |i: &usize| {
            let side = &sides[*i];
            let alike = |c: &&usize| entries[**c].known().is_some_and(|k| same(&k.contribution, &side.amount));
            side.claims.iter().filter(alike).copied().collect::<Vec<_>>()
        };
        // An amount that differs stands for all the claims of its element.
        let all = group.iter().all(|i| same(&sides[*i].amount, first));
        let mut claims: Vec<usize> = group.iter().flat_map(|i| if all { of(i) } else { sides[*i].claims.clone() }).collect();
        claims.sort_unstable();
        found.extend(double(entries, ground, sure, group.len(), claims));
    };
    for group in equal_amounts(sides).iter().filter(|g| g.len() > 1) {
        let mut firsts = Vec::new();
        for one in one_results(sides, group) {
            say(Ground::SameActivity, true, &one);
            firsts.push(one[0]);
        }
        // Whose days meet those of another.
        let mut asked: Vec<usize> = by_days(sides, firsts).into_iter().filter(|part| part.len() > 1).flatten().collect();
        asked.sort_unstable();
        if asked.len() < 2 {
            continue;
        }
        let alike = asked.iter().skip(1).all(|i| one_activity(&sides[asked[0]], &sides[*i]));
        let percent = entries[sides[asked[0]].claims[0]].kpi.is_some_and(|k| case.kpi(k).percent);
        let telling = percent || sides[asked[0]].amount[1].abs() > 1.0;
        if alike || (asked.len() <= ALIKE && telling) {
            say(if alike { Ground::SameActivity } else { Ground::SameAmount }, false, &asked);
        }
    }
    if sides.len() <= MOST {
        for (i, a) in sides.iter().enumerate() {
            for (j, b) in sides.iter().enumerate().skip(i + 1) {
                let one_way = a.amount[1].signum() == b.amount[1].signum();
                if one_way && !same(&a.amount, &b.amount) && one_result(a, b) {
                    say(Ground::SameActivity, false, &[i, j]);
                }
            }
        }
    }
    found
}

fn double(entries: &[Entry], ground: Ground, sure: bool, ways: usize, claims: Vec<usize>) -> Option<Double> {
    let known: Vec<&Known> = claims.iter().filter_map(|c| entries[*c].known()).collect();
    let largest = known.iter().copied().max_by(|a, b| a.contribution[1].abs().total_cmp(&b.contribution[1].abs()))?.contribution;
    // KPIs of one row may have units of their own; a row's amount is then the same in each of them.
    let equal = ground == Ground::OneRow || known.iter().all(|k| same(&k.contribution, &largest));
    let whole = |k: &Known| if equal { *k } else { Known { contribution: largest, ..*k } };
    let parts: Vec<Known> = known.iter().copied().map(|k| part(&whole(k), ways)).collect();
    // The largest amount may be absurd for another KPI of the measure, which needs far less; there is then no one result to speak of.
    let usable = parts.iter().all(Known::is_usable);
    let result = whole(known.first().copied()?);
    usable.then_some(Double { ground, sure, equal, claims, ways, result, parts })
}

/// Sides by equal amounts, each group in order, by their first members, to whom the others are equal.
fn equal_amounts(sides: &[Side]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut by_cell: BTreeMap<[Cell; 3], Vec<usize>> = BTreeMap::new();
    for (i, side) in sides.iter().enumerate() {
        let [low, middle, high] = side.amount.map(cells);
        let around = low.into_iter().flat_map(move |l| middle.into_iter().flat_map(move |m| high.into_iter().map(move |h| [l, m, h])));
        let near: BTreeSet<usize> = around.filter_map(|cell| by_cell.get(&cell)).flatten().copied().collect();
        match near.into_iter().find(|g| same(&sides[groups[*g][0]].amount, &side.amount)) {
            Some(group) => groups[group].push(i),
            None => {
                by_cell.entry(side.amount.map(|x| cell(x, 0.0))).or_default().push(groups.len());
                groups.push(vec![i]);
            }
        }
    }
    groups
}

/// The sign of an amount and the step of its size on a scale of powers.
type Cell = (bool, i64);

/// The step in which an amount lies once its logarithm is moved by `by` steps. A step is several times as wide as amounts that are the
/// same lie apart.
fn cell(x: f64, by: f64) -> Cell {
    const STEP: f64 = 8e-9;
    // Zero has no logarithm; its step is the lowest there is.
    (x < 0.0, (x.abs().ln() / STEP + by).floor() as i64)
}

/// The steps in which whatever is the same as an amount lies: its own, and the next one where it lies at the edge.
fn cells(x: f64) -> [Cell; 2] {
    [cell(x, -0.25), cell(x, 0.25)]
}

/// The parts of a group of one amount that surely speak of one result, each in order, by their first members.
fn one_results(sides: &[Side], group: &[usize]) -> Vec<Vec<usize>> {
    if group.len() <= MOST {
        return components(group, |a, b| one_result(&sides[a], &sides[b]));
    }
    // Comparing so many pair by pair takes too long. Names of the same words need no comparison: nothing tells them apart. A name that says
    // more than another, and is no less one activity, is not looked for.
    let mut alike: BTreeMap<(Vec<&str>, &str), Vec<usize>> = BTreeMap::new();
    for &i in group {
        let side = &sides[i];
        let mut words: Vec<&str> = side.tokens.iter().map(String::as_str).collect();
        words.sort_unstable();
        // Words that say nothing are no activity in themselves; the names have to be the same.
        let name = if lexical(&side.words, &side.words).confidence < SPECIFIC { side.name.as_str() } else { "" };
        alike.entry((words, name)).or_default().push(i);
    }
    let mut found: Vec<Vec<usize>> = alike.into_values().flat_map(|same| by_days(sides, same)).collect();
    found.sort_unstable();
    found
}

/// The parts of a group that are held together by days that meet, each in order; what states no days meets all.
fn by_days(sides: &[Side], group: Vec<usize>) -> Vec<Vec<usize>> {
    let mut dated: Vec<(Date, Date, usize)> = group.iter().filter_map(|i| sides[*i].days.map(|(from, to)| (from, to, *i))).collect();
    if dated.len() < group.len() {
        return vec![group];
    }
    dated.sort_unstable();
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut until = Date::MIN;
    for (from, to, i) in dated {
        match found.last_mut().filter(|_| from <= until) {
            Some(part) => part.push(i),
            None => found.push(vec![i]),
        }
        until = until.max(to);
    }
    found.iter_mut().for_each(|part| part.sort_unstable());
    found
}

/// Whether two amounts are the same up to rounding.
fn same(a: &[f64; 3], b: &[f64; 3]) -> bool {
    a.iter().zip(b).all(|(x, y)| (x - y).abs() <= 1e-9 * x.abs().max(y.abs()))
}

/// Whether two elements surely speak of one result: one activity, the same days, and nothing in the names that tells them apart.
fn one_result(a: &Side, b: &Side) -> bool {
    !apart(a, b) && !told_apart(&a.tokens, &b.tokens) && one_activity(a, b)
}

/// Whether two elements do the same: all specific words of one name are in the other, or the descriptions are the same.
fn one_activity(a: &Side, b: &Side) -> bool {
    if (!a.about.is_empty() && a.about == b.about) || a.name == b.name {
        return true;
    }
    let shared = lexical(&a.words, &b.words);
    let fewest = a.words.len().min(b.words.len());
    fewest > 0 && shared.shared.len() == fewest && shared.confidence >= SPECIFIC
}

/// Whether the days of two elements do not meet.
fn apart(a: &Side, b: &Side) -> bool {
    a.days.zip(b.days).is_some_and(|((from, to), (other_from, other_to))| to < other_from || other_to < from)
}

/// Whether each of two names says something that the other does not, or one has a number more: 上午场 and 下午场, day 1 and day 2.
fn told_apart(a: &[String], b: &[String]) -> bool {
    let left = |of: &[String], without: &[String]| {
        let mut without: Vec<&String> = without.iter().collect();
        let mut left = Vec::new();
        for token in of {
            match without.iter().position(|w| *w == token) {
                Some(at) => {
                    without.swap_remove(at);
                }
                None => left.push(token.clone()),
            }
        }
        left
    };
    let (mine, theirs) = (left(a, b), left(b, a));
    let number = |t: &String| t.chars().any(|c| c.is_numeric() || NUMERALS.contains(c));
    (!mine.is_empty() && !theirs.is_empty()) || mine.iter().chain(&theirs).any(number)
}

/// The parts of a group that are held together by a relation, each in order, by their first members.
fn components(group: &[usize], linked: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut open = group.to_vec();
    let mut found = Vec::new();
    while !open.is_empty() {
        let mut one = vec![open.remove(0)];
        let mut at = 0;
        while at < one.len() {
            let here = one[at];
            let (joined, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|o| linked(here, **o));
            one.extend(joined);
            open = rest;
            at += 1;
        }
        one.sort_unstable();
        found.push(one);
    }
    found
}
