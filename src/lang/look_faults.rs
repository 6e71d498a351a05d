//! What is said of a brand's colours and logo that cannot be used: the fault, and what would be accepted.

use crate::error::LookFault;
use crate::lang::failures::refusal;
use crate::lang::{Lang, pick};

/// The sentence and the help. `shown` is the value as found.
pub fn words(fault: &LookFault, shown: &str, lang: Lang) -> (String, String) {
    let png = pick(lang, "请用 PNG 文件", "use a PNG file").to_owned();
    match fault {
        LookFault::Pale { contrast, least, instead } => (
            pick(
                lang,
                format!("颜色{shown}在白底上太浅：对比度{contrast:.1}，至少要{least:.1}"),
                format!("the colour {shown} is too pale on white: its contrast is {contrast:.1}, {least:.1} is the least"),
            ),
            pick(lang, format!("可用同色系较深的 {instead}"), format!("accepted: a darker one, such as {instead}")),
        ),
        LookFault::Alike { other } => (
            pick(
                lang,
                format!("颜色{shown}与“有助”的颜色 {other} 难以分辨"),
                format!("the colour {shown} cannot be told from the one for what helps, {other}"),
            ),
            pick(lang, "请用色调明显不同的颜色，如 #D55E00".to_owned(), "accepted: another hue, such as #D55E00".to_owned()),
        ),
        LookFault::LogoUnread { reason } => {
            let reason = refusal(reason, lang);
            (
                pick(lang, format!("无法读取标志{shown}：{reason}"), format!("the logo {shown} cannot be read: {reason}")),
                pick(lang, "路径从 winwin.toml 所在文件夹算起", "the path starts at the folder of winwin.toml").to_owned(),
            )
        }
        LookFault::LogoNotPng { reason } => {
            (pick(lang, format!("标志{shown}不是可用的 PNG：{reason}"), format!("the logo {shown} is no sound PNG: {reason}")), png)
        }
        LookFault::LogoBytes { most } => (
            pick(lang, format!("标志{shown}太大"), format!("the logo {shown} is too large")),
            pick(lang, format!("文件最大 {most} MB"), format!("accepted: a file of at most {most} MB")),
        ),
        LookFault::LogoPixels { width, height, most } => (
            pick(
                lang,
                format!("标志{shown}有 {width} × {height} 像素，太大"),
                format!("the logo {shown} has {width} x {height} pixels, too many"),
            ),
            pick(lang, format!("每边最多 {most} 像素"), format!("accepted: at most {most} pixels a side")),
        ),
    }
}
