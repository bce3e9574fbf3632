//! The scorecard of actuals.

use super::Detail;
use crate::scorecard::Verdict;
use model::{ServiceLevelId, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{
    actuals::{AmountOf, Origin},
    marks::Decision,
};
use ts_rs::TS;

/// How far a month has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MonthState {
    /// No actuals.
    Empty,
    /// To date: actuals of a part of its days, or it has not ended.
    Part,
    /// Actuals, not posted.
    Open,
    /// Its statement is posted.
    Posted,
}

/// Where a contract stands among its steps, terms and entries alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct StepsView {
    /// Names the step that it stands on.
    #[ts(type = "number")]
    pub step: i64,
    /// Name of the step that undo takes back; none where there is nothing to undo.
    pub undo: Option<String>,
    /// Name of the step that redo makes again.
    pub redo: Option<String>,
    /// Why the last step is not undone, where it cannot be.
    pub undo_stops: Option<String>,
}

/// A statement that the other side posted, beside what is posted or settled here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TheirStatementView {
    /// `2027-09`.
    pub month: String,
    /// `Sep 2027`.
    pub label: String,
    /// Which side posted it.
    pub side: Side,
    /// When, there; RFC 3339.
    pub at: String,
    /// Number of the revision that it was settled under, there.
    pub revision: u32,
    /// The beginning of its hash.
    pub short_hash: String,
    /// Its net credit: `USD 2,060.00`.
    pub net_text: String,
    /// The same with corrections of earlier months; empty where there are none.
    pub total_text: String,
    /// Name of the contract file that told of it.
    pub file: String,
    /// A statement of the month is posted here as well.
    pub posted_here: bool,
    /// It says the same as what is posted here or, where nothing is, settled here.
    pub same: bool,
    /// What that comparison came to: `The same as posted here`.
    pub words: String,
    /// Where they differ, each in a sentence.
    pub differences: Vec<String>,
}

/// The scorecard of a month, with what surrounds it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ScorecardView {
    /// Every month of the term.
    pub months: Vec<MonthTab>,
    /// The month that is shown: `2027-09`.
    pub month: String,
    /// `September 2027, month 7 of 36`.
    pub lead: String,
    /// How far it has come.
    pub state: MonthState,
    /// The finding in one sentence.
    pub headline: String,
    /// Uncapped, cap, earn-back, bonus: a figure each, with what is to be said about it.
    pub facts: Vec<FigureFact>,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// One for each service level.
    pub rows: Vec<ScoreRow>,
    /// `4 of 7 met`.
    pub met_text: String,
    /// The month's score; empty without one.
    pub score_text: String,
    /// How the score was made, in words.
    pub score_words: String,
    /// The month's credit.
    pub credit_text: String,
    /// How the credit, the bonus and the share of savings were made, each in words.
    pub credit_words: Vec<String>,
    /// Points are a column of their own where misses become money by points.
    pub has_points: bool,
    /// Where the figures came from and what was said about them, each a sentence.
    pub notes: Vec<String>,
    /// What an import could not take, or what cannot be settled; each to be corrected.
    pub problems: Vec<Detail>,
    /// Why the statement cannot be posted yet; none where it can.
    pub hindrance: Option<String>,
    /// The posted statement.
    pub posted: Option<PostedView>,
    /// What corrections change in posted statements: already on this one, or on it once it is posted.
    pub adjustments: Vec<AdjustmentView>,
    /// The month's net credit with its adjustments; empty without any.
    pub total_text: String,
    /// Every month that was settled.
    pub trend: Vec<TrendPoint>,
    /// What the trend of the score shows, in a sentence.
    pub score_caption: String,
    /// What the trend of the credits shows, in a sentence.
    pub credit_caption: String,
    /// What is on its way.
    pub warnings: Vec<WarningView>,
    /// What was said about the month's levels.
    pub marks: Vec<MarkView>,
    /// What is left in the period.
    pub budgets: Vec<BudgetView>,
    /// What comes next, the nearest date first.
    pub calendar: Vec<CalendarEntry>,
    /// The last three months against the baseline, by business outcome; empty without a baseline.
    pub outcomes: Vec<OutcomeView>,
    /// Open rectification plans first.
    pub plans: Vec<PlanView>,
    /// Charges as invoiced, or as agreed.
    pub charges_text: String,
    /// Why the month is held: its own open problems, or the months that it depends on. Empty where it is settled.
    pub held: Vec<String>,
    /// What the month brought beside its values.
    pub amounts: Vec<AmountView>,
    /// Where the two sides say different things of the month.
    pub differences: Vec<DifferenceView>,
    /// What the counts of an excused window are called, by level.
    pub count_labels: Vec<CountLabels>,
    /// The obligations of the agreement.
    pub obligations: Vec<ObligationChoice>,
    /// Statements that the other side posted, by month.
    pub their_statements: Vec<TheirStatementView>,
    /// What undo and redo do here.
    pub steps: StepsView,
}

