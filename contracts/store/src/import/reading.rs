//! Rows to months.

use super::{
    Grain, ImportError, IssueKind, Mapping, MeasureMapping, Names, RefusedMeasure, Report, RowIssue, Source,
    doubt::{self, doubts_small_values},
    gaps::{Coverage, coverage},
    guess::guess,
    number::{self, WrittenAs},
    question::questions,
    rows::{Sorted, Used, shorten, sort},
    table::{Row, Table},
};
use chrono::NaiveDate;
use model::{
    Baseline, Decimal, Month, Observation, Provenance, Series, Unit, Weighting,
    aggregate::{self, Figure, NeedsSingleValues, Sample, figure},
    canonical::sha256_hex,
};
use std::collections::{BTreeMap, BTreeSet};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its history by months.
    pub baseline: Baseline,
    /// What its columns were taken for; the same file with this mapping gives the same baseline.
    pub mapping: Mapping,
    /// What happened to every row.
    pub report: Report,
}

/// Reads a file with a mapping, or with the one that is recognised.
///
/// # Errors
/// [`ImportError`] where the file as a whole gives nothing. Problems of single rows are in the report.
pub fn read(
    bytes: &[u8],
    name: &str,
    mapping: Option<Mapping>,
    imported_on: NaiveDate,
) -> Result<Imported, ImportError> {
    read_as(bytes, name, mapping, imported_on, &Names::new())
}

/// Reads a file as [`read`] does, for a contract that calls its measures by `names`.
///
/// # Errors
/// As [`read`].
pub fn read_as(
    bytes: &[u8],
    name: &str,
    mapping: Option<Mapping>,
    imported_on: NaiveDate,
    names: &Names,
) -> Result<Imported, ImportError> {
    let table = Table::read(bytes, mapping.as_ref().and_then(|m| m.sheet.as_deref()))?.named(names);
    let (mapping, guess) = match mapping {
        Some(mapping) => (mapping, None),
        None => {
            let guess = guess(&table);
            (guess.mapping.clone(), Some(guess))
        }
    };
    let asked = |e: ImportError| e.because_of(&questions(&table, &mapping, guess.as_ref()));
    let months = collect(&table, &mapping).map_err(asked)?;
    let mut report = months.report(&table, &mapping, name, guess.as_ref().map(|g| g.notes.clone()));
    report.questions = questions(&table, &mapping, guess.as_ref());
    let provenance = Provenance {
        source_name: name.to_owned(),
        source_sha256: sha256_hex(bytes),
        imported_on,
        rows_read: report.rows_read,
        rows_refused: report.rows_refused,
        illustrative: false,
    };
    Ok(Imported { baseline: Baseline::new(provenance, months.series), mapping, report })
}

/// Whether [`read`] would give a baseline.
pub(super) fn check(table: &Table, mapping: &Mapping) -> Result<(), ImportError> {
    collect(table, mapping).map(|_| ())
}

/// Everything that was taken from a file.
pub(super) struct Months<'a> {
    pub(super) sorted: Sorted<'a>,
    pub(super) issues: Vec<RowIssue>,
    pub(super) rows_in_part: u32,
    pub(super) rows_refused: u32,
    pub(super) series: Vec<Series>,
    /// Measures that the table cannot give, however its rows are.
    pub(super) refused_measures: Vec<RefusedMeasure>,
    /// Months without activity, for each measure of the mapping.
    pub(super) idle: Vec<Vec<Month>>,
    pub(super) coverage: Coverage,
}

