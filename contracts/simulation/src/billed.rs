//! Charges in the trials. Where they are per unit, each trial is charged for its own months' volume, and for the minimum
//! volume at least, by the function that charges a statement's units; every percentage of charges follows. Without a volume
//! in history they are those of the forecast.

use crate::link::Scale;
use crate::paths::{Block, LANES};
use crate::run::Run;
use model::Decimal;
use settlement::{Carried, LevelInput, MonthOutput, Plan, settle_month};

/// More units than any month has; keeps the number whole where a path runs away.
const UNITS_MAX: f64 = 1e12;

/// The volume that charges follow.
#[derive(Debug, Clone)]
pub(crate) struct BilledVolume {
    /// Whose paths it has.
    path: usize,
    scale: Scale,
}

impl BilledVolume {
    /// `volume` is the place of its path and its scale, where it is known. None where charges do not follow it.
    pub fn new(plan: &Plan, volume: Option<(usize, Scale)>) -> Option<Self> {
        let (path, scale) = volume.filter(|_| plan.charges_follow_units())?;
        Some(Self { path, scale })
    }

    /// The number of paths that must be there.
    pub fn paths(&self) -> usize {
        self.path + 1
    }

    /// The whole units of a trial's months.
    fn units(&self, block: &Block, months: usize, lane: usize) -> Vec<Decimal> {
        let volumes = &block.values[self.path * months..][..months];
        let units = |volume: f64| Decimal::from(libm::round(self.scale.value(volume).clamp(0.0, UNITS_MAX)) as i64);
        volumes.iter().map(|volumes| units(volumes[lane])).collect()
    }
}

/// A block of trials on its way through settlement.
pub(crate) struct Ledger {
    /// What the months so far add up to.
    pub carried: Carried<LANES>,
    /// One for each trial, where each has charges of its own.
    own: Vec<OwnCharges>,
    inputs: Vec<LevelInput<1>>,
    output: MonthOutput<1>,
}

/// A trial with its own charges.
struct OwnCharges {
    plan: Plan,
    carried: Carried<1>,
    /// Months in which the minimum volume is charged.
    minimum_months: u32,
}

impl Ledger {
    /// The block's first `live` trials, before their first month.
    pub fn new(run: &Run, block: &Block, live: usize) -> Self {
        let own = |billed: &BilledVolume| -> Vec<OwnCharges> {
            (0..live).map(|lane| OwnCharges::new(&run.plan, &billed.units(block, run.months, lane))).collect()
        };
        Self {
            carried: Carried::default(),
            own: run.billed.as_ref().map(own).unwrap_or_default(),
            inputs: vec![LevelInput::default(); run.plan.levels().len()],
            output: MonthOutput::for_plan(&run.plan),
        }
    }

    /// Settles a month of every trial.
    pub fn settle(&mut self, plan: &Plan, month: usize, inputs: &[LevelInput<LANES>], output: &mut MonthOutput<LANES>) {
        if self.own.is_empty() {
            settle_month(plan, month, inputs, &mut self.carried, output);
            return;
        }
        for (lane, own) in self.own.iter_mut().enumerate() {
            for (one, all) in self.inputs.iter_mut().zip(inputs) {
                (one.reading, one.value_scaled) = ([all.reading[lane]], [all.value_scaled[lane]]);
            }
            settle_month(&own.plan, month, &self.inputs, &mut own.carried, &mut self.output);
            for (all, one) in output.levels.iter_mut().zip(&self.output.levels) {
                all.credit_minor[lane] = one.credit_minor[0];
            }
            output.credit_minor[lane] = self.output.credit_minor[0];
            output.cap_bound[lane] = self.output.cap_bound[0];
            output.score_units[lane] = self.output.score_units[0];
            output.bonus_minor[lane] = self.output.bonus_minor[0];
            output.earned_back_minor[lane] = self.output.earned_back_minor[0];
            self.carried.credit_minor[lane] = own.carried.credit_minor[0];
            self.carried.bonus_minor[lane] = own.carried.bonus_minor[0];
            self.carried.earned_back_minor[lane] = own.carried.earned_back_minor[0];
            self.carried.months_capped[lane] = own.carried.months_capped[0];
        }
    }

    /// By trial, where each has charges of its own: what is charged in each month, in minor units.
    pub fn charges_minor(&self) -> impl Iterator<Item = impl Iterator<Item = i64>> {
        self.own.iter().map(|own| own.plan.months().iter().map(|month| month.charges_minor))
    }

    /// Months of all trials in which the minimum volume is charged.
    pub fn minimum_months(&self) -> u32 {
        self.own.iter().map(|own| own.minimum_months).sum()
    }
}

impl OwnCharges {
    fn new(plan: &Plan, units: &[Decimal]) -> Self {
        let below = |(month, units): (usize, &Decimal)| plan.minimum_units(month).is_some_and(|least| *units < least);
        // A volume of which nothing could be settled, billions of billions, leaves the charges of the forecast.
        let own = plan.on_units(units).map_or_else(|_| plan.clone(), std::borrow::Cow::into_owned);
        let minimum_months = units.iter().enumerate().filter(|month| below(*month)).count();
        Self {
            plan: own,
            carried: Carried::default(),
            minimum_months: u32::try_from(minimum_months).unwrap_or(u32::MAX),
        }
    }
}
