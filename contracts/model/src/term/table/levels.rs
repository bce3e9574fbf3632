//! Promises.

use super::{List, remedies};
use crate::{
    Credit, Grade, LaterTarget, Measure, Mechanism, ServiceLevel,
    clauses::LevelScope,
    term::{Scale, later, slot::Slot},
};

/// Names in the scope that a level can be limited to, in the order of [`LevelScope`].
pub(super) type ScopeNames = [Vec<String>; 5];

pub(super) fn rows<'a>(
    list: &mut List<'a>,
    level: &'a mut ServiceLevel,
    measure: &Measure,
    names: &ScopeNames,
    (mechanism, by_bars): (Mechanism, bool),
) {
    let (name, scale) = (measure.name.as_str(), Scale::of(measure));
    let base = format!("service_levels.{}", level.id);
    let ServiceLevel {
        class,
        weight_percent,
        target,
        later_targets,
        floor,
        stretch,
        bands,
        credit,
        outcome,
        scope,
        client_part,
        volume_sensitive,
        remedy,
        ..
    } = level;
    let anchor = *target;
    let at = |leaf: &str| format!("{base}.{leaf}");
    list.add_for(name, at("target"), "Target", Slot::Target { value: target, scale });
    let text = later::text(later_targets, scale.precision);
    list.add_for(name, at("later"), "Later targets", Slot::Shown { text, optional: true });
    for (i, later) in later_targets.iter_mut().enumerate() {
        let (at, label) = (|leaf: &str| format!("{base}.later.{}.{leaf}", i + 1), format!("Later target {}", i + 1));
        let LaterTarget { from_month, target: value } = later;
        let month =
            Slot::Whole { value: from_month, least: later::FROM_MONTH_MIN, most: later::FROM_MONTH_MAX, word: "" };
        list.add_for(name, at("from_month"), &format!("{label}, from month"), month);
        list.add_for(name, at("target"), &label, Slot::Target { value, scale });
    }
    list.add_for(name, at("floor"), "Floor", Slot::Offset { value: floor, target: anchor, scale, optional: true });
    list.add_for(
        name,
        at("stretch"),
        "Stretch",
        Slot::Offset { value: stretch, target: anchor, scale, optional: true },
    );
    list.add_for(name, at("weight"), "Weight", Slot::Percent(weight_percent));
    list.add_for(name, at("class"), "Class", Slot::Choice(class));
    list.add_for(name, at("outcome"), "Serves outcome", Slot::Choice(outcome));
    limits(list, name, &base, scope, names);
    list.add_for(name, at("client_part"), "What the client does for it", Slot::Text(client_part));
    list.add_for(name, at("volume_sensitive"), "More volume excuses it", Slot::Choice(volume_sensitive));
    for (i, band) in bands.iter_mut().enumerate() {
        let at = |leaf: &str| format!("{base}.bands.{}.{leaf}", i + 1);
        let word = capital(band.grade);
        if i > 0 {
            let slot = Slot::Offset { value: &mut band.from, target: anchor, scale, optional: false };
            list.add_for(name, at("from"), &format!("{word} beyond"), slot);
        }
        if mechanism == Mechanism::Percent {
            list.add_for(name, at("credit"), &format!("{word}, credit"), Slot::Rate(&mut band.credit_percent));
        }
        let other = (&mut band.points, &mut band.pool_fraction_percent);
        remedies::band(list, name, &format!("{base}.bands.{}", i + 1), &word, other, mechanism);
        list.add_for(name, at("score"), &format!("{word}, score"), Slot::OptionalScore(&mut band.score_points));
    }
    if mechanism == Mechanism::Percent {
        list.add_for(name, at("credit"), "Credit", Slot::CreditKind(*credit));
        if let Credit::PerPoint { percent_per_point } = credit {
            list.add_for(name, at("percent_per_point"), "Credit per point", Slot::Rate(percent_per_point));
        }
    }
    remedies::level(list, name, &base, remedy, (mechanism, by_bars));
}

/// What the level is limited to.
fn limits<'a>(list: &mut List<'a>, name: &str, base: &str, scope: &'a mut LevelScope, names: &ScopeNames) {
    let LevelScope { line_of_business, site, channel, priority, customer_group } = scope;
    let places = [
        ("line_of_business", "Line of business", line_of_business),
        ("site", "Site", site),
        ("channel", "Channel", channel),
        ("priority", "Priority", priority),
        ("customer_group", "Customer group", customer_group),
    ];
    for ((leaf, label, value), known) in places.into_iter().zip(names) {
        let slot = Slot::Name { value, known: known.clone() };
        list.add_for(name, format!("{base}.scope.{leaf}"), label, slot);
    }
}

fn capital(grade: Grade) -> String {
    let word = grade.word();
    word[..1].to_uppercase() + &word[1..]
}
