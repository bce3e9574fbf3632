//! The fit: a level that wanders and comes back, with season and trend, over a grid of how strong each of them is.
//!
//! # Formula
//!
//! For each cell (φ, noise ratio q, season γ, trend τ) of a grid with a flat prior, `(e, q) = (1, q)`, or `(0, 1)` without
//! noise, and `u = e + q/(1 − φ²)`. Columns for t = 1 − n … H: 1 (ridge 0); sin and cos(2πt/12) (ridge 1/(γ²u)); d_t/12
//! (ridge 1/(τ²u)) with `d_t = t` for t ≤ 0 and `.9(1 − .9ᵗ)/.1` after. One scalar filter whitens the series and every
//! column; then `A = X̃ᵀX̃ + Λ`, `b = A⁻¹X̃ᵀỹ`, `S = max(ỹᵀỹ − bᵀX̃ᵀỹ, 10⁻¹²)`, `s = √(S/(n − 1))`, and the cell weighs
//! `ln w = −½Σ ln F − ½ ln|A| + ½Σ ln(ridges) − (n − 1)/2 · ln S`.

use crate::linear::{Square, dot};
use crate::settings::Settings;

/// Number of columns: level, sine, cosine, trend. A cell without season or trend has zeros there.
pub const COLUMNS: usize = 4;
const DAMPING: f64 = 0.9;
const LEAST_SQUARES_MIN: f64 = 1e-12;
/// Months of the year.
const YEAR: usize = 12;

/// One point of the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// φ, how much of a month's distance from normal is left a month later.
    pub phi: f64,
    /// Ratio of the level's own variance to that of noise; none for no noise.
    pub noise_ratio: Option<f64>,
    /// γ, size of the season; 0 for none.
    pub season: f64,
    /// τ, size of the trend; 0 for none.
    pub trend: f64,
}

impl Cell {
    /// Variances of noise and of the level's monthly shock, in units of s².
    #[must_use]
    pub fn variances(&self) -> (f64, f64) {
        self.noise_ratio.map_or((0.0, 1.0), |ratio| (1.0, ratio))
    }

    /// Variance of the level about its mean in the long run.
    #[must_use]
    pub fn stationary_variance(&self) -> f64 {
        self.variances().1 / (1.0 - self.phi * self.phi)
    }

    /// Ridge of each column; none for a column that this cell does not have.
    fn ridges(&self) -> [Option<f64>; COLUMNS] {
        let unit = self.variances().0 + self.stationary_variance();
        let ridge = |size: f64| (size > 0.0).then(|| 1.0 / (size * size * unit));
        [Some(0.0), ridge(self.season), ridge(self.season), ridge(self.trend)]
    }
}

/// The grid for `months` observed months; undated data (`calendar` false) have no season.
#[must_use]
pub fn grid(settings: &Settings, months: u32, calendar: bool) -> Vec<Cell> {
    const NONE: [f64; 1] = [0.0];
    let seasons = if calendar { settings.season.as_slice() } else { &NONE };
    let trends = if months >= settings.trend_months_min { settings.trend.as_slice() } else { &NONE };
    let mut cells = Vec::new();
    for &phi in &settings.phi {
        for &noise_ratio in &settings.noise_ratio {
            for &season in seasons {
                for &trend in trends {
                    cells.push(Cell { phi, noise_ratio, season, trend });
                }
            }
        }
    }
    cells
}

/// The columns at time `t`; 0 is the last month of history.
#[must_use]
pub fn columns(t: i32) -> [f64; COLUMNS] {
    let angle = std::f64::consts::TAU / YEAR as f64 * f64::from(t);
    let damped =
        if t <= 0 { f64::from(t) } else { DAMPING * (1.0 - libm::pow(DAMPING, f64::from(t))) / (1.0 - DAMPING) };
    [1.0, libm::sin(angle), libm::cos(angle), damped / YEAR as f64]
}

