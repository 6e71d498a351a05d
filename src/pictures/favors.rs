//! favor-balance: what was given to each department less what was received from it.

use crate::analysis::partners::bank::Account;
use crate::chart::balance::{BalanceRow, BalanceView, BalanceWords, scene};
use crate::chart::font::Fonts;
use crate::chart::scene::Scene;
use crate::lang::captions::{self, partners as c};
use crate::lang::partners::pictures as told;
use crate::pictures::Circle;

/// `None` without favors up to today.
pub(super) fn draw(circle: &Circle, fonts: &Fonts) -> Option<Scene> {
    let (p, r) = (circle.phrases, circle.relations);
    let bank = r.bank.as_ref()?;
    let view = BalanceView {
        title: circle.finding(told::bank_title(p, r, bank), fonts),
        subtitle: c::BALANCES.of(p.lang),
        source: circle.phrases.source(circle.files),
        rows: bank.accounts.iter().map(|account| row(circle, account)).collect(),
        notes: told::bank_notes(p, bank),
        words: BalanceWords {
            zero: c::EVEN.of(p.lang),
            less: c::OWED.of(p.lang),
            more: c::GIVEN.of(p.lang),
            rows_left_out: captions::DEPARTMENTS_LEFT_OUT.of(p.lang),
            nothing: c::NO_FAVORS.of(p.lang),
        },
    };
    Some(scene(&view, fonts))
}

fn row(circle: &Circle, account: &Account) -> BalanceRow {
    let (p, r) = (circle.phrases, circle.relations);
    let value = account.balance();
    BalanceRow {
        name: p.department(account.department).to_owned(),
        note: told::flow(p, account),
        value,
        label: told::signed(p, r, value),
        advice: if value < 0.0 { c::DEPOSIT_FIRST.of(p.lang) } else { String::new() },
    }
}
