//! The simulation annex: what a simulation found. Put in by choice, and marked as what it is.

use super::context::{Annex, AnnexCredits, AnnexFan, AnnexLevel};
use super::definitions::in_text;
use super::draft::{Draft, say};
use super::ramp::{marks, position, ticks};
use super::words::{in_hundred, percent};
use crate::tree::{
    Align, Block, Column, Dot, DotPlot, Fact, Facts, FanBand, FanChart, HeatCell, HeatMap, HeatRow, Note, Row, Span,
    Table, Tick,
};
use model::quantity::number;
use model::{Decimal, Measure, Money, Month, ServiceLevel};

/// Months side by side in one heat map.
const MONTHS_PER_MAP: usize = 12;
/// From this number in 100 on a cell has the shade of its place; below all of them it has the darkest.
const SHADES_FROM: [u8; 6] = [95, 85, 70, 55, 40, 20];
const HEADING: &str = "Illustrative, not a term.";

pub(super) fn compose(draft: &mut Draft<'_>) {
    let Some(annex) = &draft.context.annex else { return };
    draft.push(Block::PageBreak);
    draft.annex("annex", "Annex: simulation");
    draft.push(Block::Note(Note {
        lead: HEADING.into(),
        spans: vec![say(format!(
            "This annex shows what a simulation found for the terms of this revision. {}Nothing in it is agreed, promised \
             or guaranteed by either party. Probabilities are whole numbers in 100; amounts are rounded to 100.",
            simulated_earlier(annex)
        ))],
    }));
    if !annex.finding.is_empty() {
        draft.add(vec![say(&annex.finding)]);
    }
    heat_maps(draft, annex);
    if let Some(credits) = &annex.credits {
        draft.part("annex-credits", "Credits", None);
        credit_facts(draft, annex, credits);
        rewards(draft, annex);
    }
    fans(draft, annex);
    draft.part("annex-inputs", "What went in", None);
    inputs(draft, annex);
}

/// Said where the simulation was run for another revision.
fn simulated_earlier(annex: &Annex) -> String {
    let earlier = annex.earlier_hash.as_ref().map(|hash| {
        format!(
            "It was run for revision {}, which differs from this one in no term that a figure depends on. ",
            hash.short()
        )
    });
    earlier.unwrap_or_default()
}

fn heat_maps(draft: &mut Draft<'_>, annex: &Annex) {
    let months = annex.levels.iter().map(|level| level.p_met.len()).max().unwrap_or(0).max(annex.p_all_met.len());
    if months == 0 {
        return;
    }
    draft.part("annex-met", "Chance of meeting each target", None);
    for first in (0..months).step_by(MONTHS_PER_MAP) {
        let last = (first + MONTHS_PER_MAP).min(months);
        let cells = |values: &[f64]| -> Vec<HeatCell> { (first..last).map(|month| cell(values.get(month))).collect() };
        let mut rows: Vec<HeatRow> = annex
            .levels
            .iter()
            .map(|level| HeatRow {
                name: marked_name(draft, level),
                cells: cells(&level.p_met),
                word: level.realism.clone(),
                apart: false,
            })
            .collect();
        if !annex.p_all_met.is_empty() {
            let all =
                if annex.left_out.is_empty() { "All critical and key levels" } else { "All with history together" };
            let name = vec![say(all)];
            rows.push(HeatRow { name, cells: cells(&annex.p_all_met), word: String::new(), apart: true });
        }
        let id = format!("annex-heat-{}", first / MONTHS_PER_MAP + 1);
        let label = draft.table_label(&id);
        let worded = annex.levels.iter().any(|level| !level.realism.is_empty());
        draft.push(Block::HeatMap(HeatMap {
            id,
            label,
            caption: format!("Months in 100 in which the target is met, contract months {} to {last}", first + 1),
            row_head: "Service level".into(),
            columns: (first..last).map(|month| (month + 1).to_string()).collect(),
            word_head: if worded { "Realism".into() } else { String::new() },
            rows,
            note: vec![say(format!(
                "Darker cells are missed more often. 100 and 0 are written only after rounding.{}",
                excused_words(annex, first..last)
            ))],
        }));
    }
}

