//! What a person enters on the scorecard: typed values, amounts, windows of relief, plans, imports with their questions.

use super::{Detail, ScorecardView};
use model::ServiceLevelId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{actuals::AmountOf, marks::Mark};
use ts_rs::TS;

/// What is known about a level that a person types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TypedState {
    /// A value.
    Value,
    /// Nothing happened that could be measured.
    NoActivity,
    /// Nobody reports a value.
    NotReported,
}

/// A figure that a person types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TypedActual {
    /// `2027-09`.
    pub month: String,
    /// Which level.
    pub level: ServiceLevelId,
    /// What is known.
    pub state: TypedState,
    /// The value as people write it.
    pub value: String,
    /// Observations; empty where unknown.
    pub n: String,
    /// What it was read from.
    pub source: String,
    /// This side measured it itself.
    pub measured: bool,
    /// Why a posted month is corrected.
    pub reason: Option<String>,
}

/// An amount as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AmountTyped {
    /// Of what.
    pub what: AmountOf,
    /// As people write it; empty to take it back.
    pub text: String,
}

/// The amounts of a month that a person types.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct AmountsTyped {
    /// `2027-09`.
    pub month: String,
    /// Each that was shown to be typed.
    pub amounts: Vec<AmountTyped>,
    /// When the forecast was locked; empty where that is not told.
    pub locked_on: String,
    /// What they were read from.
    pub source: String,
    /// Why a posted month is corrected.
    pub reason: Option<String>,
}

/// What an excused window held of a level, as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TakenOutTyped {
    /// Which level.
    pub level: ServiceLevelId,
    /// As people write numbers.
    pub numerator: String,
    /// As people write numbers.
    pub denominator: String,
}

/// A part of a month that is excused, as a person typed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct WindowTyped {
    /// `2027-09-03 09:00`.
    pub from: String,
    /// `2027-09-03 13:30`; a day alone is excused to its end.
    pub to: String,
    /// What it held of each level.
    pub taken_out: Vec<TakenOutTyped>,
}

/// A mark that a person makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MarkRequest {
    /// `2027-09`.
    pub month: String,
    /// What.
    pub mark: Mark,
    /// The part of the month that an excused cause touched; none: the whole month.
    #[serde(default)]
    pub window: Option<WindowTyped>,
    /// Why a posted month is corrected.
    pub reason: Option<String>,
}

/// A rectification plan that a person opens or moves on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlanRequest {
    /// The plan to move on; none to open one.
    #[ts(type = "number | null")]
    pub plan: Option<i64>,
    /// `2027-09`; of a plan that is opened.
    pub month: String,
    /// The level that it is about; none for the month.
    pub level: Option<ServiceLevelId>,
    /// Why it is opened.
    pub cause: String,
    /// Why it happened.
    pub root_cause: String,
    /// Who mends it.
    pub owner: String,
    /// A date as people write it; empty for none.
    pub due_on: String,
    /// Done.
    pub done: bool,
}

/// A column of a table of actuals of which only a person can say what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AskedColumn {
    /// Its name.
    pub column: String,
    /// The question, with one of its cells.
    pub text: String,
    /// The answers on offer.
    pub choices: Vec<AnswerChoice>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AnswerChoice {
    /// Names it: `percent`, `count`.
    pub id: String,
    /// For people: "percentages: 7 is 7 %".
    pub label: String,
}

/// What an import would change of what is here already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FigureChange {
    /// `Sep 2027`.
    pub month: String,
    /// Name of the measure, or of the amount.
    pub name: String,
    /// What is here, with its unit.
    pub before: String,
    /// What the file says.
    pub after: String,
    /// Observations behind what is here; empty where unknown.
    pub before_n: String,
    /// Observations afterwards: those of the file or, where it has none, those that are known.
    pub after_n: String,
    /// Where what is here came from.
    pub source: String,
    /// The month's statement is posted: the difference goes on the next one.
    pub posted: bool,
}

/// What an import of actuals did, or waits for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ActualsImported {
    /// Nothing is taken yet: questions are open, or changes wait for a yes.
    pub waits: bool,
    /// Name of the file.
    pub name: String,
    /// What only a person can say.
    pub questions: Vec<AskedColumn>,
    /// What it changes of what was here.
    pub changes: Vec<FigureChange>,
    /// `21 figures of 3 months taken; 2 problems to correct`.
    pub summary: String,
    /// What was not taken, each with its place.
    pub problems: Vec<Detail>,
    /// Everything else worth knowing.
    pub notes: Vec<String>,
    /// The scorecard afterwards, at the last month of the file.
    pub view: ScorecardView,
}

/// A kind of file that a statement comes out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum StatementFormat {
    /// A printed document.
    Pdf,
    /// A table.
    Csv,
    /// Data.
    Json,
}
