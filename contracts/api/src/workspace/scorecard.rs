//! The scorecard of actuals of a contract that is kept.

use super::{Outgoing, Workspace};
use crate::{
    ApiResult, exchange,
    scorecard::{PostedStatement, case::Case, changes, intake, paper, plans, table, view},
    wire::{ApiError, Detail, ErrorCode, MonthState, PlanRequest, ScorecardView, StatementFormat, StepsView},
};
use model::{ServiceLevelId, read};
use store::{
    ContractId, Deed,
    marks::Decision,
    plans::{DueBy, Opening, PlanState},
};

impl Workspace {
    pub(super) fn case(&self, id: &str) -> ApiResult<Case> {
        let contract = ContractId(id.to_owned());
        let snapshot = self.store.snapshot(&contract)?;
        let mut posted = Vec::new();
        let mut earlier = Vec::new();
        for statement in self.store.statements(&contract)? {
            let document: PostedStatement = serde_json::from_slice(&statement.statement).map_err(|e| {
                let month = statement.month.text();
                ApiError::new(ErrorCode::Corrupt, format!("The posted statement of {month} cannot be read: {e}"))
            })?;
            let hash = statement.terms.hex().to_owned();
            if statement.terms != snapshot.hash && !earlier.iter().any(|(h, _)| *h == hash) {
                earlier.push((hash, self.store.revision(&contract, statement.revision)?));
            }
            posted.push((statement, document));
        }
        let steps = StepsView {
            step: snapshot.step.0,
            undo: snapshot.undo,
            redo: snapshot.redo,
            undo_stops: snapshot.undo_stops,
        };
        let attached = snapshot.draft.baseline.as_ref();
        let baseline = attached.map(|a| Ok::<_, ApiError>((self.store.baseline(&a.id)?, a.shared))).transpose()?;
        Ok(Case {
            revision: (snapshot.revision, snapshot.hash.hex().to_owned()),
            side: snapshot.draft.private.side,
            agreement: snapshot.draft.agreement,
            actuals: self.store.actuals(&contract)?,
            marks: self.store.marks(&contract)?,
            posted,
            earlier,
            corrections: self.store.corrections(&contract)?,
            plans: self.store.plans(&contract)?,
            baseline,
            now: self.now(),
            posted_there: self.store.statements_elsewhere(&contract)?,
            steps,
        })
    }

    /// The scorecard of a month (`2027-09`); without one, of the newest month with actuals.
    ///
    /// # Errors
    /// Where there is no such contract or it cannot be read.
    pub fn scorecard(&self, id: &str, month: Option<&str>) -> ApiResult<ScorecardView> {
        let month = month.map(intake::month).transpose()?;
        Ok(view::view(&self.case(id)?, month))
    }

