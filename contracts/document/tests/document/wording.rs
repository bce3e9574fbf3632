//! How terms and examples are worded where they are one, two or many.

use crate::agreement::{context, full_context, prose, sample};
use crate::support::{open, texts};
use document::compose;
use document::tree::*;
use model::term;

/// The texts of the cells of a table, row by row.
fn cells(tree: &Tree, id: &str) -> Vec<Vec<String>> {
    let table = tree.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.id == id => Some(table),
        _ => None,
    });
    let text = |cell: &Vec<Span>| cell.iter().map(|span| span.text.as_str()).collect::<String>();
    table.unwrap().rows.iter().map(|row| row.cells.iter().map(text).collect()).collect()
}

#[test]
fn a_range_shows_both_edges_of_its_floor_and_of_each_band() {
    let mut agreement = sample();
    term::set(&mut agreement, "service_levels.aht.target", "300 to 420 s").unwrap();
    term::set(&mut agreement, "service_levels.aht.floor", "546 s").unwrap();
    let tree = compose(&agreement, &context());
    let levels = cells(&tree, "table-levels");
    let row = levels.iter().find(|row| row[0] == "Average handle time").unwrap();
    assert_eq!((row[1].as_str(), row[2].as_str()), ("300 to 420\u{202f}s", "231 to 546\u{202f}s"));
    let values: Vec<String> = cells(&tree, "table-bands").into_iter().map(|row| row[2].clone()).collect();
    assert!(
        values.iter().any(|v| v.starts_with("above 420\u{202f}s") && v.contains("or below 300\u{202f}s")),
        "{values:?}"
    );
    assert!(prose(&tree).contains("a floor on either side of it"));
}

#[test]
fn one_is_not_called_in_the_plural() {
    let mut agreement = sample();
    for (path, text) in [("term.months", "1"), ("term.notice_days", "1"), ("ramp.credit_factors", "50 %")] {
        term::set(&mut agreement, path, text).unwrap();
    }
    agreement.ramp.paths.clear();
    let text = prose(&compose(&agreement, &context()));
    for sentence in [
        "lasts 1\u{a0}month, up to and including 31\u{a0}March\u{a0}2027",
        "written notice of 1\u{a0}day.",
        "For the first month the targets in Table\u{a0}5 apply. Of the credits of this month 50\u{202f}% are due.",
    ] {
        assert!(text.contains(sentence), "“{sentence}” is not in:\n{text}");
    }
    assert!(!texts(&open(&compose(&agreement, &context()))).join(" ").contains("1 months"));
}

#[test]
fn a_term_that_outlasts_the_years_of_four_digits_has_no_last_day() {
    let mut agreement = sample();
    agreement.term.start = "9999-03-01".parse().unwrap();
    let text = texts(&open(&compose(&agreement, &context()))).join(" ");
    assert!(text.contains("1 March 9999") && !text.contains("+1000") && !text.contains("up to and including"));
}

#[test]
fn the_example_says_once_that_the_cap_is_not_reached_and_adds_its_score_up_in_a_table() {
    let agreement = sample();
    let tree = compose(&agreement, &full_context(&agreement));
    let credits = cells(&tree, "table-example");
    assert_eq!(credits[0][3], "1\u{202f}% × USD\u{a0}412,000.00 = USD\u{a0}4,120.00");
    assert_eq!(prose(&tree).matches("not reached").count(), 1);
    let score = cells(&tree, "table-example-score");
    assert_eq!(score[0], ["First contact resolution", "20", "87.5", "1,750"]);
    assert_eq!(score[3], ["Sum", "45", "", "3,699.9995"]);
    let sentence = "The score of the month is 82.2. It is the sum of weight times score in Table\u{a0}7 divided by the sum of \
        the weights, 3,699.9995 / 45: 82.2222.";
    assert!(prose(&tree).contains(sentence), "{}", prose(&tree));
}

#[test]
fn a_score_in_other_words_is_told_as_a_sentence() {
    let agreement = sample();
    let mut context = full_context(&agreement);
    context.example.as_mut().unwrap().score_words = "(21 × 80) / 21: 80".into();
    let text = prose(&compose(&agreement, &context));
    assert!(text.contains("added up and divided by the sum of the weights, (21 × 80) / 21: 80."), "{text}");
}

#[test]
fn a_month_without_a_value_has_one_rule_whatever_the_terms_say_of_reports_and_excuses() {
    let said = |terms: &[(&str, &str)]| {
        let mut agreement = sample();
        for (path, text) in terms {
            term::set(&mut agreement, path, text).unwrap();
        }
        prose(&compose(&agreement, &context()))
    };
    let (report, excuse) = ("a month for which no value was reported", "an excused month");
    for (cure, counts) in [("", ""), ("5", ""), ("", "yes"), ("5", "yes")] {
        let text = said(&[("remedies.cure", cure), ("remedies.excused", counts)]);
        let rule = text.lines().find(|line| line.contains("neither met nor missed; ")).unwrap();
        assert_eq!(rule.contains(report), cure.is_empty(), "{rule}");
        assert_eq!(rule.contains(excuse), counts.is_empty(), "{rule}");
        let later =
            "where its report is still missing 5\u{a0}business days after it was due, the level counts as failed";
        assert_eq!(text.contains(later), !cure.is_empty());
        assert_eq!(text.contains("counts as failed, also for repeats"), !cure.is_empty());
        assert_eq!(text.contains("An excused month counts as met, as "), !counts.is_empty());
    }
}
