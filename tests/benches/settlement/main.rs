//! The kernel of settlement on one core, in level-months a second: one lane of which every figure is kept, so that it can be
//! opened, beside histories of decimals and whole statements in words; and many lanes side by side, for terms that look at
//! bands only and for terms that need values.
//!
//! Run by `make bench`. The goals are those of the design; what is compared across machines are the ratios.

mod peer;
#[path = "../bench/statistics.rs"]
mod statistics;

use harness::scenario::{Mode, Scenario, agreement, scaled};
use model::{Agreement, Credit, Decimal, Month, ScoreRule};
use settlement::{
    Actual, Carried, History, Inputs, LevelInput, MonthActuals, MonthOutput, Plan, Reading, Records, compile, settle,
    settle_figures, settle_month,
};
use simulation::{Knowledge, KnowledgeByMeasure, Run, Settings};
use statistics::Runs;
use std::hint::black_box;
use std::path::PathBuf;
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
    let per_point = lanes::<LANES>(&plan(&per_point()), &inputs(&plan(&per_point())));
    per_point.print("16 lanes, credit per point, score by band", "M/s");
    ratio("of bands only", per_point.median() / many.median());
    let rewarded = lanes::<LANES>(&plan(&with_rules()), &inputs(&plan(&with_rules())));
    rewarded.print("16 lanes, repeats, rolling cap, earn-back, bonus", "M/s");
    ratio("of bands only", rewarded.median() / many.median());
    peers(many.median());
}

/// The published scenario and whole trials, beside numpy on the same scenario in the same run.
fn peers(banded: f64) {
    let (terms, valued) = (self::banded(), by_value());
    let known = histories_of(&terms);
    let trials = self::trials(&terms, &known);
    trials.print("whole trials: paths drawn, settled, summed", "M/s");
    ratio("of bands only", trials.median() / banded);
    self::trials(&valued, &known).print("the same, settled by value", "M/s");
    let Some(bench) = std::env::var_os("PLUMBLINE_FIXTURES").map(|folder| PathBuf::from(folder).join("bench")) else {
        println!("  the published scenario and its peer are skipped: PLUMBLINE_FIXTURES is not set");
        return;
    };
    let Ok(text) = std::fs::read_to_string(bench.join("scenario.json")) else {
        println!("  the published scenario and its peer are skipped: {} is not there", bench.display());
        return;
    };
    let scenario = Scenario::read(&text);
    let plan = compile(&agreement(&scenario), scenario.months).expect("the scenario's terms");
    let settled = lanes::<LANES>(&plan, &drawn(&plan, &scenario));
    settled.print("16 lanes, the published scenario", "M/s");
    ratio("of bands only", settled.median() / banded);
    match peer::level_months(&bench) {
        Ok(numpy) => {
            println!("  {:<50} {numpy:>9.2} M/s", "numpy, that scenario: paths and settling in floats");
            ratio("the scenario settled exactly, of numpy", settled.median() / numpy);
            ratio("whole trials of the simulator, of numpy", trials.median() / numpy);
        }
        Err(why) => println!("  numpy is skipped: {why}"),
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

/// Credits that need the value itself, beside a score that does not.
fn per_point() -> Agreement {
    Agreement { score: ScoreRule::ByBand, ..by_value() }
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

/// Two years of every measure around the edge of what is met.
fn histories_of(terms: &Agreement) -> KnowledgeByMeasure {
    let plan = plan(terms);
    let history = |(l, level): (usize, &settlement::LevelPlan)| {
        let met = plan.intervals(l, MONTHS - 1)[0];
        let precision = i32::from(level.measure.precision_decimals);
        let edge = met.low.or(met.high).unwrap_or_default() as f64 / 10_f64.powi(precision);
        // Up to 2 % to either side.
        let off = |m: u64| (mix(l as u64 * 1_000 + m) % 4_001) as f64 / 1e5 - 0.02;
        let values = (0..24).map(|m| Some((edge * (1.0 + off(m))).clamp(0.0, 100.0_f64.max(edge)))).collect();
        let first_month = Some(plan.first_month().plus(-24));
        (level.measure.id.clone(), Knowledge::Observed(simulation::History { first_month, values, counts: Vec::new() }))
    };
    plan.levels().iter().enumerate().map(history).collect()
}

/// Chunks of a simulation on this thread.
fn trials(terms: &Agreement, known: &KnowledgeByMeasure) -> Runs {
    let settings = Settings { trials: 4_096, horizon_months: Some(MONTHS as u32), ..Settings::default() };
    let run = Run::new(plan(terms), known, settings).unwrap_or_else(|problems| panic!("{problems}"));
    let levels = plan(terms).levels().len();
    measured(4_096 * MONTHS * levels, || {
        (0..run.chunks()).for_each(|chunk| drop(black_box(run.chunk(chunk))));
    })
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
