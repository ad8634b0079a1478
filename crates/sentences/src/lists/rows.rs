//! The lists as dated rows: each row is a whole entry that holds from its day until the next row of its code. Nothing is ever
//! taken away, for records name their codes.

use super::{KeyDateKind, Lists, Reason, Rows};
use kernel::{Date, Instant};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Cx, Failure, Kind, Result, codes, record};

codes! {
    /// One of the lists.
    pub enum ListSet {
        /// Why an order, a requirement or an event ended.
        EndReason = "end-reason",
        /// The kinds of key dates.
        KeyDate = "key-date",
    }
}

record! {
    /// An entry as it is from a day on.
    pub struct ListRow in "sentence_list_entry", Kind::Reference, key ["set_name", "code", "from_day"] {
        pub set_name: ListSet,
        pub code: String,
        pub from_day: Date,
        /// Where it stands in its list.
        pub place: i64,
        /// In the words of the shipped files.
        pub content: Json,
        pub author: String,
        pub reason: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

/// The day from which the shipped entries hold.
const BEGINNING: Date = kernel::date(2000, 1, 1);

/// The shipped entries of a list, in their order.
fn shipped_content(set: ListSet) -> Result<Vec<Json>> {
    let (file, table) = match set {
        ListSet::EndReason => (include_str!("../../data/reasons.toml"), "reason"),
        ListSet::KeyDate => (include_str!("../../data/key_dates.toml"), "key_date"),
    };
    let broken = |e: &dyn std::fmt::Display| Failure::broken(format!("the shipped {table} list: {e}"));
    let read: toml::Value = toml::from_str(file).map_err(|e| broken(&e))?;
    let json = serde_json::to_value(read).map_err(|e| broken(&e))?;
    Ok(json.get(table).and_then(Json::as_array).cloned().unwrap_or_default())
}

/// Puts in what the shipped lists have and the database lacks; what the service changed stays.
///
/// # Errors
/// When the database fails.
pub fn seed(cx: &mut Cx<'_>) -> Result<()> {
    cx.describe("Took over the shipped end reasons and key dates", None);
    seed_unsaid(cx)
}

/// [`seed`] as part of another action.
pub(crate) fn seed_unsaid(cx: &mut Cx<'_>) -> Result<()> {
    let known: Vec<ListRow> = cx.list("", &[])?;
    let (now, mut rows) = (cx.now(), Vec::new());
    for set in [ListSet::EndReason, ListSet::KeyDate] {
        for (content, place) in shipped_content(set)?.into_iter().zip(1..) {
            let code = content.get("code").and_then(Json::as_str).unwrap_or_default().to_owned();
            if known.iter().all(|row| row.set_name != set || row.code != code) {
                rows.push(ListRow {
                    set_name: set,
                    code,
                    from_day: BEGINNING,
                    place,
                    content,
                    author: "Throughcare".into(),
                    reason: "Shipped with Throughcare".into(),
                    recorded_at: now,
                    version: 1,
                });
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    cx.insert_all(&rows)
}

/// Every row there is.
pub(crate) struct Dated {
    /// By place, then code, then day.
    rows: Vec<ListRow>,
    ready: Mutex<Option<(Date, Lists)>>,
}

pub(crate) fn dated(cx: &mut Cx<'_>) -> Result<Arc<Dated>> {
    cx.remembered(|cx| {
        let rows = cx.list::<ListRow>("ORDER BY set_name, place, code, from_day", &[])?;
        Ok(Dated { rows, ready: Mutex::default() })
    })
}

impl Dated {
    /// The newest row of each code of a list that has begun by `day`, in the order of the list.
    pub(crate) fn standing(&self, set: ListSet, day: Date) -> Vec<&ListRow> {
        let mut newest: BTreeMap<(i64, &str), &ListRow> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.set_name == set && row.from_day <= day) {
            newest.insert((row.place, &row.code), row);
        }
        newest.into_values().collect()
    }

    /// The dated rows of one code, the newest first.
    pub(crate) fn rows_of(&self, set: ListSet, code: &str) -> Vec<&ListRow> {
        let mut rows: Vec<&ListRow> = self.rows.iter().filter(|row| row.set_name == set && row.code == code).collect();
        rows.reverse();
        rows
    }

    pub(crate) fn last_place(&self, set: ListSet) -> i64 {
        self.rows.iter().filter(|row| row.set_name == set).map(|row| row.place).max().unwrap_or(0)
    }

    pub(super) fn on(&self, day: Date) -> Result<Lists> {
        if self.rows.is_empty() {
            return Ok(Lists::shipped());
        }
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lists)) = ready.as_ref().filter(|(known, _)| *known == day) {
            return Ok(lists.clone());
        }
        let reasons = self.standing(ListSet::EndReason, day).into_iter().map(reason).collect::<Result<_>>()?;
        let key_dates = self.standing(ListSet::KeyDate, day).into_iter().map(key_date).collect::<Result<_>>()?;
        let lists = Lists(Arc::new(Rows { reasons, key_dates }));
        *ready = Some((day, lists.clone()));
        Ok(lists)
    }
}

fn reason(row: &ListRow) -> Result<Reason> {
    serde_json::from_value(row.content.clone())
        .map_err(|e| Failure::broken(format!("end reason {} from {}: {e}", row.code, row.from_day)))
}

fn key_date(row: &ListRow) -> Result<KeyDateKind> {
    serde_json::from_value(row.content.clone())
        .map_err(|e| Failure::broken(format!("key date {} from {}: {e}", row.code, row.from_day)))
}
