//! Random agreements: every remedy is on or off by itself, so that each meets each.

use super::draws::Draws;
use crate::support::{agreement, band, level, measure};
use model::remedy::{
    BonusBasis, CategoryShare, ChargesOf, Condition, Consequence, EarnBackRule, Exceed, ExceedReading, IncidentCredit,
    LadderStep, RollingBasis, Trigger,
};
use model::{
    Agreement, Charges, Class, Credit, Currency, Decimal, Direction, Grade, Measure, MeasureId, Mechanism, Offset,
    RampPath, RampShape, ScoreRule, ServiceLevel, ServiceLevelId, Target, Unit, VolumeStep, Window,
};

const GRADES: [Grade; 4] = [Grade::Minor, Grade::Serious, Grade::Severe, Grade::Failed];

/// An agreement that the engine should accept.
pub fn agreement_of(draws: &mut Draws) -> Agreement {
    let mut terms = agreement("0", vec![], vec![]);
    terms.term.months =
        if draws.one_in(3) { draws.pick(&[12, 24]) } else { u32::try_from(draws.upto(27) + 1).unwrap() };
    terms.currency = Currency::read(draws.pick(&["USD", "JPY", "KWD"])).unwrap();
    terms.score = if draws.one_in(2) { ScoreRule::ByBand } else { ScoreRule::Linear };
    terms.remedies.mechanism =
        draws.pick(&[Mechanism::Percent, Mechanism::Percent, Mechanism::Points, Mechanism::Pool]);
    ramp_factors(draws, &mut terms);
    charges(draws, &mut terms);
    let count = draws.upto(6) + 1;
    let weights = weights(draws, count);
    for (i, weight) in weights.into_iter().enumerate() {
        add_level(draws, &mut terms, i, weight);
    }
    let per_point = terms.service_levels.iter().any(|l| matches!(l.credit, Credit::PerPoint { .. }));
    if per_point || draws.one_in(2) {
        terms.remedies.month_cap_percent = Some(draws.hundredths(3000));
    }
    mechanism(draws, &mut terms);
    limits(draws, &mut terms);
    rewards(draws, &mut terms);
    triggers(draws, &mut terms);
    excuses(draws, &mut terms);
    terms
}

/// A band of volume and obligations.
fn excuses(draws: &mut Draws, terms: &mut Agreement) {
    if draws.one_in(3) {
        terms.forecast.band_percent = Some(draws.pick(&[Decimal::ZERO, Decimal::from(30), Decimal::new(125, 1)]));
        terms.service_levels.iter_mut().for_each(|l| l.volume_sensitive = draws.one_in(2));
    }
    let gate = |gate: bool| model::clauses::Obligation { gate, ..Default::default() };
    if draws.one_in(4) {
        terms.obligations = vec![gate(draws.one_in(2)), gate(draws.one_in(2))];
    }
}

fn charges(draws: &mut Draws, terms: &mut Agreement) {
    let amount = |draws: &mut Draws| {
        let most =
            if draws.fine { 9_000_000_000_000 } else { draws.pick(&[50_000, 2_000_000, 100_000_000, 100_000_000_000]) };
        if draws.one_in(30) { 0 } else { draws.between(0, most) }
    };
    terms.charges = if draws.one_in(5) {
        let price = |draws: &mut Draws| Decimal::new(draws.between(0, 100_000), 4);
        let step = |up_to: Option<i64>, price| VolumeStep { up_to_units: up_to.map(Decimal::from), price };
        let steps = vec![step(Some(1000), price(draws)), step(Some(2000), price(draws)), step(None, price(draws))];
        let forecast_units = (0..draws.upto(3) + 1).map(|_| Decimal::from(draws.between(0, 3000))).collect();
        terms.forecast.minimum_volume_percent = draws.one_in(2).then(|| draws.hundredths(10_000));
        Charges::PerUnit { steps, forecast_units }
    } else if draws.one_in(2) {
        Charges::FixedMonthly { amount: terms.currency.amount(amount(draws)) }
    } else {
        let months = draws.upto(usize::try_from(terms.term.months).unwrap()) + 1;
        Charges::Table { amounts: (0..months).map(|_| terms.currency.amount(amount(draws))).collect() }
    };
}

fn ramp_factors(draws: &mut Draws, terms: &mut Agreement) {
    if draws.one_in(2) {
        return;
    }
    let months = draws.upto(6) + 1;
    let factors = (0..months).map(|_| match draws.upto(4) {
        0 => Decimal::ZERO,
        1 => Decimal::ONE_HUNDRED,
        2 => Decimal::from(50),
        _ => draws.hundredths(10_000),
    });
    terms.ramp.credit_factors_percent = factors.collect();
}

