//! The scenario's terms as an agreement like any other.

use super::{ORIGIN, PRECISION, Scenario, UNITS};
use model::remedy::{BonusLevels, CategoryShare, Exceed, ExceedReading};
use model::{
    Agreement, Band, Charges, Class, Credit, Currency, Decimal, Direction, Grade, LaterTarget, LevelRemedy, Measure,
    MeasureId, Mechanism, Offset, Outcome, RampPath, RampShape, ScoreRule, ServiceLevel, ServiceLevelId, Target, Unit,
};

/// Charges of the scenario are multiplied by this, so that its amounts are exact to 10⁻⁹ in a currency of three decimals.
pub const CHARGES_TIMES: f64 = 1e6;
/// Score of a band, and what it costs of its allocation, in percent. The last one has no end.
const BANDS: [(Grade, i64, i64); 3] = [(Grade::Minor, 75, 25), (Grade::Serious, 50, 50), (Grade::Severe, 0, 100)];

/// The agreement.
///
/// Months without credits are a ramp; the targets go on to rise after it. Credits come from a pool with one category. The
/// bonus looks at the levels that have a bar, and an excused level counts as met for everything, as the scenario says.
///
/// # Panics
/// Where a number of the scenario is none.
#[must_use]
pub fn agreement(scenario: &Scenario) -> Agreement {
    let start = chrono::NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
    let mut terms = Agreement::blank(start, Currency::read("KWD").expect("a currency of three decimals"));
    terms.term.months = scenario.months as u32;
    let amounts = scenario.charges.iter().map(|charges| decimal(charges * CHARGES_TIMES, 3));
    terms.charges = Charges::Table { amounts: amounts.collect() };
    terms.score = ScoreRule::ByBand;
    terms.ramp.credit_factors_percent = vec![Decimal::ZERO; scenario.grace_months];
    for k in 0..scenario.levels {
        let level = level(scenario, k);
        let steps = (0..scenario.grace_months).map(|m| target(scenario.thresholds[m][k][1])).collect();
        terms.ramp.paths.push(RampPath { service_level: level.id.clone(), shape: RampShape::Steps(steps) });
        terms.measures.push(measure(k));
        terms.service_levels.push(level);
    }
    let remedies = &mut terms.remedies;
    remedies.mechanism = Mechanism::Pool;
    remedies.pool.at_risk_percent = percent(scenario.at_risk);
    let all = CategoryShare { category: "all".into(), share_percent: Decimal::ONE_HUNDRED };
    remedies.pool.shares = vec![all];
    remedies.pool.limit_percent = Some(percent(scenario.allocations.iter().sum()));
    remedies.month_cap_percent = Some(percent(scenario.cap));
    remedies.excused_counts_as_met = true;
    remedies.excused_earns = true;
    remedies.earn_back.percent = Some(Decimal::ONE_HUNDRED);
    remedies.earn_back.without_exclusions = true;
    remedies.bonus.base_percent = Some(percent(scenario.bonus));
    remedies.bonus.cap_percent = Some(percent(scenario.bonus));
    remedies.bonus.levels = BonusLevels::Exceeding;
    terms
}

fn decimal(value: f64, decimals: usize) -> Decimal {
    format!("{value:.decimals$}").parse().expect("a decimal")
}

fn percent(part: f64) -> Decimal {
    decimal(100.0 * part, 6).normalize()
}

fn target(value: f64) -> Target {
    Target::Value(Unit::Count.of(decimal((value + ORIGIN) * UNITS, usize::from(PRECISION))))
}

/// A distance in the measure's unit.
fn distance(value: f64) -> Decimal {
    decimal(value * UNITS, usize::from(PRECISION))
}

fn measure(k: usize) -> Measure {
    let (sample, _) = model::template::sample();
    Measure {
        id: MeasureId(format!("m{k}")),
        name: format!("Measure {}", k + 1),
        unit: Unit::Count,
        direction: Direction::Higher,
        precision_decimals: PRECISION,
        minimum_n: None,
        ..sample.measures[0].clone()
    }
}

fn level(scenario: &Scenario, k: usize) -> ServiceLevel {
    let thresholds: Vec<&Vec<f64>> = scenario.thresholds.iter().map(|month| &month[k]).collect();
    let promised = |month: usize| target(thresholds[month][1]);
    let first = scenario.grace_months;
    let later = (first + 1..scenario.months).filter(|m| promised(*m) != promised(m - 1));
    let later = later.map(|m| LaterTarget { from_month: m as u32 + 1, target: promised(m) }).collect();
    let from = |edge: usize| (edge > 1).then(|| Offset::Difference(distance(thresholds[0][edge] - thresholds[0][1])));
    let bands = BANDS.iter().zip(1..).map(|((grade, score, fraction), edge)| Band {
        grade: *grade,
        from: from(edge),
        credit_percent: Decimal::ZERO,
        score_points: Some(Decimal::from(*score)),
        points: None,
        pool_fraction_percent: Some(Decimal::from(*fraction)),
    });
    let exceed = Exceed { by: distance(thresholds[0][0] - thresholds[0][1]), reading: ExceedReading::Absolute };
    ServiceLevel {
        id: ServiceLevelId(format!("s{k}")),
        measure: MeasureId(format!("m{k}")),
        class: Class::Key,
        weight_percent: percent(scenario.weights[k]),
        target: promised(first),
        later_targets: later,
        floor: None,
        stretch: None,
        bands: bands.collect(),
        credit: Credit::ByBand,
        outcome: Outcome::Satisfaction,
        scope: model::clauses::LevelScope::default(),
        client_part: String::new(),
        volume_sensitive: scenario.volume_sensitive[k],
        remedy: LevelRemedy {
            category: "all".into(),
            allocation_percent: percent(scenario.allocations[k]),
            exceed: scenario.key[k].then_some(exceed),
            ..LevelRemedy::default()
        },
    }
}
