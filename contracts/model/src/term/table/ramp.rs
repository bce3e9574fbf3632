//! Opening months.

use super::List;
use crate::{
    Ramp, quantity,
    term::{edit, slot::Slot},
};

pub(super) fn rows(list: &mut List<'_>, ramp: &Ramp, terms: Vec<edit::RampTerm>) {
    let factors: Vec<String> = ramp.credit_factors_percent.iter().map(|f| quantity::percent(*f)).collect();
    let text = factors.join(", ");
    list.add("ramp.credit_factors", "Credits due, by month", Slot::Shown { text, optional: true });
    for (i, factor) in factors.into_iter().enumerate() {
        let label = format!("Credits due in month {}", i + 1);
        list.add(format!("ramp.credit_factors.{}", i + 1), &label, Slot::Shown { text: factor, optional: false });
    }
    for term in terms {
        list.add_for(&term.level, term.path, &term.label, Slot::Shown { text: term.text, optional: true });
    }
}
