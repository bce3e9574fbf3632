//! The document in the making: numbers of clauses, tables and figures, and terms by their paths.

use super::context::Context;
use super::definitions::in_text;
use super::{wording, words};
use crate::signs;
use crate::tree::{Align, Block, Column, Heading, List, Paragraph, Row, Span, SpanStyle, Table};
use model::term::{self, CLAUSES, Field};
use model::{Agreement, Measure, ServiceLevel};
use std::collections::BTreeMap;

/// A document in the making.
pub(super) struct Draft<'a> {
    pub agreement: &'a Agreement,
    pub context: &'a Context,
    terms: BTreeMap<String, Field>,
    blocks: Vec<Block>,
    clause: u32,
    /// Clauses so far that the document adds to those of the agreement.
    added: u32,
    part: u32,
    tables: u32,
    figures: u32,
    /// What references to an id are called: "Table 3", "clause 7".
    names: BTreeMap<String, String>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(agreement: &'a Agreement, context: &'a Context) -> Self {
        let terms = term::fields(agreement).into_iter().map(|field| (field.path.clone(), field)).collect();
        Draft {
            agreement,
            context,
            terms,
            blocks: Vec::new(),
            clause: 0,
            added: 0,
            part: 0,
            tables: 0,
            figures: 0,
            names: BTreeMap::new(),
        }
    }

    /// The blocks, with every reference named.
    pub(super) fn finish(mut self) -> Vec<Block> {
        let names = std::mem::take(&mut self.names);
        let name = |span: &mut Span| {
            if let (true, Some(target)) = (span.text.is_empty(), span.target.as_ref()) {
                span.text = names.get(target).cloned().unwrap_or_default();
            }
        };
        for block in &mut self.blocks {
            match block {
                Block::Paragraph(paragraph) => paragraph.spans.iter_mut().for_each(name),
                Block::Note(note) => note.spans.iter_mut().for_each(name),
                Block::List(list) => list.items.iter_mut().flatten().for_each(name),
                _ => {}
            }
        }
        let mut blocks = wording::replace(self.blocks, &self.agreement.wordings);
        signs::set_signs(&mut blocks);
        blocks
    }

    /// Whether there is a clause or table of this name so far.
    pub(super) fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// A clause of the agreement, under the name and number that it has there; false where the agreement has none.
    pub(super) fn clause(&mut self, id: &str) -> bool {
        let known = CLAUSES.iter().find(|clause| clause.id == id);
        let Some((clause, number)) = known.zip(term::clause_number(self.agreement, id)) else { return false };
        self.numbered(id, clause.title, number + self.added);
        true
    }

    /// A clause that the document adds: about the agreement rather than of it.
    pub(super) fn added_clause(&mut self, id: &str, title: &str) {
        self.added += 1;
        self.numbered(id, title, self.clause + 1);
    }

    fn numbered(&mut self, id: &str, title: &str, number: u32) {
        self.clause = number;
        self.part = 0;
        self.names.insert(id.to_owned(), format!("clause\u{a0}{number}"));
        let number = Some(number.to_string());
        self.push(Block::Heading(Heading { level: 1, number, text: title.into(), id: id.into(), field: None }));
    }

    /// A heading inside a clause, without a number of its own.
    pub(super) fn part(&mut self, id: &str, title: &str, field: Option<String>) {
        self.push(Block::Heading(Heading { level: 2, number: None, text: title.into(), id: id.into(), field }));
    }

    /// A heading on its own, for an annex.
    pub(super) fn annex(&mut self, id: &str, title: &str) {
        self.names.insert(id.to_owned(), format!("“{title}”"));
        self.push(Block::Heading(Heading { level: 1, number: None, text: title.into(), id: id.into(), field: None }));
    }

    /// A numbered paragraph.
    pub(super) fn say(&mut self, spans: Vec<Span>) {
        self.part += 1;
        let number = Some(format!("{}.{}", self.clause, self.part));
        self.push(Block::Paragraph(Paragraph { number, id: None, spans }));
    }

    /// A paragraph that belongs to the one above.
    pub(super) fn add(&mut self, spans: Vec<Span>) {
        self.push(Block::Paragraph(Paragraph { number: None, id: None, spans }));
    }

    pub(super) fn list(&mut self, items: Vec<Vec<Span>>) {
        self.push(Block::List(List { items }));
    }

    /// Adds a table and numbers it.
    pub(super) fn table(&mut self, mut table: Table) {
        table.label = self.table_label(&table.id);
        self.push(Block::Table(table));
    }

    /// The next table's number, under which `id` is known from now on.
    pub(super) fn table_label(&mut self, id: &str) -> String {
        self.tables += 1;
        self.names.insert(id.to_owned(), format!("Table\u{a0}{}", self.tables));
        format!("Table {}", self.tables)
    }

    /// The next figure's number, under which `id` is known from now on.
    pub(super) fn figure_label(&mut self, id: &str) -> String {
        self.figures += 1;
        self.names.insert(id.to_owned(), format!("Figure\u{a0}{}", self.figures));
        format!("Figure {}", self.figures)
    }

    /// The text of a term as people write it; empty where it is not set.
    pub(super) fn text(&self, path: &str) -> &str {
        self.terms.get(path).map_or("", |field| field.text.as_str())
    }

    /// The term at `path`, or a mark that it is not set yet.
    pub(super) fn term(&self, path: &str) -> Span {
        let text = self.text(path);
        if !text.is_empty() {
            return Span::term(path, text);
        }
        let label = self.terms.get(path).map_or_else(|| path.to_owned(), |field| field.full_label.clone());
        Span { style: SpanStyle::Muted, ..Span::term(path, format!("[{label}: not set]")) }
    }

    /// The term at `path` in other words.
    pub(super) fn term_as(&self, path: &str, text: impl Into<String>) -> Span {
        Span::term(path, text)
    }

    /// The label of a choice at `path`: "Customer retention".
    pub(super) fn choice(&self, path: &str) -> Span {
        let label = self.terms.get(path).map(|field| {
            let chosen = field.choices.iter().find(|choice| choice.value == field.text);
            chosen.map_or_else(|| field.text.clone(), |choice| choice.label.clone())
        });
        Span::term(path, label.unwrap_or_default())
    }

    /// Whether some term speaks of `words`.
    pub(super) fn says(&self, words: &str) -> bool {
        self.terms.values().any(|field| field.text.replace('\u{a0}', " ").to_lowercase().contains(words))
    }

    /// Whether the term at `path` is set.
    pub(super) fn is_set(&self, path: &str) -> bool {
        !self.text(path).is_empty()
    }

    /// A sentence in which `{path}` stands for a term: as it is written, `{path|choice}` as its choice is called inside a
    /// sentence, `{path|often}` as how often something happens, `{path|point points}` as a number of them.
    pub(super) fn fill(&self, sentence: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}').unwrap_or((after, ""));
            if !before.is_empty() {
                spans.push(say(before));
            }
            let mut span = self.placed(inside);
            if after.starts_with('.') {
                // A text that is a sentence of its own has its full stop already.
                span.text.truncate(span.text.trim_end_matches('.').len());
            }
            spans.push(span);
            rest = after;
        }
        if !rest.is_empty() {
            spans.push(say(rest));
        }
        spans
    }

    fn placed(&self, inside: &str) -> Span {
        let (path, form) = inside.split_once('|').unwrap_or((inside, ""));
        if !self.is_set(path) {
            return self.term(path);
        }
        match form {
            "choice" => {
                let choice = self.choice(path);
                Span { text: in_text(&choice.text), ..choice }
            }
            "often" => self.term_as(path, words::often(self.text(path))),
            forms => {
                let term = self.term(path);
                let counted = forms.split_once(' ').map(|(one, many)| if term.text == "1" { one } else { many });
                match counted {
                    Some(word) => Span { text: format!("{}\u{a0}{word}", term.text), ..term },
                    None => term,
                }
            }
        }
    }

    /// Says a sentence where each of its terms is set; nothing otherwise.
    pub(super) fn when(&mut self, sentence: &str) {
        let paths = sentence.split('{').skip(1).filter_map(|part| part.split(['|', '}']).next());
        if paths.into_iter().all(|path| self.is_set(path)) {
            let spans = self.fill(sentence);
            self.say(spans);
        }
    }

    /// Says where something is reported, each of the sentences whose terms are set, in one paragraph; nothing without any.
    pub(super) fn say_what_is_set(&mut self, sentences: &[&str]) {
        let mut spans = Vec::new();
        for sentence in sentences {
            let mut paths = sentence.split('{').skip(1).filter_map(|part| part.split(['|', '}']).next());
            if paths.all(|path| self.is_set(path)) {
                if !spans.is_empty() {
                    spans.push(say(" "));
                }
                spans.extend(self.fill(sentence));
            }
        }
        if !spans.is_empty() {
            self.say(spans);
        }
    }

    /// A term in a cell: a choice by its label, a dash for what is not set.
    pub(super) fn cell(&self, path: &str) -> Vec<Span> {
        if !self.is_set(path) {
            return vec![none(path)];
        }
        let has_choices = self.terms.get(path).is_some_and(|field| !field.choices.is_empty());
        vec![if has_choices { self.choice(path) } else { self.term(path) }]
    }

    /// A table with a row for each entry of a list of the agreement. A column without any value is left out.
    pub(super) fn entries(&mut self, list: &str, count: usize, caption: &str, columns: &[(&str, &str, u8)]) {
        let at = |index: usize, leaf: &str| format!("{list}.{}.{leaf}", index + 1);
        let used: Vec<&(&str, &str, u8)> = columns
            .iter()
            .enumerate()
            .filter(|(i, (_, leaf, _))| *i == 0 || (0..count).any(|n| self.is_set(&at(n, leaf))))
            .map(|(_, column)| column)
            .collect();
        let row = |index: usize| Row {
            cells: used.iter().map(|(_, leaf, _)| self.cell(&at(index, leaf))).collect(),
            total: false,
        };
        let rows = (0..count).map(row).collect();
        let columns =
            used.iter().map(|(head, _, grow)| Column { head: (*head).into(), align: Align::Start, grow: *grow });
        let table = Table {
            id: format!("table-{}", list.replace(['.', '_'], "-")),
            caption: caption.into(),
            columns: columns.collect(),
            rows,
            row_heads: true,
            ..Table::default()
        };
        self.table(table);
    }

    /// The texts of a list of the agreement, one item each.
    pub(super) fn texts(&self, list: &str, count: usize) -> Vec<Vec<Span>> {
        (0..count).map(|index| vec![self.term(&format!("{list}.{}", index + 1))]).collect()
    }

    /// The name of a measure.
    pub(super) fn measure(&self, measure: &Measure) -> Span {
        self.term(&format!("measures.{}.name", measure.id))
    }

    /// Each service level with its measure.
    pub(super) fn levels(&self) -> Vec<(&'a ServiceLevel, &'a Measure)> {
        self.agreement.levels().collect()
    }
}

/// The path of a term of a service level.
pub(super) fn of_level(level: &ServiceLevel, leaf: &str) -> String {
    format!("service_levels.{}.{leaf}", level.id)
}

/// A reference, named when the document is complete.
pub(super) fn see(id: &str) -> Span {
    Span::reference(id, "")
}

/// Plain text.
pub(super) fn say(text: impl Into<String>) -> Span {
    Span::plain(text)
}

/// A dash for what is not set or does not apply.
pub(super) fn none(path: &str) -> Span {
    Span { style: SpanStyle::Muted, ..Span::term(path, "–") }
}
