//! Names as disks compare them: APFS takes é and e with an accent behind it for one name, NTFS and APFS capitals and small letters.
//!
//! [`alike`] takes letters apart as Unicode does (canonical decomposition) and folds their case in full, so that ß is ss and ſ is s. Invariant:
//! names that a disk takes for one have one form here. Limits: forms that no disk takes for one (² and 2, ① and 1) stay apart.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// The form in which names are compared that must not stand in one folder.
pub(super) fn alike(name: &str) -> String {
    let folded = fold(&name.nfd().collect::<String>());
    // Through capitals, so that letters with several small forms meet in one.
    let cased: String = folded.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    cased.nfd().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_disk_takes_for_one_name_has_one_form() {
        for (one, other) in [
            ("Café", "CAFE\u{301}"),
            ("straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ſ", "S"),
            ("ﬁt", "FIT"),
            ("ΟΔΟΣ", "οδος"),
            ("ệ", "e\u{302}\u{323}"),
            ("Ệ", "E\u{323}\u{302}"),
            ("İ", "i\u{307}"),
            ("\u{212b}", "å"),
            ("\u{2126}", "ω"),
            ("й", "и\u{306}"),
            ("ガ", "カ\u{3099}"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
            ("\u{f90a}", "金"),
            ("\u{f902}", "車"),
            ("\u{2f81a}", "冬"),
            ("ΐ", "ι\u{308}\u{301}"),
            ("≠", "=\u{338}"),
        ] {
            assert_eq!(alike(one), alike(other), "{one} {other}");
        }
    }

    #[test]
    fn names_that_no_disk_takes_for_one_stay_apart() {
        for (one, other) in
            [("Café", "Cafe"), ("10²", "102"), ("①", "1"), ("か", "が"), ("東", "凍"), ("ab", "ba"), ("é", "è"), ("각", "가")]
        {
            assert_ne!(alike(one), alike(other), "{one} {other}");
        }
    }
}
