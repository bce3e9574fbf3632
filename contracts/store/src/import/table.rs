//! A file to rows: delimiter, header, quotes, line ends, sheets.

use super::{
    ImportError, Names,
    names::{Field, Name},
    period,
    text::{self, Decoded},
    workbook::{self, Workbook},
};

/// A file as rows of cells.
#[derive(Debug)]
pub(super) struct Table {
    /// "UTF-8", "sheet “Data” of an Excel workbook".
    pub(super) encoding: String,
    /// What stands between cells; nothing between those of a sheet.
    pub(super) delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub(super) sheet: Option<String>,
    /// Other sheets that could be meant, where none was named.
    pub(super) others: Vec<Table>,
    /// Sheets that hold no table of days or months, where none was named.
    pub(super) passed_over: Vec<String>,
    /// Line of the column names.
    pub(super) header_line: u64,
    /// Lines above it that hold something.
    pub(super) lines_above: Vec<u64>,
    /// The columns' names, each once.
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) rows_blank: u32,
    /// What the contract at hand calls its measures.
    pub(super) names: Names,
}

/// A row below the column names.
#[derive(Debug)]
pub(super) struct Row {
    /// Line that it begins on.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
    /// The last one, and the file ends without a line end: it may have been cut off.
    pub(super) unterminated: bool,
    /// A quotation mark in it is never closed: how many lines below it that hold something are in its last cell.
    pub(super) open_quote: Option<usize>,
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines above the column names that are looked through: a report's title, its date.
const HEADER_WITHIN: usize = 20;
/// A quotation mark that is never closed swallows the rest of the file into one cell.
const LINES_OF_A_ROW: usize = 20;

impl Row {
    pub(super) fn plain(line: u64) -> Self {
        Self { line, cells: Vec::new(), unterminated: false, open_quote: None }
    }
}

impl Table {
    /// Reads a text with delimiters, or `sheet` of a workbook. Where none is named, that is the first one which holds a
    /// table of days or months.
    pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Self, ImportError> {
        if workbook::is_one(bytes) {
            return Self::of_workbook(Workbook::open(bytes)?, sheet);
        }
        let decoded = text::decode(bytes)?;
        let delimiter = recognise_delimiter(&decoded.text);
        Self::of_rows(records(&decoded, delimiter), decoded.encoding.to_owned(), Some(delimiter))
    }

    fn of_workbook(mut workbook: Workbook<'_>, sheet: Option<&str>) -> Result<Self, ImportError> {
        let sheets = workbook.sheets.clone();
        let mut read = |name: &str| {
            let rows = workbook.rows(name)?;
            let encoding = format!("sheet “{name}” of an Excel workbook");
            let found = Self::of_rows(rows, encoding, None)?;
            Ok(Self { sheet: Some(name.to_owned()), ..found })
        };
        if let Some(named) = sheet {
            let same = |name: &&String| name.trim().to_lowercase() == named.trim().to_lowercase();
            let Some(name) = sheets.iter().find(same) else {
                return Err(ImportError::NoSheet { named: named.to_owned(), sheets: sheets.join(", ") });
            };
            return read(name);
        }
        let mut tables = Vec::new();
        let mut passed_over = Vec::new();
        let mut first_problem = None;
        for name in &sheets {
            match read(name) {
                Ok(table) if table.has_periods() => tables.push(table),
                Ok(table) => {
                    passed_over.push(name.clone());
                    first_problem.get_or_insert(Ok(table));
                }
                Err(ImportError::Empty) => {}
                Err(problem) => {
                    passed_over.push(name.clone());
                    first_problem.get_or_insert(Err(problem));
                }
            }
        }
        if tables.is_empty() {
            return first_problem.unwrap_or(Err(ImportError::Empty));
        }
        let first = tables.remove(0);
        Ok(Self { others: tables, passed_over, ..first })
    }

