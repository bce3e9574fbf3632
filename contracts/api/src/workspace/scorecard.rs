//! The scorecard of actuals of a contract that is kept.

use super::{Outgoing, Workspace};
use crate::{
    ApiResult, exchange, sample,
    scorecard::{PostedStatement, case::Case, changes, intake, paper, view},
    wire::{
        ActualsImported, ApiError, ContractView, Detail, ErrorCode, MarkRequest, MonthState, PlanRequest,
        ScorecardView, StatementFormat, TypedActual,
    },
};
use model::{Month, read};
use store::{
    ContractId, Deed,
    actuals::{NewActuals, Trouble},
    marks::{Decision, Mark, NewMark},
    plans::{Opening, PlanState},
};

impl Workspace {
    fn case(&self, id: &str) -> ApiResult<Case> {
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
            now: self.now(),
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

    /// Opens the sample as a contract under which service runs: six months of illustrative actuals, five of them posted.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub fn open_running_sample(&mut self) -> ApiResult<ContractView> {
        let id = self.open_sample()?.id;
        let first = self.case(&id)?.first();
        self.import_actuals(&id, &sample::actuals_bytes(first), sample::ACTUALS_NAME, None)?;
        for month in 0..5 {
            self.post_statement(&id, &first.plus(month).to_string())?;
        }
        self.contract(&id)
    }

    /// Imports a table of actuals of one or several months. What cannot be taken is named, and the rest is taken.
    ///
    /// # Errors
    /// Where the file as a whole cannot be used.
    pub fn import_actuals(
        &mut self,
        id: &str,
        bytes: &[u8],
        name: &str,
        reason: Option<&str>,
    ) -> ApiResult<ActualsImported> {
        let case = self.case(id)?;
        let reason = intake::reason(reason);
        let mut taken = intake::table(&case, bytes, name, case.now.date_naive(), reason.as_deref())?;
        let shown = taken.new.figures.iter().map(|f| f.month).max();
        let summary = summary(&taken.new);
        let problems = taken.new.problems.iter().map(detail).collect();
        // What the same file could not give before may have been set right since.
        let hash = model::canonical::sha256_hex(bytes);
        let same = |source: &&store::actuals::Source| source.sha256.as_ref() == Some(&hash);
        taken.new.problems.retain(|p| !case.actuals.sources.iter().filter(same).any(|s| s.problems.contains(p)));
        self.keep(id, &taken.new)?;
        let view = self.scorecard(id, shown.map(|m| m.to_string()).as_deref())?;
        Ok(ActualsImported { summary, problems, notes: taken.notes, view })
    }

    /// Keeps a figure that a person typed.
    ///
    /// # Errors
    /// Where it cannot be read or cannot be, or the month is posted and no reason is given.
    pub fn type_actual(&mut self, id: &str, typed: &TypedActual) -> ApiResult<ScorecardView> {
        let new = intake::typed(&self.case(id)?, typed)?;
        self.keep(id, &new)?;
        self.scorecard(id, Some(&typed.month))
    }

    /// Keeps what was invoiced for a month, where it is not what the agreement says.
    ///
    /// # Errors
    /// As for [`Workspace::type_actual`].
    pub fn set_charges(&mut self, id: &str, month: &str, text: &str, reason: Option<&str>) -> ApiResult<ScorecardView> {
        let new = intake::charges(&self.case(id)?, month, text, reason)?;
        self.keep(id, &new)?;
        self.scorecard(id, Some(month))
    }

    fn keep(&mut self, id: &str, new: &NewActuals) -> ApiResult<()> {
        let at = self.now();
        Ok(self.store.add_actuals(&ContractId(id.to_owned()), new, at)?)
    }

