//! The page writer: glyphs, areas and lines through printpdf. The only file that knows it.
//!
//! Faces are cut down to the glyphs in use by `subsetter` first; printpdf gets them ready, with glyphs already renumbered.

use super::Fault;
use super::finish::Draft;
use crate::ink::{GlyphRun, Ink, Part, Strip};
use crate::layout::Pages;
use crate::style::{Colour, PAGE_HEIGHT, PAGE_WIDTH};
use crate::typeset::Face;
use printpdf::{
    Codepoint, Color, DictItem, FontId, FontMetrics, LineDashPattern, LinePoint, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rgb, TextItem,
    TextMatrix, TextRenderingMode, WindingOrder,
};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// A face cut down to the glyphs in use.
struct Subset {
    id: FontId,
    remapper: GlyphRemapper,
    /// Advance of each renumbered glyph in whole thousandths of the size. printpdf writes widths rounded down, so
    /// positions are computed against the same numbers.
    widths: BTreeMap<u16, f32>,
}

/// Writes the pages; structure and metadata come later.
pub(super) fn write(pages: &Pages) -> Result<Draft, Fault> {
    let mut document = PdfDocument::new("");
    let subsets = subset_faces(&pages.faces, &mut document)?;
    let mut out = Vec::with_capacity(pages.sheets.len());
    for sheet in &pages.sheets {
        let mut ops = Vec::new();
        let mut mark = 0;
        for strip in &sheet.strips {
            begin(strip, pages, &mut mark, &mut ops);
            draw_all(&strip.ink, &subsets, &mut ops);
            ops.push(Op::EndMarkedContent);
        }
        let mut page = PdfPage::new(Pt(PAGE_WIDTH).into(), Pt(PAGE_HEIGHT).into(), ops);
        // The round trip through millimetres must not change the size.
        page.media_box.width = Pt(PAGE_WIDTH);
        page.media_box.height = Pt(PAGE_HEIGHT);
        page.crop_box = page.media_box.clone();
        page.trim_box = page.media_box.clone();
        out.push(page);
    }
    document.with_pages(out);
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let draft = document.to_lopdf_document(&options, &mut warnings);
    match warnings.iter().find(|warning| matches!(warning.severity, printpdf::PdfParseErrorSeverity::Error)) {
        Some(warning) => Err(Fault::Pages(warning.msg.clone())),
        None => Ok(draft),
    }
}

/// Opens the marked content of a strip. `mark` counts the content of the page exactly as the layout did.
fn begin(strip: &Strip, pages: &Pages, mark: &mut i64, ops: &mut Vec<Op>) {
    match strip.part {
        Part::Artifact => ops.push(Op::BeginMarkedContent { tag: "Artifact".into() }),
        Part::Content(node) => {
            let tag = pages.structure.nodes[node].kind.name().to_owned();
            let map = [("MCID".to_owned(), DictItem::Int(*mark))].into();
            ops.push(Op::BeginMarkedContentWithProperties { tag, properties: DictItem::Dict { map } });
            *mark += 1;
        }
    }
}

fn subset_faces(faces: &[Face], document: &mut PdfDocument) -> Result<Vec<Option<Subset>>, Fault> {
    let mut subsets = Vec::with_capacity(faces.len());
    for (index, face) in faces.iter().enumerate() {
        if face.glyphs.is_empty() {
            subsets.push(None);
            continue;
        }
        let parsed = ttf_parser::Face::parse(face.bytes, 0)?;
        let mut remapper = GlyphRemapper::new();
        for glyph in face.glyphs.keys() {
            remapper.remap(*glyph);
        }
        let bytes = subsetter::subset(face.bytes, 0, &remapper)?;
        let units = parsed.units_per_em();
        let advances: BTreeMap<u16, u16> = remapper
            .remapped_gids()
            .enumerate()
            .map(|(new, old)| (new as u16, parsed.glyph_hor_advance(ttf_parser::GlyphId(old)).unwrap_or(0)))
            .collect();
        let widths = advances.iter().map(|(glyph, width)| (*glyph, thousandths(*width, units))).collect();
        let id = FontId(subset_tag(index));
        let name = format!("{}+{}", id.0, postscript_name(&parsed));
        let metrics = FontMetrics { ascent: parsed.ascender(), descent: parsed.descender() };
        let mut font = ParsedFont::with_glyph_data(bytes, 0, Some(name), BTreeMap::new(), advances, units, metrics);
        let bounds = parsed.global_bounding_box();
        let stub = &mut font.pdf_font_metrics;
        (stub.x_min, stub.y_min, stub.x_max, stub.y_max) = (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max);
        stub.us_weight_class = parsed.weight().to_number();
        // printpdf takes the slant from the caret of the face: so many units to the right for a thousand upwards.
        stub.caret_slope_rise = 1000;
        stub.caret_slope_run = (-parsed.italic_angle()).to_radians().tan().mul_add(1000.0, 0.5).floor() as i16;
        document.resources.fonts.map.insert(id.clone(), PdfFont::new(font));
        subsets.push(Some(Subset { id, remapper, widths }));
    }
    Ok(subsets)
}

