//! Topics and texts that say the same in other words: their shared runs of characters ([`crate::text::runs`]).
//!
//! For topics and goals in words only ([`crate::score::judge::text::is_topic`]), beside the shared words: 海洋渔业资源 and 渔业的可持续性
//! may share no word and do share 渔业. A measure with a direction is not asked: there shared characters are mostly chance.
//! Invariant: a likeness lies in 0..=1, is symmetric and depends on its two texts alone.

use std::sync::OnceLock;

use crate::score::lexical::{in_common, soft};
use crate::text::runs::{Run, runs, specificity};

/// What a full likeness of characters is worth beside words that are the same. Chosen with the four sets of real tables in view.
const WORTH: f32 = 0.6;

/// The runs of a text.
#[derive(Debug, Clone)]
pub struct Characters {
    text: Box<str>,
    /// Its runs with their weights, made when a topic first asks: most tables have none, and a text's runs take more room than the text.
    weighed: OnceLock<Weighed>,
}

#[derive(Debug, Clone)]
struct Weighed {
    runs: Vec<(Run, f32)>,
    norm: f32,
}

impl Characters {
    /// The runs of a text.
    pub fn of(text: &str) -> Self {
        Characters { text: text.into(), weighed: OnceLock::new() }
    }

    /// Runs in ascending order with their weights: specificity times 1 + ln(how often it stands there).
    pub fn runs(&self) -> &[(Run, f32)] {
        &self.weighed().runs
    }

    /// Sum of the squared weights.
    pub fn norm(&self) -> f32 {
        self.weighed().norm
    }

    fn weighed(&self) -> &Weighed {
        self.weighed.get_or_init(|| {
            let weight = |(run, count): (Run, u16)| (run, specificity(run) * (1.0 + f32::from(count).ln()));
            let runs: Vec<(Run, f32)> = runs(&self.text).into_iter().map(weight).collect();
            let norm = runs.iter().map(|(_, w)| w * w).sum();
            Weighed { runs, norm }
        })
    }
}

/// How alike two texts are in their runs, 0..=1: the same formula as for words ([`crate::score::lexical::lexical`]).
pub fn likeness(a: &Characters, b: &Characters) -> f32 {
    soft(in_common(a.runs(), b.runs()).fold(0.0, |dot, (_, weight)| dot + weight), a.norm(), b.norm())
}

/// Shared words (0..=1) and a likeness of characters (0..=1) as one piece of evidence: what one leaves open the other may fill.
pub fn joined(words: f32, characters: f32) -> f32 {
    1.0 - (1.0 - words) * (1.0 - WORTH * characters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f32 {
        likeness(&Characters::of(a), &Characters::of(b))
    }

    #[test]
    fn the_same_thing_in_other_words_is_alike() {
        let near = alike("可持续利用海洋渔业资源", "可持续渔业占国内生产总值的比例");
        assert!(near > alike("可持续利用海洋渔业资源", "遭受性暴力的女童比例") + 0.1, "{near}");
        let near = alike("Agriculture & Rural Development", "agricultural irrigated land");
        assert!(near > alike("Agriculture & Rural Development", "maternal mortality ratio") + 0.1, "{near}");
        assert!((alike("海洋渔业", "海洋渔业") - 1.0).abs() < 1e-6);
        assert_eq!(alike("海洋渔業", "海洋渔业"), alike("海洋渔业", "海洋渔业"));
        assert_eq!(alike("可持续渔业", "海洋渔业"), alike("海洋渔业", "可持续渔业"));
        assert_eq!((alike("", "海洋渔业"), alike("fish", "海洋渔业")), (0.0, 0.0));
    }

    #[test]
    fn two_pieces_of_evidence_are_more_than_one() {
        assert_eq!((joined(0.3, 0.0), joined(0.0, 0.0), joined(1.0, 1.0)), (0.3, 0.0, 1.0));
        assert!(joined(0.3, 0.5) > 0.3 && joined(0.3, 1.0) < 1.0);
    }
}
