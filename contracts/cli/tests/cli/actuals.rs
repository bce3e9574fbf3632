//! Actuals that are settled: nothing guessed, nothing dropped without a word.

use crate::Desk;

const SETTLE: [&str; 4] = ["settle", "@sample.slac", "--actuals", "@x.csv"];

fn settle<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SETTLE.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn percentages_beside_calls_are_settled_as_percentages_and_asked_about_where_they_could_be_counts() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,Calls,Abandonment,Repeat contacts\n2027-01,12000,7.38,12.5\n2027-02,12000,9.5,13\n");
    let settled = desk.json(&settle(&[]));
    let lines = settled["months"][0]["lines"].as_array().unwrap();
    let of = |measure: &str| lines.iter().find(|l| l["service_level"] == measure).unwrap();
    assert_eq!(of("abandonment")["value"]["percent"], "7.4");
    assert_eq!(of("repeat_contacts")["value"]["percent"], "12.5");

    desk.write("x.csv", "month,Calls,Abandonment\n2027-01,12000,7\n2027-02,12000,9\n");
    let said = desk.refused(&settle(&[]));
    for part in
        ["for example 9 in row 3", "9\u{202f}%, or 9 out of 12000", "--answer \"Abandonment=percent\"", "_count"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    let settled = desk.json(&settle(&["--answer", "Abandonment=percent"]));
    let missed = settled["months"][1]["lines"].as_array().unwrap().iter().find(|l| l["service_level"] == "abandonment");
    assert_eq!(missed.unwrap()["value"]["percent"], "9.0");
    let said = desk.refused(&settle(&["--answer", "Calls=percent"]));
    assert!(said.contains("nothing is asked about “Calls”; open is “Abandonment”"), "{said}");
    let said = desk.refused(&settle(&["--answer", "Abandonment=often"]));
    assert!(said.contains("“often” is no answer about “Abandonment”; there are percent, count, leave_out"), "{said}");
}

#[test]
fn fractions_are_named_with_their_row_and_answered_on_the_call() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,fcr\n2027-01,72 %\n2027-02,0.71\n");
    assert!(desk.refused(&settle(&[])).contains("row 3"), "a fraction beside a percentage");
    desk.write("x.csv", "month,fcr\n2027-01,0.72\n2027-02,0.71\n");
    let said = desk.refused(&settle(&[]));
    assert!(said.contains("0.72 in row 2") && said.contains("72\u{202f}%, or 0.72\u{202f}%"), "{said}");
    let settled = desk.json(&settle(&["--answer", "fcr=fraction"]));
    assert!(settled["months"][0]["lines"][0]["value"].to_string().contains("72"), "{settled}");
}

#[test]
fn columns_that_are_not_used_and_measures_the_contract_lacks_are_named() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "Datum;offered;fcr;weather\n01.01.2027;900;72,5 %;rain\n01.02.2027;900;71,5 %;sun\n");
    let said = desk.done(&settle(&[]));
    for part in [
        "not used: weather",
        "Contacts offered of Jan 2027 to Feb 2027: left out, since no locked forecast is known",
        "“Datum” holds only the first days of months",
        "Feb 2027, month 2",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn charges_beside_the_figures_are_what_percentages_are_taken_of() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,fcr_percent,charges_usd\n2027-01,72,\"USD 400,000.00\"\n2027-02,72,500000\n");
    let settled = desk.json(&settle(&[]));
    assert_eq!(settled["charges_amount"], "900000.00");
    desk.write("x.csv", "month,fcr_percent,charges\n2027-01,72,1e9\n2027-02,72,EUR 5\n2027-03,72,n/a\n");
    let said = desk.refused(&settle(&[]));
    for part in ["row 2, charges: “1e9” in “charges” is written as a power of ten", "is in EUR", "“charges” says “n/a”"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_month_in_which_nothing_happened_is_not_one_that_was_not_reported() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,offered,abandoned\n2027-01,1000,120\n2027-02,0,0\n");
    let settled = desk.json(&settle(&[]));
    assert_eq!(settled["months"].as_array().unwrap().len(), 2, "the empty month is there");
    let line = settled["months"][1]["lines"].as_array().unwrap().iter().find(|l| l["service_level"] == "abandonment");
    assert!(line.unwrap()["reading_words"].as_str().unwrap().contains("no activity"), "{line:?}");
}

