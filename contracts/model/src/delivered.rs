//! What was delivered, as both sides know it: where figures came from, what is said about months, and how both travel in a
//! contract file. Nothing of it belongs to one side alone.

use crate::{Decimal, Grade, MeasureId, Month, Quantity, ServiceLevelId, Side, Weighting, clauses::ReliefCause};
use chrono::{DateTime, NaiveDateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How figures came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Typed in by the party that measures.
    Measured,
    /// Read from a file.
    Imported,
    /// Typed in from a report.
    Typed,
}

/// What was not taken from a source, kept until it is corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// Where: "row 6, asa".
    pub place: String,
    /// What was found and what to do.
    pub message: String,
    /// The month, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    /// The measures that lack a figure because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureId>,
}

/// What is known about a measure in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "ReportedForm", into = "ReportedForm")]
#[schemars(with = "ReportedForm")]
pub enum Reported {
    /// A value, not yet rounded, and the observations that it rests on.
    Value(Quantity, Option<Decimal>),
    /// Nothing happened that could be measured.
    NoActivity,
    /// Nobody reports a value.
    NotReported,
}

/// As it is written in a file.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ReportedForm {
    Value {
        value: Quantity,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        n: Option<Decimal>,
    },
    NoActivity,
    NotReported,
}

impl From<ReportedForm> for Reported {
    fn from(form: ReportedForm) -> Self {
        match form {
            ReportedForm::Value { value, n } => Self::Value(value, n),
            ReportedForm::NoActivity => Self::NoActivity,
            ReportedForm::NotReported => Self::NotReported,
        }
    }
}

impl From<Reported> for ReportedForm {
    fn from(reported: Reported) -> Self {
        match reported {
            Reported::Value(value, n) => Self::Value { value, n },
            Reported::NoActivity => Self::NoActivity,
            Reported::NotReported => Self::NotReported,
        }
    }
}

/// One measure in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Which month.
    pub month: Month,
    /// Which measure.
    pub measure: MeasureId,
    /// What is known.
    pub reported: Reported,
    /// How the month was made from its parts.
    pub weighting: Weighting,
    /// Days with figures, where these are not all of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// A number of a month beside its measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum AmountOf {
    /// What was invoiced before credits.
    Charges,
    /// Units delivered.
    Units,
    /// A saving that both measured.
    Saving,
    /// Contacts offered, in the forecast's count.
    Volume,
    /// The locked forecast of them.
    Forecast,
}

impl AmountOf {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Charges, Self::Units, Self::Saving, Self::Volume, Self::Forecast];

    /// Its name in files and databases.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Charges => "charges",
            Self::Units => "units",
            Self::Saving => "saving",
            Self::Volume => "volume",
            Self::Forecast => "forecast",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Charges => "Charges as invoiced",
            Self::Units => "Units delivered",
            Self::Saving => "Saving",
            Self::Volume => "Volume",
            Self::Forecast => "Locked forecast",
        }
    }

    /// Whether it is an amount of money.
    #[must_use]
    pub fn is_money(self) -> bool {
        matches!(self, Self::Charges | Self::Saving)
    }
}

/// What an excused window held of one level, good and bad, in its measure's own counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct TakenOut {
    /// Which level.
    pub level: ServiceLevelId,
    /// Of a share, how many were good; of a mean or a sum, the sum of the values; of a count, how many.
    #[ts(type = "string")]
    pub numerator: Decimal,
    /// How many observations there were.
    #[ts(type = "string")]
    pub denominator: Decimal,
}

/// A part of a month that is excused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ExcusedWindow {
    /// When it began, by the contract's clock.
    #[ts(type = "string")]
    pub from: NaiveDateTime,
    /// When it had ended, by the contract's clock.
    #[ts(type = "string")]
    pub to: NaiveDateTime,
    /// What leaves each level's figure.
    pub taken_out: Vec<TakenOut>,
}

/// What is said about a month's levels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The report came so many business days late.
    Late {
        /// Of which levels.
        levels: Vec<ServiceLevelId>,
        /// Business days.
        business_days: u32,
    },
    /// An excused cause. It holds once both parties approved it.
    Excused {
        /// Which levels.
        levels: Vec<ServiceLevelId>,
        /// Why.
        cause: ReliefCause,
        /// What shows it.
        evidence: String,
        /// The part of the month that is excused, with its counts; none: the whole month.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        window: Option<ExcusedWindow>,
    },
    /// The sample is too small by fault of the party that samples.
    SamplerAtFault {
        /// Of which levels.
        levels: Vec<ServiceLevelId>,
        /// What shows it.
        evidence: String,
    },
    /// One reported event made several levels miss.
    Incident {
        /// What happened.
        name: String,
        /// Which levels.
        levels: Vec<ServiceLevelId>,
        /// The one whose credit the client chose, where the agreement leaves it the choice.
        chosen: Option<ServiceLevelId>,
    },
    /// Obligations that were not shown in time. One that is a gate counts as a missed gate of the month.
    NotAttested {
        /// Their numbers in the agreement, from 1.
        obligations: Vec<u32>,
        /// What shows it.
        evidence: String,
    },
}

