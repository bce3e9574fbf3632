//! One's own templates: kept over a restart, replaced on purpose, put away and brought back.

use crate::sample::{at, on_disk};
use model::{
    Side,
    template::{Naming, Template, TermRange, sample},
};
use store::Store;

fn own(id: &str, title: &str, limit: &str) -> Template {
    let naming = Naming {
        id: id.into(),
        title: title.into(),
        purpose: "For every site".into(),
        provenance: "Procurement".into(),
        date: "2027-05-01".parse().unwrap(),
        side: Some(Side::Client),
    };
    let limit = TermRange::read("remedies.month_cap", limit).unwrap();
    Template::of_agreement(&sample().0, naming, &[limit]).unwrap()
}

#[test]
fn templates_are_kept_over_a_restart_in_the_order_of_their_titles() {
    let (_folder, path, mut store) = on_disk();
    let (voice, chat) = (own("voice", "Voice", "10 % to 15 %"), own("chat", "chat", "at most 12 %"));
    store.keep_template(&voice, false, at(1)).unwrap();
    store.keep_template(&chat, false, at(2)).unwrap();
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.templates().unwrap(), [chat, voice.clone()]);
    assert_eq!(store.template("voice").unwrap(), Some(voice));
    assert_eq!(store.template("other").unwrap(), None);
}

#[test]
fn a_template_is_replaced_only_where_that_is_said() {
    let mut store = Store::in_memory().unwrap();
    store.keep_template(&own("voice", "Voice", "10 % to 15 %"), false, at(1)).unwrap();
    let other = own("voice", "Voice", "at most 12 %");
    let refused = store.keep_template(&other, false, at(2)).unwrap_err();
    assert_eq!(refused.code(), "template_taken");
    store.keep_template(&other, true, at(3)).unwrap();
    assert_eq!(store.templates().unwrap(), [other]);
}

#[test]
fn a_template_that_was_put_away_comes_back_as_it_was() {
    let mut store = Store::in_memory().unwrap();
    let voice = own("voice", "Voice", "10 % to 15 %");
    store.keep_template(&voice, false, at(1)).unwrap();
    store.remove_template("voice", at(2)).unwrap();
    assert_eq!((store.templates().unwrap(), store.template("voice").unwrap()), (vec![], None));
    store.restore_template("voice").unwrap();
    assert_eq!(store.template("voice").unwrap(), Some(voice));
    assert_eq!(store.remove_template("nothing", at(3)).unwrap_err().code(), "missing");
    // Its id is free while it is put away; what was kept before is still there as a state.
    store.remove_template("voice", at(4)).unwrap();
    let other = own("voice", "Another", "at most 12 %");
    store.keep_template(&other, false, at(5)).unwrap();
    assert_eq!(store.templates().unwrap(), [other]);
}
