//! A document with every kind of block, for tests of the engine.

use document::tree::*;
use document::{RenderOptions, render};
use lopdf::Document;

/// A date far from any clock.
pub fn created() -> chrono::DateTime<chrono::Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

pub const HASH: &str = "9c417be052d80d3c6f5a1e2b7c9d8e0f1a2b3c4d5e6f708192a3b4c5d6e7f809";

/// A tree with nothing but `blocks`.
pub fn tree(blocks: Vec<Block>) -> Tree {
    Tree {
        title: "Customer care, voice".into(),
        subject: "Service level agreement".into(),
        author: "Northmere Energy".into(),
        running_head: "Customer care, voice · Service level agreement".into(),
        revision: "Revision 4, draft".into(),
        hash: HASH.into(),
        created: created(),
        language: "en-GB".into(),
        blocks,
    }
}

pub fn paragraph(number: &str, text: &str) -> Block {
    Block::Paragraph(Paragraph {
        number: (!number.is_empty()).then(|| number.to_owned()),
        id: None,
        spans: vec![Span::plain(text)],
    })
}

pub fn heading(level: u8, number: &str, text: &str) -> Block {
    Block::Heading(Heading {
        level,
        number: (!number.is_empty()).then(|| number.to_owned()),
        text: text.into(),
        id: format!("clause-{}-{text}", number.replace('.', "-")),
        field: None,
    })
}

pub const PROSE: &str = "From the effective date the vendor performs the services so that each service level in the \
    table is met in each calendar month, first measured from the day on which the service starts. Maintenance that was \
    announced no fewer than ten business days in advance is left out up to the monthly allowance; efficient, fluent \
    notification of affected flows is part of this obligation.";

pub fn table(id: &str, rows: usize) -> Block {
    let column = |head: &str, align, grow| Column { head: head.into(), align, grow };
    Block::Table(Table {
        id: id.into(),
        label: "Table 1".into(),
        caption: "Service levels, targets and weights".into(),
        columns: vec![
            column("Service level", Align::Start, 1),
            column("Target", Align::End, 0),
            column("Floor", Align::End, 0),
            column("Weight", Align::End, 0),
            column("Class", Align::Start, 0),
        ],
        rows: (1..=rows)
            .map(|row| Row {
                cells: vec![
                    vec![Span::plain(format!("Level number {row}"))],
                    vec![Span::term(format!("service_levels.l{row}.target"), "≥\u{202f}80.0\u{202f}%")],
                    vec![Span::plain("70.0\u{202f}%")],
                    vec![Span::plain("20")],
                    vec![Span::plain(if row % 3 == 0 { "Report only" } else { "Critical" })],
                ],
                total: false,
            })
            .collect(),
        row_heads: true,
        note: vec![Span::plain("Weights add up to 100.")],
    })
}

/// Every kind of block.
pub fn everything() -> Tree {
    let mut blocks = vec![
        Block::Title(Title {
            overline: "Service level agreement".into(),
            text: vec![Span::term("title", "Customer care, voice")],
            lead: vec![
                Span::plain("between "),
                Span::term("parties.client.name", "Zoë Energia Łódź, represented by Łukasz Żółć"),
                Span::plain(" (the Client) and "),
                Span::term("parties.vendor.name", "株式会社サンプル"),
                Span::plain(" (the Vendor), Αθήνα, Київ"),
            ],
        }),
        Block::Facts(Facts {
            summary: "Key terms".into(),
            rows: vec![
                Fact { label: "Effective date".into(), value: vec![Span::term("term.start", "1 January 2027")] },
                Fact { label: "Charges".into(), value: vec![Span::term("charges", "USD\u{a0}412,000.00 per month")] },
                Fact { label: "Revision".into(), value: vec![Span::plain("4, draft")] },
            ],
        }),
        Block::PageBreak,
        Block::Contents(Contents { title: "Contents".into(), depth: 2 }),
        Block::PageBreak,
        heading(1, "1", "Parties and term"),
        paragraph("1.1", PROSE),
        Block::Paragraph(Paragraph {
            number: Some("1.2".into()),
            id: None,
            spans: vec![
                Span::plain("Weights are in "),
                Span::reference("table-1", "Table 1"),
                Span::plain(" and used for the score. "),
                Span::strong("First contact resolution"),
                Span::plain(" is at least "),
                Span::term("service_levels.fcr.target", "72.0\u{202f}%"),
                Span::emphasis(" in each month"),
                Span::plain(", x\u{302} and a\u{30a} compose, 株式会社 too."),
            ],
        }),
        Block::List(List { items: vec![vec![Span::plain("taking calls;")], vec![Span::plain(PROSE)]] }),
    ];
    blocks.push(table("table-1", 8));
    for clause in 2..5 {
        blocks.push(heading(1, &clause.to_string(), "Service levels"));
        for part in 1..5 {
            if part == 3 {
                blocks.push(heading(2, &format!("{clause}.{part}"), "Speed of answer"));
            }
            blocks.push(paragraph(&format!("{clause}.{part}"), PROSE));
        }
    }
    blocks.push(heading(1, "5", "Ramp"));
    blocks.push(stepped());
    blocks.push(table("table-2", 60));
    blocks.push(heading(1, "", "Annex: simulation"));
    blocks.push(Block::Note(Note { lead: "Illustrative, not a term.".into(), spans: vec![Span::plain(PROSE)] }));
    blocks.push(heat());
    blocks.push(fan());
    blocks.push(dots());
    blocks.push(Block::Rule);
    blocks.push(heading(1, "6", "Sign-off"));
    blocks.push(Block::Signatures(Signatures {
        places: ["client", "vendor"]
            .map(|side| SignaturePlace {
                id: side.into(),
                role: format!("For the {side}"),
                party: vec![Span::plain("株式会社サンプル")],
            })
            .to_vec(),
    }));
    tree(blocks)
}

