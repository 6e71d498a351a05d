//! Pixels to an indexed PNG.
//!
//! Invariant: the commonest 256 colours are kept exactly, which are all colours of marks and text and most
//! steps of edge smoothing; other steps move to the nearest kept one. A third of the bytes of full colour,
//! and faster. Limits: opaque pixels only.

use std::io::Write;

use tiny_skia::PixmapRef;

const PALETTE: usize = 256;
/// Bytes of a chunk of pixels in the file.
const CHUNK: usize = 1 << 18;

/// Writes the PNG, with its title and resolution.
pub(crate) fn encode(pixmap: &PixmapRef<'_>, title: &str, per_metre: u32) -> Result<Vec<u8>, png::EncodingError> {
    let Indexed { palette, slots, runs, rows } = index(pixmap.data(), pixmap.width() as usize);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    // Measured on the pictures of the summit: 8 % more bytes than level 4, for some 3 % less of a whole run.
    encoder.set_deflate_compression(png::DeflateCompression::Level(3));
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let title: String = title.replace(['\n', '\0'], " ");
    if title.chars().all(|c| c <= '\u{ff}' && !c.is_control()) {
        encoder.add_text_chunk("Title".to_owned(), title)?;
    } else {
        encoder.add_itxt_chunk("Title".to_owned(), title)?;
    }
    let mut writer = encoder.write_header()?;
    // Row by row: a table of all indexes would be larger than everything else here.
    let mut stream = writer.stream_writer_with_size(CHUNK)?;
    let mut line = Vec::with_capacity(pixmap.width() as usize);
    let mut from = 0;
    for row in &rows {
        line.clear();
        for (place, length) in runs.get(from..row.end).unwrap_or_default() {
            line.resize(line.len() + *length as usize, slots.get(*place as usize).copied().unwrap_or(0));
        }
        from = row.end;
        for _ in 0..row.times {
            stream.write_all(&line)?;
        }
    }
    stream.finish()?;
    writer.finish()?;
    Ok(bytes)
}

/// A picture of few colours.
struct Indexed {
    /// RGB triples.
    palette: Vec<u8>,
    /// The palette's entry for every place in the table of colours.
    slots: Vec<u8>,
    /// Runs of all rows, one after the other: place of the colour in its table, number of pixels.
    runs: Vec<(u32, u32)>,
    rows: Vec<Row>,
}

/// Rows that are alike and follow each other.
struct Row {
    /// One past the last run of one of them; its first is where those of the row above end.
    end: usize,
    times: usize,
}

/// Of rows of `width` opaque pixels of four bytes.
fn index(data: &[u8], width: usize) -> Indexed {
    /// Runs of a row to make room for: most have a few dozen.
    const RUNS: usize = 32;
    let (pixels, _) = data.as_chunks::<4>();
    let width = width.max(1);
    let mut colors = Colors::new();
    // Pictures are mostly runs of one colour, and rows like the one above: one look-up a run, none for such a row.
    let mut runs: Vec<(u32, u32)> = Vec::with_capacity(pixels.len() / width * RUNS);
    let mut rows: Vec<Row> = Vec::with_capacity(pixels.len() / width);
    let mut above: &[[u8; 4]] = &[];
    for row in pixels.chunks(width) {
        match rows.last_mut() {
            Some(same) if row == above => same.times += 1,
            _ => {
                let mut rest = row;
                while let Some(first) = rest.first() {
                    let length = run(rest, *first);
                    // The table has 65,536 places, and no picture is wider than a number of 32 bits.
                    runs.push((colors.place(*first) as u32, length as u32));
                    rest = rest.get(length..).unwrap_or_default();
                }
                rows.push(Row { end: runs.len(), times: 1 });
            }
        }
        above = row;
    }
    let mut from = 0;
    for row in &rows {
        for (place, length) in runs.get(from..row.end).unwrap_or_default() {
            colors.count(*place as usize, *length as usize * row.times);
        }
        from = row.end;
    }
    let (palette, slots) = colors.palette();
    Indexed { palette, slots, runs, rows }
}

/// How many pixels at the start of a row have its first colour.
fn run(row: &[[u8; 4]], first: [u8; 4]) -> usize {
    const BLOCK: usize = 16;
    // Edges of letters change from pixel to pixel.
    if row.get(1).is_none_or(|next| *next != first) {
        return 1;
    }
    let first = u32::from_ne_bytes(first);
    // No early end inside a block: the compiler can then compare its pixels all at once.
    let all = |block: &&[[u8; 4]; BLOCK]| block.iter().fold(0, |odd, p| odd | (u32::from_ne_bytes(*p) ^ first)) == 0;
    let (blocks, _) = row.as_chunks::<BLOCK>();
    let sure = blocks.iter().take_while(all).count() * BLOCK;
    sure + row.iter().skip(sure).take_while(|p| u32::from_ne_bytes(**p) == first).count()
}

/// Colours with their numbers of pixels: a table with open addressing, filled in painting order.
struct Colors {
    table: Vec<Option<(u32, u64)>>,
    used: usize,
}

impl Colors {
    const BITS: u32 = 16;

    fn new() -> Self {
        Self { table: vec![None; 1 << Self::BITS], used: 0 }
    }

