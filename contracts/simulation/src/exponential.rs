//! The exponential function for many numbers at once.
//!
//! `libm::exp` looks up and branches for one number; this one is straight arithmetic, which a compiler turns into vector
//! instructions, and gives the same bits wherever it runs.

/// Added to a number below 2⁵¹, leaves its nearest whole number in the lowest bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts: the first has enough zeros at its end for products with any exponent to be exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1/13!, 1/12!, … 1.
const TERMS: [f64; 14] = {
    let mut terms = [1.0; 14];
    let mut power = 1;
    while power < 14 {
        terms[13 - power] = terms[14 - power] / power as f64;
        power += 1;
    }
    terms
};

/// e^x, within two units of the last place; arguments beyond ±700 count as ±700.
///
/// # Formula
///
/// `2^k · e^r` with k the nearest whole number to x/ln 2 and `|r| ≤ ln 2 / 2`, e^r by its power series to the 13th term.
#[inline]
#[must_use]
pub(crate) fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * std::f64::consts::LOG2_E + WHOLE;
    let k = shifted - WHOLE;
    let r = (x - k * LN_2_HIGH) - k * LN_2_LOW;
    let mut sum = TERMS[0];
    for term in &TERMS[1..] {
        sum = sum * r + term;
    }
    // The exponent of 2^k is 1023 + k, and k stands in the lowest bits of `shifted`.
    sum * f64::from_bits(shifted.to_bits().wrapping_add(1_023) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential_to_the_last_places() {
        let mut worst = 0.0f64;
        for step in -70_000..=70_000 {
            let x = f64::from(step) * 0.009_9;
            worst = worst.max((exp(x) / libm::exp(x) - 1.0).abs());
        }
        assert!(worst < 5e-16, "{worst:e}");
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn beyond_its_range_it_stays_finite() {
        assert_eq!((exp(f64::INFINITY), exp(f64::NEG_INFINITY)), (exp(700.0), exp(-700.0)));
        assert!(exp(700.0).is_finite() && exp(-700.0) > 0.0);
    }
}
