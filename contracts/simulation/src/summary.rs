//! From chunks to results.

use crate::chunk::{Chunk, NO_SCORE};
use crate::normal;
use crate::order::{Spare, at_ranks, rank};
use crate::paths::LANES;
use crate::problem::Problems;
use crate::results::{
    Amounts, Credits, DOTS, FAN_PERCENT, LevelMonth, LevelResult, Misses, MonthResult, Probability, Results, Rewards,
    ScoreQuantiles, Totals, TrialCharges, VolumeQuantiles,
};
use crate::run::Run;
use settlement::SCORE_UNITS_PER_POINT;

/// Trials whose parameters give the band of P(met): a multiple of the lanes. Its ends are quantiles of probabilities, not
/// of rare events; a few hundred place them within two points.
const BAND_TRIALS: usize = 256;
const BAND: [f64; 2] = [0.1, 0.9];
const POINTS: [f64; 3] = [0.05, 0.5, 0.95];

impl Run {
    /// Results of the chunks so far: all of them, or the first few of a run that is still going on.
    ///
    /// # Errors
    /// Where there is none, one is missing before the last or one is there twice.
    pub fn finish(&self, mut chunks: Vec<Chunk>) -> Result<Results, Problems> {
        chunks.sort_by_key(|chunk| chunk.index);
        let mut problems = Problems::default();
        if chunks.is_empty() {
            problems.add("chunks", "none", "chunk 0 and those after it", "compute at least one chunk");
        }
        if let Some((position, chunk)) =
            chunks.iter().enumerate().find(|(position, chunk)| chunk.index as usize != *position)
        {
            let found = format!("chunk {} in place {position}", chunk.index);
            problems.add("chunks", found, "each chunk once, from 0 on", "hand in the chunks of one run");
        }
        problems.or(())?;
        let summary = Summary { run: self, trials: chunks.iter().map(|chunk| chunk.trials).sum(), chunks };
        Ok(summary.results())
    }

    /// All chunks one after the other on this thread.
    ///
    /// # Errors
    /// None: the chunks are whole by construction. The type is that of [`Run::finish`].
    pub fn compute(&self) -> Result<Results, Problems> {
        self.finish((0..self.chunks()).map(|index| self.chunk(index)).collect())
    }
}

struct Summary<'a> {
    run: &'a Run,
    chunks: Vec<Chunk>,
    trials: usize,
}

