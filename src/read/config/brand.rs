//! `[brand]` of winwin.toml: the colours and the logo of the user's own house.

use crate::error::Fault;
use crate::read::config::{line_of, nearest, wrong};

const KEYS: [&str; 3] = ["helps", "hurts", "logo"];

/// A value with the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its line, from 1.
    pub line: Option<u64>,
}

/// What `[brand]` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brand {
    /// Red, green, blue of what helps.
    pub helps: Option<Placed<(u8, u8, u8)>>,
    /// Red, green, blue of what hurts.
    pub hurts: Option<Placed<(u8, u8, u8)>>,
    /// A PNG; a relative path starts at the folder of winwin.toml.
    pub logo: Option<Placed<String>>,
}

/// Reads the table; faults go to `faults` with their line.
pub(super) fn of(table: &toml::Table, faults: &mut Vec<(Option<u64>, String, Fault)>, text: &str) -> Brand {
    let mut brand = Brand::default();
    for (key, value) in table {
        let line = line_of(text, key);
        let done = match key.as_str() {
            "helps" | "hurts" => value.as_str().and_then(colour).map(|value| {
                let place = if key == "helps" { &mut brand.helps } else { &mut brand.hurts };
                *place = Some(Placed { value, line });
            }),
            "logo" => value.as_str().filter(|v| !v.trim().is_empty()).map(|path| {
                brand.logo = Some(Placed { value: path.to_owned(), line });
            }),
            _ => {
                faults.push((line, format!("brand.{key}"), Fault::ConfigKey { near: nearest(key, &KEYS) }));
                continue;
            }
        };
        if done.is_none() {
            let accepted = if key == "logo" { "\"logo.png\"" } else { "\"#0072B2\"" };
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            faults.push((line, format!("brand.{key} = {shown}"), wrong(accepted)));
        }
    }
    brand
}

/// `#RRGGBB`, also without its mark.
fn colour(text: &str) -> Option<(u8, u8, u8)> {
    let digits = text.trim().trim_start_matches('#');
    if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let [_, r, g, b] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some((r, g, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::config::parse;

    #[test]
    fn colours_and_logo_are_read_with_their_lines() {
        let brand = parse("lang = \"zh\"\n[brand]\nhelps = \"#0072B2\"\nhurts = \"d55e00\"\nlogo = \"logo.png\"\n").unwrap().brand;
        assert_eq!(brand.helps, Some(Placed { value: (0, 0x72, 0xB2), line: Some(3) }));
        assert_eq!(brand.hurts, Some(Placed { value: (0xD5, 0x5E, 0), line: Some(4) }));
        assert_eq!(brand.logo, Some(Placed { value: "logo.png".to_owned(), line: Some(5) }));
    }

    #[test]
    fn what_is_no_colour_is_named_with_its_line() {
        let faults = parse("[brand]\nhelps = \"blue\"\nhurts = \"#12345é\"\nlgo = \"a.png\"\nlogo = 3\n").unwrap_err();
        let lines: Vec<Option<u64>> = faults.iter().map(|f| f.0).collect();
        assert_eq!(lines, [Some(2), Some(3), Some(4), Some(5)]);
        assert_eq!(faults[0].1, "brand.helps = blue");
        assert_eq!(faults[2].2, Fault::ConfigKey { near: Some("logo".into()) });
    }
}
