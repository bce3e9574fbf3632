//! A first mapping, from the columns' names and what their cells look like.

use super::{
    Group, Mapping, MeasureMapping, Source, doubt,
    kind::{self, Kind, LOOKED_AT, values},
    mapping::measure_name,
    names::{Field, Name, Survey},
    number, period,
    question::Doubt,
    rows,
    table::Table,
};
use model::{Decimal, MeasureId, Unit};
use std::collections::{HashMap, HashSet};

/// A guessed mapping and what a person should know about it.
#[derive(Debug)]
pub(super) struct Guess {
    pub(super) mapping: Mapping,
    pub(super) notes: Vec<String>,
    /// What only a person can say.
    pub(super) doubts: Vec<Doubt>,
    /// No cell shows whether a point or a comma stands before the decimals.
    pub(super) sign_is_open: bool,
}

pub(super) fn guess(table: &Table) -> Guess {
    let names: Vec<Name> = table.columns.iter().map(|c| Name::of(c)).collect();
    let period = period_column(table, &names);
    let cells =
        || (0..table.columns.len()).filter(|i| Some(*i) != period).flat_map(|i| table.column(i).take(LOOKED_AT));
    let sign = number::recognise_sign(cells(), table.delimiter);
    let (fields, unclear) = fields(table, &names, period);
    let mut looker =
        Looker { table, fields, names, mapping: Mapping::empty(sign), notes: Vec::new(), doubts: Vec::new() };
    looker.mapping.sheet.clone_from(&table.sheet);
    looker.mapping.period_column = period.map(|i| table.columns[i].clone());
    looker.mapping.group = period.and_then(|i| group_column(table, i, &looker.fields));
    looker.speeds();
    looker.shares();
    for survey in Survey::ALL {
        looker.survey(survey);
    }
    looker.repeats();
    looker.volume();
    looker.name_unchosen();
    looker.name_unmeasured();
    for (index, field) in unclear {
        looker.ask(index, field);
    }
    let sign_is_open = looker.signs(number::sign_of_cells(cells()));
    Guess { mapping: looker.mapping, notes: looker.notes, doubts: looker.doubts, sign_is_open }
}

/// The column named like a period whose cells are periods; else any whose cells are; else the one named so.
fn period_column(table: &Table, names: &[Name]) -> Option<usize> {
    let share = |index: usize| {
        let (mut readable, mut filled) = (0_usize, 0_usize);
        for cell in table.column(index).take(LOOKED_AT) {
            if !number::is_blank(cell) {
                filled += 1;
                readable += usize::from(period::read(cell).is_some());
            }
        }
        (readable, filled)
    };
    let all = || 0..table.columns.len();
    let named = |i: &usize| names[*i].field() == Some(Field::Period);
    let mostly = |i: &usize| {
        let (readable, filled) = share(*i);
        filled > 0 && readable * 5 >= filled * 4
    };
    let partly = |i: &usize| share(*i).0 > 0;
    let of_numbers = |i: &usize| rows::holds_day_numbers(table, *i);
    all()
        .filter(named)
        .find(mostly)
        .or_else(|| all().filter(named).find(of_numbers))
        .or_else(|| all().filter(named).find(partly))
        .or_else(|| all().find(mostly))
        .or_else(|| all().find(named))
}

/// What the columns hold, and those that could be counts or percentages, with what they would be as counts.
fn fields(table: &Table, names: &[Name], period: Option<usize>) -> (Vec<Option<Field>>, Vec<(usize, Field)>) {
    let named: Vec<Option<Field>> = (0..table.columns.len())
        .map(|i| match names[i].field() {
            Some(_) if Some(i) == period => Some(Field::Period),
            Some(Field::Period) => None,
            other => other,
        })
        .collect();
    let mut fields = named.clone();
    let mut unclear = Vec::new();
    for (index, field) in named.iter().enumerate() {
        let Some((field, (rate, likely_percent))) = field.and_then(|f| Some((f, kind::as_rate(f)?))) else {
            continue;
        };
        match kind::kind(table, &names[index], index, base(&named, field), &likely_percent) {
            Kind::Count => {}
            Kind::Rate => fields[index] = Some(rate),
            Kind::Unclear => {
                fields[index] = None;
                unclear.push((index, field));
            }
        }
    }
    (fields, unclear)
}

/// The column that counts of `field` are a share of.
pub(super) fn base(fields: &[Option<Field>], field: Field) -> Option<usize> {
    kind::bases(field).into_iter().find_map(|base| fields.iter().position(|f| *f == Some(base)))
}

