//! One future after another: every measure's months, correlated, on the link scale.
//!
//! # Formula
//!
//! One uniform picks the cell of every measure. `w = κ√((n − 1)/χ²)`, one quantile for all; `b_i = b + w·s·chol(A⁻¹)·Z`,
//! Z correlated across measures by R; `x = a_y − a_X·b_i`. Each month: a month of history drawn uniformly, its row of
//! whitened residuals for all measures together; `ε = (row + g·chol(R)z)/√(1 + g²)`; `v = w·s·√F_h·ε`; `y = x_h·b_i + x + v`;
//! `x ← φ(x + K_h·v)`, F_h and K_h continuing the filter. A measure whose history lacks the drawn month has `chol(R)z`
//! alone.

mod foretell;

use crate::chi_square::ScaleFactor;
use crate::closed_form::widening;
use crate::fit::{COLUMNS, Fit, FittedCell, columns};
use crate::generator::{Purpose, Trial, address, below, stream_of, unit};
use crate::linear::Square;
use crate::normal::{Table, quantile};
use crate::settings::{Learning, Residual, Settings};

/// Trials that are computed side by side.
pub(crate) const LANES: usize = 16;
/// One number for each lane.
pub(crate) type Lane = [f64; LANES];

/// Everything about one measure that its paths are made from.
#[derive(Debug, Clone)]
pub(crate) struct MeasurePaths {
    stream: u64,
    cells: Vec<CellPaths>,
    /// Upper end of each cell's share of 0..1; the last one is beyond 1.
    shares: Vec<f64>,
    /// For each 1/256 of 0..1 the first cell that reaches into it.
    guide: [u16; GUIDE],
    /// Which of the factors its scale has, by degrees of freedom.
    factor: usize,
    widening: f64,
    learning: Option<Gap>,
}

const GUIDE: usize = 256;

/// How far performance starts below its steady state, and how fast it gets there.
#[derive(Debug, Clone)]
struct Gap {
    start: f64,
    half_life_months: f64,
    half_life_log_sd: f64,
}

/// One cell, ready for the loop.
#[derive(Debug, Clone)]
struct CellPaths {
    coefficients: [f64; COLUMNS],
    /// s·chol(A⁻¹).
    root: [[f64; COLUMNS]; COLUMNS],
    state_series: f64,
    state_columns: [f64; COLUMNS],
    phi: f64,
    months: Vec<Step>,
    ahead: Vec<Ahead>,
    /// By month of history, aligned with those of all measures; at least one.
    rows: Vec<Row>,
}

/// What the filter does in one month.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// s·√F.
    spread: f64,
    /// φ·K.
    gain: f64,
}

/// What a drawn month of history makes of a shock: `ε = fixed + share · chol(R)z`. A month without a residual, and every
/// month where shocks are normal, leaves all of it to chance: 0 and 1.
#[derive(Debug, Clone, Copy)]
struct Row {
    fixed: f64,
    share: f64,
}

/// One month seen from the end of history.
#[derive(Debug, Clone, Copy)]
struct Ahead {
    /// φ^(h−1), what is left of the state.
    decay: f64,
    /// Standard deviation of the month given the coefficients.
    own: f64,
}

/// The paths of all measures, in one order that does not depend on any list's.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    seed: u64,
    measures: Vec<MeasurePaths>,
    months: usize,
    /// The columns of each month.
    columns: Vec<[f64; COLUMNS]>,
    /// Which columns any cell has.
    used: [bool; COLUMNS],
    correlation: Square,
    factors: Vec<ScaleFactor>,
    table: Table,
    /// Months of history to draw from; 0 where shocks are normal.
    rows: u32,
    /// Whether any path needs normal numbers beside rows.
    noisy: bool,
    uncertain: bool,
}

/// What a measure brings along.
pub(crate) struct Source<'a> {
    pub name: &'a str,
    pub fit: &'a Fit,
    /// Learning, and how far its start lies below the median of the first month, on the link scale.
    pub learning: Option<(&'a Learning, f64)>,
    /// Whether its months of history are drawn from; what only comes along is drawn from those of the others.
    pub gives_rows: bool,
}

/// The trial loop's memory: made once for each chunk.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// y of measure and month: `[measure · months + month]`.
    pub values: Vec<Lane>,
    /// `[measure · COLUMNS + column]`.
    coefficients: Vec<Lane>,
    rows: Vec<[u32; LANES]>,
}

/// What a trial knows about a measure before its months begin.
struct Drawn<'a> {
    cell: &'a CellPaths,
    /// w.
    factor: f64,
    coefficients: [f64; COLUMNS],
    state: f64,
}

