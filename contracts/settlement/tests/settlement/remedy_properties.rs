//! What holds for every agreement with remedies beyond percentages and the cap of the month, over sixteen months.

use crate::properties::terms;
use crate::support::d;
use model::remedy::{CategoryShare, ChargesOf, EarnBackRule, IncidentCredit, LadderStep, RollingBasis};
use model::{
    Agreement, Class, Credit, Currency, Decimal, Direction, MeasureId, Mechanism, Quantity, ServiceLevelId, Target,
    Unit, Window,
};
use proptest::prelude::*;
use settlement::{
    Actual, Carried, EventReport, History, Inputs, LevelInput, LevelPlan, MonthActuals, MonthInputs, MonthOutput, Plan,
    Reading, Statement, compile, settle, settle_month, settle_with,
};

const MONTHS: usize = 16;

/// How a miss becomes money.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Points,
    Ladder,
    Percent,
    Pool,
}

/// Choices for the remedies of an agreement.
#[derive(Debug, Clone)]
struct Choices {
    way: Way,
    /// Points are paid on the next month's charges.
    next: bool,
    incident: IncidentCredit,
    /// Months in which one event made the first two levels miss.
    events: Vec<bool>,
    excused_earns: bool,
    repeat: Option<i64>,
    rolling: Option<(i64, bool)>,
    cure: bool,
    excused: bool,
    level_cap: Option<i64>,
    quarterly: bool,
    gate: bool,
    bonus: Option<(i64, i64)>,
    earn_back: Option<(i64, bool)>,
}

prop_compose! {
    fn choices()(
        way in prop_oneof![Just(Way::Points), Just(Way::Ladder), Just(Way::Percent), Just(Way::Pool)],
        incident in prop_oneof![
            Just(IncidentCredit::Highest), Just(IncidentCredit::Sum), Just(IncidentCredit::ClientsChoice)
        ],
        events in prop::collection::vec(prop::bool::weighted(0.2), MONTHS),
        repeat in prop::option::of(100_i64..400),
        rolling in prop::option::weighted(0.7, (0_i64..1500, any::<bool>())),
        flags in prop::collection::vec(any::<bool>(), 6),
        level_cap in prop::option::of(0_i64..2000),
        bonus in prop::option::of((0_i64..500, 0_i64..500)),
        earn_back in prop::option::of((0_i64..=10_000, any::<bool>())),
    ) -> Choices {
        let [cure, excused, quarterly, gate, next, excused_earns] = [0, 1, 2, 3, 4, 5].map(|i: usize| flags[i]);
        Choices {
            way, next, incident, events, excused_earns, repeat, rolling, cure, excused, level_cap, quarterly, gate, bonus,
            earn_back,
        }
    }
}

fn hundredths(value: i64) -> Decimal {
    Decimal::new(value, 2)
}

/// The same agreement with remedies.
fn with(mut terms: Agreement, c: &Choices) -> Agreement {
    let remedies = &mut terms.remedies;
    remedies.cure_business_days = c.cure.then_some(5);
    remedies.excused_counts_as_met = c.excused;
    remedies.excused_earns = c.excused && c.excused_earns;
    remedies.incident_credit = c.incident;
    remedies.rolling_cap.percent = c.rolling.map(|r| hundredths(r.0));
    remedies.rolling_cap.basis =
        if c.rolling.is_some_and(|r| r.1) { RollingBasis::ContractYear } else { RollingBasis::TwelveMonths };
    remedies.earn_back.percent = c.earn_back.map(|e| hundredths(e.0));
    remedies.earn_back.rule =
        if c.earn_back.is_some_and(|e| e.1) { EarnBackRule::ContractYear } else { EarnBackRule::NextThreeWindows };
    remedies.earn_back.misses_max = 4;
    remedies.bonus.base_percent = c.bonus.map(|b| hundredths(b.0));
    remedies.bonus.cap_percent = c.bonus.map(|b| hundredths(b.1));
    mechanism(&mut terms, c);
    terms.term.months = 24;
    for (i, level) in terms.service_levels.iter_mut().enumerate() {
        // A ladder makes money of the month: a level can have no cap of its own beside it.
        level.remedy.cap_percent = c.level_cap.filter(|_| c.way != Way::Ladder).map(hundredths);
        level.remedy.gate = c.gate && i == 0;
        if c.quarterly && i == 0 {
            level.remedy.window = Window::Quarter;
        }
        if c.way != Way::Percent {
            level.credit = Credit::ByBand;
            for (k, band) in level.bands.iter_mut().enumerate() {
                band.points = Some(Decimal::from(k + 1));
                band.pool_fraction_percent = Some(Decimal::from(25 * (k + 1)));
            }
        }
        if matches!(level.credit, Credit::PerPoint { .. }) && level.floor.is_none() && level.bands.len() < 2 {
            level.credit = Credit::ByBand;
        }
    }
    terms
}

