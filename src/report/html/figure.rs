//! A picture inside the page, with its size and its text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// How every PNG begins.
const PNG: &[u8] = b"\x89PNG";

/// Height to width from which a picture is printed higher than others, with one of the usual shape beside it on a page.
const TALL: f64 = 0.7;
/// Height to width from which a picture has a printed page of its own.
const TOWER: f64 = 1.0;

/// A picture as data, PNG or SVG, with its text under it.
pub(super) fn of(picture: &[u8], alt: &str) -> String {
    let png = picture.starts_with(PNG);
    let kind = if png { "png" } else { "svg+xml" };
    let extent = if png { pixels(picture) } else { view_box(picture) };
    // So that the page does not jump when the picture comes.
    let size = extent.map_or_else(String::new, |(w, h)| format!(" width=\"{w}\" height=\"{h}\""));
    let class = match extent.map_or(0.0, |(w, h)| f64::from(h) / f64::from(w)) {
        ratio if ratio > TOWER => " class=\"tower\"",
        ratio if ratio > TALL => " class=\"tall\"",
        _ => "",
    };
    let data = STANDARD.encode(picture);
    format!(
        "<figure{class}>\n<img src=\"data:image/{kind};base64,{data}\" alt=\"{alt}\"{size}>\n<figcaption>{alt}</figcaption>\n</figure>\n"
    )
}

/// Width and height in a PNG's header.
fn pixels(png: &[u8]) -> Option<(u32, u32)> {
    let number = |from: usize| Some(png.get(from..from + 4)?.iter().fold(0_u32, |n, b| n << 8 | u32::from(*b)));
    number(16).zip(number(20))
}

/// Width and height of an SVG's view box that begins at zero.
fn view_box(svg: &[u8]) -> Option<(u32, u32)> {
    let head = std::str::from_utf8(svg).ok()?.split_once("viewBox=\"0 0 ")?.1.split_once('"')?.0;
    let (w, h) = head.split_once(' ')?;
    Some((w.parse::<f64>().ok()?.ceil() as u32, h.parse::<f64>().ok()?.ceil() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tall_picture_has_a_printed_page_of_its_own() {
        let svg = |w: u32, h: u32| format!("<svg width=\"200mm\" viewBox=\"0 0 {w} {h}\"><title>t</title></svg>");
        let shown = |w, h| of(svg(w, h).as_bytes(), "t");
        assert!(
            shown(960, 540).starts_with("<figure>\n<img src=\"data:image/svg+xml;base64,")
                && shown(960, 540).contains("alt=\"t\" width=\"960\" height=\"540\">")
        );
        assert!(shown(960, 900).starts_with("<figure class=\"tall\">\n"));
        assert!(shown(960, 1200).starts_with("<figure class=\"tower\">\n"));
        assert!(of(b"<svg/>", "t").starts_with("<figure>\n"));
    }
}
