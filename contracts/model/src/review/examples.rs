//! Every rule has a draft that fires it and a near miss that does not.

use super::tests::{d, good, history, keep, level, measure};
use super::*;
use crate::clauses::ForecastOwner;
use crate::remedy::{CategoryShare, Exceed, ExceedReading, IncidentCredit, LadderStep};
use crate::template::{Naming, TermRange};
use crate::{Class, Currency, Direction, LaterTarget, Mechanism, Offset, Ramp, Statistic, Target, Unit, Window, term};

/// What is changed in the good agreement, and what is known beside it.
type Draft = fn(&mut Agreement, &mut Evidence);

/// A rule by what it looks for, a draft that it finds something in, and one that comes close.
struct Example {
    about: &'static str,
    fires: Draft,
    near_miss: Draft,
}

fn percent(text: &str) -> Target {
    Target::Value(Unit::Percent.of(d(text)))
}

fn fcr(a: &mut Agreement, target: &str) {
    level(a, "fcr").target = percent(target);
}

/// The level of first contact resolution alone, with this target and eight months of history around 72 %.
fn with_history(a: &mut Agreement, e: &mut Evidence, target: &str) {
    keep(a, &["fcr"]);
    fcr(a, target);
    *e = history(&[("fcr", &["68", "70", "71", "71.5", "72.5", "73", "74", "75"])]);
}

fn chance(e: &mut Evidence, met_of_1000: u16) {
    e.chances = vec![Chance { service_level: crate::ServiceLevelId("fcr".into()), met_of_1000, likely: None }];
}

fn later(a: &mut Agreement, from_month: u32, target: &str) {
    a.term.months = 24;
    a.renewal = crate::clauses::Renewal::default();
    level(a, "fcr").later_targets = vec![LaterTarget { from_month, target: percent(target) }];
}

fn levels(a: &mut Agreement, count: usize) {
    while a.service_levels.len() < count {
        let mut more = a.service_levels[0].clone();
        more.id.0 = format!("more_{}", a.service_levels.len());
        more.weight_percent = d("6");
        a.service_levels.push(more);
    }
}

fn pooled(a: &mut Agreement, allocation: &str) {
    a.remedies.mechanism = Mechanism::Pool;
    a.remedies.pool.at_risk_percent = d("12");
    a.remedies.pool.shares = vec![CategoryShare { category: "All".into(), share_percent: d("100") }];
    for (id, allocation) in [("fcr", "60"), ("csat", allocation)] {
        level(a, id).remedy.category = "All".into();
        level(a, id).remedy.allocation_percent = d(allocation);
    }
}

fn ladder(a: &mut Agreement, last_percent: &str) {
    a.remedies.mechanism = Mechanism::Points;
    let step = |points: &str, percent: &str| LadderStep { points: d(points), percent: d(percent) };
    a.remedies.points.ladder = vec![step("5", "0"), step("10", "2"), step("15", last_percent)];
}

/// A target beside the limit of at least 72 % that one’s own template has for it.
fn limited(a: &mut Agreement, e: &mut Evidence, target: &str) {
    let naming = Naming {
        id: "ours".into(),
        title: "Ours".into(),
        purpose: String::new(),
        provenance: String::new(),
        date: "2027-05-01".parse().unwrap(),
        side: None,
    };
    let limit = TermRange::read("service_levels.fcr.target", "at least 72 %").unwrap();
    let template = Template::of_agreement(a, naming, &[limit]).unwrap();
    a.template = Some(crate::template::TemplateRef { id: "ours".into(), version: 1 });
    e.own_template = Some(template);
    fcr(a, target);
}

