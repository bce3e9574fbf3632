//! Remedies beyond percentages and the cap of the month, in the words of the agreement. What it does not use is not said.

use super::definitions::in_text;
use super::draft::{Draft, of_level, say, see};
use super::words;
use crate::tree::{Align, Column, Row, Span, Table};
use model::remedy::Trigger;
use model::remedy::{BonusBasis, BonusLevels, ChargesOf, Consequence, EarnBackRule, IncidentCredit, RollingBasis};
use model::{Agreement, Class, Measure, Mechanism, ServiceLevel, Window};

/// How a miss becomes money where it is not by percentages of charges.
pub(super) fn mechanism(draft: &mut Draft<'_>) {
    match draft.agreement.remedies.mechanism {
        Mechanism::Percent => {}
        Mechanism::Points => points(draft),
        Mechanism::Pool => pool(draft),
    }
}

fn points(draft: &mut Draft<'_>) {
    let points = &draft.agreement.remedies.points;
    let charges = match points.charges_of {
        ChargesOf::This => draft.term_as("remedies.points.charges_of", "the charges of that month"),
        ChargesOf::Next => draft.term_as("remedies.points.charges_of", "the charges of the month after it"),
    };
    let mechanism = draft.term_as("remedies.mechanism", "points");
    draft.say(vec![
        say("For a month in which a critical or key level misses its target, it gets "),
        mechanism,
        say(": those of the band in which the value lies ("),
        see("table-bands"),
        say("). Points of a level that was also missed in the window before are doubled; doubling does not compound."),
    ]);
    if points.ladder.is_empty() {
        let rate = draft.term("remedies.points.rate");
        draft.say(vec![
            say("Each point is a "),
            Span::strong("credit"),
            say(" for the client of "),
            rate,
            say(" of "),
            charges,
            say("."),
        ]);
    } else {
        let ladder = draft.term("remedies.points.ladder");
        draft.say(vec![
            say("The points of all levels of a month together are a "),
            Span::strong("credit"),
            say(" for the client in percent of "),
            charges,
            say(". By total points from which on a percentage holds: "),
            ladder,
            say(". The levels share it in proportion to their points."),
        ]);
    }
}

fn pool(draft: &mut Draft<'_>) {
    let mechanism = draft.term_as("remedies.mechanism", "a pool");
    let (at_risk, shares) = (draft.term("remedies.pool.at_risk"), draft.term("remedies.pool.shares"));
    let mut spans = vec![
        say("For a month in which a critical or key level misses its target, the client gets a "),
        Span::strong("credit"),
        say(" from "),
        mechanism,
        say(": "),
        at_risk,
        say(" of the month’s charges are at risk, by category "),
        shares,
        say(". A level’s credit is its allocation of the share of its category ("),
        see("table-pool"),
        say(")."),
    ];
    if draft.agreement.remedies.pool.limit_percent.is_some() {
        let limit = draft.term("remedies.pool.limit");
        spans.extend([say(" The allocations of a category add up to at most "), limit, say(".")]);
    }
    if draft.agreement.remedies.month_cap_percent.is_none() {
        spans.push(say(" The at-risk amount is also the cap of the month."));
    }
    draft.say(spans);
    let column = |head: &str, align| Column { head: head.into(), align, grow: 1 };
    let levels = draft.levels().into_iter().filter(|(level, _)| level.class != Class::ReportOnly);
    let rows = levels.map(|(level, measure)| {
        let cell = |leaf: &str| vec![draft.term(&of_level(level, leaf))];
        Row { cells: vec![vec![draft.measure(measure)], cell("category"), cell("allocation")], total: false }
    });
    let rows = rows.collect();
    let columns =
        vec![column("Service level", Align::Start), column("Category", Align::Start), column("Allocation", Align::End)];
    let caption = "Allocations of the pool".into();
    draft.table(Table { id: "table-pool".into(), caption, columns, rows, ..Table::default() });
}

/// Repeats, events, windows and missing reports.
pub(super) fn misses(draft: &mut Draft<'_>) {
    let remedies = &draft.agreement.remedies;
    if remedies.repeat_factor.is_some() && remedies.mechanism != Mechanism::Points {
        let factor = draft.term("remedies.repeat");
        draft.say(vec![
            say("The credit of a level that was also missed in the window before is multiplied by "),
            factor,
            say(", however often it was missed. A window without a value changes nothing in this."),
        ]);
    }
    quarters(draft);
    let event = match remedies.incident_credit {
        IncidentCredit::Highest => "",
        IncidentCredit::Sum => "all of their credits are due",
        IncidentCredit::ClientsChoice => "the client chooses which one of their credits is due",
    };
    if !event.is_empty() {
        let event = draft.term_as("remedies.incidents", event);
        draft.say(vec![
            say("Where one reported event made several levels miss, "),
            event,
            say("; all of them still count as missed."),
        ]);
    }
    if remedies.cure_business_days.is_some() {
        let days = draft.term("remedies.cure");
        draft.say(vec![
            say("A level that is not reported within "),
            days,
            say(" after its report was due counts as failed, also for repeats, but not towards a right to terminate."),
        ]);
    }
    if remedies.excused_counts_as_met {
        let met = draft.term_as("remedies.excused", "counts as met");
        let mut spans = vec![say("A level that is excused for a month "), met];
        if remedies.excused_earns {
            let earns = draft.term_as("remedies.excused_earns", "for earning back credit and for a bonus");
            spans.extend([say(" in the score, "), earns]);
            spans.push(say("; where every level that a bonus depends on is excused, there is none."));
        } else {
            spans.push(say(" in the score; it earns no bonus."));
        }
        draft.say(spans);
    }
}

