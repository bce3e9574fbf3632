//! What was reported for a level in a month, as the kernel reads it.

use super::{Read, relief};
use crate::history::{Actual, MonthActuals};
use crate::inputs::MonthInputs;
use crate::kernel::Reading;
use crate::plan::{LevelPlan, Plan};
use crate::problem::Problems;
use crate::statement::ReadingKind;
use model::quantity::scale_of;
use model::{Decimal, ServiceLevelId, Window, threshold};

pub(super) fn month(
    plan: &Plan,
    month: &MonthActuals,
    index: usize,
    own: &MonthInputs,
    problems: &mut Problems,
) -> Vec<Read> {
    let known = |id: &ServiceLevelId| plan.levels().iter().any(|l| &l.level.id == id);
    for id in month.actuals.keys().filter(|id| !known(id)) {
        problems.money(
            format!("actuals.{}.{id}", month.month),
            "actuals of a service level that the agreement does not have",
            "one of its service levels",
        );
    }
    let volume_excuses = relief::volume_excuses(plan, index, own, problems);
    plan.levels()
        .iter()
        .enumerate()
        .map(|(l, level)| {
            let reported = month.actuals.get(&level.level.id).copied().unwrap_or(Actual::NotReported);
            let actual = relief::relieved(level, reported, month.month, own, volume_excuses, problems);
            let path = format!("actuals.{}.{}", month.month, level.level.id);
            let read = read(plan, l, index, actual, &path, problems);
            cured(plan, &level.level.id, Read { reported, ..read }, own)
        })
        .collect()
}

fn read(
    plan: &Plan,
    level_index: usize,
    month_index: usize,
    actual: Actual,
    path: &str,
    problems: &mut Problems,
) -> Read {
    let (kind, reading, value_scaled) = match actual {
        Actual::NoActivity => (ReadingKind::NoActivity, Reading::NO_ACTIVITY, 0),
        Actual::NotReported => (ReadingKind::NotReported, Reading::NOT_REPORTED, 0),
        Actual::Excused => (ReadingKind::Excused, Reading::EXCUSED, 0),
        Actual::Value { n, .. } => {
            let level = &plan.levels()[level_index];
            let scaled = value_scaled(level, actual, path, problems).unwrap_or_default();
            // A longer window has its own number of observations.
            if level.level.remedy.window == Window::Month && too_few(level, n) {
                (ReadingKind::TooFew, Reading::NO_ACTIVITY, scaled)
            } else {
                (ReadingKind::Value, plan.reading(level_index, month_index, scaled), scaled)
            }
        }
    };
    Read { actual, reported: actual, kind, reading, value_scaled, at_fault: false, figure: None }
}

/// Whether a value rests on fewer observations than its measure needs. A count that nobody gave is not held against it.
pub(super) fn too_few(level: &LevelPlan, n: Option<Decimal>) -> bool {
    n.zip(level.measure.minimum_n).is_some_and(|(n, least)| n < Decimal::from(least))
}

/// A report beyond its cure period is none, and a sample that is too small by fault of who samples is not reported.
fn cured(plan: &Plan, id: &ServiceLevelId, read: Read, own: &MonthInputs) -> Read {
    let cure = plan.remedies.cure_business_days;
    let late = own.late_business_days.get(id).copied().unwrap_or_default();
    // Of an excused month there is nothing to report.
    let too_late = cure.is_some_and(|cure| late > cure) && read.kind != ReadingKind::Excused;
    let at_fault = own.sampler_at_fault.contains(id);
    if too_late || at_fault && read.kind == ReadingKind::TooFew {
        return Read { kind: ReadingKind::NotReported, reading: Reading::NOT_REPORTED, at_fault, ..read };
    }
    Read { at_fault, ..read }
}

fn value_scaled(level: &LevelPlan, actual: Actual, path: &str, problems: &mut Problems) -> Option<i64> {
    let Actual::Value { value, n } = actual else { return None };
    let measure = &level.measure;
    let text = value.text(scale_of(value.value()));
    if n.is_some_and(|n| n < Decimal::ZERO) {
        problems.money(path, format!("{} observations", n.unwrap_or_default()), "a number of 0 or more");
    }
    if value.unit() != measure.unit || !measure.unit.holds(value.value()) {
        problems.money(path, text, measure.unit.domain_in_words());
        return None;
    }
    let scaled =
        threshold::scaled(value.value(), measure.precision_decimals).filter(|v| v.abs() <= level.value_scaled_max);
    if scaled.is_none() {
        let most = Decimal::new(level.value_scaled_max, u32::from(measure.precision_decimals));
        problems.money(path, text, format!("at most {}", measure.unit.of(most).text(measure.precision_decimals)));
    }
    scaled
}
