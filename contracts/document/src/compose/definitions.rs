//! Measures: what is counted, how it is reported, and the definition of each.

use super::draft::{Draft, say, see};
use super::words;
use crate::tree::{Align, Block, Column, Fact, Facts, Row, Span, Table};
use model::{Direction, Measure, Perspective, Statistic, Unit, quantity};

/// The clause on how values come about.
pub(super) fn measures(draft: &mut Draft<'_>) {
    draft.clause("measures");
    draft.say(vec![
        say("A "),
        Span::strong("measure"),
        say(" says what is counted; it holds no target. The measures of this agreement are in "),
        see("table-measures"),
        say(" and defined in "),
        see("definitions"),
        say("."),
    ]);
    let columns = [("Measure", 2), ("Protects", 1), ("Better", 1), ("Measured by", 1)];
    let rows = draft.agreement.measures.iter().map(|measure| row(draft, measure)).collect();
    draft.table(Table {
        id: "table-measures".into(),
        caption: "Measures".into(),
        columns: columns.map(|(head, grow)| Column { head: head.into(), align: Align::Start, grow }).to_vec(),
        rows,
        row_heads: true,
        ..Table::default()
    });
    draft.say(vec![say(
        "The value of a month is computed from the sums of that month, never as a mean of the values of its days or weeks.",
    )]);
    draft.say(vec![say(
        "A value is rounded to the decimals of its measure, half away from zero, and only then compared. A value that \
         equals the target meets it.",
    )]);
    without_value(draft);
    sample_sizes(draft);
}

/// Months without a value. What the charges clause says otherwise of excused months and of missing reports holds there, so
/// that it is not said here too: each kind of month has one rule.
fn without_value(draft: &mut Draft<'_>) {
    let remedies = &draft.agreement.remedies;
    let fails = remedies.cure_business_days.is_some();
    let counts_as_met = remedies.excused_counts_as_met;
    let subject = match (counts_as_met, fails) {
        (false, false) => {
            "A month without anything to measure, an excused month, and a month for which no value was reported are"
        }
        (false, true) => "A month without anything to measure and an excused month are",
        (true, false) => "A month without anything to measure and a month for which no value was reported are",
        (true, true) => "A month without anything to measure is",
    };
    let rest = if counts_as_met && fails {
        "it is left out of the score and of its weights."
    } else {
        "they are left out of the score and of its weights."
    };
    draft.say(vec![say(format!("{subject} neither met nor missed; {rest}"))]);
    if counts_as_met {
        let met = draft.term_as("remedies.excused", "counts as met");
        draft.say(vec![say("An excused month "), met, say(", as "), see("charges"), say(" says.")]);
    }
    if fails {
        let days = draft.term("remedies.cure");
        draft.say(vec![
            say("A month for which no value was reported is left out in the same way at first; where its report is still missing "),
            days,
            say(" after it was due, the level counts as failed, as "),
            see("charges"),
            say(" says."),
        ]);
    }
}

fn row(draft: &Draft<'_>, measure: &Measure) -> Row {
    let at = |leaf: &str| format!("measures.{}.{leaf}", measure.id);
    let cells = vec![
        vec![draft.measure(measure)],
        vec![draft.term_as(&at("perspective"), perspective(measure.perspective))],
        vec![draft.term_as(&at("direction"), better(measure.direction))],
        vec![draft.choice(&at("owner"))],
    ];
    Row { cells, total: false }
}

fn sample_sizes(draft: &mut Draft<'_>) {
    let limited: Vec<&Measure> = draft.agreement.measures.iter().filter(|m| m.minimum_n.is_some()).collect();
    if limited.is_empty() {
        return;
    }
    let items = limited.iter().map(|measure| {
        let mut least = draft.term(&format!("measures.{}.minimum_n", measure.id));
        least.text = format!("{} for {}", least.text, in_text(&measure.name));
        least
    });
    let mut spans =
        vec![say("A value that rests on too few observations is reported and neither scored nor credited. \
        The least number of observations in a month is ")];
    spans.extend(words::list(items.collect()));
    spans.push(say("."));
    draft.say(spans);
}

