//! What could be read in two ways, what swallows other rows, and what is not there: each is said.

use crate::import::{d, import, issues, measures, refusal, today, value};
use store::import::{ImportError, Imported, IssueKind, Mapping, Source, open_mapping, read};

fn scaled(imported: &Imported) -> Vec<(&str, bool)> {
    imported.report.measures.iter().map(|m| (m.measure.0.as_str(), m.scaled_from_fraction)).collect()
}

#[test]
fn a_guess_of_fractions_is_flagged_and_a_mapping_that_says_so_is_not() {
    let text = "month,offered,csat_percent,abandonment_percent\n2024-01,100,0.8,0.4\n";
    let imported = import(text);
    assert_eq!(value(&imported, "csat", "2024-01", 1), d("80"));
    assert_eq!(value(&imported, "abandonment", "2024-01", 1), d("0.4"));
    assert_eq!(scaled(&imported), [("abandonment", false), ("csat", true), ("volume", false)]);
    let expected = "“csat_percent” was taken for fractions and multiplied by 100, because its values are up to 1: \
                    0.8 became 80 %. If it is 0.8 %, multiply by 1 in the mapping";
    let said: Vec<&String> = imported.report.notes.iter().filter(|n| n.contains("multiplied by 100")).collect();
    assert_eq!(said.iter().map(|n| n.replace('\u{202f}', " ")).collect::<Vec<_>>(), [expected]);
    let preview = store::import::recognise(text.as_bytes(), "history.csv").unwrap();
    assert!(preview.notes.contains(said[0]), "it is said before the import");

    let again = read(text.as_bytes(), "history.csv", Some(imported.mapping.clone()), today()).unwrap();
    assert_eq!(again.baseline, imported.baseline);
    assert!(scaled(&again).iter().all(|(_, scaled)| !scaled));
    assert!(again.report.notes.iter().any(|n| n == "“csat_percent” holds fractions and was multiplied by 100"));
    let mut mapping = imported.mapping;
    for measure in &mut mapping.measures {
        if let Source::Value { multiply_by, .. } = &mut measure.source {
            *multiply_by = d("1");
        }
    }
    let plain = read(text.as_bytes(), "history.csv", Some(mapping), today()).unwrap();
    assert_eq!(value(&plain, "csat", "2024-01", 1), d("0.8"));
}

#[test]
fn a_fraction_among_percentages_is_refused_as_ambiguous() {
    let text = "month,offered,csat_percent,qa\n2024-01,100,80,86\n2024-02,100,0.81,0.87\n2024-03,100,82,88\n\
                2024-04,100,0.5%,1\n2024-05,100,0,87\n";
    let imported = import(text);
    assert_eq!(
        issues(&imported),
        [
            (3, IssueKind::Ambiguous, false, vec!["csat"]),
            (3, IssueKind::Ambiguous, false, vec!["qa"]),
            (5, IssueKind::Ambiguous, false, vec!["qa"])
        ]
    );
    let reasons: Vec<String> = imported.report.issues.iter().map(|i| i.reason.replace('\u{202f}', " ")).collect();
    assert_eq!(
        reasons[0],
        "“0.81” in “csat_percent” could be 0.81 % or 81 %: most of the column is far above it. \
         Write 81, or 0.81% if it is that little"
    );
    assert!(reasons[2].starts_with("“1” in “qa” could be 1"), "{}", reasons[2]);
    // A percent sign decides, and nothing is nothing either way.
    assert_eq!(value(&imported, "csat", "2024-04", 1), d("0.5"));
    assert_eq!(value(&imported, "csat", "2024-05", 1), d("0"));
    assert!(scaled(&imported).iter().all(|(_, scaled)| !scaled));
    let again = read(text.as_bytes(), "history.csv", Some(imported.mapping.clone()), today()).unwrap();
    assert_eq!(again.baseline, imported.baseline, "the mapping that is given back doubts the same cells");

    // Most are fractions and not enough to guess them: what is usually high is not taken for less than 1 %.
    let mixed = import("month,fcr_percent\n2024-01,0.7\n2024-02,0.71\n2024-03,0.72\n2024-04,73\n2024-05,74\n");
    let kinds: Vec<IssueKind> = mixed.report.issues.iter().map(|i| i.kind).collect();
    assert_eq!(kinds, [IssueKind::Ambiguous; 3]);
}

