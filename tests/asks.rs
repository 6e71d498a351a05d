//! An ask stands once in the departments table, for whatever project: it is put forward where something needs the department, only if it is
//! still needed where that is to be dropped, and listed alone where another project of the run is meant.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, list};

/// What is said of the two projects of a worked example.
struct Told {
    example: &'static str,
    party: &'static str,
    summit: &'static str,
}

const ZH: Told = Told { example: "lifestyle-summit", party: "老客户答谢会", summit: "豪华车主生活方式峰会" };
const EN: Told = Told { example: "lifestyle-summit-en", party: "Loyal customer thank-you party", summit: "Luxury owner lifestyle summit" };

fn brief(told: &Told, project: &str) -> String {
    Work::analysed(told.example).read(&format!("out/{project}/brief.md"))
}

/// What is to be mended before a proposal goes out.
fn to_mend(brief: &str) -> Vec<&str> {
    let rest = ["提交前先处理", "Before it goes out"].iter().find_map(|title| brief.split(&format!("\n## {title}\n\n")).nth(1));
    rest.unwrap_or_else(|| panic!("nothing to mend in {brief}")).lines().map_while(|l| l.strip_prefix("- ")).collect()
}

/// A part of a brief, from its heading to the next one.
fn part<'a>(brief: &'a str, title: &str) -> &'a str {
    let rest = brief.split(&format!("\n### {title}\n")).nth(1).unwrap_or_else(|| panic!("no {title} in {brief}"));
    rest.split("\n### ").next().unwrap()
}

fn row<'a>(text: &'a str, start: &str) -> &'a str {
    text.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("no {start} in {text}"))
}

#[test]
fn what_another_project_asks_for_is_listed_and_not_redesigned_here() {
    for (told, expected) in [
        (
            &ZH,
            [
                "IT部：本项目没有要素需要它，“豪华车主生活方式峰会”需要：在那里提（“App报名签到功能” departments.csv:5、2026-11-10已提出 log.csv:6）",
                "培训部：本项目没有要素需要它，“豪华车主生活方式峰会”需要：在那里提；建议增加的“项目关键操作录成内部课程”要它配合，另行商量（“两名金牌技师出席” departments.csv:4）",
            ],
        ),
        (
            &EN,
            [
                "IT: nothing in this project needs them, but \"Luxury owner lifestyle summit\" does: make the request there (\"registration and check-in in the app\" departments.csv:5, asked on 2026-11-10 log.csv:6)",
                "Training: nothing in this project needs them, but \"Luxury owner lifestyle summit\" does: make the request there; their part in \"Key project tasks recorded as course\", which is advised, is another matter (\"two gold-medal technicians on the day\" departments.csv:4)",
            ],
        ),
    ] {
        let brief = brief(told, told.party);
        let found = to_mend(&brief);
        for line in expected {
            let name = line.split(['：', ':']).next().unwrap();
            let of: Vec<&str> =
                found.iter().copied().filter(|w| w.starts_with(&format!("{name}：")) || w.starts_with(&format!("{name}: "))).collect();
            assert_eq!(of, [line], "one warning, and none of the day or of a redesign");
        }
    }
}

