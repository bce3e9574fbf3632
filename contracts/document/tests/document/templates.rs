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
