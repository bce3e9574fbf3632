//! Text to glyphs: choice of faces, shaping, line breaking.
//!
//! Only the embedded typefaces are known here; those of the computer never take part, so that a document looks the same
//! and has the same bytes everywhere. A character that none of them has is reported with its place.

use crate::ink::{Glyph, GlyphRun};
use crate::refusal::{Reason, Refusal, code_points};
use crate::style::TextStyle;
use crate::tree::{Align, Span, SpanStyle};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFeatures, FontStyle, FontWeight, Layout, LayoutContext,
    LineHeight, OverflowWrap, RangedBuilder, Run, StyleProperty,
};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

include!(concat!(env!("OUT_DIR"), "/faces.rs"));

/// Number of the span that a glyph comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct SpanIndex(usize);

/// An embedded face and the glyphs that a document uses of it.
pub(crate) struct Face {
    pub bytes: &'static [u8],
    blob: u64,
    semi_bold: bool,
    /// The glyphs in use, each with the characters it stands for.
    pub glyphs: BTreeMap<u16, String>,
}

/// Shapes and breaks text, and remembers which glyphs were used and which characters could not be set.
pub(crate) struct Typesetter {
    fonts: FontContext,
    layouts: LayoutContext<SpanIndex>,
    pub faces: Vec<Face>,
    pub refusals: Vec<Refusal>,
}

/// A line of set text.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub height: f32,
    /// The runs, each with the number of its span; their `y` is the baseline below the top of the line.
    pub runs: Vec<(usize, GlyphRun)>,
}

/// Text that is shaped and waits for a width.
pub(crate) struct Shaped {
    layout: Layout<SpanIndex>,
    text: String,
    style: TextStyle,
    span_styles: Vec<SpanStyle>,
    /// Width when every possible break is taken, and when none is.
    pub narrowest: f32,
    pub widest: f32,
}

impl Typesetter {
    pub(crate) fn new() -> Self {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut faces = Vec::with_capacity(FILES.len());
        for bytes in FILES {
            let blob = Blob::new(Arc::new(bytes));
            let semi_bold = ttf_parser::Face::parse(bytes, 0).is_ok_and(|face| face.weight().to_number() >= 600);
            faces.push(Face { bytes, blob: blob.id(), semi_bold, glyphs: BTreeMap::new() });
            collection.register_fonts(blob, None);
        }
        let fonts = FontContext { collection, source_cache: SourceCache::default() };
        Typesetter { fonts, layouts: LayoutContext::new(), faces, refusals: Vec::new() }
    }

    /// Shapes `spans`. `place` is where they are, for refusals.
    pub(crate) fn shape(&mut self, spans: &[Span], style: TextStyle, place: &str) -> Shaped {
        let mut text = String::new();
        let mut ranges = Vec::with_capacity(spans.len());
        for span in spans {
            let start = text.len();
            self.clean(span, place, &mut text);
            ranges.push(start..text.len());
        }
        let layout = self.build(&text, spans, &ranges, style);
        self.look_for_missing_glyphs(&layout, &text, spans, &ranges, place);
        let widths = layout.calculate_content_widths();
        Shaped {
            layout,
            text,
            style,
            span_styles: spans.iter().map(|span| span.style).collect(),
            narrowest: widths.min,
            widest: widths.max,
        }
    }

    /// Sets text on one line of `width`, shortened with an ellipsis where it is longer.
    pub(crate) fn set_short(
        &mut self,
        text: &str,
        style: TextStyle,
        width: f32,
        align: Align,
        place: &str,
    ) -> Vec<Line> {
        let mut shaped = self.shape(&[Span::plain(text)], style, place);
        let mut letters: Vec<char> = text.chars().collect();
        while shaped.widest > width && letters.len() > 1 {
            let share = (width / shaped.widest).min(0.98);
            letters.truncate(((letters.len() as f32 * share) as usize).max(1));
            let cut: String = letters.iter().collect();
            shaped = self.shape(&[Span::plain(format!("{}…", cut.trim_end()))], style, place);
        }
        self.lines(shaped, width, align)
    }

    /// Shapes one span and sets it on lines of `width`.
    pub(crate) fn set(&mut self, text: &str, style: TextStyle, width: f32, align: Align, place: &str) -> Vec<Line> {
        let shaped = self.shape(&[Span::plain(text)], style, place);
        self.lines(shaped, width, align)
    }

