//! `settle`.

use crate::{
    args::Settle,
    command::history::answers,
    files,
    reply::{Outcome, Reply},
    table::{Align, table},
};
use api::{
    ApiError, ApiResult, history,
    statement::{self, Line, MonthStatement, Settled, Statement},
};
use model::{Agreement, quantity::number};

pub fn run(args: &Settle) -> Outcome {
    let file = files::contract(&args.file)?;
    let (bytes, name) = files::read(&args.actuals)?;
    let answers = answers(&args.columns, &bytes, &name)?;
    let mut actuals = history::actuals(&bytes, &name, &file.agreement, &answers, files::today())?;
    if let Some(path) = &args.relief {
        let (bytes, name) = files::read(path)?;
        history::relieve(&mut actuals, &bytes, &name, &file.agreement)?;
    }
    if let Some(path) = &args.inputs {
        let (bytes, name) = files::read(path)?;
        history::add_inputs(&mut actuals, &bytes, &name, &file.agreement)?;
    }
    let settled = statement::settle_partly(&file.agreement, &actuals, args.first_month, &name)?;
    let mut notes: String = settled.notes.iter().map(|note| format!("Note: {note}\n")).collect();
    let mut to_standard_output = false;
    // Both are made before either is written. Of a part, every page and every row says that it is one.
    let pdf = args.pdf.as_ref().map(|_| document(args, &file.agreement, &settled)).transpose()?;
    let csv = args.csv.as_ref().map(|_| statement::csv(&settled));
    for (path, bytes) in [(&args.pdf, pdf), (&args.csv, csv)] {
        let Some((path, bytes)) = path.as_ref().zip(bytes) else { continue };
        if files::write(path, &bytes, args.force)? {
            to_standard_output = true;
        } else {
            let part = settled.in_part().map(|part| format!(", {part}")).unwrap_or_default();
            notes += &format!("Wrote {}{part}\n", path.display());
        }
    }
    let text = if to_standard_output { String::new() } else { statement_text(&settled) + &notes };
    match settled.in_part() {
        None => Reply::new(text, settled),
        Some(_) => partly(text, settled, to_standard_output),
    }
}

/// What could be settled, then what was not and why.
fn partly(mut text: String, settled: Settled, is_silent: bool) -> Outcome {
    if !settled.held.is_empty() && !is_silent {
        text += "\nHeld, not settled:\n";
        for held in &settled.held {
            text += &format!("  {}\n", held.month.text());
            text.extend(held.because.iter().map(|because| format!("    {because}\n")));
        }
    }
    let problems = settled.problems.clone();
    let settled_to_date = problems.is_empty() && !settled.to_date.is_empty();
    let held = settled.held.len();
    let months = if held == 1 { "1 month is held".to_owned() } else { format!("{held} months are held") };
    let message = match held {
        0 if settled_to_date => "A part of the days of a month is not there: this is to date, not final".to_owned(),
        0 => "All months are settled, but not everything could be taken: correct it, then settle again".to_owned(),
        _ => format!("{months}: correct what is named, then settle again"),
    };
    let reply = Reply::new(text, settled)?;
    Ok(reply.in_part(ApiError::input(message, problems)))
}

fn document(args: &Settle, agreement: &Agreement, settled: &Settled) -> ApiResult<Vec<u8>> {
    let created = args.at.as_deref().map(super::exchange::moment).transpose()?.unwrap_or_else(files::now);
    statement::pdf(agreement, settled, created)
}

/// A statement for people: a table for each month, then the totals.
pub fn statement_text(settled: &Settled) -> String {
    let statement = &settled.statement;
    let months = statement.months.iter().map(|month| {
        let to_date = settled.to_date(month.month).map(|d| format!(", {}", d.words())).unwrap_or_default();
        titled_table(month, &statement.currency, &to_date)
    });
    let all = match (settled.held.is_empty(), settled.to_date.is_empty()) {
        (true, true) => "All months",
        (false, true) => "Settled months",
        (true, false) => "All months, to date",
        (false, false) => "Settled months, to date",
    };
    months.collect::<String>() + &totals_text(statement, all)
}

/// A statement at a glance: a line for each month, then the totals.
pub fn months_text(statement: &Statement) -> String {
    let head = [
        ("Month", Align::Left),
        ("Of the contract", Align::Right),
        ("Score", Align::Right),
        ("Before caps", Align::Right),
        ("Credit", Align::Right),
        ("Net", Align::Right),
        ("Missed", Align::Left),
    ];
    let rows: Vec<Vec<String>> = statement.months.iter().map(month_row).collect();
    table(&head, &rows) + &totals_text(statement, "All months")
}

