//! Real files and published figures.

use crate::{Desk, fixtures};

#[test]
fn vancouver_july_2024_is_what_its_days_weigh() {
    // City of Vancouver, 3-1-1 contact centre metrics, 2022-10-01 to 2024-09-30. The figures come from the days by weights;
    // the plain means would be 79.31 s and 70.63 %.
    let Some(folder) = fixtures("Vancouver by command line") else { return };
    let desk = Desk::new();
    let source = folder.join("data/vancouver-311-daily.csv");
    let taken = desk.json(&["import", source.to_str().unwrap(), "-o", "@v.json"]);
    let july = |measure: &str, unit: &str| {
        let series = taken["baseline"]["series"].as_array().unwrap().iter().find(|s| s["measure"] == measure).unwrap();
        let observations = series["observations"].as_array().unwrap();
        let month = observations.iter().find(|o| o["month"] == "2024-07").unwrap();
        let value: f64 = month["value"][unit].as_str().unwrap().parse().unwrap();
        (format!("{value:.2}"), series["weighting"].as_str().unwrap().to_owned())
    };
    assert_eq!(july("asa", "seconds"), ("91.19".into(), "exact".into()));
    assert_eq!(july("abandonment", "percent"), ("7.38".into(), "exact".into()));
    assert_eq!(july("service_level", "percent"), ("67.17".into(), "approximate_weights".into()));
    assert!(desk.done(&["import", source.to_str().unwrap(), "-o", "@w.json"]).contains("approximate weights"));

    desk.done(&["new", "--template", "customer-service-voice", "--set", "charges.amount=USD 412,000", "-o", "@a.slac"]);
    let said = desk.done(&["simulate", "@a.slac", "--baseline", "@v.json", "--trials", "1000"]);
    assert!(said.contains(": they have no history"), "{said}");
}
