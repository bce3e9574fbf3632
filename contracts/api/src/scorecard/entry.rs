//! What a person enters beside the values of a month: amounts, volumes, the locked forecast, excused windows, obligations
//! that were not shown. And what there is to enter.

use super::{case::Case, intake, view};
use crate::{
    ApiResult, history,
    wire::{AmountView, AmountsTyped, ApiError, CountLabels, Detail, ObligationChoice, SourceView, WindowTyped},
};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use model::{
    Charges, Decimal, Measure, Month, ServiceLevelId, Statistic, quantity, read,
    relief::{Removed, without},
};
use store::{
    actuals::{AmountOf, NewActuals, Origin, Reported, Source},
    marks::{Decision, ExcusedWindow, Mark, TakenOut},
};

/// An amount as people write it: money in the agreement's currency, everything else as a number.
pub(crate) fn amount_text(case: &Case, of: AmountOf, amount: Decimal) -> String {
    if of.is_money() { view::money(case, amount) } else { plain(amount) }
}

fn plain(amount: Decimal) -> String {
    let amount = amount.normalize();
    quantity::number(amount, quantity::scale_of(amount))
}

/// Where something came from, as it is shown.
pub(crate) fn source_view(source: &Source, mark: &str) -> SourceView {
    SourceView {
        origin: source.origin,
        side: source.side,
        name: source.name.clone(),
        short_hash: source.sha256.as_deref().unwrap_or_default().chars().take(8).collect(),
        at: source.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        mark: mark.to_owned(),
        theirs: source.elsewhere.is_some(),
    }
}

/// The amounts of a month: those that a term of the agreement reads, and those that are there.
pub(crate) fn amounts(case: &Case, month: Month) -> Vec<AmountView> {
    let views = AmountOf::ALL.into_iter().map(|of| {
        let kept = case.actuals.amounts.get(&(month, of));
        let source = kept.and_then(|(_, source)| case.source(*source));
        AmountView {
            what: of,
            label: of.label().to_owned(),
            text: kept.map(|(amount, _)| amount_text(case, of, *amount)).unwrap_or_default(),
            hint: hint(case, month, of),
            asked: is_read(case, of),
            source: source.map(|s| source_view(s, "")),
        }
    });
    views.filter(|v| v.asked || !v.text.is_empty()).collect()
}

/// Whether a term of the agreement reads it.
fn is_read(case: &Case, of: AmountOf) -> bool {
    let terms = &case.agreement;
    let per_unit = matches!(terms.charges, Charges::PerUnit { .. });
    match of {
        AmountOf::Charges => true,
        AmountOf::Units => per_unit,
        AmountOf::Saving => terms.remedies.gain_share.share_percent.is_some(),
        AmountOf::Volume | AmountOf::Forecast => history::reads_volume(terms),
    }
}

/// What stands beside the values of a month and changes nothing, each in a sentence.
pub(crate) fn unused(case: &Case, month: Month) -> Vec<String> {
    let there = AmountOf::ALL.into_iter().filter(|of| case.actuals.amounts.contains_key(&(month, *of)));
    there.filter(|of| !is_read(case, *of)).map(|of| why_unused(case, month, of)).collect()
}

fn why_unused(case: &Case, month: Month, of: AmountOf) -> String {
    let units = history::units_unused(&case.agreement, &[month]).filter(|_| of == AmountOf::Units);
    let other = || format!("{} of {}: not used, since no term of the contract reads it", of.label(), month.text());
    units.unwrap_or_else(other)
}

fn hint(case: &Case, month: Month, of: AmountOf) -> String {
    let terms = &case.agreement;
    if !is_read(case, of) {
        return format!("{}.", why_unused(case, month, of));
    }
    let counts = terms.forecast.counts.trim();
    match of {
        AmountOf::Charges => "Where it is not what the agreement says. Percentages are taken of it.".into(),
        AmountOf::Units => "Delivered in the month; charges follow from them.".into(),
        AmountOf::Saving => "As both parties measured it.".into(),
        AmountOf::Volume if counts.is_empty() => "As it came in, in the forecast’s count.".into(),
        AmountOf::Volume => format!("As it came in: {counts}."),
        AmountOf::Forecast => match lock_date(case, month) {
            Some(date) => format!("As it was locked, by {}.", date.format("%-d %b %Y")),
            None => "As it was locked before the month.".into(),
        },
    }
}

