//! Widths of the columns of a table.

/// What a column needs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// Width of its longest word, in points.
    pub narrowest: f32,
    /// Width of its longest cell on one line, in points.
    pub widest: f32,
    /// Its share of what is left over.
    pub grow: u8,
    /// Distance to the next column, in points. It belongs to the column's width.
    pub gap: f32,
}

/// How often the width for a number of lines is halved: to less than a hundredth of a point.
const HALVINGS: u32 = 24;

/// Widths that add up to `total` points.
///
/// Every column gets what its longest cell needs if that fits, and what is left over goes to the columns that grow (to
/// the last one where none does). Otherwise cells are broken so that the longest ones of all columns have about as many
/// lines, but no column is narrower than its longest word; if not even that fits, all shrink in proportion and words are
/// broken.
pub(super) fn distribute(needs: &[Need], total: f32) -> Vec<f32> {
    let widest: f32 = needs.iter().map(|need| need.widest + need.gap).sum();
    if widest <= total {
        return spread(needs, total - widest);
    }
    let narrowest: f32 = needs.iter().map(|need| need.narrowest + need.gap).sum();
    if narrowest >= total {
        return needs.iter().map(|need| (need.narrowest + need.gap) * total / narrowest).collect();
    }
    // The part of a column's longest cell that stands on one line: as large as fits.
    let width = |need: &Need, part: f32| (need.widest * part).max(need.narrowest) + need.gap;
    let (mut fits, mut does_not) = (0.0_f32, 1.0_f32);
    for _ in 0..HALVINGS {
        let middle = f32::midpoint(fits, does_not);
        let sum: f32 = needs.iter().map(|need| width(need, middle)).sum();
        if sum <= total {
            fits = middle;
        } else {
            does_not = middle;
        }
    }
    needs.iter().map(|need| width(need, fits)).collect()
}

/// What the longest cells need, and `spare` points to the columns that grow.
fn spread(needs: &[Need], spare: f32) -> Vec<f32> {
    let shares: u32 = needs.iter().map(|need| u32::from(need.grow)).sum();
    let last = needs.len().saturating_sub(1);
    let more = |(index, need): (usize, &Need)| match (shares, index == last) {
        (0, true) => spare,
        (0, false) => 0.0,
        (shares, _) => spare * f32::from(need.grow) / shares as f32,
    };
    needs.iter().enumerate().map(|(index, need)| need.widest + need.gap + more((index, need))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(narrowest: f32, widest: f32, grow: u8) -> Need {
        Need { narrowest, widest, grow, gap: 0.0 }
    }

    #[test]
    fn spare_width_goes_to_the_column_that_grows() {
        assert_eq!(distribute(&[need(20.0, 60.0, 1), need(30.0, 40.0, 0)], 200.0), vec![160.0, 40.0]);
    }

    #[test]
    fn without_a_column_that_grows_the_last_one_takes_the_spare_width() {
        assert_eq!(distribute(&[need(20.0, 60.0, 0), need(30.0, 40.0, 0)], 200.0), vec![60.0, 140.0]);
    }

    #[test]
    fn long_text_gives_way_before_short_numbers() {
        let widths = distribute(&[need(50.0, 450.0, 0), need(40.0, 40.0, 0)], 300.0);
        assert!((widths[0] - 260.0).abs() < 0.01 && widths[1] == 40.0, "{widths:?}");
    }

    #[test]
    fn long_cells_of_several_columns_have_about_as_many_lines() {
        let widths = distribute(&[need(50.0, 100.0, 0), need(50.0, 400.0, 0), need(40.0, 200.0, 0)], 350.0);
        assert!((widths[0] - 50.0).abs() < 0.01, "{widths:?}");
        assert!((400.0 / widths[1] - 200.0 / widths[2]).abs() < 0.01, "{widths:?}");
    }

    #[test]
    fn widths_add_up_to_the_measure_in_every_case() {
        for total in [50.0, 130.0, 300.0, 700.0] {
            let widths = distribute(&[need(60.0, 300.0, 1), need(30.0, 30.0, 0), need(40.0, 90.0, 2)], total);
            assert!((widths.iter().sum::<f32>() - total).abs() < 0.01, "{total}: {widths:?}");
        }
    }
}
