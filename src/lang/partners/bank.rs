//! The favor bank in words.

use crate::analysis::partners::bank::{Account, Bank, Next, URGENT_USES};
use crate::analysis::partners::presell::Stage;
use crate::analysis::partners::record::{self, Asked};
use crate::lang::partners::{Block, Part, Teller, header};
use crate::lang::{amounts, quoted};
use crate::model::DepartmentId;

pub(super) fn part(t: &Teller) -> Option<Part> {
    let bank = t.r.bank.as_ref()?;
    let names = header(
        t.lang(),
        &["部门", "给出", "收到", "余额", "接下来可以请求什么"],
        &["Department", "Given", "Received", "Balance", "What may be asked next"],
    );
    let mut blocks = vec![Block::Table {
        header: names,
        rows: bank.accounts.iter().map(|a| row(t, a)).chain(bank.unopened.iter().map(|u| unopened(t, u))).collect(),
    }];
    let overdrawn: Vec<DepartmentId> = bank.accounts.iter().filter(|a| a.balance() < 0.0).map(|a| a.department).collect();
    if !overdrawn.is_empty() {
        let list = t.names(&overdrawn);
        let hurried: Vec<DepartmentId> = overdrawn.iter().copied().filter(|d| t.r.is_hurried(*d)).collect();
        let hurried_names = t.names(&hurried);
        blocks.push(Block::Text(match hurried.len() {
            0 => t.pick(format!("已透支：{list}。先存入，再请求。"), format!("Overdrawn: {list}. Deposit first, then ask.")),
            n if n == overdrawn.len() => {
                t.pick(format!("已透支：{list}。来不及先存入：直接说明，事后补。"), format!("Overdrawn: {list}. No time to deposit first: say so openly and make good afterwards."))
            }
            _ => t.pick(
                format!("已透支：{list}。先存入，再请求；{hurried_names}来不及先存入：直接说明，事后补。"),
                format!("Overdrawn: {list}. Deposit first, then ask; no time for that with {hurried_names}: say so openly and make good afterwards."),
            ),
        }));
    }
    if !bank.without.is_empty() {
        let list = t.names(&bank.without);
        blocks.push(Block::Text(t.pick(format!("还没有往来：{list}。"), format!("No favors yet: {list}."))));
    }
    blocks.push(Block::Head(t.pick("明细", "Entries").to_owned()));
    blocks.push(Block::List(bank.accounts.iter().flat_map(|a| entries(t, a)).collect()));
    blocks.push(Block::Head(t.pick("存入什么对其指标最有用", "Deposits that would help their KPIs most").to_owned()));
    blocks.push(Block::Text(
        t.pick("由文字推断，不是承诺：先问对方是否有用。", "Inferred from text, no promise: ask whether it helps.").to_owned(),
    ));
    blocks.push(deposits(t, bank));
    blocks.push(Block::Head(t.pick("季度回顾", "Quarterly review").to_owned()));
    blocks.push(review(t, bank));
    // The fast track tells it, where there is one.
    if t.r.fast_track.is_none() {
        blocks.push(Block::Text(urgent(t, bank)));
    }
    Some(Part { title: t.pick("人情账户", "Favor bank").to_owned(), blocks })
}

/// A department without an entry that is asked for something.
fn unopened(t: &Teller, (department, what): &(DepartmentId, Next)) -> Vec<String> {
    let zero = || "0".to_owned();
    vec![t.name(*department).to_owned(), zero(), zero(), zero(), next(t, *department, *what)]
}

fn row(t: &Teller, account: &Account) -> Vec<String> {
    let number = |v: f64| amounts::number(v, t.lang());
    vec![
        t.name(account.department).to_owned(),
        number(account.total.given),
        number(account.total.received),
        t.signed(account.balance()),
        next(t, account.department, account.next),
    ]
}

fn next(t: &Teller, department: DepartmentId, next: Next) -> String {
    let told = may_ask(t, department, next);
    let doubt = t.p.doubt_of(&t.r.needs, department);
    [told].into_iter().chain(doubt).collect::<Vec<_>>().join(t.pick("；", "; "))
}

