//! One line of text to glyphs with positions.
//!
//! What it knows of typesetting: pair kerning; a thin space between hanzi and Latin letters or digits;
//! full-width marks lose their empty half at the ends of a line and next to each other; quotes, ellipsis
//! and signs that the Chinese font makes a full em wide are set tight between Latin letters.
//! Invariant: every cluster becomes exactly one mark or nothing, positions never go left by more than a
//! kern. Limits: no ligatures, no joining, no reordering; scripts that need those become one substitute
//! per cluster, as do emoji sequences, and are listed.

use crate::chart::cluster::{Cluster, clusters, is_pictograph, needs_shaping};
use crate::chart::font::{Fonts, Source};
use skrifa::GlyphId;

/// A thin space between hanzi and Latin, in em (CSS `text-autospace` uses 1/8).
const AUTOSPACE: f64 = 0.125;
/// Empty half of a full-width mark, in em.
const HALF: f64 = 0.5;
/// Space left and right of the ink of a sign that is set tight, in em.
const SIDE: f64 = 0.07;
/// Advance of the substitute box, in em.
const BOX: f64 = 0.8;
/// Size of subscript digits and how far they go down, in em.
const SUB: (f64, f64) = (0.62, -0.16);
/// Size of superscript digits and how far they go up, in em.
const SUPER: (f64, f64) = (0.62, 0.36);
/// How far an ellipsis is lowered between Latin letters, in em: its dots then stand on the baseline.
const ELLIPSIS_DROP: f64 = -0.32;

/// What is drawn at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// A glyph of a font.
    Glyph(Source, GlyphId),
    /// A check mark.
    Check,
    /// A cross.
    Cross,
    /// The substitute for a character no font has.
    Hollow,
}

/// A mark with its place; all lengths in em of the text size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub mark: Mark,
    pub x: f64,
    /// Up from the baseline.
    pub rise: f64,
    /// 1 for normal letters.
    pub scale: f64,
}

/// A shaped line; all lengths in em.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shaped {
    pub marks: Vec<Placed>,
    pub width: f64,
    pub missing: Vec<char>,
    /// Byte offset of every cluster and where it begins.
    pub stops: Vec<(usize, f64)>,
}

/// Shapes `text`; line breaks and tabs count as spaces.
pub(crate) fn line(fonts: &Fonts, text: &str, bold: bool) -> Shaped {
    let clusters = clusters(text);
    let mut out = Shaped::default();
    let mut x = 0.0;
    let mut before: Option<(char, Source)> = None;
    for (i, cluster) in clusters.iter().enumerate() {
        let previous = i.checked_sub(1).and_then(|p| clusters.get(p)).map(|c| c.base);
        let next = clusters.get(i + 1).map(|c| c.base);
        let c = cluster.base;
        if previous.is_some_and(|p| spaced_apart(p, c)) {
            x += AUTOSPACE;
        }
        let mut placed = place(fonts, cluster, bold, latin_context(c, previous, next));
        if let (Some((left, source)), Mark::Glyph(now, _)) = (before, placed.mark)
            && source == now
        {
            x += fonts.kern(source, left, c);
        }
        // An opening mark has its empty half on the left, a closing one on the right.
        let opening_tight = previous.is_none_or(|p| is_opening(p) || is_closing(p));
        if placed.wide && is_opening(c) && opening_tight {
            placed.shift -= HALF;
            placed.advance -= HALF;
        }
        if placed.wide && is_closing(c) && next.is_none_or(is_closing) {
            placed.advance -= HALF;
        }
        out.stops.push((cluster.at, x));
        if let Some(lost) = placed.missing {
            out.missing.push(lost);
        }
        if c != ' ' {
            out.marks.push(Placed { mark: placed.mark, x: x + placed.shift, rise: placed.rise, scale: placed.scale });
        }
        before = match placed.mark {
            Mark::Glyph(source, _) if placed.scale == 1.0 => Some((c, source)),
            _ => None,
        };
        x += placed.advance;
    }
    out.width = x.max(0.0);
    out
}

struct Sized {
    mark: Mark,
    advance: f64,
    shift: f64,
    rise: f64,
    scale: f64,
    wide: bool,
    missing: Option<char>,
}

fn place(fonts: &Fonts, cluster: &Cluster, bold: bool, latin: bool) -> Sized {
    let c = cluster.base;
    let drawn = |mark, advance: f64| Sized { mark, advance, shift: 0.0, rise: 0.0, scale: 1.0, wide: false, missing: None };
    let lost = |c| Sized { missing: Some(c), ..drawn(Mark::Hollow, BOX) };
    if needs_shaping(c) || (cluster.sequence && is_pictograph(c)) {
        return lost(c);
    }
    match c {
        '\u{2713}' | '\u{2714}' | '\u{2705}' => return drawn(Mark::Check, 0.8),
        '\u{2717}' | '\u{2718}' | '\u{274c}' => return drawn(Mark::Cross, 0.8),
        _ => {}
    }
    if let Some((glyph, advance)) = fonts.glyph(c, bold).map(|(s, g, a)| ((s, g), a)) {
        let mut sized = Sized { wide: advance > 0.99, ..drawn(Mark::Glyph(glyph.0, glyph.1), advance) };
        if sized.wide
            && latin
            && let Some((left, right)) = fonts.ink(glyph.0, glyph.1)
        {
            sized.shift = SIDE - left;
            sized.advance = right - left + 2.0 * SIDE;
            sized.wide = false;
            sized.rise = if c == '\u{2026}' { ELLIPSIS_DROP } else { 0.0 };
        }
        return sized;
    }
    let lowered = script_digit(c).and_then(|(digit, (scale, rise))| {
        let (source, id, advance) = fonts.glyph(digit, bold)?;
        Some(Sized { rise, scale, ..drawn(Mark::Glyph(source, id), advance * scale) })
    });
    lowered.unwrap_or_else(|| lost(c))
}