/// One cell, fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedCell {
    /// Which point of the grid.
    pub cell: Cell,
    /// ln w, up to a constant that all cells of a fit share.
    pub log_evidence: f64,
    /// w; the weights of a fit add up to 1.
    pub weight: f64,
    /// b.
    pub coefficients: [f64; COLUMNS],
    /// A⁻¹.
    pub covariance: [[f64; COLUMNS]; COLUMNS],
    /// The lower triangle L with L·Lᵀ = A⁻¹.
    pub covariance_root: [[f64; COLUMNS]; COLUMNS],
    /// s, in units of the link scale.
    pub scale: f64,
    /// The filter's prediction of the series for the month after history.
    pub state_series: f64,
    /// The same for every column.
    pub state_columns: [f64; COLUMNS],
    /// P, the variance of that prediction in units of s².
    pub state_variance: f64,
    /// Whitened residuals in units of s, one for each month; none for missing ones.
    pub residuals: Vec<Option<f64>>,
}

/// A measure's history, fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Number of months observed, at least 2.
    pub months: u32,
    /// Every point of the grid, with its weight.
    pub cells: Vec<FittedCell>,
}

/// Fits a series on the link scale, the last entry being the month before the first one to predict.
///
/// Missing months are skipped: predicted, not updated. `None` with fewer than two months, or an empty grid, or where the
/// numbers are so large that no cell has a finite weight.
#[must_use]
pub fn fit(series: &[Option<f64>], cells: &[Cell]) -> Option<Fit> {
    let months = u32::try_from(series.iter().flatten().count()).ok().filter(|&months| months >= 2)?;
    // Everything is computed about the mean, which the level's coefficient then takes back (its ridge is 0): a score of
    // 86 ± 2 would lose digits otherwise.
    let mean = series.iter().flatten().sum::<f64>() / f64::from(months);
    let columns: Vec<[f64; COLUMNS]> =
        (0..series.len()).map(|index| columns(index as i32 + 1 - series.len() as i32)).collect();
    let series = Series { values: series, columns: &columns, mean, months };
    let mut fitted: Vec<FittedCell> = cells.iter().map(|&cell| fit_cell(&series, cell)).collect::<Option<_>>()?;
    let best = fitted.iter().map(|cell| cell.log_evidence).fold(f64::NEG_INFINITY, f64::max);
    let mut total = 0.0;
    for cell in &mut fitted {
        cell.weight = libm::exp(cell.log_evidence - best);
        total += cell.weight;
    }
    for cell in &mut fitted {
        cell.weight /= total;
    }
    (total.is_finite() && total > 0.0).then_some(Fit { months, cells: fitted })
}

/// What a fit is made from.
struct Series<'a> {
    values: &'a [Option<f64>],
    /// By month.
    columns: &'a [[f64; COLUMNS]],
    mean: f64,
    /// Number of months observed.
    months: u32,
}

/// What the filter leaves: the whitened rows (series first, then active columns), Σ ln F, and the last states.
struct Whitened {
    rows: Vec<Option<[f64; COLUMNS + 1]>>,
    log_variances: f64,
    states: [f64; COLUMNS + 1],
    variance: f64,
}

fn whiten(series: &Series<'_>, active: &[usize], cell: Cell) -> Whitened {
    let (noise, shock) = cell.variances();
    let phi = cell.phi;
    let mut out = Whitened {
        rows: Vec::with_capacity(series.values.len()),
        log_variances: 0.0,
        states: [0.0; COLUMNS + 1],
        variance: cell.stationary_variance(),
    };
    for (value, x) in series.values.iter().zip(series.columns) {
        let Some(value) = value else {
            out.states.iter_mut().for_each(|state| *state *= phi);
            out.variance = phi * phi * out.variance + shock;
            out.rows.push(None);
            continue;
        };
        let predicted = out.variance + noise;
        let gain = out.variance / predicted;
        let root = predicted.sqrt();
        let observed = std::iter::once(value - series.mean).chain(active.iter().map(|&column| x[column]));
        let mut row = [0.0; COLUMNS + 1];
        for ((state, whitened), observed) in out.states.iter_mut().zip(&mut row).zip(observed) {
            let innovation = observed - *state;
            *whitened = innovation / root;
            *state = phi * (*state + gain * innovation);
        }
        out.rows.push(Some(row));
        out.log_variances += libm::log(predicted);
        out.variance = phi * phi * out.variance * (1.0 - gain) + shock;
    }
    out
}

