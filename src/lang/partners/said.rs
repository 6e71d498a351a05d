//! Single sentences of the parts, for whatever lists them one by one.

use crate::analysis::partners::Relations;
use crate::analysis::partners::escalation::Escalation;
use crate::analysis::partners::growth::Move;
use crate::analysis::partners::map::Quadrant;
use crate::lang::Lang;
use crate::lang::partners::{Teller, escalation, levels, map, meetings};
use crate::lang::phrases::Phrases;

/// The strategy of a field of the map.
pub fn strategy(quadrant: Quadrant, lang: Lang) -> &'static str {
    map::strategy(quadrant, lang)
}

/// The question of priorities that is taken to a superior.
pub fn question(p: Phrases, r: &Relations, e: &Escalation) -> String {
    escalation::question(&Teller { p, r }, e)
}

/// What to do with one partner.
pub fn action(p: Phrases, r: &Relations, m: &Move) -> String {
    levels::action(&Teller { p, r }, m)
}

/// The agenda of the monthly breakfast.
pub fn breakfast(p: Phrases, r: &Relations) -> Vec<String> {
    meetings::breakfast(&Teller { p, r })
}
