//! Plain loops, made for the registers of the processor at hand when the program runs.
//!
//! A closure would not do: its call stands between the dispatched function and the loops in it, which are then made for the oldest processor.
//! So each loop is a type of its own whose body is inlined whole.

use pulp::{Arch, Simd, WithSimd};

/// Loops over numbers.
pub trait Loops {
    /// Runs them. Mark it `#[inline(always)]`, and whatever it calls.
    fn run(self);
}

/// Runs loops in the widest registers there are. Results are those of any other processor: nothing is reordered or fused.
pub fn dispatch(loops: impl Loops) {
    Arch::new().dispatch(Dispatched(loops));
}

struct Dispatched<L>(L);

impl<L: Loops> WithSimd for Dispatched<L> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.0.run();
    }
}
