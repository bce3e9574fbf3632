//! Statements: a history's money and score, line by line, with the rule that made each figure. What is said in words ends
//! with the clauses of the agreement's document that it follows from.

use crate::watch::Fired;
use model::{Class, Currency, Decimal, Grade, Month, Quantity, ServiceLevelId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Value of [`Statement::format`].
pub const FORMAT: &str = "plumbline-statement";
/// Version of the format that this program writes.
pub const VERSION: u32 = 1;

/// What a history costs and scores under an agreement's terms. Every decimal is a string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Always `plumbline-statement`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// One for each month, ascending.
    pub months: Vec<MonthStatement>,
    /// Σ of the months' charges.
    #[ts(type = "string")]
    pub charges_amount: Decimal,
    /// Σ of the months' credits before their caps.
    #[ts(type = "string")]
    pub uncapped_amount: Decimal,
    /// Σ of the months' credits.
    #[ts(type = "string")]
    pub credit_amount: Decimal,
    /// Σ of the months' earned back credits.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub earned_back_amount: Decimal,
    /// Σ of the quarters' bonuses.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub bonus_amount: Decimal,
    /// Σ of the months' shares of savings.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub gain_share_amount: Decimal,
    /// Credits less what was earned back and what the client adds; negative where the client adds more.
    #[serde(default)]
    #[ts(type = "string")]
    pub net_credit_amount: Decimal,
}

impl Statement {
    /// The statement of these months alone, with their sums.
    #[must_use]
    pub fn of_months(currency: &Currency, months: Vec<MonthStatement>) -> Self {
        let sum = |of: fn(&MonthStatement) -> Decimal| -> Decimal {
            // From a zero with the currency's decimals, which an empty sum keeps.
            months.iter().fold(currency.amount(0), |sum, m| sum + of(m))
        };
        Self {
            format: FORMAT.into(),
            version: VERSION,
            currency: currency.code().into(),
            charges_amount: sum(|m| m.charges_amount),
            uncapped_amount: sum(|m| m.uncapped_amount),
            credit_amount: sum(|m| m.credit_amount),
            earned_back_amount: sum(|m| m.earned_back_amount),
            bonus_amount: sum(|m| m.bonus_amount),
            gain_share_amount: sum(|m| m.gain_share_amount),
            net_credit_amount: sum(|m| m.net_credit_amount),
            months,
        }
    }
}

/// Which limit cut the credits of a month last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoundBy {
    /// Only levels' own caps.
    Level,
    /// The cap of the month.
    Month,
    /// The cap on the last twelve months.
    TwelveMonths,
    /// The cap on the contract year.
    ContractYear,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// One month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MonthStatement {
    /// Calendar month.
    #[ts(type = "string")]
    pub month: Month,
    /// 1 is the first month of the agreement.
    pub contract_month: u32,
    /// What percentages are taken of.
    #[ts(type = "string")]
    pub charges_amount: Decimal,
    /// Percent of the credits that are due in this month of the ramp; 100 after it.
    #[ts(type = "string")]
    pub ramp_factor_percent: Decimal,
    /// Where credits stop, exactly (it may have more decimals than the currency); none without a cap.
    #[ts(type = "string | null")]
    pub cap_amount: Option<Decimal>,
    /// What the cap on twelve months left for this month, exactly; none without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub rolling_room_amount: Option<Decimal>,
    /// All credits before the cap, rounded half up once.
    #[ts(type = "string")]
    pub uncapped_amount: Decimal,
    /// What is credited, rounded half up once. The lines sum to it.
    #[ts(type = "string")]
    pub credit_amount: Decimal,
    /// Whether a cap cut anything; `bound_by` says which one did last.
    pub cap_bound: bool,
    /// Which limit cut last; none where nothing was cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound_by: Option<BoundBy>,
    /// Credit of earlier months that is returned in this one. The lines sum to it.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub earned_back_amount: Decimal,
    /// What the client adds for the quarter that ends in this month.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub bonus_amount: Decimal,
    /// The vendor's share of the month's saving.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub gain_share_amount: Decimal,
    /// The credit less what was earned back and what the client adds.
    #[serde(default)]
    #[ts(type = "string")]
    pub net_credit_amount: Decimal,
    /// S; none when levels of less than half the weight have a value.
    #[ts(type = "string | null")]
    pub score_points: Option<Decimal>,
    /// How the charges were made, in words: what was invoiced, or the units that are charged and their prices; empty where
    /// they are an agreed amount.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub charges_words: String,
    /// How the credit was made, in words.
    pub credit_words: String,
    /// How the score was made, in words.
    pub score_words: String,
    /// How the bonus was made, in words; empty in a month without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bonus_words: String,
    /// How the share of the saving was made, in words; empty without a saving.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gain_share_words: String,
    /// What the month leads to beside money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<Fired>,
    /// One for each service level, in the agreement's order.
    pub lines: Vec<Line>,
}

