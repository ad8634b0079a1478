//! What the room promises, on both databases: sign-in, locks, sessions, roles, clients, and who may see whom.

#![expect(clippy::unwrap_used, reason = "a test says what it missed by failing")]

mod accounts;
mod barriers;

use access::{
    BarrierKind, Credential, NewBarrier, NewClient, NewUser, SignInFailure, User, client_of_secret, create_client,
    create_user, disable_user, enable_user, end_barrier, may_see, my_teams, renew_secret, revoke_client,
    session_of_token, set_barrier, set_readers, set_roles, set_teams, sign_in, sign_out, sign_out_everywhere, visible,
};
use domain_events::DomainEvent;
use kernel::{Actor, Clock, Permission, PersonId, PersonKeys, TeamId, UserId, date};
use migrations::trial::{Rooms, assert_schema, on_both};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::tables::History;
use store::{Asker, Failure, House};

pub(crate) const PASSWORD: &str = "otter lamp river";

pub(crate) fn on_each(test: impl Fn(House)) {
    let rooms = Rooms::with(&[access::TABLES]).hearing(access::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), test);
}

pub(crate) fn system() -> Asker {
    Asker::system("trial")
}

pub(crate) fn credential() -> Credential {
    static ONE: std::sync::OnceLock<Credential> = std::sync::OnceLock::new();
    ONE.get_or_init(|| Credential::of(PASSWORD).unwrap()).clone()
}

pub(crate) fn new_user(login: &str, roles: &[&str]) -> NewUser {
    NewUser {
        login: login.into(),
        name: format!("The {login}"),
        email: None,
        staff: None,
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        teams: vec![],
        credential: credential(),
    }
}

pub(crate) fn add_user(house: &House, login: &str, roles: &[&str]) -> User {
    let new = new_user(login, roles);
    house.write(&system(), |cx| create_user(cx, &new)).unwrap()
}

pub(crate) fn new_person(house: &House) -> PersonId {
    house.write(&system(), |cx| Ok(cx.new_id())).unwrap()
}

pub(crate) fn as_user(user: &User) -> Asker {
    Asker {
        actor: Actor::User { id: user.id, staff: None, name: user.name.clone() },
        permissions: Arc::new(Permission::ALL.iter().copied().collect()),
    }
}

pub(crate) fn wait(house: &House, minutes: i64) {
    if let Clock::Hand(at) = house.clock() {
        at.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }
}

pub(crate) fn enter(house: &House, login: &str, password: &str) -> Result<String, SignInFailure> {
    sign_in(house, login, password, "192.0.2.7").map(|(token, _)| token)
}

pub(crate) fn permissions(house: &House, token: &str) -> Option<Vec<Permission>> {
    let known = house.read(&system(), |cx| session_of_token(cx, token)).unwrap()?;
    (!known.ended).then(|| known.permissions.into_iter().collect())
}

pub(crate) fn words(failure: &Failure) -> String {
    match failure {
        Failure::Refused(refusals) => refusals.to_string(),
        Failure::Restricted { message, .. } => message.clone(),
        other => other.to_string(),
    }
}

#[test]
fn the_tables_are_as_declared() {
    on_each(|house| assert_schema(&house, access::TABLES));
}
