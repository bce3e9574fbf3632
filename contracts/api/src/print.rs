//! The document: composed from terms and computed results, set on pages.

mod annex;
mod example;

use crate::{
    ApiResult, outlook,
    wire::{ApiError, Detail, ErrorCode, Outlook},
};
use document::{Attachment, RenderOptions, Tree, context};
use model::{Agreement, Baseline, ContentHash, Side, canonical_bytes};
use store::Moment;

/// On which occasion a document is made.
pub struct Occasion<'a> {
    /// Number of the revision, 1 for the first.
    pub revision: u32,
    /// The moment printed in it; the same moment gives the same bytes.
    pub created: Moment,
    /// Approvals that were recorded, also of earlier revisions.
    pub approvals: Vec<Approval>,
    /// The simulation annex, by choice.
    pub annex: Option<&'a Outlook>,
    /// The history that the annex rests on, where its owner shares it.
    pub baseline: Option<&'a Baseline>,
}

/// A recorded approval, as it is printed.
pub struct Approval {
    /// For which party.
    pub side: Side,
    /// In which role.
    pub role: String,
    /// When.
    pub at: Moment,
    /// The revision.
    pub revision: u32,
    /// Its hash.
    pub hash: ContentHash,
    /// Recorded on the other side's computer, and taken in from its file.
    pub elsewhere: bool,
}

impl<'a> Occasion<'a> {
    /// For a contract file outside of the workspace: the first revision, without approvals.
    #[must_use]
    pub fn of_file(created: Moment, annex: Option<&'a Outlook>, baseline: Option<&'a Baseline>) -> Self {
        Self { revision: 1, created, approvals: Vec::new(), annex, baseline }
    }
}

/// The tree of the document.
///
/// # Errors
/// Where the annex is of terms with other figures than these.
pub fn compose(agreement: &Agreement, occasion: &Occasion<'_>) -> ApiResult<Tree> {
    let hash = model::content_hash(agreement);
    let fits = |o: &Outlook| o.hash == hash.hex() || o.inputs.terms == outlook::terms_sha256(agreement);
    if let Some(outlook) = occasion.annex.filter(|o| !fits(o)) {
        let message = format!(
            "The simulation is of other terms (hash {}…), so it cannot be put into this document. Simulate again",
            outlook.hash.chars().take(8).collect::<String>()
        );
        return Err(ApiError::refused(message));
    }
    let holding =
        |side: Side, role: &str| occasion.approvals.iter().any(|a| a.hash == hash && a.side == side && a.role == role);
    let approved = !agreement.sign_off.is_empty() && agreement.sign_off.iter().all(|a| holding(a.side, &a.role));
    let approvals = occasion.approvals.iter().map(|a| context::Approval {
        side: a.side,
        role: a.role.clone(),
        name: String::new(),
        at: a.at,
        revision: a.revision,
        hash: a.hash.hex().to_owned(),
        elsewhere: a.elsewhere,
    });
    let context = context::Context {
        revision: occasion.revision,
        state: if approved { "approved" } else { "draft" }.to_owned(),
        created: occasion.created,
        approvals: approvals.collect(),
        waivers: agreement.waivers.iter().map(printed).collect(),
        example: example::worked(agreement),
        annex: occasion.annex.map(|outlook| annex::annex(outlook, agreement, &hash, occasion.baseline)),
    };
    Ok(document::compose(agreement, &context))
}

/// The PDF of a document, with the agreement's canonical bytes attached as its source.
///
/// # Errors
/// Where a character has no glyph or something else cannot be printed as it is written; each is named with its place.
pub fn pdf(tree: &Tree, agreement: &Agreement) -> ApiResult<Vec<u8>> {
    let attachment = Attachment {
        name: "agreement.json".into(),
        media_type: "application/json".into(),
        description: "The agreement as data: the bytes that the hash is of".into(),
        bytes: canonical_bytes(agreement),
    };
    document::render(tree, &RenderOptions { attachment: Some(attachment) }).map_err(|refusals| {
        let detail = |r: &document::Refusal| Detail::new(r.field.clone().unwrap_or(r.place.clone()), r.to_string());
        ApiError {
            code: ErrorCode::Input,
            message: "The document was not made: it cannot be printed as it is written".into(),
            details: refusals.iter().map(detail).collect(),
        }
    })
}

/// A waiver as the document shows it. What stands in the agreement is said by both of its parties.
fn printed(waiver: &model::Waiver) -> document::context::Waiver {
    document::context::Waiver {
        rule: waiver.rule.clone(),
        title: waiver.title.clone(),
        reason: waiver.reason.clone(),
        by: "Both parties".into(),
    }
}