fn quarters(draft: &mut Draft<'_>) {
    let quarterly = |(level, _): &(&ServiceLevel, &Measure)| level.remedy.window == Window::Quarter;
    let names: Vec<Span> = draft
        .levels()
        .into_iter()
        .filter(quarterly)
        .map(|(level, measure)| draft.term_as(&of_level(level, "window"), in_text(&measure.name)))
        .collect();
    if names.is_empty() {
        return;
    }
    let mut spans = words::list(names);
    spans.push(say(
        " are judged over each quarter of the contract year, in its last month, from the quarter’s sums and on its \
         charges.",
    ));
    spans.insert(0, say("Of the service levels, "));
    draft.say(spans);
}

/// Caps beside the one of the month, and gates.
pub(super) fn limits(draft: &mut Draft<'_>) {
    for (level, measure) in draft.levels() {
        if level.remedy.cap_percent.is_some() {
            let cap = draft.term(&of_level(level, "cap"));
            draft.say(vec![
                say(format!("The credit of {} stops at ", in_text(&measure.name))),
                cap,
                say(" of the charges of its window."),
            ]);
        }
    }
    let rolling = draft.agreement.remedies.rolling_cap;
    if rolling.percent.is_some() {
        let cap = draft.term("remedies.rolling_cap");
        let basis = match rolling.basis {
            RollingBasis::TwelveMonths => {
                "the charges of the last twelve months including the month itself, less the credits posted in the eleven \
                 months before, net of what was earned back; months before the start count as nothing"
            }
            RollingBasis::ContractYear => {
                "the projected charges of the contract year, less the credits posted in it before, net of what was earned \
                 back"
            }
        };
        let basis = draft.term_as("remedies.rolling_basis", basis);
        draft.say(vec![say("After that the credits of a month stop at "), cap, say(" of "), basis, say(".")]);
    }
    let gates: Vec<Span> = draft
        .levels()
        .into_iter()
        .filter(|(level, _)| level.remedy.gate)
        .map(|(level, measure)| draft.term_as(&of_level(level, "gate"), in_text(&measure.name)))
        .collect();
    let has_score = draft.agreement.remedies.gate_score_points.is_some();
    if gates.is_empty() && !has_score {
        return;
    }
    let score = if has_score { draft.term("remedies.gate_score") } else { say("100") };
    let mut spans = vec![say("While a gate is missed, the score stops at "), score];
    spans.push(say(" and no bonus is paid. Gates are: "));
    spans.extend(if gates.is_empty() { vec![say("none")] } else { words::list(gates) });
    spans.push(say("."));
    draft.say(spans);
}

/// Bonus, gain share and earn-back.
pub(super) fn rewards(draft: &mut Draft<'_>) {
    bonus(draft);
    let remedies = &draft.agreement.remedies;
    if remedies.gain_share.share_percent.is_some() {
        let share = draft.term("remedies.gain_share.share");
        let mut spans = if remedies.gain_share.floor_amount.is_zero() {
            let whole = draft.term_as("remedies.gain_share.floor", "as a whole");
            vec![say("A saving that both parties measured for a month is shared "), whole, say(": ")]
        } else {
            let floor = draft.term("remedies.gain_share.floor");
            vec![say("Of a saving that both parties measured for a month, the part above "), floor, say(" is shared: ")]
        };
        spans.extend([share, say(" of it is the vendor’s")]);
        if remedies.gain_share.cap_amount.is_some() {
            spans.extend([say(", at most "), draft.term("remedies.gain_share.cap"), say(" a month")]);
        }
        spans.push(say("."));
        draft.say(spans);
    }
    earn_back(draft);
}

