//! What holds for every agreement and every history.

use crate::support::{agreement, band, d, level, measure};
use model::{
    Agreement, Class, Credit, Currency, Decimal, Direction, Grade, Measure, MeasureId, Offset, RampPath, RampShape,
    ScoreRule, ServiceLevel, ServiceLevelId, Target, Unit, threshold,
};
use proptest::prelude::*;
use settlement::{
    Actual, Carried, History, LevelInput, Line, MonthActuals, MonthOutput, Plan, Reading, compile, settle, settle_month,
};

const MONTHS: usize = 4;

/// A level, its measure, and where its ramp begins.
#[derive(Debug, Clone)]
struct Draft {
    measure: Measure,
    level: ServiceLevel,
    ramp_from: Option<Target>,
}

#[derive(Debug, Clone, Copy)]
struct Kind {
    unit: Unit,
    direction: Direction,
    precision: u8,
}

fn kind() -> impl Strategy<Value = Kind> {
    let forms = prop_oneof![
        Just((Unit::Percent, Direction::Higher)),
        Just((Unit::Percent, Direction::Lower)),
        Just((Unit::Percent, Direction::Range)),
        Just((Unit::Seconds, Direction::Lower)),
        Just((Unit::Seconds, Direction::Range)),
        Just((Unit::Points, Direction::Higher)),
    ];
    (forms, 0_u8..=2).prop_map(|((unit, direction), precision)| Kind { unit, direction, precision })
}

fn hundredths(value: i64) -> Decimal {
    Decimal::new(value, 2)
}

fn target(kind: Kind, low: i64, width: i64) -> Target {
    let q = |v: i64| kind.unit.of(Decimal::from(v));
    match kind.direction {
        Direction::Range => Target::Range { low: q(low), high: q(low + width) },
        Direction::Higher | Direction::Lower => Target::Value(q(low)),
    }
}

/// `distance` units worse than the target.
fn worse(kind: Kind, distance: i64) -> Offset {
    let sign = if kind.direction == Direction::Higher { -1 } else { 1 };
    Offset::Difference(Decimal::new(sign * distance, u32::from(kind.precision)))
}

prop_compose! {
    fn draft()(
        kind in kind(),
        low in 5_i64..80,
        width in 0_i64..15,
        steps in prop::collection::vec((1_i64..120, 0_i64..300, 0_i64..40), 1..=4),
        per_point in prop::option::weighted(0.3, 0_i64..200),
        floor in prop::option::of(1_i64..400),
        stretch in prop::option::of(1_i64..400),
        ramp_from in prop::option::of(5_i64..80),
        class in prop_oneof![Just(Class::Critical), Just(Class::Key), Just(Class::ReportOnly)],
    ) -> Draft {
        let mut level = level("x", target(kind, low, width), "0");
        level.class = class;
        let (mut distance, mut credit, mut score) = (0, 0, 100);
        level.bands = steps.iter().enumerate().map(|(i, (step, more, fewer))| {
            credit += more;
            score = (score - fewer).max(0);
            let from = (i > 0).then(|| worse(kind, distance));
            distance += step;
            let score_points = Some(Decimal::from(score));
            model::Band { from, credit_percent: hundredths(credit), score_points, ..band(Grade::Failed, None, "0") }
        }).collect();
        if let Some(rate) = per_point {
            level.credit = Credit::PerPoint { percent_per_point: hundredths(rate) };
        }
        level.floor = floor.map(|f| worse(kind, f));
        level.stretch = stretch.filter(|_| kind.direction != Direction::Range).map(|s| worse(kind, -s));
        Draft {
            measure: measure("x", kind.unit, kind.direction, kind.precision),
            level,
            ramp_from: ramp_from.map(|f| target(kind, f, width)),
        }
    }
}

