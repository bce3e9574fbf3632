//! Actuals coming in and what is said about them: tables, typed values, amounts, marks.

use super::Workspace;
use crate::{
    ApiResult, ServiceLevelId,
    history::Answers,
    scorecard::{
        case::Case,
        changes, differences, entry,
        intake::{self, Offer},
        view,
    },
    wire::{ActualsImported, AmountsTyped, ApiError, Detail, ErrorCode, MarkRequest, ScorecardView, TypedActual},
};
use model::Month;
use store::{
    ContractId,
    actuals::{AmountOf, NewActuals, Trouble},
    marks::{Decision, Mark, NewMark},
    plans::DueBy,
};

/// A table of actuals that is not taken before somebody says more about it.
pub(super) struct Offered {
    name: String,
    bytes: Vec<u8>,
    reason: Option<String>,
    answers: Vec<(String, String)>,
}

impl Workspace {
    /// Imports a table of actuals of one or several months. What cannot be taken is named, and the rest is taken. Where it
    /// asks something, or would change figures that are here already, it says so and waits:
    /// [`Workspace::answer_actuals`], [`Workspace::take_actuals`], [`Workspace::leave_actuals`].
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
        let reason = intake::reason(reason);
        let offered = Offered { name: name.to_owned(), bytes: bytes.to_vec(), reason, answers: Vec::new() };
        self.offered.remove(id);
        self.offer(id, offered, false)
    }

    /// Says what a column of the table that waits holds.
    ///
    /// # Errors
    /// Where no table waits, or the answer is none of those on offer.
    pub fn answer_actuals(&mut self, id: &str, column: &str, choice: &str) -> ApiResult<ActualsImported> {
        let mut offered = self.offered.remove(id).ok_or_else(nothing_waits)?;
        offered.answers.push((column.to_owned(), choice.to_owned()));
        self.offer(id, offered, false)
    }

    /// Takes the table that waits, with what it changes.
    ///
    /// # Errors
    /// Where no table waits, or it still asks something.
    pub fn take_actuals(&mut self, id: &str) -> ApiResult<ActualsImported> {
        let offered = self.offered.remove(id).ok_or_else(nothing_waits)?;
        self.offer(id, offered, true)
    }

    /// Leaves the table that waits: nothing of it is taken.
    pub fn leave_actuals(&mut self, id: &str) {
        self.offered.remove(id);
    }

    fn offer(&mut self, id: &str, offered: Offered, confirmed: bool) -> ApiResult<ActualsImported> {
        let case = self.case(id)?;
        let answers = Answers { mapping: None, choices: offered.answers.clone() };
        let read = intake::table(&case, &offered.bytes, &offered.name, &answers, offered.reason.as_deref())?;
        let taken = match read {
            Offer::Asks(questions) => {
                let summary = format!("“{}” asks something first; nothing is taken yet", offered.name);
                let waiting = self.waiting(id, summary, &offered)?;
                self.offered.insert(id.to_owned(), offered);
                return Ok(ActualsImported { questions, ..waiting });
            }
            Offer::Reads(taken) => *taken,
        };
        let problems: Vec<Detail> = told(&taken.new.problems);
        if !confirmed && !taken.changes.is_empty() {
            let changes = match taken.changes.len() {
                1 => "1 figure that is".to_owned(),
                n => format!("{n} figures that are"),
            };
            let summary = format!("“{}” changes {changes} here already; nothing is taken yet", offered.name);
            let waiting = self.waiting(id, summary, &offered)?;
            self.offered.insert(id.to_owned(), offered);
            return Ok(ActualsImported { changes: taken.changes, problems, notes: taken.notes, ..waiting });
        }
        let mut new = taken.new;
        let shown = new.figures.iter().map(|f| f.month).chain(new.amounts.iter().map(|a| a.0)).max();
        let summary = summary(&new, problems.len());
        // What the same file could not give before may have been set right since.
        let hash = model::canonical::sha256_hex(&offered.bytes);
        let same = |source: &&store::actuals::Source| source.sha256.as_ref() == Some(&hash);
        new.problems.retain(|p| !case.actuals.sources.iter().filter(same).any(|s| s.problems.contains(p)));
        self.keep(id, &new)?;
        let view = self.scorecard(id, shown.map(|m| m.to_string()).as_deref())?;
        Ok(ActualsImported {
            waits: false,
            name: offered.name,
            questions: Vec::new(),
            changes: taken.changes,
            summary,
            problems,
            notes: taken.notes,
            view,
        })
    }

    fn waiting(&self, id: &str, summary: String, offered: &Offered) -> ApiResult<ActualsImported> {
        Ok(ActualsImported {
            waits: true,
            name: offered.name.clone(),
            questions: Vec::new(),
            changes: Vec::new(),
            summary,
            problems: Vec::new(),
            notes: Vec::new(),
            view: self.scorecard(id, None)?,
        })
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

    /// Keeps amounts of a month that a person typed: what was invoiced, delivered, saved, offered, forecast. An emptied one
    /// is taken back.
    ///
    /// # Errors
    /// As for [`Workspace::type_actual`]; everything wrong is named.
    pub fn set_amounts(&mut self, id: &str, typed: &AmountsTyped) -> ApiResult<ScorecardView> {
        let new = entry::typed(&self.case(id)?, typed)?;
        self.keep(id, &new)?;
        self.scorecard(id, Some(&typed.month))
    }

    /// Takes what the other side says of a level or an amount for this side, too.
    ///
    /// # Errors
    /// Where it says nothing else, or the month is posted and no reason is given.
    pub fn adopt_actual(
        &mut self,
        id: &str,
        month: &str,
        level: Option<&ServiceLevelId>,
        what: Option<AmountOf>,
        reason: Option<&str>,
    ) -> ApiResult<ScorecardView> {
        let new = differences::adopt(&self.case(id)?, month, level, what, reason)?;
        self.keep(id, &new)?;
        self.scorecard(id, Some(month))
    }

    fn keep(&mut self, id: &str, new: &NewActuals) -> ApiResult<()> {
        let at = self.now();
        self.store.add_actuals(&ContractId(id.to_owned()), new, at)?;
        self.open_plans_of_corrections(id, DueBy::LastStep)
    }

    /// Marks a month: a late report, relief, a sample, an incident, obligations that were not shown. This side approves it
    /// by that.
    ///
    /// # Errors
    /// Where it names no level or one that is not there, a part of the month that cannot be taken out, or the month is
    /// posted and no reason is given.
    pub fn mark_month(&mut self, id: &str, request: &MarkRequest) -> ApiResult<ScorecardView> {
        let case = self.case(id)?;
        let month = intake::month(&request.month)?;
        let mut mark = request.mark.clone();
        let checked = check_mark(&case, month, &mark);
        if let Mark::Excused { levels, window, .. } = &mut mark {
            let typed = request.window.as_ref();
            match (typed.map(|typed| entry::window(&case, month, levels, typed)).transpose(), checked) {
                (Ok(read), Ok(())) => *window = read,
                // Both at once.
                (Err(of_window), Err(mut of_mark)) => {
                    of_mark.details.extend(of_window.details);
                    return Err(of_mark);
                }
                (Err(error), Ok(())) | (Ok(_), Err(error)) => return Err(error),
            }
        } else {
            checked?;
        }
        let marked = store::marks::Marked {
            id: 0,
            month,
            side: case.side,
            mark: mark.clone(),
            at: case.now,
            decisions: Vec::new(),
        };
        let new = NewMark {
            month,
            side: case.side,
            label: format!("{}: {}", month.text(), changes::remark(&case, &marked)),
            mark,
            reason: intake::reason(request.reason.as_deref()),
        };
        self.store.mark(&ContractId(id.to_owned()), &new, case.now)?;
        self.open_plans_of_corrections(id, DueBy::LastStep)?;
        self.scorecard(id, Some(&request.month))
    }
}

