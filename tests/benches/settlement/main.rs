//! The kernel of settlement on one core, in level-months a second: one lane of which every figure is kept, so that it can be
//! opened, beside histories of decimals and whole statements in words; and many lanes side by side, for terms that look at
//! bands only and for terms that need values.
//!
//! Run by `make bench`. The goals are those of the design; what is compared across machines are the ratios.

#[path = "../bench/statistics.rs"]
mod statistics;

use harness::scenario::{Mode, Scenario, agreement, scaled};
use model::{Agreement, Credit, Decimal, Month, ScoreRule};
use settlement::{
    Actual, Carried, History, Inputs, LevelInput, MonthActuals, MonthOutput, Plan, Reading, Records, compile, settle,
    settle_figures, settle_month,
};
use statistics::Runs;
use std::hint::black_box;
use std::time::Instant;

const RUNS: usize = 21;
const MONTHS: usize = 24;
/// Lanes of a simulation.
const LANES: usize = 16;
/// Histories that are settled in one run, so that none is settled from memory alone.
const BLOCKS: usize = 64;
/// Goals of the design, in millions of level-months a second.
const TRACED_GOAL: f64 = 20.0;
const BANDED_GOAL: f64 = 250.0;

fn main() {
    println!("{:<52} {:>12}   {:>23}", "", "median", "middle half");
    println!("\nsettlement, one core, millions of level-months a second");
    let sample = banded();
    let traced = traced(&sample);
    traced.print("one lane, a record of every figure (goal 20)", "M/s");
    ratio("of the goal", traced.median() / TRACED_GOAL);
    let ruled = self::traced(&with_rules());
    ruled.print("the same with repeats, rolling cap, rewards", "M/s");
    ratio("of the goal", ruled.median() / TRACED_GOAL);
    let figures = histories(&sample, |plan, history| {
        black_box(settle_figures(plan, history, &Inputs::new()).expect("values of the domain"));
    });
    figures.print("histories of decimals, read, checked, kept", "M/s");
    let worded = histories(&sample, |plan, history| {
        black_box(settle(plan, history).expect("values of the domain"));
    });
    worded.print("whole statements, every figure in words", "M/s");
    ratio("of their figures alone", worded.median() / figures.median());
    let many = lanes::<LANES>(&plan(&sample), &inputs(&plan(&sample)));
    many.print("16 lanes, bands only (goal 250)", "M/s");
    ratio("of the goal", many.median() / BANDED_GOAL);
    let valued = lanes::<LANES>(&plan(&by_value()), &inputs(&plan(&by_value())));
    valued.print("16 lanes, credit per point and linear score", "M/s");
    ratio("of bands only", valued.median() / many.median());
    let rewarded = lanes::<LANES>(&plan(&with_rules()), &inputs(&plan(&with_rules())));
    rewarded.print("16 lanes, repeats, rolling cap, earn-back, bonus", "M/s");
    ratio("of bands only", rewarded.median() / many.median());
    if let Some(scenario) = scenario() {
        let plan = compile(&agreement(&scenario), scenario.months).expect("the scenario's terms");
        let settled = lanes::<LANES>(&plan, &drawn(&plan, &scenario));
        settled.print("16 lanes, the published scenario", "M/s");
        ratio("of bands only", settled.median() / many.median());
    }
}

fn ratio(title: &str, ratio: f64) {
    println!("  {:<50} {ratio:>9.2}", format!("  {title}"));
}

