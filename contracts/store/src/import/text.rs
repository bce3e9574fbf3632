//! Bytes to text: what is no text is named, and every usual encoding is read.

use super::ImportError;

/// Text and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// "UTF-8 with a byte-order mark".
    pub(super) encoding: &'static str,
}

/// First bytes, what they begin, and what to do about it.
const FORMATS: [(&[u8], &str, &str); 12] = [
    (b"\x89PNG", "a PNG picture", CHOOSE),
    (b"\xff\xd8\xff", "a JPEG picture", CHOOSE),
    (b"GIF8", "a GIF picture", CHOOSE),
    (b"BM", "a bitmap picture", CHOOSE),
    (b"RIFF", "a picture or a sound", CHOOSE),
    (b"%PDF", "a PDF document", CHOOSE),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and choose the CSV file inside"),
    (b"SQLite format 3\0", "a database", CHOOSE),
    (b"{", "JSON", CHOOSE),
    (b"[", "JSON", CHOOSE),
    (b"<", "a web page or XML", CHOOSE),
    (b"\x7fELF", "a program", CHOOSE),
];
const CHOOSE: &str = "Choose a CSV file or an Excel workbook with a row for each day or month";

/// Windows-1252 from 0x80 to 0x9f; the rest of it is Latin-1. A zero has no meaning.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let decoded = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        decode_plain(rest, "UTF-8 with a byte-order mark")?
    } else if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        decode_utf16(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        decode_utf16(rest, u16::from_be_bytes)?
    } else if let Some(unit) = utf16_without_mark(bytes) {
        decode_utf16(bytes, unit)?
    } else {
        name_binary(bytes)?;
        decode_plain(bytes, "UTF-8")?
    };
    if decoded.text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(decoded)
}

/// Text in the letters of Europe has a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    let begin = bytes.get(..bytes.len().min(400) & !1)?;
    let zeros = |odd: usize| begin.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let most = begin.len() * 2 / 5;
    if begin.len() < 8 {
        None
    } else if second > most && first == 0 {
        Some(u16::from_le_bytes)
    } else if first > most && second == 0 {
        Some(u16::from_be_bytes)
    } else {
        None
    }
}

fn name_binary(bytes: &[u8]) -> Result<(), ImportError> {
    let begin = bytes.trim_ascii_start();
    for (magic, found, way_out) in FORMATS {
        // "BM" may also begin a column's name; a picture goes on with bytes that are no text.
        let certain = magic.len() > 2 || !begin.is_ascii() || matches!(magic, b"{" | b"[" | b"<");
        if begin.starts_with(magic) && certain {
            return Err(ImportError::NotATable { found: found.into(), way_out: way_out.into() });
        }
    }
    Ok(())
}

fn decode_plain(bytes: &[u8], encoding: &'static str) -> Result<Decoded, ImportError> {
    refuse_controls(bytes)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding }),
        Err(_) => decode_windows_1252(bytes),
    }
}

/// Text has line ends and tabs, no other control characters.
fn refuse_controls(bytes: &[u8]) -> Result<(), ImportError> {
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t' | 0x0c | 0x1a);
    if bytes.iter().any(control) {
        return Err(ImportError::NotATable { found: "binary data".into(), way_out: CHOOSE.into() });
    }
    Ok(())
}

fn decode_windows_1252(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let mut text = String::with_capacity(bytes.len());
    for (offset, byte) in bytes.iter().copied().enumerate() {
        let code = match byte {
            0x80..=0x9f => u32::from(WINDOWS_1252[usize::from(byte - 0x80)]),
            _ => u32::from(byte),
        };
        match char::from_u32(code).filter(|c| *c != '\0') {
            Some(character) => text.push(character),
            None => return Err(ImportError::Encoding { offset, byte }),
        }
    }
    Ok(Decoded { text, encoding: "Windows-1252" })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Decoded, ImportError> {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    for (i, character) in char::decode_utf16(units).enumerate() {
        match character {
            Ok(character) => text.push(character),
            Err(_) => {
                let offset = 2 + i * 2;
                let byte = bytes.get(i * 2).copied().unwrap_or_default();
                return Err(ImportError::Encoding { offset, byte });
            }
        }
    }
    refuse_controls(text.as_bytes())?;
    Ok(Decoded { text, encoding: "UTF-16" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        decode(bytes).unwrap_err().code()
    }

    #[test]
    fn what_is_no_table_is_named() {
        assert_eq!(code(b""), "empty");
        assert_eq!(code(b" \r\n \n"), "empty");
        assert_eq!(code(b"\xef\xbb\xbf"), "empty");
        assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "not_a_table");
        assert_eq!(code(b"BM\x86\xff\xff"), "not_a_table");
        assert_eq!(code(b"{\"format\": 1}"), "not_a_table");
        assert_eq!(code(b"a,b\n1,\0\n"), "not_a_table");
        assert!(decode(b"%PDF-1.7 rest").unwrap_err().to_string().contains("a PDF document"));
    }

    #[test]
    fn usual_encodings_are_read() {
        assert_eq!(decode(b"BM,b\n1,2\n").unwrap().encoding, "UTF-8", "a name that begins like a bitmap");
        let marked = decode("\u{feff}März;1\n".as_bytes()).unwrap();
        assert_eq!((marked.text.as_str(), marked.encoding), ("März;1\n", "UTF-8 with a byte-order mark"));
        let old = decode(b"M\xe4rz;\x80\n").unwrap();
        assert_eq!((old.text.as_str(), old.encoding), ("März;€\n", "Windows-1252"));
        let wide: Vec<u8> = "\u{feff}März\t1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide).unwrap().text, "März\t1\n");
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bare: Vec<u8> = "März\t1\n2024\n".encode_utf16().flat_map(unit).collect();
            assert_eq!(decode(&bare).unwrap().text, "März\t1\n2024\n", "without its mark");
        }
        assert_eq!(decode(b"a,b\n\x81,1\n"), Err(ImportError::Encoding { offset: 4, byte: 0x81 }));
    }
}
