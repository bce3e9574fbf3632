//! What a statement tells beside its money: parties, payment, trends, outcomes, plans.

use chrono::NaiveDate;
use model::{
    Agreement, Decimal, Month, Outcome, Party, Quantity, ServiceLevelId, clauses::CreditBy, term::clause_number,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A party as a statement names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartyTold {
    /// Name of the company.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Who speaks for it.
    pub representative: String,
    /// Where notices go.
    pub email: String,
}

impl PartyTold {
    /// As the agreement names it.
    pub(crate) fn of(party: &Party) -> Self {
        Self {
            name: party.name.clone(),
            address: party.address.clone(),
            representative: party.representative.clone(),
            email: party.email.clone(),
        }
    }
}

/// How a statement is paid and until when it can be disputed, as the agreement says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PaymentTold {
    /// How a credit reaches the client.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub credit_by: Option<CreditBy>,
    /// Days after it was sent within which it is paid.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pay_days: Option<u32>,
    /// Days after it was sent within which it can be disputed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dispute_days: Option<u32>,
    /// Number of the clause that says so.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub clause: Option<u32>,
}

impl PaymentTold {
    /// What an agreement says of it.
    pub(crate) fn of(agreement: &Agreement) -> Self {
        let rules = &agreement.statement_rules;
        Self {
            credit_by: rules.credit_by,
            pay_days: rules.pay_days,
            dispute_days: rules.dispute_days,
            clause: clause_number(agreement, "reporting"),
        }
    }
}

/// A figure of several months, made from their sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PeriodFigure {
    /// The first month with a value.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// How many of them have a value.
    pub months: u32,
    /// The figure; of what adds up, the mean of one window.
    pub value: Quantity,
    /// Observations that it rests on, where known.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub n: Option<Decimal>,
}

/// A level over its months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LevelTrend {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Name of its measure.
    pub measure_name: String,
    /// The last twelve months, the statement's own last.
    pub months: Vec<TrendMonth>,
    /// The last three months together; none with fewer than two values.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub three_months: Option<PeriodFigure>,
}

/// A month of a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TrendMonth {
    /// Which month.
    pub month: Month,
    /// Its value; none without one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<Quantity>,
    /// The target of that month, of the ramp where it is in it.
    pub target_words: String,
    /// Missed, whatever the money.
    pub missed: bool,
}

/// What three months show against the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Better than the baseline by more than months differ by anyway.
    Improving,
    /// Neither better nor worse.
    Level,
    /// Worse by more than months differ by anyway.
    Worse,
    /// Some levels of an outcome are better and others worse.
    Mixed,
}

impl Verdict {
    /// The word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Level => "level",
            Self::Worse => "worse",
            Self::Mixed => "mixed",
        }
    }
}

/// A level's last three months against the baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeLine {
    /// The business outcome that the level serves.
    pub outcome: Outcome,
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Name of its measure.
    pub measure_name: String,
    /// What it shows.
    pub verdict: Verdict,
    /// The last three months.
    pub now: PeriodFigure,
    /// What they are compared with.
    pub baseline: PeriodFigure,
    /// It is compared with the same calendar months; otherwise with the mean of the whole baseline.
    pub same_months: bool,
    /// The figure of now less that of the baseline, in the measure's unit.
    #[schemars(with = "String")]
    pub difference: Decimal,
    /// The comparison in a sentence.
    pub words: String,
}

/// A rectification plan as a statement tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanTold {
    /// The month whose result it is about.
    pub month: Month,
    /// Name of the level that it is about; empty where it is about the month.
    pub about: String,
    /// The trigger's words, or why a person opened it.
    pub cause: String,
    /// Why it happened; empty while nobody knows.
    pub root_cause: String,
    /// Who mends it; empty while nobody does.
    pub owner: String,
    /// When it is due.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_on: Option<NaiveDate>,
    /// This statement opens it.
    pub opened: bool,
    /// It is done.
    pub done: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_tells_of_payment_what_the_agreement_says_and_leaves_out_the_rest() {
        let mut agreement = model::template::sample().0;
        agreement.statement_rules.pay_days = None;
        agreement.statement_rules.dispute_days = Some(30);
        let told = PaymentTold::of(&agreement);
        assert_eq!((told.pay_days, told.dispute_days), (None, Some(30)));
        let json = serde_json::to_string(&told).unwrap();
        assert!(!json.contains("pay_days") && json.contains("\"dispute_days\":30"), "{json}");
        let words: Vec<&str> =
            [Verdict::Improving, Verdict::Level, Verdict::Worse, Verdict::Mixed].map(Verdict::word).into();
        assert_eq!(words, ["improving", "level", "worse", "mixed"]);
    }
}