/// The clause that defines each measure.
pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("definitions");
    for measure in &draft.agreement.measures {
        let at = |leaf: &str| format!("measures.{}.{leaf}", measure.id);
        let title = if measure.name.is_empty() { measure.id.0.as_str() } else { measure.name.as_str() };
        draft.part(&format!("measure-{}", measure.id), title, Some(at("name")));
        let mut rows = Vec::new();
        let mut fact = |label: &str, value: Vec<Span>| rows.push(Fact { label: label.into(), value });
        fact("Value", formula(draft, measure));
        fact(counted_label(measure.statistic), vec![draft.term(&at("numerator"))]);
        if measure.statistic.has_denominator() || !measure.denominator.is_empty() {
            fact(over_label(measure.statistic), vec![draft.term(&at("denominator"))]);
        }
        if !measure.exclusions.is_empty() {
            fact("Left out", vec![draft.term(&at("exclusions"))]);
        }
        let source = draft.term(&at("source"));
        fact("Measured", vec![say("Each calendar month by the "), draft.term(&at("owner")), say(". Source: "), source]);
        if measure.minimum_n.is_some() {
            fact("Least number", draft.fill(&format!("{{{}|observation observations}} in a month", at("minimum_n"))));
        }
        let details = [
            ("Population", "population"),
            ("Hours", "hours"),
            ("Holidays", "holidays"),
            ("Made", "frequency"),
            ("Collected", "collected"),
            ("Sample", "sampling"),
            ("Sample of a month", "sample_n"),
            ("Different values", "dispute"),
            ("Change of tool", "tool_change"),
            ("Both are told beyond", "alert"),
        ];
        for (label, leaf) in details.into_iter().filter(|(_, leaf)| draft.is_set(&at(leaf))) {
            fact(label, draft.cell(&at(leaf)));
        }
        draft.push(Block::Facts(Facts { summary: format!("Definition of {title}"), rows }));
    }
}

/// How the value comes about, with unit and precision.
fn formula(draft: &Draft<'_>, measure: &Measure) -> Vec<Span> {
    let what = match measure.statistic {
        Statistic::Mean => "the sum of what is counted, divided by the number it is counted over",
        Statistic::Share => "what is counted, divided by what it is counted out of",
        Statistic::NetScore => "promoters in percent of all answers, less detractors in percent of all answers",
        Statistic::Count => "the number of what is counted; a quarter has the sum of its months",
        Statistic::Sum => "the sum of what is counted; a quarter has the sum of its months",
        Statistic::Median => "the middle one of all single values of the month, or the mean of the two in the middle",
        Statistic::Percentile => "the smallest value that a part of all single values of the month does not exceed",
    };
    let unit = match measure.unit {
        Unit::Percent => "in percent",
        Unit::Seconds => "in seconds",
        Unit::Points => "in points",
        Unit::Count => "as a number",
    };
    let decimals = match measure.precision_decimals {
        0 => "rounded to a whole number".to_owned(),
        1 => "rounded to one decimal".to_owned(),
        decimals => format!("rounded to {} decimals", words::count(usize::from(decimals))),
    };
    let better = match measure.direction {
        Direction::Higher => "higher is better",
        Direction::Lower => "lower is better",
        Direction::Range => "best inside a range",
    };
    let at = |leaf: &str, text: String| draft.term_as(&format!("measures.{}.{leaf}", measure.id), text);
    let mut spans = vec![at("statistic", words::capital(what))];
    if let Some(percentile) = measure.details.percentile_percent.filter(|_| measure.statistic == Statistic::Percentile)
    {
        spans.extend([say(", the part being "), at("percentile", quantity::percent(percentile))]);
    }
    spans.extend([
        say(", "),
        at("unit", unit.to_owned()),
        say(", "),
        at("precision", decimals),
        say("; "),
        at("direction", better.to_owned()),
    ]);
    spans
}

fn counted_label(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Mean | Statistic::Sum => "Summed",
        Statistic::Share | Statistic::Count => "Counted",
        Statistic::NetScore => "Promoters, detractors",
        Statistic::Median | Statistic::Percentile => "Value",
    }
}

fn over_label(statistic: Statistic) -> &'static str {
    match statistic {
        Statistic::Median | Statistic::Percentile | Statistic::NetScore => "Of",
        _ => "Out of",
    }
}

fn better(direction: Direction) -> &'static str {
    match direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
        Direction::Range => "inside a range",
    }
}

fn perspective(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Efficiency => "efficiency",
        Perspective::Experience => "experience",
        Perspective::Quality => "quality",
        Perspective::Outcome => "outcome",
        Perspective::Compliance => "compliance",
        Perspective::Availability => "availability",
        Perspective::Cost => "cost",
    }
}

/// A name inside a sentence: its first letter small, unless the name is or holds an abbreviation or a proper name.
pub(super) fn in_text(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !letters.as_str().chars().any(char::is_uppercase) && letters.as_str().len() > 1 => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_small_inside_a_sentence_and_abbreviations_are_not() {
        assert_eq!(in_text("Abandonment"), "abandonment");
        assert_eq!(in_text("CSAT"), "CSAT");
        assert_eq!(in_text("Net Promoter Score"), "Net Promoter Score");
        assert_eq!(in_text(""), "");
    }
}
