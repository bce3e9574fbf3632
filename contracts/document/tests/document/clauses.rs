//! Clauses that are there when they hold something, and wordings that people wrote.

use crate::agreement::{bare, context, prose, sample, spans};
use crate::support::{open, texts};
use document::tree::*;
use document::{RenderOptions, compose, render};
use model::{
    Agreement,
    term::{self, CLAUSES, Kind},
};
use std::{collections::BTreeSet, sync::OnceLock};

/// The sample with two entries in every list and something in every term but wordings.
pub fn full() -> Agreement {
    static FULL: OnceLock<Agreement> = OnceLock::new();
    FULL.get_or_init(filled).clone()
}

fn filled() -> Agreement {
    let mut agreement = sample();
    for list in term::lists(&agreement) {
        for _ in 0..2 {
            term::add(&mut agreement, &list.path, None).unwrap();
        }
    }
    // Twice, since levels can only be limited to what the scope names by then.
    for _ in 0..2 {
        for field in term::fields(&agreement).into_iter().filter(|f| f.text.is_empty() || f.text == "no") {
            let text = match field.kind {
                Kind::Text | Kind::LongText => field.full_label.clone(),
                Kind::Date => "2027-05-01".to_owned(),
                Kind::Quantity => "5".to_owned(),
                Kind::Choice => field.choices.last().map(|c| c.value.clone()).unwrap_or_default(),
            };
            if !field.path.starts_with("ramp.") && !field.path.starts_with("wordings.") {
                // Floors and edges have to fit their target; the others take any number.
                let _ = term::set(&mut agreement, &field.path, &text);
            }
        }
    }
    agreement
}

fn headings(tree: &Tree) -> Vec<(String, String)> {
    let first = tree.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.level == 1 && heading.number.is_some() => Some(heading),
        _ => None,
    });
    first.map(|heading| (heading.id.clone(), heading.text.clone())).collect()
}

#[test]
fn every_clause_is_there_in_the_order_of_the_form_and_under_its_name() {
    let known: Vec<(String, String)> = CLAUSES.iter().map(|c| (c.id.to_owned(), c.title.to_owned())).collect();
    assert_eq!(headings(&compose(&full(), &context())), known);
}

#[test]
fn a_clause_has_the_number_that_statements_name_it_by() {
    let mut agreement = full();
    // From every clause there to every clause out that can be, one after the other.
    for path in ["", "obligations", "forecast.owner", "relief.claim_days", "dependencies"] {
        if path == "obligations" {
            agreement.obligations.clear();
        } else if path == "dependencies" {
            agreement.dependencies.clear();
            agreement.relief = model::clauses::Relief::default();
            agreement.forecast = model::Forecast::default();
        } else if !path.is_empty() {
            term::set(&mut agreement, path, "").unwrap();
        }
        check_numbers(&agreement);
    }
    check_numbers(&bare());
}

fn check_numbers(agreement: &Agreement) {
    let tree = compose(agreement, &context());
    let printed = tree.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.level == 1 && heading.number.is_some() => Some(heading),
        _ => None,
    });
    let known = |id: &str| CLAUSES.iter().any(|clause| clause.id == id && id != "sign-off");
    let printed: Vec<_> = printed.filter(|h| known(&h.id)).map(|h| (h.id.as_str(), h.number.clone())).collect();
    let numbered = CLAUSES.iter().filter(|c| c.id != "sign-off").filter_map(|c| {
        let number = term::clause_number(agreement, c.id)?;
        Some((c.id, Some(number.to_string())))
    });
    assert_eq!(printed, numbered.collect::<Vec<_>>());
}

#[test]
fn a_clause_without_anything_is_left_out_and_comes_with_its_first_term() {
    let mut agreement = bare();
    let has = |agreement: &Agreement, id: &str| headings(&compose(agreement, &context())).iter().any(|h| h.0 == id);
    for (id, path, text) in [
        ("forecast", "forecast.owner", "both"),
        ("relief", "relief.claim_days", "10"),
        ("quality", "qa.audits_a_month", "300"),
        ("governance", "rectification.plan_days", "10"),
        ("escalation", "escalation.drill", "yearly"),
        ("continuity", "continuity.recovery", "4 h"),
        ("ending", "exit.data_days", "30"),
        ("governing", "governing.law", "the law of Poland"),
    ] {
        term::set(&mut agreement, path, "").unwrap();
        assert!(!has(&agreement, id), "{id}");
        term::set(&mut agreement, path, text).unwrap();
        assert!(has(&agreement, id), "{id}");
        term::set(&mut agreement, path, "").unwrap();
        assert!(!has(&agreement, id), "{id}");
    }
}

#[test]
fn every_term_of_every_clause_is_in_the_document_and_prints() {
    let agreement = full();
    let tree = compose(&agreement, &context());
    let shown: BTreeSet<&str> = spans(&tree).iter().filter_map(|span| span.field.as_deref()).collect();
    // Terms of money and levels have their own test.
    let elsewhere = |path: &str| {
        path.starts_with("service_levels.") && !path.contains(".scope.") && !path.ends_with(".client_part")
            || ["ramp", "remedies", "charges", "currency", "score", "wordings"].iter().any(|p| path.starts_with(p))
    };
    let missing: Vec<String> = term::fields(&agreement)
        .into_iter()
        .filter(|field| !field.text.is_empty() && !shown.contains(field.path.as_str()) && !elsewhere(&field.path))
        .map(|field| field.path)
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(render(&tree, &RenderOptions::default()).is_ok());
}

