//! From sums of rows to opinions: a small layer for each side, and three products for a pair.
//!
//! A text becomes three short vectors (what helps, what hurts, what it is about, the last of length 1) and two numbers of its own. A pair's
//! log-odds are a product of its texts' vectors, their own numbers, and a part of their likeness, so that a block of pairs is three matrix products. Invariant: a
//! text's vectors and a pair's opinion depend on the texts alone, to the last bit.

use crate::score::judge::encoder::Side;
use crate::score::judge::head::Opinion;
use crate::score::judge::weights::{Failure, Weights};
use crate::score::product::{products, products_turned, turned};

/// The products of a pair.
pub(in crate::score) const VIEWS: usize = 3;
/// Place of the likeness among them; helps and hurts stand before it.
const LIKE: usize = 2;
/// Numbers that say a KPI's direction: more, less, none.
const MARKS: usize = 3;

/// What is left of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meaning {
    /// [`VIEWS`] vectors of one length, then what the text adds to helps and to hurts.
    numbers: Box<[f32]>,
}

impl Meaning {
    /// One of its vectors: helps, hurts, subject.
    pub(in crate::score) fn view(&self, view: usize) -> &[f32] {
        let width = self.numbers.len().saturating_sub(2) / VIEWS;
        &self.numbers[view * width..(view + 1) * width]
    }

    /// What it adds to helps (0) or hurts (1) by itself.
    pub(in crate::score) fn own(&self, outcome: usize) -> f32 {
        self.numbers.len().checked_sub(2).map_or(0.0, |at| self.numbers[at + outcome])
    }

    /// What it is about, of length 1.
    pub fn subject(&self) -> &[f32] {
        self.view(LIKE)
    }

    /// All its numbers: the vectors of helps, hurts and subject, then what it adds to helps and hurts by itself.
    pub fn numbers(&self) -> &[f32] {
        &self.numbers
    }
}

/// The layer of one side.
struct Tower {
    /// [input, hidden].
    inner: Vec<f32>,
    bias: Vec<f32>,
    /// From the hidden layer and the input together, [hidden + input, out].
    out: Vec<f32>,
    out_bias: Vec<f32>,
    input: usize,
}

impl Tower {
    fn of(weights: &Weights, side: &str, input: usize, hidden: usize, out: usize) -> Result<Self, Failure> {
        // Stored as [out, in]; products want [in, out].
        let matrix = |layer: &str, rows: usize, columns: usize| {
            let values = weights.floats(&format!("{side}_{layer}.weight"))?;
            if values.len() != rows * columns {
                return Err(format!("{side}_{layer}: not {rows} x {columns}"));
            }
            Ok(turned(&values, columns))
        };
        let mut both = matrix("out", out, hidden)?;
        both.append(&mut matrix("skip", out, input)?);
        let tower = Tower {
            inner: matrix("in", hidden, input)?,
            bias: weights.floats(&format!("{side}_in.bias"))?,
            out: both,
            out_bias: weights.floats(&format!("{side}_out.bias"))?,
            input,
        };
        if tower.bias.len() == hidden && tower.out_bias.len() == out { Ok(tower) } else { Err(format!("{side}: biases do not fit")) }
    }

    /// Meanings of inputs that stand one behind another.
    fn read(&self, inputs: &[f32]) -> Result<Vec<Meaning>, Failure> {
        let rows = inputs.len() / self.input;
        let mut hidden = vec![0.0; rows * self.bias.len()];
        products_turned(inputs, &self.inner, self.input, &mut hidden)?;
        let width = self.bias.len() + self.input;
        let mut both = Vec::with_capacity(rows * width);
        for (hidden, input) in hidden.chunks_exact(self.bias.len()).zip(inputs.chunks_exact(self.input)) {
            both.extend(hidden.iter().zip(&self.bias).map(|(h, b)| (h + b).max(0.0)));
            both.extend_from_slice(input);
        }
        let mut numbers = vec![0.0; rows * self.out_bias.len()];
        products_turned(&both, &self.out, width, &mut numbers)?;
        Ok(numbers.chunks_exact(self.out_bias.len()).map(|numbers| self.meaning(numbers)).collect())
    }

