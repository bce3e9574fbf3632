//! The library: what there is, what can be begun, opened, put away and brought back.

use super::{Workspace, approval, attached, time_text};
use crate::{
    ApiResult, draft, exchange,
    scorecard::shared,
    template,
    wire::{ContractCard, ContractState, ContractView, Library},
};
use model::{Agreement, Baseline, ContentHash, Private, Severity, Side, template::templates};
use store::{Attached, ContractId, Draft, NewContract, Received, Said, Summary};

impl Workspace {
    /// Every contract and every template.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn library(&self) -> ApiResult<Library> {
        let summaries = self.store.contracts()?;
        Ok(Library {
            contracts: summaries.iter().map(|s| self.card(s)).collect(),
            templates: self.own_templates()?.iter().chain(templates()).map(template::card).collect(),
        })
    }

    fn card(&self, summary: &Summary) -> ContractCard {
        // A contract that cannot be read still has its card; opening it says what is wrong.
        let opened = self.opened(&summary.contract.0).ok();
        let findings = opened.as_ref().map(super::Opened::findings).unwrap_or_default();
        let open = |severity| model::review::in_the_way(&findings).filter(|f| f.severity == severity).count() as u32;
        let months = opened.as_ref().and_then(|o| o.baseline.as_ref()).map_or(0, Baseline::months);
        let state = opened.as_ref().and_then(|o| {
            let (approvals, voided) = self.approvals(o).ok()?;
            Some(approval::state(o.agreement(), o.snapshot.locked, &approvals, &voided, self.now().date_naive()))
        });
        let statements = self.store.statements(&summary.contract).map_or(0, |posted| posted.len());
        ContractCard {
            id: summary.contract.0.clone(),
            title: summary.title.clone(),
            client: summary.client.clone(),
            vendor: summary.vendor.clone(),
            revision: summary.revision,
            changed_at: time_text(summary.changed_at),
            sample: summary.sample,
            state: state.unwrap_or(ContractState::Unreadable),
            statements: u32::try_from(statements).unwrap_or(u32::MAX),
            side: summary.side,
            locked: summary.locked,
            baseline_months: u32::try_from(months).unwrap_or(u32::MAX),
            errors: open(Severity::Error),
            warnings: open(Severity::Warning),
        }
    }

    /// Begins a contract from a template; service starts on the first day of the month after next.
    ///
    /// # Errors
    /// Where there is no such template or the database cannot be written.
    pub fn create_from_template(&mut self, template_id: &str) -> ApiResult<ContractView> {
        let template = self.template(template_id)?;
        let agreement = draft::from(&template, &[], self.now().date_naive())?;
        let label = format!("From the template “{}”", agreement.title);
        let side = template.side.unwrap_or(Side::Client);
        self.begin(agreement, Private::of(side), None, Origin { received: None, sample: false, label })
    }

    /// Opens a contract file. A copy that the other side wrote has read-only terms and is worked on as whoever did not
    /// write it; a file with a private part is one's own. An answer to a contract that is here already, with what the
    /// other side's approvers said, is taken in there ([`Workspace::take_in`]).
    ///
    /// # Errors
    /// Where the bytes are no contract file, or it answers terms that have changed since; nothing is added.
    pub fn open_file(&mut self, bytes: &[u8], name: &str) -> ApiResult<ContractView> {
        let file = exchange::open(bytes, name)?;
        if let Some(snapshot) = self.answered(&file)? {
            return self.take_in_file(&snapshot, &file, name);
        }
        let from = file.sent.as_ref().map_or(Side::Client, |sent| sent.side);
        let received =
            file.private.is_none().then(|| Received { from, revision: file.sent.as_ref().map(|sent| sent.revision) });
        let private = file.private.unwrap_or_else(|| Private::of(from.other()));
        let label = name.to_owned();
        let at = self.now();
        let actuals = file.actuals.filter(|_| received.is_some());
        if let Some(actuals) = &actuals {
            shared::check(&file.agreement, actuals, from, name)?;
        }
        let shared = file.shared_baseline.map(|b| self.store.add_baseline(&b, at)).transpose()?;
        let shared = shared.and_then(|id| attached(id, true));
        let view = self.begin(file.agreement, private, shared, Origin { received, sample: false, label })?;
        let words = file.sent.map(|sent| sent.sign_offs).unwrap_or_default();
        let words: Vec<_> = words.into_iter().filter(|w| w.side == from && w.sha256 == view.revision.hash).collect();
        let mut told = Vec::new();
        if let Some(actuals) = &actuals {
            told.push(self.take_in_actuals(&ContractId(view.id.clone()), from, actuals, name)?);
        }
        if received.is_none() || words.is_empty() && told.is_empty() {
            return Ok(view);
        }
        for word in words {
            let said = Said {
                side: word.side,
                role: word.role,
                word: word.word,
                reason: word.reason,
                elsewhere: Some(word.at),
            };
            let (id, at) = (ContractId(view.id.clone()), self.now());
            self.store.sign_off(&id, &ContentHash::from(view.revision.hash.clone()), &said, at)?;
        }
        let mut view = self.contract(&view.id)?;
        view.besides.extend(told);
        Ok(view)
    }

    pub(super) fn begin(
        &mut self,
        agreement: Agreement,
        private: Private,
        baseline: Option<Attached>,
        origin: Origin,
    ) -> ApiResult<ContractView> {
        let at = self.now();
        let id = ContractId((self.ids)());
        let new = NewContract {
            id: id.clone(),
            draft: Draft { agreement, private, baseline },
            received: origin.received,
            sample: origin.sample,
            label: origin.label,
        };
        self.store.create(&new, at)?;
        self.contract(&id.0)
    }

    /// Puts a contract away; it can be brought back.
    ///
    /// # Errors
    /// Where there is no such contract.
    pub fn remove_contract(&mut self, id: &str) -> ApiResult<Library> {
        let at = self.now();
        self.store.remove(&ContractId(id.to_owned()), at)?;
        self.library()
    }

    /// Brings a contract back.
    ///
    /// # Errors
    /// Where there is no such contract.
    pub fn restore_contract(&mut self, id: &str) -> ApiResult<Library> {
        let at = self.now();
        self.store.restore(&ContractId(id.to_owned()), at)?;
        self.library()
    }
}

/// Where a contract comes from.
pub(super) struct Origin {
    pub received: Option<Received>,
    pub sample: bool,
    pub label: String,
}
