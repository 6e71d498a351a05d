//! Pair kerning of ASCII, read once from a font's GPOS table.
//!
//! Invariant: a pair the font does not mention, or any other character, has a kern of 0. Limits: pair
//! adjustment of the first glyph only, which is what fonts use between Latin letters; no contextual kerning.

use skrifa::charmap::Charmap;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::gpos::{PairPos, PositionSubtables};
use skrifa::{FontRef, GlyphId};

/// The kerned characters: visible ASCII.
const KERNED: std::ops::RangeInclusive<u8> = 0x21..=0x7e;
const KERNED_COUNT: usize = 0x7e - 0x21 + 1;

/// Kerning of all pairs in font units, row by row; empty for a font without.
pub(crate) struct Kerning(Vec<i16>);

impl Kerning {
    /// Font units to add between the two, mostly negative.
    pub fn between(&self, left: char, right: char) -> i16 {
        let index = |c: char| {
            let byte = u8::try_from(c).ok().filter(|b| KERNED.contains(b))?;
            Some(usize::from(byte - KERNED.start()))
        };
        let pair = || self.0.get(index(left)? * KERNED_COUNT + index(right)?).copied();
        pair().unwrap_or(0)
    }
}

/// Reads the kerning of a font; a damaged table counts as none.
pub(crate) fn ascii(font: &FontRef<'_>, charmap: &Charmap<'_>) -> Kerning {
    Kerning(table(font, charmap).unwrap_or_default())
}

/// Kerning of all ASCII pairs in font units, row by row.
fn table(font: &FontRef<'_>, charmap: &Charmap<'_>) -> Option<Vec<i16>> {
    let ids: Vec<Option<GlyphId>> = KERNED.map(|b| charmap.map(char::from(b))).collect();
    let mut table = vec![0_i16; KERNED_COUNT * KERNED_COUNT];
    for lookup in font.gpos().ok()?.lookup_list().ok()?.lookups().iter() {
        let Ok(PositionSubtables::Pair(subtables)) = lookup.ok()?.subtables() else {
            continue;
        };
        for (slot, pair) in table.iter_mut().enumerate() {
            let left = ids.get(slot / KERNED_COUNT).copied().flatten();
            let right = ids.get(slot % KERNED_COUNT).copied().flatten();
            let (Some(left), Some(right)) = (left, right) else {
                continue;
            };
            // The first subtable that covers the pair decides, also with a value of 0.
            let found = subtables.iter().flatten().find_map(|t| pair_value(&t, left, right));
            *pair = found.unwrap_or(*pair);
        }
    }
    Some(table)
}

fn pair_value(table: &PairPos<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    match table {
        PairPos::Format1(pairs) => {
            let row = pairs.coverage().ok()?.get(left)?;
            let set = pairs.pair_sets().get(usize::from(row)).ok()?;
            let hit = set.pair_value_records().iter().flatten().find(|record| GlyphId::from(record.second_glyph()) == right)?;
            hit.value_record1().x_advance()
        }
        PairPos::Format2(classes) => {
            classes.coverage().ok()?.get(left)?;
            let row = usize::from(classes.class_def1().ok()?.get(left));
            let column = usize::from(classes.class_def2().ok()?.get(right));
            let record = classes.class1_records().get(row).ok()?;
            let cell = record.class2_records().get(column).ok()?;
            Some(cell.value_record1().x_advance().unwrap_or(0))
        }
    }
}
