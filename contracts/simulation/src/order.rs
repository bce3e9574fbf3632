//! Quantiles as order statistics: the element `⌊q(N − 1)⌋` of the sorted values, never a mean of two.

const BUCKETS: usize = 1_024;

/// Place of quantile `q` (0..1) among `count` sorted values.
#[must_use]
pub(crate) fn rank(q: f64, count: usize) -> usize {
    // The smallest of any rounding above an exact product stays below the next whole number.
    (q * count.saturating_sub(1) as f64 + 1e-9).floor() as usize
}

/// The values at `ranks` (ascending) as if `values` were sorted; NaN counts as largest.
///
/// One pass counts values in buckets of equal width, one collects those of the buckets that hold a rank, and only these
/// are sorted: the same numbers as sorting everything, in a fraction of the time.
pub(crate) fn at_ranks<const N: usize>(values: &[f32], ranks: [usize; N], spare: &mut Vec<f32>) -> [f32; N] {
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for &value in values {
        low = low.min(value);
        high = high.max(value);
    }
    let scale = BUCKETS as f32 / (high - low);
    let usable = scale.is_finite() && low.is_finite();
    if !usable {
        return by_sorting(values, ranks, spare);
    }
    let bucket = |value: f32| (((value - low) * scale) as usize).min(BUCKETS - 1);
    let mut counts = [0u32; BUCKETS];
    for &value in values {
        counts[bucket(value)] += 1;
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
    spare.clear();
    spare.extend(values.iter().copied().filter(|&value| wanted[bucket(value)]));
    spare.sort_unstable_by(f32::total_cmp);
    // Collected buckets follow each other in order: a rank's value stands behind those of the collected buckets before.
    let (mut last, mut start) = (None, 0);
    let mut index = 0;
    located.map(|(place, below)| {
        if last != Some(place) {
            start += last.map_or(0, |last: usize| counts[last] as usize);
            last = Some(place);
        }
        let value = spare[start + (ranks[index] - below)];
        index += 1;
        value
    })
}

fn by_sorting<const N: usize>(values: &[f32], ranks: [usize; N], spare: &mut Vec<f32>) -> [f32; N] {
    spare.clear();
    spare.extend_from_slice(values);
    spare.sort_unstable_by(f32::total_cmp);
    ranks.map(|rank| spare[rank])
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
                let mut spare = Vec::new();
                assert_eq!(
                    at_ranks(&values, ranks, &mut spare),
                    by_sorting(&values, ranks, &mut Vec::new()),
                    "{kind} {count}"
                );
            }
        }
    }

    #[test]
    fn infinite_values_have_their_place() {
        let values = [1.0, f32::INFINITY, -2.0, f32::NEG_INFINITY];
        assert_eq!(at_ranks(&values, [0, 1, 2, 3], &mut Vec::new()), [f32::NEG_INFINITY, -2.0, 1.0, f32::INFINITY]);
    }
}