prop_compose! {
    pub fn terms()(
        drafts in prop::collection::vec(draft(), 1..=6),
        // Coarse cuts coincide often: such a level has no weight and may be one that is only reported.
        cuts in prop::collection::vec(prop_oneof![0_i64..=10_000, (0_i64..=5).prop_map(|c| c * 2000)], 6),
        charges in prop_oneof![0_i64..20_000_000, 0_i64..5_000_000_000],
        currency in prop_oneof![Just("USD"), Just("JPY"), Just("KWD")],
        cap in 0_i64..3000,
        uncapped in prop::bool::weighted(0.2),
        factors in prop::collection::vec(0_i64..=10_000, 0..=3),
        by_band in any::<bool>(),
    ) -> Agreement {
        let weights = weights(&cuts[1..drafts.len()]);
        let mut terms = agreement("0", vec![], vec![]);
        terms.currency = Currency::read(currency).unwrap();
        terms.charges = model::Charges::FixedMonthly { amount: terms.currency.amount(charges) };
        terms.score = if by_band { ScoreRule::ByBand } else { ScoreRule::Linear };
        terms.ramp.credit_factors_percent = factors.iter().map(|f| hundredths(*f)).collect();
        for (i, (draft, weight)) in drafts.into_iter().zip(weights).enumerate() {
            let id = format!("level{i}");
            let mut level = draft.level;
            level.id = ServiceLevelId(id.clone());
            level.measure = MeasureId(id.clone());
            level.weight_percent = weight;
            if !weight.is_zero() && level.class == Class::ReportOnly {
                level.class = Class::Key;
            }
            if let Some(from) = draft.ramp_from.filter(|_| !factors.is_empty()) {
                let shape = RampShape::Linear { from };
                terms.ramp.paths.push(RampPath { service_level: level.id.clone(), shape });
            }
            terms.measures.push(Measure { id: MeasureId(id), ..draft.measure });
            terms.service_levels.push(level);
        }
        let per_point = terms.service_levels.iter().any(|l| matches!(l.credit, Credit::PerPoint { .. }));
        terms.remedies.month_cap_percent = (per_point || !uncapped).then(|| hundredths(cap));
        terms
    }
}

/// Weights of two decimals that sum to 100, cut at `cuts`.
fn weights(cuts: &[i64]) -> Vec<Decimal> {
    let mut edges = [&[0], cuts, &[10_000]].concat();
    edges.sort_unstable();
    edges.windows(2).map(|w| hundredths(w[1] - w[0])).collect()
}

/// For each month and level a value in hundredths of its domain's first 120 units, or none.
fn values() -> impl Strategy<Value = Vec<Vec<Option<i64>>>> {
    let value = prop::option::weighted(0.85, 0_i64..12_000);
    prop::collection::vec(prop::collection::vec(value, 6), MONTHS)
}

fn decimal(level: usize, agreement: &Agreement, value: Option<i64>) -> Option<Decimal> {
    value.map(|v| agreement.measures[level].unit.clip(hundredths(v)))
}

fn input<const LANES: usize>(
    plan: &Plan,
    level: usize,
    month: usize,
    values: [Option<Decimal>; LANES],
) -> LevelInput<LANES> {
    let mut input = LevelInput::default();
    for (lane, value) in values.into_iter().enumerate() {
        if let Some(value) = value {
            let scaled = threshold::scaled(value, plan.levels()[level].measure.precision_decimals).unwrap();
            input.value_scaled[lane] = scaled;
            input.reading[lane] = plan.reading(level, month, scaled);
        }
    }
    input
}

/// One month in one lane.
fn month(plan: &Plan, agreement: &Agreement, index: usize, values: &[Option<i64>]) -> MonthOutput<1> {
    let input: Vec<_> =
        (0..plan.levels().len()).map(|l| input(plan, l, index, [decimal(l, agreement, values[l])])).collect();
    let mut out = MonthOutput::for_plan(plan);
    settle_month(plan, index, &input, &mut Carried::default(), &mut out);
    out
}

fn lines(out: &MonthOutput<1>) -> Vec<i128> {
    out.levels.iter().map(|l| i128::from(l.credit_minor[0])).collect()
}