    /// Breaks shaped text into lines of `width` and takes note of the glyphs.
    pub(crate) fn lines(&mut self, mut shaped: Shaped, width: f32, align: Align) -> Vec<Line> {
        shaped.layout.break_all_lines(Some(width));
        let alignment = match align {
            Align::Start => Alignment::Start,
            Align::End => Alignment::End,
        };
        shaped.layout.align(alignment, AlignmentOptions::default());
        let mut lines = Vec::with_capacity(shaped.layout.len());
        for line in shaped.layout.lines() {
            let metrics = line.metrics();
            let mut x = metrics.offset + metrics.inline_min_coord;
            let baseline = metrics.baseline - metrics.block_min_coord;
            let mut runs = Vec::new();
            for run in line.runs() {
                self.take_run(&shaped, &run, &mut x, baseline, &mut runs);
            }
            lines.push(Line { height: metrics.line_height, runs });
        }
        lines
    }

    fn build(&mut self, text: &str, spans: &[Span], ranges: &[Range<usize>], style: TextStyle) -> Layout<SpanIndex> {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        push_defaults(&mut builder, style);
        for (index, (span, range)) in spans.iter().zip(ranges).enumerate() {
            if range.is_empty() {
                continue;
            }
            builder.push(StyleProperty::Brush(SpanIndex(index)), range.clone());
            match span.style {
                SpanStyle::Plain => {}
                SpanStyle::Strong => builder.push(StyleProperty::FontWeight(FontWeight::new(600.0)), range.clone()),
                SpanStyle::Emphasis => builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone()),
                SpanStyle::Muted => builder.push(StyleProperty::FontSize(style.size * 0.9), range.clone()),
            }
        }
        let mut layout = builder.build(text);
        layout.break_all_lines(None);
        layout
    }

    /// Appends the text of a span, without what must not be printed.
    fn clean(&mut self, span: &Span, place: &str, out: &mut String) {
        for character in span.text.chars() {
            match character {
                '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
                '\t' => out.push(' '),
                '\r' => {}
                // A soft hyphen only matters where a line breaks, and lines are not hyphenated.
                '\u{ad}' => {}
                c if is_hidden(c) => self.refuse(Refusal {
                    reason: Reason::HiddenCharacter {
                        code_point: code_points(&c.to_string()),
                        context: excerpt(&span.text.replace(is_hidden, ""), 0),
                    },
                    place: place.to_owned(),
                    field: span.field.clone(),
                    remedy: "remove the character; it cannot be seen and could change what is read".into(),
                }),
                c => out.push(c),
            }
        }
    }

    fn look_for_missing_glyphs(
        &mut self,
        layout: &Layout<SpanIndex>,
        text: &str,
        spans: &[Span],
        ranges: &[Range<usize>],
        place: &str,
    ) {
        for line in layout.lines() {
            for run in line.runs() {
                for cluster in run.clusters() {
                    let range = cluster.text_range();
                    let character = &text[range.clone()];
                    if character.chars().all(char::is_whitespace) || cluster.glyphs().all(|glyph| glyph.id != 0) {
                        continue;
                    }
                    let field = ranges
                        .iter()
                        .position(|r| r.contains(&range.start))
                        .and_then(|index| spans.get(index))
                        .and_then(|span| span.field.clone());
                    self.refuse(Refusal {
                        reason: Reason::MissingGlyph {
                            character: character.to_owned(),
                            code_points: code_points(character),
                            context: excerpt(text, range.start),
                        },
                        place: place.to_owned(),
                        field,
                        remedy: "write it in Latin, Greek, Cyrillic or Japanese characters, or leave it out".into(),
                    });
                }
            }
        }
    }

    /// Adds a refusal, once.
    fn refuse(&mut self, refusal: Refusal) {
        if !self.refusals.contains(&refusal) {
            self.refusals.push(refusal);
        }
    }

    /// Takes over the glyphs of a shaped run, cut where the span changes.
    fn take_run(
        &mut self,
        shaped: &Shaped,
        run: &Run<'_, SpanIndex>,
        x: &mut f32,
        baseline: f32,
        runs: &mut Vec<(usize, GlyphRun)>,
    ) {
        let blob = run.font().data.id();
        let Some(face) = self.faces.iter().position(|face| face.blob == blob) else {
            self.refuse(Refusal::internal("text was set in a typeface that is not embedded"));
            return;
        };
        let mut open: Option<(usize, GlyphRun)> = None;
        let clusters: Vec<_> = run.visual_clusters().collect();
        for (index, cluster) in clusters.iter().enumerate() {
            let mut range = cluster.text_range();
            for next in clusters[index + 1..].iter().take_while(|next| next.is_ligature_continuation()) {
                range.start = range.start.min(next.text_range().start);
                range.end = range.end.max(next.text_range().end);
            }
            let span = cluster.style().brush.0;
            if open.as_ref().is_none_or(|(current, _)| *current != span) {
                runs.extend(open.take());
                let colour = match shaped.span_styles.get(span) {
                    Some(SpanStyle::Muted) => crate::style::INK_MUTED,
                    _ => shaped.style.colour,
                };
                // The Japanese face has one weight; its strokes are thickened where more is asked for.
                let strong = shaped.style.semi_bold || shaped.span_styles.get(span) == Some(&SpanStyle::Strong);
                let embolden = strong && !self.faces[face].semi_bold;
                let glyphs = Vec::new();
                let size = run.font_size();
                open = Some((span, GlyphRun { face, size, colour, x: *x, y: baseline, width: 0.0, embolden, glyphs }));
            }
            let Some((_, current)) = open.as_mut() else { continue };
            let character = &shaped.text[range];
            if character == "\n" {
                continue;
            }
            let glyphs: Vec<_> = cluster.glyphs().collect();
            for (glyph, part) in glyphs.iter().zip(shares(character, glyphs.len())) {
                let id = u16::try_from(glyph.id).unwrap_or(0);
                let shown = self.faces[face].glyphs.entry(id).or_insert(part).clone();
                current.glyphs.push(Glyph { id, x: *x - current.x + glyph.x, y: glyph.y, text: shown });
                *x += glyph.advance;
            }
            current.width = *x - current.x;
        }
        runs.extend(open);
    }
}

