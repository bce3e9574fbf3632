//! The look of the page: sizes, weights, colours and distances, all in points (1/72 inch), all in one place.
//!
//! The serif is what is agreed, the sans what is looked up: tables, charts, heads and feet of pages.

/// A colour in sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

pub(crate) const INK: Colour = Colour(0x17, 0x1c, 0x1b);
pub(crate) const INK_MUTED: Colour = Colour(0x4a, 0x53, 0x50);
pub(crate) const RULE: Colour = Colour(0xb9, 0xbf, 0xbc);
pub(crate) const HAIRLINE: Colour = Colour(0xd9, 0xdc, 0xd9);
pub(crate) const ACCENT: Colour = Colour(0x0d, 0x56, 0x64);
pub(crate) const GRID: Colour = Colour(0xe4, 0xe6, 0xe4);
pub(crate) const WHITE: Colour = Colour(0xff, 0xff, 0xff);
pub(crate) const RING: Colour = Colour(0xa8, 0x30, 0x0f);
/// The bands of a fan, from the widest to the narrowest.
pub(crate) const FAN: [Colour; 3] = [Colour(0xe0, 0xeb, 0xec), Colour(0xbd, 0xd6, 0xd9), Colour(0x8f, 0xb9, 0xbf)];
/// The shades of a heat map: lightness falls evenly, so that it survives a photocopier.
pub(crate) const SHADES: [Colour; 7] = [
    Colour(0xfd, 0xfb, 0xf6),
    Colour(0xf8, 0xed, 0xd8),
    Colour(0xf0, 0xd5, 0xa6),
    Colour(0xe2, 0xb2, 0x6d),
    Colour(0xcd, 0x88, 0x43),
    Colour(0x97, 0x50, 0x1f),
    Colour(0x5f, 0x2a, 0x10),
];
/// From this shade on the text in a cell is white.
pub(crate) const SHADE_DEEP: u8 = 5;

/// ISO A4.
pub(crate) const PAGE_WIDTH: f32 = 595.28;
pub(crate) const PAGE_HEIGHT: f32 = 841.89;
pub(crate) const MARGIN_LEFT: f32 = 66.0;
pub(crate) const MARGIN_RIGHT: f32 = 66.0;
/// Where text begins and ends, measured from the top of the page.
pub(crate) const BODY_TOP: f32 = 88.0;
pub(crate) const BODY_BOTTOM: f32 = 772.0;
/// The width of the text.
pub(crate) const MEASURE: f32 = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT;
/// How far clause text stands in from its number.
pub(crate) const HANG: f32 = 28.0;

/// The two families. Each falls back to the other and then to the Japanese face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Serif,
    Sans,
}

impl Family {
    /// The family and what stands in for characters it lacks, as a font list.
    pub(crate) fn stack(self) -> &'static str {
        match self {
            Family::Serif => "Source Serif 4, Source Sans 3, Noto Sans JP",
            Family::Sans => "Source Sans 3, Source Serif 4, Noto Sans JP",
        }
    }
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextStyle {
    pub family: Family,
    pub size: f32,
    pub semi_bold: bool,
    pub italic: bool,
    /// Distance of two baselines, in sizes.
    pub leading: f32,
    pub colour: Colour,
    /// Whether a zero is slashed, as in hashes.
    pub slashed_zero: bool,
}

const SERIF: TextStyle = TextStyle {
    family: Family::Serif,
    size: 10.5,
    semi_bold: false,
    italic: false,
    leading: 1.42,
    colour: INK,
    slashed_zero: false,
};
const SANS: TextStyle = TextStyle { family: Family::Sans, size: 9.4, leading: 1.33, ..SERIF };

pub(crate) const BODY: TextStyle = SERIF;
pub(crate) const TITLE: TextStyle = TextStyle { size: 28.0, leading: 1.16, ..SERIF };
pub(crate) const OVERLINE: TextStyle = TextStyle { size: 11.0, semi_bold: true, colour: ACCENT, ..SANS };
pub(crate) const LEAD: TextStyle = TextStyle { size: 12.5, leading: 1.45, ..SERIF };
pub(crate) const CELL: TextStyle = SANS;
pub(crate) const CELL_HEAD: TextStyle = TextStyle { semi_bold: true, ..SANS };
pub(crate) const CAPTION: TextStyle = TextStyle { size: 9.0, semi_bold: true, leading: 1.4, ..SANS };
pub(crate) const REMARK: TextStyle = TextStyle { size: 8.6, leading: 1.4, colour: INK_MUTED, ..SANS };
pub(crate) const AXIS: TextStyle = TextStyle { size: 8.2, leading: 1.2, colour: INK_MUTED, ..SANS };
pub(crate) const AXIS_VALUE: TextStyle = TextStyle { colour: INK, ..AXIS };
pub(crate) const HEAD: TextStyle = TextStyle { size: 8.2, leading: 1.4, colour: INK_MUTED, ..SANS };
pub(crate) const FOOT_HASH: TextStyle = TextStyle { size: 6.9, slashed_zero: true, ..HEAD };
pub(crate) const FACT_LABEL: TextStyle = TextStyle { size: 9.6, leading: 1.45, colour: INK_MUTED, ..SANS };
pub(crate) const FACT_VALUE: TextStyle = TextStyle { size: 10.5, leading: 1.38, ..SERIF };
pub(crate) const CONTENTS: TextStyle = TextStyle { size: 10.5, leading: 1.35, ..SERIF };
pub(crate) const NOTE: TextStyle = TextStyle { size: 9.6, leading: 1.4, ..SANS };

/// The style of a heading and the space above and below it.
pub(crate) fn heading(level: u8) -> (TextStyle, f32, f32) {
    match level {
        0 | 1 => (TextStyle { size: 14.0, semi_bold: true, leading: 1.3, ..SERIF }, 24.0, 8.0),
        2 => (TextStyle { size: 11.4, semi_bold: true, leading: 1.3, ..SERIF }, 15.0, 5.0),
        _ => (TextStyle { size: 10.5, semi_bold: true, leading: 1.35, ..SERIF }, 10.0, 3.0),
    }
}
