//! The statement of a month as a tree: who settles with whom and until when, the scorecard, the credits line by line with
//! their arithmetic, what follows beside money, trends, plans, where the figures came from, what corrections changed. Every
//! figure is given as text by whoever settled it.

mod tables;

use crate::tree::{Block, Fact, Facts, Heading, List, Note, Paragraph, Span, Title, Tree};
use chrono::{DateTime, Utc};

/// What a statement says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementPaper {
    /// The agreement's title.
    pub title: String,
    /// Name of the client.
    pub client: String,
    /// Name of the vendor.
    pub vendor: String,
    /// `Revision 3`.
    pub revision: String,
    /// SHA-256 of the terms, 64 hexadecimal digits.
    pub hash: String,
    /// When the document was made.
    pub created: DateTime<Utc>,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Whether it is posted and since when; may be empty.
    pub standing: String,
    /// Of a part of the months alone: which ones it lacks and why, each a sentence. Every page then says so.
    pub lacks: Vec<String>,
    /// Label and value of what holds for the whole: the parties with their addresses, the period, how it is paid, until when
    /// it can be disputed. A line feed in a value breaks the line.
    pub terms: Vec<(String, String)>,
    /// What all months come to, where there are several.
    pub sums: MonthSums,
    /// One for each month.
    pub months: Vec<MonthPaper>,
    /// Each level over its months; empty where nothing went before.
    pub trend: TrendPaper,
}

/// A month of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthPaper {
    /// `Sep 2027, month 7 of the contract`.
    pub name: String,
    /// `Sep 2027`.
    pub short: String,
    /// Label and value: charges, cap, credit; the last one is what is paid.
    pub facts: Vec<(String, String)>,
    /// One for each service level.
    pub lines: Vec<LinePaper>,
    /// How many levels were met: `4 of 7 met`.
    pub met: String,
    /// The month's score.
    pub score: String,
    /// Its sums.
    pub sums: MonthSums,
    /// How credit, bonus and score were made, each in words.
    pub how: Vec<String>,
    /// What follows beside money.
    pub triggers: Vec<TriggerPaper>,
    /// The last three months against the baseline that both sides share.
    pub outcomes: Vec<OutcomePaper>,
    /// Rectification plans.
    pub plans: Vec<PlanPaper>,
    /// What was said about the month, and where the figures came from.
    pub remarks: Vec<String>,
    /// What corrections changed in earlier statements: the month with its difference, and its changes and reasons.
    pub adjustments: Vec<(String, Vec<String>)>,
}

/// Sums of a month, without a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthSums {
    /// Charges.
    pub charges: String,
    /// Credits before caps.
    pub uncapped: String,
    /// Credits.
    pub credit: String,
    /// What is earned back, the bonus and the share of savings together.
    pub beside: String,
    /// Credits less what is earned back, bonus and share of savings.
    pub net: String,
}

/// A service level of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinePaper {
    /// Its name.
    pub name: String,
    /// Its target.
    pub target: String,
    /// Its value, or why it has none.
    pub value: String,
    /// Observations behind it, where known.
    pub n: String,
    /// The band in a word.
    pub band: String,
    /// Its score.
    pub score: String,
    /// Its part of the score, in percent.
    pub weight: String,
    /// Points of its miss, a repeat included; empty where misses are not counted in points.
    pub points: String,
    /// Its credit before caps.
    pub uncapped: String,
    /// Its credit.
    pub credit: String,
    /// The arithmetic of every figure, step by step.
    pub trace: Vec<String>,
}

/// A rule that fired.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TriggerPaper {
    /// The rule with its clause.
    pub rule: String,
    /// What met it, each in words.
    pub met_by: Vec<String>,
    /// What follows.
    pub consequence: String,
}

/// Each level over its months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrendPaper {
    /// `Apr to Sep 2027`.
    pub span: String,
    /// A name for each month, the statement's own last.
    pub months: Vec<String>,
    /// One for each level.
    pub levels: Vec<TrendLevelPaper>,
}

