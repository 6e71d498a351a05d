//! The section of the brief that lists the pages which go into a proposal as they are.

use std::fmt::Write;

use crate::report::brief::{Material, escaped, heading};

/// Adds the section; nothing when there are no pages.
pub(super) fn section(out: &mut String, m: Material) {
    if m.pages.is_empty() {
        return;
    }
    let p = m.phrases;
    heading(out, "##", p.pick("可直接附上的页面（A4横向）", "Pages to attach (A4, landscape)"));
    for (path, headline) in m.pages {
        // Names of departments may hold spaces and brackets.
        let _ = writeln!(out, "- [{}](<{path}>){}{}", escaped(path), p.pick("：", ": "), escaped(headline));
    }
    out.push('\n');
}
