//! Archives of workbooks (.xlsx, .xlsm, .ods) weighed before they are read: a file of a megabyte may unpack to a thousand, and to millions of
//! cells.
//!
//! Follows the bytes of each part without keeping them. Invariant: what passes costs the reader a bounded time and memory. Limits: counts
//! what looks like a tag, so that a `<` inside a comment counts too; what is no archive passes, and the reader says so itself.

use std::io::{Cursor, Read};

use super::{Failure, MOST_CELLS, damaged, limit, too_much};
use crate::error::LimitFault;

/// Most bytes that a workbook may unpack to.
pub(super) const MOST_UNPACKED: u64 = 1 << 29;
/// Most bytes of the old binary parts (.xlsb), whose records take less room than tags.
const MOST_BINARY: u64 = 1 << 26;
/// Most tags of a part: four for each of the cells of a sheet, and a row's for some of them.
const MOST_TAGS: u64 = 5 * MOST_CELLS;
/// Most bytes of the tag that says how many texts there are.
const MOST_CLAIM: usize = 1 << 12;

/// Refuses a workbook that would fill the memory, or take minutes, when it is read.
pub(super) fn look_over(bytes: &[u8]) -> Result<(), Failure> {
    let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let binary = archive.file_names().any(|name| name.is_ok_and(|n| n.to_ascii_lowercase().ends_with("workbook.bin")));
    within(archive, if binary { MOST_BINARY } else { MOST_UNPACKED }, MOST_TAGS, MOST_CELLS)
}

fn within(mut archive: zip::ZipArchive<Cursor<&[u8]>>, most: u64, tags: u64, texts: u64) -> Result<(), Failure> {
    let mut left = most;
    for entry in 0..archive.len() {
        // What an archive says of its sizes may be wrong, so it is unpacked once into nothing. Broken parts are told by the reader.
        let Ok(mut entry) = archive.by_index(entry) else { continue };
        let mut part = Part { size: 0, tags: 0, texts: 0, name: Vec::new(), reads: Reads::Text };
        part.read(&mut entry, left + 1, tags, texts)?;
        left = left.checked_sub(part.size).ok_or_else(|| too_much(most))?;
    }
    Ok(())
}

/// What is being read.
#[derive(Clone, Copy, PartialEq)]
enum Reads {
    Text,
    /// The name of a tag, behind `<`.
    Name,
    /// The tag that says how many texts there are, up to the next tag.
    Claim,
}

/// One part of an archive as it passes by.
struct Part {
    size: u64,
    tags: u64,
    /// Texts that cells share.
    texts: u64,
    /// A tag's name without its prefix, or the tag with the claim.
    name: Vec<u8>,
    reads: Reads,
}