impl Paths {
    /// `lead` is the number of months between history and the first month to predict.
    pub fn new(sources: &[Source<'_>], settings: &Settings, months: usize, lead: u32, correlation: Square) -> Self {
        let mut degrees: Vec<u32> = sources.iter().map(|source| source.fit.degrees()).collect();
        degrees.sort_unstable();
        degrees.dedup();
        let history = |source: &Source<'_>| source.fit.cells.first().map_or(0, |cell| cell.residuals.len());
        let rows = match settings.residual {
            Residual::Rows => sources.iter().filter(|source| source.gives_rows).map(history).max().unwrap_or(0),
            Residual::Normal => 0,
        };
        let measure = |source: &Source<'_>| MeasurePaths::new(source, settings, &degrees, months, lead, rows);
        let measures: Vec<MeasurePaths> = sources.iter().map(measure).collect();
        let mut used = [false; COLUMNS];
        for cell in measures.iter().flat_map(|measure| &measure.cells) {
            for (column, used) in used.iter_mut().enumerate() {
                *used |= cell.root[column][column] > 0.0;
            }
        }
        let noisy = measures.iter().flat_map(|m| &m.cells).flat_map(|cell| &cell.rows).any(|row| row.share > 0.0);
        Self {
            seed: settings.seed,
            months,
            columns: (1..=months).map(|month| columns(lead as i32 + month as i32)).collect(),
            used,
            correlation,
            factors: degrees.iter().filter_map(|&degrees| ScaleFactor::new(degrees)).collect(),
            table: Table::new(),
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            noisy,
            measures,
            uncertain: settings.parameter_uncertainty,
        }
    }

    /// Memory for [`Paths::fill`].
    pub fn block(&self) -> Block {
        Block {
            values: vec![[0.0; LANES]; self.measures.len() * self.months],
            coefficients: vec![[0.0; LANES]; self.measures.len() * COLUMNS],
            rows: vec![[0; LANES]; self.months],
        }
    }

    /// Computes the trials `first`, `first + 1`, … in the lanes of `block`: the paths of the first `count` measures.
    pub fn fill(&self, first: u64, count: usize, block: &mut Block) {
        let trials: [Trial; LANES] = std::array::from_fn(|lane| Trial::new(self.seed, first + lane as u64));
        self.draw_noise(&trials, count, &mut block.values);
        self.draw_coefficients(&trials, count, &mut block.coefficients);
        for (month, row) in block.rows.iter_mut().enumerate() {
            let place = address(Purpose::Row, 0, month as u16);
            *row = std::array::from_fn(|lane| below(trials[lane].draw(place), self.rows));
        }
        let commons: [Common; LANES] = trials.map(Common::new);
        for (index, measure) in self.measures[..count].iter().enumerate() {
            let coefficients = &block.coefficients[index * COLUMNS..][..COLUMNS];
            let drawn = std::array::from_fn(|lane| {
                self.draw(measure, &commons[lane], &std::array::from_fn(|column| coefficients[column][lane]))
            });
            self.walk(&drawn, &block.rows, &mut block.values[index * self.months..][..self.months]);
        }
        self.learn(&trials, &mut block.values);
    }

    /// Normal numbers of every measure and month, correlated across measures.
    fn draw_noise(&self, trials: &[Trial; LANES], count: usize, values: &mut [Lane]) {
        if !self.noisy {
            return;
        }
        for (measure, values) in self.measures[..count].iter().zip(values.chunks_exact_mut(self.months)) {
            for (month, value) in values.iter_mut().enumerate() {
                let place = address(Purpose::Noise, measure.stream, month as u16);
                self.table.fill(trials, place, value);
            }
        }
        for month in 0..self.months {
            self.correlate(count, |measure| measure * self.months + month, values);
        }
    }

    /// The lower triangle of R applied in place, from the last measure up: each one needs only itself and those before.
    #[inline]
    fn correlate(&self, count: usize, place: impl Fn(usize) -> usize, values: &mut [Lane]) {
        for measure in (0..count).rev() {
            let row = self.correlation.row(measure);
            let mut sum = [0.0; LANES];
            for (other, &factor) in row[..=measure].iter().enumerate() {
                let value = &values[place(other)];
                for (sum, value) in sum.iter_mut().zip(value) {
                    *sum += factor * value;
                }
            }
            values[place(measure)] = sum;
        }
    }

    fn draw_coefficients(&self, trials: &[Trial; LANES], count: usize, coefficients: &mut [Lane]) {
        if !self.uncertain {
            return;
        }
        for column in (0..COLUMNS).filter(|&column| self.used[column]) {
            for (index, measure) in self.measures[..count].iter().enumerate() {
                let place = address(Purpose::Coefficient, measure.stream, column as u16);
                self.table.fill(trials, place, &mut coefficients[index * COLUMNS + column]);
            }
            self.correlate(count, |measure| measure * COLUMNS + column, coefficients);
        }
    }

    #[inline]
    fn draw<'a>(&self, measure: &'a MeasurePaths, common: &Common, normals: &[f64; COLUMNS]) -> Drawn<'a> {
        let cell = measure.cell(common.share);
        let mut factor = measure.widening;
        let mut coefficients = cell.coefficients;
        if self.uncertain {
            factor *= self.factors[measure.factor].at(common.scale);
            for (coefficient, root) in coefficients.iter_mut().zip(&cell.root) {
                *coefficient += factor * dot4(root, normals);
            }
        }
        Drawn { cell, factor, coefficients, state: cell.state_series - dot4(&cell.state_columns, &coefficients) }
    }

    /// Replaces the noise of one measure by its paths.
    #[inline]
    fn walk(&self, drawn: &[Drawn<'_>; LANES], rows: &[[u32; LANES]], values: &mut [Lane]) {
        let coefficients: [Lane; COLUMNS] =
            std::array::from_fn(|column| std::array::from_fn(|lane| drawn[lane].coefficients[column]));
        let phi: Lane = std::array::from_fn(|lane| drawn[lane].cell.phi);
        let mut state: Lane = std::array::from_fn(|lane| drawn[lane].state);
        for (month, ((value, x), rows)) in values.iter_mut().zip(&self.columns).zip(rows).enumerate() {
            // What differs from lane to lane is fetched first, so that the arithmetic runs over lanes side by side.
            let (mut scale, mut gain, mut fixed, mut share) = ([0.0; LANES], [0.0; LANES], [0.0; LANES], [0.0; LANES]);
            for (lane, drawn) in drawn.iter().enumerate() {
                let step = &drawn.cell.months[month];
                let row = &drawn.cell.rows[rows[lane] as usize];
                (scale[lane], gain[lane]) = (drawn.factor * step.spread, step.gain);
                (fixed[lane], share[lane]) = (row.fixed, row.share);
            }
            for lane in 0..LANES {
                let innovation = scale[lane] * (fixed[lane] + share[lane] * value[lane]);
                let level = (x[0] * coefficients[0][lane] + x[1] * coefficients[1][lane])
                    + (x[2] * coefficients[2][lane] + x[3] * coefficients[3][lane]);
                value[lane] = level + state[lane] + innovation;
                state[lane] = phi[lane] * state[lane] + gain[lane] * innovation;
            }
        }
    }

    /// Lowers the months of measures whose performance has to be learnt.
    fn learn(&self, trials: &[Trial; LANES], values: &mut [Lane]) {
        for (measure, values) in self.measures.iter().zip(values.chunks_exact_mut(self.months)) {
            let Some(gap) = &measure.learning else { continue };
            for (lane, trial) in trials.iter().enumerate() {
                let z = quantile(unit(trial.draw(address(Purpose::Learning, 0, 0))));
                let half_life = gap.half_life_months * libm::exp(gap.half_life_log_sd * z);
                for (month, value) in values.iter_mut().enumerate() {
                    value[lane] -= gap.start * libm::exp2(-(month as f64 + 0.5) / half_life);
                }
            }
        }
    }

    /// What months to come are distributed like, given what each trial draws for its cell, coefficients and scale: calls
    /// `take` with measure (of the first `count`), month, centre and standard deviation on the link scale.
    pub fn given_parameters(
        &self,
        first: u64,
        count: usize,
        block: &mut Block,
        mut take: impl FnMut(usize, usize, f64, f64),
    ) {
        let trials: [Trial; LANES] = std::array::from_fn(|lane| Trial::new(self.seed, first + lane as u64));
        self.draw_coefficients(&trials, count, &mut block.coefficients);
        // The shocks of months are left out of the paths, so that their gap closes as in the trials.
        block.values.fill([0.0; LANES]);
        self.learn(&trials, &mut block.values);
        for (lane, &trial) in trials.iter().enumerate() {
            let common = Common::new(trial);
            for (index, measure) in self.measures[..count].iter().enumerate() {
                let normals = std::array::from_fn(|column| block.coefficients[index * COLUMNS + column][lane]);
                let drawn = self.draw(measure, &common, &normals);
                for (month, (ahead, x)) in drawn.cell.ahead.iter().zip(&self.columns).enumerate() {
                    let learning = block.values[index * self.months + month][lane];
                    let centre = dot4(x, &drawn.coefficients) + ahead.decay * drawn.state + learning;
                    take(index, month, centre, drawn.factor * ahead.own);
                }
            }
        }
    }
}

