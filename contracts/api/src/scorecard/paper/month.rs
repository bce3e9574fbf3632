//! A month of a statement on paper: its facts, its levels, the rules that fired.

use super::{money, plain, score, sums};
use document::statement::{LinePaper, MonthPaper, TriggerPaper};
use model::{Decimal, Grade, quantity};
use settlement::{Fired, Line, MonthStatement, ReadingKind};

/// A month with its facts, levels and triggers.
pub(super) fn month_paper(month: &MonthStatement, currency: &str) -> MonthPaper {
    let mut facts = vec![
        ("Charges".to_owned(), money(currency, month.charges_amount)),
        ("Credits before caps".to_owned(), money(currency, month.uncapped_amount)),
        ("Cap of the month".to_owned(), cap(month, currency)),
        ("Credits".to_owned(), money(currency, month.credit_amount)),
    ];
    for (label, amount) in [
        ("Earned back", month.earned_back_amount),
        ("Bonus of the quarter", month.bonus_amount),
        ("Share of savings", month.gain_share_amount),
    ] {
        if !amount.is_zero() {
            facts.push((label.to_owned(), money(currency, amount)));
        }
    }
    facts.push(("Net credit".to_owned(), money(currency, month.net_credit_amount)));
    let judged = month.lines.iter().filter_map(|l| l.grade);
    let met = judged.clone().filter(|g| *g == Grade::Met).count();
    let how =
        [&month.charges_words, &month.score_words, &month.credit_words, &month.bonus_words, &month.gain_share_words];
    let how = how.into_iter().filter(|w| !w.is_empty()).cloned();
    MonthPaper {
        name: format!("{}, month {} of the contract", month.month.text(), month.contract_month),
        short: month.month.text(),
        facts,
        lines: month.lines.iter().map(line_paper).collect(),
        met: format!("{met} of {} met", judged.count()),
        score: score(month.score_points),
        sums: sums(std::slice::from_ref(month)),
        how: how.collect(),
        triggers: triggers(month),
        outcomes: Vec::new(),
        plans: Vec::new(),
        remarks: Vec::new(),
        adjustments: Vec::new(),
    }
}

/// Where the credits of a month stop, and what the caps did to them.
fn cap(month: &MonthStatement, currency: &str) -> String {
    let amount = month.cap_amount.map_or("none".to_owned(), |c| money(currency, c));
    let words = month.cap_words();
    if words.is_empty() { amount } else { format!("{amount}; {words}") }
}

fn line_paper(line: &Line) -> LinePaper {
    // That what is met, or not judged, costs nothing needs no line of its own on paper.
    let unjudged = line.grade.is_none() && line.uncapped_amount.is_zero();
    let free = unjudged || line.grade == Some(Grade::Met) && line.uncapped_amount.is_zero();
    let credit_words = if free { "" } else { line.credit_words.as_str() };
    let score_words = if line.score_points.is_none() { "" } else { line.score_words.as_str() };
    let trace = [line.reading_words.as_str(), credit_words, &line.earned_back_words, score_words];
    LinePaper {
        name: line.measure_name.clone(),
        target: line.target_words.clone(),
        value: value(line),
        band: line.grade.map_or("–", |g| g.word()).to_owned(),
        n: String::new(),
        score: score(line.score_points),
        weight: quantity::number(line.weight_percent, quantity::scale_of(line.weight_percent.normalize())),
        points: points(line),
        uncapped: plain(line.uncapped_amount),
        credit: plain(line.credit_amount),
        trace: trace.into_iter().filter(|w| !w.is_empty()).map(str::to_owned).collect(),
    }
}

/// Points of a miss; where they are doubled for a repeat, those before and the factor.
pub(crate) fn points(line: &Line) -> String {
    let text = |p: Decimal| quantity::number(p.normalize(), quantity::scale_of(p.normalize()));
    match line.points {
        None => String::new(),
        Some(points) if line.repeated => format!("{}\u{a0}×\u{a0}2", text(points / Decimal::TWO)),
        Some(points) => text(points),
    }
}

fn value(line: &Line) -> String {
    let value = line.value.map(|v| v.text(quantity::scale_of(v.value())));
    value.unwrap_or_else(|| state(line.reading).to_owned())
}

pub(in crate::scorecard) fn state(reading: ReadingKind) -> &'static str {
    match reading {
        ReadingKind::Value => "value",
        ReadingKind::TooFew => "too few observations",
        ReadingKind::NoActivity => "no activity",
        ReadingKind::NotReported => "not reported",
        ReadingKind::Pending => "window not ended",
        ReadingKind::Excused => "excused",
    }
}

/// The rules that fired, each with what met it.
fn triggers(month: &MonthStatement) -> Vec<TriggerPaper> {
    let mut told: Vec<(u32, TriggerPaper)> = Vec::new();
    for fired in &month.triggers {
        let (rule, met_by) = parts(fired);
        match told.iter_mut().find(|(number, _)| *number == fired.trigger) {
            Some((_, paper)) => paper.met_by.push(met_by),
            None => {
                let consequence = fired.consequence.words().to_owned();
                told.push((fired.trigger, TriggerPaper { rule, met_by: vec![met_by], consequence }));
            }
        }
    }
    told.into_iter().map(|(_, paper)| paper).collect()
}

/// The rule of a trigger that fired, with its clause, and what met it: "{rule}: {what met it}; {what follows} (clause 6)".
pub(crate) fn parts(fired: &Fired) -> (String, String) {
    let follows = format!("; {}", fired.consequence.words());
    let parts = fired.words.split_once(": ").and_then(|(rule, rest)| {
        let (met_by, clause) = rest.rsplit_once(&follows)?;
        Some((format!("{rule}{clause}"), met_by.to_owned()))
    });
    parts.unwrap_or_else(|| (fired.words.clone(), String::new()))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::statement, *};

    #[test]
    fn the_paper_says_how_a_credit_was_made_and_nothing_of_a_level_that_is_met() {
        let statement = statement();
        let last = month_paper(&statement.months[5], "USD");
        assert_eq!(last.short, statement.months[5].month.text());
        let fcr = &last.lines[0];
        assert_eq!((fcr.band.as_str(), fcr.credit.as_str()), ("serious", "10,300.00"));
        assert!(
            fcr.trace.iter().any(|t| t.contains("2.5 % × USD\u{a0}412,000.00")
                || t.replace(['\u{202f}', '\u{a0}'], " ").contains("2.5 % × USD 412,000.00")),
            "{:?}",
            fcr.trace
        );
        let met = last.lines.iter().find(|l| l.band == "met").unwrap();
        assert!(!met.trace.iter().any(|t| t.contains("no credit")), "{:?}", met.trace);
        assert_eq!(last.facts.last().unwrap().0, "Net credit");
    }
}
