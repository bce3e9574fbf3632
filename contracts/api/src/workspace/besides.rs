//! What a step did besides what was asked: approvals that it ended, ramp targets that went with the months.

use super::{Workspace, approval};
use crate::ApiResult;
use model::{Agreement, RampShape};
use store::ContractId;

/// Approvals that hold, and of which revision.
pub(super) struct Held {
    revision: u32,
    roles: Vec<String>,
}

impl Workspace {
    pub(super) fn held(&self, id: &str) -> ApiResult<Held> {
        let snapshot = self.store.snapshot(&ContractId(id.to_owned()))?;
        let said = self.store.sign_offs(&snapshot.contract)?;
        let order = &snapshot.draft.agreement.sign_off;
        let roles = order.iter().filter(|a| approval::approved(&said, &snapshot.hash, a)).map(|a| a.role.clone());
        Ok(Held { revision: snapshot.revision, roles: roles.collect() })
    }
}

/// What a change of terms did to approvals, in a sentence.
pub(super) fn approvals(before: &Held, after: &Held) -> Option<String> {
    if before.revision == after.revision {
        return None;
    }
    let told = |held: &Held| (counted(held.roles.len(), "approval"), held.revision, held.roles.join(", "));
    if !after.roles.is_empty() {
        let (count, revision, roles) = told(after);
        let hold = if after.roles.len() == 1 { "holds" } else { "hold" };
        return Some(format!("{count} of revision {revision} {hold} again: {roles}."));
    }
    let (count, revision, roles) = told(before);
    let is = if before.roles.len() == 1 { "is" } else { "are" };
    (!before.roles.is_empty())
        .then(|| format!("{count} of revision {revision} {is} void: {roles}. Undo brings back the approved terms."))
}

/// Targets that were set for opening months which are none any more, in a sentence.
pub(super) fn ramp(before: &Agreement, after: &Agreement) -> Option<String> {
    let mut names = Vec::new();
    let mut count = 0;
    for (level, measure) in before.levels() {
        let Some(path) = before.ramp.path(&level.id) else { continue };
        // A path that follows a rule is made for any number of months; it is lost only with the ramp.
        let kept_by_rule = !matches!(path.shape, RampShape::Steps(_)) && after.ramp.path(&level.id).is_some();
        if kept_by_rule || !after.service_levels.iter().any(|l| l.id == level.id) {
            continue;
        }
        let months = after.ramp.months() + 1..=before.ramp.months();
        let lost = months.filter(|month| before.ramp.target(level, measure, *month) != level.target).count();
        if lost > 0 {
            names.push(measure.name.as_str());
            count += lost;
        }
    }
    let all = counted(count, "ramp target");
    let months = counted(before.ramp.months().saturating_sub(after.ramp.months()), "month");
    let whose = match names.len() {
        0..=3 => names.join(", "),
        many => format!("{}, {} and {} others", names[0], names[1], many - 2),
    };
    (count > 0).then(|| format!("{all} went with the {months}: {whose}. Undo brings them back."))
}

pub(super) fn counted(count: usize, one: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count}\u{a0}{one}{ending}")
}