fn push_defaults(builder: &mut RangedBuilder<'_, SpanIndex>, style: TextStyle) {
    builder.push_default(StyleProperty::FontFamily(FontFamily::Source(style.family.stack().into())));
    builder.push_default(StyleProperty::FontSize(style.size));
    builder.push_default(StyleProperty::FontWeight(FontWeight::new(if style.semi_bold { 600.0 } else { 400.0 })));
    if style.italic {
        builder.push_default(StyleProperty::FontStyle(FontStyle::Italic));
    }
    if style.slashed_zero {
        builder.push_default(StyleProperty::FontFeatures(FontFeatures::Source("\"zero\" 1".into())));
    }
    builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(style.size * style.leading)));
    // A word that is wider than its column is broken anywhere rather than printed over its neighbour.
    builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
}

/// Characters that cannot be seen and change what is: controls, marks of direction, tags.
fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        '\u{e0000}'..='\u{e007f}' | '\u{fff9}'..='\u{fffb}' => true,
        c => c.is_control(),
    }
}

/// Some of `text` around the byte `at`.
fn excerpt(text: &str, at: usize) -> String {
    const BEFORE: usize = 20;
    const LENGTH: usize = 48;
    let index = text.char_indices().take_while(|(byte, _)| *byte < at).count();
    let part: String = text.chars().skip(index.saturating_sub(BEFORE)).take(LENGTH).collect();
    part.replace('\n', " ").trim().to_owned()
}

/// What each of `count` glyphs stands for when together they show `characters`. No share is empty, since a reader that
/// copies text asks each glyph.
fn shares(characters: &str, count: usize) -> Vec<String> {
    let plain: Vec<char> = characters.chars().map(canonical).collect();
    if count <= 1 {
        return vec![plain.into_iter().collect()];
    }
    let extra = plain.len().saturating_sub(count);
    let mut parts = vec![plain.iter().take(extra + 1).collect::<String>()];
    for index in 1..count {
        parts.push(plain.get(extra + index).map_or_else(|| "\u{200b}".to_owned(), char::to_string));
    }
    parts
}

/// Characters that share a glyph with a more common one are read out as that one.
fn canonical(character: char) -> char {
    match character {
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{b5}' => '\u{3bc}',
        '\u{2bb}' => '\u{2018}',
        '\u{2bc}' => '\u{2019}',
        '\u{2126}' => '\u{3a9}',
        '\u{2206}' => '\u{394}',
        c => c,
    }
}
