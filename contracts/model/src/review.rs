//! The design review: what is wrong with a draft, why, and what would mend it.
//!
//! A rule is a small pure function of agreement and evidence; [`RULES`] is the one table of them. Numbers that could
//! not be computed with are reported by one rule and left alone by every other rule, so that the review answers for
//! any agreement that can be held.

use crate::{Agreement, Baseline, Decimal, MeasureId, Series, Waived, template::Template};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod adding;
mod balance;
mod bands;
mod blanks;
mod bounds;
mod calendar;
mod chances;
mod clauses;
mod completeness;
mod consequences;
mod credits;
mod currencies;
mod dead;
#[cfg(test)]
mod examples;
mod gaming;
mod history;
mod kind;
mod later;
mod limits;
mod paths;
mod pool;
mod possible;
mod precision;
mod programmes;
mod proposal;
mod provenance;
mod ramp;
mod readings;
mod rewards;
mod samples;
mod severities;
mod statistics;
#[cfg(test)]
mod stories;
mod targets;
#[cfg(test)]
mod tests;
mod triggers;
mod twins;
mod vague;
mod waivers;
mod weights;
mod wording;
mod worst;

pub use chances::Chance;
pub(crate) use readings::time_of;
pub use readings::{TwoThings, hint, readings};
pub use waivers::{in_the_way, mark_private, waive};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Cannot be signed.
    Error,
    /// Signed only with a written waiver.
    Warning,
    /// Worth knowing.
    Advice,
}

/// One change of a term, by path and text as a person would type it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Change {
    /// The term.
    pub path: String,
    /// Its new text.
    pub text: String,
}

/// What mends a finding in one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Mend {
    /// What it does, for a button: "Set the cap to 12 %".
    pub label: String,
    /// The changes, made together.
    pub changes: Vec<Change>,
}

/// One result of the design review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct Finding {
    /// The rule: `C11`.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// What it is, in a few words.
    pub title: String,
    /// Why it matters, in one sentence.
    pub reason: String,
    /// What the rule rests on.
    pub source: String,
    /// Paths of the terms it speaks of, the first being where it is shown.
    pub fields: Vec<String>,
    /// What mends it, where one action can.
    pub mend: Option<Mend>,
    /// Other ways to mend it, where a text can mean several things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Mend>,
    /// What the rule waits for, where it lacks its evidence; then it is advice and says nothing about the draft.
    pub waits_for: Option<String>,
    /// Why it is left standing, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
    /// True where it rests on what this side alone knows: it is never shared, and is waived for oneself alone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// What the review may know beyond the agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Summaries of the baseline's measures; empty without a baseline.
    pub history: Vec<HistorySummary>,
    /// What a prediction says about levels; empty without one.
    pub chances: Vec<Chance>,
    /// What stands in terms without having been read, as it was typed.
    pub unread: Vec<Change>,
    /// The template that the agreement began from, where it is one of one's own.
    pub own_template: Option<Template>,
}

impl Evidence {
    /// What a baseline tells the review.
    #[must_use]
    pub fn of(baseline: &Baseline) -> Self {
        let history = baseline.series.iter().filter_map(HistorySummary::of);
        Self { history: history.collect(), ..Self::default() }
    }

    /// The summary of a measure's history.
    #[must_use]
    pub fn of_measure(&self, measure: &MeasureId) -> Option<&HistorySummary> {
        self.history.iter().find(|h| &h.measure == measure)
    }
}

/// What a measure's history was like. Values are in the measure's unit and not rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistorySummary {
    /// Which measure.
    pub measure: MeasureId,
    /// Months with a value.
    pub months: usize,
    /// Smallest value of a month.
    pub lowest: Decimal,
    /// Largest value of a month.
    pub highest: Decimal,
    /// Median of the months.
    pub median: Decimal,
    /// The value that at least three months of four reached or exceeded.
    pub lower_quartile: Decimal,
    /// The value that at least three months of four reached or stayed below.
    pub upper_quartile: Decimal,
}

impl HistorySummary {
    /// The summary of a series; `None` where nothing was observed.
    #[must_use]
    pub fn of(series: &Series) -> Option<Self> {
        let observations = series.observations.iter();
        let values = observations.map(|o| o.value.value()).collect();
        Self::of_values(series.measure.clone(), values)
    }

    /// The summary of monthly values in any order; `None` without any.
    #[must_use]
    pub fn of_values(measure: MeasureId, mut values: Vec<Decimal>) -> Option<Self> {
        values.sort_unstable();
        let (lowest, highest) = (*values.first()?, *values.last()?);
        let months = values.len();
        // Halved before they are added: the sum of two large values need not fit.
        let (below, above) = (values[(months - 1) / 2], values[months / 2]);
        let median = if below == above { below } else { below / Decimal::TWO + above / Decimal::TWO };
        Some(Self {
            measure,
            months,
            lowest,
            highest,
            median,
            lower_quartile: values[months / 4],
            upper_quartile: values[months - 1 - months / 4],
        })
    }
}

/// One rule of the review.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its number: `C11`. Several entries may share one.
    pub id: &'static str,
    /// What it looks for, in a few words.
    pub about: &'static str,
    check: fn(&Agreement, &Evidence) -> Vec<Finding>,
}

