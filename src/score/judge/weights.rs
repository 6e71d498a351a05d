//! The trained weights, out of data/model/judge.safetensors.
//!
//! Knows the two ways a matrix is packed. Word rows and the lower layers keep the 4-bit blocks they were published in: per block of 32 a
//! half-precision scale, the low nibbles being columns 0 to 15 and the high ones 16 to 31, value = (nibble - 8) x scale. Upper layers are
//! 8-bit with one scale a row. Invariant: whatever is asked for has the shape asked for, or is an error; nothing is read past its end.

use std::collections::HashMap;

use half::f16;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::score::wide::{self, Loops};

/// Weights of a block that share a scale.
pub const BLOCK: usize = 32;

/// What is wrong with a weights file, in words for a maintainer.
pub type Failure = String;

/// A weights file.
pub struct Weights<'a> {
    tensors: SafeTensors<'a>,
    about: HashMap<String, String>,
}

impl<'a> Weights<'a> {
    /// Reads the directory of a file; tensors are unpacked when they are asked for.
    ///
    /// # Errors
    /// Bytes that are no safetensors file.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Failure> {
        let (_, header) = SafeTensors::read_metadata(bytes).map_err(|e| e.to_string())?;
        let about = header.metadata().clone().unwrap_or_default();
        Ok(Weights { tensors: SafeTensors::deserialize(bytes).map_err(|e| e.to_string())?, about })
    }

    /// A number of the file's own description.
    ///
    /// # Errors
    /// It is not there or no number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.about.get(name).and_then(|v| v.parse().ok()).ok_or_else(|| format!("no number {name}"))
    }

    fn view(&self, name: &str, kinds: &[Dtype]) -> Result<TensorView<'a>, Failure> {
        let view = self.tensors.tensor(name).map_err(|e| format!("{name}: {e}"))?;
        if kinds.contains(&view.dtype()) { Ok(view) } else { Err(format!("{name}: unexpected type {:?}", view.dtype())) }
    }

    /// A tensor's numbers, from single or half precision.
    ///
    /// # Errors
    /// It is missing or packed otherwise.
    pub fn floats(&self, name: &str) -> Result<Vec<f32>, Failure> {
        let view = self.view(name, &[Dtype::F32, Dtype::F16])?;
        let data = view.data();
        Ok(match view.dtype() {
            Dtype::F32 => data.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
            _ => data.as_chunks::<2>().0.iter().map(|b| f16::from_le_bytes(*b).to_f32()).collect(),
        })
    }

    /// Text that is stored as bytes, one entry a line.
    ///
    /// # Errors
    /// It is missing or no text.
    pub fn lines(&self, name: &str) -> Result<Vec<String>, Failure> {
        let view = self.view(name, &[Dtype::U8])?;
        let text = std::str::from_utf8(view.data()).map_err(|e| format!("{name}: {e}"))?;
        Ok(text.split('\n').map(str::to_owned).collect())
    }

    /// A tensor's bytes where they lie in the file.
    ///
    /// # Errors
    /// It is missing.
    pub fn raw(&self, name: &str) -> Result<&'a [u8], Failure> {
        Ok(self.tensors.tensor(name).map_err(|e| format!("{name}: {e}"))?.data())
    }

    /// Numbers of 8 bits.
    ///
    /// # Errors
    /// It is missing or packed otherwise.
    pub fn bytes(&self, name: &str) -> Result<Vec<i8>, Failure> {
        Ok(self.view(name, &[Dtype::I8])?.data().iter().map(|b| b.cast_signed()).collect())
    }

    /// The raw parts of a 4-bit matrix: a scale for each block, and two columns a byte.
    ///
    /// # Errors
    /// It is missing or its parts do not fit `columns`.
    pub fn nibbles(&self, name: &str, columns: usize) -> Result<(Vec<f32>, &'a [u8]), Failure> {
        let scales = self.floats(&format!("{name}.scale"))?;
        let packed = self.view(&format!("{name}.nibbles"), &[Dtype::U8])?.data();
        if scales.len() * BLOCK == packed.len() * 2 && (packed.len() * 2).is_multiple_of(columns) {
            Ok((scales, packed))
        } else {
            Err(format!("{name}: parts do not fit"))
        }
    }

    /// Unpacks a matrix of `rows` x `columns` into `out`, row by row.
    ///
    /// # Errors
    /// It is missing or of another shape, or `out` is.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize, out: &mut [f32]) -> Result<(), Failure> {
        let fits = |numbers: usize| numbers == rows * columns && numbers == out.len();
        let misfit = || format!("{name}: not {rows} x {columns}");
        if self.tensors.tensor(&format!("{name}.nibbles")).is_ok() {
            let (scales, packed) = self.nibbles(name, columns)?;
            if !fits(scales.len() * BLOCK) {
                return Err(misfit());
            }
            wide::dispatch(Blocks { packed, scales: &scales, out });
        } else {
            let scales = self.floats(&format!("{name}.scale"))?;
            let bytes = self.view(&format!("{name}.int8"), &[Dtype::I8])?.data();
            if scales.len() != rows || !fits(bytes.len()) {
                return Err(misfit());
            }
            wide::dispatch(Rows { bytes, scales: &scales, columns, out });
        }
        Ok(())
    }

    /// A full-precision vector.
    ///
    /// # Errors
    /// It is missing or of another length.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, Failure> {
        let values = self.floats(name)?;
        if values.len() == length { Ok(values) } else { Err(format!("{name}: not {length} numbers")) }
    }
}

/// Blocks of 4-bit weights.
struct Blocks<'x> {
    packed: &'x [u8],
    scales: &'x [f32],
    out: &'x mut [f32],
}

impl Loops for Blocks<'_> {
    #[inline(always)]
    fn run(self) {
        let blocks = self.out.chunks_exact_mut(BLOCK).zip(self.packed.chunks_exact(BLOCK / 2)).zip(self.scales);
        blocks.for_each(|((block, packed), scale)| unpack(packed, *scale, block));
    }
}

/// Rows of 8-bit weights.
struct Rows<'x> {
    bytes: &'x [u8],
    scales: &'x [f32],
    columns: usize,
    out: &'x mut [f32],
}

impl Loops for Rows<'_> {
    #[inline(always)]
    fn run(self) {
        let lines = self.out.chunks_exact_mut(self.columns).zip(self.bytes.chunks_exact(self.columns)).zip(self.scales);
        for ((line, bytes), scale) in lines {
            for (value, byte) in line.iter_mut().zip(bytes) {
                *value = f32::from(byte.cast_signed()) * scale;
            }
        }
    }
}

/// Unpacks a block of 4-bit weights.
#[inline(always)]
pub fn unpack(packed: &[u8], scale: f32, out: &mut [f32]) {
    let (low, high) = out.split_at_mut(BLOCK / 2);
    for ((low, high), byte) in low.iter_mut().zip(high).zip(packed) {
        *low = (f32::from(byte & 15) - 8.0) * scale;
        *high = (f32::from(byte >> 4) - 8.0) * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_unpacks_low_nibbles_first() {
        let packed: Vec<u8> = (0..16).map(|i| i | (15 - i) << 4).collect();
        let mut out = [0.0; 32];
        unpack(&packed, 0.5, &mut out);
        assert_eq!((out[0], out[8], out[15]), (-4.0, 0.0, 3.5));
        assert_eq!((out[16], out[31]), (3.5, -4.0));
    }

    #[test]
    fn noise_is_no_weights_file() {
        assert!(Weights::new(b"not a file of weights").is_err());
    }
}
