//! Statements that the other side posted, beside those posted here: the same, or where they differ. Neither changes the other.

use super::{
    PostedStatement,
    case::Case,
    view::{amount, difference, in_currency},
};
use crate::wire::TheirStatementView;
use chrono::SecondsFormat;
use model::{
    Agreement, ContentHash, Decimal, Month, ServiceLevelId,
    delivered::{SharedAdjustment, SharedLine, SharedStatement},
    quantity,
};
use settlement::MonthStatement;
use store::{elsewhere::PostedThere, statements::Posted};

/// A posted statement as it travels to the other side.
pub(crate) fn shared((posted, document): &(Posted, PostedStatement)) -> SharedStatement {
    let adjustments = document.adjustments.iter();
    let adjustments =
        adjustments.map(|a| SharedAdjustment { month: a.month, difference_amount: a.difference_amount }).collect();
    SharedStatement {
        sha256: posted.sha256.clone(),
        at: posted.at,
        revision: posted.revision,
        terms_sha256: posted.terms.hex().to_owned(),
        currency: document.currency.clone(),
        total_amount: document.total_amount,
        adjustments,
        ..of_month(&document.statement, document.currency.clone())
    }
}

/// What a month came to, without a posting.
fn of_month(month: &MonthStatement, currency: String) -> SharedStatement {
    let line = |l: &settlement::Line| SharedLine {
        service_level: l.service_level.clone(),
        value: l.value,
        grade: l.grade,
        credit_amount: l.credit_amount,
    };
    SharedStatement {
        month: month.month,
        sha256: String::new(),
        at: store::Moment::default(),
        revision: 0,
        terms_sha256: String::new(),
        currency,
        score_points: month.score_points,
        charges_amount: month.charges_amount,
        net_credit_amount: month.net_credit_amount,
        total_amount: month.net_credit_amount,
        lines: month.lines.iter().map(line).collect(),
        adjustments: Vec::new(),
    }
}

/// What is wrong with statements that a file brings; each names its place.
pub(crate) fn wrong(statements: &[SharedStatement]) -> Vec<(String, String)> {
    let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let mut wrong = Vec::new();
    for (i, statement) in statements.iter().enumerate() {
        let place = format!("posted statement of {}", statement.month.text());
        for (name, hash) in [("sha256", &statement.sha256), ("terms_sha256", &statement.terms_sha256)] {
            if !is_hash(hash) {
                wrong.push((place.clone(), format!("its {name} is no SHA-256 of 64 lower-case hexadecimal digits")));
            }
        }
        if statements[..i].iter().any(|s| s.month == statement.month) {
            wrong.push((place, "it is there twice; a month has one".into()));
        }
    }
    wrong
}

/// Every statement that the other side posted, held against what is posted here or, where nothing is, settled here.
pub(crate) fn views(case: &Case, settled: &[MonthStatement]) -> Vec<TheirStatementView> {
    case.posted_there.iter().map(|there| view(case, there, settled)).collect()
}

