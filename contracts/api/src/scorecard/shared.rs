//! What this side knows of what was delivered, for the other: its own figures, amounts and marks, with where they came from,
//! and the statements that it posted.

use super::{case::Case, posted};
use crate::{
    ApiResult,
    wire::{ApiError, Detail},
};
use model::{
    Agreement, Side,
    delivered::{Mark, Reported, SharedActuals, SharedAmount, SharedDecision, SharedMark, SharedSource, Trouble},
};
use store::actuals::{AmountOf, Source};

/// What goes into the copy that `side` writes for the other; none where there is nothing.
pub(crate) fn shared(case: &Case, side: Side) -> Option<SharedActuals> {
    let own = |s: &&Source| s.elsewhere.is_none() && s.side == side;
    let sources = case.actuals.sources.iter().filter(own).map(|s| source(case, s));
    let sources = sources.filter(|s| !s.figures.is_empty() || !s.amounts.is_empty() || !s.problems.is_empty());
    let marks = case.marks.iter().filter_map(|m| {
        let said = m.decisions.iter().filter(|d| d.0 == side);
        let decisions: Vec<SharedDecision> =
            said.map(|(_, decision, at)| SharedDecision { decision: *decision, at: *at }).collect();
        let known_there = m.side != side;
        (!known_there || !decisions.is_empty()).then(|| SharedMark {
            month: m.month,
            side: m.side,
            mark: m.mark.clone(),
            at: m.at,
            decisions,
        })
    });
    let statements = case.posted.iter().map(posted::shared).collect();
    let shared = SharedActuals { sources: sources.collect(), marks: marks.collect(), statements };
    (!shared.is_empty()).then_some(shared)
}

fn source(case: &Case, source: &Source) -> SharedSource {
    let figures = case.actuals.figures.values().filter(|k| k.source == source.id);
    let amounts = case.actuals.amounts.iter().filter(|(_, (_, from))| *from == source.id);
    let amounts =
        amounts.map(|((month, what), (amount, _))| SharedAmount { month: *month, what: *what, amount: Some(*amount) });
    let taken_back = case.actuals.taken_back.iter().filter(|(_, from)| **from == source.id);
    let taken_back = taken_back.map(|((month, what), _)| SharedAmount { month: *month, what: *what, amount: None });
    SharedSource {
        origin: source.origin,
        name: source.name.clone(),
        sha256: source.sha256.clone(),
        at: source.at,
        figures: figures.map(|k| k.figure.clone()).collect(),
        amounts: amounts.chain(taken_back).collect(),
        problems: case.all_open().filter(|(s, _)| s.id == source.id).map(|(_, t)| t.clone()).collect::<Vec<Trouble>>(),
    }
}

/// Whether what a file brings can be about this agreement.
///
/// # Errors
/// Figures of other measures or units, values that cannot be, levels and obligations that are not there, windows without
/// counts, statements without their hashes: all of them.
pub(crate) fn check(agreement: &Agreement, actuals: &SharedActuals, from: Side, name: &str) -> ApiResult<()> {
    let mut details = Vec::new();
    details.extend(posted::wrong(&actuals.statements).into_iter().map(|(place, message)| Detail::new(place, message)));
    let mut wrong = |place: String, message: String| details.push(Detail::new(place, message));
    for source in &actuals.sources {
        for figure in &source.figures {
            let place = format!("{}, {}, {}", source.name, figure.month.text(), figure.measure);
            let Some(measure) = agreement.measure(&figure.measure) else {
                wrong(place, "the contract has no such measure".into());
                continue;
            };
            let Reported::Value(value, n) = figure.reported else { continue };
            if value.unit() != measure.unit || !measure.unit.holds(value.value()) {
                wrong(place, format!("it is not {}", measure.unit.domain_in_words()));
            } else if n.is_some_and(|n| n.is_sign_negative()) {
                wrong(place, "its number of observations is below 0".into());
            }
        }
        for amount in &source.amounts {
            let place = format!("{}, {}, {}", source.name, amount.month.text(), amount.what.label());
            let money = |a| amount.what.is_money() && agreement.currency.minor_units(a).is_none();
            match amount.amount {
                Some(a) if a.is_sign_negative() && amount.what != AmountOf::Saving => {
                    wrong(place, format!("{a} is below 0"));
                }
                Some(a) if money(a) => wrong(place, format!("{a} is no amount of {}", agreement.currency.code())),
                _ => {}
            }
        }
    }
    for mark in &actuals.marks {
        let place = format!("mark of {}", mark.month.text());
        if let Some(level) = mark.mark.levels().iter().find(|l| agreement.service_level(l).is_none()) {
            wrong(place.clone(), format!("the contract has no service level “{level}”"));
        }
        match &mark.mark {
            Mark::Excused { levels, window: Some(window), .. } => {
                let lacks = |l: &&model::ServiceLevelId| !window.taken_out.iter().any(|t| &t.level == *l);
                if let Some(level) = levels.iter().find(lacks) {
                    wrong(place, format!("its excused time has no counts of “{level}”"));
                }
            }
            Mark::NotAttested { obligations, .. } => {
                let known = agreement.obligations.len();
                let listed = |n: &&u32| usize::try_from(**n).is_ok_and(|n| (1..=known).contains(&n));
                if let Some(unknown) = obligations.iter().find(|n| !listed(n)) {
                    wrong(place, format!("the contract has no obligation {unknown}"));
                }
            }
            _ => {}
        }
    }
    if details.is_empty() {
        return Ok(());
    }
    let whose = from.word();
    Err(ApiError::input(format!("The actuals of the {whose} in “{name}” cannot be taken in; nothing was"), details))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{MeasureId, Quantity};

    #[test]
    fn a_side_tells_of_its_own_figures_alone() {
        let case = super::super::tests::case();
        let told = shared(&case, Side::Vendor).unwrap();
        assert_eq!((told.sources.len(), told.marks.len(), told.statements.len()), (1, 0, 0));
        assert!(told.sources[0].figures.len() > 40, "six months of eight levels");
        assert_eq!(shared(&case, Side::Client), None, "the client brought nothing");
    }

    #[test]
    fn figures_of_other_measures_and_units_are_all_named() {
        let case = super::super::tests::case();
        let mut told = shared(&case, Side::Vendor).unwrap();
        // The table has a volume, too, which is none of the contract's measures.
        told.sources[0].figures.retain(|f| case.agreement.measure(&f.measure).is_some());
        assert!(check(&case.agreement, &told, Side::Vendor, "x.slac").is_ok());
        told.sources[0].figures[0].measure = MeasureId("nowhere".into());
        let fcr = told.sources[0].figures.iter_mut().rfind(|f| f.measure.0 == "fcr").unwrap();
        fcr.reported = Reported::Value(Quantity::Seconds(5.into()), None);
        let error = check(&case.agreement, &told, Side::Vendor, "x.slac").unwrap_err();
        assert_eq!(error.details.len(), 2, "{error:?}");
    }
}
