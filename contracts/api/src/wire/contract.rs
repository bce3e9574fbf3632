//! The library and one contract.

use super::{ApprovalView, AssumptionView, BaselineView, LearningView, TemplateLimit, VoidedApproval, WaitingTable};
use document::Tree;
use model::{
    Class, Direction, Finding, Grade, MeasureId, Outcome, ServiceLevelId, Side, Unit,
    review::Change,
    term::{Field, ListInfo, Section},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The first screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Library {
    /// Every contract that was not removed, the one changed last first.
    pub contracts: Vec<ContractCard>,
    /// What to begin from.
    pub templates: Vec<TemplateCard>,
}

/// A contract in the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ContractCard {
    /// Which one.
    pub id: String,
    /// Title.
    pub title: String,
    /// Names of the parties; empty where not set.
    pub client: String,
    /// See `client`.
    pub vendor: String,
    /// Number of the current revision.
    pub revision: u32,
    /// When it was changed last, RFC 3339 in UTC.
    pub changed_at: String,
    /// True for the sample.
    pub sample: bool,
    /// Where the agreement stands as a whole.
    pub state: ContractState,
    /// Statements that were posted under it.
    pub statements: u32,
    /// Whose copy this is.
    pub side: Side,
    /// True where the terms came from the other side and are read-only.
    pub locked: bool,
    /// Months of baseline; 0 without one.
    pub baseline_months: u32,
    /// Findings of severity error.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
}

/// Where an agreement stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContractState {
    /// One's own, and nobody has said a word of it.
    Draft,
    /// From the other side, to be looked at.
    Received,
    /// Some approved, some have not yet.
    InApproval,
    /// Somebody rejects it.
    Rejected,
    /// It was approved and changed since.
    ApprovalsVoid,
    /// Approved by all; service has not started.
    Approved,
    /// Approved by all, and service has started.
    Running,
    /// Approved by all, its term is over, and it does not renew.
    Ended,
    /// It cannot be read here: opening it says why.
    Unreadable,
}

/// A template in the gallery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TemplateCard {
    /// Which one.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Name.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Where its defaults come from.
    pub provenance: String,
    /// Date of this version.
    pub date: String,
    /// Names of its measures.
    pub measures: Vec<String>,
    /// True for one's own, made from an agreement.
    pub own: bool,
    /// What its terms may be changed to without asking again; one's own only.
    pub limits: Vec<TemplateLimit>,
}

/// One contract with everything that its stations show, but for simulation results.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct ContractView {
    /// Which one.
    pub id: String,
    /// Title.
    pub title: String,
    /// Names of the parties; empty where not set.
    pub client: String,
    /// See `client`.
    pub vendor: String,
    /// Whose copy this is: "working as".
    pub side: Side,
    /// True where the terms came from the other side and are read-only.
    pub locked: bool,
    /// Who wrote the copy that was opened here, whatever one works as; none for one's own contracts.
    pub received_from: Option<Side>,
    /// True for the sample.
    pub sample: bool,
    /// Where the agreement stands as a whole.
    pub state: ContractState,
    /// The current revision.
    pub revision: RevisionView,
    /// Every term.
    pub fields: Vec<Field>,
    /// The lists whose entries are numbered; the terms of an entry are in `fields` under its path.
    pub lists: Vec<ListInfo>,
    /// What was typed and cannot be read, the oldest first. While there is any, nothing is approved and nothing goes out.
    pub unread: Vec<UnreadView>,
    /// The clauses of the form, in order.
    pub sections: Vec<SectionView>,
    /// The clauses of the document, in order.
    pub clauses: Vec<ClauseView>,
    /// The service levels in order; their terms are in `fields` under `service_levels.<id>.`.
    pub levels: Vec<LevelView>,
    /// Measures that have no service level and could get one.
    pub free_measures: Vec<MeasureChoice>,
    /// Measures of the library that are not defined here yet.
    pub library_measures: Vec<MeasureChoice>,
    /// Number of opening months.
    pub ramp_months: u32,
    /// Sum of the weights as people write it: `100 %`.
    pub weights_sum_text: String,
    /// The design review, the gravest first.
    pub findings: Vec<Finding>,
    /// The document as it would be printed.
    pub document: Tree,
    /// Names the step that it stands on: another one has another number, also where the terms are the same.
    #[ts(type = "number")]
    pub step: i64,
    /// Name of the step that undo takes back; none where there is nothing to undo.
    pub undo: Option<String>,
    /// Name of the step that redo makes again.
    pub redo: Option<String>,
    /// Why the last step is not undone, where it cannot be.
    pub undo_stops: Option<String>,
    /// Of a received copy: why there is no answer to write yet; none where there is.
    pub answer_hindrance: Option<String>,
    /// The history beside it.
    pub baseline: Option<BaselineView>,
    /// A table of history that was chosen and is not taken before its questions are answered.
    pub waiting_table: Option<WaitingTable>,
    /// Who has to approve, and who has.
    pub approvals: Vec<ApprovalView>,
    /// What was approved before and no longer holds.
    pub voided: Vec<VoidedApproval>,
    /// What still blocks approval, in words, with the term to go to.
    pub blockers: Vec<Blocker>,
    /// What happened, the newest first.
    pub trail: Vec<TrailEntry>,
    /// This side's own.
    pub private: PrivateView,
    /// What a simulation of it would rest on: a result that rests on something else is stale.
    pub outlook_inputs: super::OutlookInputs,
    /// What the last step did besides what was asked, in sentences: approvals that it voided, targets that it removed.
    pub besides: Vec<String>,
}