    fn of_rows(records: Vec<Row>, encoding: String, delimiter: Option<u8>) -> Result<Self, ImportError> {
        let is_blank = |cells: &[String]| cells.iter().all(|c| c.trim().is_empty());
        let filled: Vec<&Row> = records.iter().filter(|r| !is_blank(&r.cells)).collect();
        let Some(header) = find_header(&filled) else {
            return Err(ImportError::Empty);
        };
        let header_line = filled[header].line;
        let mut names = filled[header].cells.clone();
        if delimiter.is_none() {
            // A cell of a sheet stands in its column, whether that has a name or not.
            let widest = filled[header..].iter().map(|r| r.cells.len()).max().unwrap_or_default();
            names.resize(widest, String::new());
        }
        let columns = unique_names(&names);
        let lines_above = filled[..header].iter().map(|r| r.line).collect();
        if let Some(lines) = filled[header].open_quote {
            return Err(ImportError::OpenQuote { line: header_line, lines });
        }
        refuse_data(filled[header])?;
        let below: Vec<Row> = records.into_iter().filter(|r| r.line > header_line).collect();
        let count = below.len();
        let rows: Vec<Row> = below.into_iter().filter(|r| !is_blank(&r.cells)).collect();
        if rows.is_empty() {
            return Err(ImportError::HeaderOnly { line: header_line, columns: columns.join(", ") });
        }
        Ok(Self {
            encoding,
            delimiter,
            sheet: None,
            others: Vec::new(),
            passed_over: Vec::new(),
            header_line,
            lines_above,
            columns,
            rows_blank: u32::try_from(count - rows.len()).unwrap_or(u32::MAX),
            rows,
            names: Names::new(),
        })
    }

    /// The same table, whose measures have other names.
    pub(super) fn named(mut self, names: &Names) -> Self {
        self.names.clone_from(names);
        self.others = self.others.into_iter().map(|other| other.named(names)).collect();
        self
    }

    /// Whether a column holds days or months, or is named like it.
    fn has_periods(&self) -> bool {
        let is_one = |index: usize| {
            let named = Name::of(&self.columns[index]).field() == Some(Field::Period);
            named || self.column(index).filter(|c| period::read(c).is_some()).count() * 2 > self.rows.len()
        };
        (0..self.columns.len()).any(is_one)
    }

    /// The cells of a column, one for each row; empty where a row is too short.
    pub(super) fn column(&self, index: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().map(move |row| row.cells.get(index).map_or("", String::as_str))
    }

    pub(super) fn cell<'a>(&self, row: &'a Row, index: usize) -> &'a str {
        row.cells.get(index).map_or("", String::as_str)
    }

    pub(super) fn index(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == column)
    }

    /// "comma"; nothing for a sheet.
    pub(super) fn delimiter_in_words(&self) -> &'static str {
        match self.delimiter {
            Some(b';') => "semicolon",
            Some(b'\t') => "tab",
            Some(b'|') => "bar",
            Some(_) => "comma",
            None => "",
        }
    }
}

impl Table {
    /// Lines below the first in a cell of `row` that holds other rows: its quotation mark is closed too late. A remark of
    /// several lines is no such cell.
    pub(super) fn swallowed_lines(&self, row: &Row, period: usize) -> Option<usize> {
        let delimiter = self.delimiter?;
        let is_row = |line: &str| {
            let cells = cut(line, delimiter);
            cells.len() > 1
                && cells.len() == self.columns.len()
                && cells.get(period).is_some_and(|c| period::read(c.trim().trim_matches('"')).is_some())
        };
        row.cells.iter().find_map(|cell| {
            let below = cell.matches('\n').count();
            (below > LINES_OF_A_ROW || cell.lines().skip(1).any(is_row)).then_some(below)
        })
    }
}