    /// The place of a colour in the table.
    fn place(&mut self, [r, g, b, _]: [u8; 4]) -> usize {
        let color = u32::from_be_bytes([0, r, g, b]);
        // A table near full only merges further colours with others: no scene comes close.
        let full = self.used * 2 > self.table.len();
        let mut at = (color.wrapping_mul(0x9E37_79B1) >> (32 - Self::BITS)) as usize;
        loop {
            match self.table.get_mut(at) {
                Some(Some((known, _))) if *known == color || full => return at,
                Some(free @ None) if !full => {
                    *free = Some((color, 0));
                    self.used += 1;
                    return at;
                }
                _ => at = (at + 1) & (self.table.len() - 1),
            }
        }
    }

    /// Adds pixels to the colour of a place.
    fn count(&mut self, place: usize, pixels: usize) {
        if let Some(Some((_, count))) = self.table.get_mut(place) {
            *count += pixels as u64;
        }
    }

    /// The commonest colours, and for every place of the table the nearest of them.
    fn palette(&self) -> (Vec<u8>, Vec<u8>) {
        let mut ranked: Vec<(u32, u64)> = self.table.iter().flatten().copied().collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let kept: Vec<u32> = ranked.iter().take(PALETTE).map(|(c, _)| *c).collect();
        let near = Kept::of(&kept);
        let slots = self.table.iter().map(|entry| entry.map_or(0, |(color, _)| near.nearest(color))).collect();
        let bytes = kept.iter().flat_map(|c| c.to_be_bytes().into_iter().skip(1)).collect();
        (bytes, slots)
    }
}

/// Kept colours, red, green and blue each in a row, so that one colour is compared with many of them at once. What is not used lies too far off
/// to be the nearest.
struct Kept([[i32; PALETTE]; 3]);

impl Kept {
    fn of(colors: &[u32]) -> Self {
        const FAR: i32 = 1 << 10;
        let mut kept = Kept([[FAR; PALETTE]; 3]);
        for (i, color) in colors.iter().enumerate() {
            for (row, part) in kept.0.iter_mut().zip(parts(*color)) {
                row[i] = part;
            }
        }
        kept
    }

    /// The place of the nearest kept colour; of equally near ones the commonest.
    fn nearest(&self, color: u32) -> u8 {
        let [reds, greens, blues] = &self.0;
        let [r, g, b] = parts(color);
        // A distance has 22 bits at most, so it and the place stand in one number.
        let mut best = i32::MAX;
        for (i, ((kr, kg), kb)) in (0..).zip(reds.iter().zip(greens).zip(blues)) {
            let (dr, dg, db) = (kr - r, kg - g, kb - b);
            best = best.min(((dr * dr + dg * dg + db * db) << 8) | i);
        }
        (best & 0xFF) as u8
    }
}

/// Red, green, blue.
fn parts(color: u32) -> [i32; 3] {
    let [_, r, g, b] = color.to_be_bytes();
    [r, g, b].map(i32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Palette, and the index of every pixel.
    fn indexed(pixels: &[u8], width: usize) -> (Vec<u8>, Vec<u8>) {
        let Indexed { palette, slots, runs, rows } = index(pixels, width);
        let from = |at: usize| at.checked_sub(1).map_or(0, |above| rows[above].end);
        let line =
            |at: usize| runs[from(at)..rows[at].end].iter().flat_map(|(p, n)| vec![slots[*p as usize]; *n as usize]).collect::<Vec<u8>>();
        (palette, (0..rows.len()).flat_map(|at| line(at).repeat(rows[at].times)).collect())
    }

    #[test]
    fn few_colours_are_kept_exactly() {
        let pixels = [[255, 255, 255, 255], [0, 114, 178, 255], [255, 255, 255, 255]].concat();
        let (palette, indexes) = indexed(&pixels, 3);
        assert_eq!(palette.get(..6), Some(&[255, 255, 255, 0, 114, 178][..]));
        assert_eq!(indexes, [0, 1, 0]);
    }

    #[test]
    fn many_colours_move_a_little() {
        // 1024 colours; the first is the commonest.
        let mut pixels = [10, 20, 30, 255].repeat(50);
        for n in 0..1024_u32 {
            pixels.extend([(n % 32 * 8) as u8, (n / 32 * 8) as u8, 128, 255]);
        }
        let (palette, indexes) = indexed(&pixels, 537);
        let shown = |at: usize| {
            let i = indexes.get(at).map_or(0, |i| usize::from(*i) * 3);
            palette.get(i..i + 3).map(<[u8]>::to_vec)
        };
        assert_eq!((palette.len(), indexes.len()), (768, 1074));
        assert_eq!(shown(0), Some(vec![10, 20, 30]));
    }

    #[test]
    fn rows_alike_count_each_and_runs_end_where_they_end() {
        // Three rows alike, then one that differs in the last pixel of a block, then one in the first.
        let row = |odd: Option<usize>| (0..40).flat_map(move |x| if Some(x) == odd { [9, 9, 9, 255] } else { [7, 7, 7, 255] });
        let pixels: Vec<u8> = [None, None, None, Some(15), Some(16)].into_iter().flat_map(row).collect();
        let (palette, indexes) = indexed(&pixels, 40);
        assert_eq!(palette, [7, 7, 7, 9, 9, 9]);
        let odd: Vec<usize> = indexes.iter().enumerate().filter(|(_, i)| **i == 1).map(|(at, _)| at).collect();
        assert_eq!((odd, indexes.len()), (vec![3 * 40 + 15, 4 * 40 + 16], 200));
    }
}
