//! Trials through settlement: 1,024 at a time, counted and summed as whole numbers.

use crate::billed::Ledger;
use crate::paths::{Block, LANES, Lane};
use crate::run::Run;
use crate::settings::CHUNK_TRIALS;
use settlement::{LevelInput, MonthOutput, Reading};

/// Chunks whose values are kept for the fans: 10,240 trials place the outermost quantile within 3 % of a standard
/// deviation, and memory stays small in long runs.
pub(crate) const FAN_CHUNKS: u32 = 10;
/// Stands for a month without a score.
pub(crate) const NO_SCORE: i32 = i32::MIN;

/// What a chunk of trials adds up to. The sums do not depend on which thread computed it, or when.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    pub(crate) index: u32,
    pub(crate) trials: usize,
    /// Trials with the level met, and with its month excused: `[level · months + month]`.
    pub(crate) met: Vec<u32>,
    pub(crate) excused: Vec<u32>,
    /// Trials with exactly k missed months: `[level · (months + 1) + k]`.
    pub(crate) misses: Vec<u32>,
    /// Expected credit's sum: by level, by month.
    pub(crate) level_credit: Vec<i128>,
    pub(crate) month_credit: Vec<i128>,
    /// Trials, by month, in which no level is missed, the cap binds, something is credited.
    pub(crate) all_met: Vec<u32>,
    pub(crate) capped: Vec<u32>,
    pub(crate) credited: Vec<u32>,
    /// Trials in which the cap binds in at least one month.
    pub(crate) capped_once: u32,
    /// By trial: credits of the horizon, missed level-months.
    pub(crate) credit_minor: Vec<i64>,
    /// By trial: bonuses and credit earned back over the horizon; empty where the terms have none.
    pub(crate) bonus_minor: Vec<i64>,
    pub(crate) earned_back_minor: Vec<i64>,
    /// By trial: charges of the horizon; empty where all trials have the same.
    pub(crate) charges_minor: Vec<i64>,
    /// Months of all trials in which the minimum volume is charged.
    pub(crate) minimum_months: u32,
    /// By trial: whether the cap bound in any month.
    pub(crate) capped_ever: Vec<bool>,
    pub(crate) missed: Vec<u32>,
    /// By month, then by trial.
    pub(crate) scores: Vec<Vec<i32>>,
    /// Values on the link scale: by measure and month, then by trial, those of the volume behind the others. Empty from
    /// chunk [`FAN_CHUNKS`] on.
    pub(crate) values: Vec<Vec<f32>>,
}

/// What happened in one trial.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialMonth {
    /// By level of the plan: the value in the measure's unit; none for a level that is left out.
    pub values: Vec<Option<f64>>,
    /// Contacts offered; none where no volume is known.
    pub volume: Option<f64>,
    /// By level of the plan.
    pub readings: Vec<Reading>,
    /// By level of the plan, in minor units.
    pub level_credit_minor: Vec<i64>,
    /// What is charged in the month, in minor units.
    pub charges_minor: i64,
    /// Credit of the month in minor units.
    pub credit_minor: i64,
    /// Bonus of the quarter that ends in the month, in minor units.
    pub bonus_minor: i64,
    /// Credit of earlier months that is returned in the month, in minor units.
    pub earned_back_minor: i64,
    /// Whether the month's cap cut something.
    pub cap_bound: bool,
    /// S in 1/10,000 point.
    pub score_units: Option<i32>,
}

/// Memory of the loop over blocks.
struct Desk {
    block: Block,
    /// By month: the volume that is foretold, where relief asks for it.
    foretold: Vec<Lane>,
    inputs: Vec<LevelInput<LANES>>,
    output: MonthOutput<LANES>,
}

impl Desk {
    fn new(run: &Run) -> Self {
        Self {
            block: run.paths.block(),
            foretold: Vec::new(),
            inputs: vec![LevelInput::default(); run.plan.levels().len()],
            output: MonthOutput::for_plan(&run.plan),
        }
    }

    /// The trials from `first` on: the paths of `count` measures and everything that goes with them.
    fn fill(&mut self, run: &Run, first: u64, count: usize) {
        run.paths.fill(first, count, &mut self.block);
        if let Some(busy) = &run.busy {
            busy.foretell(&run.paths, first, &self.block, &mut self.foretold);
        }
    }

