//! The distribution of one measure in one future month, without trials.
//!
//! # Formula
//!
//! For cell c and month h after history, with the filter's last states a_y, a_X and P: `d_h = x_h − φ^{h−1}·a_X`, mean
//! `d_h·b + φ^{h−1}·a_y`, scale² `s²[d_h A⁻¹ d_hᵀ + Pφ^{2h−2} + q(1 − φ^{2h−2})/(1 − φ²) + e]`. The mixture of these t with
//! n − 1 degrees of freedom, by the weights of the cells, is widened by `κ = 1 + c/n` about its median m:
//! `F(x) = G(m + (x − m)/κ)`. Without parameter uncertainty the term with A⁻¹ is left out and t becomes normal.

use crate::fit::{COLUMNS, Fit, FittedCell, columns};
use crate::linear::dot;
use crate::normal;
use crate::root;
use crate::settings::Settings;
use crate::student::Student;

/// One cell's part of a prediction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Component {
    /// Weight; all of them add up to 1.
    pub weight: f64,
    /// Centre.
    pub mean: f64,
    /// Scale of the t, or standard deviation of the normal.
    pub scale: f64,
}

/// The distribution of one measure in one future month on its link scale, where higher is better.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    components: Vec<Component>,
    student: Option<Student>,
    median: f64,
    widening: f64,
}

impl FittedCell {
    /// Centre and variance (in units of s²) of month `ahead` (1 is the month after history), the variance once without
    /// and once with that of the coefficients.
    fn ahead(&self, ahead: u32) -> (f64, f64, f64) {
        let (noise, shock) = self.cell.variances();
        let phi = self.cell.phi;
        let decay = libm::pow(phi, f64::from(ahead - 1));
        let squared = decay * decay;
        let x = columns(i32::try_from(ahead).unwrap_or(i32::MAX));
        let mut d = [0.0; COLUMNS];
        for column in 0..COLUMNS {
            d[column] = x[column] - decay * self.state_columns[column];
        }
        // A column that the cell does not have carries zeros in b and A⁻¹.
        let mean = dot(&d, &self.coefficients) + decay * self.state_series;
        let own = self.state_variance * squared + shock * (1.0 - squared) / (1.0 - phi * phi) + noise;
        let spread = self.covariance.iter().zip(&d).fold(0.0, |sum, (row, d_i)| sum + d_i * dot(row, &d));
        (mean, own, own + spread)
    }
}

impl Prediction {
    /// The prediction for month `ahead` after the last month of history (1 is the next one).
    #[must_use]
    pub fn new(fit: &Fit, ahead: u32, settings: &Settings) -> Self {
        let uncertain = settings.parameter_uncertainty;
        let component = |cell: &FittedCell| {
            let (mean, own, with_coefficients) = cell.ahead(ahead.max(1));
            let variance = if uncertain { with_coefficients } else { own };
            Component { weight: cell.weight, mean, scale: cell.scale * variance.sqrt() }
        };
        let mut prediction = Self {
            components: fit.cells.iter().map(component).collect(),
            student: uncertain.then(|| Student::new(fit.degrees())).flatten(),
            median: 0.0,
            widening: widening(fit.months, settings),
        };
        prediction.median = prediction.mixture_quantile(0.5);
        prediction
    }

