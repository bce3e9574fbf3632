//! Waivers, approvals and the places for signatures.

use super::context::Approval;
use super::draft::{Draft, say};
use super::words;
use crate::tree::{Align, Block, Column, Note, Row, SignaturePlace, Signatures, Span, Table};
use model::{Approver, Side};

/// Findings that were waived, with their reasons: what both sides knew and accepted.
pub(super) fn waivers(draft: &mut Draft<'_>) {
    if draft.context.waivers.is_empty() {
        return;
    }
    draft.added_clause("waivers", "Findings accepted with a reason");
    draft.say(vec![say(
        "The review of the terms found the following. The parties know of it and leave the terms as they are, for the \
         reasons given.",
    )]);
    let rows = draft
        .context
        .waivers
        .iter()
        .map(|waiver| Row {
            cells: [&waiver.rule, &waiver.title, &waiver.reason, &waiver.by].map(|text| vec![say(text)]).to_vec(),
            total: false,
        })
        .collect();
    let columns = [("Rule", 0), ("Finding", 1), ("Reason for leaving it", 2), ("By", 0)];
    draft.table(Table {
        id: "table-waivers".into(),
        caption: "Findings and reasons".into(),
        columns: columns.map(|(head, grow)| Column { head: head.into(), align: Align::Start, grow }).to_vec(),
        rows,
        ..Table::default()
    });
}

/// Who has to approve, who has, and where to sign.
pub(super) fn compose(draft: &mut Draft<'_>, hash: &str) {
    draft.push(Block::PageBreak);
    draft.clause("sign-off");
    if draft.agreement.sign_off.is_empty() {
        draft.say(vec![say("No role has to approve this agreement before it is signed.")]);
    } else {
        draft.say(vec![say("Before it is signed, this agreement is approved in the following order.")]);
        let table = table(draft, hash);
        draft.table(table);
    }
    if !draft.context.approvals.is_empty() {
        draft.push(Block::Note(Note {
            lead: where_recorded(&draft.context.approvals).into(),
            spans: vec![say(
                "An approval holds for the revision whose SHA-256 it names. Any later change of the terms makes it void.",
            )],
        }));
    }
    draft.say(vec![say("The parties sign this agreement here.")]);
    let place = |side: Side| SignaturePlace {
        id: side.word().into(),
        role: format!("For the {}", side.word()),
        party: vec![draft.term(&format!("parties.{}.name", side.word()))],
    };
    let places = Side::BOTH.map(place).to_vec();
    draft.push(Block::Signatures(Signatures { places }));
}

/// What an approval is not, and on whose computer it was recorded.
fn where_recorded(approvals: &[Approval]) -> &'static str {
    match (approvals.iter().any(|a| a.elsewhere), approvals.iter().any(|a| !a.elsewhere)) {
        (false, _) => "Recorded on this computer; not a signature.",
        (true, false) => "Recorded on another computer; not a signature.",
        (true, true) => "Recorded on this computer, or on another one where it says so; not signatures.",
    }
}

fn table(draft: &Draft<'_>, hash: &str) -> Table {
    let column = |head: &str, grow| Column { head: head.into(), align: Align::Start, grow };
    let rows = draft
        .agreement
        .sign_off
        .iter()
        .enumerate()
        .map(|(index, approver)| {
            let at = |leaf: &str| format!("sign_off.{}.{leaf}", index + 1);
            let cells = vec![
                vec![say((index + 1).to_string())],
                vec![draft.choice(&at("side"))],
                vec![draft.term(&at("role"))],
                approvals(draft, approver, hash),
            ];
            Row { cells, total: false }
        })
        .collect();
    Table {
        id: "table-approvals".into(),
        caption: "Approvals".into(),
        columns: vec![column("Order", 0), column("For", 0), column("Role", 0), column("Approval", 1)],
        rows,
        ..Table::default()
    }
}

/// What is known of an approver's approvals: the standing one, or the void ones, or that it is awaited.
fn approvals(draft: &Draft<'_>, approver: &Approver, hash: &str) -> Vec<Span> {
    let mine = |approval: &&Approval| approval.side == approver.side && approval.role == approver.role;
    let given: Vec<&Approval> = draft.context.approvals.iter().filter(mine).collect();
    if let Some(standing) = given.iter().rev().find(|approval| approval.hash == hash) {
        return vec![say(format!("{}, revision {}", by_whom(standing), standing.revision))];
    }
    match given.last() {
        Some(void) => vec![say(format!(
            "Void: {} approved revision {}, which has been changed since",
            by_whom(void),
            void.revision
        ))],
        None => vec![Span::muted("Not yet")],
    }
}

fn by_whom(approval: &Approval) -> String {
    let when = words::moment(approval.at);
    let place = approval.elsewhere.then_some("Recorded on another computer");
    let name = Some(approval.name.as_str()).filter(|name| !name.is_empty());
    place.into_iter().chain(name).chain([when.as_str()]).collect::<Vec<_>>().join(", ")
}
