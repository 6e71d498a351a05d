//! The page of a project: headline, large numbers, the project told anew in four parts beside before and after by department, next steps.
//!
//! Invariant: next steps have room for three rows before the parts get theirs, and take what the parts leave. Limits: the
//! parts are one column, three fifths of the width.

use crate::chart::font::Fonts;
use crate::chart::layout::{baseline, note};
use crate::chart::page::dumbbell::{self, Dumbbell, DumbbellWords};
use crate::chart::page::passage::{self, Part, Passage, Shown, TEXT};
use crate::chart::page::{Figure, GUTTER, INNER, LEFT, RIGHT, begin, figures, foot, heading, rule, setting};
use crate::chart::scene::{Area, Label, SENTENCES, Scene};
use crate::chart::theme::{Color, GAP, TextSize, UNIT};
use crate::chart::wrap::{Fill, shorten_all};

/// Rows of next steps that are kept free.
const LEAST_STEPS: usize = 3;
/// Height of a next step.
const STEP: f64 = 22.0;
/// White between two parts.
const PART_GAP: f64 = 9.0;
/// Width of the parts.
const WIDE: f64 = 0.6;
/// Part of the width that names of parts, and people to see, take at most.
const NAMES: f64 = 0.26;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProposalView {
    /// The finding.
    pub title: Passage,
    /// Two or three numbers.
    pub figures: Vec<Figure>,
    /// The project told anew.
    pub parts: Vec<Part>,
    /// Before and after, in the order of the charts.
    pub rows: Vec<Dumbbell>,
    /// What to do, the earliest first.
    pub steps: Vec<Step>,
    /// Files and date.
    pub source: String,
    /// The few words of the page.
    pub words: ProposalWords,
}

/// A next step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// By when; may be empty.
    pub when: String,
    /// Whom to see; may be empty.
    pub who: Passage,
    /// What to do.
    pub what: Passage,
}

/// Words on the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProposalWords {
    /// Heading of the parts.
    pub parts: String,
    /// Heading of before and after.
    pub rows: String,
    /// Heading of the next steps.
    pub steps: String,
    /// Key and scale.
    pub dumbbell: DumbbellWords,
    /// Note with `{n}`: items left out, and where they are.
    pub more: String,
    /// The same for all but the last of the parts.
    pub more_of_part: String,
    /// Instead of rows when there are none.
    pub nothing: String,
}

/// Draws the page.
pub fn scene(view: &ProposalView, fonts: &Fonts) -> Scene {
    let (mut scene, y) = begin(&view.title, fonts);
    let floor = foot(&mut scene, &view.source, fonts);
    let y = figures(&mut scene, &view.figures, y, fonts);
    let y = rule(&mut scene, y);
    let reserved = if view.steps.is_empty() { 0.0 } else { steps_head(fonts) + STEP * view.steps.len().min(LEAST_STEPS) as f64 };
    let wide = (INNER * WIDE).round();
    let right = Area::new(LEFT + wide + GUTTER, y, INNER - wide - GUTTER, floor - reserved - y);
    let parts = parts(&mut scene, view, Area::new(LEFT, y, wide, right.h), fonts);
    let bottom = parts.max(rows(&mut scene, view, right, fonts));
    steps(&mut scene, view, (bottom, floor), fonts);
    scene
}

/// What rule and heading of the next steps take.
fn steps_head(fonts: &Fonts) -> f64 {
    let metrics = fonts.measure("", TextSize::Label, true);
    GAP + 1.5 * UNIT + metrics.ascent + metrics.descent + UNIT
}

fn parts(scene: &mut Scene, view: &ProposalView, area: Area, fonts: &Fonts) -> f64 {
    let mut y = heading(scene, &view.words.parts, (area.x, area.y), area.w, fonts);
    let bold = setting(fonts, TEXT, true, area.w * NAMES, 1);
    let names = view.parts.iter().map(|p| bold.measure(&p.name)).fold(0.0, f64::max).min(bold.width).ceil();
    let (x, width) = (area.x + names + GAP, area.w - names - GAP);
    let gaps = view.parts.len().saturating_sub(1) as f64 * PART_GAP;
    let shown = passage::allot(&view.parts, width, area.bottom() - y - gaps, &view.words.more, fonts);
    let ascent = fonts.measure("", TEXT, true).ascent;
    let filled: Vec<(&Part, &Shown)> = view.parts.iter().zip(&shown).filter(|(_, s)| !s.texts.is_empty()).collect();
    // Where the others are is said once.
    let last = filled.iter().rposition(|(_, s)| s.hidden > 0);
    for (i, (part, shown)) in filled.iter().enumerate() {
        let more = if last == Some(i) { &view.words.more } else { &view.words.more_of_part };
        let name = setting(fonts, TEXT, true, names.max(TEXT.px()), 1).fit(&part.name, Fill::Even);
        scene.text(Label::new(area.x, y + ascent, name, TEXT).bold());
        y = passage::draw(scene, shown, more, (x, y), width, fonts);
        y += if i + 1 < filled.len() { PART_GAP } else { 0.0 };
    }
    y
}

