//! `template list` and `template show`.

use crate::{
    args::TemplateCommand,
    reply::{Outcome, Reply},
    table::{Align, table},
};
use api::{ApiError, ErrorCode, schema::Templates, wire::TemplateCard, workspace::template_card};
use model::template::templates;

pub fn run(command: &TemplateCommand) -> Outcome {
    let all = templates();
    match command {
        TemplateCommand::List => {
            let cards: Vec<TemplateCard> = all.iter().map(template_card).collect();
            let row = |c: &TemplateCard| vec![c.id.clone(), c.title.clone(), c.measures.len().to_string()];
            let head = [("Id", Align::Left), ("Template", Align::Left), ("Measures", Align::Right)];
            let text = table(&head, &cards.iter().map(row).collect::<Vec<_>>());
            Reply::new(text, Templates::new(cards))
        }
        TemplateCommand::Show { id } => {
            let found = all.iter().find(|t| &t.id == id).ok_or_else(|| {
                let known: Vec<&str> = all.iter().map(|t| t.id.as_str()).collect();
                let message = format!("there is no template “{id}”; there are {}", known.join(", "));
                ApiError::new(ErrorCode::NotFound, message)
            })?;
            let card = template_card(found);
            let levels = found.agreement.levels().map(|(level, measure)| {
                vec![
                    measure.name.clone(),
                    level.target.signed_text(measure.direction, measure.precision_decimals),
                    model::quantity::percent(level.weight_percent),
                ]
            });
            let head = [("Service level", Align::Left), ("Target", Align::Right), ("Weight", Align::Right)];
            let levels = table(&head, &levels.collect::<Vec<_>>());
            let text = format!(
                "{} (version {}, {})\n{}\n{}\n\n{levels}",
                card.title, card.version, card.date, card.purpose, card.provenance
            );
            Reply::new(text, Templates::new(vec![card]))
        }
    }
}
