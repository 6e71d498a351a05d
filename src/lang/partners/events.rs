//! Entries for calendars: stages of pre-selling, the days by which answers are needed, the breakfast and the standing meeting.

use jiff::civil::Date;

use crate::analysis::partners::Relations;
use crate::analysis::partners::presell::{Plan, Stage};
use crate::lang::partners::{Teller, meetings, presell, talk, title};
use crate::lang::phrases::Phrases;

/// One entry, all day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is, whatever its days: the same matter has the same key on every run.
    pub key: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Title.
    pub title: String,
    /// Text; lines are parted by `\n`.
    pub text: String,
    /// On which Friday of each month it comes back, if it does: 2 the second, -1 the last.
    pub monthly: Option<i8>,
}

/// Name of a calendar, of a project where there is one.
pub fn name(p: Phrases, project: Option<&str>) -> String {
    project.map_or(title(p.lang).to_owned(), |project| format!("{project}{}{}", p.pick("：", ": "), title(p.lang)))
}

/// What is still to be done for each need, from today on, with the day of the need itself.
pub fn stages(p: Phrases, relations: &Relations) -> Vec<Entry> {
    let t = Teller { p, r: relations };
    relations.presell.iter().flat_map(|plan| entries(&t, plan)).collect()
}

fn entries(t: &Teller, plan: &Plan) -> Vec<Entry> {
    // The project that needs them has the same entries, of the same keys.
    if plan.elsewhere {
        return Vec::new();
    }
    let (today, name) = (t.p.case.today, t.name(plan.department));
    let row = t.row(&plan.origin);
    // An ask stands in the departments table, for whatever project: calendars of several of them do not double its stages.
    let key = |what: &str| format!("{name}\n{}\n{what}", t.p.case.department(plan.department).ask);
    let mut entries: Vec<Entry> = plan
        .calendar(today)
        .into_iter()
        .map(|window| {
            let mut lines: Vec<String> = Vec::new();
            if window.stage == Stage::Request {
                lines.extend(presell::deposit_first(t, plan));
            }
            match window.stage {
                _ if plan.is_one_talk() => lines.extend(talk::one_talk(t, plan)),
                Stage::Probe => lines.push(talk::probe(t, plan)),
                Stage::CoCreate => lines.push(talk::join(t, plan, false)),
                Stage::Request => lines.push(talk::request(t, plan)),
            }
            let what = lines.join("\n");
            let (stage, by) = (presell::occasion(Some(plan), window.stage, t.lang()), plan.needed_by);
            // A request has a day, the talks have a stretch.
            let from = if window.stage == Stage::Request { window.to } else { window.from };
            Entry {
                key: key(match window.stage {
                    Stage::Probe => "probe",
                    Stage::CoCreate => "co-create",
                    Stage::Request => "request",
                }),
                from,
                to: window.to,
                title: t.pick(format!("{stage}：{}", t.named(plan.department)), format!("{stage}: {}", t.named(plan.department))),
                text: match window.stage {
                    // The request itself names the day.
                    Stage::Request => format!("{what}\n{row}"),
                    _ => t.pick(format!("{what}\n需要日期：{by}（{row}）"), format!("{what}\nneeded by {by} ({row})")),
                },
                monthly: None,
            }
        })
        .collect();
    if plan.needed_by >= today {
        let ask = &t.p.case.department(plan.department).ask;
        let (by, ask) = (plan.needed_by, if ask.is_empty() { t.pick("配合", "their part") } else { ask.as_str() });
        // The title is that of every project: what is to be seen to in this one is told in the text.
        let doubt = t.p.need_dropped(&t.r.needs, plan.department);
        entries.push(Entry {
            // The same day for every project that asks for it.
            key: format!("{name}\n{}\nneeded", t.p.case.department(plan.department).ask),
            from: by,
            to: by,
            title: t.pick(format!("需要日期：{name}，{ask}"), format!("needed: {name}, {ask}")),
            text: doubt.into_iter().chain([row]).collect::<Vec<_>>().join("\n"),
            monthly: None,
        });
    }
    entries
}

/// The breakfast and the standing meeting, with the next one's agenda.
pub fn standing(p: Phrases, relations: &Relations) -> Vec<Entry> {
    let t = Teller { p, r: relations };
    // One meeting for all projects of a department: calendars of several of them do not double it.
    let key = |what: &str| format!("{}\n{what}", p.case.own.map_or("", |d| p.department(d)));
    let breakfast = relations.fast_track.as_ref().and_then(|track| track.breakfast).map(|day| Entry {
        key: key("breakfast"),
        from: day,
        to: day,
        title: t.pick("早餐会（早上）", "Breakfast (morning)").to_owned(),
        text: [
            t.pick(format!("每次的议题由当月的结果文件给出；{day}的议题："), format!("each month's run gives the agenda; that of {day}:"))
        ]
        .into_iter()
        .chain(meetings::breakfast(&t))
        .collect::<Vec<_>>()
        .join("\n- "),
        monthly: Some(2),
    });
    breakfast.into_iter().chain(committee(&t, key("committee"))).collect()
}

fn committee(t: &Teller, key: String) -> Option<Entry> {
    let committee = t.r.committee.as_ref()?;
    let day = committee.day;
    let mut text = t.pick(
        format!("下午，两小时：30分钟数据、60分钟需求、30分钟决策；表中没有钟点，所以按全天记。每次的议程由当月的结果文件给出；{day}的议程："),
        format!("two hours in the afternoon: 30 min data, 60 min needs, 30 min decisions; the tables hold no time of day, so it stands as a whole day. Each month's run gives the agenda; that of {day}:"),
    );
    for (title, lines) in meetings::agenda(t, committee) {
        text.push('\n');
        text.push_str(&title);
        for line in lines {
            text.push_str("\n- ");
            text.push_str(&line);
        }
    }
    let title = t.pick("常设协调会（下午）", "Standing committee (afternoon)").to_owned();
    Some(Entry { key, from: day, to: day, title, text, monthly: Some(-1) })
}
