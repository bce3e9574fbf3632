//! C10: what bands cost and score, in one direction, and credits that somebody can owe.

use super::{Evidence, Finding, Severity, bounds, paths, wording};
use crate::{Agreement, Band, Class, Credit, Decimal, Measure, ScoreRule, ServiceLevel};

const RULE: &str = "C10";
const CREDITS: &str = "the consequence of a miss grows with the miss, and a term that nobody can reach is none";
const SCORES: &str = "where scores go by band, each band declares one, and a worse one no more";

fn error(title: &str, reason: impl Into<String>, source: &str, field: impl Into<String>) -> Finding {
    Finding::new(RULE, Severity::Error, title, reason, source, field)
}

/// A worse band never costs less nor scores more.
pub(super) fn credits_and_scores(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = bounds::sound(agreement);
    let findings = levels.flat_map(|(level, measure)| {
        let credits = match level.credit {
            Credit::ByBand => credits(level, measure),
            Credit::PerPoint { percent_per_point } => per_point(level, measure, percent_per_point),
        };
        let is_scored = level.class != Class::ReportOnly && level.weight_percent > Decimal::ZERO;
        let scores =
            if is_scored && agreement.score == ScoreRule::ByBand { scores(level, measure) } else { Vec::new() };
        credits.into_iter().chain(scores)
    });
    findings.collect()
}

fn is_percentage(value: Decimal) -> bool {
    value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED
}

fn per_point(level: &ServiceLevel, measure: &Measure, percent: Decimal) -> Vec<Finding> {
    if is_percentage(percent) {
        return Vec::new();
    }
    let reason = format!(
        "{} credits {} of charges for each point of shortfall; a credit is between 0 and 100 %.",
        measure.name,
        wording::percent(percent)
    );
    let field = paths::credit(level);
    vec![error("Credit outside the possible", reason, CREDITS, field)]
}

fn credits(level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut last = Decimal::ZERO;
    for (i, band) in level.bands.iter().enumerate() {
        let field = paths::band(&level.id, i, "credit");
        let text = wording::percent(band.credit_percent);
        let name = &measure.name;
        if !is_percentage(band.credit_percent) {
            let reason =
                format!("Band {} of {name} credits {text} of charges; a credit is between 0 and 100 %.", i + 1);
            found.push(error("Credit outside the possible", reason, CREDITS, field));
            continue;
        }
        if band.credit_percent < last {
            let less = wording::percent(last);
            let reason = format!(
                "Band {} of {name} credits {text}, less than the {less} of a smaller miss, so that it pays to miss by more.",
                i + 1
            );
            let before = paths::band(&level.id, i - 1, "credit");
            let finding = error("A worse band costs less", reason, CREDITS, &*field).also([before]);
            let change = wording::change(field, wording::typed(&less));
            found.push(finding.mended(format!("Credit {less} here too"), vec![change]));
        }
        last = last.max(band.credit_percent);
    }
    found
}

fn scores(level: &ServiceLevel, measure: &Measure) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut last = Decimal::ONE_HUNDRED;
    for (i, band) in level.bands.iter().enumerate() {
        let field = paths::band(&level.id, i, "score");
        let name = &measure.name;
        match band.score_points {
            None => {
                let reason = format!("Scores go by band, and band {} of {name} declares none.", i + 1);
                found.push(error("Score of a band not set", reason, SCORES, field));
            }
            Some(score) if !is_percentage(score) => {
                let reason =
                    format!("Band {} of {name} scores {}; a miss scores between 0 and 100.", i + 1, score.normalize());
                found.push(error("Score outside the possible", reason, SCORES, field));
            }
            Some(score) => {
                if score > last {
                    let reason = format!(
                        "Band {} of {name} scores {}, more than the {} of a smaller miss.",
                        i + 1,
                        score.normalize(),
                        last.normalize()
                    );
                    let finding = error("A worse band scores more", reason, SCORES, &*field);
                    let text = last.normalize().to_string();
                    let change = wording::change(field, text.clone());
                    found.push(finding.mended(format!("Score {text} here too"), vec![change]));
                }
                last = last.min(score);
            }
        }
    }
    found
}

/// Credits that nobody can ever owe in full, or at all.
pub(super) fn dead(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let levels = agreement.levels();
    let findings = levels.filter_map(|(level, measure)| {
        if level.class == Class::ReportOnly {
            return only_reported(level, measure);
        }
        if level.credit != Credit::ByBand {
            let reason = format!(
                "{} is credited for each point of shortfall, and its bands name credits besides.",
                measure.name
            );
            let is_named = |b: &Band| !b.credit_percent.is_zero();
            return without_credits(level, is_named, "Two credits for one miss", reason);
        }
        above_the_cap(agreement, level, measure)
    });
    findings.collect()
}

fn only_reported(level: &ServiceLevel, measure: &Measure) -> Option<Finding> {
    let reason = format!("{} is only reported, and yet its bands name credits.", measure.name);
    let title = "Credits on a level that is only reported";
    without_credits(level, |b| !b.credit_percent.is_zero(), title, reason)
}

