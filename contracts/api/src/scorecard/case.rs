//! A contract with everything that was delivered under it, and its settlement.

use crate::{
    held::{self, OpenProblem, Partly},
    history,
    wire::{Detail, StepsView},
};
use chrono::NaiveDate;
use model::{Agreement, Baseline, Decimal, Month, Quantity, ServiceLevelId, Side, relief::Removed};
use settlement::{Actual, EventReport, History, Inputs, MonthActuals, MonthInputs, MonthStatement, ReliefReport};
use store::{
    Moment,
    actuals::{Actuals, AmountOf, Kept, Reported, Source, Trouble},
    elsewhere::PostedThere,
    marks::{Mark, Marked},
    plans::RectificationPlan,
    statements::{Correction, Posted},
};

use super::{PostedStatement, calendar};

/// A contract with everything that was delivered under it.
pub(crate) struct Case {
    /// The terms as they stand.
    pub agreement: Agreement,
    /// Number and hash of that revision.
    pub revision: (u32, String),
    /// The side that this computer works as.
    pub side: Side,
    pub actuals: Actuals,
    pub marks: Vec<Marked>,
    pub posted: Vec<(Posted, PostedStatement)>,
    /// Terms of posted statements that are others than the current ones, by hash.
    pub earlier: Vec<(String, Agreement)>,
    pub corrections: Vec<Correction>,
    pub plans: Vec<RectificationPlan>,
    /// The history that the contract is looked at with, and whether its owner shares it.
    pub baseline: Option<(Baseline, bool)>,
    pub now: Moment,
    /// Statements that the other side posted, by month.
    pub posted_there: Vec<PostedThere>,
    /// Where the contract stands among its steps.
    pub steps: StepsView,
}

impl Case {
    pub fn first(&self) -> Month {
        first_of(&self.agreement)
    }

    /// The last month of the term.
    pub fn last(&self) -> Month {
        let months = i32::try_from(self.agreement.term.months).unwrap_or(i32::MAX).saturating_sub(1).max(0);
        self.first().plus(months)
    }

    /// 1 for the first month of the term.
    pub fn number(&self, month: Month) -> usize {
        usize::try_from(month.since(self.first()) + 1).unwrap_or_default()
    }

    pub fn holds(&self, month: Month) -> bool {
        (self.first()..=self.last()).contains(&month)
    }

    /// The last month of the term with a figure.
    pub fn last_reported(&self) -> Option<Month> {
        self.actuals.figures.keys().map(|(month, _)| *month).filter(|m| self.holds(*m)).max()
    }

    pub fn posted_of(&self, month: Month) -> Option<&(Posted, PostedStatement)> {
        self.posted.iter().find(|(p, _)| p.month == month)
    }

    /// The first month whose statement is not posted.
    pub fn next_to_post(&self) -> Month {
        self.posted.last().map_or(self.first(), |(p, _)| p.month.plus(1))
    }

    pub fn figure(&self, month: Month, level: &ServiceLevelId) -> Option<&Kept> {
        let level = self.agreement.service_level(level)?;
        self.actuals.figures.get(&(month, level.measure.clone()))
    }

    pub fn source(&self, id: i64) -> Option<&Source> {
        self.actuals.sources.iter().find(|s| s.id == id)
    }

    pub fn name(&self, level: &ServiceLevelId) -> String {
        let found = self.agreement.levels().find(|(l, _)| &l.id == level);
        found.map_or_else(|| level.to_string(), |(_, m)| m.name.clone())
    }

    /// Marks of a month that count.
    pub fn marks_that_hold(&self, month: Month) -> impl Iterator<Item = &Marked> {
        self.marks.iter().filter(move |m| m.month == month && m.holds())
    }

    /// Days with figures of a month of which only a part is there; none where it is whole or empty.
    pub fn part_days(&self, month: Month) -> Option<u32> {
        let of_month = self.actuals.figures.iter().filter(|((m, _), _)| *m == month);
        of_month.filter_map(|(_, kept)| kept.figure.days).max()
    }

    /// Whether a month has ended. What is posted has.
    pub fn has_ended(&self, month: Month) -> bool {
        let is_over = |end: NaiveDate| self.now.date_naive() > end;
        self.posted_of(month).is_some() || calendar::last_day(month).is_none_or(is_over)
    }