    /// The parts that it is mixed from, before widening.
    #[must_use]
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// The value that is reached with probability one half.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.median
    }

    /// Moves the whole distribution down by `gap` on its scale.
    pub(crate) fn lower_by(&mut self, gap: f64) {
        self.median -= gap;
        for component in &mut self.components {
            component.mean -= gap;
        }
    }

    fn mixture(&self, x: f64) -> (f64, f64) {
        self.components.iter().fold((0.0, 0.0), |(below, density), part| {
            let t = (x - part.mean) / part.scale;
            let (p, slope) = match &self.student {
                Some(student) => (student.cdf(t), student.density(t)),
                None => (normal::cdf(t), normal::density(t)),
            };
            (below + part.weight * p, density + part.weight * slope / part.scale)
        })
    }

    fn mixture_quantile(&self, p: f64) -> f64 {
        if p <= 0.0 || p >= 1.0 || p.is_nan() {
            return normal::quantile(p);
        }
        let start = self.components.iter().fold(0.0, |sum, part| sum + part.weight * part.mean);
        let scale = self.components.iter().fold(0.0, |sum, part| sum + part.weight * part.scale);
        root::increasing(p, start + scale * normal::quantile(p), scale, |x| self.mixture(x))
    }

    /// Probability of a value below `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if x.is_infinite() {
            return if x > 0.0 { 1.0 } else { 0.0 };
        }
        self.mixture(self.median + (x - self.median) / self.widening).0
    }

    /// Density at `x`.
    #[must_use]
    pub fn density(&self, x: f64) -> f64 {
        self.mixture(self.median + (x - self.median) / self.widening).1 / self.widening
    }

    /// The value that stays unreached with probability `p`: −∞ at 0, ∞ at 1, NaN outside.
    #[must_use]
    pub fn quantile(&self, p: f64) -> f64 {
        self.median + self.widening * (self.mixture_quantile(p) - self.median)
    }

    /// Probability of a value from `low` to `high`; infinite where there is no such edge.
    #[must_use]
    pub fn probability_between(&self, low: f64, high: f64) -> f64 {
        (self.cdf(high) - self.cdf(low)).max(0.0)
    }

    /// The target that is met with probability `probability`: at least this on the scale where higher is better.
    #[must_use]
    pub fn target(&self, probability: f64) -> f64 {
        self.quantile(1.0 - probability)
    }
}

