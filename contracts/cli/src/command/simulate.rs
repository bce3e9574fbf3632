//! `simulate`.

use crate::{
    args::Simulate,
    files,
    reply::{Outcome, Reply},
    table::{Align, table},
};
use api::{
    outlook,
    wire::{AssumptionText, LearningText, Outlook, OutlookRequest, Progress},
};
use model::{Baseline, ContractFile, chance::in_hundred, review::Change};
use std::io::{IsTerminal, Write};

pub fn run(args: &Simulate) -> Outcome {
    let file = files::contract(&args.file)?;
    let baseline = files::baseline_for(args.baseline.as_deref(), &file)?;
    let what_if = args.what_if.iter().map(|(path, text)| Change { path: path.clone(), text: text.clone() });
    let request = OutlookRequest {
        trials: args.trials,
        seed: args.seed,
        months: args.months,
        what_if: what_if.collect(),
        learning: Some(learning(args, &file)),
        assumptions: Some(assumptions(args, &file, baseline.as_ref())),
    };
    let inputs = outlook::Inputs::new(&file.agreement, baseline.as_ref(), &request)?.on_threads(args.threads);
    let result = outlook::run(&inputs, &api::job::Cancel::default(), &show_progress)?;
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
    Reply::new(outlook_text(&result), outlook::ResultsFile::new(result))
}

/// What the call says of learning; of measures that it does not name, what the file's owner keeps in it.
fn learning(args: &Simulate, file: &ContractFile) -> Vec<LearningText> {
    let kept = file.private.iter().flat_map(|p| outlook::kept_learning(&file.agreement, p));
    let kept = kept.filter(|k| args.learning.iter().all(|l| l.measure != k.measure));
    kept.chain(args.learning.iter().cloned()).collect()
}

/// What the call assumes; of measures that it does not name, what the file's owner keeps in it.
fn assumptions(args: &Simulate, file: &ContractFile, baseline: Option<&Baseline>) -> Vec<AssumptionText> {
    let kept = file.private.iter().flat_map(|p| outlook::kept_assumptions(&file.agreement, baseline, p));
    let kept = kept.filter(|k| args.assume.iter().all(|a| a.measure != k.measure));
    kept.chain(args.assume.iter().cloned()).collect()
}

/// Progress goes to standard error, and only to a terminal.
fn show_progress(progress: Progress) {
    let mut terminal = std::io::stderr();
    if terminal.is_terminal() && progress.total > 0 {
        let _ = write!(terminal, "\r{:3} %", u64::from(progress.done) * 100 / u64::from(progress.total));
    }
}

/// The chances and expected credits of each level as a table.
pub fn outlook_rows(result: &Outlook) -> String {
    let in_hundred = |p: f64| in_hundred(p).to_string();
    let month_names: Vec<String> = result.months.iter().map(|m| m.number.to_string()).collect();
    let mut head = vec![("Chance of meeting, in 100", Align::Left), ("Target", Align::Right)];
    head.extend(month_names.iter().map(|n| (n.as_str(), Align::Right)));
    head.extend([("steady", Align::Right), ("", Align::Left), ("Expected credit", Align::Right)]);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for level in &result.levels {
        let mut row = vec![level.marked_name(), level.target_text.clone()];
        row.extend(level.met.iter().map(|p| in_hundred(*p)));
        row.extend([in_hundred(level.met_steady), level.realism.word().into(), level.expected_credit_text.clone()]);
        rows.push(row);
        if level.excused_steady > 0.0 {
            let mut row = vec!["  excused by a busy month".to_owned(), String::new()];
            row.extend(level.excused.iter().map(|p| in_hundred(*p)));
            row.extend([in_hundred(level.excused_steady), String::new(), String::new()]);
            rows.push(row);
        }
    }
    let mut all = vec!["All of them".to_owned(), String::new()];
    all.extend(result.all_met.iter().map(|p| in_hundred(*p)));
    all.extend([in_hundred(result.all_met_steady), String::new(), result.credits.amounts.mean_text.clone()]);
    rows.push(all);
    table(&head, &rows)
}

/// A result for people.
pub fn outlook_text(result: &Outlook) -> String {
    let credits = &result.credits;
    let mut text = format!("{}\n\n{}\n", result.headline, outlook_rows(result));
    text += &format!(
        "Credits over {} months: mean {}, 5 in 100 at most {}, median {}, 95 in 100 at most {}\n",
        result.months.len(),
        credits.amounts.mean_text,
        credits.amounts.p5_text,
        credits.amounts.p50_text,
        credits.amounts.p95_text
    );
    text += &format!("A month’s cap is reached in {} of 100 simulated horizons\n", in_hundred(credits.cap_reached));
    for reward in &result.rewards {
        text += &format!(
            "{}: mean {}, 5 in 100 at most {}, median {}, 95 in 100 at most {}{}\n",
            reward.label,
            reward.amounts.mean_text,
            reward.amounts.p5_text,
            reward.amounts.p50_text,
            reward.amounts.p95_text,
            reward.chance.map(|p| format!("; in {} of 100 horizons", in_hundred(p))).unwrap_or_default()
        );
    }
    if result.charges.is_some() {
        text += &format!("Charges over them: {} expected\n", result.charges_text);
    }
    let said = [
        ("", &result.volume_text),
        ("Charges: ", &result.charges_words),
        ("Busy months: ", &result.busy_text),
        ("Ramp: ", &result.ramp_text),
    ];
    for (lead, words) in said.iter().filter(|(_, words)| !words.is_empty()) {
        text += &format!("{lead}{words}\n");
    }
    for caution in &result.cautions {
        text += &format!("Note: {caution}\n");
    }
    let (trials, seed, engine, error) = (result.trials, result.seed, &result.engine_version, result.error_points);
    text + &format!("{trials} trials, seed {seed}, engine {engine}, Monte Carlo error at most {error:.1} points\n")
}
