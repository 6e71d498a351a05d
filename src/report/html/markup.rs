//! The program's own Markdown as HTML: headings become sections that can be linked to, pictures go in as data, tables get scopes.
//!
//! Only tags written here reach a page: every text is escaped, and what Markdown would pass through as HTML is text too. Limits: the
//! constructs that the reports use; anything else comes out as plain text.

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;

use crate::report::Artifact;
use crate::report::html::figure;
use crate::report::html::text::{escaped, with_dates};

/// A page's text, part by part. Titles are plain text, bodies are HTML.
#[derive(Debug, Default, Serialize)]
pub(super) struct Document {
    /// Text of the first heading.
    pub(super) title: String,
    /// What stands before the first section.
    pub(super) lead: String,
    /// In order.
    pub(super) sections: Vec<Section>,
}

/// What stands under a heading of the second level.
#[derive(Debug, Default, Serialize)]
pub(super) struct Section {
    /// Name to link to.
    pub(super) id: String,
    /// The heading.
    pub(super) title: String,
    /// What follows it.
    pub(super) body: String,
    /// Headings of the third level inside.
    pub(super) parts: Vec<Part>,
}

/// A heading inside a section.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    /// Name to link to.
    pub(super) id: String,
    /// The heading.
    pub(super) title: String,
}

/// What a page is made of beside its Markdown.
#[derive(Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    /// Where pictures are looked up by path; one that is not there is told by its text.
    pub(super) files: &'a [Artifact],
    /// Cells of tables that hold such a name and nothing else become links: name, address.
    pub(super) links: &'a [(String, String)],
    /// Heading of a run of pictures, which gets a section of its own.
    pub(super) pictures: &'a str,
}

/// Reads Markdown.
pub(super) fn document(markdown: &str, beside: Beside) -> Document {
    let events: Vec<Event> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let mut writer = Writer { beside, page: Document::default(), part: 0, table: Table::default() };
    let mut at = 0;
    while at < events.len() {
        at = writer.block(&events, at);
    }
    writer.page
}

struct Writer<'a> {
    beside: Beside<'a>,
    page: Document,
    /// Level of the heading above.
    part: u8,
    table: Table,
}

#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    head: bool,
    /// Where the text of the cell begins.
    cell: usize,
}

impl Table {
    fn right(&self, column: usize) -> bool {
        self.columns.get(column) == Some(&Alignment::Right)
    }

    /// The column whose cells name their rows: the first that holds no numbers.
    fn names(&self) -> usize {
        (0..self.columns.len()).find(|c| !self.right(*c)).unwrap_or(0)
    }
}

