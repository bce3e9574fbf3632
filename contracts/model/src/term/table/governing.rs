//! The agreement that this one belongs to.

use super::List;
use crate::{clauses::Governing, term::slot::Slot};

pub(super) fn rows<'a>(list: &mut List<'a>, governing: &'a mut Governing) {
    let Governing { agreement, dated, precedence, prevails, law } = governing;
    list.add("governing.agreement", "Governing agreement", Slot::Text(agreement));
    list.add("governing.dated", "Dated", Slot::OptionalDate(dated));
    list.strings("governing.precedence", precedence);
    list.add("governing.prevails", "Where text and attached data differ", Slot::Choice(prevails));
    list.add("governing.law", "Law that applies", Slot::Text(law));
}