/// The last day on which the forecast of a month may be changed.
fn lock_date(case: &Case, month: Month) -> Option<NaiveDate> {
    let days = case.agreement.forecast.lock_days?;
    let first = NaiveDate::from_ymd_opt(month.year(), month.number(), 1)?;
    first.checked_sub_days(Days::new(days.into()))
}

/// Reads the amounts of a month that were typed. What is as it was is left alone; what was emptied is taken back. Everything
/// wrong is told at once.
pub(crate) fn typed(case: &Case, typed: &AmountsTyped) -> ApiResult<NewActuals> {
    let month = intake::month(&typed.month)?;
    let mut details = Vec::new();
    if !case.holds(month) {
        details.push(Detail::new("month", format!("{} lies outside of the contract’s months", month.text())));
    }
    let mut amounts = Vec::new();
    let mut said = Vec::new();
    for entry in &typed.amounts {
        let known = case.actuals.amounts.get(&(month, entry.what));
        let was = known.map(|(amount, _)| amount_text(case, entry.what, *amount)).unwrap_or_default();
        if entry.text.trim() == was {
            continue;
        }
        if entry.text.trim().is_empty() {
            let theirs = known.and_then(|(_, s)| case.source(*s)).is_some_and(|s| s.elsewhere.is_some());
            if theirs {
                let message = "It is the other side’s: it cannot be taken back here. Type what this side says instead";
                details.push(Detail::new(entry.what.word(), message));
                continue;
            }
            amounts.push((month, entry.what, None));
            said.push(format!("{} taken back", entry.what.label()));
            continue;
        }
        match read_amount(case, entry.what, &entry.text) {
            Ok(amount) => {
                amounts.push((month, entry.what, Some(amount)));
                said.push(format!("{} {}", entry.what.label(), entry.text.trim()));
            }
            Err(message) => details.push(Detail::new(entry.what.word(), message)),
        }
    }
    let mut name = typed.source.trim().to_owned();
    if amounts.iter().any(|a| a.1 == AmountOf::Forecast && a.2.is_some()) {
        match locked_on(case, month, &typed.locked_on) {
            Ok(Some(date)) => {
                let of = if name.is_empty() { "forecast".to_owned() } else { name };
                name = format!("{of}, locked on {}", date.format("%-d %b %Y"));
            }
            Ok(None) => {}
            Err(message) => details.push(Detail::new("locked_on", message)),
        }
    }
    if !details.is_empty() {
        return Err(refused(details));
    }
    if amounts.is_empty() {
        return Err(ApiError::refused("Nothing was changed"));
    }
    Ok(NewActuals {
        origin: Origin::Typed,
        side: case.side,
        name: intake::source_name(&name),
        bytes: None,
        problems: Vec::new(),
        figures: Vec::new(),
        amounts,
        label: format!("{}: {}", month.text(), said.join(", ")),
        reason: intake::reason(typed.reason.as_deref()),
    })
}

fn refused(details: Vec<Detail>) -> ApiError {
    let message = match details.as_slice() {
        [only] => only.message.clone(),
        several => several.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join(". "),
    };
    ApiError::input(message, details)
}

fn read_amount(case: &Case, of: AmountOf, text: &str) -> Result<Decimal, String> {
    if of.is_money() {
        return read::amount(text, &case.agreement.currency).map_err(|e| format!("{}: {e}", of.label()));
    }
    let number = read::number(text).map_err(|e| format!("{}: {e}", of.label()))?;
    if number.is_sign_negative() && !number.is_zero() {
        return Err(format!("{}: “{}” is below 0", of.label(), text.trim()));
    }
    Ok(number)
}

/// The day on which the forecast was locked, where it is told.
fn locked_on(case: &Case, month: Month, text: &str) -> Result<Option<NaiveDate>, String> {
    let latest = lock_date(case, month);
    if text.trim().is_empty() {
        return match latest {
            Some(latest) => {
                let (date, days) = (latest.format("%-d %b %Y"), case.agreement.forecast.lock_days.unwrap_or_default());
                Err(format!("Locked on: say when. The contract locks it {days} days before the month, on {date}"))
            }
            None => Ok(None),
        };
    }
    let date = read::date(text).map_err(|e| format!("Locked on: {e}"))?;
    match latest.filter(|latest| date > *latest) {
        Some(latest) => Err(format!(
            "Locked on: {} is after {}, when the contract locks it. A later forecast does not count",
            date.format("%-d %b %Y"),
            latest.format("%-d %b %Y")
        )),
        None => Ok(Some(date)),
    }
}

