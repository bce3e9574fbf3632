//! `waive`: a warning that is left standing with a reason.

use crate::Desk;

#[test]
fn a_warning_is_waived_in_the_file_and_check_says_so() {
    let desk = Desk::with_sample();
    let new = ["new", "--template", "first-outsourcing", "--set", "remedies.month_cap=25 %", "-o", "@draft.slac"];
    desk.done(&new);
    let waive = ["waive", "@draft.slac", "--rule", "C8", "--reason", "The margin allows it", "-o", "@waived.slac"];
    assert!(desk.done(&waive).starts_with("Waived: Cap above"));
    let found = String::from_utf8(desk.read("waived.slac")).unwrap();
    assert!(found.contains("The margin allows it"));
}