#[test]
fn sentences_are_made_from_terms() {
    let mut agreement = bare();
    for list in ["escalation.tiers", "contacts", "scope.channels"] {
        term::add(&mut agreement, list, None).unwrap();
    }
    for (path, text) in [
        ("renewal.rule", "automatic"),
        ("renewal.months", "12"),
        ("renewal.decide_days", "90"),
        ("forecast.owner", "both"),
        ("forecast.band_percent", "30 %"),
        ("service_levels.asa.volume_sensitive", "yes"),
        ("scope.channels.1.name", "Voice"),
        ("service_levels.fcr.scope.channel", "Voice"),
        ("statement_rules.dispute_days", "30"),
        ("statement_rules.credit_by", "next_invoice"),
        ("statement_rules.pay_days", "45"),
        ("continuity.recovery", "4 h"),
        ("escalation.drill", "half_yearly"),
    ] {
        term::set(&mut agreement, path, text).unwrap();
    }
    let text = prose(&compose(&agreement, &context()));
    for sentence in [
        "At the end of the term it goes on unless one party says no in writing, each time for 12\u{a0}months. A no is \
         said at the latest 90\u{a0}days before the end.",
        "The forecast of volumes is made by both parties together.",
        "A credit comes to the client as a deduction from the next invoice. What a statement comes to is paid within \
         45\u{a0}days after it was sent.",
        "is more than 30\u{202f}% above the locked forecast, a miss of these service levels in that period is excused: \
         average speed of answer.",
        "It can be disputed in writing within 30\u{a0}days after it was sent; a statement that nobody disputed by then \
         stands.",
        "The services are restored within 4\u{202f}h.",
        "The escalation is drilled every six months.",
    ] {
        assert!(text.contains(sentence), "“{sentence}” is not in:\n{text}");
    }
}

#[test]
fn an_own_wording_replaces_the_sentences_is_marked_and_listed_and_leaves_the_tables() {
    let mut agreement = sample();
    term::set(&mut agreement, "wordings.reporting", "Each Friday we talk.\n\nNobody writes reports.").unwrap();
    term::set(&mut agreement, "wordings.service-levels", "As in the table.").unwrap();
    let tree = compose(&agreement, &context());
    let text = prose(&tree);
    assert!(text.contains("Each Friday we talk.\nNobody writes reports."));
    assert!(!text.contains("the party that measures reports the value"));
    let table = |id: &str| tree.blocks.iter().any(|b| matches!(b, Block::Table(t) if t.id == id));
    assert!(table("table-levels") && table("table-bands"));
    let marks = tree.blocks.iter().filter(|b| matches!(b, Block::Note(n) if n.lead == "Deviation.")).count();
    assert_eq!(marks, 2);
    assert!(headings(&tree).iter().any(|h| h.0 == "deviations"));
    let printed = texts(&open(&tree)).join(" ");
    assert!(printed.contains("Each Friday we talk."));
    assert!(!headings(&compose(&sample(), &context())).iter().any(|h| h.0 == "deviations"));
}

#[test]
fn a_target_that_moves_over_the_term_is_said_and_its_floor_and_bands_are_shown_by_contract_month() {
    let mut agreement = sample();
    let later = "service_levels.fcr.later";
    term::set(&mut agreement, later, "from month 13: 73 %, from month 19: 74 %").unwrap();
    let tree = compose(&agreement, &context());
    let text = prose(&tree).replace(['\u{202f}', '\u{a0}'], " ");
    let said = "The target of first contact resolution becomes ≥ 73.0 % from contract month 13 on, and ≥ 74.0 % from \
                contract month 19 on; Table";
    assert!(text.contains(said), "{text}");
    let shown: BTreeSet<&str> = spans(&tree).iter().filter_map(|span| span.field.as_deref()).collect();
    let terms = term::fields(&agreement).into_iter().filter(|f| f.path.starts_with(later));
    let missing: Vec<String> = terms.map(|f| f.path).filter(|path| !shown.contains(path.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let table = tree.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.id == "table-later-fcr-1" => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    let heads: Vec<String> = table.columns.iter().map(|c| c.head.replace('\u{a0}', " ")).collect();
    assert_eq!(heads, ["Contract month", "Months 5–12", "Months 13–18", "From 19"]);
    let row = |head: &str| -> Vec<String> {
        let row = table.rows.iter().find(|row| row.cells[0][0].text == head).unwrap();
        row.cells.iter().skip(1).map(|cell| cell[0].text.replace('\u{202f}', " ")).collect()
    };
    assert_eq!(row("Target"), ["≥ 72.0 %", "≥ 73.0 %", "≥ 74.0 %"]);
    assert_eq!(row("Floor"), ["64.0 %", "65.0 %", "66.0 %"]);
    assert!(render(&tree, &RenderOptions::default()).is_ok());
}
