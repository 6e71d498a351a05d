//! The parts of a presentation in the Office Open XML format: the least that office programs ask for.
//!
//! Lengths are English Metric Units, 914,400 to the inch; a slide is 13.333 x 7.5 inches.

use crate::chart::svg::escaped;
use crate::lang::{Lang, pick};

/// One slide.
pub(super) struct Slide {
    pub title: String,
    /// For readers of the picture.
    pub alt: String,
    pub png: Vec<u8>,
    /// Width and height of the picture in any unit.
    pub size: (f64, f64),
}

const WIDE: f64 = 12_192_000.0;
const HIGH: f64 = 6_858_000.0;
const MARGIN: f64 = 457_200.0;
/// Height of the title's box, from the upper margin.
const TITLE: f64 = 914_400.0;
const TOP: f64 = 274_320.0;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const NAMES: &str = "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "application/vnd.openxmlformats-officedocument";
/// The group that every slide's shapes are in.
const ROOT: &str = "<p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
    <a:ext cx=\"0\" cy=\"0\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"0\" cy=\"0\"/></a:xfrm></p:grpSpPr>";

/// Every part by its name, in the order of the archive.
pub(super) fn all(heading: &str, slides: &[Slide], lang: Lang) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(slides.len())),
        (
            "_rels/.rels".to_owned(),
            relations(&[
                (format!("{RELATIONS}/officeDocument"), "ppt/presentation.xml".to_owned()),
                (
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties".to_owned(),
                    "docProps/core.xml".to_owned(),
                ),
            ]),
        ),
        ("docProps/core.xml".to_owned(), properties(heading)),
        ("ppt/presentation.xml".to_owned(), presentation(slides.len())),
        ("ppt/_rels/presentation.xml.rels".to_owned(), presentation_relations(slides.len())),
        ("ppt/slideMasters/slideMaster1.xml".to_owned(), master(lang)),
        (
            "ppt/slideMasters/_rels/slideMaster1.xml.rels".to_owned(),
            relations(&[
                (format!("{RELATIONS}/slideLayout"), "../slideLayouts/slideLayout1.xml".to_owned()),
                (format!("{RELATIONS}/theme"), "../theme/theme1.xml".to_owned()),
            ]),
        ),
        ("ppt/slideLayouts/slideLayout1.xml".to_owned(), layout(lang)),
        (
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels".to_owned(),
            relations(&[(format!("{RELATIONS}/slideMaster"), "../slideMasters/slideMaster1.xml".to_owned())]),
        ),
        ("ppt/theme/theme1.xml".to_owned(), theme()),
    ];
    for (n, slide) in slides.iter().enumerate().map(|(i, s)| (i + 1, s)) {
        parts.push((format!("ppt/slides/slide{n}.xml"), page(slide, lang)));
        let links = relations(&[
            (format!("{RELATIONS}/slideLayout"), "../slideLayouts/slideLayout1.xml".to_owned()),
            (format!("{RELATIONS}/image"), format!("../media/image{n}.png")),
        ]);
        parts.push((format!("ppt/slides/_rels/slide{n}.xml.rels"), links));
        parts.push((format!("ppt/media/image{n}.png"), slide.png.clone()));
    }
    parts
}

fn content_types(slides: usize) -> Vec<u8> {
    let kind = |path: &str, kind: &str| format!("<Override PartName=\"/{path}\" ContentType=\"{kind}+xml\"/>");
    let slide = format!("{TYPES}.presentationml.slide");
    let mut parts = vec![
        kind("ppt/presentation.xml", &format!("{TYPES}.presentationml.presentation.main")),
        kind("ppt/slideMasters/slideMaster1.xml", &format!("{slide}Master")),
        kind("ppt/slideLayouts/slideLayout1.xml", &format!("{slide}Layout")),
        kind("ppt/theme/theme1.xml", &format!("{TYPES}.theme")),
        kind("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties"),
    ];
    parts.extend((1..=slides).map(|n| kind(&format!("ppt/slides/slide{n}.xml"), &slide)));
    let defaults = "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>";
    let space = "http://schemas.openxmlformats.org/package/2006/content-types";
    format!("{HEAD}<Types xmlns=\"{space}\">{defaults}{}</Types>", parts.concat()).into_bytes()
}

