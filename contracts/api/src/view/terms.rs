//! Terms, levels and findings as the form shows them.

use crate::wire::{BandView, Blocker, ClauseView, LevelView, SectionView, UnreadView};
use document::{
    Tree,
    tree::{Block, Heading},
};
use model::{
    Agreement, Finding, Measure, ServiceLevel, Severity,
    quantity::percent,
    review,
    term::{CLAUSES, Clause, Field, Section},
    threshold::band_words,
};
use rust_decimal::prelude::ToPrimitive;

/// The parts of the form in the order of the document, each numbered and named as its first clause there, with what the
/// review says of it. A clause that the document leaves out has no number.
pub(crate) fn sections(tree: &Tree, fields: &[Field], findings: &[Finding]) -> Vec<SectionView> {
    let mut first: Vec<&Clause> = Vec::new();
    for clause in &CLAUSES {
        if !first.iter().any(|known| known.section == clause.section) {
            first.push(clause);
        }
    }
    let number = |id: &str| {
        tree.blocks.iter().find_map(|block| match block {
            Block::Heading(heading) if heading.id == id => heading.number.clone(),
            _ => None,
        })
    };
    let view = |clause: &Clause| {
        let count = |severity: Severity| {
            let here = findings.iter().filter(|f| {
                let place = f.fields.first().and_then(|path| section_of(path, fields));
                f.severity == severity && place == Some(clause.section)
            });
            u32::try_from(here.count()).unwrap_or(u32::MAX)
        };
        SectionView {
            id: clause.section,
            number: number(clause.id).unwrap_or_default(),
            title: clause.title.to_owned(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            advice: count(Severity::Advice),
        }
    };
    first.into_iter().map(view).collect()
}

/// The clauses of the document in its order and under its numbers, those that it adds of its own included; where it leaves
/// one of the agreement out, that stands in its place without a number.
pub(crate) fn clauses(tree: &Tree) -> Vec<ClauseView> {
    let numbered = tree.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.level == 1 && heading.number.is_some() => Some(heading),
        _ => None,
    });
    let mut headings = numbered.peekable();
    let known = |heading: &Heading| CLAUSES.iter().find(|clause| clause.id == heading.id);
    let printed = |heading: &Heading| ClauseView {
        id: heading.id.clone(),
        section: known(heading).map(|clause| clause.section),
        number: heading.number.clone().unwrap_or_default(),
        title: heading.text.clone(),
    };
    let mut all = Vec::new();
    for clause in &CLAUSES {
        while let Some(added) = headings.next_if(|heading| known(heading).is_none()) {
            all.push(printed(added));
        }
        all.push(match headings.next_if(|heading| heading.id == clause.id) {
            Some(heading) => printed(heading),
            None => ClauseView {
                id: clause.id.to_owned(),
                section: Some(clause.section),
                number: String::new(),
                title: clause.title.to_owned(),
            },
        });
    }
    all
}

/// The clause that a path belongs to, whole clauses such as `service_levels` and `ramp` included.
fn section_of(path: &str, fields: &[Field]) -> Option<Section> {
    let exact = fields.iter().find(|f| f.path == path);
    let below = || fields.iter().find(|f| f.path.starts_with(path) && f.path[path.len()..].starts_with('.'));
    let by_name = || match path.split('.').next()? {
        "service_levels" => Some(Section::ServiceLevels),
        "measures" => Some(Section::Measures),
        "ramp" => Some(Section::Ramp),
        "charges" | "remedies" | "score" | "currency" => Some(Section::Charges),
        "services" | "scope" => Some(Section::Services),
        "forecast" => Some(Section::Forecast),
        "relief" | "dependencies" => Some(Section::Relief),
        "qa" | "csat" => Some(Section::Quality),
        "reports" | "statement_rules" => Some(Section::Reporting),
        "governance" | "rectification" | "change_control" => Some(Section::Governance),
        "escalation" => Some(Section::Escalation),
        "obligations" => Some(Section::Compliance),
        "continuity" => Some(Section::Continuity),
        "termination" | "exit" => Some(Section::Ending),
        "governing" => Some(Section::Governing),
        "sign_off" => Some(Section::SignOff),
        _ => Some(Section::Parties),
    };
    exact.or_else(below).map(|f| f.section).or_else(by_name)
}

/// The service levels in one line each.
pub(crate) fn level_views(agreement: &Agreement) -> Vec<LevelView> {
    agreement.levels().map(|(level, measure)| level_view(level, measure)).collect()
}

fn level_view(level: &ServiceLevel, measure: &Measure) -> LevelView {
    let precision = measure.precision_decimals;
    let floor = level.floor.map(|o| model::threshold::offset_words(level.target, o, measure));
    LevelView {
        id: level.id.clone(),
        measure: measure.id.clone(),
        name: measure.name.clone(),
        direction: measure.direction,
        unit: measure.unit,
        precision_decimals: precision,
        target_text: level.target.signed_text(measure.direction, precision),
        target_value: level.target.anchor().to_f64().unwrap_or_default(),
        floor_text: floor.unwrap_or_default(),
        weight_text: percent(level.weight_percent),
        class: level.class,
        outcome: level.outcome,
        bands: level
            .bands
            .iter()
            .zip(band_words(level, measure))
            .map(|(band, values_text)| BandView {
                grade: band.grade,
                values_text,
                credit_text: format!("{} of charges", percent(band.credit_percent)),
            })
            .collect(),
    }
}

/// What still blocks approval: what cannot be read, then errors of the review, then warnings that nobody waived for both
/// sides.
pub(crate) fn blockers(findings: &[Finding], unread: &[UnreadView], fields: &[Field]) -> Vec<Blocker> {
    let name = |path: &str| fields.iter().find(|f| f.path == path).map_or(path, |f| f.full_label.as_str()).to_owned();
    let typed = unread.iter().map(|u| Blocker {
        title: format!("{} {}", name(&u.path), if u.readable { "waits to be entered" } else { "cannot be read" }),
        reason: u.reason.clone(),
        path: u.path.clone(),
    });
    // A text that can mean several things is there as what cannot be read.
    let is_typed = |f: &&Finding| unread.iter().any(|u| f.fields.first() == Some(&u.path) && f.rule == "C12");
    let found = review::in_the_way(findings).filter(|f| !is_typed(f)).map(|f| Blocker {
        title: f.title.clone(),
        reason: f.reason.clone(),
        path: f.fields.first().cloned().unwrap_or_default(),
    });
    typed.chain(found).collect()
}
