//! What the columns of a file mean. Guessed first, corrected by a person, given back, kept as a file.

use super::names::Field;
use model::{Decimal, MeasureId, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Value of [`Mapping::format`].
pub const FORMAT: &str = "plumbline-mapping";
/// Newest version of the format that this program reads and the one that it writes.
pub const VERSION: u32 = 1;

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSign {
    /// `67.2`
    Point,
    /// `67,2`
    Comma,
}

impl DecimalSign {
    pub(super) fn character(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    pub(super) fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }

    /// "a point", "a comma".
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }
}

/// A column whose decimals are written otherwise than those of the rest of its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ColumnSign {
    /// Its name.
    pub column: String,
    /// What stands before its decimals.
    pub decimal_sign: DecimalSign,
}

/// How `07/08/2024` is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 7 August.
    DayFirst,
    /// 8 July.
    MonthFirst,
}

/// A column that tells the rows of one day or month apart: a site, a provider, a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub column: String,
    /// Only rows with this value; none: all rows are put together by their weights.
    #[serde(default)]
    pub only: Option<String>,
}

/// How a measure is made from columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Σ column.
    Sum {
        /// Name of the column.
        column: String,
    },
    /// Σ numerator / Σ denominator; a percentage where the measure's unit is percent.
    Ratio {
        /// Name of the column.
        numerator: String,
        /// Name of the column.
        denominator: String,
    },
    /// Σ value·weight / Σ weight, or the plain mean without a weight.
    Value {
        /// Name of the column.
        column: String,
        /// Name of the column with the weights.
        #[serde(default)]
        weight: Option<String>,
        /// The weight only stands in for the true one.
        #[serde(default)]
        proxy: bool,
        /// What a cell is multiplied by: 100 for fractions of a percentage, 60 for minutes of a time.
        #[ts(type = "string")]
        multiply_by: Decimal,
    },
    /// The month's own figure, as it is: a median or a percentile, which no sums of smaller periods give. It needs one row
    /// for each month.
    Single {
        /// Name of the column.
        column: String,
        /// As in `value`.
        #[ts(type = "string")]
        multiply_by: Decimal,
    },
}

impl Source {
    /// The columns that it needs, each with its part.
    pub(super) fn columns(&self) -> Vec<(&str, Part)> {
        match self {
            Self::Sum { column } | Self::Single { column, .. } => vec![(column, Part::Value)],
            Self::Ratio { numerator, denominator } => {
                vec![(numerator, Part::Numerator), (denominator, Part::Denominator)]
            }
            Self::Value { column, weight, .. } => {
                let weight = weight.as_deref().map(|w| (w, Part::Weight));
                std::iter::once((column.as_str(), Part::Value)).chain(weight).collect()
            }
        }
    }

    /// For people: "Σ (asa_seconds × answered) / Σ answered".
    pub(super) fn in_words(&self) -> String {
        match self {
            Self::Sum { column } => format!("Σ {column}"),
            Self::Ratio { numerator, denominator } => format!("Σ {numerator} / Σ {denominator}"),
            Self::Value { column, weight: Some(weight), .. } => format!("Σ ({column} × {weight}) / Σ {weight}"),
            Self::Value { column, .. } => format!("plain mean of {column}"),
            Self::Single { column, .. } => format!("{column}, as it is"),
        }
    }
}

/// One measure of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct MeasureMapping {
    /// Which measure.
    pub measure: MeasureId,
    /// Unit of its figures.
    pub unit: Unit,
    /// Where they come from.
    pub source: Source,
}

/// What the columns of a file mean. Columns are named as in the header; a name that occurs twice is `name (2)` the second
/// time, a missing one `column 3`. Reading one names everything that is wrong with it at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Always `plumbline-mapping`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The column with the day or month.
    pub period_column: Option<String>,
    /// How its dates are read where they can be read in two ways.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    /// The sheet of a workbook; none in other files, and where its first table is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sheet: Option<String>,
    /// What stands before the decimals.
    pub decimal_sign: DecimalSign,
    /// Columns of which that is known for themselves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<ColumnSign>>")]
    pub decimal_signs: Vec<ColumnSign>,
    /// What tells the rows of one day or month apart.
    #[serde(default)]
    pub group: Option<Group>,
    /// The measures.
    pub measures: Vec<MeasureMapping>,
    /// Columns that could be a measure and that a person left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub left_out: Vec<String>,
}

/// What a column is to a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Its figure.
    Value,
    /// What is counted.
    Numerator,
    /// What it is a share of.
    Denominator,
    /// What the figure is weighted by.
    Weight,
}