impl Summary<'_> {
    fn results(&self) -> Results {
        let run = self.run;
        let simulated = run.readers.iter().any(Option::is_some);
        Results {
            trials: u32::try_from(self.trials).unwrap_or(u32::MAX),
            seed: run.settings.seed,
            levels: self.levels(),
            left_out: run.left_out.clone(),
            months: if simulated { (0..run.months).map(|month| self.month(month)).collect() } else { Vec::new() },
            totals: simulated.then(|| self.totals()),
            volume: self.volume(),
        }
    }

    /// Quantiles of the volume by month; its paths follow those of the measures.
    fn volume(&self) -> Vec<VolumeQuantiles> {
        let Some(volume) = &self.run.volume else { return Vec::new() };
        let first = self.run.measures.len() * self.run.months;
        let month = |place: usize| {
            let mut column: Vec<f32> =
                self.chunks.iter().flat_map(|chunk| chunk.values[place].iter().copied()).collect();
            column.sort_unstable_by(f32::total_cmp);
            let [p5, p50, p95] = POINTS.map(|q| volume.scale.value(f64::from(column[rank(q, column.len())])));
            VolumeQuantiles { p5, p50, p95 }
        };
        (first..first + self.run.months).map(month).collect()
    }

    fn count(&self, of: impl Fn(&Chunk) -> u32) -> u64 {
        self.chunks.iter().map(|chunk| u64::from(of(chunk))).sum()
    }

    fn probability(&self, count: u64) -> Probability {
        share(count, self.trials as u64)
    }

    /// Trials in which a level's month is excused by its volume; none where it cannot be.
    fn excused(&self, level: usize, month: usize) -> Option<u64> {
        self.run.busy.as_ref().filter(|busy| busy.excuses(level))?;
        Some(self.count(|chunk| chunk.excused[level * self.run.months + month]))
    }

    /// Of the trials in which a level's month is judged, the share in which it is met.
    fn p_met(&self, level: usize, month: usize) -> Probability {
        let met = self.count(|chunk| chunk.met[level * self.run.months + month]);
        let excused = self.excused(level, month).filter(|_| !self.run.plan.counts_excused_as_met());
        match self.trials as u64 - excused.unwrap_or_default() {
            0 => Probability { value: self.run.p_met(level, month).unwrap_or_default(), standard_error: 0.0 },
            judged => share(met, judged),
        }
    }

    /// Mean of a sum over the trials.
    fn mean_minor(&self, of: impl Fn(&Chunk) -> i128) -> i64 {
        half_up(self.chunks.iter().map(of).sum(), self.trials)
    }

    fn levels(&self) -> Vec<LevelResult> {
        let fans = self.fans();
        let bands = self.bands();
        let run = self.run;
        let months = run.months;
        let level = |(index, reader): (usize, &Option<crate::reading::LevelReader>)| {
            let measure = reader.as_ref()?.measure;
            let month = |month: usize| {
                let [low, high] = bands[index * months + month];
                LevelMonth {
                    p_met: self.p_met(index, month),
                    p_excused: self.excused(index, month).map(|excused| self.probability(excused)),
                    p_met_low: low,
                    p_met_high: high,
                    fan: fans[measure * months + month],
                }
            };
            let misses: Vec<u64> =
                (0..=months).map(|k| self.count(|chunk| chunk.misses[index * (months + 1) + k])).collect();
            let total: u64 = misses.iter().enumerate().map(|(k, count)| k as u64 * count).sum();
            Some(LevelResult {
                service_level: run.plan.levels()[index].level.id.clone(),
                measure: run.measures[measure].id.clone(),
                basis: run.measures[measure].basis,
                months: (0..months).map(month).collect(),
                p_met_every_month: self.probability(misses[0]),
                p_misses: misses.iter().map(|&count| count as f64 / self.trials as f64).collect(),
                misses_mean: total as f64 / self.trials as f64,
                credit_mean_minor: self.mean_minor(|chunk| chunk.level_credit[index]),
            })
        };
        run.readers.iter().enumerate().filter_map(level).collect()
    }

    /// Quantiles of each measure and month in its own unit, ascending.
    fn fans(&self) -> Vec<[f64; 7]> {
        let mut column = Vec::new();
        let mut spare = Spare::default();
        let fan = |place: usize| {
            let scale = self.run.measures[place / self.run.months].scale;
            column.clear();
            self.chunks.iter().for_each(|chunk| column.extend_from_slice(&chunk.values[place]));
            // On a scale that is turned round the quantile q of the value is the one with as many trials above it.
            let trials = column.len();
            let mut ranks = FAN_PERCENT.map(|percent| rank(percent / 100.0, trials));
            if scale.sign() < 0.0 {
                ranks = ranks.map(|rank| trials - 1 - rank);
                ranks.reverse();
            }
            let mut fan = at_ranks(&column, ranks, &mut spare).map(|place| scale.value(f64::from(place)));
            if scale.sign() < 0.0 {
                fan.reverse();
            }
            fan
        };
        (0..self.run.measures.len() * self.run.months).map(fan).collect()
    }

    /// For each level and month where P(met) lies with 80 % probability, given how little history says about the cell,
    /// the coefficients and the scale: quantiles over trials of P(met) given theirs.
    fn bands(&self) -> Vec<[f64; 2]> {
        let run = self.run;
        let months = run.months;
        let trials = BAND_TRIALS.min(self.trials.next_multiple_of(LANES));
        let mut probabilities: Vec<Vec<f64>> = vec![Vec::with_capacity(trials); run.readers.len() * months];
        let mut levels_of: Vec<Vec<usize>> = vec![Vec::new(); run.measures.len()];
        for (level, reader) in run.readers.iter().enumerate() {
            if let Some(reader) = reader {
                levels_of[reader.measure].push(level);
            }
        }
        let mut block = run.paths.block();
        for first in (0..trials).step_by(LANES) {
            run.paths.given_parameters(
                first as u64,
                run.measures.len(),
                &mut block,
                |measure, month, centre, deviation| {
                    for &level in &levels_of[measure] {
                        let Some(cut) = run.readers[level].as_ref().and_then(|reader| reader.cuts[month].first())
                        else {
                            continue;
                        };
                        let below = |edge: f64| normal::cdf((edge - centre) / deviation);
                        let above = if cut.high.is_finite() { below(cut.high) } else { 1.0 };
                        let under = if cut.low.is_finite() { below(cut.low) } else { 0.0 };
                        probabilities[level * months + month].push(above - under);
                    }
                },
            );
        }
        let ends = |column: Vec<f64>| {
            let mut column = column;
            if column.is_empty() {
                return [0.0, 1.0];
            }
            column.sort_unstable_by(f64::total_cmp);
            BAND.map(|q| column[rank(q, column.len())].clamp(0.0, 1.0))
        };
        probabilities.into_iter().map(ends).collect()
    }

    fn month(&self, month: usize) -> MonthResult {
        MonthResult {
            p_all_met: self.probability(self.count(|chunk| chunk.all_met[month])),
            score: self.score(month),
            p_cap_binds: self.probability(self.count(|chunk| chunk.capped[month])),
            p_credit: self.probability(self.count(|chunk| chunk.credited[month])),
            credit_mean_minor: self.mean_minor(|chunk| chunk.month_credit[month]),
        }
    }

    fn score(&self, month: usize) -> Option<ScoreQuantiles> {
        let scores = self.chunks.iter().flat_map(|chunk| &chunk.scores[month]).copied();
        let mut column: Vec<i32> = scores.filter(|&score| score != NO_SCORE).collect();
        if column.is_empty() {
            return None;
        }
        let [p5, p50, p95] = POINTS.map(|q| {
            let place = rank(q, column.len());
            f64::from(*column.select_nth_unstable(place).1) / f64::from(SCORE_UNITS_PER_POINT)
        });
        Some(ScoreQuantiles { p5, p50, p95 })
    }

    fn totals(&self) -> Totals {
        let missed: Vec<u32> = self.chunks.iter().flat_map(|chunk| chunk.missed.iter().copied()).collect();
        Totals {
            credits: self.credits(),
            p_all_met: self.probability(missed.iter().filter(|&&missed| missed == 0).count() as u64),
            misses: misses(missed),
            p_cap_binds: self.probability(self.count(|chunk| chunk.capped_once)),
            p_credit: self.probability(
                self.chunks.iter().flat_map(|chunk| &chunk.credit_minor).filter(|&&minor| minor > 0).count() as u64,
            ),
            charges: self.charges(),
            rewards: self.rewards(),
        }
    }

    /// What is charged, where each trial has charges of its own.
    fn charges(&self) -> Option<TrialCharges> {
        self.run.billed.as_ref()?;
        let months = (self.trials * self.run.months) as f64;
        let minimum = self.run.plan.minimum_units(0);
        Some(TrialCharges {
            amounts: amounts(self.chunks.iter().flat_map(|chunk| chunk.charges_minor.iter().copied()).collect()),
            minimum_share: minimum.map(|_| self.count(|chunk| chunk.minimum_months) as f64 / months),
        })
    }

    /// What better service earns, where the terms say that it earns anything.
    fn rewards(&self) -> Option<Rewards> {
        let plan = &self.run.plan;
        let of = |kept: fn(&Chunk) -> &Vec<i64>| -> Vec<i64> {
            self.chunks.iter().flat_map(|chunk| kept(chunk).iter().copied()).collect()
        };
        let bonus = plan.has_bonus().then(|| of(|chunk| &chunk.bonus_minor));
        let back = plan.has_earn_back().then(|| of(|chunk| &chunk.earned_back_minor));
        if bonus.is_none() && back.is_none() {
            return None;
        }
        let mut net = of(|chunk| &chunk.credit_minor);
        for earned in bonus.iter().chain(&back) {
            net.iter_mut().zip(earned).for_each(|(net, earned)| *net -= earned);
        }
        let some = |column: &Vec<i64>| self.probability(column.iter().filter(|minor| **minor > 0).count() as u64);
        Some(Rewards {
            p_bonus: bonus.as_ref().map(some),
            p_earned_back: back.as_ref().map(some),
            bonus: bonus.map(amounts),
            earned_back: back.map(amounts),
            net: amounts(net),
        })
    }

    fn credits(&self) -> Credits {
        let trials = |chunk: &Chunk| -> Vec<(i64, bool)> {
            chunk.credit_minor.iter().copied().zip(chunk.capped_ever.iter().copied()).collect()
        };
        let mut outcomes: Vec<(i64, bool)> = self.chunks.iter().flat_map(trials).collect();
        outcomes.sort_unstable();
        let sorted: Vec<i64> = outcomes.iter().map(|outcome| outcome.0).collect();
        Credits {
            amounts: amounts(sorted.clone()),
            dots_minor: (0..DOTS).map(|dot| sorted[rank((dot as f64 + 0.5) / DOTS as f64, sorted.len())]).collect(),
            dots_cap_share: (0..DOTS).map(|dot| cap_share(&outcomes, dot)).collect(),
        }
    }
}

