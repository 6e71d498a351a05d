//! The pair table written a part at a time, so that it may be larger than memory.
//!
//! Invariant: the bytes depend on the rows and on where the parts are cut, which the caller does by number of rows alone.

use std::io::{Error, Write};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::{CompatLevel, PolarsError, PolarsResult, Schema, SchemaExt};
use polars_arrow::io::ipc::write::{FileWriter, StreamWriter, WriteOptions};
use polars_io::SerWriter;
use polars_io::prelude::{CsvWriter, ParquetCompression, ParquetWriter};

use crate::error::Refusal;
use crate::report::tables::{PairRow, QUOTED, frame, header};

/// The types that every reader of a stream knows.
const OLD: CompatLevel = CompatLevel::oldest();

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// CSV in UTF-8 with a mark, so that spreadsheets read Chinese.
    Csv,
    /// Parquet, one row group a part.
    Parquet,
    /// An Arrow IPC file, one batch a part.
    Arrow,
    /// An Arrow IPC stream, one batch a part.
    Stream,
}

impl Form {
    /// Endings of file names.
    pub const ENDINGS: [(&'static str, Form); 3] = [("csv", Form::Csv), ("parquet", Form::Parquet), ("arrow", Form::Arrow)];

    /// The form of a file name's ending, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_lowercase();
        Form::ENDINGS.iter().find(|(name, _)| *name == ending).map(|(_, form)| *form)
    }
}

/// A writer whose first failure is kept: some of the writers of tables put it into words of their own, from which nobody could say that a disk
/// is full.
struct Watched<W> {
    to: W,
    failed: Failed,
}

/// Why the system refused to write, once it has.
type Failed = Arc<Mutex<Option<Refusal>>>;

impl<W> Watched<W> {
    fn noted<T>(&self, done: std::io::Result<T>) -> std::io::Result<T> {
        done.inspect_err(|error: &Error| {
            // An interrupted write is tried again by whoever writes.
            if error.kind() != std::io::ErrorKind::Interrupted {
                self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| Refusal::from(error));
            }
        })
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let done = self.to.write(bytes);
        self.noted(done)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let done = self.to.flush();
        self.noted(done)
    }
}

enum Inner<W: Write> {
    Csv(polars_io::csv::write::BatchedWriter<W>),
    Parquet(Box<polars_io::parquet::write::BatchedWriter<W>>),
    Arrow(FileWriter<W>),
    Stream(StreamWriter<W>),
}

/// A pair table that is being written.
pub struct Table<W: Write> {
    inner: Inner<Watched<W>>,
    failed: Failed,
}

impl<W: Write> Table<W> {
    /// Begins a table.
    ///
    /// # Errors
    /// The writer's words.
    pub fn begin(form: Form, to: W) -> Result<Self, Refusal> {
        let failed = Failed::default();
        let mut to = Watched { to, failed: failed.clone() };
        let begun = || -> PolarsResult<Inner<Watched<W>>> {
            let empty = frame(&[], false)?;
            let schema: &Schema = empty.schema();
            Ok(match form {
                Form::Csv => {
                    to.write_all(header().as_bytes())?;
                    Inner::Csv(CsvWriter::new(to).include_header(false).with_quote_style(QUOTED).batched(schema)?)
                }
                Form::Parquet => {
                    let writer = ParquetWriter::new(to).with_compression(ParquetCompression::Zstd(None)).set_parallel(false);
                    Inner::Parquet(Box::new(writer.batched(schema)?))
                }
                Form::Stream => {
                    let mut writer = StreamWriter::new(to, WriteOptions { compression: None });
                    writer.start(&schema.to_arrow(OLD), None)?;
                    Inner::Stream(writer)
                }
                // That of polars-io leaves out the columns: it takes a list of them that nothing fills.
                Form::Arrow => {
                    let options = WriteOptions { compression: None };
                    Inner::Arrow(FileWriter::try_new(to, schema.to_arrow(OLD).into(), None, options)?)
                }
            })
        };
        match begun() {
            Ok(inner) => Ok(Table { inner, failed }),
            Err(error) => Err(words(error, &failed)),
        }
    }

    /// Writes some rows behind those that were written.
    ///
    /// # Errors
    /// The writer's words.
    pub fn write(&mut self, rows: &[PairRow]) -> Result<(), Refusal> {
        let mut written = || -> PolarsResult<()> {
            match &mut self.inner {
                Inner::Csv(writer) => writer.write_batch(&frame(rows, true)?),
                Inner::Parquet(writer) => writer.write_batch(&frame(rows, false)?),
                Inner::Arrow(writer) => frame(rows, false)?.iter_chunks(OLD, false).try_for_each(|batch| writer.write(&batch, None)),
                Inner::Stream(writer) => frame(rows, false)?.iter_chunks(OLD, false).try_for_each(|batch| writer.write(&batch, None)),
            }
        };
        written().map_err(|error| words(error, &self.failed))
    }

    /// Ends the table.
    ///
    /// # Errors
    /// The writer's words.
    pub fn end(self) -> Result<(), Refusal> {
        match self.inner {
            Inner::Csv(mut writer) => writer.finish(),
            Inner::Parquet(writer) => writer.finish().map(|_| ()),
            Inner::Arrow(mut writer) => writer.finish(),
            Inner::Stream(mut writer) => writer.finish(),
        }
        .map_err(|error| words(error, &self.failed))
    }
}

/// Why a table could not be written: the system's reason where it is one, such as a full disk.
fn words(error: PolarsError, failed: &Failed) -> Refusal {
    let kept = failed.lock().unwrap_or_else(PoisonError::into_inner).clone();
    kept.unwrap_or_else(|| Refusal::Other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    /// A disk with room for some bytes.
    struct Small(usize);

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 && !bytes.is_empty() { Err(ErrorKind::StorageFull.into()) } else { Ok(taken) }
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_full_disk_is_told_by_its_name_in_every_form() {
        for form in [Form::Csv, Form::Parquet, Form::Arrow, Form::Stream] {
            for room in [0, 1, 10] {
                let all = Table::begin(form, Small(room)).and_then(|mut table| {
                    table.write(&[])?;
                    table.end()
                });
                assert!(matches!(all, Err(Refusal::Full)), "{form:?} with room for {room} bytes: {all:?}");
            }
        }
    }
}
