//! How far the true scale may lie from the one estimated: the distribution of chi-square, and the factor made of it.

use crate::normal;
use crate::normal::{evaluate, hermite};

/// Distribution of chi-square.
///
/// # Formula
///
/// `P(X ≤ x) = P(ν/2, x/2)`, the regularised incomplete gamma function: its power series below the mean, its continued
/// fraction (Lentz) above.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquare {
    /// Half the degrees of freedom.
    shape: f64,
    log_gamma: f64,
}

impl ChiSquare {
    /// Distribution with `degrees` of freedom; `None` for 0.
    #[must_use]
    pub fn new(degrees: u32) -> Option<Self> {
        let shape = 0.5 * f64::from(degrees);
        (degrees > 0).then(|| Self { shape, log_gamma: libm::lgamma(shape) })
    }

    /// Probabilities of a value below and above `x`, each with its own relative precision.
    #[must_use]
    pub fn below_and_above(&self, x: f64) -> (f64, f64) {
        if x <= 0.0 {
            return (0.0, 1.0);
        }
        let half = 0.5 * x;
        let front = libm::exp(self.shape * libm::log(half) - half - self.log_gamma);
        if half < self.shape + 1.0 {
            let below = front * self.series(half);
            (below, 1.0 - below)
        } else {
            let above = front * self.fraction(half);
            (1.0 - above, above)
        }
    }

    /// Density at `x` times `x`: the slope against ln x.
    fn log_slope(&self, x: f64) -> f64 {
        let half = 0.5 * x;
        libm::exp(self.shape * libm::log(half) - half - self.log_gamma)
    }

    fn series(&self, half: f64) -> f64 {
        let mut term = 1.0 / self.shape;
        let mut sum = term;
        let mut next = self.shape;
        while term > sum * 1e-17 {
            next += 1.0;
            term *= half / next;
            sum += term;
        }
        sum
    }

    fn fraction(&self, half: f64) -> f64 {
        const STEPS_MAX: u32 = 1_000;
        let mut b = half + 1.0 - self.shape;
        let mut c = 1e300;
        let mut d = 1.0 / b;
        let mut value = d;
        for step in 1..=STEPS_MAX {
            let i = f64::from(step);
            let a = -i * (i - self.shape);
            b += 2.0;
            d = 1.0 / (a * d + b);
            c = b + a / c;
            value *= c * d;
            if (c * d - 1.0).abs() < 1e-16 {
                break;
            }
        }
        value
    }

    /// The value whose place among chi-squares is that of `z` among normals, found from `start` by Newton's method on
    /// the logarithm of the nearer tail, which is concave in ln x: no step overshoots for good.
    fn at_normal(&self, z: f64, start: f64) -> f64 {
        const STEPS_MAX: u32 = 60;
        let mut log_x = libm::log(start);
        for _ in 0..STEPS_MAX {
            let x = libm::exp(log_x);
            let (below, above) = self.below_and_above(x);
            let slope = self.log_slope(x);
            let step = if z < 0.0 {
                libm::log(below / normal::cdf(z)) * below / slope
            } else {
                -libm::log(above / normal::cdf(-z)) * above / slope
            };
            let step = step.clamp(-1.0, 1.0);
            log_x -= step;
            if step.abs() < 1e-13 {
                break;
            }
        }
        libm::exp(log_x)
    }

    /// The value with probability `p` below it, 0 < `p` < 1.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.at_normal(normal::quantile(p), 2.0 * self.shape)
    }
}

const REACH: f64 = 8.5;
const NODES_PER_UNIT: f64 = 32.0;

/// The factor `√(ν/χ²)` by which a scale estimated from ν degrees of freedom may be wrong, as a function of one normal
/// number: large for negative, small for positive ones.
///
/// # Formula
///
/// `f(z) = √(ν / Q(Φ(z)))`, Q the quantile of chi-square; cubics with exact values and slopes at nodes 1/32 apart over
/// −8.5..8.5 (a uniform of 53 bits never leaves ±8.3), relative error below 10⁻⁷ for five degrees and more.
#[derive(Debug, Clone)]
pub struct ScaleFactor(Vec<[f64; 4]>);

impl ScaleFactor {
    /// The factor for `degrees` of freedom; `None` for 0.
    #[must_use]
    pub fn new(degrees: u32) -> Option<Self> {
        let chi_square = ChiSquare::new(degrees)?;
        let nodes = (2.0 * REACH * NODES_PER_UNIT) as usize + 1;
        let middle = nodes / 2;
        let mut factors = vec![(0.0, 0.0); nodes];
        // Outwards from the middle, each node started where the last one's slope points.
        for outwards in [1.0, -1.0] {
            let mut log_x = libm::log(2.0 * chi_square.shape);
            for step in 0..=middle {
                let z = outwards * step as f64 / NODES_PER_UNIT;
                let x = chi_square.at_normal(z, libm::exp(log_x));
                let log_slope = normal::density(z) / chi_square.log_slope(x);
                log_x = libm::log(x) + outwards * log_slope / NODES_PER_UNIT;
                let factor = (f64::from(degrees) / x).sqrt();
                let node = if outwards > 0.0 { middle + step } else { middle - step };
                factors[node] = (factor, -0.5 * factor * log_slope / NODES_PER_UNIT);
            }
        }
        Some(Self(factors.windows(2).map(|pair| hermite(pair[0].0, pair[1].0, pair[0].1, pair[1].1)).collect()))
    }

    /// The factor at the normal number `z`.
    #[inline]
    #[must_use]
    pub fn at(&self, z: f64) -> f64 {
        let place = (z + REACH).clamp(0.0, 2.0 * REACH) * NODES_PER_UNIT;
        let node = (place as usize).min(self.0.len() - 1);
        evaluate(&self.0[node], place - node as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_degrees_are_the_exponential() {
        let two = ChiSquare::new(2).unwrap();
        for x in [0.01, 0.5, 1.0, 3.0, 10.0, 40.0] {
            let (below, above) = two.below_and_above(x);
            assert!((above / libm::exp(-0.5 * x) - 1.0).abs() < 1e-13, "{x}");
            assert!((below / -libm::expm1(-0.5 * x) - 1.0).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn quantiles_are_those_of_printed_tables() {
        for (degrees, p, x) in
            [(5, 0.05, 1.145_476), (11, 0.95, 19.675_138), (23, 0.5, 22.336_878), (59, 0.025, 39.661_859)]
        {
            assert!((ChiSquare::new(degrees).unwrap().quantile(p) - x).abs() < 1e-6, "{degrees} {p}");
        }
    }

    #[test]
    fn scale_factor_follows_the_quantile_and_falls() {
        for degrees in [5, 11, 59] {
            let (chi_square, factor) = (ChiSquare::new(degrees).unwrap(), ScaleFactor::new(degrees).unwrap());
            let mut last = f64::INFINITY;
            for step in -1_600..=1_600 {
                let z = f64::from(step) / 200.0 + 0.0013;
                let exact = (f64::from(degrees) / chi_square.at_normal(z, f64::from(degrees))).sqrt();
                let value = factor.at(z);
                assert!((value / exact - 1.0).abs() < 1e-7, "{degrees} {z}: {value} {exact}");
                assert!(value < last, "{degrees} {z}");
                last = value;
            }
        }
    }

    #[test]
    fn no_degrees_are_no_distribution() {
        assert!(ChiSquare::new(0).is_none() && ScaleFactor::new(0).is_none());
    }
}
