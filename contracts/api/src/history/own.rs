//! Columns of a history that are named like measures of the contract at hand: they are taken as the measure's statistic
//! says, beside what is recognised everywhere.

use super::{Mapping, Preview, Read, asked, fault, import_as, names};
use crate::ApiResult;
use chrono::NaiveDate;
use model::{Agreement, Decimal, Measure};
use store::import::{self as table, MeasureMapping, Source};

/// Reads a table for a contract. Without a mapping its columns are recognised, those of the contract's own measures too.
///
/// # Errors
/// Where the file as a whole cannot be used.
pub(crate) fn import_for(
    bytes: &[u8],
    name: &str,
    mapping: Option<Mapping>,
    agreement: &Agreement,
    imported_on: NaiveDate,
) -> ApiResult<Read> {
    let names = names(agreement);
    if mapping.is_some() {
        return import_as(bytes, name, mapping, imported_on, &names);
    }
    let mut preview = table::look(bytes, name, None, &names).map_err(|e| fault(name, &e))?;
    let recognised = preview.mapping.clone();
    add_own(&mut preview, agreement);
    if preview.mapping == recognised {
        return import_as(bytes, name, None, imported_on, &names);
    }
    let read = table::read_as(bytes, name, Some(preview.mapping.clone()), imported_on, &names);
    let read = read.map_err(|e| asked(name, &e, &preview.questions))?;
    let mut report = read.report;
    let later = std::mem::replace(&mut report.notes, preview.notes.clone());
    report.notes.extend(later.into_iter().filter(|note| !preview.notes.contains(note)));
    report.questions.clone_from(&preview.questions);
    preview.problem = None;
    Ok(Read { baseline: read.baseline, preview, mapping: read.mapping, report })
}

/// Adds the contract's own measures to what a look at a table recognised, and to the answers that it offers.
pub(crate) fn add_own(preview: &mut Preview, agreement: &Agreement) {
    let asked: Vec<String> = preview.questions.iter().map(|q| q.column.clone()).collect();
    let columns: Vec<String> = preview.columns.iter().map(|c| c.name.clone()).filter(|c| !asked.contains(c)).collect();
    let waiting = |measure: &Measure| preview.questions.iter().any(|q| q.measure.as_ref() == Some(&measure.id));
    let free: Vec<&Measure> = agreement.measures.iter().filter(|m| !waiting(m)).collect();
    let extend = |mapping: &mut Mapping| free.iter().for_each(|measure| add(mapping, &columns, measure));
    extend(&mut preview.mapping);
    for choice in preview.questions.iter_mut().flat_map(|q| &mut q.choices) {
        // Another sheet has other columns.
        if choice.mapping.sheet == preview.mapping.sheet {
            extend(&mut choice.mapping);
        }
    }
    for column in &mut preview.columns {
        column.uses = preview.mapping.uses(&column.name);
    }
}

fn add(mapping: &mut Mapping, columns: &[String], measure: &Measure) {
    if let Some(known) = mapping.measures.iter_mut().find(|m| m.measure == measure.id) {
        known.source = as_measured(measure, known.source.clone());
        return;
    }
    if let Some(source) = source(mapping, columns, measure) {
        mapping.measures.push(MeasureMapping { measure: measure.id.clone(), unit: measure.unit, source });
    }
}

/// What gives a measure, among `columns` that are not used yet; none where nothing is named like it.
pub(super) fn source(mapping: &Mapping, columns: &[String], measure: &Measure) -> Option<Source> {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let names = [plain(&measure.id.0), plain(&measure.name)];
    let with = |ending: &str| names.iter().map(|n| format!("{n}{ending}")).collect::<Vec<_>>();
    let free = |wanted: &[String]| {
        let mut unused = columns.iter().filter(|c| mapping.uses(c).is_empty());
        unused.find(|name| wanted.contains(&plain(name))).cloned()
    };
    if let (Some(numerator), Some(denominator)) = (free(&with("numerator")), free(&with("denominator"))) {
        return Some(Source::Ratio { numerator, denominator });
    }
    let spelled: Vec<String> =
        ["", "percent", "seconds", "points", "count", "total"].iter().flat_map(|ending| with(ending)).collect();
    let column = free(&spelled)?;
    let weight = free(&with("n"));
    Some(as_measured(measure, Source::Value { column, weight, proxy: false, multiply_by: Decimal::ONE }))
}

