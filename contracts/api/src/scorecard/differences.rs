//! Where the two sides say different things: named, never overwritten. What this side says is what is settled here.

use super::{case::Case, entry, intake};
use crate::{
    ApiResult,
    wire::{ApiError, DifferenceView},
};
use model::{Measure, Month, ServiceLevelId};
use store::actuals::{AmountOf, Figure, NewActuals, Reported, Source};

/// Where the other side's figures and amounts of a month are others than this side's.
pub(crate) fn differences(case: &Case, month: Month) -> Vec<DifferenceView> {
    let mut found = Vec::new();
    for (level, measure) in case.agreement.levels() {
        let key = (month, measure.id.clone());
        let (Some(own), Some(theirs)) = (case.actuals.figures.get(&key), case.actuals.theirs.get(&key)) else {
            continue;
        };
        let Some(source) = case.source(theirs.source) else { continue };
        if !differ(&own.figure, &theirs.figure) {
            continue;
        }
        found.push(DifferenceView {
            level: Some(level.id.clone()),
            what: None,
            name: measure.name.clone(),
            own: said(&own.figure.reported, precision(measure, &own.figure, &theirs.figure)),
            theirs: said(&theirs.figure.reported, precision(measure, &own.figure, &theirs.figure)),
            source: entry::source_view(source, ""),
        });
    }
    for of in AmountOf::ALL {
        let (own, theirs) = (case.actuals.amounts.get(&(month, of)), case.actuals.their_amounts.get(&(month, of)));
        let Some(((own, _), (theirs, source))) = own.zip(theirs).filter(|(own, theirs)| own.0 != theirs.0) else {
            continue;
        };
        let Some(source) = case.source(*source) else { continue };
        found.push(DifferenceView {
            level: None,
            what: Some(of),
            name: of.label().to_owned(),
            own: entry::amount_text(case, of, *own),
            theirs: entry::amount_text(case, of, *theirs),
            source: entry::source_view(source, ""),
        });
    }
    found
}

/// The value and the observations that it rests on; how the months were made from days is each side's own.
fn differ(own: &Figure, theirs: &Figure) -> bool {
    match (own.reported, theirs.reported) {
        (Reported::Value(a, n), Reported::Value(b, m)) => {
            a.unit() != b.unit() || a.value() != b.value() || n.zip(m).is_some_and(|(n, m)| n != m)
        }
        (a, b) => a != b,
    }
}

/// One decimal more than the measure has, where that tells them apart.
fn precision(measure: &Measure, own: &Figure, theirs: &Figure) -> u8 {
    let decimals = measure.precision_decimals.saturating_add(1);
    let same = said(&own.reported, decimals) == said(&theirs.reported, decimals);
    if same { u8::MAX } else { decimals }
}

fn said(reported: &Reported, decimals: u8) -> String {
    let (value, n) = intake::reported_text(reported, decimals);
    if n.is_empty() { value } else { format!("{value}, n {n}") }
}

/// The same in sentences, for what is printed.
pub(crate) fn remarks(case: &Case, month: Month) -> Vec<String> {
    let other = case.side.other().word();
    let told = |d: DifferenceView| format!("{}: settled on {}; the {other} says {}", d.name, d.own, d.theirs);
    differences(case, month).into_iter().map(told).collect()
}

/// Takes what the other side says of a level or an amount for this side, too.
pub(crate) fn adopt(
    case: &Case,
    month: &str,
    level: Option<&ServiceLevelId>,
    what: Option<AmountOf>,
    reason: Option<&str>,
) -> ApiResult<NewActuals> {
    let month = intake::month(month)?;
    let nothing = || ApiError::refused("The other side says nothing else of it");
    let adopted = |source: &Source, label: String| NewActuals {
        origin: source.origin,
        side: case.side,
        name: format!("{} of the {}", source.name, source.side.word()),
        bytes: None,
        problems: Vec::new(),
        figures: Vec::new(),
        amounts: Vec::new(),
        label,
        reason: intake::reason(reason),
    };
    if let Some(level) = level {
        let measure = case.agreement.service_level(level).map(|l| l.measure.clone()).ok_or_else(nothing)?;
        let theirs = case.actuals.theirs.get(&(month, measure)).ok_or_else(nothing)?;
        let source = case.source(theirs.source).ok_or_else(nothing)?;
        let label = format!(
            "{}, {}: {}, as the {} says",
            case.name(level),
            month.text(),
            said(&theirs.figure.reported, u8::MAX),
            source.side.word()
        );
        return Ok(NewActuals { figures: vec![theirs.figure.clone()], ..adopted(source, label) });
    }
    let of = what.ok_or_else(nothing)?;
    let (amount, source) = case.actuals.their_amounts.get(&(month, of)).ok_or_else(nothing)?;
    let source = case.source(*source).ok_or_else(nothing)?;
    let text = entry::amount_text(case, of, *amount);
    let label = format!("{}, {}: {text}, as the {} says", of.label(), month.text(), source.side.word());
    Ok(NewActuals { amounts: vec![(month, of, Some(*amount))], ..adopted(source, label) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{MeasureId, Quantity};
    use store::{actuals::Kept, elsewhere::Elsewhere};

    fn june() -> Month {
        "2027-06".parse().unwrap()
    }

    /// The case of the tests with the client's word on FCR of June beside the vendor's.
    fn case(theirs: &str, n: Option<i64>) -> Case {
        let mut case = super::super::tests::case();
        let mut source = case.actuals.sources[0].clone();
        (source.id, source.name) = (2, "survey".into());
        source.elsewhere = Some(Elsewhere { file: "copy.slac".into(), at: source.at });
        case.actuals.sources.push(source);
        let key = (june(), MeasureId("fcr".into()));
        let mut figure = case.actuals.figures[&key].figure.clone();
        figure.reported = Reported::Value(Quantity::Percent(theirs.parse().unwrap()), n.map(Into::into));
        case.actuals.theirs.insert(key, Kept { figure, source: 2 });
        case
    }

    #[test]
    fn only_another_value_or_another_count_is_a_difference() {
        let own = match super::super::tests::case().actuals.figures[&(june(), MeasureId("fcr".into()))].figure.reported
        {
            Reported::Value(value, _) => value.value().to_string(),
            _ => unreachable!("the sample has a value"),
        };
        assert_eq!(differences(&case(&own, None), june()), [], "a count that is not given is no other count");
        assert_eq!(differences(&case(&own, Some(7)), june()).len(), 1);
        let found = differences(&case("10", None), june());
        assert_eq!((found.len(), found[0].name.as_str()), (1, "First contact resolution"));
        assert!(found[0].theirs.starts_with("10"), "{found:?}");
        assert!(remarks(&case("10", None), june())[0].starts_with("First contact resolution: settled on "));
    }

    #[test]
    fn what_the_other_side_does_not_say_cannot_be_taken() {
        let case = case("10", None);
        let fcr = ServiceLevelId("fcr".into());
        assert_eq!(adopt(&case, "2027-06", Some(&fcr), None, None).unwrap().figures.len(), 1);
        assert!(adopt(&case, "2027-05", Some(&fcr), None, None).is_err());
        assert!(adopt(&case, "2027-06", None, Some(AmountOf::Charges), None).is_err());
    }
}
