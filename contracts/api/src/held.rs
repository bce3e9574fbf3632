//! Months that cannot be settled yet: those with an open problem, and later ones whose money depends on them. The scorecard
//! and `settle` ask the same question here.

use crate::wire::Detail;
use model::{
    Agreement, Charges, Class, Mechanism, Month, ServiceLevelId, Window,
    delivered::Trouble,
    remedy::{ChargesOf, Condition, RollingBasis},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use settlement::{Actual, History, Inputs, MonthActuals, MonthStatement, Problem};
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

/// Months with values whose charges nobody can know: they are per unit, and neither units nor an invoice were reported.
/// A forecast is no delivery; only a simulation takes it for one.
pub(crate) fn charges_missing(agreement: &Agreement, history: &History, inputs: &Inputs) -> Vec<OpenProblem> {
    if !matches!(agreement.charges, Charges::PerUnit { .. }) {
        return Vec::new();
    }
    let has_value = |m: &&MonthActuals| m.actuals.values().any(|a| matches!(a, Actual::Value { .. }));
    let is_known = |month: &Month| inputs.get(month).is_some_and(|i| i.units.or(i.charges_amount).is_some());
    let missing = history.months.iter().filter(has_value).map(|m| m.month).filter(|m| !is_known(m));
    let problem = |month: Month| OpenProblem {
        month,
        levels: Vec::new(),
        detail: Detail::new(
            format!("{}, units", month.text()),
            "the month’s charges are missing: they are per unit, and no units were reported; give the units delivered, or \
             the amount invoiced",
        ),
    };
    missing.map(problem).collect()
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
                Some(Actual::Value { n, .. }) => n.zip(least).is_none_or(|(n, least)| n >= model::Decimal::from(least)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Decimal, VolumeStep, remedy::Consequence, remedy::Trigger};
    use settlement::MonthInputs;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    /// The sample's levels under terms that remember nothing, from January 2027 on.
    fn terms() -> Agreement {
        let (mut agreement, _) = model::template::sample();
        agreement.term.start = "2027-01-01".parse().unwrap();
        agreement.ramp = model::Ramp::default();
        let remedies = &mut agreement.remedies;
        remedies.mechanism = Mechanism::Percent;
        remedies.repeat_factor = None;
        remedies.rolling_cap.percent = None;
        remedies.earn_back.percent = None;
        remedies.bonus.base_percent = None;
        remedies.promotes = false;
        remedies.triggers.clear();
        for level in &mut agreement.service_levels {
            level.remedy.bonus_percent = None;
            level.remedy.window = Window::Month;
        }
        agreement
    }

    /// Fifteen months; `without` says in which of them nobody reported a value.
    fn history(agreement: &Agreement, without: &[u32]) -> History {
        let months = (0..15_u8).map(|i| {
            let value = |l: &model::ServiceLevel| {
                let measure = agreement.measure(&l.measure).unwrap();
                let known = Actual::Value { value: measure.unit.of(Decimal::from(80)), n: Some(Decimal::from(5_000)) };
                let actual = if without.contains(&(u32::from(i) + 1)) { Actual::NotReported } else { known };
                (l.id.clone(), actual)
            };
            let actuals = agreement.service_levels.iter().map(value).collect();
            MonthActuals { month: month("2027-01").plus(i.into()), actuals }
        });
        History { months: months.collect() }
    }

    /// Numbers of the contract months that a bad FCR of February holds.
    fn held_by_february(agreement: &Agreement, without: &[u32]) -> Vec<i32> {
        let detail = Detail::new("row 3, fcr", "it is no number");
        let level = ServiceLevelId("fcr".into());
        let open = [OpenProblem { month: month("2027-02"), levels: vec![level], detail }];
        let held = months_held(agreement, month("2027-01"), &history(agreement, without), &open);
        assert!(held.iter().all(|h| !h.because.is_empty()));
        held.iter().map(|h| h.month.since(month("2027-01")) + 1).collect()
    }

    #[test]
    fn a_month_that_nothing_depends_on_is_held_alone() {
        assert_eq!(held_by_february(&terms(), &[]), [2]);
    }

    #[test]
    fn a_repeat_reaches_to_the_next_month_with_a_value() {
        let mut agreement = terms();
        agreement.remedies.repeat_factor = Some(Decimal::TWO);
        assert_eq!(held_by_february(&agreement, &[]), [2, 3]);
        assert_eq!(held_by_february(&agreement, &[3, 4]), [2, 3, 4, 5], "months without a value leave the state");
        agreement.remedies.repeat_factor = Some(Decimal::ONE);
        assert_eq!(held_by_february(&agreement, &[]), [2], "a factor of 1 remembers nothing");
        agreement.remedies.mechanism = Mechanism::Points;
        assert_eq!(held_by_february(&agreement, &[]), [2, 3], "points are always doubled");
    }

    #[test]
    fn caps_bonuses_quarters_and_earn_back_reach_as_far_as_they_look() {
        let with = |change: fn(&mut Agreement)| {
            let mut agreement = terms();
            change(&mut agreement);
            held_by_february(&agreement, &[])
        };
        let to = |last: i32| (2..=last).collect::<Vec<_>>();
        assert_eq!(with(|a| a.remedies.rolling_cap.percent = Some(Decimal::TEN)), to(13));
        let year = |a: &mut Agreement| {
            a.remedies.rolling_cap.percent = Some(Decimal::TEN);
            a.remedies.rolling_cap.basis = RollingBasis::ContractYear;
        };
        assert_eq!(with(year), to(12));
        assert_eq!(with(|a| a.remedies.bonus.base_percent = Some(Decimal::ONE)), to(3));
        assert_eq!(with(|a| a.service_levels[0].remedy.window = Window::Quarter), to(3));
        assert_eq!(with(|a| a.remedies.earn_back.percent = Some(Decimal::TEN)), to(15));
        let key = |a: &mut Agreement| {
            a.remedies.promotes = true;
            a.service_levels[0].class = Class::Key;
        };
        assert_eq!(with(key), to(15), "a key level may become critical");
        assert_eq!(with(|a| a.remedies.promotes = true), [2], "which a critical one is already");
        let counting = |a: &mut Agreement| {
            let when = Condition::Misses { misses: 2, of_windows: 3 };
            a.remedies.triggers = vec![Trigger { when, then: Consequence::Escalation }];
        };
        assert_eq!(with(counting), to(15));
        let own = |a: &mut Agreement| {
            let when = Condition::Grade { at_least: model::Grade::Serious };
            a.remedies.triggers = vec![Trigger { when, then: Consequence::Escalation }];
        };
        assert_eq!(with(own), [2], "a trigger of one month counts nothing");
    }

    #[test]
    fn charges_that_are_missing_hold_the_months_whose_credits_they_pay() {
        let mut agreement = terms();
        agreement.remedies.mechanism = Mechanism::Points;
        agreement.remedies.points.charges_of = ChargesOf::Next;
        let open = [OpenProblem {
            month: month("2027-05"),
            levels: Vec::new(),
            detail: Detail::new("row 6, charges", "they are missing"),
        }];
        let held = months_held(&agreement, month("2027-01"), &history(&agreement, &[]), &open);
        let held: Vec<String> = held.iter().map(|h| h.month.to_string()).collect();
        assert_eq!(held, ["2027-02", "2027-03", "2027-04", "2027-05", "2027-06"]);
    }

    #[test]
    fn charges_per_unit_are_missing_where_a_month_with_values_has_neither_units_nor_an_invoice() {
        let mut agreement = terms();
        let history = history(&agreement, &[3]);
        assert_eq!(charges_missing(&agreement, &history, &Inputs::new()), [], "of a fixed charge nothing is missing");
        let steps = vec![VolumeStep { up_to_units: None, price: Decimal::TEN }];
        agreement.charges = Charges::PerUnit { steps, forecast_units: vec![Decimal::ONE_HUNDRED] };
        let units = MonthInputs { units: Some(Decimal::ZERO), ..MonthInputs::default() };
        let invoice = MonthInputs { charges_amount: Some(Decimal::TEN), ..MonthInputs::default() };
        let mut inputs: Inputs = (0..15).map(|i| (month("2027-01").plus(i), units.clone())).collect();
        inputs.insert(month("2027-05"), invoice);
        assert_eq!(charges_missing(&agreement, &history, &inputs), []);
        inputs.remove(&month("2027-03"));
        assert_eq!(charges_missing(&agreement, &history, &inputs), [], "a month without values is not billed yet");
        inputs.insert(month("2027-04"), MonthInputs::default());
        let open = charges_missing(&agreement, &history, &inputs);
        let places: Vec<&str> = open.iter().map(|p| p.detail.place.as_str()).collect();
        assert_eq!(places, ["Apr 2027, units"]);
        let settled = settle(&agreement, month("2027-01"), &history, &inputs, &open).unwrap();
        assert!(settled.months.iter().all(|m| m.month != month("2027-04")));
        assert!(settled.held[0].because[0].starts_with("Apr 2027, units: the month’s charges are missing"));
    }

    #[test]
    fn places_of_the_engine_are_said_as_people_say_them() {
        let problem = |path: &str| Problem {
            path: path.into(),
            what: "a".into(),
            expected: "b".into(),
            concern: settlement::Concern::Money,
        };
        let place = |path: &str| detail(&terms(), &problem(path)).place;
        assert_eq!(place("actuals.2027-03.fcr"), "Mar 2027, First contact resolution");
        assert_eq!(place("inputs.2027-03.relief.fcr"), "Mar 2027, First contact resolution, relief");
        assert_eq!(place("inputs.2027-03.forecast"), "Mar 2027, forecast");
        assert_eq!(place("service_levels.fcr.floor"), "service_levels.fcr.floor");
    }
}