fn month_row(month: &MonthStatement) -> Vec<String> {
    let whole = |amount: model::Decimal| number(amount, model::quantity::scale_of(amount));
    let missed = month.lines.iter().filter(|l| l.grade.is_some_and(|g| g != model::Grade::Met));
    let missed: Vec<&str> = missed.map(|l| l.measure_name.as_str()).collect();
    vec![
        month.month.text(),
        month.contract_month.to_string(),
        month.score_points.map_or_else(|| "–".to_owned(), |s| number(s, 1)),
        whole(month.uncapped_amount),
        whole(month.credit_amount),
        whole(month.net_credit_amount),
        if missed.is_empty() { "–".to_owned() } else { missed.join(", ") },
    ]
}

/// One month of a statement: its service levels, then what came of them.
pub fn month_table(month: &MonthStatement, currency: &str) -> String {
    titled_table(month, currency, "")
}

/// The same with what its title says besides.
fn titled_table(month: &MonthStatement, currency: &str, besides: &str) -> String {
    let head = [
        ("Service level", Align::Left),
        ("Value", Align::Right),
        ("Target", Align::Right),
        ("Grade", Align::Left),
        ("Score", Align::Right),
        ("Before caps", Align::Right),
        ("Credit", Align::Right),
        ("How", Align::Left),
    ];
    let rows: Vec<Vec<String>> = month.lines.iter().map(row).collect();
    let title = format!("{}, month {} of the contract{besides}\n", month.month.text(), month.contract_month);
    title + &table(&head, &rows) + &month_text(month, currency)
}

fn totals_text(statement: &Statement, all: &str) -> String {
    let currency = &statement.currency;
    let whole = |amount: model::Decimal| number(amount, model::quantity::scale_of(amount));
    let beside = beside(
        currency,
        [statement.earned_back_amount, statement.bonus_amount, statement.gain_share_amount],
        statement.net_credit_amount,
    );
    format!(
        "{all}: charges {currency} {}, credits {currency} {} ({currency} {} before caps){beside}\n",
        whole(statement.charges_amount),
        whole(statement.credit_amount),
        whole(statement.uncapped_amount)
    )
}

/// What comes off credits, each where there is some, and then what is left of them; nothing where none does.
fn beside(currency: &str, amounts: [model::Decimal; 3], net: model::Decimal) -> String {
    let whole = |amount: model::Decimal| format!("{currency} {}", number(amount, model::quantity::scale_of(amount)));
    let named = ["earned back", "bonus of the quarter", "share of savings"].into_iter().zip(amounts);
    let told: Vec<String> =
        named.filter(|(_, a)| !a.is_zero()).map(|(name, a)| format!("{name} {}", whole(a))).collect();
    if told.is_empty() { String::new() } else { format!(", {}, net {}", told.join(", "), whole(net)) }
}

fn row(line: &Line) -> Vec<String> {
    let grade = line.grade.map_or("–", |g| g.word());
    let score = line.score_points.map(|s| number(s, 1)).unwrap_or_default();
    vec![
        line.measure_name.clone(),
        line.value.map_or_else(|| "–".into(), |v| v.text(model::quantity::scale_of(v.value()))),
        line.target_words.clone(),
        grade.to_owned(),
        score,
        number(line.uncapped_amount, model::quantity::scale_of(line.uncapped_amount)),
        number(line.credit_amount, model::quantity::scale_of(line.credit_amount)),
        match (line.value, line.grade) {
            (_, None) => line.reading_words.clone(),
            // Why it costs something, and what.
            (None, Some(_)) => format!("{}; {}", line.reading_words, line.credit_words),
            (Some(_), Some(_)) => line.credit_words.clone(),
        },
    ]
}

fn month_text(month: &MonthStatement, currency: &str) -> String {
    let whole = |amount: model::Decimal| number(amount, model::quantity::scale_of(amount));
    let score = month.score_points.map_or_else(|| "no score".into(), |s| format!("score {}", number(s, 1)));
    let beside = beside(
        currency,
        [month.earned_back_amount, month.bonus_amount, month.gain_share_amount],
        month.net_credit_amount,
    );
    let mut text = format!(
        "Credit {currency} {} ({currency} {} before caps){beside}, {score}.\n",
        whole(month.credit_amount),
        whole(month.uncapped_amount)
    );
    let back = month.lines.iter().filter(|l| !l.earned_back_words.is_empty());
    let back = back.map(|l| format!("Earned back, {}: {}", l.measure_name, l.earned_back_words));
    let triggers = month.triggers.iter().map(|t| format!("Trigger: {}", t.words));
    let how =
        [&month.charges_words, &month.credit_words, &month.score_words, &month.bonus_words, &month.gain_share_words];
    let how = how.into_iter().filter(|words| !words.is_empty()).cloned();
    for words in how.chain(back).chain(triggers) {
        text += &format!("  {words}\n");
    }
    text + "\n"
}
