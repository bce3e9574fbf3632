//! Floors, stretches and edges of bands: typed as values, held as their distance from the target.

use super::{
    Scale,
    slot::{precise, refused},
};
use crate::{Decimal, Direction, Offset, Target, read::ReadError, threshold};

/// A value typed for a floor, a stretch or a band's edge, as its distance from the target. Around a range it is as far away
/// on both sides: both edges are typed as they are shown (`231 to 546 s`), or one of them.
pub(super) fn read(text: &str, target: Target, scale: Scale) -> Result<Offset, ReadError> {
    match target {
        Target::Range { low, high } if scale.direction == Direction::Range => {
            around(text, target, (low.value(), high.value()), scale)
        }
        _ => Ok(Offset::between(target.anchor(), precise(text, scale)?.value(), scale.unit)),
    }
}

fn around(text: &str, target: Target, (low, high): (Decimal, Decimal), scale: Scale) -> Result<Offset, ReadError> {
    // The distance below the lower end is that from the typed edge up to it.
    let from_below = |edge: Decimal| Offset::between(edge, low, scale.unit);
    let from_above = |edge: Decimal| Offset::between(high, edge, scale.unit);
    let Some((below, above)) = two(text, scale)? else {
        let edge = precise(text, scale)?.value();
        return Ok(if edge < low { from_below(edge) } else { from_above(edge) });
    };
    let edges = |offset: Offset| threshold::edges_at(target, offset, scale).unwrap_or((below, above));
    let by_below = from_below(below);
    let by_above = from_above(above);
    // Where an edge stops at the end of what is possible, the other one says how far away they are. Two that were rounded
    // each for itself may differ in the last digit.
    let last_digit = Decimal::new(1, u32::from(scale.precision));
    if edges(by_above) == (below, above) {
        Ok(by_above)
    } else if edges(by_below) == (below, above) {
        Ok(by_below)
    } else if (edges(by_above).0 - below).abs() <= last_digit {
        Ok(by_above)
    } else {
        let words = |offset| {
            let (low, high) = edges(offset);
            threshold::edges_text(low, high, scale)
        };
        let expected = format!(
            "as far from the target on both sides: {} or {} is; one of the two values is enough",
            words(by_below),
            words(by_above)
        );
        Err(refused(text, &expected))
    }
}

/// The two edges that a text names, the smaller one first; none where it names one value.
fn two(text: &str, scale: Scale) -> Result<Option<(Decimal, Decimal)>, ReadError> {
    let Ok(Target::Range { low, high }) = crate::read::target(text, scale.unit, Direction::Range, scale.precision)
    else {
        return match text.contains(" to ") {
            true => Err(refused(text, "two values with the smaller one first, like 231 to 546")),
            false => Ok(None),
        };
    };
    Ok(Some((low.value(), high.value())))
}

#[cfg(test)]
mod tests {
    use crate::{Agreement, Offset, term};

    const FLOOR: &str = "service_levels.aht.floor";

    fn sample() -> Agreement {
        crate::template::sample().0
    }

    fn floor(agreement: &Agreement) -> Offset {
        agreement.service_levels.iter().find(|l| l.id.0 == "aht").unwrap().floor.unwrap()
    }

    #[test]
    fn the_floor_of_a_range_is_shown_and_read_with_both_edges() {
        let mut agreement = sample();
        let was = floor(&agreement);
        let text = |agreement: &Agreement| term::field(agreement, FLOOR).unwrap().text.replace('\u{202f}', " ");
        assert_eq!(text(&agreement), "231 to 546 s");
        for typed in ["231 to 546 s", "546", "546 s", "231-546 s", "230 to 546 s"] {
            agreement.service_levels.iter_mut().for_each(|l| l.floor = l.floor.filter(|_| l.id.0 != "aht"));
            term::set(&mut agreement, FLOOR, typed).unwrap();
            assert_eq!(floor(&agreement), was, "{typed}");
        }
        term::set(&mut agreement, FLOOR, "240 s").unwrap();
        assert_eq!(text(&agreement), "240 to 525 s", "the lower edge alone");
        let refused = term::set(&mut agreement, FLOOR, "231 to 600 s").unwrap_err();
        assert_eq!(
            refused.message.replace('\u{202f}', " "),
            "“231 to 600 s” is not as far from the target on both sides: 231 to 545 s or 210 to 600 s is; one of the two \
             values is enough"
        );
        assert!(term::set(&mut agreement, FLOOR, "546 to 231 s").is_err());
    }

    #[test]
    fn a_floor_set_to_what_it_says_keeps_its_distance() {
        let mut agreement = sample();
        let level = agreement.service_levels.iter_mut().find(|l| l.id.0 == "aht").unwrap();
        level.floor = Some(Offset::Ratio("1.300412345".parse().unwrap()));
        let was = floor(&agreement);
        let says = term::field(&agreement, FLOOR).unwrap().text;
        term::set(&mut agreement, FLOOR, &says).unwrap();
        assert_eq!(floor(&agreement), was);
    }

    #[test]
    fn an_edge_that_stops_at_the_end_of_its_scale_is_read_from_the_other_one() {
        let mut agreement = sample();
        term::set(&mut agreement, "measures.fcr.direction", "range").unwrap_or_default();
        let level = agreement.service_levels.iter_mut().find(|l| l.id.0 == "fcr").unwrap();
        let percent = |text: &str| crate::Quantity::Percent(text.parse().unwrap());
        level.target = crate::Target::Range { low: percent("94.0"), high: percent("97.0") };
        let measure = agreement.measures.iter_mut().find(|m| m.id.0 == "fcr").unwrap();
        measure.direction = crate::Direction::Range;
        let floor = "service_levels.fcr.floor";
        term::set(&mut agreement, floor, "89 to 100 %").unwrap();
        assert_eq!(term::field(&agreement, floor).unwrap().text, "89.0 to 100.0\u{202f}%");
        let level = agreement.service_levels.iter().find(|l| l.id.0 == "fcr").unwrap();
        assert_eq!(level.floor, Some(Offset::Difference("5.0".parse().unwrap())));
    }
}