#[test]
fn small_percentages_beside_larger_ones_are_taken() {
    let imported = import(
        "month,offered,abandonment_percent\n2024-01,100,4.2\n2024-02,100,0.8\n2024-03,100,0.1\n2024-04,100,38\n",
    );
    assert!(imported.report.issues.is_empty());
    assert_eq!(value(&imported, "abandonment", "2024-02", 1), d("0.8"));
    assert_eq!(value(&imported, "abandonment", "2024-03", 1), d("0.1"));
}

#[test]
fn a_quotation_mark_that_is_never_closed_says_what_it_swallowed() {
    for (row, cells) in [("2024-02,30,\"open", 3), ("\"2024-02,30,x", 1), ("2024-02,\"30,x", 2)] {
        let text = format!("month,asa,comment\n2024-01,20,fine\n{row}\n2024-03,1,x\n\n2024-04,1,x\n");
        let imported = import(&text);
        assert_eq!(issues(&imported), [(3, IssueKind::Cells, true, vec![])], "{cells}");
        assert_eq!(
            imported.report.issues[0].text(),
            "row 3: a quotation mark that opens in it is never closed, so that the 2 lines below were read as part of \
             its cell. Close it, or remove it; the row was refused"
        );
        assert_eq!((imported.report.rows_read, imported.report.rows_refused), (2, 1));
    }
    let last = import("month,asa,comment\r\n2024-01,20,fine\r\n2024-02,30,\"open");
    assert!(last.report.issues[0].reason.ends_with("is never closed. Close it, or remove it"));
    let error = refusal(b"month,\"asa,comment\n2024-01,20,fine\n");
    assert_eq!(error, ImportError::OpenQuote { line: 1, lines: 1 });
    assert!(error.to_string().contains("in line 1 is never closed, so that the line below"), "{error}");
}

#[test]
fn a_quotation_mark_that_is_closed_in_a_later_row_does_not_hide_rows() {
    let imported = import("month,asa,comment\n2024-01,20,\"open\n2024-02,30,x\n2024-03,40,\"closed\"\n2024-04,50,x\n");
    assert_eq!(issues(&imported), [(2, IssueKind::Cells, true, vec![])]);
    assert!(imported.report.issues[0].reason.contains("closed only further down, so that the 2 lines below"));
    let remark = import("month,asa,comment\n2024-01,20,\"one,\ntwo, three,\n2024\"\n2024-02,30,x\n");
    assert!(remark.report.issues.is_empty(), "a remark of several lines is one cell");
    assert_eq!(value(&remark, "asa", "2024-01", 0), d("20"));
}

#[test]
fn a_month_without_activity_has_no_value_and_is_named() {
    let imported = import(
        "month,offered,answered,answered_in_time,abandoned,asa,csat_percent,csat_n\n2024-01,100,90,80,10,20,80,5\n\
         2024-02,0,0,0,0,0,,0\n2024-03,100,90,80,10,20,80,5\n2024-04,0,0,,,,0,0\n",
    );
    assert!(imported.report.issues.is_empty(), "{:?}", imported.report.issues);
    for report in &imported.report.measures {
        let idle: Vec<String> = report.idle_months.iter().map(ToString::to_string).collect();
        let expected: &[&str] = if report.measure.0 == "volume" { &[] } else { &["2024-02", "2024-04"] };
        assert_eq!(idle, expected, "{}", report.measure);
        let series = imported.baseline.of(&report.measure).unwrap();
        let idle_has_value = series.observations.iter().any(|o| report.idle_months.contains(&o.month));
        assert!(!idle_has_value, "{}", report.measure);
    }
    let notes = &imported.report.notes;
    for (name, column) in
        [("Abandonment", "offered"), ("Average speed of answer", "answered"), ("Service level", "offered")]
    {
        let expected = format!(
            "{name} has no figure for Feb 2024 and Apr 2024: “{column}” is 0, and without activity there is no value"
        );
        assert!(notes.contains(&expected), "{notes:?}");
    }
    // A measure without activity anywhere, beside one with.
    let idle = import("month,offered,abandoned\n2024-01,0,0\n2024-02,0,0\n");
    assert_eq!(measures(&idle), ["volume"]);
    assert!(idle.report.notes.iter().any(|n| n.starts_with("Abandonment has no figure for Jan 2024 and Feb 2024")));
}

