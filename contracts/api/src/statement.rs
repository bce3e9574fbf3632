//! Statements: actuals in, score and credits out, line by line.

use crate::{
    ApiResult,
    held::{self, HeldMonth, OpenProblem},
    history::{Actuals, ReliefTold, counted},
    scorecard::table::Sheet,
    view,
    wire::{ApiError, Detail},
};
use model::{Agreement, Baseline, Decimal, Month, ServiceLevelId};
use schemars::JsonSchema;
use serde::Serialize;
use settlement::{Actual, History, Inputs, MonthActuals, Problem};
pub use settlement::{Line, MonthStatement, Statement};

/// A statement of every month that could be settled, and what stands in the way of the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Settled {
    /// The months that could be settled, and their sums.
    #[serde(flatten)]
    pub statement: Statement,
    /// The months that are held: those with an open problem, and later ones that depend on them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub held: Vec<HeldMonth>,
    /// Months of which a part of the days is there: what they come to is to date, and not final.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub to_date: Vec<ToDate>,
    /// Every open problem with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub problems: Vec<Detail>,
    /// What a file of relief asked for, whether it counts or not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub relief: Vec<ReliefTold>,
    /// How many observations each figure rests on, where that is known, without what relief took out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub observations: Vec<Observed>,
    /// Everything else worth knowing, each a sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub notes: Vec<String>,
}

/// A month of which a part of the days is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ToDate {
    /// Which month.
    pub month: Month,
    /// Days with a row.
    pub days: u32,
    /// Days on which a row is expected.
    pub of_days: u32,
}

impl ToDate {
    /// "to date: 12 of 31 days".
    #[must_use]
    pub fn words(&self) -> String {
        format!("to date: {} of {} days", self.days, self.of_days)
    }
}

/// What a level's figure of a month rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Observed {
    /// Which month.
    pub month: Month,
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Observations.
    #[schemars(with = "String")]
    pub n: Decimal,
}

impl Settled {
    /// What a document or a table of it has to say on every page and in every row, where it is not the whole: "in part: Feb
    /// 2027 and Mar 2027 are held", "to date: Dec 2026 has 12 of 31 days". None where it is whole.
    #[must_use]
    pub fn in_part(&self) -> Option<String> {
        let names: Vec<String> = self.held.iter().map(|h| h.month.text()).collect();
        let names = view::joined(names.iter().map(String::as_str));
        let in_part = match (self.held.len(), self.problems.is_empty()) {
            (0, true) => None,
            (0, false) => Some("in part: not everything could be taken".to_owned()),
            (1, _) => Some(format!("in part: {names} is held")),
            _ => Some(format!("in part: {names} are held")),
        };
        let days = |d: &ToDate| format!("{} has {} of {} days", d.month.text(), d.days, d.of_days);
        let days: Vec<String> = self.to_date.iter().map(days).collect();
        let to_date = (!days.is_empty()).then(|| format!("to date: {}", view::joined(days.iter().map(String::as_str))));
        let both: Vec<String> = in_part.into_iter().chain(to_date).collect();
        (!both.is_empty()).then(|| both.join("; "))
    }

    /// What is known of a month only in part.
    #[must_use]
    pub fn to_date(&self, month: Month) -> Option<&ToDate> {
        self.to_date.iter().find(|d| d.month == month)
    }

    /// What it lacks, each in a sentence: the months that are held, with why, and what else could not be taken.
    pub(crate) fn lacks(&self) -> Vec<String> {
        let Some(part) = self.in_part() else { return Vec::new() };
        let said = |d: &Detail| format!("{}: {}", d.place, d.message);
        let of_held: Vec<&String> = self.held.iter().flat_map(|h| &h.because).collect();
        let others = self.problems.iter().map(said).filter(|told| !of_held.contains(&told));
        let held = self.held.iter().map(|h| format!("{}: {}", h.month.text(), h.because.join("; ")));
        let head = if self.to_date.is_empty() {
            format!("This statement is {part}. What it holds depends on nothing that is open, and stays as it is.")
        } else {
            format!(
                "This statement is {part}. It is not final, and neither is a later month that depends on such a one."
            )
        };
        std::iter::once(head).chain(held).chain(others).collect()
    }

    /// Observations behind a level's figure of a month.
    pub(crate) fn n_of(&self, month: Month, level: &ServiceLevelId) -> Option<Decimal> {
        self.observations.iter().find(|o| o.month == month && &o.service_level == level).map(|o| o.n)
    }
}

