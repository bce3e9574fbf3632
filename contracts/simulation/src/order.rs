//! Quantiles as order statistics: the element `⌊q(N − 1)⌋` of the sorted values, never a mean of two.

const BUCKETS: usize = 1_024;

/// Place of quantile `q` (0..1) among `count` sorted values.
#[must_use]
pub(crate) fn rank(q: f64, count: usize) -> usize {
    // The smallest of any rounding above an exact product stays below the next whole number.
    (q * count.saturating_sub(1) as f64 + 1e-9).floor() as usize
}

/// Memory of [`at_ranks`], used again for every column.
#[derive(Debug, Default)]
pub(crate) struct Spare {
    buckets: Vec<u16>,
    collected: Vec<f32>,
}

/// The values at `ranks` (ascending) as if `values` were sorted; NaN counts as largest.
///
/// One pass counts values in buckets of equal width, one collects those of the buckets that hold a rank, and only these
/// are sorted: the same numbers as sorting everything, in a fraction of the time.
pub(crate) fn at_ranks<const N: usize>(values: &[f32], ranks: [usize; N], spare: &mut Spare) -> [f32; N] {
    /// Adding 2²³ leaves no room for a fraction: the nearest whole number then stands in the lowest bits.
    const WHOLE: f32 = 8_388_608.0;
    let (low, high) = extremes(values);
    let scale = (BUCKETS - 1) as f32 / (high - low);
    if !(scale.is_finite() && low.is_finite()) {
        return by_sorting(values, ranks, spare);
    }
    spare.buckets.clear();
    spare
        .buckets
        .extend(values.iter().map(|value| (((value - low) * scale + WHOLE).to_bits() % BUCKETS as u32) as u16));
    let mut counts = [0u32; BUCKETS];
    for &bucket in &spare.buckets {
        counts[usize::from(bucket) % BUCKETS] += 1;
    }
    // For each rank its bucket and how many values lie below that bucket.
    let (mut place, mut below) = (0, 0);
    let located = ranks.map(|rank| {
        while below + (counts[place] as usize) <= rank && place + 1 < BUCKETS {
            below += counts[place] as usize;
            place += 1;
        }
        (place, below)
    });
    let mut wanted = [false; BUCKETS];
    located.iter().for_each(|&(place, _)| wanted[place] = true);
    let in_wanted = |(value, &bucket): (&f32, &u16)| wanted[usize::from(bucket) % BUCKETS].then_some(*value);
    spare.collected.clear();
    spare.collected.extend(values.iter().zip(&spare.buckets).filter_map(in_wanted));
    spare.collected.sort_unstable_by(f32::total_cmp);
    // Collected buckets follow each other in order: a rank's value stands behind those of the collected buckets before.
    let (mut last, mut start) = (None, 0);
    let mut index = 0;
    located.map(|(place, below)| {
        if last != Some(place) {
            start += last.map_or(0, |last: usize| counts[last] as usize);
            last = Some(place);
        }
        let value = spare.collected[start + (ranks[index] - below)];
        index += 1;
        value
    })
}

/// Smallest and largest value, in eight strands at once; infinite where a value is infinite or not a number.
fn extremes(values: &[f32]) -> (f32, f32) {
    const STRANDS: usize = 8;
    let (mut low, mut high) = ([f32::INFINITY; STRANDS], [f32::NEG_INFINITY; STRANDS]);
    let mut doubt = [0.0f32; STRANDS];
    let mut take = |values: &[f32]| {
        for (strand, &value) in values.iter().enumerate() {
            low[strand] = if value < low[strand] { value } else { low[strand] };
            high[strand] = if value > high[strand] { value } else { high[strand] };
            doubt[strand] += value * 0.0;
        }
    };
    let (chunks, rest) = values.as_chunks::<STRANDS>();
    chunks.iter().for_each(|chunk| take(chunk));
    take(rest);
    if doubt.iter().any(|doubt| doubt.is_nan()) {
        return (f32::NEG_INFINITY, f32::INFINITY);
    }
    (low.into_iter().fold(f32::INFINITY, f32::min), high.into_iter().fold(f32::NEG_INFINITY, f32::max))
}

fn by_sorting<const N: usize>(values: &[f32], ranks: [usize; N], spare: &mut Spare) -> [f32; N] {
    spare.collected.clear();
    spare.collected.extend_from_slice(values);
    spare.collected.sort_unstable_by(f32::total_cmp);
    ranks.map(|rank| spare.collected[rank])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generator::{Trial, unit};

    #[test]
    fn ranks_are_floors() {
        assert_eq!((rank(0.05, 10_000), rank(0.5, 10_000), rank(0.95, 10_000)), (499, 4_999, 9_499));
        assert_eq!((rank(0.05, 1), rank(0.95, 1), rank(0.5, 0)), (0, 0, 0));
        // 0.29 · 100 is 28.999999999999996 in binary.
        assert_eq!(rank(0.29, 101), 29);
    }

    #[test]
    fn buckets_give_what_sorting_gives() {
        let kinds: [fn(f64) -> f64; 4] = [|u| u, |u| libm::exp(20.0 * u), |u| libm::floor(5.0 * u), |_| 3.0];
        for (kind, shape) in kinds.iter().enumerate() {
            for count in [1, 2, 7, 1_000, 10_000] {
                let values: Vec<f32> =
                    (0..count).map(|index| shape(unit(Trial::new(kind as u64, index).draw(0))) as f32).collect();
                let ranks = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 1.0].map(|q| rank(q, values.len()));
                let mut spare = Spare::default();
                assert_eq!(
                    at_ranks(&values, ranks, &mut spare),
                    by_sorting(&values, ranks, &mut Spare::default()),
                    "{kind} {count}"
                );
            }
        }
    }

    #[test]
    fn infinite_values_have_their_place() {
        let values = [1.0, f32::INFINITY, -2.0, f32::NEG_INFINITY];
        assert_eq!(
            at_ranks(&values, [0, 1, 2, 3], &mut Spare::default()),
            [f32::NEG_INFINITY, -2.0, 1.0, f32::INFINITY]
        );
    }
}
