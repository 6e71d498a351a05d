//! Text to clusters: a character with the marks, selectors and joined characters that belong to it.
//!
//! Invariant: every visible character is in exactly one cluster; direction controls and other characters
//! without a picture are in none. Limits: composes the letters of European names and pinyin, and knows the
//! sequences of emoji; the full rules of Unicode text segmentation are more.

/// One unit of text: a character with what belongs to it.
pub(crate) struct Cluster {
    pub base: char,
    pub at: usize,
    /// A mark, a selector or a joined character followed: no single glyph says it.
    pub sequence: bool,
}

/// Splits into clusters; drops what has no picture (direction controls, soft hyphens, word joiners).
pub(crate) fn clusters(text: &str) -> Vec<Cluster> {
    let mut out: Vec<Cluster> = Vec::new();
    let mut joined = false;
    for (at, c) in text.char_indices() {
        let c = if matches!(c, '\n' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2009}') { ' ' } else { c };
        if is_invisible(c) {
            continue;
        }
        match out.last_mut() {
            Some(last) if c == '\u{200d}' => {
                joined = is_pictograph(last.base);
                last.sequence |= joined;
            }
            Some(last) if joined => {
                last.sequence = true;
                joined = false;
            }
            Some(last) if is_selector(c) => last.sequence |= c > '\u{ffff}',
            Some(last) if is_mark(c) => match compose(last.base, c) {
                Some(whole) => last.base = whole,
                // Drawing the letter without its mark would be another letter.
                None => {
                    last.sequence = true;
                    if !is_pictograph(last.base) {
                        last.base = c;
                    }
                }
            },
            Some(last) if is_flag(c) && is_flag(last.base) && !last.sequence => {
                last.sequence = true;
            }
            _ if c == '\u{200d}' || is_selector(c) => {}
            _ => out.push(Cluster { base: c, at, sequence: false }),
        }
    }
    out
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e01ef}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}' | '\u{309a}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_flag(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Emoji and dingbats, and what keycap sequences begin with.
pub(crate) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '#' | '*' | '0'..='9')
}

/// Scripts whose letters join, stack or run from right to left.
pub(crate) fn needs_shaping(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{1100}'..='\u{11ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Letter, mark, letter with mark, in threes: what European names and pinyin use.
const COMPOSED: &str = "A\u{300}ÀA\u{301}ÁA\u{302}ÂA\u{303}ÃA\u{308}ÄA\u{30a}ÅC\u{327}ÇE\u{300}ÈE\u{301}ÉE\u{302}ÊE\u{308}Ë\
I\u{300}ÌI\u{301}ÍI\u{302}ÎI\u{308}ÏN\u{303}ÑO\u{300}ÒO\u{301}ÓO\u{302}ÔO\u{303}ÕO\u{308}ÖU\u{300}ÙU\u{301}ÚU\u{302}ÛU\u{308}ÜY\u{301}Ý\
a\u{300}àa\u{301}áa\u{302}âa\u{303}ãa\u{308}äa\u{30a}åc\u{327}çe\u{300}èe\u{301}ée\u{302}êe\u{308}ëi\u{300}ìi\u{301}íi\u{302}îi\u{308}ï\
n\u{303}ño\u{300}òo\u{301}óo\u{302}ôo\u{303}õo\u{308}öu\u{300}ùu\u{301}úu\u{302}ûu\u{308}üy\u{301}ýy\u{308}ÿ\
a\u{304}āe\u{304}ēi\u{304}īo\u{304}ōu\u{304}ūa\u{30c}ǎe\u{30c}ěi\u{30c}ǐo\u{30c}ǒu\u{30c}ǔc\u{301}ćn\u{301}ńs\u{301}śz\u{301}ź\
c\u{30c}čs\u{30c}šz\u{30c}žr\u{30c}řC\u{30c}ČS\u{30c}ŠZ\u{30c}Ža\u{328}ąe\u{328}ęz\u{307}żs\u{327}şg\u{306}ğ";

fn compose(base: char, mark: char) -> Option<char> {
    let mut all = COMPOSED.chars();
    while let (Some(letter), Some(accent), Some(whole)) = (all.next(), all.next(), all.next()) {
        if (letter, accent) == (base, mark) {
            return Some(whole);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_take_their_marks() {
        let all = clusters("e\u{301}q\u{304}");
        let bases: Vec<char> = all.iter().map(|c| c.base).collect();
        assert_eq!(bases, ['é', '\u{304}']);
        assert_eq!(all.get(1).map(|c| (c.at, c.sequence)), Some((3, true)));
    }

    #[test]
    fn controls_are_in_no_cluster() {
        assert!(clusters("\u{202e}\u{2066}\u{feff}\u{7}").is_empty());
    }
}