fn without_credits(
    level: &ServiceLevel,
    is_dead: impl Fn(&Band) -> bool,
    title: &str,
    reason: String,
) -> Option<Finding> {
    let bands = level.bands.iter().enumerate();
    let dead: Vec<String> =
        bands.filter(|(_, b)| is_dead(b)).map(|(i, _)| paths::band(&level.id, i, "credit")).collect();
    let first = dead.first()?;
    let changes = dead.iter().map(|f| wording::change(&**f, "0 %")).collect();
    let finding = Finding::new(RULE, Severity::Error, title, reason, CREDITS, &**first);
    let finding = finding.mended("Take these credits out", changes);
    Some(finding.also(dead))
}

fn above_the_cap(agreement: &Agreement, level: &ServiceLevel, measure: &Measure) -> Option<Finding> {
    let cap = agreement.remedies.month_cap_percent?;
    if !is_percentage(cap) || cap.is_zero() {
        return None;
    }
    let bands = level.bands.iter().enumerate();
    let dead: Vec<String> =
        bands.filter(|(_, b)| b.credit_percent > cap).map(|(i, _)| paths::band(&level.id, i, "credit")).collect();
    let first = dead.first()?;
    let text = wording::percent(cap);
    let reason = format!(
        "A miss of {} is said to cost more than {text} of charges, where the month’s cap stops it.",
        measure.name
    );
    let typed = wording::typed(&text);
    let changes = dead.iter().map(|f| wording::change(&**f, &*typed)).collect();
    let title = "Credit above the cap";
    let finding = Finding::new(RULE, Severity::Error, title, reason, CREDITS, &**first);
    let finding = finding.also(dead).also([paths::MONTH_CAP.to_owned()]);
    Some(finding.mended(format!("Credit {text} at most"), changes))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{apply, d, good, level, only};
    use super::*;

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn a_worse_band_costs_at_least_as_much() {
        let mut a = good();
        assert!(credits_and_scores(&a, &none()).is_empty());
        level(&mut a, "fcr").bands[2].credit_percent = d("2.5");
        assert!(credits_and_scores(&a, &none()).is_empty(), "as much is allowed");
        level(&mut a, "fcr").bands[2].credit_percent = d("2.4");
        let found = only(credits_and_scores(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Error, "service_levels.fcr.bands.3.credit"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "fcr").bands[2].credit_percent, d("2.5"));
    }

    #[test]
    fn a_credit_is_a_part_of_the_charges() {
        let mut a = good();
        for (credit, findings) in [("100", 0), ("100.1", 1), ("-1", 1)] {
            level(&mut a, "fcr").bands[2].credit_percent = d(credit);
            assert_eq!(credits_and_scores(&a, &none()).len(), findings, "{credit}");
        }
        let mut a = good();
        level(&mut a, "fcr").credit = Credit::PerPoint { percent_per_point: d("-0.5") };
        let found = only(credits_and_scores(&a, &none()));
        assert_eq!(found.fields, ["service_levels.fcr.percent_per_point"]);
        level(&mut a, "fcr").credit = Credit::PerPoint { percent_per_point: d("0.5") };
        assert!(credits_and_scores(&a, &none()).is_empty());
    }

    #[test]
    fn banded_scores_are_all_declared_and_fall() {
        let mut a = good();
        a.score = ScoreRule::ByBand;
        let bands: usize = a.service_levels.iter().map(|l| l.bands.len()).sum();
        assert_eq!(credits_and_scores(&a, &none()).len(), bands);
        for l in &mut a.service_levels {
            for (band, score) in l.bands.iter_mut().zip(["80", "40", "40"]) {
                band.score_points = Some(d(score));
            }
        }
        assert!(credits_and_scores(&a, &none()).is_empty());
        level(&mut a, "fcr").bands[2].score_points = Some(d("41"));
        let found = only(credits_and_scores(&a, &none()));
        assert_eq!(found.title, "A worse band scores more");
        apply(&mut a, &found.mend.unwrap());
        assert!(credits_and_scores(&a, &none()).is_empty());
        level(&mut a, "fcr").bands[0].score_points = Some(d("100.1"));
        assert_eq!(only(credits_and_scores(&a, &none())).title, "Score outside the possible");
    }

    #[test]
    fn no_credit_is_larger_than_the_cap() {
        let mut a = good();
        level(&mut a, "fcr").bands[2].credit_percent = d("12");
        assert!(dead(&a, &none()).is_empty());
        level(&mut a, "fcr").bands[2].credit_percent = d("12.1");
        let found = only(dead(&a, &none()));
        assert_eq!((found.severity, found.title.as_str()), (Severity::Error, "Credit above the cap"));
        apply(&mut a, &found.mend.unwrap());
        assert_eq!(level(&mut a, "fcr").bands[2].credit_percent, d("12"));
    }

    #[test]
    fn a_level_that_is_only_reported_names_no_credit() {
        let mut a = good();
        level(&mut a, "aht").class = Class::ReportOnly;
        assert!(dead(&a, &none()).is_empty(), "its credits are 0");
        level(&mut a, "csat").class = Class::ReportOnly;
        let found = only(dead(&a, &none()));
        apply(&mut a, &found.mend.unwrap());
        assert!(dead(&a, &none()).is_empty());
    }

    #[test]
    fn a_miss_has_one_credit() {
        let mut a = good();
        level(&mut a, "csat").credit = Credit::PerPoint { percent_per_point: d("1") };
        let found = only(dead(&a, &none()));
        assert_eq!(found.title, "Two credits for one miss");
        apply(&mut a, &found.mend.unwrap());
        assert!(dead(&a, &none()).is_empty());
    }
}
