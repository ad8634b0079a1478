//! What the person says of the plan, in their own words, and whether they agree. A later word stands beside an earlier one.

use super::records::{Agreed, Agreement};
use super::rules::words;
use crate::author;
use kernel::{Date, PersonKeys, Refusal, Refusals};
use store::{Cx, Failure, Result};

/// What the person said.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    pub on: Date,
    pub agreed: Agreed,
    pub own_words: String,
    pub reason: Option<String>,
}

/// Writes down what the person said.
///
/// # Errors
/// `in_future`, `no_words`, `no_reason` where the person does not agree with all of it.
pub fn agree(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewAgreement) -> Result<()> {
    let mut wrong = Vec::new();
    if new.on > cx.today() {
        wrong.push(Refusal::new("on", "in_future", "The day must be today or before"));
    }
    wrong.extend(words("own_words", &new.own_words, "no_words", "Enter what the person said, in their own words"));
    let reason = new.reason.as_deref().unwrap_or_default();
    if new.agreed != Agreed::Yes {
        let ask = "Enter what the person does not agree with, and what was done about it";
        wrong.extend(words("reason", reason, "no_reason", ask));
    }
    if !wrong.is_empty() {
        return Err(Failure::Refused(Refusals(wrong)));
    }
    cx.describe("Wrote down what the person says of the plan", None);
    let (author_id, author_name) = author(cx);
    let row = Agreement {
        person_id: keys.survivor,
        id: cx.new_id(),
        on_day: new.on,
        agreed: new.agreed,
        own_words: new.own_words.trim().to_owned(),
        reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
        author_id,
        author_name,
        recorded_at: cx.now(),
    };
    cx.insert(&row)
}
