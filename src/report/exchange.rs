//! Give and ask: what is asked of each partner beside what it gets, and who may close a triangle.

use std::fmt::Write;

use crate::lang::{amounts, quoted};
use crate::report::brief::{Material, escaped, heading};

/// The section; nothing when nobody is asked for anything.
pub fn section(out: &mut String, m: Material) {
    let (a, p) = (m.analysis, m.phrases);
    if a.exchanges.is_empty() {
        return;
    }
    heading(out, "##", p.pick("给与求", "Give and ask"));
    let header = p.pick(
        ["部门", "我们求什么", "对方成本", "对方得到什么", "性质"],
        ["Department", "What we ask", "Cost to them", "What they get", "Nature"],
    );
    let _ = writeln!(out, "| {} |\n|---|---|--:|---|---|", header.join(" | "));
    for e in &a.exchanges {
        let department = p.case.department(e.department);
        let cost = department.ask_cost.map_or_else(|| "–".to_owned(), |c| amounts::money(c, p.case, p.lang));
        let side = a.departments.iter().find(|s| s.department == e.department).filter(|s| s.before.kpis > 0);
        let gets = side.map_or_else(
            || p.pick("表中没有它的指标", "no KPI of theirs in the tables").to_owned(),
            |_| {
                let appeal = amounts::percent(e.appeal, p.lang);
                let lead = e.gets.as_ref().map(|l| {
                    let (element, kpi) = (quoted(p.lang, p.element(l.element)), p.kpi_quoted(l.kpi));
                    let verb = p.serves_or_helps(l.alone);
                    p.pick(format!("，首先是{element}{verb}{kpi}"), format!(", above all {element} for {kpi}"))
                });
                p.pick(
                    format!("吸引力{appeal}{}", lead.clone().unwrap_or_default()),
                    format!("appeal {appeal}{}", lead.unwrap_or_default()),
                )
            },
        );
        let nature = match side {
            // What is asked for another project is no favor to this one.
            _ if !a.is_asked(e.department) => "–",
            None => p.pick("未知", "unknown"),
            Some(_) if e.favor => p.pick("人情", "a favor"),
            Some(_) => p.pick("双赢", "a win-win"),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {nature} |",
            escaped(&department.name),
            escaped(&p.asked(e, &a.needs)),
            escaped(&cost),
            escaped(&gets)
        );
    }
    let note = p.pick(
        "“对方得到什么”按加上建议、去掉该去掉的内容后计；对方成本与指标没有共同单位，只并列，不相减。",
        "What they get counts the additions, and leaves out what is to be dropped; cost and KPIs share no unit, so they stand side by side and are never subtracted.",
    );
    let _ = writeln!(out, "\n{note}\n");
    let favors: Vec<_> = a.exchanges.iter().filter(|e| e.favor && a.is_asked(e.department)).collect();
    if favors.is_empty() {
        return;
    }
    let _ = writeln!(out, "**{}**\n", p.pick("对方得不到好处时，谁能补上", "Where they gain too little: who may close the triangle"));
    for e in favors {
        let line = e.triangles.first().map_or_else(|| p.no_triangle(e, &a.relations), |t| p.triangle(e, t, &a.relations));
        let _ = writeln!(out, "- {}", escaped(&line));
    }
    out.push('\n');
}
