//! What the other side's approvers said, and what it knows of what was delivered, taken in from its file.

use super::{Workspace, approval};
use crate::{
    ApiResult, exchange,
    scorecard::shared,
    wire::{ApiError, ContractView},
};
use model::{
    Agreement, Approver, ContentHash, ContractFile, Side, content_hash,
    delivered::SharedActuals,
    sign_off::{Sent, SignOff, Word},
};
use store::{ContractId, Said, Snapshot, plans::DueBy};

impl Workspace {
    /// Takes in what the other side's approvers said of exactly these terms, recorded on another computer and no signature,
    /// and what it knows of what was delivered, which stays its own.
    ///
    /// # Errors
    /// Where the file is of other terms (the revision that it is of is named), carries nothing, was written by one's own
    /// side, an approval in it is out of turn, or its actuals cannot be about this agreement. Then nothing is taken in.
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
        let id = &snapshot.contract;
        let hash = content_hash(&file.agreement);
        let actuals = file.actuals.as_ref().zip(file.sent.as_ref()).filter(|(_, sent)| sent.side != own_side(snapshot));
        if let Some((actuals, sent)) = actuals {
            shared::check(&snapshot.draft.agreement, actuals, sent.side, name)?;
        }
        // Actuals of earlier terms are actuals still; approvals are not.
        let is_earlier = hash != snapshot.hash && self.store.revisions(id)?.iter().any(|r| r.hash == hash);
        let mut told = Vec::new();
        if actuals.is_none() || !is_earlier {
            let (sent, hash) = self.answer(snapshot, file, name)?;
            let words = words_of(&snapshot.draft.agreement, &sent);
            if words.is_empty() && actuals.is_none() {
                return Err(nothing_said(name, &sent));
            }
            told.extend(self.record(snapshot, &hash, &words, name)?);
        } else if file.sent.as_ref().is_some_and(|sent| !sent.sign_offs.is_empty()) {
            told.push(format!("“{name}” is of an earlier revision, so its approvals were not taken in."));
        }
        if let Some((actuals, sent)) = actuals {
            told.push(self.take_in_actuals(id, sent.side, actuals, name)?);
        }
        let mut view = self.contract(&id.0)?;
        if !told.is_empty() {
            view.besides.push(told.join(" "));
        }
        Ok(view)
    }

    /// What of the other side's actuals was new here, in a sentence.
    pub(super) fn take_in_actuals(
        &mut self,
        id: &ContractId,
        from: Side,
        actuals: &SharedActuals,
        name: &str,
    ) -> ApiResult<String> {
        let at = self.now();
        let taken = self.store.take_in(id, from, actuals, name, at)?;
        self.open_plans_of_corrections(&id.0, DueBy::Elsewhere)?;
        let side = from.word();
        if taken.is_nothing() {
            return Ok(format!("All actuals of the {side} in “{name}” are here already."));
        }
        let mut parts = Vec::new();
        for (n, word) in [
            (taken.figures, "figure"),
            (taken.marks, "mark"),
            (taken.decisions, "word about a mark"),
            (taken.statements, "posted statement"),
        ] {
            match (n, word) {
                (0, _) => {}
                (1, word) => parts.push(format!("1 {word}")),
                (n, "word about a mark") => parts.push(format!("{n} words about marks")),
                (n, word) => parts.push(format!("{n} {word}s")),
            }
        }
        let parts = crate::view::joined(parts.iter().map(String::as_str));
        let unknown = match taken.unknown_marks {
            0 => String::new(),
            n => format!(" {n} of its marks are not here and were left out."),
        };
        Ok(format!("Taken in from the {side}: {parts}. They stay the {side}’s own.{unknown}"))
    }

    /// Records the words of the other side's approvers, all of them or none.
    fn record(
        &mut self,
        snapshot: &Snapshot,
        hash: &ContentHash,
        words: &[&SignOff],
        name: &str,
    ) -> ApiResult<Option<String>> {
        let agreement = &snapshot.draft.agreement;
        let (id, before) = (&snapshot.contract, self.store.sign_offs(&snapshot.contract)?);
        let yes = |w: &&&SignOff| w.word == Word::Approved;
        for word in words.iter().filter(yes) {
            let first =
                agreement.sign_off.iter().take_while(|a| !(a.side == word.side && a.role == word.role)).find(|a| {
                    let comes_along = words.iter().filter(yes).any(|w| w.side == a.side && w.role == a.role);
                    !comes_along && !approval::approved(&before, hash, a)
                });
            if let Some(first) = first {
                let (own, first) = (approval::named(word.side, &word.role), approval::named(first.side, &first.role));
                return Err(ApiError::refused(format!(
                    "Out of turn: {first} approves before {own}. Approve here first, then open “{name}” again"
                )));
            }
        }
        for word in words {
            let said = Said {
                side: word.side,
                role: word.role.clone(),
                word: word.word,
                reason: word.reason.clone(),
                elsewhere: Some(word.at),
            };
            let at = self.now();
            self.store.sign_off(id, hash, &said, at)?;
        }
        let told = words.iter().map(|w| format!("{} by {}", w.word.name(), approval::named(w.side, &w.role)));
        let told = told.collect::<Vec<_>>().join(", ");
        Ok((!words.is_empty()).then(|| format!("Taken in: {told}. Recorded on another computer; not a signature.")))
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
        let says = |s: &&Sent| (!s.sign_offs.is_empty() || file.actuals.is_some()) && file.private.is_none();
        let Some(sent) = file.sent.as_ref().filter(says) else { return Ok(None) };
        let hash = content_hash(&file.agreement);
        let mut earlier = None;
        // A copy that was received earlier gets what was delivered since.
        for summary in self.store.contracts()?.iter().filter(|s| !s.locked || file.actuals.is_some()) {
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

/// What the approvers of the side that wrote a file said, in the agreement's order.
fn words_of<'a>(agreement: &Agreement, sent: &'a Sent) -> Vec<&'a SignOff> {
    let of = |a: &Approver| sent.sign_offs.iter().find(|w| w.side == sent.side && a.side == w.side && a.role == w.role);
    agreement.sign_off.iter().filter_map(of).collect()
}

fn nothing_said(name: &str, sent: &Sent) -> ApiError {
    let (other, revision) = (sent.side.word(), sent.revision);
    ApiError::refused(format!(
        "“{name}” carries no approval: nobody on the {other}’s side had said anything of revision {revision} when it was \
         written"
    ))
}

fn own_side(snapshot: &Snapshot) -> Side {
    snapshot.received_from.map_or(snapshot.draft.private.side, Side::other)
}
