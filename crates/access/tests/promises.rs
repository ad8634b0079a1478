//! What the room promises, on both databases: sign-in, locks, sessions, roles, clients, and who may see whom.

#![expect(clippy::unwrap_used, reason = "a test says what it missed by failing")]

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

const PASSWORD: &str = "otter lamp river";

fn on_each(test: impl Fn(House)) {
    let rooms = Rooms::with(&[access::TABLES]).hearing(access::LISTENERS);
    on_both(&rooms, date(2026, 11, 23), test);
}

fn system() -> Asker {
    Asker::system("trial")
}

fn credential() -> Credential {
    static ONE: std::sync::OnceLock<Credential> = std::sync::OnceLock::new();
    ONE.get_or_init(|| Credential::of(PASSWORD).unwrap()).clone()
}

fn new_user(login: &str, roles: &[&str]) -> NewUser {
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

fn add_user(house: &House, login: &str, roles: &[&str]) -> User {
    let new = new_user(login, roles);
    house.write(&system(), |cx| create_user(cx, &new)).unwrap()
}

fn new_person(house: &House) -> PersonId {
    house.write(&system(), |cx| Ok(cx.new_id())).unwrap()
}

fn as_user(user: &User) -> Asker {
    Asker {
        actor: Actor::User { id: user.id, staff: None, name: user.name.clone() },
        permissions: Arc::new(Permission::ALL.iter().copied().collect()),
    }
}

fn wait(house: &House, minutes: i64) {
    if let Clock::Hand(at) = house.clock() {
        at.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }
}

fn enter(house: &House, login: &str, password: &str) -> Result<String, SignInFailure> {
    sign_in(house, login, password, "192.0.2.7").map(|(token, _)| token)
}

fn permissions(house: &House, token: &str) -> Option<Vec<Permission>> {
    let known = house.read(&system(), |cx| session_of_token(cx, token)).unwrap()?;
    (!known.ended).then(|| known.permissions.into_iter().collect())
}

fn words(failure: &Failure) -> String {
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

#[test]
fn somebody_signs_in_with_their_own_password_and_no_other() {
    on_each(|house| {
        add_user(&house, "priya.shah", &["practitioner"]);
        assert!(matches!(enter(&house, "priya.shah", "otter lamp rivers"), Err(SignInFailure::Wrong)));
        assert!(matches!(enter(&house, "nobody.here", PASSWORD), Err(SignInFailure::Wrong)));
        let token = enter(&house, " Priya.SHAH ", PASSWORD).unwrap();
        let may = permissions(&house, &token).unwrap();
        assert!(may.contains(&Permission::ReadPeople) && !may.contains(&Permission::Allocate), "{may:?}");
        assert_eq!(permissions(&house, &format!("{token}0")), None);
    });
}

#[test]
fn five_wrong_passwords_lock_any_login_for_a_quarter_of_an_hour_known_or_not() {
    on_each(|house| {
        add_user(&house, "priya.shah", &[]);
        for login in ["priya.shah", "nobody.here"] {
            for _ in 0..5 {
                assert!(matches!(enter(&house, login, "wrong"), Err(SignInFailure::Wrong)), "{login}");
            }
            assert!(matches!(enter(&house, login, PASSWORD), Err(SignInFailure::Locked { .. })), "{login}");
        }
        wait(&house, 14);
        assert!(matches!(enter(&house, "priya.shah", PASSWORD), Err(SignInFailure::Locked { .. })));
        wait(&house, 2);
        assert!(enter(&house, "priya.shah", PASSWORD).is_ok());
        // A right password wipes the slate: four wrong ones lock nobody.
        for _ in 0..4 {
            assert!(enter(&house, "priya.shah", "wrong").is_err());
        }
        assert!(enter(&house, "priya.shah", PASSWORD).is_ok());
    });
}

#[test]
fn many_guesses_at_the_same_moment_count_as_many() {
    on_each(|house| {
        add_user(&house, "priya.shah", &[]);
        let looked_at: usize = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..16)
                .map(|_| scope.spawn(|| matches!(enter(&house, "priya.shah", "wrong"), Err(SignInFailure::Wrong))))
                .collect();
            guesses.into_iter().map(|guess| usize::from(guess.join().unwrap())).sum()
        });
        assert_eq!(looked_at, 5);
    });
}

