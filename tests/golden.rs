//! Pictures of the worked examples as they looked when someone last looked at them: small changes of edges pass, anything one would see does not.
//!
//! `BLESS=1 cargo test --test golden` takes the pictures of this version; look at them before committing them. A failure writes a
//! picture with the old one, the new one and their difference side by side.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

use common::{Work, root};

/// English and Chinese; the Chinese summit stands in reports/, byte for byte.
const EXAMPLES: [&str; 2] = ["harbor-festival", "home-service"];
/// Difference of a channel that an edge may have on another machine, of 255.
const EDGE: u8 = 40;
/// Pixels in ten thousand that may differ by more.
const MOST: usize = 4;

/// A picture as rows of RGB.
#[derive(Clone)]
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

fn read(path: &Path) -> Picture {
    let mut decoder = png::Decoder::new(BufReader::new(File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut buffer).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    let pixels = buffer[..info.buffer_size()].chunks_exact(3).map(|p| [p[0], p[1], p[2]]).collect();
    Picture { width: info.width as usize, height: info.height as usize, pixels }
}

fn write(path: &Path, picture: &Picture) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(BufWriter::new(File::create(path).unwrap()), picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(picture.pixels.as_flattened()).unwrap();
}

/// Where two pictures of one size differ by more than an edge may.
fn apart(a: &Picture, b: &Picture) -> Vec<bool> {
    let far = |(a, b): (&[u8; 3], &[u8; 3])| a.iter().zip(b).any(|(a, b)| a.abs_diff(*b) > EDGE);
    a.pixels.iter().zip(&b.pixels).map(far).collect()
}

/// What is to be said of a new picture: nothing, or how it differs.
fn verdict(kept: &Picture, made: &Picture) -> Option<String> {
    if (kept.width, kept.height) != (made.width, made.height) {
        return Some(format!("{} x {} pixels, was {} x {}", made.width, made.height, kept.width, kept.height));
    }
    let differ = apart(kept, made).into_iter().filter(|d| *d).count();
    (differ * 10_000 > MOST * kept.pixels.len()).then(|| format!("{differ} of {} pixels differ", kept.pixels.len()))
}

/// The old picture, the new one, and in red what differs, side by side.
fn side_by_side(kept: &Picture, made: &Picture) -> Picture {
    let (width, height) = (kept.width.max(made.width), kept.height.max(made.height));
    let at = |p: &Picture, x: usize, y: usize| if x < p.width && y < p.height { p.pixels[y * p.width + x] } else { [200; 3] };
    let differs = |x: usize, y: usize| {
        let (a, b) = (at(kept, x, y), at(made, x, y));
        if a.iter().zip(&b).any(|(a, b)| a.abs_diff(*b) > EDGE) { [220, 0, 0] } else { a.map(|c| 255 - (255 - c) / 4) }
    };
    let row = |y: usize| {
        let (old, new) = ((0..width).map(move |x| at(kept, x, y)), (0..width).map(move |x| at(made, x, y)));
        old.chain(new).chain((0..width).map(move |x| differs(x, y))).collect::<Vec<_>>()
    };
    Picture { width: 3 * width, height, pixels: (0..height).flat_map(row).collect() }
}

fn pictures(folder: &Path) -> BTreeSet<PathBuf> {
    let paths = common::files(folder).into_keys().filter(|p| p.ends_with(".png"));
    paths.map(PathBuf::from).collect()
}

#[test]
fn pictures_look_as_they_did() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for example in EXAMPLES {
        let work = Work::of_example(example);
        work.run(&["analyze", ".", "--scale", "1", "--out", "out"]).ended(0);
        let (kept, made) = (root().join("tests/golden").join(example), work.path("out"));
        if bless {
            let _ = std::fs::remove_dir_all(&kept);
            for path in pictures(&made) {
                std::fs::create_dir_all(kept.join(&path).parent().unwrap()).unwrap();
                std::fs::copy(made.join(&path), kept.join(&path)).unwrap();
            }
        }
        assert!(pictures(&made).len() >= 10, "{example}");
        for path in pictures(&kept).union(&pictures(&made)) {
            if !kept.join(path).exists() || !made.join(path).exists() {
                wrong.push(format!(
                    "{example}: {} is only in {}",
                    path.display(),
                    if kept.join(path).exists() { "tests/golden" } else { "this version" }
                ));
                continue;
            }
            let (old, new) = (read(&kept.join(path)), read(&made.join(path)));
            if let Some(how) = verdict(&old, &new) {
                let shown = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden").join(example).join(path);
                write(&shown, &side_by_side(&old, &new));
                wrong.push(format!("{example}: {}: {how}; see {}", path.display(), shown.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "look at these, and if they are right, BLESS=1 cargo test --test golden:\n{}", wrong.join("\n"));
}

#[test]
fn what_one_would_see_is_told_and_edges_are_not() {
    let blank = Picture { width: 400, height: 300, pixels: vec![[255; 3]; 120_000] };
    let with = |change: &dyn Fn(usize, usize) -> Option<[u8; 3]>| {
        let mut picture = blank.clone();
        for (at, pixel) in picture.pixels.iter_mut().enumerate() {
            *pixel = change(at % 400, at / 400).unwrap_or(*pixel);
        }
        picture
    };
    let letter = with(&|x, y| (x < 8 && y < 8).then_some([30; 3]));
    assert!(verdict(&blank, &letter).is_some(), "a letter more");
    let edges = with(&|x, _| (x == 7).then_some([225; 3]));
    assert_eq!(verdict(&blank, &edges), None, "a whole line of pixels a little darker");
    let few = with(&|x, y| (y == 0 && x < 40).then_some([0; 3]));
    assert_eq!(verdict(&blank, &few), None, "as many as an edge may have");
    let bar = with(&|x, y| (x < 200 && (100..110).contains(&y)).then_some([0, 114, 178]));
    let moved = with(&|x, y| (x < 201 && (101..111).contains(&y)).then_some([0, 114, 178]));
    assert!(verdict(&bar, &moved).is_some(), "a bar one pixel lower");
    let small = Picture { width: 400, height: 200, pixels: vec![[255; 3]; 80_000] };
    assert!(verdict(&blank, &small).unwrap().contains("was 400 x 300"));
    let shown = side_by_side(&blank, &small);
    assert_eq!((shown.width, shown.height, shown.pixels.len()), (1200, 300, 360_000));
    assert_eq!(shown.pixels[299 * 1200 + 900], [220, 0, 0], "what one of them lacks");
}