    fn meaning(&self, numbers: &[f32]) -> Meaning {
        let mut numbers: Box<[f32]> = numbers.iter().zip(&self.out_bias).map(|(x, b)| x + b).collect();
        let width = numbers.len().saturating_sub(2) / VIEWS;
        super::to_length_one(&mut numbers[LIKE * width..(LIKE + 1) * width]);
        Meaning { numbers }
    }
}

/// The trained layers.
pub struct Head {
    kpi: Tower,
    element: Tower,
    /// What likeness adds to helps and to hurts.
    akin: [f32; 2],
    base: [f32; 2],
    width: usize,
    view: usize,
}

impl Head {
    /// Unpacks the head out of a weights file.
    ///
    /// # Errors
    /// Something is missing or of another shape.
    pub fn of(weights: &Weights) -> Result<Self, Failure> {
        let (width, hidden, view): (usize, usize, usize) = (weights.number("width")?, weights.number("hidden")?, weights.number("view")?);
        let out = VIEWS * view + 2;
        let two = |name: &str| <[f32; 2]>::try_from(weights.floats(name)?).map_err(|_| format!("{name}: not 2 numbers"));
        Ok(Head {
            kpi: Tower::of(weights, "kpi", 3 * width + MARKS, hidden, out)?,
            element: Tower::of(weights, "element", width, hidden, out)?,
            akin: two("akin")?,
            base: two("base")?,
            width,
            view,
        })
    }

    /// What likeness adds to the log-odds of helps and of hurts, and where these start.
    pub(in crate::score) fn odds(&self) -> ([f32; 2], [f32; 2]) {
        (self.akin, self.base)
    }

    /// Puts a KPI's input together: its name, what stands around it, and the name once more with its direction (1 more, -1 less, 0 none).
    pub fn kpi_input(&self, name: &[f32], around: &[f32], way: f32, out: &mut Vec<f32>) {
        out.extend_from_slice(name);
        out.extend_from_slice(around);
        out.extend(name.iter().map(|x| x * way));
        out.extend([way > 0.0, way < 0.0, way == 0.0].map(|mark| f32::from(u8::from(mark))));
    }

    /// Numbers of one input.
    pub fn input(&self, side: Side) -> usize {
        match side {
            Side::Kpi => 3 * self.width + MARKS,
            Side::Element => self.width,
        }
    }

    /// Meanings of inputs of one side, which stand one behind another.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn read(&self, side: Side, inputs: &[f32]) -> Result<Vec<Meaning>, Failure> {
        match side {
            Side::Kpi => self.kpi.read(inputs),
            Side::Element => self.element.read(inputs),
        }
    }

    /// Judges every KPI against every element; element by element.
    ///
    /// # Errors
    /// The products cannot be computed, in words for a maintainer.
    pub fn block<'m>(&self, kpis: &[&'m Meaning], elements: &[&'m Meaning]) -> Result<Vec<Opinion>, Failure> {
        let product = |view: usize| {
            let of = |side: &[&'m Meaning]| side.iter().flat_map(|m| m.view(view)).copied().collect::<Vec<f32>>();
            let mut out = vec![0.0; kpis.len() * elements.len()];
            products(&of(elements), &of(kpis), self.view, &mut out).map(|()| out)
        };
        let (helps, hurts, like) = (product(0)?, product(1)?, product(LIKE)?);
        let sides = elements.iter().flat_map(|e| kpis.iter().map(move |k| (k, e)));
        let products = helps.into_iter().zip(hurts).zip(like);
        Ok(sides
            .zip(products)
            .map(|((kpi, element), ((helps, hurts), likeness))| {
                let odds = |outcome: usize, product: f32| {
                    product + kpi.own(outcome) + element.own(outcome) + self.akin[outcome] * likeness + self.base[outcome]
                };
                Opinion { helps: odds(0, helps), hurts: odds(1, hurts), likeness: likeness.clamp(-1.0, 1.0) }
            })
            .collect())
    }
}
