//! The structure tree, links and bookmarks as PDF objects (ISO 32000-1, 14.7, 12.5.6.5, 12.3.3).

use crate::layout::Pages;
use crate::structure::{Anchor, Child, Kind, Node};
use crate::style::PAGE_HEIGHT;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};

/// Objects that the parts of the finishing pass refer to.
pub(super) struct Ids {
    pub pages: Vec<ObjectId>,
    nodes: Vec<ObjectId>,
    links: Vec<ObjectId>,
}

impl Ids {
    pub(super) fn reserve(document: &mut Document, pages: &Pages) -> Self {
        Ids {
            pages: document.get_pages().into_values().collect(),
            nodes: pages.structure.nodes.iter().map(|_| document.new_object_id()).collect(),
            links: pages.structure.links.iter().map(|_| document.new_object_id()).collect(),
        }
    }
}

/// Text as UTF-16 with a byte-order mark, which every reader understands.
pub(super) fn text(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Writes the structure tree and returns its root.
pub(super) fn structure(document: &mut Document, pages: &Pages, ids: &Ids) -> ObjectId {
    let root = document.new_object_id();
    let nodes = &pages.structure.nodes;
    for (index, node) in nodes.iter().enumerate() {
        let parent = if index == 0 { root } else { ids.nodes[node.parent] };
        let element = element(node, parent, pages, ids);
        document.set_object(ids.nodes[index], element);
    }
    // For each page the node of each of its marks; for each link its node.
    let mut owners: Vec<Vec<Object>> = vec![Vec::new(); pages.sheets.len()];
    let mut marks: Vec<(usize, usize, ObjectId)> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        for child in &node.children {
            if let Child::Content { page, mark } = child {
                marks.push((*page, *mark, ids.nodes[index]));
            }
        }
    }
    marks.sort_unstable();
    for (page, _, node) in marks {
        owners[page].push(node.into());
    }
    let mut numbers: Vec<Object> = Vec::new();
    for (page, nodes) in owners.into_iter().enumerate() {
        let list = document.add_object(Object::Array(nodes));
        numbers.extend([integer(page), list.into()]);
    }
    for (index, link) in pages.structure.links.iter().enumerate() {
        numbers.extend([integer(pages.sheets.len() + index), ids.nodes[link.node].into()]);
    }
    let parents = document.add_object(dictionary! {"Nums" => numbers});
    let next = integer(pages.sheets.len() + pages.structure.links.len());
    document.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => vec![Object::Reference(ids.nodes[0])],
            "ParentTree" => parents,
            "ParentTreeNextKey" => next,
        },
    );
    root
}

fn element(node: &Node, parent: ObjectId, pages: &Pages, ids: &Ids) -> Dictionary {
    let mut children: Vec<Object> = node
        .children
        .iter()
        .map(|child| match child {
            Child::Node(index) => ids.nodes[*index].into(),
            Child::Content { page, mark } => {
                dictionary! {"Type" => "MCR", "Pg" => ids.pages[*page], "MCID" => integer(*mark)}.into()
            }
            Child::Link(index) => {
                let page = ids.pages[pages.structure.links[*index].page];
                dictionary! {"Type" => "OBJR", "Pg" => page, "Obj" => ids.links[*index]}.into()
            }
        })
        .collect();
    let mut element = dictionary! {"Type" => "StructElem", "S" => node.kind.name(), "P" => parent};
    match (children.len(), children.pop()) {
        (0, _) | (_, None) => {}
        // A lone child stands without an array: some readers of form fields insist on it.
        (1, Some(only)) => element.set("K", only),
        (_, Some(last)) => {
            children.push(last);
            element.set("K", children);
        }
    }
    if let Some(attributes) = attributes(node) {
        element.set("A", attributes);
    }
    if let (Kind::Figure, Some(alt)) = (node.kind, &node.alt) {
        element.set("Alt", text(alt));
    }
    element
}

fn attributes(node: &Node) -> Option<Dictionary> {
    match node.kind {
        Kind::ColumnHead => Some(dictionary! {"O" => "Table", "Scope" => "Column"}),
        Kind::RowHead => Some(dictionary! {"O" => "Table", "Scope" => "Row"}),
        Kind::Table => node.alt.as_ref().map(|alt| dictionary! {"O" => "Table", "Summary" => text(alt)}),
        Kind::List => Some(dictionary! {"O" => "List", "ListNumbering" => "Disc"}),
        Kind::Figure => node.bounds.map(|bounds| {
            dictionary! {"O" => "Layout", "Placement" => "Block", "BBox" => rectangle(bounds)}
        }),
        _ => None,
    }
}

