//! Text on its way into a page: what means something in HTML written out, dates marked so that no line ends inside one.

/// Characters of a date such as 2026-11-16.
const DATE: usize = 10;

/// Text with the five characters that mean something in HTML written out. Other control characters than a line end are no text.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() && c != '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The same with every date in a time element.
pub(super) fn with_dates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = first_date(rest) {
        let (before, from) = rest.split_at(at);
        let (date, after) = from.split_at(DATE);
        out.push_str(&format!("{}<time>{date}</time>", escaped(before)));
        rest = after;
    }
    out + &escaped(rest)
}

/// Where the first date begins: four digits, two, two, with hyphens, and no further digit on either side.
fn first_date(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let inside = |at: usize| at > 0 && digit(at - 1) || digit(at + DATE);
    (0..bytes.len().saturating_sub(DATE - 1)).find(|&at| {
        let fits = |i: usize| if i == 4 || i == 7 { bytes.get(at + i) == Some(&b'-') } else { digit(at + i) };
        !inside(at) && (0..DATE).all(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_is_written_out() {
        assert_eq!(escaped("<a href=\"x\">'&amp;\u{1}"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp; ");
    }

    #[test]
    fn dates_are_marked() {
        assert_eq!(with_dates("至2026-12-06前 & 2026-12-7"), "至<time>2026-12-06</time>前 &amp; 2026-12-7");
        assert_eq!(with_dates("2026-01-01"), "<time>2026-01-01</time>");
        for none in ["12026-01-01", "2026-01-012", "2026-1-01", "", "2026-01-0"] {
            assert_eq!(with_dates(none), none);
        }
    }
}
