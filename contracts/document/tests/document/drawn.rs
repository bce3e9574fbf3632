//! Agreements of every shape that people can make, for tests of what holds for any agreement: whatever is done to one is
//! done through its terms and lists, or written over a place of its JSON.

use model::term::{self, Kind};
use model::{Agreement, Charges, Decimal, VolumeStep, library};
use proptest::prelude::*;
use serde_json::Value;

/// What is put in place of a leaf of the agreement's JSON.
#[derive(Debug, Clone)]
pub enum Leaf {
    Text(String),
    Number(i64, u32),
    Whole(u32),
    Flag(bool),
    Null,
}

/// One change of an agreement. Numbers pick one of what there is.
#[derive(Debug, Clone)]
pub enum Change {
    Leaf(usize, Leaf),
    /// Another choice of a term that has choices.
    Choose(usize, usize),
    /// A text that a form of terms is written in (see [`FORMS`]), for one of the terms that have it.
    Form(usize, usize, usize),
    /// Words, however strange, for a term that holds words.
    Words(usize, String),
    /// Any text for any term.
    Any(usize, String),
    Charges(ChargesDrawn),
    /// A measure of the library with its service level.
    FromLibrary(usize),
    /// A measure of one's own, of this statistic, unit and direction, with a service level of this target.
    Measure([usize; 4]),
    /// An entry of a list, once or until the list is full.
    Added(usize, bool),
    Removed(usize, usize),
    LevelRemoved(usize),
    /// A clause of which nothing is left.
    Off(usize),
}

#[derive(Debug, Clone)]
pub enum ChargesDrawn {
    Fixed(i64),
    Table(Vec<i64>),
    PerUnit(Vec<(i64, i64)>, Vec<i64>),
}

/// How terms are written that have a form of their own: the end of the path, and texts that are read.
const FORMS: [(&str, &[&str]); 34] = [
    (".target", &["95 %", "0 %", "100 %", "30 s", "4 h", "94 to 97 %", "300 to 360 s", "40", "-100", "1 to 2"]),
    (".floor", &["90 %", "50 s", "10 h", "20", ""]),
    (".stretch", &["99 %", "10 s", "60", ""]),
    (".weight", &["0 %", "12.5 %", "100 %"]),
    (".later", &["from month 13: 73 %, from month 19: 74 %", "from month 2: 20 s", "from month 120: 94 to 97 %", ""]),
    (".credit", &["per_point", "by_band", "0 %", "2.5 %", "100 %"]),
    (".percent_per_point", &["0.1 %", "33 %"]),
    (".bands", &["add", "remove"]),
    (".from", &["80 %", "60 s", "5 h", "30"]),
    (".points", &["3", "0", "2.5", ""]),
    (".fraction", &["50 %", "100 %", ""]),
    (".score", &["0", "50", "100", ""]),
    (".cap", &["0 %", "5 %", "100 %", ""]),
    (".category", &["speed", "quality", ""]),
    (".allocation", &["10 %", "100 %", "250 %"]),
    (".bonus", &["1 %", "0 %", ""]),
    (".exceed", &["5 % of target", "2 absolute", "20 % of headroom", ""]),
    (".percentile", &["90 %", "99.9 %", "0.1 %", ""]),
    (".precision", &["0", "2", "6"]),
    (".minimum_n", &["1", "200", "1,000,000", ""]),
    (".alert", &["70 %", "45 s", "12", ""]),
    ("ramp.credit_factors", &["0 %, 25 %, 50 %", "0 %", "0 %, 0 %, 0 %, 0 %, 0 %, 0 %, 10 %, 20 %, 33 %, 100 %", ""]),
    (
        ".path",
        &["linear from 40 %", "linear from 90 s", "half-life 3 weeks from 50 %", "half-life 0.5 weeks from 9 h", ""],
    ),
    ("points.ladder", &["3: 1 %, 6: 2.5 %, 10: 4 %", "0: 1 %", "10: 4 %, 5: 9 %", ""]),
    ("points.rate", &["0.5 %", ""]),
    ("pool.at_risk", &["12 %", "100 %", ""]),
    ("pool.shares", &["speed: 50 %, quality: 50 %", "speed: 10 %", ""]),
    ("pool.limit", &["250 %", ""]),
    (
        "remedies.triggers",
        &[
            "serious: rectification plan, run 3: right to terminate, cap 3 of 6: escalation",
            "points 5: escalation, misses 4 of 12: right to terminate",
            "",
        ],
    ),
    ("earn_back.part", &["50 %", "100 %", ""]),
    ("gain_share.share", &["40 %", ""]),
    ("remedies.rolling_cap", &["8 %", "0 %", ""]),
    ("term.months", &["1", "7", "12", "36", "120"]),
    ("currency", &["USD", "JPY", "KWD", "EUR"]),
];

