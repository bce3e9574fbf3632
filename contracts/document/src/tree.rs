//! A document as one tree of blocks.
//!
//! The window shows the tree as HTML, [`crate::render`] sets it as pages: one source, so that what is seen is what is
//! signed. A span that shows a term carries the term's field path, so that text and form can point at each other.
//! Numbers that are read are strings, formatted by whoever knows the unit; floats occur only as positions in charts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A whole document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Tree {
    /// The document's title, as a reader's window shows it.
    pub title: String,
    /// What it is, in a few words, for the file's properties.
    pub subject: String,
    /// Who issues it, for the file's properties.
    pub author: String,
    /// The line at the top of each page but the first.
    pub running_head: String,
    /// The revision as printed on each page: "Revision 4, draft".
    pub revision: String,
    /// SHA-256 of the agreement's canonical bytes, 64 hexadecimal digits. Printed on each page in groups of four.
    pub hash: String,
    /// When the document was made. Passed in: the same tree gives the same bytes.
    pub created: DateTime<Utc>,
    /// The language as a BCP 47 tag, such as `en-GB`.
    pub language: String,
    /// The blocks, from top to bottom.
    pub blocks: Vec<Block>,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// The title of the document, on its first page.
    Title(Title),
    /// Facts as pairs of label and value, without rules of a table: key terms, a measure's definition.
    Facts(Facts),
    /// The list of headings with their pages.
    Contents(Contents),
    /// A heading.
    Heading(Heading),
    /// A paragraph, with or without a clause number.
    Paragraph(Paragraph),
    /// A list with a dash before each item.
    List(List),
    /// A table.
    Table(Table),
    /// A target that changes by month, as a stepped line.
    SteppedChart(SteppedChart),
    /// Probabilities by row and column, as a table with shaded cells.
    HeatMap(HeatMap),
    /// A distribution over months: bands, median, target.
    FanChart(FanChart),
    /// A distribution as equally likely dots.
    DotPlot(DotPlot),
    /// Places for signatures, two in a row.
    Signatures(Signatures),
    /// A remark that is set apart: "illustrative, not a term".
    Note(Note),
    /// A hairline over the width of the text.
    Rule,
    /// What follows starts on a new page.
    PageBreak,
}

/// A run of text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Span {
    /// The text. A line feed breaks the line.
    pub text: String,
    /// How it is set.
    #[serde(default)]
    pub style: SpanStyle,
    /// The path of the term that the text shows, such as `service_levels.fcr.target`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub field: Option<String>,
    /// The id of the heading, table or chart that the text refers to.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub target: Option<String>,
}

/// How a span is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SpanStyle {
    /// As the text around it.
    #[default]
    Plain,
    /// Semi-bold: a defined word where it is defined, the name of a service level.
    Strong,
    /// Italic.
    Emphasis,
    /// Smaller and grey: a unit, a remark inside a cell.
    Muted,
}

/// The title of the document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Title {
    /// A line above the title: "Service level agreement".
    pub overline: String,
    /// The title.
    pub text: Vec<Span>,
    /// A paragraph below it: between whom.
    pub lead: Vec<Span>,
}

/// Facts as pairs of label and value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Facts {
    /// What the facts are about, for readers who do not see the page.
    pub summary: String,
    /// The facts.
    pub rows: Vec<Fact>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: Vec<Span>,
}

/// The list of headings with their pages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Contents {
    /// The word above the list.
    pub title: String,
    /// The deepest level of heading that is listed.
    pub depth: u8,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Heading {
    /// 1 for a clause, 2 for a part of it, 3 for a part of that.
    pub level: u8,
    /// The clause's number.
    #[ts(optional = nullable)]
    pub number: Option<String>,
    /// The words.
    pub text: String,
    /// The name by which other blocks refer to it.
    pub id: String,
    /// The path of the term, or of the part of the agreement, that the heading stands for.
    #[ts(optional = nullable)]
    pub field: Option<String>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Paragraph {
    /// The number that hangs in the margin: "5.1".
    #[ts(optional = nullable)]
    pub number: Option<String>,
    /// The name by which other blocks refer to it.
    #[ts(optional = nullable)]
    pub id: Option<String>,
    /// The text.
    pub spans: Vec<Span>,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct List {
    /// The items.
    pub items: Vec<Vec<Span>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Table {
    /// The name by which other blocks refer to it.
    pub id: String,
    /// "Table 1".
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether the first cell of a row names the row.
    pub row_heads: bool,
    /// A remark below the table.
    pub note: Vec<Span>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Column {
    /// The word at its head.
    pub head: String,
    /// How its cells are aligned.
    pub align: Align,
    /// Its share of the width that no column needs: 0 keeps the column as narrow as its text.
    pub grow: u8,
}

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the start of the line: words.
    #[default]
    Start,
    /// At the end of the line: numbers of one precision.
    End,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Row {
    /// One cell for each column.
    pub cells: Vec<Vec<Span>>,
    /// Whether it is a sum: ruled off and semi-bold.
    pub total: bool,
}

/// A target that changes by month, as a stepped line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct SteppedChart {
    /// The name by which other blocks refer to it.
    pub id: String,
    /// "Figure 1".
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// The same in a sentence with its numbers, for readers who do not see the drawing.
    pub alt: String,
    /// The values of the vertical axis that are marked.
    pub ticks: Vec<Tick>,
    /// One name for each step of the horizontal axis.
    pub steps: Vec<String>,
    /// What the horizontal axis counts: "contract month".
    pub step_name: String,
    /// The lines.
    pub series: Vec<StepSeries>,
}

/// A stepped line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct StepSeries {
    /// What it is: "Target".
    pub name: String,
    /// Position and text for each step.
    pub points: Vec<StepPoint>,
    /// Whether it is drawn dashed: a floor beside its target.
    pub dashed: bool,
}

/// One step of a stepped line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct StepPoint {
    /// Where it lies on the vertical axis.
    pub value: f64,
    /// The value as text.
    pub label: String,
    /// The path of the term it shows.
    #[ts(optional = nullable)]
    pub field: Option<String>,
}

/// A marked value of an axis.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Tick {
    /// Where it lies.
    pub value: f64,
    /// The value as text.
    pub label: String,
}

