//! The whole job by command line.

use crate::Desk;

#[test]
fn the_demo_does_the_whole_job_and_says_what_it_wrote() {
    let desk = Desk::new();
    let said = desk.done(&["demo", "@out"]);
    for part in ["Design review", "Simulation", "Statement", "As the vendor", "Written", "illustrative"] {
        assert!(said.contains(part), "{part}");
    }
    assert!(desk.read("out/sample.pdf").starts_with(b"%PDF-"));
    assert!(desk.refused(&["demo", "@out"]).contains("--force"));
    desk.done(&["demo", "@out", "--force"]);
}

#[test]
fn a_new_draft_has_errors_until_it_is_filled_in() {
    let desk = Desk::new();
    desk.done(&["new", "--template", "customer-service-voice", "-o", "@a.slac"]);
    let output = desk.run(&["check", "@a.slac"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("parties.client.name"));
    let set = [
        "--set",
        "parties.client.name=Łódź",
        "--set",
        "parties.vendor.name=株式会社",
        "--set",
        "charges.amount=USD 412,000",
        "--set",
        "contacts.1.phone=+48 42 555 01 00",
        "--set",
        "contacts.2.email=account@alvora.example",
        "--set",
        "contacts.3.email=operations@northmere.example",
    ];
    let words = [&["new", "--template", "customer-service-voice", "-o", "@b.slac"], set.as_slice()].concat();
    desk.done(&words);
    assert!(desk.done(&["check", "@b.slac"]).contains("0 errors, 0 warnings"));
}

#[test]
fn what_the_program_wrote_reads_and_writes_to_the_same_bytes() {
    let desk = Desk::with_sample();
    desk.done(&["export", "@sample.slac", "--as", "json", "-o", "@again.slac"]);
    assert_eq!(desk.read("again.slac"), desk.read("sample.slac"));
}

#[test]
fn results_are_the_same_for_any_number_of_threads_and_every_run() {
    let desk = Desk::with_sample();
    desk.done(&["import", "@sample-history.csv", "-o", "@b.json"]);
    let run = |threads: &str| {
        let words =
            ["simulate", "@sample.slac", "--baseline", "@b.json", "--trials", "3000", "--threads", threads, "--json"];
        desk.done(&words)
    };
    let one = run("1");
    for threads in ["1", "2", "3"] {
        assert!(run(threads) == one, "{threads} threads");
    }
}

#[test]
fn a_what_if_changes_the_result_and_not_the_file() {
    let desk = Desk::with_sample();
    let before = desk.read("sample.slac");
    let words = ["simulate", "@sample.slac", "--baseline", "@sample.baseline.json", "--trials", "1000"];
    let met = |result: &serde_json::Value| {
        let levels = result["results"]["levels"].as_array().unwrap();
        let fcr = levels.iter().find(|l| l["id"] == "fcr").unwrap();
        fcr["met_steady"].as_f64().unwrap()
    };
    let base = met(&desk.json(&words));
    let harder = met(&desk.json(&[&words[..], &["--what-if", "service_levels.fcr.target=76 %"]].concat()));
    assert!(harder < base, "{harder} < {base}");
    assert_eq!(desk.read("sample.slac"), before);
}

#[test]
fn a_statement_has_the_rule_of_every_figure_and_its_lines_add_up() {
    let desk = Desk::with_sample();
    let words = ["settle", "@sample.slac", "--actuals", "@sample-history.csv", "--first-month", "2024-11"];
    let statement = desk.json(&words);
    let cents = |v: &serde_json::Value| v.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let months = statement["months"].as_array().unwrap();
    assert_eq!(months.len(), 24);
    for month in months {
        let lines = month["lines"].as_array().unwrap();
        let sum: i64 = lines.iter().map(|l| cents(&l["credit_amount"])).sum();
        assert_eq!(sum, cents(&month["credit_amount"]), "{}", month["month"]);
        assert!(lines.iter().all(|l| l["rule"].as_str().is_some_and(|r| r.starts_with("service_levels."))));
    }
    let said = desk.done(&words).replace(['\u{a0}', '\u{202f}'], " ");
    assert!(said.contains("1 % × USD 412,000.00 = USD 4,120.00"), "{said}");
}

#[test]
fn a_statement_is_written_as_a_document_and_as_a_table() {
    let desk = Desk::with_sample();
    let words = ["settle", "@sample.slac", "--actuals", "@sample-history.csv", "--first-month", "2024-11"];
    let at = ["--at", "2026-12-01T09:00:00Z"];
    let said = desk.done(&[&words[..], &["--pdf", "@s.pdf", "--csv", "@s.csv"], &at[..]].concat());
    assert!(said.contains("s.pdf") && said.contains("s.csv"), "{said}");
    assert!(desk.read("s.pdf").starts_with(b"%PDF-"));
    let table = String::from_utf8(desk.read("s.csv")).unwrap();
    let levels = desk.json(&words)["months"][0]["lines"].as_array().unwrap().len();
    assert_eq!(table.lines().count(), 1 + 24 * (levels + 1), "a head, then the levels and the sums of each month");
    assert!(desk.refused(&[&words[..], &["--csv", "@s.csv"]].concat()).contains("--force"));
    desk.done(&[&words[..], &["--pdf", "@again.pdf"], &at[..]].concat());
    assert!(desk.read("s.pdf") == desk.read("again.pdf"), "the same moment gives the same bytes");
    assert_eq!(desk.done(&[&words[..], &["--csv", "-"]].concat()), table);
}

#[test]
fn the_copy_is_the_same_agreement_without_anything_private() {
    let desk = Desk::with_sample();
    desk.done(&["share", "@sample.slac", "-o", "@copy.slac"]);
    assert_eq!(desk.read("copy.slac"), desk.read("sample.slac"), "the sample's file has no private part");
    desk.done(&["share", "@sample.slac", "--baseline", "@sample.baseline.json", "-o", "@with.slac"]);
    assert!(desk.done(&["simulate", "@with.slac", "--trials", "500"]).contains("steady"));
}

#[test]
fn the_same_moment_gives_the_same_document_and_results_of_other_terms_are_refused() {
    let desk = Desk::with_demo();
    let at = ["--at", "2026-12-01T09:00:00Z"];
    for name in ["@a.pdf", "@b.pdf"] {
        desk.done(&[&["export", "@sample.slac", "--results", "@results.json", "-o", name], &at[..]].concat());
    }
    assert!(desk.read("a.pdf") == desk.read("b.pdf"));
    desk.done(&["new", "--template", "customer-service-voice", "-o", "@other.slac"]);
    let said = desk.refused(&["export", "@other.slac", "--results", "@results.json", "-o", "@c.pdf"]);
    assert!(said.contains("other terms"), "{said}");
}

#[test]
fn standard_output_can_be_the_file() {
    let desk = Desk::with_sample();
    let copy = desk.done(&["share", "@sample.slac", "-o", "-"]);
    assert_eq!(copy.as_bytes(), desk.read("sample.slac"));
}

#[test]
fn an_import_for_a_contract_takes_columns_named_like_its_own_measures_and_calls_them_as_it_does() {
    let desk = Desk::with_sample();
    let set =
        ["new", "--template", "customer-service-voice", "--set", "measures.fcr.name=Solved at once", "-o", "@own.slac"];
    desk.done(&set);
    desk.write("t.csv", b"month,Solved at once,Calls,Abandonment\n2026-01,71.5,12000,7\n2026-02,72.5,12000,9\n");
    let without = desk.run(&["import", "@t.csv", "-o", "@a.json"]);
    assert!(
        !String::from_utf8(without.stdout).unwrap().contains("plain mean of Solved at once"),
        "nothing is named so"
    );
    let said = desk.done(&["import", "@t.csv", "--contract", "@own.slac", "-o", "@b.json"]);
    assert!(said.contains("plain mean of Solved at once"), "{said}");
    assert!(
        said.contains("“Abandonment” holds 2 values, for example 9 in row 3: is that 9\u{202f}%, or 9 out of"),
        "{said}"
    );
    let words = ["import", "@t.csv", "--contract", "@own.slac", "--answer", "Abandonment=percent", "-o", "@c.json"];
    let said = desk.done(&words);
    assert!(said.contains("plain mean of Solved at once") && said.contains("7.0\u{202f}%"), "{said}");
}
