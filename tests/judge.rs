//! The judge against the framework it was trained in: the same pieces of text, the same vectors.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use winwin::score::judge::encoder::{Encoder, Side, Towers, WIDTH};
use winwin::score::judge::pieces::Pieces;
use winwin::score::judge::weights::Weights;

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn two_thousand_texts_are_cut_as_in_training() {
    let bytes = file("data/model/judge.safetensors");
    let pieces = Pieces::of(&Weights::new(&bytes).unwrap()).unwrap();
    let rows = String::from_utf8(file("tests/judge/pieces.tsv")).unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for row in rows.lines() {
        let (text, ids) = row.split_once('\t').unwrap();
        let expected: Vec<u32> = ids.split(' ').map(|id| id.parse().unwrap()).collect();
        let found = pieces.ids(text, 1000).unwrap();
        if found[1..found.len() - 1] != expected {
            wrong.push(text.to_owned());
        }
        count += 1;
    }
    assert_eq!(count, 2000);
    assert!(wrong.is_empty(), "{} cut otherwise: {:?}", wrong.len(), &wrong[..wrong.len().min(5)]);
}

#[test]
fn vectors_are_those_of_the_framework() {
    let bytes = file("data/model/judge.safetensors");
    let towers = Towers::of(&Weights::new(&bytes).unwrap()).unwrap();
    let rows = String::from_utf8(file("tests/judge/vectors.tsv")).unwrap();
    let rows: Vec<(Side, &str, Vec<f32>)> = rows
        .lines()
        .map(|row| {
            let mut cells = row.split('\t');
            let side = if cells.next() == Some("kpi") { Side::Kpi } else { Side::Element };
            let text = cells.next().unwrap();
            (side, text, cells.next().unwrap().split(' ').map(|x| x.parse().unwrap()).collect())
        })
        .collect();
    assert_eq!(rows.len(), 40);
    let made = towers.encode(&rows.iter().map(|(side, text, _)| (*side, *text)).collect::<Vec<_>>()).unwrap();
    for ((_, text, expected), vector) in rows.iter().zip(&made) {
        assert_eq!((vector.len(), expected.len()), (WIDTH, WIDTH));
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
        let cosine = dot(vector, expected) / (dot(vector, vector) * dot(expected, expected)).sqrt();
        assert!(cosine > 0.99, "{text}: {cosine}");
    }
}

#[test]
fn a_vector_is_the_same_in_any_company() {
    let bytes = file("data/model/judge.safetensors");
    let towers = Towers::of(&Weights::new(&bytes).unwrap()).unwrap();
    let texts = [
        "邀请十位老车主到会分享用车故事",
        "",
        "Free parking for visitors",
        "龘㐂𠮷😀",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    ];
    let all: Vec<(Side, &str)> = texts.iter().map(|t| (Side::Element, *t)).collect();
    let together = towers.encode(&all.repeat(5)).unwrap();
    for (n, text) in all.iter().enumerate() {
        let alone = towers.encode(&[*text]).unwrap();
        assert_eq!(alone[0], together[n], "{}", text.1);
        assert_eq!(alone[0], together[n + 2 * all.len()], "{}", text.1);
        assert!(alone[0].iter().all(|x| x.is_finite()));
    }
}
