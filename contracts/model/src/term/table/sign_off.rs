//! Who approves.

use super::List;
use crate::{Approver, term::slot::Slot};

pub(super) fn rows<'a>(list: &mut List<'a>, approvers: &'a mut [Approver]) {
    for (i, approver) in approvers.iter_mut().enumerate() {
        list.add(format!("sign_off.{}.side", i + 1), "For", Slot::Choice(&mut approver.side));
        list.add(format!("sign_off.{}.role", i + 1), "Role", Slot::Text(&mut approver.role));
    }
}
