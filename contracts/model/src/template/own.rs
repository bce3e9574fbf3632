//! Templates that somebody makes from an agreement of theirs.

use super::{
    DefaultNote, MeasureNote, Template, TermRange, Version,
    limits::{against_itself, all_sound},
    templates,
};
use crate::{
    Agreement, Parties, Side, library,
    term::{self, Field, Kind, TermError},
};
use chrono::NaiveDate;

/// What a template made by somebody is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Its name in commands: small letters, digits and hyphens.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Who made it, and from what.
    pub provenance: String,
    /// When.
    pub date: NaiveDate,
    /// Whose it is; none: whoever opens it.
    pub side: Option<Side>,
}

/// Letters, digits and hyphens for the id of a template, from its title.
#[must_use]
pub fn id_of_title(title: &str) -> String {
    let mut id = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id: String = id.chars().take(ID_CHARS_MAX).collect();
    let id = id.trim_end_matches('-');
    if id.is_empty() { "own-template".into() } else { id.into() }
}

/// Ids are typed.
const ID_CHARS_MAX: usize = 40;

fn id_problem(id: &str) -> Option<TermError> {
    let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let message = if id.is_empty() || !id.chars().all(is_id) {
        format!("“{id}” is not small letters, digits and hyphens, like voice-care")
    } else if templates().iter().any(|t| t.id == id) {
        format!("“{id}” is a template of Plumbline; choose another id")
    } else {
        return None;
    };
    Some(TermError { path: "id".into(), message })
}

fn title_problem(title: &str) -> Option<TermError> {
    let is_empty = title.trim().is_empty();
    is_empty.then(|| TermError { path: "title".into(), message: "a template has a title".into() })
}

impl Template {
    /// A template made from `agreement`: without its parties, charges, contacts' data and waivers, with ranges for terms.
    ///
    /// # Errors
    /// Every range that does not fit its term or what the template says there, and an id or title that is none.
    pub fn of_agreement(agreement: &Agreement, naming: Naming, ranges: &[TermRange]) -> Result<Self, Vec<TermError>> {
        let (ranges, mut wrong) = match all_sound(agreement, ranges) {
            Ok(ranges) => (ranges, Vec::new()),
            Err(wrong) => (Vec::new(), wrong),
        };
        wrong.extend(id_problem(&naming.id));
        wrong.extend(title_problem(&naming.title));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let kept = emptied(agreement, naming.title.trim());
        let Naming { id, title, purpose, provenance, date, side } = naming;
        let first = Version { version: 1, date, text: "First version.".into() };
        let made = Self {
            id,
            version: 1,
            title: title.trim().to_owned(),
            purpose: purpose.trim().to_owned(),
            provenance,
            date,
            measures: agreement.measures.iter().map(note).collect(),
            defaults: defaults(agreement),
            changelog: vec![first],
            ranges,
            side,
            agreement: kept,
        };
        let wrong = against_itself(&made);
        if wrong.is_empty() { Ok(made) } else { Err(wrong) }
    }

    /// The next version of this template, made from `agreement`: its id stays, and its changelog says what changed. What
    /// began from an earlier version is told so by the review.
    ///
    /// # Errors
    /// As of [`Template::of_agreement`], and where `change` says nothing.
    pub fn renewed(
        &self,
        agreement: &Agreement,
        naming: Naming,
        ranges: &[TermRange],
        change: &str,
    ) -> Result<Self, Vec<TermError>> {
        let made = Self::of_agreement(agreement, Naming { id: self.id.clone(), ..naming }, ranges);
        let text = change.split_whitespace().collect::<Vec<_>>().join(" ");
        let unsaid =
            || TermError { path: "change".into(), message: "a new version says in its changelog what changed".into() };
        let mut made = match (made, text.is_empty()) {
            (Ok(made), false) => made,
            (Ok(_), true) => return Err(vec![unsaid()]),
            (Err(wrong), said) => return Err(wrong.into_iter().chain(said.then(unsaid)).collect()),
        };
        made.version = self.version.saturating_add(1);
        made.changelog.clone_from(&self.changelog);
        made.changelog.push(Version { version: made.version, date: made.date, text });
        Ok(made)
    }