fn view(case: &Case, there: &PostedThere, settled: &[MonthStatement]) -> TheirStatementView {
    let theirs = &there.statement;
    let own = case.posted_of(theirs.month).map(shared);
    let posted_here = own.is_some();
    let currency = case.agreement.currency.code().to_owned();
    // A month of which nothing is known here is settled by nobody: it would be one missing report.
    let is_known = case.actuals.figures.keys().any(|(month, _)| *month == theirs.month);
    let here = settled.iter().find(|m| is_known && m.month == theirs.month);
    let own = own.or_else(|| here.map(|m| of_month(m, currency)));
    let mut differences = own.as_ref().map(|own| differences(case, own, theirs)).unwrap_or_default();
    let later = later(case, there);
    let returned: Decimal = later.iter().map(|(_, amount)| *amount).sum();
    // What a later statement of theirs changed of this month is no dispute any more.
    let is_settled =
        |own: &SharedStatement| !later.is_empty() && own.net_credit_amount == theirs.net_credit_amount + returned;
    let corrected = !differences.is_empty() && own.as_ref().is_some_and(is_settled);
    if corrected {
        differences.clear();
    }
    let contradictions = contradictions(case, theirs);
    let same = own.is_some() && differences.is_empty() && contradictions.is_empty();
    let here = if posted_here { "posted here" } else { "settled here; not posted here" };
    let words = match (&own, same) {
        _ if !contradictions.is_empty() => "It contradicts itself".to_owned(),
        (None, _) => "Not settled here".to_owned(),
        (_, true) if corrected => format!("The same as {here}, with what {} corrects", on(&later)),
        (_, true) => format!("The same as {here}"),
        (_, false) => format!("Differs from what is {here}"),
    };
    if !differences.is_empty() && !later.is_empty() {
        let amount = difference(&theirs.currency, returned);
        differences.push(format!("There, {} corrects the net credit by {amount}", on(&later)));
    }
    differences.splice(0..0, contradictions);
    let money = |value| in_currency(&theirs.currency, value);
    let total_text = if theirs.adjustments.is_empty() { String::new() } else { money(theirs.total_amount) };
    TheirStatementView {
        month: theirs.month.to_string(),
        label: theirs.month.text(),
        side: there.side,
        at: theirs.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        revision: theirs.revision,
        short_hash: theirs.sha256.chars().take(8).collect(),
        net_text: money(theirs.net_credit_amount),
        total_text,
        file: there.from.file.clone(),
        posted_here,
        same,
        words,
        differences,
    }
}

/// What later statements of the same side correct of a month, and by how much.
fn later(case: &Case, there: &PostedThere) -> Vec<(Month, Decimal)> {
    let month = there.statement.month;
    let same_side = case.posted_there.iter().filter(|p| p.side == there.side && p.statement.month > month);
    let of = |p: &PostedThere| {
        let own = p.statement.adjustments.iter().filter(|a| a.month == month).map(|a| a.difference_amount);
        own.map(|amount| (p.statement.month, amount)).collect::<Vec<_>>()
    };
    same_side.flat_map(of).collect()
}

/// "the statement of Nov 2026".
fn on(later: &[(Month, Decimal)]) -> String {
    let months: Vec<String> = later.iter().map(|(month, _)| month.text()).collect();
    format!("the statement of {}", crate::view::joined(months.iter().map(String::as_str)))
}

/// Where a statement contradicts itself or the agreement's levels, each in a sentence.
fn contradictions(case: &Case, theirs: &SharedStatement) -> Vec<String> {
    let money = |value| in_currency(&theirs.currency, value);
    let mut told = Vec::new();
    let lines: Decimal = theirs.lines.iter().map(|l| l.credit_amount).sum();
    let hash = &theirs.terms_sha256;
    // Of terms that are not known here nobody can say more than that nothing is put on credits.
    let is_known = *hash == case.revision.1 || case.earlier.iter().any(|(known, _)| known == hash);
    let terms = case.terms(hash);
    let bonus = |l: &model::ServiceLevel| l.remedy.bonus_percent.is_some();
    let remedies = &terms.remedies;
    let comes_off = remedies.earn_back.percent.is_some()
        || remedies.bonus.base_percent.is_some()
        || remedies.gain_share.share_percent.is_some()
        || terms.service_levels.iter().any(bonus);
    // What is earned back and added comes off the credits and is in no line; nothing is ever put on them.
    let net = theirs.net_credit_amount;
    if lines < net || is_known && !comes_off && lines != net {
        let (lines, net) = (money(lines), money(net));
        told.push(format!("It contradicts itself: its lines sum to {lines}, and its net credit is {net}"));
    }
    let total = theirs.adjustments.iter().fold(net, |sum, a| sum + a.difference_amount);
    if total != theirs.total_amount {
        let (sum, total) = (money(total), money(theirs.total_amount));
        told.push(format!(
            "It contradicts itself: its net credit and its corrections sum to {sum}, and its total is {total}"
        ));
    }
    let unknown = theirs.lines.iter().filter(|l| is_known && terms.service_level(&l.service_level).is_none());
    told.extend(unknown.map(|l| format!("It has a line for “{}”, which the agreement does not have", l.service_level)));
    told
}