#[test]
fn nothing_is_planned_or_taken_further_for_another_project() {
    for (told, it, training, there, [plan, week, escalation, needs], [redesign, feature, marked]) in [
        (
            &ZH,
            "IT部",
            "培训部",
            "本项目没有要素需要它，“豪华车主生活方式峰会”需要：在那里提",
            ["预沟通计划", "第一周的三件事", "升级沟通", "常设协调会"],
            ["- 改一个需求：对营销部的“活动预算与策划团队”", "App报名签到功能", "App报名签到功能（为“豪华车主生活方式峰会”，在那里提）"],
        ),
        (
            &EN,
            "IT",
            "Training",
            "nothing in this project needs them, but \"Luxury owner lifestyle summit\" does: make the request there",
            ["Pre-selling plan", "Three actions for the first week", "Escalation", "Standing committee"],
            [
                "- A need to redesign: \"event budget and the planning team\" asked of Marketing",
                "registration and check-in in the app",
                "registration and check-in in the app (for \"Luxury owner lifestyle summit\": put forward there)",
            ],
        ),
    ] {
        let (party, summit) = (brief(told, told.party), brief(told, told.summit));
        let planned = part(&party, plan);
        for name in [it, training] {
            let row = row(planned, &format!("| {name} |"));
            assert!(row.contains(there) && row.contains("| – | – | – |"), "{row}");
            let (zh, en) = (format!("**{name}（"), format!("**{name} ("));
            assert!(!planned.contains(&zh) && !planned.contains(&en), "no steps are told: {planned}");
        }
        assert!(row(planned, &format!("| {it} |")).contains(&format!("| {feature} |")), "the ask stays to be seen: {planned}");
        assert!(part(&party, week).contains(redesign), "{}", part(&party, week));
        assert!(!party.contains(&format!("\n### {escalation}\n")), "{party}");
        assert!(part(&party, needs).contains(marked), "{}", part(&party, needs));
        assert!(party.matches(marked).count() >= 3, "what is asked, give and ask, the committee: {party}");
        let calendar = Work::analysed(told.example).read(&format!("out/{}/presell.ics", told.party)).replace("\r\n ", "");
        let titles = |calendar: &str, name: &str| -> Vec<String> {
            let of = calendar.lines().filter(|l| l.starts_with("SUMMARY:") && l.contains(name));
            of.map(str::to_owned).collect()
        };
        assert_eq!(titles(&calendar, training), [""; 0], "the day is in the calendar of the project that needs them");
        // The project that needs them plans them, and takes the refusal further.
        assert!(summit.contains(&format!("\n### {escalation}\n")) && !summit.contains(there), "{summit}");
        let calendar = Work::analysed(told.example).read(&format!("out/{}/presell.ics", told.summit)).replace("\r\n ", "");
        assert!(titles(&calendar, training).len() > 1, "{calendar}");
        let found = Work::analysed(told.example).summary(told.party)["partners"].clone();
        assert!(list(&found, "escalations").is_empty(), "{found}");
    }
}

#[test]
fn an_ask_whose_need_is_dropped_is_left_to_the_project_that_still_needs_it() {
    for (told, never, sentences) in [
        (
            &ZH,
            ["如仍需要", "是否还需要", "撤回"],
            [
                "财务部：去掉“高端晚宴酒水升级”（elements.csv:15）后，本项目没有要素再需要它，“老客户答谢会”仍需要：留到那里提",
                "| 财务部 | 预算追加审批 | 2026-11-30（departments.csv 第6行） | – | – | – | 去掉“高端晚宴酒水升级”（elements.csv:15）后，本项目没有要素再需要它，“老客户答谢会”仍需要：留到那里提 |",
                "- 2026-11-30 需要财务部：预算追加审批（按建议改后留到“老客户答谢会”提）（departments.csv 第6行）",
                "| 财务部 | 预算追加审批（按建议改后留到“老客户答谢会”提） | – |",
                "- 预算追加审批（按建议改后留到“老客户答谢会”提），2026-11-30前需要",
                "余额不足一次帮忙，先存入再请求；按建议改后留到“老客户答谢会”提 |",
            ],
        ),
        (
            &EN,
            ["if still needed", "is still needed", "withdraw"],
            [
                "Finance: without \"Better drinks at the gala dinner\" (elements.csv:15) nothing in this project needs them, but \"Loyal customer thank-you party\" still does: leave the request to that one",
                "| Finance | approval of the extra budget | 2026-11-30 (departments.csv line 6) | – | – | – | without \"Better drinks at the gala dinner\" (elements.csv:15) nothing in this project needs them, but \"Loyal customer thank-you party\" still does: leave the request to that one |",
                "- 2026-11-30 Finance: approval of the extra budget (as advised, left to \"Loyal customer thank-you party\") (departments.csv line 6)",
                "| Finance | approval of the extra budget (as advised, left to \"Loyal customer thank-you party\") | – |",
                "- approval of the extra budget (as advised, left to \"Loyal customer thank-you party\"), needed by 2026-11-30",
                "less than one favor: deposit before you ask; as advised, left to \"Loyal customer thank-you party\" |",
            ],
        ),
    ] {
        let summit = brief(told, told.summit);
        for sentence in sentences {
            assert!(summit.contains(sentence), "{sentence}: {summit}");
        }
        // One answer everywhere: no steps, no days and no title speak of it here.
        let (zh, finance) = (told.summit == ZH.summit, if told.summit == ZH.summit { "财务部" } else { "Finance" });
        let planned = part(&summit, if zh { "预沟通计划" } else { "Pre-selling plan" });
        assert!(!planned.contains(&format!("**{finance}")), "{planned}");
        let calendar = |project: &str| Work::analysed(told.example).read(&format!("out/{project}/presell.ics")).replace("\r\n ", "");
        let days = |project: &str| calendar(project).lines().filter(|l| l.starts_with("SUMMARY:") && l.contains(finance)).count();
        assert!(days(told.summit) == 0 && days(told.party) > 0, "{}", calendar(told.summit));
        assert!(!summit.lines().any(|l| l.contains("(charts/presell-timeline.png)") && l.contains(finance)), "{summit}");
        // Neither project disowns it: the party keeps what it needs them for.
        let party = brief(told, told.party);
        for word in never {
            assert!(!summit.contains(word) && !party.contains(word), "{word}: {summit} {party}");
        }
        assert!(!party.contains("留到") && !party.contains("left to \""), "{party}");
    }
}

