//! Adding a measure of the library as a term, so that a mend can do it: `service_levels` set to `add csat`.

use crate::{Agreement, MeasureId};

/// Adds the measure named after "add " with a service level that is only reported; `None` where `path` is another term.
/// A measure that is defined here already is used as it is.
pub(super) fn set(agreement: &mut Agreement, path: &str, text: &str) -> Option<Result<(), String>> {
    if path != "service_levels" {
        return None;
    }
    let Some(id) = text.trim().strip_prefix("add ") else {
        return Some(Err("it is a list; write add and the name of a measure, like add csat".into()));
    };
    Some(add(agreement, id.trim()))
}

fn add(agreement: &mut Agreement, id: &str) -> Result<(), String> {
    let mut copy = agreement.clone();
    if copy.measure(&MeasureId(id.to_owned())).is_none() {
        super::add(&mut copy, "measures", Some(id)).map_err(|e| e.message)?;
    }
    super::add(&mut copy, "service_levels", Some(id)).map_err(|e| e.message)?;
    *agreement = copy;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{Class, term};

    #[test]
    fn a_measure_of_the_library_is_added_with_its_level_or_nothing_is() {
        let (mut a, _) = crate::template::sample();
        term::set(&mut a, "service_levels", "add nps").unwrap();
        assert_eq!(a.service_levels.last().unwrap().class, Class::ReportOnly);
        assert_eq!(a.measures.last().unwrap().id.0, "nps");
        let before = a.clone();
        for wrong in ["add nps", "add nothing", "nps"] {
            assert!(term::set(&mut a, "service_levels", wrong).is_err(), "{wrong}");
            assert_eq!(a, before);
        }
    }
}