/// What leaves a level's figure, by name, for each level of the agreement.
pub(crate) fn count_labels(case: &Case) -> Vec<CountLabels> {
    let labels = case.agreement.levels().map(|(level, measure)| {
        let (numerator, denominator) = words(measure);
        CountLabels {
            level: level.id.clone(),
            numerator: numerator.into(),
            denominator: denominator.into(),
            hindrance: if measure.statistic.needs_single_values() {
                "A percentile needs the single values: bring its value without the excused time, or excuse the month"
                    .into()
            } else {
                String::new()
            },
        }
    });
    labels.collect()
}

fn words(measure: &Measure) -> (&'static str, &'static str) {
    match measure.statistic {
        Statistic::NetScore => ("Promoters less detractors", "Answers"),
        Statistic::Share => ("Good ones in it", "All in it"),
        Statistic::Count => ("Counted in it", "Observations in it"),
        Statistic::Sum => ("Sum in it", "Observations in it"),
        _ => ("Sum of the values in it", "Observations in it"),
    }
}

/// The obligations of the agreement.
pub(crate) fn obligations(case: &Case) -> Vec<ObligationChoice> {
    let numbered = case.agreement.obligations.iter().zip(1_u32..);
    let choice = |(o, number): (&model::clauses::Obligation, u32)| ObligationChoice {
        number,
        text: if o.what.trim().is_empty() { format!("Obligation {number}") } else { o.what.trim().to_owned() },
        gate: o.gate,
    };
    numbered.map(choice).collect()
}

/// Reads an excused window that was typed, for these levels. Everything wrong is told at once.
pub(crate) fn window(
    case: &Case,
    month: Month,
    levels: &[ServiceLevelId],
    typed: &WindowTyped,
) -> ApiResult<ExcusedWindow> {
    let mut details = Vec::new();
    let mut at = |place: &str, text: &str, end: bool| {
        let read = moment(text, end).map_err(|e| format!("{}: {e}", if end { "To" } else { "From" }));
        read.map_err(|message| details.push(Detail::new(place, message))).ok()
    };
    let (from, to) = (at("from", &typed.from, false), at("to", &typed.to, true));
    if let Some((from, to)) = from.zip(to) {
        if let Some(message) = history::span_problem(month, from, to) {
            details.push(Detail::new("to", format!("The excused time: {message}")));
        }
        if let Some(level) = overlap(case, month, levels, from, to) {
            let message = format!("{}: another mark already excuses some of this time", case.name(level));
            details.push(Detail::new("from", message));
        }
    }
    let mut taken_out = Vec::new();
    for level in levels {
        match counts(case, month, level, typed) {
            Ok(counts) => taken_out.push(counts),
            Err(detail) => details.push(detail),
        }
    }
    match from.zip(to).filter(|_| details.is_empty()) {
        Some((from, to)) => Ok(ExcusedWindow { from, to, taken_out }),
        None => Err(refused(details)),
    }
}

/// The first level of which another mark excuses some of this time.
fn overlap<'a>(
    case: &Case,
    month: Month,
    levels: &'a [ServiceLevelId],
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Option<&'a ServiceLevelId> {
    let standing = case.marks.iter().filter(|m| m.month == month && m.word_of(m.side) != Some(Decision::Withdrawn));
    let overlaps = |mark: &Mark| match mark {
        Mark::Excused { window: None, .. } => true,
        Mark::Excused { window: Some(w), .. } => w.from < to && from < w.to,
        _ => false,
    };
    let taken: Vec<&ServiceLevelId> = standing.filter(|m| overlaps(&m.mark)).flat_map(|m| m.mark.levels()).collect();
    levels.iter().find(|l| taken.contains(l))
}

