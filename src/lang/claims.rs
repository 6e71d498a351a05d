//! Sentences about the ledger of claims: amounts, remarks on a row, and what to look at before the sums are used.

use std::collections::BTreeSet;

use crate::analysis::claims::double::{Double, Ground, part};
use crate::analysis::claims::{Entry, Ledger, Over, Reach, Timing, Unsupported};
use crate::lang::lint::{at, some};
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, list, pick, quoted, reasons};
use crate::model::share::Known;
use crate::model::{ElementId, Kpi, KpiId, NoShare, Quantity, Share};

/// A contribution in its KPI's unit: `500万次`, `300万–500万次`.
pub fn amount(contribution: &[f64; 3], kpi: &Kpi, lang: Lang) -> String {
    let [low, likely, high] = *contribution;
    if low == high {
        return amounts::of_kpi(likely, kpi, lang);
    }
    let scale = if kpi.percent { 100.0 } else { 1.0 };
    format!("{}{}{}", amounts::number(low * scale, lang), amounts::between(low, lang), amounts::of_kpi(high, kpi, lang))
}

/// An amount as the row states it, without a KPI to count it in.
fn stated(q: &Quantity, lang: Lang) -> String {
    let shown = |x: f64| match (q.percent, q.points) {
        (true, _) => format!("{}{}", amounts::number(x * 100.0, lang), pick(lang, "%", " %")),
        (_, true) => amounts::in_points(&amounts::number(x * 100.0, lang), lang),
        _ => {
            let unit = q.unit.as_ref().map_or("", |u| u.label());
            let space = if unit.is_empty() || lang == Lang::Zh && !unit.is_ascii() { "" } else { " " };
            format!("{}{space}{unit}", amounts::number(x, lang))
        }
    };
    if q.is_range() { format!("{}{}{}", shown(q.low), amounts::between(q.low, lang), shown(q.high)) } else { shown(q.value) }
}

/// Why a claim counts in no sum.
pub fn unsupported(why: Unsupported, lang: Lang) -> &'static str {
    match why {
        Unsupported::NoKpi => pick(lang, "没有指标用这个度量", "no KPI carries this metric"),
        Unsupported::NoShare(reason) => reasons::no_share(&Share::Unknown(reason), lang),
    }
}

/// Parts of a double count whose shares are told.
const SHARES: usize = 12;

