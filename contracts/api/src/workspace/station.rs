//! Work on one contract: edits, undo, history, simulation.

use super::{Opened, Waiting, Workspace, attached, besides, unread};
use crate::{
    ApiResult, history,
    job::{Cancel, OnProgress},
    moment,
    outlook::{self, assumed, entries, figures, learning},
    wire::{
        ApiError, AssumptionText, ContractView, Edit, ErrorCode, LearningText, Outlook, OutlookInputs, OutlookRequest,
        PrivateEdit, TargetCurve, WaitingTable,
    },
};
use model::{
    Agreement, Baseline, ServiceLevelId, Side,
    private::{Assumption, Learning, Limit},
    review::Change,
    term::{self, TermError},
};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{ContractId, Draft, Import, Moment, Run, Store, import::Mapping};

impl Workspace {
    /// Changes the shared terms, as one step with a name. What a person typed and cannot be read is kept beside its term,
    /// which stays what it was ([`ContractView::unread`]); a step with a name of its own is made whole or not at all.
    ///
    /// # Errors
    /// Where there is no such term, a named step cannot be made (every reason is given), the terms are the other side's,
    /// or they cannot be saved.
    pub fn edit(&mut self, id: &str, edit: &Edit) -> ApiResult<ContractView> {
        let opened = self.opened(id)?;
        if opened.snapshot.locked {
            return Err(store::StoreError::TermsLocked.into());
        }
        let before = opened.snapshot.draft.agreement.clone();
        let mut draft = opened.snapshot.draft;
        let label = match edit {
            Edit::Set { changes, label: None } => unread::type_in(&mut draft, changes)?,
            Edit::Set { changes, label: Some(label) } => {
                apply_changes(&mut draft.agreement, changes)?;
                unread::forget(&mut draft.private, changes);
                label.clone()
            }
            Edit::Add { list, of } => term::add(&mut draft.agreement, list, of.as_deref()).map_err(refused)?.1,
            Edit::Remove { path } => {
                let label = term::remove(&mut draft.agreement, path).map_err(refused)?;
                unread::follow_removal(&mut draft.private, path, &draft.agreement);
                label
            }
        };
        let lost = besides::ramp(&before, &draft.agreement);
        let mut view = self.save(id, draft, &label)?;
        view.besides.extend(lost);
        Ok(view)
    }

    /// Changes what this side keeps for itself.
    ///
    /// # Errors
    /// Where it cannot be saved.
    pub fn edit_private(&mut self, id: &str, edit: &PrivateEdit) -> ApiResult<ContractView> {
        let mut draft = self.opened(id)?.snapshot.draft;
        let label = match edit {
            PrivateEdit::Notes { text } => {
                draft.private.notes.clone_from(text);
                "Own notes".to_owned()
            }
            PrivateEdit::Limit { path, limit, reason } => {
                draft.private.limits.retain(|l| &l.path != path);
                if !limit.trim().is_empty() {
                    let limit = Limit { path: path.clone(), limit: limit.trim().into(), reason: reason.trim().into() };
                    draft.private.limits.push(limit);
                }
                let field = term::field(&draft.agreement, path);
                format!("Own limit of {}", field.map_or_else(|| path.clone(), |f| f.full_label))
            }
            PrivateEdit::Learning { measure, start, half_life } => {
                let entry =
                    LearningText { measure: measure.clone(), start: start.clone(), half_life: half_life.clone() };
                learn(&draft.agreement, &mut draft.private.learning, &entry)?
            }
            PrivateEdit::Assumption { measure, p10, p50, p90, months } => {
                let (p10, p50, p90) = (p10.clone(), p50.clone(), p90.clone());
                let entry = AssumptionText { measure: measure.clone(), p10, p50, p90, months: months.clone() };
                assume(&draft.agreement, &mut draft.private.assumptions, &entry)?
            }
        };
        self.save(id, draft, &label)
    }

    /// Says whose copy this is.
    ///
    /// # Errors
    /// Where it cannot be saved.
    pub fn set_side(&mut self, id: &str, side: Side) -> ApiResult<ContractView> {
        let mut draft = self.opened(id)?.snapshot.draft;
        draft.private.side = side;
        self.save(id, draft, &format!("Working as {}", side.word()))
    }

    pub(super) fn save(&mut self, id: &str, draft: Draft, label: &str) -> ApiResult<ContractView> {
        self.step(id, |store, contract, at| Ok(store.edit(contract, &draft, label, at).map(|_| ())?))
    }