/// A number of things adds up to that of a month. A median or a percentile of a month is its own figure: those of its days
/// give none.
pub(super) fn as_measured(measure: &Measure, source: Source) -> Source {
    match source {
        Source::Value { column, .. } if measure.statistic.adds_up() => Source::Sum { column },
        Source::Value { column, multiply_by, .. } if measure.statistic.needs_single_values() => {
            Source::Single { column, multiply_by }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{MeasureId, Statistic};

    fn agreement() -> Agreement {
        let start = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        let mut agreement = model::template::template("customer-service-voice").unwrap().instantiate(start);
        let own = |id: &str, name: &str, statistic, unit| {
            let mut measure = agreement.measures[0].clone();
            (measure.id, measure.name) = (MeasureId(id.into()), name.to_owned());
            (measure.statistic, measure.unit) = (statistic, unit);
            measure
        };
        let added = [
            own("tickets_reopened", "Reopened tickets", Statistic::Count, model::Unit::Count),
            own("resolution_p90", "Resolution time, 90 %", Statistic::Percentile, model::Unit::Seconds),
        ];
        agreement.measures.extend(added);
        agreement
    }

    fn read(text: &str) -> ApiResult<Read> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        import_for(text.as_bytes(), "kpi.csv", None, &agreement(), today)
    }

    fn value(read: &Read, measure: &str) -> Option<String> {
        let series = read.baseline.of(&MeasureId(measure.into()))?;
        Some(series.observations[0].value.value().normalize().to_string())
    }

    #[test]
    fn counts_of_days_are_summed_and_need_no_denominator() {
        let read = read("date,calls,Reopened tickets\n2024-07-01,100,3\n2024-07-02,100,4\n2024-07-03,100,0\n").unwrap();
        assert_eq!(value(&read, "tickets_reopened").as_deref(), Some("7"));
        assert_eq!(read.baseline.of(&MeasureId("tickets_reopened".into())).unwrap().weighting.mark(), "");
        assert!(read.preview.columns.iter().any(|c| c.name == "Reopened tickets" && !c.uses.is_empty()));
    }

    #[test]
    fn percentiles_of_days_are_refused_with_the_reason_and_those_of_months_are_taken() {
        let days = read("date,calls,resolution_p90\n2024-07-01,100,300\n2024-07-02,100,400\n").unwrap();
        assert_eq!(value(&days, "resolution_p90"), None);
        assert_eq!(value(&days, "volume").as_deref(), Some("200"));
        let [refused] = days.report.refused_measures.as_slice() else { panic!("{:?}", days.report.refused_measures) };
        for part in ["“resolution_p90” gives no month", "cannot be averaged", "one row for each month"] {
            assert!(refused.reason.contains(part), "{}", refused.reason);
        }
        let months = read("month,calls,resolution_p90\n2024-07,100,300\n2024-08,100,400\n").unwrap();
        assert_eq!(value(&months, "resolution_p90").as_deref(), Some("300"));
        assert!(months.report.refused_measures.is_empty());
        let alone = read("date,resolution_p90\n2024-07-01,300\n2024-07-02,400\n").unwrap_err();
        assert!(alone.message.contains("cannot be averaged"), "{}", alone.message);
    }

    #[test]
    fn answers_keep_the_contracts_own_measures() {
        let text = "month,calls,Abandonment,tickets_reopened\n2024-01,12000,7,5\n2024-02,12000,6,4\n";
        let read = read(text).unwrap();
        assert_eq!(value(&read, "tickets_reopened").as_deref(), Some("5"));
        let question = &read.report.questions[0];
        let own = |m: &Mapping| m.measures.iter().any(|m| m.measure.0 == "tickets_reopened");
        assert!(question.choices.iter().all(|choice| own(&choice.mapping)));
    }
}
