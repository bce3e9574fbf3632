//! How measures go together: the correlation of their residuals, shrunk, because months are few.

use crate::linear::Square;
use crate::problem::Problems;
use crate::settings::{Correlation, StatedCorrelation};
use model::MeasureId;

/// Correlation of residuals, one list for each measure, all of them ending with the same month.
///
/// # Formula
///
/// Each measure's residuals are centred over its own months and scaled to length 1 (months without a value count as its
/// mean, so that little overlap means little correlation); `r_ij = Σ p`, `p` the products of months. Shrunk towards 0:
/// `(1 − λ)·r_ij`, `λ = Σ Var(r_ij) / Σ r_ij²` over pairs, kept in 0..1, `Var(r_ij) = n/(n − 1) · Σ (p − p̄)²`.
/// J. Schäfer and K. Strimmer, "A shrinkage approach to large-scale covariance matrix estimation", Statistical
/// Applications in Genetics and Molecular Biology 4 (2005), target D with unit variances.
#[must_use]
pub fn shrunk(residuals: &[Vec<Option<f64>>]) -> Square {
    let months = residuals.iter().map(Vec::len).max().unwrap_or(0);
    let unit: Vec<Vec<f64>> = residuals.iter().map(|column| unit_length(column, months)).collect();
    let mut matrix = Square::identity(residuals.len());
    let (mut variances, mut squares) = (0.0, 0.0);
    for i in 0..unit.len() {
        for j in 0..i {
            let products: Vec<f64> = unit[i].iter().zip(&unit[j]).map(|(a, b)| a * b).collect();
            let correlation = products.iter().sum::<f64>();
            let mean = correlation / months as f64;
            let spread = products.iter().map(|product| (product - mean) * (product - mean)).sum::<f64>();
            variances += spread * months as f64 / (months as f64 - 1.0);
            squares += correlation * correlation;
            matrix.set(i, j, correlation);
            matrix.set(j, i, correlation);
        }
    }
    let kept = if months < 3 || squares <= 0.0 { 0.0 } else { 1.0 - (variances / squares).clamp(0.0, 1.0) };
    for i in 0..unit.len() {
        for j in (0..unit.len()).filter(|&j| j != i) {
            matrix.set(i, j, kept * matrix.get(i, j));
        }
    }
    matrix
}

fn unit_length(column: &[Option<f64>], months: usize) -> Vec<f64> {
    let known = column.iter().flatten().count();
    let mean = column.iter().flatten().sum::<f64>() / known.max(1) as f64;
    let mut unit = vec![0.0; months - column.len()];
    unit.extend(column.iter().map(|value| value.map_or(0.0, |value| value - mean)));
    let length = unit.iter().map(|value| value * value).sum::<f64>().sqrt();
    if length > 0.0 {
        unit.iter_mut().for_each(|value| *value /= length);
    }
    unit
}

/// `root` with one more measure behind the others, whose own rows stay as they are.
///
/// Its correlations are those of `matrix`, the last row of which is the new measure's, as far as they can hold together
/// with what `root` says of the others: with c = L⁻¹r, r is brought closer to 0 until |c| is at most 1.
fn appended(root: &Square, matrix: &Square) -> Square {
    let size = root.size();
    let mut whole = Square::identity(size + 1);
    for row in 0..size {
        for column in 0..=row {
            whole.set(row, column, root.get(row, column));
        }
    }
    let mut c = vec![0.0; size];
    for column in 0..size {
        let pivot = root.get(column, column);
        let known: f64 = (0..column).map(|k| root.get(column, k) * c[k]).sum();
        // A measure that another one determines adds nothing of its own.
        c[column] = if pivot > 0.0 { (matrix.get(size, column) - known) / pivot } else { 0.0 };
    }
    let length = c.iter().map(|value| value * value).sum::<f64>().sqrt();
    let kept = if length > 1.0 { 1.0 / length } else { 1.0 };
    for (column, value) in c.iter().enumerate() {
        whole.set(size, column, kept * value);
    }
    whole.set(size, size, (1.0 - (kept * length) * (kept * length)).max(0.0).sqrt());
    whole
}

