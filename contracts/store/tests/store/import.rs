//! Tables of history, real ones and bad ones.

use chrono::NaiveDate;
use model::{Baseline, Decimal, MeasureId, Month, Observation, Weighting, quantity::round};
use store::import::{
    Column, DateOrder, DecimalSign, Gap, Grain, ImportError, Imported, IssueKind, Mapping, Part, Use, read, recognise,
};

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 26).unwrap()
}

pub fn import(text: &str) -> Imported {
    read(text.as_bytes(), "history.csv", None, today()).unwrap()
}

pub fn refusal(bytes: &[u8]) -> ImportError {
    read(bytes, "history.csv", None, today()).unwrap_err()
}

pub fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn observation(baseline: &Baseline, measure: &str, month: &str) -> Observation {
    let month: Month = month.parse().unwrap();
    let series = baseline.of(&MeasureId(measure.into())).unwrap();
    series.observations.iter().find(|o| o.month == month).unwrap().clone()
}

pub fn value(imported: &Imported, measure: &str, month: &str, decimals: u8) -> Decimal {
    round(observation(&imported.baseline, measure, month).value.value(), decimals)
}

pub fn weighting(imported: &Imported, measure: &str) -> Weighting {
    imported.baseline.of(&MeasureId(measure.into())).unwrap().weighting
}

pub fn measures(imported: &Imported) -> Vec<&str> {
    imported.baseline.series.iter().map(|s| s.measure.0.as_str()).collect()
}

/// Row, kind, refused, measures not taken.
pub fn issues(imported: &Imported) -> Vec<(u64, IssueKind, bool, Vec<&str>)> {
    let issues = imported.report.issues.iter();
    issues.map(|i| (i.row, i.kind, i.refused, i.measures.iter().map(|m| m.0.as_str()).collect())).collect()
}

const OUR_HISTORY: &str = "\
month,offered,answered,answered_in_time,asa_seconds,abandoned,aht_seconds,fcr_resolved,fcr_n,csat_satisfied,csat_n,qa_points,qa_n,repeat_contacts,repeat_base
2024-11,1000,950,800,28.1,50,359.1,600,800,170,200,86.8,253,120,900
2024-12,1100,1000,825,32.3,100,379.4,610,800,160,200,87.6,250,130,1000
";

#[test]
fn every_measure_of_a_monthly_file_is_recognised() {
    let imported = import(OUR_HISTORY);
    assert_eq!(
        measures(&imported),
        ["asa", "aht", "service_level", "abandonment", "fcr", "csat", "qa", "repeat_contacts", "volume"]
    );
    for (measure, expected) in [
        ("asa", "28.1"),
        ("aht", "359.1"),
        ("service_level", "80"),
        ("abandonment", "5"),
        ("fcr", "75"),
        ("csat", "85"),
        ("qa", "86.8"),
        ("repeat_contacts", "13.33"),
        ("volume", "1000"),
    ] {
        assert_eq!(value(&imported, measure, "2024-11", 2), d(expected), "{measure}");
        assert_eq!(weighting(&imported, measure), Weighting::Exact, "{measure}");
    }
    assert_eq!(observation(&imported.baseline, "csat", "2024-11").n, Some(d("200")));
    assert_eq!(observation(&imported.baseline, "qa", "2024-12").n, Some(d("250")));
    assert_eq!(observation(&imported.baseline, "asa", "2024-12").n, Some(d("1000")));
    assert!(imported.report.unused_columns.is_empty());
    assert_eq!(imported.report.grain, Grain::Month);
    let provenance = &imported.baseline.provenance;
    assert_eq!((provenance.rows_read, provenance.rows_refused, provenance.illustrative), (2, 0, false));
    assert_eq!(provenance.imported_on, today());
}

#[test]
fn percentages_come_with_their_counts_or_are_marked_unweighted() {
    let text = "month,answered,fcr_percent,csat_percent,csat_n,qa_score\n\
                2024-01,10,72.5,80,50,88\n2024-02,10,73.5,82,150,89\n";
    let imported = import(text);
    assert_eq!(weighting(&imported, "fcr"), Weighting::Unweighted);
    assert_eq!(weighting(&imported, "csat"), Weighting::Exact);
    assert_eq!(value(&imported, "fcr", "2024-02", 1), d("73.5"));
    assert_eq!(observation(&imported.baseline, "fcr", "2024-02").n, None);
    assert!(imported.report.notes.iter().any(|n| n.contains("First contact resolution is marked “unweighted”")));
}

