//! What is typed in a field and not entered: kept while it is typed, taken up again where the program ended in between.

use super::{Workspace, unread};
use crate::ApiResult;
use model::{private::Limit, review::Change};
use store::{ContractId, Draft, Typed};

impl Workspace {
    /// Keeps exactly these as what is typed in a contract's fields. It changes no term and makes no step.
    ///
    /// # Errors
    /// Where it cannot be saved.
    pub fn keep_drafts(&mut self, id: &str, typed: &[Change]) -> ApiResult<()> {
        let typed: Vec<Typed> = typed.iter().map(|t| Typed { path: t.path.clone(), text: t.text.clone() }).collect();
        let at = self.now();
        Ok(self.store.keep_drafts(&ContractId(id.to_owned()), &typed, at)?)
    }

    /// Takes up what was being typed when the program ended: notes are kept as they were typed, a term keeps its value and
    /// has the text beside it until somebody enters it or lets it go.
    pub(super) fn take_up_drafts(&mut self) -> ApiResult<()> {
        let mut left: Vec<(ContractId, Vec<Typed>)> = Vec::new();
        for (id, typed) in self.store.drafts()? {
            match left.last_mut() {
                Some((last, all)) if *last == id => all.push(typed),
                _ => left.push((id, vec![typed])),
            }
        }
        for (id, typed) in left {
            let snapshot = self.store.snapshot(&id)?;
            let mut draft = snapshot.draft;
            let locked = snapshot.locked;
            let names: Vec<String> = typed.iter().filter_map(|t| take_up(&mut draft, t, locked)).collect();
            let at = self.now();
            if !names.is_empty() {
                let label = format!("Left in the middle of typing: {}", names.join(", "));
                self.store.edit(&id, &draft, &label, at)?;
            }
            self.store.keep_drafts(&id, &[], at)?;
        }
        Ok(())
    }
}

/// Gives the name of what was taken up; none where there is nothing to take up.
fn take_up(draft: &mut Draft, typed: &Typed, locked: bool) -> Option<String> {
    let Typed { path, text } = typed;
    let Some(own) = path.strip_prefix("private.") else {
        return if locked { None } else { unread::take_up(draft, path, text) };
    };
    if own == "notes" {
        let changed = draft.private.notes != *text;
        draft.private.notes.clone_from(text);
        return changed.then(|| "own notes".to_owned());
    }
    let (term, leaf) = own.rsplit_once('.')?;
    if leaf == "limit" && text.trim().is_empty() {
        return None;
    }
    if leaf == "limit" && !draft.private.limits.iter().any(|l| l.path == term) {
        draft.private.limits.push(Limit { path: term.to_owned(), limit: String::new(), reason: String::new() });
    }
    let limit = draft.private.limits.iter_mut().find(|l| l.path == term)?;
    let place = match leaf {
        "limit" => &mut limit.limit,
        "reason" => &mut limit.reason,
        _ => return None,
    };
    let changed = place != text;
    place.clone_from(text);
    changed.then(|| "own limit".to_owned())
}
