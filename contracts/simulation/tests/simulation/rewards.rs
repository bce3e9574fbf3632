//! Bonus and earn-back in the results: settled by the same kernel in every trial, counted here.

use crate::properties::{settings, three};
use crate::terms::{agreement, decimal, history, knowledge, points, run, simulate};
use simulation::results::Amounts;

/// Mean and quantiles of amounts by trial, by another way than the results'.
fn amounts(mut column: Vec<i64>) -> (i64, [i64; 3]) {
    column.sort_unstable();
    let sum: i64 = column.iter().sum();
    let count = i64::try_from(column.len()).unwrap();
    let at = |percent: usize| column[percent * (column.len() - 1) / 100];
    ((2 * sum + count).div_euclid(2 * count), [at(5), at(50), at(95)])
}

fn told(amounts: Amounts) -> (i64, [i64; 3]) {
    (amounts.mean_minor, [amounts.p5_minor, amounts.p50_minor, amounts.p95_minor])
}

#[test]
fn bonus_earn_back_and_what_is_left_are_those_of_the_trials() {
    let (levels, known) = three();
    let mut terms = agreement(&levels, Some("12"));
    terms.remedies.bonus.base_percent = Some(decimal("2"));
    terms.remedies.bonus.cap_percent = Some(decimal("2"));
    terms.remedies.earn_back.percent = Some(decimal("50"));
    let run = run(&terms, &known, &settings(400));
    let rewards = run.compute().unwrap().totals.unwrap().rewards.unwrap();
    let trials: Vec<_> = (0..400).map(|index| run.trial(index)).collect();
    let column = |of: &dyn Fn(&simulation::TrialMonth) -> i64| -> Vec<i64> {
        trials.iter().map(|months| months.iter().map(of).sum()).collect()
    };
    let (bonus, back) = (column(&|m| m.bonus_minor), column(&|m| m.earned_back_minor));
    assert!(bonus.iter().any(|b| *b > 0) && back.iter().any(|b| *b > 0), "the case has both");
    let share = |column: &[i64]| column.iter().filter(|minor| **minor > 0).count() as f64 / 400.0;
    assert_eq!(rewards.p_bonus.unwrap().value, share(&bonus));
    assert_eq!(rewards.p_earned_back.unwrap().value, share(&back));
    assert_eq!(told(rewards.bonus.unwrap()), amounts(bonus));
    assert_eq!(told(rewards.earned_back.unwrap()), amounts(back));
    assert_eq!(told(rewards.net), amounts(column(&|m| m.credit_minor - m.earned_back_minor - m.bonus_minor)));
}

#[test]
fn terms_without_rewards_have_no_result_for_them() {
    let (levels, known) = three();
    let results = simulate(&agreement(&levels, Some("12")), &known, &settings(100));
    assert_eq!(results.totals.unwrap().rewards, None);
}

#[test]
fn history_that_never_misses_earns_every_quarters_bonus_for_certain() {
    let known = knowledge([("one", history(&[90.0; 24]))]);
    let mut terms = agreement(&[points("one", "80")], None);
    terms.remedies.bonus.base_percent = Some(decimal("1"));
    terms.remedies.bonus.cap_percent = Some(decimal("1"));
    let mut settings = settings(64);
    settings.horizon_months = Some(12);
    let rewards = simulate(&terms, &known, &settings).totals.unwrap().rewards.unwrap();
    // Four quarters, 1 % of three months of a million each.
    let bonus = 4 * 3_000_000;
    assert_eq!(told(rewards.bonus.unwrap()), (bonus, [bonus; 3]));
    assert_eq!((rewards.p_bonus.unwrap().value, rewards.earned_back), (1.0, None));
    assert_eq!(told(rewards.net), (-bonus, [-bonus; 3]));
}
