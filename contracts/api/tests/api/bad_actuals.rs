//! Bad input, once for `settle` and once for the scorecard: each problem named with its place, the same in both, the rest
//! kept, and no money from a month that it reaches.

use crate::{set, workspace};
use api::{
    history::{self, Answers},
    statement,
    wire::Detail,
};

/// What is wrong, the table, the place, the message, the months that are held, by number.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static [u32]);

/// Three months of the sample from January on. Its points are doubled after a miss and its triggers count misses, so that
/// every later month depends on an earlier one.
const CASES: [Case; 11] = [
    (
        "an availability of −10 %",
        "month,fcr_percent,csat_percent\n2027-01,90,90\n2027-02,-10,90\n2027-03,90,90\n",
        "row 3, fcr_percent",
        "“-10” in “fcr_percent” is not a percentage between 0 and 100",
        &[2, 3],
    ),
    (
        "a denominator of 0",
        "month,fcr_resolved,fcr_surveys\n2027-01,90,100\n2027-02,5,0\n2027-03,90,100\n",
        "row 3, fcr_resolved",
        "“fcr_resolved” is 5 over a denominator of 0 (“fcr_surveys”)",
        &[2, 3],
    ),
    (
        "a value with 0 observations",
        "month,fcr_percent,fcr_surveys\n2027-01,90,100\n2027-02,90,0\n2027-03,90,100\n",
        "row 3, fcr_percent",
        "“fcr_percent” is 90, a value with 0 observations (“fcr_surveys”); remove the value where there were none, or mend their number",
        &[2, 3],
    ),
    (
        "a numerator above its denominator",
        "month,fcr_resolved,fcr_surveys\n2027-01,90,100\n2027-02,1300,1200\n2027-03,90,100\n",
        "row 3, fcr_resolved",
        "“fcr_resolved” is 1300, more than “fcr_surveys”, which is 1200",
        &[2, 3],
    ),
    (
        "charges that are missing for a month",
        "month,fcr_percent,charges\n2027-01,90,412000\n2027-02,90,\n2027-03,90,412000\n",
        "row 3, charges",
        "“charges” is empty: the charges of this month are missing",
        &[2, 3],
    ),
    (
        "months out of order",
        "month,fcr_percent\n2027-01,90\n2027-03,90\n2027-02,90\n",
        "row 4",
        "Feb 2027 comes after Mar 2027: the months are out of order",
        &[2, 3],
    ),
    (
        "a month that is there twice",
        "month,fcr_percent\n2027-01,90\n2027-02,90\n2027-02,60\n2027-03,90\n",
        "row 3",
        "Feb 2027 is there again in row 4 (fcr_percent is 90 here and 60 there); keep one of them",
        &[2, 3],
    ),
    (
        "another currency",
        "month,fcr_percent,charges\n2027-01,90,412000\n2027-02,90,412000\n2027-03,90,EUR 412000\n",
        "row 4, charges",
        "“EUR 412000” in “charges” is in EUR; the contract is in USD",
        &[3],
    ),
    (
        "text where a number belongs",
        "month,fcr_percent\n2027-01,90\n2027-02,90\n2027-03,many\n",
        "row 4, fcr_percent",
        "“many” in “fcr_percent” is not a number",
        &[3],
    ),
    (
        "a month that nobody can read",
        "month,fcr_percent\n2027-01,90\n2027-13,90\n2027-03,90\n",
        "row 3, month",
        "“2027-13” is not a day or month (write it like 2024-07-31 or 2024-07); it may be the row of Feb 2027, which has none",
        &[2, 3],
    ),
    (
        "a row that is cut off",
        "month,fcr_percent,csat_percent\n2027-01,90,90\n2027-02,90,90,12\n2027-03,90,90\n",
        "row 3",
        "it has 4 cells under 3 column names: a cell may hold the delimiter without quotation marks; it may be the row of Feb 2027, which has none",
        &[2, 3],
    ),
];

