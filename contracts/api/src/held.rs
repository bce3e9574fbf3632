//! Months that cannot be settled yet: those with an open problem, and later ones whose money depends on them. The scorecard
//! and `settle` ask the same question here.

use crate::wire::Detail;
use model::{
    Agreement, Class, Mechanism, Month, ServiceLevelId, Window,
    delivered::Trouble,
    remedy::{ChargesOf, Condition, RollingBasis},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settlement::{Actual, History, Inputs, MonthStatement, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// A month that is not settled, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeldMonth {
    /// Which month.
    pub month: Month,
    /// Its own open problems, or the months and rules that it depends on; each a sentence.
    pub because: Vec<String>,
}

/// Something that is open about a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenProblem {
    pub month: Month,
    /// The levels that it is about; none where it is about the month.
    pub levels: Vec<ServiceLevelId>,
    /// Where it stands, what was found, what to do.
    pub detail: Detail,
}

impl OpenProblem {
    /// What a source could not give; none where no month is known, or no level of the agreement is concerned.
    pub fn of(agreement: &Agreement, trouble: &Trouble) -> Option<Self> {
        let month = trouble.month?;
        let is_about = |l: &&model::ServiceLevel| trouble.measures.contains(&l.measure);
        let levels: Vec<ServiceLevelId> =
            agreement.service_levels.iter().filter(is_about).map(|l| l.id.clone()).collect();
        if levels.is_empty() && !trouble.measures.is_empty() {
            return None;
        }
        Some(Self { month, levels, detail: Detail::new(trouble.place.clone(), trouble.message.clone()) })
    }
}

/// What could be settled, and what not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Partly {
    /// The months that could, in order.
    pub months: Vec<MonthStatement>,
    pub held: Vec<HeldMonth>,
    /// What settlement itself found wrong with actuals.
    pub found: Vec<OpenProblem>,
}

/// Settles every month that no open problem reaches. `first` is contract month 1.
///
/// # Errors
/// Where the terms have problems, or something is wrong that belongs to no month.
pub(crate) fn settle(
    agreement: &Agreement,
    first: Month,
    history: &History,
    inputs: &Inputs,
    open: &[OpenProblem],
) -> Result<Partly, Vec<Problem>> {
    let Some(last) = history.months.last().map(|m| m.month) else { return Ok(Partly::default()) };
    let months = usize::try_from(last.since(first) + 1).unwrap_or_default();
    let plan = settlement::compile(agreement, months)?.starting_in(first);
    let mut found: Vec<OpenProblem> = Vec::new();
    // A second pass, where the engine itself names months.
    for _ in 0..2 {
        let all: Vec<OpenProblem> = open.iter().chain(&found).cloned().collect();
        let bad: BTreeSet<Month> = all.iter().map(|p| p.month).collect();
        let held = months_held(agreement, first, history, &all);
        let known = without(history, &bad);
        let inputs: Inputs = inputs.iter().filter(|(m, _)| !bad.contains(m)).map(|(m, i)| (*m, i.clone())).collect();
        match settlement::settle_with(&plan, &known, &inputs) {
            Ok(statement) => {
                let is_settled = |m: &MonthStatement| !held.iter().any(|h| h.month == m.month);
                return Ok(Partly { months: statement.months.into_iter().filter(is_settled).collect(), held, found });
            }
            Err(problems) => {
                let of_month: Option<Vec<OpenProblem>> = problems.iter().map(|p| engine(agreement, p)).collect();
                match of_month.filter(|_| found.is_empty()) {
                    Some(of_month) => found = of_month,
                    None => return Err(problems),
                }
            }
        }
    }
    Ok(Partly { found, ..Partly::default() })
}

/// A history in which nothing is known of some months; the months themselves stay.
fn without(history: &History, bad: &BTreeSet<Month>) -> History {
    let mut known = history.clone();
    for month in known.months.iter_mut().filter(|m| bad.contains(&m.month)) {
        month.actuals.clear();
    }
    known
}

