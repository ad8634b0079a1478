//! Reads kept messages again: every matter about a person, as their messages said it. Nothing that was concluded before
//! is trusted; only the bytes are.

use crate::reading::{CopyDecision, Matter, Message, Take, matters, read};
use crate::records::{CopyChoice, CourtMessage, KnownId, MatterRow};
use kernel::{MessageId, PersonKeys, placeholders};
use std::collections::{BTreeMap, BTreeSet};
use store::{Cx, Failure, Result, Value, key_values, params};

/// Every matter that is about the person, with its message.
pub(crate) fn matters_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<(MessageId, Matter)>> {
    let people = keys.placeholders(1);
    let by_id = format!(
        "SELECT DISTINCT i.message_id, i.place FROM court_matter_id i \
         JOIN court_known_id k ON k.court_id = i.court_id WHERE k.person_id IN ({people})"
    );
    let mut places: BTreeSet<(MessageId, i64)> = BTreeSet::new();
    for row in cx.query(&by_id, &key_values(keys))? {
        places.insert((row.get(0)?, row.get(1)?));
    }
    let linked = cx.list::<MatterRow>(&format!("WHERE linked_to IN ({people})"), &key_values(keys))?;
    places.extend(linked.iter().map(|m| (m.message_id, m.place)));
    let mut messages: BTreeMap<MessageId, Vec<i64>> = BTreeMap::new();
    for (message, place) in places {
        messages.entry(message).or_default().push(place);
    }
    let mut all = Vec::new();
    for (message, places) in messages {
        let elsewhere = decided_elsewhere(cx, message, keys)?;
        let Ok(read) = read_again(cx, message)? else { continue };
        for (n, matter) in matters(&read).into_iter().enumerate() {
            let place = i64::try_from(n).unwrap_or(i64::MAX);
            if places.contains(&place) && !elsewhere.contains(&place) {
                all.push((message, matter));
            }
        }
    }
    Ok(all)
}

/// Of a person whose records became one: under which record each of the court's ids stands.
pub(crate) fn records_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<BTreeMap<String, String>> {
    if keys.absorbed.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rest = format!("WHERE person_id IN ({})", keys.placeholders(1));
    let known = cx.list::<KnownId>(&rest, &key_values(keys))?;
    Ok(known.into_iter().map(|k| (k.court_id, k.person_id.to_string())).collect())
}

/// What people decided about copies that differ, oldest first.
pub(crate) fn decisions_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<CopyDecision>> {
    let rest = format!("WHERE person_id IN ({}) AND undone_at IS NULL ORDER BY decided_at, id", keys.placeholders(1));
    let rows = cx.list::<CopyChoice>(&rest, &key_values(keys))?;
    let read = |row: CopyChoice| {
        let results = serde_json::from_value(row.results).map_err(|e| Failure::broken(e.to_string()))?;
        Ok(CopyDecision { results, hash: row.content_hash, take: row.taken.map_or(Take::Apart, Take::Copy) })
    };
    rows.into_iter().map(read).collect()
}

/// Places of the message that are known to be somebody else's, or about whom a person has yet to decide.
fn decided_elsewhere(cx: &mut Cx<'_>, message: MessageId, keys: &PersonKeys) -> Result<Vec<i64>> {
    let rows = cx.list::<MatterRow>("WHERE message_id = $1", params![message])?;
    let mut places = Vec::new();
    for row in rows {
        if let Some(person) = row.linked_to
            && !keys.all().any(|id| id == person)
        {
            places.push(row.place);
        }
    }
    Ok(places)
}

/// The message as it reads now.
pub(crate) fn read_again(
    cx: &mut Cx<'_>,
    message: MessageId,
) -> Result<std::result::Result<Message, crate::reading::Unreadable>> {
    let row = cx.need::<CourtMessage>(params![message])?;
    Ok(read(&row.body))
}

/// One matter of a message.
pub(crate) fn read_matter(cx: &mut Cx<'_>, message: MessageId, place: i64) -> Result<Matter> {
    let read = read_again(cx, message)?.map_err(|e| Failure::broken(e.reason))?;
    let place = usize::try_from(place).map_err(|_| Failure::NotFound)?;
    matters(&read).into_iter().nth(place).ok_or(Failure::NotFound)
}

/// Which of these hearings the court took back.
pub(crate) fn deleted_hearings(cx: &mut Cx<'_>, hearings: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let mut deleted = BTreeSet::new();
    let all: Vec<&String> = hearings.iter().collect();
    for chunk in all.chunks(400) {
        let values: Vec<Value> = chunk.iter().map(|h| h.as_str().into()).collect();
        let sql = format!(
            "SELECT hearing FROM court_reading WHERE form = 'deleted' AND hearing IN ({})",
            placeholders(1, chunk.len())
        );
        for row in cx.query(&sql, &values)? {
            deleted.insert(row.get(0)?);
        }
    }
    Ok(deleted)
}
