//! Breaking and shortening of text.
//!
//! Invariant: a broken text has the letters of the original in order; no line starts with a closing mark
//! or ends with an opening one; different names stay different after [`shorten_all`].
//! Knows that hanzi may break anywhere, Latin at spaces, that a number keeps its unit and that a zero-width
//! space (U+200B) marks a good place. Limits: no hyphenation; a word longer than a line is cut between letters.

use crate::chart::breaks::breaks;
use crate::chart::font::Fonts;
use crate::chart::pairs::cut_off;
use crate::chart::shape::is_closing;
use crate::chart::theme::TextSize;

/// How a paragraph fills its lines. Both use as few lines as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Lines of about the same width: titles and names.
    Even,
    /// Full lines, the last one as it comes: running text.
    Full,
}

/// Font, room and number of lines of a text.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Measures.
    pub fonts: &'a Fonts,
    /// One of the sizes of the theme.
    pub size: TextSize,
    /// Bold face.
    pub bold: bool,
    /// Room in logical pixels.
    pub width: f64,
    /// At most so many lines, at least 1.
    pub lines: usize,
}

impl Setting<'_> {
    /// Width of one line of text.
    pub fn measure(&self, text: &str) -> f64 {
        self.fonts.measure(text, self.size, self.bold).width
    }

    /// All lines of the text, however many; of a text beyond [`LONGEST`] characters its head and its end.
    pub fn wrap(&self, text: &str, fill: Fill) -> Vec<String> {
        let text = &*bounded(text);
        break_lines(text, self, fill, true)
    }

    /// The text in at most [`Setting::lines`] lines, `\n` between them, cut with "…" at a word where it must be.
    pub fn fit(&self, text: &str, fill: Fill) -> String {
        let text = &*bounded(text);
        let lines = self.wrap(text, fill);
        if lines.len() <= self.lines.max(1) {
            return lines.join("\n");
        }
        self.cut_tail(text, fill)
    }

    /// Whether the text fits without a cut and without breaking inside a Latin word.
    pub fn holds(&self, text: &str) -> bool {
        let text = &*bounded(text);
        let lines = break_lines(text, self, Fill::Even, false);
        // A closing mark may hang over the edge by the half of it that is blank, as it may when lines are broken.
        let hangs = |l: &str| if l.ends_with(is_closing) { 0.5 * self.size.px() } else { 0.0 };
        lines.len() <= self.lines && lines.iter().all(|l| self.measure(l) <= self.width + hangs(l))
    }

    fn joined(&self, text: &str, fill: Fill) -> Option<String> {
        let lines = self.wrap(text, fill);
        (lines.len() <= self.lines.max(1)).then(|| lines.join("\n"))
    }

    fn cut_tail(&self, text: &str, fill: Fill) -> String {
        let breaks = breaks(text);
        let ends: Vec<usize> = breaks.iter().map(|b| b.at).collect();
        let whole = self.longest(&ends, |end| cut_off(trimmed(text, 0, end)), fill);
        whole
            .or_else(|| {
                let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).skip(1).collect();
                self.longest(&ends, |end| cut_off(trimmed(text, 0, end)), fill)
            })
            .unwrap_or_else(|| "…".to_owned())
    }

    /// The longest candidate that fits; candidates grow with their index.
    fn longest(&self, at: &[usize], make: impl Fn(usize) -> String, fill: Fill) -> Option<String> {
        let mut best = None;
        let (mut low, mut high) = (0, at.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let fitted = at.get(middle).and_then(|end| self.joined(&make(*end), fill));
            if fitted.is_some() {
                best = fitted;
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        best
    }

    /// Head, "…", and everything from byte `tail` on; `None` if not even one letter of head fits.
    fn cut_middle(&self, text: &str, tail: usize, fill: Fill) -> Option<String> {
        let ending = text.get(tail..)?.trim_start();
        let ends: Vec<usize> = breaks(text).iter().map(|b| b.at).filter(|at| *at < tail).collect();
        let make = |end: usize| format!("{}…{ending}", trimmed(text, 0, end));
        self.longest(&ends, make, fill).or_else(|| {
            let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).take_while(|i| *i < tail).collect();
            self.longest(&ends, make, fill)
        })
    }
}

/// More characters than the room of any text in a picture.
pub const LONGEST: usize = 1000;

/// The text, or head and end of one so long that its middle could never be seen: what is looked at stays
/// small whatever a table holds.
fn bounded(text: &str) -> std::borrow::Cow<'_, str> {
    let half = LONGEST / 2;
    let head = text.char_indices().nth(half).map(|(at, _)| at);
    let tail = text.char_indices().rev().nth(half).map(|(at, _)| at);
    match (head, tail) {
        (Some(head), Some(tail)) if tail > head => {
            let part = |range: Option<&str>| range.unwrap_or("").to_owned();
            (part(text.get(..head)) + &part(text.get(tail..))).into()
        }
        _ => text.into(),
    }
}

