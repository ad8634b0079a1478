//! Sessions: found by the hash of the token in the cookie, ended by time without a request, by age, by signing out, or
//! for all of a user at once.

use crate::policy::Policy;
use crate::users::User;
use crate::{roles, secret};
use kernel::{Instant, Permission, UserId};
use std::collections::BTreeSet;
use store::{Cx, House, Kind, Record, Result, Value, params, record};

record! {
    /// One signed-in browser.
    pub struct Session in "access_session", Kind::Local, key ["token_hash"] {
        pub token_hash: Vec<u8>,
        pub user_id: UserId,
        pub started_at: Instant,
        /// The last request, to the minute.
        pub seen_at: Instant,
        /// The network address at sign-in.
        pub came_from: String,
    }
}

/// How stale `seen_at` may be before it is written again, seconds: a page read costs no write of its own.
const SEEN_EVERY: i64 = 60;

/// How long the row of an ended session stays, seconds, so that what was typed in it finds its owner.
const KEPT_AFTER_END: i64 = 86_400;

/// Who a request comes from.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub user: User,
    /// Only [`Permission::SignedIn`] until a new password is chosen, where one must be.
    pub permissions: BTreeSet<Permission>,
    /// What the session's forms must carry.
    pub csrf: String,
    /// The session is past its limits: nothing may be read or done by it, but a form that was sent is kept as a draft.
    pub ended: bool,
    pub session: Session,
}

/// How far ahead of this clock another server's may be, seconds. What lies further ahead was noted by a clock that was wrong,
/// and would otherwise last until that time comes.
const AHEAD: i64 = 300;

/// True while the session holds.
fn is_live(session: &Session, policy: &Policy, now: Instant) -> bool {
    let latest = now.plus_seconds(AHEAD);
    session.started_at <= latest
        && session.seen_at <= latest
        && session.seen_at.plus_seconds(policy.session_idle_minutes * 60) > now
        && session.started_at.plus_seconds(policy.session_most_minutes * 60) > now
}

/// The session of a token, while its user may sign in. One past its limits is told as ended for a day.
///
/// # Errors
/// When the database fails.
pub fn session_of_token(cx: &mut Cx<'_>, token: &str) -> Result<Option<SignedIn>> {
    let Some((session, user)) = found(cx, token)? else { return Ok(None) };
    let ended = !is_live(&session, &Policy::read(cx)?, cx.now());
    if user.disabled_at.is_some() {
        return Ok(None);
    }
    let permissions = if user.must_change_password || ended {
        [Permission::Anyone, Permission::SignedIn].into()
    } else {
        roles::permissions_of(cx, user.id)?
    };
    Ok(Some(SignedIn { user, permissions, csrf: secret::csrf_of(token), ended, session }))
}

/// Session and user in one statement: it runs before every page.
fn found(cx: &mut Cx<'_>, token: &str) -> Result<Option<(Session, User)>> {
    let columns = |alias: &str, table: &store::Table| {
        table.columns.iter().map(|c| format!("{alias}.{}", c.name)).collect::<Vec<_>>().join(", ")
    };
    let sql = format!(
        "SELECT {}, {} FROM access_session s JOIN access_user u ON u.id = s.user_id WHERE s.token_hash = $1",
        columns("s", Session::TABLE),
        columns("u", User::TABLE)
    );
    let rows = cx.query(&sql, &[Value::Bytes(secret::hash(token))])?;
    let Some((session, user)) = rows.first().and_then(|row| row.0.split_at_checked(Session::TABLE.columns.len()))
    else {
        return Ok(None);
    };
    Ok(Some((Session::from_values(session)?, User::from_values(user)?)))
}

/// Notes that the session is in use, at most once a minute.
pub(crate) fn touch(house: &House, session: &Session) -> Result<()> {
    if session.seen_at.plus_seconds(SEEN_EVERY) > house.clock().now() {
        return Ok(());
    }
    house.write(&store::Asker::system("sessions"), |cx| {
        let now = cx.now();
        cx.execute("UPDATE access_session SET seen_at = $1 WHERE token_hash = $2", params![now, session.token_hash])?;
        Ok(())
    })
}

/// Opens a session and gives its token, which is stored nowhere.
pub(crate) fn open(cx: &mut Cx<'_>, user: UserId, came_from: &str) -> Result<String> {
    let token = secret::token()?;
    let now = cx.now();
    cx.insert(&Session {
        token_hash: secret::hash(&token),
        user_id: user,
        started_at: now,
        seen_at: now,
        came_from: came_from.into(),
    })?;
    // Sessions that nobody can use any more go away here, so that no job is needed for them.
    let policy = Policy::read(cx)?;
    let oldest = now.plus_seconds(-policy.session_most_minutes * 60 - KEPT_AFTER_END);
    cx.execute("DELETE FROM access_session WHERE started_at < $1", params![oldest])?;
    Ok(token)
}

/// Ends the session of a token.
///
/// # Errors
/// When the database fails.
pub fn sign_out(cx: &mut Cx<'_>, token: &str) -> Result<()> {
    cx.execute("DELETE FROM access_session WHERE token_hash = $1", params![secret::hash(token)])?;
    Ok(())
}

/// Ends every session of a user and gives their number.
///
/// # Errors
/// When the user is unknown or the database fails.
pub fn sign_out_everywhere(cx: &mut Cx<'_>, user: UserId) -> Result<u64> {
    let mut row: User = cx.need(params![user])?;
    cx.describe(format!("Signed {} out everywhere", row.name), None);
    cx.update(&mut row)?;
    end_all(cx, user)
}

/// Ends every session of a user, as part of another action.
pub(crate) fn end_all(cx: &mut Cx<'_>, user: UserId) -> Result<u64> {
    cx.execute("DELETE FROM access_session WHERE user_id = $1", params![user])
}

pub(crate) fn sessions_of(cx: &mut Cx<'_>, user: UserId) -> Result<Vec<Session>> {
    cx.list("WHERE user_id = $1 ORDER BY seen_at DESC", params![user])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_an_hour_of_quiet_and_after_twelve_hours_in_any_case() {
        let at = |minutes: i64| Instant(minutes * 60_000_000);
        let session = |started, seen| Session {
            token_hash: vec![],
            user_id: UserId(uuid::Uuid::nil()),
            started_at: at(started),
            seen_at: at(seen),
            came_from: String::new(),
        };
        let policy = Policy::default();
        assert!(is_live(&session(0, 0), &policy, at(59)));
        assert!(!is_live(&session(0, 0), &policy, at(60)));
        assert!(is_live(&session(0, 700), &policy, at(719)));
        assert!(!is_live(&session(0, 719), &policy, at(720)));
    }

    #[test]
    fn a_session_of_a_clock_that_was_ahead_has_ended_when_the_clock_is_right_again() {
        let at = |minutes: i64| Instant(minutes * 60_000_000);
        let session = |started, seen| Session {
            token_hash: vec![],
            user_id: UserId(uuid::Uuid::nil()),
            started_at: at(started),
            seen_at: at(seen),
            came_from: String::new(),
        };
        let (policy, year) = (Policy::default(), 365 * 24 * 60);
        assert!(!is_live(&session(year, year), &policy, at(0)), "begun in a year that has not come");
        assert!(!is_live(&session(0, year), &policy, at(1)), "seen in a year that has not come");
        assert!(is_live(&session(2, 2), &policy, at(0)), "another server's clock may be two minutes ahead");
    }
}