/// Settles every month of a table that no open problem reaches; the others are held, each with the reason. A row of a month
/// outside of the term is named and left out.
///
/// # Errors
/// Where the terms have problems, or no month at all can be settled: everything that is wrong is named.
pub fn settle_partly(
    agreement: &Agreement,
    actuals: &Actuals,
    first_month: Option<Month>,
    name: &str,
) -> ApiResult<Settled> {
    let first = first_month.unwrap_or_else(|| Month::of(agreement.term.start));
    let mut history = actuals.history.clone();
    let part_of = |month: Month| actuals.partial_months.iter().find(|p| p.month == month);
    // What the other days of a month may still bring is not late.
    for own in history.months.iter_mut().filter(|m| part_of(m.month).is_some()) {
        own.actuals.values_mut().filter(|a| **a == Actual::NotReported).for_each(|a| *a = Actual::NoActivity);
    }
    let (mut problems, strays) = outside(&mut history, actuals, agreement, first, name)?;
    let inputs: Inputs = actuals
        .inputs
        .iter()
        .filter(|(month, _)| history.months.iter().any(|m| m.month == **month))
        .map(|(month, own)| (*month, own.clone()))
        .collect();
    let mut open: Vec<OpenProblem> = actuals.troubles.iter().filter_map(|t| OpenProblem::of(agreement, t)).collect();
    open.retain(|p| history.months.iter().any(|m| m.month == p.month));
    open.extend(strays);
    open.extend(held::charges_missing(agreement, &history, &inputs));
    let without_month = actuals.troubles.iter().filter(|t| t.month.is_none());
    problems.extend(without_month.map(|t| Detail::new(t.place.clone(), t.message.clone())));
    let settled = held::settle(agreement, first, &history, &inputs, &open).map_err(|p| of_problems(agreement, &p))?;
    problems.extend(held::told(&open));
    problems.extend(held::told(&settled.found));
    if settled.months.is_empty() {
        let message = format!("“{name}” cannot be settled: correct these rows, then settle again");
        return Err(ApiError::input(message, problems));
    }
    let statement = Statement::of_months(&agreement.currency, settled.months);
    let observations = observations(&statement, &counted(agreement, history, &inputs));
    let (relief, mut notes) = (actuals.relief.clone(), actuals.notes.clone());
    notes.extend(as_of_the_end(agreement, &statement));
    let part =
        |m: &MonthStatement| part_of(m.month).map(|p| ToDate { month: p.month, days: p.days, of_days: p.of_days });
    let to_date = statement.months.iter().filter_map(part).collect();
    Ok(Settled { statement, held: settled.held, to_date, problems, relief, observations, notes })
}

/// Without a clock, a table is the last word on its months: what it does not hold was not reported in time. Said where that
/// makes something count as failed.
fn as_of_the_end(agreement: &Agreement, statement: &Statement) -> Option<String> {
    agreement.remedies.cure_business_days?;
    let is_missing = |l: &Line| l.reading == settlement::ReadingKind::NotReported;
    let months = statement.months.iter().filter(|m| m.lines.iter().any(is_missing));
    let months: Vec<String> = months.map(|m| m.month.text()).collect();
    (!months.is_empty()).then(|| {
        format!(
            "settled as of the end of the cure period: what the table does not hold of {} counts as not reported",
            view::joined(months.iter().map(String::as_str))
        )
    })
}

fn observations(statement: &Statement, counted: &History) -> Vec<Observed> {
    let of_month = |month: &MonthStatement| {
        let known = counted.months.iter().find(|m| m.month == month.month);
        let month = month.month;
        let n = move |actual: &Actual| match actual {
            Actual::Value { n, .. } => *n,
            _ => None,
        };
        let each = known.into_iter().flat_map(|m| &m.actuals);
        each.filter_map(move |(level, actual)| Some(Observed { month, service_level: level.clone(), n: n(actual)? }))
            .collect::<Vec<_>>()
    };
    statement.months.iter().flat_map(of_month).collect()
}

/// Takes the months outside of the term out of a history, and says so; where none is left, says what to do. Behind the last
/// row of the term there is nothing to settle, and a month without a row may be one of the rows outside.
fn outside(
    history: &mut History,
    actuals: &Actuals,
    agreement: &Agreement,
    first: Month,
    name: &str,
) -> ApiResult<(Vec<Detail>, Vec<OpenProblem>)> {
    let last = first.plus(i32::try_from(agreement.term.months).unwrap_or(i32::MAX).saturating_sub(1).max(0));
    let (Some(start), Some(end)) = (history.months.first(), history.months.last()) else {
        return Err(ApiError::input("The actuals hold no month", Vec::new()));
    };
    let (start, end) = (start.month, end.month);
    let before = format!(
        "The actuals begin in {}, before the contract’s first month, {}. To settle them as if the contract had begun \
         then, name that month as the first one (--first-month {start})",
        start.text(),
        first.text()
    );
    let after = format!(
        "The actuals end in {}, after the contract’s last month, {}. Leave out the months behind it",
        end.text(),
        last.text()
    );
    let is_empty = |m: &MonthActuals| {
        let said = actuals.inputs.contains_key(&m.month) || actuals.troubles.iter().any(|t| t.month == Some(m.month));
        !said && m.actuals.values().all(|a| *a == Actual::NotReported)
    };
    history.months.retain(|m| (first..=last).contains(&m.month));
    while end > last && history.months.last().is_some_and(is_empty) {
        history.months.pop();
    }
    if history.months.is_empty() || start < first && history.months.iter().all(is_empty) {
        return Err(ApiError::input(if start < first { before } else { after }, Vec::new()));
    }
    let mut told = Vec::new();
    let mut strays = Vec::new();
    for (is_outside, message, stray) in [(start < first, before, start), (end > last, after, end)] {
        if !is_outside {
            continue;
        }
        told.push(Detail::new(name, message));
        strays.extend(history.months.iter().filter(|m| is_empty(m)).map(|m| OpenProblem {
            month: m.month,
            levels: Vec::new(),
            detail: Detail::new(
                m.month.text(),
                format!("it has no row; the row of {}, outside of the contract’s months, may be it", stray.text()),
            ),
        }));
    }
    Ok((told, strays))
}

