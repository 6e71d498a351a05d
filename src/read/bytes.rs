//! Bytes to text, before anything looks at rows.
//!
//! Invariant: what comes out is the whole file as text without a byte order mark, or a fault with the line it sits on; no byte is replaced
//! in silence.

use crate::error::Fault;
use crate::read::encoding::{self, Decoded};

/// Decodes a table file. `named` is the encoding the user gave; `known` counts how many words of a header row the tables know.
///
/// # Errors
/// The fault and its physical line (`None`: the whole file).
pub fn decode(bytes: &[u8], named: Option<&str>, known: impl Fn(&str) -> usize) -> Result<Decoded, (Fault, Option<u64>)> {
    if is_workbook(bytes) {
        return Err((Fault::WorkbookAsText, None));
    }
    let decoded = match named {
        Some(name) => encoding::named(bytes, name)?,
        None => encoding::detect(bytes, known)?,
    };
    if decoded.text.trim().is_empty() {
        return Err((Fault::EmptyFile, None));
    }
    if let Some(at) = decoded.text.find('\0') {
        return Err((Fault::NulByte, Some(line_at(decoded.text.as_bytes(), at))));
    }
    Ok(decoded)
}

/// Whether bytes are a zip archive (xlsx, ods) or an OLE file (xls).
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// The physical line, from 1, of a byte. A line ends with CR LF, LF, or a CR alone.
pub fn line_at(bytes: &[u8], at: usize) -> u64 {
    let before = &bytes[..at.min(bytes.len())];
    let mut line = 1;
    for (i, &b) in before.iter().enumerate() {
        let lone_cr = b == b'\r' && bytes.get(i + 1) != Some(&b'\n');
        if b == b'\n' || lone_cr {
            line += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Decoded, (Fault, Option<u64>)> {
        decode(bytes, None, |_| 0)
    }

    #[test]
    fn the_mark_is_taken_off() {
        let decoded = read("\u{feff}部门,指标".as_bytes()).unwrap();
        assert_eq!(decoded.text, "部门,指标");
        assert_eq!(decoded.encoding, "UTF-8 with mark");
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(read(b"a,b\r\nc,\xFF\r\n"), Err((Fault::NotUtf8, Some(2))));
        assert_eq!(read(b"a\n\nb\0"), Err((Fault::NulByte, Some(3))));
        assert_eq!(read(b"PK\x03\x04xyz"), Err((Fault::WorkbookAsText, None)));
        assert_eq!(read(b" \n"), Err((Fault::EmptyFile, None)));
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(line_at(b"a\r\nb\rc\nd", 7), 4);
        assert_eq!(line_at(b"", 0), 1);
    }
}