/// Words that pages and files have to stand: other directions, nothing to see, nothing to break at, too long.
fn strange() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("مستوى الخدمة ٩٥٪ والعميل".to_owned()),
        Just("שירות לקוחות 95 %".to_owned()),
        Just("abc\u{202e}def\u{2066}ghi\u{2069}".to_owned()),
        Just("\u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{85}".to_owned()),
        Just("line\r\nline\n\n\ttab\u{2028}\u{2029}".to_owned()),
        Just("👩‍👩‍👧‍👦 🇺🇳 1️⃣ 💶".to_owned()),
        Just("e\u{301}\u{327}\u{323}".repeat(40)),
        Just("\u{feff}\u{200b}\u{ad}\u{200d}".to_owned()),
        Just("通話の八割を三十秒以内に".to_owned()),
        Just("  \u{a0} \u{2003} ".to_owned()),
        Just("{{term}} \\ \" <b>&amp;</b> %s '; --".to_owned()),
        Just("x".repeat(10_000)),
        Just("Ten thousand characters in words. ".repeat(300)),
        Just("字".repeat(10_000)),
        any::<String>(),
        "[a-zA-Z0-9 .,%≥–“”{}|\\-\n]{0,60}",
    ]
}

fn leaf() -> impl Strategy<Value = Leaf> {
    prop_oneof![
        3 => any::<String>().prop_map(Leaf::Text),
        2 => "[a-zA-Z0-9 .,%≥–“”{}|\\-\n]{0,60}".prop_map(Leaf::Text),
        2 => (any::<i64>(), 0_u32..12).prop_map(|(n, scale)| Leaf::Number(n, scale)),
        1 => any::<u32>().prop_map(Leaf::Whole),
        1 => any::<bool>().prop_map(Leaf::Flag),
        1 => Just(Leaf::Null),
    ]
}

fn charges() -> impl Strategy<Value = ChargesDrawn> {
    let amount = || prop_oneof![100 => 0_i64..100_000_000, 1 => any::<i64>()];
    let steps = prop::collection::vec((amount(), 0_i64..1_000_000), 0..5).prop_map(|mut steps| {
        // Mostly as they have to be.
        if steps.len() != 4 {
            steps.sort_unstable();
        }
        steps
    });
    prop_oneof![
        amount().prop_map(ChargesDrawn::Fixed),
        prop::collection::vec(amount(), 0..40).prop_map(ChargesDrawn::Table),
        (steps, prop::collection::vec(amount(), 0..14)).prop_map(|(steps, units)| ChargesDrawn::PerUnit(steps, units)),
    ]
}