/// What a trial draws once for all measures.
struct Common {
    /// Place among the cells.
    share: f64,
    /// Normal number of the scale.
    scale: f64,
}

impl Common {
    fn new(trial: Trial) -> Self {
        Self {
            share: unit(trial.draw(address(Purpose::Cell, 0, 0))),
            scale: quantile(unit(trial.draw(address(Purpose::Scale, 0, 0)))),
        }
    }
}

#[inline]
fn dot4(a: &[f64; COLUMNS], b: &[f64; COLUMNS]) -> f64 {
    (a[0] * b[0] + a[2] * b[2]) + (a[1] * b[1] + a[3] * b[3])
}

impl MeasurePaths {
    fn new(source: &Source<'_>, settings: &Settings, degrees: &[u32], months: usize, lead: u32, rows: usize) -> Self {
        let fit = source.fit;
        let mut shares = Vec::with_capacity(fit.cells.len());
        let mut share = 0.0;
        for cell in &fit.cells {
            share += cell.weight;
            shares.push(share);
        }
        // Rounding may leave the sum a little below 1.
        if let Some(last) = shares.last_mut() {
            *last = 2.0;
        }
        let first_in = |part: usize| shares.partition_point(|&share| share <= part as f64 / GUIDE as f64) as u16;
        Self {
            stream: stream_of(source.name),
            cells: fit.cells.iter().map(|cell| CellPaths::new(cell, months, lead, rows, settings.smoothing)).collect(),
            guide: std::array::from_fn(first_in),
            shares,
            factor: degrees.iter().position(|&known| known == fit.degrees()).unwrap_or_default(),
            widening: widening(fit.months, settings),
            learning: source.learning.map(|(learning, start)| Gap {
                start,
                half_life_months: learning.half_life_months,
                half_life_log_sd: learning.half_life_log_sd,
            }),
        }
    }