/// κ for a history of `months` months.
#[must_use]
pub fn widening(months: u32, settings: &Settings) -> f64 {
    1.0 + settings.widening / f64::from(months)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::{fit, grid};

    fn fitted(values: &[f64], settings: &Settings) -> Fit {
        let series: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        fit(&series, &grid(settings, values.len() as u32, true)).unwrap()
    }

    /// n values with mean 86 and standard deviation 2.
    fn sample(n: u32) -> Vec<f64> {
        let raw: Vec<f64> = (1..=n).map(|i| normal::quantile((f64::from(i) - 0.5) / f64::from(n))).collect();
        let squares: f64 = raw.iter().map(|value| value * value).sum();
        let unit = (f64::from(n - 1) / squares).sqrt();
        raw.iter().map(|value| 86.0 + 2.0 * unit * value).collect()
    }

    #[test]
    fn independent_months_have_the_textbook_predictive_t() {
        // simulation-oracles: t_predictive_n and t_pred_target85_n, mean 86, s 2, target 85.
        let settings = Settings::independent_months();
        for (n, p, target) in [
            (6, 0.668_561_224_366_257_8, 83.503_257_181_004_74),
            (12, 0.679_817_349_403_888_2, 83.735_841_877_262_2),
            (24, 0.685_576_738_560_291_8, 83.835_597_101_980_61),
            (60, 0.689_091_005_339_011_7, 83.891_398_071_789_78),
        ] {
            let fit = fitted(&sample(n), &settings);
            for ahead in [1, 7] {
                let prediction = Prediction::new(&fit, ahead, &settings);
                let met = prediction.probability_between(85.0, f64::INFINITY);
                assert!((met - p).abs() < 1e-12, "{n}: {met}");
                assert!((prediction.target(0.85) - target).abs() < 1e-11, "{n}: {}", prediction.target(0.85));
            }
        }
    }

    #[test]
    fn without_parameter_uncertainty_it_is_the_plug_in_normal() {
        // simulation-oracles: P_meet_normal_higher, and the plug-in target 83.927133 of t_pred_target85.
        let settings = Settings { parameter_uncertainty: false, ..Settings::independent_months() };
        let prediction = Prediction::new(&fitted(&sample(12), &settings), 3, &settings);
        assert!((prediction.probability_between(85.0, f64::INFINITY) - 0.691_462_461_274_013_1).abs() < 1e-12);
        assert!((prediction.target(0.85) - 83.927_133).abs() < 1e-6);
    }

    #[test]
    fn quantile_and_cdf_are_inverse_after_widening() {
        let settings = Settings::default();
        let values = [3.0, 2.5, 2.8, 3.1, 2.2, 2.9, 3.3, 2.7, 2.9, 3.4, 3.0, 2.6];
        let prediction = Prediction::new(&fitted(&values, &settings), 5, &settings);
        for p in [1e-6, 0.025, 0.15, 0.5, 0.85, 0.975, 1.0 - 1e-6] {
            assert!((prediction.cdf(prediction.quantile(p)) - p).abs() < 1e-13, "{p}");
        }
        assert_eq!(prediction.cdf(f64::NEG_INFINITY), 0.0);
        assert_eq!(prediction.probability_between(f64::NEG_INFINITY, f64::INFINITY), 1.0);
    }

    #[test]
    fn history_that_never_moves_is_predicted_to_stay() {
        let settings = Settings::default();
        let prediction = Prediction::new(&fitted(&[4.0; 12], &settings), 12, &settings);
        assert!((prediction.median() - 4.0).abs() < 1e-9);
        assert!(prediction.cdf(3.999) < 1e-9 && prediction.cdf(4.001) > 1.0 - 1e-9);
    }

    /// A made-up series; the shorter histories are its first months.
    const SERIES: [f64; 24] = [
        3.1, 2.7, 2.9, 3.4, 3.3, 2.6, 2.2, 2.4, 3.0, 3.2, 3.6, 3.1, 2.8, 2.5, 2.1, 2.6, 3.3, 3.5, 3.0, 2.9, 2.4, 2.7,
        3.1, 3.4,
    ];

    /// Months of history, cells, best cell, its weight, its log evidence less that of the first cell, and for months 1
    /// and 12 ahead its mean, its scale and the quantiles .05, .5 and .85 of the widened mixture.
    type Reference = (usize, usize, usize, f64, f64, [[f64; 5]; 2]);

    /// From an independent implementation of the method in numpy and scipy.
    const REFERENCE: [Reference; 3] = [
        (
            6,
            36,
            0,
            0.039_783_190_734_590_15,
            0.0,
            [
                [
                    2.951_931_397_398_533,
                    0.362_448_097_593_089_6,
                    1.880_173_565_772_344_2,
                    2.818_299_943_308_634_4,
                    3.341_797_836_386_737_3,
                ],
                [
                    2.988_742_602_521_872,
                    0.383_067_765_041_218_03,
                    1.468_417_244_295_294,
                    2.941_542_953_941_862_5,
                    3.677_688_234_480_693_4,
                ],
            ],
        ),
        (
            12,
            36,
            6,
            0.068_957_154_509_410_94,
            1.341_498_233_045_301_4,
            [
                [
                    3.039_285_714_285_714_6,
                    0.377_864_753_317_411_65,
                    2.347_282_781_869_460_6,
                    3.109_929_381_274_914,
                    3.577_863_851_707_522,
                ],
                [
                    2.978_601_074_218_75,
                    0.464_478_763_920_028_46,
                    1.838_709_927_329_393_2,
                    3.044_917_008_560_118_7,
                    3.745_048_432_674_258_4,
                ],
            ],
        ),
        (
            24,
            72,
            12,
            0.089_946_550_604_206_17,
            2.776_008_148_912_337_7,
            [
                [
                    3.167_307_692_307_692,
                    0.369_244_486_576_295_55,
                    2.528_977_591_481_819_8,
                    3.227_523_963_045_202_4,
                    3.659_981_537_253_649,
                ],
                [
                    2.934_729_003_906_250_4,
                    0.441_864_921_499_634_2,
                    1.969_677_465_375_275_3,
                    2.995_452_600_083_778_4,
                    3.634_950_773_832_934,
                ],
            ],
        ),
    ];

    #[test]
    fn fit_and_prediction_are_those_of_an_independent_implementation() {
        let settings = Settings::default();
        for (months, cells, best, weight, log_evidence, predictions) in REFERENCE {
            let fit = fitted(&SERIES[..months], &settings);
            assert_eq!(fit.cells.len(), cells);
            let heaviest = (0..cells).max_by(|&a, &b| fit.cells[a].weight.total_cmp(&fit.cells[b].weight)).unwrap();
            assert_eq!(heaviest, best);
            let near = |value: f64, reference: f64| {
                assert!((value - reference).abs() < 1e-12, "{months}: {value} {reference}")
            };
            near(fit.cells[best].weight, weight);
            near(fit.cells[best].log_evidence - fit.cells[0].log_evidence, log_evidence);
            for (ahead, [mean, scale, low, median, high]) in [1, 12].into_iter().zip(predictions) {
                let prediction = Prediction::new(&fit, ahead, &settings);
                near(prediction.components()[best].mean, mean);
                near(prediction.components()[best].scale, scale);
                near(prediction.quantile(0.05), low);
                near(prediction.median(), median);
                near(prediction.quantile(0.85), high);
            }
        }
    }
}