impl MonthStatement {
    /// What the caps did to the credits, in words: which one cut, or that the cap of the month was not reached.
    #[must_use]
    pub fn cap_words(&self) -> &'static str {
        match self.bound_by {
            Some(BoundBy::Month) => "cut the credits",
            Some(BoundBy::TwelveMonths) => "the cap on twelve months cut the credits",
            Some(BoundBy::ContractYear) => "the cap on the contract year cut the credits",
            Some(BoundBy::Level) => "a level’s own cap cut its credit",
            None if self.cap_bound => "cut the credits",
            None if self.cap_amount.is_none() => "",
            None if self.cap_amount == Some(self.uncapped_amount) && !self.uncapped_amount.is_zero() => {
                "reached, not exceeded"
            }
            None => "not reached",
        }
    }
}

/// What is known about a level in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// A value.
    Value,
    /// A value that rests on fewer observations than the measure needs: neither scored nor credited.
    TooFew,
    /// Nothing happened that could be measured.
    NoActivity,
    /// Nobody reported a value, or nobody in time.
    NotReported,
    /// Its window has not ended.
    Pending,
    /// The month is excused.
    Excused,
}

/// One service level in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Name of its measure.
    pub measure_name: String,
    /// How much hangs on it.
    pub class: Class,
    /// Whether a key level counts as critical for now.
    #[serde(default, skip_serializing_if = "is_false")]
    pub promoted: bool,
    /// Its part of the score.
    #[ts(type = "string")]
    pub weight_percent: Decimal,
    /// The target of this month with its sign: `≥ 72.0 %`.
    pub target_words: String,
    /// What is known.
    pub reading: ReadingKind,
    /// The value rounded to the measure's precision; none without one.
    #[ts(type = "{ percent: string } | { seconds: string } | { points: string } | { count: string } | null")]
    pub value: Option<Quantity>,
    /// The band it lies in; none where the level is neither met nor missed.
    pub grade: Option<Grade>,
    /// Whether the window before was missed too, so that it cost more.
    #[serde(default, skip_serializing_if = "is_false")]
    pub repeated: bool,
    /// Points of the miss, a repeat included, where misses become money by points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub points: Option<Decimal>,
    /// Its credit before the cap; the lines sum to the month's.
    #[ts(type = "string")]
    pub uncapped_amount: Decimal,
    /// Its credit; the lines sum to the month's.
    #[ts(type = "string")]
    pub credit_amount: Decimal,
    /// Its credit of an earlier window that is returned in this month.
    #[serde(default, skip_serializing_if = "Decimal::is_zero")]
    #[ts(type = "string")]
    pub earned_back_amount: Decimal,
    /// Its own score; none without a value or a weight.
    #[ts(type = "string | null")]
    pub score_points: Option<Decimal>,
    /// Path of the term that made the credit: `service_levels.asa.bands.2.credit`.
    pub rule: String,
    /// Number of the clause in which the agreement's document prints that term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule_clause: Option<u32>,
    /// What was reported and how it compares with the target, in words.
    pub reading_words: String,
    /// The arithmetic of the credit, in words.
    pub credit_words: String,
    /// What was earned back and why, in words; empty where nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub earned_back_words: String,
    /// The arithmetic of the score, in words.
    pub score_words: String,
}
