//! Drafts as people wrote them, and what the review says of each.

use super::tests::{d, good, level};
use super::*;
use crate::{
    Band, Class, Direction, Grade, Measure, Offset, Outcome, Perspective, ServiceLevel, ServiceLevelId, Side,
    Statistic, Target, Unit, clauses::ForecastOwner, library, template, term,
};

fn titles(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.title.as_str()).collect()
}

fn grave(a: &Agreement) -> Vec<Finding> {
    let findings = review(a, &Evidence::default()).into_iter();
    findings.filter(|f| f.severity != Severity::Advice).collect()
}

/// A measure of the library, or one that somebody made up, with a promise that has a target and one band.
fn promise(a: &mut Agreement, id: &str, name: &str, direction: Direction, target: Target, weight: &str, credit: &str) {
    let known = library::measure(&MeasureId(id.into())).map(|k| k.measure.clone());
    let own = Measure {
        id: MeasureId(id.into()),
        name: name.into(),
        statistic: Statistic::Mean,
        numerator: name.into(),
        denominator: "The month".into(),
        unit: target.unit(),
        direction,
        precision_decimals: 2,
        perspective: Perspective::Efficiency,
        exclusions: String::new(),
        source: "Report of the vendor".into(),
        owner: Side::Vendor,
        minimum_n: None,
        details: crate::MeasureDetails::default(),
    };
    a.measures.push(Measure { name: name.into(), direction, unit: target.unit(), ..known.unwrap_or(own) });
    let blank = good().service_levels.remove(0);
    let band = Band { grade: Grade::Minor, from: None, credit_percent: d(credit), ..blank.bands[0] };
    a.service_levels.push(ServiceLevel {
        id: ServiceLevelId(id.into()),
        measure: MeasureId(id.into()),
        class: Class::Key,
        weight_percent: d(weight),
        target,
        floor: None,
        stretch: None,
        bands: vec![band],
        outcome: Outcome::CostToServe,
        ..blank
    });
}

/// An online shop's first agreement with a vendor: shorter calls are better, whoever is faster earns more, the client
/// forecasts alone, and quality is looked at by random samples.
fn handle_time_only() -> Agreement {
    let mut a = Agreement::blank("2024-10-01".parse().unwrap(), good().currency);
    a.title = "Support for the online shop".into();
    a.parties = good().parties;
    a.charges = good().charges;
    let target = Target::Value(Unit::Seconds.of(d("240")));
    promise(&mut a, "aht", "Average handle time", Direction::Lower, target, "100", "5");
    level(&mut a, "aht").floor = Some(Offset::Ratio(d("1.5")));
    level(&mut a, "aht").remedy.bonus_percent = Some(d("2"));
    a.forecast.owner = Some(ForecastOwner::Client);
    a.qa.selection = "Random sampling".into();
    a
}

#[test]
fn an_agreement_about_handle_time_alone_is_told_each_fault() {
    let findings = review(&handle_time_only(), &Evidence::default());
    let found = titles(&findings);
    for fault in [
        "Speed without a quality floor",
        "Handle time stands alone",
        "Shorter counts as better",
        "No measure of experience",
        "No measure of quality",
        "No measure of resolution",
        "Audits without their rules",
        "Forecast of the client alone",
        "Speed is rewarded",
        "No volume clause",
        "Nothing excuses a miss",
        "No escalation",
        "No meetings",
        "No report",
        "No exit",
        "No cap",
        "No ramp",
    ] {
        assert!(found.contains(&fault), "{fault} is not among {found:?}");
    }
    let reason = |title: &str| findings.iter().find(|f| f.title == title).unwrap().reason.as_str();
    assert!(reason("No measure of experience").contains("sentiment"));
    assert!(reason("No measure of resolution").contains("first contact resolution"));
    assert!(reason("Audits without their rules").contains("how many there are, what they grade"));
}