    /// Makes a step, or takes one back, and says what it did to approvals.
    fn step(
        &mut self,
        id: &str,
        make: impl FnOnce(&mut Store, &ContractId, Moment) -> ApiResult<()>,
    ) -> ApiResult<ContractView> {
        let before = self.held(id)?;
        let at = self.now();
        make(&mut self.store, &ContractId(id.to_owned()), at)?;
        let told = besides::approvals(&before, &self.held(id)?);
        let mut view = self.contract(id)?;
        view.besides.extend(told);
        Ok(view)
    }

    /// Takes the last step back; without one, nothing changes.
    ///
    /// # Errors
    /// Where it cannot be saved.
    pub fn undo(&mut self, id: &str) -> ApiResult<ContractView> {
        self.step(id, |store, contract, at| Ok(store.undo(contract, at).map(|_| ())?))
    }

    /// Makes the last step that was taken back again.
    ///
    /// # Errors
    /// Where it cannot be saved.
    pub fn redo(&mut self, id: &str) -> ApiResult<ContractView> {
        self.step(id, |store, contract, at| Ok(store.redo(contract, at).map(|_| ())?))
    }

    /// Imports a table of history and puts it beside the contract. With a mapping, columns are read as it says. A table
    /// that says too little by itself waits ([`ContractView::waiting_table`]) until [`Workspace::remap_history`] says more.
    ///
    /// # Errors
    /// Where the file is no table, or the same rows are already here; single rows are in the report instead.
    pub fn import_history(
        &mut self,
        id: &str,
        bytes: Vec<u8>,
        name: &str,
        mapping: Option<Mapping>,
    ) -> ApiResult<ContractView> {
        self.waiting.remove(id);
        if mapping.is_none() {
            self.refuse_the_same(id, &bytes, name)?;
        }
        let agreement = self.opened(id)?.snapshot.draft.agreement;
        match history::import_for(&bytes, name, mapping.clone(), &agreement, moment::day(self.now())) {
            Ok(read) => self.attach(id, read.baseline, Import { name: name.to_owned(), bytes, mapping: read.mapping }),
            Err(error) => self.wait(id, bytes, name, (mapping.as_ref(), &agreement), error),
        }
    }

    /// The rows of a file that is already here are not read again: its columns may have been corrected since.
    fn refuse_the_same(&self, id: &str, bytes: &[u8], name: &str) -> ApiResult<()> {
        let attached = self.store.snapshot(&ContractId(id.to_owned()))?.draft.baseline;
        let Some(attached) = attached else { return Ok(()) };
        let Some(import) = self.store.import(&attached.id)?.filter(|i| i.bytes == bytes) else { return Ok(()) };
        let at = moment::text(self.store.kept_at(&attached.id)?, self.now());
        Err(ApiError::refused(format!(
            "“{name}” holds the same rows as “{}”, imported {at}, and nothing was changed. Correct its columns below, or \
             remove the baseline to read the file anew",
            import.name
        )))
    }

    /// Keeps a table that a better mapping could mend, with what is asked about it.
    fn wait(
        &mut self,
        id: &str,
        bytes: Vec<u8>,
        name: &str,
        (mapping, agreement): (Option<&Mapping>, &Agreement),
        error: ApiError,
    ) -> ApiResult<ContractView> {
        let preview =
            store::import::look(&bytes, name, mapping, &history::names(agreement)).ok().filter(|p| p.problem.is_some());
        let Some(mut preview) = preview else { return Err(error) };
        if mapping.is_none() {
            history::add_own(&mut preview, agreement);
        }
        let problem = preview.problem.clone().unwrap_or(error.message);
        let view = WaitingTable { problem, preview };
        self.waiting.insert(id.to_owned(), Waiting { name: name.to_owned(), bytes, view });
        self.contract(id)
    }

    fn attach(&mut self, id: &str, baseline: Baseline, import: Import) -> ApiResult<ContractView> {
        let at = self.now();
        let mut draft = self.store.snapshot(&ContractId(id.to_owned()))?.draft;
        let label = format!("Baseline from {}", import.name);
        let baseline = self.store.add_import(&baseline, &import, at)?;
        self.imports.borrow_mut().remove(&baseline);
        draft.baseline = attached(baseline, false);
        self.save(id, draft, &label)
    }

    /// Reads the table that waits, or the file of the contract's baseline again, with another mapping.
    ///
    /// # Errors
    /// Where the baseline was not imported here, or the file cannot be used with this mapping.
    pub fn remap_history(&mut self, id: &str, mapping: Mapping) -> ApiResult<ContractView> {
        if let Some(waiting) = self.waiting.remove(id) {
            return self.import_history(id, waiting.bytes, &waiting.name, Some(mapping));
        }
        let opened = self.opened(id)?;
        let before = opened.snapshot.draft.baseline.as_ref();
        let import = before.map(|a| self.store.import(&a.id)).transpose()?.flatten();
        let Some((import, before)) = import.zip(opened.baseline) else {
            return Err(ApiError::refused(
                "This history was not imported here. Choose its file, then correct its columns",
            ));
        };
        let source = before.provenance;
        let mut read = history::import(&import.bytes, &import.name, Some(mapping), source.imported_on)?;
        read.baseline.provenance.illustrative = source.illustrative;
        self.attach(id, read.baseline, Import { mapping: read.mapping, ..import })
    }

