//! What stands between a session and somebody who wants it: cookies, tokens that change, headers, bytes that are no text.

use crate::world::{on_each, on_each_behind_tls};
use access::trial::{PASSWORD, Page, Trial};
use axum::body::Body;
use axum::http::Request;
use kernel::Permission;

/// Asks with exactly these headers, and no cookie that anybody kept.
fn ask(trial: &Trial, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Page {
    let request = Request::builder().method(method).uri(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    trial.send(request.body(body.into()).unwrap())
}

fn cookies_of(page: &Page) -> Vec<&str> {
    page.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, cookie)| cookie.as_str()).collect()
}

/// The session's token as the sign-in page sets it.
fn token_of(page: &Page) -> String {
    let mut sessions =
        cookies_of(page).into_iter().filter_map(|c| c.trim_start_matches("__Host-").strip_prefix("throughcare="));
    sessions.next_back().and_then(|rest| rest.split(';').next()).unwrap_or_default().to_owned()
}

#[test]
fn every_answer_says_that_nothing_is_framed_sniffed_kept_or_loaded_from_elsewhere() {
    on_each(|trial| {
        let mut root = trial.signed_in("root");
        let answers = [
            ("a page", root.get("/admin/users")),
            ("a refusal", root.get("/people/T000001")),
            ("a redirect", trial.nobody().get("/admin")),
            ("a page that is not there", root.get("/nowhere")),
            ("a problem for a program", ask(trial, "GET", "/api/v1/people/T000001", &[], "")),
            ("a method that a page has not", ask(trial, "DELETE", "/sign-in", &[], "")),
            ("a method that a call has not", ask(trial, "PATCH", "/api/v1/people/T000001", &[], "")),
            ("a file that is not there", ask(trial, "GET", "/assets/none.css", &[], "")),
            ("a broken address", ask(trial, "GET", "/people/%FF", &[], "")),
            (
                "a form that cannot be read",
                ask(trial, "POST", "/sign-in", &[("content-type", "multipart/form-data")], "x"),
            ),
            ("what a balancer asks", ask(trial, "GET", "/alive", &[], "")),
        ];
        for (what, page) in &answers {
            let policy = page.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{what}: {policy}");
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{what}: {policy}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cache-control", "no-store"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(page.header(name), value, "{what}: {name}");
            }
            assert_eq!(page.header("strict-transport-security"), "", "{what}: there is no TLS here");
            assert_eq!(page.header("server"), "", "{what} tells what serves it");
        }
    });
}

