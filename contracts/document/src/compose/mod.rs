//! From an agreement to a document. Every number, table and sentence is made from the terms; a span that shows a term
//! carries its path. The wording follows what the settlement does to the letter: what is written is what is computed.

mod annex;
mod approval;
mod charges;
mod compliance;
pub mod context;
mod continuity;
mod definitions;
mod draft;
mod ending;
mod escalation;
mod example;
mod forecast;
mod governance;
mod governing;
mod later;
mod levels;
mod parties;
mod quality;
mod ramp;
mod reach;
mod relief;
mod remedies;
mod reporting;
mod scope;
mod score;
mod wording;
mod words;

use crate::tree::{Block, Contents, Fact, Facts, Span, Title, Tree};
use context::Context;
use draft::Draft;
use model::Agreement;

pub use example::example_results;

/// What the document is, on its title page and at the head of each page.
const KIND: &str = "Service level agreement";

/// Makes the document of an agreement.
///
/// The hash on each page is computed here from the agreement itself, so that it can be of nothing else.
#[must_use]
pub fn compose(agreement: &Agreement, context: &Context) -> Tree {
    let hash = model::content_hash(agreement);
    let revision = format!("Revision {}, {}", context.revision, context.state);
    let mut draft = Draft::new(agreement, context);
    title_page(&mut draft);
    draft.push(Block::PageBreak);
    draft.push(Block::Contents(Contents { title: "Contents".into(), depth: 1 }));
    draft.push(Block::PageBreak);

    parties::compose(&mut draft);
    definitions::measures(&mut draft);
    levels::compose(&mut draft);
    ramp::compose(&mut draft);
    charges::compose(&mut draft);
    score::compose(&mut draft);
    forecast::compose(&mut draft);
    relief::compose(&mut draft);
    quality::compose(&mut draft);
    reporting::compose(&mut draft);
    governance::compose(&mut draft);
    escalation::compose(&mut draft);
    compliance::compose(&mut draft);
    continuity::compose(&mut draft);
    ending::compose(&mut draft);
    governing::compose(&mut draft);
    definitions::compose(&mut draft);
    wording::deviations(&mut draft);
    approval::waivers(&mut draft);
    approval::compose(&mut draft, hash.hex());
    annex::compose(&mut draft);

    let title = if agreement.title.is_empty() { "Untitled agreement" } else { agreement.title.as_str() };
    Tree {
        title: title.into(),
        subject: format!("{KIND}, {}", revision.to_lowercase()),
        author: author(agreement),
        running_head: format!("{title} · {KIND}"),
        revision,
        hash: hash.hex().to_owned(),
        created: context.created,
        language: "en-GB".into(),
        blocks: draft.finish(),
    }
}

fn author(agreement: &Agreement) -> String {
    let names = [&agreement.parties.client.name, &agreement.parties.vendor.name];
    let names: Vec<&str> = names.into_iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    names.join(", ")
}

fn title_page(draft: &mut Draft<'_>) {
    let lead = vec![
        Span::plain("between "),
        draft.term("parties.client.name"),
        Span::plain(", the client, and "),
        draft.term("parties.vendor.name"),
        Span::plain(", the vendor"),
    ];
    draft.push(Block::Title(Title { overline: KIND.into(), text: vec![draft.term("title")], lead }));
    let mut rows = Vec::new();
    let mut fact = |label: &str, value: Vec<Span>| rows.push(Fact { label: label.into(), value });
    for (side, word) in [("client", "Client"), ("vendor", "Vendor")] {
        let at = |leaf: &str| format!("parties.{side}.{leaf}");
        let mut value = vec![draft.term(&at("name"))];
        if !draft.text(&at("address")).is_empty() {
            value.extend([Span::plain("\n"), draft.term(&at("address"))]);
        }
        if !draft.text(&at("representative")).is_empty() {
            value.extend([Span::plain("\nrepresented by "), draft.term(&at("representative"))]);
        }
        fact(word, value);
    }
    fact("Term", parties::term_words(draft));
    fact("Charges", charges::charges_words(draft));
    fact("Service levels", levels::summary_words(draft));
    fact("Cap of credits", charges::cap_words(draft));
    fact("Revision", vec![Span::plain(format!("{}, {}", draft.context.revision, draft.context.state))]);
    fact("Prepared", vec![Span::plain(words::moment(draft.context.created))]);
    draft.push(Block::Facts(Facts { summary: "Key terms".into(), rows }));
}
