//! Text to the ids of word pieces, as the encoder was trained on them.
//!
//! Characters are normalised by the model's own table, runs of spaces become one, and the text is cut into the pieces that are likeliest
//! together (unigram model). Invariant: ids are below the number of word rows, and a text has at most `longest` of them beside its frame.

use std::collections::HashMap;

use tokenizers::Model;
use tokenizers::models::unigram::Unigram;

use crate::score::judge::weights::{Failure, Weights};

/// Stands for a space, at the front of each word.
const SPACE: char = '\u{2581}';

/// Cuts texts into pieces.
#[derive(Debug)]
pub struct Pieces {
    model: Unigram,
    normal: HashMap<char, String>,
    begin: u32,
    end: u32,
}

impl Pieces {
    /// The pieces of a weights file.
    ///
    /// # Errors
    /// They are missing or do not fit together.
    pub fn of(weights: &Weights) -> Result<Self, Failure> {
        let scores = weights.floats("scores")?;
        let names = weights.lines("pieces")?;
        if names.len() != scores.len() {
            return Err("pieces: not as many as scores".into());
        }
        let table = names.into_iter().zip(scores.iter().map(|s| f64::from(*s))).collect();
        let model = Unigram::from(table, Some(weights.number("unknown")?), false).map_err(|e| e.to_string())?;
        let normal =
            weights.lines("normal")?.iter().map(|line| rule(line)).collect::<Option<_>>().ok_or("normal: a rule cannot be read")?;
        Ok(Pieces { model, normal, begin: weights.number("bos")?, end: weights.number("eos")? })
    }

    /// The ids of a text between its two frame ids; what is longer than `longest` pieces is cut off.
    ///
    /// # Errors
    /// The model cannot cut the text.
    pub fn ids(&self, text: &str, longest: usize) -> Result<Vec<u32>, Failure> {
        let mut normal = String::with_capacity(text.len() + 1);
        normal.push(SPACE);
        for c in text.chars() {
            match self.normal.get(&c) {
                Some(rule) => rule.chars().for_each(|c| push(&mut normal, c)),
                None => push(&mut normal, c),
            }
        }
        let tokens = self.model.tokenize(&normal).map_err(|e| e.to_string())?;
        let inner = tokens.iter().take(longest).map(|t| t.id);
        Ok(std::iter::once(self.begin).chain(inner).chain(std::iter::once(self.end)).collect())
    }
}

fn push(out: &mut String, c: char) {
    if c != ' ' {
        out.push(c);
    } else if !out.ends_with(SPACE) {
        out.push(SPACE);
    }
}

/// `fb01 66 69`: a character and what stands for it, possibly nothing.
fn rule(line: &str) -> Option<(char, String)> {
    let mut codes = line.split(' ').map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32));
    Some((codes.next()??, codes.collect::<Option<String>>()?))
}
