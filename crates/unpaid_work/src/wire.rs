//! Reading ids, days and times from calls, and answering with lists.

use kernel::{Date, Time};
use serde::Serialize;
use store::{Failure, Result};
use web::{Answer, Reply, Request};

pub(crate) fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

/// The part of a list that a program asked for. The cursor is how many came before.
pub(crate) fn items<T: Serialize>(req: &Request, all: Vec<T>) -> Answer {
    let start = usize::try_from(req.after()?).unwrap_or(usize::MAX);
    let (limit, total) = (usize::try_from(req.limit()?).unwrap_or(50), all.len());
    let page: Vec<T> = all.into_iter().skip(start).take(limit).collect();
    let mut body = serde_json::json!({ "items": json(page)? });
    if start.saturating_add(limit) < total
        && let Some(object) = body.as_object_mut()
    {
        object.insert("next".into(), (start + limit).to_string().into());
    }
    Ok(Reply::json(200, body))
}

pub(crate) fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

pub(crate) fn clock(field: &'static str, text: &str) -> Result<Time> {
    let time = Time::strptime("%H:%M", text);
    time.map_err(|_| Failure::refused(field, "not_a_time", "Give a time as HH:MM"))
}

pub(crate) fn id_of<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Failure::refused(field, "not_an_id", "Send the id as it was given"))
}

/// The version that the caller believes to change.
pub(crate) fn believed(req: &Request) -> Result<i64> {
    let words = "Send the version that you read as If-Match";
    req.if_match().ok_or_else(|| Failure::refused("If-Match", "no_version", words))
}
