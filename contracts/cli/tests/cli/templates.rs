//! One's own templates: made from a contract with limits, kept, moved as files, and held against what comes back.

use crate::Desk;

const LIMITS: [&str; 4] =
    ["--limit", "service_levels.fcr.target=70 % to 80 %", "--limit", "remedies.month_cap=at most 15.375 %"];

fn desk_with_template() -> Desk {
    let desk = Desk::with_sample();
    let save = ["template", "save", "@sample.slac", "--id", "our-voice", "--title", "Our voice"];
    let said = desk.done(&[&save[..], &LIMITS].concat());
    assert!(said.starts_with("Kept “Our voice”: plumbline new --template our-voice -o FILE.slac\n"), "{said}");
    assert!(said.contains("at most 15.375\u{202f}%"), "the limits that hold are told: {said}");
    desk
}

#[test]
fn a_template_of_ones_own_is_listed_shown_and_begun_from() {
    let desk = desk_with_template();
    let list = desk.done(&["template", "list"]);
    assert!(list.lines().any(|l| l.contains("our-voice") && l.contains("own") && l.ends_with('2')), "{list}");
    let shown = desk.done(&["template", "show", "our-voice"]);
    assert!(
        shown.contains("First contact resolution, target") && shown.contains("70.0\u{202f}% to 80.0\u{202f}%"),
        "{shown}"
    );
    desk.done(&["new", "--template", "our-voice", "-o", "@new.slac"]);
    let written = String::from_utf8(desk.read("new.slac")).unwrap();
    assert!(written.contains("our-voice") && !written.contains("Northmere") && !written.contains("limit"));
}

#[test]
fn an_offer_outside_the_limits_is_named_by_check_with_term_value_and_limit() {
    let desk = desk_with_template();
    desk.done(&["new", "--template", "our-voice", "--set", "service_levels.fcr.target=69.5 %", "-o", "@offer.slac"]);
    let found = desk.run(&["check", "@offer.slac", "--json"]);
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
    let own: Vec<_> = found["findings"].as_array().unwrap().iter().filter(|f| f["rule"] == "B6").collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["own"], true);
    assert_eq!(
        own[0]["reason"],
        "First contact resolution, target is 69.5\u{202f}%; your template “Our voice” allows 70.0\u{202f}% to 80.0\u{202f}%."
    );
    assert_eq!(own[0]["mend"]["changes"][0]["text"], "70.0 %");
    // Whoever does not have the template knows nothing of its limits.
    let other = desk.run(&["check", "@offer.slac", "--data-dir", "@other"]);
    assert!(!String::from_utf8(other.stdout).unwrap().contains("B6"));
    assert!(!desk.path("other").exists(), "looking makes no folder");
}

#[test]
fn the_copy_for_the_other_side_knows_no_limit() {
    let desk = desk_with_template();
    desk.done(&["new", "--template", "our-voice", "--set", "remedies.month_cap=16 %", "-o", "@offer.slac"]);
    desk.done(&["share", "@offer.slac", "-o", "@copy.slac"]);
    let copy = String::from_utf8(desk.read("copy.slac")).unwrap();
    assert!(!copy.contains("15.375") && !copy.contains("\"ranges\""), "no end of a range");
    let refused = desk.refused(&["waive", "@offer.slac", "--rule", "B6", "--reason", "x", "-o", "@waived.slac"]);
    assert!(refused.contains("finds nothing by rule B6"), "{refused}");
}

