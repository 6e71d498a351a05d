//! `winwin licences`: the licence texts of what is built in.

use crate::commands::{Told, to_stdout};
use crate::lang::Lang;

/// Prints the notice and every licence text.
pub fn run() -> Result<(), Told> {
    let parts = [
        include_str!("../../NOTICE"),
        include_str!("../../data/fonts/OFL.txt"),
        include_str!("../../data/words/LICENSE-jieba.txt"),
        include_str!("../../data/words/LICENSE-opencc.txt"),
        include_str!("../../data/words/LICENSE-scowl.txt"),
        include_str!("../../data/model/LICENSE-e5.txt"),
    ];
    let rule = format!("\n{}\n\n", "-".repeat(78));
    to_stdout(&(parts.map(str::trim_end).join(&rule) + "\n"), Lang::En)
}