#[test]
fn one_address_may_not_try_login_after_login() {
    on_each(|house| {
        for n in 0..60 {
            assert!(matches!(enter(&house, &format!("guess{n}"), "wrong"), Err(SignInFailure::Wrong)), "{n}");
        }
        assert!(matches!(enter(&house, "guess60", "wrong"), Err(SignInFailure::Locked { .. })));
        assert!(matches!(sign_in(&house, "guess60", "wrong", "192.0.2.8"), Err(SignInFailure::Wrong)));
    });
}

#[test]
fn a_disabled_user_is_out_at_once_and_is_told_nothing_by_the_sign_in_page() {
    on_each(|house| {
        add_user(&house, "root", &["administrator"]);
        let user = add_user(&house, "priya.shah", &["practitioner"]);
        let token = enter(&house, "priya.shah", PASSWORD).unwrap();
        house.write(&system(), |cx| disable_user(cx, user.id, "Left the service")).unwrap();
        assert_eq!(permissions(&house, &token), None);
        assert!(matches!(enter(&house, "priya.shah", PASSWORD), Err(SignInFailure::Wrong)));
        house.write(&system(), |cx| enable_user(cx, user.id, "Came back")).unwrap();
        assert!(enter(&house, "priya.shah", PASSWORD).is_ok());
    });
}

#[test]
fn a_session_ends_when_quiet_when_old_and_when_signed_out() {
    on_each(|house| {
        let user = add_user(&house, "priya.shah", &["practitioner"]);
        let quiet = enter(&house, "priya.shah", PASSWORD).unwrap();
        wait(&house, 61);
        assert_eq!(permissions(&house, &quiet), None);
        let ended = house.read(&system(), |cx| session_of_token(cx, &quiet)).unwrap().unwrap();
        assert!(ended.ended && !ended.permissions.contains(&Permission::ReadPeople));
        let [here, there] = std::array::from_fn(|_| enter(&house, "priya.shah", PASSWORD).unwrap());
        house.write(&system(), |cx| sign_out(cx, &here)).unwrap();
        assert_eq!(permissions(&house, &here), None);
        assert!(permissions(&house, &there).is_some());
        house.write(&system(), |cx| sign_out_everywhere(cx, user.id)).unwrap();
        assert_eq!(permissions(&house, &there), None);
    });
}

#[test]
fn a_password_from_somebody_else_opens_nothing_until_it_is_replaced() {
    on_each(|house| {
        let (credential, password) = Credential::once().unwrap();
        let new = NewUser { credential, ..new_user("priya.shah", &["manager"]) };
        house.write(&system(), |cx| create_user(cx, &new)).unwrap();
        let token = enter(&house, "priya.shah", &password).unwrap();
        assert_eq!(permissions(&house, &token).unwrap(), [Permission::Anyone, Permission::SignedIn]);
    });
}

#[test]
fn a_login_is_given_once_in_whatever_letters() {
    on_each(|house| {
        add_user(&house, "priya.shah", &[]);
        let again = new_user("PRIYA.Shah", &[]);
        let failure = house.write(&system(), |cx| create_user(cx, &again)).unwrap_err();
        assert_eq!(words(&failure), "This username is already in use");
    });
}

#[test]
fn the_last_administrator_cannot_be_taken_away() {
    on_each(|house| {
        let root = add_user(&house, "root", &["administrator"]);
        let failure = house.write(&system(), |cx| set_roles(cx, root.id, &[], None)).unwrap_err();
        assert_eq!(words(&failure), "Give somebody else the role of administrator first");
        assert!(house.write(&system(), |cx| disable_user(cx, root.id, "Gone")).is_err());
        let other = add_user(&house, "other", &["administrator"]);
        assert!(house.write(&as_user(&root), |cx| disable_user(cx, root.id, "Gone")).is_err(), "not oneself");
        house.write(&as_user(&other), |cx| disable_user(cx, root.id, "Gone")).unwrap();
        assert!(house.write(&system(), |cx| set_roles(cx, other.id, &["no-such-role".into()], None)).is_err());
    });
}

