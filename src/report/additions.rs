//! What to add: the packages side by side, the balanced one step by step, and how sure their order is.

use std::fmt::Write;

use crate::analysis::benefit::WinWin;
use crate::analysis::path::Change;
use crate::analysis::reframe::Move;
use crate::lang::amounts;
use crate::lang::phrases::Phrases;
use crate::model::{ElementId, KpiId, Share};
use crate::report::brief::{Material, SHOWN, escaped, heading};

/// The sections on additions.
pub fn sections(out: &mut String, m: Material) {
    heading(out, "##", m.phrases.pick("建议增加什么", "What to add"));
    if m.analysis.packages.iter().all(|p| p.steps.is_empty()) {
        let none = m.phrases.pick(
            "在预算和改动数之内，没有能明显改善双方的增加项。",
            "Within the budget and the number of changes nothing improves both sides noticeably.",
        );
        let _ = writeln!(out, "{none}\n");
        if m.analysis.beyond.is_some() {
            let _ = writeln!(out, "{}\n", escaped(&m.phrases.limits(m.analysis, m.options)));
        }
    } else {
        steps(out, m);
        compared(out, m);
    }
    further(out, m);
    sure(out, m);
}

fn index(w: &WinWin, m: Material) -> String {
    amounts::percent(w.raised(), m.phrases.lang)
}

/// The balanced package, step by step.
fn steps(out: &mut String, m: Material) {
    let (a, p) = (m.analysis, m.phrases);
    if a.plan.is_empty() {
        return;
    }
    let figure = p.figure_heading(&a.before);
    let then = p.pick(format!("采纳后的{figure}"), format!("{figure} then"));
    let header = p.pick(
        ["步骤", "改动", "成本", "有助于", "对首项有助的可能", "采纳后有理由支持的伙伴", &then],
        ["Step", "Change", "Cost", "Helps", "Chance that it helps the first", "Partners then with a reason to say yes", &then],
    );
    let _ = writeln!(out, "| {} |\n|--:|---|---|---|--:|--:|--:|", header.join(" | "));
    for (i, change) in a.path().iter().enumerate() {
        let (serves, chance) = served(change, m);
        let cells =
            [escaped(&p.change_or_words(change, a)), escaped(p.change_cost(change).as_deref().unwrap_or("–")), escaped(&serves), chance];
        let (after, all) = (change.after(), a.partners.len());
        let _ = writeln!(out, "| {} | {} | {} / {all} | {} |", i + 1, cells.join(" | "), after.over_line, index(after, m));
    }
    let uncosted = a.plan.iter().filter(|s| p.case.element(s.element).cost.is_none()).count();
    let total = amounts::money(a.plan.iter().map(|s| s.cost).sum(), p.case, p.lang);
    let budget = m.options.budget.map_or(String::new(), |b| {
        let b = amounts::money(b, p.case, p.lang);
        p.pick(format!("（预算{b}）"), format!(" (budget {b})"))
    });
    let open = match uncosted {
        0 => String::new(),
        n => p.pick(format!("另有{n}项未给成本，请询价。"), format!(" {n} without a cost: get a quote.")),
    };
    let knee = p.knee(a).map_or_else(String::new, |k| p.pick(k.clone(), format!(" {k}")));
    let sum = p.pick(format!("合计约{total}{budget}，区间成本取中值。"), format!("In all about {total}{budget}, middle of each range."));
    let _ = writeln!(out, "\n{sum}{open}{knee}\n");
}

/// Whom a change serves, and how likely the first of that is; for a drop, whom it hurts no more.
fn served(change: &Change, m: Material) -> (String, String) {
    let (a, p) = (m.analysis, m.phrases);
    match change {
        Change::Add(step) => {
            let found = a.suggestions.iter().find(|s| s.element == step.element);
            let (kpis, hurt) = found.map_or((&[][..], &[][..]), |s| (&s.serves, &s.hurts));
            let chance = kpis.first().map(|k| {
                let pair = m.scores.pair(*k, step.element);
                match pair.share {
                    Share::Known(_) => p.pick("表中写明", "stated").to_owned(),
                    Share::Unknown(_) => amounts::percent(pair.helps, p.lang),
                }
            });
            let against = match hurt {
                [] => String::new(),
                // Nobody has to talk to their own department first.
                hurt if hurt.iter().all(|k| Some(p.case.kpi(*k).department) == p.case.own) => {
                    p.pick(format!("；不利于{}", p.serves(hurt)), format!("; against {}", p.serves(hurt)))
                }
                hurt => {
                    p.pick(format!("；不利于{}，先与其商量", p.serves(hurt)), format!("; against {}: talk to them first", p.serves(hurt)))
                }
            };
            // Who is won by this step is named in its row, however little it takes.
            let tipped = m.reframe.content.iter().find_map(|c| match c {
                Move::Add { element, tips, .. } if *element == step.element => Some(tips.as_slice()),
                _ => None,
            });
            (p.serves(kpis) + &p.tips(tipped.unwrap_or_default()) + &against, chance.unwrap_or_default())
        }
        Change::Drop(gone, _) => {
            let kpis: Vec<KpiId> = a.mends.iter().filter(|x| gone.contains(&x.conflict.element)).flat_map(|x| x.kpis()).collect();
            (p.pick(format!("不再妨碍{}", p.serves(&kpis)), format!("no longer against {}", p.serves(&kpis))), "–".to_owned())
        }
    }
}

