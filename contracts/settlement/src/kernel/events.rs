//! What a month's settlement may know beside the levels' values.

use super::Reading;

/// A reported event that made several levels miss. Levels are indices of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incident {
    /// The levels that it made miss.
    pub levels: Vec<usize>,
    /// The one whose credit the client chose.
    pub chosen: Option<usize>,
}

/// A level's values over longer windows that end in this month, from their sums: rounded, with their reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aggregate {
    /// Over its own window, where that is longer than a month.
    pub window: Option<(Reading, i64)>,
    /// Over the quarter of the contract year.
    pub quarter: Option<(Reading, i64)>,
    /// Over the contract year.
    pub year: Option<(Reading, i64)>,
}

/// What a month's settlement may know beside the levels' values; the same in every lane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Events {
    /// No level stands in two of them.
    pub incidents: Vec<Incident>,
    /// One for each level of the plan, or none at all: longer windows are then the plain mean of their months.
    pub aggregates: Vec<Aggregate>,
    /// Whether something beside the levels counts as a missed gate of the month: an obligation that was not shown in time.
    pub gate_missed: bool,
}

/// A month of which nothing else is known.
pub(super) static NONE: Events = Events { incidents: Vec::new(), aggregates: Vec::new(), gate_missed: false };

impl Events {
    pub(super) fn aggregate(&self, level: usize) -> Option<&Aggregate> {
        self.aggregates.get(level)
    }
}