/// Where two statements of a month say different things, each in a sentence. When they were posted and where their figures
/// came from is each side's own.
fn differences(case: &Case, own: &SharedStatement, theirs: &SharedStatement) -> Vec<String> {
    let mut told = Vec::new();
    let mut differ = |name: &str, here: String, there: String| {
        if here != there {
            told.push(format!("{name}: here {here}; there {there}"));
        }
    };
    let posted = !own.sha256.is_empty();
    if posted && own.terms_sha256 != theirs.terms_sha256 {
        let terms = |s: &SharedStatement| {
            format!("revision {} ({})", s.revision, ContentHash::from(s.terms_sha256.clone()).short())
        };
        differ("Terms", terms(own), terms(theirs));
    }
    let money = |s: &SharedStatement, value| in_currency(&s.currency, value);
    differ("Charges", money(own, own.charges_amount), money(theirs, theirs.charges_amount));
    let levels = own.lines.iter().chain(theirs.lines.iter().filter(|l| line(own, &l.service_level).is_none()));
    for level in levels.map(|l| &l.service_level) {
        let said = |s: &SharedStatement| line(s, level).map_or("nothing".into(), |l| said(&case.agreement, l));
        differ(&case.name(level), said(own), said(theirs));
    }
    let score = |s: &SharedStatement| s.score_points.map_or("no score".to_owned(), |p| quantity::number(p, 1));
    differ("Score", score(own), score(theirs));
    differ("Net credit", money(own, own.net_credit_amount), money(theirs, theirs.net_credit_amount));
    if posted {
        let corrected = |s: &SharedStatement| match s.adjustments.as_slice() {
            [] => "none".to_owned(),
            adjustments => {
                let each = adjustments
                    .iter()
                    .map(|a| format!("{} {}", a.month.text(), difference(&s.currency, a.difference_amount)));
                each.collect::<Vec<_>>().join(", ")
            }
        };
        differ("Corrections of earlier months", corrected(own), corrected(theirs));
        differ("Total", money(own, own.total_amount), money(theirs, theirs.total_amount));
    }
    told
}

fn line<'a>(statement: &'a SharedStatement, level: &ServiceLevelId) -> Option<&'a SharedLine> {
    statement.lines.iter().find(|l| &l.service_level == level)
}

/// `70.9 %, serious, credit 10,300.00`.
fn said(agreement: &Agreement, line: &SharedLine) -> String {
    let found = agreement.service_level(&line.service_level).and_then(|l| agreement.measure(&l.measure));
    let decimals = |value: &model::Quantity| {
        let own = quantity::scale_of(value.value().normalize());
        found.map_or(own, |m| own.max(m.precision_decimals))
    };
    let value = line.value.map_or("no value".to_owned(), |v| v.text(decimals(&v)));
    let grade = line.grade.map_or("neither met nor missed", |g| g.word());
    format!("{value}, {grade}, credit {}", amount(line.credit_amount))
}