fn mechanism(terms: &mut Agreement, c: &Choices) {
    let count = terms.service_levels.len();
    let remedies = &mut terms.remedies;
    match c.way {
        Way::Percent => remedies.repeat_factor = c.repeat.map(hundredths),
        Way::Points | Way::Ladder => {
            remedies.mechanism = Mechanism::Points;
            remedies.points.charges_of = if c.next { ChargesOf::Next } else { ChargesOf::This };
            remedies.points.rate_percent = d("0.5");
            if c.way == Way::Ladder {
                let step = |(points, percent)| LadderStep { points: d(points), percent: d(percent) };
                remedies.points.ladder = [("1", "0.5"), ("3", "2.25"), ("7", "6")].map(step).into();
                remedies.points.rate_percent = Decimal::ZERO;
            }
        }
        Way::Pool => {
            remedies.mechanism = Mechanism::Pool;
            remedies.repeat_factor = c.repeat.map(hundredths);
            remedies.pool.at_risk_percent = d("18.5");
            remedies.pool.limit_percent = Some(d("250"));
            let share = |(category, percent): (&str, &str)| CategoryShare {
                category: category.into(),
                share_percent: d(percent),
            };
            let shares: &[(&str, &str)] = if count > 1 { &[("a", "60"), ("b", "40")] } else { &[("a", "100")] };
            remedies.pool.shares = shares.iter().copied().map(share).collect();
            for (i, level) in terms.service_levels.iter_mut().enumerate() {
                level.remedy.category = if i % 2 == 0 { "a" } else { "b" }.into();
                level.remedy.allocation_percent = d("75");
            }
        }
    }
}

/// For each month and level a value in hundredths, nothing, or one of the other states.
fn values() -> impl Strategy<Value = Vec<Vec<i64>>> {
    let value = prop_oneof![8 => 0_i64..12_000, 1 => Just(-1), 1 => Just(-2), 1 => Just(-3)];
    prop::collection::vec(prop::collection::vec(value, 6), MONTHS)
}

fn history(terms: &Agreement, plan: &Plan, rows: &[Vec<i64>]) -> History {
    let months = rows.iter().zip(0..).map(|(row, i)| MonthActuals {
        month: plan.first_month().plus(i),
        actuals: terms
            .levels()
            .zip(row)
            .map(|((level, measure), v)| {
                let actual = match v {
                    -1 => Actual::NoActivity,
                    -2 => Actual::NotReported,
                    -3 => Actual::Excused,
                    v => {
                        let value = measure.unit.of(measure.unit.clip(hundredths(*v)));
                        Actual::Value { value, n: None }
                    }
                };
                (level.id.clone(), actual)
            })
            .collect(),
    });
    History { months: months.collect() }
}

/// The months in which an event named the first two levels, the second one chosen.
fn inputs(c: &Choices, terms: &Agreement, plan: &Plan, months: usize) -> Inputs {
    let ids: Vec<ServiceLevelId> = terms.service_levels.iter().take(2).map(|l| l.id.clone()).collect();
    let event = EventReport { name: "an outage".into(), chosen: ids.last().cloned(), service_levels: ids };
    let hit = c.events.iter().zip(0..).take(months).filter(|(event, _)| **event);
    hit.map(|(_, i)| {
        (plan.first_month().plus(i), MonthInputs { events: vec![event.clone()], ..MonthInputs::default() })
    })
    .collect()
}

fn statement(c: &Choices, terms: &Agreement, rows: &[Vec<i64>]) -> Statement {
    let plan = compile(terms, MONTHS).unwrap_or_else(|p| panic!("{p:#?}"));
    let inputs = inputs(c, terms, &plan, rows.len());
    settle_with(&plan, &history(terms, &plan, rows), &inputs).unwrap_or_else(|p| panic!("{p:#?}"))
}