    /// Replaces the ranges.
    ///
    /// # Errors
    /// Every range that does not fit its term, or what the template says there; then nothing is changed.
    pub fn limit(&mut self, ranges: &[TermRange]) -> Result<(), Vec<TermError>> {
        let before = std::mem::replace(&mut self.ranges, all_sound(&self.agreement, ranges)?);
        let wrong = against_itself(self);
        if !wrong.is_empty() {
            self.ranges = before;
            return Err(wrong);
        }
        Ok(())
    }

    /// Whether this can be one's own template: its id is none of the program's, and its ranges fit its terms.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn checked(mut self) -> Result<Self, Vec<TermError>> {
        // What lies outside of its own limits may have been kept before that was refused.
        let (ranges, mut wrong) = match all_sound(&self.agreement, &self.ranges) {
            Ok(ranges) => (ranges, Vec::new()),
            Err(wrong) => (Vec::new(), wrong),
        };
        self.ranges = ranges;
        wrong.extend(id_problem(&self.id));
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }
}

/// An agreement without what belongs to one deal alone.
fn emptied(agreement: &Agreement, title: &str) -> Agreement {
    let mut kept = agreement.clone();
    kept.template = None;
    kept.parties = Parties::default();
    kept.title = title.to_owned();
    kept.waivers.clear();
    for contact in &mut kept.contacts {
        contact.name.clear();
        contact.email.clear();
        contact.phone.clear();
    }
    for tier in &mut kept.escalation.tiers {
        tier.contact.clear();
    }
    kept.charges = crate::Charges::FixedMonthly { amount: kept.currency.amount(0) };
    for field in term::fields(&kept) {
        if let Some(text) = without_deal(&field, agreement) {
            // A term whose new text cannot be read keeps the old one: nothing but words is changed here.
            let _ = term::set(&mut kept, &field.path, &text);
        }
    }
    kept
}

/// The text of a term without the names of the parties and without its day; none where it can stay.
fn without_deal(field: &Field, agreement: &Agreement) -> Option<String> {
    match field.kind {
        Kind::Text | Kind::LongText => {
            let parties =
                [(&agreement.parties.client.name, "the client"), (&agreement.parties.vendor.name, "the vendor")];
            let named = parties.iter().filter(|(name, _)| !name.trim().is_empty());
            let text = named.fold(field.text.clone(), |text, (name, word)| text.replace(name.trim(), word));
            (text != field.text).then_some(text)
        }
        Kind::Date if field.optional && !field.text.is_empty() => Some(String::new()),
        _ => None,
    }
}

fn note(measure: &crate::Measure) -> MeasureNote {
    let known = library::recognise(measure);
    MeasureNote {
        measure: measure.id.clone(),
        why: known.map(|k| k.why.clone()).unwrap_or_default(),
        gamed_by: known
            .map(|k| k.gamed_by.iter().map(|g| format!("{}; {}.", g.how, g.answer)).collect::<Vec<_>>().join(" "))
            .unwrap_or_default(),
    }
}

