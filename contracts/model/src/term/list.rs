//! Lists of the agreement by path: what can be added to, and removed.

use super::{Section, TermError, edit, later};
use crate::{
    Agreement, Direction, Measure, MeasureDetails, MeasureId, Perspective, Scope, ServiceLevel, ServiceLevelId, Side,
    Statistic, Unit,
    clauses::{LevelScope, Named},
    library,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Entries of one list at the most.
const ENTRIES_MAX: usize = 99;

/// A list of an agreement, as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct ListInfo {
    /// Its path: `escalation.tiers`. The terms of its first entry are below `escalation.tiers.1`.
    pub path: String,
    /// What it holds: "Tiers of the escalation".
    pub label: String,
    /// What one entry is called: "Tier".
    pub one: String,
    /// Clause.
    pub section: Section,
    /// Number of entries.
    pub count: u32,
}

struct Known {
    path: &'static str,
    label: &'static str,
    one: &'static str,
    section: Section,
}

const fn known(path: &'static str, label: &'static str, one: &'static str, section: Section) -> Known {
    Known { path, label, one, section }
}

/// Every list whose entries are numbered.
const LISTS: [Known; 23] = [
    known("contacts", "Contacts", "Contact", Section::Parties),
    known("scope.functions", "Functions", "Function", Section::Services),
    known("scope.lines_of_business", "Lines of business", "Line of business", Section::Services),
    known("scope.sites", "Sites", "Site", Section::Services),
    known("scope.channels", "Channels", "Channel", Section::Services),
    known("scope.priorities", "Priorities, the most urgent first", "Priority", Section::Services),
    known("scope.customer_groups", "Customer groups", "Customer group", Section::Services),
    known("scope.included", "Part of the services", "Included", Section::Services),
    known("scope.excluded", "Not part of the services", "Excluded", Section::Services),
    known("scope.client_duties", "What the client does", "Client’s duty", Section::Services),
    known("scope.vendor_duties", "What the vendor does", "Vendor’s duty", Section::Services),
    known("scope.transition", "Transition", "Step of the transition", Section::Services),
    known("relief.events", "What excuses a miss", "Excused cause", Section::Relief),
    known("dependencies", "What the vendor depends on", "Dependency", Section::Relief),
    known("qa.criteria", "Criteria of an audit", "Criterion", Section::Quality),
    known("reports", "Reports", "Report", Section::Reporting),
    known("statement_rules.dispute_path", "Who decides a dispute, step by step", "Step", Section::Reporting),
    known("governance.meetings", "Meetings", "Meeting", Section::Governance),
    known("governance.review_triggers", "What opens a review of targets", "Occasion", Section::Governance),
    known("escalation.tiers", "Tiers, the lowest first", "Tier", Section::Escalation),
    known("obligations", "Obligations", "Obligation", Section::Compliance),
    known("continuity.systems", "Systems that the services need", "System", Section::Continuity),
    known("termination.triggers", "What may end it early", "Cause", Section::Ending),
];
/// Lists that come after these, so that the order is the form's.
const LISTS_AT_THE_END: [Known; 2] = [
    known("governing.precedence", "Order of precedence, the first on top", "Document", Section::Governing),
    known("sign_off", "Who approves, in this order", "Approver", Section::SignOff),
];

fn all() -> impl Iterator<Item = &'static Known> {
    LISTS.iter().chain(&LISTS_AT_THE_END)
}

/// What one entry of the list at `path` is called.
pub(super) fn one_of(path: &str) -> &'static str {
    all().find(|known| known.path == path).map_or("", |known| known.one)
}

/// Entries that can be added and removed.
trait Entries {
    fn count(&self) -> usize;
    fn add(&mut self);
    fn remove(&mut self, at: usize);
}

impl<T: Default> Entries for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn add(&mut self) {
        self.push(T::default());
    }

    fn remove(&mut self, at: usize) {
        drop(Vec::remove(self, at));
    }
}

fn entries<'a>(agreement: &'a mut Agreement, path: &str) -> Option<&'a mut dyn Entries> {
    let scope = &mut agreement.scope;
    Some(match path {
        "contacts" => &mut agreement.contacts,
        "scope.functions" => &mut scope.functions,
        "scope.lines_of_business" => &mut scope.lines_of_business,
        "scope.sites" => &mut scope.sites,
        "scope.channels" => &mut scope.channels,
        "scope.priorities" => &mut scope.priorities,
        "scope.customer_groups" => &mut scope.customer_groups,
        "scope.included" => &mut scope.included,
        "scope.excluded" => &mut scope.excluded,
        "scope.client_duties" => &mut scope.client_duties,
        "scope.vendor_duties" => &mut scope.vendor_duties,
        "scope.transition" => &mut scope.transition,
        "relief.events" => &mut agreement.relief.events,
        "dependencies" => &mut agreement.dependencies,
        "qa.criteria" => &mut agreement.qa.criteria,
        "reports" => &mut agreement.reports,
        "statement_rules.dispute_path" => &mut agreement.statement_rules.dispute_path,
        "governance.meetings" => &mut agreement.governance.meetings,
        "governance.review_triggers" => &mut agreement.governance.review_triggers,
        "escalation.tiers" => &mut agreement.escalation.tiers,
        "obligations" => &mut agreement.obligations,
        "continuity.systems" => &mut agreement.continuity.systems,
        "termination.triggers" => &mut agreement.termination.triggers,
        "governing.precedence" => &mut agreement.governing.precedence,
        "sign_off" => &mut agreement.sign_off,
        _ => return None,
    })
}

