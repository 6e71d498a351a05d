//! Batches of rows from an Arrow IPC stream, each as the text of a table.
//!
//! A stream is read a batch at a time, whatever its length: what a batch needs is kept until the batch is through. Limits: columns of text,
//! whole numbers, numbers and yes/no; a column of another type is refused by name, since what its text would be is the sender's to say.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};
use std::rc::Rc;

use polars::prelude::DataFrame;
use polars_arrow::datatypes::ArrowDataType as Type;
use polars_arrow::io::ipc::read::{StreamReader, StreamState, read_stream_metadata};
use polars_io::SerWriter;
use polars_io::prelude::CsvWriter;

/// Why a stream cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no Arrow stream or ends inside a batch; the reader's words.
    Broken(String),
    /// A column, and its type, that is not taken.
    Type(String, String),
}

/// Batches of a stream.
pub struct Batches<R: Read> {
    reader: StreamReader<Replay<R>>,
    kept: Rc<RefCell<Kept<R>>>,
}

impl<R: Read> Batches<R> {
    /// Reads the beginning of a stream, which names its columns.
    ///
    /// # Errors
    /// Bytes that are no stream, or a column of a type that is not taken.
    pub fn new(from: R) -> Result<Self, Unreadable> {
        let kept = Rc::new(RefCell::new(Kept { from, bytes: Vec::new(), start: 0, at: 0 }));
        let mut replay = Replay(kept.clone());
        let about = read_stream_metadata(&mut replay).map_err(|e| Unreadable::Broken(e.to_string()))?;
        for field in about.schema.iter_values() {
            if !is_taken(&field.dtype) {
                return Err(Unreadable::Type(field.name.to_string(), format!("{:?}", field.dtype)));
            }
        }
        Ok(Batches { reader: StreamReader::new(replay, about, None), kept })
    }
}

impl<R: Read> Iterator for Batches<R> {
    type Item = Result<Vec<u8>, Unreadable>;

    /// The next batch as CSV with a header.
    fn next(&mut self) -> Option<Self::Item> {
        self.kept.borrow_mut().forget();
        let broken = |e: polars::prelude::PolarsError| Unreadable::Broken(e.to_string());
        match self.reader.next()? {
            Err(e) => Some(Err(broken(e))),
            // The stream has ended without saying so, which writers may do.
            Ok(StreamState::Waiting) => None,
            // A column of nothing has no bytes that would bear out how many rows it claims.
            Ok(StreamState::Some(batch)) if batch.height() > MOST_OF_NOTHING && batch.iter().all(|c| c.dtype() == &Type::Null) => {
                Some(Err(Unreadable::Broken(format!("a batch of {} rows, more than {MOST_OF_NOTHING}, without a value", batch.height()))))
            }
            Ok(StreamState::Some(batch)) => {
                let mut bytes = Vec::new();
                let written = CsvWriter::new(&mut bytes).finish(&mut DataFrame::from(batch));
                Some(written.map(|()| bytes).map_err(broken))
            }
        }
    }
}

/// Most rows of a batch whose columns hold nothing at all.
const MOST_OF_NOTHING: usize = 1 << 16;

fn is_taken(kind: &Type) -> bool {
    let whole =
        matches!(kind, Type::Int8 | Type::Int16 | Type::Int32 | Type::Int64 | Type::UInt8 | Type::UInt16 | Type::UInt32 | Type::UInt64);
    whole || matches!(kind, Type::Utf8 | Type::LargeUtf8 | Type::Utf8View | Type::Float32 | Type::Float64 | Type::Boolean | Type::Null)
}

/// What was read of a stream and may be asked for again.
struct Kept<R> {
    from: R,
    bytes: Vec<u8>,
    /// Place of the first kept byte in the stream.
    start: u64,
    /// Place of the next byte to give.
    at: u64,
}

impl<R> Kept<R> {
    /// Lets go of everything before the place that was reached.
    fn forget(&mut self) {
        let through = usize::try_from(self.at - self.start).unwrap_or(usize::MAX).min(self.bytes.len());
        self.bytes.drain(..through);
        self.start += through as u64;
    }
}

impl<R: Read> Kept<R> {
    /// How many of the kept bytes lie before the next one to give.
    fn before(&self) -> usize {
        usize::try_from(self.at - self.start).unwrap_or(usize::MAX)
    }

    /// Reads on until `count` bytes are kept, or the stream ends.
    fn fill(&mut self, count: usize) -> io::Result<()> {
        let missing = count.saturating_sub(self.bytes.len());
        (&mut self.from).take(missing as u64).read_to_end(&mut self.bytes).map(|_| ())
    }
}

/// A stream in which one may go back within a batch.
struct Replay<R>(Rc<RefCell<Kept<R>>>);

impl<R: Read> Read for Replay<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut kept = self.0.borrow_mut();
        let from = kept.before();
        kept.fill(from.saturating_add(out.len()))?;
        let rest = kept.bytes.get(from..).unwrap_or_default();
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        kept.at += count as u64;
        Ok(count)
    }
}

impl<R: Read> Seek for Replay<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut kept = self.0.borrow_mut();
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => kept.at.checked_add_signed(by),
            SeekFrom::End(_) => None,
        };
        match place.filter(|p| *p >= kept.start) {
            Some(place) => {
                kept.at = place;
                Ok(place)
            }
            None => Err(io::Error::new(io::ErrorKind::Unsupported, "a stream does not go back that far")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{IntoColumn, NamedFrom, Series};
    use polars_io::prelude::IpcStreamWriter;

    fn stream(frame: &mut DataFrame) -> Vec<u8> {
        let mut bytes = Vec::new();
        IpcStreamWriter::new(&mut bytes).finish(frame).unwrap();
        bytes
    }

    fn frame() -> DataFrame {
        let text = Series::new("element".into(), ["a, \"b\"", "直播"]).into_column();
        let amount = Series::new("cost".into(), [Some(1.5), None]).into_column();
        DataFrame::new(2, vec![text, amount]).unwrap()
    }

    /// Gives a byte or two at a time, as a slow pipe does.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = out.len().min(2).min(self.0.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn a_batch_is_a_table() {
        let bytes = stream(&mut frame());
        let found: Vec<_> = Batches::new(Drops(&bytes)).unwrap().map(|b| String::from_utf8(b.unwrap()).unwrap()).collect();
        assert_eq!(found, ["element,cost\n\"a, \"\"b\"\"\",1.5\n直播,\n"]);
        // Without the mark of its end.
        let cut = &bytes[..bytes.len() - 8];
        assert_eq!(Batches::new(cut).unwrap().count(), 1);
    }

    #[test]
    fn rows_that_no_byte_bears_out_are_refused() {
        let rows = MOST_OF_NOTHING + 1;
        let nothing = Series::full_null("note".into(), rows, &polars::prelude::DataType::Null).into_column();
        let bytes = stream(&mut DataFrame::new(rows, vec![nothing]).unwrap());
        assert!(bytes.len() < 1_000, "{}", bytes.len());
        assert!(Batches::new(&bytes[..]).unwrap().any(|b| matches!(b, Err(Unreadable::Broken(_)))));
    }

    #[test]
    fn what_is_no_stream_is_said() {
        assert!(matches!(Batches::new(&b"element,cost\n"[..]), Err(Unreadable::Broken(_))));
        let bytes = stream(&mut frame());
        let half = &bytes[..bytes.len() * 2 / 3];
        if let Ok(batches) = Batches::new(half) {
            assert!(batches.into_iter().any(|b| matches!(b, Err(Unreadable::Broken(_)))));
        }
    }
}
