//! `import`.

use crate::{
    args::{Columns, Import},
    files,
    reply::{Outcome, Reply},
    table::{Align, table},
};
use api::{
    ApiResult,
    history::{self, Answers, Report},
    schema,
};
use model::{Agreement, Baseline};

pub fn import(args: &Import) -> Outcome {
    let (bytes, name) = files::read(&args.data)?;
    let name = args.data.file_name().map_or(name, |n| n.to_string_lossy().into_owned());
    let contract = args.contract.as_deref().map(files::contract).transpose()?.map(|file| file.agreement);
    let answers = answers(&args.columns, &bytes, &name)?;
    let read = history::import_answered(&bytes, &name, &answers, contract.as_ref(), files::today())?;
    let silent = files::write(&args.output.output, &history::baseline_bytes(&read.baseline), args.output.force)?;
    let mut text = baseline_text(&read.baseline, contract.as_ref());
    text += &report_text(&read.report);
    if !silent {
        text += &format!("\nWrote {}\n", args.output.output.display());
    }
    let import = schema::Import {
        format: "plumbline-import".into(),
        version: 1,
        file: args.output.output.display().to_string(),
        mapping: read.mapping,
        report: read.report,
        baseline: read.baseline,
    };
    let text = if silent { String::new() } else { text };
    Reply::new(text, import)
}

/// What the call says about the columns of a table.
pub fn answers(columns: &Columns, table: &[u8], table_name: &str) -> ApiResult<Answers> {
    let mapping = match &columns.map {
        Some(path) => {
            let (mapping, mapping_name) = files::read(path)?;
            Some(history::open_mapping(&mapping, &mapping_name, table, table_name)?)
        }
        None => None,
    };
    let sheet = columns.sheet.iter().map(|name| ("sheet".to_owned(), name.clone()));
    Ok(Answers { mapping, choices: sheet.chain(columns.answers.iter().cloned()).collect() })
}

/// A baseline's months as a table, one column for each measure.
pub fn baseline_text(baseline: &Baseline, agreement: Option<&Agreement>) -> String {
    let Some((first, last)) = baseline.span() else { return "No month.\n".into() };
    let precision = |series: &model::Series| {
        let measure = agreement.and_then(|a| a.measure(&series.measure));
        let usual = if series.unit == model::Unit::Count { 0 } else { 2 };
        measure.map_or(usual, |m| m.precision_decimals)
    };
    let mut head = vec![("Month", Align::Left)];
    let called = |series: &model::Series| {
        let measure = agreement.and_then(|a| a.measure(&series.measure));
        measure.map_or_else(|| history::usual_name(&series.measure), |m| m.name.clone())
    };
    let names: Vec<String> = baseline.series.iter().map(|s| in_lines(&called(s))).collect();
    head.extend(names.iter().map(|n| (n.as_str(), Align::Right)));
    let months = 0..=last.since(first);
    let rows: Vec<Vec<String>> = months
        .map(|i| {
            let month = first.plus(i);
            let cell = |series: &model::Series| {
                let found = series.observations.iter().find(|o| o.month == month);
                found.map_or_else(|| "–".to_owned(), |o| o.value.text(precision(series)))
            };
            std::iter::once(month.to_string()).chain(baseline.series.iter().map(cell)).collect()
        })
        .collect();
    let marks: String = baseline
        .series
        .iter()
        .zip(&names)
        .filter(|(s, _)| !s.weighting.mark().is_empty())
        .map(|(s, name)| format!("{}: {}\n", name.replace('\n', " "), s.weighting.mark()))
        .collect();
    format!("{}{marks}\n", table(&head, &rows))
}

/// A name for the head of a narrow column, a line for a few words each.
fn in_lines(name: &str) -> String {
    const WIDTH: usize = 12;
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut().filter(|l| l.chars().count() + word.chars().count() < WIDTH) {
            Some(line) => *line += &format!(" {word}"),
            None => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// What happened to a file, for people: how each measure was made, then every row that is not whole in it.
fn report_text(report: &Report) -> String {
    let mut text = String::from("How the months were made\n");
    let rows: Vec<Vec<String>> = report
        .measures
        .iter()
        .map(|m| vec![m.name.clone(), m.made_from.clone(), m.mark.clone(), m.months.to_string()])
        .collect();
    let head = [("Measure", Align::Left), ("From", Align::Left), ("", Align::Left), ("Months", Align::Right)];
    text += &table(&head, &rows);
    text += &format!("\n{}\n", report.summary());
    for refused in &report.refused_measures {
        text += &format!("  {}\n", refused.reason);
    }
    for issue in &report.issues {
        text += &format!("  {}\n", issue.text());
    }
    for gap in &report.gaps {
        let until = if gap.from == gap.to { String::new() } else { format!(" to {}", gap.to) };
        text += &format!("  no row for {}{until} ({} missing)\n", gap.from, gap.missing);
    }
    for month in &report.partial_months {
        text += &format!("  {} comes from {} of its {} days\n", month.month, month.days, month.of_days);
    }
    if !report.unused_columns.is_empty() {
        text += &format!("  not used: {}\n", report.unused_columns.join(", "));
    }
    for note in &report.notes {
        text += &format!("  {note}\n");
    }
    for question in &report.questions {
        let state = if question.guessed.is_some() { "Taken by guess" } else { "To be answered, not taken before" };
        text += &format!("\n{state}: {}\n", question.text);
        for choice in &question.choices {
            let taken = if question.guessed.as_ref() == Some(&choice.id) { " (taken)" } else { "" };
            text += &format!("  --answer \"{}={}\"  {}{taken}\n", question.column, choice.id, choice.label);
        }
    }
    text
}
