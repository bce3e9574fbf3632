//! Reports, statements, disputes.

use super::{List, numbered};
use crate::{
    clauses::{Report, StatementRules},
    term::slot::Slot,
};

pub(super) fn rows<'a>(list: &mut List<'a>, reports: &'a mut [Report], rules: &'a mut StatementRules) {
    report_rows(list, reports);
    let StatementRules {
        issue_days,
        dispute_days,
        answer_days,
        credit_by,
        pay_days,
        dispute_path,
        audits_a_year,
        audit_notice_days,
        records_months,
    } = rules;
    list.add(
        "statement_rules.issue_days",
        "Statement sent within",
        Slot::Counted { value: issue_days, least: 0, most: 365, word: "days" },
    );
    list.add(
        "statement_rules.dispute_days",
        "Can be disputed within",
        Slot::Counted { value: dispute_days, least: 0, most: 365, word: "days" },
    );
    list.add(
        "statement_rules.answer_days",
        "A dispute is answered within",
        Slot::Counted { value: answer_days, least: 0, most: 365, word: "days" },
    );
    list.add("statement_rules.credit_by", "A credit comes as", Slot::Choice(credit_by));
    list.add(
        "statement_rules.pay_days",
        "Paid within",
        Slot::Counted { value: pay_days, least: 0, most: 365, word: "days" },
    );
    list.strings("statement_rules.dispute_path", dispute_path);
    list.add(
        "statement_rules.audits_a_year",
        "Audits of the figures a year",
        Slot::Counted { value: audits_a_year, least: 0, most: 12, word: "" },
    );
    list.add(
        "statement_rules.audit_notice_days",
        "An audit is announced ahead by",
        Slot::Counted { value: audit_notice_days, least: 0, most: 365, word: "days" },
    );
    list.add(
        "statement_rules.records_months",
        "Records are kept for",
        Slot::Counted { value: records_months, least: 1, most: 240, word: "months" },
    );
}

fn report_rows<'a>(list: &mut List<'a>, items: &'a mut [Report]) {
    for (i, item) in items.iter_mut().enumerate() {
        let (entry, at) = numbered("reports", i);
        let Report { name, frequency, by, due_days, contents, recipients } = item;
        list.add_for(&entry, at("name"), "Name", Slot::Text(name));
        list.add_for(&entry, at("frequency"), "How often", Slot::Choice(frequency));
        list.add_for(&entry, at("by"), "Written by", Slot::Choice(by));
        list.add_for(
            &entry,
            at("due_days"),
            "Due within",
            Slot::Counted { value: due_days, least: 0, most: 365, word: "days" },
        );
        list.add_for(&entry, at("contents"), "What is in it", Slot::Text(contents));
        list.add_for(&entry, at("recipients"), "Who gets it", Slot::Text(recipients));
    }
}
