//! Every shipped template becomes a document.

use crate::agreement::context;
use document::{RenderOptions, compose, render};

#[test]
fn every_template_filled_in_is_printed_without_a_refusal() {
    let start = "2027-03-01".parse().unwrap();
    for template in model::template::templates() {
        let agreement = template.example(start);
        let tree = compose(&agreement, &context());
        let pdf = render(&tree, &RenderOptions::default());
        let pdf = pdf.unwrap_or_else(|refusals| panic!("{}: {refusals:#?}", template.id));
        assert!(pdf.starts_with(b"%PDF-"), "{}", template.id);
    }
}

#[test]
fn every_sentence_of_every_template_has_the_signs_of_print() {
    let start = "2027-03-01".parse().unwrap();
    for template in model::template::templates() {
        let tree = compose(&template.example(start), &context());
        let shown = serde_json::to_string(&tree.blocks).unwrap();
        assert!(!shown.contains('\''), "{}: a straight apostrophe", template.id);
        assert!(!shown.contains("\\\""), "{}: a straight quotation mark", template.id);
    }
}