/// One change, of any kind.
pub fn change() -> impl Strategy<Value = Change> {
    let pick = || any::<usize>();
    prop_oneof![
        3 => (pick(), leaf()).prop_map(|(at, leaf)| Change::Leaf(at, leaf)),
        4 => (pick(), pick()).prop_map(|(at, which)| Change::Choose(at, which)),
        8 => (pick(), pick(), pick()).prop_map(|(form, at, text)| Change::Form(form, at, text)),
        3 => (pick(), strange()).prop_map(|(at, words)| Change::Words(at, words)),
        1 => (pick(), strange()).prop_map(|(at, text)| Change::Any(at, text)),
        1 => charges().prop_map(Change::Charges),
        1 => pick().prop_map(Change::FromLibrary),
        2 => prop::array::uniform4(pick()).prop_map(Change::Measure),
        1 => (pick(), prop::bool::weighted(0.1)).prop_map(|(at, fill)| Change::Added(at, fill)),
        1 => (pick(), pick()).prop_map(|(list, at)| Change::Removed(list, at)),
        1 => pick().prop_map(Change::LevelRemoved),
        1 => pick().prop_map(Change::Off),
    ]
}

/// `agreement` after each of `changes` that it can take.
pub fn changed(agreement: Agreement, changes: &[Change]) -> Agreement {
    changes.iter().fold(agreement, |mut agreement, change| {
        apply(&mut agreement, change);
        agreement
    })
}

fn apply(agreement: &mut Agreement, change: &Change) {
    match change {
        Change::Leaf(at, leaf) => *agreement = with(agreement, *at, leaf).unwrap_or_else(|| agreement.clone()),
        Change::Choose(at, which) => {
            let fields = fields(agreement, |f| !f.choices.is_empty());
            if let Some(field) = picked(&fields, *at) {
                let _ = term::set(agreement, &field.path, &field.choices[which % field.choices.len()].value);
            }
        }
        Change::Form(form, at, text) => form_of(agreement, FORMS[form % FORMS.len()], *at, *text),
        Change::Words(at, words) => {
            let fields = fields(agreement, |f| matches!(f.kind, Kind::Text | Kind::LongText));
            if let Some(field) = picked(&fields, *at) {
                let _ = term::set(agreement, &field.path, words);
            }
        }
        Change::Any(at, text) => {
            if let Some(field) = picked(&fields(agreement, |_| true), *at) {
                let _ = term::set(agreement, &field.path, text);
            }
        }
        Change::Charges(charges) => agreement.charges = charges_of(charges),
        Change::FromLibrary(at) => {
            let ids: Vec<_> = library::measures().map(|entry| entry.measure.id.clone()).collect();
            if let Some(id) = picked(&ids, *at) {
                let _ = term::set(agreement, "service_levels", &format!("add {id}"));
            }
        }
        Change::Measure(drawn) => measure(agreement, *drawn),
        Change::Added(at, fill) => {
            let lists = term::lists(agreement);
            if let Some(list) = picked(&lists, *at) {
                for _ in 0..if *fill { 99 } else { 1 } {
                    let _ = term::add(agreement, &list.path, None);
                }
            }
        }
        Change::Removed(list, at) => {
            let lists: Vec<_> = term::lists(agreement).into_iter().filter(|l| l.count > 0).collect();
            if let Some(list) = picked(&lists, *list) {
                let entry = 1 + at % usize::try_from(list.count).unwrap();
                let _ = term::remove(agreement, &format!("{}.{entry}", list.path));
            }
        }
        Change::LevelRemoved(at) => {
            let ids: Vec<_> = agreement.service_levels.iter().map(|l| l.id.clone()).collect();
            if let Some(id) = picked(&ids, *at) {
                let _ = term::remove(agreement, &format!("service_levels.{id}"));
            }
        }
        Change::Off(at) => off(agreement, *at),
    }
}

fn picked<T>(of: &[T], at: usize) -> Option<&T> {
    of.get(at.checked_rem(of.len())?)
}

fn fields(agreement: &Agreement, is: impl Fn(&term::Field) -> bool) -> Vec<term::Field> {
    term::fields(agreement).into_iter().filter(is).collect()
}

