//! Which rows are used, and for which day or month.

use super::{
    DateOrder, Grain, ImportError, IssueKind, Mapping, RowIssue, almost,
    error::swallowed,
    number,
    period::{self, Period, Reading},
    table::{Row, Table},
};
use chrono::{Datelike, NaiveDate, NaiveTime};
use model::Month;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A row that is used.
#[derive(Debug)]
pub(super) struct Used<'a> {
    pub(super) row: &'a Row,
    pub(super) period: Period,
}

/// The rows of a file, sorted out.
#[derive(Debug)]
pub(super) struct Sorted<'a> {
    /// In the order of the file.
    pub(super) used: Vec<Used<'a>>,
    pub(super) issues: Vec<RowIssue>,
    /// Rows of another group than the chosen one.
    pub(super) left_out: u32,
    pub(super) grain: Grain,
    /// Values of the group's column among the used rows.
    pub(super) groups: usize,
    /// Its rows are dated with one day of each month, which was taken for the whole month.
    pub(super) whole_months: Option<MonthsBy>,
    /// A cell with a spreadsheet's number of a day, and what it was taken for.
    pub(super) day_number: Option<(String, Period)>,
    /// The zones that its times are written with, each once.
    pub(super) zones: Vec<String>,
}

/// The day that stands for a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthsBy {
    First,
    Last,
}

pub(super) fn sort<'a>(table: &'a Table, mapping: &Mapping) -> Result<Sorted<'a>, ImportError> {
    let columns = || table.columns.join(", ");
    let Some(period_column) = mapping.period_column.as_deref() else {
        return Err(ImportError::NoPeriod { columns: columns() });
    };
    let Some(index) = table.index(period_column) else {
        return Err(ImportError::NoPeriod { columns: columns() });
    };
    let order = order(table, mapping, period_column, index)?;
    let day_numbers = holds_day_numbers(table, index);
    let mut issues = Vec::new();
    let mut left_out = 0;
    let mut read = Vec::new();
    let group = mapping.group.as_ref().and_then(|g| Some((table.index(&g.column)?, g.only.as_deref())));
    for row in &table.rows {
        let cell = row.cells.get(index).map_or("", String::as_str);
        if let Some(problem) = wrong_cells(table, row, index) {
            issues.push(refused(row, IssueKind::Cells, None, problem));
            continue;
        }
        let value = group.map_or("", |(at, _)| row.cells.get(at).map_or("", |c| c.trim()));
        if group.is_some_and(|(_, only)| only.is_some_and(|o| o != value)) {
            left_out += 1;
            continue;
        }
        let of_number = almost::read_day_number(cell).filter(|_| day_numbers);
        match of_number.map_or_else(|| read_period(cell, order), Ok) {
            Ok(period) => read.push((row, period, value)),
            Err(problem) => issues.push(RowIssue {
                column: Some(period_column.to_owned()),
                cell: Some(shorten(cell)),
                ..refused(row, IssueKind::Period, None, problem)
            }),
        }
    }
    let whole_months = take_for_months(&mut read);
    let grain = majority(read.iter().map(|(_, period, _)| period.grain()));
    let (read, others): (Vec<_>, Vec<_>) = read.into_iter().partition(|r| r.1.grain() == grain);
    for (row, period, _) in others {
        let problem =
            format!("“{}” is one of a few {} in a file of {}", period.text(), period.grain().plural(), grain.plural());
        issues.push(refused(row, IssueKind::Period, Some(period), problem));
    }
    refuse_single_cases(&read, grain)?;
    let used = keep_last(table, index, read, &mut issues);
    let groups = group.map_or(0, |(at, _)| {
        let values: HashSet<&str> = used.iter().map(|u| u.row.cells.get(at).map_or("", |c| c.trim())).collect();
        values.len()
    });
    let example = used.first().filter(|_| day_numbers).map(|u| (shorten(table.cell(u.row, index)), u.period));
    let zones = zones(table, index);
    Ok(Sorted { used, issues, left_out, grain, groups, whole_months, day_number: example, zones })
}

fn zones(table: &Table, index: usize) -> Vec<String> {
    let mut zones: Vec<String> = Vec::new();
    for zone in table.column(index).filter_map(period::zone) {
        if !zones.iter().any(|known| known == zone) {
            zones.push(zone.to_owned());
        }
    }
    zones
}

