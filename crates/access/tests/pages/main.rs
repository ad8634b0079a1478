//! Stories over HTTP: signing in and out, the pages of users, clients and restrictions, forged forms, and who is refused.

#![expect(clippy::unwrap_used, reason = "a test says what it missed by failing")]

mod hardening;
mod roles;
mod world;

use access::trial::{Browser, PASSWORD, Program};
use access::{NewClient, create_client};
use kernel::Permission;
use world::on_each;

#[test]
fn somebody_signs_in_is_brought_back_and_signs_out() {
    on_each(|trial| {
        let mut browser = trial.nobody();
        let turned = browser.get("/people/T000001?tab=a");
        assert_eq!((turned.status, turned.to.as_str()), (303, "/sign-in?return=%2Fpeople%2FT000001%3Ftab%3Da"));
        let wrong = browser.fill(&turned.to, &[("username", "priya"), ("password", "wrong")]);
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("Enter a correct username and password") && wrong.body.contains("Error: Sign in"));
        assert!(wrong.body.contains("value=\"priya\"") && !wrong.body.contains("wrong\""), "{}", wrong.body);
        let right = browser.fill(&turned.to, &[("username", "priya"), ("password", PASSWORD)]);
        assert_eq!((right.status, right.to.as_str()), (303, "/people/T000001?tab=a"));
        assert!(browser.get(&right.to).body.contains("Ffion Bell"));
        let out = browser.press("/account", "/sign-out", &[]);
        assert_eq!(out.to, "/sign-in");
        assert_eq!(browser.get("/people/T000001").status, 303);
    });
}

#[test]
fn a_form_without_the_sessions_token_changes_nothing() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        for csrf in ["", "0", &"0".repeat(64)] {
            let forged = root.post("/admin/users/new", &[("csrf", csrf), ("name", "Eve"), ("login", "eve.l")]);
            assert_eq!(forged.status, 403, "{csrf}");
        }
        assert!(!root.get("/admin/users").body.contains("Eve"));
    });
}

#[test]
fn an_administrator_adds_a_user_who_chooses_their_own_password() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let evil = "<script>alert('x')</script>'; DROP TABLE access_user; --";
        let refused = root.fill("/admin/users/new", &[("name", evil), ("login", "not a login"), ("roles", "reader")]);
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("&lt;script&gt;") && !refused.body.contains("<script>alert"), "{}", refused.body);
        let added =
            root.fill("/admin/users/new", &[("name", "Siân Łukasz"), ("login", "sian"), ("roles", "practitioner")]);
        assert_eq!(added.status, 200, "{}", added.body);
        let password = added.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let mut sian = trial.nobody();
        let first = sian.fill("/sign-in", &[("username", "sian"), ("password", &password)]);
        assert_eq!(first.to, "/account/password");
        assert_eq!(sian.get("/people/T000001").status, 403);
        let choose = |browser: &mut Browser<'_>, current: &str, new: &str, again: &str| {
            browser
                .fill("/account/password", &[("password", current), ("new_password", new), ("repeat_password", again)])
        };
        assert!(
            choose(&mut sian, "wrong", "kettle moss drum", "kettle moss drum")
                .body
                .contains("current password is not correct")
        );
        assert!(
            choose(&mut sian, &password, "kettle moss drum", "another one now")
                .body
                .contains("the same new password twice")
        );
        assert!(choose(&mut sian, &password, "short", "short").body.contains("12 characters or more"));
        assert_eq!(choose(&mut sian, &password, "kettle moss drum", "kettle moss drum").to, "/account");
        assert_eq!(sian.get("/people/T000001").status, 200);
        assert!(root.get("/admin/users?q=si%C3%A2n").body.contains("Siân Łukasz"));
    });
}

#[test]
fn a_lock_a_sign_out_and_a_disabled_account_are_the_administrators_to_set() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let mut priya = trial.signed_in("priya");
        let list = root.get("/admin/users?q=priya").body;
        let at = list.split("href=\"/admin/users/").find(|part| part.contains(">The priya<")).unwrap();
        let user = format!("/admin/users/{}", at.split('"').next().unwrap());
        for _ in 0..5 {
            trial.nobody().fill("/sign-in", &[("username", "priya"), ("password", "wrong")]);
        }
        let locked = trial.nobody().fill("/sign-in", &[("username", "priya"), ("password", PASSWORD)]);
        assert!(locked.body.contains("You can try again at 9:15am"), "{}", locked.body);
        assert_eq!(root.press(&user, &format!("{user}/unlock"), &[]).status, 303);
        trial.signed_in("priya");
        root.press(&user, &format!("{user}/sign-out"), &[]);
        assert_eq!(priya.get("/account").status, 303);
        let mut priya = trial.signed_in("priya");
        assert_eq!(root.fill(&format!("{user}/disable"), &[("reason", "")]).status, 422);
        assert_eq!(root.fill(&format!("{user}/disable"), &[("reason", "Left")]).status, 303);
        assert_eq!(priya.get("/account").status, 303);
        assert_eq!(root.fill(&format!("{user}/roles"), &[("roles", "reader"), ("reason", "x")]).status, 303);
        assert!(root.get(&user).body.contains("Reader"));
    });
}

