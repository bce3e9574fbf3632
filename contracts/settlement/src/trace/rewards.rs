//! Bonus and gain share in words.

use super::{Clause, Trace, plain};
use crate::wide::Ticks;
use model::quantity::percent;
use model::remedy::{BonusBasis, BonusLevels};
use model::{Decimal, Money};

impl Trace<'_> {
    /// How the bonus of the quarter that ends in this month was made; empty in other months.
    pub fn bonus_words(&self) -> String {
        self.by_charges(self.bonus_told())
    }

    /// What was said, with the clause that rewards are in; nothing where nothing was said.
    pub(super) fn by_charges(&self, told: String) -> String {
        if told.is_empty() { told } else { told + &self.cite(&[Clause::Charges]) }
    }

    fn bonus_told(&self) -> String {
        let rules = &self.plan.rules;
        let Some(bonus) = rules.bonus.filter(|_| self.index % 3 == 2) else { return String::new() };
        let over = match bonus.basis {
            BonusBasis::EachMonth => "in every month of the quarter",
            BonusBasis::QuarterAggregate => "on the quarter’s aggregate",
        };
        let all = match bonus.levels {
            BonusLevels::All => "all levels met",
            BonusLevels::Exceeding => "every level with a bar exceeded",
        };
        if !self.month.bonus_open {
            return self.no_bonus_words(bonus, over);
        }
        let mut parts = Vec::new();
        if let Some(base) = self.plan.remedies.bonus.base_percent {
            parts.push(format!("{} for the quarter", percent(base)));
        }
        for (l, level) in self.plan.levels().iter().enumerate() {
            let earned = self.lines[l].earned_bonus;
            let Some(rate) = level.level.remedy.bonus_percent.filter(|_| earned && level.is_binding()) else {
                continue;
            };
            let by = level.level.remedy.exceed.map(|e| format!(" by {}", e.words(&level.measure)));
            let bar =
                by.as_ref().and_then(|_| self.bar_words(self.index, l)).map_or(String::new(), |b| format!(" ({b})"));
            let how = by.map_or("met".to_owned(), |by| format!("exceeded{by}{bar}"));
            parts.push(format!("{} for {} {how}", percent(rate), level.measure.name));
        }
        if parts.is_empty() {
            return format!("{all} {over}, none exceeded: no bonus");
        }
        let cap = self.plan.remedies.bonus.cap_percent.map_or(String::new(), |cap| {
            let ticks = rules.months[self.index].bonus_cap_ticks;
            let cut = if self.month.bonus_ticks > ticks { "cut to" } else { "within" };
            format!(", {cut} the cap of {} = {}", percent(cap), self.exact(ticks))
        });
        let months = self.plan.months()[self.index.saturating_sub(2)..=self.index].iter();
        let charges = self.money(months.map(|m| m.charges_minor).sum());
        let rate = if parts.len() > 1 { format!("({})", parts.join(" + ")) } else { parts.join(" + ") };
        format!(
            "{all} {over}: {rate} × {charges} (charges of the quarter) = {}{cap}, posted as {}",
            self.exact(self.month.bonus_ticks),
            self.money(self.month.bonus_minor)
        )
    }

    /// The vendor's share of the month's saving in minor units, rounded half up once.
    pub fn gain_share_minor(&self) -> i64 {
        let terms = &self.plan.remedies.gain_share;
        let currency = self.plan.currency();
        let (Some(share), Some(saving)) = (terms.share_percent, self.inputs.saving_amount) else { return 0 };
        let minor = |amount: Decimal| currency.minor_units(amount).map_or(0, i128::from);
        let above = (minor(saving) - minor(terms.floor_amount)).max(0);
        let share = share.normalize();
        let scale = 10_i128.pow(share.scale()) * 100;
        let posted = (above * share.mantissa()).half_up(scale);
        terms.cap_amount.map_or(posted, |cap| i128::from(posted).min(minor(cap)) as i64)
    }

    /// How it was made; empty without a saving.
    pub fn gain_share_words(&self) -> String {
        self.by_charges(self.gain_share_told())
    }

    fn gain_share_told(&self) -> String {
        let terms = &self.plan.remedies.gain_share;
        let (Some(share), Some(saving)) = (terms.share_percent, self.inputs.saving_amount) else {
            return String::new();
        };
        let currency = self.plan.currency();
        let money = |amount: Decimal| {
            let minor = currency.minor_units(amount).unwrap_or_default();
            Money { minor, currency: currency.clone() }.text()
        };
        let floor =
            if terms.floor_amount.is_zero() { String::new() } else { format!(" above {}", money(terms.floor_amount)) };
        let cap = terms.cap_amount.map_or(String::new(), |cap| format!(", at most {}", money(cap)));
        format!(
            "{} of the saving of {}{floor}{cap} = {}",
            plain(share) + "\u{202f}%",
            money(saving),
            self.money(self.gain_share_minor())
        )
    }
}