fn wrong_cells(table: &Table, row: &Row, period: usize) -> Option<String> {
    let (count, columns) = (row.cells.len(), table.columns.len());
    if let Some(lines) = row.open_quote {
        let swallowed = swallowed(lines);
        return Some(format!("a quotation mark that opens in it is never closed{swallowed}. Close it, or remove it"));
    }
    if let Some(lines) = table.swallowed_lines(row, period) {
        let lines = if lines == 1 { "line".into() } else { format!("{lines} lines") };
        return Some(format!(
            "a quotation mark that opens in it is closed only further down, so that the {lines} below were read as part of its cell. Close it where the cell ends, or remove it"
        ));
    }
    if count > columns {
        return Some(format!(
            "it has {count} cells under {columns} column names: a cell may hold the delimiter without quotation marks"
        ));
    }
    (count < columns && row.unterminated)
        .then(|| format!("it has {count} of {columns} cells and the file ends there: it may have been cut off"))
}

fn read_period(cell: &str, order: DateOrder) -> Result<Period, String> {
    if number::is_blank(cell) {
        return Err("it has no day or month".into());
    }
    let shown = shorten(cell);
    match period::read(cell) {
        Some(Reading::One(period)) => Ok(period),
        Some(Reading::Either { day_first, month_first }) => Ok(match order {
            DateOrder::DayFirst => day_first,
            DateOrder::MonthFirst => month_first,
        }),
        Some(Reading::Ordered(found, period)) if found == order => Ok(period),
        Some(Reading::Ordered(..)) => Err(match order {
            DateOrder::DayFirst => format!("“{shown}” is no date with the day first"),
            DateOrder::MonthFirst => format!("“{shown}” is no date with the month first"),
        }),
        None => Err(format!("“{shown}” {}", almost::why_not(cell))),
    }
}

/// Whether a column that is said to hold days holds the numbers that a spreadsheet keeps for them.
pub(super) fn holds_day_numbers(table: &Table, index: usize) -> bool {
    let filled = || table.column(index).filter(|cell| !number::is_blank(cell));
    let numbers = filled().filter(|cell| almost::read_day_number(cell).is_some()).count();
    numbers > 0 && numbers * 5 >= filled().count() * 4
}

fn order(table: &Table, mapping: &Mapping, column: &str, index: usize) -> Result<DateOrder, ImportError> {
    mapping.date_order.map_or_else(|| recognise_order(table, column, index), Ok)
}

/// Whether dates can be read in two ways and nothing says in which.
pub(super) fn ambiguous_dates(table: &Table, mapping: &Mapping) -> Option<ImportError> {
    let column = mapping.period_column.as_deref()?;
    order(table, mapping, column, table.index(column)?).err()
}

/// What the unambiguous dates say about the others.
fn recognise_order(table: &Table, column: &str, index: usize) -> Result<DateOrder, ImportError> {
    let (mut day_first, mut month_first) = (0_usize, 0_usize);
    let mut either = None;
    for cell in table.column(index) {
        match period::read(cell) {
            Some(Reading::Ordered(DateOrder::DayFirst, _)) => day_first += 1,
            Some(Reading::Ordered(DateOrder::MonthFirst, _)) => month_first += 1,
            Some(Reading::Either { day_first, month_first }) if either.is_none() => {
                either = Some((cell, day_first, month_first))
            }
            _ => {}
        }
    }
    match either {
        Some((cell, one, other)) if day_first == month_first => Err(ImportError::AmbiguousDates {
            column: column.to_owned(),
            example: shorten(cell),
            day_first: one.text(),
            month_first: other.text(),
        }),
        _ if month_first > day_first => Ok(DateOrder::MonthFirst),
        _ => Ok(DateOrder::DayFirst),
    }
}

