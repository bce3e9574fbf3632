//! Statements: when they come, how they are disputed, who may look behind them.

use super::is_unset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a credit reaches the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CreditBy {
    /// The next invoice is lower by it.
    NextInvoice,
    /// It is paid as an amount of its own.
    Payment,
}

/// Statements: when they come, how they are disputed, who may look behind them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatementRules {
    /// A month’s statement is sent within this many days after it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub issue_days: Option<u32>,
    /// The time bar: a statement that nobody disputed within this many days stands.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub dispute_days: Option<u32>,
    /// A dispute is answered within this many days.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub answer_days: Option<u32>,
    /// How a credit reaches the client; none: the agreement does not say.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub credit_by: Option<CreditBy>,
    /// What a statement comes to is paid within this many days after it was sent.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub pay_days: Option<u32>,
    /// Who decides where the two do not agree, step by step.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub dispute_path: Vec<String>,
    /// The other side may audit the figures this many times a year.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub audits_a_year: Option<u32>,
    /// An audit is announced this many days before.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub audit_notice_days: Option<u32>,
    /// Records behind the figures are kept this many months.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub records_months: Option<u32>,
}
