//! Corrections: posted statements never change. What a correction changes is posted, with its reason, on the next one.

use crate::history::History;
use crate::inputs::Inputs;
use crate::plan::Plan;
use crate::problem::{Concern, Problem};
use crate::settle::settle_with;
use crate::statement::{MonthStatement, Statement};
use model::{Decimal, Month, ServiceLevelId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a service level's line was and is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectedLine {
    /// Which level.
    pub service_level: ServiceLevelId,
    /// Credit less what was earned back, as posted.
    #[ts(type = "string")]
    pub posted_amount: Decimal,
    /// The same, settled again.
    #[ts(type = "string")]
    pub corrected_amount: Decimal,
    /// What the correction makes of it, in words.
    pub words: String,
}

/// What a month was and is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct CorrectedMonth {
    /// Which month.
    #[ts(type = "string")]
    pub month: Month,
    /// Net credit as posted.
    #[ts(type = "string")]
    pub posted_amount: Decimal,
    /// Net credit settled again.
    #[ts(type = "string")]
    pub corrected_amount: Decimal,
    /// The second less the first: positive where the client gets more.
    #[ts(type = "string")]
    pub difference_amount: Decimal,
    /// The levels whose lines or readings changed.
    pub lines: Vec<CorrectedLine>,
}

/// A correction of months that were posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Why.
    pub reason: String,
    /// The month on whose statement the difference is posted: the one after the last that was posted.
    #[ts(type = "string")]
    pub posted_in: Month,
    /// Every posted month that changed: the corrected one and later ones, by repeats, caps and earn-back.
    pub months: Vec<CorrectedMonth>,
    /// Σ of the months' differences.
    #[ts(type = "string")]
    pub difference_amount: Decimal,
}

/// Settles corrected actuals again and says how every posted month differs. The posted statement stays as it is.
///
/// # Errors
/// As [`settle_with`], and where the corrected history does not begin with the posted months.
pub fn correct(
    plan: &Plan,
    posted: &Statement,
    history: &History,
    inputs: &Inputs,
    reason: &str,
) -> Result<Correction, Vec<Problem>> {
    let settled = settle_with(plan, history, inputs)?;
    let Some(last) = posted.months.last() else {
        return Err(vec![problem("nothing was posted yet", "a statement with a month at least")]);
    };
    let same = posted.months.iter().zip(&settled.months).all(|(a, b)| a.month == b.month);
    if !same || settled.months.len() < posted.months.len() {
        return Err(vec![problem("other months than were posted", "actuals of every posted month, from the first on")]);
    }
    let pairs = posted.months.iter().zip(&settled.months);
    let months: Vec<CorrectedMonth> = pairs.filter_map(|(was, is)| month(plan, was, is)).collect();
    Ok(Correction {
        reason: reason.to_owned(),
        posted_in: last.month.plus(1),
        difference_amount: months.iter().fold(plan.currency.amount(0), |sum, m| sum + m.difference_amount),
        months,
    })
}

fn problem(what: &str, expected: &str) -> Problem {
    Problem { path: "correction".into(), what: what.into(), expected: expected.into(), concern: Concern::Money }
}

/// None where nothing changed.
fn month(plan: &Plan, was: &MonthStatement, is: &MonthStatement) -> Option<CorrectedMonth> {
    if was == is {
        return None;
    }
    let net = |line: &crate::statement::Line| line.credit_amount - line.earned_back_amount;
    let lines = was.lines.iter().zip(&is.lines).filter(|(a, b)| a != b).map(|(a, b)| CorrectedLine {
        service_level: b.service_level.clone(),
        posted_amount: net(a),
        corrected_amount: net(b),
        words: format!("{} → {}; {}", a.reading_words, b.reading_words, b.credit_words),
    });
    let difference_amount = is.net_credit_amount - was.net_credit_amount + plan.currency.amount(0);
    Some(CorrectedMonth {
        month: is.month,
        posted_amount: was.net_credit_amount,
        corrected_amount: is.net_credit_amount,
        difference_amount,
        lines: lines.collect(),
    })
}
