//! Audits of the work, and how customers are asked.

use super::{List, numbered};
use crate::{
    clauses::{CsatProgramme, QaCriterion, QaProgramme},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, qa: &'a mut QaProgramme, csat: &'a mut CsatProgramme) {
    audits(list, qa);
    surveys(list, csat);
}

fn audits<'a>(list: &mut List<'a>, qa: &'a mut QaProgramme) {
    let QaProgramme {
        audits_a_month,
        each,
        selection,
        by,
        criteria,
        calibration,
        tolerance_points,
        recordings,
        continuous,
    } = qa;
    let word = "Audits";
    list.add_for(
        word,
        "qa.audits_a_month",
        "Audits a month",
        Slot::Counted { value: audits_a_month, least: 1, most: 100000, word: "" },
    );
    list.add_for(word, "qa.each", "That number is for each", Slot::Text(each));
    list.add_for(word, "qa.selection", "How cases are chosen", Slot::Text(selection));
    list.add_for(word, "qa.by", "Audited by", Slot::Choice(by));
    criteria_rows(list, criteria);
    list.add_for(word, "qa.calibration", "Calibration", Slot::Choice(calibration));
    list.add_for(word, "qa.tolerance_points", "Grades may differ by", Slot::OptionalNumber(tolerance_points));
    list.add_for(word, "qa.recordings", "Recordings", Slot::Text(recordings));
    list.add_for(word, "qa.continuous", "Every case is watched by a tool", Slot::Choice(continuous));
}

fn criteria_rows<'a>(list: &mut List<'a>, items: &'a mut [QaCriterion]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("qa.criteria", i);
        let QaCriterion { name, weight_percent, fatal } = item;
        list.add_for(&entry, at("name"), "What is graded", Slot::Text(name));
        list.add_for(&entry, at("weight_percent"), "Weight", Slot::OptionalPercent(weight_percent));
        list.add_for(&entry, at("fatal"), "Missing it fails the audit", Slot::Choice(fatal));
    }
}

fn surveys<'a>(list: &mut List<'a>, csat: &'a mut CsatProgramme) {
    let CsatProgramme { method, scale, minimum_n, response_percent, by } = csat;
    let word = "Surveys";
    list.add_for(word, "csat.method", "Who is asked, how, when", Slot::Text(method));
    list.add_for(word, "csat.scale", "Question and scale", Slot::Text(scale));
    list.add_for(
        word,
        "csat.minimum_n",
        "Least number of answers",
        Slot::Counted { value: minimum_n, least: 1, most: 1000000, word: "" },
    );
    list.add_for(word, "csat.response_percent", "Expected to answer", Slot::OptionalPercent(response_percent));
    list.add_for(word, "csat.by", "Asked by", Slot::Choice(by));
}
