//! Columns of a table as the measures of an agreement.

use super::own;
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
    /// What it is about and what to do; on the command line it may be answered as well.
    pub fn detail(&self, may_be_answered: bool) -> Detail {
        let mut message = self.message.clone();
        if may_be_answered && !self.choices.is_empty() {
            let ids = self.choices.iter().map(|(id, _)| id).filter(|id| *id != LEAVE_OUT);
            let answers: Vec<String> = ids.map(|id| format!("--answer \"{}={id}\"", self.column)).collect();
            message += &format!("; or say so: {}", answers.join(" or "));
        }
        Detail::new(self.column.clone(), message)
    }

    fn of(question: &Question) -> Self {
        let ids: Vec<&str> = question.choices.iter().map(|c| c.id.as_str()).filter(|id| *id != LEAVE_OUT).collect();
        let way_out = match ids.as_slice() {
            ["point", "comma"] => "Write one value with another number of decimals".to_owned(),
            ["decimals", "thousands"] => {
                "Write its numbers without a sign between thousands, the decimals as elsewhere".to_owned()
            }
            _ if question.row == 0 => "Keep one of them in the file".to_owned(),
            ["day_first", "month_first"] => "Write the dates as 2027-03-31".to_owned(),
            _ => format!("Write the percent sign, or end the column’s name in {}", endings(&ids)),
        };
        Self {
            column: question.column.clone(),
            measure: question.measure.clone(),
            message: format!("{} {way_out}", question.text),
            question: question.text.clone(),
            choices: question.choices.iter().map(|c| (c.id.clone(), c.label.clone())).collect(),
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
    let columns = preview.columns.iter().map(|c| c.name.clone()).filter(|name| !asked.contains(name));
    let columns: Vec<String> = columns.collect();
    for measure in &agreement.measures {
        if let Some(own) = mapping.measures.iter_mut().find(|m| m.measure == measure.id) {
            // A score out of 100 and a percentage are written alike.
            let alike = |unit| matches!(unit, Unit::Percent | Unit::Points);
            if alike(own.unit) && alike(measure.unit) && matches!(own.source, Source::Value { .. }) {
                own.unit = measure.unit;
            }
            own.source = own::as_measured(measure, own.source.clone());
            continue;
        }
        if open.iter().any(|q| q.measure.as_ref() == Some(&measure.id)) {
            continue;
        }
        let source = own::source(&mapping, &columns, measure);
        let Some(mut source) = source else { continue };
        if let Some(open) = fractions(preview, &source, &measure.id, measure.unit) {
            let same = |c: &&(String, String)| c.0.trim().to_lowercase() == open.column.to_lowercase();
            match said.iter().find(same).map(|(_, id)| id.trim()) {
                Some(FRACTION) => source = times_a_hundred(source),
                Some(PERCENT) => {}
                Some(LEAVE_OUT) => continue,
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
    let (Source::Value { column, .. } | Source::Single { column, .. }) = source else { return None };
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
    let row = preview.header_line + 1 + u64::try_from(row).unwrap_or_default();
    let question =
        format!("“{column}” holds values like {} (in row {row}): is that {high}, or {low}?", first.normalize());
    Some(Open {
        column: column.clone(),
        measure: Some(measure.clone()),
        message: format!("{question} Write the percent sign, or end the column’s name in _percent"),
        question,
        choices: vec![
            (FRACTION.to_owned(), format!("fractions: {} is {high}", first.normalize())),
            (PERCENT.to_owned(), format!("as they stand: {} is {low}", first.normalize())),
            (LEAVE_OUT.to_owned(), format!("neither: leave “{column}” out")),
        ],
        of_agreement: true,
    })
}

/// Answers to whether values up to 1 are fractions.
const FRACTION: &str = "fraction";
const PERCENT: &str = "percent";
/// The answer that takes nothing, here and of the import's own questions.
const LEAVE_OUT: &str = "leave_out";

fn times_a_hundred(source: Source) -> Source {
    match source {
        Source::Value { column, weight, proxy, .. } => {
            Source::Value { column, weight, proxy, multiply_by: Decimal::ONE_HUNDRED }
        }
        Source::Single { column, .. } => Source::Single { column, multiply_by: Decimal::ONE_HUNDRED },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::import;

    fn fit(table: &str, agreement: &Agreement, said: &[(String, String)]) -> Fitted {
        let preview = import::recognise(table.as_bytes(), "x.csv").unwrap();
        fitted(&preview, &preview.questions, agreement, said)
    }

    /// The sample, in which a level has a name that no import knows.
    fn named(name: &str) -> Agreement {
        let (mut agreement, _) = model::template::sample();
        let fcr = agreement.measures.iter_mut().find(|m| m.id.0 == "fcr").unwrap();
        fcr.name = name.into();
        agreement
    }

    fn source(fitted: &Fitted) -> Option<&Source> {
        fitted.mapping.measures.iter().find(|m| m.measure.0 == "fcr").map(|m| &m.source)
    }

    #[test]
    fn a_column_named_like_a_measure_of_the_contract_is_that_measure() {
        let agreement = named("Solved at once");
        for column in ["Solved at once", "solved_at_once", "SOLVED-AT-ONCE %", "solved_at_once_percent"] {
            let fitted = fit(&format!("month,{column}\n2027-01,72\n2027-02,71\n"), &agreement, &[]);
            assert!(matches!(source(&fitted), Some(Source::Value { column: c, .. }) if c == column), "{column}");
            assert!(fitted.open.is_empty());
        }
        let table = "month,solved_at_once_numerator,solved_at_once_denominator\n2027-01,72,100\n2027-02,71,100\n";
        assert!(matches!(source(&fit(table, &agreement, &[])), Some(Source::Ratio { .. })));
        assert!(source(&fit("month,weather\n2027-01,72\n2027-02,71\n", &agreement, &[])).is_none());
    }

    #[test]
    fn values_up_to_one_are_not_taken_before_somebody_says_what_they_are() {
        let agreement = named("Solved at once");
        let table = "month,Solved at once\n2027-01,0.72\n2027-02,0.71\n";
        let open = fit(table, &agreement, &[]);
        assert!(source(&open).is_none());
        let asked = &open.open[0];
        assert_eq!((asked.column.as_str(), asked.of_agreement), ("Solved at once", true));
        assert!(
            asked.question.starts_with("“Solved at once” holds values like 0.72 (in row 2): "),
            "{}",
            asked.question
        );
        let detail = asked.detail(true);
        assert!(detail.message.contains("--answer \"Solved at once=fraction\""), "{}", detail.message);
        assert!(!asked.detail(false).message.contains("--answer"));
        let times = |id: &str| match source(&fit(table, &agreement, &[("solved at once".into(), id.into())])) {
            Some(Source::Value { multiply_by, .. }) => Some(*multiply_by),
            _ => None,
        };
        assert_eq!(times("fraction"), Some(Decimal::ONE_HUNDRED));
        assert_eq!(times("percent"), Some(Decimal::ONE));
        assert_eq!(times("often"), None, "any other word answers nothing");
        let left = fit(table, &agreement, &[("Solved at once".into(), "leave_out".into())]);
        assert!(source(&left).is_none() && left.open.is_empty(), "a person left it out");
        let percent = "month,Solved at once percent\n2027-01,0.72\n2027-02,0.71\n";
        assert!(fit(percent, &agreement, &[]).open.is_empty(), "its name says it");
    }

    #[test]
    fn what_is_asked_about_measures_of_other_contracts_is_not_asked() {
        let (agreement, _) = model::template::sample();
        let mut without = agreement.clone();
        without.measures.retain(|m| m.id.0 != "abandonment");
        without.service_levels.retain(|l| l.measure.0 != "abandonment");
        let table = "month,Calls,Abandonment\n2027-01,12000,7\n2027-02,12000,9\n";
        assert_eq!(fit(table, &agreement, &[]).open.len(), 1);
        assert!(fit(table, &without, &[]).open.is_empty());
    }
}
