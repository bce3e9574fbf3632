//! Who has to say yes, and what was said.

use model::{Side, sign_off::Word};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where an approver stands on the current terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalState {
    /// Said yes.
    Approved,
    /// Said no.
    Rejected,
    /// Can say so now.
    InTurn,
    /// Waits for those before in the order of sign-off.
    OutOfTurn,
}

/// An approver and what was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ApprovalView {
    /// For which party.
    pub side: Side,
    /// Name of the party; empty where not set.
    pub party: String,
    /// In which role.
    pub role: String,
    /// Where this approver stands.
    pub state: ApprovalState,
    /// When the yes to the current revision was given, RFC 3339 in UTC; none while it is waited for.
    pub approved_at: Option<String>,
    /// The first eight digits of the hash it is pinned to.
    pub short_hash: Option<String>,
    /// When the no was said.
    pub rejected_at: Option<String>,
    /// Why it was rejected; empty otherwise.
    pub reason: String,
    /// Recorded on the other side's computer and taken in from its file; no signature either.
    pub elsewhere: bool,
    /// Whom it waits for: "Operations lead (client)"; empty where it is in turn.
    pub waits_for: String,
}

/// Why something that was said no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// The terms were changed.
    Changed,
    /// Whoever said it took it back.
    Withdrawn,
    /// The same role said otherwise later.
    Replaced,
}

/// Something that was said and no longer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct VoidedApproval {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// What was said.
    pub word: Word,
    /// When it was recorded.
    pub approved_at: String,
    /// The revision it was for.
    pub revision: u32,
    /// The first eight digits of its hash.
    pub short_hash: String,
    /// What ended it.
    pub ended: Ended,
    /// The reason that was given: for a no, or for taking a yes back.
    pub reason: String,
}

/// A no, or that an earlier word is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Objection {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// The terms it is about: 64 digits.
    pub hash: String,
    /// `rejected` or `withdrawn`.
    pub word: Word,
    /// Why.
    pub reason: String,
}
