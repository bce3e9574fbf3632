//! Histories that real operations published.

use crate::import::{d, measures, refusal, today, value, weighting};
use model::Weighting;
use std::path::PathBuf;
use store::import::{Grain, Source, read};

/// A real file; none, with a printed line, where the folder of real files is not given.
fn fixture(name: &str) -> Option<Vec<u8>> {
    let Ok(folder) = std::env::var("PLUMBLINE_FIXTURES") else {
        println!("skipped: PLUMBLINE_FIXTURES does not name the folder of real files ({name})");
        return None;
    };
    let path = PathBuf::from(folder).join("data").join(name);
    Some(std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

/// City of Vancouver, "3-1-1 contact centre metrics", Open Government Licence – Vancouver. The figures of July 2024
/// follow from its days by weights; the plain mean of the days would be 79.31 s and 70.63 %.
#[test]
fn vancouver_july_2024_is_made_from_its_days_by_weights() {
    let Some(bytes) = fixture("vancouver-311-daily.csv") else { return };
    let imported = read(&bytes, "vancouver-311-daily.csv", None, today()).unwrap();
    assert_eq!(measures(&imported), ["asa", "service_level", "abandonment", "volume"]);
    assert_eq!(value(&imported, "asa", "2024-07", 2), d("91.19"));
    assert_eq!(value(&imported, "abandonment", "2024-07", 2), d("7.38"));
    assert_eq!(value(&imported, "service_level", "2024-07", 1), d("67.2"));
    assert_eq!(weighting(&imported, "asa"), Weighting::Exact);
    assert_eq!(weighting(&imported, "abandonment"), Weighting::Exact);
    assert_eq!(weighting(&imported, "service_level").mark(), "approximate weights");
    let report = &imported.report;
    assert_eq!((report.rows_read, report.rows_taken, report.rows_refused), (731, 731, 0));
    assert_eq!((report.months, report.grain), (24, Grain::Day));
    assert_eq!(report.first.unwrap().to_string(), "2022-10-01");
    assert_eq!(report.last.unwrap().to_string(), "2024-09-30");
    assert!(report.issues.is_empty() && report.gaps.is_empty() && report.partial_months.is_empty());
    assert_eq!(report.unused_columns, ["BI_ID"]);
    assert!(report.notes.iter().any(|n| n.starts_with("“ServiceLevel” was taken for fractions and multiplied by 100")));
    let scaled: Vec<bool> = report.measures.iter().map(|m| m.scaled_from_fraction).collect();
    assert_eq!(scaled, [false, true, false, false]);
    assert_eq!(report.summary(), "24 months, 4 measures; 731 rows taken, 0 refused");
    assert_eq!(imported.baseline.provenance.source_sha256.len(), 64);
    assert_eq!(imported.baseline.months(), 24);

    // The mapping that is given back gives the same baseline.
    let again = read(&bytes, "vancouver-311-daily.csv", Some(imported.mapping.clone()), today()).unwrap();
    assert_eq!(again.baseline, imported.baseline);
}

/// Centers for Medicare & Medicaid Services, a row for each state and month: waits in whole minutes, rates as
/// fractions. Figures computed apart from this program, by weights of calls.
#[test]
fn medicaid_states_are_put_together_or_chosen() {
    let Some(bytes) = fixture("medicaid-call-centres.csv") else { return };
    let imported = read(&bytes, "medicaid.csv", None, today()).unwrap();
    assert_eq!(measures(&imported), ["asa", "abandonment", "volume"]);
    assert_eq!(weighting(&imported, "asa"), Weighting::ApproximateWeights);
    assert_eq!(imported.report.grain, Grain::Month);
    assert_eq!(imported.report.rows_refused, 0);
    let group = imported.mapping.group.clone().unwrap();
    assert_eq!(group.column, "state");

    let mut mapping = imported.mapping;
    mapping.group.as_mut().unwrap().only = Some("AK".into());
    let alaska = read(&bytes, "medicaid.csv", Some(mapping), today()).unwrap();
    // AK,2023-03,20564.0,17.0,0.27
    assert_eq!(value(&alaska, "asa", "2023-03", 0), d("1020"));
    assert_eq!(value(&alaska, "abandonment", "2023-03", 2), d("27"));
    assert_eq!(value(&alaska, "volume", "2023-03", 0), d("20564"));
    assert_eq!(alaska.report.rows_left_out + alaska.report.rows_taken, alaska.report.rows_read);
}

/// NHS England, NHS 111 minimum data set: England answered 93.85 % of answered calls in 60 s in April 2015 and
/// abandoned 1.60 % of offered ones; 70.68 % and 8.40 % in March 2016. Its service level is a share of answered calls, ours
/// by default of offered ones: the mapping says which.
#[test]
fn nhs_providers_add_up_to_england() {
    let Some(bytes) = fixture("nhs-111-2015-16.csv") else { return };
    let first = read(&bytes, "nhs-111.csv", None, today()).unwrap();
    assert_eq!(measures(&first), ["service_level", "abandonment", "volume"]);
    let mut mapping = first.mapping;
    for measure in &mut mapping.measures {
        if let Source::Ratio { denominator, .. } = &mut measure.source
            && measure.measure.0 == "service_level"
        {
            assert_eq!(denominator, "Nhs1 Number Calls Offered SUM");
            *denominator = "Nhs1 Answered Calls SUM".into();
        }
    }
    let imported = read(&bytes, "nhs-111.csv", Some(mapping), today()).unwrap();
    for (month, level, abandoned) in [("2015-04", "93.85", "1.60"), ("2016-03", "70.68", "8.40")] {
        assert_eq!(value(&imported, "service_level", month, 2), d(level));
        assert_eq!(value(&imported, "abandonment", month, 2), d(abandoned));
    }
    assert_eq!(imported.report.months, 12);
    assert_eq!(imported.report.grain, Grain::Month);
    assert_eq!(weighting(&imported, "service_level"), Weighting::Exact);
    assert_eq!(imported.report.rows_taken, 534);
    assert!(first.report.notes.iter().any(|n| n.contains("If the agreement concerns one of them, choose it")));
}

/// The bank of Mandelbaum and Guedj (Technion) by half-hours. October 1999: abandonment 10.49 %, ASA of answered 23.19 s,
/// 68.30 % of offered within 20 s. The file of single calls is no history of days.
#[test]
fn half_hours_become_months_and_single_calls_are_named() {
    let Some(bytes) = fixture("bank-1999-half-hours.csv") else { return };
    let imported = read(&bytes, "bank.csv", None, today()).unwrap();
    assert_eq!(imported.report.grain, Grain::Interval);
    assert_eq!(value(&imported, "volume", "1999-10", 0), d("34478"));
    assert_eq!(value(&imported, "abandonment", "1999-10", 2), d("10.49"));
    assert_eq!(value(&imported, "asa", "1999-10", 2), d("23.19"));
    assert_eq!(value(&imported, "service_level", "1999-10", 1), d("68.3"));
    // January, February and October: what is missing between is named.
    let asa = imported.report.measures.iter().find(|m| m.measure.0 == "asa").unwrap();
    assert_eq!(asa.missing_months.len(), 7);

    let Some(bytes) = fixture("bank-1999-10-calls.csv") else { return };
    let error = refusal(&bytes);
    assert_eq!(error.code(), "not_periodic", "{error}");
    assert!(error.to_string().contains("a row for each call or case"));
}

/// Weinberg, Brown and Stroud (2007), calls per five minutes on 164 weekdays; UCI's incident log is compressed.
#[test]
fn five_minutes_become_months_and_a_compressed_file_is_named() {
    let Some(bytes) = fixture("bank-calls-5min.csv") else { return };
    let imported = read(&bytes, "calls.csv", None, today()).unwrap();
    assert_eq!(measures(&imported), ["volume"]);
    assert_eq!((imported.report.rows_read, imported.report.rows_refused), (27_716, 0));
    assert_eq!(imported.baseline.months(), 8);
    assert!(
        imported
            .report
            .notes
            .iter()
            .any(|n| n == "No row falls on Saturdays, Sundays: taken as closed, not as missing")
    );

    let Some(bytes) = fixture("servicenow-incidents-2016.csv.gz") else { return };
    assert!(refusal(&bytes).to_string().contains("Unpack it and choose the CSV file inside"));
}