fn defaults(agreement: &Agreement) -> Vec<DefaultNote> {
    let plain = |text: &str| text.replace(['\u{202f}', '\u{a0}'], " ");
    let targets = agreement
        .service_levels
        .iter()
        .filter_map(|l| term::field(agreement, &format!("service_levels.{}.target", l.id)));
    let source = "As agreed in the agreement that this template was made from.";
    targets.map(|f| DefaultNote { path: f.path, text: plain(&f.text), source: source.into() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{limitable, sample, template};

    fn range(path: &str, least: &str, most: &str) -> TermRange {
        TermRange { path: path.into(), least: least.into(), most: most.into() }
    }

    fn naming(id: &str) -> Naming {
        Naming {
            id: id.into(),
            title: "Our voice agreement".into(),
            purpose: "For every site".into(),
            provenance: "Procurement, from the agreement of 2027".into(),
            date: "2027-05-01".parse().unwrap(),
            side: None,
        }
    }

    fn own() -> Template {
        let ranges = vec![
            range("service_levels.fcr.target", "70 %", ""),
            range("service_levels.asa.target", "20 s", "40 s"),
            range("remedies.month_cap", "10 %", "15 %"),
            range("escalation.tiers.1.acknowledge", "", "30 min"),
            range("term.months", "12", "36"),
        ];
        Template::of_agreement(&sample().0, naming("our-voice"), &ranges).unwrap()
    }

    #[test]
    fn a_template_of_ones_own_has_no_party_and_no_person() {
        let t = own();
        let text = serde_json::to_string(&t).unwrap();
        for gone in ["Northmere", "Alvora", "412000", "@", "+48"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert_eq!(serde_json::from_str::<Template>(&text).unwrap(), t);
        let a = t.instantiate("2028-01-01".parse().unwrap());
        assert_eq!((a.template.unwrap().id.as_str(), a.service_levels.len()), ("our-voice", 8));
    }

    #[test]
    fn the_limit_of_a_floor_around_a_range_is_about_its_outer_edge() {
        let path = "service_levels.aht.floor";
        let t = Template::of_agreement(&sample().0, naming("our-voice"), &[range(path, "", "560 s")]).unwrap();
        assert_eq!(t.ranges[0].most, "560\u{202f}s");
        assert!(limitable(&t.agreement).iter().any(|f| f.path == path));
        let mut offer = sample().0;
        assert_eq!(t.outside(&offer), []);
        term::set(&mut offer, path, "600 s").unwrap();
        let outside = t.outside(&offer);
        assert_eq!(
            (outside[0].text.as_str(), outside[0].nearest.as_deref()),
            ("210 to 600\u{202f}s", Some("560\u{202f}s"))
        );
    }

    #[test]
    fn an_offer_inside_the_ranges_is_silent_and_one_outside_is_named_with_term_and_range() {
        let (t, mut offer) = (own(), sample().0);
        assert_eq!(t.outside(&offer), []);
        for (path, text) in [
            ("service_levels.fcr.target", "69.9 %"),
            ("service_levels.asa.target", "40 s"),
            ("remedies.month_cap", "15.1 %"),
            ("escalation.tiers.1.acknowledge", "1 h"),
        ] {
            term::set(&mut offer, path, text).unwrap();
        }
        let found = t.outside(&offer);
        let told: Vec<_> = found.iter().map(|o| (o.label.as_str(), o.range.as_str())).collect();
        assert_eq!(
            told,
            [
                ("First contact resolution, target", "at least 70.0\u{202f}%"),
                ("Cap of a month’s credits", "10\u{202f}% to 15\u{202f}%"),
                ("Tier 1, acknowledged within", "at most 30\u{202f}min"),
            ]
        );
        term::set(&mut offer, "remedies.month_cap", "").unwrap();
        assert!(
            t.outside(&offer).iter().any(|o| o.path == "remedies.month_cap" && o.text.is_empty()),
            "no cap is no 15 %"
        );
        offer.service_levels.retain(|l| l.id.0 != "fcr");
        assert!(t.outside(&offer).iter().any(|o| o.label == "First contact resolution, target"));
    }

    #[test]
    fn a_new_version_keeps_id_and_changelog_and_says_what_changed() {
        let first = own();
        let mut agreement = sample().0;
        term::set(&mut agreement, "service_levels.fcr.target", "74 %").unwrap();
        let later = Naming { title: "Our voice, stricter".into(), date: "2027-11-01".parse().unwrap(), ..naming("x") };
        let second = first.renewed(&agreement, later, &first.ranges, " FCR\nup to 74 %. ").unwrap();
        assert_eq!(
            (second.id.as_str(), second.version, second.title.as_str()),
            ("our-voice", 2, "Our voice, stricter")
        );
        assert_eq!(second.ranges, first.ranges);
        let log: Vec<_> = second.changelog.iter().map(|v| (v.version, v.text.as_str())).collect();
        assert_eq!(log, [(1, "First version."), (2, "FCR up to 74 %.")]);
        assert_eq!(second.changelog[1].date, second.date);
        let target = |t: &Template| term::field(&t.agreement, "service_levels.fcr.target").unwrap().text;
        assert_eq!((target(&first).as_str(), target(&second).as_str()), ("72.0\u{202f}%", "74.0\u{202f}%"));
        // What began from the first is told, with the line.
        let began = first.instantiate("2028-01-01".parse().unwrap());
        let evidence = crate::Evidence { own_template: Some(second.clone()), ..crate::Evidence::default() };
        let stale = crate::review::review(&began, &evidence).into_iter().find(|f| f.title == "Template has moved on");
        assert!(stale.unwrap().reason.ends_with("since 1 November 2027: FCR up to 74\u{202f}%."));
        let unsaid = second.renewed(&agreement, Naming { title: " ".into(), ..naming("x") }, &[], " ").unwrap_err();
        assert_eq!(unsaid.iter().map(|e| e.path.as_str()).collect::<Vec<_>>(), ["title", "change"]);
    }

    #[test]
    fn a_limit_of_words_and_one_that_the_template_itself_breaks_are_refused_with_a_way_out() {
        let words = TermRange { path: "services".into(), least: String::new(), most: "3".into() };
        let path = "service_levels.fcr.target";
        for (limit, told) in [
            (words, ["“at most 3”", "leave this limit out"]),
            (
                range(path, "75 %", "80 %"),
                ["72.0\u{202f}% in the template itself", "75.0\u{202f}% to 80.0\u{202f}%; widen"],
            ),
        ] {
            let refused =
                Template::of_agreement(&sample().0, naming("our-voice"), std::slice::from_ref(&limit)).unwrap_err();
            assert!(
                refused[0].path == limit.path && told.iter().all(|t| refused[0].message.contains(t)),
                "{refused:?}"
            );
            let mut kept = own();
            assert_eq!(kept.limit(&[limit]).unwrap_err(), refused);
            assert_eq!(kept, own(), "nothing is changed");
        }
        // A file that was written before is opened as it is.
        let mut before = own();
        before.ranges = vec![range(path, "75.0\u{202f}%", "80.0\u{202f}%")];
        assert_eq!(before.clone().checked().unwrap(), before);
    }

    #[test]
    fn the_limits_of_a_version_stay_unless_given_anew_or_dropped() {
        let first = own();
        let given = [range("service_levels.fcr.target", "72 %", "80 %")];
        let limits = first.limits_with(&given, &["term.months".into()]).unwrap();
        let paths: Vec<&str> = limits.iter().map(|r| r.path.as_str()).collect();
        let expected = [
            "service_levels.asa.target",
            "remedies.month_cap",
            "escalation.tiers.1.acknowledge",
            "service_levels.fcr.target",
        ];
        assert_eq!(paths, expected);
        assert_eq!(limits[3].least, "72 %");
        let wrong = first.limits_with(&[], &["charges.amount".into()]).unwrap_err();
        assert!(wrong[0].message.contains("has no limit of charges.amount"), "{wrong:?}");
    }

    #[test]
    fn ranges_that_fit_no_term_are_refused_each() {
        let ranges = vec![
            range("service_levels.fcr.target", "80 %", "70 %"),
            range("remedies.month_cap", "a little", ""),
            range("no.such.term", "1", "2"),
            range("service_levels.aht.target", "300 to 420 s", ""),
            range("term.months", "", ""),
        ];
        let wrong = Template::of_agreement(&sample().0, naming("Our Voice"), &ranges).unwrap_err();
        let paths: Vec<&str> = wrong.iter().map(|e| e.path.as_str()).collect();
        let expected = [
            "service_levels.fcr.target",
            "remedies.month_cap",
            "no.such.term",
            "service_levels.aht.target",
            "term.months",
            "id",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn every_term_that_can_have_a_limit_has_one_at_what_it_says() {
        for agreement in [sample().0, template("outcome-gain-share").unwrap().agreement.clone()] {
            let set: Vec<Field> = limitable(&agreement).into_iter().filter(|f| !f.text.is_empty()).collect();
            assert!(set.len() > 60);
            let ranges: Vec<TermRange> = set.iter().map(|f| range(&f.path, &f.text, &f.text)).collect();
            let t = Template::of_agreement(&agreement, naming("our-voice"), &ranges).unwrap();
            let mut copy = t.agreement.clone();
            copy.charges = agreement.charges.clone();
            assert_eq!(t.outside(&copy), []);
        }
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        let read = |text: &str| TermRange::read("term.months", text).map(|r| (r.least, r.most));
        let is = |least: &str, most: &str| Ok((least.to_owned(), most.to_owned()));
        assert_eq!(read(" 12 to 36 "), is("12", "36"));
        assert_eq!(read("At least 12"), is("12", ""));
        assert_eq!(read("at most 3 years"), is("", "3 years"));
        assert!(read("a few").unwrap_err().message.contains("not a range"));
        assert_eq!(range("x", "1", "2").words(), "1 to 2");
        assert_eq!(id_of_title("  Our voice, 2027! "), "our-voice-2027");
        assert_eq!(id_of_title("株式会社"), "own-template");
    }

    #[test]
    fn shipped_templates_have_no_ranges() {
        assert!(template("customer-service-voice").unwrap().ranges.is_empty());
    }
}