/// A level over its months.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrendLevelPaper {
    /// Its name.
    pub name: String,
    /// Its target in the last month.
    pub target: String,
    /// For each month its value, empty without one, and whether it was missed.
    pub values: Vec<(String, bool)>,
    /// The last three months together; empty where that is not known.
    pub three_months: String,
}

/// A level's last three months against the baseline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutcomePaper {
    /// The business outcome.
    pub outcome: String,
    /// The level.
    pub name: String,
    /// `improving`.
    pub verdict: String,
    /// The comparison in a sentence.
    pub words: String,
}

/// A rectification plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanPaper {
    /// What it is about.
    pub about: String,
    /// The month that opened it: `Sep 2027`.
    pub month: String,
    /// Why it was opened.
    pub cause: String,
    /// Why it happened.
    pub root_cause: String,
    /// Who mends it.
    pub owner: String,
    /// Until when.
    pub due: String,
    /// `opened by this statement`, `open`, `done`.
    pub state: String,
}

/// Makes the tree of a statement.
#[must_use]
pub fn compose_statement(paper: &StatementPaper) -> Tree {
    let subject = match paper.months.as_slice() {
        [only] => format!("Statement of {}", only.short),
        [first, .., last] => format!("Statement of {} to {}", first.short, last.short),
        [] => "Statement".into(),
    };
    let subject = if paper.lacks.is_empty() { subject } else { format!("{subject}, in part") };
    let title = if paper.title.is_empty() { "Untitled agreement" } else { paper.title.as_str() };
    let parties = [&paper.client, &paper.vendor].map(|n| if n.is_empty() { "not named" } else { n.as_str() });
    let lead = format!("between {}, the client, and {}, the\u{a0}vendor", parties[0], parties[1]);
    let mut sheet = Sheet::default();
    sheet.blocks.push(Block::Title(Title {
        overline: subject.clone(),
        text: vec![Span::plain(title)],
        lead: vec![Span::plain(lead)],
    }));
    if !paper.standing.is_empty() {
        sheet.note(&paper.standing);
    }
    for lack in &paper.lacks {
        sheet.note(lack);
    }
    sheet.facts("The statement", &paper.terms, None);
    let several = paper.months.len() > 1;
    if several {
        sheet.table(|number| tables::summary(paper, number));
        sheet.trend(&paper.trend);
    }
    for (at, month) in paper.months.iter().enumerate() {
        if several {
            sheet.blocks.push(Block::PageBreak);
            sheet.heading(1, &month.name, format!("month-{at}"));
        }
        sheet.month(paper, month, at);
    }
    let issuers: Vec<&str> =
        [&paper.client, &paper.vendor].into_iter().map(String::as_str).filter(|n| !n.is_empty()).collect();
    crate::signs::set_signs(&mut sheet.blocks);
    Tree {
        title: format!("{title}: {subject}"),
        subject: subject.clone(),
        author: issuers.join(", "),
        running_head: format!("{title} · {subject}"),
        revision: paper.revision.clone(),
        hash: paper.hash.clone(),
        created: paper.created,
        language: "en-GB".into(),
        blocks: sheet.blocks,
    }
}

/// The blocks so far, and how many tables are among them.
#[derive(Default)]
struct Sheet {
    blocks: Vec<Block>,
    tables: u32,
}

impl Sheet {
    fn month(&mut self, paper: &StatementPaper, month: &MonthPaper, at: usize) {
        self.facts(&format!("Money of {}", month.name), &month.facts, month.facts.len().checked_sub(1));
        self.table(|number| tables::levels(paper, month, at, number));
        if !month.triggers.is_empty() {
            self.table(|number| tables::triggers(month, at, number));
        }
        if !month.adjustments.is_empty() {
            self.heading(2, "Corrections of statements that were posted before", format!("corrections-{at}"));
            for (name, changes) in &month.adjustments {
                self.named_list(name, changes);
            }
        }
        if !month.plans.is_empty() {
            self.table(|number| tables::plans(month, at, number));
        }
        if paper.months.len() == 1 {
            self.trend(&paper.trend);
        }
        if !month.outcomes.is_empty() {
            self.table(|number| tables::outcomes(month, at, number));
        }
        self.heading(2, "How each figure came about", format!("how-{at}"));
        self.table(|number| tables::how(month, at, number));
        if !month.remarks.is_empty() {
            self.heading(2, "Remarks and sources", format!("remarks-{at}"));
        }
        for remark in &month.remarks {
            self.note(remark);
        }
    }

