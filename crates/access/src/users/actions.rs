//! What is done to users. Each action leaves a ledger entry on the user's own chain, with who did it and why.

use super::rules::{clean_login, weak_password, wrong_login};
use super::{Credential, Login, NewUser, StoredCredential, User};
use crate::policy::Policy;
use crate::roles::{Role, UserRole};
use crate::{sessions, sign_in, teams};
use kernel::{Refusal, StaffId, UserId};
use store::{Cx, Failure, Result, params};

/// Adds a user.
///
/// # Errors
/// When the login is taken or not a login, a role is unknown, or the database fails.
pub fn create_user(cx: &mut Cx<'_>, new: &NewUser) -> Result<User> {
    let login = clean_login(&new.login);
    if let Some(refusal) = wrong_login(&login) {
        return Err(refusal.into());
    }
    if new.name.trim().is_empty() {
        return Err(Failure::refused("name", "missing", "Enter the name"));
    }
    if cx.get::<Login>(&[login.as_str().into()])?.is_some() {
        return Err(taken());
    }
    let user = User {
        id: cx.new_id(),
        login: login.clone(),
        name: new.name.trim().into(),
        email: new.email.clone(),
        staff_id: new.staff,
        disabled_at: None,
        disabled_reason: None,
        password_changed_at: Some(cx.now()),
        must_change_password: new.credential.must_change,
        created_at: cx.now(),
        version: 1,
    };
    cx.describe(format!("Created the user {}", user.login), None);
    cx.insert(&Login { login, user_id: user.id }).map_err(|e| if e.duplicate().is_some() { taken() } else { e })?;
    cx.insert(&user)?;
    keep_credential(cx, user.id, &new.credential)?;
    put_roles(cx, user.id, &new.roles)?;
    teams::set_teams(cx, user.id, &new.teams)?;
    Ok(user)
}

fn taken() -> Failure {
    Failure::refused("login", "taken", "This username is already in use")
}

fn keep_credential(cx: &mut Cx<'_>, user_id: UserId, credential: &Credential) -> Result<()> {
    let changed_at = cx.now();
    cx.save(&StoredCredential { user_id, password_hash: credential.password_hash.clone(), changed_at })
}

/// Makes these, and no others, the roles of a user.
///
/// # Errors
/// When a role is unknown, or it would take the last administrator away.
pub fn set_roles(cx: &mut Cx<'_>, user: UserId, roles: &[String], reason: Option<&str>) -> Result<()> {
    let row: User = cx.need(params![user])?;
    cx.describe(format!("Set the roles of {}: {}", row.name, roles.join(", ")), reason);
    put_roles(cx, user, roles)?;
    keep_one_administrator(cx)
}

fn put_roles(cx: &mut Cx<'_>, user_id: UserId, roles: &[String]) -> Result<()> {
    let known: Vec<Role> = crate::roles::roles(cx)?;
    if let Some(unknown) = roles.iter().find(|code| known.iter().all(|role| role.code != **code)) {
        return Err(Failure::refused("roles", "unknown_role", format!("There is no role {unknown}")));
    }
    let now: Vec<UserRole> = cx.list("WHERE user_id = $1", params![user_id])?;
    for row in now.iter().filter(|row| !roles.contains(&row.role_code)) {
        cx.remove(row)?;
    }
    for role_code in roles.iter().filter(|code| now.iter().all(|row| row.role_code != **code)) {
        cx.insert(&UserRole { user_id, role_code: role_code.clone() })?;
    }
    Ok(())
}

/// A service that nobody can administer could only be mended in the database.
pub(crate) fn keep_one_administrator(cx: &mut Cx<'_>) -> Result<()> {
    let left = cx.count(
        "SELECT count(*) FROM access_user u JOIN access_user_role r ON r.user_id = u.id \
         JOIN access_role_permission p ON p.role_code = r.role_code \
         WHERE p.permission = 'administer' AND u.disabled_at IS NULL",
        &[],
    )?;
    if left == 0 {
        return Err(
            Refusal::of_request("last_administrator", "Give somebody else the role of administrator first").into()
        );
    }
    Ok(())
}

