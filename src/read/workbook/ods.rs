//! OpenDocument sheets (.ods) looked over before they are read: one cell may stand for a million, and the reader writes out each of them.
//!
//! Follows the reader's way through the content without keeping a cell. Invariant: what passes has tables that end, and cells that fit
//! into the memory. Limits: what is no archive or no XML passes, and the reader says so itself.

use std::io::{BufRead, BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::unpack::MOST_UNPACKED;
use super::{Failure, MOST_BLANK, Span, damaged, too_much};

const MOST_ROWS: u64 = 1 << 20;
const MOST_COLUMNS: u64 = 1 << 14;
/// Most cells of a block that is not written cell by cell: the reader keeps several copies of it.
const MOST_WRITTEN: u64 = MOST_BLANK / 4;
/// Most bytes of text that cells which stand for several take beyond the one they hold: a few kilobytes of file may ask for it.
const MOST_REPEATED: u64 = 1 << 26;
/// Most attributes of a tag; those of a cell are a dozen.
const MOST_ATTRIBUTES: usize = 256;
const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];

/// Why the walk ends early.
enum Stop {
    /// The reader comes to the same end, and says it.
    Told,
    Refused(Failure),
}

impl From<quick_xml::Error> for Stop {
    fn from(_: quick_xml::Error) -> Self {
        Stop::Told
    }
}

/// Refuses a file that would not end or not fit.
pub(super) fn look_over(bytes: &[u8]) -> Result<(), Failure> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let Ok(content) = archive.by_name("content.xml") else { return Ok(()) };
    let mut xml = Reader::from_reader(BufReader::new(content));
    let config = xml.config_mut();
    (config.check_end_names, config.expand_empty_elements) = (false, true);
    match (Walk { xml, buffer: Vec::new(), span: Span::default(), text: 0, repeated: 0 }).content() {
        Err(Stop::Refused(failure)) => Err(failure),
        Ok(()) | Err(Stop::Told) => Ok(()),
    }
}

struct Walk<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    span: Span,
    /// Bytes of text that the cells take, all written out.
    text: u64,
    /// What of it is there only because a cell or a row stands for several.
    repeated: u64,
}

#[derive(Default)]
struct Row {
    /// Filled cells as they stand in the file.
    cells: u64,
    /// The column of the first, and the columns up to the last.
    first: u64,
    columns: u64,
    text: u64,
}

