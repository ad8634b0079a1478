//! Half-typed forms, private to whoever typed them, for a fortnight.

use crate::form::{CSRF, REQUEST_KEY};
use kernel::Instant;
use store::tables::Draft;
use store::{Cx, Result, params};
use uuid::Uuid;

/// How long a draft is kept, seconds.
const KEPT: i64 = 14 * 24 * 3600;
/// Names whose values never go into a draft.
const SECRET: &[&str] = &[CSRF, REQUEST_KEY, "password", "new_password", "repeat_password"];

/// Keeps what was typed into a form, in place of what was kept before.
pub(crate) fn keep(cx: &mut Cx<'_>, owner: Uuid, form: &str, pairs: &[(String, String)]) -> Result<()> {
    let fields: Vec<&(String, String)> = pairs.iter().filter(|(n, _)| !SECRET.contains(&n.as_str())).collect();
    let saved_at = cx.now();
    cx.save(&Draft {
        owner_id: owner,
        form: form.to_owned(),
        person_id: None,
        fields: serde_json::json!(fields),
        saved_at,
        expires_at: saved_at.plus_seconds(KEPT),
    })
}

/// What was typed into a form and neither sent nor discarded.
pub(crate) fn find(cx: &mut Cx<'_>, owner: Uuid, form: &str) -> Result<Option<Vec<(String, String)>>> {
    let kept: Option<Draft> = cx.get(params![owner, form.to_owned()])?;
    let now: Instant = cx.now();
    Ok(kept.filter(|d| d.expires_at > now).and_then(|d| serde_json::from_value(d.fields).ok()))
}

/// Forgets what was typed into a form.
pub(crate) fn forget(cx: &mut Cx<'_>, owner: Uuid, form: &str) -> Result<()> {
    store::forget_draft(cx, owner, form)
}