/// Levels that busy months excuse in the months of one map, each with the most of a month.
fn excused_words(annex: &Annex, months: std::ops::Range<usize>) -> String {
    let any = annex.levels.iter().flat_map(|level| level.p_excused.iter().skip(months.start).take(months.len()));
    let most = any.copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let most = match in_hundred(most) {
        0 => "fewer than 1".to_owned(),
        shown => shown.to_string(),
    };
    format!(
        " Busy months excuse levels that are sensitive to volume, at most {most} in 100 of a contract month: see what went in."
    )
}

fn cell(probability: Option<&f64>) -> HeatCell {
    let Some(probability) = probability.filter(|p| p.is_finite()) else {
        return HeatCell { label: "–".into(), shade: None };
    };
    // The shade follows the number as it is shown: nobody may see two things.
    let shown = in_hundred(*probability);
    let shade = SHADES_FROM.iter().position(|from| shown >= *from).unwrap_or(SHADES_FROM.len());
    HeatCell { label: shown.to_string(), shade: u8::try_from(shade).ok() }
}

fn terms_of<'a>(draft: &Draft<'a>, level: &AnnexLevel) -> Option<(&'a ServiceLevel, &'a Measure)> {
    let terms = draft.agreement.service_level(&level.service_level)?;
    Some((terms, draft.agreement.measure(&terms.measure)?))
}

fn name(draft: &Draft<'_>, level: &AnnexLevel) -> Span {
    terms_of(draft, level).map_or_else(|| say(level.service_level.to_string()), |(_, measure)| draft.measure(measure))
}

/// Nobody measured it: said wherever its figures stand.
fn is_assumed(level: &AnnexLevel) -> bool {
    level.basis.starts_with("assumed")
}

fn marked_name(draft: &Draft<'_>, level: &AnnexLevel) -> Vec<Span> {
    let mark = is_assumed(level).then(|| say(" (assumed)"));
    std::iter::once(name(draft, level)).chain(mark).collect()
}

fn money(draft: &Draft<'_>, minor: i64) -> String {
    Money { minor, currency: draft.agreement.currency.clone() }.rounded_text()
}

fn credit_facts(draft: &mut Draft<'_>, annex: &Annex, credits: &AnnexCredits) {
    let months = annex.p_all_met.len();
    let mut rows = Vec::new();
    let mut fact = |label: &str, value: String| rows.push(Fact { label: label.into(), value: vec![say(value)] });
    fact("Mean", money(draft, credits.mean_minor));
    fact("Median", money(draft, credits.p50_minor));
    let (low, high) = (money(draft, credits.p5_minor), money(draft, credits.p95_minor));
    fact("90 in 100 outcomes", format!("between {low} and {high} (5\u{202f}% and 95\u{202f}% quantiles)"));
    fact("Cap reached", format!("in {} of 100 outcomes in at least one month", in_hundred(credits.p_cap)));
    draft.add(vec![say(format!("Credits over the first {months} contract months, all levels together."))]);
    draft.push(Block::Facts(Facts { summary: "Simulated credits".into(), rows }));
    if credits.dots_minor.is_empty() {
        return;
    }
    let amounts: Vec<f64> = credits.dots_minor.iter().map(|minor| *minor as f64).collect();
    let scale = 10_f64.powi(i32::from(draft.agreement.currency.minor_digits()));
    let axis: Vec<f64> = amounts.iter().map(|minor| minor / scale).chain([0.0]).collect();
    let code = draft.agreement.currency.code();
    let ticks = marks(&axis)
        .into_iter()
        .map(|(value, decimals)| Tick {
            value: value * scale,
            label: number(Decimal::from_f64_retain(value).unwrap_or_default(), decimals),
        })
        .collect();
    let dot =
        |minor: &i64| Dot { value: *minor as f64, open: credits.capped_from_minor.is_some_and(|from| *minor >= from) };
    let median = money(draft, credits.p50_minor);
    let id = "annex-dots".to_owned();
    let each = 100 / credits.dots_minor.len().max(1);
    let rings = if credits.capped_from_minor.is_some() { "; a ring: the cap was reached" } else { "" };
    let plot = DotPlot {
        label: draft.figure_label(&id),
        id,
        caption: format!("Credits in {code}, one dot is {each} in 100 outcomes{rings}"),
        alt: format!("Distribution of simulated credits: median {median}, 5 % quantile {low}, 95 % quantile {high}."),
        ticks,
        dots: credits.dots_minor.iter().map(dot).collect(),
        median: Some(Tick { value: credits.p50_minor as f64, label: format!("median {median}") }),
    };
    draft.push(Block::DotPlot(plot));
}

