//! Whatever an agreement holds: it is read back to the same bytes, reviewed, and printed or refused by name.

use crate::agreement::context;
use crate::clauses::full;
use document::{Reason, RenderOptions, compose, render};
use model::{Agreement, ContractFile, Evidence};
use proptest::prelude::*;
use serde_json::Value;

/// What is put in place of a leaf of the agreement's JSON.
#[derive(Debug, Clone)]
enum Leaf {
    Text(String),
    Number(i64, u32),
    Whole(u32),
    Flag(bool),
    Null,
}

fn leaf() -> impl Strategy<Value = Leaf> {
    prop_oneof![
        3 => any::<String>().prop_map(Leaf::Text),
        2 => "[a-zA-Z0-9 .,%≥–“”{}|\\-\n]{0,60}".prop_map(Leaf::Text),
        2 => (any::<i64>(), 0_u32..12).prop_map(|(n, scale)| Leaf::Number(n, scale)),
        1 => any::<u32>().prop_map(Leaf::Whole),
        1 => any::<bool>().prop_map(Leaf::Flag),
        1 => Just(Leaf::Null),
    ]
}

/// Every place of the JSON that holds no object.
fn leaves<'a>(value: &'a mut Value, out: &mut Vec<&'a mut Value>) {
    if value.as_array().is_some_and(Vec::is_empty) || !(value.is_object() || value.is_array()) {
        return out.push(value);
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|v| leaves(v, out)),
        Value::Array(items) => items.iter_mut().for_each(|v| leaves(v, out)),
        _ => {}
    }
}

/// The agreement with one leaf replaced, where the model can hold that.
fn with(agreement: &Agreement, at: usize, leaf: &Leaf) -> Option<Agreement> {
    let mut json = serde_json::to_value(agreement).unwrap();
    let mut all = Vec::new();
    leaves(&mut json, &mut all);
    let count = all.len();
    *all.swap_remove(at % count) = match leaf {
        Leaf::Text(text) => Value::from(text.clone()),
        Leaf::Number(number, scale) => Value::from(model::Decimal::new(*number, *scale).to_string()),
        Leaf::Whole(number) => Value::from(*number),
        Leaf::Flag(flag) => Value::from(*flag),
        Leaf::Null => Value::Null,
    };
    serde_json::from_value(json).ok()
}

/// An agreement somewhere around the full one.
fn anything() -> impl Strategy<Value = Agreement> {
    proptest::collection::vec((any::<usize>(), leaf()), 1..40).prop_map(|changes| {
        let change =
            |agreement: Agreement, (at, leaf): &(usize, Leaf)| with(&agreement, *at, leaf).unwrap_or(agreement);
        changes.iter().fold(full(), change)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn any_agreement_is_read_back_to_the_same_bytes_reviewed_and_composed(agreement in anything()) {
        let file = ContractFile::new(agreement);
        let bytes = file.to_bytes();
        let read = ContractFile::read(&bytes).unwrap();
        prop_assert_eq!(&read, &file);
        prop_assert_eq!(read.to_bytes(), bytes);
        for finding in model::review::review(&file.agreement, &Evidence::default()) {
            prop_assert!(!finding.title.is_empty() && !finding.reason.is_empty());
        }
        prop_assert!(model::term::fields(&file.agreement).len() > 200);
        prop_assert!(!compose(&file.agreement, &context()).blocks.is_empty());
    }
}

proptest! {
    // Setting forty pages takes seconds without optimisation.
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]
    #[test]
    fn any_agreement_is_printed_or_refused_naming_what_cannot_be_printed(agreement in anything()) {
        let tree = compose(&agreement, &context());
        for refusal in render(&tree, &RenderOptions::default()).err().unwrap_or_default() {
            match &refusal.reason {
                Reason::MissingGlyph { code_points, .. } => prop_assert!(code_points.starts_with("U+")),
                Reason::HiddenCharacter { code_point, .. } => prop_assert!(code_point.starts_with("U+")),
                Reason::Empty { .. } => {}
                other => prop_assert!(false, "{other:?} at {}", refusal.place),
            }
            prop_assert!(!refusal.place.is_empty() && !refusal.remedy.is_empty());
        }
    }
}