/// Where rows commonly share their period: the column of few values, never empty, that tells them apart. A remark beside
/// a day that is there twice is no such column.
fn group_column(table: &Table, period: usize, fields: &[Option<Field>]) -> Option<Group> {
    let rows = table.rows.len();
    let periods: HashSet<&str> = table.column(period).map(str::trim).collect();
    if periods.len() * 3 > rows * 2 {
        return None;
    }
    let mut best: Option<(usize, usize)> = None;
    for (index, field) in fields.iter().enumerate() {
        if field.is_some() {
            continue;
        }
        let values: HashSet<&str> = table.column(index).map(str::trim).collect();
        let pairs: HashSet<(&str, &str)> =
            table.column(period).zip(table.column(index)).map(|(p, v)| (p.trim(), v.trim())).collect();
        let repeated = rows - pairs.len();
        let tells_apart = repeated <= (rows / 50).max(1) && values.len() * 2 <= rows && !values.contains("");
        if tells_apart && best.is_none_or(|(count, _)| values.len() < count) {
            best = Some((values.len(), index));
        }
    }
    best.map(|(_, index)| Group { column: table.columns[index].clone(), only: None })
}

pub(super) struct Looker<'a> {
    pub(super) table: &'a Table,
    names: Vec<Name>,
    fields: Vec<Option<Field>>,
    pub(super) mapping: Mapping,
    pub(super) notes: Vec<String>,
    pub(super) doubts: Vec<Doubt>,
}

/// A measure with the unit that its figures usually have.
pub(super) fn made(measure: &str, source: Source) -> MeasureMapping {
    let unit = Field::KNOWN.iter().find(|(id, _, _)| *id == measure).map_or(Unit::Count, |(_, _, unit)| *unit);
    MeasureMapping { measure: MeasureId(measure.into()), unit, source }
}