/// A month to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MonthTab {
    /// `2027-09`.
    pub month: String,
    /// `Sep 2027`.
    pub label: String,
    /// How far it has come.
    pub state: MonthState,
}

/// A figure of the statement and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FigureFact {
    /// `Cap of the month`.
    pub label: String,
    /// `USD 49,440.00`.
    pub value: String,
    /// `not reached`; may be empty.
    pub note: String,
    /// How it came about, each a sentence.
    pub how: Vec<String>,
}

/// A budget of a period: what is used of it and what is left.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BudgetView {
    /// `Abandonment`, `Cap of the month`.
    pub name: String,
    /// `2,526 of 3,158 used, 80 %; 632 left`.
    pub used_text: String,
    /// The arithmetic behind it.
    pub why: String,
    /// What is used of it; above 100 where more than it is gone.
    pub used_percent: f64,
    /// What has gone by of the period; none where the days do not matter.
    pub elapsed_percent: Option<f64>,
    /// So much of it is used that it should be looked at.
    pub tight: bool,
}

/// A date that comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CalendarEntry {
    /// ISO date.
    pub on: String,
    /// `Statement of May 2027 can be disputed until`.
    pub what: String,
    /// `30 days after it was posted`.
    pub why: String,
    /// It lies before today.
    pub passed: bool,
}

/// A business outcome over the last three months against the baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OutcomeView {
    /// `Customer retention`.
    pub title: String,
    /// What its levels show together.
    pub verdict: Verdict,
    /// The levels that serve it.
    pub levels: Vec<OutcomeLevel>,
}

/// A level that serves an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct OutcomeLevel {
    /// Name of its measure.
    pub name: String,
    /// What it shows.
    pub verdict: Verdict,
    /// The comparison with its numbers, in a sentence.
    pub words: String,
}

/// One service level in one month.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ScoreRow {
    /// Which level.
    pub level: ServiceLevelId,
    /// Name of its measure.
    pub name: String,
    /// Weight 0, no money.
    pub report_only: bool,
    /// The target of this month with its sign.
    pub target_text: String,
    /// The value; empty without one.
    pub value_text: String,
    /// Observations, where known; otherwise empty.
    pub n_text: String,
    /// The band; empty where the level is neither met nor missed.
    pub band: String,
    /// The state in a word where there is no band: `excused`, `not reported`.
    pub state_text: String,
    /// Own score; empty without one.
    pub score_text: String,
    /// Weight.
    pub weight_text: String,
    /// Points with the repeat; empty where there are none.
    pub points_text: String,
    /// Credit.
    pub credit_text: String,
    /// How every figure of the row came about, step by step.
    pub trace: Vec<String>,
    /// Path of the term that made the credit.
    pub rule: String,
    /// Its months so far.
    pub spark: Vec<SparkPoint>,
    /// What these months show, in a sentence.
    pub trend_words: String,
    /// Where its figure came from; none without one.
    pub source: Option<SourceView>,
}

/// A month of a level.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct SparkPoint {
    /// `Sep 2027`.
    pub label: String,
    /// 1 is the first month of the term.
    pub number: u32,
    /// The value with every correction; none without one.
    pub value: Option<f64>,
    /// As people write it, with what was posted where that was another one.
    pub text: String,
    /// It was posted otherwise.
    pub corrected: bool,
    /// The target of that month; of a range the edge that is nearer.
    pub target: f64,
    /// The target as people write it.
    pub target_text: String,
    /// Missed, whatever the money.
    pub missed: bool,
    /// The figure of three months up to this one, from their sums; none with fewer than two of them.
    pub rolling: Option<f64>,
    /// As people write it.
    pub rolling_text: String,
}

/// Where a figure came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct SourceView {
    /// How it came in.
    pub origin: Origin,
    /// Which side brought it.
    pub side: Side,
    /// Name of the file, or what it was read from.
    pub name: String,
    /// The beginning of the file's hash; empty where it was typed.
    pub short_hash: String,
    /// RFC 3339.
    pub at: String,
    /// `approximate weights`; empty where it is exact.
    pub mark: String,
    /// The other side keeps it, and its file brought it: it cannot be changed here.
    pub theirs: bool,
}

