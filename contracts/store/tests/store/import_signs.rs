//! Thousands or decimals: by the cells that can only be read in one way, by what a column can hold, and asked where both
//! are likely.

use crate::import::{d, import, measures, today, value};
use model::MeasureId;
use store::import::{DecimalSign, Imported, Mapping, Names, answer, read};

fn with(text: &str, column: &str, id: &str) -> Imported {
    let (mapping, open) = answer(text.as_bytes(), None, &[(column.into(), id.into())], &Names::new()).unwrap();
    assert!(open.is_empty(), "{open:#?}");
    read(text.as_bytes(), "history.csv", Some(mapping), today()).unwrap()
}

#[test]
fn a_handle_time_that_is_either_a_second_or_twenty_minutes_is_asked_about() {
    for rows in [
        // Decided by another column, and by another cell of its own.
        "month;AHT;Abandonment rate\n2024-01;1,234;1,5\n2024-02;1,198;2,5\n",
        "month;AHT;Abandonment rate\n2024-01;1,234;2\n2024-02;1,5;3\n",
    ] {
        let imported = import(rows);
        assert!(!measures(&imported).contains(&"aht"), "{rows}");
        let questions = &imported.report.questions;
        let [question] = questions.as_slice() else { panic!("{questions:#?}") };
        assert_eq!((question.column.as_str(), question.row), ("AHT", 2));
        assert_eq!(question.measure, Some(MeasureId("aht".into())));
        assert_eq!(
            question.text,
            "“AHT” holds values like “1,234” (in row 2), which can be 1.234 or 1234. Does the comma stand before decimals or group thousands?"
        );
        assert_eq!(question.guessed, None);
        assert!(imported.report.notes.iter().any(|n| n.contains("“AHT” is not used before it is said")));
        let thousands = with(rows, "AHT", "thousands");
        assert_eq!(value(&thousands, "aht", "2024-01", 3), d("1234"));
        let decimals = with(rows, "aht", "decimals");
        assert_eq!(value(&decimals, "aht", "2024-01", 3), d("1.234"));
        let left_out = with(rows, "AHT", "leave_out");
        assert_eq!(measures(&left_out), ["abandonment"]);
        // The answer stays with the mapping, through its file.
        let kept: Mapping = serde_json::from_str(&serde_json::to_string(&thousands.mapping).unwrap()).unwrap();
        assert_eq!(kept, thousands.mapping);
        let again = read(rows.as_bytes(), "history.csv", Some(kept), today()).unwrap();
        assert_eq!(again.baseline, thousands.baseline);
        assert!(again.report.questions.is_empty());
    }
}

#[test]
fn counts_that_would_have_decimals_by_the_rest_of_the_file_are_asked_about() {
    let text = "month,Calls,Answered,ASA\n2024-01,1.234,1.100,28.5\n2024-02,1.310,1.200,29.5\n";
    let text = text.as_bytes();
    let error = read(text, "history.csv", None, today()).unwrap_err();
    assert_eq!(error.to_string(), "it has to be said first what “Answered”, “Calls” hold");
    let calls = [("Calls".to_owned(), "thousands".to_owned())];
    let (mapping, open) = answer(text, None, &calls, &Names::new()).unwrap();
    assert_eq!(open.iter().map(|q| q.column.as_str()).collect::<Vec<_>>(), ["Answered"]);
    let imported = read(text, "history.csv", Some(mapping), today()).unwrap();
    assert_eq!(
        measures(&imported),
        ["volume"],
        "the handled calls weigh the speed of answer, and are still asked about"
    );
    let both = [("calls".to_owned(), "thousands".to_owned()), ("answered".to_owned(), "thousands".to_owned())];
    let (mapping, open) = answer(text, None, &both, &Names::new()).unwrap();
    assert!(open.is_empty());
    let imported = read(text, "history.csv", Some(mapping), today()).unwrap();
    assert_eq!(value(&imported, "volume", "2024-02", 0), d("1310"));
    assert_eq!(value(&imported, "asa", "2024-02", 1), d("29.5"));
}

#[test]
fn what_only_one_reading_allows_is_not_asked() {
    for (text, measure, expected) in [
        // Handled in 359.123 s, not in four days.
        ("month;AHT;Abandonment rate\n2024-01;359,123;1,5\n", "aht", "359.123"),
        // No percentage is 1234.
        ("month,Abandonment %\n2024-01,\"1,234\"\n2024-02,\"2,345\"\n", "abandonment", "1.234"),
        ("month;Abandonment %;ASA\n2024-01;1.234;28,5\n2024-02;2.345;29,5\n", "abandonment", "1.234"),
        // Calls are whole.
        ("month,Calls\n2024-01,\"1,234\"\n", "volume", "1234"),
        ("month,Calls\n2024-01,1.234\n2024-02,1.310\n", "volume", "1234"),
        ("month;Calls;ASA\n2024-01;1.234;28,5\n", "volume", "1234"),
        ("month,Calls\n2024-01,\"1,234,567\"\n2024-02,\"1,310\"\n", "volume", "1234567"),
        ("month;Calls\n2024-01;1 234\n2024-02;1\u{2009}310\n", "volume", "1234"),
        // Thousands as everywhere else in the file.
        ("month;AHT;ASA\n2024-01;1.234;28,5\n", "aht", "1234"),
        // Decimals of which some have three.
        ("month;ASA\n2024-01;28,123\n2024-02;29,5\n2024-03;31,25\n", "asa", "28.123"),
    ] {
        let imported = import(text);
        assert!(imported.report.questions.is_empty(), "{text}: {:#?}", imported.report.questions);
        assert_eq!(value(&imported, measure, "2024-01", 3), d(expected), "{text}");
    }
}

#[test]
fn a_column_that_is_written_otherwise_is_read_as_it_is_written_and_named() {
    let text = "month;AHT;CSAT %\n2024-01;359,1;81.5\n2024-02;360,2;82.5\n2024-03;361,3;83\n2024-04;361,4;84.1\n2024-05;3,5;84\n";
    let imported = import(text);
    assert_eq!(value(&imported, "csat", "2024-01", 1), d("81.5"));
    assert_eq!(value(&imported, "aht", "2024-01", 1), d("359.1"));
    assert_eq!(imported.mapping.decimal_sign, DecimalSign::Comma);
    let note = "“CSAT %” is written with a decimal point, other columns with a decimal comma";
    assert!(imported.report.notes.iter().any(|n| n == note), "{:?}", imported.report.notes);
    // One cell is a slip, and a slip is a bad cell.
    let slip = import("month;AHT;CSAT %\n2024-01;359,1;81.5\n2024-02;360,2;82\n2024-03;361,3;83\n");
    assert_eq!(slip.report.issues[0].reason, "“81.5” in “CSAT %” has a decimal point in a file with decimal commas");
}

#[test]
fn one_number_far_below_its_column_is_asked_about() {
    let text = "month;Calls;AHT\n2024-01;100;987,5\n2024-02;100;1,234\n2024-03;100;956,1\n";
    let questions = import(text).report.questions;
    assert_eq!(questions.len(), 1);
    assert!(questions[0].text.starts_with("“AHT” holds values like “1,234” (in row 3), which can be 1.234 or 1234."));
}
