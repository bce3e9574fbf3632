//! What the scorecard shows beside a month's money: trends, outcomes, budgets, dates, plans; and what a statement tells.

use crate::{set, workspace};
use api::{
    scorecard::{PostedStatement, Verdict},
    wire::{MonthState, PlanRequest, ScorecardView, StatementFormat},
    workspace::Workspace,
};

fn row<'a>(view: &'a ScorecardView, level: &str) -> &'a api::wire::ScoreRow {
    view.rows.iter().find(|r| r.level.0 == level).unwrap()
}

fn posted(workspace: &Workspace, id: &str, month: &str) -> PostedStatement {
    serde_json::from_slice(&workspace.statement_file(id, month, StatementFormat::Json).unwrap().bytes).unwrap()
}

fn printed(workspace: &Workspace, id: &str, month: &str) -> String {
    let pdf = workspace.statement_file(id, month, StatementFormat::Pdf).unwrap();
    let opened = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    let pages: Vec<u32> = opened.get_pages().keys().copied().collect();
    opened.extract_text(&pages).unwrap_or_default()
}

/// The sample with its six months, five of them posted.
fn running(workspace: &mut Workspace) -> String {
    workspace.open_running_sample().unwrap().id
}

#[test]
fn a_level_shows_all_its_months_against_the_target_of_each_and_three_of_them_together() {
    let mut workspace = workspace();
    let id = running(&mut workspace);
    let view = workspace.scorecard(&id, None).unwrap();
    let fcr = row(&view, "fcr");
    assert_eq!(fcr.spark.iter().map(|p| p.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let targets: Vec<String> = fcr.spark.iter().map(|p| p.target_text.replace('\u{202f}', " ")).collect();
    assert_eq!(targets, ["≥ 66.0 %", "≥ 68.0 %", "≥ 70.0 %", "≥ 71.0 %", "≥ 72.0 %", "≥ 72.0 %"]);
    assert_eq!(fcr.spark[0].rolling, None, "one month alone is not three");
    // Σ resolved / Σ followed up of months 4 to 6 of the illustrative actuals.
    let table = include_str!("../../sample/illustrative-actuals.csv");
    let counts = |month: usize, column: usize| -> f64 {
        table.lines().nth(month).unwrap().split(',').nth(column).unwrap().parse().unwrap()
    };
    let sum = |column| (4..=6).map(|m| counts(m, column)).sum::<f64>();
    let expected = sum(7) / sum(8) * 100.0;
    assert!((fcr.spark[5].rolling.unwrap() - expected).abs() < 1e-9, "{} {expected}", fcr.spark[5].rolling.unwrap());
    assert!(fcr.trend_words.starts_with("Missed in 2 of 6 months."), "{}", fcr.trend_words);
    assert!(fcr.trend_words.contains("better than 70.0"), "{}", fcr.trend_words);
    let document = posted(&workspace, &id, &view.month);
    let trend = document.trends.iter().find(|t| t.service_level.0 == "fcr").unwrap();
    assert_eq!((trend.months.len(), trend.months[5].missed), (6, true));
    assert_eq!(trend.three_months.as_ref().unwrap().n.unwrap().to_string(), sum(8).to_string());
}

#[test]
fn outcomes_compare_three_months_with_the_same_months_of_the_baseline_with_n() {
    let mut workspace = workspace();
    let id = running(&mut workspace);
    let view = workspace.scorecard(&id, None).unwrap();
    let served: Vec<&str> = view.outcomes.iter().map(|o| o.title.as_str()).collect();
    assert!(served.contains(&"Customer retention"), "{served:?}");
    let levels = view.outcomes.iter().flat_map(|o| &o.levels);
    let fcr = levels.clone().find(|l| l.name == "First contact resolution").unwrap();
    assert!(fcr.words.contains("(n\u{a0}") && fcr.words.contains("of the baseline"), "{}", fcr.words);
    assert!(fcr.words.contains("points"), "a difference of percentages is one in points: {}", fcr.words);
    assert!(levels.clone().any(|l| l.verdict != Verdict::Level), "{:?}", view.outcomes);
    let month = view.month.clone();
    // A baseline that its owner keeps is nobody else's: not in what both sides get.
    assert_eq!(posted(&workspace, &id, &month).outcomes, []);
    assert!(!printed(&workspace, &id, &month).contains("Business outcomes"));
    workspace.share_baseline(&id, true).unwrap();
    let shared = posted(&workspace, &id, &month).outcomes;
    assert_eq!(shared.len(), view.outcomes.iter().map(|o| o.levels.len()).sum::<usize>());
}

#[test]
fn a_month_under_way_tells_what_is_left_and_holds_nothing_against_a_level_that_is_not_there_yet() {
    let mut workspace = workspace();
    let id = running(&mut workspace);
    let last = workspace.scorecard(&id, None).unwrap().month;
    workspace.post_statement(&id, &last).unwrap();
    // A missing report counts as failed after five days; days that have not come are no missing report.
    workspace.edit(&id, &set("remedies.cure", "5")).unwrap();
    let next = "2029-12";
    let mut text = "date,offered,abandoned,fcr_resolved,fcr_n\n".to_owned();
    for day in 1..=10 {
        text += &format!("{next}-{day:02},1000,80,690,1000\n");
    }
    let view = workspace.import_actuals(&id, text.as_bytes(), "december.csv", None).unwrap().view;
    assert_eq!((view.month.as_str(), view.state), (next, MonthState::Part));
    assert_eq!(row(&view, "csat").state_text, "not reported yet");
    assert_eq!(row(&view, "csat").credit_text, "0.00");
    let fcr = view.warnings.iter().find(|w| w.title.starts_with("First contact resolution: on course")).unwrap();
    // (72.0 × 31 − 69.0 × 10) / 21 = 73.43
    assert!(fcr.text.contains("73.4") && fcr.text.contains("(72.0 × 31 − 69.0 × 10) / 21"), "{fcr:?}");
    assert!(
        fcr.consequence.contains("Credit: 2.5")
            && fcr.consequence.contains("Leads to a rectification plan: a critical or key level")
    );
    let abandonment = view.budgets.iter().find(|b| b.name == "Abandonment").unwrap();
    // 5.0 % of 10,000 × 31 / 10 = 1,550, of which 800 are gone.
    assert_eq!(abandonment.used_text.replace('\u{202f}', " "), "800 of 1,550 used, 52 %; 750 left");
    assert!((abandonment.elapsed_percent.unwrap() - 1000.0 / 31.0).abs() < 1e-9 && !abandonment.tight);
    let cap = view.budgets.iter().find(|b| b.name == "Cap of the month").unwrap();
    assert!(cap.used_text.contains("49,440.00"), "{cap:?}");
}

#[test]
fn a_plan_that_a_trigger_opened_is_told_on_the_statement_not_opened_twice_and_closed() {
    let mut workspace = workspace();
    let id = running(&mut workspace);
    let month = workspace.scorecard(&id, None).unwrap().month;
    let before = posted(&workspace, &id, &month);
    assert!(before.plans.iter().any(|p| p.opened && p.about == "First contact resolution"), "{:?}", before.plans);
    let after = workspace.post_statement(&id, &month).unwrap();
    assert_eq!(posted(&workspace, &id, &month), before, "what was posted is what was shown");
    let plan = after.plans.iter().find(|p| p.level == "First contact resolution").unwrap().clone();
    assert!(plan.by_trigger && !plan.due_on.is_empty() && !plan.cause_due_on.is_empty(), "{plan:?}");
    let again = "month,fcr_percent,fcr_n\n2029-12,69.0,40000\n";
    let next = workspace.import_actuals(&id, again.as_bytes(), "december.csv", None).unwrap().view;
    let told = posted(&workspace, &id, &next.month).plans;
    assert_eq!(told.iter().filter(|p| p.about == "First contact resolution").count(), 1, "{told:?}");
    let running = told.iter().find(|p| p.about == "First contact resolution").unwrap();
    assert!(!running.opened && !running.done);
    let request = PlanRequest {
        plan: Some(plan.id),
        month: next.month.clone(),
        level: None,
        cause: String::new(),
        root_cause: "new agents on the evening shift".into(),
        owner: "Site lead".into(),
        due_on: plan.due_on.clone(),
        done: true,
    };
    let done = workspace.keep_plan(&id, &request).unwrap();
    assert!(done.plans.iter().any(|p| p.id == plan.id && p.done && !p.done_on.is_empty() && p.cause_due_on.is_empty()));
    let told = posted(&workspace, &id, &next.month).plans;
    assert!(told.iter().any(|p| p.done && p.root_cause == "new agents on the evening shift"), "{told:?}");
    assert!(told.iter().any(|p| p.opened), "the next serious miss opens a plan of its own: {told:?}");
}

#[test]
fn a_statement_says_between_whom_when_it_is_paid_and_until_when_it_can_be_disputed() {
    let mut workspace = workspace();
    let id = running(&mut workspace);
    for (path, text) in [
        ("statement_rules.dispute_days", "30"),
        ("statement_rules.credit_by", "next_invoice"),
        ("statement_rules.pay_days", "45"),
        ("parties.vendor.address", "44 Harbour Road"),
    ] {
        workspace.edit(&id, &set(path, text)).unwrap();
    }
    let month = workspace.scorecard(&id, None).unwrap().month;
    let open = posted(&workspace, &id, &month);
    let payment = open.payment.clone().unwrap();
    assert_eq!((payment.dispute_days, payment.pay_days, payment.clause.is_some()), (Some(30), Some(45), true));
    let view = workspace.post_statement(&id, &month).unwrap();
    let at = view.posted.as_ref().unwrap().at.parse::<chrono::DateTime<chrono::Utc>>().unwrap().date_naive();
    let until = at.checked_add_days(chrono::Days::new(30)).unwrap();
    let entry = view.calendar.iter().find(|e| e.what == "Statement of Nov 2029 can be disputed until").unwrap();
    assert_eq!((entry.on.as_str(), entry.passed), (until.to_string().as_str(), false));
    assert!(view.calendar.iter().any(|e| e.what == "Statement of Nov 2029 to be paid until"), "{:?}", view.calendar);
}

#[test]
fn every_figure_of_the_month_opens_to_its_arithmetic() {
    let mut workspace = workspace();
    let id = running(&mut workspace);
    let view = workspace.scorecard(&id, None).unwrap();
    for fact in &view.facts {
        assert!(!fact.how.is_empty(), "{fact:?}");
    }
    let how = |label: &str| {
        let fact = view.facts.iter().find(|f| f.label == label).unwrap();
        fact.how.join("\n").replace(['\u{a0}', '\u{202f}'], " ")
    };
    assert!(how("Charges").contains("the agreed charge of every month (clause"), "{}", how("Charges"));
    assert_eq!(
        how("Uncapped"),
        "First contact resolution 10,300.00 + Customer satisfaction 4,120.00 + Repeat contacts 2,060.00 = USD 16,480.00"
    );
    assert!(how("Cap of the month").contains("12 % × USD 412,000.00 = USD 49,440.00"), "{}", how("Cap of the month"));
    assert_eq!(how("Net credit"), "credits of USD 16,480.00 = USD 16,480.00");
}