#[test]
fn a_template_goes_to_another_computer_as_a_file() {
    let desk = desk_with_template();
    let said = desk.done(&["template", "export", "our-voice", "-o", "@voice.slat"]);
    assert!(said.ends_with("with 2 limits, which are your own\n"), "{said}");
    desk.done(&["template", "import", "@voice.slat", "--data-dir", "@other"]);
    assert!(desk.done(&["template", "show", "our-voice", "--data-dir", "@other"]).contains("at most 15.375\u{202f}%"));
    let again = desk.refused(&["template", "import", "@voice.slat"]);
    assert!(again.contains("--force"), "{again}");
    desk.done(&["template", "import", "@voice.slat", "--force"]);
    desk.done(&["template", "export", "our-voice", "--without-limits", "-o", "@open.slat"]);
    assert!(String::from_utf8(desk.read("voice.slat")).unwrap().contains("15.375"));
    assert!(!String::from_utf8(desk.read("open.slat")).unwrap().contains("15.375"), "no limit");
    // A file is enough to begin from, and to hold an offer against.
    let set = ["--set", "remedies.month_cap=16 %"];
    desk.done(&[&["new", "--template", "@voice.slat", "-o", "@offer.slac"], &set[..]].concat());
    let against = ["check", "@offer.slac", "--template", "@voice.slat", "--data-dir", "@nowhere"];
    let found = String::from_utf8(desk.run(&against).stdout).unwrap();
    assert!(found.contains("Outside your limit: 16\u{202f}%"), "{found}");
    assert!(found.contains("--set 'remedies.month_cap=15.375 %'"), "{found}");
}

#[test]
fn what_is_no_template_says_what_is_wrong_with_it() {
    let desk = desk_with_template();
    let unknown = desk.refused(&["new", "--template", "nothing", "-o", "@x.slac"]);
    assert!(unknown.contains("our-voice") && unknown.contains("customer-service-voice"), "{unknown}");
    let contract = desk.refused(&["template", "import", "@sample.slac"]);
    assert!(contract.contains("not a template file"), "{contract}");
    let save =
        ["template", "save", "@sample.slac", "--id", "Our Voice", "--title", "x", "--limit", "term.months=40 to 2"];
    let wrong = desk.refused(&[&save[..], &["--limit", "no.such.term=1 to 2"]].concat());
    for told in ["term.months: The range begins at 40", "no.such.term: There is no such term", "id: “Our Voice”"] {
        assert!(wrong.contains(told), "{told}: {wrong}");
    }
    let taken = desk.refused(&["template", "save", "@sample.slac", "--id", "back-office", "--title", "x"]);
    assert!(taken.contains("choose another id"), "{taken}");
    let range = desk.refused(&["template", "save", "@sample.slac", "--title", "x", "--limit", "term.months=a few"]);
    assert!(range.contains("not a range"), "{range}");
    let other = desk.refused(&["check", "@sample.slac", "--template", "our-voice"]);
    assert!(other.contains("began from “customer-service-voice”"), "{other}");
}

#[test]
fn a_next_version_keeps_the_limits_that_are_not_given_anew_or_left_out() {
    let desk = desk_with_template();
    let renew =
        ["template", "save", "@sample.slac", "--title", "Our voice", "--renews", "our-voice", "--change", "FCR up"];
    let anew = ["--limit", "service_levels.fcr.target=72 % to 80 %"];
    let said = desk.done(&[&renew[..], &anew].concat());
    assert!(said.contains("72.0\u{202f}% to 80.0\u{202f}%") && said.contains("at most 15.375\u{202f}%"), "{said}");
    let said = desk.done(&[&renew[..], &["--without-limit", "remedies.month_cap"]].concat());
    assert!(said.contains("72.0\u{202f}% to 80.0\u{202f}%") && !said.contains("15.375"), "{said}");
    let none = desk.refused(&[&renew[..], &["--without-limit", "term.months"]].concat());
    assert!(none.contains("has no limit of term.months"), "{none}");
    let itself = ["--limit", "service_levels.fcr.target=75 % to 80 %", "--limit", "services=at most 3"];
    let refused = desk.refused(&[&renew[..], &itself].concat());
    assert!(refused.contains("leave this limit out"), "{refused}");
    let refused = desk.refused(&[&renew[..], &itself[..2]].concat());
    assert!(refused.contains("72.0\u{202f}% in the template itself") && refused.contains("widen"), "{refused}");
}