/// `rId1`, `rId2` … in order: type and target.
fn relations(links: &[(String, String)]) -> Vec<u8> {
    let one = |(i, (kind, target)): (usize, &(String, String))| {
        format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", i + 1)
    };
    let links: String = links.iter().enumerate().map(one).collect();
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("{HEAD}<Relationships xmlns=\"{space}\">{links}</Relationships>").into_bytes()
}

fn properties(heading: &str) -> Vec<u8> {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escaped(heading)
    )
    .into_bytes()
}

fn presentation_relations(slides: usize) -> Vec<u8> {
    let mut links = vec![(format!("{RELATIONS}/slideMaster"), "slideMasters/slideMaster1.xml".to_owned())];
    links.extend((1..=slides).map(|n| (format!("{RELATIONS}/slide"), format!("slides/slide{n}.xml"))));
    links.push((format!("{RELATIONS}/theme"), "theme/theme1.xml".to_owned()));
    relations(&links)
}

fn presentation(slides: usize) -> Vec<u8> {
    let ids: String = (0..slides).map(|n| format!("<p:sldId id=\"{}\" r:id=\"rId{}\"/>", 256 + n, n + 2)).collect();
    format!(
        "{HEAD}<p:presentation {NAMES} saveSubsetFonts=\"1\"><p:sldMasterIdLst><p:sldMasterId id=\"2147483648\" r:id=\"rId1\"/></p:sldMasterIdLst>\
         <p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx=\"{WIDE}\" cy=\"{HIGH}\"/><p:notesSz cx=\"{HIGH}\" cy=\"{WIDE}\"/></p:presentation>"
    )
    .into_bytes()
}

fn place((x, y): (f64, f64), (w, h): (f64, f64)) -> String {
    format!("<a:xfrm><a:off x=\"{x:.0}\" y=\"{y:.0}\"/><a:ext cx=\"{w:.0}\" cy=\"{h:.0}\"/></a:xfrm>")
}

fn code(lang: Lang) -> &'static str {
    pick(lang, "zh-CN", "en-US")
}

/// The box of the title, as master and layout have it.
fn title_box(lang: Lang) -> String {
    let place = place((MARGIN, TOP), (WIDE - 2.0 * MARGIN, TITLE));
    let prompt = pick(lang, "标题", "Title");
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{prompt}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr>\
         </p:nvSpPr><p:spPr>{place}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr anchor=\"ctr\"><a:normAutofit/>\
         </a:bodyPr><a:lstStyle/><a:p><a:r><a:rPr lang=\"{}\"/><a:t>{prompt}</a:t></a:r></a:p></p:txBody></p:sp>",
        code(lang)
    )
}

fn master(lang: Lang) -> Vec<u8> {
    let title = "<a:lvl1pPr algn=\"l\"><a:lnSpc><a:spcPct val=\"95000\"/></a:lnSpc><a:buNone/><a:defRPr sz=\"2200\" b=\"1\"><a:solidFill>\
        <a:schemeClr val=\"tx1\"/></a:solidFill><a:latin typeface=\"+mj-lt\"/><a:ea typeface=\"+mj-ea\"/></a:defRPr></a:lvl1pPr>";
    format!(
        "{HEAD}<p:sldMaster {NAMES}><p:cSld><p:bg><p:bgRef idx=\"1001\"><a:schemeClr val=\"bg1\"/></p:bgRef></p:bg><p:spTree>{ROOT}{}</p:spTree>\
         </p:cSld><p:clrMap bg1=\"lt1\" tx1=\"dk1\" bg2=\"lt2\" tx2=\"dk2\" accent1=\"accent1\" accent2=\"accent2\" accent3=\"accent3\" \
         accent4=\"accent4\" accent5=\"accent5\" accent6=\"accent6\" hlink=\"hlink\" folHlink=\"folHlink\"/><p:sldLayoutIdLst><p:sldLayoutId \
         id=\"2147483649\" r:id=\"rId1\"/></p:sldLayoutIdLst><p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle/><p:otherStyle/>\
         </p:txStyles></p:sldMaster>",
        title_box(lang)
    )
    .into_bytes()
}

