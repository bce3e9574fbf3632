//! Busy months in the trials: more volume than was forecast excuses the levels that are sensitive to it, as it does in a
//! statement.
//!
//! The locked forecast is the agreement's own, where its charges are per unit. Where it holds none, it is what the trial's
//! own months before the lock foretell: the median of the month's volume given the level, season and trend of the trial
//! and everything up to the last whole month before the forecast is locked. A history without a volume excuses nothing.

use crate::link::Scale;
use crate::paths::{Block, LANES, Lane, Paths};
use model::{Decimal, charges};
use rust_decimal::prelude::ToPrimitive;
use settlement::{LevelInput, Plan, Reading};

/// Which trials' months are excused by their volume, and for which levels.
#[derive(Debug, Clone)]
pub(crate) struct BusyMonths {
    /// Whose paths the volume has.
    path: usize,
    scale: Scale,
    limit: Limit,
    /// The levels that are sensitive to it, by level of the plan.
    sensitive: Vec<bool>,
}

#[derive(Debug, Clone)]
enum Limit {
    /// By month: the agreed forecast × (1 + band) on the link scale, larger volumes above.
    Agreed(Vec<f64>),
    /// 1 + band, over what is foretold so many months ahead.
    Foretold { factor: f64, months_ahead: usize },
}

impl BusyMonths {
    /// `path` and `scale` are those of the volume, where it is known.
    pub fn new(plan: &Plan, months: usize, volume: Option<(usize, Scale)>) -> Option<Self> {
        let ((path, scale), relief) = volume.zip(plan.volume_relief())?;
        let agreed = |month: usize| {
            let above = charges::excused_above(plan.forecast_volume(month)?, relief.band_percent);
            above.to_f64().map(|above| scale.sign() * scale.of_threshold(above))
        };
        let limit = (0..months).map(agreed).collect::<Option<Vec<f64>>>().map_or_else(
            || {
                // What a month before the lock brought is known when the month is over.
                let locked = relief.lock_days.unwrap_or_default().div_ceil(30) as usize;
                let factor = charges::excused_above(Decimal::ONE, relief.band_percent);
                Limit::Foretold { factor: factor.to_f64().unwrap_or(f64::INFINITY), months_ahead: 1 + locked }
            },
            Limit::Agreed,
        );
        let sensitive = (0..plan.levels().len()).map(|level| relief.levels.contains(&level)).collect();
        Some(Self { path, scale, limit, sensitive })
    }

    /// Whether a level of the plan is sensitive to volume.
    pub fn excuses(&self, level: usize) -> bool {
        self.sensitive[level]
    }

    /// The number of paths that must be there.
    pub fn paths(&self) -> usize {
        self.path + 1
    }

    /// What is foretold of the block's trials from `first` on; nothing where the agreement holds a forecast.
    pub fn foretell(&self, paths: &Paths, first: u64, block: &Block, foretold: &mut Vec<Lane>) {
        if let Limit::Foretold { months_ahead, .. } = self.limit {
            paths.foretell(first, self.path, months_ahead, block, foretold);
        }
    }

    /// Marks the month as excused where its volume is beyond the band: `volumes` and `foretold` by month.
    pub fn mark(&self, month: usize, volumes: &[Lane], foretold: &[Lane], inputs: &mut [LevelInput<LANES>]) {
        let volumes = &volumes[month];
        let busy: [bool; LANES] = match &self.limit {
            Limit::Agreed(limits) => volumes.map(|volume| self.scale.sign() * volume > limits[month]),
            Limit::Foretold { factor, .. } => {
                let (volume, forecast) = (self.scale.values(volumes), self.scale.values(&foretold[month]));
                std::array::from_fn(|lane| volume[lane] > forecast[lane] * factor)
            }
        };
        for (input, _) in inputs.iter_mut().zip(&self.sensitive).filter(|(_, sensitive)| **sensitive) {
            for (reading, busy) in input.reading.iter_mut().zip(busy) {
                *reading = if busy { Reading::EXCUSED } else { *reading };
            }
        }
    }

    /// The volume's months in a block.
    pub fn volumes<'a>(&self, block: &'a Block, months: usize) -> &'a [Lane] {
        &block.values[self.path * months..][..months]
    }
}
