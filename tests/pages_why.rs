//! A partner's page says why what is read from texts helps its KPIs, in the words of the brief, and says nothing where there is no reason to name.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(dead_code)]
mod library;

use std::collections::{BTreeMap, BTreeSet};

use common::root;
use winwin::analysis::{self, Options, ProjectAnalysis};
use winwin::chart::check;
use winwin::chart::font::Fonts;
use winwin::chart::scene::Scene;
use winwin::lang::phrases::Phrases;
use winwin::lang::reasons::{Ground, grounds};
use winwin::model::{Case, DepartmentId, Lang};
use winwin::pictures::{Subject, pages};
use winwin::read::columns::TableKind;
use winwin::score::{Scorer, Scores, score_pairs};

/// The reasons on a page in full.
fn told(scene: &Scene, lang: Lang) -> Vec<String> {
    let fulls = scene.labels().filter_map(|l| l.names.as_ref()).map(|n| n.full.replace('\u{200b}', ""));
    fulls.filter(|full| reason(full, lang).is_some()).collect()
}

/// What a line gives as the reason.
fn reason(line: &str, lang: Lang) -> Option<&str> {
    let (start, sign) = if lang == Lang::Zh { ("", "为什么有帮助：") } else { ("why ", " helps: ") };
    line.strip_prefix(start)?.split_once(sign).map(|(_, why)| why)
}

/// All that the table of pairs says for what a project does for a department.
fn all_reasons(case: &Case, scorer: &Scorer, scores: &Scores, a: &ProjectAnalysis, id: DepartmentId, lang: Lang) -> BTreeSet<String> {
    let elements: Vec<_> = a.core.iter().copied().chain(a.plan.iter().map(|s| s.element)).collect();
    let pairs = case.kpis_of(id).flat_map(|k| elements.iter().map(move |e| (k, *e)));
    let said = pairs.flat_map(|(k, e)| grounds(case, scorer, scores.scored(k, e), lang));
    said.map(|ground| match ground {
        Ground::Chain(steps) => steps.join(" → "),
        Ground::Line(line) => line.replacen("类似：", "类似于", 1).replacen("like: ", "much as ", 1),
    })
    .collect()
}

/// The reasons of each page of each project, by project and partner.
fn reasons_of(name: &str, lang: Lang) -> BTreeMap<(String, String), Vec<String>> {
    let folder = root().join("data").join(name);
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let kinds = TableKind::ALL.into_iter().filter(|k| folder.join(format!("{}.csv", k.name())).is_file());
    let tables: Vec<(TableKind, String)> = kinds.map(|k| (k, read(&format!("{}.csv", k.name())))).collect();
    let tables: Vec<(TableKind, &str)> = tables.iter().map(|(k, t)| (*k, t.as_str())).collect();
    let config = winwin::read::config::parse(&read("winwin.toml")).unwrap();
    let case = library::case(&tables, config.own.as_deref(), config.today.unwrap(), lang, true);
    let scorer = library::scorer();
    let scores = score_pairs(&case, scorer).unwrap();
    let options = Options { budget: config.budget, ..Options::default() };
    let (evidence, projects) = analysis::analyze(&case, &scores, scorer, &options);
    let (phrases, fonts) = (Phrases { case: &case, lang }, Fonts::bundled());
    let mut all = BTreeMap::new();
    for a in &projects {
        let subject = Subject { analysis: a, phrases, scores: &scores, scorer, evidence: &evidence, options: &options, files: "kpis.csv" };
        for (id, scene) in pages::departments(&subject, &fonts) {
            assert_eq!(check::problems(&scene, &fonts), Vec::<String>::new());
            let (told, known) = (told(&scene, lang), all_reasons(&case, scorer, &scores, a, id, lang));
            for line in &told {
                // The page says which way; the brief's chain leaves that to who knows the KPI.
                let plain = reason(line, lang).unwrap().replace("→ 减少", "→ ").replace("→ less ", "→ ");
                assert!(known.contains(&plain), "{line} is none of {known:?}");
            }
            all.insert((phrases.project(a).to_owned(), phrases.department(id).to_owned()), told);
        }
    }
    all
}

#[test]
fn a_partner_reads_why_in_the_words_of_the_brief() {
    let zh = reasons_of("lifestyle-summit", Lang::Zh);
    let of = |project: &str, department: &str| zh[&(project.to_owned(), department.to_owned())].clone();
    // The trainers' KPI has no chain and no judged pair near it: its row says nothing.
    assert_eq!(of("豪华车主生活方式峰会", "培训部"), ["“项目关键操作录成内部课程”为什么有帮助：“测验” → 模拟考核 → 员工技能"]);
    // The stated share keeps its arithmetic; the reason is that of what is read from its text beside it.
    let marketing = of("豪华车主生活方式峰会", "营销部");
    assert!(marketing.iter().any(|line| line == "“邀请汽车媒体报道”为什么有帮助：“汽车媒体” → 媒体报道 → 品牌知名度"), "{marketing:?}");
    // Where less is wanted, the way says so: leave by shifts does not bring people to go.
    assert_eq!(of("豪华车主生活方式峰会", "人力资源部"), ["为什么有帮助：“调休” → 弹性工作 → 减少员工流失"]);
    assert_eq!(of("豪华车主生活方式峰会", "财务部"), ["为什么有帮助：“取代…临时采购” → 减少紧急采购 → 减少预算偏差"]);
    let en = reasons_of("lifestyle-summit-en", Lang::En);
    assert_eq!(
        en[&("Luxury owner lifestyle summit".to_owned(), "Training".to_owned())],
        ["why \"Key project tasks recorded as course\" helps: \"training\" → employee skill"]
    );
    for said in zh.values().chain(en.values()).flatten() {
        assert!(
            !["整体", "as a whole", "共同用词", "shared words", "用词相近", "both speak", "两边都说到"].iter().any(|w| said.contains(w)),
            "{said}"
        );
    }
}
