//! Hashes of JSON content that do not depend on the order of members.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 of the content, leaving out members with these names wherever they stand.
pub(super) fn of(value: &Value, without: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    feed(&mut hasher, value, without);
    hasher.finalize().into()
}

/// Sixteen hexadecimal characters, for ids of our own.
pub(super) fn short(hash: &[u8; 32]) -> String {
    hex::encode(&hash[..8])
}

fn feed(hasher: &mut Sha256, value: &Value, without: &[&str]) {
    match value {
        Value::Object(map) => {
            let mut names: Vec<&String> = map.keys().filter(|n| !without.contains(&n.as_str())).collect();
            names.sort_unstable();
            hasher.update(format!("{{{}:", names.len()));
            for name in names {
                hasher.update(format!("{}:{name}", name.len()));
                if let Some(value) = map.get(name) {
                    feed(hasher, value, without);
                }
            }
        }
        Value::Array(items) => {
            hasher.update(format!("[{}:", items.len()));
            items.iter().for_each(|item| feed(hasher, item, without));
        }
        Value::String(text) => hasher.update(format!("\"{}:{text}", text.len())),
        plain => hasher.update(plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use serde_json::json;

    #[test]
    fn content_is_the_same_in_any_order_of_members_and_different_in_any_value() {
        let one = of(&json!({"a": 1, "b": [true, "x"]}), &[]);
        assert_eq!(one, of(&json!({"b": [true, "x"], "a": 1}), &[]));
        assert_ne!(one, of(&json!({"b": ["x", true], "a": 1}), &[]));
        assert_eq!(of(&json!({"a": {"t": 9}}), &["t"]), of(&json!({"a": {"t": 8}}), &["t"]));
    }
}
