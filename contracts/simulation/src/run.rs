//! A run: a plan, what is known about its measures, and settings, made ready; then chunks of trials in any order and on
//! any number of threads; then results.

use crate::billed::BilledVolume;
use crate::chunk::Chunk;
use crate::closed_form::Prediction;
use crate::correlation;
use crate::fit::{self, Fit};
use crate::history::Knowledge;
use crate::link::{Link, Scale};
use crate::normal;
use crate::paths::{Paths, Source};
use crate::problem::Problems;
use crate::reading::LevelReader;
use crate::relief::BusyMonths;
use crate::results::{Basis, LeftOut, LeftOutReason};
use crate::settings::{CHUNK_TRIALS, MONTHS_MIN, Settings};
use crate::volume;
use model::{Direction, Measure, MeasureId, Month, ServiceLevelId, Window};
use settlement::{LevelPlan, Plan};
use std::collections::BTreeMap;

/// What is known, by measure. Two service levels about one measure see the same months.
pub type KnowledgeByMeasure = BTreeMap<MeasureId, Knowledge>;

/// One measure of a run.
#[derive(Debug, Clone)]
pub(crate) struct Simulated {
    pub id: MeasureId,
    pub scale: Scale,
    pub fit: Fit,
    pub basis: Basis,
    /// How far learning starts below the median of the first month, on the link scale.
    pub gap: f64,
}

/// A simulation made ready. It can be shared by threads: nothing in it changes.
#[derive(Debug, Clone)]
pub struct Run {
    pub(crate) plan: Plan,
    pub(crate) settings: Settings,
    pub(crate) months: usize,
    /// Months between history and contract month 1.
    pub(crate) lead: u32,
    /// What levels are about, by id.
    pub(crate) measures: Vec<Simulated>,
    /// The volume, whose paths follow those of the measures.
    pub(crate) volume: Option<Simulated>,
    pub(crate) paths: Paths,
    /// Months that their volume excuses; none where the terms excuse none or no volume is known.
    pub(crate) busy: Option<BusyMonths>,
    /// The volume that charges follow; none where they are not per unit or no volume is known.
    pub(crate) billed: Option<BilledVolume>,
    /// By level of the plan; none for levels that are left out.
    pub(crate) readers: Vec<Option<LevelReader>>,
    /// The levels that have a reader: index, and 1 where they bind, 0 for report-only.
    pub(crate) simulated_levels: Vec<(usize, u8)>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// Whether a level's target is one for the sum of a quarter, which no single month can be held against.
fn adds_up_over_a_quarter(level: &LevelPlan) -> bool {
    level.measure.statistic.adds_up() && level.level.remedy.window != Window::Month
}

impl Run {
    /// Fits every history and makes the trial loop ready.
    ///
    /// The horizon is that of the plan, or of [`Settings::horizon_months`] where that is shorter. Levels whose measure is
    /// unknown or was observed in fewer than [`MONTHS_MIN`] months are left out and named in the results; settlement reads
    /// them as months without activity. Where months of [`crate::volume::MEASURE`] are known, the volume is drawn together
    /// with the measures, and nothing about them changes but the months that the terms excuse by their volume and what is charged per unit.
    ///
    /// # Errors
    /// Everything that is wrong with the settings and the histories, at once.
    pub fn new(plan: Plan, knowledge: &KnowledgeByMeasure, settings: Settings) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        settings.check(&mut problems);
        let months = settings.horizon_months.map_or(usize::MAX, |months| months as usize).min(plan.months().len());
        let scales = scales(&plan, knowledge, &settings, &mut problems);
        problems.or(())?;

        let end = scales.keys().filter_map(|id| last_month(&knowledge[id])).max();
        let lead = end.map_or(0, |end| lead_months(end, plan.first_month()));
        let mut problems = Problems::default();
        let mut measures = Vec::new();
        let mut reasons = BTreeMap::new();
        // By id: nothing below depends on the order of levels in the agreement.
        for (id, scale) in scales {
            match simulated(&id, scale, &knowledge[&id], &settings, end, lead) {
                Ok(measure) => measures.push(measure),
                Err(reason) => drop(reasons.insert(id, reason)),
            }
        }
        let volume = volume::simulated_along(knowledge, &measures, &settings, end, lead);
        let ids: Vec<&MeasureId> = measures.iter().map(|measure| &measure.id).collect();
        let residuals: Vec<Vec<Option<f64>>> = measures.iter().map(|measure| measure.fit.mean_residuals()).collect();
        let setting = &settings.correlation;
        let correlation = match &volume {
            None => correlation::root(setting, &ids, &residuals, &mut problems),
            Some(volume) => {
                let own = volume.fit.mean_residuals();
                correlation::root_with(setting, &ids, &residuals, (&volume.id, &own), &mut problems)
            }
        };
        problems.or(())?;