fn collect<'a>(table: &'a Table, mapping: &Mapping) -> Result<Months<'a>, ImportError> {
    let problems = mapping.problems(&table.columns);
    if !problems.is_empty() {
        let problems = problems.into_iter().chain(mapping.lacks(&table.columns)).collect();
        return Err(ImportError::Mapping { problems });
    }
    let mut sorted = sort(table, mapping)?;
    if mapping.measures.is_empty() {
        return Err(ImportError::NoMeasure { columns: table.columns.join(", ") });
    }
    let doubts: Vec<bool> = mapping.measures.iter().map(|m| doubts_small_values(table, mapping, m)).collect();
    let mut samples: Vec<BTreeMap<Month, Vec<Taken>>> = vec![BTreeMap::new(); mapping.measures.len()];
    let mut issues = std::mem::take(&mut sorted.issues);
    let mut refused: BTreeSet<u64> = issues.iter().map(|i| i.row).collect();
    let mut in_part = BTreeSet::new();
    for used in &sorted.used {
        let (taken, mut problems) = take_row(table, mapping, &doubts, used);
        let nothing = taken.is_empty();
        for (at, sample) in taken {
            let months = &mut samples[at];
            months.entry(used.period.month()).or_default().push(sample);
        }
        if !problems.is_empty() {
            let set = if nothing { &mut refused } else { &mut in_part };
            set.insert(used.row.line);
            problems.iter_mut().for_each(|p| p.refused = nothing);
        }
        issues.append(&mut problems);
    }
    issues.sort_by_key(|i| i.row);
    sorted.used.retain(|u| !refused.contains(&u.row.line));
    let mut refused_measures = Vec::new();
    for (measure, months) in mapping.measures.iter().zip(&mut samples) {
        if let Some(reason) = needs_single_values(measure, sorted.grain, months) {
            months.clear();
            refused_measures.push(RefusedMeasure { measure: measure.measure.clone(), reason });
        }
    }
    let (series, idle): (Vec<_>, Vec<_>) =
        mapping.measures.iter().zip(&samples).map(|(mapping, months)| make_series(mapping, months)).unzip();
    let series: Vec<Series> = series.into_iter().flatten().collect();
    if series.is_empty() {
        let mut problems: Vec<String> = refused_measures.iter().map(|r| r.reason.clone()).collect();
        if problems.is_empty() || !issues.is_empty() {
            problems.extend(first_problems(&issues));
        }
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        return Err(ImportError::NothingUsable { rows, problems });
    }
    Ok(Months {
        coverage: coverage(sorted.grain, sorted.used.iter().map(|u| u.period)),
        sorted,
        issues,
        rows_in_part: u32::try_from(in_part.len()).unwrap_or(u32::MAX),
        rows_refused: u32::try_from(refused.len()).unwrap_or(u32::MAX),
        series,
        refused_measures,
        idle,
    })
}

/// Why a measure whose month has a figure of its own has none in this table.
fn needs_single_values(measure: &MeasureMapping, grain: Grain, months: &BTreeMap<Month, Vec<Taken>>) -> Option<String> {
    let Source::Single { column, .. } = &measure.source else { return None };
    let of_parts = match grain {
        Grain::Month => months.iter().find(|(_, taken)| taken.len() > 1).map(|(month, taken)| {
            let rule = NeedsSingleValues { parts: taken.len() };
            format!("{} has {} rows, and {rule}", month.text(), taken.len())
        }),
        Grain::Day | Grain::Interval => {
            let parts = months.values().map(Vec::len).max().unwrap_or_default();
            Some(format!("it has a row for each of several {}, and {}", grain.plural(), NeedsSingleValues { parts }))
        }
    };
    of_parts
        .map(|why| format!("“{column}” gives no month: {why}. Bring the month’s own figure, one row for each month"))
}

fn first_problems(issues: &[RowIssue]) -> Vec<String> {
    const SHOWN: usize = 5;
    let mut problems: Vec<String> = issues.iter().take(SHOWN).map(|i| format!("row {}: {}", i.row, i.reason)).collect();
    if issues.is_empty() {
        problems.push("every count in them is 0".into());
    }
    if issues.len() > SHOWN {
        problems.push(format!("and {} more", issues.len() - SHOWN));
    }
    problems
}

/// What a row gives to a measure.
#[derive(Debug, Clone, Copy)]
enum Taken {
    Sum(Decimal),
    Sample(Sample),
    /// The month's own figure.
    Own(Decimal),
}

/// What a row gives to each measure, by the measure's place in the mapping, and what was wrong with it. A measure
/// without activity is there with weight 0.
fn take_row(
    table: &Table,
    mapping: &Mapping,
    doubts: &[bool],
    used: &Used<'_>,
) -> (Vec<(usize, Taken)>, Vec<RowIssue>) {
    let mut taken = Vec::new();
    let mut issues: Vec<RowIssue> = Vec::new();
    for (at, measure) in mapping.measures.iter().enumerate() {
        let grain = used.period.grain();
        let cells = Cells { table, mapping, measure, row: used.row, grain, doubts_small_values: doubts[at] };
        match cells.take() {
            Ok(sample) => taken.push((at, sample)),
            Err(problem) => {
                // One bad cell may be a part of several measures: one problem, all of them named.
                let same = issues.iter_mut().find(|i| i.column == problem.column && i.kind == problem.kind);
                if let Some(same) = same {
                    same.measures.push(measure.measure.clone());
                    continue;
                }
                issues.push(RowIssue {
                    row: used.row.line,
                    kind: problem.kind,
                    refused: false,
                    period: Some(used.period.text()),
                    month: Some(used.period.month()),
                    column: problem.column,
                    cell: problem.cell,
                    measures: vec![measure.measure.clone()],
                    reason: problem.reason,
                });
            }
        }
    }
    (taken, issues)
}