    fn read(&mut self, run: &Run, month: usize) {
        for (reader, input) in run.readers.iter().zip(&mut self.inputs) {
            if let Some(reader) = reader {
                reader.read(month, &self.block.values[reader.measure * run.months + month], input);
            }
        }
        if let Some(busy) = &run.busy {
            busy.mark(month, busy.volumes(&self.block, run.months), &self.foretold, &mut self.inputs);
        }
    }
}

impl Chunk {
    pub(crate) fn compute(run: &Run, index: u32, first: u64, trials: usize) -> Self {
        let (levels, months) = (run.plan.levels().len(), run.months);
        let mut chunk = Self {
            index,
            trials,
            met: vec![0; levels * months],
            excused: vec![0; if run.busy.is_some() { levels * months } else { 0 }],
            misses: vec![0; levels * (months + 1)],
            level_credit: vec![0; levels],
            month_credit: vec![0; months],
            all_met: vec![0; months],
            capped: vec![0; months],
            credited: vec![0; months],
            capped_once: 0,
            credit_minor: Vec::with_capacity(trials),
            bonus_minor: Vec::new(),
            earned_back_minor: Vec::new(),
            charges_minor: Vec::new(),
            minimum_months: 0,
            capped_ever: Vec::with_capacity(trials),
            missed: Vec::with_capacity(trials),
            scores: vec![Vec::with_capacity(trials); months],
            values: vec![vec![0.0; if index < FAN_CHUNKS { trials } else { 0 }]; run.paths_all() * months],
        };
        let paths = if index < FAN_CHUNKS { run.paths_all() } else { run.paths_settled() };
        let mut desk = Desk::new(run);
        for start in (0..trials).step_by(LANES) {
            desk.fill(run, first + start as u64, paths);
            chunk.keep_values(&desk.block, start);
            chunk.settle_block(run, &mut desk, LANES.min(trials - start));
        }
        chunk
    }

    /// Keeps the block that begins with trial `start` of this chunk for the fans.
    fn keep_values(&mut self, block: &Block, start: usize) {
        for (kept, values) in self.values.iter_mut().zip(&block.values) {
            for (kept, &value) in kept.iter_mut().skip(start).zip(values) {
                *kept = value as f32;
            }
        }
    }

    /// Settles the block on the desk, of which the first `live` lanes count.
    fn settle_block(&mut self, run: &Run, desk: &mut Desk, live: usize) {
        let months = run.months;
        let counted: [u8; LANES] = std::array::from_fn(|lane| u8::from(lane < live));
        let mut ledger = Ledger::new(run, &desk.block, live);
        // A byte for each lane: a level has at most 120 months.
        let mut level_misses = vec![[0u8; LANES]; run.readers.len()];
        for month in 0..months {
            desk.read(run, month);
            ledger.settle(&run.plan, month, &desk.inputs, &mut desk.output);
            let mut any = [0u8; LANES];
            for &(index, binding) in &run.simulated_levels {
                let reading = &desk.inputs[index].reading;
                let misses = reading.map(|reading| u8::from(reading.has_value() & !reading.is_met()));
                let mut met = sum_bytes(&misses.map(|miss| 1 - miss), &counted);
                if run.busy.as_ref().is_some_and(|busy| busy.excuses(index)) {
                    let excused = sum_bytes(&reading.map(|reading| u8::from(reading == Reading::EXCUSED)), &counted);
                    self.excused[index * months + month] += excused;
                    met -= if run.plan.counts_excused_as_met() { 0 } else { excused };
                }
                self.met[index * months + month] += met;
                for ((total, any), miss) in level_misses[index].iter_mut().zip(&mut any).zip(misses) {
                    *total += miss;
                    *any |= miss & binding;
                }
            }
            self.all_met[month] += sum_bytes(&any.map(|any| 1 - any), &counted);
            self.add_month(month, &desk.output, &counted, live);
        }
        let mut missed = [0u32; LANES];
        for &(index, binding) in &run.simulated_levels {
            for lane in 0..live {
                let misses = level_misses[index][lane];
                missed[lane] += u32::from(binding) * u32::from(misses);
                self.misses[index * (months + 1) + usize::from(misses)] += 1;
            }
        }
        self.missed.extend_from_slice(&missed[..live]);
        self.charges_minor.extend(ledger.charges_minor().map(Iterator::sum::<i64>));
        self.minimum_months += ledger.minimum_months();
        let carried = &ledger.carried;
        self.credit_minor.extend_from_slice(&carried.credit_minor[..live]);
        if run.plan.has_bonus() {
            self.bonus_minor.extend_from_slice(&carried.bonus_minor[..live]);
        }
        if run.plan.has_earn_back() {
            self.earned_back_minor.extend_from_slice(&carried.earned_back_minor[..live]);
        }
        self.capped_ever.extend(carried.months_capped[..live].iter().map(|months| *months > 0));
        self.capped_once += sum_bytes(&carried.months_capped.map(|months| u8::from(months > 0)), &counted);
    }

