//! A month's statement from what the kernel wrote.

use crate::apportion::{Lines, Part};
use crate::kernel::{Bound, LevelOutput, MonthOutput};
use crate::plan::Plan;
use crate::statement::{BoundBy, Line, MonthStatement, ReadingKind};
use crate::trace::Trace;
use crate::watch::{Fired, Watch};
use crate::wide::Width;
use model::Decimal;

pub(super) fn month(trace: &Trace<'_>, watch: &Watch, fired: Vec<Fired>) -> MonthStatement {
    let (plan, index, out) = (trace.plan, trace.index, trace.out);
    let month = &plan.months()[index];
    let uncapped = uncapped_lines(plan, out);
    let lines = (0..plan.levels().len()).map(|l| line(trace, watch, l, uncapped[l])).collect();
    let amount = |minor: i64| plan.currency.amount(minor);
    let gain = trace.gain_share_minor();
    MonthStatement {
        month: plan.month(index),
        contract_month: u32::try_from(index + 1).unwrap_or(u32::MAX),
        charges_amount: amount(month.charges_minor),
        ramp_factor_percent: month.credit_factor_percent,
        cap_amount: month.cap.percent.map(|_| plan.amount_of_ticks(month.cap.ticks)),
        rolling_room_amount: (out.rolling_ticks[0] != i128::MAX).then(|| plan.amount_of_ticks(out.rolling_ticks[0])),
        uncapped_amount: amount(out.uncapped_minor[0]),
        credit_amount: amount(out.credit_minor[0]),
        cap_bound: out.cap_bound[0],
        bound_by: match out.bound[0] {
            Bound::None => None,
            Bound::Level => Some(BoundBy::Level),
            Bound::Month => Some(BoundBy::Month),
            Bound::Rolling => Some(BoundBy::TwelveMonths),
            Bound::ContractYear => Some(BoundBy::ContractYear),
        },
        earned_back_amount: amount(out.earned_back_minor[0]),
        bonus_amount: amount(out.bonus_minor[0]),
        gain_share_amount: amount(gain),
        net_credit_amount: amount(out.credit_minor[0] - out.earned_back_minor[0] - out.bonus_minor[0] - gain),
        score_points: trace.month_score(),
        credit_words: trace.month_credit_words(),
        score_words: trace.month_score_words(),
        bonus_words: trace.bonus_words(),
        gain_share_words: trace.gain_share_words(),
        triggers: fired,
        lines,
    }
}

fn line(trace: &Trace<'_>, watch: &Watch, l: usize, uncapped_minor: i64) -> Line {
    let (plan, out, level) = (trace.plan, trace.out, &trace.plan.levels()[l]);
    let target = plan.target(l, trace.index);
    let precision = level.measure.precision_decimals;
    let read = &trace.reads[l];
    let valued = matches!(read.kind, ReadingKind::Value | ReadingKind::TooFew);
    Line {
        service_level: level.level.id.clone(),
        measure_name: level.measure.name.clone(),
        class: level.level.class,
        promoted: watch.is_promoted(l),
        weight_percent: level.level.weight_percent,
        target_words: target.signed_text(level.measure.direction, precision),
        reading: read.kind,
        value: valued.then(|| level.measure.unit.of(Decimal::new(read.value_scaled, u32::from(precision)))),
        grade: trace.grade(l),
        repeated: out.levels[l].repeated[0],
        points: trace.points(l),
        uncapped_amount: plan.currency.amount(uncapped_minor),
        credit_amount: plan.currency.amount(out.levels[l].credit_minor[0]),
        earned_back_amount: plan.currency.amount(out.levels[l].earned_back_minor[0]),
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
fn uncapped_lines(plan: &Plan, out: &MonthOutput<1>) -> Vec<i64> {
    let mut lines = Lines::with_weights(plan.levels().iter().map(|l| l.weight).collect());
    // Where a ladder holds, each line is its share of what that makes of all points.
    let of = |level: &LevelOutput<1>| {
        if plan.rules.ladder { level.share_ticks[0] } else { level.uncapped_ticks[0] }
    };
    let mut all = 0;
    for (ticks, level) in lines.ticks.iter_mut().zip(&out.levels) {
        *ticks = of(level);
        all += *ticks;
    }
    let per_minor = plan.ticks_per_minor * out.tick_parts[0];
    let part = Part { numerator: out.uncapped_ticks[0], of: all.max(1), per_minor };
    let width = Width::of(part.of, part.numerator, part.of, per_minor);
    lines.apportion(part, out.uncapped_minor[0], width);
    lines.minor
}