struct Problem {
    kind: IssueKind,
    column: Option<String>,
    cell: Option<String>,
    reason: String,
}

/// The cells of a row that a measure is made from.
struct Cells<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    measure: &'a MeasureMapping,
    row: &'a Row,
    grain: Grain,
    doubts_small_values: bool,
}

impl Cells<'_> {
    fn take(&self) -> Result<Taken, Problem> {
        match &self.measure.source {
            Source::Sum { column } => self.count(column).map(Taken::Sum),
            Source::Ratio { numerator, denominator } => self.ratio(numerator, denominator),
            Source::Value { column, weight, proxy, multiply_by } => {
                let weight = weight.as_deref();
                self.value(column, weight, *proxy, *multiply_by)
            }
            Source::Single { column, multiply_by } => self.figure(column, *multiply_by).map(Taken::Own),
        }
    }

    fn ratio(&self, numerator: &str, denominator: &str) -> Result<Taken, Problem> {
        let whole = self.count(denominator)?;
        if whole.is_zero() && number::is_blank(self.cell(numerator)) {
            return Ok(Taken::Sample(Sample::Share { part: whole, whole }));
        }
        let part = self.count(numerator)?;
        if whole.is_zero() && !part.is_zero() {
            return Err(Problem {
                kind: IssueKind::Ratio,
                column: Some(numerator.to_owned()),
                cell: Some(shorten(self.cell(numerator))),
                reason: format!(
                    "“{numerator}” is {} over a denominator of 0 (“{denominator}”)",
                    self.cell(numerator).trim()
                ),
            });
        }
        if self.measure.unit == Unit::Percent && part > whole {
            let (part, whole) = (self.cell(numerator).trim(), self.cell(denominator).trim());
            return Err(Problem {
                kind: IssueKind::Ratio,
                column: Some(numerator.to_owned()),
                cell: Some(shorten(part)),
                reason: format!("“{numerator}” is {part}, more than “{denominator}”, which is {whole}"),
            });
        }
        Ok(Taken::Sample(Sample::Share { part, whole }))
    }

    fn value(&self, column: &str, weight: Option<&str>, proxy: bool, multiply_by: Decimal) -> Result<Taken, Problem> {
        let Some(weight_column) = weight else {
            let value = self.figure(column, multiply_by)?;
            return Ok(Taken::Sample(Sample::Plain(value)));
        };
        let weight = self.count(weight_column);
        // Nothing happened, so there is nothing to have a value.
        let idle = weight.as_ref().is_ok_and(|w| w.is_zero());
        let is_blank = number::is_blank(self.cell(column));
        let value = if idle && is_blank { Decimal::ZERO } else { self.figure(column, multiply_by)? };
        // A day's export writes a value beside no calls. A month that somebody reports has one or the other, or two noughts.
        if idle && !value.is_zero() && self.grain == Grain::Month {
            return Err(Problem {
                kind: IssueKind::Ratio,
                column: Some(column.to_owned()),
                cell: Some(shorten(self.cell(column))),
                reason: format!(
                    "“{column}” is {}, a value with 0 observations (“{weight_column}”); remove the value where there were \
                     none, or mend their number",
                    self.cell(column).trim()
                ),
            });
        }
        let weight = weight.map_err(|problem| Problem {
            reason: match problem.kind {
                IssueKind::NoValue => {
                    let says = number::blank_in_words(self.cell(weight_column));
                    format!("“{weight_column}” {says}, so nothing weighs “{column}”")
                }
                _ => problem.reason,
            },
            ..problem
        })?;
        Ok(Taken::Sample(Sample::Weighted { value, weight, proxy }))
    }

    fn cell(&self, column: &str) -> &str {
        let index = self.table.index(column);
        index.and_then(|i| self.row.cells.get(i)).map_or("", String::as_str)
    }

    fn problem(&self, column: &str, kind: IssueKind, says: &str) -> Problem {
        let cell = shorten(self.cell(column));
        Problem {
            kind,
            reason: if kind == IssueKind::NoValue {
                format!("“{column}” {}", number::blank_in_words(self.cell(column)))
            } else {
                format!("“{cell}” in “{column}” {says}")
            },
            column: Some(column.to_owned()),
            cell: Some(cell),
        }
    }

    fn number(&self, column: &str) -> Result<number::Number, Problem> {
        let cell = self.cell(column);
        if number::is_blank(cell) {
            return Err(self.problem(column, IssueKind::NoValue, ""));
        }
        number::read(cell, self.mapping.sign_of(column))
            .map_err(|says| self.problem(column, IssueKind::NotANumber, &says))
    }

    /// A number of things, or a sum of times: 0 or more.
    fn count(&self, column: &str) -> Result<Decimal, Problem> {
        let number = self.number(column)?;
        if number.written_as == WrittenAs::Percent {
            let says = "is a percentage, and a number of contacts is expected here";
            return Err(self.problem(column, IssueKind::NotANumber, says));
        }
        let value = number.value;
        if value.is_sign_negative() && !value.is_zero() {
            return Err(self.problem(column, IssueKind::OutOfRange, "is below 0"));
        }
        Ok(value)
    }

    /// A value in the measure's unit.
    fn figure(&self, column: &str, multiply_by: Decimal) -> Result<Decimal, Problem> {
        let unit = self.measure.unit;
        let number = self.number(column)?;
        if self.doubts_small_values && doubt::is_doubtful(number) {
            return Err(self.problem(column, IssueKind::Ambiguous, &doubt::reason(number.value, unit)));
        }
        let multiply_by = match (number.written_as, unit) {
            (WrittenAs::Percent, Unit::Percent) | (WrittenAs::Duration, Unit::Seconds) => Decimal::ONE,
            (WrittenAs::Duration, _) => {
                let says = format!("is a time, not {}", unit.domain_in_words());
                return Err(self.problem(column, IssueKind::NotANumber, &says));
            }
            _ => multiply_by,
        };
        let value = number.value * multiply_by;
        if value > Decimal::from(number::LARGEST) {
            return Err(self.problem(column, IssueKind::OutOfRange, "is too large"));
        }
        if unit.holds(value) {
            return Ok(value);
        }
        let times =
            if multiply_by == Decimal::ONE { String::new() } else { format!("times {} ", multiply_by.normalize()) };
        let says = format!("{times}is not {}", unit.domain_in_words());
        Err(self.problem(column, IssueKind::OutOfRange, &says))
    }
}

