//! A strict reader of the pages: every tag closed, every attribute quoted, every reference known. What it cannot read fails the test.

use std::collections::BTreeMap;

/// Elements without content.
const VOID: [&str; 4] = ["meta", "link", "img", "input"];
/// Elements whose content is no markup.
const RAW: [&str; 2] = ["script", "style"];

/// A part of a page.
#[derive(Debug)]
pub enum Node {
    /// Text, references resolved.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element with what is inside.
#[derive(Debug, Default)]
pub struct Element {
    /// Name in lower case.
    pub name: String,
    /// Attributes; one without a value has an empty one.
    pub attributes: BTreeMap<String, String>,
    /// In order.
    pub children: Vec<Node>,
}

impl Element {
    /// An attribute, if it is there.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether the class is among its classes.
    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|all| all.split(' ').any(|c| c == class))
    }

    /// Elements inside, itself first, in the order of the page.
    pub fn all(&self) -> Vec<&Element> {
        let mut found = vec![self];
        for child in &self.children {
            if let Node::Element(element) = child {
                found.extend(element.all());
            }
        }
        found
    }

    /// Those with a name.
    pub fn named(&self, name: &str) -> Vec<&Element> {
        self.all().into_iter().filter(|e| e.name == name).collect()
    }

    /// The one with an id.
    pub fn by_id(&self, id: &str) -> &Element {
        self.all().into_iter().find(|e| e.attribute("id") == Some(id)).unwrap_or_else(|| panic!("no element with the id {id}"))
    }

    /// All text inside that is read, a space between blocks.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.read(&mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn read(&self, out: &mut String) {
        if RAW.contains(&self.name.as_str()) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.read(out),
            }
        }
        if !["a", "b", "em", "strong", "span", "small", "time", "svg"].contains(&self.name.as_str()) {
            out.push('\n');
        }
    }

    /// What stands in a script or style element.
    pub fn raw(&self) -> &str {
        match self.children.first() {
            Some(Node::Text(text)) => text,
            _ => "",
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// Reads a page.
pub fn page(text: &str) -> Element {
    let rest = text.strip_prefix("<!doctype html>\n").expect("the page begins with its document type");
    let mut reader = Reader { text: rest, at: 0 };
    let root = reader.element();
    assert_eq!(root.name, "html");
    assert_eq!(reader.rest(), "\n", "nothing stands after the root");
    root
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn fail(&self, what: &str) -> ! {
        let line = self.text[..self.at].matches('\n').count() + 2;
        panic!("line {line}: {what}: {:?}", self.rest().chars().take(80).collect::<String>())
    }

    fn take(&mut self, what: &str) {
        if !self.rest().starts_with(what) {
            self.fail(&format!("{what:?} is missing"));
        }
        self.at += what.len();
    }

    fn word(&mut self) -> String {
        let length = self.rest().bytes().take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-').count();
        if length == 0 {
            self.fail("no name");
        }
        let word = self.rest()[..length].to_owned();
        self.at += length;
        word
    }

    fn element(&mut self) -> Element {
        self.take("<");
        let mut element = Element { name: self.word(), ..Element::default() };
        loop {
            if self.rest().starts_with('>') {
                self.at += 1;
                break;
            }
            if self.rest().starts_with("/>") {
                if !["rect", "path"].contains(&element.name.as_str()) {
                    self.fail("an element of HTML does not close itself");
                }
                self.at += 2;
                return element;
            }
            self.take(" ");
            // Names of SVG have capitals.
            let name = if self.rest().starts_with("viewBox") {
                self.at += "viewBox".len();
                "viewBox".to_owned()
            } else {
                self.word()
            };
            let mut value = String::new();
            if self.rest().starts_with('=') {
                self.take("=\"");
                let end = self.rest().find('"').unwrap_or_else(|| self.fail("an attribute does not end"));
                value = self.resolved(&self.rest()[..end]);
                if self.rest()[..end].contains(['<', '>']) && name != "content" {
                    self.fail("an attribute holds markup");
                }
                self.at += end + 1;
            }
            if element.attributes.insert(name, value).is_some() {
                self.fail("an attribute stands twice");
            }
        }
        if VOID.contains(&element.name.as_str()) {
            return element;
        }
        if RAW.contains(&element.name.as_str()) {
            let end = format!("</{}", element.name);
            let length = self.rest().to_ascii_lowercase().find(&end).unwrap_or_else(|| self.fail("raw text does not end"));
            let raw = &self.rest()[..length];
            // This would make a browser look for another end.
            assert!(!raw.contains("<!--"), "a comment inside a {} element", element.name);
            element.children.push(Node::Text(raw.to_owned()));
            self.at += length;
            self.take(&format!("{end}>"));
            return element;
        }
        loop {
            let length = self.rest().find('<').unwrap_or_else(|| self.fail(&format!("{} is not closed", element.name)));
            if length > 0 {
                let text = self.resolved(&self.rest()[..length]);
                element.children.push(Node::Text(text));
                self.at += length;
            }
            if self.rest().starts_with("</") {
                self.take(&format!("</{}>", element.name));
                return element;
            }
            let child = self.element();
            element.children.push(Node::Element(child));
        }
    }

    fn resolved(&self, text: &str) -> String {
        let mut parts = text.split('&');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, after) = part.split_once(';').unwrap_or_else(|| self.fail(&format!("a bare & before {part:?}")));
            out.push(match name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "#39" | "#x27" => '\'',
                "#x2f" => '/',
                other => self.fail(&format!("the reference {other}")),
            });
            out.push_str(after);
        }
        out
    }
}
