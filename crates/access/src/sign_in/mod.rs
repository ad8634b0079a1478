//! Signing in. An attempt is counted before the password is looked at, so that many guesses at once count as many; a login
//! that nobody has is counted and locked like any other, so that no answer tells which logins exist.

pub(crate) mod pages;

pub(crate) use pages::routes;

use crate::policy::Policy;
use crate::users::{StoredCredential, User, clean_login, user_of_login};
use crate::{secret, sessions};
use kernel::{Instant, UserId};
use store::{Asker, Cx, Failure, House, Kind, Result, Value, params, record};
use uuid::Uuid;

record! {
    /// Wrong passwords for one login, or from one address, each by its hash: people type passwords into the wrong field.
    pub struct Attempt in "access_attempt", Kind::Local, key ["what_hash"] {
        pub what_hash: Vec<u8>,
        pub wrong: i64,
        pub since: Instant,
        pub locked_until: Option<Instant>,
    }
}

record! {
    /// Somebody signed in, or tried.
    pub struct SignIn in "access_sign_in", Kind::Log, key ["at", "id"] {
        pub at: Instant,
        pub id: Uuid,
        pub user_id: Option<UserId>,
        /// `signed-in`, `wrong`, `locked` or `disabled`.
        pub outcome: String,
        pub came_from: String,
    }
}

/// Why nobody was signed in.
#[derive(Debug)]
pub enum SignInFailure {
    /// No such login, or not its password, or the account is disabled: all told alike.
    Wrong,
    /// Too many wrong passwords, for the login or from the address.
    Locked {
        until: Instant,
    },
    Failure(Failure),
}

impl From<Failure> for SignInFailure {
    fn from(failure: Failure) -> SignInFailure {
        SignInFailure::Failure(failure)
    }
}

/// Signs somebody in and gives the session's token, for the cookie, and the user. `came_from` is the network address.
///
/// # Errors
/// As [`SignInFailure`] says.
pub fn sign_in(house: &House, login: &str, password: &str, came_from: &str) -> Result<(String, User), SignInFailure> {
    let asker = Asker::system("sign-in");
    let login = clean_login(login);
    let (found, locked) = house.write(&asker, |cx| {
        let found = credential_of(cx, &login)?;
        let locked = take_attempt(cx, &login, came_from)?;
        if locked.is_some() {
            note(cx, found.as_ref().map(|(user, _)| user.id), "locked", came_from)?;
        }
        Ok((found, locked))
    })?;
    if let Some(until) = locked {
        return Err(SignInFailure::Locked { until });
    }
    // Outside any transaction: it takes long on purpose, and nobody should wait for it.
    let fits = match &found {
        Some((_, stored)) => secret::password_fits(password, &stored.password_hash),
        None => secret::pretend_to_check(password),
    };
    let user = found.map(|(user, _)| user);
    let open = user.clone().filter(|user| fits && user.disabled_at.is_none());
    let Some(user) = open else {
        let outcome = if fits { "disabled" } else { "wrong" };
        house.write(&asker, |cx| note(cx, user.as_ref().map(|u| u.id), outcome, came_from))?;
        return Err(SignInFailure::Wrong);
    };
    let token = house.write(&asker, |cx| {
        forget(cx, &login)?;
        give_back(cx, came_from)?;
        note(cx, Some(user.id), "signed-in", came_from)?;
        sessions::open(cx, user.id, came_from)
    })?;
    Ok((token, user))
}

fn credential_of(cx: &mut Cx<'_>, login: &str) -> Result<Option<(User, StoredCredential)>> {
    let Some(user) = user_of_login(cx, login)? else { return Ok(None) };
    let stored = cx.get::<StoredCredential>(params![user.id])?;
    Ok(stored.map(|stored| (user, stored)))
}

fn note(cx: &mut Cx<'_>, user_id: Option<UserId>, outcome: &str, came_from: &str) -> Result<()> {
    let row = SignIn { at: cx.now(), id: cx.new_id(), user_id, outcome: outcome.into(), came_from: came_from.into() };
    cx.insert(&row)
}

