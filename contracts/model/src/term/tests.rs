use super::*;
use crate::{MeasureId, ServiceLevelId, template::sample};

fn agreement() -> Agreement {
    sample().0
}

fn text(agreement: &Agreement, path: &str) -> String {
    field(agreement, path).map(|f| f.text).unwrap_or_default()
}

#[test]
fn every_term_that_is_shown_can_be_set_to_what_it_says() {
    let before = agreement();
    let mut after = before.clone();
    for field in fields(&before) {
        set(&mut after, &field.path, &field.text).unwrap_or_else(|e| panic!("{e}"));
    }
    // Targets of the ramp become steps where a curve stood, so the sample's terms are compared as they are shown.
    let texts = |a: &Agreement| fields(a).into_iter().map(|f| (f.path, f.text)).collect::<Vec<_>>();
    let differing: Vec<_> = texts(&before).into_iter().zip(texts(&after)).filter(|(a, b)| a != b).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn paths_are_unique() {
    let mut paths: Vec<String> = fields(&agreement()).into_iter().map(|f| f.path).collect();
    let count = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), count);
}

#[test]
fn floors_and_bands_move_with_the_target() {
    let mut agreement = agreement();
    set(&mut agreement, "service_levels.asa.target", "30 s").unwrap();
    set(&mut agreement, "service_levels.asa.floor", "50 s").unwrap();
    set(&mut agreement, "service_levels.asa.target", "60 s").unwrap();
    assert_eq!(text(&agreement, "service_levels.asa.floor"), "100\u{202f}s");
    set(&mut agreement, "service_levels.asa.target", "30 s").unwrap();
    assert_eq!(text(&agreement, "service_levels.asa.floor"), "50\u{202f}s");
}

#[test]
fn a_text_that_cannot_be_read_changes_nothing_and_says_what_was_expected() {
    let mut agreement = agreement();
    let before = agreement.clone();
    let error = set(&mut agreement, "service_levels.fcr.weight", "a fifth").unwrap_err();
    assert_eq!(error.path, "service_levels.fcr.weight");
    assert_eq!(error.message, "“a fifth” is not a percentage between 0 and 100, like 95.5 %");
    assert!(set(&mut agreement, "term.months", "0").is_err());
    assert!(set(&mut agreement, "ramp.credit_factors.9", "50 %").is_err());
    assert!(set(&mut agreement, "service_levels.asa.target", "30 s for 95 % of calls").is_err());
    assert_eq!(agreement, before);
}

#[test]
fn an_unknown_path_names_its_nearest_neighbour() {
    let mut agreement = agreement();
    let error = set(&mut agreement, "service_levels.fcr.targt", "71 %").unwrap_err();
    assert!(error.message.contains("did you mean service_levels.fcr.target?"), "{}", error.message);
    let far = set(&mut agreement, "foo", "bar").unwrap_err();
    assert_eq!(far.message, "there is no such term", "nothing is near");
    let error = set(&mut agreement, "remedies.cap", "12 %").unwrap_err();
    assert!(error.message.contains("remedies.month_cap or remedies.rolling_cap"), "{}", error.message);
    let error = set(&mut agreement, "charges.fixed_monthly", "USD 1").unwrap_err();
    assert!(error.message.contains("terms of charges are charges.amount"), "{}", error.message);
    assert_eq!(set(&mut agreement, "weather", "fine").unwrap_err().message, "there is no such term");
}

#[test]
fn one_month_of_the_ramp_can_be_set_and_set_back() {
    let mut agreement = agreement();
    let full = text(&agreement, "service_levels.fcr.target");
    set(&mut agreement, "ramp.fcr.2", "60 %").unwrap();
    assert_eq!(text(&agreement, "ramp.fcr.2"), "60.0\u{202f}%");
    set(&mut agreement, "ramp.fcr.2", "").unwrap();
    assert_eq!(text(&agreement, "ramp.fcr.2"), full);
    set(&mut agreement, "ramp.fcr.path", "half-life 3 weeks from 50 %").unwrap();
    assert_eq!(text(&agreement, "ramp.fcr.path"), "half-life 3 weeks from 50.0\u{202f}%");
    set(&mut agreement, "ramp.credit_factors", "").unwrap();
    assert_eq!(agreement.ramp, crate::Ramp::default());
}