/// Weights of two decimals that sum to 100; coarse cuts coincide, which leaves levels without a weight.
fn weights(draws: &mut Draws, count: usize) -> Vec<Decimal> {
    let mut cuts: Vec<i64> = (1..count)
        .map(|_| if draws.one_in(2) { draws.between(0, 5) * 2000 } else { draws.between(0, 10_000) })
        .collect();
    cuts.extend([0, 10_000]);
    cuts.sort_unstable();
    cuts.windows(2).map(|w| Decimal::new(w[1] - w[0], 2)).collect()
}

fn add_level(draws: &mut Draws, terms: &mut Agreement, index: usize, weight: Decimal) {
    let (unit, direction) = draws.pick(&[
        (Unit::Percent, Direction::Higher),
        (Unit::Percent, Direction::Higher),
        (Unit::Percent, Direction::Lower),
        (Unit::Percent, Direction::Range),
        (Unit::Seconds, Direction::Lower),
        (Unit::Seconds, Direction::Range),
        (Unit::Points, Direction::Higher),
        (Unit::Count, Direction::Lower),
    ]);
    let precision = u8::try_from(draws.upto(3)).unwrap();
    let id = format!("level{index}");
    let mut measured = measure(&id, unit, direction, precision);
    measured.minimum_n = draws.one_in(5).then(|| u32::try_from(draws.between(1, 60)).unwrap());
    let mut own = level(&id, target(draws, &measured), "0");
    own.weight_percent = weight;
    own.class = draws.pick(&[Class::Critical, Class::Key, Class::Key]);
    if weight.is_zero() && draws.one_in(2) {
        own.class = Class::ReportOnly;
    }
    bands(draws, &mut own, &measured);
    if terms.remedies.mechanism == Mechanism::Percent && draws.one_in(5) {
        own.credit = Credit::PerPoint { percent_per_point: draws.hundredths(200) };
    }
    own.floor = draws.one_in(2).then(|| worse(draws, &measured, 400));
    own.stretch = (direction != Direction::Range && draws.one_in(2)).then(|| better(draws, &measured));
    if !terms.ramp.credit_factors_percent.is_empty() && draws.one_in(2) {
        let shape = shape(draws, &measured, terms.ramp.months());
        terms.ramp.paths.push(RampPath { service_level: own.id.clone(), shape });
    }
    own.remedy.window = if draws.one_in(4) { Window::Quarter } else { Window::Month };
    own.remedy.gate = draws.one_in(8);
    own.remedy.cap_percent = draws.one_in(8).then(|| draws.hundredths(800));
    measured.id = MeasureId(id.clone());
    own.id = ServiceLevelId(id);
    terms.measures.push(measured);
    terms.service_levels.push(own);
}

/// A number at the measure's precision.
fn number(draws: &mut Draws, measure: &Measure, low: i64, high: i64) -> Decimal {
    let scale = 10_i64.pow(u32::from(measure.precision_decimals));
    Decimal::new(draws.between(low * scale, high * scale), u32::from(measure.precision_decimals))
}

fn target(draws: &mut Draws, measure: &Measure) -> Target {
    let low = number(draws, measure, 5, 80);
    match measure.direction {
        Direction::Range => {
            let width = number(draws, measure, 0, 15);
            Target::Range { low: measure.unit.of(low), high: measure.unit.of(low + width) }
        }
        Direction::Higher | Direction::Lower => Target::Value(measure.unit.of(low)),
    }
}

/// A path from targets of the same kind.
fn shape(draws: &mut Draws, measure: &Measure, months: usize) -> RampShape {
    match draws.upto(3) {
        0 => RampShape::Steps((0..months).map(|_| target(draws, measure)).collect()),
        1 => RampShape::Linear { from: target(draws, measure) },
        _ => RampShape::LearningCurve {
            from: target(draws, measure),
            half_life_weeks: Decimal::new(draws.between(5, 120), 1),
        },
    }
}

/// An offset at most `most` last decimals worse than the target, or a ratio.
fn worse(draws: &mut Draws, measure: &Measure, most: i64) -> Offset {
    if measure.unit == Unit::Seconds && draws.one_in(2) {
        return Offset::Ratio(Decimal::ONE + Decimal::new(draws.between(1, 2000), 3));
    }
    let distance = Decimal::new(draws.between(1, most), u32::from(measure.precision_decimals));
    Offset::Difference(if measure.direction == Direction::Higher { -distance } else { distance })
}

