//! The activation between a layer's two wide products: gelu(x) = x / 2 (1 + erf(x / sqrt 2)).
//!
//! erf after Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26, off by at most 1.5e-7, without branches and calls, so that
//! the compiler computes several at once: the exact function, one call a number, took a fifth of the reading time.

/// The activation of a number.
#[inline(always)]
pub fn gelu(x: f32) -> f32 {
    let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    let tail = poly * power(-z * z * std::f32::consts::LOG2_E);
    // erf is odd: of a negative x half the tail is left, of a positive one all but that.
    let half = 0.5 * tail;
    x * if x < 0.0 { half } else { 1.0 - half }
}

/// 2^y for y <= 0: the whole part into the exponent, the rest, within half of 0, by a polynomial (Taylor to the sixth power, off by 2e-7).
#[inline(always)]
pub fn power(y: f32) -> f32 {
    /// Added to a number this small, it leaves the nearest whole number in the last bits.
    const ROUND: f32 = 12_582_912.0;
    let y = y.max(-126.0);
    let shifted = y + ROUND;
    let f = (y - (shifted - ROUND)) * std::f32::consts::LN_2;
    let rest = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f * (1.0 / 720.0))))));
    let scale = f32::from_bits(shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23);
    rest * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The integral behind erf, by Simpson's rule in double precision.
    fn erf(z: f64) -> f64 {
        let n = 2_000;
        let h = z / f64::from(n);
        let f = |i: i32| (-(f64::from(i) * h).powi(2)).exp();
        let sum: f64 = (1..n).map(|i| f(i) * if i % 2 == 1 { 4.0 } else { 2.0 }).sum();
        (sum + f(0) + f(n)) * h / 3.0 * 2.0 / std::f64::consts::PI.sqrt()
    }

    #[test]
    fn it_is_the_gelu_of_the_integral() {
        for i in -600..=600 {
            let x = f64::from(i) / 100.0;
            let exact = x / 2.0 * (1.0 + erf(x / 2.0_f64.sqrt()));
            let got = f64::from(gelu(x as f32));
            assert!((got - exact).abs() < 2e-6, "{x}: {got} for {exact}");
        }
        assert_eq!(gelu(0.0), 0.0);
        assert_eq!(gelu(40.0), 40.0);
        assert!(gelu(-40.0).abs() < 1e-30);
    }
}