/// The same values as the kernel takes them: one history in each lane.
fn lanes<const LANES: usize>(plan: &Plan, month: usize, rows: [&Vec<Vec<i64>>; LANES]) -> Vec<LevelInput<LANES>> {
    let of = |(l, level): (usize, &LevelPlan)| {
        let mut input = LevelInput::default();
        for (lane, rows) in rows.iter().enumerate() {
            (input.reading[lane], input.value_scaled[lane]) = match rows[month][l] {
                -1 => (Reading::NO_ACTIVITY, 0),
                -2 => (Reading::NOT_REPORTED, 0),
                -3 => (Reading::EXCUSED, 0),
                v => {
                    let value = level.measure.unit.clip(hundredths(v));
                    let scaled = model::threshold::scaled(value, level.measure.precision_decimals).unwrap();
                    (plan.reading(l, month, scaled), scaled)
                }
            };
        }
        input
    };
    plan.levels().iter().enumerate().map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn four_lanes_of_any_remedies_are_four_times_one_lane(
        terms in terms(), c in choices(), histories in prop::array::uniform4(values()),
    ) {
        let plan = compile(&with(terms, &c), MONTHS).unwrap();
        let mut many = (Carried::<4>::default(), MonthOutput::<4>::for_plan(&plan));
        let mut single = [(); 4].map(|()| (Carried::<1>::default(), MonthOutput::<1>::for_plan(&plan)));
        for month in 0..MONTHS {
            settle_month(&plan, month, &lanes(&plan, month, histories.each_ref()), &mut many.0, &mut many.1);
            for (lane, ((carried, out), rows)) in single.iter_mut().zip(&histories).enumerate() {
                settle_month(&plan, month, &lanes(&plan, month, [rows]), carried, out);
                let all = &many.1;
                prop_assert_eq!(all.credit_minor[lane], out.credit_minor[0]);
                prop_assert_eq!(all.uncapped_minor[lane], out.uncapped_minor[0]);
                prop_assert_eq!(all.bonus_minor[lane], out.bonus_minor[0]);
                prop_assert_eq!(all.earned_back_minor[lane], out.earned_back_minor[0]);
                prop_assert_eq!(all.score_units[lane], out.score_units[0]);
                prop_assert_eq!((all.bound[lane], all.cap_bound[lane]), (out.bound[0], out.cap_bound[0]));
                prop_assert_eq!(many.0.credit_minor[lane], carried.credit_minor[0]);
                for (a, b) in all.levels.iter().zip(&out.levels) {
                    prop_assert_eq!(a.credit_minor[lane], b.credit_minor[0]);
                    prop_assert_eq!(a.earned_back_minor[lane], b.earned_back_minor[0]);
                    prop_assert_eq!((a.reading[lane], a.repeated[lane]), (b.reading[0], b.repeated[0]));
                }
            }
        }
    }

    #[test]
    fn credits_are_never_negative_lines_sum_to_totals_and_no_total_is_above_any_cap(
        terms in terms(), c in choices(), rows in values(),
    ) {
        let terms = with(terms, &c);
        let statement = statement(&c, &terms, &rows);
        let half = terms.currency.amount(1) / Decimal::TWO;
        for month in &statement.months {
            prop_assert!(month.lines.iter().all(|l| !l.credit_amount.is_sign_negative() || l.credit_amount.is_zero()));
            prop_assert_eq!(month.lines.iter().map(|l| l.credit_amount).sum::<Decimal>(), month.credit_amount);
            prop_assert_eq!(month.lines.iter().map(|l| l.uncapped_amount).sum::<Decimal>(), month.uncapped_amount);
            prop_assert_eq!(month.lines.iter().map(|l| l.earned_back_amount).sum::<Decimal>(), month.earned_back_amount);
            prop_assert!(month.credit_amount <= month.uncapped_amount);
            if let Some(cap) = month.cap_amount {
                prop_assert!(month.credit_amount <= cap + half);
            }
            if let Some(room) = month.rolling_room_amount {
                prop_assert!(month.credit_amount <= room + half);
            }
            if let Some((_, cap)) = c.bonus {
                let charges = month.charges_amount * Decimal::from(3);
                prop_assert!(month.bonus_amount <= charges * hundredths(cap) / Decimal::ONE_HUNDRED + half);
            }
            if c.gate && month.lines[0].grade.is_some_and(|g| g != model::Grade::Met) {
                prop_assert!(month.bonus_amount.is_zero());
            }
        }
        prop_assert!(statement.earned_back_amount <= statement.credit_amount);
    }

    #[test]
    fn credits_of_any_twelve_months_keep_to_the_rolling_cap(terms in terms(), c in choices(), rows in values()) {
        let mut terms = with(terms, &c);
        terms.remedies.earn_back.percent = None;
        let (Some((percent, _)), statement) = (c.rolling, statement(&c, &terms, &rows)) else { return Ok(()) };
        terms.remedies.rolling_cap.basis = RollingBasis::TwelveMonths;
        let half = terms.currency.amount(1) / Decimal::TWO;
        for last in (0..MONTHS).filter(|_| !c.rolling.is_some_and(|r| r.1)) {
            let window = &statement.months[last.saturating_sub(11)..=last];
            let charges: Decimal = window.iter().map(|m| m.charges_amount).sum();
            let credits: Decimal = window.iter().map(|m| m.credit_amount).sum();
            prop_assert!(credits <= charges * hundredths(percent) / Decimal::ONE_HUNDRED + half, "month {}", last + 1);
        }
    }

    #[test]
    fn settling_month_by_month_equals_settling_at_once(terms in terms(), c in choices(), rows in values()) {
        let terms = with(terms, &c);
        let all = statement(&c, &terms, &rows);
        for k in 1..=MONTHS {
            let until = statement(&c, &terms, &rows[..k]);
            prop_assert_eq!(&until.months[k - 1], &all.months[k - 1]);
        }
    }

    #[test]
    fn relief_for_everything_gives_no_credit_and_no_bonus(terms in terms(), c in choices()) {
        let terms = with(terms, &c);
        let statement = statement(&c, &terms, &vec![vec![-3; 6]; MONTHS]);
        prop_assert!(statement.credit_amount.is_zero() && statement.bonus_amount.is_zero());
        prop_assert!(statement.months.iter().all(|m| m.triggers.is_empty()));
    }

    #[test]
    fn a_better_value_never_raises_its_own_credit(
        terms in terms(), c in choices(), rows in values(), which in 0_usize..6, at in 0_usize..MONTHS, other in 0_i64..12_000,
    ) {
        let terms = with(terms, &c);
        let which = which % terms.service_levels.len();
        let direction = terms.measures[which].direction;
        let (was, is) = (rows[at][which], other);
        let better = match direction {
            Direction::Higher => is >= was,
            Direction::Lower => is <= was,
            Direction::Range => false,
        };
        if was < 0 || !better || terms.service_levels[which].class == Class::ReportOnly {
            return Ok(());
        }
        let mut changed = rows.clone();
        changed[at][which] = is;
        let (a, b) = (statement(&c, &terms, &rows), statement(&c, &terms, &changed));
        // A quarter's value is settled in its last month.
        let month = if terms.service_levels[which].remedy.window == Window::Quarter { at - at % 3 + 2 } else { at };
        if month < MONTHS {
            let (a, b) = (&a.months[month].lines[which], &b.months[month].lines[which]);
            prop_assert!(b.uncapped_amount <= a.uncapped_amount + terms.currency.amount(1));
        }
    }

    #[test]
    fn names_order_and_units_change_nothing(terms in terms(), c in choices(), rows in values(), by in 0_usize..6) {
        let terms = with(terms, &c);
        let mut weights: Vec<Decimal> = terms.service_levels.iter().map(|l| l.weight_percent).collect();
        weights.sort();
        weights.dedup();
        // Twins of the same weight share an odd minor unit by their order, and what is earned back of it with it.
        prop_assume!(weights.len() == terms.service_levels.len());
        let count = terms.service_levels.len();
        let mut c = c;
        // The event names the first two levels: others, when they change places.
        c.events.clear();
        let other = renamed(&terms, by % count);
        let rotated: Vec<Vec<i64>> = rows.iter().map(|row| {
            let mut row = row[..count].to_vec();
            row.rotate_left(by % count);
            row
        }).collect();
        let (a, b) = (statement(&c, &terms, &rows), statement(&c, &other, &rotated));
        for (a, b) in a.months.iter().zip(&b.months) {
            let figures = |m: &settlement::MonthStatement| (
                m.uncapped_amount, m.credit_amount, m.bound_by, m.earned_back_amount, m.bonus_amount, m.score_points,
                m.net_credit_amount, m.triggers.len(),
            );
            prop_assert_eq!(figures(a), figures(b));
            let mut back: Vec<_> = b.lines.iter().map(|l| (l.uncapped_amount, l.credit_amount, l.grade, l.points)).collect();
            back.rotate_right(by % count);
            for (line, back) in a.lines.iter().zip(back) {
                prop_assert_eq!((line.uncapped_amount, line.credit_amount, line.grade, line.points), back);
            }
        }
    }

    #[test]
    fn a_plain_plan_settles_the_same_with_and_without_its_rules(terms in terms(), rows in values()) {
        // A statement goes through every rule, a simulation of the same plan through none.
        let Ok(plan) = compile(&terms, MONTHS) else { return Ok(()) };
        let settled = settle(&plan, &history(&terms, &plan, &rows)).unwrap();
        let mut out = settlement::MonthOutput::<1>::for_plan(&plan);
        let mut carried = settlement::Carried::default();
        for (index, (row, month)) in rows.iter().zip(&settled.months).enumerate() {
            let input: Vec<settlement::LevelInput<1>> = terms.levels().zip(row).enumerate().map(|(l, ((_, measure), v))| {
                let reading = |r| settlement::LevelInput { reading: [r], value_scaled: [0] };
                match v {
                    -1 => reading(settlement::Reading::NO_ACTIVITY),
                    -2 => reading(settlement::Reading::NOT_REPORTED),
                    -3 => reading(settlement::Reading::EXCUSED),
                    v => {
                        let value = measure.unit.clip(hundredths(*v));
                        let scaled = model::threshold::scaled(value, measure.precision_decimals).unwrap();
                        settlement::LevelInput { reading: [plan.reading(l, index, scaled)], value_scaled: [scaled] }
                    }
                }
            }).collect();
            settlement::settle_month(&plan, index, &input, &mut carried, &mut out);
            prop_assert_eq!(month.credit_amount, terms.currency.amount(out.credit_minor[0]));
            prop_assert_eq!(month.uncapped_amount, terms.currency.amount(out.uncapped_minor[0]));
            prop_assert_eq!(month.cap_bound, month.bound_by.is_some());
            prop_assert!(month.cap_bound || !out.cap_bound[0]);
            prop_assert_eq!(month.score_points, out.score_units[0].map(|u| Decimal::new(u.into(), 4)));
            for (line, level) in month.lines.iter().zip(&out.levels) {
                prop_assert_eq!(line.credit_amount, terms.currency.amount(level.credit_minor[0]));
            }
        }
    }
}

