//! Which clauses of the agreement a figure follows from. Their numbers are those that the document prints.

use super::Trace;
use crate::history::Actual;
use crate::statement::ReadingKind;
use model::term::clause_number;
use model::{Agreement, Class, Credit, Decimal, Mechanism, Window};

/// A clause that figures follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clause {
    Measures,
    ServiceLevels,
    Ramp,
    Charges,
    Score,
    Forecast,
    Relief,
}

/// The numbers of those clauses in an agreement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClauseNumbers {
    measures: Option<u32>,
    service_levels: Option<u32>,
    ramp: Option<u32>,
    charges: Option<u32>,
    score: Option<u32>,
    forecast: Option<u32>,
    relief: Option<u32>,
}

impl ClauseNumbers {
    pub fn of(agreement: &Agreement) -> Self {
        let number = |id| clause_number(agreement, id);
        Self {
            measures: number("measures"),
            service_levels: number("service-levels"),
            ramp: number("ramp"),
            charges: number("charges"),
            score: number("score"),
            forecast: number("forecast"),
            relief: number("relief"),
        }
    }

    pub fn number(&self, clause: Clause) -> Option<u32> {
        match clause {
            Clause::Measures => self.measures,
            Clause::ServiceLevels => self.service_levels,
            Clause::Ramp => self.ramp,
            Clause::Charges => self.charges,
            Clause::Score => self.score,
            Clause::Forecast => self.forecast,
            Clause::Relief => self.relief,
        }
    }

    /// The clauses in brackets, to stand behind what follows from them: " (clauses 4 and 6)".
    pub fn cite(&self, clauses: &[Clause]) -> String {
        let mut numbers: Vec<u32> = clauses.iter().filter_map(|c| self.number(*c)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        match numbers.as_slice() {
            [] => String::new(),
            [only] => format!(" (clause {only})"),
            [first @ .., last] => {
                let first: Vec<String> = first.iter().map(u32::to_string).collect();
                format!(" (clauses {} and {last})", first.join(", "))
            }
        }
    }
}

impl Trace<'_> {
    pub(super) fn cite(&self, clauses: &[Clause]) -> String {
        self.plan.clauses.cite(clauses)
    }

    /// Where the term of [`Trace::rule`] is printed.
    pub fn rule_clause(&self, level: usize) -> Option<u32> {
        let terms = &self.plan.levels()[level].level;
        let per_point = terms.class != Class::ReportOnly
            && matches!(terms.credit, Credit::PerPoint { .. })
            && self.plan.remedies.mechanism == Mechanism::Percent
            && self.band(level).is_some_and(|band| band > 0);
        self.plan.clauses.number(if per_point { Clause::Charges } else { Clause::ServiceLevels })
    }

    /// What a reading and its comparison with the target follow from.
    pub(super) fn reading_clauses(&self, level: usize) -> Vec<Clause> {
        let read = &self.reads[level];
        match (read.kind, read.actual) {
            (ReadingKind::Pending, _) => vec![Clause::Charges],
            (ReadingKind::Excused, _) if self.plan.remedies.excused_counts_as_met => {
                vec![Clause::Charges, Clause::Relief]
            }
            (ReadingKind::Excused, _) => vec![Clause::Measures, Clause::Relief],
            (ReadingKind::NotReported, _) if self.fails_unreported() => vec![Clause::Charges],
            (ReadingKind::Value, Actual::Value { .. }) => {
                let level_plan = &self.plan.levels()[level];
                let moved = self.plan.target(level, self.index) != level_plan.level.target;
                let quarter = level_plan.level.remedy.window == Window::Quarter;
                let mut clauses = vec![if moved { Clause::Ramp } else { Clause::ServiceLevels }];
                clauses.extend(quarter.then_some(Clause::Charges));
                clauses
            }
            _ => vec![Clause::Measures],
        }
    }

    /// What a level's credit follows from: its band, the percentages and caps, the factor of a month of the ramp.
    pub(super) fn credit_clauses(&self, level: usize) -> Vec<Clause> {
        let terms = &self.plan.levels()[level].level;
        if terms.class == Class::ReportOnly {
            return vec![Clause::ServiceLevels];
        }
        let Some(band) = self.band(level) else { return vec![Clause::Measures] };
        let mut clauses = vec![Clause::Charges];
        if band > 0 {
            let by_band = terms.credit == Credit::ByBand || self.plan.remedies.mechanism != Mechanism::Percent;
            clauses.extend(by_band.then_some(Clause::ServiceLevels));
            let full = self.plan.months()[self.index].credit_factor_percent == Decimal::ONE_HUNDRED;
            clauses.extend((!full).then_some(Clause::Ramp));
        }
        clauses
    }
}
