//! `simulate --learning`: performance that is learnt during the ramp.

use crate::Desk;
use serde_json::Value;

const SIMULATE: [&str; 6] = ["simulate", "@sample.slac", "--baseline", "@sample.baseline.json", "--trials", "1000"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SIMULATE.iter().chain(more).copied().collect()
}

fn level<'a>(results: &'a Value, id: &str) -> &'a Value {
    results["results"]["levels"].as_array().unwrap().iter().find(|l| l["id"] == id).unwrap()
}

#[test]
fn what_is_learnt_lowers_the_first_months_alone_and_is_told() {
    let desk = Desk::with_sample();
    let steady = desk.json(&SIMULATE);
    let learnt = desk.json(&with(&["--learning", "aht=900s,half-life=3w"]));
    let month = |results: &Value, month: usize| level(results, "aht")["met"][month].as_f64().unwrap();
    assert!(month(&learnt, 0) < month(&steady, 0) - 0.3);
    assert!((month(&learnt, 11) - month(&steady, 11)).abs() < 0.03);
    assert_eq!(level(&learnt, "fcr"), level(&steady, "fcr"));
    assert_eq!(steady["results"]["learning"], serde_json::json!([]));
    let entry = &learnt["results"]["learning"][0];
    assert_eq!((&entry["measure"], &entry["half_life_text"]), (&"aht".into(), &"3\u{a0}weeks".into()));
    let said = desk.done(&with(&["--learning", "aht = 15 min, half-life = 2 to 5 weeks"]));
    let said = said.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(
        said.contains("Ramp: Average handle time begins at 900 s; half of the gap is closed after 2 to 5 weeks."),
        "{said}"
    );
}

#[test]
fn the_demo_assumes_learning_and_its_document_takes_the_results() {
    let desk = Desk::with_demo();
    let results: Value = serde_json::from_slice(&desk.read("results.json")).unwrap();
    assert_eq!(results["results"]["learning"][0]["measure"], "aht");
    desk.done(&["export", "@sample.slac", "--results", "@results.json", "-o", "@again.pdf"]);
}

#[test]
fn learning_that_cannot_be_used_is_told_with_its_place() {
    let desk = Desk::with_sample();
    let said = desk.refused(&with(&["--learning", "aht=900s"]));
    assert!(said.contains("aht=900s,half-life=3w"), "{said}");
    let said = desk.refused(&with(&["--learning", "aht=soon,half-life=3", "--learning", "nps=3,half-life=3w"]));
    for place in ["learning.aht.start", "learning.aht.half_life", "learning.nps", "like 3 weeks"] {
        assert!(said.contains(place), "{place}: {said}");
    }
    let twice = ["--learning", "aht=900s,half-life=3w", "--learning", "aht=800s,half-life=3w"];
    assert!(desk.refused(&with(&twice)).contains("twice"));
}