impl Part {
    /// Reads a part to its end, also when it turns out broken later; `most` bytes of it.
    fn read(&mut self, part: &mut impl Read, most: u64, tags: u64, texts: u64) -> Result<(), Failure> {
        let mut buffer = vec![0; 1 << 16];
        while self.size < most {
            let some = match part.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(some) => some,
            };
            self.size += some as u64;
            self.pass(&buffer[..some], texts)?;
            if self.tags > tags {
                return Err(limit(LimitFault::Tags { most: tags }));
            }
            if self.texts > texts {
                return Err(limit(LimitFault::Texts { most: texts }));
            }
        }
        self.claim(texts)
    }

    fn pass(&mut self, bytes: &[u8], texts: u64) -> Result<(), Failure> {
        let mut rest = bytes;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match (self.reads, first) {
                (reads, b'<') => {
                    if reads == Reads::Claim {
                        self.claim(texts)?;
                    }
                    self.tags += 1;
                    self.name.clear();
                    self.reads = Reads::Name;
                }
                (Reads::Text, _) => {
                    let next = after.iter().position(|b| *b == b'<').unwrap_or(after.len());
                    rest = &after[next..];
                }
                (Reads::Name, b':') => self.name.clear(),
                (Reads::Name, b'/' | b'>' | b' ' | b'\t' | b'\r' | b'\n') => {
                    self.texts += u64::from(self.name == b"si");
                    self.reads = if self.name == b"sst" { Reads::Claim } else { Reads::Text };
                }
                // Longer names need not be known.
                (Reads::Name, byte) if self.name.len() < 4 => self.name.push(*byte),
                (Reads::Name, _) => {}
                (Reads::Claim, byte) if self.name.len() < MOST_CLAIM => self.name.push(*byte),
                (Reads::Claim, _) => return Err(damaged()),
            }
        }
        Ok(())
    }

    /// The reader makes room for as many texts as a part claims to have, and breaks off where there is not so much.
    fn claim(&mut self, texts: u64) -> Result<(), Failure> {
        if self.reads != Reads::Claim {
            return Ok(());
        }
        let claim = String::from_utf8_lossy(&self.name);
        let numbers = claim.match_indices("niqueCount").map(|(at, _)| {
            let digits = claim[at..].trim_start_matches(|c: char| !c.is_ascii_digit());
            digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())].trim_start_matches('0').to_owned()
        });
        let beyond = |digits: String| !digits.is_empty() && digits.parse::<u64>().map_or(true, |n| n > texts);
        if numbers.into_iter().any(beyond) { Err(limit(LimitFault::Texts { most: texts })) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Fault;

    /// An archive of one part.
    fn archive(part: &[u8]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file("xl/sharedStrings.xml", packed).unwrap();
        std::io::Write::write_all(&mut writer, part).unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn weighed(bytes: &[u8], most: u64, tags: u64, texts: u64) -> Result<(), Fault> {
        within(zip::ZipArchive::new(Cursor::new(bytes)).unwrap(), most, tags, texts).map_err(|(fault, _)| fault)
    }

    #[test]
    fn what_unpacks_to_more_than_the_memory_is_refused() {
        let bomb = archive(&vec![b' '; 3 << 20]);
        assert!(bomb.len() < 1 << 16);
        assert_eq!(weighed(&bomb, 2 << 20, 9, 9), Err(Fault::Limit(LimitFault::Unpacked { most: 2 })));
        assert_eq!(weighed(&bomb, 4 << 20, 9, 9), Ok(()));
        // The size that the archive gives for its part, in its list and before it: a lie changes nothing.
        let (size, lie) = ((3_u32 << 20).to_le_bytes(), 5_u32.to_le_bytes());
        let mut lying = bomb.clone();
        let places: Vec<usize> = lying.windows(4).enumerate().filter(|(_, w)| *w == size).map(|(at, _)| at).collect();
        assert!(!places.is_empty());
        for at in places {
            lying[at..at + 4].copy_from_slice(&lie);
        }
        // Whoever reads it, gets either all of it, which is refused, or no more than it claims.
        let mut read = Vec::new();
        if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&lying[..])) {
            let _ = archive.by_index(0).map(|entry| entry.take(1 << 20).read_to_end(&mut read));
        }
        assert_eq!(look_over_small(&lying).is_err(), read.len() > 5, "{}", read.len());
    }

    fn look_over_small(bytes: &[u8]) -> Result<(), Failure> {
        let Ok(archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
        within(archive, 2 << 20, 9, 9)
    }

    #[test]
    fn tags_and_texts_are_counted_across_pieces_and_prefixes() {
        let texts = format!("<sst uniqueCount=\"2\">{}</sst>", "<x:si><t>a</t></x:si ><si/>".repeat(20_000));
        let bytes = archive(texts.as_bytes());
        assert_eq!(weighed(&bytes, 1 << 30, 1 << 20, 40_000), Ok(()));
        assert_eq!(weighed(&bytes, 1 << 30, 1 << 20, 39_999), Err(Fault::Limit(LimitFault::Texts { most: 39_999 })));
        let tags = 20_000 * 5 + 2;
        assert_eq!(weighed(&bytes, 1 << 30, tags, 40_000), Ok(()));
        assert_eq!(weighed(&bytes, 1 << 30, tags - 1, 40_000), Err(Fault::Limit(LimitFault::Tags { most: tags - 1 })));
    }

    #[test]
    fn a_claim_of_too_many_texts_is_refused() {
        let refused = Err(Fault::Limit(LimitFault::Texts { most: 100 }));
        for claim in [
            "<sst uniqueCount=\"101\"/>",
            "<s:sst a='>' uniqueCount = '99999999999999999999999'><si/></s:sst>",
            "<sst\nuniqueCount=\"0101\"",
        ] {
            assert_eq!(weighed(&archive(claim.as_bytes()), 1 << 20, 99, 100), refused, "{claim}");
        }
        assert_eq!(weighed(&archive(b"<sst count=\"500\" uniqueCount=\"100\"><si/></sst>"), 1 << 20, 99, 100), Ok(()));
    }
}