fn of_problems(agreement: &Agreement, problems: &[Problem]) -> ApiError {
    let is_of_actuals = |p: &Problem| p.path.starts_with("actuals.") || p.path.starts_with("inputs.");
    if problems.iter().any(is_of_actuals) {
        let details = problems.iter().map(|p| held::detail(agreement, p)).collect();
        return ApiError::input("The actuals cannot be settled", details);
    }
    terms_problems(problems)
}

/// Settles actuals under the terms. `first_month` is the calendar month that counts as contract month 1; without it
/// the month in which the contract starts.
///
/// # Errors
/// Where the terms have problems, or the actuals lie outside of the term or of what can occur: each is named
/// with its place.
pub fn settle(agreement: &Agreement, actuals: &Baseline, first_month: Option<Month>) -> ApiResult<Statement> {
    settle_with(agreement, &History::of(agreement, actuals), &Inputs::new(), first_month)
}

/// Settles actuals of which more is known than their values: what was invoiced, delivered in units, saved.
///
/// # Errors
/// As [`settle`].
pub fn settle_with(
    agreement: &Agreement,
    history: &History,
    inputs: &Inputs,
    first_month: Option<Month>,
) -> ApiResult<Statement> {
    let first = first_month.unwrap_or_else(|| Month::of(agreement.term.start));
    let (Some(start), Some(end)) = (history.months.first(), history.months.last()) else {
        return Err(ApiError::input("The actuals hold no month", Vec::new()));
    };
    let (start, end) = (start.month, end.month);
    if start < first {
        let message = format!(
            "The actuals begin in {}, before the contract’s first month, {}. To settle them as if the contract had begun \
             then, name that month as the first one (--first-month {start})",
            start.text(),
            first.text()
        );
        return Err(ApiError::input(message, Vec::new()));
    }
    let last = first.plus(i32::try_from(agreement.term.months).unwrap_or(i32::MAX).saturating_sub(1).max(0));
    if end > last {
        let message = format!(
            "The actuals end in {}, after the contract’s last month, {}. Leave out the months behind it",
            end.text(),
            last.text()
        );
        return Err(ApiError::input(message, Vec::new()));
    }
    let months = usize::try_from(end.since(first) + 1).unwrap_or_default();
    let plan = settlement::compile(agreement, months).map_err(|p| terms_problems(&p))?.starting_in(first);
    let missing = held::charges_missing(agreement, history, inputs);
    if !missing.is_empty() {
        return Err(ApiError::input("The actuals cannot be settled", held::told(&missing)));
    }
    settlement::settle_with(&plan, history, inputs).map_err(|p| of_problems(agreement, &p))
}

/// The statement as a printed document, with its data attached. Of a part, every page says that it is one.
///
/// # Errors
/// Where something in it cannot be printed as it is written.
pub fn pdf(agreement: &Agreement, settled: &Settled, created: store::Moment) -> ApiResult<Vec<u8>> {
    crate::scorecard::paper::statement_pdf(agreement, settled, created)
}

/// The statement as a table: a row for each service level and month, then the sums of the month. Of a part, every row says
/// that it is one, and a month that is held has a row that says why.
#[must_use]
pub fn csv(settled: &Settled) -> Vec<u8> {
    let statement = &settled.statement;
    crate::scorecard::table::csv(&Sheet {
        months: &statement.months,
        currency: &statement.currency,
        adjustments: &[],
        n_of: &|month, level| settled.n_of(month, level),
        held: &settled.held,
        in_part: &settled.in_part().unwrap_or_default(),
    })
}

/// Why terms cannot be settled or simulated.
pub(crate) fn terms_problems(problems: &[Problem]) -> ApiError {
    let message = match problems {
        [only] => format!("The terms cannot be computed: {}, expected {}", only.what, only.expected),
        _ => format!("The terms cannot be computed: {} problems", problems.len()),
    };
    ApiError::input(message, details(problems))
}

fn details(problems: &[Problem]) -> Vec<Detail> {
    problems.iter().map(|p| Detail::new(p.path.clone(), format!("{}; expected {}", p.what, p.expected))).collect()
}