impl Writer<'_> {
    fn out(&mut self) -> &mut String {
        match self.page.sections.last_mut() {
            Some(section) => &mut section.body,
            None => &mut self.page.lead,
        }
    }

    fn section(&mut self, title: String) {
        let id = format!("s{}", self.page.sections.len() + 1);
        self.page.sections.push(Section { id, title, ..Section::default() });
        self.part = 2;
    }

    /// Writes what begins at `at`; returns where the next thing begins.
    fn block(&mut self, events: &[Event], at: usize) -> usize {
        match &events[at] {
            Event::Start(Tag::Heading { level, .. }) => {
                let end = end_of(events, at);
                self.heading(*level, plain(&events[at + 1..end]));
                end + 1
            }
            Event::Start(Tag::Paragraph) => {
                let end = end_of(events, at);
                self.paragraph(events, at, end);
                end + 1
            }
            Event::Start(tag) => {
                self.open(tag);
                at + 1
            }
            Event::End(tag) => {
                self.close(*tag);
                at + 1
            }
            other => {
                let text = inline(std::slice::from_ref(other));
                self.out().push_str(&text);
                at + 1
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, title: String) {
        match level {
            HeadingLevel::H1 if self.page.title.is_empty() => self.page.title = title,
            HeadingLevel::H1 | HeadingLevel::H2 => self.section(title),
            _ => {
                self.part = 3;
                let text = escaped(&title);
                let id = match self.page.sections.last_mut() {
                    Some(section) => {
                        let id = format!("{}-{}", section.id, section.parts.len() + 1);
                        section.parts.push(Part { id: id.clone(), title });
                        id
                    }
                    None => "s0".to_owned(),
                };
                self.out().push_str(&format!("<h3 id=\"{id}\">{text}</h3>\n"));
            }
        }
    }

    fn paragraph(&mut self, events: &[Event], at: usize, end: usize) {
        let inner = &events[at + 1..end];
        let whole = |wanted: fn(&Event) -> bool| inner.first().is_some_and(wanted) && end_of(inner, 0) + 1 == inner.len();
        if whole(|e| matches!(e, Event::Start(Tag::Image { .. }))) {
            let next = events.get(end + 2);
            let first = !at.checked_sub(2).is_some_and(|before| is_image(events.get(before)));
            let run = first && matches!(events.get(end + 1), Some(Event::Start(Tag::Paragraph))) && is_image(next);
            if run && !self.page.sections.is_empty() {
                self.section(self.beside.pictures.to_owned());
            }
            self.picture(inner);
        } else if whole(|e| matches!(e, Event::Start(Tag::Strong))) && !self.page.sections.is_empty() {
            // A line in bold and nothing else heads what follows.
            let level = if self.part >= 3 { 4 } else { 3 };
            let text = inline(&inner[1..inner.len() - 1]);
            self.out().push_str(&format!("<h{level} class=\"minor\">{text}</h{level}>\n"));
        } else {
            let text = inline(inner);
            self.out().push_str(&format!("<p dir=\"auto\">{text}</p>\n"));
        }
    }

    fn picture(&mut self, events: &[Event]) {
        let Some(Event::Start(Tag::Image { dest_url, .. })) = events.first() else { return };
        let alt = escaped(&plain(&events[1..events.len() - 1]));
        let found = self.beside.files.iter().find(|a| a.path == **dest_url);
        let figure = match found {
            Some(file) => figure::of(&file.bytes, &alt),
            None => format!("<p dir=\"auto\">{alt}</p>\n"),
        };
        self.out().push_str(&figure);
    }

    fn open(&mut self, tag: &Tag) {
        let html = match tag {
            Tag::List(None) => "<ul>\n".to_owned(),
            Tag::List(Some(first)) => format!("<ol start=\"{first}\">\n"),
            Tag::Item => "<li dir=\"auto\">".to_owned(),
            Tag::Table(columns) => {
                self.table = Table { columns: columns.clone(), ..Table::default() };
                let label = self.page.sections.last().map_or(&self.page.title, |s| s.parts.last().map_or(&s.title, |p| &p.title));
                format!("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table>\n", escaped(label))
            }
            Tag::TableHead => {
                (self.table.head, self.table.column) = (true, 0);
                "<thead>\n<tr>".to_owned()
            }
            Tag::TableRow => {
                self.table.column = 0;
                "<tr>".to_owned()
            }
            Tag::TableCell => self.cell(),
            Tag::CodeBlock(_) => "<p>".to_owned(),
            _ => return,
        };
        self.out().push_str(&html);
        self.table.cell = self.out().len();
    }

    fn cell(&self) -> String {
        let t = &self.table;
        let class = if t.right(t.column) { " class=\"number\"" } else { "" };
        match (t.head, t.column == t.names()) {
            (true, _) => format!("<th scope=\"col\"{class}>"),
            (false, true) => format!("<th scope=\"row\" dir=\"auto\"{class}>"),
            (false, false) => format!("<td dir=\"auto\"{class}>"),
        }
    }

    fn close(&mut self, tag: TagEnd) {
        let html = match tag {
            TagEnd::List(ordered) => {
                if ordered {
                    "</ol>\n"
                } else {
                    "</ul>\n"
                }
            }
            TagEnd::Item => "</li>\n",
            TagEnd::Table => "</tbody>\n</table>\n</div>\n",
            TagEnd::TableHead => {
                self.table.head = false;
                "</tr>\n</thead>\n<tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => {
                let tag = if self.table.head || self.table.column == self.table.names() { "</th>" } else { "</td>" };
                self.link();
                self.table.column += 1;
                tag
            }
            TagEnd::CodeBlock => "</p>\n",
            _ => return,
        };
        self.out().push_str(html);
    }

    /// Makes the cell that has just been written a link if it holds a name that is one.
    fn link(&mut self) {
        let (links, start) = (self.beside.links, self.table.cell);
        let out = self.out();
        if let Some((_, address)) = links.iter().find(|(name, _)| out.get(start..) == Some(&with_dates(name))) {
            let text = out.split_off(start);
            out.push_str(&format!("<a href=\"{}\">{text}</a>", escaped(address)));
        }
    }
}

fn is_image(event: Option<&Event>) -> bool {
    matches!(event, Some(Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image)))
}

/// Where what begins at `at` ends.
fn end_of(events: &[Event], at: usize) -> usize {
    let mut depth = 0_usize;
    for (i, event) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return i;
        }
    }
    events.len().saturating_sub(1)
}

fn words<'a>(event: &'a Event) -> Option<&'a CowStr<'a>> {
    match event {
        Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) | Event::InlineMath(t) | Event::DisplayMath(t) => Some(t),
        _ => None,
    }
}

