//! A failing case made small, so that a person can settle it by hand.

use super::compared::Case;
use super::draws::Reported;
use model::remedy::LadderStep;
use model::{Class, Decimal, Remedies};
use std::fmt::Write;

/// Takes parts away as long as the case still fails.
pub fn smallest(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    loop {
        let Some(smaller) = steps(&case).into_iter().find(|c| fails(c)) else { return case };
        case = smaller;
    }
}

/// Every case that is one step smaller.
fn steps(case: &Case) -> Vec<Case> {
    let mut steps = Vec::new();
    let mut step = |change: &dyn Fn(&mut Case)| {
        let mut smaller = case.clone();
        change(&mut smaller);
        if smaller.terms != case.terms || smaller.months != case.months {
            steps.push(smaller);
        }
    };
    step(&|c| {
        c.months.pop();
    });
    for level in (0..case.terms.service_levels.len()).rev() {
        step(&|c| drop_level(c, level));
    }
    let remedies: [&dyn Fn(&mut Remedies); 13] = [
        &|r| r.month_cap_percent = None,
        &|r| r.repeat_factor = None,
        &|r| r.incident_credit = Default::default(),
        &|r| r.rolling_cap = Default::default(),
        &|r| r.cure_business_days = None,
        &|r| r.excused_counts_as_met = false,
        &|r| r.gate_score_points = None,
        &|r| r.gain_share = Default::default(),
        &|r| r.earn_back = Default::default(),
        &|r| r.promotes = false,
        &|r| {
            r.triggers.pop();
        },
        &|r| r.triggers = r.triggers.split_off(r.triggers.len().min(1)),
        &|r| r.points.ladder.truncate(1),
    ];
    for change in remedies {
        step(&|c| change(&mut c.terms.remedies));
    }
    step(&|c| {
        c.terms.remedies.bonus = Default::default();
        c.terms.service_levels.iter_mut().for_each(|l| (l.remedy.bonus_percent, l.remedy.exceed) = (None, None));
    });
    step(&|c| c.terms.remedies.points.ladder = vec![LadderStep { points: Decimal::ONE, percent: Decimal::ONE }]);
    step(&|c| c.terms.charges = model::Charges::FixedMonthly { amount: c.terms.currency.amount(100_000) });
    step(&|c| c.terms.ramp.paths.clear());
    step(&|c| (c.terms.ramp.credit_factors_percent, c.terms.ramp.paths) = (Vec::new(), Vec::new()));
    step(&|c| {
        c.terms.ramp.credit_factors_percent.pop();
    });
    for level in 0..case.terms.service_levels.len() {
        level_steps(&mut step, level);
    }
    for month in 0..case.months.len() {
        month_steps(&mut step, case, month);
    }
    steps
}

type Step<'a> = dyn FnMut(&dyn Fn(&mut Case)) + 'a;

fn level_steps(step: &mut Step<'_>, level: usize) {
    step(&|c| c.terms.measures[level].minimum_n = None);
    step(&|c| c.terms.service_levels[level].remedy.gate = false);
    step(&|c| c.terms.service_levels[level].remedy.cap_percent = None);
    step(&|c| c.terms.service_levels[level].remedy.bonus_percent = None);
    step(&|c| c.terms.service_levels[level].remedy.exceed = None);
    step(&|c| c.terms.service_levels[level].remedy.window = Default::default());
    step(&|c| c.terms.service_levels[level].credit = model::Credit::ByBand);
    step(&|c| c.terms.service_levels[level].floor = None);
    step(&|c| c.terms.service_levels[level].stretch = None);
    step(&|c| c.terms.service_levels[level].bands.truncate(1));
}

fn month_steps(step: &mut Step<'_>, case: &Case, month: usize) {
    step(&|c| c.months[month].events.clear());
    step(&|c| c.months[month].relief.clear());
    step(&|c| (c.months[month].volume, c.months[month].units) = (None, None));
    step(&|c| c.months[month].unattested.clear());
    step(&|c| c.months[month].saving_minor = None);
    step(&|c| c.months[month].invoiced_minor = None);
    for level in 0..case.terms.service_levels.len() {
        step(&|c| {
            if let Reported::Value { n, .. } = &mut c.months[month].levels[level] {
                *n = None;
            }
        });
        step(&|c| {
            if let Reported::Value { late_days, .. } = &mut c.months[month].levels[level] {
                *late_days = None;
            }
        });
        step(&|c| {
            if let Reported::Value { sampler_at_fault, .. } = &mut c.months[month].levels[level] {
                *sampler_at_fault = false;
            }
        });
        step(&|c| c.months[month].levels[level] = Reported::NoActivity);
    }
}

/// Without a level; the first other one that counts takes its weight.
fn drop_level(case: &mut Case, level: usize) {
    if case.terms.service_levels.len() < 2 {
        return;
    }
    let dropped = case.terms.service_levels.remove(level);
    case.terms.measures.remove(level);
    case.terms.ramp.paths.retain(|p| p.service_level != dropped.id);
    if let Some(other) = case.terms.service_levels.iter_mut().find(|l| l.class != Class::ReportOnly) {
        other.weight_percent += dropped.weight_percent;
    }
    for month in &mut case.months {
        month.levels.remove(level);
        month.events.clear();
        month.relief.clear();
    }
}

impl Case {
    /// What a person needs to settle it by hand.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let terms = &self.terms;
        writeln!(text, "{} months, {:?}, {}", terms.term.months, terms.score, terms.currency.code()).unwrap();
        writeln!(text, "charges {}", json(&terms.charges)).unwrap();
        writeln!(text, "ramp {}", json(&terms.ramp)).unwrap();
        writeln!(text, "remedies {}", json(&terms.remedies)).unwrap();
        for (level, measure) in terms.levels() {
            let least = measure.minimum_n.map(|n| format!(", minimum n {n}")).unwrap_or_default();
            let precision = measure.precision_decimals;
            writeln!(text, "{:?}, precision {precision}{least}: {}", measure.direction, json(level)).unwrap();
        }
        for (index, month) in self.months.iter().enumerate() {
            if month.levels.iter().any(|l| *l != Reported::NoActivity) {
                writeln!(text, "month {}: {month:?}", index + 1).unwrap();
            }
        }
        text
    }
}

fn json(what: &impl serde::Serialize) -> String {
    serde_json::to_string(what).unwrap()
}
