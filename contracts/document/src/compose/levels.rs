//! Service levels: targets, floors, weights, classes, bands.

use super::definitions::in_text;
use super::draft::{Draft, none, of_level, say, see};
use super::{later, words};
use crate::tree::{Align, Column, Row, Span, Table};
use model::{
    Class, Credit, Direction, Measure, Mechanism, Offset, Outcome, ScoreRule, ServiceLevel, Window, threshold,
};

pub(super) fn compose(draft: &mut Draft<'_>) {
    draft.clause("service-levels");
    let levels = draft.levels();
    if levels.is_empty() {
        draft.say(vec![say("No service level is agreed yet.")]);
        return;
    }
    draft.say(vec![
        say("From the start date on, the vendor performs the services so that each service level in "),
        see("table-levels"),
        say(" meets its target in each month. During the ramp the targets in "),
        see("ramp"),
        say(" take the place of those here."),
    ]);
    window(draft, &levels);
    level_table(draft, &levels);
    later::compose(draft, &levels);
    classes(draft, &levels);
    outcomes(draft, &levels);
    super::reach::compose(draft, &levels);
    bands(draft, &levels);
}

/// What the other clauses call a window.
fn window(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    let quarterly = levels.iter().any(|(level, _)| level.remedy.window == Window::Quarter);
    let mut spans =
        vec![say("The time that a level is judged over is its "), Span::strong("window"), say(": a calendar month")];
    if quarterly {
        spans.extend([say(", or a quarter of the contract year for those that "), see("charges"), say(" names")]);
    }
    spans.push(say("."));
    draft.say(spans);
}

/// "8, of which 3 critical", for the title page.
pub(super) fn summary_words(draft: &Draft<'_>) -> Vec<Span> {
    let levels = draft.levels();
    let of = |class: Class| levels.iter().filter(|(level, _)| level.class == class).count();
    let parts: Vec<String> = [(Class::Critical, "critical"), (Class::Key, "key"), (Class::ReportOnly, "report only")]
        .into_iter()
        .filter(|(class, _)| of(*class) > 0)
        .map(|(class, word)| format!("{} {word}", of(class)))
        .collect();
    if parts.is_empty() { vec![say("none yet")] } else { vec![say(format!("{}: {}", levels.len(), parts.join(", ")))] }
}

fn level_table(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    let stretched = levels.iter().any(|(level, _)| level.stretch.is_some());
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    let mut columns =
        vec![column("Service level", Align::Start, 1), column("Target", Align::End, 0), column("Floor", Align::End, 0)];
    if stretched {
        columns.push(column("Stretch", Align::End, 0));
    }
    columns.extend([column("Weight", Align::End, 0), column("Class", Align::Start, 0)]);
    let rows = levels
        .iter()
        .map(|(level, measure)| {
            let signed = level.target.signed_text(measure.direction, measure.precision_decimals);
            let mut cells = vec![
                vec![draft.measure(measure)],
                vec![draft.term_as(&of_level(level, "target"), signed)],
                vec![offset(draft, level, measure, "floor", level.floor)],
            ];
            if stretched {
                cells.push(vec![offset(draft, level, measure, "stretch", level.stretch)]);
            }
            cells.extend([vec![value(draft, level, "weight")], vec![draft.choice(&of_level(level, "class"))]]);
            Row { cells, total: false }
        })
        .collect();
    draft.table(Table {
        id: "table-levels".into(),
        caption: "Service levels, targets and weights".into(),
        columns,
        rows,
        row_heads: true,
        ..Table::default()
    });
}

/// A floor or stretch as a value; both edges of it for a range.
fn offset(draft: &Draft<'_>, level: &ServiceLevel, measure: &Measure, leaf: &str, offset: Option<Offset>) -> Span {
    let path = of_level(level, leaf);
    match offset {
        Some(offset) => draft.term_as(&path, threshold::offset_words(level.target, offset, measure)),
        None => none(&path),
    }
}

/// The term, or a dash where it is not set.
fn value(draft: &Draft<'_>, level: &ServiceLevel, leaf: &str) -> Span {
    let path = of_level(level, leaf);
    if draft.text(&path).is_empty() { none(&path) } else { draft.term(&path) }
}

fn classes(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    draft.say(vec![say(
        "Critical and key levels are scored and credited. A level that is report only is measured and reported; it earns \
         no credit.",
    )]);
    if levels.iter().any(|(level, _)| level.floor.is_some() || level.stretch.is_some()) {
        draft.say(vec![
            say(
                "Floor, stretch and bands keep their distance from the target (times: their ratio to it) and move with \
                 it during the ramp",
            ),
            say(if later::moved(levels).next().is_some() { " and over the term. The " } else { ". The " }),
            Span::strong("floor"),
            say(" is where the score of a level reaches 0, the "),
            Span::strong("stretch"),
            say(" where it stops rising; see "),
            see("score"),
            say("."),
            say(if levels.iter().any(has_two_floors) {
                " A level that is held inside a range has a floor on either side of it."
            } else {
                ""
            }),
        ]);
    }
}

