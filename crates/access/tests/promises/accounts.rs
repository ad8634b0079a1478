//! Sign-in, locks, sessions, roles, and programs.

use super::*;
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
fn many_right_passwords_at_the_same_moment_lock_nobody() {
    on_each(|house| {
        add_user(&house, "priya.shah", &[]);
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..16).map(|_| scope.spawn(|| enter(&house, "priya.shah", PASSWORD))).collect();
            for one in all {
                assert!(one.join().unwrap().is_ok());
            }
        });
        assert!(enter(&house, "priya.shah", PASSWORD).is_ok());
    });
}

#[test]
fn wrong_guesses_among_right_passwords_are_never_looked_at_more_often_than_the_limit_between_two_right_ones() {
    on_each(|house| {
        add_user(&house, "priya.shah", &[]);
        for _ in 0..4 {
            assert!(matches!(enter(&house, "priya.shah", "wrong"), Err(SignInFailure::Wrong)));
        }
        // One place is left: of sixteen guesses at once, one is looked at, and its failure locks.
        let looked_at: usize = std::thread::scope(|scope| {
            let guesses: Vec<_> = (0..16)
                .map(|_| scope.spawn(|| matches!(enter(&house, "priya.shah", "wrong"), Err(SignInFailure::Wrong))))
                .collect();
            guesses.into_iter().map(|guess| usize::from(guess.join().unwrap())).sum()
        });
        assert_eq!(looked_at, 1);
        assert!(matches!(enter(&house, "priya.shah", PASSWORD), Err(SignInFailure::Locked { .. })));
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
        let images: Vec<String> = lines.iter().filter_map(|line| line.image().unwrap()).collect();
        assert!(images.iter().any(|image| image.contains("priya.shah")));
        for image in images {
            for hidden in ["argon2", PASSWORD, &secret, &token] {
                assert!(!image.contains(hidden), "{image}");
            }
        }
    });
}
