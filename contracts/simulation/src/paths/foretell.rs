//! What somebody who knows a trial so far would say of its next months.

use super::{Block, Common, LANES, Lane, Paths, dot4};
use crate::fit::COLUMNS;
use crate::generator::Trial;

impl Paths {
    /// The median of each month of one path, on the link scale, seen `months_ahead` months before: given what the trial drew
    /// for its cell and coefficients, and its months until then; at first those of history. `block` holds the trials from
    /// `first` on.
    pub fn foretell(&self, first: u64, path: usize, months_ahead: usize, block: &Block, foretold: &mut Vec<Lane>) {
        let measure = &self.measures[path];
        let values = &block.values[path * self.months..][..self.months];
        foretold.resize(self.months, [0.0; LANES]);
        let mut states = vec![0.0; self.months];
        for lane in 0..LANES {
            let common = Common::new(Trial::new(self.seed, first + lane as u64));
            let normals = std::array::from_fn(|column| block.coefficients[path * COLUMNS + column][lane]);
            let drawn = self.draw(measure, &common, &normals);
            let mut state = drawn.state;
            for (month, x) in self.columns.iter().enumerate() {
                states[month] = state;
                let level = dot4(x, &drawn.coefficients);
                let known = (month + 1).saturating_sub(months_ahead);
                foretold[month][lane] = level + drawn.cell.ahead[month - known].decay * states[known];
                let innovation = values[month][lane] - level - state;
                state = drawn.cell.phi * state + drawn.cell.months[month].gain * innovation;
            }
        }
    }
}
