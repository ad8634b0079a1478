//! Reading nominations, and counting what is kept out.

use super::records::{CameFrom, Consultation, Nomination, NominationState, Panel, Step, Vote};
use kernel::{Date, NominationId, PanelId, placeholders};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use store::{Cx, Failure, Result, Value, id_values, params};

/// A nomination with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Whole {
    pub nomination: Nomination,
    /// In the order of doing.
    pub steps: Vec<Step>,
    pub asked: Vec<Consultation>,
    /// What panels said, the newest meeting first.
    pub votes: Vec<(Panel, Vote)>,
}

/// One nomination.
///
/// # Errors
/// When there is none.
pub fn whole(cx: &mut Cx<'_>, id: NominationId) -> Result<Whole> {
    let nomination = cx.need::<Nomination>(params![id])?;
    let steps = cx.list("WHERE nomination_id = $1 ORDER BY recorded_at, id", params![id])?;
    let asked = cx.list("WHERE nomination_id = $1 ORDER BY asked_on, id", params![id])?;
    let votes = cx.list::<Vote>("WHERE nomination_id = $1", params![id])?;
    let panels = panels_by_id(cx, &votes.iter().map(|v| v.panel_id).collect::<Vec<_>>())?;
    let mut votes: Vec<(Panel, Vote)> =
        votes.into_iter().filter_map(|v| Some((panels.get(&v.panel_id)?.clone(), v))).collect();
    votes.sort_by_key(|(panel, _)| std::cmp::Reverse((panel.held_on, panel.id)));
    Ok(Whole { nomination, steps, asked, votes })
}

fn panels_by_id(cx: &mut Cx<'_>, ids: &[PanelId]) -> Result<HashMap<PanelId, Panel>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let values = id_values(ids);
    let rows = cx.list::<Panel>(&format!("WHERE id IN ({})", placeholders(1, values.len())), &values)?;
    Ok(rows.into_iter().map(|p| (p.id, p)).collect())
}

/// Meetings of panels, the newest first.
///
/// # Errors
/// When the database fails.
pub(crate) fn panels(cx: &mut Cx<'_>, most: i64) -> Result<Vec<Panel>> {
    cx.list("ORDER BY held_on DESC, id DESC LIMIT $1", params![most])
}

/// A meeting with its votes, ranked ones first.
///
/// # Errors
/// When there is none.
pub(crate) fn panel(cx: &mut Cx<'_>, id: PanelId) -> Result<(Panel, Vec<Vote>)> {
    let row = cx.need::<Panel>(params![id])?;
    let votes = cx.list(
        "WHERE panel_id = $1 ORDER BY CASE WHEN rank IS NULL THEN 1 ELSE 0 END, rank, votes_for DESC, nomination_id",
        params![id],
    )?;
    Ok((row, votes))
}

/// Nominations by id.
///
/// # Errors
/// When the database fails.
pub(crate) fn nominations_by_id(cx: &mut Cx<'_>, ids: &[NominationId]) -> Result<HashMap<NominationId, Nomination>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let values = id_values(ids);
    let rows = cx.list::<Nomination>(&format!("WHERE id IN ({})", placeholders(1, values.len())), &values)?;
    Ok(rows.into_iter().map(|n| (n.id, n)).collect())
}

/// Nominations in some states, the longest waiting first where they wait and the newest first where they do not, with how
/// many there are.
///
/// # Errors
/// When the database fails.
pub fn nominations_in(
    cx: &mut Cx<'_>,
    states: &[NominationState],
    most: i64,
    skipped: i64,
) -> Result<(Vec<Nomination>, i64)> {
    let values: Vec<Value> = states.iter().map(|s| Value::Text(s.code().to_owned())).collect();
    let condition = format!("state IN ({})", placeholders(1, values.len()));
    let order = if states.iter().any(|s| s.is_undecided()) {
        "ORDER BY received_at, id"
    } else {
        "ORDER BY received_at DESC, id DESC"
    };
    cx.page_of::<Nomination>(&condition, &values, order, most, skipped)
}

