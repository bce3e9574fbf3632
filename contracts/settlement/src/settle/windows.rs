//! Windows of several months: their figures come from sums, and nothing is judged before they end.

use super::Read;
use super::reading::too_few;
use crate::history::Actual;
use crate::inputs::MonthInputs;
use crate::kernel::{Aggregate, Events, Incident, MonthOutput, Reading};
use crate::plan::Plan;
use crate::statement::ReadingKind;
use model::aggregate::{Figure, Sample, of_months};
use model::clauses::Obligation;
use model::remedy::{BonusBasis, EarnBackRule};
use model::{Decimal, ServiceLevelId, Window, threshold};
use std::collections::BTreeSet;

/// What the kernel must know beside the month's values, and the figure of each level's own window where it ends here.
pub(super) fn events(
    plan: &Plan,
    months: &[(usize, Vec<Read>)],
    at: usize,
    own: &MonthInputs,
) -> (Events, Vec<Option<Figure>>) {
    let place = |id: &ServiceLevelId| plan.levels().iter().position(|l| &l.level.id == id);
    let incidents = own.events.iter().map(|event| {
        // In the agreement's order, in which the first of equal credits stands.
        let mut levels: Vec<usize> = event.service_levels.iter().filter_map(place).collect();
        levels.sort_unstable();
        Incident { levels, chosen: event.chosen.as_ref().and_then(place) }
    });
    let mut aggregates = Vec::with_capacity(plan.levels().len());
    let mut figures = Vec::with_capacity(plan.levels().len());
    for l in 0..plan.levels().len() {
        let (aggregate, figure) = aggregate(plan, months, at, l);
        aggregates.push(aggregate);
        figures.push(figure);
    }
    (Events { incidents: incidents.collect(), aggregates, gate_missed: unattested_gate(plan, own).is_some() }, figures)
}

/// The first obligation that is a gate and was not shown in time, with its number.
pub(crate) fn unattested_gate<'a>(plan: &'a Plan, own: &MonthInputs) -> Option<(usize, &'a Obligation)> {
    let numbered = (1..).zip(&plan.agreement.obligations);
    let unattested = |number: usize| own.unattested_obligations.iter().any(|n| usize::try_from(*n) == Ok(number));
    numbered.into_iter().find(|(number, obligation)| obligation.gate && unattested(*number))
}

fn aggregate(plan: &Plan, months: &[(usize, Vec<Read>)], at: usize, l: usize) -> (Aggregate, Option<Figure>) {
    let index = months[at].0;
    let level = &plan.levels()[l];
    let quarterly = level.level.remedy.window == Window::Quarter;
    let rules = &plan.rules;
    let bonus = rules.bonus.is_some_and(|b| b.basis == BonusBasis::QuarterAggregate);
    let yearly = rules.earn_back.is_some_and(|e| e.rule == EarnBackRule::ContractYear);
    let last = index + 1 == rules.term_months;
    let of = |length: usize| over(plan, months, at, l, length);
    let quarter = (index % 3 == 2 && (quarterly || bonus)).then(|| of(3)).flatten();
    let year = ((index % 12 == 11 || last) && yearly).then(|| of(12)).flatten();
    let read = |(figure, scaled): (Figure, i64)| {
        let reading = if too_few(level, figure.n) { Reading::NO_ACTIVITY } else { plan.reading(l, index, scaled) };
        (reading, scaled)
    };
    let own = quarter.filter(|_| quarterly);
    let window = own.map(|(figure, scaled)| {
        // Too small a sample of the whole window, by fault of the party that samples in one of its months.
        let at_fault = too_few(level, figure.n) && block(months, at, 3).any(|(_, reads)| reads[l].is_at_fault());
        if at_fault { (Reading::NOT_REPORTED, scaled) } else { read((figure, scaled)) }
    });
    let aggregate = Aggregate { window, quarter: quarter.filter(|_| bonus).map(read), year: year.map(read) };
    (aggregate, own.map(|(figure, _)| figure))
}

/// The months of the block of `length` that a month stands in, up to it.
fn block(months: &[(usize, Vec<Read>)], at: usize, length: usize) -> impl Iterator<Item = &(usize, Vec<Read>)> {
    let first = months[at].0 - months[at].0 % length;
    months[..=at].iter().filter(move |(index, _)| *index >= first)
}

/// A level's figure from the sums of the months of the block of `length` that the month stands in, up to it, with its
/// scaled value.
fn over(plan: &Plan, months: &[(usize, Vec<Read>)], at: usize, l: usize, length: usize) -> Option<(Figure, i64)> {
    let counted = || {
        let has_value = |reads: &[Read]| matches!(reads[l].kind, ReadingKind::Value | ReadingKind::TooFew);
        block(months, at, length).filter(move |(_, reads)| has_value(reads))
    };
    let window = plan.levels()[l].level.remedy.window.months();
    let windows: BTreeSet<usize> = counted().map(|(index, _)| index / window).collect();
    let samples: Vec<Sample> = counted()
        .filter_map(|(_, reads)| match reads[l].actual {
            Actual::Value { value, n: Some(weight) } => {
                Some(Sample::Weighted { value: value.value(), weight, proxy: false })
            }
            Actual::Value { value, n: None } => Some(Sample::Plain(value.value())),
            _ => None,
        })
        .collect();
    let measure = &plan.levels()[l].measure;
    let figure = of_months(measure.statistic, &samples, windows.len())?;
    let scaled = threshold::scaled(figure.value, measure.precision_decimals)?;
    Some((figure, scaled))
}

/// What a level was settled on in a month: its window's figure, or that its window has not ended.
pub(super) fn settled(
    plan: &Plan,
    index: usize,
    l: usize,
    read: Read,
    figure: Option<Figure>,
    out: &MonthOutput<1>,
) -> Read {
    let window = plan.levels()[l].level.remedy.window;
    if window == Window::Month {
        return read;
    }
    if !(index + 1).is_multiple_of(window.months()) {
        return Read { kind: ReadingKind::Pending, reading: Reading::NO_ACTIVITY, ..read };
    }
    let (reading, value_scaled) = (out.levels[l].reading[0], out.levels[l].value_scaled[0]);
    let kind = match reading {
        Reading::NOT_REPORTED => ReadingKind::NotReported,
        Reading::EXCUSED => ReadingKind::Excused,
        r if r.has_value() => ReadingKind::Value,
        _ if figure.is_some() => ReadingKind::TooFew,
        _ => ReadingKind::NoActivity,
    };
    let measure = &plan.levels()[l].measure;
    let value = measure.unit.of(Decimal::new(value_scaled, u32::from(measure.precision_decimals)));
    let actual = match (kind, figure) {
        // From too small a sample, or a quarter of which a month is missing.
        (ReadingKind::NotReported, Some(figure)) if too_few(&plan.levels()[l], figure.n) => {
            Actual::Value { value, n: figure.n }
        }
        (ReadingKind::Value | ReadingKind::TooFew, Some(figure)) => Actual::Value { value, n: figure.n },
        (ReadingKind::Excused, _) => Actual::Excused,
        (ReadingKind::NoActivity, _) => Actual::NoActivity,
        _ => Actual::NotReported,
    };
    Read { actual, kind, reading, value_scaled, figure, ..read }
}

impl Read {
    /// Whether a value that counts rests on too small a sample by fault of the party that samples, where that is so.
    fn is_at_fault(&self) -> bool {
        self.at_fault && matches!(self.kind, ReadingKind::Value | ReadingKind::TooFew)
    }
}
