//! What was typed and cannot be read: kept on its side until it is set right, cleared or undone.

use super::station::step_name;
use crate::{
    ApiResult,
    wire::{ApiError, Detail, UnreadView},
};
use model::{
    Agreement, Private,
    private::Unread,
    review::Change,
    term::{self, Field},
};
use store::Draft;

/// Sets what can be read and keeps what cannot. Gives the name of the step.
///
/// # Errors
/// Where there is no such term: then nothing is kept.
pub(super) fn type_in(draft: &mut Draft, changes: &[Change]) -> ApiResult<String> {
    let before = draft.agreement.clone();
    let mut label = String::new();
    for Change { path, text } in changes {
        let field = term::field(&draft.agreement, path);
        let stands = field.as_ref().is_some_and(|f| &f.text == text);
        let result = if stands { Ok(()) } else { term::set(&mut draft.agreement, path, text) };
        draft.private.unread.retain(|u| &u.path != path);
        if let Err(error) = result {
            let Some(field) = field else { return Err(error.into()) };
            draft.private.unread.push(Unread { path: path.clone(), text: text.clone() });
            label = format!("{}: “{}”, which cannot be read", field.full_label, short(text));
        } else if label.is_empty() {
            label = step_name(&before, &draft.agreement, path);
        }
    }
    Ok(label)
}

fn short(text: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 40;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_CHARS_MAX {
        return line;
    }
    line.chars().take(SHOWN_CHARS_MAX - 1).chain(['…']).collect()
}

/// What was kept for terms that were set otherwise is no longer wanted.
pub(super) fn forget(private: &mut Private, changes: &[Change]) {
    private.unread.retain(|u| !changes.iter().any(|c| c.path == u.path));
}

/// After an entry of a list was removed: what was typed in it goes with it, what was typed in later ones moves up.
pub(super) fn follow_removal(private: &mut Private, removed: &str, agreement: &Agreement) {
    if let Some((list, number)) = removed.rsplit_once('.')
        && let Ok(number) = number.parse::<usize>()
    {
        private.unread.retain_mut(|u| moved(&mut u.path, list, number));
        private.limits.retain_mut(|l| moved(&mut l.path, list, number));
    }
    let known = term::fields(agreement);
    private.unread.retain(|u| known.iter().any(|f| f.path == u.path));
}

/// Moves a path up where it stands behind the removed entry; false where it was in it.
fn moved(path: &mut String, list: &str, removed: usize) -> bool {
    let Some(rest) = path.strip_prefix(list).and_then(|rest| rest.strip_prefix('.')) else { return true };
    let (number, leaf) = rest.split_once('.').map_or((rest, None), |(number, leaf)| (number, Some(leaf)));
    let Ok(at) = number.parse::<usize>() else { return true };
    if at > removed {
        let leaf = leaf.map(|leaf| format!(".{leaf}")).unwrap_or_default();
        *path = format!("{list}.{}{leaf}", at - 1);
    }
    at != removed
}

/// What cannot be read, each with the reason as it is now. What belongs to a term that is gone is not shown.
pub(super) fn views(agreement: &Agreement, fields: &[Field], unread: &[Unread]) -> Vec<UnreadView> {
    let known = unread.iter().filter(|u| fields.iter().any(|f| f.path == u.path));
    known
        .map(|u| {
            let read = term::set(&mut agreement.clone(), &u.path, &u.text);
            let waits = || format!("“{}” was typed here and not entered. The term is what it was", short(&u.text));
            UnreadView {
                path: u.path.clone(),
                text: u.text.clone(),
                readable: read.is_ok(),
                reason: read.err().map_or_else(waits, |error| error.message),
            }
        })
        .collect()
}

/// Keeps a text that was left in the field of a term, and gives the term's name; none where there is no such term or the
/// text is what stands there already.
pub(super) fn take_up(draft: &mut Draft, path: &str, text: &str) -> Option<String> {
    let field = term::field(&draft.agreement, path)?;
    let mut with = draft.agreement.clone();
    let entered = field.text == text || (term::set(&mut with, path, text).is_ok() && with == draft.agreement);
    if entered {
        return None;
    }
    draft.private.unread.retain(|u| u.path != path);
    draft.private.unread.push(Unread { path: path.to_owned(), text: text.to_owned() });
    Some(field.full_label)
}

/// Refuses what is only done with a draft in which everything can be read.
pub(super) fn refuse_any(draft: &Draft, done: &str) -> ApiResult<()> {
    let views = views(&draft.agreement, &term::fields(&draft.agreement), &draft.private.unread);
    if views.is_empty() {
        return Ok(());
    }
    let wrong = if views.iter().all(|u| u.readable) { "wait to be entered" } else { "cannot be read" };
    let message = format!("It cannot be {done} while entries {wrong}. Set them right or clear them first");
    let details = views.into_iter().map(|u| Detail::new(u.path, u.reason)).collect();
    Err(ApiError { details, ..ApiError::refused(message) })
}