/// Every list whose entries are numbered, with their number.
#[must_use]
pub fn lists(agreement: &Agreement) -> Vec<ListInfo> {
    let mut copy = agreement.clone();
    let info = |known: &Known| ListInfo {
        path: known.path.into(),
        label: known.label.into(),
        one: known.one.into(),
        section: known.section,
        count: entries(&mut copy, known.path).map_or(0, |e| u32::try_from(e.count()).unwrap_or(u32::MAX)),
    };
    all().map(info).collect()
}

/// Adds an entry to a list. `of` says what: for `service_levels` the measure that the level is about, for `measures` a
/// measure of the library (none: a blank one); other lists get a blank entry. Gives the path of the entry and a name for
/// the step.
///
/// # Errors
/// Where there is no such list, it is full, or what was asked for is not there.
pub fn add(agreement: &mut Agreement, list: &str, of: Option<&str>) -> Result<(String, String), TermError> {
    let refuse = |message: String| TermError { path: list.to_owned(), message };
    if list == "service_levels" {
        let measure = MeasureId(of.unwrap_or_default().to_owned());
        let id = edit::add_level(agreement, &measure).map_err(refuse)?;
        return Ok((format!("service_levels.{id}"), format!("Service level added: {}", level_name(agreement, &id))));
    }
    if list == "measures" {
        let id = add_measure(agreement, of).map_err(refuse)?;
        let name = agreement.measure(&id).map(|m| m.name.clone()).unwrap_or_default();
        return Ok((format!("measures.{id}"), format!("Measure added: {name}")));
    }
    if let Some(id) = level_of_bands(list) {
        edit::add_band(agreement, &id).map_err(refuse)?;
        return Ok((list.to_owned(), format!("Band added to {}", level_name(agreement, &id))));
    }
    if let Some(id) = list.strip_prefix("service_levels.").and_then(|rest| rest.strip_suffix(".later")) {
        let id = ServiceLevelId(id.to_owned());
        let path = later::add(agreement, &id).map_err(refuse)?;
        return Ok((path, format!("Later target added to {}", level_name(agreement, &id))));
    }
    let Some(entries) = entries(agreement, list) else {
        return Err(refuse("there is no such list".into()));
    };
    if entries.count() >= ENTRIES_MAX {
        return Err(refuse(format!("a list has at most {ENTRIES_MAX} entries")));
    }
    entries.add();
    let path = format!("{list}.{}", entries.count());
    Ok((path, format!("{} added", one_of(list))))
}

/// Removes the entry at `path`: `escalation.tiers.2`, `service_levels.fcr`, `measures.fcr`, or the worst band at
/// `service_levels.fcr.bands`. Gives a name for the step.
///
/// # Errors
/// Where there is no such entry, or something else still rests on it.
pub fn remove(agreement: &mut Agreement, path: &str) -> Result<String, TermError> {
    let refuse = |message: String| TermError { path: path.to_owned(), message };
    if let Some(id) = level_of_bands(path) {
        edit::remove_band(agreement, &id).map_err(refuse)?;
        return Ok(format!("Band removed from {}", level_name(agreement, &id)));
    }
    if let Some((id, number)) = path.strip_prefix("service_levels.").and_then(|rest| rest.split_once(".later.")) {
        let id = ServiceLevelId(id.to_owned());
        later::remove(agreement, &id, number).map_err(refuse)?;
        return Ok(format!("Later target {number} removed from {}", level_name(agreement, &id)));
    }
    if let Some(id) = path.strip_prefix("service_levels.") {
        let id = ServiceLevelId(id.to_owned());
        let name = level_name(agreement, &id);
        edit::remove_level(agreement, &id).map_err(refuse)?;
        return Ok(format!("Service level removed: {name}"));
    }
    if let Some(id) = path.strip_prefix("measures.") {
        return remove_measure(agreement, &MeasureId(id.to_owned())).map_err(refuse);
    }
    let missing = || refuse("there is no such entry".into());
    let (list, number) = path.rsplit_once('.').ok_or_else(missing)?;
    let at = number.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).ok_or_else(missing)?;
    if let Some(name) = scope_name(&agreement.scope, list, at)
        && let Some(level) = limited_to(agreement, list, &name)
    {
        return Err(refuse(format!("{level} is limited to {name}. Widen that service level first")));
    }
    let entries = entries(agreement, list).filter(|e| at < e.count()).ok_or_else(missing)?;
    entries.remove(at);
    Ok(format!("{} {} removed", one_of(list), at + 1))
}