#[test]
fn something_counted_of_nothing_is_a_contradiction() {
    let imported = import("month,answered,aht_total_seconds,offered\n2024-01,10,3000,12\n2024-02,0,500,12\n");
    assert_eq!(measures(&imported), ["aht", "volume"]);
    assert_eq!(issues(&imported), [(3, IssueKind::Ratio, false, vec!["aht"])]);
    assert_eq!(imported.report.issues[0].reason, "“aht_total_seconds” is 500 over a denominator of 0 (“answered”)");
}

/// Seven mistakes of form; two columns and a factor that do not fit the table.
const MISTAKEN: &str = r#"{"format": "plumbline-mapping", "period_column": "day", "decimal_sign": "dot", "colour": "red",
    "measures": [
        {"measure": "asa", "unit": "hours", "source": {"sum": {"column": "asa"}}},
        {"measure": "fcr", "unit": "percent", "source": {"mean": {"column": "fcr"}}},
        {"measure": "csat", "unit": "percent", "source": {"value": {"column": "csat", "wieght": "n"}}},
        {"measure": "qa", "unit": "points", "source": {"value": {"column": "qa", "multiply_by": "0"}}}
    ]}"#;

#[test]
fn a_mistaken_mapping_names_every_mistake_at_once() {
    let of_form = [
        "“colour” in “the mapping” is not known",
        "“version” is missing",
        "“decimal_sign”: unknown variant `dot`",
        "“measures[0].unit”: unknown variant `hours`",
        "“measures[1].source” is expected to be one of “sum”, “ratio”, “value” and “single”",
        "“wieght” in “measures[2].source.value” is not known",
        "“measures[2].source.value.multiply_by” is missing",
    ];
    let error = serde_json::from_str::<Mapping>(MISTAKEN).unwrap_err().to_string();
    assert!(of_form.iter().all(|text| error.contains(text)), "{error}");

    let document = serde_json::from_str(MISTAKEN).unwrap();
    let error = open_mapping(&document, b"month,asa\n2024-01,20\n").unwrap_err();
    let ImportError::Mapping { problems } = &error else { panic!("{error}") };
    assert_eq!(problems.len(), 10, "{problems:?}");
    let of_table = ["no column “day” for the day or month", "no column “qa” for “qa”", "“qa” is multiplied by 0"];
    let all = error.to_string();
    assert!(of_form.iter().chain(&of_table).all(|text| all.contains(text)), "{all}");
}

#[test]
fn a_mapping_for_a_table_is_opened_and_what_it_leaves_out_is_named_with_the_rest() {
    let text = b"month,site,asa,answered\n2024-01,N,20,5\n2024-01,S,20,5\n2024-02,N,20,5\n2024-02,S,20,5\n";
    let imported = read(text, "history.csv", None, today()).unwrap();
    assert!(imported.mapping.group.is_some());
    let document = serde_json::to_value(&imported.mapping).unwrap();
    assert_eq!(open_mapping(&document, text).unwrap(), imported.mapping);

    let mut mapping = imported.mapping;
    mapping.period_column = None;
    mapping.measures.clear();
    mapping.group.as_mut().unwrap().column = "queue".into();
    let error = read(text, "history.csv", Some(mapping), today()).unwrap_err().to_string();
    for part in ["no column “queue” for the groups", "which column holds the day or month", "it has no measure"] {
        assert!(error.contains(part), "{error}");
    }
}
