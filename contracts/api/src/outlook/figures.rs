//! What the figures of a simulation depend on. A simulation is run on these terms alone, so that whatever else changes in an
//! agreement leaves its result what it is; and what they come to is what a result is compared by.

use super::{assumed, learning};
use crate::{
    history,
    wire::{AssumptionView, LearningView, OutlookInputs},
};
use chrono::Datelike;
use model::{
    Agreement, Baseline, Decimal, Measure, MeasureDetails, Outcome, Perspective, Remedies, ServiceLevel, Side, Term,
    canonical::sha256_hex, canonical_bytes, clauses::Forecast, remedy::GainShare,
};

/// SHA-256 of the terms that figures depend on.
pub(crate) fn terms_sha256(agreement: &Agreement) -> String {
    sha256_hex(&canonical_bytes(&figure_terms(agreement)))
}

/// What a result of these terms, this history and these entries of one side's own rests on.
pub(crate) fn inputs(
    agreement: &Agreement,
    baseline: Option<&Baseline>,
    learning: &[LearningView],
    assumptions: &[AssumptionView],
) -> OutlookInputs {
    OutlookInputs {
        terms: terms_sha256(agreement),
        history: baseline.map(history::measured_sha256).unwrap_or_default(),
        learning: views_sha256(learning),
        assumptions: views_sha256(assumptions),
    }
}

/// The same of a contract and what its side keeps.
pub(crate) fn inputs_kept(
    agreement: &Agreement,
    baseline: Option<&Baseline>,
    private: &model::Private,
) -> OutlookInputs {
    let learning = learning::kept_views(agreement, &private.learning);
    let assumptions = assumed::kept_views(agreement, baseline, &private.assumptions);
    inputs(agreement, baseline, &learning, &assumptions)
}

/// Of entries that a result of an earlier version names without their hash, too.
pub(crate) fn views_sha256<V: serde::Serialize>(views: &[V]) -> String {
    sha256_hex(&serde_json::to_vec(views).unwrap_or_default())
}

/// The agreement with nothing in it but what the figures of a simulation depend on, and the names that they are shown
/// under. A new term counts until it is said here that it does not.
pub(crate) fn figure_terms(agreement: &Agreement) -> Agreement {
    let Agreement {
        term: Term { start, months, notice_days: _ },
        currency,
        charges,
        measures,
        service_levels,
        ramp,
        remedies,
        score,
        forecast,
        title: _,
        template: _,
        parties: _,
        services: _,
        sign_off: _,
        renewal: _,
        governing: _,
        contacts: _,
        scope: _,
        relief: _,
        dependencies: _,
        qa: _,
        csat: _,
        obligations: _,
        continuity: _,
        governance: _,
        reports: _,
        escalation: _,
        rectification: _,
        statement_rules: _,
        change_control: _,
        termination: _,
        exit: _,
        wordings: _,
        waivers: _,
    } = agreement;
    // Contract months are calendar months: which day of its month it begins on decides no figure.
    let start = start.with_day(1).unwrap_or(*start);
    Agreement {
        term: Term { start, months: *months, notice_days: 0 },
        charges: charges.clone(),
        measures: measures.iter().map(measure).collect(),
        service_levels: service_levels.iter().map(level).collect(),
        ramp: ramp.clone(),
        remedies: self::remedies(remedies),
        score: *score,
        forecast: self::forecast(forecast),
        ..Agreement::blank(start, currency.clone())
    }
}

/// How values are counted and compared; what they are called.
fn measure(measure: &Measure) -> Measure {
    let Measure {
        id,
        name,
        statistic,
        unit,
        direction,
        precision_decimals,
        details,
        numerator: _,
        denominator: _,
        perspective: _,
        exclusions: _,
        source: _,
        owner: _,
        // History tells months, not how many observations each will have.
        minimum_n: _,
    } = measure;
    Measure {
        id: id.clone(),
        name: name.clone(),
        statistic: *statistic,
        unit: *unit,
        direction: *direction,
        precision_decimals: *precision_decimals,
        // Another percentile is another measure.
        details: MeasureDetails { percentile_percent: details.percentile_percent, ..MeasureDetails::default() },
        numerator: String::new(),
        denominator: String::new(),
        perspective: Perspective::Efficiency,
        exclusions: String::new(),
        source: String::new(),
        owner: Side::Client,
        minimum_n: None,
    }
}