    /// Says yes or no to a mark as the side that this computer works as, or takes one's own back.
    ///
    /// # Errors
    /// Where there is no such mark, it is another side's to take back, or the month is posted and no reason is given.
    pub fn decide_mark(
        &mut self,
        id: &str,
        mark: i64,
        decision: Decision,
        reason: Option<&str>,
    ) -> ApiResult<ScorecardView> {
        let case = self.case(id)?;
        let found = case.marks.iter().find(|m| m.id == mark);
        let found = found.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "There is no such mark"))?;
        if found.word_of(found.side) == Some(Decision::Withdrawn) {
            return Err(ApiError::refused("It was withdrawn"));
        }
        if decision == Decision::Withdrawn && found.side != case.side {
            let side = found.side.word();
            return Err(ApiError::refused(format!("Only the {side} can take it back")));
        }
        let (month, at) = (found.month, case.now);
        let reason = intake::reason(reason);
        self.store.decide(&ContractId(id.to_owned()), mark, case.side, decision, reason.as_deref(), at)?;
        self.open_plans_of_corrections(id, DueBy::LastStep)?;
        self.scorecard(id, Some(&month.to_string()))
    }

    /// Posts the statement of a month. It never changes again. Plans that its triggers ask for are opened.
    ///
    /// # Errors
    /// Where something stands in the way: another month is next, actuals are missing or in part, problems are open.
    pub fn post_statement(&mut self, id: &str, month: &str) -> ApiResult<ScorecardView> {
        let case = self.case(id)?;
        let wanted = intake::month(month)?;
        let shown = view::view(&case, Some(wanted));
        if let Some(hindrance) = shown.hindrance {
            let message = format!("The statement of {} cannot be posted. {hindrance}", wanted.text());
            return Err(ApiError { details: shown.problems, ..ApiError::refused(message) });
        }
        if shown.state == MonthState::Empty {
            return Err(ApiError::refused(format!("{} has no actuals", wanted.text())));
        }
        let document = changes::statement(&case, wanted)
            .map_err(|details| ApiError::input("The statement cannot be settled", details))?;
        let contract = ContractId(id.to_owned());
        let terms = case.revision.1.clone().into();
        self.store.post(&contract, wanted, &terms, &paper::json(&document)?, case.now)?;
        let due = plans::openings(&case, &document.statement, &document.adjustments);
        self.store.open_due_plans(&contract, &due, DueBy::LastStep, case.now)?;
        self.scorecard(id, Some(month))
    }

    /// Opens the plans that what was just changed in posted months makes due: a month that was corrected does not wait for
    /// the next statement.
    pub(super) fn open_plans_of_corrections(&mut self, id: &str, by: DueBy) -> ApiResult<()> {
        let case = self.case(id)?;
        // What cannot be settled yet opens nothing yet; the statement that posts the difference still does.
        let Ok(adjustments) = changes::pending(&case) else { return Ok(()) };
        let due = plans::due_by_corrections(&case, &adjustments);
        Ok(self.store.open_due_plans(&ContractId(id.to_owned()), &due, by, case.now)?)
    }

    /// Opens a rectification plan by hand, or moves one on.
    ///
    /// # Errors
    /// Where the date cannot be read, or there is no such plan or level.
    pub fn keep_plan(&mut self, id: &str, request: &PlanRequest) -> ApiResult<ScorecardView> {
        let case = self.case(id)?;
        let due = request.due_on.trim();
        let due = (!due.is_empty()).then(|| read::date(due)).transpose();
        let due_on = due.map_err(|e| ApiError::input(e.to_string(), vec![Detail::new("due_on", e.to_string())]))?;
        let state = PlanState {
            root_cause: request.root_cause.trim().to_owned(),
            owner: request.owner.trim().to_owned(),
            due_on,
            done: request.done,
        };
        let contract = ContractId(id.to_owned());
        if let Some(plan) = request.plan {
            self.store.move_plan(&contract, plan, &state, case.now)?;
            return self.scorecard(id, Some(&request.month));
        }
        if request.cause.trim().is_empty() {
            let message = "Say why the plan is opened";
            return Err(ApiError::input(message, vec![Detail::new("cause", message)]));
        }
        if let Some(level) = request.level.as_ref().filter(|l| case.agreement.service_level(l).is_none()) {
            return Err(ApiError::input(format!("The contract has no service level “{level}”"), Vec::new()));
        }
        let opening = Opening {
            month: intake::month(&request.month)?,
            level: request.level.clone(),
            cause: request.cause.trim().to_owned(),
            by_trigger: None,
        };
        self.store.open_plan(&contract, &opening, &state, case.now)?;
        self.scorecard(id, Some(&request.month))
    }

    /// The statement of a month as a file: as it was posted, or as it would be posted now.
    ///
    /// # Errors
    /// Where the month has no actuals or cannot be settled.
    pub fn statement_file(&self, id: &str, month: &str, format: StatementFormat) -> ApiResult<Outgoing> {
        let case = self.case(id)?;
        let month = intake::month(month)?;
        let posted = case.posted_of(month);
        let document = match posted {
            Some((_, document)) => document.clone(),
            None if view::view(&case, Some(month)).state == MonthState::Empty => {
                return Err(ApiError::refused(format!("{} has no actuals", month.text())));
            }
            None => changes::statement(&case, month)
                .map_err(|details| ApiError::input("The statement cannot be settled", details))?,
        };
        let (bytes, ending) = match format {
            StatementFormat::Pdf => {
                (paper::posted_pdf(&document, posted.map_or(case.now, |(p, _)| p.at), posted.is_some())?, "pdf")
            }
            StatementFormat::Csv => {
                let months = std::slice::from_ref(&document.statement);
                let n_of = |_, level: &ServiceLevelId| {
                    document.sources.iter().find(|s| &s.service_level == level).and_then(|s| s.n)
                };
                let sheet = table::Sheet {
                    months,
                    currency: &document.currency,
                    adjustments: &document.adjustments,
                    n_of: &n_of,
                    held: &[],
                    in_part: "",
                };
                (table::csv(&sheet), "csv")
            }
            StatementFormat::Json => (paper::json(&document)?, "json"),
        };
        let state = if posted.is_some() { "posted" } else { "not posted" };
        Ok(Outgoing {
            name: exchange::file_name(&document.title, &format!("-statement-{month}"), ending),
            bytes,
            deed: Deed::Exported,
            what: format!("Statement of {} ({state}) as {}", month.text(), ending.to_uppercase()),
        })
    }
}
