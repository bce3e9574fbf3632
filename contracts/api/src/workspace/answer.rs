//! What the other side's approvers said, taken in from its file.

use super::{Workspace, approval};
use crate::{
    ApiResult, exchange,
    wire::{ApiError, ContractView},
};
use model::{
    ContentHash, ContractFile, Side, content_hash,
    sign_off::{Sent, SignOff, Word},
};
use store::{ContractId, Said, Snapshot};

impl Workspace {
    /// Takes in what the other side's approvers said of exactly these terms: recorded on another computer, and no
    /// signature.
    ///
    /// # Errors
    /// Where the file is of other terms (the revision that it is of is named), carries nothing, was written by one's own
    /// side, or an approval in it is out of turn. Then nothing is taken in.
    pub fn take_in(&mut self, id: &str, bytes: &[u8], name: &str) -> ApiResult<ContractView> {
        let file = exchange::open(bytes, name)?;
        let snapshot = self.store.snapshot(&ContractId(id.to_owned()))?;
        self.take_in_file(&snapshot, &file, name)
    }

    pub(super) fn take_in_file(
        &mut self,
        snapshot: &Snapshot,
        file: &ContractFile,
        name: &str,
    ) -> ApiResult<ContractView> {
        let (sent, hash) = self.answer(snapshot, file, name)?;
        let agreement = &snapshot.draft.agreement;
        let (id, before) = (&snapshot.contract, self.store.sign_offs(&snapshot.contract)?);
        // In the agreement's order; all of it is looked at before anything is recorded.
        let words = agreement.sign_off.iter().filter_map(|a| {
            sent.sign_offs.iter().find(|w| w.side == sent.side && a.side == w.side && a.role == w.role)
        });
        let words: Vec<&SignOff> = words.collect();
        if words.is_empty() {
            let other = sent.side.word();
            return Err(ApiError::refused(format!(
                "“{name}” carries no approval: nobody on the {other}’s side had said anything of revision {} when it was \
                 written",
                sent.revision
            )));
        }
        let yes = |w: &&&SignOff| w.word == Word::Approved;
        for word in words.iter().filter(yes) {
            let first =
                agreement.sign_off.iter().take_while(|a| !(a.side == word.side && a.role == word.role)).find(|a| {
                    let comes_along = words.iter().filter(yes).any(|w| w.side == a.side && w.role == a.role);
                    !comes_along && !approval::approved(&before, &hash, a)
                });
            if let Some(first) = first {
                let (own, first) = (approval::named(word.side, &word.role), approval::named(first.side, &first.role));
                return Err(ApiError::refused(format!(
                    "Out of turn: {first} approves before {own}. Approve here first, then open “{name}” again"
                )));
            }
        }
        for word in &words {
            let said = Said {
                side: word.side,
                role: word.role.clone(),
                word: word.word,
                reason: word.reason.clone(),
                elsewhere: Some(word.at),
            };
            let at = self.now();
            self.store.sign_off(id, &hash, &said, at)?;
        }
        let told = words.iter().map(|w| format!("{} by {}", w.word.name(), approval::named(w.side, &w.role)));
        let mut view = self.contract(&id.0)?;
        let told = told.collect::<Vec<_>>().join(", ");
        view.besides.push(format!("Taken in: {told}. Recorded on another computer; not a signature."));
        Ok(view)
    }

    /// What the file says, where it is about these very terms.
    fn answer(&self, snapshot: &Snapshot, file: &ContractFile, name: &str) -> ApiResult<(Sent, ContentHash)> {
        let Some(sent) = file.sent.clone() else {
            return Err(ApiError::refused(format!(
                "“{name}” says nothing of approvals. A copy of terms is opened from Contracts"
            )));
        };
        if sent.side == own_side(snapshot) {
            let side = sent.side.word();
            return Err(ApiError::refused(format!("“{name}” was written by the {side}, which is this side")));
        }
        let hash = content_hash(&file.agreement);
        if sent.sign_offs.iter().any(|w| w.sha256 != hash.hex()) {
            return Err(ApiError::input(
                format!(
                    "“{name}” carries approvals of other terms than its own. It was changed on its way, so nothing was taken in"
                ),
                Vec::new(),
            ));
        }
        if hash == snapshot.hash {
            return Ok((sent, hash));
        }
        let short = hash.short();
        let here = self.store.revisions(&snapshot.contract)?.into_iter().find(|r| r.hash == hash).map(|r| r.number);
        let of = match here {
            Some(number) => format!("revision {number} ({short})"),
            None => format!("terms that this contract never had (their revision {}, {short})", sent.revision),
        };
        let (now, current) = (snapshot.revision, snapshot.hash.short());
        Err(ApiError::refused(format!(
            "“{name}” is about {of}. The terms are revision {now} ({current}) now, so nothing was taken in. Write a copy \
             of revision {now} for the {}",
            sent.side.word()
        )))
    }

    /// The contract of one's own that a file of the other side answers: its terms at present, else one that once had them.
    pub(super) fn answered(&self, file: &ContractFile) -> ApiResult<Option<Snapshot>> {
        let Some(sent) = file.sent.as_ref().filter(|s| !s.sign_offs.is_empty() && file.private.is_none()) else {
            return Ok(None);
        };
        let hash = content_hash(&file.agreement);
        let mut earlier = None;
        for summary in self.store.contracts()?.iter().filter(|s| !s.locked) {
            let Ok(snapshot) = self.store.snapshot(&summary.contract) else { continue };
            if own_side(&snapshot) == sent.side {
                continue;
            }
            if snapshot.hash == hash {
                return Ok(Some(snapshot));
            }
            if earlier.is_none() && self.store.revisions(&summary.contract)?.iter().any(|r| r.hash == hash) {
                earlier = Some(snapshot);
            }
        }
        Ok(earlier)
    }
}

fn own_side(snapshot: &Snapshot) -> Side {
    snapshot.received_from.map_or(snapshot.draft.private.side, Side::other)
}
