//! Adding a measure of the library as a term, so that a mend can do it: `service_levels` set to `add csat`.

use crate::{Agreement, Band, Decimal, MeasureId, template};

/// Adds the measure named after "add " with a service level that is only reported; `None` where `path` is another term.
/// A measure that is defined here already is used as it is. Target, floor, stretch, bands and outcome are those of the
/// first template that promises it.
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
    let usual = copy.measure(&MeasureId(id.to_owned())).and_then(template::usual_promise);
    if let (Some((_, usual)), Some(level)) = (usual, copy.service_levels.last_mut()) {
        // Only reported so far, so that nothing can be owed for it yet.
        let free = |band: &Band| Band { credit_percent: Decimal::ZERO, ..*band };
        level.target = usual.target;
        level.floor = usual.floor;
        level.stretch = usual.stretch;
        level.bands = usual.bands.iter().map(free).collect();
        level.outcome = usual.outcome;
    }
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
        term::remove(&mut a, "service_levels.csat").unwrap();
        term::set(&mut a, "service_levels", "add csat").unwrap();
        let text = |leaf: &str| term::field(&a, &format!("service_levels.csat.{leaf}")).unwrap().text;
        let promised = ["target", "floor", "bands.3.from", "bands.3.credit"].map(text);
        assert_eq!(promised, ["83.0\u{202f}%", "75.0\u{202f}%", "78.0\u{202f}%", "0\u{202f}%"]);
        term::remove(&mut a, "service_levels.csat").unwrap();
        let before = a.clone();
        for wrong in ["add nps", "add nothing", "nps"] {
            assert!(term::set(&mut a, "service_levels", wrong).is_err(), "{wrong}");
            assert_eq!(a, before);
        }
    }
}
