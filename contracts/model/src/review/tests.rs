//! The review as a whole, and what the tests of single rules share.

use super::*;
use crate::{Measure, ServiceLevel, term};
use proptest::prelude::*;
use serde_json::Value;

pub(super) fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// An agreement that no rule finds anything wrong with: the sample.
pub(super) fn good() -> Agreement {
    crate::template::sample().0
}

pub(super) fn level<'a>(a: &'a mut Agreement, id: &str) -> &'a mut ServiceLevel {
    a.service_levels.iter_mut().find(|l| l.id.0 == id).unwrap()
}

pub(super) fn measure<'a>(a: &'a mut Agreement, id: &str) -> &'a mut Measure {
    a.measures.iter_mut().find(|m| m.id.0 == id).unwrap()
}

/// Leaves only these levels; weights stay as they are.
pub(super) fn keep(a: &mut Agreement, ids: &[&str]) {
    a.service_levels.retain(|l| ids.contains(&l.id.0.as_str()));
    a.ramp.paths.retain(|p| ids.contains(&p.service_level.0.as_str()));
}

pub(super) fn only(mut findings: Vec<Finding>) -> Finding {
    assert_eq!(findings.len(), 1, "{findings:#?}");
    findings.remove(0)
}

pub(super) fn history(series: &[(&str, &[&str])]) -> Evidence {
    let summaries = series.iter().filter_map(|(id, values)| {
        let values = values.iter().map(|v| d(v)).collect();
        HistorySummary::of_values(MeasureId((*id).into()), values)
    });
    Evidence { history: summaries.collect(), ..Evidence::default() }
}

/// Makes the changes of a mend as the window does.
pub(super) fn apply(a: &mut Agreement, mend: &Mend) {
    for change in &mend.changes {
        term::set(a, &change.path, &change.text).unwrap();
    }
}

/// The months of the sample's history, by the definitions of its measures.
pub(super) fn sample_history() -> Vec<(&'static str, Vec<Decimal>)> {
    let (_, csv) = crate::template::sample();
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|l| l.split(',').collect()).collect();
    let column = |name: &str| header.iter().position(|h| *h == name).unwrap();
    let cell = |row: &[&str], name: &str| d(row[column(name)]);
    let share = |part: &str, whole: &str| -> Vec<Decimal> {
        let months = rows.iter().map(|r| cell(r, part) * d("100") / cell(r, whole));
        months.collect()
    };
    let mean = |name: &str| rows.iter().map(|r| cell(r, name)).collect::<Vec<_>>();
    vec![
        ("fcr", share("fcr_resolved", "fcr_n")),
        ("service_level", share("answered_in_time", "offered")),
        ("csat", share("csat_satisfied", "csat_n")),
        ("qa", mean("qa_points")),
        ("repeat_contacts", share("repeat_contacts", "repeat_base")),
        ("asa", mean("asa_seconds")),
        ("abandonment", share("abandoned", "offered")),
        ("aht", mean("aht_seconds")),
    ]
}

fn sample_evidence() -> Evidence {
    let series = sample_history().into_iter();
    let history = series.filter_map(|(id, v)| HistorySummary::of_values(MeasureId(id.into()), v));
    Evidence { history: history.collect(), ..Evidence::default() }
}

#[test]
fn the_sample_with_its_history_has_only_one_piece_of_advice() {
    let found = only(review(&good(), &sample_evidence()));
    assert_eq!((found.severity, found.title.as_str()), (Severity::Advice, "Penalties without rewards"));
}

#[test]
fn the_sample_without_history_has_advice_and_rules_that_wait_for_it() {
    let findings = review(&good(), &Evidence::default());
    assert!(findings.iter().all(|f| f.severity == Severity::Advice));
    let waiting: Vec<&str> = findings.iter().filter(|f| f.waits_for.is_some()).map(|f| f.rule.as_str()).collect();
    assert_eq!(waiting, ["C6", "C13"]);
    let said: Vec<&str> = findings.iter().filter(|f| f.waits_for.is_none()).map(|f| f.rule.as_str()).collect();
    assert_eq!(said, ["A15", "C7"]);
}

#[test]
fn targets_of_the_sample_are_fair_and_two_are_a_stretch() {
    let a = good();
    for (id, values) in sample_history() {
        let (level, measure) = a.levels().find(|(l, _)| l.id.0 == id).unwrap();
        let interval = crate::threshold::intervals(level, measure, &a.ramp, 99).unwrap()[0];
        let scaled = |v: &Decimal| crate::threshold::scaled(*v, measure.precision_decimals);
        let met = values.iter().filter(|v| interval.contains(scaled(v).unwrap()));
        let met_of_100 = met.count() * 100 / values.len();
        match id {
            "fcr" | "csat" => assert!((50..70).contains(&met_of_100), "{id}: {met_of_100}"),
            "aht" => assert_eq!(met_of_100, 100),
            _ => assert!((70..=95).contains(&met_of_100), "{id}: {met_of_100}"),
        }
    }
}