fn severities(a: &mut Agreement, high_hours: &str) {
    for (grade, hours) in [("high", high_hours), ("low", "6")] {
        let mut m = measure(a, "asa").clone();
        m.id = MeasureId(format!("resolution_{grade}"));
        m.name = format!("Resolution time, {grade} priority");
        let mut l = level(a, "asa").clone();
        l.id.0.clone_from(&m.id.0);
        l.measure = m.id.clone();
        l.target = Target::Value(Unit::Seconds.of(d(hours) * d("3600")));
        a.measures.push(m);
        a.service_levels.push(l);
    }
}

/// A second promise about speed of answer, for this channel.
fn second(a: &mut Agreement, channel: &str) {
    let mut more = level(a, "asa").clone();
    more.id.0 = "asa_2".into();
    more.target = Target::Value(Unit::Seconds.of(d("60")));
    more.scope.channel = channel.into();
    a.service_levels.push(more);
}

fn free(a: &mut Agreement) {
    a.service_levels.iter_mut().flat_map(|l| &mut l.bands).for_each(|b| b.credit_percent = Decimal::ZERO);
}

const EXAMPLES: &[Example] = &[
    Example {
        about: "terms that must be filled in",
        fires: |a, _| a.title.clear(),
        near_miss: |a, _| a.title = "A".into(),
    },
    Example {
        about: "no blanks in print",
        fires: |a, _| a.services.clear(),
        near_miss: |a, _| a.parties.client.email.clear(),
    },
    Example {
        about: "names that paths rest on",
        fires: |a, _| level(a, "fcr").id.0 = "First".into(),
        near_miss: |a, _| level(a, "fcr").id.0 = "first_2".into(),
    },
    Example {
        about: "numbers of a size to reckon with",
        fires: |a, _| level(a, "asa").floor = Some(Offset::Ratio(Decimal::MAX)),
        near_miss: |a, _| level(a, "asa").floor = Some(Offset::Ratio(d("1000"))),
    },
    Example {
        about: "numbers that can be typed where they stand",
        fires: |a, _| a.remedies.repeat_factor = Some(d("0.5")),
        near_miss: |a, _| a.remedies.repeat_factor = Some(d("1")),
    },
    Example {
        about: "two parties",
        fires: |a, _| a.parties.vendor.name = format!(" {} ", a.parties.client.name.to_uppercase()),
        near_miss: |a, _| a.parties.vendor.name = format!("{} Services", a.parties.client.name),
    },
    Example {
        about: "a start at the first of a month",
        fires: |a, _| a.term.start = "2027-03-02".parse().unwrap(),
        near_miss: |a, _| a.term.start = "2027-02-01".parse().unwrap(),
    },
    Example {
        about: "a currency that is in use",
        fires: |a, _| a.currency = Currency::read("USX").unwrap(),
        near_miss: |a, _| a.currency = Currency::read("KWD").unwrap(),
    },
    Example {
        about: "speed has a floor of quality",
        fires: |a, _| {
            keep(a, &["asa", "fcr", "qa"]);
            level(a, "qa").floor = None;
        },
        near_miss: |a, _| keep(a, &["asa", "fcr", "qa"]),
    },
    Example {
        about: "handle time is not alone",
        fires: |a, _| keep(a, &["aht"]),
        near_miss: |a, _| keep(a, &["aht", "asa"]),
    },
    Example {
        about: "shorter is not better",
        fires: |a, _| measure(a, "aht").direction = Direction::Lower,
        near_miss: |a, _| {
            measure(a, "aht").direction = Direction::Lower;
            level(a, "aht").class = Class::ReportOnly;
        },
    },
    Example {
        about: "experience, quality and resolution",
        fires: |a, _| keep(a, &["aht", "csat", "fcr"]),
        near_miss: |a, _| keep(a, &["aht", "csat", "fcr", "qa"]),
    },
    Example {
        about: "speed does not outweigh quality",
        fires: |a, _| {
            keep(a, &["asa", "fcr"]);
            level(a, "asa").weight_percent = d("50.1");
            level(a, "fcr").weight_percent = d("49.9");
        },
        near_miss: |a, _| {
            keep(a, &["asa", "fcr"]);
            level(a, "asa").weight_percent = d("50");
            level(a, "fcr").weight_percent = d("50");
        },
    },
    Example { about: "a handful of levels", fires: |a, _| levels(a, 13), near_miss: |a, _| levels(a, 12) },
    Example {
        about: "what is counted is said",
        fires: |a, _| measure(a, "fcr").denominator.clear(),
        near_miss: |a, _| measure(a, "fcr").exclusions.clear(),
    },
    Example {
        about: "promises with a measure",
        fires: |a, _| a.services = "Answer as soon as possible".into(),
        near_miss: |a, _| a.services = "Answer within 30 seconds".into(),
    },
    Example {
        about: "results and not activity",
        fires: |a, _| {
            measure(a, "asa").name = "Calls handled per day".into();
            measure(a, "asa").id = MeasureId("own".into());
            level(a, "asa").measure = MeasureId("own".into());
        },
        near_miss: |a, _| {
            measure(a, "asa").name = "Calls settled per day".into();
            measure(a, "asa").id = MeasureId("own".into());
            level(a, "asa").measure = MeasureId("own".into());
        },
    },
    Example {
        about: "what can be gamed is seen",
        fires: |a, _| keep(a, &["asa"]),
        near_miss: |a, _| keep(a, &["asa", "abandonment"]),
    },
    Example { about: "targets fit their measure", fires: |a, _| fcr(a, "100.1"), near_miss: |a, _| fcr(a, "100") },
    Example {
        about: "values as fine as their measure",
        fires: |a, _| fcr(a, "72.15"),
        near_miss: |a, _| fcr(a, "72.10"),
    },
    Example { about: "no perfect targets", fires: |a, _| fcr(a, "100"), near_miss: |a, _| fcr(a, "99.9") },
    Example {
        about: "targets fit the history",
        fires: |a, e| with_history(a, e, "75.1"),
        near_miss: |a, e| with_history(a, e, "75"),
    },
    Example {
        about: "targets neither out of reach nor certain",
        fires: |_, e| chance(e, 99),
        near_miss: |_, e| chance(e, 100),
    },
    Example {
        about: "later targets fit the history",
        fires: |a, e| {
            with_history(a, e, "72");
            later(a, 13, "75.1");
        },
        near_miss: |a, e| {
            with_history(a, e, "72");
            later(a, 13, "75");
        },
    },
    Example {
        about: "misses cost something",
        fires: |a, _| free(a),
        near_miss: |a, _| {
            free(a);
            a.service_levels.iter_mut().for_each(|l| l.class = Class::Key);
            level(a, "csat").bands[2].credit_percent = d("1");
        },
    },
    Example {
        about: "rewards beside penalties",
        fires: |_, _| {},
        near_miss: |a, _| a.remedies.earn_back.percent = Some(d("50")),
    },
    Example {
        about: "a cap of 10 to 20 %",
        fires: |a, _| a.remedies.month_cap_percent = Some(d("9.9")),
        near_miss: |a, _| a.remedies.month_cap_percent = Some(d("10")),
    },
    Example {
        about: "credits follow the impact",
        fires: |a, _| level(a, "asa").bands[2].credit_percent = d("5.1"),
        near_miss: |a, _| level(a, "asa").bands[2].credit_percent = d("5"),
    },
    Example {
        about: "floor and stretch",
        fires: |a, _| level(a, "fcr").floor = Some(Offset::Difference(d("0"))),
        near_miss: |a, _| level(a, "fcr").floor = Some(Offset::Difference(d("-0.1"))),
    },
    Example {
        about: "edges of bands",
        fires: |a, _| level(a, "fcr").bands[2].from = Some(Offset::Difference(d("-2"))),
        near_miss: |a, _| level(a, "fcr").bands[2].from = Some(Offset::Difference(d("-2.1"))),
    },
    Example {
        about: "credits and scores of bands",
        fires: |a, _| level(a, "fcr").bands[2].credit_percent = d("2.4"),
        near_miss: |a, _| level(a, "fcr").bands[2].credit_percent = d("2.5"),
    },
    Example {
        about: "credits that nobody can owe",
        fires: |a, _| level(a, "fcr").bands[2].credit_percent = d("12.1"),
        near_miss: |a, _| level(a, "fcr").bands[2].credit_percent = d("12"),
    },
    Example {
        about: "targets of the ramp",
        fires: |a, _| term::set(a, "ramp.fcr.4", "72.1 %").unwrap(),
        near_miss: |a, _| term::set(a, "ramp.fcr.4", "72 %").unwrap(),
    },
    Example {
        about: "paths and factors of the ramp",
        fires: |a, _| a.ramp.credit_factors_percent = ["0", "0", "100", "99"].map(d).to_vec(),
        near_miss: |a, _| a.ramp.credit_factors_percent = ["0", "0", "100", "100"].map(d).to_vec(),
    },
    Example {
        about: "later targets in their months",
        fires: |a, _| later(a, 25, "73"),
        near_miss: |a, _| later(a, 24, "73"),
    },
    Example {
        about: "later targets that lead on",
        fires: |a, _| later(a, 13, "71.9"),
        near_miss: |a, _| later(a, 13, "72.1"),
    },
    Example { about: "points that climb", fires: |a, _| ladder(a, "1.9"), near_miss: |a, _| ladder(a, "2") },
    Example {
        about: "steps that can be reached",
        fires: |a, _| {
            ladder(a, "2");
            level(a, "fcr").bands[2].points = Some(d("7.4"));
        },
        near_miss: |a, _| {
            ladder(a, "2");
            level(a, "fcr").bands[2].points = Some(d("7.5"));
        },
    },
    Example {
        about: "triggers that can fire",
        fires: |a, _| term::set(a, "remedies.triggers", "misses 4 of 3: escalation").unwrap(),
        near_miss: |a, _| term::set(a, "remedies.triggers", "misses 3 of 3: escalation").unwrap(),
    },
    Example {
        about: "caps that can bind",
        fires: |a, _| level(a, "fcr").remedy.cap_percent = Some(d("12.1")),
        near_miss: |a, _| level(a, "fcr").remedy.cap_percent = Some(d("12")),
    },
    Example {
        about: "bonuses under their cap",
        fires: |a, _| {
            a.remedies.bonus.base_percent = Some(d("1.1"));
            a.remedies.bonus.cap_percent = Some(d("1"));
        },
        near_miss: |a, _| {
            a.remedies.bonus.base_percent = Some(d("1"));
            a.remedies.bonus.cap_percent = Some(d("1"));
        },
    },
    Example {
        about: "times in their order",
        fires: |a, _| {
            a.escalation.tiers[0].acknowledge_seconds = Some(d("301"));
            a.escalation.tiers[0].resolve_seconds = Some(d("300"));
        },
        near_miss: |a, _| {
            a.escalation.tiers[0].acknowledge_seconds = Some(d("300"));
            a.escalation.tiers[0].resolve_seconds = Some(d("300"));
        },
    },
    Example {
        about: "weights are 100 %",
        fires: |a, _| level(a, "fcr").weight_percent = d("19.9"),
        near_miss: |a, _| level(a, "fcr").weight_percent = d("20.0"),
    },
    Example {
        about: "each weight is a part of 100",
        fires: |a, _| level(a, "fcr").weight_percent = d("-0.1"),
        near_miss: |a, _| level(a, "fcr").weight_percent = d("0"),
    },
    Example {
        about: "weights and classes agree",
        fires: |a, _| level(a, "aht").class = Class::ReportOnly,
        near_miss: |a, _| {
            level(a, "aht").class = Class::ReportOnly;
            level(a, "aht").weight_percent = Decimal::ZERO;
        },
    },
    Example { about: "a pool within its limit", fires: |a, _| pooled(a, "40.1"), near_miss: |a, _| pooled(a, "40") },
    Example {
        about: "one thing in one text",
        fires: |a, _| measure(a, "asa").name = "ASA under 30 s for 95 % of calls".into(),
        near_miss: |a, _| measure(a, "asa").name = "ASA under 30 s".into(),
    },
    Example {
        about: "a statistic that fits its unit",
        fires: |a, _| measure(a, "fcr").statistic = Statistic::Count,
        near_miss: |a, _| measure(a, "qa").statistic = Statistic::NetScore,
    },
    Example {
        about: "percentiles by the month",
        fires: |a, _| {
            measure(a, "asa").statistic = Statistic::Median;
            level(a, "asa").remedy.window = Window::Quarter;
        },
        near_miss: |a, _| {
            measure(a, "asa").statistic = Statistic::Count;
            level(a, "asa").remedy.window = Window::Quarter;
        },
    },
    Example {
        about: "bars that can be reached",
        fires: |a, _| {
            level(a, "csat").target = percent("95");
            level(a, "csat").remedy.exceed = Some(Exceed { by: d("6"), reading: ExceedReading::Relative });
        },
        near_miss: |a, _| {
            level(a, "csat").target = percent("95");
            level(a, "csat").remedy.exceed = Some(Exceed { by: d("5"), reading: ExceedReading::Relative });
        },
    },
    Example { about: "the graver the faster", fires: |a, _| severities(a, "7"), near_miss: |a, _| severities(a, "6") },
    Example {
        about: "there is a ramp",
        fires: |a, _| a.ramp = Ramp::default(),
        near_miss: |a, _| {
            a.ramp.paths.clear();
            a.ramp.credit_factors_percent = ["99", "100"].map(d).to_vec();
        },
    },
    Example {
        about: "enough months of history",
        fires: |a, e| {
            keep(a, &["fcr"]);
            *e = history(&[("fcr", &["71"; 11])]);
        },
        near_miss: |a, e| {
            keep(a, &["fcr"]);
            *e = history(&[("fcr", &["71"; 12])]);
        },
    },
    Example {
        about: "something excuses a miss",
        fires: |a, _| a.relief = crate::clauses::Relief::default(),
        near_miss: |a, _| a.relief.events.truncate(1),
    },
    Example {
        about: "a forecast of both sides",
        fires: |a, _| {
            a.forecast.owner = Some(ForecastOwner::Client);
            a.forecast.accuracy_percent = None;
        },
        near_miss: |a, _| a.forecast.owner = Some(ForecastOwner::Vendor),
    },
    Example {
        about: "somebody is called",
        fires: |a, _| a.escalation.tiers.truncate(1),
        near_miss: |a, _| a.escalation.tiers.truncate(2),
    },
    Example {
        about: "the sides meet",
        fires: |a, _| a.governance.meetings.clear(),
        near_miss: |a, _| a.governance.meetings.retain(|m| m.frequency == Some(crate::clauses::Frequency::Monthly)),
    },
    Example {
        about: "reports, disputes, ends",
        fires: |a, _| a.exit = crate::clauses::Exit::default(),
        near_miss: |a, _| a.exit.people.clear(),
    },
    Example {
        about: "bonus for customers’ sake",
        fires: |a, _| level(a, "aht").remedy.bonus_percent = Some(d("1")),
        near_miss: |a, _| level(a, "fcr").remedy.bonus_percent = Some(d("1")),
    },
    Example {
        about: "no penalty for volume",
        fires: |a, _| level(a, "asa").volume_sensitive = false,
        near_miss: |a, _| {
            level(a, "asa").volume_sensitive = false;
            level(a, "asa").class = Class::ReportOnly;
        },
    },
    Example {
        about: "one credit for one event",
        fires: |a, _| a.remedies.incident_credit = IncidentCredit::Sum,
        near_miss: |a, _| a.remedies.incident_credit = IncidentCredit::ClientsChoice,
    },
    Example { about: "one promise for one result", fires: |a, _| second(a, ""), near_miss: |a, _| second(a, "Voice") },
    Example {
        about: "samples have a least size",
        fires: |a, _| measure(a, "csat").minimum_n = None,
        near_miss: |a, _| measure(a, "fcr").minimum_n = None,
    },
    Example {
        about: "samples that tell",
        fires: |a, _| measure(a, "csat").minimum_n = Some(1),
        near_miss: |a, _| measure(a, "csat").minimum_n = Some(100),
    },
    Example {
        about: "samples that are reached",
        fires: |a, _| a.qa.audits_a_month = Some(59),
        near_miss: |a, _| a.qa.audits_a_month = Some(60),
    },
    Example {
        about: "audits have their rules",
        fires: |a, _| a.qa.criteria.clear(),
        near_miss: |a, _| a.qa.recordings.clear(),
    },
    Example {
        about: "surveys have their rules",
        fires: |a, _| a.csat.method.clear(),
        near_miss: |a, _| a.csat.scale.clear(),
    },
    Example {
        about: "targets beside those of others",
        fires: |a, _| level(a, "abandonment").target = percent("4.9"),
        near_miss: |a, _| level(a, "abandonment").target = percent("5.0"),
    },
    Example {
        about: "room below the average",
        fires: |a, e| with_history(a, e, "72.1"),
        near_miss: |a, e| with_history(a, e, "72"),
    },
    Example {
        about: "inside one’s own limits",
        fires: |a, e| limited(a, e, "71.9"),
        near_miss: |a, e| limited(a, e, "72"),
    },
    Example {
        about: "targets that improve",
        fires: |a, e| {
            with_history(a, e, "71");
            a.term.months = 36;
        },
        near_miss: |a, e| {
            with_history(a, e, "71");
            a.term.months = 35;
        },
    },
    Example {
        about: "a current template",
        fires: |a, _| a.template.as_mut().unwrap().version -= 1,
        near_miss: |a, _| a.template.as_mut().unwrap().version += 1,
    },
    Example {
        about: "a template that was edited",
        fires: |_, _| {},
        near_miss: |a, _| level(a, "fcr").weight_percent = d("21"),
    },
];

