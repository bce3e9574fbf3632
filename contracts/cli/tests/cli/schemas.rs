//! Every `--json` output and every file has a schema, and keeps to it.

use crate::Desk;
use serde_json::Value;

/// Every place of `value` that is otherwise than `schema` says, down to the last leaf.
fn differences(value: &Value, schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    differ(value, schema, &schema["$defs"], "", &mut found);
    found
}

fn differ(value: &Value, schema: &Value, defs: &Value, at: &str, found: &mut Vec<String>) {
    let Some(rules) = schema.as_object() else { return };
    let mut unless = |holds: bool, what: String| {
        if !holds {
            found.push(format!("{at}: {what}"));
        }
    };
    for (rule, said) in rules {
        match rule.as_str() {
            "type" => unless(is_of(value, said), format!("no {said}: {value}")),
            "const" => unless(value == said, format!("not {said}: {value}")),
            "enum" => unless(said.as_array().unwrap().contains(value), format!("none of {said}: {value}")),
            "pattern" => {
                assert_eq!(said, r"^-?\d+(\.\d+)?([eE]\d+)?$", "a pattern that this test does not know");
                unless(value.as_str().is_none_or(is_decimal), format!("no decimal: {value}"));
            }
            "minimum" => {
                unless(value.as_f64().is_none_or(|v| Some(v) >= said.as_f64()), format!("below {said}: {value}"))
            }
            "maximum" => {
                unless(value.as_f64().is_none_or(|v| Some(v) <= said.as_f64()), format!("above {said}: {value}"))
            }
            "required" => {
                for name in said.as_array().unwrap() {
                    unless(value.get(name.as_str().unwrap()).is_some(), format!("without {name}"));
                }
            }
            "uniqueItems" => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                unless((1..items.len()).all(|i| !items[..i].contains(&items[i])), "twice the same".into());
            }
            "oneOf" | "anyOf" => {
                let fits = said.as_array().unwrap().iter().filter(|s| {
                    let mut none = Vec::new();
                    differ(value, s, defs, at, &mut none);
                    none.is_empty()
                });
                let fits = fits.count();
                unless(fits == 1 || fits > 1 && rule == "anyOf", format!("fits {fits} of {rule}: {value}"));
            }
            "$ref" => {
                let name = said.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                assert!(defs[name].is_object(), "{at}: {said} leads nowhere");
                differ(value, &defs[name], defs, at, found);
                return differ(value, &without(schema, "$ref"), defs, at, found);
            }
            "properties"
            | "additionalProperties"
            | "items"
            | "$defs"
            | "$schema"
            | "title"
            | "description"
            | "default"
            | "format" => {}
            other => panic!("{at}: this test does not know “{other}”"),
        }
    }
    inside(value, schema, defs, at, found);
}

/// Members and items.
fn inside(value: &Value, schema: &Value, defs: &Value, at: &str, found: &mut Vec<String>) {
    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
        differ(item, &schema["items"], defs, &format!("{at}/{i}"), found);
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(known), _) => differ(member, known, defs, &at, found),
            (None, Value::Bool(false)) => found.push(format!("{at}: unknown")),
            (None, others) => differ(member, others, defs, &at, found),
        }
    }
}

fn without(schema: &Value, rule: &str) -> Value {
    let mut rest = schema.clone();
    rest.as_object_mut().unwrap().remove(rule);
    rest
}

fn is_of(value: &Value, types: &Value) -> bool {
    let is = |name: &Value| match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no type “{other}”"),
    };
    types.as_array().map_or_else(|| is(types), |several| several.iter().any(is))
}

fn is_decimal(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction) && digits(exponent)
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

#[test]
fn the_schema_of_a_contract_finds_what_does_not_belong_there() {
    let desk = Desk::with_sample();
    let file: Value = serde_json::from_slice(&desk.read("sample.slac")).unwrap();
    let schema = desk.json(&["schema", "contract"]);
    let level = "/agreement/service_levels/0";
    let wrong: [(&str, Value); 6] = [
        ("weight_percent", "a fifth".into()),
        ("class", "vital".into()),
        ("volume_sensitive", "no".into()),
        ("target", serde_json::json!({ "value": { "percents": "95" } })),
        ("colour", "red".into()),
        ("bands", serde_json::json!([{ "grade": "minor" }])),
    ];
    for (name, value) in wrong {
        let mut other = file.clone();
        other.pointer_mut(level).unwrap()[name] = value;
        let found = differences(&other, &schema);
        assert!(found.iter().any(|f| f.starts_with(&format!("{level}/{name}"))), "{name}: {found:?}");
        desk.write("other.slac", other.to_string());
        desk.refused(&["check", "@other.slac"]);
    }
}

#[test]
fn descriptions_of_a_schema_are_words_for_people() {
    let desk = Desk::new();
    for name in desk.json(&["schema"])["names"].as_array().unwrap() {
        let text = desk.done(&["schema", name.as_str().unwrap()]);
        assert!(!text.contains("[`") && !text.contains("crate::") && !text.contains("super::"), "{name}");
    }
}

#[test]
fn a_decimal_is_a_string_to_the_schema_as_it_is_to_the_reader() {
    fn with_pattern<'a>(schema: &'a Value, found: &mut Vec<&'a Value>) {
        if schema.get("pattern").is_some() {
            found.extend(schema.get("type"));
        }
        match schema {
            Value::Object(members) => members.values().for_each(|member| with_pattern(member, found)),
            Value::Array(items) => items.iter().for_each(|item| with_pattern(item, found)),
            _ => {}
        }
    }
    let desk = Desk::with_sample();
    let schema: Value = serde_json::from_str(&desk.done(&["schema", "contract"])).unwrap();
    let mut types = Vec::new();
    with_pattern(&schema, &mut types);
    assert!(types.len() > 20, "{}", types.len());
    assert!(types.iter().all(|kind| !kind.to_string().contains("number")), "{types:?}");
    let text = String::from_utf8(desk.read("sample.slac")).unwrap();
    let mut file: Value = serde_json::from_str(&text).unwrap();
    file["agreement"]["remedies"]["month_cap_percent"] = Value::from(12);
    std::fs::write(desk.path("number.slac"), file.to_string()).unwrap();
    desk.refused(&["check", "@number.slac"]);
}
