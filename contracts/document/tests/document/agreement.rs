//! What an agreement becomes: every term in words, and nothing else.

use crate::support::{bytes, open, texts};
use chrono::{DateTime, Utc};
use document::context::*;
use document::tree::*;
use document::{RenderOptions, compose, render};
use model::{
    Agreement, Charges, Class, Credit, Decimal, Month, Private, RampShape, ScoreRule, ServiceLevelId, Side, term,
};
use std::collections::BTreeSet;

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn sample() -> Agreement {
    model::template::sample().0
}

/// The sample without the clauses that may be left out.
pub fn bare() -> Agreement {
    let sample = sample();
    let mut service_levels = sample.service_levels;
    service_levels.iter_mut().for_each(|l| l.volume_sensitive = false);
    Agreement {
        title: sample.title,
        parties: sample.parties,
        services: sample.services,
        charges: sample.charges,
        measures: sample.measures,
        service_levels,
        ramp: sample.ramp,
        remedies: sample.remedies,
        score: sample.score,
        sign_off: sample.sign_off,
        term: sample.term.clone(),
        ..Agreement::blank(sample.term.start, sample.currency)
    }
}

pub fn context() -> Context {
    Context {
        revision: 4,
        state: "draft".into(),
        created: time("2026-11-21T15:40:00Z"),
        approvals: Vec::new(),
        waivers: Vec::new(),
        example: None,
        annex: None,
    }
}

pub fn full_context(agreement: &Agreement) -> Context {
    let hash = model::content_hash(agreement).hex().to_owned();
    Context {
        approvals: vec![Approval {
            side: Side::Client,
            role: agreement.sign_off[0].role.clone(),
            name: "Łukasz Żółć".into(),
            at: time("2026-11-20T09:15:00Z"),
            revision: 4,
            hash,
            elsewhere: false,
        }],
        waivers: vec![Waiver {
            rule: "C13".into(),
            title: "The baseline has fewer than 24 months".into(),
            reason: "Both sides look at the targets again after the first year.".into(),
            by: "Client, Operations".into(),
        }],
        example: Some(example()),
        annex: Some(annex(agreement)),
        ..context()
    }
}

fn example() -> WorkedExample {
    let line = |id: &str, name: &str, result: &str, band: &str, words: &str, credit: &str| ExampleLine {
        service_level: ServiceLevelId(id.into()),
        name: name.into(),
        result: result.into(),
        band: band.into(),
        credit_words: words.into(),
        credit: credit.into(),
    };
    let minor =
        "1\u{202f}% × USD\u{a0}412,000.00 = USD\u{a0}4,120.00; the month’s cap of USD\u{a0}49,440.00 not reached";
    let serious =
        "2.5\u{202f}% × USD\u{a0}412,000.00 = USD\u{a0}10,300.00; the month’s cap of USD\u{a0}49,440.00 not reached";
    WorkedExample {
        contract_month: 5,
        charges: "USD\u{a0}412,000.00".into(),
        lines: vec![
            line("fcr", "First contact resolution", "71.0\u{202f}%", "minor", minor, "USD\u{a0}4,120.00"),
            line("csat", "Customer satisfaction", "79.0\u{202f}%", "serious", serious, "USD\u{a0}10,300.00"),
            line("asa", "Average speed of answer", "30\u{202f}s", "met", "met: no credit", "USD\u{a0}0.00"),
        ],
        credit: "USD\u{a0}14,420.00".into(),
        credit_words: "credits of USD\u{a0}14,420.00; the month’s cap of 12\u{202f}% × USD\u{a0}412,000.00 = \
            USD\u{a0}49,440.00 not reached"
            .into(),
        score: Some("82.2".into()),
        score_words: "(20 × 87.5 + 15 × 63.3333 + 10 × 100) / 45: 82.2222".into(),
    }
}