#[test]
fn fractions_signs_minutes_and_clock_times_come_out_in_the_measures_unit() {
    let fractions = import("month,offered,fcr,abandonment_rate\n2024-01,100,0.725,0.05\n2024-02,100,1,0\n");
    assert_eq!(value(&fractions, "fcr", "2024-01", 2), d("72.5"));
    assert_eq!(value(&fractions, "abandonment", "2024-01", 2), d("5"));
    let signs =
        import("month,fcr,abandoned %,answered,offered\n2024-01,72.5 %,0.4 %,99,100\n2024-02,1 %,0.5%,98,100\n");
    assert_eq!(value(&signs, "fcr", "2024-02", 2), d("1"));
    assert_eq!(value(&signs, "abandonment", "2024-01", 2), d("0.4"));
    // A percentage below one is not taken for a fraction where the name says percent.
    let small = import("month,offered,abandonment_percent\n2024-01,1000,0.4\n2024-02,1000,0.5\n");
    assert_eq!(value(&small, "abandonment", "2024-01", 2), d("0.4"));
    let times = import("month,answered,ASA,average_handle_time_minutes\n2024-01,10,00:00:28,5.5\n2024-02,30,1:30,6\n");
    assert_eq!(value(&times, "asa", "2024-01", 2), d("28"));
    assert_eq!(value(&times, "asa", "2024-02", 2), d("90"));
    assert_eq!(value(&times, "aht", "2024-01", 2), d("330"));
    assert!(times.report.notes.iter().any(|n| n.contains("holds minutes and was multiplied by 60")));
}

#[test]
fn satisfaction_on_a_scale_is_not_taken_for_a_percentage() {
    let imported = import("month,offered,csat\n2024-01,100,4.2\n2024-02,100,4.4\n");
    assert_eq!(measures(&imported), ["volume"]);
    assert!(imported.report.notes.iter().any(|n| n.contains("“csat” is not used")));
    let imported = import("month,offered,qa\n2024-01,100,4.5\n2024-02,100,4.4\n");
    assert_eq!(measures(&imported), ["volume"]);
    assert!(imported.report.notes.iter().any(|n| n.contains("“qa” is not used") && n.contains("points of 100")));
}

#[test]
fn decimal_commas_semicolons_and_a_byte_order_mark_give_the_same_as_points_and_commas() {
    let plain =
        import("month,answered,asa_seconds,qa_points,qa_n\n2024-01,1200,28.5,86.25,10\n2024-02,1300,29.5,87,12\n");
    let local = import(
        "\u{feff}Monat;answered;asa_seconds;qa_points;qa_n\r\n\"01.2024\";1.200;28,5;86,25;10\r\nFeb 24;\"1.300\";29,5;87;12\r\n",
    );
    assert_eq!(local.baseline.series, plain.baseline.series);
    assert_eq!(local.mapping.decimal_sign, DecimalSign::Comma);
    assert_eq!(
        (local.report.delimiter.as_str(), local.report.encoding.as_str()),
        ("semicolon", "UTF-8 with a byte-order mark")
    );
    let quoted = import("\"month\",\"answered\",\"asa_seconds\"\n\"2024-01\",\"1200\",\"28,5\"\n");
    assert_eq!(quoted.mapping.decimal_sign, DecimalSign::Comma);
    let wide: Vec<u8> = "\u{feff}month\tasa\n2024-01\t30\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = read(&wide, "unicode.txt", None, today()).unwrap();
    assert_eq!(value(&wide, "asa", "2024-01", 0), d("30"));
}

#[test]
fn a_fraction_above_one_is_named_with_what_it_was_multiplied_by() {
    let imported = import("month,fcr\n2024-01,0.7\n2024-02,1.2\n2024-03,0.75\n2024-04,0.7\n2024-05,0.8\n");
    assert_eq!(issues(&imported), [(3, IssueKind::OutOfRange, true, vec!["fcr"])]);
    assert_eq!(imported.report.issues[0].reason, "“1.2” in “fcr” times 100 is not a percentage between 0 and 100");
    assert_eq!(value(&imported, "fcr", "2024-03", 1), d("75"));
}

