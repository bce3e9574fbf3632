//! The published scenario, written as an agreement and settled over the paths of its counter generator, beside the
//! published peer: every decision in every cell of 1,000 trials, in each of its three modes.
//!
//! The peer decides; the paths are drawn here, from the generator's description, so that neither side hands its numbers
//! to the other. Needs the fixtures and a Python with numpy (the environment's `PLUMBLINE_PYTHON`, otherwise `python3`).

use harness::scenario::{Mode, Path, Scenario, agreement, scaled};
use serde_json::Value;
use settlement::{Carried, LevelInput, MonthOutput, Plan, Reading, compile, settle_month};
use std::path::PathBuf;
use std::process::Command;

const TRIALS: usize = 1000;
const SEED: u64 = 1;
/// The agreement's charges are the scenario's times a million, in a currency of three decimals.
const MINOR_UNITS: f64 = 1e9;
/// What credits may differ by, in units of the scenario's currency.
const TOLERANCE: f64 = 1e-6;

/// What the agreement makes of a trial.
#[derive(Default)]
struct Settled {
    met: Vec<bool>,
    credited: Vec<bool>,
    capped: Vec<bool>,
    bonus: Vec<bool>,
    /// By month of the miss, less what is earned back of it.
    net_minor: Vec<i64>,
    bonus_minor: i64,
    score_units: Vec<i32>,
}

fn settled(plan: &Plan, scenario: &Scenario, path: &Path) -> Settled {
    let (mut carried, mut out) = (Carried::<1>::default(), MonthOutput::<1>::for_plan(plan));
    let mut settled = Settled { net_minor: vec![0; scenario.months], ..Settled::default() };
    for (m, (values, row)) in path.values.iter().zip(&path.rows).enumerate() {
        let input: Vec<LevelInput<1>> = (0..scenario.levels)
            .map(|k| {
                let value = scaled(values[k]);
                let reading = plan.reading(k, m, value);
                settled.met.push(reading.is_met());
                let excused = scenario.volume_sensitive[k] && scenario.excuses(*row);
                LevelInput { reading: [if excused { Reading::EXCUSED } else { reading }], value_scaled: [value] }
            })
            .collect();
        settle_month(plan, m, &input, &mut carried, &mut out);
        settled.credited.push(out.uncapped_minor[0] > 0);
        settled.capped.push(out.cap_bound[0]);
        settled.score_units.push(out.score_units[0].unwrap_or(-1));
        settled.net_minor[m] += out.credit_minor[0];
        if out.earned_back_minor[0] > 0 {
            // Three windows after the miss that it returns.
            settled.net_minor[m - 3] -= out.earned_back_minor[0];
        }
        if m % 3 == 2 {
            settled.bonus.push(out.bonus_minor[0] > 0);
            settled.bonus_minor += out.bonus_minor[0];
        }
    }
    settled
}

fn bits(line: &Value, key: &str) -> Vec<bool> {
    line[key].as_array().expect("a list").iter().map(|v| v.as_i64() == Some(1)).collect()
}

fn numbers(line: &Value, key: &str) -> Vec<f64> {
    line[key].as_array().expect("a list").iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn close(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= TOLERANCE, "{what}: {ours} and {theirs}");
}

fn compare(plan: &Plan, scenario: &Scenario, mode: Mode, trial: usize, theirs: &Value) {
    let ours = settled(plan, scenario, &scenario.path(SEED, trial, mode));
    let at = format!("trial {trial} of mode {}", mode.letter());
    assert_eq!(ours.met, bits(theirs, "met"), "met, {at}");
    assert_eq!(ours.credited, bits(theirs, "credited"), "credited, {at}");
    assert_eq!(ours.capped, bits(theirs, "capped"), "capped, {at}");
    assert_eq!(ours.bonus, bits(theirs, "bonus"), "bonus, {at}");
    for (m, (ours, theirs)) in ours.net_minor.iter().zip(numbers(theirs, "net_credit")).enumerate() {
        close(*ours as f64 / MINOR_UNITS, theirs, &format!("credit of month {}, {at}", m + 1));
    }
    let credits = ours.net_minor.iter().sum::<i64>() as f64 / MINOR_UNITS;
    close(credits, theirs["credits"].as_f64().expect("a number"), &format!("credits, {at}"));
    close(
        ours.bonus_minor as f64 / MINOR_UNITS,
        theirs["bonuses"].as_f64().expect("a number"),
        &format!("bonus, {at}"),
    );
    for (m, (ours, theirs)) in ours.score_units.iter().zip(numbers(theirs, "score")).enumerate() {
        close(f64::from(*ours) / 10_000.0, theirs, &format!("score of month {}, {at}", m + 1));
    }
}

/// The peer's decisions, a line for each trial; none where Python or numpy is absent.
fn peer(bench: &std::path::Path, mode: Mode) -> Option<Vec<Value>> {
    let python = std::env::var_os("PLUMBLINE_PYTHON").unwrap_or_else(|| "python3".into());
    let numpy = Command::new(&python).args(["-c", "import numpy"]).output();
    if !numpy.is_ok_and(|o| o.status.success()) {
        return None;
    }
    let driver = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenario/peer.py");
    let output = Command::new(&python)
        .args([driver.into(), bench.join("peer_numpy.py"), bench.join("scenario.json")])
        .args([mode.letter(), &SEED.to_string(), &TRIALS.to_string()])
        .output()
        .expect("Python starts, as it did before");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("text");
    Some(lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect())
}

fn bench() -> Option<PathBuf> {
    let folder = std::env::var_os("PLUMBLINE_FIXTURES").map(|f| PathBuf::from(f).join("bench"));
    if folder.is_none() {
        println!("skipped: PLUMBLINE_FIXTURES is not set");
    }
    folder
}

#[test]
fn the_scenario_settles_as_its_peer_does_in_every_cell() {
    let Some(bench) = bench() else { return };
    let text = std::fs::read_to_string(bench.join("scenario.json")).expect("the scenario");
    let scenario = Scenario::read(&text);
    let terms = agreement(&scenario);
    let plan = compile(&terms, scenario.months).unwrap_or_else(|problems| panic!("{problems:#?}"));
    for mode in [Mode::A, Mode::B, Mode::C] {
        let Some(lines) = peer(&bench, mode) else {
            println!("skipped: no Python with numpy (PLUMBLINE_PYTHON names one)");
            return;
        };
        assert_eq!(lines.len(), TRIALS);
        for (trial, line) in lines.iter().enumerate() {
            compare(&plan, &scenario, mode, trial, line);
        }
        // A comparison of nothing would pass as well.
        let some = |key: &str| lines.iter().filter(|l| bits(l, key).contains(&true)).count();
        assert!(some("capped") > 0 && some("credited") > TRIALS / 2, "mode {}", mode.letter());
        assert!(mode == Mode::A || some("bonus") > TRIALS / 50, "mode {}", mode.letter());
    }
}

#[test]
fn the_scenarios_agreement_can_be_read_back_from_its_file() {
    let Some(bench) = bench() else { return };
    let text = std::fs::read_to_string(bench.join("scenario.json")).expect("the scenario");
    let terms = agreement(&Scenario::read(&text));
    let bytes = model::canonical_bytes(&terms);
    let back: model::Agreement = serde_json::from_slice(&bytes).expect("an agreement");
    assert_eq!(back, terms);
}
