//! The table of terms: each section's rows are in a file of their own.

mod compliance;
mod continuity;
mod ending;
mod escalation;
mod forecast;
mod governance;
mod governing;
mod levels;
mod measures;
mod money;
mod parties;
mod quality;
mod ramp;
mod relief;
mod remedies;
mod reporting;
mod services;
mod sign_off;

use super::{Entry, Section, edit, list, slot::Slot, wording::CLAUSES};
use crate::Agreement;

/// Every term with its place, in the order of the document.
pub(super) fn entries(agreement: &mut Agreement) -> Vec<Entry<'_>> {
    let mut list = List { entries: Vec::new(), section: Section::Parties };
    let ramp_terms = edit::ramp_terms(agreement);
    let names = list::NAMED.map(|path| list::scope_names(&agreement.scope, path));
    let wordings = agreement.wordings.clone();
    // What the rows of a level depend on: how misses become money, and whether the bonus asks for more than the target.
    let bonus_by_bars = agreement.remedies.bonus.levels == crate::remedy::BonusLevels::Exceeding;
    let of_levels = (agreement.remedies.mechanism, bonus_by_bars);
    let levels_earn = agreement.service_levels.iter().any(|l| l.remedy.bonus_percent.is_some());
    let a = agreement;

    parties::rows(&mut list, &mut a.title, &mut a.parties, &mut a.term);
    parties::renewal_rows(&mut list, &mut a.renewal);
    parties::contact_rows(&mut list, &mut a.contacts);
    list.section = Section::Services;
    services::rows(&mut list, &mut a.services, &mut a.scope);
    list.section = Section::ServiceLevels;
    for level in &mut a.service_levels {
        if let Some(measure) = a.measures.iter().find(|m| m.id == level.measure) {
            levels::rows(&mut list, level, measure, &names, of_levels);
        }
    }
    list.section = Section::Measures;
    for measure in &mut a.measures {
        measures::rows(&mut list, measure);
    }
    list.section = Section::Ramp;
    ramp::rows(&mut list, &a.ramp, ramp_terms);
    list.section = Section::Charges;
    money::rows(&mut list, &mut a.charges, &a.currency, &mut a.remedies, &mut a.score, levels_earn);
    list.section = Section::Forecast;
    forecast::rows(&mut list, &mut a.forecast);
    list.section = Section::Relief;
    relief::rows(&mut list, &mut a.relief, &mut a.dependencies);
    list.section = Section::Quality;
    quality::rows(&mut list, &mut a.qa, &mut a.csat);
    list.section = Section::Reporting;
    reporting::rows(&mut list, &mut a.reports, &mut a.statement_rules);
    list.section = Section::Governance;
    governance::rows(&mut list, &mut a.governance, &mut a.rectification, &mut a.change_control);
    list.section = Section::Escalation;
    escalation::rows(&mut list, &mut a.escalation);
    list.section = Section::Compliance;
    compliance::rows(&mut list, &mut a.obligations);
    list.section = Section::Continuity;
    continuity::rows(&mut list, &mut a.continuity);
    list.section = Section::Ending;
    ending::rows(&mut list, &mut a.termination, &mut a.exit);
    list.section = Section::Governing;
    governing::rows(&mut list, &mut a.governing);
    list.section = Section::SignOff;
    sign_off::rows(&mut list, &mut a.sign_off);
    for clause in CLAUSES {
        list.section = clause.section;
        let text = wordings.get(clause.id).cloned().unwrap_or_default();
        let label = format!("Own wording of “{}”", clause.title);
        list.add(format!("wordings.{}", clause.id), &label, Slot::Wording(text));
    }
    list.entries
}

/// What an entry of a list is called, and the path of a term of it.
fn numbered(list: &str, index: usize) -> (String, impl Fn(&str) -> String) {
    let base = format!("{list}.{}", index + 1);
    (format!("{} {}", list::one_of(list), index + 1), move |leaf: &str| format!("{base}.{leaf}"))
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

    /// A list of texts.
    fn strings(&mut self, path: &str, items: &'a mut [String]) {
        let one = list::one_of(path);
        for (i, item) in items.iter_mut().enumerate() {
            self.add(format!("{path}.{}", i + 1), &format!("{one} {}", i + 1), Slot::Text(item));
        }
    }
}