fn script_digit(c: char) -> Option<(char, (f64, f64))> {
    let digit = |first: char| {
        let n = u32::from(c).checked_sub(u32::from(first))?;
        char::from_digit(n, 10)
    };
    match c {
        '\u{2080}'..='\u{2089}' => Some((digit('\u{2080}')?, SUB)),
        '\u{208a}' => Some(('+', SUB)),
        '\u{208b}' => Some(('\u{2212}', SUB)),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => Some((digit('\u{2070}')?, SUPER)),
        '\u{207a}' => Some(('+', SUPER)),
        '\u{207b}' => Some(('\u{2212}', SUPER)),
        _ => None,
    }
}

/// Ideographs, kana, hangul: one em wide, a line may break on either side.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Full-width opening marks.
pub(crate) fn is_opening(c: char) -> bool {
    "（《〈「『【〔［｛“‘".contains(c)
}

/// Full-width closing marks and stops.
pub(crate) fn is_closing(c: char) -> bool {
    "），。、；：？！》〉」』】〕］｝”’．".contains(c)
}

fn spaced_apart(left: char, right: char) -> bool {
    let latin = |c: char| c.is_alphanumeric() && !is_cjk(c) && c < '\u{2e80}';
    (is_cjk(left) && (latin(right) || matches!(right, '+' | '\u{2212}')))
        || ((latin(left) || matches!(left, '%' | '‰' | '+')) && is_cjk(right))
}

/// Whether a sign that the font makes an em wide stands among Latin letters.
fn latin_context(c: char, previous: Option<char>, next: Option<char>) -> bool {
    let narrow = |c: Option<char>| c.is_some_and(|c| c.is_ascii() || (c.is_alphanumeric() && !is_cjk(c)));
    match c {
        '“' | '‘' => narrow(next),
        '”' | '’' => narrow(previous),
        '…' => narrow(previous) || (previous.is_none() && narrow(next)),
        '·' | '•' | '±' | '×' | '÷' | '≤' | '≥' | '→' | '←' | '≈' | '≠' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn width(text: &str) -> f64 {
        line(&Fonts::bundled(), text, false).width
    }

    #[test]
    fn hanzi_and_latin_get_a_thin_space() {
        let extra = width("用App做") - width("用") - width("App") - width("做");
        assert!((extra - 2.0 * AUTOSPACE).abs() < 1e-6, "{extra}");
    }

    #[test]
    fn full_width_marks_are_tight_at_the_ends() {
        assert!((width("（一）") - 2.0).abs() < 1e-9);
        assert!((width("一，二") - 3.0).abs() < 1e-9);
        assert!((width("一”。") - 2.0).abs() < 1e-9);
    }

    #[test]
    fn quotes_are_narrow_in_english_and_wide_in_chinese() {
        assert!(width("today\u{2019}s") - width("todays") < 0.35);
        assert!((width("称“一”吗") - 5.0).abs() < 1e-9);
    }

    #[test]
    fn one_substitute_for_a_whole_sequence() {
        let fonts = Fonts::bundled();
        let family = line(&fonts, "a\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}b", false);
        assert_eq!(family.missing, vec!['\u{1f468}']);
        assert_eq!(family.marks.len(), 3);
        let flag = line(&fonts, "\u{1f1e8}\u{1f1f3}\u{1f1eb}\u{1f1f7}", false);
        assert_eq!(flag.marks.len(), 2);
        let heart = line(&fonts, "\u{2605}\u{fe0f}", false);
        assert_eq!((heart.marks.len(), heart.missing.len()), (1, 0));
    }

    #[test]
    fn combining_marks_compose_or_are_listed() {
        let fonts = Fonts::bundled();
        assert_eq!(line(&fonts, "e\u{301}", false), {
            let mut whole = line(&fonts, "é", false);
            whole.stops = vec![(0, 0.0)];
            whole
        });
        assert_eq!(line(&fonts, "q\u{301}", false).missing, vec!['\u{301}']);
    }

    #[test]
    fn direction_controls_vanish_and_right_to_left_is_listed() {
        let fonts = Fonts::bundled();
        assert_eq!(line(&fonts, "a\u{202e}b\u{2069}", false).marks.len(), 2);
        let hebrew = line(&fonts, "שלום", false);
        assert_eq!((hebrew.marks.len(), hebrew.missing.len()), (4, 4));
        assert!(hebrew.marks.iter().all(|m| m.mark == Mark::Hollow));
    }

    #[test]
    fn subscripts_are_small_lowered_digits() {
        let co2 = line(&Fonts::bundled(), "CO₂", false);
        let last = co2.marks.last().copied();
        assert!(last.is_some_and(|m| m.rise < 0.0 && m.scale < 1.0));
        assert!(co2.missing.is_empty());
    }
}
