//! What opens a talk with a partner, in sentences: their KPI, what the plan does for it, and what is owned up to.

use crate::analysis::ProjectAnalysis;
use crate::analysis::need::Needs;
use crate::analysis::partners::record::{self, Asked};
use crate::analysis::reframe::{Opening, Talk};
use crate::analysis::settle::Delivery;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, labels, quoted, settle};
use crate::model::share::Known;
use crate::model::{DepartmentId, Direction, KpiId, LogEntry};
use crate::read::check::direction_by_words;
use crate::text::fold;

impl Phrases<'_> {
    /// What the manager can say to open the talk, in the words of the partner's own KPI. Who has refused hears of that first: to go on as if
    /// nothing were asks to be refused again.
    pub fn opening(&self, talk: &Talk, a: &ProjectAnalysis) -> String {
        match self.refusal(&a.needs, talk.department) {
            Some(row) => self.after_refusal(row) + &self.opened(talk, a.delivery.as_ref(), true),
            None => self.opened(talk, a.delivery.as_ref(), false),
        }
    }

    /// The row by which a department has refused what it is asked here, where nothing has settled that. What it refused another project is spoken
    /// of there.
    pub(super) fn refusal(&self, needs: &Needs, department: DepartmentId) -> Option<&LogEntry> {
        match record::asked(self.case, department) {
            Asked::Refused(at) if !needs.is_elsewhere(department) => self.case.log.get(at),
            _ => None,
        }
    }

    fn after_refusal(&self, row: &LogEntry) -> String {
        let words = if row.outcome.is_empty() { &row.what } else { &row.outcome };
        let (zh, en) = if words.is_empty() {
            ("没有同意".to_owned(), "said no".to_owned())
        } else {
            (format!("说{}", quoted(Lang::Zh, words)), format!("said {}", quoted(Lang::En, words)))
        };
        let (day, month) = (row.date.day(), row.date.month());
        self.pick(
            format!("{month}月{day}日你们{zh}。想先请教：什么条件下可行，先做一小块也行？"),
            format!("On {} you {en}. What would make it possible, even a small first part of it? ", row.date.strftime("%-d %B")),
        )
    }

    /// `asked`: the question that ends the opening is asked already.
    fn opened(&self, talk: &Talk, delivery: Option<&Delivery>, asked: bool) -> String {
        let ended = |said: String, question: &str| if asked { said + self.pick("。", ".") } else { said + question };
        let (kpi, rest) = match talk.opening {
            Opening::Stated(kpi, element, known) => {
                let (element, brought) = (quoted(self.lang, self.element(element)), self.brought(&known, kpi));
                let promised = settle::promised(&known, delivery, self.lang).map(|s| self.pick(format!("（{s}）"), format!(" ({s})")));
                let brought = brought + &promised.unwrap_or_default();
                let said = self.pick(format!("我们的{element}可带来{brought}"), format!("Our {element} brings {brought}"));
                (kpi, ended(said, self.pick("，想和您一起把它排进方案。", ". Shall we plan it together?")))
            }
            Opening::Inferred(kpi, element) => {
                let element = quoted(self.lang, self.element(element));
                let said = self.pick(format!("我们的{element}应该能帮上忙"), format!("Our {element} should help"));
                (kpi, ended(said, self.pick("，想请您看看怎样做对它最有用。", ". What would make it most useful to you?")))
            }
            Opening::Added(kpi, element) => {
                let element = quoted(self.lang, self.element(element));
                let said = self.pick(format!("我们打算为此增加{element}"), format!("We mean to add {element} for it"));
                (kpi, ended(said, self.pick("，想先听听您的意见。", ". May I have your advice first?")))
            }
            Opening::AskAdvice(kpi) => (kpi, self.own_up(talk, asked)),
            Opening::AskKpis => {
                let zh = match asked {
                    true => "也想知道：你们今年最看重哪几项指标？我们看看项目能帮上什么。",
                    false => "想先请教：你们今年最看重哪几项指标？我们看看项目能帮上什么。",
                };
                let en = "May I ask which targets matter most to you this year? We would like to see what the project can do for them.";
                return self.pick(zh, en).to_owned();
            }
        };
        let need = self.need(kpi);
        self.pick(format!("{need}。{rest}"), format!("{need}. {rest}"))
    }

    /// That nothing helps yet, or what of the plan works against the very KPI: they know, and had better hear it from us.
    fn own_up(&self, talk: &Talk, asked: bool) -> String {
        if let Some((element, drop)) = talk.owns_up {
            let element = quoted(self.lang, self.element(element));
            if drop {
                return self.pick(
                    format!("我们的{element}可能对它不利，打算去掉。除此之外，怎样做对它最有用？"),
                    format!("Our {element} may work against it: we mean to drop it. What else would be most useful to you?"),
                );
            }
            return self.pick(
                format!("我们的{element}可能对它不利，怎样才能减轻？"),
                format!("Our {element} may work against it. How could we lessen that?"),
            );
        }
        let (zh, en) = match asked {
            true => ("对这一项，我们的方案目前还没有明显的帮助。", "Our plan does not clearly help with it yet."),
            false => (
                "对这一项，我们的方案目前还没有明显的帮助，想先请教：怎样做对它最有用？",
                "Our plan does not clearly help with it yet. What would be most useful to you?",
            ),
        };
        self.pick(zh, en).to_owned()
    }

    /// A contribution as one says it: `500万次，占全部所需变化的30.0%`, `5,000,000 visits, 30.0 % of the whole change needed`. What is still to
    /// be done is less than the whole change, so that nobody may take the share for one of that.
    fn brought(&self, known: &Known, id: KpiId) -> String {
        let kpi = self.case.kpi(id);
        let [low, middle, high] = known.contribution;
        let amount = |v: f64| amounts::of_kpi(v, kpi, self.lang);
        let share = |v: f64| amounts::share(v, self.lang);
        // Two ends are said of both; the likely one between them is for the table.
        let between = |a: String, b: String| format!("{a}{}{b}", self.pick("到", " to "));
        let (amount, share) = if low < high {
            let (few, many) = known.range();
            (between(amount(low), amount(high)), between(share(few), share(many)))
        } else {
            (amount(middle), share(known.share()))
        };
        self.pick(format!("{amount}，占全部所需变化的{share}"), format!("{amount}, {share} of the whole change needed"))
    }

    /// A KPI as its department would say it, with what is left: `你们的“…”：曝光量要从0次到1667万次，现为420万次，还差1247万次`. The figures are
    /// those of its metric: a name often says a way already (a cut), and may say another one than they do.
    fn need(&self, id: KpiId) -> String {
        let (name, kpi) = (self.kpi_quoted(id), self.case.kpi(id));
        let metric = Some(&kpi.metric).filter(|m| !m.is_empty() && fold(m) != fold(&kpi.name));
        // The way is said once.
        let said = metric.is_some() || direction_by_words(&kpi.name).is_some();
        let shown = |v: f64| amounts::level(v, kpi, self.lang);
        let way = if said { self.pick("", "go") } else { labels::direction(kpi.direction, self.lang) };
        // Behind a metric, which may be one thing or many, no verb.
        let verb = if metric.is_some() { String::new() } else { format!("is to {way} ") };
        // "incidents from 22 to 15 incidents" says one thing twice.
        let counted =
            metric.zip(kpi.unit.as_ref()).is_some_and(|(m, u)| fold(m).split_whitespace().last() == Some(fold(u.label()).as_str()));
        let bare = |v: f64| if counted { amounts::number(v, self.lang) } else { shown(v) };
        let goal = match (kpi.baseline, kpi.target) {
            (Some(b), Some(t)) => {
                self.pick(format!("要从{}{way}到{}", shown(b), shown(t)), format!("{verb}from {} to {}", bare(b), bare(t)))
            }
            (None, Some(t)) => self.pick(format!("要{way}到{}", shown(t)), format!("{verb}to {}", shown(t))),
            _ => {
                let way = labels::direction(kpi.direction, self.lang);
                self.pick(format!("应{way}，未给目标值"), format!("is to {way}, no target given"))
            }
        };
        let now = kpi.actual.map_or(String::new(), |a| self.pick(format!("，现为{}", shown(a)), format!(", now {}", shown(a))));
        let left = kpi.target.zip(kpi.actual).map(|(t, a)| if kpi.direction == Direction::Increase { t - a } else { a - t });
        let left = left.filter(|l| *l > 0.0).map_or(String::new(), |l| {
            let l = amounts::of_kpi(l, kpi, self.lang);
            self.pick(format!("，还差{l}"), format!(", {l} to go"))
        });
        let metric = metric.map_or(String::new(), |m| self.pick(format!("：{m}"), format!(": {m}")));
        self.pick(format!("你们的{name}{metric}{goal}{now}{left}"), format!("Your {name}{metric} {goal}{now}{left}"))
    }
}
