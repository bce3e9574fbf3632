//! Random agreements and histories settled by the engine and by the reference: not a unit apart.

use super::adapter;
use super::charges::{relieved, volume_excuses};
use super::draws::{Brought, Draws, Reported, history_of};
use super::exact::{Q, int, of, one, part};
use super::generated::agreement_of;
use super::limits::Bound;
use super::smaller::smallest;
use super::terms::{Incident, Input, MonthInput, Terms};
use model::clauses::ReliefCause;
use model::relief::Removed;
use model::{Agreement, Decimal, Grade, ServiceLevelId};
use settlement::{
    Actual, BoundBy, EventReport, History, Inputs, MonthActuals, MonthInputs, MonthStatement, ReliefReport, Statement,
    compile, settle_figures,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// A case: an agreement and what its months brought.
#[derive(Debug, Clone)]
pub struct Case {
    pub terms: Agreement,
    pub months: Vec<Brought>,
}

/// Where the two differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What of a month differs.
    pub what: &'static str,
    /// Where, and both sides' words.
    pub words: String,
}

impl Case {
    pub fn drawn(number: u64) -> Self {
        let mut draws = Draws::of_case(number);
        let terms = agreement_of(&mut draws);
        let months = history_of(&mut draws, &terms);
        Self { terms, months }
    }

    /// What the engine says; the problems that it has with the case otherwise.
    pub fn engine(&self) -> Result<Statement, String> {
        let said = |problems: Vec<settlement::Problem>| problems[0].to_string();
        let horizon = usize::try_from(self.terms.term.months).unwrap();
        let plan = compile(&self.terms, horizon).map_err(said)?;
        let first = plan.first_month();
        let ids: Vec<&ServiceLevelId> = self.terms.service_levels.iter().map(|l| &l.id).collect();
        let mut history = History::default();
        let mut inputs = Inputs::new();
        for (brought, i) in self.months.iter().zip(0..) {
            let month = first.plus(i);
            history.months.push(MonthActuals { month, actuals: self.actuals(brought) });
            let amount = |minor: Option<i64>| minor.map(|m| self.terms.currency.amount(m));
            let events = brought.events.iter().map(|(levels, chosen)| EventReport {
                name: "an event".into(),
                service_levels: levels.iter().map(|l| ids[*l].clone()).collect(),
                chosen: chosen.map(|l| ids[l].clone()),
            });
            let (late_business_days, sampler_at_fault) = marks(&ids, brought);
            inputs.insert(
                month,
                MonthInputs {
                    events: events.collect(),
                    late_business_days,
                    sampler_at_fault,
                    saving_amount: amount(brought.saving_minor),
                    charges_amount: amount(brought.invoiced_minor),
                    units: brought.units.map(Decimal::from),
                    volume: brought.volume.map(|(volume, _)| volume.into()),
                    forecast_volume: brought.volume.map(|(_, forecast)| forecast.into()),
                    unattested_obligations: brought.unattested.iter().copied().collect(),
                    relief: brought.relief.iter().map(|(l, window)| report(ids[*l], *window)).collect(),
                },
            );
        }
        let settled = settle_figures(&plan, &history, &inputs).map_err(said)?;
        let statement = settled.statement();
        // A figure that is opened alone says what it says in the statement.
        if let Some(at) = settled.months().checked_sub(1) {
            let lines = (0..plan.levels().len()).map(|level| settled.line(at, level));
            assert!(lines.eq(statement.months[at].lines.iter().cloned()), "month {}", at + 1);
        }
        Ok(statement)
    }

