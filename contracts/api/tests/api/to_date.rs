//! Months that have not ended, and reports that can still come in time.

use api::{
    wire::{MonthState, TypedActual, TypedState},
    workspace::Workspace,
};
use model::ServiceLevelId;

/// The running sample on a day, with the statement of every month posted that it has reports of.
fn on(day: &str) -> (Workspace, String) {
    let (mut workspace, id) = opened(day);
    // Six whole months are reported, and all but the last are posted.
    let last = workspace.scorecard(&id, None).unwrap().month;
    workspace.post_statement(&id, &last).unwrap();
    (workspace, id)
}

/// The running sample as it opens on a day.
fn opened(day: &str) -> (Workspace, String) {
    let now: chrono::DateTime<chrono::Utc> = format!("{day}T09:00:00Z").parse().unwrap();
    let mut given = 0;
    let ids = Box::new(move || {
        given += 1;
        format!("c{given}")
    });
    let mut workspace = Workspace::in_memory(Box::new(move || now), ids).unwrap();
    let id = workspace.open_running_sample().unwrap().id;
    (workspace, id)
}

fn value(month: &str, level: &str, value: &str) -> TypedActual {
    TypedActual {
        month: month.into(),
        level: ServiceLevelId(level.into()),
        state: TypedState::Value,
        value: value.into(),
        n: "1200".into(),
        source: String::new(),
        measured: false,
        reason: None,
    }
}

#[test]
fn a_month_that_has_not_ended_is_to_date_costs_nothing_for_what_is_to_come_and_cannot_be_posted() {
    let (mut workspace, id) = on("2026-11-22");
    for month in ["2026-11", "2026-12"] {
        let view = workspace.type_actual(&id, &value(month, "fcr", "90")).unwrap();
        assert_eq!(view.state, MonthState::Part, "{month}");
        assert!(view.headline.contains(" to date ") && view.headline.ends_with("nothing."), "{}", view.headline);
        let others: Vec<&str> =
            view.rows.iter().filter(|r| r.level.0 != "fcr").map(|r| r.state_text.as_str()).collect();
        assert!(others.iter().all(|state| *state == "not reported yet"), "{others:?}");
        assert!(workspace.post_statement(&id, month).is_err());
    }
    let hindrance = workspace.scorecard(&id, Some("2026-12")).unwrap().hindrance;
    assert_eq!(hindrance.unwrap(), "Dec 2026 ends on 31 Dec; until then this is to date.");
}

#[test]
fn a_missing_report_counts_as_failed_only_after_its_cure_period() {
    // 30 Nov 2026 is a Monday, and five business days after it end on Monday, 7 Dec. On 7 Dec the sample has posted October
    // and reports of November; one of them is taken back here.
    for (day, is_late) in [("2026-12-07", false), ("2026-12-08", true)] {
        let (mut workspace, id) = opened(day);
        let missing = TypedActual { state: TypedState::NotReported, ..value("2026-11", "csat", "") };
        let view = workspace.type_actual(&id, &missing).unwrap();
        let csat = view.rows.iter().find(|r| r.level.0 == "csat").unwrap();
        assert_eq!(view.state, MonthState::Open);
        assert_eq!((csat.state_text == "not reported", csat.band == "failed"), (is_late, is_late), "{csat:?}");
        let posted = workspace.post_statement(&id, "2026-11");
        assert_eq!(posted.is_ok(), is_late);
        if !is_late {
            let said = "1 level is not reported yet. A report that is missing after 7 Dec 2026 counts as failed.";
            assert_eq!(view.hindrance.as_deref(), Some(said));
        }
    }
}

#[test]
fn a_value_without_observations_is_refused_where_it_is_typed() {
    let (mut workspace, id) = on("2026-11-22");
    let error =
        workspace.type_actual(&id, &TypedActual { n: "0".into(), ..value("2026-11", "fcr", "90") }).unwrap_err();
    assert_eq!(error.details[0].place, "n");
    assert!(error.message.starts_with("A value with 0 observations"), "{error:?}");
}