    /// Marks levels of a month: a late report, relief, a sample, an incident. This side approves it by that.
    ///
    /// # Errors
    /// Where it names no level or one that is not there, or the month is posted and no reason is given.
    pub fn mark_month(&mut self, id: &str, request: &MarkRequest) -> ApiResult<ScorecardView> {
        let case = self.case(id)?;
        let month = intake::month(&request.month)?;
        check_mark(&case, month, &request.mark)?;
        let marked = store::marks::Marked {
            id: 0,
            month,
            side: case.side,
            mark: request.mark.clone(),
            at: case.now,
            decisions: Vec::new(),
        };
        let new = NewMark {
            month,
            side: case.side,
            mark: request.mark.clone(),
            label: format!("{}: {}", month.text(), changes::remark(&case, &marked)),
            reason: intake::reason(request.reason.as_deref()),
        };
        self.store.mark(&ContractId(id.to_owned()), &new, case.now)?;
        self.scorecard(id, Some(&request.month))
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
        for fired in &document.statement.triggers {
            if fired.consequence != model::remedy::Consequence::RectificationPlan {
                continue;
            }
            let opening = Opening {
                month: wanted,
                level: fired.service_level.clone(),
                cause: fired.words.clone(),
                by_trigger: Some(fired.trigger),
            };
            let days = case.agreement.rectification.plan_days;
            let due_on = days.and_then(|d| case.now.date_naive().checked_add_days(chrono::Days::new(d.into())));
            self.store.open_plan(&contract, &opening, &PlanState { due_on, ..PlanState::default() }, case.now)?;
        }
        self.scorecard(id, Some(month))
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
                (paper::csv(months, &document.currency, &document.adjustments), "csv")
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

fn detail(trouble: &Trouble) -> Detail {
    Detail::new(trouble.place.clone(), trouble.message.clone())
}

fn summary(new: &NewActuals) -> String {
    let mut months: Vec<Month> = new.figures.iter().map(|f| f.month).chain(new.amounts.iter().map(|a| a.0)).collect();
    months.sort();
    months.dedup();
    let figures = view::counted(new.figures.len() + new.amounts.len(), "figure");
    let months = view::counted(months.len(), "month");
    match new.problems.len() {
        0 => format!("{figures} of {months} taken"),
        n => format!("{figures} of {months} taken; {} to look at", view::counted(n, "problem")),
    }
}

fn check_mark(case: &Case, month: Month, mark: &Mark) -> ApiResult<()> {
    let wrong = |place: &str, message: String| Err(ApiError::input(message.clone(), vec![Detail::new(place, message)]));
    if !case.holds(month) {
        return wrong("month", format!("{} lies outside of the contract’s months", month.text()));
    }
    if mark.levels().is_empty() {
        return wrong("levels", "Name at least one service level".into());
    }
    if let Some(unknown) = mark.levels().iter().find(|l| case.agreement.service_level(l).is_none()) {
        return wrong("levels", format!("The contract has no service level “{unknown}”"));
    }
    match mark {
        Mark::Late { business_days: 0, .. } => wrong("business_days", "Say how many business days late".into()),
        Mark::Excused { evidence, .. } | Mark::SamplerAtFault { evidence, .. } if evidence.trim().is_empty() => {
            wrong("evidence", "Say what shows it: relief needs evidence".into())
        }
        Mark::Incident { name, levels, chosen } => {
            if name.trim().is_empty() {
                return wrong("name", "Say what happened".into());
            }
            if levels.len() < 2 {
                return wrong("levels", "An incident names at least two service levels".into());
            }
            if chosen.as_ref().is_some_and(|c| !levels.contains(c)) {
                return wrong("chosen", "The chosen level is not one of the incident’s".into());
            }
            let others =
                case.marks.iter().filter(|m| m.month == month && m.word_of(m.side) != Some(Decision::Withdrawn));
            let taken = others.filter(|m| matches!(m.mark, Mark::Incident { .. })).flat_map(|m| m.mark.levels());
            match taken.into_iter().find(|l| levels.contains(l)) {
                Some(level) => {
                    wrong("levels", format!("{} is already in another incident of the month", case.name(level)))
                }
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}