/// As [`root`], with a measure that comes along behind `measures` and changes nothing about them: how they go together
/// is estimated without it.
pub(crate) fn root_with(
    setting: &Correlation,
    measures: &[&MeasureId],
    residuals: &[Vec<Option<f64>>],
    along: (&MeasureId, &[Option<f64>]),
    problems: &mut Problems,
) -> Square {
    let lower = root(setting, measures, residuals, problems);
    let all: Vec<&MeasureId> = measures.iter().copied().chain([along.0]).collect();
    let matrix = match setting {
        Correlation::Estimated => {
            let columns: Vec<Vec<Option<f64>>> = residuals.iter().cloned().chain([along.1.to_vec()]).collect();
            shrunk(&columns)
        }
        Correlation::None => Square::identity(all.len()),
        // What is wrong with the pairs was told above.
        Correlation::Stated(pairs) => stated(pairs, &all, &mut Problems::default()),
    };
    appended(&lower, &matrix)
}

/// The lower triangle that correlates independent normal numbers of `measures` (in this order) as `setting` says.
pub(crate) fn root(
    setting: &Correlation,
    measures: &[&MeasureId],
    residuals: &[Vec<Option<f64>>],
    problems: &mut Problems,
) -> Square {
    let matrix = match setting {
        Correlation::Estimated => shrunk(residuals),
        Correlation::None => Square::identity(measures.len()),
        Correlation::Stated(pairs) => stated(pairs, measures, problems),
    };
    matrix.cholesky().unwrap_or_else(|| {
        problems.add(
            "settings.correlation",
            "correlations that contradict each other",
            "correlations that can hold together",
            "bring them closer to 0",
        );
        Square::identity(measures.len())
    })
}