    /// Says whether the baseline goes into the copy for the other side.
    ///
    /// # Errors
    /// Where there is no baseline.
    pub fn share_baseline(&mut self, id: &str, share: bool) -> ApiResult<ContractView> {
        let snapshot = self.opened(id)?.snapshot;
        if snapshot.locked && snapshot.draft.baseline.as_ref().is_some_and(|b| b.shared) {
            return Err(ApiError::refused("This baseline came from the other side"));
        }
        let mut draft = snapshot.draft;
        let baseline = draft.baseline.as_mut();
        let baseline = baseline.ok_or_else(|| ApiError::refused("There is no baseline to share. Import one first"))?;
        baseline.shared = share;
        let label = if share { "Baseline shared" } else { "Baseline kept private" };
        self.save(id, draft, label)
    }

    /// Takes the baseline away from the contract; undo brings it back. A table that waits is put aside instead.
    ///
    /// # Errors
    /// Where it cannot be saved.
    pub fn remove_baseline(&mut self, id: &str) -> ApiResult<ContractView> {
        if self.waiting.remove(id).is_some() {
            return self.contract(id);
        }
        let mut draft = self.opened(id)?.snapshot.draft;
        draft.baseline = None;
        self.save(id, draft, "Baseline removed")
    }

    /// The probability of each target of a level, from the closed form.
    ///
    /// # Errors
    /// Where nothing or too little is known of the level.
    pub fn target_curve(&self, id: &str, level: &ServiceLevelId) -> ApiResult<TargetCurve> {
        let opened = self.opened(id)?;
        let (learning, assumptions) = (opened.learning(), opened.assumptions());
        outlook::target_curve(opened.agreement(), opened.baseline.as_ref(), &learning, &assumptions, level)
    }

    /// The last simulation, where everything that its figures depend on stands as it did.
    ///
    /// # Errors
    /// Where it is of others, or there is none.
    pub(super) fn current_outlook(&self, opened: &Opened) -> ApiResult<Outlook> {
        let run = self.store.latest_run(&opened.snapshot.contract)?;
        let stale = || {
            ApiError::refused(
                "The last simulation is of other terms, history, learning or assumptions. Simulate again, then put it into the document",
            )
        };
        let result = run.and_then(|run| read_outlook(&run, opened)).ok_or_else(stale)?;
        if result.inputs == opened.outlook_inputs() { Ok(result) } else { Err(stale()) }
    }

    /// The newest simulation of a contract, of whatever terms: the window says where they were others.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn last_outlook(&self, id: &str) -> ApiResult<Option<Outlook>> {
        let opened = self.opened(id)?;
        let run = self.store.latest_run(&opened.snapshot.contract)?;
        Ok(run.and_then(|run| read_outlook(&run, &opened)))
    }

    fn keep_outlook(&mut self, id: &str, result: &Outlook, inputs_sha256: String) -> ApiResult<()> {
        let results = serde_json::to_vec(result)
            .map_err(|e| ApiError::new(ErrorCode::Internal, format!("The result has no JSON form: {e}")))?;
        let run = Run { hash: result.hash.clone().into(), inputs_sha256, results, at: self.now() };
        Ok(self.store.save_run(&ContractId(id.to_owned()), &run)?)
    }
}

/// A result as it is kept; none where it cannot be read any more. One that was kept before results named what they rest
/// on is known by its revision.
fn read_outlook(run: &Run, opened: &Opened) -> Option<Outlook> {
    let mut result: Outlook = serde_json::from_slice(&run.results).ok()?;
    if result.inputs.terms.is_empty() {
        result.inputs = OutlookInputs {
            terms: if run.hash == opened.snapshot.hash { opened.outlook_inputs().terms } else { result.hash.clone() },
            history: result.baseline_hash.clone(),
            learning: figures::views_sha256(&result.learning),
            assumptions: figures::views_sha256(&result.assumptions),
        };
    }
    Some(result)
}