        let mut sources: Vec<Source<'_>> = measures
            .iter()
            .map(|measure| Source {
                name: &measure.id.0,
                fit: &measure.fit,
                learning: settings.learning.get(&measure.id).map(|learning| (learning, measure.gap)),
                gives_rows: true,
            })
            .collect();
        let along = volume.as_ref();
        sources.extend(along.map(|v| Source { name: &v.id.0, fit: &v.fit, learning: None, gives_rows: false }));
        let paths = Paths::new(&sources, &settings, months, lead, correlation);
        let own = (measures.iter().enumerate()).find(|(_, measure)| measure.id.0 == volume::MEASURE);
        let drawn = match (&volume, own) {
            (Some(volume), _) => Some((measures.len(), volume.scale)),
            (None, own) => own.map(|(path, measure)| (path, measure.scale)),
        };
        let busy = BusyMonths::new(&plan, months, drawn);
        let billed = BilledVolume::new(&plan, drawn);
        let position = |id: &MeasureId| measures.iter().position(|measure| &measure.id == id);
        let readers: Vec<Option<LevelReader>> = (0..plan.levels().len())
            .map(|index| {
                let level = &plan.levels()[index];
                let measure = position(&level.measure.id).filter(|_| !adds_up_over_a_quarter(level))?;
                Some(LevelReader::new(&plan, index, months, measure, measures[measure].scale))
            })
            .collect();
        let left_out = plan
            .levels()
            .iter()
            .zip(&readers)
            .filter(|(_, reader)| reader.is_none())
            .map(|(level, _)| LeftOut {
                service_level: level.level.id.clone(),
                measure: level.measure.id.clone(),
                measure_name: level.measure.name.clone(),
                reason: match reasons.get(&level.measure.id) {
                    Some(reason) => *reason,
                    None if adds_up_over_a_quarter(level) => LeftOutReason::AddsUp,
                    None => LeftOutReason::NoHistory,
                },
            })
            .collect();
        let simulated_levels = (0..readers.len())
            .filter(|&index| readers[index].is_some())
            .map(|index| (index, u8::from(plan.levels()[index].is_binding())))
            .collect();
        Ok(Self {
            plan,
            settings,
            months,
            lead,
            measures,
            volume,
            paths,
            busy,
            billed,
            readers,
            simulated_levels,
            left_out,
        })
    }

    /// The settings that it was made with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether busy months can excuse a level.
    #[must_use]
    pub fn excuses(&self, level: &ServiceLevelId) -> bool {
        let index = self.plan.levels().iter().position(|l| &l.level.id == level);
        index.is_some_and(|index| self.busy.as_ref().is_some_and(|busy| busy.excuses(index)))
    }

    /// Number of paths that settlement needs; the volume is drawn for it only where the terms read it.
    pub(crate) fn paths_settled(&self) -> usize {
        let busy = self.busy.as_ref().map_or(0, BusyMonths::paths);
        let billed = self.billed.as_ref().map_or(0, BilledVolume::paths);
        busy.max(billed).max(self.measures.len())
    }

    /// Number of paths in a trial: those of the measures, and of the volume where it is known.
    pub(crate) fn paths_all(&self) -> usize {
        self.measures.len() + usize::from(self.volume.is_some())
    }

    /// Number of chunks of [`CHUNK_TRIALS`] trials; the last one may be shorter.
    #[must_use]
    pub fn chunks(&self) -> u32 {
        self.settings.chunks()
    }

    /// Computes one chunk: a pure function of the run and `index`, 0 up to [`Run::chunks`]. An index beyond gives a chunk
    /// without trials.
    #[must_use]
    pub fn chunk(&self, index: u32) -> Chunk {
        let first = u64::from(index) * u64::from(CHUNK_TRIALS);
        let trials = u64::from(self.settings.trials).saturating_sub(first).min(u64::from(CHUNK_TRIALS));
        Chunk::compute(self, index, first, trials as usize)
    }

    /// The distribution of a level's measure in a month without trials: the closed form. `None` for a level that is left
    /// out. Performance that is still being learnt closes its gap with the half-life that is stated, as if it were certain.
    ///
    /// # Panics
    /// Where an index lies beyond the plan's levels.
    #[must_use]
    pub fn prediction(&self, level_index: usize, month_index: usize) -> Option<(Prediction, Scale)> {
        let reader = self.readers[level_index].as_ref()?;
        let measure = &self.measures[reader.measure];
        let ahead = self.lead + u32::try_from(month_index).ok()? + 1;
        let mut prediction = Prediction::new(&measure.fit, ahead, &self.settings);
        if let Some(learning) = self.settings.learning.get(&measure.id) {
            let left = libm::exp2(-(month_index as f64 + 0.5) / learning.half_life_months);
            prediction.lower_by(measure.gap * left);
        }
        Some((prediction, measure.scale))
    }