/// Bonus, earn-back and what they leave, a row each.
fn rewards(draft: &mut Draft<'_>, annex: &Annex) {
    if annex.rewards.is_empty() {
        return;
    }
    let column = |head: &str, align| Column { head: head.into(), align, grow: 1 };
    let columns = vec![
        column("Over the horizon", Align::Start),
        column("Mean", Align::End),
        column("5\u{202f}%", Align::End),
        column("Median", Align::End),
        column("95\u{202f}%", Align::End),
        column("In 100 outcomes", Align::End),
    ];
    let rows = annex.rewards.iter().map(|reward| {
        let amounts = [reward.mean_minor, reward.p5_minor, reward.p50_minor, reward.p95_minor];
        let mut cells = vec![vec![say(reward.label.clone())]];
        cells.extend(amounts.map(|minor| vec![say(money(draft, minor))]));
        cells.push(vec![say(reward.chance.map_or_else(|| "–".to_owned(), |p| in_hundred(p).to_string()))]);
        Row { cells, total: reward.chance.is_none() }
    });
    let rows = rows.collect();
    draft.table(Table {
        id: "annex-rewards".into(),
        caption: "What better service earns, and what is left of the credits".into(),
        columns,
        rows,
        row_heads: true,
        ..Table::default()
    });
}

fn fans(draft: &mut Draft<'_>, annex: &Annex) {
    let with_fans: Vec<_> = annex.levels.iter().filter_map(|level| Some((level, level.fan.as_ref()?))).collect();
    if with_fans.is_empty() {
        return;
    }
    draft.part("annex-fans", "Values to expect", None);
    for (level, fan) in with_fans {
        if let Some((terms, measure)) = terms_of(draft, level) {
            let mut chart = fan_chart(draft, terms, measure, fan);
            if is_assumed(level) {
                chart.caption += "; assumed, nobody measured it";
            }
            draft.push(Block::FanChart(chart));
        }
    }
}

fn fan_chart(draft: &mut Draft<'_>, level: &ServiceLevel, measure: &Measure, fan: &AnnexFan) -> FanChart {
    let ramp = &draft.agreement.ramp;
    let target: Vec<Option<f64>> =
        (1..=fan.months.len()).map(|month| Some(position(ramp.target(level, measure, month).anchor()))).collect();
    let history = history(fan);
    let first = Month::of(draft.agreement.term.start);
    let before = i32::try_from(history.len()).unwrap_or_default();
    let from = fan.history.first().map_or(first, |(month, _)| *month);
    let months = (0..before)
        .map(|index| named(from.plus(index), index))
        .chain((0..i32::try_from(fan.months.len()).unwrap_or_default()).map(|index| named(first.plus(index), index)));
    let band = |label: u8, low: usize, high: usize| FanBand {
        label: percent(label),
        low: fan.months.iter().map(|month| month[low]).collect(),
        high: fan.months.iter().map(|month| month[high]).collect(),
    };
    let bands = vec![band(95, 0, 6), band(80, 1, 5), band(50, 2, 4)];
    let observed = history.iter().flatten().copied();
    let all: Vec<f64> =
        fan.months.iter().flatten().copied().chain(observed).chain(target.iter().flatten().copied()).collect();
    let median: Vec<f64> = fan.months.iter().map(|month| month[3]).collect();
    let shown = |value: Option<&f64>| {
        let value = value.and_then(|value| Decimal::from_f64_retain(*value)).unwrap_or_default();
        measure.unit.of(value).text(measure.precision_decimals)
    };
    let alt = format!(
        "Simulated {}: the median is {} in contract month 1 and {} in month {}; the target is then {}.",
        measure.name,
        shown(median.first()),
        shown(median.last()),
        median.len(),
        ramp.target(level, measure, median.len()).text(measure.precision_decimals)
    );
    let id = format!("annex-fan-{}", level.id);
    FanChart {
        label: draft.figure_label(&id),
        id,
        caption: format!("{}: 50, 80 and 95 of 100 outcomes lie inside the bands", measure.name),
        alt,
        ticks: ticks(&all, measure),
        months: months.collect(),
        history,
        bands,
        median,
        target,
    }
}