/// The same in sentences, for the statement of a month that is about to be posted here.
pub(crate) fn remarks(case: &Case, own: &MonthStatement) -> Vec<String> {
    let month = own.month;
    let own = of_month(own, case.agreement.currency.code().to_owned());
    let of_month = case.posted_there.iter().filter(|p| p.statement.month == month);
    let told = of_month.filter_map(|there| {
        let differences = differences(case, &own, &there.statement);
        let hash: String = there.statement.sha256.chars().take(8).collect();
        let at = there.statement.at.format("%-d %b %Y");
        let who = there.side.word();
        let told = differences.join("; ");
        (!differences.is_empty())
            .then(|| format!("The {who} posted another statement of this month on {at} ({hash}): {told}"))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::elsewhere::Elsewhere;

    #[test]
    fn a_statement_from_there_is_held_against_what_is_settled_here() {
        let mut case = super::super::tests::case();
        let settled = case.settle("2027-06".parse().unwrap()).unwrap();
        let mut theirs = of_month(&settled[5], "USD".into());
        (theirs.sha256, theirs.terms_sha256) = ("a".repeat(64), "b".repeat(64));
        let from = Elsewhere { file: "copy.slac".into(), at: case.now };
        case.posted_there = vec![PostedThere { side: model::Side::Client, statement: theirs, from }];
        assert_eq!(views(&case, &settled)[0].words, "The same as settled here; not posted here");
        assert_eq!(remarks(&case, &settled[5]), Vec::<String>::new());
        let line = &mut case.posted_there[0].statement.lines[0];
        line.credit_amount += model::Decimal::ONE;
        let view = &views(&case, &settled)[0];
        assert_eq!((view.same, view.differences.len()), (false, 1), "{view:?}");
        assert!(view.differences[0].ends_with("credit 10,301.00"), "{view:?}");
        assert!(remarks(&case, &settled[5])[0].starts_with("The client posted another statement of this month"));
    }

    #[test]
    fn what_a_later_statement_from_there_corrects_is_no_difference() {
        let mut case = super::super::tests::case();
        let settled = case.settle("2027-06".parse().unwrap()).unwrap();
        let from = Elsewhere { file: "copy.slac".into(), at: case.now };
        let there = |statement| PostedThere { side: model::Side::Client, statement, from: from.clone() };
        // They posted May at 10,300.00 more and returned that on June's statement.
        let more = Decimal::from(10_300);
        let (mut may, mut june) = (of_month(&settled[4], "USD".into()), of_month(&settled[5], "USD".into()));
        let line = &mut may.lines[0];
        (line.credit_amount, may.net_credit_amount, may.total_amount) =
            (line.credit_amount + more, may.net_credit_amount + more, may.total_amount + more);
        case.posted_there = vec![there(may.clone()), there(june.clone())];
        let first = &views(&case, &settled)[0];
        assert!(!first.same && first.differences.iter().any(|d| d.starts_with("Net credit: ")), "{first:?}");
        june.adjustments = vec![SharedAdjustment { month: may.month, difference_amount: -more }];
        june.total_amount -= more;
        case.posted_there = vec![there(may), there(june)];
        let first = &views(&case, &settled)[0];
        let words = "The same as settled here; not posted here, with what the statement of Jun 2027 corrects";
        assert_eq!((first.same, first.words.as_str()), (true, words), "{first:?}");
    }

    #[test]
    fn a_statement_from_there_that_contradicts_itself_is_marked() {
        let mut case = super::super::tests::case();
        let settled = case.settle("2027-06".parse().unwrap()).unwrap();
        let mut theirs = of_month(&settled[5], "USD".into());
        theirs.terms_sha256 = case.revision.1.clone();
        theirs.net_credit_amount += Decimal::ONE;
        theirs.lines[1].service_level = ServiceLevelId("elsewhere".into());
        let from = Elsewhere { file: "copy.slac".into(), at: case.now };
        case.posted_there = vec![PostedThere { side: model::Side::Client, statement: theirs, from }];
        let view = &views(&case, &settled)[0];
        assert_eq!((view.same, view.words.as_str()), (false, "It contradicts itself"));
        let said = view.differences.join("\n").replace('\u{a0}', " ");
        for part in [
            "its lines sum to USD 16,480.00, and its net credit is USD 16,481.00",
            "its net credit and its corrections sum to USD 16,481.00, and its total is USD 16,480.00",
            "It has a line for “elsewhere”, which the agreement does not have",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn hashes_and_months_of_what_a_file_brings_are_looked_at() {
        let case = super::super::tests::case();
        let month = case.settle("2027-06".parse().unwrap()).unwrap().remove(5);
        let mut one = of_month(&month, "USD".into());
        (one.sha256, one.terms_sha256) = ("a".repeat(64), "b".repeat(64));
        assert_eq!(wrong(std::slice::from_ref(&one)), []);
        let bad = SharedStatement { sha256: "A".repeat(64), ..one.clone() };
        let told = wrong(&[one, bad]);
        assert_eq!(told.len(), 2, "the hash, and that it is there twice: {told:?}");
    }
}
