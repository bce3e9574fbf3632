//! C0: what must be filled in before anything else matters. C4: what is counted is said.

use super::{Evidence, Finding, Severity, bounds, paths, wording};
use crate::{Agreement, Charges, Currency, Decimal, Measure, ServiceLevelId, Side, Statistic};
use std::collections::BTreeSet;

const RULE: &str = "C0";
const SOURCE: &str = "an agreement says who, for how long, for how much and what";

fn error(title: &str, reason: impl Into<String>, field: impl Into<String>) -> Finding {
    Finding::new(RULE, Severity::Error, title, reason, SOURCE, field)
}

/// Title, parties, term, charges and levels are there.
pub(super) fn terms(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    if agreement.title.trim().is_empty() {
        let reason = "Without a title nobody can tell this agreement from another one.";
        found.push(error("Title not set", reason, "title"));
    }
    for side in Side::BOTH {
        if agreement.parties.of(side).name.trim().is_empty() {
            let title = format!("Name of the {} not set", side.word());
            let reason = format!("Without a name nobody is bound as the {}.", side.word());
            let field = format!("parties.{}.name", side.word());
            found.push(error(&title, reason, field));
        }
    }
    let months = agreement.term.months;
    if months == 0 || months > bounds::LONGEST_TERM_MONTHS {
        let reason =
            format!("The term is {months} months; it can be 1 to {} months long.", bounds::LONGEST_TERM_MONTHS);
        let title = if months == 0 { "Length of the term not set" } else { "Term too long" };
        found.push(error(title, reason, "term.months"));
    }
    found.extend(charges(&agreement.charges, &agreement.currency));
    if agreement.service_levels.is_empty() {
        let reason = "Without a service level nothing is promised, measured or credited.";
        found.push(error("No service levels", reason, paths::LEVELS));
    }
    found
}

/// The parties are two.
pub(super) fn parties(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let words = |side| agreement.parties.of(side).name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let [client, vendor] = Side::BOTH.map(words);
    if client.is_empty() || client != vendor {
        return Vec::new();
    }
    let reason = "Client and vendor have the same name, and nobody can make an agreement with themselves.";
    let title = "Both parties have one name";
    let finding = Finding::new(RULE, Severity::Warning, title, reason, SOURCE, "parties.vendor.name");
    vec![finding.also(["parties.client.name".to_owned()])]
}

fn charges(charges: &Charges, currency: &Currency) -> Option<Finding> {
    let code = currency.code();
    if Currency::read(code).as_ref() != Some(currency) {
        let reason = format!("“{code}” is not the code of a currency, which has three letters, like USD.");
        return Some(error("Currency not set", reason, "currency"));
    }
    let (amounts, table): (&[Decimal], bool) = match charges {
        Charges::FixedMonthly { amount } => (std::slice::from_ref(amount), false),
        Charges::Table { amounts } => (amounts, true),
        // Prices may have more decimals than an amount; settlement says what is wrong with their steps.
        Charges::PerUnit { .. } => return None,
    };
    let field = |i: usize| match table && !amounts.is_empty() {
        true => format!("charges.amounts.{}", i + 1),
        false => paths::CHARGES.to_owned(),
    };
    let is_wrong = |a: &Decimal| a.is_sign_negative() && !a.is_zero() || currency.minor_units(*a).is_none();
    if let Some(i) = amounts.iter().position(is_wrong) {
        let reason = format!(
            "{code} {} cannot be invoiced: an amount in {code} is 0 or more, with at most {} decimals.",
            amounts[i],
            currency.minor_digits()
        );
        return Some(error("Charges that cannot be invoiced", reason, field(i)));
    }
    amounts.iter().all(Decimal::is_zero).then(|| {
        let reason = "Credits are percentages of the month’s charges, and a percentage of nothing is nothing.";
        error("Charges not set", reason, field(0))
    })
}

