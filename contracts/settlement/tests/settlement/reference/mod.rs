//! The rules of settlement a second time, in exact rationals, written from the rules in words without a look at the
//! engine, to judge it by. Where the words leave something open, the comment "Reading" says what was taken.

pub mod adapter;
pub mod charges;
mod compared;
pub mod credits;
mod draws;
pub mod exact;
mod generated;
pub mod limits;
pub mod measure;
mod measured;
pub mod rewards;
pub mod score;
mod settled_apart;
mod smaller;
pub mod terms;
pub mod watch;
mod worked;

use exact::{Q, zero};
use limits::Bound;
use measure::Outcome;
use terms::{Input, MonthInput, Terms};

/// What the rules say about a month; amounts in minor units, scores in 1/10,000 point.
#[derive(Debug, Clone)]
pub struct Month {
    pub outcomes: Vec<Outcome>,
    pub claims: Vec<credits::Claim>,
    pub uncapped_minor: i128,
    pub credit_minor: i128,
    pub lines_minor: Vec<i128>,
    pub bound: Bound,
    pub score_units: Option<i128>,
    pub points: Q,
    pub earned_back_minor: i128,
    pub earned_back_lines_minor: Vec<i128>,
    pub bonus_minor: i128,
    pub gain_share_minor: i128,
    pub fired: Vec<(usize, Option<usize>)>,
    /// Key levels that count as critical at the end of the month.
    pub promoted: Vec<bool>,
}

/// Settles a history from the first month of an agreement on.
pub fn settle(terms: &Terms, history: &[MonthInput]) -> Vec<Month> {
    let inputs: Vec<Vec<Input>> = history.iter().map(|m| m.levels.clone()).collect();
    let mut outcomes: Vec<Vec<Outcome>> = Vec::new();
    let mut missed_before = vec![false; terms.levels.len()];
    let mut net_minor: Vec<i128> = Vec::new();
    let mut posted: Vec<rewards::Posted> = Vec::new();
    let mut watched: Vec<watch::Watched> = Vec::new();
    let mut gates_missed = Vec::new();
    let mut months = Vec::new();
    for (index, input) in history.iter().enumerate() {
        let month = index + 1;
        outcomes.push(judged(terms, month, &inputs));
        let now = &outcomes[index];
        gates_missed.push(score::gate_missed(terms, now, input.gate_missed));
        let repeats: Vec<bool> =
            now.iter().zip(&missed_before).map(|(o, before)| o.missed.is_some() && *before).collect();
        let claims = credits::claims(terms, month, now, &repeats, &input.incidents);
        let credit = limits::credit(terms, month, &claims, &net_minor);
        net_minor.push(credit.credit_minor);
        for (level, outcome) in now.iter().enumerate() {
            let eligible = rewards::eligible(
                terms,
                &terms.levels[level],
                outcome,
                credit.lines_minor[level],
                &claims[level].repeat,
            );
            posted.push(rewards::Posted { month, level, eligible });
        }
        let returned = rewards::earned_back(terms, month, &outcomes, &inputs[..month], &posted);
        for (of, minor) in &returned.of_months {
            net_minor[of - 1] -= minor;
        }
        remember(terms, month, now, &mut missed_before);
        let points = exact::sum(claims.iter().map(|c| &c.points));
        watched.push(watch::Watched {
            outcomes: now.clone(),
            points: points.clone(),
            month_cap_reached: credit.month_cap_reached,
        });
        months.push(Month {
            uncapped_minor: credit.uncapped_minor,
            credit_minor: credit.credit_minor,
            lines_minor: credit.lines_minor,
            bound: credit.bound,
            score_units: score::score(terms, month, now, gates_missed[index]),
            points,
            earned_back_minor: returned.minor,
            earned_back_lines_minor: returned.lines_minor,
            bonus_minor: rewards::bonus(terms, month, &outcomes, &inputs[..month], &gates_missed),
            gain_share_minor: rewards::gain_share(terms, input.saving_minor.as_ref()),
            fired: watch::fired(terms, &watched),
            promoted: (0..now.len()).map(|l| watch::is_promoted(terms, &watched, l)).collect(),
            claims,
            outcomes: now.clone(),
        });
    }
    months
}

/// Each level's outcome in the window that ends in `month`.
///
/// Reading: quarters are those of the contract year; one that the term or the history cuts short is never settled.
fn judged(terms: &Terms, month: usize, inputs: &[Vec<Input>]) -> Vec<Outcome> {
    let judge = |(l, level): (usize, &terms::Level)| {
        let length = level.window_months;
        if !month.is_multiple_of(length) {
            return Outcome { not_due: true, ..Outcome::nothing() };
        }
        let window: Vec<&Input> = inputs[month - length..month].iter().map(|m| &m[l]).collect();
        measure::judge(terms, level, month, &measure::window_input(terms, &window))
    };
    terms.levels.iter().enumerate().map(judge).collect()
}

/// What the next window finds: a met window resets, a window that is neither met nor missed leaves the state.
///
/// Reading: a miss in a month with credit factor 0 is the window immediately before the next one and does not count, so
/// that the next miss is no repeat, whatever was before it.
fn remember(terms: &Terms, month: usize, outcomes: &[Outcome], missed_before: &mut [bool]) {
    for (outcome, before) in outcomes.iter().zip(missed_before) {
        if outcome.counts() {
            *before = outcome.missed.is_some() && terms.factor(month) > zero();
        }
    }
}
