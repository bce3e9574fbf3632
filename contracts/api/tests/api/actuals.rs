//! What a person enters on the scorecard beside values: excused windows, amounts, obligations; tables that ask or change
//! something; and what the other side sees of it.

use crate::{set, workspace};
use api::{
    AmountOf, Decision, Side,
    wire::{
        AmountTyped, AmountsTyped, ErrorCode, MarkRequest, ScorecardView, TakenOutTyped, TypedActual, TypedState,
        WindowTyped,
    },
    workspace::Workspace,
};
use model::{ServiceLevelId, clauses::ReliefCause};
use store::marks::Mark;

fn begun(workspace: &mut Workspace) -> String {
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    id
}

fn level(id: &str) -> ServiceLevelId {
    ServiceLevelId(id.into())
}

fn row<'a>(view: &'a ScorecardView, level: &str) -> &'a api::wire::ScoreRow {
    view.rows.iter().find(|r| r.level.0 == level).unwrap()
}

fn excused(from: &str, to: &str, good: &str, all: &str) -> MarkRequest {
    MarkRequest {
        month: "2027-01".into(),
        mark: Mark::Excused {
            levels: vec![level("fcr")],
            cause: ReliefCause::ClientSystem,
            evidence: "ticket 4711".into(),
            window: None,
        },
        window: Some(WindowTyped {
            from: from.into(),
            to: to.into(),
            taken_out: vec![TakenOutTyped { level: level("fcr"), numerator: good.into(), denominator: all.into() }],
        }),
        reason: None,
    }
}

fn amounts(month: &str, amounts: &[(AmountOf, &str)]) -> AmountsTyped {
    let typed = |(what, text): &(AmountOf, &str)| AmountTyped { what: *what, text: (*text).into() };
    AmountsTyped {
        month: month.into(),
        amounts: amounts.iter().map(typed).collect(),
        locked_on: String::new(),
        source: "planning".into(),
        reason: None,
    }
}

#[test]
fn an_excused_window_leaves_the_figure_once_both_sides_approved_it() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    // The published example: 8,000 of 10,000 with a window of 100 of 500 are 83.16 %.
    let table = b"month,fcr_resolved,fcr_surveys\n2027-01,8000,10000\n";
    let before = workspace.import_actuals(&id, table, "acd.csv", None).unwrap().view;
    assert_eq!(row(&before, "fcr").value_text, "80.0\u{202f}%");
    let view = workspace.mark_month(&id, &excused("2027-01-04 09:00", "2027-01-04 13:30", "100", "500")).unwrap();
    assert_eq!(row(&view, "fcr").value_text, "80.0\u{202f}%", "not before both approved");
    assert_eq!(
        view.marks[0].text,
        "First contact resolution without 100 of 500: excused from 4 Jan 2027 09:00 to 13:30, a system of the \
         client failed; evidence: ticket 4711"
    );
    workspace.set_side(&id, Side::Vendor).unwrap();
    let view = workspace.decide_mark(&id, view.marks[0].id, Decision::Approved, None).unwrap();
    assert_eq!(row(&view, "fcr").value_text, "83.2\u{202f}%");
    let overlapping = workspace.mark_month(&id, &excused("2027-01-04 12:00", "2027-01-05", "1", "5")).unwrap_err();
    assert_eq!(overlapping.details[0].place, "from", "{overlapping:?}");
}

