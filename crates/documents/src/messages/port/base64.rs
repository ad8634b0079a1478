//! Bytes as Base64: with padding for files in JSON, and without it in the alphabet of addresses for signed tokens.

const PLAIN: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const OF_ADDRESSES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// With padding.
#[must_use]
pub(super) fn plain(bytes: &[u8]) -> String {
    encoded(bytes, PLAIN, true)
}

/// For tokens.
#[must_use]
pub(super) fn of_addresses(bytes: &[u8]) -> String {
    encoded(bytes, OF_ADDRESSES, false)
}

fn encoded(bytes: &[u8], alphabet: &[u8; 64], padded: bool) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            if place <= chunk.len() {
                let index = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or_default();
                out.push(alphabet.get(index).map_or('?', |letter| char::from(*letter)));
            } else if padded {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_standard_hold() {
        for (text, code) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(plain(text.as_bytes()), code);
        }
        assert_eq!(of_addresses(&[0xfb, 0xff, 0xfe, 0xff]), "-__-_w");
        assert_eq!(plain(&[0xfb, 0xff, 0xfe, 0xff]), "+//+/w==");
    }
}
