//! The engine: what a reader, a screen reader and a machine find in the file.

use crate::support::*;
use document::tree::*;
use document::{Attachment, Reason, RenderOptions, render};
use lopdf::{Dictionary, Document, Object, ObjectId};

fn catalog(file: &Document) -> &Dictionary {
    file.catalog().unwrap()
}

fn follow<'a>(file: &'a Document, object: &'a Object) -> &'a Object {
    file.dereference(object).unwrap().1
}

#[test]
fn the_same_tree_gives_the_same_bytes() {
    let tree = everything();
    assert_eq!(bytes(&tree), bytes(&tree));
    let read_back: Tree = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
    assert_eq!(bytes(&read_back), bytes(&tree));
}

#[test]
fn another_time_gives_another_file_with_another_identifier() {
    let (first, mut tree) = (open(&everything()), everything());
    tree.created += chrono::Duration::seconds(1);
    let second = open(&tree);
    assert_ne!(first.trailer.get(b"ID").unwrap(), second.trailer.get(b"ID").unwrap());
}

#[test]
fn names_in_many_scripts_are_found_by_their_own_letters() {
    let text = texts(&open(&everything())).join(" ");
    for name in ["Łukasz Żółć", "Zoë Energia Łódź", "株式会社サンプル", "Αθήνα", "Київ", "efficient, fluent"]
    {
        assert!(text.contains(name), "{name} is missing in: {}", &text[..400]);
    }
}

#[test]
fn every_page_carries_its_number_the_revision_and_the_hash() {
    let file = open(&everything());
    let pages = texts(&file);
    let grouped = HASH.as_bytes().chunks(4).map(|g| std::str::from_utf8(g).unwrap()).collect::<Vec<_>>().join(" ");
    for (index, text) in pages.iter().enumerate() {
        assert!(text.contains(&format!("Page {} of {}", index + 1, pages.len())), "page {}: {text}", index + 1);
        assert!(text.contains(&grouped), "page {} has no hash", index + 1);
        assert!(text.contains("Revision 4, draft"), "page {} has no revision", index + 1);
        let head = text.contains("Customer care, voice · Service level agreement");
        assert_eq!(head, index > 0, "the running head is on each page but the first");
    }
}

#[test]
fn the_contents_name_the_page_on_which_each_heading_is() {
    let file = open(&everything());
    let pages = texts(&file);
    let at = 1 + pages.iter().position(|text| text.contains("5 Ramp") && !text.contains("Contents")).unwrap();
    let contents = pages.iter().find(|text| text.contains("Contents")).unwrap();
    assert!(contents.contains(&format!("5 Ramp {at}")), "the ramp is on page {at}: {contents}");
}

#[test]
fn a_table_over_several_pages_repeats_its_head() {
    let file = open(&tree(vec![table("t", 100)]));
    let pages = texts(&file);
    assert!(pages.len() >= 3, "100 rows need three pages, got {}", pages.len());
    for (index, text) in pages.iter().enumerate() {
        assert_eq!(text.matches("Service level Target Floor Weight Class").count(), 1, "page {}: {text}", index + 1);
        assert_eq!(text.contains("(continued)"), index > 0);
    }
    let rows: usize = pages.iter().map(|text| text.matches("Level number").count()).sum();
    assert_eq!(rows, 100, "no row is lost or printed twice");
}

#[test]
fn a_cell_longer_than_a_page_is_printed_whole() {
    let words: Vec<String> = (0..3000).map(|word| format!("w{word}")).collect();
    let column = |head: &str| Column { head: head.into(), ..Column::default() };
    let file = open(&tree(vec![Block::Table(Table {
        id: "t".into(),
        label: "Table 1".into(),
        caption: "Long".into(),
        columns: vec![column("A"), column("B")],
        rows: vec![Row { cells: vec![vec![Span::plain("short")], vec![Span::plain(words.join(" "))]], total: false }],
        ..Table::default()
    })]));
    let text = format!(" {} ", texts(&file).join(" "));
    assert!(file.get_pages().len() > 1);
    for word in &words {
        assert!(text.contains(&format!(" {word} ")), "{word} is lost");
    }
}

/// Lines of a paragraph that stand on each page.
fn lines_by_page(file: &Document, mark: &str) -> Vec<usize> {
    texts(file).iter().map(|text| text.matches(mark).count()).filter(|count| *count > 0).collect()
}

#[test]
fn no_paragraph_leaves_one_line_alone() {
    // One word per line, pushed down line by line: whatever the room, two lines stay together at both ends.
    let paragraph_of = |lines: usize| paragraph("", &vec!["marked"; lines].join("\n"));
    for filler in 39..47 {
        for lines in 2..6 {
            let spacer = paragraph("", &vec!["x"; filler].join("\n"));
            let file = open(&tree(vec![spacer, paragraph_of(lines)]));
            let parts = lines_by_page(&file, "marked");
            assert_eq!(parts.iter().sum::<usize>(), lines);
            assert!(parts.iter().all(|part| *part >= 2), "{filler} lines, then {lines}: {parts:?}");
        }
    }
}

