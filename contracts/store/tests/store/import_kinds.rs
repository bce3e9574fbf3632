//! Counts or percentages: what a column's name leaves open is judged by its values, and asked where they leave it open.

use crate::import::{d, import, measures, today, value, weighting};
use model::Weighting;
use store::import::{ImportError, Imported, IssueKind, Mapping, Question, Source, read, recognise};

fn only(questions: &[Question]) -> &Question {
    let [question] = questions else { panic!("{questions:#?}") };
    question
}

fn plain(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ")
}

fn answered(text: &str, question: &Question, id: &str) -> Imported {
    let mapping = question.choices.iter().find(|c| c.id == id).unwrap().mapping.clone();
    read(text.as_bytes(), "history.csv", Some(mapping), today()).unwrap()
}

#[test]
fn percentages_beside_calls_are_never_divided_by_them() {
    for cells in [["7.38", "12.5", "6"], ["7,38", "12,5", "6"], ["7.38 %", "12.5%", "6 %"], ["0.0738", "0.125", "0.06"]]
    {
        for name in ["Abandonment", "Abandoned", "abandoned_contacts"] {
            let rows: String = (1..).zip(cells).map(|(m, c)| format!("2024-0{m};12000;{c}\n")).collect();
            let imported = import(&format!("month;Calls;{name}\n{rows}"));
            assert_eq!(measures(&imported), ["abandonment", "volume"], "{name} {cells:?}");
            assert_eq!(value(&imported, "abandonment", "2024-01", 2), d("7.38"), "{name} {cells:?}");
            assert_eq!(value(&imported, "abandonment", "2024-02", 2), d("12.5"), "{name} {cells:?}");
        }
    }
    for name in ["Repeat contacts", "Repeats", "repeat_contacts"] {
        let imported = import(&format!("month,Calls,{name}\n2024-01,12000,12.5\n2024-02,12000,13.1\n"));
        assert_eq!(value(&imported, "repeat_contacts", "2024-01", 1), d("12.5"), "{name}");
    }
    let high = import(
        "month,Calls,Answered within 20 s,fcr_resolved,fcr_n,csat satisfied,csat_n\n\
         2024-01,12000,80.5,72.5,300,85.2,200\n2024-02,12000,81,73,300,86.1,200\n",
    );
    for (measure, expected) in [("service_level", "80.5"), ("fcr", "72.5"), ("csat", "85.2")] {
        assert_eq!(value(&high, measure, "2024-01", 1), d(expected), "{measure}");
    }
    assert_eq!(weighting(&high, "service_level"), Weighting::ApproximateWeights);
}

#[test]
fn one_impossible_percentage_does_not_make_counts_of_the_others() {
    let imported = import("month,Calls,Abandonment\n2024-01,12000,7.38\n2024-02,12000,6.1\n2024-03,12000,104\n");
    assert_eq!(value(&imported, "abandonment", "2024-01", 2), d("7.38"));
    assert_eq!(imported.report.issues[0].kind, IssueKind::OutOfRange);
}

#[test]
fn counts_stay_counts() {
    for (names, rows, expected) in [
        ("offered,abandoned", "1000,50\n2024-02,1100,100\n", "5"),
        ("offered,abandoned", "1000,138\n2024-02,1100,12\n", "13.8"),
        ("CallsOffered,CallsAbandoned", "9000,9\n2024-02,9000,7\n", "0.1"),
        ("calls,Abandonment", "1000,138\n2024-02,1100,121\n", "13.8"),
        ("calls,abandoned", "20564.0,1028.2\n2024-02,100,121.0\n", "5"),
    ] {
        let imported = import(&format!("month,{names}\n2024-01,{rows}"));
        assert_eq!(value(&imported, "abandonment", "2024-01", 1), d(expected), "{names}");
        assert!(imported.report.questions.is_empty(), "{names}");
    }
    let repeats = import("month,answered,repeat_contacts,repeat_base\n2024-01,950,60,400\n2024-02,950,130,900\n");
    assert_eq!(value(&repeats, "repeat_contacts", "2024-01", 0), d("15"));
    let survey = import("month,csat_satisfied,csat_n\n2024-01,42,60\n2024-02,51,70\n");
    assert_eq!(value(&survey, "csat", "2024-01", 0), d("70"));
}