/// Changes name and e-mail address.
pub(crate) fn amend_user(cx: &mut Cx<'_>, id: UserId, version: i64, name: &str, email: Option<&str>) -> Result<User> {
    let mut user: User = cx.need(params![id])?;
    user.version = version;
    user.name = name.into();
    user.email = email.map(str::to_owned);
    cx.describe(format!("Changed the details of the user {}", user.login), None);
    cx.update(&mut user)?;
    Ok(user)
}

/// The user may not sign in from now on; their sessions end.
///
/// # Errors
/// When they are the last administrator, are the actor, or the database fails.
pub fn disable_user(cx: &mut Cx<'_>, id: UserId, reason: &str) -> Result<()> {
    if cx.actor().id() == Some(id.0) {
        return Err(Refusal::of_request("yourself", "You cannot disable your own account").into());
    }
    let mut user: User = cx.need(params![id])?;
    if user.disabled_at.is_some() {
        return Ok(());
    }
    user.disabled_at = Some(cx.now());
    user.disabled_reason = Some(reason.into());
    cx.describe(format!("Disabled the user {}", user.login), Some(reason));
    cx.update(&mut user)?;
    sessions::end_all(cx, id)?;
    keep_one_administrator(cx)
}

/// The user may sign in again.
///
/// # Errors
/// When there is no such user or the database fails.
pub fn enable_user(cx: &mut Cx<'_>, id: UserId, reason: &str) -> Result<()> {
    let mut user: User = cx.need(params![id])?;
    if user.disabled_at.is_none() {
        return Ok(());
    }
    user.disabled_at = None;
    user.disabled_reason = None;
    cx.describe(format!("Enabled the user {}", user.login), Some(reason));
    cx.update(&mut user)
}

/// Ends a lock before its time.
pub(crate) fn unlock(cx: &mut Cx<'_>, id: UserId) -> Result<()> {
    let mut user: User = cx.need(params![id])?;
    cx.describe(format!("Unlocked the user {}", user.login), None);
    cx.update(&mut user)?;
    sign_in::forget(cx, &user.login)
}

/// A new password chosen by the user themselves; the current one has been checked. Their other sessions end, this one
/// (`keep`, its token's hash) stays.
pub(crate) fn change_password(cx: &mut Cx<'_>, id: UserId, current: &str, new: &str, keep: &[u8]) -> Result<()> {
    let mut user: User = cx.need(params![id])?;
    if new == current {
        return Err(Failure::refused("new_password", "same_password", "Choose a password that you do not have now"));
    }
    let fewest = Policy::read(cx)?.password_length;
    if let Some(refusal) = weak_password("new_password", new, &user.login, &user.name, fewest) {
        return Err(refusal.into());
    }
    user.must_change_password = false;
    user.password_changed_at = Some(cx.now());
    cx.describe("Chose a new password", None);
    cx.update(&mut user)?;
    keep_credential(cx, id, &Credential::of(new)?)?;
    cx.execute("DELETE FROM access_session WHERE user_id = $1 AND token_hash <> $2", params![id, keep.to_vec()])?;
    Ok(())
}

/// Links the account to a member of staff, or to nobody.
///
/// # Errors
/// When there is no such user or the database fails.
pub fn set_staff(cx: &mut Cx<'_>, id: UserId, staff: Option<StaffId>) -> Result<()> {
    let mut user: User = cx.need(params![id])?;
    user.staff_id = staff;
    cx.describe(format!("Linked the user {} to a member of staff", user.login), None);
    cx.update(&mut user)
}

/// A password for handing over once, in place of one that was forgotten. All sessions end.
pub(crate) fn reset_password(cx: &mut Cx<'_>, id: UserId) -> Result<String> {
    let mut user: User = cx.need(params![id])?;
    let (credential, password) = Credential::once()?;
    user.must_change_password = true;
    user.password_changed_at = Some(cx.now());
    cx.describe(format!("Set a new password for the user {}", user.login), None);
    cx.update(&mut user)?;
    keep_credential(cx, id, &credential)?;
    sessions::end_all(cx, id)?;
    sign_in::forget(cx, &user.login)?;
    Ok(password)
}