/// Six letters that name a subset (ISO 32000-1, 9.6.4).
fn subset_tag(index: usize) -> String {
    let letter = |place: usize| char::from(b'A' + (place % 26) as u8);
    ["PLUMB".to_owned(), letter(index).to_string()].concat()
}

fn postscript_name(face: &ttf_parser::Face<'_>) -> String {
    let names = face.names().into_iter();
    let name = names.filter(|name| name.name_id == ttf_parser::name_id::POST_SCRIPT_NAME).find_map(|n| n.to_string());
    name.unwrap_or_else(|| "Face".to_owned())
}

fn thousandths(width: u16, units: u16) -> f32 {
    (f32::from(width) * 1000.0 / f32::from(units.max(1))).floor()
}

/// The state of an open text section: what need not be said again.
#[derive(PartialEq, Clone, Copy)]
struct TextState {
    face: usize,
    size: f32,
    colour: Colour,
    embolden: bool,
}

/// Draws things one after the other. Neighbouring runs share a text section, so that readers do not take the seam
/// between two scripts for a space.
fn draw_all(ink: &[Ink], subsets: &[Option<Subset>], ops: &mut Vec<Op>) {
    let mut text: Option<TextState> = None;
    for item in ink {
        if let Ink::Run(run) = item {
            let Some(subset) = subsets.get(run.face).and_then(Option::as_ref) else { continue };
            let state = TextState { face: run.face, size: run.size, colour: run.colour, embolden: run.embolden };
            set_text_state(text, state, subset, ops);
            text = Some(state);
            show(run, subset, ops);
        } else {
            close_text(&mut text, ops);
            draw(item, ops);
        }
    }
    close_text(&mut text, ops);
}

fn set_text_state(before: Option<TextState>, state: TextState, subset: &Subset, ops: &mut Vec<Op>) {
    if before.is_none() {
        ops.push(Op::StartTextSection);
    }
    if before.is_none_or(|before| before.colour != state.colour) {
        ops.push(Op::SetFillColor { col: colour_of(state.colour) });
    }
    if before.is_none_or(|before| (before.face, before.size) != (state.face, state.size)) {
        ops.push(Op::SetFont { font: PdfFontHandle::External(subset.id.clone()), size: Pt(state.size) });
    }
    let was_emboldened = before.is_some_and(|before| before.embolden);
    if state.embolden {
        ops.push(Op::SetOutlineColor { col: colour_of(state.colour) });
        ops.push(Op::SetOutlineThickness { pt: Pt(state.size * 0.03) });
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::FillStroke });
    } else if was_emboldened {
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Fill });
    }
}

fn close_text(text: &mut Option<TextState>, ops: &mut Vec<Op>) {
    let Some(state) = text.take() else { return };
    if state.embolden {
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::Fill });
    }
    ops.push(Op::EndTextSection);
}

fn draw(ink: &Ink, ops: &mut Vec<Op>) {
    match ink {
        Ink::Area { points, colour } => {
            ops.push(Op::SetFillColor { col: colour_of(*colour) });
            ops.push(polygon(points.iter().map(|point| line_point(*point, false)).collect(), PaintMode::Fill));
        }
        Ink::Line { points, colour, width, dash } => {
            ops.push(Op::SetOutlineColor { col: colour_of(*colour) });
            ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
            ops.push(Op::SetLineDashPattern { dash: dash_pattern(*dash) });
            let points = points.iter().map(|point| line_point(*point, false)).collect();
            ops.push(Op::DrawLine { line: printpdf::Line { points, is_closed: false } });
        }
        Ink::Circle { centre, radius, fill, outline } => draw_circle(*centre, *radius, *fill, *outline, ops),
        // Runs are shown in text sections; the layout has replaced all page numbers by runs.
        Ink::Run(_) | Ink::PageNumber { .. } => {}
    }
}

