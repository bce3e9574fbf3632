//! How a probability is shown: the one rounding, for words, tables, documents and the window alike.

/// Beyond this many decimals of a number in 100, digits are noise of binary fractions: .145 × 100 is 14.499999999999998.
const NOISE_BELOW: f64 = 1e9;

/// A probability as a whole number in 100, half away from zero: .525 is 53, .145 is 15. The window has the same rule
/// (`ui/src/format/numbers.ts`).
#[must_use]
pub fn in_hundred(probability: f64) -> f64 {
    let hundredths = (probability.clamp(0.0, 1.0) * 100.0 * NOISE_BELOW).round() / NOISE_BELOW;
    hundredths.round()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same cases as in `ui/src/format/numbers.test.ts`.
    #[test]
    fn halves_are_rounded_away_from_zero_as_decimals() {
        for (probability, shown) in [
            (0.525, 53.0),
            (0.145, 15.0),
            (0.285, 29.0),
            (0.5249, 52.0),
            (0.005, 1.0),
            (0.0, 0.0),
            (0.995, 100.0),
            (1.0, 100.0),
        ] {
            assert_eq!(in_hundred(probability), shown, "{probability}");
        }
    }

    #[test]
    fn every_share_of_trials_is_rounded_like_the_fraction_that_it_is() {
        for trials in [200_u32, 1_000, 10_000] {
            for met in 0..=trials {
                let exact = (200 * u64::from(met) + u64::from(trials)) / (2 * u64::from(trials));
                let shown = in_hundred(f64::from(met) / f64::from(trials));
                assert_eq!(shown as u64, exact, "{met} of {trials}");
            }
        }
    }
}
