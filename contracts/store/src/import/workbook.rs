//! Excel workbooks as rows of cells. The one file that knows the library that opens them.
//!
//! A cell becomes the text that a person would have written into a CSV file: a date by its type, a percentage with its
//! sign, a number with every digit that a spreadsheet keeps and a decimal point.

use super::{ImportError, table::Row};
use calamine::{DataRef, ExcelDateTime, Reader as _, Sheet, SheetType, SheetVisible, Style, Xlsx, XlsxError};
use model::Decimal;
use std::io::Cursor;

/// What files packed as zip begin with, and Office documents of the kind before.
const PACKED: &[u8] = b"PK\x03\x04";
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0";
/// Digits that a spreadsheet keeps of a number; more are the noise of its binary form.
const SIGNIFICANT_DIGITS: usize = 15;
/// Cells, empty ones between others included: more than 200,000 rows of 50 columns.
const CELLS_MOST: usize = 20_000_000;
/// What a workbook may take unpacked: a small file can be packed from any size.
const UNPACKED_BYTES_MOST: u64 = 1 << 30;

const AS_CSV: &str = "Save the sheet as CSV and choose that file";
const ANEW: &str = "Open it in Excel and save it anew, or save the sheet as CSV, and choose that file";

/// A workbook that was opened.
pub(super) struct Workbook<'a> {
    inner: Xlsx<Cursor<&'a [u8]>>,
    /// Its visible sheets of cells, in order.
    pub(super) sheets: Vec<String>,
}

/// Whether a file begins like a workbook, or like what is taken for one.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(PACKED) || bytes.starts_with(OLD_OFFICE)
}

impl<'a> Workbook<'a> {
    /// # Errors
    /// [`ImportError`] for a file that is packed or written otherwise, is protected, damaged or far too large.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        if bytes.starts_with(PACKED) {
            refuse_others(bytes)?;
            refuse_what_unpacks_to_too_much(bytes)?;
        }
        let inner = Xlsx::new(Cursor::new(bytes)).map_err(|error| refusal(&error, bytes))?;
        let of_cells = inner.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
        let names = |sheets: &[&Sheet]| sheets.iter().map(|s| s.name.clone()).collect::<Vec<_>>();
        let (visible, hidden): (Vec<&Sheet>, Vec<&Sheet>) = of_cells.partition(|s| s.visible == SheetVisible::Visible);
        let sheets = if visible.is_empty() { names(&hidden) } else { names(&visible) };
        if sheets.is_empty() {
            return Err(ImportError::Empty);
        }
        Ok(Self { inner, sheets })
    }

    /// The rows of a sheet that hold something, by their numbers.
    ///
    /// # Errors
    /// [`ImportError`] where the sheet is damaged or far too large.
    pub(super) fn rows(&mut self, sheet: &str) -> Result<Vec<Row>, ImportError> {
        let damaged = |error: XlsxError| refusal(&error, PACKED);
        let mut reader = self.inner.worksheet_cells_reader(sheet).map_err(damaged)?;
        let percents: Vec<bool> = reader.styles().iter().map(is_percentage).collect();
        let mut rows: Vec<Row> = Vec::new();
        let mut cells = 0;
        while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
            let ((row, column), value) = (cell.get_position(), cell.get_value());
            let text = text(value, percents.get(style).copied().unwrap_or_default());
            if text.trim().is_empty() {
                continue;
            }
            let (line, column) = (u64::from(row) + 1, usize::try_from(column).unwrap_or(usize::MAX));
            // A file may hold its rows in another order.
            let at = match rows.last() {
                Some(last) if last.line < line => rows.len(),
                _ => rows.partition_point(|r| r.line < line),
            };
            if rows.get(at).is_none_or(|r| r.line != line) {
                rows.insert(at, Row::plain(line));
            }
            let held = &mut rows[at].cells;
            cells += (column + 1).saturating_sub(held.len());
            if cells > CELLS_MOST {
                return Err(too_large());
            }
            if held.len() <= column {
                held.resize(column + 1, String::new());
            }
            held[column] = text;
        }
        Ok(rows)
    }
}

fn text(value: &DataRef<'_>, is_percentage: bool) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(at) => date(at),
        DataRef::Int(number) => of_number(Decimal::from(*number), is_percentage),
        // A float has more digits than a spreadsheet keeps.
        DataRef::Float(number) => Decimal::from_scientific(&format!("{number:.*e}", SIGNIFICANT_DIGITS - 1))
            .map_or_else(|_| number.to_string(), |exact| of_number(exact, is_percentage)),
    }
}

