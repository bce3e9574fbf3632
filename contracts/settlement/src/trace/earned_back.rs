//! Earn-back in words: which windows earned it, of which credits, and what is left out of them.

use super::no_bonus::listed;
use super::{Trace, plain};
use crate::kernel::{LineRecord, Outcome, Reading};
use crate::plan::EarnBackRules;
use model::quantity::percent;
use model::remedy::EarnBackRule;
use model::{Decimal, Mechanism, Month};

/// Decimals of an exact amount in words; a third of a cent has no end.
const EXACT_DECIMALS: u32 = 8;

impl Trace<'_> {
    /// What was returned of a level's earlier credit; empty where nothing was.
    pub fn earned_back_words(&self, level: usize) -> String {
        self.by_charges(self.earned_back_told(level))
    }

    fn earned_back_told(&self, level: usize) -> String {
        let minor = self.lines[level].earned_back_minor;
        let part = self.plan.remedies.earn_back.percent.filter(|_| minor > 0);
        let (Some(part), Some(rules)) = (part, self.plan.rules.earn_back) else { return String::new() };
        let (why, base, credit) = match rules.rule {
            EarnBackRule::NextThreeWindows => self.three_windows(rules, level),
            EarnBackRule::ContractYear => self.contract_year(rules, level),
        };
        let posted = self.money(minor);
        let exact = (credit * part / Decimal::ONE_HUNDRED).round_dp(EXACT_DECIMALS).normalize();
        if credit.is_zero() || exact == self.decimal(minor) {
            format!("{why}: {} of {base} = {posted}", percent(part))
        } else {
            let code = self.plan.currency.code();
            format!("{why}: {} of {base} = {code}\u{a0}{}, posted as {posted}", percent(part), plain(exact))
        }
    }

    /// An amount of minor units as a number of the currency.
    fn decimal(&self, minor: i64) -> Decimal {
        self.plan.currency.amount(minor)
    }

    /// What of a line's credit can be returned, before its part is taken.
    fn returnable(&self, rules: EarnBackRules, line: &LineRecord) -> Decimal {
        let credit = self.decimal(line.credit_minor);
        self.repeat_factor(rules, line).map_or(credit, |factor| credit / factor)
    }

    /// The windows that were met, the credit of the miss before them in words, and what of it can be returned.
    fn three_windows(&self, rules: EarnBackRules, level: usize) -> (String, String, Decimal) {
        let due = self.past.back().filter(|(month, _)| self.plan.rules.months[month.index].levels[level].due);
        let mut met = Vec::new();
        for (month, lines) in due {
            let (line, of) = (&lines[level], self.plan.month(month.index));
            let outcome = self.plan.rules.outcome(line.reading);
            if outcome == Outcome::Missed {
                met.reverse();
                let why = format!("met in {} after its miss of {}", listed(&met), of.text());
                let base = format!("its credit of {}{}", self.money(line.credit_minor), self.left_out(rules, line));
                return (why, base, self.returnable(rules, line));
            }
            let excused = line.reading == Reading::EXCUSED && rules.excused_earns;
            if line.reading.is_met() || excused {
                met.push(of);
            }
        }
        ("three windows met after its miss".into(), "its credit".into(), Decimal::ZERO)
    }

    /// The year's aggregate and misses, the credits of its months in words, and what of them can be returned.
    fn contract_year(&self, rules: EarnBackRules, level: usize) -> (String, String, Decimal) {
        let first = self.index - self.index % 12;
        let mut months: Vec<_> = self.past.back().take_while(|(month, _)| month.index >= first).collect();
        months.reverse();
        let due = |index: usize| self.plan.rules.months[index].levels[level].due;
        let (mut misses, mut credits, mut excluded) = (0_u32, Vec::new(), Vec::<Month>::new());
        let mut returnable = Decimal::ZERO;
        for (month, lines) in months.into_iter().filter(|(month, _)| due(month.index)) {
            let line = &lines[level];
            misses += u32::from(self.plan.rules.outcome(line.reading) == Outcome::Missed);
            let of = self.plan.month(month.index);
            if line.credit_minor > 0 && self.is_excluded(rules, level, line) {
                excluded.push(of);
            } else if line.credit_minor > 0 {
                returnable += self.returnable(rules, line);
                credits.push(format!(
                    "{}{} of {}",
                    self.money(line.credit_minor),
                    self.left_out(rules, line),
                    of.text()
                ));
            }
        }
        let year = self.events.aggregates.get(level).and_then(|a| a.year);
        let figure = year.map_or(String::new(), |(_, value)| format!(" at {}", self.value_text(level, value)));
        let misses = if misses == 1 { "1 miss".to_owned() } else { format!("{misses} misses") };
        let why = format!("the contract year met{figure}, with {misses} of at most {}", rules.misses_max);
        let without =
            if excluded.is_empty() { String::new() } else { format!(", without what {} excludes", listed(&excluded)) };
        let of = if credits.len() == 1 { "its credit of" } else { "its credits of" };
        (why, format!("{of} {}{without}", credits.join(" + ")), returnable)
    }

    /// Severe misses, gates and missing reports, where these earn nothing back.
    fn is_excluded(&self, rules: EarnBackRules, level: usize, line: &LineRecord) -> bool {
        let own = &self.plan.rules.levels[level];
        !rules.without_exclusions && (own.gate || own.is_severe(line.reading) || !line.reading.has_value())
    }

    /// The part of a credit that the repeat added, which is not earned back.
    fn left_out(&self, rules: EarnBackRules, line: &LineRecord) -> String {
        self.repeat_factor(rules, line)
            .map_or(String::new(), |factor| format!(" / {} (without what the repeat added)", plain(factor.normalize())))
    }

    /// What a repeat multiplied a credit by, where that is not earned back.
    fn repeat_factor(&self, rules: EarnBackRules, line: &LineRecord) -> Option<Decimal> {
        (!rules.without_exclusions && line.repeated).then(|| match self.plan.remedies.mechanism {
            Mechanism::Points => Decimal::TWO,
            Mechanism::Percent | Mechanism::Pool => self.plan.remedies.repeat_factor.unwrap_or(Decimal::ONE),
        })
    }
}