fn annex(agreement: &Agreement) -> Annex {
    let levels = agreement.levels().enumerate().map(|(index, (level, measure))| AnnexLevel {
        service_level: level.id.clone(),
        basis: "24 months".into(),
        realism: "fair".into(),
        // A busy month excuses the first level now and then.
        p_excused: if index == 0 { (0..24).map(|month| 0.03 + 0.001 * f64::from(month)).collect() } else { Vec::new() },
        p_met: (0..24).map(|month| 0.35 + 0.09 * index as f64 - 0.004 * f64::from(month)).collect(),
        fan: (index < 2).then(|| {
            let target: f64 = level.target.anchor().to_string().parse().unwrap();
            let step = if measure.precision_decimals == 0 { 2.0 } else { 1.2 };
            AnnexFan {
                history: (0..24)
                    .filter(|month| *month != 7)
                    .map(|month| {
                        let wave = (f64::from(month) * 0.6).sin();
                        ("2025-02".parse::<Month>().unwrap().plus(month), target + wave * step)
                    })
                    .collect(),
                months: (0..24)
                    .map(|month| {
                        [-2.4, -1.6, -0.8, 0.0, 0.8, 1.6, 2.4]
                            .map(|q| target + q * step * (1.0 + f64::from(month) * 0.02))
                    })
                    .collect(),
            }
        }),
    });
    Annex {
        earlier_hash: None,
        finding: "In 58 of 100 outcomes at least one target is missed in each quarter.".into(),
        levels: levels.collect(),
        p_all_met: (0..24).map(|month| 0.12 + 0.003 * f64::from(month)).collect(),
        rewards: vec![AnnexReward {
            label: "Bonus".into(),
            mean_minor: 120_000,
            p5_minor: 0,
            p50_minor: 0,
            p95_minor: 824_000,
            chance: Some(0.18),
        }],
        credits: Some(AnnexCredits {
            mean_minor: 9_683_217,
            p5_minor: 1_230_000,
            p50_minor: 8_410_000,
            p95_minor: 24_690_000,
            p_cap: 0.19,
            dots_minor: (0..50).map(|i| i * i * 11_000 + 500_000).collect(),
            capped_from_minor: Some(22_000_000),
        }),
        left_out: vec![("Quality score".into(), "no history".into())],
        inputs: vec![("Baseline".into(), "sample-history.csv, February 2025 to January 2027, 24 rows".into())],
        seed: 20_261_121,
        trials: 10_000,
        engine_version: "0.1.0".into(),
    }
}

/// Every span of a tree.
pub fn spans(tree: &Tree) -> Vec<&Span> {
    let mut all: Vec<&Span> = Vec::new();
    for block in &tree.blocks {
        match block {
            Block::Title(title) => all.extend(title.text.iter().chain(&title.lead)),
            Block::Facts(facts) => all.extend(facts.rows.iter().flat_map(|row| &row.value)),
            Block::Paragraph(paragraph) => all.extend(&paragraph.spans),
            Block::List(list) => all.extend(list.items.iter().flatten()),
            Block::Table(table) => {
                all.extend(table.rows.iter().flat_map(|row| row.cells.iter().flatten()).chain(&table.note));
            }
            Block::HeatMap(map) => all.extend(map.rows.iter().flat_map(|row| &row.name).chain(&map.note)),
            Block::Signatures(signatures) => all.extend(signatures.places.iter().flat_map(|place| &place.party)),
            Block::Note(note) => all.extend(&note.spans),
            _ => {}
        }
    }
    all
}

/// The text of the numbered and unnumbered paragraphs.
pub fn prose(tree: &Tree) -> String {
    let paragraphs = tree.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.spans.iter().map(|span| span.text.as_str()).collect::<String>()),
        _ => None,
    });
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// The sample with terms by path.
fn with(terms: &[(&str, &str)]) -> Agreement {
    let mut agreement = sample();
    for (path, text) in terms {
        term::set(&mut agreement, path, text).unwrap_or_else(|e| panic!("{e}"));
    }
    agreement
}

/// Misses by points, with everything that there is beside them.
fn points() -> Agreement {
    let mut agreement = with(&[
        ("remedies.mechanism", "points"),
        ("remedies.points.ladder", "5: 0 %, 10: 2 %"),
        ("remedies.points.charges_of", "next"),
        ("remedies.incidents", "clients_choice"),
        ("remedies.rolling_cap", "10 %"),
        ("remedies.rolling_basis", "contract_year"),
        ("remedies.cure", "5"),
        ("remedies.excused", "yes"),
        ("remedies.gate_score", "80"),
        ("remedies.bonus.base", "1 %"),
        ("remedies.bonus.cap", "3 %"),
        ("remedies.bonus.basis", "quarter"),
        ("remedies.bonus.in_ramp", "yes"),
        ("service_levels.fcr.bonus", "1 %"),
        ("service_levels.fcr.exceed", "5 % of headroom"),
        ("service_levels.fcr.window", "quarter"),
        ("service_levels.fcr.gate", "yes"),
        ("remedies.gain_share.share", "30 %"),
        ("remedies.gain_share.cap", "1000"),
        ("remedies.earn_back.part", "50 %"),
        ("remedies.earn_back.rule", "contract_year"),
        ("remedies.earn_back.misses", "2"),
        ("remedies.earn_back.everything", "yes"),
        ("remedies.promotes", "yes"),
        ("remedies.triggers", "serious: rectification plan, run 3: right to terminate"),
    ]);
    for level in &mut agreement.service_levels {
        level.bands.iter_mut().for_each(|band| band.points = Some(d("3")));
    }
    agreement
}