fn level_of_bands(path: &str) -> Option<ServiceLevelId> {
    let id = path.strip_prefix("service_levels.")?.strip_suffix(".bands")?;
    Some(ServiceLevelId(id.to_owned()))
}

fn level_name(agreement: &Agreement, id: &ServiceLevelId) -> String {
    let found = agreement.levels().find(|(l, _)| &l.id == id);
    found.map_or_else(|| id.to_string(), |(_, m)| m.name.clone())
}

fn add_measure(agreement: &mut Agreement, of: Option<&str>) -> Result<MeasureId, String> {
    let measure = match of {
        Some(id) => library::measure(&MeasureId(id.to_owned()))
            .map(|entry| entry.measure.clone())
            .ok_or_else(|| format!("there is no measure “{id}” in the library"))?,
        None => {
            blank_measure((1..).map(|n| MeasureId(format!("measure_{n}"))).find(|id| agreement.measure(id).is_none()))
        }
    };
    if agreement.measure(&measure.id).is_some() {
        return Err(format!("{} is defined already", measure.name));
    }
    let id = measure.id.clone();
    agreement.measures.push(measure);
    Ok(id)
}

fn blank_measure(id: Option<MeasureId>) -> Measure {
    Measure {
        id: id.unwrap_or(MeasureId("measure".into())),
        name: "New measure".into(),
        statistic: Statistic::Share,
        numerator: String::new(),
        denominator: String::new(),
        unit: Unit::Percent,
        direction: Direction::Higher,
        precision_decimals: 1,
        perspective: Perspective::Quality,
        exclusions: String::new(),
        source: String::new(),
        owner: Side::Vendor,
        minimum_n: None,
        details: MeasureDetails::default(),
    }
}

fn remove_measure(agreement: &mut Agreement, id: &MeasureId) -> Result<String, String> {
    let at = agreement.measures.iter().position(|m| &m.id == id);
    let at = at.ok_or_else(|| format!("there is no measure “{id}” in this agreement"))?;
    let name = agreement.measures[at].name.clone();
    if agreement.service_levels.iter().any(|l| &l.measure == id) {
        return Err(format!("{name} has a service level. Remove the service level first"));
    }
    agreement.measures.remove(at);
    Ok(format!("Measure removed: {name}"))
}

/// The lists that service levels refer to by name, and the place in a level where the name is.
pub(super) const NAMED: [&str; 5] =
    ["scope.lines_of_business", "scope.sites", "scope.channels", "scope.priorities", "scope.customer_groups"];

/// The names of a list of the scope that service levels refer to.
pub(super) fn scope_names(scope: &Scope, list: &str) -> Vec<String> {
    let named = |names: &[Named]| names.iter().map(|n| n.name.clone()).collect();
    match list {
        "scope.lines_of_business" => named(&scope.lines_of_business),
        "scope.sites" => named(&scope.sites),
        "scope.channels" => named(&scope.channels),
        "scope.priorities" => named(&scope.priorities),
        "scope.customer_groups" => scope.customer_groups.iter().map(|g| g.name.clone()).collect(),
        _ => Vec::new(),
    }
}

fn scope_name(scope: &Scope, list: &str, at: usize) -> Option<String> {
    scope_names(scope, list).into_iter().nth(at).filter(|name| !name.is_empty())
}

fn limited_to(agreement: &Agreement, list: &str, name: &str) -> Option<String> {
    let limited =
        |level: &&ServiceLevel| level_place(&mut level.scope.clone(), list).is_some_and(|place| place == name);
    let level = agreement.service_levels.iter().find(limited)?;
    Some(level_name(agreement, &level.id))
}

fn level_place<'a>(scope: &'a mut LevelScope, list: &str) -> Option<&'a mut String> {
    match list {
        "scope.lines_of_business" => Some(&mut scope.line_of_business),
        "scope.sites" => Some(&mut scope.site),
        "scope.channels" => Some(&mut scope.channel),
        "scope.priorities" => Some(&mut scope.priority),
        "scope.customer_groups" => Some(&mut scope.customer_group),
        _ => None,
    }
}

/// Service levels keep what they are limited to where it gets another name.
pub(super) fn follow_names(before: &Scope, agreement: &mut Agreement) {
    for list in NAMED {
        let old = scope_names(before, list);
        let new = scope_names(&agreement.scope, list);
        for (old, new) in old.iter().zip(&new).filter(|(old, new)| old != new && !old.is_empty()) {
            for level in &mut agreement.service_levels {
                if let Some(place) = level_place(&mut level.scope, list).filter(|place| *place == old) {
                    place.clone_from(new);
                }
            }
        }
    }
}
