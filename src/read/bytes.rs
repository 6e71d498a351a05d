//! Bytes to text, before anything looks at rows.
//!
//! Knows encodings and nothing of tables. Invariant: what comes out is the whole file in UTF-8 without a byte order mark, or a fault
//! with the line it sits on; no byte is replaced in silence.

use crate::error::Fault;

/// A file as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// Name of the encoding it was in.
    pub encoding: &'static str,
}

/// Decodes a table file.
///
/// # Errors
/// The fault and its physical line (`None`: the whole file): not UTF-8, a workbook under a text file's name, empty.
pub fn decode(bytes: &[u8]) -> Result<Decoded, (Fault, Option<u64>)> {
    let zip = bytes.starts_with(b"PK\x03\x04");
    let ole = bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    if zip || ole {
        return Err((Fault::WorkbookAsText, None));
    }
    let (body, encoding) = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (rest, "UTF-8 with mark"),
        None => (bytes, "UTF-8"),
    };
    let text = std::str::from_utf8(body).map_err(|e| (Fault::NotUtf8, Some(line_at(body, e.valid_up_to()))))?;
    if text.trim().is_empty() {
        return Err((Fault::EmptyFile, None));
    }
    if let Some(at) = text.find('\0') {
        return Err((Fault::NulByte, Some(line_at(body, at))));
    }
    Ok(Decoded { text: text.to_owned(), encoding })
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

    #[test]
    fn the_mark_is_taken_off() {
        let decoded = decode("\u{feff}部门,指标".as_bytes()).unwrap();
        assert_eq!(decoded.text, "部门,指标");
        assert_eq!(decoded.encoding, "UTF-8 with mark");
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(decode(b"a,b\r\nc,\xFF\r\n"), Err((Fault::NotUtf8, Some(2))));
        assert_eq!(decode(b"a\n\nb\0"), Err((Fault::NulByte, Some(3))));
        assert_eq!(decode(b"PK\x03\x04xyz"), Err((Fault::WorkbookAsText, None)));
        assert_eq!(decode(b" \n"), Err((Fault::EmptyFile, None)));
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(line_at(b"a\r\nb\rc\nd", 7), 4);
        assert_eq!(line_at(b"", 0), 1);
    }
}
