//! favor-balance: what was given to each department less what was received from it.

use crate::analysis::partners::bank::Account;
use crate::chart::balance::{BalanceRow, BalanceView, BalanceWords, scene};
use crate::chart::font::Fonts;
use crate::chart::scene::Scene;
use crate::lang::captions::{self, partners as c};
use crate::lang::partners::pictures as told;
use crate::pictures::Subject;

/// `None` without favors up to today.
pub(super) fn draw(subject: &Subject, fonts: &Fonts) -> Option<Scene> {
    let (p, a) = (subject.phrases, subject.analysis);
    let bank = a.relations.bank.as_ref()?;
    let view = BalanceView {
        title: subject.finding(&[told::bank_title(p, a, bank)], fonts),
        subtitle: c::BALANCES.of(p.lang),
        source: subject.source(),
        rows: bank.accounts.iter().map(|account| row(subject, account)).collect(),
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

fn row(subject: &Subject, account: &Account) -> BalanceRow {
    let (p, a) = (subject.phrases, subject.analysis);
    let value = account.balance();
    BalanceRow {
        name: p.department(account.department).to_owned(),
        note: told::flow(p, account),
        value,
        label: told::signed(p, a, value),
        advice: if value < 0.0 { c::DEPOSIT_FIRST.of(p.lang) } else { String::new() },
    }
}
