//! A month's statement from what was kept of it.

use crate::apportion::{Lines, Part};
use crate::kernel::{Bound, LineRecord};
use crate::statement::{BoundBy, Line, MonthStatement, ReadingKind};
use crate::trace::Trace;
use crate::watch::Fired;
use crate::wide::{Ticks, Wide, Width};
use model::Decimal;

/// `promoted` says by level which key levels are critical for now.
pub(super) fn month(trace: &Trace<'_>, promoted: &[bool], triggers: Vec<Fired>) -> MonthStatement {
    let (plan, index, out) = (trace.plan, trace.index, trace.month);
    let month = &plan.months()[index];
    let uncapped = uncapped_lines(trace);
    let lines = (0..plan.levels().len()).map(|l| line_of(trace, promoted[l], l, uncapped[l])).collect();
    let amount = |minor: i64| plan.currency.amount(minor);
    let gain = trace.gain_share_minor();
    MonthStatement {
        month: plan.month(index),
        contract_month: u32::try_from(index + 1).unwrap_or(u32::MAX),
        charges_amount: amount(month.charges_minor),
        ramp_factor_percent: month.credit_factor_percent,
        cap_amount: month.cap.percent.map(|_| plan.amount_of_ticks(month.cap.ticks)),
        rolling_room_amount: plan.rules.rolling.map(|_| plan.amount_of_ticks(out.rolling_ticks)),
        uncapped_amount: amount(out.uncapped_minor),
        credit_amount: amount(out.credit_minor),
        cap_bound: out.bound != Bound::None,
        bound_by: match out.bound {
            Bound::None => None,
            Bound::Level => Some(BoundBy::Level),
            Bound::Month => Some(BoundBy::Month),
            Bound::Rolling => Some(BoundBy::TwelveMonths),
            Bound::ContractYear => Some(BoundBy::ContractYear),
        },
        earned_back_amount: amount(out.earned_back_minor),
        bonus_amount: amount(out.bonus_minor),
        gain_share_amount: amount(gain),
        net_credit_amount: amount(out.credit_minor - out.earned_back_minor - out.bonus_minor - gain),
        score_points: trace.month_score(),
        charges_words: trace.charges_words(),
        credit_words: trace.month_credit_words(),
        score_words: trace.month_score_words(),
        bonus_words: trace.bonus_words(),
        gain_share_words: trace.gain_share_words(),
        triggers,
        lines,
    }
}

/// One of its lines alone.
pub(super) fn line(trace: &Trace<'_>, promoted: bool, l: usize) -> Line {
    line_of(trace, promoted, l, uncapped_lines(trace)[l])
}

fn line_of(trace: &Trace<'_>, promoted: bool, l: usize, uncapped_minor: i64) -> Line {
    let (plan, out, level) = (trace.plan, &trace.lines[l], &trace.plan.levels()[l]);
    let target = plan.target(l, trace.index);
    let precision = level.measure.precision_decimals;
    let read = &trace.reads[l];
    let valued = matches!(read.kind, ReadingKind::Value | ReadingKind::TooFew);
    Line {
        service_level: level.level.id.clone(),
        measure_name: level.measure.name.clone(),
        class: level.level.class,
        promoted,
        weight_percent: level.level.weight_percent,
        target_words: target.signed_text(level.measure.direction, precision),
        reading: read.kind,
        value: valued.then(|| level.measure.unit.of(Decimal::new(read.value_scaled, u32::from(precision)))),
        grade: trace.grade(l),
        repeated: out.repeated,
        points: trace.points(l),
        uncapped_amount: plan.currency.amount(uncapped_minor),
        credit_amount: plan.currency.amount(out.credit_minor),
        earned_back_amount: plan.currency.amount(out.earned_back_minor),
        score_points: trace.level_score(l),
        rule: trace.rule(l),
        rule_clause: trace.rule_clause(l),
        reading_words: trace.reading_words(l),
        credit_words: trace.credit_words(l),
        earned_back_words: trace.earned_back_words(l),
        score_words: trace.level_score_words(l),
    }
}

/// The lines before every cap in minor units; they sum to the month's credits before the cap.
fn uncapped_lines(trace: &Trace<'_>) -> Vec<i64> {
    let (plan, out) = (trace.plan, trace.month);
    let mut lines = Lines::with_weights(plan.weights());
    // Where a ladder holds, each line is its share of what that makes of all points.
    let of = |line: &LineRecord| if plan.rules.ladder { line.share_ticks } else { line.uncapped_ticks };
    let mut all = Wide::default();
    for (ticks, line) in lines.ticks.iter_mut().zip(trace.lines) {
        *ticks = of(line);
        all += *ticks;
    }
    let per_minor = plan.ticks_per_minor.times(out.tick_parts);
    let part = Part { numerator: out.uncapped_ticks, of: all.max(Wide::ONE), per_minor };
    lines.apportion(part, out.uncapped_minor, Width::Wide);
    lines.minor
}