/// Pairs that name a measure without a usable history have no effect: there is nothing to correlate it with.
fn stated(pairs: &[StatedCorrelation], measures: &[&MeasureId], problems: &mut Problems) -> Square {
    let mut matrix = Square::identity(measures.len());
    for (index, pair) in pairs.iter().enumerate() {
        let place = format!("settings.correlation[{index}]");
        if !(-1.0..=1.0).contains(&pair.correlation) {
            problems.add(&place, pair.correlation, "a number from −1 to 1", "correct it");
            continue;
        }
        if pair.measure == pair.other {
            problems.add(&place, format!("{} twice", pair.measure), "two measures", "remove the pair");
            continue;
        }
        let position = |name: &MeasureId| measures.iter().position(|measure| *measure == name);
        if let (Some(i), Some(j)) = (position(&pair.measure), position(&pair.other)) {
            matrix.set(i, j, pair.correlation);
            matrix.set(j, i, pair.correlation);
        }
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: [f64; 8] = [0.3, -1.2, 0.8, 1.9, -0.4, -1.1, 0.6, -0.9];
    const B: [f64; 8] = [0.1, -0.7, 1.4, 1.2, 0.3, -1.6, -0.2, -0.5];
    const C: [f64; 8] = [1.0, 0.4, -0.3, 0.2, -1.5, 0.9, -0.8, 0.1];

    fn columns() -> Vec<Vec<Option<f64>>> {
        [A, B, C].iter().map(|column| column.iter().copied().map(Some).collect()).collect()
    }

    #[test]
    fn shrinkage_follows_the_published_formula() {
        // Written out from the paper: x standardised with n − 1, w = x_i·x_j, r = n/(n − 1)·w̄, Var = n/(n − 1)³·Σ(w − w̄)².
        let n = 8.0;
        let standard = |column: [f64; 8]| {
            let mean = column.iter().sum::<f64>() / n;
            let variance = column.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
            column.map(|v| (v - mean) / variance.sqrt())
        };
        let x = [A, B, C].map(standard);
        let (mut variances, mut squares, mut plain) = (0.0, 0.0, vec![]);
        for (i, j) in [(1, 0), (2, 0), (2, 1)] {
            let w: Vec<f64> = (0..8).map(|k| x[i][k] * x[j][k]).collect();
            let mean = w.iter().sum::<f64>() / n;
            let r = n / (n - 1.0) * mean;
            variances +=
                n / ((n - 1.0) * (n - 1.0) * (n - 1.0)) * w.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
            squares += r * r;
            plain.push((i, j, r));
        }
        let lambda = variances / squares;
        assert!(lambda > 0.05 && lambda < 0.95, "a case that shrinks in part: {lambda}");
        let matrix = shrunk(&columns());
        for (i, j, r) in plain {
            assert!((matrix.get(i, j) - (1.0 - lambda) * r).abs() < 1e-14);
            assert_eq!(matrix.get(i, j), matrix.get(j, i));
        }
        assert_eq!((0..3).map(|i| matrix.get(i, i)).collect::<Vec<_>>(), [1.0; 3]);
    }

    #[test]
    fn a_measure_that_never_moves_goes_with_nothing() {
        let mut columns = columns();
        columns.push(vec![Some(2.0); 8]);
        columns.push(vec![]);
        let matrix = shrunk(&columns);
        assert!((0..3).all(|i| matrix.get(3, i) == 0.0 && matrix.get(4, i) == 0.0));
        assert!(matrix.cholesky().is_some());
    }

    #[test]
    fn a_measure_that_comes_along_changes_nothing_about_the_others() {
        let names = ["a", "b", "c"].map(|name| MeasureId(name.into()));
        let columns = columns();
        let mut problems = Problems::default();
        let two = root(&Correlation::Estimated, &[&names[0], &names[1]], &columns[..2], &mut problems);
        let along = (&names[2], columns[2].as_slice());
        let with = root_with(&Correlation::Estimated, &[&names[0], &names[1]], &columns[..2], along, &mut problems);
        assert_eq!((with.row(0), with.row(1)), (&[1.0, 0.0, 0.0][..], &[two.get(1, 0), two.get(1, 1), 0.0][..]));
        // L·Lᵀ gives back its own correlations.
        let wanted = shrunk(&columns);
        let product = |i: usize, j: usize| with.row(i).iter().zip(with.row(j)).map(|(a, b)| a * b).sum::<f64>();
        assert!((product(2, 2) - 1.0).abs() < 1e-14);
        assert!((product(2, 0) - wanted.get(2, 0)).abs() < 1e-14);
        assert!((product(2, 1) - wanted.get(2, 1)).abs() < 1e-14);
        // Where they cannot hold together with the others, they are brought closer to 0.
        let pair = |other: usize, correlation| StatedCorrelation {
            measure: names[2].clone(),
            other: names[other].clone(),
            correlation,
        };
        let stated = Correlation::Stated(vec![pair(0, 0.9), pair(1, 0.9)]);
        let apart = root_with(&stated, &[&names[0], &names[1]], &[vec![], vec![]], along, &mut problems);
        assert_eq!(problems, Problems::default());
        assert_eq!(apart.get(2, 2), 0.0);
        assert!((apart.get(2, 0) - 0.5f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn impossible_correlations_are_refused() {
        let names = ["a", "b", "c"].map(|name| MeasureId(name.into()));
        let measures: Vec<&MeasureId> = names.iter().collect();
        let pair = |i: usize, j: usize, correlation| StatedCorrelation {
            measure: names[i].clone(),
            other: names[j].clone(),
            correlation,
        };
        let triangle = Correlation::Stated(vec![pair(0, 1, 0.9), pair(1, 2, 0.9), pair(0, 2, -0.9)]);
        let mut problems = Problems::default();
        root(&triangle, &measures, &[], &mut problems);
        assert_eq!(problems.0.len(), 1);
        let wrong = Correlation::Stated(vec![pair(0, 1, 1.1), pair(1, 1, 0.5)]);
        let mut problems = Problems::default();
        root(&wrong, &measures, &[], &mut problems);
        assert_eq!(problems.0.len(), 2);
        let mut problems = Problems::default();
        let lower = root(&Correlation::Stated(vec![pair(0, 1, -1.0)]), &measures, &[], &mut problems);
        assert_eq!(problems, Problems::default());
        assert_eq!(lower.row(1), [-1.0, 0.0, 0.0]);
    }
}
