//! What the scenario's counter generator draws, from its published description: splitmix64 keyed by trial and purpose.

use super::Scenario;
use simulation::normal;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What is drawn beside the month of history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing.
    A,
    /// Level and slope of each trial.
    B,
    /// And the noise of each cell.
    C,
}

impl Mode {
    /// Its letter.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// One trial.
#[derive(Debug, Clone)]
pub struct Path {
    /// By month: which month of history was drawn.
    pub rows: Vec<usize>,
    /// By month and level.
    pub values: Vec<Vec<f64>>,
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn draw(key: u64, index: usize) -> u64 {
    mix(key.wrapping_add(GOLDEN.wrapping_mul(index as u64 + 1)))
}

fn deviate(key: u64, index: usize) -> f64 {
    normal::quantile(((draw(key, index) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64)
}

fn product(factor: &[Vec<f64>], z: &[f64]) -> Vec<f64> {
    factor.iter().map(|row| row.iter().zip(z).map(|(f, z)| f * z).sum()).collect()
}

impl Scenario {
    /// Trial `trial` under `seed`.
    #[must_use]
    pub fn path(&self, seed: u64, trial: usize, mode: Mode) -> Path {
        let key = mix(seed.wrapping_add(GOLDEN.wrapping_mul(trial as u64 + 1)));
        let normals = |from: usize| (0..self.levels).map(|k| deviate(key, from + k)).collect::<Vec<f64>>();
        let none = vec![0.0; self.levels];
        let (level, slope) = match mode {
            Mode::A => (none.clone(), none),
            Mode::B | Mode::C => {
                (product(&self.level_factor, &normals(1000)), product(&self.slope_factor, &normals(1000 + self.levels)))
            }
        };
        let restart = (4_294_967_296.0 / self.block_months) as u64;
        let mut rows: Vec<usize> = Vec::with_capacity(self.months);
        let mut values = Vec::with_capacity(self.months);
        for m in 0..self.months {
            let bits = draw(key, m);
            let drawn = ((bits & 0xFFFF_FFFF) * self.history as u64) >> 32;
            let row = match rows.last() {
                Some(last) if (bits >> 32) >= restart => (last + 1) % self.history,
                _ => drawn as usize,
            };
            rows.push(row);
            let noise = |k: usize| match mode {
                Mode::C => self.noise[k] * deviate(key, 2000 + m * self.levels + k),
                Mode::A | Mode::B => 0.0,
            };
            let month = (0..self.levels)
                .map(|k| self.rows[row][k] + self.base[m][k] + level[k] + slope[k] * (m + 1) as f64 + noise(k));
            values.push(month.collect());
        }
        Path { rows, values }
    }
}