#[test]
fn the_same_service_as_a_balanced_scorecard_has_neither_error_nor_warning() {
    let start = "2025-01-01".parse().unwrap();
    let mut a = template::template("customer-service-voice").unwrap().example(start);
    let changes = [
        ("service_levels", "add sentiment"),
        ("service_levels.sentiment.class", "key"),
        ("service_levels.sentiment.target", "20"),
        ("service_levels.sentiment.floor", "0"),
        ("service_levels.sentiment.weight", "5 %"),
        ("service_levels.service_level.weight", "15 %"),
    ];
    for (path, text) in changes {
        term::set(&mut a, path, text).unwrap();
    }
    for id in ["fcr", "csat"] {
        level(&mut a, id).remedy.bonus_percent = Some(d("1"));
    }
    a.remedies.bonus.cap_percent = Some(d("2"));
    assert_eq!(grave(&a), []);
}

/// The measures, goals and weights of a call centre's scorecard that was published in 2010, none with a floor.
fn scorecard_of_2010() -> Agreement {
    let mut a = good();
    a.title = "Scorecard of 2010".into();
    a.template = None;
    a.measures.clear();
    a.service_levels.clear();
    a.ramp.paths.clear();
    let count = |v: &str| Target::Value(Unit::Count.of(d(v)));
    let percent = |v: &str| Target::Value(Unit::Percent.of(d(v)));
    let seconds = |v: &str| Target::Value(Unit::Seconds.of(d(v)));
    promise(&mut a, "cost_per_contact", "Cost per call", Direction::Lower, count("2.53"), "25", "1");
    promise(&mut a, "csat", "Customer satisfaction", Direction::Higher, percent("75"), "30", "1");
    promise(&mut a, "fcr", "First contact resolution", Direction::Higher, percent("60"), "20", "1");
    promise(&mut a, "utilisation", "Agent utilisation", Direction::Higher, percent("80"), "10", "1");
    promise(&mut a, "turnover", "Agent turnover", Direction::Lower, percent("4"), "5", "1");
    promise(&mut a, "asa", "Average speed of answer", Direction::Lower, seconds("340"), "5", "1");
    promise(&mut a, "abandonment", "Abandonment", Direction::Lower, percent("4"), "5", "1");
    a
}

#[test]
fn a_scorecard_of_speed_and_cost_without_a_quality_floor_is_told_so() {
    let a = scorecard_of_2010();
    let findings = review(&a, &Evidence::default());
    let floor = findings.iter().find(|f| f.title == "Speed without a quality floor");
    let floor = floor.expect("speed and cost have no floor of quality beside them");
    assert_eq!((floor.rule.as_str(), floor.severity), ("C1", Severity::Warning));
    assert!(titles(&findings).contains(&"No measure of quality"), "first contact resolution is no grade of the work");
    for speed in ["cost_per_contact", "asa", "utilisation"] {
        assert!(floor.fields.contains(&format!("service_levels.{speed}.target")), "{speed}");
    }
    assert!(titles(&findings).contains(&"Activity is scored"), "utilisation");
    assert!(titles(&findings).contains(&"Stricter than others report"), "abandonment of 4 %");
    // Floors under satisfaction and resolution, as the library has them, say nothing of the work; one under its grade does.
    let mut with_floors = a.clone();
    for id in ["csat", "fcr", "abandonment"] {
        let worse = if id == "abandonment" { "3" } else { "-15" };
        level(&mut with_floors, id).floor = Some(Offset::Difference(d(worse)));
    }
    let told = |a: &Agreement| titles(&review(a, &Evidence::default())).contains(&"Speed without a quality floor");
    assert!(told(&with_floors));
    let lacks = review(&with_floors, &Evidence::default()).into_iter().find(|f| f.title == "No measure of quality");
    super::tests::apply(&mut with_floors, &lacks.unwrap().mend.unwrap());
    assert!(!told(&with_floors));
}

