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