fn level(level: &ServiceLevel) -> ServiceLevel {
    ServiceLevel {
        outcome: Outcome::Retention,
        scope: model::clauses::LevelScope::default(),
        client_part: String::new(),
        ..level.clone()
    }
}

/// What trials hold no event for is left out: no report is late, nothing happens that makes several levels miss, no trigger
/// is pulled. That savings are shared is said, whatever their share.
fn remedies(remedies: &Remedies) -> Remedies {
    Remedies {
        incident_credit: Default::default(),
        cure_business_days: None,
        gain_share: GainShare {
            share_percent: remedies.gain_share.share_percent.map(|_| Decimal::ONE),
            ..GainShare::default()
        },
        promotes: false,
        triggers: Vec::new(),
        ..remedies.clone()
    }
}

fn forecast(forecast: &Forecast) -> Forecast {
    Forecast { owner: None, counts: String::new(), accuracy_percent: None, ..forecast.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outlook::made_ready;
    use model::term::{self, Field, Section};
    use simulation::Settings;

    const MONTHS: usize = 12;

    /// The sample with a remedy of each kind.
    fn agreement() -> (Agreement, Baseline) {
        let (mut agreement, baseline) = crate::sample::sample("2026-12-01".parse().unwrap()).unwrap();
        let terms = [
            ("remedies.repeat", "1.5"),
            ("remedies.rolling_cap", "9 %"),
            ("remedies.excused", "yes"),
            ("remedies.bonus.base", "2 %"),
            ("remedies.bonus.cap", "5 %"),
            ("remedies.earn_back.part", "50 %"),
            ("remedies.gain_share.share", "30 %"),
            ("forecast.band_percent", "10 %"),
            ("service_levels.asa.volume_sensitive", "yes"),
        ];
        for (path, text) in terms {
            term::set(&mut agreement, path, text).unwrap_or_else(|e| panic!("{path}: {e}"));
        }
        (agreement, baseline)
    }

    /// Agreements in which one term has another value than it has, as far as one can be guessed.
    fn changed(agreement: &Agreement, field: &Field) -> Vec<Agreement> {
        let numbers = ["7", "7 %", "63 %", "77 s", "1.25", "USD 400,000.00", "2", "0", "3 days", "40 to 45"];
        let words = ["yes", "no", "Other words", "2027-07-01", "other@example.com", "EUR", "every month", "weekly", ""];
        let choices = field.choices.iter().map(|choice| choice.value.as_str());
        let set = |text: &str| {
            let mut other = agreement.clone();
            term::set(&mut other, &field.path, text).ok()?;
            (&other != agreement).then_some(other)
        };
        choices.chain(numbers).chain(words).filter_map(set).take(3).collect()
    }

    /// What a plan makes of every level and month, without the words that it keeps.
    fn figures(agreement: &Agreement) -> Option<String> {
        let (plan, _) = settlement::compile_draft(agreement, MONTHS).ok()?;
        let levels: Vec<_> = plan.levels().iter().map(|l| (&l.level.id, &l.level.class, l.needs_value)).collect();
        let volume = (plan.volume_relief(), plan.minimum_units(0), plan.counts_excused_as_met());
        Some(format!("{:?} {levels:?} {volume:?} {:?}", plan.first_month(), plan.months()))
    }

    #[test]
    fn every_term_that_moves_a_plan_makes_a_result_stale() {
        let (agreement, _) = agreement();
        let (before, terms) = (figures(&agreement).unwrap(), terms_sha256(&agreement));
        let (mut moved, mut untouched) = (0, Vec::new());
        for field in term::fields(&agreement) {
            let others = changed(&agreement, &field);
            if others.is_empty() {
                untouched.push(field.path.clone());
            }
            for other in others {
                let moves = figures(&other).is_some_and(|after| after != before);
                moved += usize::from(moves);
                assert!(!moves || terms_sha256(&other) != terms, "{} is said to move no figure", field.path);
            }
        }
        assert!(moved > 100, "{moved}");
        // Names of the scope come from its lists, later targets are added, and a level's values keep their unit.
        untouched.retain(|path| ![".scope.", ".later", ".unit"].iter().any(|part| path.contains(part)));
        assert!(untouched.len() < 3, "no other value was found for {untouched:?}");
    }

    #[test]
    fn terms_of_rules_and_names_make_it_stale_too() {
        let (agreement, _) = agreement();
        let terms = terms_sha256(&agreement);
        let relevant = [
            "remedies.repeat",
            "remedies.rolling_cap",
            "remedies.rolling_basis",
            "remedies.excused",
            "remedies.bonus.base",
            "remedies.bonus.cap",
            "remedies.bonus.basis",
            "remedies.bonus.in_ramp",
            "remedies.earn_back.part",
            "remedies.earn_back.rule",
            "remedies.gate_score",
            "remedies.mechanism",
            "remedies.month_cap",
            "service_levels.asa.window",
            "service_levels.asa.gate",
            "service_levels.asa.cap",
            "service_levels.asa.weight",
            "forecast.band_percent",
            "forecast.lock_days",
            "forecast.grain",
            "forecast.minimum_volume_percent",
            "measures.asa.name",
            "charges.amount",
            "term.start",
            "term.months",
        ];
        for path in relevant {
            let fields = term::fields(&agreement);
            let field = fields.iter().find(|f| f.path == path);
            let field = field
                .unwrap_or_else(|| panic!("no term {path}: {:?}", fields.iter().map(|f| &f.path).collect::<Vec<_>>()));
            let others = changed(&agreement, field);
            assert!(!others.is_empty(), "{path}");
            assert!(others.iter().all(|other| terms_sha256(other) != terms), "{path}");
        }
    }

    #[test]
    fn people_words_and_duties_leave_it_as_it_is() {
        let (agreement, _) = agreement();
        let terms = terms_sha256(&agreement);
        let mut left = 0;
        for field in term::fields(&agreement) {
            let of_words = !matches!(
                field.section,
                Section::ServiceLevels | Section::Measures | Section::Ramp | Section::Charges | Section::Forecast
            );
            let decides = ["term.start", "term.months", "currency"].contains(&field.path.as_str());
            let named =
                ["term.notice_days", "remedies.triggers", "remedies.cure", "remedies.incidents", "forecast.owner"];
            if of_words && !decides || named.iter().any(|path| field.path.starts_with(path)) {
                for other in changed(&agreement, &field) {
                    assert_eq!(terms_sha256(&other), terms, "{}", field.path);
                    left += 1;
                }
            }
        }
        assert!(left > 100, "{left}");
    }

    #[test]
    fn a_term_that_leaves_a_result_fresh_moves_no_trial() {
        let (agreement, baseline) = agreement();
        let run = |agreement: &Agreement| {
            let settings = Settings { trials: 64, horizon_months: Some(MONTHS as u32), ..Settings::default() };
            let (_, run, _) = made_ready(agreement, Some(&baseline), &[], settings).unwrap();
            serde_json::to_string(&run.compute().unwrap()).unwrap()
        };
        let (before, terms) = (run(&agreement), terms_sha256(&agreement));
        // The reduced terms that a simulation is run on give what the whole agreement gives.
        assert_eq!(run(&figure_terms(&agreement)), before);
        let mut seen = 0;
        // Levels are alike, and so are measures: one of each stands for all.
        let asked = |path: &str| {
            let of = |list: &str| path.starts_with(list);
            of("service_levels.asa.") || of("measures.asa.") || of("remedies.") || of("forecast.")
        };
        for field in term::fields(&agreement).iter().filter(|f| asked(&f.path)) {
            for other in changed(&agreement, field).iter().take(1).filter(|other| terms_sha256(other) == terms) {
                assert_eq!(run(other), before, "{}", field.path);
                seen += 1;
            }
        }
        assert!(seen > 10, "{seen}");
    }

    #[test]
    fn reducing_terms_twice_reduces_no_further() {
        let (agreement, _) = agreement();
        let once = figure_terms(&agreement);
        assert_eq!(figure_terms(&once), once);
        assert_eq!(terms_sha256(&once), terms_sha256(&agreement));
    }
}
