//! Images of rows in few bytes. An image is JSON of which most is known beforehand: names of columns, ids of the same person,
//! days and instants. Packed, it is a third of its length, and unpacked it is the same text to the byte, so that hashes cover
//! what they always covered. It knows no table: a word that is not in its list is kept as it is.

use crate::Failure;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::collections::HashMap;
use std::sync::OnceLock;
use uuid::Uuid;

/// The first byte: which list of words it was packed with. A list is never changed once a database was packed with it: words
/// are added at its end.
const FORM: u8 = 1;

/// One a line, the most frequent first.
const WORDS: &str = include_str!("packed.txt");
/// So many words have a byte of their own, those after them two.
const SHORT: usize = 128;

/// Characters after one length, which one byte says.
const MOST_SPELLED: usize = 60;

const LONG_WORD: u8 = 1;
const TEXT: u8 = 2;
const ID: u8 = 3;
const CHAIN: u8 = 4;
const KEY: u8 = 5;
const NUMBER: u8 = 6;
const DAY: u8 = 7;

struct Words {
    all: Vec<&'static str>,
    /// By their first two bytes, the longest first.
    by_start: HashMap<[u8; 2], Vec<usize>>,
}

fn words() -> &'static Words {
    static READ: OnceLock<Words> = OnceLock::new();
    READ.get_or_init(|| {
        let all: Vec<&'static str> = WORDS.lines().collect();
        let mut by_start: HashMap<[u8; 2], Vec<usize>> = HashMap::new();
        for (n, word) in all.iter().enumerate() {
            if let [a, b, ..] = word.as_bytes() {
                by_start.entry([*a, *b]).or_default().push(n);
            }
        }
        for of_start in by_start.values_mut() {
            of_start.sort_by_key(|n| std::cmp::Reverse(all.get(*n).map_or(0, |w| w.len())));
        }
        Words { all, by_start }
    })
}

impl Words {
    fn at_start(&self, text: &str) -> Option<(usize, usize)> {
        let start: [u8; 2] = text.as_bytes().get(..2)?.try_into().ok()?;
        let found =
            self.by_start.get(&start)?.iter().find(|n| self.all.get(**n).is_some_and(|w| text.starts_with(w)))?;
        Some((*found, self.all.get(*found)?.len()))
    }
}

/// The image's text in few bytes. `chain` is the chain it stands on, `key` the key of its row, which need not be said again.
pub(crate) fn pack(chain: Uuid, key: &str, image: &str) -> Vec<u8> {
    let words = words();
    let of_key = id_in(key, chain);
    let mut out = Vec::with_capacity(image.len() / 3);
    out.push(FORM);
    let mut left = image;
    let mut before = b' ';
    while let Some(first) = left.bytes().next() {
        let taken = if let Some(id) = id_at(left) {
            pack_id(&mut out, id, chain, of_key);
            36
        } else if let Some(days) = day_at(left) {
            out.push(DAY);
            out.extend(days.to_be_bytes());
            10
        } else if let Some((number, length)) = number_at(left, before) {
            out.push(NUMBER);
            pack_number(&mut out, number);
            length
        } else if let Some((word, length)) = words.at_start(left) {
            match u8::try_from(word) {
                Ok(n) if word < SHORT => out.push(0x80 | n),
                _ => out.extend([LONG_WORD, u8::try_from(word - SHORT).unwrap_or(u8::MAX)]),
            }
            length
        } else if first.is_ascii() && first >= 0x20 {
            out.push(first);
            1
        } else {
            let spelled = left.chars().take(MOST_SPELLED).take_while(|c| !c.is_ascii() || *c < ' ');
            let many = spelled.map(char::len_utf8).sum();
            out.extend([TEXT, u8::try_from(many).unwrap_or(u8::MAX)]);
            out.extend(left.bytes().take(many));
            many
        };
        let (read, rest) = left.as_bytes().split_at(taken.min(left.len()));
        before = read.last().copied().unwrap_or(before);
        // Only whole characters are taken, so the rest is text.
        left = std::str::from_utf8(rest).unwrap_or_default();
    }
    out
}

fn pack_id(out: &mut Vec<u8>, id: Uuid, chain: Uuid, of_key: Option<Uuid>) {
    if id == chain {
        out.push(CHAIN);
    } else if Some(id) == of_key {
        out.push(KEY);
    } else {
        out.push(ID);
        out.extend(id.as_bytes());
    }
}

/// The last id of a row's key that is not its chain's.
fn id_in(key: &str, chain: Uuid) -> Option<Uuid> {
    key.split('"').filter_map(id_at).rfind(|id| *id != chain)
}

fn id_at(text: &str) -> Option<Uuid> {
    let bytes = text.as_bytes().get(..36)?;
    if bytes.get(8) != Some(&b'-') || bytes.get(13) != Some(&b'-') {
        return None;
    }
    let found = Uuid::try_parse_ascii(bytes).ok()?;
    // What is written otherwise would be unpacked otherwise.
    let same = found.hyphenated().encode_lower(&mut Uuid::encode_buffer()).as_bytes() == bytes;
    same.then_some(found)
}

const FIRST_DAY: Date = date(1900, 1, 1);

fn day_at(text: &str) -> Option<u16> {
    let bytes = text.as_bytes().get(..10)?;
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    let day: Date = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    u16::try_from(FIRST_DAY.until(day).ok()?.get_days()).ok()
}