#[test]
fn levels_and_bands_can_be_added_and_removed() {
    let mut agreement = agreement();
    let fcr = ServiceLevelId("fcr".into());
    remove_level(&mut agreement, &fcr).unwrap();
    assert!(agreement.service_level(&fcr).is_none() && agreement.ramp.path(&fcr).is_none());
    assert_eq!(add_level(&mut agreement, &MeasureId("fcr".into())), Ok(fcr.clone()));
    assert!(add_level(&mut agreement, &MeasureId("fcr".into())).is_err());
    add_band(&mut agreement, &fcr).unwrap();
    add_band(&mut agreement, &fcr).unwrap();
    assert_eq!(text(&agreement, "service_levels.fcr.bands.3.from"), "79.8\u{202f}%");
    remove_band(&mut agreement, &fcr).unwrap();
    remove_band(&mut agreement, &fcr).unwrap();
    assert!(remove_band(&mut agreement, &fcr).is_err(), "a level keeps at least one band");
}

#[test]
fn a_currency_without_decimals_refuses_cents() {
    let mut agreement = agreement();
    set(&mut agreement, "charges.amount", "USD 412,000.50").unwrap();
    assert!(set(&mut agreement, "currency", "JPY").is_err());
    set(&mut agreement, "charges.amount", "412,000").unwrap();
    set(&mut agreement, "currency", "jpy").unwrap();
    assert_eq!(text(&agreement, "charges.amount"), "JPY\u{a0}412,000");
}

#[test]
fn numbers_out_of_any_scale_are_shown_without_a_panic() {
    let mut agreement = agreement();
    let level = &mut agreement.service_levels[0];
    level.target = crate::Target::Value(level.target.unit().of(crate::Decimal::MAX));
    let _ = fields(&agreement);
    for (level, measure) in agreement.levels() {
        let _ = crate::threshold::band_words(level, measure);
    }
}

/// The sample with two entries in every list and something in every term.
fn full() -> Agreement {
    let mut agreement = agreement();
    for list in lists(&agreement) {
        for _ in 0..2 {
            add(&mut agreement, &list.path, None).unwrap();
        }
    }
    // Some terms bring others with them.
    fill(&mut agreement);
    fill(&mut agreement);
    agreement
}

/// Something in every term that is empty.
fn fill(agreement: &mut Agreement) {
    for field in fields(agreement).into_iter().filter(|f| f.text.is_empty() && !f.path.starts_with("ramp.")) {
        let text = match field.kind {
            Kind::Text if field.path.ends_with(".email") => "desk@client.example".to_owned(),
            Kind::Text | Kind::LongText => field.full_label.clone(),
            Kind::Date => "2027-05-01".to_owned(),
            Kind::Quantity => "5".to_owned(),
            Kind::Choice => field.choices.last().map(|c| c.value.clone()).unwrap_or_default(),
        };
        // Floors and edges have to fit their target; the others take any number.
        let _ = set(agreement, &field.path, &text);
    }
}

#[test]
fn every_term_of_every_clause_can_be_set_cleared_and_set_back() {
    let full = full();
    let unset: Vec<_> = fields(&full).into_iter().filter(|f| f.text.is_empty() && f.kind != Kind::Quantity).collect();
    // Levels can be limited to what the scope names, which was named after they were set.
    assert!(unset.iter().all(|f| f.path.contains(".scope.")), "{unset:?}");
    let mut after = full.clone();
    for field in fields(&full).into_iter().filter(|f| f.optional && !f.path.starts_with("ramp.")) {
        set(&mut after, &field.path, "").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(text(&after, &field.path), "", "{}", field.path);
        set(&mut after, &field.path, &field.text).unwrap_or_else(|e| panic!("{e}"));
    }
    assert_eq!(after, full);
}

#[test]
fn what_is_taken_out_of_every_list_leaves_the_bytes_of_before() {
    let before = agreement();
    let mut after = before.clone();
    for list in lists(&before) {
        let (path, _) = add(&mut after, &list.path, None).unwrap();
        assert_eq!(path, format!("{}.{}", list.path, list.count + 1));
        assert!(fields(&after).iter().any(|f| f.path.starts_with(&path)), "{path} has no term");
        remove(&mut after, &path).unwrap();
        assert!(remove(&mut after, &path).is_err());
    }
    assert_eq!(crate::canonical_bytes(&after), crate::canonical_bytes(&before));
}

