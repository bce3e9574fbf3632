//! Where an increasing function takes a value.

/// The `x` at which `function` (its value and its slope) reaches `target`: Newton's steps, kept inside a bracket that is
/// first widened from `start` by doublings of `width`, and halved whenever a step leaves it.
///
/// The result is within a few units of the last place of `x`, or of `width · 10⁻¹⁵` near zero.
pub(crate) fn increasing(target: f64, start: f64, width: f64, function: impl Fn(f64) -> (f64, f64)) -> f64 {
    const STEPS_MAX: u32 = 200;
    let (mut low, mut high) = bracket(target, start, width, |x| function(x).0);
    let mut x = start.clamp(low, high);
    for _ in 0..STEPS_MAX {
        let (value, slope) = function(x);
        if value < target {
            low = x;
        } else {
            high = x;
        }
        let newton = x - (value - target) / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        let settled = (next - x).abs() <= 2e-16 * (x.abs() + width);
        x = next;
        if settled || high - low <= 2e-16 * (x.abs() + width) {
            break;
        }
    }
    x
}

fn bracket(target: f64, start: f64, width: f64, function: impl Fn(f64) -> f64) -> (f64, f64) {
    const DOUBLINGS_MAX: u32 = 1_000;
    let (mut low, mut high, mut reach) = (start, start, width);
    for _ in 0..DOUBLINGS_MAX {
        if function(low) < target {
            break;
        }
        low -= reach;
        reach *= 2.0;
    }
    reach = width;
    for _ in 0..DOUBLINGS_MAX {
        if function(high) >= target {
            break;
        }
        high += reach;
        reach *= 2.0;
    }
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_root_where_newton_alone_diverges() {
        let x = increasing(1.0, -3.0, 0.5, |x| (libm::atan(x), 1.0 / (1.0 + x * x)));
        assert!((x - libm::tan(1.0)).abs() < 1e-14, "{x}");
    }

    #[test]
    fn finds_a_root_across_a_flat_stretch() {
        let function = |x: f64| {
            if x.abs() < 1.0 { (0.0, 0.0) } else { (x - x.signum(), 1.0) }
        };
        assert!((increasing(2.0, 0.0, 1.0, function) - 3.0).abs() < 1e-14);
    }
}
