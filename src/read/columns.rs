//! The columns of every table: fixed name, headers that are taken for it, whether it must be there, and how its cells are read.
//!
//! One row per column; `check`, the README's table and the examples follow from it. Headers are compared after folding, and a unit in
//! brackets is taken off.

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// Departments' KPI definitions.
    Kpis,
    /// Project elements.
    Elements,
    /// Departments and partners.
    Departments,
    /// Favors given and received.
    Favors,
    /// Contacts so far.
    Log,
    /// What could be added to a project.
    Catalog,
    /// What came of a project's elements.
    Actuals,
}

impl TableKind {
    /// All kinds, in the order they are read.
    pub const ALL: [TableKind; 7] = [
        TableKind::Kpis,
        TableKind::Elements,
        TableKind::Departments,
        TableKind::Favors,
        TableKind::Log,
        TableKind::Catalog,
        TableKind::Actuals,
    ];

    /// The file stem and the name in `check`.
    pub fn name(self) -> &'static str {
        match self {
            TableKind::Kpis => "kpis",
            TableKind::Elements => "elements",
            TableKind::Departments => "departments",
            TableKind::Favors => "favors",
            TableKind::Log => "log",
            TableKind::Catalog => "catalog",
            TableKind::Actuals => "actuals",
        }
    }

    /// The kind told by a file stem such as `kpis`, `kpis-2026` or `my_elements`.
    pub fn of_stem(stem: &str) -> Option<TableKind> {
        let folded = crate::text::fold(stem);
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
        let named = |kind: &TableKind| words.contains(&kind.name()) || words.contains(&kind.name().trim_end_matches('s'));
        TableKind::ALL.into_iter().find(named)
    }

    /// Its columns, in order of the contract.
    pub fn columns(self) -> &'static [Column] {
        match self {
            TableKind::Kpis => KPIS,
            TableKind::Elements | TableKind::Catalog => ELEMENTS,
            TableKind::Departments => DEPARTMENTS,
            TableKind::Favors => FAVORS,
            TableKind::Log => LOG,
            TableKind::Actuals => ACTUALS,
        }
    }
}

/// How a column's cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Text as written.
    Text,
    /// A name: text on one line, also where a cell breaks it into several.
    Name,
    /// Names of departments, several parted by `;`, `、` or a comma.
    Names,
    /// An amount in the row's unit; a bound such as `≥95%` may stand.
    Amount,
    /// An amount in the row's unit that may be a range and carries its sign.
    Change,
    /// An amount in the row's unit that carries its sign: one number, measured.
    Measured,
    /// An amount of money.
    Money,
    /// A number or a percentage without other unit.
    Weight,
    /// The unit of the row's amounts.
    Unit,
    /// A day, or a period that means its last day.
    Day,
    /// A period that means its first day where a start is asked for.
    FirstDay,
    /// increase, decrease.
    Direction,
    /// core, optional.
    ElementKind,
    /// own, partner, external.
    Role,
    /// 1 to 5.
    Level,
    /// given, received.
    FavorDirection,
    /// contact, advice …
    LogKind,
    /// yes, no.
    YesNo,
    /// year, quarter …
    Period,
}

/// One column.
#[derive(Debug)]
pub struct Column {
    /// The fixed name, as in the contract and in `check --format json`.
    pub name: &'static str,
    /// Other headers taken for it, folded.
    pub aliases: &'static [&'static str],
    /// Whether the table is useless without it.
    pub required: bool,
    /// How its cells are read.
    pub reading: Reading,
}