#[test]
fn each_page_asks_for_its_permission() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        for path in [
            "/admin",
            "/admin/users",
            "/admin/clients",
            "/admin/roles",
            "/admin/sign-in",
            "/people/T000001/access",
            "/people/T000001/restrictions",
        ] {
            assert_eq!(priya.get(path).status, 403, "{path}");
            assert_eq!(trial.nobody().get(path).status, 303, "{path}");
        }
        let mut root = trial.signed_in("root");
        for path in [
            "/admin",
            "/admin/users",
            "/admin/users/new",
            "/admin/clients",
            "/admin/clients/new",
            "/admin/roles",
            "/admin/sign-in",
            "/account",
            "/account/password",
            "/people/T000001/access",
            "/people/T000001/restrictions",
            "/people/T000001/restrictions/new",
        ] {
            assert_eq!(root.get(path).status, 200, "{path}");
        }
        assert!(root.get("/admin").body.contains("href=\"/admin/teams\""));
        assert_eq!(root.get("/people/T000001").status, 403, "an administrator does not read people");
        assert_eq!(root.get("/admin/users/0199e2a0-7c1c-7aaa-8bbb-000000000000").status, 404);
        assert_eq!(root.get("/admin/users/42").status, 404);
    });
}

#[test]
fn an_excluded_officer_is_told_whom_to_ask_and_both_are_in_the_history() {
    on_each(|trial| {
        let mut meg = trial.signed_in("meg");
        let mut priya = trial.signed_in("priya");
        assert_eq!(priya.get("/people/T000001").status, 200);
        let typed = [
            ("kind", "exclusion"),
            ("readers", "priya\nnobody.here"),
            ("start_on-day", "23"),
            ("start_on-month", "11"),
            ("start_on-year", "2026"),
            ("end_on-day", ""),
            ("end_on-month", ""),
            ("end_on-year", ""),
            ("reason", "Neighbour"),
            ("message", "Ask Meg on 020 7946 0123"),
        ];
        let refused = meg.fill("/people/T000001/restrictions/new", &typed);
        assert!(refused.body.contains("There is no user nobody.here"), "{}", refused.body);
        let mut right = typed;
        right[1] = ("readers", " Priya ");
        assert_eq!(meg.fill("/people/T000001/restrictions/new", &right).status, 303);
        let shut = priya.get("/people/T000001");
        assert_eq!(shut.status, 403);
        assert!(shut.body.contains("Ask Meg on 020 7946 0123") && !shut.body.contains("Ffion"));
        let history = meg.get("/people/T000001/access").body;
        assert!(history.contains("Overview") && !history.contains("{crn}"), "{history}");
        assert!(history.contains("The priya") && history.contains("Refused"), "{history}");
        assert!(meg.get("/people/T000001/access?show=changes").body.contains("Neighbour"));
        assert_eq!(meg.get("/people/T000001/access?show=lists").status, 200);
        let page = meg.get("/people/T000001/restrictions").body;
        let end =
            page.split("href=\"").find(|part| part.contains("/end\"")).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(meg.get(&end.replace("/end", "/readers")).status, 200);
        assert_eq!(meg.fill(&end, &[("reason", "Moved away")]).status, 303);
        assert_eq!(priya.get("/people/T000001").status, 200);
    });
}

#[test]
fn a_program_calls_by_its_secret_alone() {
    on_each(|trial| {
        let new = NewClient { name: "Court feed".into(), scopes: vec![Permission::ReadPeople] };
        let (_, secret) = trial.write(|cx| create_client(cx, &new)).unwrap();
        let program = Program::with(trial, secret);
        program.get("/api/v1/people/T000001").is(200);
        Program::with(trial, "tc_wrong".into()).get("/api/v1/people/T000001").is(401).says("/problems/");
        let mut root = trial.signed_in("root");
        let list = root.get("/admin/clients").body;
        let client =
            list.split("href=\"").find(|part| part.contains(">Court feed<")).unwrap().split('"').next().unwrap();
        root.fill(&format!("{client}/revoke"), &[("reason", "Contract ended")]).is(303);
        program.get("/api/v1/people/T000001").is(401);
        root.get(client).says("Contract ended");
        let made = root.fill("/admin/clients/new", &[("name", "Another"), ("scopes", "read-people")]);
        let secret = made.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        Program::with(trial, secret).get("/api/v1/people/T000001").is(200);
    });
}

#[test]
fn the_policy_is_changed_within_its_limits() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let typed = [
            ("session_idle_minutes", "5"),
            ("session_most_minutes", "720"),
            ("wrong_passwords", "5"),
            ("lock_minutes", "0"),
            ("password_length", "12"),
            ("wrong_from_one_address", "60"),
            ("read_log_months", "24"),
        ];
        let refused = root.fill("/admin/sign-in", &typed);
        assert!(refused.body.contains("must be between 1 and 1440"), "{}", refused.body);
        let mut right = typed;
        right[3] = ("lock_minutes", "30");
        assert_eq!(root.fill("/admin/sign-in", &right).status, 303);
        assert!(root.get("/admin/sign-in").body.contains("value=\"30\""));
    });
}

#[test]
fn a_program_pages_through_who_looked() {
    on_each(|trial| {
        let mut priya = trial.signed_in("priya");
        for _ in 0..3 {
            priya.get("/people/T000001");
        }
        let program = trial.program(&[Permission::ReadAccessHistory]);
        let call = |path: &str| program.get(path).is(200).json();
        let first = call("/api/v1/people/T000001/access?limit=2");
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        let rest = call(&format!("/api/v1/people/T000001/access?after={}", first["next"].as_str().unwrap()));
        assert_eq!(rest["items"][0]["actor"], "The priya");
        assert_eq!(rest["items"].as_array().unwrap().len(), 1);
        assert!(rest.get("next").is_none());
    });
}
