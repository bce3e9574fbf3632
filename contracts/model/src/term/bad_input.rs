//! Whatever is typed into whichever term gives a reading or a message that says what was typed and what is wanted.

use super::*;

/// The sample with a percentage, a time, a range and points among its levels, an entry in every list, later targets and
/// credits by points, so that the whole table of terms has rows.
fn full() -> Agreement {
    let mut agreement = crate::template::sample().0;
    let kept = |id: &str| ["fcr", "asa", "aht", "qa"].contains(&id);
    agreement.measures.retain(|m| kept(&m.id.0));
    agreement.service_levels.retain(|l| kept(&l.id.0));
    agreement.ramp.paths.retain(|p| kept(&p.service_level.0));
    for entries in lists(&agreement).into_iter().filter(|l| l.count > 0 && !l.path.contains("service_levels")) {
        for _ in 0..entries.count {
            remove(&mut agreement, &format!("{}.1", entries.path)).unwrap();
        }
    }
    for list in lists(&agreement) {
        add(&mut agreement, &list.path, None).unwrap();
    }
    let later = "service_levels.fcr.later";
    set(&mut agreement, later, "from month 13: 73 %, from month 19: 74 %").unwrap();
    set(&mut agreement, "remedies.mechanism", "points").unwrap();
    agreement
}

/// What people type by mistake, in another habit, or to see what happens.
fn typed() -> Vec<String> {
    let long = "x".repeat(10_000);
    let numbers = "9".repeat(10_000);
    let texts = [
        "",
        "   ",
        "abc",
        "-5",
        "1e9",
        "٣",
        "1,5",
        "NaN",
        "31.02.2026",
        "∞",
        "5 %%",
        "1.2.3",
        "5 5",
        "30 s for 95 % of calls",
        "\u{0}",
        "💶 5",
        "10 to",
        "5;6;7",
        "1:",
        ",,,",
    ];
    texts.into_iter().map(str::to_owned).chain([long, numbers]).collect()
}

/// Longer messages are not read.
const MESSAGE_CHARS_MAX: usize = 360;

#[test]
fn every_term_reads_what_is_typed_or_says_what_it_found_and_what_is_wanted() {
    let before = full();
    // One of each kind: the second entry of a list has the terms of the first.
    let mut kinds = std::collections::BTreeSet::new();
    let kind = |path: &str| {
        path.split('.').map(|part| if part.parse::<u32>().is_ok() { "n" } else { part }).collect::<Vec<_>>().join(".")
    };
    let fields: Vec<Field> = fields(&before).into_iter().filter(|f| kinds.insert(kind(&f.path))).collect();
    assert!(fields.len() > 300, "{}", fields.len());
    let mut wrong = Vec::new();
    for field in &fields {
        let told = wrong.len();
        for text in typed() {
            if wrong.len() > told {
                break;
            }
            let mut after = before.clone();
            let shown: String = text.chars().take(30).collect();
            match set(&mut after, &field.path, &text) {
                Ok(()) => {
                    wrong.extend(misread(field, &after, &text).map(|why| format!("{} ← “{shown}”: {why}", field.path)))
                }
                Err(error) => {
                    assert_eq!(after, before, "{} ← “{shown}” was refused and changed something", field.path);
                    assert_eq!(error.path, field.path);
                    wrong.extend(unhelpful(&error.message, &text).map(|why| {
                        format!(
                            "{} ← “{shown}”: {why}: {}",
                            field.path,
                            error.message.chars().take(200).collect::<String>()
                        )
                    }));
                }
            }
        }
    }
    let count = wrong.len();
    wrong.truncate(60);
    assert!(wrong.is_empty(), "{count}:\n{}", wrong.join("\n"));
}

/// What is wrong with a reading: it is not shown, or not read again as the same.
fn misread(field: &Field, after: &Agreement, text: &str) -> Option<String> {
    let Some(now) = super::field(after, &field.path) else {
        // The list of later targets, or the ramp, is a text for entries that go with it.
        return None;
    };
    let is_words = matches!(field.kind, Kind::Text | Kind::LongText);
    if text.trim().is_empty() {
        return (!now.text.is_empty() && field.optional && now.text == field.text && field.kind != Kind::Choice)
            .then(|| format!("was to be emptied and still says {}", now.text));
    }
    if is_words {
        return now.text.is_empty().then(|| "words were lost".to_owned());
    }
    let mut again = after.clone();
    match set(&mut again, &field.path, &now.text) {
        Ok(()) if super::field(&again, &field.path).is_some_and(|f| f.text == now.text) => None,
        Ok(()) => Some(format!("{} is not read as itself", now.text)),
        Err(error) => Some(format!("{} is not read again: {error}", now.text)),
    }
}

/// What is wrong with a message: it does not say what was typed or what is wanted, or nobody would read it.
fn unhelpful(message: &str, text: &str) -> Option<&'static str> {
    const WANTED: [&str; 14] = [
        " from ",
        "one value",
        "a name that",
        "set here",
        "is a list",
        "like ",
        "one of ",
        "between ",
        "at most ",
        "at least ",
        "a number",
        "write ",
        "or more",
        "in month",
    ];
    let found: String = text.trim().chars().take(12).collect();
    // Of a list, the part that is wrong is named.
    let found = found.split([';', ',', ':']).next().unwrap_or_default().trim();
    // A text that can mean two things is answered with both.
    if !message.contains(found) && !message.contains("It can mean") && !found.contains('\u{0}') {
        return Some("what was typed is not in it");
    }
    if !WANTED.iter().any(|word| message.contains(word)) {
        return Some("what is wanted is not in it");
    }
    (message.chars().count() > MESSAGE_CHARS_MAX).then_some("too long to be read")
}
