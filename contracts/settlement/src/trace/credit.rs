//! Credits in words: what each level's was made of, and what limited it.

use super::{Clause, Trace, plain};
use crate::kernel::Bound;
use crate::wide::{Ticks, Wide};
use model::quantity::{number, percent};
use model::remedy::{ChargesOf, IncidentCredit};
use model::{Band, Class, Credit, Decimal, Mechanism, Unit, Window};

impl Trace<'_> {
    /// The arithmetic of a level's credit.
    pub fn credit_words(&self, level: usize) -> String {
        self.credit_told(level) + &self.cite(&self.credit_clauses(level))
    }

    fn credit_told(&self, level: usize) -> String {
        let terms = &self.plan.levels()[level].level;
        if terms.class == Class::ReportOnly {
            return "reported only: no credit".into();
        }
        let Some(band) = self.band(level) else {
            return "no credit".into();
        };
        let Some(missed) = band.checked_sub(1) else {
            return "met: no credit".into();
        };
        let band = terms.bands.get(missed);
        if self.has_ladder() {
            return self.ladder_line_words(level);
        }
        let rate = self.rate_words(level, band);
        let charges = self.window_charges_words(level);
        let exact = self.exact(self.lines[level].own_ticks);
        format!(
            "{rate} × {charges}{} = {exact}{}{}{}; {}",
            self.ramp_words(),
            self.event_words(level),
            self.own_cap_words(level),
            self.posted_words(level),
            self.cap_words(level)
        )
    }

    fn has_ladder(&self) -> bool {
        self.plan.rules.ladder
    }

    fn ramp_words(&self) -> String {
        let factor = self.plan.months()[self.index].credit_factor_percent;
        if factor == Decimal::ONE_HUNDRED { String::new() } else { format!(" × ramp factor {}", percent(factor)) }
    }

    /// What charges are multiplied by: "3 points × 2 (repeat) × 0.5 %".
    fn rate_words(&self, level: usize, band: Option<&Band>) -> String {
        let terms = &self.plan.levels()[level].level;
        let remedies = &self.plan.remedies;
        let repeat = self.repeat_words(level);
        match remedies.mechanism {
            Mechanism::Percent => match terms.credit {
                Credit::ByBand => percent(band.map_or(Decimal::ZERO, |b| b.credit_percent)) + &repeat,
                Credit::PerPoint { percent_per_point } => self.shortfall_words(level, percent_per_point) + &repeat,
            },
            Mechanism::Points => {
                let points = band.and_then(|b| b.points).unwrap_or_default();
                format!("{}{repeat} × {}", counted(points, "point"), percent(remedies.points.rate_percent))
            }
            Mechanism::Pool => {
                let share = remedies.pool.shares.iter().find(|s| s.category == terms.remedy.category);
                let share = percent(share.map_or(Decimal::ZERO, |s| s.share_percent));
                let fraction = band.and_then(|b| b.pool_fraction_percent).map(|f| format!(" × {}", percent(f)));
                format!(
                    "{} at risk × {share} of {} × {}{}{repeat}",
                    percent(remedies.pool.at_risk_percent),
                    terms.remedy.category,
                    percent(terms.remedy.allocation_percent),
                    fraction.unwrap_or_default()
                )
            }
        }
    }

    fn repeat_words(&self, level: usize) -> String {
        if !self.lines[level].repeated {
            return String::new();
        }
        let factor = match self.plan.remedies.mechanism {
            Mechanism::Points => Decimal::TWO,
            Mechanism::Percent | Mechanism::Pool => self.plan.remedies.repeat_factor.unwrap_or(Decimal::ONE),
        };
        format!(" × {} (repeat)", plain(factor.normalize()))
    }

    /// The charges of a level's window, and which ones where they are not the month's own.
    fn window_charges_words(&self, level: usize) -> String {
        let remedies = &self.plan.remedies;
        let charges = self.money(self.plan.window_charges_minor(level, self.index));
        let quarter = self.plan.levels()[level].level.remedy.window == Window::Quarter;
        let later = remedies.mechanism == Mechanism::Points && remedies.points.charges_of == ChargesOf::Next;
        let length = self.plan.levels()[level].level.remedy.window.months();
        let next = later && self.index + 1 + length <= self.plan.rules.term_months;
        match (quarter, next) {
            (false, false) => charges,
            (true, false) => format!("{charges} (charges of the quarter)"),
            (false, true) => format!("{charges} (charges of the next month)"),
            (true, true) => format!("{charges} (charges of the next quarter)"),
        }
    }

    fn shortfall_words(&self, level: usize, percent_per_point: Decimal) -> String {
        let measure = &self.plan.levels()[level].measure;
        let month = &self.plan.months()[self.index].levels[level];
        let reading = self.reads[level].reading;
        let short = month.per_point.as_ref().map_or(0, |p| {
            // A missing report is settled as a shortfall of its own.
            if reading.has_value() { p.shortfall(self.reads[level].value_scaled) } else { p.failed }
        });
        let short = number(Decimal::new(short, u32::from(measure.precision_decimals)), measure.precision_decimals);
        let unit = match measure.unit {
            Unit::Percent | Unit::Points => "points",
            Unit::Seconds => "seconds",
            Unit::Count => "units",
        };
        format!("{short} {unit} of shortfall × {} each", percent(percent_per_point))
    }

    /// A level's points and its share of what the ladder makes of all of them.
    fn ladder_line_words(&self, level: usize) -> String {
        let terms = &self.plan.levels()[level].level;
        let points = self.band(level).and_then(|b| b.checked_sub(1)).and_then(|b| terms.bands.get(b)?.points);
        let words = format!("{}{}", counted(points.unwrap_or_default(), "point"), self.repeat_words(level));
        let event = self.event_words(level);
        if !event.is_empty() {
            return words + &event;
        }
        let out = &self.lines[level];
        let (own, all) = (self.of_points(out.uncapped_ticks), self.of_points(self.all_points()));
        let (words_of_all, posted) = (counted(all, "point"), self.money(out.credit_minor));
        if self.ladder_charges_minor().is_some() {
            let paid = self.of_month(self.month.paid_ticks);
            let (own, all) = (plain(own), plain(all));
            return format!(
                "{words}; its share of the month’s {words_of_all} is {own} / {all} of {paid}, posted as {posted}"
            );
        }
        // Each level bears its part of the points on the charges of its own window.
        let charges = self.window_charges_words(level);
        let (own, all) = (plain(own), plain(all));
        format!("{words}; its share of the month’s {words_of_all} is {own} / {all}, on {charges}, posted as {posted}")
    }

    /// Points that become money, of all levels.
    fn all_points(&self) -> Wide {
        self.lines.iter().fold(Wide::default(), |all, line| all + line.uncapped_ticks)
    }

    /// What the ladder's percentage is taken of; none where that differs between the levels that have points.
    fn ladder_charges_minor(&self) -> Option<i64> {
        let with_points = |(l, _): &(usize, _)| self.lines[*l].uncapped_ticks > Wide::default();
        let levels = self.plan.rules.months[self.index].levels.iter();
        let mut charges = levels.enumerate().filter(with_points).map(|(_, terms)| terms.charges_minor);
        let first = charges.next().unwrap_or(self.plan.months()[self.index].charges_minor);
        charges.all(|other| other == first).then_some(first)
    }

    /// An amount of the month as a whole, which may lie between two ticks where levels of several windows share it.
    fn of_month(&self, amount: Wide) -> String {
        let parts = self.month.tick_parts;
        if parts == Wide::ONE {
            return self.exact(amount);
        }
        let minor = amount.half_up(self.plan.ticks_per_minor.times(parts));
        format!("{} (rounded)", self.money(minor))
    }

    fn of_points(&self, units: Wide) -> Decimal {
        Decimal::new(units.number(), self.plan.rules.points_digits).normalize()
    }

    /// Where one event made several levels miss and another one pays for it.
    fn event_words(&self, level: usize) -> String {
        let out = &self.lines[level];
        if out.uncapped_ticks == out.own_ticks {
            return String::new();
        }
        let event = self.events.incidents.iter().position(|i| i.levels.contains(&level));
        let name = event.and_then(|e| self.inputs.events.get(e)).map_or("", |e| e.name.as_str());
        let payer = event.and_then(|e| {
            let others = self.events.incidents[e].levels.iter();
            others.copied().find(|l| *l != level && self.lines[*l].uncapped_ticks > Wide::default())
        });
        let payer = payer.map_or(String::new(), |l| format!(", for {}", self.plan.levels()[l].measure.name));
        let choice = match event.map(|e| self.events.incidents[e].chosen) {
            Some(chosen) if self.plan.rules.incident == IncidentCredit::ClientsChoice => match chosen {
                Some(_) => ", as the client chose",
                None => ", the highest, because the client chose none",
            },
            _ => "",
        };
        format!(", not credited: the event “{name}” is credited once{payer}{choice}")
    }

    fn own_cap_words(&self, level: usize) -> String {
        let out = &self.lines[level];
        let cap = self.plan.levels()[level].level.remedy.cap_percent;
        let Some(cap) = cap.filter(|_| out.share_ticks < out.uncapped_ticks) else { return String::new() };
        format!(", cut to the level’s own cap of {} = {}", percent(cap), self.exact(out.share_ticks))
    }

    /// Where an uncut credit is no whole number of minor units: what it was rounded to.
    fn posted_words(&self, level: usize) -> String {
        let out = &self.lines[level];
        let posted = out.credit_minor;
        if self.month.cap_bound || self.plan.ticks_per_minor.times(Wide::whole(posted)) == out.share_ticks {
            return String::new();
        }
        format!(", posted as {} so that the lines sum to the total", self.money(posted))
    }

    /// What limited the month, as a level sees it.
    fn cap_words(&self, level: usize) -> String {
        let out = &self.lines[level];
        let share = |of: String| {
            format!(
                "its share of {of} × {} / {}, posted as {}",
                self.exact(out.share_ticks),
                self.exact(self.month.share_total),
                self.money(out.credit_minor)
            )
        };
        let rolling = || self.exact(self.month.rolling_ticks);
        match self.month.bound {
            Bound::Rolling => return share(format!("what the cap on twelve months leaves: {}", rolling())),
            Bound::ContractYear => return share(format!("what the contract year’s cap leaves: {}", rolling())),
            Bound::None | Bound::Level | Bound::Month => {}
        }
        let month = &self.plan.months()[self.index];
        if month.cap.percent.is_none() {
            return "there is no cap of the month".into();
        }
        let cap = self.exact(month.cap.ticks);
        if self.month.bound == Bound::Month {
            return share(format!("the month’s cap: {cap}"));
        }
        format!("the month’s cap of {cap} {}", self.not_cut())
    }

    fn not_cut(&self) -> &'static str {
        if self.month.cap_reached { "reached and not exceeded" } else { "not reached" }
    }

    /// How the month's credit was made.
    pub fn month_credit_words(&self) -> String {
        self.month_credit_told() + &self.cite(&[Clause::Charges])
    }

    fn month_credit_told(&self) -> String {
        let all = format!("{}credits of {}", self.ladder_words(), self.of_month(self.month.uncapped_ticks));
        let all = all + &self.level_caps_words();
        let posted = self.month.credit_minor;
        let in_ticks = self.plan.ticks_per_minor.times(Wide::whole(posted)).times(self.month.tick_parts);
        let rounded = if in_ticks == self.month.paid_ticks {
            String::new()
        } else {
            format!(", posted as {}", self.money(posted))
        };
        let month = &self.plan.months()[self.index];
        let rolling = self.rolling_words();
        let Some(percentage) = month.cap.percent else {
            return format!("{all}{rolling}{rounded}; there is no cap of the month");
        };
        let cap = format!(
            "the month’s cap of {} × {} = {}",
            percent(percentage),
            self.money(month.charges_minor),
            self.exact(month.cap.ticks)
        );
        match self.month.bound {
            Bound::Month => format!("{all}, cut to {cap}{rounded}{rolling}"),
            Bound::Rolling | Bound::ContractYear => format!("{all}{rolling}{rounded}; {cap} allows more"),
            Bound::None | Bound::Level => format!("{all}{rounded}; {cap} {}{rolling}", self.not_cut()),
        }
    }

    /// The caps of levels that cut something, and what is left after them.
    fn level_caps_words(&self) -> String {
        if self.has_ladder() || self.month.due_ticks == self.month.uncapped_ticks {
            return String::new();
        }
        let cut = self.plan.levels().iter().zip(self.lines).filter(|(_, out)| out.share_ticks < out.uncapped_ticks);
        let caps = cut.map(|(level, _)| {
            let cap = percent(level.level.remedy.cap_percent.unwrap_or_default());
            format!("the level’s own cap of {cap} for {}", level.measure.name)
        });
        format!(", cut by {} to {}", caps.collect::<Vec<_>>().join(" and "), self.of_month(self.month.due_ticks))
    }

    /// What the ladder makes of the month's points.
    fn ladder_words(&self) -> String {
        if !self.has_ladder() {
            return String::new();
        }
        let total = self.of_points(self.all_points());
        let points = counted(total, "point");
        let Some(step) = self.plan.remedies.points.ladder.iter().rfind(|step| total >= step.points) else {
            return format!("{points}, below the first step of the ladder: ");
        };
        let charges = self.ladder_charges_minor().map(|minor| self.money(minor));
        format!(
            "{points}, from {} on {} × {}{}: ",
            plain(step.points.normalize()),
            percent(step.percent),
            charges.unwrap_or_else(|| "the charges of each level’s window".into()),
            self.ramp_words()
        )
    }

    /// What the cap on twelve months allowed, whether it cut or not.
    fn rolling_words(&self) -> String {
        let rules = &self.plan.rules;
        if rules.rolling.is_none() {
            return String::new();
        }
        let y = percent(self.plan.remedies.rolling_cap.percent.unwrap_or_default());
        let (which, bound) = match rules.rolling {
            Some(model::remedy::RollingBasis::ContractYear) => {
                ("the contract year’s projected charges", Bound::ContractYear)
            }
            _ => ("the charges of the last twelve months", Bound::Rolling),
        };
        let all = rules.months[self.index].rolling_ticks;
        let before = all - self.month.rolling_ticks;
        let cut = if self.month.bound == bound { "cut to" } else { "within" };
        format!(
            ", {cut} {y} of {which} = {} less credits net of earn-back of {} before = {}",
            self.exact(all),
            self.exact(before),
            self.exact(self.month.rolling_ticks)
        )
    }
}

/// "1 point", "3 points".
fn counted(number: Decimal, word: &str) -> String {
    let plural = if number == Decimal::ONE { "" } else { "s" };
    format!("{} {word}{plural}", plain(number.normalize()))
}