#[test]
fn everything_wrong_with_an_excused_window_is_told_at_once() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    workspace.import_actuals(&id, b"month,fcr_resolved,fcr_surveys\n2027-01,80,100\n", "acd.csv", None).unwrap();
    let error = workspace.mark_month(&id, &excused("yesterday", "2027-01-04 9:61", "ten", "")).unwrap_err();
    let places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
    assert_eq!(places, ["from", "to", "taken_out.fcr"], "{error:?}");
    let mut silent = excused("yesterday", "2027-01-04 9:61", "1", "5");
    if let Mark::Excused { evidence, .. } = &mut silent.mark {
        evidence.clear();
    }
    let error = workspace.mark_month(&id, &silent).unwrap_err();
    let places: Vec<&str> = error.details.iter().map(|d| d.place.as_str()).collect();
    assert_eq!(places, ["evidence", "from", "to"], "{error:?}");
    for (from, to, good, all, says) in [
        ("2027-01-04 13:00", "2027-01-04 09:00", "1", "5", "it ends before it begins"),
        ("2027-01-31 13:00", "2027-02-01 09:00", "1", "5", "is not in Jan 2027"),
        ("2027-01-04", "2027-01-04", "6", "5", "6 good ones of 5"),
        ("2027-01-04", "2027-01-04", "1", "0", "all in it is 0; more than 0 is expected"),
        ("2027-01-04", "2027-01-04", "90", "95", "more observations in the excused window than in the month"),
    ] {
        let error = workspace.mark_month(&id, &excused(from, to, good, all)).unwrap_err();
        assert!(error.message.contains(says), "{says}: {}", error.message);
    }
    assert!(workspace.scorecard(&id, None).unwrap().marks.is_empty(), "and nothing was marked");
    // The last day of a month to its end lies in it.
    workspace.mark_month(&id, &excused("2027-01-31", "2027-01-31", "1", "5")).unwrap();
}

#[test]
fn volume_above_the_locked_forecast_and_its_band_excuses_the_levels_that_are_sensitive_to_it() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    workspace.edit(&id, &set("forecast.band_percent", "30 %")).unwrap();
    workspace.edit(&id, &set("forecast.lock_days", "30")).unwrap();
    workspace.edit(&id, &set("service_levels.fcr.volume_sensitive", "yes")).unwrap();
    let table = b"month,fcr_percent,fcr_surveys,forecast\n2027-01,60,1200,10000\n";
    let view = workspace.import_actuals(&id, table, "acd.csv", None).unwrap().view;
    let asked: Vec<AmountOf> = view.amounts.iter().filter(|a| a.asked).map(|a| a.what).collect();
    assert_eq!(asked, [AmountOf::Charges, AmountOf::Volume, AmountOf::Forecast]);
    let forecast = view.amounts.iter().find(|a| a.what == AmountOf::Forecast).unwrap();
    assert_eq!((forecast.text.as_str(), forecast.source.as_ref().unwrap().name.as_str()), ("10,000", "acd.csv"));
    assert!(forecast.hint.contains("2 Dec 2026"), "{}", forecast.hint);
    let view = workspace.set_amounts(&id, &amounts("2027-01", &[(AmountOf::Volume, "13,000")])).unwrap();
    assert_eq!(row(&view, "fcr").state_text, "", "within the band");
    let view = workspace.set_amounts(&id, &amounts("2027-01", &[(AmountOf::Volume, "13,001")])).unwrap();
    assert_eq!(row(&view, "fcr").state_text, "excused");
    let late = AmountsTyped {
        locked_on: "2026-12-20".into(),
        ..amounts("2027-01", &[(AmountOf::Volume, "-1"), (AmountOf::Forecast, "12000")])
    };
    let error = workspace.set_amounts(&id, &late).unwrap_err();
    let told: Vec<String> = error.details.iter().map(|d| format!("{}: {}", d.place, d.message)).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("“-1” is below 0") && told[1].contains("20 Dec 2026 is after 2 Dec 2026"), "{told:#?}");
    let locked =
        AmountsTyped { locked_on: "2026-11-30".into(), ..amounts("2027-01", &[(AmountOf::Forecast, "12000")]) };
    let view = workspace.set_amounts(&id, &locked).unwrap();
    let forecast = view.amounts.iter().find(|a| a.what == AmountOf::Forecast).unwrap();
    assert_eq!(forecast.source.as_ref().unwrap().name, "planning, locked on 30 Nov 2026");
    assert_eq!(row(&view, "fcr").state_text, "", "13,001 is within 30 % of 12,000");
    let view = workspace.set_amounts(&id, &amounts("2027-01", &[(AmountOf::Volume, "")])).unwrap();
    assert_eq!(
        view.amounts.iter().find(|a| a.what == AmountOf::Volume).unwrap().text,
        "",
        "an emptied one is taken back"
    );
}

