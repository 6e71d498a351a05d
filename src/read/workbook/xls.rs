//! Old workbooks (.xls) looked over before they are read: the reader takes them at their word, however much that is.
//!
//! Follows the reader's way through the file (sectors in chains, the stream in them, the records of that) without keeping a cell.
//! Invariant: what passes has chains that end, and cells that fit into the memory. Limits: no look at what cells say; a file that holds no
//! workbook passes, and the reader says so itself.

use super::unpack::MOST_UNPACKED;
use super::{Failure, MOST_BLANK, Span, damaged, too_much};

const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The end of a chain of sectors, and the first number that is none of a sector.
const END: u32 = 0xFFFF_FFFE;
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Streams below this length stand in small sectors.
const SMALL: u64 = 4096;
/// Most pieces that a record may come in.
const MOST_PIECES: usize = 20_000;

/// Refuses a file that would not end or not fit.
pub(super) fn look_over(bytes: &[u8]) -> Result<(), Failure> {
    if !bytes.starts_with(&MAGIC) {
        return Ok(());
    }
    let streams = streams(bytes).ok_or_else(damaged)?;
    streams.iter().try_for_each(|stream| sheets(stream))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|b| u32_at(b, 0)).collect()
}

/// Sectors of one size, and which follows which.
struct Sectors<'a> {
    data: &'a [u8],
    size: usize,
    next: Vec<u32>,
}

impl Sectors<'_> {
    fn get(&self, id: u32) -> Option<&[u8]> {
        let start = (id as usize).checked_mul(self.size)?;
        self.data.get(start..self.data.len().min(start.checked_add(self.size)?)).filter(|s| !s.is_empty())
    }

    /// The first `most` bytes of a chain; `None` when it leads out of the file, or in a circle.
    fn chain(&self, first: u32, most: u64) -> Option<Vec<u8>> {
        let (mut bytes, mut id, mut left) = (Vec::new(), first, self.next.len());
        while id != END {
            let sector = self.get(id)?;
            bytes.extend_from_slice(sector);
            if bytes.len() as u64 >= most {
                bytes.truncate(most as usize);
                break;
            }
            left = left.checked_sub(1)?;
            id = *self.next.get(id as usize)?;
            // Only the last sector of a file may be cut off.
            if sector.len() < self.size && id != END {
                return None;
            }
        }
        Some(bytes)
    }
}

/// The streams that may hold the workbook.
fn streams(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return Some(Vec::new()),
    };
    let mut all = Sectors { data: bytes.get(size..)?, size, next: Vec::new() };
    let most = all.data.len() / size + 1;
    // The tables of chains: their sectors stand in the header, and in sectors of their own.
    let mut tables = numbers(bytes.get(76..512)?);
    let (mut more, mut left) = (u32_at(bytes, 68)?, most);
    while more < NO_SECTOR {
        left = left.checked_sub(1)?;
        tables.extend(numbers(all.get(more)?));
        more = tables.pop()?;
    }
    for table in tables.into_iter().filter(|id| *id < NO_SECTOR) {
        let table = numbers(all.get(table)?);
        all.next.extend(table);
        // One for each sector, and some in reserve.
        if all.next.len() > 4 * most + size {
            return None;
        }
    }
    let directory = all.chain(u32_at(bytes, 48)?, u64::MAX)?;
    let entry = |entry: &[u8]| {
        let units: Vec<u16> = entry.get(..64)?.chunks_exact(2).filter_map(|c| u16_at(c, 0)).take_while(|c| *c != 0).collect();
        let length = u64::from(u32_at(entry, 120)?) | if size == 512 { 0 } else { u64::from(u32_at(entry, 124)?) << 32 };
        Some((String::from_utf16_lossy(&units).to_ascii_lowercase(), u32_at(entry, 116)?, length))
    };
    let entries: Vec<_> = directory.chunks_exact(128).filter_map(entry).collect();
    let mut small = Sectors { data: &[], size: 64, next: Vec::new() };
    let (root, table_length) = (entries.first()?, u64::from(u32_at(bytes, 64)?));
    let data;
    if table_length > 0 {
        data = all.chain(root.1, root.2)?;
        small.next = numbers(&all.chain(u32_at(bytes, 60)?, table_length * size as u64)?);
        small.data = &data;
    }
    let named = |name: &str| entries.iter().find(|(n, ..)| n == name);
    let read = |(_, first, length): &(String, u32, u64)| if *length < SMALL { &small } else { &all }.chain(*first, *length);
    ["workbook", "book"].into_iter().filter_map(named).map(read).collect()
}

/// A record's kind, its bytes, and the pieces it goes on in.
struct Record<'a> {
    kind: u16,
    data: &'a [u8],
    pieces: Vec<&'a [u8]>,
    /// Where the next one begins.
    end: usize,
}

fn record(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let one = |at: usize| {
        let end = at + 4 + usize::from(u16_at(stream, at + 2)?);
        Some((u16_at(stream, at)?, stream.get(at + 4..end)?, end))
    };
    let (kind, data, mut end) = one(at)?;
    let mut pieces = Vec::new();
    while let Some((0x3C, piece, next)) = one(end) {
        pieces.push(piece);
        end = next;
    }
    Some(Record { kind, data, pieces, end })
}

const FIRST: u16 = 0x0809;
const LAST: u16 = 0x000A;

