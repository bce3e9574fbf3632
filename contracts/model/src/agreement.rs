//! The agreement: what both sides share.

use crate::{
    Charges, Currency, Measure, MeasureId, Ramp, Remedies, ScoreRule, ServiceLevel, ServiceLevelId, Waiver,
    clauses::{
        ChangeControl, Contact, Continuity, CsatProgramme, Dependency, Escalation, Exit, Forecast, Governance,
        Governing, Obligation, QaProgramme, Rectification, Relief, Renewal, Report, Scope, StatementRules, Termination,
        is_unset,
    },
    template::TemplateRef,
};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// One of the two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Buys the service.
    Client,
    /// Delivers it.
    Vendor,
}

impl Side {
    /// Both, client first.
    pub const BOTH: [Side; 2] = [Side::Client, Side::Vendor];

    /// `client` or `vendor`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Side::Client => "client",
            Side::Vendor => "vendor",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Side::Client => Side::Vendor,
            Side::Vendor => Side::Client,
        }
    }
}

/// Who one of the parties is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Name of the company.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Who speaks for it.
    pub representative: String,
    /// Where notices go.
    pub email: String,
}

/// Client and vendor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parties {
    /// Buys the service.
    pub client: Party,
    /// Delivers it.
    pub vendor: Party,
}

impl Parties {
    /// The party on `side`.
    #[must_use]
    pub fn of(&self, side: Side) -> &Party {
        match side {
            Side::Client => &self.client,
            Side::Vendor => &self.vendor,
        }
    }
}

/// How long the agreement lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// First day of service; the first contract month is the calendar month that begins here.
    pub start: NaiveDate,
    /// Length in months, 1 to 120.
    pub months: u32,
    /// Notice to end it, in days.
    pub notice_days: u32,
}

/// Somebody who has to say yes, by role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approver {
    /// For which party.
    pub side: Side,
    /// In which role: "Operations lead".
    pub role: String,
}

/// Nobody yet; the role is to be set.
impl Default for Approver {
    fn default() -> Self {
        Self { side: Side::Client, role: String::new() }
    }
}

/// Everything that both sides share. Private notes and limits are [`crate::Private`], another type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// What it is called.
    pub title: String,
    /// The template it began from.
    pub template: Option<TemplateRef>,
    /// Who agrees.
    pub parties: Parties,
    /// How long.
    pub term: Term,
    /// What the vendor does, in words.
    pub services: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// What percentages are taken of.
    pub charges: Charges,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// What is promised.
    pub service_levels: Vec<ServiceLevel>,
    /// The opening months.
    pub ramp: Ramp,
    /// What misses cost.
    pub remedies: Remedies,
    /// How the score is made.
    pub score: ScoreRule,
    /// Who has to approve, in this order.
    pub sign_off: Vec<Approver>,
    /// What happens when the term ends.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub renewal: Renewal,
    /// The agreement it belongs to, and which text goes first.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub governing: Governing,
    /// People to turn to.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub contacts: Vec<Contact>,
    /// What the services cover.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub scope: Scope,
    /// The forecast of volumes.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub forecast: Forecast,
    /// What excuses a miss.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub relief: Relief,
    /// What the vendor’s results depend on.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub dependencies: Vec<Dependency>,
    /// How the quality of the work is audited.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub qa: QaProgramme,
    /// How customers are asked.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub csat: CsatProgramme,
    /// Security and law.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub obligations: Vec<Obligation>,
    /// How the services go on when something breaks.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub continuity: Continuity,
    /// When the two sides meet.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub governance: Governance,
    /// What is reported, and to whom.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub reports: Vec<Report>,
    /// Who is called, and how fast they answer.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub escalation: Escalation,
    /// What follows a miss before anybody speaks of money.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub rectification: Rectification,
    /// Statements, disputes, audits.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub statement_rules: StatementRules,
    /// How the agreement changes.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub change_control: ChangeControl,
    /// What may end it before its term.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub termination: Termination,
    /// What happens when it ends.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub exit: Exit,
    /// Clauses whose wording a person wrote: the id of the clause and its text, a paragraph a line. Each is a deviation
    /// that the document marks and lists.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub wordings: BTreeMap<String, String>,
    /// Findings of the design review that are left standing, with the reason for both sides.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub waivers: Vec<Waiver>,
}

impl Agreement {
    /// An agreement in which nothing is agreed yet: twelve months from `start`, without measures or charges.
    #[must_use]
    pub fn blank(start: NaiveDate, currency: Currency) -> Self {
        let amount = currency.amount(0);
        Self {
            title: String::new(),
            template: None,
            parties: Parties::default(),
            term: Term { start, months: 12, notice_days: 0 },
            services: String::new(),
            currency,
            charges: Charges::FixedMonthly { amount },
            measures: Vec::new(),
            service_levels: Vec::new(),
            ramp: Ramp::default(),
            remedies: Remedies::default(),
            score: ScoreRule::Linear,
            sign_off: Vec::new(),
            renewal: Renewal::default(),
            governing: Governing::default(),
            contacts: Vec::new(),
            scope: Scope::default(),
            forecast: Forecast::default(),
            relief: Relief::default(),
            dependencies: Vec::new(),
            qa: QaProgramme::default(),
            csat: CsatProgramme::default(),
            obligations: Vec::new(),
            continuity: Continuity::default(),
            governance: Governance::default(),
            reports: Vec::new(),
            escalation: Escalation::default(),
            rectification: Rectification::default(),
            statement_rules: StatementRules::default(),
            change_control: ChangeControl::default(),
            termination: Termination::default(),
            exit: Exit::default(),
            wordings: BTreeMap::new(),
            waivers: Vec::new(),
        }
    }

    /// The measure with this id.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.measures.iter().find(|m| &m.id == id)
    }

    /// The service level with this id.
    #[must_use]
    pub fn service_level(&self, id: &ServiceLevelId) -> Option<&ServiceLevel> {
        self.service_levels.iter().find(|s| &s.id == id)
    }

    /// Each service level with its measure, in order. A level whose measure is not there is left out: the review
    /// ([`crate::review`]) names it as an error.
    pub fn levels(&self) -> impl Iterator<Item = (&ServiceLevel, &Measure)> {
        self.service_levels.iter().filter_map(|s| Some((s, self.measure(&s.measure)?)))
    }
}
