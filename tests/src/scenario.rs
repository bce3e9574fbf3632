//! The published scenario of the benchmark: its terms as an agreement, and the paths that its counter generator draws.
//!
//! The file `bench/scenario.json` of the fixtures describes eight levels over 24 months in a space in which higher is
//! better and 0 is where the targets lie. Its values are given here the unit that a measure needs, by
//! [`scaled`]: 10⁻¹¹ of that space is the last decimal, so that rounding to it decides as comparing does.

mod paths;
mod terms;

pub use paths::{Mode, Path};
pub use terms::agreement;

use serde_json::Value;

/// What `bench/scenario.json` says. Names are those of the file; months and levels count from 0.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Months of history.
    pub history: usize,
    /// Months to simulate.
    pub months: usize,
    /// Service levels.
    pub levels: usize,
    /// Mean length of a block of history.
    pub block_months: f64,
    /// Residuals by month of history: each level's, then the logarithm of volume over forecast.
    pub rows: Vec<Vec<f64>>,
    /// By month and level: the value without residual.
    pub base: Vec<Vec<f64>>,
    /// By month and level: where the bonus, the target and the two further bands begin.
    pub thresholds: Vec<Vec<Vec<f64>>>,
    /// Cholesky factor of the uncertainty of the levels.
    pub level_factor: Vec<Vec<f64>>,
    /// Cholesky factor of the uncertainty of the slopes.
    pub slope_factor: Vec<Vec<f64>>,
    /// Standard deviation of the noise of a cell, by level.
    pub noise: Vec<f64>,
    /// Parts of the score.
    pub weights: Vec<f64>,
    /// Parts of the at-risk amount.
    pub allocations: Vec<f64>,
    /// By month.
    pub charges: Vec<f64>,
    /// Part of the charges.
    pub at_risk: f64,
    /// Part of the charges.
    pub cap: f64,
    /// Months without credits.
    pub grace_months: usize,
    /// Whether more volume than the limit excuses a level.
    pub volume_sensitive: Vec<bool>,
    /// Whether the bonus looks at a level.
    pub key: Vec<bool>,
    /// Part of the quarter's charges.
    pub bonus: f64,
    /// Logarithm of volume over forecast from which on a month is excused.
    pub volume_limit: f64,
}

impl Scenario {
    /// Reads the file.
    ///
    /// # Panics
    /// Where it is another one: tests and benchmarks have no use for it then.
    #[must_use]
    pub fn read(json: &str) -> Self {
        let file: Value = serde_json::from_str(json).expect("a scenario in JSON");
        let number = |key: &str| file[key].as_f64().unwrap_or_else(|| panic!("a number at {key}"));
        Self {
            history: number("H") as usize,
            months: number("M") as usize,
            levels: number("K") as usize,
            block_months: number("L"),
            rows: matrix(&file["R"]),
            base: matrix(&file["base"]),
            thresholds: array(&file["thr"]).iter().map(matrix).collect(),
            level_factor: matrix(&file["La"]),
            slope_factor: matrix(&file["Lb"]),
            noise: vector(&file["s"]),
            weights: vector(&file["w"]),
            allocations: vector(&file["alloc"]),
            charges: vector(&file["inv"]),
            at_risk: number("atrisk"),
            cap: number("cap"),
            grace_months: number("grace") as usize,
            volume_sensitive: flags(&file["vs"]),
            key: flags(&file["key"]),
            bonus: number("bonus"),
            volume_limit: number("lnx"),
        }
    }

    /// Whether the volume of a month of history excuses the levels that are sensitive to it.
    #[must_use]
    pub fn excuses(&self, row: usize) -> bool {
        self.rows[row][self.levels] > self.volume_limit
    }
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn vector(value: &Value) -> Vec<f64> {
    array(value).iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn matrix(value: &Value) -> Vec<Vec<f64>> {
    array(value).iter().map(vector).collect()
}

fn flags(value: &Value) -> Vec<bool> {
    array(value).iter().map(|v| v.as_bool().expect("true or false")).collect()
}

/// Decimals of the measures.
const PRECISION: u8 = 5;
/// A value v of the scenario stands as (v + 5) · 10⁶ of a measure.
const UNITS: f64 = 1e6;
const ORIGIN: f64 = 5.0;

/// A value of the scenario in units of the last decimal of its measure.
#[must_use]
pub fn scaled(value: f64) -> i64 {
    ((value + ORIGIN) * (UNITS * 1e5)).round() as i64
}
