//! What is said about the input: one message (what was found) and one help (what would be accepted) per fault, in both languages.

use crate::error::{DirectionSource, Fault, Problem, Severity};
use crate::lang::{Lang, amounts, judgement_faults, knowledge_faults, list, pick, quoted, value_faults};
use crate::model::share::NoShare;

/// Message and help for a fault.
pub fn sentence(fault: &Fault, value: Option<&str>, lang: Lang) -> (String, String) {
    let shown = quoted(lang, value.unwrap_or(""));
    let say = |zh: String, zh_help: &str, en: String, en_help: &str| pick(lang, (zh, zh_help.to_owned()), (en, en_help.to_owned()));
    let near = |near: &Option<String>| match (near, lang) {
        (Some(name), Lang::Zh) => format!("是否想写“{name}”？"),
        (Some(name), Lang::En) => format!("did you mean \"{name}\"?"),
        (None, _) => String::new(),
    };
    match fault {
        Fault::Value(fault) => value_faults::sentence(fault, lang),
        Fault::Knowledge(fault) => knowledge_faults::sentence(fault, value, lang),
        Fault::Since(fault) => crate::lang::since::fault_sentence(fault, lang),
        Fault::Settle(fault) => crate::lang::settle::fault_sentence(fault, value, lang),
        Fault::Limit(fault) => crate::lang::limit_faults::words(fault, lang),
        Fault::Look(fault) => crate::lang::look_faults::words(fault, &shown, lang),
        Fault::Judgement(fault) => judgement_faults::sentence(fault, value, lang),
        Fault::NotUtf8 => say(
            "看不出文件的编码：此行不是 UTF-8，按其他编码读也不成文字".into(),
            "请另存为“CSV UTF-8”，或用 --encoding 指定编码",
            "the encoding cannot be told: this line is not UTF-8, and makes no words in others".into(),
            "save the file as 'CSV UTF-8', or name its encoding with --encoding",
        ),
        Fault::MixedEncodings => say(
            "此行的编码与文件其余部分不同".into(),
            "请用一种编码重新保存文件，建议“CSV UTF-8”",
            "this line is in another encoding than the rest of the file".into(),
            "save the whole file in one encoding, best 'CSV UTF-8'",
        ),
        Fault::BadBytes { encoding } => say(
            format!("此行的字节不是有效的 {encoding}"),
            "请另存为“CSV UTF-8”，或用 --encoding 指定编码",
            format!("the bytes on this line are not valid {encoding}"),
            "save the file as 'CSV UTF-8', or name its encoding with --encoding",
        ),
        Fault::UnknownEncoding { name } => say(
            format!("没有名为“{name}”的编码"),
            "可用：utf-8、gb18030、gbk、big5、utf-16le、utf-16be、windows-1252 等",
            format!("no encoding is called \"{name}\""),
            "known: utf-8, gb18030, gbk, big5, utf-16le, utf-16be, windows-1252 and the like",
        ),
        Fault::EncodingUsed { encoding } => say(
            format!("按 {encoding} 编码读取"),
            "若文字不对，请用 --encoding 指定",
            format!("read as {encoding}"),
            "if the text looks wrong, name the encoding with --encoding",
        ),
        Fault::FastEncoder { texts, most } => say(
            format!("共有{texts}条不同文本，超过{most}条，改由快速编码器读取，判断较粗"),
            "要逐条细读，请用 --encoder deep",
            format!("{texts} different texts, more than {most}: read by the fast encoder, which judges more coarsely"),
            "--encoder deep reads them closely, two hundred or more a second",
        ),
        Fault::IdsNeeded => say(
            "分批读取时缺少 element_id（要素编号）列".into(),
            "请给每个要素编号：各批次无法统一自动编号",
            "elements that come in batches need a column element_id".into(),
            "give each element an id: batches cannot number them alike by themselves",
        ),
        Fault::HeaderBelow { lines } => say(
            format!("表头在此行，其上{lines}行已跳过"),
            "",
            format!("the header is on this line; {lines} line{} above it passed over", plural(*lines as usize)),
            "",
        ),
        Fault::WideDelimiter => say("以全角逗号“，”分列".into(), "", "columns are parted by the full-width comma ，".into(), ""),
        Fault::Transposed => say(
            "行列颠倒：第一列才是表头".into(),
            "请在表格软件中转置（选择性粘贴 > 转置）后重新导出",
            "rows and columns are swapped: the headers stand in the first column".into(),
            "transpose it in the spreadsheet (Paste Special > Transpose) and export again",
        ),
        Fault::NoSheet { sheets } => {
            let sheets = list(lang, sheets);
            pick(
                lang,
                (format!("没有工作表{shown}"), format!("有：{sheets}")),
                (format!("no sheet {shown}"), format!("there are: {sheets}")),
            )
        }
        Fault::BadWorkbook { detail } => say(
            format!("无法打开工作簿：{}", if detail.is_empty() { "文件已损坏" } else { detail }),
            "请在表格软件中打开并另存为 .xlsx，或导出 CSV UTF-8",
            format!("the workbook cannot be opened: {}", if detail.is_empty() { "the file is damaged" } else { detail }),
            "open it in a spreadsheet program and save it again as .xlsx, or export CSV UTF-8",
        ),
        Fault::WorkbookAsText => say(
            "这是工作簿（Excel、WPS），不是 CSV".into(),
            "请把文件名改为 .xlsx，或在 Excel 中“另存为 > CSV UTF-8”",
            "this is a workbook (Excel, WPS), not CSV".into(),
            "rename it to .xlsx, or in Excel use 'Save As > CSV UTF-8'",
        ),
        Fault::NulByte => say(
            "含有空字节（0x00），文件已损坏或不是文本".into(),
            "请重新导出",
            "contains a NUL byte (0x00): damaged, or no text file".into(),
            "export it again",
        ),
        Fault::EmptyFile => {
            say("文件是空的".into(), "需要一行表头和至少一行数据", "the file is empty".into(), "a header and at least one row are needed")
        }
        Fault::NoRows => {
            say("只有表头，没有数据行".into(), "请在表头下填写数据", "a header, but no rows under it".into(), "add rows under the header")
        }
        Fault::OpenQuote => say(
            "此行打开的引号没有结束".into(),
            "请补上结尾的引号，或删除多余的引号",
            "a quote that opens on this line is never closed".into(),
            "close it, or delete a stray quote",
        ),
        Fault::MissingColumn { column, accepted, near: like } => {
            let accepted = list(lang, accepted);
            let mapped = || pick(lang, format!("；或写 --map {column}=表头"), format!("; or say --map {column}=HEADER"));
            let like = like.as_ref().map_or_else(mapped, |l| {
                pick(
                    lang,
                    format!("；表中有“{l}”：可写 --map {column}={l}"),
                    format!("; the table has \"{l}\": say --map \"{column}={l}\""),
                )
            });
            pick(
                lang,
                (format!("缺少列 {column}"), format!("可用的表头：{accepted}{like}")),
                (format!("column {column} is missing"), format!("accepted headers: {accepted}{like}")),
            )
        }
        Fault::DuplicateHeader { at: (a, b) } => say(
            format!("第{a}列和第{b}列的表头指同一列"),
            "请改名或删除其中一列",
            format!("columns {a} and {b} both mean this column"),
            "rename or delete one of them",
        ),
        Fault::SeveralHeaders { column, headers } => {
            let headers = list(lang, headers);
            pick(
                lang,
                (format!("没有列 {column}，但有：{headers}"), format!("请把其中一列改名为 {column}，或每个周期写一行并填 due")),
                (
                    format!("no column {column}, but: {headers}"),
                    format!("rename one of them to {column}, or write one row per period with due"),
                ),
            )
        }
        Fault::UnknownColumn { near: like } => say(
            format!("未知的列{shown}，已忽略"),
            like.map_or("", |_| "请核对表头"),
            format!("unknown column {shown}: kept aside{}", like.map_or(String::new(), |l| format!(" (did you mean {l}?)"))),
            "",
        ),
        Fault::OtherTable { expected, looks_like } => pick(
            lang,
            (format!("应为 {expected} 表，但表头像是 {looks_like} 表"), "请核对两个文件是否对调".to_owned()),
            (
                format!("expected a table of {expected}, but the headers are those of a table of {looks_like}"),
                "were two files swapped?".to_owned(),
            ),
        ),
        Fault::UnknownTable => say(
            "从文件名和表头看不出是哪种表".into(),
            "文件名请含 kpis、elements、departments、favors、log、catalog 或 actuals，或用 --map 指定表头，如 --map element=表头",
            "neither name nor headers tell what kind of table this is".into(),
            "put kpis, elements, departments, favors, log, catalog or actuals into the file name, or name its headers, as in --map element=HEADER",
        ),
        Fault::ShortRow { found, expected } => say(
            format!("此行只有{found}格，表头有{expected}列；缺少的按空白处理"),
            "请补齐分隔符",
            format!("{found} cells under {expected} headers; the missing ones are read as blank"),
            "add the missing delimiters",
        ),
        Fault::LongRow { found, expected } => say(
            format!("此行有{found}格，表头只有{expected}列"),
            "含逗号的单元格请加引号",
            format!("{found} cells under {expected} headers"),
            "put quotes round a cell that holds the delimiter",
        ),
        Fault::Blank => say("必填的单元格为空".into(), "请填写", "a required cell is blank".into(), "fill it in"),
        Fault::FilledDown => say(
            format!("空白，按上一行的{shown}处理"),
            "若不是合并单元格，请填写",
            format!("blank, read as {shown} from the row above"),
            "fill it in if it was no merged cell",
        ),
        Fault::DuplicateKey { first_line } => say(
            format!("与第{first_line}行重复"),
            "请删除一行，或填写不同的编号",
            format!("the same as line {first_line}"),
            "delete one, or give them different ids",
        ),
        Fault::DuplicateId { first_line } => say(
            format!("编号与第{first_line}行相同"),
            "编号应各不相同",
            format!("the same id as on line {first_line}"),
            "ids should differ",
        ),
        Fault::DiffersFromFirst { first_line } => say(
            format!("与同一要素的第{first_line}行不同"),
            "同一要素的各行应一致",
            format!("differs from line {first_line} of the same element"),
            "all rows of an element must agree",
        ),
        Fault::DirectionContradicts => say(
            "方向与基线、目标相反".into(),
            "请改方向，或对调基线与目标",
            "the direction contradicts baseline and target".into(),
            "change the direction, or swap baseline and target",
        ),
        Fault::BoundContradicts => say(
            "目标的界限与方向相反".into(),
            "≥ 对应提升，≤ 对应降低",
            "the bound contradicts the direction".into(),
            "≥ goes with increase, ≤ with decrease",
        ),
        Fault::DirectionAssumed { decrease, from } => {
            let zh = pick_direction(*decrease, "降低", "提升");
            let en = pick_direction(*decrease, "decrease", "increase");
            let (by_zh, by_en) = match from {
                DirectionSource::Gap => ("由基线和目标得出", "from baseline and target"),
                DirectionSource::Bound => ("由目标的界限得出", "from the target's bound"),
                DirectionSource::Words => ("由名称用词得出", "from the words of its name"),
                DirectionSource::Default => ("默认", "by default"),
            };
            say(format!("方向为空，按“{zh}”处理（{by_zh}）"), "", format!("direction blank, taken as {en} ({by_en})"), "")
        }
        Fault::WeightSum { department, sum } => {
            let sum = amounts::number(*sum, Lang::En);
            say(
                format!("{department}的权重合计为 {sum}，不是 1 或 100%；已按比例归一"),
                "",
                format!("the weights of {department} sum to {sum}, not to 1 or 100 %; scaled to 1"),
                "",
            )
        }
        Fault::NegativeCost => say(format!("成本{shown}为负"), "请写零或正数", format!("negative cost {shown}"), "write zero or more"),
        Fault::NoShareTold { kpi, why: NoShare::NothingToScale } => say(
            format!("“{kpi}”没有基线，或基线为零，{shown}算不出是多少"),
            "请直接写出数量，或为该指标填写不为零的 baseline",
            format!("\"{kpi}\" has no baseline, or one of zero, so {shown} of it is no amount"),
            "write the amount itself, or give the KPI a baseline other than zero",
        ),
        Fault::NoShareTold { kpi, .. } => say(
            format!("“{kpi}”没有基线，算不出占差距的比例"),
            "填写 baseline 后才能算",
            format!("\"{kpi}\" has no baseline, so no share of what is needed can be told"),
            "give the KPI a baseline",
        ),
        Fault::MovesAway { kpi } => say(
            format!("{shown}使“{kpi}”离目标更远，按有害计"),
            "如不是此意，请检查正负号",
            format!("{shown} moves \"{kpi}\" away from its target: counted as harm"),
            "check the sign if that is not meant",
        ),
        Fault::SmallPercent => say(
            format!("{shown}按百分点计（{}%），也可能是指小数（{}）", value.unwrap_or(""), value.unwrap_or("")),
            "请写上 %，例如 0.5% 或 50%",
            format!("{shown} is taken as percentage points; perhaps a fraction was meant"),
            "write the sign, such as 0.5 % or 50 %",
        ),
        Fault::MetricMissing => say(
            "写了贡献，但没有写指标".into(),
            "请写贡献的是哪个指标",
            "a contribution without a metric".into(),
            "write the KPI or metric it contributes to",
        ),
        Fault::MetricUnknown { near: like } => (
            pick(
                lang,
                format!("没有指标叫{shown}，贡献未计入"),
                format!("no KPI carries the metric {shown}: the contribution is not counted"),
            ),
            near(like),
        ),
        Fault::MetricShared { count } => say(
            format!("有{count}个指标的度量都叫{shown}，贡献计入每一个"),
            "若只指一个，请写指标名称",
            format!("{count} KPIs carry the metric {shown}: counted for each"),
            "write the KPI's name if only one is meant",
        ),
        Fault::UnitMismatch { found, expected } if found.is_empty() => {
            say(format!("未写单位，按 {expected} 处理"), "请写上单位", format!("no unit, read in {expected}"), "write the unit")
        }
        Fault::UnitMismatch { found, expected } => {
            let (zh, en) = if expected.is_empty() {
                ("无单位".to_owned(), "no unit".to_owned())
            } else {
                (quoted(lang, expected), quoted(lang, expected))
            };
            say(
                format!("单位{}无法换算成{zh}，未计入", quoted(lang, found)),
                "请改用同一单位",
                format!("the unit {} does not convert into {en}: not counted", quoted(lang, found)),
                "use the same unit",
            )
        }
        Fault::HeaderUnit { header, cell } => say(
            format!("表头的单位“{header}”与单元格的单位“{cell}”不同，按后者处理"),
            "请统一单位",
            format!("the header's unit \"{header}\" and the cell's \"{cell}\" differ; the cell's is used"),
            "use one unit",
        ),
        Fault::DepartmentUnknown { near: like } => {
            (pick(lang, format!("部门{shown}没有指标"), format!("department {shown} has no KPI")), near(like))
        }
        Fault::SecondOwn { first_line } => say(
            format!("第{first_line}行已是本部门"),
            "本部门只能有一个",
            format!("line {first_line} is the own department already"),
            "there can be one only",
        ),
        Fault::OwnUnknown { near: like } => {
            (pick(lang, format!("表中没有部门{shown}"), format!("no department {shown} in the tables")), near(like))
        }
        Fault::EndBeforeStart => say("结束早于开始".into(), "请核对日期", "the end is before the start".into(), "check the dates"),
        Fault::ConfigKey { near: like } => {
            (pick(lang, format!("winwin.toml 没有{shown}这一项"), format!("winwin.toml has no key {shown}")), near(like))
        }
        Fault::ConfigValue { detail } if value.is_none() => {
            (pick(lang, "winwin.toml 不是有效的 TOML".to_owned(), "winwin.toml is no valid TOML".to_owned()), detail.clone())
        }
        Fault::ConfigValue { detail } => (
            pick(lang, format!("{shown}的值不可用"), format!("the value of {shown} cannot be used")),
            pick(lang, format!("可用：{detail}"), format!("accepted: {detail}")),
        ),
        Fault::UnknownId => say(
            format!("{shown}不存在或不可用"),
            "编号应在对应的表中，标签为 2、1、0 或 -1",
            format!("{shown} is unknown or cannot be used"),
            "ids must stand in their table; labels are 2, 1, 0 or -1",
        ),
        Fault::MissingGlyphs => say(
            format!("没有字体能显示这些字符：{}，图中以方框代替", value.unwrap_or("")),
            "请安装含这些字符的字体",
            format!("no font has these characters: {}; drawn as boxes", value.unwrap_or("")),
            "install a font that has them",
        ),
        Fault::ForeignFile => {
            say(format!("{shown}不是本程序所写，已保留"), "", format!("{shown} was not written by this program: kept"), "")
        }
        Fault::EarlierLeft => say(
            format!("原有报告{shown}未能删除"),
            "报告已更新，请自行删除旧报告",
            format!("the earlier report {shown} could not be removed"),
            "the new one stands; remove the earlier one by hand",
        ),
        Fault::EarlierComparison => say(
            format!("{shown}出自较早的多项目运行，本次未更新"),
            "不再需要时可删除",
            format!("{shown}: of an earlier run over several projects, not made anew"),
            "remove them when they are no longer wanted",
        ),
    }
}

