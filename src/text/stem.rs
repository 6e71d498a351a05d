//! A light English stemmer: plural, past and -ing forms meet, word families do not.
//!
//! Knows endings only. Invariant: the stem is never empty (but for a word of apostrophes alone) and never longer than the word. It is a key for
//! comparing, not a word to show. Limits: irregular forms (grew, children) stay apart, and derived words
//! (educate, education) are meant to: a stemmer that joins those also joins organ and organisation.

/// The comparison key of a lower-case word. Words of up to three letters and words with anything but a-z
/// are returned as they are.
pub fn stem(word: &str) -> String {
    let mut w = word.strip_suffix("'s").filter(|w| !w.is_empty()).unwrap_or(word).replace('\'', "");
    if w.len() <= 3 || !w.bytes().all(|b| b.is_ascii_lowercase()) {
        return w;
    }
    singular(&mut w);
    verb(&mut w);
    british(&mut w);
    // manage, managed and managing can only meet without the e.
    if w.len() > 3 && w.ends_with('e') {
        w.pop();
    }
    // cancelled and cancel, installs and instal: one l is enough for a key.
    if w.len() > 4 && w.ends_with("ll") {
        w.pop();
    }
    w
}

/// Replaces the last `cut` bytes by `with`.
fn swap_end(w: &mut String, cut: usize, with: &str) {
    w.truncate(w.len().saturating_sub(cut));
    w.push_str(with);
}

fn singular(w: &mut String) {
    let ends = |s: &str| w.ends_with(s);
    if ends("ies") && w.len() > 4 {
        swap_end(w, 3, "y");
    } else if ends("sses") || ends("shes") || ends("ches") || ends("xes") || ends("zzes") {
        swap_end(w, 2, "");
    } else if ends("s") && !["ss", "us", "is"].iter().any(|e| ends(e)) {
        swap_end(w, 1, "");
    }
}

fn verb(w: &mut String) {
    if w.ends_with("ied") && w.len() > 4 {
        swap_end(w, 3, "y");
        return;
    }
    for suffix in ["ing", "ed"] {
        let Some(base) = w.strip_suffix(suffix) else {
            continue;
        };
        // "string", "need" and "speed" carry no ending: what remains must have a vowel and some length.
        let open = base.len() >= 3 && base.bytes().any(|b| b"aeiouy".contains(&b));
        if !open || base.ends_with('e') {
            return;
        }
        let bytes = base.as_bytes();
        let doubled = match bytes {
            [.., a, b] => a == b && !b"lsz".contains(b) && !b"aeiou".contains(b),
            _ => false,
        };
        let keep = base.len() - usize::from(doubled);
        w.truncate(keep);
        // digitised has lost the e by which british() knows digitise.
        if w.len() >= 5 && w.ends_with("is") {
            swap_end(w, 1, "z");
        }
        return;
    }
}

/// Brings British spellings to the American ones.
fn british(w: &mut String) {
    for (from, to) in [("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("centre", "center"), ("programme", "program")] {
        // raise, rise, noise and wise are no verbs of that kind: at least three letters must precede.
        if (w.len() >= from.len() + 3 && w.ends_with(from)) || w == from {
            swap_end(w, from.len(), to);
            return;
        }
    }
    for root in ["labour", "behaviour", "harbour", "neighbour", "colour", "favour"] {
        if w.starts_with(root) {
            // The u is the last letter but one of each of these.
            w.remove(root.len() - 2);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for group in [
            &["policy", "policies"][..],
            &["manage", "manages", "managed", "managing"],
            &["stop", "stops", "stopped", "stopping"],
            &["box", "boxes"],
            &["branch", "branches"],
            &["patrol", "patrols"],
            &["supply", "supplied", "supplies", "supplying"],
            &["organisation", "organizations"],
            &["digitise", "digitized", "digitised", "digitising"],
            &["cancel", "cancelled", "cancels"],
            &["install", "installed"],
            &["labour", "labor"],
            &["customer", "customers", "customer's"],
            &["sell", "selling", "sells"],
        ] {
            for w in group {
                assert_eq!(stem(w), stem(group[0]), "{w}");
            }
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (a, b) in [
            ("organ", "organization"),
            ("business", "busy"),
            ("speed", "spe"),
            ("string", "str"),
            ("analysis", "analyst"),
            ("university", "universe"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(stem("status"), "status");
        assert_eq!(stem("co2"), "co2");
        assert_eq!(stem("oee"), "oee");
        assert_eq!(stem("'s"), "s");
    }
}
