//! Medians of several runs.

/// What several runs of one thing took.
#[derive(Debug, Clone)]
pub struct Runs(Vec<f64>);

impl Runs {
    /// The runs, at least one.
    pub fn new(mut values: Vec<f64>) -> Self {
        assert!(!values.is_empty(), "nothing was measured");
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The value below which `share` of the runs lie, between the two nearest in proportion.
    fn quantile(&self, share: f64) -> f64 {
        let place = share * (self.0.len() - 1) as f64;
        let (below, above) = (place.floor() as usize, place.ceil() as usize);
        self.0[below] + (self.0[above] - self.0[below]) * place.fract()
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// Prints one line: the median, and the borders of the middle half.
    pub fn print(&self, title: &str, unit: &str) {
        let (low, high) = (self.quantile(0.25), self.quantile(0.75));
        println!("  {title:<50} {:>9.2} {unit:<3}  {low:>9.2} to {high:>8.2}  ({} runs)", self.median(), self.0.len());
    }
}
