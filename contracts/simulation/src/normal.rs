//! The normal distribution: its function, its inverse, and a table of the inverse for the trial loop.

use crate::generator::{Trial, unit};

const SQRT_HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;
const INV_SQRT_TAU: f64 = 0.398_942_280_401_432_7;

/// Density at `z`.
///
/// # Formula
///
/// `φ(z) = e^(−z²/2) / √(2π)`
#[must_use]
pub fn density(z: f64) -> f64 {
    INV_SQRT_TAU * libm::exp(-0.5 * z * z)
}

/// Probability of a value at or below `z`.
///
/// # Formula
///
/// `Φ(z) = erfc(−z/√2) / 2`, which keeps its relative precision in the lower tail.
#[must_use]
pub fn cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * SQRT_HALF)
}

/// The value with probability `p` below it: −∞ at 0, ∞ at 1, NaN outside.
///
/// # Formula
///
/// Rational approximations in three regions, relative error about 10⁻¹⁶: M. J. Wichura, "Algorithm AS 241: The
/// percentage points of the normal distribution", Applied Statistics 37 (1988), PPND16.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(0.180_625 - q * q, &CENTRE);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if tail == 0.0 { f64::INFINITY.copysign(q) } else { f64::NAN };
    }
    let r = (-libm::log(tail)).sqrt();
    let value = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    value.copysign(q)
}

/// Numerator and denominator of one region, constant term first.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (numerator, denominator): &Rational) -> f64 {
    let horner = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    horner(numerator) / horner(denominator)
}

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
);

const MIDDLE: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

const FAR: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

const STRATA_BITS: u32 = 10;
const STRATA: usize = 1 << STRATA_BITS;
/// Outermost strata on either side that are left to [`quantile`].
const EXACT: usize = 16;

/// The inverse for the trial loop: within 10⁻⁷ of [`quantile`], exactly it in the outer 1/64 of either tail.
///
/// # Formula
///
/// On each of 1,024 strata of equal probability the cubic that has the inverse's values and its slopes `1/φ(z)` at both
/// ends (Hermite).
#[derive(Debug, Clone)]
pub struct Table(Box<[[f64; 4]; STRATA]>);

impl Table {
    /// Computes the table.
    #[must_use]
    pub fn new() -> Self {
        let width = 1.0 / STRATA as f64;
        let cubic = |stratum: usize| {
            if !(EXACT..STRATA - EXACT).contains(&stratum) {
                return [0.0; 4];
            }
            let left = quantile(stratum as f64 * width);
            let right = quantile((stratum + 1) as f64 * width);
            hermite(left, right, width / density(left), width / density(right))
        };
        Self(Box::new(std::array::from_fn(cubic)))
    }

    /// Standard normal numbers from one draw of each trial, all at one address.
    #[inline]
    pub(crate) fn fill<const N: usize>(&self, trials: &[Trial; N], address: u64, normals: &mut [f64; N]) {
        for (normal, trial) in normals.iter_mut().zip(trials) {
            *normal = self.normal(trial.draw(address));
        }
    }

    /// A standard normal number from 64 random bits, increasing in them.
    #[inline]
    #[must_use]
    pub fn normal(&self, bits: u64) -> f64 {
        let stratum = (bits >> (64 - STRATA_BITS)) as usize;
        if !(EXACT..STRATA - EXACT).contains(&stratum) {
            return quantile(unit(bits));
        }
        // Signed, because processors convert signed numbers in one step; 52 bits leave the sign alone.
        let within = ((bits << STRATA_BITS) >> 12) as i64 as f64 * (1.0 / (1u64 << 52) as f64);
        evaluate(&self.0[stratum], within)
    }
}

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

/// The cubic on 0..1 with these values and slopes at its ends, constant term first.
pub(crate) fn hermite(left: f64, right: f64, slope_left: f64, slope_right: f64) -> [f64; 4] {
    let rise = right - left;
    [left, slope_left, 3.0 * rise - 2.0 * slope_left - slope_right, slope_left + slope_right - 2.0 * rise]
}

/// The cubic's value at `within`.
#[inline]
pub(crate) fn evaluate(cubic: &[f64; 4], within: f64) -> f64 {
    cubic[0] + within * (cubic[1] + within * (cubic[2] + within * cubic[3]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_printed_with_as_241() {
        // Wichura (1988), section "Test of the algorithm".
        for (p, z) in
            [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813_5), (1e-20, -9.262_340_089_798_408)]
        {
            assert!((quantile(p) / z - 1.0).abs() < 1e-15, "{p}: {}", quantile(p));
        }
        assert_eq!(quantile(0.5), 0.0);
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
        assert!(quantile(1.5).is_nan());
    }

    #[test]
    fn quantile_inverts_the_cdf() {
        for step in 1..2_000 {
            let p = f64::from(step) / 2_000.0;
            assert!((cdf(quantile(p)) - p).abs() < 4e-16, "{p}");
        }
        assert!((cdf(1.0) - 0.841_344_746_068_542_9).abs() < 1e-15);
    }

    #[test]
    fn table_stays_within_a_ten_millionth_of_the_inverse() {
        let table = Table::new();
        let mut worst = 0.0f64;
        for index in 0..200_000 {
            let bits = Trial::new(5, index).draw(0);
            worst = worst.max((table.normal(bits) - quantile(unit(bits))).abs());
        }
        assert!(worst < 1e-7, "{worst:e}");
    }

    #[test]
    fn table_has_the_moments_of_a_normal() {
        let table = Table::new();
        let count = 200_000;
        let mut sums = [0.0; 4];
        for index in 0..count {
            let z = table.normal(Trial::new(11, index).draw(7));
            sums[0] += z;
            sums[1] += z * z;
            sums[2] += z * z * z;
            sums[3] += z * z * z * z;
        }
        // Moments 0, 1, 0, 3 with variances 1, 2, 15, 96 over the count; four standard errors.
        let count = count as f64;
        for (sum, moment, variance) in
            [(sums[0], 0.0, 1.0), (sums[1], 1.0, 2.0), (sums[2], 0.0, 15.0), (sums[3], 3.0, 96.0)]
        {
            let error = (sum / count - moment).abs();
            assert!(error < 4.0 * f64::sqrt(variance / count), "moment {moment}: {error}");
        }
    }
}