/// Rows that are all dated with the first day of a month, or all with the last one, are months: nobody keeps a table of
/// single days like that. A time of midnight is how spreadsheets write a day.
fn take_for_months(read: &mut [(&Row, Period, &str)]) -> Option<MonthsBy> {
    let day = |period: &Period| match period {
        Period::Day(day) => Some(*day),
        Period::Interval(begin) if begin.time() == NaiveTime::MIN => Some(begin.date()),
        _ => None,
    };
    let days: Vec<NaiveDate> = read.iter().map(|(_, period, _)| day(period)).collect::<Option<_>>()?;
    let by = if days.is_empty() {
        None
    } else if days.iter().all(|d| d.day() == 1) {
        Some(MonthsBy::First)
    } else if days.iter().all(|d| d.succ_opt().is_some_and(|next| next.day() == 1)) {
        Some(MonthsBy::Last)
    } else {
        None
    };
    for ((_, period, _), day) in read.iter_mut().zip(days) {
        *period = if by.is_some() { Period::Month(Month::of(day)) } else { Period::Day(day) };
    }
    by
}

fn majority(grains: impl Iterator<Item = Grain>) -> Grain {
    let mut counts: BTreeMap<Grain, usize> = BTreeMap::new();
    for grain in grains {
        *counts.entry(grain).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or_default();
    counts.into_iter().find(|(_, count)| *count == most).map_or(Grain::Month, |(grain, _)| grain)
}

/// A day twice is a mistake of a row; most days many times is another kind of file.
fn refuse_single_cases(read: &[(&Row, Period, &str)], grain: Grain) -> Result<(), ImportError> {
    let keys: HashSet<(Period, &str)> = read.iter().map(|(_, p, g)| (*p, *g)).collect();
    if read.len() > 20 && keys.len() * 2 < read.len() {
        return Err(ImportError::NotPeriodic { rows: read.len(), periods: keys.len(), grain: grain.plural().into() });
    }
    Ok(())
}

/// What is said of a row that is not the last one for its time. Where money follows from a file, neither stands.
pub const LATER_STANDS: &str = ", which is later and stands";

/// Of rows for the same time and group the last one stands: it is the later correction. Both are named with their values.
fn keep_last<'a>(
    table: &Table,
    period_column: usize,
    read: Vec<(&'a Row, Period, &'a str)>,
    issues: &mut Vec<RowIssue>,
) -> Vec<Used<'a>> {
    let mut last: HashMap<(Period, &str), &Row> = HashMap::new();
    for (row, period, group) in &read {
        last.insert((*period, group), row);
    }
    let mut used = Vec::new();
    for (row, period, group) in read {
        let standing = last.get(&(period, group)).copied().unwrap_or(row);
        if standing.line == row.line {
            used.push(Used { row, period });
            continue;
        }
        let of_group = if group.is_empty() { String::new() } else { format!(" of “{}”", shorten(group)) };
        let problem = format!(
            "{}{of_group} is there again in row {} ({}){LATER_STANDS}",
            period.text(),
            standing.line,
            apart(table, period_column, row, standing)
        );
        issues.push(refused(row, IssueKind::Repeated, Some(period), problem));
    }
    used
}

fn refused(row: &Row, kind: IssueKind, period: Option<Period>, reason: String) -> RowIssue {
    RowIssue {
        row: row.line,
        kind,
        refused: true,
        period: period.map(Period::text),
        month: period.map(Period::month),
        column: None,
        cell: None,
        measures: Vec::new(),
        reason,
    }
}

/// Where two rows of the same time differ: "asa is 20 here and 25 there".
fn apart(table: &Table, period_column: usize, row: &Row, other: &Row) -> String {
    const SHOWN_MAX: usize = 4;
    let differ = table.columns.iter().enumerate().filter(|(at, _)| *at != period_column).filter_map(|(at, name)| {
        let (here, there) = (table.cell(row, at).trim(), table.cell(other, at).trim());
        let shown = |cell: &str| if cell.is_empty() { "empty".to_owned() } else { shorten(cell) };
        (here != there).then(|| format!("{name} is {} here and {} there", shown(here), shown(there)))
    });
    let differ: Vec<String> = differ.collect();
    match differ.len() {
        0 => "with the same values".to_owned(),
        n if n <= SHOWN_MAX => differ.join(", "),
        n => format!("{}, and {} other columns differ", differ[..SHOWN_MAX].join(", "), n - SHOWN_MAX),
    }
}

/// A cell for a message.
pub(super) fn shorten(cell: &str) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 {
        return line;
    }
    line.chars().take(39).chain(['…']).collect()
}
