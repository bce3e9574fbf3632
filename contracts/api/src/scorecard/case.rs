//! A contract with everything that was delivered under it, and its settlement.

use crate::wire::Detail;
use model::{Agreement, Month, ServiceLevelId, Side};
use settlement::{Actual, EventReport, History, Inputs, MonthActuals, MonthInputs, MonthStatement, ReliefReport};
use store::{
    Moment,
    actuals::{Actuals, AmountOf, Kept, Reported, Source},
    marks::{Mark, Marked},
    plans::RectificationPlan,
    statements::{Correction, Posted},
};

use super::PostedStatement;

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
    pub now: Moment,
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

    fn actual(&self, agreement: &Agreement, month: Month, level: &ServiceLevelId) -> Actual {
        let measure = agreement.service_level(level).map(|l| l.measure.clone());
        let kept = measure.and_then(|m| self.actuals.figures.get(&(month, m)));
        match kept.map(|k| k.figure.reported) {
            Some(Reported::Value(value, n)) => Actual::Value { value, n },
            Some(Reported::NoActivity) => Actual::NoActivity,
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

    /// What the months brought beside their values.
    pub fn inputs(&self, agreement: &Agreement, last: Month) -> Inputs {
        let mut inputs = Inputs::new();
        let term = first_of(agreement)..=last;
        for ((month, of), (amount, _)) in self.actuals.amounts.iter().filter(|((m, _), _)| term.contains(m)) {
            let own: &mut MonthInputs = inputs.entry(*month).or_default();
            match of {
                AmountOf::Charges => own.charges_amount = Some(*amount),
                AmountOf::Units => own.units = Some(*amount),
                AmountOf::Saving => own.saving_amount = Some(*amount),
            }
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
                Mark::Excused { levels, cause, .. } => own.relief.extend(levels.iter().map(|level| ReliefReport {
                    service_level: level.clone(),
                    cause: *cause,
                    removed: None,
                })),
            }
        }
        inputs
    }

    /// Settles the months of the term up to `last` under these terms.
    pub fn settle_under(&self, agreement: &Agreement, last: Month) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.settle_history(agreement, &self.history(agreement, last), last)
    }

    /// Settles months of which the history may be an assumption.
    pub fn settle_history(
        &self,
        agreement: &Agreement,
        history: &History,
        last: Month,
    ) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        let first = first_of(agreement);
        let months = usize::try_from(last.since(first) + 1).unwrap_or_default();
        if months == 0 {
            return Ok(Vec::new());
        }
        let problems = |p: Vec<settlement::Problem>| crate::statement::details(&p);
        let plan = settlement::compile(agreement, months).map_err(problems)?.starting_in(first);
        let settled = settlement::settle_with(&plan, history, &self.inputs(agreement, last)).map_err(problems)?;
        Ok(settled.months)
    }

    /// Settles the months of the term up to `last` under the current terms.
    pub fn settle(&self, last: Month) -> Result<Vec<MonthStatement>, Vec<Detail>> {
        self.settle_under(&self.agreement, last)
    }

    /// The terms that a posted statement was settled under.
    pub fn terms(&self, hash: &str) -> &Agreement {
        self.earlier.iter().find(|(h, _)| h == hash).map_or(&self.agreement, |(_, a)| a)
    }

    /// What a source could not give for a month, until a later source gives it.
    pub fn open_troubles(&self, month: Month) -> Vec<Detail> {
        let mut open = Vec::new();
        for source in &self.actuals.sources {
            for trouble in source.problems.iter().filter(|t| t.month == Some(month)) {
                let given = |m| {
                    let kept = self.actuals.figures.get(&(month, m));
                    kept.is_some_and(|k| k.source > source.id)
                };
                let is_level = |m: &model::MeasureId| self.agreement.service_levels.iter().any(|l| &l.measure == m);
                let levels: Vec<_> = trouble.measures.iter().filter(|m| is_level(m)).collect();
                let settled = if !levels.is_empty() {
                    levels.iter().all(|m| given((*m).clone()))
                } else if !trouble.measures.is_empty() {
                    // Of measures that no level is about.
                    true
                } else if trouble.place.contains(", ") {
                    // An amount of the month, until one is given later.
                    self.actuals.amounts.iter().any(|((m, _), (_, given_by))| *m == month && *given_by > source.id)
                } else {
                    // A row: another one of its month stands, in this file or a later one.
                    self.actuals.figures.iter().any(|((m, _), kept)| *m == month && kept.source >= source.id)
                };
                if !settled {
                    open.push(Detail::new(format!("{}, {}", source.name, trouble.place), trouble.message.clone()));
                }
            }
        }
        open
    }
}

/// The first month of an agreement's term.
fn first_of(agreement: &Agreement) -> Month {
    Month::of(agreement.term.start)
}
