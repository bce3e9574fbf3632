//! Tables as they should not be: what each holds, whether anything of it is taken, and what has to be said about it. Driven
//! through the command line and through the window's import alike.

/// One of them.
pub struct Case {
    pub what: &'static str,
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// Whether months come of it.
    pub is_taken: bool,
    /// Where, what, what to do: each has to stand in what is said.
    pub says: &'static [&'static str],
}

const HEAD: &str = "month,offered,answered,abandoned,asa,csat_percent,csat_n\n";

fn row(month: u32, offered: &str, asa: &str, csat: &str) -> String {
    format!("2024-{month:02},{offered},90,10,{asa},{csat},50\n")
}

fn good(months: std::ops::RangeInclusive<u32>) -> String {
    months.map(|month| row(month, "100", "20", "80")).collect()
}

fn wide(text: &str, unit: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
    marked.encode_utf16().flat_map(unit).collect()
}

/// A row for each of 200,000 quarters of an hour.
fn many_rows() -> Vec<u8> {
    let mut text = String::from("interval,offered,asa\n");
    for i in 0..200_000_u32 {
        let (day, quarter) = (i / 96, i % 96);
        let (year, month, day) = (2003 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
        text += &format!("{year}-{month:02}-{day:02} {:02}:{:02},{},20\n", quarter / 4, quarter % 4 * 15, 40 + i % 7);
    }
    text.into_bytes()
}

pub fn cases() -> Vec<Case> {
    let mut cases = unusable();
    cases.extend(of_rows());
    cases.extend(as_written());
    cases
}

fn unusable() -> Vec<Case> {
    let refused = |what, name, bytes: &[u8], says| Case { what, name, bytes: bytes.to_vec(), is_taken: false, says };
    let old = [b"\xd0\xcf\x11\xe0".to_vec(), wide("Workbook", u16::to_le_bytes, false)].concat();
    vec![
        refused("an empty file", "t.csv", b"", &["the file is empty", "A table is expected"]),
        refused("a picture", "t.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", &["a PNG picture", "Choose a CSV file"]),
        refused("a header only", "t.csv", HEAD.as_bytes(), &["line 1", "no rows follow"]),
        refused("no month", "t.csv", b"asa,answered\n30,1000\n", &["no column holds days or months", "asa, answered"]),
        refused(
            "no measure",
            "t.csv",
            b"month,weather\n2024-01,rain\n",
            &["month, weather", "no column was recognised"],
        ),
        refused("no names", "t.csv", b"2024-01,30\n2024-02,31\n", &["line 1", "Put a row of names above it"]),
        refused("an old workbook", "t.xls", &old, &["of the old kind (.xls)", "save it as .xlsx or CSV"]),
        refused("a packed file", "t.zip", b"PK\x03\x04\x14\0\x06\0", &["a packed file (zip)", "Unpack it"]),
        refused("a torn workbook", "t.xlsx", b"PK\x03\x04xl/workbook.xml", &["is damaged", "save it anew"]),
        refused("binary data", "t.csv", &[1; 64], &["binary data", "Choose a CSV file"]),
        refused(
            "a quotation mark that swallows the file",
            "t.csv",
            b"month,\"asa\n2024-01,20\n2024-02,30\n",
            &["line 1", "never closed", "Close it, or remove it"],
        ),
        refused(
            "a row for each call",
            "t.csv",
            "date,asa\n".bytes().chain("2024-01-01,3\n".bytes().cycle().take(13 * 30)).collect::<Vec<u8>>().as_slice(),
            &["a row for each call or case", "Sum it"],
        ),
        refused(
            "weeks",
            "t.csv",
            b"week,asa\n2024-W31,20\n2024-W32,30\n",
            &["row 2", "“2024-W31” is a week", "write a day of it"],
        ),
    ]
}

fn of_rows() -> Vec<Case> {
    let taken = |what, text: String, says| Case { what, name: "t.csv", bytes: text.into_bytes(), is_taken: true, says };
    vec![
        taken(
            "a missing column",
            "month,abandoned,asa\n2024-01,10,20\n2024-02,11,30\n".into(),
            &["“abandoned” is not used", "no column was recognised as these"],
        ),
        taken(
            "text in a column of numbers",
            format!("{HEAD}{}{}", good(1..=2), row(3, "100", "soon", "80")),
            &["row 4", "“soon” in “asa” is not a number"],
        ),
        taken(
            "a month twice",
            format!("{HEAD}{}{}", good(1..=3), row(2, "110", "25", "81")),
            &["row 3", "is there again in row 5 (", " here and 25 there"],
        ),
        taken("gaps", format!("{HEAD}{}{}", good(1..=2), good(6..=7)), &["2024-03", "2024-05"]),
        taken(
            "percentages above 100",
            format!("{HEAD}{}{}", good(1..=2), row(3, "100", "20", "104")),
            &["row 4", "“104” in “csat_percent” is not a percentage between 0 and 100"],
        ),
        taken(
            "a quotation mark in a row that is never closed",
            format!("{HEAD}{}2024-03,\"100,90,10,20,80,50\n{}", good(1..=2), good(4..=5)),
            &["row 4", "never closed", "2 lines below", "Close it, or remove it"],
        ),
        taken(
            "a delimiter inside of a cell",
            format!("{HEAD}{}2024-03,1,000,90,10,20,80,50\n", good(1..=2)),
            &["row 4", "8 cells under 7 column names"],
        ),
        taken(
            "two columns of one name",
            "month,asa,asa\n2024-01,20,90\n2024-02,21,91\n".into(),
            &["“asa (2)” is not used", "“asa” was taken in its place"],
        ),
        taken(
            "a comma that is one or the other",
            "month;AHT;Calls\n2024-01;1,234;900\n2024-02;1,5;900\n".into(),
            &["row 2", "“AHT” holds values like “1,234” (in row 2), which can be 1.234 or 1234", "thousands"],
        ),
        taken(
            "percentiles of days",
            "date,calls,asa_p90\n2024-01-01,10,20\n2024-01-02,10,30\n".into(),
            &["“asa_p90” is not used", "cannot be averaged to a month"],
        ),
    ]
}

fn as_written() -> Vec<Case> {
    let taken = |what, bytes: Vec<u8>, says| Case { what, name: "t.csv", bytes, is_taken: true, says };
    let tabs = "month\tasa\n2024-01\t30\n2024-02\t31\n";
    let remark = format!("month,asa,comment\n2024-01,30,{}\n2024-02,31,\n", "x".repeat(300_000));
    let spaces = "month;Calls;ASA\n2024-01;1\u{2009}200;28,5\n2024-02;1\u{202f}300;29,5\n";
    vec![
        taken(
            "decimal commas, semicolons and a byte-order mark",
            "\u{feff}month;asa;answered\r\n2024-01;30,5;1000\r\n2024-02;31,5;1000\r\n".into(),
            &["30.5"],
        ),
        taken("UTF-16", wide(tabs, u16::to_le_bytes, true), &["31"]),
        taken("UTF-16, big end first", wide(tabs, u16::to_be_bytes, true), &["31"]),
        taken("UTF-16 without its mark", wide(tabs, u16::to_le_bytes, false), &["31"]),
        taken("Latin-1", b"Monat;ASA;Qualit\xe4t\nM\xe4r 2024;30;87\nApr 2024;31;88\n".to_vec(), &["87", "88"]),
        taken("bars", tabs.replace('\t', "|").into_bytes(), &["31"]),
        taken("thin spaces between thousands", spaces.into(), &["1,200", "28.5"]),
        taken("a very long line", remark.into_bytes(), &["31"]),
        taken("200,000 rows", many_rows(), &["200000 rows taken"]),
    ]
}
