//! Targets that move over the term: for each level a table of target, floor, stretch and bands by contract month.

use super::definitions::in_text;
use super::draft::{Draft, none, of_level, say, see};
use crate::tree::{Align, Column, Row, Span, Table};
use model::{Measure, Offset, ServiceLevel, Target, ramp, threshold};

/// Periods side by side in one table.
const PERIODS_PER_TABLE: usize = 4;

/// Months in which a level's target stays the same.
struct Period {
    /// First contract month.
    from: usize,
    /// Last one; none where it has no end but the term's.
    to: Option<usize>,
    target: Target,
    /// The term that the target is set by.
    field: String,
}

/// The levels whose target moves over the term.
pub(super) fn moved<'a>(
    levels: &'a [(&'a ServiceLevel, &'a Measure)],
) -> impl Iterator<Item = &'a (&'a ServiceLevel, &'a Measure)> {
    levels.iter().filter(|(level, _)| !level.later_targets.is_empty())
}

pub(super) fn compose(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    for (level, measure) in moved(levels) {
        sentence(draft, level, measure);
        let periods = periods(draft, level);
        for (index, part) in periods.chunks(PERIODS_PER_TABLE).enumerate() {
            table(draft, level, measure, part, index);
        }
    }
}

/// From which months on which targets hold.
fn sentence(draft: &mut Draft<'_>, level: &ServiceLevel, measure: &Measure) {
    let steps = level.later_targets.iter().enumerate().flat_map(|(i, later)| {
        let at = |leaf: &str| of_level(level, &format!("later.{}.{leaf}", i + 1));
        let target = later.target.signed_text(measure.direction, measure.precision_decimals);
        let lead = if i == 0 { " becomes " } else { ", and " };
        let month = draft.term_as(&at("from_month"), format!("contract month {}", later.from_month));
        [say(lead), draft.term_as(&at("target"), target), say(" from "), month, say(" on")]
    });
    let mut spans = vec![say("The target of "), draft.term_as(&of_level(level, "later"), in_text(&measure.name))];
    spans.extend(steps);
    spans.extend([say("; "), see(&table_id(level, 0)), say(" shows what moves with it.")]);
    draft.say(spans);
}

fn table_id(level: &ServiceLevel, index: usize) -> String {
    format!("table-later-{}-{}", level.id, index + 1)
}

/// The periods after the ramp, whose own months have their targets in its table.
fn periods(draft: &Draft<'_>, level: &ServiceLevel) -> Vec<Period> {
    let first = match draft.agreement.ramp.path(&level.id) {
        Some(_) => draft.agreement.ramp.months() + 1,
        None => 1,
    };
    let later = level
        .later_targets
        .iter()
        .enumerate()
        .map(|(i, later)| (later.from_month as usize, of_level(level, &format!("later.{}.target", i + 1))));
    let mut starts: Vec<(usize, String)> = later.filter(|(from, _)| *from >= first).collect();
    if starts.first().is_none_or(|(from, _)| *from > first) {
        starts.insert(0, (first, of_level(level, "target")));
    }
    let ends: Vec<Option<usize>> = starts.iter().skip(1).map(|(from, _)| Some(from - 1)).chain([None]).collect();
    let period = |((from, field), to): ((usize, String), Option<usize>)| Period {
        from,
        to,
        target: ramp::promised(level, from),
        field,
    };
    starts.into_iter().zip(ends).map(period).collect()
}

fn head(period: &Period) -> String {
    match period.to {
        Some(to) if to == period.from => format!("Month\u{a0}{to}"),
        Some(to) => format!("Months\u{a0}{}–{to}", period.from),
        None => format!("From\u{a0}{}", period.from),
    }
}

fn table(draft: &mut Draft<'_>, level: &ServiceLevel, measure: &Measure, periods: &[Period], index: usize) {
    let mut columns = vec![Column { head: "Contract month".into(), align: Align::Start, grow: 1 }];
    columns.extend(periods.iter().map(|p| Column { head: head(p), align: Align::End, grow: 0 }));
    let signed = |p: &Period| p.target.signed_text(measure.direction, measure.precision_decimals);
    let targets = periods.iter().map(|p| vec![draft.term_as(&p.field, signed(p))]);
    let mut rows = vec![row("Target", targets.collect())];
    for (name, leaf, offset) in [("Floor", "floor", level.floor), ("Stretch", "stretch", level.stretch)] {
        if offset.is_some() {
            let cells = periods.iter().map(|p| vec![at(draft, &of_level(level, leaf), p, offset, measure)]);
            rows.push(row(name, cells.collect()));
        }
    }
    let bands: Vec<Vec<String>> = periods.iter().map(|p| threshold::band_words(&moved_to(level, p), measure)).collect();
    for (i, band) in level.bands.iter().enumerate() {
        let field = match i {
            0 => of_level(level, "target"),
            _ => of_level(level, &format!("bands.{}.from", i + 1)),
        };
        let words = |of: &Vec<String>| of.get(i).cloned().unwrap_or_default();
        let cells = bands.iter().map(|of| vec![draft.term_as(&field, words(of))]).collect();
        rows.push(row(band.grade.word(), cells));
    }
    let more = if index == 0 { "" } else { ", continued" };
    draft.table(Table {
        id: table_id(level, index),
        caption: format!("{}, target over the term{more}", measure.name),
        columns,
        rows,
        row_heads: true,
        ..Table::default()
    });
}

fn row(head: &str, cells: Vec<Vec<Span>>) -> Row {
    Row { cells: std::iter::once(vec![say(head)]).chain(cells).collect(), total: false }
}

/// The level as it is in a period.
fn moved_to(level: &ServiceLevel, period: &Period) -> ServiceLevel {
    ServiceLevel { target: period.target, later_targets: Vec::new(), ..level.clone() }
}

fn at(draft: &Draft<'_>, path: &str, period: &Period, offset: Option<Offset>, measure: &Measure) -> Span {
    match offset {
        Some(offset) => draft.term_as(path, threshold::offset_words(period.target, offset, measure)),
        None => none(path),
    }
}