#[test]
fn roles_and_teams_are_read_anew_each_time() {
    on_each(|house| {
        add_user(&house, "root", &["administrator"]);
        let user = add_user(&house, "priya.shah", &["practitioner"]);
        let token = enter(&house, "priya.shah", PASSWORD).unwrap();
        house.write(&system(), |cx| set_roles(cx, user.id, &["manager".into()], Some("Promoted"))).unwrap();
        assert!(permissions(&house, &token).unwrap().contains(&Permission::Allocate));
        let teams: Vec<TeamId> = house
            .write(&system(), |cx| {
                let mut teams: Vec<TeamId> = vec![cx.new_id(), cx.new_id()];
                teams.sort_unstable();
                set_teams(cx, user.id, &teams)?;
                Ok(teams)
            })
            .unwrap();
        assert_eq!(house.read(&as_user(&user), my_teams).unwrap(), teams);
        house.write(&system(), |cx| set_teams(cx, user.id, &teams[..1])).unwrap();
        assert_eq!(house.read(&as_user(&user), my_teams).unwrap(), teams[..1]);
    });
}

#[test]
fn a_program_calls_with_its_secret_until_it_is_taken_back() {
    on_each(|house| {
        let new = NewClient { name: "Court feed".into(), scopes: vec![Permission::SendCourtMessages] };
        let (client, secret) = house.write(&system(), |cx| create_client(cx, &new)).unwrap();
        let known = |secret: &str| house.read(&system(), |cx| client_of_secret(cx, secret)).unwrap();
        assert!(known(&secret).unwrap().permissions().contains(&Permission::SendCourtMessages));
        assert!(!known(&secret).unwrap().permissions().contains(&Permission::ReadPeople));
        assert!(known("tc_0").is_none());
        let renewed = house.write(&system(), |cx| renew_secret(cx, client.id)).unwrap();
        assert!(known(&secret).is_none() && known(&renewed).is_some());
        house.write(&system(), |cx| revoke_client(cx, client.id, "Contract ended")).unwrap();
        assert!(known(&renewed).is_none());
        assert!(house.write(&system(), |cx| renew_secret(cx, client.id)).is_err());
    });
}

#[test]
fn passwords_and_secrets_never_enter_history() {
    on_each(|house| {
        add_user(&house, "priya.shah", &["practitioner"]);
        let new = NewClient { name: "Court feed".into(), scopes: vec![Permission::ReadPeople] };
        let (_, secret) = house.write(&system(), |cx| create_client(cx, &new)).unwrap();
        let token = enter(&house, "priya.shah", PASSWORD).unwrap();
        let lines = house.read(&system(), |cx| cx.list::<History>("", &[])).unwrap();
        let images: Vec<String> = lines.into_iter().filter_map(|line| line.image).collect();
        assert!(images.iter().any(|image| image.contains("priya.shah")));
        for image in images {
            for hidden in ["argon2", PASSWORD, &secret, &token] {
                assert!(!image.contains(hidden), "{image}");
            }
        }
    });
}

fn barrier(kind: BarrierKind, readers: &[UserId]) -> NewBarrier {
    NewBarrier {
        kind,
        readers: readers.iter().map(|id| id.0).collect(),
        start_on: date(2026, 11, 23),
        end_on: None,
        reason: "Family of an officer".into(),
        message: "Ask the head of the unit".into(),
    }
}

fn sees(house: &House, user: &User, person: PersonId) -> bool {
    let asker = as_user(user);
    let listed = house.read(&asker, |cx| visible(cx, &[person])).unwrap()[0].may_see;
    let opened = house.read(&asker, |cx| may_see(cx, &PersonKeys::alone(person)));
    assert_eq!(listed, opened.is_ok(), "lists and pages agree");
    if let Err(failure) = opened {
        assert_eq!(words(&failure), "Ask the head of the unit");
    }
    listed
}