#[test]
fn the_history_of_the_sample_adds_up_and_is_weak_in_winter() {
    let (_, csv) = crate::template::sample();
    let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).unwrap();
    let mut month: crate::Month = "2024-11".parse().unwrap();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), header.len(), "{line}");
        assert_eq!(cells[0], month.to_string());
        month = month.plus(1);
        let count = |name: &str| cells[column(name)].parse::<u32>().unwrap();
        assert_eq!(count("offered"), count("answered") + count("abandoned"), "{line}");
        for (part, whole) in [
            ("answered_in_time", "answered"),
            ("fcr_resolved", "fcr_n"),
            ("fcr_n", "answered"),
            ("csat_satisfied", "csat_n"),
            ("repeat_contacts", "repeat_base"),
            ("repeat_base", "answered"),
        ] {
            assert!(count(part) <= count(whole), "{part}: {line}");
        }
    }
    assert_eq!(month.to_string(), "2026-11");
    let asa = &sample_history()[5].1;
    let mean = |months: &[usize]| -> Decimal {
        let values = months.iter().map(|&m| asa[m]);
        values.sum::<Decimal>() / Decimal::from(months.len())
    };
    assert!(mean(&[1, 2, 3, 13, 14, 15]) > mean(&[7, 8, 9, 19, 20, 21]) * d("1.2"));
}

/// The agreement of the well-known bad example: handle time alone, shorter is better, no cap, no ramp.
fn handle_time_only() -> Agreement {
    let mut a = good();
    keep(&mut a, &["aht"]);
    a.measures.retain(|m| m.id.0 == "aht");
    measure(&mut a, "aht").direction = crate::Direction::Lower;
    let aht = level(&mut a, "aht");
    aht.target = crate::Target::Value(crate::Unit::Seconds.of(d("240")));
    aht.weight_percent = d("100");
    a.ramp = crate::Ramp::default();
    a.remedies.month_cap_percent = None;
    a
}

#[test]
fn findings_come_gravest_first_then_in_the_order_of_the_terms() {
    let mut a = handle_time_only();
    a.title.clear();
    level(&mut a, "aht").weight_percent = d("90");
    let findings = review(&a, &Evidence::default());
    let order = paths::Order::of(&a);
    let keys: Vec<_> =
        findings.iter().map(|f| (f.severity, f.waits_for.is_some(), order.place(&f.fields[0]))).collect();
    assert!(keys.is_sorted());
    assert_eq!(findings[0].fields[0], "title");
    assert_eq!(findings[1].rule, "C11");
    assert!(findings.last().unwrap().waits_for.is_some());
}

#[test]
fn every_text_of_a_finding_is_whole() {
    let mut all = review(&handle_time_only(), &Evidence::default());
    let mut a = good();
    a.service_levels[0].floor = Some(crate::Offset::Difference(d("3")));
    a.service_levels[1].bands[2].credit_percent = d("0");
    a.remedies.month_cap_percent = Some(d("50"));
    all.extend(review(&a, &Evidence::default()));
    assert!(all.len() > 12);
    for f in all {
        assert!(f.reason.ends_with('.') && !f.reason.contains('!'), "{}", f.reason);
        assert!(!f.reason.contains("  "), "{}", f.reason);
        assert!(!f.title.is_empty() && !f.title.ends_with('.'), "{}", f.title);
        assert!(f.source.starts_with(&format!("Rule {}; ", f.rule)), "{}", f.source);
        assert!(RULES.iter().any(|r| r.id == f.rule), "{}", f.rule);
        assert!(!f.fields.is_empty());
        assert!(f.mend.as_ref().is_none_or(|m| !m.changes.is_empty() && !m.label.is_empty()));
    }
}

#[test]
fn sixty_levels_are_reviewed_well_within_the_time_of_a_key_stroke() {
    let mut a = good();
    let levels = a.service_levels.clone();
    for i in a.service_levels.len()..60 {
        let mut more = levels[i % levels.len()].clone();
        more.id.0 = format!("level_{i}");
        a.service_levels.push(more);
    }
    let evidence = sample_evidence();
    let start = std::time::Instant::now();
    assert!(!review(&a, &evidence).is_empty());
    // The limit is 50 ms for a release build; this is the build of the tests on any machine.
    assert!(start.elapsed().as_millis() < 500, "{:?}", start.elapsed());
}

/// Places of a JSON value, in order.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (k, v) in members {
                places(v, &format!("{at}/{k}"), out);
            }
        }
        Value::Array(items) => {
            for (i, v) in items.iter().enumerate() {
                places(v, &format!("{at}/{i}"), out);
            }
        }
        _ => {}
    }
}

