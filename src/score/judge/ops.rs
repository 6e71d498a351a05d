//! What stands between the products of a layer: bias, activation, residual, softmax and normalisation, each in place and on the thread that
//! calls it.
//!
//! The tensor library shares such work out among threads of its own, one call at a time; with a batch of texts on every core the callers
//! would wait for each other for longer than the work takes. Formulas as in the published encoder (BERT): x + b; gelu(x + b);
//! softmax(s x + m); (x - mean) / sqrt(variance + epsilon) w + b. A row's numbers are the same whatever rows stand beside it.

use candle_core::{CpuStorage, Error, InplaceOp2, InplaceOp3, Layout, Result};

use crate::score::judge::gelu::{gelu, power};
use crate::score::wide::{self, Loops};

/// Lanes of a sum, so that the compiler adds several numbers at once.
const LANES: usize = 8;

/// Adds a vector to every row.
pub struct Bias {
    /// Whether the activation follows.
    pub gelu: bool,
}

impl InplaceOp2 for Bias {
    fn name(&self) -> &'static str {
        "bias"
    }

    fn cpu_fwd(&self, x: &mut CpuStorage, at: &Layout, bias: &CpuStorage, bias_at: &Layout) -> Result<()> {
        let (x, bias) = (numbers_mut(x, at)?, numbers(bias, bias_at)?);
        wide::dispatch(BiasRows { x, bias, gelu: self.gelu });
        Ok(())
    }
}

struct BiasRows<'x> {
    x: &'x mut [f32],
    bias: &'x [f32],
    gelu: bool,
}

impl Loops for BiasRows<'_> {
    #[inline(always)]
    fn run(self) {
        for row in self.x.chunks_exact_mut(self.bias.len().max(1)) {
            for (x, b) in row.iter_mut().zip(self.bias) {
                *x += b;
            }
            if self.gelu {
                for x in row {
                    *x = gelu(*x);
                }
            }
        }
    }
}

/// Adds a tensor of the same shape.
pub struct Residual;

impl InplaceOp2 for Residual {
    fn name(&self) -> &'static str {
        "residual"
    }

    fn cpu_fwd(&self, x: &mut CpuStorage, at: &Layout, other: &CpuStorage, other_at: &Layout) -> Result<()> {
        numbers_mut(x, at)?.iter_mut().zip(numbers(other, other_at)?).for_each(|(x, y)| *x += y);
        Ok(())
    }
}

/// Softmax of every row of attention scores [texts, heads, places, places], scaled, with what a text's mask [texts, 1, 1, places] adds.
pub struct Attention {
    /// What scores are multiplied with.
    pub scale: f32,
    /// Places of a text.
    pub places: usize,
}

impl InplaceOp2 for Attention {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(&self, scores: &mut CpuStorage, at: &Layout, mask: &CpuStorage, mask_at: &Layout) -> Result<()> {
        let (scores, mask) = (numbers_mut(scores, at)?, numbers(mask, mask_at)?);
        wide::dispatch(AttentionRows { scores, mask, scale: self.scale, places: self.places.max(1) });
        Ok(())
    }
}

struct AttentionRows<'x> {
    scores: &'x mut [f32],
    mask: &'x [f32],
    scale: f32,
    places: usize,
}

impl Loops for AttentionRows<'_> {
    #[inline(always)]
    fn run(self) {
        let texts = (self.mask.len() / self.places).max(1);
        let of_text = (self.scores.len() / texts).max(1);
        for (scores, mask) in self.scores.chunks_exact_mut(of_text).zip(self.mask.chunks_exact(self.places)) {
            for row in scores.chunks_exact_mut(self.places) {
                let mut top = f32::MIN;
                for (x, m) in row.iter_mut().zip(mask) {
                    *x = *x * self.scale + m;
                    top = top.max(*x);
                }
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
}

/// Brings every row to mean 0 and variance 1, then stretches and shifts it.
pub struct Normalise {
    /// Added to the variance.
    pub epsilon: f32,
}

impl InplaceOp3 for Normalise {
    fn name(&self) -> &'static str {
        "normalise"
    }

    fn cpu_fwd(
        &self,
        x: &mut CpuStorage,
        at: &Layout,
        weight: &CpuStorage,
        weight_at: &Layout,
        bias: &CpuStorage,
        bias_at: &Layout,
    ) -> Result<()> {
        let (weight, bias) = (numbers(weight, weight_at)?, numbers(bias, bias_at)?);
        let (x, width) = (numbers_mut(x, at)?, weight.len().max(1));
        wide::dispatch(NormaliseRows { x, weight, bias, width, epsilon: self.epsilon });
        Ok(())
    }
}

struct NormaliseRows<'x> {
    x: &'x mut [f32],
    weight: &'x [f32],
    bias: &'x [f32],
    width: usize,
    epsilon: f32,
}

