//! What is wrong with terms or actuals, where, and what was expected instead.

use std::fmt;

/// What a problem stands in the way of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// The money or which band a value lies in: nothing can be settled.
    Money,
    /// Only the score: bands and credits can still be settled ([`crate::compile_draft`]).
    Score,
}

/// One thing that is wrong with the terms of an agreement or with the actuals of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The term (`service_levels.asa.floor`) or the actual (`actuals.2026-03.asa`).
    pub path: String,
    /// What was found, as a fragment: "a weight of −5 %".
    pub what: String,
    /// What was expected, as a fragment: "a percentage between 0 and 100".
    pub expected: String,
    /// What it stands in the way of.
    pub concern: Concern,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; expected {}", self.path, self.what, self.expected)
    }
}

impl std::error::Error for Problem {}

/// Collects problems, so that all of them are told at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub fn money(&mut self, path: impl Into<String>, what: impl Into<String>, expected: impl Into<String>) {
        self.push(Concern::Money, path.into(), what.into(), expected.into());
    }

    pub fn score(&mut self, path: impl Into<String>, what: impl Into<String>, expected: impl Into<String>) {
        self.push(Concern::Score, path.into(), what.into(), expected.into());
    }

    fn push(&mut self, concern: Concern, path: String, what: String, expected: String) {
        self.0.push(Problem { path, what, expected, concern });
    }

    /// Whether nothing can be settled at all.
    pub fn any_about_money(&self) -> bool {
        self.0.iter().any(|p| p.concern == Concern::Money)
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}
