//! A user's own concepts and causes on top of the built-in ones.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Run, Work};

const HEAD: &str = "id,valence,kind,name_zh,name_en,zh,en\n";

fn explained(work: &Work, more: &[&str]) -> Run {
    let pair = ["explain", "--kpi-text", "提升蓝鲸指数", "--element-text", "举办海豚之夜"];
    work.run(&[pair.as_slice(), more].concat()).ended(0)
}

fn overlap(run: &Run) -> f64 {
    run.out.split("重合度 ").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn own_concepts_and_drives_explain_and_move_a_score() {
    let work = Work::new();
    std::fs::create_dir(work.path("own")).unwrap();
    work.write(
        "own/concepts.csv",
        &format!("{HEAD}whale,+,outcome,蓝鲸指数,whale index,蓝鲸指数,\ndolphin,+,activity,海豚之夜,dolphin night,海豚之夜,\n"),
    );
    work.write("own/drives.csv", "from,to,weight\ndolphin,whale,0.9\n");
    let (without, with) = (explained(&work, &[]), explained(&work, &["--knowledge", "own"]));
    assert!(!without.out.contains("海豚之夜 →") && with.out.contains("蓝鲸指数"), "{with:?}");
    assert!(overlap(&with) > overlap(&without) + 0.05, "{without:?}\n{with:?}");

    // An own cause stands in place of a built-in one.
    work.write("own/drives.csv", "from,to,weight\ndolphin,whale,-0.9\n");
    let against = explained(&work, &["--knowledge", "own"]);
    assert!(overlap(&against) < overlap(&without), "{without:?}\n{against:?}");
}

#[test]
fn faults_have_file_line_and_help() {
    let work = Work::new();
    std::fs::create_dir(work.path("own")).unwrap();
    work.write("own/concepts.csv", &format!("{HEAD}whale,+,outcome,蓝鲸指数,whale index,品牌知名度,\n"));
    work.write(
        "own/drives.csv",
        "from,to,weight\nbrand_awarenes,leads,0.5\nbrand_awareness,leads,2\nleads,brand_awareness,0.1\nleads,brand_awareness,-0.1\n",
    );
    let run = work.run(&["check", "--knowledge", "own", "--lang", "en"]).ended(3);
    for told in [
        "concepts.csv:2",
        "synonym of the concept brand_awareness",
        "drives.csv:2",
        "did you mean \"brand_awareness\"?",
        "drives.csv:3",
        "from -1 to 1",
        "drives.csv:5",
        "line 4",
    ] {
        assert!(run.out.contains(told), "{told}: {run:?}");
    }
    let run = work.run(&["explain", "--kpi-text", "a", "--element-text", "b", "--knowledge", "own"]).ended(3);
    assert!(run.err.contains("drives.csv:3"), "{run:?}");
    std::fs::create_dir(work.path("empty")).unwrap();
    let run = work.run(&["check", "--knowledge", "empty", "--lang", "en"]).ended(1);
    assert!(run.err.contains("no concepts.csv"), "{run:?}");
}

#[test]
fn winwin_toml_names_the_folder_beside_it() {
    let work = Work::new();
    std::fs::create_dir_all(work.path("plan/words")).unwrap();
    work.write("plan/kpis.csv", "department,kpi,direction\n市场部,提升蓝鲸指数,increase\n");
    work.write("plan/elements.csv", "project,element\n夏季活动,举办海豚之夜\n");
    work.write("plan/winwin.toml", "knowledge = \"words\"\n");
    work.write("plan/words/drives.csv", "from,to,weight\nbrand_awareness,nothing,0.5\n");
    let run = work.run(&["score", "--kpis", "plan/kpis.csv", "--elements", "plan/elements.csv"]).ended(3);
    assert!(run.err.contains("words/drives.csv:2"), "{run:?}");
}