#[test]
fn an_obligation_that_was_not_shown_counts_as_a_missed_gate() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let view = workspace.import_actuals(&id, b"month,fcr_percent\n2027-01,90\n", "acd.csv", None).unwrap().view;
    let mark = |numbers: Vec<u32>, evidence: &str| MarkRequest {
        month: "2027-01".into(),
        mark: Mark::NotAttested { obligations: numbers, evidence: evidence.into() },
        window: None,
        reason: None,
    };
    let known = view.obligations.len();
    let beyond = u32::try_from(known).unwrap() + 1;
    let error = workspace.mark_month(&id, &mark(vec![beyond], "no certificate")).unwrap_err();
    assert!(error.message.contains(&format!("has no obligation {beyond}; it lists {known}")), "{}", error.message);
    assert!(workspace.mark_month(&id, &mark(vec![], "x")).unwrap_err().message.contains("at least one"));
    if known > 0 {
        assert!(workspace.mark_month(&id, &mark(vec![1], " ")).unwrap_err().message.contains("which report"));
        let view = workspace.mark_month(&id, &mark(vec![1], "no certificate came")).unwrap();
        assert!(view.marks[0].holds, "a fact counts at once");
        assert!(view.marks[0].text.starts_with("Not shown in time: "), "{}", view.marks[0].text);
        assert!(view.notes.iter().any(|n| n.starts_with("Not shown in time: ")), "and stands on the statement");
    }
}

#[test]
fn an_import_that_changes_figures_shows_them_first_and_keeps_their_counts() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let first = b"month,fcr_percent,fcr_surveys\n2027-01,70,1200\n2027-02,71,1300\n";
    assert!(!workspace.import_actuals(&id, first, "acd.csv", None).unwrap().waits);
    let second = b"month,fcr_percent\n2027-01,74\n2027-02,71\n2027-03,72\n";
    let offer = workspace.import_actuals(&id, second, "later.csv", None).unwrap();
    assert!(offer.waits, "{}", offer.summary);
    assert_eq!(offer.summary, "“later.csv” changes 1 figure that is here already; nothing is taken yet");
    let change = &offer.changes[0];
    assert_eq!((change.month.as_str(), change.name.as_str()), ("Jan 2027", "First contact resolution"));
    assert_eq!((change.before.as_str(), change.after.as_str()), ("70\u{202f}%", "74\u{202f}%"));
    assert_eq!(
        (change.before_n.as_str(), change.after_n.as_str(), change.source.as_str()),
        ("1,200", "1,200", "acd.csv")
    );
    let now = workspace.scorecard(&id, Some("2027-01")).unwrap();
    assert_eq!(row(&now, "fcr").value_text, "70.0\u{202f}%", "nothing was taken");
    let taken = workspace.take_actuals(&id).unwrap();
    assert!(!taken.waits && taken.summary.starts_with("2 figures of 2 months taken"), "{}", taken.summary);
    let now = workspace.scorecard(&id, Some("2027-01")).unwrap();
    let fcr = row(&now, "fcr");
    assert_eq!(
        (fcr.value_text.as_str(), fcr.n_text.as_str()),
        ("74.0\u{202f}%", "1,200"),
        "with the count that is known"
    );
    assert_eq!(workspace.take_actuals(&id).unwrap_err().code, ErrorCode::NotFound, "a table is taken once");
    workspace.import_actuals(&id, b"month,fcr_percent\n2027-01,75\n", "third.csv", None).unwrap();
    workspace.leave_actuals(&id);
    assert!(workspace.take_actuals(&id).is_err(), "what was left is not taken");
}