/// The packages side by side.
fn compared(out: &mut String, m: Material) {
    let (a, p) = (m.analysis, m.phrases);
    let title = p.pick("方案比较", "Packages compared");
    let header = p.pick(
        ["方案", "增加项", "增加项成本", "本部门覆盖率", "有理由支持的伙伴", "获益最少的伙伴", p.figure_heading(&a.before)],
        [
            "Package",
            "Additions",
            "Cost of the additions",
            "Own coverage",
            "Partners with a reason to say yes",
            "Worst-off partner",
            p.figure_heading(&a.before),
        ],
    );
    let _ = writeln!(out, "**{title}**\n\n| {} |\n|---|---|--:|--:|--:|---|--:|", header.join(" | "));
    let mut row = |name: &str, additions: &str, cost: &str, w: &WinWin| {
        let own = w.own.map_or_else(|| "–".to_owned(), |u| amounts::percent(u, p.lang));
        let worst = w.worst_off.map_or_else(String::new, |(d, y)| format!("{} {}", p.department(d), amounts::percent(y, p.lang)));
        let over = format!("{} / {}", w.over_line, a.partners.len());
        let cells = [escaped(name), escaped(additions), escaped(cost), own, over, escaped(&worst), index(w, m)];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    row(p.pick("现计划", "as planned"), "–", "–", &a.before);
    for package in a.packages.iter().filter(|x| !x.steps.is_empty()) {
        let names: Vec<&str> = package.steps.iter().map(|s| p.element(s.element)).collect();
        let cost = amounts::money(package.cost, p.case, p.lang) + &saves(&package.without, p);
        row(&p.package(package), &crate::lang::list(p.lang, &names), &cost, &package.after);
    }
    if let Some(relief) = &a.relief {
        let named = |elements: &[ElementId]| crate::lang::list(p.lang, &elements.iter().map(|e| p.element(*e)).collect::<Vec<_>>());
        let cost = amounts::money(a.plan.iter().map(|s| s.cost).sum(), p.case, p.lang);
        let advised = a.advised().map(|x| p.package(x)).unwrap_or_default();
        let mut without = |name: &str, gone: &[ElementId], sides: &WinWin| {
            let cost = cost.clone() + &saves(gone, p);
            let gone = named(gone);
            row(name, &p.pick(format!("{advised}，再去掉{gone}"), format!("{advised}, without {gone}")), &cost, sides);
        };
        // Of additions that are chosen for the drop the package itself is that.
        if let Some(kept) = relief.without_dropped.as_ref().filter(|_| relief.otherwise.is_none()) {
            without(p.pick("再去掉有碍的内容", "and without what works against somebody"), &relief.dropped, &kept.sides);
        }
        if !relief.softened.is_empty() {
            let all: Vec<ElementId> = relief.elements().collect();
            without(p.pick("再完全去掉有碍的内容", "and without what hurts altogether"), &all, &relief.without_all.sides);
        }
    }
    out.push('\n');
    let mut said: Vec<String> = p.coincidence(&a.packages).into_iter().collect();
    said.push(p.limits(a, m.options));
    said.extend(p.proofs(&a.packages));
    for line in said {
        let _ = writeln!(out, "- {}", escaped(&line));
    }
    out.push('\n');
}

/// What the plan saves by what goes, behind a cost; empty where that saves nothing.
fn saves(gone: &[ElementId], p: Phrases) -> String {
    p.saved(gone).map_or_else(String::new, |saved| format!("{}{saved}", p.pick("，", ", ")))
}

/// What else could be added.
fn further(out: &mut String, m: Material) {
    let (a, p) = (m.analysis, m.phrases);
    let rest: Vec<_> = a
        .suggestions
        .iter()
        .filter(|s| s.gain > 0.01 && !s.serves.is_empty() && a.plan.iter().all(|step| step.element != s.element))
        .take(SHOWN)
        .collect();
    if !rest.is_empty() {
        let _ = writeln!(out, "{}\n", p.pick("也可考虑：", "Also worth a thought:"));
        for s in rest {
            let _ = writeln!(out, "- {}", escaped(&p.suggestion(s)));
        }
        out.push('\n');
    }
}

/// How sure all this is.
fn sure(out: &mut String, m: Material) {
    let (a, p) = (m.analysis, m.phrases);
    let mut lines: Vec<String> = a.robustness.as_ref().map(|r| p.how_sure(r, a)).unwrap_or_default();
    lines.extend(p.how_sure_each(a, m.bearings));
    if lines.is_empty() {
        return;
    }
    heading(out, "##", p.pick("有多大把握", "How sure"));
    for line in lines {
        let _ = writeln!(out, "- {}", escaped(&line));
    }
    out.push('\n');
}