/// Probabilities by row and column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct HeatMap {
    /// The name by which other blocks refer to it.
    pub id: String,
    /// "Table 7".
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// The word above the names of the rows.
    pub row_head: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The word above the words at the end of the rows; empty when there are none.
    pub word_head: String,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// A remark below it: how to read it.
    pub note: Vec<Span>,
}

/// A row of a heat map.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct HeatRow {
    /// What the row is about.
    pub name: Vec<Span>,
    /// One cell for each column.
    pub cells: Vec<HeatCell>,
    /// The word at its end: "fair".
    pub word: String,
    /// Whether it stands apart from the rows above: "all met".
    pub apart: bool,
}

/// A cell of a heat map.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct HeatCell {
    /// What is written in it.
    pub label: String,
    /// How dark it is: 0 is paper, 6 the darkest; none is an empty cell.
    #[ts(optional = nullable)]
    pub shade: Option<u8>,
}

/// A distribution over months.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct FanChart {
    /// The name by which other blocks refer to it.
    pub id: String,
    /// "Figure 3".
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// The same in a sentence with its numbers, for readers who do not see the drawing.
    pub alt: String,
    /// The values of the vertical axis that are marked.
    pub ticks: Vec<Tick>,
    /// One name for each month of history, then of the future; an empty name leaves its mark unnamed.
    pub months: Vec<String>,
    /// Observed values, one for each month of history; none is a gap.
    pub history: Vec<Option<f64>>,
    /// The bands, the widest first.
    pub bands: Vec<FanBand>,
    /// The median of each future month.
    pub median: Vec<f64>,
    /// The target of each future month; none where no target applies.
    pub target: Vec<Option<f64>>,
}

/// A band of a fan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct FanBand {
    /// "95 %".
    pub label: String,
    /// The lower edge in each future month.
    pub low: Vec<f64>,
    /// The upper edge in each future month.
    pub high: Vec<f64>,
}

/// A distribution as equally likely dots.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct DotPlot {
    /// The name by which other blocks refer to it.
    pub id: String,
    /// "Figure 4".
    pub label: String,
    /// What it shows.
    pub caption: String,
    /// The same in a sentence with its numbers, for readers who do not see the drawing.
    pub alt: String,
    /// The values of the horizontal axis that are marked.
    pub ticks: Vec<Tick>,
    /// The dots.
    pub dots: Vec<Dot>,
    /// Where the median is ruled.
    #[ts(optional = nullable)]
    pub median: Option<Tick>,
}

/// One of equally likely outcomes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct Dot {
    /// Where it lies.
    pub value: f64,
    /// Whether it is drawn as an open ring: the cap was reached.
    pub open: bool,
}

/// Places for signatures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Signatures {
    /// The places, in the order of signing.
    pub places: Vec<SignaturePlace>,
}

/// A place for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct SignaturePlace {
    /// The name of the place in the file: `client`.
    pub id: String,
    /// In which role: "For the client".
    pub role: String,
    /// For whom.
    pub party: Vec<Span>,
}

/// A remark that is set apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Note {
    /// A few words before it, semi-bold; empty for none.
    pub lead: String,
    /// The text.
    pub spans: Vec<Span>,
}

impl Span {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Span { text: text.into(), ..Span::default() }
    }

    /// Semi-bold text.
    pub fn strong(text: impl Into<String>) -> Self {
        Span { text: text.into(), style: SpanStyle::Strong, ..Span::default() }
    }

    /// Italic text.
    pub fn emphasis(text: impl Into<String>) -> Self {
        Span { text: text.into(), style: SpanStyle::Emphasis, ..Span::default() }
    }

    /// Smaller, grey text.
    pub fn muted(text: impl Into<String>) -> Self {
        Span { text: text.into(), style: SpanStyle::Muted, ..Span::default() }
    }

    /// Text that shows the term at `field`.
    pub fn term(field: impl Into<String>, text: impl Into<String>) -> Self {
        Span { text: text.into(), field: Some(field.into()), ..Span::default() }
    }

    /// Text that refers to the heading, table or chart called `target`.
    pub fn reference(target: impl Into<String>, text: impl Into<String>) -> Self {
        Span { text: text.into(), target: Some(target.into()), ..Span::default() }
    }

    /// The same span, semi-bold.
    pub fn into_strong(self) -> Self {
        Span { style: SpanStyle::Strong, ..self }
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Self {
        Span::plain(text)
    }
}

impl From<String> for Span {
    fn from(text: String) -> Self {
        Span::plain(text)
    }
}
