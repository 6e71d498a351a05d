//! Memory for pixels, kept by each thread from picture to picture: a fresh page of A4 costs more in page faults than in painting.

use std::cell::Cell;

use tiny_skia::{Color, PixmapMut};

thread_local! {
    static KEPT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Runs `paint` on `width` x `height` pixels of one colour; `None` for sizes that no surface has.
pub(crate) fn with<T>(width: u32, height: u32, paper: (u8, u8, u8), paint: impl FnOnce(PixmapMut<'_>) -> T) -> Option<T> {
    let length = usize::try_from(u64::from(width) * u64::from(height) * 4).ok()?;
    let mut bytes = KEPT.take();
    bytes.resize(length, 0);
    let (r, g, b) = paper;
    let done = PixmapMut::from_bytes(&mut bytes, width, height).map(|mut surface| {
        surface.fill(Color::from_rgba8(r, g, b, 255));
        paint(surface)
    });
    KEPT.set(bytes);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_surface_starts_clean() {
        for (width, height) in [(4, 4), (8, 2), (3, 3), (40, 30)] {
            let clean = with(width, height, (1, 2, 3), |mut s| {
                let clean = s.data_mut().chunks_exact(4).all(|p| p == [1, 2, 3, 255]);
                s.data_mut().fill(9);
                (clean, s.data_mut().len())
            });
            assert_eq!(clean, Some((true, (width * height * 4) as usize)));
        }
        assert_eq!(with(0, 5, (0, 0, 0), |_| ()), None);
    }
}
