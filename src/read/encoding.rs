//! Which encoding a file is in.
//!
//! Marks decide first, then whether the bytes are UTF-8 throughout. What is left is decoded in each likely way, and the reading that makes
//! words wins: header words that the tables know, and Chinese text that a dictionary knows. That bytes decode without error says next to
//! nothing (nearly any bytes do as GB18030). Invariant: a reading that makes no words is refused, and so is a file whose lines are in two
//! encodings; nothing is replaced in silence.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::error::Fault;
use crate::read::bytes::line_at;
use crate::text::is_han;
use crate::text::words::known_share;

/// How much of a file is looked at to tell its encoding.
const SAMPLE: usize = 64 * 1024;
/// Share of Chinese text that must stand in known words.
const WORDS: f64 = 0.35;

/// What a file was decoded from and to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark.
    pub text: String,
    /// Name of the encoding, as shown.
    pub encoding: &'static str,
}

type Failure = (Fault, Option<u64>);

/// Decodes by the encoding the user named.
///
/// # Errors
/// A name nobody knows, or the first line whose bytes do not fit.
pub fn named(bytes: &[u8], name: &str) -> Result<Decoded, Failure> {
    let label = match name.trim().to_lowercase().as_str() {
        // GB18030 holds all of GBK and GB2312, and reads what Excel writes under those names.
        "gbk" | "gb2312" | "cp936" => "gb18030".to_owned(),
        "utf-16" | "utf16" => if bytes.starts_with(b"\xFE\xFF") { "utf-16be" } else { "utf-16le" }.to_owned(),
        "utf8" | "utf-8-sig" => "utf-8".to_owned(),
        "cp1252" | "ansi" => "windows-1252".to_owned(),
        other => other.to_owned(),
    };
    let encoding = Encoding::for_label(label.as_bytes()).ok_or_else(|| (Fault::UnknownEncoding { name: name.to_owned() }, None))?;
    strict(bytes, encoding)
}

/// Tells the encoding. `known` counts how many words of a header row the tables know.
///
/// # Errors
/// The fault and its line: two encodings in one file, or no reading that makes words.
pub fn detect(bytes: &[u8], known: impl Fn(&str) -> usize) -> Result<Decoded, Failure> {
    for (mark, encoding) in [(&b"\xEF\xBB\xBF"[..], UTF_8), (b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if bytes.starts_with(mark) {
            return strict(bytes, encoding);
        }
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return strict(bytes, encoding);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return strict(bytes, UTF_8);
    }
    if let Some(line) = mixed(bytes) {
        return Err((Fault::MixedEncodings, Some(line)));
    }
    legacy(bytes, known)
}

/// UTF-16 without a mark: every second byte of ASCII text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    // Chinese UTF-16 has zero bytes only at its commas and line ends; both signs must agree.
    let line_end = |a: u8, b: u8| sample.chunks_exact(2).any(|p| p == [a, b]);
    match () {
        () if pairs < 4 => None,
        () if odd * 20 > pairs && even * 3 < odd && line_end(b'\n', 0) => Some(UTF_16LE),
        () if even * 20 > pairs && odd * 3 < even && line_end(0, b'\n') => Some(UTF_16BE),
        () => None,
    }
}

fn strict(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, Failure> {
    let (text, used, bad) = encoding.decode(bytes);
    if !bad {
        return Ok(Decoded { text: text.into_owned(), encoding: shown(used, bytes) });
    }
    Err((Fault::BadBytes { encoding: shown(used, bytes) }, Some(bad_line(bytes, used))))
}

/// The line on which bytes no longer fit an encoding, as lines of the text before: in UTF-16 a byte of a line end may be half a character.
fn bad_line(bytes: &[u8], encoding: &'static Encoding) -> u64 {
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut before = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    let _ = decoder.decode_to_string_without_replacement(bytes, &mut before, true);
    line_at(before.as_bytes(), before.len())
}

fn shown(encoding: &'static Encoding, bytes: &[u8]) -> &'static str {
    match encoding.name() {
        "UTF-8" if bytes.starts_with(b"\xEF\xBB\xBF") => "UTF-8 with mark",
        "gb18030" => "GB18030",
        name => name,
    }
}

/// The first line of the smaller part of a file whose lines are partly Chinese UTF-8, partly something else.
fn mixed(bytes: &[u8]) -> Option<u64> {
    let (mut utf8, mut other) = (Vec::new(), Vec::new());
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, l)| !l.is_ascii()) {
        match std::str::from_utf8(line) {
            Ok(text) if utf8_words(text) => utf8.push(i as u64 + 1),
            // Two GBK characters can look like two odd letters of UTF-8.
            Ok(_) => {}
            Err(_) => other.push(i as u64 + 1),
        }
    }
    let minority = if utf8.len() >= other.len() { &other } else { &utf8 };
    if utf8.is_empty() || other.is_empty() { None } else { minority.first().copied() }
}