fn told(problems: &[Detail]) -> String {
    problems.iter().map(|p| format!("{}: {}", p.place, p.message)).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_kind_of_bad_input_is_named_with_its_place_and_holds_the_months_it_reaches() {
    let mut workspace = workspace();
    let today = "2027-04-02".parse().unwrap();
    for (what, table, place, message, held) in CASES {
        let id = workspace.open_sample().unwrap().id;
        workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
        let agreement = api::exchange::open(&workspace.copy_for_other_side(&id).unwrap().bytes, "c").unwrap().agreement;
        let wanted = Detail { place: place.into(), message: message.into() };

        let actuals = history::actuals(table.as_bytes(), "x.csv", &agreement, &Answers::default(), today).unwrap();
        let settled = statement::settle_partly(&agreement, &actuals, None, "x.csv").unwrap();
        assert!(settled.problems.contains(&wanted), "{what}, settle: {}", told(&settled.problems));
        let months: Vec<u32> = settled.held.iter().map(|h| h.month.number()).collect();
        assert_eq!(months, held, "{what}: {:#?}", settled.held);
        let done: Vec<u32> = settled.statement.months.iter().map(|m| m.month.number()).collect();
        assert_eq!(done, (1..=3).filter(|m| !held.contains(m)).collect::<Vec<_>>(), "{what}");
        assert!(settled.held.iter().all(|h| !h.because.is_empty()), "{what}: {:#?}", settled.held);

        let imported = workspace.import_actuals(&id, table.as_bytes(), "x.csv", None).unwrap();
        assert!(imported.problems.contains(&wanted), "{what}, scorecard: {}", told(&imported.problems));
        for month in 1..=3 {
            let view = workspace.scorecard(&id, Some(&format!("2027-{month:02}"))).unwrap();
            let is_held = held.contains(&month);
            assert_eq!(!view.held.is_empty(), is_held, "{what}, month {month}: {:?}", view.held);
            if is_held {
                assert!(view.hindrance.is_some() && view.facts.is_empty() && view.score_text.is_empty(), "{what}");
                assert_eq!(view.credit_text, "held", "{what}: no money");
                let file = workspace.statement_file(&id, &format!("2027-{month:02}"), api::wire::StatementFormat::Csv);
                assert!(file.is_err(), "{what}: and no file of it");
            }
        }
        let shown = workspace.scorecard(&id, Some(&format!("2027-{:02}", held[0]))).unwrap();
        let place = format!("x.csv, {place}");
        assert!(
            shown.problems.iter().any(|p| p.place == place && p.message == message),
            "{what}: {:?}",
            shown.problems
        );
    }
}

#[test]
fn a_service_level_that_the_contract_does_not_have_is_named() {
    let (mut agreement, _) = api::sample::sample("2026-12-01".parse().unwrap()).unwrap();
    agreement.term.start = "2027-01-01".parse().unwrap();
    agreement.service_levels.retain(|l| l.id.0 != "csat");
    agreement.measures.retain(|m| m.id.0 != "csat");
    let mut file = model::ContractFile::new(agreement.clone());
    file.private = Some(model::Private::of(api::Side::Client));
    let mut workspace = workspace();
    let id = workspace.open_file(&file.to_bytes(), "own.slac").unwrap().id;
    let table = b"month,fcr_percent,csat_percent\n2027-01,90,99.9\n";
    let imported = workspace.import_actuals(&id, table, "x.csv", None).unwrap();
    let said = told(&imported.problems);
    assert!(said.contains("(csat): the contract has no such measure, so it was not taken"), "{said}");
    assert!(imported.view.held.is_empty(), "what nobody promised holds nothing: {:?}", imported.view.held);
    let typed = api::wire::TypedActual {
        month: "2027-01".into(),
        level: model::ServiceLevelId("uptime".into()),
        state: api::wire::TypedState::Value,
        value: "99 %".into(),
        n: String::new(),
        source: String::new(),
        measured: false,
        reason: None,
    };
    let error = workspace.type_actual(&id, &typed).unwrap_err();
    assert_eq!(error.details[0].message, "the contract has no service level “uptime”");

    let actuals =
        history::actuals(table, "x.csv", &agreement, &Answers::default(), "2027-04-02".parse().unwrap()).unwrap();
    assert!(actuals.notes.iter().any(|n| n.contains("(csat): the contract has no such measure")));
}

#[test]
fn a_month_outside_of_the_term_is_left_out_and_one_that_may_be_it_is_held() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    let agreement = api::exchange::open(&workspace.copy_for_other_side(&id).unwrap().bytes, "c").unwrap().agreement;
    let table = b"month,fcr_percent\n2027-01,90\n2037-02,90\n2027-03,90\n2027-04,90\n";
    let actuals =
        history::actuals(table, "x.csv", &agreement, &Answers::default(), "2027-05-02".parse().unwrap()).unwrap();
    let settled = statement::settle_partly(&agreement, &actuals, None, "x.csv").unwrap();
    let done: Vec<String> = settled.statement.months.iter().map(|m| m.month.to_string()).collect();
    assert_eq!(done, ["2027-01"], "{:#?}", settled.held);
    let said = told(&settled.problems);
    assert!(said.contains("Feb 2027: it has no row; the row of Feb 2037, outside"), "{said}");
    let last = settled.held.last().unwrap();
    assert_eq!(last.month.to_string(), "2027-04", "nothing is settled behind the last row of the term");
}