/// A revision by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RevisionView {
    /// 1 is the first.
    pub number: u32,
    /// SHA-256 of its canonical bytes: 64 digits.
    pub hash: String,
    /// The first eight digits in groups of four.
    pub short_hash: String,
    /// When it was made, RFC 3339 in UTC.
    pub at: String,
}

/// A text that was typed for a term and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct UnreadView {
    /// The term.
    pub path: String,
    /// The text as it was typed.
    pub text: String,
    /// Why it cannot be read, or why it was not taken yet.
    pub reason: String,
    /// It can be read, and waits to be entered: the window went while it was typed.
    pub readable: bool,
}

/// A clause of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct SectionView {
    /// Which one.
    pub id: Section,
    /// Its number in the document; empty while the document leaves it out.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// Findings of severity error about its terms.
    pub errors: u32,
    /// Findings of severity warning.
    pub warnings: u32,
    /// Other findings.
    pub advice: u32,
}

/// A clause of the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ClauseView {
    /// The name of its heading.
    pub id: String,
    /// The part of the form that its terms are in; none for one that the document adds.
    pub section: Option<Section>,
    /// Its number; empty while the document leaves it out.
    pub number: String,
    /// Its heading.
    pub title: String,
}

/// A service level in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LevelView {
    /// Which one.
    pub id: ServiceLevelId,
    /// Its measure.
    pub measure: MeasureId,
    /// Name of the measure.
    pub name: String,
    /// Which way is better.
    pub direction: Direction,
    /// Unit of values.
    pub unit: Unit,
    /// Decimals of values.
    pub precision_decimals: u8,
    /// Target with its sign: `≥ 72.0 %`.
    pub target_text: String,
    /// Target as a number for the slider; the upper edge of a range.
    pub target_value: f64,
    /// Floor: `66.0 %`; empty without one.
    pub floor_text: String,
    /// Weight: `20 %`.
    pub weight_text: String,
    /// Class.
    pub class: Class,
    /// Outcome.
    pub outcome: Outcome,
    /// Bands from the least to the worst; their terms are `service_levels.<id>.bands.<n>.…`, n from 1.
    pub bands: Vec<BandView>,
}

/// A band in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct BandView {
    /// How bad.
    pub grade: Grade,
    /// Which values: `below 72.0 % to 70.0 %`.
    pub values_text: String,
    /// Credit: `2 % of charges`.
    pub credit_text: String,
}

/// A measure that could get a service level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct MeasureChoice {
    /// Which one.
    pub id: MeasureId,
    /// Its name.
    pub name: String,
}

/// What still blocks approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Blocker {
    /// What is wrong.
    pub title: String,
    /// Why it matters.
    pub reason: String,
    /// The term to go to.
    pub path: String,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct TrailEntry {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What, in words.
    pub what: String,
    /// The first eight digits of the hash of the revision it was about.
    pub short_hash: String,
}

/// One side's own about a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct PrivateView {
    /// Notes to oneself.
    pub notes: String,
    /// How far one would go, by term.
    pub limits: Vec<LimitView>,
    /// Performance that has to be learnt during the ramp, in the order of measures.
    pub learning: Vec<LearningView>,
    /// What is assumed of measures without a usable history, in the order of measures.
    pub assumptions: Vec<AssumptionView>,
}

/// How far one would go on a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct LimitView {
    /// The term.
    pub path: String,
    /// What it is called; empty where the term is gone.
    pub label: String,
    /// The limit as it was typed.
    pub limit: String,
    /// Why.
    pub reason: String,
}

/// A change of the shared terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Sets terms together as one step.
    Set {
        /// The terms and their new texts.
        changes: Vec<Change>,
        /// Name of the step; none: made from the first term.
        label: Option<String>,
    },
    /// Adds an entry to a list of the agreement.
    Add {
        /// The list: `escalation.tiers`, `service_levels`, `service_levels.fcr.bands`, `measures`.
        list: String,
        /// For `service_levels` the measure that the level is about, for `measures` a measure of the library; none: a
        /// blank entry.
        #[serde(default)]
        #[ts(optional = nullable)]
        of: Option<String>,
    },
    /// Removes an entry: `escalation.tiers.2`, `service_levels.fcr`, `measures.fcr`, or the worst band at
    /// `service_levels.fcr.bands`.
    Remove {
        /// Its path.
        path: String,
    },
}

/// A change of what one side keeps for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrivateEdit {
    /// Replaces the notes.
    Notes {
        /// The new notes.
        text: String,
    },
    /// Sets the limit of a term; an empty limit removes it.
    Limit {
        /// The term.
        path: String,
        /// How far one would go.
        limit: String,
        /// Why.
        reason: String,
    },
    /// Says how a measure's performance is learnt during the ramp; both texts empty: it is steady from the start.
    Learning {
        /// The measure.
        measure: MeasureId,
        /// Its value on the first day.
        start: String,
        /// How long until half of the gap is closed.
        half_life: String,
    },
    /// Says what a measure without a usable history is taken to do; all texts empty: its levels are left out.
    Assumption {
        /// The measure.
        measure: MeasureId,
        /// One month in ten stays below it.
        p10: String,
        /// Every other month stays below it.
        p50: String,
        /// Nine months in ten stay below it.
        p90: String,
        /// How many months of experience are behind it.
        months: String,
    },
}
