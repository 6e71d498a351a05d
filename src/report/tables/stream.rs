//! The pair table written a part at a time, so that it may be larger than memory.
//!
//! Invariant: the bytes depend on the rows and on where the parts are cut, which the caller does by number of rows alone.

use std::io::Write;

use polars::prelude::{CompatLevel, PolarsError, PolarsResult, Schema, SchemaExt};
use polars_arrow::io::ipc::write::{StreamWriter, WriteOptions};
use polars_io::SerWriter;
use polars_io::prelude::{CsvWriter, IpcWriter, ParquetCompression, ParquetWriter};

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

enum Inner<W: Write> {
    Csv(polars_io::csv::write::BatchedWriter<W>),
    Parquet(Box<polars_io::parquet::write::BatchedWriter<W>>),
    Arrow(polars_io::ipc::BatchedWriter<W>),
    Stream(StreamWriter<W>),
}

/// A pair table that is being written.
pub struct Table<W: Write> {
    inner: Inner<W>,
}

impl<W: Write> Table<W> {
    /// Begins a table.
    ///
    /// # Errors
    /// The writer's words.
    pub fn begin(form: Form, mut to: W) -> Result<Self, Refusal> {
        let begun = || -> PolarsResult<Inner<W>> {
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
                Form::Arrow => Inner::Arrow(IpcWriter::new(to).batched(schema, Vec::new())?),
            })
        };
        begun().map(|inner| Table { inner }).map_err(words)
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
                Inner::Arrow(writer) => writer.write_batch(&frame(rows, false)?),
                Inner::Stream(writer) => frame(rows, false)?.iter_chunks(OLD, false).try_for_each(|batch| writer.write(&batch, None)),
            }
        };
        written().map_err(words)
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
        .map_err(words)
    }
}

/// Why a table could not be written: the system's reason where it is one, such as a full disk.
fn words(error: PolarsError) -> Refusal {
    match error {
        PolarsError::IO { error, .. } => Refusal::from(&*error),
        other => Refusal::Other(other.to_string()),
    }
}
