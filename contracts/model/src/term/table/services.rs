//! What the vendor does.

use super::List;
use crate::term::slot::Slot;

pub(super) fn rows<'a>(list: &mut List<'a>, services: &'a mut String) {
    list.add("services", "Services", Slot::LongText(services));
}