const RELIEF: &str = r#"{"format": "plumbline-relief", "version": 1, "relief": [
    {"month": "2027-09", "service_levels": ["abandonment"], "cause": "client_system", "evidence": "ticket 4711",
     "approved_by": ["client", "vendor"], "window": {"numerator": "150", "denominator": "500"}},
    {"month": "2027-10", "service_levels": ["abandonment"], "cause": "force_majeure", "evidence": "flood",
     "approved_by": ["client", "vendor"]},
    {"month": "2027-11", "service_levels": ["abandonment"], "cause": "third_party", "evidence": "carrier",
     "approved_by": ["vendor"]}]}"#;

#[test]
fn relief_with_evidence_and_both_approvals_excuses_and_the_rest_is_named() {
    let desk = Desk::with_sample();
    let rows: String = (1..=11).map(|m| format!("2027-{m:02},1000,200\n")).collect();
    desk.write("x.csv", format!("month,offered,abandoned\n{rows}")).write("r.json", RELIEF);
    let settled = desk.json(&settle(&["--relief", "@r.json"]));
    let line = |month: usize| {
        let lines = settled["months"][month]["lines"].as_array().unwrap().clone();
        lines.into_iter().find(|l| l["service_level"] == "abandonment").unwrap()
    };
    // 200 of 1,000 without 150 of 500 is 50 of 500.
    assert_eq!(line(7)["value"]["percent"], "20.0");
    assert_eq!(line(8)["value"]["percent"], "10.0");
    assert!(line(9)["reading_words"].as_str().unwrap().contains("excused"), "{}", line(9));
    assert_eq!(line(10)["value"]["percent"], "20.0");
    let said = desk.done(&settle(&["--relief", "@r.json"]));
    assert!(
        said.contains("relief of Nov 2027 for Abandonment is not approved by the client: it excuses nothing"),
        "{said}"
    );
    assert!(said.contains("ticket 4711"), "{said}");

    desk.write(
        "r.json",
        RELIEF
            .replace("2027-10", "2026-10")
            .replace("ticket 4711", " ")
            .replace("[\"abandonment\"], \"cause\": \"t", "[\"speed\"], \"cause\": \"t"),
    );
    let said = desk.refused(&settle(&["--relief", "@r.json"]));
    for part in [
        "relief[0].evidence",
        "relief[1].month: the actuals do not hold Oct 2026",
        "relief[2].service_levels",
        "“speed”",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let newer = RELIEF.replace("\"version\": 1", "\"version\": 9");
    assert!(desk.write("r.json", newer).refused(&settle(&["--relief", "@r.json"])).contains("version 9"));
}

#[test]
fn an_import_prints_what_it_asks_and_takes_the_answers() {
    let desk = Desk::new();
    desk.write("t.csv", "month,Calls,Abandonment\n2024-01,12000,7\n2024-02,11000,6\n");
    let said = desk.done(&["import", "@t.csv", "-o", "@o.json"]);
    assert!(
        said.contains("not taken before: “Abandonment” holds 2 values, for example 7 in row 2: is that")
            && said.contains("--answer \"Abandonment=count\""),
        "{said}"
    );
    let taken = desk.json(&["import", "@t.csv", "-o", "@p.json", "--answer", "Abandonment=percent"]);
    assert_eq!(taken["report"]["questions"].as_array().unwrap().len(), 0);
    assert_eq!(taken["baseline"]["series"].as_array().unwrap().len(), 2);
    desk.write("d.csv", "date,asa\n01/07/2024,20\n02/07/2024,30\n");
    let said = desk.refused(&["import", "@d.csv", "-o", "@d.json"]);
    assert!(said.contains("day_first") && said.contains("month_first"), "{said}");
    desk.done(&["import", "@d.csv", "-o", "@d.json", "--answer", "date=day_first"]);
}

#[test]
fn what_is_tried_on_a_level_without_history_is_said_to_show_nowhere() {
    let desk = Desk::with_sample();
    let rows: String = (1..=12).map(|m| format!("2026-{m:02},8{},100\n", m % 7)).collect();
    desk.write("h.csv", format!("month,csat_percent,csat_n\n{rows}"));
    desk.done(&["import", "@h.csv", "-o", "@h.json"]);
    let what_if = [
        "simulate",
        "@sample.slac",
        "--baseline",
        "@h.json",
        "--trials",
        "500",
        "--what-if",
        "service_levels.fcr.target=60 %",
    ];
    let said = desk.done(&what_if);
    assert!(
        said.contains("What is tried on First contact resolution shows in no figure here: it has no history."),
        "{said}"
    );
}

#[test]
fn good_months_are_settled_and_printed_and_the_others_held_with_their_reasons() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,fcr_percent,csat_percent\n2027-01,72,90\n2027-02,-10,90\n2027-03,71,90\n");
    let output = desk.run(&settle(&[]));
    assert_eq!(output.status.code(), Some(2), "the input is wrong in part");
    let (printed, said) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(printed.contains("Jan 2027, month 1 of the contract"), "{printed}");
    assert!(!printed.contains("Feb 2027, month 2") && !printed.contains("Mar 2027, month 3"), "{printed}");
    for part in [
        "Held, not settled:",
        "  Feb 2027\n    row 3, fcr_percent: “-10” in “fcr_percent” is not a percentage between 0 and 100",
        "  Mar 2027\n    Feb 2027 is held, and ",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    assert!(said.contains("2 months are held") && said.contains("row 3, fcr_percent"), "{said}");

    let output = desk.run(&settle(&["--json", "--pdf", "@x.pdf"]));
    assert_eq!(output.status.code(), Some(2));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["months"].as_array().unwrap().len(), 1);
    assert_eq!(document["charges_amount"], document["months"][0]["charges_amount"], "sums of what is settled alone");
    assert_eq!(document["held"][0]["month"], "2027-02");
    assert_eq!(document["held"][1]["month"], "2027-03");
    assert_eq!(document["problems"][0]["place"], "row 3, fcr_percent");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("2 months are held"), "{said}");
    assert!(desk.read("x.pdf").starts_with(b"%PDF"), "the settled months are printed, marked as a part");
    let schema = desk.json(&["schema", "statement"]);
    for key in document.as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "{key}: {schema}");
    }
    desk.write("x.csv", "month,fcr_percent,csat_percent\n2027-01,72,90\n2027-02,70,90\n2027-03,71,90\n");
    let whole = desk.json(&settle(&[]));
    assert!(whole.get("held").is_none() && whole.get("problems").is_none(), "a whole one says nothing of it");
    desk.done(&settle(&["--csv", "@whole.csv"]));
    let table = String::from_utf8(desk.read("whole.csv")).unwrap();
    assert!(table.lines().skip(1).all(|row| row.ends_with(',')), "no row is of a part: {table}");
    assert_eq!(whole["months"][0], document["months"][0], "and January is the same");
}