fn compiled(terms: &Agreement) -> Plan {
    compile(terms, MONTHS).unwrap_or_else(|problems| panic!("{problems:#?}\n{terms:#?}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_total_is_above_the_cap_no_credit_is_negative_and_lines_sum_to_totals(terms in terms(), values in values()) {
        let plan = compiled(&terms);
        for (index, row) in values.iter().enumerate() {
            let out = month(&plan, &terms, index, row);
            prop_assert!(out.levels.iter().all(|l| l.credit_minor[0] >= 0));
            prop_assert_eq!(lines(&out).iter().sum::<i128>(), i128::from(out.credit_minor[0]));
            prop_assert!(out.credit_minor[0] <= out.uncapped_minor[0]);
            if let Some(percent) = terms.remedies.month_cap_percent {
                let cap = terms.charges.amount(index + 1) * percent / Decimal::ONE_HUNDRED;
                let half = terms.currency.amount(1) / Decimal::TWO;
                prop_assert!(terms.currency.amount(out.credit_minor[0]) <= cap + half);
                if !out.cap_bound[0] {
                    prop_assert_eq!(out.credit_minor[0], out.uncapped_minor[0]);
                }
            }
        }
    }

    #[test]
    fn a_better_value_never_raises_its_own_credit_or_lowers_its_own_score(
        terms in terms(), values in values(), other in 0_i64..12_000, which in 0_usize..6,
    ) {
        let plan = compiled(&terms);
        let which = which % plan.levels().len();
        for (index, row) in values.iter().enumerate() {
            let mut changed = row.clone();
            changed[which] = Some(other);
            let out = [row, &changed].map(|row| month(&plan, &terms, index, row));
            let Some(value) = row[which] else { continue };
            // For a range, better is nearer; only values on the same side can be compared.
            let anchor = plan.target(which, index).anchor();
            let (is, was) = (hundredths(other), hundredths(value));
            let better = match terms.measures[which].direction {
                Direction::Higher => is >= was,
                Direction::Lower => is <= was,
                Direction::Range => is <= was && is >= anchor,
            };
            if better {
                let [before, after] = [0, 1].map(|i: usize| out[i].uncapped_amount(&plan, which, 0));
                prop_assert!(after <= before);
                prop_assert!(out[1].levels[which].score_units[0] >= out[0].levels[which].score_units[0]);
                prop_assert!(out[1].credit_minor[0] <= out[0].credit_minor[0]);
            }
        }
    }

    #[test]
    fn names_and_order_of_levels_change_nothing(terms in terms(), values in values(), by in 0_usize..6) {
        let mut other = terms.clone();
        let count = terms.service_levels.len();
        other.service_levels.rotate_left(by % count);
        other.measures.rotate_left(by % count);
        for (i, (level, measure)) in other.service_levels.iter_mut().zip(&mut other.measures).enumerate() {
            let name = format!("renamed{i}");
            for path in &mut other.ramp.paths {
                if path.service_level == level.id {
                    path.service_level = ServiceLevelId(name.clone());
                }
            }
            level.id = ServiceLevelId(name.clone());
            level.measure = MeasureId(name.clone());
            measure.id = MeasureId(name);
        }
        let plans = [compiled(&terms), compiled(&other)];
        for (index, row) in values.iter().enumerate() {
            let mut rotated = row[..count].to_vec();
            rotated.rotate_left(by % count);
            let a = month(&plans[0], &terms, index, row);
            let b = month(&plans[1], &other, index, &rotated);
            prop_assert_eq!(a.uncapped_minor, b.uncapped_minor);
            prop_assert_eq!(a.credit_minor, b.credit_minor);
            prop_assert_eq!(a.cap_bound, b.cap_bound);
            prop_assert_eq!(a.score_units, b.score_units);
            let mut back = lines(&b);
            back.rotate_right(by % count);
            // Twins of the same credit and weight may swap the odd unit; everything else stays where it was.
            let twins = |i: usize| (0..count).any(|j| {
                j != i
                    && a.uncapped_amount(&plans[0], i, 0) == a.uncapped_amount(&plans[0], j, 0)
                    && terms.service_levels[i].weight_percent == terms.service_levels[j].weight_percent
            });
            for (i, (x, y)) in lines(&a).into_iter().zip(back).enumerate() {
                prop_assert!(x == y || (twins(i) && (x - y).abs() == 1), "line {}: {} and {}", i, x, y);
            }
        }
    }

    #[test]
    fn eight_lanes_are_eight_times_one_lane(terms in terms(), rows in prop::collection::vec(values(), 8)) {
        let plan = compiled(&terms);
        let mut many = (Carried::<8>::default(), MonthOutput::<8>::for_plan(&plan));
        let mut single: Vec<_> = (0..8).map(|_| Carried::<1>::default()).collect();
        for (index, _) in plan.months().iter().enumerate() {
            let lane_values = |l: usize| std::array::from_fn(|lane| decimal(l, &terms, rows[lane][index][l]));
            let inputs: Vec<LevelInput<8>> =
                (0..plan.levels().len()).map(|l| input(&plan, l, index, lane_values(l))).collect();
            settle_month(&plan, index, &inputs, &mut many.0, &mut many.1);
            for (lane, carried) in single.iter_mut().enumerate() {
                let out = month(&plan, &terms, index, &rows[lane][index]);
                carried.credit_minor[0] += out.credit_minor[0];
                prop_assert_eq!(many.1.credit_minor[lane], out.credit_minor[0]);
                prop_assert_eq!(many.1.uncapped_minor[lane], out.uncapped_minor[0]);
                prop_assert_eq!(many.1.cap_bound[lane], out.cap_bound[0]);
                prop_assert_eq!(many.1.score_units[lane], out.score_units[0]);
                prop_assert_eq!(many.0.credit_minor[lane], carried.credit_minor[0]);
                for (a, b) in many.1.levels.iter().zip(&out.levels) {
                    prop_assert_eq!(a.credit_minor[lane], b.credit_minor[0]);
                    prop_assert_eq!(a.score_units[lane], b.score_units[0]);
                }
            }
        }
    }

    #[test]
    fn every_history_has_a_statement_whose_lines_sum_to_its_totals(terms in terms(), values in values()) {
        let plan = compiled(&terms);
        let first = plan.first_month();
        let months = values.iter().zip(0..).map(|(row, i)| MonthActuals {
            month: first.plus(i),
            actuals: terms.levels().enumerate().map(|(l, (level, measure))| {
                let value = decimal(l, &terms, row[l]).map(|v| measure.unit.of(v));
                (level.id.clone(), value.map_or(Actual::Excused, |value| Actual::Value { value, n: None }))
            }).collect(),
        });
        let statement = settle(&plan, &History { months: months.collect() }).unwrap();
        for ((statement, row), index) in statement.months.iter().zip(&values).zip(0..) {
            let out = month(&plan, &terms, index, row);
            let sum = |of: fn(&Line) -> Decimal| statement.lines.iter().map(of).sum::<Decimal>();
            prop_assert_eq!(sum(|l| l.credit_amount), statement.credit_amount);
            prop_assert_eq!(sum(|l| l.uncapped_amount), statement.uncapped_amount);
            prop_assert_eq!(statement.credit_amount, terms.currency.amount(out.credit_minor[0]));
            prop_assert_eq!(statement.score_points, out.score_units[0].map(|u| Decimal::new(u.into(), 4)));
            prop_assert!(statement.lines.iter().all(|l| !l.credit_words.is_empty() && !l.reading_words.is_empty()));
        }
        let months: Decimal = statement.months.iter().map(|m| m.credit_amount).sum();
        prop_assert_eq!(months, statement.credit_amount);
    }

    #[test]
    fn unrounded_edges_read_as_rounding_does(terms in terms(), value in 0_i64..12_000_001) {
        // Three decimals more than any precision here, never in the middle between two.
        let value = Decimal::new(value * 10 + 1, 6);
        let plan = compiled(&terms);
        for (l, measure) in terms.measures.iter().enumerate() {
            let value = measure.unit.clip(value);
            let scaled = threshold::scaled(value, measure.precision_decimals).unwrap();
            let float: f64 = value.to_string().parse().unwrap();
            for index in 0..MONTHS {
                prop_assert_eq!(plan.reading(l, index, scaled), plan.reading_unrounded(l, index, float));
            }
        }
    }
}

#[test]
fn readings_without_a_value_cost_nothing_in_every_lane() {
    let mut terms = agreement("1000.00", vec![measure("x", Unit::Percent, Direction::Higher, 0)], vec![]);
    let mut only = level("x", Target::Value(Unit::Percent.of(d("90"))), "100");
    only.bands = vec![band(Grade::Failed, None, "5")];
    terms.service_levels = vec![only];
    let plan = compile(&terms, 1).unwrap();
    let reading = [Reading::MET, Reading::band(1), Reading::NO_ACTIVITY, Reading::NOT_REPORTED, Reading::EXCUSED];
    let value_scaled = [90, 0, 0, 0, 0];
    let mut out = MonthOutput::<5>::for_plan(&plan);
    settle_month(&plan, 0, &[LevelInput { reading, value_scaled }], &mut Carried::default(), &mut out);
    assert_eq!(out.credit_minor, [0, 5000, 0, 0, 0]);
    assert_eq!(out.score_units, [Some(1_000_000), Some(0), None, None, None]);
}
