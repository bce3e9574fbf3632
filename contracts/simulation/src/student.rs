//! Student's distribution of t with whole degrees of freedom.

use crate::normal;
use crate::root;

/// Distribution of t.
///
/// # Formula
///
/// Near the middle the finite sum for whole degrees (Abramowitz and Stegun, 26.7.3 and 26.7.4), with θ = arctan(t/√ν):
/// `P(|T| ≤ t) = sin θ · (1 + ½cos²θ + ½·¾cos⁴θ + …)` to cos^(ν−2) for even ν,
/// `2/π · (θ + sin θ · (cos θ + ⅔cos³θ + ⅔·⅘cos⁵θ + …))` to cos^(ν−2) for odd ν. In the tails, where that would cancel,
/// `P(T ≤ −|t|) = I_x(ν/2, ½) / 2` with `x = ν/(ν + t²)` and I the regularised incomplete beta function, from its
/// continued fraction by Lentz's method. The constant `Γ((ν+1)/2) / Γ(ν/2)` is a finite product, so no gamma function
/// loses digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Student {
    degrees: f64,
    /// `Γ((ν+1)/2) / (Γ(ν/2)·√π)`, the reciprocal of the beta function B(ν/2, ½).
    inverse_beta: f64,
    odd: bool,
}

/// Up to this square of t, 2², the finite sum loses no more than the last digits of a tail.
const MIDDLE_SQUARE: f64 = 4.0;

impl Student {
    /// Distribution with `degrees` of freedom; `None` for 0.
    #[must_use]
    pub fn new(degrees: u32) -> Option<Self> {
        let (start, mut inverse_beta) = match (degrees, degrees % 2) {
            (0, _) => return None,
            (_, 1) => (1, std::f64::consts::FRAC_1_PI),
            _ => (2, 0.5),
        };
        for degree in (start..degrees).step_by(2) {
            inverse_beta *= f64::from(degree + 1) / f64::from(degree);
        }
        Some(Self { degrees: f64::from(degrees), inverse_beta, odd: degrees % 2 == 1 })
    }

    /// Density at `t`.
    #[must_use]
    pub fn density(&self, t: f64) -> f64 {
        let log = -0.5 * (self.degrees + 1.0) * libm::log1p(t * t / self.degrees);
        self.inverse_beta / self.degrees.sqrt() * libm::exp(log)
    }

    /// Probability of a value at or below `t`.
    #[must_use]
    pub fn cdf(&self, t: f64) -> f64 {
        let square = t * t;
        if square < MIDDLE_SQUARE {
            return 0.5 + 0.5 * self.within(t, square).copysign(t);
        }
        if square.is_infinite() {
            return if t < 0.0 { 0.0 } else { 1.0 };
        }
        let a = 0.5 * self.degrees;
        let x = self.degrees / (self.degrees + square);
        let complement = square / (self.degrees + square);
        // x^a · (1 − x)^½ / B(a, ½)
        let front = libm::exp(-a * libm::log1p(square / self.degrees)) * complement.sqrt() * self.inverse_beta;
        let tail = 0.5 * front * beta_fraction(a, 0.5, x) / a;
        if t < 0.0 { tail } else { 1.0 - tail }
    }

    /// P(|T| ≤ |t|) by the finite sum.
    fn within(&self, t: f64, square: f64) -> f64 {
        let cosine_square = self.degrees / (self.degrees + square);
        let sine = (square / (self.degrees + square)).sqrt();
        let odd = self.odd;
        // The first term has cos^0 for even degrees and cos^1 for odd ones, of which 1 has none.
        let (mut term, mut power) = if odd { (cosine_square.sqrt(), 1.0) } else { (1.0, 0.0) };
        let mut sum = 0.0;
        while power <= self.degrees - 2.0 {
            sum += term;
            power += 2.0;
            term *= cosine_square * (power - 1.0) / power;
        }
        if odd {
            std::f64::consts::FRAC_2_PI * (libm::atan(t.abs() / self.degrees.sqrt()) + sine * sum)
        } else {
            sine * sum
        }
    }

    /// The value with probability `p` below it: −∞ at 0, ∞ at 1, NaN outside.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || p >= 1.0 || p.is_nan() {
            return normal::quantile(p);
        }
        root::increasing(p, normal::quantile(p), 1.0, |t| (self.cdf(t), self.density(t)))
    }
}

/// Continued fraction of the incomplete beta function by the modified method of Lentz.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const STEPS_MAX: u32 = 500;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..=STEPS_MAX {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for term in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + term * d);
            c = away_from_zero(1.0 + term / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cdf_has_the_closed_forms_of_one_and_two_degrees() {
        let (one, two) = (Student::new(1).unwrap(), Student::new(2).unwrap());
        for step in -80..=80 {
            let t = f64::from(step) / 4.0;
            let cauchy = 0.5 + libm::atan(t) / std::f64::consts::PI;
            assert!((one.cdf(t) - cauchy).abs() < 1e-14, "{t}");
            let second = 0.5 + t / (2.0 * (2.0 + t * t).sqrt());
            assert!((two.cdf(t) - second).abs() < 1e-14, "{t}");
        }
    }

    #[test]
    fn cdf_gives_the_predictive_probabilities_of_a_small_sample() {
        // T_{n−1}(½ / √(1 + 1/n)) for n = 6, 12, 24, 60: the published t-predictive of mean 86, s 2, target 85.
        for (n, p) in [
            (6u32, 0.668_561_224_366_257_8),
            (12, 0.679_817_349_403_888_2),
            (24, 0.685_576_738_560_291_8),
            (60, 0.689_091_005_339_011_7),
        ] {
            let t = 0.5 / (1.0 + 1.0 / f64::from(n)).sqrt();
            assert!((Student::new(n - 1).unwrap().cdf(t) - p).abs() < 1e-14, "{n}");
        }
    }

    #[test]
    fn quantile_gives_the_published_critical_values() {
        // Any printed table of t: 97.5 % points, to the digits that are printed.
        for (degrees, t) in [(5, 2.570_581_836), (11, 2.200_985_160), (23, 2.068_657_610), (120, 1.979_930_405)] {
            assert!((Student::new(degrees).unwrap().quantile(0.975) - t).abs() < 1e-9, "{degrees}");
        }
    }

    #[test]
    fn quantile_inverts_the_cdf_far_into_both_tails() {
        for degrees in [1, 2, 5, 11, 23, 119] {
            let student = Student::new(degrees).unwrap();
            for p in [1e-9, 1e-4, 0.025, 0.15, 0.5, 0.85, 0.975, 0.9999] {
                let back = student.cdf(student.quantile(p));
                assert!((back / p - 1.0).abs() < 1e-12, "{degrees} {p} {back}");
            }
            assert!((student.quantile(0.2) + student.quantile(0.8)).abs() < 1e-13);
        }
    }

    #[test]
    fn no_degrees_are_no_distribution() {
        assert_eq!(Student::new(0), None);
    }
}
