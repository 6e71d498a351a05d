//! Random weights around given ones.

use crate::score::eval::rng::SplitMix64;

/// Draws from a Dirichlet distribution with these parameters (above 0): gamma draws over their sum. `out` sums to 1.
pub(crate) fn dirichlet(rng: &mut SplitMix64, alpha: &[f64], out: &mut [f64]) {
    for (x, a) in out.iter_mut().zip(alpha) {
        *x = gamma(rng, *a);
    }
    let sum: f64 = out.iter().sum();
    for x in out.iter_mut() {
        *x = if sum > 0.0 { *x / sum } else { 1.0 / alpha.len() as f64 };
    }
}

/// A gamma draw of scale 1 (G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables", 2000); a shape under 1 through
/// shape + 1 and a power of a uniform draw, as there.
fn gamma(rng: &mut SplitMix64, shape: f64) -> f64 {
    if shape < 1.0 {
        return gamma(rng, shape + 1.0) * uniform(rng).powf(1.0 / shape);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(rng);
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && uniform(rng).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// A standard normal draw (Box and Muller 1958).
fn normal(rng: &mut SplitMix64) -> f64 {
    (-2.0 * uniform(rng).ln()).sqrt() * (std::f64::consts::TAU * uniform(rng)).cos()
}

/// Above 0, at most 1.
fn uniform(rng: &mut SplitMix64) -> f64 {
    ((rng.next_u64() >> 11) as f64 + 1.0) / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_spread_of_the_distribution() {
        let (alpha, n) = ([25.0, 20.0, 4.95, 0.05], 20_000);
        let mut rng = SplitMix64::new(1);
        let (mut sum, mut squares, mut w) = ([0.0; 4], [0.0; 4], [0.0; 4]);
        for _ in 0..n {
            dirichlet(&mut rng, &alpha, &mut w);
            assert!((w.iter().sum::<f64>() - 1.0).abs() < 1e-9 && w.iter().all(|x| (0.0..=1.0).contains(x)));
            for i in 0..4 {
                sum[i] += w[i];
                squares[i] += w[i] * w[i];
            }
        }
        for i in 0..4 {
            let (mean, m) = (alpha[i] / 50.0, sum[i] / f64::from(n));
            let variance = mean * (1.0 - mean) / 51.0;
            // Five standard errors.
            assert!((m - mean).abs() < 5.0 * (variance / f64::from(n)).sqrt(), "{i}: {m} for {mean}");
            let v = squares[i] / f64::from(n) - m * m;
            assert!((v / variance - 1.0).abs() < 0.2, "{i}: {v} for {variance}");
        }
    }
}