/// One use of a column. A column without any is not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// The day or month.
    Period,
    /// Tells the rows of one day or month apart.
    Group,
    /// Part of a measure.
    Measure {
        /// Which.
        measure: MeasureId,
        /// What it is to it.
        part: Part,
    },
}

impl Mapping {
    pub(super) fn empty(decimal_sign: DecimalSign) -> Self {
        Self {
            format: FORMAT.into(),
            version: VERSION,
            period_column: None,
            date_order: None,
            sheet: None,
            decimal_sign,
            decimal_signs: Vec::new(),
            group: None,
            measures: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// What `column` is used for; nothing where it is not used.
    #[must_use]
    pub fn uses(&self, column: &str) -> Vec<Use> {
        let mut uses = Vec::new();
        if self.period_column.as_deref() == Some(column) {
            uses.push(Use::Period);
        }
        if self.group.as_ref().is_some_and(|g| g.column == column) {
            uses.push(Use::Group);
        }
        for mapping in &self.measures {
            for (name, part) in mapping.source.columns() {
                if name == column {
                    uses.push(Use::Measure { measure: mapping.measure.clone(), part });
                }
            }
        }
        uses
    }

    /// What stands before the decimals of `column`.
    pub(super) fn sign_of(&self, column: &str) -> DecimalSign {
        let own = self.decimal_signs.iter().find(|s| s.column == column);
        own.map_or(self.decimal_sign, |s| s.decimal_sign)
    }

    pub(super) fn set_sign(&mut self, column: &str, decimal_sign: DecimalSign) {
        self.decimal_signs.retain(|s| s.column != column);
        self.decimal_signs.push(ColumnSign { column: column.to_owned(), decimal_sign });
    }

    /// What is not said in it, which alone is an error of its own.
    pub(super) fn lacks(&self, columns: &[String]) -> Vec<String> {
        let mut lacks = Vec::new();
        let columns = columns.join(", ");
        if self.period_column.is_none() {
            lacks.push(format!("it does not say which column holds the day or month; the columns are {columns}"));
        }
        if self.measures.is_empty() {
            lacks.push(format!("it has no measure; the columns are {columns}"));
        }
        lacks
    }

    /// Everything about it that does not fit a file with these columns.
    pub(super) fn problems(&self, columns: &[String]) -> Vec<String> {
        let mut problems = Vec::new();
        if self.format != FORMAT {
            problems.push(format!("its format is “{}”, not “{FORMAT}”", self.format));
        }
        if self.version > VERSION {
            problems.push(format!("it has version {}, this program reads versions up to {VERSION}", self.version));
        }
        let mut need = |what: String, column: &str| {
            if !columns.iter().any(|c| c == column) {
                problems
                    .push(format!("there is no column “{column}” for {what}; the columns are {}", columns.join(", ")));
            }
        };
        if let Some(column) = &self.period_column {
            need("the day or month".into(), column);
        }
        if let Some(group) = &self.group {
            need("the groups".into(), &group.column);
        }
        for own in &self.decimal_signs {
            need("its decimal sign".into(), &own.column);
        }
        for mapping in &self.measures {
            for (column, _) in mapping.source.columns() {
                need(format!("“{}”", mapping.measure), column);
            }
        }
        for (i, mapping) in self.measures.iter().enumerate() {
            if self.measures[..i].iter().any(|m| m.measure == mapping.measure) {
                problems.push(format!("“{}” is there twice", mapping.measure));
            }
            if let Source::Value { multiply_by, .. } | Source::Single { multiply_by, .. } = &mapping.source
                && (*multiply_by <= Decimal::ZERO || *multiply_by > Decimal::from(10_000))
            {
                problems.push(format!(
                    "“{}” is multiplied by {multiply_by}; more than 0 and at most 10000 is expected",
                    mapping.measure
                ));
            }
        }
        problems
    }
}

/// What a contract calls its measures. Without it they have the names that they have everywhere.
pub type Names = BTreeMap<MeasureId, String>;

/// The name of a measure for people: the contract's, else the usual one, else its id.
#[must_use]
pub fn measure_name(names: &Names, measure: &MeasureId) -> String {
    let usual = || Field::KNOWN.iter().find(|(id, _, _)| *id == measure.0).map(|(_, name, _)| (*name).to_owned());
    names.get(measure).cloned().or_else(usual).unwrap_or_else(|| measure.0.clone())
}

/// "no “Abandonment”", "no “Abandonment”, no “Repeat contacts”".
pub(super) fn none_of(names: &Names, measures: &[MeasureId]) -> String {
    let none: Vec<String> = measures.iter().map(|m| format!("no “{}”", measure_name(names, m))).collect();
    none.join(", ")
}