fn records(decoded: &Decoded, delimiter: u8) -> Vec<Row> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(decoded.text.as_bytes());
    let mut rows = Vec::new();
    let mut lines = Lines::of(&decoded.text);
    let mut last_begin = 0;
    // Text in memory has neither bytes outside UTF-8 nor failing reads, and any number of cells is allowed.
    for record in reader.records().map_while(Result::ok) {
        last_begin = usize::try_from(record.position().map_or(0, csv::Position::byte)).unwrap_or(usize::MAX);
        rows.push(Row {
            line: lines.at(last_begin),
            cells: record.iter().map(str::to_owned).collect(),
            unterminated: false,
            open_quote: None,
        });
    }
    if let Some(last) = rows.last_mut() {
        last.unterminated = !decoded.text.ends_with(['\n', '\r']);
        let rest = decoded.text.get(last_begin..).unwrap_or_default();
        last.open_quote = open_quote(rest, delimiter).map(|quote| {
            let below = rest.get(quote..).unwrap_or_default().split(['\n', '\r']).skip(1);
            below.filter(|line| !line.trim().is_empty()).count()
        });
    }
    rows
}

/// Where the quotation mark stands that is still open at the end. Only one at the beginning of a cell opens; two in a row
/// inside are one of the content.
fn open_quote(text: &str, delimiter: u8) -> Option<usize> {
    enum Inside {
        Begin,
        Plain,
        Quoted(usize),
        /// A quotation mark inside: the end, or the first of two.
        Closing(usize),
    }
    let mut inside = Inside::Begin;
    for (at, byte) in text.bytes().enumerate() {
        let ends_cell = byte == delimiter || matches!(byte, b'\n' | b'\r');
        inside = match (inside, byte) {
            (Inside::Begin, b'"') => Inside::Quoted(at),
            (Inside::Quoted(quote), b'"') => Inside::Closing(quote),
            (Inside::Closing(quote), b'"') | (Inside::Quoted(quote), _) => Inside::Quoted(quote),
            _ if ends_cell => Inside::Begin,
            _ => Inside::Plain,
        };
    }
    match inside {
        Inside::Quoted(quote) => Some(quote),
        _ => None,
    }
}

/// Counts lines up to where rows begin. The reader's own count stands before the empty lines above a row, and inside a
/// line end of two characters.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), offset: 0, line: 1 }
    }

    /// The line of the first content at or behind `begin`, which is not before the last one asked for.
    fn at(&mut self, begin: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.offset) {
            let ends_line = matches!(byte, b'\n' | b'\r');
            if self.offset >= begin && !ends_line {
                break;
            }
            let first_of_two = *byte == b'\r' && self.bytes.get(self.offset + 1) == Some(&b'\n');
            if ends_line && !first_of_two {
                self.line += 1;
            }
            self.offset += 1;
        }
        self.line
    }
}

/// The delimiter that cuts the first lines into the most columns, the same number in each.
fn recognise_delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).take(HEADER_WITHIN).collect();
    let rank = |delimiter: u8| {
        let cells: Vec<Vec<&str>> = lines.iter().map(|line| cut(line, delimiter)).collect();
        let most = cells.iter().map(Vec::len).max().unwrap_or_default();
        let agreeing = cells.iter().filter(|c| c.len() == most && most > 1).count();
        let headed = cells.iter().filter(|c| c.iter().filter(|n| known(n)).count() > 1).count();
        (headed.min(1), agreeing, most)
    };
    // The first of equals: a comma.
    let mut best = DELIMITERS[0];
    for delimiter in DELIMITERS {
        if rank(delimiter) > rank(best) {
            best = delimiter;
        }
    }
    best
}

fn known(name: &str) -> bool {
    Name::of(name.trim().trim_matches('"')).field().is_some()
}

/// The cells of a line, cut where no quotation mark is open.
fn cut(line: &str, delimiter: u8) -> Vec<&str> {
    let mut quoted = false;
    line.split(|character| {
        quoted ^= character == '"';
        character == char::from(delimiter) && !quoted
    })
    .collect()
}