    /// Whether what is known of a month is to date: days of it are missing, or it has not ended.
    pub fn is_to_date(&self, month: Month) -> bool {
        self.part_days(month).is_some() || !self.has_ended(month)
    }

    /// The last day of the cure period of a month's reports; none where a missing one has no consequence.
    pub fn cured_until(&self, month: Month) -> Option<NaiveDate> {
        let days = self.agreement.remedies.cure_business_days?;
        calendar::business_days_after(calendar::last_day(month)?, days)
    }

    /// Whether what is not there of a month is not late: it is to date, or the cure period of its reports has not passed.
    pub fn awaits(&self, month: Month) -> bool {
        let in_cure = || self.cured_until(month).is_some_and(|until| self.now.date_naive() <= until);
        self.is_to_date(month) || self.posted_of(month).is_none() && in_cure()
    }

    /// Whether a level was not reported yet in a month of which reports can still come in time.
    pub fn is_awaited(&self, month: Month, level: &ServiceLevelId) -> bool {
        let reported = self.figure(month, level).map(|k| k.figure.reported);
        self.awaits(month) && matches!(reported, None | Some(Reported::NotReported))
    }

    fn actual(&self, agreement: &Agreement, month: Month, level: &ServiceLevelId) -> Actual {
        let measure = agreement.service_level(level).map(|l| l.measure.clone());
        let kept = measure.and_then(|m| self.actuals.figures.get(&(month, m)));
        match kept.map(|k| k.figure.reported) {
            Some(Reported::Value(value, n)) => Actual::Value { value, n },
            Some(Reported::NoActivity) => Actual::NoActivity,
            // What is not there yet is not late.
            Some(Reported::NotReported) | None if self.awaits(month) => Actual::NoActivity,
            Some(Reported::NotReported) | None => Actual::NotReported,
        }
    }

    /// What is known of each level from the first month of the term to `last`.
    pub fn history(&self, agreement: &Agreement, last: Month) -> History {
        // A posted month keeps the start of its own terms.
        let first = first_of(agreement);
        let months = (0..=last.since(first)).map(|i| {
            let month = first.plus(i);
            let actuals = agreement.service_levels.iter();
            let actuals = actuals.map(|l| (l.id.clone(), self.actual(agreement, month, &l.id))).collect();
            MonthActuals { month, actuals }
        });
        History { months: months.collect() }
    }

    /// The same without the windows that approved relief takes out of numerator and denominator: what figures of several
    /// months are made from, and what a figure rests on.
    pub fn counted(&self, agreement: &Agreement, last: Month) -> History {
        history::counted(agreement, self.history(agreement, last), &self.inputs(agreement, last))
    }

    /// What is known so far of a level in a month of which only a part is there, without what relief took out; none where
    /// its figure is there for the whole month, or has no value.
    pub fn to_date(&self, month: Month, level: &ServiceLevelId) -> Option<ToDate> {
        let kept = self.figure(month, level)?;
        kept.figure.days?;
        let Reported::Value(_, all) = kept.figure.reported else { return None };
        let counted = self.counted(&self.agreement, month);
        let own = counted.months.iter().find(|m| m.month == month)?;
        match *own.actuals.get(level)? {
            Actual::Value { value, n } => Some(ToDate { value, n, all }),
            _ => None,
        }
    }

    /// What the months brought beside their values.
    pub fn inputs(&self, agreement: &Agreement, last: Month) -> Inputs {
        let mut inputs = Inputs::new();
        let term = first_of(agreement)..=last;
        for ((month, of), (amount, _)) in self.actuals.amounts.iter().filter(|((m, _), _)| term.contains(m)) {
            // The volume of some days is not held against the forecast of a month.
            if *of == AmountOf::Volume && self.is_to_date(*month) {
                continue;
            }
            let own: &mut MonthInputs = inputs.entry(*month).or_default();
            history::put(own, *of, *amount);
        }
        for marked in self.marks.iter().filter(|m| m.holds() && term.contains(&m.month)) {
            let own = inputs.entry(marked.month).or_default();
            match &marked.mark {
                Mark::Late { levels, business_days } => {
                    own.late_business_days.extend(levels.iter().map(|l| (l.clone(), *business_days)));
                }
                Mark::SamplerAtFault { levels, .. } => own.sampler_at_fault.extend(levels.iter().cloned()),
                Mark::Incident { name, levels, chosen } => own.events.push(EventReport {
                    name: name.clone(),
                    service_levels: levels.clone(),
                    chosen: chosen.clone(),
                }),
                Mark::Excused { levels, cause, window, .. } => own.relief.extend(levels.iter().filter_map(|level| {
                    let taken_out = match window {
                        None => None,
                        // A level without counts is not relieved: the whole month was never excused.
                        Some(window) => Some(window.taken_out.iter().find(|t| &t.level == level)?),
                    };
                    let removed = taken_out.map(|t| Removed { numerator: t.numerator, denominator: t.denominator });
                    Some(ReliefReport { service_level: level.clone(), cause: *cause, removed })
                })),
                Mark::NotAttested { obligations, .. } => own.unattested_obligations.extend(obligations),
            }
        }
        inputs
    }