/// A share of trials with its Monte Carlo error.
fn share(count: u64, trials: u64) -> Probability {
    let trials = trials as f64;
    let value = count as f64 / trials;
    Probability { value, standard_error: (value * (1.0 - value) / trials).sqrt() }
}

/// Mean, its error and quantiles of an amount by trial.
fn amounts(mut column: Vec<i64>) -> Amounts {
    column.sort_unstable();
    let sum: i128 = column.iter().map(|&minor| i128::from(minor)).sum();
    // An error, not an amount: floating point is what it is made of.
    let mean = sum as f64 / column.len() as f64;
    let squares: f64 = column.iter().map(|&minor| (minor as f64 - mean) * (minor as f64 - mean)).sum();
    let [p5_minor, p50_minor, p95_minor] = POINTS.map(|q| column[rank(q, column.len())]);
    Amounts {
        mean_minor: half_up(sum, column.len()),
        standard_error_minor: (squares.sqrt() / column.len() as f64).ceil() as i64,
        p5_minor,
        p50_minor,
        p95_minor,
    }
}

/// Among the trials that a dot stands for, the share in which the cap bound.
fn cap_share(sorted: &[(i64, bool)], dot: usize) -> f64 {
    let (from, until) = (dot * sorted.len() / DOTS, (dot + 1) * sorted.len() / DOTS);
    let slice = &sorted[from..until.max(from + 1).min(sorted.len())];
    slice.iter().filter(|outcome| outcome.1).count() as f64 / slice.len() as f64
}

