//! The look of pictures: greys that read without hue, a brand's colours and logo, the number of pixels.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(missing_docs, dead_code)]
mod samples;

use std::fs;
use std::sync::Arc;

use common::Work;
use winwin::chart::font::Fonts;
use winwin::chart::logo::Logo;
use winwin::chart::look::Look;
use winwin::chart::scene::{Area, Item, Label, Scene};
use winwin::chart::svg::svg_in;
use winwin::chart::theme::palette::Palette;
use winwin::chart::theme::{Color, TextSize};
use winwin::chart::{check, contribution, coverage, heatmap, paint};

fn scenes(fonts: &Fonts) -> Vec<(&'static str, Scene)> {
    vec![
        ("heat-zh", heatmap::scene(&samples::heat_zh(), fonts)),
        ("heat-en", heatmap::scene(&samples::heat_en(), fonts)),
        ("coverage-zh", coverage::scene(&samples::cover_zh(), fonts)),
        ("coverage-en", coverage::scene(&samples::cover_en(), fonts)),
        ("shares-zh", contribution::scene(&samples::share_zh(), fonts)),
        ("shares-en", contribution::scene(&samples::share_en(), fonts)),
    ]
}

/// PICTURES=folder writes what was checked, to be looked at.
fn show(name: &str, scene: &Scene, palette: &Palette, fonts: &Fonts) {
    if let Some(folder) = std::env::var_os("PICTURES") {
        let painted = paint::png_in(scene, 1.25, palette, fonts).unwrap();
        fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), painted.bytes).unwrap();
    }
}

fn encoded(width: u32, height: u32, pixel: [u8; 4]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixel.repeat((width * height) as usize)).unwrap();
    writer.finish().unwrap();
    bytes
}

fn logo(width: u32, height: u32) -> Arc<Logo> {
    Arc::new(Logo::read(&encoded(width, height, [0x10, 0x60, 0x40, 255])).unwrap())
}

#[test]
fn grey_pictures_are_sound_and_tell_what_hurts_without_hue() {
    let fonts = Fonts::bundled();
    let look = Look { palette: Palette::print_grey(), ..Look::default() };
    let (mut bars, mut cells) = (0, 0);
    for (name, scene) in scenes(&fonts) {
        let grey = look.dress(&scene, &fonts);
        let problems = check::problems_in(&grey, &look.palette, &fonts);
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        for (item, next) in grey.items.iter().zip(grey.items.iter().skip(1)) {
            match item {
                Item::Rect { fill: Color::Hurt, area } if area.w > 10.0 => {
                    assert!(matches!(next, Item::Line { color: Color::Paper, .. }), "{name}: {area:?} is not hatched");
                    bars += 1;
                }
                Item::Rect { fill: Color::HurtClass(_), area } => {
                    assert!(matches!(next, Item::Polygon { points, .. } if points.len() == 3), "{name}: {area:?} has no corner");
                    cells += 1;
                }
                _ => {}
            }
        }
        let text = svg_in(&grey, &look.palette, &fonts).text;
        let of = |role: &str| text.match_indices(role).map(|(at, r)| &text[at + r.len()..at + r.len() + 6]).collect::<Vec<_>>();
        let colours = [of("fill=\"#"), of("stroke=\"#")].concat();
        assert!(colours.len() > 20 && colours.iter().all(|c| c[..2] == c[2..4] && c[2..4] == c[4..]), "{name}: a hue is left");
        show(&format!("{name}-grey"), &grey, &look.palette, &fonts);
    }
    assert!(bars >= 4 && cells >= 20, "{bars} bars, {cells} cells");
}

#[test]
fn a_brands_pictures_are_sound_and_in_its_colours() {
    let fonts = Fonts::bundled();
    let palette = Palette::branded(Some((0x00, 0x60, 0x50)), Some((0xB0, 0x20, 0x60)));
    let look = Look { palette, ..Look::default() };
    for (name, scene) in scenes(&fonts) {
        let own = look.dress(&scene, &fonts);
        assert_eq!(own, scene, "{name}: colours change no mark");
        let problems = check::problems_in(&own, &palette, &fonts);
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let text = svg_in(&own, &palette, &fonts).text;
        assert!(!text.contains("#0072b2") && !text.contains("#d55e00"), "{name}");
        show(&format!("{name}-brand"), &own, &palette, &fonts);
    }
}

#[test]
fn a_logo_stands_in_a_corner_clear_of_every_mark() {
    let fonts = Fonts::bundled();
    for (shape, width, height) in [("wide", 600, 120), ("tall", 100, 300), ("square", 64, 64)] {
        let look = Look { logo: Some(logo(width, height)), ..Look::default() };
        for (name, scene) in scenes(&fonts) {
            let with = look.dress(&scene, &fonts);
            let problems = check::problems(&with, &fonts);
            assert!(problems.is_empty(), "{name} {shape}: {problems:#?}");
            let Some(Item::Image { area, .. }) = with.items.last() else { panic!("{name} {shape}: no logo") };
            assert!((area.right() - 928.0).abs() < 1e-9 && area.w <= 120.0 && area.h <= 32.0 + 1e-9, "{name} {shape}: {area:?}");
            let ratio = f64::from(width) / f64::from(height);
            assert!((area.w / area.h - ratio).abs() < 1e-6, "{name} {shape}: {area:?}");
            show(&format!("{name}-{shape}"), &with, &look.palette, &fonts);
        }
    }
}

