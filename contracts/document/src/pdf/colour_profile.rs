//! The colour profile that says what the document's red, green and blue mean: sRGB, written from its definition.

/// D50 in the profile connection space (ICC.1:2010, 7.2.16).
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
/// The primaries of IEC 61966-2-1 adapted to D50 by the Bradford transform.
const RED: [f64; 3] = [0.436_07, 0.222_49, 0.013_92];
const GREEN: [f64; 3] = [0.385_15, 0.716_87, 0.097_08];
const BLUE: [f64; 3] = [0.143_07, 0.060_61, 0.714_10];
/// The Bradford transform from D65 to D50.
const ADAPTATION: [f64; 9] =
    [1.047_88, 0.022_92, -0.050_13, 0.029_54, 0.990_48, -0.017_06, -0.009_23, 0.015_06, 0.751_98];
/// The transfer curve of IEC 61966-2-1: ((x + 0.055)/1.055)^2.4 from 0.04045 on, x/12.92 below, as g, a, b, c, d.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];
const HEADER_BYTES: usize = 128;

/// The profile: ICC version 4.2, display device, RGB.
pub(super) fn srgb() -> Vec<u8> {
    let curve = parametric_curve();
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", numbers(b"XYZ ", &D50)),
        (b"chad", numbers(b"sf32", &ADAPTATION)),
        (b"rXYZ", numbers(b"XYZ ", &RED)),
        (b"gXYZ", numbers(b"XYZ ", &GREEN)),
        (b"bXYZ", numbers(b"XYZ ", &BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = word(tags.len()).to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER_BYTES + 4 + 12 * tags.len();
    for (name, content) in &tags {
        table.extend_from_slice(*name);
        table.extend(word(start + data.len()));
        table.extend(word(content.len()));
        data.extend(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header(start + data.len());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: usize) -> Vec<u8> {
    let mut header = vec![0; HEADER_BYTES];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &word(size));
    put(8, &[4, 0x20, 0, 0]);
    put(12, b"mntr");
    put(16, b"RGB ");
    put(20, b"XYZ ");
    // Date of the definition it is written from: 1 October 1999.
    put(24, &[0x07, 0xCF, 0, 10, 0, 1, 0, 0, 0, 0, 0, 0]);
    put(36, b"acsp");
    for (index, value) in D50.iter().enumerate() {
        put(68 + 4 * index, &fixed(*value));
    }
    header
}

fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc\0\0\0\0".to_vec();
    out.extend(word(1));
    out.extend(word(12));
    out.extend_from_slice(b"enUS");
    out.extend(word(units.len()));
    out.extend(word(28));
    out.extend(units);
    out
}

fn numbers(kind: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut out = kind.to_vec();
    out.extend([0; 4]);
    out.extend(values.iter().flat_map(|value| fixed(*value)));
    out
}

fn parametric_curve() -> Vec<u8> {
    let mut out = b"para\0\0\0\0".to_vec();
    // Function type 3, two bytes reserved.
    out.extend([0, 3, 0, 0]);
    out.extend(CURVE.iter().flat_map(|value| fixed(*value)));
    out
}

/// A number as s15Fixed16Number.
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65_536.0).round() as i32).to_be_bytes()
}

fn word(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("the profile has less than a kilobyte").to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_says_its_own_length_and_its_tags_lie_inside_it() {
        let profile = srgb();
        let number = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(0), profile.len());
        assert_eq!(&profile[36..40], b"acsp");
        for tag in 0..number(128) {
            let entry = 132 + 12 * tag;
            assert!(number(entry + 4) + number(entry + 8) <= profile.len());
            assert_eq!(number(entry + 4) % 4, 0);
        }
    }

    #[test]
    fn red_green_and_blue_add_up_to_white() {
        for axis in 0..3 {
            let sum = RED[axis] + GREEN[axis] + BLUE[axis];
            assert!((sum - D50[axis]).abs() < 0.001, "axis {axis}: {sum}");
        }
    }
}