fn has_two_floors((level, measure): &(&ServiceLevel, &Measure)) -> bool {
    measure.direction == Direction::Range && level.floor.is_some()
}

/// Which goals the levels serve.
fn outcomes(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    let goals = [
        (Outcome::Retention, "that customers stay"),
        (Outcome::Growth, "that customers buy more"),
        (Outcome::CostToServe, "that serving customers costs less"),
        (Outcome::Compliance, "that rules are kept"),
        (Outcome::Satisfaction, "that customers are content"),
        (Outcome::Continuity, "that the service is there when it is needed"),
        (Outcome::Accuracy, "that work is right the first time"),
        (Outcome::CashFlow, "that money comes in and goes out when it should"),
        (Outcome::Productivity, "that the people who are served can do their work"),
        (Outcome::Safety, "that users are kept from harm"),
    ];
    let mut items = Vec::new();
    for (outcome, goal) in goals {
        let serving: Vec<Span> = levels
            .iter()
            .filter(|(level, _)| level.outcome == outcome)
            .map(|(level, measure)| draft.term_as(&of_level(level, "outcome"), in_text(&measure.name)))
            .collect();
        if !serving.is_empty() {
            let mut spans = vec![say(format!("{goal}: "))];
            spans.extend(words::list(serving));
            items.push(spans);
        }
    }
    draft.say(vec![say("Each service level serves a goal of the client:")]);
    draft.list(items);
}

fn bands(draft: &mut Draft<'_>, levels: &[(&ServiceLevel, &Measure)]) {
    draft.say(vec![
        say("A value that misses its target lies in one of the bands in "),
        see("table-bands"),
        say(
            ". A band begins just beyond the first value named and includes the second; the worst band has no end. The \
             values shown are those after the ramp",
        ),
        say(if later::moved(levels).next().is_some() { ", with the first target of the term." } else { "." }),
    ]);
    let scored = draft.agreement.score == ScoreRule::ByBand;
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    let consequence = match draft.agreement.remedies.mechanism {
        Mechanism::Percent => "Credit",
        Mechanism::Points => "Points",
        Mechanism::Pool => "Part of the allocation",
    };
    let mut columns = vec![
        column("Service level", Align::Start, 1),
        column("Band", Align::Start, 0),
        column("Values", Align::Start, 1),
        column(consequence, Align::End, 0),
    ];
    if scored {
        columns.push(column("Score", Align::End, 0));
    }
    let mut rows = Vec::new();
    for (level, measure) in levels {
        let values = threshold::band_words(level, measure);
        for (index, (band, values)) in level.bands.iter().zip(values).enumerate() {
            let at = |leaf: &str| of_level(level, &format!("bands.{}.{leaf}", index + 1));
            let name = if index == 0 { vec![draft.measure(measure)] } else { vec![say("")] };
            let begins = if index == 0 { of_level(level, "target") } else { at("from") };
            let mut cells = vec![
                name,
                vec![say(band.grade.word())],
                vec![draft.term_as(&begins, values)],
                match draft.agreement.remedies.mechanism {
                    Mechanism::Percent => credit(draft, level, &at("credit")),
                    Mechanism::Points => of_band(draft, level, &at("points")),
                    Mechanism::Pool => of_band(draft, level, &at("fraction")),
                },
            ];
            if scored {
                let score =
                    if draft.text(&at("score")).is_empty() { none(&at("score")) } else { draft.term(&at("score")) };
                cells.push(vec![score]);
            }
            rows.push(Row { cells, total: false });
        }
    }
    let note = vec![say(match draft.agreement.remedies.mechanism {
        Mechanism::Percent => "Credit in percent of the month’s charges.",
        Mechanism::Points => "Points of a miss that lies in the band.",
        Mechanism::Pool => "Part of the level’s allocation; all of it where none is given.",
    })];
    draft.table(Table {
        id: "table-bands".into(),
        caption: "Bands and their credits".into(),
        columns,
        rows,
        row_heads: true,
        note,
        ..Table::default()
    });
}

/// What a band has where misses are not paid by percentages of charges.
fn of_band(draft: &Draft<'_>, level: &ServiceLevel, path: &str) -> Vec<Span> {
    match (level.class, draft.text(path).is_empty()) {
        (Class::ReportOnly, _) | (_, true) => vec![none(path)],
        (_, false) => vec![draft.term(path)],
    }
}

fn credit(draft: &Draft<'_>, level: &ServiceLevel, path: &str) -> Vec<Span> {
    match (level.class, level.credit) {
        (Class::ReportOnly, _) => vec![none(path)],
        (_, Credit::ByBand) => vec![draft.term(path)],
        (_, Credit::PerPoint { .. }) => vec![draft.term_as(&of_level(level, "credit"), "by shortfall")],
    }
}
