//! A mapping from its file: everything that is wrong with it at once, not the first mistake alone.

use super::{DecimalSign, Group, ImportError, Mapping, MeasureMapping, Source, table::Table};
use model::{Decimal, MeasureId};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_json::{Map, Value};

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = Value::deserialize(deserializer)?;
        let (mapping, problems) = Document::read(&document);
        if problems.is_empty() { Ok(mapping) } else { Err(D::Error::custom(problems.join("; "))) }
    }
}

/// A mapping that is meant for a table: what is wrong with its form and what does not fit the table, in one message.
///
/// # Errors
/// [`ImportError::Mapping`], or why the table is none.
pub fn open_mapping(document: &Value, table: &[u8]) -> Result<Mapping, ImportError> {
    let (mapping, mut problems) = Document::read(document);
    let columns = Table::read(table, mapping.sheet.as_deref())?.columns;
    let malformed = !problems.is_empty();
    problems.extend(mapping.problems(&columns));
    // Alone, these are for the import to say.
    if !malformed && !problems.is_empty() {
        problems.extend(mapping.lacks(&columns));
    }
    if problems.is_empty() { Ok(mapping) } else { Err(ImportError::Mapping { problems }) }
}

/// Collects what is wrong while it reads what is right.
struct Document {
    problems: Vec<String>,
}

impl Document {
    /// As much of a mapping as can be read; all of it where there is no problem.
    fn read(document: &Value) -> (Mapping, Vec<String>) {
        let mut reader = Self { problems: Vec::new() };
        let mut mapping = Mapping::empty(DecimalSign::Point);
        if let Some(fields) = reader.fields(
            document,
            "the mapping",
            &[
                "format",
                "version",
                "period_column",
                "date_order",
                "sheet",
                "decimal_sign",
                "decimal_signs",
                "group",
                "measures",
                "left_out",
            ],
        ) {
            let place = "";
            mapping.format = reader.needed(fields, place, "format").unwrap_or(mapping.format);
            mapping.version = reader.needed(fields, place, "version").unwrap_or(mapping.version);
            mapping.period_column = reader.optional(fields, place, "period_column");
            mapping.date_order = reader.optional(fields, place, "date_order");
            mapping.sheet = reader.optional(fields, place, "sheet");
            mapping.decimal_signs = reader.optional(fields, place, "decimal_signs").unwrap_or_default();
            mapping.decimal_sign = reader.needed(fields, place, "decimal_sign").unwrap_or(mapping.decimal_sign);
            mapping.group = reader.group(fields.get("group"));
            mapping.left_out = reader.optional(fields, place, "left_out").unwrap_or_default();
            let measures: Vec<Value> = reader.needed(fields, place, "measures").unwrap_or_default();
            let read = measures.iter().enumerate().filter_map(|(i, m)| reader.measure(m, &format!("measures[{i}]")));
            mapping.measures = read.collect();
        }
        (mapping, reader.problems)
    }

    fn group(&mut self, value: Option<&Value>) -> Option<Group> {
        let value = value.filter(|v| !v.is_null())?;
        let fields = self.fields(value, "group", &["column", "only"])?;
        let only = self.optional(fields, "group", "only");
        self.needed(fields, "group", "column").map(|column| Group { column, only })
    }

    fn measure(&mut self, value: &Value, place: &str) -> Option<MeasureMapping> {
        let fields = self.fields(value, place, &["measure", "unit", "source"])?;
        let measure: Option<MeasureId> = self.needed(fields, place, "measure");
        let unit = self.needed(fields, place, "unit");
        let source: Option<Value> = self.needed(fields, place, "source");
        let source = source.and_then(|s| self.source(&s, &format!("{place}.source")));
        Some(MeasureMapping { measure: measure?, unit: unit?, source: source? })
    }

    fn source(&mut self, value: &Value, place: &str) -> Option<Source> {
        let kind = match value.as_object().map(|o| o.iter().collect::<Vec<_>>()).as_deref() {
            Some([(kind, inner)]) if matches!(kind.as_str(), "sum" | "ratio" | "value" | "single") => {
                Some((*kind, *inner))
            }
            _ => None,
        };
        let Some((kind, inner)) = kind else {
            self.problems.push(format!(
                "“{place}” is expected to be one of “sum”, “ratio”, “value” and “single” with its columns"
            ));
            return None;
        };
        let place = &format!("{place}.{kind}");
        match kind.as_str() {
            "sum" => {
                let fields = self.fields(inner, place, &["column"])?;
                Some(Source::Sum { column: self.needed(fields, place, "column")? })
            }
            "ratio" => {
                let fields = self.fields(inner, place, &["numerator", "denominator"])?;
                let numerator = self.needed(fields, place, "numerator");
                let denominator = self.needed(fields, place, "denominator");
                Some(Source::Ratio { numerator: numerator?, denominator: denominator? })
            }
            "single" => {
                let fields = self.fields(inner, place, &["column", "multiply_by"])?;
                let column = self.needed(fields, place, "column");
                let multiply_by: Option<Decimal> = self.needed(fields, place, "multiply_by");
                Some(Source::Single { column: column?, multiply_by: multiply_by? })
            }
            _ => {
                let fields = self.fields(inner, place, &["column", "weight", "proxy", "multiply_by"])?;
                let column = self.needed(fields, place, "column");
                let weight = self.optional(fields, place, "weight");
                let proxy =
                    if fields.contains_key("proxy") { self.needed(fields, place, "proxy") } else { Some(false) };
                let multiply_by: Option<Decimal> = self.needed(fields, place, "multiply_by");
                Some(Source::Value { column: column?, weight, proxy: proxy?, multiply_by: multiply_by? })
            }
        }
    }

    /// The fields of an object; every one that is not among `known` is a problem.
    fn fields<'a>(&mut self, value: &'a Value, place: &str, known: &[&str]) -> Option<&'a Map<String, Value>> {
        let Some(fields) = value.as_object() else {
            self.problems.push(format!("“{place}” is expected to be an object with {}", known.join(", ")));
            return None;
        };
        for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
            self.problems.push(format!("“{name}” in “{place}” is not known; {} are", known.join(", ")));
        }
        Some(fields)
    }

    fn needed<T: DeserializeOwned>(&mut self, fields: &Map<String, Value>, place: &str, name: &str) -> Option<T> {
        let place = path(place, name);
        let Some(value) = fields.get(name) else {
            self.problems.push(format!("“{place}” is missing"));
            return None;
        };
        serde_json::from_value(value.clone()).map_err(|e| self.problems.push(format!("“{place}”: {e}"))).ok()
    }

    /// Nothing where it is missing or null.
    fn optional<T: DeserializeOwned>(&mut self, fields: &Map<String, Value>, place: &str, name: &str) -> Option<T> {
        fields.get(name).filter(|v| !v.is_null())?;
        self.needed(fields, place, name)
    }
}

fn path(place: &str, name: &str) -> String {
    if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") }
}
