//! Single sentences of the parts, for whatever lists them one by one.

use crate::analysis::partners::Relations;
use crate::analysis::partners::escalation::Escalation;
use crate::analysis::partners::growth::Move;
use crate::analysis::partners::map::Quadrant;
use crate::analysis::partners::record::{self, Asked};
use crate::lang::partners::{Teller, escalation, levels, map, meetings};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, quoted};
use crate::model::DepartmentId;

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

/// Why a department is not to be asked for one thing more: its account is overdrawn, or it owes an answer; `None` where neither is so.
pub fn strain(p: Phrases, r: &Relations, department: DepartmentId) -> Option<String> {
    let (t, ask) = (Teller { p, r }, &p.case.department(department).ask);
    let account = r.bank.as_ref().and_then(|b| b.account(department)).filter(|a| a.balance() < 0.0);
    let owed = account.map(|a| format!("{}{}", t.signed(a.balance()), t.at_favors(&a.rows)));
    let waiting = match record::asked(p.case, department) {
        Asked::Yes(at) => Some(t.log(at).map_or(String::new(), |row| t.at(&row.origin))),
        _ => None,
    };
    let name = p.department(department);
    let waiting = waiting.map(|at| match ask.as_str() {
        "" => t.pick(format!("已提的请求还在等答复{at}"), format!("a request still awaits its answer{at}")),
        ask => {
            let ask = quoted(p.lang, ask);
            t.pick(format!("{ask}还在等答复{at}"), format!("{ask} still awaits its answer{at}"))
        }
    });
    Some(match (owed, waiting) {
        (Some(owed), Some(waiting)) => t.pick(
            format!("但{name}的人情账户已透支（余额{owed}），{waiting}：先了结这两件，再请它帮忙"),
            format!("But the account with {name} is overdrawn (balance {owed}), and {waiting}: settle both before you ask for more"),
        ),
        (Some(owed), None) => t.pick(
            format!("但{name}的人情账户已透支（余额{owed}）：先补上，再请它帮忙"),
            format!("But the account with {name} is overdrawn (balance {owed}): make up for that before you ask for more"),
        ),
        (None, Some(waiting)) => t.pick(
            format!("但对{name}{}{waiting}：等它答复，再请它帮忙", if ask.is_empty() { "" } else { "的" }),
            format!("But with {name} {waiting}: wait for that before you ask for more"),
        ),
        (None, None) => return None,
    })
}
