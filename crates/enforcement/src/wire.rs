//! What the room's calls have in common: an answer as JSON, and days and ids as programs send them.

use kernel::Date;
use serde::Serialize;
use std::str::FromStr;
use store::{Failure, Result};
use web::{Answer, Reply};

pub(crate) fn json(out: &impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))
}

pub(crate) fn answer(out: &impl Serialize) -> Answer {
    Ok(Reply::json(200, json(out)?))
}

pub(crate) fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Use a date like 2026-12-07"))
}

pub(crate) fn optional_day(field: &'static str, text: Option<&str>) -> Result<Option<Date>> {
    text.map(|text| day(field, text)).transpose()
}

pub(crate) fn id<T: FromStr>(field: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| Failure::refused(field, "not_an_id", "Use the id as the service gave it"))
}