const fn required(name: &'static str, aliases: &'static [&'static str], reading: Reading) -> Column {
    Column { name, aliases, required: true, reading }
}

const fn optional(name: &'static str, aliases: &'static [&'static str], reading: Reading) -> Column {
    Column { name, aliases, required: false, reading }
}

const KPIS: &[Column] = &[
    required("department", &["部门", "dept", "所属部门"], Reading::Name),
    required("kpi", &["指标", "关键绩效指标", "指标名称", "kpi name", "kpi指标"], Reading::Name),
    optional("kpi_id", &["指标编号", "kpi id", "id"], Reading::Name),
    optional("description", &["说明", "定义", "指标说明", "definition"], Reading::Text),
    optional("metric", &["度量", "衡量指标", "measure"], Reading::Name),
    optional("unit", &["单位", "计量单位"], Reading::Unit),
    optional("baseline", &["基线", "基线值", "基准值"], Reading::Amount),
    optional("target", &["目标", "目标值"], Reading::Amount),
    optional("actual", &["实际", "实际值", "当前值", "current"], Reading::Amount),
    optional("direction", &["方向"], Reading::Direction),
    optional("weight", &["权重"], Reading::Weight),
    optional("period", &["周期", "考核周期"], Reading::Period),
    optional("due", &["截止", "截止日期", "due date", "deadline"], Reading::Day),
];

const ELEMENTS: &[Column] = &[
    optional("project", &["项目", "项目名称", "project name"], Reading::Name),
    required("element", &["要素", "元素", "项目要素", "内容"], Reading::Name),
    optional("element_id", &["要素编号", "element id"], Reading::Name),
    optional("description", &["描述", "说明"], Reading::Text),
    optional("kind", &["类型"], Reading::ElementKind),
    optional("cost", &["成本", "费用", "预算", "budget"], Reading::Money),
    optional("metric", &["指标", "度量"], Reading::Name),
    optional("contribution", &["贡献", "预期贡献", "预期成果"], Reading::Change),
    optional("unit", &["单位"], Reading::Unit),
    optional("start", &["开始", "开始日期", "start date"], Reading::FirstDay),
    optional("end", &["结束", "结束日期", "end date"], Reading::Day),
    optional("needs", &["需要部门", "需要"], Reading::Names),
    optional("deposit", &["可作人情"], Reading::YesNo),
];

const DEPARTMENTS: &[Column] = &[
    required("department", &["部门", "dept"], Reading::Name),
    optional("role", &["角色"], Reading::Role),
    optional("contact", &["对接人", "联系人"], Reading::Name),
    optional("power", &["权力"], Reading::Level),
    optional("interest", &["利益", "利益相关"], Reading::Level),
    optional("ask", &["诉求"], Reading::Text),
    optional("ask_cost", &["诉求成本", "ask cost"], Reading::Money),
    optional("needed_by", &["需要日期", "needed by"], Reading::Day),
    optional("last_contact", &["最近联系", "last contact"], Reading::Day),
];

const FAVORS: &[Column] = &[
    required("date", &["日期"], Reading::Day),
    required("department", &["部门", "dept"], Reading::Name),
    required("direction", &["方向"], Reading::FavorDirection),
    optional("what", &["事项", "内容"], Reading::Text),
    optional("weight", &["权重"], Reading::Weight),
    optional("urgent", &["紧急"], Reading::YesNo),
];

const LOG: &[Column] = &[
    required("date", &["日期"], Reading::Day),
    required("department", &["部门", "dept"], Reading::Name),
    required("kind", &["类型"], Reading::LogKind),
    optional("what", &["事项", "内容"], Reading::Text),
    optional("outcome", &["结果"], Reading::Text),
];

const ACTUALS: &[Column] = &[
    optional("project", &["项目", "项目名称", "project name"], Reading::Name),
    required("element", &["要素", "元素", "项目要素"], Reading::Name),
    required("metric", &["指标", "度量"], Reading::Name),
    required("delivered", &["实际", "实际值", "实际完成", "交付", "实际交付", "实际贡献"], Reading::Measured),
    optional("unit", &["单位"], Reading::Unit),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_header_means_two_columns() {
        for kind in TableKind::ALL {
            let mut seen = std::collections::BTreeMap::new();
            for column in kind.columns() {
                for header in std::iter::once(&column.name).chain(column.aliases) {
                    assert_eq!(*header, crate::text::fold(header), "aliases are written folded");
                    if let Some(other) = seen.insert(*header, column.name) {
                        panic!("{header} in {} means both {other} and {}", kind.name(), column.name);
                    }
                }
            }
        }
    }

    #[test]
    fn the_kind_is_told_by_the_stem() {
        assert_eq!(TableKind::of_stem("KPIs"), Some(TableKind::Kpis));
        assert_eq!(TableKind::of_stem("2026_elements-v2"), Some(TableKind::Elements));
        assert_eq!(TableKind::of_stem("departments"), Some(TableKind::Departments));
        assert_eq!(TableKind::of_stem("summit-actuals"), Some(TableKind::Actuals));
        assert_eq!(TableKind::of_stem("catalogue"), None);
        assert_eq!(TableKind::of_stem("logistics"), None);
    }
}
