//! Signing in. A place is taken before the password is looked at, so that many guesses at once count as many; a login that
//! nobody has is counted and locked like any other, so that no answer tells which logins exist.

mod attempts;
pub(crate) mod pages;

pub(crate) use attempts::{Attempt, forget, locked_until};
pub(crate) use pages::routes;

use crate::policy::Policy;
use crate::users::{StoredCredential, User, clean_login, user_of_login};
use crate::{secret, sessions};
use attempts::{Charged, Found, Place};
use kernel::{Instant, UserId};
use std::time::Duration;
use store::{Asker, Cx, Failure, House, Kind, Result, params, record};
use uuid::Uuid;

/// How long a sign-in waits for others with the same login or from the same address to be checked.
const PATIENCE: Duration = Duration::from_secs(8);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

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
    /// So many are signing in with this login or from this address that this one was not looked at.
    Busy,
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
    let policy = house.read(&asker, Policy::read)?;
    let charged = [Charged::address(came_from, &policy), Charged::login(&login, &policy)];
    let found = house.read(&asker, |cx| credential_of(cx, &login))?;
    let user = found.as_ref().map(|(user, _)| user.clone());
    let id = user.as_ref().map(|user| user.id);
    if let Err(failure) = place(house, &charged, &policy) {
        if matches!(failure, SignInFailure::Locked { .. }) {
            house.write(&asker, |cx| note(cx, id, "locked", came_from))?;
        }
        return Err(failure);
    }
    // Outside any transaction: it takes long on purpose, and nobody should wait for it.
    let fits = match &found {
        Some((_, stored)) => secret::password_fits(password, &stored.password_hash),
        None => secret::pretend_to_check(password),
    };
    let [of_address, of_login] = &charged;
    let Some(user) = user.filter(|user| fits && user.disabled_at.is_none()) else {
        let outcome = if fits { "disabled" } else { "wrong" };
        house.write(&asker, |cx| {
            attempts::settle(cx, of_address, &policy, Found::Wrong)?;
            attempts::settle(cx, of_login, &policy, Found::Wrong)?;
            note(cx, id, outcome, came_from)
        })?;
        return Err(SignInFailure::Wrong);
    };
    let token = house.write(&asker, |cx| {
        // A right password takes back the one attempt that its address was charged with, and no more.
        attempts::settle(cx, of_address, &policy, Found::Right)?;
        attempts::settle(cx, of_login, &policy, Found::RightAndForget)?;
        note(cx, Some(user.id), "signed-in", came_from)?;
        sessions::open(cx, user.id, came_from)
    })?;
    Ok((token, user))
}

/// Takes a place, waiting for checks under way to end.
fn place(house: &House, charged: &[Charged], policy: &Policy) -> Result<(), SignInFailure> {
    let from = std::time::Instant::now();
    loop {
        match house.write(&Asker::system("sign-in"), |cx| attempts::take(cx, charged, policy))? {
            Place::Taken => return Ok(()),
            Place::Locked(until) => return Err(SignInFailure::Locked { until }),
            Place::Busy if from.elapsed() > PATIENCE => return Err(SignInFailure::Busy),
            Place::Busy => std::thread::sleep(BETWEEN_LOOKS),
        }
    }
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

/// Checks the password of somebody who is signed in already; wrong ones count like those at sign-in.
///
/// # Errors
/// As [`SignInFailure`] says.
pub(crate) fn check_again(house: &House, user: UserId, password: &str) -> Result<(), SignInFailure> {
    let asker = Asker::system("sign-in");
    let (login, stored, policy) = house.read(&asker, |cx| {
        let row: User = cx.need(params![user])?;
        let stored: StoredCredential = cx.need(params![user])?;
        Ok((row.login, stored, Policy::read(cx)?))
    })?;
    let charged = [Charged::login(&login, &policy)];
    place(house, &charged, &policy)?;
    let fits = secret::password_fits(password, &stored.password_hash);
    let found = if fits { Found::RightAndForget } else { Found::Wrong };
    let [of_login] = &charged;
    house.write(&asker, |cx| attempts::settle(cx, of_login, &policy, found))?;
    if fits { Ok(()) } else { Err(SignInFailure::Wrong) }
}

pub(crate) fn recent(cx: &mut Cx<'_>, user: UserId, most: i64) -> Result<Vec<SignIn>> {
    cx.list("WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT $2", params![user, most])
}