fn form_of(agreement: &mut Agreement, (end, texts): (&str, &[&str]), at: usize, text: usize) {
    let text = texts[text % texts.len()];
    if end == ".bands" {
        let ids: Vec<_> = agreement.service_levels.iter().map(|l| l.id.clone()).collect();
        let Some(path) = picked(&ids, at).map(|id| format!("service_levels.{id}.bands")) else { return };
        let _ = match text {
            "add" => term::add(agreement, &path, None).map(drop),
            _ => term::remove(agreement, &path).map(drop),
        };
    } else if let Some(field) = picked(&fields(agreement, |f| f.path.ends_with(end)), at) {
        let _ = term::set(agreement, &field.path, text);
    }
}

fn charges_of(drawn: &ChargesDrawn) -> Charges {
    let amounts = |amounts: &[i64]| amounts.iter().map(|a| Decimal::new(*a, 2)).collect();
    match drawn {
        ChargesDrawn::Fixed(amount) => Charges::FixedMonthly { amount: Decimal::new(*amount, 2) },
        ChargesDrawn::Table(table) => Charges::Table { amounts: amounts(table) },
        ChargesDrawn::PerUnit(steps, units) => Charges::PerUnit {
            steps: steps
                .iter()
                .enumerate()
                .map(|(i, (units, price))| VolumeStep {
                    up_to_units: (i + 1 < steps.len()).then(|| Decimal::from(*units)),
                    price: Decimal::new(*price, 4),
                })
                .collect(),
            forecast_units: units.iter().map(|u| Decimal::from(*u)).collect(),
        },
    }
}

fn measure(agreement: &mut Agreement, [statistic, unit, direction, target]: [usize; 4]) {
    let Ok((base, _)) = term::add(agreement, "measures", None) else { return };
    for (leaf, which) in [("statistic", statistic), ("unit", unit), ("direction", direction)] {
        if let Some(field) = term::field(agreement, &format!("{base}.{leaf}")) {
            let choice = &field.choices[which % field.choices.len()];
            term::set(agreement, &field.path, &choice.value).unwrap();
        }
    }
    let id = base.trim_start_matches("measures.").to_owned();
    if let Ok((level, _)) = term::add(agreement, "service_levels", Some(&id)) {
        let texts = FORMS[0].1;
        let _ = term::set(agreement, &format!("{level}.target"), texts[target % texts.len()]);
    }
}

/// Empties one section: every entry of its lists, every term that may be empty.
fn off(agreement: &mut Agreement, at: usize) {
    let lists = term::lists(agreement);
    let Some(section) = picked(&lists, at).map(|l| l.section) else { return };
    for list in lists.iter().filter(|l| l.section == section) {
        for _ in 0..list.count {
            let _ = term::remove(agreement, &format!("{}.1", list.path));
        }
    }
    for field in fields(agreement, |f| f.section == section && f.optional && !f.path.starts_with("wordings.")) {
        let _ = term::set(agreement, &field.path, "");
    }
}

/// Every place of the JSON that holds no object.
fn leaves<'a>(value: &'a mut Value, out: &mut Vec<&'a mut Value>) {
    if value.as_array().is_some_and(Vec::is_empty) || !(value.is_object() || value.is_array()) {
        return out.push(value);
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|v| leaves(v, out)),
        Value::Array(items) => items.iter_mut().for_each(|v| leaves(v, out)),
        _ => {}
    }
}

/// The agreement with one leaf replaced, where the model can hold that.
fn with(agreement: &Agreement, at: usize, leaf: &Leaf) -> Option<Agreement> {
    let mut json = serde_json::to_value(agreement).unwrap();
    let mut all = Vec::new();
    leaves(&mut json, &mut all);
    let count = all.len();
    *all.swap_remove(at % count) = match leaf {
        Leaf::Text(text) => Value::from(text.clone()),
        Leaf::Number(number, scale) => Value::from(Decimal::new(*number, *scale).to_string()),
        Leaf::Whole(number) => Value::from(*number),
        Leaf::Flag(flag) => Value::from(*flag),
        Leaf::Null => Value::Null,
    };
    serde_json::from_value(json).ok()
}