#[test]
fn a_column_that_could_be_counts_or_percentages_is_asked_about_before_anything_is_taken() {
    let mut workspace = workspace();
    let id = begun(&mut workspace);
    let table = b"month,Calls,Abandonment\n2027-01,12000,7\n2027-02,12000,9\n";
    let offer = workspace.import_actuals(&id, table, "acd.csv", None).unwrap();
    assert!(offer.waits && offer.questions.len() == 1, "{:?}", offer.questions);
    let ids: Vec<&str> = offer.questions[0].choices.iter().map(|c| c.id.as_str()).collect();
    assert_eq!((offer.questions[0].column.as_str(), ids), ("Abandonment", vec!["percent", "count", "leave_out"]));
    assert!(workspace.answer_actuals(&id, "Abandonment", "often").is_err());
    workspace.import_actuals(&id, table, "acd.csv", None).unwrap();
    let taken = workspace.answer_actuals(&id, "Abandonment", "percent").unwrap();
    assert!(!taken.waits, "{}", taken.summary);
    assert_eq!(row(&taken.view, "abandonment").value_text, "9.0\u{202f}%");
}

#[test]
fn values_up_to_one_in_a_column_named_like_a_measure_are_asked_about() {
    let mut workspace = workspace();
    let (mut agreement, _) = api::sample::sample("2026-12-01".parse().unwrap()).unwrap();
    agreement.term.start = "2027-01-01".parse().unwrap();
    agreement.measures.iter_mut().find(|m| m.id.0 == "fcr").unwrap().name = "Solved at once".into();
    let mut file = model::ContractFile::new(agreement);
    file.private = Some(model::Private::of(Side::Client));
    let id = workspace.open_file(&file.to_bytes(), "own.slac").unwrap().id;
    let table = "month,Solved at once\n2027-01,0.72\n2027-02,0.71\n";
    let offer = workspace.import_actuals(&id, table.as_bytes(), "acd.csv", None).unwrap();
    assert!(offer.waits, "{offer:?}");
    let question = &offer.questions[0];
    assert!(question.text.contains("72.00\u{202f}%, or 0.72\u{202f}%"), "{}", question.text);
    let taken = workspace.answer_actuals(&id, "Solved at once", "fraction").unwrap();
    assert_eq!(row(&taken.view, "fcr").value_text, "71.0\u{202f}%");
}

/// A client's running contract and the vendor's copy of it.
fn both_sides() -> (Workspace, String, Workspace, String) {
    let mut client = workspace();
    let id = begun(&mut client);
    client.import_actuals(&id, b"month,fcr_percent,fcr_surveys\n2027-01,70,1200\n", "survey.csv", None).unwrap();
    client.mark_month(&id, &excused("2027-01-04 09:00", "2027-01-04 13:30", "350", "500")).unwrap();
    client.set_amounts(&id, &amounts("2027-01", &[(AmountOf::Charges, "USD 400,000.00")])).unwrap();
    let copy = client.copy_for_other_side(&id).unwrap().bytes;
    let mut vendor = workspace();
    let opened = vendor.open_file(&copy, "copy.slac").unwrap();
    assert!(
        opened.besides.iter().any(|b| b.contains("Taken in from the client: 2 figures and 1 mark")),
        "{:?}",
        opened.besides
    );
    (client, id, vendor, opened.id)
}

#[test]
fn actuals_marks_and_amounts_travel_with_their_provenance_and_are_the_others_own() {
    let (client, id, vendor, copy) = both_sides();
    let (here, there) =
        (client.scorecard(&id, Some("2027-01")).unwrap(), vendor.scorecard(&copy, Some("2027-01")).unwrap());
    assert_eq!(
        (&here.score_text, &here.credit_text, &here.charges_text),
        (&there.score_text, &there.credit_text, &there.charges_text)
    );
    let source = row(&there, "fcr").source.clone().unwrap();
    assert_eq!((source.side, source.name.as_str(), source.theirs), (Side::Client, "survey.csv", true));
    assert_eq!(
        source.short_hash,
        row(&here, "fcr").source.as_ref().unwrap().short_hash,
        "the hash of a file that is not here"
    );
    assert!(!row(&here, "fcr").source.as_ref().unwrap().theirs);
    assert_eq!(there.marks[0].text, here.marks[0].text);
    assert_eq!((there.marks[0].client, there.marks[0].vendor), (Some(Decision::Approved), None));
    assert!(there.differences.is_empty());
}