#[test]
fn a_heading_stays_with_what_follows() {
    for filler in 38..46 {
        let spacer = paragraph("", &vec!["x"; filler].join("\n"));
        let file = open(&tree(vec![
            spacer,
            heading(1, "1", "Outer"),
            heading(2, "1.1", "Inner"),
            paragraph("1.1.1", "first\nsecond\nthird\nfourth"),
        ]));
        let pages = texts(&file);
        let page_of = |word: &str| pages.iter().position(|text| text.contains(word)).unwrap();
        assert_eq!(page_of("Outer"), page_of("second"), "{filler} lines above");
    }
}

#[test]
fn a_sentence_that_leads_to_a_table_stays_with_it_and_a_longer_one_need_not() {
    let mut parted = 0;
    for filler in 24..40 {
        for (lead, lines) in [("The meetings", 1), ("A miss", 4)] {
            let spacer = paragraph("", &vec!["x"; filler].join("\n"));
            let sentence = paragraph("1.1", &vec![lead; lines].join("\n"));
            let pages = texts(&open(&tree(vec![spacer, heading(1, "1", "Outer"), sentence, table("t", 5)])));
            let page_of = |word: &str| pages.iter().rposition(|text| text.contains(word)).unwrap();
            let together = page_of(lead) == page_of("Level number 1");
            assert!(together || lines > 2, "{filler} lines above");
            parted += usize::from(!together);
        }
    }
    assert!(parted > 0, "a longer paragraph fills its page");
}

#[test]
fn a_character_without_a_glyph_refuses_the_export_and_names_itself() {
    let spans = vec![Span::plain("by "), Span::term("parties.client.name", "Acme 😀 Ltd")];
    let block = Block::Paragraph(Paragraph { number: Some("1.1".into()), id: None, spans });
    let refusals = render(&tree(vec![block]), &RenderOptions::default()).unwrap_err();
    assert_eq!(refusals.len(), 1);
    assert_eq!(refusals[0].field.as_deref(), Some("parties.client.name"));
    assert_eq!(refusals[0].place, "clause 1.1");
    let text = refusals[0].to_string();
    assert!(text.contains("😀") && text.contains("U+1F600") && text.contains("Acme"), "{text}");
}

#[test]
fn all_reasons_are_reported_at_once() {
    let mut bad = tree(vec![
        paragraph("1.1", "Hebrew שלום"),
        paragraph("1.2", "turned \u{202e}around"),
        Block::Paragraph(Paragraph { spans: vec![Span::reference("nowhere", "Table 9")], ..Paragraph::default() }),
    ]);
    bad.hash = "abc".into();
    bad.title = " ".into();
    let refusals = render(&bad, &RenderOptions::default()).unwrap_err();
    let has = |test: &dyn Fn(&Reason) -> bool| refusals.iter().any(|refusal| test(&refusal.reason));
    assert!(has(&|r| matches!(r, Reason::MissingGlyph { character, .. } if character.contains('ש'))));
    assert!(has(&|r| matches!(r, Reason::HiddenCharacter { code_point, .. } if code_point == "U+202E")));
    assert!(has(&|r| matches!(r, Reason::BrokenReference { target } if target == "nowhere")));
    assert!(has(&|r| matches!(r, Reason::BadHash { .. })));
    assert!(has(&|r| matches!(r, Reason::Empty { .. })));
}

#[test]
fn charts_with_values_that_are_no_numbers_are_refused() {
    let Block::SteppedChart(mut chart) = stepped() else { panic!("a stepped chart") };
    chart.series[0].points[2].value = f64::NAN;
    let refusals = render(&tree(vec![Block::SteppedChart(chart)]), &RenderOptions::default()).unwrap_err();
    assert!(matches!(refusals[0].reason, Reason::BadChart { .. }), "{refusals:?}");
}

#[test]
fn the_attached_source_comes_out_as_it_went_in() {
    let source = br#"{"title": "Customer care, voice"}"#.to_vec();
    let attachment = Some(Attachment {
        name: "agreement.json".into(),
        media_type: "application/json".into(),
        description: "The agreement as data".into(),
        bytes: source.clone(),
    });
    let file = Document::load_mem(&render(&everything(), &RenderOptions { attachment }).unwrap()).unwrap();
    let entries = follow(&file, catalog(&file).get(b"AF").unwrap()).as_array().unwrap();
    let spec = follow(&file, &entries[0]).as_dict().unwrap();
    assert_eq!(spec.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Source");
    let content = spec.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap();
    let stream = follow(&file, content).as_stream().unwrap();
    assert_eq!(stream.decompressed_content().unwrap(), source);
}

#[test]
fn every_font_is_embedded() {
    let file = open(&everything());
    let descriptors: Vec<&Dictionary> = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dict| dict.get(b"Type").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"FontDescriptor")))
        .collect();
    assert!(descriptors.len() >= 5);
    for descriptor in descriptors {
        assert!(descriptor.has(b"FontFile2"), "{descriptor:?}");
        assert!(descriptor.get(b"FontName").unwrap().as_name().unwrap().starts_with(b"PLUMB"));
    }
}