#[test]
fn a_full_agreement_is_written_and_read_back_to_the_same_bytes() {
    let file = crate::ContractFile::new(full());
    let read = crate::ContractFile::read(&file.to_bytes()).unwrap();
    assert_eq!(read, file);
    assert_eq!(read.to_bytes(), file.to_bytes());
}

#[test]
fn readings_say_what_they_understood() {
    let mut agreement = full();
    for (path, typed, shown) in [
        ("escalation.tiers.1.acknowledge", "15 minutes", "15\u{202f}min"),
        ("escalation.tiers.1.resolve", "4 h", "4\u{202f}h"),
        ("continuity.recovery", "1 h 30 min", "90\u{202f}min"),
        ("forecast.band_percent", "30 % of the forecast", "30\u{202f}%"),
        ("forecast.accuracy_percent", "95,5 %", "95.5\u{202f}%"),
        ("statement_rules.dispute_days", "1", "1\u{a0}day"),
        ("governing.dated", "1 Dec 2026", "2026-12-01"),
        ("obligations.1.gate", "Yes", "yes"),
        ("escalation.drill", "twice a year", "half_yearly"),
    ] {
        set(&mut agreement, path, typed).unwrap();
        assert_eq!(text(&agreement, path), shown, "{path}");
    }
    for (path, typed, message) in [
        ("escalation.tiers.1.resolve", "soon", "“soon” is not a time, like 30 s, 5 min or 4 h"),
        ("statement_rules.dispute_days", "400", "“400” is not a whole number from 0 to 365"),
        ("escalation.drill", "often", "“often” is not one of daily, weekly, monthly, quarterly, half_yearly, yearly"),
        ("forecast.accuracy_percent", "120 %", "“120 %” is not a percentage between 0 and 100, like 95.5 %"),
    ] {
        assert_eq!(set(&mut agreement, path, typed).unwrap_err().message, message);
    }
}

#[test]
fn a_level_is_limited_to_what_the_scope_names_and_keeps_it_through_a_new_name() {
    let mut agreement = agreement();
    let limit = "service_levels.fcr.scope.channel";
    let refused = set(&mut agreement, limit, "Voice").unwrap_err();
    assert_eq!(refused.message, "“Voice” is not a name that the scope lists; name it there first");
    add(&mut agreement, "scope.channels", None).unwrap();
    set(&mut agreement, "scope.channels.1.name", "Voice").unwrap();
    set(&mut agreement, limit, "voice").unwrap();
    set(&mut agreement, "scope.channels.1.name", "Telephone").unwrap();
    assert_eq!(text(&agreement, limit), "Telephone");
    let refused = remove(&mut agreement, "scope.channels.1").unwrap_err();
    assert!(refused.message.contains("is limited to Telephone"), "{}", refused.message);
    set(&mut agreement, limit, "").unwrap();
    remove(&mut agreement, "scope.channels.1").unwrap();
}

#[test]
fn a_measure_is_defined_from_the_library_or_from_nothing_and_leaves_when_nothing_is_promised_about_it() {
    let mut agreement = agreement();
    let (blank, _) = add(&mut agreement, "measures", None).unwrap();
    set(&mut agreement, &format!("{blank}.unit"), "seconds").unwrap();
    set(&mut agreement, &format!("{blank}.direction"), "range").unwrap();
    set(&mut agreement, &format!("{blank}.alert"), "300.25 s").unwrap_err();
    set(&mut agreement, &format!("{blank}.precision"), "0").unwrap();
    set(&mut agreement, &format!("{blank}.alert"), "5 min").unwrap();
    let id = blank.strip_prefix("measures.").unwrap();
    add(&mut agreement, "service_levels", Some(id)).unwrap();
    assert!(set(&mut agreement, &format!("{blank}.unit"), "percent").is_err(), "its target is a time");
    assert!(remove(&mut agreement, &blank).is_err());
    remove(&mut agreement, &format!("service_levels.{id}")).unwrap();
    remove(&mut agreement, &blank).unwrap();
    assert!(add(&mut agreement, "measures", Some("fcr")).is_err(), "it is defined already");
    assert!(add(&mut agreement, "measures", Some("no such measure")).is_err());
    let (path, _) = add(&mut agreement, "measures", Some("accuracy")).unwrap();
    assert_eq!(path, "measures.accuracy");
}

