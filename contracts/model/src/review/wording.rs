//! How findings are put together, and how their texts write values.

use super::{Change, Finding, Mend, Severity};
use crate::{Agreement, Decimal, Measure, Target, quantity, term};

impl Finding {
    /// A finding without a mend.
    pub(super) fn new(
        rule: &str,
        severity: Severity,
        title: impl Into<String>,
        reason: impl Into<String>,
        source: &str,
        field: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            title: printed(&title.into()),
            reason: printed(&reason.into()),
            source: printed(&format!("Rule {rule}; {source}")),
            fields: vec![field.into()],
            mend: None,
            alternatives: Vec::new(),
            waits_for: None,
            waived: None,
            own: false,
        }
    }

    /// Speaks of further terms too.
    pub(super) fn also(mut self, fields: impl IntoIterator<Item = String>) -> Self {
        for field in fields {
            if !self.fields.contains(&field) {
                self.fields.push(field);
            }
        }
        self
    }

    /// Is mended by these changes; by nothing where there are none.
    pub(super) fn mended(mut self, label: impl Into<String>, changes: Vec<Change>) -> Self {
        self.mend = (!changes.is_empty()).then(|| Mend { label: printed(&label.into()), changes });
        self
    }

    /// Is mended by these changes where each is of a term that there is.
    pub(super) fn mended_in(self, agreement: &Agreement, label: impl Into<String>, changes: Vec<Change>) -> Self {
        let known = changes.iter().all(|c| term::field(agreement, &c.path).is_some());
        if known { self.mended(label, changes) } else { self }
    }

    /// Can be mended by these changes too; they are the first choice where there was none.
    pub(super) fn or_mended(mut self, label: impl Into<String>, changes: Vec<Change>) -> Self {
        if self.mend.is_none() {
            return self.mended(label, changes);
        }
        if !changes.is_empty() {
            self.alternatives.push(Mend { label: printed(&label.into()), changes });
        }
        self
    }

    /// Lacks evidence.
    pub(super) fn waiting(mut self, evidence: impl Into<String>) -> Self {
        self.waits_for = Some(evidence.into());
        self
    }
}

/// A change of one term.
pub(super) fn change(path: impl Into<String>, text: impl Into<String>) -> Change {
    Change { path: path.into(), text: text.into() }
}

/// A text as it is printed: numbers keep their percent sign on their line, apostrophes are true ones.
fn printed(text: &str) -> String {
    text.replace(" %", "\u{202f}%").replace('\'', "’")
}

/// A text of ours as a person would type it: plain spaces, a plain minus, no grouping.
pub(super) fn typed(text: &str) -> String {
    text.replace(['\u{202f}', '\u{a0}'], " ").replace('−', "-").replace(',', "")
}

/// A value of a measure for people: `72.0 %`.
pub(super) fn value(value: Decimal, measure: &Measure) -> String {
    measure.unit.of(value).text(measure.precision_decimals)
}

/// A target for people: `72.0 %`, `300 to 420 s`.
pub(super) fn target(target: Target, measure: &Measure) -> String {
    target.text(measure.precision_decimals)
}

/// A percentage for people with no more decimals than it needs: `12.5 %`.
pub(super) fn percent(value: Decimal) -> String {
    quantity::percent(value.normalize())
}

/// A time for people in its largest whole unit: `30 s`, `90 s`, `12 h`.
pub(super) fn duration(seconds: Decimal) -> String {
    const UNITS: [(i64, &str); 2] = [(3_600, "h"), (60, "min")];
    let whole = UNITS.iter().find(|(per, _)| !seconds.is_zero() && (seconds % Decimal::from(*per)).is_zero());
    let (value, unit) = whole.map_or((seconds, "s"), |(per, unit)| (seconds / Decimal::from(*per), *unit));
    let value = value.normalize();
    format!("{}\u{202f}{unit}", quantity::number(value, quantity::scale_of(value)))
}

/// Names in a row: "a", "a and b", "a, b and c".
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Names in a row that are written out; of more, the first three.
const NAMES_MOST: usize = 4;

/// Names of levels, few enough to be read: "a, b and c", "a, b, c and 5 others". The finding links to each of them.
pub(super) fn names(names: &[&str]) -> String {
    match names {
        [first @ .., _] if first.len() >= NAMES_MOST => {
            let shown = NAMES_MOST - 1;
            format!("{} and {} others", names[..shown].join(", "), names.len() - shown)
        }
        few => list(few),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mend_is_written_with_the_signs_of_a_keyboard() {
        assert_eq!(typed("−1,200.5\u{202f}%"), "-1200.5 %");
        assert_eq!(printed("the month's 12 %"), "the month’s 12\u{202f}%");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(names(&["a", "b", "c", "d"]), "a, b, c and d");
        assert_eq!(names(&["a", "b", "c", "d", "e"]), "a, b, c and 2 others");
        assert_eq!(names(&[]), "");
        let times = ["30", "90", "120", "43200", "0.5", "0"].map(|t| duration(t.parse().unwrap()));
        assert_eq!(times, ["30\u{202f}s", "90\u{202f}s", "2\u{202f}min", "12\u{202f}h", "0.5\u{202f}s", "0\u{202f}s"]);
        assert_eq!(percent("12.50".parse().unwrap()), "12.5\u{202f}%");
    }
}
