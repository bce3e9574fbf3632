//! Days and months as tables of other places write them, and what is said about them.

use crate::import::{d, import, refusal, value};
use store::import::{Grain, IssueKind};

fn notes(text: &str) -> String {
    import(text).report.notes.join("\n")
}

#[test]
fn columns_and_months_are_recognised_in_other_languages() {
    let danish = import(
        "Måned;Modtagne opkald;Besvarede opkald;Ventetid (sekunder);Kundetilfredshed %\n\
         maj 2024;1.200;1.100;28,5;81,5\noktober 2024;1.300;1.200;29,5;82,5\n",
    );
    assert_eq!(value(&danish, "asa", "2024-05", 1), d("28.5"));
    assert_eq!(value(&danish, "csat", "2024-10", 1), d("82.5"));
    assert_eq!(value(&danish, "volume", "2024-10", 0), d("1300"));
    let french = import(
        "Mois;Appels reçus;Appels traités;Taux d'abandon (%);Niveau de service (%)\n\
         janv. 2024;1 200;1 100;4,5;81,5\nfévrier 2024;1 300;1 200;5,5;82,5\n",
    );
    assert_eq!(value(&french, "abandonment", "2024-02", 1), d("5.5"));
    assert_eq!(value(&french, "service_level", "2024-01", 1), d("81.5"));
    let english = import("Month,Calls,SLA %\n2024-01,100,81.5\n");
    assert_eq!(value(&english, "service_level", "2024-01", 1), d("81.5"));
}

#[test]
fn numbers_of_days_are_days() {
    let text = "Date,Calls,ASA\n45474,100,30\n45475,100,40\n45505,100,50\n";
    let imported = import(text);
    assert_eq!((imported.report.grain, imported.report.first.unwrap().to_string()), (Grain::Day, "2024-07-01".into()));
    assert_eq!(value(&imported, "asa", "2024-08", 0), d("50"));
    assert!(notes(text).contains("“Date” holds a spreadsheet’s numbers of days: 45474 was taken for 2024-07-01"));
    // The first days of months are months, as when they are written out.
    let months = import("Month,ASA\n45474,30\n45505,40\n");
    assert_eq!(months.report.grain, Grain::Month);
    // Numbers in another column are not taken for days.
    assert_eq!(refusal(b"Queue,ASA\n45474,30\n45505,40\n").code(), "no_period");
    // Nor is one among written days.
    let one = import("Date,ASA\n2024-07-01,30\n2024-07-02,40\n45476,40\n");
    assert_eq!(one.report.issues[0].kind, IssueKind::Period);
}

#[test]
fn times_with_zones_count_in_the_day_that_is_written_and_say_so() {
    let text = "Interval,Calls,ASA\n2024-07-31T23:30:00-05:00,100,30\n2024-08-01T00:00:00-05:00,100,40\n";
    let imported = import(text);
    assert_eq!(imported.report.grain, Grain::Interval);
    assert_eq!(value(&imported, "asa", "2024-07", 0), d("30"));
    let said =
        "Times in “Interval” are written with the zone -05:00: each row was counted in the day and month as written";
    assert!(notes(text).contains(said), "{}", notes(text));
    let mixed = notes("t,Calls,ASA\n2024-03-30 10:00 CET,100,30\n2024-04-01 10:00 CEST,100,40\n");
    assert!(mixed.contains("with the zones CET and CEST:"), "{mixed}");
}

#[test]
fn what_is_no_day_or_month_says_what_it_is_and_what_to_do() {
    for (cells, part) in [
        (["Juli", "August"], "row 2: “Juli” has no year (write the month with its year, like 2024-07)"),
        (["7", "8"], "row 2: “7” has no year"),
        (["2023", "2024"], "row 2: “2023” is a year, and a row for each day or month is expected"),
        (["2024-W31", "2024-W32"], "“2024-W31” is a week, and weeks do not add up to months (write a day of it"),
        (["Q1 2024", "Q2 2024"], "“Q1 2024” is a quarter"),
    ] {
        let error = refusal(format!("Month,ASA\n{},30\n{},40\n", cells[0], cells[1]).as_bytes()).to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_table_of_weeks_says_how_they_were_counted() {
    let days = ["2024-07-01", "2024-07-08", "2024-07-15", "2024-07-22", "2024-07-29", "2024-08-05"];
    let rows: String = days.map(|day| format!("{day},100,30\n")).concat();
    let text = format!("Week starting,Calls,ASA\n{rows}").replace("Week starting", "date");
    let imported = import(&text);
    assert!(imported.report.gaps.is_empty(), "{:?}", imported.report.gaps);
    let said = "Rows come once a week, on Mondays: each was counted in the month of that day";
    assert!(notes(&text).contains(said), "{}", notes(&text));
}

#[test]
fn percentiles_and_targets_are_not_taken_for_averages() {
    let text =
        "date,Calls,ASA p90,Median AHT,SLA target,SLA %\n2024-07-01,100,60,300,80,75\n2024-07-02,100,70,310,80,85\n";
    let imported = import(text);
    assert_eq!(crate::import::measures(&imported), ["service_level", "volume"]);
    let notes = notes(text);
    for part in [
        "“ASA p90” is not used: it holds medians or percentiles. Those of days cannot be averaged to a month",
        "“Median AHT” is not used: it holds medians",
        "“SLA target” is not used: its name says that it is wanted or expected, not measured",
    ] {
        assert!(notes.contains(part), "{notes}");
    }
}