#[test]
fn later_months_of_terms_that_remember_nothing_are_settled() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    let mut agreement = api::exchange::open(&workspace.copy_for_other_side(&id).unwrap().bytes, "c").unwrap().agreement;
    agreement.remedies.mechanism = model::Mechanism::Percent;
    agreement.remedies.repeat_factor = None;
    agreement.remedies.rolling_cap.percent = None;
    agreement.remedies.earn_back.percent = None;
    agreement.remedies.bonus.base_percent = None;
    agreement.remedies.promotes = false;
    agreement.remedies.triggers.clear();
    agreement.service_levels.iter_mut().for_each(|l| l.remedy.bonus_percent = None);
    let table = "month,fcr_percent\n2027-01,90\n2027-02,many\n2027-03,60\n2027-04,90\n";
    let settled = |table: &str| {
        let today = "2027-05-02".parse().unwrap();
        let actuals = history::actuals(table.as_bytes(), "x.csv", &agreement, &Answers::default(), today).unwrap();
        statement::settle_partly(&agreement, &actuals, None, "x.csv").unwrap()
    };
    let (bad, good) = (settled(table), settled(&table.replace("many", "90")));
    assert_eq!(bad.held.iter().map(|h| h.month.to_string()).collect::<Vec<_>>(), ["2027-02"]);
    assert!(good.held.is_empty() && good.problems.is_empty());
    let march = |s: &statement::Settled| s.statement.months.iter().find(|m| m.month.number() == 3).cloned().unwrap();
    assert_eq!(march(&bad), march(&good), "and come to what they come to with the month that is held");
}

#[test]
fn a_month_is_held_until_a_file_without_the_problem_or_a_person_gives_what_was_missing() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    let twice = b"month,fcr_percent\n2027-01,60\n2027-01,90\n";
    let held =
        |workspace: &api::workspace::Workspace| !workspace.scorecard(&id, Some("2027-01")).unwrap().held.is_empty();
    assert!(!workspace.import_actuals(&id, twice, "x.csv", None).unwrap().view.held.is_empty());
    assert!(
        workspace.import_actuals(&id, twice, "x.csv", None).is_err() || held(&workspace),
        "the same file mends nothing"
    );
    assert!(held(&workspace));
    workspace.import_actuals(&id, b"month,fcr_percent\n2027-01,60\n2027-01,90\n\n", "y.csv", None).unwrap();
    assert!(held(&workspace), "nor does another one with the same problem");
    workspace.import_actuals(&id, b"month,fcr_percent\n2027-01,90\n", "z.csv", None).unwrap();
    assert!(!held(&workspace), "a file that says it once does");
}

