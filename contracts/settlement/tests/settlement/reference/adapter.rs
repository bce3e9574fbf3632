//! From an agreement to the plain terms of the reference. Nothing is computed here beyond changes of unit.

use super::charges::{Charges, MinimumVolume};
use super::exact::{Q, int, of, one, part, posted, power_of_ten, zero};
use super::terms::{
    Band, Bonus, Class, Direction, EarnBack, EarnBackRule, GainShare, Grade, IncidentCredit, Level, Mechanism, Offset,
    Path, Reading, RollingBasis, Target, Terms, Trigger, When,
};
use model::{Agreement, Decimal, Measure, ServiceLevel};

/// The terms of an agreement over its term.
pub fn terms(agreement: &Agreement) -> Terms {
    let months = usize::try_from(agreement.term.months).unwrap();
    let minor = minor_units(agreement);
    let remedies = &agreement.remedies;
    Terms {
        months,
        charges: (1..=months).map(|m| charges(agreement, m, None)).collect(),
        projected: (1..=months).map(|m| charges(agreement, m, None)).collect(),
        levels: agreement.levels().map(|(l, m)| level(agreement, l, m)).collect(),
        ramp_factors: agreement.ramp.credit_factors_percent.iter().map(|p| part(*p)).collect(),
        score_by_band: agreement.score == model::ScoreRule::ByBand,
        mechanism: mechanism(agreement),
        repeat_factor: remedies.repeat_factor.map_or_else(one, of),
        incidents: match remedies.incident_credit {
            model::remedy::IncidentCredit::Highest => IncidentCredit::Highest,
            model::remedy::IncidentCredit::Sum => IncidentCredit::Sum,
            model::remedy::IncidentCredit::ClientsChoice => IncidentCredit::Choice,
        },
        month_cap: month_cap(agreement),
        rolling_cap: remedies.rolling_cap.percent.map(|p| (part(p), rolling_basis(remedies.rolling_cap.basis))),
        late_is_failed: remedies.cure_business_days.is_some(),
        excused_is_met: remedies.excused_counts_as_met,
        gate_score: remedies.gate_score_points.map(of),
        bonus: bonus(agreement),
        gain_share: remedies.gain_share.share_percent.map(|share| GainShare {
            share: part(share),
            floor_minor: of(remedies.gain_share.floor_amount) * &minor,
            cap_minor: remedies.gain_share.cap_amount.map(|cap| of(cap) * &minor),
        }),
        earn_back: remedies.earn_back.percent.map(|percent| EarnBack {
            part: part(percent),
            rule: match remedies.earn_back.rule {
                model::remedy::EarnBackRule::NextThreeWindows => EarnBackRule::NextThree,
                model::remedy::EarnBackRule::ContractYear => {
                    EarnBackRule::Year { misses_max: usize::try_from(remedies.earn_back.misses_max).unwrap() }
                }
            },
            exclusions: !remedies.earn_back.without_exclusions,
        }),
        promotes: remedies.promotes,
        triggers: remedies.triggers.iter().map(trigger).collect(),
    }
}

/// The charges of a month in minor units, on its forecast or on the units that were delivered.
///
/// Reading: what is invoiced is a number of minor units, rounded half up, before percentages are taken of it.
pub fn charges(agreement: &Agreement, month: usize, units: Option<Q>) -> Q {
    let all = |amounts: &[Decimal]| amounts.iter().map(|a| of(*a)).collect();
    let (charges, forecast, minimum) = match &agreement.charges {
        model::Charges::FixedMonthly { amount } => (Charges::Fixed(of(*amount)), None, None),
        model::Charges::Table { amounts } => (Charges::Table(all(amounts)), None, None),
        model::Charges::PerUnit { steps, forecast_units } => {
            let starts = std::iter::once(zero()).chain(steps.iter().filter_map(|s| s.up_to_units.map(of)));
            let steps = starts.zip(steps).map(|(from, step)| (from, of(step.price))).collect();
            let forecast = of(*forecast_units.get(month - 1).or(forecast_units.last()).unwrap());
            // The forecast itself is charged as it is.
            let minimum = agreement.forecast.minimum_volume_percent.filter(|_| units.is_some());
            let minimum = minimum.map(|p| MinimumVolume { part: part(p), forecast_units: forecast.clone() });
            (Charges::PerUnit(steps), Some(forecast), minimum)
        }
    };
    let units = units.or(forecast).unwrap_or_else(zero);
    int(posted(&(charges.amount(month, &units, minimum.as_ref()) * minor_units(agreement))))
}

/// Minor units of one unit of the currency.
pub fn minor_units(agreement: &Agreement) -> Q {
    int(power_of_ten(usize::from(agreement.currency.minor_digits())))
}

/// The cap of the month is its own term, and by default equal to the at-risk amount of a pool.
fn month_cap(agreement: &Agreement) -> Option<Q> {
    let pool = agreement.remedies.mechanism == model::remedy::Mechanism::Pool;
    let at_risk = pool.then_some(agreement.remedies.pool.at_risk_percent);
    agreement.remedies.month_cap_percent.or(at_risk).map(part)
}

fn rolling_basis(basis: model::remedy::RollingBasis) -> RollingBasis {
    match basis {
        model::remedy::RollingBasis::TwelveMonths => RollingBasis::TwelveMonths,
        model::remedy::RollingBasis::ContractYear => RollingBasis::ContractYear,
    }
}