fn layout(lang: Lang) -> Vec<u8> {
    let name = pick(lang, "标题和图", "Title and picture");
    format!(
        "{HEAD}<p:sldLayout {NAMES} type=\"titleOnly\" preserve=\"1\"><p:cSld name=\"{name}\"><p:spTree>{ROOT}{}</p:spTree></p:cSld>\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>",
        title_box(lang)
    )
    .into_bytes()
}

/// A slide: the finding, and the picture as large as the rest of the slide allows.
fn page(slide: &Slide, lang: Lang) -> Vec<u8> {
    let top = TOP + TITLE + MARGIN / 4.0;
    let (room_wide, room_high) = (WIDE - 2.0 * MARGIN, HIGH - top - TOP);
    let (w, h) = slide.size;
    let scale = (room_wide / w.max(1.0)).min(room_high / h.max(1.0));
    let (w, h) = (w * scale, h * scale);
    let place = place(((WIDE - w) / 2.0, top + (room_high - h) / 2.0), (w, h));
    let (title, alt) = (escaped(&slide.title), escaped(&slide.alt.replace('\n', " ")));
    let (name, picture) = pick(lang, ("标题", "图"), ("Title", "Picture"));
    format!(
        "{HEAD}<p:sld {NAMES}><p:cSld><p:spTree>{ROOT}<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/>\
         </p:cNvSpPr><p:nvPr><p:ph type=\"title\"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang=\"{}\"/>\
         <a:t>{title}</a:t></a:r></a:p></p:txBody></p:sp><p:pic><p:nvPicPr><p:cNvPr id=\"3\" name=\"{picture}\" descr=\"{alt}\"/><p:cNvPicPr>\
         <a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed=\"rId2\"/><a:stretch><a:fillRect/>\
         </a:stretch></p:blipFill><p:spPr>{place}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></p:spPr></p:pic></p:spTree></p:cSld>\
         <p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>",
        code(lang)
    )
    .into_bytes()
}

/// Colours and fonts; three of each style, which is the least.
fn theme() -> Vec<u8> {
    let colours = [
        ("dk1", "222222"),
        ("lt1", "FFFFFF"),
        ("dk2", "595959"),
        ("lt2", "E5E5E5"),
        ("accent1", "0072B2"),
        ("accent2", "D55E00"),
        ("accent3", "767676"),
        ("accent4", "BDBDBD"),
        ("accent5", "084594"),
        ("accent6", "8C2D04"),
        ("hlink", "0072B2"),
        ("folHlink", "595959"),
    ];
    let colours: String = colours.iter().map(|(name, hex)| format!("<a:{name}><a:srgbClr val=\"{hex}\"/></a:{name}>")).collect();
    let font = "<a:latin typeface=\"Arial\"/><a:ea typeface=\"Microsoft YaHei\"/><a:cs typeface=\"\"/>";
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>".repeat(3);
    let line = "<a:ln w=\"9525\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>".repeat(3);
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    format!(
        "{HEAD}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"winwin\"><a:themeElements>\
         <a:clrScheme name=\"winwin\">{colours}</a:clrScheme><a:fontScheme name=\"winwin\"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}\
         </a:minorFont></a:fontScheme><a:fmtScheme name=\"winwin\"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>\
         <a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
    .into_bytes()
}