/// What the rule finds in the changed agreement; what it only waits for is no finding about it.
fn found(rule: &Rule, draft: Draft) -> Vec<Finding> {
    let (mut agreement, mut evidence) = (good(), Evidence::default());
    draft(&mut agreement, &mut evidence);
    let found = (rule.check)(&agreement, &evidence);
    found.into_iter().filter(|f| f.waits_for.is_none()).collect()
}

#[test]
fn every_rule_has_a_draft_that_fires_it_and_a_near_miss_that_does_not() {
    let known: Vec<&str> = EXAMPLES.iter().map(|e| e.about).collect();
    let rules: Vec<&str> = RULES.iter().map(|r| r.about).collect();
    assert_eq!(known, rules, "one example for each rule, in their order");
    let mut wrong = Vec::new();
    for (rule, example) in RULES.iter().zip(EXAMPLES) {
        let fires = found(rule, example.fires);
        if fires.is_empty() {
            wrong.push(format!("{} {}: finds nothing", rule.id, rule.about));
        }
        // Some rules tell of two things; what the audits weigh is told as C11.
        wrong.extend(
            fires.iter().filter(|f| f.rule != rule.id).map(|f| format!("{} is told as {}", rule.about, f.rule)),
        );
        let close = found(rule, example.near_miss);
        wrong.extend(close.iter().map(|f| format!("{} {}: {} {}", rule.id, rule.about, f.title, f.reason)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for number in 0..=20 {
        let id = format!("C{number}");
        assert!(RULES.iter().any(|r| r.id == id), "there is no rule {id}");
    }
}
