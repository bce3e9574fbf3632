//! Random numbers of a case, from its number alone, and the histories that are drawn with them.

use model::{Agreement, Decimal, Direction, Measure, Target};

/// SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Debug, Clone)]
pub struct Draws {
    state: u64,
    /// Whether every percentage has four decimals, and charges are billions.
    pub fine: bool,
}

impl Draws {
    pub fn of_case(case: u64) -> Self {
        let mut draws = Self { state: case.wrapping_mul(0xD134_2543_DE82_EF95) ^ 0x5EED, fine: false };
        draws.fine = draws.one_in(5);
        draws
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Both ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap() + 1;
        low + i64::try_from(self.next() % width).unwrap()
    }

    /// 0 to `count` − 1.
    pub fn upto(&mut self, count: usize) -> usize {
        usize::try_from(self.between(0, i64::try_from(count).unwrap() - 1)).unwrap()
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.upto(count) == 0
    }

    pub fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.upto(of.len())].clone()
    }

    /// Up to `most` hundredths, now and then or always with two decimals more.
    pub fn hundredths(&mut self, most: i64) -> Decimal {
        if self.one_in(4) || self.fine {
            Decimal::new(self.between(0, 100 * most), 4)
        } else {
            Decimal::new(self.between(0, most), 2)
        }
    }
}

/// What a level reported in a month.
#[derive(Debug, Clone, PartialEq)]
pub enum Reported {
    Value { value: Decimal, n: Option<i64>, late_days: Option<u32>, sampler_at_fault: bool },
    NoActivity,
    Missing,
    Excused,
}

/// What a month brought.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brought {
    pub levels: Vec<Reported>,
    /// Levels by index, and the one that the client chose.
    pub events: Vec<(Vec<usize>, Option<usize>)>,
    pub saving_minor: Option<i64>,
    pub invoiced_minor: Option<i64>,
    /// Levels by index, and numerator and denominator of the excused window; none: the whole month.
    pub relief: Vec<(usize, Option<(Decimal, Decimal)>)>,
    /// Volume and forecast.
    pub volume: Option<(i64, i64)>,
    pub units: Option<i64>,
    /// Obligations that were not shown, from 1.
    pub unattested: Vec<u32>,
}

/// A history of an agreement, at most as long as its term.
pub fn history_of(draws: &mut Draws, terms: &Agreement) -> Vec<Brought> {
    let term = usize::try_from(terms.term.months).unwrap();
    let months = if draws.one_in(3) { draws.upto(term) + 1 } else { term };
    let invoices = draws.one_in(4);
    // Levels that are seldom met repeat, cap and trigger; levels that are often met earn.
    let good: Vec<i64> = terms.service_levels.iter().map(|_| draws.pick(&[15, 60, 90, 97])).collect();
    let quiet = draws.pick(&[0, 5, 20]);
    (0..months).map(|_| month(draws, terms, &good, quiet, invoices)).collect()
}

fn month(draws: &mut Draws, terms: &Agreement, good: &[i64], quiet: i64, invoices: bool) -> Brought {
    let levels: Vec<Reported> = terms
        .levels()
        .zip(good)
        .map(|((level, measure), good)| {
            if draws.between(1, 100) > quiet {
                let met = draws.between(1, 100) <= *good;
                value(draws, measure, level.target, met)
            } else {
                draws.pick(&[Reported::NoActivity, Reported::Missing, Reported::Excused])
            }
        })
        .collect();
    let mut events = Vec::new();
    if levels.len() > 1 && draws.one_in(4) {
        let named: Vec<usize> = (0..levels.len()).filter(|_| draws.one_in(2)).collect();
        let (one, other) = named.split_at(if draws.one_in(3) { named.len() / 2 } else { 0 });
        for group in [one, other].into_iter().filter(|g| g.len() > 1) {
            let chosen = draws.one_in(2).then(|| draws.pick(group));
            events.push((group.to_vec(), chosen));
        }
    }
    let relief = relief(draws, terms, &levels);
    let volume = (terms.forecast.band_percent.is_some() && draws.one_in(2))
        .then(|| (draws.between(80, 160), draws.between(90, 110)));
    let obligations = 1..=u32::try_from(terms.obligations.len()).unwrap();
    Brought {
        levels,
        relief,
        volume,
        units: draws.one_in(2).then(|| draws.between(0, 3000)),
        unattested: obligations.filter(|_| draws.one_in(6)).collect(),
        events,
        saving_minor: draws.one_in(3).then(|| draws.between(0, 200_000)),
        invoiced_minor: (invoices && draws.one_in(3)).then(|| draws.between(0, 20_000_000)),
    }
}

/// Excused windows of levels with counts, now and then several of one level, and excused months.
fn relief(draws: &mut Draws, terms: &Agreement, levels: &[Reported]) -> Vec<(usize, Option<(Decimal, Decimal)>)> {
    let mut relief = Vec::new();
    for (l, (reported, measure)) in levels.iter().zip(&terms.measures).enumerate() {
        if draws.one_in(40) {
            relief.push((l, None));
        }
        let Reported::Value { value, n: Some(n), .. } = reported else { continue };
        let (mut value, mut n) = (*value, *n);
        for _ in 0..draws.pick(&[0, 0, 0, 0, 1, 2]) {
            let (window, left) = window(draws, measure, value, n);
            relief.push((l, Some(window)));
            n -= i64::try_from(window.1).unwrap();
            value = left;
        }
    }
    relief
}

/// Numerator and denominator of an excused window of a month, and the value that is left.
fn window(draws: &mut Draws, measure: &Measure, value: Decimal, n: i64) -> ((Decimal, Decimal), Decimal) {
    let removed = draws.between(0, n);
    let share = measure.unit == model::Unit::Percent;
    let per_observation = |value: Decimal| if share { value / Decimal::ONE_HUNDRED } else { value };
    let numerator =
        |left: Decimal| per_observation(value) * Decimal::from(n) - per_observation(left) * Decimal::from(n - removed);
    let better = value + Decimal::from(draws.between(-3, 3));
    let possible = !share || (Decimal::ZERO..=Decimal::from(removed)).contains(&numerator(better));
    let left = if removed < n && measure.unit.holds(better) && possible { better } else { value };
    ((numerator(left), Decimal::from(removed)), left)
}

/// A value on the wanted side of the full target, often on an edge, often with more decimals than the measure keeps.
fn value(draws: &mut Draws, measure: &Measure, target: Target, met: bool) -> Reported {
    let (low, high) = match target {
        Target::Value(q) => (q.value(), q.value()),
        Target::Range { low, high } => (low.value(), high.value()),
    };
    let most = draws.pick(&[0, 3, 100, 400]);
    let mut distance = Decimal::new(draws.between(0, most), u32::from(measure.precision_decimals));
    if draws.one_in(2) {
        distance += Decimal::new(draws.pick(&[-5, 5, 4, -4]), u32::from(measure.precision_decimals) + 1);
    }
    let value = match (measure.direction, met) {
        (Direction::Higher, true) | (Direction::Lower, false) => high + distance,
        (Direction::Higher, false) | (Direction::Lower, true) => low - distance,
        (Direction::Range, true) => (low + distance).min(high),
        (Direction::Range, false) if draws.one_in(2) => low - distance,
        (Direction::Range, false) => high + distance,
    };
    Reported::Value {
        value: measure.unit.clip(value),
        n: draws.one_in(2).then(|| draws.between(1, 120)),
        late_days: draws.one_in(15).then(|| u32::try_from(draws.between(1, 9)).unwrap()),
        sampler_at_fault: measure.minimum_n.is_some() && draws.one_in(3),
    }
}