#[test]
fn bad_rows_are_listed_by_line_and_reason_and_the_rest_is_taken() {
    let imported = import(
        "month,offered,answered,abandoned,asa,csat_percent,csat_n\n\
         2024-01,100,90,10,20,80,50\n\
         Total,1,1,1,1,1,1\n\
         2024-02,100,abc,10,20,80,50\n\
         2024-03,100,90,10,-5,104,50\n\
         2024-04,100,90,120,20,80,\n\
         2024-05,100,90,10,20,80,50,surplus\n\
         2024-06,100,90\n\
         2024-07,100,90,10,20,n/a,-3\n\
         ,100,90,10,20,80,50\n\
         2024-09,100,90,10,20,80,50\n",
    );
    assert_eq!(
        issues(&imported),
        [
            (3, IssueKind::Period, true, vec![]),
            (4, IssueKind::NotANumber, false, vec!["asa"]),
            (5, IssueKind::OutOfRange, false, vec!["asa"]),
            (5, IssueKind::OutOfRange, false, vec!["csat"]),
            (6, IssueKind::Ratio, false, vec!["abandonment"]),
            (6, IssueKind::NoValue, false, vec!["csat"]),
            (7, IssueKind::Cells, true, vec![]),
            (8, IssueKind::NoValue, false, vec!["asa"]),
            (8, IssueKind::NoValue, false, vec!["abandonment"]),
            (8, IssueKind::NoValue, false, vec!["csat"]),
            (9, IssueKind::NoValue, false, vec!["csat"]),
            (10, IssueKind::Period, true, vec![]),
        ]
    );
    let lines: Vec<String> = imported.report.issues.iter().map(|i| i.text()).collect();
    assert_eq!(
        lines[0],
        "row 3: “Total” is not a day or month (write it like 2024-07-31 or 2024-07); the row was refused"
    );
    assert_eq!(lines[1], "row 4: “abc” in “answered” is not a number; the rest was taken");
    assert_eq!(lines[2], "row 5: “-5” in “asa” is not a time of 0 s or more; the rest was taken");
    assert_eq!(lines[3], "row 5: “104” in “csat_percent” is not a percentage between 0 and 100; the rest was taken");
    assert_eq!(lines[4], "row 6: “abandoned” is 120, more than “offered”, which is 100; the rest was taken");
    assert_eq!(lines[5], "row 6: “csat_n” is empty, so nothing weighs “csat_percent”; the rest was taken");
    assert!(lines[6].starts_with("row 7: it has 8 cells under 7 column names"));
    assert_eq!(lines[11], "row 10: it has no day or month; the row was refused");
    let report = &imported.report;
    assert_eq!((report.rows_read, report.rows_taken, report.rows_in_part, report.rows_refused), (10, 7, 5, 3));
    assert_eq!(report.summary(), "7 months, 4 measures; 7 rows taken, 5 of them in part, 3 refused");
    // What was taken beside a bad cell is there, what was bad is not 0.
    assert_eq!(value(&imported, "volume", "2024-02", 0), d("100"));
    let asa = imported.baseline.of(&MeasureId("asa".into())).unwrap();
    assert!(asa.observations.iter().all(|o| o.month.to_string() != "2024-02"));
    let gap = Gap { from: "2024-05".into(), to: "2024-05".into(), missing: 1 };
    assert_eq!(report.gaps, [gap, Gap { from: "2024-08".into(), to: "2024-08".into(), missing: 1 }]);
    assert_eq!(imported.baseline.provenance.rows_refused, 3);
}

#[test]
fn one_bad_cell_that_several_measures_need_is_one_problem() {
    let imported = import("month,offered,answered,abandoned,asa\n2024-01,x1,90,10,20\n2024-02,100,90,10,20\n");
    assert_eq!(issues(&imported), [(2, IssueKind::NotANumber, false, vec!["abandonment", "volume"])]);
    let issue = &imported.report.issues[0];
    assert_eq!((issue.column.as_deref(), issue.cell.as_deref()), (Some("offered"), Some("x1")));
    assert_eq!(issue.period.as_deref(), Some("Jan 2024"));
}

