//! Texts to vectors, with the transformer that the judge was trained on.
//!
//! [`Encoder`] is all that the rest knows; [`Towers`] is the trained one: a transformer of twelve layers (multilingual-e5-small, its upper
//! layers tuned for the judge), mean pooling. Invariant: a text's vector depends on that text alone, to the last bit: texts are batched
//! with others of the same padded length, which follows from the text, and a row's products are the same whatever rows stand beside it.

use candle_core::{Device, Result, Tensor};
use rayon::prelude::*;

use crate::score::judge::ops::{Attention, Bias, Normalise, Residual};
use crate::score::judge::pieces::Pieces;
use crate::score::judge::weights::{BLOCK, Failure, Weights, unpack};

/// Numbers in a vector.
pub const WIDTH: usize = 384;
/// Texts in a batch.
const BATCH: usize = 32;
/// Lengths are padded to a multiple of this.
const STEP: usize = 4;
/// What a padded place adds to attention: nothing is left of it.
const HIDDEN: f32 = -1.0e9;

/// Which side of a pair a text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A KPI or goal.
    Kpi,
    /// An element of a project.
    Element,
}

impl Side {
    /// What stands before the text, as the encoder was trained.
    pub fn prefix(self) -> &'static str {
        match self {
            Side::Kpi => "query: ",
            Side::Element => "passage: ",
        }
    }

    /// Most pieces of a text that are read.
    fn longest(self) -> usize {
        match self {
            Side::Kpi => 96,
            Side::Element => 112,
        }
    }
}

/// A text's vector, [`WIDTH`] numbers.
pub type Vector = Vec<f32>;

/// Makes vectors of texts.
pub trait Encoder: Sync {
    /// The vectors of texts, in their order.
    ///
    /// # Errors
    /// The model cannot be run, in words for a maintainer.
    fn encode(&self, texts: &[(Side, &str)]) -> std::result::Result<Vec<Vector>, Failure>;
}

/// The trained encoder.
pub struct Towers {
    pieces: Pieces,
    word_scales: Vec<f32>,
    words: Vec<u8>,
    places: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
}

struct Linear {
    weight: Tensor,
    bias: Tensor,
}

impl Linear {
    fn of(weights: &Weights, name: &str, rows: usize, columns: usize) -> std::result::Result<Self, Failure> {
        let matrix = weights.matrix(name, rows, columns)?;
        let weight = Tensor::from_vec(matrix, (rows, columns), &Device::Cpu).and_then(|w| w.t()).map_err(|e| e.to_string())?;
        Ok(Linear { weight, bias: weights.vector(&format!("{name}.bias"), rows)? })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.then(x, Bias { gelu: false })
    }

    fn then(&self, x: &Tensor, bias: Bias) -> Result<Tensor> {
        let y = x.matmul(&self.weight)?;
        y.inplace_op2(&self.bias, &bias)?;
        Ok(y)
    }
}

struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f32,
}

impl Norm {
    fn of(weights: &Weights, name: &str) -> std::result::Result<Self, Failure> {
        let part = |part: &str| weights.vector(&format!("{name}.{part}"), WIDTH);
        Ok(Norm { weight: part("weight")?, bias: part("bias")?, epsilon: weights.number("epsilon")? })
    }

    fn apply(&self, x: &Tensor) -> Result<()> {
        x.inplace_op3(&self.weight, &self.bias, &Normalise { epsilon: self.epsilon })
    }
}

struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Layer {
    fn of(weights: &Weights, n: usize) -> std::result::Result<Self, Failure> {
        let inner = 4 * WIDTH;
        let linear = |part: &str, rows, columns| Linear::of(weights, &format!("layers.{n}.{part}"), rows, columns);
        let norm = |part: &str| Norm::of(weights, &format!("layers.{n}.{part}"));
        Ok(Layer {
            query: linear("query", WIDTH, WIDTH)?,
            key: linear("key", WIDTH, WIDTH)?,
            value: linear("value", WIDTH, WIDTH)?,
            out: linear("out", WIDTH, WIDTH)?,
            norm1: norm("norm1")?,
            up: linear("up", inner, WIDTH)?,
            down: linear("down", WIDTH, inner)?,
            norm2: norm("norm2")?,
        })
    }

    /// `x` is [texts x places, WIDTH]; `mask` adds [`HIDDEN`] at padded places.
    fn forward(&self, x: &Tensor, mask: &Tensor, heads: usize) -> Result<Tensor> {
        let (texts, places) = (mask.dim(0)?, mask.dim(3)?);
        let width = WIDTH / heads;
        let split = |t: Tensor| t.reshape((texts, places, heads, width))?.transpose(1, 2)?.contiguous();
        let query = split(self.query.forward(x)?)?;
        let key = split(self.key.forward(x)?)?;
        let value = split(self.value.forward(x)?)?;
        let scores = query.matmul(&key.t()?)?;
        scores.inplace_op2(mask, &Attention { scale: 1.0 / (width as f32).sqrt(), places })?;
        let seen = scores.matmul(&value)?;
        let seen = seen.transpose(1, 2)?.reshape((texts * places, WIDTH))?;
        let out = self.out.forward(&seen)?;
        out.inplace_op2(x, &Residual)?;
        self.norm1.apply(&out)?;
        let inner = self.down.forward(&self.up.then(&out, Bias { gelu: true })?)?;
        inner.inplace_op2(&out, &Residual)?;
        self.norm2.apply(&inner)?;
        Ok(inner)
    }
}