/// Counts an attempt against the login and the address; tells until when either is locked.
fn take_attempt(cx: &mut Cx<'_>, login: &str, came_from: &str) -> Result<Option<Instant>> {
    let policy = Policy::read(cx)?;
    let stale = cx.now().plus_seconds(-86_400);
    cx.execute("DELETE FROM access_attempt WHERE since < $1", params![stale])?;
    let of_address = count(cx, &address_key(came_from), policy.wrong_from_one_address, &policy)?;
    if of_address.is_some() {
        return Ok(of_address);
    }
    count(cx, &login_key(login), policy.wrong_passwords, &policy)
}

/// One more attempt. The last one allowed is still looked at, but locks unless it turns out right.
fn count(cx: &mut Cx<'_>, key: &[u8], most: i64, policy: &Policy) -> Result<Option<Instant>> {
    let now = cx.now();
    // The first statement takes the row, so that attempts at the same moment are counted one after the other.
    cx.execute(
        "INSERT INTO access_attempt (what_hash, wrong, since, locked_until) VALUES ($1, 0, $2, NULL) \
         ON CONFLICT (what_hash) DO UPDATE SET wrong = access_attempt.wrong",
        params![key.to_vec(), now],
    )?;
    let mut row: Attempt = cx.need(&[Value::Bytes(key.to_vec())])?;
    let lock = policy.lock_minutes * 60;
    if let Some(until) = row.locked_until {
        if until > now {
            return Ok(Some(until));
        }
        row = Attempt { wrong: 0, since: now, locked_until: None, ..row };
    } else if row.since.plus_seconds(lock) <= now {
        row = Attempt { wrong: 0, since: now, ..row };
    }
    row.wrong += 1;
    if row.wrong >= most {
        row.locked_until = Some(now.plus_seconds(lock));
    }
    cx.save(&row)?;
    Ok(None)
}

/// Checks the password of somebody who is signed in already; wrong ones count like those at sign-in.
///
/// # Errors
/// As [`SignInFailure`] says.
pub(crate) fn check_again(house: &House, user: UserId, password: &str) -> Result<(), SignInFailure> {
    let asker = Asker::system("sign-in");
    let (login, stored, locked) = house.write(&asker, |cx| {
        let row: User = cx.need(params![user])?;
        let stored: StoredCredential = cx.need(params![user])?;
        let policy = Policy::read(cx)?;
        let locked = count(cx, &login_key(&row.login), policy.wrong_passwords, &policy)?;
        Ok((row.login, stored, locked))
    })?;
    if let Some(until) = locked {
        return Err(SignInFailure::Locked { until });
    }
    if !secret::password_fits(password, &stored.password_hash) {
        return Err(SignInFailure::Wrong);
    }
    house.write(&asker, |cx| forget(cx, &login)).map_err(SignInFailure::from)
}

/// Forgets the wrong passwords of a login.
pub(crate) fn forget(cx: &mut Cx<'_>, login: &str) -> Result<()> {
    cx.execute("DELETE FROM access_attempt WHERE what_hash = $1", params![login_key(login)])?;
    Ok(())
}

/// A right password takes back the one attempt that its address was charged with, and no more.
fn give_back(cx: &mut Cx<'_>, came_from: &str) -> Result<()> {
    cx.execute(
        "UPDATE access_attempt SET wrong = wrong - 1, locked_until = NULL WHERE what_hash = $1 AND wrong > 0",
        params![address_key(came_from)],
    )?;
    Ok(())
}

/// Until when a login is locked.
pub(crate) fn locked_until(cx: &mut Cx<'_>, login: &str) -> Result<Option<Instant>> {
    let row: Option<Attempt> = cx.get(&[Value::Bytes(login_key(login))])?;
    let now = cx.now();
    Ok(row.and_then(|row| row.locked_until).filter(|until| *until > now))
}

pub(crate) fn recent(cx: &mut Cx<'_>, user: UserId, most: i64) -> Result<Vec<SignIn>> {
    cx.list("WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT $2", params![user, most])
}

fn login_key(login: &str) -> Vec<u8> {
    secret::hash(&format!("login {}", clean_login(login)))
}

fn address_key(came_from: &str) -> Vec<u8> {
    secret::hash(&format!("address {came_from}"))
}