/// A problem of the engine as one of a month, said as people say it; none where it is about no month.
fn engine(agreement: &Agreement, problem: &Problem) -> Option<OpenProblem> {
    let mut parts = problem.path.split('.');
    let kind = parts.next()?;
    let month: Month = parts.next()?.parse().ok()?;
    if !matches!(kind, "actuals" | "inputs") {
        return None;
    }
    let rest: Vec<&str> = parts.collect();
    let level = rest.last().and_then(|id| agreement.service_levels.iter().find(|l| l.id.0 == *id));
    let levels: Vec<ServiceLevelId> = level.map(|l| l.id.clone()).into_iter().collect();
    Some(OpenProblem { month, levels, detail: detail(agreement, problem) })
}

/// A problem of the engine with its place as people say it: "Mar 2027, First contact resolution, relief".
pub(crate) fn detail(agreement: &Agreement, problem: &Problem) -> Detail {
    let message = format!("{}; expected {}", problem.what, problem.expected);
    let mut parts = problem.path.split('.');
    let month = matches!(parts.next(), Some("actuals" | "inputs")).then(|| parts.next()).flatten();
    let Some(month) = month.and_then(|m| m.parse::<Month>().ok()) else {
        return Detail::new(problem.path.clone(), message);
    };
    let rest: Vec<&str> = parts.collect();
    let level = rest.last().and_then(|id| agreement.levels().find(|(l, _)| l.id.0 == *id));
    let mut place = vec![month.text()];
    place.extend(level.map(|(_, m)| m.name.clone()));
    let words = rest.iter().take(rest.len() - usize::from(level.is_some()));
    place.extend(words.map(|w| w.replace('_', " ")));
    Detail::new(place.join(", "), message)
}

/// Every month of a history that an open problem holds: its own, and later ones that depend on it.
pub(crate) fn months_held(
    agreement: &Agreement,
    first: Month,
    history: &History,
    open: &[OpenProblem],
) -> Vec<HeldMonth> {
    let Some(last) = history.months.last().map(|m| m.month) else { return Vec::new() };
    let mut own: BTreeMap<Month, Vec<&OpenProblem>> = BTreeMap::new();
    for problem in open {
        own.entry(problem.month).or_default().push(problem);
    }
    let mut held: BTreeMap<Month, Vec<String>> = BTreeMap::new();
    for (month, problems) in &own {
        let because = held.entry(*month).or_default();
        because.extend(problems.iter().map(|p| format!("{}: {}", p.detail.place, p.detail.message)));
    }
    for (month, problems) in &own {
        let reach = Reach { agreement, first, last, history, month: *month, problems };
        for (from, to, why) in reach.all() {
            for later in history.months.iter().map(|m| m.month).filter(|m| (from..=to).contains(m) && m != month) {
                if own.contains_key(&later) {
                    continue;
                }
                let because = held.entry(later).or_default();
                let said = format!("{} is held, and {why}", month.text());
                if !because.contains(&said) {
                    because.push(said);
                }
            }
        }
    }
    held.into_iter().map(|(month, because)| HeldMonth { month, because }).collect()
}

/// What a month with open problems reaches.
struct Reach<'a> {
    agreement: &'a Agreement,
    first: Month,
    last: Month,
    history: &'a History,
    month: Month,
    problems: &'a [&'a OpenProblem],
}

