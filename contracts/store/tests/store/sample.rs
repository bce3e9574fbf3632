//! A small contract to work on.

use chrono::{DateTime, TimeDelta};
use model::{Agreement, Baseline, Month, Observation, Private, Provenance, Series, Side, Unit};
use serde_json::json;
use std::path::PathBuf;
use store::{ContractId, Draft, Moment, NewContract, Snapshot, Store};

pub fn id() -> ContractId {
    ContractId("c-1".into())
}

pub fn agreement(title: &str) -> Agreement {
    serde_json::from_value(json!({
        "title": title,
        "template": null,
        "parties": {
            "client": {"name": "Northmere Energy", "address": "", "representative": "", "email": ""},
            "vendor": {"name": "Alvora Contact", "address": "", "representative": "", "email": ""}
        },
        "term": {"start": "2027-01-01", "months": 24, "notice_days": 90},
        "services": "Answers calls.",
        "currency": "EUR",
        "charges": {"fixed_monthly": {"amount": "100000.00"}},
        "measures": [],
        "service_levels": [],
        "ramp": {"credit_factors_percent": ["0", "50"], "paths": []},
        "remedies": {"mechanism": "percent", "month_cap_percent": "12"},
        "score": "linear",
        "sign_off": [{"side": "client", "role": "Procurement"}, {"side": "vendor", "role": "Operations"}]
    }))
    .unwrap()
}

pub fn draft(title: &str) -> Draft {
    Draft { agreement: agreement(title), private: Private::of(Side::Client), baseline: None }
}

pub fn new_contract(title: &str) -> NewContract {
    NewContract { id: id(), draft: draft(title), received: None, sample: false, label: "From the template".into() }
}

/// Minutes after a fixed moment.
pub fn at(minutes: i64) -> Moment {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::minutes(minutes)
}

pub fn baseline(percent: i64) -> Baseline {
    Baseline::new(
        Provenance {
            source_name: "history.csv".into(),
            source_sha256: "0".repeat(64),
            imported_on: "2026-11-26".parse().unwrap(),
            rows_read: 1,
            rows_refused: 0,
            illustrative: false,
        },
        vec![Series {
            measure: model::MeasureId("fcr".into()),
            unit: Unit::Percent,
            weighting: model::Weighting::Unweighted,
            observations: vec![Observation {
                month: Month::new(2026, 10).unwrap(),
                value: Unit::Percent.of(percent.into()),
                n: None,
            }],
        }],
    )
}

/// A database with one contract, and the folder that it lies in.
pub fn on_disk() -> (tempfile::TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plumbline.db");
    let mut store = Store::open(&path).unwrap();
    store.create(&new_contract("First"), at(0)).unwrap();
    (folder, path, store)
}

/// Gives the contract another title.
pub fn rename(store: &mut Store, title: &str, minutes: i64) -> Snapshot {
    let mut draft = store.snapshot(&id()).unwrap().draft;
    draft.agreement.title = title.into();
    store.edit(&id(), &draft, &format!("Title → {title}"), at(minutes)).unwrap()
}

pub fn title(store: &Store) -> String {
    store.snapshot(&id()).unwrap().draft.agreement.title
}
