//! What another target would do, before it is set.

use super::Workspace;
use crate::{ApiResult, wire::TargetPlan};
use model::{
    Agreement, Measure, ServiceLevel, Target,
    ramp::{self, Following},
    term,
};

impl Workspace {
    /// What setting the target at `path` to `text` does to the opening months of its level.
    ///
    /// # Errors
    /// Where there is no such contract or term, or the text cannot be read.
    pub fn target_plan(&self, id: &str, path: &str, text: &str) -> ApiResult<TargetPlan> {
        let opened = self.opened(id)?;
        let before = opened.agreement();
        let mut after = before.clone();
        term::set(&mut after, path, text)?;
        let (Some((old, measure)), Some((new, _))) = (level_of(before, path), level_of(&after, path)) else {
            return Ok(plan(&Following::default(), None));
        };
        Ok(plan(&ramp::follow(before, old, new, measure), Some(measure)))
    }
}

fn level_of<'a>(agreement: &'a Agreement, path: &str) -> Option<(&'a ServiceLevel, &'a Measure)> {
    let rest = path.strip_prefix("service_levels.")?;
    agreement
        .levels()
        .find(|(level, _)| rest.strip_prefix(level.id.0.as_str()).is_some_and(|rest| rest.starts_with('.')))
}

fn plan(following: &Following, measure: Option<&Measure>) -> TargetPlan {
    let Some(measure) = measure.filter(|_| !following.changes.is_empty()) else {
        return TargetPlan { ramp: Vec::new(), needed: false, stays_words: String::new(), moves_words: String::new() };
    };
    let row = |targets: &[Target]| {
        let texts = targets.iter().map(|t| t.signed_text(measure.direction, measure.precision_decimals));
        texts.collect::<Vec<_>>().join(", ")
    };
    let needed = !following.harder_months.is_empty();
    let stays = row(&following.before);
    let stays_words = if needed {
        format!("{} of the ramp would ask for more than this target: {stays}.", months(&following.harder_months))
    } else {
        format!("The ramp stays as it is: {stays}.")
    };
    TargetPlan {
        ramp: following.changes.clone(),
        needed,
        stays_words,
        moves_words: format!("Every month keeps its distance to the target: {}.", row(&following.after)),
    }
}

/// "Month 4", "Months 3 and 4", "Months 1, 2 and 3".
fn months(numbers: &[usize]) -> String {
    match numbers {
        [one] => format!("Month {one}"),
        [first @ .., last] => {
            let first = first.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            format!("Months {first} and {last}")
        }
        [] => String::new(),
    }
}