#[test]
fn a_measure_gets_more_decimals_and_never_loses_a_digit_of_a_target() {
    let mut agreement = agreement();
    set(&mut agreement, "measures.fcr.precision", "2").unwrap();
    assert!(text(&agreement, "service_levels.fcr.target").contains('.'));
    set(&mut agreement, "service_levels.fcr.target", "71.25 %").unwrap();
    let refused = set(&mut agreement, "measures.fcr.precision", "1").unwrap_err();
    assert!(refused.message.contains("more decimals"), "{}", refused.message);
}

#[test]
fn every_remedy_is_set_by_its_path_and_written_back_as_it_was_read() {
    let (mut agreement, _) = crate::template::sample();
    agreement.remedies.triggers.clear();
    agreement.remedies.cure_business_days = None;
    let usual = agreement.clone();
    let level = agreement.service_levels[0].id.clone();
    let of_level = |leaf: &str| format!("service_levels.{level}.{leaf}");
    let cases = [
        ("remedies.mechanism".to_owned(), "points", "percent"),
        ("remedies.points.ladder".to_owned(), "5: 0\u{202f}%, 10: 2\u{202f}%", ""),
        ("remedies.points.rate".to_owned(), "0.5\u{202f}%", ""),
        ("remedies.points.charges_of".to_owned(), "next", ""),
        (of_level("bands.1.points"), "3", ""),
        (of_level("window"), "quarter", ""),
        (of_level("gate"), "yes", ""),
        (of_level("cap"), "4\u{202f}%", ""),
        (of_level("bonus"), "1\u{202f}%", ""),
        (of_level("exceed"), "5\u{202f}% of headroom", ""),
        ("remedies.rolling_cap".to_owned(), "10\u{202f}%", ""),
        ("remedies.incidents".to_owned(), "clients_choice", ""),
        ("remedies.cure".to_owned(), "5\u{a0}business days", ""),
        ("remedies.excused".to_owned(), "yes", ""),
        ("remedies.gate_score".to_owned(), "80", ""),
        ("remedies.bonus.base".to_owned(), "1.5\u{202f}%", ""),
        ("remedies.gain_share.share".to_owned(), "30\u{202f}%", ""),
        ("remedies.earn_back.part".to_owned(), "50\u{202f}%", ""),
        ("remedies.promotes".to_owned(), "yes", ""),
        (
            "remedies.triggers".to_owned(),
            "serious: rectification plan, run 3: right to terminate, misses 4 of 12: escalation, points 20: escalation, \
             cap 3 of 6: right to terminate",
            "",
        ),
    ];
    for (path, text, _) in &cases {
        set(&mut agreement, path, text).unwrap();
        assert_eq!(field(&agreement, path).unwrap().text, *text, "{path}");
    }
    let file = serde_json::to_string(&agreement).unwrap();
    assert_eq!(serde_json::from_str::<Agreement>(&file).unwrap(), agreement);
    for (path, _, usual) in cases.iter().rev() {
        set(&mut agreement, path, usual).unwrap();
    }
    assert_eq!(agreement.remedies, usual.remedies);
    assert_eq!(agreement.service_levels, usual.service_levels);
    let (after, before) = (crate::canonical_bytes(&agreement), crate::canonical_bytes(&usual));
    assert!(after == before, "an agreement without them has the bytes that it had");
}

#[test]
fn exceed_by_5_percent_alone_is_asked_back() {
    let (mut agreement, _) = crate::template::sample();
    let path = |leaf: &str| format!("service_levels.{}.{leaf}", agreement.service_levels[0].id);
    let (bonus, exceed) = (path("bonus"), path("exceed"));
    set(&mut agreement, &bonus, "1 %").unwrap();
    assert!(set(&mut agreement, &exceed, "5 %").unwrap_err().message.contains("which reading is meant"));
    set(&mut agreement, &exceed, "5 % of the target").unwrap();
    set(&mut agreement, &exceed, "2 absolute").unwrap();
    assert!(set(&mut agreement, "remedies.triggers", "often: escalation").is_err());
}
