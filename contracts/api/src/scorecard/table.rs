//! Statements as tables (CSV): one row for each level and month. The command line and the window write the same ones.

use super::{Adjustment, paper::state};
use crate::held::HeldMonth;
use model::{Decimal, Month, ServiceLevelId};
use settlement::{Line, MonthStatement};

/// Cells of a row.
const CELLS: usize = 28;

/// What goes into a table.
pub(crate) struct Sheet<'a> {
    pub months: &'a [MonthStatement],
    pub currency: &'a str,
    pub adjustments: &'a [Adjustment],
    /// Observations behind a level's figure of a month, where known.
    pub n_of: &'a dyn Fn(Month, &ServiceLevelId) -> Option<Decimal>,
    /// Months that could not be settled.
    pub held: &'a [HeldMonth],
    /// What every row says where the months are not all of them; empty otherwise.
    pub in_part: &'a str,
}

/// A table of a statement's lines: one row for each level and month, then the sums of the month.
pub(crate) fn csv(sheet: &Sheet<'_>) -> Vec<u8> {
    let Sheet { months, currency, adjustments, n_of, held, in_part } = *sheet;
    let head = [
        "month",
        "service_level",
        "name",
        "class",
        "target",
        "value",
        "unit",
        "state",
        "band",
        "score_points",
        "weight_percent",
        "points",
        "uncapped_amount",
        "credit_amount",
        "earned_back_amount",
        "net_credit_amount",
        "currency",
        "rule",
        "clause",
        "how",
        "n",
        "repeated",
        "charges_amount",
        "cap_amount",
        "bound_by",
        "bonus_amount",
        "gain_share_amount",
        "in_part",
    ];
    let mut text = String::new();
    row(&mut text, &head.map(str::to_owned));
    for month in months {
        // A posted statement leaves out amounts of nothing; in a table each has the decimals of the currency.
        let decimals = month.charges_amount.scale();
        let bare = |amount: Decimal| paid(amount, decimals);
        for line in &month.lines {
            let mut cells = line_cells(month, line, currency, n_of(month.month, &line.service_level));
            cells[27] = in_part.to_owned();
            row(&mut text, &cells);
        }
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = month.month.to_string();
        cells[2] = "the month".into();
        cells[9] = month.score_points.map(|s| s.normalize().to_string()).unwrap_or_default();
        cells[12] = bare(month.uncapped_amount);
        cells[13] = bare(month.credit_amount);
        cells[14] = bare(month.earned_back_amount);
        cells[15] = bare(month.net_credit_amount);
        cells[16] = currency.to_owned();
        let how = [&month.charges_words, &month.credit_words].map(String::as_str).into_iter();
        cells[19] = how.filter(|w| !w.is_empty()).collect::<Vec<_>>().join("; ");
        cells[22] = bare(month.charges_amount);
        cells[23] = month.cap_amount.map(bare).unwrap_or_default();
        cells[24] = month.bound_by.map(|b| word(&b)).unwrap_or_default();
        cells[25] = bare(month.bonus_amount);
        cells[26] = bare(month.gain_share_amount);
        cells[27] = in_part.to_owned();
        row(&mut text, &cells);
    }
    for month in held {
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = month.month.to_string();
        cells[2] = "the month".into();
        cells[7] = "held".into();
        cells[16] = currency.to_owned();
        cells[19] = month.because.join("; ");
        cells[27] = in_part.to_owned();
        row(&mut text, &cells);
    }
    for adjustment in adjustments {
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = adjustment.month.to_string();
        cells[2] = "correction of a posted statement".into();
        cells[15] = bare(adjustment.difference_amount);
        cells[16] = currency.to_owned();
        cells[19] = adjustment.changes.iter().chain(&adjustment.reasons).cloned().collect::<Vec<_>>().join("; ");
        row(&mut text, &cells);
    }
    text.into_bytes()
}

fn line_cells(month: &MonthStatement, line: &Line, currency: &str, n: Option<Decimal>) -> [String; CELLS] {
    let paid = |amount: Decimal| paid(amount, month.charges_amount.scale());
    [
        month.month.to_string(),
        line.service_level.to_string(),
        line.measure_name.clone(),
        word(&line.class),
        line.target_words.clone(),
        line.value.map(|v| bare(v.value())).unwrap_or_default(),
        line.value.map(|v| word(&v.unit())).unwrap_or_default(),
        state(line.reading).to_owned(),
        line.grade.map(|g| g.word().to_owned()).unwrap_or_default(),
        line.score_points.map(|s| bare(s.normalize())).unwrap_or_default(),
        bare(line.weight_percent.normalize()),
        line.points.map(|p| bare(p.normalize())).unwrap_or_default(),
        paid(line.uncapped_amount),
        paid(line.credit_amount),
        paid(line.earned_back_amount),
        String::new(),
        currency.to_owned(),
        line.rule.clone(),
        line.rule_clause.map(|c| c.to_string()).unwrap_or_default(),
        [&line.reading_words, &line.credit_words].map(String::as_str).join("; "),
        n.map(|n| bare(n.normalize())).unwrap_or_default(),
        if line.repeated { "yes".into() } else { String::new() },
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// The name that a value has in files.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A row, with cells quoted where they need it. A cell that a spreadsheet would run as a formula is written as text.
fn row(text: &mut String, cells: &[String; CELLS]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        let is_number = cell.parse::<Decimal>().is_ok();
        let runs = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let cell = if runs { format!("'{cell}") } else { cell.clone() };
        if cell.contains(['"', ',', '\n', '\r']) {
            text.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// An amount with at least so many decimals.
fn paid(mut amount: Decimal, decimals: u32) -> String {
    if amount.scale() < decimals {
        amount.rescale(decimals);
    }
    bare(amount)
}

/// Digits without separators, for programs.
fn bare(amount: Decimal) -> String {
    amount.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_the_decimals_of_the_currency_as_well() {
        assert_eq!((paid(Decimal::ZERO, 2).as_str(), paid(Decimal::ZERO, 0).as_str()), ("0.00", "0"));
        assert_eq!(paid("12.50".parse().unwrap(), 2), "12.50");
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_run_is_written_as_text() {
        let mut cells: [String; CELLS] = Default::default();
        cells[0] = "=1+2".into();
        cells[1] = "-5.00".into();
        cells[2] = "a \"b\", c".into();
        let mut text = String::new();
        row(&mut text, &cells);
        assert!(text.starts_with("'=1+2,-5.00,\"a \"\"b\"\", c\","), "{text}");
        assert_eq!(text.matches(',').count(), CELLS, "one less between the cells, and one inside");
    }
}