fn may_ask(t: &Teller, department: DepartmentId, next: Next) -> String {
    let made = already(t, department);
    // What was asked and answered is not for the account to decide any more.
    let told = |text: String| made.as_ref().map_or(text.clone(), |made| format!("{made}{}{text}", t.pick("；", "; ")));
    // What another project asks for waits for no account here.
    let ask = if t.r.needs.is_put_there(department) { "" } else { t.p.case.department(department).ask.as_str() };
    let at = t.at_department(department);
    match next {
        Next::Overdrawn(by) if made.is_none() && t.r.is_hurried(department) => {
            let by = amounts::number(by, t.lang());
            t.pick(
                format!("已透支{by}，来不及先存入：提出时直接说明，事后补{at}"),
                format!("overdrawn by {by} with no time to deposit first: say so openly when you ask, and make good afterwards{at}"),
            )
        }
        Next::Overdrawn(by) => {
            let by = amounts::number(by, t.lang());
            let plan = t.r.presell.iter().find(|plan| plan.department == department).filter(|plan| plan.deposit_first.is_some());
            let request = plan.and_then(|plan| plan.calendar(t.p.case.today).into_iter().find(|w| w.stage == Stage::Request));
            let hold = match request.map(|w| w.to) {
                _ if ask.is_empty() || made.is_some() => String::new(),
                Some(day) => t.pick(format!("，赶在{day}提出“{ask}”之前{at}"), format!(", before the request for \"{ask}\" on {day}{at}")),
                None => t.pick(format!("，“{ask}”先缓一缓{at}"), format!("; let \"{ask}\" wait{at}")),
            };
            told(t.pick(format!("先存入{by}，使余额回到零{hold}"), format!("deposit {by} first to be back at zero{hold}")))
        }
        Next::WinWin(_) if made.is_some() => made.unwrap_or_default(),
        Next::WinWin(appeal) => {
            let (y, at) = (t.percent(appeal), t.at_department_and_kpis(department));
            t.pick(
                format!("“{ask}”对其本身有利（吸引力{y}），不必动用人情{at}"),
                format!("\"{ask}\" is worth their while by itself (appeal {y}) and needs no favor{at}"),
            )
        }
        Next::AsAdvised(_) if record::asked(t.p.case, department).is_granted() => made.unwrap_or_default(),
        Next::AsAdvised(appeal) => {
            let (y, at) = (t.percent(appeal), t.at_department_and_kpis(department));
            // The answer to a request names it already.
            let ask = if made.is_some() { t.pick(String::new(), "it".to_owned()) } else { quoted(t.lang(), ask) };
            told(t.pick(
                format!("{ask}按建议改后对其本身有利（吸引力{y}），不必动用人情{at}"),
                format!("{ask} is worth their while by itself once the plan is changed as advised (appeal {y}) and needs no favor{at}"),
            ))
        }
        Next::UpTo(balance) if made.is_none() && !ask.is_empty() => {
            let balance = amounts::number(balance, t.lang());
            t.pick(
                format!("“{ask}”可作为人情提出，权重不超过余额{balance}{at}"),
                format!("\"{ask}\" as a favor, of a weight within the balance of {balance}{at}"),
            )
        }
        Next::UpTo(balance) => {
            let balance = amounts::number(balance, t.lang());
            told(t.pick(format!("可以请对方帮忙，权重合计不超过{balance}"), format!("favors of up to {balance} in all")))
        }
        Next::Empty if made.is_none() && t.r.is_hurried(department) => t.pick(
            format!("余额不足一次帮忙，来不及先存入：提出时直接说明，事后补{at}"),
            format!("less than one favor, and no time to deposit first: say so openly when you ask, and make good afterwards{at}"),
        ),
        Next::Empty => told(t.pick("余额不足一次帮忙，先存入再请求", "less than one favor: deposit before you ask").to_owned()),
    }
}

/// How a request that was made stands, with its row; `None` where there is no ask or it was not made.
fn already(t: &Teller, department: DepartmentId) -> Option<String> {
    let ask = Some(&t.p.case.department(department).ask).filter(|ask| !ask.is_empty())?;
    let row = |at: usize| t.log(at).map_or(String::new(), |row| t.at(&row.origin));
    Some(match record::asked(t.p.case, department) {
        Asked::No => return None,
        Asked::Yes(at) => {
            t.pick(format!("“{ask}”已提出，等答复{}", row(at)), format!("\"{ask}\" was asked for, answer awaited{}", row(at)))
        }
        Asked::Refused(at) => {
            t.pick(format!("“{ask}”被拒绝，先化解{}", row(at)), format!("\"{ask}\" was refused: settle that first{}", row(at)))
        }
        Asked::Answered(at, true) | Asked::Settled(_, at) => {
            t.pick(format!("“{ask}”已同意{}", row(at)), format!("\"{ask}\" is agreed to{}", row(at)))
        }
        Asked::Answered(at, false) => t.pick(format!("“{ask}”已有答复{}", row(at)), format!("\"{ask}\" was answered{}", row(at))),
    })
}