fn trimmed(text: &str, from: usize, to: usize) -> &str {
    let open = |c: char| c.is_whitespace() || ",;:，；：、·-–—(（".contains(c);
    text.get(from..to).unwrap_or("").trim_start().trim_end_matches(open)
}

/// Shortens every name to the setting so that different names stay different: first at the end, else in
/// the middle keeping the part that tells them apart, at last with a number.
pub fn shorten_all(names: &[&str], setting: &Setting<'_>) -> Vec<String> {
    let fill = Fill::Even;
    let seen: Vec<_> = names.iter().map(|n| bounded(n)).collect();
    let mut out: Vec<String> = names.iter().map(|n| setting.fit(n, fill)).collect();
    for share in [0.3, 0.45, 0.6] {
        for i in clashing(names, &out, setting.fonts) {
            let (Some(name), Some(slot)) = (seen.get(i), out.get_mut(i)) else {
                continue;
            };
            let room = setting.width * setting.lines.max(1) as f64 * share;
            let tail = name.char_indices().map(|(at, _)| at).find(|at| name.get(*at..).is_some_and(|rest| setting.measure(rest) <= room));
            // From the word the room begins in, if one begins soon.
            let tail = tail.map(|at| {
                let word = breaks(name).iter().map(|b| b.at).find(|b| *b >= at);
                word.filter(|w| w - at < 12 && *w < name.len()).unwrap_or(at)
            });
            if let Some(short) = tail.and_then(|at| setting.cut_middle(name, at, fill)) {
                *slot = short;
            }
        }
    }
    for i in clashing(names, &out, setting.fonts) {
        let (Some(name), Some(slot)) = (seen.get(i), out.get_mut(i)) else {
            continue;
        };
        let rank = names.iter().take(i).collect::<std::collections::BTreeSet<_>>().len() + 1;
        let make = |end: usize| format!("{}… {rank}", trimmed(name, 0, end));
        let ends: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        *slot = setting.longest(&ends, make, fill).unwrap_or_else(|| rank.to_string());
    }
    out
}

/// Indexes of names whose short form looks like that of another name.
fn clashing(names: &[&str], short: &[String], fonts: &Fonts) -> Vec<usize> {
    let mut full: std::collections::BTreeMap<String, std::collections::BTreeSet<&str>> = Default::default();
    // As they are seen: characters without a glyph all look alike.
    let plain = |s: &String| {
        let gone = fonts.missing(s);
        s.chars()
            .map(|c| {
                if c == '\n' {
                    ' '
                } else if gone.contains(&c) {
                    '\u{25a1}'
                } else {
                    c
                }
            })
            .collect::<String>()
    };
    for (name, short) in names.iter().zip(short) {
        full.entry(plain(short)).or_default().insert(name);
    }
    let clash = |s: &String| full.get(&plain(s)).is_some_and(|all| all.len() > 1);
    (0..names.len()).filter(|i| short.get(*i).is_some_and(clash)).collect()
}