fn bonus(draft: &mut Draft<'_>) {
    let bonus = &draft.agreement.remedies.bonus;
    let earning: Vec<_> =
        draft.levels().into_iter().filter(|(level, _)| level.remedy.bonus_percent.is_some()).collect();
    if bonus.base_percent.is_none() && earning.is_empty() {
        return;
    }
    let basis = match bonus.basis {
        BonusBasis::EachMonth => "in each of its months",
        BonusBasis::QuarterAggregate => "on the quarter’s aggregate, from sums",
    };
    let ramp = if bonus.in_ramp { "months in the ramp count too" } else { "no month of it lies in the ramp" };
    let (who, beside) = match (bonus.levels, bonus.basis) {
        (BonusLevels::All, BonusBasis::EachMonth) => {
            ("all critical and key levels are met", ", none is without a value")
        }
        (BonusLevels::All, BonusBasis::QuarterAggregate) => {
            ("all critical and key levels are met", ", none is severe or without a value in one of its months")
        }
        (BonusLevels::Exceeding, _) => {
            ("every level that has to exceed its target does so", ", none of them is without a value")
        }
    };
    let gate = if has_gate(draft.agreement) { ", no gate is missed" } else { "" };
    let mut spans = vec![
        say("For a quarter of the contract year the client adds a "),
        Span::strong("bonus"),
        say(" where "),
        draft.term_as("remedies.bonus.levels", who),
        say(" "),
        draft.term_as("remedies.bonus.basis", basis),
        say(format!("{beside}{gate}, and ")),
        draft.term_as("remedies.bonus.in_ramp", ramp),
        say(". The bonus is, in percent of the quarter’s charges: "),
    ];
    let mut parts = Vec::new();
    if bonus.base_percent.is_some() {
        parts.push(vec![draft.term("remedies.bonus.base"), say(" for the quarter")]);
    }
    for (level, measure) in earning {
        let mut part = vec![draft.term(&of_level(level, "bonus")), say(format!(" for {}", in_text(&measure.name)))];
        match level.remedy.exceed {
            Some(exceed) => {
                part.push(say(" when its target is exceeded by "));
                part.push(draft.term_as(&of_level(level, "exceed"), exceed.words(measure)));
            }
            None => part.push(say(" when it is met")),
        }
        parts.push(part);
    }
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            spans.push(say("; "));
        }
        spans.extend(part);
    }
    if bonus.levels == BonusLevels::Exceeding {
        spans.extend(bars(draft));
    }
    spans.extend([
        say(". The bonuses of a quarter stop at "),
        draft.term("remedies.bonus.cap"),
        say(" of its charges."),
    ]);
    draft.say(spans);
}

/// Whether anything can be missed as a gate.
fn has_gate(agreement: &Agreement) -> bool {
    agreement.service_levels.iter().any(|level| level.remedy.gate)
        || agreement.obligations.iter().any(|obligation| obligation.gate)
}

/// The levels that have to exceed their targets, and by how much.
fn bars(draft: &Draft<'_>) -> Vec<Span> {
    let bars = draft.levels().into_iter().filter_map(|(level, measure)| Some((level, measure, level.remedy.exceed?)));
    let bars: Vec<Span> = bars
        .map(|(level, measure, exceed)| {
            let by = format!("{} by {}", in_text(&measure.name), exceed.words(measure));
            draft.term_as(&of_level(level, "exceed"), by)
        })
        .collect();
    let mut spans = vec![say(". To exceed their targets have ")];
    spans.extend(if bars.is_empty() { vec![say("none yet")] } else { words::list(bars) });
    spans
}

fn earn_back(draft: &mut Draft<'_>) {
    let terms = &draft.agreement.remedies.earn_back;
    if terms.percent.is_none() {
        return;
    }
    let part = draft.term("remedies.earn_back.part");
    let mut spans = vec![say("The vendor earns back "), part];
    match terms.rule {
        EarnBackRule::NextThreeWindows => {
            let rule = draft.term_as("remedies.earn_back.rule", "next three windows with a value");
            spans.extend([say(" of a level’s credit when its "), rule, say(" are at or better than their target.")]);
        }
        EarnBackRule::ContractYear => {
            let rule = draft.term_as("remedies.earn_back.rule", "contract year");
            let misses = draft.term("remedies.earn_back.misses");
            spans.extend([say(" of a level’s credits of a "), rule]);
            spans.extend([say(" whose aggregate is at or better than target, with at most "), misses, say(".")]);
        }
    }
    let all = if terms.without_exclusions {
        "Everything can be earned back"
    } else {
        "The credits of severe and failed misses, of gates and of missing reports, and what a repeat adds, cannot be earned back"
    };
    let all = draft.term_as("remedies.earn_back.everything", all);
    spans.extend([say(" "), all, say(". After the term nothing is earned back.")]);
    draft.say(spans);
}

/// Promotion and triggers.
pub(super) fn consequences(draft: &mut Draft<'_>) {
    let remedies = &draft.agreement.remedies;
    if remedies.promotes {
        let promotes = draft.term_as("remedies.promotes", "becomes critical");
        draft.say(vec![
            say("A key level that is missed in two windows running "),
            promotes,
            say(" until it is met. It becomes a key level again once; after that it stays critical."),
        ]);
    }
    if remedies.triggers.is_empty() {
        return;
    }
    draft.say(vec![say("What follows beside the credit:")]);
    let item = |t: &Trigger| {
        let then = match t.then {
            Consequence::RectificationPlan => "the vendor owes a rectification plan",
            Consequence::Escalation => "the matter is escalated",
            Consequence::RightToTerminate => "the client may terminate this agreement",
        };
        let words = format!("{}: {then}", t.when_words());
        vec![draft.term_as("remedies.triggers", words)]
    };
    let items = remedies.triggers.iter().map(item).collect();
    draft.list(items);
    draft.say(vec![say("In these counts, months of the ramp and windows without a value are passed over: they neither count nor break a run.")]);
}
