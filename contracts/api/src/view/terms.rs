//! Terms, levels and findings as the form shows them.

use crate::wire::{BandView, Blocker, LevelView, SectionView};
use document::{
    Tree,
    tree::{Block, Heading},
};
use model::{
    Agreement, Finding, Measure, ServiceLevel, Severity,
    quantity::percent,
    term::{Field, Section},
    threshold::band_words,
};
use rust_decimal::prelude::ToPrimitive;

/// The clauses of the form, each by the id of its heading in the document.
const CLAUSES: [(Section, &str); 7] = [
    (Section::Parties, "parties"),
    (Section::Services, "services"),
    (Section::Measures, "measures"),
    (Section::ServiceLevels, "service-levels"),
    (Section::Ramp, "ramp"),
    (Section::Charges, "charges"),
    (Section::SignOff, "sign-off"),
];

/// The clauses of the form, numbered and named as in the document, with what the review says of them.
pub(crate) fn sections(tree: &Tree, fields: &[Field], findings: &[Finding]) -> Vec<SectionView> {
    let headings = tree.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(heading),
        _ => None,
    });
    let clause = |heading: &Heading| {
        let (id, _) = CLAUSES.iter().find(|(_, name)| *name == heading.id)?;
        let count = |severity: Severity| {
            let here = findings.iter().filter(|f| {
                let place = f.fields.first().and_then(|path| section_of(path, fields));
                f.severity == severity && place == Some(*id)
            });
            u32::try_from(here.count()).unwrap_or(u32::MAX)
        };
        Some(SectionView {
            id: *id,
            number: heading.number.clone().unwrap_or_default(),
            title: heading.text.clone(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            advice: count(Severity::Advice),
        })
    };
    headings.filter_map(clause).collect()
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
        "sign_off" => Some(Section::SignOff),
        "services" => Some(Section::Services),
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

/// What still blocks approval: errors of the review, then warnings, which need a decision first.
pub(crate) fn blockers(findings: &[Finding]) -> Vec<Blocker> {
    let blocking = findings.iter().filter(|f| f.severity == Severity::Error);
    blocking
        .map(|f| Blocker {
            title: f.title.clone(),
            reason: f.reason.clone(),
            path: f.fields.first().cloned().unwrap_or_default(),
        })
        .collect()
}