#[test]
fn a_row_of_which_nothing_can_be_taken_is_refused() {
    let imported = import("month,asa,comment\n2024-01,20,\n2024-02,,closed\n2024-03,30,\n");
    assert_eq!(issues(&imported), [(3, IssueKind::NoValue, true, vec!["asa"])]);
    assert_eq!((imported.report.rows_taken, imported.report.rows_refused), (2, 1));
    assert_eq!(imported.report.gaps.len(), 1);
    assert_eq!(imported.report.measures[0].missing_months, ["2024-02".parse::<Month>().unwrap()]);
}

#[test]
fn a_day_twice_is_refused_once_and_the_later_row_stands() {
    let imported = import(
        "date,answered,asa\n2024-07-01,10,20\n2024-07-02,10,30\n2024-07-01,10,40\n01 Jul 2024,10,60\n2024-07-05,10,30\n",
    );
    let lines: Vec<&str> = imported.report.issues.iter().map(|i| i.reason.as_str()).collect();
    assert_eq!(
        lines,
        [
            "2024-07-01 is there again in row 5 (asa is 20 here and 60 there), which is later and stands",
            "2024-07-01 is there again in row 5 (asa is 40 here and 60 there), which is later and stands"
        ]
    );
    assert_eq!(issues(&imported)[0], (2, IssueKind::Repeated, true, vec![]));
    assert_eq!(value(&imported, "asa", "2024-07", 2), d("40"));
    assert_eq!(imported.report.gaps, [Gap { from: "2024-07-03".into(), to: "2024-07-04".into(), missing: 2 }]);
    let partial = &imported.report.partial_months[0];
    assert_eq!((partial.days, partial.of_days), (3, 31));
}

#[test]
fn a_month_among_days_is_refused() {
    let imported = import("date,asa\n2024-07-01,20\n2024-07-02,30\n2024-07,25\n");
    assert_eq!(issues(&imported), [(4, IssueKind::Period, true, vec![])]);
    assert_eq!(imported.report.issues[0].reason, "“Jul 2024” is one of a few months in a file of days");
}