#[test]
fn an_exclusion_keeps_the_named_out_and_a_restriction_all_but_the_named() {
    on_each(|house| {
        let [a, b] = [add_user(&house, "anna", &[]), add_user(&house, "bert", &[])];
        let [open, excluded, restricted] = std::array::from_fn(|_| new_person(&house));
        house.write(&system(), |cx| set_barrier(cx, excluded, &barrier(BarrierKind::Exclusion, &[a.id]))).unwrap();
        house.write(&system(), |cx| set_barrier(cx, restricted, &barrier(BarrierKind::Restriction, &[a.id]))).unwrap();
        assert!(sees(&house, &a, open) && sees(&house, &b, open));
        assert!(!sees(&house, &a, excluded) && sees(&house, &b, excluded));
        assert!(sees(&house, &a, restricted) && !sees(&house, &b, restricted));
        // The system itself sees everybody; whoever is nobody is named by no restriction.
        assert!(house.read(&system(), |cx| may_see(cx, &PersonKeys::alone(restricted))).is_ok());
        assert!(house.read(&Asker::nobody(), |cx| may_see(cx, &PersonKeys::alone(restricted))).is_err());
        let marks = house.read(&as_user(&a), |cx| visible(cx, &[open, excluded, restricted])).unwrap();
        assert_eq!(marks.iter().map(|v| v.restricted).collect::<Vec<_>>(), [false, true, true]);
    });
}

#[test]
fn a_barrier_holds_from_its_first_day_to_the_day_before_its_end() {
    on_each(|house| {
        let a = add_user(&house, "anna", &[]);
        let person = new_person(&house);
        let new = NewBarrier {
            start_on: date(2026, 11, 24),
            end_on: Some(date(2026, 11, 26)),
            ..barrier(BarrierKind::Exclusion, &[a.id])
        };
        house.write(&system(), |cx| set_barrier(cx, person, &new)).unwrap();
        for (day, open) in [(23, true), (24, false), (25, false), (26, true)] {
            house.clock().move_to(date(2026, 11, day));
            assert_eq!(sees(&house, &a, person), open, "{day} November");
        }
    });
}

#[test]
fn a_barrier_names_somebody_and_can_be_changed_and_ended() {
    on_each(|house| {
        let [a, b] = [add_user(&house, "anna", &[]), add_user(&house, "bert", &[])];
        let person = new_person(&house);
        let nobody = house.write(&system(), |cx| set_barrier(cx, person, &barrier(BarrierKind::Restriction, &[])));
        assert_eq!(words(&nobody.unwrap_err()), "Name at least one user");
        let only_a = barrier(BarrierKind::Restriction, &[a.id]);
        let made = house.write(&as_user(&a), |cx| set_barrier(cx, person, &only_a)).unwrap();
        assert!(house.write(&system(), |cx| set_readers(cx, person, made.id, &[], "x")).is_err());
        house.write(&as_user(&a), |cx| set_readers(cx, person, made.id, &[b.id.0], "Handed over")).unwrap();
        assert!(!sees(&house, &a, person) && sees(&house, &b, person));
        house.write(&as_user(&b), |cx| end_barrier(cx, person, made.id, "No longer needed")).unwrap();
        assert!(sees(&house, &a, person));
    });
}

#[test]
fn nobody_lifts_their_own_exclusion() {
    on_each(|house| {
        let a = add_user(&house, "anna", &["manager"]);
        let person = new_person(&house);
        let against_a = barrier(BarrierKind::Exclusion, &[a.id]);
        let made = house.write(&system(), |cx| set_barrier(cx, person, &against_a)).unwrap();
        let own = house.write(&as_user(&a), |cx| end_barrier(cx, person, made.id, "I want to look"));
        assert_eq!(words(&own.unwrap_err()), "Ask the head of the unit");
        assert!(!sees(&house, &a, person));
    });
}

#[test]
fn a_merge_opens_to_nobody_what_was_closed_to_them() {
    on_each(|house| {
        let a = add_user(&house, "anna", &[]);
        let [person, absorbed] = std::array::from_fn(|_| new_person(&house));
        house.write(&system(), |cx| set_barrier(cx, absorbed, &barrier(BarrierKind::Exclusion, &[a.id]))).unwrap();
        assert!(sees(&house, &a, person));
        let merge = |cx: &mut store::Cx<'_>| {
            cx.describe("Merged two records", None);
            cx.tell(&DomainEvent::PersonMerged { person, absorbed })
        };
        house.write(&system(), merge).unwrap();
        assert!(!sees(&house, &a, person) && !sees(&house, &a, absorbed));
    });
}