/// Decimals that an observation is held to.
const OBSERVATION_DECIMALS: u32 = 10;

/// What the rows of a month make; none where nothing happened in it.
fn month_figure(mapping: &MeasureMapping, taken: &[Taken]) -> Option<Figure> {
    let sums: Vec<Decimal> = taken.iter().filter_map(|t| if let Taken::Sum(v) = t { Some(*v) } else { None }).collect();
    if !sums.is_empty() {
        return Some(Figure { value: sums.iter().sum(), n: None, weighting: Weighting::Exact });
    }
    let own: Vec<Decimal> = taken.iter().filter_map(|t| if let Taken::Own(v) = t { Some(*v) } else { None }).collect();
    if !own.is_empty() {
        return aggregate::own(&own).ok().flatten();
    }
    let samples: Vec<Sample> =
        taken.iter().filter_map(|t| if let Taken::Sample(s) = t { Some(*s) } else { None }).collect();
    let made = figure(&samples)?;
    let is_share = matches!(mapping.source, Source::Ratio { .. });
    let scale = if is_share && mapping.unit == Unit::Percent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    Some(Figure { value: made.value * scale, ..made })
}

/// The series, none where no month has a figure, and the months without activity.
fn make_series(mapping: &MeasureMapping, months: &BTreeMap<Month, Vec<Taken>>) -> (Option<Series>, Vec<Month>) {
    let mut weighting = Weighting::Exact;
    let mut idle = Vec::new();
    let mut observations = Vec::new();
    for (month, taken) in months {
        let Some(made) = month_figure(mapping, taken) else {
            // No activity in the whole month: no value, never 0 or 100.
            idle.push(*month);
            continue;
        };
        weighting = weighting.max(made.weighting);
        let (value, n) = (made.value, made.n);
        observations.push(Observation {
            month: *month,
            value: mapping.unit.of(value.round_dp(OBSERVATION_DECIMALS).normalize()),
            n: n.map(|n| n.normalize()),
        });
    }
    let series = (!observations.is_empty()).then(|| Series {
        measure: mapping.measure.clone(),
        unit: mapping.unit,
        weighting,
        observations,
    });
    (series, idle)
}