#[test]
fn without_a_free_corner_a_picture_grows_and_a_page_goes_without() {
    let fonts = Fonts::bundled();
    let look = Look { logo: Some(logo(600, 120)), ..Look::default() };
    let mut full = Scene { width: 960.0, height: 540.0, title: String::new(), items: Vec::new() };
    full.rect(Area::new(10.0, 10.0, 940.0, 520.0), Color::Grid);
    full.text(Label::new(20.0, 50.0, "full", TextSize::Label).on(Color::Grid));
    let with = look.dress(&full, &fonts);
    assert!(with.height > full.height && check::problems(&with, &fonts).is_empty());
    full.height = 960.0 * 210.0 / 297.0;
    full.rect(Area::new(10.0, 540.0, 940.0, 130.0), Color::Grid);
    assert_eq!(look.dress(&full, &fonts), full);
}

#[test]
fn a_logo_is_painted_where_the_scene_says_and_stands_in_the_svg() {
    let fonts = Fonts::bundled();
    let look = Look { logo: Some(logo(40, 20)), ..Look::default() };
    let scene = look.dress(&Scene { width: 200.0, height: 100.0, title: String::new(), items: Vec::new() }, &fonts);
    // 64 x 32 logical pixels, its right end at 200 - 32, its foot at 100 - 18.
    assert!(matches!(scene.items[..], [Item::Image { area, .. }] if area == Area::new(104.0, 50.0, 64.0, 32.0)));
    let painted = paint::png(&scene, 2.0, &fonts).unwrap().bytes;
    let mut decoder = png::Decoder::new(std::io::Cursor::new(&painted));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let at = |x: usize, y: usize| &pixels[(y * 400 + x) * 3..][..3];
    assert_eq!((at(208, 100), at(335, 163)), (&[0x10, 0x60, 0x40][..], &[0x10, 0x60, 0x40][..]));
    assert_eq!((at(207, 100), at(336, 163), at(208, 99)), (&[255; 3][..], &[255; 3][..], &[255; 3][..]));
    let text = svg_in(&scene, &look.palette, &fonts).text;
    assert!(
        text.contains("<image x=\"104\" y=\"50\" width=\"64\" height=\"32\" aria-hidden=\"true\" xlink:href=\"data:image/png;base64,iVBOR")
    );
}

#[test]
fn what_cannot_be_used_is_refused_with_its_line_and_what_could_be() {
    let work = Work::of_example("home-service");
    let base = work.read("winwin.toml");
    let lines = base.lines().count();
    fs::write(work.path("not.png"), "GIF89a").unwrap();
    let refused = |brand: &str, parts: &[&str]| {
        work.write("winwin.toml", &format!("{base}[brand]\n{brand}\n"));
        let run = work.run(&["analyze", ".", "--lang", "en", "--out", "out"]).ended(3);
        let place = format!("winwin.toml:{}", lines + 2);
        assert!(run.err.contains(&place) && parts.iter().all(|p| run.err.contains(p)), "{brand}: {}", run.err);
        assert!(!work.path("out").exists());
    };
    refused("helps = \"#56B4E9\"", &["too pale on white", "2.3", "accepted: a darker one, such as #"]);
    refused("hurts = \"#F0E442\"", &["too pale on white", "3.0 is the least"]);
    refused("hurts = \"#0072B0\"", &["cannot be told from", "#0072B2"]);
    refused("helps = \"blue\"", &["accepted: \"#0072B2\""]);
    refused("logo = \"missing.png\"", &["missing.png", "folder of winwin.toml"]);
    refused("logo = \"not.png\"", &["not.png", "use a PNG file"]);
    work.write("winwin.toml", &base);
    for scale in ["0.9", "4.1", "NaN"] {
        let run = work.run(&["analyze", ".", "--lang", "en", "--scale", scale]).ended(2);
        assert!(run.err.contains("--scale cannot be") && run.err.contains("from 1 to 4"), "{}", run.err);
    }
}

#[test]
fn a_run_follows_the_file_and_the_flags() {
    let work = Work::of_example("home-service");
    let base = work.read("winwin.toml");
    fs::write(work.path("logo.png"), encoded(60, 30, [0, 0, 0, 255])).unwrap();
    let brand = "[brand]\nhelps = \"#004488\"\nhurts = \"#AA3300\"\nlogo = \"logo.png\"\n";
    work.write("winwin.toml", &format!("{base}scale = 1\nformat = \"both\"\n{brand}"));
    let heatmap = |ending: &str| work.files("out").into_iter().find(|(p, _)| p.ends_with(&format!("overlap-heatmap.{ending}"))).unwrap().1;
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let width = |bytes: &[u8]| png::Decoder::new(std::io::Cursor::new(bytes.to_vec())).read_info().unwrap().info().width;
    assert_eq!(width(&heatmap("png")), 960);
    let svg = String::from_utf8(heatmap("svg")).unwrap();
    assert!(svg.contains("<image ") && !svg.contains("#084594"));
    work.run(&["analyze", ".", "--out", "out", "--scale", "1.5", "--theme", "print-grey"]).ended(0);
    assert_eq!(width(&heatmap("png")), 1440);
}
