//! Which words of a text look at which others.
//!
//! Several texts stand one after the other in a batch, each as long as it is: nothing is padded, and no text sees another. Formula as in the
//! published encoder (BERT), head by head: softmax(Q K' / sqrt(width of a head)) V.

use candle_core::{CpuStorage, CustomOp1, Error, Layout, Result, Shape};
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, Axis, Slice};

use crate::score::judge::gelu::power;
use crate::score::judge::ops::numbers;
use crate::score::wide::{self, Loops};

/// From the queries, keys and values of all words, [words, 3 width] in this order, to what each has seen, [words, width].
pub struct Attention<'b> {
    /// Words of each text, as they follow each other.
    pub lengths: &'b [usize],
    /// Heads, of which each has its part of the width.
    pub heads: usize,
}

impl CustomOp1 for Attention<'_> {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(&self, words: &CpuStorage, at: &Layout) -> Result<(CpuStorage, Shape)> {
        let (count, joined) = at.shape().dims2()?;
        let width = joined / 3;
        if width * 3 != joined || !width.is_multiple_of(self.heads.max(1)) || self.lengths.iter().sum::<usize>() != count {
            return Err(Error::Msg(format!("attention: {count} x {joined} for {} texts and {} heads", self.lengths.len(), self.heads)));
        }
        let each = width / self.heads.max(1);
        let scale = 1.0 / (each as f32).sqrt();
        let shape = |e: ndarray::ShapeError| Error::Msg(format!("attention: {e}"));
        let mut out = vec![0.0_f32; count * width];
        let mut scores = Vec::new();
        let (mut words, mut seen) = (numbers(words, at)?, out.as_mut_slice());
        for &length in self.lengths {
            let (text, later) = words.split_at(length * joined);
            let (into, rest) = std::mem::take(&mut seen).split_at_mut(length * width);
            let text = ArrayView2::from_shape((length, joined), text).map_err(shape)?;
            let mut into = ArrayViewMut2::from_shape((length, width), into).map_err(shape)?;
            scores.resize(length * length, 0.0);
            for head in 0..self.heads {
                let columns = |n: usize| {
                    let from = n * width + head * each;
                    Slice::from(from..from + each)
                };
                let part = |n: usize| text.slice_axis(Axis(1), columns(n));
                let mut view = ArrayViewMut2::from_shape((length, length), &mut scores).map_err(shape)?;
                general_mat_mul(scale, &part(0), &part(1).t(), 0.0, &mut view);
                wide::dispatch(Softmax { rows: &mut scores, width: length });
                let view = ArrayView2::from_shape((length, length), &scores).map_err(shape)?;
                general_mat_mul(1.0, &view, &part(2), 0.0, &mut into.slice_axis_mut(Axis(1), columns(0)));
            }
            (words, seen) = (later, rest);
        }
        Ok((CpuStorage::F32(out), Shape::from((count, width))))
    }
}

/// Brings every row to positive numbers of sum 1.
struct Softmax<'x> {
    rows: &'x mut [f32],
    width: usize,
}

impl Loops for Softmax<'_> {
    #[inline(always)]
    fn run(self) {
        for row in self.rows.chunks_exact_mut(self.width.max(1)) {
            let top = row.iter().fold(f32::MIN, |top, x| top.max(*x));
            for x in row.iter_mut() {
                *x = power((*x - top) * std::f32::consts::LOG2_E);
            }
            let all = 1.0 / row.iter().sum::<f32>();
            for x in row {
                *x *= all;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    /// Two heads of two numbers each.
    const WIDTH: usize = 4;

    fn seen(words: &[[f32; 3 * WIDTH]], lengths: &[usize]) -> Vec<Vec<f32>> {
        let x = Tensor::from_vec(words.concat(), (words.len(), 3 * WIDTH), &Device::Cpu).unwrap();
        x.apply_op1_no_bwd(&Attention { lengths, heads: 2 }).unwrap().to_vec2().unwrap()
    }

    fn words() -> Vec<[f32; 3 * WIDTH]> {
        (0..5).map(|i| std::array::from_fn(|j| ((i * 31 + j * 17) % 13) as f32 / 6.0 - 1.0)).collect()
    }

    #[test]
    fn a_word_sees_the_words_of_its_own_text() {
        let words = words();
        let together = seen(&words, &[2, 3]);
        assert_eq!(together[..2], seen(&words[..2], &[2]));
        assert_eq!(together[2..], seen(&words[2..], &[3]));
        // A word alone sees itself.
        assert_eq!(seen(&words[..1], &[1])[0], words[0][2 * WIDTH..]);
    }

    #[test]
    fn what_is_seen_is_the_mean_of_values_by_likeness() {
        let words = words();
        let found = seen(&words[..3], &[3]);
        for (i, row) in found.iter().enumerate() {
            for (c, x) in row.iter().enumerate() {
                let head = c / 2 * 2;
                let likeness = |j: usize| (0..2).map(|k| words[i][head + k] * words[j][WIDTH + head + k]).sum::<f32>() / 2.0_f32.sqrt();
                let weights: Vec<f32> = (0..3).map(|j| likeness(j).exp()).collect();
                let mean = (0..3).map(|j| weights[j] * words[j][2 * WIDTH + c]).sum::<f32>() / weights.iter().sum::<f32>();
                assert!((x - mean).abs() < 1e-5, "{i} {c}: {x} for {mean}");
            }
        }
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused() {
        let x = Tensor::zeros((3, 3 * WIDTH), candle_core::DType::F32, &Device::Cpu).unwrap();
        assert!(x.apply_op1_no_bwd(&Attention { lengths: &[2], heads: 2 }).is_err());
        assert!(x.apply_op1_no_bwd(&Attention { lengths: &[3], heads: 3 }).is_err());
    }
}