#[test]
fn a_table_of_a_part_says_so_in_every_row_and_why_a_month_is_not_in_it() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,fcr_percent,csat_percent\n2027-01,72,90\n2027-02,-10,90\n2027-03,71,90\n");
    let output = desk.run(&settle(&["--csv", "@x-out.csv"]));
    assert_eq!(output.status.code(), Some(2), "the input is wrong in part");
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(printed.contains("x-out.csv, in part: Feb 2027 and Mar 2027 are held"), "{printed}");
    assert!(printed.contains("Settled months: charges") && !printed.contains("All months"), "{printed}");
    let table = String::from_utf8(desk.read("x-out.csv")).unwrap();
    let rows: Vec<&str> = table.lines().skip(1).collect();
    assert!(rows.iter().all(|row| row.ends_with(",in part: Feb 2027 and Mar 2027 are held")), "{table}");
    let held: Vec<&&str> = rows.iter().filter(|row| row.contains(",held,")).collect();
    assert!(held[0].starts_with("2027-02,,the month,") && held[0].contains("“-10” in “fcr_percent”"), "{table}");
    assert!(held.len() == 2 && held[1].contains("Feb 2027 is held, and "), "{table}");
    let alone = desk.run(&settle(&["--csv", "-"]));
    assert_eq!(String::from_utf8(alone.stdout).unwrap(), table, "nothing else on standard output");
}