const fn rule(id: &'static str, about: &'static str, check: fn(&Agreement, &Evidence) -> Vec<Finding>) -> Rule {
    Rule { id, about, check }
}

/// Every rule that the review applies.
pub const RULES: &[Rule] = &[
    rule("C0", "terms that must be filled in", completeness::terms),
    rule("C0", "no blanks in print", blanks::printed),
    rule("C0", "names that paths rest on", completeness::names),
    rule("C0", "numbers of a size to reckon with", bounds::numbers),
    rule("C0", "numbers that can be typed where they stand", possible::values),
    rule("C0", "two parties", completeness::parties),
    rule("C0", "a start at the first of a month", calendar::start),
    rule("C0", "a currency that is in use", currencies::known),
    rule("C1", "speed has a floor of quality", balance::quality_floor),
    rule("C1", "handle time is not alone", balance::handle_time_alone),
    rule("C1", "shorter is not better", balance::shorter_is_better),
    rule("C2", "experience, quality and resolution", balance::missing),
    rule("C2", "speed does not outweigh quality", balance::weights),
    rule("C3", "a handful of levels", balance::too_many),
    rule("C4", "what is counted is said", completeness::definitions),
    rule("C4", "promises with a measure", vague::words),
    rule("C5", "results and not activity", gaming::activity),
    rule("C5", "what can be gamed is seen", gaming::gamed),
    rule("C6", "targets fit their measure", targets::shape),
    rule("C6", "values as fine as their measure", precision::finer),
    rule("C6", "no perfect targets", targets::perfect),
    rule("C6", "targets fit the history", history::targets),
    rule("C6", "targets neither out of reach nor certain", chances::reach),
    rule("C6", "later targets fit the history", later::fair),
    rule("C7", "misses cost something", credits::teeth),
    rule("C7", "rewards beside penalties", rewards::penalties_alone),
    rule("C8", "a cap of 10 to 20 %", credits::cap),
    rule("C9", "credits follow the impact", credits::proportion),
    rule("C10", "floor and stretch", bands::floor_and_stretch),
    rule("C10", "edges of bands", bands::edges),
    rule("C10", "credits and scores of bands", consequences::credits_and_scores),
    rule("C10", "credits that nobody can owe", consequences::dead),
    rule("C10", "targets of the ramp", ramp::targets),
    rule("C10", "paths and factors of the ramp", ramp::shape),
    rule("C10", "later targets in their months", later::order),
    rule("C10", "later targets that lead on", later::way),
    rule("C10", "points that climb", pool::points),
    rule("C10", "steps that can be reached", dead::ladder),
    rule("C10", "triggers that can fire", triggers::fire),
    rule("C10", "caps that can bind", dead::caps),
    rule("C10", "bonuses under their cap", dead::bonus),
    rule("C10", "times in their order", dead::times),
    rule("C11", "weights are 100 %", weights::sum),
    rule("C11", "each weight is a part of 100", weights::single),
    rule("C11", "weights and classes agree", weights::classes),
    rule("C11", "a pool within its limit", pool::pool),
    rule("C12", "one thing in one text", readings::two_things),
    rule("C12", "a statistic that fits its unit", statistics::units),
    rule("C12", "percentiles by the month", statistics::periods),
    rule("C12", "bars that can be reached", readings::bars),
    rule("C12", "the graver the faster", severities::inversion),
    rule("C13", "there is a ramp", ramp::missing),
    rule("C13", "enough months of history", history::length),
    rule("C14", "something excuses a miss", clauses::relief),
    rule("C14", "a forecast of both sides", clauses::forecast),
    rule("C15", "somebody is called", clauses::escalation),
    rule("C15", "the sides meet", clauses::governance),
    rule("C16", "reports, disputes, ends", clauses::reports_and_ends),
    rule("C17", "bonus for customers’ sake", rewards::bonus),
    rule("C17", "no penalty for volume", rewards::volume),
    rule("C18", "one credit for one event", rewards::double_jeopardy),
    rule("C18", "one promise for one result", twins::promises),
    rule("C19", "samples have a least size", targets::small_samples),
    rule("C19", "samples that tell", samples::telling),
    rule("C19", "samples that are reached", samples::reached),
    rule("C19", "audits have their rules", programmes::audits),
    rule("C19", "surveys have their rules", programmes::surveys),
    rule("C20", "targets beside those of others", gaming::benchmarks),
    rule("D4", "room below the average", proposal::buffer),
    rule("B6", "inside one’s own limits", limits::outside),
    rule("D5", "targets that improve", proposal::improvement),
    rule("A15", "a current template", provenance::stale),
    rule("A15", "a template that was edited", provenance::hardly_edited),
];

/// All findings about a draft, the gravest first, in the order of the terms within a severity; rules that wait for
/// evidence come last. What the agreement leaves standing with a reason is marked as such (C21).
#[must_use]
pub fn review(agreement: &Agreement, evidence: &Evidence) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| (rule.check)(agreement, evidence)).collect();
    waivers::mark(&mut findings, agreement);
    let order = paths::Order::of(agreement);
    findings.sort_by_cached_key(|f| {
        let field = f.fields.first().map_or("", String::as_str);
        (f.severity, f.waits_for.is_some(), order.place(field))
    });
    findings
}