fn pick_direction<'a>(decrease: bool, down: &'a str, up: &'a str) -> &'a str {
    if decrease { down } else { up }
}

/// A problem on one line: `kpis.csv:4 target (目标值): …; help`.
pub fn line(problem: &Problem, lang: Lang) -> String {
    let severity = match problem.severity {
        Severity::Error => pick(lang, "错误", "error"),
        Severity::Warning => pick(lang, "警告", "warning"),
        Severity::Note => pick(lang, "说明", "note"),
    };
    let (message, help) = sentence(&problem.fault, problem.value.as_deref(), lang);
    let at = problem.place.line.map_or(String::new(), |l| format!(":{l}"));
    let column = match (&problem.place.column, &problem.place.header) {
        (Some(column), Some(header)) if column != header => format!(" {column} ({header})"),
        (Some(column), _) => format!(" {column}"),
        _ => String::new(),
    };
    let help = if help.is_empty() { String::new() } else { format!("{}{help}", pick(lang, "；", "; ")) };
    format!("{severity} {}{at}{column}: {message}{help}", problem.place.file)
}

/// How many problems of each severity, in one line.
pub fn total(problems: &[Problem], lang: Lang) -> String {
    let count = |s: Severity| problems.iter().filter(|p| p.severity == s).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    match lang {
        Lang::Zh => format!("共{errors}个错误，{warnings}个警告"),
        Lang::En => format!("{errors} error{}, {warnings} warning{}", plural(errors), plural(warnings)),
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
