//! The lists of this room for programs, as they are today: why something ends, and the kinds of key dates. Entries that are
//! not offered any more are there too, marked, because older records hold them.

use super::calls::items;
use crate::lists::{ListRow, ListSet, dated};
use serde::Serialize;
use serde_json::Value as Json;
use store::{Cx, Result};
use utoipa::ToSchema;
use web::{Answer, Request};

/// An entry of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListEntryGiven {
    code: String,
    name: String,
    welsh_name: String,
    /// May be chosen today.
    offered: bool,
    /// The day from which it is as told here.
    from: String,
    /// Of an end reason: `order`, `requirement`, `event`, `offence`.
    of: Vec<String>,
    /// Of an end reason: everything was done.
    completed: bool,
    /// Of a key date: only custodial sentences have it.
    custodial: bool,
}

pub(super) fn end_reasons(cx: &mut Cx<'_>, _: &Request) -> Answer {
    items(given(cx, ListSet::EndReason)?)
}

pub(super) fn key_dates(cx: &mut Cx<'_>, _: &Request) -> Answer {
    items(given(cx, ListSet::KeyDate)?)
}

fn given(cx: &mut Cx<'_>, set: ListSet) -> Result<Vec<ListEntryGiven>> {
    let today = cx.today();
    Ok(dated(cx)?.standing(set, today).into_iter().map(entry).collect())
}

fn entry(row: &ListRow) -> ListEntryGiven {
    let words = |name: &str| row.content.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    let holds = |name: &str, unsaid: bool| row.content.get(name).and_then(Json::as_bool).unwrap_or(unsaid);
    let of = row.content.get("of").and_then(Json::as_array).into_iter().flatten();
    ListEntryGiven {
        code: row.code.clone(),
        name: words("en"),
        welsh_name: words("cy"),
        offered: holds("offered", true),
        from: row.from_day.to_string(),
        of: of.filter_map(Json::as_str).map(str::to_owned).collect(),
        completed: holds("completed", false),
        custodial: holds("custodial", false),
    }
}