impl Loops for NormaliseRows<'_> {
    #[inline(always)]
    fn run(self) {
        for row in self.x.chunks_exact_mut(self.width) {
            let mean = moment(row, 0.0, false) / self.width as f32;
            let variance = moment(row, mean, true) / self.width as f32;
            let scale = 1.0 / (variance + self.epsilon).sqrt();
            for ((x, w), b) in row.iter_mut().zip(self.weight).zip(self.bias) {
                *x = (*x - mean) * scale * w + b;
            }
        }
    }
}

/// The sum over a row of what its numbers are above `mean`, or of its squares, in lanes.
#[inline(always)]
fn moment(row: &[f32], mean: f32, squared: bool) -> f32 {
    let (lanes, rest) = row.as_chunks::<LANES>();
    let mut sums = [0.0_f32; LANES];
    for lane in lanes {
        for (sum, x) in sums.iter_mut().zip(lane) {
            let above = x - mean;
            *sum += if squared { above * above } else { above };
        }
    }
    let mut end = 0.0_f32;
    for x in rest {
        let above = x - mean;
        end += if squared { above * above } else { above };
    }
    sums.iter().sum::<f32>() + end
}

fn contiguous(at: &Layout) -> Result<(usize, usize)> {
    at.contiguous_offsets().ok_or_else(|| Error::Msg("numbers that do not lie side by side".to_owned()))
}

fn numbers<'t>(storage: &'t CpuStorage, at: &Layout) -> Result<&'t [f32]> {
    let (from, to) = contiguous(at)?;
    Ok(&storage.as_slice::<f32>()?[from..to])
}

fn numbers_mut<'t>(storage: &'t mut CpuStorage, at: &Layout) -> Result<&'t mut [f32]> {
    let (from, to) = contiguous(at)?;
    match storage {
        CpuStorage::F32(numbers) => Ok(&mut numbers[from..to]),
        _ => Err(Error::Msg("numbers of another precision".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    fn tensor(numbers: &[f32], shape: (usize, usize)) -> Tensor {
        Tensor::from_vec(numbers.to_vec(), shape, &Device::Cpu).unwrap()
    }

    fn rows(t: &Tensor) -> Vec<f32> {
        t.flatten_all().unwrap().to_vec1().unwrap()
    }

    fn near(found: &[f32], expected: &[f32]) {
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5), "{found:?}");
    }

    #[test]
    fn sums_and_activations_go_row_by_row() {
        let x = tensor(&[1.0, 2.0, 3.0, 4.0], (2, 2));
        let bias = Tensor::from_vec(vec![0.5_f32, -2.0], 2, &Device::Cpu).unwrap();
        x.inplace_op2(&bias, &Bias { gelu: false }).unwrap();
        near(&rows(&x), &[1.5, 0.0, 3.5, 2.0]);
        x.inplace_op2(&tensor(&[1.0, 0.0, -3.5, 1.0], (2, 2)), &Residual).unwrap();
        near(&rows(&x), &[2.5, 0.0, 0.0, 3.0]);
        x.inplace_op2(&Tensor::zeros(2, candle_core::DType::F32, &Device::Cpu).unwrap(), &Bias { gelu: true }).unwrap();
        near(&rows(&x), &[gelu(2.5), 0.0, 0.0, gelu(3.0)]);
    }

    #[test]
    fn what_is_masked_gets_no_attention() {
        // One text of three places, the last of them padding; one head.
        let scores = Tensor::from_vec(vec![2.0_f32, 0.0, 9.0, 1.0, 1.0, 9.0, 0.0, 4.0, 9.0], (1, 1, 3, 3), &Device::Cpu).unwrap();
        let mask = Tensor::from_vec(vec![0.0_f32, 0.0, -1e9], (1, 1, 1, 3), &Device::Cpu).unwrap();
        scores.inplace_op2(&mask, &Attention { scale: 0.5, places: 3 }).unwrap();
        let odds = |x: f32| 1.0 / (1.0 + (-x).exp());
        near(&rows(&scores), &[odds(1.0), odds(-1.0), 0.0, 0.5, 0.5, 0.0, odds(-2.0), odds(2.0), 0.0]);
    }

    #[test]
    fn rows_come_to_mean_0_and_variance_1() {
        let width = 11;
        let x = tensor(&(0..2 * width).map(|i| (i * i % 17) as f32).collect::<Vec<_>>(), (2, width));
        let plain = rows(&x);
        let weight = Tensor::from_vec(vec![2.0_f32; width], width, &Device::Cpu).unwrap();
        let bias = Tensor::from_vec(vec![1.0_f32; width], width, &Device::Cpu).unwrap();
        x.inplace_op3(&weight, &bias, &Normalise { epsilon: 0.0 }).unwrap();
        for (row, found) in plain.chunks(width).zip(rows(&x).chunks(width)) {
            let mean = row.iter().sum::<f32>() / width as f32;
            let deviation = (row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / width as f32).sqrt();
            near(found, &row.iter().map(|x| 2.0 * (x - mean) / deviation + 1.0).collect::<Vec<_>>());
        }
    }
}