/// Writes the links onto their pages.
pub(super) fn links(document: &mut Document, pages: &Pages, ids: &Ids) -> lopdf::Result<()> {
    let mut lists: Vec<Vec<Object>> = vec![Vec::new(); ids.pages.len()];
    for (index, link) in pages.structure.links.iter().enumerate() {
        let mut annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => rectangle(link.area),
            "F" => 4,
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "Contents" => text(&link.label),
            "StructParent" => integer(pages.sheets.len() + index),
        };
        if let Some(anchor) = pages.structure.anchor(&link.target) {
            let action = dictionary! {
                "S" => "GoTo",
                "D" => destination(anchor, ids.pages[anchor.page]),
                "SD" => destination(anchor, ids.nodes[anchor.node]),
            };
            annotation.set("A", action);
        }
        document.set_object(ids.links[index], annotation);
        lists[link.page].push(ids.links[index].into());
    }
    for (index, list) in lists.into_iter().enumerate() {
        let page = document.get_dictionary_mut(ids.pages[index])?;
        page.set("StructParents", integer(index));
        page.set("Tabs", "S");
        if list.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set("Annots", list);
        }
    }
    Ok(())
}

/// Writes the bookmarks, nested by level, and returns their root; none where no heading is bookmarked.
pub(super) fn outline(document: &mut Document, pages: &Pages, ids: &Ids) -> Option<ObjectId> {
    let marked: Vec<(&Anchor, u8, &str)> = pages
        .structure
        .anchors
        .iter()
        .filter_map(|anchor| anchor.bookmark.as_ref().map(|(level, words)| (anchor, *level, words.as_str())))
        .collect();
    if marked.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let items: Vec<ObjectId> = marked.iter().map(|_| document.new_object_id()).collect();
    // The parent of a bookmark is the nearest one above it of a higher rank.
    let parents: Vec<Option<usize>> =
        (0..marked.len()).map(|index| (0..index).rev().find(|above| marked[*above].1 < marked[index].1)).collect();
    for (index, (anchor, _, words)) in marked.iter().enumerate() {
        let siblings: Vec<usize> = (0..marked.len()).filter(|other| parents[*other] == parents[index]).collect();
        let children: Vec<usize> = (0..marked.len()).filter(|other| parents[*other] == Some(index)).collect();
        let mut item = dictionary! {
            "Title" => text(words),
            "Parent" => parents[index].map_or(root, |parent| items[parent]),
            "Dest" => destination(anchor, ids.pages[anchor.page]),
            "SE" => ids.nodes[anchor.node],
        };
        if let Some(previous) = siblings.iter().rev().find(|other| **other < index) {
            item.set("Prev", items[*previous]);
        }
        if let Some(next) = siblings.iter().find(|other| **other > index) {
            item.set("Next", items[*next]);
        }
        if let (Some(first), Some(last)) = (children.first(), children.last()) {
            item.set("First", items[*first]);
            item.set("Last", items[*last]);
            // Negative: closed until opened.
            item.set("Count", Object::Integer(-(children.len() as i64)));
        }
        document.set_object(items[index], item);
    }
    let tops: Vec<usize> = (0..marked.len()).filter(|index| parents[*index].is_none()).collect();
    let mut outlines = dictionary! {"Type" => "Outlines", "Count" => integer(tops.len())};
    if let (Some(first), Some(last)) = (tops.first(), tops.last()) {
        outlines.set("First", items[*first]);
        outlines.set("Last", items[*last]);
    }
    document.set_object(root, outlines);
    Some(root)
}

/// A little above an anchor, so that it does not stick to the edge of the window.
fn destination(anchor: &Anchor, object: ObjectId) -> Object {
    let top = hundredths(PAGE_HEIGHT - anchor.top + 6.0);
    Object::Array(vec![object.into(), "XYZ".into(), Object::Null, top, Object::Null])
}

/// From left, top, right, bottom measured from the top of the page to a PDF rectangle.
fn rectangle([left, top, right, bottom]: [f32; 4]) -> Object {
    Object::Array([left, PAGE_HEIGHT - bottom, right, PAGE_HEIGHT - top].map(hundredths).to_vec())
}

fn hundredths(value: f32) -> Object {
    Object::Real((value * 100.0).round() / 100.0)
}

fn integer(value: usize) -> Object {
    Object::Integer(value as i64)
}