#[test]
fn small_whole_numbers_that_could_be_either_are_asked_about_and_not_taken() {
    let text = "month,Calls,Abandonment\n2024-01,12000,7\n2024-02,11000,6\n";
    let imported = import(text);
    assert_eq!(measures(&imported), ["volume"], "nothing is divided before somebody says so");
    let question = only(&imported.report.questions);
    assert_eq!(question.column, "Abandonment");
    assert_eq!(question.measure.as_ref().unwrap().0, "abandonment");
    assert_eq!(
        plain(&question.text),
        "“Abandonment” holds 2 values, for example 7 in row 2: is that 7 %, or 7 out of 12000 “Calls”, 0.06 %?"
    );
    let labels: Vec<String> = question.choices.iter().map(|c| plain(&c.label)).collect();
    assert_eq!(
        labels,
        ["percentages: 7 is 7 %", "counts: 7 out of 12000 “Calls”, 0.06 %", "neither: leave “Abandonment” out"]
    );
    assert!(imported.report.notes.iter().any(|n| n.starts_with("“Abandonment” is not used before it is said")));

    let percent = answered(text, question, "percent");
    assert_eq!(value(&percent, "abandonment", "2024-01", 2), d("7"));
    let count = answered(text, question, "count");
    assert_eq!(value(&count, "abandonment", "2024-01", 2), d("0.06"));
    let without = answered(text, question, "leave_out");
    assert_eq!(measures(&without), ["volume"]);
    for settled in [percent, count, without] {
        assert!(settled.report.questions.is_empty(), "an answer is not asked for again");
    }
    let again = read(text.as_bytes(), "history.csv", Some(imported.mapping), today()).unwrap();
    assert_eq!(again.report.questions, imported.report.questions, "what is not answered is asked again");

    let preview = recognise(text.as_bytes(), "history.csv").unwrap();
    assert_eq!(preview.questions, again.report.questions);
}

#[test]
fn every_measure_of_counts_is_asked_about_where_its_share_would_be_unlikely() {
    for (names, row, measure) in [
        ("Calls,Abandoned", "12000,8", "abandonment"),
        ("Calls,Repeat contacts", "500,12", "repeat_contacts"),
        ("Calls,Repeated", "12000,12", "repeat_contacts"),
        ("Calls,Answered within 20 s", "12000,80", "service_level"),
        ("csat_satisfied,csat_n", "85,200", "csat"),
        ("fcr_resolved,fcr_n", "72,1800", "fcr"),
        ("Calls abandoned,Calls", "7.5,312.5", "abandonment"),
        ("Abandonment,ASA", "7,30", "abandonment"),
    ] {
        let text = format!("month,{names}\n2024-01,{row}\n2024-02,{row}\n");
        let questions = recognise(text.as_bytes(), "history.csv").unwrap().questions;
        assert_eq!(only(&questions).measure.as_ref().unwrap().0, measure, "{names}");
    }
}

#[test]
fn a_file_that_holds_nothing_else_is_refused_and_the_question_is_there() {
    let text = b"month,Abandonment\n2024-01,7\n2024-02,6\n";
    let error = read(text, "history.csv", None, today()).unwrap_err();
    assert!(matches!(error, ImportError::Unanswered { .. }));
    assert_eq!(error.to_string(), "it has to be said first what “Abandonment” holds");
    let preview = recognise(text, "history.csv").unwrap();
    let ids: Vec<&str> = only(&preview.questions).choices.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["percent", "leave_out"]);
}

#[test]
fn small_fractions_of_a_measure_that_is_usually_low_are_asked_about() {
    for cells in [["0.8", "0.4"], ["0.62", "0.55"], ["0.2", "0.3"]] {
        let text = format!("month,Calls,Abandonment rate\n2024-01,900,{}\n2024-02,900,{}\n", cells[0], cells[1]);
        let imported = import(&text);
        assert_eq!(measures(&imported), ["volume"], "{cells:?}");
        let question = only(&imported.report.questions);
        let hundredfold = d(cells[0]) * d("100");
        assert_eq!(value(&answered(&text, question, "fraction"), "abandonment", "2024-01", 2), hundredfold);
        assert_eq!(value(&answered(&text, question, "percent"), "abandonment", "2024-01", 2), d(cells[0]));
    }
    let said = import("month,Calls,abandonment_fraction\n2024-01,900,0.4\n2024-02,900,0.5\n");
    assert_eq!(value(&said, "abandonment", "2024-01", 2), d("40"));
    assert!(said.report.questions.is_empty() && said.report.measures.iter().all(|m| !m.scaled_from_fraction));
    // Of what is usually high they are taken, and that is a guess that can be answered.
    let high = import("month,fcr\n2024-01,0.72\n2024-02,0.73\n");
    assert_eq!(value(&high, "fcr", "2024-01", 0), d("72"));
    assert_eq!(only(&high.report.questions).guessed.as_deref(), Some("fraction"));
}

