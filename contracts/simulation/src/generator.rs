//! Random numbers keyed by meaning: by trial, purpose and index, never by the order in which they are asked for.
//!
//! Any trial can be computed alone, the first trials of a long run are the trials of a short one, and two scenarios
//! that differ in one term share every other draw (common random numbers).
//!
//! # Formula
//!
//! `key_i = mix(seed + G·(i + 1))`, `draw(i, j) = mix(key_i + G·(j + 1))` in arithmetic modulo 2⁶⁴, with
//! `G = 0x9E3779B97F4A7C15` and `mix` the finaliser of splitmix64 (Steele, Lea and Flood 2014; constants by Stafford,
//! variant 13). `j` holds purpose, stream and position in separate bits, so no two meanings share a draw.

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
const STREAM_MASK: u64 = (1 << 40) - 1;

/// The finaliser of splitmix64: a bijection of the 64-bit numbers that leaves no visible pattern of its input.
#[inline]
#[must_use]
pub const fn mix(value: u64) -> u64 {
    let mut z = value;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// What a draw is for. The numbers are part of the results: a new purpose gets a new number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Which cell of the fit's grid holds, for all measures at once.
    Cell = 1,
    /// How uncertain the scale is: one quantile for all measures.
    Scale = 2,
    /// Coefficients of a measure; position is the column.
    Coefficient = 3,
    /// Which month of history a future month resembles; position is the month.
    Row = 4,
    /// Noise of a measure in a month; position is the month.
    Noise = 5,
    /// How long learning takes.
    Learning = 6,
}

/// A draw's address within a trial: purpose (8 bits), stream (40 bits), position (16 bits).
///
/// A stream is what the draw belongs to, [`stream_of`] a service level, or 0 where all of them share it.
#[inline]
#[must_use]
pub const fn address(purpose: Purpose, stream: u64, position: u16) -> u64 {
    ((purpose as u64) << 56) | ((stream & STREAM_MASK) << 16) | position as u64
}

/// The stream of a name: the same for a service level wherever it stands in a list, and whatever else is in it.
#[must_use]
pub fn stream_of(name: &str) -> u64 {
    let mut state = GOLDEN;
    for byte in name.bytes() {
        state = mix(state ^ u64::from(byte)).wrapping_add(GOLDEN);
    }
    mix(state) & STREAM_MASK
}

/// The draws of one trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial(u64);

impl Trial {
    /// Trial number `index` (from 0) under a seed.
    #[inline]
    #[must_use]
    pub const fn new(seed: u64, index: u64) -> Self {
        Self(mix(seed.wrapping_add(GOLDEN.wrapping_mul(index.wrapping_add(1)))))
    }

    /// 64 random bits at an address.
    #[inline]
    #[must_use]
    pub const fn draw(self, address: u64) -> u64 {
        mix(self.0.wrapping_add(GOLDEN.wrapping_mul(address.wrapping_add(1))))
    }
}

/// A uniform number strictly between 0 and 1, from the upper 52 bits: `(⌊bits / 2¹²⌋ + ½) / 2⁵²`.
///
/// With 53 bits the half would not fit, and the largest number would round to 1.
#[inline]
#[must_use]
pub const fn unit(bits: u64) -> f64 {
    ((bits >> 12) as i64 as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// A uniform whole number below `count`, from the upper 32 bits; each differs from `1 / count` by less than 2⁻³².
#[inline]
#[must_use]
pub const fn below(bits: u64, count: u32) -> u32 {
    (((bits >> 32) * count as u64) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mix_gives_the_published_sequence_of_splitmix64() {
        // The first two outputs of splitmix64 seeded with 0, as printed with its reference implementation.
        assert_eq!(mix(GOLDEN), 0xE220_A839_7B1D_CDAF);
        assert_eq!(mix(GOLDEN.wrapping_mul(2)), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn draws_are_pinned() {
        // From the formula above in whole numbers of arbitrary length.
        let cases = [
            (0, 0, 0, 0xA706_DD2F_4D19_7E6F),
            (1, 0, 0, 0x5E41_AB08_7439_611E),
            (1, 0, 1, 0xF18D_6CE9_3D6C_F1EE),
            (1, 1, 0, 0x778B_1AA9_C29B_C868),
            (7, 99_999, 23, 0xF8B8_C16F_3EFC_867D),
            ((1 << 53) - 1, 0, 0x0512_3456_789A_000B, 0xB5FF_DB09_0B85_FBF4),
        ];
        for (seed, trial, address, bits) in cases {
            assert_eq!(Trial::new(seed, trial).draw(address), bits, "seed {seed}, trial {trial}, address {address:x}");
        }
    }

    #[test]
    fn an_address_keeps_its_parts_apart() {
        assert_eq!(address(Purpose::Noise, 0x12_3456_789A, 11), 0x0512_3456_789A_000B);
        assert_ne!(stream_of("asa"), stream_of("aht"));
        assert_eq!(stream_of("asa"), stream_of("asa"));
    }

    #[test]
    fn unit_never_reaches_zero_or_one() {
        assert_eq!(unit(0), 0.5 / (1u64 << 52) as f64);
        assert!(unit(u64::MAX) < 1.0);
    }

    #[test]
    fn below_covers_every_number_and_nothing_more() {
        assert_eq!(below(0, 7), 0);
        assert_eq!(below(u64::MAX, 7), 6);
        let mut counts = [0u32; 7];
        for index in 0..70_000 {
            counts[below(Trial::new(3, index).draw(0), 7) as usize] += 1;
        }
        // Five standard errors of a count with p = 1/7 are 463.
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 463), "{counts:?}");
    }
}
