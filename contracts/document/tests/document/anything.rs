//! Whatever an agreement holds: it is read back to the same bytes, reviewed, and printed or refused by name.

use crate::agreement::context;
use crate::clauses::full;
use crate::drawn::{change, changed};
use document::{Reason, RenderOptions, compose, render};
use model::{Agreement, ContractFile, Evidence};
use proptest::prelude::*;

/// An agreement somewhere around the full one.
fn anything() -> impl Strategy<Value = Agreement> {
    proptest::collection::vec(change(), 1..40).prop_map(|changes| changed(full(), &changes))
}

/// `few` cases, or as many as the environment asks for.
fn cases(few: u32) -> ProptestConfig {
    let cases = std::env::var_os("PROPTEST_CASES").map_or(few, |_| ProptestConfig::default().cases);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(40))]
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
    #![proptest_config(cases(4))]
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