    fn trend(&mut self, trend: &TrendPaper) {
        if !trend.levels.is_empty() {
            self.table(|number| tables::trend(trend, number));
        }
    }

    fn table(&mut self, table: impl FnOnce(u32) -> crate::tree::Table) {
        self.tables += 1;
        self.blocks.push(Block::Table(table(self.tables)));
    }

    fn facts(&mut self, summary: &str, facts: &[(String, String)], strong: Option<usize>) {
        let fact = |(at, (label, value)): (usize, &(String, String))| Fact {
            label: label.clone(),
            value: vec![if Some(at) == strong { Span::strong(value.clone()) } else { Span::plain(value) }],
        };
        let rows: Vec<Fact> = facts.iter().enumerate().map(fact).collect();
        if !rows.is_empty() {
            self.blocks.push(Block::Facts(Facts { summary: summary.to_owned(), rows }));
        }
    }

    fn heading(&mut self, level: u8, text: &str, id: String) {
        self.blocks.push(Block::Heading(Heading { level, number: None, text: text.into(), id, field: None }));
    }

    fn named_list(&mut self, name: &str, texts: &[String]) {
        self.blocks.push(Block::Paragraph(Paragraph { number: None, id: None, spans: vec![Span::strong(name)] }));
        let items = texts.iter().map(|text| vec![Span::plain(text)]).collect();
        self.blocks.push(Block::List(List { items }));
    }

