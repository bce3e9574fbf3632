//! What stands before the decimals: of a file by the cells that can only be read in one way, of a column by its own cells
//! and by what it can hold. Where both readings are likely, a person is asked.

use super::{
    DecimalSign, Mapping, MeasureMapping, Source,
    guess::Looker,
    kind::LOOKED_AT,
    mapping::{Part, none_of},
    number::{self, Says},
    question::{Doubt, Reading},
    table::Table,
};
use model::{Decimal, MeasureId, Unit};

/// No call is handled, and nobody waits, longer on average: four hours.
const LONGEST_SECONDS: i64 = 14_400;
/// No call is handled in less.
const SHORTEST_HANDLE_SECONDS: i64 = 10;
/// A cell this many times below the middle of its column is another kind of number.
const FAR_BELOW: i64 = 20;
/// One this many times beside it is of the same kind.
const NEAR: i64 = 5;
/// Cells of its own that make a column an exception among the others; one may be a slip.
const CELLS_OF_AN_EXCEPTION: usize = 2;

/// What a column can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holds {
    /// Numbers of things, whole as a rule.
    Counts,
    /// Percentages and points up to 100, or fractions of these.
    Shares,
    /// Times, each `seconds` long.
    Times {
        seconds: Decimal,
        shortest: Decimal,
    },
    Other,
}

/// A column that is used and what its cells say.
struct Evidence {
    column: String,
    index: usize,
    holds: Holds,
    measures: Vec<MeasureMapping>,
    points: usize,
    commas: usize,
    /// `1,234` and `1.234`.
    either: Vec<String>,
    /// The sign in these; none where there are both, which group thousands in no file.
    sign_of_either: Option<DecimalSign>,
}

impl Looker<'_> {
    /// Decides the sign of the file and of columns that are written otherwise, and takes no measure of which a column
    /// leaves open whether thousands or decimals stand in it. Says whether no cell showed the sign of the file.
    pub(super) fn signs(&mut self, of_cells: Option<DecimalSign>) -> bool {
        let columns = evidence(self.table, &self.mapping);
        let likely = of_cells.or_else(|| by_content(&columns));
        let file = likely.unwrap_or(number::usual_sign(self.table.delimiter));
        self.mapping.decimal_sign = file;
        let mut open = Vec::new();
        for column in &columns {
            match column.decide(self.table, file, of_cells.is_some()) {
                Decided::AsTheFile => {}
                Decided::Otherwise(sign) => {
                    self.notes.push(format!(
                        "“{}” is written with a decimal {}, other columns with a decimal {}",
                        column.column,
                        sign.word(),
                        file.word()
                    ));
                    self.mapping.set_sign(&column.column, sign);
                }
                Decided::Open if likely.is_some() => open.push(column),
                // The question about the whole file asks it.
                Decided::Open => {}
            }
        }
        for column in open {
            let doubt = column.doubt(self.table, file);
            self.mapping.measures.retain(|m| !doubt.measures.contains(&m.measure));
            let none = none_of(&self.table.names, &doubt.measures);
            self.notes.push(format!(
                "“{}” is not used before it is said how its numbers are written, so there is {none}",
                column.column
            ));
            self.doubts.push(doubt);
        }
        likely.is_none()
    }
}

fn evidence(table: &Table, mapping: &Mapping) -> Vec<Evidence> {
    let mut columns: Vec<Evidence> = Vec::new();
    for measure in &mapping.measures {
        for (name, part) in measure.source.columns() {
            let holds = holds(measure, part);
            if let Some(known) = columns.iter_mut().find(|c| c.column == name) {
                known.measures.push(measure.clone());
                if known.holds == Holds::Other {
                    known.holds = holds;
                }
                continue;
            }
            let Some(index) = table.index(name) else { continue };
            let mut found = Evidence {
                column: name.to_owned(),
                index,
                holds,
                measures: vec![measure.clone()],
                points: 0,
                commas: 0,
                either: Vec::new(),
                sign_of_either: None,
            };
            found.look(table);
            columns.push(found);
        }
    }
    columns
}

fn holds(measure: &MeasureMapping, part: Part) -> Holds {
    match (&measure.source, measure.unit, part) {
        (Source::Sum { .. }, _, _) | (_, _, Part::Denominator | Part::Weight) => Holds::Counts,
        (Source::Ratio { .. }, Unit::Percent, _) => Holds::Counts,
        (Source::Value { multiply_by, .. } | Source::Single { multiply_by, .. }, Unit::Seconds, _) => Holds::Times {
            seconds: *multiply_by,
            shortest: Decimal::from(if measure.measure.0 == "aht" { SHORTEST_HANDLE_SECONDS } else { 0 }),
        },
        (Source::Value { .. } | Source::Single { .. }, Unit::Percent | Unit::Points, _) => Holds::Shares,
        _ => Holds::Other,
    }
}

/// Where no cell decides alone: a count has no decimals, a percentage no thousands.
fn by_content(columns: &[Evidence]) -> Option<DecimalSign> {
    let votes = columns.iter().filter_map(|column| match (&column.holds, column.sign_of_either?) {
        (Holds::Counts, sign) => Some(sign.other()),
        (Holds::Shares, sign) => Some(sign),
        _ => None,
    });
    let votes: Vec<DecimalSign> = votes.collect();
    let first = *votes.first()?;
    votes.iter().all(|vote| *vote == first).then_some(first)
}

