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
}

/// Widths that add up to `total` points.
///
/// Every column gets what its longest cell needs if that fits, and what is left over goes to the columns that grow (to
/// the last one where none does). Otherwise every column gets its longest word and a part of the rest in proportion to
/// what it lacks; if not even that fits, all shrink in proportion and words are broken.
pub(super) fn distribute(needs: &[Need], total: f32) -> Vec<f32> {
    let narrowest: f32 = needs.iter().map(|need| need.narrowest).sum();
    let widest: f32 = needs.iter().map(|need| need.widest).sum();
    if widest <= total {
        let shares: u32 = needs.iter().map(|need| u32::from(need.grow)).sum();
        let spare = total - widest;
        let last = needs.len().saturating_sub(1);
        return needs
            .iter()
            .enumerate()
            .map(|(index, need)| match (shares, index == last) {
                (0, true) => need.widest + spare,
                (0, false) => need.widest,
                (shares, _) => need.widest + spare * f32::from(need.grow) / shares as f32,
            })
            .collect();
    }
    if narrowest >= total {
        return needs.iter().map(|need| need.narrowest * total / narrowest).collect();
    }
    let lacking = widest - narrowest;
    needs.iter().map(|need| need.narrowest + (total - narrowest) * (need.widest - need.narrowest) / lacking).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(narrowest: f32, widest: f32, grow: u8) -> Need {
        Need { narrowest, widest, grow }
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
        assert_eq!(widths, vec![260.0, 40.0]);
    }

    #[test]
    fn widths_add_up_to_the_measure_in_every_case() {
        for total in [50.0, 130.0, 300.0, 700.0] {
            let widths = distribute(&[need(60.0, 300.0, 1), need(30.0, 30.0, 0), need(40.0, 90.0, 2)], total);
            assert!((widths.iter().sum::<f32>() - total).abs() < 0.01, "{total}: {widths:?}");
        }
    }
}
