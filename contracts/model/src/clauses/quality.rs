//! How quality and satisfaction are sampled.

use super::{Frequency, is_unset};
use crate::{Decimal, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that an audit grades.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QaCriterion {
    /// What is graded.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// Its part of the grade, in percent.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub weight_percent: Option<Decimal>,
    /// Missing it fails the audit whatever else was right.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub fatal: bool,
}

/// How the quality of the work is audited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QaProgramme {
    /// Number of audits a month.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub audits_a_month: Option<u32>,
    /// For whom that number is: “agent”, “queue”; empty for all together.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub each: String,
    /// How cases are chosen: “at random over days, hours and agents”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub selection: String,
    /// Who audits.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub by: Option<Side>,
    /// What is graded.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub criteria: Vec<QaCriterion>,
    /// How often both sides grade the same contacts and compare.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub calibration: Option<Frequency>,
    /// Grades of one contact may differ by this many points before the criteria are gone through.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub tolerance_points: Option<Decimal>,
    /// Who may hear or read the recordings, and how long they are kept.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub recordings: String,
    /// Besides samples, every contact is watched by a tool.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub continuous: bool,
}

/// How customers are asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CsatProgramme {
    /// Who is asked, how, and when: “every contact, by e-mail, within a day”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub method: String,
    /// The question and its scale.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub scale: String,
    /// Answers that are collected in a window at the least. Below which number nothing is scored is the measure’s own
    /// `minimum_n`.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub minimum_n: Option<u32>,
    /// Share of those asked who are expected to answer.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub response_percent: Option<Decimal>,
    /// Who asks.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub by: Option<Side>,
}