    /// Whether the level's performance is learnt from a start that is better than what history predicts. A range has no
    /// better end.
    ///
    /// # Panics
    /// Where the index lies beyond the plan's levels.
    #[must_use]
    pub fn begins_ahead(&self, level_index: usize) -> bool {
        let gap = self.readers[level_index].as_ref().map_or(0.0, |reader| self.measures[reader.measure].gap);
        self.plan.levels()[level_index].measure.direction != Direction::Range && gap < 0.0
    }

    /// P(met) of one level in one month from the closed form; `None` for a level that is left out.
    ///
    /// # Panics
    /// Where an index lies beyond the plan's levels or the horizon.
    #[must_use]
    pub fn p_met(&self, level_index: usize, month_index: usize) -> Option<f64> {
        let (prediction, _) = self.prediction(level_index, month_index)?;
        let cut = self.readers[level_index].as_ref()?.cuts[month_index].first()?;
        Some(cut.probability(&prediction))
    }
}

/// The link scale of every measure of the plan that something is known about.
fn scales(
    plan: &Plan,
    knowledge: &KnowledgeByMeasure,
    settings: &Settings,
    problems: &mut Problems,
) -> BTreeMap<MeasureId, Scale> {
    let mut scales = BTreeMap::new();
    for measure in plan.levels().iter().map(|level| &level.measure) {
        let Some(known) = knowledge.get(&measure.id).filter(|_| !scales.contains_key(&measure.id)) else { continue };
        let scale = scale(measure, known, settings);
        match known {
            Knowledge::Observed(history) => history.check(&measure.id, &scale, problems),
            Knowledge::Assumed(assumption) => assumption.check(&measure.id, &scale, problems),
        }
        if let Some(learning) = settings.learning.get(&measure.id).filter(|l| !scale.link().holds(l.start_value)) {
            problems.add(
                format!("settings.learning.{}.start_value", measure.id),
                learning.start_value,
                scale.link().domain_in_words(),
                "correct it",
            );
        }
        scales.insert(measure.id.clone(), scale);
    }
    scales
}

fn scale(measure: &Measure, known: &Knowledge, settings: &Settings) -> Scale {
    let link = settings.links.get(&measure.id).copied().unwrap_or_else(|| Link::of(measure));
    let count = match known {
        Knowledge::Observed(history) => history.typical_count(),
        Knowledge::Assumed(_) => None,
    };
    Scale::new(link, measure.direction, count).within(measure.unit)
}

fn last_month(known: &Knowledge) -> Option<Month> {
    match known {
        Knowledge::Observed(history) => history.last_month(),
        Knowledge::Assumed(_) => None,
    }
}

/// Months between the end of history and the start of the contract. A contract that starts before history ends is
/// simulated for the next months that have its place in the year, so that seasons fit.
fn lead_months(end: Month, start: Month) -> u32 {
    let between = start.since(end) - 1;
    if between >= 0 { between.unsigned_abs() } else { between.rem_euclid(12).unsigned_abs() }
}

pub(crate) fn simulated(
    id: &MeasureId,
    scale: Scale,
    known: &Knowledge,
    settings: &Settings,
    end: Option<Month>,
    lead: u32,
) -> Result<Simulated, LeftOutReason> {
    let (fit, basis) = match known {
        Knowledge::Observed(history) => {
            let months = history.observed_months();
            if months < MONTHS_MIN {
                return Err(if months == 0 {
                    LeftOutReason::NoHistory
                } else {
                    LeftOutReason::TooFewMonths { months, needed: MONTHS_MIN }
                });
            }
            let trailing = end.zip(history.last_month()).map_or(0, |(end, last)| end.since(last).max(0) as usize);
            let series = history.on_scale(&scale, trailing);
            let cells = fit::grid(settings, months, history.first_month.is_some());
            let fit = fit::fit(&series, &cells).ok_or(LeftOutReason::NotFitted)?;
            (fit, Basis::Observed { months })
        }
        Knowledge::Assumed(assumption) => {
            let place = |value: f64| scale.of_month(value, None);
            let reach = 2.0 * normal::quantile(0.9);
            let spread = (place(assumption.p90) - place(assumption.p10)).abs() / reach;
            (
                Fit::assumed(place(assumption.p50), spread, assumption.months),
                Basis::Assumed { months: assumption.months },
            )
        }
    };
    let gap = settings.learning.get(id).map_or(0.0, |learning| {
        Prediction::new(&fit, lead + 1, settings).median() - scale.of_month(learning.start_value, None)
    });
    Ok(Simulated { id: id.clone(), scale, fit, basis, gap })
}
