//! Agreements and histories small enough to know the answer.

use model::{
    Agreement, Band, Charges, Class, Credit, Currency, Decimal, Direction, Grade, Measure, MeasureId, Month, Offset,
    Outcome, Perspective, Remedies, ScoreRule, ServiceLevel, ServiceLevelId, Side, Statistic, Target, Term, Unit,
};
use simulation::{History, Knowledge, KnowledgeByMeasure, Results, Run, Settings, normal};

/// Charges of a month: a million, so that money is fine-grained beside Monte Carlo error.
pub const CHARGES: i64 = 1_000_000;
pub const CHARGES_MINOR: i64 = 100 * CHARGES;

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// One level about one measure of the same id.
#[derive(Clone)]
pub struct Terms {
    pub id: &'static str,
    pub measure: &'static str,
    pub unit: Unit,
    pub direction: Direction,
    pub precision: u8,
    pub target: &'static str,
    /// Distance from the target ("" for the first band) and credit in percent.
    pub bands: &'static [(&'static str, &'static str)],
    pub per_point: Option<&'static str>,
    pub weight: &'static str,
    pub class: Class,
}

/// A score that should reach `target`, to the sixth decimal; a miss costs 10 % of charges.
pub const fn points(id: &'static str, target: &'static str) -> Terms {
    Terms {
        id,
        measure: id,
        unit: Unit::Points,
        direction: Direction::Higher,
        precision: 6,
        target,
        bands: &[("", "10")],
        per_point: None,
        weight: "0",
        class: Class::Key,
    }
}

impl Terms {
    fn measure(&self) -> Measure {
        Measure {
            id: MeasureId(self.measure.into()),
            name: self.measure.to_uppercase(),
            statistic: Statistic::Share,
            numerator: "what is counted".into(),
            denominator: "all of it".into(),
            unit: self.unit,
            direction: self.direction,
            precision_decimals: self.precision,
            perspective: Perspective::Efficiency,
            exclusions: String::new(),
            source: "a report".into(),
            owner: Side::Vendor,
            minimum_n: None,
            details: model::MeasureDetails::default(),
        }
    }

    fn level(&self) -> ServiceLevel {
        const GRADES: [Grade; 4] = [Grade::Minor, Grade::Serious, Grade::Severe, Grade::Failed];
        let band = |(&(from, percent), grade): (&(&str, &str), Grade)| Band {
            grade,
            from: (!from.is_empty()).then(|| Offset::Difference(decimal(from))),
            credit_percent: decimal(percent),
            score_points: Some(decimal("50")),
            points: None,
            pool_fraction_percent: None,
        };
        let target = match self.target.split_once("..") {
            Some((low, high)) => Target::Range { low: self.unit.of(decimal(low)), high: self.unit.of(decimal(high)) },
            None => Target::Value(self.unit.of(decimal(self.target))),
        };
        ServiceLevel {
            id: ServiceLevelId(self.id.into()),
            measure: MeasureId(self.measure.into()),
            class: self.class,
            weight_percent: decimal(self.weight),
            target,
            later_targets: Vec::new(),
            floor: None,
            stretch: None,
            bands: self.bands.iter().zip(GRADES).map(band).collect(),
            credit: match self.per_point {
                Some(percent) => Credit::PerPoint { percent_per_point: decimal(percent) },
                None => Credit::ByBand,
            },
            outcome: Outcome::Retention,
            scope: model::clauses::LevelScope::default(),
            client_part: String::new(),
            volume_sensitive: false,
            remedy: model::LevelRemedy::default(),
        }
    }
}

/// An agreement over these levels from January 2026 on. Levels without a weight share what is left of 100.
pub fn agreement(levels: &[Terms], cap_percent: Option<&str>) -> Agreement {
    let mut measures: Vec<Measure> = Vec::new();
    for level in levels {
        if !measures.iter().any(|measure| measure.id.0 == level.measure) {
            measures.push(level.measure());
        }
    }
    let mut service_levels: Vec<ServiceLevel> = levels.iter().map(Terms::level).collect();
    let given: Decimal = service_levels.iter().map(|level| level.weight_percent).sum();
    if let Some(first) = service_levels.iter_mut().min_by(|a, b| a.id.cmp(&b.id)) {
        first.weight_percent += Decimal::ONE_HUNDRED - given;
    }
    let start = "2026-01-01".parse().unwrap();
    Agreement {
        title: "Worked case".into(),
        term: Term { start, months: 36, notice_days: 90 },
        charges: Charges::FixedMonthly { amount: Decimal::from(CHARGES) },
        measures,
        service_levels,
        remedies: Remedies { month_cap_percent: cap_percent.map(decimal), ..Remedies::default() },
        score: ScoreRule::ByBand,
        ..Agreement::blank(start, Currency::read("USD").unwrap())
    }
}

/// n values with exactly this mean and standard deviation.
pub fn sample(n: u32, mean: f64, deviation: f64) -> Vec<f64> {
    let raw: Vec<f64> = (1..=n).map(|i| normal::quantile((f64::from(i) - 0.5) / f64::from(n))).collect();
    let squares: f64 = raw.iter().map(|value| value * value).sum();
    let unit = (f64::from(n - 1) / squares).sqrt();
    raw.iter().map(|value| mean + deviation * unit * value).collect()
}

/// Months that end in December 2025, the month before the agreement starts.
pub fn history(values: &[f64]) -> Knowledge {
    let months = i32::try_from(values.len()).unwrap();
    Knowledge::Observed(History {
        first_month: Month::new(2026, 1).map(|start| start.plus(-months)),
        values: values.iter().copied().map(Some).collect(),
        counts: vec![],
    })
}

pub fn knowledge<'a>(histories: impl IntoIterator<Item = (&'a str, Knowledge)>) -> KnowledgeByMeasure {
    histories.into_iter().map(|(id, known)| (MeasureId(id.into()), known)).collect()
}

pub fn run(agreement: &Agreement, knowledge: &KnowledgeByMeasure, settings: &Settings) -> Run {
    let months = settings.horizon_months.unwrap_or(agreement.term.months) as usize;
    let plan = settlement::compile(agreement, months).unwrap_or_else(|problems| panic!("{problems:?}"));
    Run::new(plan, knowledge, settings.clone()).unwrap_or_else(|problems| panic!("{problems}"))
}

pub fn simulate(agreement: &Agreement, knowledge: &KnowledgeByMeasure, settings: &Settings) -> Results {
    run(agreement, knowledge, settings).compute().unwrap()
}