/// A number of many figures, such as an instant.
fn number_at(text: &str, before: u8) -> Option<(u64, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let own = !before.is_ascii_digit() && !text.starts_with('0') && (8..=18).contains(&length);
    let number = own.then(|| text.get(..length)?.parse().ok())??;
    Some((number, length))
}

fn pack_number(out: &mut Vec<u8>, mut number: u64) {
    let seven = |number: u64| u8::try_from(number & 0x7f).unwrap_or(0x7f);
    while number >= 0x80 {
        out.push(seven(number) | 0x80);
        number >>= 7;
    }
    out.push(seven(number));
}

/// The text that was packed.
///
/// # Errors
/// When the bytes are none that [`pack`] makes: somebody changed them, or a newer program packed them.
pub(crate) fn unpack(chain: Uuid, key: &str, packed: &[u8]) -> Result<String, Failure> {
    read(chain, key, packed).ok_or_else(|| Failure::broken("an image of the history cannot be read"))
}

fn read(chain: Uuid, key: &str, packed: &[u8]) -> Option<String> {
    let words = words();
    let (form, mut left) = packed.split_first()?;
    if *form != FORM {
        return None;
    }
    let mut out = String::with_capacity(packed.len() * 4);
    while let Some((token, rest)) = left.split_first() {
        left = rest;
        let mut take = |many: usize| {
            let (taken, rest) = left.split_at_checked(many)?;
            left = rest;
            Some(taken)
        };
        match *token {
            LONG_WORD => out.push_str(words.all.get(SHORT + usize::from(*take(1)?.first()?))?),
            TEXT => {
                let many = usize::from(*take(1)?.first()?);
                out.push_str(std::str::from_utf8(take(many)?).ok()?);
            }
            ID => push_id(&mut out, Uuid::from_slice(take(16)?).ok()?),
            CHAIN => push_id(&mut out, chain),
            KEY => push_id(&mut out, id_in(key, chain)?),
            NUMBER => {
                let (mut number, mut shift) = (0u64, 0u32);
                loop {
                    let byte = *take(1)?.first()?;
                    number |= u64::from(byte & 0x7f).checked_shl(shift)?;
                    shift += 7;
                    if byte < 0x80 {
                        break;
                    }
                }
                out.push_str(&number.to_string());
            }
            DAY => {
                let days = u16::from_be_bytes(take(2)?.try_into().ok()?);
                out.push_str(&FIRST_DAY.checked_add(i64::from(days).days()).ok()?.to_string());
            }
            word @ 0x80.. => out.push_str(words.all.get(usize::from(word & 0x7f))?),
            plain @ 0x20..0x80 => out.push(char::from(plain)),
            _ => return None,
        }
    }
    Some(out)
}

fn push_id(out: &mut String, id: Uuid) {
    out.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHAIN_ID: Uuid = Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0001);
    const OWN: Uuid = Uuid::from_u128(0x019a_0000_0000_7000_8000_0000_0000_0002);

    fn key() -> String {
        format!("[\"{CHAIN_ID}\",\"{OWN}\"]")
    }

    #[test]
    fn an_image_is_the_same_to_the_byte_and_a_third_of_its_length() {
        let other = Uuid::from_u128(77);
        let image = format!(
            "{{\"person_id\":\"{CHAIN_ID}\",\"id\":\"{OWN}\",\"event_id\":\"{other}\",\"contact_type\":\"COAP\",\"happens_on\":\"2026-11-20\",\
             \"recorded_at\":1795176000000000,\"note\":\"Llŷr rang: \\\"sâl\\\" — back on Monday\",\"version\":1}}"
        );
        let packed = pack(CHAIN_ID, &key(), &image);
        assert_eq!(unpack(CHAIN_ID, &key(), &packed).unwrap(), image);
        assert!(packed.len() * 5 < image.len() * 3, "{} of {}", packed.len(), image.len());
    }

    #[test]
    fn no_word_is_there_twice_and_the_list_has_no_more_than_can_be_said() {
        let all = &words().all;
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        assert!(all.len() <= SHORT + 256 && all.iter().all(|w| w.is_ascii() && w.len() > 1));
    }

    #[test]
    fn long_runs_of_other_letters_are_spelled_whole() {
        let image = format!("{{\"note\":\"{}\"}}", "ŵ—𐍈".repeat(300));
        assert_eq!(unpack(CHAIN_ID, &key(), &pack(CHAIN_ID, &key(), &image)).unwrap(), image);
    }

    #[test]
    fn bytes_that_nothing_packed_are_refused() {
        for bytes in [&[][..], &[9], &[FORM, 3, 1], &[FORM, 0], &[FORM, 1, 255], &[FORM, 2, 5, 65]] {
            assert!(unpack(CHAIN_ID, &key(), bytes).is_err(), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>(), number in any::<u64>(), id in any::<u128>(), days in 0u32..90_000) {
            let day = date(1890, 1, 1).saturating_add(i64::from(days).days());
            let all = format!("{text}{{\"id\":\"{}\",\"n\":{number},\"on\":\"{day}\",\"00{number}\":\"{text}\"}}", Uuid::from_u128(id));
            prop_assert_eq!(unpack(CHAIN_ID, &key(), &pack(CHAIN_ID, &key(), &all)).unwrap(), all);
        }
    }
}