    fn add_month(&mut self, month: usize, output: &MonthOutput<LANES>, counted: &[u8; LANES], live: usize) {
        self.capped[month] += sum_bytes(&output.cap_bound.map(u8::from), counted);
        self.credited[month] += sum_bytes(&output.credit_minor.map(|minor| u8::from(minor > 0)), counted);
        // All ones where a lane counts. Credits of a month are below 2⁵⁵ minor units: sixteen of them fit.
        let mask = counted.map(|counted| -i64::from(counted));
        let sum = |minor: &[i64; LANES]| {
            i128::from(minor.iter().zip(&mask).fold(0i64, |sum, (&minor, &mask)| sum + (minor & mask)))
        };
        self.month_credit[month] += sum(&output.credit_minor);
        for (total, level) in self.level_credit.iter_mut().zip(&output.levels) {
            *total += sum(&level.credit_minor);
        }
        self.scores[month].extend(output.score_units[..live].iter().map(|score| score.unwrap_or(NO_SCORE)));
    }

    /// Which chunk it is.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// Number of trials in it.
    #[must_use]
    pub fn trials(&self) -> usize {
        self.trials
    }

    /// Credits of the horizon, by trial, in minor units.
    #[must_use]
    pub fn credits_minor(&self) -> &[i64] {
        &self.credit_minor
    }
}

/// Sum of the lanes that count, of ones and zeros.
#[inline]
fn sum_bytes(values: &[u8; LANES], counted: &[u8; LANES]) -> u32 {
    u32::from(values.iter().zip(counted).fold(0u8, |sum, (&value, &counted)| sum + (value & counted)))
}

impl Run {
    /// One trial alone, month by month: the same as in the run, whatever the number of its trials.
    #[must_use]
    pub fn trial(&self, index: u64) -> Vec<TrialMonth> {
        let mut desk = Desk::new(self);
        // Lanes do not see each other: the trial stands in the first one.
        desk.fill(self, index, self.paths_all());
        let mut ledger = Ledger::new(self, &desk.block, 1);
        let own: Option<Vec<i64>> = ledger.charges_minor().next().map(Iterator::collect);
        let mut trial = Vec::with_capacity(self.months);
        for month in 0..self.months {
            desk.read(self, month);
            ledger.settle(&self.plan, month, &desk.inputs, &mut desk.output);
            let value = |reader: &crate::reading::LevelReader| {
                reader.scale.value(desk.block.values[reader.measure * self.months + month][0])
            };
            let volume = self
                .volume
                .as_ref()
                .map(|volume| volume.scale.value(desk.block.values[self.measures.len() * self.months + month][0]));
            trial.push(TrialMonth {
                volume,
                values: self.readers.iter().map(|reader| reader.as_ref().map(value)).collect(),
                readings: desk.inputs.iter().map(|input| input.reading[0]).collect(),
                level_credit_minor: desk.output.levels.iter().map(|level| level.credit_minor[0]).collect(),
                charges_minor: own.as_ref().map_or(self.plan.months()[month].charges_minor, |own| own[month]),
                credit_minor: desk.output.credit_minor[0],
                bonus_minor: desk.output.bonus_minor[0],
                earned_back_minor: desk.output.earned_back_minor[0],
                cap_bound: desk.output.cap_bound[0],
                score_units: desk.output.score_units[0],
            });
        }
        trial
    }
}

const _: () = assert!((CHUNK_TRIALS as usize).is_multiple_of(LANES), "a chunk is whole blocks");