/// Simulates a contract. The workspace is held only while terms are read and the result is kept, so that work goes on
/// meanwhile. Where the request says nothing of learning or assumptions, what this side keeps holds. Results of what-ifs, and
/// of learning or assumptions that are only tried, are not kept.
///
/// # Errors
/// Where there is no usable history, the terms have problems (each is named), or the job was told to stop.
pub fn simulate(
    workspace: &Mutex<Workspace>,
    id: &str,
    request: &OutlookRequest,
    cancel: &Cancel,
    progress: OnProgress<'_>,
) -> ApiResult<Outlook> {
    let opened = held(workspace).opened(id)?;
    let assumptions = request.assumptions.clone().unwrap_or_else(|| opened.assumptions());
    let learning = request.learning.clone().unwrap_or_else(|| opened.learning());
    let asked = OutlookRequest { learning: Some(learning), assumptions: Some(assumptions), ..request.clone() };
    let inputs = outlook::Inputs::new(opened.agreement(), opened.baseline.as_ref(), &asked)?;
    let result = outlook::run(&inputs, cancel, progress)?;
    if request.what_if.is_empty() && request.learning.is_none() && request.assumptions.is_none() {
        held(workspace).keep_outlook(id, &result, inputs.sha256())?;
    }
    Ok(result)
}

/// A panic elsewhere does not spoil the store: every change in it is one transaction.
fn held(workspace: &Mutex<Workspace>) -> MutexGuard<'_, Workspace> {
    workspace.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets how one measure is learnt and gives the step's name. A text that cannot be read changes nothing.
fn learn(agreement: &Agreement, kept: &mut Vec<Learning>, entry: &LearningText) -> ApiResult<String> {
    let name = agreement.measure(&entry.measure).map_or_else(|| entry.measure.to_string(), |m| m.name.clone());
    if entry.start.trim().is_empty() && entry.half_life.trim().is_empty() {
        kept.retain(|l| l.measure != entry.measure);
        return Ok(format!("{name}: steady from the start"));
    }
    let text = learning::read_one(agreement, entry).map_err(entries::refused::<LearningText>)?.text();
    let label = format!("{name}: learnt from {}, half in {}", text.start, text.half_life);
    entries::keep(kept, text.into(), |l| &l.measure);
    Ok(label)
}

/// Sets what is assumed of one measure and gives the step's name. A text that cannot be read changes nothing.
fn assume(agreement: &Agreement, kept: &mut Vec<Assumption>, entry: &AssumptionText) -> ApiResult<String> {
    let name = agreement.measure(&entry.measure).map_or_else(|| entry.measure.to_string(), |m| m.name.clone());
    if [&entry.p10, &entry.p50, &entry.p90, &entry.months].iter().all(|text| text.trim().is_empty()) {
        kept.retain(|a| a.measure != entry.measure);
        return Ok(format!("{name}: nothing assumed"));
    }
    let text = assumed::read_one(agreement, entry).map_err(entries::refused::<AssumptionText>)?.text();
    let label = format!("{name}: assumed {}, {} and {}", text.p10, text.p50, text.p90);
    entries::keep(kept, text.into(), |a| &a.measure);
    Ok(label)
}

/// What cannot be added or removed.
fn refused(error: TermError) -> ApiError {
    ApiError { code: ErrorCode::Refused, ..error.into() }
}

/// Sets terms together: all of them, or none and every one that could not be read is named. Gives a name for the step:
/// "First contact resolution, target: 72.0 % → 71.0 %".
pub(crate) fn apply_changes(agreement: &mut Agreement, changes: &[Change]) -> ApiResult<String> {
    let mut copy = agreement.clone();
    let mut refused = Vec::new();
    for change in changes {
        if let Err(e) = term::set(&mut copy, &change.path, &change.text) {
            refused.push(e);
        }
    }
    match <[_; 1]>::try_from(refused) {
        Ok([only]) => return Err(only.into()),
        Err(several) if !several.is_empty() => {
            let details = several.into_iter().map(|e| crate::wire::Detail::new(e.path, e.message)).collect();
            return Err(ApiError::input("Some terms could not be read", details));
        }
        Err(_) => {}
    }
    let label = changes.first().map(|c| step_name(agreement, &copy, &c.path)).unwrap_or_default();
    *agreement = copy;
    Ok(label)
}

pub(super) fn step_name(before: &Agreement, after: &Agreement, path: &str) -> String {
    const SHOWN_CHARS_MAX: usize = 40;
    let field = |agreement| term::field(agreement, path);
    let (Some(old), Some(new)) = (field(before), field(after)) else { return path.to_owned() };
    let shown = |text: &str| if text.is_empty() { "not set".to_owned() } else { text.to_owned() };
    if old.text.chars().count() + new.text.chars().count() > SHOWN_CHARS_MAX {
        return new.full_label;
    }
    format!("{}: {} → {}", new.full_label, shown(&old.text), shown(&new.text))
}