#[test]
fn a_percentage_where_a_count_is_needed_is_named() {
    let text = "month,Calls,Abandonment\n2024-01,12000,138\n2024-02,12000,7.4%\n";
    let mut mapping: Mapping = recognise(text.as_bytes(), "history.csv").unwrap().mapping;
    for measure in &mut mapping.measures {
        if measure.measure.0 == "abandonment" {
            measure.source = Source::Ratio { numerator: "Abandonment".into(), denominator: "Calls".into() };
        }
    }
    let imported = read(text.as_bytes(), "history.csv", Some(mapping), today()).unwrap();
    assert_eq!(
        imported.report.issues[0].reason,
        "“7.4%” in “Abandonment” is a percentage, and a number of contacts is expected here"
    );
}

#[test]
fn one_sign_with_three_digits_behind_it_is_asked_about_where_nothing_else_decides() {
    let text = "month;ASA\n2024-01;28.123\n2024-02;31.250\n";
    let imported = import(text);
    let question = only(&imported.report.questions);
    assert_eq!(
        question.text,
        "“ASA” holds values like “28.123” (in row 2), which can be read in two ways. What stands before the decimals?"
    );
    assert_eq!(value(&answered(text, question, "point"), "asa", "2024-01", 3), d("28.123"));
    let decided = import("month;ASA;Calls\n2024-01;28.123;1200\n2024-02;31.25;1300\n");
    assert!(decided.report.questions.is_empty());
    let counts = import("month;Calls\n2024-01;1.200\n2024-02;1.300\n");
    assert!(counts.report.questions.is_empty(), "numbers of calls have no decimals");
    assert_eq!(value(&counts, "volume", "2024-01", 0), d("1200"));
}

#[test]
fn rows_dated_with_the_first_or_the_last_day_of_each_month_are_months() {
    for dates in [
        ["01.01.2024", "01.02.2024", "01.04.2024"],
        ["2024-01-01", "2024-02-01", "2024-04-01"],
        ["2024-01-01 00:00:00", "2024-02-01 00:00:00", "2024-04-01 00:00:00"],
        ["31.01.2024", "29.02.2024", "30.04.2024"],
    ] {
        let imported = import(&format!(
            "Datum;Calls;Abandonment %\n{};12000;7,38\n{};11000;6,1\n{};11000;6,2\n",
            dates[0], dates[1], dates[2]
        ));
        let report = &imported.report;
        assert_eq!(report.grain, store::import::Grain::Month, "{dates:?}");
        assert!(report.partial_months.is_empty(), "{dates:?}");
        assert_eq!((report.gaps.len(), report.gaps[0].from.as_str()), (1, "2024-03"), "{dates:?}");
        assert!(report.notes.iter().any(|n| n.contains("days of months: each row was taken for its whole month")));
    }
    let days = import("Datum;Calls\n01.01.2024;12000\n02.01.2024;11000\n");
    assert_eq!(days.report.grain, store::import::Grain::Day);
    let midnight = import("date,calls\n2024-01-01 00:00,12\n2024-01-02 00:00,11\n");
    assert_eq!(midnight.report.grain, store::import::Grain::Day);
}

#[test]
fn one_fraction_among_counts_does_not_make_them_percentages() {
    for rows in [
        "2025-01,1234,60\n2025-02,1100,55.5\n2025-03,950,50\n",
        // All of one row, but more than is ever abandoned.
        "2025-01,1234,61.7\n",
    ] {
        let text = format!("Month,Offered,Abandoned\n{rows}");
        let imported = read(text.as_bytes(), "history.csv", None, today()).unwrap();
        assert_eq!(only(&imported.report.questions).column, "Abandoned", "{rows}");
        assert!(imported.baseline.series.iter().all(|s| s.measure.0 != "abandonment"), "{rows}");
    }
}