/// A number of a month beside its measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AmountView {
    /// Of what.
    pub what: AmountOf,
    /// Its name for people.
    pub label: String,
    /// `USD 412,000.00`; empty without one.
    pub text: String,
    /// What it is, in a sentence.
    pub hint: String,
    /// A term of the contract reads it.
    pub asked: bool,
    /// Where it came from; none without one.
    pub source: Option<SourceView>,
}

/// What the counts of an excused window are called for a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CountLabels {
    /// Which level.
    pub level: ServiceLevelId,
    /// `Good ones in it`.
    pub numerator: String,
    /// `All in it`.
    pub denominator: String,
    /// Why no part of a month can be taken out of it; empty where it can.
    pub hindrance: String,
}

/// An obligation to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ObligationChoice {
    /// Its number in the agreement, from 1.
    pub number: u32,
    /// What has to be kept.
    pub text: String,
    /// While it is not shown, it counts as a missed gate.
    pub gate: bool,
}

/// Where the two sides say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct DifferenceView {
    /// The level, where it is about one.
    pub level: Option<ServiceLevelId>,
    /// The amount, where it is about one.
    pub what: Option<AmountOf>,
    /// `First contact resolution`.
    pub name: String,
    /// What this side says, with its observations: `90.2 %, n 1,200`. It is what is settled here.
    pub own: String,
    /// What the other side says.
    pub theirs: String,
    /// Where theirs came from.
    pub source: SourceView,
}

/// A posted statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PostedView {
    /// RFC 3339.
    pub at: String,
    /// Number of the revision that it was settled under.
    pub revision: u32,
    /// The beginning of the statement's own hash.
    pub short_hash: String,
}

/// What corrections change in a posted statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AdjustmentView {
    /// `Aug 2027`.
    pub month: String,
    /// `+USD 2,060.00`.
    pub difference_text: String,
    /// `USD 2,060.00 → USD 0.00`.
    pub amounts_text: String,
    /// Each level whose line changed, in a sentence.
    pub changes: Vec<String>,
    /// Why.
    pub reasons: Vec<String>,
    /// It stands on the statement that is shown; otherwise it goes on the next one.
    pub posted: bool,
}

/// A month of the trend.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct TrendPoint {
    /// `2027-09`.
    pub month: String,
    /// `Sep 2027`.
    pub label: String,
    /// 1 is the first month of the term.
    pub number: u32,
    /// In the ramp.
    pub ramp: bool,
    /// Score with every correction; none without one.
    pub score: Option<f64>,
    /// As people write it, with what was posted where that was another one.
    pub score_text: String,
    /// Credit with every correction.
    pub credit: f64,
    /// As people write it, with what was posted where that was another one.
    pub credit_text: String,
    /// It was posted otherwise.
    pub corrected: bool,
}

/// Something on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct WarningView {
    /// In a few words.
    pub title: String,
    /// With its figures.
    pub text: String,
    /// What it leads to; may be empty.
    pub consequence: String,
}

/// A mark with what was said to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct MarkView {
    /// Names it.
    #[ts(type = "number")]
    pub id: i64,
    /// In a sentence.
    pub text: String,
    /// Which side marked.
    pub side: Side,
    /// RFC 3339.
    pub at: String,
    /// It counts.
    pub holds: bool,
    /// What the client said last.
    pub client: Option<Decision>,
    /// What the vendor said last.
    pub vendor: Option<Decision>,
    /// `counts`, `waits for the vendor`, `withdrawn`.
    pub state_text: String,
}

/// A rectification plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlanView {
    /// Names it.
    #[ts(type = "number")]
    pub id: i64,
    /// `First contact resolution`; empty where it is about the month.
    pub level: String,
    /// `Sep 2027`.
    pub month: String,
    /// The trigger's words, or why a person opened it.
    pub cause: String,
    /// A trigger opened it.
    pub by_trigger: bool,
    /// Why it happened; empty while nobody knows.
    pub root_cause: String,
    /// ISO date on which the root cause is due; empty where it is known or nothing is agreed.
    pub cause_due_on: String,
    /// The root cause was due before today.
    pub cause_overdue: bool,
    /// Who mends it.
    pub owner: String,
    /// ISO date; empty without one.
    pub due_on: String,
    /// Due before today and not done.
    pub overdue: bool,
    /// Done.
    pub done: bool,
    /// ISO date on which it was said to be done; empty while it is open.
    pub done_on: String,
}
