//! What follows from corrections and from relief: plans, triggers, trends, what rests on how much, early warning.

use crate::{set, workspace, workspace_and_time};
use api::{
    Decision, Side,
    scorecard::PostedStatement,
    wire::{
        MarkRequest, PlanRequest, ScorecardView, StatementFormat, TakenOutTyped, TypedActual, TypedState, WindowTyped,
    },
    workspace::Workspace,
};
use model::{ServiceLevelId, clauses::ReliefCause};
use store::marks::Mark;

fn row<'a>(view: &'a ScorecardView, level: &str) -> &'a api::wire::ScoreRow {
    view.rows.iter().find(|r| r.level.0 == level).unwrap()
}

fn corrected(month: &str, level: &str, value: &str) -> TypedActual {
    TypedActual {
        month: month.into(),
        level: ServiceLevelId(level.into()),
        state: TypedState::Value,
        value: value.into(),
        n: "1917".into(),
        source: "survey tool".into(),
        measured: true,
        reason: Some("surveys were counted twice".into()),
    }
}

/// The month after `month`, `2027-06`.
fn after(month: &str) -> String {
    month.parse::<model::Month>().unwrap().plus(1).to_string()
}

fn document(workspace: &Workspace, id: &str, month: &str) -> PostedStatement {
    let file = workspace.statement_file(id, month, StatementFormat::Json).unwrap();
    serde_json::from_slice(&file.bytes).unwrap()
}

#[test]
fn a_correction_that_makes_a_posted_month_a_serious_miss_opens_its_plan_and_names_the_trigger() {
    let (mut workspace, pass) = workspace_and_time();
    let id = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&id, None).unwrap().month;
    let posted = workspace.post_statement(&id, &june).unwrap();
    assert!(!posted.plans.iter().any(|p| p.level == "Customer satisfaction"), "{:?}", posted.plans);
    let view = workspace.type_actual(&id, &corrected(&june, "csat", "79 %")).unwrap();
    let told = &view.adjustments[0].changes;
    assert!(told.iter().any(|c| c.starts_with("Trigger, by the correction: ")), "{told:#?}");
    let july = after(&june);
    pass(45);
    workspace.type_actual(&id, &TypedActual { reason: None, ..corrected(&july, "csat", "90 %") }).unwrap();
    let would = document(&workspace, &id, &july);
    let adjustment = would.adjustments.iter().find(|a| a.month.to_string() == june).unwrap();
    assert!(adjustment.changes.iter().any(|c| c.starts_with("Trigger, by the correction: ")), "{adjustment:#?}");
    // The plan is there at once; the statement that posts the difference tells of it and opens no second one.
    let plan = view.plans.iter().find(|p| p.level == "Customer satisfaction").unwrap();
    assert!(plan.cause.ends_with("(after a correction)") && !plan.done, "{plan:?}");
    let told: Vec<_> = would.plans.iter().filter(|p| p.about == "Customer satisfaction").collect();
    assert_eq!((told.len(), told[0].opened, told[0].month.to_string()), (1, false, june.clone()));
    let view = workspace.post_statement(&id, &july).unwrap();
    let plans: Vec<_> = view.plans.iter().filter(|p| p.level == "Customer satisfaction").collect();
    assert_eq!(plans.len(), 1, "{plans:#?}");
    let pdf = workspace.statement_file(&id, &july, StatementFormat::Pdf).unwrap();
    let opened = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    let pages: Vec<u32> = opened.get_pages().keys().copied().collect();
    let printed = opened.extract_text(&pages).unwrap_or_default().replace('\n', " ");
    assert!(printed.contains("by the correction"), "{printed}");
}

#[test]
fn a_plan_of_a_correction_that_is_done_is_not_opened_again_and_goes_where_the_correction_is_undone() {
    let (mut workspace, pass) = workspace_and_time();
    let id = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&id, None).unwrap().month;
    workspace.post_statement(&id, &june).unwrap();
    let plans = |view: &ScorecardView| view.plans.iter().filter(|p| p.level == "Customer satisfaction").count();
    let view = workspace.type_actual(&id, &corrected(&june, "csat", "79 %")).unwrap();
    assert_eq!((plans(&view), view.steps.undo.is_some()), (1, true));
    workspace.undo(&id).unwrap();
    let back = workspace.scorecard(&id, Some(&june)).unwrap();
    assert_eq!((plans(&back), back.adjustments.len()), (0, 0));
    workspace.redo(&id).unwrap();
    let again = workspace.scorecard(&id, Some(&june)).unwrap();
    assert_eq!((plans(&again), again.adjustments.len()), (1, 1));
    let plan = again.plans.iter().find(|p| p.level == "Customer satisfaction").unwrap();
    let done = PlanRequest {
        plan: Some(plan.id),
        month: june.clone(),
        level: None,
        cause: String::new(),
        root_cause: "counted twice".into(),
        owner: "Lee".into(),
        due_on: String::new(),
        done: true,
    };
    workspace.keep_plan(&id, &done).unwrap();
    let july = after(&june);
    pass(45);
    let view = workspace.type_actual(&id, &TypedActual { reason: None, ..corrected(&july, "csat", "90 %") }).unwrap();
    assert_eq!(plans(&view), 1, "{:?}", view.plans);
    assert_eq!(plans(&workspace.post_statement(&id, &july).unwrap()), 1);
}