fn entries(t: &Teller, account: &Account) -> Vec<String> {
    let name = t.name(account.department);
    let line = |at: &usize| Some(format!("{name}{}{}", t.pick("：", ": "), t.favor_line(t.favor(*at)?)));
    account.rows.iter().filter_map(line).collect()
}

/// Deposits by department, those in debt first.
fn deposits(t: &Teller, bank: &Bank) -> Block {
    let mut all: Vec<DepartmentId> = bank.accounts.iter().map(|a| a.department).chain(bank.without.iter().copied()).collect();
    all.sort_by(|a, b| bank.balance(*a).total_cmp(&bank.balance(*b)));
    let (mut lines, mut none, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for department in all {
        let told = t.r.deposits_for(department);
        let name = t.name(department);
        if told.is_empty() {
            let known = t.p.case.kpis_of(department).next().is_some();
            let list = if known { &mut none } else { &mut unknown };
            list.push(department);
        }
        lines.extend(told.iter().map(|d| format!("{name}{}{}", t.pick("：", ": "), t.deposit(d))));
    }
    if let Some(first) = none.first() {
        let (names, ways) = (t.names(&none), t.without_deposit(*first));
        lines.push(t.pick(
            format!("{names}：目录中没有既明显有助于其指标、又能先给的存入方式，先问对方缺什么（{ways}）"),
            format!("{names}: no entry of the catalogs clearly helps their KPIs and can be given first; ask what they lack ({ways})"),
        ));
    }
    if let Some(first) = unknown.first() {
        lines.push(format!("{}{}{}", t.names(&unknown), t.pick("：", ": "), t.without_deposit(*first)));
    }
    Block::List(lines)
}

fn review(t: &Teller, bank: &Bank) -> Block {
    let day = bank.quarters[0];
    let mut header = vec![t.pick("部门", "Department").to_owned(), t.pick(format!("{day}前"), format!("Before {day}"))];
    header.extend(bank.quarters.iter().map(|start| amounts::quarter(*start)));
    header.push(t.pick("余额", "Balance").to_owned());
    let rows = bank.accounts.iter().map(|a| {
        let mut cells = vec![t.name(a.department).to_owned(), t.signed(a.opening)];
        cells.extend(a.quarters.iter().map(|flow| {
            let number = |v: f64| amounts::number(v, t.lang());
            match (flow.given > 0.0, flow.received > 0.0) {
                (false, false) => "–".to_owned(),
                (true, false) => t.signed(flow.given),
                (false, true) => t.signed(-flow.received),
                (true, true) => format!("+{} {}", number(flow.given), t.signed(-flow.received)),
            }
        }));
        cells.push(t.signed(a.balance()));
        cells
    });
    Block::Table { header, rows: rows.collect() }
}

/// How often the emergency channel was used this year.
pub(super) fn urgent(t: &Teller, bank: &Bank) -> String {
    let (year, used) = (bank.year, bank.urgent.len());
    let use_of = |at: &usize| {
        let favor = t.favor(*at)?;
        Some(format!("{} {}{}", favor.date, t.name(favor.department), t.at(&favor.origin)))
    };
    let list: Vec<String> = bank.urgent.iter().filter_map(use_of).collect();
    let list = if list.is_empty() { String::new() } else { format!("{}{}", t.pick("：", ": "), crate::lang::list(t.lang(), &list)) };
    let over = if used > URGENT_USES { "，已超过上限" } else { "" };
    t.pick(
        format!("紧急通道：{year}年已用{used}次，上限{URGENT_USES}次{over}{list}。"),
        if used > URGENT_USES {
            format!("Emergency channel: used {used} times in {year}, more than the {URGENT_USES} allowed{list}.")
        } else {
            format!("Emergency channel: used {used} of {URGENT_USES} times in {year}{list}.")
        },
    )
}