/// The same terms with other names, in another order, with times counted as numbers and another currency of as many
/// decimals.
fn renamed(terms: &Agreement, by: usize) -> Agreement {
    let mut other = terms.clone();
    other.service_levels.rotate_left(by);
    other.measures.rotate_left(by);
    for (from, to) in [("USD", "EUR"), ("JPY", "KRW"), ("KWD", "BHD")] {
        if terms.currency.code() == from {
            other.currency = Currency::read(to).unwrap();
        }
    }
    for (i, (level, measure)) in other.service_levels.iter_mut().zip(&mut other.measures).enumerate() {
        let name = format!("renamed{i}");
        for path in other.ramp.paths.iter_mut().filter(|p| p.service_level == level.id) {
            path.service_level = ServiceLevelId(name.clone());
            if let model::RampShape::Linear { from } = &mut path.shape {
                *from = counted(*from);
            }
        }
        (level.id, level.measure) = (ServiceLevelId(name.clone()), MeasureId(name.clone()));
        measure.id = MeasureId(name);
        level.target = counted(level.target);
        if measure.unit == Unit::Seconds {
            measure.unit = Unit::Count;
        }
    }
    other
}

fn counted(target: Target) -> Target {
    let quantity = |q: Quantity| if q.unit() == Unit::Seconds { Unit::Count.of(q.value()) } else { q };
    match target {
        Target::Value(q) => Target::Value(quantity(q)),
        Target::Range { low, high } => Target::Range { low: quantity(low), high: quantity(high) },
    }
}