#[test]
fn the_json_names_relief_that_does_not_count_and_what_figures_rest_on() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,offered,abandoned,units\n2027-09,1000,200,5\n");
    let entry = |approved: &str| {
        format!(
            r#"{{"month": "2027-09", "service_levels": ["abandonment"], "cause": "client_system", "evidence": "ticket",
            "approved_by": [{approved}], "window": {{"numerator": "100", "denominator": "300"}}}}"#
        )
    };
    let file = |entries: &str| format!(r#"{{"format": "plumbline-relief", "version": 1, "relief": [{entries}]}}"#);
    let both = r#""client", "vendor""#;
    desk.write("r.json", file(&[entry(both), entry(r#""vendor""#)].join(",")));
    let settled = desk.json(&settle(&["--relief", "@r.json", "--csv", "@out.csv"]));
    let relief = settled["relief"].as_array().unwrap();
    assert_eq!((relief[0]["counts"].as_bool(), relief[1]["counts"].as_bool()), (Some(true), Some(false)));
    assert_eq!(relief[1]["window"]["denominator"], "300");
    assert!(relief[1]["words"].as_str().unwrap().contains("is not approved by the client"), "{settled}");
    assert!(settled["notes"].as_array().unwrap().iter().any(|n| n.as_str().unwrap().starts_with("Units of Sep 2027")));
    // What is left of 1,000 without the window, in the JSON and in the table.
    let n = &settled["observations"][0];
    assert_eq!((n["service_level"].as_str(), n["n"].as_str()), (Some("abandonment"), Some("700")));
    let table = String::from_utf8(desk.read("out.csv")).unwrap();
    let head: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let at = head.iter().position(|name| *name == "n").unwrap();
    let row = table.lines().find(|row| row.contains(",abandonment,")).unwrap();
    assert!(row.split(',').collect::<Vec<_>>().iter().rev().nth(head.len() - 1 - at) == Some(&"700"), "{row}");
}

#[test]
fn units_that_no_charge_follows_from_are_named_also_where_a_file_of_inputs_brings_them() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,fcr_percent\n2027-01,72\n2027-02,72\n");
    let months = r#"{"2027-01": {"units": "900"}, "2027-02": {"units": "901"}}"#;
    desk.write("i.json", format!(r#"{{"format": "plumbline-inputs", "version": 1, "months": {months}}}"#));
    let said = desk.done(&settle(&["--inputs", "@i.json"]));
    assert!(
        said.contains("Note: Units of Jan to Feb 2027: not used, since the agreed charge is a fixed one"),
        "{said}"
    );
}

#[test]
fn what_months_brought_beside_their_actuals_comes_from_a_file() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,abandonment_percent,charges\n2027-08,20,412000\n2027-09,20,412000\n");
    let inputs = |months: &str| format!(r#"{{"format": "plumbline-inputs", "version": 1, "months": {{{months}}}}}"#);
    let call = settle(&["--inputs", "@i.json"]);
    desk.write("i.json", inputs(r#""2027-09": {"volume": "13001", "forecast_volume": "10000"}"#));
    let settled = desk.json(&call);
    let words = |month: usize| {
        let lines = settled["months"][month]["lines"].as_array().unwrap();
        let line = lines.iter().find(|l| l["service_level"] == "abandonment").unwrap();
        line["reading_words"].as_str().unwrap().to_owned()
    };
    assert!(words(1).contains("excused, more volume than was forecast"), "{}", words(1));
    assert!(!words(0).contains("excused"), "{}", words(0));
    desk.write(
        "i.json",
        inputs(
            r#""2027-09": {"charges_amount": "5.00", "relief": [{"service_level": "fcr", "cause": "other"}]},
               "2028-01": {"volume": "5"}"#,
        ),
    );
    let said = desk.refused(&call);
    for part in [
        "months.2027-09.relief: relief needs evidence",
        "months.2027-09.charges_amount: it is 5.00 here and 412000 in the table",
        "months.2028-01: the actuals do not hold Jan 2028",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    desk.write("i.json", inputs(r#""2027-09": {"late_business_days": {"speed": 3}}"#));
    assert!(desk.refused(&call).contains("a service level that the agreement does not have"));
    assert!(desk.write("i.json", "{}").refused(&call).contains("is no file of inputs"));
    assert_eq!(desk.json(&["schema", "inputs"])["properties"]["format"]["type"], "string");
}

#[test]
fn an_excused_window_has_its_time_in_its_month() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,offered,abandoned\n2027-09,1000,200\n");
    let relief = |from: &str, to: &str| {
        format!(
            r#"{{"format": "plumbline-relief", "version": 1, "relief": [{{"month": "2027-09",
            "service_levels": ["abandonment"], "cause": "client_system", "evidence": "ticket 4711",
            "approved_by": ["client", "vendor"],
            "window": {{"from": "{from}", "to": "{to}", "numerator": "150", "denominator": "500"}}}}]}}"#
        )
    };
    desk.write("r.json", relief("2027-09-03T09:00:00", "2027-09-03T13:30:00"));
    let said = desk.done(&settle(&["--relief", "@r.json"]));
    assert!(said.contains("relief for 3 Sep 2027 09:00 to 13:30 of Sep 2027, Abandonment"), "{said}");
    desk.write("r.json", relief("2027-10-03T09:00:00", "2027-10-03T13:30:00"));
    assert!(desk.refused(&settle(&["--relief", "@r.json"])).contains("is not in Sep 2027"));
    desk.write("r.json", relief("2027-09-03T19:00:00", "2027-09-03T13:30:00"));
    assert!(desk.refused(&settle(&["--relief", "@r.json"])).contains("ends before it begins"));
}

#[test]
fn a_missing_report_that_counts_as_failed_shows_the_arithmetic_of_its_credit() {
    let desk = Desk::new();
    let terms = ["--set", "charges.amount=USD 400,000", "--set", "term.start=2027-01-01"];
    let cure = ["--set", "remedies.cure=5", "-o", "@a.slac"];
    desk.done(&[&["new", "--template", "customer-service-voice"], &terms[..], &cure[..]].concat());
    desk.write("x.csv", "month,csat_percent,fcr_percent\n2027-01,80,\n2027-02,80,70\n");
    let said = desk.done(&["settle", "@a.slac", "--actuals", "@x.csv"]);
    let line = said.lines().find(|l| l.contains("counts as failed")).unwrap_or_else(|| panic!("{said}"));
    assert!(line.contains(" × ") && line.contains(" = USD"), "{line}");
}

#[test]
fn a_month_of_which_days_are_missing_is_to_date_in_every_output() {
    let desk = Desk::with_sample();
    let days: String = (1..=12).map(|day| format!("2027-03-{day:02},690,1000\n")).collect();
    desk.write("x.csv", format!("date,fcr_resolved,fcr_n\n{days}"));
    let output = desk.run(&settle(&["--csv", "@x.out.csv", "--pdf", "@x.pdf"]));
    assert_eq!(output.status.code(), Some(2), "what is to date is no settlement");
    let of = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (said, wrong) = (of(output.stdout), of(output.stderr));
    assert!(said.contains("of the contract, to date: 12 of 31 days"), "{said}");
    assert!(said.contains("All months, to date: charges"), "{said}");
    assert!(wrong.contains("this is to date, not final"), "{wrong}");
    // What the other days may bring is not missing yet.
    assert!(!said.contains("counts as failed"), "{said}");
    let csv = of(desk.read("x.out.csv"));
    assert!(csv.lines().skip(1).all(|row| row.ends_with("to date: Mar 2027 has 12 of 31 days")), "{csv}");
    let settled: serde_json::Value = serde_json::from_slice(&desk.run(&settle(&["--json"])).stdout).unwrap();
    assert_eq!(settled["to_date"], serde_json::json!([{"month": "2027-03", "days": 12, "of_days": 31}]));
}

#[test]
fn what_comes_off_credits_is_told_with_what_is_left_of_them() {
    let desk = Desk::with_sample();
    desk.write("x.csv", "month,fcr_percent,fcr_n\n2027-03,72,5000\n");
    let said = desk.done(&settle(&["--first-month", "2027-03"]));
    assert!(
        said.contains("settled as of the end of the cure period: what the table does not hold of Mar 2027"),
        "{said}"
    );
    assert!(!said.contains(", net USD"), "{said}");
    desk.write(
        "i.json",
        r#"{"format": "plumbline-inputs", "version": 1, "months": {"2027-03": {"saving_amount": "1000"}}}"#,
    );
    let mut contract: serde_json::Value = serde_json::from_slice(&desk.read("sample.slac")).unwrap();
    contract["agreement"]["remedies"]["gain_share"] = serde_json::json!({"share_percent": "50"});
    desk.write("sample.slac", contract.to_string());
    let said = desk.done(&settle(&["--first-month", "2027-03", "--inputs", "@i.json"]));
    assert_eq!(said.matches("share of savings USD 500.00, net USD ").count(), 2, "{said}");
}