    /// The cell whose share of 0..1 holds `share`.
    #[inline]
    fn cell(&self, share: f64) -> &CellPaths {
        let mut index = usize::from(self.guide[(share * GUIDE as f64) as usize]);
        while share >= self.shares[index] {
            index += 1;
        }
        &self.cells[index]
    }
}

impl CellPaths {
    fn new(fitted: &FittedCell, months: usize, lead: u32, rows: usize, smoothing: f64) -> Self {
        let phi = fitted.cell.phi;
        let (noise, shock) = fitted.cell.variances();
        let skipped = libm::pow(phi, f64::from(lead));
        let mut variance = fitted.state_variance;
        for _ in 0..lead {
            variance = phi * phi * variance + shock;
        }
        let start = variance;
        let (mut steps, mut ahead) = (Vec::with_capacity(months), Vec::with_capacity(months));
        for month in 0..months {
            let predicted = variance + noise;
            let gain = variance / predicted;
            let decay = libm::pow(phi, month as f64);
            let squared = decay * decay;
            let own = start * squared + shock * (1.0 - squared) / (1.0 - phi * phi) + noise;
            steps.push(Step { spread: fitted.scale * predicted.sqrt(), gain: phi * gain });
            ahead.push(Ahead { decay, own: fitted.scale * own.sqrt() });
            variance = phi * phi * variance * (1.0 - gain) + shock;
        }
        // Months of history are counted from their end; without any to draw from, every shock is normal.
        let norm = 1.0 / (1.0 + smoothing * smoothing).sqrt();
        let row = |residual: Option<f64>| match residual {
            Some(residual) => Row { fixed: norm * residual, share: norm * smoothing },
            None => Row { fixed: 0.0, share: 1.0 },
        };
        let known = fitted.residuals.len().min(rows);
        let missing = std::iter::repeat_n(None, rows.max(1) - known);
        let rows = missing.chain(fitted.residuals.iter().take(known).copied()).map(row).collect();
        Self {
            coefficients: fitted.coefficients,
            root: fitted.covariance_root.map(|row| row.map(|value| fitted.scale * value)),
            state_series: skipped * fitted.state_series,
            state_columns: fitted.state_columns.map(|state| skipped * state),
            phi,
            months: steps,
            ahead,
            rows,
        }
    }
}