/// A sum divided by a count, rounded half up.
fn half_up(sum: i128, count: usize) -> i64 {
    let count = count as i128;
    i64::try_from((2 * sum + count).div_euclid(2 * count)).unwrap_or(i64::MAX)
}

fn misses(mut missed: Vec<u32>) -> Misses {
    missed.sort_unstable();
    let count = missed.len() as f64;
    let mean = missed.iter().map(|&missed| u64::from(missed)).sum::<u64>() as f64 / count;
    let squares: f64 = missed.iter().map(|&missed| (f64::from(missed) - mean) * (f64::from(missed) - mean)).sum();
    let [p5, p50, p95] = POINTS.map(|q| missed[rank(q, missed.len())]);
    Misses { mean, standard_error: squares.sqrt() / count, p5, p50, p95 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_half_up() {
        for (sum, count, mean) in
            [(0, 3, 0), (4, 3, 1), (5, 3, 2), (5, 2, 3), (7, 2, 4), (999, 1_000, 1), (499, 1_000, 0)]
        {
            assert_eq!(half_up(sum, count), mean, "{sum} / {count}");
        }
    }

    #[test]
    fn missed_months_have_the_quantiles_of_their_order() {
        let misses = misses(vec![3, 0, 1, 1, 5]);
        assert_eq!((misses.mean, misses.p5, misses.p50, misses.p95), (2.0, 0, 1, 3));
        // Squares about the mean: 1 + 4 + 1 + 1 + 9.
        assert!((misses.standard_error - 16f64.sqrt() / 5.0).abs() < 1e-15);
    }
}