fn plain(events: &[Event]) -> String {
    events.iter().map(|e| words(e).map_or(if breaks(e) { " " } else { "" }, |t| t)).collect()
}

fn breaks(event: &Event) -> bool {
    matches!(event, Event::SoftBreak | Event::HardBreak)
}

fn inline(events: &[Event]) -> String {
    let one = |event: &Event| match event {
        Event::Start(Tag::Strong) => "<strong>".to_owned(),
        Event::End(TagEnd::Strong) => "</strong>".to_owned(),
        Event::Start(Tag::Emphasis) => "<em>".to_owned(),
        Event::End(TagEnd::Emphasis) => "</em>".to_owned(),
        event if breaks(event) => " ".to_owned(),
        event => words(event).map_or_else(String::new, |t| with_dates(t)),
    };
    events.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(markdown: &str) -> Document {
        let files = [Artifact { path: "charts/a.png".into(), bytes: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x09\x60\0\0\x05\x46".to_vec() }];
        let links = [("A & B".to_owned(), "A%20%26%20B/brief.html".to_owned())];
        document(markdown, Beside { files: &files, links: &links, pictures: "Pictures" })
    }

    #[test]
    fn headings_become_sections_with_names() {
        let page = page("# T\n\n**lead**\n\n## One\n\n**Sub**\n\n- a\n\n### Part\n\n**Minor**\n\ntext\n\n## Two\n");
        assert_eq!((page.title.as_str(), page.lead.as_str()), ("T", "<p dir=\"auto\"><strong>lead</strong></p>\n"));
        let [one, two] = &page.sections[..] else { panic!("two sections: {page:?}") };
        assert_eq!((one.id.as_str(), one.title.as_str(), two.id.as_str(), two.body.as_str()), ("s1", "One", "s2", ""));
        assert_eq!((one.parts[0].id.as_str(), one.parts[0].title.as_str()), ("s1-1", "Part"));
        let body = "<h3 class=\"minor\">Sub</h3>\n<ul>\n<li dir=\"auto\">a</li>\n</ul>\n<h3 id=\"s1-1\">Part</h3>\n<h4 class=\"minor\">Minor</h4>\n<p dir=\"auto\">text</p>\n";
        assert_eq!(one.body, body);
    }

    #[test]
    fn tables_have_scopes_and_links() {
        let page = page("## T\n\n| n | Name | Value |\n|--:|---|--:|\n| 1 | A &amp; B | −5 % |\n");
        let row = "<tr><td dir=\"auto\" class=\"number\">1</td><th scope=\"row\" dir=\"auto\"><a href=\"A%20%26%20B/brief.html\">A &amp; B</a></th><td dir=\"auto\" class=\"number\">−5 %</td></tr>\n";
        let head = "<thead>\n<tr><th scope=\"col\" class=\"number\">n</th><th scope=\"col\">Name</th><th scope=\"col\" class=\"number\">Value</th></tr>\n</thead>\n";
        let around = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"T\">\n<table>\n";
        assert_eq!(page.sections[0].body, format!("{around}{head}<tbody>\n{row}</tbody>\n</table>\n</div>\n"));
    }

    #[test]
    fn pictures_go_in_as_data_and_a_run_of_them_is_a_section() {
        let one = page("## S\n\n![x \"y\"](charts/a.png)\n");
        let img =
            "<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAACWAAAAVG\" alt=\"x &quot;y&quot;\" width=\"2400\" height=\"1350\">";
        assert_eq!(one.sections[0].body, format!("<figure>\n{img}\n<figcaption>x &quot;y&quot;</figcaption>\n</figure>\n"));
        let run = page("## S\n\nbefore\n\n![x](charts/a.png)\n\n![y](charts/a.png)\n\n![z](gone.png)\n\n## T\n");
        let titles: Vec<&str> = run.sections.iter().map(|s| s.title.as_str()).collect();
        assert_eq!(titles, ["S", "Pictures", "T"]);
        assert_eq!(run.sections[1].body.matches("<figure>").count(), 2);
        assert!(run.sections[1].body.ends_with("<p dir=\"auto\">z</p>\n"), "one without bytes is told by its text");
    }

    #[test]
    fn nothing_passes_through_as_html() {
        for text in
            ["<script>x</script>", "a <b onclick=\"x\">b</b>", "<!-- x -->", "`<i>`", "    <i>", "<https://a.b>", "[a](javascript:x)"]
        {
            let body = page(&format!("## S\n\n{text}\n")).sections[0].body.clone();
            let inner = body.trim_start_matches("<p>").trim_start_matches("<p dir=\"auto\">").trim_end().trim_end_matches("</p>");
            assert!(!inner.contains('<') && !inner.contains("href"), "{text}: {body}");
        }
    }
}
