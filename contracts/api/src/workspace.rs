//! Contracts that are kept: what the window works on.

mod actuals;
mod answer;
mod approval;
mod besides;
mod drafts;
mod library;
mod sample;
mod scorecard;
mod sign;
mod station;
mod target;
mod templates;
mod unread;
mod waive;

use crate::{
    ApiResult, check, history,
    outlook::{assumed, figures, learning},
    view::{self, baseline_view},
    wire::{
        AssumptionText, ContractView, ImportView, LearningText, MeasureChoice, OutlookInputs, PrivateView,
        RevisionView, WaitingTable,
    },
};
use chrono::SecondsFormat;
use model::{Agreement, Baseline, Finding, template::Template, term};
use std::{cell::RefCell, collections::HashMap, path::Path};
use store::{Attached, BaselineId, ContractId, Moment, Snapshot, Store, import::Names};

pub use sign::Outgoing;
pub(crate) use station::apply_changes;
pub use station::simulate;

/// Gives the time.
pub type Clock = Box<dyn Fn() -> Moment + Send>;
/// Gives ids that were never given before.
pub type Ids = Box<dyn FnMut() -> String + Send>;

/// The contracts on this computer.
pub struct Workspace {
    store: Store,
    clock: Clock,
    ids: Ids,
    /// What imports did, read again from their files once for the names of the contract's measures, and kept while the
    /// program runs.
    imports: RefCell<HashMap<BaselineId, (Names, Option<ImportView>)>>,
    /// Tables that were chosen for a contract and are not taken before somebody says more about them.
    waiting: HashMap<String, Waiting>,
    /// The same for tables of actuals.
    offered: HashMap<String, actuals::Offered>,
}

/// A table that is not taken yet.
struct Waiting {
    name: String,
    bytes: Vec<u8>,
    view: WaitingTable,
}

/// A contract with what belongs to it.
struct Opened {
    snapshot: Snapshot,
    baseline: Option<Baseline>,
    /// The template of one's own that the agreement began from.
    template: Option<Template>,
}

impl Opened {
    fn agreement(&self) -> &Agreement {
        &self.snapshot.draft.agreement
    }

    /// How performance is learnt during the ramp, as this side assumes it.
    fn learning(&self) -> Vec<LearningText> {
        learning::kept(self.agreement(), &self.snapshot.draft.private.learning)
    }

    /// What this side assumes of measures without a usable history.
    fn assumptions(&self) -> Vec<AssumptionText> {
        assumed::kept(self.agreement(), self.baseline.as_ref(), &self.snapshot.draft.private.assumptions)
    }

    /// What the figures of a simulation of it would rest on.
    fn outlook_inputs(&self) -> OutlookInputs {
        figures::inputs_kept(self.agreement(), self.baseline.as_ref(), &self.snapshot.draft.private)
    }

    fn findings(&self) -> Vec<Finding> {
        check::check_own(self.agreement(), self.baseline.as_ref(), &self.snapshot.draft.private, self.template.as_ref())
    }
}

impl Workspace {
    /// Opens the database at `path`, or makes it.
    ///
    /// # Errors
    /// Where it cannot be read, belongs to a newer version, is damaged or held by another program.
    pub fn open(path: &Path, clock: Clock, ids: Ids) -> ApiResult<Self> {
        let mut workspace = Self::over(Store::open(path)?, clock, ids);
        // What cannot be taken up now waits for the next start; it must not keep the contracts closed.
        let _ = workspace.take_up_drafts();
        Ok(workspace)
    }

    /// A workspace that is gone when it is dropped.
    ///
    /// # Errors
    /// Where SQLite refuses.
    pub fn in_memory(clock: Clock, ids: Ids) -> ApiResult<Self> {
        Ok(Self::over(Store::in_memory()?, clock, ids))
    }

    /// A workspace over a store that is open.
    #[must_use]
    pub fn over(store: Store, clock: Clock, ids: Ids) -> Self {
        Self {
            store,
            clock,
            ids,
            imports: RefCell::new(HashMap::new()),
            waiting: HashMap::new(),
            offered: HashMap::new(),
        }
    }

    fn now(&self) -> Moment {
        (self.clock)()
    }

    fn opened(&self, id: &str) -> ApiResult<Opened> {
        let snapshot = self.store.snapshot(&ContractId(id.to_owned()))?;
        let baseline = self.baseline_of(&snapshot)?;
        let began = snapshot.draft.agreement.template.as_ref();
        // A template that cannot be read sets no limits; it must not take the contract with it.
        let template = began.and_then(|t| self.store.template(&t.id).ok().flatten());
        Ok(Opened { snapshot, baseline, template })
    }

    fn baseline_of(&self, snapshot: &Snapshot) -> ApiResult<Option<Baseline>> {
        let attached = snapshot.draft.baseline.as_ref();
        Ok(attached.map(|a| self.store.baseline(&a.id)).transpose()?)
    }

