//! The table of terms.

use super::{Entry, Scale, Section, edit, slot::Slot};
use crate::{Agreement, Charges, Credit, Currency, Grade, Measure, Party, Ramp, ServiceLevel};

/// Longest term of an agreement.
const TERM_MONTHS_MAX: u32 = 120;

/// Every term with its place, in the order of the document.
pub(super) fn entries(agreement: &mut Agreement) -> Vec<Entry<'_>> {
    let mut list = List { entries: Vec::new(), section: Section::Parties };
    let ramp_terms = edit::ramp_terms(agreement);
    let Agreement {
        title,
        parties,
        term,
        services,
        currency,
        charges,
        measures,
        service_levels,
        ramp,
        remedies,
        score,
        sign_off,
        ..
    } = agreement;

    list.add("title", "Title", Slot::Text(title));
    list.party("client", "Client", &mut parties.client);
    list.party("vendor", "Vendor", &mut parties.vendor);
    list.add("term.start", "Start", Slot::Date(&mut term.start));
    list.add(
        "term.months",
        "Length",
        Slot::Whole { value: &mut term.months, least: 1, most: TERM_MONTHS_MAX, word: "months" },
    );
    list.add(
        "term.notice_days",
        "Notice",
        Slot::Whole { value: &mut term.notice_days, least: 0, most: 730, word: "days" },
    );

    list.section = Section::Services;
    list.add("services", "Services", Slot::LongText(services));

    list.section = Section::ServiceLevels;
    for level in service_levels {
        if let Some(measure) = measures.iter().find(|m| m.id == level.measure) {
            list.level(level, measure);
        }
    }

    list.section = Section::Measures;
    for measure in measures {
        list.measure(measure);
    }

    list.section = Section::Ramp;
    list.ramp(ramp, ramp_terms);

    list.section = Section::Charges;
    list.charges(charges, currency);
    list.add("remedies.month_cap", "Cap of a month’s credits", Slot::OptionalRate(&mut remedies.month_cap_percent));
    list.add("score", "Score", Slot::ScoreRule(score));

    list.section = Section::SignOff;
    for (i, approver) in sign_off.iter_mut().enumerate() {
        list.add(format!("sign_off.{}.side", i + 1), "For", Slot::Side(&mut approver.side));
        list.add(format!("sign_off.{}.role", i + 1), "Role", Slot::Text(&mut approver.role));
    }
    list.entries
}

struct List<'a> {
    entries: Vec<Entry<'a>>,
    section: Section,
}

impl<'a> List<'a> {
    fn add(&mut self, path: impl Into<String>, label: &str, slot: Slot<'a>) {
        self.add_for("", path, label, slot);
    }

    /// A term of something that has a name, which the full label begins with.
    fn add_for(&mut self, name: &str, path: impl Into<String>, label: &str, slot: Slot<'a>) {
        let full_label = if name.is_empty() {
            label.to_owned()
        } else {
            let mut letters = label.chars();
            let first = letters.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
            format!("{name}, {first}{}", letters.as_str())
        };
        self.entries.push(Entry {
            path: path.into(),
            label: label.to_owned(),
            full_label,
            section: self.section,
            slot,
        });
    }

    fn party(&mut self, side: &str, word: &str, party: &'a mut Party) {
        let Party { name, address, representative, email } = party;
        self.add_for(word, format!("parties.{side}.name"), "Name", Slot::Text(name));
        self.add_for(word, format!("parties.{side}.address"), "Address", Slot::Text(address));
        self.add_for(word, format!("parties.{side}.representative"), "Represented by", Slot::Text(representative));
        self.add_for(word, format!("parties.{side}.email"), "E-mail for notices", Slot::Text(email));
    }