/// Whether a line that decodes as UTF-8 is surely meant so: Chinese in words, or typical marks of Western text.
fn utf8_words(text: &str) -> bool {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let western = text.chars().any(|c| matches!(c, '€' | '–' | '—' | '‘' | '’' | '“' | '”' | '…'));
    (han >= 2 && known_share(text) >= WORDS) || (han == 0 && western)
}

fn legacy(bytes: &[u8], known: impl Fn(&str) -> usize) -> Result<Decoded, Failure> {
    let sample = &bytes[..cut(bytes)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let mut best: Option<(bool, usize, f64, &'static Encoding)> = None;
    for encoding in [GB18030, BIG5, WINDOWS_1252] {
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(sample) else { continue };
        let hits = text.lines().take(10).map(&known).max().unwrap_or(0);
        let guessed = guess == encoding || (guess.name() == "GBK" && encoding == GB18030);
        let words = sense(&text, sample, encoding, guessed);
        let score = (words >= WORDS, hits, words, encoding);
        let better = best.as_ref().is_none_or(|b| (score.0, score.1).cmp(&(b.0, b.1)).then(score.2.total_cmp(&b.2)).is_gt());
        if better {
            best = Some(score);
        }
    }
    match best {
        Some((true, _, _, encoding)) => strict(bytes, encoding),
        _ => {
            let at = std::str::from_utf8(bytes).err().map_or(0, |e| e.valid_up_to());
            Err((Fault::NotUtf8, Some(line_at(bytes, at))))
        }
    }
}

/// The end of the last whole line of the sample.
fn cut(bytes: &[u8]) -> usize {
    if bytes.len() <= SAMPLE {
        return bytes.len();
    }
    bytes[..SAMPLE].iter().rposition(|b| *b == b'\n').map_or(SAMPLE, |at| at + 1)
}

/// How much sense a reading makes, 0 to 1: Chinese in words of the dictionary; Western text with its marks inside words and beside numbers.
///
/// The dictionary is in Simplified characters. For other Chinese the detector's statistics stand in, as far as the characters are common.
fn sense(text: &str, bytes: &[u8], encoding: &'static Encoding, guessed: bool) -> f64 {
    if encoding == WINDOWS_1252 {
        return western(bytes);
    }
    let odd = text.chars().filter(|c| !c.is_ascii() && !is_han(*c) && !is_common_mark(*c)).count();
    let han = text.chars().filter(|c| is_han(*c)).count();
    if han == 0 {
        return 0.0;
    }
    let common = text.chars().filter(|c| is_han(*c) && is_frequent(*c)).count() as f64 / han as f64;
    let by_statistics = if guessed { 0.8 * common } else { 0.0 };
    known_share(text).max(by_statistics) * han as f64 / (han + odd) as f64
}

/// Whether a character is on the first level of GB2312 or Big5: the few thousand that ordinary text is written with.
fn is_frequent(c: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = c.encode_utf8(&mut buffer);
    let level = |encoding: &'static Encoding, leads: std::ops::RangeInclusive<u8>| {
        let (bytes, _, unknown) = encoding.encode(text);
        !unknown && bytes.len() == 2 && leads.contains(&bytes[0])
    };
    level(GB18030, 0xB0..=0xD7) && GB18030.encode(text).0[1] >= 0xA1 || level(BIG5, 0xA4..=0xC6)
}

/// Marks of Chinese and Japanese typesetting, full-width forms, and symbols that office tables hold.
fn is_common_mark(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ffef}' | '\u{2010}'..='\u{203b}' | '\u{2190}'..='\u{2193}' | '\u{2460}'..='\u{24ff}' | '℃' | '±' | '×' | '÷' | '·' | '°' | '≥' | '≤' | '≠')
        || ('\u{20000}'..='\u{3ffff}').contains(&c)
}