fn nothing_waits() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "No table of actuals waits. Choose its file again")
}

/// What was not taken, each said once: a column's problem is one, however many months it holds.
fn told(problems: &[Trouble]) -> Vec<Detail> {
    let mut told: Vec<Detail> = Vec::new();
    for trouble in problems {
        let detail = Detail::new(trouble.place.clone(), trouble.message.clone());
        if !told.contains(&detail) {
            told.push(detail);
        }
    }
    told
}

fn summary(new: &NewActuals, problems: usize) -> String {
    let mut months: Vec<Month> = new.figures.iter().map(|f| f.month).chain(new.amounts.iter().map(|a| a.0)).collect();
    months.sort();
    months.dedup();
    let figures = view::counted(new.figures.len() + new.amounts.len(), "figure");
    let months = view::counted(months.len(), "month");
    match problems {
        0 => format!("{figures} of {months} taken"),
        n => format!("{figures} of {months} taken; {} to look at", view::counted(n, "problem")),
    }
}

fn check_mark(case: &Case, month: Month, mark: &Mark) -> ApiResult<()> {
    let wrong = |place: &str, message: String| Err(ApiError::input(message.clone(), vec![Detail::new(place, message)]));
    if !case.holds(month) {
        return wrong("month", format!("{} lies outside of the contract’s months", month.text()));
    }
    if let Mark::NotAttested { obligations, .. } = mark {
        let known = case.agreement.obligations.len();
        if obligations.is_empty() {
            return wrong("obligations", "Name at least one obligation".into());
        }
        let listed = |n: &&u32| usize::try_from(**n).is_ok_and(|n| (1..=known).contains(&n));
        if let Some(unknown) = obligations.iter().find(|n| !listed(n)) {
            return wrong("obligations", format!("The contract has no obligation {unknown}; it lists {known}"));
        }
    } else if mark.levels().is_empty() {
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
        Mark::NotAttested { evidence, .. } if evidence.trim().is_empty() => {
            wrong("evidence", "Say what shows it: which report or statement did not come".into())
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
