//! What an agreement says besides its measures, promises and money: each clause a type of its own.
//!
//! Every one of them may be left out: a clause that is not set has its default value, writes no byte and is not printed.

mod change_control;
mod compliance;
mod contact;
mod continuity;
mod escalation;
mod exit;
mod forecast;
mod governance;
mod governing;
mod quality;
mod rectification;
mod relief;
mod renewal;
mod report;
mod scope;
mod statement_rules;

pub use change_control::ChangeControl;
pub use compliance::{Obligation, ObligationKind};
pub use contact::Contact;
pub use continuity::{Continuity, SupportingSystem};
pub use escalation::{Escalation, EscalationTier};
pub use exit::{Exit, Termination};
pub use forecast::{Forecast, ForecastOwner};
pub use governance::{Governance, Meeting};
pub use governing::{Governing, Prevails};
pub use quality::{CsatProgramme, QaCriterion, QaProgramme};
pub use rectification::Rectification;
pub use relief::{Dependency, Relief, ReliefCause, ReliefEvent};
pub use renewal::{Renewal, RenewalRule};
pub use report::Report;
pub use scope::{CustomerGroup, LevelScope, Named, Scope, ServiceHours, TransitionStep};
pub use statement_rules::{CreditBy, StatementRules};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How often something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Twice a year.
    HalfYearly,
    /// Once a year.
    Yearly,
}

impl Frequency {
    /// As it stands in a sentence: "every month".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Daily => "every day",
            Self::Weekly => "every week",
            Self::Monthly => "every month",
            Self::Quarterly => "every quarter",
            Self::HalfYearly => "every six months",
            Self::Yearly => "every year",
        }
    }

    /// How often it happens in a year, days being calendar days.
    #[must_use]
    pub fn times_a_year(self) -> u32 {
        match self {
            Self::Daily => 365,
            Self::Weekly => 52,
            Self::Monthly => 12,
            Self::Quarterly => 4,
            Self::HalfYearly => 2,
            Self::Yearly => 1,
        }
    }
}

/// Whether a value is the one that stands for "not set": it is then left out of a file.
pub(crate) fn is_unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