#[test]
fn the_months_of_a_statement_and_their_three_months_have_one_basis() {
    let mut workspace = workspace();
    let id = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&id, None).unwrap().month;
    workspace.post_statement(&id, &june).unwrap();
    workspace.type_actual(&id, &corrected(&june, "csat", "79 %")).unwrap();
    let july = after(&june);
    workspace.type_actual(&id, &TypedActual { reason: None, ..corrected(&july, "csat", "90 %") }).unwrap();
    let told = document(&workspace, &id, &july);
    let csat = told.trends.iter().find(|t| t.service_level.0 == "csat").unwrap();
    let of_june = csat.months.iter().find(|m| m.month.to_string() == june).unwrap();
    assert_eq!((of_june.value.unwrap().value().to_string().as_str(), of_june.missed), ("79.0", true));
}

/// The sample with a window of June taken out of first contact resolution, approved by both sides.
fn relieved(workspace: &mut Workspace, good: &str, all: &str) -> (String, ScorecardView) {
    let id = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&id, None).unwrap().month;
    let fcr = ServiceLevelId("fcr".into());
    let request = MarkRequest {
        month: june.clone(),
        mark: Mark::Excused {
            levels: vec![fcr.clone()],
            cause: ReliefCause::ClientSystem,
            evidence: "ticket 4711".into(),
            window: None,
        },
        window: Some(WindowTyped {
            from: format!("{june}-03 09:00"),
            to: format!("{june}-03 12:00"),
            taken_out: vec![TakenOutTyped { level: fcr, numerator: good.into(), denominator: all.into() }],
        }),
        reason: None,
    };
    let claimed = workspace.mark_month(&id, &request).unwrap();
    workspace.set_side(&id, Side::Vendor).unwrap();
    let view = workspace.decide_mark(&id, claimed.marks[0].id, Decision::Approved, None).unwrap();
    (id, view)
}

#[test]
fn a_window_that_relief_takes_out_leaves_the_count_and_the_figure_of_three_months() {
    let mut workspace = workspace();
    let before = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&before, None).unwrap().month;
    let three = |told: &PostedStatement| {
        told.trends.iter().find(|t| t.service_level.0 == "fcr").unwrap().three_months.clone().unwrap()
    };
    let raw = three(&document(&workspace, &before, &june));
    let (id, view) = relieved(&mut workspace, "0", "3000");
    assert_eq!(row(&view, "fcr").n_text, "37,110");
    let told = document(&workspace, &id, &june);
    let without = three(&told);
    assert_eq!(without.n.unwrap() + model::Decimal::from(3000), raw.n.unwrap());
    assert!(without.value.value() > raw.value.value(), "{without:?} {raw:?}");
    let source = told.sources.iter().find(|s| s.service_level.0 == "fcr").unwrap();
    assert_eq!(source.n, Some(model::Decimal::from(37_110)));
}

#[test]
fn early_warning_knows_of_relief_and_says_what_a_repeat_costs_only_where_it_costs_more() {
    let mut workspace = workspace();
    let (_, view) = relieved(&mut workspace, "0", "3000");
    assert_eq!(row(&view, "fcr").band, "met", "27,890 of 37,110 is 75.2 %");
    let fcr = |w: &&api::wire::WarningView| w.title.starts_with("First contact resolution");
    assert_eq!(view.warnings.iter().find(fcr), None);
    let id = workspace.open_running_sample().unwrap().id;
    let view = workspace.scorecard(&id, None).unwrap();
    let warning = view.warnings.iter().find(fcr).unwrap();
    assert!(warning.text.contains("it is missed again"), "{warning:?}");
    let claims_more = |w: &&api::wire::WarningView| w.title.ends_with("costs more");
    assert!(view.warnings.iter().filter(claims_more).all(|w| w.consequence.contains("repeat")), "{:?}", view.warnings);
}

#[test]
fn beside_a_held_month_early_warning_says_what_waits_and_what_the_values_show() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    let table = "month,fcr_percent,fcr_surveys\n2027-04,90,900\n2027-05,-10,900\n2027-06,60,900\n";
    workspace.import_actuals(&id, table.as_bytes(), "acd.csv", None).unwrap();
    let view = workspace.scorecard(&id, Some("2027-06")).unwrap();
    assert!(!view.held.is_empty(), "{view:#?}");
    assert!(view.warnings[0].text.contains("May 2027"), "{:?}", view.warnings);
    let fcr = view.warnings.iter().find(|w| w.title == "First contact resolution: missed in Jun 2027").unwrap();
    assert_eq!(fcr.consequence, "", "no money while a month is held");
}