fn better(draws: &mut Draws, measure: &Measure) -> Offset {
    let distance = Decimal::new(draws.between(1, 400), u32::from(measure.precision_decimals));
    Offset::Difference(if measure.direction == Direction::Higher { distance } else { -distance })
}

fn bands(draws: &mut Draws, level: &mut ServiceLevel, measure: &Measure) {
    let count = draws.upto(4) + 1;
    let mut starts: Vec<Decimal> =
        (1..count).map(|_| Decimal::new(draws.between(1, 250), u32::from(measure.precision_decimals))).collect();
    starts.sort_unstable();
    starts.dedup();
    let sign = if measure.direction == Direction::Higher { -Decimal::ONE } else { Decimal::ONE };
    let by_ratio = measure.unit == Unit::Seconds && draws.one_in(2);
    let offset = |start: Decimal| {
        if by_ratio {
            Offset::Ratio(Decimal::ONE + start / Decimal::from(40))
        } else {
            Offset::Difference(start * sign)
        }
    };
    let starts = std::iter::once(None).chain(starts.into_iter().map(Some));
    let (mut credit, mut points, mut score, mut fraction) = (0, 0, 100, 0);
    let mut grade = 0;
    level.bands.clear();
    for start in starts {
        credit += draws.between(0, 300);
        points += draws.between(0, 30);
        fraction = (fraction + if draws.fine { draws.between(0, 600_000) } else { 10_000 * draws.between(0, 60) })
            .min(1_000_000);
        score = (score - draws.between(0, 40)).max(0);
        grade = (grade + draws.upto(2)).min(3);
        level.bands.push(model::Band {
            from: start.map(offset),
            credit_percent: Decimal::new(credit, 2),
            score_points: Some(Decimal::from(score)),
            points: Some(Decimal::new(points, 1)),
            pool_fraction_percent: (!draws.one_in(4)).then(|| Decimal::new(fraction, 4)),
            ..band(GRADES[grade], None, "0")
        });
    }
    // A fraction that is not given is the whole: only the last bands may leave it out.
    let mut whole = true;
    for band in level.bands.iter_mut().rev() {
        whole &= band.pool_fraction_percent.is_none();
        if !whole && band.pool_fraction_percent.is_none() {
            band.pool_fraction_percent = Some(Decimal::ZERO);
        }
    }
    let mut least = Decimal::ZERO;
    for band in &mut level.bands {
        if let Some(fraction) = &mut band.pool_fraction_percent {
            least = least.max(*fraction);
            *fraction = least;
        }
    }
}

fn mechanism(draws: &mut Draws, terms: &mut Agreement) {
    match terms.remedies.mechanism {
        Mechanism::Percent => {}
        Mechanism::Points => {
            terms.remedies.points.rate_percent = draws.hundredths(200) + Decimal::new(1, 2);
            terms.remedies.points.charges_of = draws.pick(&[ChargesOf::This, ChargesOf::Next]);
            // A ladder makes money of all levels together: there is none beside caps of single levels.
            if terms.service_levels.iter().all(|l| l.remedy.cap_percent.is_none()) {
                let (mut points, mut percent) = (0, 0);
                let steps = (0..=draws.upto(4)).map(|_| {
                    points += draws.between(1, 60);
                    percent += draws.between(0, 400);
                    LadderStep { points: Decimal::new(points, 1), percent: Decimal::new(percent, 2) }
                });
                terms.remedies.points.ladder = steps.collect();
                terms.remedies.points.rate_percent = Decimal::ZERO;
            }
        }
        Mechanism::Pool => pool(draws, terms),
    }
}

fn pool(draws: &mut Draws, terms: &mut Agreement) {
    let first = draws.hundredths(10_000);
    let share = |category: &str, share_percent| CategoryShare { category: category.to_owned(), share_percent };
    let pool = &mut terms.remedies.pool;
    pool.at_risk_percent = draws.hundredths(2000);
    pool.shares = vec![share("service", first), share("quality", Decimal::ONE_HUNDRED - first)];
    pool.limit_percent = Some(Decimal::from(600));
    for level in &mut terms.service_levels {
        if level.class != Class::ReportOnly {
            level.remedy.category = draws.pick(&["service", "quality"]).to_owned();
            level.remedy.allocation_percent = draws.hundredths(10_000);
        }
    }
}