#[test]
fn a_day_without_calls_has_no_value_and_is_no_problem() {
    let imported = import(
        "date,offered,answered,abandoned,asa\n2024-07-01,100,90,10,20\n2024-07-02,0,0,0,\n2024-07-03,100,90,10,40\n2024-08-01,0,0,0,\n",
    );
    assert!(imported.report.issues.is_empty());
    assert_eq!(value(&imported, "asa", "2024-07", 2), d("30"));
    assert_eq!(value(&imported, "volume", "2024-08", 0), d("0"));
    let asa = imported.baseline.of(&MeasureId("asa".into())).unwrap();
    assert_eq!(asa.observations.len(), 1, "a month without calls has no speed of answer");
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_asked_about_unless_one_decides() {
    let ambiguous = "date,asa\n01/07/2024,20\n02/07/2024,30\n";
    let error = refusal(ambiguous.as_bytes());
    assert_eq!(error.code(), "ambiguous_dates");
    assert!(error.to_string().contains("“01/07/2024” is 2024-07-01 or 2024-01-07"), "{error}");
    let preview = recognise(ambiguous.as_bytes(), "history.csv").unwrap();
    assert!(preview.problem.as_deref().is_some_and(|p| p.contains("Say whether the day")));
    let mut mapping = preview.mapping;
    mapping.date_order = Some(DateOrder::DayFirst);
    let imported = read(ambiguous.as_bytes(), "history.csv", Some(mapping), today()).unwrap();
    assert_eq!(value(&imported, "asa", "2024-07", 0), d("25"));

    let decided = import("date,asa\n01/07/2024,20\n13/07/2024,30\n");
    assert_eq!(value(&decided, "asa", "2024-07", 0), d("25"));
    let american = import("date,asa\n07/01/2024,20\n07/13/2024,30\n");
    assert_eq!(value(&american, "asa", "2024-07", 0), d("25"));
    let mixed = import("date,asa\n13/07/2024,20\n14/07/2024,30\n07/15/2024,90\n");
    assert_eq!(issues(&mixed), [(4, IssueKind::Period, true, vec![])]);
}

#[test]
fn files_that_give_nothing_say_why_and_what_to_do() {
    let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0";
    let cases: [(&[u8], &str, &str); 11] = [
        (b"", "empty", "A table is expected"),
        (png, "not_a_table", "the file is a PNG picture"),
        (b"PK\x03\x04\x14\0\x06\0", "not_a_table", "Unpack it and choose the table inside"),
        (b"month,asa\n", "header_only", "line 1 holds the column names (month, asa)"),
        (b"2024-01,20\n2024-02,30\n", "no_header", "Put a row of names above it"),
        (b"queue,asa\nVIP,30\nBasic,40\n", "no_period", "The columns are queue, asa"),
        (b"month,comment\n2024-01,fine\n", "no_measure", "The columns are month, comment"),
        (b"month,asa\n2024-01,slow\n2024-02,fast\n", "nothing_usable", "row 2: “slow” in"),
        (b"month,asa\nTotal,20\nMean,30\n", "nothing_usable", "is not a day or month"),
        (b"month,offered,abandoned\n2024-01,\n", "nothing_usable", "row 2"),
        (b"a\x81,b\n", "encoding", "byte 1 (0x81)"),
    ];
    for (bytes, code, text) in cases {
        let error = refusal(bytes);
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[test]
fn a_file_that_was_cut_off_does_not_give_a_wrong_last_row() {
    let imported = import("month,answered,asa\n2024-01,1000,20\n2024-02,10");
    assert_eq!(issues(&imported), [(3, IssueKind::Cells, true, vec![])]);
    assert!(imported.report.issues[0].reason.contains("it may have been cut off"));
    let swallowed = format!("month,asa,comment\n2024-01,20,fine\n2024-02,30,\"open\n{}", "2024-03,1,x\n".repeat(40));
    let imported = import(&swallowed);
    assert!(imported.report.issues[0].reason.contains("is never closed"));
}

#[test]
fn a_mapping_that_does_not_fit_names_everything_at_once() {
    let mut mapping = import(OUR_HISTORY).mapping;
    mapping.period_column = Some("day".into());
    mapping.version = 9;
    let twice = mapping.measures[0].clone();
    mapping.measures.push(twice);
    let error = read(b"month,offered\n2024-01,5\n", "other.csv", Some(mapping), today()).unwrap_err();
    let ImportError::Mapping { problems } = &error else { panic!("{error}") };
    assert!(problems.len() > 10, "{problems:?}");
    for text in [
        "it has version 9",
        "there is no column “day” for the day or month; the columns are month, offered",
        "there is no column “asa_seconds” for “asa”",
        "“asa” is there twice",
    ] {
        assert!(error.to_string().contains(text), "{text}: {error}");
    }
}

#[test]
fn a_mapping_survives_its_file_and_can_be_corrected() {
    let text = "period,speed,calls in,note\n2024-01,20,100,a\n2024-02,30,300,b\n";
    let preview = recognise(text.as_bytes(), "history.csv").unwrap();
    assert_eq!(preview.rows, 2);
    assert_eq!(preview.sample_rows[0], ["2024-01", "20", "100", "a"]);
    let uses: Vec<(&str, &[Use])> =
        preview.columns.iter().map(|c: &Column| (c.name.as_str(), c.uses.as_slice())).collect();
    assert_eq!(uses, [("period", &[Use::Period][..]), ("speed", &[]), ("calls in", &[]), ("note", &[])]);
    assert_eq!(preview.columns[3].last_value, "b");
    assert!(preview.problem.is_some());

    let json = serde_json::to_string(&preview.mapping).unwrap();
    let mut mapping: Mapping = serde_json::from_str(&json).unwrap();
    assert_eq!(mapping, preview.mapping);
    mapping.measures = serde_json::from_str(
        r#"[{"measure": "asa", "unit": "seconds",
             "source": {"value": {"column": "speed", "weight": "calls in", "proxy": true, "multiply_by": "1"}}}]"#,
    )
    .unwrap();
    assert_eq!(mapping.uses("calls in"), [Use::Measure { measure: MeasureId("asa".into()), part: Part::Weight }]);
    let imported = read(text.as_bytes(), "history.csv", Some(mapping.clone()), today()).unwrap();
    assert_eq!(imported.mapping, mapping);
    assert_eq!(weighting(&imported, "asa"), Weighting::ApproximateWeights);
    assert_eq!(imported.report.measures[0].made_from, "Σ (speed × calls in) / Σ calls in");
    assert_eq!(imported.report.unused_columns, ["note"]);
}

#[test]
fn sites_of_one_month_are_put_together_or_chosen_and_a_repeated_one_is_refused() {
    let text = "month,site,answered,asa\n2024-01,North,100,20\n2024-01,South,300,40\n2024-02,North,100,20\n\
                2024-02,South,100,30\n2024-02,South,300,60\n";
    let imported = import(text);
    assert_eq!(value(&imported, "asa", "2024-01", 2), d("35"));
    assert_eq!(value(&imported, "asa", "2024-02", 2), d("50"));
    assert_eq!(
        imported.report.issues[0].reason,
        "Feb 2024 of “South” is there again in row 6 (answered is 100 here and 300 there, asa is 30 here and 60 there), \
         which is later and stands"
    );
    let mut mapping = imported.mapping;
    mapping.group.as_mut().unwrap().only = Some("North".into());
    let north = read(text.as_bytes(), "history.csv", Some(mapping), today()).unwrap();
    assert_eq!(value(&north, "asa", "2024-02", 2), d("20"));
    assert_eq!((north.report.rows_taken, north.report.rows_left_out, north.report.rows_refused), (2, 3, 0));
}

#[test]
fn a_remark_beside_a_repeated_day_does_not_make_it_another_site() {
    let imported = import("date,asa,remark\n2024-07-01,20,\n2024-07-01,40,corrected\n2024-07-02,30,\n");
    assert_eq!(imported.mapping.group, None);
    assert_eq!(issues(&imported), [(2, IssueKind::Repeated, true, vec![])]);
    assert_eq!(value(&imported, "asa", "2024-07", 0), d("35"));
}

#[test]
fn absurd_numbers_are_refused_instead_of_overflowing() {
    let huge = "9".repeat(28);
    let imported = import(&format!(
        "date,answered,asa\n2024-07-01,{huge},{huge}\n2024-07-02,99999999999,99999999999\n2024-07-03,1e11,99999999999.99999999999999\n2024-07-04,1,99999999999:00:00\n2024-07-05,1,99999999999 min\n2024-07-06,1,1\n"
    ));
    let seen: Vec<(u64, bool)> = imported.report.issues.iter().map(|i| (i.row, i.refused)).collect();
    // Twenty-eight digits; hours and minutes that are too large as seconds. The largest that are taken add up.
    assert_eq!(seen, [(2, true), (5, true), (6, true)]);
}

/// Every row is taken, left out or refused, and every refused one is listed, whatever the file.
#[test]
fn rows_are_accounted_for_in_any_damaged_file() {
    let alphabet: Vec<char> = "0123456789.,;:-/%\"\n\r\t| aT−ä€'".chars().collect();
    // A plain generator of its own: the same damage in every run.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let mut imported_files = 0;
    for round in 0..600 {
        let mut text: Vec<char> = OUR_HISTORY.repeat(1 + round % 2).chars().collect();
        for _ in 0..1 + round % 12 {
            let at = next(text.len());
            match next(3) {
                0 => text[at] = alphabet[next(alphabet.len())],
                1 => text.insert(at, alphabet[next(alphabet.len())]),
                _ => drop(text.remove(at)),
            }
        }
        let text: String = text.into_iter().collect();
        let Ok(imported) = read(text.as_bytes(), "damaged.csv", None, today()) else { continue };
        imported_files += 1;
        let report = &imported.report;
        assert_eq!(report.rows_taken + report.rows_left_out + report.rows_refused, report.rows_read, "{text}");
        let mut refused: Vec<u64> = report.issues.iter().filter(|i| i.refused).map(|i| i.row).collect();
        refused.dedup();
        assert_eq!(u32::try_from(refused.len()).unwrap(), report.rows_refused, "{text}");
        for series in &imported.baseline.series {
            assert!(series.observations.iter().all(|o| series.unit.holds(o.value.value())), "{text}");
            assert!(series.observations.windows(2).all(|pair| pair[0].month < pair[1].month), "{text}");
        }
    }
    assert!(imported_files > 200, "{imported_files}");
}