#[test]
fn the_table_of_a_statement_is_the_same_before_and_after_it_is_posted() {
    let mut workspace = workspace();
    let id = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&id, None).unwrap().month;
    let csv = |workspace: &Workspace| {
        let file = workspace.statement_file(&id, &june, StatementFormat::Csv).unwrap();
        String::from_utf8(file.bytes).unwrap()
    };
    let before = csv(&workspace);
    workspace.post_statement(&id, &june).unwrap();
    assert_eq!(csv(&workspace), before);
    let month = before.lines().last().unwrap();
    assert!(month.contains(",93.0518,"), "the score as it is, not rounded: {month}");
}

#[test]
fn the_window_shows_corrected_months_beside_their_three_months_and_what_was_posted() {
    let mut workspace = workspace();
    let id = workspace.open_running_sample().unwrap().id;
    let june = workspace.scorecard(&id, None).unwrap().month;
    let before = workspace.post_statement(&id, &june).unwrap();
    let spark = |view: &ScorecardView| row(view, "csat").spark.last().unwrap().clone();
    assert!(!spark(&before).corrected && !before.trend.iter().any(|p| p.corrected));
    let after = workspace.type_actual(&id, &corrected(&june, "csat", "79 %")).unwrap();
    let (was, is) = (spark(&before), spark(&after));
    assert_eq!((is.value, is.missed, is.corrected), (Some(79.0), true, true));
    assert_eq!(is.text, format!("79.0\u{202f}% (corrected; posted {})", was.text));
    assert_ne!(is.rolling_text, was.rolling_text, "the three months are those of the corrected values");
    let point = after.trend.last().unwrap();
    assert!(point.corrected && point.score_text.contains("(corrected; posted "), "{point:?}");
    assert!(point.credit > before.trend.last().unwrap().credit);
    assert_eq!(row(&after, "csat").value_text, was.text, "the posted statement itself stays as it is");
}

#[test]
fn what_the_rest_of_a_month_has_to_bring_is_told_without_what_is_excused() {
    let mut workspace = workspace();
    let id = workspace.open_sample().unwrap().id;
    workspace.edit(&id, &set("term.start", "2027-01-01")).unwrap();
    workspace.edit(&id, &set("remedies.cure", "")).unwrap();
    // Ten of 31 days with 100 answers each, of which 60 are good.
    let days: String = (1..=10).map(|day| format!("2027-05-{day:02},60,100\n")).collect();
    let table = format!("date,fcr_resolved,fcr_surveys\n{days}");
    let shown = workspace.import_actuals(&id, table.as_bytes(), "may.csv", None).unwrap();
    assert!(!shown.waits, "{:?}", shown.questions);
    let warned = |view: &ScorecardView| {
        let found = view.warnings.iter().find(|w| w.title.starts_with("First contact resolution: on course"));
        found.unwrap_or_else(|| panic!("{:?}", view.warnings)).text.replace(['\u{202f}', '\u{a0}'], " ")
    };
    let text = warned(&shown.view);
    assert!(
        text.contains("60.0 % after 10 of 31 days, target") && text.contains("(72.0 × 31 − 60.0 × 10) / 21"),
        "{text}"
    );
    let fcr = ServiceLevelId("fcr".into());
    let mark = Mark::Excused {
        levels: vec![fcr.clone()],
        cause: ReliefCause::ClientSystem,
        evidence: "ticket 4711".into(),
        window: None,
    };
    // 400 answers of it, 220 of them good, are excused: 380 of 600 are left, 63.3 %.
    let window = WindowTyped {
        from: "2027-05-03 09:00".into(),
        to: "2027-05-06 12:00".into(),
        taken_out: vec![TakenOutTyped { level: fcr, numerator: "220".into(), denominator: "400".into() }],
    };
    let request = MarkRequest { month: "2027-05".into(), mark, window: Some(window), reason: None };
    let claimed = workspace.mark_month(&id, &request).unwrap();
    assert!(warned(&claimed).contains("60.0 % after"), "it does not count before both approved it");
    workspace.set_side(&id, Side::Vendor).unwrap();
    let view = workspace.decide_mark(&id, claimed.marks[0].id, Decision::Approved, None).unwrap();
    let text = warned(&view);
    assert!(text.contains("63.3 % after 10 of 31 days, without what is excused"), "{text}");
    // (72 × 2,700 − 63.33… × 600) / 2,100 = 74.47…
    assert!(text.contains("needs 74.5 %") && text.contains("(72.0 × 2,700 − 63.3 × 600) / 2,100"), "{text}");
    let budget = view.budgets.iter().find(|b| b.name == "First contact resolution").unwrap();
    assert!(budget.why.contains("600 observed, 2,700 to be expected"), "{}", budget.why);
    assert!(budget.used_text.starts_with("220 of 756 used"), "{}", budget.used_text);
}
