//! Texts to vectors, with the transformer that the judge was trained on.
//!
//! [`Encoder`] is all that the rest knows; [`Towers`] is the trained one: a transformer of twelve layers (multilingual-e5-small, its upper
//! layers tuned for the judge), mean pooling. Invariant: a text's vector depends on that text alone, to the last bit: in a batch each text is
//! as long as it is and sees itself alone, and a row's products are the same whatever rows stand beside it.

use candle_core::{Device, Result, Tensor};
use rayon::prelude::*;

use crate::score::judge::attention::Attention;
use crate::score::judge::ops::{Bias, Normalise, Product, Residual};
use crate::score::judge::pieces::Pieces;
use crate::score::judge::weights::{BLOCK, Failure, Weights, unpack};

/// Numbers in a vector.
pub const WIDTH: usize = 384;
/// Pieces of a batch, about: enough that preparing the weights for a product takes little of its time.
const BATCH: usize = 1024;

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

/// The trained encoder; word rows stay in the file.
pub struct Towers<'a> {
    pieces: Pieces,
    word_scales: Vec<f32>,
    words: &'a [u8],
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
        Linear::joined(weights, &[name.to_owned()], rows, columns)
    }

    /// Several of one shape that take the same input, as one: [out, in].
    fn joined(weights: &Weights, names: &[String], rows: usize, columns: usize) -> std::result::Result<Self, Failure> {
        let (mut matrix, mut bias) = (vec![0.0; names.len() * rows * columns], Vec::with_capacity(names.len() * rows));
        for (name, part) in names.iter().zip(matrix.chunks_exact_mut(rows * columns)) {
            weights.matrix(name, rows, columns, part)?;
            bias.append(&mut weights.vector(&format!("{name}.bias"), rows)?);
        }
        let tensor = |numbers: Vec<f32>, shape: &[usize]| Tensor::from_vec(numbers, shape, &Device::Cpu).map_err(|e| e.to_string());
        Ok(Linear { weight: tensor(matrix, &[names.len() * rows, columns])?, bias: tensor(bias, &[names.len() * rows])? })
    }

    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        self.then(x, Bias { gelu: false })
    }

    fn then(&self, x: &Tensor, bias: Bias) -> Result<Tensor> {
        let y = x.apply_op2_no_bwd(&self.weight, &Product)?;
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
        let part = |part: &str| {
            let numbers = weights.vector(&format!("{name}.{part}"), WIDTH)?;
            Tensor::from_vec(numbers, WIDTH, &Device::Cpu).map_err(|e| e.to_string())
        };
        Ok(Norm { weight: part("weight")?, bias: part("bias")?, epsilon: weights.number("epsilon")? })
    }

    fn apply(&self, x: &Tensor) -> Result<()> {
        x.inplace_op3(&self.weight, &self.bias, &Normalise { epsilon: self.epsilon })
    }
}

struct Layer {
    /// Queries, keys and values.
    words: Linear,
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
            words: Linear::joined(weights, &["query", "key", "value"].map(|part| format!("layers.{n}.{part}")), WIDTH, WIDTH)?,
            out: linear("out", WIDTH, WIDTH)?,
            norm1: norm("norm1")?,
            up: linear("up", inner, WIDTH)?,
            down: linear("down", WIDTH, inner)?,
            norm2: norm("norm2")?,
        })
    }

    /// `x` is [pieces, WIDTH], the pieces of all texts after each other.
    fn forward(&self, x: &Tensor, attention: &Attention) -> Result<Tensor> {
        let seen = self.words.forward(x)?.apply_op1_no_bwd(attention)?;
        let out = self.out.forward(&seen)?;
        out.inplace_op2(x, &Residual)?;
        self.norm1.apply(&out)?;
        let inner = self.down.forward(&self.up.then(&out, Bias { gelu: true })?)?;
        inner.inplace_op2(&out, &Residual)?;
        self.norm2.apply(&inner)?;
        Ok(inner)
    }
}

