//! What is wrong with an input: where, what was found, what was expected, what to do. All of it at once.

use std::fmt;

/// One thing wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: a path such as `histories.asa.values[3]` or `settings.phi[0]`.
    pub place: String,
    /// What stands there.
    pub found: String,
    /// What could stand there.
    pub expected: String,
    /// What mends it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, found, expected, remedy } = self;
        write!(f, "{place}: found {found}, expected {expected}; {remedy}")
    }
}

/// Everything wrong with the inputs of a simulation; never empty as an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("the simulation cannot start: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "))]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    pub(crate) fn add(&mut self, place: impl Into<String>, found: impl fmt::Display, expected: &str, remedy: &str) {
        self.0.push(Problem {
            place: place.into(),
            found: found.to_string(),
            expected: expected.into(),
            remedy: remedy.into(),
        });
    }

    /// The value where nothing is wrong.
    pub(crate) fn or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}