#[test]
fn the_answer_brings_the_vendors_words_and_figures_and_a_difference_is_named_not_overwritten() {
    let (mut client, id, mut vendor, copy) = both_sides();
    let there = vendor.scorecard(&copy, Some("2027-01")).unwrap();
    vendor.decide_mark(&copy, there.marks[0].id, Decision::Approved, None).unwrap();
    let typed = TypedActual {
        month: "2027-01".into(),
        level: level("fcr"),
        state: TypedState::Value,
        value: "72.5 %".into(),
        n: "1200".into(),
        source: "own survey".into(),
        measured: true,
        reason: None,
    };
    let there = vendor.type_actual(&copy, &typed).unwrap();
    assert_eq!(there.differences.len(), 1, "{:?}", there.differences);
    assert_eq!(
        (there.differences[0].own.as_str(), there.differences[0].theirs.as_str()),
        ("72.5\u{202f}%, n 1,200", "70\u{202f}%, n 1,200")
    );
    let answer = vendor.copy_for_other_side(&copy).unwrap();
    assert!(answer.what.ends_with("with this side’s actuals"), "{}", answer.what);
    let after = client.take_in(&id, &answer.bytes, "answer.slac").unwrap();
    assert!(after.besides.iter().any(|b| b.contains("1 figure and 1 word about a mark")), "{:?}", after.besides);
    let here = client.scorecard(&id, Some("2027-01")).unwrap();
    assert!(here.marks[0].holds, "both approved it");
    assert_eq!(here.differences.len(), 1);
    let difference = &here.differences[0];
    assert_eq!((difference.theirs.as_str(), difference.source.side), ("72.5\u{202f}%, n 1,200", Side::Vendor));
    assert!(!row(&here, "fcr").source.as_ref().unwrap().theirs, "this side’s own is settled");
    assert!(
        here.notes.iter().any(|n| n.contains("the vendor says 72.5")),
        "and the statement says so: {:?}",
        here.notes
    );
    // Opened from the library it finds its contract, and twice is once.
    let again = client.open_file(&answer.bytes, "answer.slac").unwrap();
    assert_eq!(again.id, id);
    assert!(again.besides.iter().any(|b| b.contains("are here already")), "{:?}", again.besides);
    let adopted = client.adopt_actual(&id, "2027-01", Some(&level("fcr")), None, None).unwrap();
    assert!(adopted.differences.is_empty());
    assert_eq!(row(&adopted, "fcr").source.as_ref().unwrap().name, "own survey of the vendor");
}

#[test]
fn a_file_whose_actuals_cannot_be_about_the_agreement_is_refused_whole() {
    let (mut client, id, _, _) = both_sides();
    let copy = client.copy_for_other_side(&id).unwrap().bytes;
    let text = String::from_utf8(copy).unwrap();
    let (terms, delivered) = text.split_once("\n  \"actuals\": ").unwrap();
    let changed = delivered.replace("\"measure\": \"fcr\"", "\"measure\": \"nowhere\"");
    let changed = format!("{terms}\n  \"actuals\": {changed}");
    assert_ne!(text, changed);
    let mut vendor = workspace();
    let error = vendor.open_file(changed.as_bytes(), "copy.slac").unwrap_err();
    assert!(error.details[0].message.contains("no such measure"), "{error:?}");
    assert!(vendor.library().unwrap().contracts.is_empty());
    assert!(client.take_in(&id, text.as_bytes(), "copy.slac").unwrap_err().message.contains("which is this side"));
}