impl Mark {
    /// Its name for people.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Late { .. } => "Late report",
            Self::Excused { .. } => "Relief",
            Self::SamplerAtFault { .. } => "Sample too small",
            Self::Incident { .. } => "Incident",
            Self::NotAttested { .. } => "Obligations not shown",
        }
    }

    /// The levels that it is about; none where it is about obligations.
    #[must_use]
    pub fn levels(&self) -> &[ServiceLevelId] {
        match self {
            Self::Late { levels, .. }
            | Self::Excused { levels, .. }
            | Self::SamplerAtFault { levels, .. }
            | Self::Incident { levels, .. } => levels,
            Self::NotAttested { .. } => &[],
        }
    }

    /// Whether both parties must approve it before it holds. Facts that either side can see count at once.
    #[must_use]
    pub fn needs_both(&self) -> bool {
        !matches!(self, Self::Late { .. } | Self::NotAttested { .. })
    }
}

/// What a side said to a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Yes.
    Approved,
    /// No.
    Rejected,
    /// Taken back by the side that marked; final.
    Withdrawn,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Approved, Self::Rejected, Self::Withdrawn];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An amount of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedAmount {
    /// Which month.
    pub month: Month,
    /// Of what.
    pub what: AmountOf,
    /// How much; none where it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
}

/// Figures with where they came from, as they travel. Of a file only its name and hash: its other columns are not shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedSource {
    /// How they came in.
    pub origin: Origin,
    /// Name of the file, or what a figure was read from.
    pub name: String,
    /// SHA-256 of the file; none where figures were typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// When they came in, by the clock of that computer.
    pub at: DateTime<Utc>,
    /// The figures that hold there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    /// The amounts that hold there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<SharedAmount>,
    /// What of it still waits to be corrected: its months are held on both sides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Trouble>,
}

/// A word of the side that wrote the file about a mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedDecision {
    /// What it said.
    pub decision: Decision,
    /// When, by the clock of that computer.
    pub at: DateTime<Utc>,
}

/// A mark with what the side that wrote the file said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedMark {
    /// Which month.
    pub month: Month,
    /// Which side made it.
    pub side: Side,
    /// What.
    pub mark: Mark,
    /// When it was made, by the clock of that computer.
    pub at: DateTime<Utc>,
    /// Every word of the side that wrote the file, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<SharedDecision>,
}

/// A level of a posted statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedLine {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Its value; none without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Quantity>,
    /// How it was judged; none where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grade: Option<Grade>,
    /// Its credit after caps.
    pub credit_amount: Decimal,
}

/// What a correction changed in a statement that was posted before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedAdjustment {
    /// The month that was corrected.
    pub month: Month,
    /// Its net credit now less what it was.
    pub difference_amount: Decimal,
}

/// A statement that the side that wrote the file posted: what it came to. It says nothing that its printed statement does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedStatement {
    /// Its month.
    pub month: Month,
    /// SHA-256 of the statement as it was posted there: names it.
    pub sha256: String,
    /// When it was posted, by the clock of that computer.
    pub at: DateTime<Utc>,
    /// Number of the revision that it was settled under, there.
    pub revision: u32,
    /// SHA-256 of that revision.
    pub terms_sha256: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// The month's score; none without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score_points: Option<Decimal>,
    /// What percentages were taken of.
    pub charges_amount: Decimal,
    /// The month's net credit; negative where the client owes.
    pub net_credit_amount: Decimal,
    /// The same with what corrections changed in earlier months.
    pub total_amount: Decimal,
    /// Its levels.
    pub lines: Vec<SharedLine>,
    /// What it posts for earlier months.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<SharedAdjustment>,
}

/// What one side knows of what was delivered, for the other. Which side that is says [`crate::sign_off::Sent::side`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedActuals {
    /// Its own figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SharedSource>,
    /// Its own marks, and those of the other side that it said something to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<SharedMark>,
    /// The statements that it posted, by month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<SharedStatement>,
}

impl SharedActuals {
    /// Whether it says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty() && self.marks.is_empty() && self.statements.is_empty()
    }
}