pub fn tick(value: f64) -> Tick {
    Tick { value, label: format!("{value}\u{202f}%") }
}

pub fn stepped() -> Block {
    let point = |value: f64| StepPoint { value, label: format!("{value}\u{202f}%"), field: None };
    Block::SteppedChart(SteppedChart {
        id: "figure-1".into(),
        label: "Figure 1".into(),
        caption: "First contact resolution, target by contract month".into(),
        alt: "The target is 64 % in month 1, 67 % in month 2, 70 % in month 3 and 72 % from month 4 on.".into(),
        ticks: [60.0, 65.0, 70.0].map(tick).to_vec(),
        steps: (1..=8).map(|month| month.to_string()).collect(),
        step_name: "Contract month".into(),
        series: vec![StepSeries {
            name: "Target".into(),
            points: [64.0, 67.0, 70.0, 72.0, 72.0, 72.0, 72.0, 72.0].map(point).to_vec(),
            dashed: false,
        }],
    })
}

fn heat() -> Block {
    let row = |name: &str, base: u32, apart| HeatRow {
        name: vec![Span::plain(name)],
        cells: (0..12)
            .map(|month| {
                let value = (base + month * 3).min(100);
                HeatCell { label: value.to_string(), shade: Some(6 - (value / 17).min(6) as u8) }
            })
            .collect(),
        word: "fair".into(),
        apart,
    };
    Block::HeatMap(HeatMap {
        id: "table-7".into(),
        label: "Table 7".into(),
        caption: "Probability that each service level is met, in 100".into(),
        row_head: "Service level".into(),
        columns: (1..=12).map(|month| month.to_string()).collect(),
        word_head: "Realism".into(),
        rows: vec![
            row("First contact resolution of all contacts in every channel", 12, false),
            row("Answered within 20 s", 50, false),
            row("All met", 3, true),
        ],
        note: vec![Span::plain("Of 100 simulated months so many meet the target.")],
    })
}

fn fan() -> Block {
    let band = |label: &str, half: f64| FanBand {
        label: label.into(),
        low: (0..12).map(|month| 71.0 - half * (1.0 + f64::from(month) / 12.0)).collect(),
        high: (0..12).map(|month| 71.0 + half * (1.0 + f64::from(month) / 12.0)).collect(),
    };
    Block::FanChart(FanChart {
        id: "figure-2".into(),
        label: "Figure 2".into(),
        caption: "First contact resolution".into(),
        alt: "The median stays at 71 %.".into(),
        ticks: [65.0, 70.0, 75.0].map(tick).to_vec(),
        months: (0..24).map(|m| if m % 6 == 0 { format!("M{}", m + 1) } else { String::new() }).collect(),
        history: (0..12).map(|m| (m != 4).then_some(69.0 + f64::from(m % 5))).collect(),
        bands: vec![band("95\u{202f}%", 4.0), band("80\u{202f}%", 2.6), band("50\u{202f}%", 1.3)],
        median: vec![71.0; 12],
        target: (0..12).map(|m| Some(if m < 3 { 67.0 } else { 72.0 })).collect(),
    })
}

fn dots() -> Block {
    Block::DotPlot(DotPlot {
        id: "figure-3".into(),
        label: "Figure 3".into(),
        caption: "Credits of the first year, one dot is 2 in 100".into(),
        alt: "Half of the years cost less than USD 96,800.".into(),
        ticks: [0.0, 50_000.0, 100_000.0, 150_000.0].map(|value| Tick { value, label: format!("{value}") }).to_vec(),
        dots: (0..50).map(|i| Dot { value: 20_000.0 + f64::from(i * i) * 55.0, open: i > 46 }).collect(),
        median: Some(Tick { value: 54_000.0, label: "median USD\u{a0}54,000".into() }),
    })
}

pub fn bytes(tree: &Tree) -> Vec<u8> {
    render(tree, &RenderOptions::default()).unwrap_or_else(|refusals| {
        panic!("{}", refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// The text of each page, with single spaces.
pub fn texts(file: &Document) -> Vec<String> {
    file.get_pages()
        .keys()
        .map(|page| file.extract_text(&[*page]).unwrap().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

pub fn open(tree: &Tree) -> Document {
    Document::load_mem(&bytes(tree)).unwrap()
}