/// Observed values month by month, with gaps where nothing was observed.
fn history(fan: &AnnexFan) -> Vec<Option<f64>> {
    let (Some((first, _)), Some((last, _))) = (fan.history.first(), fan.history.last()) else { return Vec::new() };
    (0..=last.since(*first))
        .map(|index| fan.history.iter().find(|(month, _)| *month == first.plus(index)).map(|(_, value)| *value))
        .collect()
}

/// Every sixth month has a name on the axis.
fn named(month: Month, index: i32) -> String {
    if index % 6 == 0 { month.text() } else { String::new() }
}

fn inputs(draft: &mut Draft<'_>, annex: &Annex) {
    let mut rows: Vec<Fact> = Vec::new();
    let mut fact = |label: &str, value: Vec<Span>| rows.push(Fact { label: label.into(), value });
    for (label, value) in &annex.inputs {
        fact(label, vec![say(value)]);
    }
    let bases = annex.levels.iter().filter(|level| !level.basis.is_empty());
    let bases: Vec<(&str, &str)> =
        bases.filter_map(|level| Some((terms_of(draft, level)?.1.name.as_str(), level.basis.as_str()))).collect();
    for (label, text) in basis_words(&bases) {
        fact(label, vec![say(text)]);
    }
    for (level, reason) in &annex.left_out {
        fact(level, vec![say(format!("left out of every figure: {reason}"))]);
    }
    fact("Trials", vec![say(number(Decimal::from(annex.trials), 0))]);
    fact("Seed", vec![say(annex.seed.to_string())]);
    fact("Engine", vec![say(&annex.engine_version)]);
    draft.push(Block::Facts(Facts { summary: "Inputs of the simulation".into(), rows }));
    if !annex.left_out.is_empty() {
        let names: Vec<Span> = annex.left_out.iter().map(|(name, _)| say(in_text(name))).collect();
        let mut spans = vec![say("Credits and joint probabilities leave out ")];
        spans.extend(super::words::list(names));
        spans.push(say("."));
        draft.push(Block::Note(Note { lead: String::new(), spans }));
    }
}

/// What the levels rest on, as pairs of name and basis in: said once for all of them, with the exceptions named, and
/// one by one where no two rest on the same.
fn basis_words<'a>(bases: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
    let count = |basis: &str| bases.iter().filter(|(_, other)| *other == basis).count();
    // Of bases of one frequency the first is the usual one.
    let usual = bases.iter().rev().map(|(_, basis)| *basis).max_by_key(|basis| count(basis));
    let Some(usual) = usual.filter(|basis| count(basis) > 1) else {
        return bases.iter().map(|(name, basis)| (*name, rests_on(basis))).collect();
    };
    let others: Vec<Span> = bases
        .iter()
        .filter(|(_, basis)| *basis != usual)
        .map(|(name, basis)| say(format!("{} ({basis})", in_text(name))))
        .collect();
    let mut text = format!("each {}", rests_on(usual));
    if !others.is_empty() {
        text += ", except ";
        text.extend(super::words::list(others).into_iter().map(|span| span.text));
    }
    vec![("Service levels", text)]
}

fn rests_on(basis: &str) -> String {
    if basis.starts_with("assumed") { format!("is {basis}") } else { format!("rests on {basis}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words<'a>(bases: &[(&'a str, &str)]) -> Vec<(&'a str, String)> {
        basis_words(bases)
    }

    #[test]
    fn what_all_levels_rest_on_is_said_once_and_exceptions_are_named() {
        let once = words(&[("Abandonment", "24 months"), ("Quality score", "24 months")]);
        assert_eq!(once, [("Service levels", "each rests on 24 months".to_owned())]);
        let two =
            [("Abandonment", "24 months"), ("Quality score", "assumed"), ("FCR", "24 months"), ("CSAT", "9 months")];
        let text = "each rests on 24 months, except quality score (assumed) and CSAT (9 months)";
        assert_eq!(words(&two), [("Service levels", text.to_owned())]);
        let apart = words(&[("Abandonment", "24 months"), ("Quality score", "assumed")]);
        assert_eq!(apart[1], ("Quality score", "is assumed".to_owned()));
        assert!(words(&[]).is_empty());
    }
}
