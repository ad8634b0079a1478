//! Images of rows in few bytes. An image is JSON of which most is known beforehand: the names of the columns, the words of
//! the codes, the ids of its own chain and row. It is packed by zstd with a dictionary of such images to a quarter of its
//! length (decision 30), and unpacks to the same text to the byte, so hashes cover what they always covered.

use crate::Failure;
use crate::tables::History;
use std::cell::RefCell;
use std::sync::OnceLock;
use uuid::Uuid;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::CParameter;

/// The first byte of a packed image: the number of its dictionary. A dictionary stays as it is for as long as databases hold
/// images that were packed with it; a better one gets the next number and stands beside it.
const DICTIONARY: u8 = 1;
const WORDS: &[u8] = include_bytes!("images-1.dict");

/// More than any row holds; a frame that claims more was not made here.
const MOST: usize = 64 << 20;

/// What is left to gain by trying harder is a hundredth, at three times the time.
const LEVEL: i32 = 3;

/// Stands for the chain's id; those after it for the ids in the row's key. JSON has no such characters outside an escape.
const CHAIN: char = '\u{1}';
/// Signs for the ids of a key.
const MOST_KEYS: usize = 8;

thread_local! {
    static PACKING: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKING: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// Each id that the line of history says beside its image, with the character that stands for it.
fn known(chain: Uuid, key: &str) -> Vec<(char, String)> {
    let chain = chain.to_string();
    let mut ids: Vec<&str> = key.split('"').filter(|part| is_id(part) && *part != chain).collect();
    ids.dedup();
    ids.truncate(MOST_KEYS);
    let own: Vec<(char, String)> = ('\u{2}'..).zip(ids.into_iter().map(str::to_owned)).collect();
    std::iter::once((CHAIN, chain)).chain(own).collect()
}

fn is_id(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// The image with a character for each id that its line says already: what the dictionary is learnt from, and what is packed.
#[must_use]
pub fn shortened(chain: Uuid, key: &str, image: &str) -> String {
    known(chain, key)
        .into_iter()
        .fold(image.to_owned(), |text, (sign, id)| text.replace(&id, sign.encode_utf8(&mut [0; 4])))
}

fn lengthened(chain: Uuid, key: &str, short: &str) -> String {
    known(chain, key).into_iter().fold(short.to_owned(), |text, (sign, id)| text.replace(sign, &id))
}

/// The image's text in few bytes. `chain` and `key` are those of its line of history.
pub(crate) fn pack(chain: Uuid, key: &str, image: &str) -> Result<Vec<u8>, Failure> {
    static DICT: OnceLock<EncoderDictionary<'static>> = OnceLock::new();
    let dict = DICT.get_or_init(|| EncoderDictionary::copy(WORDS, LEVEL));
    PACKING.with_borrow_mut(|packing| {
        let compressor = match packing {
            Some(ready) => ready,
            None => {
                let mut new = Compressor::with_prepared_dictionary(dict).map_err(no_room)?;
                // The first byte says it already.
                new.set_parameter(CParameter::DictIdFlag(false)).map_err(no_room)?;
                packing.insert(new)
            }
        };
        let mut out = vec![DICTIONARY];
        out.extend(compressor.compress(shortened(chain, key, image).as_bytes()).map_err(no_room)?);
        Ok(out)
    })
}

/// The text that was packed; `None` when the bytes are none that [`pack`] makes: somebody changed them, or a newer program
/// packed them.
#[must_use]
pub fn unpack(chain: Uuid, key: &str, packed: &[u8]) -> Option<String> {
    static DICT: OnceLock<DecoderDictionary<'static>> = OnceLock::new();
    let dict = DICT.get_or_init(|| DecoderDictionary::copy(WORDS));
    let (number, frame) = packed.split_first()?;
    let length = Decompressor::upper_bound(frame).filter(|length| *number == DICTIONARY && *length <= MOST)?;
    UNPACKING.with_borrow_mut(|unpacking| {
        let decompressor = match unpacking {
            Some(ready) => ready,
            None => unpacking.insert(Decompressor::with_prepared_dictionary(dict).ok()?),
        };
        let short = decompressor.decompress(frame, length).ok()?;
        Some(lengthened(chain, key, std::str::from_utf8(&short).ok()?))
    })
}

fn no_room(e: std::io::Error) -> Failure {
    Failure::broken(format!("an image could not be packed: {e}"))
}

impl History {
    /// The image as it was taken; `None` when it was erased. Older lines hold it as text.
    ///
    /// # Errors
    /// When its bytes are none that can be unpacked.
    pub fn image(&self) -> Result<Option<String>, Failure> {
        let Some(packed) = &self.packed else { return Ok(self.image.clone()) };
        let text = unpack(self.chain_id.0, &self.row_key, packed);
        let unread = || Failure::broken(format!("the image of {} {} cannot be read", self.table_name, self.row_key));
        text.map(Some).ok_or_else(unread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{ChainId, Instant};
    use proptest::prelude::*;

    const CHAIN: Uuid = Uuid::from_u128(7);

    fn line(key: &str, packed: Vec<u8>) -> History {
        History {
            chain_id: ChainId(CHAIN),
            seq: 1,
            line: 0,
            recorded_at: Instant(0),
            table_name: "contact".into(),
            row_key: key.into(),
            change: "insert".into(),
            schema_version: 1,
            image: None,
            salt: None,
            image_hash: Vec::new(),
            packed: Some(packed),
        }
    }

    fn id() -> impl Strategy<Value = String> {
        prop_oneof![Just(CHAIN.to_string()), any::<u128>().prop_map(|n| Uuid::from_u128(n).to_string())]
    }

    proptest! {
        #[test]
        fn every_image_comes_back_to_the_byte(
            ids in proptest::collection::vec(id(), 0..12),
            texts in proptest::collection::vec(any::<String>(), 0..5),
            number: i64,
        ) {
            let key = serde_json::json!(ids).to_string();
            let image = serde_json::json!({"ids": ids, "texts": texts, "number": number, "again": ids}).to_string();
            let packed = pack(CHAIN, &key, &image).unwrap();
            prop_assert_eq!(line(&key, packed).image().unwrap(), Some(image));
        }

        #[test]
        fn bytes_that_nobody_packed_are_refused_or_text(bytes: Vec<u8>) {
            let _ = line("[]", bytes.clone()).image();
            let own: Vec<u8> = std::iter::once(DICTIONARY).chain(bytes).collect();
            let _ = line("[]", own).image();
        }
    }

    #[test]
    fn an_ordinary_image_takes_less_than_a_third() {
        let own = Uuid::from_u128(9).to_string();
        let image = format!(
            "{{\"id\":\"{own}\",\"person_id\":\"{CHAIN}\",\"staff_id\":\"0190d5c2-7f3e-7c11-9b60-3a5d0c1e2f44\",\
             \"starts_on\":\"2026-11-20\",\"recorded_at\":1790000000000000,\"version\":1}}"
        );
        let packed = pack(CHAIN, &format!("[\"{own}\"]"), &image).unwrap();
        assert!(packed.len() * 3 < image.len(), "{} of {}", packed.len(), image.len());
    }

    #[test]
    fn a_frame_that_claims_more_than_a_row_holds_is_refused() {
        let zeros = vec![b'0'; MOST + 1];
        let mut packed = vec![DICTIONARY];
        packed.extend(zstd::bulk::compress(&zeros, 1).unwrap());
        assert!(line("[]", packed).image().is_err());
    }
}