    /// Settles the months of the term up to `last` under these terms, but for those that are held.
    pub fn settle_under(&self, agreement: &Agreement, last: Month) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.settle_history(agreement, &self.history(agreement, last), last)
    }

    /// Settles months of which the history may be an assumption, but for those that are held.
    pub fn settle_history(
        &self,
        agreement: &Agreement,
        history: &History,
        last: Month,
    ) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.partly(agreement, history, &self.inputs(agreement, last), &self.open_problems()).map(|p| p.months)
    }

    /// Settles months of which history and inputs may be assumptions, but for those that are held.
    pub fn settle_assumed(&self, history: &History, inputs: &Inputs) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.partly(&self.agreement, history, inputs, &self.open_problems()).map(|p| p.months)
    }

    /// Settles what can be settled while these problems are open.
    fn partly(
        &self,
        agreement: &Agreement,
        history: &History,
        inputs: &Inputs,
        open: &[OpenProblem],
    ) -> Result<Partly, Vec<Detail>> {
        let first = first_of(agreement);
        if history.months.is_empty() {
            return Ok(Partly::default());
        }
        let said = |p: Vec<settlement::Problem>| p.iter().map(|p| held::detail(agreement, p)).collect::<Vec<_>>();
        held::settle(agreement, first, history, inputs, open).map_err(said)
    }

    /// Settles the months of the term up to `last` under the current terms, but for those that are held.
    pub fn settle(&self, last: Month) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.settle_under(&self.agreement, last)
    }

    /// The months up to `last` as far as they are known, whatever is still open: for their values, never for their money.
    pub fn as_known(&self, last: Month) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        let history = self.history(&self.agreement, last);
        self.partly(&self.agreement, &history, &self.inputs(&self.agreement, last), &[]).map(|p| p.months)
    }

    /// The same of a history and inputs that are assumptions.
    pub fn settle_known(&self, history: &History, inputs: &Inputs) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.partly(&self.agreement, history, inputs, &[]).map(|p| p.months)
    }

    /// Why each month up to `last` is held; what settlement found wrong is among the problems of its month.
    pub fn held(&self, last: Month) -> Vec<held::HeldMonth> {
        let history = self.history(&self.agreement, last);
        let settled =
            self.partly(&self.agreement, &history, &self.inputs(&self.agreement, last), &self.open_problems());
        settled.map(|p| p.held).unwrap_or_default()
    }

    /// What settlement finds wrong with a month or misses, beside what its sources could not give.
    pub fn found(&self, month: Month) -> Vec<Detail> {
        let last = self.last_reported().unwrap_or(month).max(month);
        let history = self.history(&self.agreement, last);
        let settled =
            self.partly(&self.agreement, &history, &self.inputs(&self.agreement, last), &self.open_problems());
        let found = settled.map(|p| p.found).unwrap_or_default();
        let found = found.into_iter().chain(self.charges_missing());
        found.filter(|p| p.month == month).map(|p| p.detail).collect()
    }

    /// The terms that a posted statement was settled under.
    pub fn terms(&self, hash: &str) -> &Agreement {
        self.earlier.iter().find(|(h, _)| h == hash).map_or(&self.agreement, |(_, a)| a)
    }

    /// What a source could not give for a month, until a later source gives it.
    pub fn open_troubles(&self, month: Month) -> Vec<Detail> {
        self.open_of(month).map(|(source, trouble)| self.said(source, trouble)).collect()
    }

    /// The same for every month, as settlement is held by it.
    pub fn open_problems(&self) -> Vec<OpenProblem> {
        let open = self.all_open().filter_map(|(source, trouble)| {
            let problem = OpenProblem::of(&self.agreement, trouble)?;
            Some(OpenProblem { detail: self.said(source, trouble), ..problem })
        });
        open.chain(self.charges_missing()).collect()
    }

    /// Months whose charges are not known. What was posted stands, and a month under way is not charged yet.
    fn charges_missing(&self) -> Vec<OpenProblem> {
        let Some(last) = self.last_reported() else { return Vec::new() };
        let (history, inputs) = (self.history(&self.agreement, last), self.inputs(&self.agreement, last));
        let mut missing = held::charges_missing(&self.agreement, &history, &inputs);
        missing.retain(|p| self.posted_of(p.month).is_none() && !self.is_to_date(p.month));
        missing
    }

    /// Whether a measure's figure of a month waits to be corrected.
    pub fn waits(&self, month: Month, measure: &model::MeasureId) -> bool {
        self.open_of(month).any(|(_, trouble)| trouble.measures.contains(measure))
    }

    /// What one's own sources still wait for, by source.
    pub fn all_open(&self) -> impl Iterator<Item = (&Source, &Trouble)> {
        let troubles = self.actuals.sources.iter().flat_map(|s| s.problems.iter().map(move |t| (s, t)));
        troubles.filter(|(source, trouble)| trouble.month.is_some_and(|month| !self.is_settled(source, trouble, month)))
    }

    fn open_of(&self, month: Month) -> impl Iterator<Item = (&Source, &Trouble)> {
        self.all_open().filter(move |(_, trouble)| trouble.month == Some(month))
    }

    fn said(&self, source: &Source, trouble: &Trouble) -> Detail {
        let whose = if source.elsewhere.is_some() {
            format!("{} of the {}", source.name, source.side.word())
        } else {
            source.name.clone()
        };
        Detail::new(format!("{whose}, {}", trouble.place), trouble.message.clone())
    }

    /// Whether a later source gave what was missing, or the other side's problem is no matter beside one's own figure.
    fn is_settled(&self, source: &Source, trouble: &Trouble, month: Month) -> bool {
        let is_own = |id: i64| self.source(id).is_some_and(|s| s.elsewhere.is_none());
        let later = |given_by: i64| given_by > source.id || source.elsewhere.is_some() && is_own(given_by);
        let given = |m: &model::MeasureId| {
            let kept = self.actuals.figures.get(&(month, m.clone()));
            kept.is_some_and(|k| later(k.source))
        };
        let is_level = |m: &model::MeasureId| self.agreement.service_levels.iter().any(|l| &l.measure == m);
        let levels: Vec<_> = trouble.measures.iter().filter(|m| is_level(m)).collect();
        if !levels.is_empty() {
            levels.iter().all(|m| given(m))
        } else if !trouble.measures.is_empty() {
            // Of measures that no level is about.
            true
        } else if trouble.place.contains(", ") {
            // An amount of the month, until one is given later.
            self.actuals.amounts.iter().any(|((m, _), (_, given_by))| *m == month && later(*given_by))
        } else {
            // A row: another one of its month stands, in this file or a later one.
            self.actuals.figures.iter().any(|((m, _), kept)| *m == month && kept.source >= source.id)
        }
    }
}

/// A level in a month under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ToDate {
    /// Its value without what relief took out.
    pub value: Quantity,
    /// Observations behind that, where known.
    pub n: Option<Decimal>,
    /// Observations before relief: what the days so far brought.
    pub all: Option<Decimal>,
}

impl ToDate {
    /// Whether relief took something out.
    pub fn is_relieved(self) -> bool {
        self.n != self.all
    }

    /// Observations that the rest of the month brings at the same volume a day, where known.
    pub fn to_come(self, days: u32, of_days: u32) -> Option<Decimal> {
        let rest = self.all? * Decimal::from(of_days.saturating_sub(days));
        rest.checked_div(Decimal::from(days))
    }
}

/// The first month of an agreement's term.
fn first_of(agreement: &Agreement) -> Month {
    Month::of(agreement.term.start)
}