/// Fewest lines, then the least ragged ones (each line's slack squared plus the cost of its break).
fn break_lines(text: &str, setting: &Setting<'_>, fill: Fill, split_words: bool) -> Vec<String> {
    let text = text.trim();
    let width = setting.width.max(setting.size.px());
    if text.is_empty() {
        return vec![String::new()];
    }
    if setting.measure(text) <= width {
        return vec![text.to_owned()];
    }
    let scale = setting.size.px();
    let shaped = setting.fonts.shape(text, setting.bold);
    let place = |byte: usize| {
        let i = shaped.stops.partition_point(|(at, _)| *at < byte);
        shaped.stops.get(i).map_or(shaped.width, |s| s.1) * scale
    };
    // Start of the text, then every place to break, with its position.
    let mut points = vec![(0, 0.0, 0.0)];
    for b in breaks(text) {
        let (from, x, _) = points.last().copied().unwrap_or_default();
        if split_words && place(b.at) - x > width {
            let inside = text.char_indices().map(|(at, _)| at);
            for at in inside.filter(|at| *at > from && *at < b.at) {
                points.push((at, place(at), 1.0));
            }
        }
        points.push((b.at, place(b.at), b.cost));
    }
    let line = |from: usize, to: usize| -> f64 {
        let (Some(a), Some(b)) = (points.get(from), points.get(to)) else {
            return f64::INFINITY;
        };
        let ends_in_space = text.get(..b.0).is_some_and(|t| t.ends_with(' '));
        let space = if ends_in_space { 0.22 * scale } else { 0.0 };
        let ends_in_mark = text.get(..b.0).and_then(|t| t.chars().last()).is_some_and(is_closing);
        b.1 - a.1 - space - if ends_in_mark { 0.5 * scale } else { 0.0 }
    };
    // best[j] = (lines, cost, previous point) of the best way to end a line at point j.
    let mut best: Vec<Option<(usize, f64, usize)>> = vec![Some((0, 0.0, 0))];
    for to in 1..points.len() {
        let last = to + 1 == points.len();
        let mut choice: Option<(usize, f64, usize)> = None;
        for from in (0..to).rev() {
            let used = line(from, to);
            let Some(Some((lines, cost, _))) = best.get(from).copied() else {
                continue;
            };
            if used > width && choice.is_some() {
                break;
            }
            let slack = ((width - used) / width).clamp(0.0, 1.0);
            let orphan = last && slack > 0.75;
            let ragged = match fill {
                Fill::Full if last => 0.0,
                _ => slack * slack,
            };
            let overfull = if used > width { 100.0 } else { 0.0 };
            let break_cost = points.get(to).map_or(0.0, |p| p.2);
            let total = cost + ragged + break_cost + overfull + if orphan { 0.4 } else { 0.0 };
            let better = choice.is_none_or(|(n, c, _)| (lines + 1, total) < (n, c));
            if better {
                choice = Some((lines + 1, total, from));
            }
        }
        best.push(choice);
    }
    let mut out = Vec::new();
    let mut to = points.len() - 1;
    while to > 0 {
        let Some(Some((_, _, from))) = best.get(to).copied() else {
            break;
        };
        let (start, end) = (points.get(from).map_or(0, |p| p.0), points.get(to).map_or(0, |p| p.0));
        out.push(text.get(start..end).unwrap_or("").trim().to_owned());
        to = from;
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(fonts: &Fonts, width: f64, lines: usize) -> Setting<'_> {
        Setting { fonts, size: TextSize::Label, bold: false, width, lines }
    }

    #[test]
    fn chinese_breaks_after_marks_and_never_before_them() {
        let fonts = Fonts::bundled();
        let s = setting(&fonts, 17.0 * 8.0, 9);
        let lines = s.wrap("八项指标中五项受益，品牌知名度最多", Fill::Even);
        assert_eq!(lines.first().map(String::as_str), Some("八项指标中"), "{lines:?}");
        assert!(lines.iter().all(|l| !l.starts_with('，')));
        assert_eq!(lines.concat(), "八项指标中五项受益，品牌知名度最多");
    }

    #[test]
    fn two_even_lines_break_at_the_clause() {
        let fonts = Fonts::bundled();
        let s = setting(&fonts, 17.0 * 11.0, 2);
        let text = "直播贡献五百万次曝光，占季度目标三成";
        assert_eq!(s.fit(text, Fill::Even), "直播贡献五百万次曝光，\n占季度目标三成");
    }

    #[test]
    fn numbers_keep_their_unit() {
        let fonts = Fonts::bundled();
        for width in 4..18 {
            let lines = setting(&fonts, 17.0 * f64::from(width), 9).wrap("曝光500万次占30 %的目标值", Fill::Full);
            assert!(!lines.iter().any(|l| l.starts_with('万') || l.starts_with('%')), "{lines:?}");
        }
    }

    #[test]
    fn long_words_are_cut_and_nothing_is_lost() {
        let fonts = Fonts::bundled();
        let word = "x".repeat(60);
        let s = setting(&fonts, 100.0, 99);
        let lines = s.wrap(&word, Fill::Full);
        assert!(lines.len() > 3 && lines.iter().all(|l| s.measure(l) <= 100.0));
        assert_eq!(lines.concat(), word);
        assert!(!s.holds(&word) && s.holds("short words"));
    }

    #[test]
    fn a_text_holds_whose_lines_end_in_a_hanging_mark() {
        let fonts = Fonts::bundled();
        let s = setting(&fonts, 17.0 * 4.6, 2);
        assert_eq!(s.fit("全程直播，媒体报道", Fill::Full), "全程直播，\n媒体报道");
        assert!(s.holds("全程直播，媒体报道") && !s.holds("全程直播，媒体报道多"));
    }

    #[test]
    fn ellipsis_comes_at_a_word() {
        let fonts = Fonts::bundled();
        assert_eq!(setting(&fonts, 145.0, 1).fit("Share of visitors arriving", Fill::Even), "Share of visitors…");
    }

    #[test]
    fn shortened_names_stay_apart() {
        let fonts = Fonts::bundled();
        let long = "Share of visitors arriving in the harbour district by ";
        let names = [format!("{long}bus"), format!("{long}train"), "bus".to_owned(), format!("{long}bus")];
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let short = shorten_all(&names, &setting(&fonts, 150.0, 1));
        assert_ne!(short.first(), short.get(1));
        assert_eq!(short.first(), short.get(3));
        assert!(short.iter().all(|s| setting(&fonts, 150.0, 1).measure(s) <= 150.0), "{short:?}");
        let middle: Vec<String> = ["甲", "乙"].iter().map(|c| format!("{}{c}{}", "长".repeat(30), "名".repeat(30))).collect();
        let middle: Vec<&str> = middle.iter().map(String::as_str).collect();
        let short = shorten_all(&middle, &setting(&fonts, 150.0, 1));
        assert_ne!(short.first(), short.get(1), "{short:?}");
    }
}