    /// What the engine says; nothing where it stops in the middle.
    fn engine_or_panic(&self) -> Option<Result<Statement, String>> {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.engine())).ok()
    }

    fn actuals(&self, brought: &Brought) -> BTreeMap<ServiceLevelId, Actual> {
        let actual = |(l, reported): (usize, &Reported)| {
            let actual = match reported {
                Reported::Value { value, n, .. } => {
                    Actual::Value { value: self.terms.measures[l].unit.of(*value), n: n.map(Decimal::from) }
                }
                Reported::NoActivity => Actual::NoActivity,
                Reported::Missing => Actual::NotReported,
                Reported::Excused => Actual::Excused,
            };
            (self.terms.service_levels[l].id.clone(), actual)
        };
        brought.levels.iter().enumerate().map(actual).collect()
    }

    /// What the reference says.
    fn reference(&self) -> (Terms, Vec<super::Month>) {
        let mut terms = adapter::terms(&self.terms);
        for ((month, charges), brought) in (1..).zip(&mut terms.charges).zip(&self.months) {
            if let Some(minor) = brought.invoiced_minor {
                *charges = int(minor.into());
            } else if let Some(units) = brought.units {
                *charges = adapter::charges(&self.terms, month, Some(int(units.into())));
            }
        }
        let cure = self.terms.remedies.cure_business_days;
        let input = |left: &Left<'_>| match left {
            // A report that comes after the cure period was not reported.
            Left::Value(_, _, Reported::Value { late_days: Some(days), .. })
                if cure.is_some_and(|cure| *days > cure) =>
            {
                Input::NotReported
            }
            Left::Value(value, n, Reported::Value { sampler_at_fault, .. }) => {
                Input::Value { value: value.clone(), n: n.clone(), sampler_at_fault: *sampler_at_fault }
            }
            Left::Value(..) | Left::Other(Reported::NoActivity | Reported::Value { .. }) => Input::NoActivity,
            Left::Other(Reported::Missing) => Input::NotReported,
            Left::Other(Reported::Excused) => Input::Excused,
        };
        let months: Vec<MonthInput> = self
            .months
            .iter()
            .zip(1..)
            .map(|(m, month)| MonthInput {
                levels: (0..m.levels.len()).map(|l| input(&self.relieved(m, l, month))).collect(),
                gate_missed: m.unattested.iter().any(|n| self.terms.obligations[*n as usize - 1].gate),
                incidents: m
                    .events
                    .iter()
                    .map(|(levels, chosen)| Incident { levels: levels.clone(), chosen: *chosen })
                    .collect(),
                saving_minor: m.saving_minor.map(|s| int(s.into())),
            })
            .collect();
        let settled = super::settle(&terms, &months);
        (terms, settled)
    }

    /// What a level reported once relief and more volume than was forecast have taken theirs out of it.
    fn relieved<'a>(&self, brought: &'a Brought, l: usize, month: usize) -> Left<'a> {
        let own = || brought.relief.iter().filter(|(level, _)| *level == l).map(|(_, window)| *window);
        let per_unit = matches!(self.terms.charges, model::Charges::PerUnit { .. });
        let forecast = self.terms.charges.forecast_units(month);
        let volume = brought.volume.map(|(v, f)| (int(v.into()), int(f.into())));
        let volume = volume.or(brought.units.filter(|_| per_unit).map(|u| (int(u.into()), of(forecast.unwrap()))));
        let sensitive = self.terms.service_levels[l].volume_sensitive;
        let over = self.terms.forecast.band_percent.zip(volume);
        let over = over.is_some_and(|(band, (volume, forecast))| volume_excuses(&volume, &forecast, &part(band)));
        if sensitive && over || own().any(|window| window.is_none()) {
            return Left::Other(&Reported::Excused);
        }
        let reported = &brought.levels[l];
        let Reported::Value { value, n, .. } = reported else { return Left::Other(reported) };
        let n = n.map(|n| int(n.into()));
        let windows: Vec<(Q, Q)> = own().flatten().map(|(above, below)| (of(above), of(below))).collect();
        let (Some(n), false) = (n.clone(), windows.is_empty()) else { return Left::Value(of(*value), n, reported) };
        let hundred = if self.terms.measures[l].unit == model::Unit::Percent { int(100) } else { one() };
        let left = relieved(&(of(*value) * &n / &hundred), &n, &windows);
        let below = windows.iter().fold(n, |n, (_, below)| n - below);
        left.map_or(Left::Other(&Reported::Excused), |value| Left::Value(value * hundred, Some(below), reported))
    }

    /// Every first difference of its kind; an error where the engine refuses the case.
    pub fn differences(&self) -> Result<Vec<Difference>, String> {
        let Some(statement) = self.engine_or_panic() else {
            let words = "the engine panics".to_owned();
            return Ok(vec![Difference { what: "panic", words }]);
        };
        let statement = statement?;
        let (terms, months) = self.reference();
        let mut found = Vec::new();
        for (index, (theirs, ours)) in statement.months.iter().zip(&months).enumerate() {
            found.extend(self.month_differences(index, theirs, ours, &terms));
        }
        found.sort_by_key(|d: &Difference| d.what);
        found.dedup_by_key(|d| d.what);
        Ok(found)
    }

    fn month_differences(
        &self,
        index: usize,
        theirs: &MonthStatement,
        ours: &super::Month,
        terms: &Terms,
    ) -> Vec<Difference> {
        let amount = |minor: i128| self.terms.currency.amount(i64::try_from(minor).unwrap());
        let mut found = Found { month: index + 1, differences: Vec::new() };
        found.compare("uncapped credits", theirs.uncapped_amount, amount(ours.uncapped_minor));
        found.compare("credits", theirs.credit_amount, amount(ours.credit_minor));
        let cut = !matches!(ours.bound, Bound::None);
        found.compare("whether a cap bound", theirs.cap_bound, cut);
        found.compare("score", theirs.score_points.map(|s| s.normalize()), ours.score_units.map(points));
        found.compare("earn-back", theirs.earned_back_amount, amount(ours.earned_back_minor));
        found.compare("bonus", theirs.bonus_amount, amount(ours.bonus_minor));
        found.compare("gain share", theirs.gain_share_amount, amount(ours.gain_share_minor));
        found.compare("which cap bound", theirs.bound_by.map_or(Bound::None, bound), ours.bound);
        for (l, line) in theirs.lines.iter().enumerate() {
            let grade = ours.outcomes[l].grade(&terms.levels[l]).map(word);
            // An excused level that counts as met has no band.
            let met = ours.outcomes[l].met && ours.outcomes[l].value.is_some();
            found.compare("grade", (l, line.grade), (l, grade.or(met.then_some(Grade::Met))));
            found.compare("repeat", (l, line.repeated), (l, ours.claims[l].repeat != one()));
            found.compare("lines", (l, line.credit_amount), (l, amount(ours.lines_minor[l])));
            found.compare(
                "earn-back lines",
                (l, line.earned_back_amount),
                (l, amount(ours.earned_back_lines_minor[l])),
            );
            found.compare("promotion", (l, line.promoted), (l, ours.promoted[l]));
        }
        let fired = |trigger: &settlement::Fired| {
            let level = trigger.service_level.as_ref();
            let place = level.map(|id| self.terms.service_levels.iter().position(|l| &l.id == id).unwrap());
            (usize::try_from(trigger.trigger).unwrap() - 1, place)
        };
        let theirs: BTreeSet<_> = theirs.triggers.iter().map(fired).collect();
        let ours: BTreeSet<_> = ours.fired.iter().copied().collect();
        for (index, _) in terms.triggers.iter().enumerate() {
            let of = |all: &BTreeSet<(usize, Option<usize>)>| {
                all.iter().filter(|f| f.0 == index).copied().collect::<Vec<_>>()
            };
            found.compare(trigger_name(&self.terms, index), of(&theirs), of(&ours));
        }
        found.differences
    }
}

