//! Bad input: a clear message with the place, exit 2, and nothing lost.

use crate::Desk;

/// A table that cannot be used as a whole: what it holds, and what the message must name.
const TABLES: [(&str, &[u8], &[&str]); 9] = [
    ("an empty file", b"", &["empty"]),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["PNG"]),
    ("a header only", b"month,asa_seconds,answered\n", &["line 1", "rows"]),
    ("no column of months", b"asa_seconds,answered\n30,1000\n", &["days or months"]),
    ("no measure", b"month,weather\n2024-01,rain\n", &["weather"]),
    ("nothing readable", b"month,asa_seconds\nx,30\ny,31\n", &["x"]),
    ("a database", b"SQLite format 3\0aaaaaaaaaaaaaaaaaaaaa", &["“t.csv”"]),
    ("zeros", &[0; 64], &["“t.csv”"]),
    ("one word", b"hello", &["“t.csv”"]),
];

#[test]
fn a_table_that_cannot_be_used_says_what_is_wrong_with_it() {
    for (what, bytes, named) in TABLES {
        let desk = Desk::new();
        desk.write("t.csv", bytes);
        let said = desk.refused(&["import", "@t.csv", "-o", "@out.json"]);
        for name in named {
            assert!(said.contains(name), "{what}: {said}");
        }
        assert!(!desk.path("out.json").exists(), "{what}");
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
    let baseline = String::from_utf8(desk.read("sample.baseline.json")).unwrap();
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
fn results_that_are_none_are_refused() {
    let desk = Desk::with_sample();
    let said = desk.refused(&["export", "@sample.slac", "--results", "@sample.slac", "-o", "@x.pdf"]);
    assert!(said.contains("holds no results"), "{said}");
}