/// Misses paid from a pool, charges by unit, a cap of one level.
fn pooled() -> Agreement {
    let mut agreement = with(&[
        ("remedies.mechanism", "pool"),
        ("remedies.pool.at_risk", "10 %"),
        ("remedies.pool.shares", "speed: 40 %, quality: 60 %"),
        ("remedies.pool.limit", "200 %"),
        ("remedies.repeat", "1.5"),
        ("service_levels.fcr.cap", "4 %"),
    ]);
    agreement.charges = Charges::PerUnit {
        steps: vec![model::VolumeStep { up_to_units: None, price: d("1.25") }],
        forecast_units: vec![d("10000")],
    };
    for level in &mut agreement.service_levels {
        level.remedy.category = "speed".into();
        level.remedy.allocation_percent = d("40");
        level.bands[0].pool_fraction_percent = Some(d("50"));
    }
    agreement
}

/// Agreements of many shapes: each has terms that the others lack.
pub fn agreements() -> Vec<Agreement> {
    let plain = sample();
    let mut other = sample();
    other.score = ScoreRule::ByBand;
    other.charges = Charges::Table { amounts: (1..=9).map(|month| Decimal::from(month * 1000)).collect() };
    other.remedies.month_cap_percent = None;
    other.service_levels[0].credit = Credit::PerPoint { percent_per_point: d("1.5") };
    other.service_levels[1].class = Class::ReportOnly;
    for band in other.service_levels.iter_mut().flat_map(|level| &mut level.bands) {
        band.score_points = Some(d("40"));
    }
    other.ramp.credit_factors_percent = (0..8).map(|month| Decimal::from(month * 10)).collect();
    let from = other.ramp.target(&other.service_levels[0], &other.measures[0], 1);
    other.ramp.paths[0].shape = RampShape::Linear { from };
    other.ramp.paths[1].shape = RampShape::LearningCurve { from, half_life_weeks: d("3") };
    other.ramp.paths.truncate(2);
    let mut bare = sample();
    bare.ramp.credit_factors_percent.clear();
    bare.ramp.paths.clear();
    bare.sign_off.clear();
    let empty = model::template::template("customer-service-voice").unwrap().instantiate("2026-01-01".parse().unwrap());
    let mut none = bare.clone();
    none.service_levels.clear();
    none.measures.clear();
    vec![plain, other, bare, empty, none, points(), pooled()]
}

