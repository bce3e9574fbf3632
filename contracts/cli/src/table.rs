//! Aligned tables for people.

/// A column's alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows under a head, columns two spaces apart, no trailing spaces. A name in the head may have several lines; they stand
/// on the rule.
pub fn table(head: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|r| r.get(column)).map(|c| c.chars().count());
        cells.chain(head[column].0.lines().map(|l| l.chars().count())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(head).zip(&widths).map(|((cell, (_, align)), width)| {
            let space = " ".repeat(width - cell.chars().count());
            if *align == Align::Left { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let lines = head.iter().map(|h| h.0.lines().count()).max().unwrap_or(0);
    let head_lines: String = (0..lines)
        .map(|i| {
            let part = |(name, _): &(&'_ str, Align)| {
                let above = lines - name.lines().count();
                i.checked_sub(above).and_then(|at| name.lines().nth(at)).unwrap_or("").to_owned()
            };
            let parts: Vec<String> = head.iter().map(part).collect();
            line(parts.iter().map(String::as_str).collect())
        })
        .collect();
    let rule = "─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)) + "\n";
    let body: String = rows.iter().map(|r| line(r.iter().map(String::as_str).collect())).collect();
    head_lines + &rule + &body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_characters_not_bytes() {
        let rows = vec![vec!["Łódź".into(), "1".into()], vec!["Rome".into(), "12".into()]];
        let text = table(&[("City", Align::Left), ("No.", Align::Right)], &rows);
        assert_eq!(text, "City  No.\n─────────\nŁódź    1\nRome   12\n");
    }

    #[test]
    fn a_name_of_several_lines_stands_on_the_rule() {
        let rows = vec![vec!["Łódź".into(), "1".into()]];
        let text = table(&[("City", Align::Left), ("Calls\na day", Align::Right)], &rows);
        assert_eq!(text, "      Calls\nCity  a day\n───────────\nŁódź      1\n");
    }
}