    /// A contract with everything that its stations show.
    ///
    /// # Errors
    /// Where there is no such contract or it cannot be read.
    pub fn contract(&self, id: &str) -> ApiResult<ContractView> {
        let opened = self.opened(id)?;
        let (agreement, findings) = (opened.agreement(), opened.findings());
        let snapshot = &opened.snapshot;
        let fields = term::fields(agreement);
        let unread = unread::views(agreement, &fields, &snapshot.draft.private.unread);
        let (approvals, voided) = self.approvals(&opened)?;
        let document = self.tree(&opened, None)?;
        Ok(ContractView {
            id: id.to_owned(),
            title: agreement.title.clone(),
            client: agreement.parties.client.name.clone(),
            vendor: agreement.parties.vendor.name.clone(),
            side: snapshot.draft.private.side,
            locked: snapshot.locked,
            received_from: snapshot.received_from,
            sample: snapshot.sample,
            state: approval::state(agreement, snapshot.locked, &approvals, &voided, self.now().date_naive()),
            revision: RevisionView {
                number: snapshot.revision,
                hash: snapshot.hash.hex().to_owned(),
                short_hash: snapshot.hash.short(),
                at: time_text(snapshot.changed_at),
            },
            sections: view::sections(&document, &fields, &findings),
            clauses: view::clauses(&document),
            levels: view::level_views(agreement),
            free_measures: free_measures(agreement),
            library_measures: library_measures(agreement),
            lists: term::lists(agreement),
            ramp_months: u32::try_from(agreement.ramp.months()).unwrap_or(u32::MAX),
            weights_sum_text: view::weights_sum_text(agreement),
            blockers: view::blockers(&findings, &unread, &fields),
            unread,
            findings,
            document,
            step: snapshot.step.0,
            undo: snapshot.undo.clone(),
            redo: snapshot.redo.clone(),
            undo_stops: snapshot.undo_stops.clone(),
            answer_hindrance: self.answer_hindrance(&opened)?,
            baseline: opened.baseline.as_ref().map(|b| self.baseline_view(b, &opened)),
            waiting_table: self.waiting.get(id).map(|w| w.view.clone()),
            approvals,
            voided,
            trail: self.trail(id)?,
            private: private_view(&opened, &fields),
            outlook_inputs: opened.outlook_inputs(),
            besides: Vec::new(),
            fields,
        })
    }

    fn baseline_view(&self, baseline: &Baseline, opened: &Opened) -> crate::wire::BaselineView {
        let snapshot = &opened.snapshot;
        let attached = snapshot.draft.baseline.as_ref();
        let shared = attached.is_some_and(|a| a.shared);
        // What a locked contract came with belongs to the other side.
        let own = !(snapshot.locked && shared);
        let import = attached.filter(|_| own).and_then(|a| self.import_of(&a.id, opened.agreement()));
        baseline_view(baseline, opened.agreement(), own, shared, import)
    }
}

impl Workspace {
    /// What the import of a baseline did; none where it came with a contract file, or its file cannot be read any more.
    fn import_of(&self, baseline: &BaselineId, agreement: &Agreement) -> Option<ImportView> {
        let read = || {
            let import = self.store.import(baseline).ok()??;
            let imported_on = self.store.baseline(baseline).ok()?.provenance.imported_on;
            // What was guessed is told as a guess as long as nobody said otherwise.
            let guessed = history::import_for(&import.bytes, &import.name, None, agreement, imported_on).ok();
            let read = match guessed.filter(|read| read.mapping == import.mapping) {
                Some(read) => read,
                None => {
                    let mapping = Some(import.mapping);
                    history::import_for(&import.bytes, &import.name, mapping, agreement, imported_on).ok()?
                }
            };
            Some(ImportView { preview: read.preview, mapping: read.mapping, report: read.report })
        };
        let names = history::names(agreement);
        let mut imports = self.imports.borrow_mut();
        if imports.get(baseline).is_none_or(|(known, _)| *known != names) {
            imports.insert(baseline.clone(), (names, read()));
        }
        imports.get(baseline).and_then(|(_, view)| view.clone())
    }
}

fn free_measures(agreement: &Agreement) -> Vec<MeasureChoice> {
    let taken = |id| agreement.service_levels.iter().any(|l| &l.measure == id);
    let free = agreement.measures.iter().filter(|m| !taken(&m.id));
    free.map(|m| MeasureChoice { id: m.id.clone(), name: m.name.clone() }).collect()
}

/// The library, without what is defined already.
fn library_measures(agreement: &Agreement) -> Vec<MeasureChoice> {
    let free = model::library::measures().map(|entry| &entry.measure).filter(|m| agreement.measure(&m.id).is_none());
    free.map(|m| MeasureChoice { id: m.id.clone(), name: m.name.clone() }).collect()
}

fn private_view(opened: &Opened, fields: &[term::Field]) -> PrivateView {
    let private = &opened.snapshot.draft.private;
    let label = |path: &str| fields.iter().find(|f| f.path == path).map(|f| f.full_label.clone()).unwrap_or_default();
    let limits = private.limits.iter().map(|l| crate::wire::LimitView {
        path: l.path.clone(),
        label: label(&l.path),
        limit: l.limit.clone(),
        reason: l.reason.clone(),
    });
    PrivateView {
        notes: private.notes.clone(),
        limits: limits.collect(),
        learning: learning::kept_views(opened.agreement(), &private.learning),
        assumptions: assumed::kept_views(opened.agreement(), opened.baseline.as_ref(), &private.assumptions),
    }
}

/// RFC 3339 in UTC, to the second.
fn time_text(at: Moment) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Attached history that stays as it is, but for whether it is shared.
fn attached(id: store::BaselineId, shared: bool) -> Option<Attached> {
    Some(Attached { id, shared })
}
