//! Exit 0: done. 1: done, and the answer is no. 2: the input or the call is wrong. Each command, with and without `--json`.

use crate::Desk;
use serde_json::Value;

const DONE: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["template", "list"],
    &["template", "show", "customer-service-voice"],
    &["new", "--template", "customer-service-voice", "-o", "@new.slac", "--force"],
    &["check", "@sample.slac", "--baseline", "@sample.baseline.json"],
    &["import", "@sample-history.csv", "-o", "@h.json", "--force"],
    &["simulate", "@sample.slac", "--baseline", "@sample.baseline.json", "--trials", "500"],
    &["settle", "@sample.slac", "--actuals", "@sample-history.csv", "--first-month", "2024-11"],
    &["share", "@sample.slac", "-o", "@copy.slac", "--force"],
    &["export", "@sample.slac", "-o", "@x.pdf", "--force"],
    &["schema"],
    &["schema", "results"],
    &["demo", "@again", "--force"],
];

/// The answer is no: a new draft has errors.
const NO: &[&[&str]] = &[&["check", "@draft.slac"]];

const WRONG: &[&[&str]] = &[
    &["nonsense"],
    &["template", "show", "nonsense"],
    &["new", "--template", "nonsense", "-o", "@n.slac"],
    &["new", "--template", "customer-service-voice", "--set", "term.months=soon", "-o", "@n.slac"],
    &["check", "@none.slac"],
    &["import", "@none.csv", "-o", "@n.json"],
    &["simulate", "@sample.slac"],
    &["simulate", "@sample.slac", "--baseline", "@sample.baseline.json", "--what-if", "nonsense=1"],
    &["settle", "@sample.slac", "--actuals", "@none.csv"],
    &["share", "@none.slac", "-o", "@n.slac"],
    &["export", "@sample.slac", "-o", "@sample.slac"],
    &["schema", "nonsense"],
    &["demo", "@."],
];

#[test]
fn every_command_ends_with_the_exit_code_of_its_answer() {
    let desk = Desk::with_sample();
    desk.done(&["new", "--template", "customer-service-voice", "-o", "@draft.slac"]);
    for (code, calls) in [(0, DONE), (1, NO), (2, WRONG)] {
        for words in calls {
            let output = desk.run(words);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
            assert_eq!(
                said.is_empty(),
                code < 2,
                "{words:?}: what is wrong goes to standard error, nothing else: {said}"
            );
            if words[0].starts_with("--") {
                continue;
            }
            let as_json: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
            let output = desk.run(&as_json);
            assert_eq!(output.status.code(), Some(code), "{as_json:?}");
            let document: Value = serde_json::from_slice(&output.stdout).unwrap();
            let is_schema = words[0] == "schema" && words.len() == 2 && code == 0;
            let head = if is_schema { &document["$schema"] } else { &document["format"] };
            assert!(head.is_string(), "{as_json:?}: {document}");
        }
    }
}
