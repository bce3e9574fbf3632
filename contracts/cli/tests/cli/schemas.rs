//! Every `--json` output and every file has a schema, and keeps to it.

use crate::Desk;
use serde_json::Value;

/// Names what `value` has that the object schema does not know, and what it lacks.
fn differences(value: &Value, schema: &Value) -> Vec<String> {
    let (Some(found), Some(known)) = (value.as_object(), schema["properties"].as_object()) else {
        return vec![format!("no object: {value} {schema}")];
    };
    let unknown = found.keys().filter(|k| !known.contains_key(*k)).map(|k| format!("unknown {k}"));
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let missing =
        required.iter().filter_map(Value::as_str).filter(|k| !found.contains_key(*k)).map(|k| format!("missing {k}"));
    unknown.chain(missing).collect()
}

#[test]
fn every_output_keeps_to_its_schema_and_carries_its_format_and_version() {
    let desk = Desk::with_sample();
    let history = ["simulate", "@sample.slac", "--baseline", "@sample.baseline.json", "--trials", "500"];
    let actuals = ["settle", "@sample.slac", "--actuals", "@sample-history.csv", "--first-month", "2024-11"];
    desk.done(&["template", "export", "back-office", "-o", "@b.slat"]);
    let outputs = [
        ("template", serde_json::from_slice(&desk.read("b.slat")).unwrap()),
        ("templates", desk.json(&["template", "list"])),
        ("templates", desk.json(&["template", "show", "customer-service-voice"])),
        ("written", desk.json(&["new", "--template", "customer-service-voice", "-o", "@n.slac"])),
        ("findings", desk.json(&["check", "@sample.slac"])),
        ("import", desk.json(&["import", "@sample-history.csv", "-o", "@i.json"])),
        ("results", desk.json(&history)),
        ("statement", desk.json(&actuals)),
        ("written", desk.json(&["share", "@sample.slac", "-o", "@s.slac"])),
        ("written", desk.json(&["export", "@sample.slac", "-o", "@e.pdf"])),
        ("demo", desk.json(&["demo", "@again"])),
        ("contract", serde_json::from_slice(&desk.read("sample.slac")).unwrap()),
        ("baseline", serde_json::from_slice(&desk.read("sample.baseline.json")).unwrap()),
    ];
    for (name, output) in outputs {
        let schema = desk.json(&["schema", name]);
        assert_eq!(differences(&output, &schema), Vec::<String>::new(), "{name}");
        assert!(output["format"].as_str().is_some_and(|f| f.starts_with("plumbline-")), "{name}");
        assert_eq!(output["version"], 1, "{name}");
    }
}

#[test]
fn an_error_is_a_document_too() {
    let desk = Desk::new();
    let output = desk.run(&["check", "@none.slac", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(differences(&document, &desk.json(&["schema", "error"])), Vec::<String>::new());
    assert_eq!(document["error"]["code"], "not_found");
}

#[test]
fn decimals_of_files_are_strings_with_their_unit_in_the_name() {
    let desk = Desk::with_sample();
    let file: Value = serde_json::from_slice(&desk.read("sample.slac")).unwrap();
    let level = &file["agreement"]["service_levels"][0];
    assert!(level["weight_percent"].is_string());
    assert!(level["target"]["value"]["percent"].is_string(), "{}", level["target"]);
}
