//! The finishing pass: what makes a file out of pages. With [`super::tags`] the only code that knows lopdf.

use super::tags::{self, Ids, text};
use super::{Attachment, Fault, colour_profile, metadata};
use crate::layout::Pages;
use crate::tree::Tree;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

/// What the page writer hands over.
pub(super) type Draft = Document;

/// Turns written pages into the bytes of a file.
pub(super) fn finish(
    mut document: Draft,
    pages: &Pages,
    tree: &Tree,
    attachment: Option<&Attachment>,
) -> Result<Vec<u8>, Fault> {
    finish_objects(&mut document, pages, tree, attachment)?;
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}

fn finish_objects(
    document: &mut Document,
    pages: &Pages,
    tree: &Tree,
    attachment: Option<&Attachment>,
) -> lopdf::Result<()> {
    document.version = "1.7".into();
    let ids = Ids::reserve(document, pages);
    let structure = tags::structure(document, pages, &ids);
    tags::links(document, pages, &ids)?;
    let outline = tags::outline(document, pages, &ids);

    let mut packet =
        Stream::new(dictionary! {"Type" => "Metadata", "Subtype" => "XML"}, metadata::xmp(tree).into_bytes());
    // Readers look for the packet without decoding anything.
    packet.allows_compression = false;
    let packet = document.add_object(packet);
    let intent = output_intent(document);
    let file = attachment.map(|attachment| embed(document, attachment, tree));

    let root = document.trailer.get(b"Root")?.as_reference()?;
    let catalog = document.get_dictionary_mut(root)?;
    catalog.set("MarkInfo", dictionary! {"Marked" => true});
    catalog.set("StructTreeRoot", structure);
    catalog.set("Lang", Object::string_literal(tree.language.as_str()));
    catalog.set("ViewerPreferences", dictionary! {"DisplayDocTitle" => true});
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    if let Some(outline) = outline {
        catalog.set("PageMode", "UseOutlines");
        catalog.set("Outlines", outline);
    }
    if let (Some(file), Some(attachment)) = (file, attachment) {
        catalog.set("AF", vec![Object::Reference(file)]);
        let names = vec![text(&attachment.name), file.into()];
        catalog.set("Names", dictionary! {"EmbeddedFiles" => dictionary! {"Names" => names}});
    }
    properties(document, tree)?;
    identify(document, tree);
    compress(document)?;
    document.renumber_objects();
    Ok(())
}

/// sRGB as the meaning of every colour (ISO 19005-3, 6.2.3).
fn output_intent(document: &mut Document) -> Dictionary {
    let profile = document.add_object(Stream::new(dictionary! {"N" => 3}, colour_profile::srgb()));
    let name = || Object::string_literal("sRGB IEC61966-2.1");
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => name(),
        "Info" => name(),
        "DestOutputProfile" => profile,
    }
}

/// Attaches a file as the source of the document (ISO 19005-3, 6.8).
fn embed(document: &mut Document, attachment: &Attachment, tree: &Tree) -> ObjectId {
    let date = Object::string_literal(metadata::pdf_date(tree.created));
    let size = Object::Integer(attachment.bytes.len() as i64);
    let media_type = Object::Name(attachment.media_type.clone().into_bytes());
    let stream = Stream::new(
        dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => media_type,
            "Params" => dictionary! {"Size" => size, "ModDate" => date},
        },
        attachment.bytes.clone(),
    );
    let content = document.add_object(stream);
    document.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text(&attachment.name),
        "UF" => text(&attachment.name),
        "Desc" => text(&attachment.description),
        "AFRelationship" => "Source",
        "EF" => dictionary! {"F" => content, "UF" => content},
    })
}

/// The document's properties, in place of those of the page writer.
fn properties(document: &mut Document, tree: &Tree) -> lopdf::Result<()> {
    let date = || Object::string_literal(metadata::pdf_date(tree.created));
    let info = dictionary! {
        "Title" => text(&tree.title),
        "Author" => text(&tree.author),
        "Subject" => text(&tree.subject),
        "Creator" => text(metadata::PRODUCER),
        "Producer" => text(metadata::PRODUCER),
        "CreationDate" => date(),
        "ModDate" => date(),
    };
    let old = document.trailer.get(b"Info")?.as_reference()?;
    document.set_object(old, info);
    Ok(())
}

/// An identifier from the content instead of a random one: the same content has the same identifier.
fn identify(document: &mut Document, tree: &Tree) {
    let mut digest = Sha256::new();
    digest.update(tree.hash.as_bytes());
    digest.update(tree.created.timestamp().to_be_bytes());
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            digest.update(&stream.content);
        }
    }
    let id = Object::String(digest.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
}

fn compress(document: &mut Document) -> lopdf::Result<()> {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && !stream.dict.has(b"Filter")
        {
            stream.compress()?;
        }
    }
    Ok(())
}