/// Walks through the sheets of a workbook's stream.
fn sheets(stream: &[u8]) -> Result<(), Failure> {
    let (mut starts, mut strings, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(record) = record(stream, at).filter(|r| r.kind != LAST) {
        if record.pieces.len() > MOST_PIECES {
            return Err(damaged());
        }
        match record.kind {
            // Where a sheet begins.
            0x0085 => starts.extend(u32_at(record.data, 0)),
            // The texts that cells share.
            0x00FC => strings = lengths(&record),
            _ => {}
        }
        at = record.end;
    }
    let (mut span, mut text, mut walked) = (Span::default(), 0, 0);
    for start in starts {
        let start = start as usize;
        let end = sheet(stream, start, &strings, &mut span, &mut text)?;
        // Sheets stand one behind the other; a list that names one a thousand times would have it read as often.
        walked += end.saturating_sub(start);
        if walked > stream.len() {
            return Err(damaged());
        }
    }
    Ok(())
}

/// Walks through one sheet; where it ends.
fn sheet(stream: &[u8], start: usize, strings: &[u64], span: &mut Span, text: &mut u64) -> Result<usize, Failure> {
    let (mut at, mut depth) = (start, 0_u32);
    span.next_sheet();
    while let Some(record) = record(stream, at) {
        at = record.end;
        let data = record.data;
        let place = u16_at(data, 0).zip(u16_at(data, 2)).map(|(row, column)| (u32::from(row), u32::from(column)));
        match record.kind {
            FIRST => depth += 1,
            LAST if depth <= 1 => break,
            LAST => depth -= 1,
            // A chart inside the sheet.
            _ if depth > 1 => {}
            // What the sheet says of its own size, for which the reader makes room.
            0x0200 => Span::room(dimensions(data).ok_or_else(damaged)?)?,
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x0006 => place.into_iter().for_each(|at| span.cell(at)),
            0x00FD => {
                place.into_iter().for_each(|at| span.cell(at));
                *text += u32_at(data, 6).and_then(|i| strings.get(i as usize)).copied().unwrap_or(0);
            }
            // Several numbers in a row.
            0x00BD => {
                let more = data.len().saturating_sub(6) / 6;
                place.into_iter().for_each(|(row, column)| (0..more as u32).for_each(|n| span.cell((row, column + n))));
            }
            _ => {}
        }
        if *text > MOST_UNPACKED {
            return Err(too_much(MOST_UNPACKED));
        }
    }
    span.fits(MOST_BLANK)?;
    Ok(at)
}

/// Rows and columns that a sheet claims to have; `None` when it ends before it begins.
fn dimensions(data: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| u16_at(data, at).map(u32::from);
    let (first_row, rows, first_column, columns) = match data.len() {
        10 => (short(0)?, short(2)?, short(4)?, short(6)?),
        14 | 16 => (u32_at(data, 0)?, u32_at(data, 4)?, short(8)?, short(10)?),
        _ => return Some((0, 0)),
    };
    if rows == 0 || columns == 0 {
        return Some((1, 1));
    }
    let first_column = if first_column > 0xFF || columns < first_column { 0 } else { first_column };
    Some((rows.checked_sub(first_row)?.max(1), columns.checked_sub(first_column)?.max(1)))
}

/// The lengths of the texts that cells share, in bytes; those before the first that is broken.
fn lengths(record: &Record) -> Vec<u64> {
    let mut found = Vec::new();
    let mut text = Texts { data: record.data.get(8..).unwrap_or_default(), pieces: record.pieces.iter() };
    while !text.data.is_empty() || text.go_on() {
        let Some(length) = text.length() else { break };
        found.push(length);
    }
    found
}

struct Texts<'a> {
    data: &'a [u8],
    pieces: std::slice::Iter<'a, &'a [u8]>,
}

impl Texts<'_> {
    fn go_on(&mut self) -> bool {
        self.pieces.next().map(|piece| self.data = piece).is_some()
    }

    fn take(&mut self, bytes: usize) -> Option<()> {
        self.data = self.data.get(bytes..)?;
        Some(())
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            if self.data.is_empty() && !self.go_on() {
                return None;
            }
            let some = bytes.min(self.data.len());
            self.take(some)?;
            bytes -= some;
        }
        Some(())
    }

    /// The length of the next text.
    fn length(&mut self) -> Option<u64> {
        if self.data.is_empty() {
            return Some(0);
        }
        let (mut left, flags) = (usize::from(u16_at(self.data, 0)?), *self.data.get(2)?);
        self.take(3)?;
        let mut wide = flags & 1 != 0;
        let (mut runs, mut more) = (0, 0);
        if flags & 8 != 0 {
            runs = usize::from(u16_at(self.data, 0)?);
            self.take(2)?;
        }
        if flags & 4 != 0 {
            more = u32_at(self.data, 0)? as usize;
            self.take(4)?;
        }
        let mut length = 0;
        loop {
            let (each, most) = if wide { (2, 3) } else { (1, 2) };
            let some = left.min(self.data.len() / each);
            self.take(some * each)?;
            (left, length) = (left - some, length + some as u64 * most);
            if left == 0 {
                break;
            }
            // The next piece says anew how wide its characters are.
            wide = self.go_on().then(|| self.data.first().copied())?? & 1 != 0;
            self.take(1)?;
        }
        self.skip(runs * 4)?;
        self.skip(more)?;
        Some(length)
    }
}

#[cfg(test)]
mod tests;
