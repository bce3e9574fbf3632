//! `simulate --assume`: what a level without history is taken to do.

use crate::Desk;

/// The sample with a history that has no first contact resolution.
fn desk() -> Desk {
    let desk = Desk::with_sample();
    let mut baseline: serde_json::Value = serde_json::from_slice(&desk.read("sample.baseline.json")).unwrap();
    baseline["series"].as_array_mut().unwrap().retain(|series| series["measure"] != "fcr");
    desk.write("less.json", baseline.to_string());
    desk
}

const SIMULATE: [&str; 6] = ["simulate", "@sample.slac", "--baseline", "@less.json", "--trials", "1000"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SIMULATE.iter().chain(more).copied().collect()
}

#[test]
fn a_level_without_history_is_left_out_by_name_or_assumed_and_marked() {
    let desk = desk();
    let without = desk.done(&SIMULATE);
    assert!(without.contains("leave out First contact resolution"), "{without}");
    let assumption = "fcr=P10=66 %, P50 = 72,5 %,P90=78 %,n=12";
    let said = desk.done(&with(&["--assume", assumption])).replace(['\u{a0}', '\u{202f}'], " ");
    assert!(said.contains("First contact resolution (assumed)") && !said.contains("leave out"), "{said}");
    assert!(said.contains("half below 72.5 %"), "{said}");
    let json = desk.json(&with(&["--assume", assumption]));
    let levels = json["results"]["levels"].as_array().unwrap();
    let assumed: Vec<&str> =
        levels.iter().filter(|l| l["assumed"] == true).map(|l| l["id"].as_str().unwrap()).collect();
    assert_eq!(assumed, ["fcr"]);
    assert_eq!(json["results"]["assumptions"][0]["months_text"], "12");
    // Without any history an assumption is enough; what is tried follows it.
    let alone = ["simulate", "@sample.slac", "--trials", "1000", "--assume", assumption];
    let tried: Vec<&str> = alone.iter().copied().chain(["--what-if", "service_levels.fcr.target=60 %"]).collect();
    let met = |words: &[&str]| desk.json(words)["results"]["levels"][0]["met_steady"].as_f64().unwrap();
    assert!(met(&tried) > met(&alone) + 0.2, "{} {}", met(&tried), met(&alone));
}

#[test]
fn an_assumption_that_cannot_be_used_is_told_with_its_place() {
    let desk = desk();
    let said = desk.refused(&with(&["--assume", "fcr=60,70,80"]));
    assert!(said.contains("fcr=P10=60%,P50=70%,P90=78%,n=12"), "{said}");
    let said = desk.refused(&with(&["--assume", "fcr=P10=80,P50=70", "--assume", "csat=P10=1,P50=2,P90=3,n=4"]));
    for place in ["assumptions.fcr.p90", "assumptions.fcr.months", "assumptions.csat", "24 months of history"] {
        assert!(said.contains(place), "{place}: {said}");
    }
}