#[test]
fn one_term_of_a_template_that_is_typed_amiss_is_told_and_its_near_miss_is_not() {
    for (path, amiss, title, near_miss) in [
        ("services", "", "Services not set", "Calls about bills"),
        (
            "services",
            "Provide high-quality support as soon as possible.",
            "Promise without a measure",
            "Answer within 30 s",
        ),
        ("measures.csat.numerator", "Good support", "Promise without a measure", "Answers of 4 or 5"),
        ("measures.csat.minimum_n", "1", "Sample too small to judge by", "100"),
        ("measures.qa.minimum_n", "200", "Level that is never judged", "120"),
        ("qa.audits_a_month", "5", "Level that is never judged", "60"),
        ("csat.minimum_n", "10", "Level that is never judged", "100"),
        ("sign_off.1.role", "", "Empty entry", "Sponsor"),
        ("parties.client.email", "", "", ""),
    ] {
        let of = |text: &str| {
            let mut a = template::template("customer-service-voice").unwrap().example("2027-03-01".parse().unwrap());
            term::set(&mut a, path, text).unwrap();
            grave(&a).into_iter().map(|f| f.title).collect::<Vec<_>>()
        };
        let expected: Vec<&str> = if title.is_empty() { Vec::new() } else { vec![title] };
        assert_eq!(of(amiss), expected, "{path}={amiss}");
        assert_eq!(of(near_miss), [""; 0], "{path}={near_miss}");
    }
}

#[test]
fn findings_stand_at_terms_that_there_are_or_at_lists_that_are_empty() {
    for a in [handle_time_only(), scorecard_of_2010()] {
        let fields: Vec<String> = term::fields(&a).into_iter().map(|f| f.path).collect();
        let lists: Vec<String> = term::lists(&a).into_iter().map(|l| l.path).collect();
        for finding in review(&a, &Evidence::default()) {
            for field in &finding.fields {
                let within = |known: &String| known == field || known.starts_with(&format!("{field}."));
                let known = fields.iter().chain(&lists).any(within) || field == "ramp" || field == "service_levels";
                assert!(known, "{field} of {}", finding.title);
            }
        }
    }
}

#[test]
fn what_is_wrong_with_numbers_is_an_error_at_its_place() {
    use crate::remedy::{CategoryShare, Mechanism};
    /// A change of the good agreement, what it is called, and where it is shown.
    type Case = (fn(&mut Agreement), &'static str, &'static str);
    let cases: [Case; 7] = [
        (
            |a| level(a, "fcr").bands[0].from = Some(Offset::Difference(d("-0.5"))),
            "Gap below the target",
            "service_levels.fcr.bands.1.from",
        ),
        (
            |a| level(a, "fcr").bands[2].from = Some(Offset::Difference(d("-2"))),
            "Band without room",
            "service_levels.fcr.bands.3.from",
        ),
        (
            |a| level(a, "fcr").bands[2].from = Some(Offset::Difference(d("-1"))),
            "Bands in the wrong direction",
            "service_levels.fcr.bands.3.from",
        ),
        (
            |a| level(a, "fcr").bands[2].from = Some(Offset::Difference(d("-72"))),
            "Band out of reach",
            "service_levels.fcr.bands.3.from",
        ),
        (|a| level(a, "aht").weight_percent = d("4.9"), "Weights are 99.9\u{202f}%", "service_levels"),
        (
            |a| {
                a.remedies.mechanism = Mechanism::Pool;
                a.remedies.pool.at_risk_percent = d("12");
                a.remedies.pool.shares = vec![CategoryShare { category: "All".into(), share_percent: d("100") }];
                for id in ["fcr", "csat"] {
                    level(a, id).remedy.category = "All".into();
                    level(a, id).remedy.allocation_percent = d("50.1");
                }
            },
            "Pool over its limit",
            "service_levels.fcr.allocation",
        ),
        (
            |a| level(a, "fcr").floor = Some(Offset::Difference(d("1"))),
            "Floor not worse than the target",
            "service_levels.fcr.floor",
        ),
    ];
    for (change, title, field) in cases {
        let mut a = good();
        change(&mut a);
        let findings = review(&a, &Evidence::default());
        let errors: Vec<_> = findings.iter().filter(|f| f.severity == Severity::Error).collect();
        assert!(errors.iter().any(|f| f.title == title && f.fields[0] == field), "{title} at {field}: {errors:#?}");
    }
}