/// Those that may be compared with a new one: the newest, whatever became of them.
///
/// # Errors
/// When the database fails.
pub(crate) fn newest(cx: &mut Cx<'_>, most: i64) -> Result<Vec<Nomination>> {
    cx.list("ORDER BY received_at DESC, id DESC LIMIT $1", params![most])
}

/// The nomination of a reference, whoever asks: for staff.
///
/// # Errors
/// When the database fails.
pub(crate) fn of_reference(cx: &mut Cx<'_>, reference: &str) -> Result<Option<Nomination>> {
    cx.first("WHERE reference = $1 ORDER BY id", params![reference.to_owned()])
}

pub(crate) fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// The nomination of a reference and its secret word; nothing when either is wrong, so that no answer tells which.
///
/// # Errors
/// When the database fails.
pub(crate) fn looked_up(cx: &mut Cx<'_>, reference: &str, secret: &str) -> Result<Option<Nomination>> {
    let wanted = hash(secret);
    let rows = cx.list::<Nomination>("WHERE reference = $1 ORDER BY id LIMIT 5", params![reference.to_owned()])?;
    Ok(rows.into_iter().find(|n| n.secret_hash == wanted))
}

/// The network from which something comes: an address, or the part of a newer one that one household has.
fn network(address: Option<IpAddr>) -> String {
    match address {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(four)) => four.to_string(),
        Some(IpAddr::V6(six)) => match six.to_ipv4_mapped() {
            Some(four) => four.to_string(),
            None => six.segments().iter().take(4).map(|s| format!("{s:x}")).collect::<Vec<_>>().join(":"),
        },
    }
}

/// Counts one more of something from a network today and gives how many there are now. What was counted before today is
/// forgotten.
pub(crate) fn came_from(cx: &mut Cx<'_>, what: &str, address: Option<IpAddr>) -> Result<i64> {
    let today = cx.today();
    cx.execute("DELETE FROM work_nomination_from WHERE on_day < $1", params![today])?;
    let key = hash(&format!("{what} {today} {}", network(address)));
    cx.execute(
        "INSERT INTO work_nomination_from (what_hash, on_day, number) VALUES ($1, $2, 1) \
         ON CONFLICT (what_hash) DO UPDATE SET number = work_nomination_from.number + 1",
        params![key.clone(), today],
    )?;
    Ok(cx.need::<CameFrom>(&[Value::Bytes(key)])?.number)
}

/// How many came from a network today.
pub(crate) fn so_far(cx: &mut Cx<'_>, what: &str, address: Option<IpAddr>) -> Result<i64> {
    let key = hash(&format!("{what} {} {}", cx.today(), network(address)));
    Ok(cx.get::<CameFrom>(&[Value::Bytes(key)])?.map_or(0, |row| row.number))
}

/// Counts one more of something today and gives how many there are now.
pub(crate) fn count(cx: &mut Cx<'_>, what: &str) -> Result<i64> {
    let today = cx.today();
    cx.execute(
        "INSERT INTO work_nomination_count (on_day, what, number) VALUES ($1, $2, 1) \
         ON CONFLICT (on_day, what) DO UPDATE SET number = work_nomination_count.number + 1",
        params![today, what.to_owned()],
    )?;
    let row: Option<super::records::CameIn> = cx.get(params![today, what.to_owned()])?;
    row.map(|r| r.number).ok_or_else(|| Failure::broken("a count was not kept"))
}

/// What came since a day, by what it was: taken, and kept out for which reason.
///
/// # Errors
/// When the database fails.
pub fn counted_since(cx: &mut Cx<'_>, from: Date) -> Result<Vec<(String, i64)>> {
    let sql = "SELECT what, CAST(sum(number) AS BIGINT) FROM work_nomination_count WHERE on_day >= $1 GROUP BY what ORDER BY what";
    cx.query(sql, params![from])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