/// One edit of a JSON value: at which place (modulo their number), and what.
#[derive(Debug, Clone)]
enum Edit {
    Number(Decimal),
    Text(&'static str),
    Nothing,
    Remove,
    Repeat,
    Copy(usize),
}

fn edit(root: &mut Value, place: usize, edit: &Edit) {
    let mut all = Vec::new();
    places(root, "", &mut all);
    let path = all[place % all.len()].clone();
    let other = |i: usize| all[i % all.len()].clone();
    match edit {
        Edit::Remove | Edit::Repeat => {
            let Some((list, index)) = path.rsplit_once('/') else {
                return;
            };
            if let Some(Value::Array(items)) = root.pointer_mut(list) {
                let index: usize = index.parse().unwrap();
                if matches!(edit, Edit::Remove) {
                    items.remove(index);
                } else {
                    items.insert(index, items[index].clone());
                }
            }
        }
        Edit::Copy(from) => {
            let copied = root.pointer(&other(*from)).cloned().unwrap_or_default();
            *root.pointer_mut(&path).unwrap() = copied;
        }
        Edit::Nothing => *root.pointer_mut(&path).unwrap() = Value::Null,
        Edit::Number(n) => match root.pointer_mut(&path).unwrap() {
            Value::Number(old) => *old = n.mantissa().unsigned_abs().wrapping_rem(300).to_string().parse().unwrap(),
            Value::String(old) => *old = n.to_string(),
            _ => {}
        },
        Edit::Text(text) => {
            if let Some(Value::String(old)) = root.pointer_mut(&path) {
                *old = (*text).into();
            }
        }
    }
}

const TEXTS: [&str; 20] = [
    "",
    " ",
    "usd",
    "report_only",
    "critical",
    "key",
    "lower",
    "higher",
    "range",
    "percent",
    "points",
    "seconds",
    "count",
    "by_band",
    "linear",
    "fcr",
    "asa",
    "a.b",
    "efficiency",
    "Łukasz 株式会社",
];

fn any_decimal() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        4 => (-300_i64..3_000).prop_map(|n| Decimal::new(n, 1)),
        2 => Just(Decimal::ZERO),
        1 => Just(Decimal::MAX),
        1 => Just(Decimal::MIN),
        1 => Just(Decimal::from_parts(1, 0, 0, false, 28)),
        2 => (any::<i64>(), 0_u32..28).prop_map(|(n, s)| Decimal::new(n, s)),
    ]
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => any_decimal().prop_map(Edit::Number),
        3 => (0..TEXTS.len()).prop_map(|i| Edit::Text(TEXTS[i])),
        1 => Just(Edit::Nothing),
        2 => Just(Edit::Remove),
        1 => Just(Edit::Repeat),
        1 => any::<usize>().prop_map(Edit::Copy),
    ]
}

/// The sample with edits that leave it an agreement.
fn mutated(edits: &[(usize, Edit)]) -> Agreement {
    let mut value = serde_json::to_value(good()).unwrap();
    for (place, e) in edits {
        let mut next = value.clone();
        edit(&mut next, *place, e);
        if serde_json::from_value::<Agreement>(next.clone()).is_ok() {
            value = next;
        }
    }
    serde_json::from_value(value).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_review_answers_for_any_agreement(
        edits in prop::collection::vec((any::<usize>(), any_edit()), 1..25),
        history in prop::collection::vec((0_usize..9, prop::collection::vec(any_decimal(), 1..30)), 0..9),
    ) {
        let a = mutated(&edits);
        const IDS: [&str; 9] = ["fcr", "service_level", "csat", "qa", "repeat_contacts", "asa", "abandonment", "aht", "x"];
        let summaries = history.into_iter().filter_map(|(i, v)| HistorySummary::of_values(MeasureId(IDS[i].into()), v));
        let evidence = Evidence { history: summaries.collect(), ..Evidence::default() };
        let findings = review(&a, &evidence);
        prop_assert_eq!(&findings, &review(&a, &evidence));
        prop_assert!(findings.is_sorted_by_key(|f| f.severity));
    }

    #[test]
    fn a_single_slip_in_a_number_is_mended_by_its_mend(place in any::<usize>(), tenths in 0_i64..1_300) {
        let a = mutated(&[(place, Edit::Number(Decimal::new(tenths, 1)))]);
        let evidence = sample_evidence();
        for finding in review(&a, &evidence) {
            let Some(mend) = &finding.mend else { continue };
            let mut mended = a.clone();
            for change in &mend.changes {
                let set = term::set(&mut mended, &change.path, &change.text);
                prop_assert!(set.is_ok(), "{finding:#?}: {set:?}");
            }
            let again = review(&mended, &evidence);
            let is_same = |f: &Finding| (&f.rule, &f.title, &f.fields[0]) == (&finding.rule, &finding.title, &finding.fields[0]);
            prop_assert!(!again.iter().any(is_same), "still there: {finding:#?}");
        }
    }
}
