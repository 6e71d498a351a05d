//! Texts as tokens, and finding known phrases in them.
//!
//! A Chinese character is a token in its Simplified form, a Latin word is a token in its stem form, so one matcher serves both languages and meets inflected
//! words. Invariant: matches chosen from one text never overlap; the longer phrase wins, then the earlier.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::text::simplified::simplified_char;
use crate::text::stem::stem;
use crate::text::words::Fnv;
use crate::text::{is_han, narrow};

/// One token and where it stands in the narrowed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Folded character or stem.
    pub key: String,
    /// Byte range in [`Tokens::text`].
    pub span: (usize, usize),
    /// Number of the clause it stands in; punctuation ends a clause.
    pub clause: u32,
}

/// A text cut into tokens.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// The text in half width, without invisible characters, cases kept.
    pub text: String,
    /// Its tokens.
    pub tokens: Vec<Token>,
}

impl Tokens {
    /// Cuts a text.
    pub fn of(text: &str) -> Self {
        let text = narrow(text);
        let mut tokens = Vec::new();
        let mut clause = 0;
        let mut word: Option<usize> = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let end = at + c.len_utf8();
            if is_han(c) {
                tokens.push(Token { key: simplified_char(c).to_string(), span: (at, end), clause });
            } else if c.is_alphanumeric() {
                let start = *word.get_or_insert(at);
                let goes_on = chars.peek().is_some_and(|(_, n)| n.is_alphanumeric() && !is_han(*n));
                if !goes_on {
                    tokens.push(Token { key: stem(&text[start..end].to_lowercase()), span: (start, end), clause });
                    word = None;
                }
            } else if matches!(c, ',' | ';' | '.' | '。' | '、' | '!' | '?' | '；' | ':' | '(' | ')' | '\n') {
                clause += 1;
            }
        }
        Tokens { text, tokens }
    }

    /// Whether a hyphen alone parts a token from the next one: they are one word.
    pub fn is_tied(&self, at: usize) -> bool {
        let between = |next: &Token| self.text.get(self.tokens[at].span.1..next.span.0);
        self.tokens.get(at + 1).and_then(between).is_some_and(|gap| matches!(gap, "-" | "\u{2010}" | "\u{2011}"))
    }

    /// The text between two tokens, the second excluded.
    pub fn slice(&self, from: usize, to: usize) -> &str {
        match (self.tokens.get(from), self.tokens.get(to.saturating_sub(1))) {
            (Some(a), Some(b)) if a.span.0 <= b.span.1 => &self.text[a.span.0..b.span.1],
            _ => "",
        }
    }
}

/// A known phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// First token.
    pub from: usize,
    /// One past the last token.
    pub to: usize,
    /// What the phrase stands for.
    pub target: u32,
}

/// The tokens of a phrase after its first, and what the phrase stands for.
type Rest = (Vec<String>, u32);

/// Known phrases, by their first token.
#[derive(Debug, Default)]
pub struct Phrases {
    by_first: HashMap<String, Vec<Rest>, BuildHasherDefault<Fnv>>,
}

impl Phrases {
    /// Adds a phrase; false when it holds no token.
    pub fn add(&mut self, phrase: &str, target: u32) -> bool {
        let mut keys = Tokens::of(phrase).tokens.into_iter().map(|t| t.key);
        let Some(first) = keys.next() else { return false };
        self.by_first.entry(first).or_default().push((keys.collect(), target));
        true
    }

    /// Every phrase of a text, longest first chosen, none overlapping, in order of the text.
    pub fn find(&self, text: &Tokens) -> Vec<Match> {
        let mut found = Vec::new();
        for (from, token) in text.tokens.iter().enumerate() {
            for (rest, target) in self.by_first.get(&token.key).into_iter().flatten() {
                let to = from + 1 + rest.len();
                let same = text.tokens.get(from + 1..to).is_some_and(|tail| tail.iter().map(|t| &t.key).eq(rest.iter()));
                // A phrase does not reach over punctuation.
                if same && text.tokens[from].clause == text.tokens[to - 1].clause {
                    found.push(Match { from, to, target: *target });
                }
            }
        }
        let length = |m: &Match| text.slice(m.from, m.to).chars().map(|c| if is_han(c) { 3 } else { 1 }).sum::<usize>();
        found.sort_by_key(|m| (std::cmp::Reverse(length(m)), m.from, m.target));
        let mut taken = vec![false; text.tokens.len()];
        found.retain(|m| {
            let free = taken[m.from..m.to].iter().all(|t| !t);
            if free {
                taken[m.from..m.to].fill(true);
            }
            free
        });
        found.sort_by_key(|m| m.from);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(phrases: &[&str], text: &str) -> Vec<(u32, String)> {
        let mut known = Phrases::default();
        for (i, phrase) in phrases.iter().enumerate() {
            assert!(known.add(phrase, i as u32));
        }
        let tokens = Tokens::of(text);
        known.find(&tokens).iter().map(|m| (m.target, tokens.slice(m.from, m.to).to_owned())).collect()
    }

    #[test]
    fn the_longer_phrase_wins() {
        assert_eq!(find(&["投诉", "客户投诉处理"], "客户投诉处理专班"), [(1, "客户投诉处理".to_owned())]);
        assert_eq!(find(&["delivery", "on-time delivery"], "Raise on-time deliveries"), [(1, "on-time deliveries".to_owned())]);
    }

    #[test]
    fn inflected_words_meet_and_parts_of_words_do_not() {
        assert_eq!(find(&["invite media"], "Inviting media"), [(0, "Inviting media".to_owned())]);
        assert!(find(&["art"], "party").is_empty());
    }

    #[test]
    fn punctuation_parts_phrases() {
        assert!(find(&["直播回放"], "直播，回放").is_empty());
        assert_eq!(Tokens::of("a, b。c").tokens.last().map(|t| t.clause), Some(2));
    }
}
