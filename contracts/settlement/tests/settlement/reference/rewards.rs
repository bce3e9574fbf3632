//! Earn-back, bonus and gain share.

use super::exact::{Q, int, not_below_zero, one, posted, smaller, zero};
use super::limits::{contract_year, shared};
use super::measure::{self, Outcome, aggregate, bar, reaches, target};
use super::terms::{Class, EarnBackRule, Grade, Input, Level, Terms};

/// A posted credit of a level that may still be earned back.
#[derive(Debug, Clone)]
pub struct Posted {
    pub month: usize,
    pub level: usize,
    /// Minor units that may come back, before the percentage.
    pub eligible: Q,
}

/// What may be earned back of a level's posted line.
///
/// Reading: of a repeat, what was added is excluded in proportion after every cap.
pub fn eligible(terms: &Terms, level: &Level, outcome: &Outcome, line_minor: i128, repeat: &Q) -> Q {
    let Some(rule) = &terms.earn_back else { return zero() };
    let Some(grade) = outcome.grade(level) else { return zero() };
    if !rule.exclusions {
        return int(line_minor);
    }
    if grade >= Grade::Severe || level.gate || outcome.late {
        return zero();
    }
    // A factor below 1 adds nothing.
    let repeat = if *repeat < one() { one() } else { repeat.clone() };
    int(line_minor) / repeat
}

/// What is returned in a month: for each level the exact amount and the months whose credits it returns.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    pub minor: i128,
    pub lines_minor: Vec<i128>,
    /// (month of the credit, minor units), for the cap on twelve months.
    pub of_months: Vec<(usize, i128)>,
}

/// What the windows up to `month` return in `month`. `history[m][l]` is the outcome of level l in month m + 1.
///
/// Readings:
/// - what is returned is a part of the posted credit of the level's line, and an amount of its own, rounded half up once;
///   the month's is their sum;
/// - it is netted against the month of the credit, so that it leaves the cap on twelve months together with it; the months
///   of a year share it by the largest remainder of their exact parts, since money is rounded once: the rounded amount
///   is no basis of another proportion;
/// - what is returned in a month does not widen the caps of the same month;
/// - windows without a value are skipped, whatever the reason, and so are excused ones that count as met;
/// - in a contract year that the term cuts short, the year ends with the term; its aggregate is judged against the target
///   of its last month, from all that was reported; misses are counted for each level.
pub fn earned_back(
    terms: &Terms,
    month: usize,
    history: &[Vec<Outcome>],
    inputs: &[Vec<Input>],
    credits: &[Posted],
) -> Returned {
    let none = Returned { lines_minor: vec![0; terms.levels.len()], ..Returned::default() };
    let Some(rule) = &terms.earn_back else { return none };
    let mut exact = vec![zero(); terms.levels.len()];
    let mut month_of = vec![Vec::new(); terms.levels.len()];
    for (l, level) in terms.levels.iter().enumerate() {
        let found: Vec<&Posted> = match rule.rule {
            EarnBackRule::NextThree => three_met(history, l, month)
                .and_then(|of| credits.iter().find(|p| p.level == l && p.month == of))
                .into_iter()
                .collect(),
            EarnBackRule::Year { misses_max } => {
                let year = contract_year(terms, month);
                if *year.end() != month || !good_year(terms, level, l, year.clone(), history, inputs, misses_max) {
                    continue;
                }
                credits.iter().filter(|p| p.level == l && year.contains(&p.month)).collect()
            }
        };
        for posted in found {
            exact[l] += &posted.eligible * &rule.part;
            month_of[l].push((posted.month, &posted.eligible * &rule.part));
        }
    }
    let lines_minor: Vec<i128> = exact.iter().map(posted).collect();
    let minor = lines_minor.iter().sum();
    let mut of_months = Vec::new();
    for ((line, exact), months) in lines_minor.iter().zip(&exact).zip(&month_of) {
        let parts: Vec<Q> = months.iter().map(|(_, part)| part.clone()).collect();
        let own = shared(exact, *line, &parts, &vec![zero(); parts.len()]);
        of_months.extend(months.iter().map(|(m, _)| *m).zip(own));
    }
    Returned { minor, lines_minor, of_months }
}

/// Where the window that ends in `month` is the third met one running after a missed one: the month of that one.
fn three_met(history: &[Vec<Outcome>], level: usize, month: usize) -> Option<usize> {
    let judged: Vec<(usize, &Outcome)> = history[..month]
        .iter()
        .enumerate()
        .map(|(m, outcomes)| (m + 1, &outcomes[level]))
        .filter(|(_, o)| o.value.is_some() || o.late)
        .collect();
    let [.., (missed, first), (_, a), (_, b), (last, c)] = judged.as_slice() else { return None };
    let ends_now = *last == month;
    (ends_now && first.missed.is_some() && a.met && b.met && c.met).then_some(*missed)
}

/// Too small a sample by fault of the party that samples was not reported.
fn reported(level: &Level, input: &Input) -> bool {
    !matches!(input, Input::Value { sampler_at_fault: true, .. }) || enough(level, input)
}

