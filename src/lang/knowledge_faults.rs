//! What is said about a row of a knowledge table: one message and one help, in both languages.

use crate::error::KnowledgeFault;
use crate::lang::{Lang, pick, quoted};

/// Message and help for a fault; `value` is the text found.
pub fn sentence(fault: &KnowledgeFault, value: Option<&str>, lang: Lang) -> (String, String) {
    let shown = quoted(lang, value.unwrap_or(""));
    let say = |zh: String, zh_help: &str, en: String, en_help: &str| pick(lang, (zh, zh_help.to_owned()), (en, en_help.to_owned()));
    match fault {
        KnowledgeFault::Word { accepted } => pick(
            lang,
            (format!("不认识{shown}"), format!("可用：{accepted}")),
            (format!("{shown} is not known"), format!("accepted: {accepted}")),
        ),
        KnowledgeFault::NoName => say(
            format!("新的一行{shown}没有名称"),
            "请填 name_zh 或 name_en；若要给已有的一行加词语，请核对 id",
            format!("{shown} is new and has no name"),
            "fill in name_zh or name_en; to add words to a row that is there, check its id",
        ),
        KnowledgeFault::NoTitle => {
            say(format!("{shown}没有题目"), "请填 theme_zh 或 theme_en", format!("{shown} has no title"), "fill in theme_zh or theme_en")
        }
        KnowledgeFault::Slot => say(
            format!("{shown}中的花括号不可用"),
            "可用：{title}、{audience|客户}、{guests|客户}、{topic|服务}，也可连写 {topic|audience|服务}；竖线后的词在项目没有给出时使用",
            format!("the braces of {shown} cannot be used"),
            "accepted: {title}, {audience|customers}, {guests|customers}, {topic|service}, also {topic|audience|service}; the word stands where the project gives none",
        ),
        KnowledgeFault::IdTaken { first_line } => say(
            format!("编号{shown}与第{first_line}行重复"),
            "请改用另一个编号，或删去其一",
            format!("the id {shown} stands on line {first_line} already"),
            "use another id, or delete one of them",
        ),
        KnowledgeFault::WordTaken { by } => say(
            format!("词语{shown}已属于 {by}"),
            "一个词只能属于一行；请删去其一，或写更长、更具体的词",
            format!("the word {shown} belongs to {by} already"),
            "a word belongs to one row: delete one of them, or write a longer, more specific one",
        ),
        KnowledgeFault::UnknownConcept { near } => {
            let (zh, en) =
                near.as_ref().map_or((String::new(), String::new()), |n| (format!("是否想写“{n}”？"), format!("did you mean \"{n}\"? ")));
            pick(
                lang,
                (format!("没有概念{shown}"), format!("{zh}新概念请先写进 concepts.csv")),
                (format!("there is no concept {shown}"), format!("{en}put a new concept into concepts.csv first")),
            )
        }
        KnowledgeFault::SynonymTaken { by } => say(
            format!("{shown}已是概念 {by} 的同义词"),
            "一个词只能属于一个概念；请删去其一，或写更长、更具体的词",
            format!("{shown} is a synonym of the concept {by} already"),
            "a word belongs to one concept: delete one of them, or write a longer, more specific phrase",
        ),
        KnowledgeFault::Weight => say(
            format!("权重{shown}不可用"),
            "请填 -1 到 1 之间、不为 0 的数：0.9 直接推动，0.5 明显，0.2 略有",
            format!("the weight {shown} cannot be used"),
            "a number from -1 to 1 other than 0: 0.9 drives it directly, 0.5 clearly, 0.2 a little",
        ),
        KnowledgeFault::DrivesItself => {
            say(format!("概念{shown}推动自身"), "请改 from 或 to", format!("the concept {shown} drives itself"), "change from or to")
        }
        KnowledgeFault::BothSigns { first_line } => say(
            format!("此行与第{first_line}行符号相反：同一概念既促进又损害{shown}"),
            "请删去其一，或把概念拆成两个",
            format!("this row and line {first_line} have opposite signs: one concept helps and hurts {shown}"),
            "delete one of them, or split the concept in two",
        ),
        KnowledgeFault::GuardIsSynonym { of } => say(
            format!("{shown}是概念 {of} 的同义词，不能同时作排除词"),
            "请删去其一",
            format!("{shown} is a synonym of the concept {of} and cannot guard against one"),
            "delete one of them",
        ),
    }
}