impl<R: BufRead> Walk<R> {
    fn content(&mut self) -> Result<(), Stop> {
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(tag) if tag.name().as_ref() == "table:table" && attribute(&tag, "table:name")?.is_some() => self.table()?,
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn table(&mut self) -> Result<(), Stop> {
        let mut rows = 0;
        self.span.next_sheet();
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                    let times = times(&tag, "table:number-rows-repeated")?.min(MOST_ROWS - rows);
                    let row = self.row()?;
                    if row.columns > 0 && times > 0 {
                        self.span.reach((rows as u32, row.first as u32));
                        self.span.reach(((rows + times) as u32 - 1, row.columns as u32 - 1));
                        self.span.cells += row.cells;
                        self.repeat(row.text, times)?;
                        self.span.fits(MOST_WRITTEN).map_err(Stop::Refused)?;
                    }
                    rows += times;
                }
                Event::End(tag) if tag.name().as_ref() == "table:table" => return Ok(()),
                // The reader would wait for the end of the table for ever.
                Event::Eof => return Err(Stop::Refused(damaged())),
                _ => {}
            }
        }
    }

    fn row(&mut self) -> Result<Row, Stop> {
        let (mut row, mut column, mut blanks) = (Row::default(), 0, 0);
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Start(tag) if CELLS.contains(&tag.name().as_ref()) => {
                    let times = times(&tag, "table:number-columns-repeated")?;
                    let tag = tag.into_owned();
                    column = MOST_COLUMNS.min(column + std::mem::take(&mut blanks));
                    let times = times.min(MOST_COLUMNS - column);
                    match self.cell(&tag)? {
                        Some(text) => {
                            if row.cells == 0 {
                                row.first = column.min(MOST_COLUMNS - 1);
                            }
                            column += times;
                            row.cells += 1;
                            row.columns = column;
                            self.room(text)?;
                            self.repeat(text, times)?;
                            row.text = row.text.saturating_add(text.saturating_mul(times));
                        }
                        None => blanks = times,
                    }
                }
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(row),
                _ => return Err(Stop::Told),
            }
        }
    }

    /// How much text a cell holds; `None` for a blank one.
    fn cell(&mut self, tag: &BytesStart) -> Result<Option<u64>, Stop> {
        few(tag)?;
        let (mut value, mut text, mut formula, mut error, mut empty) = (false, false, false, false, false);
        let mut size = 0;
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| Stop::Refused(damaged()))?;
            let is = |word: &str| attribute.value.as_ref() == word;
            match attribute.key.as_ref() {
                "office:value" | "office:boolean-value" => value = true,
                name @ ("office:string-value" | "office:date-value" | "office:time-value") => {
                    empty |= !value && name == "office:string-value" && is("");
                    value = true;
                    size += attribute.value.len() as u64;
                }
                "office:value-type" if !value => text = is("string"),
                "calcext:value-type" => error = is("error"),
                "table:formula" => {
                    formula |= !attribute.value.is_empty();
                    size += attribute.value.len() as u64;
                }
                _ => {}
            }
        }
        // Else what stands between its tags is its text.
        if (value || !text) && !(error && empty) {
            self.xml.read_to_end_into(tag.name(), &mut self.buffer)?;
            return Ok((value || formula).then_some(size));
        }
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::Text(text) => size += text.len() as u64,
                // One character.
                Event::GeneralRef(_) => size += 4,
                Event::End(tag) if CELLS.contains(&tag.name().as_ref()) => return Ok(Some(size)),
                Event::Start(tag) if tag.name().as_ref() == "text:s" => size = size.saturating_add(times(&tag, "text:c")?),
                Event::Start(tag) if tag.name().as_ref() == "office:annotation" => self.note()?,
                Event::Start(_) => size += 1,
                Event::Eof => return Err(Stop::Told),
                _ => {}
            }
            if size > MOST_UNPACKED {
                return Err(Stop::Refused(too_much(MOST_UNPACKED)));
            }
        }
    }

    /// Passes over a note, for whose end the reader would wait for ever.
    fn note(&mut self) -> Result<(), Stop> {
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer)? {
                Event::End(tag) if tag.name().as_ref() == "office:annotation" => return Ok(()),
                Event::Eof => return Err(Stop::Refused(damaged())),
                _ => {}
            }
        }
    }

    /// Makes room for a text that stands there so many times, once of them counted already.
    fn repeat(&mut self, text: u64, times: u64) -> Result<(), Stop> {
        let more = text.saturating_mul(times.saturating_sub(1));
        self.repeated = self.repeated.saturating_add(more);
        if self.repeated > MOST_REPEATED { Err(Stop::Refused(too_much(MOST_REPEATED))) } else { self.room(more) }
    }

    fn room(&mut self, text: u64) -> Result<(), Stop> {
        self.text = self.text.saturating_add(text);
        if self.text > MOST_UNPACKED { Err(Stop::Refused(too_much(MOST_UNPACKED))) } else { Ok(()) }
    }
}

/// Refuses a tag of so many attributes that looking for two of one name would not end: each is compared with all before it.
fn few(tag: &BytesStart) -> Result<(), Stop> {
    let many = tag.attributes().with_checks(false).nth(MOST_ATTRIBUTES).is_some();
    if many { Err(Stop::Refused(damaged())) } else { Ok(()) }
}

/// An attribute without its escapes.
fn attribute(tag: &BytesStart, name: &str) -> Result<Option<String>, Stop> {
    few(tag)?;
    let mut found = None;
    for attribute in tag.attributes() {
        // The reader is less strict, and might find it all the same.
        let attribute = attribute.map_err(|_| Stop::Refused(damaged()))?;
        if attribute.key.as_ref() == name {
            found = Some(unescape(&attribute.value).map_err(|_| Stop::Refused(damaged()))?.into_owned());
        }
    }
    Ok(found)
}

/// How often something is repeated.
fn times(tag: &BytesStart, name: &str) -> Result<u64, Stop> {
    attribute(tag, name)?.map_or(Ok(1), |times| times.parse().map_err(|_| Stop::Refused(damaged())))
}

#[cfg(test)]
mod tests;