#[test]
fn behind_tls_cookies_are_bound_to_this_host_and_browsers_are_told_to_come_by_tls_alone() {
    on_each_behind_tls(|trial| {
        let mut browser = trial.nobody();
        let form = browser.get("/sign-in");
        let entered = browser.fill("/sign-in", &[("username", "root"), ("password", PASSWORD)]).is(303);
        let left = browser.press("/account", "/sign-out", &[]);
        for page in [&form, &entered, &left] {
            assert_eq!(page.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
            assert!(!cookies_of(page).is_empty());
            for cookie in cookies_of(page) {
                assert!(cookie.starts_with("__Host-throughcare"), "{cookie}");
                for word in ["; Path=/", "; HttpOnly", "; SameSite=", "; Secure"] {
                    assert!(cookie.contains(word), "{cookie}");
                }
                assert!(!cookie.contains("Domain"), "{cookie}");
            }
        }
        assert_eq!(
            trial.nobody().get("/alive").header("strict-transport-security"),
            "max-age=63072000; includeSubDomains"
        );
    });
}

#[test]
fn behind_tls_a_session_planted_by_a_neighbour_is_not_read() {
    on_each_behind_tls(|trial| {
        let mut browser = trial.nobody();
        let token = token_of(&browser.fill("/sign-in", &[("username", "root"), ("password", PASSWORD)]));
        let with = |cookie: String| ask(trial, "GET", "/admin/users", &[("cookie", &cookie)], "").status;
        assert_eq!(with(format!("__Host-throughcare={token}")), 200);
        assert_eq!(with(format!("throughcare={token}")), 303);
        assert_eq!(with(format!("throughcare=other; __Host-throughcare={token}")), 200);
    });
}

#[test]
fn without_tls_a_cookie_is_still_kept_from_scripts_and_from_other_sites() {
    on_each(|trial| {
        let mut browser = trial.nobody();
        let pages =
            [browser.get("/sign-in"), browser.fill("/sign-in", &[("username", "root"), ("password", PASSWORD)])];
        for cookie in pages.iter().flat_map(cookies_of) {
            assert!(
                cookie.contains("; HttpOnly") && cookie.contains("; SameSite=") && !cookie.contains("Secure"),
                "{cookie}"
            );
        }
    });
}

#[test]
fn a_token_known_before_signing_in_opens_nothing_afterwards() {
    on_each(|trial| {
        let planted = "a".repeat(64);
        let with = |path: &str, token: &str| {
            let cookie = format!("throughcare={token}");
            ask(trial, "GET", path, &[("cookie", cookie.as_str())], "").status
        };
        assert_eq!(with("/account", &planted), 303, "a token that nobody was given");
        // Somebody plants their own session in another's browser, and the other signs in with it.
        let mut attacker = trial.nobody();
        let theirs = token_of(&attacker.fill("/sign-in", &[("username", "priya"), ("password", PASSWORD)]));
        assert_eq!(with("/account", &theirs), 200);
        let form = ask(trial, "GET", "/sign-in", &[], "");
        let word = cookies_of(&form)[0].split(';').next().unwrap_or_default().to_owned();
        let csrf = form.hidden("/sign-in").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let body = |csrf: &str| format!("csrf={csrf}&username=meg&password={}", PASSWORD.replace(' ', "+"));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let cookies = format!("{word}; throughcare={theirs}");
        // The form of somebody who had not signed in does not count for somebody who has.
        assert_eq!(ask(trial, "POST", "/sign-in", &[kind, ("cookie", &cookies)], body(&csrf)).status, 403);
        let account = ask(trial, "GET", "/account", &[("cookie", &format!("throughcare={theirs}"))], "");
        let own = account.hidden("/sign-out").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let entered = ask(trial, "POST", "/sign-in", &[kind, ("cookie", &cookies)], body(&own));
        assert_eq!(entered.status, 303, "{}", entered.body);
        let fresh = token_of(&entered);
        assert!(fresh.len() == 64 && fresh != theirs);
        assert_eq!(with("/account", &fresh), 200);
        assert_eq!(with("/account", &theirs), 303, "the planted token still opens something");
    });
}

#[test]
fn a_cookie_calls_no_route_of_programs_and_a_secret_opens_no_page() {
    on_each(|trial| {
        let mut meg = trial.signed_in("meg");
        assert_eq!(meg.get("/people/T000001").status, 200);
        assert_eq!(meg.get("/api/v1/people/T000001").status, 401);
        let program = trial.program(&[Permission::ReadPeople]);
        assert_eq!(program.get("/api/v1/people/T000001").status, 200);
        assert_eq!(program.get("/people/T000001").status, 303);
    });
}

#[test]
fn a_form_that_another_site_sends_is_refused_even_with_the_right_token() {
    on_each(|trial| {
        let mut browser = trial.nobody();
        let token = token_of(&browser.fill("/sign-in", &[("username", "root"), ("password", PASSWORD)]));
        let cookie = format!("throughcare={token}");
        let csrf = browser.get("/account").hidden("/sign-out").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
        let send = |site: &str| {
            let headers = [
                ("cookie", cookie.as_str()),
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", site),
            ];
            ask(trial, "POST", "/account/sign-out-everywhere", &headers, format!("csrf={csrf}")).status
        };
        assert_eq!(send("cross-site"), 403);
        assert_eq!(send("same-site"), 403);
        assert_eq!(send("same-origin"), 303);
    });
}

#[test]
fn bytes_that_are_no_text_are_told_and_never_replaced() {
    on_each(|trial| {
        let urlencoded = [("content-type", "application/x-www-form-urlencoded")];
        for body in ["username=%FF&password=x", "username=%C3%28", "%ED%A0%80=x"] {
            let page = ask(trial, "POST", "/sign-in", &urlencoded, body);
            assert_eq!(page.status, 400, "{body}");
            assert!(page.body.contains("The request cannot be read"), "{}", page.body);
        }
        assert_eq!(ask(trial, "GET", "/sign-in?return=%FF", &[], "").status, 400);
        let parts = b"--e\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\n\xff\xfe\r\n--e--\r\n".to_vec();
        let multipart = [("content-type", "multipart/form-data; boundary=e")];
        assert_eq!(ask(trial, "POST", "/sign-in", &multipart, parts).status, 400);
        // What only looks like an escape is the text that somebody typed.
        let page = ask(trial, "POST", "/sign-in", &urlencoded, "username=100%+sure%2&password=%zz");
        assert_eq!(page.status, 403, "read, and refused for its missing token");
    });
}