#[test]
fn a_month_of_charges_per_unit_without_units_is_held_and_never_charged_by_its_forecast() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    let mut agreement = api::exchange::open(&workspace.copy_for_other_side(&id).unwrap().bytes, "c").unwrap().agreement;
    let step = |up_to_units: Option<i64>, price: i64| model::VolumeStep {
        up_to_units: up_to_units.map(Into::into),
        price: price.into(),
    };
    let steps = vec![step(Some(1_000), 10), step(None, 8)];
    agreement.charges = model::Charges::PerUnit { steps, forecast_units: vec![2_000.into()] };
    agreement.forecast.minimum_volume_percent = Some(85.into());
    let actuals = |table: &str| {
        let today = "2027-05-02".parse().unwrap();
        history::actuals(table.as_bytes(), "x.csv", &agreement, &Answers::default(), today).unwrap()
    };
    let with = |table: &str| statement::settle_partly(&agreement, &actuals(table), None, "x.csv");
    let missing = with("month,fcr_percent,units\n2027-01,90,1500\n2027-02,90,\n").unwrap();
    let said = told(&missing.problems);
    assert!(said.contains("Feb 2027, units: the month’s charges are missing"), "{said}");
    assert_eq!(missing.held[0].month.to_string(), "2027-02");
    assert_eq!(missing.statement.months.len(), 1, "and January is settled");
    let january = &missing.statement.months[0];
    assert_eq!(january.charges_amount.to_string(), "15600.00");
    let csv = String::from_utf8(statement::csv(&missing)).unwrap();
    let words = csv.replace(['\u{202f}', '\u{a0}'], " ");
    let minimum = "85 % of the forecast of 2,000 = 1,700 units are charged instead of 1,500 delivered (clause 8): 1,000 × \
                   USD 10.00 + 700 × USD 8.00 = USD 15,600.00 (clause 6)";
    assert!(words.contains(minimum), "{words}");
    assert!(
        statement::settle_with(
            &agreement,
            &actuals("month,fcr_percent\n2027-01,90\n").history,
            &settlement::Inputs::new(),
            None
        )
        .is_err()
    );
    assert!(with("month,fcr_percent\n2027-01,90\n").is_err(), "where no month can be settled, all of it says so");
    let whole = with("month,fcr_percent,units\n2027-01,90,1500\n2027-02,90,2100\n").unwrap();
    assert!(whole.held.is_empty() && whole.problems.is_empty());
    // A document of a part says so on every page, and why.
    let pages = |settled: &statement::Settled| {
        let bytes = statement::pdf(&agreement, settled, "2027-05-02T09:00:00Z".parse().unwrap()).unwrap();
        let document = lopdf::Document::load_mem(&bytes).unwrap();
        let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
        let text = |page: &u32| document.extract_text(&[*page]).unwrap_or_default().replace(['\n', '\u{a0}'], " ");
        numbers.iter().map(text).collect::<Vec<_>>()
    };
    let (part, all) = (pages(&missing), pages(&whole));
    assert!(part.iter().all(|page| page.contains("in part: Feb 2027 is held")), "{part:#?}");
    assert!(part[0].contains("no units were reported"), "{}", part[0]);
    assert!(!all.iter().any(|page| page.contains("in part")), "{all:#?}");
}

#[test]
fn a_refused_table_about_a_posted_month_is_told_and_holds_no_month() {
    let mut workspace = workspace();
    let id = workspace.open_running_sample().unwrap().id;
    let open = workspace.scorecard(&id, None).unwrap();
    let month: model::Month = open.month.parse().unwrap();
    let posted = month.plus(-1).to_string();
    let table = format!("month,fcr_percent,csat_percent\n{posted},many,88\n");
    let imported = workspace.import_actuals(&id, table.as_bytes(), "bad.csv", None).unwrap();
    assert!(told(&imported.problems).contains("“many”"), "{:?}", imported.problems);
    for month in [posted.as_str(), open.month.as_str()] {
        let view = workspace.scorecard(&id, Some(month)).unwrap();
        assert_eq!(view.held, Vec::<String>::new(), "{month}");
    }
    let after = workspace.scorecard(&id, Some(&open.month)).unwrap();
    assert_eq!((after.headline, after.hindrance), (open.headline, open.hindrance), "everything stays as it was");
}