#[test]
fn every_agreement_can_be_printed() {
    for agreement in agreements() {
        let tree = compose(&agreement, &full_context_of(&agreement));
        let file = render(&tree, &RenderOptions::default());
        assert!(file.is_ok(), "{:?}", file.err().map(|r| r.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }
}

fn full_context_of(agreement: &Agreement) -> Context {
    if agreement.sign_off.is_empty() { context() } else { full_context(agreement) }
}

#[test]
fn every_field_path_in_the_document_is_a_term() {
    for agreement in agreements() {
        let known: BTreeSet<String> = term::fields(&agreement).into_iter().map(|field| field.path).collect();
        let tree = compose(&agreement, &full_context_of(&agreement));
        for span in spans(&tree) {
            if let Some(field) = &span.field {
                assert!(known.contains(field), "{field} of “{}” is no term", span.text);
            }
        }
    }
}

#[test]
fn every_term_is_in_the_document() {
    for agreement in agreements() {
        let tree = compose(&agreement, &context());
        let shown: BTreeSet<&str> = spans(&tree).into_iter().filter_map(|span| span.field.as_deref()).collect();
        // Texts that are optional and empty leave no trace; what says how a level with another consequence would be
        // credited is shown where it counts.
        let missing: Vec<String> = term::fields(&agreement)
            .into_iter()
            .filter(|field| !field.text.is_empty() && !shown.contains(field.path.as_str()))
            .map(|field| format!("{} = {}", field.path, field.text))
            .filter(|field| !counts_elsewhere(&agreement, field))
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }
}

/// Terms without effect: credits of bands where the shortfall counts, how a report-only level would be credited, scores
/// of bands where scores are linear.
fn counts_elsewhere(agreement: &Agreement, field: &str) -> bool {
    let path = field.split(' ').next().unwrap();
    // What is not done, and a term that simply ends, is not said.
    if field.ends_with(" = no") || field == "renewal.rule = ends" {
        return true;
    }
    let parts: Vec<&str> = path.split('.').collect();
    let Some(level) = agreement.service_levels.iter().find(|level| parts.get(1) == Some(&level.id.0.as_str())) else {
        return false;
    };
    let is_credit = parts.contains(&"credit") || parts.contains(&"percent_per_point");
    let without_effect =
        level.class == Class::ReportOnly || (parts.contains(&"bands") && level.credit != Credit::ByBand);
    (is_credit && without_effect) || (parts.last() == Some(&"score") && agreement.score == ScoreRule::Linear)
}

#[test]
fn a_changed_term_changes_the_words_that_show_it() {
    let mut agreement = sample();
    for (path, text, shown) in [
        ("service_levels.fcr.target", "73.5 %", "73.5\u{202f}%"),
        ("remedies.month_cap", "14 %", "14\u{202f}%"),
        ("term.notice_days", "120", "120"),
        ("parties.vendor.name", "株式会社サンプル", "株式会社サンプル"),
    ] {
        term::set(&mut agreement, path, text).unwrap();
        let tree = compose(&agreement, &context());
        let spans = spans(&tree);
        let found = spans.iter().filter(|span| span.field.as_deref() == Some(path));
        assert!(found.clone().count() > 0 && found.clone().any(|span| span.text.contains(shown)), "{path}");
    }
}

#[test]
fn the_hash_on_each_page_is_that_of_the_agreement() {
    let agreement = sample();
    let file = open(&compose(&agreement, &context()));
    let hash = model::content_hash(&agreement).grouped();
    for (index, text) in texts(&file).iter().enumerate() {
        assert!(text.contains(&hash), "page {}", index + 1);
    }
}

#[test]
fn every_reference_has_a_name() {
    for agreement in agreements() {
        let tree = compose(&agreement, &full_context_of(&agreement));
        for span in spans(&tree) {
            assert!(span.target.is_none() || !span.text.is_empty(), "{span:?}");
        }
    }
}

#[test]
fn the_words_say_what_is_computed() {
    let text = prose(&compose(&sample(), &context()));
    for sentence in [
        "lasts 24\u{a0}months, up to and including 28\u{a0}February\u{a0}2029",
        "contract month 1 is March\u{a0}2027",
        "Either party may end it by written notice of 90\u{a0}days.",
        "For the first four\u{a0}months the targets in Table\u{a0}5 apply.",
        "0\u{202f}%, 0\u{202f}%, 50\u{202f}% and 100\u{202f}% are due",
        "They are USD\u{a0}412,000.00 for each month.",
        "rounded once, half up, to USD\u{a0}0.01",
    ] {
        assert!(text.contains(sentence), "“{sentence}” is not in:\n{text}");
    }
}

#[test]
fn a_credit_per_point_and_a_missing_cap_are_said() {
    let text = prose(&compose(&agreements()[1], &context()));
    assert!(text.contains("the percentage is 1.5\u{202f}% for each percentage point"), "{text}");
    assert!(text.contains("The credits of a month have no cap."), "{text}");
}

#[test]
fn an_agreement_without_a_ramp_says_so() {
    let text = prose(&compose(&agreements()[2], &context()));
    assert!(text.contains("There is no ramp: all targets and all credits apply in full"), "{text}");
}

#[test]
fn an_approval_of_other_terms_is_shown_as_void() {
    let agreement = sample();
    let mut context = full_context(&agreement);
    let standing = texts(&open(&compose(&agreement, &context))).join(" ");
    assert!(standing.contains("Łukasz Żółć, 20 November 2026, 09:15 UTC, revision 4"), "{standing}");
    assert!(standing.contains("Recorded on this computer; not a signature."));
    context.approvals[0].elsewhere = true;
    let taken_in = texts(&open(&compose(&agreement, &context))).join(" ");
    assert!(taken_in.contains("Recorded on another computer; not a signature."), "{taken_in}");
    assert!(taken_in.contains("Recorded on another computer, Łukasz Żółć"), "{taken_in}");
    context.approvals[0].elsewhere = false;
    context.approvals[0].hash = "0".repeat(64);
    let void = texts(&open(&compose(&agreement, &context))).join(" ");
    assert!(void.contains("Void: Łukasz Żółć"), "{void}");
}

#[test]
fn the_annex_is_there_only_by_choice_and_is_headed_as_no_term() {
    let agreement = sample();
    let without = texts(&open(&compose(&agreement, &context()))).join(" ");
    assert!(!without.contains("simulation") && !without.contains("Illustrative, not a term"));
    let with = texts(&open(&compose(&agreement, &full_context(&agreement)))).join(" ");
    for text in [
        "Annex: simulation Illustrative, not a term.",
        "Seed 20261121",
        "Trials 10,000",
        "Mean USD 96,800",
        "left out of every figure: no history",
        "in 19 of 100 outcomes",
    ] {
        assert!(with.contains(text), "“{text}” is not in: {with}");
    }
}

#[test]
fn a_cell_of_the_heat_map_is_as_dark_as_its_number() {
    let agreement = sample();
    let mut context = full_context(&agreement);
    let annex = context.annex.as_mut().unwrap();
    annex.levels.truncate(1);
    annex.levels[0].p_met = vec![0.996, 0.698, 0.695, 0.694, 0.0];
    let tree = compose(&agreement, &context);
    let cells = tree.blocks.iter().find_map(|block| match block {
        Block::HeatMap(map) => Some(map.rows[0].cells.iter().map(|c| (c.label.clone(), c.shade)).collect::<Vec<_>>()),
        _ => None,
    });
    let expected = [("100", 0), ("70", 2), ("70", 2), ("69", 3), ("0", 6)];
    let expected: Vec<_> = expected.iter().map(|(label, shade)| ((*label).to_owned(), Some(*shade))).collect();
    assert_eq!(cells.unwrap()[..5], expected);
}

#[test]
fn nothing_private_can_be_in_the_file() {
    // The document is made of the agreement and the context alone. What one side keeps to itself is another type; this
    // test plants it beside the agreement in a contract file and searches everything that comes out.
    let mut private = Private::of(Side::Client);
    private.notes = "canary-note-4711".into();
    private.limits.push(model::private::Limit {
        path: "service_levels.fcr.target".into(),
        limit: "canary-limit-4712".into(),
        reason: "canary-reason-4713".into(),
    });
    let mut contract = model::ContractFile::new(sample());
    contract.private = Some(private);
    let tree = compose(&contract.agreement, &full_context(&contract.agreement));
    let file = bytes(&tree);
    let mut all = texts(&lopdf::Document::load_mem(&file).unwrap()).join(" ");
    all.push_str(&String::from_utf8_lossy(&file));
    all.push_str(&serde_json::to_string(&tree).unwrap());
    assert!(!all.contains("canary"));
}

#[test]
fn example_results_lie_in_the_bands_they_are_meant_for() {
    let agreement = sample();
    let results = document::example_results(&agreement);
    let band_of = |id: &str| {
        let (level, measure) = agreement.levels().find(|(level, _)| level.id.0 == id).unwrap();
        let (_, value) = results.iter().find(|(result, _)| result.0 == id).unwrap();
        let scaled = model::threshold::scaled(value.value(), measure.precision_decimals).unwrap();
        let intervals = model::threshold::intervals(level, measure, &agreement.ramp, 12).unwrap();
        intervals.iter().filter(|interval| !interval.contains(scaled)).count()
    };
    let bands: Vec<usize> = results.iter().map(|(id, _)| band_of(&id.0)).collect();
    assert_eq!(bands[..2], [1, 2]);
    assert!(bands[2..].iter().all(|band| *band == 0), "{bands:?}");
}

#[test]
fn an_unset_name_is_marked_and_keeps_its_path() {
    let empty = model::template::template("customer-service-voice").unwrap().instantiate("2026-01-01".parse().unwrap());
    let tree = compose(&empty, &context());
    let spans = spans(&tree);
    let name = spans.iter().find(|span| span.field.as_deref() == Some("parties.client.name")).unwrap();
    assert_eq!(name.text, "[Client, name: not set]");
}
