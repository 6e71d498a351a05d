//! Products of many short vectors with many others.
//!
//! Invariant: a product depends on its two vectors alone, to the last bit, whatever stands beside them: the sum runs over the vectors' numbers
//! in one order, and where the library cuts it in parts follows from their length alone.

use ndarray::{ArrayView2, ArrayViewMut2, linalg::general_mat_mul};

use crate::score::judge::weights::Failure;

/// Vectors that are turned together: a line of memory holds as many numbers.
const AT_ONCE: usize = 16;

/// Fills `out` with the products of every row of `a` with every row of `b`, all of `width` numbers; row by row of `a`.
///
/// # Errors
/// Lengths that do not fit, in words for a maintainer.
pub(in crate::score) fn products(a: &[f32], b: &[f32], width: usize, out: &mut [f32]) -> Result<(), Failure> {
    let columns = fit(a, b, width, out)?;
    let b = ArrayView2::from_shape((columns, width), b).map_err(misfit)?;
    multiply(a, b.t(), out)
}

/// The same with `b` turned: `width` rows, each with one number of every vector. Where `b` is used again and again this saves the library from
/// turning it each time.
///
/// # Errors
/// Lengths that do not fit, in words for a maintainer.
pub(in crate::score) fn products_turned(a: &[f32], b: &[f32], width: usize, out: &mut [f32]) -> Result<(), Failure> {
    let columns = fit(a, b, width, out)?;
    multiply(a, ArrayView2::from_shape((width, columns), b).map_err(misfit)?, out)
}

/// Vectors of `width` numbers, turned: first one number of every vector, then the next.
pub(in crate::score) fn turned(vectors: &[f32], width: usize) -> Vec<f32> {
    let width = width.max(1);
    let count = vectors.len() / width;
    let mut out = vec![0.0; count * width];
    // A few vectors at a time: what is written stands side by side for as long as it is at hand.
    for (few, start) in vectors.chunks(AT_ONCE * width).zip((0..count).step_by(AT_ONCE)) {
        for (i, row) in out.chunks_exact_mut(count).enumerate() {
            row[start..].iter_mut().zip(few.iter().skip(i).step_by(width)).for_each(|(x, number)| *x = *number);
        }
    }
    out
}

/// Columns of the result, where the lengths fit.
fn fit(a: &[f32], b: &[f32], width: usize, out: &[f32]) -> Result<usize, Failure> {
    let (rows, columns) = (a.len() / width.max(1), b.len() / width.max(1));
    if a.len() != rows * width || b.len() != columns * width || out.len() != rows * columns {
        return Err(format!("products: {} and {} numbers of {width} into {}", a.len(), b.len(), out.len()));
    }
    Ok(columns)
}

fn multiply(a: &[f32], b: ArrayView2<f32>, out: &mut [f32]) -> Result<(), Failure> {
    let (width, columns) = b.dim();
    let rows = a.len() / width.max(1);
    let a = ArrayView2::from_shape((rows, width), a).map_err(misfit)?;
    let mut out = ArrayViewMut2::from_shape((rows, columns), out).map_err(misfit)?;
    general_mat_mul(1.0, &a, &b, 0.0, &mut out);
    Ok(())
}

fn misfit(e: ndarray::ShapeError) -> Failure {
    format!("products: {e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_same_in_any_company() {
        let numbers = |rows: usize, seed: u32| -> Vec<f32> {
            let mut x = seed;
            let mut next = || {
                x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (x >> 8) as f32 / (1 << 24) as f32 - 0.5
            };
            (0..rows * 64).map(|_| next()).collect()
        };
        let (a, b) = (numbers(37, 1), numbers(301, 2));
        let mut all = vec![0.0; 37 * 301];
        products(&a, &b, 64, &mut all).unwrap();
        let plain: f32 = a[..64].iter().zip(&b[..64]).map(|(x, y)| x * y).sum();
        assert!((all[0] - plain).abs() < 1e-5);
        for (i, j) in [(0, 0), (36, 300), (5, 17), (31, 256)] {
            let mut one = [0.0];
            products(&a[i * 64..(i + 1) * 64], &b[j * 64..(j + 1) * 64], 64, &mut one).unwrap();
            assert_eq!(one[0], all[i * 301 + j]);
            // The sides may change places.
            products(&b[j * 64..(j + 1) * 64], &a[i * 64..(i + 1) * 64], 64, &mut one).unwrap();
            assert_eq!(one[0], all[i * 301 + j]);
        }
        let mut other = vec![0.0; 37 * 301];
        products_turned(&a, &turned(&b, 64), 64, &mut other).unwrap();
        assert_eq!(other, all);
        let mut part = vec![0.0; 3 * 11];
        products(&a[4 * 64..7 * 64], &b[100 * 64..111 * 64], 64, &mut part).unwrap();
        for (i, j) in [(0, 0), (2, 10)] {
            assert_eq!(part[i * 11 + j], all[(i + 4) * 301 + j + 100]);
        }
    }

    /// The widths of the judge's layers, at which the library adds a product up in parts.
    #[test]
    fn long_products_are_the_same_in_any_company() {
        for width in [384, 1536] {
            let numbers =
                |rows: usize, step: usize| -> Vec<f32> { (0..rows * width).map(|i| (i * step % 1_009) as f32 / 504.5 - 1.0).collect() };
            let (a, b) = (numbers(67, 7_919), turned(&numbers(35, 104_729), width));
            let mut all = vec![0.0; 67 * 35];
            products_turned(&a, &b, width, &mut all).unwrap();
            for rows in [0..1, 3..20, 31..67] {
                let mut some = vec![0.0; rows.len() * 35];
                products_turned(&a[rows.start * width..rows.end * width], &b, width, &mut some).unwrap();
                assert_eq!(some, all[rows.start * 35..rows.end * 35]);
            }
        }
    }

    #[test]
    fn turning_puts_columns_in_rows() {
        assert_eq!(turned(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3), [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
        let (count, width) = (2 * AT_ONCE + 5, 7);
        let numbers: Vec<f32> = (0..count * width).map(|x| x as f32).collect();
        let found = turned(&numbers, width);
        for (i, j) in [(0, 0), (count - 1, width - 1), (AT_ONCE, 3), (AT_ONCE - 1, 6)] {
            assert_eq!(found[j * count + i], numbers[i * width + j]);
        }
        assert_eq!(turned(&found, count), numbers);
        assert!(turned(&[], 3).is_empty());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(products(&[0.0; 6], &[0.0; 4], 2, &mut [0.0; 5]).is_err());
        assert!(products(&[0.0; 5], &[0.0; 4], 2, &mut [0.0; 4]).is_err());
        assert!(products_turned(&[0.0; 6], &[0.0; 4], 2, &mut [0.0; 5]).is_err());
    }
}