/// Walks the structure tree; collects the type of each element and the marks it claims.
fn walk(file: &Document, element: &Object, types: &mut Vec<String>, marks: &mut Vec<(ObjectId, i64)>) {
    let dict = follow(file, element).as_dict().unwrap();
    if let Ok(mark) = dict.get(b"MCID") {
        marks.push((dict.get(b"Pg").unwrap().as_reference().unwrap(), mark.as_i64().unwrap()));
        return;
    }
    if let Ok(kind) = dict.get(b"S") {
        types.push(String::from_utf8_lossy(kind.as_name().unwrap()).into_owned());
    }
    if let Ok(kids) = dict.get(b"K") {
        match follow(file, kids) {
            Object::Array(list) => list.iter().for_each(|kid| walk(file, kid, types, marks)),
            _ => walk(file, kids, types, marks),
        }
    }
}

#[test]
fn everything_on_a_page_is_tagged_or_decoration() {
    let file = open(&everything());
    let root = follow(&file, catalog(&file).get(b"StructTreeRoot").unwrap()).as_dict().unwrap();
    let (mut types, mut marks) = (Vec::new(), Vec::new());
    for kid in root.get(b"K").unwrap().as_array().unwrap() {
        walk(&file, kid, &mut types, &mut marks);
    }
    for kind in ["Document", "H1", "H2", "H3", "P", "TOC", "TOCI", "Link", "Table", "TH", "TD", "Figure", "L", "LBody"]
    {
        assert!(types.iter().any(|found| found == kind), "no {kind}");
    }
    let mut claimed = marks.clone();
    claimed.sort_unstable();
    claimed.dedup();
    assert_eq!(claimed.len(), marks.len(), "no content is claimed twice");
    for page in file.get_pages().into_values() {
        let content = file.get_and_decode_page_content(page).unwrap();
        let (mut open, mut count) = (0, 0);
        for operation in content.operations {
            match operation.operator.as_str() {
                "BDC" => {
                    let mark = operation.operands[1].as_dict().unwrap().get(b"MCID").unwrap().as_i64().unwrap();
                    assert!(claimed.binary_search(&(page, mark)).is_ok(), "mark {mark} belongs to nothing");
                    (open, count) = (open + 1, count + 1);
                }
                "BMC" => open += 1,
                "EMC" => open -= 1,
                "TJ" | "Tj" | "f" | "S" | "b" | "B" => assert_eq!(open, 1, "drawn outside of any mark"),
                _ => {}
            }
        }
        assert_eq!(open, 0);
        assert_eq!(count, claimed.iter().filter(|(on, _)| *on == page).count());
    }
}

#[test]
fn catalog_and_properties_say_what_the_file_is() {
    let file = open(&everything());
    assert_eq!(file.version, "1.7");
    let catalog = catalog(&file);
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
    let packet = follow(&file, catalog.get(b"Metadata").unwrap()).as_stream().unwrap();
    let packet = String::from_utf8(packet.content.clone()).unwrap();
    assert!(packet.contains("Customer care, voice") && packet.contains("2026-11-21T12:00:00Z"));
    let intent = follow(&file, catalog.get(b"OutputIntents").unwrap()).as_array().unwrap()[0].as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    let outline = follow(&file, catalog.get(b"Outlines").unwrap()).as_dict().unwrap();
    assert_eq!(outline.get(b"Count").unwrap().as_i64().unwrap(), 7, "seven headings of the first level");
}

#[test]
fn a_word_wider_than_its_column_is_broken_and_not_lost() {
    let word: String = ('a'..='z').cycle().take(400).collect();
    let file = open(&tree(vec![paragraph("1.1", &word)]));
    let text: String = texts(&file).join("").split_whitespace().collect();
    assert!(text.contains(&word));
}

#[test]
fn a_running_head_that_is_too_long_is_shortened_to_one_line() {
    let mut long = tree(vec![Block::PageBreak, paragraph("1.1", "text"), Block::PageBreak, paragraph("1.2", "more")]);
    long.running_head = "An agreement with a very long name indeed ".repeat(6);
    let pages = texts(&open(&long));
    assert!(pages[1].contains("An agreement with a very long name"), "{}", pages[1]);
    assert!(pages[1].contains('…') && pages[1].matches("indeed").count() < 4, "{}", pages[1]);
}
