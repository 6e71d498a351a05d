//! The steps of a layer, each on the thread that calls it: products with weights, bias and activation, residual, normalisation.
//!
//! The tensor library shares such work out among threads of its own, one call at a time; with a batch of texts on every core the callers
//! would wait for each other for longer than the work takes, and for each product it counts the machine's cores anew, in a file that grows with
//! them. Formulas as in the published encoder (BERT): x W + b; gelu(x + b); (x - mean) / sqrt(variance + epsilon) w + b. A row's numbers
//! are the same whatever rows stand beside it.

use candle_core::{CpuStorage, CustomOp2, Error, InplaceOp2, InplaceOp3, Layout, Result, Shape};

use crate::score::judge::gelu::gelu;
use crate::score::product::products;
use crate::score::wide::{self, Loops};

/// Lanes of a sum, so that the compiler adds several numbers at once.
const LANES: usize = 8;

/// Products of every row of a matrix [rows, in] with every row of weights [out, in].
pub struct Product;

impl CustomOp2 for Product {
    fn name(&self) -> &'static str {
        "product"
    }

    fn cpu_fwd(&self, rows: &CpuStorage, at: &Layout, weights: &CpuStorage, weights_at: &Layout) -> Result<(CpuStorage, Shape)> {
        let ((count, width), (columns, _)) = (at.shape().dims2()?, weights_at.shape().dims2()?);
        let mut out = vec![0.0_f32; count * columns];
        products(numbers(rows, at)?, numbers(weights, weights_at)?, width, &mut out).map_err(Error::Msg)?;
        Ok((CpuStorage::F32(out), Shape::from((count, columns))))
    }
}

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

/// The numbers of a tensor that lie side by side.
pub(super) fn numbers<'t>(storage: &'t CpuStorage, at: &Layout) -> Result<&'t [f32]> {
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
    fn a_product_is_that_of_rows_with_rows() {
        let (x, weights) = (tensor(&[1.0, 2.0, 3.0, 4.0], (2, 2)), tensor(&[1.0, 0.0, 0.0, -1.0, 1.0, 1.0], (3, 2)));
        let y = x.apply_op2_no_bwd(&weights, &Product).unwrap();
        assert_eq!(y.dims2().unwrap(), (2, 3));
        near(&rows(&y), &[1.0, -2.0, 3.0, 3.0, -4.0, 7.0]);
        assert!(x.apply_op2_no_bwd(&tensor(&[1.0, 2.0, 3.0], (1, 3)), &Product).is_err());
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
