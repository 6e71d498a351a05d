//! Single words and short labels.

use crate::analysis::department::Standing;
use crate::analysis::evidence::Level;
use crate::lang::{Lang, pick};
use crate::model::{Direction, Source};

/// How a department stands.
pub fn standing(standing: Standing, lang: Lang) -> &'static str {
    match standing {
        Standing::Own => pick(lang, "本部门", "own"),
        Standing::Partner => pick(lang, "伙伴", "partner"),
        Standing::NotNeeded => pick(lang, "本项目不需要", "not needed"),
        Standing::NoKpis => pick(lang, "未给出指标", "no KPIs given"),
    }
}

/// Where evidence comes from.
pub fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Stated => pick(lang, "表中写明", "stated"),
        Level::Inferred => pick(lang, "由文字推断", "inferred from text"),
    }
}

/// Which way a KPI must go.
pub fn direction(direction: Direction, lang: Lang) -> &'static str {
    match direction {
        Direction::Increase => pick(lang, "提升", "increase"),
        Direction::Decrease => pick(lang, "降低", "decrease"),
    }
}

/// Where an addition comes from.
pub fn source(source: Source, lang: Lang) -> &'static str {
    match source {
        Source::Plan => pick(lang, "项目备选", "optional in the plan"),
        Source::OwnCatalog => pick(lang, "自有目录", "own catalog"),
        Source::Catalog => pick(lang, "内置目录", "built-in catalog"),
    }
}
