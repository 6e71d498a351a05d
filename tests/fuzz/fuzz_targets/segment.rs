//! Any text, folded and cut into words: each word stands in the text, none comes twice, and folding twice is folding once.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use winwin::text::fold::is_blank;
use winwin::text::segment::{breakable, breakable_sentence, segment};
use winwin::text::words::known_share;
use winwin::text::{Script, clean, fold, han_share, is_han, narrow, simplified};

fuzz_target!(|data: &[u8]| {
    let text = &*String::from_utf8_lossy(data);
    for once in [narrow, fold, clean, |t: &str| simplified(t).into_owned(), |t: &str| clean(&narrow(t))] {
        let first = once(text);
        assert_eq!(once(&first), first);
    }
    assert_eq!(is_blank(text), clean(text).is_empty());
    assert_eq!(fold(&narrow(text)), fold(text));
    words_stand_in(text);
    let bare = |t: &str| t.replace('\u{200b}', "");
    for broken in [breakable(text), breakable_sentence(text)] {
        assert_eq!(bare(&broken), bare(text), "a place for a line's end changes nothing that is read");
    }
    for share in [known_share(text), han_share([text])] {
        assert!((0.0..=1.0).contains(&share), "{share}");
    }
});

fn words_stand_in(text: &str) {
    let (terms, seen) = (segment(text), narrow(text));
    // Whether a sigma is the last of its word is told by what follows, and a word is lowered for itself.
    let lowered = |t: &str| t.to_lowercase().replace('ς', "σ");
    let lower = lowered(&seen);
    let mut ids = BTreeSet::new();
    for term in &terms {
        assert!(term.specificity > 0.0 && term.specificity <= 1.0 && ids.insert(term.id), "{term:?}");
        match term.lang {
            Script::Han => assert!(term.text.chars().all(is_han) && seen.contains(&term.text), "{term:?}"),
            // The beginning that a family of words has in common ends in a dash.
            Script::Latin => assert!(term.text.ends_with('-') || lower.contains(&lowered(&term.text)), "{term:?}"),
        }
    }
    // Width, what cannot be seen, and Traditional characters make no other words.
    let same = |other: &str| segment(other).iter().map(|t| t.id).eq(terms.iter().map(|t| t.id));
    assert!(same(&seen) && same(&simplified(text)));
}