/// Ids are unique and can stand in a path, and every level has a measure.
pub(super) fn names(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for level in &agreement.service_levels {
        let id = &level.id;
        if !is_name(id) {
            let reason = format!(
                "“{id}” names a service level; a name has only small letters, digits and underscores, and is not \
                 “credit_factors”."
            );
            found.push(error("Name of a service level", reason, paths::LEVELS));
        }
        if !seen.insert(id) {
            let reason = format!("Two service levels are called “{id}”, so that no term can tell which is meant.");
            found.push(error("Two service levels of one name", reason, paths::LEVELS));
        }
        if agreement.measure(&level.measure).is_none() {
            let reason =
                format!("The service level “{id}” is about the measure “{}”, which is defined nowhere.", level.measure);
            found.push(error("Measure not defined", reason, paths::LEVELS));
        }
    }
    let mut seen = BTreeSet::new();
    for measure in agreement.measures.iter().filter(|m| !seen.insert(&m.id)) {
        let reason = format!("The measure “{}” is defined twice, and only one can be meant.", measure.id);
        found.push(error("Measure defined twice", reason, paths::LEVELS));
    }
    found
}

fn is_name(id: &ServiceLevelId) -> bool {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !id.0.is_empty() && id.0.chars().all(is_sign) && id.0 != "credit_factors"
}

/// Every measure that is promised says what it counts, of what, and where the figures come from.
pub(super) fn definitions(agreement: &Agreement, _: &Evidence) -> Vec<Finding> {
    let source = "the same month of one bank’s calls gives 68 % or 76 % answered in 20 seconds, by denominator alone";
    let promised = |m: &&Measure| agreement.service_levels.iter().any(|l| l.measure == m.id);
    let measures = agreement.measures.iter().filter(promised);
    let findings = measures.filter_map(|measure| {
        let lacking = lacking(measure);
        let (first, _) = lacking.first()?;
        let words: Vec<&str> = lacking.iter().map(|(_, words)| *words).collect();
        let reason = format!(
            "{} does not say {}, so that both sides can report different figures and be right.",
            measure.name,
            wording::list(&words)
        );
        let title = "Measure not fully defined";
        let field = paths::measure(measure, first);
        let fields = lacking.iter().map(|(f, _)| paths::measure(measure, f));
        Some(Finding::new("C4", Severity::Warning, title, reason, source, field).also(fields))
    });
    findings.collect()
}