fn trigger_name(terms: &Agreement, index: usize) -> &'static str {
    use model::remedy::Condition;
    match terms.remedies.triggers[index].when {
        Condition::Grade { .. } => "trigger: grade",
        Condition::CriticalRun { .. } => "trigger: run of a critical level",
        Condition::Misses { .. } => "trigger: misses",
        Condition::Points { .. } => "trigger: points",
        Condition::CapReached { .. } => "trigger: cap reached",
    }
}

fn word(grade: super::terms::Grade) -> Grade {
    match grade {
        super::terms::Grade::Minor => Grade::Minor,
        super::terms::Grade::Serious => Grade::Serious,
        super::terms::Grade::Severe => Grade::Severe,
        super::terms::Grade::Failed => Grade::Failed,
    }
}

fn points(units: i128) -> Decimal {
    Decimal::from_i128_with_scale(units, 4).normalize()
}

fn bound(by: BoundBy) -> Bound {
    match by {
        BoundBy::Level => Bound::Level,
        BoundBy::Month => Bound::Month,
        BoundBy::TwelveMonths => Bound::Rolling,
        BoundBy::ContractYear => Bound::ContractYear,
    }
}

/// What relief leaves of what a level reported.
enum Left<'a> {
    /// Value, number of observations, and what else is said of them.
    Value(Q, Option<Q>, &'a Reported),
    Other(&'a Reported),
}

fn report(id: &ServiceLevelId, window: Option<(Decimal, Decimal)>) -> ReliefReport {
    let removed = window.map(|(numerator, denominator)| Removed { numerator, denominator });
    ReliefReport { service_level: id.clone(), cause: ReliefCause::ClientSystem, removed }
}

/// Business days late, and levels whose sampler is at fault.
type Marks = (BTreeMap<ServiceLevelId, u32>, BTreeSet<ServiceLevelId>);

fn marks(ids: &[&ServiceLevelId], brought: &Brought) -> Marks {
    let mut marks = Marks::default();
    for (id, reported) in ids.iter().zip(&brought.levels) {
        if let Reported::Value { late_days, sampler_at_fault, .. } = reported {
            marks.0.extend(late_days.map(|days| ((*id).clone(), days)));
            marks.1.extend(sampler_at_fault.then(|| (*id).clone()));
        }
    }
    marks
}

struct Found {
    month: usize,
    differences: Vec<Difference>,
}

impl Found {
    fn compare<T: PartialEq + Debug>(&mut self, what: &'static str, engine: T, reference: T) {
        if engine != reference && self.differences.iter().all(|d| d.what != what) {
            let words = format!("month {}, {what}: engine {engine:?}, reference {reference:?}", self.month);
            self.differences.push(Difference { what, words });
        }
    }
}

/// Cases of the normal run; a longer one says how many in `PLUMBLINE_SOAK_CASES`, and other ones which in
/// `PLUMBLINE_SOAK_SEED` (below 2^32; 0 are those of the normal run).
const CASES: u64 = 2000;

fn told_by(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|e| panic!("{variable}={text}: {e}")))
}