/// `2024-07-31`, `2024-07-31 08:30:00`; a time of less than a day is how long something took: `0:10:53`.
fn date(at: &ExcelDateTime) -> String {
    const MILLISECONDS_OF_A_DAY: f64 = 86_400_000.0;
    let days = at.as_f64();
    if at.is_duration() || (0.0..1.0).contains(&days) {
        // Not beyond what a table of years may sum to.
        let milliseconds = (days * MILLISECONDS_OF_A_DAY).round().clamp(0.0, 1e15);
        let text = format!("{milliseconds:.0}");
        let all: u64 = text.parse().unwrap_or_default();
        let (seconds, rest) = (all / 1000, all % 1000);
        let fraction = if rest == 0 { String::new() } else { format!(".{rest:03}") };
        return format!("{}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

fn of_number(exact: Decimal, is_percentage: bool) -> String {
    if is_percentage {
        return format!("{} %", exact.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(exact).normalize());
    }
    let text = exact.normalize().to_string();
    // It has a type, so nobody has to ask whether its point groups thousands.
    let is_ambiguous = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    if is_ambiguous { format!("{text}0") } else { text }
}

/// A percent sign in its format that is no text in quotation marks.
fn is_percentage(style: &Style) -> bool {
    let Some(format) = &style.number_format else { return false };
    let mut letters = format.format_code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => return true,
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(letters.next()),
            _ => {}
        }
    }
    false
}

/// What is packed in the same way: the names of its parts stand in it as they are.
fn refuse_others(bytes: &[u8]) -> Result<(), ImportError> {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    const OTHERWISE: &str = "Save its table as .xlsx or CSV and choose that file";
    let found = if holds(b"xl/workbook.bin") {
        return Err(unreadable("a binary Excel workbook (.xlsb)", OTHERWISE));
    } else if holds(b"opendocument.spreadsheet") {
        return Err(unreadable("an OpenDocument table (.ods)", OTHERWISE));
    } else if holds(b"Index/Document.iwa") || holds(b"Index.zip") {
        return Err(unreadable(
            "a table of Apple Numbers (.numbers)",
            "Export it from Numbers as CSV or Excel and choose that file",
        ));
    } else if holds(b"word/document.xml") {
        "a Word document"
    } else if holds(b"ppt/presentation.xml") {
        "a presentation"
    } else if holds(b"opendocument.text") {
        "a text document"
    } else if holds(b"xl/") {
        return Ok(());
    } else {
        return Err(not_a_table("a packed file (zip)", "Unpack it and choose the table inside"));
    };
    Err(not_a_table(found, OTHERWISE))
}

/// Sums the sizes that the directory of a zip names.
fn refuse_what_unpacks_to_too_much(bytes: &[u8]) -> Result<(), ImportError> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    const SIZE_AT: usize = 24;
    let sizes = bytes.windows(ENTRY.len()).enumerate().filter(|(_, part)| *part == ENTRY).filter_map(|(at, _)| {
        let size: [u8; 4] = bytes.get(at + SIZE_AT..at + SIZE_AT + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_le_bytes(size)))
    });
    if sizes.sum::<u64>() > UNPACKED_BYTES_MOST { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> ImportError {
    unreadable("a workbook that is far too large for a table of history", AS_CSV)
}

fn refusal(error: &XlsxError, bytes: &[u8]) -> ImportError {
    match error {
        XlsxError::Password => unreadable(
            "an Excel workbook that is protected by a password",
            "Open it in Excel, remove the password, save it and choose it again",
        ),
        _ if bytes.starts_with(OLD_OFFICE) => {
            let named = |name: &str| {
                let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
                bytes.windows(wide.len()).any(|part| part == wide)
            };
            if named("Workbook") || named("Book") {
                unreadable(
                    "an Excel workbook of the old kind (.xls)",
                    "Open it in Excel, save it as .xlsx or CSV and choose that file",
                )
            } else {
                not_a_table("an old Office document", "Save its table as .xlsx or CSV and choose that file")
            }
        }
        _ => unreadable("an Excel workbook that is damaged", ANEW),
    }
}

fn unreadable(found: &str, way_out: &str) -> ImportError {
    ImportError::Unreadable { found: found.into(), way_out: way_out.into() }
}

fn not_a_table(found: &str, way_out: &str) -> ImportError {
    ImportError::NotATable { found: found.into(), way_out: way_out.into() }
}