/// The empty parts of a definition: the term, and what it would say.
fn lacking(measure: &Measure) -> Vec<(&'static str, &'static str)> {
    let over = match measure.statistic {
        Statistic::Share => "what it is a share of",
        Statistic::NetScore => "whose answers it is taken of",
        Statistic::Mean | Statistic::Count | Statistic::Sum => "what the mean is taken over",
        Statistic::Median | Statistic::Percentile => "which single values it is taken of",
    };
    let parts = [
        (&measure.numerator, "numerator", "what is counted"),
        (&measure.denominator, "denominator", over),
        (&measure.source, "source", "where the figures come from"),
    ];
    let has = |field: &str| field != "denominator" || measure.statistic.has_denominator();
    let empty = parts.into_iter().filter(|(text, field, _)| text.trim().is_empty() && has(field));
    empty.map(|(_, field, words)| (field, words)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{d, good, level, measure, only};
    use super::*;
    use crate::{MeasureId, template};

    fn none() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn an_empty_template_names_what_has_to_be_filled_in() {
        let start = chrono::NaiveDate::from_ymd_opt(2027, 3, 1).unwrap();
        let mut a = template::templates()[0].instantiate(start);
        a.title = "  ".into();
        a.term.months = 0;
        a.service_levels.clear();
        let fields: Vec<_> = terms(&a, &none()).into_iter().flat_map(|f| f.fields).collect();
        let expected =
            ["title", "parties.client.name", "parties.vendor.name", "term.months", "charges.amount", "service_levels"];
        assert_eq!(fields, expected);
    }

    #[test]
    fn client_and_vendor_are_two_parties() {
        let mut a = good();
        assert!(parties(&a, &none()).is_empty());
        a.parties.vendor.name = format!(" {} ", a.parties.client.name.to_uppercase());
        let found = only(parties(&a, &none()));
        assert_eq!((found.severity, found.fields[0].as_str()), (Severity::Warning, "parties.vendor.name"));
        a.parties.client.name.clear();
        a.parties.vendor.name.clear();
        assert!(parties(&a, &none()).is_empty(), "names that are missing are an error of their own");
    }

    #[test]
    fn the_shortest_and_the_longest_term_are_fine_and_one_more_is_not() {
        let mut a = good();
        for months in [1, 120] {
            a.term.months = months;
            assert!(terms(&a, &none()).is_empty());
        }
        a.term.months = 121;
        assert_eq!(only(terms(&a, &none())).title, "Term too long");
    }

    #[test]
    fn charges_have_the_decimals_of_their_currency() {
        let mut a = good();
        a.charges = Charges::FixedMonthly { amount: d("0.01") };
        assert!(terms(&a, &none()).is_empty());
        a.charges = Charges::FixedMonthly { amount: d("0.001") };
        assert_eq!(only(terms(&a, &none())).title, "Charges that cannot be invoiced");
        a.charges = Charges::FixedMonthly { amount: d("-5") };
        assert_eq!(only(terms(&a, &none())).title, "Charges that cannot be invoiced");
        a.charges = Charges::Table { amounts: vec![d("0"), d("10")] };
        assert!(terms(&a, &none()).is_empty());
        a.charges = Charges::Table { amounts: vec![d("0")] };
        assert_eq!(only(terms(&a, &none())).title, "Charges not set");
        a.charges = Charges::Table { amounts: vec![] };
        assert_eq!(only(terms(&a, &none())).title, "Charges not set");
    }

    #[test]
    fn a_currency_has_three_letters() {
        let mut a = good();
        a.currency = serde_json::from_str("\"EUR\"").unwrap();
        assert!(terms(&a, &none()).is_empty());
        a.currency = serde_json::from_str("\"euro\"").unwrap();
        assert_eq!(only(terms(&a, &none())).title, "Currency not set");
    }

    #[test]
    fn names_are_unique_and_fit_into_paths() {
        let mut a = good();
        assert!(names(&a, &none()).is_empty());
        level(&mut a, "fcr").id.0 = "fcr_2".into();
        assert!(names(&a, &none()).is_empty());
        level(&mut a, "fcr_2").id.0 = "fcr.2".into();
        assert_eq!(only(names(&a, &none())).title, "Name of a service level");
        a.service_levels[1].id.0 = "credit_factors".into();
        assert_eq!(names(&a, &none()).len(), 2);
        let mut a = good();
        level(&mut a, "fcr").id.0 = "csat".into();
        assert_eq!(only(names(&a, &none())).title, "Two service levels of one name");
    }

    #[test]
    fn a_level_needs_a_measure_and_a_measure_one_definition() {
        let mut a = good();
        level(&mut a, "fcr").measure = MeasureId("fcr_of_chat".into());
        assert_eq!(only(names(&a, &none())).title, "Measure not defined");
        let mut a = good();
        let again = a.measures[0].clone();
        a.measures.push(again);
        assert_eq!(only(names(&a, &none())).title, "Measure defined twice");
    }

    #[test]
    fn a_share_without_a_denominator_is_not_defined() {
        let mut a = good();
        assert!(definitions(&a, &none()).is_empty());
        measure(&mut a, "service_level").denominator = " ".into();
        let found = only(definitions(&a, &none()));
        assert_eq!(found.fields, ["measures.service_level.denominator"]);
        assert!(found.reason.contains("what it is a share of"));
    }
}
