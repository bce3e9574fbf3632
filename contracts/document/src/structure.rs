//! The structure tree: what each thing on a page is, for readers who do not see the page, and the places that links and
//! bookmarks lead to. Apart from any file format.

/// The structure of a document.
#[derive(Debug)]
pub(crate) struct Structure {
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub anchors: Vec<Anchor>,
}

/// A node of the structure tree. Node 0 is the document.
#[derive(Debug)]
pub(crate) struct Node {
    pub kind: Kind,
    pub parent: usize,
    pub children: Vec<Child>,
    /// The same in words, for a drawing.
    pub alt: Option<String>,
    /// Where a drawing lies on its page: left, top, right, bottom.
    pub bounds: Option<[f32; 4]>,
}

/// A child of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Child {
    Node(usize),
    /// Marked content on a page, by the page and its number there.
    Content {
        page: usize,
        mark: usize,
    },
    /// A link, by its index.
    Link(usize),
}

/// What a node is, in the standard types of ISO 32000-1, 14.8.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Section,
    Heading(u8),
    Paragraph,
    Inline,
    Link,
    Contents,
    ContentsItem,
    List,
    ListItem,
    ListLabel,
    ListBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    TableRow,
    ColumnHead,
    RowHead,
    TableCell,
    Figure,
}

impl Kind {
    /// The name of the standard structure type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Document => "Document",
            Kind::Section => "Sect",
            Kind::Heading(0 | 1) => "H1",
            Kind::Heading(2) => "H2",
            Kind::Heading(3) => "H3",
            Kind::Heading(_) => "H4",
            Kind::Paragraph => "P",
            Kind::Inline => "Span",
            Kind::Link => "Link",
            Kind::Contents => "TOC",
            Kind::ContentsItem => "TOCI",
            Kind::List => "L",
            Kind::ListItem => "LI",
            Kind::ListLabel => "Lbl",
            Kind::ListBody => "LBody",
            Kind::Table => "Table",
            Kind::Caption => "Caption",
            Kind::TableHead => "THead",
            Kind::TableBody => "TBody",
            Kind::TableRow => "TR",
            Kind::ColumnHead | Kind::RowHead => "TH",
            Kind::TableCell => "TD",
            Kind::Figure => "Figure",
        }
    }
}

/// An area of a page that leads somewhere.
#[derive(Debug)]
pub(crate) struct Link {
    pub page: usize,
    /// Left, top, right, bottom.
    pub area: [f32; 4],
    pub target: String,
    pub node: usize,
    /// What a reader is told about it.
    pub label: String,
}

/// A place that links and bookmarks lead to.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    pub id: String,
    pub page: usize,
    pub top: f32,
    pub node: usize,
    /// The words of the bookmark and its level; none for places without a bookmark.
    pub bookmark: Option<(u8, String)>,
}

impl Structure {
    pub(crate) fn new() -> Self {
        let root = Node { kind: Kind::Document, parent: 0, children: Vec::new(), alt: None, bounds: None };
        Structure { nodes: vec![root], links: Vec::new(), anchors: Vec::new() }
    }

    /// Adds a node as the last child of `parent`.
    pub(crate) fn add(&mut self, parent: usize, kind: Kind) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node { kind, parent, children: Vec::new(), alt: None, bounds: None });
        self.nodes[parent].children.push(Child::Node(index));
        index
    }

    /// The place called `id`.
    pub(crate) fn anchor(&self, id: &str) -> Option<&Anchor> {
        self.anchors.iter().find(|anchor| anchor.id == id)
    }
}
