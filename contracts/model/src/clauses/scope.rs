//! What the services cover, and what they do not.

use super::is_unset;
use crate::Side;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something with a name, which service levels refer to by that name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// What belongs to it, in words.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub meaning: String,
}

/// Customers who are served differently.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerGroup {
    /// Its name: “VIP”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub name: String,
    /// Who belongs to it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub meaning: String,
    /// What is done differently for them.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub treatment: String,
}

/// When the services are open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceHours {
    /// Days and hours: “Monday to Friday, 08:00 to 20:00”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub hours: String,
    /// The time zone they are meant in.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub time_zone: String,
    /// Which holidays are closed.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub holidays: String,
}

/// A step of the transition to the vendor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitionStep {
    /// What is done.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub what: String,
    /// Who does it.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub owner: Option<Side>,
    /// When it is done at the latest.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub due: Option<NaiveDate>,
    /// How one sees that it is done: its exit criteria.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub done_when: String,
}

/// What the services cover, and what they do not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Business functions: “Customer service”.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub functions: Vec<String>,
    /// Lines of business.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub lines_of_business: Vec<Named>,
    /// Places that the services are delivered from.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub sites: Vec<Named>,
    /// Channels: voice, chat, e-mail, social.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub channels: Vec<Named>,
    /// Priorities or severities, the most urgent first.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub priorities: Vec<Named>,
    /// Customers who are served differently.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub customer_groups: Vec<CustomerGroup>,
    /// When the services are open.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub hours: ServiceHours,
    /// What is part of the services.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub included: Vec<String>,
    /// What is not.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub excluded: Vec<String>,
    /// What the client does.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub client_duties: Vec<String>,
    /// What the vendor does.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub vendor_duties: Vec<String>,
    /// How the services get there, in order of time.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub transition: Vec<TransitionStep>,
}

/// What a service level is limited to, by the names in [`Scope`]; an empty name limits nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelScope {
    /// A line of business.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub line_of_business: String,
    /// A site.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub site: String,
    /// A channel.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub channel: String,
    /// A priority or severity.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub priority: String,
    /// A group of customers.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub customer_group: String,
}
