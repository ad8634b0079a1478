//! Half-typed forms, private to whoever typed them, for a fortnight: kept while somebody types where there is JavaScript,
//! and whenever a form is refused. A draft is found again by the address of its form.

use crate::form::{CSRF, REQUEST_KEY};
use crate::{Answer, Ask, Reply, Route};
use kernel::{Instant, Permission};
use store::tables::Draft;
use store::{Asker, Cx, Failure, Result, params};
use uuid::Uuid;

/// How long a draft is kept, seconds.
const KEPT: i64 = 14 * 24 * 3600;
/// The longest address of a form, bytes.
const LONGEST: usize = 500;
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

/// Where half-typed forms are sent, and where somebody discards one.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::post_steps("/drafts", Permission::SignedIn, save),
        Route::post_steps("/drafts/discard", Permission::SignedIn, discard),
    ]
}

/// Whose draft it is, and of which form of this site.
fn asked(ask: &Ask<'_>) -> Result<(Uuid, String)> {
    let form = ask.request.query("form").filter(|form| is_own(form)).ok_or(Failure::NotFound)?;
    Ok((ask.asker.actor.id().ok_or(Failure::NotFound)?, form.to_owned()))
}

/// A path of this site: a redirect to it leads nowhere else.
fn is_own(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && path.len() <= LONGEST
}

fn save(ask: &Ask<'_>) -> Answer {
    let (owner, form) = asked(ask)?;
    ask.house.write(&Asker::system("drafts"), |cx| keep(cx, owner, &form, ask.request.pairs()))?;
    Ok(Reply::NoContent)
}

fn discard(ask: &Ask<'_>) -> Answer {
    let (owner, form) = asked(ask)?;
    ask.house.write(&Asker::system("drafts"), |cx| forget(cx, owner, &form))?;
    Ok(Reply::done(form, "What you had typed is discarded"))
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn a_draft_leads_back_to_this_site_only() {
        assert!(is_own("/people/T000001/contacts/new"));
        for elsewhere in ["//example.com/", "https://example.com/", "/\\example.com", "", "people"] {
            assert!(!is_own(elsewhere), "{elsewhere}");
        }
    }
}
