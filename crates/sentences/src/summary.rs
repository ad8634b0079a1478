//! The sentences of many people in two statements, for lists such as cases and my work.

use crate::order::actions::name;
use crate::{Basis, Order, Supervision};
use kernel::{Date, PersonId, PersonKeys, placeholders};
use law::Law;
use std::collections::HashMap;
use store::{Cx, Result, Value};

/// How many people one statement asks about.
const CHUNK: usize = 400;

/// What a list says of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentenceSummary {
    /// None when not supervised.
    pub basis: Option<Basis>,
    pub since: Option<Date>,
    /// The newest order that has not ended, in words.
    pub sentence: Option<String>,
    /// How many more have not ended.
    pub more: usize,
    /// The end of that newest order.
    pub ends: Option<Date>,
}

/// The summaries by survivor. Somebody without any order or supervision has an empty one.
///
/// # Errors
/// When the database fails.
pub fn summaries(cx: &mut Cx<'_>, people: &[PersonKeys]) -> Result<HashMap<PersonId, SentenceSummary>> {
    let law = cx.part::<Law>()?;
    let mut out: HashMap<PersonId, SentenceSummary> =
        people.iter().map(|keys| (keys.survivor, SentenceSummary::default())).collect();
    let survivor_of: HashMap<PersonId, PersonId> =
        people.iter().flat_map(|keys| keys.all().map(|id| (id, keys.survivor))).collect();
    let ids: Vec<Value> = survivor_of.keys().map(|id| Value::Id(id.0)).collect();
    for chunk in ids.chunks(CHUNK) {
        let among = placeholders(1, chunk.len());
        for row in cx.list::<Supervision>(&format!("WHERE person_id IN ({among})"), chunk)? {
            if let Some(summary) = out.get_mut(&row.person_id) {
                (summary.basis, summary.since) = (Some(row.basis), Some(row.since));
            }
        }
        let open = format!(
            "WHERE person_id IN ({among}) AND ended_on IS NULL AND removed IS NULL ORDER BY made_on DESC, id DESC"
        );
        for order in cx.list::<Order>(&open, chunk)? {
            let summary = survivor_of.get(&order.person_id).and_then(|survivor| out.get_mut(survivor));
            if let Some(summary) =
                summary.filter(|_| law.sentence(&order.sentence).is_none_or(law::SentenceType::supervised))
            {
                add(summary, &law, &order);
            }
        }
    }
    Ok(out)
}

fn add(summary: &mut SentenceSummary, law: &Law, order: &Order) {
    if summary.sentence.is_some() {
        summary.more += 1;
    } else {
        summary.sentence = Some(name(law, order).to_owned());
        summary.ends = order.end();
    }
}

/// What the people among these are supervised on, by survivor; others are not in it.
///
/// # Errors
/// When the database fails.
pub fn supervisions(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<HashMap<PersonId, Supervision>> {
    let ids: Vec<Value> = people.iter().map(|id| Value::Id(id.0)).collect();
    let mut out = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rest = format!("WHERE person_id IN ({})", placeholders(1, chunk.len()));
        out.extend(cx.list::<Supervision>(&rest, chunk)?.into_iter().map(|s| (s.person_id, s)));
    }
    Ok(out)
}