const KPIS: &str = "department,kpi,metric,baseline,target,actual,due\n\
    Us,Sales,sales,0,10,1,2028-12-31\n\
    IT,Digital scenes,scenes,0,5,1,2028-12-31\n\
    Law,Open cases,cases,20,10,15,2028-12-31\n";
const DEPARTMENTS: &str = "department,role,contact,ask,needed_by\n\
    Us,own,Ann,,\n\
    IT,partner,Bo,Booking desk,2027-01-08\n\
    Law,partner,Cy,Permit,2027-06-30\n";

/// What is to be mended in the fair, among some projects, as of 31 December 2026.
fn warned(elements: &str) -> Vec<String> {
    let work = Work::new();
    work.write("kpis.csv", KPIS).write("departments.csv", DEPARTMENTS);
    work.write("elements.csv", &format!("project,element,kind,metric,contribution,needs\n{elements}"));
    let args = ["analyze", ".", "--lang", "en", "--today", "2026-12-31", "--max-changes", "0", "--out", "out", "--charts", "none"];
    work.run(&args).ended(0);
    to_mend(&work.read("out/Fair/brief.md")).into_iter().map(str::to_owned).collect()
}

#[test]
fn an_ask_is_another_projects_only_where_its_plan_needs_the_department_and_nothing_here_does() {
    let of = |elements: &str| -> Vec<String> { warned(elements).into_iter().filter(|w| w.starts_with("IT: ")).collect() };
    let there =
        ["IT: nothing in this project needs them, but \"Dinner\" does: make the request there (\"Booking desk\" departments.csv:3)"];
    assert_eq!(of("Fair,Stage,core,sales,2,\nDinner,Gala,core,sales,2,IT\n"), there);
    let both = of("Fair,Stage,core,sales,2,\nDinner,Gala,core,sales,2,IT\nTour,Bus,core,sales,2,IT\n");
    assert_eq!(
        both,
        [
            "IT: nothing in this project needs them, but \"Dinner\" and \"Tour\" do: make the request there (\"Booking desk\" departments.csv:3)"
        ]
    );
    for here in [
        // One project alone; nobody needs them.
        "Fair,Stage,core,sales,2,\n",
        "Fair,Stage,core,sales,2,\nDinner,Gala,core,sales,2,\n",
        // What they are needed for is no part of the other's plan.
        "Fair,Stage,core,sales,2,\nDinner,Gala,core,sales,2,\nDinner,Lounge,optional,sales,1,IT\n",
        // Something here needs them, or may.
        "Fair,Stage,core,sales,2,IT\nDinner,Gala,core,sales,2,IT\n",
        "Fair,Stage,core,sales,2,\nFair,Kiosk,optional,sales,1,IT\nDinner,Gala,core,sales,2,IT\n",
    ] {
        let found = of(here);
        let asked = |w: &String| w.starts_with("IT: asked ") && w.contains("(\"Booking desk\" departments.csv:3");
        assert!(found.iter().any(asked) && !found.iter().any(|w| w.contains("request there")), "{here}: {found:?}");
        assert!(found.iter().any(|w| w.contains("needed by 2027-01-08, 8 days away")), "{here}: {found:?}");
    }
    // Law is nobody's, whatever becomes of IT.
    let law = warned("Fair,Stage,core,sales,2,\nDinner,Gala,core,sales,2,IT\n");
    assert!(law.iter().any(|w| w.starts_with("Law: asked ") && w.contains("(\"Permit\" departments.csv:4")), "{law:?}");
}