    fn note(&mut self, text: &str) {
        self.blocks.push(Block::Note(Note { lead: String::new(), spans: vec![Span::plain(text)] }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RenderOptions, render, tree::Table};

    fn sums() -> MonthSums {
        let of = |text: &str| text.to_owned();
        MonthSums {
            charges: of("412,000.00"),
            uncapped: of("60,000.00"),
            credit: of("12,360.00"),
            beside: String::new(),
            net: of("12,360.00"),
        }
    }

    fn heads(table: &Table) -> Vec<&str> {
        table.columns.iter().map(|c| c.head.as_str()).collect()
    }

    fn paper(months: usize) -> StatementPaper {
        let line = LinePaper {
            name: "First contact resolution".into(),
            target: "≥ 72.0 %".into(),
            value: "70.2 %".into(),
            band: "serious".into(),
            n: "58,204".into(),
            score: "70".into(),
            weight: "20".into(),
            points: String::new(),
            uncapped: "60,000.00".into(),
            credit: "12,360.00".into(),
            trace: vec!["70.2 % is worse than the target: serious".into(), "3 points × 2 (repeat) × 0.5 %".into()],
        };
        let month = MonthPaper {
            name: "Sep 2027, month 7 of the contract".into(),
            short: "Sep 2027".into(),
            facts: vec![("Net credit".into(), "USD 12,360.00".into())],
            lines: vec![line],
            met: "0 of 1 met".into(),
            score: "70.0".into(),
            sums: sums(),
            how: vec!["credits of USD 12,360.00".into()],
            remarks: vec!["Source: acd.csv".into()],
            triggers: vec![TriggerPaper {
                rule: "3 misses of one level in any 6 windows (clause 6)".into(),
                met_by: vec!["First contact resolution, 3 misses".into()],
                consequence: "escalation".into(),
            }],
            outcomes: vec![OutcomePaper {
                outcome: "Customer retention".into(),
                name: "First contact resolution".into(),
                verdict: "worse".into(),
                words: "70.2 % in Jul to Sep 2027 against 72.4 % in Jul to Sep 2026".into(),
            }],
            plans: vec![PlanPaper {
                about: "First contact resolution".into(),
                month: "Sep 2027".into(),
                cause: "missed, serious (clause 6)".into(),
                due: "30 Oct 2027".into(),
                ..PlanPaper::default()
            }],
            adjustments: vec![("Aug 2027: +USD 10.00".into(), vec!["calls counted twice".into()])],
        };
        StatementPaper {
            title: "Voice".into(),
            client: "Northmere".into(),
            vendor: "Alvora".into(),
            revision: "Revision 3".into(),
            hash: "0".repeat(64),
            created: DateTime::default(),
            currency: "USD".into(),
            standing: "Not posted".into(),
            lacks: Vec::new(),
            sums: sums(),
            terms: vec![("Client".into(), "Northmere\n1 Quay".into()), ("Period".into(), "1 to 30 Sep 2027".into())],
            months: vec![month; months],
            trend: TrendPaper {
                span: "Aug to Sep 2027".into(),
                months: vec!["Aug".into(), "Sep".into()],
                levels: vec![TrendLevelPaper {
                    name: "First contact resolution".into(),
                    target: "≥ 72.0 %".into(),
                    values: vec![(String::new(), false), ("70.2 %".into(), true)],
                    three_months: "71.0 %".into(),
                }],
            },
        }
    }

    #[test]
    fn a_statement_of_one_or_several_months_is_a_document_that_can_be_printed() {
        for months in [1, 3] {
            let tree = compose_statement(&paper(months));
            let pdf = render(&tree, &RenderOptions::default()).unwrap();
            assert!(pdf.starts_with(b"%PDF-"));
            assert_eq!(pdf, render(&tree, &RenderOptions::default()).unwrap(), "the same bytes for the same statement");
            let tables = tree.blocks.iter().filter(|b| matches!(b, Block::Table(_))).count();
            // Levels, what follows, plans, outcomes and arithmetic of each month; the trend once.
            assert_eq!(tables, 5 * months + 1 + usize::from(months > 1), "several months have a table of their sums");
        }
    }

    #[test]
    fn a_statement_is_named_after_its_months() {
        assert_eq!(compose_statement(&paper(1)).subject, "Statement of Sep 2027");
        assert_eq!(compose_statement(&paper(2)).subject, "Statement of Sep 2027 to Sep 2027");
    }

    #[test]
    fn a_missed_month_of_the_trend_is_marked_and_one_without_a_value_has_a_dash() {
        let table = tables::trend(&paper(1).trend, 2);
        assert_eq!(heads(&table), ["Service level", "Target", "Aug", "Sep", "Three months"]);
        let texts: Vec<&str> = table.rows[0].cells.iter().map(|c| c[0].text.as_str()).collect();
        assert_eq!(texts, ["First contact resolution", "≥\u{a0}72.0\u{a0}%", "–", "70.2 %†", "71.0 %"]);
        assert!(table.note[0].text.contains("† missed"));
    }

    #[test]
    fn dates_months_and_clauses_of_a_plan_stay_on_one_line() {
        let table = tables::plans(&paper(1).months[0], 0, 3);
        let texts: Vec<&str> = table.rows[0].cells.iter().map(|c| c[0].text.as_str()).collect();
        let expected = [
            "First contact resolution, Sep\u{a0}2027",
            "Missed, serious (clause\u{a0}6)",
            "–",
            "–",
            "30\u{a0}Oct\u{a0}2027",
            "–",
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn columns_that_say_nothing_new_are_left_out() {
        let whole = paper(1);
        let all = tables::levels(&whole, &whole.months[0], 0, 1);
        assert_eq!(
            heads(&all),
            ["Service level", "Target", "Value", "n", "Band", "Score", "Weight", "Before caps", "Credit, USD"]
        );
        let mut bare = whole.clone();
        bare.months[0].lines[0].n.clear();
        bare.months[0].lines[0].uncapped = bare.months[0].lines[0].credit.clone();
        bare.months[0].sums.uncapped = bare.months[0].sums.credit.clone();
        let few = tables::levels(&bare, &bare.months[0], 0, 1);
        assert_eq!(heads(&few), ["Service level", "Target", "Value", "Band", "Score", "Weight", "Credit, USD"]);
        for table in [all, few] {
            assert!(table.rows.iter().all(|r| r.cells.len() == table.columns.len()), "each row fills its columns");
        }
    }
}