/// The share of bytes above ASCII that Western text explains: a letter with an accent inside a word, or a mark (£, €, dashes, quotes).
fn western(bytes: &[u8]) -> f64 {
    let letter = |at: Option<usize>| at.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_alphabetic);
    let (mut high, mut explained) = (0_u32, 0_u32);
    for (i, &b) in bytes.iter().enumerate().filter(|(_, b)| **b >= 0x80) {
        let neighbour = |at: Option<usize>| at.and_then(|i| bytes.get(i)).is_some_and(|n| *n >= 0x80);
        let alone = !neighbour(i.checked_sub(1)) && !neighbour(Some(i + 1));
        let mark = matches!(b, 0x80 | 0x85 | 0x91..=0x97 | 0x99 | 0xA0 | 0xA3 | 0xA7 | 0xA9 | 0xAE | 0xB0 | 0xB7 | 0xBA..=0xBE);
        let accent = b >= 0xC0 && (letter(i.checked_sub(1)) || letter(Some(i + 1)));
        high += 1;
        explained += u32::from(alone && (mark || accent) || (mark && matches!(b, 0x91..=0x97 | 0x80 | 0xA3 | 0x85)));
    }
    if high == 0 { 0.0 } else { f64::from(explained) / f64::from(high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: &str = "部门,指标,说明\n客服部,首次响应时长,首次回复的小时数\n营销部,提升品牌知名度,各媒体平台累计触达\n";

    fn known(line: &str) -> usize {
        ["部门", "指标", "说明", "部門", "指標", "說明"].iter().filter(|w| line.contains(*w)).count()
    }

    fn read(bytes: &[u8]) -> Result<Decoded, Failure> {
        detect(bytes, known)
    }

    #[test]
    fn what_offices_export_in_china() {
        let gbk = GB18030.encode(ZH).0;
        assert_eq!(read(&gbk), Ok(Decoded { text: ZH.into(), encoding: "GB18030" }));
        let big5_text = "部門,指標,說明\n客服部,首次回應時間,首次回覆的小時數\n行銷部,提升品牌知名度,各媒體平台累計觸及\n";
        assert_eq!(read(&BIG5.encode(big5_text).0), Ok(Decoded { text: big5_text.into(), encoding: "Big5" }));
    }

    #[test]
    fn utf16_with_and_without_mark() {
        for text in ["department,kpi\nSales,Orders\n", ZH] {
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(read(&le).map(|d| d.text), Ok(text.to_owned()));
            assert_eq!(read(&be).map(|d| d.encoding), Ok("UTF-16BE"));
            assert_eq!(read(&[b"\xFF\xFE".to_vec(), le].concat()).map(|d| d.text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn bytes_that_do_not_fit_are_told_with_their_line() {
        // 上 is 4E 0A: one of its bytes is that of a line end.
        let text = "部门,指标\n上海上市,上线\n客服部,";
        for (mark, bytes) in [(b"\xFF\xFE", u16::to_le_bytes as fn(u16) -> [u8; 2]), (b"\xFE\xFF", u16::to_be_bytes)] {
            // Half of a pair of units.
            let units = text.encode_utf16().chain([0xD800, u16::from(b'\n'), u16::from(b'x')]);
            let bad = [mark.to_vec(), units.flat_map(bytes).collect()].concat();
            assert!(matches!(read(&bad), Err((Fault::BadBytes { .. }, Some(3)))), "{:?}", read(&bad));
        }
        let gbk = [&GB18030.encode(ZH).0[..], b"\xFF\n"].concat();
        assert!(matches!(named(&gbk, "gbk"), Err((Fault::BadBytes { .. }, Some(4)))));
    }

    #[test]
    fn western_text_is_not_turned_into_chinese() {
        let text = "name;cost\nCafé – “Münster”;£5\nSão Paulo;3 €\n";
        assert_eq!(read(&WINDOWS_1252.encode(text).0), Ok(Decoded { text: text.into(), encoding: "windows-1252" }));
        let pounds = "project,budget\nRail,£1m\nRoads,£2m – £3m\n";
        assert_eq!(read(&WINDOWS_1252.encode(pounds).0).map(|d| d.encoding), Ok("windows-1252"));
    }

    #[test]
    fn two_encodings_in_one_file_are_refused_with_the_line() {
        let mut bytes = ZH.as_bytes().to_vec();
        bytes.extend_from_slice(&GB18030.encode("培训部,提高技师认证通过率,高级认证\n").0);
        assert_eq!(read(&bytes), Err((Fault::MixedEncodings, Some(4))));
    }

    #[test]
    fn noise_is_refused() {
        let noise: Vec<u8> = (0..200_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x81).collect();
        assert!(read(&noise).is_err());
    }

    #[test]
    fn a_named_encoding_wins() {
        assert_eq!(named(&GB18030.encode("部门").0, "GBK").map(|d| d.text), Ok("部门".to_owned()));
        assert!(matches!(named(b"x", "klingon"), Err((Fault::UnknownEncoding { .. }, None))));
        assert!(matches!(named(b"a\n\xFF\n", "utf-8"), Err((Fault::BadBytes { .. }, Some(2)))));
    }
}