impl Towers {
    /// Unpacks the encoder out of a weights file, on threads of its own: whoever waits for it may be one of the pool's, and would take up
    /// other work there that waits for the encoder as well.
    ///
    /// # Errors
    /// Something is missing or of another shape.
    pub fn of(weights: &Weights) -> std::result::Result<Self, Failure> {
        let count: usize = weights.number("layers")?;
        let some = |numbers: std::ops::Range<usize>| numbers.map(|n| Layer::of(weights, n)).collect::<std::result::Result<Vec<_>, _>>();
        let each = count.div_ceil(rayon::current_num_threads()).max(1);
        let (pieces, layers) = std::thread::scope(|scope| {
            let starts = (0..count).step_by(each);
            let parts: Vec<_> = starts.map(|start| scope.spawn(move || some(start..count.min(start + each)))).collect();
            let pieces = Pieces::of(weights);
            let lost = || Err("unpacking was cut short".to_owned());
            let parts: Vec<_> = parts.into_iter().map(|part| part.join().unwrap_or_else(|_| lost())).collect();
            (pieces, parts.into_iter().collect::<std::result::Result<Vec<_>, _>>())
        });
        let (word_scales, words) = weights.nibbles("words", WIDTH)?;
        Ok(Towers {
            pieces: pieces?,
            word_scales,
            words,
            places: weights.floats("places")?,
            norm: Norm::of(weights, "norm")?,
            layers: layers?.into_iter().flatten().collect(),
            heads: weights.number("heads")?,
        })
    }

    /// Word rows plus places, [texts x places, WIDTH]; zero where a text has ended.
    fn embed(&self, batch: &[&[u32]], places: usize) -> Vec<f32> {
        let mut x = vec![0.0_f32; batch.len() * places * WIDTH];
        let blocks = WIDTH / BLOCK;
        for (ids, text) in batch.iter().zip(x.chunks_exact_mut(places * WIDTH)) {
            for ((id, out), place) in ids.iter().zip(text.chunks_exact_mut(WIDTH)).zip(self.places.chunks_exact(WIDTH)) {
                let row = *id as usize * blocks;
                for (b, block) in out.chunks_exact_mut(BLOCK).enumerate() {
                    let at = row + b;
                    unpack(&self.words[at * BLOCK / 2..(at + 1) * BLOCK / 2], self.word_scales[at], block);
                }
                out.iter_mut().zip(place).for_each(|(x, p)| *x += p);
            }
        }
        x
    }

    fn forward(&self, batch: &[&[u32]], places: usize) -> Result<Vec<Vector>> {
        let texts = batch.len();
        let cpu = Device::Cpu;
        let mut x = Tensor::from_vec(self.embed(batch, places), (texts * places, WIDTH), &cpu)?;
        self.norm.apply(&x)?;
        let by_place = |inside: &dyn Fn(usize) -> f32, outside: f32| -> Vec<f32> {
            batch.iter().flat_map(|ids| (0..places).map(|p| if p < ids.len() { inside(ids.len()) } else { outside })).collect()
        };
        let mask = Tensor::from_vec(by_place(&|_| 0.0, HIDDEN), (texts, 1, 1, places), &cpu)?;
        for layer in &self.layers {
            x = layer.forward(&x, &mask, self.heads)?;
        }
        let mean = Tensor::from_vec(by_place(&|n| 1.0 / n as f32, 0.0), (texts, 1, places), &cpu)?;
        mean.matmul(&x.reshape((texts, places, WIDTH))?)?.squeeze(1)?.to_vec2()
    }
}

impl Encoder for Towers {
    fn encode(&self, texts: &[(Side, &str)]) -> std::result::Result<Vec<Vector>, Failure> {
        let cut = |(side, text): &(Side, &str)| self.pieces.ids(&format!("{}{text}", side.prefix()), side.longest());
        let ids: Vec<Vec<u32>> = texts.par_iter().map(cut).collect::<std::result::Result<_, _>>()?;
        let padded = |i: usize| ids[i].len().next_multiple_of(STEP);
        let mut order: Vec<usize> = (0..ids.len()).collect();
        order.sort_by_key(|&i| padded(i));
        let batches: Vec<&[usize]> = order.chunk_by(|a, b| padded(*a) == padded(*b)).flat_map(|same| same.chunks(BATCH)).collect();
        let made: Vec<Vec<Vector>> = batches
            .par_iter()
            .map(|batch| {
                let rows: Vec<&[u32]> = batch.iter().map(|&i| ids[i].as_slice()).collect();
                self.forward(&rows, batch.first().map_or(0, |&i| padded(i)))
            })
            .collect::<Result<_>>()
            .map_err(|e| e.to_string())?;
        let mut out = vec![Vector::new(); texts.len()];
        for (i, vector) in batches.into_iter().flatten().zip(made.into_iter().flatten()) {
            out[*i] = vector;
        }
        Ok(out)
    }
}