fn draw_circle(
    centre: (f32, f32),
    radius: f32,
    fill: Option<Colour>,
    outline: Option<(Colour, f32)>,
    ops: &mut Vec<Op>,
) {
    if let Some(colour) = fill {
        ops.push(Op::SetFillColor { col: colour_of(colour) });
    }
    if let Some((colour, width)) = outline {
        ops.push(Op::SetOutlineColor { col: colour_of(colour) });
        ops.push(Op::SetOutlineThickness { pt: Pt(width) });
        ops.push(Op::SetLineDashPattern { dash: dash_pattern(None) });
    }
    let mode = match (fill.is_some(), outline.is_some()) {
        (true, true) => PaintMode::FillStroke,
        (true, false) => PaintMode::Fill,
        (false, _) => PaintMode::Stroke,
    };
    // Four cubic curves; 0.5523 puts their middles on the circle.
    let handle = radius * 0.5523;
    let at = |x: f32, y: f32, bezier: bool| line_point((centre.0 + x, centre.1 + y), bezier);
    let points = vec![
        at(radius, 0.0, false),
        at(radius, handle, true),
        at(handle, radius, true),
        at(0.0, radius, false),
        at(-handle, radius, true),
        at(-radius, handle, true),
        at(-radius, 0.0, false),
        at(-radius, -handle, true),
        at(-handle, -radius, true),
        at(0.0, -radius, false),
        at(handle, -radius, true),
        at(radius, -handle, true),
        at(radius, 0.0, false),
    ];
    ops.push(polygon(points, mode));
}

fn show(run: &GlyphRun, subset: &Subset, ops: &mut Vec<Op>) {
    // Marks that stand above or below the baseline begin a line of their own.
    let mut rest = run.glyphs.as_slice();
    while let Some(first) = rest.first() {
        let level = rest.iter().position(|glyph| glyph.y != first.y).unwrap_or(rest.len());
        let (glyphs, after) = rest.split_at(level);
        let (x, y) = (rounded(run.x + first.x), rounded(PAGE_HEIGHT - run.y - first.y));
        let points = glyphs.iter().enumerate().map(|(index, glyph)| {
            let id = subset.remapper.get(glyph.id).unwrap_or(0);
            let natural = subset.widths.get(&id).copied().unwrap_or(0.0);
            let advance = glyphs.get(index + 1).map_or(0.0, |next| (next.x - glyph.x) / run.size * 1000.0 - natural);
            let offset = if index + 1 == glyphs.len() { 0.0 } else { -(advance * 10.0).round() / 10.0 };
            // printpdf leaves out an offset of zero; minus zero would be written.
            Codepoint { gid: id, offset: if offset == 0.0 { 0.0 } else { offset }, cid: Some(glyph.text.clone()) }
        });
        let items = vec![TextItem::GlyphIds(points.collect())];
        ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x, y]) });
        ops.push(Op::ShowText { items });
        rest = after;
    }
}

fn polygon(points: Vec<LinePoint>, mode: PaintMode) -> Op {
    let rings = vec![PolygonRing { points }];
    Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } }
}

/// From the top of the page downwards to the bottom of the page upwards.
fn line_point((x, y): (f32, f32), bezier: bool) -> LinePoint {
    LinePoint { p: Point { x: Pt(rounded(x)), y: Pt(rounded(PAGE_HEIGHT - y)) }, bezier }
}

/// A hundredth of a point is finer than any printer, and keeps the file small.
fn rounded(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

fn dash_pattern(dash: Option<(f32, f32)>) -> LineDashPattern {
    match dash {
        None => LineDashPattern::solid(),
        Some((on, off)) => LineDashPattern::new(0.0, &[on, off]),
    }
}

fn colour_of(Colour(r, g, b): Colour) -> Color {
    let share = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: share(r), g: share(g), b: share(b), icc_profile: None })
}