fn enough(level: &Level, input: &Input) -> bool {
    let n = if let Input::Value { n, .. } = input { n.as_ref() } else { None };
    level.minimum_n.as_ref().zip(n).is_none_or(|(least, n)| n >= least)
}

fn good_year(
    terms: &Terms,
    level: &Level,
    l: usize,
    year: std::ops::RangeInclusive<usize>,
    history: &[Vec<Outcome>],
    inputs: &[Vec<Input>],
    misses_max: usize,
) -> bool {
    let misses = year.clone().filter(|m| history[m - 1][l].missed.is_some()).count();
    let months: Vec<&Input> =
        year.clone().map(|m| &inputs[m - 1][l]).filter(|i| level.window_months > 1 || reported(level, i)).collect();
    let met = aggregate(&months).is_some_and(|(value, n)| {
        let enough = enough(level, &Input::Value { value: value.clone(), n, sampler_at_fault: false });
        let value = super::exact::rounded(&value, level.precision);
        enough && measure::band(level, &target(terms, level, *year.end()), &value).is_none()
    });
    met && misses <= misses_max
}

/// The bonus of the quarter of the contract year that ends in `month`, in minor units.
///
/// Readings:
/// - "no level without a value" and "none severe" speak of critical and key levels (a report-only level carries no money),
///   in each window of the quarter, on either basis; severe or worse; an excused level that counts as met has no value;
/// - a quarter that the term cuts short earns nothing;
/// - on the aggregate, met and exceeded are judged against the target of the quarter's last month;
/// - a level's bonus without "exceed" is earned with the quarter's own conditions; one for a level that is only reported
///   is none; a bar that cannot be is an error of the design, here never reached.
pub fn bonus(
    terms: &Terms,
    month: usize,
    history: &[Vec<Outcome>],
    inputs: &[Vec<Input>],
    gates_missed: &[bool],
) -> i128 {
    let Some(bonus) = terms.bonus.as_ref().filter(|_| month.is_multiple_of(3)) else { return 0 };
    let quarter = month - 2..=month;
    if !bonus.in_ramp && quarter.clone().any(|m| terms.in_ramp(m)) {
        return 0;
    }
    if quarter.clone().any(|m| gates_missed[m - 1]) {
        return 0;
    }
    let binding = || terms.levels.iter().enumerate().filter(|(_, l)| l.class != Class::ReportOnly);
    for (l, level) in binding() {
        for m in quarter.clone() {
            let outcome = &history[m - 1][l];
            if outcome.not_due {
                continue;
            }
            let severe = outcome.grade(level).is_some_and(|grade| grade >= Grade::Severe);
            if outcome.value.is_none() || severe || (outcome.missed.is_some() && !bonus.on_aggregate) {
                return 0;
            }
        }
        if bonus.on_aggregate && !quarter_reaches(terms, level, l, month, inputs, None) {
            return 0;
        }
    }
    let charges = terms.charges(quarter.clone());
    let mut part = bonus.base.clone();
    for (l, level) in binding() {
        let Some(own) = &level.bonus else { continue };
        let exceeded = match &level.exceed {
            None => true,
            Some((by, reading)) if bonus.on_aggregate => {
                quarter_reaches(terms, level, l, month, inputs, Some((by, *reading)))
            }
            Some((by, reading)) => quarter.clone().filter(|m| !history[m - 1][l].not_due).all(|m| {
                let bar = bar(level, &target(terms, level, m), by, *reading);
                history[m - 1][l].value.as_ref().zip(bar).is_some_and(|(v, bar)| reaches(level, v, &bar))
            }),
        };
        if exceeded {
            part += own;
        }
    }
    posted(&(smaller(part, &bonus.cap) * charges))
}

fn quarter_reaches(
    terms: &Terms,
    level: &Level,
    l: usize,
    month: usize,
    inputs: &[Vec<Input>],
    exceed: Option<(&Q, super::terms::Reading)>,
) -> bool {
    let months: Vec<&Input> = (month - 2..=month).map(|m| &inputs[m - 1][l]).collect();
    let Some((value, _)) = aggregate(&months) else { return false };
    let value = super::exact::rounded(&value, level.precision);
    let goal = target(terms, level, month);
    match exceed {
        None => measure::band(level, &goal, &value).is_none(),
        Some((by, reading)) => bar(level, &goal, by, reading).is_some_and(|bar| reaches(level, &value, &bar)),
    }
}

/// The vendor's share of a month's saving: of what lies above the floor, up to the cap.
pub fn gain_share(terms: &Terms, saving_minor: Option<&Q>) -> i128 {
    let (Some(rule), Some(saving)) = (&terms.gain_share, saving_minor) else { return 0 };
    let share = not_below_zero(saving - &rule.floor_minor) * &rule.share;
    posted(&rule.cap_minor.as_ref().map_or(share.clone(), |cap| smaller(share, cap)))
}