#[test]
fn the_engine_agrees_with_the_reference_to_the_last_unit() {
    let cases = told_by("PLUMBLINE_SOAK_CASES").unwrap_or(CASES);
    let seed = told_by("PLUMBLINE_SOAK_SEED").unwrap_or_default();
    println!("{cases} cases of seed {seed}");
    let mut refused = BTreeMap::<String, u64>::new();
    let mut differing: BTreeMap<&'static str, (u64, Case)> = BTreeMap::new();
    for number in 0..cases {
        let case = Case::drawn(seed << 32 | number);
        match case.differences() {
            Err(problem) => *refused.entry(problem).or_default() += 1,
            Ok(differences) => {
                for difference in differences {
                    differing.entry(difference.what).or_insert_with(|| (0, case.clone())).0 += 1;
                }
            }
        }
    }
    assert!(refused.is_empty(), "of {cases} cases were refused: {refused:#?}");
    let told: Vec<String> = differing.into_iter().map(|(what, (count, case))| told(what, count, case)).collect();
    assert!(told.is_empty(), "{}", told.join("\n\n"));
}

/// The smallest case that still differs in `what`, in full.
fn told(what: &'static str, count: u64, case: Case) -> String {
    let differs = |case: &Case| {
        let differences = case.differences().unwrap_or_default();
        differences.into_iter().find(|d| d.what == what)
    };
    let small = smallest(case, |c| differs(c).is_some());
    let words = differs(&small).map_or_else(String::new, |d| d.words);
    format!("{what} in {count} cases; the smallest found:\n{words}\n{}", small.text())
}
