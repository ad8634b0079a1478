//! The key dates of an order: at most one of each kind. Setting one again moves it; what it was stays in history.

use crate::{Lists, Order, find, words};
use kernel::{Date, EntryId, OrderId, PersonId, PersonKeys, Refusal};
use law::Law;
use store::{Cx, Failure, Kind, Result, params, record};

record! {
    /// One key date.
    pub struct KeyDate in "sentence_key_date", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub order_id: OrderId,
        /// Code of a kind of key date.
        pub kind: String,
        pub falls_on: Date,
        pub version: i64,
    }
}

/// Says why the date may not be set; nothing when it may.
fn check(law: &Law, lists: &Lists, order: &Order, kind: &str, on: Date) -> Option<Refusal> {
    let Some(kind) = lists.key_date(kind) else {
        return Some(Refusal::new("kind", "unknown_key_date", "Choose which date it is"));
    };
    let custodial = law.sentence(&order.sentence).is_some_and(law::SentenceType::custodial);
    if kind.custodial && !custodial {
        let words = format!("{} belongs to a custodial sentence", kind.en);
        return Some(Refusal::new("kind", "not_custodial", words));
    }
    (on < order.made_on)
        .then(|| Refusal::new("falls_on", "before_sentence", "Enter a date after the day of the sentence"))
}

/// Sets or moves a key date. The same date again changes nothing.
///
/// # Errors
/// Refuses a kind that is unknown or not of this sentence, and a date before it.
pub fn set_key_date(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, kind: &str, on: Date) -> Result<()> {
    let lists = Lists::current(cx)?;
    let order = find::order(cx, keys, order)?;
    if let Some(refusal) = check(&*cx.part::<Law>()?, &lists, &order, kind, on) {
        return Err(refusal.into());
    }
    let name = lists.key_date(kind).map_or(kind, |k| k.en.as_str());
    cx.describe(format!("{name}: {}", words::day(on)), None);
    let known: Option<KeyDate> =
        cx.first("WHERE person_id = $1 AND order_id = $2 AND kind = $3", params![order.person_id, order.id, kind])?;
    match known {
        Some(known) if known.falls_on == on => Ok(()),
        Some(mut known) => {
            known.falls_on = on;
            cx.update(&mut known)
        }
        None => {
            let id = cx.new_id();
            cx.insert(&KeyDate {
                person_id: order.person_id,
                id,
                order_id: order.id,
                kind: kind.into(),
                falls_on: on,
                version: 1,
            })
        }
    }
}

/// Takes a key date away that no longer applies.
///
/// # Errors
/// When there is none.
pub fn remove_key_date(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, kind: &str) -> Result<()> {
    let order = find::order(cx, keys, order)?;
    let known: KeyDate = cx
        .first("WHERE person_id = $1 AND order_id = $2 AND kind = $3", params![order.person_id, order.id, kind])?
        .ok_or(Failure::NotFound)?;
    cx.describe(format!("Removed a key date: {kind}"), None);
    cx.remove(&known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests_support::order;
    use jiff::civil::date;

    #[test]
    fn a_release_date_belongs_to_a_custodial_sentence() {
        let refused = |sentence: &str, kind: &str, on| {
            check(&Law::shipped(), &Lists::shipped(), &order(sentence), kind, on).map(|r| r.code)
        };
        let on = date(2027, 1, 4);
        assert_eq!(refused("IMP", "ACR", on), None);
        assert_eq!(refused("CO", "ACR", on), Some("not_custodial"));
        assert_eq!(refused("CO", "REVIEW", on), None);
        assert_eq!(refused("CO", "ZZ9", on), Some("unknown_key_date"));
        assert_eq!(refused("IMP", "ACR", date(2020, 1, 1)), Some("before_sentence"));
    }
}