impl Phrases<'_> {
    /// A KPI with its department: `营销部“提升品牌知名度”`, `"Waste" (Environment)`.
    pub fn kpi_of_department(&self, id: KpiId) -> String {
        let department = self.department(self.case.kpi(id).department);
        self.pick(format!("{department}{}", self.kpi_quoted(id)), format!("{} ({department})", self.kpi_quoted(id)))
    }

    /// What a row claims: in the KPI's unit if it has a share, else as stated; a dash without an amount.
    pub fn claimed(&self, entry: &Entry) -> String {
        match (entry.kpi, entry.known(), &entry.amount) {
            (Some(kpi), Some(known), _) => amount(&known.contribution, self.case.kpi(kpi), self.lang),
            (_, _, Some(q)) => stated(q, self.lang),
            _ => "\u{2013}".to_owned(),
        }
    }

    /// Remarks on a row of the ledger; empty when there is nothing to say.
    pub fn claim_remarks(&self, at: usize, ledger: &Ledger) -> Vec<&'static str> {
        let Some(entry) = ledger.entries.get(at) else { return Vec::new() };
        let mut said = Vec::new();
        match &entry.share {
            Err(why) => {
                said.push(self.pick("未计入合计", "not counted"));
                said.push(unsupported(*why, self.lang));
            }
            Ok(known) => {
                let share = known.share();
                said.extend(known.from_zero.then(|| self.pick("无基线，自零起算", "no baseline: counted from zero")));
                said.extend((share < 0.0).then(|| self.pick("使指标远离目标", "takes the KPI further from its target")));
                said.extend((share > 1.0).then(|| self.pick("单项就超过所需变化", "more than the KPI needs by itself")));
            }
        }
        said.extend(match entry.timing {
            Timing::InTime => None,
            Timing::Late => Some(self.pick("要素开始前指标就已截止", "the KPI is due before the element starts")),
            Timing::Partly => Some(self.pick("要素结束前指标就已截止", "the KPI is due before the element ends")),
            Timing::Outlasts => Some(self.pick("历时长于考核周期", "runs longer than the period of the KPI")),
        });
        let doubles = || ledger.doubles_of(at).iter().filter_map(|d| ledger.doubles.get(*d));
        if doubles().any(|d| d.sure) {
            said.push(self.pick("可能重复计算", "possible double count"));
        } else if doubles().next().is_some() {
            said.push(self.pick("请核实是否重复", "check: counted twice?"));
        }
        said
    }

    /// What is to be said behind a quoted claim: its part, when its result is surely claimed more than once; else nothing.
    pub fn split_note(&self, ledger: &Ledger, kpi: KpiId, element: ElementId) -> String {
        let doubt = if ledger.doubtful(kpi, element) {
            self.pick("；请先核对是否重复计算", "; check first that it is not counted twice").to_owned()
        } else {
            String::new()
        };
        ledger.split(kpi, element).map_or(doubt, |known| {
            let part = amounts::reach(&known, self.lang);
            self.pick(format!("；可能重复计算，均分后{part}"), format!("; possible double count, {part} when split"))
        })
    }

    /// A sum that holds where what may be one result is one.
    pub fn if_one_result(&self, sum: &str) -> String {
        self.pick(format!("{sum}（若为同一结果）"), format!("{sum} (if it is one result)"))
    }

    /// What to look at before the ledger's sums are used: results that may be counted twice, sums above the need, claims that count nowhere
    /// for want of an amount or a KPI.
    pub fn claim_flags(&self, ledger: &Ledger) -> Vec<String> {
        let over = ledger.reach.iter().filter_map(|r| self.over(r));
        let doubles = ledger.doubles.iter().map(|d| self.double(d, ledger));
        let open = |e: &&Entry| matches!(e.share, Err(Unsupported::NoKpi | Unsupported::NoShare(NoShare::NotStated)));
        let open: Vec<&Entry> = ledger.unsupported().filter(open).collect();
        over.chain(doubles).chain((!open.is_empty()).then(|| self.open(&open))).collect()
    }

    fn open(&self, entries: &[&Entry]) -> String {
        let name = |e: &&Entry| {
            let (element, metric) = (quoted(self.lang, self.element(e.element)), quoted(self.lang, &e.metric));
            let why = e.share.as_ref().err().map_or("", |w| unsupported(*w, self.lang));
            let place = at(&e.origin);
            self.pick(format!("{element}对{metric}（{why}，{place}）"), format!("{element} on {metric} ({why}, {place})"))
        };
        let names = some(self.lang, entries.iter().map(name));
        self.pick(
            format!("缺依据的贡献，未计入任何合计和标题：{names}。请补上数值，或改用指标表中的指标名称"),
            format!(
                "claims without support, left out of every sum and headline: {names}. Give the amount, or the name of a KPI in the table"
            ),
        )
    }

    /// A sum above the need.
    fn over(&self, reach: &Reach) -> Option<String> {
        let kpi = self.kpi_of_department(reach.kpi);
        let shown = |sum: &Option<Known>| sum.map_or_else(String::new, |k| amounts::share(k.share(), self.lang));
        match reach.over() {
            Over::No => None,
            Over::Plan => {
                let sum = shown(&reach.plan);
                Some(self.pick(
                    format!("{kpi}：计划内的贡献合计{sum}，超过所需变化：核对有无重复计算或高估，再写进方案"),
                    format!("{kpi}: the plan's claims come to {sum}, more than it needs: look for double counts and overestimates before you quote it"),
                ))
            }
            Over::WithOptional => {
                let sum = shown(&reach.with_optional);
                Some(self.pick(
                    format!("{kpi}：加上备选要素后合计{sum}，超过所需变化：不必全部增加"),
                    format!(
                        "{kpi}: with the optional elements the claims come to {sum}, more than it needs: not all of them have to be added"
                    ),
                ))
            }
        }
    }

    /// A result that may be counted more than once, with an equal split.
    pub fn double(&self, d: &Double, ledger: &Ledger) -> String {
        let claims: Vec<&Entry> = d.claims.iter().filter_map(|c| ledger.entries.get(*c)).collect();
        let Some(first) = claims.first().and_then(|e| e.kpi) else { return String::new() };
        let kpi = self.case.kpi(first);
        let mut rows: Vec<&Entry> = Vec::new();
        let mut kpis: Vec<KpiId> = Vec::new();
        let (mut placed, mut known) = (BTreeSet::new(), BTreeSet::new());
        for e in &claims {
            if placed.insert((&e.origin.file, e.origin.line)) {
                rows.push(e);
            }
            kpis.extend(e.kpi.filter(|k| known.insert(*k)));
        }
        let who = some(
            self.lang,
            rows.iter().map(|e| {
                let (name, own, place) = (quoted(self.lang, self.element(e.element)), self.claimed(e), at(&e.origin));
                let own = if d.equal { String::new() } else { self.pick(format!("{own}，"), format!("{own}, ")) };
                let optional = if e.core { "" } else { self.pick("备选，", "optional, ") };
                self.pick(format!("{name}（{optional}{own}{place}）"), format!("{name} ({optional}{own}{place})"))
            }),
        );
        let whom = some(self.lang, kpis.iter().map(|k| self.kpi_of_department(*k)));
        let (whole, each) = (amount(&d.result.contribution, kpi, self.lang), amount(&part(&d.result, d.ways).contribution, kpi, self.lang));
        // Of very many claims the first tell what a share comes to.
        let mut shares: Vec<String> = d.parts.iter().take(SHARES).map(|p| amounts::reach(p, self.lang)).collect();
        shares.dedup();
        let (sum, shares) = (format!("{whole} ÷ {} = {each}", d.ways), list(self.lang, &shares));
        let split = self.pick(format!("{sum}，各占{shares}"), format!("{sum}, a share of {shares} each"));
        match (d.ground, d.sure, self.lang) {
            (Ground::OneRow, _, Lang::Zh) => {
                format!("{who}的{whole}同时计入{whom}：同一结果可能重复计算。建议均分：{split}；每项指标各写一行，并在描述中注明“已分摊”")
            }
            (Ground::OneRow, _, Lang::En) => format!(
                "{whole} of {who} counts for {whom}: possible double count of one result. Equal split: {split}; give each KPI a row of its own and write \"already split\" in the description"
            ),
            (_, true, Lang::Zh) => {
                format!("{who}对{whom}写了同一笔{whole}：同一结果可能重复计算。建议均分：{split}，并在描述中注明“已分摊”")
            }
            (_, true, Lang::En) => format!(
                "{who} claim the same {whole} for {whom}: possible double count of one result. Equal split: {split}; write \"already split\" in the descriptions"
            ),
            (_, false, Lang::Zh) => {
                let alike = if d.equal { format!("写了相同的{whole}") } else { "像是同一件事".to_owned() };
                format!(
                    "{who}对{whom}{alike}：是各自的结果，还是同一结果写了两遍？若是同一结果，均分为{split}；已分摊或各自独立的，请在描述中注明“已分摊”或“单独计算”"
                )
            }
            (_, false, Lang::En) => {
                let alike = if d.equal { format!("claim the same {whole}") } else { "look like one activity".to_owned() };
                format!(
                    "{who} {alike} for {whom}: results of their own, or one result told twice? If it is one, an equal split is {split}; if not, write \"counted separately\" in the descriptions, or \"already split\" if it has been"
                )
            }
        }
    }
}
