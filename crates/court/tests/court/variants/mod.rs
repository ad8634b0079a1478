//! Messages of the same kinds in other clothes: what the reference says of each, held for shapes, sentences, what asks
//! nothing, and orders of arrival. All invented.

mod arrivals;
mod custody;
mod nothing;
mod sentences;
mod shapes;

use court::reading::{Matter, Standing, matters, read, standing};
use serde_json::Value;

pub(crate) fn all(message: &Value) -> Vec<Matter> {
    matters(&read(message.to_string().as_bytes()).unwrap())
}

pub(crate) fn one(message: &Value) -> Matter {
    let mut all = all(message);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub(crate) fn folded(messages: &[Value]) -> Standing {
    let all: Vec<Matter> = messages.iter().flat_map(all).collect();
    standing(&all.iter().collect::<Vec<_>>(), &court::reading::Known::default())
}

/// The reason for which a matter asks nothing.
pub(crate) fn why_nothing(message: &Value) -> String {
    match one(message).asks {
        court::reading::Asks::Nothing(why) => why,
        other => panic!("asks {other:?}"),
    }
}