/// From, to, and the rule that says so.
type Span = (Month, Month, &'static str);

impl Reach<'_> {
    /// Every later month whose money, score or triggers cannot be known without this one, with the rule.
    fn all(&self) -> Vec<Span> {
        let (terms, next) = (self.agreement, self.month.plus(1));
        let remedies = &terms.remedies;
        let mut spans = self.repeats();
        match (remedies.rolling_cap.percent, remedies.rolling_cap.basis) {
            (None, _) => {}
            (Some(_), RollingBasis::TwelveMonths) => {
                spans.push((next, self.month.plus(11), "the cap on twelve months counts its credits"));
            }
            (Some(_), RollingBasis::ContractYear) => {
                spans.push((next, self.period_end(12), "the cap on the contract year counts its credits"));
            }
        }
        if remedies.earn_back.percent.is_some() {
            spans.push((next, self.last, "what is earned back returns its credits"));
        }
        let bonus = |l: &model::ServiceLevel| l.remedy.bonus_percent.is_some();
        if remedies.bonus.base_percent.is_some() || terms.service_levels.iter().any(bonus) {
            spans.push((next, self.period_end(3), "the bonus of the quarter rests on it"));
        }
        if self.levels().any(|l| l.remedy.window == Window::Quarter) {
            spans.push((next, self.period_end(3), "the quarter’s value rests on it"));
        }
        if remedies.promotes && self.levels().any(|l| l.class == Class::Key) {
            spans.push((next, self.last, "a key level that is missed twice running becomes critical"));
        }
        let looks_back = |c: &Condition| !matches!(c, Condition::Grade { .. });
        if remedies.triggers.iter().any(|t| looks_back(&t.when)) {
            spans.push((next, self.last, "triggers count its misses"));
        }
        // What was invoiced is what the credits of the period before are taken of.
        let on_next = remedies.mechanism == Mechanism::Points && remedies.points.charges_of == ChargesOf::Next;
        if on_next && self.problems.iter().any(|p| p.levels.is_empty()) {
            spans.push((self.month.plus(-3), self.month, "its credits are taken of the next period’s charges"));
        }
        spans
    }

    fn levels(&self) -> impl Iterator<Item = &model::ServiceLevel> {
        let of_month = self.problems.iter().any(|p| p.levels.is_empty());
        let named = |id: &ServiceLevelId| self.problems.iter().any(|p| p.levels.contains(id));
        self.agreement.service_levels.iter().filter(move |l| of_month || named(&l.id))
    }

    /// A miss costs more after a miss: until each level that is concerned has a value again.
    fn repeats(&self) -> Vec<Span> {
        let remedies = &self.agreement.remedies;
        let factor = remedies.repeat_factor.is_some_and(|f| f != model::Decimal::ONE);
        if remedies.mechanism != Mechanism::Points && !factor {
            return Vec::new();
        }
        let has_value = |month: Month, level: &model::ServiceLevel| {
            let number = usize::try_from(month.since(self.first) + 1).unwrap_or_default();
            let least = self.agreement.measure(&level.measure).and_then(|m| m.minimum_n);
            let own = self.history.months.iter().find(|m| m.month == month);
            let is_enough = match own.and_then(|m| m.actuals.get(&level.id)) {
                Some(Actual::Value { n, .. }) => {
                    n.zip(least).is_none_or(|(n, least)| n >= model::Decimal::from(least))
                }
                _ => false,
            };
            is_enough && !self.agreement.ramp.credit_factor_percent(number).is_zero()
        };
        let costs = |l: &&model::ServiceLevel| l.class != Class::ReportOnly;
        let until = self.levels().filter(costs).map(|level| {
            if level.remedy.window == Window::Quarter {
                return self.period_end(3).plus(3);
            }
            let later = (1..=self.last.since(self.month)).map(|i| self.month.plus(i));
            let mut later = later.skip_while(|m| !has_value(*m, level));
            later.next().unwrap_or(self.last)
        });
        let until = until.max();
        until.map(|to| (self.month.plus(1), to, "a miss costs more after a miss")).into_iter().collect()
    }

    /// The last month of the contract's period of `length` months that holds the month.
    fn period_end(&self, length: i32) -> Month {
        let at = self.month.since(self.first);
        self.first.plus(at - at.rem_euclid(length) + length - 1)
    }
}

/// What is open, each said once: a column's problem is one, however many months it holds.
pub(crate) fn told(open: &[OpenProblem]) -> Vec<Detail> {
    let mut told: Vec<Detail> = Vec::new();
    for problem in open {
        if !told.contains(&problem.detail) {
            told.push(problem.detail.clone());
        }
    }
    told
}
