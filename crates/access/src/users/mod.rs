//! Users: who signs in, and the member of staff an account belongs to. The password stands in a table of its own that never
//! enters history.

mod actions;
pub(crate) mod pages;
mod provider;
mod rules;

pub(crate) use actions::{change_password, keep_one_administrator};
pub use actions::{create_user, disable_user, enable_user, set_roles, set_staff};
pub(crate) use provider::UserProvider;
pub use provider::{provider_of, provider_of_user, set_provider, users_of_provider};
pub(crate) use rules::clean_login;

use crate::secret;
use kernel::{Instant, StaffId, TeamId, UserId};
use store::{Cx, Kind, Result, params, record};

record! {
    /// Somebody who can sign in.
    pub struct User in "access_user", Kind::Subject, key ["id"] {
        pub id: UserId,
        /// Small letters, unique by [`Login`].
        pub login: String,
        pub name: String,
        pub email: Option<String>,
        pub staff_id: Option<StaffId>,
        /// Since when the account may not sign in.
        pub disabled_at: Option<Instant>,
        pub disabled_reason: Option<String>,
        pub password_changed_at: Option<Instant>,
        /// True until the user has replaced a password that somebody else chose.
        pub must_change_password: bool,
        pub created_at: Instant,
        pub version: i64,
    }
}

record! {
    /// The login that a user has; once given it is never given again.
    pub struct Login in "access_login", Kind::Registry, key ["login"] {
        pub login: String,
        pub user_id: UserId,
    }
}

record! {
    /// A password, as argon2id in PHC form.
    pub struct StoredCredential in "access_credential", Kind::Local, key ["user_id"] {
        pub user_id: UserId,
        pub password_hash: String,
        pub changed_at: Instant,
    }
}

/// A hashed password on its way to a user. Hashing takes a noticeable time, so a demo makes one for many.
#[derive(Clone, Debug)]
pub struct Credential {
    pub(crate) password_hash: String,
    pub(crate) must_change: bool,
}

impl Credential {
    /// A password that stays.
    ///
    /// # Errors
    /// When it cannot be hashed.
    pub fn of(password: &str) -> Result<Credential> {
        Ok(Credential { password_hash: secret::hash_password(password)?, must_change: false })
    }

    /// A random password, to be handed over once and replaced at the first sign-in.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn once() -> Result<(Credential, String)> {
        let password = secret::password()?;
        let credential = Credential { password_hash: secret::hash_password(&password)?, must_change: true };
        Ok((credential, password))
    }
}

/// What a new user needs.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub login: String,
    pub name: String,
    pub email: Option<String>,
    pub staff: Option<StaffId>,
    /// Codes of roles.
    pub roles: Vec<String>,
    pub teams: Vec<TeamId>,
    pub credential: Credential,
}

/// # Errors
/// When there is no such user or the database fails.
pub fn user(cx: &mut Cx<'_>, id: UserId) -> Result<User> {
    cx.need(params![id])
}

/// The user with this login, in any case of letters.
///
/// # Errors
/// When the database fails.
pub fn user_of_login(cx: &mut Cx<'_>, login: &str) -> Result<Option<User>> {
    let Some(known) = cx.get::<Login>(&[clean_login(login).into()])? else { return Ok(None) };
    cx.get(params![known.user_id])
}

/// The users of a member of staff; usually one.
///
/// # Errors
/// When the database fails.
pub fn users_of_staff(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<User>> {
    cx.list("WHERE staff_id = $1 ORDER BY id", params![staff])
}

/// Users whose name or login holds the words, a page of them, and their number in all.
pub(crate) fn list_users(cx: &mut Cx<'_>, words: &str, page: i64, per_page: i64) -> Result<(Vec<User>, i64)> {
    let pattern = format!("%{}%", kernel::escape_like(&words.trim().to_lowercase()));
    let rest = "WHERE lower(name) LIKE $1 ESCAPE '\\' OR login LIKE $1 ESCAPE '\\'";
    let all = cx.count(&format!("SELECT count(*) FROM access_user {rest}"), params![pattern])?;
    let users = cx.list(
        &format!("{rest} ORDER BY name, id LIMIT $2 OFFSET $3"),
        params![pattern, per_page, (page - 1).max(0) * per_page],
    )?;
    Ok((users, all))
}
