//! Columns of a table as the measures of an agreement.

use crate::wire::Detail;
use model::{Agreement, Decimal, MeasureId, Unit};
use std::collections::BTreeSet;
use store::import::{Mapping, MeasureMapping, Preview, Question, Source};

/// A mapping for an agreement, and what has to be said first.
pub(crate) struct Fitted {
    pub mapping: Mapping,
    /// Measures that are not in the mapping because nobody may guess what their column holds.
    pub open: Vec<Open>,
}

/// What only a person can say.
pub(crate) struct Open {
    pub row: u64,
    pub column: String,
    pub measure: Option<MeasureId>,
    /// The question alone.
    pub question: String,
    /// With the way out in the file itself.
    pub message: String,
    /// Ids of the answers on offer, each with its words.
    pub choices: Vec<(String, String)>,
    /// Only the agreement makes a question of it.
    pub of_agreement: bool,
}

impl Open {
    /// Where it stands and what to do; on the command line it may be answered as well.
    pub fn detail(&self, may_be_answered: bool) -> Detail {
        let mut message = self.message.clone();
        if may_be_answered && !self.choices.is_empty() {
            let answers: Vec<String> =
                self.choices.iter().map(|(id, _)| format!("--answer \"{}={id}\"", self.column)).collect();
            message += &format!("; or say so: {}", answers.join(" or "));
        }
        Detail::new(format!("row {}, {}", self.row, self.column), message)
    }

    fn of(question: &Question) -> Self {
        let ids: Vec<&str> = question.choices.iter().map(|c| c.id.as_str()).filter(|id| *id != "leave_out").collect();
        let way_out = match ids.as_slice() {
            ["point", "comma"] => "Write one value with another number of decimals".to_owned(),
            ["day_first", "month_first"] => "Write the dates as 2027-03-31".to_owned(),
            _ => format!("Write the percent sign, or end the column’s name in {}", endings(&ids)),
        };
        Self {
            row: question.row,
            column: question.column.clone(),
            measure: question.measure.clone(),
            message: format!("{} {way_out}", question.text),
            question: question.text.clone(),
            choices: question
                .choices
                .iter()
                .filter(|c| ids.contains(&c.id.as_str()))
                .map(|c| (c.id.clone(), c.label.clone()))
                .collect(),
            of_agreement: false,
        }
    }
}

/// "_percent or _count"
fn endings(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("_{id}")).collect::<Vec<_>>().join(" or ")
}

/// The mapping of a preview with columns that are named like measures of the agreement. Nothing is guessed: a measure of
/// which the file leaves open what it holds is not taken before `said`, columns with the ids of answers, says it.
pub(crate) fn fitted(preview: &Preview, open: &[Question], agreement: &Agreement, said: &[(String, String)]) -> Fitted {
    let mut mapping = preview.mapping.clone();
    let is_agreed = |q: &&Question| q.measure.as_ref().is_none_or(|m| agreement.measure(m).is_some());
    let mut found: Vec<Open> = open.iter().filter(is_agreed).map(Open::of).collect();
    mapping.measures.retain(|m| !open.iter().any(|q| q.measure.as_ref() == Some(&m.measure)));
    let asked: BTreeSet<String> = open.iter().map(|q| q.column.clone()).collect();
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let free = |mapping: &Mapping, wanted: &[String]| {
        let columns = preview.columns.iter().filter(|c| mapping.uses(&c.name).is_empty() && !asked.contains(&c.name));
        columns.map(|c| c.name.clone()).find(|name| wanted.contains(&plain(name)))
    };
    for measure in &agreement.measures {
        if let Some(own) = mapping.measures.iter_mut().find(|m| m.measure == measure.id) {
            // A score out of 100 and a percentage are written alike.
            let alike = |unit| matches!(unit, Unit::Percent | Unit::Points);
            if alike(own.unit) && alike(measure.unit) && matches!(own.source, Source::Value { .. }) {
                own.unit = measure.unit;
            }
            continue;
        }
        if open.iter().any(|q| q.measure.as_ref() == Some(&measure.id)) {
            continue;
        }
        let names = [plain(&measure.id.0), plain(&measure.name)];
        let with = |ending: &str| names.iter().map(|n| format!("{n}{ending}")).collect::<Vec<_>>();
        let source = match (free(&mapping, &with("numerator")), free(&mapping, &with("denominator"))) {
            (Some(numerator), Some(denominator)) => Some(Source::Ratio { numerator, denominator }),
            _ => {
                let spelled: Vec<String> = ["", "percent", "seconds", "points"].iter().flat_map(|e| with(e)).collect();
                free(&mapping, &spelled).map(|column| Source::Value {
                    column,
                    weight: free(&mapping, &with("n")),
                    proxy: false,
                    multiply_by: Decimal::ONE,
                })
            }
        };
        let Some(mut source) = source else { continue };
        if let Some(open) = fractions(preview, &source, &measure.id, measure.unit) {
            let same = |c: &&(String, String)| c.0.trim().to_lowercase() == open.column.to_lowercase();
            match said.iter().find(same).map(|(_, id)| id.trim()) {
                Some(FRACTION) => source = times_a_hundred(source),
                Some(PERCENT) => {}
                _ => {
                    found.push(open);
                    continue;
                }
            }
        }
        mapping.measures.push(MeasureMapping { measure: measure.id.clone(), unit: measure.unit, source });
    }
    Fitted { mapping, open: found }
}

/// Values up to 1 of a percentage or a score, in a column whose name does not say that they are percentages.
fn fractions(preview: &Preview, source: &Source, measure: &MeasureId, unit: Unit) -> Option<Open> {
    let Source::Value { column, .. } = source else { return None };
    let says_percent = column.to_lowercase().ends_with("percent") || column.contains('%');
    if !matches!(unit, Unit::Percent | Unit::Points) || says_percent {
        return None;
    }
    let at = preview.columns.iter().position(|c| &c.name == column)?;
    let shown = |row: &Vec<String>| {
        let number: Option<Decimal> = row.get(at)?.trim().replace(',', ".").parse().ok();
        number.filter(|n| !n.is_zero())
    };
    let values: Vec<Decimal> = preview.sample_rows.iter().filter_map(shown).collect();
    let first = values.first().filter(|_| values.iter().all(|v| *v <= Decimal::ONE))?;
    let row = preview.sample_rows.iter().position(|r| shown(r).is_some()).unwrap_or_default();
    let (low, high) = (unit.of(*first).text(2), unit.of(first * Decimal::ONE_HUNDRED).text(2));
    let question = format!("“{column}” holds {}: {high}, or {low}?", first.normalize());
    Some(Open {
        row: preview.header_line + 1 + u64::try_from(row).unwrap_or_default(),
        column: column.clone(),
        measure: Some(measure.clone()),
        message: format!("{question} Write the percent sign, or end the column’s name in _percent"),
        question,
        choices: vec![
            (FRACTION.to_owned(), format!("fractions: {} is {high}", first.normalize())),
            (PERCENT.to_owned(), format!("as they stand: {} is {low}", first.normalize())),
        ],
        of_agreement: true,
    })
}

/// Answers to whether values up to 1 are fractions.
const FRACTION: &str = "fraction";
const PERCENT: &str = "percent";

fn times_a_hundred(source: Source) -> Source {
    match source {
        Source::Value { column, weight, proxy, .. } => {
            Source::Value { column, weight, proxy, multiply_by: Decimal::ONE_HUNDRED }
        }
        other => other,
    }
}