fn fit_cell(series: &Series<'_>, cell: Cell) -> Option<FittedCell> {
    let ridges = cell.ridges();
    let active: Vec<usize> = (0..COLUMNS).filter(|&column| ridges[column].is_some()).collect();
    let whitened = whiten(series, &active, cell);
    let size = active.len();
    let (mut normal, mut right, mut squares) = (Square::zeros(size), vec![0.0; size], 0.0);
    for row in whitened.rows.iter().flatten() {
        squares += row[0] * row[0];
        for i in 0..size {
            right[i] += row[i + 1] * row[0];
            for j in 0..=i {
                normal.set(i, j, normal.get(i, j) + row[i + 1] * row[j + 1]);
            }
        }
    }
    let mut log_ridges = 0.0;
    for (i, &column) in active.iter().enumerate() {
        let ridge = ridges[column].unwrap_or_default();
        normal.set(i, i, normal.get(i, i) + ridge);
        log_ridges += if ridge > 0.0 { libm::log(ridge) } else { 0.0 };
    }
    let lower = normal.cholesky()?;
    let log_determinant = 2.0 * (0..size).map(|i| libm::log(lower.get(i, i))).sum::<f64>();
    let b = lower.solve(&right);
    let least_squares = (squares - dot(&b, &right)).max(LEAST_SQUARES_MIN);
    let freedom = f64::from(series.months - 1);
    let scale = (least_squares / freedom).sqrt();
    let log_evidence = -0.5 * whitened.log_variances - 0.5 * log_determinant + 0.5 * log_ridges
        - 0.5 * freedom * libm::log(least_squares);
    let inverse = lower.inverse_of_product();
    let root = inverse.cholesky()?;
    let residual = |row: &[f64; COLUMNS + 1]| (row[0] - dot(&row[1..=size], &b)) / scale;
    let mut fitted = FittedCell {
        cell,
        log_evidence,
        weight: 0.0,
        coefficients: [0.0; COLUMNS],
        covariance: [[0.0; COLUMNS]; COLUMNS],
        covariance_root: [[0.0; COLUMNS]; COLUMNS],
        scale,
        state_series: whitened.states[0],
        state_columns: [0.0; COLUMNS],
        state_variance: whitened.variance,
        residuals: whitened.rows.iter().map(|row| row.as_ref().map(residual)).collect(),
    };
    for (i, &column) in active.iter().enumerate() {
        fitted.coefficients[column] = b[i];
        fitted.state_columns[column] = whitened.states[i + 1];
        for (j, &other) in active.iter().enumerate() {
            fitted.covariance[column][other] = inverse.get(i, j);
            fitted.covariance_root[column][other] = root.get(i, j);
        }
    }
    fitted.coefficients[0] += series.mean;
    fitted.state_series += series.mean * fitted.state_columns[0];
    log_evidence.is_finite().then_some(fitted)
}

impl Fit {
    /// Independent months about `mean` with standard deviation `scale`, as if seen in `months` months (at least 2).
    #[must_use]
    pub fn assumed(mean: f64, scale: f64, months: u32) -> Self {
        let mut matrix = [[0.0; COLUMNS]; COLUMNS];
        let mut root = matrix;
        matrix[0][0] = 1.0 / f64::from(months);
        root[0][0] = matrix[0][0].sqrt();
        let cell = FittedCell {
            cell: Cell { phi: 0.0, noise_ratio: None, season: 0.0, trend: 0.0 },
            log_evidence: 0.0,
            weight: 1.0,
            coefficients: [mean, 0.0, 0.0, 0.0],
            covariance: matrix,
            covariance_root: root,
            scale,
            state_series: 0.0,
            state_columns: [0.0; COLUMNS],
            state_variance: 1.0,
            residuals: Vec::new(),
        };
        Self { months, cells: vec![cell] }
    }

    /// Degrees of freedom of its scale.
    #[must_use]
    pub fn degrees(&self) -> u32 {
        self.months - 1
    }

