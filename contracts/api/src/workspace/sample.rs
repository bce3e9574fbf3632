//! The sample as a contract that is kept, as a draft or as far as its story has come.

use super::{Workspace, attached, library::Origin};
use crate::{
    ApiResult,
    sample::{self, Story},
    wire::ContractView,
};
use model::{Private, Side};
use store::{Import, Moment};

impl Workspace {
    /// Opens the sample: a filled-in draft with its illustrative history. Each call makes a contract of its own.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn open_sample(&mut self) -> ApiResult<ContractView> {
        let today = self.now().date_naive();
        let (agreement, read) = sample::read(today)?;
        let bytes = sample::history_bytes(today);
        let import = Import { name: sample::HISTORY_NAME.to_owned(), bytes, mapping: read.mapping };
        let baseline = self.store.add_import(&read.baseline, &import, self.now())?;
        let origin = Origin { received: None, sample: true, label: "Sample, illustrative".into() };
        let learning = sample::learning().into_iter().map(Into::into).collect();
        let private = Private { learning, ..Private::of(Side::Client) };
        self.begin(agreement, private, attached(baseline, false), origin)
    }

    /// Opens the sample as a contract under which service runs: approved before it started, six months of illustrative
    /// actuals, five of them posted. Each step has the date that it has in the sample's story.
    ///
    /// # Errors
    /// Where the database cannot be written; then there is no sample.
    pub fn open_running_sample(&mut self) -> ApiResult<ContractView> {
        let story = Story::until(self.now());
        let clock = std::mem::replace(&mut self.clock, fixed(story.drafted()));
        let told = self.open_sample().and_then(|draft| {
            let told = self.tell(&draft, story);
            if told.is_err() {
                // A story that breaks off would be no sample; the fault itself is what is told.
                let _ = self.remove_contract(&draft.id);
            }
            told.map(|()| draft.id)
        });
        self.clock = clock;
        self.contract(&told?)
    }

    fn tell(&mut self, draft: &ContractView, story: Story) -> ApiResult<()> {
        for (place, approver) in draft.approvals.iter().enumerate() {
            self.clock = fixed(story.approved(place));
            self.approve(&draft.id, approver.side, &approver.role, &draft.revision.hash)?;
        }
        let months = sample::actuals(self.case(&draft.id)?.first());
        let open = months.last().map(|(month, _)| *month);
        for (month, table) in months {
            self.clock = fixed(story.reported(month));
            self.import_actuals(&draft.id, table.as_bytes(), &format!("illustrative-actuals-{month}.csv"), None)?;
            if Some(month) != open {
                self.clock = fixed(story.posted(month));
                self.post_statement(&draft.id, &month.to_string())?;
            }
        }
        Ok(())
    }
}

fn fixed(at: Moment) -> super::Clock {
    Box::new(move || at)
}