    fn level(&mut self, level: &'a mut ServiceLevel, measure: &Measure) {
        let (name, scale) = (measure.name.as_str(), Scale::of(measure));
        let base = format!("service_levels.{}", level.id);
        let ServiceLevel { class, weight_percent, target, floor, stretch, bands, credit, outcome, .. } = level;
        let anchor = *target;
        let at = |leaf: &str| format!("{base}.{leaf}");
        self.add_for(name, at("target"), "Target", Slot::Target { value: target, scale });
        self.add_for(name, at("floor"), "Floor", Slot::Offset { value: floor, target: anchor, scale, optional: true });
        self.add_for(
            name,
            at("stretch"),
            "Stretch",
            Slot::Offset { value: stretch, target: anchor, scale, optional: true },
        );
        self.add_for(name, at("weight"), "Weight", Slot::Percent(weight_percent));
        self.add_for(name, at("class"), "Class", Slot::Class(class));
        self.add_for(name, at("outcome"), "Serves outcome", Slot::Outcome(outcome));
        for (i, band) in bands.iter_mut().enumerate() {
            let at = |leaf: &str| format!("{base}.bands.{}.{leaf}", i + 1);
            let word = capital(band.grade);
            if i > 0 {
                let slot = Slot::Offset { value: &mut band.from, target: anchor, scale, optional: false };
                self.add_for(name, at("from"), &format!("{word} beyond"), slot);
            }
            self.add_for(name, at("credit"), &format!("{word}, credit"), Slot::Rate(&mut band.credit_percent));
            self.add_for(name, at("score"), &format!("{word}, score"), Slot::OptionalScore(&mut band.score_points));
        }
        self.add_for(name, at("credit"), "Credit", Slot::CreditKind(*credit));
        if let Credit::PerPoint { percent_per_point } = credit {
            self.add_for(name, at("percent_per_point"), "Credit per point", Slot::Rate(percent_per_point));
        }
    }

    fn measure(&mut self, measure: &'a mut Measure) {
        let base = format!("measures.{}", measure.id);
        let at = |leaf: &str| format!("{base}.{leaf}");
        let Measure { name, numerator, denominator, exclusions, source, owner, minimum_n, .. } = measure;
        let called = name.clone();
        self.add_for(&called, at("name"), "Name", Slot::Text(name));
        self.add_for(&called, at("numerator"), "Counted", Slot::LongText(numerator));
        self.add_for(&called, at("denominator"), "Out of", Slot::LongText(denominator));
        self.add_for(&called, at("exclusions"), "Left out", Slot::LongText(exclusions));
        self.add_for(&called, at("source"), "Source", Slot::Text(source));
        self.add_for(&called, at("owner"), "Measured by", Slot::Side(owner));
        let least = Slot::OptionalWhole { value: minimum_n, least: 1, most: 1_000_000 };
        self.add_for(&called, at("minimum_n"), "Least number in a month", least);
    }

    fn ramp(&mut self, ramp: &Ramp, terms: Vec<edit::RampTerm>) {
        let factors: Vec<String> = ramp.credit_factors_percent.iter().map(|f| crate::quantity::percent(*f)).collect();
        let text = factors.join(", ");
        self.add("ramp.credit_factors", "Credits due, by month", Slot::Shown { text, optional: true });
        for (i, factor) in factors.into_iter().enumerate() {
            let label = format!("Credits due in month {}", i + 1);
            self.add(format!("ramp.credit_factors.{}", i + 1), &label, Slot::Shown { text: factor, optional: false });
        }
        for term in terms {
            self.add_for(&term.level, term.path, &term.label, Slot::Shown { text: term.text, optional: true });
        }
    }

    fn charges(&mut self, charges: &'a mut Charges, currency: &'a Currency) {
        self.add("currency", "Currency", Slot::Currency(currency));
        let own = currency.clone();
        match charges {
            Charges::FixedMonthly { amount } => {
                self.add("charges.amount", "Monthly charges", Slot::Amount { value: amount, currency: own });
            }
            Charges::Table { amounts } => {
                for (i, amount) in amounts.iter_mut().enumerate() {
                    let label = format!("Charges of month {}", i + 1);
                    let slot = Slot::Amount { value: amount, currency: own.clone() };
                    self.add(format!("charges.amounts.{}", i + 1), &label, slot);
                }
            }
        }
    }
}

fn capital(grade: Grade) -> String {
    let word = grade.word();
    word[..1].to_uppercase() + &word[1..]
}
