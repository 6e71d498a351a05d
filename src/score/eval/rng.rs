//! A small seeded random source for resampling.
//!
//! Knows one generator, SplitMix64. Invariant: the same seed gives the same sequence on every machine. Limit:
//! made for bootstrap draws, not for secrets.

/// SplitMix64: a counter stepped by the golden ratio, hashed by two multiply-xorshift rounds.
///
/// Written from G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014, section 5 (with the finaliser of Stafford's variant 13).
#[derive(Debug, Clone)]
pub(crate) struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// A generator whose whole sequence is fixed by `seed`; any value is good.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits, evenly spread.
    pub(crate) fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number in `0..bound`, or 0 when `bound` is 0.
    ///
    /// The high half of a 64 x 64 bit product (D. Lemire, "Fast Random Integer Generation in an Interval", 2019)
    /// without the rejection step: the bias is below `bound / 2^64`, far under what a bootstrap can see.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.next_u64()) * bound as u128;
        (wide >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_sequence_comes_out() {
        let mut rng = SplitMix64::new(1_234_567);
        let got: Vec<u64> = (0..5).map(|_| rng.next_u64()).collect();
        assert_eq!(
            got,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821
            ]
        );
    }

    #[test]
    fn bounded_numbers_stay_inside_and_spread_evenly() {
        let mut rng = SplitMix64::new(7);
        let mut seen = [0_usize; 6];
        for _ in 0..60_000 {
            seen[rng.below(6)] += 1;
        }
        // 10,000 expected in each; five standard deviations are about 456.
        assert!(seen.iter().all(|&n| n.abs_diff(10_000) < 456), "{seen:?}");
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.below(1), 0);
    }
}
