//! `new`, `check` and `waive`.

use crate::{
    args::{Check, New, Waive},
    files,
    own::Own,
    reply::{Outcome, Reply},
};
use api::{
    ApiError, ErrorCode,
    check::check_file,
    draft,
    schema::{Findings, Written},
};
use model::{
    ContractFile, Finding, Severity, content_hash,
    review::{Change, Mend},
    template::Template,
};

pub fn new(args: &New, own: &Own) -> Outcome {
    let changes: Vec<Change> =
        args.set.iter().map(|(path, text)| Change { path: path.clone(), text: text.clone() }).collect();
    let agreement = draft::from(&own.find(&args.template)?, &changes, files::today())?;
    let hash = content_hash(&agreement);
    let silent = files::write(&args.output.output, &ContractFile::new(agreement).to_bytes(), args.output.force)?;
    let text = if silent { String::new() } else { format!("Wrote {}\n", args.output.output.display()) };
    let written = Written::new(args.output.output.display().to_string(), hash.to_string());
    Reply::new(text, written)
}

pub fn check(args: &Check, own: &Own) -> Outcome {
    let file = files::contract(&args.file)?;
    let baseline = files::baseline_for(args.baseline.as_deref(), &file)?;
    let template = match &args.template {
        Some(name) => Some(against(own.find(name)?, &file)?),
        None => own.of(&file.agreement)?,
    };
    let findings = check_file(&file, baseline.as_ref(), template.as_ref());
    let errors = findings.iter().any(|f| f.severity == Severity::Error);
    let text = findings_text(&findings);
    let found = Findings::new(content_hash(&file.agreement).to_string(), findings);
    Ok(Reply { answer_is_no: errors, ..Reply::new(text, found)? })
}

/// The template that was named, which the agreement began from.
fn against(template: Template, file: &ContractFile) -> Result<Template, ApiError> {
    let began = file.agreement.template.as_ref();
    if began.is_some_and(|t| t.id == template.id) {
        return Ok(template);
    }
    let began = began.map_or_else(|| "none".to_owned(), |t| format!("“{}”", t.id));
    let message = format!("--template: the agreement began from {began}, not from “{}”", template.id);
    Err(ApiError::new(ErrorCode::Input, message))
}

pub fn waive(args: &Waive) -> Outcome {
    let mut file = files::contract(&args.file)?;
    let baseline = files::baseline_for(args.baseline.as_deref(), &file)?;
    let title =
        api::check::waive(&mut file.agreement, baseline.as_ref(), &args.rule, args.at.as_deref(), &args.reason)?;
    let hash = content_hash(&file.agreement);
    let silent = files::write(&args.output.output, &file.to_bytes(), args.output.force)?;
    let verb = if args.reason.trim().is_empty() { "No longer waived" } else { "Waived" };
    let text =
        if silent { String::new() } else { format!("{verb}: {title}\nWrote {}\n", args.output.output.display()) };
    Reply::new(text, Written::new(args.output.output.display().to_string(), hash.to_string()))
}

/// Findings for people, the gravest first.
pub fn findings_text(findings: &[Finding]) -> String {
    let count =
        |severity: Severity| findings.iter().filter(|f| f.severity == severity && f.waits_for.is_none()).count();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let mut text = String::new();
    for finding in findings {
        let word = match (finding.severity, &finding.waits_for) {
            (_, Some(_)) => "waits",
            (Severity::Error, None) => "error",
            (Severity::Warning, None) => "warning",
            (Severity::Advice, None) => "advice",
        };
        text += &format!("{word:<8} {:<4} {}\n", finding.rule, finding.title);
        text += &format!("              {}\n", finding.reason);
        if let Some(waived) = &finding.waived {
            text += &format!("              Waived: {}\n", waived.reason);
        }
        if let Some(waits_for) = &finding.waits_for {
            text += &format!("              Waits for {waits_for}.\n");
        }
        text += &format!("              {}\n", places(&finding.fields));
        for (i, mend) in finding.mend.iter().chain(&finding.alternatives).enumerate() {
            let word = if i == 0 { "Mend" } else { "Or" };
            text += &format!("              {word}: {}\n                {}\n", mend.label, typed(mend));
        }
    }
    if !findings.is_empty() {
        text.push('\n');
    }
    let summary = [
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        format!("{} of advice", plural(count(Severity::Advice), "piece")),
    ];
    text + &summary.join(", ") + "\n"
}

/// What mends it, as it is typed in a shell: `--set 'term.months=24'` for each change.
fn typed(mend: &Mend) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let changes = mend.changes.iter().map(|c| format!("--set {}", quoted(&format!("{}={}", c.path, c.text))));
    changes.collect::<Vec<_>>().join(" ")
}

/// The first few paths, and how many more there are.
fn places(fields: &[String]) -> String {
    const SHOWN: usize = 3;
    let shown = fields.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match fields.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
