//! The volume: how many contacts come in, drawn together with the measures of the same months.
//!
//! It takes part in the rows of history, so that a busy month is busy and slow in the same trial; the measures' own draws,
//! their correlation and the months that are drawn from stay what they are without it. What reads it is relief for busy
//! months ([`crate::relief`]) and, where charges are per unit, what is charged ([`crate::billed`]).

use crate::history::{History, Knowledge};
use crate::link::{Link, Scale};
use crate::problem::Problems;
use crate::run::{KnowledgeByMeasure, Simulated, simulated};
use crate::settings::Settings;
use model::{Direction, MeasureId, Month, Unit};

/// The id of the volume among what is known: contacts offered in a month.
pub const MEASURE: &str = "volume";

/// The volume of a run; `None` where it is not known, known too little or about another time, where a level is about it
/// (then it is one of the measures), and where there is nothing for it to go along with.
pub(crate) fn simulated_along(
    knowledge: &KnowledgeByMeasure,
    measures: &[Simulated],
    settings: &Settings,
    end: Option<Month>,
    lead: u32,
) -> Option<Simulated> {
    let id = MeasureId(MEASURE.into());
    if measures.is_empty() || measures.iter().any(|measure| measure.id == id) {
        return None;
    }
    let Knowledge::Observed(history) = knowledge.get(&id)? else { return None };
    // Later months than the measures have would move the months of every draw.
    let history = end.map_or_else(|| history.clone(), |end| until(history, end));
    let link = settings.links.get(&id).copied().unwrap_or(Link::Log);
    let scale = Scale::new(link, Direction::Higher, None).within(Unit::Count);
    let mut problems = Problems::default();
    history.check(&id, &scale, &mut problems);
    problems.or(()).ok()?;
    // Volume is not performance: nobody learns it.
    let settings = Settings { learning: std::collections::BTreeMap::new(), ..settings.clone() };
    simulated(&id, scale, &Knowledge::Observed(history), &settings, end, lead).ok()
}

/// The months up to `end`.
fn until(history: &History, end: Month) -> History {
    let Some(first) = history.first_month else { return history.clone() };
    let months = usize::try_from(end.since(first) + 1).unwrap_or(0);
    History {
        first_month: Some(first),
        values: history.values.iter().take(months).copied().collect(),
        counts: history.counts.iter().take(months).copied().collect(),
    }
}
