//! Why a quarter earns no bonus, and the bars that one rests on.

use super::Trace;
use crate::kernel::{Against, against, aggregate_holds};
use crate::plan::BonusRules;
use model::remedy::BonusBasis;
use model::{Decimal, Month};

/// A reason and the months that it held in.
type Reasons = Vec<(String, Vec<Month>)>;

impl Trace<'_> {
    /// Each reason that held, one clause each.
    pub(super) fn no_bonus_words(&self, rules: BonusRules, over: &str) -> String {
        let mut reasons: Reasons = Vec::new();
        let quarter = self.index - self.index % 3;
        let mut months: Vec<_> = self.past.back().take_while(|(month, _)| month.index >= quarter).collect();
        months.reverse();
        for (month, lines) in &months {
            let mut put = |reason: String| match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, known)) => known.push(self.plan.month(month.index)),
                None => reasons.push((reason, vec![self.plan.month(month.index)])),
            };
            if month.index < self.plan.ramp_months && !rules.in_ramp {
                put("the ramp held".into());
            }
            if month.gate_missed {
                put("a gate was missed".into());
            }
            let terms = &self.plan.rules.months[month.index].levels;
            for (l, line) in
                lines.iter().enumerate().filter(|(l, _)| self.plan.rules.levels[*l].binding && terms[*l].due)
            {
                let found = against(rules, &self.plan.rules.levels[l], &terms[l], line.reading, line.value_scaled);
                if let Some(found) = found {
                    put(format!(
                        "{} {}",
                        self.plan.levels()[l].measure.name,
                        self.against_words(found, month.index, l)
                    ));
                }
            }
        }
        let mut told: Vec<String> =
            reasons.into_iter().map(|(why, months)| format!("{why} in {}", listed(&months))).collect();
        if months.len() < 3 {
            told.insert(0, "the quarter was not settled from its first month on".into());
        }
        if told.is_empty() && rules.basis == BonusBasis::QuarterAggregate {
            told = self.aggregates_against(rules);
        }
        if told.is_empty() {
            return format!("no bonus: no level that counts for it had a value {over}");
        }
        format!("no bonus: {}", told.join("; "))
    }

    fn against_words(&self, why: Against, index: usize, level: usize) -> String {
        match why {
            Against::NoValue => "had no value".into(),
            Against::Severe => "was severe or worse".into(),
            Against::Missed => "was missed".into(),
            Against::BelowBar => {
                format!("did not exceed its target enough ({})", self.bar_words(index, level).unwrap_or_default())
            }
        }
    }

    /// Levels whose aggregate of the quarter is not good enough.
    fn aggregates_against(&self, rules: BonusRules) -> Vec<String> {
        let terms = &self.plan.rules.months[self.index].levels;
        let levels = self.plan.levels().iter().enumerate();
        let counts = |l: usize| rules.levels == model::remedy::BonusLevels::All || terms[l].bar.is_some();
        let told = levels.filter(|(l, level)| level.is_binding() && counts(*l)).filter_map(|(l, level)| {
            let (reading, value) = self.events.aggregates.get(l)?.quarter?;
            let good = aggregate_holds(rules, &self.plan.rules.levels[l], &terms[l], reading, value);
            let bar = self.bar_words(self.index, l).filter(|_| rules.levels != model::remedy::BonusLevels::All);
            let wanted = bar.unwrap_or_else(|| "not within its target".into());
            (!good).then(|| {
                format!("{} came to {} over the quarter ({wanted})", level.measure.name, self.value_text(l, value))
            })
        });
        told.collect()
    }

    /// "at least 95.0 %" for the bar of a level; none without one.
    pub(super) fn bar_words(&self, index: usize, level: usize) -> Option<String> {
        let terms = &self.plan.rules.months[index].levels[level];
        let most = if terms.lower { "at most" } else { "at least" };
        terms.bar.map(|bar| format!("{most} {}", self.value_text(level, bar)))
    }

    /// A scaled value of a level as people write it.
    pub(super) fn value_text(&self, level: usize, scaled: i64) -> String {
        let measure = &self.plan.levels()[level].measure;
        measure.unit.of(Decimal::new(scaled, u32::from(measure.precision_decimals))).text(measure.precision_decimals)
    }
}

/// "Feb 2026", "Feb 2026 and Mar 2026".
pub(super) fn listed(months: &[Month]) -> String {
    let names: Vec<String> = months.iter().map(|m| m.text()).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}
