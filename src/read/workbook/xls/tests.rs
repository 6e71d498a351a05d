//! Old workbooks of a few kilobytes that would fill the memory, or keep the reader for ever.

use super::*;
use crate::error::{Fault, LimitFault};
use crate::read::workbook::table;

fn put(bytes: &mut [u8], at: usize, number: u32) {
    bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
}

/// A file whose one stream holds these bytes, filled up to the length of a large one: a table of chains, a directory, the stream.
fn file(stream: &[u8]) -> Vec<u8> {
    let length = stream.len().max(SMALL as usize).next_multiple_of(512);
    let mut bytes = vec![0; 512 * 3 + length];
    bytes[..8].copy_from_slice(&MAGIC);
    (bytes[26], bytes[28], bytes[29], bytes[30], bytes[32]) = (3, 0xFE, 0xFF, 9, 6);
    for (at, number) in [(44, 1), (48, 1), (60, END), (68, END)] {
        put(&mut bytes, at, number);
    }
    bytes[76..512].fill(0xFF);
    put(&mut bytes, 76, 0);
    bytes[512..1024].fill(0xFF);
    let last = 1 + length / 512;
    for (sector, next) in [(0, 0xFFFF_FFFD), (1, END)].into_iter().chain((2..last).map(|s| (s, s as u32 + 1))).chain([(last, END)]) {
        put(&mut bytes, 512 + 4 * sector, next);
    }
    for (at, name, kind, first, size) in [(1024, "Root Entry", 5, END, 0), (1152, "Workbook", 2, 2, length as u32)] {
        for (i, c) in name.bytes().enumerate() {
            bytes[at + 2 * i] = c;
        }
        (bytes[at + 64], bytes[at + 66]) = (2 * name.len() as u8 + 2, kind);
        put(&mut bytes, at + 116, first);
        put(&mut bytes, at + 120, size);
    }
    bytes[1536..1536 + stream.len()].copy_from_slice(stream);
    bytes
}

fn record_of(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// A number in a cell.
fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
    record_of(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &value.to_le_bytes()].concat())
}

/// The stream of a workbook with one sheet of these records, which is named so often.
fn book(sheet: &[u8], named: usize) -> Vec<u8> {
    let begin = record_of(FIRST, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let entry = |at: usize, n: usize| record_of(0x0085, &[&(at as u32).to_le_bytes()[..], &[0, 0, 1, 0, b'A' + n as u8]].concat());
    let at = begin.len() + named * entry(0, 0).len() + 4;
    let names = (0..named).flat_map(|n| entry(at, n)).collect::<Vec<u8>>();
    [&begin[..], &names, &record_of(LAST, &[]), &begin, sheet, &record_of(LAST, &[])].concat()
}

fn read(bytes: &[u8]) -> Result<Vec<Vec<String>>, Failure> {
    let table = table(bytes, None, |h| h.len())?;
    Ok(std::iter::once(table.header.clone()).chain(table.rows().map(|r| r.cells().map(str::to_owned).collect())).collect())
}

fn far(cell: &str, rows: u64, columns: u64) -> Result<Vec<Vec<String>>, Failure> {
    Err((Fault::Limit(LimitFault::FarCell { cell: cell.to_owned(), rows, columns }), None))
}

#[test]
fn a_sound_workbook_is_read() {
    let sheet = [number(0, 0, 1.0), number(0, 1, 2.5), number(7, 1, 3.0)].concat();
    let of = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    assert_eq!(read(&file(&book(&sheet, 1))), Ok(vec![of(["1", "2.5"]), of(["", "3"])]));
}

#[test]
fn cells_too_far_apart_and_claims_of_room_are_refused() {
    let apart = [number(0, 0, 1.0), number(65_535, 65_535, 2.0)].concat();
    assert_eq!(read(&file(&book(&apart, 1))), far("CRXP65536", 65_536, 65_536));
    let claim =
        |rows: u32, first: u32| record_of(0x0200, &[&first.to_le_bytes()[..], &rows.to_le_bytes(), &[0, 0, 255, 255, 0, 0]].concat());
    assert_eq!(read(&file(&book(&[claim(4_000_000, 0), number(0, 0, 1.0)].concat(), 1))), far("CRXO4000000", 4_000_000, 65_535));
    assert_eq!(read(&file(&book(&[claim(3, 5), number(0, 0, 1.0)].concat(), 1))), Err(damaged()));
}

#[test]
fn a_sheet_that_is_named_again_and_again_is_damaged() {
    let sheet = vec![number(0, 0, 1.0); 200].concat();
    assert!(read(&file(&book(&sheet, 1))).is_ok());
    assert_eq!(read(&file(&book(&sheet, 20))), Err(damaged()));
}

#[test]
fn a_text_that_cells_share_counts_for_each() {
    let text = [&[0; 8][..], &60_000_u16.to_le_bytes(), &[0]].concat();
    let strings = record_of(0x00FC, &[&text[..], &vec![b'x'; 60_000][..]].concat());
    let cells: Vec<u8> = (0..20_000_u16).flat_map(|row| record_of(0x00FD, &[&row.to_le_bytes()[..], &[0; 8]].concat())).collect();
    let mut stream = book(&cells, 1);
    // Behind the first record; the sheet moves on by as much.
    let (first, moved) = (12, strings.len());
    stream.splice(first..first, strings);
    let at = u32_at(&stream, first + moved + 4).unwrap() + moved as u32;
    put(&mut stream, first + moved + 4, at);
    assert_eq!(sheets(&stream), Err(too_much(MOST_UNPACKED)));
}

#[test]
fn chains_in_a_circle_or_out_of_the_file_are_damaged() {
    let sound = file(&book(&number(0, 0, 1.0), 1));
    // The length of a stream may end a chain that does not end itself.
    let length = |bytes: u32| (1152 + 120, bytes);
    for change in [(512 + 4, 1), (512 + 8, 2), (512 + 8, 9_999), (48, 9_999), (68, 1)] {
        let mut broken = sound.clone();
        for (at, to) in [length(u32::MAX), change] {
            put(&mut broken, at, to);
        }
        assert_eq!(read(&broken), Err(damaged()), "{change:?}");
    }
}

#[test]
fn a_sheet_outside_its_stream_is_damaged() {
    let mut stream = book(&number(0, 0, 1.0), 1);
    put(&mut stream, 12 + 4, 1_000_000);
    assert_eq!(read(&file(&stream)), Err(damaged()));
}