    /// Residuals averaged over the cells by their weight, one for each month of history.
    #[must_use]
    pub fn mean_residuals(&self) -> Vec<Option<f64>> {
        let length = self.cells.first().map_or(0, |cell| cell.residuals.len());
        let mean = |month: usize| {
            self.cells.iter().try_fold(0.0, |sum, cell| Some(sum + cell.weight * cell.residuals[month]?))
        };
        (0..length).map(mean).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_months_have_the_mean_and_deviation_of_the_sample() {
        let series: Vec<Option<f64>> = [84.0, 85.0, 86.0, 87.0, 88.0, 86.0].map(Some).to_vec();
        let settings = Settings::independent_months();
        let fit = fit(&series, &grid(&settings, 6, true)).unwrap();
        assert_eq!(fit.cells.len(), 1);
        let cell = &fit.cells[0];
        assert!((cell.coefficients[0] - 86.0).abs() < 1e-13);
        assert!((cell.scale - 2f64.sqrt()).abs() < 1e-14, "{}", cell.scale);
        assert!((cell.covariance[0][0] - 1.0 / 6.0).abs() < 1e-15);
        assert_eq!((cell.state_series, cell.state_columns), (0.0, [0.0; COLUMNS]));
        let residuals: Vec<f64> = cell.residuals.iter().flatten().copied().collect();
        assert!((residuals[0] + 2.0 / 2f64.sqrt()).abs() < 1e-13);
    }

    #[test]
    fn the_grid_has_trends_from_eighteen_months_and_seasons_only_by_the_calendar() {
        let settings = Settings::default();
        assert_eq!(grid(&settings, 17, true).len(), 36);
        assert_eq!(grid(&settings, 18, true).len(), 72);
        assert_eq!(grid(&settings, 18, false).len(), 24);
        assert_eq!(grid(&settings, 6, false).len(), 12);
    }

    #[test]
    fn a_missing_month_is_predicted_and_not_updated() {
        let full: Vec<Option<f64>> = [3.0, 2.5, 2.8, 3.1, 2.2, 2.9, 3.3, 2.7].map(Some).to_vec();
        let mut gap = full.clone();
        gap[3] = None;
        let cell = [Cell { phi: 0.7, noise_ratio: Some(1.5), season: 0.0, trend: 0.0 }];
        let fitted = fit(&gap, &cell).unwrap();
        assert_eq!(fitted.months, 7);
        assert_eq!(fitted.cells[0].residuals[3], None);
        // The likelihood of the seven months by their covariance matrix instead of the filter.
        let (noise, stationary) = (1.0, cell[0].stationary_variance());
        let months: Vec<usize> = (0..8).filter(|&month| month != 3).collect();
        let mut covariance = Square::zeros(7);
        for (i, &a) in months.iter().enumerate() {
            for (j, &b) in months.iter().enumerate() {
                let decay = libm::pow(0.7, a.abs_diff(b) as f64);
                covariance.set(i, j, stationary * decay + if i == j { noise } else { 0.0 });
            }
        }
        let lower = covariance.cholesky().unwrap();
        let values: Vec<f64> = months.iter().map(|&month| full[month].unwrap()).collect();
        let ones = vec![1.0; 7];
        let precision = dot(&ones, &lower.solve(&ones));
        let mean = dot(&ones, &lower.solve(&values)) / precision;
        let rest: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let scale = (dot(&rest, &lower.solve(&rest)) / 6.0).sqrt();
        assert!((fitted.cells[0].coefficients[0] - mean).abs() < 1e-13);
        assert!((fitted.cells[0].covariance[0][0] - 1.0 / precision).abs() < 1e-13);
        assert!((fitted.cells[0].scale - scale).abs() < 1e-13);
    }

    #[test]
    fn one_month_or_none_cannot_be_fitted() {
        let cells = grid(&Settings::default(), 1, true);
        assert_eq!(fit(&[Some(1.0)], &cells), None);
        assert_eq!(fit(&[], &cells), None);
        assert_eq!(fit(&[Some(1.0), Some(2.0)], &[]), None);
    }

    #[test]
    fn turning_the_series_round_turns_the_fit_round() {
        let series: Vec<Option<f64>> = [3.0, 2.5, 2.8, 3.1, 2.2, 2.9, 3.3].map(Some).to_vec();
        let turned: Vec<Option<f64>> = series.iter().map(|value| value.map(|value| -value)).collect();
        let cells = grid(&Settings::default(), 7, true);
        let (one, other) = (fit(&series, &cells).unwrap(), fit(&turned, &cells).unwrap());
        for (a, b) in one.cells.iter().zip(&other.cells) {
            assert_eq!((a.weight, a.scale, a.coefficients), (b.weight, b.scale, b.coefficients.map(|value| -value)));
        }
    }
}