impl<'a> Towers<'a> {
    /// Unpacks the encoder out of a weights file, on threads of its own: whoever waits for it may be one of the pool's, and would take up
    /// other work there that waits for the encoder as well.
    ///
    /// # Errors
    /// Something is missing or of another shape.
    pub fn of(weights: &Weights<'a>) -> std::result::Result<Self, Failure> {
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
        let places = weights.floats("places")?;
        let longest = Side::Kpi.longest().max(Side::Element.longest());
        if places.len() < longest * WIDTH {
            return Err(format!("places: fewer than {longest}"));
        }
        Ok(Towers {
            pieces: pieces?,
            word_scales,
            words,
            places,
            norm: Norm::of(weights, "norm")?,
            layers: layers?.into_iter().flatten().collect(),
            heads: weights.number("heads")?,
        })
    }

    /// Word rows plus places, [pieces, WIDTH].
    fn embed(&self, batch: &[&[u32]], pieces: usize) -> Vec<f32> {
        let mut x = vec![0.0_f32; pieces * WIDTH];
        let blocks = WIDTH / BLOCK;
        let placed = batch.iter().flat_map(|ids| ids.iter().zip(self.places.chunks_exact(WIDTH)));
        for ((id, place), out) in placed.zip(x.chunks_exact_mut(WIDTH)) {
            let row = *id as usize * blocks;
            for (b, block) in out.chunks_exact_mut(BLOCK).enumerate() {
                let at = row + b;
                unpack(&self.words[at * BLOCK / 2..(at + 1) * BLOCK / 2], self.word_scales[at], block);
            }
            out.iter_mut().zip(place).for_each(|(x, p)| *x += p);
        }
        x
    }

    fn forward(&self, batch: &[&[u32]]) -> Result<Vec<Vector>> {
        let lengths: Vec<usize> = batch.iter().map(|ids| ids.len()).collect();
        let pieces = lengths.iter().sum();
        let mut x = Tensor::from_vec(self.embed(batch, pieces), (pieces, WIDTH), &Device::Cpu)?;
        self.norm.apply(&x)?;
        let attention = Attention { lengths: &lengths, heads: self.heads };
        for layer in &self.layers {
            x = layer.forward(&x, &attention)?;
        }
        let x: Vec<f32> = x.flatten_all()?.to_vec1()?;
        let mut rows = x.chunks_exact(WIDTH);
        let mean = |length: &usize| {
            let mut sum = vec![0.0_f32; WIDTH];
            rows.by_ref().take(*length).for_each(|row| sum.iter_mut().zip(row).for_each(|(s, x)| *s += x));
            sum.iter_mut().for_each(|s| *s /= (*length).max(1) as f32);
            sum
        };
        Ok(lengths.iter().map(mean).collect())
    }
}

/// Where to cut a row of texts into batches, so that each core has one and none is much longer than [`BATCH`].
fn batches(lengths: &[usize]) -> Vec<std::ops::Range<usize>> {
    let all: usize = lengths.iter().sum();
    let share = all.div_ceil(rayon::current_num_threads().max(1)).clamp(1, BATCH);
    let mut out = Vec::new();
    let (mut start, mut pieces) = (0, 0);
    for (i, length) in lengths.iter().enumerate() {
        pieces += length;
        if pieces >= share || i + 1 == lengths.len() {
            out.push(start..i + 1);
            (start, pieces) = (i + 1, 0);
        }
    }
    out
}

impl Encoder for Towers<'_> {
    fn encode(&self, texts: &[(Side, &str)]) -> std::result::Result<Vec<Vector>, Failure> {
        let cut = |(side, text): &(Side, &str)| self.pieces.ids(&format!("{}{text}", side.prefix()), side.longest());
        let ids: Vec<Vec<u32>> = texts.par_iter().map(cut).collect::<std::result::Result<_, _>>()?;
        let batches = batches(&ids.iter().map(Vec::len).collect::<Vec<_>>());
        let read = |batch: &std::ops::Range<usize>| self.forward(&ids[batch.clone()].iter().map(Vec::as_slice).collect::<Vec<_>>());
        let made: Vec<Vec<Vector>> = batches.par_iter().map(read).collect::<Result<_>>().map_err(|e| e.to_string())?;
        Ok(made.into_iter().flatten().collect())
    }
}