fn limits(draws: &mut Draws, terms: &mut Agreement) {
    let remedies = &mut terms.remedies;
    if remedies.mechanism != Mechanism::Points && draws.one_in(3) {
        remedies.repeat_factor =
            Some(draws.pick(&[Decimal::TWO, Decimal::new(15, 1), Decimal::new(125, 2), Decimal::new(13_337, 4)]));
    }
    remedies.incident_credit =
        draws.pick(&[IncidentCredit::Highest, IncidentCredit::Sum, IncidentCredit::ClientsChoice]);
    if draws.one_in(3) {
        remedies.rolling_cap.percent = Some(draws.hundredths(1000));
        remedies.rolling_cap.basis = draws.pick(&[RollingBasis::TwelveMonths, RollingBasis::ContractYear]);
    }
    // What failing costs per point is known from a floor or a second band.
    let per_point = |l: &ServiceLevel| matches!(l.credit, Credit::PerPoint { .. });
    let failing_is_known = terms.service_levels.iter().all(|l| !per_point(l) || l.floor.is_some() || l.bands.len() > 1);
    remedies.cure_business_days = (failing_is_known && draws.one_in(2)).then_some(5);
    remedies.excused_counts_as_met = draws.one_in(4);
    if draws.one_in(3) {
        remedies.gate_score_points = Some(Decimal::from(draws.between(0, 100)));
    }
    remedies.promotes = draws.one_in(3);
}

fn rewards(draws: &mut Draws, terms: &mut Agreement) {
    if draws.one_in(2) {
        let earn_back = &mut terms.remedies.earn_back;
        earn_back.percent = Some(draws.hundredths(10_000));
        earn_back.without_exclusions = draws.one_in(2);
        if draws.one_in(3) {
            earn_back.rule = EarnBackRule::ContractYear;
            earn_back.misses_max = u32::try_from(draws.upto(8)).unwrap();
        }
    }
    if draws.one_in(3) {
        let gain = &mut terms.remedies.gain_share;
        gain.share_percent = Some(draws.hundredths(5000));
        gain.floor_amount = terms.currency.amount(draws.between(0, 20_000));
        gain.cap_amount = draws.one_in(2).then(|| terms.currency.amount(draws.between(1, 50_000)));
    }
    if draws.one_in(2) {
        return;
    }
    let bonus = &mut terms.remedies.bonus;
    bonus.base_percent = (!draws.one_in(4)).then(|| draws.hundredths(300) + Decimal::new(1, 2));
    bonus.cap_percent = Some(draws.hundredths(400) + Decimal::new(1, 2));
    bonus.basis = draws.pick(&[BonusBasis::EachMonth, BonusBasis::QuarterAggregate]);
    bonus.in_ramp = draws.one_in(2);
    // A bar must hold in every month of a ramp; a level without a path has one target.
    for level in &mut terms.service_levels {
        let fixed = terms.ramp.paths.iter().all(|p| p.service_level != level.id);
        if level.class == Class::ReportOnly || !draws.one_in(2) {
            continue;
        }
        level.remedy.bonus_percent = Some(draws.hundredths(200) + Decimal::new(1, 2));
        let by = Exceed {
            by: Decimal::from(draws.between(1, 4)),
            reading: draws.pick(&[ExceedReading::Relative, ExceedReading::Absolute, ExceedReading::Headroom]),
        };
        let measure = terms.measures.iter().find(|m| m.id == level.measure).unwrap();
        if fixed && draws.one_in(2) && by.bar(level.target, measure).is_ok() {
            level.remedy.exceed = Some(by);
        }
    }
}

fn triggers(draws: &mut Draws, terms: &mut Agreement) {
    for _ in 0..draws.upto(4) {
        let count = |draws: &mut Draws, low, high| u32::try_from(draws.between(low, high)).unwrap();
        let when = match draws.upto(5) {
            0 => Condition::Grade { at_least: draws.pick(&GRADES) },
            1 => Condition::CriticalRun { windows: count(draws, 2, 4) },
            2 => {
                let misses = count(draws, 2, 3);
                Condition::Misses { misses, of_windows: misses + count(draws, 0, 3) }
            }
            3 if terms.remedies.mechanism == Mechanism::Points => {
                Condition::Points { points: Decimal::new(draws.between(1, 400), 1) }
            }
            _ if terms.remedies.month_cap_percent.is_some() => {
                let months = count(draws, 1, 3);
                Condition::CapReached { months, of_months: months + count(draws, 0, 3) }
            }
            _ => continue,
        };
        let then =
            draws.pick(&[Consequence::RectificationPlan, Consequence::Escalation, Consequence::RightToTerminate]);
        terms.remedies.triggers.push(Trigger { when, then });
    }
}
