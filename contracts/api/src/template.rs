//! Templates of the program and one's own: what a template is made with, and files of it.

use crate::{
    ApiResult, exchange,
    wire::{ApiError, Detail, ErrorCode, Renewable, TemplateCard, TemplateForm, TemplateLimit, TemplateRequest},
};
use chrono::{DateTime, Utc};
use model::{
    Agreement, Side,
    canonical::sha256_hex,
    canonical_bytes,
    template::{self, Naming, Template, TemplateFile, TermRange},
    term::{self, TermError},
};

/// Ending of template files.
pub const ENDING: &str = "slat";

/// What stays out of a template that is made from an agreement.
pub const LEFT_OUT: [&str; 5] = [
    "the parties, with their names in every text",
    "the day it starts, and other days",
    "charges",
    "names and addresses of contacts",
    "waivers, notes, history and approvals",
];

/// The template of the program with this id.
#[must_use]
pub fn shipped(id: &str) -> Option<&'static Template> {
    template::template(id)
}

/// There is no template of this id: neither of the program nor among `own`.
#[must_use]
pub fn unknown(id: &str, own: &[Template]) -> ApiError {
    let known: Vec<&str> = own.iter().chain(template::templates()).map(|t| t.id.as_str()).collect();
    let message = format!("There is no template “{id}”; there is {}", known.join(", "));
    ApiError::new(ErrorCode::NotFound, message)
}

/// A template of one's own from an agreement. Without an id it gets one from its title, with four digits that tell it from
/// templates that somebody else calls the same.
///
/// # Errors
/// With the place of everything that is wrong: `id`, `title`, or the term of a limit.
pub fn of_agreement(
    agreement: &Agreement,
    request: &TemplateRequest,
    side: Option<Side>,
    now: DateTime<Utc>,
) -> ApiResult<Template> {
    let title = request.title.trim();
    let id = match request.id.as_deref().map(str::trim) {
        Some(id) if !id.is_empty() => id.to_owned(),
        _ => {
            let mut bytes = canonical_bytes(agreement);
            bytes.extend(title.bytes().chain(now.to_rfc3339().bytes()));
            format!("{}-{}", template::id_of_title(title), &sha256_hex(&bytes)[..4])
        }
    };
    let naming = Naming {
        id,
        title: title.to_owned(),
        purpose: request.purpose.trim().to_owned(),
        provenance: format!("Made from “{}”.", agreement.title.trim()),
        date: now.date_naive(),
        side,
    };
    Template::of_agreement(agreement, naming, &request.limits).map_err(|wrong| refused(&wrong))
}

/// The next version of a template of one's own from an agreement; what changed is said in the request.
///
/// # Errors
/// With the place of everything that is wrong: `title`, `change`, or the term of a limit.
pub fn renewed(
    template: &Template,
    agreement: &Agreement,
    request: &TemplateRequest,
    side: Option<Side>,
    now: DateTime<Utc>,
) -> ApiResult<Template> {
    let naming = Naming {
        id: template.id.clone(),
        title: request.title.trim().to_owned(),
        purpose: request.purpose.trim().to_owned(),
        provenance: template.provenance.clone(),
        date: now.date_naive(),
        side: side.or(template.side),
    };
    let change = request.change.as_deref().unwrap_or_default();
    template.renewed(agreement, naming, &request.limits, change).map_err(|wrong| refused(&wrong))
}

/// The limits of the next version of a template: those that it has, but for what is given anew and what is dropped.
///
/// # Errors
/// Where one is dropped that is not there.
pub fn limits_with(template: &Template, given: &[TermRange], dropped: &[String]) -> ApiResult<Vec<TermRange>> {
    template.limits_with(given, dropped).map_err(|wrong| refused(&wrong))
}

/// Replaces the limits of a template.
///
/// # Errors
/// With the term of each limit that does not fit.
pub fn limit(template: &mut Template, limits: &[TermRange]) -> ApiResult<()> {
    template.limit(limits).map_err(|wrong| refused(&wrong))
}

/// Reads a template file; its limits are checked.
///
/// # Errors
/// With the line and column, the format or version that was found, or everything that does not fit; `name` is named.
pub fn open(bytes: &[u8], name: &str) -> ApiResult<Template> {
    let told =
        |error: ApiError| ApiError { message: format!("“{name}” cannot be opened. {}", error.message), ..error };
    if bytes.is_empty() {
        return Err(ApiError::input(format!("“{name}” is empty"), Vec::new()));
    }
    let file = TemplateFile::read(bytes).map_err(|e| told(e.into()))?;
    file.template.checked().map_err(|wrong| told(refused(&wrong)))
}

/// The file of a template, with its limits or without.
#[must_use]
pub fn file(template: &Template, with_limits: bool) -> Vec<u8> {
    let mut template = template.clone();
    if !with_limits {
        template.ranges.clear();
        template.side = None;
    }
    TemplateFile::new(template).to_bytes()
}

/// A name for the file of a template.
#[must_use]
pub fn file_name(template: &Template) -> String {
    exchange::file_name(&template.title, "", ENDING)
}

/// A template as the gallery shows it.
#[must_use]
pub fn card(template: &Template) -> TemplateCard {
    let label = |path: &str| term::field(&template.agreement, path).map_or_else(|| path.to_owned(), |f| f.full_label);
    let limit = |range: &TermRange| TemplateLimit {
        path: range.path.clone(),
        label: label(&range.path),
        least: range.least.clone(),
        most: range.most.clone(),
        words: range.words(),
    };
    TemplateCard {
        id: template.id.clone(),
        version: template.version,
        title: template.title.clone(),
        purpose: template.purpose.clone(),
        provenance: template.provenance.clone(),
        date: template.date.to_string(),
        measures: template.agreement.measures.iter().map(|m| m.name.clone()).collect(),
        own: shipped(&template.id).is_none(),
        limits: template.ranges.iter().map(limit).collect(),
    }
}

/// What a template can be made with, from an agreement: its terms that can have a limit, and the templates of `own` that
/// it can be the next version of.
#[must_use]
pub fn form_of_agreement(agreement: &Agreement, own: &[Template]) -> TemplateForm {
    let began = |t: &&Template| agreement.template.as_ref().is_some_and(|from| from.id == t.id);
    let renewable = own.iter().filter(began).chain(own.iter().filter(|t| !began(t))).map(|t| Renewable {
        id: t.id.clone(),
        title: t.title.clone(),
        purpose: t.purpose.clone(),
        next_version: t.version.saturating_add(1),
        limits: t.ranges.clone(),
    });
    TemplateForm {
        title: agreement.title.clone(),
        purpose: String::new(),
        terms: template::limitable(agreement),
        limits: Vec::new(),
        left_out: LEFT_OUT.map(str::to_owned).to_vec(),
        renewable: renewable.collect(),
    }
}

/// A template with its limits, to edit them.
#[must_use]
pub fn form_of_template(template: &Template) -> TemplateForm {
    TemplateForm {
        title: template.title.clone(),
        purpose: template.purpose.clone(),
        terms: template::limitable(&template.agreement),
        limits: template.ranges.clone(),
        left_out: Vec::new(),
        renewable: Vec::new(),
    }
}

fn refused(wrong: &[TermError]) -> ApiError {
    let details = wrong.iter().map(|e| Detail::new(e.path.clone(), sentence(&e.message))).collect();
    let message = match wrong {
        [only] => sentence(&only.message),
        _ => "The template cannot be kept like this".to_owned(),
    };
    ApiError::input(message, details)
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
