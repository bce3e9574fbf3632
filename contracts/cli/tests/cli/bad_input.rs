//! Bad input: a clear message with the place, exit 2, and nothing lost.

use crate::Desk;

#[path = "../../../store/tests/cases/tables.rs"]
mod tables;

#[test]
fn every_bad_table_says_where_and_what_and_what_to_do() {
    for case in tables::cases() {
        let desk = Desk::new();
        desk.write(case.name, &case.bytes);
        let call = ["import", &format!("@{}", case.name), "-o", "@out.json"];
        let said = if case.is_taken { desk.done(&call) } else { desk.refused(&call) };
        for part in case.says {
            assert!(said.contains(part), "{}: {part}: {said}", case.what);
        }
        assert_eq!(desk.path("out.json").exists(), case.is_taken, "{}", case.what);
        if !case.is_taken {
            assert!(said.contains(&format!("“{}” cannot be imported", case.name)), "{}: {said}", case.what);
        }
        assert_eq!(desk.read(case.name), case.bytes, "{}: nothing is lost", case.what);
    }
}

#[test]
fn rows_that_cannot_be_read_are_listed_by_number_and_the_rest_is_taken() {
    let desk = Desk::new();
    let table = "month,asa_seconds,answered,csat_percent,csat_n\n\
        2024-01,30,1000,80,100\n\
        2024-02,soon,1000,81,100\n\
        2024-03,31,1000,180,100\n\
        2024-05,32,1000,82,100\n\
        Total,31,3000,81,300\n\
        2024-05,33,1000,82,100\n";
    desk.write("t.csv", table);
    let said = desk.done(&["import", "@t.csv", "-o", "@out.json"]);
    for part in ["row 3", "“soon”", "row 4", "180", "2024-04", "row 6", "Total", "row 5", "refused"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let taken = desk.json(&["import", "@t.csv", "-o", "@again.json"]);
    assert_eq!(taken["report"]["rows_read"], 6);
    assert_eq!(taken["report"]["rows_refused"], 2);
}

#[test]
fn decimal_commas_semicolons_and_a_byte_order_mark_are_read() {
    let desk = Desk::new();
    desk.write("t.csv", "\u{feff}month;asa_seconds;answered\r\n2024-01;30,5;1000\r\n2024-02;31,5;1000\r\n");
    let taken = desk.json(&["import", "@t.csv", "-o", "@out.json"]);
    let asa = taken["baseline"]["series"].as_array().unwrap().iter().find(|s| s["measure"] == "asa").unwrap();
    assert_eq!(asa["observations"][0]["value"]["seconds"], "30.5");
}

#[test]
fn a_contract_file_that_cannot_be_opened_names_the_place() {
    let desk = Desk::with_sample();
    let whole = String::from_utf8(desk.read("sample.slac")).unwrap();
    let cut = &whole[..whole.len() / 2];
    let newer = whole.replacen("\"version\": 1", "\"version\": 99", 1);
    let odd = whole.replacen("\"months\": 24", "\"months\": \"many\"", 1);
    assert_ne!(odd, whole);
    let baseline = String::from_utf8(desk.read("sample.baseline.json")).unwrap();
    for (name, text, named) in [
        ("cut.slac", cut, "ends too early"),
        ("newer.slac", newer.as_str(), "newer Plumbline"),
        ("odd.slac", odd.as_str(), "line "),
        ("other.slac", baseline.as_str(), "plumbline-baseline"),
        ("empty.slac", "", "is empty"),
        ("text.slac", "Dear vendor", "line 1"),
    ] {
        let said = desk.write(name, text).refused(&["check", &format!("@{name}")]).to_lowercase();
        assert!(said.contains(&named.to_lowercase()) && said.contains(name), "{name}: {said}");
    }
}

#[test]
fn a_term_that_cannot_be_set_is_named_with_what_was_expected() {
    let desk = Desk::new();
    let said =
        desk.refused(&["new", "--template", "customer-service-voice", "--set", "term.months=never", "-o", "@a.slac"]);
    assert!(said.contains("term.months") && said.contains("whole number from 1 to 120"), "{said}");
    let said = desk.refused(&[
        "new",
        "--template",
        "customer-service-voice",
        "--set",
        "service_levels.asa.traget=30 s",
        "-o",
        "@a.slac",
    ]);
    assert!(said.contains("did you mean service_levels.asa.target?"), "{said}");
    assert!(desk.refused(&["new", "--template", "nothing", "-o", "@a.slac"]).contains("customer-service-voice"));
    assert!(!desk.path("a.slac").exists());
}

#[test]
fn an_existing_file_is_replaced_only_on_purpose() {
    let desk = Desk::new();
    desk.write("a.slac", "mine");
    assert!(desk.refused(&["new", "--template", "customer-service-voice", "-o", "@a.slac"]).contains("--force"));
    assert_eq!(desk.read("a.slac"), b"mine");
    desk.done(&["new", "--template", "customer-service-voice", "-o", "@a.slac", "--force"]);
}

#[test]
fn a_value_that_cannot_occur_is_refused_when_it_is_settled() {
    // Accord Project, service level agreement template: −10 is no percentage.
    let desk = Desk::with_sample();
    desk.done(&["import", "@sample-history.csv", "-o", "@h.json"]);
    let baseline = String::from_utf8(desk.read("h.json")).unwrap();
    let first = baseline.find("\"percent\": \"").unwrap() + "\"percent\": \"".len();
    let end = first + baseline[first..].find('"').unwrap();
    let wrong = format!("{}-10.0{}", &baseline[..first], &baseline[end..]);
    let said = desk.write("wrong.json", wrong).refused(&[
        "settle",
        "@sample.slac",
        "--actuals",
        "@wrong.json",
        "--first-month",
        "2024-11",
    ]);
    assert!(said.contains("between 0 and 100"), "{said}");
}

#[test]
fn what_is_no_contract_file_is_called_what_it_is() {
    let desk = Desk::new();
    let files: [(&str, &[u8], &str); 3] = [
        ("p.slac", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "“p.slac” is a PNG picture, not a contract file"),
        ("d.slac", b"%PDF-1.7\n", "is a PDF document, not a contract file"),
        ("t.slac", b"month,asa_seconds\n2024-01,30\n", "is a table, not a contract file"),
    ];
    for (name, bytes, expected) in files {
        desk.write(name, bytes);
        let file = format!("@{name}");
        let said = desk.refused(&["check", &file]).replace(&format!("{}/", desk.folder.path().display()), "");
        assert!(said.contains(expected), "{said}");
    }
    desk.done(&["new", "--template", "customer-service-voice", "-o", "@a.slac"]);
    let said = desk.refused(&["simulate", "@a.slac", "--baseline", "@p.slac"]);
    assert!(said.contains("is a PNG picture, not a baseline file; make one from a table"), "{said}");
    assert!(desk.refused(&["simulate", "@a.slac", "--trials", "0"]).contains("1..=1000000"));
}

#[test]
fn a_term_that_is_not_there_names_those_that_are() {
    let desk = Desk::new();
    let new = |set: &str| desk.refused(&["new", "--template", "customer-service-voice", "--set", set, "-o", "@x.slac"]);
    assert!(new("charges.fixed_monthly=100").contains("terms of charges are charges.amount"));
    assert!(new("remedies.cap=12 %").contains("did you mean remedies.month_cap or remedies.rolling_cap?"));
    let words = ["new", "--template", "customer-service-voice", "--set", "currency=JPY"];
    let said = desk.refused(&[&words[..], &["--set", "charges.amount=-", "-o", "@x.slac"]].concat());
    assert!(said.contains("like JPY 120,000\n"), "{said}");
}

#[test]
fn results_that_are_none_are_refused() {
    let desk = Desk::with_sample();
    let said = desk.refused(&["export", "@sample.slac", "--results", "@sample.slac", "-o", "@x.pdf"]);
    assert!(said.contains("holds no results"), "{said}");
}

#[test]
fn nothing_is_settled_where_every_month_has_an_open_problem() {
    let desk = Desk::with_sample();
    let settle = ["settle", "@sample.slac", "--actuals", "@x.csv", "--first-month", "2027-01"];
    desk.write("x.csv", "month,csat_percent,fcr_percent\n2027-01,oops,70\n2027-02,80,170\nrubbish,80,70\n");
    let said = desk.refused(&settle);
    for part in ["row 2", "“oops”", "row 3", "170", "row 4", "rubbish"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    desk.write("x.csv", "month,abandonment_rate\n2027-01,0.8\n");
    assert!(desk.refused(&settle).contains("_percent"), "0.8 is 0.8 % or 80 %: nobody may guess where money follows");
    desk.write("x.csv", "month,csat_percent,fcr_percent\n2027-01,80,\n");
    assert!(desk.done(&settle).contains("row 2"), "an empty cell is not reported, and named");
    desk.write("x.csv", "month,csat_percent,fcr_percent\n2026-12,80,70\n");
    assert!(desk.refused(&settle).contains("before the contract’s first month"));
    desk.write("x.csv", "month,csat_percent,fcr_percent\n2027-01,80,70\n2029-01,80,70\n");
    assert!(desk.refused(&settle).contains("after the contract’s last month, Dec 2028"));
}

#[test]
fn too_little_history_gives_no_figure_at_all() {
    let desk = Desk::new();
    let rows: String = (1..=5).map(|m| format!("2026-0{m},8{m}.0,100\n")).collect();
    desk.write("h.csv", format!("month,csat_percent,csat_n\n{rows}"));
    desk.done(&["import", "@h.csv", "-o", "@h.json"]);
    desk.done(&["new", "--template", "customer-service-voice", "--set", "charges.amount=USD 412,000", "-o", "@a.slac"]);
    let said = desk.refused(&["simulate", "@a.slac", "--baseline", "@h.json"]);
    assert!(said.contains("six months") && said.contains("5 months of history"), "{said}");
    let said = desk.refused(&["simulate", "@a.slac", "--baseline", "@h.json", "--months", "0"]);
    assert!(said.contains("1 to 24"), "{said}");
}

#[test]
fn a_baseline_that_was_tampered_with_is_refused_with_every_place() {
    let desk = Desk::with_sample();
    let baseline = String::from_utf8(desk.read("sample.baseline.json")).unwrap();
    desk.write("wrong.json", baseline.replacen("\"percent\": \"", "\"seconds\": \"", 1));
    let said = desk.refused(&["simulate", "@sample.slac", "--baseline", "@wrong.json", "--trials", "100"]);
    assert!(said.contains("the value is seconds, the series is percent"), "{said}");
}

#[test]
fn with_json_there_is_always_one_document() {
    let desk = Desk::with_sample();
    for words in [&["export", "@sample.slac", "-o", "-", "--json"][..], &["nonsense", "--json"], &["check", "--json"]] {
        let output = desk.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["format"], "plumbline-error", "{words:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let desk = Desk::with_sample();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let program = env!("CARGO_BIN_EXE_plumbline");
    let run = |words: &[&str], out: std::fs::File| {
        std::process::Command::new(program).args(words).current_dir(desk.path(".")).stdout(out).output().unwrap()
    };
    for words in [&["check", "sample.slac"][..], &["check", "sample.slac", "--json"], &["check", "none.slac", "--json"]]
    {
        let output = run(words, full.try_clone().unwrap());
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{words:?}");
    }
}