fn mechanism(agreement: &Agreement) -> Mechanism {
    let remedies = &agreement.remedies;
    match remedies.mechanism {
        model::remedy::Mechanism::Percent => Mechanism::Percent,
        model::remedy::Mechanism::Points => Mechanism::Points {
            rate: part(remedies.points.rate_percent),
            ladder: remedies.points.ladder.iter().map(|s| (of(s.points), part(s.percent))).collect(),
            of_next_period: remedies.points.charges_of == model::remedy::ChargesOf::Next,
        },
        model::remedy::Mechanism::Pool => Mechanism::Pool { at_risk: part(remedies.pool.at_risk_percent) },
    }
}

/// Off without a rate here or at a level, and without a cap.
fn bonus(agreement: &Agreement) -> Option<Bonus> {
    let terms = &agreement.remedies.bonus;
    let cap = terms.cap_percent?;
    Some(Bonus {
        base: terms.base_percent.map_or_else(zero, part),
        cap: part(cap),
        on_aggregate: terms.basis == model::remedy::BonusBasis::QuarterAggregate,
        in_ramp: terms.in_ramp,
    })
}

fn trigger(trigger: &model::remedy::Trigger) -> Trigger {
    let count = |n: u32| usize::try_from(n).unwrap();
    Trigger {
        when: match trigger.when {
            model::remedy::Condition::Grade { at_least } => When::Grade(grade(at_least)),
            model::remedy::Condition::CriticalRun { windows } => When::CriticalRun(count(windows)),
            model::remedy::Condition::Misses { misses, of_windows } => {
                When::Misses { misses: count(misses), of: count(of_windows) }
            }
            model::remedy::Condition::Points { points } => When::Points(of(points)),
            model::remedy::Condition::CapReached { months, of_months } => {
                When::CapReached { months: count(months), of: count(of_months) }
            }
        },
        terminates: trigger.then == model::remedy::Consequence::RightToTerminate,
    }
}

/// A band is never met.
fn grade(grade: model::Grade) -> Grade {
    match grade {
        model::Grade::Met | model::Grade::Minor => Grade::Minor,
        model::Grade::Serious => Grade::Serious,
        model::Grade::Severe => Grade::Severe,
        model::Grade::Failed => Grade::Failed,
    }
}

fn level(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Level {
    let (lowest, highest) = measure.unit.domain();
    let share = agreement.remedies.pool.shares.iter().find(|s| s.category == level.remedy.category);
    Level {
        class: match level.class {
            model::Class::Critical => Class::Critical,
            model::Class::Key => Class::Key,
            model::Class::ReportOnly => Class::ReportOnly,
        },
        weight: of(level.weight_percent),
        direction: match measure.direction {
            model::Direction::Higher => Direction::Higher,
            model::Direction::Lower => Direction::Lower,
            model::Direction::Range => Direction::Range,
        },
        precision: measure.precision_decimals,
        lowest: lowest.map(of),
        highest: highest.map(of),
        minimum_n: measure.minimum_n.map(|n| int(n.into())),
        target: target(level.target),
        path: agreement.ramp.path(&level.id).map(|p| path(&p.shape)),
        floor: level.floor.map(offset),
        stretch: level.stretch.map(offset),
        bands: level.bands.iter().map(band).collect(),
        per_point: match level.credit {
            model::Credit::ByBand => None,
            model::Credit::PerPoint { percent_per_point } => Some(part(percent_per_point)),
        },
        window_months: level.remedy.window.months(),
        gate: level.remedy.gate,
        cap: level.remedy.cap_percent.map(part),
        pool_part: share.map_or_else(zero, |s| part(s.share_percent)) * part(level.remedy.allocation_percent),
        bonus: level.remedy.bonus_percent.map(part),
        exceed: level.remedy.exceed.map(|e| (of(e.by), reading(e.reading))),
    }
}

fn reading(reading: model::remedy::ExceedReading) -> Reading {
    match reading {
        model::remedy::ExceedReading::Relative => Reading::Relative,
        model::remedy::ExceedReading::Absolute => Reading::Absolute,
        model::remedy::ExceedReading::Headroom => Reading::Headroom,
    }
}

fn target(target: model::Target) -> Target {
    match target {
        model::Target::Value(at) => Target::at(of(at.value())),
        model::Target::Range { low, high } => Target { low: of(low.value()), high: of(high.value()) },
    }
}

fn offset(offset: model::Offset) -> Offset {
    match offset {
        model::Offset::Difference(d) => Offset::Difference(of(d)),
        model::Offset::Ratio(r) => Offset::Ratio(of(r)),
    }
}

fn path(shape: &model::RampShape) -> Path {
    match shape {
        model::RampShape::Steps(steps) => Path::Steps(steps.iter().map(|s| target(*s)).collect()),
        model::RampShape::Linear { from } => Path::Linear(target(*from)),
        model::RampShape::LearningCurve { from, half_life_weeks } => {
            Path::LearningCurve { from: target(*from), half_life_weeks: half_life_weeks.to_string().parse().unwrap() }
        }
    }
}

fn band(band: &model::Band) -> Band {
    Band {
        grade: grade(band.grade),
        from: band.from.map(offset),
        credit: part(band.credit_percent),
        score: band.score_points.map_or_else(zero, of),
        points: band.points.map_or_else(zero, of),
        fraction: part(band.pool_fraction_percent.unwrap_or(Decimal::ONE_HUNDRED)),
    }
}
