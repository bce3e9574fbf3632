//! Excel workbooks: cells by their type, one sheet of several, and files that are no such thing.

use crate::import::{d, import, measures, refusal, today, value};
use std::io::{Cursor, Write as _};
use store::import::{Grain, ImportError, Imported, Names, amounts, answer, look, read, recognise};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A cell by its reference: `<c r="B2" …>`.
pub enum Cell<'a> {
    Text(&'a str),
    Number(&'a str),
    /// A number with a style: 1 is a date, 2 a percentage, 3 a time, 4 a number with a percent sign in quotation marks.
    Styled(&'a str, u8),
    Error(&'a str),
    Nothing,
}
use Cell::{Error, Nothing, Number, Styled, Text};

const STYLES: &str = r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="3"><numFmt numFmtId="164" formatCode="mmm\-yy"/><numFmt numFmtId="165" formatCode="[mm]:ss"/><numFmt numFmtId="166" formatCode="0&quot;%&quot;"/></numFmts>
<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>
</styleSheet>"##;

fn sheet_xml(rows: &[Vec<Cell<'_>>]) -> String {
    let mut xml =
        String::from(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#);
    for (row, cells) in (1..).zip(rows) {
        xml += &format!("<row r=\"{row}\">");
        for (column, cell) in ('A'..).zip(cells) {
            xml += &match cell {
                Text(text) => format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                Number(number) => format!("<c r=\"{column}{row}\"><v>{number}</v></c>"),
                Styled(number, style) => format!("<c r=\"{column}{row}\" s=\"{style}\"><v>{number}</v></c>"),
                Error(error) => format!("<c r=\"{column}{row}\" t=\"e\"><v>{error}</v></c>"),
                Nothing => String::new(),
            };
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

pub fn workbook(sheets: &[(&str, Vec<Vec<Cell<'_>>>)]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, text: &str| {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    };
    let (mut listed, mut related) = (String::new(), String::new());
    for (number, (name, rows)) in (1..).zip(sheets) {
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        related += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{MAIN}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        add(&format!("xl/worksheets/sheet{number}.xml"), &sheet_xml(rows));
    }
    add(
        "_rels/.rels",
        &format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"rId1\" Type=\"{MAIN}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    add(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{MAIN}\"><sheets>{listed}</sheets></workbook>"
        ),
    );
    add(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships xmlns=\"{PACKAGE}\">{related}<Relationship Id=\"rId99\" Type=\"{MAIN}/styles\" Target=\"styles.xml\"/></Relationships>"
        ),
    );
    add("xl/styles.xml", STYLES);
    writer.finish().unwrap().into_inner()
}

/// A report with a title above the names, a remark beside the table, and every type of cell.
fn history() -> Vec<Vec<Cell<'static>>> {
    vec![
        vec![Text("Monthly report")],
        vec![],
        vec![
            Text("Month"),
            Text("Calls"),
            Text("ASA"),
            Text("AHT"),
            Text("Abandonment"),
            Text("CSAT %"),
            Text("CSAT responses"),
        ],
        vec![
            Styled("45474", 1),
            Number("12000"),
            Number("28.123"),
            Styled("0.0040625", 3),
            Styled("0.0738", 2),
            Number("81.5"),
            Number("200"),
        ],
        vec![
            Styled("45505", 1),
            Number("13000"),
            Number("31.25"),
            Styled("0.0041666666666666666", 3),
            Styled("0.125", 2),
            Error("#DIV/0!"),
            Number("0"),
            Nothing,
            Text("storm"),
        ],
    ]
}

fn read_sheet(bytes: &[u8]) -> Imported {
    read(bytes, "history.xlsx", None, today()).unwrap()
}

#[test]
fn a_sheet_is_read_by_the_types_of_its_cells() {
    let imported = read_sheet(&workbook(&[("Data", history())]));
    assert_eq!(imported.report.grain, Grain::Month);
    assert_eq!(imported.mapping.sheet.as_deref(), Some("Data"));
    for (measure, month, expected) in [
        ("volume", "2024-07", "12000"),
        ("asa", "2024-07", "28.123"),
        ("aht", "2024-07", "351"),
        ("aht", "2024-08", "360"),
        ("abandonment", "2024-07", "7.38"),
        ("abandonment", "2024-08", "12.5"),
        ("csat", "2024-07", "81.5"),
    ] {
        assert_eq!(value(&imported, measure, month, 3), d(expected), "{measure} {month}");
    }
    assert!(imported.report.questions.is_empty(), "{:#?}", imported.report.questions);
    let issue = &imported.report.issues[0];
    assert_eq!((issue.row, issue.reason.as_str()), (5, "“#DIV/0!” in “CSAT %” is not a number"));
    assert_eq!(imported.report.unused_columns, ["column 8", "column 9"], "a remark beside the table loses no row");
    assert_eq!(imported.report.encoding, "sheet “Data” of an Excel workbook");
    assert!(imported.report.notes.iter().any(|n| n.starts_with("Line 1 stands above the column names")));
    // The same with its mapping, and as a file of actuals.
    let bytes = workbook(&[("Data", history())]);
    let again = read(&bytes, "history.xlsx", Some(imported.mapping.clone()), today()).unwrap();
    assert_eq!(again.baseline, imported.baseline);
    let beside = amounts(&bytes, &imported.mapping, &model::Currency::read("USD").unwrap()).unwrap();
    assert!(beside.amounts.is_empty());
}

#[test]
fn a_percent_sign_that_is_only_shown_multiplies_nothing() {
    let rows = |cell| vec![vec![Text("Month"), Text("CSAT %")], vec![Styled("45474", 1), cell]];
    let shown = read_sheet(&workbook(&[("S", rows(Styled("81.5", 4)))]));
    assert_eq!(value(&shown, "csat", "2024-07", 1), d("81.5"));
    let real = read_sheet(&workbook(&[("S", rows(Styled("0.815", 2)))]));
    assert_eq!(value(&real, "csat", "2024-07", 1), d("81.5"));
}

#[test]
fn of_several_sheets_the_one_with_days_or_months_is_read_and_of_several_such_it_is_asked() {
    let notes = || vec![vec![Text("Read me first")], vec![Text("Prepared by the vendor")]];
    let one = read_sheet(&workbook(&[("Notes", notes()), ("Data", history()), ("Empty", vec![])]));
    assert_eq!(one.mapping.sheet.as_deref(), Some("Data"));
    assert!(one.report.questions.is_empty());
    let said = "Not read, since no days or months stand in them: “Notes”";
    assert!(one.report.notes.iter().any(|n| n == said), "{:?}", one.report.notes);

    let other = vec![vec![Text("Month"), Text("Calls")], vec![Styled("45474", 1), Number("5")]];
    let bytes = workbook(&[("North", history()), ("South", other)]);
    let preview = recognise(&bytes, "history.xlsx").unwrap();
    let question = &preview.questions[0];
    assert_eq!((question.column.as_str(), question.guessed.as_deref()), ("sheet", Some("North")));
    assert_eq!(question.text, "Several sheets of the workbook hold days or months. Which one is meant?");
    assert_eq!(question.choices[1].label, "“South”: 1 row, 1 measure");
    assert_eq!(preview.sheets, question.choices);
    let chosen = look(&bytes, "history.xlsx", Some(&question.choices[1].mapping), &Names::new()).unwrap();
    assert_eq!((chosen.sheets, chosen.questions), (question.choices.clone(), Vec::new()), "it can be changed again");
    let taken = read(&bytes, "history.xlsx", Some(question.choices[1].mapping.clone()), today()).unwrap();
    assert_eq!((measures(&taken), value(&taken, "volume", "2024-07", 0)), (vec!["volume"], d("5")));
    let (mapping, open) = answer(&bytes, None, &[("Sheet".into(), "south".into())], &Names::new()).unwrap();
    assert!(open.is_empty(), "{open:#?}");
    assert_eq!(mapping.sheet.as_deref(), Some("South"));
    let error = answer(&bytes, None, &[("sheet".into(), "West".into())], &Names::new()).unwrap_err();
    assert_eq!(error.to_string(), "there is no sheet “West” in the workbook; it has North, South");
    let error =
        answer(b"month,asa\n2024-01,20\n", None, &[("sheet".into(), "West".into())], &Names::new()).unwrap_err();
    assert_eq!(error.to_string(), "nothing is asked about “sheet”");
}

/// A file of the kind in which Office keeps what a password protects: a header, one sector of its map, one of names.
fn compound(names: &[&str]) -> Vec<u8> {
    const FREE: u32 = 0xffff_ffff;
    const END: u32 = 0xffff_fffe;
    let words = |words: &[u32]| words.iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>();
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.extend([0; 16]);
    file.extend(b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00\x00\x00\x00\x00\x00\x00");
    file.extend(words(&[0, 1, 1, 0, 4096, END, 0, END, 0, 0]));
    file.extend(words(&[FREE; 108]));
    file.extend(words(&[0xffff_fffd, END]));
    file.extend(words(&[FREE; 126]));
    let entries = std::iter::once((&"Root Entry", 5)).chain(names.iter().zip(std::iter::repeat(2)));
    for (name, kind) in entries {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u8::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend([length, 0, kind, 1]);
        entry.extend(words(&[FREE, FREE, FREE]));
        entry.resize(116, 0);
        entry.extend(words(&[END, 0, 0]));
        file.extend(entry);
    }
    file.resize(3 * 512, 0);
    file
}

#[test]
fn what_is_no_workbook_says_what_it_is_and_what_to_do() {
    let whole = workbook(&[("Data", history())]);
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    let packed = |name: &str| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    for (bytes, parts) in [
        (whole[..whole.len() / 2].to_vec(), ["an Excel workbook that is damaged", "save it anew"]),
        (old, ["of the old kind (.xls)", "save it as .xlsx or CSV"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), ["an old Office document", "as .xlsx or CSV"]),
        (compound(&["EncryptionInfo", "EncryptedPackage"]), ["protected by a password", "remove the password"]),
        (packed("Index/Document.iwa"), ["a table of Apple Numbers (.numbers)", "Export it from Numbers"]),
        (packed("word/document.xml"), ["a Word document", "as .xlsx or CSV"]),
        (packed("xl/workbook.bin"), ["a binary Excel workbook (.xlsb)", "as .xlsx or CSV"]),
        (packed("letters.txt"), ["a packed file (zip)", "Unpack it"]),
        (packed("xl/other.xml"), ["an Excel workbook that is damaged", "save it anew"]),
        (b"PK\x03\x04\x14\0\x06\0".to_vec(), ["a packed file (zip)", "Unpack it"]),
    ] {
        let error = refusal(&bytes);
        assert!(matches!(error.code(), "not_a_table" | "unreadable"), "{error}");
        assert!(parts.iter().all(|part| error.to_string().contains(part)), "{error}");
    }
    assert_eq!(refusal(&workbook(&[("Empty", vec![])])), ImportError::Empty);
    assert_eq!(refusal(&workbook(&[("S", vec![vec![Text("Month"), Text("ASA")]])])).code(), "header_only");
    assert_eq!(
        refusal(&workbook(&[("S", vec![vec![Text("Queue"), Text("ASA")], vec![Text("VIP"), Number("3")]])])).code(),
        "no_period"
    );
}

#[test]
fn a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked() {
    let mut bytes = workbook(&[("Data", history())]);
    let at = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(refusal(&bytes).to_string().contains("far too large"));
}

#[test]
fn a_damaged_workbook_is_refused_or_read_and_never_a_panic() {
    let whole = workbook(&[("Data", history())]);
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut refused = 0;
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..1 + next(4) {
            let at = next(bytes.len());
            bytes[at] = u8::try_from(next(256)).unwrap();
        }
        bytes.truncate(bytes.len() - next(3) * next(40));
        refused += usize::from(read(&bytes, "damaged.xlsx", None, today()).is_err());
    }
    assert!(refused > 100, "{refused}");
}

#[test]
fn a_text_file_says_the_same_as_its_sheet() {
    let text = import("Month,Calls,ASA\n2024-07,12000,28.1230\n2024-08,13000,31.25\n");
    let rows = vec![
        vec![Text("Month"), Text("Calls"), Text("ASA")],
        vec![Text("2024-07"), Number("12000"), Number("28.123")],
        vec![Text("2024-08"), Number("13000"), Number("31.25")],
    ];
    assert_eq!(read_sheet(&workbook(&[("S", rows)])).baseline.series, text.baseline.series);
}
