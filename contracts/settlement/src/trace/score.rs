//! Scores in words.

use super::{Clause, Trace, plain, score_points};
use crate::kernel::Outcome;
use crate::score::TARGET_SCORE;
use crate::statement::ReadingKind;
use model::quantity::percent;
use model::{Decimal, ScoreRule};

impl Trace<'_> {
    /// A level's own score; none without a value or a weight.
    pub fn level_score(&self, level: usize) -> Option<Decimal> {
        let scored = self.plan.is_scored() && self.plan.levels()[level].weight > 0;
        let known = self.plan.rules.outcome(self.reads[level].reading) != Outcome::Neither;
        let counts = known && self.reads[level].kind != ReadingKind::Pending;
        (scored && counts).then(|| score_points(self.lines[level].score_units))
    }

    /// The arithmetic of a level's score.
    pub fn level_score_words(&self, level: usize) -> String {
        self.level_score_told(level) + &self.cite(&self.level_score_clauses(level))
    }

    /// Scores of bands stand beside their levels; floors and stretches do too, and move with the ramp.
    fn level_score_clauses(&self, level: usize) -> Vec<Clause> {
        if self.level_score(level).is_none() {
            return vec![Clause::Score];
        }
        vec![Clause::Score, Clause::ServiceLevels]
    }

    fn level_score_told(&self, level: usize) -> String {
        let Some(score) = self.level_score(level) else {
            return if self.plan.levels()[level].weight > 0 { "no score" } else { "no weight in the score" }.into();
        };
        let score = plain(score.normalize());
        if !self.reads[level].reading.has_value() {
            return format!("{score} points without a value");
        }
        match self.plan.score_rule {
            ScoreRule::ByBand => format!("{score} points for its band"),
            ScoreRule::Linear => format!("{score} points: {}", self.linear_words(level)),
        }
    }

    fn linear_words(&self, level: usize) -> String {
        let measure = &self.plan.levels()[level].measure;
        let precision = measure.precision_decimals;
        let text = |scaled: i64| measure.unit.of(Decimal::new(scaled, u32::from(precision))).text(precision);
        let Some(linear) = self.plan.months()[self.index].levels[level].linear.map(|l| l.terms) else {
            return String::new();
        };
        let floors: Vec<String> = [
            (linear.floor_below > 0).then(|| text(linear.low - linear.floor_below)),
            (linear.floor_above > 0).then(|| text(linear.high + linear.floor_above)),
        ]
        .into_iter()
        .flatten()
        .collect();
        let floor = match floors.as_slice() {
            [] => "0 for every value that is worse than the target".to_owned(),
            floors => format!("0 at the floor of {}", floors.join(" or ")),
        };
        let target = self.plan.target(level, self.index).text(precision);
        let stretch = (linear.stretch > 0).then(|| {
            let at = if linear.higher { linear.low + linear.stretch } else { linear.high - linear.stretch };
            format!(", 120 at the stretch of {}", text(at))
        });
        format!("{floor}, 100 at the target of {target}{}", stretch.unwrap_or_default())
    }

    /// S in points; none when levels of less than half the weight have a value.
    pub fn month_score(&self) -> Option<Decimal> {
        self.month.score_units.map(score_points)
    }

    /// The arithmetic of the month's score.
    pub fn month_score_words(&self) -> String {
        let mut clauses = vec![Clause::Score];
        // Gates stand with the remedies.
        clauses.extend(self.month.gate_missed.then_some(Clause::Charges));
        self.month_score_told() + &self.cite(&clauses)
    }

    fn month_score_told(&self) -> String {
        if !self.plan.is_scored() {
            return "no score: the terms of the score are not complete".into();
        }
        let valued: Vec<usize> = (0..self.plan.levels().len()).filter(|l| self.level_score(*l).is_some()).collect();
        let weight: i32 = valued.iter().map(|l| self.plan.levels()[*l].weight).sum();
        let weight = self.plan.weight_percent(weight);
        let Some(units) = self.month.score_units else {
            return format!("no score: levels with {} of the weight have a value, less than half", percent(weight));
        };
        let terms: Vec<String> = valued
            .iter()
            .map(|l| {
                let score = self.level_score(*l).unwrap_or_default().normalize();
                format!("{} × {}", plain(self.plan.weight_percent(self.plan.levels()[*l].weight)), plain(score))
            })
            .collect();
        let gate = Some(self.plan.rules.gate_score).filter(|_| self.month.gate_missed);
        let held = if gate == Some(units) {
            let most = plain(score_points(units).normalize());
            let gate = self.gate_words();
            return format!("({}) / {}, at most {most} while {gate}: {most}", terms.join(" + "), plain(weight));
        } else if units == TARGET_SCORE && self.lacks_a_required_level() {
            ", at most 100 unless every critical and key level is met"
        } else {
            ""
        };
        format!("({}) / {}{held}: {}", terms.join(" + "), plain(weight), plain(score_points(units).normalize()))
    }

    /// The gate that is missed.
    fn gate_words(&self) -> String {
        match crate::settle::unattested_gate(self.plan, self.inputs) {
            Some((number, obligation)) => {
                format!("a gate is missed (obligation {number}, “{}”, was not shown in time)", obligation.what)
            }
            None => "a gate is missed".into(),
        }
    }

    fn lacks_a_required_level(&self) -> bool {
        self.plan
            .levels()
            .iter()
            .zip(self.reads)
            .any(|(l, r)| l.is_binding() && r.kind != ReadingKind::Pending && !r.reading.is_met())
    }
}