fn rows(scene: &mut Scene, view: &ProposalView, area: Area, fonts: &Fonts) -> f64 {
    let y = heading(scene, &view.words.rows, (area.x, area.y), area.w, fonts);
    if view.rows.is_empty() {
        let text = setting(fonts, TEXT, false, area.w, 3).fit(&view.words.nothing, Fill::Full);
        let label = Label::new(area.x, y + fonts.measure("", TEXT, false).ascent, text, TEXT).color(Color::Soft);
        let bottom = label.bounds(fonts).bottom();
        scene.text(label);
        return bottom;
    }
    let room = |rows: usize, height: f64| dumbbell::HEAD + dumbbell::PITCH.0 * rows as f64 <= height;
    let height = area.bottom() - y;
    let all = view.rows.len();
    let fitting = |height: f64| (0..=all).rev().find(|n| room(*n, height)).unwrap_or(0);
    let shown = if room(all, height) { all } else { fitting(height - TEXT.line()) };
    let kept: Vec<&Dumbbell> = view.rows.iter().take(shown).collect();
    let under = if shown < all { TEXT.line() } else { 0.0 };
    let mut bottom = dumbbell::draw(scene, &kept, &view.words.dumbbell, Area::new(area.x, y, area.w, height - under), fonts);
    if let Some(text) = note(&view.words.more, all - shown) {
        let text = setting(fonts, TEXT, false, area.w, 1).fit(&text, Fill::Full);
        let label = Label::new(area.x, bottom + fonts.measure("", TEXT, false).ascent, text, TEXT).color(Color::Soft);
        scene.text(label);
        bottom += TEXT.line();
    }
    bottom
}

fn steps(scene: &mut Scene, view: &ProposalView, (top, floor): (f64, f64), fonts: &Fonts) {
    if view.steps.is_empty() {
        return;
    }
    let y = rule(scene, top + GAP);
    let y = heading(scene, &view.words.steps, (LEFT, y), INNER, fonts);
    let room = (((floor - y) / STEP + 0.01).floor().max(0.0) as usize).min(view.steps.len());
    let shown = view.steps.get(..room).unwrap_or_default();
    let cell = setting(fonts, TEXT, true, INNER * NAMES, 1);
    let people: Vec<&str> = shown.iter().map(|s| s.who.whole(&cell).or(s.who.forms.last()).map_or("", String::as_str)).collect();
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(|t| cell.measure(t)).fold(0.0, f64::max).min(cell.width).ceil();
    let after = |x: f64, width: f64| if width > 0.0 { x + width + 1.5 * GAP } else { x };
    let whos = widest(&mut people.iter().copied());
    let who_x = after(LEFT, widest(&mut shown.iter().map(|s| s.when.as_str())));
    let what_x = after(who_x, whos);
    let people = shorten_all(&people, &setting(fonts, TEXT, true, whos.max(TEXT.px()), 1));
    let hidden = view.steps.len() - room;
    for (i, (step, who)) in shown.iter().zip(people).enumerate() {
        let base = baseline(y + STEP * (i as f64 + 0.5), TEXT) - 2.0;
        scene.text(Label::new(LEFT, base, step.when.clone(), TEXT).color(Color::Soft));
        scene.text(Label::new(who_x, base, who, TEXT).bold());
        let left_out = if i + 1 == room { note(&view.words.more, hidden) } else { None };
        let taken = left_out.as_ref().map_or(0.0, |n| setting(fonts, TEXT, false, INNER, 1).measure(n) + GAP);
        let what = step.what.fit(&setting(fonts, TEXT, false, RIGHT - what_x - taken, 1), Fill::Full);
        let label = Label::new(what_x, base, what, TEXT).names(SENTENCES, step.what.forms.first().map_or("", String::as_str));
        let behind = label.bounds(fonts).right() + GAP;
        scene.text(label);
        scene.text(Label::new(behind, base, left_out.unwrap_or_default(), TEXT).color(Color::Soft));
    }
}
