//! Small symmetric matrices: the normal equations of a fit (at most four columns), correlations of measures.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

impl Square {
    /// All zeros.
    #[must_use]
    pub fn zeros(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }

    /// Ones on the diagonal.
    #[must_use]
    pub fn identity(size: usize) -> Self {
        let mut matrix = Self::zeros(size);
        for index in 0..size {
            matrix.set(index, index, 1.0);
        }
        matrix
    }

    /// Number of rows.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// The value at a row and a column.
    #[inline]
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// Sets the value at a row and a column.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row * self.size + column] = value;
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.cells[row * self.size..(row + 1) * self.size]
    }

    /// The lower triangle L with `L·Lᵀ` = this matrix, of which only the lower triangle is read.
    ///
    /// A pivot below 10⁻¹² of its diagonal counts as zero and leaves a column of zeros, so that correlations of exactly
    /// one are allowed; `None` where a pivot is clearly negative (no such product exists) or not a number.
    #[must_use]
    pub fn cholesky(&self) -> Option<Self> {
        let mut lower = Self::zeros(self.size);
        for column in 0..self.size {
            let diagonal = self.get(column, column);
            let pivot = diagonal - dot(&lower.row(column)[..column], &lower.row(column)[..column]);
            if pivot.is_nan() || pivot < -1e-9 * diagonal.abs() {
                return None;
            }
            if pivot <= 1e-12 * diagonal {
                continue;
            }
            let root = pivot.sqrt();
            lower.set(column, column, root);
            for row in column + 1..self.size {
                let rest = self.get(row, column) - dot(&lower.row(row)[..column], &lower.row(column)[..column]);
                lower.set(row, column, rest / root);
            }
        }
        Some(lower)
    }

    /// Inverse of `L·Lᵀ`, this matrix being L with a diagonal without zeros.
    #[must_use]
    pub fn inverse_of_product(&self) -> Self {
        let mut inverse = Self::zeros(self.size);
        for column in 0..self.size {
            let mut unit = vec![0.0; self.size];
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate() {
                inverse.set(row, column, value);
            }
        }
        inverse
    }

    /// x with `L·Lᵀ·x = right`, this matrix being L with a diagonal without zeros.
    #[must_use]
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for row in 0..self.size {
            x[row] = (x[row] - dot(&self.row(row)[..row], &x[..row])) / self.get(row, row);
        }
        for row in (0..self.size).rev() {
            for below in row + 1..self.size {
                x[row] -= self.get(below, row) * x[below];
            }
            x[row] /= self.get(row, row);
        }
        x
    }
}

/// Σ of products, in order.
#[must_use]
pub fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).fold(0.0, |sum, (a, b)| sum + a * b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[f64]]) -> Square {
        Square { size: rows.len(), cells: rows.concat() }
    }

    #[test]
    fn cholesky_gives_the_textbook_triangle() {
        let lower = matrix(&[&[4.0, 12.0, -16.0], &[12.0, 37.0, -43.0], &[-16.0, -43.0, 98.0]]).cholesky().unwrap();
        assert_eq!(lower, matrix(&[&[2.0, 0.0, 0.0], &[6.0, 1.0, 0.0], &[-8.0, 5.0, 3.0]]));
        assert_eq!(lower.solve(&[-20.0, -43.0, 192.0]), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn inverse_times_matrix_is_one() {
        let original = matrix(&[&[5.0, 2.0], &[2.0, 3.0]]);
        let inverse = original.cholesky().unwrap().inverse_of_product();
        for row in 0..2 {
            for column in 0..2 {
                let product =
                    original.get(row, 0) * inverse.get(0, column) + original.get(row, 1) * inverse.get(1, column);
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-15);
            }
        }
    }

    #[test]
    fn full_correlation_is_allowed_and_an_impossible_one_refused() {
        let ones = matrix(&[&[1.0, 1.0], &[1.0, 1.0]]);
        assert_eq!(ones.cholesky().unwrap(), matrix(&[&[1.0, 0.0], &[1.0, 0.0]]));
        assert_eq!(matrix(&[&[1.0, 2.0], &[2.0, 1.0]]).cholesky(), None);
    }
}