/// `2027-09-03 09:00`; a day alone is its beginning or, of an end, the beginning of the next one.
fn moment(text: &str, end: bool) -> Result<NaiveDateTime, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is empty; a day and time are expected, like 2027-09-03 09:00".to_owned());
    }
    if let Ok(date) = read::date(text) {
        let date = if end { date.succ_opt().unwrap_or(date) } else { date };
        return Ok(date.and_time(NaiveTime::MIN));
    }
    let split = text.rsplit_once(['T', ' ']);
    let read = split.and_then(|(date, time)| {
        let time = NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S"));
        Some(read::date(date).ok()?.and_time(time.ok()?))
    });
    read.ok_or_else(|| format!("“{text}” is not a day and time, like 2027-09-03 09:00"))
}

fn counts(case: &Case, month: Month, level: &ServiceLevelId, typed: &WindowTyped) -> Result<TakenOut, Detail> {
    let name = case.name(level);
    let wrong = |message: String| Detail::new(format!("taken_out.{level}"), format!("{name}: {message}"));
    let found = case.agreement.levels().find(|(l, _)| &l.id == level);
    let (_, measure) = found.ok_or_else(|| wrong("the contract has no such service level".into()))?;
    if measure.statistic.needs_single_values() {
        return Err(wrong("a percentile needs the single values; excuse the whole month instead".into()));
    }
    let own = typed.taken_out.iter().find(|t| &t.level == level);
    let own = own.ok_or_else(|| wrong("say what the excused time held".into()))?;
    let (first, second) = words(measure);
    let number = |label: &str, text: &str| match text.trim() {
        "" => Err(wrong(format!("{} is empty", label.to_lowercase()))),
        text => read::number(text).map_err(|e| wrong(format!("{}: {e}", label.to_lowercase()))),
    };
    let (numerator, denominator) = (number(first, &own.numerator)?, number(second, &own.denominator)?);
    if denominator <= Decimal::ZERO {
        return Err(wrong(format!("{} is {denominator}; more than 0 is expected", second.to_lowercase())));
    }
    if measure.statistic == Statistic::Share && (numerator > denominator || numerator.is_sign_negative()) {
        let message = format!(
            "{} good ones of {}; no more than all of them, and 0 or more",
            plain(numerator),
            plain(denominator)
        );
        return Err(wrong(message));
    }
    // What is known of the month so far has to hold it.
    if let Some(Reported::Value(value, n)) = case.figure(month, level).map(|k| k.figure.reported) {
        let removed = Removed { numerator, denominator };
        without(measure, value, n, removed).map_err(|p| wrong(format!("{p}; expected {}", p.expected())))?;
    }
    Ok(TakenOut { level: level.clone(), numerator, denominator })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_type_them_and_a_day_alone_ends_with_itself() {
        let at = |text: &str, end| moment(text, end).map(|m| m.to_string());
        assert_eq!(at("2027-09-03 09:00", false).unwrap(), "2027-09-03 09:00:00");
        assert_eq!(at("2027-09-03T09:00:30", true).unwrap(), "2027-09-03 09:00:30");
        assert_eq!(at("2027-09-03", false).unwrap(), "2027-09-03 00:00:00");
        assert_eq!(at("2027-09-03", true).unwrap(), "2027-09-04 00:00:00");
        assert!(at(" ", false).unwrap_err().starts_with("it is empty"));
        assert!(at("soon", false).unwrap_err().contains("is not a day and time"));
    }

    #[test]
    fn units_under_a_fixed_charge_say_that_they_change_nothing() {
        let mut case = super::super::tests::case();
        let june: Month = "2027-06".parse().unwrap();
        case.actuals.amounts.insert((june, AmountOf::Units), (900.into(), 1));
        let said = "Units of Jun 2027: not used, since the agreed charge is a fixed one";
        assert_eq!(unused(&case, june), [said]);
        let units = amounts(&case, june).into_iter().find(|a| a.what == AmountOf::Units).unwrap();
        assert_eq!((units.hint, units.asked), (format!("{said}."), false));
        let remarks = super::super::changes::statement(&case, june).unwrap().remarks;
        assert!(remarks.contains(&said.to_owned()), "{remarks:?}");
        case.actuals.amounts.insert((june, AmountOf::Saving), (900.into(), 1));
        assert!(unused(&case, june).iter().any(|u| u.ends_with("no term of the contract reads it")));
        assert_eq!(unused(&case, "2027-05".parse().unwrap()), Vec::<String>::new());
    }
}
