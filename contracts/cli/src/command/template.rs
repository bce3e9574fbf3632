//! `template list`, `show`, `save`, `import` and `export`.

use crate::{
    args::{ExportTemplate, SaveTemplate, TemplateCommand},
    files,
    own::Own,
    reply::{Outcome, Reply},
    table::{Align, table},
};
use api::{
    ApiError,
    schema::Templates,
    template,
    wire::{Detail, TemplateCard, TemplateRequest},
};
use model::template::{Template, TermRange, templates};
use std::path::Path;

pub fn run(command: &TemplateCommand, own: &Own) -> Outcome {
    match command {
        TemplateCommand::List => list(own),
        TemplateCommand::Show { id } => show(&own.find(id)?),
        TemplateCommand::Save(args) => save(args, own),
        TemplateCommand::Import { file, force } => {
            let (bytes, name) = files::read(file)?;
            keep(template::open(&bytes, &name)?, *force, own)
        }
        TemplateCommand::Export(args) => export(args, own),
    }
}

fn list(own: &Own) -> Outcome {
    let mine = own.templates()?;
    let cards: Vec<TemplateCard> = mine.iter().chain(templates()).map(template::card).collect();
    let row = |c: &TemplateCard| {
        let limits = if c.limits.is_empty() { String::new() } else { c.limits.len().to_string() };
        let whose = if c.own { "own" } else { "Plumbline" };
        vec![c.id.clone(), c.title.clone(), whose.to_owned(), c.measures.len().to_string(), limits]
    };
    let head = [
        ("Id", Align::Left),
        ("Template", Align::Left),
        ("Whose", Align::Left),
        ("Measures", Align::Right),
        ("Limits", Align::Right),
    ];
    let text = table(&head, &cards.iter().map(row).collect::<Vec<_>>());
    Reply::new(text, Templates::new(cards))
}

fn show(found: &Template) -> Outcome {
    let card = template::card(found);
    let levels = found.agreement.levels().map(|(level, measure)| {
        vec![
            measure.name.clone(),
            level.target.signed_text(measure.direction, measure.precision_decimals),
            model::quantity::percent(level.weight_percent),
        ]
    });
    let head = [("Service level", Align::Left), ("Target", Align::Right), ("Weight", Align::Right)];
    let levels = table(&head, &levels.collect::<Vec<_>>());
    let mut text = format!("{} (version {}, {})\n", card.title, card.version, card.date);
    for line in [&card.purpose, &card.provenance].into_iter().filter(|line| !line.is_empty()) {
        text += &format!("{line}\n");
    }
    text += &format!("\n{levels}");
    text += &limit_lines(&card);
    Reply::new(text, Templates::new(vec![card]))
}

fn save(args: &SaveTemplate, own: &Own) -> Outcome {
    let file = files::contract(&args.file)?;
    let renewed = args.renews.as_deref().map(|id| own.find(id)).transpose()?;
    let given = limits(&args.limit)?;
    let limits = match &renewed {
        Some(before) => template::limits_with(before, &given, &args.without_limit)?,
        None => given,
    };
    let request = TemplateRequest {
        id: args.id.clone(),
        title: args.title.clone(),
        purpose: args.purpose.clone(),
        limits,
        renews: args.renews.clone(),
        change: args.change.clone(),
    };
    let side = file.private.as_ref().map(|private| private.side);
    let made = match &renewed {
        Some(before) => template::renewed(before, &file.agreement, &request, side, files::now())
            .map_err(|error| with_way_out(error, before, args))?,
        None => template::of_agreement(&file.agreement, &request, side, files::now())?,
    };
    match &args.output {
        Some(path) => written(&made, path, args.force, true),
        None => keep(made, args.force || renewed.is_some(), own),
    }
}

/// A limit of the version before that no longer fits is left out by a word of its own.
fn with_way_out(mut error: ApiError, before: &Template, args: &SaveTemplate) -> ApiError {
    let given = |path: &str| args.limit.iter().any(|(typed, _)| typed.trim() == path);
    let is_kept = |path: &str| before.ranges.iter().any(|range| range.path == path) && !given(path);
    let alone = error.details.len() == 1;
    for detail in error.details.iter_mut().filter(|detail| is_kept(&detail.place)) {
        let kept =
            format!("; it is a limit of version {}: --without-limit {} leaves it out", before.version, detail.place);
        detail.message += &kept;
        error.message += if alone { &kept } else { "" };
    }
    error
}

/// The limits of a template as lines; nothing where it has none.
fn limit_lines(card: &TemplateCard) -> String {
    if card.limits.is_empty() {
        return String::new();
    }
    let rows = card.limits.iter().map(|l| vec![l.label.clone(), l.words.clone(), l.path.clone()]);
    let head = [("Limit of", Align::Left), ("Allowed", Align::Left), ("Term", Align::Left)];
    format!("\n{}", table(&head, &rows.collect::<Vec<_>>()))
}

/// Every range, or everything that is none.
fn limits(typed: &[(String, String)]) -> Result<Vec<TermRange>, ApiError> {
    let (mut ranges, mut wrong) = (Vec::new(), Vec::new());
    for (path, text) in typed {
        match TermRange::read(path, text) {
            Ok(range) => ranges.push(range),
            Err(error) => wrong.push(Detail::new(error.path, error.message)),
        }
    }
    if wrong.is_empty() { Ok(ranges) } else { Err(ApiError::input("--limit: not every range can be read", wrong)) }
}

fn keep(made: Template, force: bool, own: &Own) -> Outcome {
    let card = template::card(&made);
    let kept = own.workspace()?.keep_template(made, force).map_err(|error| {
        let taken = error.message.contains("already is a template");
        let message = format!("There already is a template “{}” of yours; --force replaces it", card.id);
        if taken { ApiError { message, ..error } } else { error }
    })?;
    let text =
        format!("Kept “{}”: plumbline new --template {} -o FILE.slac\n{}", kept.title, kept.id, limit_lines(&card));
    Reply::new(text, Templates::new(vec![card]))
}

fn export(args: &ExportTemplate, own: &Own) -> Outcome {
    written(&own.find(&args.id)?, &args.output.output, args.output.force, !args.without_limits)
}

fn written(made: &Template, path: &Path, force: bool, with_limits: bool) -> Outcome {
    let silent = files::write(path, &template::file(made, with_limits), force)?;
    let mut card = template::card(made);
    if !with_limits {
        card.limits.clear();
    }
    let limits = match card.limits.len() {
        0 => "without limits".to_owned(),
        1 => "with 1 limit, which is your own".to_owned(),
        n => format!("with {n} limits, which are your own"),
    };
    let text = if silent { String::new() } else { format!("Wrote {}, {limits}\n", path.display()) };
    Reply::new(text, Templates::new(vec![card]))
}