fn plan(terms: &Agreement) -> Plan {
    compile(terms, MONTHS).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The sample with a score by band: nothing in it needs a value.
fn banded() -> Agreement {
    let (mut terms, _) = model::template::sample();
    terms.score = ScoreRule::ByBand;
    for level in &mut terms.service_levels {
        level.credit = Credit::ByBand;
        for (i, band) in level.bands.iter_mut().enumerate() {
            band.score_points = Some(Decimal::from(80 - 20 * (i as i64).min(4)));
        }
    }
    terms
}

fn by_value() -> Agreement {
    let mut terms = banded();
    terms.score = ScoreRule::Linear;
    for level in terms.service_levels.iter_mut().step_by(2) {
        level.credit = Credit::PerPoint { percent_per_point: Decimal::new(5, 1) };
    }
    terms.remedies.month_cap_percent = Some(Decimal::from(12));
    terms
}

fn with_rules() -> Agreement {
    let mut terms = banded();
    terms.remedies.repeat_factor = Some(Decimal::TWO);
    terms.remedies.rolling_cap.percent = Some(Decimal::from(8));
    terms.remedies.earn_back.percent = Some(Decimal::from(50));
    terms.remedies.bonus.base_percent = Some(Decimal::ONE);
    terms.remedies.bonus.cap_percent = Some(Decimal::TWO);
    terms
}

/// Numbers that only have to differ: splitmix64.
fn mix(index: u64) -> u64 {
    let mut z = index.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

type Histories<const LANES: usize> = Vec<Vec<Vec<LevelInput<LANES>>>>;

/// Histories of values around the targets: three in four months are met.
fn inputs<const LANES: usize>(plan: &Plan) -> Histories<LANES> {
    let value = |l: usize, m: usize, place: u64| {
        let met = plan.intervals(l, m)[0];
        let edge = met.low.or(met.high).unwrap_or_default();
        let spread = (edge.abs() / 20).max(4);
        let off = (mix(place) % (4 * spread as u64)) as i64 - spread;
        if met.low.is_some() { edge + off } else { edge - off }
    };
    let level = |b: usize, m: usize, l: usize| {
        let mut input = LevelInput::<LANES>::default();
        for lane in 0..LANES {
            let place = ((b * MONTHS + m) * plan.levels().len() + l) * LANES + lane;
            let value = value(l, m, place as u64);
            (input.reading[lane], input.value_scaled[lane]) = (plan.reading(l, m, value), value);
        }
        input
    };
    let month = |b: usize, m: usize| (0..plan.levels().len()).map(|l| level(b, m, l)).collect();
    (0..BLOCKS).map(|b| (0..MONTHS).map(|m| month(b, m)).collect()).collect()
}

/// The scenario's own paths.
fn drawn<const LANES: usize>(plan: &Plan, scenario: &Scenario) -> Histories<LANES> {
    let block = |b: usize| {
        let paths: Vec<_> = (0..LANES).map(|lane| scenario.path(1, b * LANES + lane, Mode::B)).collect();
        let level = |m: usize, l: usize| {
            let mut input = LevelInput::<LANES>::default();
            for (lane, path) in paths.iter().enumerate() {
                let value = scaled(path.values[m][l]);
                let excused = scenario.volume_sensitive[l] && scenario.excuses(path.rows[m]);
                input.reading[lane] = if excused { Reading::EXCUSED } else { plan.reading(l, m, value) };
                input.value_scaled[lane] = value;
            }
            input
        };
        (0..scenario.months).map(|m| (0..scenario.levels).map(|l| level(m, l)).collect()).collect()
    };
    (0..BLOCKS).map(block).collect()
}

fn scenario() -> Option<Scenario> {
    let folder = std::env::var_os("PLUMBLINE_FIXTURES")?;
    let text = std::fs::read_to_string(std::path::Path::new(&folder).join("bench/scenario.json")).ok()?;
    Some(Scenario::read(&text))
}

/// Seconds that this thread has been at work: what other programs take of the processor does not count. Where the system
/// does not tell, the time of day.
fn at_work(since: Instant) -> f64 {
    // What a thread has used is added up when it gives way.
    std::thread::yield_now();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|t| t.split_whitespace().next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64(), |ns| ns * 1e-9)
}

/// Millions of level-months a second, of `work` that settles so many.
fn measured(level_months: usize, mut work: impl FnMut()) -> Runs {
    let mut speeds = Vec::with_capacity(RUNS);
    for run in 0..RUNS + 3 {
        let now = Instant::now();
        let start = at_work(now);
        work();
        let seconds = at_work(now) - start;
        if run >= 3 {
            speeds.push(level_months as f64 / seconds / 1e6);
        }
    }
    Runs::new(speeds)
}

fn lanes<const LANES: usize>(plan: &Plan, histories: &Histories<LANES>) -> Runs {
    let mut out = MonthOutput::<LANES>::for_plan(plan);
    let turns = 64 / LANES;
    let level_months = turns * BLOCKS * MONTHS * plan.levels().len() * LANES;
    measured(level_months, || {
        for _ in 0..turns {
            for history in histories {
                let mut carried = Carried::<LANES>::default();
                for (m, input) in history.iter().enumerate() {
                    settle_month(plan, m, black_box(input), &mut carried, &mut out);
                    black_box(&out);
                }
            }
        }
    })
}

/// One lane, of which every figure is kept.
fn traced(terms: &Agreement) -> Runs {
    let plan = plan(terms);
    let histories = inputs::<1>(&plan);
    let mut out = MonthOutput::<1>::for_plan(&plan);
    let mut records = Records::with_room(&plan, MONTHS);
    let turns = 64;
    measured(turns * BLOCKS * MONTHS * plan.levels().len(), || {
        for history in (0..turns).flat_map(|_| &histories) {
            let mut carried = Carried::<1>::default();
            records.clear();
            for (m, input) in history.iter().enumerate() {
                settle_month(&plan, m, black_box(input), &mut carried, &mut out);
                records.keep(&plan, m, input, &out);
            }
            black_box(&records);
        }
    })
}

/// Histories as they are imported.
fn histories(terms: &Agreement, settled: impl Fn(&Plan, &History)) -> Runs {
    let plan = plan(terms);
    let histories: Vec<History> = inputs::<1>(&plan).iter().take(8).map(|months| history(&plan, months)).collect();
    measured(histories.len() * MONTHS * plan.levels().len(), || {
        for history in &histories {
            settled(&plan, black_box(history));
        }
    })
}

fn history(plan: &Plan, months: &[Vec<LevelInput<1>>]) -> History {
    let first: Month = plan.first_month();
    let month = |(m, inputs): (i32, &Vec<LevelInput<1>>)| {
        let actual = |(level, input): (&settlement::LevelPlan, &LevelInput<1>)| {
            let measure = &level.measure;
            let value = Decimal::new(input.value_scaled[0], u32::from(measure.precision_decimals));
            let value = measure.unit.of(measure.unit.clip(value));
            (level.level.id.clone(), Actual::Value { value, n: Some(Decimal::ONE_THOUSAND) })
        };
        MonthActuals { month: first.plus(m), actuals: plan.levels().iter().zip(inputs).map(actual).collect() }
    };
    History { months: (0..).zip(months).map(month).collect() }
}