impl Looker<'_> {
    pub(super) fn find(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|f| *f == Some(field))
    }

    pub(super) fn name(&self, index: usize) -> String {
        self.table.columns[index].clone()
    }

    pub(super) fn column(&self, field: Field) -> Option<String> {
        self.find(field).map(|i| self.name(i))
    }

    pub(super) fn add(&mut self, measure: &str, source: Source) {
        self.mapping.measures.push(made(measure, source));
    }

    /// Handled contacts weigh the times; offered ones only stand in for them.
    fn handled(&self) -> (Option<String>, bool) {
        match self.column(Field::Answered) {
            Some(column) => (Some(column), false),
            None => (self.column(Field::Offered), true),
        }
    }

    fn speeds(&mut self) {
        for (measure, value, sum) in [("asa", Field::Asa, Field::AsaSum), ("aht", Field::Aht, Field::AhtSum)] {
            let (weight, proxy) = self.handled();
            let exact =
                self.find(sum).filter(|i| self.names[*i].seconds_per_unit() == 1).zip(self.column(Field::Answered));
            if let Some((index, denominator)) = exact {
                let numerator = self.name(index);
                self.add(measure, Source::Ratio { numerator, denominator });
            } else if let Some(index) = self.find(value) {
                let multiply_by = Decimal::from(self.names[index].seconds_per_unit());
                let column = self.name(index);
                self.add(measure, Source::Value { column, proxy: proxy && weight.is_some(), weight, multiply_by });
            }
        }
    }

    fn shares(&mut self) {
        let offered = self.column(Field::Offered);
        let answered = self.column(Field::Answered);
        // Over offered, a caller who gave up counts as not answered in time: the stricter of the two usual definitions.
        let counted = self.column(Field::AnsweredInTime).zip(offered.clone().or(answered.clone()));
        if let Some((numerator, denominator)) = counted {
            if let Some(other) = answered.filter(|a| *a != denominator) {
                let name = measure_name(&self.table.names, &MeasureId("service_level".into()));
                self.notes.push(format!(
                    "{name} is “{numerator}” over “{denominator}”. If your agreement counts it over “{other}”, change the denominator"
                ));
            }
            self.add("service_level", Source::Ratio { numerator, denominator });
        } else if let Some(index) = self.find(Field::ServiceLevel) {
            // Its true denominator is not in such a file.
            self.value("service_level", index, offered.clone(), true);
        }
        let counted = self.column(Field::Abandoned).zip(offered.clone());
        if let Some((numerator, denominator)) = counted {
            self.add("abandonment", Source::Ratio { numerator, denominator });
        } else if let Some(index) = self.find(Field::AbandonmentRate) {
            self.value("abandonment", index, offered, false);
        } else if let Some(column) = self.column(Field::Abandoned) {
            self.notes.push(format!(
                "“{column}” is not used: a share needs the contacts offered, and no column was recognised as these"
            ));
        }
    }

    fn survey(&mut self, survey: Survey) {
        let sample = self.column(Field::Sample(survey));
        let counted = self.column(Field::Numerator(survey)).zip(sample.clone());
        if let Some(index) = self.find(Field::Figure(survey)) {
            self.value(survey.measure(), index, sample, false);
        } else if let Some((numerator, denominator)) = counted {
            // Audits are scored in points: passed over audited is a percentage of 100 points only by agreement.
            if survey != Survey::Qa {
                self.add(survey.measure(), Source::Ratio { numerator, denominator });
            }
        }
    }

    fn repeats(&mut self) {
        let of = self
            .column(Field::RepeatBase)
            .or_else(|| self.column(Field::Answered))
            .or_else(|| self.column(Field::Offered));
        let counted = self.column(Field::Repeats).zip(of.clone());
        if let Some((numerator, denominator)) = counted {
            self.add("repeat_contacts", Source::Ratio { numerator, denominator });
        } else if let Some(index) = self.find(Field::RepeatRate) {
            self.value("repeat_contacts", index, of, true);
        }
    }

    fn volume(&mut self) {
        if let Some(column) = self.column(Field::Offered) {
            self.add("volume", Source::Sum { column });
        }
    }

    /// A percentage or a score with its weight.
    fn value(&mut self, measure: &str, index: usize, weight: Option<String>, proxy: bool) {
        let column = self.name(index);
        let values = values(self.table, index);
        let signed = self.table.column(index).take(LOOKED_AT).any(|c| c.contains('%'));
        let all_up_to = |limit: i64| values.iter().all(|v| *v <= Decimal::from(limit));
        let has_parts = values.iter().any(|v| !v.fract().is_zero());
        let usually_large = doubt::is_usually_high(&MeasureId(measure.into()));
        let says_percent = signed || self.names[index].says_percent();
        // A single slip above 1 among fractions is a bad cell; among percentages that are small anyway it decides.
        let up_to_one = values.iter().filter(|v| **v <= Decimal::ONE).count();
        let mostly = if usually_large { up_to_one * 5 >= values.len() * 4 } else { up_to_one == values.len() };
        let in_fractions = !values.is_empty()
            && !signed
            && mostly
            && if says_percent { usually_large && has_parts } else { has_parts || usually_large };
        let what = match measure {
            "csat" => Some("percentages of satisfied customers"),
            "qa" => Some("points of 100"),
            _ => None,
        };
        if let Some(what) = what
            && !in_fractions
            && !says_percent
            && all_up_to(10)
            && !values.is_empty()
        {
            self.notes.push(format!(
                "“{column}” is not used: its values look like scores of a scale up to 5 or 10, not like {what}"
            ));
            return;
        }
        let proxy = proxy && weight.is_some();
        if in_fractions && !self.names[index].says_fraction() {
            self.fractions(measure, index, &values, (weight, proxy));
        } else {
            let multiply_by = if in_fractions { Decimal::ONE_HUNDRED } else { Decimal::ONE };
            self.add(measure, Source::Value { column, weight, proxy, multiply_by });
        }
    }

    /// Columns that would have been taken if another had not been.
    fn name_unchosen(&mut self) {
        let mut seen: HashMap<String, String> = HashMap::new();
        for (index, field) in self.fields.iter().enumerate() {
            let Some(field) = field else { continue };
            let column = self.name(index);
            let first = seen.entry(format!("{field:?}")).or_insert_with(|| column.clone());
            if *first != column {
                self.notes.push(format!("“{column}” is not used: “{first}” was taken in its place"));
            }
        }
    }

    /// Columns named like a measure whose values are something else.
    fn name_unmeasured(&mut self) {
        for (name, column) in self.names.iter().zip(&self.table.columns) {
            if name.field().is_some() || name.measured().is_none_or(|field| field == Field::Period) {
                continue;
            }
            self.notes.push(if name.says_percentile() {
                format!(
                    "“{column}” is not used: it holds medians or percentiles. Those of days cannot be averaged to a month; a month’s own can be taken for a measure that is one, from a table with a row for each month"
                )
            } else {
                format!("“{column}” is not used: its name says that it is wanted or expected, not measured")
            });
        }
    }
}