/// The first of the first rows with the name of a period and another known name, else with two known names, else the
/// first row.
fn find_header(rows: &[&Row]) -> Option<usize> {
    let fields = |row: &Row| -> Vec<Field> { row.cells.iter().filter_map(|c| Name::of(c).field()).collect() };
    let first: Vec<Vec<Field>> = rows.iter().take(HEADER_WITHIN).map(|r| fields(r)).collect();
    let with_period = |f: &Vec<Field>| f.len() > 1 && f.contains(&Field::Period);
    first
        .iter()
        .position(with_period)
        .or_else(|| first.iter().position(|f| f.len() > 1))
        .or((!rows.is_empty()).then_some(0))
}

/// A first row with a day or month and a number is no header.
fn refuse_data(header: &Row) -> Result<(), ImportError> {
    let has_period = header.cells.iter().any(|c| period::read(c).is_some());
    let numeric = |c: &String| c.trim().starts_with(|d: char| d.is_ascii_digit()) && period::read(c).is_none();
    let has_known = header.cells.iter().any(|c| Name::of(c).field().is_some());
    if has_period && !has_known && header.cells.iter().any(numeric) {
        return Err(ImportError::NoHeader { found: header.cells.join(", ").chars().take(60).collect() });
    }
    Ok(())
}

fn unique_names(cells: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        let plain = match cell.split_whitespace().collect::<Vec<_>>().join(" ") {
            name if name.is_empty() => format!("column {}", i + 1),
            name => name,
        };
        let mut name = plain.clone();
        let mut number = 1;
        while names.contains(&name) {
            number += 1;
            name = format!("{plain} ({number})");
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes(), None).unwrap()
    }

    #[test]
    fn delimiters_quotes_and_line_ends_are_recognised() {
        for (text, delimiter) in [
            ("month,asa\n2024-07,30\n", b','),
            ("month;asa\r\n2024-07;30,5\r\n", b';'),
            ("month\tasa\n2024-07\t30,5\n", b'\t'),
            ("month|asa\n2024-07|30\n", b'|'),
            ("\"month\",\"asa, s\"\n\"2024-07\",\"30\"\n", b','),
            ("month;asa;csat\n2024-07;30,5;80,1\n2024-08;31,5;80,2\n", b';'),
            ("\"month;x\",\"asa\"\n2024-07,30\n", b','),
        ] {
            let table = table(text);
            assert_eq!(table.delimiter, Some(delimiter), "{text}");
            assert_eq!(table.rows[0].cells[0], "2024-07");
            assert_eq!((table.header_line, table.rows[0].line), (1, 2));
        }
    }

    #[test]
    fn the_header_may_have_lines_above_it_and_names_are_made_unique() {
        let table = table("Monthly report\n\nmonth,asa,,asa\n2024-07,1,2,3\n\n,,,\n2024-08,4,5,6\n");
        assert_eq!((table.header_line, table.lines_above.as_slice()), (3, &[1][..]));
        assert_eq!(table.columns, ["month", "asa", "column 3", "asa (2)"]);
        assert_eq!(table.rows[1].line, 7);
        assert_eq!(table.rows_blank, 1);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found_where_it_opens() {
        for (text, quote) in [
            ("a,\"b\nc", Some(2)),
            ("\"a\",\"b\"\"\n", Some(4)),
            ("\n\n\"a,b\n", Some(2)),
            ("a,\"b\"", None),
            ("a,\"b\"\"\"\n", None),
            ("a,b \"c\n", None),
            ("a,\"b\" \"c", None),
            ("a;\"b\n", None),
        ] {
            assert_eq!(open_quote(text, b','), quote, "{text}");
        }
    }

    #[test]
    fn a_header_alone_and_data_alone_are_told_apart() {
        let code = |text: &str| Table::read(text.as_bytes(), None).unwrap_err().code();
        assert_eq!(code("month,asa\n"), "header_only");
        assert_eq!(code("month,asa\n,\n\n"), "header_only");
        assert_eq!(code("2024-07,30,5\n2024-08,31,6\n"), "no_header");
    }
}