enum Decided {
    AsTheFile,
    Otherwise(DecimalSign),
    /// Both readings are likely.
    Open,
}

impl Evidence {
    fn look(&mut self, table: &Table) {
        let mut signs = Vec::new();
        for cell in table.column(self.index).take(LOOKED_AT) {
            match number::says(cell) {
                Says::Only(DecimalSign::Point) => self.points += 1,
                Says::Only(DecimalSign::Comma) => self.commas += 1,
                Says::Either(sign) => {
                    signs.push(sign);
                    self.either.push(cell.trim().to_owned());
                }
                Says::Nothing => {}
            }
        }
        self.sign_of_either = signs.first().copied().filter(|first| signs.iter().all(|s| s == first));
    }

    fn decide(&self, table: &Table, file: DecimalSign, file_is_shown: bool) -> Decided {
        let (own, against) = match file {
            DecimalSign::Point => (self.points, self.commas),
            DecimalSign::Comma => (self.commas, self.points),
        };
        let sign = if own == 0 && against >= CELLS_OF_AN_EXCEPTION { file.other() } else { file };
        let kept = || if sign == file { Decided::AsTheFile } else { Decided::Otherwise(sign) };
        let Some(either) = self.sign_of_either else { return kept() };
        let by_itself = own.max(against) > 0;
        let as_decimals = self.all(either, |v| self.is_likely(v, true, by_itself));
        let as_thousands = self.all(either.other(), |v| self.is_likely(v, false, by_itself));
        let (taken, other) = if either == sign { (as_decimals, as_thousands) } else { (as_thousands, as_decimals) };
        match (taken, other) {
            (true, false) => kept(),
            // Thousands, as the file groups them; decimals, as the column has them elsewhere.
            (true, true) if either != sign && file_is_shown => kept(),
            (true, true) if either == sign && by_itself && !self.is_far_off(table, sign) => kept(),
            // A percentage has no thousands, whatever the rest of the file does.
            (false, true) if self.holds == Holds::Shares => Decided::Otherwise(either),
            (false, false) if matches!(self.holds, Holds::Shares | Holds::Other) => kept(),
            _ => Decided::Open,
        }
    }

    /// Every cell that can be read in two ways, read with `sign`.
    fn all(&self, sign: DecimalSign, is_likely: impl Fn(Decimal) -> bool) -> bool {
        self.either.iter().filter_map(|cell| number::read(cell, sign).ok()).all(|n| is_likely(n.value))
    }

    fn is_likely(&self, value: Decimal, has_decimals: bool, by_itself: bool) -> bool {
        match &self.holds {
            // Means of counts have decimals; then not all of them have three.
            Holds::Counts => !has_decimals || by_itself,
            Holds::Shares => value <= Decimal::ONE_HUNDRED,
            Holds::Times { seconds, shortest } => {
                let seconds = value * seconds;
                seconds >= *shortest && seconds <= Decimal::from(LONGEST_SECONDS)
            }
            Holds::Other => true,
        }
    }

    /// Read as decimals, they are far below the rest of their column; read as thousands, beside it.
    fn is_far_off(&self, table: &Table, sign: DecimalSign) -> bool {
        let read = |cell: &str, sign| number::read(cell, sign).ok().map(|n| n.value);
        let others = table.column(self.index).take(LOOKED_AT).filter(|c| !matches!(number::says(c), Says::Either(_)));
        let mut others: Vec<Decimal> = others.filter_map(|c| read(c, sign)).collect();
        others.sort();
        let Some(middle) = others.get(others.len() / 2).copied().filter(|m| !m.is_zero()) else { return false };
        let near = Decimal::from(NEAR);
        self.either.iter().any(|cell| {
            let (Some(small), Some(large)) = (read(cell, sign), read(cell, sign.other())) else { return false };
            small * Decimal::from(FAR_BELOW) < middle && large <= middle * near && large * near >= middle
        })
    }

    fn doubt(&self, table: &Table, file: DecimalSign) -> Doubt {
        let cell = self.either.first().cloned().unwrap_or_default();
        let either = self.sign_of_either.unwrap_or(file);
        let shown = |sign| number::read(&cell, sign).map_or_else(|_| cell.clone(), |n| n.value.normalize().to_string());
        let (decimals, thousands) = (shown(either), shown(either.other()));
        let word = either.word();
        let reading =
            |id, label: String, sign| Reading { id, label, measures: self.measures.clone(), sign: Some(sign) };
        let measures: Vec<MeasureId> = self.measures.iter().map(|m| m.measure.clone()).collect();
        let row = table.rows.iter().find(|r| r.cells.get(self.index).is_some_and(|c| c.trim() == cell));
        let row = row.map_or(table.header_line, |r| r.line);
        Doubt {
            row,
            text: format!(
                "“{}” holds values like “{cell}” (in row {row}), which can be {decimals} or {thousands}. Does the {word} stand before decimals or group thousands?",
                self.column
            ),
            readings: vec![
                reading("decimals", format!("before decimals: “{cell}” is {decimals}"), either),
                reading("thousands", format!("between thousands: “{cell}” is {thousands}"), either.other()),
            ],
            column: self.column.clone(),
            measures,
            guessed: None,
        }
    }
}
